"""A planned sheet painted into a worksheet: patches become merged cells with borders, and rows pages with breaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .look import Look

Kind = Literal["hair", "thin", "double"]
CHARACTER = 7.05  # points of the page grid for one character, the unit of column widths
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


def fill(sheet: Worksheet, plan: Plan, look: Look) -> None:
    """Paint all patches of the plan into the sheet."""
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


def set_up(sheet: Worksheet, plan: Plan, look: Look, running: str) -> None:
    """Set paper, margins, footer, running head and page breaks."""
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
