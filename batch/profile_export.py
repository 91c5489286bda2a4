"""Export of an output folder for another system, as a profile says (`export_profiles`).

Each decree counts once, corrected records count as corrected, and the order is that of the records' names, so that
equal folders give equal bytes. Nothing is lost silently: what is left out, or longer than the other system takes, is
reported.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..schema.errors import UsageError
from ..schema.flat import Value
from ..schema.models import Decree
from ..schema.tables import flatten, table
from .export_profiles import ExportColumn, Profile, Sheet
from .records import decree_in, record_files
from .workbook import plain_workbook

Line = dict[str, Value]


@dataclass(slots=True)
class Exported:
    """What an export gave: the file's bytes, lines by sheet, rows left out by the column that they lack, and values
    that are longer than the other system takes (column, its limit, the row's key).
    """

    content: bytes = b""
    lines: Counter[str] = field(default_factory=Counter)
    lacking: Counter[str] = field(default_factory=Counter)
    too_long: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which decrees are exported: of this office and year, if given; both are compared with what the decrees say."""

    office: str | None = None
    year: int | None = None

    def takes(self, decree: Decree) -> bool:
        """Whether the decree is wanted."""
        office = (decree.decree.unit_kerja or "").casefold()
        return (self.office is None or self.office.casefold() == office) and self.year in {
            None,
            decree.decree.tahun,
        }


def export(
    folder: Path, profile: Profile, settings: Mapping[str, str] | None = None, choice: Choice | None = None
) -> Exported:
    """The folder's decrees as the profile wants them.

    Raises:
        UsageError: the profile names columns or settings that are not there.
    """
    given = dict(settings or {})
    if unknown := [name for name in given if name not in profile.settings]:
        can = f"It knows {', '.join(profile.settings)}" if profile.settings else "It knows none"
        raise UsageError(f"the profile has no setting {', '.join(unknown)}", remedy=can)
    out = Exported()
    wanted = [d for d in _decrees(folder) if d[1].form in profile.forms and (choice or Choice()).takes(d[1])]
    sheets: dict[str, list[dict[str, object]]] = {}
    for sheet in profile.sheets:
        of = _rows if sheet.of == "rows" else _positions
        lines = _complete(
            sheet, (line for decree_id, decree in wanted for line in of(decree, decree_id)), out
        )
        sheets[sheet.name] = list(_grouped(sheet, lines, given, out))
        out.lines[sheet.name] = len(sheets[sheet.name])
    out.content = _written(profile, sheets)
    return out


def offices(folder: Path, most: int) -> list[str]:
    """Some names of offices that the folder's decrees have, the most frequent first."""
    found = Counter(name for _, decree in _decrees(folder) if (name := decree.decree.unit_kerja))
    return [name for name, _ in found.most_common(most)]


def _decrees(folder: Path) -> Iterator[tuple[str, Decree]]:
    """The decrees of the folder that do not repeat another."""
    for path in record_files(folder):
        decree = decree_in(path)
        if decree.duplicate_of is None:
            yield path.name.removesuffix(".json"), decree


def _rows(decree: Decree, decree_id: str) -> Iterator[Line]:
    """A line per indicator row: the columns of ``table``, and the first and last year that the decree is for."""
    header = table("table").header
    first, last = _years(decree)
    for record in flatten(decree, decree_id)["table"]:
        line = dict(zip(header, record, strict=True))
        yield {"key": record[0], "tahun_mulai": first, "tahun_akhir": last, **line}


def _years(decree: Decree) -> tuple[int | None, int | None]:
    """First and last year: of the period where one is printed, else the decree's year twice."""
    if decree.decree.periode is None:
        return decree.decree.tahun, decree.decree.tahun
    first, last = map(int, decree.decree.periode.split("-"))
    return first, last


def _positions(decree: Decree, decree_id: str) -> Iterator[Line]:
    """A line per position: the columns of ``decrees`` and ``positions``, and its duties and functions as text."""
    flat = flatten(decree, decree_id)
    of_decree = dict(zip(table("decrees").header, flat["decrees"][0], strict=True))
    for record, position in zip(flat["positions"], decree.positions, strict=True):
        yield {
            **of_decree,
            **dict(zip(table("positions").header, record, strict=True)),
            "key": record[0],
            "tugas_text": "\n".join(value.text for value in position.tugas),
            "fungsi_text": "\n".join(value.text for value in position.fungsi),
        }


def _complete(sheet: Sheet, lines: Iterable[Line], out: Exported) -> Iterator[Line]:
    """The lines that have what the sheet needs."""
    for line in lines:
        lacks = [name for name in sheet.needs if _text(line, name) == ""]
        out.lacking.update(lacks[:1])
        if not lacks:
            yield line


def _grouped(
    sheet: Sheet, lines: Iterable[Line], settings: Mapping[str, str], out: Exported
) -> Iterator[dict[str, object]]:
    """The sheet's lines; with a list of items, those of equal columns in one."""
    if sheet.items is None:
        for line in lines:
            yield _values(sheet.columns, line, settings, out)
        return
    groups: dict[str, dict[str, object]] = {}
    lists: dict[str, list[dict[str, object]]] = {}
    for line in lines:
        values = _values(sheet.columns, line, settings, out)
        key = json.dumps(values, ensure_ascii=False)
        groups.setdefault(key, values)
        lists.setdefault(key, []).append(_values(sheet.items.columns, line, settings, out))
    for key, values in groups.items():
        yield values | {sheet.items.name: lists[key]}


def _values(
    columns: Sequence[ExportColumn], line: Line, settings: Mapping[str, str], out: Exported
) -> dict[str, object]:
    return {column.name: _value(column, line, settings, out) for column in columns}


def _value(column: ExportColumn, line: Line, settings: Mapping[str, str], out: Exported) -> object:
    text = settings.get(column.setting or "", "")
    if not text and all(_text(line, name) in allowed for name, allowed in column.only.items()):
        text = next((found for name in column.source if (found := _text(line, name))), "")
    text = text or column.value or ""
    if column.longest is not None and len(text) > column.longest:
        out.too_long.append((column.name, column.longest, _text(line, "key")))
    if column.by is not None:
        return {_text(line, column.by): text} if text and _text(line, column.by) else {}
    if column.type == "integer":
        return int(text) if text else None
    return text


def _text(line: Line, name: str) -> str:
    try:
        value = line[name]
    except KeyError:
        raise UsageError(
            f"the profile takes a column {name!r} that no table has",
            remedy=f"There are {', '.join(sorted(line))}",
        ) from None
    return "" if value is None else str(value)


def _written(profile: Profile, sheets: dict[str, list[dict[str, object]]]) -> bytes:
    if profile.format == "json":
        (lines,) = sheets.values()
        return (json.dumps(lines, ensure_ascii=False, indent=1) + "\n").encode()
    tables = {
        sheet.name: [[column.name for column in sheet.columns]]
        + [["" if value is None else str(value) for value in line.values()] for line in sheets[sheet.name]]
        for sheet in profile.sheets
    }
    if profile.format == "xlsx":
        return plain_workbook(tables)
    (lines_of,) = tables.values()
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines_of)
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "replace")
