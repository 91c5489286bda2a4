"""Rows that no rule separates: where one drawn row holds several numbers in the column NO, each number is a row.

The cut between two rows goes through white space that crosses no line of any column, as low as it can be above the
lower number's own line; where the numbers stand beside their row's first line that is right above it. Merged cells
that lie over a cut row go on over all its parts, and so does a sasaran that is printed once for several numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...schema.blocks import Block, Cell, Line
from ...schema.geometry import Box
from .header_mapping import Column

CORRIDOR = 0.45  # of a line's height: white space between rows; wrapped lines stand closer
SHORT = 6  # characters of a cell in a row that only numbers the columns
TOUCH = 1.0  # points: lines that come nearer to a cut than this are crossed by it
_NUMBER = re.compile(r"^\(?(\d{1,3})[.)]?$")


def with_numbered_rows(block: Block, columns: Sequence[Column], first: int) -> Block:
    """The table with its body rows, from grid row ``first`` on, split at the numbers of the column NO.

    Where no rule separates any two rows, white space across the columns separates them, too.
    """
    column = next((c for c in columns if c.field == "no"), None)
    merging = [c for c in columns if c.field in ("no", "sasaran")]
    cuts: dict[int, list[float]] = {}
    kept: dict[int, list[float]] = {}  # those that part merging columns as well
    bands = _bands(block, first)
    without_rules = not any(row + 1 in bands for row in bands)
    for row, cells in bands.items():
        numbers = next((n for c in cells if _stands_in(c, column) and len(n := _numbers(c)) > 1), [])
        at_numbers = _cuts(numbers, cells) if numbers else []
        found = at_numbers
        if numbers or without_rules:
            found = _with_corridors(found, cells, columns)
        if found:
            cuts[row] = found
            kept[row] = at_numbers or [y for y in found if _begins_at(y, cells, merging)]
    return _parted(block, cuts, kept, merging) if cuts else block


def _bands(block: Block, first: int) -> dict[int, list[Cell]]:
    """The cells of every drawn body row that is one of data: no row across the table, no columns' numbers."""
    rows: dict[int, list[Cell]] = {}
    for cell in block.cells:
        if cell.row >= first and cell.row_span == 1:
            rows.setdefault(cell.row, []).append(cell)
    return {
        row: cells
        for row, cells in rows.items()
        if sum(bool(c.lines) for c in cells) > 1 and any(len(c.text) > SHORT for c in cells)
    }


def _begins_at(y: float, cells: Sequence[Cell], merging: Sequence[Column]) -> bool:
    """Whether a merging column prints something new below the cut: white space separates it there as well."""
    lines = [ln.box for c in cells if any(_stands_in(c, m) for m in merging) for ln in c.lines]
    above = max((box.bottom for box in lines if box.cy <= y), default=-math.inf)
    below = min((box.top for box in lines if box.cy > y), default=math.inf)
    first = min((ln.box.top for c in cells for ln in c.lines if ln.box.cy > y), default=math.inf)
    height = max((box.height for box in lines), default=1.0)
    return below - above > CORRIDOR * height and below - first < height


def _numbers(cell: Cell) -> list[Line]:
    """The cell's lines if they are numbers that count on one by one."""
    values = [match and int(match[1]) for line in cell.lines if (match := _NUMBER.match(line.text.strip()))]
    if len(values) != len(cell.lines) or any(b != (a or 0) + 1 for a, b in pairwise(values)):
        return []
    return cell.lines


def _cuts(numbers: Sequence[Line], cells: Sequence[Cell]) -> list[float]:
    """The heights between the rows of consecutive numbers."""
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


def _with_corridors(cuts: list[float], cells: Sequence[Cell], columns: Sequence[Column]) -> list[float]:
    """The cuts and those between indicators of one number, where no rule separates any rows.

    White space across all columns but those of numbers and sasaran separates them, if each part has an indicator,
    how it is measured or its target, and no more than one target.
    """
    merging = [c for c in columns if c.field in ("no", "sasaran")]
    own = [c for c in cells if not any(_stands_in(c, column) for column in merging)]
    lines = sorted((line.box for cell in own for line in cell.lines), key=lambda box: box.top)
    if not lines:
        return cuts
    height = sorted(box.height for box in lines)[len(lines) // 2]
    free: list[float] = []
    bottom = lines[0].bottom
    for box in lines[1:]:
        if box.top - bottom > CORRIDOR * height:
            free.append((bottom + box.top) / 2)
        bottom = max(bottom, box.bottom)
    found = sorted([*cuts, *(y for y in free if all(abs(y - cut) > height for cut in cuts))])
    if len(found) == len(cuts):
        return cuts
    indicator = next((c for c in columns if c.field == "indikator"), None)
    target = next((c for c in columns if c.field.startswith("target")), None)
    parts = list(pairwise([-math.inf, *found, math.inf]))
    if any(_lines_in(own, indicator, *part) == 0 for part in parts):
        return cuts
    if target is not None and any(_lines_in(own, target, *part) > 1 for part in parts):
        return cuts
    others = [c for c in columns if c.field in ("formulasi", "sumber_data") or c is target]
    if any(not any(_lines_in(own, other, *part) for other in others) for part in parts):
        return cuts
    return found


def _lines_in(cells: Sequence[Cell], column: Column | None, top: float, bottom: float) -> int:
    """How many lines of the column stand between two heights."""
    inside = [cell for cell in cells if _stands_in(cell, column)]
    return sum(top <= line.box.cy < bottom for cell in inside for line in cell.lines)


def _stands_in(cell: Cell, column: Column | None) -> bool:
    return column is not None and column.x0 - 2 <= cell.box.cx <= column.x1 + 2


def _spanning(pieces: Sequence[Cell], numbered: Sequence[float]) -> list[Cell]:
    """The pieces of a merging cell, one for each number; an empty piece is joined to the one above."""
    out: list[Cell] = []
    for piece in pieces:
        if out and (not piece.lines or piece.box.top not in numbered):
            last = out[-1]
            box = last.box.union(piece.box)
            out[-1] = replace(last, row_span=last.row_span + 1, box=box, lines=[*last.lines, *piece.lines])
        else:
            out.append(piece)
    return out


def _parted(
    block: Block, cuts: dict[int, list[float]], numbered: dict[int, list[float]], merging: Sequence[Column]
) -> Block:
    shift = {row: sum(len(ys) for r, ys in cuts.items() if r < row) for row in _rows(block)}
    cells: list[Cell] = []
    for cell in block.cells:
        row = cell.row + shift[cell.row]
        within = [len(ys) for r, ys in cuts.items() if cell.row <= r < cell.row + cell.row_span]
        if cell.row_span == 1 and cell.row in cuts:
            pieces = _pieces(replace(cell, row=row), cuts[cell.row])
            if any(_stands_in(cell, column) for column in merging):
                pieces = _spanning(pieces, numbered[cell.row])
            cells.extend(pieces)
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
