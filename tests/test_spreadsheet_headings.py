"""A spreadsheet's printed letters and numbers frame the sheet; its printed grid runs on over the signature."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.normalize.tables.spreadsheet_headings import without_headings
from printed import document, page, table

XS = (30, 50, 80, 200, 330, 460, 560)
HEADER = ["No", "Sasaran", "Indikator Kinerja", "Cara Penghitungan", "Sumber Data"]
ONE = ["1", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"]
TWO = ["2", "Meningkatnya akses", "Jumlah rapat", "Hitung rapat", "Notula"]
BLANK = ["", "", "", "", ""]


def framed(rows: list[list[str]], letters: str = "ABCDE", first: int = 1) -> list[list[str]]:
    return [["", *letters], *([str(first + i), *row] for i, row in enumerate(rows))]


@pytest.mark.parametrize(("letters", "first"), [("ABCDE", 1), ("BCDEF", 12), ("VWXYZ", 98)])
def test_letters_and_numbers_around_a_sheet_go(letters: str, first: int) -> None:
    inner = table([HEADER, ONE, TWO], XS[1:])
    whole = table(framed([HEADER, ONE, TWO], letters, first), XS)
    assert without_headings(whole).text == inner.text
    assert without_headings(whole).box.x0 == XS[1]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ONE, TWO],
        [["", "A", "C", "D"], ["1", "a", "b", "c"], ["2", "a", "b", "c"], ["3", "a", "b", "c"]],
        [["", "A", "B", "C"], ["1", "a", "b", "c"], ["1", "a", "b", "c"], ["3", "a", "b", "c"]],
        [["NO", "A", "B", "C"], ["1.", "a", "b", "c"], ["2.", "a", "b", "c"], ["3.", "a", "b", "c"]],
    ],
)
def test_other_tables_stay(rows: list[list[str]]) -> None:
    block = table(rows, XS)
    assert without_headings(block) is block


@pytest.mark.parametrize("headings", [True, False])
def test_a_form_on_a_printed_sheet_is_read(*, headings: bool) -> None:
    key = [["Jabatan", "", ": Camat", "", ""], ["Tugas", "", ": memimpin kecamatan", "", ""], BLANK]
    signature = [
        ["", "", "", text, ""] for text in ("Lawang, 12 Januari 2024", "CAMAT", "", "RATNA WULAN", "Pembina")
    ]
    rows = [*key, HEADER, ONE, TWO, BLANK, *signature]
    block = table(framed(rows), XS, top=40, height=40) if headings else table(rows, XS[1:], top=40, height=40)
    (decree,) = build_decrees(document(page(block)))
    (position,) = decree.positions
    assert position.jabatan == "Camat"
    assert [row.indikator.text for row in position.rows] == ["Persentase laporan", "Jumlah rapat"]
    assert [s.nama for s in position.signatures] == ["RATNA WULAN"]
