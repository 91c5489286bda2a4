"""Cells of a page of text in which something is drawn, although no text was read there.

A cell is empty only if print shows nothing in it. Shapes and pictures that may be writing (`PageContent.marks`) are
known from the page's objects; where most of one lies within an empty cell, the page is rendered, once, and the cell
looked at. So nothing is rendered for cells in which there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..schema.geometry import Box
from .page_content import PageContent
from .pdfium_calls import Floats

Grey = NDArray[np.uint8]
Value = TypeVar("Value", bound=np.generic)

LOOK_SCALE = 2.0
"""Pixels to a point of the page as it is looked at: a pen's stroke is a pixel wide."""

INSET = 1.5
"""Points at the sides of a cell that are its rulings'."""

OWN = 0.5
"""Share of a mark that lies within a cell from which it is the cell's; what runs over several is in none of them."""

CONTRAST = 80
"""Of 255: difference from the cell's ground from which a pixel is inked; watermarks differ by less."""

BLACK = 80
"""Of 255: a ground as dark as that is a patch that hides the cell."""

LEAST_INK = 2.0
"""Square points of ink from which a cell is not empty: a thin tick."""

BESIDE = 6.0
"""Points at either side of a cell that are looked at: where it is as dark as well, a whole row is shaded."""

HAIR = 0.1
"""Points that a mark is wide and high at least."""


def cell_ink(content: PageContent, render: Callable[[float], Grey]) -> Callable[[Box], bool] | None:
    """A function that says whether a cell without words is inked: as far as is known before, or as the page shows.

    ``render`` gives the upright page in so many pixels to a point.
    """
    if not content.marks or content.skew:
        return content.has_ink
    boxes, before = np.array(content.marks), content.has_ink
    picture = cache(lambda: render(LOOK_SCALE))

    def has_ink(cell: Box) -> bool:
        if before is not None and before(cell):
            return True
        inside = _common(boxes, cell) >= OWN * _areas(boxes)
        return bool(inside.any()) and _is_inked(picture(), content, cell.grown(-INSET))

    return has_ink


def _is_inked(picture: Grey, content: PageContent, cell: Box) -> bool:
    """Whether there is ink in a cell beside the words and rulings that reach into it, or it alone is blacked out."""
    part = _part(picture, cell)
    if not part.size:
        return False
    ground = int(np.median(part))
    if ground <= BLACK:
        beside = [_part(picture, cell._replace(x0=cell.x0 - BESIDE, x1=cell.x0 - BESIDE / 2))]
        beside += [_part(picture, cell._replace(x0=cell.x1 + BESIDE / 2, x1=cell.x1 + BESIDE))]
        return all(side.size and np.median(side) > BLACK for side in beside)
    ink = np.abs(part.astype(np.int16) - ground) >= CONTRAST
    for box in _explained(content, cell):
        _part(ink, Box(box.x0 - cell.x0, box.top - cell.top, box.x1 - cell.x0, box.bottom - cell.top))[:] = (
            False
        )
    return bool(ink.sum() >= LEAST_INK * LOOK_SCALE**2)


def _explained(content: PageContent, cell: Box) -> Iterator[Box]:
    """The places of the words and rulings that reach into a cell."""
    for word in content.words:
        if word.box.intersection_area(cell) > 0:
            yield word.box
    for ruling in content.rulings:
        box = ruling.band(ruling.width / 2 + INSET)
        if box.intersection_area(cell) > 0:
            yield box


def _part(picture: NDArray[Value], box: Box) -> NDArray[Value]:
    x0, top, x1, bottom = (max(0, round(side * LOOK_SCALE)) for side in box)
    return picture[top:bottom, x0:x1]


def _common(boxes: Floats, cell: Box) -> Floats:
    """The area that each box has in common with the cell; those without a width or a height count as a little wide."""
    wide = np.minimum(boxes[:, 2], cell.x1) - np.maximum(boxes[:, 0], cell.x0)
    high = np.minimum(boxes[:, 3], cell.bottom) - np.maximum(boxes[:, 1], cell.top)
    return np.where((wide < 0) | (high < 0), 0.0, np.maximum(wide, HAIR) * np.maximum(high, HAIR))


def _areas(boxes: Floats) -> Floats:
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return np.maximum(wide, HAIR) * np.maximum(high, HAIR)
