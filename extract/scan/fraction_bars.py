"""Bars of fractions among a scanned page's rulings: told by where they end, and repaired.

A row's ruling runs from column to column, across cells. A bar lies within one cell, alone on its line, and ends before
the cell's sides; one that was taken for a row's edge is found by its ink ending well before a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from .edge_ink import SAME_POINTS, gathered, stretches
from .row_rulings import WORN_GAP
from .ruling_finder import Rule, Runs

TOUCH_POINTS = 2.5
"""How near rulings come that touch."""

WHITE_POINTS, BAR_LEVEL_POINTS = 1.2, 1.2
"""White that a bar leaves at both ends at least where it nearly touches, and how far its pieces lie apart in height."""

BAR_WHITE = 4.0
"""The least white space at one end of a bar, where no other cell has a ruling on its line."""

BAR_REACH, BAR_GAP, LONGEST_BAR = 60.0, 12.0, 260.0
"""How far from its seed a fraction's bar ends, the widest gap in it, and the length of one in pieces at most."""

SHORTER = 0.12
"""Share of the distance between two columns by which a bar that is not alone on its line is shorter."""

PIECE_WHITE, SIGN_POINTS = 1.5, 9.0
"""White within a piece of a bar at most, and how wide what stands beside a bar may be and still be a sign, as in
"P = ... x 100%": a worn bar's pieces are longer.
"""


def bars_in_cells(rules: Sequence[Rule], scale: float) -> list[list[Rule]]:
    """The bars of fractions, each as its pieces: horizontal rulings of one cell, alone on their line.

    A bar touches no vertical ruling; where it nearly does, there is white at both ends.
    """
    walls = [rule for rule in rules if rule.axis == "v"]
    level = [rule for rule in rules if rule.axis == "h"]
    touch, white = TOUCH_POINTS * scale, WHITE_POINTS * scale
    out: list[list[Rule]] = []
    for rule in level:
        if any(rule in bar for bar in out):
            continue
        near = [wall.pos for wall in walls if wall.start - touch <= rule.pos <= wall.end + touch]
        middle = (rule.start + rule.end) / 2
        left = max((x for x in near if x < middle), default=-inf)
        right = min((x for x in near if x > middle), default=inf)
        bar = [other for other in level if abs(other.pos - rule.pos) <= BAR_LEVEL_POINTS * scale]
        start, end = min(piece.start for piece in bar), max(piece.end for piece in bar)
        before, after = start - left, right - end
        whole = len(bar) == 1 or (end - start <= LONGEST_BAR * scale and (near or _is_close(bar, scale)))
        if whole and min(before, after) > (white if max(before, after) <= touch else touch):
            out.append(bar)
    return out


def _is_close(pieces: Sequence[Rule], scale: float) -> bool:
    """Whether no gap between pieces of one line is wider than wear makes it."""
    ordered = sorted(pieces, key=lambda piece: piece.start)
    return all(b.start - a.end <= WORN_GAP * scale for a, b in pairwise(ordered))


def whole_bar(found: Sequence[Rule], walls: Sequence[Rule], runs: Runs, scale: float) -> Rule:
    """A fraction's bar, extended over its worn ends as far as its cell allows."""
    first, last = min(piece.start for piece in found), max(piece.end for piece in found)
    bar = replace(max(found, key=lambda piece: piece.length), start=first, end=last)
    beside = [wall.pos for wall in walls if wall.start <= bar.pos <= wall.end]
    left = max((x for x in beside if x <= bar.start + 1), default=bar.start - BAR_REACH * scale)
    right = min((x for x in beside if x >= bar.end - 1), default=bar.end + BAR_REACH * scale)
    gap, touch = BAR_GAP * scale, TOUCH_POINTS * scale
    pieces = [
        (a, b)
        for a, b in stretches(runs.along(bar, scale), PIECE_WHITE * scale)
        if b - a > SIGN_POINTS * scale and a > left + touch and b < right - touch
    ]
    start, end = bar.start, bar.end
    for a, b in reversed(pieces):
        start = a if a < start <= b + gap else start
    for a, b in pieces:
        end = b if a - gap <= end < b else end
    return replace(bar, start=float(start), end=float(end))


def is_bar(
    inked: NDArray[np.bool_],
    start: float,
    end: float,
    crossed: bool,
    company: bool,
    alone: bool,
    scale: float,
) -> bool:
    """Whether the ink between two columns ends well before one of them, and is a bar and no worn ruling.

    Print that crosses the line says so, or that the cells beside it have no ruling there. Where it is
    ``alone`` on its line, with print close to it, it need end but a little before.
    """
    places = gathered(inked, start, end, scale)
    if not len(places):
        return False
    length = end - start
    least = BAR_WHITE * scale if alone else max(9 * scale, SHORTER * length)
    short = max(places[0] - start, end - places[-1]) > least
    return bool(short and (crossed or not company))


def bars_between(line: Rule, start: float, end: float, pieces: Sequence[Rule], scale: float) -> list[Rule]:
    """The bars of fractions on a row's line: the pieces found between two columns, joined to one ruling."""
    near = [
        piece
        for piece in pieces
        if abs(piece.pos - line.pos) <= SAME_POINTS * scale
        and piece.end > start + 2
        and piece.start < end - 2
    ]
    if not near:
        return []
    first, last = min(piece.start for piece in near), max(piece.end for piece in near)
    return [replace(line, start=max(first, start), end=min(last, end))]
