"""A printed row as a record's row: its number, the four fields with formula and sources, and further columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..schema.models import FIELDS, CellValue, FormulaCell, Row, SourcesCell
from . import layout_confidence
from .decree_gaps import DOUBTFUL, FoundGaps
from .formulas import parse_formula
from .running_text import text_fields
from .sources import split_sources
from .tables.header_mapping import Column
from .tables.page_breaks import LogicalCell, LogicalRow

ROW_DIGITS = 5  # digits of the greatest number that a row may have; more is a code


def row_of(
    row: LogicalRow, columns: Sequence[Column], place: tuple[int, int], seen: set[int], gaps: FoundGaps
) -> Row:
    """The row's values; its empty and doubtful cells are noted among the gaps.

    ``place`` is the number of its position and its own in that; ``seen`` the identities of cells that rows above have.
    """

    def fields(name: str) -> dict[str, Any]:
        return _cell_fields(row.cells.get(name), seen)

    have = {c.field for c in columns}
    sasaran, indikator = CellValue(**fields("sasaran")), CellValue(**fields("indikator"))
    formula, sources = fields("formulasi"), fields("sumber_data")
    formulasi = FormulaCell(**formula, formula=parse_formula(formula["text"]))
    sumber_data = SourcesCell(**sources, items=split_sources(sources["text"]))
    cells = dict(zip(FIELDS, (sasaran, indikator, formulasi, sumber_data), strict=True))
    extra = {c.field: CellValue(**fields(c.field)) for c in columns if c.is_extra}
    no = row.text("no")
    for name in FIELDS:
        if name in have and not cells[name].text:
            gaps.missing_cell(*place, row, name)
        elif cells[name].text and not cells[name].inherited and cells[name].confidence < DOUBTFUL:
            gaps.doubtful_cell(*place, cells[name], name)
    for column in columns:
        cell = row.cells.get(column.field)
        if column.is_extra and cell is not None and cell.inked and cell.is_empty:
            gaps.missing_cell(*place, row, column.field)
    for cell in row.cells.values():
        seen.add(id(cell))
    return Row(
        no=_number(no),
        sasaran=sasaran,
        indikator=indikator,
        formulasi=formulasi,
        sumber_data=sumber_data,
        extra=extra,
    )


def _cell_fields(cell: LogicalCell | None, seen: set[int]) -> dict[str, Any]:
    """What the record of a cell holds, by the names of `CellValue`."""
    if cell is None:
        return {"text": ""}
    pieces = [p for p in cell.pieces if p.lines] or cell.pieces[:1]
    fraction = any(line.fraction for p in pieces for line in p.lines)
    layout = (
        layout_confidence.of_cell(drawn=cell.drawn, fraction=fraction, agreement=cell.agreement)
        if not cell.is_empty
        else 1.0
    )
    return {**text_fields(pieces, cell.text, layout), "inherited": id(cell) in seen}


def _number(text: str) -> str | int | None:
    bare = text.strip(" .)(")
    if not bare:
        return None
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= ROW_DIGITS else text.strip()
