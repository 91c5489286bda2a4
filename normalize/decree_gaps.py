"""What a decree's forms lack, as gaps with page and box: missing and doubtful cells, columns, text without a place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ..schema.blocks import AGREED, DIFFERED, Block, Page
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from ..schema.models import FIELDS, CellValue, GapRecord
from .areas import area_of_key
from .document_kind import Claim
from .forms.printed_form import Form
from .forms.unknown_labels import key_of
from .tables.office_table import names_of_group
from .tables.page_breaks import LogicalRow, unplaced

DOUBTFUL = 0.8
"""Confidence of a cell below which it is named: its reading is right less often than this."""

_YEARS = re.compile(r"(?:19|20)\d\d")
_SAYS = re.compile(r"[^\W_]")
_MISSING = {
    "sasaran": GapCode.MISSING_SASARAN,
    "indikator": GapCode.MISSING_INDIKATOR,
    "formulasi": GapCode.MISSING_FORMULASI,
    "sumber_data": GapCode.MISSING_SUMBER_DATA,
}


def gaps_of_empty_page(page: Page) -> list[Gap]:
    """The gap of a page that gave no text without an error: it has no print, or is too bad a scan."""
    if any(block.kind != "image" and block.text.strip() for block in page.blocks):
        return []
    if page.kind == "text":
        return [Gap(GapCode.BLANK_PAGE, f"page {page.number} has no print", page=page.number)]
    return [Gap(GapCode.ILLEGIBLE_PAGE, f"no text could be read on page {page.number}", page=page.number)]


class FoundGaps:
    """The gaps of one decree, in the order in which they are found."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self.found = [*gaps]

    def add(
        self,
        code: GapCode,
        message: str,
        page: int | None = None,
        box: Box | None = None,
        position: int | None = None,
        row: int | None = None,
        field: str | None = None,
    ) -> None:
        """Note a gap; ``box`` is on the page as displayed, position and row are numbers from 0."""
        self.found.append(Gap(code, message, page, box, position, row, field))

    def of_form(
        self, code: GapCode, message: str, position: int, form: Form, *, field: str | None = None
    ) -> None:
        """Note a gap of a whole form, on the page where it begins."""
        self.add(code, message, form.page.number, None, position, None, field)

    def missing_cell(self, position: int, number: int, row: LogicalRow, name: str) -> None:
        """Note a cell of a row without text: empty in print, or with ink that could not be read."""
        cell = row.cells.get(name)
        piece = cell.pieces[0] if cell is not None and cell.pieces else None
        inked = cell is not None and cell.inked
        self.add(
            GapCode.EMPTY_BUT_INKED if inked else _MISSING[name],
            f"the cell {name} has ink but no text could be read"
            if inked
            else f"the cell {name} is empty in the document",
            piece.page.number if piece else row.page.number,
            piece.page.shown(piece.box) if piece else None,
            position,
            number,
            name,
        )

    def doubtful_cell(self, position: int, number: int, cell: CellValue, name: str) -> None:
        """Note a cell whose reading is less sure than `DOUBTFUL`."""
        box = Box(*cell.bbox) if cell.bbox else None
        message = f"the cell {name} was read with confidence {cell.confidence:.2f}"
        self.add(GapCode.LOW_CONFIDENCE, message, cell.page, box, position, number, name)

    def of_unplaced(self, index: int, claim: Claim, headings: Collection[str]) -> None:
        """Note lines and tables within the form that found no place in it, and repeat none of the headings."""
        for placed in [*claim.form.unplaced, *claim.block.leftover]:
            text = placed.line.text
            named = claim.name is not None and claim.name.source == "heading" and claim.name.text in text
            repeated = text.casefold() in headings
            if claim.kind == "pk" or area_of_key(text) is not None or named or repeated:
                continue
            self.add(
                GapCode.UNPLACED_TEXT,
                f"text of the form that found no place: {placed.line.text[:160]}",
                placed.page.number,
                placed.page.shown(placed.line.box),
                index,
            )
        self._of_keys(index, claim)
        for table in claim.form.other_tables:
            text = " ".join(table.block.text.split())
            self.add(
                GapCode.UNMAPPED_TABLE,
                f"a table's columns are none of a form's; it begins: {text[:120]}",
                table.page.number,
                table.page.shown(table.block.box),
                index,
            )

    def _of_keys(self, index: int, claim: Claim) -> None:
        """Note the keys for which a record has no field; a year alone is the decree's."""
        keys = [(placed, key_of(placed.line.text)) for placed in claim.form.keys]
        told = [(placed, key) for placed, (key, value) in keys if _SAYS.search(_YEARS.sub("", value))]
        if claim.kind == "pk" or not told:
            return
        first = told[0][0]
        self.add(
            GapCode.UNKEPT_KEYS,
            f"keys for which there is no field: {'; '.join(key for _, key in told)}",
            first.page.number,
            first.page.shown(first.line.box),
            index,
        )

    def of_tables(self, index: int, claim: Claim, named: Collection[str]) -> None:
        """Note columns that a table lacks, tables without rulings, and text across columns beside the names."""
        wanted = FIELDS if claim.kind != "pk" else ("sasaran", "indikator")
        for table in claim.form.tables:
            if not table.fragments:
                continue
            have = {c.field for c in table.columns} | {name for row in table.rows for name in row.cells}
            first = table.fragments[0]
            for name in wanted:
                if name not in have:
                    self.add(
                        GapCode.MISSING_COLUMN,
                        f"the table prints no column for {name}",
                        first.page.number,
                        first.page.shown(first.block.box),
                        index,
                        field=name,
                    )
            for fragment in table.fragments:
                if not fragment.block.ruled:
                    self.add(
                        GapCode.INFERRED_GRID,
                        "the table has no rulings; its cells were inferred from the text"
                        + _said(fragment.block),
                        fragment.page.number,
                        fragment.page.shown(fragment.block.box),
                        index,
                    )
            for page, text, box in unplaced(table):
                if names_of_group(text) in named:
                    continue
                self.add(
                    GapCode.UNPLACED_TEXT,
                    f"text across the table's columns: {text[:160]}",
                    page.number,
                    page.shown(box),
                    index,
                )

    def not_missing(self, code: GapCode, position: int, row: int) -> None:
        """Take back the gap of a row: its value is known after all."""
        self.found = [g for g in self.found if (g.code, g.position, g.row) != (code, position, row)]

    def records(self) -> list[GapRecord]:
        """The gaps as a record has them."""
        return [_record(gap) for gap in self.found]


def _said(table: Block) -> str:
    """The sentence on what other readers found in the table's cells, for the gap's message."""
    if table.agreement is None:
        return ""
    if table.agreement == AGREED:
        return f"; {table.second_reader} reads the same cells"
    if table.agreement == DIFFERED:
        return f"; {table.second_reader} reads other cells"
    return f"; {table.second_reader} reads some of them otherwise"


def _record(gap: Gap) -> GapRecord:
    return GapRecord(
        code=gap.code,
        severity=gap.severity,
        page=gap.page,
        bbox=gap.box.rounded() if gap.box is not None else None,
        position=gap.position,
        row=gap.row,
        field=gap.field,
        message=gap.message,
    )
