"""From the straightened page to the picture and back: turn, slant, and the slight bend of curl and
perspective.

What is straight in print tells the bend: every line of text and every ruling must come out level, every
vertical ruling plumb. The displacement is a low polynomial over the page, fitted to all of them at once with
outliers weighed down, so that one wrong piece cannot bend the page and a gap needs no guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schema.geometry import Box

Floats = NDArray[np.float64]
Powers = tuple[tuple[int, int], ...]

LEVEL_TERMS: Powers = ((1, 0), (2, 0), (3, 0), (1, 1), (2, 1), (3, 1))
"""Powers of x and y by which a level line may be displaced downwards; each grows along the line."""

PLUMB_TERMS: Powers = ((0, 1), (0, 2), (1, 1), (1, 2))

CELL = 16
"""Pixels over which a displacement is as good as linear."""

MIN_TRACES = 3
LEAST_LENGTH, BENT_LENGTH, LONE_LENGTH = 0.25, 0.5, 1.5
"""Length of all vertical rulings, in heights of the page, from which they tell of a slant, of more, and alone."""

HELD, HELD_BENT = 0.001, 0.02
"""How much slant and stretch are held back, and bends, so that few traces make no wild ones."""

NOTHING = 1e-9
"""Weight of a trace all of whose points were left out."""

SPREAD = 1.4826
"""Standard deviations in a median of absolute residuals, if these are normal."""

ROUNDS = 8
BEND_STEPS = 8


class Trace(NamedTuple):
    """Points on one printed line that is straight in truth, in pixels."""

    x: Floats
    y: Floats
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Bend:
    """Displacement at a place, as polynomials in coordinates that run from -1 to 1 over the page."""

    width: float
    height: float
    down: Floats
    right: Floats

    def at(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where the straight places (x, y) lie in the bent page."""
        u, v = 2 * x / self.width - 1, 2 * y / self.height - 1
        return x + _terms(u, v, PLUMB_TERMS) @ self.right, y + _terms(u, v, LEVEL_TERMS) @ self.down

    @property
    def size(self) -> float:
        """Largest displacement at the page's corners and edges in pixels."""
        grid = np.linspace(-1, 1, 9)
        u, v = (part.ravel() for part in np.meshgrid(grid, grid))
        down, right = _terms(u, v, LEVEL_TERMS) @ self.down, _terms(u, v, PLUMB_TERMS) @ self.right
        return float(max(np.ptp(down), np.ptp(right)))


def _terms(u: Floats, v: Floats, powers: Powers) -> Floats:
    return np.stack([u**p * v**q for p, q in powers], axis=-1)


def fit_bend(
    width: float, height: float, level: Sequence[Trace], plumb: Sequence[Trace], margins: Sequence[Trace] = ()
) -> Bend:
    """The displacement that straightens the traces; none where they are too few to tell.

    Where vertical rulings (``plumb``) are short, the ``margins`` of text tell of the slant with them.
    """
    length = sum(float(np.ptp(trace.y)) for trace in plumb) / height
    bent = len(plumb) >= MIN_TRACES and length >= BENT_LENGTH
    upright = [*plumb, *margins] if length < LONE_LENGTH else plumb
    if length < LEAST_LENGTH and not margins:
        upright = []
    down = _fit(_scaled(level, width, height), [trace.y for trace in level], LEVEL_TERMS)
    powers = PLUMB_TERMS if bent else PLUMB_TERMS[:1]
    right = _fit(_scaled(upright, width, height), [trace.x for trace in upright], powers)
    full = np.zeros(len(PLUMB_TERMS))
    full[: len(right)] = right
    return Bend(width, height, down, full)


def _scaled(traces: Sequence[Trace], width: float, height: float) -> list[Trace]:
    """Traces in coordinates that run from -1 to 1 over the page."""
    return [Trace(2 * t.x / width - 1, 2 * t.y / height - 1, t.weight) for t in traces]


def _fit(traces: Sequence[Trace], places: Sequence[Floats], powers: Powers) -> Floats:
    """Least squares of ``displacement + constant per trace = value``, reweighted, held back from wild
    bends.
    """
    if len(traces) < (MIN_TRACES if len(powers) > 1 else 1):
        return np.zeros(len(powers))
    rows, values, owners, weights = [], [], [], []
    for index, (trace, place) in enumerate(zip(traces, places, strict=True)):
        rows.append(_terms(trace.x, trace.y, powers))
        values.append(place)
        owners.append(np.full(len(place), index))
        weights.append(np.full(len(place), trace.weight))
    design, target = np.concatenate(rows), np.concatenate(values)
    owner, base = np.concatenate(owners), np.concatenate(weights)
    robust = np.ones(len(target))
    held = np.array([HELD if p + q <= 1 else HELD_BENT for p, q in powers])
    solution = np.zeros(len(powers))
    for _ in range(ROUNDS):
        share = base * robust
        total = np.maximum(np.bincount(owner, share), NOTHING)
        centre = np.stack([np.bincount(owner, share * column) / total for column in design.T], axis=1)
        middle = np.bincount(owner, share * target) / total
        a, b = design - centre[owner], target - middle[owner]
        scaled = a * share[:, None]
        solution = np.linalg.solve(scaled.T @ a + np.diag(held), scaled.T @ b)
        residual = b - a @ solution
        spread = max(0.5, SPREAD * float(np.median(np.abs(residual))))
        robust = 1.0 / (1.0 + (residual / (2 * spread)) ** 2)
    return np.asarray(solution)


@dataclass(frozen=True, slots=True)
class Straightening:
    """Maps pixels of the straight page (``width`` x ``height``) to pixels of the picture as displayed.

    ``matrix`` (2 x 3) takes the merely turned page to the picture, ``bend`` the straight to the turned one.
    """

    width: int
    height: int
    matrix: Floats
    bend: Bend | None = None

    def to_picture(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where places of the straight page lie in the picture."""
        if self.bend is not None:
            x, y = self.bend.at(x, y)
        m = self.matrix
        return m[0, 0] * x + m[0, 1] * y + m[0, 2], m[1, 0] * x + m[1, 1] * y + m[1, 2]

    def from_picture(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where places of the picture lie on the straight page."""
        m = np.vstack([self.matrix, [0.0, 0.0, 1.0]])
        turned_x, turned_y, _ = np.linalg.inv(m) @ np.stack([x, y, np.ones_like(x)])
        x, y = turned_x, turned_y
        if self.bend is not None:
            for _ in range(BEND_STEPS):  # the bend is slight: each step halves what is left at least
                at_x, at_y = self.bend.at(x, y)
                x, y = x + turned_x - at_x, y + turned_y - at_y
        return x, y

    def apply(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The straight page; what lies outside the picture is white."""
        size = (self.width, self.height)
        if self.bend is None:
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            turned = cv2.warpAffine(picture, self.matrix, size, flags=flags, borderValue=255)
            return np.asarray(turned, dtype=np.uint8)
        xs, ys = _knots(self.width), _knots(self.height)
        grid_x, grid_y = np.meshgrid(xs, ys)
        at_x, at_y = self.to_picture(grid_x.ravel(), grid_y.ravel())
        map_x = _between_knots(at_x.reshape(grid_x.shape), size)
        map_y = _between_knots(at_y.reshape(grid_x.shape), size)
        bent = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderValue=255)
        return np.asarray(bent, dtype=np.uint8)

    def box_to_picture(self, box: Box, scale: float) -> Box:
        """A box in points of the straight page as the smallest one around it in the picture, in points.

        ``scale`` is pixels per point, of both.
        """
        return _around(*self.to_picture(*_outline(box, scale)), scale)

    def box_from_picture(self, box: Box, scale: float) -> Box:
        """A box in points of the picture as the smallest one around it on the straight page, in points."""
        return _around(*self.from_picture(*_outline(box, scale)), scale)


def _outline(box: Box, scale: float) -> tuple[Floats, Floats]:
    """Corners and middles of the sides of a box in points, in pixels."""
    xs = np.array([box.x0, box.cx, box.x1, box.x1, box.x1, box.cx, box.x0, box.x0]) * scale
    ys = np.array([box.top, box.top, box.top, box.cy, box.bottom, box.bottom, box.bottom, box.cy]) * scale
    return xs, ys


def _around(xs: Floats, ys: Floats, scale: float) -> Box:
    """The smallest box in points around places in pixels."""
    xs, ys = xs / scale, ys / scale
    return Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def _knots(length: int) -> Floats:
    """Places that many pixels have their values interpolated from: middles of cells of `CELL` pixels, from one
    cell before the first pixel to one behind the last.
    """
    return np.asarray((np.arange(-1, -(-length // CELL) + 1) + 0.5) * CELL - 0.5)


def _between_knots(values: Floats, size: tuple[int, int]) -> NDArray[np.float32]:
    """Values at the knots, interpolated at every pixel of a page of that size (width, height)."""
    rows, columns = values.shape
    full = (columns * CELL, rows * CELL)
    out = cv2.resize(values.astype(np.float32), full, interpolation=cv2.INTER_LINEAR)
    return np.asarray(out[CELL : CELL + size[1], CELL : CELL + size[0]], dtype=np.float32)


def turning(picture_size: tuple[int, int], turns: int, slant: float) -> Straightening:
    """The straightening by clockwise quarter turns and a slant (degrees clockwise) alone.

    ``picture_size`` is (height, width); the straight page has the size of the turned picture.
    """
    height, width = picture_size
    out_w, out_h = (width, height) if turns % 2 == 0 else (height, width)
    radians = np.deg2rad(slant + 90 * (-turns % 4))
    cos, sin = np.cos(radians), np.sin(radians)
    matrix = np.array([[cos, -sin, 0.0], [sin, cos, 0.0]])
    centre = matrix[:, :2] @ np.array([(out_w - 1) / 2, (out_h - 1) / 2])
    matrix[:, 2] = np.array([(width - 1) / 2, (height - 1) / 2]) - centre
    return Straightening(out_w, out_h, matrix)
