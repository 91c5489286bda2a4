"""Sheets of a spreadsheet that is wider than its page: further columns, printed on another page, come back.

Two tables on different pages are parts of one where all their rows stand at the same heights and the right one heads
columns that the left one lacks, or where the pages before both are such parts. The pages may come one after the
other or all left ones first, and there may be further ones: each joins the table so far. A sasaran whose cells span
rows may stand on a sheet before the indicators, which have the rows. The right part's cells join the left part's
rows; each keeps its own page and box. Lines above the table that the page's side cuts in two are joined as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..schema.blocks import Block, Cell, Document, Line, Page, Word
from ..schema.geometry import Box, bounding_box
from .tables.header_mapping import claim
from .word_repair import Lexicon

SAME_HEIGHT = 2.5  # points: rows of both parts stand at one height, give or take
SAME_END = 12.0  # points: the same of their last edge, which may be where the text ends
BACK = (1, 2)  # pages back to the sheets before: all left ones first, or each with its right one
LEAST_ROWS = 2  # rows from which equal heights are no chance
SEVERAL = 2  # columns that a head's first row heads, from which it may be the whole head
HEAD_CHARS = 60  # characters of a longer text, in whose row no column is headed
LEADING = frozenset(("indikator", "sasaran"))


@dataclass(slots=True)
class Sheets:
    """Which tables go on to the right on other pages.

    ``merged`` gives for the id of a left block the block with both parts, ``origins`` for the id of each cell that
    was taken over its page and itself there; ``taken`` are the ids of right blocks and of lines that were joined.
    """

    merged: dict[int, Block] = field(default_factory=dict)
    origins: dict[int, tuple[Page, Cell]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    lines: dict[int, Line] = field(default_factory=dict)


def split_sheets(document: Document) -> Sheets:
    """The document's tables whose further columns stand on another page."""
    out = Sheets()
    tables = [(page, block) for page in document.pages for block in page.blocks if block.kind == "table"]
    if len({page.number for page, _ in tables}) < 2:
        return out
    heights = {id(block): _row_edges(block) for _, block in tables}
    paired: set[tuple[int, int]] = set()
    for left_page, left in tables:
        if id(left) in out.taken:
            continue
        for right_page, right in tables:
            if right_page.number <= left_page.number or id(right) in out.taken or id(right) in out.merged:
                continue
            whole = out.merged.get(id(left), left)
            edges = _row_edges(whole) if whole is not left else heights[id(left)], heights[id(right)]
            if not _end_alike(*edges):
                continue
            follows = any((left_page.number - k, right_page.number - k) in paired for k in BACK)
            goes_on = follows and not _has_head(left) and not _has_head(right)
            if goes_on or (_heads_more(whole, right) and (_are_alike(*edges) or _heads_apart(whole, right))):
                _merge(out, left_page, left, right_page, right)
                paired.add((left_page.number, right_page.number))
    return out


def _row_edges(block: Block) -> list[float]:
    """The heights of the table's rows, each edge once."""
    return _edges_of(block.cells)


def _edges_of(cells: Sequence[Cell]) -> list[float]:
    out: list[float] = []
    for y in sorted({c.box.top for c in cells} | {c.box.bottom for c in cells}):
        if not out or y - out[-1] > SAME_HEIGHT:
            out.append(y)
    return out


def _end_alike(left: Sequence[float], right: Sequence[float]) -> bool:
    """Whether both begin and end at the same heights, and the one with more rows has all edges of the other's."""
    if len(left) <= LEAST_ROWS or len(right) <= LEAST_ROWS:
        return False
    if abs(left[0] - right[0]) > SAME_HEIGHT or abs(left[-1] - right[-1]) > SAME_END:
        return False
    few, many = sorted((left, right), key=len)
    return all(min(abs(y - other) for other in many) <= SAME_HEIGHT for y in few[:-1])


def _are_alike(left: Sequence[float], right: Sequence[float]) -> bool:
    """Whether one table has at least half as many row edges as the other: then it may only merge some rows."""
    few, many = sorted((left, right), key=len)
    return len(few) >= (len(many) + 1) // 2


def _head_fields(block: Block) -> dict[str, float]:
    """The fields that the table's first row heads, or its first two, each with the weight of its surest heading.

    The second row may be part of the head where a cell of the first stands over several columns, or where that heads
    hardly anything. A row with a long text heads nothing.
    """
    first = min((cell.row for cell in block.cells), default=0)
    out = _fields_headed(block, first)
    over_several = any(cell.row == first and cell.col_span > 1 for cell in block.cells)
    if over_several or len(out) < SEVERAL:
        for name, weight in _fields_headed(block, first + 1).items():
            out[name] = max(weight, out.get(name, 0.0))
    return out


def _fields_headed(block: Block, row: int) -> dict[str, float]:
    texts = [" ".join(ln.text for ln in cell.lines) for cell in block.cells if cell.row == row and cell.lines]
    out: dict[str, float] = {}
    for text in texts if max(map(len, texts), default=0) <= HEAD_CHARS else ():
        name, weight = claim(text)
        if name:
            out[name] = max(weight, out.get(name, 0.0))
    return out


def _has_head(block: Block) -> bool:
    return len(_head_fields(block)) > 1


def _heads_more(left: Block, right: Block) -> bool:
    """Whether the right table has headings that the left one lacks or has less clearly."""
    mine, more = _head_fields(left), _head_fields(right)
    if not mine.keys() & LEADING or not more or more.keys() & LEADING & mine.keys() or "no" in more:
        return False
    return all(mine.get(name, 0.0) < weight for name, weight in more.items() if name != "extra")


def _heads_apart(left: Block, right: Block) -> bool:
    """Whether one part has the sasaran, whose cells span rows, and the other one the indicators."""
    return "indikator" in _head_fields(right) and "indikator" not in _head_fields(left)


def _merge(out: Sheets, left_page: Page, left: Block, right_page: Page, right: Block) -> None:
    whole = out.merged.get(id(left), left)
    ys = _edges_of([*whole.cells, *right.cells])
    shift = whole.box.x1 - right.box.x0
    columns = max(c.col + c.col_span for c in whole.cells)
    cells: list[Cell] = []
    for cell in whole.cells:
        row, span = _row_and_span(cell, ys)
        kept = cell if (row, span) == (cell.row, cell.row_span) else replace(cell, row=row, row_span=span)
        if kept is not cell and id(cell) in out.origins:
            out.origins[id(kept)] = out.origins.pop(id(cell))
        cells.append(kept)
    for cell in right.cells:
        row, span = _row_and_span(cell, ys)
        box = Box(cell.box.x0 + shift, cell.box.top, cell.box.x1 + shift, cell.box.bottom)
        lines = [_shifted(line, shift) for line in cell.lines]
        moved = replace(cell, row=row, row_span=span, col=cell.col + columns, box=box, lines=lines)
        out.origins[id(moved)] = (right_page, cell)
        cells.append(moved)
    out.merged[id(left)] = replace(whole, cells=cells, box=bounding_box(c.box for c in cells))
    out.taken.add(id(right))
    _join_lines(out, left_page, left, right_page, right)


def _row_and_span(cell: Cell, ys: Sequence[float]) -> tuple[int, int]:
    """Row and span of a cell in a grid with these edges."""
    first, last = (min(range(len(ys)), key=lambda n: abs(ys[n] - y)) for y in (cell.box.top, cell.box.bottom))
    return min(first, len(ys) - 2), max(1, last - first)


def _shifted(line: Line, by: float) -> Line:
    words = tuple(replace(w, box=_moved(w.box, by), clip=None) for w in line.words)
    return Line(words, _moved(line.box, by), line.text, line.fraction)


def _moved(box: Box, by: float) -> Box:
    return Box(box.x0 + by, box.top, box.x1 + by, box.bottom)


# ---- lines that the page's side cuts in two ------------------------------------------------------


def _join_lines(out: Sheets, left_page: Page, left: Block, right_page: Page, right: Block) -> None:
    rest = [
        ln
        for b in right_page.blocks
        if b.kind != "table"
        for ln in b.lines
        if ln.box.bottom < right.box.top + 2
    ]
    for block in left_page.blocks:
        if block.kind == "table":
            continue
        for line in block.lines:
            match = next((r for r in rest if abs(r.box.cy - line.box.cy) < SAME_HEIGHT), None)
            if match is None or id(match) in out.taken or line.box.bottom > left.box.top + 2:
                continue
            size = line.em
            if line.box.x1 > left.box.x1 - 3 * size and match.box.x0 < right.box.x0 + 3 * size:
                out.lines[id(line)] = _whole_line(line, _shifted(match, left.box.x1 - right.box.x0))
                out.taken.add(id(match))


def _whole_line(line: Line, rest: Line) -> Line:
    """Both halves of a line; a word that was cut in two is one again."""
    head, tail = line.words[-1], rest.words[0]
    known = Lexicon.load_words()
    one = _without_punctuation(head.text + tail.text) in known or not (
        _without_punctuation(head.text) in known and _without_punctuation(tail.text) in known
    )
    if one:
        glued = replace(head, text=head.text + tail.text, box=head.box.union(tail.box))
        words: tuple[Word, ...] = (*line.words[:-1], glued, *rest.words[1:])
    else:
        words = (*line.words, *rest.words)
    return Line(words, line.box, " ".join(w.text for w in words), line.fraction)


def _without_punctuation(text: str) -> str:
    return text.strip(".,;:()").casefold()
