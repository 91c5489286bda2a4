"""The spreadsheet way: the form laid out on a grid of cells, bars of fractions as cell borders."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from . import measure
from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .look import Look
from .model import Cell, Fraction, Line, around, has_fraction, line_text

Kind = Literal["hair", "thin", "double"]
LINE = 1.28
CHARACTER = 7.05
FOOTERS = {"n": "&P", "- n -": "- &P -", "Halaman n dari N": "Halaman &P dari &N"}


@dataclass(frozen=True)
class Patch:
    """Text over a rectangle of the page grid: x from `left` to `right`, rows `top` to `bottom`."""

    left: float
    right: float
    top: int
    bottom: int
    text: str
    size: float
    bold: bool = False
    underline: bool = False
    align: str = "left"
    middle: bool = False
    sides: str = ""
    fill: str = ""


@dataclass
class Plan:
    """The rows and patches of one sheet."""

    patches: list[Patch] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    tables: list[tuple[int, int]] = field(default_factory=list)
    keep: set[int] = field(default_factory=set)

    def row(self, height: float) -> int:
        """Add a row; its number."""
        self.heights.append(height)
        return len(self.heights) - 1


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
        _fill(sheet, plan, look)
        _setup(sheet, plan, look, document.running)
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


def _fill(sheet: Worksheet, plan: Plan, look: Look) -> None:
    xs = _grid(plan, look)
    for number, (left, right) in enumerate(pairwise(xs), 1):
        sheet.column_dimensions[get_column_letter(number)].width = (right - left) / CHARACTER
    for number, height in enumerate(plan.heights, 1):
        sheet.row_dimensions[number].height = min(height, 400)
    for patch in plan.patches:
        first = _nearest(xs, patch.left) + 1
        last = max(_nearest(xs, patch.right), first)
        _paint(sheet, patch, (first, patch.top + 1, last, patch.bottom + 1), look)


def _grid(plan: Plan, look: Look) -> list[float]:
    edges = sorted(
        {0.0, look.room} | {round(x, 1) for patch in plan.patches for x in (patch.left, patch.right)}
    )
    xs = [edges[0]]
    for x in edges[1:]:
        if x - xs[-1] >= 3:
            xs.append(x)
    return xs


def _nearest(xs: list[float], x: float) -> int:
    at = bisect_left(xs, x)
    return min(
        (number for number in (at - 1, at) if 0 <= number < len(xs)), key=lambda number: abs(xs[number] - x)
    )


def _paint(sheet: Worksheet, patch: Patch, area: tuple[int, int, int, int], look: Look) -> None:
    first, top, last, bottom = area
    kind: Kind = "hair" if look.variant == "dotted" else "thin"
    if patch.size:
        cell = sheet.cell(top, first)
        cell.value = patch.text
        cell.data_type = "s"
        colour = "FFFFFF" if patch.fill == "1F4E79" else "000000"
        cell.font = Font(
            name=look.font,
            size=patch.size,
            bold=patch.bold,
            color=colour,
            underline="single" if patch.underline else None,
        )
        cell.alignment = Alignment(
            horizontal=patch.align, vertical="center" if patch.middle else "top", wrap_text=True
        )
    for row in range(top, bottom + 1):
        for column in range(first, last + 1):
            edge = {
                "o": {
                    "left": column == first,
                    "right": column == last,
                    "top": row == top,
                    "bottom": row == bottom,
                },
                "_": {"bottom": row == bottom},
                "B": {"bottom": True},
            }.get(patch.sides, {})
            if any(edge.values()):
                _edge(
                    sheet,
                    row,
                    column,
                    [side for side, drawn in edge.items() if drawn],
                    "double" if patch.sides == "B" else "thin" if patch.sides == "_" else kind,
                )
            if patch.fill:
                sheet.cell(row, column).fill = PatternFill("solid", fgColor=patch.fill)
    if patch.size and (first, top) != (last, bottom):
        sheet.merge_cells(start_row=top, start_column=first, end_row=bottom, end_column=last)
        _restore(sheet, patch, area, kind)


def _restore(sheet: Worksheet, patch: Patch, area: tuple[int, int, int, int], kind: Kind) -> None:
    first, top, last, bottom = area
    for row in range(top, bottom + 1):
        for column in range(first, last + 1):
            sides = {
                "o": [
                    side
                    for side, on in (
                        ("left", column == first),
                        ("right", column == last),
                        ("top", row == top),
                        ("bottom", row == bottom),
                    )
                    if on
                ],
                "_": ["bottom"] if row == bottom else [],
            }.get(patch.sides, [])
            _edge(sheet, row, column, sides, "thin" if patch.sides == "_" else kind)


def _edge(sheet: Worksheet, row: int, column: int, sides: list[str], kind: Kind) -> None:
    old = sheet.cell(row, column).border
    kept = {side: getattr(old, side) for side in ("left", "right", "top", "bottom")}
    kept |= {side: Side(style=kind, color="000000") for side in sides}
    sheet.cell(row, column).border = Border(**kept)


def _setup(sheet: Worksheet, plan: Plan, look: Look, running: str) -> None:
    inch = 72.0
    margin = max(look.margin, 46) / inch
    sheet.page_margins.left = sheet.page_margins.right = look.margin / inch
    sheet.page_margins.top = sheet.page_margins.bottom = margin
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.page_setup.orientation = "landscape" if look.landscape else "portrait"
    sheet.page_setup.paperSize = {"A4": 9, "F4": 14, "Legal": 5, "Letter": 1}[look.paper]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if look.footer:
        footer = sheet.HeaderFooter.oddFooter
        assert footer is not None
        footer.center.text = FOOTERS[look.footer]
    if running:
        header = sheet.HeaderFooter.oddHeader
        assert header is not None
        header.right.text = running
    repeated = look.repeat_header and len(plan.tables) == 1
    if repeated:
        sheet.print_title_rows = f"{plan.tables[0][0] + 1}:{plan.tables[0][1] + 1}"
    room = look.page[1] - 2 * margin * inch - 8
    for row in _breaks(plan, room, repeated):
        sheet.row_breaks.append(Break(id=row))


def _breaks(plan: Plan, room: float, repeated: bool) -> Iterator[int]:
    start, safe, used = 0, 0, 0.0
    title = sum(plan.heights[plan.tables[0][0] : plan.tables[0][1] + 1]) if repeated else 0.0
    for row, height in enumerate(plan.heights):
        if row not in plan.keep and row not in {last + 1 for _, last in plan.tables}:
            safe = row
        used += height
        if used > room and safe > start:
            yield safe
            start = safe
            used = sum(plan.heights[safe : row + 1]) + (title if repeated and safe > plan.tables[0][1] else 0)
