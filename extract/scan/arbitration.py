"""One reading per word out of what the engines offer.

The quick engine reads every line. What it is not sure of, or what is no known word, goes to the strong one,
word by word with a neighbour on each side, because that engine's time is its picture's width. Where both
say the same, that is it. Where they differ, certainty and the lexicon weigh; where the strong one is not sure either
and read no known word, a third engine is asked, and two that agree outvote it. Nothing is taken that none has read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...schema.known_words import is_known
from .engine import LineEngine, Reading, ReadWord

Picture = NDArray[np.uint8]
Case = Literal["alone", "quick", "agreed", "strong", "weak"]

SURE_KNOWN, SURE_UNKNOWN, SURE_ODD = 0.86, 0.97, 0.99
"""From these certainties on the quick engine's word is believed: a known one; a number, a sign, or a word that ends in
a full stop, comma, colon or semicolon, which are easily taken for each other; and a text of letters that is no word.
"""

ODD_LETTERS = 3
"""Letters from which on a text ought to be a word."""

SHORT_WORD = 3
"""Letters of a word that may be known by chance."""

DOUBT = 0.85
"""Certainty below which an engine that reads alone reads again, with more care."""

VOTED_BELOW, VOTED_FROM = 0.9, 0.75
"""Certainty of the strong engine below which a third may outvote it (above, that did as much harm as good), and of
the quick one from which what it read is worth the question: scraps of stamps are not.
"""

STRONG_START, QUICK_START = 0.5, 0.25
"""Weight of a word of the strong and of the quick engine before certainty and known words count."""

SURE_MARK = 0.5
MARKS = frozenset("-–•")
"""Marks of lists, which the quick engine tells apart better."""

STOPS = frozenset(".,:;")

WHITE = 150
"""Lightness from which a column of a line's picture is white."""

LEAST_SPACE, SPACE_SHARE, LONE_SPACE = 0.22, 0.8, 0.3
"""White inside a word that may be a space, in heights of the line's picture: at least so much, and such a share of the
line's narrowest space; in a line without any, so much.
"""

SOUND_SPACE, NO_SPACE = 0.13, 0.06
"""White between two words that is a space beyond doubt, and that is none, in heights of the line's picture."""

_RINGS = re.compile(r"""(\d[\d.,]*)[°º"”'’*]{1,2}[oO0]([.,;)]*)""")

WHOLE_LINE = 0.8
"""Share of doubtful width from which the whole line is read again."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a line that was read again, from ``start`` to ``end`` (pixels of the line's picture).

    ``words`` are the strong engine's, ``votes`` a third's where it was asked; their places are the line's.
    """

    start: int
    end: int
    words: tuple[ReadWord, ...]
    votes: tuple[ReadWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reading of a word with what it rests on.

    ``case`` says how it was chosen: one engine ``alone``, the ``quick`` one believed, both ``agreed``, or of
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


def has_known_word(words: Sequence[Chosen | ReadWord]) -> bool:
    """Whether a line is print beyond doubt: it holds a longer word that is known."""
    return any(len(word.text) > SHORT_WORD and is_known(word.text) for word in words)


def read_lines(engines: Sequence[LineEngine], pictures: Sequence[Picture]) -> list[list[Chosen]]:
    """The words of every line; ``engines`` are the strong one, the quick one, and one that may vote, or fewer."""
    if len(engines) < 2:
        return [_alone(reading) for reading in _twice(engines[0], pictures)]
    strong, quick, *others = engines
    first = quick.read(pictures)
    again: list[tuple[int, tuple[int, int]]] = []
    for number, (reading, picture) in enumerate(zip(first, pictures, strict=True)):
        again += [(number, stretch) for stretch in _stretches(reading, picture)]
    parts = [pictures[number][:, start:end] for number, (start, end) in again]
    readings = strong.read(parts)
    second = [
        (number, _Stretch(start, end, _moved(reading, start)))
        for (number, (start, end)), reading in zip(again, readings, strict=True)
    ]
    if others:
        second = _with_votes(others[0], first, second, parts)
    by_line: dict[int, list[_Stretch]] = {}
    for number, stretch in second:
        by_line.setdefault(number, []).append(stretch)
    return [
        [_with_percent(word) for word in _merged(reading, by_line.get(number, []))]
        for number, reading in enumerate(first)
    ]


def _with_percent(word: Chosen) -> Chosen:
    """The word, a number's percent sign restored where its stroke was lost and its rings were read: 100°o."""
    match = _RINGS.fullmatch(word.text)
    return word if match is None else replace(word, text=f"{match[1]}%{match[2]}", raw=word.raw or word.text)


def _with_votes(
    third: LineEngine,
    first: Sequence[Reading],
    second: Sequence[tuple[int, _Stretch]],
    parts: Sequence[Picture],
) -> list[tuple[int, _Stretch]]:
    """The stretches, with what a third engine reads in those where the first two left a doubt."""
    asked = [
        index
        for index, (number, stretch) in enumerate(second)
        if any(
            _is_open(ours, theirs)
            for ours, theirs in _groups(stretch.words, _words_in(first[number], stretch))
        )
    ]
    out = list(second)
    answers = third.read([parts[index] for index in asked]) if asked else []
    for index, reading in zip(asked, answers, strict=True):
        number, stretch = second[index]
        out[index] = (number, replace(stretch, votes=_moved(reading, stretch.start)))
    return out


def _is_open(ours: Sequence[ReadWord], theirs: Sequence[ReadWord]) -> bool:
    """Whether both engines read something, not the same letters, the quick one with some certainty, and the strong one
    neither surely nor known words.
    """
    if not ours or not theirs or "".join(w.text for w in ours) == "".join(w.text for w in theirs):
        return False
    unsure = min(w.least for w in ours) < VOTED_BELOW and min(w.least for w in theirs) >= VOTED_FROM
    return unsure and not all(is_known(w.text) for w in ours)


def _within(words: Sequence[ReadWord], start: float, end: float) -> list[ReadWord]:
    """The words whose middle lies between two places."""
    return [word for word in words if start <= (word.x0 + word.x1) / 2 <= end]


def _words_in(reading: Reading, stretch: _Stretch) -> list[ReadWord]:
    return _within(reading.words, stretch.start, stretch.end)


def _text(words: Sequence[ReadWord]) -> str:
    return " ".join(word.text for word in words)


def _twice(engine: LineEngine, pictures: Sequence[Picture]) -> list[Reading]:
    """Readings of the lines: quickly, and then thoroughly for those that were uncertain."""
    readings = engine.read(pictures)
    doubtful = [i for i, reading in enumerate(readings) if reading.least < DOUBT]
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
    if not is_known(word.text):
        letters = sum(c.isalpha() for c in word.text)
        return word.least < (SURE_ODD if letters >= ODD_LETTERS else SURE_UNKNOWN)
    return word.least < (SURE_UNKNOWN if word.text[-1] in STOPS else SURE_KNOWN)


def _badly_spaced(reading: Reading, picture: Picture) -> list[bool]:
    """Indices of words that have white inside as wide as a space, or no white before the next word."""
    words = reading.words
    out = [False] * len(words)
    if not all(len(word.places) == len(word.text) for word in words):
        return out
    dark = (picture < WHITE).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([1], dark.astype(np.int8), [1]))))
    left, right = edges[::2], edges[1::2]

    wide, middle = (right - left) / picture.shape[0], (left + right) / 2

    def widest(chosen: NDArray[np.bool_]) -> float:
        return float(wide[chosen].max()) if chosen.any() else 0.0

    spaces = [widest((middle > a.places[-1]) & (middle < b.places[0])) for a, b in pairwise(words)]
    sound = [space for space in spaces if space > SOUND_SPACE]
    least = max(LEAST_SPACE, SPACE_SHARE * min(sound)) if sound else LONE_SPACE
    for index, word in enumerate(words):
        inside = (left > word.places[0]) & (right < word.places[-1])
        out[index] = len(word.text) > 1 and widest(inside) >= least
    for index, space in enumerate(spaces):
        if space < NO_SPACE:
            out[index] = out[index + 1] = True
    return out


def _stretches(reading: Reading, picture: Picture) -> list[tuple[int, int]]:
    """Start and end of each part of a line that is to be read again: doubtful words, each with its neighbours."""
    words, width = reading.words, picture.shape[1]
    if not words:
        return [(0, width)]
    spaced = _badly_spaced(reading, picture)
    wanted = [bad or _is_doubtful(word) for word, bad in zip(words, spaced, strict=True)]
    if not any(wanted):
        return []
    spread = [any(wanted[max(0, i - 1) : i + 2]) for i in range(len(words))]
    total = sum(word.x1 - word.x0 for word in words)
    if sum(w.x1 - w.x0 for w, s in zip(words, spread, strict=True) if s) > WHOLE_LINE * total:
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


def _merged(first: Reading, second: Sequence[_Stretch]) -> list[Chosen]:
    """The quick engine's words; in stretches that were read again, the words chosen from all engines' readings."""
    out: list[Chosen] = []
    rest = list(first.words)
    for stretch in second:
        inside = _within(rest, stretch.start, stretch.end)
        out += [_believed(w) for w in rest if (w.x0 + w.x1) / 2 < stretch.start]
        rest = [w for w in rest if (w.x0 + w.x1) / 2 > stretch.end]
        out += _reconciled(stretch.words, inside, stretch.votes)
    return out + [_believed(w) for w in rest]


def _moved(reading: Reading, by: int) -> tuple[ReadWord, ...]:
    return tuple(
        replace(w, x0=w.x0 + by, x1=w.x1 + by, places=tuple(place + by for place in w.places))
        for w in reading.words
    )


def _believed(word: ReadWord) -> Chosen:
    return Chosen(word.text, word.x0, word.x1, "quick", word.mean, word.least, None, word.places)


def _reconciled(
    strong: Sequence[ReadWord], quick: Sequence[ReadWord], votes: Sequence[ReadWord]
) -> list[Chosen]:
    """The chosen words of a stretch: overlapping words of the engines form groups, each decided by itself."""
    out: list[Chosen] = []
    for ours, theirs in _groups(strong, quick):
        if not ours:
            out += [_lonely(word, "weak") for word in theirs if not _is_doubtful(word)]
        elif not theirs:
            out += [_lonely(word, "strong") for word in ours]
        else:
            out += _decided(ours, theirs, votes)
    return out


def _lonely(word: ReadWord, case: Case) -> Chosen:
    return Chosen(word.text, word.x0, word.x1, case, word.mean, word.least, None, word.places)


def _groups(
    strong: Sequence[ReadWord], quick: Sequence[ReadWord]
) -> list[tuple[list[ReadWord], list[ReadWord]]]:
    """Words that overlap by half of the narrower one, directly or through others, from left to right.

    A narrow word that the engines see side by side is one all the same.
    """
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
    out: list[tuple[list[ReadWord], list[ReadWord]]] = []
    for ours, theirs in groups:
        if out and _are_twins(out[-1], (ours, theirs)):
            out[-1] = ([*out[-1][0], *ours], [*out[-1][1], *theirs])
        else:
            out.append((ours, theirs))
    return out


def _are_twins(a: tuple[list[ReadWord], list[ReadWord]], b: tuple[list[ReadWord], list[ReadWord]]) -> bool:
    """Whether each of two neighbouring groups was read by one engine only, by different ones, as the same text."""
    crossed = (a[0], b[1]) if not (a[1] or b[0]) else (a[1], b[0]) if not (a[0] or b[1]) else ([], [])
    return bool(crossed[0]) and _text(crossed[0]) == _text(crossed[1])


def _narrowest(group: tuple[list[ReadWord], list[ReadWord]]) -> float:
    return min((w.x1 - w.x0 for side in group for w in side), default=0.0)


def _decided(ours: list[ReadWord], theirs: list[ReadWord], votes: Sequence[ReadWord]) -> list[Chosen]:
    if len(theirs) == 1 and theirs[0].text in MARKS and all(len(w.text) == 1 for w in ours):
        return [_lonely(theirs[0], "weak")]
    our_text, their_text = _text(ours), _text(theirs)
    if our_text == their_text:
        return [
            Chosen(a.text, b.x0, b.x1, "agreed", a.mean, max(a.least, b.least))
            for a, b in zip(ours, theirs, strict=True)
        ]
    if _is_open(ours, theirs) and votes:
        both = [*ours, *theirs]
        vote = _text(_within(votes, min(w.x0 for w in both), max(w.x1 for w in both)))
        if vote == their_text:
            return [replace(_lonely(word, "agreed"), raw=our_text) for word in theirs]
    if _weight_strong(ours) >= _weight_quick(theirs):
        return [_lonely(word, "strong") for word in ours]
    return [replace(_lonely(word, "weak"), raw=our_text) for word in theirs]


def _weight_strong(words: list[ReadWord]) -> float:
    known = sum(is_known(w.text) for w in words) / len(words)
    return STRONG_START + 0.5 * min(w.least for w in words) + 0.5 * known


def _weight_quick(words: list[ReadWord]) -> float:
    known = sum(is_known(w.text) for w in words) / len(words)
    return QUICK_START + 0.5 * min(w.least for w in words) + 0.5 * known
