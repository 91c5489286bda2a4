"""Which of several columns holds the formulas, where the header leaves it open.

"Definisi Operasional", "Penjelasan", "Alasan" may head the formulas of a table that has no other column for them, or
stand beside a column that does hold them under a word such as "Uraian". Then the cells tell: a formula is a fraction,
an equation, a percentage or a counting ("jumlah ... dibagi jumlah ..."); a definition or a reason is a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...schema.blocks import Block, Cell
from .header_mapping import Column, claim, own_name

OPEN_CLAIM = 6.0  # weight up to which a header claims formulas only if nothing else does
LEAST_ROWS = 2  # filled cells from which a column's content tells
MORE = 2.0  # times as many formulas must the other column hold

_FORMULA = re.compile(
    r"[x\u00d7*]\s*100|\b100\s*%|\u2211|\bdibagi|\bdikali|\bdibanding|\bseratus\s+persen"
    r"|^\W*(?:jumlah|banyaknya)\b",
    re.I,
)


def with_formula_by_content(columns: Sequence[Column], block: Block, body: int) -> list[Column]:
    """The columns; if a further column's cells hold more formulas than the formula column's, the two are exchanged.

    ``body`` is the first row below the header. Nothing changes where the header says surely which column it is.
    """
    out = list(columns)
    at = next((i for i, c in enumerate(columns) if c.field == "formulasi"), None)
    if at is None or claim(columns[at].header)[1] > OPEN_CLAIM:
        return out
    mine = _formulas(columns[at], block, body)
    others = [i for i, c in enumerate(columns) if c.is_extra and claim(c.header)[0] in ("", "formulasi")]
    best = max(others, key=lambda i: _formulas(columns[i], block, body), default=None)
    if best is None:
        return out
    found = _formulas(columns[best], block, body)
    if found >= LEAST_ROWS and found >= MORE * mine and found > mine:
        out[best] = replace(columns[best], field="formulasi")
        out[at] = replace(columns[at], field=own_name(columns[at].header, {c.field for c in columns}))
    return out


def _formulas(column: Column, block: Block, body: int) -> int:
    """How many cells of the column hold a formula."""
    cells = [c for c in block.cells if c.row >= body and c.lines and column.x0 <= c.box.cx <= column.x1]
    return sum(_is_formula(cell) for cell in cells)


def _is_formula(cell: Cell) -> bool:
    return any(line.fraction for line in cell.lines) or _FORMULA.search(cell.text) is not None
