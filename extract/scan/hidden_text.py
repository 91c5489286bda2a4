"""A scan's own invisible text, kept line by line where it proves right.

Some OCR engine made it, once, and nothing in the file says how well. So it must pass three trials. Its words must
look like words (`page_route.layer_quality`). Lines spread over the page are read by the engines, and what these
are sure of must stand in the layer, nearly to the last word: where five words in a hundred are wrong, none of a
page's layer is taken. And a line is taken only if its words are known ones, numbers or marks and cover its ink; what
is left is read like any line. The rulings always come from the picture.

A page that lies on its side or head is read again: its layer's words do not lie along the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...schema.blocks import Word
from ...schema.geometry import Box
from ...schema.known_words import is_known
from .arbitration import Chosen
from .page_route import layer_quality
from .print_lines import TextLine
from .straight_page import StraightPage

GOOD = 0.75
"""Quality from which a layer is put to the proof."""

NARROWEST = 0.1
"""Points: a line counts as wide as this at least."""

PROBED = 12
"""Lines that are read to prove it."""

PROOFS, MISSING = 40, 0.012
"""Words that the engines must be sure of at least, and the share of them that may be missing."""

COVERED = 0.8
"""Share of a line's width that its words take."""

SURE = 0.97
"""Certainty given to the words of a proven layer."""

PLAIN = re.compile(r"[\W\d_]+|\(?\w[.)]|[IVX]+[.)]?")
"""A number, a mark, or the label of a list's item."""


class Layer:
    """The words of a page's invisible text by the lines of its picture."""

    def __init__(self, lines: Sequence[TextLine], words: Sequence[Word], page: StraightPage) -> None:
        usable = bool(words) and page.turns == 0 and layer_quality(words) >= GOOD
        self._lines = list(lines)
        self._words = _by_line(lines, words, page) if usable else [[] for _ in lines]

    def probes(self) -> list[int]:
        """Which lines to read for proof: some with several words, all over the page."""
        long = [index for index, words in enumerate(self._words) if len(words) >= 3]
        return long[:: max(1, len(long) // PROBED)]

    def proves(self, readings: dict[int, list[Chosen]]) -> bool:
        """Whether the layer agrees with what the engines read with certainty in the probe lines."""
        sure = missing = 0
        for index, chosen in readings.items():
            left = Counter(word.text for word in self._words[index])
            for word in chosen:
                if word.case == "agreed" or word.least >= SURE:
                    sure += 1
                    missing += left[word.text] == 0
                    left[word.text] -= 1
        return sure >= PROOFS and missing <= MISSING * sure

    def kept(self) -> dict[int, list[Chosen]]:
        """The lines that may be taken as they are, with their words' places on the straight page."""
        return {index: words for index, words in enumerate(self._words) if self._is_whole(index)}

    def _is_whole(self, index: int) -> bool:
        line, words = self._lines[index], self._words[index]
        covered = sum(word.x1 - word.x0 for word in words)
        if not words or covered < COVERED * (line.x1 - line.x0):
            return False
        return all(is_known(word.text) or PLAIN.fullmatch(word.text) for word in words)


def _by_line(lines: Sequence[TextLine], words: Sequence[Word], page: StraightPage) -> list[list[Chosen]]:
    """For each line the layer's words on it, from left to right, in pixels of the straight page.

    Where lines stand so close that a word lies on two of them, it belongs to the one whose middle is nearer.
    """
    scale = page.scale
    shown = [
        page.straightening.box_to_picture(
            Box(line.x0 / scale, line.top / scale, line.x1 / scale, line.bottom / scale), scale
        )
        for line in lines
    ]
    reach = [box.grown(2.0) for box in shown]
    out: list[list[Chosen]] = [[] for _ in lines]
    for word in sorted(words, key=lambda word: word.box.x0):
        on = [i for i, box in enumerate(reach) if box.holds(word.box.cx, word.box.cy)]
        if not on:
            continue
        index = min(on, key=lambda i: abs(shown[i].cy - word.box.cy))
        line, left = lines[index], shown[index].x0
        along = (line.x1 - line.x0) / max(NARROWEST, shown[index].width)
        x0, x1 = (line.x0 + (x - left) * along for x in (word.box.x0, word.box.x1))
        out[index].append(Chosen(word.text, x0, x1, "quick", SURE, SURE))
    return out
