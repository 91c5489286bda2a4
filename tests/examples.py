"""Decrees made by hand for tests of what comes after reading."""

from __future__ import annotations

from iki.schema.gaps import GapCode
from iki.schema.models import (
    Canonical,
    CellValue,
    Decree,
    Formula,
    FormulaCell,
    GapRecord,
    Metadata,
    Position,
    Program,
    Row,
    Signature,
    Source,
    SourcesCell,
    TextValue,
)

BOX = [10.0, 20.5, 110.25, 40.0]


def row(text: str = "Terlaksananya rapat", no: int | None = 1) -> Row:
    """A row of indicators with a value in every field."""
    return Row(
        no=no,
        sasaran=CellValue(text=text, page=1, bbox=BOX, confidence=0.98),
        indikator=CellValue(text="Persentase rapat", page=1, bbox=BOX, inherited=True),
        formulasi=FormulaCell(
            text="(a) / (b) x 100%",
            page=1,
            bbox=BOX,
            formula=Formula(kind="ratio", numerator="a", denominator="b", multiplier=100, unit="%"),
        ),
        sumber_data=SourcesCell(text="Renstra, DPA", page=2, bbox=BOX, items=["Renstra", "DPA"]),
        extra={"target": CellValue(text="12 bulan")},
    )


def decree(file: str = "arsip/contoh.pdf", text: str = "Menyusun rencana") -> Decree:
    """A decree with two positions, of which one has a value in every field."""
    return Decree(
        source=Source(file=file, sha256="0" * 64, pages=3, page_kinds=["text", "text", "scan"]),
        decree=Metadata(nomor="800/1", tanggal="2023-01-05", tahun=2023, kecamatan="Contoh"),
        positions=[
            Position(
                jabatan="Kasi Trantib",
                canonical=Canonical(
                    name="Kepala Seksi Ketenteraman", code="KS-1", method="alias", score=96.5
                ),
                pages=[1, 2],
                tugas=[TextValue(text=text, page=1, bbox=BOX)],
                fungsi=[TextValue(text="satu"), TextValue(text="dua")],
                rows=[row(text), row("Kedua", no=None)],
                programs=[Program(no=1, program="Program Pelayanan", anggaran=125_000_000, page=2)],
                signatures=[Signature(jabatan="CAMAT CONTOH", nama="Siti", nip="1" * 18, page=2)],
            ),
            Position(jabatan=None, rows=[row()]),
        ],
        gaps=[
            GapRecord(
                code=GapCode.MISSING_SASARAN,
                severity="warning",
                position=0,
                row=1,
                field="sasaran",
                message=text,
            ),
            GapRecord(code=GapCode.MISSING_JABATAN, severity="error", position=1, message="no name"),
            GapRecord(code=GapCode.REPAIRED_FILE, severity="info", message="repaired"),
            GapRecord(
                code=GapCode.UNPLACED_TEXT, severity="warning", position=9, row=9, message="out of range"
            ),
        ],
    )
