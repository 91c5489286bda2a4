"""Open tables as programs print them: of kinds that offices publish, set by a browser and by LibreOffice.

    python bench/printed_tables.py [--seed 1] [--count 4] [--kinds accounts,budget] [--ways browser,writer] [--keep DIR]

`bench/open_tables.py` draws each text at a place of its own choosing; here two layout engines choose. Each kind is
one of reports, budgets, price lists, statements, papers and plans, in Indonesian or English, with rules in the head
only, between groups, between rows, stripes, or none. A page holds one table with prose around it, or none at all (the
last kinds). Cells are compared by adjacency, as `open_tables` does it.
"""

from __future__ import annotations

import argparse
import html
import random
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from iki.extract.document_reader import ReadOptions, read_document
from iki.schema.blocks import Block
from open_tables import Place, f1, found_relations, relations

MARK = "§"  # before the number of each page's text
PAGE = "@page {size: A4; margin: 2cm} "


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
        self.english = rng.random() < 0.4
        self.words = WORDS["en" if self.english else "id"]
        self.mark = "," if self.english else rng.choice([".", ".", " "])

    def phrase(self, low: int, high: int) -> str:
        """A phrase of some words."""
        out = [self.rng.choice(self.words["noun"]).capitalize()]
        for _ in range(self.rng.randint(low, high) - 1):
            joined = self.rng.random() < 0.35
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
        name = f"{i + 1}. {place}" if rng.random() < 0.1 else place
        cells = [Cell(name)]
        cells += [
            Cell(rng.choice(["-", "–", "…"]) if rng.random() < 0.1 else pen.number(90_000), "right")
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
        if rng.random() < 0.5:
            over[len(rows)] = (0, 5)
        for depth in [0, *(rng.choice([1, 2, 2]) for _ in range(rng.randint(2, 6)))]:
            code = ".".join(str(x) for x in [part + 3, *(rng.randint(1, 9) for _ in range(depth))])
            negative = rng.random() < 0.15
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
    striped = rng.random() < 0.6
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
                f"({v})" if rng.random() < 0.2 else "-" if rng.random() < 0.1 else v
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
                *(Cell("—" if rng.random() < 0.07 else kind(), "center") for _ in range(groups * each)),
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
    numbered = rng.random() < 0.5
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
        name = f"{rng.choice(['Arya', 'Bima', 'Citra', 'Dewi', 'Eka'])} {rng.choice(['Santana', 'Wiguna', 'Lestara', 'Prawira'])}, {rng.choice(['S.E.', 'S.Sos.', 'M.Si.'])}"
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
    shaded = {0} if rng.random() < 0.5 else set()
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
NONE = ["prose", "columns", "outline", "letter", "sources", "chart", "glossary"]


def table_html(table: Table, rng: random.Random) -> str:
    """The table as HTML, in a random look."""
    thick, thin = "1.2pt solid #000", "0.5pt solid #000"
    size = rng.choice([8, 9, 10])
    columns = max(c + s for _, c, _, s, _ in table.places())
    rest = (100 - sum(table.widths)) / max(1, columns - len(table.widths))
    width = rng.choice([100, 100, 85])
    pad, middle = rng.choice([2, 3, 4]), rng.random() < 0.4
    out = [
        f'<table style="border-collapse:collapse;width:{width}%;font-size:{size}pt" cellspacing="0" cellpadding="{pad}" width="{width}%">'
    ]
    places = iter(table.places())
    group = rng.choice(["#e8e8e8", "#dde8f4"])
    for r, row in enumerate(table.rows):
        out.append("<tr>")
        for cell in row:
            _, c, _, _, _ = next(places)
            style = [
                f"padding:{table.space / 2}pt 4pt",
                f"text-align:{cell.align}",
                f"vertical-align:{'bottom' if r < table.head else 'middle' if middle else 'top'}",
            ]
            if cell.indent:
                style.append(f"padding-left:{4 + 9 * cell.indent}pt")
            lined = table.ruled != "none"
            if lined and r == 0:
                style.append(f"border-top:{thick}")
            ends = r + cell.rows
            if lined and ends in (table.head, len(table.rows)):
                style.append(f"border-bottom:{thin if ends == table.head else thick}")
            first, last = table.over.get(ends, (0, 0))
            if (table.ruled == "rows" and r >= table.head) or first <= c < last:
                style.append(f"border-bottom:{thin}")
            shade = f' bgcolor="{group}"' if r in table.shaded else ""
            given = (
                f' width="{table.widths[c] if c < len(table.widths) else rest:.0f}%"'
                if cell.cols == 1
                else ""
            )
            text = html.escape(cell.text) or "&nbsp;"
            if any(c.isdigit() for c in text) and len(text) < 24:
                text = text.replace(" ", "&nbsp;")
            text = f"<b>{text}</b>" if cell.bold else text
            out.append(
                f'<td rowspan="{cell.rows}" colspan="{cell.cols}"{shade}{given} valign="{"bottom" if r < table.head else "middle" if middle else "top"}" style="{";".join(style)}">{text}</td>'
            )
        out.append("</tr>")
    return "\n".join([*out, "</table>"])


def without_table(kind: str, pen: Pen) -> str:
    """The HTML of a page of a kind that has no table on it."""
    rng = pen.rng

    def text(count: int) -> str:
        return " ".join(pen.sentence(6, 16) for _ in range(count))

    match kind:
        case "columns":
            return (
                f'<div style="columns:{rng.choice([2, 3])};text-align:justify">'
                + "".join(f"<p>{text(5)}</p>" for _ in range(9))
                + "</div>"
            )
        case "outline":
            return (
                "<ol>"
                + "".join(
                    f"<li>{pen.phrase(2, 6)}<ol type='a'>"
                    + "".join(f"<li>{text(1)}</li>" for _ in range(rng.randint(2, 4)))
                    + "</ol></li>"
                    for _ in range(5)
                )
                + "</ol>"
            )
        case "letter":
            keys = ["Nomor", "Lampiran", "Perihal", "Sifat"]
            return (
                "".join(f"<p style='margin:0'>{k} : {pen.phrase(1, 4)}</p>" for k in keys)
                + f"<p>{text(6)}</p><p>{text(5)}</p><p align='right'>Sukamaju, 3 Mei 2024<br><br><br>Arya Wiguna</p>"
            )
        case "sources":
            return "".join(
                f"<p style='margin:2pt 0 2pt 24pt;text-indent:-24pt'>[{i + 1}] {rng.choice('ABCD')}. Wiguna, “{pen.phrase(5, 12)},” vol. {rng.randint(1, 40)}, no. {rng.randint(1, 9)}, pp. {rng.randint(1, 90)}–{rng.randint(91, 200)}, {rng.randint(1990, 2024)}.</p>"
                for i in range(14)
            )
        case "chart":
            bars = "".join(
                f'<rect x="{60 + 50 * i}" y="{200 - h}" width="30" height="{h}" fill="#69c"/><text x="{62 + 50 * i}" y="216" font-size="9">{2015 + i}</text><text x="{62 + 50 * i}" y="{196 - h}" font-size="9">{h / 2:.1f}</text>'
                for i, h in enumerate(rng.randint(20, 170) for _ in range(6))
            )
            lines = "".join(
                f'<line x1="50" x2="370" y1="{200 - 40 * i}" y2="{200 - 40 * i}" stroke="#bbb" stroke-width="0.5"/><text x="20" y="{203 - 40 * i}" font-size="9">{20 * i}</text>'
                for i in range(5)
            )
            return f'<p>{text(3)}</p><svg width="420" height="240">{lines}{bars}</svg><p>{text(5)}</p>'
        case "glossary":
            return "".join(
                f"<p style='margin:3pt 0'><b>{pen.phrase(1, 2)}</b> — {text(1)}</p>" for _ in range(14)
            )
    return "".join(f"<p style='text-align:justify'>{text(rng.randint(3, 8))}</p>" for _ in range(6))


def page_html(kind: str, seed: int) -> tuple[str, Table | None]:
    """The HTML of a page of a kind, and the table on it if there is one."""
    rng = random.Random(f"{kind} {seed}")
    pen = Pen(rng)
    font = rng.choice(["Liberation Serif", "Liberation Sans", "Carlito", "Caladea"])
    if kind in NONE:
        return f'<div style="font-family:{font};font-size:10pt">{without_table(kind, pen)}</div>', None
    table = KINDS[kind](pen)
    before = "".join(
        f"<p style='text-align:justify'>{' '.join(pen.sentence(6, 15) for _ in range(3))}</p>"
        for _ in range(rng.randint(0, 2))
    )
    title = f"<p><b>{pen.pick('Tabel', 'Table')} {rng.randint(1, 9)}.{rng.randint(1, 20)} {pen.phrase(3, 7)}, {rng.randint(2010, 2024)}</b></p>"
    note = rng.choice(
        ["", f"<p style='font-size:8pt'>{pen.pick('Sumber', 'Source')}: {pen.phrase(3, 6)}</p>"]
    )
    after = (
        f"<p style='text-align:justify'>{' '.join(pen.sentence(6, 15) for _ in range(rng.randint(0, 5)))}</p>"
    )
    return (
        f'<div style="font-family:{font};font-size:10pt">{before}{title}{table_html(table, rng)}{note}{after}</div>',
        table,
    )


def printed(pages: Sequence[str], way: str, folder: Path) -> Path:
    """One PDF with a page for each text, by a browser or by LibreOffice."""
    body = "".join(
        f'<p style="page-break-before:{"always" if i else "auto"}">{MARK}{i}</p>{page}'
        for i, page in enumerate(pages)
    )
    source = folder / f"{way}.html"
    source.write_text(
        f'<!doctype html><html><head><meta charset="utf-8"><style>{PAGE}</style></head><body>{body}</body></html>'
    )
    target = folder / f"{way}.pdf"
    if way == "browser":
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            str(source),
        ]
    else:
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(folder),
            str(source),
        ]
    subprocess.run(command, check=True, capture_output=True)
    return target


def main(arguments: Sequence[str] | None = None) -> None:
    """Print pages by a browser, read them, and print by kind how many relations were found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--kinds", type=lambda t: t.split(","), default=[*KINDS, *NONE])
    parser.add_argument("--ways", type=lambda t: t.split(","), default=["browser", "writer"])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    names = [
        (kind, seed) for kind in options.kinds for seed in range(options.seed, options.seed + options.count)
    ]
    made = [page_html(*name) for name in names]
    sums: dict[str, list[int]] = {}
    worst: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for way in options.ways:
            path = printed([page for page, _ in made], way, folder)
            by_text: dict[int, list[Block]] = {}
            at = 0
            for page in read_document(path, name=path.name, options=ReadOptions(ocr="never")).pages:
                words = [w.text for b in page.blocks for line in b.lines for w in line.words]
                at = next((int(w[1:]) for w in words if w[:1] == MARK and w[1:].isdigit()), at)
                by_text.setdefault(at, []).extend(b for b in page.blocks if b.kind == "table")
            for i, ((kind, seed), (_, table)) in enumerate(zip(names, made, strict=True)):
                drawn = relations(table.places()) if table else relations([])
                found = [found_relations(b) for b in by_text.get(i, [])]
                right = max(((drawn & one).total() for one in found), default=0)
                one = [right, drawn.total(), sum(f.total() for f in found)]
                for key in (f"{way} {kind}", "all"):
                    sums[key] = [a + b for a, b in zip(sums.get(key, [0, 0, 0]), one, strict=True)]
                if f1(*one) < 0.999:
                    worst.append((f1(*one), f"{way} {kind} {seed} text {i}"))
    for key, one in sums.items():
        print(f"{key:22} F1 {f1(*one):.3f}  right {one[0]:5}  drawn {one[1]:5}  found {one[2]:5}")
    for value, name in sorted(worst)[:25]:
        print(f"  {value:.2f} {name}")


if __name__ == "__main__":
    main()
