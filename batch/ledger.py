"""The ledger: what was done with each input, in one SQLite file inside the output folder.

It is the batch's memory. The parent alone writes it, one transaction per finished input and only after the
input's files are in place, so that a run killed at any moment does at most the inputs in work again. Files may
be lost with the power until all are flushed to disk now and then; of which this is so is written down too, and
the next run looks at these (`forget_broken`). Plans of any size stay on disk: the parent holds one batch of rows
at a time.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ..normalize.repeated_decrees import Descriptor
from ..schema.errors import OutputError
from .inputs import Input, clean
from .names import free_name, slot
from .outcome import ACCIDENTS, DONE, Outcome

FILE = "ledger.sqlite"
LAYOUT = 5

FACTS = "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
INPUTS = """
CREATE TABLE IF NOT EXISTS inputs (
  key TEXT PRIMARY KEY,            -- absolute path or URL, with !member inside an archive
  name TEXT NOT NULL,              -- what records call it
  output TEXT NOT NULL,            -- file name in decrees/, without .json
  slot TEXT NOT NULL UNIQUE,       -- output, as file systems compare names
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  run INTEGER NOT NULL,            -- last run that was given this input
  status TEXT,                     -- NULL: not done yet
  made_by TEXT,                    -- options and versions of the attempt
  sha256 TEXT,
  twin TEXT,                       -- key of the input that this one is a duplicate of
  attempts INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  kinds TEXT NOT NULL DEFAULT '{}',
  gaps TEXT NOT NULL DEFAULT '{}',
  milliseconds TEXT NOT NULL DEFAULT '{}',
  outputs TEXT NOT NULL DEFAULT '[]',
  error TEXT NOT NULL DEFAULT '',
  finished REAL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decrees (
  file TEXT PRIMARY KEY,           -- in the output folder
  input TEXT NOT NULL,             -- key of the input that it is from
  number INTEGER NOT NULL,         -- number of the decree within the input
  about TEXT NOT NULL,             -- what `duplicates` compares, but for the fingerprint
  fingerprint BLOB NOT NULL,
  other INTEGER NOT NULL,          -- whether it is a document without forms
  repeats TEXT,                    -- name of the input that holds the same decree in other bytes
  original TEXT,                   -- file of that decree
  untold INTEGER NOT NULL DEFAULT 0  -- whether the file does not say yet what `repeats` says
);
CREATE TABLE IF NOT EXISTS unsettled (
  key TEXT PRIMARY KEY             -- of an input whose files may not be flushed to disk yet
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS of_input ON decrees (input, number);
CREATE INDEX IF NOT EXISTS to_tell ON decrees (file) WHERE untold;
CREATE INDEX IF NOT EXISTS by_name ON inputs (name, key);
CREATE INDEX IF NOT EXISTS by_size ON inputs (size);
"""


def size_class(size: int) -> int:
    """Inputs of one class differ in size by less than a factor of two."""
    return size.bit_length()


@dataclass(frozen=True, slots=True)
class Entry:
    """One input as the ledger knows it."""

    key: str
    name: str
    output: str
    size: int
    status: str | None = None
    sha256: str | None = None
    attempts: int = 0
    pages: int = 0
    error: str = ""
    twin: str | None = None
    outputs: tuple[str, ...] = ()


_COLUMNS = tuple(field.name for field in dataclasses.fields(Entry))
_ENTRY = ", ".join(_COLUMNS)
_THIS_RUN = "run = (SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'run')"


def _entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Entry(**values | {"outputs": tuple(json.loads(values["outputs"]))})


class Ledger:
    """An open ledger. Only one process at a time may hold it for writing; `iki status` reads beside it.

    Used as a context manager, it turns troubles of SQLite into an `OutputError`.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        uri = f"{path.absolute().as_uri()}?mode=ro" if read_only else f"{path.absolute().as_uri()}"
        try:
            self._db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10)
            if not read_only:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._lay_out()
        except sqlite3.Error as error:
            raise _trouble(path, error) from error

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(sqlite3.Error):
            self._db.close()
        if isinstance(value, sqlite3.Error):
            raise _trouble(self._path, value) from value

    def _lay_out(self) -> None:
        """Make the tables; a ledger of another layout is emptied, for another version made what it tells of."""
        self._db.executescript(FACTS)
        if self.fact("layout") != str(LAYOUT):
            self._db.executescript(
                "DROP TABLE IF EXISTS inputs; DROP TABLE IF EXISTS decrees; DELETE FROM facts;"
            )
            self.set_fact("layout", str(LAYOUT))
        self._db.executescript(INPUTS)

    # -- planning ----------------------------------------------------------------------------------------

    def begin(self, inputs: Iterable[Input], *, made_by: str, fresh: bool, retry_failed: bool) -> int:
        """Take up the inputs of a run and mark what is to be done; returns the number of inputs given.

        To be done are new and changed inputs, accidents, and what was made with other options or versions;
        with ``retry_failed`` all failed ones, with ``fresh`` all.
        """
        with self._writing():
            run = int(self.fact("run") or 0) + 1
            self.set_fact("run", str(run))
            self._db.execute(
                "CREATE TEMP TABLE found (key TEXT PRIMARY KEY, name, size, mtime_ns, status, error)"
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?, ?)",
                ((i.key, i.name, i.size, i.mtime_ns, *(i.refused or (None, ""))) for i in inputs),
            )
            self._add_new(run)
            self._db.execute(
                "UPDATE inputs SET status = NULL WHERE run = ? AND (made_by IS NOT ? OR ? OR status IN "
                f"({_quoted(ACCIDENTS)}) OR (? AND status NOT IN ({_quoted(DONE)})))",
                (run, made_by, fresh, retry_failed),
            )
            self._db.execute(
                "UPDATE inputs SET status = f.status, error = inputs.name || ': ' || f.error, made_by = ?, "
                "outputs = '[]' FROM found f WHERE f.key = inputs.key AND f.status IS NOT NULL",
                (made_by,),
            )
            self._db.execute(
                "DELETE FROM decrees WHERE input IN (SELECT key FROM found WHERE status IS NOT NULL)"
            )
            self._db.execute("DROP TABLE found")
            self._db.execute(
                "UPDATE inputs SET status = NULL WHERE twin IN (SELECT key FROM inputs WHERE status IS NULL)"
            )
            self._db.execute("UPDATE inputs SET twin = NULL, sha256 = NULL WHERE status IS NULL")
        return self._count("run = ?", run)

    def _add_new(self, run: int) -> None:
        """Give each new input its output name, in the order of names, and see which known ones changed."""
        self._db.execute(
            "CREATE TEMP TABLE new AS SELECT f.key, f.name, f.size, f.mtime_ns FROM found f "
            "LEFT JOIN inputs i USING (key) WHERE i.key IS NULL ORDER BY f.name, f.key"
        )
        taken = _Taken(self._db)
        for key, name, size, mtime_ns in self._db.execute("SELECT * FROM new ORDER BY rowid"):
            output = free_name(name, taken)
            self._db.execute(
                "INSERT INTO inputs (key, name, output, slot, size, mtime_ns, run) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, name, output, slot(output), size, mtime_ns, run),
            )
        self._db.execute("DROP TABLE new")
        self._db.execute(
            "UPDATE inputs SET run = ?, size = f.size, mtime_ns = f.mtime_ns, status = CASE "
            "WHEN inputs.size = f.size AND inputs.mtime_ns = f.mtime_ns THEN inputs.status END "
            "FROM found f WHERE f.key = inputs.key",
            (run,),
        )

    def forget_lost(self, present: Iterable[str]) -> None:
        """Mark as not done whatever claims files that are not ``present`` any more."""
        with self._writing():
            self._db.execute("CREATE TEMP TABLE present (file TEXT PRIMARY KEY) WITHOUT ROWID")
            self._db.executemany(
                "INSERT OR IGNORE INTO present VALUES (?)", ((clean(file),) for file in present)
            )
            self._db.execute(
                "UPDATE inputs SET status = NULL WHERE status IS NOT NULL AND EXISTS (SELECT 1 FROM "
                "json_each(outputs) WHERE value NOT IN (SELECT file FROM present))"
            )
            self._db.execute("DROP TABLE present")

    def forget_broken(self, whole: Callable[[str], bool]) -> None:
        """Mark as not done whatever claims files that a loss of power broke: that are not ``whole``."""
        rows = self._db.execute(
            "SELECT key, outputs FROM inputs JOIN unsettled USING (key) WHERE status IS NOT NULL"
        ).fetchall()
        broken = [(key,) for key, outputs in rows if not all(map(whole, json.loads(outputs)))]
        with self._writing():
            self._db.executemany("UPDATE inputs SET status = NULL WHERE key = ?", broken)

    def settled(self) -> None:
        """All files are flushed to disk."""
        self._db.execute("DELETE FROM unsettled")

    def of_equal_sizes(self) -> Iterator[Entry]:
        """The inputs of this run that are to be done and have the size of another one, of this run or done before."""
        yield from self.entries(
            f"status IS NULL AND {_THIS_RUN} AND size > 0 AND EXISTS (SELECT 1 FROM inputs other WHERE "
            f"other.size = inputs.size AND other.key != inputs.key AND ({_THIS_RUN} OR other.status IS NOT NULL))"
        )

    def set_sha256(self, digests: Iterable[tuple[str, str]]) -> None:
        """Write down the SHA-256 of some inputs, given by key, before they are done."""
        with self._writing():
            self._db.executemany("UPDATE inputs SET sha256 = ?2 WHERE key = ?1", digests)

    def set_twins(self) -> None:
        """Mark the inputs that are to be done as duplicates of the first one with the same SHA-256: one that was done
        before, or else by name.
        """
        self._db.execute(
            "UPDATE inputs SET twin = first FROM (SELECT key AS own, first_value(key) OVER "
            "(PARTITION BY sha256 ORDER BY status IS NULL, name, key) AS first FROM inputs WHERE sha256 IN "
            f"(SELECT sha256 FROM inputs WHERE status IS NULL) AND ({_THIS_RUN} OR status IS NOT NULL)) "
            "WHERE key = own AND key != first AND status IS NULL"
        )

    # -- working -----------------------------------------------------------------------------------------

    def todo(self) -> Iterator[Entry]:
        """The inputs of this run that are not done, in the order of their names."""
        yield from self.entries(f"status IS NULL AND twin IS NULL AND {_THIS_RUN}")

    def duplicates(self) -> Iterator[Entry]:
        """The inputs of this run that wait for their original."""
        yield from self.entries(f"status IS NULL AND twin IS NOT NULL AND {_THIS_RUN}")

    def record(self, key: str, outcome: Outcome, made_by: str) -> None:
        """Write down how an input ended."""
        with self._writing():
            self._db.execute(
                "UPDATE inputs SET status = ?, made_by = ?, sha256 = ?, attempts = attempts + 1, pages = ?, "
                "kinds = ?, gaps = ?, milliseconds = ?, outputs = ?, error = ?, finished = ? WHERE key = ?",
                (
                    outcome.status,
                    made_by,
                    outcome.sha256 or None,
                    outcome.pages,
                    json.dumps(outcome.kinds, sort_keys=True),
                    json.dumps(outcome.gaps, sort_keys=True),
                    json.dumps(outcome.milliseconds),
                    json.dumps(outcome.outputs),
                    outcome.error,
                    time.time(),
                    key,
                ),
            )
            self._db.execute("INSERT OR IGNORE INTO unsettled VALUES (?)", (key,))
            self._db.execute("DELETE FROM decrees WHERE input = ?", (key,))
            self._db.executemany(
                "INSERT INTO decrees (file, input, number, about, fingerprint, other) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (file, key, number, *_packed(descriptor), descriptor.is_another_document)
                    for number, (file, descriptor) in enumerate(
                        zip(outcome.outputs, outcome.descriptors, strict=False)
                    )
                ),
            )
            self._revise()

    def repeats_outdated(self) -> bool:
        """Whether anything was recorded since `set_repeats`."""
        return self.fact("repeats_of") != str(self.fact("revision"))

    def set_repeats(
        self, entries: Iterable[Entry], repeated_by: Callable[[Descriptor], Descriptor | None]
    ) -> None:
        """Write down of every decree of these inputs of which input it holds the decree, if of any; copies of an equal
        input hold none.
        """
        with self._writing():
            for entry in entries:
                rows = self._db.execute(
                    "SELECT file, about, fingerprint FROM decrees WHERE input = ? ORDER BY number",
                    (entry.key,),
                ).fetchall()
                for file, *about in rows:
                    first = repeated_by(_unpacked(entry.name, file, *about))
                    self._db.execute(
                        "UPDATE decrees SET repeats = ?2, original = ?3, untold = 1 WHERE file = ?1 AND "
                        "(repeats, original) IS NOT (?2, ?3)",
                        (file, first.file if first else None, first.record if first else None),
                    )

    def all_compared(self) -> None:
        """What `set_repeats` was told is up to date."""
        self.set_fact("repeats_of", str(self.fact("revision")))

    def is_any_untold(self) -> bool:
        """Whether any file does not say yet of which input it holds the decree."""
        return self._db.execute("SELECT 1 FROM decrees WHERE untold LIMIT 1").fetchone() is not None

    def untold(self, entries: Iterable[Entry]) -> list[tuple[str, str, str | None, str | None]]:
        """Files of these inputs that do not say yet which decree they hold again, with their own input's name, and that
        decree's input and file. They will be written again.
        """
        out: list[tuple[str, str, str | None, str | None]] = []
        with self._writing():
            for entry in entries:
                rows = self._db.execute(
                    "SELECT file, repeats, original FROM decrees WHERE input = ? AND untold ORDER BY number",
                    (entry.key,),
                ).fetchall()
                out += [(file, entry.name, name, original) for file, name, original in rows]
                if rows:
                    self._db.execute("INSERT OR IGNORE INTO unsettled VALUES (?)", (entry.key,))
        return out

    def all_told(self) -> None:
        """All files say now what is known of them, and are flushed to disk."""
        with self._writing():
            self._db.execute("UPDATE decrees SET untold = 0 WHERE untold")
            self.settled()

    def repeats(self) -> int:
        """Number of decrees that hold an earlier input's decree in other bytes."""
        count: int = self._db.execute(
            "SELECT count(*) FROM decrees d JOIN inputs i ON i.key = d.input "
            "WHERE d.repeats IS NOT NULL AND i.status IS NOT NULL"
        ).fetchone()[0]
        return count

    def others(self) -> int:
        """Number of documents without forms, copies of equal inputs apart."""
        count: int = self._db.execute(
            "SELECT count(*) FROM decrees d JOIN inputs i ON i.key = d.input "
            "WHERE d.other AND i.status IS NOT NULL"
        ).fetchone()[0]
        return count

    def decree_count(self) -> int:
        """Number of decrees in the folder."""
        count: int = self._db.execute(
            "SELECT coalesce(sum(json_array_length(outputs)), 0) FROM inputs WHERE status IS NOT NULL"
        ).fetchone()[0]
        return count

    def of_earlier_runs(self) -> Iterator[Entry]:
        """Inputs that this run was not given and that gave decrees."""
        yield from self.entries(f"NOT ({_THIS_RUN}) AND status IS NOT NULL AND outputs != '[]'")

    def forget(self, keys: Iterable[str]) -> None:
        """Take some inputs out of the ledger; copies of what they gave are to be made anew in this run, from their own
        files.
        """
        with self._writing():
            for key in keys:
                self._db.execute(
                    "UPDATE inputs SET status = NULL, twin = NULL, run = ? WHERE twin = ?",
                    (self.fact("run"), key),
                )
                self._db.execute("DELETE FROM decrees WHERE input = ?", (key,))
                self._db.execute("DELETE FROM inputs WHERE key = ?", (key,))
                self._revise()

    def _revise(self) -> None:
        self._db.execute(
            "INSERT INTO facts VALUES ('revision', 1) ON CONFLICT DO UPDATE SET value = value + 1"
        )

    def entry(self, key: str) -> Entry:
        """What is known of one input."""
        return _entry(self._db.execute(f"SELECT {_ENTRY} FROM inputs WHERE key = ?", (key,)).fetchone())

    # -- reading -----------------------------------------------------------------------------------------

    def entries(self, where: str = "1", *values: object) -> Iterator[Entry]:
        """Entries in the order of their names, a few hundred in memory at a time."""
        last: tuple[str, str] = ("", "")
        while rows := self._db.execute(
            f"SELECT {_ENTRY} FROM inputs WHERE ({where}) AND (name, key) > (?, ?) "
            "ORDER BY name, key LIMIT 500",
            (*values, *last),
        ).fetchall():
            yield from map(_entry, rows)
            last = rows[-1][1], rows[-1][0]

    def counts(self, *, this_run: bool = False) -> Counter[str]:
        """Number of inputs by status; ``waiting`` are those not done."""
        where = f"WHERE {_THIS_RUN}" if this_run else ""
        rows = self._db.execute(
            f"SELECT coalesce(status, 'waiting'), count(*) FROM inputs {where} GROUP BY 1"
        )
        return Counter(dict(rows.fetchall()))

    def waiting(self) -> Counter[int]:
        """Number of inputs that are to be read by `size_class`."""
        rows = self._db.execute(
            f"SELECT size, count(*) FROM inputs WHERE status IS NULL AND twin IS NULL AND {_THIS_RUN} "
            "GROUP BY size"
        )
        found: Counter[int] = Counter()
        for size, count in rows:
            found[size_class(size)] += count
        return found

    def fact(self, name: str) -> str | None:
        """A remembered fact about the folder."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Remember a fact about the folder."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def _count(self, where: str, *values: object) -> int:
        count: int = self._db.execute(f"SELECT count(*) FROM inputs WHERE {where}", values).fetchone()[0]
        return count

    def _writing(self) -> _Transaction:
        return _Transaction(self._db)


class _Taken:
    """The slots of output names that are gone; looks into the ledger, so that nothing need be held."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __contains__(self, name: object) -> bool:
        with closing(self._db.execute("SELECT 1 FROM inputs WHERE slot = ?", (name,))) as rows:
            return rows.fetchone() is not None


class _Transaction:
    """All or nothing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: object) -> None:
        if kind is None:
            self._db.execute("COMMIT")
        else:
            with suppress(sqlite3.Error):  # a full disk may have rolled back by itself
                self._db.execute("ROLLBACK")


def _packed(descriptor: Descriptor) -> tuple[str, bytes]:
    """What the table keeps of a descriptor; the file's name stands in the table of inputs."""
    about = (descriptor.unit_kerja, descriptor.tahun, descriptor.positions, descriptor.kabupaten_kota)
    return json.dumps(about, ensure_ascii=False), array("Q", descriptor.fingerprint).tobytes()


def _unpacked(name: str, file: str, about: str, fingerprint: bytes) -> Descriptor:
    office, year, positions, regency = json.loads(about)
    return Descriptor(name, office, year, tuple(positions), array("Q", fingerprint), regency, file)


def _trouble(path: Path, error: sqlite3.Error) -> OutputError:
    return OutputError(
        f"the ledger cannot be used ({error})",
        file=str(path),
        remedy="Free space or permissions there, or give another --out",
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))
