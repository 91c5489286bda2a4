"""Cells that label their parts: "Formulasi : …", "Tipe : …", "Sumber : …" one below the other in one cell.

Such a column stands for several. Its cells are parted where a line begins with a column's name and a colon, but only in
a table that has no column of its own for the formulas or for the sources of data, and only where both are named; then
each part is the cell of its field, and what else is named becomes a further column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ...schema.blocks import Line
from ...schema.geometry import bounding_box
from ...schema.models import FIELDS
from ..running_text import Piece
from .header_mapping import WEAK, Column, leading_claim, own_name
from .page_breaks import LogicalCell, LogicalRow, Table

PARTED = frozenset(("formulasi", "sumber_data"))  # what such a cell holds
LONGEST_LABEL = 4  # words
_COLON = re.compile(r":\W*$")


@dataclass(slots=True)
class _Part:
    """A labelled part of a cell: its field, the label, and its lines without the label."""

    field: str
    label: str
    lines: list[Line]


def part_labelled_cells(table: Table) -> None:
    """Part the cells of a table that label their parts; the table's rows and columns are changed."""
    have = {column.field for column in table.columns}
    if len(have & PARTED) != 1:
        return
    (name,) = have & PARTED
    column = next(c for c in table.columns if c.field == name)
    parted: dict[int, dict[str, LogicalCell]] = {}
    labels: dict[str, str] = {}
    for row in table.rows:
        cell = row.cells.get(name)
        if cell is not None and id(cell) not in parted:
            parts = _parts(cell)
            labels |= {part.field: part.label for part in parts if part.field != name}
            parted[id(cell)] = {part.field: _cell(cell, part.lines) for part in parts}
    if not labels:
        return
    table.rows = [_parted(row, name, parted) for row in table.rows]
    table.columns = [*table.columns, *(Column(f, column.x0, column.x1, label) for f, label in labels.items())]


def _parted(row: LogicalRow, name: str, parted: dict[int, dict[str, LogicalCell]]) -> LogicalRow:
    cell = row.cells.get(name)
    parts = parted.get(id(cell), {}) if cell is not None else {}
    return replace(row, cells={**row.cells, **parts}) if parts else row


def _parts(cell: LogicalCell) -> list[_Part]:
    """The parts of a cell in their order; none where it does not label both its formula and its sources."""
    if len(cell.pieces) != 1:
        return []
    out: list[_Part] = []
    for line in cell.pieces[0].lines:
        label, rest = _label(line)
        if label:
            field = leading_claim(label)[0]
            name = field if field in FIELDS else own_name(label, {part.field for part in out})
            out.append(_Part(name, label, rest))
        elif out:
            out[-1].lines.append(line)
        else:
            return []
    fields = [part.field for part in out]
    return out if set(fields) >= PARTED and len(set(fields)) == len(fields) else []


def _label(line: Line) -> tuple[str, list[Line]]:
    """The name of a column with which a line begins, up to its colon, and what of the line stands behind it."""
    at = next((n for n, word in enumerate(line.words[: LONGEST_LABEL + 1], 1) if _COLON.search(word.text)), 0)
    label = " ".join(word.text for word in line.words[:at]).strip(" :.")
    if not label or line.fraction or leading_claim(label)[1] <= WEAK:
        return "", []
    rest = line.words[at:]
    if not rest:
        return label, []
    text = " ".join(word.text for word in rest)
    return label, [Line(tuple(rest), bounding_box(word.box for word in rest), text)]


def _cell(cell: LogicalCell, lines: list[Line]) -> LogicalCell:
    """A cell with some of the lines of another."""
    piece = cell.pieces[0]
    box = bounding_box([line.box for line in lines]) if lines else piece.box
    return replace(cell, pieces=[Piece(piece.page, lines, piece.x0, piece.x1, box)])
