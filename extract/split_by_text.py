"""Splits the cells of a drawn grid where its rulings leave out columns or rows that the text shows.

Five habits of print, each split only where all the text agrees, since a wrong split costs more than a coarse
cell:

- rows without verticals under a header with them: the header's column positions go on
  (`_go_on_with_columns`);
- a drawn column with several columns of text in it, header included: split at white corridors
  (`_part_columns`);
- a cell that holds the numbers of several rows: split at the rows between them (`numbers_apart`);
- a drawn row with a stack of one-line rows in it: split at the lines, if every break in it was made on purpose,
  that is, the next line's first word would still have fitted (`part_rows`);
- a drawn row with a stack of rows of wrapped text in it: split at the white space through all its cells
  (`rows_by_white_space`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from ..schema.blocks import Cell, Line, Word
from ..schema.geometry import Box
from ..schema.text import list_mark
from .rows_by_white_space import aligned_rows, has_room
from .ruled_grid import Grid
from .ruling_merge import cluster
from .stacked_figures import stacked_figures
from .text_lines import KnownLines, group_lines
from .unruled_columns import column_gaps, corridors_between, is_across, segment_boxes, segments

MIN_LINES = 4
LEAST_LINE = 6.0  # points: lines of print are hardly lower
LEVEL_COLUMNS, LEVEL = (
    3,
    0.9,
)  # columns that tell rows of one line together, and the share of the rows each has
SPLIT = 0.6  # of the cells over several columns: as many must split for the header's columns to go on
LEAST_ROWS, LEAST_GAPS = (
    3,
    2,
)  # drawn rows of a table without column rules, and gaps between its columns, at least
HEADS_APART = 1.5  # of the font size: white between two heads, which no two words of one have
PARTED = 0.7  # of the lines of a drawn column that holds several: as many have white space at the same place
FILLED = 0.6  # of the cells of a stacked row are filled, and of its lines each cell has as many
READS_ON = 0.5  # of the breaks of a text beside several rows
SAME_HEIGHT = 2.5  # points: lines of one row differ by less
_DIGITS = re.compile(r"\d")
_ROW_NUMBER = re.compile(r"^\(?(\d{1,2})[.)]?$")


def refined(grid: Grid, words: Sequence[Word], known: KnownLines) -> Grid:
    """The grid with columns and rows split that its lines leave out. ``words`` are those inside it."""
    grid = _go_on_with_columns(grid, words)
    grid = _part_heads(grid, words)
    grid = _part_columns(grid, words)
    return with_rows_apart(grid, words, known)


def with_rows_apart(grid: Grid, words: Sequence[Word], known: KnownLines) -> Grid:
    """The grid with rows split that only the text tells. ``words`` are those inside it."""
    return part_rows(numbers_apart(grid, words), words, known)


def _inside(words: Sequence[Word], box: Box) -> list[Word]:
    x0, top, x1, bottom = (2 * v for v in box)
    return [w for w in words if x0 <= w.box[0] + w.box[2] <= x1 and top <= w.box[1] + w.box[3] <= bottom]


def _go_on_with_columns(grid: Grid, words: Sequence[Word]) -> Grid:
    wide = [c for c in grid.cells if c.col_span > 1 and c.row > 0]
    if len(wide) < 2:
        return grid
    out = [c for c in grid.cells if c not in wide]
    split = 0
    for cell in wide:
        inner = grid.xs[cell.col + 1 : cell.col + cell.col_span]
        own = _inside(words, cell.box)
        lines = group_lines(own)
        keeps = all(
            not any(b.x0 + 1 < x < b.x1 - 1 for x in inner) for ln in lines for b in segment_boxes(ln)
        )
        places = {sum(w.box.cx > x for x in inner) for w in own}
        if keeps and len(places) >= 2:
            split += 1
            out.extend(_columns_of(cell, grid.xs))
        else:
            out.append(cell)
    if split < max(2, SPLIT * len(wide)):
        return grid
    return Grid(grid.xs, grid.ys, sorted(out, key=lambda c: (c.row, c.col)))


def _part_heads(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid with the lower of two cells that stand over the same columns split into the heads of these, and so a
    first one with white between heads that no words in one line have.

    Below it each column has cells of its own, and each holds some of its words; none goes over their edges.
    """
    out: list[Cell] = []
    for cell in grid.cells:
        if cell.col_span == 1:
            out.append(cell)
            continue
        last = cell.col + cell.col_span
        below = [c for c in grid.cells if c.row >= cell.row + cell.row_span and cell.col <= c.col < last]
        above = any(
            (c.col, c.col_span, c.row + c.row_span) == (cell.col, cell.col_span, cell.row) for c in grid.cells
        )
        edges = grid.xs[cell.col + 1 : last]
        own = _inside(words, cell.box) if below and (above or cell.row == 0) else []
        crossed = any(is_across(w.box, x) for w in own for x in edges)
        parted = own and not crossed and all(c.col_span == 1 for c in below)
        parted = parted and (above or all(_has_white_at(own, x) for x in edges))
        if parted and len({bisect_right(edges, w.box.cx) for w in own}) == cell.col_span:
            out.extend(_columns_of(cell, grid.xs))
        else:
            out.append(cell)
    return Grid(grid.xs, grid.ys, out) if len(out) > len(grid.cells) else grid


def _has_white_at(words: Sequence[Word], x: float) -> bool:
    """Whether the white at a place is wider than any between the words of one line."""
    left = max((w.box.x1 for w in words if w.box.cx < x), default=x)
    right = min((w.box.x0 for w in words if w.box.cx > x), default=x)
    return right - left >= HEADS_APART * max(w.em for w in words)


def _columns_of(cell: Cell, xs: Sequence[float]) -> list[Cell]:
    return [
        Cell(
            cell.row,
            col,
            cell.row_span,
            1,
            Box(xs[col], cell.box.top, xs[col + 1], cell.box.bottom),
            open_top=cell.open_top,
            open_bottom=cell.open_bottom,
        )
        for col in range(cell.col, cell.col + cell.col_span)
    ]


def _part_columns(grid: Grid, words: Sequence[Word]) -> Grid:
    new_xs: list[float] = []
    columns: list[list[Word]] = [[] for _ in grid.xs[1:]]
    for word in _inside(words, grid.box):
        col = bisect_right(grid.xs, (word.box[0] + word.box[2]) / 2) - 1
        if 0 <= col < len(columns):
            columns[col].append(word)
    for col in range(len(grid.xs) - 1):
        if any(c.col < col + 1 < c.col + c.col_span or c.col < col < c.col + c.col_span for c in grid.cells):
            continue
        x0, x1 = grid.xs[col], grid.xs[col + 1]
        own = columns[col]
        if not own or not corridors_between([(w.box[0], w.box[2]) for w in own]):
            continue  # no white runs through all lines, whichever they are
        lines = group_lines(own)
        if len(lines) < MIN_LINES:
            continue
        parted = sum(1 for ln in lines if len(segments(ln)) >= 2)
        gaps = [x for x in column_gaps(lines) if x0 + 3 < x < x1 - 3]
        if (parted >= PARTED * len(lines) and len(segments(lines[0])) >= 2) or _heads_all(grid, lines, gaps):
            new_xs += gaps
    if not new_xs:
        return grid
    xs = sorted([*grid.xs, *new_xs])
    cells = []
    for cell in grid.cells:
        first = xs.index(grid.xs[cell.col])
        last = xs.index(grid.xs[cell.col + cell.col_span])
        moved = Cell(
            cell.row,
            first,
            cell.row_span,
            last - first,
            cell.box,
            open_top=cell.open_top,
            open_bottom=cell.open_bottom,
        )
        cells.extend(_columns_of(moved, xs) if cell.col_span == 1 and last - first > 1 else [moved])
    return Grid(xs, grid.ys, cells)


def _heads_all(grid: Grid, lines: Sequence[Line], gaps: Sequence[float]) -> bool:
    """Whether the first of several drawn rows has words in every column that white space makes of a drawn one."""
    if len(grid.ys) <= LEAST_ROWS or len(gaps) < LEAST_GAPS:
        return False
    head = [word for line in lines if line.box.cy < grid.ys[1] for word in line.words]
    return len({bisect_right(gaps, word.box.cx) for word in head}) == len(gaps) + 1


def part_rows(grid: Grid, words: Sequence[Word], known: KnownLines) -> Grid:
    """The grid with drawn rows split that stack several rows."""
    cuts: dict[int, list[float]] = {}
    middles = [(box[1] + box[3]) / 2 for box in [word.box for word in words]]
    order = sorted(range(len(words)), key=middles.__getitem__)
    heights = [middles[i] for i in order]
    for row in range(len(grid.ys) - 1):
        cells = sorted((c for c in grid.cells if c.row == row), key=lambda c: c.col)
        top, bottom = grid.ys[row], grid.ys[row + 1]
        if bottom - top < MIN_LINES * LEAST_LINE or len(cells) < 2 or any(c.row_span > 1 for c in cells):
            continue
        level = sorted(order[bisect_left(heights, top) : bisect_right(heights, bottom)])
        band = _inside([words[i] for i in level], Box(grid.xs[0], top, grid.xs[-1], bottom))
        lines = [(c, known.of(_inside(band, c.box))) for c in cells]
        figures = [y for y in stacked_figures(cells, band) if not _goes_on_listing(lines, y)]
        if whole := figures or _stacked_rows(lines):
            own = [[] if figures and _stands_beside(c, texts, figures) else whole for c, texts in lines]
        else:
            own = aligned_rows(lines)
        cuts |= {id(cell): at for cell, at in zip(cells, own, strict=True)}
    ys = sorted({*grid.ys, *(y for at in cuts.values() for y in at)})
    if len(ys) == len(grid.ys):
        return grid
    parted = []
    for cell in grid.cells:
        first = ys.index(grid.ys[cell.row])
        last = ys.index(grid.ys[cell.row + cell.row_span])
        edges = [first, *(ys.index(y) for y in cuts.get(id(cell), [])), last]
        parted += [_rows_of(cell, part, (first, last), ys) for part in itertools.pairwise(edges)]
    return Grid(grid.xs, ys, sorted(parted, key=lambda c: (c.row, c.col)))


def _stands_beside(cell: Cell, lines: Sequence[Line], cuts: Sequence[float]) -> bool:
    """Whether a cell is one text beside several rows: of no more lines than these, and reading on over most cuts.

    A label that fills its line in one row of many is none.
    """
    if not 1 < len(lines) <= len(cuts) + 1 or not lines[0].text[:1].isupper():
        return False
    return sum(_reads_on(cell, lines, y) for y in cuts) >= READS_ON * (len(lines) - 1)


def _reads_on(cell: Cell, lines: Sequence[Line], y: float) -> bool:
    """Whether a cell's text reads on over a height: in lower case, or as the line above was full of words."""
    above, below = [ln for ln in lines if ln.box.cy < y], [ln for ln in lines if ln.box.cy > y]
    if not above or not below:
        return False
    is_full = len(above[-1].words) > 1 and not has_room(cell, lines, above[-1], below[0])
    return below[0].text[:1].islower() or is_full


def _goes_on_listing(columns: Sequence[tuple[Cell, Sequence[Line]]], y: float) -> bool:
    """Whether a cell's list goes on below a height: its next item stands there, and nothing begins left of it."""
    beginning = [
        (min((ln for ln in lines if ln.box.cy > y), key=lambda ln: ln.box.cy), cell.col)
        for cell, lines in columns
        if any(ln.box.cy > y for ln in lines) and not _reads_on(cell, lines, y)
    ]
    level = min((line.box.cy for line, _ in beginning), default=0.0)
    first, col = next(((ln, col) for ln, col in beginning if ln.box.cy - level < SAME_HEIGHT), (None, 0))
    mark = list_mark(first.text) if first is not None else None
    return col > 0 and mark is not None and mark.kind == "bullet"


def numbers_apart(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid with cells split in which nothing but the numbers of consecutive rows stands."""
    cells: list[Cell] = []
    for cell in grid.cells:
        heights = _between_numbers(cell, grid, words) if cell.row_span > 1 and cell.col_span == 1 else []
        if not heights:
            cells.append(cell)
            continue
        rows = [cell.row, *(grid.ys.index(y) for y in heights), cell.row + cell.row_span]
        whole = rows[0], rows[-1]
        cells += [_rows_of(cell, part, whole, grid.ys) for part in itertools.pairwise(rows)]
    return Grid(grid.xs, grid.ys, sorted(cells, key=lambda c: (c.row, c.col)))


def _between_numbers(cell: Cell, grid: Grid, words: Sequence[Word]) -> list[float]:
    """The heights between a cell's numbers: where the column beside it is cut, or the last before the next number."""
    own = _inside(words, cell.box)
    if not all(_ROW_NUMBER.match(word.text) for word in own):
        return []
    lines = group_lines(own)
    numbers = [int(match[1]) for line in lines if (match := _ROW_NUMBER.match(line.text.strip()))]
    if len(numbers) < max(2, len(lines)) or any(b - a != 1 for a, b in itertools.pairwise(numbers)):
        return []
    beside = {y for c in grid.cells if c.col == cell.col + 1 for y in (c.box.top, c.box.bottom)}
    out = []
    for above, below in itertools.pairwise(lines):
        inner = grid.ys[cell.row + 1 : cell.row + cell.row_span]
        between = [y for y in inner if above.box.cy < y < below.box.cy]
        if not between:
            return []
        out.append(next((y for y in reversed(between) if y in beside), between[-1]))
    return out


def _rows_of(cell: Cell, part: tuple[int, int], whole: tuple[int, int], ys: Sequence[float]) -> Cell:
    """The part of a cell from a row to before another one; ``whole`` are its own first row and the one after it."""
    return Cell(
        part[0],
        cell.col,
        part[1] - part[0],
        cell.col_span,
        Box(cell.box.x0, ys[part[0]], cell.box.x1, ys[part[1]]),
        open_top=cell.open_top and part[0] == whole[0],
        open_bottom=cell.open_bottom and part[1] == whole[1],
    )


def _stacked_rows(cells: Sequence[tuple[Cell, list[Line]]]) -> list[float]:
    """Heights between the rows that a drawn row stacks; empty where it is one row of wrapped text."""
    filled = [(cell, lines) for cell, lines in cells if lines]
    most = max((len(lines) for _, lines in filled), default=0)
    if most < MIN_LINES or len(filled) < 2 or len(filled) < FILLED * len(cells):
        return []
    if any(len(lines) < FILLED * most for _, lines in filled):
        return []
    heights = cluster([ln.box.cy for _, lines in filled for ln in lines], SAME_HEIGHT)
    on_purpose = [_broken_on_purpose(cell, lines) for cell, lines in filled]
    if len(heights) > most + 1 or not (all(on_purpose) or _are_level(filled, len(heights), sum(on_purpose))):
        return []
    tops = [
        min(ln.box.top for _, lines in filled for ln in lines if abs(ln.box.cy - y) <= SAME_HEIGHT)
        for y in heights
    ]
    return [top - 0.5 for top in tops[1:]]


def _are_level(filled: Sequence[tuple[Cell, Sequence[Line]]], rows: int, on_purpose: int) -> bool:
    """Whether nearly every column has a line in every row, and no line begins in lower case: then nothing wraps.

    ``on_purpose`` of the columns end their lines although the next word had room; at least half must.
    """
    if len(filled) < LEVEL_COLUMNS or 2 * on_purpose < len(filled):
        return False
    whole = all(len(lines) >= LEVEL * rows for _, lines in filled)
    return whole and not any(ln.text[:1].islower() for _, lines in filled for ln in lines[1:])


def _broken_on_purpose(cell: Cell, lines: Sequence[Line]) -> bool:
    """Whether the lines had room for the next word, all of them or nine in ten of many; or whether they are
    times, dates, or numbers of one shape.
    """
    shapes = Counter(_DIGITS.sub("0", line.text) for line in lines)
    shape, count = shapes.most_common(1)[0]
    if "0" in shape and count >= LEVEL * len(lines):
        return True
    full = sum(not has_room(cell, lines, a, b) for a, b in itertools.pairwise(lines))
    return full <= (len(lines) - 1) // 10
