"""Whether a printed name is a post's or a unit's, by the word that it begins with.

The words are data (``vocabulary/rank_words.csv``). A post begins with a rank or a profession ("Kepala …",
"Pengelola …"), a unit with what it is ("Dinas …", or a part of one: "Bidang …"). Acting posts (Plt., Pj.) and
numbers before the name are passed over; a misread letter in a long word is forgiven.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz

from ...schema.text import ENUMERATOR, REMEMBERED, ROMAN
from ..name_tokens import ACTING, close_letters
from ..vocabulary_files import rows_of, words_with

MISREAD = 85.0  # rapidfuzz ratio from which a word is one of the data's
SENTENCE_WORDS = 2  # words behind the first of which none is a sentence's ("Badan mempunyai tugas …")
MISREAD_LETTERS = 6  # shorter words must be read exactly

_SUBLEVELS = frozenset("abc")  # of an eselon: III.a
_NUMBERED = rf"^\W*(?:{ENUMERATOR}\s*)?"
_NUMBER = re.compile(_NUMBERED)
_BEFORE = re.compile(_NUMBERED + ACTING, re.I)
_GRADE = re.compile(
    r"(?:Pembina|Penata|Pengatur|Juru)(?:\s+(?:Utama|Muda|Madya))*(?:,?\s*(?:Tk|Tingkat|TK)\.?\s*(?:I|1|l))?",
    re.I,
)  # a civil servant's grade, as printed below a signature
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _words() -> dict[str, str]:
    return {row["word"]: row["names"] for row in rows_of("rank_words.csv")}


@cache
def _as_long_as(count: int) -> tuple[str, ...]:
    """The words that may be misread as so many letters."""
    return tuple(w for w in _words() if abs(len(w) - count) <= 1 and len(w) >= MISREAD_LETTERS)


@lru_cache(maxsize=REMEMBERED)
def name_kind(text: str) -> Literal["post", "unit"] | None:
    """What the text names, judged by its first word."""
    bare = close_letters(text)
    match = _WORD.match(bare, _end_of_number(bare))
    if match is None or _GRADE.fullmatch(bare.strip(" .,")) or names_level(bare):
        return None
    word = match[0].casefold()
    found = _words().get(word)
    if found is None and len(word) >= MISREAD_LETTERS:
        near = _as_long_as(len(word))
        best = next((w for w in near if fuzz.ratio(w, word, score_cutoff=MISREAD) >= MISREAD), None)
        found = _words()[best] if best is not None else None
    if any(each in _sentence_words() for each in bare[match.end() :].casefold().split()[:SENTENCE_WORDS]):
        return None
    if found in ("unit", "part", "alone"):
        return "unit"
    return "post" if found == "post" else None


@cache
def _sentence_words() -> frozenset[str]:
    return words_with("name_words.csv", "role", "sentence")


def _end_of_number(text: str) -> int:
    match = _BEFORE.match(text)
    return match.end() if match else 0


def is_part(text: str) -> bool:
    """Whether the text names a part of an office (a bidang, a seksi, "Sekretariat" alone), not one of its own."""
    match = _WORD.match(text, _end_of_number(text))
    if match is None:
        return False
    kind = _words().get(match[0].casefold())
    return kind == "part" or (kind == "alone" and not _WORD.search(text, match.end()))


@lru_cache(maxsize=REMEMBERED)
def names_level(text: str) -> bool:
    """Whether the text only says of which level posts are ("ESELON III", "PEJABAT ADMINISTRATOR"): that is no name.

    >>> names_level("Eselon III.a"), names_level("Eselonisasi jabatan")
    (True, False)
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    said = [word for word in words if not ROMAN.fullmatch(word.upper()) and word not in _SUBLEVELS]
    known = words_with("name_words.csv", "role", "level")
    around = words_with("name_words.csv", "role", "level_around")
    return len(words) > 1 and any(word in known for word in said) and known | around >= {*said}


def ends_with_part(text: str) -> bool:
    """Whether a post's name stops behind the word for the part of an office that it heads: "KEPALA SUB BAGIAN"."""
    words = _WORD.findall(text)
    return len(words) > 1 and _words().get(words[-1].casefold()) == "part" and names_post(text)


def names_post(text: str) -> bool:
    """Whether the text begins as the name of a post does."""
    return name_kind(text) == "post"


def names_unit(text: str) -> bool:
    """Whether the text begins as the name of a unit does."""
    return name_kind(text) == "unit"


def bare_name(text: str) -> str:
    """The name without a number before it: "I. KEPALA DINAS" is "KEPALA DINAS"."""
    return _NUMBER.sub("", text, count=1).strip(" :;.,")
