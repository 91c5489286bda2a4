"""Vector paths become rulings and shading.

A stroked straight segment is a ruling; so is a filled or stroked shape that is thin in one direction. A
filled rectangle that is not thin is shading: its edges say where a cell ends, and a browser paints white
cells too, so white rectangles count. White lines print nothing on paper and are no rulings; curves and
slanted lines are neither. Rows of dots, each a path of its own, are rulings. Filled shapes of the size of letters
are kept apart: they may be print that was turned into drawings (see `ink_audit`). So is whatever else may be writing
(`marks`): slanted strokes as pens make them, shapes that are no rectangles, dark patches.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..schema.geometry import Box, bounding_box
from .page_content import Fill, Ruling

Point = tuple[float, float]
MAX_RULING_WIDTH = 3.0
HAIRLINE = 0.1  # points: a thinner line, or one without a width, is drawn as wide
RED, GREEN, BLUE = 0.299, 0.587, 0.114  # weights of Rec. 601
SLANT = 0.6  # how far a line may drift across, in points
MIN_DOTS = 8  # in a row, to make a ruling
DOT_PITCH = 7.0  # points from a dot to the next, at most
DOT_DRIFT = 0.4  # points: dots of a row stand on one line within this
DOT_SHAPE = (
    1.6  # times as long as it is thick is a dot at most; a dash is longer, and tells its line's direction
)
_NEAR_WHITE = 0.985
LETTER_POINTS = (3.0, 30.0)
"""Height of a filled shape that may be a letter: small letters of the smallest print to capitals of a title."""
WIDEST_LETTER = 1.6  # of its height: M and W in a wide face
CORNERS = 7  # points of the simplest letter that is no rectangle or wedge (L)
DARK = (
    0.76  # lightness up to which a patch hides print, or may be a pattern: PDFium calls these a grey of 0.75
)


PAPER = 0xFFFFFF
KINDS = ("rulings", "fills", "dots", "outlines", "marks")
"""Of the pieces that a drawing is sorted into (`PathCollector`)."""
Piece = Ruling | Fill | Box


@dataclass(slots=True)
class Path:
    """A path in page coordinates: its subpaths' points and extent, fill and stroke colours (0xRRGGBB), stroke width.

    ``segments`` is of how many pieces it was drawn, where that is known.
    """

    subpaths: list[list[Point]]
    box: Box
    fill: int | None
    stroke: int | None
    width: float
    segments: int = 0


@dataclass(slots=True)
class PathCollector:
    """Gathers what paths mean for tables."""

    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    outlines: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many pieces of each kind there are."""
        return {name: len(getattr(self, name)) for name in KINDS}

    def boxes(self, name: str) -> list[Box]:
        """The extents of the pieces of a kind; those of rulings without their thickness."""
        return [_box_of(piece) for piece in getattr(self, name)]

    def keep(self, name: str, kept: Iterable[bool]) -> None:
        """Keep those pieces of a kind for which that is said."""
        setattr(self, name, list(itertools.compress(getattr(self, name), kept)))

    def extend(self, other: PathCollector) -> None:
        """Add the pieces of another drawing."""
        for name in KINDS:
            getattr(self, name).extend(getattr(other, name))

    def cut(self, clip: Box) -> None:
        """Cut off what lies beyond a clipping path."""
        for name in KINDS:
            shown = (_shown(piece, clip) for piece in getattr(self, name))
            setattr(self, name, [piece for piece in shown if piece is not None])

    def all_rulings(self) -> list[Ruling]:
        """The rulings, with those that rows of dots make; a dot in no row is a piece of whatever is beside it."""
        dotted = dotted_rulings(self.dots)
        return self.rulings + dotted + [_piece(dot) for dot in _alone(self.dots, dotted)]

    def add(self, path: Path) -> None:
        """Sort one path's segments into rulings, shading, dots and outlines."""
        stroke_visible = path.stroke is not None and lightness(path.stroke) < _NEAR_WHITE
        for points in path.subpaths:
            if len(points) < 2:
                continue
            if stroke_visible:
                self._stroked(points, path.width)
            if path.fill is not None:
                self._filled(points, path.box if len(path.subpaths) == 1 else extent(points), path.fill)

    def _stroked(self, points: list[Point], width: float) -> None:
        thickness = max(width, HAIRLINE)
        (ax, ay), (bx, by) = points[0], points[1]
        if abs(ax - bx) + abs(ay - by) <= MAX_RULING_WIDTH and _is_dot(points, thickness):
            middle = bounding_box(Box(x, y, x, y) for x, y in points)
            self.dots.append(middle.grown(thickness / 2))
            return
        is_slanted = False
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            wide, high = abs(ax - bx), abs(ay - by)
            if high <= SLANT and wide > high:
                if thickness <= MAX_RULING_WIDTH:
                    self.rulings.append(Ruling("h", (ay + by) / 2, min(ax, bx), max(ax, bx), thickness))
                else:
                    self._thick(Box(min(ax, bx), ay - thickness / 2, max(ax, bx), ay + thickness / 2))
            elif wide <= SLANT and high > wide:
                if thickness <= MAX_RULING_WIDTH:
                    self.rulings.append(Ruling("v", (ax + bx) / 2, min(ay, by), max(ay, by), thickness))
                else:
                    self._thick(Box(ax - thickness / 2, min(ay, by), ax + thickness / 2, max(ay, by)))
            else:
                is_slanted |= wide > SLANT
        if is_slanted:
            self.marks.append(extent(points))

    def _thick(self, box: Box) -> None:
        """Add a very thick stroke, as a band of shading or as a short dash of a ruling."""
        if box.width > MAX_RULING_WIDTH and box.height > MAX_RULING_WIDTH:
            self.fills.append(Fill(box, 0.0))
        elif box.width >= box.height:
            self.rulings.append(Ruling("h", box.cy, box.x0, box.x1, box.height))
        else:
            self.rulings.append(Ruling("v", box.cx, box.top, box.bottom, box.width))

    def _filled(self, points: list[Point], box: Box, color: int) -> None:
        width, height, grey = box.width, box.height, lightness(color)
        is_white = grey >= _NEAR_WHITE
        if width <= MAX_RULING_WIDTH and height <= MAX_RULING_WIDTH and not is_white:
            self.dots.append(box)
            if max(width, height) <= DOT_SHAPE * min(width, height):
                return
        if is_white and min(width, height) <= MAX_RULING_WIDTH:
            return
        if height <= MAX_RULING_WIDTH and width > height:
            self.rulings.append(Ruling("h", box.cy, box.x0, box.x1, max(height, HAIRLINE)))
        elif width <= MAX_RULING_WIDTH and height > width:
            self.rulings.append(Ruling("v", box.cx, box.top, box.bottom, max(width, HAIRLINE)))
        elif is_rectangle(points):
            self.fills.append(Fill(box, grey, color))
            if grey < DARK:
                self.marks.append(box)
        elif not is_white:
            self.marks.append(box)
            if _may_be_letter(box, len(points)):
                self.outlines.append(box)


def _box_of(piece: Piece) -> Box:
    if isinstance(piece, Fill):
        return piece.box
    return piece if isinstance(piece, Box) else piece.band()


def _shown(piece: Piece, clip: Box) -> Piece | None:
    """What a clipping path leaves of a piece."""
    box = within(_box_of(piece), clip)
    if box is None:
        return None
    if isinstance(piece, Fill):
        return piece._replace(box=box)
    if isinstance(piece, Box):
        return box
    start, end = (box.x0, box.x1) if piece.axis == "h" else (box.top, box.bottom)
    return piece._replace(start=start, end=end)


def within(box: Box, clip: Box | None) -> Box | None:
    """What a clip shows of a box, which may be a line; without a clip, all of it."""
    shown = box if clip is None else box.intersection(clip)
    return shown if shown.x0 <= shown.x1 and shown.top <= shown.bottom else None


def extent(points: Iterable[Point]) -> Box:
    """The smallest box around some points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _may_be_letter(box: Box, corners: int) -> bool:
    least, most = LETTER_POINTS
    return least <= box.height <= most and box.width <= WIDEST_LETTER * box.height and corners >= CORNERS


def _is_dot(points: list[Point], thickness: float) -> bool:
    """Whether a stroked shape is a dot: a point with a round end, or a tiny ring."""
    reach = max(max(abs(x - points[0][0]), abs(y - points[0][1])) for x, y in points)
    least = DOT_SHAPE * thickness
    return reach + thickness <= MAX_RULING_WIDTH and (len(points) > 2 or reach <= least)


def _alone(dots: Sequence[Box], dotted: Sequence[Ruling]) -> list[Box]:
    """The dots without those of dotted rulings."""
    rows = [ruling.band(DOT_DRIFT) for ruling in dotted]
    return [dot for dot in dots if not any(row.holds(dot.cx, dot.cy) for row in rows)]


def _piece(dot: Box) -> Ruling:
    """A dot that stands in no row, as a short ruling: it joins two at a corner, or closes a gap."""
    if dot.width >= dot.height:
        return Ruling("h", dot.cy, dot.x0, dot.x1, max(dot.height, HAIRLINE))
    return Ruling("v", dot.cx, dot.top, dot.bottom, max(dot.width, HAIRLINE))


def dotted_rulings(dots: Sequence[Box]) -> list[Ruling]:
    """The rulings made of dots that stand in a row or a column at even distances."""
    if len(dots) < MIN_DOTS:
        return []
    level = ((dot.cy, dot.cx, dot.height) for dot in dots)
    upright = ((dot.cx, dot.cy, dot.width) for dot in dots)
    return [Ruling("h", *line) for line in _dot_rows(level)] + [
        Ruling("v", *line) for line in _dot_rows(upright)
    ]


def _dot_rows(dots: Iterable[tuple[float, float, float]]) -> Iterator[tuple[float, float, float, float]]:
    """Position, start, end and thickness of rows of dots; each dot is given as place across, place along and size."""
    rows: list[list[tuple[float, float, float]]] = []
    for across, along, size in sorted(dots):
        if rows and across - rows[-1][-1][1] <= DOT_DRIFT / 4 and across - rows[-1][0][1] <= DOT_DRIFT:
            rows[-1].append((along, across, size))
        else:
            rows.append([(along, across, size)])
    for row in rows:
        row.sort()
        run = row[:1]
        for dot in [*row[1:], (math.inf, 0.0, 0.0)]:
            if dot[0] - run[-1][0] <= DOT_PITCH:
                run.append(dot)
                continue
            if len(run) >= MIN_DOTS and run[-1][0] - run[0][0] >= MIN_DOTS * DOT_DRIFT:
                yield run[0][1], run[0][0] - run[0][2] / 2, run[-1][0] + run[0][2] / 2, run[0][2]
            run = [dot]


def is_rectangle(points: list[Point]) -> bool:
    """Whether the closed polygon is an axis-parallel rectangle."""
    corners = [p for p, q in zip(points, points[1:] + points[:1], strict=True) if p != q]
    if len(corners) != 4:
        return False
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        if abs(ax - bx) > SLANT and abs(ay - by) > SLANT:
            return False
    return True


@lru_cache
def lightness(color: int) -> float:
    """Perceived lightness of 0xRRGGBB, 0 black to 1 white (Rec. 601 weights)."""
    red, green, blue = color >> 16 & 255, color >> 8 & 255, color & 255
    return float(RED * red + GREEN * green + BLUE * blue) / 255
