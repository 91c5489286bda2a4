"""Vector paths become rulings and shading.

A stroked straight segment is a ruling; so is a filled or stroked shape that is thin in one direction. A
filled rectangle that is not thin is shading: its edges say where a cell ends, and a browser paints white
cells too, so white rectangles count. White lines print nothing on paper and are no rulings; curves and
slanted lines are neither. Filled shapes of the size of letters are kept apart: they may be print that was
turned into drawings (see `ink_audit`).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from ..schema.geometry import Box
from .content import Fill, Ruling

Point = tuple[float, float]
MAX_RULING_WIDTH = 3.0
SLANT = 0.6  # how far a line may drift across, in points
_NEAR_WHITE = 0.985
LETTER_POINTS = (3.0, 30.0)
"""Height of a filled shape that may be a letter: small letters of the smallest print to capitals of a title."""
WIDEST_LETTER = 1.6  # of its height: M and W in a wide face
CORNERS = 7  # points of the simplest letter that is no rectangle or wedge (L)


@dataclass(slots=True)
class Path:
    """A path in page coordinates: its subpaths' points, fill and stroke colours (0xRRGGBB), stroke width."""

    subpaths: list[list[Point]]
    fill: int | None
    stroke: int | None
    width: float


@dataclass(slots=True)
class PathCollector:
    """Gathers what paths mean for tables."""

    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    outlines: list[Box] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Take one path apart."""
        stroke_visible = path.stroke is not None and lightness(path.stroke) < _NEAR_WHITE
        for points in path.subpaths:
            if len(points) < 2:
                continue
            if stroke_visible:
                self._stroked(points, path.width)
            if path.fill is not None:
                self._filled(points, path.fill)

    def _stroked(self, points: list[Point], width: float) -> None:
        thickness = max(width, 0.1)
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if abs(ay - by) <= SLANT and abs(ax - bx) > abs(ay - by):
                if thickness <= MAX_RULING_WIDTH:
                    self.rulings.append(Ruling("h", (ay + by) / 2, min(ax, bx), max(ax, bx), thickness))
                else:
                    self._thick(Box(min(ax, bx), ay - thickness / 2, max(ax, bx), ay + thickness / 2))
            elif abs(ax - bx) <= SLANT and abs(ay - by) > abs(ax - bx):
                if thickness <= MAX_RULING_WIDTH:
                    self.rulings.append(Ruling("v", (ax + bx) / 2, min(ay, by), max(ay, by), thickness))
                else:
                    self._thick(Box(ax - thickness / 2, min(ay, by), ax + thickness / 2, max(ay, by)))

    def _thick(self, box: Box) -> None:
        """A very thick stroke is a band of shading, or a short fat dash of a ruling."""
        if box.width > MAX_RULING_WIDTH and box.height > MAX_RULING_WIDTH:
            self.fills.append(Fill(box, 0.0))
        elif box.width >= box.height:
            self.rulings.append(Ruling("h", box.cy, box.x0, box.x1, box.height))
        else:
            self.rulings.append(Ruling("v", box.cx, box.top, box.bottom, box.width))

    def _filled(self, points: list[Point], color: int) -> None:
        xs = [p[0] for p in points]
        ys = [p[1] for p in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        thin = min(box.width, box.height) <= MAX_RULING_WIDTH
        if thin and lightness(color) >= _NEAR_WHITE:
            return
        if box.height <= MAX_RULING_WIDTH and box.width > box.height:
            self.rulings.append(Ruling("h", box.cy, box.x0, box.x1, max(box.height, 0.1)))
        elif box.width <= MAX_RULING_WIDTH and box.height > box.width:
            self.rulings.append(Ruling("v", box.cx, box.top, box.bottom, max(box.width, 0.1)))
        elif is_rectangle(points):
            self.fills.append(Fill(box, lightness(color), color))
        elif _may_be_letter(box, len(points)) and lightness(color) < _NEAR_WHITE:
            self.outlines.append(box)


def _may_be_letter(box: Box, corners: int) -> bool:
    least, most = LETTER_POINTS
    return least <= box.height <= most and box.width <= WIDEST_LETTER * box.height and corners >= CORNERS


def is_rectangle(points: list[Point]) -> bool:
    """Whether the closed polygon is an axis-parallel rectangle."""
    corners = [p for p, q in zip(points, points[1:] + points[:1], strict=True) if p != q]
    if len(corners) != 4:
        return False
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        if abs(ax - bx) > SLANT and abs(ay - by) > SLANT:
            return False
    return True


def lightness(color: Any) -> float:
    """Perceived lightness of 0xRRGGBB, 0 black to 1 white (Rec. 601 weights)."""
    red, green, blue = color >> 16 & 255, color >> 8 & 255, color & 255
    return float(0.299 * red + 0.587 * green + 0.114 * blue) / 255
