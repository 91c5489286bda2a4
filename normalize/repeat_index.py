"""Which decrees repeat earlier ones: an index of all originals that stays small however many there are.

The originals lie in a database of its own that goes to disk where it grows. A decree is compared (`same_decree`) only
with those that may be the same: of a similar office, or with some of the same rows.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from heapq import nlargest

from rapidfuzz import fuzz, process

from .repeated_decrees import (
    SAME_WORD,
    SHORT_WORD,
    Descriptor,
    letters_of_name,
    may_be_compared,
    plain_name,
    same_decree,
)

# Two decrees whose rows agree to `_SAME_ROWS_ALONE` share one of the smallest hashes: that none of eight is shared
# has a chance of 0.2 ** 8.
_KEYS = 8
_MOST = 100  # originals that a decree is compared with
_MOST_COUNTED = 1000  # originals that are looked at to find these
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
        if not may_be_compared(decree):
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
        office = plain_name(decree.unit_kerja)
        if not office:
            return self._of_rows(decree, (True, False))
        of_office = self._of_office(decree, office)
        if len(of_office) > _MOST:
            return self._of_rows(decree, (True, False))
        return of_office | self._of_rows(decree, (True,))

    def _of_office(self, decree: Descriptor, office: str) -> set[int]:
        """Those of an office, regency and year that may be the decree's; not many more than `_MOST`."""
        offices, regency = self._offices.similar(office), plain_name(decree.kabupaten_kota)
        where = f"office IN ({_placeholders(offices)})"
        values: list[str | int] = [*offices]
        if decree.tahun:
            where, values = f"{where} AND coalesce(year, ?) = ?", [*values, decree.tahun, decree.tahun]
        if regency:
            regencies = ["", *self._regencies.similar(regency)]
            where, values = f"{where} AND regency IN ({_placeholders(regencies)})", [*values, *regencies]
        found = self._db.execute(f"SELECT id FROM originals WHERE {where} LIMIT {_MOST + 1}", values)
        return {at for (at,) in found}

    def _of_rows(self, decree: Descriptor, nameless: Iterable[bool]) -> set[int]:
        """Numbers of the originals that share most of the decree's smallest hashes; a rare hash counts more.

        Rare hashes come first. When they have led to `_MOST_COUNTED` originals, the others would add nothing.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        counted = 0
        for count, kind, key in sorted(self._sharing(_smallest_hashes(decree), nameless)):
            if counted >= _MOST_COUNTED:
                break
            counted += count
            for (at,) in self._db.execute(_SHARING, (kind, key)):
                shared[at] += 1 / count
        return set(nlargest(_MOST, sorted(shared), key=shared.__getitem__))

    def _sharing(self, keys: Sequence[int], nameless: Iterable[bool]) -> Iterator[tuple[int, bool, int]]:
        """For each hash and kind (with or without office) how many originals have it, as (count, kind, hash)."""
        for kind in nameless:
            found = self._db.execute(
                f"SELECT count, key FROM keys WHERE nameless = ? AND key IN ({_placeholders(keys)})",
                (kind, *keys),
            )
            yield from ((count, kind, key) for count, key in found)

    def _add(self, decree: Descriptor) -> None:
        office, regency = plain_name(decree.unit_kerja), plain_name(decree.kabupaten_kota)
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
        keys = _smallest_hashes(decree)
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
        self._spelled.setdefault(letters_of_name(name), []).append(name)
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
        """The names spelled the same, and those with as many words that are pairwise the same."""
        words = name.split()
        found: list[tuple[list[str], _Tree]] = [([], self._trees.get(len(words), {}))]
        for word in reversed(words):
            found = [([same, *rest], tree[same]) for rest, tree in found for same in _same_of(tree, word)]
        return sorted(
            {" ".join(same) for same, _ in found}.union(self._spelled.get(letters_of_name(name), ()))
        )


def _same_of(tree: _Tree, word: str) -> list[str]:
    """The words at a tree's root that count as the same as ``word``: equal, or spelled nearly so (`SAME_WORD`)."""
    if len(word) < SHORT_WORD:
        return [word] if word in tree else []
    alike = process.extract(word, list(tree), scorer=fuzz.ratio, score_cutoff=SAME_WORD, limit=None)
    return [other for other, _, _ in alike if len(other) >= SHORT_WORD]


def _smallest_hashes(decree: Descriptor) -> Sequence[int]:
    """The smallest hashes of a decree's rows, by which decrees without an office are found."""
    return tuple(decree.fingerprint[:_KEYS])


def _placeholders(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
