"""Dashed rulings drawn through, so that everything after takes them for what they are.

Short runs of ink with white on both sides, one behind the other, are a dashed ruling: strokes of letters have ink
above or below, and a dash in a text is alone. They are looked for only where a page shows hardly a whole vertical
ruling, for few tables have both.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from .connected_components import find_bodies
from .edge_ink import stretches
from .grid_lines import places_of
from .illumination import Grey
from .ruling_finder import LONG_POINTS, Rule

Place = tuple[float, float, float]
"""Where a ruling begins and ends along, and where it lies across, in pixels."""

FEW = 3
"""Places across with vertical rulings of some length, from which on none beside them are taken for dashed: dashes in a
row with strokes of letters look whole at a place or two. Bars of fractions and underlines are level.
"""

DASH_POINTS, SPACE_POINTS, LINE_POINTS = 1.2, 5.0, 60.0
"""Least length of a dash, widest white between two, and least length of a dashed ruling."""

SHORT_POINTS, CROSSED_POINTS, LEVEL_POINTS = 16.0, 12.0, 1.2
"""Least length of a dashed line that goes on from another one, how far from it, and how level with it."""

AROUND_POINTS = 12.0
"""What is looked at above and below where rulings may be missing: a line of print, so that none is cut."""

LEAST_DASHES, LONGEST_POINTS = 4, 12.0
"""Least number of dashes in a ruling, and the greatest usual length of one."""

NEAR_POINTS, FAR_POINTS = 1.6, 2.8
"""Between these distances from a dash there is white on both sides."""

PRINTED = 0.15
"""Share of a line's length that may be white with print beside it: between the feet of letters their strokes stand."""

DARKNESS = (90, 45, 10)
"""Grey levels below white from which ink counts: dashes with grey between them, faint ones, and ones in whose place
even light has hardly left any.
"""

INKED = 0.35
"""The least share of a dashed ruling that is dashes."""


def open_bands(grey: Grey, rules: Sequence[Rule], scale: float) -> list[tuple[int, int]]:
    """From where to where (down a page of ``scale`` pixels a point) so few whole vertical rulings stand that dashed
    ones may be missing.
    """
    upright = [rule for rule in rules if rule.axis == "v" and rule.length >= LONG_POINTS * scale]
    crossing = np.zeros(len(grey), dtype=np.int32)
    for rule in places_of([rule for rule in upright if not _is_dashed(grey, rule, scale)], scale):
        crossing[max(0, round(rule.start)) : round(rule.end)] += 1
    return [(a, b) for a, b in stretches(crossing < FEW, 1.0) if b - a >= LONG_POINTS * scale]


def _is_dashed(grey: Grey, rule: Rule, scale: float) -> bool:
    """Whether a vertical ruling is made of dashes, so that only a part of it was found."""
    band = grey[round(rule.start) : round(rule.end), max(0, round(rule.pos) - 1) : round(rule.pos) + 1]
    return any(_are_dashes(np.asarray((band < 255 - dark).any(axis=1)), scale) for dark in DARKNESS)


def with_whole_dashes(grey: Grey, rules: Sequence[Rule], scale: float) -> Grey:
    """The page, dark print on white, with its dashed rulings drawn through; the same array where there are none.

    ``rules`` are those found without it, with which short dashed lines may go on.
    """
    lines = np.zeros(grey.shape, dtype=bool)
    for start, end in open_bands(grey, rules, scale):
        top, bottom = max(0, start - round(AROUND_POINTS * scale)), end + round(AROUND_POINTS * scale)
        band = grey[top:bottom]
        level, upright = ([_place(rule, top) for rule in rules if rule.axis == axis] for axis in ("h", "v"))
        for dark in DARKNESS:
            found, level = _dashed(band, dark, level, [], scale)
            lines[top:bottom] |= found
        inside = start - top + LEVEL_POINTS * scale, end - top - LEVEL_POINTS * scale
        whole_page = end - start == len(grey)
        if not whole_page and not any(inside[0] < place[2] < inside[1] for place in level):
            continue  # beside a table with whole columns another one has rows at least
        turned = np.asarray(cv2.transpose(band), dtype=np.uint8)
        for dark in DARKNESS:
            found, upright = _dashed(turned, dark, upright, level, scale)
            lines[top:bottom] |= found.T
    return np.where(lines, np.uint8(0), grey) if lines.any() else grey


def _place(rule: Rule, top: int) -> Place:
    """Where a ruling lies in a band that begins at ``top``."""
    along, across = (0, top) if rule.axis == "h" else (top, 0)
    return rule.start - along, rule.end - along, rule.pos - across


def _dashed(
    grey: Grey, dark: int, known: Sequence[Place], crossing: Sequence[Place], scale: float
) -> tuple[NDArray[np.bool_], list[Place]]:
    """A mask of horizontal dashed rulings with the white between their dashes; ``dark`` is the dashes' darkness.

    The second value has the ``known`` rulings and those found. Rulings may be short that go on from another one, or run
    from one of those that are ``crossing`` to the next.
    """
    ink = cv2.threshold(grey, 254 - dark, 1, cv2.THRESH_BINARY_INV)[1]
    reach = max(1, round((FAR_POINTS - NEAR_POINTS) * scale))
    around = cv2.dilate(ink, np.ones((reach, 1), np.uint8))
    off = round((NEAR_POINTS + FAR_POINTS) / 2 * scale)
    beside = np.ones_like(ink)  # what lies beyond the edges is not known: a line of print may be cut there
    beside[off:-off] = cv2.max(around[: -2 * off], around[2 * off :])
    alone = cv2.subtract(ink, beside)
    dashes = cv2.morphologyEx(alone, cv2.MORPH_OPEN, _along(DASH_POINTS * scale))
    joined = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, _along(SPACE_POINTS * scale))
    lines = cv2.morphologyEx(joined, cv2.MORPH_OPEN, _along(SHORT_POINTS * scale))
    out = np.zeros(grey.shape, dtype=bool)
    long = list(known)
    bodies = list(find_bodies(np.asarray(lines, dtype=np.uint8)))
    for box, body in sorted(bodies, key=lambda found: found[0][0] - found[0][2]):
        x0, y0, x1, y1 = box
        place = float(x0), float(x1), (y0 + y1) / 2
        inked = (np.asarray(dashes[y0:y1, x0:x1]) > 0) & body
        if x1 - x0 < LINE_POINTS * scale and not (
            any(_goes_on(place, other, scale) for other in long) or _runs_across(place, crossing, scale)
        ):
            continue
        dashed = np.asarray(inked.any(axis=0))
        between = np.asarray(beside[y0:y1, x0:x1].any(axis=0)) & ~dashed
        if between.mean() > PRINTED:
            continue  # feet of letters
        if inked.sum() >= INKED * body.sum() and _are_dashes(dashed, scale):
            out[y0:y1, x0:x1] |= body
            long.append(place)
    return out, long


def _goes_on(place: Place, other: Place, scale: float) -> bool:
    """Whether a short line lies on one line with another one and begins or ends beside it, as across a ruling."""
    apart = max(place[0], other[0]) - min(place[1], other[1])
    return apart <= CROSSED_POINTS * scale and abs(place[2] - other[2]) <= LEVEL_POINTS * scale


def _runs_across(place: Place, crossing: Sequence[Place], scale: float) -> bool:
    """Whether a line begins and ends at rulings that cross it."""
    start, end, pos = place
    ends = [
        other[2]
        for other in crossing
        if other[0] - SPACE_POINTS * scale <= pos <= other[1] + SPACE_POINTS * scale
    ]
    return all(any(abs(edge - at) <= SPACE_POINTS * scale for at in ends) for edge in (start, end))


def _are_dashes(inked: NDArray[np.bool_], scale: float) -> bool:
    """Whether a line's ink comes in many short pieces, unlike a worn bar's."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]])))
    lengths = edges[1::2] - edges[::2]
    return len(lengths) >= LEAST_DASHES and bool(np.median(lengths) <= LONGEST_POINTS * scale)


def _along(length: float) -> NDArray[np.uint8]:
    return np.ones((1, max(2, round(length))), np.uint8)
