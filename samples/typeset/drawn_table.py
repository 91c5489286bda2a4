"""Tables of the drawn way: rows get their heights, are cut at pages' ends, and are drawn with their header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .flow import Box, Table
from .model import Cell, Fraction, Line, has_fraction, line_text
from .pen import LEAD, Pen, fill_box

PAD = 4.0


@dataclass(frozen=True)
class Atom:
    """A piece of a cell that never breaks: its height, and how to draw it at x, top."""

    height: float
    draw: Callable[[float, float], None]


@dataclass(frozen=True)
class Segment:
    """The stretch of a table row that stands on one page; `open_top` and `open_bottom` where it is cut."""

    row: int
    page: int
    top: float
    height: float
    open_top: bool = False
    open_bottom: bool = False


class TableDrawer:
    """Draws tables with a pen."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.look = pen.look

    def table(self, table: Table) -> None:
        """Draw a table at the pen, over as many pages as it takes."""
        self.grid(table.keys, table.widths, table.size, table.body, header=table)

    def _header(self, table: Table) -> None:
        rows = [(table.headers, self.look.header_bold)] + ([(table.numbers, False)] if table.numbers else [])
        for texts, bold in rows:
            wrapped = [
                self.pen.wrap(text, width - 2 * PAD, table.size, bold)
                for text, width in zip(texts, table.widths, strict=True)
            ]
            height = max(len(lines) for lines in wrapped) * table.size * LEAD + 2 * PAD
            x = self.look.margin
            for lines, width in zip(wrapped, table.widths, strict=True):
                self._header_cell(lines, bold, (x, self.pen.y, width, height), table.size)
                x += width
            self.pen.y -= height

    def _header_cell(
        self, lines: list[str], bold: bool, box: tuple[float, float, float, float], size: float
    ) -> None:
        x, top, width, height = box
        fill = self.look.header_fill if bold else ""
        if fill:
            self.pen.pages[-1].lines.insert(
                0, lambda canvas: fill_box(canvas, x, top - height, width, height, fill)
            )
        y = top - (height - len(lines) * size * LEAD) / 2
        for line in lines:
            wide = self.pen.width(line, size, bold)
            self.pen.put(
                x + (width - wide) / 2,
                y - size,
                line,
                size,
                bold=bold,
                color="FFFFFF" if fill == "1F4E79" else "",
            )
            y -= size * LEAD
        self.pen.frame(len(self.pen.pages) - 1, x, top, width, height)

    def grid(
        self,
        keys: tuple[str, ...],
        widths: tuple[float, ...],
        size: float,
        body: tuple[tuple[Box | None, ...], ...],
        header: Table | None,
    ) -> None:
        """Draw rows of boxes (None where a box above spans), with ``widths`` and ``size`` in points."""
        atoms = {
            (at, column): self._atoms(box.cell, widths[column] - 2 * PAD, size, keys[column] == "no")
            for at, line in enumerate(body)
            for column, box in enumerate(line)
            if box
        }
        heights = self._heights(body, atoms, size)
        if header:
            self.pen.need(60 + heights[0] if heights[0] < 200 else 160)
            self._header(header)
        segments = self._segments(heights, size, header)
        for (row, column), pieces in atoms.items():
            box = body[row][column]
            assert box is not None
            mine = [segment for segment in segments if row <= segment.row < row + box.span]
            self._box(mine, self.look.margin + sum(widths[:column]), widths[column], pieces)

    def _heights(
        self, body: tuple[tuple[Box | None, ...], ...], atoms: dict[tuple[int, int], list[Atom]], size: float
    ) -> list[float]:
        heights = [size * LEAD + 2 * PAD] * len(body)
        order = sorted(atoms, key=lambda place: body[place[0]][place[1]].span)  # type: ignore[union-attr]
        for row, column in order:
            box = body[row][column]
            assert box is not None
            need = sum(atom.height for atom in atoms[row, column]) + 2 * PAD
            missing = need - sum(heights[row : row + box.span])
            if missing > 0:
                for at in range(row, row + box.span):
                    heights[at] += missing / box.span
        return heights

    def _segments(self, heights: list[float], size: float, header: Table | None) -> list[Segment]:
        segments = []
        opened = "open" in self.look.tricks
        for row, whole in enumerate(heights):
            height, left, cut = whole, self.pen.y - self.pen.margin, False
            if height > left:
                if (self.look.split_rows and left > 4 * size * LEAD and height > 5 * size * LEAD) or (
                    height > self.look.page[1] - 2 * self.pen.margin - 80
                ):
                    segments.append(
                        Segment(row, len(self.pen.pages) - 1, self.pen.y, left, open_bottom=opened)
                    )
                    height, cut = height - left + 4 * size * LEAD, opened
                if opened and segments:
                    segments[-1] = replace(segments[-1], open_bottom=True)
                self.pen.new_page()
                if header and self.look.repeat_header:
                    self._header(header)
                else:
                    cut = opened
            segments.append(Segment(row, len(self.pen.pages) - 1, self.pen.y, height, open_top=cut))
            self.pen.y -= height
        return segments

    def _box(self, segments: list[Segment], x: float, width: float, atoms: list[Atom]) -> None:
        runs: list[list[Segment]] = []
        for segment in segments:
            if runs and runs[-1][-1].page == segment.page:
                runs[-1].append(segment)
            else:
                runs.append([segment])
        waiting = list(atoms)
        for run in runs:
            top, height = run[0].top, sum(segment.height for segment in run)
            self.pen.frame(run[0].page, x, top, width, height, run[0].open_top, run[-1].open_bottom)
            total = sum(atom.height for atom in waiting)
            y = top - (max((height - total) / 2, PAD) if self.look.middle and len(runs) == 1 else PAD)
            last = run is runs[-1]
            while waiting and (last or y - waiting[0].height >= top - height + PAD / 2):
                atom = waiting.pop(0)
                self._at(run[0].page, atom, x + PAD, y)
                y -= atom.height

    def _at(self, page: int, atom: Atom, x: float, y: float) -> None:
        behind = self.pen.pages[page + 1 :]
        del self.pen.pages[page + 1 :]
        atom.draw(x, y)
        self.pen.pages += behind

    def _atoms(self, cell: Cell, room: float, size: float, centred: bool) -> list[Atom]:
        return [atom for line in cell for atom in self._line_atoms(line, room, size, centred)]

    def _line_atoms(self, line: Line, room: float, size: float, centred: bool) -> list[Atom]:
        if has_fraction((line,)):
            return [
                atom
                for part in self._fitting(line, room, size)
                for atom in (
                    [self._fraction(part, room, size)]
                    if has_fraction((part,))
                    else self._line_atoms(part, room, size, centred)
                )
            ]
        lines = self.pen.wrap(line_text(line), room, size)
        return [
            self._text_atom(text, room, size, centred, self.look.justify and number < len(lines) - 1)
            for number, text in enumerate(lines)
        ]

    def _text_atom(self, text: str, room: float, size: float, centred: bool, justified: bool) -> Atom:
        def draw(x: float, y: float) -> None:
            if justified:
                self.pen.justified(x, y - size, text, size, room, len(self.pen.pages) - 1)
            else:
                shift = (room - self.pen.width(text, size)) / 2 if centred else 0.0
                self.pen.put(x + shift, y - size, text, size)

        return Atom(size * LEAD, draw)

    def _fitting(self, line: Line, room: float, size: float) -> list[Line]:
        """The line whole, or its fractions and texts one below the other where the cell is too narrow."""
        rest = sum(self.pen.width(part, size) + 6 for part in line if isinstance(part, str))
        if (room - rest) / sum(isinstance(part, Fraction) for part in line) >= min(90.0, room * 0.5):
            return [line]
        lines: list[Line] = []
        for part in line:
            if (
                isinstance(part, str)
                and lines
                and self.pen.width(part, size) < room * 0.4
                and len(lines[-1]) == 1
            ):
                lines[-1] = (*lines[-1], part)
            else:
                lines.append((part,))
        return lines

    def _fraction(self, line: Line, room: float, size: float) -> Atom:
        rest = sum(self.pen.width(part, size) + 6 for part in line if isinstance(part, str))
        count = sum(isinstance(part, Fraction) for part in line)
        own = max((room - rest) / count - 6, 40.0)
        sides = {
            part: (self.pen.wrap(part.num, own, size), self.pen.wrap(part.den, own, size))
            for part in line
            if isinstance(part, Fraction)
        }
        above = max(len(num) for num, _ in sides.values()) * size * LEAD
        below = max(len(den) for _, den in sides.values()) * size * LEAD

        def draw(x: float, y: float) -> None:
            bar = y - above - 1
            for part in line:
                if isinstance(part, str):
                    self.pen.put(x, bar - size * 0.35, part, size)
                    x += self.pen.width(part, size) + 6
                else:
                    x += self._stack(*sides[part], x, bar, size) + 6

        return Atom(above + below + 7, draw)

    def _stack(self, num: list[str], den: list[str], x: float, bar: float, size: float) -> float:
        wide = max(self.pen.width(text, size) for text in num + den) + 4
        y = bar + 2 + len(num) * size * LEAD
        for text in num:
            y -= size * LEAD
            self.pen.put(x + (wide - self.pen.width(text, size)) / 2, y + size * 0.22, text, size)
        y = bar - 2
        for text in den:
            self.pen.put(x + (wide - self.pen.width(text, size)) / 2, y - size, text, size)
            y -= size * LEAD
        self.pen.rule(x, bar, wide, 0.6)
        return wide
