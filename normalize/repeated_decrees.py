"""The same decree twice: scanned again, typeset again, or printed from another program.

Two decrees are the same where office and year agree (or are missing on one side), their rows agree, and so do
their positions. OCR errors are allowed for: names by resemblance, rows by a fingerprint that needs no text. Figures
beside the indicators (targets) must agree, too: with others it is another year's decree, or a changed one.
Offices that copy each other's indicators differ in their office, word by word (Bontang Barat, Bontang Utara);
where the office was not found, or every regency has one of its name, the rows must agree almost entirely.
Nothing is dropped: `repeat_index.Originals` only says which decree repeats which. Files of equal bytes need none of
this.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from ..schema.models import FIELDS, Decree
from .name_tokens import office_kind

_GRAM = 4  # letters of a group that is hashed
_APART = "\0" * (_GRAM - 1)
_HASH_BITS = 48
_SIZE = 128  # hashes of a fingerprint
SAME_WORD = 80.0  # likeness (0 to 100) from which two words are one, misread
SHORT_WORD = 4  # letters; shorter words must be equal
_SAME_NAME = 85.0  # likeness (0 to 100) from which two positions are one
_SAME_POSITIONS = 0.7  # share of positions that must agree
_SAME_FIGURES = 0.8  # share of figures beside the indicators that must agree
_SAME_ROWS = 0.55  # share of hashes that must agree where the office does
_SAME_ROWS_ALONE = 0.8  # the same where the office says nothing
# Offices that bear a place's name; the others (Inspektorat, Dinas Kesehatan) stand in every regency.
_NAMED = frozenset(["kecamatan", "kelurahan", "desa", "puskesmas", "rsud"])


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What is compared of a decree; ``fingerprint`` is that of its rows' texts (`fingerprint`), ``figures`` are those
    of its further columns, such as targets.

    Not compared are ``record``, the decree's own name among those of one ``file``, and ``is_another_document``.
    """

    file: str
    unit_kerja: str | None = None
    tahun: int | None = None
    positions: tuple[str, ...] = ()
    fingerprint: Sequence[int] = ()
    kabupaten_kota: str | None = None
    record: str = ""
    is_another_document: bool = False
    figures: tuple[str, ...] = ()


def describe(decree: Decree) -> Descriptor:
    """What is compared of a decree."""
    cells = (getattr(row, name) for position in decree.positions for row in position.rows for name in FIELDS)
    meta = decree.decree
    return Descriptor(
        decree.source.file,
        meta.unit_kerja,
        meta.tahun,
        tuple(p.canonical.name if p.canonical else p.jabatan or "" for p in decree.positions),
        array("Q", fingerprint(cell.text for cell in cells)),
        meta.kabupaten_kota,
        is_another_document=decree.is_another_document,
        figures=tuple(_figures(decree)),
    )


def _figures(decree: Decree) -> Iterator[str]:
    """The digits in each cell of the decree's further columns that has any."""
    for position in decree.positions:
        for row in position.rows:
            for value in row.extra.values():
                if digits := re.sub(r"\D", "", value.text):
                    yield digits


def fingerprint(texts: Iterable[str]) -> list[int]:
    """The smallest hashes of the texts' letter groups: the more two share, the more of these agree."""
    letters = _APART.join({_only_letters(text) for text in set(texts)}).encode("utf-32-le", "replace")
    codes = np.frombuffer(letters, "<u4").astype(np.uint64)
    if len(codes) < _GRAM:
        return []
    a, b, c, d = (codes[at : len(codes) - _GRAM + 1 + at] for at in range(_GRAM))
    hashes = _mixed(_mixed(a | b << np.uint64(32)) + (c | d << np.uint64(32))) >> np.uint64(64 - _HASH_BITS)
    inside = (a != 0) & (b != 0) & (c != 0) & (d != 0)
    smallest: list[int] = np.unique(hashes[inside])[:_SIZE].tolist()
    return smallest


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The values hashed: evenly spread, the same for the same value (the finaliser of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ values >> np.uint64(33)) * np.uint64(factor)
    return values ^ values >> np.uint64(33)


def same_decree(a: Descriptor, b: Descriptor) -> bool:
    """Whether both are one decree, however each was scanned."""
    if not may_be_compared(a) or not may_be_compared(b) or (a.tahun and b.tahun and a.tahun != b.tahun):
        return False
    fewer, more = sorted((len(a.positions), len(b.positions)))
    if fewer < _SAME_POSITIONS * more:
        return False
    if _differ(a.unit_kerja, b.unit_kerja) or _differ(a.kabupaten_kota, b.kabupaten_kota):
        return False
    if _figures_differ(a.figures, b.figures):
        return False
    needed = _SAME_ROWS if _is_one_office(a, b) else _SAME_ROWS_ALONE
    return _overlaps(a, b, needed) and _agreement(a.positions, b.positions) >= _SAME_POSITIONS


def may_be_compared(decree: Descriptor) -> bool:
    """Whether there are rows to compare: names of posts alone are alike in many offices."""
    return bool(decree.positions and decree.fingerprint)


def _is_one_office(a: Descriptor, b: Descriptor) -> bool:
    """Whether office and region say that both are of one and the same office."""
    if not letters_of_name(a.unit_kerja) or not letters_of_name(b.unit_kerja):
        return False
    if a.kabupaten_kota and b.kabupaten_kota:
        return True
    return office_kind(a.unit_kerja) in _NAMED and len(_plain_words(a.unit_kerja or "")) > 1


def _differ(a: str | None, b: str | None) -> bool:
    """Whether two names, both known, mean different offices: some word of one has no counterpart in the other."""
    if (
        not a
        or not b
        or not letters_of_name(a)
        or not letters_of_name(b)
        or letters_of_name(a) == letters_of_name(b)
    ):
        return False
    return not _same_words(_plain_words(a), _plain_words(b))


def _figures_differ(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether more of the figures of two decrees differ than are misread in scans."""
    return (Counter(a) & Counter(b)).total() < _SAME_FIGURES * max(len(a), len(b))


def _same_words(a: Sequence[str], b: Sequence[str]) -> bool:
    return len(a) == len(b) and all(map(_same_word, a, b))


def _same_word(a: str, b: str) -> bool:
    """Whether two words are one, apart from an OCR error; a short one (I, II) must be the same."""
    return a == b or (min(len(a), len(b)) >= SHORT_WORD and fuzz.ratio(a, b) >= SAME_WORD)


def _agreement(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of the longer list's names that have a counterpart in the other one."""
    left = [_only_letters(n) for n in a]
    rest = [_only_letters(n) for n in b]
    found = 0
    for name in left:
        best = max(rest, key=lambda other: fuzz.ratio(name, other), default=None)
        if best is not None and fuzz.ratio(name, best) >= _SAME_NAME:
            rest.remove(best)
            found += 1
    return found / max(len(a), len(b))


def _overlaps(a: Descriptor, b: Descriptor, share: float) -> bool:
    """Whether two decrees share this share of letter groups, estimated from the smallest hashes of both together."""
    left, right = set(a.fingerprint), set(b.fingerprint)
    common, fewer = left & right, min(len(left), len(right))
    if len(common) < share * fewer:  # most are distinguished by this, which is much quicker
        return False
    return len(common.intersection(sorted(left | right)[:fewer])) >= share * fewer


def plain_name(text: str | None) -> str:
    """A name without punctuation and capitals: its words, joined by blanks."""
    return " ".join(_plain_words(text or ""))


@lru_cache(1 << 12)
def letters_of_name(name: str | None) -> str:
    """A name's letters."""
    return _only_letters(name or "")


@lru_cache(1 << 12)
def _plain_words(text: str) -> list[str]:
    return [letters for word in re.split(r"[\W_]+", text) if (letters := _only_letters(word))]


def _only_letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
