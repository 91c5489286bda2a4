"""The columns of the flat tables: what each is called, holds and means.

`TABLES` is the one place where columns are described; ``datapackage.json``, the heads of the CSV files, the types of
Parquet and SQLite and the documentation all derive from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date", "array", "object"]


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
            Column(
                "no",
                "string",
                "number printed in the row, as text; in the JSON a whole number where it is one",
            ),
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
                "kode_wilayah_dari",
                "string",
                "where the code is from: nomor, nama (the printed names) or koreksi (a person)",
            ),
            Column("wilayah_provinsi", "string", "province of that code in the official list"),
            Column("wilayah_kabupaten_kota", "string", "regency or city of that code in the official list"),
            Column("wilayah_kecamatan", "string", "district of that code in the official list"),
            Column("wilayah_kelurahan_desa", "string", "village of that code, where the office is one"),
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
            Column(
                "no",
                "string",
                "number printed in the row, as text; in the JSON a whole number where it is one",
            ),
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
