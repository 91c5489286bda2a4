"""Open tables of more kinds: centred cells, rows at one pitch, heads over groups, titles in a shade; and charts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from iki.extract.anchored_rows import anchored_cuts
from iki.extract.false_grids import is_chart, without_bars
from iki.extract.layout import lay_out, ruled_grids
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.extract.ruled_grid import Grid
from iki.extract.split_by_text import part_rows
from iki.extract.text_lines import KnownLines
from iki.schema.blocks import Block, Word
from iki.schema.geometry import Box
from printed import LEADING, SIZE, line, width_of, words

STEP = LEADING * SIZE
TOP = 100.0


def tables_of(
    printed: list[Word], rules: list[Ruling] | None = None, fills: list[Fill] | None = None
) -> list[Block]:
    page = lay_out(PageContent(1, 595.0, 842.0, words=printed, rulings=rules or [], fills=fills or []))
    return [b for b in page.blocks if b.kind == "table"]


def column(table: Block, col: int) -> list[tuple[str, int]]:
    """The texts of a column's cells, and how many columns each has."""
    cells = sorted((c for c in table.cells if c.col == col), key=lambda c: c.row)
    return [(" ".join(c.text.split()), c.col_span) for c in cells]


def at(right: float, text: str, top: float) -> list[Word]:
    return words(text, right - width_of(text), top)


# ---- rows -------------------------------------------------------------------------------------------------

ITEMS = [
    ["Road repair in", "the upper village"],
    ["Wells"],
    ["New roofs for", "schools and", "clinics"],
    ["Fences", "of wood"],
]
TASKS = [
    ["Menyusun laporan", "keuangan"],
    ["Rapat"],
    ["Memeriksa", "jalan dan", "jembatan"],
    ["Menanam", "bakau"],
]


@pytest.mark.parametrize("texts", [ITEMS, TASKS])
@pytest.mark.parametrize("anchors", [["1", "2", "3", "4"], ["08.00", "09.15", "10.30", "11.45"]])
def test_texts_set_in_the_middle_beside_numbers_are_rows(texts: list[list[str]], anchors: list[str]) -> None:
    lines, numbers, y = [], [], TOP
    for text, number in zip(texts, anchors, strict=True):
        lines += [line(part, 100.0, y + i * STEP) for i, part in enumerate(text)]
        numbers.append(line(number, 60.0, y + (len(text) - 1) * STEP / 2))
        y += len(text) * STEP
    cuts = anchored_cuts({0: numbers, 1: lines})
    rows = [[ln.text for ln in lines if sum(c < ln.box.cy for c in cuts) == k] for k in range(len(anchors))]
    assert rows == texts
    assert anchored_cuts({0: numbers, 1: lines}, tops=True) == []
    moved = [replace(ln, box=Box(ln.box.x0, ln.box.top + 5, ln.box.x1, ln.box.bottom + 5)) for ln in numbers]
    assert anchored_cuts({0: moved, 1: lines}) == [], "numbers that stand level with nothing tell no rows"


@pytest.mark.parametrize("texts", [ITEMS, TASKS, [*TASKS, ["Senam"]]])
@pytest.mark.parametrize("head", [True, False])
def test_figures_in_the_middle_tell_rows_beside_numbers_at_the_top(
    texts: list[list[str]], head: bool
) -> None:
    """The numbers may have no head."""
    lines, numbers, figures, y = [], [], [], TOP
    if head:
        lines, figures, y = [line("Program", 100.0, y)], [line("Anggaran", 300.0, y)], y + STEP
    for at, text in enumerate(texts, 1):
        lines += [line(part, 100.0, y + i * STEP) for i, part in enumerate(text)]
        numbers.append(line(f"{at}.", 60.0, y))
        figures.append(line(f"{at}25.000.000", 300.0, y + (len(text) - 1) * STEP / 2))
        y += len(text) * STEP
    cuts = anchored_cuts({0: numbers, 1: lines, 2: figures})
    rows = [[ln.text for ln in lines if sum(c < ln.box.cy for c in cuts) == k] for k in range(len(cuts) + 1)]
    assert rows == [*([["Program"]] if head else []), *texts]
    assert [sum(c < ln.box.cy for c in cuts) for ln in numbers] == list(range(head, len(texts) + head))


@pytest.mark.parametrize("texts", [ITEMS, TASKS])
def test_texts_that_begin_level_with_times_are_rows(texts: list[list[str]]) -> None:
    lines, numbers, y = [], [], TOP
    for hour, text in enumerate(texts):
        lines += [line(part, 100.0, y + i * STEP) for i, part in enumerate(text)]
        numbers.append(line(f"0{hour}.00", 60.0, y))
        y += len(text) * STEP
    cuts = anchored_cuts({0: numbers, 1: lines}, tops=True)
    assert [[ln.text for ln in lines if sum(c < ln.box.cy for c in cuts) == k] for k in range(4)] == texts


@pytest.mark.parametrize(
    "rows",
    [
        [["Wide label fills it", "Yes", "A"], ["Road", "No", "B"], ["Well", "Yes", "C"], ["Roof", "No", "A"]],
        [
            ["Surat masuk keluar", "Ya", "Tim A"],
            ["Arsip", "Ya", "Camat"],
            ["Notula", "-", "Tim B"],
            ["Kas", "Ya", "Tim C"],
        ],
    ],
)
def test_one_full_line_does_not_join_rows_of_one_line(rows: list[list[str]]) -> None:
    edges = [60.0, 158.0, 250.0, 330.0]
    rules = [Ruling("v", x, TOP - 5, TOP + 60) for x in edges] + [
        Ruling("h", y, 60.0, 330.0) for y in (TOP - 5, TOP + 60)
    ]
    (grid,), _ = ruled_grids(rules)
    printed = [
        w
        for i, row in enumerate(rows)
        for x, text in zip(edges, row, strict=False)
        for w in words(text, x + 3, TOP + i * STEP)
    ]
    parted = part_rows(grid, printed, KnownLines())
    assert len(parted.ys) - 1 == len(rows)


@pytest.mark.parametrize("names", [["North", "South"], ["Kota Baru", "Muara"]])
def test_names_in_the_middle_beside_rows_of_figures_reach_over_these(names: list[str]) -> None:
    printed = [
        *words("Place", 60.0, TOP),
        *words("Kind", 140.0, TOP),
        *at(300.0, "Area", TOP),
        *at(380.0, "Yield", TOP),
    ]
    for i in range(4):
        top = TOP + (i + 1) * 1.5 * STEP
        printed += [
            *words(["Rice", "Maize"][i % 2], 140.0, top),
            *at(300.0, f"{87 + 31 * i}.5", top),
            *at(380.0, f"{412 + 7 * i}", top),
        ]
    for i, name in enumerate(names):
        printed += words(name, 60.0, TOP + (1.5 + 2 * i) * 1.5 * STEP)
    (table,) = tables_of(printed)
    spans = [(c.text, c.row, c.row_span) for c in table.cells if c.col == 0]
    assert spans == [("Place", 0, 1), (names[0], 1, 2), (names[1], 3, 2)]


# ---- figures and heads ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["58.9 ± 0.4", "33 (45%)", "0.81**"])
def test_errors_shares_and_marks_belong_to_their_figure(mark: str) -> None:
    rows = [[f"Model {c}", *(mark.replace("8", str(i)) for i in range(3))] for c in "ABCD"]
    printed = [
        *words("Name", 60.0, TOP),
        *at(210.0, "Loss", TOP),
        *at(280.0, "Area", TOP),
        *at(350.0, "Time", TOP),
    ]
    for i, (label, *figures) in enumerate(rows):
        printed += words(label, 60.0, TOP + (i + 1) * STEP)
        for right, text in zip((210.0, 280.0, 350.0), figures, strict=True):
            printed += at(right, text, TOP + (i + 1) * STEP)
    (table,) = tables_of(printed)
    assert [text for text, _ in column(table, 2)] == ["Area", *(row[2] for row in rows)]


@pytest.mark.parametrize("brackets", [(True, True), (True, False)])
def test_brackets_of_figures_hang_into_the_white_between_columns(brackets: tuple[bool, bool]) -> None:
    printed = [*words("Item", 60.0, TOP), *at(250.0, "Budget", TOP), *at(320.0, "Actual", TOP)]
    for i in range(6):
        figures = [f"{712_345 + 999 * i:,}.10", f"{412_345 + 99 * i:,}.20"]
        for right, text, hang in zip((250.0, 309.0), figures, brackets, strict=True):
            shown = f"({text})" if hang and i % 2 else text
            printed += at(right + (5.0 if shown != text else 0.0), shown, TOP + (i + 1) * STEP)
        printed += words(f"Road {'ABCDEF'[i]}", 60.0, TOP + (i + 1) * STEP)
    (table,) = tables_of(printed)
    assert max(c.col for c in table.cells) == 2


@pytest.mark.parametrize("names", [["Boats", "Fields"], ["Padi sawah", "Jagung"]])
def test_texts_in_the_middles_of_equal_groups_of_columns_span_them(names: list[str]) -> None:
    rights = [180.0 + 50 * i for i in range(6)]
    printed = [
        w
        for name, middle in zip(names, (217.5, 367.5), strict=True)
        for w in words(name, middle - width_of(name) / 2, TOP)
    ]
    for i, right in enumerate(rights):
        printed += at(right, ["Loss", "Time", "Area"][i % 3], TOP + STEP)
        for row in range(4):
            printed += at(right, f"{1234 + 17 * i + 7 * row}", TOP + (2 + row) * STEP)
    for row in range(4):
        printed += words(f"Name {'ABCD'[row]}", 60.0, TOP + (2 + row) * STEP)
    (table,) = tables_of(printed)
    assert [(c.text, c.col, c.col_span) for c in table.cells if c.row == 0 and c.text] == [
        (names[0], 1, 3),
        (names[1], 4, 3),
    ]


@pytest.mark.parametrize("title", ["BELANJA", "FOOD AND DRINKS"])
def test_a_title_in_one_shade_across_is_one_cell(title: str) -> None:
    printed = [*words("Item", 60.0, TOP), *at(260.0, "2021", TOP), *at(330.0, "2022", TOP)]
    fills = []
    for i, label in enumerate([title, "Rice", "Fish", title, "Tea", "Salt"]):
        top = TOP + (i + 1) * 1.3 * STEP
        printed += words(label, 60.0, top)
        if label == title:
            fills.append(Fill(Box(57.0, top - 2, 333.0, top + 12), 0.9))
        else:
            printed += [*at(260.0, f"{312 + i}.4", top), *at(330.0, f"{298 + i}.1", top)]
    (table,) = tables_of(printed, fills=fills)
    assert [span for text, span in column(table, 0) if text == title] == [3, 3]


# ---- charts -----------------------------------------------------------------------------------------------

ENDS = [40.0, 90.0, 25.0, 70.0]


@pytest.mark.parametrize("lying", [False, True])
def test_bars_on_one_line_are_no_shading_of_cells(lying: bool) -> None:
    boxes = [Box(100 + 40 * i, 300 - end, 120 + 40 * i, 300) for i, end in enumerate(ENDS)]
    if lying:
        boxes = [Box(100, 300 + 40 * i, 100 + end, 320 + 40 * i) for i, end in enumerate(ENDS)]
    stripes = [Fill(Box(60, 400 + 30 * i, 500, 415 + 30 * i), 0.9) for i in range(4)]
    assert without_bars([Fill(box, 0.6) for box in boxes] + stripes, []) == stripes
    assert without_bars([Fill(box, 0.6) for box in boxes[:2]], []) == [Fill(box, 0.6) for box in boxes[:2]]


def test_shaded_lines_of_text_are_no_bars() -> None:
    boxes = [Box(100, 300 + 20 * i, 100 + end, 312 + 20 * i) for i, end in enumerate(ENDS)]
    printed = [w for box in boxes for w in words("Ohio", box.x0 + 1, box.top + 1)]
    assert without_bars([Fill(box, 0.6) for box in boxes], printed) == [Fill(box, 0.6) for box in boxes]


def _grid(columns: int, rows: int) -> Grid:
    xs, ys = [60.0 + 40 * i for i in range(columns + 1)], [100.0 + 20 * i for i in range(rows + 1)]
    rules = [Ruling("v", x, ys[0], ys[-1]) for x in xs] + [Ruling("h", y, xs[0], xs[-1]) for y in ys]
    (grid,), _ = ruled_grids(rules)
    return grid


def test_the_lines_of_a_scale_are_no_table_but_a_torn_row_is() -> None:
    legend = [*words("Ohio", 62.0, 103.0), *words("Utah", 182.0, 103.0)]
    assert is_chart(_grid(8, 6), legend)
    assert not is_chart(_grid(6, 1), legend)
    full = [w for c in range(8) for w in words("x1", 62.0 + 40 * c, 103.0)]
    assert not is_chart(_grid(8, 6), full)


def test_a_picture_s_table_names_its_columns_and_is_filled() -> None:
    def read(places: list[tuple[int, int]]) -> list[Word]:
        made = [w for c, r in places for w in words("12", 65.0 + 40 * c, 103.0 + 20 * r)]
        return [replace(w, engine="ocr") for w in made]

    whole = [(c, r) for c in range(4) for r in range(3)]
    assert not is_chart(_grid(4, 3), read(whole))
    assert not is_chart(_grid(4, 3), read(whole[3:])), "all but the corner of the head is named"
    for column in range(1, 4):
        lacking = [place for place in whole if place != (column, 0)]
        assert not is_chart(_grid(4, 3), read(lacking)), "one name of a head may not be read"
    assert is_chart(_grid(4, 3), read([(0, 0), (1, 2), (2, 2)]))
    assert is_chart(_grid(4, 1), read([(c, 0) for c in range(4)]))


# ---- white fills ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("remark", ["APBD", "APBN", "Dana desa"])
@pytest.mark.parametrize("texts", [ITEMS, TASKS, [*TASKS, ["Senam"]]])
def test_white_rectangles_that_make_no_cells_join_none(texts: list[list[str]], remark: str) -> None:
    printed = words("Program", 130.0, TOP) + words("Anggaran", 270.0, TOP) + words("Sumber", 400.0, TOP)
    y = TOP + 1.2 * STEP
    for i, text in enumerate(texts, 1):
        middle = y + (len(text) - 1) * STEP / 2
        printed += [
            *words(f"{i}", 60.0, y),
            *words(f"{i}25.000.000", 270.0, middle),
            *words(remark, 400.0, middle),
        ]
        for at, part in enumerate(text):
            printed += words(part, 90.0, y + at * STEP)
        y += len(text) * STEP
    white = [Box(75.0, TOP - 2, 460.0, TOP + STEP), Box(55.0, TOP + STEP, 460.0, y)]
    plain, covered = tables_of(printed), tables_of(printed, fills=[Fill(box, 1.0, 0xFFFFFF) for box in white])
    assert [(c.row, c.col, c.text) for c in covered[0].cells] == [
        (c.row, c.col, c.text) for c in plain[0].cells
    ]
    assert column(plain[0], 1) == [("Program", 1), *((" ".join(text), 1) for text in texts)]
