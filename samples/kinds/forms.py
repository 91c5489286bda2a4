"""Forms of posts (iki) and of units (iku)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import front
from .content import Author, Goal
from .elements import Document, Element, Gap, Grid, NewPage, Para, Sheet, Sign, cell
from .form_style import NOTES, FormStyle, choose_form_style
from .naming import Entry, name_block, numbered
from .offices import Office, Post
from .pages import RANKS, choose_setup, heading, place_date, signatory, signature_truth
from .table_style import title, words
from .tables import IndicatorTable
from .type_faces import STANDARD


def make_form(author: Author, form: str) -> Document:
    """A document with the forms of some posts or units."""
    office = author.office()
    title_of = title(words()[f"titles_{form}"][0])
    setup = choose_setup(author, 0.35, f"{title_of} {office.name} Tahun {office.year}")
    style = choose_form_style(author, form, setup.points)
    if style.way == "column":
        setup = replace(setup, size=(max(setup.size), min(setup.size)))
    author.symbols = setup.font not in STANDARD
    return Forms(author, office, Document(setup), style).write()


class Forms:
    """Writes the forms of one office."""

    def __init__(self, author: Author, office: Office, document: Document, style: FormStyle) -> None:
        self.author, self.office, self.document, self.style = author, office, document, style
        self.meta: dict[str, Any] = office.meta()
        self.positions: list[dict[str, Any]] = []
        self.named = ""

    def write(self) -> Document:
        """All of it."""
        author, style = self.author, self.style
        many = {"rows": (3, 7), "column": (3, 6), "key": (1, 5), "heading": (1, 4), "signature": (1, 2)}
        low, high = many[style.way] if style.form == "iki" or style.way == "rows" else (1, 3)
        posts = self._posts(author.rng.randint(low, high))
        self._front(posts)
        if style.way in ("rows", "column"):
            self._office_table(posts)
        else:
            for at, post in enumerate(posts):
                self._one(post, at, at == len(posts) - 1)
        self.document.truth = {"form": style.form, "decree": self.meta, "positions": self.positions}
        self.document.choices = {
            "way": style.way,
            "layout": style.keys.layout,
            "sasaran": style.table.sasaran,
            "columns": list(style.table.columns),
            "rules": style.table.rules.kind,
            "sheet": style.sheet,
        }
        return self.document

    def _posts(self, count: int) -> list[Post]:
        author, office = self.author, self.office
        if self.style.form == "iki":
            return author.posts(office, count)
        units = [
            post for post in author.all_posts(office) if post.level in ("chief", "bidang", "seksi", "subbag")
        ]
        if count == 1 or author.chance(0.3):
            return units[:1]
        chosen = sorted(author.rng.sample(range(len(units)), min(count, len(units))))
        return [units[at] for at in chosen]

    def _front(self, posts: list[Post]) -> None:
        author, office, document = self.author, self.office, self.document
        landscape = document.setup.size[0] > document.setup.size[1]
        about = {"iki": "Indikator Kinerja Individu", "iku": "Indikator Kinerja Utama"}[self.style.form]
        way = author.pick(("none",) * 6 + ("cover", "cover", "decree", "decree", "book"))
        if landscape and way != "none":
            document.add(NewPage(False))
        if way in ("cover", "book"):
            front.cover(document, author, office, about.upper())
            self.meta |= {"tahun": office.year, **office.place_meta(), **office.region_meta()}
        if way == "book":
            front.preface(document, author, office, about)
            front.contents(document, author, [self._name(post) for post in posts])
        if way == "decree":
            self.meta |= front.decree(document, author, office, about)
            if author.chance(0.5) and not landscape:
                front.annex_head(document, author, office, self.meta)
        if landscape and way != "none":
            document.add(NewPage(True))

    def _name(self, post: Post) -> str:
        if self.style.form == "iku":
            return post.unit
        return post.name

    def _printed(self, post: Post) -> str:
        author, office = self.author, self.office
        if self.style.form == "iku":
            name = post.unit
            if post.level == "chief" and author.chance(0.5):
                name = f"{name} {office.region}"
        else:
            name = author.printed_name(post, office, self.style.abbreviate)
        return name.upper() if self.style.upper else name

    # one form

    def _one(self, post: Post, at: int, last: bool) -> None:
        author, style, document = self.author, self.style, self.document
        name = self._printed(post)
        if at and style.new_page:
            document.add(NewPage())
        elif at:
            document.add(Gap(1.2))
        if style.way == "heading":
            name = name.upper() if author.chance(0.8) or style.upper else name
        shown = name if style.way == "heading" else ""
        titled = style.heading_each or not at or style.way != "key"
        lines = self._heading_lines(shown) if titled else []
        if lines and not style.sheet:
            heading(document, *lines, bold=author.chance(0.9))
        duties = author.duties(post, self.office) if style.duties else []
        functions = author.functions(post, self.office) if style.functions and author.chance(0.93) else []
        if style.level_tag and not style.sheet:
            document.elements.insert(
                len(document.elements) - len(lines),
                Para(_level(post), "right", bold=True, after=2),
            )
        if not style.keys.mark:
            duties, functions = _ended(duties, "."), _ended(functions, ";")
        named = name if style.way == "key" else ""
        block = []
        if named or (style.way == "heading" and (duties or functions) and author.chance(0.7)):
            block = self._block(named, duties, functions)
        else:
            duties, functions = [], []
        table = IndicatorTable(style.table)
        rows = table.add(self._goals(post), self._responsible(post))
        position = self._position(post, name, duties, functions, rows, table)
        if named and style.person:
            position["nama"] = self.named
        signed = style.signs == "each" or (style.signs == "last" and last)
        sign = self._signed(position, own=style.way == "signature") if signed else None
        if style.sheet:
            self._sheet(lines, block, table, sign)
        else:
            document.add(*block, table.grid())
            if style.scale:
                document.add(*_scale())
            if style.programs:
                position["programs"] = self._programs()
            if style.note:
                document.add(Para(f"Keterangan : {author.pick(NOTES)}", scale=0.9))
            if sign:
                document.add(sign)
        self.positions.append(position)

    def _goals(self, post: Post, few: bool = False) -> list[Goal]:
        author = self.author
        count = author.rng.randint(1, 2) if few else author.pick((1, 2, 2, 3, 3, 4, 5))
        return author.goals(post, self.office, self.style.table.formula, count, 3 if few else 4)

    def _responsible(self, post: Post) -> str:
        return post.name if post.level != "chief" else self.author.pick(("Sekretaris", "Seluruh bidang"))

    def _sheet(
        self, lines: list[str], block: list[Element], table: IndicatorTable, sign: Sign | None
    ) -> None:
        """All of it on a spreadsheet whose further columns come on the next sheet."""
        keys = next((element for element in block if isinstance(element, Grid)), None)
        columns, author = self.style.table.columns, self.author
        first_right = max(columns.index("indikator"), columns.index("sasaran") if "sasaran" in columns else 0)
        sheet = Sheet(
            tuple(lines),
            keys,
            table.grid(),
            first_right + 1,
            sign,
            clip="clip" in self.document.setup.tricks,
            over=author.chance(0.3),
        )
        self.document.add(sheet)

    def _programs(self) -> list[dict[str, Any]]:
        """A table of programmes with budgets below the indicators."""
        found = self.author.programs(self.office, self.author.rng.randint(1, 4))
        head = tuple(cell(text, bold=True, align="center") for text in ("No", "Program", "Anggaran"))
        body = tuple(
            (cell(f"{at}."), cell(name), cell(f"Rp {money:,}".replace(",", "."), align="right"))
            for at, (name, money) in enumerate(found, 1)
        )
        size = self.style.table.size
        self.document.add(Grid((0.4, 4.0, 1.6), body, (head,), rules=self.style.table.rules, size=size))
        return [
            {"no": at, "program": name, "anggaran": money, "keterangan": None}
            for at, (name, money) in enumerate(found, 1)
        ]

    def _heading_lines(self, name: str) -> list[str]:
        style, office, author = self.style, self.office, self.author
        lines = [style.heading]
        place = f"{office.name} {office.region}"
        if name and author.chance(0.15):
            lines = [f"{style.heading} {name}"]
        elif name:
            lines.append(name)
        if (style.office_in_heading or not self.positions) and not (style.form == "iku" and name):
            if not name or author.chance(0.7):
                lines.append(place.upper() if style.heading.isupper() else place)
                self.meta |= {**office.place_meta(), **office.region_meta()}
        elif name and office.name.lower() in name.lower():
            self.meta |= office.place_meta()
            if office.region.lower() in name.lower():
                self.meta |= office.region_meta()
        if style.year_in_heading:
            lines.append(f"{author.pick(('TAHUN', 'TAHUN', 'TAHUN ANGGARAN'))} {office.year}")
            self.meta["tahun"] = office.year
        return lines

    def _block(self, name: str, duties: list[str], functions: list[str]) -> list[Element]:
        style, author = self.style, self.author
        entries = [Entry(style.keys.name, [name], bold=True)] if name else []
        if name and style.person:
            self.named = author.person()
            entries = [
                Entry("Nama", [self.named]),
                Entry("NIP", [author.nip()]),
                Entry(
                    author.pick(("Pangkat/Gol.Ruang", "Pangkat / Golongan")), [f"{author.pick(RANKS)}, III/d"]
                ),
                *entries,
            ]
        if name and style.form == "iki" and author.chance(0.3 if style.person else 0.06):
            entries.append(Entry("Unit Kerja", [self.office.name]))
            self.meta |= self.office.place_meta()
        if style.duties:
            entries.append(Entry(style.keys.duty, duties, none=style.none))
        if style.functions:
            entries.append(Entry(style.keys.function, functions, none=style.none))
        if style.form == "iku" and name and self.office.name.lower() in name.lower():
            self.meta |= self.office.place_meta()
            if self.office.region.lower() in name.lower():
                self.meta |= self.office.region_meta()
        found = name_block(style.keys, entries, self.document.setup.points)
        caption = style.caption.format(
            office=f"{self.office.name} {self.office.region}".upper(),
            number=numbered(style.keys.number, len(entries) + 1),
        ).strip()
        if "{office}" in style.caption:
            self.meta |= {**self.office.place_meta(), **self.office.region_meta()}
        if caption:
            align = author.pick(("left", "center")) if "{number}" not in style.caption else "left"
            found += [Gap(0.4), Para(caption, align, author.chance(0.6), keep=90, after=4)]
        return found

    def _position(
        self,
        post: Post,
        name: str,
        duties: list[str],
        functions: list[str],
        rows: list[dict[str, Any]],
        table: IndicatorTable,
    ) -> dict[str, Any]:
        found = {"key": self.style.keys.name, "heading": "heading", "signature": "signature"}
        return {
            "jabatan": name,
            "jabatan_key": found.get(self.style.way, "table"),
            "jabatan_canonical": post.canonical if self.style.form == "iki" else None,
            "tugas": duties,
            "fungsi": functions,
            "rows": rows,
            "fill_down": table.fill_down(),
            "signatures": [],
        }

    def _signed(self, position: dict[str, Any] | None, own: bool) -> Sign:
        author, office = self.author, self.office
        where, _ = place_date(author, office, office.year)
        printed = position["jabatan"] if own and position else ""
        signer = printed or (office.head.upper() if author.chance(0.5) else office.head)
        if not printed and author.chance(0.4) and self.style.form == "iki" and position:
            signer = position["jabatan"]
        above = (where,) if author.chance(0.85) else ()
        if f"{office.year}" in "".join(above) and self.meta["tahun"] is None:
            self.meta["tahun"] = office.year
        block = signatory(author, f"{signer},", above)
        if position is not None:
            position["signatures"] = [signature_truth(block, signer)]
        return Sign((block,), author.pick((2.6, 3.4, 4.0)), author.chance(0.3), author.chance(0.7))

    # one table for the whole office

    def _office_table(self, posts: list[Post]) -> None:
        author, style, document = self.author, self.style, self.document
        heading(document, *self._heading_lines(""), bold=author.chance(0.9))
        table_style = replace(
            style.table, sasaran="merged" if style.table.sasaran == "listed" else style.table.sasaran
        )
        if style.way == "column":
            table_style = replace(
                table_style,
                tear=True,
                columns=tuple(key for key in table_style.columns if key != "no"),
            )
        table = IndicatorTable(table_style)
        persons = style.way == "column" and author.chance(0.6)
        lead = [
            ("no", "NO"),
            *([("nama", "NAMA"), ("nip", "NIP")] if persons else []),
            ("jabatan", author.pick(("JABATAN", "NAMA JABATAN"))),
        ]
        mark = author.pick(("R.", "a.", "", "", "{}."))
        level = author.chance(0.25) and style.form == "iki"
        fill = author.pick(("", "", "F2F2F2", "DDEBF7"))
        align = author.pick(("left", "left", "center"))
        shown_level = ""
        restart = author.chance(0.5)
        for at, post in enumerate(posts, 1):
            name = self._printed(post)
            if restart:
                table.count = 0
            goals = self._goals(post, few=True)
            if style.way == "column":
                name_cells = [cell(f"{at}", align="center")]
                person = author.person().rstrip() if persons else ""
                if persons:
                    name_cells += [cell(person), cell(author.nip())]
                name_cells.append(cell(name))
                rows = table.add(goals, self._responsible(post), name_cells)
            else:
                name = name.upper() if author.chance(0.5) else name
                if level and _level(post) != shown_level:
                    shown_level = _level(post)
                    table.across(shown_level, align="center", fill=fill)
                table.across(f"{numbered(mark, at)} {name}".strip(), align=align, fill=fill)
                rows = table.add(goals, self._responsible(post))
            position = self._position(post, name, [], [], rows, table)
            if persons:
                position["nama"] = person
            self.positions.append(position)
        document.add(table.grid(lead if style.way == "column" else ()))
        if style.signs != "none":
            document.add(self._signed(None, own=False))


def _ended(texts: list[str], end: str) -> list[str]:
    """Items that have no marks end with a sign, or nobody could tell them apart."""
    return [text if text.endswith((".", ";", "dan")) or len(texts) == 1 else text + end for text in texts]


def _scale() -> list[Element]:
    """The scale of marks that some offices print below their tables."""
    rows = (("91 - 100", "Sangat Baik"), ("76 - 90", "Baik"), ("61 - 75", "Cukup"), ("< 60", "Kurang"))
    head = (tuple(cell(text, bold=True, align="center") for text in ("Nilai", "Kriteria")),)
    grid = Grid((1.0, 2.0, 4.0)[:2], tuple(tuple(cell(text) for text in row) for row in rows), head, size=9.0)
    return [Para("Kriteria penilaian :", after=2), grid]


def _level(post: Post) -> str:
    return {"chief": "ESELON II", "secretary": "ESELON III", "bidang": "ESELON III"}.get(
        post.level, "ESELON IV" if post.level != "staff" else "PELAKSANA"
    )
