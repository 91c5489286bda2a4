"""The SQLite file ``tables.sqlite``: every table with its types and keys, views that answer common questions, and a
dictionary of all columns.

Texts are stored as text, so that NIP and codes stay as they are. The views stand in ``views.sql``; a comment before
each one says what it tells. Equal rows give equal bytes with the same version of SQLite.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..schema.column_words import in_indonesian
from ..schema.tables import TABLES, ColumnType, Table

if TYPE_CHECKING:
    from .table_files import Piece

DICTIONARY = "dictionary"
TYPES: dict[ColumnType, str] = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
    "array": "TEXT",
    "object": "TEXT",
}
VIEWS = Path(__file__).parent / "views.sql"
_VIEW = re.compile(r"^-- (?P<meaning>.+(?:\n-- .+)*)\n(?P<create>CREATE VIEW (?P<name>\w+)[^;]+;)", re.M)


class DatabaseSink:
    """Takes pieces of tables and writes the database when all are there."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._folder = tempfile.TemporaryDirectory(prefix="iki-")
        self._path = Path(self._folder.name) / "tables.sqlite"
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("BEGIN")
        for table in TABLES:
            self._db.execute(_create(table))

    def add(self, piece: Piece) -> None:
        """See `Sink.add`."""
        for table in TABLES:
            places = ", ".join("?" * len(table.columns))
            needed = [column.required for column in table.columns]
            rows = (
                [_stored(value, required=must) for value, must in zip(row, needed, strict=True)]
                for row in piece.rows.get(table.name, ())
            )
            self._db.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)

    def finish(self) -> None:
        """See `Sink.finish`."""
        for table in TABLES:
            for reference in table.references:
                name = f"{table.name}_{reference.column}"
                if reference.column != table.key:
                    self._db.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{reference.column}")')
        self._db.execute(
            f'CREATE TABLE {DICTIONARY} ("table" TEXT, "column" TEXT, type TEXT, meaning TEXT, arti TEXT)'
        )
        lines = [(t.name, "", "table", t.description) for t in TABLES]
        lines += [(t.name, c.name, c.type, c.description) for t in TABLES for c in t.columns]
        lines += [(name, "", "view", meaning) for name, meaning, _ in views()]
        self._db.executemany(
            f"INSERT INTO {DICTIONARY} VALUES (?, ?, ?, ?, ?)",
            [(*line, in_indonesian(line[-1])) for line in lines],
        )
        for _, _, create in views():
            self._db.execute(create)
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA optimize")
        self._db.close()
        with self._path.open("rb") as made:
            shutil.copyfileobj(made, self._file)
        self._folder.cleanup()


def views() -> list[tuple[str, str, str]]:
    """The views: name, meaning, and the statement that makes it."""
    found = _VIEW.finditer(VIEWS.read_text("utf-8"))
    return [(m["name"], m["meaning"].replace("\n-- ", " "), m["create"]) for m in found]


def _create(table: Table) -> str:
    keys = {other.name: other.key for other in TABLES}
    lines = [
        f'"{column.name}" {TYPES[column.type]}{" NOT NULL" if column.required else ""}'
        for column in table.columns
    ]
    lines.append(f'PRIMARY KEY ("{table.key}")')
    lines += [
        f'FOREIGN KEY ("{reference.column}") REFERENCES "{reference.table}" ("{keys[reference.table]}")'
        for reference in table.references
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _stored(value: object, *, required: bool) -> object:
    """A value as SQLite takes it: what is empty is null, and halves of surrogate pairs, which a PDF may hold, are
    replaced as in CSV.
    """
    if value == "" and not required:
        return None
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
