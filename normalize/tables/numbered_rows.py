"""Rows that no rule parts: where one drawn row holds several numbers in the column NO, each number is a row.

The cut between two rows goes through white space that crosses no line of any column, as low as it can be above the
lower number's own line; where the numbers stand beside their row's first line that is right above it. Merged cells
that lie over a cut row go on over all its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...schema.blocks import Block, Cell, Line
from ...schema.geometry import Box
from .header_mapping import Column

TOUCH = 1.0  # points: lines that come nearer to a cut than this are crossed by it
_NUMBER = re.compile(r"^\(?(\d{1,3})[.)]?$")


def with_numbered_rows(block: Block, columns: Sequence[Column], first: int) -> Block:
    """The table with its body rows, from grid row ``first`` on, parted at the numbers of the column NO."""
    column = next((c for c in columns if c.field == "no"), None)
    if column is None:
        return block
    cuts: dict[int, list[float]] = {}
    for cell in block.cells:
        if cell.row >= first and cell.row_span == 1 and column.x0 - 2 <= cell.box.cx <= column.x1 + 2:
            numbers = _numbers(cell)
            if len(numbers) > 1:
                cuts[cell.row] = _cuts(
                    numbers, [c for c in block.cells if c.row == cell.row and c.row_span == 1]
                )
    return _parted(block, cuts) if cuts else block


def _numbers(cell: Cell) -> list[Line]:
    """The cell's lines if they are numbers that count on one by one."""
    values = [match and int(match[1]) for line in cell.lines if (match := _NUMBER.match(line.text.strip()))]
    if len(values) != len(cell.lines) or any(b != (a or 0) + 1 for a, b in pairwise(values)):
        return []
    return cell.lines


def _cuts(numbers: Sequence[Line], cells: Sequence[Cell]) -> list[float]:
    """Where the rows of these numbers part: heights between each two of them."""
    lines = [line.box for cell in cells for line in cell.lines]
    out = []
    for upper, lower in pairwise(numbers):
        edges = sorted({box.bottom for box in lines} | {box.top for box in lines})
        free = [
            (a + b) / 2
            for a, b in pairwise(edges)
            if upper.box.cy < (a + b) / 2 <= lower.box.top + TOUCH
            and not any(box.top + TOUCH < (a + b) / 2 < box.bottom - TOUCH for box in lines)
        ]
        out.append(free[-1] if free else lower.box.top)
    return out


def _parted(block: Block, cuts: dict[int, list[float]]) -> Block:
    shift = {row: sum(len(ys) for r, ys in cuts.items() if r < row) for row in _rows(block)}
    cells: list[Cell] = []
    for cell in block.cells:
        row = cell.row + shift[cell.row]
        within = [len(ys) for r, ys in cuts.items() if cell.row <= r < cell.row + cell.row_span]
        if cell.row_span == 1 and cell.row in cuts:
            cells.extend(_pieces(replace(cell, row=row), cuts[cell.row]))
        else:
            cells.append(replace(cell, row=row, row_span=cell.row_span + sum(within)))
    return replace(block, cells=cells)


def _rows(block: Block) -> set[int]:
    return {row for cell in block.cells for row in range(cell.row, cell.row + cell.row_span)}


def _pieces(cell: Cell, ys: Sequence[float]) -> list[Cell]:
    edges = [cell.box.top, *ys, cell.box.bottom]
    return [
        replace(
            cell,
            row=cell.row + n,
            box=Box(cell.box.x0, top, cell.box.x1, bottom),
            lines=[line for line in cell.lines if top <= line.box.cy < bottom],
        )
        for n, (top, bottom) in enumerate(pairwise(edges))
    ]
