"""The same decree twice in an input: the same bytes, or the same decree scanned or typeset again.

Decisions: equal bytes are the same file. Otherwise two inputs are the same decree where office and year
agree (or are missing on one side), their positions agree, and so do their rows; OCR errors are allowed for
by comparing rows by resemblance, in a fingerprint that needs no text. Offices that copy each other's
indicators differ in their office; where no office was found the rows must agree almost entirely. Nothing is
dropped: the result says which input repeats which.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

Kind = Literal["same-bytes", "same-decree"]

_GRAM = 4
_SIZE = 128
_SAME_NAME = 85.0
_SAME_POSITIONS = 0.7
_SAME_ROWS = 0.55
_SAME_ROWS_ALONE = 0.8


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What is compared of a decree; ``fingerprint`` is that of its rows' texts (`fingerprint`)."""

    file: str
    sha256: str
    unit_kerja: str | None = None
    tahun: int | None = None
    positions: tuple[str, ...] = ()
    fingerprint: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """``file`` repeats ``original``, which came first."""

    file: str
    original: str
    kind: Kind


def fingerprint(texts: Iterable[str]) -> tuple[int, ...]:
    """The smallest hashes of the texts' letter groups: the more two share, the more of these agree."""
    letters = [_letters(text) for text in texts]
    grams = {text[i : i + _GRAM] for text in letters for i in range(len(text) - _GRAM + 1)}
    hashes = (int.from_bytes(hashlib.blake2b(g.encode(), digest_size=6).digest()) for g in grams)
    return tuple(sorted(hashes)[:_SIZE])


def find_duplicates(decrees: Sequence[Descriptor]) -> list[Duplicate]:
    """Each decree that repeats an earlier one, in the given order."""
    out: list[Duplicate] = []
    originals: list[Descriptor] = []
    by_bytes: dict[str, Descriptor] = {}
    for decree in decrees:
        if twin := by_bytes.get(decree.sha256):
            out.append(Duplicate(decree.file, twin.file, "same-bytes"))
            continue
        by_bytes[decree.sha256] = decree
        original = next((o for o in originals if same_decree(o, decree)), None)
        if original is None:
            originals.append(decree)
        else:
            out.append(Duplicate(decree.file, original.file, "same-decree"))
    return out


def same_decree(a: Descriptor, b: Descriptor) -> bool:
    """Whether both are one decree, however each was scanned."""
    if not a.positions or not b.positions or (a.tahun and b.tahun and a.tahun != b.tahun):
        return False
    offices = a.unit_kerja and b.unit_kerja
    if offices and fuzz.ratio(_letters(a.unit_kerja or ""), _letters(b.unit_kerja or "")) < _SAME_NAME:
        return False
    needed = _SAME_ROWS if offices else _SAME_ROWS_ALONE
    return _agreement(a.positions, b.positions) >= _SAME_POSITIONS and _overlap(a, b) >= needed


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
        return float(a.fingerprint == b.fingerprint)
    both = set(a.fingerprint) & set(b.fingerprint)
    smallest = sorted(set(a.fingerprint) | set(b.fingerprint))[: min(len(a.fingerprint), len(b.fingerprint))]
    return sum(h in both for h in smallest) / len(smallest)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
