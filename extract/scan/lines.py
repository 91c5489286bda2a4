"""Lines of print on a straight page without its rulings: what is cut out for the engines.

Pieces of ink chain into lines, never across a ruling. What is no print is left aside first: the sheet's
edge, punch holes, signatures, specks. Dots, commas and dashes are too small to lead a line and join the one
they stand in. Each line knows its pieces, so that its picture can be cut without the lines above and below.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .pieces import Chain, Mask, Pieces, chain_pieces, find_pieces, letter_height
from .rulings import Rule

GAP = 3.2
"""Widest gap within a cut, in letter heights; a wider one begins a new cut on the same line."""


@dataclass(slots=True)
class TextLine:
    """A line of print in pixels with its pieces (indices); ``base`` is where its letters stand."""

    members: list[int]
    x0: int
    top: int
    x1: int
    bottom: int
    base: float


@dataclass(frozen=True, slots=True)
class Layout:
    """All lines of a page, its pieces, and the typical height of a letter in pixels."""

    lines: list[TextLine]
    pieces: Pieces
    height: float


def find_lines(ink: Mask, rules: list[Rule], scale: float) -> Layout:
    """Lines of print in a mask of ink, from top to bottom; ``scale`` is pixels per point."""
    pieces = find_pieces(ink)
    height = letter_height(pieces, scale)
    tall = pieces.heights
    print_like = _print_like(pieces, height, scale, ink.shape)
    letters = print_like & (tall >= 0.55 * height) & (tall <= 2.6 * height)
    walls = np.array([[r.pos, r.start, r.end] for r in rules if r.axis == "v"]).reshape(-1, 3)
    chains = chain_pieces(pieces, np.flatnonzero(letters), height, walls, GAP * height)
    lines = [_line(chain, pieces) for chain in chains]
    small = print_like & ~letters & (tall < 0.55 * height)
    _take_small(lines, pieces, np.flatnonzero(small), height, walls)
    lines = [line for line in lines if _is_text(line, pieces, height, scale)]
    lines += _dashes(lines, pieces, np.flatnonzero(small), height, scale)
    return Layout(sorted(lines, key=lambda line: (line.base, line.x0)), pieces, height)


def _print_like(pieces: Pieces, height: float, scale: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Pieces that can be letters or marks: no specks, nothing of the sheet's edge, no large drawing."""
    boxes, tall, wide = pieces.boxes, pieces.heights, pieces.widths
    margin = 2
    edge = (boxes[:, 0] < margin) | (boxes[:, 1] < margin)
    edge |= (boxes[:, 2] > shape[1] - margin) | (boxes[:, 3] > shape[0] - margin)
    speck = (pieces.ink < (0.55 * scale) ** 2) | (np.maximum(tall, wide) < 0.6 * scale)
    return ~edge & ~speck & (tall <= 3.2 * height) & (wide <= 40 * height)


def _line(chain: Chain, pieces: Pieces) -> TextLine:
    boxes = pieces.boxes[chain.members]
    base = float(np.median(boxes[:, 3]))
    return TextLine(
        list(chain.members),
        int(boxes[:, 0].min()),
        int(boxes[:, 1].min()),
        int(boxes[:, 2].max()),
        int(boxes[:, 3].max()),
        base,
    )


def _take_small(
    lines: list[TextLine], pieces: Pieces, small: NDArray[np.intp], height: float, walls: NDArray[np.float64]
) -> None:
    """Dots, commas, hyphens and quotes join the line within whose reach they stand."""
    if not lines or not len(small):
        return
    frame = np.array(
        [[line.x0, line.base - 1.5 * height, line.x1, line.base + 0.5 * height] for line in lines]
    )
    for index in small:
        x0, y0, x1, y1 = pieces.boxes[index]
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        inside = (frame[:, 1] <= middle_y) & (middle_y <= frame[:, 3])
        aside = np.maximum(0, np.maximum(frame[:, 0] - middle_x, middle_x - frame[:, 2]))
        close = inside & (aside <= 1.6 * height)
        if not close.any():
            continue
        off = np.abs(frame[:, 3] - 0.9 * height - middle_y)
        chosen = int(np.argmin(np.where(close, aside + off, np.inf)))
        line = lines[chosen]
        if len(walls) and aside[chosen] > 0 and _wall_between(walls, line, middle_x, middle_y):
            continue
        line.members.append(int(index))
        line.x0, line.x1 = min(line.x0, int(x0)), max(line.x1, int(x1))
        line.top, line.bottom = min(line.top, int(y0)), max(line.bottom, int(y1))


def _wall_between(walls: NDArray[np.float64], line: TextLine, x: float, y: float) -> bool:
    low, high = (x, line.x0) if x < line.x0 else (line.x1, x)
    return bool(((walls[:, 0] > low) & (walls[:, 0] < high) & (walls[:, 1] < y) & (walls[:, 2] > y)).any())


def _is_text(line: TextLine, pieces: Pieces, height: float, scale: float) -> bool:
    """Not a lone scratch or blot: some ink, of letters' size, not too thin for its height."""
    ink = int(pieces.ink[line.members].sum())
    tall = line.bottom - line.top
    if len(line.members) == 1:
        box = pieces.boxes[line.members[0]]
        filled = ink / max(1, (box[2] - box[0]) * (box[3] - box[1]))
        return bool(0.6 * height <= tall <= 2.2 * height and filled > 0.15 and box[2] - box[0] >= 0.5 * scale)
    return ink >= 4 * scale * scale


def _dashes(
    lines: list[TextLine], pieces: Pieces, small: NDArray[np.intp], height: float, scale: float
) -> list[TextLine]:
    """Dashes that stand alone, as where a cell is left open or a list mark stands far from its text."""
    taken = {index for line in lines for index in line.members}
    out = []
    for index in small:
        if int(index) in taken:
            continue
        x0, y0, x1, y1 = (int(v) for v in pieces.boxes[index])
        filled = pieces.ink[index] / max(1, (x1 - x0) * (y1 - y0))
        if (
            x1 - x0 >= 0.3 * height
            and x1 - x0 >= 1.6 * (y1 - y0)
            and filled > 0.6
            and y1 - y0 >= 0.35 * scale
        ):
            middle = (y0 + y1) / 2
            out.append(
                TextLine([int(index)], x0, round(middle - height), x1, round(middle + height / 2), middle)
            )
    return out


def cut(page: NDArray[np.uint8], layout: Layout, line: TextLine, border: int) -> NDArray[np.uint8]:
    """The line's picture on white, without pieces of other lines, with a white border."""
    reach = max(2, round(0.18 * layout.height))
    y0, y1 = max(0, line.top - reach), min(page.shape[0], line.bottom + reach)
    x0, x1 = max(0, line.x0 - reach), min(page.shape[1], line.x1 + reach)
    labels = layout.pieces.labels[y0:y1, x0:x1]
    own = np.zeros(len(layout.pieces.boxes) + 1, dtype=bool)
    own[0] = True
    own[np.array(line.members) + 1] = True
    foreign = ~own[labels]
    out = np.full((y1 - y0 + 2 * border, x1 - x0 + 2 * border), 255, dtype=np.uint8)
    body = page[y0:y1, x0:x1].copy()
    if foreign.any():
        body[cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    out[border : border + body.shape[0], border : border + body.shape[1]] = body
    return out
