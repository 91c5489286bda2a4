"""Printed names as tokens: read them, expand abbreviations, write them in official title case.

Decisions: a name is a sequence of lower-case words and of the marks ``( ) , / -``; full stops only end
abbreviations and are dropped; ``&`` and ``+`` are "dan". Whether a word was printed as capitals within mixed
case is kept, because only then capitals tell an acronym. Words that stay capitals, and short forms, are
data (see `vocabulary`).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .title_case import SMALL_WORDS, word_of_post
from .vocabulary_files import DATA

ACTING = r"(?:(?:a\.?\s?n|u\.?\s?b|plt|plh|p\.?js?)\b\W*)*"
"""Part of a pattern: what stands before the post of one who acts for another (a.n., Plt.)."""
MARKS = frozenset("(),/-")
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[(),/-]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
_RUN_ON = re.compile(r"(?<=[a-z]{3})(?=[A-HJ-Z][a-z]{3})")
_BROKEN = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_NAMES_KEPT = 8192
"""Names whose tokens are kept: all of the vocabulary, which are asked for several times while it is loaded."""
_KINDS = frozenset(
    ["kecamatan", "kelurahan", "desa", "distrik", "puskesmas", "rsud", "upt", "uptd", "camat", "lurah"]
)
_OFFICES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.I))
    for kind, words in (
        ("puskesmas", r"puskesmas|pusat kesehatan masyarakat"),
        ("rsud", r"rsud|rsu|rumah sakit"),
        ("sekolah", r"sekolah|sdn?|smpn?|sman?|smkn?|slbn?|mts|tk|paud|taman kanak-kanak|sanggar"),
        ("upt", r"upt|uptd|uptb|unit pelaksana teknis|balai"),
        ("kelurahan", r"kelurahan"),
        ("kecamatan", r"kecamatan|distrik|kantor camat"),
        ("dprd", r"dprd|dewan perwakilan rakyat daerah"),
        ("satpol", r"satpol|satuan polisi pamong praja"),
        ("inspektorat", r"inspektorat"),
        ("dinas", r"dinas|dinkes|disdik|dispendik|dinsos|dishub|diskominfo|dispendukcapil|dpmptsp"),
        ("badan", r"badan|bappeda|bapenda|bkd|bkpsdm|bkpp|bpkad|bpbd|bakesbangpol"),
        ("bagian", r"bagian"),
        ("setda", r"sekretariat daerah|setda"),
        ("desa", r"desa|nagari|kampung"),
        ("kantor", r"kantor"),
    )
)


class Token(NamedTuple):
    """A word in lower case, or a mark; ``caps`` says whether it stood in capitals within mixed case, if known.

    It is None where the whole name is in capitals, and for words that were not printed so.
    """

    text: str
    caps: bool | None = None


def close_letters(text: str) -> str:
    """The text with letter-spaced words put together: "K E P A L A Dinas" is "KEPALA Dinas"."""
    return _SPACED.sub(lambda m: m[0].replace(" ", ""), text)


def tokenise(printed: str) -> list[Token]:
    """The words and marks of a printed name."""
    return list(_tokens(printed))


@lru_cache(maxsize=_NAMES_KEPT)
def _tokens(printed: str) -> tuple[Token, ...]:
    text = unicodedata.normalize("NFKC", printed).replace("’", "'").replace("'", "")
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    text = _INITIALS.sub(lambda m: m[0].replace(".", "") + " ", text)
    text = close_letters(text)
    text = _BROKEN.sub("", re.sub(r"[&+]", " dan ", text))
    text = _RUN_ON.sub(" ", text)
    mixed = any(c.islower() for c in text)
    if not mixed:
        return tuple(Token(m[0].casefold()) for m in _TOKEN.finditer(text))
    return tuple(Token(m[0].casefold(), len(m[0]) > 1 and m[0].isupper()) for m in _TOKEN.finditer(text))


def words(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The tokens that count in comparisons: words and brackets."""
    return tuple(t.text for t in tokens if t.text not in {",", "/", "-"})


class Expander:
    """Short forms and spelling variants become official words, the longest first."""

    def __init__(self, table: Mapping[tuple[str, str | None], str]) -> None:
        self._table: dict[str | None, dict[tuple[str, ...], list[Token]]] = {}
        for (short, kind), long in table.items():
            self._table.setdefault(kind, {})[words(tokenise(short))] = tokenise(long)
        self.shorts = frozenset(w for t in self._table.values() for key in t for w in key)
        self.longs = frozenset(w for t in self._table.values() for long in t.values() for w in words(long))
        self._longest = max((len(k) for t in self._table.values() for k in t), default=0)

    @classmethod
    def load(cls, path: Path = DATA / "abbreviations.csv") -> Expander:
        """The table in a CSV with columns ``short``, ``long``; ``short@kind`` holds in such offices only."""
        table: dict[tuple[str, str | None], str] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                short, _, kind = row["short"].partition("@")
                table[short, kind or None] = row["long"]
        return cls(table)

    def expand(self, tokens: Sequence[Token], kind: str | None = None) -> list[Token]:
        """The name with every short form written out."""
        tables = [self._table[k] for k in (kind, None) if k in self._table]
        out: list[Token] = []
        i = 0
        while i < len(tokens):
            for length in range(min(self._longest, len(tokens) - i), 0, -1):
                key = tuple(t.text for t in tokens[i : i + length])
                long = next((t[key] for t in tables if key in t), None)
                if long is not None:
                    i += length
                    out = _listed(out, long, tokens[i].text if i < len(tokens) else "")
                    break
            else:
                out.append(tokens[i])
                i += 1
        return out


def _listed(before: list[Token], long: list[Token], after: str) -> list[Token]:
    """A written-out form inside a list: of two conjunctions in a row the first one becomes a comma."""
    texts = [t.text for t in long]
    if texts.count("dan") == 1 and "," not in texts:
        if after == "dan":
            long = [Token(",") if t.text == "dan" else t for t in long]
        elif before and before[-1].text == "dan":
            before = [*before[:-1], Token(",")]
    return [*before, *long]


def render(tokens: Sequence[Token], acronyms: frozenset[str]) -> str:
    """The name in title case with official punctuation."""
    out = ""
    glue = True
    for i, token in enumerate(tokens):
        word = token.text
        if word in MARKS:
            out += {"(": " (", "-": " - "}.get(word, word)
            glue = word in "(/-"
            if word == "(" and not out.strip(" ("):
                out = "("
            continue
        out += ("" if glue else " ") + word_of_post(word, caps=token.caps, first=i == 0, acronyms=acronyms)
        glue = False
    return " ".join(out.replace(",", ", ").split()).replace(" ,", ",")


def office_kind(office: str | None) -> str | None:
    """Which kind of office a name names: kecamatan, kelurahan, dinas, badan, inspektorat, rsud, upt, …"""
    if not office:
        return None
    found = [(m.start(), i, kind) for i, (kind, rx) in enumerate(_OFFICES) if (m := rx.search(office))]
    if not found:
        return None
    strong = [f for f in found if f[2] in {"puskesmas", "rsud"}]
    return min(strong or found)[2]


def proper_name(office: str | None) -> tuple[str, ...]:
    """The words of an office's name without its kind: "Kecamatan Kota Baru" gives ``("kota", "baru")``."""
    tokens = [t.text for t in tokenise(office or "")]
    if tokens[:1] == ["kantor"]:
        tokens = tokens[1:]
    while tokens and tokens[0] in _KINDS:
        tokens = tokens[1:]
    for stop in ("kecamatan", "kabupaten", "provinsi", ","):
        if stop in tokens:
            tokens = tokens[: tokens.index(stop)]
    return tuple(tokens)


def abbreviates(short: str, long: Sequence[str]) -> bool:
    """Whether a single word is made of the beginnings, or of pieces, of the given words in their order."""
    content = [w for w in long if w not in SMALL_WORDS and w not in MARKS]
    if len(short) < 2 or not content:
        return False
    return short == "".join(w[0] for w in content) or (len(short) >= 4 and _is_made_of_pieces(short, content))


def _is_made_of_pieces(short: str, content: Sequence[str]) -> bool:
    """Whether a short form is made of pieces of two letters or more, one per word in their order.

    The first piece is a word's beginning.
    """

    def fits(rest: str, at: int) -> bool:
        if not rest:
            return True
        return any(
            rest[:n] in content[j] and fits(rest[n:], j + 1)
            for j in range(at, len(content))
            for n in range(len(rest), 1, -1)
        )

    starts = (n for n in range(len(short) - 1, 0, -1))
    return any(
        w.startswith(short[:n]) and fits(short[n:], i + 1) for n in starts for i, w in enumerate(content)
    )
