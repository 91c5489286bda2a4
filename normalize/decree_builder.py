"""Turns raw blocks into decree records; the entry point of the package is `build_decrees`.

Lines and tables in reading order become forms (`forms.assembly`), of which only those with evidence are claimed
(`document_kind`); each becomes a position with its list items and rows (or several, where one table is for a whole
office); what the print does not give, or what found no place, becomes a gap. A file may hold several decrees
(`decree_parts`). A file without forms is another document: it claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from ..schema.blocks import Document, pass_over_blank
from ..schema.gaps import GapCode
from ..schema.models import (
    Decree,
    Metadata,
    Position,
    Row,
    Signature,
    Source,
    Wilayah,
)
from .decree_gaps import FoundGaps, gaps_of_empty_page
from .decree_parts import DecreePart, by_post, decree_parts
from .document_kind import Claim, claims_of, document_form
from .forms.assembly import forms_of
from .forms.form_names import captions_of, offices_of, superior_of
from .forms.lists import items_of
from .forms.printed_form import Form
from .forms.titles import heading_name
from .metadata import MetadataTexts, find_metadata
from .positions import Vocabulary
from .reading_order import flow_of
from .regions import Regions, builtin_regions
from .row_values import row_of
from .signatures import SignatureBlock, read_signatures, signature_gaps
from .tables.agreement_rows import rows_by_target
from .tables.implied_cells import imply
from .tables.labelled_parts import part_labelled_cells
from .tables.page_breaks import Table
from .tables.programs import programs_of_lines
from .tables.sasaran_rows import give_sasaran


def build_decrees(
    document: Document, *, vocabulary: Vocabulary | None = None, regions: Regions | None = None
) -> list[Decree]:
    """The decrees that the document holds, in their order (see `each_decree`)."""
    return list(each_decree(document, vocabulary=vocabulary, regions=regions))


def each_decree(
    document: Document, *, vocabulary: Vocabulary | None = None, regions: Regions | None = None
) -> Iterator[Decree]:
    """The decrees that the document holds, one after the other; one without positions where there is none.

    ``vocabulary`` names the positions, ``regions`` the region and completes the areas; if ``None``, the built-in ones
    name both, and areas stay as printed.
    """
    pass_over_blank(document.pages)
    flow = flow_of(document)
    found = forms_of(flow.items)
    claims = claims_of(found.forms, [_signatures_of(form) for form in found.forms])
    furniture = [placed.line.text for placed in flow.furniture]
    known = vocabulary or builtin_vocabulary()
    for part in decree_parts(found, claims):
        yield _Builder(document, part, furniture, known, regions).decree()


def _signatures_of(form: Form) -> SignatureBlock:
    """Who signed below the form's tables; an agreement that has no date there is dated where its parties sign first."""
    block = read_signatures(form.after)
    first = read_signatures(form.unplaced) if form.parties and block.date is None else None
    if first is None or first.date is None:
        return block
    return replace(
        block, place=first.place, date=first.date, year=first.year, date_confidence=first.date_confidence
    )


@cache
def builtin_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program, loaded once."""
    return Vocabulary.load()


class _Builder:
    """Builds one decree's record and collects its gaps."""

    def __init__(
        self,
        document: Document,
        part: DecreePart,
        furniture: Sequence[str],
        vocabulary: Vocabulary,
        regions: Regions | None,
    ) -> None:
        self.document = document
        self.part = part
        self.furniture = furniture
        self.vocabulary = vocabulary
        self.regions = regions
        pages = [gap for page in document.pages for gap in page.gaps or gaps_of_empty_page(page)]
        self.units: dict[int, bool] = {}  # which positions are units
        self.claims: Sequence[Claim] = ()
        self.headings: set[str] = set()  # the lines of all forms' headings
        self.posts: set[str] = set()  # those that rows across tables name
        self.gaps = FoundGaps([*document.gaps, *pages, *part.gaps])

    def decree(self) -> Decree:
        for claim in self.part.claims:
            for table in claim.form.tables:
                give_sasaran(table)
        claims = [piece for claim in self.part.claims for piece in by_post(claim)]
        blocks = [claim.block for claim in claims]
        self.claims = claims
        self.headings = {text.casefold() for c in claims for h in c.form.headings for text in h.texts if text}
        self.posts = {claim.name.text for claim in claims if claim.name and claim.name.source == "table"}
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
            gaps=self.gaps.records(),
        )

    def _no_form(self) -> None:
        """Nothing is claimed: another document, or one that could not be read."""
        unread = any(gap.severity == "error" for gap in self.gaps.found)
        if unread:
            self.gaps.add(GapCode.NO_POSITIONS, "no form was found, and some pages could not be read")
        else:
            self.gaps.add(GapCode.NO_FORM, "the file holds no form of indicators")

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
        forms = [claim.form for claim in claims] or self.part.unclaimed
        found = find_metadata(
            MetadataTexts(
                front=[placed for _, placed in self.part.front],
                jabatan=[p.jabatan for p in positions if p.jabatan],
                signatures=blocks,
                body=[v.text for v in values] + [c.text for c in cells],
                furniture=self.furniture,
                keyed_units=[text for form in forms for text in offices_of(form)],
                keyed_areas=[placed.line.text for form in forms for placed in form.unplaced],
                captions=[text for claim in claims for text in captions_of(claim.form)],
                superiors=[p.superior for p in positions if p.superior],
            )
        )
        self.gaps.found.extend(found.gaps)
        signatures = [signature for block in found.signatures for signature in block.signatures]
        if self.regions is not None:
            places = self.regions.complete(found.metadata)
            self.gaps.found.extend(places.gaps)
            return places.metadata, places.region, signatures
        region, gaps = builtin_regions().locate(found.metadata)
        self.gaps.found.extend(gaps)
        return found.metadata, region, signatures

    # ---- positions ----------------------------------------------------------------------------------------------

    def _name(self, index: int, position: Position, office: str | None) -> None:
        """Give the position its canonical name, or a gap with the nearest names."""
        if not position.jabatan or self.units[index]:
            return
        result = self.vocabulary.match(position.jabatan, office)
        position.canonical = result.canonical
        self._compare_heading(index, position, office)
        if result.canonical is None:
            near = "; ".join(f"{c.name} ({c.score:.0f})" for c in result.candidates)
            self.gaps.add(
                GapCode.UNMATCHED_POSITION,
                f"no canonical position for {position.jabatan!r}" + (f"; nearest: {near}" if near else ""),
                position.pages[0] if position.pages else None,
                None,
                index,
                field="jabatan",
            )

    def _compare_heading(self, index: int, position: Position, office: str | None) -> None:
        """Note a heading that names another post of the same group than the form's label."""
        form, printed = self.claims[index].form, position.canonical
        heading = heading_name(form.heading.texts) if form.heading is not None else None
        if printed is None or heading is None or not heading.post or position.jabatan_from != "key":
            return
        other = self.vocabulary.match(heading.text, office).canonical
        if other is not None and other.group == printed.group and other.name != printed.name:
            message = f"the form names more than one position: {position.jabatan} / {heading.text}"
            self.gaps.of_form(GapCode.CONFLICTING_METADATA, message, index, form, field="jabatan")

    def _position(self, index: int, claim: Claim) -> Position:
        form, block, name = claim.form, claim.block, claim.name
        self.units[index] = claim.kind == "iku"
        if name is None:
            self.gaps.of_form(
                GapCode.MISSING_JABATAN, "the form names no position", index, form, field="jabatan"
            )
        rows: list[Row] = []
        seen: set[int] = set()
        for table in form.tables:
            rows += self._rows(index, len(rows), table, seen, split=claim.kind == "pk")
        if not form.tables:
            self.gaps.of_form(
                GapCode.MISSING_TABLE, "the form has no indicator table", index, form, field="rows"
            )
        if "tugas" not in form.sections and claim.kind != "pk":
            message = "the form has no list of duties"
            self.gaps.of_form(GapCode.MISSING_TUGAS, message, index, form, field="tugas")
        self.gaps.of_tables(index, claim, self.posts)
        self.gaps.of_unplaced(index, claim, self.headings)
        self.gaps.found.extend(signature_gaps(block, index))
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
        part_labelled_cells(table)
        printed = [piece for row in table.rows for piece in (rows_by_target(row) if split else [row])]
        rows = [
            row_of(row, table.columns, (index, n), seen, self.gaps) for n, row in enumerate(printed, start)
        ]
        implied = imply(
            rows,
            printed,
            lambda row: self.gaps.not_missing(GapCode.MISSING_SASARAN, index, start + row),
        )
        if implied:
            box = table.fragments[0].block.box if table.fragments else None
            page = table.fragments[0].page if table.fragments else table.rows[0].page
            self.gaps.add(
                GapCode.IMPLIED_VALUES,
                f"{implied} cells are drawn empty below a filled one and were taken to go on with it",
                page.number,
                page.shown(box) if box is not None else None,
                index,
                field="sasaran",
            )
        return rows
