"""Titles: lines that say what is printed below them, and the names that stand under them.

A title is a short line that holds the name of a kind of document ("INDIKATOR KINERJA UTAMA", "RENCANA AKSI")
near its beginning: in capitals, or as a caption ("4. Indikator Kinerja Utama", "Tabel 3. Penetapan …"). Letters
are compared without blanks and with some forgiveness for scans. Which titles there are is data
(``vocabulary/titles.csv``). The lines under it, up to the first label or table, name the office or post and the
year; `heading_name` takes the name out of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz

from ...schema.text import ends_open
from ..names import DATA
from .names_of_posts import name_kind, names_post, names_unit

TitleKind = Literal["iki", "iku", "pk", "other"]

MISREAD = 88.0  # rapidfuzz partial ratio from which misread letters still make the title
LONGEST = 2.6  # times the title's own letters: a longer line is a sentence, unless it is in capitals
LONGEST_CAPITALS = 6.0  # the same for a line in capitals, which may go on with an office's name
HEADING_WORDS = 16  # a heading's line has no more

_NO_LETTER = re.compile(r"[\W\d_]+")
_CAPTION = re.compile(r"^\W*(?:(?:\d{1,2}|[IVX]{1,4}|[A-Za-z])[.)]\s*|(?:tabel|table|lampiran)\b)", re.I)
_TABLE = re.compile(r"^\W*(?:tabel|table)\b", re.I)
_SHORT_FORM = re.compile(r"^\W*\(?\s*(?:IKI|IKU|PK|IKP)\s*\)?(?![\w])\s*", re.I)
_YEAR_LINE = re.compile(r"^\W*(?:TAHUN|TA\.?|PERIODE|TRIWULAN|SEMESTER|BULAN)\b.*$", re.I)
_YEAR_TAIL = re.compile(r"\W*\b(?:TAHUN|TA\.?|PERIODE)\b(?:\s*ANGGARAN)?\W*(?:\d{4}.*)?$", re.I)
_LEADING = re.compile(r"^\W*(?:(?:PADA|DI|UNTUK|BAGI|LINGKUP|LINGKUNGAN)\b\s*)+", re.I)
_GOVERNMENT = re.compile(r"^\W*(?:PEMERINTAH|PROVINSI|PROPINSI|KABUPATEN|KAB\.|KOTA)\b", re.I)


class Title(NamedTuple):
    """A title's kind and the text behind it on its own line."""

    kind: TitleKind
    rest: str


@cache
def _titles() -> tuple[tuple[str, TitleKind], ...]:
    """Letters and kind of every title."""
    with (DATA / "titles.csv").open(encoding="utf-8", newline="") as file:
        return tuple((_letters(row["title"]), cast(TitleKind, row["kind"])) for row in csv.DictReader(file))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.upper())


@cache
def title_of(text: str) -> Title | None:
    """The title that the line prints, if it is one."""
    letters = _letters(text)
    is_table = _TABLE.match(text) is not None
    if len(letters) < 8 or (text.rstrip()[-1:] in ";," and not is_table):
        return None
    shouted = text.isupper()
    longest = LONGEST_CAPITALS if shouted or is_table else LONGEST
    for title, kind in _titles():
        at = letters.find(title)
        if at < 0:
            continue
        if not _may_precede(letters[:at]) or len(letters) > longest * len(title) + at:
            continue
        stands = shouted or at == 0 or _CAPTION.match(text) is not None
        if stands and not (at == 0 and text[:1].islower()):
            return Title(kind, _after(text, title))
    return _misread(letters)


@cache
def _before() -> re.Pattern[str]:
    """What may stand before a title's words, as letters."""
    words = (DATA / "title_openings.txt").read_text("utf-8").upper().split()
    return re.compile(rf"[IVX]{{0,4}}(?:(?:{'|'.join(words)})[IVX]{{0,4}}[A-D]?)*")


def _may_precede(letters: str) -> bool:
    """Whether the letters before a title are of words that open titles (LAMPIRAN, TABEL, PENETAPAN) and numbers."""
    return _before().fullmatch(letters) is not None if len(letters) > 1 else True


def _misread(letters: str) -> Title | None:
    """The title that a scan's letters are a bad reading of; such a line holds nothing else."""
    for title, kind in _titles():
        if kind == "other" or not 0.75 * len(title) <= len(letters) <= 1.25 * len(title):
            continue
        if fuzz.ratio(letters, title) >= MISREAD:
            return Title(kind, "")
    return None


def _after(text: str, title: str) -> str:
    """The text behind the title's letters."""
    wanted = len(title)
    seen = ""
    for index, char in enumerate(text):
        if char.isalpha():
            seen += char.upper()
        if seen.endswith(title) and len(seen) >= wanted:
            return _SHORT_FORM.sub("", text[index + 1 :]).strip(" :-–—")
    return ""


def is_heading_line(text: str) -> bool:
    """Whether a line under a title may belong to its heading: capitals, a year, or the name of an office or post."""
    words = text.split()
    if not words or len(words) > HEADING_WORDS or text.rstrip()[-1:] in ";:":
        return False
    bare = _LEADING.sub("", text)
    return (
        text.isupper()
        or _YEAR_LINE.match(text) is not None
        or _GOVERNMENT.match(text) is not None
        or names_post(bare)
        or names_unit(bare)
        or _SHORT_FORM.fullmatch(text) is not None
    )


class HeadingName(NamedTuple):
    """The name in a heading and whether it is a post's."""

    text: str
    post: bool
    lines: tuple[int, ...]


def heading_name(lines: Sequence[str]) -> HeadingName | None:
    """The name under a title: the last post, else the last unit, with the lines that go on with it.

    ``lines`` are the text behind the title and the lines below it; the result's ``lines`` are indices into them.
    """
    texts = [_YEAR_TAIL.sub("", _LEADING.sub("", line)).strip(" .,;:") for line in lines]
    posts = [i for i, text in enumerate(texts) if names_post(text)]
    units = [i for i, text in enumerate(texts) if names_unit(text)]
    if not posts and not units:
        return None
    start = (posts or units)[-1]
    taken, name = [start], texts[start]
    for index in range(start + 1, len(texts)):
        text = texts[index]
        goes_on = ends_open(lines[index - 1]) or _GOVERNMENT.match(text) or _is_rest(text, lines[index - 1])
        if not text or not goes_on or _YEAR_LINE.match(lines[index]):
            break
        taken.append(index)
        name = f"{name} {text}"
    return HeadingName(name, bool(posts), tuple(taken))


def _is_rest(text: str, above: str) -> bool:
    """Whether a line of a heading only goes on with the name above it: it begins nothing that has a name."""
    if re.match(r"^(?:DAN|ATAU|SERTA|PADA|DI)\b", text, re.I):
        return True
    return text.isupper() and above.isupper() and not re.search(r"[\d(:]", text) and name_kind(text) is None
