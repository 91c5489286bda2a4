"""Fragments become one table: merged cells given to every row, rows and cells joined over page breaks.

A *logical cell* is what a reader sees as one cell, wherever its parts stand. Every row refers to a logical
cell per field; a merged cell is referred to by several rows. Where a table goes on over a page break, the
last row before and the first row after are compared: the first row goes on with the last one where it has
no indicator and formula of its own or where its text reads on; otherwise single cells may go on (a sasaran
that spans the break). The evidence is in the text because prints close their cells at a page's end all the
same.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...schema.blocks import Cell, Page
from ...schema.geometry import Box, bounding_box
from ...schema.text import ends_open, list_mark
from ..line_joining import side_by_side
from ..running_text import Piece, text_of
from .fragments import Fragment, Group, cell_text
from .header_mapping import Column

_SAYS = re.compile(r"[^\W_]")
LISTED = 2  # numbered items in one cell from which it is a list
# What of two texts speaks for the second going on with the first, and what (below zero) against it.
NEW_ITEM, SMALL_START, LARGE_START = -3.0, 2.0, -0.5
OPEN_END, COLON_END, FULL_STOP, OPEN_BRACKET = 2.0, 1.0, -2.0, 1.5
# What else speaks for a row after a page break being the rest of the one before; from `SAME_ROW` on it is.
NO_NUMBER, NO_NUMBER_OF_MANY, NO_INDICATOR, LONGEST_ALONE = 0.5, 2.5, 1.5, 4.0
SAME_ROW = 1.0
READS_ON = 1.5  # score from which the part of a cell after a page break goes on with the part before
LINE_PITCH = 2.0  # of a line's height: a row as high holds one line
MERGING = ("no", "sasaran")  # columns whose empty cell after a page break belongs to the cell before


@dataclass(slots=True)
class LogicalCell:
    """One cell as a reader sees it, in its pieces from page to page.

    ``span`` counts its grid rows, ``drawn`` says whether the grid was drawn or inferred; ``agreement`` as `Block`'s.
    """

    pieces: list[Piece] = field(default_factory=list)
    span: int = 1
    inked: bool = False
    drawn: bool = True
    agreement: float | None = None
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The cell's text, its wrapped lines joined."""
        if self._text is None:
            self._text = text_of([p for p in self.pieces if p.lines])
        return self._text

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed in it."""
        return not any(p.lines for p in self.pieces)

    def absorb(self, other: LogicalCell) -> None:
        """Take over the other cell's pieces, which stand after this one's."""
        self.pieces.extend(p for p in other.pieces if p.lines)
        self._text = None
        self.span += other.span


@dataclass(slots=True)
class LogicalRow:
    """One indicator: a logical cell per field, and the page its indicator stands on.

    ``group`` is the text of a row across the table right above it, which opens a group of rows; ``group_from`` the one
    cell that prints it, with its fragment, where it is one.
    """

    page: Page
    cells: dict[str, LogicalCell]
    group: str | None = None
    group_from: tuple[Fragment, Cell] | None = None

    def text(self, name: str) -> str:
        """The field's text, empty where there is none."""
        cell = self.cells.get(name)
        return cell.text if cell is not None else ""

    def is_empty(self, name: str) -> bool:
        """Whether the field has no printed text."""
        cell = self.cells.get(name)
        return cell is None or cell.is_empty


@dataclass(slots=True)
class Table:
    """A whole indicator table with its rows over all pages; ``foot`` is the text of the row that ends each page."""

    columns: list[Column]
    rows: list[LogicalRow] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    foot: str | None = None

    def add(self, fragment: Fragment, *, goes_on: bool) -> None:
        """Append a fragment's rows; ``goes_on`` when it follows the last one over a page break."""
        fresh = _rows(fragment)
        before = self.fragments[-1] if self.fragments else None
        if goes_on and before is not None:
            self._drop_foot(before, fragment)
        if before is not None and fresh and fresh[0].group is None:
            fresh[0].group = before.groups.get(len(before.rows))  # the row across that ended the page
            fresh[0].group_from = _group_from(before, len(before.rows))
        if goes_on and self.rows and fresh:
            last, first = self.rows[-1], fresh[0]
            if first.group is not None:
                pass  # a row across the table stands between them
            elif _misses_indicator_alone(self.rows, first) or _reads_on(
                last, first, numbered=_numbers_rows(self.rows)
            ):
                _continue_row(last, first, fresh)
                fresh = fresh[1:]
            else:
                merged = _merged_with_sasaran([*self.rows, *fresh])
                _continue_cells(last, first, fresh, merged, numbered=_numbers_sasaran(self.rows))
        self.rows.extend(fresh)
        self.fragments.append(fragment)

    def _drop_foot(self, before: Fragment, fragment: Fragment) -> None:
        """Take away a row across that ends the table on each page: it is no part of it, as a running foot is none."""
        text = fragment.groups.get(len(fragment.rows))
        if text is not None and text in (self.foot, before.groups.get(len(before.rows))):
            self.foot = text
            for part in (before, fragment):
                if part.groups.get(len(part.rows)) == text:
                    del part.groups[len(part.rows)]
                    part.across = [cell for cell in part.across if cell_text([cell]) != text]


def _rows(fragment: Fragment) -> list[LogicalRow]:
    """A row for every indicator (or formula) that starts; further cells of other columns join the row before."""
    known: dict[tuple[int, ...], LogicalCell] = {}
    out: list[LogicalRow] = []
    across: str | None = None
    source: tuple[Fragment, Cell] | None = None
    for index, groups in enumerate(fragment.rows):
        if index in fragment.groups:
            across, source = fragment.groups[index], _group_from(fragment, index)
        cells: dict[str, LogicalCell] = {}
        fresh: set[str] = set()
        for name, group in groups.items():
            key = tuple(id(c) for c in group)
            if key not in known:
                known[key] = logical_cell(fragment, group)
                fresh.add(name)
            cells[name] = known[key]
        if all(cells[name].is_empty and not cells[name].inked for name in fresh) or _is_blank_form(cells):
            continue
        starts = _starts_row(cells, fresh) and not (out and _wraps_on(out[-1], cells, fresh))
        if not out or across is not None or starts:
            out.append(LogicalRow(fragment.page, cells, across, source))
            across = source = None
            continue
        for name in fresh:
            mine = out[-1].cells.get(name)
            if mine is None or mine.is_empty:
                out[-1].cells[name] = cells[name]
            else:
                mine.absorb(cells[name])
    return out


def _is_blank_form(cells: dict[str, LogicalCell]) -> bool:
    """Whether the row is a form's to be filled in: dots or strokes alone, in several cells."""
    filled = [cell for name, cell in cells.items() if name != "no" and not cell.is_empty]
    lines = (line for cell in filled for piece in cell.pieces for line in piece.lines)
    return len(filled) > 1 and not any(_SAYS.search(line.text) for line in lines)


def _group_from(fragment: Fragment, index: int) -> tuple[Fragment, Cell] | None:
    """The fragment with the cell across it that stands before a row."""
    cell = fragment.group_cells.get(index)
    return (fragment, cell) if cell is not None else None


def _starts_row(cells: dict[str, LogicalCell], fresh: set[str]) -> bool:
    if "indikator" in fresh and not cells["indikator"].is_empty:
        return True
    if "formulasi" in fresh and not cells["formulasi"].is_empty:
        return True
    return "indikator" in fresh and "sasaran" in fresh


def logical_cell(fragment: Fragment, group: Group) -> LogicalCell:
    """The cell that a group of cells of the fragment is to a reader."""
    pieces = []
    for page, cells in _by_page(fragment, group):
        lines = cells[0].lines if len(cells) == 1 else side_by_side([ln for c in cells for ln in c.lines])
        box = bounding_box(c.box for c in cells)
        pieces.append(Piece(page, lines, box.x0, box.x1, box))
    span, inked = max(c.row_span for c in group), any(c.inked for c in group)
    return LogicalCell(pieces, span, inked, fragment.block.ruled, fragment.block.agreement)


def _by_page(fragment: Fragment, group: Group) -> list[tuple[Page, list[Cell]]]:
    """The cells where they were printed, page by page."""
    out: list[tuple[Page, list[Cell]]] = []
    for cell in group:
        page, there = fragment.origins.get(id(cell), (fragment.page, cell))
        if not out or out[-1][0] is not page:
            out.append((page, []))
        out[-1][1].append(there)
    return out


def _wraps_on(last: LogicalRow, cells: dict[str, LogicalCell], fresh: set[str]) -> bool:
    """Whether a row without a number of its own is the next line of the row before, on paper ruled line by line.

    All its cells then hold one line, are no higher, and begin with a word that had no room in the line above.
    """
    no = cells.get("no")
    if no is None or last.is_empty("no") or not (no is last.cells["no"] or no.is_empty):
        return False
    printed = [name for name in fresh if not cells[name].is_empty]
    return bool(printed) and all(
        name in last.cells and _is_next_line(last.cells[name].pieces[-1], cells[name].pieces[0])
        for name in printed
    )


def _is_next_line(above: Piece, below: Piece) -> bool:
    """Whether two cells, each of one line, hold a text that is wrapped from the first into the second."""
    if len(above.lines) != 1 or len(below.lines) != 1:
        return False
    first, second = above.lines[0], below.lines[0]
    if below.box.height > LINE_PITCH * second.box.height or reads_on_score(first.text, second.text) < 0:
        return False
    room = above.x1 - (above.lines[0].box.x0 - above.x0) - first.box.x1
    return room < second.words[0].box.width


# ---- page breaks -------------------------------------------------------------------------------------


def reads_on_score(before: str, after: str) -> float:
    """How much ``after`` looks like the rest of ``before``: positive where it does, negative where it starts over."""
    score = 0.0
    head, tail = after.lstrip(), before.rstrip()
    if not head or not tail:
        return score
    mark = list_mark(head)
    if mark is not None and not (mark.kind == "bullet" and not list_mark(before)):
        return NEW_ITEM
    first = head.split(maxsplit=1)[0]
    if first.islower() or head[0] in ")]%,.;:/+=&":  # no name such as e-SPM
        score += SMALL_START
    elif head[0].isupper():
        score += LARGE_START
    if ends_open(tail):
        score += OPEN_END
    elif tail[-1] == ":":
        score += COLON_END
    elif tail[-1] == ".":
        score += FULL_STOP
    if tail.count("(") > tail.count(")"):
        score += OPEN_BRACKET
    return score


def _numbers_rows(rows: Sequence[LogicalRow]) -> bool:
    """Whether the column NO counts the indicators: rows of one sasaran have numbers of their own."""
    return any(
        a.cells.get("sasaran") is b.cells.get("sasaran")
        and not b.is_empty("no")
        and a.cells["no"] is not b.cells["no"]
        for a, b in itertools.pairwise(rows)
        if "no" in a.cells and "no" in b.cells
    )


def _numbers_sasaran(rows: Sequence[LogicalRow]) -> bool:
    """Whether every sasaran so far has a number beside it."""
    printed = [row for row in rows if not row.is_empty("sasaran")]
    return bool(printed) and all(not row.is_empty("no") for row in printed)


def _misses_indicator_alone(rows: Sequence[LogicalRow], first: LogicalRow) -> bool:
    """Whether the first row after a page break has no indicator, though every row before it has one of its own.

    It is the rest of the last row, then, however its text begins; a sasaran of its own or a number speaks for a new
    row whose indicator is missing.
    """
    if not all(first.is_empty(name) for name in ("no", "sasaran", "indikator")):
        return False
    own = {id(row.cells["indikator"]) for row in rows if not row.is_empty("indikator")}
    return len(own) == len(rows)


def _reads_on(last: LogicalRow, first: LogicalRow, *, numbered: bool) -> bool:
    """Whether the first row after a page break is the rest of the last row before it.

    ``numbered`` when the table numbers its indicators one by one.
    """
    if first.is_empty("indikator") and first.is_empty("formulasi"):
        return True
    if first.is_empty("indikator") and _fills_gaps(last, first):
        return True
    if first.is_empty("no") and _counts_on(last.text("indikator"), first.text("indikator")):
        return True
    number_before, number_after = last.text("no"), first.text("no")
    if number_after and number_after != number_before:
        return False
    score = 0.0
    if "no" in first.cells and number_before and not number_after and last.cells["no"].span == 1:
        # rows numbered one by one: no number, no new row; a number beside several rows says nothing of the next
        score = NO_NUMBER_OF_MANY if numbered else NO_NUMBER
    compared = 0
    if not last.is_empty("sasaran") and not first.is_empty(
        "sasaran"
    ):  # a merged one may read on over several rows
        score += min(0.0, reads_on_score(last.text("sasaran"), first.text("sasaran")))
    for name in ("indikator", "formulasi", "sumber_data"):
        if not last.is_empty(name) and not first.is_empty(name):
            score += reads_on_score(last.text(name), first.text(name))
            compared += 1
    if last.is_empty("indikator") and not first.is_empty("indikator"):
        return False
    if first.is_empty("indikator") and not last.is_empty("formulasi"):
        score += NO_INDICATOR
    ended = [n for n in ("formulasi", "sumber_data") if first.is_empty(n) and not last.is_empty(n)]
    if len(ended) == 2:  # only the longest cell of a row reaches over the break
        score += LONGEST_ALONE
    return compared > 0 and score >= SAME_ROW


def _counts_on(before: str, after: str) -> bool:
    """Whether a cell that lists numbered items goes on with its next item."""
    marks = [
        mark
        for line in before.splitlines()
        if (mark := list_mark(line)) is not None and mark.kind == "number"
    ]
    first = list_mark(after)
    if len(marks) < LISTED or first is None or first.kind != "number":
        return False
    return _number(first.text) == _number(marks[-1].text) + 1


def _number(mark: str) -> int:
    return int(mark.strip("(). "))


def _fills_gaps(last: LogicalRow, first: LogicalRow) -> bool:
    """Whether all that a row without indicator prints was left empty in the row before, or goes on with a cell of it.

    Such cells found no room above the break, as a fraction that cannot be torn.
    """
    return all(
        last.is_empty(name) or reads_on_score(last.text(name), first.text(name)) >= READS_ON
        for name in first.cells
        if not first.is_empty(name)
    )


def _continue_row(last: LogicalRow, first: LogicalRow, rows: Sequence[LogicalRow]) -> None:
    for name, rest in first.cells.items():
        mine = last.cells.get(name)
        if mine is None:
            last.cells[name] = rest
            continue
        mine.absorb(rest)
        _replace(rest, mine, name, rows)


def _merged_with_sasaran(rows: Sequence[LogicalRow]) -> set[str]:
    """The fields whose cells are merged over the very rows that each sasaran's cell spans."""
    spanned = [
        (a, b)
        for a, b in itertools.pairwise(rows)
        if "sasaran" in a.cells and a.cells["sasaran"] is b.cells.get("sasaran")
    ]
    names = {name for a, _ in spanned for name in a.cells}
    return {name for name in names if all(a.cells.get(name) is b.cells.get(name) for a, b in spanned)}


def _continue_cells(
    last: LogicalRow,
    first: LogicalRow,
    rows: Sequence[LogicalRow],
    merged_alike: set[str],
    *,
    numbered: bool,
) -> None:
    """Cells of a new row that go on with a cell before the break: merged cells that span it.

    ``merged_alike`` are the fields that are merged wherever the sasaran is; ``numbered`` where every sasaran of the
    table has a number: one without goes on.
    """
    merging = {*MERGING, *merged_alike} if first.is_empty("sasaran") else set(MERGING)
    for name, rest in first.cells.items():
        mine = last.cells.get(name)
        if mine is None:
            continue
        if rest.is_empty:
            merged = mine.span > 1 or (rest.span > 1 and rest.drawn)
            joins = not mine.is_empty and (name in merging or merged)
        elif mine.is_empty:
            joins = name in MERGING or (mine.span > 1 and rest.span > 1)
        else:
            spans = mine.span > 1 or rest.span > 1 or name in MERGING
            joins = spans and reads_on_score(mine.text, rest.text) >= READS_ON
            joins = joins or (
                name == "sasaran" and numbered and first.is_empty("no") and not last.is_empty("no")
            )
        if joins:
            mine.absorb(rest)
            _replace(rest, mine, name, rows)


def _replace(old: LogicalCell, new: LogicalCell, name: str, rows: Sequence[LogicalRow]) -> None:
    for row in rows:
        if row.cells.get(name) is old:
            row.cells[name] = new


def unplaced(table: Table) -> list[tuple[Page, str, Box]]:
    """Texts of the table that stand in no column, with page and box."""
    return [(f.page, cell_text([cell]), cell.box) for f in table.fragments for cell in f.across if cell.lines]
