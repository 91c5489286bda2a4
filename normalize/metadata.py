"""What a decree says of itself: number, date, year, subject, office and areas.

Decisions: every place that speaks of the decree is evidence with a weight: its subject and official most,
then letterhead and titles, signatures, positions, running headers, and last what duties and cells mention.
Office and areas are voted on; a narrow vote, or a single mention in running text, gives nothing. Number and
date come from heads alone, never from what is cited; a year from number, date or title. What the print does
not say stays empty and is told as a gap, as are contradictions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..schema.gaps import Gap, GapCode
from ..schema.models import Metadata, YearSource
from .areas import AreaKind, Vote, areas_in
from .dates import parse_date
from .forms.lists import PlacedLine
from .heads import Heads, read_heads
from .names import office_kind
from .offices import office_at_start, office_in, office_of_official, title_case
from .regions import region_codes
from .signatures import SignatureBlock

ENOUGH = 2.0  # votes: less than this is no evidence
STRONG = 3.0  # weight of a single mention that needs no second one
LEAD = 1.4  # times the runner-up's votes
_SUBJECT = "Indikator Kinerja Individu"
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_NUMBER_YEAR = re.compile(rf"(?:[/\-.\s]|TAHUN\s*){_YEAR}\s*$|TAHUN\s*{_YEAR}", re.I)
_TITLE_YEAR = re.compile(rf"\bTAHUN\s*(?:ANGGARAN\s*)?:?\s*({_YEAR})\b", re.I)
_SUBJECT_END = re.compile(
    r"\s*\b(?:(?:pada|di)\s+lingkungan|lingkup|pada|di|se-?|tahun|periode|kecamatan|kelurahan|kabupaten|kota|provinsi|"
    r"pemerintah|kantor)\b.*$",
    re.I,
)
_INDEXED = re.compile(r"INDIKATOR\s*KINERJA\s*INDIVIDU", re.I)
_LARGE = re.compile(r"(?:dinas|badan|inspektorat|rsu|rumah sakit|sekretariat|satuan|satpol|kantor|bap)", re.I)
_DISTRICT_POST = re.compile(
    r"^\W*(?:(?:plt|plh|pjs?)\b\W*)?(?:camat\b|sekcam\b|sekretaris\s+(?:kecamatan|camat)\b)", re.I
)
_OTHER_POST = re.compile(
    r"^\W*(?:(?:plt|plh|pjs?)\b\W*)?(?:kepala\s+(?P<kind>dinas|badan|bidang|puskesmas|upt\w*|kantor)|kabid|lurah|direktur|inspektur)\b",
    re.I,
)
_HEAD_POSTS = {
    "dinas": re.compile(r"^\W*(?:kepala|sekretaris)\s+dinas\b", re.I),
    "badan": re.compile(r"^\W*(?:kepala|sekretaris)\s+badan\b", re.I),
    "inspektorat": re.compile(r"^\W*inspektur(?:\s+(?:daerah|pembantu))?\b", re.I),
    "kecamatan": _DISTRICT_POST,
    "rsud": re.compile(r"^\W*(?:wakil\s+)?direktur\b", re.I),
    "puskesmas": re.compile(r"^\W*kepala\s+(?:upt\w*\s+)?puskesmas\b", re.I),
    "kelurahan": re.compile(r"^\W*(?:lurah|seklur|sekretaris\s+(?:kelurahan|lurah))\b", re.I),
}
_FIELDS = ("nomor", "tanggal", "tahun", "unit_kerja", "kabupaten_kota")


@dataclass(slots=True)
class MetadataTexts:
    """Everything of a decree that may speak of it."""

    front: Sequence[PlacedLine] = ()
    jabatan: Sequence[str] = ()
    signatures: Sequence[SignatureBlock] = ()
    body: Sequence[str] = ()
    furniture: Sequence[str] = ()


@dataclass(slots=True)
class MetadataResult:
    """The metadata and what is missing of it or contradicts itself."""

    metadata: Metadata
    gaps: list[Gap] = field(default_factory=list)


class _Evidence(NamedTuple):
    """A text that may name office and areas; ``head`` where it is no running text."""

    text: str
    weight: float
    head: bool = True
    own: bool = True  # printed of the decree itself, not of its content


def find_metadata(texts: MetadataTexts) -> MetadataResult:
    """The decree's metadata, and gaps for what is missing or contradictory."""
    return _Finder(texts).result()


class _Finder:
    def __init__(self, texts: MetadataTexts) -> None:
        self.texts = texts
        self.heads = read_heads(texts.front)
        self.below = read_heads([line for block in texts.signatures for line in block.leftover])
        self.gaps: list[Gap] = []
        self.evidence = list(_evidence(self.heads, self.below, texts))

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
            unit_kerja=unit,
            jenis_unit=office_kind(unit),
            kecamatan=kecamatan,
            kabupaten_kota=self._regency(),
            provinsi=self._province(),
            kode_wilayah=next((c for c in region_codes(nomor) if c.count(".") > 1 and c >= "11"), None),
        )
        for name in _FIELDS:
            if getattr(metadata, name) is None:
                self.gaps.append(Gap(GapCode.MISSING_METADATA, f"the print gives no {name}", field=name))
        return MetadataResult(metadata, self.gaps)

    def _conflict(self, name: str, values: Iterable[object]) -> None:
        said = " / ".join(str(value) for value in values)
        self.gaps.append(
            Gap(GapCode.CONFLICTING_METADATA, f"the print gives more than one {name}: {said}", field=name)
        )

    # ---- number, date, year, subject -----------------------------------------------------------------

    def _number(self) -> str | None:
        found = [number for text in self.heads.numbers if (number := number_in(text)) is not None]
        counts = Counter(re.sub(r"\W", "", number).casefold() for number in found)
        if not counts:
            return None
        if len(counts) > 1:
            self._conflict("nomor", dict.fromkeys(found))
        best = counts.most_common(1)[0][0]
        return next(number for number in found if re.sub(r"\W", "", number).casefold() == best)

    def _date(self) -> str | None:
        annexed = [date for text in self.heads.dates if (date := parse_date(text)) is not None]
        signed = [block.date for block in self.heads.signatures if block.date is not None]
        if len({*annexed, *signed}) > 1:
            self._conflict("tanggal", dict.fromkeys([*signed, *annexed]))
        forms = [block.date for block in self.texts.signatures if block.date is not None]
        for dates in (signed, annexed, forms):
            if dates:
                return Counter(dates).most_common(1)[0][0]
        return None

    def _year(self, nomor: str | None, tanggal: str | None) -> tuple[int | None, YearSource | None]:
        """The year and where it was read."""
        numbers = [nomor] if nomor else self.heads.numbers
        printed = (self.heads.subjects, self.heads.titles, self.heads.letterhead)
        titles = [*(text for part in printed for text in part), *self.below.letterhead, *self.below.titles]
        said: list[tuple[int, YearSource]] = [
            (int(m[0][-4:]), "nomor") for text in numbers if (m := _NUMBER_YEAR.search(text)) is not None
        ][:1]
        said += [(int(tanggal[:4]), "tanggal")] if tanggal else []
        said += [(year, "judul") for year in _titled_year(titles)]
        said += [(year, "kaki") for year in _titled_year(self.texts.furniture)]
        years = list(dict.fromkeys(year for year, _ in said))
        if len(years) > 1:
            self._conflict("tahun", years)
        return said[0] if said else (None, None)

    def _subject(self) -> str | None:
        if self.heads.subjects:
            bare = _SUBJECT_END.sub("", self.heads.subjects[0]).strip(" .,;:-")
            office = office_in(bare)
            at = bare.casefold().find(office.casefold()) if office else -1
            bare = (bare[:at] if at > 0 else bare).strip(" .,;:-")
            if _INDEXED.match(bare) and len(bare) < 40:
                return _SUBJECT
            return title_case(bare) or None
        texts = (*(p.line.text for p in self.texts.front), *self.texts.furniture, *self.texts.body)
        return _SUBJECT if any(_INDEXED.search(text) for text in texts) else None

    # ---- office and areas ----------------------------------------------------------------------------

    def _office(self) -> tuple[str | None, str | None]:
        """Office and district: of a district's office the one names the other."""
        vote = Vote()
        for name, weight in _offices(self.heads, self.below, self.texts):
            vote.add(name, weight)
        kind = _kind_of_positions(self.texts.jabatan)
        for name in [*vote.weights]:
            if kind is not None and office_kind(name) == kind:
                vote.add(name, STRONG)
        office = self._winner("unit_kerja", vote)
        district = office is not None and office.startswith("Kecamatan ")
        local = office is None or district or office.startswith(("Distrik ", "Kelurahan "))
        kecamatan = self._area("kecamatan", ("kecamatan",), everything=local)
        if kecamatan is not None and (district or (office is None and self._is_district())):
            return f"Kecamatan {kecamatan}", kecamatan
        if office is None:
            return self._mentioned_office(), None
        return office, kecamatan

    def _is_district(self) -> bool:
        posts = self.texts.jabatan
        return any(map(_DISTRICT_POST.match, posts)) or not any(map(_OTHER_POST.match, posts))

    def _mentioned_office(self) -> str | None:
        """The office that running text names again and again, where a post tells of which kind it is."""
        kinds = tuple(
            {m["kind"].casefold() for p in self.texts.jabatan if (m := _OTHER_POST.match(p)) and m["kind"]}
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
        return self._area("kabupaten_kota", ("kabupaten", "kota"), everything=True, with_kind=True)

    def _province(self) -> str | None:
        return self._area("provinsi", ("provinsi",), everything=True)

    def _area(
        self, name: str, kinds: tuple[AreaKind, ...], *, everything: bool, with_kind: bool = False
    ) -> str | None:
        vote = Vote()
        for evidence in self.evidence:
            if not (evidence.own or everything):
                continue
            for area in areas_in(evidence.text, head=evidence.head):
                if area.kind in kinds:
                    weight = max(evidence.weight, ENOUGH) if area.governs else evidence.weight
                    vote.add(f"{area.kind.capitalize()} {area.name}" if with_kind else area.name, weight)
        return self._winner(name, vote)

    def _winner(self, name: str, vote: Vote) -> str | None:
        """The name with most votes, if they are enough and clearly more than another's."""
        ranked = vote.ranked()
        if not ranked or ranked[0][1] < ENOUGH:
            return None
        if len(ranked) == 1 or ranked[0][1] >= LEAD * ranked[1][1]:
            return ranked[0][0]
        self._conflict(name, (value for value, _ in ranked[:2]))
        return None


def classification_of(nomor: str | None) -> str | None:
    """The classification code with which a number begins: 188.4 of "188.4/12/99.07.27/2023"."""
    match = re.match(r"(\d{3}(?:\.\d{1,3})*)\s*/", nomor or "")
    return match[1] if match else None


def _titled_year(titles: Iterable[str]) -> list[int]:
    """The year that titles name most."""
    years = Counter(int(m[1]) for text in titles for m in _TITLE_YEAR.finditer(text))
    return [year for year, _ in years.most_common(1)]


def number_in(text: str) -> str | None:
    """A decree's number as printed, blanks squeezed; ``None`` where the print leaves it blank.

    >>> number_in("188.4/    /35.07.99/2023")
    '188.4/ /35.07.99/2023'
    """
    number = " ".join(re.split(r"(?i)\b(?:tanggal|tentang)\b", text)[0].split()).strip(" :;,")
    number = re.sub(r"[._…]{3,}", " ", number)
    number = " ".join(number.split())
    if len(number) > 60 or not re.search(r"\d", re.sub(rf"(?:TAHUN\s*)?\b{_YEAR}\b", "", number, flags=re.I)):
        return None
    return number


def _evidence(heads: Heads, below: Heads, texts: MetadataTexts) -> Iterator[_Evidence]:
    """All texts that may name areas; a text that is printed again and again counts a few times at most."""
    posts = [s.jabatan for b in (*heads.signatures, *texts.signatures) for s in b.signatures if s.jabatan]
    sources: tuple[tuple[Iterable[str], float, bool, bool], ...] = (
        (heads.subjects, 8.0, True, True),
        (heads.officials, 8.0, True, True),
        (heads.letterhead, 6.0, True, True),
        (heads.titles, 5.0, True, True),
        (heads.units, 5.0, True, True),
        (posts, 5.0, True, True),
        ((*below.letterhead, *below.titles), STRONG, True, True),
        (texts.furniture, STRONG, True, True),
        (texts.jabatan, 4.0, True, False),
        (heads.cited, 2.0, False, False),
    )
    for found, weight, head, own in sources:
        for text, count in Counter(found).items():
            yield _Evidence(text, weight * min(count, 2), head, own)
    unplaced = [placed.line.text for block in texts.signatures for placed in block.leftover]
    for text in (*texts.body, *unplaced):
        for line in text.split("\n"):
            yield _Evidence(line, 1.0, head=False, own=False)


def _offices(heads: Heads, below: Heads, texts: MetadataTexts) -> Iterator[tuple[str, float]]:
    """The offices that heads, signatures and positions name, with their weights."""
    letterhead = [office for line in heads.letterhead if (office := _office_of_line(line))]
    loose = [office for line in (*below.letterhead, *below.titles) if (office := _office_of_line(line))]
    signed = [office for b in (*heads.signatures, *texts.signatures) if (office := _office_of_block(b))]
    sources: tuple[tuple[Iterable[str | None], float], ...] = (
        (map(office_in, heads.subjects), 8.0),
        (map(office_of_official, heads.officials), 6.0),
        (map(office_at_start, heads.units), 6.0),
        (map(office_in, heads.titles), 5.0),
        (letterhead[-1:], 5.0),
        (signed, 4.0),
        (loose, STRONG),
        (map(office_in, texts.furniture), STRONG),
        (_of_positions(texts.jabatan), STRONG),
    )
    for found, weight in sources:
        for office, count in Counter(found).items():
            if office is not None:
                yield office, weight * min(count, 2)


def _office_of_line(line: str) -> str | None:
    return office_at_start(line) or office_of_official(re.sub(r"(?i)^\W*kantor\s+", "", line))


def _office_of_block(block: SignatureBlock) -> str | None:
    """The office of the last who signs: the head signs last, or at the right."""
    offices = [office_of_official(s.jabatan) for s in block.signatures if s.jabatan]
    return offices[-1] if offices else None


def _kind_of_positions(posts: Sequence[str]) -> str | None:
    """The kind of office that has such positions: where there is a Camat, a Lurah is only part of it."""
    for kind, pattern in _HEAD_POSTS.items():
        if any(map(pattern.match, posts)):
            return kind
    return None


def _of_positions(posts: Sequence[str]) -> list[str]:
    """The offices that positions name; parts of an office don't count where its own posts are listed."""
    offices = [office for post in posts if (office := office_of_official(post)) is not None]
    large = [office for office in offices if _LARGE.match(office)]
    districts = [office for office in offices if office.startswith("Kecamatan ")]
    heads = any(_DISTRICT_POST.match(p) for p in posts) or any(
        m["kind"] and m["kind"].casefold() in {"dinas", "badan"} for p in posts if (m := _OTHER_POST.match(p))
    )
    return large or districts or ([] if heads else offices)
