"""Other readers are asked about tables without rulings: what they say, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.document_reader import TABLES_ASKED, read_document
from iki.extract.table_agreement import ask_others, judge, settled
from iki.extract.table_readers import Reading, cells_between
from iki.extract.text_lines import make_line
from iki.normalize import layout_confidence as confidence
from iki.schema.blocks import AGREED, DIFFERED, UNSETTLED, Block, Cell, Word
from iki.schema.geometry import Box, bounding_box
from pdfplumber.table import edges_to_intersections, intersections_to_cells
from reportlab.pdfgen.canvas import Canvas

PRICES = [["Kode", "Barang", "Harga"], ["A-1", "Sekop", "45.000"], ["A-2", "Cangkul", "80.500"]]
HERDS = [
    ["Desa", "Sapi", "Kambing", "Ayam"],
    ["Sukajaya", "12", "40", "310"],
    ["Mekarsari", "7", "22", "95"],
    ["Cibodas", "31", "8", "1.204"],
]
DUTIES = [
    ["Sasaran", "Indikator"],
    ["Tertibnya arsip\nkantor desa", "Persentase surat\nyang diarsipkan"],
    ["Lancarnya\npelayanan", "Jumlah warga\nyang dilayani"],
]
WIDTH, HEIGHT = 595.0, 842.0
COLUMN, LINE, LETTER = 120.0, 12.0, 5.0  # points


def table(texts: list[list[str]]) -> Block:
    """Left-aligned columns, a row as high as its longest cell."""
    cells = []
    top = 100.0
    for r, row in enumerate(texts):
        height = LINE * max(text.count("\n") + 1 for text in row) + 6
        for c, text in enumerate(row):
            cell = Cell(r, c, 1, 1, Box(60 + COLUMN * c, top, 60 + COLUMN * (c + 1), top + height))
            for n, line in enumerate(text.split("\n")):
                x, words = 64 + COLUMN * c, []
                for word in line.split():
                    y = top + 2 + LINE * n
                    words.append(Word(word, Box(x, y, x + LETTER * len(word), y + 10), size=10))
                    x += LETTER * len(word) + 3
                if words:
                    cell.lines.append(make_line(words))
            cells.append(cell)
        top += height
    return Block("table", bounding_box(c.box for c in cells), cells=cells, ruled=False)


@pytest.mark.parametrize("texts", [PRICES, HERDS, DUTIES])
def test_the_same_reading_agrees_however_its_rows_are_cut(texts: list[list[str]]) -> None:
    assert judge(table(texts), texts) == ("agree", 1.0)
    lines: Reading = []
    for row in texts:
        parts = [cell.split("\n") for cell in row]
        deep = max(map(len, parts))
        lines += [[p[n] if n < len(p) else "" for p in parts] for n in range(deep)]
    assert judge(table(texts), lines) == ("agree", 1.0)


@pytest.mark.parametrize("texts", [PRICES, HERDS, DUTIES])
def test_another_column_edge_differs(texts: list[list[str]]) -> None:
    joined = [[f"{row[0]} {row[1]}", *row[2:]] for row in texts]
    verdict, share = judge(table(texts), joined)
    assert verdict == "differ"
    assert share == pytest.approx(1 - 2 / len(texts[0]))


def test_a_cell_that_is_cut_within_theirs_is_not_found_again() -> None:
    cut = [*HERDS[:2], ["Mekar", "7", "22", "95"], HERDS[3]]
    assert judge(table(cut), HERDS) == ("unknown", 15 / 16)


def test_wrapped_texts_need_not_be_found_again_in_full() -> None:
    many = [["Sasaran", "Indikator"], *DUTIES[1:] * 3, ["Amannya\npasar", "Jumlah\nkios"]]
    theirs = [list(row) for row in many]
    theirs[-1][1] = "Jumlah kios dan los"
    assert judge(table(many), theirs)[0] == "agree"


def test_too_few_cells_say_nothing() -> None:
    assert judge(table(PRICES[:1]), PRICES[:1]) == ("unknown", 0.0)
    assert ask_others(table(PRICES[:1]), WIDTH, HEIGHT) is None
    assert judge(table(PRICES), None) == ("unknown", 0.0)


def test_the_second_reader_is_asked_only_where_the_first_one_differs() -> None:
    ours = table(HERDS)
    other = [[" ".join(row)] for row in HERDS]

    def never() -> Reading | None:
        raise AssertionError

    said = settled(ours, lambda: HERDS, never)
    assert said == ("agree", 1.0, "pdfplumber")
    assert settled(ours, lambda: other, lambda: HERDS) == ("unknown", 0.0, "pdfplumber")
    assert settled(ours, lambda: other, lambda: other) == ("differ", 0.0, "pdfplumber and camelot")
    assert settled(ours, lambda: None, lambda: HERDS) == ("agree", 1.0, "camelot")
    assert settled(ours, lambda: None, lambda: None) is None


@pytest.mark.parametrize("texts", [PRICES, HERDS])
def test_pdfplumber_reads_the_words_again(texts: list[list[str]]) -> None:
    assert ask_others(table(texts), WIDTH, HEIGHT) == ("agree", 1.0, "pdfplumber")


@pytest.mark.parametrize("texts", [PRICES, HERDS])
def test_both_differ_where_the_columns_were_read_as_one(texts: list[list[str]]) -> None:
    wrong = table([row * 1 for row in texts])
    by_row: dict[int, list[Cell]] = {}
    for cell in wrong.cells:
        by_row.setdefault(cell.row, []).append(cell)
    wrong.cells = []
    for row in by_row.values():
        words = [w for c in row for line in c.lines for w in line.words]
        half = len(words) // 2 or 1
        for col, own in enumerate((words[:1], words[1 : half + 1] + words[half + 1 :])):
            wrong.cells.append(
                Cell(row[0].row, col, 1, 1, bounding_box(w.box for w in own), [make_line(own)])
            )
    said = ask_others(wrong, WIDTH, HEIGHT)
    assert said is not None
    assert (said.verdict, said.reader) == ("differ", "pdfplumber and camelot")


def test_a_document_is_asked_about_so_many_tables(tmp_path: Path) -> None:
    path = tmp_path / "harga.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    for _ in range(TABLES_ASKED + 1):
        canvas.setFont("Helvetica", 10)
        for r, row in enumerate([*HERDS, *HERDS[1:]]):
            for c, text in enumerate(row):
                canvas.drawString(64 + COLUMN * c, 740 - 14 * r, text)
        canvas.showPage()
    canvas.save()
    first = read_document(path, name=path.name)
    tables = [b for page in first.pages for b in page.blocks if b.kind == "table"]
    assert len(tables) == TABLES_ASKED + 1
    assert [b.agreement for b in tables] == [AGREED] * TABLES_ASKED + [None]
    assert tables[0].second_reader == "pdfplumber"


def test_agreement_raises_and_difference_lowers_the_confidence() -> None:
    unasked = confidence.of_cell(drawn=False, fraction=False)
    agreed = confidence.of_cell(drawn=False, fraction=False, agreement=AGREED)
    differed = confidence.of_cell(drawn=False, fraction=False, agreement=DIFFERED)
    assert differed < unasked < agreed < confidence.of_cell(drawn=True, fraction=False)
    assert confidence.of_cell(drawn=False, fraction=False, agreement=UNSETTLED) == differed
    assert confidence.of_cell(drawn=False, fraction=True, agreement=AGREED) == confidence.FRACTION


edge_places = st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True).map(sorted)


@given(
    st.lists(st.tuples(st.integers(0, 6), edge_places), max_size=8),
    st.lists(st.tuples(st.integers(0, 6), edge_places), max_size=8),
)
def test_cells_between_edges_are_those_of_pdfplumber(
    upright: list[tuple[int, list[int]]], level: list[tuple[int, list[int]]]
) -> None:
    edges = [
        {"x0": x, "x1": x, "top": top, "bottom": bottom, "orientation": "v"} for x, (top, bottom) in upright
    ]
    edges += [{"x0": x0, "x1": x1, "top": y, "bottom": y, "orientation": "h"} for y, (x0, x1) in level]
    crossings = edges_to_intersections(edges, 0.1, 0.1)
    assert cells_between(crossings) == intersections_to_cells(crossings)
