"""Tables of figures without a full grid: their rows, columns and heads, and what is no table."""

from __future__ import annotations

from itertools import pairwise

import pytest
from iki.extract.figure_lines import row_of
from iki.extract.figure_tables import may_have_columns
from iki.extract.layout import lay_out
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.schema.blocks import Block, Line, Page, Word
from iki.schema.geometry import Box, bounding_box
from printed import LEADING, SIZE, line, width_of, words

STEP = LEADING * SIZE
TOP = 100.0
LABEL, RIGHTS = 60.0, (260.0, 330.0, 400.0)
"""Where labels begin, and where the columns of figures end."""


def set_rows(rows: list[list[str]], top: float = TOP, rights: tuple[float, ...] = RIGHTS) -> list[Word]:
    """Rows of a label and figures that end at ``rights``; blanks before a label indent it."""
    out: list[Word] = []
    for i, (label, *figures) in enumerate(rows):
        indent = len(label) - len(label.lstrip())
        out += words(label.strip(), LABEL + 4 * indent, top + i * STEP)
        for text, right in zip(figures, rights, strict=False):
            out += words(text, right - width_of(text), top + i * STEP)
    return out


def tables_of(
    printed: list[Word], rules: list[Ruling] | None = None, fills: list[Fill] | None = None
) -> list[Block]:
    content = PageContent(1, 595.0, 842.0, words=printed, rulings=rules or [], fills=fills or [])
    page = lay_out(content)
    kept = [w for b in page.blocks for w in _words(b)]
    assert sorted(w.text for w in kept) == sorted(w.text for w in printed), "no word is lost or doubled"
    return [b for b in page.blocks if b.kind == "table"]


def _words(block: Block) -> list[Word]:
    lines = [line for cell in block.cells for line in cell.lines] + block.lines
    return [w for line in lines for w in line.words]


def texts(table: Block) -> list[list[str]]:
    """The cells' texts by row and column; spanned places are empty."""
    rows = max(c.row + c.row_span for c in table.cells)
    cols = max(c.col + c.col_span for c in table.cells)
    out = [[""] * cols for _ in range(rows)]
    for cell in table.cells:
        out[cell.row][cell.col] = " ".join(cell.text.split())
    return out


HEAD = ["Region", "2019", "2020", "Change"]
BODY = [
    ["North", "1,204", "1,310", "8.8"],
    ["Hills and coast", "98", "102", "(4.1)"],
    ["South", "n/a", "77", "-"],
    ["Islands", "12", "9", "-25.0"],
    ["Total", "1,314", "1,498", "14.0"],
]


def rule(y: float) -> Ruling:
    return Ruling("h", y, LABEL - 2, RIGHTS[-1] + 2)


@pytest.mark.parametrize(
    "heights", [[], [0.0], [0.0, 1.0], [0.0, 1.0, 6.0], [1.0, 5.0, 6.0], [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]
)
def test_each_line_of_figures_is_a_row_whatever_rules_there_are(heights: list[float]) -> None:
    (table,) = tables_of(set_rows([HEAD, *BODY]), [rule(TOP - 1 + h * STEP) for h in heights])
    assert texts(table) == [HEAD, *BODY]


@pytest.mark.parametrize("first", [0, 1])
def test_striped_rows(first: int) -> None:
    bands = [(TOP - 0.9 + (1 + i) * STEP, TOP - 0.9 + (2 + i) * STEP) for i in range(first, len(BODY), 2)]
    fills = [Fill(Box(LABEL - 3, a, RIGHTS[-1] + 3, b), 0.9) for a, b in bands]
    (table,) = tables_of(set_rows([HEAD, *BODY]), fills=fills)
    assert texts(table) == [HEAD, *BODY]


@pytest.mark.parametrize(
    "drawn",
    [
        [("box", 0.0)],  # a frame alone
        [("box", 0.0), ("h", 1.0)],
        [("box", 0.0), ("h", 1.0), ("v", 1.0), ("v", 2.0), ("v", 3.0)],
    ],
)
def test_half_drawn_grids(drawn: list[tuple[str, float]]) -> None:
    left, right, top, bottom = LABEL - 4, RIGHTS[-1] + 4, TOP - 2, TOP + 6 * STEP
    edges = [RIGHTS[0] - 50, RIGHTS[0] + 5, RIGHTS[1] + 5]
    rules: list[Ruling] = []
    for kind, at in drawn:
        if kind == "box":
            rules += [Ruling("h", y, left, right) for y in (top, bottom)]
            rules += [Ruling("v", x, top, bottom) for x in (left, right)]
        elif kind == "h":
            rules.append(Ruling("h", TOP - 1 + at * STEP, left, right))
        else:
            rules.append(Ruling("v", edges[int(at) - 1], top, bottom))
    (table,) = tables_of(set_rows([HEAD, *BODY]), rules)
    assert texts(table) == [HEAD, *BODY]


def test_a_pages_frame_swallows_no_table() -> None:
    frame = [Ruling("h", y, 30, 560) for y in (30, 800)] + [Ruling("v", x, 30, 800) for x in (30, 560)]
    about = words("An annual survey of the trade in boats and of those who build them", 60, 60)
    (table,) = tables_of(about + set_rows([HEAD, *BODY]), frame)
    assert texts(table) == [HEAD, *BODY]


@pytest.mark.parametrize("sign", ["", "$"])
@pytest.mark.parametrize("leader", ["", " ........"])
def test_two_columns(sign: str, leader: str) -> None:
    rows = [[f"{label}{leader}", figure] for label, _, figure, _ in BODY]
    printed = set_rows(rows)
    if sign:
        printed += words(sign, RIGHTS[0] - 45, TOP)
    (table,) = tables_of(printed)
    assert [row[1].removeprefix("$ ") for row in texts(table)] == [figure for _, _, figure, _ in BODY]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["Boats built in yards", "1", "2", "3"], ["of the coast", "", "", ""], ["Nets", "4", "5", "6"]],
            ["Boats built in yards of the coast", "Nets"],
        ),
        (
            [["Boats built in yards", "", "", ""], ["of the coast", "1", "2", "3"], ["Nets", "4", "5", "6"]],
            ["Boats built in yards of the coast", "Nets"],
        ),
        (
            [["Fleet", "", "", ""], ["  Boats", "1", "2", "3"], ["  Nets", "4", "5", "6"]],
            ["Fleet", "Boats", "Nets"],
        ),
    ],
)
def test_labels_go_on_and_titles_of_groups_do_not(rows: list[list[str]], expected: list[str]) -> None:
    more = [["Sails", "7", "8", "9"], ["Ropes", "10", "11", "12"]]
    (table,) = tables_of(set_rows([HEAD, *rows, *more]))
    assert [row[0] for row in texts(table)][1:] == [*expected, "Sails", "Ropes"]


def test_a_heads_text_spans_the_columns_that_it_stands_over() -> None:
    middle = (RIGHTS[0] + RIGHTS[1] - 25) / 2
    over = words("Boats in use by year", middle - width_of("Boats in use by year") / 2, TOP - STEP)
    (table,) = tables_of([*over, *set_rows([HEAD, *BODY])])
    (spanner,) = [c for c in table.cells if c.text == "Boats in use by year"]
    assert (spanner.row, spanner.col, spanner.col_span) == (0, 1, 2)
    assert texts(table)[-len(BODY) :] == BODY


@pytest.mark.parametrize(("left", "right"), [(250.0, 410.0), (240.0, 402.0), (245.0, 440.0)])
def test_a_rule_below_several_texts_of_a_head_spans_none_of_them(left: float, right: float) -> None:
    (table,) = tables_of(set_rows([HEAD, *BODY]), [Ruling("h", TOP + STEP - 1.5, left - 20, right)])
    assert texts(table) == [HEAD, *BODY]


@pytest.mark.parametrize("shift", [-3.0, 0.0, 3.0])
@pytest.mark.parametrize(("text", "first"), [("In", 1), ("Out", 1), ("In", 2)])
def test_a_short_text_in_the_middle_of_two_columns_spans_them(text: str, first: int, shift: float) -> None:
    """It need not reach either column: the line below says which it stands between."""
    left, right = RIGHTS[first - 1] - width_of("1,204"), RIGHTS[first]
    over = words(text, (left + right) / 2 - width_of(text) / 2 + shift, TOP - STEP)
    (table,) = tables_of([*over, *set_rows([HEAD, *BODY])])
    (spanner,) = [c for c in table.cells if c.text == text]
    assert (spanner.row, spanner.col, spanner.col_span) == (0, first, 2)


@pytest.mark.parametrize("years", [["2020", "2021"], ["20/19", "21/20"], ["2020/21", "21/22"]])
def test_a_unit_beside_years_in_the_head_is_no_column_of_its_own(years: list[str]) -> None:
    body = [[name, *figures[:2], "7.1"] for name, *figures in BODY]
    head = set_rows([["", *years, "(%)"]], rights=(*RIGHTS[:2], RIGHTS[2] - 25))
    (table,) = tables_of([*head, *set_rows(body, TOP + STEP)])
    assert texts(table) == [["", *years, "(%)"], *body]


@pytest.mark.parametrize("classes", [["0-14", "15-59", "60+"], ["1–9", "10–99", "100+"]])
def test_classes_from_a_number_to_another_are_heads(classes: list[str]) -> None:
    """They stand over their columns like years do, on one line with the last words of a longer head."""
    body = [[*row, "3.1"] for row in BODY]
    rights = (*RIGHTS, 470.0)
    above = words("Persons per", rights[-1] - width_of("Persons per"), TOP - STEP)
    (table,) = tables_of([*above, *set_rows([["Region", *classes, "house"], *body], rights=rights)])
    assert texts(table) == [["Region", *classes, "Persons per house"], *body]


@pytest.mark.parametrize("label", ["Table 8.", "Tabel 2", "IV"])
def test_a_title_set_apart_from_its_number_is_no_head(label: str) -> None:
    title = words(label, LABEL, TOP - STEP) + words(
        "Boats in use by region and by the year of their building", LABEL + 50, TOP - STEP
    )
    (table,) = tables_of([*title, *set_rows([HEAD, *BODY])])
    assert texts(table) == [HEAD, *BODY]


@pytest.mark.parametrize("end", [RIGHTS[1] + 3, RIGHTS[2] + 3])
def test_a_shaded_heads_text_spans_the_columns_under_its_shade(end: float) -> None:
    """The text is in the middle of its shade, and the figures at their columns' right sides."""
    start, top = RIGHTS[0] - 65, TOP - STEP
    fills = [Fill(Box(start, top - 1, end, top + STEP - 1), 0.7)]
    fills += [Fill(Box(LABEL - 2, top - 1, start, top + STEP - 1), 0.7)]
    over = words("Boats", (start + end) / 2 - width_of("Boats") / 2, top)
    (table,) = tables_of([*over, *set_rows([HEAD, *BODY])], fills=fills)
    (spanner,) = [c for c in table.cells if c.text == "Boats"]
    assert (spanner.row, spanner.col, spanner.col_span) == (0, 1, 2 if end < RIGHTS[2] else 3)


@pytest.mark.parametrize("white", [40.0, 60.0])
def test_two_tables_below_each_other(white: float) -> None:
    first = set_rows([HEAD, *BODY])
    top = TOP + 6 * STEP + white
    title = words("Table 2. Catches of the year before and of this one", LABEL, top - 1.5 * STEP)
    found = tables_of(first + title + set_rows([HEAD, *BODY[:4]], top))
    assert [len(texts(t)) for t in found] == [6, 5]


def test_drawn_rows_that_stack_rows_of_figures_are_split() -> None:
    left, right, top = LABEL - 4, RIGHTS[-1] + 4, TOP - 2
    edges = [left, RIGHTS[0] - 50, RIGHTS[0] + 5, RIGHTS[1] + 5, right]
    heights = [top, TOP - 1 + STEP, TOP - 1 + 4 * STEP, TOP + 6 * STEP + 8]
    rules = [Ruling("h", y, left, right) for y in heights] + [Ruling("v", x, top, heights[-1]) for x in edges]
    rows = [*BODY, ["Abroad", "3", "4", "33.3"]]
    printed = set_rows([HEAD, *rows[:3]]) + set_rows(rows[3:], TOP + 4 * STEP + 2)
    (table,) = tables_of(printed, rules)
    assert texts(table) == [HEAD, *rows]


def printed_at(*parts: tuple[str, float, float]) -> list[Word]:
    """The words of texts, each at its place."""
    return [word for text, x, top in parts for word in words(text, x, top)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        # figures beside each other on two lines
        (printed_at(("Ikan", 60, 100), ("17", 260, 100), ("Udang", 60, 120), ("9", 340, 120)), True),
        (printed_at(("2023", 260, 100), ("2024", 340, 100), ("-", 260, 120), ("-", 340, 120)), True),
        # marks that come again and again below years
        (
            printed_at(
                ("2023", 160, 100), ("2024", 260, 100), *(("ya", 260, 120.0 + y) for y in (0, 15, 30))
            ),
            True,
        ),
        # the numbers of columns and of rows, and a factor within a formula
        (
            printed_at(
                ("1", 60, 100), ("2", 160, 100), ("3", 260, 100), ("1", 60, 120), ("dokumen", 160, 120)
            ),
            False,
        ),
        (printed_at(("1", 60, 100), ("2", 160, 100), ("3", 260, 100), ("Nilai x 100%", 260, 120)), False),
        # no more than one column of figures
        (printed_at(("Ikan", 60, 100), ("17", 260, 100), ("Udang", 60, 120), ("9", 260, 120)), False),
    ],
)
def test_figures_that_may_make_a_table_within_a_drawn_one(printed: list[Word], expected: bool) -> None:
    assert may_have_columns(printed, [50.0, 150.0, 250.0, 330.0]) is expected


# ---- no tables -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [2, 3])
def test_prose_in_columns_is_no_table(columns: int) -> None:
    text = "in 2019 some 45 boats left the coast and 12 came back by night"
    width = 500 / columns
    size = 12.0 / columns + 2
    printed = [
        w
        for c in range(columns)
        for i in range(20)
        for w in words(
            f"{'so ' if (i + c) % 3 else ''}{text}"[: int(width / size * 1.9)],
            50 + c * width,
            60 + i * STEP,
            size,
        )
    ]
    assert tables_of(printed) == []


def test_a_table_of_contents_is_no_table() -> None:
    rows = [
        [f"{name} of the fleet ................", str(page)]
        for name, page in zip("ABCDE", (1, 4, 9, 9, 17), strict=True)
    ]
    assert tables_of(set_rows(rows)) == []


@pytest.mark.parametrize("mark", ["1.", "a.", "2)"])
def test_keys_and_lists_are_no_tables(mark: str) -> None:
    printed: list[Word] = []
    for i, (key, value) in enumerate([("Name", "Boat"), ("Number", "17"), ("Year", "2019"), ("Sum", "450")]):
        printed += words(mark, 60, TOP + i * STEP)
        printed += words(key, 80, TOP + i * STEP) + words(f": {value}", 160, TOP + i * STEP)
    assert tables_of(printed) == []


def test_the_marks_of_a_charts_axes_are_no_table() -> None:
    printed = [w for i in range(6) for w in words(str(100 - 20 * i), 60, TOP + 2 * i * STEP)]
    printed += [w for i in range(5) for w in words(str(2015 + i), 100 + 60 * i, TOP + 12 * STEP)]
    lines = [Ruling("h", TOP + 5 + 2 * i * STEP, 90, 400) for i in range(6)]
    sides = [Ruling("v", x, TOP + 5, TOP + 5 + 10 * STEP) for x in (90, 400)]
    assert tables_of(printed, lines + sides) == []


# ---- what a line holds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("Boats", 60), ("12 345", 200), ("678", 260)], ["Boats", "12 345", "678"]),
        ([("Boats", 60), ("$", 180), ("1,204", 220)], ["Boats", "$ 1,204"]),
        ([("Boats and nets", 60), ("17", 200), ("%", 216)], ["Boats and nets", "17 %"]),
        ([("Boats", 60), ("2019", 200), ("2020", 224)], ["Boats", "2019", "2020"]),
        ([("Boats ......", 60), ("9", 200)], ["Boats", "9"]),
    ],
)
def test_atoms(parts: list[tuple[str, float]], expected: list[str]) -> None:
    made = [w for text, x in parts for w in line(text, x).words]
    row = row_of(Line(tuple(made), bounding_box(w.box for w in made), " ".join(w.text for w in made)))
    assert [a.text for a in row.atoms] == expected
    assert row.is_data
    assert all(a.x1 <= b.x0 for a, b in pairwise(row.atoms))


# ---- the first rows of a longer table whose head is shaded ---------------------------------------------------

SHADED = [50.0, 170.0, 330.0, 420.0, 510.0]
LONGER = [
    (
        "Meningkatnya panen",
        ["Produksi kopi", "Luas kebun", "Jumlah petani", "Jumlah benih"],
        "Terjaganya mutu",
    ),
    ("Lancarnya layanan", ["Surat masuk", "Surat keluar", "Jumlah tamu", "Jumlah rapat"], "Tertibnya arsip"),
    ("Bersihnya pasar", ["Jumlah kios", "Jumlah los", "Jumlah pedagang", "Jumlah ton"], "Tertibnya parkir"),
]


def shaded_page(goal: str, names: list[str], further: str, *, shaded: int = 4, rows: int = 4) -> Page:
    """Rows of figures under a head of shaded cells, and ``rows`` of texts below them."""
    printed: list[Word] = []
    for x, text in zip(SHADED, ["SASARAN", "INDIKATOR", "2031", "2032"], strict=False):
        printed += words(text, x + 4, 84)
    printed += words(goal, SHADED[0] + 4, 106)
    y = 106.0
    for n, name in enumerate(names):
        printed += words(name, SHADED[1] + 4, y)
        printed += words(f"{125 + 30 * n}", SHADED[2] + 30, y) + words(f"{225 + 30 * n}", SHADED[3] + 30, y)
        y += 20
    for _ in range(rows):
        for x, text in zip(SHADED, [further, "Mutu layanan", "belum ada", "sesuai rencana"], strict=False):
            printed += words(text, x + 4, y)
        y += 20
    fills = [Fill(Box(a, 80, b, 100), 0.8) for a, b in list(pairwise(SHADED))[:shaded]]
    return lay_out(PageContent(1, 842, 595, words=printed, fills=fills))


def the_columns(page: Page) -> list[list[int]]:
    """The columns of each table, and the count of its rows."""
    tables = [b for b in page.blocks if b.kind == "table"]
    return [[max(c.col + c.col_span for c in b.cells), len({c.row for c in b.cells})] for b in tables]


@pytest.mark.parametrize(("goal", "names", "further"), LONGER)
def test_rows_of_figures_are_the_first_of_a_table_with_a_shaded_head(
    goal: str, names: list[str], further: str
) -> None:
    page = shaded_page(goal, names, further)
    (table,) = [b for b in page.blocks if b.kind == "table"]
    assert max(c.col + c.col_span for c in table.cells) == 4
    assert further in " ".join(c.text for c in table.cells)
    assert not [b for b in page.blocks if b.kind != "table"]


@pytest.mark.parametrize(("goal", "names", "further"), LONGER)
def test_rows_of_words_below_rows_of_figures_belong_to_them(
    goal: str, names: list[str], further: str
) -> None:
    assert the_columns(shaded_page(goal, names, further, rows=0)) == [[4, 5]]
    assert the_columns(shaded_page(goal, names, further, rows=1)) == [[4, 6]]
    assert the_columns(shaded_page(goal, names, further, shaded=3)) == [[4, 9]]


TEXTS_BELOW = [
    (
        ["No", "Sasaran", "Indikator", "Target"],
        [
            ["1.", "Turunnya kesakitan", "Cakupan temuan", "90%"],
            ["2.", "Naiknya cakupan", "Cakupan imunisasi", "95%"],
            ["3.", "Naiknya mutu", "Nilai kinerja", "Baik"],
            ["4.", "Naiknya peran", "Kelurahan siaga", "Empat"],
        ],
    ),
    (
        ["Sasaran", "Indikator", "Satuan", "Target"],
        [
            ["Terwujudnya mutu", "a. Nilai layanan", "Poin", "81,5"],
            ["Terwujudnya tata", "b. Nilai arsip", "Poin", "77"],
            ["Terwujudnya aman", "c. Jumlah patroli", "Kali", "12"],
            ["Terwujudnya tertib", "d. Predikat arsip", "Huruf", "AA"],
            ["Terwujudnya rapi", "e. Predikat taman", "Huruf", "BB"],
        ],
    ),
    (
        ["Kode", "Indikator", "Awal", "Akhir"],
        [
            ["K1", "Panjang jalan", "14", "16"],
            ["K2", "Luas taman", "20", "25"],
            ["K3", "Opini laporan", "Wajar", "Wajar"],
            ["K4", "Predikat kota", "Madya", "Utama"],
        ],
    ),
]


@pytest.mark.parametrize(("head", "rows"), TEXTS_BELOW)
def test_texts_below_figures_make_a_table_of_texts(head: list[str], rows: list[list[str]]) -> None:
    """All rows are one table's, and the letterhead above its head stays apart."""
    printed = words("PEMERINTAH KOTA AWAN JAYA", 200, 60) + words("DINAS KESEHATAN", 230, 72)
    for i, row in enumerate([head, *rows]):
        for x, part in zip((60, 180, 320, 440), row, strict=True):
            printed += words(part, x, 110 + 22 * i)
    (found,) = tables_of(printed)
    assert texts(found) == [head, *rows]


def test_one_text_below_figures_makes_no_other_table_of_them() -> None:
    rows = [[*row] for row in BODY]
    rows[-1][-1] = "none"
    (found,) = tables_of(set_rows([HEAD, *rows]))
    assert texts(found) == [HEAD, *rows]


Goals = list[tuple[list[str], list[tuple[list[str], list[str]]]]]
GOALS: Goals = [
    (
        ["Meningkatnya mutu", "kerja lewat pelatihan", "vokasi"],
        [
            (["1.1 Jumlah tenaga kerja yang", "mengikuti pelatihan", "kompetensi"], ["1.920 orang"]),
            (["1.2 Persentase lulusan", "yang bersertifikat"], ["90 persen"]),
            (["1.3 Persentase lulusan", "yang bekerja"], ["60 persen"]),
        ],
    ),
    (
        ["Tertibnya arsip", "desa"],
        [(["2.1 Jumlah arsip yang", "tersimpan rapi", "setahun"], ["16", "berkas"])],
    ),
    (
        ["Lancarnya rapat", "yang baik"],
        [(["3.1 Nilai rapat", "anggaran"], ["96,5"]), (["3.2 Nilai rapat tahunan", "pengurus"], ["82"])],
    ),
]
PLACES = (60.0, 90.0, 240.0, 410.0)


def ruled_goals(goals: Goals, top: float) -> tuple[list[Word], list[Ruling], float]:
    """Goals with their indicators, rules between all of them; the goals' cells span their indicators."""
    printed, rules, y = list[Word](), [Ruling("h", top, 56.0, 480.0, 1.2)], top + 4
    for x, text in zip(PLACES, ["No", "Sasaran Kegiatan", "Indikator", "Target"], strict=True):
        printed += words(text, x, y)
    y += STEP + 6
    for number, (goal, indicators) in enumerate(goals, 1):
        rules.append(Ruling("h", y - 3, 56.0, 480.0, 0.7))
        printed += words(str(number), PLACES[0], y)
        for i, text in enumerate(goal):
            printed += words(text, PLACES[1], y + i * STEP)
        for i, cells in enumerate(indicators):
            rules += [Ruling("h", y - 3, PLACES[2] - 4, 480.0, 0.7)] if i else []
            for x, lines in zip(PLACES[2:], cells, strict=True):
                for j, text in enumerate(lines):
                    printed += words(text, x, y + j * STEP)
            y += max(map(len, cells)) * STEP + 6
    rules.append(Ruling("h", y - 3, 56.0, 480.0, 1.2))
    return printed, rules, y


@pytest.mark.parametrize("title", ["", "BALAI PELATIHAN KERJA DAN USAHA TELUK ELOK TIMUR"])
@pytest.mark.parametrize("goals", [GOALS, GOALS[:2], GOALS[::-1]], ids=["all", "two", "turned"])
@pytest.mark.parametrize("gap", [14.0, 24.0])
def test_rules_between_rows_of_wrapped_texts_keep_them_whole(title: str, goals: Goals, gap: float) -> None:
    """Numbers in the last column make no table of figures of one whose rules part its rows."""
    printed, rules, y = ruled_goals(goals, 97.0)
    printed += words(title, 110.0, 84.0) if title else []
    budget = [
        ["No", "Kegiatan", "Anggaran"],
        ["1", "Pelatihan kerja", "Rp21.345"],
        ["2", "Tata usaha", "Rp14.8"],
    ]
    for i, row in enumerate(budget):
        for x, text in zip((60.0, 90.0, 420.0), row, strict=True):
            printed += words(text, x, y + gap + 3 + i * 22)
    rules += [Ruling("h", y + gap + dy, 56.0, 480.0, 0.9) for dy in (0.0, 20.0, 42.0, 64.0)]
    first, second = tables_of(printed, rules)
    indicators = [" ".join(lines) for _, found in goals for lines, _ in found]
    assert [row[2] for row in texts(first)][-len(indicators) :] == indicators
    assert texts(second)[-3:] == budget
