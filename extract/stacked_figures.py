"""Splits drawn rows that hold several rows of figures: grids with all columns drawn, but only groups of rows.

A column of figures alone never wraps, so that each of its lines is a row. The lines beside it go on with a row or begin
one as in an open table (`figure_rows`).
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from ..schema.blocks import Cell, Word
from .figure_lines import FigureTable, has_digits, is_ordinal, row_of
from .figure_rows import body_rows
from .text_lines import group_lines

LEAST_ROWS = 3  # figures below each other that tell rows; two may be a sum and its share
LEAST_COLUMNS = (
    2  # of figures on the same lines; one is enough where most lines have one between texts, for the
)
# targets of indicators that one drawn row lists are none of their own
SAME_LINES = 0.8  # of the lines of data hold a figure in each such column
DATA_SHARE = 0.5  # of a band's lines hold data


def stacked_figures(cells: Sequence[Cell], words: Sequence[Word]) -> list[float]:
    """The heights between the rows that a drawn row stacks; none where it is one row."""
    if sum(has_digits(w.text) for w in words) < LEAST_ROWS or len(cells) < 2:
        return []
    rows = [row_of(line) for line in group_lines(words)]
    columns = [(c.box.x0 + 1, c.box.x1 - 1) for c in sorted(cells, key=lambda c: c.col)]
    data = [i for i, row in enumerate(rows) if row.is_data]
    if len(data) < LEAST_ROWS:
        return []
    table = FigureTable(rows, data, columns, statistics.median(row.height for row in rows))
    least = SAME_LINES * len(data)
    pure = [
        c
        for c, atoms in table.figure_columns.items()
        if c > 0 and len(atoms) >= least and not all(is_ordinal(a.text) for a in atoms)
    ]
    wide = statistics.median(len({table.column_of(a) for a in rows[i].atoms}) for i in data) > LEAST_COLUMNS
    few = len(pure) < LEAST_COLUMNS and not (wide and len(data) >= DATA_SHARE * len(rows))
    if not pure or few or 2 * len(data) < len(table.by_column) or _has_texts_between(table, pure):
        return []
    body = body_rows(table, 0, len(rows))
    return [(a.bottom + b.top) / 2 for a, b in pairwise(body)]


def _has_texts_between(table: FigureTable, pure: Sequence[int]) -> bool:
    """Whether columns of figures hold other lines than those of data: units or notes of the figures above them."""
    others = [row for i, row in enumerate(table.rows) if i not in table.data]
    return any(table.column_of(atom) in pure for row in others for atom in row.atoms)
