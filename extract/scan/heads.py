"""Shaded head rows of tables whose other rows have but horizontal rulings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...schema.geometry import Box
from .evidence import HALF, SAME_POINTS
from .rulings import Rule

LONG_HEAD = 150.0
"""A head is no shorter."""

LOWEST_HEAD, HIGHEST_HEAD, NEXT_ROW = 7.0, 75.0, 110.0
"""Least and greatest height of a head row, and how far below it the first row ends at most."""


def head_fields(rules: Sequence[Rule], scale: float) -> tuple[list[Rule], list[Box]]:
    """The rulings without vertical ones that stand in a head row only, and that row's fields instead, in pixels.

    A shaded head shows its columns, the rows below it have but horizontal rulings: what is a table by itself
    otherwise is the head of theirs. A head that is one field without columns gives none, but its upper and lower edge.
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
        below = [
            r
            for r in level
            if bottom + near < r.pos <= bottom + NEXT_ROW * scale
            and min(r.end, right) - max(r.start, left) >= HALF * (right - left)
        ]
        others = [w for w in walls if w not in band and left - near <= w.pos <= right + near]
        if len(band) == 2 and not below and right - left >= LONG_HEAD * scale:
            sides = [
                r
                for r in level
                if first.start - near <= r.pos <= bottom + near and r.end > left and r.start < right
            ]
            if len(sides) == 2 and not any(
                w.end > first.start - near and w.start < bottom + near for w in others
            ):
                gone += band
            continue
        if len(band) < 2 or not below:
            continue
        lowest = max(r.pos for r in below)
        if any(w.end > first.start + near and w.start < lowest for w in others):
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
