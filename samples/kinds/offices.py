"""Invented offices, posts and persons: whom the documents are about."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from typeset.flow import MONTHS

HERE = Path(__file__).parent


@cache
def fields() -> dict[str, Any]:
    """Branches of government: their offices, units, things that are counted."""
    return dict(json.loads((HERE / "fields.json").read_text("utf-8")))


@cache
def phrases() -> dict[str, Any]:
    """Names of places and persons, and the turns of phrase that all offices share."""
    return dict(json.loads((HERE / "phrases.json").read_text("utf-8")))


@dataclass(frozen=True)
class Office:
    """An office of a district, town or province."""

    branch: str
    kind: str
    name: str
    """With its kind: "Dinas Sosial", "Kecamatan Wanasari Jaya"."""
    region: str
    """"Kabupaten Muara Sekala", "Kota …" or "Provinsi …"."""
    province: str
    year: int

    @property
    def seat(self) -> str:
        """The town from which its letters are dated."""
        return self.region.split(" ", 1)[1]

    @property
    def head(self) -> str:
        """The title of its head."""
        if self.kind == "Kecamatan":
            return f"Camat {self.name.split(' ', 1)[1]}"
        return f"Kepala {self.name}"

    @property
    def ruler(self) -> str:
        """To whom its head reports."""
        kind, name = self.region.split(" ", 1)
        return {"Kabupaten": "Bupati", "Kota": "Wali Kota", "Provinsi": "Gubernur"}[kind] + f" {name}"

    @property
    def government(self) -> str:
        """The head line of its letters."""
        return f"Pemerintah {self.region}"

    def meta(self, **printed: Any) -> dict[str, Any]:
        """What a truth says of the decree; only what is printed is given."""
        base: dict[str, Any] = dict.fromkeys(
            (
                "nomor",
                "tanggal",
                "tahun",
                "tentang",
                "periode",
                "unit_kerja",
                "kecamatan",
                "kabupaten_kota",
                "provinsi",
            )
        )
        return base | printed

    def region_meta(self) -> dict[str, Any]:
        """The metadata that a printed name of the government gives."""
        kind = self.region.split(" ", 1)[0]
        return (
            {"provinsi": self.region.split(" ", 1)[1]}
            if kind == "Provinsi"
            else {"kabupaten_kota": self.region}
        )

    def place_meta(self) -> dict[str, Any]:
        """The metadata that the printed name of the office gives."""
        found: dict[str, Any] = {"unit_kerja": self.name}
        if self.kind == "Kecamatan":
            found["kecamatan"] = self.name.split(" ", 1)[1]
        return found


@dataclass(frozen=True)
class Post:
    """A post of an office: its full name, its canonical one, its rank, the unit that it leads."""

    name: str
    canonical: str
    level: str
    """chief, secretary, bidang, seksi, subbag or staff."""
    unit: str
    field_name: str
    superior: str = ""
    short: tuple[str, ...] = ()


@dataclass
class Registry:
    """Invents offices, posts and persons; every choice comes from its own random numbers."""

    rng: random.Random

    def chance(self, share: float) -> bool:
        """Whether something random happens; it does in this ``share`` (0 to 1) of calls."""
        return self.rng.random() < share

    def pick(self, items: Sequence[Any]) -> Any:
        """One of the items, drawn at random."""
        return self.rng.choice(list(items))

    def office(self, kinds: Sequence[str] = ("Dinas", "Dinas", "Badan", "Kecamatan")) -> Office:
        """An office of a random branch."""
        kind = self.pick(kinds)
        branch = self.pick([key for key, value in fields().items() if value["kind"] == kind])
        words = phrases()
        province = self.pick(words["provinces"])
        region = f"{self.pick(('Kabupaten', 'Kabupaten', 'Kota'))} {self.pick(words['regions'])}"
        if kind != "Kecamatan" and self.chance(0.3):
            region = f"Provinsi {province}"
        name = fields()[branch]["name"] if kind != "Kecamatan" else self.pick(words["districts"])
        return Office(branch, kind, f"{kind} {name}", region, province, self.rng.randint(2012, 2025))

    def person(self) -> str:
        """A name with titles."""
        words = phrases()
        front, back = self.pick(words["titles"])
        name = f"{self.pick(words['first'])} {self.pick(words['last'])}"
        if self.chance(0.5):
            name = name.upper()
        return f"{front}{name}{back}"

    def nip(self) -> str:
        """A staff number of 18 digits, of a person who can exist."""
        rng = self.rng
        born = f"{rng.randint(1963, 1990)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        since = f"{int(born[:4]) + rng.randint(22, 30)}{rng.randint(1, 12):02d}"
        number = f"{rng.randint(1, 2)}", f"{rng.randint(1, 20):03d}"
        joined = (born, since, *number)
        return (" " if self.chance(0.7) else "").join(joined)

    def date(self, year: int) -> tuple[str, str]:
        """A date in words and as ISO."""
        month, day = self.rng.randint(1, 12), self.rng.randint(1, 28)
        return f"{day} {MONTHS[month - 1]} {year}", f"{year}-{month:02d}-{day:02d}"

    # posts

    def posts(self, office: Office, count: int) -> list[Post]:
        """Some posts of the office, from the top down."""
        every = self.all_posts(office)
        if count >= len(every):
            return every
        chosen = sorted(self.rng.sample(range(len(every)), count))
        return [every[at] for at in chosen]

    def all_posts(self, office: Office) -> list[Post]:
        """The posts of an office."""
        branch, words = fields()[office.branch], phrases()
        kind = office.kind
        chief = office.head
        lead = "Camat" if kind == "Kecamatan" else office.head
        found = [
            Post(chief, lead, "chief", office.name, branch["name"] or "pemerintahan umum", office.ruler),
            self._secretary(office),
        ]
        secretary = found[1].name
        for name in self.rng.sample(words["bureau"][:3], 2):
            found.append(
                Post(
                    f"Kepala Sub Bagian {name}",
                    f"Kepala Subbagian {name}",
                    "subbag",
                    f"Sub Bagian {name}",
                    name,
                    secretary,
                    (f"Kasubbag {name}", f"Kasubag {name}", f"Kepala Subbagian {name}"),
                )
            )
        if kind == "Kecamatan":
            for name in branch["seksi"]:
                found.append(self._section(name, chief))
        else:
            for bidang, sections in branch["bidang"].items():
                full = f"Kepala Bidang {bidang}"
                found.append(
                    Post(full, full, "bidang", f"Bidang {bidang}", bidang, chief, (f"Kabid {bidang}",))
                )
                found += [self._section(name, full) for name in sections]
        for name in self.rng.sample(words["staff"], 2):
            found.append(Post(name, name, "staff", name, "administrasi", found[2].name))
        return found

    def _secretary(self, office: Office) -> Post:
        names = ["Sekretaris", f"Sekretaris {office.kind}"]
        names += ["Sekretaris Camat", "Sekcam"] if office.kind == "Kecamatan" else []
        canonical = f"Sekretaris {office.kind}"
        return Post(self.pick(names), canonical, "secretary", "Sekretariat", "kesekretariatan", office.head)

    def _section(self, name: str, superior: str) -> Post:
        full = f"Kepala Seksi {name}"
        return Post(full, full, "seksi", f"Seksi {name}", name, superior, (f"Kasi {name}", f"Kasie {name}"))

    def printed_name(self, post: Post, office: Office, abbreviate: float = 0.25) -> str:
        """The post as this office writes it."""
        name = self.pick(post.short) if post.short and self.chance(abbreviate) else post.name
        if post.level == "chief" and office.kind != "Kecamatan" and self.chance(0.4):
            name = f"{name} {office.region}"
        return name
