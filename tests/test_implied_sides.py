"""Verticals that begin together within a row say that a head spans their columns."""

from __future__ import annotations

import pytest
from iki.extract.layout import ruled_grids
from iki.extract.page_content import Ruling

HEAD, SIDE, ROWS = 100.0, 114.0, (128.0, 144.0, 160.0)
"""The table's top, where the shorter verticals begin, and its rules."""


def spans(groups: tuple[int, ...]) -> list[tuple[int, int]]:
    """The first and the number of columns of the head's cells that span some; each group has as many columns.

    The verticals between groups begin at the table's top, those within at ``SIDE``; no rule is drawn there.
    """
    xs = [50.0 * i for i in range(1, sum(groups) + 2)]
    tall = {sum(groups[:i]) for i in range(len(groups) + 1)}
    rulings = [Ruling("v", x, HEAD if i in tall else SIDE, ROWS[-1]) for i, x in enumerate(xs)]
    rulings += [Ruling("h", y, xs[0], xs[-1]) for y in (HEAD, *ROWS)]
    (grid,), _ = ruled_grids(rulings)
    assert all(c.box.top >= SIDE or c.box.bottom == SIDE or c.col_span == 1 for c in grid.cells)
    return [(c.col, c.col_span) for c in grid.cells if c.col_span > 1]


@pytest.mark.parametrize("groups", [(1, 3), (1, 2, 2), (2, 2), (1, 2, 1, 2), (1, 3, 2)])
def test_verticals_that_begin_together(groups: tuple[int, ...]) -> None:
    expected = [(sum(groups[:i]), n) for i, n in enumerate(groups) if n > 1]
    assert spans(groups) == expected


@pytest.mark.parametrize("height", [136.0, 150.0])
def test_verticals_that_text_breaks_off_further_below_tell_no_side(height: float) -> None:
    xs = [50.0 * i for i in range(1, 6)]
    rulings = [Ruling("v", x, HEAD, ROWS[-1]) for x in xs[::2]]
    for x in xs[1::2]:
        rulings += [Ruling("v", x, HEAD, height - 10), Ruling("v", x, height, ROWS[-1])]
    rulings += [Ruling("h", y, xs[0], xs[-1]) for y in (HEAD, *ROWS)]
    (grid,), _ = ruled_grids(rulings)
    assert height not in grid.ys
