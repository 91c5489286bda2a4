"""Rows across tables without rulings: a line that opens a group of rows joins what stands above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from iki.extract.group_titles import with_group_titles
from iki.extract.layout import lay_out
from iki.extract.page_content import Fill, PageContent
from iki.extract.ruled_grid import Grid
from iki.extract.text_lines import group_lines
from iki.schema.blocks import Cell, Line, Word
from iki.schema.geometry import Box
from printed import line, width_of, words

XS = [50.0, 72.0, 200.0, 312.0, 560.0]
ROW = 20.0
HEAD = ["NO", "SASARAN", "INDIKATOR", "SUMBER DATA"]
SIBLINGS = [
    ("SEKSI TATA PEMERINTAHAN", "SEKSI PELAYANAN UMUM", ["1.", "Tertibnya arsip", "Jumlah arsip", "Register"]),
    ("BIDANG PERKEBUNAN KOPI", "BIDANG PERKEBUNAN TEH", ["1.", "Meningkatnya panen", "Jumlah ton", "Buku"]),
    ("Perspektif Pelanggan", "Perspektif Proses Internal", ["1.", "Lancarnya surat", "Waktu balas", "Agenda"]),
]  # fmt: skip


def part(rows: Sequence[Sequence[str]], top: float, xs: Sequence[float] = XS) -> tuple[Grid, list[Line]]:
    """A table of rows of one line, without rulings."""
    ys = [top + ROW * n for n in range(len(rows) + 1)]
    cells = [
        Cell(r, c, 1, 1, Box(a, t, b, u))
        for r, (t, u) in enumerate(pairwise(ys))
        for c, (a, b) in enumerate(pairwise(xs))
    ]
    lines = group_lines(
        w
        for t, row in zip(ys, rows, strict=False)
        for x, text in zip(xs, row, strict=False)
        for w in words(text, x + 4, t + 4)
    )
    return Grid(list(xs), ys, cells), lines


def joined(
    title: Line, rows: Sequence[Sequence[str]], *, below: Sequence[float] = XS, head: bool = False
) -> list[Grid]:
    """What becomes of two tables with a title between them."""
    upper, first = part([HEAD, *rows], 100.0)
    lower, last = part([HEAD, *rows] if head else rows, title.box.bottom + 4, below)
    return with_group_titles([lower, upper], [*first, title, *last])


def below_first(text: str, x: float = XS[0] + 4, rows: int = 2) -> Line:
    return line(text, x, 100.0 + ROW * rows + 4)


@pytest.mark.parametrize(("title", "_", "row"), SIBLINGS)
def test_a_line_across_joins_what_it_parts(title: str, _: str, row: list[str]) -> None:
    (grid,) = joined(below_first(title), [row])
    assert len(grid.ys) - 1 == 4
    across = [c for c in grid.cells if c.col_span > 1]
    assert [(c.row, c.col, c.col_span) for c in across] == [(2, 0, 4)]
    assert across[0].box == Box(XS[0], 140.0, XS[-1], grid.ys[3])
    assert [(c.row, c.box.top) for c in grid.cells if c.col == 1] == [
        (0, 100.0),
        (1, 120.0),
        (3, grid.ys[3]),
    ]


@pytest.mark.parametrize(("title", "further", "row"), SIBLINGS)
def test_a_line_across_below_the_last_row_is_one_of_the_table(
    title: str, further: str, row: list[str]
) -> None:
    upper, first = part([HEAD, row], 100.0)
    lower, last = part([row, row], 160.0)
    ending = line(further, XS[0] + 4, 204)
    lines = [*first, below_first(title), *last, ending]
    (grid,) = with_group_titles([upper, lower], lines)
    assert [c.row for c in grid.cells if c.col_span == 4] == [2, 5]
    assert grid.box.bottom > ending.box.bottom
    (same,) = with_group_titles([upper, lower], [*lines, line("Catatan kantor", XS[0] + 4, 216)])
    assert [c.row for c in same.cells if c.col_span == 4] == [2]  # text below the table


@pytest.mark.parametrize(("title", "further", "row"), SIBLINGS)
def test_no_line_ends_a_table_without_another_one_before(title: str, further: str, row: list[str]) -> None:
    """Nor one that begins elsewhere, or far below."""
    upper, first = part([HEAD, row], 100.0)
    ending = below_first(further)
    assert with_group_titles([upper], [*first, ending]) == [upper]
    lower, last = part([row, row], 160.0)
    for x, top in ((XS[1] + 4, 204.0), (XS[0] + 4, 240.0)):
        lines = [*first, below_first(title), *last, line(further, x, top)]
        (grid,) = with_group_titles([upper, lower], lines)
        assert [c.row for c in grid.cells if c.col_span == 4] == [2]


# ---- two tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "_", "row"), SIBLINGS)
def test_a_title_in_the_middle_heads_a_table_of_its_own(title: str, _: str, row: list[str]) -> None:
    middle = (XS[0] + XS[-1] - width_of(title)) / 2
    assert len(joined(below_first(title, middle), [row])) == 2


@pytest.mark.parametrize(("title", "_", "row"), SIBLINGS)
def test_two_tables_with_one_head_stay_two(title: str, _: str, row: list[str]) -> None:
    assert len(joined(below_first(title), [row], head=True)) == 2


@pytest.mark.parametrize(
    "below", [XS[:-1], [50.0, 72.0, 180.0, 312.0, 560.0], [70.0, 92.0, 220.0, 332.0, 580.0]]
)
@pytest.mark.parametrize(("title", "_", "row"), SIBLINGS)
def test_tables_of_other_columns_stay_two(title: str, _: str, row: list[str], below: list[float]) -> None:
    assert len(joined(below_first(title), [row], below=below)) == 2


@pytest.mark.parametrize("text", ["II.", "Dua", "Sub"])
def test_a_text_within_a_column_is_no_row_across(text: str) -> None:
    assert len(joined(below_first(text), [SIBLINGS[0][2]])) == 2


def test_two_lines_or_none_between_tables_are_no_row_across() -> None:
    title, further, row = SIBLINGS[0]
    upper, first = part([HEAD, row], 100.0)
    lower, last = part([row], 172.0)
    both = [below_first(title), line(further, XS[0] + 4, 156)]
    assert len(with_group_titles([upper, lower], [*first, *both, *last])) == 2
    assert len(with_group_titles([upper, lower], [*first, *last])) == 2


@pytest.mark.parametrize("gap", [40.0, 80.0])
def test_a_title_far_from_either_table_joins_none(gap: float) -> None:
    title, _, row = SIBLINGS[1]
    upper, first = part([HEAD, row], 100.0)
    lower, last = part([row], 160.0 + gap)
    assert len(with_group_titles([upper, lower], [*first, below_first(title), *last])) == 2


# ---- on a page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "_", "row"), SIBLINGS)
@pytest.mark.parametrize(("centred", "headed"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_page_has_one_table_with_its_groups(
    title: str, _: str, row: list[str], centred: bool, headed: bool
) -> None:
    """Every cell is shaded but the title's; in the middle, or above a head, it entitles a table of its own."""
    lower = [["3.", *row[1:]], ["4.", *row[1:]]]
    rows = [HEAD, row, ["2.", *row[1:]], [title], *([HEAD] if headed else []), *lower]
    printed, fills = list[Word](), list[Fill]()
    for n, texts in enumerate(rows):
        top = 80.0 + ROW * n
        if texts == [title]:
            printed += words(title, (XS[0] + XS[-1] - width_of(title)) / 2 if centred else XS[0] + 4, top + 4)
            continue
        printed += [w for x, text in zip(XS, texts, strict=False) for w in words(text, x + 4, top + 4)]
        fills += [Fill(Box(a, top, b, top + ROW), 0.9) for a, b in pairwise(XS)]
    page = lay_out(PageContent(1, 612, 792, words=printed, fills=fills))
    tables = [b for b in page.blocks if b.kind == "table"]
    numbers = [[c.text for c in b.cells if c.col == 0 and c.col_span == 1] for b in tables]
    whole = not (centred or headed)
    first, second = ["NO", "1.", "2."], [*(["NO"] if headed else []), "3.", "4."]
    assert numbers == ([[*first, *second]] if whole else [first, second])
    assert [c.text for c in tables[0].cells if c.col_span == 4] == ([title] if whole else [])
