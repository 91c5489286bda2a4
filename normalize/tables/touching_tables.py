"""Tables that touch: one printed grid that holds two tables, one below the other without white space between them.

The second one is known by two things together: a row that heads columns, below one that did so before, and sides of
columns that are not those above; where sides were inferred, the head of programmes alone tells it. Column numbers, a
repeated head and the second row of a head keep the sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...schema.blocks import Block, Cell
from ...schema.geometry import bounding_box
from .fragments import SAME_X, cell_text, is_other_head
from .programs import HEAD_CHARACTERS, is_programs_head


def tables_of(block: Block) -> list[Block]:
    """The tables that a block holds, from top to bottom; mostly the block itself."""
    rows: dict[int, list[Cell]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell)
    headed = False
    cuts: list[int] = []
    for row, cells in sorted(rows.items()):
        if headed and not block.ruled and _heads_programs(cells):
            cuts.append(row)
        if not is_other_head(replace(block, cells=cells)):
            continue
        if headed and row not in cuts and _begins_anew(block, row):
            cuts.append(row)
        headed = True
    if not cuts:
        return [block]
    ends = [*cuts, max(cell.row + cell.row_span for cell in block.cells)]
    return [_part(block, first, end) for first, end in zip([0, *cuts], ends, strict=True)]


def _begins_anew(block: Block, row: int) -> bool:
    """Whether no cell reaches over the row's upper side, and some sides of columns end there and others begin."""
    if any(cell.row < row < cell.row + cell.row_span for cell in block.cells):
        return False
    above = _sides([cell for cell in block.cells if cell.row + cell.row_span == row])
    below = _sides([cell for cell in block.cells if cell.row == row])
    return _any_other(above, below) and _any_other(below, above)


def _heads_programs(cells: Sequence[Cell]) -> bool:
    """Whether a row heads programmes and their budgets in short cells of their own."""
    texts = [cell_text([cell]) for cell in cells if cell.lines]
    return len(texts) > 1 and max(map(len, texts)) <= HEAD_CHARACTERS and is_programs_head(" ".join(texts))


def _sides(cells: Sequence[Cell]) -> list[float]:
    return [x for cell in cells for x in (cell.box.x0, cell.box.x1)]


def _any_other(sides: Sequence[float], others: Sequence[float]) -> bool:
    return any(all(abs(x - other) > SAME_X for other in others) for x in sides)


def _part(block: Block, first: int, end: int) -> Block:
    cells = [cell for cell in block.cells if first <= cell.row < end]
    return replace(block, cells=cells, box=bounding_box(cell.box for cell in cells))
