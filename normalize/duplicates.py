"""The same decree twice: scanned again, typeset again, or printed from another program.

Two decrees are the same where office and year agree (or are missing on one side), their rows agree, and so do
their positions. OCR errors are allowed for: names by resemblance, rows by a fingerprint that needs no text.
Offices that copy each other's indicators differ in their office, word by word (Bontang Barat, Bontang Utara);
where the office was not found, or every regency has one of its name, the rows must agree almost entirely.
Nothing is dropped: `Originals` only says which decree repeats which. Files of equal bytes need none of this.
"""

from __future__ import annotations

import pickle
import re
import sqlite3
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from heapq import nlargest

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from ..schema.models import FIELDS, Decree
from .names import office_kind

_GRAM = 4
_APART = "\0" * (_GRAM - 1)
_HASH_BITS = 48
_SIZE = 128
_SAME_WORD = 80.0
_SHORT_WORD = 4
_SAME_NAME = 85.0
_SAME_POSITIONS = 0.7
_SAME_ROWS = 0.55
_SAME_ROWS_ALONE = 0.8
# Two decrees whose rows agree to `_SAME_ROWS_ALONE` share one of the smallest hashes: that none of eight is shared
# has a chance of 0.2 ** 8.
_KEYS = 8
_MOST = 100
_MOST_COUNTED = 1000
_Tree = dict[str, "_Tree"]
_LAYOUT = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
CREATE TABLE originals (id INTEGER PRIMARY KEY, office TEXT, regency TEXT, year INTEGER, packed BLOB);
CREATE INDEX of_office ON originals (office, regency, year);
CREATE TABLE shared (nameless INTEGER, key INTEGER, id INTEGER, PRIMARY KEY (nameless, key, id)) WITHOUT ROWID;
CREATE TABLE keys (nameless INTEGER, key INTEGER, count INTEGER, PRIMARY KEY (nameless, key)) WITHOUT ROWID;
BEGIN;
"""
_COUNT_ONE = "INSERT INTO keys VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1"
_SHARING = f"SELECT id FROM shared WHERE nameless = ? AND key = ? ORDER BY id LIMIT {_MOST_COUNTED}"
# Offices that bear a place's name; the others (Inspektorat, Dinas Kesehatan) stand in every regency.
_NAMED = frozenset(["kecamatan", "kelurahan", "desa", "puskesmas", "rsud"])


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What is compared of a decree; ``fingerprint`` is that of its rows' texts (`fingerprint`).

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


_DESCRIBED = tuple(field.name for field in fields(Descriptor))


class Originals:
    """The decrees that repeat no earlier one.

    They lie in a database of its own that goes to disk where it grows; only the names of offices and regencies are
    held, each once. A decree is compared with those of a similar office, regency and year, and with those that share
    some of its smallest hashes where either has no office. Where that would be more than `_MOST`, only with those
    that share the most of these, the rarest first: what many offices have copied says little.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_LAYOUT)
        self._offices = _Names()
        self._regencies = _Names()

    def repeated_by(self, decree: Descriptor) -> Descriptor | None:
        """The first one that this decree repeats; if there is none, it is an original itself."""
        if not _comparable(decree):
            return None
        for at in sorted(self._candidates(decree)):
            original = self._original(at)
            if same_decree(original, decree):
                return original
        self._add(decree)
        return None

    def _original(self, at: int) -> Descriptor:
        (packed,) = self._db.execute("SELECT packed FROM originals WHERE id = ?", (at,)).fetchone()
        return Descriptor(*pickle.loads(packed))

    def _candidates(self, decree: Descriptor) -> set[int]:
        office = _name(decree.unit_kerja)
        if not office:
            return self._of_rows(decree, (True, False))
        of_office = self._of_office(decree, office)
        if len(of_office) > _MOST:
            return self._of_rows(decree, (True, False))
        return of_office | self._of_rows(decree, (True,))

    def _of_office(self, decree: Descriptor, office: str) -> set[int]:
        """Those of an office, regency and year that may be the decree's; not many more than `_MOST`."""
        offices, regency = self._offices.similar(office), _name(decree.kabupaten_kota)
        where = f"office IN ({_marks(offices)})"
        values: list[str | int] = [*offices]
        if decree.tahun:
            where, values = f"{where} AND coalesce(year, ?) = ?", [*values, decree.tahun, decree.tahun]
        if regency:
            regencies = ["", *self._regencies.similar(regency)]
            where, values = f"{where} AND regency IN ({_marks(regencies)})", [*values, *regencies]
        found = self._db.execute(f"SELECT id FROM originals WHERE {where} LIMIT {_MOST + 1}", values)
        return {at for (at,) in found}

    def _of_rows(self, decree: Descriptor, nameless: Iterable[bool]) -> set[int]:
        """Those that share most of the smallest hashes; one counts the more, the fewer have it.

        The rarest come first. When they have led to `_MOST_COUNTED` originals, the others would tell nothing new.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        counted = 0
        for count, kind, key in sorted(self._sharing(_keys(decree), nameless)):
            if counted >= _MOST_COUNTED:
                break
            counted += count
            for (at,) in self._db.execute(_SHARING, (kind, key)):
                shared[at] += 1 / count
        return set(nlargest(_MOST, sorted(shared), key=shared.__getitem__))

    def _sharing(self, keys: Sequence[int], nameless: Iterable[bool]) -> Iterator[tuple[int, bool, int]]:
        """How many originals have each of the hashes, with and without office."""
        for kind in nameless:
            found = self._db.execute(
                f"SELECT count, key FROM keys WHERE nameless = ? AND key IN ({_marks(keys)})", (kind, *keys)
            )
            yield from ((count, kind, key) for count, key in found)

    def _add(self, decree: Descriptor) -> None:
        office, regency = _name(decree.unit_kerja), _name(decree.kabupaten_kota)
        for name, names in ((office, self._offices), (regency, self._regencies)):
            if name:
                names.add(name)
        at = self._db.execute(
            "INSERT INTO originals (office, regency, year, packed) VALUES (?, ?, ?, ?)",
            (
                office,
                regency,
                decree.tahun or None,
                pickle.dumps([getattr(decree, name) for name in _DESCRIBED]),
            ),
        ).lastrowid
        keys = _keys(decree)
        self._db.executemany("INSERT INTO shared VALUES (?, ?, ?)", ((not office, key, at) for key in keys))
        self._db.executemany(_COUNT_ONE, ((not office, key) for key in keys))


class _Names:
    """Names of offices or regencies in plain words, and which may be one and the same.

    They stand in trees, one for each number of words, with the last word at the root: the first ones say least.
    """

    def __init__(self) -> None:
        self._like: dict[str, list[str]] = {}
        self._spelled: dict[str, list[str]] = {}
        self._trees: dict[int, _Tree] = {}
        self._asked: tuple[str, list[str]] = "", []

    def add(self, name: str) -> None:
        """Take a name in, if it is new."""
        if name in self._like:
            return
        similar = self.similar(name)
        for other in similar:
            self._like[other].append(name)
        self._like[name] = [*similar, name]
        self._asked = "", []
        self._spelled.setdefault(_plain(name), []).append(name)
        words = name.split()
        tree = self._trees.setdefault(len(words), {})
        for word in reversed(words):
            tree = tree.setdefault(word, {})

    def similar(self, name: str) -> list[str]:
        """The names that were taken in and do not differ from this one (`_differ`)."""
        if name in self._like:
            return self._like[name]
        if name != self._asked[0]:
            self._asked = name, self._search(name)
        return self._asked[1]

    def _search(self, name: str) -> list[str]:
        """Those that are spelled alike, and those of as many words each of which is the same."""
        words = name.split()
        found: list[tuple[list[str], _Tree]] = [([], self._trees.get(len(words), {}))]
        for word in reversed(words):
            found = [([same, *rest], tree[same]) for rest, tree in found for same in _same_of(tree, word)]
        return sorted({" ".join(same) for same, _ in found}.union(self._spelled.get(_plain(name), ())))


def _same_of(tree: _Tree, word: str) -> list[str]:
    """The words at a tree's root that are this one (`_same_word`)."""
    if len(word) < _SHORT_WORD:
        return [word] if word in tree else []
    alike = process.extract(word, list(tree), scorer=fuzz.ratio, score_cutoff=_SAME_WORD, limit=None)
    return [other for other, _, _ in alike if len(other) >= _SHORT_WORD]


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
    )


def fingerprint(texts: Iterable[str]) -> list[int]:
    """The smallest hashes of the texts' letter groups: the more two share, the more of these agree."""
    letters = _APART.join({_letters(text) for text in set(texts)}).encode("utf-32-le", "replace")
    codes = np.frombuffer(letters, "<u4").astype(np.uint64)
    if len(codes) < _GRAM:
        return []
    a, b, c, d = (codes[at : len(codes) - _GRAM + 1 + at] for at in range(_GRAM))
    hashes = _mixed(_mixed(a | b << np.uint64(32)) + (c | d << np.uint64(32))) >> np.uint64(64 - _HASH_BITS)
    inside = (a != 0) & (b != 0) & (c != 0) & (d != 0)
    smallest: list[int] = np.unique(hashes[inside])[:_SIZE].tolist()
    return smallest


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Numbers as good as drawn by lot, the same for the same value (the finaliser of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ values >> np.uint64(33)) * np.uint64(factor)
    return values ^ values >> np.uint64(33)


def same_decree(a: Descriptor, b: Descriptor) -> bool:
    """Whether both are one decree, however each was scanned."""
    if not _comparable(a) or not _comparable(b) or (a.tahun and b.tahun and a.tahun != b.tahun):
        return False
    fewer, more = sorted((len(a.positions), len(b.positions)))
    if fewer < _SAME_POSITIONS * more:
        return False
    if _differ(a.unit_kerja, b.unit_kerja) or _differ(a.kabupaten_kota, b.kabupaten_kota):
        return False
    needed = _SAME_ROWS if _known(a, b) else _SAME_ROWS_ALONE
    return _overlaps(a, b, needed) and _agreement(a.positions, b.positions) >= _SAME_POSITIONS


def _comparable(decree: Descriptor) -> bool:
    """Whether there are rows to compare: names of posts alone are alike in many offices."""
    return bool(decree.positions and decree.fingerprint)


def _known(a: Descriptor, b: Descriptor) -> bool:
    """Whether office and region say that both are of one and the same office."""
    if not _plain(a.unit_kerja) or not _plain(b.unit_kerja):
        return False
    if a.kabupaten_kota and b.kabupaten_kota:
        return True
    return office_kind(a.unit_kerja) in _NAMED and len(_words(a.unit_kerja or "")) > 1


def _differ(a: str | None, b: str | None) -> bool:
    """Whether two names, both known, are of two offices: a word of one is not the other's."""
    if not a or not b or not _plain(a) or not _plain(b) or _plain(a) == _plain(b):
        return False
    return not _same_words(_words(a), _words(b))


def _same_words(a: Sequence[str], b: Sequence[str]) -> bool:
    return len(a) == len(b) and all(map(_same_word, a, b))


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


def _overlaps(a: Descriptor, b: Descriptor, share: float) -> bool:
    """Whether that share of letter groups is in common, by an estimate from the smallest hashes of both together."""
    left, right = set(a.fingerprint), set(b.fingerprint)
    common, fewer = left & right, min(len(left), len(right))
    if len(common) < share * fewer:  # most are told apart by this, which is much quicker
        return False
    return len(common.intersection(sorted(left | right)[:fewer])) >= share * fewer


def _keys(decree: Descriptor) -> Sequence[int]:
    """What decrees without office are found by."""
    return tuple(decree.fingerprint[:_KEYS])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _name(text: str | None) -> str:
    """A name in plain words."""
    return " ".join(_words(text or ""))


@lru_cache(1 << 12)
def _plain(name: str | None) -> str:
    """A name's letters."""
    return _letters(name or "")


@lru_cache(1 << 12)
def _words(text: str) -> list[str]:
    return [letters for word in re.split(r"[\W_]+", text) if (letters := _letters(word))]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
