"""What a single line below a form is: place and date, rank, NIP, post, party, a person's name, or none of it.

Decisions: a rank and a NIP are recognised by their form and may share a line ("Pembina Tk. I, NIP 1975…"); a name
has letters enough, a limited length, and none of the words that offices and sentences are made of. Words
with their roles are data (``signature_words.csv``). A date whose day is left to be written by hand is still a
place and date; a line that goes on after its date is a sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ..schema.text import PAGE_NUMBER, REMEMBERED
from .dates import DIGITS, date_span, month_number, parse_date
from .forms.names_of_posts import names_level
from .name_tokens import ACTING
from .vocabulary_files import words_with
from .word_repair import damage

LONG = 90  # characters: longer than any post or name in one line
NAME_CHARS = 60  # characters: longer than any person's name with titles
NAME_WORDS = 10  # words of a name with its titles before and behind
PLACE_WORDS = 4  # words of a place of signing
DIGITS_OF_AMOUNT = 4  # digits in one text: no post or name has as many
NIP_DIGITS = 18  # of a civil servant's number since 2009
SHORT_NAME = 4  # letters: a shorter name that was recognised in a scan is a scrap of a stamp
LEAST_RANK = 6  # letters of the shortest word of a rank (Penata)
PROSE_END = 8  # words: a line with more that ends as a sentence does is one
PROSE_WORDS = 5  # words: a line with fewer may be a name or post with a word of prose in it
_ANY_DIGITS = range(8, 22)  # digits that a number behind the label may have, misread ones included
_RANK_DAMAGE = 1.0  # letters that may be misread in the word of a rank (Pembinaan is no Pembina)
_DAMAGE = (
    0.5  # letters: what may be misread in the word of a post (Kemala is no Kepala); letters alike count half
)

_NIP = re.compile(r"(?:N\s?\.?\s?[IlL1|]\s?\.?\s?P(?:PPK|PK)?|NI\s?PPPK|NRP|NIK)\b\W*(?P<rest>.*)$", re.I)
_LABEL_OF_NUMBER = re.compile(
    r"(?<![^\W_])(?=N)|(?=N\s?I\s?P\W{0,3}(?:19|20)\d{4})", re.I
)  # also glued to a rank
_BARE_NIP = re.compile(r"(?<!\d)(?:19|20)\d{6}\s*(?:19|20)\d{4}\s*[12]\s*\d{3}\W*$")
_GRADE = r"(?:gol(?:ongan|\.)?(?:\s*[./]?\s*ruang)?\W*)?[(]?\s*[IVlL1]{1,3}\s*[/.]?\s*[a-e]\b\s*[)]?"
_RANK = re.compile(
    r"^(?:pangkat\s*(?:/\s*gol\w*\.?(?:\s*[/.]?\s*ruang)?)?\s*[:.]?\s*)?"
    r"(?P<rank>(?:pembina|penata|pengatur|juru)(?:\s*(?:utama|muda|madya)){0,2}"
    r"(?:\s*,?\s*(?:tkt|tk|tingkat)\b\.?(?:\s*(?:[I1l|](?!\w)|satu\b))?)?)"
    rf"\W*(?:{_GRADE})?\W*$",
    re.I,
)
_GRADE_ALONE = re.compile(rf"^\W*{_GRADE}\W*$", re.I)
_PLACED = re.compile(r"^\W*(?:ditetapkan|dibuat|dikeluarkan|disahkan)\s+di\b\s*:?\s*(?P<place>.+?)\W*$", re.I)
_DATED = re.compile(r"^\W*(?:pada\s+)?tanggal\b\s*:?\s*(?P<date>.*)$", re.I)
_PLACE_DATE = re.compile(
    r"^\W*(?P<place>[^\W\d_][^,:;\d]{1,40}?)\s*[,.]\s*(?P<date>(?:tanggal\s)?[\s\d.…_/-]*\S*.*)$"
)
_PARTY = re.compile(
    r"^\W*(?P<party>p[il1]hak\s+(?P<which>ke\s?satu|ke\s?dua|ke-?\s?[12]|[^\W_]+))\b\W*", re.I
)
_POST = re.compile(rf"^\W*{ACTING}(?P<word>ka\.|yang dinilai|wali\s?kota|[^\W_]+)", re.I)
_TITLES = re.compile(r"\b(?:drs|dra|dr|drg|ir|prof|h|hj|s|m|a|sp)\.|,", re.I)
_TITLE_BEFORE = re.compile(r"[a-z]{2,4}\.")  # dr., drg., apt.
_HEAD = re.compile(
    r"^\W*(?:lampiran\b|salinan\b|(?:surat\s+)?keputusan\b|peraturan\b|indikator\s*kinerja|perjanjian\s*kinerja|"
    r"penetapan\s*kinerja|bab\s+[ivx]+\b|tentang\b|nomor\s*[:.])",
    re.I,
)
_NUMBERED = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]\s*|\d{1,2}\.\d[\d.]*\s+)[^\W\d_]")
_PAGE = re.compile(
    rf"{PAGE_NUMBER}|"
    r"[|]\s*(?:hal(?:aman)?\W*|page\s*)?\d{1,4}\W*$|^\W*\d{1,4}\s*[|]",
    re.I,
)
_SIGN = re.compile(
    r"^\W*(?:ttd|t\.t\.d|tanda tangan|cap(?: dan|/)? ?ttd|materai|ditandatangani secara .*)\W*$", re.I
)
_WORD = re.compile(r"[^\W_]+")
_NOTHING = re.compile(r"^[\W_]*$")
_BLANKS = re.compile(r"^(?:nama\s*:)?[\s(_.…:]+|[\s)_…:]+$", re.I)


class Number(NamedTuple):
    """A person's number on a line: what stands before its label, and its digits, none where left blank.

    ``civil`` where it is a civil servant's (NIP), not a soldier's or a citizen's.
    """

    before: str
    digits: str
    civil: bool = True

    @property
    def doubtful(self) -> bool:
        """Whether digits were lost or added: a civil servant's number has eighteen."""
        return self.civil and bool(self.digits) and len(self.digits) != NIP_DIGITS


@cache
def words_of(role: str) -> frozenset[str]:
    """The words of a role in signatures: ``post``, ``part`` of a post, ``rank``, ``party``, ``prose``.

    The posts that sign are those of ``rank_words.csv`` that say so, and the words for any of them (Pimpinan).
    """
    words = words_with("signature_words.csv", "role", role)
    return words | words_with("rank_words.csv", "signs", "yes") if role == "post" else words


# ---- place and date -----------------------------------------------------------------------------------


def place_and_date(text: str) -> tuple[str | None, str | None] | None:
    """Place and date of signing where the line prints them: "Sukamaju, 5 Januari 2023"."""
    if match := _PLACED.match(text):
        place, *rest = re.split(
            r"\s*,?\s*\b(?:pada\s+)?tanggal\b\s*:?|\s*,\s*(?=\d)", match["place"], maxsplit=1, flags=re.I
        )
        return place.strip(" ,.:;'’`-"), parse_date(rest[0]) if rest else None
    if match := _DATED.match(text):
        alone = (
            _is_date_alone(match["date"]) or _is_open_date(match["date"]) or not match["date"].strip(" .…_:")
        )
        return (None, parse_date(match["date"])) if alone else None
    match = _PLACE_DATE.match(text)
    if match is None or is_post(match["place"]) or len(match["place"].split()) > PLACE_WORDS:
        return None
    date = parse_date(match["date"])
    if date is not None and _is_date_alone(match["date"]):
        return match["place"].strip(), date
    return (
        (match["place"].strip(), date) if _is_open_date(match["date"]) and _is_place(match["place"]) else None
    )


def _is_place(text: str) -> bool:
    """Whether the words before an open date name a place and no office: "Dinas Sosial, 2016" is a source."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return 0 < len(words) <= PLACE_WORDS and not any(
        w in words_of("post") | words_of("part") - {"barat"} for w in words
    )


def _is_date_alone(text: str) -> bool:
    """Whether nothing of a sentence follows the date."""
    span = date_span(text)
    return span is not None and not re.search(r"[^\W\d_]{3,}", text[span[1] :])


def _is_open_date(text: str) -> bool:
    """Whether the day is left to be written in by hand: only month and year, or a year, are printed."""
    words = re.findall(r"[^\W_]+", text)
    if not words or not re.fullmatch(r"(?:19|20)\d\d", words[-1]) or len(words) > 3:
        return False
    return all(w.isdigit() or month_number(w) is not None or w.casefold() == "tanggal" for w in words)


# ---- rank and number ----------------------------------------------------------------------------------


def number_on(text: str) -> Number | None:
    """The NIP, NRP or NIK of a line and what stands before it; ``None`` where it prints none."""
    for match in _LABEL_OF_NUMBER.finditer(text):
        found = _NIP.match(text, match.start())
        if found is None:
            continue
        digits = re.sub(r"\D", "", found["rest"].translate(DIGITS))
        words = re.search(r"[^\W\d_]{3,}", found["rest"])
        if words is None and (not digits or len(digits) in _ANY_DIGITS):
            civil = re.match(r"NR|NIK", found[0], re.I) is None
            return Number(text[: match.start()].strip(" ,;/-–"), digits, civil)
    bare = _BARE_NIP.search(text)
    if bare is None:
        return None
    return Number(text[: bare.start()].strip(" ,;/-–."), re.sub(r"\D", "", bare[0]))


def nip_of(text: str) -> str | None:
    """The digits of a line that prints a NIP alone, empty where only the label is printed, else ``None``."""
    number = number_on(text)
    return number.digits if number is not None and not re.search(r"\w", number.before) else None


def rank_of(text: str) -> str | None:
    """The rank that the line prints, without its grade: "Pembina Tk. I" of "Pembina Tk. I / IV b"."""
    found = _RANK.match(text)
    if found is not None:
        return re.sub(r"(?<=\s)[l|]$", "I", " ".join(found["rank"].split()).strip(" ,"))
    first = _WORD.match(text)
    if first is None or len(first[0]) < LEAST_RANK:
        return None
    meant = _misread_rank(first[0].casefold())
    found = _RANK.match(meant + text[first.end() :]) if meant else None
    if found is None:
        return None
    return " ".join(
        (first[0] + text[first.end() :])[: len(first[0]) + len(found["rank"]) - len(meant)].split()
    )


@lru_cache(maxsize=REMEMBERED)
def _misread_rank(word: str) -> str:
    """The first word of a rank of which a word is a misreading; "" where it is none."""
    near = (w for w in words_of("rank") if not word.startswith(w) and damage(word, w) <= _RANK_DAMAGE)
    return next(near, "")


def tells_signer(text: str) -> bool:
    """Whether the line prints a NIP or a rank alone, as below a name that signs."""
    return nip_of(text) is not None or rank_of(text) is not None


# ---- posts, parties, names ----------------------------------------------------------------------------


def party_of(text: str) -> tuple[str, str] | None:
    """The party of an agreement with which the line begins, and what follows: PIHAK KEDUA, "BUPATI X"."""
    match = _PARTY.match(text)
    if match is None:
        return None
    which = re.sub(r"\W", "", match["which"].casefold())
    if not any(
        damage(which, word) <= (_DAMAGE if len(word) > SHORT_NAME else 0) for word in words_of("party")
    ):
        return None
    rest = text[match.end() :].strip(" ,;:")
    return None if rest and not is_post(rest) else (" ".join(match["party"].split()).upper(), rest)


def is_post(text: str) -> bool:
    """Whether the line begins as the title of a post does (misread letters are forgiven)."""
    match = _POST.match(text)
    if match is None or names_level(text):
        return False
    low = match["word"].casefold()
    if low in words_of("post") or low in {"ka.", "yang dinilai", "wali kota", "pihak"}:
        return True
    return len(low) >= SHORT_NAME + 1 and _is_misread_post(low)


@lru_cache(maxsize=REMEMBERED)
def _is_misread_post(word: str) -> bool:
    """Whether a word is a misreading of one with which posts begin."""
    return any(len(word) == len(post) and damage(word, post) <= _DAMAGE for post in words_of("post"))


def is_part_of_post(text: str) -> bool:
    """Whether the line can only go on with a post's title: it names an office, an area or a field."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return any(word in words_of("part") for word in words) and not _TITLES.search(text.strip(" ,"))


def is_grade(text: str) -> bool:
    """Whether the line prints a grade alone: "(IV/b)", "Gol. III/d"."""
    return _GRADE_ALONE.match(text) is not None


def is_name(text: str, *, recognised: bool = False) -> bool:
    """Whether the text may be a person's name; ``recognised`` where OCR read it."""
    bare = bare_name(text)
    if (
        bare is None
        or len(bare) > NAME_CHARS
        or len(bare.split()) > NAME_WORDS
        or ":" in bare
        or re.search(r"\d{2}", bare)
    ):
        return False
    words = re.findall(r"[^\W\d_]+", bare)
    longest = max((len(w) for w in words), default=0)
    if longest < (SHORT_NAME if recognised else SHORT_NAME - 1) or not re.search(r"[aeiouy]", bare, re.I):
        return False
    low = {w.casefold() for w in words}
    sentence = bool(low & words_of("prose")) or (bare[0].islower() and not _TITLE_BEFORE.match(bare))
    return not (sentence or is_post(bare) or is_part_of_post(bare))


def bare_name(text: str) -> str | None:
    """The name without its brackets, dots and label; ``None`` where none is left."""
    bare = " ".join(text.split())
    bare = _BLANKS.sub("", bare).strip(" ,")
    return bare if re.search(r"[^\W\d_]{2,}", bare) else None


# ---- what is no signature -----------------------------------------------------------------------------


def is_head(text: str) -> bool:
    """Whether the line begins another head: an annex's, a chapter's, a form's."""
    return _HEAD.match(text) is not None


def is_page_number(text: str) -> bool:
    """Whether the line is a page number or a running foot with one."""
    return _PAGE.search(text) is not None


def is_amount(text: str) -> bool:
    """Whether the line has more digits than any post or name: a budget, a telephone number."""
    return sum(c.isdigit() for c in text) >= DIGITS_OF_AMOUNT


def is_prose(text: str) -> bool:
    """Whether the line belongs to running text or a list."""
    words = text.split()
    if len(text) > LONG or _NUMBERED.match(text):
        return True
    if text.isupper() or len(words) <= 3:
        return False
    if text.endswith((".", ";")) and len(words) > PROSE_END:
        return True
    low = [w.casefold().strip(".,;:()") for w in words]
    written = sum(w[0].islower() for w in words if w[0].isalpha())
    return len(words) > PROSE_WORDS and written > len(words) / 2 and any(w in words_of("prose") for w in low)


def is_nothing(text: str) -> bool:
    """Whether the line is dots or strokes alone."""
    return _NOTHING.match(text) is not None


def is_signed_mark(text: str) -> bool:
    """Whether the line only says that it was signed: "ttd", "Ditandatangani secara elektronik"."""
    return _SIGN.match(text) is not None
