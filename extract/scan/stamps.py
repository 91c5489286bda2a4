"""Round stamps told from rulings and from print.

Rings are found on a small copy of the page by the Hough transform. Where a ring runs level or upright, it looks like a
piece of a ruling: what is short against a ring, lies within it and goes on nowhere else on its line is the stamp's, an
upright stroke anywhere in it, a level one where the ring or one around the same middle has its top or bottom, for bars
of fractions may lie under a stamp.

A ring ties the letters that it touches together, so that no line of print is seen there. It is taken out as a ruling
is: followed around its middle, and wiped where it has paper on both sides; where ink goes on to a side, a letter
crosses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .illumination import Grey, shrunk
from .ruling_finder import Rule

SMALL_SCALE, FAINT, PART_OF_RING = 1.6, 225, 30.0
"""Pixels a point of the copy that rings are looked for in, grey level of its paper, and points that a piece of a ring
measures at least, across and along; letters are smaller, unless a ring ties them together.
"""

LEAST_RADIUS, MOST_RADIUS = 20, 75
"""Radius in points of a stamp's rings."""

EDGE, ROUND = 150, 0.75
"""Contrast of a ring's edge, and how perfect a circle it is (1: perfectly)."""

INNER, OUTER = 0.5, 1.7
"""Radii of a stamp's innermost and outermost ring, against one of it that was found."""

STROKE_SHARE, LONGEST = 0.9, 60.0
"""Longest stroke against the ring's radius, and in points."""

STEP_DEGREES, SEARCH_POINTS = 0.5, 3.0
"""How finely a ring is followed, and how far from a perfect circle around the middle found it is looked for."""

DARK, CLEAR = 90, 60
"""Darkness of a ring's line, and of what beside it is paper at most."""

WIDEST_POINTS, CLOSED = 2.6, 0.45
"""Broadest line of a ring, and the share of the circle on which it shows."""

ACCUMULATOR, BESIDE_POINTS, OFFSET_STEP = 2.0, 0.8, 0.5
"""How many times coarser than the picture circles are searched, how far beside a ring there must be paper, and the step
in pixels in which a ring's surroundings are looked at.
"""
THICKER = 0.5
"""Points by which a ring's line is broader at a place than mostly; where more is dark, a letter crosses it."""
DARKER = 35
"""By how much print is darker than the ring that runs over it."""

OUTLIER = 1.5
"""Pixels from the smoothed ring up to which no offset is left out."""

HALF = 0.5
SAME_POINTS = 2.0
ASIDE = 0.2
"""How far from a ring's middle its top and bottom reach, against its radius."""


class Ring(NamedTuple):
    """A circle in pixels of the page."""

    x: float
    y: float
    radius: float


def may_be_stamps(rules: Sequence[Rule], scale: float) -> bool:
    """Whether some of a page's rulings (``scale`` pixels a point) may be a stamp's: to look for rings takes time."""
    return any(rule.axis == "v" for rule in _strokes(rules, scale))


def without_strokes(rules: Sequence[Rule], rings: Sequence[Ring], scale: float) -> list[Rule]:
    """The rulings without those that are strokes of the stamps with these rings."""
    stamped = [rule for rule in _strokes(rules, scale) if any(_is_of(rule, ring) for ring in rings)]
    return [rule for rule in rules if rule not in stamped]


def boxes(rings: Sequence[Ring]) -> NDArray[np.int32]:
    """The rings' boxes as rows of x0, top, x1, bottom."""
    sides = [(r.x - r.radius, r.y - r.radius, r.x + r.radius, r.y + r.radius) for r in rings]
    return np.array(sides).reshape(-1, 4).astype(np.int32)


def _strokes(rules: Sequence[Rule], scale: float) -> list[Rule]:
    """The rulings that are short and alone on their line."""
    return [rule for rule in rules if rule.length <= LONGEST * scale and _stands_alone(rule, rules, scale)]


def find_rings(grey: Grey, scale: float) -> list[Ring]:
    """The circles of a size that stamps have."""
    found = cv2.HoughCircles(
        _without_print(shrunk(grey, SMALL_SCALE / scale)),
        cv2.HOUGH_GRADIENT_ALT,
        dp=ACCUMULATOR,
        minDist=LEAST_RADIUS * SMALL_SCALE,
        param1=EDGE,
        param2=ROUND,
        minRadius=round(LEAST_RADIUS * SMALL_SCALE),
        maxRadius=round(MOST_RADIUS * SMALL_SCALE),
    )
    if found is None:
        return []
    circles = np.asarray(found).reshape(-1, np.asarray(found).shape[-1])
    return [Ring(*(float(v) * scale / SMALL_SCALE for v in circle[:3])) for circle in circles]


def _without_print(small: Grey) -> Grey:
    """The copy that rings are looked for in, without what is smaller than a ring: letters, and most of the print."""
    ink = cv2.threshold(small, FAINT, 1, cv2.THRESH_BINARY_INV)[1]
    _, labels, boxes_of, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = PART_OF_RING * SMALL_SCALE
    kept = (boxes_of[:, cv2.CC_STAT_WIDTH] >= least) & (boxes_of[:, cv2.CC_STAT_HEIGHT] >= least)
    kept[0] = False  # the paper
    return np.where(kept[labels], small, 255).astype(np.uint8)


def without_rings(grey: Grey, rings: Sequence[Ring], scale: float) -> Grey:
    """The page, dark print on white, with the lines of the rings and of those around the same middle wiped."""
    out = grey.copy()
    near = SEARCH_POINTS * scale
    for ring in rings:
        alike = [o for o in rings if np.hypot(ring.x - o.x, ring.y - o.y) <= near]
        if alike[0] is ring:
            for radius in _radii(grey, ring, [o.radius for o in alike], scale):
                _wipe(out, grey, Ring(ring.x, ring.y, radius), scale)
    return out


def _radii(grey: Grey, ring: Ring, known: Sequence[float], scale: float) -> list[float]:
    """The known radii of rings around a ring's middle and those of others there, no two alike."""
    angles = np.deg2rad(np.arange(0, 360, 4 * STEP_DEGREES))
    search = round(SEARCH_POINTS * scale)
    radii = np.arange(round(INNER * ring.radius), round(OUTER * ring.radius))
    dark = _around(grey, ring, np.zeros(len(angles)), radii, angles) >= DARK
    near = cv2.dilate(dark.astype(np.uint8), np.ones((1, 2 * search + 1), np.uint8)) > 0
    shares = near.mean(axis=0)
    around = np.convolve(shares, np.ones(2 * search + 1), mode="same")
    out = list(known)
    for at in np.argsort(-around, kind="stable"):
        if shares[at] >= CLOSED and all(abs(radii[at] - other) > 2 * search for other in out):
            out.append(float(radii[at]))
    return out


def _wipe(out: Grey, grey: Grey, ring: Ring, scale: float) -> None:
    """Wipe a ring from ``out`` if ``grey`` has one of that radius."""
    angles = np.deg2rad(np.arange(0, 360, STEP_DEGREES))
    search = round(SEARCH_POINTS * scale)
    dark = _around(grey, ring, np.full(len(angles), ring.radius), np.arange(-search, search + 1), angles)
    best = dark.argmax(axis=1)
    seen = dark.max(axis=1) >= DARK
    if seen.mean() < CLOSED:
        return
    radius = ring.radius + _smoothed(best - search, seen, angles)
    reach = round(WIDEST_POINTS * scale)
    offsets = np.arange(-2 * reach, 2 * reach + OFFSET_STEP / 2, OFFSET_STEP)
    dark = _around(grey, ring, radius, offsets, angles)
    middle = np.abs(offsets) <= 1
    line = (dark[:, middle] >= DARK).any(axis=1)
    if line.mean() < CLOSED:
        return
    covered = (dark[line] >= DARK).mean(axis=0) >= HALF
    if not covered[middle].any():
        return
    inner, outer = offsets[covered].min() - 1, offsets[covered].max() + 1
    if outer - inner > WIDEST_POINTS * scale + 2:
        return
    first, last = _run(dark, len(offsets) // 2)
    alone = offsets[last] - offsets[first] <= outer - inner + THICKER * scale
    places = np.arange(len(offsets))
    own = (places >= first[:, None]) & (places <= last[:, None]) & alone[:, None]
    aside = BESIDE_POINTS * scale
    sides = [(offsets < inner) & (offsets >= inner - aside), (offsets > outer) & (offsets <= outer + aside)]
    clear = [dark[:, side].mean(axis=1) < CLEAR for side in sides]
    own |= (offsets >= inner) & (offsets <= outer) & (clear[0] & clear[1])[:, None]
    level = np.median(dark[alone][:, middle].max(axis=1)) if alone.any() else 0
    at, place = np.nonzero(own & (dark <= level + DARKER))
    far = radius[at] + offsets[place]
    x = np.round(ring.x + far * np.cos(angles[at]) - 0.5).astype(int)
    y = np.round(ring.y + far * np.sin(angles[at]) - 0.5).astype(int)
    kept = (x >= 0) & (y >= 0) & (x < out.shape[1]) & (y < out.shape[0])
    out[y[kept], x[kept]] = 255


def _run(dark: NDArray[np.int16], middle: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each row the first and last place of the dark run around the middle place, with the paper where it ends."""
    clear = dark < CLEAR
    clear[:, [0, -1]] = True
    first = middle - clear[:, middle::-1].argmax(axis=1)
    return first, middle + clear[:, middle:].argmax(axis=1)


def _around(
    grey: Grey,
    ring: Ring,
    radius: NDArray[np.float64],
    offsets: NDArray[np.float64] | NDArray[np.int_],
    angles: NDArray[np.float64],
) -> NDArray[np.int16]:
    """Darkness by angle (rows) and by distance from the radius there (columns)."""
    far = radius[:, None] + offsets[None, :]
    x = ring.x + far * np.cos(angles)[:, None] - 0.5
    y = ring.y + far * np.sin(angles)[:, None] - 0.5
    picture = cv2.remap(grey, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    return 255 - np.asarray(picture, dtype=np.int16)


def _smoothed(
    offset: NDArray[np.int_], seen: NDArray[np.bool_], angles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The offsets by angle smoothed to those of a circle with another middle, or of an ellipse."""
    terms = np.stack(
        [np.ones_like(angles), *(f(n * angles) for n in (1, 2) for f in (np.cos, np.sin))], axis=1
    )
    used = seen.copy()
    out = np.zeros(len(angles))
    for _ in range(3):
        factors, *_ = np.linalg.lstsq(terms[used], offset[used].astype(np.float64), rcond=None)
        out = terms @ factors
        used = seen & (np.abs(offset - out) <= max(OUTLIER, float(np.median(np.abs(offset - out)[used]))))
    return np.asarray(out, dtype=np.float64)


def _stands_alone(rule: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether no other ruling lies on the ruling's line."""
    near = SAME_POINTS * scale
    return not any(
        other is not rule and other.axis == rule.axis and abs(other.pos - rule.pos) <= near for other in rules
    )


def _is_of(rule: Rule, ring: Ring) -> bool:
    middle = (rule.start + rule.end) / 2
    if rule.axis == "v":
        far = float(np.hypot(rule.pos - ring.x, middle - ring.y))
        return far <= OUTER * ring.radius and rule.length <= STROKE_SHARE * max(far, ring.radius)
    far = abs(rule.pos - ring.y)
    level = abs(middle - ring.x) <= ASIDE * ring.radius
    return level and far <= OUTER * ring.radius and rule.length <= STROKE_SHARE * max(far, ring.radius)
