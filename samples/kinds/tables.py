"""The table of indicators in the many shapes that offices give it, with the rows that a reader takes from it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from .content import Author, Goal, Indicator
from .elements import PLAIN_RULES, Cell, Cells, Grid, Line, Rules, cell, line

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


def choose_style(author: Author, form: str, size: float, landscape: bool = False) -> TableStyle:
    """A style at random, every choice on its own."""
    chance, pick = author.chance, author.pick
    columns = ["no", "sasaran", "indikator", "formulasi", "sumber_data"]
    if chance(0.12):
        columns.remove("no")
    if chance(0.07):
        columns.remove("sasaran")
    elif chance(0.06):
        at = columns.index("sasaran")
        columns[at], columns[at + 1] = columns[at + 1], columns[at]
    grouped: tuple[str, ...] = ()
    group_head, years = "", ()
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
    heads = {key: pick(words().get(key, [key.upper()])) for key in columns if key != "no"}
    if form == "iku" and "INDIVIDU" in heads["indikator"]:
        heads["indikator"] = "INDIKATOR KINERJA UTAMA"
    if form == "iku" and heads["indikator"] == "IKI":
        heads["indikator"] = "INDIKATOR KINERJA UTAMA"
    if "definisi_operasional" in columns and "DEFINISI" in heads["formulasi"]:
        heads["formulasi"] = "FORMULASI PERHITUNGAN"
    if "alasan" in columns:
        heads["formulasi"] = pick(
            ("FORMULA", "RUMUS PERHITUNGAN", "CARA PENGHITUNGAN", "FORMULASI PERHITUNGAN", "CARA MENGUKUR")
        )
    elif group_head == "PENJELASAN":
        heads["formulasi"] = pick(("FORMULA", "FORMULASI PERHITUNGAN", "CARA PERHITUNGAN"))
    heads |= {f"target_{year}": str(year) for year in years}
    heads["no"] = pick(("NO", "No.", "NO.", "No"))
    if chance(0.35):
        heads = {key: title(text) for key, text in heads.items()}
        group_head = title(group_head)
    if chance(0.08):
        heads = {key: glued(text) for key, text in heads.items()}
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
        tuple(columns),
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


@dataclass
class IndicatorTable:
    """Grid rows and truth rows, growing together."""

    style: TableStyle
    body: list[Cells] = field(default_factory=list)
    count: int = 0

    def add(
        self, goals: Sequence[Goal], responsible: str = "", lead: Sequence[Cell] = ()
    ) -> list[dict[str, Any]]:
        """Put goals into the table, behind the cells `lead` that span them all; the rows that a reader takes."""
        rows: list[dict[str, Any]] = []
        drawn: list[list[Cell | None]] = []
        for goal in goals:
            self.count += 1
            drawn_of, rows_of = self._goal(goal, responsible)
            drawn += drawn_of
            rows += rows_of
        for at, cells in enumerate(drawn):
            front: list[Cell | None] = [replace(item, rows=len(drawn)) if not at else None for item in lead]
            self.body.append((*front, *cells))
        return rows

    def across(
        self, text: str, extra: int = 0, bold: bool = True, fill: str = "", align: str = "left"
    ) -> None:
        """A row across the whole table."""
        wide = len(self.style.columns) + extra
        self.body.append((cell(text, columns=wide, bold=bold, fill=fill, align=align), *[None] * (wide - 1)))

    def _goal(self, goal: Goal, responsible: str) -> tuple[list[list[Cell | None]], list[dict[str, Any]]]:
        style = self.style
        if style.sasaran == "listed" and len(goal.indicators) > 1:
            goal = Goal(goal.text, (listed(goal.indicators),))
        if style.one_source:
            first = goal.indicators[0].source
            goal = Goal(goal.text, tuple(replace(item, source=first) for item in goal.indicators))
        if style.gaps:
            goal = Goal(goal.text, tuple(_with_gaps(item) for item in goal.indicators))
        drawn: list[list[Cell | None]] = []
        rows: list[dict[str, Any]] = []
        count = len(goal.indicators)
        for at, indicator in enumerate(goal.indicators):
            cells: list[Cell | None] = []
            number = self.count if not style.number_rows else self.count + at
            for key in style.columns:
                cells.append(self._cell(key, goal, indicator, (at, count), number, responsible))
            drawn.append(cells)
            rows.append(self._row(goal, indicator, at, number, responsible))
        if style.number_rows:
            self.count += len(goal.indicators) - 1
        return drawn, rows

    def _cell(
        self,
        key: str,
        goal: Goal,
        indicator: Indicator,
        place: tuple[int, int],
        number: int,
        responsible: str,
    ) -> Cell | None:
        style, (at, count) = self.style, place
        per_goal = key == "sasaran" or (key == "no" and not style.number_rows)
        if per_goal and at:
            if style.sasaran == "merged":
                return None
            if style.sasaran == "empty" or key == "no":
                return Cell()
        merged = per_goal and style.sasaran == "merged"
        if (key == "sumber_data" and style.one_source) or (
            key == "penanggung_jawab" and style.one_responsible
        ):
            merged = True
            if at:
                return None
        span = count if merged else 1
        lines = self._lines(key, goal, indicator, at, number, responsible)
        align = (
            "center" if key in ("no", "target", "satuan", "bobot") or key.startswith("target_") else "left"
        )
        if style.centred and key in ("formulasi", "sumber_data"):
            align = "center"
        return Cell(lines, rows=span, align=align, middle=style.middle)

    def _lines(
        self, key: str, goal: Goal, indicator: Indicator, at: int, number: int, responsible: str
    ) -> tuple[Line, ...]:
        style = self.style
        if key == "no":
            return (line(style.number.format(number)),)
        if key == "indikator":
            return self._indicator_lines(indicator, at, number)
        if key.startswith("target_"):
            return (line(_later(indicator, style.years.index(int(key[7:])))),)
        plain = {
            "sasaran": goal.text,
            "alasan": indicator.reason,
            "definisi_operasional": indicator.definition,
            "target": indicator.target,
            "satuan": indicator.unit,
            "penanggung_jawab": responsible,
            "bobot": str(5 * (1 + len(indicator.text) % 6)),
            "keterangan": ("", "Tahunan", "Triwulan")[len(indicator.text) % 3],
        }
        if key in plain:
            return (line(plain[key]),) if plain[key] else ()
        return indicator.formula if key == "formulasi" else indicator.source

    def _indicator_lines(self, indicator: Indicator, at: int, number: int) -> tuple[Line, ...]:
        mark = self.style.numbered_indicators
        if "\n" in indicator.text:
            return tuple(line(text, f"{place}.") for place, text in enumerate(indicator.text.split("\n"), 1))
        if not mark:
            return (line(indicator.text),)
        shown = mark.format(number, at + 1) if mark.count("{}") == 2 else mark.format(at + 1)
        return (line(indicator.text, shown),)

    def _row(
        self, goal: Goal, indicator: Indicator, at: int, number: int, responsible: str
    ) -> dict[str, Any]:
        style = self.style
        row: dict[str, Any] = {"no": None}
        if "no" in style.columns and not (at and style.sasaran == "empty" and "sasaran" in style.columns):
            row["no"] = number
        for key in FIELDS:
            shown = key in style.columns and not (key == "sasaran" and at and style.sasaran == "empty")
            row[key] = (
                "\n".join(item.text for item in self._lines(key, goal, indicator, at, number, responsible))
                if shown
                else ""
            )
        row["extra"] = {}
        for key in style.columns:
            if key in (*FIELDS, "no"):
                continue
            group = style.group_head if key in style.grouped else ""
            value = "\n".join(
                item.text for item in self._lines(key, goal, indicator, at, number, responsible)
            )
            row["extra"][extra_key(style.heads[key], group)] = value
        return row

    def fill_down(self) -> list[str]:
        """The columns whose empty cells go on with what is above."""
        if self.style.sasaran != "empty" or "sasaran" not in self.style.columns:
            return []
        return [key for key in ("no", "sasaran") if key in self.style.columns]

    def grid(self, lead: Sequence[tuple[str, str]] = ()) -> Grid:
        """The finished table; `lead` are further columns in front, as (key, header)."""
        style = self.style
        if style.blank_row:
            self.body.append(tuple(Cell() for _ in range(len(style.columns) + len(lead))))
        heads = [(key, text) for key, text in lead] + [(key, style.heads[key]) for key in style.columns]
        widths = []
        for key, _ in heads:
            weight = WEIGHTS.get(key, 0.8)
            widths.append(0.55 if key == style.narrow else weight)
        return Grid(
            tuple(widths),
            tuple(self.body),
            tuple(self._head_rows(heads)),
            rules=style.rules,
            size=style.size,
            repeat=style.repeat,
            tear=style.tear,
            open_tears=style.open_tears,
            justify=style.justify,
            fit=not style.narrow,
        )

    def _head_rows(self, heads: Sequence[tuple[str, str]]) -> list[Cells]:
        style = self.style
        color = "FFFFFF" if style.fill in DARK else "000000"

        def head(text: str, rows: int = 1, columns: int = 1, key: str = "") -> Cell:
            return cell(
                text,
                turned=style.turned and key in ("target", "satuan", "bobot", "keterangan"),
                rows=rows,
                columns=columns,
                align="center",
                middle=True,
                bold=style.bold_head,
                fill=style.fill,
                color=color,
            )

        if not style.grouped:
            found: list[Cells] = [tuple(head(text, key=key) for key, text in heads)]
        else:
            upper: list[Cell | None] = []
            lower: list[Cell | None] = []
            for key, text in heads:
                inside = key in style.grouped
                first = inside and key == style.grouped[0]
                upper.append(
                    head(style.group_head, columns=len(style.grouped))
                    if first
                    else (None if inside else head(text, rows=2, key=key))
                )
                lower.append(head(text) if inside else None)
            found = [tuple(upper), tuple(lower)]
        if style.numbers:
            shown = [
                chr(96 + at) if style.numbers == "letter" else style.numbers.format(at)
                for at in range(1, len(heads) + 1)
            ]
            found.append(tuple(cell(text, align="center") for text in shown))
        return found


def listed(indicators: Sequence[Indicator]) -> Indicator:
    """Several indicators in one row, their formulas and sources numbered beside them."""
    formulas = tuple(
        replace(part, mark=f"{at}." if not number else "")
        for at, item in enumerate(indicators, 1)
        for number, part in enumerate(item.formula)
    )
    sources = tuple(dict.fromkeys(part.text for item in indicators for part in item.source[:1]))
    first = indicators[0]
    return replace(
        first,
        text="\n".join(item.text for item in indicators),
        formula=formulas,
        source=tuple(line(text.lstrip("-0123456789. ")) for text in sources),
    )


def _with_gaps(indicator: Indicator) -> Indicator:
    """Some indicators without a source or a formula."""
    kind = len(indicator.text) % 5
    empty: tuple[Line, ...] = () if len(indicator.text) % 2 else (line("-"),)
    if kind == 0:
        return replace(indicator, source=empty)
    return replace(indicator, formula=empty) if kind == 1 else indicator


def _later(indicator: Indicator, years: int) -> str:
    """The target of a later year."""
    if not re.fullmatch(r"\d+", indicator.target):
        return indicator.target
    value = int(indicator.target)
    return str(value if value == 100 else min(value + years, 100) if not indicator.count else value + years)
