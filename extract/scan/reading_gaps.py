"""What a scan's ink says against its reading: lines that gave nothing, cells with ink but no text, pages lost.

Ink is judged by its shape. Specks, stamps and what a ruling has left are no print; a row of pieces as large as
letters is, and if no engine makes anything of it, that is a gap and no empty place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...schema.blocks import Word
from ...schema.gaps import Gap, GapCode
from ...schema.geometry import Box
from ...schema.known_words import is_known
from .connected_components import Mask
from .print_lines import Layout, TextLine

LETTERS, WIDTH, SIZED = 6, 5.0, 0.6
"""Pieces, letter heights of width, and share of pieces as tall as letters, from which a line is print for
certain.
"""

LINES, READ = 3, 0.3
"""Lines from which a page is judged, and the share of them that must have given a word."""

LETTER_HIGH, LETTER_WIDE, SMALL_HIGH, LINE_HIGH = (0.6, 2.6), 0.25, 2.2, 0.9
"""Height and least width of a letter, the greatest height of a small one, and the least of a line, in heights of the
usual letter.
"""

PLAUSIBLE = 0.6
"""Confidence from which an unknown word counts as read."""

INK = 0.5
"""Ink of letters' size, in squares of a letter's height, from which a cell is not empty."""

BLANK = 0.001
"""Share of a page's inner part that is inked although it is blank: specks."""

EDGE, MARGIN = 0.025, 0.06
INSET_POINTS = 2.0
MOST_LINES = 30
LONGEST_PIECE = 40.0
"""Of the letters' height: a longer piece of ink is a stroke, not joined letters."""

FILLED = 0.15
"""Share of its box that a letter's ink fills at least; a frame or a curve fills less."""


def ink_finder(layout: Layout, scale: float) -> Callable[[Box], bool]:
    """A function that says whether print-like ink lies within a box in points, wherever no stamp is."""
    pieces, height = layout.pieces, layout.height
    boxes, tall, wide = pieces.boxes, pieces.heights, pieces.widths
    filled = pieces.ink / np.maximum(1, tall * wide)
    low, high = (share * height for share in LETTER_HIGH)
    letters = (tall >= low) & (tall <= high) & (wide >= LETTER_WIDE * height)
    letters &= (wide <= LONGEST_PIECE * height) & (filled > FILLED)
    for x0, top, x1, bottom in layout.stamps:
        over = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        letters &= ~over
    boxes, ink = boxes[letters], pieces.ink[letters]

    def has_ink(box: Box) -> bool:
        x0, top, x1, bottom = (v * scale for v in box.grown(-INSET_POINTS))
        inside = (boxes[:, 0] >= x0) & (boxes[:, 2] <= x1) & (boxes[:, 1] >= top) & (boxes[:, 3] <= bottom)
        return bool(ink[inside].sum() >= INK * height * height)

    return has_ink


def is_print(line: TextLine, layout: Layout) -> bool:
    """Whether a line is print for certain: some letters side by side, and no stamp there."""
    height = layout.height
    if line.sign or not line.members or layout.on_stamp(line) or _at_edge(line, layout):
        return False
    tall = layout.pieces.heights[line.members]
    sized = float(((tall >= LETTER_HIGH[0] * height) & (tall <= SMALL_HIGH * height)).mean())
    return bool(
        LINE_HIGH * height <= line.bottom - line.top <= LETTER_HIGH[1] * height
        and len(line.members) >= LETTERS
        and line.x1 - line.x0 >= WIDTH * height
        and sized >= SIZED
    )


def _at_edge(line: TextLine, layout: Layout) -> bool:
    """Whether a line lies in the page's outermost margin, where scans have dirt and shadows."""
    high, wide = (int(side) for side in layout.pieces.labels.shape)
    return (
        line.top < EDGE * high
        or line.bottom > (1 - EDGE) * high
        or line.x0 < EDGE * wide
        or line.x1 > (1 - EDGE) * wide
    )


def is_read(words: Sequence[Word]) -> bool:
    """Whether a line's words hold one that was plausibly read."""
    return any(is_known(word.text) or word.confidence >= PLAUSIBLE for word in words if len(word.text) > 1)


def reading_gaps(
    lines: Sequence[tuple[TextLine, Sequence[Word]]], layout: Layout, ink: Mask, number: int, scale: float
) -> list[Gap]:
    """Gaps of a page's reading: it is blank or illegible as a whole, or single lines gave no word.

    ``lines`` are all lines with what was read of each. Boxes are of the straight page.
    """
    sure = [(line, words) for line, words in lines if is_print(line, layout)]
    read = sum(is_read(words) for _, words in sure)
    if len(sure) >= LINES and read < READ * len(sure):
        message = f"of {len(sure)} lines of print on page {number} hardly any could be read"
        return [Gap(GapCode.ILLEGIBLE_PAGE, message, number)]
    if not any(words for _, words in lines) and not sure:
        high, wide = (round(MARGIN * side) for side in ink.shape)
        if ink[high : ink.shape[0] - high, wide : ink.shape[1] - wide].mean() < BLANK:
            return [Gap(GapCode.BLANK_PAGE, f"page {number} has no print", number)]
        return [Gap(GapCode.ILLEGIBLE_PAGE, f"page {number} has ink but no text could be read", number)]
    lost = [line for line, words in sure if not words]
    return unread_gaps([line_box(line, scale) for line in lost], number)


def unread_gaps(lost: Sequence[Box], number: int) -> list[Gap]:
    """A gap for each of the lines (boxes in points of the straight page) that no engine could read."""
    message = "a line of print that no engine could read"
    return [Gap(GapCode.UNREADABLE, message, number, box) for box in lost[:MOST_LINES]]


def line_box(line: TextLine, scale: float) -> Box:
    """The line's box in points."""
    return Box(line.x0 / scale, line.top / scale, line.x1 / scale, line.bottom / scale)
