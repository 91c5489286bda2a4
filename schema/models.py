"""The decree's record: what `iki convert` writes, as pydantic models.

Field names are the output's names; domain fields are Indonesian as in print. Boxes are lists
``[x0, top, x1, bottom]`` in PDF points, origin top left of the page as displayed; pages are 1-based.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .blocks import Engine, PageKind
from .gaps import GapCode, Severity

FIELDS = ("sasaran", "indikator", "formulasi", "sumber_data")

BBox = Annotated[list[float], Field(min_length=4, max_length=4)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Method = Literal["exact", "alias", "fuzzy", "composed"]
YearSource = Literal["nomor", "tanggal", "judul", "kaki"]
FormKind = Literal["iki", "iku", "pk", "other"]
NameSource = Literal["key", "heading", "table", "signature"]
FormulaKind = Literal["ratio", "count", "index", "sum", "difference", "text"]


class Model(BaseModel):
    """Base of all records: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Source(Model):
    """The input file a decree was read from."""

    file: str
    sha256: str
    pages: int
    page_kinds: list[PageKind] = []


class Metadata(Model):
    """What the decree says of itself; ``null`` where it does not say.

    ``tahun_dari`` says where the year was read: the number, the date, a title or a running footer.
    ``jenis_unit`` is the office's kind (kecamatan, dinas, rsud …), ``kode_wilayah`` the region's code
    inside the number, ``periode`` a range of years such as 2021-2026.
    """

    nomor: str | None = None
    nomor_klasifikasi: str | None = None
    tanggal: Annotated[str | None, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] = None
    tahun: int | None = None
    tahun_dari: YearSource | None = None
    tentang: str | None = None
    periode: Annotated[str | None, Field(pattern=r"^\d{4}-\d{4}$")] = None
    unit_kerja: str | None = None
    jenis_unit: str | None = None
    kecamatan: str | None = None
    kabupaten_kota: str | None = None
    provinsi: str | None = None
    kode_wilayah: str | None = None


class Wilayah(Model):
    """The decree's region as the official list has it: its code and the names from the province down.

    ``dari`` tells by what it was found: the code inside the decree's number, the printed names, or what a person
    corrected; ``kelurahan_desa`` is given where the office is one; ``daftar`` is the ministerial list that holds at the
    decree's time.
    """

    kode: Annotated[str, Field(pattern=r"^\d{2}(\.\d{2}){0,2}(\.\d{4})?$")]
    dari: Literal["nomor", "nama", "koreksi"]
    provinsi: str | None = None
    kabupaten_kota: str | None = None
    kecamatan: str | None = None
    kelurahan_desa: str | None = None
    daftar: str | None = None


class Canonical(Model):
    """A canonical position: ``score`` 0 to 100, ``method`` the step of matching that found it."""

    name: str
    code: str | None = None
    group: str | None = None
    field: str | None = None
    score: float = 100.0
    method: Method = "exact"


class Formula(Model):
    """A formula in parts, only where the print could be parsed."""

    kind: FormulaKind
    numerator: str | None = None
    denominator: str | None = None
    multiplier: float | None = None
    unit: str | None = None


class TextValue(Model):
    """A text with where it stands and how sure it is.

    ``page``/``bbox`` are those of its first part where it breaks over a page, ``continued`` the further
    parts. ``raw`` is the engine's own reading where another was chosen.
    """

    text: str
    page: int | None = None
    bbox: BBox | None = None
    confidence: Probability = 1.0
    engine: Engine = "text"
    raw: str | None = None
    continued: list[Part] = []


class Part(Model):
    """A further place of a text that breaks over a page."""

    page: int
    bbox: BBox


class CellValue(TextValue):
    """A table cell; ``inherited`` in the second and later rows that a merged cell spans.

    ``implied`` where the cell is drawn empty and goes on with the one above, as a reader takes it.
    """

    inherited: bool = False
    implied: bool = False


class FormulaCell(CellValue):
    """The formulasi cell with its formula in parts."""

    formula: Formula | None = None


class SourcesCell(CellValue):
    """The sumber_data cell with its sources one by one."""

    items: list[str] = []


class Row(Model):
    """One indicator: a cell per field; fields that the table does not have are empty cells without page."""

    no: str | int | None = None
    sasaran: CellValue
    indikator: CellValue
    formulasi: FormulaCell
    sumber_data: SourcesCell
    extra: dict[str, CellValue] = {}


class Signature(Model):
    """Who signed: printed post, name, rank and NIP (digits only)."""

    jabatan: str | None = None
    nama: str | None = None
    pangkat: str | None = None
    nip: str | None = None
    page: int | None = None
    bbox: BBox | None = None
    confidence: Probability = 1.0


class Program(Model):
    """A programme of a performance agreement; ``anggaran`` is its budget in whole rupiah, where it is a number."""

    no: str | int | None = None
    program: str
    anggaran: int | None = None
    keterangan: str | None = None
    page: int | None = None
    bbox: BBox | None = None
    confidence: Probability = 1.0


class Position(Model):
    """One form: a post, a unit or a party of an agreement, with duties, functions and indicator rows.

    ``jabatan_from`` says where the name was printed, ``nama`` is the person's where the form names one,
    ``superior`` the other party of an agreement.
    """

    jabatan: str | None
    jabatan_from: NameSource | None = None
    nama: str | None = None
    superior: str | None = None
    canonical: Canonical | None = None
    pages: list[int] = []
    tugas: list[TextValue] = []
    fungsi: list[TextValue] = []
    rows: list[Row] = []
    programs: list[Program] = []
    place: str | None = None
    date: str | None = None
    signatures: list[Signature] = []


class GapRecord(Model):
    """Something missing or doubtful; ``position`` and ``row`` are 0-based indices into this record."""

    code: GapCode
    severity: Severity
    page: int | None = None
    bbox: BBox | None = None
    position: int | None = None
    row: int | None = None
    field: str | None = None
    message: str


class Decree(Model):
    """One decree of one input file.

    ``form`` says what kind of document it is, ``signatures`` who signed the decree itself, before its annex.
    ``duplicate_of`` is the id of the first record that holds the same decree, where this is a later one. ``decree``
    holds what is printed, ``wilayah`` what the official list says of the places that are printed.
    """

    schema_version: Literal["2"] = "2"
    form: FormKind = "other"
    duplicate_of: str | None = None
    source: Source
    decree: Metadata = Metadata()
    wilayah: Wilayah | None = None
    positions: list[Position] = []
    signatures: list[Signature] = []
    gaps: list[GapRecord] = []

    @property
    def is_another_document(self) -> bool:
        """Whether it is a document without forms, and not a decree whose forms could not be found."""
        sought = any(gap.code is GapCode.NO_POSITIONS for gap in self.gaps)
        return self.form == "other" and not self.positions and not sought


TextValue.model_rebuild()
