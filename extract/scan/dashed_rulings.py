"""Dashed rulings drawn through, so that everything after takes them for what they are.

Short runs of ink with white on both sides, one behind the other, are a dashed ruling: strokes of letters have ink
above or below, and a dash in a text is alone. They are looked for only where a page shows hardly a whole vertical
ruling, for few prints have them.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from .connected_components import find_bodies
from .grid_lines import places_of
from .illumination import Grey
from .ruling_finder import LONG_POINTS, Rule

FEW = 3
"""Places across with vertical rulings of some length, from which on a page is taken to have no dashed ones: dashes in a
row with strokes of letters look whole at a place or two. Bars of fractions and underlines are level.
"""

DASH_POINTS, SPACE_POINTS, LINE_POINTS = 1.2, 5.0, 60.0
"""Least length of a dash, widest white between two, and least length of a dashed ruling."""

SHORT_POINTS, CROSSED_POINTS, LEVEL_POINTS = 16.0, 12.0, 1.2
"""Least length of a dashed line that goes on from another one, how far from it, and how level with it."""

LEAST_DASHES, LONGEST_POINTS = 4, 12.0
"""Least number of dashes in a ruling, and the greatest usual length of one."""

NEAR_POINTS, FAR_POINTS = 1.6, 2.8
"""Between these distances from a dash there is white on both sides."""

PRINTED = 0.6
"""Share of the white between dashes that may have print beside it; between the feet of letters their strokes stand."""

DARK, FAINT, INKED = 90, 45, 0.35
"""Darkness of dashes with grey between them, and of faint ones; and the least share of a dashed ruling that is dashes.
"""


def may_be_dashed(grey: Grey, rules: Sequence[Rule], scale: float) -> bool:
    """Whether a page (``scale`` pixels a point) has so few whole vertical rulings that dashed ones may be missing."""
    upright = [rule for rule in rules if rule.axis == "v" and rule.length >= LONG_POINTS * scale]
    return len(places_of([rule for rule in upright if not _is_dashed(grey, rule, scale)], scale)) < FEW


def _is_dashed(grey: Grey, rule: Rule, scale: float) -> bool:
    """Whether a vertical ruling is made of dashes, so that only a part of it was found."""
    band = grey[round(rule.start) : round(rule.end), max(0, round(rule.pos) - 1) : round(rule.pos) + 1]
    return any(_are_dashes(np.asarray((band < 255 - dark).any(axis=1)), scale) for dark in (DARK, FAINT))


def with_whole_dashes(grey: Grey, rules: Sequence[Rule], scale: float) -> Grey:
    """The page, dark print on white, with its dashed rulings drawn through; the same array where there are none.

    ``rules`` are those found without it, with which short dashed lines may go on.
    """
    turned = np.asarray(cv2.transpose(grey), dtype=np.uint8)
    lines = np.zeros(grey.shape, dtype=bool)
    level, upright = ([_box(rule) for rule in rules if rule.axis == axis] for axis in ("h", "v"))
    for dark in (DARK, FAINT):
        lines |= _dashed(grey, dark, level, scale) | _dashed(turned, dark, upright, scale).T
    return np.where(lines, np.uint8(0), grey) if lines.any() else grey


def _box(rule: Rule) -> tuple[int, int, int, int]:
    return (round(rule.start), round(rule.pos), round(rule.end), round(rule.pos) + 1)


def _dashed(
    grey: Grey, dark: int, rules: Sequence[tuple[int, int, int, int]], scale: float
) -> NDArray[np.bool_]:
    """Where horizontal dashed rulings run, the white between the dashes with them; ``dark`` is the dashes' darkness."""
    ink = (grey < 255 - dark).astype(np.uint8)
    reach = max(1, round((FAR_POINTS - NEAR_POINTS) * scale))
    around = np.asarray(cv2.dilate(ink, np.ones((reach, 1), np.uint8)), dtype=np.uint8)
    off = round((NEAR_POINTS + FAR_POINTS) / 2 * scale)
    beside = np.zeros_like(ink)
    beside[off:] |= around[:-off]
    beside[:-off] |= around[off:]
    alone = ink & (1 - beside)
    dashes = cv2.morphologyEx(alone, cv2.MORPH_OPEN, _along(DASH_POINTS * scale))
    joined = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, _along(SPACE_POINTS * scale))
    lines = cv2.morphologyEx(joined, cv2.MORPH_OPEN, _along(SHORT_POINTS * scale))
    out = np.zeros(grey.shape, dtype=bool)
    long = list(rules)
    bodies = list(find_bodies(np.asarray(lines, dtype=np.uint8)))
    for box, body in sorted(bodies, key=lambda found: found[0][0] - found[0][2]):
        x0, y0, x1, y1 = box
        inked = (np.asarray(dashes[y0:y1, x0:x1]) > 0) & body
        if x1 - x0 < LINE_POINTS * scale and not any(_goes_on(box, other, scale) for other in long):
            continue
        dashed = np.asarray(inked.any(axis=0))
        between = np.asarray(beside[y0:y1, x0:x1].any(axis=0))[~dashed]
        if between.size and between.mean() > PRINTED:
            continue  # feet of letters
        if inked.sum() >= INKED * body.sum() and _are_dashes(dashed, scale):
            out[y0:y1, x0:x1] |= body
            long.append(box)
    return out


def _goes_on(box: tuple[int, int, int, int], other: tuple[int, int, int, int], scale: float) -> bool:
    """Whether a short line lies on one line with another one and begins or ends beside it, as across a ruling."""
    apart = max(box[0], other[0]) - min(box[2], other[2])
    level = abs((box[1] + box[3]) - (other[1] + other[3])) / 2
    return apart <= CROSSED_POINTS * scale and level <= LEVEL_POINTS * scale


def _are_dashes(inked: NDArray[np.bool_], scale: float) -> bool:
    """Whether a line's ink comes in many short pieces, unlike a worn bar's."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]])))
    lengths = edges[1::2] - edges[::2]
    return len(lengths) >= LEAST_DASHES and bool(np.median(lengths) <= LONGEST_POINTS * scale)


def _along(length: float) -> NDArray[np.uint8]:
    return np.ones((1, max(2, round(length))), np.uint8)
