"""Cells that label their parts: formula, kind and sources one below the other in one column."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.schema.gaps import GapCode
from iki.schema.models import Decree
from printed import document, page, table, text

XS = (50, 90, 220, 340, 560)


def read(header: str, *cells: list[str] | None) -> Decree:
    """A form of which the last column holds these cells; ``None`` goes on with the cell above."""
    head = text("INDIKATOR KINERJA INDIVIDU", "KEPALA SEKSI BENIH", top=40)
    rows: list[list[str | list[str] | None]] = [["NO", "SASARAN", "INDIKATOR KINERJA", header]]
    rows += [[f"{n}.", f"Meningkatnya mutu {n}", f"Jumlah laporan {n}", c] for n, c in enumerate(cells, 1)]
    (decree,) = build_decrees(document(page(head, table(rows, xs=XS, top=120))))
    return decree


@pytest.mark.parametrize(
    ("header", "labels", "kind"),
    [
        ("FORMULASI, TIPE DAN SUMBER DATA", ("Formulasi :", "Tipe :", "Sumber :"), "tipe"),
        ("PENJELASAN", ("Formula:", "Jenis:", "Sumber Data:"), "jenis"),
        ("CARA PERHITUNGAN / SUMBER DATA", ("Cara Perhitungan :", "Satuan :", "Sumber Data :"), "satuan"),
    ],
)
def test_labelled_parts_of_a_cell_are_cells(header: str, labels: tuple[str, str, str], kind: str) -> None:
    formula, extra, sources = labels
    cell = [f"{formula} jumlah laporan", "yang disusun", f"{extra} naik", f"{sources} Renja"]
    decree = read(header, cell, [f"{formula} hitungan", f"{sources} Buku Tamu"])
    first, second = decree.positions[0].rows
    assert first.formulasi.text.split() == ["jumlah", "laporan", "yang", "disusun"]
    assert first.sumber_data.text == "Renja"
    assert {name: value.text for name, value in first.extra.items()} == {kind: "naik"}
    assert first.formulasi.bbox != first.sumber_data.bbox
    assert (second.formulasi.text, second.sumber_data.text) == ("hitungan", "Buku Tamu")
    assert not [gap for gap in decree.gaps if gap.code == GapCode.MISSING_COLUMN]


def test_a_merged_cell_with_labelled_parts_is_given_to_every_row() -> None:
    rows = read("FORMULASI DAN SUMBER DATA", ["Formulasi : jumlah laporan", "Sumber : Renja"], None)
    first, second = rows.positions[0].rows
    assert second.formulasi.text == first.formulasi.text == "jumlah laporan"
    assert (first.sumber_data.inherited, second.sumber_data.inherited) == (False, True)


@pytest.mark.parametrize(
    "cell",
    [
        ["jumlah laporan", "Sumber : Renja"],
        ["Formulasi : jumlah laporan", "dalam setahun"],
        ["Rata-rata : nilai a dan b", "Sumber : Renja"],
    ],
)
def test_a_cell_that_does_not_label_both_stays_whole(cell: list[str]) -> None:
    row = read("FORMULASI PERHITUNGAN", cell).positions[0].rows[0]
    assert row.formulasi.text.replace("\n", " ") == " ".join(cell)
    assert row.sumber_data.text == ""
