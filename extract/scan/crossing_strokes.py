"""Where a pen's stroke, a blot, a stamp or the picture's edge runs through a line of print.

What it touches hangs together with it and is too large to be a letter, so the words there are read without some of
their letters, and the engines are sure of what is left. Such words are doubted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...schema.blocks import Word
from .print_lines import TALLEST, WIDEST, Layout, TextLine

MOST_SURE = 0.5
"""Confidence that a word has at most which ink that is no print runs into."""

REACH = 1.2
"""How far from a word such ink lies at most that has taken letters of it, in heights of the usual letter."""

INTO_LINE = 0.3
"""Part of the usual letter's height, above the line's base, that the ink covers in some column at least."""


class CrossingStrokes:
    """A page's ink that is no print, asked for the lines that it runs through."""

    def __init__(self, layout: Layout) -> None:
        pieces, self._layout = layout.pieces, layout
        members = np.zeros(len(pieces.boxes), dtype=bool)
        members[[index for line in layout.lines for index in line.members]] = True
        height = layout.height
        large = (pieces.heights > TALLEST * height) | (pieces.widths > WIDEST * height)
        high, wide = pieces.labels.shape
        cut_off = (pieces.boxes[:, 3] >= high) | (pieces.boxes[:, 2] >= wide)
        cut_off |= (pieces.boxes[:, 1] <= 0) | (pieces.boxes[:, 0] <= 0)
        self._large = np.flatnonzero((large | cut_off) & ~members)

    def doubted(self, words: Sequence[Word], line: TextLine, scale: float) -> list[Word]:
        """The line's words (points, ``scale`` pixels each), those beside a crossing stroke with little confidence."""
        columns = self._columns(line)
        if not len(columns):
            return list(words)
        reach = REACH * self._layout.height
        out = []
        for word in words:
            x0, x1 = word.box.x0 * scale - reach, word.box.x1 * scale + reach
            near = bool(((columns >= x0) & (columns <= x1)).any())
            out.append(replace(word, confidence=min(MOST_SURE, word.confidence)) if near else word)
        return out

    def _columns(self, line: TextLine) -> NDArray[np.intp]:
        """The columns (pixels) in which ink that is no print stands in the line."""
        height, pieces = self._layout.height, self._layout.pieces
        boxes = pieces.boxes[self._large]
        top, bottom = round(line.base - height), round(line.base)
        left, right = round(line.x0 - REACH * height), round(line.x1 + REACH * height)
        near = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        if not near.any():
            return np.empty(0, dtype=np.intp)
        left = max(0, left)
        band = np.isin(pieces.labels[max(0, top) : bottom, left:right], self._large[near] + 1)
        return np.flatnonzero(band.sum(axis=0) >= INTO_LINE * height) + left
