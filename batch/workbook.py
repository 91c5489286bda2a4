"""The workbook ``tables.xlsx``: a sheet per table, made to be read, filtered and printed, and a dictionary of columns.

Every text is stored as text: nothing in it can run, and no number or code is reshaped. Heads are bold and frozen, every
sheet has filters, sentences are wrapped in wide columns, and columns of boxes, which only programs read, are folded
away. A table beyond a sheet's rows goes on in another sheet; a text beyond a cell's length is cut with "…". Equal rows
give equal bytes: the time of saving is taken out.
"""

from __future__ import annotations

import datetime
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from ..schema.column_words import in_indonesian
from ..schema.flat import Value
from ..schema.tables import TABLES, Column, Table

if TYPE_CHECKING:
    from .table_files import Piece

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
COPY_BYTES = 1 << 20
FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
DICTIONARY = "dictionary"
DICTIONARY_HEAD = ("table", "column", "type", "meaning", "arti")
# Widths in characters: sentences as in print's widest columns, names on one line, codes and numbers as their heads.
SENTENCE, NAME, LEAST, DESCRIPTION = 46, 26, 10, 70
HEAD_ROOM = 3  # characters that the filter's arrow takes
SENTENCES = frozenset(
    {
        "sasaran",
        "indikator",
        "formulasi",
        "sumber_data",
        "sumber_data_items",
        "sumber_data_entities",
        "indicator_group",
        "indicator_key",
        "text",
        "message",
        "program",
    }
)
NAMES = frozenset({"unit_kerja", "jabatan", "canonical_name", "superior", "tentang", "file", "nama", "penanggung_jawab",
                   "keterangan", "kabupaten_kota", "formula_numerator", "formula_denominator"})  # fmt: skip


class WorkbookSink:
    """Takes pieces of tables and writes the workbook when all are there."""

    def __init__(self, file: BinaryIO) -> None:
        import openpyxl  # noqa: PLC0415 - only for workbooks

        self._file = file
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}
        self._styles = _Styles()
        for table in TABLES:
            self._new_sheet(table, table.name)

    def add(self, piece: Piece) -> None:
        """See `Sink.add`."""
        for table in TABLES:
            wrapped = [column.name in SENTENCES for column in table.columns]
            for row in piece.rows.get(table.name, ()):
                if self._rows[table.name] % SHEET_ROWS == 0:
                    self._close(table)
                    self._new_sheet(table, f"{table.name} {self._rows[table.name] // SHEET_ROWS + 1}")
                sheet = self._sheets[table.name]
                sheet.append(
                    [self._styles.cell(sheet, v, wrap=wrap) for v, wrap in zip(row, wrapped, strict=True)]
                )
                self._rows[table.name] += 1

    def finish(self) -> None:
        """See `Sink.finish`."""
        for table in TABLES:
            self._close(table)
        self._dictionary()
        epoch = datetime.datetime(*FIRST_ZIP_DAY)
        self._book.properties.created = self._book.properties.modified = epoch
        with tempfile.TemporaryFile(prefix="iki-") as packed:
            self._book.save(packed)
            _repack(packed, self._file)

    def _new_sheet(self, table: Table, title: str) -> None:
        self._sheets[table.name] = sheet = self._sheet(title, [_width(column) for column in table.columns])
        for at, column in enumerate(table.columns):
            if column.type == "array":
                sheet.column_dimensions[_column_letters(at)].hidden = True
        sheet.append([self._styles.head(sheet, name) for name in table.header])
        self._rows[table.name] = self._rows.get(table.name, 0) + 1

    def _sheet(self, title: str, widths: Sequence[int]) -> Any:
        """A sheet with a frozen head that prints a page wide, its head on every page."""
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for at, width in enumerate(widths):
            sheet.column_dimensions[_column_letters(at)].width = width
        return sheet

    def _close(self, table: Table) -> None:
        """Set the filters over the sheet's rows."""
        rows = (self._rows[table.name] - 1) % SHEET_ROWS + 1
        self._sheets[table.name].auto_filter.ref = f"A1:{_column_letters(len(table.columns) - 1)}{rows}"

    def _dictionary(self) -> None:
        """Write the sheet that says what every column of every table means, in English and Indonesian."""
        sheet = self._sheet(DICTIONARY, [LEAST + HEAD_ROOM, NAME, LEAST, DESCRIPTION, DESCRIPTION])
        sheet.append([self._styles.head(sheet, name) for name in DICTIONARY_HEAD])
        rows = 1
        for table in TABLES:
            lines = [(table.name, "", "", table.description)]
            lines += [(table.name, c.name, c.type, c.description) for c in table.columns]
            for line in lines:
                texts = (*line, in_indonesian(line[-1]))
                sheet.append([self._styles.cell(sheet, text, wrap=True) for text in texts])
            rows += len(lines)
        sheet.auto_filter.ref = f"A1:{_column_letters(len(DICTIONARY_HEAD) - 1)}{rows}"


def plain_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook of texts alone: sheets by name, each with a bold head as its first line. Equal texts, equal bytes."""
    import openpyxl  # noqa: PLC0415 - only for workbooks

    book: Any = openpyxl.Workbook(write_only=True)
    styles = _Styles()
    for name, (head, *lines) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for at, title in enumerate(head):
            longest = max((len(line[at]) for line in lines), default=0)
            sheet.column_dimensions[_column_letters(at)].width = min(
                max(longest, len(title)) + HEAD_ROOM, SENTENCE
            )
        sheet.append([styles.head(sheet, title) for title in head])
        for line in lines:
            sheet.append([styles.cell(sheet, text, wrap=True) for text in line])
        sheet.auto_filter.ref = f"A1:{_column_letters(len(head) - 1)}{len(lines) + 1}"
    epoch = datetime.datetime(*FIRST_ZIP_DAY)
    book.properties.created = book.properties.modified = epoch
    out = io.BytesIO()
    with tempfile.TemporaryFile(prefix="iki-") as packed:
        book.save(packed)
        _repack(packed, out)
    return out.getvalue()


class _Styles:
    """Makes the cells; styles are made once."""

    def __init__(self) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - only for workbooks
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

        self._new, self._illegal = WriteOnlyCell, ILLEGAL_CHARACTERS_RE
        self._wrapped, self._top = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
        self._bold, self._shade = Font(bold=True), PatternFill("solid", fgColor="FFE8EDF2")

    def cell(self, sheet: Any, value: Value, *, wrap: bool) -> Any:
        """A cell whose text is stored as text."""
        if value is None or value == "":
            return None
        cell = self._new(sheet, value=value if not isinstance(value, str) else self._text(value))
        if isinstance(value, str):
            cell.data_type = "s"
        cell.alignment = self._wrapped if wrap else self._top
        return cell

    def head(self, sheet: Any, name: str) -> Any:
        """A cell of the head."""
        cell = self._new(sheet, value=name)
        cell.font, cell.fill, cell.alignment = self._bold, self._shade, self._top
        return cell

    def _text(self, value: str) -> str:
        text: str = self._illegal.sub("", value)
        return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def _width(column: Column) -> int:
    if column.name in SENTENCES:
        return SENTENCE
    return NAME if column.name in NAMES else max(LEAST, len(column.name) + HEAD_ROOM)


def _column_letters(at: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - only for workbooks

    letters: str = get_column_letter(at + 1)
    return letters


def _repack(packed: BinaryIO, out: BinaryIO) -> None:
    """Copy a ZIP file with all time stamps fixed, so that equal content gives equal bytes."""
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, FIRST_ZIP_DAY)
            fixed.compress_type, fixed.file_size = zipfile.ZIP_DEFLATED, entry.file_size
            with source.open(entry) as content, target.open(fixed, "w") as copy:
                if entry.filename == "docProps/core.xml":
                    copy.write(_without_dates(content.read()))
                else:
                    shutil.copyfileobj(content, copy, COPY_BYTES)


def _without_dates(core: bytes) -> bytes:
    """The workbook's properties without the moment of saving, which openpyxl always sets."""
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", core)
