"""The same decree twice: scanned again, typeset again, or printed from another program.

Two decrees are the same where office and year agree (or are missing on one side), their rows agree, and so do
their positions. OCR errors are allowed for: names by resemblance, rows by a fingerprint that needs no text.
Offices that copy each other's indicators differ in their office, word by word (Bontang Barat, Bontang Utara);
where the office was not found, or every regency has one of its name, the rows must agree almost entirely.
Nothing is dropped: `Originals` only says which decree repeats which. Files of equal bytes need none of this.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ..schema.models import FIELDS, Decree
from .names import office_kind

_GRAM = 4
_SIZE = 128
_SAME_WORD = 80.0
_SHORT_WORD = 4
_SAME_NAME = 85.0
_SAME_POSITIONS = 0.7
_SAME_ROWS = 0.55
_SAME_ROWS_ALONE = 0.8
# Offices that bear a place's name; the others (Inspektorat, Dinas Kesehatan) stand in every regency.
_NAMED = frozenset(["kecamatan", "kelurahan", "desa", "puskesmas", "rsud"])


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What is compared of a decree; ``fingerprint`` is that of its rows' texts (`fingerprint`)."""

    file: str
    unit_kerja: str | None = None
    tahun: int | None = None
    positions: tuple[str, ...] = ()
    fingerprint: Sequence[int] = ()
    kabupaten_kota: str | None = None


class Originals:
    """The decrees that repeat no earlier one: about two kilobytes for each.

    A decree is compared with those of a similar office only.
    """

    def __init__(self) -> None:
        self._decrees: list[Descriptor] = []
        self._names: list[str] = []
        self._of_name: dict[str, list[int]] = {}
        self._nameless: list[int] = []

    def repeated_by(self, decree: Descriptor) -> Descriptor | None:
        """The first one that this decree repeats; if there is none, it is an original itself."""
        for at in self._candidates(decree):
            if same_decree(self._decrees[at], decree):
                return self._decrees[at]
        self._add(decree)
        return None

    def _candidates(self, decree: Descriptor) -> Iterable[int]:
        if not decree.positions:
            return ()
        name = _letters(decree.unit_kerja or "")
        if not name:
            return range(len(self._decrees))
        similar = process.extract(
            name, self._names, scorer=fuzz.ratio, score_cutoff=_SAME_WORD, limit=len(self._names)
        )
        return sorted([*self._nameless, *(at for found, _, _ in similar for at in self._of_name[found])])

    def _add(self, decree: Descriptor) -> None:
        at, name = len(self._decrees), _letters(decree.unit_kerja or "")
        self._decrees.append(decree)
        if not name:
            self._nameless.append(at)
        elif name in self._of_name:
            self._of_name[name].append(at)
        else:
            self._of_name[name] = [at]
            self._names.append(name)


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
    )


def fingerprint(texts: Iterable[str]) -> tuple[int, ...]:
    """The smallest hashes of the texts' letter groups: the more two share, the more of these agree."""
    letters = {_letters(text) for text in texts}
    grams = {text[i : i + _GRAM] for text in letters for i in range(len(text) - _GRAM + 1)}
    hashes = (int.from_bytes(hashlib.blake2b(g.encode(), digest_size=6).digest()) for g in grams)
    return tuple(sorted(hashes)[:_SIZE])


def same_decree(a: Descriptor, b: Descriptor) -> bool:
    """Whether both are one decree, however each was scanned."""
    if not a.positions or not b.positions or (a.tahun and b.tahun and a.tahun != b.tahun):
        return False
    fewer, more = sorted((len(a.positions), len(b.positions)))
    if fewer < _SAME_POSITIONS * more:
        return False
    if _differ(a.unit_kerja, b.unit_kerja) or _differ(a.kabupaten_kota, b.kabupaten_kota):
        return False
    needed = _SAME_ROWS if _known(a, b) else _SAME_ROWS_ALONE
    return _overlap(a, b) >= needed and _agreement(a.positions, b.positions) >= _SAME_POSITIONS


def _known(a: Descriptor, b: Descriptor) -> bool:
    """Whether office and region say that both are of one and the same office."""
    if not _letters(a.unit_kerja or "") or not _letters(b.unit_kerja or ""):
        return False
    if a.kabupaten_kota and b.kabupaten_kota:
        return True
    return office_kind(a.unit_kerja) in _NAMED and len(_words(a.unit_kerja or "")) > 1


def _differ(a: str | None, b: str | None) -> bool:
    """Whether two names, both known, are of two offices: a word of one is not the other's."""
    if not a or not b or not _letters(a) or not _letters(b) or _letters(a) == _letters(b):
        return False
    left, right = _words(a), _words(b)
    return len(left) != len(right) or not all(map(_same_word, left, right))


def _same_word(a: str, b: str) -> bool:
    """Whether two words are one, apart from an OCR error; a short one (I, II) must be the same."""
    return a == b or (min(len(a), len(b)) >= _SHORT_WORD and fuzz.ratio(a, b) >= _SAME_WORD)


def _agreement(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of the longer list's names that have a counterpart in the other one."""
    left = [_letters(n) for n in a]
    rest = [_letters(n) for n in b]
    found = 0
    for name in left:
        best = max(rest, key=lambda other: fuzz.ratio(name, other), default=None)
        if best is not None and fuzz.ratio(name, best) >= _SAME_NAME:
            rest.remove(best)
            found += 1
    return found / max(len(a), len(b))


def _overlap(a: Descriptor, b: Descriptor) -> float:
    """Estimated share of letter groups in common, from the smallest hashes of both together."""
    if not a.fingerprint or not b.fingerprint:
        return float(not a.fingerprint and not b.fingerprint)
    left, right = set(a.fingerprint), set(b.fingerprint)
    smallest = sorted(left | right)[: min(len(a.fingerprint), len(b.fingerprint))]
    return sum(h in left and h in right for h in smallest) / len(smallest)


def _words(text: str) -> list[str]:
    return [letters for word in re.split(r"[\W_]+", text) if (letters := _letters(word))]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
