"""The same indicator in other words: a key for each text, and groups of keys that say the same.

The key is the text as it is compared: lower case, without marks and years, spelling variants and official short forms
made one, and the office's own names taken out ("Nilai SAKIP Dinas Perikanan" of that office is "nilai sakip dinas").

Keys are one group only where little doubt is left, for a wrong group misleads and a missed one only costs a second
look. Alike are keys
- of the same words, apart from those that join others (yang, di, dan), and in any order, except in ratios;
- of the same letters, where spaces came or went;
- of the same words but one that is rare and a letter away from a known one in its place: a slip or a misread letter.
  Two known words are never taken for one another, however alike (pendataan, pendanaan);
- of the same words but one more that says next to nothing (kegiatan), among at least `WEAK_AMONG` others.
What measures (jumlah, persentase, indeks) and what denies (tidak) is a word like others, so it keeps keys apart. Words
are known where the vocabulary has them or `KNOWN_FROM` keys use them. Time grows with the number of keys: pairs are
looked for only among keys that share all words but one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ..schema.connected_groups import connected_groups
from ..schema.text import BULLET, ENUMERATOR
from .vocabulary_files import rows_of, words_in

KNOWN_FROM = 4  # keys: a slip is hardly made so often in the same way
RARE_UP_TO = 2  # keys: a reading of one office and perhaps its copy
SLIP_AMONG = 2  # further words that must be the same
WEAK_AMONG = 4
LETTERS_AT_LEAST = 15  # letters: shorter texts agree by chance once spaces are gone
# Letters that may differ, by the shorter word's length: accepts kehadirn, refuses jalan/jalur and kelas/keras.
SLIPS = ((10, 2), (6, 1))
# What is divided by what: here the order of words tells.
ORDERED = frozenset({"rasio", "perbandingan", "terhadap", "dibanding", "dibandingkan", "per"})
_WORD = re.compile(r"[^\W_]+|%")
_MARK = re.compile(rf"^\s*(?:{BULLET}|\(?{ENUMERATOR})\s+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_YEAR = frozenset({"tahun", "anggaran", "ta"})
_PLACES = frozenset(
    {"kecamatan", "kec", "kabupaten", "kab", "kota", "kelurahan", "desa", "provinsi", "distrik"}
)


@dataclass(frozen=True, slots=True)
class _Words:
    """Phrases and what they become, words that only join, words that say next to nothing, and known words."""

    becomes: dict[tuple[str, ...], tuple[str, ...]]
    longest: int
    dropped: frozenset[str]
    weak: frozenset[str]
    known: frozenset[str]


@cache
def _word_lists() -> _Words:
    rows = rows_of("indicator_words.csv")
    becomes = {tuple(r["word"].split()): tuple(r["becomes"].split()) for r in rows if r["becomes"]}
    known = {w for r in rows for w in (*r["word"].split(), *r["becomes"].split())}
    for name in ("words.txt", "acronyms.txt"):
        known.update(words_in(name))
    return _Words(
        becomes,
        max(map(len, becomes)),
        frozenset(r["word"] for r in rows if r["kind"] == "drop"),
        frozenset(r["word"] for r in rows if r["kind"] == "weak"),
        frozenset(known),
    )


def indicator_key(text: str, own_names: Iterable[str | None] = ()) -> str:
    """An indicator's text in the form that is compared; ``own_names`` (the office, its areas) are taken out."""
    lines = unicodedata.normalize("NFKC", text).splitlines()
    found = [word for line in lines for word in _tokens(_MARK.sub("", line, count=1))]
    names = {tuple(_tokens(name)) for name in own_names if name}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        found = list(_without_name(found, name))
    found = list(
        _written(list(_written(_without_years(found))))
    )  # a long form may stand inside another phrase
    return " ".join(word for at, word in enumerate(found) if found[at - 1 : at] != [word])


def _tokens(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(text.casefold())]


def _without_name(words: Sequence[str], name: Sequence[str]) -> Iterator[str]:
    """The words with the name's own words taken out; what kind of office or place it is stays.

    A name of one word counts only after a word for a place, for it may be any word.
    """
    at, kept = 0, ""
    while at < len(words):
        here = tuple(words[at : at + len(name)]) == tuple(name)
        if here and len(name) > 1:
            if name[0] in _PLACES or kept not in _PLACES:
                yield name[0]
            at += len(name)
        elif here and kept in _PLACES:
            at += 1
        else:
            kept = words[at]
            yield kept
            at += 1


def _without_years(words: Sequence[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        if not _YEAR.fullmatch(word):
            out.append(word)
            continue
        while out and out[-1] in _OF_A_YEAR and len(out) > 1:
            out.pop()
    return out


def _written(words: Sequence[str]) -> Iterator[str]:
    """The words with variants and long forms written in one way, the longest phrases first."""
    table, at = _word_lists(), 0
    while at < len(words):
        for length in range(min(table.longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in table.becomes:
                yield from table.becomes[phrase]
                at += length
                break
        else:
            yield words[at]
            at += 1


@dataclass(frozen=True, slots=True)
class Grouped:
    """A key's group, named by the key that most rows of it have, and how alike the two are, 0 to 100."""

    group: str
    score: float


def group_indicators(
    counts: Mapping[str, int], is_word: Callable[[str], bool] = lambda _: False
) -> dict[str, Grouped]:
    """The group of every key, given how many rows have it; ``is_word`` may know words besides the vocabulary.

    The result depends on the keys and counts alone.
    """
    keys = sorted(key for key in counts if key)
    content = [_content(key) for key in keys]
    like = _groups_of_like_keys(keys, content, is_word)
    out = {}
    for group in connected_groups(len(keys), ((same[0], other) for same in like for other in same[1:])):
        named = min(group, key=lambda at: (-counts[keys[at]], len(keys[at]), keys[at]))
        for at in group:
            score = fuzz.token_sort_ratio(" ".join(content[at]), " ".join(content[named]))
            out[keys[at]] = Grouped(keys[named], round(score, 1))
    return out


def _content(key: str) -> tuple[str, ...]:
    """The words that count, without a suffix that changes nothing; all of them where only such would be left."""
    words = [word for word in key.split() if word not in _word_lists().dropped]
    return tuple(_without_nya(word) for word in words or key.split())


def _without_nya(word: str) -> str:
    return word.removesuffix("nya") if len(word) > len("nya") + 3 else word


def _groups_of_like_keys(
    keys: Sequence[str], content: Sequence[tuple[str, ...]], is_word: Callable[[str], bool]
) -> Iterator[list[int]]:
    """Lots of key numbers, each lot for keys that belong to one group."""
    signatures: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    letters: defaultdict[str, list[int]] = defaultdict(list)
    for at, (key, words) in enumerate(zip(keys, content, strict=True)):
        signatures[tuple(words if ORDERED.intersection(key.split()) else sorted(words))].append(at)
        for together in {"".join(words), key.replace(" ", "")}:
            if len(together) >= LETTERS_AT_LEAST:
                letters[together].append(at)
    yield from signatures.values()
    yield from letters.values()
    yield from _with_a_weak_word(signatures)
    yield from _with_a_slip(signatures, is_word)


def _with_a_weak_word(signatures: Mapping[tuple[str, ...], list[int]]) -> Iterator[list[int]]:
    weak = _word_lists().weak
    for signature, numbers in signatures.items():
        if len(signature) <= WEAK_AMONG:
            continue
        for at, word in enumerate(signature):
            rest = signature[:at] + signature[at + 1 :]
            if word in weak and rest in signatures:
                yield [numbers[0], signatures[rest][0]]


def _with_a_slip(
    signatures: Mapping[tuple[str, ...], list[int]], is_word: Callable[[str], bool]
) -> Iterator[list[int]]:
    def is_known(word: str) -> bool:
        return word in _word_lists().known or used[word] >= KNOWN_FROM or is_word(word)

    used = Counter(word for signature in signatures for word in set(signature))
    places: defaultdict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for signature, numbers in signatures.items():
        if len(signature) <= SLIP_AMONG:
            continue
        for at, word in enumerate(signature):
            places[signature[:at] + signature[at + 1 :]][word] = numbers[0]
    for words in places.values():
        if len(words) < 2:
            continue
        known = [word for word in words if is_known(word)]
        for slip in words:
            if used[slip] <= RARE_UP_TO and not is_known(slip):
                meant = [word for word in known if _is_slip(slip, word)]
                if len(meant) == 1:
                    yield [words[slip], words[meant[0]]]


def _is_slip(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    allowed = next((letters for length, letters in SLIPS if shorter >= length), 0)
    if not allowed or any(map(str.isdigit, one + other)):
        return False
    return 0 < OSA.distance(one, other, score_cutoff=allowed) <= allowed
