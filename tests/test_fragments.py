"""One printed table becomes columns and body rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from iki.normalize.line_joining import side_by_side
from iki.normalize.tables.fragments import (
    Fragment,
    cell_text,
    whole_header,
    with_header,
    without_header,
)
from iki.schema.blocks import Block, Page
from iki.schema.geometry import Box
from printed import line, page, table

HEADER = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
BODY = ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"]
FIELDS = ["no", "sasaran", "indikator", "formulasi", "sumber_data"]


def read(block: Block) -> Fragment:
    fragment = with_header(page(block), block)
    assert fragment is not None
    return fragment


def rows_of(fragment: Fragment) -> list[dict[str, str]]:
    return [{name: cell_text(group) for name, group in row.items()} for row in fragment.rows]


def test_header_and_body() -> None:
    fragment = read(table([HEADER, BODY, BODY]))
    assert [c.field for c in fragment.columns] == FIELDS
    assert rows_of(fragment) == [dict(zip(FIELDS, BODY, strict=True))] * 2
    assert fragment.has_header
    assert fragment.above == fragment.across == []


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3", "4", "5"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1.", "2.", "3.", "4.", "5."],
        ["a", "b", "c", "d", "e"],
        ["A", "B", "C", "D", "E"],
        ["[1]", "[2]", "[3]", "[4]", "[5]"],
    ],
)
def test_column_numbers_are_no_row(numbers: list[str]) -> None:
    assert rows_of(read(table([HEADER, numbers, BODY]))) == [dict(zip(FIELDS, BODY, strict=True))]


@pytest.mark.parametrize("numbers", [["1", "2", "3", "4", "5"], ["-1-", "-2-", "-3-", "-4-", "-5-"]])
@pytest.mark.parametrize("merged", [2, 1])
def test_columns_numbers_that_were_read_with_what_is_below_are_no_values(
    numbers: list[str], merged: int
) -> None:
    below = [*[None] * merged, *BODY[merged:]]
    rows = rows_of(read(table([HEADER, numbers, below, below])))
    assert rows == [dict(zip(FIELDS[merged:], BODY[merged:], strict=True))] * 2


@pytest.mark.parametrize("numbers", ["1 | 2. 3. | 4 | 5", "(1) (2) | (3) | (4) | (5)", "a | b | c d e"])
def test_columns_numbers_in_one_cell_over_several_columns_are_no_row(numbers: str) -> None:
    block = table([HEADER, ["-", "-", "-", "-", "-"], BODY])
    cells, column = [], 0
    for text in numbers.split(" | "):
        over = [c for c in block.cells if c.row == 1][column : column + len(text.split())]
        box = Box(over[0].box.x0, over[0].box.top, over[-1].box.x1, over[0].box.bottom)
        line = replace(over[0].lines[0], text=text)
        cells.append(replace(over[0], col_span=len(over), box=box, lines=[line]))
        column += len(over)
    block = replace(block, cells=[c for c in block.cells if c.row != 1] + cells)
    assert rows_of(read(block)) == [dict(zip(FIELDS, BODY, strict=True))]


def test_a_merged_cell_beside_numbers_is_a_value() -> None:
    rows = rows_of(read(table([HEADER, ["1", "2", "9", "4", "5"], [None, None, *BODY[2:]]])))
    assert [row["sasaran"] for row in rows] == ["2", "2"]


@pytest.mark.parametrize(
    "row", [["1.", "a", "12 bulan", "2", "DPA"], ["1.", "Rapat", "12", "12 x 1", "APBD"]]
)
def test_short_body_rows_are_rows(row: list[str]) -> None:
    assert rows_of(read(table([HEADER, row]))) == [dict(zip(FIELDS, row, strict=True))]


def test_a_repeated_header_is_no_row() -> None:
    found = rows_of(read(table([HEADER, BODY, HEADER, BODY])))
    assert found == [dict(zip(FIELDS, BODY, strict=True))] * 2


def test_a_form_above_the_header_in_the_same_grid() -> None:
    fragment = read(
        table([["1.", "Jabatan", ":", "Camat", ">"], ["2.", "Tugas", ":", "Memimpin", ">"], HEADER, BODY])
    )
    assert len(fragment.rows) == 1
    assert [cell_text([c]) for c in fragment.above] == [
        "1.",
        "Jabatan",
        ":",
        "Camat",
        "2.",
        "Tugas",
        ":",
        "Memimpin",
    ]


def test_a_header_of_two_rows() -> None:
    fragment = read(
        table(
            [
                ["NO", "SASARAN", "INDIKATOR", ">", "SUMBER DATA"],
                [None, None, "NAMA", "FORMULASI", None],
                BODY,
            ]
        )
    )
    assert [c.field for c in fragment.columns] == FIELDS
    assert rows_of(fragment) == [dict(zip(FIELDS, BODY, strict=True))]


def test_merged_cells_cover_every_row() -> None:
    fragment = read(table([HEADER, BODY, ["2.", None, "Jumlah rapat", "Jumlah", None]]))
    assert [row["sasaran"] for row in rows_of(fragment)] == ["Meningkatnya mutu"] * 2
    assert fragment.rows[0]["sasaran"] == fragment.rows[1]["sasaran"]
    assert fragment.rows[0]["indikator"] != fragment.rows[1]["indikator"]


def test_a_cell_across_most_columns_belongs_to_none() -> None:
    fragment = read(table([HEADER, ["PROGRAM PELAYANAN", ">", ">", ">", ">"], BODY]))
    assert [cell_text([c]) for c in fragment.across] == ["PROGRAM PELAYANAN"]
    assert dict(zip(FIELDS, BODY, strict=True)) in rows_of(fragment)


def test_mark_and_text_in_cells_of_their_own_are_one_group() -> None:
    block = table(
        [
            ["NO", "SASARAN", "INDIKATOR", ">", "FORMULASI"],
            ["1.", "Mutu", "-", "Persentase laporan", "Jumlah"],
        ],
        xs=(50, 80, 200, 215, 330, 460),
    )
    assert rows_of(read(block))[0]["indikator"] == "- Persentase laporan"


@pytest.mark.parametrize(
    "rows",
    [
        [["NAMA", "NIP", "PANGKAT"], ["Budi", "1", "Penata"]],
        [["NO", "URAIAN TUGAS", "HASIL"], ["1", "Menyusun", "Dokumen"]],
        [["1.", "Jabatan", "Camat"], ["2.", "Tugas", "Memimpin"]],
        [
            ["Meningkatnya sasaran kerja dengan mutu yang baik di seluruh desa dan kelurahan"] * 3,
            ["indikator yang dipakai untuk menghitung jumlah laporan tepat waktu setiap bulan"] * 3,
        ],
    ],
)
def test_other_tables_have_no_header(rows: list[list[str]]) -> None:
    block = table(rows)
    assert with_header(page(block), block) is None


def test_a_table_without_header_under_the_columns_of_the_page_before() -> None:
    columns = read(table([HEADER, BODY])).columns
    rest = table([["2.", "Lain", "Jumlah", "a", "b"], BODY], xs=(52, 79, 203, 330, 458, 561))
    fragment = without_header(page(rest, number=2), rest, columns)
    assert fragment is not None
    assert not fragment.has_header
    assert [row["no"] for row in rows_of(fragment)] == ["2.", "1."]


def test_a_table_on_other_columns_does_not_go_on() -> None:
    columns = read(table([HEADER, BODY])).columns
    other = table([["a", "b", "c", "d", "e"]], xs=(50, 120, 260, 300, 400, 500))
    assert without_header(page(other, number=2), other, columns) is None


def test_lines_side_by_side_are_joined_from_left_to_right() -> None:
    found = side_by_side([line("kedua", 100, 112), line("satu", 100, 100), line("1.", 80, 100.5)])
    assert [ln.text for ln in found] == ["1. satu", "kedua"]


def scanned(block: Block) -> Page:
    return replace(page(block), kind="scan")


WORN = ["NO", "SAS RAN", "IN IKA R KI A", "FOR LASI", "S BER D A"]


def test_a_scanned_header_is_recognised_by_another_one() -> None:
    block = table([WORN, BODY])
    assert with_header(scanned(block), block) is None
    whole = whole_header(scanned(table([HEADER, BODY])), table([HEADER, BODY]))
    assert whole == tuple(HEADER)
    fragment = with_header(scanned(block), block, [whole])
    assert fragment is not None
    assert [c.field for c in fragment.columns] == FIELDS
    assert with_header(page(block), block, [whole]) is None  # what a text says is what it says


def test_a_header_that_names_another_field_is_not_recognised_by_another_one() -> None:
    other = ["NO", "SASARAN", "TARGET KINERJA", "FORMULASI", "S BER D A"]
    block = table([other, BODY])
    assert with_header(scanned(block), block, [tuple(HEADER)]) is None


@pytest.mark.parametrize(("header", "found"), [("IN IKA R", True), ("TARGET", False)])
def test_a_header_between_sasaran_and_formulasi_that_says_nothing_is_the_indikator(
    header: str, found: bool
) -> None:
    block = table([["NO", "SASARAN", header, "FORMULASI", "SUMBER DATA"], BODY])
    assert (with_header(scanned(block), block) is not None) is found


def test_a_table_without_rulings_goes_on_under_a_header_that_ended_the_page() -> None:
    columns = read(table([HEADER, BODY])).columns
    moved = table([BODY], xs=(50, 95, 220, 350, 480, 560), ruled=False)
    far = table([BODY], xs=(250, 295, 350, 400, 480, 560), ruled=False)
    assert without_header(page(far), far, columns) is None
    fragment = without_header(page(moved), moved, columns, begun=False)
    assert fragment is not None
    assert rows_of(fragment) == [dict(zip(FIELDS, BODY, strict=True))]


@pytest.mark.parametrize("number", ["3", "3.", "12)"])
def test_a_numbered_row_in_the_words_of_headers_is_no_header(number: str) -> None:
    row = [number, "Sasaran mutu", "Indikator mutu", "Formula jumlah", "Sumber data desa"]
    assert with_header(page(), table([row, BODY])) is None
    assert with_header(page(), table([["NO", *row[1:]], BODY])) is not None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["ESELON IV", "2. Kasi Kepangkatan"], "2. Kasi Kepangkatan"),
        (["BIDANG", "b) Kepala Bidang Air"], "b) Kepala Bidang Air"),
        (["KELOMPOK UTAMA", "III. Bendahara", "Pengeluaran"], "III. Bendahara Pengeluaran"),
        (["3. Kepala Bidang Perikanan", "dan Kelautan"], "3. Kepala Bidang Perikanan dan Kelautan"),
    ],
)
def test_of_two_titles_that_a_row_across_holds_the_last_is_the_groups(lines: list[str], title: str) -> None:
    block = table([HEADER, [lines, ">", ">", ">", ">"], BODY])
    assert list(read(block).groups.values()) == [title]
