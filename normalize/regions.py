"""A gazetteer of regions: completes a decree's places and finds where the print contradicts itself.

Decisions
- The official list's columns are ``code`` and ``name`` (``kode``, ``nama`` are read too, and two unnamed
  columns): 35 a province, 35.07 a kabupaten or kota, 35.07.27 a kecamatan, 35.07.27.2001 a desa or
  kelurahan.
- The printed value is never replaced. What the print leaves open is filled from the code, and only where
  the code or the name is unambiguous.
- A code inside a decree's number (188.4/ /35.07.27/2023) is evidence, not proof: offices write each other's
  codes and their own numbering may look alike. It fills what is empty, and contradicts what is printed by a
  gap.
- Names compare without kind (Kabupaten, Kab., Kota), case and spaces. "Kota X" and "Kabupaten X" are
  different regions, so a printed kind counts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..schema.errors import UsageError
from ..schema.gaps import Gap, GapCode
from ..schema.models import Metadata
from .areas import cased

_CODE = re.compile(r"(?<![\d.])(\d{2}(?:\.\d{2}){1,2}(?:\.\d{4})?)(?![\d.])")
_KINDS = re.compile(
    r"^(?:provinsi|propinsi|prov\.?|kabupaten|kab\.?|kota(?:madya)?|kecamatan|kec\.?|distrik|kelurahan|kel\.?|desa)\s+",
    re.I,
)
_FIELDS = ("provinsi", "kabupaten_kota", "kecamatan")
_SHORT_FORMS = frozenset(["DKI", "DI"])
_LEVEL_LENGTHS = {2: 0, 5: 1, 8: 2}


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its code."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """0 province, 1 kabupaten or kota, 2 kecamatan, 3 below."""
        return _LEVEL_LENGTHS.get(len(self.code), 3)

    @property
    def parent(self) -> str | None:
        """The code of the region above."""
        return self.code.rpartition(".")[0] or None


@dataclass(frozen=True, slots=True)
class Places:
    """What a gazetteer adds to a decree: the metadata completed, the region's code, and the conflicts
    found."""

    metadata: Metadata
    code: str | None
    gaps: list[Gap]


class Regions:
    """Regions by code and by name."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {r.code: r for r in regions}
        self._by_name: dict[tuple[int, str], list[Region]] = {}
        for region in self._by_code.values():
            self._by_name.setdefault((region.level, _bare(region.name)), []).append(region)

    @classmethod
    def load(cls, path: Path) -> Regions:
        """The gazetteer of a CSV file.

        Raises:
            UsageError: the file cannot be read or has no codes.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.reader(file) if len(row) >= 2]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UsageError(f"the gazetteer cannot be read ({error})", file=str(path)) from error
        code, name = _columns(rows[0]) if rows else (0, 1)
        regions = [
            Region(row[code].strip(), " ".join(row[name].split()))
            for row in rows
            if len(row) > max(code, name) and re.fullmatch(r"\d{2}(?:\.\d{2,4})*", row[code].strip())
        ]
        if not regions:
            raise UsageError(
                "the gazetteer holds no region", file=str(path), remedy="It needs the columns code and name"
            )
        return cls(regions)

    def get(self, code: str) -> Region | None:
        """The region of a code."""
        return self._by_code.get(code)

    def find(self, name: str, level: int, within: str | None = None) -> list[Region]:
        """The regions of a name, within one above if given; a printed kind (Kota, Kabupaten) must agree."""
        found = self._by_name.get((level, _bare(name)), [])
        if within:
            found = [r for r in found if r.code.startswith(within + ".")]
        kind = _kind(name)
        if kind and level == 1:
            found = [r for r in found if _kind(r.name) in {None, kind}]
        return list(found)

    def chain(self, code: str) -> list[Region]:
        """The region of a code and those above it, from the province down; unknown ones are left out."""
        parts = code.split(".")
        codes = (".".join(parts[:n]) for n in range(1, len(parts) + 1))
        return [r for c in codes if (r := self._by_code.get(c))]

    def complete(self, metadata: Metadata) -> Places:
        """The metadata with empty places filled in, and a gap for each place that the codes contradict."""
        printed = region_codes(metadata.nomor)
        code = next((c for c in printed if c in self._by_code), None)
        gaps: list[Gap] = []
        if code is not None and (conflicts := self._conflicts(metadata, code)):
            gaps, code = conflicts, None
        code = code or self._by_names(metadata)
        if code is None:
            return Places(metadata, None, gaps)
        values = {f: self._name_at(code, level) for level, f in enumerate(_FIELDS)}
        values["kode_wilayah"] = code
        empty = {f: v for f, v in values.items() if v and getattr(metadata, f) is None}
        return Places(metadata.model_copy(update=empty), code, gaps)

    def _name_at(self, code: str, level: int) -> str | None:
        region = next((r for r in self.chain(code) if r.level == level), None)
        if region is None:
            return None
        bare = _KINDS.sub("", region.name)
        if level == 1:
            kind = _kind(region.name) or ("kota" if int(code.split(".")[1]) >= 71 else "kabupaten")
            return f"{kind.capitalize()} {_title(bare)}"
        return _title(bare)

    def _conflicts(self, metadata: Metadata, code: str) -> list[Gap]:
        gaps = []
        for region in self.chain(code)[: len(_FIELDS)]:
            field = _FIELDS[region.level]
            value: str | None = getattr(metadata, field)
            if value is None or _same(value, region):
                continue
            message = f"the number's code {region.code} is {_title(region.name)}, the print says {value}"
            gaps.append(Gap(GapCode.CONFLICTING_METADATA, message, field=field))
        return gaps

    def _by_names(self, metadata: Metadata) -> str | None:
        """The code of the smallest printed region that only one fits."""
        found: list[Region] | None = None
        for level, field in enumerate(_FIELDS):
            value: str | None = getattr(metadata, field)
            if value is None:
                continue
            above = [r.code for r in found] if found else [None]
            here = [r for code in above for r in self.find(value, level, code)]
            found = here or found
        return found[0].code if found and len(found) == 1 else None


def region_codes(nomor: str | None) -> list[str]:
    """The region codes inside a decree's number, the longest first."""
    return sorted(_CODE.findall(nomor or ""), key=len, reverse=True)


def _columns(header: list[str]) -> tuple[int, int]:
    names = [h.strip().casefold() for h in header]
    code = next((i for i, h in enumerate(names) if h in {"code", "kode", "kode_wilayah", "id"}), 0)
    name = next((i for i, h in enumerate(names) if h in {"name", "nama", "nama_wilayah"}), 1)
    return code, name


def _kind(name: str) -> str | None:
    first = name.strip().casefold().split(" ", 1)[0].rstrip(".")
    return {"kabupaten": "kabupaten", "kab": "kabupaten", "kota": "kota", "kotamadya": "kota"}.get(first)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", _KINDS.sub("", name.strip()).casefold())


def _same(printed: str, region: Region) -> bool:
    kinds = {_kind(printed), _kind(region.name)} - {None}
    return _bare(printed) == _bare(region.name) and (region.level != 1 or len(kinds) < 2)


def _title(name: str) -> str:
    if not name.isupper():
        return name
    return " ".join(w if w in _SHORT_FORMS else cased(w, capitals=True) for w in name.split())
