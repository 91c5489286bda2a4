"""One table for a whole office, sheets side by side, rows that no rule separates, marks beside their items."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.normalize.forms.detached_list_marks import beside_marks
from iki.normalize.tables.office_table import _holder
from iki.schema.blocks import Cell, Page
from iki.schema.geometry import Box
from iki.schema.models import Decree
from printed import document, lines, page, table, text

TITLE = text("INDIKATOR KINERJA INDIVIDU", "DINAS PERKEBUNAN", "TAHUN 2031")
HEAD = ["NO", "SASARAN", "INDIKATOR", "FORMULASI", "SUMBER DATA"]


def build(*pages: Page) -> Decree:
    (decree,) = build_decrees(document(*pages))
    return decree


def one(n: str) -> list[str]:
    return [n, f"Meningkatnya panen {n}", f"Produksi kopi {n}", f"Jumlah {n}", "Register"]


@pytest.mark.parametrize(
    "names",
    [
        ["I. KEPALA DINAS", "II. SEKRETARIS DINAS"],
        ["Kepala Bidang Kopi", "Kepala Seksi Benih"],
        ["a. Kasubbag Umum", "b. Bendahara"],
    ],
)
def test_rows_across_the_table_name_posts(names: list[str]) -> None:
    rows = [
        HEAD,
        [names[0], ">", ">", ">", ">"],
        one("1"),
        one("2"),
        [names[1], ">", ">", ">", ">"],
        one("3"),
    ]
    decree = build(page(TITLE, table(rows, height=40)))
    assert [p.jabatan for p in decree.positions] == [n.split(". ")[-1] for n in names]
    assert [p.jabatan_from for p in decree.positions] == ["table", "table"]
    assert [len(p.rows) for p in decree.positions] == [2, 1]


@pytest.mark.parametrize("numbers", [("I", "II"), ("1", "2"), ("A", "B"), ("I.", "II."), ("(1)", "(2)")])
@pytest.mark.parametrize("last", ["KEPALA SEKSI BENIH", "Bendahara", "II. SEKRETARIS"])
def test_posts_across_the_table_may_be_numbered_in_a_cell_of_their_own(
    numbers: tuple[str, str], last: str
) -> None:
    rows = [
        HEAD,
        ["ESELON III", ">", ">", ">", ">"],
        [numbers[0], "KEPALA PELAKSANA", ">", ">", ">"],
        one("1"),
        ["ESELON IV", ">", ">", ">", ">"],
        [numbers[1], last, ">", ">", ">"],
        one("1"),
        one("2"),
    ]
    decree = build(page(TITLE, table(rows, height=40)))
    assert [p.jabatan for p in decree.positions] == ["KEPALA PELAKSANA", last.rsplit(". ", maxsplit=1)[-1]]
    assert [len(p.rows) for p in decree.positions] == [1, 2]


def test_a_column_names_posts_and_their_holders() -> None:
    head = ["NO", "NAMA", "JABATAN", "SASARAN", "INDIKATOR", "FORMULASI", "SUMBER DATA"]
    rows: list[list[str | None]] = [
        [*head],
        ["1", "Arjuna", "Kepala Bidang Kopi", "Sasaran A", "Indikator A", "Jumlah A", "Register"],
        [None, None, None, None, "Indikator B", "Jumlah B", "Register"],
        ["2", "Larasati", "Kasi Benih", "Sasaran C", "Indikator C", "Jumlah C", "Register"],
    ]
    decree = build(page(TITLE, table(rows, xs=(50, 75, 140, 230, 330, 420, 500, 580))))
    assert [(p.jabatan, p.nama, len(p.rows)) for p in decree.positions] == [
        ("Kepala Bidang Kopi", "Arjuna", 2),
        ("Kasi Benih", "Larasati", 1),
    ]


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (1, 3, 2, 4)])
def test_columns_on_the_next_sheet_come_back(order: tuple[int, int, int, int]) -> None:
    """Left and right sheets of two pages' rows: side by side, or all left ones first."""
    left, right = HEAD[:3], HEAD[3:]
    xs_left, xs_right = (50, 90, 300, 560), (50, 300, 560)
    parts = [
        (TITLE, table([left, *[one(n)[:3] for n in "12"]], xs=xs_left)),
        (table([right, *[one(n)[3:] for n in "12"]], xs=xs_right),),
        (table([one(n)[:3] for n in "345"], xs=xs_left, top=60),),
        (table([one(n)[3:] for n in "345"], xs=xs_right, top=60),),
    ]
    arranged = [parts[i - 1] for i in order]
    decree = build(*(page(*blocks, number=n) for n, blocks in enumerate(arranged, 1)))
    (position,) = decree.positions
    assert [r.indikator.text for r in position.rows] == [f"Produksi kopi {n}" for n in "12345"]
    assert [r.formulasi.text for r in position.rows] == [f"Jumlah {n}" for n in "12345"]
    assert {r.sumber_data.text for r in position.rows} == {"Register"}
    first = position.rows[0]
    assert first.formulasi.page == order.index(2) + 1
    assert first.formulasi.bbox == [50, 260, 300, 320]


def test_rows_that_no_rule_parts() -> None:
    body = [
        ["1.", "2."],
        ["Sasaran A", "Sasaran B"],
        ["Indikator A", "Indikator B"],
        ["Jumlah A", "Jumlah B"],
        ["Data", "Buku"],
    ]
    decree = build(page(TITLE, table([HEAD, body])))
    rows = decree.positions[0].rows
    assert [(r.no, r.sasaran.text, r.indikator.text, r.sumber_data.text) for r in rows] == [
        (1, "Sasaran A", "Indikator A", "Data"),
        (2, "Sasaran B", "Indikator B", "Buku"),
    ]


def test_a_drawn_row_with_several_indicators_stays_one() -> None:
    body = ["1.", "Sasaran A", ["1. Indikator A", "2. Indikator B"], ["Jumlah A", "Jumlah B"], ["Data"]]
    decree = build(page(TITLE, table([HEAD, body, one("2")])))
    first, _ = decree.positions[0].rows
    assert first.indikator.text == "1. Indikator A\n2. Indikator B"


def cell(texts: list[str], x: float, col: int, top: float = 100.0) -> Cell:
    made = lines(texts, x=x, top=top)
    return Cell(0, col, 1, 1, Box(x - 4, 96, x + 200, 300), made)


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (
            ["Menyusun rencana kerja tahunan dan", "laporan;", "Membina kelompok tani kopi dan teh", "desa."],
            2,
        ),
        (
            ["menyusun rencana kerja tahunan dan", "laporan;", "membina kelompok tani kopi dan teh", "desa."],
            2,
        ),
        (["Menyusun rencana;", "Membina kelompok tani kopi dan teh", "di desa;", "Melapor."], 3),
    ],
)
def test_marks_in_a_cell_of_their_own(texts: list[str], items: int) -> None:
    """Numbers typed one below the other, wherever the items beside them begin."""
    marks = cell([f"{n}." for n in range(1, items + 1)], 50, 0)
    read = beside_marks([marks, cell(texts, 80, 1)])
    numbered = [line.text for line in read if line.text[:1].isdigit()]
    assert len(numbered) == items
    assert all(line.split(". ")[1][:2].lower() in ("me",) for line in numbered)


@pytest.mark.parametrize("numbers", [["1.", ""], ["", ""]])
def test_white_space_separates_rows_where_no_rule_does(numbers: list[str]) -> None:
    """One drawn row under the head: indicators stand apart in all columns, the sasaran goes on."""
    block = table([HEAD, [numbers[0], "Meningkatnya panen", "", "", ""]], height=120)
    band = [c for c in block.cells if c.row == 1]
    for texts, target in zip(
        (["Produksi kopi", "Luas kebun"], ["Jumlah ton", "Jumlah hektar"], ["Buku", "Peta"]),
        band[2:],
        strict=True,
    ):
        target.lines = [
            *lines([texts[0]], target.box.x0 + 4, 323),
            *lines([texts[1]], target.box.x0 + 4, 363),
        ]
    rows = build(page(TITLE, block)).positions[0].rows
    assert [(r.indikator.text, r.formulasi.text, r.sumber_data.text) for r in rows] == [
        ("Produksi kopi", "Jumlah ton", "Buku"),
        ("Luas kebun", "Jumlah hektar", "Peta"),
    ]
    assert {r.sasaran.text for r in rows} == {"Meningkatnya panen"}


# ---- rows above the first name, and further tables ---------------------------------------------------------

POSTS = [
    ("Kepala Bidang Kopi", "Kepala Seksi Benih"),
    ("II. SEKRETARIS DINAS", "III. KASUBBAG UMUM"),
    ("a. Bendahara", "b. Pengelola Data"),
]


def posts_and_rows(decree: Decree) -> list[tuple[str | None, list[str]]]:
    return [(p.jabatan, [r.indikator.text[-1] for r in p.rows]) for p in decree.positions]


@pytest.mark.parametrize("names", POSTS)
def test_rows_above_the_first_name_are_the_forms_own(names: tuple[str, str]) -> None:
    groups = [[name, ">", ">", ">", ">"] for name in names]
    rows = [HEAD, one("1"), one("2"), groups[0], one("3"), groups[1], one("4"), one("5")]
    decree = build(page(TITLE, table(rows, height=40)))
    first, second = (name.split(". ")[-1] for name in names)
    assert posts_and_rows(decree) == [
        ("DINAS PERKEBUNAN", ["1", "2"]),
        (first, ["3"]),
        (second, ["4", "5"]),
    ]
    assert [p.jabatan_from for p in decree.positions] == ["heading", "table", "table"]


@pytest.mark.parametrize("names", POSTS)
def test_a_further_table_without_names_is_the_last_ones(names: tuple[str, str]) -> None:
    groups = [[name, ">", ">", ">", ">"] for name in names]
    first = table([HEAD, groups[0], one("1"), groups[1], one("2")], height=30)
    second = table([HEAD, one("3")], top=480, height=30)
    decree = build(page(TITLE, first, second))
    assert [rows for _, rows in posts_and_rows(decree)] == [["1"], ["2", "3"]]
    last = decree.positions[-1]
    assert last.jabatan == names[1].split(". ")[-1]


@pytest.mark.parametrize("text_across", ["Perspektif Pelanggan", "MISI PERTAMA", "A. PENINGKATAN MUTU"])
def test_rows_across_that_name_no_post_part_nothing(text_across: str) -> None:
    rows = [HEAD, [text_across, ">", ">", ">", ">"], one("1"), one("2")]
    assert posts_and_rows(build(page(TITLE, table(rows, height=40)))) == [("DINAS PERKEBUNAN", ["1", "2"])]


# ---- sheets side by side of which both head formulas -------------------------------------------------------


def sheets(left: str, right: str, end: float = 0.0) -> Decree:
    """Two sheets whose columns these head; the right table ends that much further down."""
    texts = [["No", "Sasaran", "Indikator", left], *[[*one(n)[:3], f"Mutu {n}"] for n in "12"]]
    more = [[right, "SUMBER DATA"], *[one(n)[3:] for n in "12"]]
    block = table(more, xs=(50, 300, 560))
    for c in block.cells:
        if c.row == 2:
            c.box = Box(c.box.x0, c.box.top, c.box.x1, c.box.bottom + end)
    return build(page(TITLE, table(texts, xs=(50, 90, 200, 330, 560))), page(block, number=2))


@pytest.mark.parametrize("left", ["ALASAN", "DEFINISI", "PERTIMBANGAN"])
@pytest.mark.parametrize("right", ["FORMULASI", "CARA HITUNG", "RUMUS"])
def test_a_sheet_that_heads_formulas_more_surely_comes_back(left: str, right: str) -> None:
    for decree in (sheets(left, right), sheets(left, right, end=10.0)):
        (position,) = decree.positions
        assert [r.formulasi.text for r in position.rows] == ["Jumlah 1", "Jumlah 2"]
        assert {r.formulasi.page for r in position.rows} == {2}


@pytest.mark.parametrize("right", ["ALASAN", "DEFINISI", "PERTIMBANGAN"])
def test_a_sheet_that_heads_them_less_surely_is_another_table(right: str) -> None:
    rows = [r for p in sheets("FORMULASI", right).positions for r in p.rows]
    assert [r.formulasi.text for r in rows[:2]] == ["Mutu 1", "Mutu 2"]
    assert {r.sumber_data.text for r in rows[:2]} == {""}


def test_a_sheet_that_ends_far_below_is_another_table() -> None:
    rows = [r for p in sheets("ALASAN", "FORMULASI", end=20.0).positions for r in p.rows]
    assert {r.sumber_data.text for r in rows[:2]} == {""}


def test_a_holder_s_name_ends_before_a_number_on_its_line() -> None:
    assert _holder("Lilis Contoh, A.Md.Keb NIP. 19880704 201001 2 015") == "Lilis Contoh, A.Md.Keb"
    assert _holder("Lilis Contoh, A.Md.Keb\nNIP. 19880704 201001 2 015") == "Lilis Contoh, A.Md.Keb"


@pytest.mark.parametrize("header", ["UNIT KERJA", "Unit Organisasi", "NAMA UNIT"])
def test_a_first_column_of_units_gives_each_its_rows(header: str) -> None:
    rows = [
        [header, "NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"],
        ["Seksi Perikanan", "1", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"],
        ["", "2", "Meningkatnya akses", "Jumlah rapat", "Jumlah", "Notula"],
        ["Subbagian Umum", "3", "Tertibnya arsip", "Jumlah arsip", "Jumlah", "Arsip"],
    ]
    xs = (40, 110, 130, 230, 340, 460, 560)
    whole = page(text("INDIKATOR KINERJA UTAMA", "DINAS PANGAN", top=40), table(rows, xs, top=200))
    (decree,) = build_decrees(document(whole))
    assert [(p.jabatan, len(p.rows)) for p in decree.positions] == [
        ("Seksi Perikanan", 2),
        ("Subbagian Umum", 1),
    ]


@pytest.mark.parametrize(
    "between", ["Program Pengawasan Koperasi", "Kegiatan Pelatihan", "PROGRAM 1 Pembinaan"]
)
@pytest.mark.parametrize("has_column", [True, False])
def test_a_labelled_sasaran_across_goes_on_past_programmes(between: str, *, has_column: bool) -> None:
    head = ["KODE", *(["SASARAN"] if has_column else []), "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
    empty = [""] if has_column else []
    rows: list[list[str | None]] = [
        list(head),
        ["SASARAN 1 : Meningkatnya mutu", *[">"] * (len(head) - 1)],
        [between, *[">"] * (len(head) - 1)],
        ["1.1", *empty, "Persentase laporan", "Jumlah laporan", "Register"],
        [f"{between} lain", *[">"] * (len(head) - 1)],
        ["1.2", *empty, "Jumlah rapat", "Jumlah", "Notula"],
        ["SASARAN 2 : Meningkatnya akses", *[">"] * (len(head) - 1)],
        ["2.1", *empty, "Jumlah arsip", "Jumlah", "Arsip"],
    ]
    xs = (40, 90, 200, 320, 440, 560)
    whole = page(text("INDIKATOR KINERJA UTAMA", "DINAS PANGAN", top=40), table(rows, xs, top=100))
    (decree,) = build_decrees(document(whole))
    found = [row.sasaran.text for p in decree.positions for row in p.rows]
    assert found == ["Meningkatnya mutu", "Meningkatnya mutu", "Meningkatnya akses"]


# ---- rows across the table of one post ----------------------------------------------------------------------

KEYED = text(
    "INDIKATOR KINERJA INDIVIDU", "1. Jabatan : Kepala Seksi Benih", "2. Tugas : membina petani.", top=40
)


def across(decree: Decree) -> list[str]:
    return [gap.message.split(": ", 1)[1] for gap in decree.gaps if gap.code == "unplaced-text"]


@pytest.mark.parametrize("group", ["A. Bidang Kopi", "Sekretariat", "Camat", "II. KEPALA DINAS"])
def test_rows_across_a_post_s_own_table_only_group_its_rows(group: str) -> None:
    rows = [HEAD, [group, ">", ">", ">", ">"], one("1"), ["Camat", ">", ">", ">", ">"], one("2")]
    decree = build(page(KEYED, table(rows, height=40)))
    assert decree.form == "iki"
    assert posts_and_rows(decree) == [("Kepala Seksi Benih", ["1", "2"])]
    assert across(decree) == [group, "Camat"]


def test_rows_across_that_name_the_form_s_own_post_are_posts() -> None:
    rows = [
        HEAD,
        ["I. KEPALA SEKSI BENIH", ">", ">", ">", ">"],
        one("1"),
        ["II. Bendahara", ">", ">", ">", ">"],
    ]
    decree = build(page(KEYED, table([*rows, one("2")], height=40)))
    assert posts_and_rows(decree) == [("KEPALA SEKSI BENIH", ["1"]), ("Bendahara", ["2"])]


@pytest.mark.parametrize(
    "remark", ["Kepala Seksi menyerahkan laporan setiap bulan", "Kepala Bidang Kopi dinilai pada akhir tahun"]
)
def test_a_sentence_across_the_table_names_no_post(remark: str) -> None:
    rows = [HEAD, ["Kepala Bidang Teh", ">", ">", ">", ">"], one("1"), [remark, ">", ">", ">", ">"], one("2")]
    decree = build(page(TITLE, table(rows, height=40)))
    assert posts_and_rows(decree) == [("Kepala Bidang Teh", ["1", "2"])]
    assert across(decree) == [remark]


def test_of_two_names_one_below_the_other_the_upper_is_told() -> None:
    rows = [HEAD, ["Sekretariat", ">", ">", ">", ">"], ["Kepala Bidang Teh", ">", ">", ">", ">"], one("1")]
    decree = build(page(TITLE, table(rows, height=40)))
    assert posts_and_rows(decree) == [("Kepala Bidang Teh", ["1"])]
    assert across(decree) == ["Sekretariat"]
