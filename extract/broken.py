"""Words that a narrow column breaks without a hyphen, as spreadsheets do where a word is wider than its cell.

Such a word stands alone on its line and fills it: not one more letter has room. Its pieces are one word where the rest
is a single letter, which is no word, or where the whole is a known word and the first piece is none. A soft hyphen at
the line's end says so, which goes when the lines are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..schema.blocks import Line
from ..schema.geometry import Box
from ..schema.text import SOFT_HYPHEN
from .scan.lexicon import EDGES, is_known

MOST_PADDING = 4.0
"""Points of white at a cell's right side, at most, if there is as much on the left."""


def mark_broken(lines: Sequence[Line], cell: Box) -> None:
    """Mark, in their text, those of a cell's lines that end within a word."""
    for line, following in pairwise(lines):
        if len(line.words) == 1 and following.words and _is_full(line, following, cell):
            head, tail = line.words[0].text, following.words[0].text
            if line.text == head and following.text.startswith(tail) and _are_one(head, tail):
                line.text += SOFT_HYPHEN


def _is_full(line: Line, following: Line, cell: Box) -> bool:
    """Whether no letter of the word with which the following line begins has room in this one."""
    head, tail = line.words[0], following.words[0]
    letter = max(word.box.width / len(word.text) for word in (head, tail))
    padding = min(MOST_PADDING, max(0.0, line.box.x0 - cell.x0))
    return line.box.x1 + letter > cell.x1 - padding


def _are_one(head: str, tail: str) -> bool:
    if not (head[-1].isalpha() and head[-1].islower() and tail[0].isalpha() and tail[0].islower()):
        return False
    return len(tail.rstrip(EDGES)) == 1 or (is_known(head + tail) and not is_known(head))
