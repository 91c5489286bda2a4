"""Words where they stand: readings of a line laid on the line's ink.

Engines tell roughly where a word lies. Its ink tells exactly: between two words there is a gap, and a word
begins and ends with a stroke. A gap as wide as those between words inside one word is a space that the engine
lost, if what stands on both sides are words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...schema.known_words import is_known
from .arbitration import Chosen

Gaps = NDArray[np.float64]

SPACE = 0.42
"""Narrowest space in letter heights where the line shows no surer one."""

NO_SPACE = 0.15
"""White in letter heights that is no space beside a sign."""

LETTER, APART = 0.55, 0.3
"""Least height of a letter, and least white between a dash and the text behind it, in heights of the line's letters."""

DASH_SURE = 0.95
"""Certainty of a dash that is told by its shape."""

DASH_WIDE, DASH_FLAT, DASH_HIGH, DASH_LEVEL = (0.38, 1.2), 1.3, 0.5, 0.45
"""Width of a dash in heights of letters, how many times wider than high it is, its greatest height, and how far it lies
from the middle of small letters.
"""

WIDE_WHITE, FAR_WHITE = 1.5, 1.5
"""How much more the width of white counts than its distance from where the engine ended a word, and how far away it
lies at most, in heights of letters.
"""

OPENING, CLOSING = frozenset("/("), frozenset("/)%.,;:")

STANDALONE = re.compile(r"[x×=+∑≤≥<>/:–-]|\(?\d[\d.,]*%?\)?|\d+[.)]")


def ink_gaps(boxes: NDArray[np.int32]) -> Gaps:
    """White between the pieces of a line, as rows of start and end, from their boxes."""
    order = np.argsort(boxes[:, 0], kind="stable")
    reach, start = np.maximum.accumulate(boxes[order, 2])[:-1], boxes[order, 0][1:]
    gap = start > reach
    return np.stack([reach[gap], start[gap]], axis=1).astype(np.float64)


def laid(words: Sequence[Chosen], gaps: Gaps, start: float, end: float, height: float) -> list[Chosen]:
    """The words from left to right with exact ends, lost spaces given back; all in the line's pixels."""
    ordered = sorted(words, key=lambda word: word.x0)
    apart = _joined([part for word in ordered for part in _parted(word, gaps, height)], gaps, height)
    if not apart:
        return []
    cuts = [_cut(a, b, gaps, height) for a, b in itertools.pairwise(apart)]
    lefts = [start, *(right for _, right in cuts)]
    rights = [*(left for left, _ in cuts), end]
    return [
        replace(word, x0=left, x1=right) if right > left else word
        for word, left, right in zip(apart, lefts, rights, strict=True)
    ]


def led_by_dash(words: list[Chosen], boxes: NDArray[np.int32], height: float) -> list[Chosen]:
    """The words with a dash before them where the line's first piece is one: engines overlook a lone stroke."""
    order = np.argsort(boxes[:, 0], kind="stable")
    letters = [i for i in order if boxes[i, 3] - boxes[i, 1] >= LETTER * height]
    if not letters or not words:
        return words
    second = boxes[letters[0]]
    level = float(np.median(boxes[:, 3])) - 0.5 * height
    before = [boxes[i] for i in order if boxes[i, 2] <= second[0] - APART * height]
    dashes = [box for box in before if _is_dash(box, level, height)]
    if len(dashes) != 1:
        return words
    first = dashes[0]
    head = words[0]
    if head.text[0] in ":;=":
        return words
    mark = Chosen("-", float(first[0]), float(first[2]), "agreed", DASH_SURE, DASH_SURE)
    if head.text.startswith(("-", "–")):
        return words
    if head.x0 >= first[2]:
        return [mark, *words]
    if len(head.text) == 1 and not head.text.isalnum():
        return [replace(mark, raw=head.text), *words[1:]]
    if head.x1 > second[0] and len(head.text) > 2:
        text = head.text.lstrip(".,_~'· ")
        if text and text[0].isalnum():
            raw = head.raw if text == head.text else head.raw or head.text
            return [mark, replace(head, text=text, x0=float(second[0]), raw=raw, places=()), *words[1:]]
    return words


def _is_dash(box: NDArray[np.int32], level: float, height: float) -> bool:
    """Whether a piece has a dash's shape, about at the level of the middle of small letters."""
    wide, tall = int(box[2] - box[0]), int(box[3] - box[1])
    shape = DASH_WIDE[0] * height <= wide <= DASH_WIDE[1] * height and wide >= DASH_FLAT * tall
    shape = shape and tall <= DASH_HIGH * height
    return shape and abs(float(box[1] + box[3]) / 2 - level) <= DASH_LEVEL * height


def _cut(a: Chosen, b: Chosen, gaps: Gaps, height: float) -> tuple[float, float]:
    """End of word a and start of b: the white gap nearest to the engine's boundary, wide gaps first."""
    middle = (a.x1 + b.x0) / 2
    if len(gaps):
        low, high = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
        centres = gaps.mean(axis=1)
        inside = (centres > low) & (centres < high)
        if inside.any():
            score = np.abs(centres - middle) - WIDE_WHITE * (gaps[:, 1] - gaps[:, 0])
            chosen = int(np.argmin(np.where(inside, score, np.inf)))
            if abs(centres[chosen] - middle) < FAR_WHITE * height:
                return float(gaps[chosen, 0]), float(gaps[chosen, 1])
    return middle, middle


def _joined(words: list[Chosen], gaps: Gaps, height: float) -> list[Chosen]:
    """The words, two as one where a sign (a slash, a bracket) stands so close to the other that there is no space."""
    out: list[Chosen] = []
    for word in words:
        if out and _belong_together(out[-1].text, word.text):
            left, right = _cut(out[-1], word, gaps, height)
            if 0 < right - left < NO_SPACE * height:
                out[-1] = _as_one(out[-1], word)
                continue
        out.append(word)
    return out


def _belong_together(before: str, after: str) -> bool:
    """Whether two texts may be one word that was split at a sign."""
    alone = STANDALONE.fullmatch(before) or STANDALONE.fullmatch(after)
    return not alone and (before[-1] in OPENING or after[0] in CLOSING)


def _as_one(a: Chosen, b: Chosen) -> Chosen:
    places = (*a.places, *b.places) if a.places and b.places else ()
    mean = (a.mean * len(a.text) + b.mean * len(b.text)) / (len(a.text) + len(b.text))
    less_sure = a if a.least <= b.least else b
    return replace(less_sure, text=a.text + b.text, x0=a.x0, x1=b.x1, mean=mean, places=places, raw=None)


def _parted(word: Chosen, gaps: Gaps, height: float) -> list[Chosen]:
    """The word, or two words where a space was lost in it and both are words, numbers or signs."""
    if len(word.places) != len(word.text) or not len(gaps):
        return [word]
    inside = gaps[(gaps[:, 0] > word.places[0]) & (gaps[:, 1] < word.places[-1])]
    wide = inside[(inside[:, 1] - inside[:, 0]) >= SPACE * height]
    if not len(wide):
        return [word]
    gap = wide[int(np.argmax(wide[:, 1] - wide[:, 0]))]
    count = sum(place < gap.mean() for place in word.places)
    left, right = word.text[:count], word.text[count:]
    within_number = bool(left and right) and left[-1].isdigit() and right[0].isdigit()
    if within_number or not (_stands(left) and _stands(right)):
        return [word]
    first = replace(word, text=left, x1=float(gap[0]), places=word.places[:count], raw=word.raw or word.text)
    second = replace(word, text=right, x0=float(gap[1]), places=word.places[count:])
    return [*_parted(first, gaps, height), *_parted(second, gaps, height)]


def _stands(text: str) -> bool:
    return is_known(text) or STANDALONE.fullmatch(text) is not None
