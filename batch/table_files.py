"""Table files from the finished decrees: CSV, Parquet, workbook; one pass, in order, flat in memory.

Every format is a sink that takes the rows of a table as they come. What a sink writes depends on the rows
alone: a workbook's time stamps are fixed.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, Literal, Protocol

from ..schema.datapackage import datapackage
from ..schema.models import Decree
from ..schema.tables import TABLES, Record, Table, Value, flatten, frame
from .folder import Folder

Format = Literal["json", "csv", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = ("json", "csv", "parquet", "xlsx")
CHUNK_ROWS = 5000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
WORKBOOK = "tables.xlsx"
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class Sink(Protocol):
    """Takes rows of tables."""

    def add(self, table: Table, rows: Sequence[Record]) -> None:
        """Take some rows of one table."""

    def finish(self) -> None:
        """Write out what is held back."""


def write_tables(
    folder: Folder, decree_ids: Iterable[str], formats: Sequence[Format], *, spreadsheet_safe: bool
) -> None:
    """Write all tables of the decrees with these ids, which lie in the folder.

    Raises:
        OutputError: the folder cannot be written.
    """
    with ExitStack() as stack:
        sinks = [
            stack.enter_context(_opened(folder, kind, spreadsheet_safe)) for kind in formats if kind != "json"
        ]
        for decree_id in decree_ids:
            decree = Decree.model_validate_json(folder.read(f"decrees/{decree_id}.json"))
            for name, rows in flatten(decree, decree_id).items():
                for sink in sinks:
                    sink.add(_BY_NAME[name], rows)
        for sink in sinks:
            sink.finish()
    if "csv" in formats:
        description = json.dumps(datapackage(), ensure_ascii=False, indent=1) + "\n"
        folder.write("datapackage.json", description.encode())


_BY_NAME = {table.name: table for table in TABLES}


@contextmanager
def _opened(folder: Folder, kind: Format, spreadsheet_safe: bool) -> Iterator[Sink]:
    """A sink for the format whose files take their places when all went well."""
    with ExitStack() as stack:
        if kind == "xlsx":
            yield WorkbookSink(stack.enter_context(folder.writing(WORKBOOK)))
            return
        files = {table.name: stack.enter_context(folder.writing(f"{table.name}.{kind}")) for table in TABLES}
        yield CsvSink(files, safe=spreadsheet_safe) if kind == "csv" else ParquetSink(files)


class CsvSink:
    """CSV as RFC 4180 has it: commas, CRLF, quotes where needed, UTF-8 without a mark, a header row.

    ``safe`` puts an apostrophe before texts that a spreadsheet would run as a formula.
    """

    def __init__(self, files: dict[str, BinaryIO], *, safe: bool) -> None:
        self._safe = safe
        self._texts = {
            table.name: [column.type in {"string", "array", "object"} for column in table.columns]
            for table in TABLES
        }
        self._files = {
            name: io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
            for name, file in files.items()
        }
        self._writers = {name: csv.writer(file) for name, file in self._files.items()}
        for table in TABLES:
            self._writers[table.name].writerow(table.header)

    def add(self, table: Table, rows: Sequence[Record]) -> None:
        """As `Sink.add`."""
        texts = self._texts[table.name]
        self._writers[table.name].writerows(
            [
                self._text(value) if is_text else _plain(value)
                for value, is_text in zip(row, texts, strict=True)
            ]
            for row in rows
        )

    def finish(self) -> None:
        """As `Sink.finish`; the files stay open for their owner to close."""
        for file in self._files.values():
            file.flush()
            file.detach()

    def _text(self, value: Value) -> Value:
        if self._safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
            return f"'{value}"
        return value


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

    def add(self, table: Table, rows: Sequence[Record]) -> None:
        """As `Sink.add`."""
        held = self._held[table.name]
        held.extend(rows)
        if len(held) >= CHUNK_ROWS:
            self._flush(table)

    def finish(self) -> None:
        """As `Sink.finish`."""
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


class WorkbookSink:
    """An Excel workbook, one sheet per table. Every text is stored as text: nothing in it can run.

    A table beyond a sheet's rows goes on in another sheet; a text beyond a cell's length is cut with "…".
    """

    def __init__(self, file: BinaryIO) -> None:
        import openpyxl  # noqa: PLC0415 - only for workbooks

        self._file = file
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}
        for table in TABLES:
            self._new_sheet(table, table.name)

    def add(self, table: Table, rows: Sequence[Record]) -> None:
        """As `Sink.add`."""
        for row in rows:
            if self._rows[table.name] % SHEET_ROWS == 0:
                self._new_sheet(table, f"{table.name} {self._rows[table.name] // SHEET_ROWS + 1}")
            sheet = self._sheets[table.name]
            sheet.append([_workbook_cell(sheet, value) for value in row])
            self._rows[table.name] += 1

    def finish(self) -> None:
        """As `Sink.finish`."""
        import datetime  # noqa: PLC0415

        epoch = datetime.datetime(*FIRST_ZIP_DAY)
        self._book.properties.created = self._book.properties.modified = epoch
        packed = io.BytesIO()
        self._book.save(packed)
        _repack(packed, self._file)

    def _new_sheet(self, table: Table, title: str) -> None:
        self._sheets[table.name] = sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append([_workbook_cell(sheet, name) for name in table.header])
        self._rows[table.name] = self._rows.get(table.name, 0) + 1


def _workbook_cell(sheet: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(text) > CELL_CHARACTERS:
        text = text[: CELL_CHARACTERS - 1] + "…"
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _repack(packed: BinaryIO, out: BinaryIO) -> None:
    """Copy a ZIP file with all time stamps fixed, so that equal content gives equal bytes."""
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _without_dates(content)
            fixed = zipfile.ZipInfo(entry.filename, FIRST_ZIP_DAY)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, content)


def _without_dates(core: bytes) -> bytes:
    """The workbook's properties without the moment of saving, which openpyxl always sets."""
    import re  # noqa: PLC0415

    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", core)
