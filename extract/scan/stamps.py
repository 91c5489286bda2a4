"""Round stamps told from rulings: where a ring runs level or upright, it looks like a piece of a ruling.

Rings are found on a small copy of the page by the Hough transform. What is short against a ring, lies within it and
goes on nowhere else on its line is the stamp's: an upright stroke anywhere in it, a level one where the ring or one
around the same middle has its top or bottom, for bars of fractions may lie under a stamp. The transform takes time, so
that it is done only where there are such strokes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .light import Grey, shrunk
from .rulings import Rule

SMALL_SCALE = 1.0
"""Pixels a point of the copy that rings are looked for in."""

LEAST_RADIUS, MOST_RADIUS = 20, 75
"""Radius in points of a stamp's rings."""

EDGE, ROUND = 150, 0.75
"""Contrast of a ring's edge, and how perfect a circle it is (1: perfectly)."""

OUTER = 1.5
"""How far a stamp reaches, against a ring of it that was found: that may be an inner one."""

STROKE_SHARE, LONGEST = 0.9, 60.0
"""Longest stroke against the ring's radius, and in points."""

SAME_POINTS = 2.0
ASIDE = 0.2
"""How far from a ring's middle its top and bottom reach, against its radius."""


class Ring(NamedTuple):
    """A circle in pixels of the page."""

    x: float
    y: float
    radius: float


def without_stamps(rules: Sequence[Rule], grey: Grey, scale: float) -> list[Rule]:
    """The rulings, horizontal and vertical, without those that are parts of round stamps.

    ``grey`` is the page, ``scale`` its pixels per point.
    """
    strokes = [rule for rule in rules if rule.length <= LONGEST * scale and _stands_alone(rule, rules, scale)]
    if not any(rule.axis == "v" for rule in strokes):
        return list(rules)
    rings = find_rings(grey, scale)
    stamped = [rule for rule in strokes if any(_is_of(rule, ring) for ring in rings)]
    return [rule for rule in rules if rule not in stamped]


def find_rings(grey: Grey, scale: float) -> list[Ring]:
    """The circles of a size that stamps have."""
    small = shrunk(grey, SMALL_SCALE / scale)
    found = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT_ALT,
        dp=1.5,
        minDist=LEAST_RADIUS,
        param1=EDGE,
        param2=ROUND,
        minRadius=LEAST_RADIUS,
        maxRadius=MOST_RADIUS,
    )
    if found is None:
        return []
    circles = np.asarray(found).reshape(-1, np.asarray(found).shape[-1])
    return [Ring(*(float(v) * scale / SMALL_SCALE for v in circle[:3])) for circle in circles]


def _stands_alone(rule: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether nothing else lies on a ruling's line."""
    near = SAME_POINTS * scale
    return not any(
        other is not rule and other.axis == rule.axis and abs(other.pos - rule.pos) <= near for other in rules
    )


def _is_of(rule: Rule, ring: Ring) -> bool:
    if rule.length > STROKE_SHARE * ring.radius:
        return False
    middle = (rule.start + rule.end) / 2
    if rule.axis == "v":
        return bool(np.hypot(rule.pos - ring.x, middle - ring.y) <= OUTER * ring.radius)
    level = abs(middle - ring.x) <= ASIDE * ring.radius
    return level and abs(rule.pos - ring.y) <= OUTER * ring.radius
