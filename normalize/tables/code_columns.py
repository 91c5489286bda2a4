"""Codes that stand in a column of their own beside what they number, under one head with it.

"SP.1 | Meningkatnya mutu" or "1.1 | Indeks kepuasan" below a head that spans both: the codes of the sasaran are the
rows' numbers where no column is headed so, other codes a further column. Marks of lists (1., a.) stay with their text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...schema.blocks import Block, Cell
from .header_mapping import Column

SAME_SIDE = 3.0  # points: how far sides of one column may lie apart
NARROW = 0.4  # of the column under the head: codes take no more
_CODE = re.compile(r"[A-Z]{1,6}[-.\s]?\d{1,3}(?:[-.]\d{1,3})*\.?|\d{1,2}(?:\.\d{1,2})+\.?", re.I)
NUMBERED = ("sasaran", "indikator")


def with_code_columns(columns: Sequence[Column], block: Block, body: int) -> list[Column]:
    """The columns, those with codes beside their texts as two; ``body`` is the first row below the head."""
    out: list[Column] = []
    for column in columns:
        side = _codes_to(column, block, body) if column.field in NUMBERED else None
        if side is None:
            out.append(column)
            continue
        has_number = any(c.field == "no" for c in (*columns, *out))
        name = "no" if column.field == "sasaran" and not has_number else f"kode_{column.field}"
        out += [replace(column, field=name, x1=side), replace(column, x0=side)]
    return out


def _codes_to(column: Column, block: Block, body: int) -> float | None:
    """The right side of the cells with codes at the column's left side, ``None`` where there are none."""
    left = [
        c
        for c in block.cells
        if c.row >= body
        and abs(c.box.x0 - column.x0) <= SAME_SIDE
        and c.box.x1 - column.x0 <= NARROW * (column.x1 - column.x0)
    ]
    said = [c for c in left if c.lines]
    if not said or not all(_CODE.fullmatch(_joined(c)) for c in said):
        return None
    side = max(c.box.x1 for c in left)
    return side if all(abs(c.box.x1 - side) <= SAME_SIDE for c in left) else None


def _joined(cell: Cell) -> str:
    return " ".join(line.text for line in cell.lines).strip()
