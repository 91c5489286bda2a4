"""Which column of a table is which: header cells to sasaran, indikator, formulasi, sumber_data and no.

Headers come in many wordings, orders, line breaks and typos, so each field has weighted keywords, which are data
(``vocabulary/headers.csv``); words match fuzzily (rapidfuzz), and without the blanks between them, which narrow
columns break and careless typists leave out. The strongest keyword of a header decides: "Formulasi perhitungan
indikator" is a formula. Where two columns claim a field, the stronger claim wins and the other becomes a further
column by its own name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from ...schema.models import FIELDS
from ...schema.text import letters_of
from ..vocabulary_files import rows_of

FUZZY = 82.0  # rapidfuzz ratio from which a word counts as a keyword
LEAST_MISREAD = 5  # letters: a shorter word is a keyword only as it stands
WEAK = 4.0  # weight of words that head a column only where no other word does
COUNTED = 3  # headers that end with the number of their column, from which these are the numbers row
LEADING_WORDS = 3  # of a keyword at a header's beginning
PHRASE_LETTERS = 5  # keywords of as many letters are found also where blanks break words or are missing
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # where a blank is missing: "RumusPerhitungan"


@cache
def _field_of() -> dict[str, tuple[str, float]]:
    """Field and weight of every keyword, by its letters."""
    return {letters_of(row["words"]): (row["field"], float(row["weight"])) for row in rows_of("headers.csv")}


@cache
def _names() -> dict[str, str]:
    """The further columns' own names by their letters, for headers that come in pieces."""
    return {
        letters_of(row["words"]): "_".join(row["words"].casefold().split())
        for row in rows_of("headers.csv")
        if row["field"] == "extra"
    }


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its field (one of `FIELDS`, ``no``, or a further column's own name) and x extent."""

    field: str
    x0: float
    x1: float
    header: str

    @property
    def is_extra(self) -> bool:
        """Whether the column is neither the row number nor one of the four fields, so that it goes to ``extra``."""
        return self.field not in FIELDS and self.field != "no"


@lru_cache(maxsize=4096)
def claim(header: str) -> tuple[str, float]:
    """The field that a header's strongest keyword names, with the keyword's weight; ``("", 0)`` without one."""
    best = ("", 0.0)
    tokens = re.findall(r"[^\W\d_]+", _CAMEL.sub(" ", header).upper())
    if tokens == ["N", "O"]:
        tokens = ["NO"]
    joined = [a + b for a, b in itertools.pairwise(tokens)]
    claims = [_keyword(token) for token in tokens + joined]
    numbers_only = len(tokens) <= 2 and not any(
        name in FIELDS for name, _ in claims
    )  # "NO SASARAN" heads texts
    for name, weight in claims:
        if weight > best[1] and (name != "no" or numbers_only):
            best = (name, weight)
    ends = list(itertools.accumulate(map(len, tokens), initial=0))
    letters = "".join(tokens)
    for word, (name, weight) in _field_of().items():
        if (
            weight > best[1]
            and len(word) >= PHRASE_LETTERS
            and word in letters
            and any(letters.startswith(word, at) for at in ends)
        ):
            best = (name, weight)
    return best


@lru_cache(maxsize=4096)
def leading_claim(header: str) -> tuple[str, float]:
    """The field of the keyword with which a header begins, the longest: "Jenis Indikator" is a kind, no indicator.

    Words that say that it is named (``name`` among the keywords) are passed over: "Nama Indikator".
    """
    tokens = re.findall(r"[^\W\d_]+", _CAMEL.sub(" ", header).upper())
    if tokens and _field_of().get(tokens[0], ("", 0.0))[0] == "name":
        del tokens[0]
    tokens = tokens[:LEADING_WORDS]
    beginnings = list(itertools.accumulate(tokens))[::-1]
    exact = (_field_of()[text] for text in beginnings if text in _field_of())
    return next(exact, None) or next((c for t in beginnings if (c := _keyword(t))[0]), ("", 0.0))


@lru_cache(maxsize=8192)
def _keyword(token: str) -> tuple[str, float]:
    if token in _field_of():
        return _field_of()[token]
    if len(token) < LEAST_MISREAD:
        return ("", 0.0)
    best, best_score = ("", 0.0), FUZZY
    for word, name, weight in _as_long_as(len(token)):
        score = fuzz.ratio(token, word, score_cutoff=best_score)
        if score > best_score:
            best, best_score = (name, weight * score / 100), score
    return best


@cache
def _as_long_as(count: int) -> tuple[tuple[str, str, float], ...]:
    """The keywords that may be misread as so many letters, with field and weight."""
    words = ((word, *of) for word, of in _field_of().items() if len(word) >= LEAST_MISREAD)
    return tuple(each for each in words if abs(len(each[0]) - count) <= 3)


def _remnant(header: str) -> str:
    """The field whose keyword alone has a word of the header in it, as where a stamp covers the rest of the word."""
    for token in re.findall(r"[^\W\d_]{4,}", header.upper()):
        names = {name for word, (name, _) in _field_of().items() if token in word and name in FIELDS}
        if len(names) == 1:
            return names.pop()
    return ""


def map_columns(headers: Sequence[tuple[str, float, float]]) -> list[Column]:
    """Columns for header cells given as (text, x0, x1) from left to right."""
    headers = _with_shared_word(_without_numbers(headers))
    claims = [claim(text) for text, _, _ in headers]
    owners: dict[str, int] = {}
    for i, (name, weight) in enumerate(claims):
        if name and name != "extra" and (name not in owners or weight > claims[owners[name]][1]):
            owners[name] = i
    for i, (text, _, _) in enumerate(headers):
        name = "" if claims[i][0] else _remnant(text)
        if name and name not in owners:
            owners[name] = i
    for i, (text, _, _) in enumerate(headers):
        for part in text.split("/") if claims[i][0] == "extra" else ():
            name = claim(part)[0]  # "Sumber Data / Penanggung Jawab"
            if name in FIELDS and name not in owners:
                owners[name] = i
    _settle(owners, claims)
    out: list[Column] = []
    taken: set[str] = set()
    for i, (text, x0, x1) in enumerate(headers):
        name = next((f for f, owner in owners.items() if owner == i), "") or own_name(text, taken)
        taken.add(name)
        out.append(Column(name, x0, x1, text))
    return out


_NUMBERED = re.compile(r"^(?P<text>.*\S)\s+\W?(?P<number>\d{1,2})\W?$", re.S)


def _without_numbers(headers: Sequence[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """The headers, without the columns' numbers where the row of these was read as a part of the head."""
    found = [_NUMBERED.match(text.strip()) for text, _, _ in headers]
    counted = [m for place, m in enumerate(found, 1) if m is not None and int(m["number"]) == place]
    if len(counted) < COUNTED:
        return list(headers)
    return [
        (match["text"], x0, x1) if match in counted else (text, x0, x1)
        for (text, x0, x1), match in zip(headers, found, strict=True)
    ]


_OF_YEAR = re.compile(r"^\W*(?P<word>[^\W\d_][^\d]*)?(?P<year>(?:19|20)\d\d)\W*$")


def _with_shared_word(headers: Sequence[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """The headers, of which years side by side have the word that stands over them but was read over one only."""
    out = list(headers)
    found = [_OF_YEAR.match(text) for text, _, _ in headers]
    for is_year, run in itertools.groupby(range(len(headers)), key=lambda i: found[i] is not None):
        places = list(run) if is_year else []
        words = {match["word"].strip() for i in places if (match := found[i]) and match["word"]}
        years = [match["year"] for i in places if (match := found[i])]
        if len(words) == 1 and sorted(set(years)) == years:
            word = words.pop()
            for i, year in zip(places, years, strict=True):
                out[i] = (f"{word} {year}", *headers[i][1:])
    return out


def _settle(owners: dict[str, int], claims: Sequence[tuple[str, float]]) -> None:
    """Find the indicator column of a table that tells how something is measured, where no header names one.

    It is the column of a weak claim ("KINERJA UTAMA"), else the one before the measures that claims nothing.
    """
    if "formulasi" not in owners and {"indikator", "sumber_data"} <= owners.keys():
        between = [i for i in range(owners["indikator"] + 1, len(claims)) if not claims[i][0]]
        if len(between) == 1:
            owners["formulasi"] = between[0]  # "URAIAN", "KETERANGAN INDIKATOR" …
    measured = [owners[name] for name in ("formulasi", "sumber_data") if name in owners]
    if "indikator" in owners or not measured:
        return
    if "sasaran" in owners and claims[owners["sasaran"]][1] <= WEAK:
        owners["indikator"] = owners.pop("sasaran")
        return
    free = [i for i in range(min(measured)) if not claims[i][0] and i not in owners.values()]
    if len(free) == 1 and len(measured) > 1:
        owners["indikator"] = free[0]


def own_name(header: str, taken: set[str]) -> str:
    """A further column's name: its header in lower case with underscores, numbered where it repeats."""
    base = _names().get(letters_of(header)) if not re.search(r"\d", header) else None
    base = base or "_".join(re.findall(r"[^\W_]+", header.lower())) or "kolom"
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
