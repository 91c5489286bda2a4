"""What stands in a cell, in pieces that never break: lines of text, stacked fractions, turned words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas
from typeset.model import Fraction

from .elements import Cell, Grid, Line

if TYPE_CHECKING:
    from .printer import Page, Printer

FRACTION_GAP = 6.0
"""Points between a fraction and what stands beside it."""


@dataclass(frozen=True)
class Atom:
    """A piece of a cell that never breaks: its height, and how to draw it on a page at x, top."""

    height: float
    draw: Callable[[Page, float, float], None]


class CellPieces:
    """Makes the pieces of a grid's cells."""

    printer: Printer
    grid: Grid
    size: float
    step: float

    def cell_atoms(self, cell: Cell, wide: float, head: bool) -> list[Atom]:
        """The pieces of a cell of this width."""
        if cell.turned:
            return [self._turned(cell)]
        room = wide - 2 * self.grid.pad
        return [atom for item in cell.lines for atom in self._line_atoms(item, cell, room, head)]

    def _turned(self, cell: Cell) -> Atom:
        text = cell.text.replace("\n", " ")
        wide = self.printer.width(text, self.size, True)
        face, size = self.printer.faces[True], self.size

        def draw(page: Page, x: float, top: float) -> None:
            def op(canvas: Canvas) -> None:
                canvas.saveState()
                canvas.translate(x + size, top - wide - 2)
                canvas.rotate(90)
                canvas.setFont(face, size)
                canvas.drawString(0, 0, text)
                canvas.restoreState()

            page.text.append(op)

        return Atom(wide + 4, draw)

    def _line_atoms(self, item: Line, cell: Cell, room: float, head: bool) -> list[Atom]:
        bold = item.bold or cell.bold
        if any(isinstance(part, Fraction) for part in item.parts):
            return self._fraction_atoms(item, cell, room)
        text = " ".join(part for part in item.parts if isinstance(part, str))
        hang = self.printer.width(item.mark + " ", self.size, bold) if item.mark else 0.0
        lines = self.printer.wrap(text, room - hang, self.size, bold)
        align = item.align or cell.align
        found = []
        for number, shown in enumerate(lines):
            spread = self.grid.justify and align == "left" and number < len(lines) - 1 and not head
            found.append(
                self._text(
                    shown,
                    (item.mark if not number else "", hang, room),
                    bold,
                    "justify" if spread else align,
                    cell.color,
                )
            )
        return found

    def _text(self, text: str, box: tuple[str, float, float], bold: bool, align: str, color: str) -> Atom:
        mark, hang, room = box
        size, printer = self.size, self.printer

        def draw(page: Page, x: float, top: float) -> None:
            base = top - size
            if mark:
                printer.put(page, x, base, mark, size, bold, color)
            where = (x + hang, base, room - hang)
            printer.put_line(page, where, text, size, bold=bold, align=align, color=color)

        return Atom(self.step, draw)

    def _fraction_atoms(self, item: Line, cell: Cell, room: float) -> list[Atom]:
        """A stacked fraction with its neighbours, or one below the other where the cell is narrow."""
        before = [part for part in item.parts if isinstance(part, str)] + ([item.mark] if item.mark else [])
        beside = sum(self.printer.width(part, self.size) + FRACTION_GAP for part in before)
        if room - beside < max(room * 0.55, 60.0):
            found: list[Atom] = []
            for number, part in enumerate(item.parts):
                single = Line((part,), item.mark if not number else "", item.bold)
                found += (
                    self._line_atoms(single, cell, room, False)
                    if isinstance(part, str)
                    else [self._fraction(single, room)]
                )
            return found
        return [self._fraction(item, room - beside)]

    def _fraction(self, item: Line, own: float) -> Atom:
        printer, size, step = self.printer, self.size, self.step
        own = min(own, 260.0)
        sides = {
            part: (printer.wrap(part.num, own - 4, size), printer.wrap(part.den, own - 4, size))
            for part in item.parts
            if isinstance(part, Fraction)
        }
        above = max(len(num) for num, _ in sides.values()) * step
        below = max(len(den) for _, den in sides.values()) * step

        def draw(page: Page, x: float, top: float) -> None:
            bar = top - above - 1.5
            for part in (item.mark, *item.parts):
                if isinstance(part, str):
                    printer.put(page, x, bar - size * 0.33, part, size)
                    x += printer.width(part, size) + FRACTION_GAP if part else 0.0
                    continue
                num, den = sides[part]
                wide = max(printer.width(text, size) for text in num + den) + 4
                self._stack(page, (x, bar, wide), num, den)
                x += wide + FRACTION_GAP

        return Atom(above + below + 6, draw)

    def _stack(self, page: Page, box: tuple[float, float, float], num: list[str], den: list[str]) -> None:
        x, bar, wide = box
        size, step = self.size, self.step
        y = bar + 2.5 + len(num) * step
        for text in num:
            y -= step
            self.printer.put_line(page, (x, y + size * 0.15, wide), text, size, align="center")
        y = bar - 1.5
        for text in den:
            self.printer.put_line(page, (x, y - size, wide), text, size, align="center")
            y -= step
        page.rules.append(lambda canvas: canvas.rect(x, bar, wide, 0.6, stroke=0, fill=1))
