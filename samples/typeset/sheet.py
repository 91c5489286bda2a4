"""The spreadsheet way: the form laid out on a grid of cells, bars of fractions as cell borders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from . import measure
from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .look import Look
from .model import Cell, Fraction, Line, around, has_fraction, line_text
from .sheet_painting import Patch, Plan, fill, set_up

LINE = 1.28  # of the size, from line to line


def write(document: Document, look: Look, path: Path) -> Path:
    """Write the document as an xlsx, a sheet for each stretch between page breaks."""
    book = Workbook()
    book.remove(book["Sheet"])
    for number, elements in enumerate(_stretches(document.elements), 1):
        plan = Plan()
        planner = _Planner(plan, look)
        for element in elements:
            planner.add(element)
        sheet = book.create_sheet(f"IKI {number}")
        fill(sheet, plan, look)
        set_up(sheet, plan, look, document.running)
    book.save(path)
    return path


def _stretches(elements: list[Element]) -> Iterator[list[Element]]:
    stretch: list[Element] = []
    for element in elements:
        if isinstance(element, NewPage):
            yield stretch
            stretch = []
        else:
            stretch.append(element)
    yield stretch


class _Planner:
    def __init__(self, plan: Plan, look: Look) -> None:
        self.plan, self.look = plan, look

    def add(self, element: Element) -> None:
        """Plan the rows of an element."""
        match element:
            case Text():
                self._text(element)
                if element.bold:
                    self.plan.keep.update((len(self.plan.heights), len(self.plan.heights) + 1))
            case Rule():
                row = self.plan.row(6)
                self.plan.patches.append(Patch(0, self.look.room, row, row, "", 8, sides="B"))
            case Start() | NewPage():
                self.plan.row(8)
            case Keyed():
                self.plan.keep.update(range(len(self.plan.heights) + 1, len(self.plan.heights) + 4))
                for entry in element.entries:
                    self._entry(entry, element)
                self.plan.row(8)
            case Table():
                self._table(element)
                self.plan.row(12)
            case Sign():
                self._sign(element)

    def _high(self, text: str, room: float, size: float, bold: bool = False) -> float:
        lines = sum(
            max(len(measure.wrap(line, room * 0.95 - 6, self.look.font, size, bold)), 1)
            for line in text.split("\n")
        )
        return lines * size * LINE + 3

    def _put(
        self,
        left: float,
        right: float,
        text: str,
        *,
        size: float = 0,
        bold: bool = False,
        underline: bool = False,
        align: str = "left",
        sides: str = "",
    ) -> None:
        size = size or self.look.size
        row = self.plan.row(self._high(text, right - left, size, bold))
        self.plan.patches.append(
            Patch(left, right, row, row, text, size, bold, underline, align, sides=sides)
        )

    def _text(self, text: Text) -> None:
        self._put(
            text.indent,
            self.look.room,
            text.text,
            size=round(self.look.size * text.scale, 1),
            bold=text.bold,
            underline=text.underline,
            align=text.align,
        )
        if text.after > 4:
            self.plan.row(text.after)

    def _entry(self, entry: Entry, keyed: Keyed) -> None:
        look, size = self.look, self.look.size
        start = 24.0 if entry.number else 0.0
        boxed, below = keyed.style == "boxed", keyed.style in ("below", "runin")
        colon = (
            start
            + max(measure.width(label, look.font, size, True) for label in (entry.label, "Menimbang"))
            + 14
        )
        first = len(self.plan.heights)
        hang = entry.hang(look.font, size) + 4
        items = entry.items or (("", ""),)
        if below and (keyed.style == "below" or len(items) > 1 or items[0][0]):
            self._labels(first, start, colon, entry, keyed)
            self.plan.row(size * LINE + 3)
            for mark, text in entry.items:
                self._item(start, mark, text, hang)
            return
        for mark, text in items:
            self._item(colon + 14, mark, text, hang)
        self._labels(first, start, colon, entry, keyed)
        if boxed:
            last = len(self.plan.heights) - 1
            self.plan.patches.append(Patch(0, colon + 14, first, last, "", 0, sides="o"))
            self.plan.patches.append(Patch(colon + 14, look.room, first, last, "", 0, sides="o"))

    def _labels(self, row: int, start: float, colon: float, entry: Entry, keyed: Keyed) -> None:
        size = self.look.size
        if entry.number:
            self.plan.patches.append(Patch(0, start, row, row, entry.number, size, keyed.bold))
        self.plan.patches.append(Patch(start, colon, row, row, entry.label, size, keyed.bold))
        self.plan.patches.append(Patch(colon, colon + 14, row, row, entry.colon, size))

    def _item(self, left: float, mark: str, text: str, hang: float) -> None:
        inner = left + (hang if mark else 0.0)
        row = self.plan.row(self._high(text, self.look.room - inner, self.look.size))
        if mark:
            self.plan.patches.append(Patch(left, inner, row, row, mark, self.look.size))
        align = "justify" if self.look.justify else "left"
        self.plan.patches.append(Patch(inner, self.look.room, row, row, text, self.look.size, align=align))

    # tables

    def _table(self, table: Table) -> None:
        look = self.look
        edges = [sum(table.widths[:at]) for at in range(len(table.widths) + 1)]
        first = self.plan.row(
            max(
                self._high(text, width, table.size, True)
                for text, width in zip(table.headers, table.widths, strict=True)
            )
            + 4
        )
        for column, text in enumerate(table.headers):
            self.plan.patches.append(
                Patch(
                    edges[column],
                    edges[column + 1],
                    first,
                    first,
                    text,
                    table.size,
                    look.header_bold,
                    align="center",
                    middle=True,
                    sides="o",
                    fill=look.header_fill,
                )
            )
        if table.numbers:
            row = self.plan.row(table.size * LINE + 3)
            for column, text in enumerate(table.numbers):
                self.plan.patches.append(
                    Patch(
                        edges[column],
                        edges[column + 1],
                        row,
                        row,
                        text,
                        table.size,
                        align="center",
                        sides="o",
                    )
                )
        self.plan.tables.append((first, len(self.plan.heights) - 1))
        strips = [self._strips(line, table) for line in table.body]
        firsts = []
        for heights in strips:
            firsts.append(len(self.plan.heights))
            for height in heights:
                self.plan.row(height)
        firsts.append(len(self.plan.heights))
        for at, line in enumerate(table.body):
            for column, box in enumerate(line):
                if box:
                    self._box(box, table, column, edges, (firsts[at], firsts[at + box.span] - 1))
        for at in range(len(table.body)):
            self.plan.keep.update(range(firsts[at] + 1, firsts[at + 1]))

    def _strips(self, line: tuple[Box | None, ...], table: Table) -> list[float]:
        heights: list[float] = []
        for box, width in zip(line, table.widths, strict=True):
            if box and has_fraction(box.cell) and box.span == 1:
                mine = [height for text in box.cell for height in self._strip(text, width, table.size)]
                heights = [
                    max(pair) for pair in zip(_pad(heights, len(mine)), _pad(mine, len(heights)), strict=True)
                ]
        need = max(
            (
                self._high(_plain(box.cell), width, table.size)
                for box, width in zip(line, table.widths, strict=True)
                if box and box.span == 1 and not has_fraction(box.cell)
            ),
            default=0.0,
        )
        heights = heights or [table.size * LINE + 3]
        missing = need - sum(heights)
        return [height + max(missing, 0) / len(heights) for height in heights]

    def _strip(self, line: Line, width: float, size: float) -> list[float]:
        if not _stackable(line):
            return [self._high(line_text(line), width, size)]
        before, fraction, _ = around(line)
        room = width - self._tail(line, size)
        above = [self._high(before, width, size)] if before else []
        return [*above, self._high(fraction.num, room, size), self._high(fraction.den, room, size)]

    def _tail(self, line: Line, size: float) -> float:
        after = around(line)[2]
        return measure.width(after, self.look.font, size) + 12 if after else 0.0

    def _box(self, box: Box, table: Table, column: int, edges: list[float], rows: tuple[int, int]) -> None:
        left, right = edges[column], edges[column + 1]
        align = "center" if table.keys[column] == "no" else "justify" if self.look.justify else "left"
        need = self._high(_plain(box.cell), right - left, table.size)
        have = sum(self.plan.heights[rows[0] : rows[1] + 1])
        if box.span > 1 and need > have:
            for row in range(rows[0], rows[1] + 1):
                self.plan.heights[row] += (need - have) / (rows[1] - rows[0] + 1)
        self._hold(rows, need)
        if not has_fraction(box.cell) or box.span > 1:
            self.plan.patches.append(
                Patch(
                    left,
                    right,
                    *rows,
                    _plain(box.cell),
                    table.size,
                    align=align,
                    middle=self.look.middle,
                    sides="o",
                )
            )
            return
        self.plan.patches.append(Patch(left, right, *rows, "", 0, sides="o"))
        self._fraction_cell(box.cell, left, right, rows, table.size)

    def _hold(self, rows: tuple[int, int], need: float) -> None:
        high = 0.0
        for row in range(rows[0], rows[1]):
            high += self.plan.heights[row]
            if high < need or self.look.middle:
                self.plan.keep.add(row + 1)

    def _fraction_cell(
        self, cell: Cell, left: float, right: float, rows: tuple[int, int], size: float
    ) -> None:
        row = rows[0]
        for line in cell:
            if not _stackable(line):
                last = rows[1] if line is cell[-1] else row
                self.plan.patches.append(
                    Patch(left, right, row, last, line_text(line), size, middle=self.look.middle)
                )
                row += 1
                continue
            before, fraction, after = around(line)
            if before:
                self.plan.patches.append(Patch(left, right, row, row, before, size))
                row += 1
            bar = right - self._tail(line, size)
            self.plan.patches.append(
                Patch(left, bar, row, row, fraction.num, size, align="center", sides="_", middle=True)
            )
            self.plan.patches.append(
                Patch(left, bar, row + 1, row + 1, fraction.den, size, align="center", middle=True)
            )
            if after:
                self.plan.patches.append(Patch(bar, right, row, row + 1, after, size, middle=True))
            row += 2

    # signatures

    def _sign(self, sign: Sign) -> None:
        room = self.look.room
        first = len(self.plan.heights)
        for at, signature in enumerate(sign.signatures):
            last = at == len(sign.signatures) - 1
            left, right = (room * 0.52, room) if last else (0.0, room * 0.48)
            lines = sign.lines(at)
            for number, text in enumerate(lines):
                while len(self.plan.heights) <= first + number:
                    self.plan.row(self.look.size * LINE + 3)
                row = first + number
                high = self._high(text, right - left, self.look.size)
                self.plan.heights[row] = max(self.plan.heights[row], high)
                self.plan.patches.append(
                    Patch(
                        left,
                        right,
                        row,
                        row,
                        text,
                        self.look.size,
                        align="center",
                        underline=bool(text) and text == signature.nama,
                    )
                )
        self.plan.keep.update(range(first + 1, len(self.plan.heights)))
        self.plan.row(8)


def _pad(heights: list[float], count: int) -> list[float]:
    return heights + [0.0] * (count - len(heights))


def _plain(cell: Cell) -> str:
    return "\n".join(line_text(line) for line in cell)


def _stackable(line: Line) -> bool:
    return sum(isinstance(part, Fraction) for part in line) == 1 and len(around(line)[2]) < 10
