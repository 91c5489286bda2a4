"""One reading per word out of what the engines offer.

The quick engine reads every line. What it is not sure of, or what is no known word, goes to the other one,
word by word with a neighbour on each side, because that engine's time is its picture's width. Where both
say the same, that is it. Where they differ, certainty and the lexicon weigh; nothing is taken that neither
has read.

RapidOCR errs less, Tesseract is quicker: together they cost little more than the quick one on clean print,
and read worn print as the better one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...schema.known_words import is_known
from .engine import LineEngine, Reading, ReadWord

Picture = NDArray[np.uint8]
Case = Literal["alone", "quick", "agreed", "strong", "weak"]

SURE_KNOWN, SURE_UNKNOWN = 0.86, 0.95
"""From these certainties on the quick engine's word is believed, if known or not."""

DOUBT = 0.85
SURE_MARK = 0.5
MARKS = frozenset("-–•")
"""Marks of lists, which the quick engine tells apart better."""

WHOLE_LINE = 0.5
"""Share of doubtful width from which the whole line is read again."""

WHOLE_PAGE = 0.3
"""Share of doubtful words from which lines are read again as a whole: context helps with worn print."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reading of a word with what it rests on.

    ``case`` says how it was come by: one engine ``alone``, the ``quick`` one believed, both ``agreed``, or of
    two different readings the ``strong`` engine's or the ``weak``. ``raw`` is the other reading in that case.
    """

    text: str
    x0: float
    x1: float
    case: Case
    mean: float
    least: float
    raw: str | None = None
    places: tuple[float, ...] = ()


def read_lines(engines: Sequence[LineEngine], pictures: Sequence[Picture]) -> list[list[Chosen]]:
    """The words of every line; ``engines`` are the strong one, then the quick one, or only one."""
    if len(engines) < 2:
        return [_alone(reading) for reading in _twice(engines[0], pictures)]
    strong, quick = engines
    first = quick.read(pictures)
    again: list[tuple[int, tuple[int, int]]] = []
    doubtful = [_is_doubtful(word) for reading in first for word in reading.words]
    whole_line = 0.0 if sum(doubtful) > WHOLE_PAGE * len(doubtful) else WHOLE_LINE
    for number, (reading, picture) in enumerate(zip(first, pictures, strict=True)):
        again += [(number, stretch) for stretch in _stretches(reading, picture.shape[1], whole_line)]
    parts = [pictures[number][:, start:end] for number, (start, end) in again]
    second: dict[int, list[tuple[tuple[int, int], Reading]]] = {}
    quick_texts = [_text_within(first[number], stretch) for number, stretch in again]
    for (number, stretch), reading in zip(again, _twice(strong, parts, quick_texts), strict=True):
        second.setdefault(number, []).append((stretch, reading))
    return [_merged(reading, second.get(number, [])) for number, reading in enumerate(first)]


def _text_within(reading: Reading, stretch: tuple[int, int]) -> str:
    """What was read between two places of a line."""
    start, end = stretch
    return " ".join(word.text for word in reading.words if start <= (word.x0 + word.x1) / 2 <= end)


def _twice(
    engine: LineEngine, pictures: Sequence[Picture], elsewhere: Sequence[str] | None = None
) -> list[Reading]:
    """Read in haste, and thoroughly what was unsure and not read so ``elsewhere`` too."""
    readings = engine.read(pictures)
    doubtful = [
        i
        for i, reading in enumerate(readings)
        if reading.least < DOUBT and (elsewhere is None or reading.text != elsewhere[i])
    ]
    thorough = engine.read([pictures[i] for i in doubtful], thorough=True)
    for i, reading in zip(doubtful, thorough, strict=True):
        if reading.mean >= readings[i].mean:
            readings[i] = reading
    return readings


def _alone(reading: Reading) -> list[Chosen]:
    return [Chosen(w.text, w.x0, w.x1, "alone", w.mean, w.least, None, w.places) for w in reading.words]


def _is_doubtful(word: ReadWord) -> bool:
    if word.text in MARKS:
        return word.least < SURE_MARK
    return word.least < (SURE_KNOWN if is_known(word.text) else SURE_UNKNOWN)


def _stretches(reading: Reading, width: int, whole_line: float) -> list[tuple[int, int]]:
    """From where to where a line is to be read again: doubtful words, each with its neighbours."""
    words = reading.words
    if not words:
        return [(0, width)]
    wanted = [False] * len(words)
    for i, word in enumerate(words):
        if _is_doubtful(word):
            wanted[i] = True
    if not any(wanted):
        return []
    spread = [any(wanted[max(0, i - 1) : i + 2]) for i in range(len(words))]
    total = sum(word.x1 - word.x0 for word in words)
    if sum(w.x1 - w.x0 for w, s in zip(words, spread, strict=True) if s) > whole_line * total:
        return [(0, width)]
    out, first = [], None
    for i, inside in enumerate([*spread, False]):
        if inside and first is None:
            first = i
        if not inside and first is not None:
            start = 0 if first == 0 else round((words[first - 1].x1 + words[first].x0) / 2)
            end = width if i == len(words) else round((words[i - 1].x1 + words[i].x0) / 2)
            if end - start >= 4:
                out.append((start, end))
            first = None
    return out


def _merged(first: Reading, second: list[tuple[tuple[int, int], Reading]]) -> list[Chosen]:
    """The quick engine's words, with stretches replaced by what both engines' readings come to."""
    out: list[Chosen] = []
    rest = list(first.words)
    for (start, end), reading in second:
        inside = [w for w in rest if start <= (w.x0 + w.x1) / 2 <= end]
        out += [_believed(w) for w in rest if (w.x0 + w.x1) / 2 < start]
        rest = [w for w in rest if (w.x0 + w.x1) / 2 > end]
        moved = [_moved(word, start) for word in reading.words]
        out += _reconciled(moved, inside)
    return out + [_believed(w) for w in rest]


def _moved(word: ReadWord, by: int) -> ReadWord:
    places = tuple(place + by for place in word.places)
    return ReadWord(word.text, word.x0 + by, word.x1 + by, word.mean, word.least, places)


def _believed(word: ReadWord) -> Chosen:
    return Chosen(word.text, word.x0, word.x1, "quick", word.mean, word.least)


def _reconciled(strong: list[ReadWord], quick: list[ReadWord]) -> list[Chosen]:
    """Words of both engines brought together group by group: a group is what overlaps."""
    out: list[Chosen] = []
    for ours, theirs in _groups(strong, quick):
        if not ours:
            out += [_lonely(word, "weak") for word in theirs if not _is_doubtful(word)]
        elif not theirs:
            out += [_lonely(word, "strong") for word in ours]
        else:
            out += _decided(ours, theirs)
    return out


def _lonely(word: ReadWord, case: Case) -> Chosen:
    return Chosen(word.text, word.x0, word.x1, case, word.mean, word.least, None, word.places)


def _groups(strong: list[ReadWord], quick: list[ReadWord]) -> list[tuple[list[ReadWord], list[ReadWord]]]:
    """Words that overlap by half of the narrower one, directly or through others, from left to right."""
    items = sorted(
        [(w.x0, w.x1, 0, w) for w in strong] + [(w.x0, w.x1, 1, w) for w in quick], key=lambda i: i[:3]
    )
    groups: list[tuple[list[ReadWord], list[ReadWord]]] = []
    reach = -np.inf
    for x0, x1, side, word in items:
        if not groups or min(reach, x1) - x0 < 0.5 * min(x1 - x0, _narrowest(groups[-1])):
            groups.append(([], []))
            reach = -np.inf
        groups[-1][side].append(word)
        reach = max(reach, x1)
    return groups


def _narrowest(group: tuple[list[ReadWord], list[ReadWord]]) -> float:
    return min((w.x1 - w.x0 for side in group for w in side), default=0.0)


def _decided(ours: list[ReadWord], theirs: list[ReadWord]) -> list[Chosen]:
    if len(theirs) == 1 and theirs[0].text in MARKS and all(len(w.text) == 1 for w in ours):
        return [
            Chosen(theirs[0].text, theirs[0].x0, theirs[0].x1, "weak", theirs[0].mean, theirs[0].least, None)
        ]
    our_text, their_text = (" ".join(w.text for w in side) for side in (ours, theirs))
    if our_text == their_text:
        return [
            Chosen(a.text, b.x0, b.x1, "agreed", a.mean, max(a.least, b.least))
            for a, b in zip(ours, theirs, strict=True)
        ]
    if _weight_strong(ours) >= _weight_quick(theirs):
        return [_lonely(word, "strong") for word in ours]
    return [Chosen(w.text, w.x0, w.x1, "weak", w.mean, w.least, our_text) for w in theirs]


def _weight_strong(words: list[ReadWord]) -> float:
    known = sum(is_known(w.text) for w in words) / len(words)
    return 0.5 + 0.5 * min(w.least for w in words) + 0.5 * known


def _weight_quick(words: list[ReadWord]) -> float:
    known = sum(is_known(w.text) for w in words) / len(words)
    return 0.25 + 0.5 * min(w.least for w in words) + 0.5 * known
