"""Rows across a table without rulings: a line that opens a group of rows ("SEKSI TATA PEMERINTAHAN").

Such a line runs over the positions of columns, so it ends the table above it and the rows below it look like a table
of their own. Where two tables have the same columns and nothing but such a line stands between them, beginning at
their left side, they are one table and the line is a row of it with one cell. So is such a line below the last row,
where it begins as another one does: its rows stand on the next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..schema.blocks import Cell, Line
from ..schema.geometry import Box
from .ruled_grid import Grid
from .text_lines import LEAST_HEIGHT
from .unruled_columns import segment_boxes
from .unruled_reach import FAR

SAME_X = 6.0  # points: how far columns of two parts of a table may lie apart
SAME_START = 3.0  # points: where lines across a table begin
LEFT = 15.0  # points from a table's side: a title in the middle heads a table of its own
MARGIN = 1.0  # points: between a line below the last row and the table's outline


def with_group_titles(grids: Sequence[Grid], lines: Sequence[Line]) -> list[Grid]:
    """The grids of a page from top to bottom; two that only a row across separates are joined.

    ``lines`` are the lines in and around them.
    """
    out: list[Grid] = []
    starts: list[float] = []
    for grid in sorted(grids, key=lambda g: g.box.top):
        title = _between(out[-1], grid, lines) if out else None
        if title is not None:
            starts.append(title.box.x0)
            out[-1] = _joined(out[-1], grid)
        else:
            out.append(grid)
    if starts:
        out[-1] = _with_last_title(out[-1], lines, starts)
    return out


def _between(above: Grid, below: Grid, lines: Sequence[Line]) -> Line | None:
    """The line that is a row across, between two parts of one table; None where they are two tables."""
    top, bottom = above.box.bottom, below.box.top
    if len(above.xs) != len(below.xs) or top > bottom:
        return None
    if any(abs(a - b) > SAME_X for a, b in zip(above.xs, below.xs, strict=True)):
        return None
    found = [ln for ln in lines if top < ln.box.cy < bottom]
    if len(found) != 1 or not runs_across(found[0], above.xs) or found[0].box.x0 - above.xs[0] > LEFT:
        return None
    line = found[0]
    near = max(line.box.top - top, bottom - line.box.bottom) <= FAR * max(line.box.height, LEAST_HEIGHT)
    return line if near and _first_row(above, lines) != _first_row(below, lines) else None


def runs_across(line: Line, xs: Sequence[float]) -> bool:
    """Whether the line is one text within the table that runs over the position of a column."""
    boxes = segment_boxes(line)
    if len(boxes) != 1 or boxes[0].x0 < xs[0] - SAME_X or boxes[0].x1 > xs[-1] + SAME_X:
        return False
    return any(boxes[0].x0 < x < boxes[0].x1 for x in xs[1:-1])


def _first_row(grid: Grid, lines: Sequence[Line]) -> str:
    """The text of a table's first row; where two have the same head, they are two tables."""
    return " ".join(ln.text for ln in lines if grid.ys[0] <= ln.box.cy < grid.ys[1])


def _joined(above: Grid, below: Grid) -> Grid:
    """Both grids as one, with a row across it between them."""
    row = len(above.ys) - 1
    moved = [replace(c, row=c.row + row + 1) for c in below.cells]
    cells = [*above.cells, _across(above.xs, row, above.ys[-1], below.ys[0]), *moved]
    return Grid(above.xs, [*above.ys, *below.ys], cells)


def _across(xs: Sequence[float], row: int, top: float, bottom: float) -> Cell:
    return Cell(row, 0, 1, len(xs) - 1, Box(xs[0], top, xs[-1], bottom))


def _with_last_title(grid: Grid, lines: Sequence[Line], starts: Sequence[float]) -> Grid:
    """The grid with the row across it that stands below its last row, if there is one."""
    below = sorted((ln for ln in lines if ln.box.cy > grid.box.bottom), key=lambda ln: ln.box.cy)
    if not below or not runs_across(below[0], grid.xs):
        return grid
    box = below[0].box
    if box.top - grid.box.bottom > FAR * max(box.height, LEAST_HEIGHT):
        return grid
    if not any(abs(box.x0 - x) <= SAME_START for x in starts):
        return grid
    if len(below) > 1 and below[1].box.top - box.bottom <= box.height:
        return grid  # more lines follow: text below the table
    row = len(grid.ys) - 1
    cells = [*grid.cells, _across(grid.xs, row, grid.ys[-1], box.bottom + MARGIN)]
    return Grid(grid.xs, [*grid.ys, box.bottom + MARGIN], cells)
