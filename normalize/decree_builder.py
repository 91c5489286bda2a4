"""Turns raw blocks into decree records; the entry point of the package is `build_decrees`.

Lines and tables in reading order become forms (`forms.assembly`), of which only those with evidence are claimed
(`document_kind`); each becomes a position with its list items and rows (or several, where one table is for a whole
office); what the print does not give, or what found no place, becomes a gap. A file may hold several decrees: a new
one begins where a decree's head prints another number than the one before. A file without forms is another document:
it claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ..schema.blocks import AGREED, DIFFERED, Block, Document, Page
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
    Signature,
    Source,
    SourcesCell,
    Wilayah,
)
from . import layout_confidence
from .document_kind import Claim, claims_of, document_form
from .forms.assembly import Form, Forms, forms_of
from .forms.form_names import FormName, captions_of, offices_of, superior_of
from .forms.lists import PlacedLine, items_of
from .forms.names_of_posts import names_post, names_unit
from .formulas import parse_formula
from .metadata import MetadataTexts, find_metadata, number_in, same_number
from .positions import Vocabulary
from .reading_order import flow_of
from .regions import Regions, builtin_regions
from .signatures import SignatureBlock, read_signatures, signature_gaps
from .sources import split_sources
from .tables.header_mapping import Column
from .tables.implied import imply
from .tables.office_table import names_of_group, parts_of
from .tables.page_breaks import LogicalCell, LogicalRow, Table, unplaced
from .tables.programs import programs_of_lines
from .tables.targets import rows_by_target
from .textflow import text_fields

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

    ``vocabulary`` names the positions, ``regions`` the region and completes the areas; if ``None``, the built-in ones
    name both, and areas stay as printed.
    """
    flow = flow_of(document)
    found = forms_of(flow.items)
    claims = claims_of(found.forms, [read_signatures(form.after) for form in found.forms])
    furniture = [placed.line.text for placed in flow.furniture]
    known = vocabulary or builtin_vocabulary()
    return [_Builder(document, part, furniture, known, regions).decree() for part in _decrees(found, claims)]


@cache
def builtin_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program, loaded once."""
    return Vocabulary.load()


@dataclass(slots=True)
class _Part:
    """One decree's forms; ``front`` holds for each of them the loose lines before it."""

    claims: list[Claim]
    front: list[tuple[int, PlacedLine]]
    gaps: list[Gap]


def _decrees(found: Forms, claims: Sequence[Claim]) -> Iterator[_Part]:
    """The claimed forms, parted where a new decree's number is printed."""
    claimed = {id(claim.form) for claim in claims}
    before = [0]
    for form in found.forms:
        before.append(before[-1] + (id(form) in claimed))
    front = [(before[index], placed) for index, placed in found.front]
    starts = [0]
    number: str | None = None
    for index, placed in front:
        match = re.match(r"^\W*NOMOR\s*[:.]?\s*(\S.*)$", placed.line.text, re.I)
        if match is None or not re.search(r"\d", match.group(1)):
            continue
        fresh = number_in(match.group(1)) or match.group(1)
        other = number is not None and not same_number(fresh, number)
        if other and starts[-1] < index < len(claims):
            starts.append(index)
        number = fresh
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else len(claims) + 1
        yield _Part(
            list(claims[start:end]),
            [(n - start, p) for n, p in front if start <= n < end],
            found.gaps if i == 0 else [],
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
        part: _Part,
        furniture: Sequence[str],
        vocabulary: Vocabulary,
        regions: Regions | None,
    ) -> None:
        self.document = document
        self.part = part
        self.furniture = furniture
        self.vocabulary = vocabulary
        self.regions = regions
        pages = [gap for page in document.pages for gap in page.gaps or _nothing_on(page)]
        self.units: dict[int, bool] = {}  # which positions are units
        self.gaps: list[Gap] = [*document.gaps, *pages, *part.gaps]

    def decree(self) -> Decree:
        claims = [piece for claim in self.part.claims for piece in _by_post(claim)]
        blocks = [claim.block for claim in claims]
        positions = [self._position(i, claim) for i, claim in enumerate(claims)]
        if not positions:
            self._no_form()
        metadata, region, signatures = self._metadata(claims, positions, blocks)
        for index, position in enumerate(positions):
            self._name(index, position, metadata.unit_kerja)
        return Decree(
            source=Source(
                file=self.document.file,
                sha256=self.document.sha256,
                pages=self.document.page_count,
                page_kinds=[page.kind for page in self.document.pages],
            ),
            form=document_form(claims),
            decree=metadata,
            wilayah=region,
            positions=positions,
            signatures=signatures,
            gaps=[_record(gap) for gap in self.gaps],
        )

    def _no_form(self) -> None:
        """Nothing is claimed: another document, or one that could not be read."""
        unread = any(gap.severity == "error" for gap in self.gaps)
        if unread:
            self.gaps.append(Gap(GapCode.NO_POSITIONS, "no form was found, and some pages could not be read"))
        else:
            self.gaps.append(Gap(GapCode.NO_FORM, "the file holds no form of indicators"))

    def _metadata(
        self, claims: Sequence[Claim], positions: Sequence[Position], blocks: Sequence[SignatureBlock]
    ) -> tuple[Metadata, Wilayah | None, list[Signature]]:
        """What the decree says of itself, its region, and who signed it before its annex."""
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
                front=[placed for _, placed in self.part.front],
                jabatan=[p.jabatan for p in positions if p.jabatan],
                signatures=blocks,
                body=[v.text for v in values] + [c.text for c in cells],
                furniture=self.furniture,
                keyed_units=[text for claim in claims for text in offices_of(claim.form)],
                captions=[text for claim in claims for text in captions_of(claim.form)],
                superiors=[p.superior for p in positions if p.superior],
            )
        )
        self.gaps.extend(found.gaps)
        signatures = [signature for block in found.signatures for signature in block.signatures]
        if self.regions is not None:
            places = self.regions.complete(found.metadata)
            self.gaps.extend(places.gaps)
            return places.metadata, places.region, signatures
        region, gaps = builtin_regions().locate(found.metadata)
        self.gaps.extend(gaps)
        return found.metadata, region, signatures

    # ---- positions ----------------------------------------------------------------------------------------------

    def _name(self, index: int, position: Position, office: str | None) -> None:
        """Give the position its canonical name, or a gap with the nearest names."""
        if not position.jabatan or self.units[index]:
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

    def _position(self, index: int, claim: Claim) -> Position:
        form, block, name = claim.form, claim.block, claim.name
        self.units[index] = claim.kind == "iku"
        if name is None:
            self._gap(GapCode.MISSING_JABATAN, "the form names no position", index, form, field="jabatan")
        rows: list[Row] = []
        seen: set[int] = set()
        for table in form.tables:
            rows += self._rows(index, len(rows), table, seen, split=claim.kind == "pk")
        if not form.tables:
            self._gap(GapCode.MISSING_TABLE, "the form has no indicator table", index, form, field="rows")
        if "tugas" not in form.sections and claim.kind != "pk":
            message = "the form has no list of duties"
            self._gap(GapCode.MISSING_TUGAS, message, index, form, field="tugas")
        self._table_gaps(index, claim)
        self._unplaced(index, claim)
        self.gaps.extend(signature_gaps(block, index))
        programs = form.programs or (programs_of_lines(block.leftover) if claim.kind == "pk" else [])
        return Position(
            jabatan=name.text if name is not None else None,
            jabatan_from=name.source if name is not None else None,
            nama=form.person,
            superior=superior_of(form) if claim.kind == "pk" else None,
            pages=sorted(form.pages),
            tugas=items_of(form.sections.get("tugas", [])),
            fungsi=items_of(form.sections.get("fungsi", [])),
            rows=rows,
            programs=programs,
            place=block.place,
            date=block.date,
            signatures=block.signatures,
        )

    def _rows(self, index: int, start: int, table: Table, seen: set[int], *, split: bool) -> list[Row]:
        """The table's rows; cells drawn empty below a filled one go on with it, which one gap tells."""
        printed = [piece for row in table.rows for piece in (rows_by_target(row) if split else [row])]
        rows = [self._row(index, n, row, table.columns, seen) for n, row in enumerate(printed, start)]
        implied = imply(rows, printed, self._implies(index, start))
        if implied:
            box = table.fragments[0].block.box if table.fragments else None
            page = table.fragments[0].page if table.fragments else table.rows[0].page
            self._gap_at(
                GapCode.IMPLIED_VALUES,
                f"{implied} cells are drawn empty below a filled one and were taken to go on with it",
                page.number,
                page.shown(box) if box is not None else None,
                index,
                field="sasaran",
            )
        return rows

    def _implies(self, index: int, start: int) -> Callable[[int], None]:
        """What to do with a row whose sasaran is implied: it is not missing any more."""

        def implies(row: int) -> None:
            self.gaps = [
                gap
                for gap in self.gaps
                if not (
                    gap.code is GapCode.MISSING_SASARAN and (gap.position, gap.row) == (index, start + row)
                )
            ]

        return implies

    def _unplaced(self, index: int, claim: Claim) -> None:
        """Gaps for lines and tables that stand within the form and found no place in it."""
        for placed in [*claim.form.unplaced, *claim.block.leftover]:
            if claim.kind == "pk":
                continue
            self._gap_at(
                GapCode.UNPLACED_TEXT,
                f"text of the form that found no place: {placed.line.text[:160]}",
                placed.page.number,
                placed.page.shown(placed.line.box),
                index,
            )
        for table in claim.form.other_tables:
            text = " ".join(table.block.text.split())
            self._gap_at(
                GapCode.UNMAPPED_TABLE,
                f"a table's columns are none of a form's; it begins: {text[:120]}",
                table.page.number,
                table.page.shown(table.block.box),
                index,
            )

    def _table_gaps(self, index: int, claim: Claim) -> None:
        wanted = FIELDS if claim.kind != "pk" else ("sasaran", "indikator")
        for table in claim.form.tables:
            if not table.fragments:
                continue
            have = {c.field for c in table.columns}
            first = table.fragments[0]
            for name in wanted:
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
                        "the table has no rulings; its cells were inferred from the text"
                        + _said(fragment.block),
                        fragment.page.number,
                        fragment.page.shown(fragment.block.box),
                        index,
                    )
            for page, text, box in unplaced(table):
                if names_of_group(text) is not None:
                    continue
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
                self._missing(position, number, row, name)
            elif cells[name].text and not cells[name].inherited and cells[name].confidence < DOUBTFUL:
                self._doubtful(position, number, cells[name], name)
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


def _by_post(claim: Claim) -> list[Claim]:
    """The claim, parted where its tables are for the posts of a whole office."""
    form = claim.form
    parts = parts_of(form.tables) if claim.kind != "pk" else None
    if parts is None:
        return [claim]
    parts[0].tables[0].fragments = [fragment for table in form.tables for fragment in table.fragments]
    out: list[Claim] = []
    for part in parts:
        first, last = part is parts[0], part is parts[-1]
        piece = replace(
            form,
            tables=part.tables,
            person=part.person,
            sections=form.sections if first else {},
            after=form.after if last else [],
            unplaced=form.unplaced if first else [],
            other_tables=form.other_tables if first else [],
            pages=part.pages,
        )
        block = claim.block if last else SignatureBlock()
        if part.name is None:
            out.append(Claim(piece, block, claim.kind, claim.name))
            continue
        name = FormName(part.name, "table", names_post(part.name) or not names_unit(part.name))
        out.append(Claim(piece, block, "iki" if name.post else "iku", name))
    return out


def _said(table: Block) -> str:
    """The sentence on what other readers found in the table's cells, for the gap's message."""
    if table.agreement is None:
        return ""
    if table.agreement == AGREED:
        return f"; {table.second_reader} reads the same cells"
    if table.agreement == DIFFERED:
        return f"; {table.second_reader} reads other cells"
    return f"; {table.second_reader} reads some of them otherwise"


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
