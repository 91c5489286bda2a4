"""Drawing that was painted over: an older version of a page, or a line, under a white patch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..schema.geometry import Box
from .vector_paths import PathCollector

INSIDE = 0.75
"""Points from a patch's sides within which it covers: a cell's ground is painted up to the middle of its rulings."""


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
    for name in paths.counts():
        boxes = np.array(paths.boxes(name)).reshape(-1, 4).T
        covered = np.zeros(boxes.shape[1], np.bool_)
        for patch in patches:
            before = patch.before[name]
            x0, top, x1, bottom = patch.box.grown(-INSIDE)
            under = (boxes[0, :before] >= x0) & (boxes[1, :before] >= top)
            under &= (boxes[2, :before] <= x1) & (boxes[3, :before] <= bottom)
            if not under.any():
                continue
            if patch.order not in covers:
                covers[patch.order] = is_opaque(patch.order)
            if covers[patch.order]:
                covered[:before] |= under
        if covered.any():
            paths.keep(name, ~covered)
