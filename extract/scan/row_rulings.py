"""Horizontal rulings of tables without vertical ones, with the gaps closed that wear has left in them.

Nothing crosses such rulings, so they alone tell a table's sides: where rulings of two rows begin, and where two end.
Pieces on one row that carry ink along a fair part of the way between the sides are one ruling; a gap as wide as
a cell, without a trace, stays where print runs over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .connected_components import Mask
from .edge_ink import HALF, MEETING_POINTS, SAME_POINTS, TRACE, is_crossed, share_of
from .grid_lines import places_of
from .ruling_finder import Rule, Runs

LONG_ROW, WORN_GAP, WIDE_GAP = 150.0, 40.0, 90.0
"""Length from which a ruling is a row's, and the widest gap that wear makes in it anywhere, or where print leaves room
for a ruling.
"""

TOUCH_POINTS, TOUCHED = 2.0, 0.1
"""How near print stands that touches a ruling, and the share of it that is touched beside a merged cell's text."""

MOSTLY, APART_POINTS = 0.5, 150.0
"""Inked share of a table's first or last row at least, and how far apart its rows are at most."""

CROSSED_TRACE = 0.25
"""Inked share of a trace that print crosses."""


def whole_rows(rules: Sequence[Rule], runs: Runs, ink: Mask, scale: float) -> list[Rule]:
    """The horizontal rulings as whole as they were; those of no table are the same."""
    rows = places_of(rules, scale)
    out: list[Rule] = []
    for row in rows:
        pieces = [rule for rule in rules if abs(rule.pos - row.pos) <= SAME_POINTS * scale]
        sides = _sides(row, rows, scale) if row.length >= LONG_ROW * scale else None
        if sides is None:
            out += pieces
        elif _is_outermost(row, pieces, sides, rows, scale):
            out.append(replace(row, start=sides[0], end=sides[1]))
        else:
            out += _joined(pieces, row, sides, runs, ink, scale)
    return out


def _is_outermost(
    row: Rule, pieces: Sequence[Rule], sides: tuple[float, float], rows: Sequence[Rule], scale: float
) -> bool:
    """Whether a row is its table's first or last: no merged cell ends it, and no other one is on one side of it."""
    if sum(piece.length for piece in pieces) < MOSTLY * (sides[1] - sides[0]):
        return False
    near = [
        other.pos - row.pos
        for other in rows
        if abs(other.pos - row.pos) <= APART_POINTS * scale and other.length >= LONG_ROW * scale
    ]
    return not any(step < 0 for step in near) or not any(step > 0 for step in near)


def _sides(row: Rule, rows: Sequence[Rule], scale: float) -> tuple[float, float] | None:
    """Left and right side of the table that a row's ruling belongs to, in pixels; None where they stay unknown.

    A side is known where two of the rulings (this row's or another's) end at the same place, or if no two do, where
    the longest and the next end close together, as worn rulings end early.
    """
    mates = [
        other for other in rows if min(row.end, other.end) - max(row.start, other.start) >= HALF * row.length
    ]
    starts, ends = sorted(mate.start for mate in mates), sorted(mate.end for mate in mates)
    for near in (MEETING_POINTS * scale, WORN_GAP * scale):
        left = [a for a, b in pairwise(starts) if b - a <= near]
        right = [b for a, b in pairwise(ends) if b - a <= near]
        if left and right:
            return left[0], right[-1]
    return None


def _joined(
    pieces: Sequence[Rule], row: Rule, sides: tuple[float, float], runs: Runs, ink: Mask, scale: float
) -> list[Rule]:
    """A row's pieces joined over what is worn between them and between the sides."""
    inked = runs.along(row, scale)

    def is_worn(start: float, end: float, narrow: float) -> bool:
        share = share_of(inked, start, end)
        if is_crossed(row, start, end, ink, runs, scale):
            return share >= CROSSED_TRACE
        return share >= TRACE or end - start <= narrow * scale

    def ends_short(start: float, end: float) -> bool:
        wide = end - start > WORN_GAP * scale
        if wide and _is_touched(row, start, end, ink, runs, scale):  # the letters' feet are no trace
            return share_of(inked, start, end) >= HALF
        return is_worn(start, end, WORN_GAP)

    out: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: rule.start):
        narrow = out and piece.start - out[-1].end <= WORN_GAP * scale
        if out and (narrow or is_worn(out[-1].end, piece.start, WIDE_GAP)):
            out[-1] = replace(out[-1], end=max(out[-1].end, piece.end))
        else:
            out.append(replace(piece, pos=row.pos))
    if sides[0] < out[0].start and ends_short(sides[0], out[0].start):
        out[0] = replace(out[0], start=sides[0])
    if sides[1] > out[-1].end and ends_short(out[-1].end, sides[1]):
        out[-1] = replace(out[-1], end=sides[1])
    return out


def _is_touched(row: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether print stands close to a row's line between two places, as in a cell that spans rows."""
    low, high = round(start) + 2, round(end) - 1
    half, reach = round(row.width / 2 + 0.5 * scale), round(row.width / 2 + TOUCH_POINTS * scale)
    middle = round(row.pos)
    if high <= low:
        return False
    sides = (slice(max(0, middle - reach), max(0, middle - half)), slice(middle + half, middle + reach))
    print_only = [(ink[side, low:high] > 0) & (runs.mask[side, low:high] == 0) for side in sides]
    return any(bool(side.any(axis=0).mean() >= TOUCHED) for side in print_only)
