"""Titles: lines that say what is printed below them, and the names that stand under them.

Which titles there are is data (``vocabulary/titles.csv``: title, kind, the subject of a decree that it says, and
further wordings of it in a decree's head). Two readers ask in two ways, for what they lose by a mistake differs:

- Forms (`title_of`): a title is a short line that holds the name of a kind of document ("INDIKATOR KINERJA UTAMA",
  "RENCANA AKSI") near its beginning: in capitals, or as a caption ("4. Indikator Kinerja Utama", "Tabel 3.
  Penetapan …"). The lines under it, up to the first label or table, name the office or post and the year;
  `heading_name` takes the name out of them.
- Metadata (`head_title_of`): a title begins the line, its words begin with capitals, and it has a subject.

Letters are compared without blanks and with some forgiveness for scans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ...schema.text import ENUMERATOR, REMEMBERED, ends_open, letters_of
from ..office_names import office_at_start
from ..vocabulary_files import rows_of, words_in
from .names_of_posts import bare_name, ends_with_part, name_kind, names_level, names_post, names_unit

TitleKind = Literal["iki", "iku", "pk", "other"]

LOST_LETTERS, MORE_LETTERS = 0.75, 1.25  # of a title's letters: fewer or more are no misread title
MISREAD = 88.0  # rapidfuzz partial ratio from which misread letters still make the title
LONGEST = 2.6  # times the title's own letters: a longer line is a sentence, unless it is in capitals
LONGEST_CAPITALS = 6.0  # the same for a line in capitals, which may go on with an office's name
HEADING_WORDS = 16  # a heading's line has no more
SHORT_TITLE_WORDS = 4  # of a line in small letters that a short form makes a title
LEAST_LETTERS = 8  # of a line that can be a title
JOINING = 4  # letters of the words that stand in small letters within names (dan, pada, atas)
HEAD_LENGTH = 110  # characters of a line in a decree's head that is a title
HEAD_MISREAD = 0.1  # share of a head title's letters that may be misread

_CAPTION = re.compile(rf"^\W*(?:{ENUMERATOR}\s*|(?:tabel|table|lampiran)\b)", re.I)
_NUMBERING = re.compile(rf"^\W*(?:{ENUMERATOR}\s*|tabel\s+[\d.]+\s*[.:]?\s*)?", re.I)
_BEHIND_HEAD = re.compile(r"^\W*(?:\(?\s*(?:IKI|IKU|PK)\b\s*\)?)?[\W_]*", re.I)
_TABLE = re.compile(r"^\W*(?:tabel|table)\b", re.I)
_SHORT_FORM = re.compile(r"^\W*\(?\s*(?:IKI|IKU|PK|IKP)\s*\)?(?![\w])\s*", re.I)
_SHORT_TITLE = re.compile(r"^\W*(?P<before>(?:[^\W\d_]+\s+){1,3})(?P<short>IKI|IKU)(?![\w])", re.I)
_YEAR_LINE = re.compile(r"^\W*(?:TAHUN|TA\.?|PERIODE|TRIWULAN|SEMESTER|BULAN)\b.*$", re.I)
_YEAR_TAIL = re.compile(r"\W*\b(?:TAHUN|TA\.?|PERIODE)\b(?:\s*ANGGARAN)?\W*(?:\d{4}.*)?$", re.I)
_LEADING = re.compile(r"^\W*(?:(?:PADA|DI|UNTUK|BAGI|LINGKUP|LINGKUNGAN)\b\s*)+", re.I)
_WANTS_NAME = re.compile(r"\b(?:KABUPATEN|KAB\.|KOTA|PROVINSI|KECAMATAN)\s*$", re.I)
_HALF_AREA = re.compile(r"\b(?:KABUPATEN|KAB\.|KOTA|PROVINSI|KECAMATAN)\s+[^\W\d_]+\s*$", re.I)
_REST_OF_AREA = re.compile(r"^([A-Z]\w+(?:\s[A-Z]\w+)?)(?:\s+(?:TAHUN|Tahun)\s+\d{4})?\W*$")
_GOVERNMENT = re.compile(r"^\W*(?:PEMERINTAH|PROVINSI|PROPINSI|KABUPATEN|KAB\.|KOTA)\b", re.I)


class Title(NamedTuple):
    """A title's kind, the text behind it on its own line, and the subject of a decree that it says, if any."""

    kind: TitleKind
    rest: str
    subject: str = ""


@cache
def _titles() -> tuple[tuple[str, TitleKind], ...]:
    """Letters and kind of every title."""
    return tuple((letters_of(row["title"]), cast(TitleKind, row["kind"])) for row in rows_of("titles.csv"))


@cache
def _head_titles() -> tuple[tuple[str, Title], ...]:
    """Letters of every title that has a subject, in all its wordings, the longest first."""
    found = [
        (letters_of(wording), Title(cast(TitleKind, row["kind"]), "", row["subject"]))
        for row in rows_of("titles.csv")
        if row["subject"]
        for wording in (row["title"], *filter(None, row["head_wordings"].split(";")))
    ]
    return tuple(sorted(found, key=lambda title: -len(title[0])))


@lru_cache(maxsize=REMEMBERED)
def title_of(text: str) -> Title | None:
    """The title that the line prints, if it is one."""
    letters = letters_of(text)
    is_table = _TABLE.match(text) is not None
    if len(letters) < LEAST_LETTERS:
        return _short_title(text)
    if text.rstrip()[-1:] in ";," and not is_table:
        return None
    shouted = text.isupper()
    longest = LONGEST_CAPITALS if shouted or is_table else LONGEST
    for title, kind in _titles():
        at = letters.find(title)
        if at < 0:
            continue
        if not _may_precede(letters[:at]):
            continue
        if len(letters) > longest * len(title) + at and not (at == 0 and _entitles_name(text, title, kind)):
            continue
        stands = shouted or at == 0 or _CAPTION.match(text) is not None
        if stands and not (at == 0 and text[:1].islower()):
            return Title(kind, _after(text, title))
    return _short_title(text) or _misread(letters)


def _short_title(text: str) -> Title | None:
    """The title of a line in capitals that says what it is by its short form alone: "PENETAPAN IKU DINAS X"."""
    match = _SHORT_TITLE.match(text)
    if match is None or not match["short"].isupper() or not _may_precede(letters_of(match["before"])):
        return None
    if not match["before"] or not (match["before"].isupper() or len(text.split()) <= SHORT_TITLE_WORDS):
        return None
    return Title("iku" if match["short"] == "IKU" else "iki", text[match.end() :].strip(" :-–—"))


def _entitles_name(text: str, title: str, kind: TitleKind) -> bool:
    """Whether a title is followed by the name of a post or unit on its line; a form's also in small letters."""
    rest = _after(text, title)
    before = text[: len(text) - len(rest)]
    named = (
        kind != "other"
        and names_post(rest)
        and all(word[:1].isupper() or len(word) <= JOINING for word in text.split())
    )
    return (before.isupper() or named) and len(text.split()) <= HEADING_WORDS and name_kind(rest) is not None


@cache
def _before() -> re.Pattern[str]:
    """What may stand before a title's words, as letters."""
    words = [word.upper() for word in sorted(words_in("title_openings.txt"))]
    return re.compile(rf"[IVX]{{0,4}}(?:(?:{'|'.join(words)})[IVX]{{0,4}}[A-D]?)*")


def _may_precede(letters: str) -> bool:
    """Whether the letters before a title are of words that open titles (LAMPIRAN, TABEL, PENETAPAN) and numbers."""
    return _before().fullmatch(letters) is not None if len(letters) > 1 else True


def _misread(letters: str) -> Title | None:
    """The title of which these letters are a scan's bad reading, if they are nothing else."""
    for title, kind in _titles():
        if kind == "other" or not LOST_LETTERS * len(title) <= len(letters) <= MORE_LETTERS * len(title):
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


@lru_cache(maxsize=REMEMBERED)
def head_title_of(text: str) -> Title | None:
    """The title with which a line of a decree's head begins.

    >>> head_title_of("2. INDIKATORKINERJA UTAMA (IKU) DINAS SOSIAL").rest
    'DINAS SOSIAL'
    """
    bare = _NUMBERING.sub("", text, count=1)
    if len(bare) > HEAD_LENGTH or len(bare.split()) > HEADING_WORDS or not bare[:1].isupper():
        return None
    at = [n for n, char in enumerate(bare) if char.isalpha()]
    letters = "".join(bare[n] for n in at).upper()
    for words, title in _head_titles():
        if len(at) < len(words) or not _reads(letters[: len(words)], words):
            continue
        end = at[len(words) - 1] + 1
        if end < len(bare) and bare[end].isalpha():
            continue
        rest = _BEHIND_HEAD.sub("", bare[end:]).strip()
        return title._replace(rest=rest) if _is_title_case(bare[:end]) else None
    return None


def _reads(letters: str, title: str) -> bool:
    most = int(HEAD_MISREAD * len(title))
    return Levenshtein.distance(letters, title, score_cutoff=most) <= most


def _is_title_case(text: str) -> bool:
    """Whether each word begins with a capital."""
    return all(word[0].isupper() or not word[0].isalpha() for word in text.split())


def without_short_form(text: str) -> str:
    """The line without its number and a title's short form: "1. IKI Kepala Seksi X" is "Kepala Seksi X"."""
    return _SHORT_FORM.sub("", _NUMBERING.sub("", text, count=1))


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
        or names_level(text)
        or _SHORT_FORM.fullmatch(text) is not None
    )


def wants_rest(text: str) -> bool:
    """Whether a heading's line stops in the middle of a phrase or before the name of an area."""
    return ends_open(text) or _WANTS_NAME.search(text) is not None


def goes_on(above: str, text: str) -> bool:
    """Whether the next line of a heading goes on with the one before: with its phrase, its name or an area's name.

    >>> goes_on("KEPALA SUB BAGIAN", "RUMAH TANGGA"), goes_on("KEPALA SUB BAGIAN", "RUMAH SAKIT UMUM DAERAH")
    (True, False)
    """
    return (
        wants_rest(above)
        or (ends_with_part(above) and office_at_start(text) is None)
        or bool(_HALF_AREA.search(above) and _REST_OF_AREA.match(text))
        or _brings_area(above, text)
    )


def _brings_area(above: str, text: str) -> bool:
    """Whether a line ends a unit's name and adds the area's: "… Sumber" over "Daya Manusia Kabupaten X"."""
    within = _AREA_WITHIN.search(text)
    named = name_kind(above) is not None
    if within is None or name_kind(text) is not None or not named or _AREA_WITHIN.search(above):
        return False
    return _is_title_case(_SMALL.sub(" ", _YEAR_TAIL.sub("", text)))


_SMALL = re.compile(r"\s(?:dan|pada|di)\s")
_AT = re.compile(r"\s+(?:pada|di)\s+", re.I)
_AREA_WITHIN = re.compile(
    r"(?<=\w)\s+(?:KABUPATEN|KAB\.|KOTA|PROVINSI|KECAMATAN|KELURAHAN|DISTRIK)\s+\w", re.I
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
    texts = [bare_name(_YEAR_TAIL.sub("", _LEADING.sub("", line))) for line in lines]
    posts = [i for i, text in enumerate(texts) if names_post(text)]
    units = [i for i, text in enumerate(texts) if names_unit(text)]
    if not posts and not units:
        return None
    start = (posts or units)[-1]
    taken, name = [start], texts[start]
    for index in range(start + 1, len(texts)):
        text = texts[index]
        above = lines[index - 1]
        if _HALF_AREA.search(above) and (match := _REST_OF_AREA.match(lines[index])):
            taken.append(index)
            name = f"{name} {match[1]}"
            break
        more = goes_on(above, text) or _GOVERNMENT.match(text) or _is_rest(text, above)
        if not text or not more or _YEAR_LINE.match(lines[index]):
            break
        taken.append(index)
        name = f"{name} {text}"
    return HeadingName(_without_office(name) if posts else name, bool(posts), tuple(taken))


def _without_office(post: str) -> str:
    """A post's name without the office behind it: "Kasi Kesejahteraan pada Kecamatan X" is "Kasi Kesejahteraan"."""
    for match in _AT.finditer(post):
        if names_unit(post[match.end() :]):
            return post[: match.start()]
    return post


def _is_rest(text: str, above: str) -> bool:
    """Whether a line of a heading only goes on with the name above it, and names nothing itself, nor a level."""
    if names_level(text):
        return False
    if re.match(r"^(?:DAN|ATAU|SERTA|PADA|DI)\b", text, re.I):
        return True
    return text.isupper() and above.isupper() and not re.search(r"[\d(:]", text) and name_kind(text) is None
