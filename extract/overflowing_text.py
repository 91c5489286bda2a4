"""Text that flows over a vertical ruling out of its cell, as a spreadsheet's does, and is its cell's all the same.

It is drawn in one go, and where the ruling runs through it no wider space parts it than its words anyway. A program
that draws a whole row in one go leaves wider spaces between the cells, which are no overflow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from ..schema.geometry import Box
from . import pdfium_calls as calls
from .characters import line_boxes
from .clipped_words import walls_in
from .glyphs import Characters
from .page_content import Ruling
from .page_objects import Texts, ToFrame
from .pdfium_calls import Floats

WIDEST_SPACE = 0.4
"""Of a text's height: a wider space parts cells, unless the text's other spaces are as wide."""

LEAST_SPACE = 0.1
"""Of a text's height: a narrower gap is one between letters."""

LIKE_SPACES = 1.3
"""Times the usual space of a text that the one at a ruling may be wide."""

STRETCHED_SPACE = 1.2
"""Of a text's height: the widest space of letter-spaced or justified print; white between figures is wider."""

PADDING = 6.0
"""Points between a cell's side and its text, at most: where a text begins so near to a side, it begins in that cell."""

CENTRED = 2.0
"""Points by which a text in the middle of its cell may reach further over one side than over the other."""


def overflowing(
    chars: Characters, texts: Texts, rulings: Sequence[Ruling], to_frame: ToFrame
) -> dict[int, Box]:
    """For each text that flows over a ruling, by its address, the part of its line that is its cell's."""
    places = np.flatnonzero(~texts.is_hidden)
    if not len(places) or not any(ruling.axis == "v" for ruling in rulings):
        return {}
    boxes = texts.boxes[places]
    crossed = walls_in(boxes, rulings, slack=0.0)
    if not crossed:
        return {}
    addresses = {at: texts.handle(int(places[at])).address for at in crossed}
    letters = _letters(chars, boxes[list(crossed)], set(addresses.values()), to_frame)
    out = {}
    for at, walls in crossed.items():
        box, address = Box(*boxes[at].tolist()), addresses[at]
        if box.width > box.height and _is_one(letters.get(address, []), walls, box.height):
            beside = [r.pos for r in rulings if r.axis == "v" and r.start <= box.cy <= r.end]
            out[address] = _home(box, sorted(beside))
    return out


def _letters(
    chars: Characters, boxes: Floats, wanted: set[int], to_frame: ToFrame
) -> dict[int, list[tuple[float, float]]]:
    """Where the letters of some texts (their addresses, and a box a row) begin and end, from left to right.

    A slanted text, as a watermark is, has none.
    """
    glyphs = chars.is_glyph.nonzero()[0]
    ax, ay = to_frame(*chars.boxes[glyphs, :2].T)
    bx, by = to_frame(*chars.boxes[glyphs, 2:].T)
    begun = np.sort(boxes[:, 1]).searchsorted(np.maximum(ay, by), side="right")
    ended = np.sort(boxes[:, 3]).searchsorted(np.minimum(ay, by))
    beside = np.flatnonzero(
        np.greater(begun, ended)
    )  # only letters at the height of such a text can be its own
    sides = zip(np.minimum(ax, bx)[beside].tolist(), np.maximum(ax, bx)[beside].tolist(), strict=True)
    out: dict[int, list[tuple[float, float]]] = {}
    first: dict[int, int] = {}
    for i, side in zip(glyphs[beside].tolist(), sides, strict=True):
        owner = calls.text_object_of(chars.textpage, i).address
        if owner in wanted and not chars.texts[i].isspace():
            out.setdefault(owner, []).append(side)
            first.setdefault(owner, i)
    if not first:
        return {}
    sizes, _, _ = line_boxes(chars.textpage, list(first.values()), to_frame)
    upright = {owner for owner, size in zip(first, sizes.tolist(), strict=True) if size > 0}
    return {owner: sorted(letters) for owner, letters in out.items() if owner in upright}


def _is_one(letters: Sequence[tuple[float, float]], walls: Sequence[float], height: float) -> bool:
    """Whether no wide space parts a text at any of the ``walls`` that run through it."""
    gaps = [after[0] - before[1] for before, after in pairwise(letters)]
    middles = [(start + end) / 2 for start, end in letters]
    spaces = [gap for gap in gaps if gap > height * LEAST_SPACE]
    usual = median(spaces) if len(spaces) > len(walls) else 0.0
    widest = max(WIDEST_SPACE * height, min(LIKE_SPACES * usual, STRETCHED_SPACE * height))
    ends = [bisect_left(middles, wall) for wall in walls]
    return all(0 < end < len(middles) and gaps[end - 1] <= widest for end in ends)


def _home(box: Box, walls: Sequence[float]) -> Box:
    """The part of a text's box within the cell that it belongs to: where it begins, ends or has its middle.

    One that reaches over both sides of a cell is that one's, unless it begins or ends at a side of another.
    """

    def cell(x: float) -> tuple[float, float]:
        at = bisect_left(walls, x)
        left = walls[at - 1] if at else box.x0
        return left, walls[at] if at < len(walls) else box.x1

    first, middle, last = cell(box.x0 + 1), cell(box.cx), cell(box.x1 - 1)
    left, right = box.x0 - first[0], last[1] - box.x1
    is_centred = abs((middle[0] - box.x0) - (box.x1 - middle[1])) <= CENTRED
    if middle not in (first, last) and (is_centred or min(left, right) > PADDING):
        home = middle
    elif left <= max(PADDING, right):
        home = first
    else:
        home = last
    return Box(max(home[0], box.x0), box.top, min(home[1], box.x1), box.bottom)
