"""Raw blocks become decrees: the normalize package's front door.

Lines and tables in reading order (`flow`) become forms (`forms`); each form becomes a position with its list
items and rows; what the print does not give, or what found no place, becomes a gap. A file may hold several
decrees: a new one begins where a decree's head prints another number than the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ..schema.blocks import Document, Page
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from ..schema.models import (
    FIELDS,
    CellValue,
    Decree,
    FormulaCell,
    GapRecord,
    Metadata,
    Position,
    Row,
    Source,
    SourcesCell,
)
from ..schema.text import join_wrapped, squeeze
from . import confidence
from .forms.assembly import Form, Forms, forms_of
from .forms.lists import items_of
from .formulas import parse_formula
from .metadata import MetadataTexts, find_metadata
from .positions import Vocabulary
from .reading_order import flow_of
from .regions import Regions
from .signatures import SignatureBlock, read_signatures
from .sources import split_sources
from .tables.header_mapping import Column
from .tables.page_breaks import LogicalCell, LogicalRow, unplaced
from .textflow import text_value

# Cells whose reading is right less often than this are named one by one.
DOUBTFUL = 0.8

_MISSING = {
    "sasaran": GapCode.MISSING_SASARAN,
    "indikator": GapCode.MISSING_INDIKATOR,
    "formulasi": GapCode.MISSING_FORMULASI,
    "sumber_data": GapCode.MISSING_SUMBER_DATA,
}


def build_decrees(
    document: Document, *, vocabulary: Vocabulary | None = None, regions: Regions | None = None
) -> list[Decree]:
    """The decrees that the document holds, in their order; one without positions where there is none.

    ``vocabulary`` names the positions (the built-in one if ``None``), ``regions`` completes the areas.
    """
    flow = flow_of(document)
    forms = forms_of(flow.items)
    furniture = [placed.line.text for placed in flow.furniture]
    known = vocabulary or builtin_vocabulary()
    return [_Builder(document, part, furniture, known, regions).decree() for part in _decrees(forms)]


@cache
def builtin_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program, loaded once."""
    return Vocabulary.load()


def _decrees(forms: Forms) -> Iterator[Forms]:
    """The forms, parted where a new decree's number is printed."""
    starts = [0]
    number: str | None = None
    for index, placed in forms.front:
        match = re.match(r"^\W*NOMOR\s*[:.]?\s*(\S.*)$", placed.line.text, re.I)
        if match is None or not re.search(r"\d", match.group(1)):
            continue
        fresh = re.sub(r"\W", "", match.group(1)).casefold()
        if number is not None and fresh != number and index > starts[-1]:
            starts.append(index)
        number = fresh
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else len(forms.forms) + 1
        yield Forms(
            forms.forms[start:end],
            [(n - start, p) for n, p in forms.front if start <= n < end],
            forms.gaps if i == 0 else [],
        )


def _nothing_on(page: Page) -> list[Gap]:
    """The gap of a page from which nothing came although nothing went wrong: no print, or a scan too bad."""
    if any(block.kind != "image" and block.text.strip() for block in page.blocks):
        return []
    if page.kind == "text":
        return [Gap(GapCode.BLANK_PAGE, f"page {page.number} has no print", page=page.number)]
    return [Gap(GapCode.ILLEGIBLE_PAGE, f"no text could be read on page {page.number}", page=page.number)]


class _Builder:
    """Builds one decree's record and collects its gaps."""

    def __init__(
        self,
        document: Document,
        forms: Forms,
        furniture: Sequence[str],
        vocabulary: Vocabulary,
        regions: Regions | None,
    ) -> None:
        self.document = document
        self.forms = forms
        self.furniture = furniture
        self.vocabulary = vocabulary
        self.regions = regions
        pages = [gap for page in document.pages for gap in page.gaps or _nothing_on(page)]
        self.gaps: list[Gap] = [*document.gaps, *pages, *forms.gaps]

    def decree(self) -> Decree:
        blocks = [read_signatures(form.after) for form in self.forms.forms]
        positions = [
            self._position(i, form, block)
            for i, (form, block) in enumerate(zip(self.forms.forms, blocks, strict=True))
        ]
        if not positions:
            self.gaps.append(Gap(GapCode.NO_POSITIONS, "no form of a position was found"))
        metadata = self._metadata(positions, blocks)
        for index, position in enumerate(positions):
            self._name(index, position, metadata.unit_kerja)
        return Decree(
            source=Source(
                file=self.document.file,
                sha256=self.document.sha256,
                pages=self.document.page_count,
                page_kinds=[page.kind for page in self.document.pages],
            ),
            decree=metadata,
            positions=positions,
            gaps=[_record(gap) for gap in self.gaps],
        )

    def _metadata(self, positions: Sequence[Position], blocks: Sequence[SignatureBlock]) -> Metadata:
        values = [v for p in positions for v in (*p.tugas, *p.fungsi)]
        cells = [
            cell
            for p in positions
            for row in p.rows
            for cell in (row.sasaran, row.indikator, row.formulasi, row.sumber_data)
            if not cell.inherited
        ]
        found = find_metadata(
            MetadataTexts(
                front=[placed for _, placed in self.forms.front],
                jabatan=[p.jabatan for p in positions if p.jabatan],
                signatures=blocks,
                body=[v.text for v in values] + [c.text for c in cells],
                furniture=self.furniture,
            )
        )
        self.gaps.extend(found.gaps)
        if self.regions is None:
            return found.metadata
        places = self.regions.complete(found.metadata)
        self.gaps.extend(places.gaps)
        return places.metadata

    # ---- positions ----------------------------------------------------------------------------------------------

    def _name(self, index: int, position: Position, office: str | None) -> None:
        """Give the position its canonical name, or a gap with the nearest names."""
        if not position.jabatan:
            return
        result = self.vocabulary.match(position.jabatan, office)
        position.canonical = result.canonical
        if result.canonical is None:
            near = "; ".join(f"{c.name} ({c.score:.0f})" for c in result.candidates)
            self._gap_at(
                GapCode.UNMATCHED_POSITION,
                f"no canonical position for {position.jabatan!r}" + (f"; nearest: {near}" if near else ""),
                position.pages[0] if position.pages else None,
                None,
                index,
                field="jabatan",
            )

    def _position(self, index: int, form: Form, block: SignatureBlock) -> Position:
        jabatan = ""
        for placed in form.jabatan:
            jabatan = join_wrapped(jabatan, placed.line.text)
        jabatan = squeeze(jabatan).strip(" :;.,") if jabatan else ""
        if not jabatan:
            self._gap(GapCode.MISSING_JABATAN, "the form names no position", index, form, field="jabatan")
        rows: list[Row] = []
        seen: set[int] = set()
        for table in form.tables:
            rows += [
                self._row(index, n, row, table.columns, seen) for n, row in enumerate(table.rows, len(rows))
            ]
        if not form.tables:
            self._gap(GapCode.MISSING_TABLE, "the form has no indicator table", index, form, field="rows")
        if "tugas" not in form.sections:
            message = "the form has no list of duties"
            self._gap(GapCode.MISSING_TUGAS, message, index, form, field="tugas")
        self._table_gaps(index, form)
        for placed in block.leftover:
            self._gap_at(
                GapCode.UNPLACED_TEXT,
                f"text below the form's table: {placed.line.text[:160]}",
                placed.page.number,
                placed.page.shown(placed.line.box),
                index,
            )
        return Position(
            jabatan=jabatan or None,
            pages=sorted(form.pages),
            tugas=items_of(form.sections.get("tugas", [])),
            fungsi=items_of(form.sections.get("fungsi", [])),
            rows=rows,
            place=block.place,
            date=block.date,
            signatures=block.signatures,
        )

    def _table_gaps(self, index: int, form: Form) -> None:
        for table in form.tables:
            have = {c.field for c in table.columns}
            first = table.fragments[0]
            for name in FIELDS:
                if name not in have:
                    self._gap_at(
                        GapCode.MISSING_COLUMN,
                        f"the table prints no column for {name}",
                        first.page.number,
                        first.page.shown(first.block.box),
                        index,
                        field=name,
                    )
            for fragment in table.fragments:
                if not fragment.block.ruled:
                    self._gap_at(
                        GapCode.INFERRED_GRID,
                        "the table has no rulings; its cells were inferred from the text",
                        fragment.page.number,
                        fragment.page.shown(fragment.block.box),
                        index,
                    )
            for page, text, box in unplaced(table):
                self._gap_at(
                    GapCode.UNPLACED_TEXT,
                    f"text across the table's columns: {text[:160]}",
                    page.number,
                    page.shown(box),
                    index,
                )

    def _row(
        self, position: int, number: int, row: LogicalRow, columns: Sequence[Column], seen: set[int]
    ) -> Row:
        def value(name: str) -> CellValue:
            return _cell_value(row.cells.get(name), seen)

        have = {c.field for c in columns}
        cells = {name: value(name) for name in FIELDS}
        extra = {c.field: value(c.field) for c in columns if c.is_extra}
        no = row.text("no")
        for name in FIELDS:
            if name in have and not cells[name].text:
                self._missing(position, number, row, name)
            elif cells[name].text and not cells[name].inherited and cells[name].confidence < DOUBTFUL:
                self._doubtful(position, number, cells[name], name)
        for cell in row.cells.values():
            seen.add(id(cell))
        return Row(
            no=_number(no),
            sasaran=cells["sasaran"],
            indikator=cells["indikator"],
            formulasi=FormulaCell(
                **cells["formulasi"].model_dump(), formula=parse_formula(cells["formulasi"].text)
            ),
            sumber_data=SourcesCell(
                **cells["sumber_data"].model_dump(), items=split_sources(cells["sumber_data"].text)
            ),
            extra=extra,
        )

    # ---- gaps ---------------------------------------------------------------------------------------------------

    def _missing(self, position: int, number: int, row: LogicalRow, name: str) -> None:
        cell = row.cells.get(name)
        piece = cell.pieces[0] if cell is not None and cell.pieces else None
        inked = cell is not None and cell.inked
        self._gap_at(
            GapCode.EMPTY_BUT_INKED if inked else _MISSING[name],
            f"the cell {name} has ink but no text could be read"
            if inked
            else f"the cell {name} is empty in print",
            piece.page.number if piece else row.page.number,
            piece.page.shown(piece.box) if piece else None,
            position,
            number,
            name,
        )

    def _doubtful(self, position: int, number: int, cell: CellValue, name: str) -> None:
        box = Box(*cell.bbox) if cell.bbox else None
        message = f"the cell {name} was read with confidence {cell.confidence:.2f}"
        self._gap_at(GapCode.LOW_CONFIDENCE, message, cell.page, box, position, number, name)

    def _gap(
        self, code: GapCode, message: str, position: int, form: Form, *, field: str | None = None
    ) -> None:
        self._gap_at(code, message, form.page.number, None, position, None, field)

    def _gap_at(
        self,
        code: GapCode,
        message: str,
        page: int | None,
        box: Box | None,
        position: int | None = None,
        row: int | None = None,
        field: str | None = None,
    ) -> None:
        self.gaps.append(Gap(code, message, page, box, position, row, field))


def _cell_value(cell: LogicalCell | None, seen: set[int]) -> CellValue:
    if cell is None:
        return CellValue(text="")
    pieces = [p for p in cell.pieces if p.lines] or cell.pieces[:1]
    fraction = any(line.fraction for p in pieces for line in p.lines)
    layout = confidence.of_cell(drawn=cell.drawn, fraction=fraction) if not cell.is_empty else 1.0
    value = text_value(pieces, cell.text, layout)
    return CellValue(**value.model_dump(), inherited=id(cell) in seen)


def _number(text: str) -> str | int | None:
    bare = text.strip(" .)(")
    if not bare:
        return None
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 6 else text.strip()


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
