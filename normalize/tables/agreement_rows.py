"""Rows of an agreement: one drawn row may hold several indicators, each with a target beside it.

Such a row is several. The indicators are split by their numbers or by white space, the targets by lines; they pair
where there are as many, each target beside its indicator. Bullets below one indicator stay in its row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...schema.blocks import Line
from ...schema.geometry import bounding_box
from ...schema.text import list_mark
from ..running_text import Piece
from .page_breaks import LogicalCell, LogicalRow

ROOM = 0.55  # of a line's height: white space that separates two indicators
_OUTLINE = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)])(?=\s|$|[A-Za-z])")


def rows_by_target(row: LogicalRow) -> list[LogicalRow]:
    """The row, or one row for each of its indicators that has a target of its own."""
    of_target = next((name for name in row.cells if name.startswith("target")), "")
    indicator, target = row.cells.get("indikator"), row.cells.get(of_target)
    if indicator is None or target is None or len(target.pieces) != 1 or len(indicator.pieces) != 1:
        return [row]
    chunks = _chunks(indicator.pieces[0].lines)
    if len(chunks) < 2:
        return [row]
    fields = {name: cell for name, cell in row.cells.items() if name not in ("no", "sasaran") and cell.pieces}
    parted: dict[str, list[list[Line]]] = {"indikator": chunks}
    for name, cell in fields.items():
        if name == "indikator":
            continue
        groups = _beside(cell.pieces[0].lines, chunks)
        if name == of_target and any(not group for group in groups):
            return [row]
        parted[name] = groups
    return [
        LogicalRow(
            row.page,
            {
                **{name: cell for name, cell in row.cells.items() if name not in parted},
                **{name: _part(row.cells[name], groups[n]) for name, groups in parted.items()},
            },
            row.group if n == 0 else None,
        )
        for n in range(len(chunks))
    ]


def _chunks(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a cell, indicator by indicator."""
    numbered = [i for i, line in enumerate(lines) if _OUTLINE.match(line.text)]
    if len(numbered) >= 2 and numbered[0] == 0:
        starts = set(numbered)
    else:
        starts = {0}
        for i in range(1, len(lines)):
            apart = lines[i].box.top - lines[i - 1].box.bottom > ROOM * lines[i].box.height
            if apart and not _is_bullet(lines[i]):
                starts.add(i)
    out: list[list[Line]] = []
    for i, line in enumerate(lines):
        if i in starts:
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _is_bullet(line: Line) -> bool:
    mark = list_mark(line.text)
    return mark is not None and mark.kind in ("bullet", "letter")


def _beside(lines: Sequence[Line], chunks: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of another cell, grouped by the indicator beside which they stand."""
    out: list[list[Line]] = [[] for _ in chunks]
    boxes = [bounding_box(line.box for line in chunk) for chunk in chunks]
    for line in lines:
        at = min(
            range(len(boxes)),
            key=lambda i: max(boxes[i].top - line.box.cy, line.box.cy - boxes[i].bottom, 0.0),
        )
        out[at].append(line)
    return out


def _part(cell: LogicalCell, lines: list[Line]) -> LogicalCell:
    piece = cell.pieces[0]
    box = bounding_box([line.box for line in lines]) if lines else piece.box
    return replace(cell, pieces=[Piece(piece.page, lines, piece.x0, piece.x1, box)])
