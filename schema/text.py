"""How Indonesian print is read: wrapped lines, hyphens at a line's end, list marks.

Both layers need these rules and nothing else of each other: ``extract`` inside stacked fractions, ``normalize``
for cells and lists.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

SOFT_HYPHEN = "\u00ad"
REMEMBERED = (
    4096  # texts of which an answer is remembered: a line is asked about several times, and words come again
)

# Parts of patterns; those with letters are for `re.IGNORECASE` where print may use capitals.
BULLET = r"[-–—•·▪●■○◦ο□❑❏☐☑*✓✔➢►]"
"""A sign before an item of a list."""
ENUMERATOR = r"(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)]"
"""The number or letter before a title, a name or an item: "2.", "b)", "IV."."""
PAGE_NUMBER = (
    r"^\W*(?:hal(?:aman|\.)?|page|lembar)?\W*(?:\d{1,4}|[ivxl]{1,6})\W*(?:(?:dari|of|/)\W*\d{1,4})?\W*$"
)
"""A whole line that is a page's number: "- 3 -", "Halaman 3 dari 12"."""
PAGE_NUMBER_MARKED = (
    r"^(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:hal(?:aman|\.)?|page)\W*\d{1,4}\W*(?:(?:dari|of|/)\W*\d{1,4})?)$"
)
"""One that cannot be a number in a table: "- 3 -", "Page 3"."""
ROMAN_NUMBERS = {
    roman: number
    for number, roman in enumerate(
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1
    )
}
"""Roman numbers as offices, places, lists and tables have them, in capitals, with their values."""
ROMAN = re.compile("|".join(ROMAN_NUMBERS))
"""One of them; for `re.Pattern.fullmatch`."""

_AND = r"\s*(?:dan(?:/atau)?|serta|atau)?\s*$"
_ITEM_END = re.compile(rf"[.;]{_AND}", re.I)
_SEMICOLON_END = re.compile(rf";{_AND}", re.I)
_NO_LETTER = re.compile(r"[\W\d_]+")
_DASHES = "-–—"
_DOUBLED = 4  # letters of a word from which a repetition of them is recognised (sayur-mayur)
_LEADING_DASHED = {"e", "non"}

_MARK = re.compile(
    rf"""^(?:
        (?P<bullet>{BULLET}+)(?=\s|[^\W\d_]|$)
      | (?P<number>\(?\d{{1,2}}[.)])(?=\s|[^\W\d_]|$)
      | (?P<letter>\(?[a-z][.)])(?=\s|$|[A-Z][a-z]{{2}})
      | (?P<capital>[A-Z]\.)(?=\s|$)
      | (?P<roman>\(?[ivxIVX]{{1,5}}[.)])(?=\s|$)
    )\s*""",
    re.X,
)


_CONNECTORS = frozenset(
    (
        *("dan", "yang", "di", "dari", "dengan", "untuk", "pada", "oleh", "serta", "atau", "ke", "dalam"),
        *("sesuai", "terhadap", "tentang", "bagi", "para", "sebagai", "per", "antara", "secara", "tidak"),
        *("telah", "akan", "dapat"),
    )
)


@lru_cache(maxsize=REMEMBERED)
def letters_of(text: str) -> str:
    """The letters of a wording in capitals, for comparing print in which blanks are missing or too many.

    >>> letters_of("Indikator-Kinerja U T A M A 2")
    'INDIKATORKINERJAUTAMA'
    """
    return _NO_LETTER.sub("", text.upper())


def ends_open(text: str) -> bool:
    """Whether the text stops in the middle of a phrase: at a comma, a hyphen, or a word such as "dan"."""
    tail = text.rstrip()
    return tail[-1:] in tuple("-/,(&") or re.split(r"[\s(/]", tail)[-1].casefold() in _CONNECTORS


def ends_item(text: str) -> bool:
    """Whether an item of a list ends with the text: with a full stop or semicolon, also before a last "dan".

    >>> ends_item("menyusun rencana; dan/atau")
    True
    """
    return _ITEM_END.search(text) is not None


def ends_with_semicolon(text: str) -> bool:
    """Whether the text ends with a semicolon, also before a last "dan"."""
    return _SEMICOLON_END.search(text) is not None


class Mark(NamedTuple):
    """A list mark at a line's start: its text, its kind, and the rest of the line."""

    text: str
    kind: str
    rest: str


@lru_cache(maxsize=REMEMBERED)
def list_mark(text: str) -> Mark | None:
    """The list mark with which a line begins, if any: ``-``, ``•``, ``1.``, ``a)``, ``(2)``, ``iv.`` …

    >>> list_mark("a) menyusun rencana").rest
    'menyusun rencana'
    """
    match = _MARK.match(text)
    if match is None:
        return None
    kind = match.lastgroup or ""
    return Mark(match.group(kind), kind, text[match.end() :])


def breaks_word(before: str, after: str) -> bool:
    """Whether a line ends within a word: at a hyphen that stands close to a letter, before small letters."""
    return (
        len(before) > 1 and before[-1] in ("-", SOFT_HYPHEN) and before[-2].isalpha() and after[:1].islower()
    )


def join_wrapped(before: str, after: str) -> str:
    """Join two pieces of text that only a line break separates.

    A soft hyphen goes with the break. A hyphen stays: print breaks undang-undang, e-musrenbang or
    lembaga-lembaga at their own hyphen. It goes where it only breaks a syllable: the piece before it is no word
    of its own and the piece after begins in lower case. A word between two dashes (-dibagi-) is whole.
    """
    if not before:
        return after
    if not after:
        return before
    if before.endswith(SOFT_HYPHEN):
        return before[:-1] + after
    if before[-1] == "-" and len(before) > 1 and not before[-2].isspace():
        head = re.split(r"[\s(/]", before[:-1])[-1]
        tail = re.split(r"[\s,;.:)/]", after)[0]
        if head[:1] in tuple(_DASHES) and len(head) > 1:
            return f"{before} {after}"
        if _own_hyphen(head, tail):
            return before + after
        return before[:-1] + after
    if before[-1] == "/" and len(before) > 1 and not before[-2].isspace() and not after[0].isspace():
        return before + after
    return f"{before} {after}"


def _own_hyphen(head: str, tail: str) -> bool:
    """Whether the hyphen in ``head-tail`` is part of the word: reduplication, prefix, names, numbers."""
    head = re.split(f"[{_DASHES}]", head)[-1]  # se-kecama-tan, e-mus-renbang
    low_head, low_tail = head.lower(), tail.lower()
    if not head or not tail or not tail[0].islower() or not head[-1].isalpha():
        return True
    if low_head in _LEADING_DASHED or head.isupper():
        return True
    # lembaga-lembaga, perundang-undangan, tugas-tugasnya; sayur-mayur
    doubled = low_tail.startswith(low_head) or (
        len(low_head) >= _DOUBLED and low_head[-_DOUBLED:] in low_tail
    )
    return doubled or (len(low_head) >= _DOUBLED and low_head[1:] == low_tail[1 : len(low_head)])


def squeeze(text: str) -> str:
    """The text with single blanks, none at line ends, and without soft hyphens."""
    lines = (" ".join(line.split()) for line in text.replace(SOFT_HYPHEN, "").split("\n"))
    return "\n".join(line for line in lines if line)
