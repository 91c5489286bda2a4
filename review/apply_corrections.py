"""Corrections applied to a decree, in order, to what the machine read; nothing that is given is changed.

Places are found by page and box, by how much of one place two boxes are, so that they are found again in a new reading
whose boxes lie slightly elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from ..normalize.formulas import parse_formula
from ..normalize.positions import Vocabulary
from ..normalize.regions import builtin_regions
from ..normalize.sources import split_sources
from ..schema.gaps import GapCode
from ..schema.models import (
    FIELDS,
    Canonical,
    CellValue,
    Decree,
    FormulaCell,
    GapRecord,
    Metadata,
    Part,
    Position,
    Row,
    Signature,
    SourcesCell,
    TextValue,
)
from ..schema.text import join_wrapped
from .corrections import (
    LISTS,
    METADATA,
    NAMES,
    OF_A_CELL,
    OF_A_NAME,
    OF_METADATA,
    SAME_PLACE,
    SIGNATURE,
    SIGNED,
    Correction,
    active,
    below,
    same_place,
)

T = TypeVar("T")


@dataclass(slots=True)
class Applied:
    """A corrected decree, and the corrections whose place was not found in it."""

    decree: Decree
    unplaced: list[Correction] = field(default_factory=list)


def apply_corrections(decree: Decree, corrections: Iterable[Correction]) -> Decree:
    """The decree with all corrections of its document applied."""
    return apply_all(decree, corrections).decree


def apply_all(decree: Decree, corrections: Iterable[Correction]) -> Applied:
    """The decree with its corrections applied in order, and the corrections whose place was not found."""
    own = [c for c in active(corrections) if c.sha256 == decree.source.sha256 and c.action != "confirm"]
    if not own:
        return Applied(decree)
    out = Applied(decree.model_copy(deep=True))
    for correction in own:
        if not _Applier(out.decree, correction).run():
            out.unplaced.append(correction)
    return out


class _Applier:
    """Applies one correction to one decree, in place."""

    def __init__(self, decree: Decree, correction: Correction) -> None:
        self._decree = decree
        self._it = correction

    def run(self) -> bool:
        """Whether the place was found."""
        it = self._it
        if it.action == "dismiss":
            return self._dismiss()
        if it.field in METADATA and it.page is None:
            return self._metadata(it.field)
        if it.action == "merge":
            return self._merge()
        if it.action == "split":
            return self._split()
        if it.action == "insert":
            return self._insert()
        if it.action == "remove" and it.field is None:
            return self._remove_row()
        if it.field == "signature" or (it.field or "").startswith(SIGNED):
            return self._signature()
        if it.field in NAMES:
            return self._name(it.field)
        if it.field in FIELDS:
            return self._cell(it.field)
        return it.field in LISTS and self._item()

    # -- places ------------------------------------------------------------------------------------------

    def _likeness(self, value: TextValue) -> float:
        """Overlap of the correction's place with the value's, 0 to 1."""
        places = [(value.page, value.bbox), *((part.page, part.bbox) for part in value.continued)]
        return max(
            (same_place(self._it.bbox, box) for page, box in places if page == self._it.page and box),
            default=0.0,
        )

    def _row(self) -> tuple[int, int] | None:
        """The row whose cells lie at the place: by the field's own cell first, by any other after that."""
        if self._it.page is None:
            return self._numbered_row()
        best, found = 0.0, None
        for at, position in enumerate(self._decree.positions):
            for number, row in enumerate(position.rows):
                likeness = max(
                    self._likeness(cell) * (2 if name == self._it.field else 1)
                    for name in FIELDS
                    if not (cell := getattr(row, name)).inherited or name == self._it.field
                )
                if likeness >= SAME_PLACE and likeness > best:
                    best, found = likeness, (at, number)
        return found

    def _numbered_row(self) -> tuple[int, int] | None:
        """The row that has no place, by its number."""
        at, number = self._position(), self._it.row
        if at is None or number is None or number >= len(self._decree.positions[at].rows):
            return None
        return at, number

    def _position(self) -> int | None:
        if self._it.page is None:
            number = self._it.position
            return number if number is not None and number < len(self._decree.positions) else None
        best, found = 0.0, None
        for at, position in enumerate(self._decree.positions):
            likeness = max(map(self._likeness, placed(position)), default=0.0)
            if likeness >= SAME_PLACE and likeness > best:
                best, found = likeness, at
        return found

    # -- actions -----------------------------------------------------------------------------------------

    def _write(self, value: TextValue) -> None:
        """Set a value's text, with confidence 1 and engine ``human``."""
        if self._it.action != "accept":
            text = "" if self._it.action == "empty" else self._it.value or ""
            if text != value.text:
                value.raw = value.raw or value.text
                value.text = text
        _certify(value)

    def _cell(self, name: str) -> bool:
        place = self._row()
        if place is None:
            return False
        at, number = place
        rows = self._decree.positions[at].rows
        cell = getattr(rows[number], name)
        spanned = [n for n, row in enumerate(rows) if _one_cell(getattr(row, name), cell)] or [number]
        for n in spanned:
            self._write(getattr(rows[n], name))
        self._close(OF_A_CELL, at, spanned, name)
        return True

    def _item(self) -> bool:
        for position in self._decree.positions:
            values: list[TextValue] = getattr(position, self._it.field or "")
            best = max(values, key=self._likeness, default=None)
            if self._it.page is None:
                best = self._numbered(position, values)
            if best is not None and (self._it.page is None or self._likeness(best) >= SAME_PLACE):
                if self._it.action in {"empty", "remove"}:
                    values.remove(best)
                else:
                    self._write(best)
                return True
        return False

    def _numbered(self, position: Position, values: Sequence[T]) -> T | None:
        """The value of a position that has no place, by its number."""
        own = self._position()
        number = self._it.row
        if (
            own is None
            or self._decree.positions[own] is not position
            or number is None
            or number >= len(values)
        ):
            return None
        return values[number]

    def _name(self, name: str) -> bool:
        at = self._position()
        if at is None:
            return False
        position = self._decree.positions[at]
        if self._it.action != "accept" and name == "jabatan":
            position.jabatan = self._it.value or None
            position.canonical = _match(position.jabatan, self._decree.decree.unit_kerja)
        elif self._it.action != "accept":
            position.canonical = self._it.named or _canonical(self._it.value)
        self._close(OF_A_NAME, at, None, None)
        return True

    def _metadata(self, name: str) -> bool:
        if self._it.action != "accept":
            values = self._decree.decree.model_dump() | {name: (self._it.value or "").strip() or None}
            try:
                self._decree.decree = Metadata.model_validate(values)
            except ValueError:
                return False
            self._locate(name)
        self._decree.gaps = [g for g in self._decree.gaps if not (g.code in OF_METADATA and g.field == name)]
        return True

    def _locate(self, corrected: str) -> None:
        """Bring the decree's region up to date with its metadata; a code that a person gave holds."""
        metadata, regions = self._decree.decree, builtin_regions()
        if corrected == "kode_wilayah" and metadata.kode_wilayah:
            self._decree.wilayah = regions.by_hand(metadata.kode_wilayah, metadata)
        elif self._decree.wilayah is None or self._decree.wilayah.dari != "koreksi":
            self._decree.wilayah = regions.locate(metadata)[0]

    def _merge(self) -> bool:
        place = self._row()
        if place is None or place[1] == 0:
            return False
        at, number = place
        rows = self._decree.positions[at].rows
        upper, lower = rows[number - 1], rows.pop(number)
        for name in FIELDS:
            _join(getattr(upper, name), getattr(lower, name))
        self._renumber(at, number, -1, keep=False)
        return True

    def _split(self) -> bool:
        place = self._row()
        if place is None:
            return False
        at, number = place
        rows = self._decree.positions[at].rows
        lower = rows[number].model_copy(deep=True)
        lower.no = None
        for name in FIELDS:
            getattr(lower, name).inherited = True
        rows.insert(number + 1, lower)
        for name, texts in (self._it.parts or {}).items():
            if name in FIELDS:
                for row, text, half in zip((rows[number], lower), texts, (0, 1), strict=True):
                    cell = getattr(row, name)
                    cell.text, cell.inherited, cell.bbox = text.strip(), False, _half(cell.bbox, half)
                    _certify(cell)
        self._renumber(at, number + 1, 1, keep=True)
        return True

    def _insert(self) -> bool:
        it = self._it
        texts = {name: text.strip() for name, text in (it.texts or {}).items()}
        if it.field is None:
            return self._insert_row(texts)
        at = self._position()
        if at is None:
            return False
        position = self._decree.positions[at]
        place: dict[str, Any] = {"page": it.page, "bbox": below(it.bbox, it.id)}
        if it.field == "signature":
            said: dict[str, Any] = {name: texts.get(name) or None for name in SIGNATURE}
            position.signatures.append(Signature(**said, **place))
        elif it.field in LISTS:
            value = TextValue(text=texts.get("text", ""), engine="human", **place)
            getattr(position, it.field).append(value)
        else:
            return False
        return True

    def _insert_row(self, texts: dict[str, str]) -> bool:
        """Insert a row below the one at the place, or a position's first; whether there was such a place."""
        place = self._row()
        at, number = place if place is not None else (self._position(), -1)
        if at is None:
            return False
        rows = self._decree.positions[at].rows
        pattern = rows[number] if place is not None else None
        cells: dict[str, Any] = {}
        for name in FIELDS:
            above: CellValue | None = getattr(pattern, name) if pattern else None
            page, bbox = (above.page, above.bbox) if above and above.bbox else (self._it.page, self._it.bbox)
            kind = {"formulasi": FormulaCell, "sumber_data": SourcesCell}.get(name, CellValue)
            cells[name] = kind(text=texts.get(name, ""), page=page, bbox=below(bbox, self._it.id))
            _certify(cells[name])
        rows.insert(number + 1, Row(no=texts.get("no") or None, **cells))
        self._renumber(at, number + 1, 1, keep=True)
        self._decree.gaps = [
            g for g in self._decree.gaps if not (g.code is GapCode.MISSING_TABLE and g.position == at)
        ]
        return True

    def _remove_row(self) -> bool:
        place = self._row()
        if place is None:
            return False
        at, number = place
        rows = self._decree.positions[at].rows
        gone = rows.pop(number)
        if number < len(rows):
            for name in FIELDS:  # what it gave to the rows below is theirs now
                cell, following = getattr(gone, name), getattr(rows[number], name)
                if following.inherited and not cell.inherited and _one_cell(cell, following):
                    following.inherited = False
        self._renumber(at, number, -1, keep=False)
        return True

    def _signature(self) -> bool:
        it = self._it
        for position in self._decree.positions:
            for signature in position.signatures:
                if it.page is None and signature is not self._numbered(position, position.signatures):
                    continue
                if it.page is not None and (
                    signature.page != it.page or same_place(signature.bbox, it.bbox) < SAME_PLACE
                ):
                    continue
                if it.action == "remove":
                    position.signatures.remove(signature)
                elif (name := (it.field or "").removeprefix(SIGNED)) in SIGNATURE:
                    if it.action != "accept":
                        setattr(signature, name, it.value or None)
                    signature.confidence = 1.0
                return True
        return False

    def _dismiss(self) -> bool:
        kept = [gap for gap in self._decree.gaps if not self._meant(gap)]
        found = len(kept) < len(self._decree.gaps)
        self._decree.gaps = kept
        return found

    def _meant(self, gap: GapRecord) -> bool:
        it = self._it
        if gap.code.value != it.code or gap.page != it.page:
            return False
        if gap.bbox is None or it.bbox is None:
            return gap.bbox is it.bbox is None and gap.field == it.field
        return same_place(gap.bbox, it.bbox) >= SAME_PLACE

    # -- gaps --------------------------------------------------------------------------------------------

    def _close(
        self, codes: frozenset[GapCode], at: int, rows: Sequence[int] | None, name: str | None
    ) -> None:
        """Drop the gaps that the correction answers."""

        def answered(gap: GapRecord) -> bool:
            here = gap.position == at and (rows is None or gap.row in rows)
            return gap.code in codes and here and (name is None or gap.field in {name, None})

        self._decree.gaps = [gap for gap in self._decree.gaps if not answered(gap)]

    def _renumber(self, at: int, first: int, by: int, *, keep: bool) -> None:
        """Move the gaps of rows after a row that came or went; those of a row that went are gone."""
        gaps = []
        for gap in self._decree.gaps:
            if gap.position == at and gap.row is not None and gap.row >= first:
                if gap.row == first and not keep:
                    continue
                gap.row += by
            gaps.append(gap)
        self._decree.gaps = gaps


def placed(position: Position) -> Iterator[TextValue]:
    """The values of a position that have a place, in order; the first one serves as the position's own."""
    for value in (*position.tugas, *position.fungsi):
        if value.page and value.bbox:
            yield value
    for row in position.rows:
        yield from row_values(row)


def row_values(row: Row) -> Iterator[CellValue]:
    """The row's own cells that have a place."""
    for name in FIELDS:
        cell: CellValue = getattr(row, name)
        if cell.page and cell.bbox and not cell.inherited:
            yield cell


def _half(bbox: list[float] | None, half: int) -> list[float] | None:
    """The upper or lower half of a box."""
    if bbox is None:
        return None
    x0, top, x1, bottom = bbox
    middle = (top + bottom) / 2
    return [x0, top, x1, middle] if half == 0 else [x0, middle, x1, bottom]


def _one_cell(cell: CellValue, other: CellValue) -> bool:
    """Whether both are the same printed cell, which several rows may share."""
    return cell is other or (cell.page is not None and (cell.page, cell.bbox) == (other.page, other.bbox))


def _certify(value: TextValue) -> None:
    value.engine, value.confidence = "human", 1.0
    if isinstance(value, FormulaCell):
        value.formula = parse_formula(value.text)
    elif isinstance(value, SourcesCell):
        value.items = split_sources(value.text)


def _join(upper: CellValue, lower: CellValue) -> None:
    """Append the lower row's cell to the upper row's, unless both are the same."""
    if _one_cell(upper, lower) and upper.page is not None:
        return
    upper.text = join_wrapped(upper.text, lower.text)
    if lower.page and lower.bbox:
        if upper.bbox is None:
            upper.page, upper.bbox = lower.page, lower.bbox
        else:
            upper.continued.append(Part(page=lower.page, bbox=lower.bbox))
    _certify(upper)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.load()


def _match(printed: str | None, office: str | None) -> Canonical | None:
    return _vocabulary().match(printed, office).canonical if printed else None


def _canonical(name: str | None) -> Canonical | None:
    """The canonical position that a person chose; none where they said that none fits."""
    if not name or not name.strip():
        return None
    found = _vocabulary().match(name).canonical
    if found is not None and found.name.casefold() == name.strip().casefold():
        return found
    return Canonical(name=name.strip(), score=0.0, method="composed")  # no vocabulary knows it
