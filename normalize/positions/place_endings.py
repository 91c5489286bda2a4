"""What at the end of a name tells only where the post is: places, offices, units.

Decisions
- A territory or region with its name, an office with its name, and whatever follows "pada", end the name.
- A unit (Bidang, Seksi, ...) ends the name of a post below it: of a head of a lower unit and of staff. Right
  after the rank it is the field (Staf Seksi Pemerintahan), and so it is as the object of an action
  (Pengembangan Bidang Usaha), unless the name without it is in the vocabulary.
- A place of work (Puskesmas, BPP, a school) ends the name of a functional post.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..name_tokens import MARKS, Token, office_kind, proper_name, words
from ..title_case import SMALL_WORDS
from .entries import Entry
from .printed_name import STAFF, Key, name_words, single_words
from .vocabulary import Index

_PLACED_KINDS = frozenset(["kecamatan", "kelurahan", "desa", "puskesmas", "rsud", "upt", "sekolah"])
_LEFT_OVER = frozenset([",", "-", "/", "se", "pada", "lingkup"])
_UNITS_ABOVE = {
    "kepala_seksi": frozenset(["bidang", "bagian", "sekretariat", "balai"]),
    "kepala_subbagian": frozenset(["bidang", "bagian", "sekretariat", "balai"]),
    "kepala_subbidang": frozenset(["bidang"]),
    "kepala_subseksi": frozenset(["bidang", "seksi"]),
    "kepala_urusan": frozenset(["bidang", "bagian", "subbagian"]),
}
"""Units that a head of a unit can belong to, by the group of the post."""
_LONGEST_PLACE = 8
"""Words that the name of a place after a closed rank may have."""


def drop_places(index: Index, tokens: list[Token], office: str | None) -> tuple[list[Token], str | None]:
    """The name without the units, offices and places at its end, and the kind of office that they name."""
    if (words(tokens), None) in index.alias:
        return tokens, None
    rank = index.rank_of(tokens)
    start = rank[1] if rank else 1
    texts = [t.text for t in tokens]
    ending = _Ending(index, texts, start, rank[0] if rank else None, office_kind(office))
    end = next((i for i in range(start, len(texts)) if ending.begins(i)), len(texts))
    dropped = " ".join(texts[end:])
    end = _before_proper_name(index, texts[:end], start, office)
    while end > start and texts[end - 1] in _LEFT_OVER:
        end -= 1
    return tokens[:end], office_kind(dropped)


def _before_proper_name(index: Index, texts: list[str], start: int, office: str | None) -> int:
    """Where the office's own proper name begins, if the name ends with it."""
    proper = proper_name(office) if office_kind(office) in _PLACED_KINDS else ()
    begin = len(texts) - len(proper)
    if not proper or begin < start or all(index.lexicon.knows(w) for w in proper):
        return len(texts)
    return begin if tuple(texts[begin:]) == proper else len(texts)


class _Ending:
    """Finds the word of a name at which units, offices or places begin."""

    def __init__(
        self, index: Index, texts: list[str], start: int, rank: Entry | None, kind: str | None
    ) -> None:
        self.index = index
        self.texts = texts
        self.start = start
        self.rank = rank
        self.kind = kind

    def begins(self, i: int) -> bool:
        word = self.texts[i]
        if word not in _beginnings() and word != self.kind:
            return False
        if word == "/":
            return self._second_post(i)
        if word == "pada":
            return bool(self._after(i))
        if word == "di":
            return self._after(i) in single_words("territory", "region", "office") | {"desa", "lingkungan"}
        if word == self.kind and not self._after(i):
            return i > self.start and self.texts[i - 1] not in single_words("field_before")
        if i > self.start and self._is_phrase(i, name_words()["head_office"]):
            return self.texts[i - 1] not in single_words("field_before")
        return self._region(i) or self._is_workplace(i) or self._unit(i) or self._office(i)

    def _second_post(self, i: int) -> bool:
        """Whether word ``i`` is a slash before a second task: ... / Subkoordinator ..."""
        rank = self.index.rank_of([Token(t) for t in self.texts[i + 1 :]])
        return rank is not None and rank[0].group == "koordinator"

    def _after(self, i: int) -> str:
        return self.texts[i + 1] if i + 1 < len(self.texts) else ""

    def _named(self, i: int) -> bool:
        after = self._after(i)
        return bool(after) and after not in SMALL_WORDS and after not in MARKS

    def _named_newly(self, i: int) -> bool:
        return self._named(i) and self.index.may_name_place(self._after(i))

    def _region(self, i: int) -> bool:
        word = self.texts[i]
        if word in {"kabupaten", "provinsi"} | single_words("territory"):
            return self._named(i)
        if word == "kota":
            return self._named_newly(i)
        if word == "desa":
            return self._named_newly(i)
        return word == "kantor" and self._after(i) in {"kecamatan", "camat", "kelurahan", "lurah", "dinas"}

    def _is_workplace(self, i: int) -> bool:
        """Whether a place of work begins at word ``i``; anywhere in a functional post, else behind the field."""
        if self.rank is None or not self._is_phrase(i, name_words()["workplace"]):
            return False
        if self.rank.group in {"fungsional", "koordinator", "kepala_sekolah"}:
            return self.rank.rank == "level" or self.rank.group == "kepala_sekolah" or i > self.start
        if self.texts[i] in {"rsud", "puskesmas"} and not self._after(i):
            return i > self.start and not self._is_object(i)
        named = self._named_newly(i) and self.texts[i] in {"rsud", "puskesmas"}
        return named and (i > self.start or self.rank.rank != "open")

    def _is_phrase(self, i: int, phrases: frozenset[Key]) -> bool:
        return any(tuple(self.texts[i : i + len(p)]) == p for p in phrases)

    def _unit(self, i: int) -> bool:
        word = self.texts[i]
        if self.rank is None or i <= self.start or word not in single_words("unit"):
            return False
        above = single_words("unit") if self.rank.group in STAFF else _UNITS_ABOVE.get(self.rank.group, ())
        if word not in above or self.texts[i - 1] in single_words("field_before") or not self._unit_named(i):
            return False
        if word != "bidang" or not self._is_object(i) or self.texts[i - 2] in {"dan", ","}:
            return True
        return (tuple(self._key(i)), None) in self.index.alias

    def _unit_named(self, i: int) -> bool:
        if self.texts[i] == "sekretariat":
            return True
        return self._named(i) and self._after(i) not in {"studi", "usaha"}

    def _is_object(self, i: int) -> bool:
        """Whether the word before names an action, whose object this one can be."""
        word = self.texts[i - 1]
        derived = word.startswith("pe") and word.endswith("an")
        return derived or word in single_words("action", "field_before")

    def _key(self, end: int) -> Key:
        return tuple(t for t in self.texts[:end] if t not in {",", "/", "-"})

    def _office(self, i: int) -> bool:
        word, after = self.texts[i], self._after(i)
        if word not in single_words("office") or i <= self.start:
            return False
        if self.texts[i - 1] in single_words("field_before") or after in single_words("field_after"):
            return word == "sekretariat" and after == "dinas"
        if word == "rumah":
            return after == "sakit"
        if word == "satuan":
            return after == "polisi"
        if word == "sekretariat":
            return after in {"daerah", "dprd"}
        return bool(after) or word == "inspektorat"


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The words with which a place, an office or a unit can begin."""
    table = name_words()
    roles = ("territory", "region", "office", "unit", "workplace", "head_office")
    return frozenset(p[0] for role in roles for p in table[role]) | {"pada", "di", "desa", "kantor", "/"}


def is_place(tokens: Sequence[Token], ranks: dict[Key, Entry]) -> bool:
    """Whether what follows a closed rank can only be a place."""
    texts = [t.text for t in tokens]
    no_name = single_words("sentence") | SMALL_WORDS | {"/"}
    if len(texts) > _LONGEST_PLACE or any(t in no_name or (t,) in ranks for t in texts):
        return False
    return not any(pair in ranks for pair in pairwise(texts))
