"""Corrections by people, and how they are applied to a decree.

A correction is keyed by the document's hash, page and box, not by row numbers, so that it survives a new run
and a new version of the program whose boxes lie slightly elsewhere. Corrections are only ever added; undoing
one is a correction too. They are applied, in order, to what the machine read; `apply_corrections` changes
nothing that it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..normalize.formulas import parse_formula
from ..normalize.positions import Vocabulary
from ..normalize.sources import split_sources
from ..schema.gaps import GapCode
from ..schema.geometry import Box
from ..schema.models import (
    FIELDS,
    BBox,
    Canonical,
    CellValue,
    Decree,
    FormulaCell,
    GapRecord,
    Metadata,
    Part,
    Position,
    Row,
    SourcesCell,
    TextValue,
)
from ..schema.text import join_wrapped

Action = Literal["set", "accept", "empty", "merge", "split", "dismiss", "undo"]
LISTS = ("tugas", "fungsi")
NAMES = ("jabatan", "canonical")
METADATA = tuple(Metadata.model_fields)
# Boxes that share this much of what they cover together are the same place.
SAME_PLACE = 0.5
# Gaps that are closed once a person has said what stands in the cell.
OF_A_CELL = frozenset(
    {
        GapCode.MISSING_SASARAN,
        GapCode.MISSING_INDIKATOR,
        GapCode.MISSING_FORMULASI,
        GapCode.MISSING_SUMBER_DATA,
        GapCode.LOW_CONFIDENCE,
        GapCode.UNREADABLE,
        GapCode.EMPTY_BUT_INKED,
    }
)
OF_A_NAME = frozenset({GapCode.MISSING_JABATAN, GapCode.UNMATCHED_POSITION})
OF_METADATA = frozenset({GapCode.MISSING_METADATA, GapCode.CONFLICTING_METADATA})


class Correction(BaseModel):
    """What a person said of one place.

    ``set`` gives a field its text, ``accept`` says that it is right, ``empty`` that nothing is printed;
    ``merge`` joins a row to the one above, ``split`` parts it (``parts``: upper and lower text by field);
    ``dismiss`` says that the gap ``code`` there needs nothing; ``undo`` takes back the correction ``undoes``.
    Corrections of one ``act`` were saved together. Names of positions and duties are fields like others;
    metadata has neither page nor box. Keys that a later version adds are kept.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str
    sha256: str
    action: Action
    page: int | None = None
    bbox: BBox | None = None
    field: str | None = None
    value: str | None = None
    was: str | None = None
    parts: dict[str, tuple[str, str]] | None = None
    code: str | None = None
    undoes: str | None = None
    act: str | None = None
    who: str | None = None
    when: str | None = None

    @property
    def place(self) -> tuple[object, ...]:
        """What two corrections share if they speak of the same thing."""
        box = tuple(round(value) for value in self.bbox) if self.bbox else None
        said = self.action if self.action in {"merge", "split", "dismiss"} else "value"
        return self.sha256, self.page, box, self.field, said, self.code

    @property
    def says(self) -> tuple[object, ...]:
        """What it says, apart from who said it and when."""
        return self.action, self.value, tuple(sorted((self.parts or {}).items()))


@dataclass(slots=True)
class Applied:
    """A corrected decree, and the corrections whose place was not found in it."""

    decree: Decree
    unplaced: list[Correction] = field(default_factory=list)


def apply_corrections(decree: Decree, corrections: Iterable[Correction]) -> Decree:
    """The decree with all corrections of its document applied."""
    return apply_all(decree, corrections).decree


def apply_all(decree: Decree, corrections: Iterable[Correction]) -> Applied:
    """As `apply_corrections`, and which of them found no place."""
    own = [c for c in active(corrections) if c.sha256 == decree.source.sha256]
    if not own:
        return Applied(decree)
    out = Applied(decree.model_copy(deep=True))
    for correction in own:
        if not _Applier(out.decree, correction).run():
            out.unplaced.append(correction)
    return out


def active(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold: neither undone nor overtaken by a later one of the same place."""
    given = list(corrections)
    undone = {c.undoes for c in given if c.action == "undo"}
    last: dict[tuple[object, ...], Correction] = {}
    for correction in given:
        if correction.action != "undo" and correction.id not in undone:
            last.pop(correction.place, None)
            last[correction.place] = correction
    return list(last.values())


def merged(ours: Sequence[Correction], theirs: Sequence[Correction]) -> list[Correction]:
    """Both reviewers' corrections, each once; theirs come after ours."""
    known = {c.id for c in ours}
    return [*ours, *(c for c in theirs if c.id not in known)]


def conflicts(corrections: Iterable[Correction]) -> list[list[Correction]]:
    """Places of which different people say different things, with what each said last."""
    given = list(corrections)
    undone = {c.undoes for c in given if c.action == "undo"}
    places: dict[tuple[object, ...], dict[str, Correction]] = {}
    for correction in given:
        if correction.action != "undo" and correction.id not in undone:
            places.setdefault(correction.place, {})[correction.who or ""] = correction
    return [list(said.values()) for said in places.values() if len({c.says for c in said.values()}) > 1]


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
        if it.field in NAMES:
            return self._name(it.field)
        if it.field in FIELDS:
            return self._cell(it.field)
        return it.field in LISTS and self._item()

    # -- places ------------------------------------------------------------------------------------------

    def _likeness(self, value: TextValue) -> float:
        """How much of one place the correction's and the value's are."""
        places = [(value.page, value.bbox), *((part.page, part.bbox) for part in value.continued)]
        return max(
            (same_place(self._it.bbox, box) for page, box in places if page == self._it.page and box),
            default=0.0,
        )

    def _row(self) -> tuple[int, int] | None:
        """The row whose cells lie at the place: by the field's own cell first, by any other after that."""
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

    def _position(self) -> int | None:
        best, found = 0.0, None
        for at, position in enumerate(self._decree.positions):
            likeness = max(map(self._likeness, placed(position)), default=0.0)
            if likeness >= SAME_PLACE and likeness > best:
                best, found = likeness, at
        return found

    # -- actions -----------------------------------------------------------------------------------------

    def _write(self, value: TextValue) -> None:
        """Give a value its new text and the certainty of a person."""
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
            if best is not None and self._likeness(best) >= SAME_PLACE:
                if self._it.action == "empty":
                    values.remove(best)
                else:
                    self._write(best)
                return True
        return False

    def _name(self, name: str) -> bool:
        at = self._position()
        if at is None:
            return False
        position = self._decree.positions[at]
        if self._it.action != "accept" and name == "jabatan":
            position.jabatan = self._it.value or None
            position.canonical = _match(position.jabatan, self._decree.decree.unit_kerja)
        elif self._it.action != "accept":
            position.canonical = _canonical(self._it.value)
        self._close(OF_A_NAME, at, None, None)
        return True

    def _metadata(self, name: str) -> bool:
        if self._it.action != "accept":
            values = self._decree.decree.model_dump() | {name: (self._it.value or "").strip() or None}
            try:
                self._decree.decree = Metadata.model_validate(values)
            except ValueError:
                return False
        self._decree.gaps = [g for g in self._decree.gaps if not (g.code in OF_METADATA and g.field == name)]
        return True

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
                for row, text in zip((rows[number], lower), texts, strict=True):
                    cell = getattr(row, name)
                    cell.text, cell.inherited = text.strip(), False
                    _certify(cell)
        self._renumber(at, number + 1, 1, keep=True)
        return True

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


def same_place(a: Sequence[float] | None, b: Sequence[float] | None) -> float:
    """What both boxes cover of what either covers: 1 for the same box, 0 for boxes apart."""
    if a is None or b is None:
        return 0.0
    first, second = Box(*a), Box(*b)
    common = first.intersection_area(second)
    whole = first.area + second.area - common
    return common / whole if whole > 0 else float(list(a) == list(b))


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
    return Canonical(name=name.strip())
