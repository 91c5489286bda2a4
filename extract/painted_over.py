"""Drawing that was painted over: an older version of a page, or a line, under a white patch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..schema.geometry import Box
from .pdfium_calls import Flags, Floats, Whole
from .vector_paths import PathCollector

INSIDE = 0.75
"""Points from a patch's sides within which it covers: a cell's ground is painted up to the middle of its rulings."""

AT_ONCE = 64
"""Patches compared with the drawing at a time, so that a page of very many needs little memory."""


class Patch(NamedTuple):
    """A white rectangle, the number of its object, and how much of each kind of drawing had been painted before it."""

    box: Box
    order: int
    before: dict[str, int]


def without_painted_over(
    paths: PathCollector, patches: Sequence[Patch], is_opaque: Callable[[int], bool]
) -> None:
    """Drop from the ``paths`` what lies wholly under a patch through which nothing shows (``is_opaque``)."""
    if not patches:
        return
    covers: dict[int, bool] = {}
    sides = np.array([patch.box.grown(-INSIDE) for patch in patches])
    for name in paths.counts():
        boxes = np.array(paths.boxes(name)).reshape(-1, 4)
        covered = np.zeros(len(boxes), np.bool_)
        before = np.array([patch.before[name] for patch in patches])
        for first in range(0, len(patches) if len(boxes) else 0, AT_ONCE):
            some = slice(first, first + AT_ONCE)
            under = _are_under(boxes, sides[some], before[some])
            for at in np.flatnonzero(under.any(axis=1)).tolist():
                order = patches[first + at].order
                if order not in covers:
                    covers[order] = is_opaque(order)
                if covers[order]:
                    covered |= under[at]
        if covered.any():
            paths.keep(name, (~covered).tolist())


def _are_under(boxes: Floats, sides: Floats, before: Whole) -> Flags:
    """For each patch (a row) which of the boxes lie within its sides and are among the first so many."""
    x0, top, x1, bottom = sides.T[:, :, None]
    under: Flags = (boxes[:, 0] >= x0) & (boxes[:, 1] >= top) & (boxes[:, 2] <= x1) & (boxes[:, 3] <= bottom)
    return under & (np.arange(len(boxes)) < before[:, None])
