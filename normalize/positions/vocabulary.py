"""The index of the vocabulary: finds entries by their names, ranks at a name's beginning, known words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from ..name_tokens import Expander, Token, tokenise, words
from ..vocabulary_files import words_in
from ..word_repair import Lexicon
from .entries import Entry
from .printed_name import Key, Reading, single_words, without_conjunctions

_SHORT_RANK = 8
"""Letters below which a rank's abbreviation (Kasi, Karu) is not repaired to: too much is one letter off."""
_LOOSE_FIELD = 5
"""Words of a field up to which a conjunction may be missing: longer lists have several places for it."""


class Index:
    """The canonical positions with everything that finding them needs."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.expander = Expander.load()
        self.acronyms = words_in("acronyms.txt")
        self._place_words = frozenset(Lexicon.load_field_words())
        self.exact: dict[Key, Entry] = {}
        self.alias: dict[tuple[Key, str | None], Entry] = {}
        self.ranks: dict[Key, Entry] = {}
        self.suffixes: dict[Key, Entry] = {}
        self._fields: dict[Key, str] = {}
        for entry in self.entries:
            self._add_rank(entry)
        self._longest_rank: dict[str, int] = {}
        for key in self.ranks:
            self._longest_rank[key[0]] = max(len(key), self._longest_rank.get(key[0], 0))
        for entry in self.entries:
            self._add(entry)
        self._loose = self._loose_keys()
        self.lexicon = self._make_lexicon()
        self.squeezed = ["".join(words(tokenise(e.name))) for e in self.entries]

    def _add_rank(self, entry: Entry) -> None:
        if entry.rank == "suffix":
            self.suffixes[words(tokenise(entry.name))] = entry
        elif entry.rank:
            for name in (entry.name, *(a for a in entry.aliases if "@" not in a)):
                self.ranks.setdefault(words(self.expander.expand(_head(tokenise(name)))), entry)

    def _add(self, entry: Entry) -> None:
        if entry.rank == "suffix":
            return
        self.exact[words(tokenise(entry.name))] = entry
        self.alias[self._key(entry.name), None] = entry
        for alias in entry.aliases:
            text, _, kind = alias.partition("@")
            self.alias.setdefault((self._key(text), kind or None), entry)

    def _key(self, text: str) -> Key:
        return words(self.official(tokenise(text)))

    def official(self, tokens: Sequence[Token], kind: str | None = None) -> list[Token]:
        """The name with its rank in official words and its abbreviations expanded."""
        out = self.expander.expand(_head(tokens), kind)
        rank = self.rank_of(out)
        return [*tokenise(rank[0].name), *out[rank[1] :]] if rank else out

    def rank_of(self, tokens: Sequence[Token]) -> tuple[Entry, int] | None:
        """The longest rank that the name begins with, and its length in tokens."""
        longest = self._longest_rank.get(tokens[0].text, 0) if tokens else 0
        for length in range(min(longest, len(tokens)), 0, -1):
            entry = self.ranks.get(tuple(t.text for t in tokens[:length]))
            if entry:
                return entry, length
        return None

    def level_of(self, tokens: Sequence[Token]) -> tuple[Entry, int] | None:
        """The functional level that the name ends with, and its length in tokens."""
        key = tuple(t.text for t in tokens)
        for length in (2, 1):
            if entry := self.suffixes.get(key[-length:]):
                return entry, length
        return None

    def continues(self, rank: Key, word: str, likeness: float) -> bool:
        """Whether a word after a rank is a misreading of a longer rank's next word: Inspektur Pernbantu."""
        longer = (k[len(rank)] for k in self.ranks if len(k) > len(rank) and k[: len(rank)] == rank)
        return any(fuzz.ratio(word, w) >= likeness for w in longer)

    def _loose_keys(self) -> dict[Key, Entry]:
        """Keys without conjunctions, where only one entry has them."""
        found: dict[Key, set[str]] = {}
        entries = {e.code: e for e in self.entries if e.rank != "suffix"}
        for entry in entries.values():
            found.setdefault(without_conjunctions(self._key(entry.name)), set()).add(entry.code)
        for key, codes in found.items():
            rank = self.rank_of([Token(w) for w in key])
            if rank and len(key) > rank[1] and (field := entries[min(codes)].field):
                self._fields.setdefault(key[rank[1] :], field)
        return {key: entries[min(codes)] for key, codes in found.items() if len(codes) == 1}

    def _make_lexicon(self) -> Lexicon:
        known = Lexicon.load_words() | self._place_words | set(self.expander.longs)
        known |= single_words("as")
        whole = set(self.expander.shorts) | self.acronyms
        for entry in self.entries:
            known.update(words(tokenise(entry.name)))
        for key in self.ranks:
            (whole if sum(map(len, key)) < _SHORT_RANK else known).update(key)
        whole -= known
        heads = (key[:1] if entry.rank == "level" else key for key, entry in self.ranks.items())
        rigid = {word for head in heads for word in head if len(word) >= 4}
        return Lexicon(known, whole, rigid)

    def may_name_place(self, word: str) -> bool:
        """Whether a word can begin a place's name."""
        return word in self._place_words or not self.lexicon.knows(word)

    def field_of(self, field: Sequence[Token]) -> str | None:
        """The field of work of an entry of any rank with these words."""
        return self._fields.get(without_conjunctions(words(field)))

    def lookup(self, reading: Reading, kind: str | None) -> Entry | None:
        """The entry with this name, at an office of this kind."""
        key = reading.key
        for k in (kind, None):
            if entry := self.alias.get((key, k)):
                return entry
        return self._loosely(reading)

    def _loosely(self, reading: Reading) -> Entry | None:
        """The entry with the same words except for a conjunction, if there is exactly one."""
        texts = [t.text for t in reading.tokens]
        rank = self.rank_of(reading.main)
        if rank is None or "dan" in texts or len(reading.key) - rank[1] > _LOOSE_FIELD:
            return None
        entry = self._loose.get(without_conjunctions(reading.key))
        return entry if entry and not entry.rank else None

    def nearest(self, text: str, least: float, limit: int) -> list[tuple[Entry, float]]:
        """The entries with the most similar names (compared without spaces), with their scores."""
        found = process.extract(text, self.squeezed, scorer=fuzz.ratio, score_cutoff=least, limit=limit)
        return [(self.entries[i], score) for _, score, i in found]


def _head(tokens: Sequence[Token]) -> list[Token]:
    """The name with a rank's first words written out: ``Ka``, ``Kep`` for Kepala, ``Sie`` for Seksi."""
    out = list(tokens)
    if len(out) > 1 and out[0].text in {"ka", "kep", "kpl"}:
        out[0] = Token("kepala")
    if len(out) > 1 and out[0].text == "kepala" and out[1].text in {"sie", "si", "seksie"}:
        out[1] = Token("seksi")
    return out
