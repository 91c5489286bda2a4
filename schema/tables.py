"""The flat tables of many decrees: how a decree fills their columns, which `columns` describes.

Keys are strings that stay the same from run to run: ``NAME`` (the decree's file name in ``decrees/``), ``NAME/p03``
(third position), ``NAME/p03/r02`` (its second row), ``NAME/p03/r02/q01`` (its first source of data), ``NAME/p03/t01``
and ``NAME/p03/f01`` (duty, function), ``NAME/p03/s01`` (signature), ``NAME/p03/g01`` (programme), ``NAME/g0001`` (gap).

The first table, ``table``, is for those who want a single one: a row per indicator with all that tells of it. What
takes vocabularies or other decrees to know (keys and groups of indicators, names of sources) stands empty in `flatten`
and is filled in where tables are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from .columns import TABLES, Column, ColumnType, Reference, Table, table
from .flat import Record, flat_records
from .messages import in_language
from .models import Canonical, CellValue, Decree, Formula, GapRecord, Position, Row, Signature, TextValue

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "PANDAS_TYPES",
    "TABLES",
    "Column",
    "ColumnType",
    "Reference",
    "Table",
    "flatten",
    "frame",
    "frames",
    "table",
]

PANDAS_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "string",
    "array": "string",
    "object": "string",
}


def flatten(decree: Decree, decree_id: str) -> dict[str, list[Record]]:
    """A decree's rows for every table, in the order of the table's columns."""
    out: dict[str, list[Record]] = {t.name: [] for t in TABLES}
    row_ids: dict[tuple[int, int], str] = {}
    for index, position in enumerate(decree.positions):
        position_id = _position_id(decree_id, index)
        out["positions"].append(_position_record(position, position_id, decree_id, index))
        out["duties"].extend(_duty_records(position, position_id, decree_id))
        for number, row in enumerate(position.rows):
            row_ids[index, number] = f"{position_id}/r{number + 1:02d}"
            out["indicators"].append(
                _indicator_record(row, row_ids[index, number], position_id, decree_id, number)
            )
            out["sources"].extend(_source_records(row, row_ids[index, number], position_id, decree_id))
        out["signatures"].extend(_signature_records(position.signatures, position_id, position_id, decree_id))
        out["programs"].extend(_program_records(position, position_id, decree_id))
    out["signatures"].extend(_signature_records(decree.signatures, decree_id, None, decree_id))
    for number, gap in enumerate(decree.gaps, 1):
        out["gaps"].append(
            _gap_record(gap, f"{decree_id}/g{number:04d}", decree_id, len(decree.positions), row_ids)
        )
    out["decrees"].append(_decree_record(decree, decree_id))
    out["table"].extend(flat_records(decree, decree_id, [column.name for column in table("table").columns]))
    return out


def frames(decrees: Iterable[tuple[str, Decree]]) -> dict[str, pd.DataFrame]:
    """All tables of some decrees, given as ``(decree_id, decree)``, as pandas frames with nullable types."""
    rows: dict[str, list[Record]] = {t.name: [] for t in TABLES}
    for decree_id, decree in decrees:
        for name, records in flatten(decree, decree_id).items():
            rows[name].extend(records)
    return {t.name: frame(t, rows[t.name]) for t in TABLES}


def frame(of: Table, records: Sequence[Record]) -> pd.DataFrame:
    """Some rows of one table as a pandas frame with nullable types."""
    import pandas as pd  # noqa: PLC0415 - half a second that most commands can spare

    columns = zip(*records, strict=True) if records else (() for _ in of.columns)
    return pd.DataFrame(
        {
            column.name: pd.array(list(values), dtype=PANDAS_TYPES[column.type])
            for column, values in zip(of.columns, columns, strict=True)
        }
    )


def _position_id(decree_id: str, index: int) -> str:
    return f"{decree_id}/p{index + 1:02d}"


def _numbers(values: Sequence[float] | None) -> str | None:
    """A list of numbers as JSON, which equals Python's own notation and is faster to write."""
    return None if values is None else str(values)


def _decree_record(decree: Decree, decree_id: str) -> Record:
    source, meta = decree.source, decree.decree
    severities = [gap.severity for gap in decree.gaps]
    return (
        decree_id,
        source.file,
        source.sha256,
        source.pages,
        source.page_kinds.count("text"),
        source.page_kinds.count("scan"),
        source.page_kinds.count("mixed"),
        decree.form,
        meta.nomor,
        meta.tanggal,
        meta.tahun,
        meta.tentang,
        meta.periode,
        meta.unit_kerja,
        meta.kecamatan,
        meta.kabupaten_kota,
        meta.provinsi,
        meta.jenis_unit,
        meta.nomor_klasifikasi,
        *_region_values(decree),
        meta.tahun_dari,
        len(decree.positions),
        sum(len(position.rows) for position in decree.positions),
        severities.count("error"),
        severities.count("warning"),
        decree.duplicate_of,
    )


def _region_values(decree: Decree) -> Record:
    """Code, where it is from, names from the province down, and the list; of a code that no list has, only itself."""
    region, printed = decree.wilayah, decree.decree.kode_wilayah
    if region is None:
        return (printed, "nomor" if printed else None, *(None,) * 5)
    return (
        region.kode,
        region.dari,
        region.provinsi,
        region.kabupaten_kota,
        region.kecamatan,
        region.kelurahan_desa,
        region.daftar,
    )


def _position_record(position: Position, position_id: str, decree_id: str, index: int) -> Record:
    return (
        position_id,
        decree_id,
        index + 1,
        position.jabatan,
        position.jabatan_from,
        position.nama,
        position.superior,
        *_canonical_values(position.canonical),
        _numbers(position.pages),
        len(position.tugas),
        len(position.fungsi),
        len(position.rows),
        position.place,
        position.date,
    )


def _canonical_values(canonical: Canonical | None) -> Record:
    if canonical is None:
        return (None,) * 6
    return (
        canonical.name,
        canonical.code,
        canonical.group,
        canonical.field,
        canonical.score,
        canonical.method,
    )


def _duty_records(position: Position, position_id: str, decree_id: str) -> Iterator[Record]:
    items: tuple[tuple[str, list[TextValue]], ...] = (("tugas", position.tugas), ("fungsi", position.fungsi))
    for kind, values in items:
        for number, value in enumerate(values, 1):
            yield (
                f"{position_id}/{kind[0]}{number:02d}",
                position_id,
                decree_id,
                kind,
                number,
                value.text,
                value.page,
                _numbers(value.bbox),
                value.confidence,
                value.engine,
            )


def _cell_values(cell: CellValue) -> Record:
    return (
        cell.text,
        cell.page,
        _numbers(cell.bbox),
        cell.confidence,
        cell.engine,
        cell.inherited,
        cell.implied,
    )


def _signature_records(
    signatures: Sequence[Signature], prefix: str, position_id: str | None, decree_id: str
) -> Iterator[Record]:
    for number, signature in enumerate(signatures, 1):
        yield (
            f"{prefix}/s{number:02d}",
            position_id,
            decree_id,
            signature.jabatan,
            signature.nama,
            signature.pangkat,
            signature.nip,
            signature.page,
            _numbers(signature.bbox),
            signature.confidence,
        )


def _program_records(position: Position, position_id: str, decree_id: str) -> Iterator[Record]:
    for number, program in enumerate(position.programs, 1):
        yield (
            f"{position_id}/g{number:02d}",
            position_id,
            decree_id,
            None if program.no is None else str(program.no),
            program.program,
            program.anggaran,
            program.keterangan,
            program.page,
            _numbers(program.bbox),
            program.confidence,
        )


def _formula_values(formula: Formula | None) -> Record:
    if formula is None:
        return (None,) * 5
    return (formula.kind, formula.numerator, formula.denominator, formula.multiplier, formula.unit)


def _indicator_record(row: Row, row_id: str, position_id: str, decree_id: str, index: int) -> Record:
    extra = {name: cell.text for name, cell in row.extra.items()}
    return (
        row_id,
        position_id,
        decree_id,
        index + 1,
        None if row.no is None else str(row.no),
        *_cell_values(row.sasaran),
        *_cell_values(row.indikator),
        *_cell_values(row.formulasi),
        *_formula_values(row.formulasi.formula),
        *_cell_values(row.sumber_data),
        "; ".join(row.sumber_data.items),
        json.dumps(extra, ensure_ascii=False) if extra else None,
    )


def _source_records(row: Row, row_id: str, position_id: str, decree_id: str) -> Iterator[Record]:
    """The row's sources; their names and kinds take vocabularies to know."""
    for number, item in enumerate(row.sumber_data.items, 1):
        yield f"{row_id}/q{number:02d}", row_id, position_id, decree_id, number, item, None, None


def _gap_record(
    gap: GapRecord, gap_id: str, decree_id: str, positions: int, row_ids: dict[tuple[int, int], str]
) -> Record:
    index = gap.position
    known = index is not None and 0 <= index < positions
    return (
        gap_id,
        decree_id,
        _position_id(decree_id, index) if known and index is not None else None,
        row_ids.get((index, gap.row)) if index is not None and gap.row is not None else None,
        gap.field,
        gap.code.value,
        gap.severity,
        gap.page,
        _numbers(gap.bbox),
        gap.message,
        in_language(gap.message, "id")[0],
    )
