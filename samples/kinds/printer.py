"""The drawn way: elements put straight onto the pages of a PDF, as an office program's PDF export would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from . import grids, sheets, type_faces
from .elements import (
    Bar,
    Border,
    Chart,
    Document,
    Element,
    Emblem,
    Gap,
    Grid,
    NewPage,
    Para,
    Setup,
    Sheet,
    Sign,
)
from .pictures import draw_border, draw_chart, draw_emblem

Op = Callable[[Canvas], None]
CATCHWORD_WORDS = 2


@dataclass
class Page:
    """What will be drawn on one page, from the ground up."""

    size: tuple[float, float]
    under: list[Op] = field(default_factory=list)
    rules: list[Op] = field(default_factory=list)
    text: list[Op] = field(default_factory=list)
    first_words: str = ""
    bare: bool = False


class Printer:
    """Puts one element below the other; `y` is the height at which the next one begins."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.faces = type_faces.faces(setup.font)
        self.size = setup.size
        self.pages = [Page(setup.size)]
        self.y = self.top

    @property
    def top(self) -> float:
        """Where the text of a page begins."""
        return self.size[1] - self.setup.margins[1]

    @property
    def bottom(self) -> float:
        """Where the text of a page ends."""
        return self.setup.margins[3]

    @property
    def left(self) -> float:
        """The left edge of the text."""
        return self.setup.margins[0]

    @property
    def room(self) -> float:
        """The width of the text."""
        return self.size[0] - self.setup.margins[0] - self.setup.margins[2]

    @property
    def page(self) -> Page:
        """The page that is being printed."""
        return self.pages[-1]

    def add(self, element: Element) -> None:
        """Print an element."""
        match element:
            case Para():
                self._para(element)
            case Grid():
                grids.draw(self, element)
            case Gap():
                self.y -= element.lines * self.setup.points * self.setup.lead
            case NewPage():
                self._new_page(element)
            case Bar():
                self._bar(element)
            case Emblem():
                self.need(element.height)
                x = self.left + (0.0 if element.align == "left" else (self.room - element.height) / 2)
                draw_emblem(self.page.under, x, self.y - element.height, element.height, element.seed)
                self.y -= 0.0 if element.align == "left" else element.height + 10
            case Chart():
                self.need(element.height + 20)
                draw_chart(self.page, element, (self.left, self.y, self.room), self.faces)
                self.y -= element.height + 20
            case Border():
                draw_border(self.page.rules, self.size, element.round)
                self.page.bare = True
            case Sign():
                self._sign(element)
            case Sheet():
                sheets.draw(self, element)

    def break_page(self) -> None:
        """Go on at the head of a new page."""
        self.pages.append(Page(self.size))
        self.y = self.top

    def need(self, height: float) -> None:
        """Begin a new page unless this height is left on the current one."""
        if self.y - height < self.bottom and self.y < self.top - 1:
            self.break_page()

    def _new_page(self, element: NewPage) -> None:
        if element.turned is not None:
            short, long = sorted(self.size)
            self.size = (long, short) if element.turned else (short, long)
        fresh = not (self.page.text or self.page.under or self.page.rules)
        if fresh:
            self.page.size = self.size
            self.y = self.top
        else:
            self.break_page()

    # text

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """The width of a text in points."""
        return type_faces.width(text, self.faces[bold], size)

    def wrap(self, text: str, room: float, size: float, bold: bool = False) -> list[str]:
        """Lines no wider than `room`; a word that is wider breaks anywhere."""
        return type_faces.wrap(text, room, self.faces[bold], size)

    def put(
        self,
        page: Page,
        x: float,
        y: float,
        text: str,
        size: float,
        bold: bool = False,
        color: str = "000000",
    ) -> None:
        """Write a text at its baseline."""
        if not text:
            return
        fake = bold and "fake-bold" in self.setup.tricks
        face = self.faces[bold and not fake]
        page.first_words = page.first_words or text

        def draw(canvas: Canvas) -> None:
            canvas.setFillColor(f"#{color}")
            canvas.setFont(face, size)
            canvas.drawString(x, y, text)
            if fake:
                canvas.drawString(x + 0.3, y, text)

        page.text.append(draw)

    def put_line(
        self,
        page: Page,
        box: tuple[float, float, float],
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: str = "left",
        color: str = "000000",
    ) -> None:
        """Write a line into box (x, baseline, room); `justify` spreads its words."""
        x, y, room = box
        wide = self.width(text, size, bold)
        if align == "justify":
            words = text.split()
            gap = (room - sum(self.width(word, size, bold) for word in words)) / max(len(words) - 1, 1)
            if len(words) > 1 and 0 < gap < size * 3:
                for word in words:
                    self.put(page, x, y, word, size, bold, color)
                    x += self.width(word, size, bold) + gap
                return
            align = "left"
        x += {"left": 0.0, "center": (room - wide) / 2, "right": room - wide}[align]
        if "words" in self.setup.tricks:
            for word in text.split():
                self.put(page, x, y, word, size, bold, color)
                x += self.width(word + " ", size, bold)
            return
        self.put(page, x, y, text, size, bold, color)

    def _para(self, para: Para) -> None:
        size = self.setup.points * para.scale
        step = size * self.setup.lead
        self.need(max(para.keep, step))
        left, room = self.left + para.indent, self.room - para.indent
        hang = max(para.hang, self.width(para.mark + " ", size, para.bold)) if para.mark else 0.0
        lines = self._para_lines(para, room - hang, size)
        for number, text in enumerate(lines):
            self.need(step)
            base = self.y - size
            if para.mark and not number:
                self.put(self.page, left, base, para.mark, size, para.bold, para.color)
            shift = para.first if not number else 0.0
            spread = para.align == "left" and self.setup.justify and number < len(lines) - 1
            align = "justify" if spread else para.align
            box = (left + hang + shift, base, room - hang - shift)
            self.put_line(self.page, box, text, size, bold=para.bold, align=align, color=para.color)
            if para.underline:
                wide = self.width(text, size, para.bold)
                start = left + hang + ((room - hang - wide) / 2 if align == "center" else 0.0)
                self._rule(start, base - 1.6, wide, 0.7)
            if para.leader and number == len(lines) - 1:
                self._leader(para, box, text, size)
            self.y -= step
        self.y -= para.after

    def _leader(self, para: Para, box: tuple[float, float, float], text: str, size: float) -> None:
        x, base, room = box
        end = x + room - self.width(para.leader, size)
        self.put(self.page, end, base, para.leader, size)
        start = x + self.width(text + " ", size, para.bold)
        dots = int((end - start - 2) / self.width(".", size))
        self.put(self.page, start, base, "." * dots, size)

    def _para_lines(self, para: Para, room: float, size: float) -> list[str]:
        if not para.first:
            room -= 30.0 if para.leader else 0.0
            return self.wrap(para.text, room, size, para.bold)
        first = self.wrap(para.text, room - para.first, size, para.bold)[0]
        rest = para.text[len(first) :].strip() if para.text.startswith(first) else ""
        return [first, *self.wrap(rest, room, size, para.bold)] if rest else [first]

    def _rule(self, x: float, y: float, length: float, thick: float) -> None:
        self.page.rules.append(lambda canvas: canvas.rect(x, y, length, thick, stroke=0, fill=1))

    def _bar(self, bar: Bar) -> None:
        self._rule(self.left, self.y - 3, self.room, bar.thick)
        if bar.double:
            self._rule(self.left, self.y - 5.5, self.room, 0.5)
        self.y -= 12 + bar.thick

    def _sign(self, sign: Sign) -> None:
        size = self.setup.points
        step = size * self.setup.lead
        count = len(sign.blocks)
        room = self.room * (0.5 if count <= 2 else 1 / count)
        wrapped = []
        for block in sign.blocks:
            above = [item for text in block.above for item in (self.wrap(text, room, size) if text else [""])]
            wrapped.append((above, block.name, block.below))
        tallest = max(len(above) + sign.room + 1 + len(below) for above, _, below in wrapped)
        self.need(tallest * step + 10)
        self.y -= step * 0.6
        deepest = max(len(above) for above, _, _ in wrapped)
        for at, (above, name, below) in enumerate(wrapped):
            x = self.left + (self.room - room if count == 1 else at * (self.room - room) / (count - 1))
            y = self.y
            for text in [*[""] * (deepest - len(above)), *above]:
                self._centred(x, y, text, room, sign.bold)
                y -= step
            y -= sign.room * step
            self._centred(x, y, name, room, sign.bold)
            if name and sign.underline:
                wide = self.width(name, size, sign.bold)
                self._rule(x + (room - wide) / 2, y - size - 1.8, wide, 0.6)
            for text in below:
                y -= step
                self._centred(x, y, text, room, False)
        self.y -= tallest * step + step

    def _centred(self, x: float, y: float, text: str, room: float, bold: bool) -> None:
        size = self.setup.points
        if text:
            self.put_line(self.page, (x, y - size, room), text, size, bold=bold, align="center")


def render(document: Document, out: Path) -> None:
    """Print a document."""
    printer = Printer(document.setup)
    for element in document.elements:
        printer.add(element)
    _write(printer, document.setup, out)


def _write(printer: Printer, setup: Setup, out: Path) -> None:
    pages = printer.pages
    while len(pages) > 1 and not (pages[-1].text or pages[-1].under or pages[-1].rules):
        pages.pop()
    canvas = Canvas(
        str(out), pagesize=setup.size, invariant=1, pageCompression=1, initialFontName=printer.faces[False]
    )
    for number, page in enumerate(pages, setup.first_number):
        canvas.setPageSize(page.size)
        last = setup.first_number + len(pages) - 1
        following = pages[number - setup.first_number + 1].first_words if number < last else ""
        for op in [*page.under, *page.rules, *page.text]:
            canvas.setFillColor("#000000")
            canvas.setStrokeColor("#000000")
            op(canvas)
        if not page.bare:
            _furniture(canvas, printer, page, number, last, following)
        canvas.showPage()
    canvas.save()


def _furniture(canvas: Canvas, printer: Printer, page: Page, number: int, last: int, following: str) -> None:
    setup, (wide, high) = printer.setup, page.size
    left, _, right, bottom = setup.margins
    canvas.setFillColor("#000000")
    size = min(setup.points, 9.5)
    canvas.setFont(printer.faces[False], size)
    if setup.running:
        canvas.drawString(left, high - 30, setup.running)
        canvas.line(left, high - 33, wide - right, high - 33)
    base = max(bottom - size - 5, 14)
    if setup.foot:
        canvas.drawString(left, base, setup.foot)
    shown = setup.number.replace("N", str(last)).replace("n", str(number)) if len(setup.number) < 6 else ""
    words = {"Halaman n dari N": f"Halaman {number} dari {last}", "Page n": f"Page {number}"}
    shown = words.get(setup.number, shown)
    if shown and (setup.number_first_page or number > setup.first_number):
        if setup.running and setup.number_at == "top":
            canvas.drawRightString(wide - right, high - 30, shown)
        elif setup.foot or setup.number_at == "right":
            canvas.drawRightString(wide - right, base, shown)
        elif setup.number_at == "top":
            canvas.drawCentredString(wide / 2, high - 34, shown)
        elif setup.number_at == "left":
            canvas.drawString(left, base, shown)
        else:
            canvas.drawCentredString(wide / 2, base, shown)
    if setup.catchwords and following and setup.number_at != "right" and not setup.foot:
        words_of = " ".join(following.split()[:CATCHWORD_WORDS])
        canvas.drawRightString(wide - right, base, f"{words_of} ...")
    if setup.stamp and number == setup.first_number:
        canvas.setFont(printer.faces[True], 13)
        canvas.drawRightString(wide - right, high - 32, setup.stamp)
