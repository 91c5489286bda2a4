"""Table files from the finished decrees: CSV, Parquet, workbook, SQLite; in order, flat in memory.

The workers make pieces of a few hundred decrees each (`Tabulation`): lines of CSV, and rows for the other
formats, in ``.parts/``. The parent puts them together in the order of the inputs' names, as soon as the next one
is there. Every format is a sink that takes pieces. What a sink writes depends on the rows alone: a workbook's
time stamps are fixed.
The rows of the flat table wait in ``.parts/`` until all indicators are known and grouped.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Literal, Protocol

from ..schema.datapackage import datapackage
from ..schema.flat import Record, Value
from ..schema.load_script import FILE as LOAD_SCRIPT
from ..schema.load_script import load_script
from ..schema.models import Decree
from ..schema.tables import TABLES, Table, flatten, frame
from ..schema.tables import table as table_of
from .database import VIEWS, DatabaseSink
from .duplicates import Lot, MarkingTask
from .engines import Engine, Lost
from .flat_keys import FLAT, SOURCES, Keys, counted, with_groups, with_keys, with_names
from .output_folder import PARTS, Folder
from .tasks import read_record, work
from .workbook import WorkbookSink

Format = Literal["json", "csv", "parquet", "xlsx", "sqlite"]
FORMATS: tuple[Format, ...] = ("json", "csv", "parquet", "xlsx", "sqlite")
PACKAGE = "datapackage.json"
BESIDE_CSV = (PACKAGE, LOAD_SCRIPT)  # what tells the types of the CSV files
CHUNK_ROWS = 5000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Formats that are one file for all tables, and what fills in tables that take vocabularies to know.
SINGLE: dict[Format, str] = {"xlsx": "tables.xlsx", "sqlite": "tables.sqlite"}
COMPLETED: dict[str, Callable[[Decree, Sequence[Record]], list[Record]]] = {
    FLAT: with_keys,
    SOURCES: with_names,
}
# What Excel and LibreOffice show otherwise than it is written: longer numbers are rounded or shown as 1.97E+17,
# leading zeros go, and numbers separated by dots, dashes or strokes may be taken for dates (35.07.27).
RESHAPED = re.compile(r"\d{12,}|0\d+|\d+(?:[./-]\d+)+")


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How CSV is written: by default with commas and texts as they are printed.

    ``safe`` puts an apostrophe before texts that a spreadsheet would run as a formula or take for another number or a
    date. ``semicolon`` separates columns by ``;`` and writes decimal commas, as Excel does with Indonesian settings. In
    both cases the files begin with the mark by which Excel knows UTF-8.
    """

    safe: bool = False
    semicolon: bool = False

    @property
    def marked(self) -> bool:
        """Whether the files begin with a byte order mark."""
        return self.safe or self.semicolon


CSV = CsvStyle()


@dataclass(frozen=True, slots=True)
class Piece:
    """What becomes of some decrees by the table's name: ``lines`` of CSV, and ``rows`` where asked for.

    The flat table's are not among them before its indicators are grouped; ``keys`` counts these.
    """

    lines: dict[str, bytes]
    rows: dict[str, list[Record]]
    keys: Counter[str] = field(default_factory=Counter)


class Sink(Protocol):
    """Takes the pieces of tables."""

    def add(self, piece: Piece) -> None:
        """Take what some decrees add to all tables."""

    def finish(self) -> None:
        """Write out what is held back."""


@dataclass(frozen=True, slots=True)
class Tabulation:
    """A task that makes some decrees' part of the tables, once it is known which decrees they repeat."""

    folder: Folder
    number: int
    files: tuple[str, ...]
    marking: MarkingTask
    formats: tuple[Format, ...]
    style: CsvStyle

    @property
    def file(self) -> str:
        """Where the piece is left."""
        return f"{PARTS}/tables/{self.number}"

    @property
    def flat_file(self) -> str:
        """Where the rows of the flat table wait for their groups."""
        return f"{PARTS}/tables/{self.number}-flat"

    def run(self) -> None:
        """Make the piece and leave it."""
        marked = self.marking.marked()
        rows: dict[str, list[Record]] = {table.name: [] for table in TABLES}
        for file in self.files:
            decree = marked.get(file) or read_record(self.folder, file)
            for name, records in flatten(decree, PurePosixPath(file).stem).items():
                complete = COMPLETED.get(name)
                rows[name] += complete(decree, records) if complete else records
        flat = rows.pop(FLAT)
        self.folder.write(self.flat_file, pickle.dumps(flat), lasting=False)
        piece = _piece(rows, self.formats, self.style, keys=counted(flat))
        self.folder.write(self.file, pickle.dumps(piece), lasting=False)


def write_tables(
    folder: Folder,
    lots: Iterable[Lot],
    formats: Sequence[Format],
    engine: Engine,
    style: CsvStyle = CSV,
) -> None:
    """Write all tables of these decrees, which lie in the folder.

    Raises:
        OutputError: the folder cannot be written.
    """
    wanted = tuple(kind for kind in formats if kind != "json")
    tasks = (
        Tabulation(folder, number, files, marking, wanted, style)
        for number, (files, marking) in enumerate(lots)
    )
    with ExitStack() as stack:
        sinks = [stack.enter_context(_opened(folder, kind, style)) for kind in wanted]
        keys, flat_files = Keys(), []
        for task, piece in _pieces(folder, engine, tasks):
            keys.add(piece.keys)
            flat_files.append(task.flat_file)
            for sink in sinks:
                sink.add(piece)
        groups = keys.groups()
        for file in flat_files:
            rows = with_groups(pickle.loads(folder.read(file)), groups)
            folder.remove(file)
            piece = _piece({FLAT: rows}, wanted, style)
            for sink in sinks:
                sink.add(piece)
        for sink in sinks:
            sink.finish()
    if "csv" in formats:
        package = datapackage(semicolon=style.semicolon)
        description = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
        folder.write(PACKAGE, description.encode())
        folder.write(LOAD_SCRIPT, load_script(VIEWS.read_text("utf-8"), semicolon=style.semicolon).encode())


def _piece(
    rows: dict[str, list[Record]],
    formats: Sequence[Format],
    style: CsvStyle,
    keys: Counter[str] | None = None,
) -> Piece:
    asked = set(formats)
    lines = {name: csv_lines(table_of(name), rows[name], style) for name in rows} if "csv" in asked else {}
    return Piece(lines, rows if asked - {"csv"} else {}, keys or Counter())


def _pieces(
    folder: Folder, engine: Engine, tasks: Iterable[Tabulation]
) -> Iterator[tuple[Tabulation, Piece]]:
    """The pieces in their order; what a worker was lost with is made here."""
    early: dict[int, Tabulation] = {}
    following = 0
    for task, result in engine.run(work, tasks):
        if isinstance(result, Lost):
            task.run()
        early[task.number] = task
        while following in early:
            done = early.pop(following)
            yield done, pickle.loads(folder.read(done.file))
            folder.remove(done.file)
            following += 1


@contextmanager
def _opened(folder: Folder, kind: Format, style: CsvStyle) -> Iterator[Sink]:
    """A sink for the format; its files get their names only when everything is written."""
    with ExitStack() as stack:
        if kind in SINGLE:
            file = stack.enter_context(folder.writing(SINGLE[kind]))
            yield WorkbookSink(file) if kind == "xlsx" else DatabaseSink(file)
            return
        files = {table.name: stack.enter_context(folder.writing(f"{table.name}.{kind}")) for table in TABLES}
        yield CsvSink(files, style) if kind == "csv" else ParquetSink(files)


class CsvSink:
    """CSV: a header row, then the lines as they come."""

    def __init__(self, files: dict[str, BinaryIO], style: CsvStyle) -> None:
        self._files = files
        for table in TABLES:
            mark = codecs.BOM_UTF8 if style.marked else b""
            files[table.name].write(mark + _lines([table.header], style))

    def add(self, piece: Piece) -> None:
        """See `Sink.add`."""
        for name, lines in piece.lines.items():
            self._files[name].write(lines)

    def finish(self) -> None:
        """See `Sink.finish`: nothing is held back."""


def csv_lines(table: Table, rows: Iterable[Record], style: CsvStyle = CSV) -> bytes:
    """Rows as RFC 4180 has them, in this style: CRLF, quotes where needed, UTF-8."""
    ways: list[tuple[int, Callable[[Value], Value]]] = []
    for at, column in enumerate(table.columns):
        if column.type == "boolean":
            ways.append((at, _plain))
        elif column.type == "number" and style.semicolon:
            ways.append((at, _with_comma))
        elif column.type == "string" and style.safe:
            ways.append((at, _harmless))

    def written(row: Record) -> Sequence[Value]:
        values = list(row)
        for at, way in ways:
            values[at] = way(values[at])
        return values

    return _lines(map(written, rows), style)


def _lines(rows: Iterable[Sequence[Value]], style: CsvStyle) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";" if style.semicolon else ",").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _harmless(value: Value) -> Value:
    if isinstance(value, str) and (value.startswith(FORMULA_STARTS) or RESHAPED.fullmatch(value)):
        return f"'{value}"
    return value


def _with_comma(value: Value) -> Value:
    return value if value is None else str(value).replace(".", ",")


def _plain(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


class ParquetSink:
    """Parquet, one file per table, with the types that `tables` gives."""

    def __init__(self, files: dict[str, BinaryIO]) -> None:
        self._files = files
        self._writers: dict[str, Any] = {}
        self._held: dict[str, list[Record]] = {table.name: [] for table in TABLES}

    def add(self, piece: Piece) -> None:
        """See `Sink.add`."""
        for table in TABLES:
            held = self._held[table.name]
            held.extend(piece.rows.get(table.name, ()))
            if len(held) >= CHUNK_ROWS:
                self._flush(table)

    def finish(self) -> None:
        """See `Sink.finish`."""
        for table in TABLES:
            self._flush(table)
            self._writers[table.name].close()

    def _flush(self, table: Table) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
        import pyarrow.parquet as pq  # noqa: PLC0415

        batch = pa.Table.from_pandas(frame(table, self._held[table.name]), preserve_index=False)
        if table.name not in self._writers:
            self._writers[table.name] = pq.ParquetWriter(self._files[table.name], batch.schema)
        self._writers[table.name].write_table(batch)
        self._held[table.name].clear()
