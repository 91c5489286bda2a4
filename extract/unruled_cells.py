"""The cells of a table without rulings.

Each column is cut into cells of its own (`unruled_rows`), so that a cell beside three others simply spans three
rows. The heights of all columns' cuts together are the grid's rows. A shaded rectangle over several columns is one
cell, and so is a line that opens a group of rows.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from statistics import median

from ..schema.blocks import Cell, Line, Word
from ..schema.geometry import Box, bounding_box
from .group_titles import LEFT, runs_across
from .ruled_grid import Grid
from .ruling_merge import cluster
from .text_lines import group_lines
from .unruled_columns import segment_boxes
from .unruled_groups import EDGE_SNAP
from .unruled_regions import Region
from .unruled_rows import hard_cuts, rows_are_drawn, with_soft_cuts

SHADED = 0.8  # of a cell: as much lies under the rectangle that shades it
LEAST_WRAPPED, WRAPPED = 3, 0.6  # lines between two rules below others, and the share of them in lower case
AMID = 3.0  # points: middles, or left sides, no farther apart are one
HAIR = 0.01  # points: what stands at the right side, or beyond it, stands in the last column


def grid_of(region: Region) -> Grid | None:
    """The region's grid; None where it is no more than a single row, unless that is a shaded and full one."""
    xs = region.xs
    n_cols = len(xs) - 1
    per_column = _lines_by_column(region)
    hard = [hard_cuts(region, c) for c in range(n_cols)]
    cuts = with_soft_cuts(region, per_column, hard)
    ys = _snapped_ys([y for column in cuts for y in column], region)
    if len(ys) < 2 or (len(ys) == 2 and not (region.fills and (all(per_column) or not region.headed))):
        return None  # a single shaded row is a full header at the page's end, or a table's last at the top
    cells: list[Cell] = []
    for c in range(n_cols):
        mine = sorted({_nearest(y, ys) for y in cuts[c]} | {0, len(ys) - 1})
        for a, b in itertools.pairwise(mine):
            cells.append(Cell(a, c, b - a, 1, Box(xs[c], ys[a], xs[c + 1], ys[b])))
    cells = _with_rows_across(_with_wide_fills(cells, region), region, ys, per_column)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    wraps = rows_are_drawn(region, per_column, hard) and _texts_wrap(per_column, hard)
    return Grid(xs, ys, cells, wraps)


def _texts_wrap(per_column: Sequence[Sequence[Line]], hard: Sequence[Sequence[float]]) -> bool:
    """Whether most lines that stand below others between two rules, but for the head, go on in lower case."""
    below = [
        line
        for lines, heights in zip(per_column, hard, strict=True)
        for a, b in itertools.pairwise(heights[1:])
        for line in [ln for ln in lines if a < ln.box.cy < b][1:]
    ]
    return len(below) >= LEAST_WRAPPED and sum(ln.text[:1].islower() for ln in below) >= WRAPPED * len(below)


def _with_wide_fills(cells: list[Cell], region: Region) -> list[Cell]:
    """Cells under one shaded rectangle that reaches over several columns become one."""
    for shade in region.fills:
        above = [c for c in cells if c.box.top < shade.box.bottom and c.box.bottom > shade.box.top]
        under = [c for c in above if shade.box.intersection_area(c.box) > SHADED * c.box.area]
        same_rows = len({(c.row, c.row_span) for c in under}) == 1
        if len(under) > 1 and same_rows and len(under) < len(region.xs) - 1:
            first = min(under, key=lambda c: c.col)
            box = bounding_box(c.box for c in under)
            merged = Cell(first.row, first.col, first.row_span, len(under), box)
            cells = [c for c in cells if c not in under] + [merged]
    return cells


def _with_rows_across(
    cells: list[Cell], region: Region, ys: Sequence[float], per_column: Sequence[Sequence[Line]]
) -> list[Cell]:
    """The cells of a row that holds a single line become one, where it runs across the columns from their left side, or
    stands in the middle of the table and with no column's texts.
    """
    for row, (top, bottom) in enumerate(itertools.pairwise(ys)):
        own = [c for c in cells if (c.row, c.row_span, c.col_span) == (row, 1, 1)]
        inside = [ln for ln in region.lines if top < ln.box.cy < bottom]
        if len(own) < len(region.xs) - 1 or len(inside) != 1:
            continue
        from_left = inside[0].box.x0 - region.xs[0] <= LEFT and runs_across(inside[0], region.xs)
        if from_left or _stands_amid(inside[0], region.xs, per_column):
            box = bounding_box(c.box for c in own)
            cells = [c for c in cells if c not in own] + [Cell(row, 0, 1, len(own), box)]
    return cells


def _stands_amid(line: Line, xs: Sequence[float], per_column: Sequence[Sequence[Line]]) -> bool:
    """Whether a line has its middle where the table has it, and not as most texts of the column there stand."""
    if abs(line.box.cx - (xs[0] + xs[-1]) / 2) > AMID or len(segment_boxes(line)) > 1:
        return False
    column = [other.box for other in per_column[bisect_right(xs, line.box.cx) - 1]]
    places = [
        (median(box.cx for box in column), line.box.cx),
        (median(box.x0 for box in column), line.box.x0),
    ]
    return all(abs(usual - own) > AMID for usual, own in places)


def _lines_by_column(region: Region) -> list[list[Line]]:
    xs = region.xs
    words: list[list[Word]] = [[] for _ in range(len(xs) - 1)]
    for line in region.lines:
        for word in line.words:
            x = min(max(word.box.cx, xs[0]), xs[-1] - HAIR)
            words[next(i for i in range(len(xs) - 1) if x < xs[i + 1])].append(word)
    return [group_lines(w) for w in words]


def _snapped_ys(values: Sequence[float], region: Region) -> list[float]:
    ys = cluster(values, EDGE_SNAP)
    return [y for y in ys if region.top - 1 <= y <= region.bottom + 1]


def _nearest(value: float, positions: Sequence[float]) -> int:
    return min(range(len(positions)), key=lambda i: abs(positions[i] - value))
