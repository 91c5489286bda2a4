"""Spreadsheets whose further columns are printed on the next sheets, their heading cut in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from .elements import Sheet
from .grids import GridDrawer

if TYPE_CHECKING:
    from .printer import Printer

TITLE_SCALE = 1.15


def draw(printer: Printer, sheet: Sheet) -> None:
    """Print the left sheets and the right ones, from a fresh page on."""
    if printer.page.text:
        printer.break_page()
    first = len(printer.pages) - 1
    start = _pass(printer, sheet, range(sheet.split), 0.0)
    middle = len(printer.pages)
    printer.break_page()
    _pass(printer, sheet, range(sheet.split, len(sheet.grid.widths)), start)
    if sheet.over:
        left, right = printer.pages[first:middle], printer.pages[middle:]
        if len(left) == len(right):
            printer.pages[first:] = [page for pair in zip(left, right, strict=True) for page in pair]


def _pass(printer: Printer, sheet: Sheet, columns: range, start: float) -> float:
    """One half of the columns; the height at which the table begins."""
    drawer = GridDrawer(printer, sheet.grid, columns, sheet.split)
    right = columns.start > 0
    offset = sum(drawer.all_widths[: sheet.split])
    _title(printer, sheet, offset, right, sum(drawer.all_widths))
    if sheet.keys and not right:
        GridDrawer(printer, sheet.keys).draw()
    if right:
        printer.y = start
    start = printer.y
    drawer.draw()
    if sheet.sign and right:
        printer.add(sheet.sign)
    return start


def _title(printer: Printer, sheet: Sheet, offset: float, right: bool, total: float) -> None:
    """Print the lines of the title, each cut at the edge of the left sheet."""
    size = printer.setup.points * TITLE_SCALE
    for text in sheet.title:
        wide = printer.width(text, size, True)
        x = (total - wide) / 2
        base = printer.y - size
        cut = _cut(printer, text, size, offset - x)
        shift = printer.left - (offset if right else 0.0)
        if sheet.clip and 0 < cut < len(text):
            _clipped(printer, (x + shift, base), text, size, right)
        elif right:
            before = printer.width(text[:cut], size, True)
            printer.put(printer.page, x + before + shift, base, text[cut:].strip(), size, True)
        else:
            printer.put(printer.page, x + shift, base, text[:cut].strip(), size, True)
        printer.y -= size * printer.setup.lead
    printer.y -= 10


def _cut(printer: Printer, text: str, size: float, room: float) -> int:
    """How many letters end before the edge."""
    count = 0
    while count < len(text) and printer.width(text[: count + 1], size, True) <= room:
        count += 1
    return count


def _clipped(printer: Printer, place: tuple[float, float], text: str, size: float, right: bool) -> None:
    """Print the whole text, seen only within the paper's margins."""
    face, room, left = printer.faces[True], printer.room, printer.left
    high = printer.size[1]

    def op(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left if right else 0, 0, room if right else left + room, high)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFont(face, size)
        canvas.drawString(*place, text)
        canvas.restoreState()

    printer.page.text.append(op)
    printer.page.first_words = printer.page.first_words or text
