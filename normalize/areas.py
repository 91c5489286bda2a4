"""Districts, regencies, cities and provinces that a text names.

Decisions: a name is the capitalised words right after the word for the area (Kecamatan, Kabupaten, Bupati,
Kota …), in capitals all words up to a word that begins something else. Running text is read more strictly
than heads: there a word that offices use for other things ("Kecamatan Sehat", "Kota Layak Anak") ends the
name. Names are weighed in a vote, in which a name and its beginning ("Muara", "Muara Elok") and names that
differ by a letter count as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple, cast

from rapidfuzz.distance import Levenshtein

from .forms.names_of_posts import names_post
from .title_case import word_of_area
from .vocabulary_files import words_with
from .word_repair import Lexicon

AreaKind = Literal["kelurahan", "kecamatan", "kabupaten", "kota", "provinsi"]

_AREA = re.compile(
    r"(?<![\w/])(?:(?P<kecamatan>kecamatan|kec\.|distrik|camat)|(?P<kelurahan>kelurahan|kel\.|lurah)"
    r"|(?P<kabupaten>kabupaten|kab\.|bupati)|(?P<kota>(?:wali\s*)?kota)|(?P<provinsi>pro[vp]insi|prov\.|gubernur))"
    r"(?![\w/])",
    re.I,
)
_KEY = re.compile(
    r"^\W*(?P<key>kecamatan|distrik|kelurahan|kabupaten|kota|pro[vp]insi)(?:\s*/\s*\w+)?\s*:\s*(?P<value>[^\W\d_].*)$",
    re.I,
)
_COLON = re.compile(r"\s*:")
_RULER, _LETTERS = re.compile(r"bupati|wali|gubernur", re.I), re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\s*(?P<word>[^\W\d_]+(?:['’.-][^\W\d_]+)*)(?P<after>[^\w\s]*)")
_TELLS_APART = 5  # letters from which a name that differs in one is the same name misread
_LONGEST: Mapping[AreaKind, int] = {"kecamatan": 4, "kelurahan": 4, "kabupaten": 5, "kota": 3, "provinsi": 4}


class Area(NamedTuple):
    """A named area: its kind, and its name in title case without the kind.

    ``governs`` where the text names its government (Pemerintah Kota X, Bupati X), which is nearly always its own.
    """

    kind: AreaKind
    name: str
    governs: bool = False


@cache
def _words_of_role(role: str) -> frozenset[str]:
    """Words by their role.

    ``stop`` ends every name, ``slogan`` one in running text, ``place`` may be part of a name although offices
    use the word otherwise, ``compound`` before an area's word makes another word of it (Tata Kota), ``shortened`` goes
    on after its full stop (Kota Adm. Jakarta Utara).
    """
    return words_with("area_words.csv", "role", role)


@cache
def _generic() -> frozenset[str]:
    """Words of government that no area's name holds in running text."""
    return (frozenset(Lexicon.load_words()) | _words_of_role("slogan")) - _words_of_role("place")


def areas_in(text: str, *, head: bool = False) -> Iterator[Area]:
    """The areas that the text names; ``head`` for headings, letterheads, posts and the like."""
    capitals = text.upper() == text
    done = 0
    for match in _AREA.finditer(text):
        if match.start() < done:
            continue
        before = _LETTERS.findall(text, 0, match.start())
        if before and before[-1].casefold() in _words_of_role("compound") and not head:
            continue
        if not capitals and not match[0][0].isupper():
            continue
        kind = cast(AreaKind, match.lastgroup)
        colon = _COLON.match(text, match.end()) if head else None
        words, done = _name_words(
            text, colon.end() if colon else match.end(), kind, capitals=capitals, head=head
        )
        if len("".join(words)) >= 3:
            name = " ".join(word_of_area(word, capitals=capitals) for word in words)
            ruled = bool(before) and before[-1].casefold() in {"pemerintah", "pemkab", "pemkot"}
            yield Area(kind, name, ruled or _RULER.match(match[0]) is not None)


def area_of_key(line: str) -> str | None:
    """The area that a line gives as the value of its key: "Kabupaten Nunukan" of "Kabupaten/Kota : Nunukan".

    >>> area_of_key("KABUPATEN : BULUNGAN")
    'KABUPATEN BULUNGAN'
    """
    match = _KEY.match(line)
    if match is None:
        return None
    text = match["value"] if _AREA.match(match["value"]) else f"{match['key']} {match['value']}"
    found = [*areas_in(text, head=True)]
    return text if len(found) == 1 else None


def _name_words(text: str, at: int, kind: AreaKind, *, capitals: bool, head: bool) -> tuple[list[str], int]:
    """The words of the name that begins at ``at``, and where it ends."""
    words: list[str] = []
    while len(words) < _LONGEST[kind] and (match := _WORD.match(text, at)):
        word = match["word"]
        if _ends(word, words, text[match.end() :], kind, capitals=capitals, head=head):
            break
        at = match.end()
        shortened = match["after"] == "." and word.casefold() in _words_of_role("shortened")
        words.append(f"{word}." if shortened else word)
        if match["after"] and not shortened:
            break
    return words, at


def _ends(word: str, before: list[str], rest: str, kind: AreaKind, *, capitals: bool, head: bool) -> bool:
    """Whether the word no longer belongs to the name."""
    low = word.casefold()
    if low == "kota":
        return not head or not _kota_belongs(before, rest, kind)
    if low == "daerah" and kind == "provinsi" and not before:
        return not re.match(r"\s*(?:istimewa|khusus)\b", rest, re.I)
    if low == "bagian" and before:
        return not re.match(r"\s*(?:barat|timur|utara|selatan|tengah)\b", rest, re.I)
    if low == "dan" and kind == "kabupaten":
        return not re.match(r"\s*kepulauan\b", rest, re.I)
    if low in _words_of_role("stop") or (not capitals and not word[0].isupper()):
        return True
    if len(before) > 1 and low == before[0].casefold():
        return True  # the place of signing or the heading's next line begins as the name does
    if head and before and names_post(f"{word}{rest}"):
        return True  # the post is printed below the area
    return not head and low in _generic()


def _kota_belongs(before: list[str], rest: str, kind: AreaKind) -> bool:
    """Whether the word Kota is part of a name: at its end (Gresik Kota), or first in a district's."""
    follows = re.match(r"\s*([^\W\d_]+)", rest)
    last = follows is None or follows[1].casefold() in _words_of_role("stop")
    return last if before else kind in {"kecamatan", "kelurahan"}


class Vote:
    """Weighed names of one kind of area."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}

    def add(self, name: str, weight: float) -> None:
        """Count one more mention of a name with its weight."""
        self.weights[name] = self.weights.get(name, 0.0) + weight

    def ranked(self) -> list[tuple[str, float]]:
        """The names by weight, with variants of a name counted as one."""
        merged = dict(sorted(self.weights.items(), key=lambda item: (-item[1], item[0])))
        for name in [*merged]:
            weight = merged[name]
            other = next(
                (o for o in merged if o != name and _is_same_area(o, name) and merged[o] >= weight), None
            )
            if other is not None:
                merged[other] += merged.pop(name)
        return sorted(merged.items(), key=lambda item: (-item[1], item[0]))


def _is_same_area(a: str, b: str) -> bool:
    """Whether two names mean one area: one begins the other, or a letter differs."""
    low_a, low_b = a.casefold(), b.casefold()
    if low_a == low_b or low_a.startswith(low_b + " ") or low_b.startswith(low_a + " "):
        return True
    return min(len(a), len(b)) >= _TELLS_APART and Levenshtein.distance(low_a, low_b, score_cutoff=1) <= 1
