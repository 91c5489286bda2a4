"""Documents that hold no form: plans, action plans, reports, cascades; nothing may be claimed from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .content import Author, Goal
from .elements import Cell, Cells, Chart, Document, Grid, Para, Rules, Setup, cell
from .offices import Office, Post
from .others_law import make_job_description, make_regulation
from .others_text import make_journal, make_letter, make_skp, make_sop
from .pages import choose_setup, heading, place_date, sign_alone, signatory
from .table_style import FILLS


def make_other(author: Author) -> Document:
    """One of them at random."""
    return OTHERS[author.pick(sorted(OTHERS))](author)


def finish(document: Document, kind: str) -> Document:
    """With the truth that says: nothing here."""
    document.truth = {"form": "other", "kind": kind, "decree": {}, "positions": []}
    document.choices = {"other": kind}
    return document


def turned(setup: Setup) -> Setup:
    """The same paper, landscape."""
    short, long = sorted(setup.size)
    return replace(setup, size=(long, short))


def rupiah(author: Author) -> str:
    """A budget."""
    return f"{author.rng.randint(12, 9800)}.{author.rng.randint(0, 999):03d}.{author.pick(('000', '500', '250'))}"


class PlanTable:
    """A table of a plan: header cells, some in groups, and body rows."""

    def __init__(self, author: Author, heads: list[str | tuple[str, list[str]]]) -> None:
        self.author, self.heads = author, heads
        self.fill = author.pick(FILLS[:-1])
        self.upper = author.chance(0.6)
        self.body: list[Cells] = []

    def head_rows(self) -> tuple[Cells, ...]:
        """One or two header rows, perhaps a row of numbers."""
        two = any(not isinstance(item, str) for item in self.heads)
        first: list[Cell | None] = []
        second: list[Cell | None] = []
        for item in self.heads:
            if isinstance(item, str):
                first.append(self._head(item, rows=2 if two else 1))
                second.append(None)
            else:
                first.append(self._head(item[0], columns=len(item[1])))
                first += [None] * (len(item[1]) - 1)
                second += [self._head(text) for text in item[1]]
        rows: list[Cells] = [tuple(first)] + ([tuple(second)] if two else [])
        style = self.author.pick(("", "{}", "({})", "{}"))
        if style:
            rows.append(tuple(cell(style.format(at), align="center") for at in range(1, len(first) + 1)))
        return tuple(rows)

    def _head(self, text: str, rows: int = 1, columns: int = 1) -> Cell:
        shown = text.upper() if self.upper else text
        return cell(shown, rows=rows, columns=columns, align="center", bold=True, fill=self.fill)

    def row(self, *texts: str, bold: bool = False) -> None:
        """A body row of plain cells; figures are centred."""
        self.body.append(
            tuple(cell(text, bold=bold, align="center" if len(text) < 6 else "left") for text in texts)
        )

    def grid(self, widths: list[float], size: float) -> Grid:
        """The finished table."""
        author = self.author
        return Grid(
            tuple(widths),
            tuple(self.body),
            self.head_rows(),
            rules=Rules("grid", author.pick(("solid", "rects", "dots", "pieces")), author.pick((0.4, 0.6))),
            size=size,
            repeat=author.chance(0.6),
            tear=author.chance(0.4),
            pad=3.0,
        )


def _start(author: Author, wide: bool = True) -> tuple[Office, Document]:
    office = author.office()
    setup = choose_setup(author, 0.0)
    return office, Document(turned(setup) if wide else setup)


def _goals(author: Author, office: Office, count: int) -> list[tuple[Post, Goal]]:
    posts = author.all_posts(office)
    found = []
    for _ in range(count):
        post = author.pick(posts)
        found += [(post, goal) for goal in author.goals(post, office, "words", 1, 3)]
    return found


def make_renja(author: Author) -> Document:
    """Programmes and activities with indicators, places, targets and budgets."""
    office, document = _start(author)
    heading(
        document,
        author.pick(
            (
                "RUMUSAN RENCANA PROGRAM DAN KEGIATAN",
                "RENCANA KERJA",
                "Tabel 3.1 Rumusan Rencana Program dan Kegiatan",
            )
        ),
        f"{office.name} {office.region}".upper(),
        f"TAHUN {office.year} DAN PRAKIRAAN MAJU TAHUN {office.year + 1}",
    )
    table = PlanTable(
        author,
        [
            "Kode",
            "Urusan/Bidang/Program/Kegiatan",
            "Indikator Kinerja Program/Kegiatan",
            (
                f"Rencana Tahun {office.year}",
                ["Lokasi", "Target Capaian Kinerja", "Kebutuhan Dana/Pagu Indikatif", "Sumber Dana"],
            ),
            "Catatan Penting",
        ],
    )
    for at, (name, money) in enumerate(author.programs(office, 4), 1):
        table.row(f"1.{at:02d}", name, "", "", "", f"{money:,}".replace(",", "."), "", "", bold=True)
        for number in range(1, author.rng.randint(2, 5)):
            post = author.pick(author.all_posts(office))
            indicator = author.indicator(post, office, "words")
            activity = (
                f"{author.pick(('Penyusunan', 'Pembinaan', 'Fasilitasi', 'Penyediaan'))} "
                f"{indicator.text.split(' ', 1)[1]}"
            )
            table.row(
                f"1.{at:02d}.{number:02d}",
                activity,
                indicator.text,
                office.seat,
                f"{indicator.target} {indicator.unit}",
                rupiah(author),
                author.pick(("APBD", "DAK", "APBN")),
                "",
            )
    document.add(table.grid([0.8, 2.4, 2.4, 1.0, 1.1, 1.4, 0.8, 0.9], author.pick((7.5, 8.0, 8.5))))
    return finish(document, "renja")


def make_action_plan(author: Author) -> Document:
    """Quarterly targets of the indicators, with a signature."""
    office, document = _start(author)
    heading(
        document,
        author.pick(("RENCANA AKSI", "RENCANA AKSI PERJANJIAN KINERJA", "RENCANA AKSI KINERJA"))
        + f" TAHUN {office.year}",
        f"{office.name} {office.region}".upper(),
    )
    quarters = author.pick(
        (
            ["I", "II", "III", "IV"],
            ["TW I", "TW II", "TW III", "TW IV"],
            ["Tri I", "Tri II", "Tri III", "Tri IV"],
        )
    )
    with_action = author.chance(0.6)
    heads: list[str | tuple[str, list[str]]] = [
        "No",
        "Sasaran Strategis",
        "Indikator Kinerja",
        "Target",
        ("Target Triwulan", quarters),
    ]
    widths = [0.4, 2.2, 2.6, 0.9, 0.7, 0.7, 0.7, 0.7]
    if with_action:
        heads += ["Program/Kegiatan", "Anggaran (Rp)", "Penanggung Jawab"]
        widths += [2.2, 1.3, 1.6]
    table = PlanTable(author, heads)
    for at, (post, goal) in enumerate(_goals(author, office, author.rng.randint(2, 6)), 1):
        for number, item in enumerate(goal.indicators):
            steps = [str(25 * (step + 1)) if not item.count else str(step + 1) for step in range(4)]
            tail = (
                [
                    f"Program {author.programs(office, 1)[0][0].removeprefix('Program ')}",
                    rupiah(author),
                    post.name,
                ]
                if with_action
                else []
            )
            table.row(
                f"{at}" if not number else "",
                goal.text if not number else "",
                item.text,
                f"{item.target} {item.unit}",
                *steps,
                *tail,
            )
    document.add(table.grid(widths, author.pick((8.0, 8.5, 9.0))))
    where, _ = place_date(author, office, office.year)
    sign_alone(document, author, signatory(author, f"{office.head.upper()},", (where,)))
    return finish(document, "rencana-aksi")


def make_year_plan(author: Author) -> Document:
    """Rencana kinerja tahunan: goals, indicators, targets, nothing else."""
    office, document = _start(author, author.chance(0.5))
    heading(
        document,
        f"RENCANA KINERJA TAHUNAN (RKT) TAHUN {office.year}",
        f"{office.name} {office.region}".upper(),
    )
    heads: list[str | tuple[str, list[str]]] = ["No", "Sasaran Strategis", "Indikator Kinerja", "Target"]
    widths = [0.4, 2.4, 3.0, 1.0]
    if author.chance(0.4):
        heads.insert(1, "Tujuan")
        widths.insert(1, 2.0)
    if author.chance(0.4):
        heads.append("Keterangan")
        widths.append(1.0)
    table = PlanTable(author, heads)
    for at, (_, goal) in enumerate(_goals(author, office, author.rng.randint(2, 7)), 1):
        for number, item in enumerate(goal.indicators):
            first = not number
            lead = [f"{at}." if first else ""]
            if len(heads) > 4 and heads[1] == "Tujuan":
                lead.append(f"Terwujudnya {goal.text.split(' ', 1)[1]}" if first else "")
            tail = [""] if heads[-1] == "Keterangan" else []
            table.row(*lead, goal.text if first else "", item.text, f"{item.target} {item.unit}", *tail)
    document.add(table.grid(widths, author.pick((9.0, 9.5, 10.0))))
    if author.chance(0.7):
        where, _ = place_date(author, office, office.year)
        sign_alone(document, author, signatory(author, f"{office.head},", (where,)))
    return finish(document, "rkt")


def make_report(author: Author) -> Document:
    """A part of a LKjIP: targets and what was reached."""
    office, document = _start(author, False)
    heading(document, "BAB III", "AKUNTABILITAS KINERJA")
    document.say(
        (
            (
                f"Pengukuran kinerja {office.name} tahun {office.year} dilakukan dengan "
                "membandingkan target dan realisasi setiap indikator kinerja."
            ),
            (
                "Capaian kinerja dihitung dengan rumus realisasi dibagi target dikali 100%. "
                "Penjelasan atas setiap sasaran disajikan sebagai berikut."
            ),
        ),
        first=28.0,
        after=6,
    )
    for at, (_, goal) in enumerate(_goals(author, office, author.rng.randint(2, 4)), 1):
        document.add(Para(f"Sasaran {at} : {goal.text}", bold=True, keep=120, after=6))
        document.add(
            Para(
                f"Tabel 3.{at} Target dan Realisasi Kinerja Tahun {office.year}",
                "center",
                scale=0.95,
                keep=100,
            )
        )
        table = PlanTable(author, ["No", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)"])
        for number, item in enumerate(goal.indicators, 1):
            reached = author.rng.randint(60, 120)
            table.row(
                f"{number}",
                item.text,
                item.unit,
                item.target,
                f"{reached}",
                f"{reached},{author.rng.randint(10, 99)}",
            )
        document.add(table.grid([0.4, 3.4, 1.0, 0.9, 1.0, 1.1], author.pick((9.0, 9.5, 10.0))))
        document.add(
            Para(
                (
                    f"Realisasi indikator {goal.indicators[0].text.lower()} didukung oleh Program "
                    f"{author.programs(office, 1)[0][0].removeprefix('Program ')} "
                )
                + (
                    "dengan sumber data dari laporan bidang. Kendala yang dihadapi antara lain "
                    "keterbatasan tenaga dan anggaran."
                ),
                first=28.0,
                after=8,
            )
        )
        if author.chance(0.35):
            bars = tuple((str(office.year - 3 + step), author.rng.uniform(40, 98)) for step in range(4))
            document.add(Chart(f"Grafik Capaian {office.year - 3} - {office.year}", bars))
    return finish(document, "lkjip")


def make_cascade(author: Author) -> Document:
    """A tree of goals over the ranks, drawn as coloured boxes."""
    office, document = _start(author)
    heading(
        document,
        (
            f"{author.pick(('CASCADING KINERJA', 'POHON KINERJA'))} {office.name} "
            f"{office.region} TAHUN {office.year}"
        ).upper(),
    )
    posts = author.all_posts(office)
    chief, leaders = posts[0], [post for post in posts if post.level == "bidang"][:3] or posts[1:4]
    count = len(leaders)
    body: list[Cells] = []
    top = author.goals(chief, office, "words", 1, 2)[0]
    body.append(
        (
            cell(chief.name.upper(), columns=count, bold=True, align="center", fill="C6E0B4"),
            *[None] * (count - 1),
        )
    )
    body.append(
        (cell(f"Sasaran : {top.text}", columns=count, fill="E2EFDA", align="center"), *[None] * (count - 1))
    )
    for item in top.indicators:
        body.append(
            (cell(f"IKU : {item.text}", columns=count, fill="FFFF00", align="center"), *[None] * (count - 1))
        )
    colors = ("DDEBF7", "FCE4D6", "FFF2CC")
    body.append(
        tuple(
            cell(post.name.upper(), bold=True, align="center", fill=colors[at % 3])
            for at, post in enumerate(leaders)
        )
    )
    goals = [author.goals(post, office, "words", 1, 3)[0] for post in leaders]
    body.append(tuple(cell(f"Sasaran : {goal.text}", fill=colors[at % 3]) for at, goal in enumerate(goals)))
    for step in range(max(len(goal.indicators) for goal in goals)):
        body.append(
            tuple(
                cell(f"IKI : {goal.indicators[step].text}" if step < len(goal.indicators) else "")
                for goal in goals
            )
        )
    document.add(Grid((1.0,) * count, tuple(body), size=author.pick((8.0, 9.0)), after=16))
    return finish(document, "cascading")


OTHERS: dict[str, Callable[[Author], Document]] = {
    "renja": make_renja,
    "rencana-aksi": make_action_plan,
    "rkt": make_year_plan,
    "lkjip": make_report,
    "cascading": make_cascade,
    "regulation": lambda author: finish(make_regulation(author), "regulation"),
    "job-description": lambda author: finish(make_job_description(author), "job-description"),
    "letter": lambda author: finish(make_letter(author), "letter"),
    "skp": lambda author: finish(make_skp(author), "skp"),
    "journal": lambda author: finish(make_journal(author), "journal"),
    "sop": lambda author: finish(make_sop(author), "sop"),
}
