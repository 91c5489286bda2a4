"""The table of indicators in the many shapes that offices give it, with the rows that a reader takes from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .content import Goal, Indicator
from .elements import Cell, Cells, Grid, Line, cell, line
from .table_style import DARK, FIELDS, WEIGHTS, TableStyle, extra_key


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
        """Print a row across the whole table."""
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
        if key == style.narrow:  # there is no room for marks
            return (line(", ".join(" ".join(map(str, item.parts)) for item in indicator.source)),)
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
