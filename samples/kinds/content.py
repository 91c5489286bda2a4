"""Invented offices, posts, persons and indicators: what the documents are about."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from typeset.model import Fraction

from .elements import Line, line

HERE = Path(__file__).parent
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


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


@dataclass(frozen=True)
class Indicator:
    """An indicator with all that a table may say of it."""

    text: str
    formula: tuple[Line, ...]
    source: tuple[Line, ...]
    reason: str
    target: str
    unit: str
    count: bool


@dataclass(frozen=True)
class Goal:
    """A goal and its indicators."""

    text: str
    indicators: tuple[Indicator, ...]


@dataclass
class Author:
    """Writes an office's papers; every choice comes from its own random numbers."""

    rng: random.Random
    used: set[str] = field(default_factory=set)

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def pick(self, items: Sequence[Any]) -> Any:
        """One of them."""
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

    # duties

    def duties(self, post: Post, office: Office) -> list[str]:
        """The Tugas of a post: mostly one long sentence."""
        words = phrases()
        count = 1 if self.chance(0.75) else self.rng.randint(2, 4)
        found = []
        for _ in range(count):
            verb, tail = self.pick(words["duty_verbs"]), self.pick(words["duty_tails"])
            about = self._about(post)
            text = f"{verb} {about} {tail}".strip()
            if self.chance(0.3):
                text = f"{text.rstrip('.')} meliputi {self._listing(post, office)}."
            found.append(self._case(text))
        return found

    def _about(self, post: Post) -> str:
        name = (
            post.field_name.lower()
            if post.level != "chief"
            else f"urusan pemerintahan bidang {post.field_name.lower()}"
        )
        return name if post.level == "chief" else f"bidang {name}"

    def _listing(self, post: Post, office: Office) -> str:
        things = self.things(post, office)
        parts = [f"pengelolaan {thing}" for thing, _ in self.rng.sample(things, min(3, len(things)))]
        return ", ".join(parts[:-1]) + f" dan {parts[-1]}" if len(parts) > 1 else parts[0]

    def functions(self, post: Post, office: Office) -> list[str]:
        """The Fungsi of a post."""
        words = phrases()
        nouns, count = self.chance(0.5), self.rng.randint(2, 9)
        heads = words["function_heads"] if nouns else words["function_verbs"]
        found = []
        for at in range(count):
            thing = self.pick(self.things(post, office))[0]
            tail = "" if nouns else self.pick(words["function_tails"])
            head = heads[(at + count) % len(heads)]
            text = f"{head} di bidang {self.pick((post.field_name.lower(), 'pengelolaan ' + thing))} {tail}"
            found.append(" ".join(text.split()))
        found.append(self.pick(words["last_functions"]))
        found = list(dict.fromkeys(found))
        ends = self.pick(("", ";", ";", "."))
        found = [f"{text}{ends}" for text in found]
        if ends == ";":
            found[-1] = found[-1].rstrip(";") + "."
            if len(found) > 2 and self.chance(0.5):
                found[-2] = found[-2] + " dan"
        return [self._case(text) for text in found] if self.chance(0.5) else found

    def _case(self, text: str) -> str:
        return text[0].upper() + text[1:]

    # indicators

    def things(self, post: Post, office: Office) -> list[list[Any]]:
        """What the post counts."""
        bureau = post.level in ("subbag", "staff", "secretary")
        return list(phrases()["bureau_things"] if bureau else fields()[office.branch]["things"])

    def goals(self, post: Post, office: Office, formula: str, count: int, most: int = 4) -> list[Goal]:
        """Goals with their indicators; `formula` is the way in which this office mostly writes formulas."""
        bureau = post.level in ("subbag", "staff", "secretary")
        branch = fields()[office.branch]
        texts = list(phrases()["bureau_goals"] if bureau else branch["goals"])
        self.rng.shuffle(texts)
        found = []
        for at in range(count):
            text = texts[at % len(texts)]
            if at >= len(texts) or self.chance(0.3):
                text = f"{text} yang {self.pick(phrases()['adjectives'])}"
            if self.chance(0.12):
                text = f"{text} di {office.region}"
            indicators = tuple(
                self.indicator(post, office, formula) for _ in range(self.rng.randint(1, most))
            )
            found.append(Goal(text, indicators))
        return found

    def indicator(self, post: Post, office: Office, formula: str) -> Indicator:
        """One indicator that this document hasn't had yet, as far as there are more."""
        found = self._indicator(post, office, formula)
        for _ in range(12):
            if found.text not in self.used:
                break
            found = self._indicator(post, office, formula)
        self.used.add(found.text)
        return found

    def _indicator(self, post: Post, office: Office, formula: str) -> Indicator:
        branch, words = fields()[office.branch], phrases()
        bureau = post.level in ("subbag", "staff", "secretary")
        of, states = self.pick(self.things(post, office))
        state = self.pick(states)
        sources = (words["bureau_sources"] if bureau else branch["sources"]) + words["common_sources"]
        source = self._sources(sources)
        reason = self.pick(words["reasons"]).format(of=of)
        if self.chance(0.25):
            output = self.pick(branch["outputs"]) if not bureau else f"{of} yang {state}"
            text = f"Jumlah {output}"
            unit = self.pick(("Dokumen", "Kegiatan", "Unit", "Orang", "Laporan"))
            simple = self.pick((text, f"Banyaknya {output} dalam satu tahun", "Cukup jelas"))
            target = str(self.rng.choice((1, 2, 4, 12, 25, 60, 150, 1200)))
            return Indicator(text, (line(simple),), source, reason, target, unit, True)
        if self.chance(0.08):
            text = self.pick(words["satisfaction"])
            value = f"{self.rng.randint(60, 92)},{self.rng.randint(10, 99)}"
            body = (line("Jumlah nilai seluruh unsur dibagi jumlah unsur dikali nilai penimbang"),)
            return Indicator(text, body, source, reason, value, "Nilai", False)
        head = self.pick(("Persentase", "Persentase", "Prosentase", "Cakupan", "Proporsi"))
        text = f"{head} {of} yang {state}"
        target = self.pick(("100", "95", "87,5", "60", "72,25", "40"))
        return Indicator(
            text, self.formula(of, state, formula), source, reason, target, self.pick(("%", "Persen")), False
        )

    def _sources(self, names: Sequence[str]) -> tuple[Line, ...]:
        first = self.pick(names)
        style = self.rng.random()
        if style < 0.62:
            return (line(first),)
        others = self.rng.sample([name for name in names if name != first], 2)
        if style < 0.8:
            return (line(f"{first}, {others[0]}"),)
        if style < 0.9:
            return tuple(line(text, "-") for text in dict.fromkeys([first, *others]))
        return tuple(line(text, f"{at}.") for at, text in enumerate(dict.fromkeys([first, *others]), 1))

    def formula(self, of: str, state: str, way: str) -> tuple[Line, ...]:
        """How a share is reckoned, in one of the ways in which offices write it."""
        if way == "mixed":
            way = self.pick(("stack", "words", "slash", "explain", "both", "letters"))
        elif self.chance(0.25):
            way = self.pick(("explain", "words", "slash"))
        num, den = f"Jumlah {of} yang {state}", f"Jumlah seluruh {of}"
        if way == "stack":
            times = self.pick(("x 100%", "x 100%", "x 100 %", "X 100%", "× 100%", ""))
            return (Line(tuple(part for part in (Fraction(num, den), times) if part)),)
        if way == "equation":
            return (Line((f"{self.pick(('P', 'PK', 'N', 'C'))} =", Fraction(num, den), "x 100%")),)
        if way == "both":
            return (line(self._explained(of, state)), Line((Fraction(num, den), "x 100%")))
        if way == "letters":
            return (line("A/B x 100%"), line(f"A = {num}"), line(f"B = {den}"))
        if way == "slash":
            sign = self.pick((" / ", " : ", "/", " ÷ "))
            return (
                line(f"{num}{sign}{den[0].lower()}{den[1:]} {self.pick(('x 100%', 'x 100 %', 'x 100'))}"),
            )
        if way == "words":
            middle = self.pick(("dibagi", "dibagi dengan", "dibandingkan dengan", "–dibagi–"))
            times = self.pick(("dikali 100%", "dikalikan seratus persen", "x 100%"))
            return (line(f"{num} {middle} {den[0].lower()}{den[1:]} {times}"),)
        return (line(self._explained(of, state)),)

    def _explained(self, of: str, state: str) -> str:
        text = self.pick(phrases()["explanations"])
        return text.format(of=of, Of=of[0].upper() + of[1:], **{"is": state})

    def programs(self, office: Office, count: int) -> list[tuple[str, int]]:
        """Programmes with budgets in rupiah."""
        names = fields()[office.branch]["programs"] + [
            "Pelayanan Administrasi Perkantoran",
            "Peningkatan Sarana dan Prasarana Aparatur",
        ]
        chosen = self.rng.sample(names, min(count, len(names)))
        return [
            (
                f"Program {name}",
                self.rng.randint(20, 9000) * 1_000_000 + self.rng.choice((0, 250_000, 477_500)),
            )
            for name in chosen
        ]
