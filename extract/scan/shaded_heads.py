"""Shaded head rows of tables whose other rows have horizontal rulings only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...schema.geometry import Box
from .edge_ink import HALF, SAME_POINTS
from .ruling_finder import Rule

LONG_HEAD = 150.0
"""A head is no shorter."""

KEYED = 3
"""Vertical rulings of a table of keys and their values."""

LOWEST_HEAD, HIGHEST_HEAD, NEXT_ROW = 7.0, 75.0, 110.0
"""Least and greatest height of a head row, and how far below it the first row ends at most."""


def head_fields(rules: Sequence[Rule], scale: float) -> tuple[list[Rule], list[Box]]:
    """The rulings without the vertical ones of shaded head rows, and those rows' fields as boxes in pixels.

    A shaded head shows its columns where the rows below it have horizontal rulings only: without this it would be
    taken for a table by itself. A head of one field, without columns, gives only its upper and lower edge.
    """
    level = [rule for rule in rules if rule.axis == "h"]
    walls = [rule for rule in rules if rule.axis == "v"]
    near, gone, fields = SAME_POINTS * scale, [], []
    for first in walls:
        if first in gone or not LOWEST_HEAD * scale <= first.length <= HIGHEST_HEAD * scale:
            continue
        band = [
            w
            for w in walls
            if w not in gone and abs(w.start - first.start) <= near and w.end - first.end <= near
        ]
        bottom = max(w.end for w in band)
        left, right = min(w.pos for w in band), max(w.pos for w in band)
        others = [w for w in walls if w not in band and left - near <= w.pos <= right + near]
        if _go_on(band, others, bottom, scale):
            continue
        next_ones = [r for r in level if bottom + near < r.pos <= bottom + NEXT_ROW * scale]
        below = [
            r
            for r in next_ones
            if _along(left, right, [other for other in next_ones if abs(other.pos - r.pos) <= near])
            >= HALF * (right - left)
            and not any(abs(w.start - r.pos) <= near for w in others)  # another table's upper edge
        ]
        if below:
            highest, lowest = first.start + near, max(r.pos for r in below)
        else:
            highest, lowest = first.start - near, bottom + near
        if len(band) in (1, KEYED) or any(w.end > highest and w.start < lowest for w in others):
            continue
        if not below and (len(band) > 2 or not _is_one_field(first.start, bottom, left, right, level, scale)):
            continue
        gone += band
        if len(band) == 2:
            continue
        heights = [
            r.pos
            for r in level
            if first.start - near <= r.pos <= bottom + near and r.end - r.start >= HALF * (right - left)
        ]
        heights = sorted({first.start, *heights, bottom})
        rows = [(a, b) for a, b in pairwise(heights) if b - a >= LOWEST_HEAD * scale]
        columns = sorted(w.pos for w in band)
        fields += [Box(x0, a, x1, b) for a, b in rows for x0, x1 in pairwise(columns)]
    return [rule for rule in rules if rule not in gone], fields


def _go_on(band: Sequence[Rule], others: Sequence[Rule], bottom: float, scale: float) -> bool:
    """Whether most columns of a head go on below it, beyond a row or two that one cell spans."""
    near, far = SAME_POINTS * scale, bottom + NEXT_ROW * scale
    on = [w for w in band if any(abs(o.pos - w.pos) <= near and bottom < o.start <= far for o in others)]
    return len(on) > HALF * len(band)


def _along(left: float, right: float, pieces: Sequence[Rule]) -> float:
    """How far rulings go together between two sides; a merged cell splits a row's ruling."""
    return sum(max(0.0, min(r.end, right) - max(r.start, left)) for r in pieces)


def _is_one_field(
    top: float, bottom: float, left: float, right: float, level: Sequence[Rule], scale: float
) -> bool:
    """Whether a box is as long as a head and has no horizontal rulings but its upper and lower edge."""
    near = SAME_POINTS * scale
    edges = [r for r in level if top - near <= r.pos <= bottom + near and r.end > left and r.start < right]
    return right - left >= LONG_HEAD * scale and len(edges) == 2
