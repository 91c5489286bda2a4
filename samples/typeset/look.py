"""What a typeset decree looks like: the options, and drawing them at random."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

WAYS = ("word", "sheet", "browser", "drawn", "writer")
PAPERS = {"A4": (595.0, 842.0), "F4": (609.0, 935.0), "Legal": (612.0, 1008.0), "Letter": (612.0, 792.0)}
SERIF = ("Liberation Serif", "Nimbus Roman", "P052", "C059", "URW Bookman", "DejaVu Serif Condensed")
SANS = (
    "Liberation Sans",
    "Liberation Sans Narrow",
    "Nimbus Sans",
    "Nimbus Sans Narrow",
    "DejaVu Sans Condensed",
    "DejaVu Sans",
    "URW Gothic",
)
TRUETYPE = (
    "Liberation Serif",
    "Liberation Sans",
    "Liberation Sans Narrow",
    "DejaVu Sans Condensed",
    "DejaVu Serif Condensed",
    "DejaVu Sans",
)
HEADERS: Mapping[str, tuple[str, ...]] = {
    "sasaran": (
        "SASARAN/KINERJA UTAMA",
        "SASARAN STRATEGIS",
        "SASARAN",
        "KINERJA UTAMA",
        "SASARAN KINERJA",
        "SASARAN PROGRAM/KEGIATAN",
        "TUJUAN/SASARAN",
        "URAIAN SASARAN",
    ),
    "indikator": (
        "INDIKATOR KINERJA UTAMA",
        "INDIKATOR KINERJA",
        "INDIKATOR KINERJA INDIVIDU",
        "INDIKATOR KINERJA PROGRAM",
        "INDIKATOR",
        "INDIKATOR KINERJA KEGIATAN",
    ),
    "formulasi": (
        "PENJELASAN/FORMULASI PERHITUNGAN",
        "ALASAN/PENJELASAN/FORMULASI PERHITUNGAN",
        "FORMULA",
        "CARA PENGHITUNGAN",
        "FORMULASI PENGHITUNGAN",
        "PENJELASAN / FORMULA",
        "RUMUS PERHITUNGAN",
        "FORMULASI",
        "PENJELASAN/ FORMULASI PENGUKURAN",
    ),
    "sumber_data": ("SUMBER DATA", "SUMBER DATA", "SUMBER DATA/DOKUMEN", "SUMBER", "SUMBER DATA KINERJA"),
    "target": ("TARGET", "TARGET TAHUNAN", "TARGET KINERJA"),
    "penanggung_jawab": ("PENANGGUNG JAWAB", "PENANGGUNGJAWAB"),
    "keterangan": ("KETERANGAN", "KET."),
}
ORDERS = (("sasaran", "indikator", "formulasi", "sumber_data"),) * 7 + (
    ("indikator", "sasaran", "formulasi", "sumber_data"),
    ("sasaran", "indikator", "sumber_data", "formulasi"),
)
FRACTIONS = {
    "word": ("omml", "omml", "nested", "bar", "underline", "inline"),
    "writer": ("nested", "bar", "formula", "underline", "inline"),
    "sheet": ("borders", "borders", "borders", "inline"),
    "browser": ("block", "block", "nested", "math", "underline", "inline"),
    "drawn": ("line", "line", "line", "inline"),
}
VARIANTS = {
    "word": ("grid",) * 6 + ("horizontal", "double"),
    "writer": ("grid",) * 5 + ("horizontal", "thick"),
    "sheet": ("grid",) * 6 + ("dotted",),
    "browser": ("grid", "grid", "horizontal", "zebra", "none"),
    "drawn": ("pieces", "dashed", "double", "rects", "gaps", "plain"),
}
MARKS = ("-", "•", "a.", "a)", "1.", "1)", "(1)", "i.", "")
HEADINGS = (
    "INDIKATOR KINERJA INDIVIDU",
    "INDIKATOR KINERJA INDIVIDU",
    "INDIKATOR KINERJA INDIVIDU (IKI)",
    "Indikator Kinerja Individu",
)


@dataclass(frozen=True)
class Look:
    """The options of one typesetting; `tricks` are those that only the drawn way knows."""

    way: str
    seed: int = 0
    paper: str = "A4"
    landscape: bool = False
    margin: float = 56.0
    font: str = "Liberation Serif"
    size: float = 11.0
    table_size: float = 10.0
    variant: str = "grid"
    keyed: str = "columns"
    key_numbers: str = "1."
    key_caps: bool = False
    key_bold: bool = False
    key_colon: bool = True
    item_mark: str = "a."
    fungsi_first: bool = False
    heading: str = "INDIKATOR KINERJA INDIVIDU"
    heading_each: bool = True
    heading_underline: bool = False
    order: tuple[str, ...] = ("sasaran", "indikator", "formulasi", "sumber_data")
    headers: Mapping[str, str] = field(
        default_factory=lambda: {key: texts[0] for key, texts in HEADERS.items()}
    )
    header_fill: str = ""
    header_bold: bool = True
    no_column: str = "sasaran"
    no_format: str = "1."
    column_numbers: str = ""
    merge: bool = True
    middle: bool = False
    hanging: bool = False
    fraction: str = "inline"
    new_page: bool = True
    split_tables: bool = False
    repeat_header: bool = True
    split_rows: bool = True
    justify: bool = False
    soft_hyphens: bool = False
    footer: str = ""
    running: bool = False
    front: str = "none"
    signs: str = "last"
    place_date: str = "line"
    tricks: frozenset[str] = frozenset()

    @property
    def page(self) -> tuple[float, float]:
        """Width and height in points."""
        wide, high = PAPERS[self.paper]
        return (high, wide) if self.landscape else (wide, high)

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.page[0] - 2 * self.margin

    @property
    def ruled(self) -> bool:
        """Whether lines tell the rows apart."""
        return self.variant not in ("zebra", "none")

    def as_dict(self) -> dict[str, Any]:
        """For the truth file."""
        return asdict(self) | {"tricks": sorted(self.tricks), "headers": dict(self.headers)}


TRICKS = ("fake-bold", "ligatures", "rotated", "cropped", "invisible", "reversed", "open")


def random_look(way: str, seed: int) -> Look:
    """A look of that way; the same seed gives the same look."""
    rng = random.Random(f"{way}/{seed}")

    def chance(share: float) -> bool:
        return rng.random() < share

    fonts = TRUETYPE if way == "drawn" else (SERIF + SANS)
    variant = rng.choice(VARIANTS[way])
    ruled = variant not in ("zebra", "none")
    size = rng.choice((9.0, 9.5, 10.0, 10.5, 11.0, 11.5, 12.0))
    title = chance(0.25)
    headers = {key: rng.choice(texts) for key, texts in HEADERS.items()}
    if title:
        headers = {key: text.title() for key, text in headers.items()}
    return Look(
        way=way,
        seed=seed,
        paper=rng.choice(tuple(PAPERS)),
        landscape=chance(0.35),
        margin=rng.choice((40.0, 50.0, 57.0, 72.0)),
        font=rng.choice(fonts),
        size=size,
        table_size=min(size, rng.choice((8.5, 9.0, 9.5, 10.0, 11.0, 12.0))),
        variant=variant,
        keyed=rng.choice(("columns", "columns", "tabs", "below", "boxed", "runin")),
        key_numbers=rng.choice(("1.", "1.", "1", "I.", "A.", "a.", "")),
        key_caps=chance(0.3),
        key_bold=chance(0.35),
        key_colon=chance(0.85),
        item_mark=rng.choice(MARKS),
        fungsi_first=chance(0.05),
        heading=rng.choice(HEADINGS),
        heading_each=chance(0.8),
        heading_underline=chance(0.25),
        order=rng.choice(ORDERS),
        headers=headers,
        header_fill=rng.choice(("", "", "D9D9D9", "DDEBF7", "E2EFDA", "FFF2CC", "1F4E79", "BFBFBF")),
        header_bold=chance(0.85),
        no_column=rng.choice(("", "sasaran", "sasaran", "row")),
        no_format=rng.choice(("1.", "1.", "1", "1)")),
        column_numbers=rng.choice(("", "", "1", "(1)", "a", "1.")),
        merge=chance(0.8),
        middle=ruled and chance(0.35),
        hanging=chance(0.3),
        fraction=rng.choice(FRACTIONS[way]),
        new_page=chance(0.6),
        split_tables=chance(0.12),
        repeat_header=chance(0.6),
        split_rows=ruled and chance(0.7),
        justify=chance(0.35),
        soft_hyphens=way != "sheet" and chance(0.7 if way == "writer" else 0.35),
        footer=rng.choice(("", "", "n", "- n -", "Halaman n dari N")),
        running=chance(0.2),
        front=rng.choice(("none", "none", "none", "lampiran", "lampiran", "full")),
        signs=rng.choice(("none", "last", "last", "each")),
        place_date=rng.choice(("line", "lines")),
        tricks=frozenset(trick for trick in TRICKS if way == "drawn" and chance(0.25)),
    )
