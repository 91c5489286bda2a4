"""From rulings to tables: connected rulings span a grid, missing edges merge its places into cells.

1. Horizontal and vertical rulings that touch form a component; each component may be one table.
2. A horizontal ruling that closes nothing (it crosses no vertical and does not reach one at both ends) is a
   bar: of a fraction, or an underline. It is left to the cell's text.
3. Positions of the remaining rulings, clustered, are the grid's columns and rows. Where verticals run on past
   the last horizontal, the table is open there (a page break): the grid gets a row without a closing edge.
   Where horizontals run on past the outermost vertical, the table has no outer border: it gets a column.
4. Grid places without an edge between them are one cell; a shape that is no rectangle is cut into rectangles.

The idea (edges, intersections, cells, tables) is the field's common one; spans come from the missing edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ..schema.blocks import Cell
from ..schema.connected_groups import connected_groups
from ..schema.geometry import Box
from .page_content import Ruling
from .ruling_merge import cluster, covered

TOUCH = 3.0  # points: how near two rulings must come to be connected
WHITE = 1.2  # points: the least white space between a bar and a vertical ruling
SNAP = 3.0  # points: rulings nearer than this are one grid line (double borders)
OPEN = 6.0  # points: how far lines must run on to open a further row or column
EDGE = 0.55  # share of an edge that rulings must cover


@dataclass(slots=True)
class Grid:
    """Column and row positions in points and the cells between them, in reading order.

    ``wraps_between_rules`` where rules part its rows and texts wrap between them, so that no line is a row.
    """

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    wraps_between_rules: bool = False

    @property
    def box(self) -> Box:
        """The grid's outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def components(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Groups of rulings that touch, each group with at least one ruling of both axes."""
    hs = [r for r in rulings if r.axis == "h"]
    vs = [r for r in rulings if r.axis == "v"]
    if not hs or not vs:
        return []
    h = np.array([(r.pos, r.start, r.end) for r in hs])
    v = np.array([(r.pos, r.start, r.end) for r in vs])
    meets = (
        (v[None, :, 1] - TOUCH <= h[:, None, 0])
        & (h[:, None, 0] <= v[None, :, 2] + TOUCH)
        & (h[:, None, 1] - TOUCH <= v[None, :, 0])
        & (v[None, :, 0] <= h[:, None, 2] + TOUCH)
    )
    of_h, of_v = np.nonzero(meets)
    goes_on = of_h[1:] == of_h[:-1]  # verticals of one horizontal hang together, each pair of neighbours once
    begins = np.concatenate([[True], ~goes_on])[: len(of_h)]
    beside = np.unique(of_v[:-1][goes_on] * len(vs) + of_v[1:][goes_on])
    firsts = np.concatenate([of_h[begins], beside // len(vs) + len(hs)]).tolist()
    seconds = (np.concatenate([of_v[begins], beside % len(vs)]) + len(hs)).tolist()
    pairs = zip(firsts, seconds, strict=True)
    both = [*hs, *vs]
    return [[both[i] for i in group] for group in connected_groups(len(both), pairs) if len(group) > 1]


def touches(h: Ruling, v: Ruling, slack: float = TOUCH) -> bool:
    """Whether a horizontal and a vertical ruling meet or cross."""
    return v.start - slack <= h.pos <= v.end + slack and h.start - slack <= v.pos <= h.end + slack


def split_bars(group: Sequence[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """The rulings that span a grid, and the bars: horizontals that close nothing.

    A bar lies between two verticals, reaches at most one of them and crosses none; one that nearly reaches both is
    alone on its line. The table's own lines cross verticals or end at them; lines of a table without outer border are
    as long as others of its lines, or run from a vertical as far out as others.
    """
    vs = [r for r in group if r.axis == "v"]
    hs = [r for r in group if r.axis == "h"]
    kept: list[Ruling] = list(vs)
    bars: list[Ruling] = []
    for h in hs:
        near = [v for v in vs if v.start - TOUCH <= h.pos <= v.end + TOUCH]
        crosses = any(h.start + TOUCH < v.pos < h.end - TOUCH for v in near)
        at_start = any(abs(v.pos - h.start) <= TOUCH for v in near)
        at_end = any(abs(v.pos - h.end) <= TOUCH for v in near)
        if crosses or (at_start and at_end and not _stops_short(h, near, hs)):
            kept.append(h)
            continue
        enclosed = any(v.pos <= h.start + TOUCH for v in near) and any(v.pos >= h.end - TOUCH for v in near)
        twin = any(o is not h and abs(o.start - h.start) <= TOUCH and abs(o.end - h.end) <= TOUCH for o in hs)
        runs_out = (at_end and _shared(h.start, (o.start for o in hs))) or (
            at_start and _shared(h.end, (o.end for o in hs))
        )
        if enclosed or not (twin or runs_out):
            bars.append(h)
        else:
            kept.append(h)
    return kept, bars


def _stops_short(h: Ruling, near: Sequence[Ruling], hs: Sequence[Ruling]) -> bool:
    """Whether a horizontal ruling that is alone on its line leaves a little white before the verticals beside it."""
    free = not any(
        h.start - WHITE <= v.pos + v.width / 2 and v.pos - v.width / 2 <= h.end + WHITE for v in near
    )
    return free and not any(o is not h and abs(o.pos - h.pos) <= SNAP for o in hs)


def _shared(end: float, ends: Iterable[float]) -> bool:
    """Whether at least two other lines end at the same place (``ends`` holds this one's end, too)."""
    return sum(1 for other in ends if abs(other - end) <= TOUCH) > 2


def build_grid(rulings: Sequence[Ruling]) -> Grid | None:
    """The grid that connected rulings span, or ``None`` where it would have fewer than two cells."""
    vs = [r for r in rulings if r.axis == "v"]
    hs = [r for r in rulings if r.axis == "h"]
    if not vs or not hs:
        return None
    xs = cluster((r.pos for r in vs), SNAP)
    ys = cluster((r.pos for r in hs), SNAP)
    xs, open_left, open_right = _extended(xs, hs)
    ys, open_top, open_bottom = _extended(ys, vs)
    xs, ys = _without_slivers(xs), _without_slivers(ys)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    edges = _Edges(xs, ys, hs, vs, open_left, open_right)
    cells = [_cell(places, edges, open_top, open_bottom) for places in _merged_places(edges)]
    cells.sort(key=lambda c: (c.row, c.col))
    return Grid(xs, ys, [c for c in cells if c.box.area > 0])


def _extended(positions: list[float], crossing: Sequence[Ruling]) -> tuple[list[float], bool, bool]:
    """Grid positions with a first and last one added where at least two crossing rulings run on alike."""
    before = sorted(r.start for r in crossing if r.start < positions[0] - OPEN)
    after = sorted(r.end for r in crossing if r.end > positions[-1] + OPEN)
    opens_before, opens_after = len(before) >= 2, len(after) >= 2
    out = list(positions)
    if opens_before:
        out.insert(0, before[len(before) // 2])
    if opens_after:
        out.append(after[len(after) // 2])
    return out, opens_before, opens_after


def _without_slivers(positions: list[float]) -> list[float]:
    """The positions without those that lie within `SNAP` points of the one before."""
    out: list[float] = []
    for p in positions:
        if not out or p - out[-1] > SNAP:
            out.append(p)
    return out


class _Edges:
    """Which edges of a grid are drawn."""

    def __init__(
        self,
        xs: list[float],
        ys: list[float],
        hs: Sequence[Ruling],
        vs: Sequence[Ruling],
        open_left: bool,
        open_right: bool,
    ) -> None:
        self.xs, self.ys = xs, ys
        rows = [[(r.start, r.end) for r in hs if abs(r.pos - y) <= SNAP] for y in ys]
        cols = [[(r.start, r.end) for r in vs if abs(r.pos - x) <= SNAP] for x in xs]
        self.h = [[_drawn(p, xs[i], xs[i + 1]) for i in range(len(xs) - 1)] for p in rows]
        self.v = [[_drawn(p, ys[j], ys[j + 1]) for j in range(len(ys) - 1)] for p in cols]
        if open_left:
            self.v[0] = [True] * (len(ys) - 1)
        if open_right:
            self.v[-1] = [True] * (len(ys) - 1)


def _drawn(pieces: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    for piece in pieces:  # most edges lie under one ruling
        if piece[0] <= start and piece[1] >= end:
            return True
    return bool(pieces) and covered(pieces, start, end) >= EDGE * (end - start)


Place = tuple[int, int]


def _merged_places(edges: _Edges) -> list[tuple[int, int, int, int]]:
    """Rectangles of grid places (row, col, row_end, col_end; ends exclusive) without edges inside."""
    n_rows, n_cols = len(edges.ys) - 1, len(edges.xs) - 1
    places = [(row, col) for row in range(n_rows) for col in range(n_cols)]
    below = (
        (at, at + n_cols) for at, (r, c) in enumerate(places) if r + 1 < n_rows and not edges.h[r + 1][c]
    )
    beside = ((at, at + 1) for at, (r, c) in enumerate(places) if c + 1 < n_cols and not edges.v[c + 1][r])
    groups = connected_groups(len(places), chain(below, beside))
    return [rectangle for group in groups for rectangle in _rectangles({places[at] for at in group})]


def _rectangles(shape: set[Place]) -> list[tuple[int, int, int, int]]:
    """The shape as rectangles: whole when it is one, else cut into the tallest column runs, left to right."""
    if len(shape) == 1:
        ((row, col),) = shape
        return [(row, col, row + 1, col + 1)]
    out = []
    rest = set(shape)
    while rest:
        row, col = min(rest)
        row_end = row
        while (row_end, col) in rest:
            row_end += 1
        col_end = col + 1
        while all((r, col_end) in rest for r in range(row, row_end)):
            col_end += 1
        out.append((row, col, row_end, col_end))
        rest -= {(r, c) for r in range(row, row_end) for c in range(col, col_end)}
    return out


def _cell(places: tuple[int, int, int, int], edges: _Edges, open_top: bool, open_bottom: bool) -> Cell:
    row, col, row_end, col_end = places
    box = Box(edges.xs[col], edges.ys[row], edges.xs[col_end], edges.ys[row_end])
    return Cell(
        row=row,
        col=col,
        row_span=row_end - row,
        col_span=col_end - col,
        box=box,
        open_top=row == 0 and (open_top or not any(edges.h[0][col:col_end])),
        open_bottom=row_end == len(edges.ys) - 1 and (open_bottom or not any(edges.h[-1][col:col_end])),
    )
