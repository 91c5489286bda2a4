"""A printed row as a record's row: its number, the four fields with formula and sources, and further columns."""

from __future__ import annotations

from collections.abc import Sequence

from ..schema.models import FIELDS, CellValue, FormulaCell, Row, SourcesCell
from . import layout_confidence
from .decree_gaps import DOUBTFUL, FoundGaps
from .formulas import parse_formula
from .sources import split_sources
from .tables.header_mapping import Column
from .tables.page_breaks import LogicalCell, LogicalRow
from .textflow import text_fields

ROW_DIGITS = 5  # digits of the greatest number that a row may have; more is a code


def row_of(
    row: LogicalRow, columns: Sequence[Column], place: tuple[int, int], seen: set[int], gaps: FoundGaps
) -> Row:
    """The row's values; its empty and doubtful cells are noted among the gaps.

    ``place`` is the number of its position and its own in that; ``seen`` the identities of cells that rows above have.
    """

    def value(name: str) -> CellValue:
        return _cell_value(row.cells.get(name), seen)

    have = {c.field for c in columns}
    cells = {name: value(name) for name in FIELDS}
    extra = {c.field: value(c.field) for c in columns if c.is_extra}
    no = row.text("no")
    for name in FIELDS:
        if name in have and not cells[name].text:
            gaps.missing_cell(*place, row, name)
        elif cells[name].text and not cells[name].inherited and cells[name].confidence < DOUBTFUL:
            gaps.doubtful_cell(*place, cells[name], name)
    for cell in row.cells.values():
        seen.add(id(cell))
    return Row(
        no=_number(no),
        sasaran=cells["sasaran"],
        indikator=cells["indikator"],
        formulasi=FormulaCell(**dict(cells["formulasi"]), formula=parse_formula(cells["formulasi"].text)),
        sumber_data=SourcesCell(**dict(cells["sumber_data"]), items=split_sources(cells["sumber_data"].text)),
        extra=extra,
    )


def _cell_value(cell: LogicalCell | None, seen: set[int]) -> CellValue:
    if cell is None:
        return CellValue(text="")
    pieces = [p for p in cell.pieces if p.lines] or cell.pieces[:1]
    fraction = any(line.fraction for p in pieces for line in p.lines)
    layout = (
        layout_confidence.of_cell(drawn=cell.drawn, fraction=fraction, agreement=cell.agreement)
        if not cell.is_empty
        else 1.0
    )
    return CellValue(**text_fields(pieces, cell.text, layout), inherited=id(cell) in seen)


def _number(text: str) -> str | int | None:
    bare = text.strip(" .)(")
    if not bare:
        return None
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= ROW_DIGITS else text.strip()
