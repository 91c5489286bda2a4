"""How an office draws its tables of indicators: columns, header wordings, cells, rules, each drawn on its own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .content import Author
from .elements import PLAIN_RULES, Rules

FIELDS = ("sasaran", "indikator", "formulasi", "sumber_data")
WEIGHTS = {
    "no": 0.5,
    "sasaran": 2.1,
    "indikator": 2.6,
    "formulasi": 3.4,
    "sumber_data": 1.6,
    "penanggung_jawab": 1.5,
    "alasan": 2.2,
    "definisi_operasional": 2.4,
    "target": 0.9,
    "satuan": 0.9,
    "bobot": 0.7,
    "keterangan": 1.1,
    "jabatan": 1.9,
    "nama": 1.7,
    "nip": 1.5,
}
FILLS = ("", "", "", "D9D9D9", "BFBFBF", "DDEBF7", "E2EFDA", "FFF2CC", "8DB4E2", "1F4E79")
DARK = ("1F4E79",)


@cache
def words() -> dict[str, list[str]]:
    """Wordings of headers, titles and keys."""
    return dict(json.loads((Path(__file__).parent / "headers.json").read_text("utf-8")))


@dataclass(frozen=True)
class TableStyle:
    """How one office draws its tables of indicators."""

    columns: tuple[str, ...]
    heads: dict[str, str]
    years: tuple[int, ...] = ()
    grouped: tuple[str, ...] = ()
    group_head: str = ""
    sasaran: str = "merged"
    """merged, empty, repeated, listed (all indicators of a goal in one row)."""
    number: str = "{}."
    number_rows: bool = False
    numbers: str = ""
    fill: str = ""
    bold_head: bool = True
    rules: Rules = PLAIN_RULES
    repeat: bool = True
    tear: bool = True
    open_tears: bool = False
    justify: bool = False
    centred: bool = False
    middle: bool = False
    narrow: str = ""
    numbered_indicators: str = ""
    size: float = 9.5
    formula: str = "mixed"
    turned: bool = False
    blank_row: bool = False
    one_source: bool = False
    """All indicators of a goal have one source, in one merged cell."""
    gaps: bool = False
    """Here and there a cell is left empty, or has a dash."""
    one_responsible: bool = False


@dataclass(frozen=True)
class _Columns:
    """Columns from left to right; ``grouped`` ones stand below a common head, ``group_head``."""

    keys: tuple[str, ...]
    years: tuple[int, ...] = ()
    grouped: tuple[str, ...] = ()
    group_head: str = ""


def _choose_columns(author: Author) -> _Columns:
    chance = author.chance
    columns = ["no", "sasaran", "indikator", "formulasi", "sumber_data"]
    if chance(0.12):
        columns.remove("no")
    if chance(0.07):
        columns.remove("sasaran")
    elif chance(0.06):
        at = columns.index("sasaran")
        columns[at], columns[at + 1] = columns[at + 1], columns[at]
    grouped: tuple[str, ...] = ()
    group_head = ""
    years: tuple[int, ...] = ()
    if chance(0.1):
        columns.insert(columns.index("formulasi"), "alasan")
        if chance(0.6):
            grouped, group_head = ("alasan", "formulasi", "sumber_data"), "PENJELASAN"
    elif chance(0.07):
        columns.insert(columns.index("formulasi"), "definisi_operasional")
    elif chance(0.06):
        grouped, group_head = ("formulasi", "sumber_data"), "PENJELASAN"
    extras = [key for key, share in (("satuan", 0.1), ("target", 0.12), ("bobot", 0.04)) if chance(share)]
    for key in extras:
        columns.insert(
            columns.index("indikator") + 1 + extras.index(key)
            if chance(0.6) and not grouped
            else len(columns),
            key,
        )
    if "target" not in extras and not grouped and chance(0.06):
        first = author.rng.randint(2013, 2023)
        years = tuple(range(first, first + author.rng.randint(2, 4)))
        grouped, group_head = tuple(f"target_{year}" for year in years), "TARGET"
        columns += list(grouped)
    if chance(0.22):
        columns.append("penanggung_jawab")
    elif chance(0.08):
        columns.append("keterangan")
    return _Columns(tuple(columns), years, grouped, group_head)


def _choose_heads(author: Author, form: str, columns: _Columns) -> tuple[dict[str, str], str]:
    """The head of each column, and the common one of those that are grouped."""
    chance, pick = author.chance, author.pick
    group_head = columns.group_head
    heads = {key: pick(words().get(key, [key.upper()])) for key in columns.keys if key != "no"}
    if form == "iku" and ("INDIVIDU" in heads["indikator"] or heads["indikator"] == "IKI"):
        heads["indikator"] = "INDIKATOR KINERJA UTAMA"
    if "definisi_operasional" in columns.keys and "DEFINISI" in heads["formulasi"]:
        heads["formulasi"] = "FORMULASI PERHITUNGAN"
    if "alasan" in columns.keys:
        heads["formulasi"] = pick(
            ("FORMULA", "RUMUS PERHITUNGAN", "CARA PENGHITUNGAN", "FORMULASI PERHITUNGAN", "CARA MENGUKUR")
        )
    elif group_head == "PENJELASAN":
        heads["formulasi"] = pick(("FORMULA", "FORMULASI PERHITUNGAN", "CARA PERHITUNGAN"))
    heads |= {f"target_{year}": str(year) for year in columns.years}
    heads["no"] = pick(("NO", "No.", "NO.", "No"))
    if chance(0.35):
        heads = {key: title(text) for key, text in heads.items()}
        group_head = title(group_head)
    if chance(0.08):
        heads = {key: glued(text) for key, text in heads.items()}
    return heads, group_head


def choose_style(author: Author, form: str, size: float, landscape: bool = False) -> TableStyle:
    """A style at random, every choice on its own."""
    chance, pick = author.chance, author.pick
    chosen = _choose_columns(author)
    columns, years, grouped = chosen.keys, chosen.years, chosen.grouped
    heads, group_head = _choose_heads(author, form, chosen)
    sasaran = pick(("merged", "merged", "merged", "empty", "empty", "repeated", "listed", "merged"))
    stroke = pick(("solid", "solid", "solid", "rects", "rects", "pieces", "dashed", "dots", "double"))
    kind = pick(("grid",) * 12 + ("columns", "rows", "zebra"))
    if kind in ("columns", "rows", "zebra") and sasaran == "empty":
        sasaran = "repeated"
    if "sasaran" not in columns or (
        sasaran == "listed" and {"target", "satuan", "bobot"} & set(columns) | set(years)
    ):
        sasaran = "repeated"
    narrow = "sumber_data" if chance(0.06) and len(columns) >= 4 else ""
    return TableStyle(
        columns,
        heads,
        years,
        grouped,
        group_head,
        sasaran,
        number=pick(("{}", "{}.", "{}.", "{})", "{}")),
        number_rows=sasaran in ("repeated",) or (sasaran == "merged" and chance(0.15)),
        numbers=pick(("", "", "{}", "({})", "{}.", "[{}]", "letter", "-{}-")),
        fill=pick(FILLS),
        bold_head=chance(0.85),
        rules=Rules(
            kind, stroke, pick((0.4, 0.5, 0.7, 1.0)), pick(("000000", "000000", "000000", "404040", "7F7F7F"))
        ),
        repeat=chance(0.55),
        tear=chance(0.7),
        open_tears=chance(0.3),
        justify=chance(0.3),
        centred=chance(0.15),
        middle=kind == "grid" and chance(0.2),
        narrow=narrow,
        turned=chance(0.06),
        one_source=kind == "grid" and sasaran in ("merged", "empty") and chance(0.12),
        gaps=chance(0.06) and kind == "grid",
        one_responsible=kind == "grid" and sasaran == "merged" and chance(0.3),
        blank_row=chance(0.05) and sasaran != "empty",
        numbered_indicators=pick(("", "", "", "{}.", "{}.{}", "{})"))
        if sasaran not in ("listed", "repeated")
        else "",
        size=size,
        formula=pick(
            (
                "stack",
                "stack",
                "mixed",
                "mixed",
                "words",
                "slash",
                "explain",
                "equation",
                "letters",
                "meaning",
            )
        ),
    )


def title(text: str) -> str:
    """Title case with abbreviations kept."""
    return re.sub(r"\b(Iki|Iku)\b", lambda found: found[0].upper(), text.title())


def glued(text: str) -> str:
    """The words of a header run together, as a careless conversion leaves them."""
    return "".join(text.title().split()) if text.isupper() and " " in text else text


def extra_key(text: str, group: str = "") -> str:
    """The key under which a further column is filed: its header's words in snake case."""
    both = f"{group} {text}" if group else text
    return "_".join(re.findall(r"[a-z0-9]+", both.lower()))
