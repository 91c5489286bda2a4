"""Tables without a full grid: white space, striped rows, or horizontal rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iki.extract.layout import columns_to_carry, lay_out
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.schema.blocks import Block, Page, Word
from iki.schema.geometry import Box
from printed import LEADING, SIZE, words, wrapped

HEADER = ["NO", "SASARAN KINERJA", "INDIKATOR KINERJA", "FORMULASI PERHITUNGAN", "SUMBER DATA"]
VOCABULARY = [
    "meningkatnya",
    "mutu",
    "pelayanan",
    "warga",
    "jumlah",
    "laporan",
    "tepat",
    "waktu",
    "persentase",
    "desa",
    "selesai",
    "rencana",
    "kegiatan",
    "hasil",
    "pembinaan",
    "dokumen",
    "kelurahan",
    "terhadap",
    "seluruh",
    "dalam",
    "tahun",
    "berjalan",
]
WIDTH, HEIGHT = 842.0, 595.0
STEP = LEADING * SIZE
PAD = 4.0
steady = settings(max_examples=40, derandomize=True)
prose = st.lists(st.sampled_from(VOCABULARY), min_size=3, max_size=9).map(" ".join)


@dataclass(repr=False)
class Drawn:
    """A table set without rules: what is printed, and where its rows and columns lie."""

    words: list[Word]
    xs: list[float]
    ys: list[float]
    rows: list[list[str]]

    def __repr__(self) -> str:
        return f"<rows {self.rows} at {self.xs} and {self.ys}>"

    @property
    def bands(self) -> list[tuple[float, float]]:
        return list(pairwise(self.ys))


def draw_table(rows: list[list[str]], widths: list[float], gap: float, top: float = 80.0) -> Drawn:
    """Sets the rows in columns; ``gap`` is the white space between two rows beyond the lines' own."""
    xs = [50.0]
    for width in widths:
        xs.append(xs[-1] + width)
    out: list[Word] = []
    ys = [top]
    for row in rows:
        broken = [wrapped(text, b - a - 2 * PAD) for text, (a, b) in zip(row, pairwise(xs), strict=True)]
        for x, texts in zip(xs, broken, strict=False):
            for i, text in enumerate(texts):
                out += words(text, x + PAD, ys[-1] + gap / 2 + i * STEP)
        deepest = max(len(texts) for texts in broken)
        ys.append(ys[-1] + gap + 1.02 * SIZE + (deepest - 1) * STEP)
    return Drawn(out, xs, ys, rows)


@st.composite
def bodies(draw: st.DrawFn, least: int = 3) -> Drawn:
    """A header and rows of prose, in four or five columns."""
    n_columns = draw(st.integers(4, 5))
    widths = [34.0] + [draw(st.floats(130, 175)) for _ in range(n_columns - 1)]
    n_rows = draw(st.integers(least, 6))
    rows = [HEADER[:n_columns]]
    for number in range(1, n_rows + 1):
        rows.append([f"{number}.", *(draw(prose) for _ in range(n_columns - 1))])
    return draw_table(rows, widths, draw(st.floats(8, 14)))


def page_of(drawn: Drawn, *, fills: list[Fill] | None = None, rules: list[Ruling] | None = None) -> Page:
    content = PageContent(1, WIDTH, HEIGHT, words=drawn.words, fills=fills or [], rulings=rules or [])
    return lay_out(content)


def the_table(page: Page) -> Block:
    (table,) = [b for b in page.blocks if b.kind == "table"]
    return table


def texts_of(table: Block) -> list[list[str]]:
    """The cells' texts by row and column, each with its lines joined."""
    n_rows = max(c.row + c.row_span for c in table.cells)
    n_cols = max(c.col + c.col_span for c in table.cells)
    out = [[""] * n_cols for _ in range(n_rows)]
    for cell in table.cells:
        out[cell.row][cell.col] = " ".join(cell.text.split())
    return out


@steady
@given(bodies())
def test_white_space_alone(drawn: Drawn) -> None:
    table = the_table(page_of(drawn))
    assert texts_of(table) == drawn.rows
    assert not table.ruled


@steady
@given(bodies(), st.booleans())
def test_striped_rows(drawn: Drawn, odd: bool) -> None:
    """A dark header and every second row shaded, cell by cell as browsers paint."""
    fills = [
        Fill(Box(a, top, b, bottom), 0.3 if i == 0 else 0.9)
        for i, (top, bottom) in enumerate(drawn.bands)
        for a, b in pairwise(drawn.xs)
        if i == 0 or i % 2 == odd
    ]
    table = the_table(page_of(drawn, fills=fills))
    assert texts_of(table) == drawn.rows


@steady
@given(bodies())
def test_every_cell_shaded(drawn: Drawn) -> None:
    fills = [Fill(Box(a, t, b, u), 1.0, 0xFFFFFF) for t, u in drawn.bands for a, b in pairwise(drawn.xs)]
    table = the_table(page_of(drawn, fills=fills))
    assert texts_of(table) == drawn.rows
    assert [round(y) for y in sorted({c.box.top for c in table.cells})] == [round(y) for y in drawn.ys[:-1]]


@steady
@given(bodies())
def test_rules_between_rows_only(drawn: Drawn) -> None:
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1]) for y in drawn.ys]
    table = the_table(page_of(drawn, rules=rules))
    assert texts_of(table) == drawn.rows


@steady
@given(bodies())
def test_rules_above_and_below_the_header_and_at_the_end(drawn: Drawn) -> None:
    """As in books: three rules, the rows set apart by white space."""
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1]) for y in (drawn.ys[0], drawn.ys[1], drawn.ys[-1])]
    table = the_table(page_of(drawn, rules=rules))
    assert texts_of(table) == drawn.rows


@steady
@given(bodies(), prose, prose)
def test_text_around_the_table_stays_outside(drawn: Drawn, above: str, below: str) -> None:
    """Paragraphs as wide as the page, above and below."""
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1]) for y in drawn.ys]
    before = words(above, 50, 40)
    after = words(below, 50, drawn.ys[-1] + 24)
    around = Drawn([*before, *drawn.words, *after], drawn.xs, drawn.ys, drawn.rows)
    page = page_of(around, rules=rules)
    assert texts_of(the_table(page)) == drawn.rows
    outside = [line.text for b in page.blocks if b.kind != "table" for line in b.lines]
    assert outside == [above, below]


def go_on(first: list[list[str]], rest: list[list[str]]) -> Page:
    """The second page of a table that begins on the first."""
    widths = [34.0, *(140.0 for _ in first[0][1:])]
    carried = columns_to_carry(page_of(draw_table([HEADER[: len(first[0])], *first], widths, 10.0)))
    assert carried is not None
    drawn = draw_table(rest, widths, 10.0, top=60.0)
    return lay_out(PageContent(2, WIDTH, HEIGHT, words=drawn.words), carried)


FULL = "mmmmmmmmmmmmmmmmmmmmmmmmmm"  # as wide as a column's text can be
WIDE, LONG = f"{FULL} hasil", "meningkatnya mutu pelayanan warga desa selesai"
rows_of_prose = st.lists(st.tuples(prose, prose, prose), min_size=2, max_size=4)


@steady
@given(rows_of_prose)
def test_a_table_goes_on_under_the_columns_of_the_page_before(texts: list[tuple[str, str, str]]) -> None:
    rest = [[f"{i}.", *row] for i, row in enumerate(texts, 8)]
    first = [[f"{i}.", *(f"{FULL} {text}" for text in row)] for i, row in enumerate(texts, 1)]
    assert texts_of(the_table(go_on(first, rest))) == rest


def test_a_column_that_is_empty_where_the_table_goes_on_is_one_cell() -> None:
    first = [[f"{i}.", WIDE, WIDE, WIDE if i == 1 else ""] for i in range(1, 4)]
    rest = [[f"{i}.", LONG, LONG, ""] for i in range(4, 7)]
    table = the_table(go_on(first, rest))
    last = [cell for cell in table.cells if cell.col == 3]
    assert [(cell.row, cell.row_span, cell.text) for cell in last] == [(0, 3, "")]


def test_the_rest_of_a_cell_at_the_top_of_the_next_page_belongs_to_the_table() -> None:
    first = [[f"{i}.", WIDE, WIDE, WIDE] for i in range(1, 4)]
    rest = [["", "warga desa", "", ""], ["4.", LONG, LONG, LONG], ["5.", LONG, LONG, LONG]]
    assert texts_of(the_table(go_on(first, rest))) == rest


def test_a_form_at_the_top_of_the_next_page_is_none_of_the_table() -> None:
    first = [[f"{i}.", WIDE, WIDE, WIDE] for i in range(1, 4)]
    rest = [["1.", "Jabatan", "", ""], ["", "Lurah", "", ""], ["2.", "Tugas", "", ""]]
    assert not [block for block in go_on(first, rest).blocks if block.kind == "table"]


def test_rows_go_on_below_a_head_that_alone_has_rules() -> None:
    rows = [[f"{i}.", LONG, "jumlah laporan tepat waktu", LONG, "desa"] for i in range(1, 5)]
    drawn = draw_table([HEADER, *rows], [34.0, 140.0, 160.0, 150.0, 120.0], 10.0)
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1]) for y in drawn.ys[:2]]
    assert texts_of(the_table(page_of(drawn, rules=rules))) == drawn.rows


def test_few_cells_that_wrap() -> None:
    long, short = "meningkatnya meningkatnya meningkatnya", "meningkatnya mutu mutu"
    rows = [["1.", long, short, short], ["2.", long, short, short], ["3.", short, short, short]]
    drawn = draw_table([HEADER[:4], *rows], [34.0, 131.0, 153.0, 153.0], 8.0)
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1]) for y in (drawn.ys[0], drawn.ys[1], drawn.ys[-1])]
    assert texts_of(the_table(page_of(drawn, rules=rules))) == drawn.rows


@pytest.mark.xfail(
    reason="columns end where the first page's text ends: wider text on the next page does not fit under them",
    strict=True,
)
def test_wider_text_on_the_page_that_goes_on() -> None:
    first = [[f"{i}.", "mutu warga", "mutu warga", "jumlah desa"] for i in range(1, 5)]
    rest = [
        [f"{i}.", "mutu pelayanan seluruh desa", "jumlah laporan", "hasil pembinaan warga"] for i in (5, 6)
    ]
    assert texts_of(the_table(go_on(first, rest))) == rest


# ---- what is no table --------------------------------------------------------------------------------------


@given(st.lists(prose, min_size=1, max_size=12))
def test_running_text_is_no_table(paragraphs: list[str]) -> None:
    lines = [line for text in paragraphs for line in wrapped(text * 3, 450)]
    drawn = [w for i, text in enumerate(lines) for w in words(text, 60, 60 + i * STEP)]
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=drawn))
    assert all(block.kind != "table" for block in page.blocks)


@pytest.mark.parametrize("mark", ["-", "a.", "1.", "•"])
def test_a_keyed_list_is_no_table(mark: str) -> None:
    """Labels, colons and marked items stand in columns too."""
    form = [
        ("Jabatan", "Camat Contoh"),
        ("Tugas", f"{mark} memimpin kecamatan"),
        ("", f"{mark} membina desa"),
        ("Fungsi", f"{mark} penyusunan rencana"),
        ("", f"{mark} pengendalian kegiatan"),
    ]
    drawn: list[Word] = []
    for i, (label, text) in enumerate(form):
        if label:
            drawn += words(f"{i + 1}.", 50, 100 + i * STEP) + words(label, 70, 100 + i * STEP)
            drawn += words(":", 150, 100 + i * STEP)
        drawn += words(text, 165, 100 + i * STEP)
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=drawn))
    assert all(block.kind != "table" for block in page.blocks)


def test_two_signatures_side_by_side_are_no_table() -> None:
    drawn: list[Word] = []
    for i, (left, right) in enumerate([("Mengetahui", "Ditetapkan di Contoh"), ("CAMAT", "BUPATI")]):
        drawn += words(left, 80, 400 + i * STEP) + words(right, 500, 400 + i * STEP)
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=drawn))
    assert all(block.kind != "table" for block in page.blocks)


def test_shading_behind_a_paragraph_is_no_table() -> None:
    drawn = [w for i in range(4) for w in words("jumlah laporan tepat waktu", 60, 100 + i * STEP)]
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=drawn, fills=[Fill(Box(50, 95, 500, 160), 0.9)]))
    assert all(block.kind != "table" for block in page.blocks)


ROWS = [
    HEADER,
    [
        "1.",
        "meningkatnya mutu pelayanan warga desa seluruh kelurahan",
        "persentase laporan tepat waktu",
        "jumlah laporan desa",
        "rencana",
    ],
    ["2.", "pembinaan desa", "jumlah kelurahan", "seluruh kegiatan dalam tahun berjalan", "dokumen hasil"],
]
WIDTHS = [34.0, 150.0, 160.0, 170.0, 140.0]


def test_the_next_form_is_no_part_of_a_table_whose_head_alone_has_rules() -> None:
    drawn = draw_table(ROWS, WIDTHS, 10.0)
    end = drawn.ys[-1]
    drawn.words += words("Indikator Kinerja Individu", 330.0, end + 8)
    drawn.words += words("a. JABATAN : Kepala Seksi Pelayanan", 60.0, end + 8 + 2 * STEP)
    drawn.words += words(
        "b. TUGAS : menyusun rencana kegiatan pelayanan warga desa", 60.0, end + 8 + 3 * STEP
    )
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1], 0.5) for y in drawn.ys[:2]]
    assert texts_of(the_table(page_of(drawn, rules=rules))) == drawn.rows


@pytest.mark.parametrize("numbers", [["(1)", "(2)", "(3)", "(4)", "(5)"], ["a", "b", "c", "d", "e"]])
def test_numbers_of_columns_are_a_row_however_close_the_next_one(numbers: list[str]) -> None:
    drawn = draw_table([ROWS[0], numbers, *ROWS[1:]], WIDTHS, 10.0)
    up = 10.0 - 0.3 * SIZE
    drawn.words = [
        replace(word, box=Box(word.box.x0, word.box.top - up, word.box.x1, word.box.bottom - up))
        if word.box.top > drawn.ys[2]
        else word
        for word in drawn.words
    ]
    assert texts_of(the_table(page_of(drawn))) == drawn.rows


def test_no_table_is_carried_past_one_with_a_head_of_its_own() -> None:
    before = draw_table(ROWS, WIDTHS, 10.0)
    carried = columns_to_carry(page_of(before))
    assert carried is not None
    drawn = draw_table(ROWS, WIDTHS, 10.0, top=120.0)
    form = [Ruling("h", y, 50, 700, 0.5) for y in (60, 80, 100)]
    form += [Ruling("v", x, 60, 100, 0.5) for x in (50, 150, 700)]
    label = [*words("JABATAN", 54.0, 64.0), *words("Camat", 154.0, 64.0)]
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1], 0.5) for y in drawn.ys[:2]]
    content = PageContent(2, WIDTH, HEIGHT, words=[*label, *drawn.words], rulings=[*form, *rules])
    tables = [b for b in lay_out(content, carried).blocks if b.kind == "table"]
    assert texts_of(tables[-1]) == drawn.rows


def test_a_heads_columns_are_carried_from_a_longer_table_like_it() -> None:
    whole = draw_table(ROWS, WIDTHS, 10.0, top=60.0)
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)"]
    head = draw_table([ROWS[0], numbers], WIDTHS, 10.0, top=whole.ys[-1] + 60)
    rules = [Ruling("h", y, d.xs[0], d.xs[-1], 0.5) for d in (whole, head) for y in d.ys[:2]]
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=[*whole.words, *head.words], rulings=rules))
    first, last = [b for b in page.blocks if b.kind == "table"]
    carried = columns_to_carry(page)
    assert carried == sorted({c.box.x0 for c in first.cells} | {c.box.x1 for c in first.cells})
    assert last.box.top > first.box.bottom


def test_a_factor_beside_a_fraction_is_no_column_where_the_columns_are_numbered() -> None:
    rows = [
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1.", "mutu desa", "laporan selesai", "jumlah laporan", "rencana"],
        ["2.", "pembinaan", "jumlah warga", "seluruh warga", "dokumen"],
    ]
    drawn = draw_table(rows, WIDTHS, 10.0)
    drawn.words = [w for w in drawn.words if w.text != "FORMULASI"]
    for y in drawn.ys[2:4]:
        drawn.words += words("x 100%", drawn.xs[3] + 112, y + PAD)
    rules = [Ruling("h", y, drawn.xs[0], drawn.xs[-1], 0.5) for y in drawn.ys]
    assert max(c.col + c.col_span for c in the_table(page_of(drawn, rules=rules)).cells) == 5


def test_a_head_stands_above_the_numbers_of_its_columns() -> None:
    rows = [HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)"], *ROWS[1:]]
    drawn = draw_table(rows, WIDTHS, 10.0)
    drawn.words = [
        replace(w, box=Box(w.box.x0, w.box.top - 4, w.box.x1, w.box.bottom - 4)) if w.text in HEADER[0] else w
        for w in drawn.words
    ]
    assert texts_of(the_table(page_of(drawn)))[0] == HEADER


def test_a_head_and_its_columns_numbers_are_a_table_at_a_pages_end() -> None:
    drawn = draw_table([HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)"]], WIDTHS, 10.0)
    assert texts_of(the_table(page_of(drawn))) == drawn.rows


def test_a_form_between_two_tables_separates_them_though_it_looks_like_a_list() -> None:
    first = draw_table(ROWS, WIDTHS, 10.0, top=60.0)
    second = draw_table(ROWS, WIDTHS, 10.0, top=first.ys[-1] + 70)
    form = words("1. Jabatan : Kepala Seksi Pelayanan Masyarakat Desa", 62.0, first.ys[-1] + 14)
    form += words(
        "2. Tugas : menyusun rencana kegiatan pelayanan warga desa seluruh kelurahan dalam tahun berjalan",
        62.0,
        first.ys[-1] + 14 + STEP,
    )
    rules = [Ruling("h", y, d.xs[0], d.xs[-1], 0.5) for d in (first, second) for y in d.ys[:2]]
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=[*first.words, *form, *second.words], rulings=rules))
    tables = [block for block in page.blocks if block.kind == "table"]
    assert [texts_of(table) for table in tables] == [ROWS, ROWS]


def test_a_table_is_carried_to_above_a_ruled_form_and_no_further() -> None:
    before = draw_table(ROWS, WIDTHS, 10.0)
    carried = columns_to_carry(page_of(before))
    rest = draw_table(ROWS[1:], WIDTHS, 10.0, top=60.0)
    top = rest.ys[-1] + 40
    form = [Ruling("h", top + y, 50, 700, 0.5) for y in (0, 20, 40)]
    form += [Ruling("v", x, top, top + 40, 0.5) for x in (50, 150, 700)]
    label = [*words("JABATAN", 54.0, top + 4), *words("Camat", 154.0, top + 4)]
    content = PageContent(2, WIDTH, HEIGHT, words=[*rest.words, *label], rulings=form)
    tables = [block for block in lay_out(content, carried).blocks if block.kind == "table"]
    assert [table.ruled for table in tables] == [False, True]
    assert texts_of(tables[0]) == ROWS[1:]


ROWS_APART = [50.0, 80.0, 250.0, 450.0, 640.0]
"""Where the texts of a table begin that only white space sets apart."""


def open_table(
    *below: tuple[float, float, str], rulings: Sequence[Ruling] = (), height: float = 300.0
) -> Page:
    """Two rows of such a table under its head, and further texts at a place; the page is a scan."""
    rows = [
        ["No.", "KINERJA UTAMA", "INDIKATOR KINERJA", "URAIAN", "SUMBER DATA"],
        [
            "1",
            "Meningkatnya mutu warga",
            "Persentase laporan tepat",
            "Jumlah laporan selesai",
            "Laporan bulanan",
        ],
        ["2", "Terwujudnya rencana desa", "Jumlah dokumen rencana", "Hasil pembinaan desa", "Rapor kegiatan"],
    ]
    made = [
        w
        for at, row in enumerate(rows)
        for x, t in zip(ROWS_APART, row, strict=True)
        for w in words(t, x, 100 + 30 * at)
    ]
    made += [w for x, top, text in below for w in words(text, x, top)]
    return lay_out(PageContent(1, WIDTH, height, kind="scan", words=made, rulings=list(rulings)))


@pytest.mark.parametrize("number", ["4 / 9", "Halaman 2 dari 7", "- 3 -"])
@pytest.mark.parametrize("x", [400.0, 720.0])
def test_the_pages_number_below_an_open_table_is_no_cell(number: str, x: float) -> None:
    page = open_table((x, 185, number), height=225.0)
    (table,) = tables_of(page)
    assert number not in " ".join(cell.text for cell in table.cells)
    carried = columns_to_carry(page)
    assert carried is not None
    assert len(carried) == len(ROWS_APART) + 1


@pytest.mark.parametrize("factor", ["x 100%", "X 100 %", "x 1.000"])
def test_a_factor_beside_a_fraction_is_no_column(factor: str) -> None:
    bar = Ruling("h", 196.0, 450.0, 560.0)
    page = open_table(
        (50, 185, "3"), (80, 185, "Meningkatnya hasil"), (250, 185, "Persentase desa"), (640, 185, "Register"),
        (450, 184, "Jumlah desa selesai"), (565, 191, factor), (450, 198, "Jumlah seluruh desa"), rulings=[bar],
    )  # fmt: skip
    assert {len(row_of(table)) for table in tables_of(page)} == {5}


@pytest.mark.parametrize("marks", [("1.", "2."), ("a.", "b."), ("-", "-")])
def test_a_text_across_the_place_of_list_marks_ends_no_table(marks: tuple[str, str]) -> None:
    below = [(50.0, 190.0, "3"), (80.0, 190.0, "Terwujudnya desa"), (250.0, 190.0, "Jumlah warga")]
    below += [(450.0, 190.0, "Hasil laporan"), (640.0, 190.0, marks[0]), (660.0, 190.0, "Laporan")]
    below += [(640.0, 202.0, marks[1]), (660.0, 202.0, "Renja")]
    last = ((50.0, 232.0, "4"), (80.0, 232.0, "Mutu desa"), (250.0, 232.0, "Jumlah rapat"))
    page = open_table(*below, *last, (450.0, 232.0, "Hasil rapat"), (640.0, 232.0, "Laporan kegiatan desa"))
    (table,) = tables_of(page)
    assert table.cells[-1].text == "Laporan kegiatan desa"


def tables_of(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.kind == "table"]


def row_of(table: Block) -> list[str]:
    """The texts of a table's head."""
    return [cell.text for cell in table.cells if cell.row == 0]


@pytest.mark.parametrize("texts", [3, 4, 5])
@pytest.mark.parametrize("sign", ["N =", "PK =", "C ="])
def test_a_row_without_a_rule_below_is_not_cut_at_its_lines(texts: int, sign: str) -> None:
    """Texts beside the bars of fractions do not tell how far apart wrapped lines are."""
    xs, step = [60.0, 190.0, 330.0, 470.0], 1.4 * SIZE
    heights, printed, rules, y = [40.0, 60.0], [], [], 60.0
    for x, head in zip(xs, ["SASARAN", "INDIKATOR", "FORMULASI"], strict=False):
        printed += words(head, x + 4, 45)
    for row in range(4):
        for x in xs[:2]:
            for i in range(texts):
                printed += words(
                    f"meningkatnya {row} {i}" if not i else "laporan tepat", x + 4, y + 6 + i * step
                )
        if row == 0:
            printed += words("jumlah laporan yang tepat", xs[2] + 4, y + 6)
        for i, part in enumerate(
            ["jumlah laporan", "tepat waktu", "jumlah seluruh", "laporan desa"] * (row > 0)
        ):
            printed += words(part, xs[2] + 34, y + 6 + i * step + (4 if i > 1 else 0))
        if row:
            bar = y + 6 + 2 * step + 1
            rules.append(Ruling("h", bar, xs[2] + 30, xs[2] + 106))
            printed += words(sign, xs[2] + 4, bar - SIZE / 2) + words("x 100%", xs[2] + 110, bar - SIZE / 2)
        y += 6 + (max(texts, 4) + 1) * step
        heights.append(y)
    rules += [Ruling("h", height, xs[0], xs[-1]) for height in heights[:-1]]  # the last row ends the page
    page = lay_out(PageContent(1, 540.0, y + 30, words=printed, rulings=rules))
    (found,) = [b for b in page.blocks if b.kind == "table"]
    assert len({c.row for c in found.cells}) == 5
    last = [c.text.splitlines() for c in found.cells if c.row == 4]
    assert [len(lines) for lines in last[:2]] == [texts, texts]
