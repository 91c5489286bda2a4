"""Words become lines: they share one when their boxes overlap by half their height."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ..schema.blocks import Line, Word
from ..schema.geometry import Box
from ..schema.text import join_wrapped

LEAST_HEIGHT = 6.0  # points: where white space is measured by it, a line counts as high as this at least
GROWING = 1.3  # times a line's height so far: a higher word is of another size, and leaves it
SAME_LINE = 0.5  # share of the smaller height that two words of one line overlap


def make_line(words: Iterable[Word]) -> Line:
    """A line of words, sorted from left to right."""
    row = list(words)
    first = row[0]
    if len(row) == 1:
        return Line((first,), first.box, first.text)
    left, top, right, bottom = first.box
    last, is_sorted = left, True
    for word in row[1:]:  # most lines are short: this is faster than sorting and the built-in minimum
        start, high, end, low = word.box
        if start <= last:
            is_sorted = False
            left = start if start < left else left
        last = start
        top = high if high < top else top
        right = end if end > right else right
        bottom = low if low > bottom else bottom
    if not is_sorted:
        row.sort(key=_by_side)
    return Line(tuple(row), Box(left, top, right, bottom), " ".join([w.text for w in row]))


def _by_side(word: Word) -> tuple[float, float]:
    x0, _, x1, _ = word.box
    return (x0, x1)


def group_lines(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom. A word joins the line that it overlaps most."""
    every = [(box[1] + box[3], box[0], i, box, word) for i, word in enumerate(words) for box in (word.box,)]
    if len(every) < 2:
        return [make_line([word]) for *_, word in every]
    every.sort()  # by middle and side
    rows: list[list[Word]] = []
    spans: list[tuple[float, float]] = []  # of each row: the extent of its tallest word, within reason
    last_top = last_bottom = math.nan
    for _, _, _, (_, word_top, _, word_bottom), word in every:
        if word_top == last_top and word_bottom == last_bottom and word_top < word_bottom:
            rows[-1].append(word)  # all of it lies on the last row
            continue
        height = word_bottom - word_top
        best, best_overlap = -1, 0.0
        for i in range(len(rows) - 1, max(-1, len(rows) - 6), -1):
            top, bottom = spans[i]
            overlap = (bottom if bottom < word_bottom else word_bottom) - (
                top if top > word_top else word_top
            )
            if overlap > best_overlap and overlap >= SAME_LINE * (min(bottom - top, height) or 1.0):
                best, best_overlap = i, overlap
                if overlap >= height:  # no row has more of it
                    break
        if best < 0:
            rows.append([word])
            spans.append((word_top, word_bottom))
        else:
            rows[best].append(word)
            top, bottom = spans[best]
            if bottom - top < height <= GROWING * (bottom - top):
                spans[best] = (word_top, word_bottom)
        last_top, last_bottom = spans[-1]
    lines = [make_line(row) for row in rows]
    lines.sort(key=from_top)
    return lines


def from_top(line: Line) -> tuple[float, float]:
    """By what lines are sorted from top to bottom."""
    x0, top, _, bottom = line.box
    return ((top + bottom) / 2, x0)


class KnownLines:
    """The lines of groups of words, made once for each group: a cell's are asked for to part its row, and for its text.

    The words must live as long as this does.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], list[Line]] = {}

    def of(self, words: Sequence[Word]) -> list[Line]:
        """The lines that `group_lines` makes of the words, made once; the list is a copy that the caller may change."""
        key = tuple(map(id, words))
        lines = self._known.get(key)
        if lines is None:
            lines = self._known[key] = group_lines(words)
        return list(lines)


def joined_text(lines: Iterable[Line]) -> str:
    """The lines' text as one that only wraps."""
    text = ""
    for line in lines:
        text = join_wrapped(text, line.text)
    return text
