"""The drawn way: text and lines put straight onto the page, with the oddities of hand-made PDFs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from . import measure
from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .hyphens import SOFT
from .look import Look
from .model import Cell, Fraction, Line, has_fraction, line_text

LEAD = 1.22
PAD = 4.0
CROP = (34.0, 46.0)
LIGATURES = (("fi", "\ufb01"), ("fl", "\ufb02"))

Op = Callable[[Canvas], None]
Pages = list[tuple[int, int]]


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


@dataclass
class _Page:
    text: list[Op] = field(default_factory=list)
    lines: list[Op] = field(default_factory=list)


def render(document: Document, look: Look, out: Path) -> Pages:
    """Draw the document; the first and last page of each position."""
    drawer = _Drawer(look)
    for element in document.elements:
        drawer.add(element)
    _emit(drawer.pages, document.running, look, out)
    return [(first + 1, last + 1) for first, last in drawer.ranges]


class _Drawer:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.faces = _faces(look)
        self.pages = [_Page()]
        self.ranges: Pages = []
        self.y = look.page[1] - self.margin

    @property
    def margin(self) -> float:
        return max(self.look.margin, 46.0)

    def add(self, element: Element) -> None:
        """Draw an element below what is there."""
        match element:
            case Text():
                self._text(element)
            case Rule():
                self._rule(self.look.margin, self.y - 3, self.look.room, 1.6)
                self.y -= 14
            case NewPage():
                self._break()
            case Start():
                self._start()
            case Keyed():
                self._keyed(element)
                self.y -= 8
            case Table():
                self._table(element)
                self.y -= 14
            case Sign():
                self._sign(element)
        if isinstance(element, Keyed | Table) and self.ranges:
            self.ranges[-1] = (self.ranges[-1][0], len(self.pages) - 1)

    def _start(self) -> None:
        if self.y < self.margin + 110:
            self._break()
        self.y -= 6
        self.ranges.append((len(self.pages) - 1, len(self.pages) - 1))

    def _break(self) -> None:
        self.pages.append(_Page())
        self.y = self.look.page[1] - self.margin

    def _need(self, height: float) -> None:
        if self.y - height < self.margin:
            self._break()

    # text

    def _width(self, text: str, size: float, bold: bool = False) -> float:
        return float(pdfmetrics.stringWidth(self._print(text), self.faces[bold], size))

    def _print(self, text: str) -> str:
        if "ligatures" in self.look.tricks:
            for plain, joined in LIGATURES:
                text = text.replace(plain, joined)
        return text

    def _wrap(self, text: str, room: float, size: float, bold: bool = False) -> list[str]:
        lines: list[str] = []
        current = ""
        for word in text.split():
            for number, chunk in enumerate(re.split(rf"(?<=\w-)(?=\w)|(?<={SOFT})", word)):
                longer = current + (" " if current and not number else "") + chunk
                if current and self._width(self._visible(longer), size, bold) > room:
                    lines.append(self._visible(current))
                    longer = chunk
                current = longer
        return [*lines, self._visible(current)]

    def _visible(self, text: str) -> str:
        hyphen = "-" if self.look.seed % 2 else SOFT
        return text.replace(SOFT, "") + (hyphen if text.endswith(SOFT) else "")

    def _put(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: str = "",
        page: int | None = None,
    ) -> None:
        if not text:
            return
        fake = bold and "fake-bold" in self.look.tricks
        face, shown = self.faces[bold and not fake], self._print(text)
        ops = self.pages[len(self.pages) - 1 if page is None else page].text

        def draw(canvas: Canvas) -> None:
            canvas.setFillColorRGB(*_rgb(color or "000000"))
            canvas.setFont(face, size)
            canvas.drawString(x, y, shown)
            if fake:
                canvas.drawString(x + 0.35, y, shown)

        ops.append(draw)
        if "invisible" in self.look.tricks:
            ops.append(_invisible(x, y, shown, face, size))

    def _justified(self, x: float, y: float, text: str, size: float, room: float, page: int) -> None:
        words = text.split()
        spare = room - sum(self._width(word, size) for word in words)
        gap = spare / (len(words) - 1) if len(words) > 1 else 0.0
        if not 0 < gap < size * 1.4:
            self._put(x, y, text, size, page=page)
            return
        for word in words:
            self._put(x, y, word, size, page=page)
            x += self._width(word, size) + gap

    def _rule(self, x: float, y: float, length: float, thick: float) -> None:
        self.pages[-1].lines.append(lambda canvas: canvas.rect(x, y, length, thick, stroke=0, fill=1))

    def _text(self, text: Text) -> None:
        size = self.look.size * text.scale
        left, room = self.look.margin + text.indent, self.look.room - text.indent
        if text.bold:
            self._need(size * LEAD + 90)
        for line in self._wrap(text.text, room, size, text.bold):
            self._need(size * LEAD)
            wide = self._width(line, size, text.bold)
            x = left + {"left": 0.0, "center": (room - wide) / 2, "right": room - wide}[text.align]
            self._put(x, self.y - size, line, size, bold=text.bold)
            if text.underline:
                self._rule(x, self.y - size - 2, wide, 0.7)
            self.y -= size * LEAD
        self.y -= text.after

    # labelled entries

    def _keyed(self, keyed: Keyed) -> None:
        if keyed.style == "boxed":
            self._boxed(keyed)
            return
        for entry in keyed.entries:
            self._entry(entry, keyed)

    def _boxed(self, keyed: Keyed) -> None:
        size = self.look.size
        label = (
            max(self._width(f"{entry.number} {entry.label}", size, True) for entry in keyed.entries) + 3 * PAD
        )
        widths = (label, self.look.room - label)
        rows = [
            (
                Box(((f"{entry.number} {entry.label}".strip(),),)),
                Box(tuple((f"{mark} {text}".strip(),) for mark, text in entry.items)),
            )
            for entry in keyed.entries
        ]
        self._grid(("label", "items"), widths, size, tuple(rows), header=None)

    def _entry(self, entry: Entry, keyed: Keyed) -> None:
        size, left = self.look.size, self.look.margin
        start = left + (self._width(entry.number + "  ", size, keyed.bold) + 6 if entry.number else 0.0)
        self._need(size * LEAD * 2)
        self._put(left, self.y - size, entry.number, size, bold=keyed.bold)
        self._put(start, self.y - size, entry.label, size, bold=keyed.bold)
        if keyed.style in ("columns", "tabs"):
            colon = left + 26 + max(self._width(label, size, True) for label in (entry.label, "Menimbang"))
            self._put(colon, self.y - size, entry.colon, size)
            self._items(entry, colon + 10)
        elif keyed.style == "runin" and len(entry.items) == 1 and not entry.items[0][0]:
            after = start + self._width(entry.label, size, keyed.bold) + 4
            self._put(after, self.y - size, ":", size)
            self._items(entry, after + 8)
        else:
            self._put(
                start + self._width(entry.label, size, keyed.bold) + 4, self.y - size, entry.colon, size
            )
            self.y -= size * LEAD
            self._items(entry, start)
        if not entry.items and keyed.style in ("columns", "tabs"):
            self.y -= size * LEAD
        self.y -= 3

    def _items(self, entry: Entry, left: float) -> None:
        size = self.look.size
        edge = self.look.margin + self.look.room
        for mark, text in entry.items:
            inner = left + entry.hang(self.look.font, size)
            lines = self._wrap(text, edge - inner, size)
            for number, line in enumerate(lines):
                self._need(size * LEAD)
                if not number:
                    self._put(left, self.y - size, mark, size)
                if self.look.justify and number < len(lines) - 1:
                    self._justified(inner, self.y - size, line, size, edge - inner, len(self.pages) - 1)
                else:
                    self._put(inner, self.y - size, line, size)
                self.y -= size * LEAD
            if not mark:
                self.y -= 3

    # tables

    def _table(self, table: Table) -> None:
        self._grid(table.keys, table.widths, table.size, table.body, header=table)

    def _header(self, table: Table) -> None:
        rows = [(table.headers, self.look.header_bold)] + ([(table.numbers, False)] if table.numbers else [])
        for texts, bold in rows:
            wrapped = [
                self._wrap(text, width - 2 * PAD, table.size, bold)
                for text, width in zip(texts, table.widths, strict=True)
            ]
            height = max(len(lines) for lines in wrapped) * table.size * LEAD + 2 * PAD
            x = self.look.margin
            for lines, width in zip(wrapped, table.widths, strict=True):
                self._header_cell(lines, bold, (x, self.y, width, height), table.size)
                x += width
            self.y -= height

    def _header_cell(
        self, lines: list[str], bold: bool, box: tuple[float, float, float, float], size: float
    ) -> None:
        x, top, width, height = box
        fill = self.look.header_fill if bold else ""
        if fill:
            self.pages[-1].lines.insert(
                0, lambda canvas: _filled(canvas, x, top - height, width, height, fill)
            )
        y = top - (height - len(lines) * size * LEAD) / 2
        for line in lines:
            wide = self._width(line, size, bold)
            self._put(
                x + (width - wide) / 2,
                y - size,
                line,
                size,
                bold=bold,
                color="FFFFFF" if fill == "1F4E79" else "",
            )
            y -= size * LEAD
        self._frame(len(self.pages) - 1, x, top, width, height)

    def _grid(
        self,
        keys: tuple[str, ...],
        widths: tuple[float, ...],
        size: float,
        body: tuple[tuple[Box | None, ...], ...],
        header: Table | None,
    ) -> None:
        atoms = {
            (at, column): self._atoms(box.cell, widths[column] - 2 * PAD, size, keys[column] == "no")
            for at, line in enumerate(body)
            for column, box in enumerate(line)
            if box
        }
        heights = self._heights(body, atoms, size)
        if header:
            self._need(60 + heights[0] if heights[0] < 200 else 160)
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
            height, left, cut = whole, self.y - self.margin, False
            if height > left:
                if (self.look.split_rows and left > 4 * size * LEAD and height > 5 * size * LEAD) or (
                    height > self.look.page[1] - 2 * self.margin - 80
                ):
                    segments.append(Segment(row, len(self.pages) - 1, self.y, left, open_bottom=opened))
                    height, cut = height - left + 4 * size * LEAD, opened
                if opened and segments:
                    segments[-1] = replace(segments[-1], open_bottom=True)
                self._break()
                if header and self.look.repeat_header:
                    self._header(header)
                else:
                    cut = opened
            segments.append(Segment(row, len(self.pages) - 1, self.y, height, open_top=cut))
            self.y -= height
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
            self._frame(run[0].page, x, top, width, height, run[0].open_top, run[-1].open_bottom)
            total = sum(atom.height for atom in waiting)
            y = top - (max((height - total) / 2, PAD) if self.look.middle and len(runs) == 1 else PAD)
            last = run is runs[-1]
            while waiting and (last or y - waiting[0].height >= top - height + PAD / 2):
                atom = waiting.pop(0)
                self._at(run[0].page, atom, x + PAD, y)
                y -= atom.height

    def _at(self, page: int, atom: Atom, x: float, y: float) -> None:
        behind = self.pages[page + 1 :]
        del self.pages[page + 1 :]
        atom.draw(x, y)
        self.pages += behind

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
        lines = self._wrap(line_text(line), room, size)
        return [
            self._text_atom(text, room, size, centred, self.look.justify and number < len(lines) - 1)
            for number, text in enumerate(lines)
        ]

    def _text_atom(self, text: str, room: float, size: float, centred: bool, justified: bool) -> Atom:
        def draw(x: float, y: float) -> None:
            if justified:
                self._justified(x, y - size, text, size, room, len(self.pages) - 1)
            else:
                shift = (room - self._width(text, size)) / 2 if centred else 0.0
                self._put(x + shift, y - size, text, size)

        return Atom(size * LEAD, draw)

    def _fitting(self, line: Line, room: float, size: float) -> list[Line]:
        """The line whole, or its fractions and texts one below the other where the cell is too narrow."""
        rest = sum(self._width(part, size) + 6 for part in line if isinstance(part, str))
        if (room - rest) / sum(isinstance(part, Fraction) for part in line) >= min(90.0, room * 0.5):
            return [line]
        lines: list[Line] = []
        for part in line:
            if (
                isinstance(part, str)
                and lines
                and self._width(part, size) < room * 0.4
                and len(lines[-1]) == 1
            ):
                lines[-1] = (*lines[-1], part)
            else:
                lines.append((part,))
        return lines

    def _fraction(self, line: Line, room: float, size: float) -> Atom:
        rest = sum(self._width(part, size) + 6 for part in line if isinstance(part, str))
        count = sum(isinstance(part, Fraction) for part in line)
        own = max((room - rest) / count - 6, 40.0)
        sides = {
            part: (self._wrap(part.num, own, size), self._wrap(part.den, own, size))
            for part in line
            if isinstance(part, Fraction)
        }
        above = max(len(num) for num, _ in sides.values()) * size * LEAD
        below = max(len(den) for _, den in sides.values()) * size * LEAD

        def draw(x: float, y: float) -> None:
            bar = y - above - 1
            for part in line:
                if isinstance(part, str):
                    self._put(x, bar - size * 0.35, part, size)
                    x += self._width(part, size) + 6
                else:
                    x += self._stack(*sides[part], x, bar, size) + 6

        return Atom(above + below + 7, draw)

    def _stack(self, num: list[str], den: list[str], x: float, bar: float, size: float) -> float:
        wide = max(self._width(text, size) for text in num + den) + 4
        y = bar + 2 + len(num) * size * LEAD
        for text in num:
            y -= size * LEAD
            self._put(x + (wide - self._width(text, size)) / 2, y + size * 0.22, text, size)
        y = bar - 2
        for text in den:
            self._put(x + (wide - self._width(text, size)) / 2, y - size, text, size)
            y -= size * LEAD
        self._rule(x, bar, wide, 0.6)
        return wide

    def _frame(
        self,
        page: int,
        x: float,
        top: float,
        width: float,
        height: float,
        open_top: bool = False,
        open_bottom: bool = False,
    ) -> None:
        bottom = top - height
        edges = [(x, bottom, x, top), (x + width, bottom, x + width, top)]
        edges += [] if open_top else [(x, top, x + width, top)]
        edges += [] if open_bottom else [(x, bottom, x + width, bottom)]
        style = _LINES[self.look.variant]
        self.pages[page].lines += [_line_op(style, edge) for edge in edges]

    # signatures

    def _sign(self, sign: Sign) -> None:
        size, room = self.look.size, self.look.room
        self._need(size * LEAD * 10)
        top = self.y - 6
        for at, signature in enumerate(sign.signatures):
            last = at == len(sign.signatures) - 1
            centre = self.look.margin + room * (0.76 if last else 0.24)
            lines = [line for text in sign.lines(at) for line in self._wrap(text, room * 0.46, size)]
            y = top
            for text in lines:
                wide = self._width(text, size)
                self._put(centre - wide / 2, y - size, text, size)
                if text and text == signature.nama:
                    self._rule(centre - wide / 2, y - size - 2, wide, 0.6)
                y -= size * LEAD
            self.y = min(self.y, y)
        self.y -= 10


def _faces(look: Look) -> tuple[str, str]:
    names = (look.font.replace(" ", ""), look.font.replace(" ", "") + "-Bold")
    for name, bold in zip(names, (False, True), strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, measure.font_file(look.font, bold)))
    return names


def _rgb(colour: str) -> tuple[float, float, float]:
    return int(colour[:2], 16) / 255, int(colour[2:4], 16) / 255, int(colour[4:], 16) / 255


def _filled(canvas: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    canvas.setFillColorRGB(*_rgb(colour))
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


def _invisible(x: float, y: float, text: str, face: str, size: float) -> Op:
    wrong = text.replace("l", "1").replace("rn", "m") if len(text) % 3 == 0 else text

    def draw(canvas: Canvas) -> None:
        layer = canvas.beginText(x + 0.6, y - 0.4)
        layer.setFont(face, size)
        layer.setTextRenderMode(3)
        layer.textOut(wrong)
        layer.setTextRenderMode(0)
        canvas.drawText(layer)

    return draw


Edge = tuple[float, float, float, float]


def _line_op(style: Callable[[Canvas, Edge], None], edge: Edge) -> Op:
    return lambda canvas: style(canvas, edge)


def _plain(canvas: Canvas, edge: Edge) -> None:
    canvas.line(*edge)


def _pieces(canvas: Canvas, edge: Edge) -> None:
    x0, y0, x1, y1 = edge
    count = max(int((abs(x1 - x0) + abs(y1 - y0)) / 23), 1)
    for at in range(count):
        canvas.line(
            x0 + (x1 - x0) * at / count,
            y0 + (y1 - y0) * at / count,
            x0 + (x1 - x0) * (at + 1) / count,
            y0 + (y1 - y0) * (at + 1) / count,
        )


def _dashed(canvas: Canvas, edge: Edge) -> None:
    canvas.setDash(3, 2)
    canvas.line(*edge)
    canvas.setDash()


def _double(canvas: Canvas, edge: Edge) -> None:
    x0, y0, x1, y1 = edge
    across = (0.9, 0.0) if x0 == x1 else (0.0, 0.9)
    for sign in (-1, 1):
        canvas.line(
            x0 + sign * across[0], y0 + sign * across[1], x1 + sign * across[0], y1 + sign * across[1]
        )


def _rects(canvas: Canvas, edge: Edge) -> None:
    x0, y0, x1, y1 = edge
    canvas.rect(x0 - 0.3, y0 - 0.3, max(x1 - x0, 0) + 0.6, max(y1 - y0, 0) + 0.6, stroke=0, fill=1)


def _gaps(canvas: Canvas, edge: Edge) -> None:
    x0, y0, x1, y1 = edge
    if x0 == x1:
        canvas.line(x0, y0 + 1.1, x1, y1 - 1.1)
    else:
        canvas.line(x0 + 1.1, y0, x1 - 1.1, y1)


_LINES = {
    "plain": _plain,
    "pieces": _pieces,
    "dashed": _dashed,
    "double": _double,
    "rects": _rects,
    "gaps": _gaps,
}


def _emit(pages: list[_Page], running: str, look: Look, out: Path) -> None:
    face = _faces(look)[0]
    canvas = Canvas(str(out), pagesize=look.page, invariant=1, pageCompression=1, initialFontName=face)
    for number, page in enumerate(pages, 1):
        canvas.saveState()
        _place(canvas, look, number)
        canvas.setLineWidth(0.5 if look.variant == "double" else 0.7)
        for op in page.lines:
            op(canvas)
        for op in reversed(page.text) if "reversed" in look.tricks else page.text:
            op(canvas)
        _furniture(canvas, running, look, number, len(pages))
        canvas.restoreState()
        canvas.showPage()
    canvas.save()


def _place(canvas: Canvas, look: Look, number: int) -> None:
    wide, high = look.page
    turned = "rotated" in look.tricks and number % 3 == 2
    canvas.setPageRotation(90 if turned else 0)
    canvas.setPageSize((wide, high))  # reportlab swaps the sides of a rotated page itself
    canvas.setCropBox((0, 0, high, wide) if turned else (0, 0, wide, high))
    if turned:
        canvas.transform(0, 1, -1, 0, high, 0)
    elif "cropped" in look.tricks:
        dx, dy = CROP
        canvas.setPageSize((wide + 2 * dx, high + 2 * dy))
        canvas.setCropBox((dx, dy, wide + dx, high + dy))
        canvas.translate(dx, dy)
        canvas.setFont(look.font.replace(" ", ""), 7)
        canvas.drawString(4, high + dy / 2, "LEMBAR CETAK PERCOBAAN - POTONG PADA GARIS")
        canvas.line(-dx, -4, -6, -4)


def _furniture(canvas: Canvas, running: str, look: Look, number: int, count: int) -> None:
    face, (wide, high) = look.font.replace(" ", ""), look.page
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(face, 8.5)
    if running:
        canvas.drawRightString(wide - look.margin, high - 28, running)
    text = {
        "": "",
        "n": str(number),
        "- n -": f"- {number} -",
        "Halaman n dari N": f"Halaman {number} dari {count}",
    }
    canvas.drawCentredString(wide / 2, 24, text[look.footer])
