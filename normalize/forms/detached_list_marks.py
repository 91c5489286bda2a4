"""List marks that stand in a cell or column of their own go to the items they number.

Typists put "1. 2. 3." below one another in a narrow cell and the items into the cell beside it, so that marks and
items stand at one height only where no item wraps. As many marks as there are say how many items there are; an item
begins most likely where the line before it ended with its punctuation or left room for the next word, or with a
capital letter. Where marks stand at the heights of such lines, their heights decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...schema.blocks import Cell, Line
from ...schema.text import ends_item, ends_open, list_mark
from ..line_joining import line_of, side_by_side
from ..running_text import first_word_width

SPACE = 0.5  # of the size: room beyond the next word's width that was left on purpose
BESIDE = 0.5  # of a line's height: a mark this near to a line stands beside it
ENDED, ROOM, CAPITAL, AT_MARK = 2.0, 2.0, 1.0, 1.5  # what speaks for a line as an item's first
GOES_ON = -3.0  # what speaks against it: the line before ends within a phrase


def beside_marks(cells: Sequence[Cell]) -> list[Line]:
    """The cells' lines, those at one height as one; marks of a cell of their own before the items that they number."""
    lines = [line for cell in cells for line in cell.lines]
    marks = [line for cell in cells[:-1] for line in cell.lines if _is_mark(line)]
    texts = side_by_side([line for line in lines if not any(line is mark for mark in marks)])
    if not marks or len(marks) > len(texts) or len(cells) > 2:
        return side_by_side(lines)
    numbered = dict(zip(item_starts(texts, marks), marks, strict=True))
    return [
        line_of((*numbered[i].words, *line.words)) if i in numbered else line for i, line in enumerate(texts)
    ]


def _is_mark(line: Line) -> bool:
    mark = list_mark(line.text)
    return mark is not None and not mark.rest


def item_starts(texts: Sequence[Line], marks: Sequence[Line]) -> list[int]:
    """Indices of the lines that begin the items, as many as there are marks; the first line begins one.

    ``texts`` are the items' lines without their marks, ``marks`` lines of a mark alone.
    """
    right = max(line.box.x1 for line in texts)
    capitals = texts[0].text[:1].isupper()
    scores = {i: _score(texts[i - 1], texts[i], marks, right, capitals) for i in range(1, len(texts))}
    best = sorted(scores, key=lambda i: (-scores[i], i))[: len(marks) - 1]
    return sorted([0, *best])


def _score(before: Line, line: Line, marks: Sequence[Line], right: float, capitals: bool) -> float:
    """How much speaks for the line as the first of an item; ``capitals`` where items begin with one."""
    score = 0.0
    if ends_item(before.text):
        score += ENDED
    elif ends_open(before.text):
        score += GOES_ON
    if right - before.box.x1 > first_word_width(line) + SPACE * line.em:
        score += ROOM
    if line.text[:1].isupper():
        score += CAPITAL
    elif capitals:
        score += GOES_ON
    if any(abs(mark.box.cy - line.box.cy) < BESIDE * line.box.height for mark in marks):
        score += AT_MARK
    return score
