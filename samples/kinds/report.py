"""Reports of several chapters in one of which, or in an annex, an IKU stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from . import front
from .content import Author, Goal
from .elements import Cells, Chart, Document, Element, Grid, NewPage, Para, Rules, cell
from .naming import Entry, choose_keys, name_block
from .offices import Office, Post
from .others import PlanTable
from .pages import choose_setup, heading, place_date, sign_alone, signatory
from .table_style import choose_style, words
from .tables import IndicatorTable
from .type_faces import STANDARD

CAPTIONS = (
    "Tabel {n} Penetapan Indikator Kinerja Utama (IKU) {unit}",
    "Tabel {n}. Indikator Kinerja Utama {unit}",
    "Tabel {n} Indikator Kinerja Utama (IKU) {unit} Tahun {year}",
)
PROSE = (
    (
        "{office} merupakan unsur pelaksana urusan pemerintahan yang berkedudukan di "
        "bawah dan bertanggung jawab kepada {ruler}."
    ),
    (
        "Isu strategis yang dihadapi meliputi keterbatasan sumber daya aparatur, sarana "
        "yang belum memadai, serta koordinasi antarinstansi yang perlu ditingkatkan."
    ),
    (
        "Perencanaan kinerja merupakan proses penyusunan rencana kinerja sebagai "
        "penjabaran dari sasaran dan program yang telah ditetapkan dalam rencana "
        "strategis."
    ),
    (
        "Dalam rangka mencapai sasaran tersebut dilaksanakan program dan kegiatan yang "
        "dibiayai dari anggaran daerah tahun {year}."
    ),
    (
        "Laporan ini disusun sebagai wujud pertanggungjawaban atas pelaksanaan tugas "
        "dan fungsi serta penggunaan anggaran."
    ),
    (
        "Jumlah pegawai sampai dengan akhir tahun sebanyak {count} orang, terdiri atas "
        "pegawai struktural, fungsional dan pelaksana."
    ),
    (
        "Sasaran menggambarkan hal yang ingin dicapai melalui tindakan terfokus yang "
        "bersifat spesifik, terukur dan dapat dicapai."
    ),
    "Evaluasi dilakukan setiap triwulan untuk mengetahui kemajuan, hambatan dan tindak lanjut yang diperlukan.",
    (
        "Indikator kinerja utama merupakan ukuran keberhasilan dari tujuan dan sasaran "
        "strategis organisasi yang ditetapkan oleh pimpinan."
    ),
)


def make_report_with_form(author: Author) -> Document:
    """A report of some five to twelve pages."""
    return Report(author).write()


class Report:
    """Writes one report."""

    def __init__(self, author: Author) -> None:
        self.author = author
        self.office: Office = author.office(("Dinas", "Dinas", "Badan", "Kecamatan"))
        office = self.office
        name = author.pick(("LKjIP", "LAKIP", "Laporan Kinerja", "Renstra"))
        setup = choose_setup(author, 0.0)
        foot = f"{name} {office.name} {office.region} Tahun {office.year}"
        setup = replace(setup, foot=foot if author.chance(0.6) else "", points=min(setup.points, 11.0))
        setup = replace(setup, number=setup.number or "n", catchwords=False, stamp="")
        self.document = Document(setup)
        author.symbols = setup.font not in STANDARD
        self.meta: dict[str, Any] = office.meta(
            **office.place_meta(), **office.region_meta(), tahun=office.year
        )
        self.title = name
        self.table = 0
        self.chief: Post = author.all_posts(office)[0]
        self.goals: list[Goal] = []
        self.positions: list[dict[str, Any]] = []

    def write(self) -> Document:
        """All chapters."""
        author, office, document = self.author, self.office, self.document
        annex = author.chance(0.3)
        if author.chance(0.6):
            front.cover(document, author, office, self._long_title())
        if author.chance(0.4):
            front.preface(document, author, office, self.title)
        self.goals = author.goals(
            self.chief,
            office,
            author.pick(("words", "mixed", "stack", "explain")),
            author.rng.randint(2, 5),
            3,
        )
        self._introduction()
        self._plan(with_form=not annex)
        if author.chance(0.7):
            self._accountability()
        if annex:
            self._annex()
        document.truth = {"form": "iku", "decree": self.meta, "positions": self.positions}
        document.choices = {"annex": annex}
        return document

    def _long_title(self) -> str:
        return {"Renstra": "RENCANA STRATEGIS", "Laporan Kinerja": "LAPORAN KINERJA"}.get(
            self.title, "LAPORAN KINERJA INSTANSI PEMERINTAH"
        )

    def _prose(self, count: int) -> None:
        author, office = self.author, self.office
        for text in author.rng.sample(PROSE, count):
            shown = text.format(
                office=office.name, ruler=office.ruler, year=office.year, count=author.rng.randint(20, 190)
            )
            self.document.add(Para(shown, first=28.0, after=6))

    def _chapter(self, number: str, title: str) -> None:
        heading(self.document, f"BAB {number}", title, scale=1.15)

    def _section(self, text: str) -> None:
        self.document.add(Para(text, bold=True, keep=70, after=5))

    def _caption(self, text: str) -> None:
        self.document.add(Para(text, self.author.pick(("center", "left")), keep=130, after=5, scale=0.98))

    def _introduction(self) -> None:
        author, office, document = self.author, self.office, self.document
        self._chapter("I", "PENDAHULUAN")
        self._section("1.1 Latar Belakang")
        self._prose(author.rng.randint(2, 4))
        self._section("1.2 Tugas dan Fungsi")
        duty = author.duties(self.chief, office)[0]
        document.add(
            Para((f"{office.name} mempunyai tugas {duty[0].lower()}{duty[1:]}"), first=28.0, after=4)
        )
        document.add(Para(f"Dalam melaksanakan tugas tersebut {office.name} menyelenggarakan fungsi :"))
        for at, text in enumerate(author.functions(self.chief, office)):
            document.add(Para(text, mark=f"{chr(97 + at)}.", indent=18, after=1))
        self._section("1.3 Susunan Organisasi")
        for at, post in enumerate(author.all_posts(office)[:8], 1):
            document.add(
                Para(post.unit if post.level != "chief" else post.name, mark=f"{at}.", indent=18, after=1)
            )
        if author.chance(0.5):
            self._caption("Tabel 1.1 Jumlah Pegawai menurut Pendidikan")
            rows = [
                (str(at), name, str(author.rng.randint(1, 60)))
                for at, name in enumerate(("SMA", "Diploma", "Sarjana", "Magister"), 1)
            ]
            self._plain(("No", "Pendidikan", "Jumlah"), rows, (0.5, 3, 1))
        document.add(NewPage())

    def _plain(
        self, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]
    ) -> None:
        body: list[Cells] = [tuple(cell(text) for text in row) for row in rows]
        head = (tuple(cell(text, bold=True, align="center", fill="D9E2F3") for text in heads),)
        self.document.add(Grid(widths, tuple(body), head, rules=Rules(), size=9.5, tear=False))

    def _plan(self, with_form: bool) -> None:
        author, office, document = self.author, self.office, self.document
        self._chapter("II", author.pick(("PERENCANAAN KINERJA", "PERENCANAAN DAN PERJANJIAN KINERJA")))
        self._section(f"2.1 Rencana Strategis Tahun {office.year - 2} - {office.year + 3}")
        self._prose(author.rng.randint(1, 3))
        self._caption("Tabel 2.1 Tujuan dan Sasaran")
        self._plain(
            ("Tujuan", "Sasaran", "Indikator"),
            [
                (f"Terwujudnya {goal.text.split(' ', 1)[1]}", goal.text, goal.indicators[0].text)
                for goal in self.goals
            ],
            (2, 2, 2),
        )
        self._section("2.2 Program")
        for at, (name, _) in enumerate(author.programs(office, 4), 1):
            document.add(Para(name, mark=f"{at})", indent=18, after=1))
            document.add(
                Para(f"Terlaksananya {name.split(' ', 1)[1].lower()}", mark="a)", indent=38, after=1)
            )
        if with_form:
            self._section("2.3 Indikator Kinerja Utama")
            self._prose(1)
            unit = f"{office.name} {office.region}"
            text = author.pick(CAPTIONS).format(
                n=author.pick(("2.2", "2", "II.2")), unit=unit, year=office.year
            )
            self._caption(text)
            self._form(unit, "heading", [], [])
        if author.chance(0.7):
            self._section(f"2.4 Perjanjian Kinerja Tahun {office.year}")
            self._prose(1)
            self._caption(f"Tabel 2.3 Perjanjian Kinerja Tahun {office.year}")
            rows = [
                (str(at), goal.text, item.text, f"{item.target} {item.unit}")
                for at, goal in enumerate(self.goals, 1)
                for item in goal.indicators
            ]
            self._plain(("No", "Sasaran Strategis", "Indikator Kinerja", "Target"), rows, (0.5, 2.4, 3, 1))
        document.add(NewPage())

    def _form(self, unit: str, key: str, duties: list[str], functions: list[str]) -> None:
        style = choose_style(self.author, "iku", min(self.document.setup.points, 9.5))
        if style.sasaran == "listed":
            style = replace(style, sasaran="merged")
        table = IndicatorTable(style)
        rows = table.add(self.goals, self.author.pick(("Sekretaris", self.chief.name)))
        self.document.add(table.grid())
        self.positions.append(
            {
                "jabatan": unit,
                "jabatan_key": key,
                "jabatan_canonical": None,
                "tugas": duties,
                "fungsi": functions,
                "rows": rows,
                "fill_down": table.fill_down(),
            }
        )

    def _accountability(self) -> None:
        author, office, document = self.author, self.office, self.document
        self._chapter("III", "AKUNTABILITAS KINERJA")
        self._prose(2)
        for at, goal in enumerate(self.goals, 1):
            self._section(f"3.{at} {goal.text}")
            table = PlanTable(author, ["No", "Indikator Kinerja", "Target", "Realisasi", "Capaian"])
            for number, item in enumerate(goal.indicators, 1):
                reached = author.rng.randint(50, 118)
                table.row(str(number), item.text, item.target, str(reached), f"{reached},0%")
            document.add(table.grid([0.4, 3.4, 0.9, 1.0, 1.0], 9.0))
            self._prose(1)
        if author.chance(0.6):
            bars = tuple((str(office.year - 3 + step), author.rng.uniform(50, 98)) for step in range(4))
            document.add(Chart("Grafik 3.1 Perkembangan Capaian Kinerja", bars))
        document.add(NewPage())

    def _annex(self) -> None:
        author, office, document = self.author, self.office, self.document
        document.add(Para("LAMPIRAN", bold=True, after=8))
        unit = f"{office.name} {office.region}" if author.chance(0.5) else office.name
        heading(document, author.pick(words()["titles_iku"]), f"{office.name} {office.region}".upper())
        keys = choose_keys(author, words()["name_keys_iku"], words()["duty_keys"], words()["function_keys"])
        duties, functions = author.duties(self.chief, office), author.functions(self.chief, office)
        entries = [
            Entry(keys.name, [unit], bold=True),
            Entry(keys.duty, duties),
            Entry(keys.function, functions),
        ]
        block: list[Element] = name_block(keys, entries, document.setup.points)
        document.add(*block)
        self._form(unit, keys.name, duties, functions)
        where, _ = place_date(author, office, office.year)
        sign_alone(document, author, signatory(author, f"{office.head},", (where,)))
