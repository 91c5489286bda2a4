"""The rows of the one flat table: an indicator with all that tells of its decree, its position and its place.

What a column of the print gives (target, satuan, penanggung jawab) is taken from a row's ``extra``, whose names are
the header's words in snake case: the column of that very name, then the one of the decree's year, then all that begin
with it. Several are given with their names, for none of them is *the* target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .models import FIELDS, CellValue, Decree, Position, Row

Value = str | int | float | bool | None
Record = tuple[Value, ...]
# Columns of the print by the column of the table: the beginnings of their names in ``extra``, the surest first.
FURTHER = {
    "target": ("target",),
    "satuan": ("satuan",),
    "penanggung_jawab": ("penanggung_jawab", "penanggungjawab", "unit_penanggung_jawab", "pj"),
}


def flat_records(decree: Decree, decree_id: str, columns: Sequence[str]) -> Iterator[Record]:
    """The decree's rows with values for these columns; what is not known here is empty."""
    of_decree = _of_decree(decree, decree_id)
    for index, position in enumerate(decree.positions, 1):
        of_position = of_decree | _of_position(position, f"{decree_id}/p{index:02d}")
        for number, row in enumerate(position.rows, 1):
            values = of_position | _of_row(row, decree.decree.tahun)
            values["row_id"] = f"{of_position['position_id']}/r{number:02d}"
            yield tuple(map(values.get, columns))


def _of_decree(decree: Decree, decree_id: str) -> dict[str, Value]:
    meta, region = decree.decree, decree.wilayah
    return {
        "decree_id": decree_id,
        "duplicate_of": decree.duplicate_of,
        "kabupaten_kota": meta.kabupaten_kota,
        "kode_wilayah": region.kode if region else meta.kode_wilayah,
        "wilayah_provinsi": region.provinsi if region else None,
        "wilayah_kabupaten_kota": region.kabupaten_kota if region else None,
        "unit_kerja": meta.unit_kerja,
        "tahun": meta.tahun,
        "form": decree.form,
        "file": decree.source.file,
    }


def _of_position(position: Position, position_id: str) -> dict[str, Value]:
    canonical = position.canonical
    return {
        "position_id": position_id,
        "jabatan": position.jabatan,
        "canonical_name": canonical.name if canonical else None,
        "canonical_code": canonical.code if canonical else None,
    }


def _of_row(row: Row, year: int | None) -> dict[str, Value]:
    cells: list[CellValue] = [getattr(row, name) for name in FIELDS]
    formula = row.formulasi.formula
    pages = [cell.page for cell in (row.indikator, *cells) if cell.page]
    out: dict[str, Value] = {name: cell.text for name, cell in zip(FIELDS, cells, strict=True)}
    out |= {
        "no": None if row.no is None else str(row.no),
        "page": pages[0] if pages else None,
        "confidence": min((cell.confidence for cell in cells if cell.text), default=None),
        "formula_kind": formula.kind if formula else None,
        "formula_numerator": formula.numerator if formula else None,
        "formula_denominator": formula.denominator if formula else None,
        "formula_multiplier": formula.multiplier if formula else None,
        "formula_unit": formula.unit if formula else None,
    }
    return out | {name: _further(row, beginnings, year) for name, beginnings in FURTHER.items()}


def _further(row: Row, beginnings: Sequence[str], year: int | None) -> str | None:
    """The text of a printed column beyond the four fields."""
    filled = {name: cell.text for name, cell in row.extra.items() if cell.text}
    for beginning in beginnings:
        for name in (beginning, f"{beginning}_{year}"):
            if name in filled:
                return filled[name]
        found = {name: text for name, text in filled.items() if name.startswith(f"{beginning}_")}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return "; ".join(f"{name}: {text}" for name, text in found.items())
    return None
