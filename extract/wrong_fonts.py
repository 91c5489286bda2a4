"""Fonts whose table of characters is wrong: shifted by a constant, letters exchanged, or empty.

A text layer then says other words than the page shows. That is noticed on the words: hardly one of a font is known,
or many are such as no language has. It is proved on the picture: a sample of the font's unknown words is rendered
and read by OCR, and where that reads known words of other letters, the font is condemned. Its text objects are given
no more credit: their words are dropped, and their ink is read (`ink_audit`). A text object in which
a character could not be told is condemned without a trial.

Names, abbreviations and foreign words are unknown, too, but the picture says the same of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..schema.blocks import Word
from ..schema.geometry import Box
from ..schema.known_words import is_known
from .page_content import PageContent
from .page_objects import text_boxes
from .pdfium_calls import Handle, font_of
from .unicode_repair import UNKNOWN

if TYPE_CHECKING:
    from .scan.engine import LineEngine

LETTERS = 4
"""Letters from which a word is judged: shorter ones are abbreviations as often as not."""

USUAL_SHARE, FONT_SHARE = 0.8, 0.7
"""Share of known words below which a page, and then one of its fonts, is doubtful. Pages of names and foreign words
have 0.64 and more, decrees 0.73 to 1.0; two exchanged letters leave 0.7, a shifted table 0.0.
"""

ODD_WORDS, ODD_SHARE = 4, 0.03
"""Words of letters that no word has, and their share, from which a page is doubtful."""

LOST_GLYPHS = 3
"""Glyphs without a character from which a page is doubtful; a bullet or two are none."""

LEAST_UNKNOWN = 3
"""Unknown words of a font without which there is nothing to judge."""

SAMPLE = 8
PROOFS, PROOF_SHARE = 2, 0.6
"""Sampled words that OCR reads as known words of other letters, and their share, that condemn a font."""

ODD = re.compile(
    r"[A-Za-z][\d\\\[\]^_|~@#$%*+=<>{}]+[A-Za-z]"  # signs within a word
    r"|[a-z][A-Z]+[a-z]"  # capitals within small letters
    r"|(?i:[bcdfghjklmnpqrstvwxz]{5}|q(?!u))"  # what nobody can speak
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(slots=True)
class Condemned:
    """Text objects whose text is not trusted because their font is wrong, and their boxes."""

    objects: list[Handle] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def add(self, obj: Handle, box: Box) -> None:
        """Take one more."""
        self.objects.append(obj)
        self.boxes.append(box)


def is_doubtful(content: PageContent) -> bool:
    """Whether a page's words are such that its fonts should be tried; costs next to nothing."""
    texts = [word.text for word in content.words]
    if "".join(texts).count(UNKNOWN) >= LOST_GLYPHS:
        return True
    judged = [text for text in texts if len(text) >= LETTERS]
    strange = [text for text in judged if not is_known(text)]
    unknown = [text for text in strange if sum(map(str.isalpha, text)) >= LETTERS]
    if len(unknown) < LEAST_UNKNOWN:
        return False
    odd = sum(ODD.search(text) is not None for text in unknown)
    is_usual = len(judged) - len(unknown) >= USUAL_SHARE * len(judged)
    return not is_usual or (odd >= ODD_WORDS and odd > ODD_SHARE * len(judged))


def condemned_objects(
    page: Any,
    content: PageContent,
    picture: Callable[[], NDArray[np.uint8]],
    scale: float,
    engines: Sequence[LineEngine],
) -> Condemned:
    """The page's text objects whose text is not what they show.

    ``picture`` draws the upright page in grey with ``scale`` pixels per point; most pages need none.
    """
    out = Condemned()
    by_font: dict[int, list[tuple[Handle, Box, list[Word]]]] = defaultdict(list)
    words = sorted(content.words, key=_height)
    heights = [_height(word) for word in words]
    for obj, box in text_boxes(page, content.rotation):
        level = words[bisect_left(heights, box.top) : bisect_right(heights, box.bottom)]
        own = [word for word in level if box.x0 <= word.box.cx <= box.x1]
        if any(len(word.text) > 1 and UNKNOWN in word.text for word in own):
            out.add(obj, box)
        elif own:
            by_font[_font_of(obj)].append((obj, box, own))
    for objects in by_font.values():
        words = [word for _, _, own in objects for word in own]
        if _is_wrong(words, picture, scale, engines):
            for obj, box, _ in objects:
                out.add(obj, box)
    return out


def without_condemned(words: Sequence[Word], condemned: Condemned) -> list[Word]:
    """The words that stand in no condemned text object."""
    return [word for word in words if not any(box.holds(*_middle(word)) for box in condemned.boxes)]


def _is_wrong(
    words: Sequence[Word],
    picture: Callable[[], NDArray[np.uint8]],
    scale: float,
    engines: Sequence[LineEngine],
) -> bool:
    """Whether a font's words are others than its print, by a sample of them."""
    judged = [word for word in words if len(word.text) >= LETTERS and any(c.isalnum() for c in word.text)]
    unknown = {word.text: word for word in judged if not is_known(word.text)}
    known = sum(is_known(word.text) for word in judged)
    odd = sum(ODD.search(text) is not None for text in unknown)
    if len(unknown) < LEAST_UNKNOWN or (known >= FONT_SHARE * len(judged) and odd < ODD_WORDS):
        return False
    sample = sorted(unknown.values(), key=lambda word: -len(word.text))[:SAMPLE]
    whole = picture()
    pictures = [_cut(whole, word.box, scale) for word in sample]
    pairs = [(w, p) for w, p in zip(sample, pictures, strict=True) if min(p.shape) > 4]
    if not engines or not pairs:
        return False
    from .scan.arbitration import read_lines  # noqa: PLC0415 - the engines load slowly

    same = other = 0
    for (word, _), chosen in zip(pairs, read_lines(engines, [p for _, p in pairs]), strict=True):
        seen, said = _only_letters(" ".join(c.text for c in chosen)), _only_letters(word.text)
        if SequenceMatcher(None, seen, said).ratio() == 1:
            same += 1
        elif chosen and len(seen) >= LETTERS and all(is_known(c.text) for c in chosen):
            other += 1
    return other >= PROOFS and other >= PROOF_SHARE * (same + other)


def _cut(picture: NDArray[np.uint8], box: Box, scale: float) -> NDArray[np.uint8]:
    height, width = picture.shape
    x0, x1 = max(0, round((box.x0 - 1) * scale)), min(width, round((box.x1 + 1) * scale))
    top, bottom = max(0, round(box.top * scale)), min(height, round(box.bottom * scale))
    return np.ascontiguousarray(picture[top:bottom, x0:x1])


def _only_letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _middle(word: Word) -> tuple[float, float]:
    return word.box.cx, word.box.cy


def _height(word: Word) -> float:
    return word.box.cy


def _font_of(obj: Handle) -> int:
    font: Handle = font_of(obj)
    return font.address
