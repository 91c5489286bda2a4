"""Cards: an indicator in a table of its own, turned by a quarter: keys in the left column, values right of them.

A table is one where its keys name an indicator and how it is measured ("Indikator Kinerja", "Formula", "Sumber Data"):
a box of labels, which names no indicator, is none. Each key is a column of the row that the card is. The keys may stand
behind a number, before a colon in a column of its own, or in two columns ("Deskripsi" beside "Definisi" and "Formula");
several columns of values are as many rows; keys that begin again in one table begin the next card. A card that a page's
end tears is made one before it is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ...schema.blocks import Block, Cell, Line, Page
from ...schema.geometry import bounding_box
from ...schema.models import FIELDS
from ...schema.text import letters_of, list_mark
from ..line_joining import line_of
from ..reading_order import FlowItem, PlacedTable
from .fragments import MEASURES, Fragment, Group, cell_text
from .header_mapping import WEAK, Column, leading_claim, own_name

LEAST_KEYS = 3  # keys with values that make a card; fewer are a box
KEY_CHARACTERS = 60  # the most that a key has
CLAIMED = 0.3  # of a card's keys: as many begin with words that head columns of indicators
SAME_PLACE = 12.0  # points: how far the values' left side may shift from page to page
_NUMBER = re.compile(r"\W*(?:\d{1,3}|[ivxIVX]{1,5}|[a-zA-Z])?\W*")
_SAYS = re.compile(r"[^\W\d_]{2,}")
Origins = Mapping[int, tuple[Page, Cell]]
NOWHERE: Origins = MappingProxyType({})


@dataclass(slots=True)
class Entry:
    """A key, in the parts that it stands in, with the cells of its values; ``row`` is the grid row it begins in."""

    parts: tuple[str, ...]
    row: int
    values: list[Cell] = field(default_factory=list)
    across: Cell | None = None  # what stands across the table right above it
    keys: list[Cell] = field(default_factory=list)

    @property
    def letters(self) -> str:
        """What keys are compared by."""
        return letters_of("".join(self.parts))

    @property
    def is_long(self) -> bool:
        """Whether this is too long for a key."""
        return len(" ".join(self.parts)) > KEY_CHARACTERS

    @property
    def claim(self) -> tuple[str, float]:
        """Field and weight that its last part names, else all parts together."""
        last = leading_claim(self.parts[-1])
        return last if last[0] else leading_claim(" ".join(self.parts))

    @property
    def header(self) -> str:
        """The header of its column: a last part that names a field speaks for itself."""
        return self.parts[-1] if leading_claim(self.parts[-1])[0] in FIELDS else " ".join(self.parts)


Card = list[Entry]


def card_fragment(page: Page, block: Block, origins: Origins = NOWHERE) -> Fragment | None:
    """The fragment with a row for every card of the table, ``None`` where it is no table of cards."""
    values_from = _values_from(block)
    groups = _cards(_entries(block, values_from)) if values_from is not None else []
    cards = [group for group in groups if _is_card(group)]
    if not cards:
        return None
    placed = dict(origins)
    fragment = Fragment(page, block, [], has_header=True, origins=placed, is_card=True)
    for entry in (entry for group in groups if group not in cards for entry in group):
        fragment.across.extend(cell for cell in (*entry.keys, *entry.values) if cell.lines)
    for card in cards:
        columns = _columns_of(card, block)
        known = {column.field for column in fragment.columns}
        fragment.columns.extend(column for column in columns if column.field not in known)
        if (cell := card[0].across) is not None:
            fragment.across.append(cell)
            fragment.groups[len(fragment.rows)] = cell_text([cell])
            fragment.group_cells[len(fragment.rows)] = cell
        for first, last in _value_columns(card, columns):
            row: dict[str, Group] = {}
            for entry, column in zip(card, columns, strict=True):
                mine = [c for c in entry.values if c.col < last and c.col + c.col_span > first]
                row[column.field] = tuple(_without_colon(c, placed) for c in mine)
            fragment.rows.append({name: group for name, group in row.items() if group})
    return fragment


def with_whole_cards(items: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow, in which a card that a page's end tears is one: its rest comes back from the next page."""
    out: list[FlowItem] = []
    before: int | None = None  # where the table before stands in ``out``
    for item in items:
        if isinstance(item, PlacedTable):
            last = out[before] if before is not None else None
            whole = _joined(last, item) if isinstance(last, PlacedTable) else None
            if whole is not None and before is not None:
                out[before], rest = whole
                if rest is None:
                    continue
                item = rest  # noqa: PLW2901
            before = len(out)
        out.append(item)
    return out


# ---- keys and values ---------------------------------------------------------------------------------


def _values_from(block: Block) -> int | None:
    """The grid column at which the values begin: where most keys that claim something end."""
    firsts: dict[int, Cell] = {}
    for cell in block.cells:
        is_first = cell.row not in firsts or cell.col < firsts[cell.row].col
        if is_first and not _NUMBER.fullmatch(cell_text([cell])):
            firsts[cell.row] = cell
    ends = Counter(c.col + c.col_span for c in firsts.values() if leading_claim(_key_text(c))[0])
    return ends.most_common(1)[0][0] if ends else None


def _key_text(cell: Cell) -> str:
    text = cell_text([cell])
    mark = list_mark(text)
    return (mark.rest if mark is not None else text).strip(" :;")


def _entries(block: Block, values_from: int) -> list[Entry]:
    """The table's keys with their values; a row without a key, or with the key above once more, goes on with it."""
    out: list[Entry] = []
    across: Cell | None = None
    for row in range(max((c.row + c.row_span for c in block.cells), default=0)):
        covering = sorted((c for c in block.cells if c.row <= row < c.row + c.row_span), key=lambda c: c.col)
        wide = [c for c in covering if c.col < values_from < c.col + c.col_span and c.lines]
        if wide:
            across = wide[0]
            continue
        keys = [c for c in covering if c.col < values_from]
        parts = tuple(_key_text(c) for c in keys if not _NUMBER.fullmatch(cell_text([c])))
        if parts and (not out or across is not None or letters_of("".join(parts)) != out[-1].letters):
            out.append(Entry(parts, row, across=across, keys=keys))
            across = None
        if out:
            known = set(map(id, out[-1].values))
            fresh = [c for c in covering if c.col >= values_from and id(c) not in known]
            out[-1].values += [c for c in fresh if cell_text([c]).strip(" :;")]
    return out


def _cards(entries: Sequence[Entry]) -> list[Card]:
    """The entries card by card: one begins where the first key of the one before comes again, or its indicator's."""
    out: list[Card] = []
    for entry in entries:
        if not out or _begins_again(out[-1], entry):
            out.append([])
        out[-1].append(entry)
    return out


def _begins_again(card: Card, entry: Entry) -> bool:
    if entry.is_long or card[-1].is_long:
        return True  # it is no key
    return entry.letters == card[0].letters or any(
        entry.letters == other.letters for other in card if other.claim[0] == "indikator"
    )


def _is_card(card: Card) -> bool:
    """Whether the keys name an indicator, which is said, and how it is measured."""
    said = [entry for entry in card if entry.values]
    if len(said) < LEAST_KEYS:
        return False
    claims = [entry.claim for entry in card]
    measured = any(name in MEASURES and weight > WEAK for name, weight in claims)
    named = any(e.claim[0] == "indikator" and _SAYS.search(cell_text(e.values)) for e in said)
    return measured and named and sum(1 for name, _ in claims if name) >= CLAIMED * len(claims)


def _columns_of(card: Card, block: Block) -> list[Column]:
    """A column for each entry; of several that claim a field the strongest has it, else the first."""
    owners: dict[str, int] = {}
    claims = [entry.claim for entry in card]
    for index, (name, weight) in enumerate(claims):
        if name in (*FIELDS, "no") and (name not in owners or weight > claims[owners[name]][1]):
            owners[name] = index
    taken: set[str] = set()
    out = []
    for index, entry in enumerate(card):
        name = next((f for f, at in owners.items() if at == index), "") or own_name(entry.header, taken)
        taken.add(name)
        out.append(Column(name, block.box.x0, block.box.x1, entry.header))
    return out


def _value_columns(card: Card, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """The grid columns from and to which the values of each row stand: as many as the indicator's row has cells."""
    entry = next(e for e, column in zip(card, columns, strict=True) if column.field == "indikator")
    cells = [c for c in entry.values if c.row <= entry.row and _SAYS.search(cell_text([c]))]
    if len(cells) > 1:
        return [(c.col, c.col + c.col_span) for c in sorted(cells, key=lambda c: c.col)]
    return [(0, max(c.col + c.col_span for e in card for c in e.values))]


def _without_colon(cell: Cell, origins: dict[int, tuple[Page, Cell]]) -> Cell:
    """The cell without a colon before its text; a cell of another page stays one of that page."""
    if not cell.lines or not cell.lines[0].text.startswith(":"):
        return cell
    bare = _bare(cell)
    if id(cell) in origins:
        page, there = origins[id(cell)]
        origins[id(bare)] = (page, _bare(there))
    return bare


def _bare(cell: Cell) -> Cell:
    first, *others = cell.lines
    words = [replace(w, text=w.text.lstrip(":")) if i == 0 else w for i, w in enumerate(first.words)]
    words = [word for word in words if word.text]
    made = line_of(words) if words else None
    if made is not None and first.fraction:
        made = Line(made.words, made.box, first.text.lstrip(": "), first.fraction)
    return replace(cell, lines=[*([made] if made is not None else []), *others])


# ---- torn by a page's end ----------------------------------------------------------------------------


def _joined(upper: PlacedTable, lower: PlacedTable) -> tuple[PlacedTable, PlacedTable | None] | None:
    """A table with the rest of its last card, and what else stood below that rest; ``None`` where none goes on."""
    last_page = max([upper.page.number, *(page.number for page, _ in upper.origins.values())])
    if lower.page.number != last_page + 1 or upper.block.ruled != lower.block.ruled or lower.origins:
        return None
    above_from = _values_from(upper.block)
    below_from = _same_column(upper.block, above_from, lower.block) if above_from is not None else None
    if above_from is None or below_from is None:
        return None
    cards = _cards(_entries(upper.block, above_from))
    if not cards or not any(entry.claim[0] in FIELDS for entry in cards[-1]):
        return None
    card, entries = cards[-1], _entries(lower.block, below_from)
    rows = max(c.row + c.row_span for c in lower.block.cells)
    repeated = [e for e in entries[:1] if e.letters == card[-1].letters]
    again = next((e for e in entries[len(repeated) :] if _begins_again(card, e)), None)
    end = again.row if again is not None else rows
    rest = [entry for entry in entries[len(repeated) :] if entry.row < end]
    goes_on = bool(repeated) or bool(entries[0].row if entries else rows)  # with the last value
    said = goes_on or any(entry.claim[0] for entry in rest)
    known = {entry.letters for entry in card}
    if not end or not said or any(e.letters in known for e in rest) or not _is_card([*card, *rest]):
        return None
    return _with_rows(upper, lower, (above_from, below_from), end)


def _with_rows(
    upper: PlacedTable, lower: PlacedTable, values_from: tuple[int, int], end: int
) -> tuple[PlacedTable, PlacedTable | None]:
    """The upper table with the lower one's rows up to ``end``, and the lower one's others."""
    start, (above, below) = max(c.row + c.row_span for c in upper.block.cells), values_from
    moved, left, origins = [], [], dict(upper.origins)
    for cell in lower.block.cells:
        if cell.row >= end:
            left.append(replace(cell, row=cell.row - end))
            continue
        col = above + cell.col - below if cell.col >= below else min(cell.col, above - 1)
        span = cell.col_span if cell.col >= below else min(cell.col_span, above - col)
        moved.append(replace(cell, row=start + cell.row, col=col, col_span=span))
        origins[id(moved[-1])] = (lower.page, cell)
    whole = PlacedTable(upper.page, replace(upper.block, cells=[*upper.block.cells, *moved]), origins)
    if not left:
        return whole, None
    box = bounding_box(cell.box for cell in left)
    return whole, PlacedTable(lower.page, replace(lower.block, cells=left, box=box))


def _same_column(upper: Block, values_from: int, lower: Block) -> int | None:
    """The grid column of the lower table that begins where the values of the upper one do."""
    starts = [c.box.x0 for c in upper.cells if c.col >= values_from]
    x = min(starts, default=upper.box.x1) - upper.box.x0
    near = [c for c in lower.cells if c.col > 0 and abs(c.box.x0 - lower.box.x0 - x) <= SAME_PLACE]
    return min((c.col for c in near), default=None)
