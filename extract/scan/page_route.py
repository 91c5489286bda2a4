"""Which pages are to be read from their picture: decided on what the text layer holds, not on the file's
name; where a picture covers a page with text on it, the page's ink decides (`ink_audit`).

A layer that nobody sees over a picture was made by some OCR engine, once. It has no rulings, and with five
words in a hundred wrong it would spoil what the picture still says; so such a page is read from its picture, and
what of the layer proves right is kept (`hidden_text`). `layer_quality` judges the layer itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Literal

from ...schema.blocks import Word
from ...schema.geometry import Box
from ...schema.known_words import is_known
from ..page_content import UNMAPPED, PageContent

Mode = Literal["auto", "always", "never"]
Way = Literal["text", "scan", "look"]

COVERED = 0.5
"""Share of the page that a picture covers when the page is one."""

FEW_CHARACTERS = 60
"""A stamp, a page number or a scanner's watermark beside a picture; a form has more."""


def route(content: PageContent, mode: Mode = "auto") -> Way:
    """How a page is read: from its text layer (``text``), from its picture (``scan``), or as its ink says (``look``).

    ``look``: a picture covers the page and text is typed on it, which may be all of the page's print over a
    background, or a few words on a scan.
    """
    if mode == "never":
        return "text"
    if mode == "always":
        return "scan"
    visible = _characters(content.words)
    if content.unmapped > UNMAPPED and visible:
        return "scan"
    covered = covered_share(content)
    if covered >= COVERED and visible < FEW_CHARACTERS:
        return "scan"
    if not visible and (
        content.images or content.rulings or content.fills or content.outlines or content.hidden_words
    ):
        return "scan"
    return "look" if covered >= COVERED else "text"


def covered_share(content: PageContent) -> float:
    """Share of the page that pictures cover, each clipped to the page; overlaps count once where they
    repeat.
    """
    page = Box(0.0, 0.0, content.width, content.height)
    boxes = {tuple(round(v) for v in box): box.intersection_area(page) for box in content.images}
    return min(1.0, sum(boxes.values()) / max(1.0, page.area))


def layer_quality(words: Sequence[Word]) -> float:
    """How well a text layer reads, 0 to 1: its share of known words, and of boxes that fit their text."""
    letters = [word for word in words if sum(c.isalpha() for c in word.text) >= 3]
    if not letters:
        return 0.0
    known = sum(is_known(word.text) for word in letters) / len(letters)
    pitches = [word.box.width / len(word.text) / max(1.0, word.box.height) for word in letters]
    usual = median(pitches)
    fitting = sum(0.5 * usual <= pitch <= 2.0 * usual for pitch in pitches) / len(pitches)
    return known * fitting


def _characters(words: Iterable[Word]) -> int:
    return sum(len(word.text) for word in words)
