"""Performance agreements (perjanjian kinerja): two parties, an annex with targets, programmes with budgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import front
from .agreement_style import AgreementStyle, choose_agreement_style
from .content import Author, Goal, Indicator
from .elements import (
    NO_RULES,
    Border,
    Cell,
    Cells,
    Document,
    Emblem,
    Grid,
    Line,
    NewPage,
    Para,
    Sign,
    Signatory,
    cell,
    line,
)
from .offices import Office, Post
from .pages import RANKS, choose_setup, heading
from .programs import ProgramLook, program_table

PARTS = (
    ("Triwulan I", "Triwulan II", "Triwulan III"),
    ("Wilayah utara", "Wilayah selatan", "Wilayah pesisir", "Wilayah pegunungan"),
    ("Perorangan", "Kelompok"),
    ("Tahap pertama", "Tahap kedua"),
)


@dataclass(frozen=True)
class Shown:
    """A line of an indicator's cell with what stands beside it."""

    text: Line
    target: str
    unit: str


def make_agreement(author: Author) -> Document:
    """A file with one or several agreements."""
    office = author.office(("Dinas", "Dinas", "Badan", "Kecamatan"))
    chance = author.chance
    setup = choose_setup(author, 0.0)
    style = choose_agreement_style(author, setup.points, office.year)
    document = Document(setup)
    posts = author.posts(office, 1 if chance(0.55) else author.rng.randint(2, 8))
    writer = _Agreements(author, office, document, style)
    if chance(0.2):
        front.cover(document, author, office, "PERJANJIAN KINERJA")
        writer.meta |= {"tahun": office.year, **office.place_meta(), **office.region_meta()}
    for at, post in enumerate(posts):
        if at:
            document.add(NewPage())
        writer.add(post)
    document.truth = {"form": "pk", "decree": writer.meta, "positions": writer.positions}
    document.choices = {
        "cells": style.cells,
        "programs": style.programs,
        "columns": list(style.columns),
        "posts": len(posts),
    }
    return document


class _Agreements:
    def __init__(self, author: Author, office: Office, document: Document, style: AgreementStyle) -> None:
        self.author, self.office, self.document, self.style = author, office, document, style
        self.meta: dict[str, Any] = office.meta()
        self.positions: list[dict[str, Any]] = []
        self.persons: dict[str, Signatory] = {}

    def add(self, post: Post) -> None:
        """One agreement: the page of the parties, the annex."""
        author, style = self.author, self.style
        name = author.printed_name(post, self.office, 0.05)
        if post.level in ("bidang", "seksi") and author.chance(0.25):
            name = f"{name} pada {self.office.name} {self.office.region}"
            self.meta |= {**self.office.place_meta(), **self.office.region_meta()}
        superior = post.superior
        if style.upper:
            name, superior = name.upper(), superior.upper()
        words, iso = author.date(self.office.year)
        dated = author.chance(0.7)
        where = f"{self.office.seat}, {words if dated else '              ' + str(self.office.year)}"
        if not self.positions and dated:
            self.meta["tanggal"] = iso
        self.meta["tahun"] = self.office.year
        if style.first_page:
            self._parties(post, name, superior, where)
            self.document.add(NewPage())
        rows, fill = self._annex(post, name)
        programs = self._programs() if style.programs != "none" else []
        self._signatures(name, superior, where)
        self.positions.append(
            {
                "jabatan": name,
                "jabatan_key": "Jabatan" if style.first_page else "heading",
                "jabatan_canonical": post.canonical,
                "superior": {"jabatan": superior},
                "tugas": [],
                "fungsi": [],
                "rows": rows,
                "programs": programs,
                "fill_down": fill,
            }
        )

    def _programs(self) -> list[dict[str, Any]]:
        style = self.style
        ruled = style.programs == "ruled"
        look = ProgramLook(style.program_head, style.rules if ruled else NO_RULES, style.size)
        elements, found = program_table(self.author, self.office, look)
        self.document.add(*elements)
        return found

    def _person(self, title_of: str) -> Signatory:
        if title_of.lower() not in self.persons:
            author = self.author
            elected = title_of.lower().startswith(("bupati", "wali", "gubernur"))
            below = () if elected else (author.pick(RANKS), f"NIP. {author.nip()}")
            self.persons[title_of.lower()] = Signatory((), author.person(), below)
        return self.persons[title_of.lower()]

    def _parties(self, post: Post, name: str, superior: str, where: str) -> None:
        author, style, document, office = self.author, self.style, self.document, self.office
        first, second = style.parties
        if author.chance(0.12):
            document.add(Border())
        if author.chance(0.6):
            document.add(Emblem(60, "center", 7))
        lines = [style.title]
        if author.chance(0.5):
            lines.append(f"{office.name} {office.region}".upper())
            self.meta |= {**office.place_meta(), **office.region_meta()}
        heading(document, *lines, after=20)
        indent = author.pick((0.0, 28.0))
        document.add(Para(style.opening, first=indent, after=10))
        self._party(
            name,
            (
                f"{author.pick(('Selanjutnya disebut', 'selanjutnya disebut', 'Selanjutnya disebut sebagai'))} "
                f"{first}"
            ),
        )
        link = author.pick(
            (
                f"Selaku atasan {first}, selanjutnya disebut {second}",
                f"Selanjutnya disebut {second}",
                f"selaku atasan langsung {first}, selanjutnya disebut {second}",
            )
        )
        self._party(superior, link)
        document.add(
            Para(style.promise.format(a=first, year=office.year), first=indent, after=8),
            Para(style.control.format(b=second), first=indent, after=14),
        )
        if author.chance(0.1):
            where = ""
        self._pair(first, second, name, superior, where, by_party=True)

    def _party(self, name: str, after: str) -> None:
        style = self.style
        body: list[Cells] = []
        if style.named:
            body.append((cell("Nama"), cell(":"), cell(self._person(name).name)))
        body.append((cell(style.key), cell(":"), cell(name)))
        self.document.add(
            Grid((90.0, 12.0, 370.0), tuple(body), rules=NO_RULES, pad=1.5, after=1),
            Para(after, after=12),
        )

    def _pair(self, first: str, second: str, name: str, superior: str, where: str, by_party: bool) -> None:
        author, style = self.author, self.style
        mine, theirs = self._person(name), self._person(superior)
        head_mine = [first + ","] if by_party else [name + ","]
        head_theirs = [second + ","] if by_party else [superior + ","]
        if by_party and author.chance(0.3):
            head_mine.append(name)
            head_theirs.append(superior)
        left = Signatory(tuple(head_theirs), theirs.name, theirs.below)
        right = Signatory(tuple(head_mine), mine.name, mine.below)
        if not style.swapped:
            left, right = right, left
        if where:
            right = Signatory((where, *right.above), right.name, right.below)
        self.document.add(Sign((left, right), author.pick((2.8, 3.4)), False, author.chance(0.7)))

    def _signatures(self, name: str, superior: str, where: str) -> None:
        if self.author.chance(0.85):
            by_party = self.author.chance(0.5)
            self._pair(*self.style.parties, name, superior, where, by_party=by_party)

    # the annex

    def _annex(self, post: Post, name: str) -> tuple[list[dict[str, Any]], list[str]]:
        author, style, document, office = self.author, self.style, self.document, self.office
        lines = [
            style.title
            if style.title != "PERNYATAAN PERJANJIAN KINERJA"
            else f"PERJANJIAN KINERJA TAHUN {office.year}"
        ]
        if author.chance(0.3):
            document.add(
                Para(
                    author.pick(("LAMPIRAN PERJANJIAN KINERJA", "Lampiran 1", "Formulir PK")),
                    "left",
                    scale=0.9,
                    after=8,
                )
            )
        if author.chance(0.6):
            lines.append(f"{office.name} {office.region}".upper())
            self.meta |= {**office.place_meta(), **office.region_meta()}
        if not style.first_page or author.chance(0.5):
            lines.append(name.upper() if style.first_page else name)
        heading(document, *lines)
        goals = author.goals(post, office, "words", author.rng.randint(1, 5), 4)
        body: list[Cells] = []
        rows: list[dict[str, Any]] = []
        for number, goal in enumerate(goals, 1):
            self._goal(goal, number, body, rows)
        heads = tuple(
            cell(
                style.heads[key],
                align="center",
                middle=True,
                bold=True,
                fill=style.fill,
                color="FFFFFF" if style.fill == "1F4E79" else "000000",
            )
            for key in style.columns
        )
        head_rows: list[Cells] = [heads]
        if style.numbers:
            head_rows.append(
                tuple(cell(style.numbers.format(at), align="center") for at in range(1, len(heads) + 1))
            )
        weights = {"no": 0.45, "sasaran": 2.4, "indikator": 3.2, "target": 1.1, "satuan": 1.1}
        document.add(
            Grid(
                tuple(weights[key] for key in style.columns),
                tuple(body),
                tuple(head_rows),
                rules=style.rules,
                size=style.size,
                repeat=style.repeat,
                justify=document.setup.justify,
            )
        )
        carried = ("no", "sasaran") if style.cells == "empty" else ()
        fill: list[str] = [key for key in carried if key in style.columns]
        return rows, fill

    def _goal(self, goal: Goal, number: int, body: list[Cells], rows: list[dict[str, Any]]) -> None:
        style, count = self.style, len(goal.indicators)
        satuan = "satuan" in style.columns
        shown: list[Shown] = []
        for at, item in enumerate(goal.indicators):
            target = item.target if satuan else f"{item.target} {item.unit}".replace(" %", "%")
            form = style.numbered
            mark = form.format(number, at + 1) if form.count("{}") == 2 else form.format(at + 1)
            parts = self._parts(item) if style.cells == "together" and item.count else []
            first = Shown(
                line(f"{item.text} :" if parts else item.text, mark), "" if parts else target, item.unit
            )
            shown += [first, *parts]
            lines = [first, *parts]
            extra = {_snake(style.heads["target"]): "\n".join(part.target for part in lines if part.target)}
            if satuan:
                extra["satuan"] = item.unit
            hidden = at and style.cells == "empty"
            rows.append(
                {
                    "no": None if hidden or "no" not in style.columns else number,
                    "sasaran": "" if hidden else goal.text,
                    "indikator": "\n".join(part.text.text for part in lines),
                    "formulasi": "",
                    "sumber_data": "",
                    "extra": extra,
                }
            )
            values = {
                "indikator": Cell((first.text,)),
                "target": cell(target, align="center"),
                "satuan": cell(item.unit, align="center"),
            }
            if style.cells != "together":
                body.append(self._drawn(values, goal, number, at, count))
        if style.cells == "together":
            body.extend(self._together(goal, number, shown))

    def _parts(self, item: Indicator) -> list[Shown]:
        """The parts of an indicator with their own targets, below it in the same row."""
        author = self.author
        if not author.chance(0.35):
            return []
        amount = int(item.target)
        return [
            Shown(line(text, "-"), str(max(1, amount // at)), "")
            for at, text in enumerate(author.pick(PARTS), 1)
        ]

    def _drawn(self, values: dict[str, Cell], goal: Goal, number: int, at: int, count: int) -> Cells:
        style = self.style
        span = count if style.cells == "merged" else 1
        found: list[Cell | None] = []
        for key in style.columns:
            if key not in ("no", "sasaran"):
                found.append(values[key])
            elif at and style.cells == "merged":
                found.append(None)
            elif at and (style.cells == "empty" or key == "no"):
                found.append(Cell())
            else:
                text = f"{number}." if key == "no" else goal.text
                found.append(cell(text, rows=span, align="center" if key == "no" else "left"))
        return tuple(found)

    def _together(self, goal: Goal, number: int, shown: list[Shown]) -> list[Cells]:
        """One drawn row: rows of the grid without lines between the indicators, each beside its target."""
        count = len(shown)
        found: list[Cells] = []
        for at, part in enumerate(shown):
            edges: dict[str, Any] = {"open_top": at > 0, "open_bottom": at < count - 1}
            values = {
                "no": None if at else cell(f"{number}.", rows=count, align="center"),
                "sasaran": None if at else cell(goal.text, rows=count),
                "indikator": Cell((part.text,), **edges),
                "target": cell(part.target, align="center", **edges),
                "satuan": cell(part.unit, align="center", **edges),
            }
            found.append(tuple(values[key] for key in self.style.columns))
        return found


def _snake(text: str) -> str:
    return "_".join(text.lower().replace("(", " ").replace(")", " ").split())
