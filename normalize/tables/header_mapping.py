"""Which column of a table is which: header cells to sasaran, indikator, formulasi, sumber_data and no.

Headers come in many wordings, orders, line breaks and typos, so each field has weighted keywords; words match
fuzzily (rapidfuzz). The strongest keyword of a header decides: "Formulasi perhitungan indikator" is a
formula. Where two columns claim a field, the stronger claim wins and the other becomes a further column by
its own name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from ...schema.models import FIELDS

FUZZY = 82.0  # rapidfuzz ratio from which a word counts as a keyword
_KEYWORDS: dict[str, dict[str, float]] = {
    "sumber_data": {"SUMBER": 10.0},
    "formulasi": {
        "FORMULASI": 9.0,
        "FORMULA": 9.0,
        "FORMULATION": 9.0,
        "RUMUS": 9.0,
        "RUMUSAN": 8.5,
        "PERHITUNGAN": 8.8,
        "PENGHITUNGAN": 8.8,
        "MENGHITUNG": 8.8,
        "PENGUKURAN": 8.2,
        "PENJELASAN": 6.0,
        "ALASAN": 5.5,
        "DEFINISI": 5.0,
    },
    "indikator": {"INDIKATOR": 8.0, "INDICATOR": 8.0},
    "sasaran": {"SASARAN": 5.0, "TUJUAN": 4.0, "KINERJA": 3.0, "HASIL": 2.5},
    "no": {"NO": 7.0, "NOMOR": 7.0, "NOURUT": 7.0},
    "extra": {
        "TARGET": 8.4,
        "REALISASI": 8.4,
        "CAPAIAN": 8.3,
        "SATUAN": 8.4,
        "PENANGGUNG": 10.5,
        "PENANGGUNGJAWAB": 10.5,
        "PELAKSANA": 7.5,
        "PENGAMPU": 7.5,
        "BOBOT": 8.4,
        "BASELINE": 8.4,
        "POLARISASI": 8.4,
        "PERIODE": 7.0,
        "WAKTU": 6.5,
        "ANGGARAN": 7.5,
        "KETERANGAN": 6.5,
        "KET": 6.5,
        "TIPE": 7.0,
        "JENIS": 7.0,
    },
}
_FIELD_OF = {word: (name, weight) for name, words in _KEYWORDS.items() for word, weight in words.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its field (one of `FIELDS`, ``no``, or a further column's own name) and x extent."""

    field: str
    x0: float
    x1: float
    header: str

    @property
    def is_extra(self) -> bool:
        """Whether the column is none of a form's own."""
        return self.field not in FIELDS and self.field != "no"


@lru_cache(maxsize=4096)
def claim(header: str) -> tuple[str, float]:
    """The field that a header's strongest keyword names, with the keyword's weight; ``("", 0)`` without one."""
    best = ("", 0.0)
    tokens = re.findall(r"[^\W\d_]+", header.upper())
    if tokens == ["N", "O"]:
        tokens = ["NO"]
    joined = [a + b for a, b in itertools.pairwise(tokens)]
    for token in tokens + joined:
        name, weight = _keyword(token)
        if weight > best[1] and not (name == "no" and len(tokens) > 2):
            best = (name, weight)
    return best


@lru_cache(maxsize=8192)
def _keyword(token: str) -> tuple[str, float]:
    if token in _FIELD_OF:
        return _FIELD_OF[token]
    if len(token) < 5:
        return ("", 0.0)
    best, best_score = ("", 0.0), FUZZY
    for word, (name, weight) in _FIELD_OF.items():
        if len(word) >= 5 and abs(len(word) - len(token)) <= 3:
            score = fuzz.ratio(token, word)
            if score > best_score:
                best, best_score = (name, weight * score / 100), score
    return best


def _remnant(header: str) -> str:
    """The field whose keyword alone has a word of the header in it, as where a stamp covers the rest of the word."""
    for token in re.findall(r"[^\W\d_]{4,}", header.upper()):
        names = {name for word, (name, _) in _FIELD_OF.items() if token in word}
        if len(names) == 1 and names <= set(FIELDS):
            return names.pop()
    return ""


def map_columns(headers: Sequence[tuple[str, float, float]]) -> list[Column]:
    """Columns for header cells given as (text, x0, x1) from left to right."""
    claims = [claim(text) for text, _, _ in headers]
    owners: dict[str, int] = {}
    for i, (name, weight) in enumerate(claims):
        if name and name != "extra" and (name not in owners or weight > claims[owners[name]][1]):
            owners[name] = i
    for i, (text, _, _) in enumerate(headers):
        name = "" if claims[i][0] else _remnant(text)
        if name and name not in owners:
            owners[name] = i
    out: list[Column] = []
    taken: set[str] = set()
    for i, (text, x0, x1) in enumerate(headers):
        name = next((f for f, owner in owners.items() if owner == i), "") or _own_name(text, taken)
        taken.add(name)
        out.append(Column(name, x0, x1, text))
    return out


def _own_name(header: str, taken: set[str]) -> str:
    """A further column's name: its header in lower case with underscores, numbered where it repeats."""
    base = "_".join(re.findall(r"[^\W_]+", header.lower())) or "kolom"
    if base in FIELDS or base == "no":
        base = f"{base}_lain"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}_{n}", n + 1
    return name


def is_indicator_table(columns: Sequence[Column]) -> bool:
    """Whether these are a form's columns: an indicator column and at least one other field."""
    fields = {c.field for c in columns}
    return "indikator" in fields and bool(fields & {"sasaran", "formulasi", "sumber_data"})
