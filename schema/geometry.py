"""Boxes on a page.

Coordinates are PDF points with the origin at the top left of the page *as displayed* (rotation and crop
applied), x to the right and y down. A box is ``(x0, top, x1, bottom)`` with ``x0 <= x1``, ``top <= bottom``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """An axis-parallel rectangle in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def cx(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )

    def overlap_x(self, other: Box) -> float:
        """Length of the common horizontal extent, 0 where there is none."""
        return max(0.0, min(self.x1, other.x1) - max(self.x0, other.x0))

    def overlap_y(self, other: Box) -> float:
        """Length of the common vertical extent, 0 where there is none."""
        return max(0.0, min(self.bottom, other.bottom) - max(self.top, other.top))

    def intersection(self, other: Box) -> Box:
        """What both have in common; its sides are the wrong way round where that is nothing."""
        return Box(
            max(self.x0, other.x0),
            max(self.top, other.top),
            min(self.x1, other.x1),
            min(self.bottom, other.bottom),
        )

    def intersection_area(self, other: Box) -> float:
        """Area that both cover."""
        x0, top, x1, bottom = self
        other_x0, other_top, other_x1, other_bottom = other
        width = (x1 if x1 < other_x1 else other_x1) - (x0 if x0 > other_x0 else other_x0)
        if width <= 0:
            return 0.0
        height = (bottom if bottom < other_bottom else other_bottom) - (top if top > other_top else other_top)
        return width * height if height > 0 else 0.0

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point lies inside, or at most ``slack`` points outside."""
        return self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack

    def grown(self, by: float) -> Box:
        """The box with every side moved outwards by ``by`` points."""
        return Box(self.x0 - by, self.top - by, self.x1 + by, self.bottom + by)

    def rounded(self, digits: int = 2) -> list[float]:
        """As a list for output; what is no finite number, in broken files, becomes 0."""
        return [round(float(v), digits) if math.isfinite(v) else 0.0 for v in self]


def bounding_box(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them.

    Raises:
        ValueError: there is none.
    """
    every = iter(boxes)
    first = next(every, None)
    if first is None:
        raise ValueError("no boxes to bound")
    x0, top, x1, bottom = first
    for left, high, right, low in every:  # most are few: this is faster than the built-in minimum
        x0 = left if left < x0 else x0
        top = high if high < top else top
        x1 = right if right > x1 else x1
        bottom = low if low > bottom else bottom
    return Box(x0, top, x1, bottom)
