"""Items of a list that do not begin a line are put on lines of their own.

A list may be set in two columns, of which the right one goes on with the numbers of the left one; its items may run on
in one paragraph ("a) menyusun …; b) membina …"). What follows one another is told by the marks: each has the number or
letter after the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...schema.blocks import Word
from ...schema.text import list_mark
from ..line_joining import line_of
from ..placed_line import PlacedLine

WIDE = 1.5  # of the font size: white space between two columns of a list
LEAST_LEFT = 2  # items of the left column: one that is followed beside it goes on in its line
SAME_COLUMN = 12.0  # points: where items of a column, or the lines they wrap to, begin

_BEFORE = (";", ",", ":")  # what an item before one in the same paragraph ends with
_JOINS = frozenset(("dan", "serta", "dan/atau"))


def with_marks_first(lines: Sequence[PlacedLine]) -> tuple[list[PlacedLine], set[int]]:
    """The lines of a list in the order of its items, each item at the beginning of a line.

    Also the ids of those lines that begin an item further in than the list does.
    """
    out = _inline_apart(_columns_apart(lines))
    given = {id(placed) for placed in lines}
    moved = {id(p) for p in out if id(p) not in given and _ordinal(p.line.words[0].text) is not None}
    return out, moved


def _ordinal(text: str) -> tuple[str, int] | None:
    """The style of a mark, such as "()" around a letter, and its number, from 1."""
    mark = list_mark(text)
    if mark is None or mark.rest or mark.kind not in ("number", "letter"):
        return None
    value = text.strip("().")
    number = int(value) if mark.kind == "number" else ord(value) - ord("a") + 1
    return text.replace(value, mark.kind), number


# ---- two columns -----------------------------------------------------------------------------------------


def _columns_apart(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The left column's lines, then the right one's, where marks in the middle of lines go on with those before."""
    starts = [_second_mark(placed.line.words) for placed in lines]
    rows = [i for i, at in enumerate(starts) if at is not None]
    left = [_ordinal(placed.line.words[0].text) for placed in lines if placed.line.words]
    if not rows or sum(found is not None for found in left) < LEAST_LEFT:
        return list(lines)
    right = [_ordinal(lines[i].line.words[at].text) for i in rows if (at := starts[i]) is not None]
    ordinals = [found for found in (*left, *right) if found is not None]
    styles = {style for style, _ in ordinals}
    numbers = [number for _, number in ordinals]
    if len(styles) != 1 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return list(lines)
    x = min(lines[i].line.words[at].box.x0 for i in rows if (at := starts[i]) is not None)
    first: list[PlacedLine] = []
    second: list[PlacedLine] = []
    for placed in lines:
        at = next((i for i, w in enumerate(placed.line.words) if w.box.x0 >= x - SAME_COLUMN), None)
        parts = (
            (placed.line.words[:at], placed.line.words[at:]) if at is not None else (placed.line.words, ())
        )
        for words, column in zip(parts, (first, second), strict=True):
            if words:
                column.append(PlacedLine(placed.page, line_of(words)))
    return first + second


def _second_mark(words: Sequence[Word]) -> int | None:
    """Index of a mark behind wide white space within a line that begins with one."""
    if not words or _ordinal(words[0].text) is None:
        return None
    for index in range(2, len(words) - 1):
        white = words[index].box.x0 - words[index - 1].box.x1
        if white > WIDE * words[index].em and _ordinal(words[index].text) is not None:
            return index
    return None


# ---- one paragraph -----------------------------------------------------------------------------------------


def _inline_apart(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, cut before the marks within them that go on with the mark at the first line's beginning."""
    first = _ordinal(lines[0].line.words[0].text) if lines and lines[0].line.words else None
    if first is None or first[1] != 1:
        return list(lines)
    style, last = first
    out: list[PlacedLine] = []
    before = ""
    for placed in lines:
        words = placed.line.words
        cuts = [0]
        for index, word in enumerate(words):
            found = _ordinal(word.text)
            if found == (style, last + 1) and (index == 0 or _ends_item(before)):
                last += 1
                cuts.append(index)
            before = word.text
        ends = [*cuts[1:], len(words)]
        out += [
            PlacedLine(placed.page, line_of(words[a:b])) if b - a < len(words) else placed
            for a, b in zip(cuts, ends, strict=True)
            if a < b
        ]
    return out


def _ends_item(word: str) -> bool:
    return word.endswith(_BEFORE) or word.casefold() in _JOINS
