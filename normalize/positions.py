"""Canonical positions: which post a printed name means.

Steps, each named in the result: ``exact`` (the official name, whatever its case and punctuation), ``alias``
(a known other name, or the official one after expanding abbreviations and dropping place names and
redundant brackets), ``fuzzy`` (the same after repairing damaged words), ``composed`` (a known rank with a
field of work outside the vocabulary, in official form; the code is the rank's, or that of the entry that a
bracket qualifies).

Decisions
- A rank is only ever recognised by its own names; all comparison happens within one rank, so ranks never
  cross.
- Known words are never changed, so near misses (Umum dan Kepegawaian, Umum dan Keuangan) stay apart.
- The office decides what a bare "Sekretaris" or "Kepala" is (aliases ``Sekretaris@kecamatan``).
- After a closed rank (Camat, Lurah, Kepala Puskesmas, ...) stands a place, which is dropped; after an open
  one its field of work, of which only offices and places at the end are dropped. The name of an institution
  that is part of the post stays (Kepala Dinas Kesehatan).
- An acting officer (Plt., Plh., Pj.) holds the post itself.
- A sentence, or a field with damaged words that nothing repairs, is no position: no match, with the
  runners-up.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ..schema.errors import UsageError
from ..schema.models import Canonical, Method
from .lexicon import Lexicon
from .names import (
    DATA,
    MARKS,
    SMALL_WORDS,
    Expander,
    Token,
    abbreviates,
    office_kind,
    proper_name,
    render,
    tokenise,
    words,
)

Key = tuple[str, ...]

FUZZY_THRESHOLD = 86.0
"""Least score of a repaired name (see ``bench/positions.py``)."""
COMPOSED_THRESHOLD = 70.0
"""Least score of a composed name: lower only where most words are unknown or were repaired."""
DAMAGED_LIKENESS = 66.0
"""Least likeness of a damaged word to the official one, in a name that is alike as a whole."""
CANDIDATES = 5
# Names whose match is kept. Titles come again and again; those with a place's name do not, and must not pile up.
MATCHES = 4096

_ACTING = frozenset(["plt", "plh", "pj", "pjs", "pgs", "pih", "ymt"])
_ACTING_LONG = (("pelaksana", "tugas"), ("pelaksana", "harian"), ("penjabat",), ("pejabat", "sementara"))
_LEADS = (
    ("nama", "jabatan"),
    ("jabatan", "fungsional"),
    ("pejabat", "fungsional"),
    ("jabatan",),
    ("fungsional",),
    ("jf",),
    ("jfu",),
    ("jft",),
    ("jafung",),
)
_AS = frozenset(["selaku", "sebagai"])
_SENTENCE = frozenset(
    [
        "adalah", "akan", "antara", "apabila", "bahwa", "belum", "bertanggung", "bertanggungjawab",
        "bertugas", "dalam", "dapat", "guna", "ini", "itu", "kami", "karena", "maka", "melaksanakan",
        "melakukan", "membantu", "membuat", "memimpin", "mempunyai", "mengelola", "mengkoordinasikan",
        "mengoordinasikan", "menjadi", "menyelenggarakan", "menyiapkan", "menyusun", "merencanakan",
        "oleh", "saat", "saya", "secara", "sesuai", "setiap", "sudah", "supaya", "telah", "terdiri",
        "terhadap", "tersebut", "yaitu", "yang",
    ]
)  # fmt: skip
_TERRITORIES = frozenset(["kecamatan", "kelurahan", "distrik"])
_REGIONS = frozenset(["kabupaten", "provinsi", "kota"])
_OFFICES = frozenset(
    [
        "dinas", "badan", "inspektorat", "sekretariat", "satuan", "rsud", "puskesmas", "upt", "uptd",
        "uptb", "bappeda", "bapenda", "bkpsdm", "bpkad", "bkd", "rumah",
    ]
)  # fmt: skip
_OFFICE_NOT_AFTER = frozenset(
    [
        "rumah", "kendaraan", "perjalanan", "pakaian", "luar", "mobil", "antar", "dan", ",", "/",
        "pembinaan", "pengelolaan", "pengelola", "administrasi",
    ]
)  # fmt: skip
_OFFICE_NOT_BEFORE = frozenset(
    [
        "usaha", "hukum", "permusyawaratan", "layanan", "dan", ",", "/", "tangga", "dinas", "potong",
        "jabatan", "negara", "kerja",
    ]
)  # fmt: skip
_PLACED_KINDS = frozenset(["kecamatan", "kelurahan", "desa", "puskesmas", "rsud", "upt", "sekolah"])
_LEVELS = frozenset(["pertama", "muda", "madya", "utama"])
_LONGEST = 24
_GRADE = re.compile(
    r"(?:juru|pengatur|penata|pembina)(?: utama)?(?: (?:muda|madya))?(?: (?:tingkat|tk) (?:i|1))?"
    r"(?: [(/]? ?(?:i{1,3}|iv) ?/? ?[a-e] ?\)?)?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A position of the vocabulary; ``rank``: open, strict, closed, level or suffix for a rank alone."""

    code: str
    name: str
    group: str
    field: str | None
    aliases: tuple[str, ...] = ()
    source: str | None = None
    rank: str | None = None

    def canonical(self, score: float, method: Method) -> Canonical:
        """The entry as a result."""
        return Canonical(
            name=self.name,
            code=self.code,
            group=self.group,
            field=self.field,
            score=round(score, 1),
            method=method,
        )


@dataclass
class MatchResult:
    """What a printed name means; ``candidates`` are the runners-up, best first, computed when asked for."""

    printed: str
    canonical: Canonical | None
    _vocabulary: Vocabulary
    _reading: str

    @cached_property
    def candidates(self) -> list[Canonical]:
        """The vocabulary's nearest other names."""
        taken = self.canonical.name if self.canonical else None
        return [c for c in self._vocabulary.nearest(self._reading) if c.name != taken][:CANDIDATES]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name on its way through the steps: its main part, its brackets, and what the repair cost."""

    main: tuple[Token, ...]
    brackets: tuple[tuple[Token, ...], ...]
    cost: float = 0.0

    @property
    def key(self) -> Key:
        return words(self.tokens)

    @property
    def tokens(self) -> list[Token]:
        out = list(self.main)
        for bracket in self.brackets:
            out += [Token("("), *bracket, Token(")")]
        return out

    @property
    def letters(self) -> int:
        return sum(len(t.text) for t in self.tokens)


class Vocabulary:
    """The canonical positions with everything that finding them needs."""

    def __init__(
        self, entries: Iterable[Entry], fuzzy: float = FUZZY_THRESHOLD, composed: float = COMPOSED_THRESHOLD
    ) -> None:
        """``fuzzy`` and ``composed`` are the least scores of a match by these steps."""
        self._least_fuzzy = fuzzy
        self._least_composed = composed
        self.entries = list(entries)
        self._expander = Expander.load()
        self._acronyms = frozenset(w.casefold() for w in (DATA / "acronyms.txt").read_text("utf-8").split())
        self._exact: dict[Key, Entry] = {}
        self._alias: dict[tuple[Key, str | None], Entry] = {}
        self._ranks: dict[Key, Entry] = {}
        self._suffixes: dict[Key, Entry] = {}
        self._fields: dict[Key, str] = {}
        for entry in self.entries:
            self._index_rank(entry)
        self._longest_rank = max((len(k) for k in self._ranks), default=0)
        for entry in self.entries:
            self._index(entry)
        self._loose = self._loose_keys()
        self._lexicon = self._make_lexicon()
        self._squeezed = ["".join(words(tokenise(e.name))) for e in self.entries]
        self._match = lru_cache(maxsize=MATCHES)(self._match_uncached)

    @classmethod
    def load(cls, extra: Path | None = None) -> Vocabulary:
        """The built-in vocabulary and a user's own entries, which win over those of the same name."""
        entries = {e.name.casefold(): e for e in read_entries(DATA / "positions.csv")}
        if extra is not None:
            entries |= {e.name.casefold(): e for e in read_entries(extra)}
        return cls(entries.values())

    def _index_rank(self, entry: Entry) -> None:
        if entry.rank == "suffix":
            self._suffixes[words(tokenise(entry.name))] = entry
        elif entry.rank:
            for name in (entry.name, *(a for a in entry.aliases if "@" not in a)):
                self._ranks.setdefault(words(self._expander.expand(_head(tokenise(name)))), entry)

    def _index(self, entry: Entry) -> None:
        if entry.rank == "suffix":
            return
        self._exact[words(tokenise(entry.name))] = entry
        self._alias[self._key(entry.name), None] = entry
        for alias in entry.aliases:
            text, _, kind = alias.partition("@")
            self._alias.setdefault((self._key(text), kind or None), entry)

    def _key(self, text: str) -> Key:
        return words(self._official(tokenise(text)))

    def _official(self, tokens: Sequence[Token], kind: str | None = None) -> list[Token]:
        """The name with its rank in official words and its abbreviations expanded."""
        out = self._expander.expand(_head(tokens), kind)
        rank = self._rank_of(out)
        return [*tokenise(rank[0].name), *out[rank[1] :]] if rank else out

    def _loose_keys(self) -> dict[Key, Entry]:
        """Keys without conjunctions, where only one entry has them."""
        found: dict[Key, set[str]] = {}
        entries = {e.code: e for e in self.entries if e.rank != "suffix"}
        for entry in entries.values():
            found.setdefault(_without_conjunctions(self._key(entry.name)), set()).add(entry.code)
        for key, codes in found.items():
            rank = self._rank_of([Token(w) for w in key])
            if rank and len(key) > rank[1] and (field := entries[min(codes)].field):
                self._fields.setdefault(key[rank[1] :], field)
        return {key: entries[min(codes)] for key, codes in found.items() if len(codes) == 1}

    def _make_lexicon(self) -> Lexicon:
        known = Lexicon.load_words() | set(self._expander.longs)
        whole = set(self._expander.shorts) | self._acronyms
        for entry in self.entries:
            known.update(words(tokenise(entry.name)))
        for key in self._ranks:
            (whole if sum(map(len, key)) < 8 else known).update(key)
        whole -= known
        rigid = {word for key in self._ranks for word in key if len(word) >= 4}
        return Lexicon(known, whole, rigid)

    # -- matching ----------------------------------------------------------------------------------

    def match(self, printed: str, office: str | None = None) -> MatchResult:
        """The canonical position of a printed name, at an office if known."""
        canonical, reading = self._match(printed, office)
        return MatchResult(printed, canonical, self, reading)

    def _match_uncached(self, printed: str, office: str | None) -> tuple[Canonical | None, str]:
        kind = office_kind(office)
        tokens = _strip(tokenise(printed))
        reading = "".join(words(tokens))
        if not tokens or len(tokens) > _LONGEST or _is_grade(tokens):
            return None, reading
        key = words(tokens)
        if key in self._exact and (kind is None or (key, kind) not in self._alias):
            return self._exact[key].canonical(100.0, "exact"), reading
        plain = self._read(tokens, 0.0, office, kind)
        if found := self._lookup(plain, kind):
            return found.canonical(98.0, "alias"), reading
        fixed, cost = self._lexicon.repair_all(tokens)
        repaired = self._read(_strip(fixed), cost, office, kind) if cost else plain
        reading = "".join(repaired.key)
        if cost and (found := self._lookup(repaired, kind)):
            return self._fuzzy(found, repaired), reading
        if found := self._placed(repaired):
            same = self._rank_of(plain.main) == self._rank_of(repaired.main)
            return (found.canonical(98.0, "alias") if same else self._fuzzy(found, repaired)), reading
        return self._alike(repaired) or self._compose(repaired, kind), reading

    def _read(self, tokens: Sequence[Token], cost: float, office: str | None, kind: str | None) -> _Reading:
        """Abbreviations expanded, brackets taken apart, places and redundant brackets dropped."""
        printed, raw = _take_brackets(tokens)
        main, raw = self._resolve_acronym(self._official(printed, kind), raw)
        main = self._drop_places(main, office, kind)
        brackets = [(b, self._expander.expand(b, kind)) for b in raw]
        kept = tuple(tuple(long) for b, long in brackets if not self._redundant(b, long, main, office))
        return _Reading(tuple(main), kept, cost)

    def _lookup(self, reading: _Reading, kind: str | None) -> Entry | None:
        key = reading.key
        for k in (kind, None):
            if entry := self._alias.get((key, k)):
                return entry
        return self._loosely(reading)

    def _placed(self, reading: _Reading) -> Entry | None:
        """The closed rank that the name begins with, where a place follows."""
        rank = self._rank_of(reading.main)
        if rank is None or rank[0].rank != "closed" or reading.brackets:
            return None
        place = reading.main[rank[1] :]
        if place and self._continues(words(reading.main[: rank[1]]), place[0].text):
            return None
        return rank[0] if _is_place(place, self._ranks) else None

    def _continues(self, rank: Key, word: str) -> bool:
        """Whether a word after a rank is a longer rank's next word, damaged: Inspektur Pernbantu."""
        longer = (k[len(rank)] for k in self._ranks if len(k) > len(rank) and k[: len(rank)] == rank)
        return any(fuzz.ratio(word, w) >= DAMAGED_LIKENESS for w in longer)

    def _loosely(self, reading: _Reading) -> Entry | None:
        """The one entry that has the same words, where the print left out its only conjunction."""
        texts = [t.text for t in reading.tokens]
        rank = self._rank_of(reading.main)
        if rank is None or "dan" in texts or len(reading.key) - rank[1] > 3:
            return None
        entry = self._loose.get(_without_conjunctions(reading.key))
        return entry if entry and not entry.rank else None

    def _fuzzy(self, entry: Entry, reading: _Reading) -> Canonical | None:
        score = 100.0 * (1 - reading.cost / max(1, reading.letters))
        return entry.canonical(score, "fuzzy") if score >= self._least_fuzzy else None

    def _alike(self, reading: _Reading) -> Canonical | None:
        """The entry of the same rank that differs in damaged words alone."""
        if all(self._lexicon.knows(w) for w in reading.key):
            return None
        rank = self._rank_of(reading.main)
        if rank is not None and rank[0].rank == "closed":
            return None
        near = process.extract(
            "".join(reading.key), self._squeezed, scorer=fuzz.ratio, score_cutoff=self._least_fuzzy, limit=3
        )
        if not near or (len(near) > 1 and near[0][1] - near[1][1] < 3):
            return None
        entry = self.entries[near[0][2]]
        if self._rank_of(tokenise(entry.name)) != rank or not self._only_damage(reading.key, entry):
            return None
        return entry.canonical(near[0][1], "fuzzy")

    def _only_damage(self, key: Key, entry: Entry) -> bool:
        """Whether known words are the entry's, and each other one resembles its counterpart."""
        official = words(tokenise(entry.name))
        if len(official) != len(key):
            return False
        return all(
            a == b or (not self._lexicon.knows(a) and fuzz.ratio(a, b) >= DAMAGED_LIKENESS)
            for a, b in zip(key, official, strict=True)
        )

    def _compose(self, reading: _Reading, kind: str | None) -> Canonical | None:
        rank = self._rank_of(reading.main)
        if rank is None:
            return self._compose_level(reading)
        entry, length = rank
        field = reading.main[length:]
        if entry.rank == "closed":
            if not reading.brackets or not _is_place(field, self._ranks):
                return None
            field = ()
        base = (
            self._lookup(_Reading((*reading.main[:length], *field), ()), kind) if reading.brackets else None
        )
        if entry.rank == "strict" and not all(self._lexicon.knows(w) for w in words(field)):
            return None
        if not self._sound(field) or not all(self._sound(b) for b in reading.brackets):
            return None
        score = self._composed_score(reading)
        if score < self._least_composed:
            return None
        anchor = base or entry
        tail = _Reading((*tokenise(anchor.name), *(() if base else field)), reading.brackets)
        work = anchor.field or self._fields.get(_without_conjunctions(words(field)))
        return Canonical(
            name=render(tail.tokens, self._acronyms),
            code=anchor.code,
            group=anchor.group,
            field=work,
            score=score,
            method="composed",
        )

    def _compose_level(self, reading: _Reading) -> Canonical | None:
        """A functional post outside the vocabulary, known by its level: ``Pembina Teknis X Ahli Muda``."""
        key = words(reading.main)
        for length in (2, 1):
            entry = self._suffixes.get(key[-length:])
            sound = 0 < len(key) - length <= 6 and self._lexicon.knows(key[0]) and self._sound(reading.main)
            if entry and sound:
                name = render(reading.tokens, self._acronyms)
                score = self._composed_score(reading)
                return Canonical(
                    name=name, code=entry.code, group=entry.group, score=score, method="composed"
                )
        return None

    def _composed_score(self, reading: _Reading) -> float:
        key = [w for w in reading.key if w not in MARKS]
        known = sum(self._lexicon.knows(w) for w in key) / max(1, len(key))
        return round(95.0 * (0.7 + 0.3 * known) * (1 - reading.cost / max(1, reading.letters)), 1)

    def _sound(self, tokens: Sequence[Token]) -> bool:
        """Whether this can be a field of work: a short phrase of whole words."""
        texts = [t.text for t in tokens]
        if len(texts) > 16 or any(t in _SENTENCE for t in texts):
            return False
        if texts and (
            texts[-1] in SMALL_WORDS or texts[-1] in {",", "-", "/"} or texts[0] in {"dan", ",", "/"}
        ):
            return False
        if any(self._damaged_level(a, b) for a, b in pairwise(texts)):
            return False
        return not any(self._damaged(t) for t in tokens)

    def _damaged_level(self, word: str, after: str) -> bool:
        """Whether two words look like a functional level of which one is damaged."""
        if word == "ahli":
            return after not in _LEVELS and not self._lexicon.knows(after)
        return after in _LEVELS and not self._lexicon.knows(word)

    def _damaged(self, token: Token) -> bool:
        word = token.text
        if self._lexicon.knows(word):
            return False
        if token.caps:
            return len(word) > 3 and self._lexicon.near_short_form(word)
        if any(c.isdigit() for c in word):
            return not word.isdigit()
        if len(word) < 4:
            return len(word) == 1 or token.caps is False or bool(re.search(r"[aeiou]", word))
        return (len(word) > 6 and not re.search(r"[aeiou]", word)) or self._lexicon.near(word)

    def _rank_of(self, tokens: Sequence[Token]) -> tuple[Entry, int] | None:
        """The longest rank that the name begins with, and its length in tokens."""
        for length in range(min(self._longest_rank, len(tokens)), 0, -1):
            entry = self._ranks.get(tuple(t.text for t in tokens[:length]))
            if entry:
                return entry, length
        return None

    # -- places and brackets -----------------------------------------------------------------------

    def _drop_places(self, tokens: list[Token], office: str | None, kind: str | None) -> list[Token]:
        """The name without the offices and places at its end."""
        if (words(tokens), None) in self._alias:
            return tokens
        rank = self._rank_of(tokens)
        start = rank[1] if rank else 1
        texts = [t.text for t in tokens]
        end = next(
            (i for i in range(start, len(texts)) if self._place_begins(texts, i, start, rank, kind)),
            len(texts),
        )
        proper = proper_name(office) if kind in _PLACED_KINDS else ()
        if proper and not all(self._lexicon.knows(w) for w in proper):
            n = len(proper)
            if end - n >= start and tuple(texts[end - n : end]) == proper:
                end -= n
        while end > start and texts[end - 1] in {",", "-", "/", "se", "pada", "lingkup"}:
            end -= 1
        return tokens[:end]

    def _place_begins(
        self, texts: list[str], i: int, start: int, rank: tuple[Entry, int] | None, kind: str | None
    ) -> bool:
        word = texts[i]
        after = texts[i + 1] if i + 1 < len(texts) else ""
        named = bool(after) and after not in SMALL_WORDS and after not in MARKS
        if word == "pada":
            return i >= start and bool(after)
        if word == "di":
            return after in _TERRITORIES | _REGIONS | _OFFICES | {"desa", "lingkungan"}
        if word in {"kabupaten", "provinsi"}:
            return named
        if word == "kota":
            return named and not self._lexicon.knows(after)
        if word in _TERRITORIES:
            return named
        if word == kind and not after:
            return i > start and texts[i - 1] not in _OFFICE_NOT_AFTER
        if word in {"desa", "rsud", "puskesmas"} and named and not self._lexicon.knows(after):
            return i > start or not (rank and rank[0].rank == "open" and word != "desa")
        if word == "kantor":
            return after in {"kecamatan", "camat", "kelurahan", "lurah", "dinas"}
        if (
            word not in _OFFICES
            or i <= start
            or texts[i - 1] in _OFFICE_NOT_AFTER
            or after in _OFFICE_NOT_BEFORE
        ):
            return False
        if word in {"rumah", "satuan", "sekretariat"}:
            return (word, after) in {("rumah", "sakit"), ("satuan", "polisi"), ("sekretariat", "daerah"),
                                     ("sekretariat", "dprd"), ("sekretariat", "dinas")}  # fmt: skip
        return bool(after) or word == "inspektorat"

    def _resolve_acronym(
        self, main: list[Token], brackets: list[list[Token]]
    ) -> tuple[list[Token], list[list[Token]]]:
        """A field that is only its bracket's acronym gives way to it: ``Kasi PSDA (Pengelolaan ...)``."""
        rank = self._rank_of(main)
        if rank is None or len(main) != rank[1] + 1 or not brackets:
            return main, brackets
        texts = [t.text for t in brackets[0]]
        if len(texts) > 1 and not self._lexicon.knows(main[-1].text) and abbreviates(main[-1].text, texts):
            return [*main[:-1], *brackets[0]], brackets[1:]
        return main, brackets

    def _redundant(
        self, raw: Sequence[Token], bracket: Sequence[Token], main: Sequence[Token], office: str | None
    ) -> bool:
        """Whether a bracket only repeats the name, in full or abbreviated, or names a place."""
        content = _content(bracket)
        rank = self._rank_of(main)
        field = main[rank[1] :] if rank else main
        if not content or content[0] in _ACTING or content[0] in _TERRITORIES | _REGIONS:
            return True
        if set(content) <= set(_content(main)) or content == proper_name(office):
            return True
        if len(raw) != 1:
            return False
        told = set(_content(field))
        if told and told <= set(content):
            return True
        if any(OSA.distance(raw[0].text, i) <= 1 for i in _initials(field) if len(i) > 2):
            return True
        return any(abbreviates(raw[0].text, [t.text for t in part]) for part in (field, main))

    # -- runners-up --------------------------------------------------------------------------------

    def nearest(self, reading: str) -> list[Canonical]:
        """The entries whose names resemble the most."""
        found = process.extract(
            reading, self._squeezed, scorer=fuzz.ratio, score_cutoff=50.0, limit=CANDIDATES + 1
        )
        return [self.entries[i].canonical(score, "fuzzy") for _, score, i in found]


def read_entries(path: Path) -> list[Entry]:
    """The entries of a CSV: code, name, group, field, aliases (``;`` between them), source, rank.

    Raises:
        UsageError: the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"the vocabulary cannot be read ({error})", file=str(path)) from error
    if rows and not {"code", "name"} <= rows[0].keys():
        raise UsageError("the vocabulary lacks a column", file=str(path), remedy="It needs code and name")
    return [_entry(row) for row in rows if row.get("name")]


def _entry(row: dict[str, str | None]) -> Entry:
    aliases = tuple(a.strip() for a in (row.get("aliases") or "").split(";") if a.strip())
    return Entry(
        code=row.get("code") or "",
        name=" ".join((row.get("name") or "").split()),
        group=row.get("group") or "",
        field=row.get("field") or None,
        aliases=aliases,
        source=row.get("source") or None,
        rank=row.get("rank") or None,
    )


def _head(tokens: Sequence[Token]) -> list[Token]:
    """The name with a rank's first words written out: ``Ka``, ``Kep`` for Kepala, ``Sie`` for Seksi."""
    out = list(tokens)
    if len(out) > 1 and out[0].text in {"ka", "kep", "kpl"}:
        out[0] = Token("kepala")
    if len(out) > 1 and out[0].text == "kepala" and out[1].text in {"sie", "si", "seksie"}:
        out[1] = Token("seksi")
    return out


def _strip(tokens: list[Token]) -> list[Token]:
    """The name without list marks, labels, acting prefixes, a second office (selaku ...), a year."""
    end = next((i for i, t in enumerate(tokens) if t.text in _AS and i), len(tokens))
    out = tokens[:end]
    if len(out) > 2 and out[-2].text == "tahun" and out[-1].text.isdigit():
        out = out[:-2]
    while out:
        texts = tuple(t.text for t in out)
        lead = next(
            (p for p in (*_LEADS, *_ACTING_LONG) if texts[: len(p)] == p and len(texts) > len(p)), None
        )
        if lead:
            out = out[len(lead) :]
        elif len(out) > 1 and (texts[0] in _ACTING or texts[0].isdigit() or texts[0] in {",", "/", "-", ")"}):
            out = out[1:]
        elif len(out) > 2 and len(texts[0]) == 1 and texts[1] == ")":
            out = out[2:]
        else:
            break
    while out and out[-1].text in {",", "/", "-", "("}:
        out = out[:-1]
    return out


def _take_brackets(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    main: list[Token] = []
    brackets: list[list[Token]] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.text == "(":
            inside = []
            brackets.append(inside)
        elif token.text == ")":
            inside = None
        else:
            (main if inside is None else inside).append(token)
    return main, [b for b in brackets if b]


def _is_place(tokens: Sequence[Token], ranks: dict[Key, Entry]) -> bool:
    """Whether what follows a closed rank can only be a place."""
    texts = [t.text for t in tokens]
    if len(texts) > 8 or any(t in _SENTENCE or t in SMALL_WORDS or t == "/" or (t,) in ranks for t in texts):
        return False
    return not any(pair in ranks for pair in pairwise(texts))


def _content(tokens: Sequence[Token]) -> Key:
    return tuple(t.text for t in tokens if t.text not in SMALL_WORDS and t.text not in MARKS)


def _initials(tokens: Sequence[Token]) -> tuple[str, str]:
    """The first letters of all words, and of those that count."""
    return "".join(w[0] for w in words(tokens)), "".join(w[0] for w in _content(tokens))


def _is_grade(tokens: Sequence[Token]) -> bool:
    """Whether this is a civil servant's grade (Penata Muda Tk. I), which begins like some posts."""
    return bool(_GRADE.fullmatch(" ".join(t.text for t in tokens if t.text != ",")))


def _without_conjunctions(key: Key) -> Key:
    return tuple(w for w in key if w not in {"dan", "serta"})


def unmatched_groups(names: Iterable[tuple[str, str | None]], vocabulary: Vocabulary) -> list[UnmatchedGroup]:
    """The names that no entry fits, the most frequent first, spellings of one name together.

    Takes printed names with their offices. Composed names count as unmatched: an entry would serve better.
    """
    groups: dict[str, Counter[str]] = {}
    nearest: dict[str, str | None] = {}
    for printed, office in names:
        result = vocabulary.match(printed, office)
        found = result.canonical
        if found is not None and found.method != "composed":
            continue
        label = found.name if found else " ".join(words(tokenise(printed)))
        groups.setdefault(label, Counter())[printed] += 1
        if label not in nearest:
            nearest[label] = next((c.name for c in result.candidates), None)
    out = [UnmatchedGroup(label, c.total(), tuple(s for s, _ in c.most_common()), nearest[label])
           for label, c in groups.items()]  # fmt: skip
    return sorted(out, key=lambda g: (-g.count, g.name))


@dataclass(frozen=True, slots=True)
class UnmatchedGroup:
    """A name outside the vocabulary: how often and how it was printed, and the nearest entry."""

    name: str
    count: int
    spellings: tuple[str, ...]
    nearest: str | None
