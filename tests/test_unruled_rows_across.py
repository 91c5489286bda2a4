"""Tables between horizontal rules: what separates them, what goes on, and what is open at a page's end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.extract.text_lines import group_lines
from iki.extract.unruled_columns import is_justified
from iki.extract.unruled_groups import tables
from iki.extract.unruled_regions import Region, seeds
from iki.extract.unruled_rows import hard_cuts
from iki.schema.blocks import Block, Line, Page, Word
from iki.schema.geometry import Box
from printed import width_of, word, words

WIDTH, HEIGHT = 842.0, 595.0
XS = [50.0, 190.0, 350.0, 520.0, 680.0]
HEAD = ["SASARAN", "INDIKATOR", "FORMULASI", "SUMBER DATA"]
STEP = 12.0
SIBLINGS = [
    [
        ["Meningkatnya|mutu surat", "Persentase surat|dijawab", "Surat dijawab|dibagi masuk", "Agenda|surat"],
        ["Tertibnya arsip", "Jumlah arsip|tertata", "Arsip tertata|dihitung", "Daftar|arsip"],
    ],
    [
        ["Lancarnya|sidang desa", "Jumlah sidang|tepat waktu", "Sidang tepat|waktu dihitung", "Notula"],
        ["Meningkatnya|kehadiran", "Persentase|hadir", "Yang hadir|dibagi undangan", "Daftar|hadir"],
    ],
    [
        ["Bersihnya|pasar", "Jumlah kios|bersih", "Kios bersih|dihitung", "Hasil|periksa"],
        ["Terjaganya|air", "Cakupan|sambungan", "Sambungan|dibagi rumah", "Buku air"],
    ],
]  # fmt: skip
Rows = Sequence[Sequence[str]]


def printed(
    rows: Rows, top: float, gap: float = 12.0, xs: Sequence[float] = XS
) -> tuple[list[Word], list[float]]:
    """The words of rows without a grid, and the heights between them."""
    out, ys = list[Word](), [top]
    for row in rows:
        for x, text in zip(xs, row, strict=False):
            for i, part in enumerate(text.split("|")):
                out += words(part, x + 4, ys[-1] + gap / 2 + i * STEP)
        ys.append(ys[-1] + gap + 10.2 + STEP * max(text.count("|") for text in row))
    return out, ys


def across(ys: Sequence[float], start: float = XS[0], end: float = XS[-1]) -> list[Ruling]:
    return [Ruling("h", y, start, end) for y in ys]


def page_of(
    found: Sequence[Word],
    rules: Sequence[Ruling] = (),
    fills: Sequence[Fill] = (),
    carried: Sequence[float] | None = None,
) -> Page:
    return lay_out(
        PageContent(1, WIDTH, HEIGHT, words=list(found), rulings=list(rules), fills=list(fills)), carried
    )


def tables_of(page: Page) -> list[Block]:
    return [b for b in page.blocks if b.kind == "table"]


def column(table: Block, col: int) -> list[str]:
    return [c.text.replace("\n", "|") for c in sorted(table.cells, key=lambda c: c.row) if c.col == col]


def texts(rows: Rows, col: int) -> list[str]:
    return [row[col] for row in rows]


# ---- what separates two tables -------------------------------------------------------------------------------


def parts(found: Sequence[Word], full: Sequence[float], short: Sequence[Ruling] = ()) -> list[int]:
    """How many rules each table has."""
    group = across(full)
    return [len(part) for part in tables(group, group_lines(found), [], [*group, *short])]


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize(("start", "end"), [(XS[1], XS[-1]), (XS[0], XS[3]), (XS[3], XS[-1])])
def test_shorter_rules_part_rows_beside_a_spanning_cell(rows: Rows, start: float, end: float) -> None:
    """Much white space below the last row, where a cell beside it spans rows, parts no table then."""
    found, ys = printed([HEAD, *rows], 100.0)
    full = [ys[0], ys[1], ys[-1] + 80]
    assert parts(found, full, across([ys[2]], start, end)) == [3]
    assert parts(found, full) == [2]


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize(
    ("start", "end"),
    [(XS[2] + 10, XS[3] - 10), (XS[-1] - 60, XS[-1]), (XS[0], XS[0] + 60), (XS[1], XS[3])],
)
def test_bars_within_a_table_are_no_such_rules(rows: Rows, start: float, end: float) -> None:
    found, ys = printed([HEAD, *rows], 100.0)
    assert parts(found, [ys[0], ys[1], ys[-1] + 80], across([ys[2]], start, end)) == [2]


@pytest.mark.parametrize(
    "title",
    [
        "SEKSI TATA PEMERINTAHAN DESA DAN KELURAHAN",
        "BIDANG PERKEBUNAN KOPI DAN TEH RAKYAT",
        "PERSPEKTIF PELANGGAN SELURUH WILAYAH KECAMATAN",
    ],
)
@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_row_of_one_line_between_two_rules_splits_no_table(title: str, rows: Rows) -> None:
    """But a line alone in much white space does: it heads the next one."""
    found, ys = printed([HEAD, *rows], 100.0)
    found += words(title, XS[1] + 20, ys[-1] + 5)
    assert parts(found, [*ys, ys[-1] + 20, ys[-1] + 60]) == [len(ys) + 2]
    assert parts(found, [*ys, ys[-1] + 60, ys[-1] + 80]) == [len(ys), 2]


# ---- rules that fill a column ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "two", [("Buku surat", "Agenda kantor"), ("Notula", "Daftar hadir"), ("Peta", "Register")]
)
@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_rule_that_fills_one_column_is_no_fractions_bar(two: tuple[str, str], rows: Rows) -> None:
    first, second = rows
    found, ys = printed([HEAD, [*first[:3], "|".join(two)], second], 100.0)
    y = ys[1] + 6 + 10.2 + 0.9
    whole = across(ys)
    assert column(tables_of(page_of(found, whole))[0], 3) == [HEAD[3], "|".join(two), second[3]]
    cut = tables_of(page_of(found, [*whole, Ruling("h", y, XS[3], XS[4])]))[0]
    assert column(cut, 3) == [HEAD[3], *two, second[3]]
    bar = tables_of(page_of(found, [*whole, Ruling("h", y, XS[3], XS[4] - 40)]))[0]
    assert len(column(bar, 3)) == 3


# ---- rows that a page's end leaves open ------------------------------------------------------------------


@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_last_row_below_the_last_rule_is_of_the_table(rows: Rows) -> None:
    found, ys = printed([HEAD, *rows], 460.0)
    (table,) = tables_of(page_of(found, across(ys[:-1])))
    assert [column(table, col) for col in range(4)] == [texts([HEAD, *rows], col) for col in range(4)]


@pytest.mark.parametrize("rows", SIBLINGS)
def test_with_more_text_below_it_or_too_few_columns_it_is_none(rows: Rows) -> None:
    first, second = rows
    found, ys = printed([HEAD, *rows], 100.0)
    below = words("Ditetapkan di Mekarsari pada awal tahun", 60, ys[-1] + 40)
    (table,) = tables_of(page_of([*found, *below], across(ys[:-1])))
    assert column(table, 0) == [HEAD[0], first[0]]
    found, ys = printed([HEAD, first], 460.0)
    sentence = (
        "Ditetapkan di Mekarsari oleh kepala seksi bersama seluruh kepala bidang serta camat pada awal tahun"
    )
    (table,) = tables_of(page_of([*found, *words(sentence, 60, ys[-1] + 10)], across(ys)))
    assert column(table, 0) == [HEAD[0], first[0]]
    found, ys = printed([HEAD, first, [second[0], second[1], "", ""]], 460.0)
    (table,) = tables_of(page_of(found, across(ys[:-1])))
    assert column(table, 0) == [HEAD[0], first[0]]


# ---- columns of the page before --------------------------------------------------------------------------

BEFORE = [XS[0], 182.0, 342.0, 512.0, XS[-1]]


ABOVE = words("Sasaran dan indikator ditetapkan bersama seluruh seksi dan bidang sebagai berikut", 60.0, 90.0)


def edges(table: Block) -> list[float]:
    return sorted({c.box.x0 for c in table.cells} | {c.box.x1 for c in table.cells})


@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_table_has_the_columns_of_the_page_before(rows: Rows) -> None:
    found, ys = printed([HEAD, *rows], 120.0)
    (table,) = tables_of(page_of([*ABOVE, *found], across(ys), carried=BEFORE))
    assert edges(table) == BEFORE
    (alone,) = tables_of(page_of([*ABOVE, *found], across(ys)))
    assert edges(alone) != BEFORE


@pytest.mark.parametrize(
    "before",
    [
        [XS[0], 215.0, 342.0, 512.0, XS[-1]],  # a word stands there
        [XS[0] - 40, 182.0, 342.0, 512.0, XS[-1]],  # of another table
        [XS[0], 182.0, 512.0, XS[-1]],
    ],
)
@pytest.mark.parametrize("rows", SIBLINGS)
def test_columns_of_another_table_are_not_taken(rows: Rows, before: list[float]) -> None:
    found, ys = printed([HEAD, *rows], 120.0)
    (alone,) = tables_of(page_of([*ABOVE, *found], across(ys)))
    (table,) = tables_of(page_of([*ABOVE, *found], across(ys), carried=before))
    assert edges(table) == edges(alone)


# ---- justified lines, and page numbers -------------------------------------------------------------------


def stretched(parts_of_line: Sequence[str], top: float, whites: Sequence[float]) -> list[Word]:
    out, x = list[Word](), 60.0
    for part, white in zip(parts_of_line, [*whites, 0.0], strict=True):
        out.append(word(part, x, top))
        x = out[-1].box.x1 + white
    return out


PARAGRAPHS = [
    [["desa", "kopi", "mutu", "padi"], ["arsi", "laut", "guru", "tani"], ["surt", "buku", "peta", "data"]],
    [["warga", "pasar", "jalan", "rapat"], ["kebun", "hutan", "surat", "kerja"], ["camat", "lurah", "desa", "dinas"]],
    [["layanan", "laporan", "rencana"] * 2, ["tertib", "kegiatan", "bulanan"] * 2, ["seluruh", "dokumen", "surat"] * 2],
]  # fmt: skip


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
@pytest.mark.parametrize("white", [12.0, 24.0, 40.0])
def test_justified_lines_are_no_table(paragraph: list[list[str]], white: float) -> None:
    """Though their words stand above each other; with white spaces of several widths they may be one."""
    n = len(paragraph[0]) - 1
    found = [
        seeds(
            group_lines(w for i, row in enumerate(paragraph) for w in stretched(row, 100 + i * STEP, whites)),
            [],
            [],
            Box(0, 0, WIDTH, HEIGHT),
            None,
            [],
        )
        for whites in ([white] * n, [white, 2 * white, *[1.5 * white] * (n - 2)])
    ]
    assert [len(regions) for regions in found] == [0, 1]


@pytest.mark.parametrize(
    ("whites", "justified"),
    [
        ([9.0, 9.0, 9.0], True),
        ([9.0, 8.2, 9.0], True),
        ([9.0, 7.0, 9.0], False),
        ([60.0, 60.0, 60.0], False),
        ([9.0, 9.0], False),
        ([9.0, 0.0, 9.0], False),
    ],
)
def test_lines_are_justified_whose_white_spaces_are_the_same(whites: list[float], justified: bool) -> None:
    (made,) = group_lines(stretched(["desa", "kopi", "mutu", "padi"][: len(whites) + 1], 100, whites))
    assert is_justified(made) == justified


@pytest.mark.parametrize("number", ["2", "- 2 -", "Halaman 2"])
@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_page_number_below_a_table_that_goes_on_is_none_of_it(number: str, rows: Rows) -> None:
    found, ys = printed([*rows, *rows], 545.0 - 4 * 34.2)
    foot = words(number, XS[1] + 20, ys[-1] + 4)
    page = page_of([*found, *foot], carried=XS)
    (table,) = tables_of(page)
    assert column(table, 1)[-1] == rows[-1][1]
    assert number in [ln.text for b in page.blocks for ln in b.lines]


@pytest.mark.parametrize("number", ["2", "12", "2030"])
@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_number_within_a_table_that_goes_on_stays(number: str, rows: Rows) -> None:
    found, _ = printed([*rows, [rows[0][0], number, *rows[0][2:]]], 60.0)
    (table,) = tables_of(page_of(found, carried=XS))
    assert column(table, 1)[-1] == number


@pytest.mark.parametrize("number", ["2", "12", "2030"])
@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_number_alone_on_its_line_stays_above_the_foot(number: str, rows: Rows) -> None:
    last = ["Tertibnya pasar", f"Jumlah kios|{number}", "Kios dihitung", "Buku pasar"]
    found, _ = printed([*rows, last], 60.0)
    (table,) = tables_of(page_of(found, carried=XS))
    assert column(table, 1)[-1] == last[1]


# ---- shading ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize("shaded", [(1, 4), (0, 3), (1, 3)])
def test_columns_beside_the_shading_are_carried_over(rows: Rows, shaded: tuple[int, int]) -> None:
    found, ys = printed([*rows, *rows], 60.0)
    first, last = shaded
    fills = [Fill(Box(a, t, b, u), 0.9) for t, u in pairwise(ys) for a, b in pairwise(XS[first : last + 1])]
    (table,) = tables_of(page_of(found, fills=fills, carried=XS))
    assert edges(table) == XS
    assert column(table, first) == texts([*rows, *rows], first)
    beside = 0 if first else 3
    assert "".join(column(table, beside)).replace("|", "") == "".join(texts([*rows, *rows], beside)).replace(
        "|", ""
    )
    other = [x + 30 for x in XS]
    (own,) = tables_of(page_of(found, fills=fills, carried=other))
    assert set(XS[first : last + 1]) <= set(edges(own))


def lines_of(found: Sequence[Word]) -> list[Line]:
    return group_lines(found)


@pytest.mark.parametrize(
    "numbers", [["(1)", "(2)", "(3)", "(4)"], ["1", "2", "3", "4"], ["a", "b", "c", "d"]]
)
@pytest.mark.parametrize("shaded", [True, False])
def test_numbers_of_columns_are_a_row_where_merged_cells_are_not_shaded(
    numbers: list[str], shaded: bool
) -> None:
    """In a table with shading alone: elsewhere white space and rules tell the rows."""
    rows = [HEAD, numbers, *SIBLINGS[0]]
    found, ys = printed(rows, 100.0)
    fills = [Fill(Box(XS[2], ys[2], XS[3], ys[3]), 0.9)] if shaded else []
    region = Region(lines_of(found), XS, ys[0], ys[-1], fills)
    assert hard_cuts(region, 0) == (
        [ys[0], *map(pytest.approx, ys[1:3]), ys[-1]] if shaded else [ys[0], ys[-1]]
    )


@pytest.mark.parametrize(
    "numbers", [["(1)", "(2)", "(3)", ""], ["(2)", "(3)", "(4)", "(5)"], ["(1)", "x", "(2)", "(3)"]]
)
def test_other_numbers_are_no_row_of_their_own(numbers: list[str]) -> None:
    found, ys = printed([HEAD, numbers, *SIBLINGS[0]], 100.0)
    region = Region(lines_of(found), XS, ys[0], ys[-1], [Fill(Box(XS[2], ys[2], XS[3], ys[3]), 0.9)])
    assert hard_cuts(region, 0) == [ys[0], ys[-1]]


# ---- operators -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operator", ["x 100%", "× 100", ": 12 bulan", "= nilai akhir", "+ sisa", "X (100)"])
@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_line_that_begins_with_an_operator_goes_on(operator: str, rows: Rows) -> None:
    """However far below: a line of words there would be a row."""
    first, second = rows
    for text, cells in ((operator, 3), ("Jumlah lain", 4), ("Xilofon desa", 4)):
        found, ys = printed([HEAD, first, second], 100.0)
        found += words(text, XS[2] + 4, ys[-1] + 4)
        rules = across([ys[0], ys[1], ys[-1] + 20])
        (table,) = tables_of(page_of(found, rules))
        filled = [c for c in column(table, 2) if c]
        assert len(filled) == cells
        assert filled[-1].endswith(text)


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize(
    "title", [["DAFTAR INDIKATOR", "DINAS KEBUN"], ["Sasaran Kerja", "Kecamatan Awan", "2031"]]
)
def test_titles_between_the_rule_of_a_running_head_and_the_table_are_no_head(
    rows: Rows, title: list[str]
) -> None:
    found, ys = printed([HEAD, *rows], 200.0)
    for i, text in enumerate(title):
        found += words(text, 300, 130 + 14 * i)
    (table,) = tables_of(page_of(found, across([100.0, *ys])))
    assert column(table, 0) == texts([HEAD, *rows], 0)


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize("title", ["a. SEKRETARIS", "b. Kepala Subbagian Umum dan Kepegawaian", "Camat"])
def test_titles_of_groups_do_not_hide_the_columns_between_rules(rows: Rows, title: str) -> None:
    """They begin at the table's left side and run over the first columns, which are narrow."""
    xs = [50.0, 75.0, 240.0, 420.0, 600.0]
    numbered = [["1", *row[:3]] for row in rows]
    found, ys = printed([["No", *HEAD[:3]], [title], *numbered], 100.0, xs=xs)
    (table,) = tables_of(page_of(found, across(ys, xs[0], 760.0)))
    assert texts(numbered, 1) == [text for text in column(table, 1) if text in texts(numbered, 1)]


@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_signature_below_ends_a_table_of_white_space_alone(rows: Rows) -> None:
    """White that only a later row shows does not stand in for a column that the signature runs over."""
    found, ys = printed([HEAD, *rows, *rows], 100.0)
    found += words("Kepala Dinas Kebun dan Pasar,", 400, ys[-1] + 14)
    (table,) = tables_of(page_of(found))
    assert len({cell.col for cell in table.cells}) == len(HEAD)
    assert all("Kepala Dinas" not in cell.text for cell in table.cells)


# ---- titles in the middle, and factors beside fractions -----------------------------------------------------


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize("title", ["ESELON III", "II. KEPALA BIDANG PENATAAN DAN PENGAWASAN WILAYAH TIMUR"])
def test_a_title_in_the_middle_between_two_rules_hides_no_column(rows: Rows, title: str) -> None:
    found, ys = printed([HEAD, rows[0]], 100.0)
    middle = sum((XS[0], XS[-1])) / 2
    under, below = printed([rows[1]], ys[-1] + 22.0)
    band = words(title, middle - width_of(title) / 2, ys[-1] + 6)
    page = page_of([*found, *band, *under], across([*ys, *below]))
    (table,) = tables_of(page)
    assert [column(table, col)[1] for col in range(4)] == list(rows[0])
    assert [column(table, col)[-1] for col in range(4)] == list(rows[1])


@pytest.mark.parametrize("rows", SIBLINGS)
def test_a_factor_beside_a_fraction_is_no_line_of_its_own(rows: Rows) -> None:
    """The distances from it to the fraction's lines are no distances between rows."""
    long = [
        "Meningkatnya kualitas|pelayanan pencatatan|penduduk di setiap|desa binaan",
        "Persentase keluarga yang|dilayani tepat waktu dan|puas",
        "",
        "Hasil survei kepuasan|keluarga binaan",
    ]
    found, ys = printed([HEAD, long, *rows, long], 100.0)
    bars = []
    for top in (ys[1], ys[-2]):
        for i, text in enumerate(("keluarga yang", "dilayani tepat", "dan puas")):
            found += words(text, XS[2] + 10, top + 6 + i * STEP)
        bars.append(Ruling("h", top + 6 + 3 * STEP, XS[2] + 6, XS[2] + 90))
        found += words("x 100%", XS[2] + 96, top + 3 * STEP + 2.5)
        found += words("seluruhnya", XS[2] + 20, top + 8 + 3 * STEP)
    page = page_of(found, [*across(ys), *bars])
    (table,) = tables_of(page)
    assert column(table, 1) == [HEAD[1], *(row[1] for row in (long, *rows, long))]
    assert column(table, 2)[1] == "(keluarga yang dilayani tepat dan puas) / (seluruhnya) x 100%"


@pytest.mark.parametrize("rows", SIBLINGS)
@pytest.mark.parametrize("title", ["ESELON II", "UNIT PELAKSANA", "I"])
def test_a_text_in_the_middle_of_the_table_stands_across_it(rows: Rows, title: str) -> None:
    xs = [50.0, 150.0, 300.0, 520.0, 680.0]  # the middle is that of no column
    found, ys = printed([HEAD, ["", "", "", ""], *rows], 100, xs=xs)
    found += words(title, (xs[0] + xs[-1] - width_of(title)) / 2, ys[1] + 6)
    (table,) = tables_of(page_of(found, across(ys, xs[0], xs[-1])))
    (cell,) = [c for c in table.cells if c.text == title]
    assert (cell.col, cell.col_span) == (0, len(HEAD))
    assert column(table, 1)[-2:] == texts(rows, 1)


@pytest.mark.parametrize("at", ["left", "middle"])
def test_a_text_that_stands_with_those_of_a_column_is_of_it(at: str) -> None:
    xs = [50.0, 150.0, 250.0, 480.0, 580.0, 680.0]  # the middle of the third column is that of the table
    rows = [["Mutu", "Surat", "", "Agenda", "-"], ["Arsip", "Desa", "", "Daftar", "-"]]
    found, ys = printed([[*HEAD[:2], "", *HEAD[2:]], ["", "", "", "", ""], *rows], 100, xs=xs)
    middle = (xs[0] + xs[-1]) / 2
    alone = "Tetap seperti tahun sebelumnya"[: round(2 * (middle - xs[2] - 4) / width_of("n"))]
    for text, y in zip(["KETERANGAN", alone, "Naik", "Turun sedikit"], ys, strict=False):
        x = middle - width_of(text) / 2 if at == "middle" else middle - width_of(alone) / 2
        found += words(text, x, y + 6)
    (table,) = tables_of(page_of(found, across(ys, xs[0], xs[-1])))
    (cell,) = [c for c in table.cells if alone in c.text]
    assert cell.col_span == 1


@pytest.mark.parametrize("tall", [1, 2, 3])
@pytest.mark.parametrize("lines", [5, 8])
def test_a_first_row_of_one_tall_text_centred_in_its_column_is_of_the_table(tall: int, lines: int) -> None:
    texts_of = ["kegiatan yang tercatat", "dihitung dari semua", "laporan", "yang masuk setiap", "bulan"] * 2
    rows = [[*row] for row in SIBLINGS[0]]
    rows[0][tall] = "Makna kegiatan desa"
    found, ys = printed([HEAD, rows[0]], 100)
    middle = XS[tall] + 4 + width_of("Makna kegiatan desa") / 2
    for i, text in enumerate(texts_of[:lines], start=1):
        found += words(text, middle - width_of(text) / 2, ys[1] + 6 + i * STEP)
    below, more = printed([rows[1], rows[0]], ys[1] + 12 + (lines + 1) * STEP)
    assert parts([*found, *below], [*ys[:2], *more]) == [len(ys[:2]) + len(more)]
    (table,) = tables_of(page_of([*found, *below], across([*ys[:2], *more])))
    assert column(table, tall)[1] == "|".join(["Makna kegiatan desa", *texts_of[:lines]])
