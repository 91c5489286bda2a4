"""Pieces of ink on a page, and how they chain into lines of print.

A piece is a connected component. A line grows from left to right by whatever stands next at the same height;
what it may not do is cross a vertical ruling, because there another cell begins. Nothing here needs the lines
to be exactly level: each is followed piece by piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Ints = NDArray[np.int32]

NARROWEST_PRINT, USUAL_PRINT = 1.2, 7.0
"""Points: a narrower piece is no letter; a page without letters counts as printed with letters as high."""

OVERLAP, FAR_COSTS = 0.45, 0.1
"""Share of the lower height by which a piece overlaps its line, and how much of it white as wide as allowed costs."""

LEADING, FOLLOWS = 0.7, 0.3
"""Height of a piece, in letters, from which a line follows it, and how far it moves towards the piece."""

SMALLEST_PRINT = 3.2
"""Height in points of the small letters of the smallest print that counts."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Connected components: ``labels`` per pixel, and per piece its box (x0, y0, x1, y1) and ink."""

    labels: Ints
    boxes: Ints
    ink: Ints

    @property
    def heights(self) -> Ints:
        """Height of every piece."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    @property
    def widths(self) -> Ints:
        """Width of every piece."""
        return self.boxes[:, 2] - self.boxes[:, 0]


@dataclass(slots=True)
class Chain:
    """Pieces in a row, by index, with the extent of the row."""

    members: list[int]
    x0: int
    top: float
    x1: int
    bottom: float


def find_pieces(ink: Mask) -> Pieces:
    """The components of a mask of 0 and 1; the first of them has label 1 and index 0.

    Boxes and ink are taken from the rows' runs of ink, since OpenCV's own statistics take four times as long as its
    labels.
    """
    count, labels = cv2.connectedComponents(ink, connectivity=8, ltype=cv2.CV_32S)
    width = ink.shape[1] + 1
    padded = np.zeros(ink.shape[0] * width + 1, np.uint8)  # white before each row, and after the last
    padded[1:].reshape(-1, width)[:, :-1] = ink
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    row = edges[::2] // width
    start, end = edges[::2] - row * width, edges[1::2] - row * width
    owner = labels[row, start]
    x0, x1 = np.full(count, width), np.zeros(count, np.intp)
    np.minimum.at(x0, owner, start)
    np.maximum.at(x1, owner, end)
    y0, y1 = np.zeros(count, np.intp), np.zeros(count, np.intp)
    y0[owner[::-1]] = row[::-1]  # of several values the last one stays
    y1[owner] = row + 1
    inked = np.bincount(owner, weights=end - start, minlength=count)
    boxes = np.stack([x0, y0, x1, y1], axis=1)[1:]
    return Pieces(np.asarray(labels, dtype=np.int32), boxes.astype(np.int32), inked[1:].astype(np.int32))


def find_bodies(ink: Mask) -> list[tuple[tuple[int, int, int, int], NDArray[np.bool_]]]:
    """Box (x0, y0, x1, y1) and pixels within it of every connected component of a mask, from top to bottom.

    For masks with little ink: it follows the outlines, which takes a fifth of `find_pieces`' time. Holes are filled.
    """
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    bodies = []
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        body = np.zeros((height, width), np.uint8)
        cv2.drawContours(body, [outline], 0, 1, cv2.FILLED, offset=(-x, -y))
        bodies.append(((x, y, x + width, y + height), body > 0))
    return sorted(bodies, key=lambda body: (body[0][1], body[0][0]))


def letter_height(pieces: Pieces, scale: float) -> float:
    """Typical height of a letter in pixels (``scale`` pixels per point), weighed by width."""
    heights, widths = pieces.heights, pieces.widths
    usual = (heights >= SMALLEST_PRINT * scale) & (heights <= 16 * scale) & (widths <= 90 * scale)
    usual &= widths >= NARROWEST_PRINT * scale
    if not usual.any():
        return USUAL_PRINT * scale
    order = np.argsort(heights[usual])
    mass = np.cumsum(np.minimum(widths[usual], 30 * scale)[order])
    return float(heights[usual][order][np.searchsorted(mass, mass[-1] / 2)])


def chain_pieces(
    pieces: Pieces,
    chosen: Sequence[int] | NDArray[np.intp],
    height: float,
    walls: NDArray[np.float64],
    reach: float,
) -> list[Chain]:
    """Rows of the chosen pieces.

    ``height`` is the typical letter's, ``reach`` the widest gap within a line in pixels, ``walls`` vertical
    rulings as rows of x, top, bottom.
    """
    boxes = pieces.boxes.tolist()
    order = sorted((int(i) for i in chosen), key=lambda i: (boxes[i][0], boxes[i][1]))
    uprights = sorted(walls.tolist())
    chains: list[Chain] = []
    live: list[Chain] = []
    for index in order:
        x0, y0, x1, y1 = boxes[index]
        live = [chain for chain in live if chain.x1 >= x0 - reach]
        best, best_score = None, OVERLAP
        for (
            chain
        ) in live:  # the innermost loop of a page: comparisons here, since calls of min and max are dear
            top, bottom = chain.top, chain.bottom
            common = (bottom if bottom < y1 else y1) - (top if top > y0 else y0)
            if common <= 0:
                continue
            lower, gap = min(bottom - top, y1 - y0), x0 - chain.x1
            score = common / lower - (FAR_COSTS * gap / reach if gap > 0 else 0.0)
            if score > best_score and not _walled(uprights, chain.x1, x0, (top + bottom) / 2):
                best, best_score = chain, score
        if best is None:
            chains.append(Chain([index], x0, y0, x1, y1))
            live.append(chains[-1])
        else:
            _extend(best, index, (y0, x1, y1), height)
    return chains


def _extend(chain: Chain, index: int, extent: tuple[int, int, int], height: float) -> None:
    """Add a piece to the chain and move the chain's band towards it, so that a slanted line is followed."""
    top, right, bottom = extent
    chain.members.append(index)
    chain.x1 = max(chain.x1, right)
    if bottom - top < LEADING * height:
        return
    chain.top += FOLLOWS * (top - chain.top)
    chain.bottom += FOLLOWS * (bottom - chain.bottom)


def _walled(walls: Sequence[Sequence[float]], left: float, right: float, y: float) -> bool:
    """Whether one of the walls (x, top, bottom), sorted by x, stands between two places on a level."""
    low, high = min(left, right) - 1, max(left, right) + 1
    for x, top, bottom in walls[bisect_right(walls, low, key=itemgetter(0)) :]:
        if x >= high:
            return False
        if top < y < bottom:
            return True
    return False
