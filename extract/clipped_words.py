"""Words that are cut off: spreadsheets clip a text to its cell, and to each page again.

What a cell cuts off at its side is not printed, and is no text (`cut_at_sides` names the texts; their letters
are then read one by one). What it cuts off below or above is the cell's all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdf

from ..schema.blocks import Word
from ..schema.geometry import Box
from .glyph_words import ASCENT, DESCENT
from .page_content import Ruling
from .page_objects import PageObjects, ToFrame, matrix_of, times
from .pdfium_calls import Floats, Whole

SAME_BASELINE = 0.5  # points
CUT = 0.3  # of a word's height, above and below a ruling that runs through its middle
SLACK = 1.0  # points that a line may be shorter than the word through which it runs
MARGIN = 0.05  # of the page's height: text further out is seldom printed on purpose
OVER = 2.0  # points: words that share less of their width do not lie over each other
AT_ONCE = 256  # words compared with others at a time, so that a page of very many needs little memory


class ClippedText(NamedTuple):
    """A text object's place, the box that it is clipped to, its baseline, and what distinguishes it from others."""

    box: Box
    clip: Box
    baseline: float
    address: int

    def holds(self, word: Word) -> bool:
        """Whether the word is part of this text object."""
        inside = self.box.x0 - 1 <= word.box.cx <= self.box.x1 + 1
        return inside and abs(_baseline(word) - self.baseline) <= SAME_BASELINE

    @property
    def is_seen(self) -> bool:
        """Whether it is printed at the height of its middle; what its cell cuts off at the sides does not count."""
        beside = self.box.x1 < self.clip.x0 - 1 or self.box.x0 > self.clip.x1 + 1
        return not beside and self.clip.top - 1 <= self.box.cy <= self.clip.bottom + 1

    @property
    def is_cut(self) -> bool:
        """Whether it is cut off at a side."""
        return self.box.x0 < self.clip.x0 - SLACK or self.box.x1 > self.clip.x1 + SLACK


def _baseline(word: Word) -> float:
    return word.box.bottom - word.size * DESCENT / (ASCENT + DESCENT)


def _row(y: float) -> int:
    """The number of a row as high as baselines of one text lie apart; broken files have numbers that are none."""
    return math.floor(y / SAME_BASELINE) if math.isfinite(y) else 0


def clipped_texts(objects: PageObjects, to_frame: ToFrame) -> list[ClippedText]:
    """The text objects that a clipping path cuts."""
    walked = objects.walked
    cut = [i for i in objects.clips if walked.kinds[i] == pdf.FPDF_PAGEOBJ_TEXT]
    boxes = walked.bounds(cut, to_frame).tolist() if cut else []
    found = []
    for i, box in zip(cut, boxes, strict=True):
        handle, matrix = walked.handles[i], walked.matrices[i]
        *_, x, y = times(matrix_of(handle), matrix)
        found.append(ClippedText(Box(*box), objects.clips[i], to_frame(x, y)[1], handle.address))
    return found


def cut_at_sides(clipped: Sequence[ClippedText]) -> dict[int, Box]:
    """For each text that is cut off at a side, by its address, the box that it is clipped to."""
    return {text.address: text.clip for text in clipped if text.is_cut}


def with_clips(
    words: list[Word], clipped: Sequence[ClippedText], rulings: Sequence[Ruling], foot: float
) -> list[Word]:
    """The words without those that are printed elsewhere, where they are not clipped off; the others with the height
    that they are clipped to.

    Spreadsheets clip a text to its cell. One that is too long for a row goes on below it, out of sight, or above it,
    too, where it is centred, and is the cell's all the same. But the text of a cell that spans pages is printed again
    on each page, clipped to what is there: what lies beyond the last thing on a page (except its ``foot``), or above
    the cell alone, is on another page.
    """
    if not clipped:
        return words
    by_baseline: dict[int, list[ClippedText]] = {}
    for text in clipped:
        for row in (-1, 0, 1):
            by_baseline.setdefault(_row(text.baseline) + row, []).append(text)
    near = [by_baseline.get(_row(_baseline(word)), []) if word.clip is None else [] for word in words]
    owners = [next((t for t in texts if t.holds(w)), None) for w, texts in zip(words, near, strict=True)]
    seen = [word.box.bottom for word, text in zip(words, owners, strict=True) if text is None or text.is_seen]
    drawn = [ruling.pos for ruling in rulings if ruling.axis == "h"]
    last = max((y for y in [*seen, *drawn] if y < foot), default=0.0)
    goes_on = {text.clip for text in clipped if text.box.cy > text.clip.bottom < last - 1}
    return [
        word if text is None else replace(word, clip=text.clip._replace(x0=word.box.x0, x1=word.box.x1))
        for word, text in zip(words, owners, strict=True)
        if text is None or text.is_seen or text.clip in goes_on
    ]


def boxes_of(words: Sequence[Word]) -> Floats:
    """The words' boxes, a row each."""
    sides = chain.from_iterable([word.box for word in words])
    return np.fromiter(sides, np.float64, 4 * len(words)).reshape(len(words), 4)


def common_areas(boxes: Floats, box: Box) -> Floats:
    """The area that each of some boxes has in common with another."""
    wide = np.minimum(boxes[:, 2], box.x1) - np.maximum(boxes[:, 0], box.x0)
    high = np.minimum(boxes[:, 3], box.bottom) - np.maximum(boxes[:, 1], box.top)
    return np.where((wide <= 0) | (high <= 0), 0.0, wide * high)


def walls_in(boxes: Floats, rulings: Sequence[Ruling], slack: float = SLACK) -> dict[int, list[float]]:
    """Where vertical rulings run through words, as where text goes on beyond its cell, by the number of the word.

    ``boxes`` are those of the words, here and below, a row each; they may reach over a ruling by ``slack``.
    """
    upright = sorted((ruling.pos, ruling.start, ruling.end) for ruling in rulings if ruling.axis == "v")
    out: dict[int, list[float]] = {}
    if not len(boxes) or not upright:
        return out
    x0, top, x1, bottom = boxes.T
    pos, start, end = np.array(upright).T
    first = pos.searchsorted(x0 + slack, side="right")
    last = pos.searchsorted(x1 - slack)
    middle = (top + bottom) / 2
    for word, line in _pairs(first, last):
        through = (start[line] <= middle[word]) & (end[line] >= middle[word])
        for at, x in zip(word[through].tolist(), pos[line[through]].tolist(), strict=True):
            out.setdefault(at, []).append(x)
    return out


def any_crossed(boxes: Floats, rulings: Sequence[Ruling]) -> bool:
    """Whether a vertical ruling runs through a word."""
    return bool(walls_in(boxes, rulings))


def any_overlap(boxes: Floats) -> bool:
    """Whether two words are printed over each other."""
    boxes = boxes[boxes[:, 1].argsort(kind="stable")]
    x0, top, x1, bottom = boxes.T
    heights = bottom - top
    below = top.searchsorted(bottom)  # those that begin no lower than a word ends stand before this one
    for one, other in _pairs(np.arange(1, len(boxes) + 1), below):
        wide = np.minimum(x1[one], x1[other]) - np.maximum(x0[one], x0[other])
        high = np.minimum(bottom[one], bottom[other]) - top[other]
        if ((wide > OVER) & (high > 0.5 * np.minimum(heights[one], heights[other]))).any():
            return True
    return False


def any_cut(boxes: Floats, rulings: Sequence[Ruling]) -> bool:
    """Whether a horizontal ruling runs through a word's middle; up to ``SLACK`` at either end may be free."""
    level = [(ruling.pos, ruling.start, ruling.end) for ruling in rulings if ruling.axis == "h"]
    if not len(boxes) or not level:
        return False
    x0, top, x1, bottom = boxes.T
    pos, start, end = np.array(sorted(level)).T
    high = CUT * (bottom - top)
    first = pos.searchsorted(top + high, side="right")
    last = pos.searchsorted(bottom - high)
    return any(
        bool(((start[line] <= x0[word] + SLACK) & (end[line] >= x1[word] - SLACK)).any())
        for word, line in _pairs(first, last)
    )


def _pairs(first: Whole, last: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Pairs of a word's number and a number from its ``first`` up to, not including, its ``last``.

    They come as two arrays of equal length, for `AT_ONCE` words at a time.
    """
    for begin in range(0, len(first), AT_ONCE):
        some = slice(begin, begin + AT_ONCE)
        counts = np.maximum(last[some] - first[some], 0)
        if not counts.any():
            continue
        before = counts.cumsum() - counts
        other = (first[some] - before).repeat(counts) + np.arange(int(counts.sum()))
        yield np.arange(begin, begin + len(counts)).repeat(counts), other
