"""Names in title case: of posts in official spelling, of offices as they are printed, and of areas.

Posts are written anew, whatever their print; offices and areas keep the letters that mixed case gives them, since only
print in capitals says nothing of it.
"""

from __future__ import annotations

import re

from ..schema.text import ROMAN
from .vocabulary_files import words_in

SMALL_WORDS = frozenset(
    ["dan", "di", "pada", "dengan", "untuk", "bagi", "ke", "dari", "yang", "atau", "serta", "dalam", "oleh"]
)
"""Words that stay small within a name."""
LONGEST_ACRONYM = 6
"""Letters: a longer word in capitals is a word that was shouted."""
SHOUTED = 0.6
"""Share of capitals among the letters of a name from which capitals mark no short form."""
_ROOT = 4
"""Letters that both parts of a doubled word with affixes share (perundang-undangan)."""
_DEGREES = frozenset(["dr", "drg"])
_VOWEL = re.compile(r"[aeiou]")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_short_form(word: str, acronyms: frozenset[str]) -> bool:
    """Whether a word in small letters is written in capitals: a known short form, or one without a vowel."""
    return word in acronyms or (word.isalpha() and not _VOWEL.search(word) and len(word) > 1)


def word_of_post(word: str, *, caps: bool | None, first: bool, acronyms: frozenset[str]) -> str:
    """A word, given in small letters, of a post's official name.

    ``caps`` says that it was printed in capitals within mixed case, ``first`` that the name begins with it.
    """
    if is_short_form(word, acronyms):
        return word.upper()
    if ROMAN.fullmatch(word.upper()) and not first:
        return word.upper()
    if word in SMALL_WORDS and not first:
        return word
    if caps and max(map(len, word.split("-"))) <= LONGEST_ACRONYM:
        return word.upper()
    if "-" in word:
        head, *rest = word.split("-")
        if len(rest) == 1 and len(rest[0]) > _ROOT and rest[0][:_ROOT] in head and rest[0] != head:
            return f"{head.capitalize()}-{rest[0]}"
        if len(head) == 1 or set(rest) == {head}:
            tail = rest if len(head) > 1 else [r.upper() if r in acronyms else r.capitalize() for r in rest]
            return "-".join([head.capitalize() if len(head) > 1 else head, *tail])
        return "-".join(part.upper() if part in acronyms else part.capitalize() for part in (head, *rest))
    return word.capitalize()


def office_in_title_case(text: str) -> str:
    """An office's name in title case with its punctuation as printed; short forms stay capitals.

    >>> office_in_title_case("RSUD dr. KANIGARA DAN UPT")
    'RSUD dr. Kanigara dan UPT'
    """
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) > SHOUTED * len(letters)
    text = " ".join(text.split())
    return _LETTERS.sub(lambda m: _word_of_office(m[0], first=m.start() == 0, shouted=shouted), text)


def _word_of_office(word: str, *, first: bool, shouted: bool) -> str:
    low = word.casefold()
    if low in _DEGREES:
        return low
    if low in SMALL_WORDS and not first:
        return low
    if is_short_form(low, words_in("acronyms.txt")):
        return word.upper()
    if not first and (ROMAN.fullmatch(word) or ROMAN.fullmatch(word.rstrip("ABC"))):
        return word  # a number, or a class such as IIB
    return word.capitalize() if shouted else word[0].upper() + word[1:]


def word_of_area(word: str, *, capitals: bool) -> str:
    """A word of an area's name; ``capitals`` says that the whole name is printed in capitals."""
    if ROMAN.fullmatch(word):
        return word
    if word.casefold() == "dan":
        return "dan"
    if not capitals and not word.isupper():
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
