"""The drawn way: text and lines put straight onto the page, with the oddities of hand-made PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from .drawn_table import PAD, TableDrawer
from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .look import Look
from .pen import LEAD, PageOps, Pen, faces_of

CROP = (34.0, 46.0)

Pages = list[tuple[int, int]]


def render(document: Document, look: Look, out: Path) -> Pages:
    """Draw the document; the first and last page of each position."""
    drawer = _Drawer(look)
    for element in document.elements:
        drawer.add(element)
    _emit(drawer.pen.pages, document.running, look, out)
    return [(first + 1, last + 1) for first, last in drawer.ranges]


class _Drawer:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.pen = Pen(look)
        self.tables = TableDrawer(self.pen)
        self.ranges: Pages = []

    def add(self, element: Element) -> None:
        """Draw an element below what is there."""
        match element:
            case Text():
                self._text(element)
            case Rule():
                self.pen.rule(self.look.margin, self.pen.y - 3, self.look.room, 1.6)
                self.pen.y -= 14
            case NewPage():
                self.pen.new_page()
            case Start():
                self._start()
            case Keyed():
                self._keyed(element)
                self.pen.y -= 8
            case Table():
                self.tables.table(element)
                self.pen.y -= 14
            case Sign():
                self._sign(element)
        if isinstance(element, Keyed | Table) and self.ranges:
            self.ranges[-1] = (self.ranges[-1][0], len(self.pen.pages) - 1)

    def _start(self) -> None:
        if self.pen.y < self.pen.margin + 110:
            self.pen.new_page()
        self.pen.y -= 6
        self.ranges.append((len(self.pen.pages) - 1, len(self.pen.pages) - 1))

    # text

    def _text(self, text: Text) -> None:
        size = self.look.size * text.scale
        left, room = self.look.margin + text.indent, self.look.room - text.indent
        if text.bold:
            self.pen.need(size * LEAD + 90)
        for line in self.pen.wrap(text.text, room, size, text.bold):
            self.pen.need(size * LEAD)
            wide = self.pen.width(line, size, text.bold)
            x = left + {"left": 0.0, "center": (room - wide) / 2, "right": room - wide}[text.align]
            self.pen.put(x, self.pen.y - size, line, size, bold=text.bold)
            if text.underline:
                self.pen.rule(x, self.pen.y - size - 2, wide, 0.7)
            self.pen.y -= size * LEAD
        self.pen.y -= text.after

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
            max(self.pen.width(f"{entry.number} {entry.label}", size, True) for entry in keyed.entries)
            + 3 * PAD
        )
        widths = (label, self.look.room - label)
        rows = [
            (
                Box(((f"{entry.number} {entry.label}".strip(),),)),
                Box(tuple((f"{mark} {text}".strip(),) for mark, text in entry.items)),
            )
            for entry in keyed.entries
        ]
        self.tables.grid(("label", "items"), widths, size, tuple(rows), header=None)

    def _entry(self, entry: Entry, keyed: Keyed) -> None:
        size, left = self.look.size, self.look.margin
        start = left + (self.pen.width(entry.number + "  ", size, keyed.bold) + 6 if entry.number else 0.0)
        self.pen.need(size * LEAD * 2)
        self.pen.put(left, self.pen.y - size, entry.number, size, bold=keyed.bold)
        self.pen.put(start, self.pen.y - size, entry.label, size, bold=keyed.bold)
        if keyed.style in ("columns", "tabs"):
            colon = left + 26 + max(self.pen.width(label, size, True) for label in (entry.label, "Menimbang"))
            self.pen.put(colon, self.pen.y - size, entry.colon, size)
            self._items(entry, colon + 10)
        elif keyed.style == "runin" and len(entry.items) == 1 and not entry.items[0][0]:
            after = start + self.pen.width(entry.label, size, keyed.bold) + 4
            self.pen.put(after, self.pen.y - size, ":", size)
            self._items(entry, after + 8)
        else:
            self.pen.put(
                start + self.pen.width(entry.label, size, keyed.bold) + 4,
                self.pen.y - size,
                entry.colon,
                size,
            )
            self.pen.y -= size * LEAD
            self._items(entry, start)
        if not entry.items and keyed.style in ("columns", "tabs"):
            self.pen.y -= size * LEAD
        self.pen.y -= 3

    def _items(self, entry: Entry, left: float) -> None:
        size = self.look.size
        edge = self.look.margin + self.look.room
        for mark, text in entry.items:
            inner = left + entry.hang(self.look.font, size)
            lines = self.pen.wrap(text, edge - inner, size)
            for number, line in enumerate(lines):
                self.pen.need(size * LEAD)
                if not number:
                    self.pen.put(left, self.pen.y - size, mark, size)
                if self.look.justify and number < len(lines) - 1:
                    self.pen.justified(
                        inner, self.pen.y - size, line, size, edge - inner, len(self.pen.pages) - 1
                    )
                else:
                    self.pen.put(inner, self.pen.y - size, line, size)
                self.pen.y -= size * LEAD
            if not mark:
                self.pen.y -= 3

    # signatures

    def _sign(self, sign: Sign) -> None:
        size, room = self.look.size, self.look.room
        self.pen.need(size * LEAD * 10)
        top = self.pen.y - 6
        for at, signature in enumerate(sign.signatures):
            last = at == len(sign.signatures) - 1
            centre = self.look.margin + room * (0.76 if last else 0.24)
            lines = [line for text in sign.lines(at) for line in self.pen.wrap(text, room * 0.46, size)]
            y = top
            for text in lines:
                wide = self.pen.width(text, size)
                self.pen.put(centre - wide / 2, y - size, text, size)
                if text and text == signature.nama:
                    self.pen.rule(centre - wide / 2, y - size - 2, wide, 0.6)
                y -= size * LEAD
            self.pen.y = min(self.pen.y, y)
        self.pen.y -= 10


def _emit(pages: Sequence[PageOps], running: str, look: Look, out: Path) -> None:
    face = faces_of(look)[0]
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
