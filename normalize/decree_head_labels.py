"""The key words with which a head's lines begin: KEPUTUSAN, NOMOR, TENTANG, Menimbang, Unit Kerja …

Key words may be misread by a letter; in small letters they count only within a head.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from ..schema.text import REMEMBERED
from .forms.titles import head_title_of

Label = Literal[
    "keputusan",
    "nomor",
    "tanggal",
    "tentang",
    "cited",
    "menetapkan",
    "diktum",
    "heading",
    "unit",
    "letter",
    "other",
]

_FIRST_WORD, _COLON = re.compile(r"^\W*([^\W_]+)"), re.compile(r"\s*[:;]")
_LABELS: tuple[tuple[str, Label], ...] = (
    ("LAMPIRAN", "keputusan"),
    ("KEPUTUSAN", "keputusan"),
    ("SALINAN", "keputusan"),
    ("PERATURAN", "keputusan"),
    ("NOMOR", "nomor"),
    ("TANGGAL", "tanggal"),
    ("TENTANG", "tentang"),
    ("MENIMBANG", "cited"),
    ("MENGINGAT", "cited"),
    ("MEMPERHATIKAN", "cited"),
    ("MEMUTUSKAN", "other"),
    ("MENETAPKAN", "menetapkan"),
    ("PERTAMA", "diktum"),
    ("KESATU", "diktum"),
    ("KEDUA", "diktum"),
    ("KETIGA", "diktum"),
    ("KEEMPAT", "diktum"),
    ("KELIMA", "diktum"),
    ("KEENAM", "diktum"),
    ("SIFAT", "letter"),
    ("PERIHAL", "letter"),
    ("HAL", "letter"),
    ("TEMBUSAN", "other"),
    ("DENGAN RAHMAT", "other"),
)
_UNIT = re.compile(
    r"^\W*(?:\d{1,2}[.)]?\s*)?(?:unit\s+(?:kerja|organisasi)|instansi|skpd|opd|perangkat daerah|satuan kerja)"
    r"(?:\s*/\s*\w+)*\s*:\s*(?P<value>\S.*)$",
    re.I,
)
_LEAST_LETTERS = 5  # of a word that may be misread: in a shorter one a letter makes another word
_READS_ALIKE = 85  # of 100: how alike a misread word and the one that was meant are

_LETTER = re.compile(r"[^\W_]")
_GLUED = re.compile(r"^\W*(?P<label>nomor|tanggal)(?=\d)", re.I)  # a scan lost the colon and its blanks
_OF_DECREE = re.compile(
    r"\W*(?:[IVX\d]{1,4}\b\W*)?(?:surat\s+)?(?:keputusan|peraturan)\b(?!\s+(?:ini|tersebut)\b)", re.I
)


def label_of(text: str, *, in_head: bool) -> tuple[Label, str] | None:
    """The key word at a line's start and the text behind it."""
    if match := _UNIT.match(text):
        return "unit", match["value"].strip()
    text = _GLUED.sub(r"\g<label> : ", text, count=1)
    return _key_word(text, in_head=in_head) or (
        ("heading", text) if head_title_of(text) is not None else None
    )


def _key_word(text: str, *, in_head: bool) -> tuple[Label, str] | None:
    word = _FIRST_WORD.match(text)
    if word is None:
        return None
    rest = text[word.end() :]
    if _reads(word[1], "SALINAN") and not _LETTER.search(rest):
        return "other", text  # a mark that the page is a copy
    if word[1].casefold() == "surat" and re.match(r"\s+keputusan\b", rest, re.I):
        return "keputusan", text
    if _reads(word[1], "LAMPIRAN") and _OF_DECREE.match(rest):
        return "keputusan", text
    if word[1].casefold() == "no" and re.match(r"\s*[.:]+\s*\S*\d\S*/", rest) and in_head:
        return "nomor", rest.lstrip(" .:")
    capitals, colon = text.upper().strip(), _COLON.match(rest) is not None
    is_marked = word[1].isupper() or in_head or colon
    for name, label in _labels_like(word[1]):
        if " " in name:
            if capitals.startswith(name):
                return label, text
            continue
        if not is_marked:
            continue
        if label in ("diktum", "letter") and not colon:
            continue
        return label, (text if label == "keputusan" else rest.lstrip(" :.;"))
    return None


@lru_cache(maxsize=REMEMBERED)
def _labels_like(word: str) -> tuple[tuple[str, Label], ...]:
    """The key words that a line's first word may be, or begin."""
    return tuple((name, label) for name, label in _LABELS if " " in name or _reads(word, name))


def _reads(word: str, name: str) -> bool:
    upper = word.upper().replace("0", "O").replace("1", "I")
    return upper == name or (
        len(upper) >= _LEAST_LETTERS
        and abs(len(upper) - len(name)) < 2
        and fuzz.ratio(upper, name) >= _READS_ALIKE
    )
