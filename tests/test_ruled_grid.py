"""From rulings to cells: random tables are drawn in many ways and must come back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from iki.extract.layout import ruled_grids
from iki.extract.page_content import Ruling
from iki.extract.ruled_grid import Grid, build_grid, components, split_bars, touches
from iki.extract.ruling_merge import merge_rulings
from iki.schema.geometry import Box
from printed import grid_rulings

Span = tuple[int, int, int, int]  # row, col, row end, col end; ends exclusive


@dataclass
class Table:
    """A table to draw: positions of its lines, and its cells as rectangles of grid places."""

    xs: list[float]
    ys: list[float]
    spans: list[Span] = field(default_factory=list)

    def box(self, span: Span) -> Box:
        row, col, row_end, col_end = span
        return Box(self.xs[col], self.ys[row], self.xs[col_end], self.ys[row_end])

    @property
    def boxes(self) -> list[Box]:
        return sorted(map(self.box, self.spans), key=lambda b: (b.top, b.x0))

    def rulings(self, width: float = 0.5) -> list[Ruling]:
        """Every cell's edges, place by place, as word processors draw them."""
        out = set()
        for row, col, row_end, col_end in self.spans:
            for y in (self.ys[row], self.ys[row_end]):
                out |= {Ruling("h", y, a, b, width) for a, b in pairwise(self.xs[col : col_end + 1])}
            for x in (self.xs[col], self.xs[col_end]):
                out |= {Ruling("v", x, a, b, width) for a, b in pairwise(self.ys[row : row_end + 1])}
        return sorted(out)


@st.composite
def tables(draw: st.DrawFn, *, merged: bool = True, least: int = 1) -> Table:
    widths = draw(st.lists(st.floats(15, 120), min_size=least, max_size=6))
    heights = draw(st.lists(st.floats(12, 70), min_size=least, max_size=7))
    xs, ys = [40.0], [60.0]
    for w in widths:
        xs.append(xs[-1] + w)
    for h in heights:
        ys.append(ys[-1] + h)
    rng = draw(st.randoms(use_true_random=False))
    table = Table(xs, ys)
    taken: set[tuple[int, int]] = set()
    for row in range(len(heights)):
        for col in range(len(widths)):
            if (row, col) in taken:
                continue
            rows, cols = (rng.choice([1, 1, 1, 2, 3]), rng.choice([1, 1, 1, 2])) if merged else (1, 1)
            row_end, col_end = min(row + rows, len(heights)), min(col + cols, len(widths))
            while any((row, c) in taken for c in range(col, col_end)):
                col_end -= 1
            taken |= {(r, c) for r in range(row, row_end) for c in range(col, col_end)}
            table.spans.append((row, col, row_end, col_end))
    return table


def read(rulings: list[Ruling]) -> Grid:
    grids, _ = ruled_grids(merge_rulings(rulings))
    assert len(grids) == 1
    return grids[0]


def assert_same(grid: Grid, table: Table, within: float = 0.01) -> None:
    found = sorted((cell.box for cell in grid.cells), key=lambda b: (round(b.top), round(b.x0)))
    wanted = sorted(table.boxes, key=lambda b: (round(b.top), round(b.x0)))
    assert len(found) == len(wanted)
    left = list(found)
    for box in wanted:
        match = next(
            (b for b in left if all(abs(p - q) <= within for p, q in zip(b, box, strict=True))), None
        )
        assert match is not None, (box, found)
        left.remove(match)
    for cell in grid.cells:
        assert cell.box == Box(
            grid.xs[cell.col],
            grid.ys[cell.row],
            grid.xs[cell.col + cell.col_span],
            grid.ys[cell.row + cell.row_span],
        )


def more_than_one(table: Table) -> bool:
    return len(table.spans) > 1


# ---- drawn in many ways ------------------------------------------------------------------------------------


@given(tables().filter(more_than_one), st.randoms(use_true_random=False))
def test_any_table_comes_back(table: Table, rng: random.Random) -> None:
    drawn = table.rulings()
    rng.shuffle(drawn)
    assert_same(read(drawn), table)


@given(tables().filter(more_than_one), st.floats(0.1, 0.9))
def test_with_hair_gaps_at_the_crossings(table: Table, gap: float) -> None:
    drawn = [r._replace(start=r.start + gap, end=r.end - gap) for r in table.rulings()]
    assert_same(read(drawn), table, within=1.0)


@given(tables().filter(more_than_one), st.floats(0.1, 1.5))
def test_with_lines_that_run_over_the_crossings(table: Table, over: float) -> None:
    drawn = [r._replace(start=r.start - over, end=r.end + over) for r in table.rulings()]
    assert_same(read(drawn), table)


@given(tables().filter(more_than_one), st.randoms(use_true_random=False))
def test_with_jitter_below_the_tolerance(table: Table, rng: random.Random) -> None:
    drawn = [
        r._replace(**{end: getattr(r, end) + rng.uniform(-0.25, 0.25) for end in ("pos", "start", "end")})
        for r in table.rulings()
    ]
    assert_same(read(drawn), table, within=0.6)


@given(tables().filter(more_than_one), st.floats(1.2, 2.4))
def test_with_double_lines(table: Table, apart: float) -> None:
    drawn = [r._replace(pos=r.pos + d) for r in table.rulings() for d in (-apart / 2, apart / 2)]
    assert_same(read(drawn), table, within=1.5)


@given(tables().filter(more_than_one))
def test_with_the_four_edges_of_every_cell(table: Table) -> None:
    """As spreadsheets print: neighbours draw their common edge twice."""
    drawn: list[Ruling] = []
    for box in table.boxes:
        drawn += [Ruling("h", y, box.x0, box.x1) for y in (box.top, box.bottom)]
        drawn += [Ruling("v", x, box.top, box.bottom) for x in (box.x0, box.x1)]
    assert_same(read(drawn), table)


@settings(max_examples=50)
@given(tables(merged=False).filter(more_than_one), st.floats(2, 5), st.floats(1, 3))
def test_with_dashed_lines(table: Table, dash: float, gap: float) -> None:
    drawn: list[Ruling] = []
    for line in merge_rulings(table.rulings()):
        at = line.start
        while at < line.end:
            drawn.append(line._replace(start=at, end=min(at + dash, line.end)))
            at += dash + gap
    assert_same(read(drawn), table, within=dash + gap)


@given(tables(least=3).filter(more_than_one))
def test_without_the_outer_border_at_the_sides(table: Table) -> None:
    drawn = [r for r in table.rulings() if r.axis == "h" or r.pos not in (table.xs[0], table.xs[-1])]
    assume({table.xs[1], table.xs[-2]} <= {r.pos for r in drawn if r.axis == "v"})
    assert_same(read(drawn), table)


@given(tables(merged=False, least=3))
def test_without_the_outer_border_above_and_below(table: Table) -> None:
    drawn = [r for r in table.rulings() if r.axis == "v" or r.pos not in (table.ys[0], table.ys[-1])]
    grid = read(drawn)
    assert_same(grid, table)
    assert all(cell.open_top == (cell.row == 0) for cell in grid.cells)


@given(tables(least=2).filter(more_than_one))
def test_open_at_the_foot_of_the_page(table: Table) -> None:
    """No line closes the last row: the table may go on over the page break."""
    drawn = [r for r in table.rulings() if not (r.axis == "h" and r.pos == table.ys[-1])]
    assume(table.ys[-2] in {r.pos for r in drawn if r.axis == "h"})
    grid = read(drawn)
    assert_same(grid, table)
    last = len(grid.ys) - 1
    assert all(cell.open_bottom == (cell.row + cell.row_span == last) for cell in grid.cells)


@given(tables().filter(more_than_one))
def test_closed_tables_are_not_open(table: Table) -> None:
    assert not any(cell.open_top or cell.open_bottom for cell in read(table.rulings()).cells)


# ---- what is no table --------------------------------------------------------------------------------------


def test_a_single_box_is_no_table() -> None:
    assert ruled_grids(grid_rulings([50, 300], [100, 200]))[0] == []
    assert build_grid(grid_rulings([50, 300], [100, 200])) is None


def test_lines_of_one_direction_are_no_table() -> None:
    drawn = [Ruling("h", y, 50, 500) for y in (100, 130, 160)]
    grids, bars = ruled_grids(drawn)
    assert grids == []
    assert bars == drawn


def test_a_rule_across_the_page_is_no_part_of_the_table_below() -> None:
    drawn = [*merge_rulings(grid_rulings([50, 200, 400], [150, 200, 250])), Ruling("h", 100, 40, 560)]
    (grid,), bars = ruled_grids(drawn)
    assert grid.box == Box(50, 150, 400, 250)
    assert bars == [Ruling("h", 100, 40, 560)]


@given(tables(merged=False, least=2), tables(merged=False, least=2), st.floats(10, 60))
def test_two_tables_on_a_page_stay_two(first: Table, second: Table, apart: float) -> None:
    shift = first.ys[-1] - second.ys[0] + apart
    below = Table(second.xs, [y + shift for y in second.ys], second.spans)
    grids, _ = ruled_grids(merge_rulings([*first.rulings(), *below.rulings()]))
    assert len(grids) == 2
    assert_same(grids[0], first)
    assert_same(grids[1], below)


@given(tables(merged=False, least=2), st.data())
def test_a_box_within_a_cell_does_not_become_a_table_of_its_own(table: Table, data: st.DataObject) -> None:
    span = data.draw(st.sampled_from(table.spans))
    box = table.box(span)
    inner = Table([box.x0 + 4, box.cx, box.x1 - 4], [box.top + 4, box.bottom - 4])
    inner.spans = [(0, 0, 1, 1), (0, 1, 1, 2)]
    grids, _ = ruled_grids(merge_rulings([*table.rulings(), *inner.rulings()]))
    assert len(grids) == 1
    assert_same(grids[0], table)


# ---- bars of fractions -------------------------------------------------------------------------------------


@given(tables(merged=False, least=2), st.data())
def test_a_bar_within_a_cell_is_no_line_of_the_table(table: Table, data: st.DataObject) -> None:
    box = table.box(data.draw(st.sampled_from(table.spans)))
    inset = data.draw(st.floats(3.5, box.width / 2 - 3))
    bar = Ruling("h", box.cy, box.x0 + inset, box.x1 - inset)
    (grid,), bars = ruled_grids(merge_rulings([*table.rulings(), bar]))
    assert_same(grid, table)
    assert bars == [bar]


def test_a_bar_that_starts_at_the_cells_edge_is_a_bar() -> None:
    table = grid_rulings([50, 200, 400], [100, 160, 220])
    bar = Ruling("h", 130, 51, 120)
    kept, bars = split_bars([*table, bar])
    assert bars == [bar]
    assert len(kept) == len(table)


def test_touching_rulings_make_components() -> None:
    first, second = grid_rulings([50, 100, 150], [50, 80]), grid_rulings([300, 350], [50, 80, 110])
    assert sorted(map(len, components(first + second))) == sorted([len(first), len(second)])
    assert components([Ruling("h", 10, 0, 50)]) == []


@pytest.mark.parametrize(
    ("x", "meet"),
    [(100, True), (98, True), (97.2, True), (96, False), (150, True), (202, True), (204, False)],
)
def test_touching(x: float, meet: bool) -> None:
    assert touches(Ruling("h", 50, 100, 200), Ruling("v", x, 20, 80)) == meet
    assert not touches(Ruling("h", 90, 100, 200), Ruling("v", x, 20, 80))


@pytest.mark.parametrize(("white", "rows"), [(0.0, 3), (0.9, 3), (2.0, 2), (2.8, 2)])
def test_a_line_in_one_cell_that_leaves_white_at_both_ends_is_a_bar(white: float, rows: int) -> None:
    drawn = grid_rulings([40, 140, 240], [60, 100, 200])
    grid = read([*drawn, Ruling("h", 150, 140 + white, 240 - white, 0.5)])
    assert len(grid.ys) - 1 == rows
