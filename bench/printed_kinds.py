"""Kinds of tables that offices publish, with random contents: yearbooks, budgets, price lists, papers, plans."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from open_tables import Place


@dataclass(frozen=True)
class Cell:
    """A printed cell: its text, how many rows and columns it has, and how it is set."""

    text: str
    align: str = "left"
    rows: int = 1
    cols: int = 1
    indent: int = 0
    bold: bool = False


@dataclass
class Table:
    """Rows of cells as HTML has them, and where rules, shading and white space are."""

    rows: list[list[Cell]]
    head: int = 1
    widths: list[int] = field(default_factory=list)  # per cent
    over: dict[int, tuple[int, int]] = field(default_factory=dict)  # rules above a row, over some columns
    shaded: set[int] = field(default_factory=set)
    ruled: str = "head"  # head, rows, none, groups
    space: int = 2

    def places(self) -> list[Place]:
        """Row, column, spans and text of each cell."""
        taken: set[tuple[int, int]] = set()
        out: list[Place] = []
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.cols)}
                out.append((r, c, cell.rows, cell.cols, cell.text))
        return out


WORDS = {
    "id": {
        "noun": [
            "pendapatan",
            "belanja",
            "jembatan",
            "sekolah",
            "puskesmas",
            "jalan",
            "irigasi",
            "pasar",
            "hutan",
            "perikanan",
            "ternak",
            "padi",
            "jagung",
            "kendaraan",
            "gedung",
            "pelayanan",
            "kesehatan",
            "pendidikan",
            "pertanian",
            "peralatan",
            "mesin",
            "air",
            "listrik",
            "pajak",
            "retribusi",
            "aset",
            "penduduk",
            "pegawai",
            "desa",
            "kelurahan",
            "industri",
            "perdagangan",
            "wisata",
        ],
        "verb": [
            "meningkatkan",
            "menyusun",
            "memeriksa",
            "menyediakan",
            "mengawasi",
            "membangun",
            "memelihara",
            "melaporkan",
        ],
        "join": ["dan", "di", "pada", "untuk", "atas", "serta", "dengan"],
        "place": [
            "Sukamaju",
            "Batu Ampar",
            "Tanjung Raya",
            "Muara Kuin",
            "Wonosari",
            "Lubuk Alung",
            "Kota Baru",
        ],
        "total": ["Jumlah", "Total", "JUMLAH", "Jumlah Seluruhnya"],
    },
    "en": {
        "noun": [
            "income",
            "expenses",
            "bridges",
            "schools",
            "clinics",
            "roads",
            "water",
            "markets",
            "forests",
            "fishing",
            "cattle",
            "rice",
            "maize",
            "vehicles",
            "buildings",
            "services",
            "health",
            "education",
            "farming",
            "equipment",
            "taxes",
            "fees",
            "assets",
            "people",
            "staff",
            "villages",
            "industry",
            "trade",
            "tourism",
            "inventories",
            "deposits",
        ],
        "verb": ["increase", "prepare", "inspect", "provide", "supervise", "build", "maintain", "report"],
        "join": ["and", "in", "of", "for", "on", "with", "by"],
        "place": ["Northam", "East Bay", "Kent", "Upper Lea", "Dunmore", "Salem", "Port Ellis"],
        "total": ["Total", "TOTAL", "Grand total", "Sum"],
    },
}


class Pen:
    """Words and figures of one page."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.english = self.chance(0.4)
        self.words = WORDS["en" if self.english else "id"]
        self.mark = "," if self.english else rng.choice([".", ".", " "])

    def chance(self, share: float) -> bool:
        """Whether something random happens; it does in this ``share`` (0 to 1) of calls."""
        return self.rng.random() < share

    def phrase(self, low: int, high: int) -> str:
        """A phrase of some words."""
        out = [self.rng.choice(self.words["noun"]).capitalize()]
        for _ in range(self.rng.randint(low, high) - 1):
            joined = self.chance(0.35)
            out.append(self.rng.choice(self.words["join"]) if joined else self.rng.choice(self.words["noun"]))
        if out[-1] in self.words["join"]:
            out[-1] = self.rng.choice(self.words["noun"])
        return " ".join(out)

    def sentence(self, low: int, high: int) -> str:
        """A sentence with a full stop."""
        return f"{self.rng.choice(self.words['verb']).capitalize()} {self.phrase(low, high).lower()}."

    def number(self, most: int, decimals: int = 0) -> str:
        """A figure as the language writes it."""
        value = self.rng.randint(max(1, most // 1000), most)
        text = f"{value:,}".replace(",", self.mark)
        if decimals:
            text += ("." if self.english else ",") + "".join(
                self.rng.choice("0123456789") for _ in range(decimals)
            )
        return text

    def pick(self, indonesian: str, english: str) -> str:
        """The one or the other."""
        return english if self.english else indonesian


def head_row(pen: Pen, texts: Sequence[str], *, first: int = 1) -> list[Cell]:
    """The cells of a head's row, the first ones at the left and all others alike."""
    align = pen.rng.choice(["center", "right", "center"])
    return [Cell(t, "left" if i < first else align, bold=True) for i, t in enumerate(texts)]


def statistics(pen: Pen) -> Table:
    """A yearbook's: names in two languages, the columns' numbers, a total, rules around the head only."""
    rng, count = pen.rng, pen.rng.randint(3, 6)
    names = [
        f"{rng.choice(WORDS['id']['noun']).capitalize()} {rng.choice(WORDS['en']['noun'])}"
        for _ in range(count)
    ]
    rows = [head_row(pen, ["Kecamatan District", *names])]
    rows.append([Cell(f"({i + 1})", "center") for i in range(count + 1)])
    places = rng.sample(WORDS["id"]["place"], rng.randint(4, 7))
    for i, place in enumerate(places):
        name = f"{i + 1}. {place}" if pen.chance(0.1) else place
        cells = [Cell(name)]
        cells += [
            Cell(rng.choice(["-", "–", "…"]) if pen.chance(0.1) else pen.number(90_000), "right")
            for _ in names
        ]
        rows.append(cells)
    rows.append(
        [Cell("Kota Baru Total", bold=True), *(Cell(pen.number(900_000), "right", bold=True) for _ in names)]
    )
    return Table(rows, 2, [24], {2: (0, count + 1), len(rows) - 1: (0, count + 1)})


def budget(pen: Pen) -> Table:
    """Codes, indented descriptions that may wrap, budget, realisation, share."""
    rng = pen.rng
    rows = [
        head_row(
            pen,
            [
                pen.pick("Kode", "Code"),
                pen.pick("Uraian", "Description"),
                pen.pick("Anggaran", "Budget"),
                pen.pick("Realisasi", "Actual"),
                "%",
            ],
            first=2,
        )
    ]
    over = {}
    for part in range(1, rng.randint(2, 4)):
        if pen.chance(0.5):
            over[len(rows)] = (0, 5)
        for depth in [0, *(rng.choice([1, 2, 2]) for _ in range(rng.randint(2, 6)))]:
            code = ".".join(str(x) for x in [part + 3, *(rng.randint(1, 9) for _ in range(depth))])
            negative = pen.chance(0.15)
            figures = [pen.number(9_000_000_000, 2), pen.number(9_000_000_000, 2)]
            figures = [f"({f})" if negative else f for f in figures]
            rows.append(
                [
                    Cell(code, bold=depth == 0),
                    Cell(pen.phrase(2, 9), indent=depth, bold=depth == 0),
                    *(Cell(f, "right", bold=depth == 0) for f in figures),
                    Cell(pen.number(99, 2), "right"),
                ]
            )
    return Table(rows, 1, [10, 34], over, ruled=rng.choice(["head", "groups", "none"]))


def prices(pen: Pen) -> Table:
    """Number, goods with what they are made of, unit, price."""
    rng = pen.rng
    rows = [
        head_row(
            pen,
            [
                "No",
                pen.pick("Uraian Barang", "Item"),
                pen.pick("Satuan", "Unit"),
                pen.pick("Harga (Rp)", "Price"),
            ],
            first=2,
        )
    ]
    for i in range(rng.randint(5, 10)):
        rows.append(
            [
                Cell(f"{i + 1}", "center"),
                Cell(pen.phrase(3, 18)),
                Cell(rng.choice(["buah", "unit", "m3", "kg", "paket", "rim"]), "center"),
                Cell(pen.number(9_000_000, rng.choice([0, 0, 2])), "right"),
            ]
        )
    striped = pen.chance(0.6)
    return Table(
        rows,
        1,
        [6, 50, 14],
        shaded={i for i in range(1, len(rows)) if striped and i % 2},
        ruled="none" if striped else rng.choice(["head", "rows"]),
    )


def accounts(pen: Pen) -> Table:
    """A company's statement: notes, two years, groups, sums under rules over the figures only."""
    rng = pen.rng
    rows = [
        [
            Cell(""),
            Cell(pen.pick("Catatan", "Notes"), "center", bold=True),
            Cell("2024", "right", bold=True),
            Cell("2023", "right", bold=True),
        ]
    ]
    over = {}
    for _ in range(rng.randint(2, 3)):
        rows.append([Cell(pen.phrase(1, 2).upper(), bold=True), Cell(""), Cell(""), Cell("")])
        for _ in range(rng.randint(2, 5)):
            note = rng.choice(
                [
                    "",
                    str(rng.randint(3, 30)),
                    f"{rng.randint(3, 9)},{rng.randint(10, 20)}",
                    f"{rng.randint(2, 9)}{rng.choice('abc')}",
                ]
            )
            values = [
                f"({v})" if pen.chance(0.2) else "-" if pen.chance(0.1) else v
                for v in (pen.number(900_000), pen.number(900_000))
            ]
            rows.append(
                [
                    Cell(pen.phrase(1, 8), indent=rng.choice([0, 1])),
                    Cell(note, "center"),
                    *(Cell(v, "right") for v in values),
                ]
            )
        over[len(rows)] = (2, 4)
        rows.append(
            [
                Cell(f"{rng.choice(pen.words['total'])} {pen.phrase(1, 2).lower()}", bold=True),
                Cell(""),
                *(Cell(pen.number(9_000_000), "right", bold=True) for _ in "ab"),
            ]
        )
    return Table(rows, 1, [46, 12], over, ruled=rng.choice(["none", "head"]))


def paper(pen: Pen) -> Table:
    """A paper's: groups of columns underlined, values with errors, methods."""
    rng = pen.rng
    groups, each = rng.randint(2, 3), rng.randint(2, 3)
    names = rng.sample(["Acc.", "F1", "Recall", "AUC", "Time (s)", "Loss", "Prec."], each)
    rows = [
        [
            Cell("Method" if pen.english else "Metode", rows=2, bold=True),
            *(Cell(pen.phrase(1, 2), "center", cols=each) for _ in range(groups)),
        ],
        [Cell(n, "center") for _ in range(groups) for n in names],
    ]
    over = {1: (1, 1 + groups * each), 2: (0, 1 + groups * each)}
    kinds: list[Callable[[], str]] = [
        lambda: f"{rng.random():.3f}",
        lambda: f"{rng.random() * 99:.1f} ± {rng.random():.1f}",
        lambda: f"{rng.randint(1, 99)} ({rng.randint(1, 99)}%)",
        lambda: f"{rng.random():.2f}" + rng.choice(["", "*", "**"]),
    ]
    kind = rng.choice(kinds)
    for _ in range(rng.randint(4, 9)):
        name = rng.choice(["BERT", "SVM", "Ours", "LSTM", "kNN", "CRF", "Tree"]) + rng.choice(
            ["", "-base", " + CRF", " (2019)", " [12]"]
        )
        rows.append(
            [
                Cell(name),
                *(Cell("—" if pen.chance(0.07) else kind(), "center") for _ in range(groups * each)),
            ]
        )
    return Table(rows, 2, [20], over)


def words(pen: Pen) -> Table:
    """Columns of text that wraps; rules between the rows, stripes, or white space."""
    rng = pen.rng
    titles = rng.sample(
        [
            pen.pick("Kegiatan", "Activity"),
            pen.pick("Tujuan", "Purpose"),
            pen.pick("Penanggung Jawab", "Owner"),
            pen.pick("Keluaran", "Output"),
            pen.pick("Keterangan", "Remarks"),
        ],
        rng.randint(2, 4),
    )
    numbered = pen.chance(0.5)
    rows = [head_row(pen, (["No"] if numbered else []) + titles, first=9)]
    for i in range(rng.randint(3, 6)):
        rows.append(([Cell(f"{i + 1}.")] if numbered else []) + [Cell(pen.sentence(2, 14)) for _ in titles])
    look = rng.choice(["rows", "striped", "white"])
    return Table(
        rows,
        1,
        [6] if numbered else [],
        shaded={i for i in range(1, len(rows)) if look == "striped" and i % 2},
        ruled={"rows": "rows", "striped": "none", "white": "head"}[look],
        space=rng.choice([5, 8]) if look == "white" else 3,
    )


def agenda(pen: Pen) -> Table:
    """Times, what happens, who leads."""
    rng = pen.rng
    rows = [
        head_row(
            pen,
            [pen.pick("Waktu", "Time"), pen.pick("Acara", "Item"), pen.pick("Pengisi", "Speaker")],
            first=9,
        )
    ]
    hour = 8
    for _ in range(rng.randint(4, 8)):
        rows.append(
            [
                Cell(f"{hour:02}.00 – {hour:02}.{rng.choice(['30', '45'])}"),
                Cell(pen.phrase(2, 7)),
                Cell(rng.choice(["Panitia", "Ketua", "Dr. R. Wirya", "Tim A", "Camat"])),
            ]
        )
        hour += 1
    return Table(rows, 1, [22, 48], ruled=rng.choice(["head", "none", "rows"]), space=rng.choice([2, 4]))


def people(pen: Pen) -> Table:
    """Number, name, long number, post."""
    rng = pen.rng
    rows = [
        head_row(
            pen,
            ["No", pen.pick("Nama", "Name"), pen.pick("Nomor Induk", "Number"), pen.pick("Jabatan", "Post")],
            first=9,
        )
    ]
    for i in range(rng.randint(4, 10)):
        first, last = ["Arya", "Bima", "Citra", "Dewi", "Eka"], ["Santana", "Wiguna", "Lestara", "Prawira"]
        name = f"{rng.choice(first)} {rng.choice(last)}, {rng.choice(['S.E.', 'S.Sos.', 'M.Si.'])}"
        rows.append(
            [
                Cell(str(i + 1)),
                Cell(name),
                Cell("".join(rng.choice("0123456789") for _ in range(rng.choice([9, 18])))),
                Cell(pen.phrase(2, 5)),
            ]
        )
    return Table(rows, 1, [6, 32, 26], ruled=rng.choice(["head", "none", "rows"]))


def banded(pen: Pen) -> Table:
    """Groups named in shaded bands across the table."""
    rng, count = pen.rng, pen.rng.randint(2, 4)
    rows = [head_row(pen, [pen.pick("Uraian", "Item"), *(str(2021 + i) for i in range(count))])]
    shaded = {0} if pen.chance(0.5) else set()
    for _ in range(rng.randint(2, 3)):
        shaded.add(len(rows))
        rows.append([Cell(pen.phrase(1, 3).upper(), cols=count + 1, bold=True)])
        for _ in range(rng.randint(2, 5)):
            rows.append(
                [
                    Cell(pen.phrase(1, 4)),
                    *(Cell(pen.number(9_000, rng.choice([0, 1])), "right") for _ in range(count)),
                ]
            )
    return Table(rows, 1, [40], shaded=shaded, ruled="none")


def small(pen: Pen) -> Table:
    """Few rows, a column a year."""
    rng, count = pen.rng, pen.rng.randint(4, 7)
    rows = [head_row(pen, [pen.pick("Tahun", "Year"), *(str(2016 + i) for i in range(count))])]
    rows += [
        [Cell(pen.phrase(1, 2)), *(Cell(pen.number(9_999, 1), "right") for _ in range(count))]
        for _ in range(rng.randint(2, 3))
    ]
    return Table(rows, 1, [24], ruled=rng.choice(["head", "none"]))


def merged(pen: Pen) -> Table:
    """A name beside several rows, rules between the groups only."""
    rng = pen.rng
    rows = [
        head_row(
            pen,
            [
                pen.pick("Wilayah", "Region"),
                pen.pick("Jenis", "Kind"),
                pen.pick("Luas (ha)", "Area"),
                pen.pick("Hasil (ton)", "Yield"),
            ],
            first=2,
        )
    ]
    over = {}
    for place in rng.sample(pen.words["place"], rng.randint(2, 4)):
        over[len(rows)] = (0, 4)
        count = rng.randint(2, 4)
        for i in range(count):
            rows.append(
                ([Cell(place, rows=count)] if i == 0 else [])
                + [Cell(pen.phrase(1, 2)), Cell(pen.number(900, 1), "right"), Cell(pen.number(9000), "right")]
            )
    return Table(rows, 1, [22, 30], over, ruled="groups")


def checks(pen: Pen) -> Table:
    """Marks under names."""
    rng, count = pen.rng, pen.rng.randint(3, 5)
    rows = [
        head_row(
            pen,
            [
                pen.pick("Persyaratan", "Requirement"),
                *(rng.choice(["A", "B", "C", "D", "Ya", "Tidak"]) + str(i) for i in range(count)),
            ],
        )
    ]
    rows += [
        [Cell(pen.phrase(2, 5)), *(Cell(rng.choice(["✓", "–", "✓", "Ya"]), "center") for _ in range(count))]
        for _ in range(rng.randint(4, 8))
    ]
    return Table(rows, 1, [44], ruled=rng.choice(["head", "rows", "none"]))


KINDS: dict[str, Callable[[Pen], Table]] = {
    "statistics": statistics,
    "budget": budget,
    "prices": prices,
    "accounts": accounts,
    "paper": paper,
    "words": words,
    "agenda": agenda,
    "people": people,
    "banded": banded,
    "small": small,
    "merged": merged,
    "checks": checks,
}
