"""Shaded fields (head rows of tables, mostly) made white again, with their print dark.

Everything after this looks for dark print on light paper. A field is a large region of one darkness that is filled
except for the print in it, straight-edged at any slant, and clear of the picture's edge, so that neither shadows nor
punch holes nor bold print are one. Where its print is lighter than its ground, darkness is turned over within it;
else its ground is lifted to the paper's lightness. Where no rulings are around it, its outline is drawn as one, for a
reader sees the edge of a field so; lighter lines within a dark field become rulings, too.

Fields are looked for in a small copy, since they are large; only what is found costs time on the full picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .illumination import Grey, shrunk

Outline = NDArray[np.int32]


class Panel(NamedTuple):
    """A shaded field: its convex ``outline`` of (x, y), the lightness of its ``ground`` against the paper's (0 to 1),
    whether its print is lighter than that and must be ``turned`` over, and whether rulings are drawn around it.
    """

    outline: Outline
    ground: float
    turned: bool
    ruled: bool


SMALL_DPI = 72.0
"""One pixel a point, in the copy that fields are looked for in."""

SHADED, HARDLY_SHADED, LIGHT_GROUND = 0.92, 0.945, 0.88
"""Lightness against the paper's below which a field is shaded, below which it may be, and of one that may be lighter.
"""

PAPER_POINTS = 85
"""Side of the window within which some paper must show."""

STROKE_POINTS, RULE_POINTS, PLAIN_POINTS = 5, 7, 21
"""No stroke of a letter is thicker; no ruling is, when letters' strokes have been closed; and a field's edge is
even for so long, while a number in the row below it that touches it is narrower.
"""

GROUND_SHARE = 0.15
"""Share of a field that is ground clear of print; lines of bold print closed up have none."""

LEAST_LONG, LEAST_SHORT = 90.0, 10.0
FILLED, RECTANGULAR = 0.8, 0.92
"""Share of its outline that a field fills, and of its (slanted) rectangle that its outline does."""

DARKEST_LIGHT = 0.7
"""Print lighter than its ground is on a ground at least so dark."""

DARKEST_GROUND = 0.15
"""Ground on which rulings that are darker than it can be distinguished from it."""

FLAT_SHARE, FLAT_STEP = 0.4, 0.1
"""Share of a field that is within so much of its ground's lightness."""

EVEN_STEP = 0.05
"""How much lighter than its usual lightness ground is at most; close lines of print are less even."""

PRINT_SHARE, PRINT_STEP = 0.01, 0.3
"""Least share of a field that is light print, and how much lighter than the ground, of what is left to white."""

DARK_PRINT, DARK_STEP = 0.6, 0.02
"""Share of the ground's lightness, less a step, below which print is darker than the ground."""

LEAST_LIGHT = 0.05
"""So that nothing is divided by a lightness of nearly nothing."""

WITHOUT_CORNERS = (0.05, 0.95)
"""Shares of a long side between which it is looked at."""

EDGE_POINTS, EDGE_STEP = 4.0, 0.3
"""So far within and beyond a field's long side its lightness is compared, and the least difference of the medians, of
that between its ground and the paper.
"""

CROSSING_POINTS, CROSSED = 2.0, 3
"""So far within and beyond a field's side print is dark that runs across it; so often no field's is crossed."""

OUTLINE_POINTS = 0.7

RULED_SHARE, RULING_STEP = 0.35, 0.15
"""Share of a field's outline beside rulings, where it has any, and how much darker than the ground these are."""


def without_panels(image: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture, grey or colour, with its shaded fields white; the same array where there are none."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image[:, :, :3], cv2.COLOR_RGB2GRAY)
    scale = SMALL_DPI / dpi
    small = shrunk(np.asarray(grey, dtype=np.uint8), scale)
    paper = paper_of(small)
    panels = find_panels(small, paper)
    if not panels:
        return image
    out = image.copy()
    ratio = np.array([grey.shape[1] / small.shape[1], grey.shape[0] / small.shape[0]])
    thickness = max(1, round(OUTLINE_POINTS / scale))
    for panel in panels:
        corners = np.round((panel.outline + 0.5) * ratio - 0.5).astype(np.int32)
        x, y, width, height = cv2.boundingRect(corners)
        box = cv2.boundingRect(panel.outline)
        local = paper[box[1] : box[1] + box[3], box[0] : box[0] + box[2]]
        light = cv2.resize(local, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
        part = np.asarray(grey[y : y + height, x : x + width] / light, dtype=np.float32)
        inside = np.zeros(part.shape, np.uint8)
        cv2.fillConvexPoly(inside, corners - (x, y), 1)
        white = np.clip(_whitened(part, inside, panel), 0, 1)
        if not panel.ruled:
            cv2.polylines(white, [corners - (x, y)], isClosed=True, color=0, thickness=thickness)
        white = (white * light).astype(np.uint8)
        target = out[y : y + height, x : x + width]
        target[inside > 0] = white[inside > 0] if out.ndim == 2 else white[inside > 0][:, None]
    return out


def paper_of(small: Grey) -> Grey:
    """Lightness of the paper at every place of a page at one pixel a point."""
    half = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(
        half, cv2.MORPH_CLOSE, _square(PAPER_POINTS // 2), borderType=cv2.BORDER_REPLICATE
    )
    paper = cv2.resize(cv2.blur(paper, (9, 9)), small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.maximum(24, np.asarray(paper, dtype=np.uint8))


def find_panels(small: Grey, paper: Grey) -> list[Panel]:
    """The shaded fields of a grey page at one pixel a point.

    Where the shade of a light one comes near to the paper's it is found in part only; the whole is found as less
    darkness is asked for.
    """
    panels = _panels(small, paper, SHADED)
    if not any(panel.ground > LIGHT_GROUND for panel in panels):
        return panels
    wider = _panels(small, paper, HARDLY_SHADED)
    return [next((w for w in wider if _holds(w, panel)), panel) for panel in panels]


def _holds(wider: Panel, panel: Panel) -> bool:
    """Whether a field holds another one of its ground and about its height."""
    (x, y, width, height), inner = cv2.boundingRect(wider.outline), cv2.boundingRect(panel.outline)
    slack = STROKE_POINTS
    across = x <= inner[0] + slack and inner[0] + inner[2] <= x + width + slack
    down = y <= inner[1] + slack and inner[1] + inner[3] <= y + height + slack
    short = [min(cv2.minAreaRect(each.outline)[1]) for each in (wider, panel)]
    return across and down and short[0] <= short[1] + slack and abs(wider.ground - panel.ground) <= EVEN_STEP


def _panels(small: Grey, paper: Grey, shaded: float) -> list[Panel]:
    """The fields that are darker than this share of the paper's lightness."""
    dark = (small < shaded * paper.astype(np.float32)).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _square(STROKE_POINTS))
    if not solid.any():
        return []
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _square(STROKE_POINTS))
    found = []
    for even in ((RULE_POINTS, PLAIN_POINTS), (PLAIN_POINTS, RULE_POINTS)):
        blocks = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(even, np.uint8))
        found.append(_fields(np.asarray(blocks, np.uint8), small, np.asarray(solid, np.uint8), paper))
    lying, upright = found
    whole_ones = [
        field
        for field in upright
        if any(_is_part(part, field) for part in lying) or not any(_touch(part, field) for part in lying)
    ]
    return whole_ones + [field for field in lying if not any(_is_part(field, other) for other in whole_ones)]


def _is_part(part: Panel, field: Panel) -> bool:
    """Whether a field lies in another one of its ground."""
    inside = cv2.pointPolygonTest(field.outline, cv2.minAreaRect(part.outline)[0], measureDist=False) >= 0
    smaller = cv2.contourArea(part.outline) <= cv2.contourArea(field.outline)
    return bool(inside and smaller and abs(part.ground - field.ground) <= EVEN_STEP)


def _touch(field: Panel, other: Panel) -> bool:
    """Whether the upright boxes around two fields have something in common."""
    (x, y, width, height), (left, top, wide, tall) = map(cv2.boundingRect, (field.outline, other.outline))
    return bool(x < left + wide and left < x + width and y < top + tall and top < y + height)


def _fields(blocks: NDArray[np.uint8], small: Grey, solid: NDArray[np.uint8], paper: Grey) -> list[Panel]:
    """Which of the dark blocks are fields; ``solid`` is what is dark and thicker than letters.

    Print of the next row that touches a field is part of its block: the field ends where its ground ends, which is
    what has the block's usual lightness and is thicker than letters.
    """
    outlines, _ = cv2.findContours(blocks, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    out = []
    for outline in (np.asarray(found, dtype=np.int32) for found in outlines):
        x, y, width, height = cv2.boundingRect(outline)
        at_edge = x < 3 or y < 3 or x + width > small.shape[1] - 3 or y + height > small.shape[0] - 3
        if at_edge or max(width, height) < LEAST_LONG / 2:
            continue
        here = slice(y, y + height), slice(x, x + width)
        block = np.zeros((height, width), np.uint8)
        cv2.fillPoly(block, [outline - (x, y)], 1)
        light = small[here] / paper[here]
        ground = _ground(light, block, solid[here])
        if not ground.any():
            continue
        hull = np.asarray(cv2.convexHull(cv2.findNonZero(ground))[:, 0, :], dtype=np.int32)
        inside = np.zeros((height, width), np.uint8)
        cv2.fillConvexPoly(inside, hull, 1)
        area = np.count_nonzero(inside)
        if not _is_field(hull) or np.count_nonzero(block & inside) < FILLED * area:
            continue
        if np.count_nonzero(ground) < GROUND_SHARE * area:
            continue
        values = light[cv2.erode(inside, _square(3)) > 0]
        if len(values) and _is_flat(values):
            level = float(np.median(values))
            ruled = _is_ruled(light, hull, level)
            here_on_page = hull + np.array([x, y])
            if not ruled and not _ends_abruptly(small, paper, here_on_page, level):
                continue
            if not ruled and _print_crosses(small, paper, here_on_page, level):
                continue
            out.append(Panel(here_on_page, level, _bears_light_print(values), ruled))
    return out


def _ground(
    light: NDArray[np.float64], block: NDArray[np.uint8], solid: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Where a dark block has the lightness that most of what is solid of it has, with the edge next to that."""
    body = (block & solid) > 0
    if not body.any():
        return np.zeros_like(block)
    ground = float(np.median(light[body]))
    flat = (light >= ground - FLAT_STEP) & (light <= ground + EVEN_STEP) & (block > 0)
    opened = cv2.morphologyEx(flat.astype(np.uint8), cv2.MORPH_OPEN, _square(STROKE_POINTS))
    return np.asarray((cv2.dilate(opened, _square(3)) > 0) & (block > 0), dtype=np.uint8)


def _is_ruled(light: NDArray[np.float64], hull: Outline, ground: float) -> bool:
    """Whether there is something darker than the ground along a good part of a field's outline."""
    darkest = cv2.erode(light.astype(np.float32), _square(5), borderType=cv2.BORDER_REPLICATE)
    edge = np.zeros(light.shape, np.uint8)
    cv2.polylines(edge, [hull], isClosed=True, color=1)
    return bool((darkest[edge > 0] < ground - RULING_STEP).mean() >= RULED_SHARE)


def _print_crosses(small: Grey, paper: Grey, hull: Outline, ground: float) -> bool:
    """Whether print runs across the long sides of a field again and again, as over a fold or a shadow's edge."""
    return any(
        _runs(np.all([light < ground - RULING_STEP for light in across], axis=0)) >= CROSSED
        for across in _beside_long_sides(small, paper, hull, (-CROSSING_POINTS, 0.0, CROSSING_POINTS))
    )


def _runs(told: NDArray[np.bool_]) -> int:
    """How many runs of true values there are."""
    return int(np.count_nonzero(np.diff(told.astype(np.int8), prepend=0) > 0))


def _ends_abruptly(small: Grey, paper: Grey, hull: Outline, ground: float) -> bool:
    """Whether the lightness changes at once at each long side of a field, as a shadow's does not."""
    return all(
        abs(float(np.median(outside)) - float(np.median(inside))) >= EDGE_STEP * (1 - ground)
        for inside, outside in _beside_long_sides(small, paper, hull, (-EDGE_POINTS, EDGE_POINTS))
    )


def _beside_long_sides(
    small: Grey, paper: Grey, hull: Outline, distances: Sequence[float]
) -> Iterator[list[NDArray[np.float64]]]:
    """The lightness against the paper's along each long side of a field, so far outward from it (points)."""
    corners = cv2.boxPoints(cv2.minAreaRect(hull))
    middle = corners.mean(axis=0)
    height, width = small.shape
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        length = float(np.hypot(*(b - a)))
        if length < LEAST_LONG:
            continue
        along = a + (b - a) * np.linspace(*WITHOUT_CORNERS, round(length))[:, None]
        outward = (a + b) / 2 - middle
        outward = outward / max(1.0, float(np.hypot(*outward)))
        sides = []
        for way in distances:
            xs, ys = np.round(along + way * outward).astype(int).T
            xs, ys = np.clip(xs, 0, width - 1), np.clip(ys, 0, height - 1)
            sides.append(small[ys, xs] / paper[ys, xs].astype(np.float64))
        yield sides


def _square(side: int) -> NDArray[np.uint8]:
    return np.ones((side, side), np.uint8)


def _is_field(outline: NDArray[np.int32]) -> bool:
    """Whether an outline is a rectangle, upright or slanted, of a field's size."""
    _, (width, height), _ = cv2.minAreaRect(outline)
    long, short = max(width, height) + 1, min(width, height) + 1
    sides = long >= LEAST_LONG and short >= LEAST_SHORT
    return bool(sides and cv2.contourArea(outline) >= RECTANGULAR * (long - 1) * (short - 1))


def _is_flat(values: NDArray[np.float64]) -> bool:
    """Whether a good part of a field has one lightness, as shading has and a picture has not."""
    near = np.abs(values - np.median(values)) <= FLAT_STEP
    return bool(np.count_nonzero(near) >= FLAT_SHARE * len(values))


def _bears_light_print(values: NDArray[np.float64]) -> bool:
    """Whether what stands out from the field's ground is lighter than it rather than darker."""
    ground = float(np.median(values))
    if ground > DARKEST_LIGHT:
        return False
    light = np.count_nonzero(values > ground + PRINT_STEP * (1 - ground))
    return bool(
        light >= PRINT_SHARE * len(values)
        and light > np.count_nonzero(values < DARK_PRINT * ground - DARK_STEP)
    )


def _whitened(part: NDArray[np.float32], inside: NDArray[np.uint8], panel: Panel) -> NDArray[np.float32]:
    """A field's lightness, changed so that its ground becomes white (1) and its print, light or dark, becomes dark."""
    if not panel.turned:
        darker = np.clip((panel.ground - part - EVEN_STEP) / (RULING_STEP - EVEN_STEP), 0, 1)
        lifted = part / max(LEAST_LIGHT, panel.ground)
        # rulings are as dark as elsewhere
        return np.asarray(part * darker + lifted * (1 - darker), np.float32)
    light = float(np.percentile(part[inside > 0], 99))
    turned = (light - part) / max(LEAST_LIGHT, light - panel.ground)
    if panel.ground < DARKEST_GROUND:
        return turned
    return np.where(part < panel.ground, part / panel.ground, turned)
