"""A gazetteer of regions: names a decree's region officially, and finds where the print contradicts itself.

Decisions
- The ministry's lists are shipped (``vocabulary/regions.csv.gz``; ``region_lists.csv`` tells source, date and license).
  A code is 35 for a province, 35.07 a kabupaten or kota, 35.07.27 a kecamatan. An office that is a
  kelurahan or desa has its own code where what lies above is known (`villages`).
- The decree's date decides which list holds, or the beginning of its year. What that list does not know (a kecamatan
  of last year's law, another spelling) is looked for in the others, but only in a region above that its own list has.
  Without a year a code counts only where all lists say the same.
- A user's gazetteer takes their place. Its columns are ``code`` and ``name`` (``kode``, ``nama`` are read too, and two
  unnamed columns).
- Among homonyms nothing is guessed: a region counts only if it is the only one of its name within all regions above it
  that the decree names. A printed region that is not known ends the search: what lies below could be anywhere.
- The printed value is never replaced. What the print leaves open is filled in only with a user's gazetteer.
- A code inside a decree's number (188.4/ /35.07.27/2023) is evidence, not proof: offices write each other's
  codes and their own numbering may look alike. It counts where nothing printed contradicts it; a contradiction
  becomes a gap.
- Names compare without kind (Kabupaten, Kab., Kota), case and spaces. "Kota X" and "Kabupaten X" are
  different regions, so a printed kind counts.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from ..schema.errors import UsageError
from ..schema.gaps import Gap, GapCode
from ..schema.models import Metadata, Wilayah
from . import villages
from .title_case import word_of_area
from .vocabulary_files import DATA, rows_of

_CODE = re.compile(r"(?<![\d.])(\d{2}(?:\.\d{2}){1,2}(?:\.\d{4})?)(?![\d.])")
# What may stand before a name, by level; a kecamatan's own name may begin with Kota.
_KINDS = (
    re.compile(r"^(?:pro[vp]insi|prov\.?)\s+", re.I),
    re.compile(r"^(?:kabupaten|kab\.?|kota(?:madya)?)\s+", re.I),
    re.compile(r"^(?:kecamatan|kec\.?|distrik)\s+", re.I),
    re.compile(r"^(?:kelurahan|kel\.?|desa)\s+", re.I),
)
_FIELDS = ("provinsi", "kabupaten_kota", "kecamatan")
_SHORT_FORMS = frozenset(["DKI", "DI"])
_FIRST_CITY = 71  # second part of the official codes of cities; those of kabupaten are below
_LEVEL_LENGTHS = {2: 0, 5: 1, 8: 2}
_LEVEL_OF_KECAMATAN, _LEVEL_OF_VILLAGE = 2, 3
_ONE_NAME = (
    85.0  # of 100: a printed name that is spelled or read otherwise; accepts Karangploso for Karang Ploso
)


@dataclass(frozen=True, slots=True)
class Region:
    """A region under one name: what else it is called, and the first and last list that have it so ("" is open)."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    @property
    def level(self) -> int:
        """0 province, 1 kabupaten or kota, 2 kecamatan, 3 below."""
        return _LEVEL_LENGTHS.get(len(self.code), 3)

    @property
    def parent(self) -> str | None:
        """The code of the region above."""
        return self.code.rpartition(".")[0] or None


@dataclass(frozen=True, slots=True)
class RegionList:
    """An official list: its name, the day from which it holds ("" from the beginning), and who issued it."""

    name: str
    in_force: str = ""
    decree: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """What a gazetteer adds to a decree: the metadata completed, its region, and the conflicts found."""

    metadata: Metadata
    region: Wilayah | None
    gaps: list[Gap]


class Regions:
    """Regions by code and by name, in one list or several that follow each other."""

    def __init__(
        self,
        regions: Iterable[Region],
        lists: Sequence[RegionList] = (RegionList(""),),
        *,
        with_villages: bool = False,
    ) -> None:
        self._with_villages = with_villages
        self._lists = list(lists)
        order = {one.name: at for at, one in enumerate(lists)}
        self._by_code: list[dict[str, Region]] = [{} for _ in lists]
        self._by_name: list[dict[tuple[int, str], list[Region]]] = [{} for _ in lists]
        for region in regions:
            keys = {(region.level, _bare(name, region.level)) for name in (region.name, *region.also)}
            for at in range(order.get(region.since, 0), order.get(region.until, len(lists) - 1) + 1):
                self._by_code[at][region.code] = region
                for key in keys:
                    self._by_name[at].setdefault(key, []).append(region)

    @classmethod
    def load(cls, path: Path) -> Regions:
        """The gazetteer of a user's CSV file.

        Raises:
            UsageError: the file cannot be read or has no codes.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.reader(file) if len(row) >= 2]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UsageError(f"the list of regions cannot be read ({error})", file=str(path)) from error
        code, name = _code_and_name_columns(rows[0]) if rows else (0, 1)
        regions = [
            Region(row[code].strip(), " ".join(row[name].split()))
            for row in rows
            if len(row) > max(code, name) and re.fullmatch(r"\d{2}(?:\.\d{2,4})*", row[code].strip())
        ]
        if not regions:
            raise UsageError(
                "no region was read from the list",
                file=str(path),
                remedy="The list of regions needs the columns code and name",
            )
        return cls(regions)

    def get(self, code: str) -> Region | None:
        """The region of a code, as the newest list that has it names it."""
        return next((found for known in reversed(self._by_code) if (found := known.get(code))), None)

    def find(self, name: str, level: int, within: str | None = None, at: int = -1) -> list[Region]:
        """The regions of a name in one list (the newest), within one above if given; a printed kind must agree."""
        found = self._by_name[at].get((level, _bare(name, level)), [])
        if within:
            found = [r for r in found if r.code.startswith(within + ".")]
        kind = _kind(name)
        if kind and level == 1:
            found = [r for r in found if _kind(r.name) in {None, kind}]
        return list(found)

    def chain(self, code: str, at: int = -1) -> list[Region]:
        """The region of a code and those above it in one list, from the province down; unknown ones are left out."""
        parts = code.split(".")
        codes = (".".join(parts[:n]) for n in range(1, len(parts) + 1))
        return [r for c in codes if (r := self._by_code[at].get(c))]

    def locate(self, metadata: Metadata) -> tuple[Wilayah | None, list[Gap]]:
        """The smallest region that the decree names without doubt, and a gap for each name its code contradicts."""
        gaps: list[Gap] = []
        for whole in (c for c in region_codes(metadata.nomor) if c.count(".") > 1):
            code = whole if whole.count(".") == _LEVEL_OF_KECAMATAN else whole.rpartition(".")[0]
            for at in self._order(metadata):
                if code not in self._by_code[at]:
                    continue
                gaps = self._conflicts(metadata, code, at)
                if not gaps:
                    return self._village(self._region(code, at, "nomor"), metadata, at), []
                break
        found = self._by_names(metadata)
        return (self._village(self._region(*found, "nama"), metadata, found[1]) if found else None), gaps

    def by_hand(self, code: str, metadata: Metadata) -> Wilayah | None:
        """The region of a code that a person gave, by the list of the decree's time; ``None`` if no list has it."""
        name = self._name_of_village(code)
        above = code.rpartition(".")[0] if name else code
        at = next((at for at in self._order(metadata) if above in self._by_code[at]), None)
        if at is None:
            return None
        region = self._region(above, at, "koreksi")
        return region.model_copy(update={"kode": code, "kelurahan_desa": name}) if name else region

    def complete(self, metadata: Metadata) -> Places:
        """The metadata with empty places filled in, its region, and a gap for each place that the codes contradict."""
        region, gaps = self.locate(metadata)
        if region is None:
            return Places(metadata, None, gaps)
        values: dict[str, str | None] = {field: getattr(region, field) for field in _FIELDS}
        values["kode_wilayah"] = region.kode
        empty = {field: v for field, v in values.items() if v and getattr(metadata, field) is None}
        return Places(metadata.model_copy(update=empty), region, gaps)

    # ---- which list ----------------------------------------------------------------------------------------------

    def _in_force(self, metadata: Metadata) -> int | None:
        """The number of the list that holds on the decree's day, or on the first of its year; ``None`` without both."""
        day = metadata.tanggal or (f"{metadata.tahun}-01-01" if metadata.tahun else None)
        if day is None and len(self._lists) > 1:
            return None
        return max(at for at, one in enumerate(self._lists) if at == 0 or one.in_force <= (day or ""))

    def _order(self, metadata: Metadata) -> list[int]:
        """The lists by number: the one that holds, later ones, earlier ones."""
        own = self._in_force(metadata)
        every = range(len(self._lists))
        if own is None:
            return list(reversed(every))
        return [own, *every[own + 1 :], *reversed(every[:own])]

    # ---- by names ------------------------------------------------------------------------------------------------

    def _by_names(self, metadata: Metadata) -> tuple[str, int] | None:
        """The code of the smallest printed region that only one fits, and the number of the list that has it."""
        own, order = self._in_force(metadata), self._order(metadata)
        found = [(region, at) for at in order if (region := self._fitting(metadata, at)) is not None]
        if own is None:
            return (found[0][0].code, found[0][1]) if len({region.code for region, _ in found}) == 1 else None
        held = [
            (region.code, at)
            for region, at in found
            if at == own or self._above(region) in self._by_code[own]
        ]
        return max(held, key=lambda it: (len(it[0]), -order.index(it[1])), default=None)

    @staticmethod
    def _above(region: Region) -> str:
        return region.parent or region.code

    def _fitting(self, metadata: Metadata, at: int) -> Region | None:
        """The smallest printed region in one list; none where a region that is printed above it is not there."""
        here: list[Region] = []
        printed = [
            (level, value)
            for level, field in enumerate(_FIELDS)
            if (value := getattr(metadata, field)) is not None
        ]
        for level, value in printed:
            within: list[str | None] = [r.code for r in here] or [None]
            below = [r for code in within for r in self.find(value, level, code, at)]
            if not below:
                return here[0] if level == len(_FIELDS) - 1 and len(here) == 1 else None
            here = below
        return here[0] if len(here) == 1 else None

    def _region(self, code: str, at: int, found_by: str) -> Wilayah:
        names = {_FIELDS[r.level]: _official(r) for r in self.chain(code, at)[: len(_FIELDS)]}
        return Wilayah.model_validate(
            {"kode": code, "dari": found_by, "daftar": self._lists[at].decree or None} | names
        )

    # ---- villages ------------------------------------------------------------------------------------------------

    def _village(self, region: Wilayah, metadata: Metadata, at: int) -> Wilayah:
        """The region itself, or the village within it that the office is."""
        found = self._find_village(region, metadata.unit_kerja, at)
        if found is None:
            return region
        code, name = found
        kecamatan = self._by_code[at].get(code.rpartition(".")[0])
        if kecamatan is None:
            return region
        names = {"kecamatan": _official(kecamatan), "kelurahan_desa": name}
        return region.model_copy(update={"kode": code} | names)

    def _find_village(self, region: Wilayah, office: str | None, at: int) -> tuple[str, str] | None:
        """Code and name of the office's village; from the shipped villages only if their list has the region so."""
        if region.kode.count(".") == 0 or (wanted := villages.of_office(office)) is None:
            return None
        if not self._with_villages:
            known = self.find(wanted[1], _LEVEL_OF_VILLAGE, region.kode, at)
            return (known[0].code, known[0].name) if len(known) == 1 else None
        here, newest = self._by_code[at].get(region.kode), self._by_code[-1].get(region.kode)
        if here is None or newest is None or _bare(here.name, here.level) != _bare(newest.name, newest.level):
            return None
        return villages.find(office, region.kode)

    def _name_of_village(self, code: str) -> str | None:
        if code.count(".") != _LEVEL_OF_VILLAGE or not self._with_villages:
            return None
        return villages.name_of(code)

    def _conflicts(self, metadata: Metadata, code: str, at: int) -> list[Gap]:
        gaps = []
        for region in self.chain(code, at)[: len(_FIELDS)]:
            field = _FIELDS[region.level]
            value: str | None = getattr(metadata, field)
            if value is None or _same(value, region):
                continue
            message = f"the number's code {region.code} is {_title(region.name)}, the document says {value}"
            gaps.append(Gap(GapCode.CONFLICTING_METADATA, message, field=field))
        return gaps


@cache
def builtin_regions() -> Regions:
    """The lists that come with the program, loaded once."""
    lists = [RegionList(row["list"], row["in_force"], row["decree"]) for row in rows_of("region_lists.csv")]
    text = gzip.decompress((DATA / "regions.csv.gz").read_bytes()).decode()
    return Regions(
        (
            Region(code, name, tuple(also.split("|")) if also else (), since, until)
            for code, name, also, since, until in list(csv.reader(io.StringIO(text)))[1:]
        ),
        lists,
        with_villages=True,
    )


def region_codes(nomor: str | None) -> list[str]:
    """The region codes inside a decree's number, the longest first."""
    return sorted(_CODE.findall(nomor or ""), key=len, reverse=True)


def _code_and_name_columns(header: list[str]) -> tuple[int, int]:
    names = [h.strip().casefold() for h in header]
    code = next((i for i, h in enumerate(names) if h in {"code", "kode", "kode_wilayah", "id"}), 0)
    name = next((i for i, h in enumerate(names) if h in {"name", "nama", "nama_wilayah"}), 1)
    return code, name


def _kind(name: str) -> str | None:
    first = name.strip().casefold().split(" ", 1)[0].rstrip(".")
    return {"kabupaten": "kabupaten", "kab": "kabupaten", "kota": "kota", "kotamadya": "kota"}.get(first)


def _bare(name: str, level: int) -> str:
    return re.sub(r"[\W_]+", "", _KINDS[level].sub("", name.strip()).casefold())


def _same(printed: str, region: Region) -> bool:
    """Whether a printed name means the region, be it spelled or read a little otherwise."""
    kinds = {_kind(printed), _kind(region.name)} - {None}
    if region.level == 1 and len(kinds) > 1:
        return False
    level, names = region.level, (region.name, *region.also)
    return any(fuzz.ratio(_bare(printed, level), _bare(name, level)) >= _ONE_NAME for name in names)


def _official(region: Region) -> str:
    """The region's name with its kind for a kabupaten or kota, without it for others."""
    bare = _KINDS[region.level].sub("", region.name)
    if region.level != 1:
        return _title(bare)
    kind = _kind(region.name) or ("kota" if int(region.code.split(".")[1]) >= _FIRST_CITY else "kabupaten")
    return f"{kind.capitalize()} {_title(bare)}"


def _title(name: str) -> str:
    if not name.isupper():
        return name
    return " ".join(w if w in _SHORT_FORMS else word_of_area(w, capitals=True) for w in name.split())
