"""Tables and cells over page breaks; merged cells given to every row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from iki.normalize.forms.assembly import forms_of
from iki.normalize.reading_order import flow_of
from iki.normalize.tables.fragments import with_header, without_header
from iki.normalize.tables.page_breaks import Table, reads_on_score, unplaced
from printed import document, page, table, text

HEADER = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
FIELDS = ["no", "sasaran", "indikator", "formulasi", "sumber_data"]
Rows = Sequence[Sequence[str | Sequence[str] | None]]


def read(first: Rows, *further: Rows, repeated: bool = False, header: Sequence[str] = HEADER) -> Table:
    """A table that begins under its header and goes on over the pages."""
    block = table([header, *first])
    fragment = with_header(page(block), block)
    assert fragment is not None
    out = Table(fragment.columns)
    out.add(fragment, goes_on=False)
    for number, rows in enumerate(further, 2):
        block = table([header, *rows] if repeated else rows)
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


def test_cells_across_the_columns_are_reported() -> None:
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
def test_texts_that_start_over(before: str, after: str) -> None:
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


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("Meningkatnya akses bagi", "Notula"), ("warga desa", "")),
        (("Meningkatnya akses bagi", "Notula rapat dan"), ("warga desa", "daftar hadir")),
        (("Meningkatnya akses dan", ""), ("mutu", "Notula")),
    ],
)
def test_cells_that_found_no_room_stand_beside_the_rest_of_others(
    above: tuple[str, str], below: tuple[str, str]
) -> None:
    first = ["", above[0], "Jumlah rapat", "", above[1]]
    rest = ["", below[0], "", "Jumlah rapat setahun", below[1]]
    row = texts(read([ONE, first], [rest, ["", *TWO[1:]]]))[1]
    assert row == ["", *(f"{a} {b}".strip() for a, b in zip(first[1:], rest[1:], strict=True))]


# ---- rows across, and lists, at a page's end ---------------------------------------------------------------


def across(text: str) -> list[str | None]:
    return [text, ">", ">", ">", ">"]


@pytest.mark.parametrize("title", ["II. SEKRETARIS DINAS", "BIDANG PERKEBUNAN KOPI", "Perspektif Pelanggan"])
@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_across_that_ends_a_page_opens_the_next_pages_rows(title: str, repeated: bool) -> None:
    found = read([ONE, across(title)], [TWO, ["3.", *TWO[1:]]], repeated=repeated)
    assert [row.group for row in found.rows] == [None, title, None]


@pytest.mark.parametrize("title", ["II. SEKRETARIS DINAS", "BIDANG PERKEBUNAN KOPI", "Perspektif Pelanggan"])
def test_a_row_across_at_a_pages_top_counts_before_one_that_ended_the_page(title: str) -> None:
    found = read([ONE, across("I. KEPALA DINAS")], [across(title), TWO])
    assert [row.group for row in found.rows] == [None, title]


@pytest.mark.parametrize("title", ["II. SEKRETARIS DINAS", "BIDANG PERKEBUNAN KOPI", "Perspektif Pelanggan"])
def test_a_row_across_within_a_page_opens_no_rows_of_the_next(title: str) -> None:
    """Nor is the row below it the rest of one before."""
    found = read([ONE, across(title), TWO], [["3.", *TWO[1:]]])
    assert [row.group for row in found.rows] == [None, title, None]
    rest = ["", "", "tepat waktu", "dibagi seluruhnya", ""]
    apart = read([ONE, across(title)], [rest])
    assert [row.text("indikator") for row in apart.rows] == [ONE[2], "tepat waktu"]


LISTS = [
    ("1. Jumlah surat\n2. Jumlah rapat", "3. Jumlah tamu", "4. Jumlah tamu"),
    ("1) Luas kebun\n2) Luas sawah\n3) Luas ladang", "4) Luas hutan", "1) Luas hutan"),
    ("(1) Jumlah kios\n(2) Jumlah los", "(3) Jumlah pasar", "(2) Jumlah pasar"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "other"), LISTS)
@pytest.mark.parametrize("goes_on", [True, False])
def test_a_list_of_numbered_items_goes_on_over_the_break(
    before: str, after: str, other: str, goes_on: bool
) -> None:
    """With the next number, and in a row without one of its own."""
    last = ["1.", "Meningkatnya mutu", before.split("\n"), "Jumlah", "Register"]
    first = ["", "", after if goes_on else other, "Jumlah", "Register"]
    found = read([last], [first])
    assert len(found.rows) == (1 if goes_on else 2)
    if goes_on:
        assert found.rows[0].text("indikator").split("\n")[-1] == after
    numbered = read([last], [["2.", "", after, "Jumlah", "Register"]])
    assert len(numbered.rows) == 2


@pytest.mark.parametrize(("before", "after", "_"), LISTS)
def test_one_numbered_item_is_no_list(before: str, after: str, _: str) -> None:
    last = before.rsplit("\n", maxsplit=1)[-1]
    found = read(
        [["1.", "Meningkatnya mutu", last, "Jumlah", "Register"]], [["", "", after, "Jumlah", "Register"]]
    )
    assert len(found.rows) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [("Persentase surat dengan rumus:", "Surat dijawab"), ("Jumlah:", "surat"), ("Diukur dari:", "Survei")],
)
def test_a_colon_closes_no_cell(before: str, after: str) -> None:
    assert reads_on_score(before, after) > 0 > reads_on_score(before.replace(":", "."), after.capitalize())


def on_lines(rows: Rows, height: float) -> list[list[str]]:
    """The rows of a table all of whose rows are as high."""
    block = table([HEADER, *rows], height=height)
    fragment = with_header(page(block), block)
    assert fragment is not None
    found = Table(fragment.columns)
    found.add(fragment, goes_on=False)
    return texts(found)


WRAPPED = [
    [
        ["1.", "Meningkatnya mutu jalan", "Persentase panjang jalan", "Panjang jalan yang mantap", "Survei"],
        ["", "kabupaten", "yang mantap", "dibagi panjang seluruhnya", ""],
        ["", "", "", "x 100%", ""],
    ],
    [
        ["1.", "Tertibnya kios", "Persentase kios yang", "Kios berizin x 100%", "Buku izin"],
        ["", "", "berizin", "", ""],
        ["2.", "Bersihnya pasar", "Jumlah hari bersih", "Hitung hari", "Laporan"],
    ],
    [
        ["1.", "Terpantaunya gizi bayi", "Cakupan penimbangan", "Jumlah balita ditimbang", "Register"],
        [None, "di posyandu", "", "dibagi sasaran", ""],
        [None, "", "", "", ""],
    ],
]


@pytest.mark.parametrize("rows", WRAPPED)
def test_lines_of_ruled_paper_are_no_rows(rows: Rows) -> None:
    numbered = sum(bool(row[0]) for row in rows)
    found = on_lines(rows, 14.0)
    assert len(found) == numbered
    whole = [" ".join(str(row[at]) for row in rows if row[at]) for at in range(1, 5)]
    if numbered == 1:
        assert found == [["1.", *whole]]
    else:
        assert found[0][2] == "Persentase kios yang berizin"


@pytest.mark.parametrize("rows", WRAPPED)
def test_higher_rows_are_rows(rows: Rows) -> None:
    assert len(on_lines(rows, 30.0)) > sum(bool(row[0]) for row in rows)


def test_a_line_with_room_for_more_is_a_row() -> None:
    rows = [ONE, ["", "", "jumlah rapat", "hitung rapat", ""]]
    assert len(on_lines(rows, 14.0)) == 2


FOOT: Sequence[str | None] = ["Dokumen ini sah tanpa tanda tangan basah", ">", ">", ">", ">"]
THREE = ["3.", "Meningkatnya tertib", "Jumlah berkas", "Hitung berkas", "Register"]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_that_ends_the_table_on_every_page_is_no_part_of_it(repeated: bool) -> None:
    before = ["1.", "Meningkatnya mutu", "Persentase laporan yang", "Jumlah laporan dibagi", "Register"]
    after = ["", "", "tepat waktu", "jumlah seluruhnya", ""]
    found = read([before, FOOT], [after, TWO, FOOT], [THREE, FOOT], repeated=repeated)
    assert [row.text("no") for row in found.rows] == ["1.", "2.", "3."]
    assert found.rows[0].text("indikator") == "Persentase laporan yang tepat waktu"
    assert all(row.group is None for row in found.rows)
    assert not unplaced(found)


def test_a_row_across_at_a_page_s_end_heads_what_follows() -> None:
    title: Sequence[str | None] = ["A. Perspektif pelayanan kepada warga", ">", ">", ">", ">"]
    found = read([ONE, title], [TWO])
    assert found.rows[1].group == "A. Perspektif pelayanan kepada warga"


# ---- what has no indicator after the break -----------------------------------------------------------------


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(
    ("before", "rest"),
    [
        ("Dipantau tiap triwulan.", "Jumlah laporan tepat waktu dibagi seluruhnya"),
        ("Alasan : amanat rencana daerah.", "Cara : jumlah rapat dihitung"),
        ("Jumlah jalan baik dihitung.", "∑ jalan baik dibagi ∑ jalan"),
    ],
)
def test_a_row_without_indicator_goes_on_where_every_row_has_one(
    before: str, rest: str, repeated: bool
) -> None:
    last = ["2.", "Meningkatnya akses", "Jumlah rapat", before, "Notula"]
    found = read([ONE, last], [["", "", "", rest, ""], ["3.", *TWO[1:]]], repeated=repeated)
    assert [row.text("no") for row in found.rows] == ["1.", "2.", "3."]
    assert found.rows[1].text("formulasi").split() == f"{before} {rest}".split()


def test_a_row_without_indicator_is_one_where_a_row_before_has_none_of_its_own() -> None:
    first: Rows = [ONE, ["", "", None, "Jumlah rapat.", "Notula"]]
    found = read(first, [["", "", "", "Jumlah kios. Dihitung", "Daftar"]])
    assert [row.text("formulasi") for row in found.rows] == [
        "Jumlah laporan",
        "Jumlah rapat.",
        "Jumlah kios. Dihitung",
    ]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_cell_merged_as_the_sasaran_is_spans_the_page_break_with_it(repeated: bool) -> None:
    first: Rows = [ONE, [None, None, "Jumlah rapat", "Rapat dihitung", None], TWO]
    found = read(first, [["", "", "Jumlah kios", "Kios dihitung", ""]], repeated=repeated)
    assert [row.text("sumber_data") for row in found.rows] == ["Register", "Register", "Notula", "Notula"]
    assert [row.text("sasaran") for row in found.rows] == [ONE[1], ONE[1], TWO[1], TWO[1]]


def test_a_cell_of_its_own_is_not_filled_after_the_page_break() -> None:
    first: Rows = [ONE, [None, None, "Jumlah rapat", "Rapat dihitung", "Agenda"], TWO]
    found = read(first, [["", "", "Jumlah kios", "Kios dihitung", ""]])
    assert found.rows[-1].text("sumber_data") == ""


@pytest.mark.parametrize("source", ["e-PPGBM, Laporan", "eSPM", "m-Paspor dan Register"])
def test_a_name_that_begins_small_goes_on_with_nothing(source: str) -> None:
    """Nor does a row with a sasaran of its own."""
    assert reads_on_score("Dokumen anggaran", source) <= 0
    found = read([["", *ONE[1:]]], [["", "Tertibnya arsip", "Cakupan arsip desa", "Jumlah arsip", source]])
    assert [row.text("sumber_data") for row in found.rows] == ["Register", source]


@pytest.mark.parametrize(
    ("head", "rest", "names"),
    [
        (
            [*HEADER[:2], "INDIKATOR", "FORMULASI", "SUMBER"],
            ["", "", "KINERJA", "PERHITUNGAN", "DATA"],
            FIELDS,
        ),
        ([*HEADER[:2], "INDIKATOR", "FORMULASI", "SUMBER"], ["", "STRATEGIS", "", "", "DATA"], FIELDS),
        ([*HEADER[:4], "TARGET"], ["", "", "", "", "TAHUN 2031"], [*FIELDS[:4], "target_tahun_2031"]),
    ],
)
def test_a_head_that_a_page_s_end_tears_is_one(head: list[str], rest: list[str], names: list[str]) -> None:
    above, below = table([head], top=700, height=30), table([rest, ONE, TWO], top=40)
    tasks = text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Camat", "Tugas : memimpin", top=40)
    (form,) = forms_of(flow_of(document(page(tasks, above), page(below, number=2))).items).forms
    (whole,) = form.tables
    assert [column.field for column in whole.columns] == names
    assert [row.text("indikator") for row in whole.rows] == [ONE[2], TWO[2]]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(
    "rest",
    [
        ["", "Jumlah siaran pers", "Banyaknya siaran pers", "Renstra"],
        ["", "Persentase surat", "Jumlah surat", "Buku agenda"],
        ["", "Indeks kepuasan", "Nilai rata-rata", "Survei"],
    ],
)
def test_a_number_beside_several_rows_says_nothing_of_the_next(rest: list[str], repeated: bool) -> None:
    """Its rows have no numbers of their own; after one row alone, a row without number goes on with it."""
    alone = ["1.", "Persentase laporan", "Jumlah laporan", "Register"]
    merged: Rows = [[None, "Jumlah rapat", "Jumlah rapat setahun", "Notula"]]
    for before in ([], merged):
        rows: Rows = [alone, ["2.", *alone[1:]], *before]
        found = texts(read(rows, [rest], repeated=repeated, header=[HEADER[0], *HEADER[2:]]))
        assert len(found) == len(rows) + len(before)
        assert (found[-1][2] == rest[1]) == bool(before)
