"""The ledger's file: its tables, its connection, and how it is written: all or nothing, one process at a time.

Everything else of the ledger (`ledger_plan`, `ledger_repeats`, `ledger`) asks it through here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from ..schema.errors import OutputError
from .output_names import slot, stem

LAYOUT = 6

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
  about TEXT NOT NULL,             -- what `duplicates` compares, without the fingerprint
  fingerprint BLOB NOT NULL,
  other INTEGER NOT NULL,          -- whether it is a document without forms
  repeats TEXT,                    -- name of the input that holds the same decree in other bytes
  original TEXT,                   -- file of that decree
  unmarked INTEGER NOT NULL DEFAULT 0  -- whether the file does not say yet what `repeats` says
);
CREATE TABLE IF NOT EXISTS unsettled (
  key TEXT PRIMARY KEY             -- of an input whose files may not be flushed to disk yet
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS of_input ON decrees (input, number);
CREATE INDEX IF NOT EXISTS to_mark ON decrees (file) WHERE unmarked;
CREATE INDEX IF NOT EXISTS by_name ON inputs (name, key);
CREATE INDEX IF NOT EXISTS by_size ON inputs (size);
"""


THIS_RUN = "run = (SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'run')"
"""The inputs that the last run was given, in SQL."""

Row = tuple[Any, ...]
Use = Literal["write", "read", "read at rest"]
"""How a ledger is opened. ``read`` goes on beside a run; ``read at rest`` locks nothing and leaves no files behind."""


class Store:
    """An open ledger file."""

    def __init__(self, path: Path, use: Use = "write") -> None:
        """Open the file; one that is to be written gets its tables.

        Raises:
            OutputError: it cannot be opened.
        """
        self._path = path
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}{_how(path, use)}",
                uri=True,
                isolation_level=None,
                timeout=10,
            )
            self._db.create_function("slot_of", 1, lambda name: slot(stem(name)), deterministic=True)
            if use == "write":
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._lay_out()
        except sqlite3.Error as error:
            raise self.trouble(error) from error

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._db.close()

    def trouble(self, error: sqlite3.Error) -> OutputError:
        """What an error of SQLite means to the user."""
        if type(error) is sqlite3.DatabaseError or "no such table" in str(
            error
        ):  # others mean locks, rights, space
            return OutputError(
                "the ledger is damaged",
                file=str(self._path),
                remedy=f"Move {self._path.name} away and convert again with the same inputs: everything is read again",
            )
        return OutputError(
            f"the ledger cannot be used ({error})",
            file=str(self._path),
            remedy="Free space or permissions there, or give another --out",
        )

    def do(self, sql: str, *values: object) -> None:
        """Carry out one statement."""
        self._db.execute(sql, values)

    def do_each(self, sql: str, values: Iterable[Row]) -> None:
        """Carry out a statement for each of many tuples of values."""
        self._db.executemany(sql, values)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        return self._db.execute(sql, values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterable[Row]:
        """The rows of a query, one in memory at a time."""
        return self._db.execute(sql, values)

    def number(self, sql: str, *values: object) -> int:
        """The one number that a query gives."""
        return int(self._db.execute(sql, values).fetchone()[0])

    def exists(self, sql: str, *values: object) -> bool:
        """Whether a query gives any row."""
        rows = self._db.execute(sql, values)
        try:
            return rows.fetchone() is not None
        finally:
            rows.close()

    def fact(self, name: str) -> str | None:
        """A remembered fact about the folder."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Remember a fact about the folder."""
        self.do("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def settled(self) -> None:
        """Note that all files recorded so far are flushed to disk."""
        self.do("DELETE FROM unsettled")

    def writing(self) -> Transaction:
        """A block that is written as a whole or not at all."""
        return Transaction(self._db)

    def _lay_out(self) -> None:
        """Make the tables; a ledger of another layout is emptied, because another version made its contents."""
        self._db.executescript(FACTS)
        if self.fact("layout") != str(LAYOUT):
            self._db.executescript(
                "DROP TABLE IF EXISTS inputs; DROP TABLE IF EXISTS decrees; DELETE FROM facts;"
            )
            self.set_fact("layout", str(LAYOUT))
        self._db.executescript(INPUTS)


class Transaction:
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


def _how(path: Path, use: Use) -> str:
    """The end of the file's address that says how it is opened."""
    if use == "write":
        return ""
    log = path.with_name(f"{path.name}-wal")
    return "?mode=ro" if use == "read" or log.exists() else "?mode=ro&immutable=1"
