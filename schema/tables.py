"""The flat tables of many decrees: which columns they have, what each means, and how a decree fills them.

`TABLES` is the one place where columns are described; `datapackage.json`, the CSV headers, the Parquet types
and the documentation all derive from it. Keys are strings that stay the same from run to run: ``NAME`` (the
decree's file name in ``decrees/``), ``NAME/p03`` (third position), ``NAME/p03/r02`` (its second row),
``NAME/p03/r02/q01`` (its first source of data),
``NAME/p03/t01`` and ``NAME/p03/f01`` (duty, function), ``NAME/p03/s01`` (signature), ``NAME/p03/g01`` (programme),
``NAME/g0001`` (gap).

The first table, ``table``, is for those who want a single one: a row per indicator with all that tells of it. What
takes vocabularies or other decrees to know (keys and groups of indicators, names of sources) stands empty in `flatten`
and is filled in where tables are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .flat import Record, flat_records
from .messages import in_language
from .models import Canonical, CellValue, Decree, Formula, GapRecord, Position, Row, Signature, TextValue

if TYPE_CHECKING:
    import pandas as pd

ColumnType = Literal["string", "integer", "number", "boolean", "date", "array", "object"]

PANDAS_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "string",
    "array": "string",
    "object": "string",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``array`` and ``object`` are JSON text; ``required`` ones are never empty."""

    name: str
    type: ColumnType
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: this table's ``column`` is the first column of ``table`` (or empty)."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. Its first column is its primary key."""

    name: str
    description: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...] = ()

    @property
    def key(self) -> str:
        """The primary key's column."""
        return self.columns[0].name

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)


def _place(of: str = "it", prefix: str = "") -> tuple[Column, ...]:
    """Columns that say where a text stands."""
    return (
        Column(f"{prefix}page", "integer", f"page on which {of} begins, from 1"),
        Column(f"{prefix}bbox", "array", f"box of {of} on that page: [x0, top, x1, bottom] in points"),
    )


def _cell(field: str, meaning: str) -> tuple[Column, ...]:
    """Columns of one of a row's four fields."""
    return (
        Column(field, "string", meaning),
        *_place(f"the cell of {field}", f"{field}_"),
        Column(f"{field}_confidence", "number", f"probability that {field} is read right, 0 to 1"),
        Column(f"{field}_engine", "string", f"who read {field}: text, ocr or human"),
        Column(f"{field}_inherited", "boolean", f"{field} is a merged cell's that began in a row above"),
        Column(f"{field}_implied", "boolean", f"{field} is drawn empty and goes on with the cell above"),
    )


DECREE_REFERENCE = Reference("decree_id", "decrees")
POSITION_REFERENCE = Reference("position_id", "positions")

TABLES: tuple[Table, ...] = (
    Table(
        "table",
        "All in one: one row per indicator, with its decree, its position and where it stands.",
        (
            Column("row_id", "string", "position_id/rNN, as in indicators", required=True),
            Column("kabupaten_kota", "string", "regency or city"),
            Column(
                "kode_wilayah", "string", "region code: inside the decree's number, or of the printed names"
            ),
            Column("wilayah_provinsi", "string", "province of that code in the official list"),
            Column("wilayah_kabupaten_kota", "string", "regency or city of that code in the official list"),
            Column("unit_kerja", "string", "office"),
            Column("tahun", "integer", "year that the indicators are for"),
            Column("form", "string", "what the decree is: iki, iku, pk or other", required=True),
            Column("jabatan", "string", "name of the position or unit as printed"),
            Column("canonical_name", "string", "canonical name of the position"),
            Column("canonical_code", "string", "its code in the vocabulary"),
            Column("no", "string", "number printed in the row"),
            Column("sasaran", "string", "target (sasaran / kinerja utama)"),
            Column("indikator", "string", "indicator (indikator kinerja)"),
            Column(
                "indicator_key",
                "string",
                "the indicator as it is compared: lower case, one spelling, no own names",
            ),
            Column(
                "indicator_group",
                "string",
                "same for indicators that say the same; key that most of them have",
            ),
            Column("indicator_group_score", "number", "how alike key and group are, 0 to 100"),
            Column("formulasi", "string", "how it is calculated (formulasi / penjelasan)"),
            Column("formula_kind", "string", "ratio, count, index, sum, difference or text, where parsed"),
            Column("formula_numerator", "string", "what is divided"),
            Column("formula_denominator", "string", "by what it is divided"),
            Column("formula_multiplier", "number", "by what the ratio is multiplied"),
            Column("formula_unit", "string", "unit of the result, e.g. %"),
            Column("sumber_data", "string", "source of data"),
            Column(
                "sumber_data_entities", "string", "the sources one by one by canonical name, joined by '; '"
            ),
            Column("target", "string", "target value, where the table has a column for it"),
            Column("satuan", "string", "unit of the target, where the table has a column for it"),
            Column("penanggung_jawab", "string", "who is responsible, where the table has a column for it"),
            Column(
                "file",
                "string",
                "input file: the path as given, or from the folder that was given on",
                required=True,
            ),
            Column("page", "integer", "page on which the row begins, from 1"),
            Column("confidence", "number", "least confidence of the row's filled cells, 0 to 1"),
            Column("duplicate_of", "string", "decree_id of the first one, where the decree was given before"),
            Column("position_id", "string", "position that it belongs to", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
        ),
        (Reference("row_id", "indicators"), POSITION_REFERENCE, DECREE_REFERENCE),
    ),
    Table(
        "decrees",
        "One row per decree.",
        (
            Column("decree_id", "string", "file name in decrees/, without .json", required=True),
            Column(
                "file",
                "string",
                "input file: the path as given, or from the folder that was given on",
                required=True,
            ),
            Column("sha256", "string", "SHA-256 of the input file", required=True),
            Column("pages", "integer", "pages of the input file", required=True),
            Column("text_pages", "integer", "pages read from their text layer", required=True),
            Column("scan_pages", "integer", "pages read by OCR", required=True),
            Column("mixed_pages", "integer", "pages read in both ways", required=True),
            Column("form", "string", "what it is: iki, iku, pk (agreement) or other", required=True),
            Column("nomor", "string", "number of the decree"),
            Column("tanggal", "date", "date of the decree"),
            Column("tahun", "integer", "year that the indicators are for"),
            Column("tentang", "string", "what the decree is about"),
            Column("periode", "string", "range of years, where one is printed"),
            Column("unit_kerja", "string", "office"),
            Column("kecamatan", "string", "district"),
            Column("kabupaten_kota", "string", "regency or city"),
            Column("provinsi", "string", "province"),
            Column("jenis_unit", "string", "kind of the office, e.g. kecamatan, dinas, rsud"),
            Column("nomor_klasifikasi", "string", "classification code with which the number begins"),
            Column("kode_wilayah", "string", "region code: inside the number, or of the printed names"),
            Column(
                "kode_wilayah_dari", "string", "where the code is from: nomor or nama (the printed names)"
            ),
            Column("wilayah_provinsi", "string", "province of that code in the official list"),
            Column("wilayah_kabupaten_kota", "string", "regency or city of that code in the official list"),
            Column("wilayah_kecamatan", "string", "district of that code in the official list"),
            Column("daftar_wilayah", "string", "official list that holds at the decree's time"),
            Column("tahun_dari", "string", "where the year was read: nomor, tanggal, judul or kaki"),
            Column("positions", "integer", "positions in the decree", required=True),
            Column("rows", "integer", "indicator rows in the decree", required=True),
            Column("errors", "integer", "gaps of severity error", required=True),
            Column("warnings", "integer", "gaps of severity warning", required=True),
            Column("duplicate_of", "string", "decree_id of the first one, where the decree was given before"),
        ),
        (Reference("duplicate_of", "decrees"),),
    ),
    Table(
        "positions",
        "One row per position (jabatan) of a decree.",
        (
            Column("position_id", "string", "decree_id/pNN", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("no", "integer", "number of the position within the decree, from 1", required=True),
            Column("jabatan", "string", "name of the position as printed"),
            Column("jabatan_from", "string", "where it is printed: key, heading, table or signature"),
            Column("nama", "string", "person whom the form names"),
            Column("superior", "string", "other party of an agreement"),
            Column("canonical_name", "string", "canonical name"),
            Column("canonical_code", "string", "code in the vocabulary"),
            Column("canonical_group", "string", "rank, e.g. kepala_seksi"),
            Column("canonical_field", "string", "field of work, e.g. trantib"),
            Column("canonical_score", "number", "how well the canonical name fits, 0 to 100"),
            Column("canonical_method", "string", "how it was found: exact, alias, fuzzy or composed"),
            Column("pages", "array", "pages of the form", required=True),
            Column("tugas", "integer", "number of duties", required=True),
            Column("fungsi", "integer", "number of functions", required=True),
            Column("rows", "integer", "number of indicator rows", required=True),
            Column("place", "string", "place of signing as printed"),
            Column("date", "string", "date of signing"),
        ),
        (DECREE_REFERENCE,),
    ),
    Table(
        "duties",
        "One row per duty (tugas) or function (fungsi) of a position.",
        (
            Column("duty_id", "string", "position_id/tNN or position_id/fNN", required=True),
            Column("position_id", "string", "position that it belongs to", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("kind", "string", "tugas or fungsi", required=True),
            Column("no", "integer", "number of the item within its list, from 1", required=True),
            Column("text", "string", "the text"),
            *_place("the text"),
            Column("confidence", "number", "probability that the text is read right, 0 to 1", required=True),
            Column("engine", "string", "who read it: text, ocr or human", required=True),
        ),
        (POSITION_REFERENCE, DECREE_REFERENCE),
    ),
    Table(
        "indicators",
        "One row per indicator row of a position.",
        (
            Column("row_id", "string", "position_id/rNN", required=True),
            Column("position_id", "string", "position that it belongs to", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("row", "integer", "number of the row within the position, from 1", required=True),
            Column("no", "string", "number printed in the row"),
            *_cell("sasaran", "target (sasaran / kinerja utama)"),
            *_cell("indikator", "indicator (indikator kinerja)"),
            *_cell("formulasi", "how it is calculated (formulasi / penjelasan)"),
            Column("formula_kind", "string", "ratio, count, index, sum, difference or text, where parsed"),
            Column("formula_numerator", "string", "what is divided"),
            Column("formula_denominator", "string", "by what it is divided"),
            Column("formula_multiplier", "number", "by what the ratio is multiplied"),
            Column("formula_unit", "string", "unit of the result, e.g. %"),
            *_cell("sumber_data", "source of data"),
            Column("sumber_data_items", "string", "the sources one by one, joined by '; '"),
            Column("extra", "object", "texts of further columns, by name"),
        ),
        (POSITION_REFERENCE, DECREE_REFERENCE),
    ),
    Table(
        "sources",
        "One row per source of data of an indicator row.",
        (
            Column("source_id", "string", "row_id/qNN", required=True),
            Column("row_id", "string", "indicator row that names it", required=True),
            Column("position_id", "string", "position that it belongs to", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("no", "integer", "number of the source within the row, from 1", required=True),
            Column("text", "string", "the source as printed", required=True),
            Column("name", "string", "its one name, however it is printed; as in sumber_data_entities"),
            Column("kind", "string", "post or unit, where the name is one's"),
        ),
        (Reference("row_id", "indicators"), POSITION_REFERENCE, DECREE_REFERENCE),
    ),
    Table(
        "signatures",
        "One row per signature, of a form or of the decree itself.",
        (
            Column("signature_id", "string", "position_id/sNN, or decree_id/sNN", required=True),
            Column("position_id", "string", "position that it belongs to; empty for the decree's own"),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("jabatan", "string", "post of who signed, as printed"),
            Column("nama", "string", "name"),
            Column("pangkat", "string", "rank"),
            Column("nip", "string", "civil servant's number, digits only"),
            *_place("the signature"),
            Column("confidence", "number", "probability that the signature is read right, 0 to 1"),
        ),
        (POSITION_REFERENCE, DECREE_REFERENCE),
    ),
    Table(
        "programs",
        "One row per programme of a performance agreement.",
        (
            Column("program_id", "string", "position_id/gNN", required=True),
            Column("position_id", "string", "position that it belongs to", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("no", "string", "number printed before it"),
            Column("program", "string", "name of the programme", required=True),
            Column("anggaran", "integer", "budget in rupiah"),
            Column("keterangan", "string", "remark, mostly the source of the money"),
            *_place("the programme"),
            Column("confidence", "number", "probability that it is read right, 0 to 1"),
        ),
        (POSITION_REFERENCE, DECREE_REFERENCE),
    ),
    Table(
        "gaps",
        "One row per thing that is missing or doubtful.",
        (
            Column("gap_id", "string", "decree_id/gNNNN", required=True),
            Column("decree_id", "string", "decree that it belongs to", required=True),
            Column("position_id", "string", "position, where it concerns one"),
            Column("row_id", "string", "indicator row, where it concerns one"),
            Column("field", "string", "field, where it concerns one"),
            Column("code", "string", "what is missing or doubtful (a closed list)", required=True),
            Column("severity", "string", "error, warning or info", required=True),
            *_place("the doubtful place"),
            Column("message", "string", "the same in words", required=True),
            Column("pesan", "string", "the message in Indonesian", required=True),
        ),
        (DECREE_REFERENCE, POSITION_REFERENCE, Reference("row_id", "indicators")),
    ),
)


def table(name: str) -> Table:
    """The table of that name."""
    return next(t for t in TABLES if t.name == name)


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
    """Numbers as JSON has them, which is how Python writes a list of them, in a third of the time."""
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
        return (printed, "nomor" if printed else None, *(None,) * 4)
    return (
        region.kode,
        region.dari,
        region.provinsi,
        region.kabupaten_kota,
        region.kecamatan,
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
