"""The steps from a printed name to its canonical position; see the package for what they decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ...schema.models import Canonical
from ..name_tokens import Token, office_kind, tokenise, words
from ..vocabulary_files import DATA
from ..word_repair import is_damage
from .brackets import is_redundant, resolve_acronym
from .compose import compose
from .entries import Entry, read_entries
from .place_endings import drop_places, is_place
from .printed_name import STAFF, Key, Reading, is_grade, strip, take_brackets
from .vocabulary import Index

FUZZY_THRESHOLD = 86.0
"""Least score of a repaired name (see ``bench/positions.py``)."""
COMPOSED_THRESHOLD = 70.0
"""Least score of a composed name: lower only where most words are unknown or were repaired."""
_EXACT, _ALIAS = 100.0, 98.0
_NEXT_RANK_LIKENESS = 66.0
"""Least likeness (0..100) of a word after a closed rank to a longer rank's next word, to be that, damaged."""
_CONTEXT = 3
"""Words that must be right in a name for the others to be expected: a rank and one of its field."""
_LEAD = 3.0
"""What a name's nearest entry must be ahead of the second, in points of likeness."""
_LEAST_CANDIDATE = 50.0
CANDIDATES = 5
_LONGEST = 24
"""Words and marks of a name: a longer one is a sentence."""
MATCHES = 4096
"""Names whose match is kept: titles come again and again; those with a place's name must not pile up."""


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


class Vocabulary:
    """The canonical positions, and what printed names mean by them."""

    def __init__(
        self, entries: Iterable[Entry], fuzzy: float = FUZZY_THRESHOLD, composed: float = COMPOSED_THRESHOLD
    ) -> None:
        """``fuzzy`` and ``composed`` are the least scores of a match by these steps."""
        self._least_fuzzy = fuzzy
        self._least_composed = composed
        self._index = Index(entries)
        self._lexicon = self._index.lexicon
        self._match = lru_cache(maxsize=MATCHES)(self._match_uncached)

    @classmethod
    def load(cls, extra: Path | None = None) -> Vocabulary:
        """The built-in vocabulary and a user's own entries, which win over those of the same name."""
        entries = {e.name.casefold(): e for e in read_entries(DATA / "positions.csv")}
        if extra is not None:
            entries |= {e.name.casefold(): e for e in read_entries(extra)}
        return cls(entries.values())

    @property
    def entries(self) -> list[Entry]:
        """All entries, in the order of the files."""
        return self._index.entries

    def match(self, printed: str, office: str | None = None) -> MatchResult:
        """The canonical position of a printed name, at an office if known."""
        canonical, reading = self._match(printed, office)
        return MatchResult(printed, canonical, self, reading)

    def nearest(self, reading: str) -> list[Canonical]:
        """The vocabulary's entries with the names most similar to ``reading``, the most similar first."""
        near = self._index.nearest(reading, _LEAST_CANDIDATE, CANDIDATES + 1)
        return [entry.canonical(score, "fuzzy") for entry, score in near]

    def _match_uncached(self, printed: str, office: str | None) -> tuple[Canonical | None, str]:
        index = self._index
        tokens = strip(tokenise(printed))
        reading = "".join(words(tokens))
        if not tokens or len(tokens) > _LONGEST or is_grade(tokens):
            return None, reading
        key = words(tokens)
        kind = office_kind(office)
        if key in index.exact and (kind is None or (key, kind) not in index.alias):
            return index.exact[key].canonical(_EXACT, "exact"), reading
        plain = self._read(tokens, 0.0, office)
        if found := index.lookup(plain, plain.office or kind):
            return found.canonical(_ALIAS, "alias"), reading
        fixed, cost = self._lexicon.repair_all(tokens)
        repaired = self._read(strip(fixed), cost, office) if cost else plain
        kind = repaired.office or kind
        reading = "".join(repaired.key)
        if cost and (found := index.lookup(repaired, kind)):
            return self._fuzzy(found, repaired), reading
        if found := self._placed(repaired):
            same = index.rank_of(plain.main) == index.rank_of(repaired.main)
            return (found.canonical(_ALIAS, "alias") if same else self._fuzzy(found, repaired)), reading
        return self._alike(repaired) or compose(index, repaired, kind, self._least_composed), reading

    def _read(self, tokens: Sequence[Token], cost: float, office: str | None) -> Reading:
        """Abbreviations expanded, brackets taken apart, places and redundant brackets dropped."""
        index, kind = self._index, office_kind(office)
        printed, raw = take_brackets(tokens)
        main, raw = resolve_acronym(index, index.official(printed, kind), raw)
        main, named = drop_places(index, main, office)
        expanded = [(b, index.expander.expand(b, kind)) for b in raw]
        kept = tuple(tuple(long) for b, long in expanded if not is_redundant(index, b, long, main, office))
        return Reading(tuple(main), kept, cost, named)

    def _placed(self, reading: Reading) -> Entry | None:
        """The closed rank that the name begins with, where a place follows."""
        index = self._index
        rank = index.rank_of(reading.main)
        if rank is None or rank[0].rank != "closed" or reading.brackets:
            return None
        place = reading.main[rank[1] :]
        before = words(reading.main[: rank[1]])
        if place and index.continues(before, place[0].text, _NEXT_RANK_LIKENESS):
            return None
        return rank[0] if is_place(place, index.ranks) else None

    def _fuzzy(self, entry: Entry, reading: Reading) -> Canonical | None:
        score = 100.0 * (1 - reading.cost / max(1, reading.letters))
        return entry.canonical(score, "fuzzy") if score >= self._least_fuzzy else None

    def _alike(self, reading: Reading) -> Canonical | None:
        """The entry of the same rank that differs from the name only in damaged words."""
        if all(self._lexicon.knows(w) for w in reading.key):
            return None
        rank = self._index.rank_of(reading.main)
        if rank is not None and rank[0].rank == "closed":
            return None
        near = self._index.nearest("".join(reading.key), self._least_fuzzy, 3)
        if not near or (len(near) > 1 and near[0][1] - near[1][1] < _LEAD):
            return None
        entry, score = near[0]
        if not self._same_rank(rank, entry) or not self._only_damage(reading.key, entry):
            return None
        return entry.canonical(score, "fuzzy")

    def _same_rank(self, rank: tuple[Entry, int] | None, entry: Entry) -> bool:
        """Whether a name's rank is the entry's; functional posts are ranks with their field's words."""
        official = tokenise(entry.name)
        other = self._index.rank_of(official)
        if rank == other or rank is None or other is None:
            return rank == other
        staff = {rank[0].group, other[0].group} <= STAFF
        return staff and tokenise(rank[0].name)[0].text == official[0].text

    def _only_damage(self, key: Key, entry: Entry) -> bool:
        """Whether all known words are the entry's, and every unknown one is a damaged form of an entry's word."""
        official = words(tokenise(entry.name))
        if len(official) != len(key):
            return False
        pairs = list(zip(key, official, strict=True))
        expected = sum(a == b for a, b in pairs) >= _CONTEXT
        return all(
            a == b or (not self._lexicon.knows(a) and is_damage(a, b, expected=expected)) for a, b in pairs
        )
