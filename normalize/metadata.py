"""What a decree says of itself: number, date, year, period, subject, office and areas.

Decisions: every place that speaks of the decree is evidence with a weight (`metadata_evidence`): office and areas are
voted on; a narrow vote, or a single mention in running text, gives nothing. What the decree prints of itself
decides before what its content mentions: a province's office has no regency because its duties name one.
Number and date come from heads alone, never from what is cited; a year from number, date or title, also from
a date whose day was left open, never from a range of years, which is the period. What the print does not say
stays empty and becomes a gap, as are contradictions and what was read with low confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from ..schema.gaps import Gap, GapCode
from ..schema.models import Metadata, YearSource
from .areas import Area, AreaKind, Vote, areas_in
from .dates import impossible_date, open_year, parse_date, period_in, without_periods
from .decree_heads import read_heads, read_running_heads
from .decree_numbers import classification_of, number_in, same_number, year_of_number
from .forms.titles import head_title_of
from .metadata_evidence import (
    DISTRICT_POST,
    OTHER_POST,
    STRONG,
    MetadataTexts,
    captions_of,
    evidence_in,
    kind_of_positions,
    offices_in,
    parts_in,
)
from .name_tokens import office_kind
from .office_names import full_name, office_in
from .regions import region_codes
from .signatures import SignatureBlock, signature_gaps
from .title_case import office_in_title_case

__all__ = [
    "MetadataResult",
    "MetadataTexts",
    "classification_of",
    "find_metadata",
    "number_in",
    "same_number",
]

ENOUGH = 2.0  # votes: less than this is no evidence
MENTIONS = 3  # of a name in the decree from which a letter less elsewhere was lost
LEAD = 1.4  # times the runner-up's votes
DOUBTFUL = 0.8  # confidence: what was read with less is named in a gap
ALIKE = 0.6  # of a word's letters: the same word, though misread
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_TITLE_YEAR = re.compile(rf"\bTAHUN\s*(?:ANGGARAN\s*)?:?\s*({_YEAR})\b", re.I)
_SUBJECT_END = re.compile(
    r"\s*\b(?:(?:pada|di)\s+lingkungan|lingkup|pada|di|se-?|tahun|periode|kecamatan|kelurahan|kabupaten|kota|provinsi|"
    r"pemerintah|kantor)\b.*$",
    re.I,
)
_CITED = re.compile(r"^.*\b(?:keputusan|peraturan)\b.*?\bnomor\s*:?\s*\S*\d.*?(?:\btentang\b|$)", re.I)
_FIELDS = ("nomor", "tanggal", "tahun", "unit_kerja", "kabupaten_kota")


@dataclass(slots=True)
class MetadataResult:
    """The metadata and what is missing of it or contradicts itself.

    ``signatures`` are the decree's own, which stand before its annex.
    """

    metadata: Metadata
    gaps: list[Gap] = field(default_factory=list)
    signatures: list[SignatureBlock] = field(default_factory=list)


def find_metadata(texts: MetadataTexts) -> MetadataResult:
    """The decree's metadata, and gaps for what is missing or contradictory."""
    return _Finder(texts).result()


class _Finder:
    def __init__(self, texts: MetadataTexts) -> None:
        self.texts = texts
        self.heads = read_heads(texts.front)
        self.below = read_heads([line for block in texts.signatures for line in block.leftover])
        self.running = read_running_heads(texts.furniture)
        self.is_dated_by_forms = False  # only the forms' signatures have a date
        self.gaps: list[Gap] = []
        self.evidence = [
            (evidence, tuple(areas_in(evidence.text, head=evidence.head)))
            for evidence in evidence_in(self.heads, self.below, texts)
        ]

    def result(self) -> MetadataResult:
        nomor = self._number()
        tanggal = self._date()
        tahun, tahun_dari = self._year(nomor, tanggal)
        unit, kecamatan = self._office()
        metadata = Metadata(
            nomor=nomor,
            nomor_klasifikasi=classification_of(nomor),
            tanggal=tanggal,
            tahun=tahun,
            tahun_dari=tahun_dari,
            tentang=self._subject(),
            periode=self._period(),
            unit_kerja=unit,
            jenis_unit=office_kind(unit),
            kecamatan=kecamatan,
            kabupaten_kota=self._regency(),
            provinsi=self._province(),
            kode_wilayah=next((c for c in region_codes(nomor) if c.count(".") > 1 and c >= "11"), None),
        )
        for name in _FIELDS:
            if getattr(metadata, name) is None:
                printed = self._impossible_date() if name == "tanggal" else None
                message = (
                    f"the date printed is on no calendar: {printed}"
                    if printed
                    else f"the document gives no {name}"
                )
                self.gaps.append(Gap(GapCode.MISSING_METADATA, message, field=name))
        for block in self.heads.signatures:
            self.gaps += signature_gaps(block)
        return MetadataResult(metadata, self.gaps, self.heads.signatures)

    def _conflict(self, name: str, values: Iterable[object]) -> None:
        said = " / ".join(str(value) for value in values)
        self.gaps.append(
            Gap(GapCode.CONFLICTING_METADATA, f"the document gives more than one {name}: {said}", field=name)
        )

    def _doubt(self, name: str, confidence: float) -> None:
        """Note a gap if a value was read with low confidence, as from handwriting or bad print."""
        if confidence < DOUBTFUL:
            message = f"{name} was read with confidence {confidence:.2f}"
            self.gaps.append(Gap(GapCode.LOW_CONFIDENCE, message, field=name))

    # ---- number, date, year, subject -----------------------------------------------------------------

    def _number(self) -> str | None:
        printed = (self.heads.numbers, self.running.numbers)
        read = ([(number, t) for t in texts if (number := number_in(t)) is not None] for texts in printed)
        found = next(filter(None, read), [])
        groups: list[list[tuple[str, float]]] = []
        for number, text in found:
            sure = self.heads.certainty.get(text, 1.0)
            group = next((g for g in groups if _one_number(g, number, sure)), None)
            if group is None:
                groups.append([(number, sure)])
            else:
                group.append((number, sure))
        if not groups:
            return None
        if len(groups) > 1:
            self._conflict("nomor", (group[0][0] for group in groups))
        best = max(groups, key=len)
        number, sure = max(best, key=lambda read: (" " not in read[0], read[1]))
        self._doubt("nomor", sure)
        return number

    def _date(self) -> str | None:
        certainty = self.heads.certainty
        annexed = [
            (date, certainty.get(t, 1.0)) for t in self.heads.dates if (date := parse_date(t)) is not None
        ]
        signed = [(b.date, b.date_confidence) for b in self.heads.signatures if b.date is not None]
        running = [(date, 1.0) for t in self.running.dates if (date := parse_date(t)) is not None]
        forms = [(b.date, b.date_confidence) for b in self.texts.signatures if b.date is not None]
        printed = dict.fromkeys(date for date, _ in (*signed, *annexed))
        if len(printed) > 1:
            self._conflict("tanggal", printed)
        for dates in (signed, annexed, running, forms):
            if dates:
                self.is_dated_by_forms = dates is forms
                best = Counter(date for date, _ in dates).most_common(1)[0][0]
                self._doubt("tanggal", max(sure for date, sure in dates if date == best))
                return best
        return None

    def _impossible_date(self) -> str | None:
        """A date that a head or a signature prints, though no calendar has it."""
        blocks = (*self.heads.signatures, *self.texts.signatures)
        printed = (*(b.impossible for b in blocks), *map(impossible_date, self.heads.dates))
        return next(filter(None, printed), None)

    def _year(self, nomor: str | None, tanggal: str | None) -> tuple[int | None, YearSource | None]:
        """The year and where it was read."""
        numbers = [nomor] if nomor else self.heads.numbers
        subjects = [_CITED.sub("", text) for text in self.heads.subjects]
        printed = (subjects, self.heads.titles, self.heads.letterhead)
        titles = [*(text for part in printed for text in part), *self.below.letterhead, *self.below.titles]
        said: list[tuple[int, YearSource]] = [
            (year, "nomor") for text in numbers if (year := year_of_number(text)) is not None
        ][:1]
        dated: list[tuple[int, YearSource]] = [(int(tanggal[:4]), "tanggal")] if tanggal else []
        titled = _titled_year(self.texts.captions)
        is_late = self.is_dated_by_forms and bool(titled) and dated[0][0] != titled[0]
        said += [] if is_late else dated
        said += [(year, "tanggal") for year in self._open_years(self.heads.signatures, self.heads.dates)]
        said += [(year, "judul") for year in titled]
        said += dated if is_late else []  # a form of the year to come may be signed in December
        said += [(year, "tanggal") for year in self._open_years(self.texts.signatures, ())]
        said += [(year, "judul") for year in _titled_year(titles)]
        said += [(year, "kaki") for year in _titled_year(self.texts.furniture)]
        years = list(dict.fromkeys(year for year, _ in said))
        if len(years) > 1:
            self._conflict("tahun", years)
        if said and said[0][1] == "tanggal" and tanggal is None:
            self._doubt("tahun", self._certainty_of_year(said[0][0]))
        return said[0] if said else (None, None)

    def _certainty_of_year(self, year: int) -> float:
        """How surely the year of an open date was read, where it was read best."""
        blocks = (*self.heads.signatures, *self.texts.signatures)
        read = [b.date_confidence for b in blocks if b.year == year]
        read += [self.heads.certainty.get(text, 1.0) for text in self.heads.dates if open_year(text) == year]
        return max(read, default=1.0)

    @staticmethod
    def _open_years(blocks: Sequence[SignatureBlock], dates: Sequence[str]) -> list[int]:
        """The year that most dates give whose day was left open."""
        years = [b.year for b in blocks if b.year is not None and b.date is None]
        years += [
            year for text in dates if parse_date(text) is None and (year := open_year(text)) is not None
        ]
        return [year for year, _ in Counter(years).most_common(1)]

    def _period(self) -> str | None:
        """The range of years that most captions, titles and running lines name."""
        shouted = [text for text in self.heads.letterhead if text.isupper()]
        sources = (self.texts.captions, self.heads.titles, self.heads.subjects, shouted, self.texts.furniture)
        for texts in sources:
            counts = Counter(period for text in texts if (period := period_in(text)) is not None)
            if counts:
                return counts.most_common(1)[0][0]
        return None

    def _subject(self) -> str | None:
        if self.heads.subjects:
            cited = _CITED.match(self.heads.subjects[0])
            if cited is not None:
                about = _SUBJECT_END.sub("", self.heads.subjects[0][cited.end() :])
                return office_in_title_case(f"{cited[0]}{about}".strip(" .,;:-"))
            title = head_title_of(self.heads.subjects[0])
            bare = _SUBJECT_END.sub("", self.heads.subjects[0]).strip(" .,;:-")
            office = office_in(bare)
            at = bare.casefold().find(office.casefold()) if office else -1
            bare = (bare[:at] if at > 0 else bare).strip(" .,;:-")
            if (
                title is not None
                and len(bare) < len(title.subject) + 15
                and _begins_alike(bare, title.subject)
            ):
                return title.subject
            return office_in_title_case(bare) or None
        if self.heads.kinds:
            return self.heads.kinds[0].subject
        lines = (text for part in (*self.texts.furniture, *self.texts.body) for text in part.split("\n"))
        titles = (head_title_of(text) for text in (*self.texts.captions, *lines))
        return next((title.subject for title in titles if title is not None), None)

    # ---- office and areas ----------------------------------------------------------------------------

    def _office(self) -> tuple[str | None, str | None]:
        """The decree's office and its kecamatan; where the office is a kecamatan's, each completes the other."""
        found = list(offices_in(self.heads, self.below, self.texts))
        names = sorted({mention.office for mention in found})
        mentions = [mention._replace(office=full_name(mention.office, names)) for mention in found]
        part = self._part(heads=any(mention.head for mention in mentions))
        if part is not None:
            return part, None
        vote = Vote()
        for mention in mentions:
            vote.add(mention.office, mention.weight)
        kind = kind_of_positions(self.texts.jabatan)
        for name in [*vote.weights]:
            if kind is not None and office_kind(name) == kind:
                vote.add(name, STRONG)
        explicit = Vote()
        for mention in mentions:
            if mention.explicit:
                explicit.add(mention.office, mention.weight)
        office = _clear_winner(explicit) or self._winner("unit_kerja", vote)
        district = office is not None and office.startswith("Kecamatan ")
        local = office is None or district or office.startswith(("Distrik ", "Kelurahan "))
        kecamatan = self._area("kecamatan", ("kecamatan",), everything=local)
        if kecamatan is not None and (district or (office is None and self._is_district())):
            return f"Kecamatan {kecamatan}", kecamatan
        if office is None:
            return self._mentioned_office() or self._part(heads=False, any_form=True), None
        return office, kecamatan

    def _part(self, *, heads: bool, any_form: bool = False) -> str | None:
        """The part of an office that an agreement's title names where no key or head names the office."""
        parts = parts_in(self.heads, self.texts)
        captions = (head_title_of(text) for text in captions_of(self.texts))
        agreement = any(t is not None and t.kind == "pk" for t in (*self.heads.kinds, *captions))
        if heads or len(parts) != 1 or not (agreement or any_form):
            return None
        return next(iter(parts))

    def _is_district(self) -> bool:
        posts = self.texts.jabatan
        return any(map(DISTRICT_POST.match, posts)) or not any(map(OTHER_POST.match, posts))

    def _mentioned_office(self) -> str | None:
        """The office that running text names repeatedly, of the kind that the posts show."""
        kinds = tuple(
            {m["kind"].casefold() for p in self.texts.jabatan if (m := OTHER_POST.match(p)) and m["kind"]}
        )
        vote = Vote()
        for text in self.texts.body:
            for line in text.split("\n"):
                office = office_in(line)
                if office is not None and kinds and office.casefold().startswith(kinds):
                    vote.add(office, 1.0)
        ranked = vote.ranked()
        first, second = (*(weight for _, weight in ranked), 0.0, 0.0)[:2]
        return ranked[0][0] if first >= 3 and first >= 2 * second else None

    def _regency(self) -> str | None:
        own = self._vote(("kabupaten", "kota"), everything=False, with_kind=True)
        of_province = self._vote(("provinsi",), everything=False).ranked()
        if not own.ranked() and of_province and of_province[0][1] >= ENOUGH:
            return None
        return self._area("kabupaten_kota", ("kabupaten", "kota"), everything=True, with_kind=True)

    def _province(self) -> str | None:
        return self._area("provinsi", ("provinsi",), everything=True)

    def _area(
        self, name: str, kinds: tuple[AreaKind, ...], *, everything: bool, with_kind: bool = False
    ) -> str | None:
        """The area that the decree's own heads and keys name, or if they name none, the one that its content names."""
        own = self._vote(kinds, everything=False, with_kind=with_kind)
        ranked = own.ranked()
        if not everything or (ranked and ranked[0][1] >= ENOUGH):
            return self._whole(self._winner(name, own), kinds, with_kind=with_kind)
        return self._winner(name, self._vote(kinds, everything=True, with_kind=with_kind))

    def _whole(self, winner: str | None, kinds: tuple[AreaKind, ...], *, with_kind: bool) -> str | None:
        """The winning name, completed by a first or last letter where it was printed once and a longer form more often.

        A stamp may have hidden that letter.
        """
        if winner is None:
            return None
        counts: Counter[str] = Counter()
        for _, areas in self.evidence:
            counts.update(name.casefold() for name, _ in _named(areas, kinds, with_kind=with_kind))
        low = winner.casefold()
        longer = [n for n in counts if len(n) == len(low) + 1 and (n.endswith(low) or n.startswith(low))]
        best = max(longer, key=lambda n: counts[n], default=None)
        if best is None or counts[low] > 1 or counts[best] < MENTIONS:
            return winner
        return office_in_title_case(best)

    def _vote(self, kinds: tuple[AreaKind, ...], *, everything: bool, with_kind: bool = False) -> Vote:
        vote = Vote()
        for evidence, areas in self.evidence:
            if areas and (evidence.own or everything):
                for name, area in _named(areas, kinds, with_kind=with_kind):
                    vote.add(name, max(evidence.weight, ENOUGH) if area.governs else evidence.weight)
        return vote

    def _winner(self, name: str, vote: Vote) -> str | None:
        """The name with most votes, if they are enough and clearly more than another's."""
        ranked = vote.ranked()
        winner = _clear_winner(vote)
        if winner is None and ranked and ranked[0][1] >= ENOUGH:
            self._conflict(name, (value for value, _ in ranked[:2]))
        return winner


def _begins_alike(printed: str, subject: str) -> bool:
    """Whether a printed subject begins with the first word of a known one, though misread: not "Penetapan …"."""
    first, known = (text.casefold().split()[0] for text in (printed, subject))
    return Levenshtein.normalized_similarity(first, known) >= ALIKE


def _clear_winner(vote: Vote) -> str | None:
    """The name with most votes, if they are enough and clearly more than another's."""
    ranked = vote.ranked()
    if not ranked or ranked[0][1] < ENOUGH:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= LEAD * ranked[1][1] else None


def _named(
    areas: Iterable[Area], kinds: tuple[AreaKind, ...], *, with_kind: bool
) -> Iterator[tuple[str, Area]]:
    """Those of some kinds among the areas that a text names, each under the name that it is counted by."""
    for area in areas:
        if area.kind in kinds:
            yield (f"{area.kind.capitalize()} {area.name}" if with_kind else area.name), area


def _one_number(group: Sequence[tuple[str, float]], number: str, sure: float) -> bool:
    """Whether a number is another reading of those of the group."""
    return any(same_number(number, read, doubtful=min(sure, other) < DOUBTFUL) for read, other in group)


def _titled_year(titles: Iterable[str]) -> list[int]:
    """The year that titles name most."""
    years = Counter(int(m[1]) for text in titles for m in _TITLE_YEAR.finditer(without_periods(text)))
    return [year for year, _ in years.most_common(1)]
