"""How an office words and draws its performance agreements."""

from __future__ import annotations

from dataclasses import dataclass

from .content import Author
from .elements import Rules
from .table_style import FILLS, title

PARTIES = (
    ("PIHAK PERTAMA", "PIHAK KEDUA"),
    ("PIHAK KESATU", "PIHAK KEDUA"),
    ("Pihak Pertama", "Pihak Kedua"),
    ("pihak pertama", "pihak kedua"),
)
OPENINGS = (
    (
        "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan dan "
        "akuntabel serta berorientasi pada hasil, kami yang bertanda tangan di bawah "
        "ini :"
    ),
    (
        "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan, dan "
        "akuntabel serta berorientasi pada hasil, yang bertanda tangan di bawah ini:"
    ),
    "Yang bertanda tangan di bawah ini :",
)
PROMISES = (
    (
        "{a} berjanji akan mewujudkan target kinerja yang seharusnya sesuai lampiran "
        "perjanjian ini, dalam rangka mencapai target kinerja jangka menengah seperti "
        "yang telah ditetapkan dalam dokumen perencanaan. Keberhasilan dan kegagalan "
        "pencapaian target kinerja tersebut menjadi tanggung jawab kami."
    ),
    (
        "{a} pada tahun {year} ini berjanji akan mewujudkan target kinerja tahunan "
        "sesuai lampiran perjanjian ini. Keberhasilan dan kegagalan pencapaian target "
        "kinerja tersebut menjadi tanggung jawab {a}."
    ),
)
CONTROLS = (
    (
        "{b} akan melakukan supervisi yang diperlukan serta akan melakukan evaluasi "
        "terhadap capaian kinerja dari perjanjian ini dan mengambil tindakan yang "
        "diperlukan dalam rangka pemberian penghargaan dan sanksi."
    ),
    (
        "{b} akan memberikan supervisi yang diperlukan serta melakukan evaluasi "
        "akuntabilitas kinerja terhadap capaian kinerja dari perjanjian ini."
    ),
)
TITLES = (
    "PERJANJIAN KINERJA TAHUN {year}",
    "PERJANJIAN KINERJA TAHUN {year}",
    "PERNYATAAN PERJANJIAN KINERJA",
    "PERJANJIAN KINERJA",
    "PERJANJIAN KINERJA PERUBAHAN TAHUN {year}",
)
GOAL_HEADS = (
    "SASARAN STRATEGIS",
    "SASARAN",
    "SASARAN PROGRAM",
    "SASARAN KEGIATAN",
    "SASARAN STRATEGIS",
    "KINERJA UTAMA",
)
INDICATOR_HEADS = (
    "INDIKATOR KINERJA",
    "INDIKATOR KINERJA",
    "INDIKATOR SASARAN",
    "INDIKATOR",
    "INDIKATOR KINERJA UTAMA",
)


@dataclass(frozen=True)
class AgreementStyle:
    """Choices that hold for all agreements of a file."""

    title: str
    parties: tuple[str, str]
    opening: str
    promise: str
    control: str
    key: str
    named: bool
    heads: dict[str, str]
    columns: tuple[str, ...]
    numbers: str
    fill: str
    rules: Rules
    cells: str
    """rows (one drawn row an indicator), merged, empty, together (all of a goal in one drawn row)."""
    numbered: str
    programs: str
    """ruled, open, none."""
    program_head: str
    first_page: bool
    size: float
    swapped: bool
    repeat: bool
    upper: bool


def choose_agreement_style(author: Author, points: float, year: int) -> AgreementStyle:
    """A style at random."""
    pick, chance = author.pick, author.chance
    caps = chance(0.6)
    heads = {
        "no": pick(("NO", "No.", "NO.")),
        "sasaran": pick(GOAL_HEADS),
        "indikator": pick(INDICATOR_HEADS),
        "target": pick(("TARGET", "TARGET", "TARGET {year}")),
        "satuan": "SATUAN",
    }
    heads = {key: text if caps else title(text) for key, text in heads.items()}
    heads = {key: text.replace("{Year}", "{year}").format(year=year) for key, text in heads.items()}
    columns = ["no", "sasaran", "indikator", "target"]
    if chance(0.35):
        columns.insert(pick((3, 4)), "satuan")
    if chance(0.06):
        columns.remove("no")
    return AgreementStyle(
        pick(TITLES).format(year=year),
        pick(PARTIES),
        pick(OPENINGS),
        pick(PROMISES),
        pick(CONTROLS),
        pick(("Jabatan", "Jabatan", "Jabatan", "Unit Kerja/Jabatan")) if chance(0.1) else "Jabatan",
        named=chance(0.85),
        heads=heads,
        columns=tuple(columns),
        numbers=pick(("", "", "{}", "({})", "{}.")),
        fill=pick(FILLS),
        rules=Rules("grid", pick(("solid", "solid", "rects", "pieces")), pick((0.4, 0.6, 0.9))),
        cells=pick(("merged", "merged", "empty", "together", "together", "repeated")),
        numbered=pick(("", "", "{}.", "{}.{}", "{})")),
        programs=pick(("ruled", "ruled", "open", "open", "none")),
        program_head=pick(("Program", "PROGRAM", "Program/Kegiatan", "Kegiatan")),
        first_page=chance(0.92),
        size=min(points, pick((9.0, 9.5, 10.0, 11.0))),
        swapped=chance(0.75),
        repeat=chance(0.5),
        upper=chance(0.55),
    )
