"""How an office prints its forms: the choices that hold for all forms of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .content import Author
from .naming import KeyStyle, choose_keys
from .table_style import TableStyle, choose_style, words

NOTES = (
    "target dapat berubah sesuai ketersediaan anggaran",
    "data dihimpun setiap triwulan oleh masing-masing bidang",
    "*) dihitung pada akhir tahun",
)
SHEETS = 0.07
"""Share of forms that are spreadsheets wider than their paper."""
CAPTIONS = (
    "",
    "",
    "INDIKATOR KINERJA UTAMA",
    "INDIKATOR KINERJA UTAMA {office}",
    "{number} Indikator Kinerja Utama",
    "{number} Indikator Kinerja Utama :",
    "INDIKATOR KINERJA INDIVIDU :",
    "Tabel Indikator Kinerja",
)


@dataclass(frozen=True)
class FormStyle:
    """Choices that hold for all forms of a document."""

    form: str
    way: str
    """key, heading, rows (across an office table), column, signature."""
    keys: KeyStyle
    table: TableStyle
    heading: str
    heading_each: bool
    office_in_heading: bool
    year_in_heading: bool
    caption: str
    signs: str
    new_page: bool
    duties: bool
    functions: bool
    none: str
    abbreviate: float
    upper: bool
    sheet: bool = False
    """A spreadsheet that goes on beside its first sheet."""
    note: bool = False
    person: bool = False
    """Forms of persons: Nama, NIP, Pangkat before the post."""
    level_tag: bool = False
    scale: bool = False
    programs: bool = False


def choose_form_style(author: Author, form: str, points: float) -> FormStyle:
    """A style at random for forms of posts (iki) or of units (iku)."""
    pick, chance = author.pick, author.chance
    table_size = min(points, pick((8.0, 8.5, 9.0, 9.5, 10.0, 10.5)))
    keys = choose_keys(author, words()[f"name_keys_{form}"], words()["duty_keys"], words()["function_keys"])
    ways = (
        ("key",) * 11
        + ("heading",) * 4
        + ("rows", "rows", "rows", "column", "column", "signature", "signature")
    )
    style = FormStyle(
        form,
        pick(ways if form == "iki" else ("key",) * 5 + ("heading",) * 4 + ("rows",)),
        keys,
        choose_style(author, form, table_size),
        pick(words()[f"titles_{form}"]),
        heading_each=chance(0.8),
        office_in_heading=chance(0.7),
        year_in_heading=chance(0.5),
        caption=pick(CAPTIONS if form == "iki" else CAPTIONS[:6]),
        signs=pick(("each", "each", "last", "last", "none")),
        new_page=chance(0.65),
        duties=chance(0.9),
        functions=chance(0.85),
        none=pick(("", "-", "-")),
        abbreviate=pick((0.0, 0.0, 0.3, 1.0)),
        upper=chance(0.3),
        note=chance(0.06),
        person=form == "iki" and chance(0.08),
        level_tag=form == "iki" and chance(0.05),
        scale=chance(0.04),
        programs=chance(0.06),
    )
    if chance(SHEETS) and style.way == "key" and not style.table.years:
        style = replace(style, sheet=True, signs=pick(("each", "none")), heading_each=True, new_page=True)
        style = replace(style, keys=replace(keys, layout="columns", apart=False))
        style = replace(style, table=replace(style.table, grouped=(), tear=False, narrow="", turned=False))
    if style.way == "signature":
        style = replace(style, signs="each", heading_each=True, new_page=True)
    return style
