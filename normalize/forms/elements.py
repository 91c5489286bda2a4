"""Lines and tables get a type by what they are, before anybody asks which form they belong to.

A line is a title, a label, a party of an agreement, a head of a decree, a chapter, or plain; a table is one of
indicators (it prints a header that names them), one of programmes with their budgets, a box of labels (which is
read line by line as if it had no sides), or another one. The assembly then works on types alone and can look
ahead: whether a title is followed by labels or by a table says what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile
from typing import Literal

from ...schema.blocks import Block, Cell, Line, Page
from ...schema.text import list_mark
from ..line_joining import line_of, side_by_side
from ..placed_line import PlacedLine
from ..reading_order import FlowItem, PlacedTable
from ..tables.card_lines import with_cards_of_lines
from ..tables.cards import card_fragment, with_whole_cards
from ..tables.fragments import Fragment, Header, cell_text, whole_header, with_header
from ..tables.programs import is_programs
from ..tables.signature_rows import split_signature
from ..tables.spreadsheet_headings import without_headings
from ..tables.touching_tables import tables_of
from .detached_list_marks import beside_marks
from .labels import Label, LabelKind, find_label, is_label, with_colon
from .relocated_labels import labels_in_place
from .titles import Title, title_of

ElementKind = Literal["title", "label", "party", "head", "chapter", "line", "indicators", "programs", "table"]
Role = Literal["first", "second"]

_HEAD = re.compile(
    r"^\W*(?:LAMPIRAN|SALINAN|(?:SURAT )?KEPUTUSAN|PERATURAN|NOMOR|MEMUTUSKAN|MENIMBANG|MENGINGAT)\b"
)
_CHAPTER = re.compile(
    r"^\W*(?:BAB\s+[IVXLC\d]+\b|Pasal\s+\d+\W*$|PASAL\s+\d+\W*$|DAFTAR ISI\b|KATA PENGANTAR\b"
    r"|(?:KE)?(?:SATU|DUA|TIGA|EMPAT|LIMA|ENAM)\s*:|MENETAPKAN\s*:|TEMBUSAN\b)"
)
_ROLE = re.compile(r"\bPIHAK\s+(?P<role>PERTAMA|KESATU|PIHAK\s+I\b|I\b|KEDUA|II\b)", re.I)
_CALLED = re.compile(r"disebut|selaku|sebagai", re.I)
_NAMES_FORM = frozenset(("jabatan", "unit", "tugas", "fungsi"))  # kinds of labels that open a form
CELL_LABELS = 2  # labels in cells of their own that make a table a box of labels


@dataclass(frozen=True, slots=True)
class Element:
    """A line or table with its type; fields that the type does not have are ``None``."""

    kind: ElementKind
    line: PlacedLine | None = None
    table: PlacedTable | None = None
    label: Label | None = None
    title: Title | None = None
    role: Role | None = None
    fragment: Fragment | None = None

    @property
    def page(self) -> Page:
        """The page on which it stands."""
        if self.line is not None:
            return self.line.page
        assert self.table is not None
        return self.table.page

    @property
    def label_kind(self) -> LabelKind | None:
        """The label's kind, where it is one."""
        return self.label.kind if self.label is not None else None


def elements_of(items: Sequence[FlowItem]) -> list[Element]:
    """The flow's lines and tables with their types; tables that are only boxes around labels come as lines."""
    items = with_whole_cards(with_cards_of_lines(items))
    tables = [item for item in items if isinstance(item, PlacedTable)]
    known = Counter(header for t in tables if (header := whole_header(t.page, t.block)))
    headers = [header for header, _ in known.most_common()]
    out: list[Element] = []
    lines: list[PlacedLine] = []
    for index, item in enumerate(items):
        if isinstance(item, PlacedLine):
            lines.append(item)
            continue
        if _is_typed_box(item, headers):
            lines += lines_of_block(item.page, item.block)
            continue
        out.extend(map(_typed, labels_in_place(lines)))
        block, signed = split_signature(without_headings(item.block), _lines_below(items, index))
        lines = [PlacedLine(item.page, line) for line in signed]
        for part in tables_of(block):
            out.extend(_of_table(replace(item, block=part), headers))
    out.extend(map(_typed, labels_in_place(lines)))
    return out


def _lines_below(items: Sequence[FlowItem], index: int) -> list[Line]:
    """The lines right below a table on its page."""
    page = items[index].page
    following = islice(items, index + 1, None)
    below = takewhile(lambda item: isinstance(item, PlacedLine) and item.page is page, following)
    return [item.line for item in below if isinstance(item, PlacedLine)]


def _typed(placed: PlacedLine) -> Element:
    """The line with its type."""
    text = placed.line.text
    title = title_of(text)
    if title is not None and not _is_list_item(text, title):
        return Element("title", placed, title=title)
    if _HEAD.match(text.upper()) and text[:1].isupper():
        return Element("head", placed)
    if _CHAPTER.match(text):
        return Element("chapter", placed)
    label = find_label(placed.line)
    if label is not None:
        return Element("label", placed, label=label)
    role = role_of(text)
    if role is not None:
        return Element("party", placed, role=role)
    return Element("line", placed)


def _is_list_item(text: str, title: Title) -> bool:
    """Whether a title's words are part of a list item: a list mark stands before them, and text follows."""
    mark = list_mark(text)
    return mark is not None and mark.kind in ("bullet", "letter") and not text.isupper() and bool(title.rest)


def role_of(text: str) -> Role | None:
    """The party that a line such as "selanjutnya disebut PIHAK KESATU" names; the last one if it names several."""
    if not _CALLED.search(text):
        return None
    roles = [match["role"].upper() for match in _ROLE.finditer(text)]
    if not roles:
        return None
    return "first" if roles[-1] in ("PERTAMA", "KESATU", "I", "PIHAK I") else "second"


def _is_typed_box(item: PlacedTable, headers: Sequence[Header]) -> bool:
    """Whether a table without rulings is a box of labels: its lines go on with those around it."""
    if item.block.ruled or not _is_box(item.block) or is_programs(item.block):
        return False
    return _indicators(item, headers) is None


def _indicators(item: PlacedTable, headers: Sequence[Header]) -> Fragment | None:
    """The table of indicators that a table is."""
    return card_fragment(item.page, item.block, item.origins) or with_header(
        item.page, item.block, headers, item.origins
    )


def _of_table(item: PlacedTable, headers: Sequence[Header]) -> Iterator[Element]:
    fragment = _indicators(item, headers)
    if fragment is not None:
        above = labels_in_place(list(box_lines(item.page, fragment.above)))
        yield from map(_typed, above)
        yield Element("indicators", table=item, fragment=fragment)
    elif is_programs(item.block):
        yield Element("programs", table=item)
    elif _is_box(item.block):
        yield from map(_typed, labels_in_place(lines_of_block(item.page, item.block)))
    else:
        yield Element("table", table=item)


def _is_box(block: Block) -> bool:
    """Whether the table is a box of labels or a frame around lines: labels in cells or at lines' starts."""
    first = [cell for cell in block.cells if cell.lines and _is_leftmost(cell, block)]
    kinds = [is_label(cell_text([cell])) for cell in first]
    if _NAMES_FORM.intersection(kinds) or _labels_side_by_side(block):
        return True
    return any(_opens_form(line) for cell in first for line in cell.lines)


def _labels_side_by_side(block: Block) -> bool:
    """Whether labels stand in the first column, and one that opens a form further right, before its value."""
    filled = [cell for cell in block.cells if cell.lines]
    first = min((cell.col for cell in filled), default=0)
    if not filled or not all(is_label(cell_text([cell])) for cell in filled if cell.col == first):
        return False
    labels = [cell for cell in filled if is_label(cell_text([cell])) in _NAMES_FORM]
    return any(c.row == label.row and c.col > label.col for label in labels for c in filled)


def _is_leftmost(cell: Cell, block: Block) -> bool:
    """Whether nothing but a number stands left of the cell."""
    left = [c for c in block.cells if c.row == cell.row and c.col < cell.col and c.lines]
    return all(len(cell_text([c])) <= len("III.") + 1 for c in left)


def _opens_form(line: Line) -> bool:
    label = find_label(line)
    if label is not None and label.kind in ("jabatan", "unit", "tugas", "fungsi"):
        return label.colon or not label.value
    title = title_of(line.text)
    return title is not None and title.kind != "other"


def lines_of_block(page: Page, block: Block) -> list[PlacedLine]:
    """The lines of a block that is no real table: row by row if its sides are drawn, else as they stand on the page."""
    if block.ruled:
        return list(box_lines(page, block.cells))
    return [PlacedLine(page, line) for line in side_by_side([ln for c in block.cells for ln in c.lines])]


def box_lines(page: Page, cells: Sequence[Cell]) -> Iterator[PlacedLine]:
    """A box's cells read row by row as if they were lines.

    What stands at one height is one line. A label that is alone in its cell is set apart by a colon, as the cell's
    side does; it stands before the first line of its row, however its cell is aligned.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    for _, row in sorted(rows.items()):
        row.sort(key=lambda c: c.col)
        labels = [i for i, c in enumerate(row) if is_label(cell_text([c])) is not None and i + 1 < len(row)]
        if labels:
            starts = [0, *(at for at, before in zip(labels[1:], labels, strict=False) if at > before + 1)]
            for start, end in pairwise([*starts, len(row)]):
                at = next(i for i in labels if i >= start)
                yield from (PlacedLine(page, ln) for ln in _labelled(row[start : at + 1], row[at + 1 : end]))
        else:
            yield from (PlacedLine(page, line) for line in side_by_side([ln for c in row for ln in c.lines]))


def _labelled(label: Sequence[Cell], value: Sequence[Cell]) -> Iterator[Line]:
    """The label's words before the first line of its value."""
    words = [word for cell in label for line in cell.lines for word in line.words]
    if not words:
        yield from side_by_side([line for cell in value for line in cell.lines])
        return
    colon = value[0] if cell_text(value[:1]).strip() in (":", ";") else None
    rest = value[1:] if colon is not None else value
    lines = beside_marks(rest)
    head = with_colon(line_of(words))
    if not lines:
        yield head
        return
    first = lines[0]
    yield Line(
        (*head.words, *first.words), head.box.union(first.box), f"{head.text} {first.text}", first.fraction
    )
    yield from lines[1:]
