"""One pass over all decrees: all that the report counts, in memory that grows with documents, not rows.

`Survey.add` takes one decree after the other; each counts once, however often it was given. Of the gaps all are
counted, and the `MOST_GAPS` that weigh most are kept for the list; the others stand in ``gaps.csv`` and on their
documents' pages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from ..schema.gaps import GapCode, Severity
from ..schema.models import FIELDS, Decree, GapRecord, Position, TextValue
from .gap_priority import LOSING, gain
from .office_peers import office_name, region_name

MOST_GAPS = 1500
# Upper edges of the classes of confidence; the last class is all above.
EDGES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
UNITS, AGREEMENT = "iku", "pk"  # forms
OF_AN_AGREEMENT = ("sasaran", "indikator")
COLUMNS = (*FIELDS, "tugas", "fungsi", "rows", "canonical", "identity")
IDENTITY = ("nomor", "tanggal", "tahun", "unit_kerja")
DOUBTFUL = 0.9
NOTHING = ("missing-", "no-positions", "illegible-")
EMPTY = frozenset(code for code in GapCode if code.value.startswith(NOTHING))
OF_A_REPEAT = frozenset({GapCode.DUPLICATE_DECREE})  # what alone is said of a decree that was given before
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(slots=True)
class Tally:
    """Counts expected cells (places), filled ones, and the sum of the filled cells' confidences."""

    places: int = 0
    filled: int = 0
    sure: float = 0.0

    def add(self, filled: bool, confidence: float = 1.0) -> None:
        """Count a place."""
        self.places += 1
        if filled:
            self.filled += 1
            self.sure += confidence

    def join(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.places += other.places
        self.filled += other.filled
        self.sure += other.sure

    @property
    def share(self) -> float | None:
        """Share of places that are filled, 0 to 1; ``None`` if there are no places."""
        return self.filled / self.places if self.places else None

    @property
    def confidence(self) -> float | None:
        """Mean confidence of the filled places; ``None`` if there is none."""
        return self.sure / self.filled if self.filled else None


@dataclass(slots=True)
class Group:
    """Statistics of one office or region."""

    name: str
    documents: int = 0
    positions: int = 0
    rows: int = 0
    columns: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in COLUMNS})
    canonical: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    @property
    def share(self) -> float:
        """Filled of all places of the four fields."""
        tallies = [self.columns[name] for name in FIELDS]
        places = sum(tally.places for tally in tallies)
        return sum(tally.filled for tally in tallies) / places if places else 0.0


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A decree in one line."""

    decree_id: str
    file: str
    office: str | None
    region: str | None
    year: int | None
    pages: int
    kinds: tuple[str, ...]
    duplicate_of: str | None
    is_another_document: bool
    positions: int
    rows: int
    share: float | None
    confidence: float | None
    gaps: dict[Severity, int]


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in one line, with what was printed where and what fixing it gains."""

    gap_id: str
    decree_id: str
    gap: GapRecord
    jabatan: str | None
    found: str | None
    gain: float

    @property
    def order(self) -> tuple[int, float, str]:
        """Sorts by severity, gain, id."""
        return SEVERITIES.index(self.gap.severity), -round(self.gain, 3), self.gap_id


@dataclass(slots=True)
class CodeCount:
    """All gaps of one code."""

    gaps: int = 0
    documents: int = 0
    gain: float = 0.0


@dataclass(slots=True)
class Survey:
    """Everything that the report counts."""

    documents: list[DocumentLine] = field(default_factory=list)
    offices: dict[str, Group] = field(default_factory=dict)
    regions: dict[str, Group] = field(default_factory=dict)
    years: Counter[int] = field(default_factory=Counter)
    cells: Tally = field(default_factory=Tally)
    doubtful: int = 0
    human: int = 0
    codes: dict[GapCode, CodeCount] = field(default_factory=lambda: defaultdict(CodeCount))
    severities: Counter[Severity] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    mapping: dict[tuple[str, str, str, str], list[float]] = field(default_factory=dict)
    outside: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    confidences: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    decrees: int = 0
    repeats: int = 0
    others: int = 0
    positions: int = 0
    posts: int = 0
    rows: int = 0
    gaps: list[GapLine] = field(default_factory=list)
    pages: int = 0
    _files: set[str] = field(default_factory=set)

    def add(self, decree_id: str, decree: Decree) -> None:
        """Count a decree; one that was given before is listed only, and so is another document."""
        columns = _tally_columns(decree)
        cells = Tally()
        for name in FIELDS:
            cells.join(columns[name])
        rows = sum(len(position.rows) for position in decree.positions)
        if decree.duplicate_of is not None:
            self.repeats += 1
            self._add_gaps(decree_id, decree, OF_A_REPEAT)
        elif decree.is_another_document:
            self.others += 1
            self._add_gaps(decree_id, decree)
        else:
            self.decrees += 1
            self._add_pages(decree)
            self.cells.join(cells)
            self.positions += len(decree.positions)
            self.rows += rows
            self._add_groups(decree_id, decree, columns, rows)
            self._add_confidences(decree)
            if decree.form != UNITS:
                self.posts += len(decree.positions)
                for position in decree.positions:
                    self._add_mapping(position, decree.decree.unit_kerja)
            self._add_gaps(decree_id, decree)
        meta, severities = decree.decree, Counter(gap.severity for gap in decree.gaps)
        self.documents.append(
            DocumentLine(
                decree_id,
                decree.source.file,
                office_name(meta),
                region_name(decree),
                meta.tahun,
                decree.source.pages,
                tuple(sorted(set(decree.source.page_kinds))),
                decree.duplicate_of,
                decree.is_another_document,
                len(decree.positions),
                rows,
                cells.share,
                cells.confidence,
                {severity: severities[severity] for severity in SEVERITIES},
            )
        )

    def finish(self) -> None:
        """Sort the kept gaps; call it after the last decree."""
        self.gaps = sorted(self.gaps, key=lambda line: line.order)[:MOST_GAPS]

    @property
    def named(self) -> int:
        """How many posts have a canonical name; units have none by their nature."""
        return self.posts - self.methods["unmatched"]

    @property
    def lost(self) -> float:
        """Estimated number of cells lost with whole pages and forms, which are not counted as places."""
        return sum(count.gain for code, count in self.codes.items() if code in LOSING)

    @property
    def complete(self) -> float | None:
        """Share of places filled, 0 to 1, with lost cells counted as empty; ``None`` if there are no places."""
        places = self.cells.places + self.lost
        return self.cells.filled / places if places else None

    @property
    def gap_count(self) -> int:
        """Number of all gaps, kept or not."""
        return sum(self.severities.values())

    def _add_pages(self, decree: Decree) -> None:
        """Count the pages of a file whose decrees count; a file of several ones counts once."""
        if decree.source.file not in self._files:
            self._files.add(decree.source.file)
            self.pages += decree.source.pages

    def _add_groups(self, decree_id: str, decree: Decree, columns: dict[str, Tally], rows: int) -> None:
        meta = decree.decree
        if meta.tahun is not None:
            self.years[meta.tahun] += 1
        for groups, name in ((self.offices, office_name(meta)), (self.regions, region_name(decree))):
            group = groups.setdefault(name or "", Group(name or ""))
            group.documents += 1
            group.positions += len(decree.positions)
            group.rows += rows
            for column, tally in columns.items():
                group.columns[column].join(tally)
            if meta.tahun is not None:
                group.years.add(meta.tahun)
            group.canonical.update(p.canonical.name for p in decree.positions if p.canonical)

    def _add_confidences(self, decree: Decree) -> None:
        kinds = decree.source.page_kinds
        for name, value in own_values(decree):
            kind = kinds[value.page - 1] if value.page and value.page <= len(kinds) else "text"
            counts = self.confidences.setdefault((name, kind), [0] * (len(EDGES) + 1))
            counts[bisect_right(EDGES, value.confidence)] += 1
            self.doubtful += value.confidence < DOUBTFUL
            self.human += value.engine == "human"

    def _add_mapping(self, position: Position, office: str | None) -> None:
        found = position.canonical
        if position.jabatan and (found is None or found.method == "composed"):
            self.outside[position.jabatan, office] += 1
        method = found.method if found else "unmatched"
        self.methods[method] += 1
        key = (
            position.jabatan or "",
            found.name if found else "",
            (found.code or "") if found else "",
            method,
        )
        counted = self.mapping.setdefault(key, [0.0, found.score if found else 0.0])
        counted[0] += 1

    def _add_gaps(
        self, decree_id: str, decree: Decree, codes: Container[GapCode] = frozenset(GapCode)
    ) -> None:
        for code in {gap.code for gap in decree.gaps if gap.code in codes}:
            self.codes[code].documents += 1
        for line in gap_lines(decree_id, decree):
            if line.gap.code not in codes:
                continue
            count = self.codes[line.gap.code]
            count.gaps += 1
            count.gain += line.gain
            self.severities[line.gap.severity] += 1
            self.gaps.append(line)
        if len(self.gaps) > 4 * MOST_GAPS:
            self.finish()


def gap_lines(decree_id: str, decree: Decree) -> Iterator[GapLine]:
    """The decree's gaps in its own order, with the ids that ``gaps.csv`` gives them."""
    for number, gap in enumerate(decree.gaps, 1):
        position = _position(gap, decree)
        yield GapLine(
            f"{decree_id}/g{number:04d}",
            decree_id,
            gap,
            position.jabatan if position else None,
            found_text(gap, position),
            gain(gap, decree),
        )


def found_text(gap: GapRecord, position: Position | None) -> str | None:
    """What the record holds at the gap's place: "" where something is missing, ``None`` without a place."""
    if position and (gap.code is GapCode.UNMATCHED_POSITION or gap.field == "jabatan"):
        return position.jabatan or ""
    if position and gap.row is not None and gap.row < len(position.rows) and gap.field in FIELDS:
        return str(getattr(position.rows[gap.row], gap.field).text)
    return "" if gap.code in EMPTY else None


def own_values(decree: Decree) -> Iterator[tuple[str, TextValue]]:
    """Every text that was read, once, by field; merged cells count at their first row only."""
    for position in decree.positions:
        for value in position.tugas:
            yield "tugas", value
        for value in position.fungsi:
            yield "fungsi", value
        for row in position.rows:
            for name in FIELDS:
                cell = getattr(row, name)
                if cell.text and not cell.inherited:
                    yield name, cell


def _position(gap: GapRecord, decree: Decree) -> Position | None:
    if gap.position is None or not 0 <= gap.position < len(decree.positions):
        return None
    return decree.positions[gap.position]


def places_of(decree: Decree) -> tuple[str, ...]:
    """The fields that a row of the decree's form is to fill.

    An agreement prints sasaran, indikator and target; formulas and sources count where it has them at all.
    """
    if decree.form != AGREEMENT:
        return FIELDS
    rows = [row for position in decree.positions for row in position.rows]
    return tuple(
        name for name in FIELDS if name in OF_AN_AGREEMENT or any(getattr(row, name).text for row in rows)
    )


def _tally_columns(decree: Decree) -> dict[str, Tally]:
    """How well each column of the coverage table is filled."""
    out = {name: Tally() for name in COLUMNS}
    fields = places_of(decree)
    for position in decree.positions:
        for name, values in (("tugas", position.tugas), ("fungsi", position.fungsi)):
            mean = sum(value.confidence for value in values) / len(values) if values else 1.0
            out[name].add(bool(values), mean)
        out["rows"].add(bool(position.rows))
        if decree.form != UNITS:
            score = position.canonical.score / 100 if position.canonical else 0.0
            out["canonical"].add(position.canonical is not None, score)
        for row in position.rows:
            for name in fields:
                cell = getattr(row, name)
                out[name].add(bool(cell.text), cell.confidence)
    for name in IDENTITY:
        out["identity"].add(getattr(decree.decree, name) is not None)
    return out
