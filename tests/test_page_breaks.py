"""Tables and cells over page breaks; merged cells given to every row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from iki.normalize.tables.fragments import with_header, without_header
from iki.normalize.tables.page_breaks import Table, reads_on_score, unplaced
from printed import page, table

HEADER = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
FIELDS = ["no", "sasaran", "indikator", "formulasi", "sumber_data"]
Rows = Sequence[Sequence[str | None]]


def read(first: Rows, *further: Rows, repeated: bool = False) -> Table:
    """A table that begins under its header and goes on over the pages."""
    block = table([HEADER, *first])
    fragment = with_header(page(block), block)
    assert fragment is not None
    out = Table(fragment.columns)
    out.add(fragment, goes_on=False)
    for number, rows in enumerate(further, 2):
        block = table([HEADER, *rows] if repeated else rows)
        on = page(block, number=number)
        part = with_header(on, block) if repeated else without_header(on, block, out.columns)
        assert part is not None
        out.add(part, goes_on=True)
    return out


def texts(found: Table) -> list[list[str]]:
    return [[row.text(name) for name in FIELDS] for row in found.rows]


ONE = ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"]
TWO = ["2.", "Meningkatnya akses", "Jumlah rapat", "Jumlah rapat setahun", "Notula"]


def test_rows_of_one_page() -> None:
    assert texts(read([ONE, TWO])) == [ONE, TWO]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_the_page_break(repeated: bool) -> None:
    found = read([ONE], [TWO], repeated=repeated)
    assert texts(found) == [ONE, TWO]
    assert [row.page.number for row in found.rows] == [1, 2]
    assert len(found.fragments) == 2


def test_a_merged_cell_is_given_to_every_row() -> None:
    found = read([ONE, ["2.", None, "Jumlah rapat", "Jumlah", None]])
    assert texts(found)[1] == ["2.", "Meningkatnya mutu", "Jumlah rapat", "Jumlah", "Register"]
    assert found.rows[0].cells["sasaran"] is found.rows[1].cells["sasaran"]
    assert found.rows[0].cells["sasaran"].span == 2


@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_that_breaks_over_the_page_is_one_row(repeated: bool) -> None:
    before = ["1.", "Meningkatnya mutu", "Persentase laporan yang", "Jumlah laporan dibagi", "Register"]
    after = ["", "", "tepat waktu", "jumlah seluruhnya", ""]
    found = read([before], [after, TWO], repeated=repeated)
    assert texts(found) == [
        [
            "1.",
            "Meningkatnya mutu",
            "Persentase laporan yang tepat waktu",
            "Jumlah laporan dibagi jumlah seluruhnya",
            "Register",
        ],
        TWO,
    ]
    cell = found.rows[0].cells["indikator"]
    assert [piece.page.number for piece in cell.pieces] == [1, 2]


def test_only_the_longest_cell_of_a_row_reaches_over_the_break() -> None:
    before = ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan dan", "Register"]
    found = read([before], [["", "", "", "jumlah rapat", ""]])
    assert len(found.rows) == 1
    assert found.rows[0].text("formulasi") == "Jumlah laporan dan jumlah rapat"


def test_a_merged_sasaran_spans_the_page_break() -> None:
    found = read([ONE], [["", "", "Jumlah rapat", "Jumlah rapat setahun", "Notula"], TWO])
    assert [row.text("sasaran") for row in found.rows] == [ONE[1], ONE[1], TWO[1]]
    assert found.rows[0].cells["sasaran"] is found.rows[1].cells["sasaran"]


def test_a_sasaran_whose_text_breaks_over_the_page() -> None:
    found = read(
        [["1.", "Meningkatnya mutu dan", "Persentase laporan", "Jumlah laporan.", "Register"]],
        [["", "akses pelayanan", "Jumlah rapat", "Jumlah rapat setahun", "Notula"]],
    )
    assert [row.text("sasaran") for row in found.rows] == ["Meningkatnya mutu dan akses pelayanan"] * 2


def test_a_new_number_begins_a_new_row() -> None:
    found = read([ONE], [["2.", "", "jumlah rapat", "jumlah", "Notula"]])
    assert len(found.rows) == 2


def test_empty_rows_are_none() -> None:
    assert texts(read([ONE, ["", "", "", "", ""], TWO])) == [ONE, TWO]


def test_a_cut_in_one_column_alone_begins_no_row() -> None:
    found = read([ONE, [None, None, None, None, "Notula"]])
    assert len(found.rows) == 1
    assert found.rows[0].text("sumber_data").split() == ["Register", "Notula"]


def test_cells_across_the_columns_are_told() -> None:
    found = read([["PROGRAM PELAYANAN", ">", ">", ">", ">"], ONE])
    assert [text for _, text, _ in unplaced(found)] == ["PROGRAM PELAYANAN"]
    assert texts(found) == [ONE]


# ---- what reads on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Persentase laporan yang", "tepat waktu"),
        ("jumlah laporan dan", "Rencana Kerja"),
        ("(jumlah laporan", "tepat waktu) x 100%"),
        ("laporan keuangan,", "Renstra"),
        ("Persentase desa", "dengan laporan baik"),
        ("jumlah desa", ") x 100%"),
    ],
)
def test_texts_that_read_on(before: str, after: str) -> None:
    assert reads_on_score(before, after) > 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Persentase laporan.", "Jumlah rapat"),
        ("Register;", "Notula"),
        ("Jumlah laporan", "- Jumlah rapat"),
        ("Jumlah laporan", "1. Jumlah rapat"),
        ("Meningkatnya mutu", "Terlaksananya rapat"),
    ],
)
def test_texts_that_begin_anew(before: str, after: str) -> None:
    assert reads_on_score(before, after) <= 0


@pytest.mark.parametrize(
    ("cut", "rest"),
    [
        (["2.", "Meningkatnya akses", "Jumlah rapat", None, "Notula"], [3]),
        (["2.", "Meningkatnya akses", "Jumlah rapat", None, None], [3, 4]),
        (["2.", "Meningkatnya akses", "Jumlah rapat", "Jumlah rapat setahun", None], [4]),
    ],
)
def test_cells_that_found_no_room_stand_alone_on_the_next_page(
    cut: list[str | None], rest: list[int]
) -> None:
    cut = [text or "" for text in cut]
    found = read([ONE, cut], [[TWO[i] if i in rest else "" for i in range(5)]])
    assert texts(found) == [ONE, TWO]
