"""Columns that only white space sets apart, and whether a line of text keeps to them.

A line's words make up segments, split at wide white space. Columns lie between the white corridors that all lines
leave between their segments; where a rule ends in a corridor, the column ends there too. List marks and lone
colons are no columns of their own.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from ..schema.blocks import Line, Word
from ..schema.geometry import Box, bounding_box
from ..schema.known_words import is_known
from ..schema.text import list_mark
from .typed_fractions import FACTOR

LEAST_SIZE = 4.0  # points: a smaller font size, or none, is not believed
OUTSIDE = 4.0  # points: how far a text may reach beyond the columns
SAME_START = 2.5  # points: texts of one column begin within this
SEGMENT = 0.75  # of the font size: white space that may separate two columns
COLON = 12.0  # of the font size: white space that may separate a key from its colon
CORRIDOR = 3.0  # points: the least width of a white corridor between columns
MIN_COLUMNS = 3
NEAR_EDGE, NARROW = (
    3.0,
    1.0,
)  # points: a column's edge within the first is the same; the least white between heads
LEAST_PARTED, PARTED = (
    3,
    0.8,
)  # lines, and of the lines there, with a text on both sides of white under close heads
SURE = 0.6  # confidence of a word from which it is believed though it is no known one
STRETCHED = 5.0  # of the font size: the widest white space of a justified line
SAME_WHITE = 0.12  # of it: how far the others differ
Span = tuple[float, float]


def segments(line: Line, wide: float = SEGMENT) -> list[list[Word]]:
    """The line's words, split at white space wider than ``wide`` times the font size."""
    words = line.words
    if not words:
        return []
    part = [words[0]]
    out: list[list[Word]] = [part]
    end, last = words[0].box[2], words[0].size
    for word in words[1:]:
        size = max(last, word.size, LEAST_SIZE)
        start, _, right, _ = word.box
        white = start - end
        if white <= wide * size or (word.text == ":" and white <= COLON * size):
            part.append(word)
        else:
            part = [word]
            out.append(part)
        end, last = right, word.size
    return out


def segment_boxes(line: Line, wide: float = SEGMENT) -> list[Box]:
    """The boxes of the line's segments: their own spaces are no corridors."""
    return [bounding_box([w.box for w in seg]) for seg in segments(line, wide)]


def texts_beside(line: Line) -> int:
    """How many texts stand side by side on the line; list marks, colons and keys before a colon do not count."""
    parts = [" ".join([w.text for w in seg]) for seg in segments(line)]
    return sum(1 for text in parts if list_mark(f"{text} x") is None and not text.endswith(":"))


def is_justified(line: Line) -> bool:
    """Whether wide white spaces of a line only stretch it to the width of its paragraph: they are all the same."""
    whites = [b.box.x0 - a.box.x1 for a, b in itertools.pairwise(line.words)]
    if len(whites) < MIN_COLUMNS or min(whites) <= 0:
        return False
    return max(whites) <= STRETCHED * max(line.size, LEAST_SIZE) and max(whites) - min(
        whites
    ) <= SAME_WHITE * max(whites)


def white_corridors(lines: Sequence[Line], wide: float = SEGMENT) -> list[Span]:
    """White corridors through all lines, between the first and the last word."""
    return corridors_between([span for line in lines for span in segment_spans(line, wide)])


def segment_spans(line: Line, wide: float = SEGMENT) -> list[Span]:
    """Left and right end of each of the line's segments."""
    return [(box.x0, box.x1) for box in segment_boxes(line, wide)]


def corridors_between(reaches: Sequence[Span], least: float = CORRIDOR) -> list[Span]:
    """The white gaps between horizontal spans (of lines or their segments) that are at least ``least`` points wide."""
    spans = sorted(reaches)
    gaps: list[Span] = []
    reach = spans[0][1]
    for start, end in spans[1:]:
        if start - reach >= least:
            gaps.append((reach, start))
        reach = end if end > reach else reach
    return gaps


def column_gaps(lines: Sequence[Line]) -> list[float]:
    """Middles of the white corridors through all lines, without those that only set list marks apart."""
    box = bounding_box(ln.box for ln in lines)
    return columns(lines, box.x0 - 1, box.x1 + 1, [])[1:-1]


def columns(lines: Sequence[Line], start: float, end: float, ends: Sequence[float]) -> list[float]:
    """Column positions: in the middle of each corridor, or where a rule ends in it."""
    inner = []
    for a, b in white_corridors(lines):
        drawn = [x for x in ends if a - 1 <= x <= b + 1]
        inner.append(drawn[0] if drawn else (a + b) / 2)
    xs = [start, *[x for x in inner if start + 3 < x < end - 3], end]
    return _without_mark_columns(xs, lines)


def with_narrow_columns(
    xs: Sequence[float], head: Sequence[Line], body: Sequence[Line], edges: Sequence[float]
) -> list[float]:
    """The column positions, with those that too little white separates in some line, or in the head alone.

    ``edges`` are places where rules within the table begin: with no word across, each is a column's edge. Where white
    as wide as a corridor runs through the ``body``'s lines, the ``head``'s words may come closer to each other.
    """
    out = list(xs)
    words = [word for line in (*head, *body) for word in line.words]
    for x in edges:
        if min(abs(x - y) for y in out) > NEAR_EDGE and not any(is_across(w.box, x) for w in words):
            out = sorted([*out, x])
    spans = [(w.box.x0, w.box.x1) for line in head for w in line.words]
    for a, b in white_corridors(body) if spans and body else ():
        if not out[0] < a < b < out[-1] or any(a - 1 <= x <= b + 1 for x in out):
            continue
        free = [(max(a, c), min(b, d)) for c, d in corridors_between(spans, NARROW) if c < b and d > a]
        inside = [(c + d) / 2 for c, d in free if d - c >= NARROW]
        if len(inside) != 1:
            continue
        left, right = max(x for x in out if x < a), min(x for x in out if x > b)
        both = sum(
            any(left < w.box.cx < a for w in ln.words) and any(b < w.box.cx < right for w in ln.words)
            for ln in body
        )
        if both >= LEAST_PARTED and both >= PARTED * sum(
            any(left < w.box.cx < right for w in ln.words) for ln in body
        ):
            out = sorted([*out, *inside])
    return out


def _without_mark_columns(xs: list[float], lines: Sequence[Line]) -> list[float]:
    """Columns that hold nothing but list marks belong to the text at their right; those of factors, to their left."""
    out = xs[:1]
    for a, b in itertools.pairwise(xs):
        if b >= xs[-1]:
            out.append(b)
            continue
        texts = [w.text for ln in lines for w in ln.words if a <= (w.box[0] + w.box[2]) / 2 < b]
        if all(t == ":" or list_mark(f"{t} x") is not None for t in texts):
            continue
        own = (" ".join([w.text for w in ln.words if a <= w.box.cx < b]) for ln in lines)
        if len(out) > 1 and all(FACTOR.match(text) for text in own if text):
            out.pop()
        out.append(b)
    return out


def columns_used(line: Line, xs: Sequence[float]) -> set[int]:
    """The columns in which the line has words."""
    return columns_of(line.words, xs)


def columns_of(words: Sequence[Word], xs: Sequence[float]) -> set[int]:
    """The columns in which words have their middles."""
    places = {bisect_right(xs, (box[0] + box[2]) / 2) - 1 for box in [word.box for word in words]}
    return places.difference((-1, len(xs) - 1))


def has_row(lines: Sequence[Line], xs: Sequence[float]) -> bool:
    """Whether a line has text in as many columns as a table has at least."""
    return any(len(columns_used(line, xs)) >= MIN_COLUMNS for line in lines)


def crosses(line: Line, xs: Sequence[float], outside: float = OUTSIDE) -> bool:
    """Whether the line's text runs over a column position, or further than ``outside`` beyond the columns."""
    if breaks_columns(line, xs, outside):
        return True
    return any(box.x0 + 2 < x < box.x1 - 2 for box in segment_boxes(line) for x in xs[1:-1])


def breaks_columns(line: Line, xs: Sequence[float], outside: float = OUTSIDE) -> bool:
    """Whether a word of the line stands on a column position or further than ``outside`` beyond the columns."""
    if line.box.x1 > xs[-1] + outside or line.box.x0 < xs[0] - outside:
        return True
    return any(is_across(w.box, x) and not is_run_together(w) for w in line.words for x in xs[1:-1])


def is_run_together(word: Word) -> bool:
    """Whether a word was read of a picture, with doubt, and is none: it may be two that a stamp or wear joins."""
    return word.engine == "ocr" and word.confidence < SURE and not is_known(word.text)


def is_across(box: Box, x: float) -> bool:
    """Whether the box stands on the column position ``x`` rather than beside it."""
    return box.x0 + 1 < x < box.x1 - 1


def strides(line: Line, corridors: Sequence[Span]) -> bool:
    """Whether a text of the line runs from one side of a white corridor to the other."""
    return any(box.x0 < a + 1 and box.x1 > b - 1 for box in segment_boxes(line) for a, b in corridors)


def starts_at(line: Line, starts: Sequence[float]) -> bool:
    """Whether a segment of the line begins where texts of the table begin: then it goes on with a cell."""
    return any(abs(box.x0 - x) <= SAME_START for box in segment_boxes(line) for x in starts)
