"""Repairs the columns of scanned tables by the document's other tables of the same layout: adds rulings that have worn
off, and removes rulings that were only letters below each other.

The forms of a decree come from one template, so that their tables have the same sides and columns at about the same
places (spreadsheets fit the widths to each form). Where a table has the sides of others and some of their columns, but
not one that half of them have, its ruling is worn off. It is drawn again near by where no word stands in its way, or
along the rows in which none does; where too many words do, the table is of another kind. A ruling is taken away where
no other table has it and the head's cell spans it, or all cells beside it are empty: a column has a head of its own.
Where a table shows its columns by white space only, a word that runs over the edge between two of them is parted there
if it is none: a stamp or wear has run two together. Tables of two columns (keys and their values) take no part in this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..schema.blocks import Block, Page, Word
from ..schema.geometry import Box
from .page_content import PageContent, Ruling
from .unruled_columns import is_run_together

SAME_SIDE, SAME_PLACE = 6.0, 12
"""Points within which two tables' sides are the same, and two columns' edges when the sides are laid upon each other.
"""

SAME_RULING = 2.0
"""Points within which a ruling draws an edge."""

ROOM = 3.0
"""Points of white on both sides of an edge, of which more is no better."""

DRAWN = 0.5
"""Share of a table's height along which an edge is drawn that counts."""

LEAST_INNER, LEAST_FOR = 2, 2
"""Least number of inner edges of a table that takes part, and of tables that show an edge."""

MOST_CROSSED = 0.35
"""Share of a table's height in whose rows words stand across an edge, from which it is none."""

INTO_WORD = 1.5
"""Points by which a word lies on both sides of an edge that it stands across."""
SAME_EDGE = 0.5
"""Points: cells end at one edge that differ by less; drawn edges are one to a hundredth."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table's edges from left to right, in points of its page."""

    block: Block
    edges: tuple[float, ...]

    @property
    def left(self) -> float:
        return self.edges[0]

    @property
    def right(self) -> float:
        return self.edges[-1]

    def laid_upon(self, other: _Columns) -> list[float] | None:
        """This table's inner edges, scaled to another table with the same sides; None if its sides differ."""
        if max(abs(self.left - other.left), abs(self.right - other.right)) > SAME_SIDE:
            return None
        ratio = (other.right - other.left) / (self.right - self.left)
        return [other.left + (edge - self.left) * ratio for edge in self.edges[1:-1]]


def with_agreed_columns(scans: Sequence[tuple[Page, PageContent]]) -> Iterator[tuple[int, PageContent]]:
    """The contents, by index, of those scanned pages of a document of which other tables change the rulings."""
    tables = [
        (at, columns)
        for at, (page, _) in enumerate(scans)
        for block in page.blocks
        if block.kind == "table"
        if len((columns := _columns(block)).edges) >= LEAST_INNER + 2
    ]
    worn: dict[int, list[Ruling]] = {}
    false: dict[int, set[Ruling]] = {}
    parted: dict[int, dict[Box, list[Word]]] = {}
    for at, table in tables:
        alike = [columns for _, columns in tables if columns.block.ruled == table.block.ruled]
        others = [columns.laid_upon(table) for columns in alike if columns is not table]
        laid = [edges for edges in others if edges is not None]
        missing = _missing(table, laid)
        if not table.block.ruled:
            shared = [e for e in table.edges[1:-1] if sum(_is_in(e, edges) for edges in laid) >= LEAST_FOR]
            for edge in (*missing, *shared):
                parted.setdefault(at, {}).update(_run_together(edge, table.block))
            continue
        for edge in missing:
            worn.setdefault(at, []).extend(_drawn(edge, table.block))
        for edge in _alone(table, laid):
            false.setdefault(at, set()).update(_rulings_at(edge, table.block, scans[at][1].rulings))
    for at, (_, content) in enumerate(scans):
        new, gone, apart = worn.get(at, []), false.get(at, set()), parted.get(at, {})
        if new or gone or apart:
            kept = [ruling for ruling in content.rulings if ruling not in gone]
            words = [part for word in content.words for part in apart.get(word.box, [word])]
            yield at, replace(content, rulings=[*kept, *new], words=words)


def _columns(block: Block) -> _Columns:
    """The edges of cells that run along a good part of the table; its sides always."""
    inner = []
    for edge in sorted({cell.box.x1 for cell in block.cells}):
        along = sum(cell.box.height for cell in block.cells if abs(cell.box.x1 - edge) <= SAME_EDGE)
        if along >= DRAWN * block.box.height and block.box.x0 < edge < block.box.x1 - 1:
            inner.append(edge)
    return _Columns(block, (block.box.x0, *inner, block.box.x1))


def _missing(table: _Columns, laid: Sequence[Sequence[float]]) -> list[float]:
    """Inner edges that half of the tables like this one have, and it has not; ``laid`` are the others' upon it."""
    mates = [edges for edges in laid if all(_is_in(edge, edges) for edge in table.edges[1:-1])]
    found: list[float] = []
    for edge in sorted(edge for edges in mates for edge in edges if not _is_in(edge, table.edges)):
        votes = sum(_is_in(edge, edges) for edges in mates)
        if votes >= LEAST_FOR and votes >= len(mates) + 1 - votes and not _is_in(edge, found):
            found.append(edge)
    return found


def _alone(table: _Columns, laid: Sequence[Sequence[float]]) -> list[float]:
    """Inner edges that no other table has, while enough of them have all the rest, and that are no columns' sides.

    That is shown by the head's cell that spans the edge, or by a side on which all cells are empty.
    """
    found = []
    for edge in table.edges[1:-1]:
        rest = [other for other in table.edges[1:-1] if other != edge]
        mates = [edges for edges in laid if len(edges) == len(rest) and all(_is_in(x, edges) for x in rest)]
        shared = any(_is_in(edge, edges) for edges in laid)
        no_column = _is_spanned(edge, table.block) or _is_beside_nothing(edge, table.block)
        if len(mates) >= LEAST_FOR and not shared and no_column:
            found.append(edge)
    return found


def _is_spanned(edge: float, table: Block) -> bool:
    head = [cell for cell in table.cells if cell.row == 0 and cell.lines]
    return any(cell.box.x0 + 1 < edge < cell.box.x1 - 1 for cell in head)


def _is_beside_nothing(edge: float, table: Block) -> bool:
    """Whether all cells on one side of an edge are empty, the head's too."""
    left = [cell for cell in table.cells if abs(cell.box.x1 - edge) <= SAME_RULING]
    right = [cell for cell in table.cells if abs(cell.box.x0 - edge) <= SAME_RULING]
    return any(side and not any(cell.lines for cell in side) for side in (left, right))


def _rulings_at(edge: float, table: Block, rulings: Sequence[Ruling]) -> Iterator[Ruling]:
    for ruling in rulings:
        inside = table.box.top - 2 <= ruling.start and ruling.end <= table.box.bottom + 2
        if ruling.axis == "v" and abs(ruling.pos - edge) <= SAME_RULING and inside:
            yield ruling


def _is_in(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) <= SAME_PLACE for other in edges)


def _run_together(about: float, table: Block) -> dict[Box, list[Word]]:
    """By their boxes, the words that run over an edge and are none, each with its two parts; none where others do."""
    words = [word for cell in table.cells for line in cell.lines for word in line.words]
    edge = _clearest(about, words)
    across = _across(edge, words)
    if not all(map(is_run_together, across)):
        return {}
    return {word.box: _parts(word, edge) for word in across}


def _parts(word: Word, edge: float) -> list[Word]:
    """A word's letters on both sides of an edge, with white between them."""
    at = round(len(word.text) * (edge - word.box.x0) / word.box.width)
    left = Box(word.box.x0, word.box.top, edge - ROOM / 2, word.box.bottom)
    right = Box(edge + ROOM / 2, word.box.top, word.box.x1, word.box.bottom)
    parts = ((word.text[:at], left), (word.text[at:], right))
    return [replace(word, text=text, box=box) for text, box in parts if text and box.width > 0]


def _drawn(about: float, table: Block) -> Iterator[Ruling]:
    """The edge as rulings along those rows of the table in which no word stands across it, near the place where
    fewest do.
    """
    levels = sorted({y for cell in table.cells for y in (cell.box.top, cell.box.bottom)})
    words = [word for cell in table.cells for line in cell.lines for word in line.words]
    edge = _clearest(about, words)
    across = _across(edge, words)
    clear = [
        (top, bottom)
        for top, bottom in pairwise(levels)
        if not any(_is_between(w, top, bottom) for w in across)
    ]
    if sum(bottom - top for top, bottom in clear) >= (1 - MOST_CROSSED) * table.box.height:
        yield from (Ruling("v", edge, top, bottom) for top, bottom in clear)


def _clearest(about: float, words: Sequence[Word]) -> float:
    """The place near an edge over which the fewest words run, with the most white beside it."""

    def hindrance(edge: float) -> tuple[int, float, float]:
        across = _across(edge, words)
        near = (max(w.box.x0 - edge, edge - w.box.x1) for w in words if w not in across)
        return len(across), -min(min(near, default=ROOM), ROOM), abs(edge - about)

    return min((about + step for step in range(-SAME_PLACE, SAME_PLACE + 1)), key=hindrance)


def _across(edge: float, words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.box.x0 + INTO_WORD < edge < word.box.x1 - INTO_WORD]


def _is_between(word: Word, top: float, bottom: float) -> bool:
    return top <= word.box.cy < bottom
