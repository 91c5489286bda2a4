"""Tables as reports print them, and what stands in reports and is none: each rule on inputs of several origins."""

from __future__ import annotations

import pytest
from iki.extract.false_grids import blanks
from iki.extract.figure_lines import row_of, usual_space
from iki.extract.layout import lay_out
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.extract.text_lines import group_lines
from iki.schema.blocks import Block, Line, Word
from iki.schema.geometry import Box
from printed import LEADING, SIZE, line, width_of, words

STEP = LEADING * SIZE
TOP = 140.0
LABEL = 60.0
RIGHTS = (260.0, 330.0, 400.0, 470.0)
"""Where labels begin, and where columns end."""


def tables_of(
    printed: list[Word], rules: list[Ruling] | None = None, fills: list[Fill] | None = None
) -> list[Block]:
    page = lay_out(PageContent(1, 595.0, 842.0, words=printed, rulings=rules or [], fills=fills or []))
    return [b for b in page.blocks if b.kind == "table"]


def set_rows(rows: list[list[str]], top: float = TOP) -> list[Word]:
    """Rows of a label and texts that end at `RIGHTS`; empty ones leave their place white."""
    out: list[Word] = []
    for i, (label, *others) in enumerate(rows):
        indent = len(label) - len(label.lstrip())
        out += words(label.strip(), LABEL + 4 * indent, top + i * STEP) if label else []
        for text, right in zip(others, RIGHTS, strict=False):
            out += words(text, right - width_of(text), top + i * STEP) if text else []
    return out


def texts(table: Block) -> list[list[str]]:
    """The cells' texts by row and column; spanned places are empty."""
    rows = max(c.row + c.row_span for c in table.cells)
    cols = max(c.col + c.col_span for c in table.cells)
    out = [[""] * cols for _ in range(rows)]
    for cell in table.cells:
        out[cell.row][cell.col] = " ".join(cell.text.split())
    return out


def centred(text: str, x0: float, x1: float, top: float) -> list[Word]:
    return words(text, (x0 + x1 - width_of(text)) / 2, top)


def across(pos: float, start: float = LABEL, end: float = RIGHTS[2]) -> Ruling:
    return Ruling("h", pos, start, end)


# ---- lines of data ----------------------------------------------------------------------------------------

RANGES = [
    [
        ["Men", "37.8 (35.8–39.8)", "77.6"],
        ["Women", "64.0 (62.0–66.0)", "28.4"],
        ["All", "5.8 (3.8–7.8)", "9.1"],
    ],
    [["Kota", "12,5 (10,1-14,9)", "7"], ["Desa", "8,0 (6,2-9,8)", "12"], ["Semua", "10,1 (9,0-11,2)", "19"]],
    [["Pine", "4.2 (1.96, 6.44)", "31"], ["Oak", "3.0 (0.55, 5.45)", "22"], ["Ash", "2.7 (1.02, 4.38)", "8"]],
]


@pytest.mark.parametrize("rows", RANGES)
def test_a_range_in_brackets_is_part_of_its_figure(rows: list[list[str]]) -> None:
    (table,) = tables_of(set_rows(rows))
    assert texts(table) == rows


@pytest.mark.parametrize(
    ("left", "right"), [("Annual report", "2006"), ("Laporan tahunan", "17"), ("No. 12", "May 2001")]
)
def test_a_running_head_is_no_row(left: str, right: str) -> None:
    rows = [["Item", "2001", "2002"], ["Roads", "12", "15"], ["Wells", "7", "9"], ["Schools", "3", "4"]]
    head = words(left, LABEL, TOP - 3 * STEP) + words(right, RIGHTS[1] - width_of(right), TOP - 3 * STEP)
    (table,) = tables_of(head + set_rows(rows))
    assert texts(table) == rows


@pytest.mark.parametrize("nothing", ["........", ". . . . .", "...."])
def test_dots_in_a_figures_place_are_a_figure_of_their_own(nothing: str) -> None:
    rows = [["Roads", "12", "15", "8"], ["Wells", "7", nothing, "9"], ["Schools", "3", "4", "2"]]
    (table,) = tables_of(set_rows(rows))
    assert [row[3] for row in texts(table)] == ["8", "9", "2"]
    assert texts(table)[1][1] == "7"


MARKS = [("X", "Programme"), ("Ya", "Syarat"), ("✓", "Requirement")]


@pytest.mark.parametrize(("mark", "head"), MARKS)
def test_marks_beside_labels_make_rows_although_nothing_is_a_figure(mark: str, head: str) -> None:
    rows = [
        [head, "First", "Second", "Third"],
        ["Roads", mark, "", mark],
        ["Wells of the", "", mark, mark],
        ["Schools", mark, mark, ""],
        ["Fences", mark, "", mark],
    ]
    (table,) = tables_of(set_rows(rows), [across(TOP - 2), across(TOP + STEP - 1), across(TOP + 5 * STEP)])
    assert texts(table) == rows


def test_a_row_of_words_below_figures_belongs_to_the_table() -> None:
    rows = [["Roads", "12", "15"], ["Wells", "7", "9"], ["Schools", "3", "4"], ["Counted", "Yes", "No"]]
    (table,) = tables_of(set_rows(rows))
    assert texts(table) == rows
    (table,) = tables_of(
        set_rows(rows[:3]) + words("Source: the offices of three towns", LABEL, TOP + 3 * STEP)
    )
    assert len(texts(table)) == 3


def test_a_bracket_that_had_no_room_closes_the_figure_above() -> None:
    rows = [["Roads", "(12", "15"], ["", ")", ""], ["Wells", "7", "9"], ["Schools", "(3)", "4"]]
    (table,) = tables_of(set_rows(rows))
    assert texts(table)[0] == ["Roads", "(12 )", "15"]


def test_a_label_that_wraps_below_a_groups_title_is_one() -> None:
    rows = [
        ["All", "22", "28"],
        ["Groups", "", ""],
        ["   Hills and the long", "12", "15"],
        ["   Northern coast", "", ""],
        ["   Plains", "7", "9"],
        ["   Islands", "3", "4"],
    ]
    (table,) = tables_of(set_rows(rows))
    assert [row[0] for row in texts(table)] == [
        "All",
        "Groups",
        "Hills and the long Northern coast",
        "Plains",
        "Islands",
    ]


# ---- heads ------------------------------------------------------------------------------------------------

PANELS = [("Number", "Per cent"), ("Jumlah", "Bagian"), ("Men", "Women")]


@pytest.mark.parametrize(("first", "second"), PANELS)
def test_a_panels_title_stands_between_head_and_rows(first: str, second: str) -> None:
    rows = [["Year", "Roads", "Wells", "Schools"]]
    panel = [["1994", "12", "15", "8"], ["1995", "7", "9", "11"], ["1996", "3", "4", "2"]]
    printed = set_rows(rows)
    for i, title in enumerate((first, second)):
        top = TOP + STEP * (1 + 4 * i)
        printed += centred(title, LABEL, RIGHTS[2], top) + set_rows(panel, top + STEP)
    (table,) = tables_of(printed)
    assert texts(table)[0] == rows[0]
    assert [row[0] for row in texts(table)[1:]] == [
        first,
        *(r[0] for r in panel),
        second,
        *(r[0] for r in panel),
    ]
    assert [c.col_span for c in table.cells if c.text in (first, second)] == [4, 4]


@pytest.mark.parametrize("groups", [("Coal", "Gas"), ("Laki-laki", "Perempuan"), ("A", "B")])
def test_texts_above_one_rule_stand_over_groups_of_columns(groups: tuple[str, str]) -> None:
    body = [[f"199{i}", *(str(100 + 7 * i + k) for k in range(4))] for i in range(4)]
    lefts = [right - width_of("100") for right in RIGHTS]
    printed = centred(groups[0], lefts[0], RIGHTS[1], TOP) + centred(groups[1], lefts[2], RIGHTS[3], TOP)
    printed += set_rows([["Year", "Sold", "Kept", "Sold", "Kept"], *body], TOP + 1.2 * STEP)
    (table,) = tables_of(printed, [across(TOP + 1.1 * STEP, lefts[0] - 4, RIGHTS[3] + 4)])
    assert {(c.text, c.col, c.col_span) for c in table.cells if c.text in groups} == {
        (groups[0], 1, 2),
        (groups[1], 3, 2),
    }


def test_years_in_the_middle_between_columns_are_the_head() -> None:
    body = [["Roads", "125,000", "155,000"], ["Wells", "75,250", "95,100"], ["Schools", "313,000", "415,000"]]
    printed = words("2001", 205.0, TOP) + words("2002", 275.0, TOP) + set_rows(body, TOP + STEP)
    (table,) = tables_of(printed)
    assert texts(table) == [["", "2001", "2002"], *body]


def test_numbers_of_columns_and_their_names_are_two_rows() -> None:
    rows = [["", "(1)", "(2)", "(3)"], ["Variable", "First", "Second", "Third"]]
    body = [
        ["Roads", "0.12", "0.15", "0.08"],
        ["Wells", "0.07", "0.09", "0.11"],
        ["Schools", "0.03", "0.04", "0.02"],
    ]
    (table,) = tables_of(set_rows(rows + body))
    assert [row[1:] for row in texts(table)] == [row[1:] for row in rows + body]


@pytest.mark.parametrize("word", ["NS", "low", "n/a"])
def test_a_rule_under_the_whole_head_ends_it(word: str) -> None:
    rows = [
        ["Kind", "First", "Second"],
        ["Sex", "", word],
        ["  Men", "12", "15"],
        ["  Women", "7", "9"],
        ["  All", "19", "24"],
    ]
    rules = [across(TOP - 2, end=RIGHTS[1]), across(TOP + STEP - 1.5, end=RIGHTS[1])]
    (table,) = tables_of(set_rows(rows), rules)
    assert [row[0] for row in texts(table)] == ["Kind", "Sex", "Men", "Women", "All"]


# ---- what is no table -------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [("Chapter", "Table"), ("Bab", "Lampiran"), ("Figure", "Appendix")])
def test_contents_without_dots_are_no_table(names: tuple[str, str]) -> None:
    pages = ["1", "3", "7", "7", "12", "20", "31"]
    rows = [[f"{names[i % 2]} {i + 1}. What was found", page] for i, page in enumerate(pages)]
    assert not tables_of(set_rows(rows))
    (table,) = tables_of(set_rows([["What", "Count"], *rows]))  # a head above the numbers says what they are
    assert len(texts(table)) == 8


def test_lines_to_be_written_on_are_no_rules_of_a_table() -> None:
    printed: list[Word] = []
    rules = []
    for i in range(6):
        top = TOP + 2 * i * STEP
        for name, x in (("Name", 60.0), ("Office", 220.0), ("Date", 400.0)):
            printed += words(name, x, top)
            rules.append(across(printed[-1].box.bottom - 1, printed[-1].box.x1 + 3, x + 130))
    assert not tables_of(printed, rules)
    assert len(blanks(rules, printed)) == len(rules)
    filled = printed + [w for r in rules for w in words("Budi", r.start + 8, r.pos - STEP + 1)]
    assert not blanks(rules, filled)


def test_bars_with_figures_are_no_table_of_figures() -> None:
    printed: list[Word] = []
    fills = []
    for i, height in enumerate((60, 90, 40, 110, 75)):
        x = 120.0 + 60 * i
        fills.append(Fill(Box(x, 400.0 - height, x + 30, 400.0), 0.5))
        printed += words(f"{height / 2:.1f}", x, 390.0) + words(str(2001 + i), x, 404.0)
    assert not tables_of(printed, fills=fills)


def test_cells_below_each_other_are_no_column_of_running_text() -> None:
    names = ["Total storms for the wide coast", "Military homes from new towns", "Existing grants for the poor",
             "Median claims and new losses", "Full inspections from the state", "Local loans of the old banks",
             "Civil yields from these fields", "Domestic births in the towns", "Annual acres of all farms"]  # fmt: skip
    printed: list[Word] = []
    for i, name in enumerate(["What was done", *names]):
        day, state = (f"Mar. {i + 1}", "Closed") if i else ("Date", "Status")
        printed += words(day, 60, TOP + i * STEP) + words(name, 130, TOP + i * STEP)
        printed += words(state, 400, TOP + i * STEP)
    (table,) = tables_of(printed, [across(TOP + STEP - 1, end=440.0)])
    assert max(c.col + c.col_span for c in table.cells) == 3


def test_notes_in_small_print_are_no_row() -> None:
    rows = [
        ["Time", "Event", "Room"],
        ["08:00", "Talk", "Hall"],
        ["09:00", "Walk", "Park"],
        ["10:00", "Song", "Hall"],
    ]
    note = [Word(w.text, w.box, w.size * 0.8) for w in words("Source: town", LABEL, TOP + 4.6 * STEP)]
    (table,) = tables_of(set_rows(rows) + note)
    assert texts(table) == rows


# ---- words read in pictures -------------------------------------------------------------------------------


def wide(text: str, x: float, space: float) -> Line:
    """A line of words read in a picture, so far apart."""
    out: list[Word] = []
    for word in text.split():
        made = words(word, x, TOP)[0]
        out.append(Word(made.text, made.box, made.size, engine="ocr"))
        x = made.box.x1 + space
    return group_lines(out)[0]


@pytest.mark.parametrize("text", ["Percent change of", "Residential benefits for", "Jumlah puskesmas di"])
def test_the_usual_space_of_a_picture_keeps_words_together(text: str) -> None:
    spaced = wide(f"{text} all towns", 60.0, 0.48 * SIZE)
    figures = wide("12.5", 260.0, 0.0)
    label = wide(text, 60.0, 0.48 * SIZE)
    together = group_lines([*label.words, *figures.words])[0]
    assert len(row_of(together).atoms) > 2
    assert [a.text for a in row_of(together, usual_space([spaced])).atoms] == [text, "12.5"]


def test_a_text_layer_tells_its_own_spaces() -> None:
    assert usual_space([line("Percent change of all towns", 60.0, TOP)]) == 0.0
