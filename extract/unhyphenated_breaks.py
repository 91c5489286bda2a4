"""Words that a narrow column breaks without a hyphen, as where a word is wider than its cell.

Where a line ends with a word that fills it (not one more letter has room), its last word and the first of the next
line may be pieces of one; a word alone on its line may be the middle of one. Of all ways to join such pieces the one
is taken that leaves the fewest unknown words; pieces are joined to an unknown word only where the rest is a single
letter, which is no word. A soft hyphen at a line's end says so, which goes when the lines are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..schema.blocks import Line
from ..schema.geometry import Box
from ..schema.known_words import EDGES, is_known
from ..schema.text import SOFT_HYPHEN

MOST_PADDING = 6.0
"""Points of white at a cell's right side, at most, if there is as much on the left."""
SLACK = 1.5  # points: letters differ in width
UNKNOWN = 1.0  # cost of a piece that is no word
JOINED_UNKNOWN = 3.0  # cost of pieces that make no word together
JOINED_IN_NARROW = (
    1.9  # the same in a column of few letters: less than that of two pieces that are none alone
)
NARROW = 7.5  # letters: a cell is no wider, its padding included
LONE_LETTER = 0.5  # the same where the rest is one letter
JOIN = 0.01  # cost of each join: what can stand apart does
LONGEST_RUN = 24  # pieces of one word: a column may hold only a letter


def mark_broken(lines: Sequence[Line], cell: Box) -> None:
    """Mark, in their text, those of a cell's lines that end within a word."""
    open_ends = [_may_break(a, b, cell) for a, b in pairwise(lines)]
    start = 0
    while start < len(open_ends):
        if not open_ends[start]:
            start += 1
            continue
        end = start
        while end + 1 < len(open_ends) and open_ends[end + 1] and len(lines[end + 1].words) == 1:
            end += 1
        pieces = [lines[start].words[-1].text]
        pieces += [line.words[0].text for line in lines[start + 1 : end + 2]]
        for at in _joins(tuple(pieces), _is_narrow(lines, cell)):
            lines[start + at].text += SOFT_HYPHEN
        start = end + 1


def _is_narrow(lines: Sequence[Line], cell: Box) -> bool:
    """Whether a cell has room for a few letters only, so that it breaks most words."""
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    return letters > 0 and cell.width < NARROW * sum(word.box.width for word in words) / letters


def _may_break(line: Line, following: Line, cell: Box) -> bool:
    """Whether no letter of the word with which the following line begins has room in this one."""
    if not line.words or not following.words or line.fraction or following.fraction:
        return False
    head, tail = line.words[-1], following.words[0]
    if not line.text.endswith(head.text) or not following.text.startswith(tail.text):
        return False
    if not (head.text[-1:].isalpha() and tail.text[:1].isalpha()):
        return False
    if tail.text[0].isupper() and not (head.text[-1].isupper() and len(tail.text.strip(EDGES)) == 1):
        return False
    if tail.text[0].islower() and head.text[-1].isupper():
        return False
    letter = max(word.box.width / len(word.text) for word in (head, tail))
    padding = min(MOST_PADDING, max(0.0, min(line.box.x0, following.box.x0) - cell.x0))
    return line.box.x1 + letter + SLACK > cell.x1 - padding


@lru_cache(maxsize=4096)
def _joins(pieces: tuple[str, ...], narrow: bool = False) -> tuple[int, ...]:
    """The indices of the pieces that the next one is joined to, where the pieces read best."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(max(0, end - LONGEST_RUN), end):
            cost, joins = best[start]
            options.append((cost + _cost(pieces[start:end], narrow), (*joins, *range(start, end - 1))))
        best.append(min(options))
    return best[-1][1]


def _cost(pieces: Sequence[str], narrow: bool) -> float:
    word = "".join(pieces).strip(EDGES)
    cost = JOIN * (len(pieces) - 1)
    if is_known(word):
        return cost
    if len(pieces) == 1:
        return UNKNOWN
    last = pieces[-1].strip(EDGES)
    lone = len(last) == 1 and not is_known(last) and not is_known("".join(pieces[:-1]))
    return cost + (LONE_LETTER if lone else JOINED_IN_NARROW if narrow else JOINED_UNKNOWN)
