"""Drawn grids that leave out lines which the text tells: here the numbers of several rows in one cell."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from iki.extract.content import Ruling
from iki.extract.grid import Grid
from iki.extract.layout import ruled_grids
from iki.extract.refine import numbers_apart
from iki.extract.rulings import merge_rulings
from printed import words

XS = [50.0, 80.0, 200.0, 400.0]


def grid(ys: Sequence[float]) -> Grid:
    """A column of numbers without a ruling between its rows, beside two columns with all of them."""
    rulings = [Ruling("v", x, ys[0], ys[-1]) for x in XS]
    rulings += [Ruling("h", y, XS[1], XS[-1]) for y in ys[1:-1]]
    rulings += [Ruling("h", y, XS[0], XS[-1]) for y in (ys[0], ys[-1])]
    (found,), _ = ruled_grids(merge_rulings(rulings))
    return found


def numbers(parted: Grid) -> list[tuple[int, int]]:
    return sorted((cell.row, cell.row_span) for cell in parted.cells if cell.col == 0)


@given(st.lists(st.integers(20, 60), min_size=2, max_size=8), st.integers(1, 80))
def test_every_row_gets_its_number(heights: list[int], first: int) -> None:
    ys = [100.0]
    for height in heights:
        ys.append(ys[-1] + height)
    printed = [w for n, y in enumerate(ys[:-1]) for w in words(f"{first + n}.", 54.0, y + 3)]
    assert numbers(numbers_apart(grid(ys), printed)) == [(row, 1) for row in range(len(heights))]


def test_a_number_keeps_the_rows_before_the_next_one() -> None:
    printed = [*words("1)", 54.0, 103.0), *words("2)", 54.0, 163.0)]
    assert numbers(numbers_apart(grid([100.0, 130.0, 160.0, 190.0]), printed)) == [(0, 2), (2, 1)]


def test_other_text_and_numbers_that_do_not_count_stay_together() -> None:
    whole = [(0, 3)]
    for texts in (("1.", "3."), ("1.", "dan"), ("Tertib", "warga")):
        printed = [w for n, text in enumerate(texts) for w in words(text, 54.0, 103.0 + 30 * n)]
        assert numbers(numbers_apart(grid([100.0, 130.0, 160.0, 190.0]), printed)) == whole
