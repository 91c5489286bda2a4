"""The titles of forms: what a heading says that it is, and what it says behind that.

Decisions: a title stands at a line's start, in capitals or as a short line; its letters count, so glued and
letter-spaced prints and a misread letter are forgiven. The titles are data (``document_titles.csv``).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from ..schema.blocks import Line
from .names import DATA

LONGEST = 110  # characters of a line that is a title
MOST_WORDS = 16
MISREAD = 0.1  # share of a title's letters that may be misread
_SINGLE = 0.7  # share of single letters among the words of a letter-spaced line
_WORD_GAP = 1.6  # of the usual gap: white space between the words of a letter-spaced line
_NUMBERING = re.compile(r"^\W*(?:(?:\d{1,2}|[A-Za-z]|[IVX]{1,4})[.)]\s*|tabel\s+[\d.]+\s*[.:]?\s*)?", re.I)


class Title(NamedTuple):
    """A form's title: what it is of (``iki``, ``iku``, ``pk``), its subject, and the text behind it."""

    kind: str
    subject: str
    rest: str


@cache
def _titles() -> tuple[tuple[str, str, str], ...]:
    """Titles' letters with subject and kind, the longest first."""
    with (DATA / "document_titles.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["title"].replace(" ", ""), row["subject"], row["kind"]) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def title_of(text: str) -> Title | None:
    """The title with which the line begins.

    >>> title_of("2. INDIKATORKINERJA UTAMA (IKU) DINAS SOSIAL").rest
    'DINAS SOSIAL'
    """
    bare = text[_NUMBERING.match(text).end() :]  # type: ignore[union-attr]
    if len(bare) > LONGEST or len(bare.split()) > MOST_WORDS or not bare[:1].isupper():
        return None
    letters = [(c.casefold(), n) for n, c in enumerate(bare) if c.isalpha()]
    for title, subject, kind in _titles():
        if len(letters) < len(title) or not _reads("".join(c for c, _ in letters[: len(title)]), title):
            continue
        end = letters[len(title) - 1][1] + 1
        if end < len(bare) and bare[end].isalpha():
            continue
        rest = re.sub(r"^\W*(?:\(?\s*(?:IKI|IKU|PK)\b\s*\)?)?[\W_]*", "", bare[end:], flags=re.I)
        return Title(kind, subject, rest.strip()) if _is_title_case(bare, end) else None
    return None


def _reads(letters: str, title: str) -> bool:
    most = int(MISREAD * len(title))
    return Levenshtein.distance(letters, title, score_cutoff=most) <= most


def _is_title_case(bare: str, end: int) -> bool:
    """Whether the title is printed as one: each word of it begins with a capital."""
    return all(word[0].isupper() or not word[0].isalpha() for word in bare[:end].split())


def plain_text(line: Line) -> str:
    """The line's text, with letter-spaced words put together: "P E M E R I N T A H" is PEMERINTAH."""
    words = line.words
    if len(words) < 5 or sum(len(w.text) == 1 and w.text.isalpha() for w in words) < _SINGLE * len(words):
        return line.text.strip()
    gaps = [right.box.x0 - left.box.x1 for left, right in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 2]
    text = words[0].text
    for word, gap in zip(words[1:], gaps, strict=True):
        text += (" " if gap > _WORD_GAP * max(usual, 0.1 * word.size) else "") + word.text
    return text
