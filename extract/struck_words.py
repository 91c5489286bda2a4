"""Takes words that are struck through out of a page's text: a reader reads what replaces them.

A line strikes words out where it runs through their middle, begins and ends where they do, and meets no vertical
ruling. A table's ruling, which runs from side to side under text that is too long for its cell, does not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ..schema.blocks import Word
from ..schema.geometry import Box
from .page_content import Ruling

MIDDLE = 0.24  # of a word's height: how far from its middle a line may strike it
COVERED, BEGUN = (
    0.8,
    0.5,
)  # of a word's width that a mark covers; that a line covers, which may end within a word
SAME_LINE = 0.1  # of a word's height: how far apart the feet of words stand that one line strikes
OVERHANG = 0.3  # of the line's height: how far a line reaches beyond its words, at most (a space)
THICKEST = 0.15  # of a word's height: what is thicker is no line
MEETING = 1.5  # points between a line's end and a ruling that it meets
SHORTEST = 3.0  # points


def without_struck(
    words: Sequence[Word], rulings: Sequence[Ruling], marked: Sequence[Box] = ()
) -> tuple[list[Word], list[Ruling], list[Word]]:
    """The words and rulings without those struck and those that strike, and the words that are struck.

    ``marked`` are places that notes strike out.
    """
    level = [ruling for ruling in rulings if ruling.axis == "h" and ruling.length >= SHORTEST]
    upright = [ruling for ruling in rulings if ruling.axis == "v"]
    struck = {id(word): word for word in words if any(_covers(place, word) for place in marked)}
    strikes: set[int] = set()
    by_middle = sorted(words, key=lambda word: word.box.cy)
    middles = [word.box.cy for word in by_middle]
    reach = MIDDLE * max((word.box.height for word in words), default=0.0)
    for line in level:
        near = by_middle[bisect_left(middles, line.pos - reach) : bisect_right(middles, line.pos + reach)]
        under = _on_one_line([word for word in near if _is_through(line, word)])
        if under and _is_as_long(line, under) and not any(_meets(line, wall) for wall in upright):
            struck.update((id(word), word) for word in under)
            strikes.add(id(line))
    kept = [word for word in words if id(word) not in struck]
    return kept, [ruling for ruling in rulings if id(ruling) not in strikes], list(struck.values())


def _is_through(line: Ruling, word: Word) -> bool:
    height = word.box.height
    if abs(line.pos - word.box.cy) > MIDDLE * height or line.width > THICKEST * height:
        return False
    covered = min(line.end, word.box.x1) - max(line.start, word.box.x0)
    return covered >= BEGUN * word.box.width


def _on_one_line(words: Sequence[Word]) -> list[Word]:
    """Of words that a line runs through those that stand on one line: what is written over them is none of them."""
    lines = [
        [word for word in words if abs(word.box.bottom - foot.box.bottom) <= SAME_LINE * foot.box.height]
        for foot in words
    ]
    return max(lines, key=lambda line: sum(word.box.width for word in line), default=[])


def _covers(place: Box, word: Word) -> bool:
    covered = min(place.x1, word.box.x1) - max(place.x0, word.box.x0)
    return covered >= COVERED * word.box.width and place.top <= word.box.cy <= place.bottom


def _is_as_long(line: Ruling, words: Sequence[Word]) -> bool:
    reach = OVERHANG * max(word.box.height for word in words)
    first, last = min(word.box.x0 for word in words), max(word.box.x1 for word in words)
    return first - line.start <= reach and line.end - last <= reach


def _meets(line: Ruling, wall: Ruling) -> bool:
    if not wall.start - MEETING <= line.pos <= wall.end + MEETING:
        return False
    return any(abs(wall.pos - end) <= MEETING for end in (line.start, line.end))
