"""A pen that puts texts and lines onto pages, with the oddities of hand-made PDFs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from . import measure
from .edge_styles import EDGE_STYLES, edge_drawer
from .hyphens import SOFT
from .look import Look

LEAD = 1.22
LEAST_MARGIN = 46.0
LIGATURES = (("fi", "\ufb01"), ("fl", "\ufb02"))

Op = Callable[[Canvas], None]


@dataclass
class PageOps:
    """What is drawn on one page, in the order of drawing."""

    text: list[Op] = field(default_factory=list)
    lines: list[Op] = field(default_factory=list)


class Pen:
    """Draws at `y` (points, from the page's bottom) of the last page, and begins new pages."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.faces = faces_of(look)
        self.pages = [PageOps()]
        self.y = look.page[1] - self.margin

    @property
    def margin(self) -> float:
        """White space above and below the text, in points."""
        return max(self.look.margin, LEAST_MARGIN)

    def new_page(self) -> None:
        """Begin a new page."""
        self.pages.append(PageOps())
        self.y = self.look.page[1] - self.margin

    def need(self, height: float) -> None:
        """Begin a new page unless this height is left on the last one."""
        if self.y - height < self.margin:
            self.new_page()

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """The width of a text in points."""
        return float(pdfmetrics.stringWidth(self._print(text), self.faces[bold], size))

    def _print(self, text: str) -> str:
        if "ligatures" in self.look.tricks:
            for plain, joined in LIGATURES:
                text = text.replace(plain, joined)
        return text

    def wrap(self, text: str, room: float, size: float, bold: bool = False) -> list[str]:
        """The text in lines that fit into ``room`` points; soft hyphens break words."""
        lines: list[str] = []
        current = ""
        for word in text.split():
            for number, chunk in enumerate(re.split(rf"(?<=\w-)(?=\w)|(?<={SOFT})", word)):
                longer = current + (" " if current and not number else "") + chunk
                if current and self.width(self._visible(longer), size, bold) > room:
                    lines.append(self._visible(current))
                    longer = chunk
                current = longer
        return [*lines, self._visible(current)]

    def _visible(self, text: str) -> str:
        hyphen = "-" if self.look.seed % 2 else SOFT
        return text.replace(SOFT, "") + (hyphen if text.endswith(SOFT) else "")

    def put(
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
        """Draw a text with its baseline at ``y``, on the last page or on the one of that index."""
        if not text:
            return
        fake = bold and "fake-bold" in self.look.tricks
        face, shown = self.faces[bold and not fake], self._print(text)
        ops = self.pages[len(self.pages) - 1 if page is None else page].text

        def draw(canvas: Canvas) -> None:
            canvas.setFillColorRGB(*rgb(color or "000000"))
            canvas.setFont(face, size)
            canvas.drawString(x, y, shown)
            if fake:
                canvas.drawString(x + 0.35, y, shown)

        ops.append(draw)
        if "invisible" in self.look.tricks:
            ops.append(_invisible(x, y, shown, face, size))

    def justified(self, x: float, y: float, text: str, size: float, room: float, page: int) -> None:
        """Draw a line stretched to ``room``, or as it is where it is too short for that."""
        words = text.split()
        spare = room - sum(self.width(word, size) for word in words)
        gap = spare / (len(words) - 1) if len(words) > 1 else 0.0
        if not 0 < gap < size * 1.4:
            self.put(x, y, text, size, page=page)
            return
        for word in words:
            self.put(x, y, word, size, page=page)
            x += self.width(word, size) + gap

    def rule(self, x: float, y: float, length: float, thick: float) -> None:
        """Draw a filled bar, ``thick`` points high."""
        self.pages[-1].lines.append(lambda canvas: canvas.rect(x, y, length, thick, stroke=0, fill=1))

    def frame(
        self,
        page: int,
        x: float,
        top: float,
        width: float,
        height: float,
        open_top: bool = False,
        open_bottom: bool = False,
    ) -> None:
        """Draw the edges of a cell in the look's style; open sides are left out."""
        bottom = top - height
        edges = [(x, bottom, x, top), (x + width, bottom, x + width, top)]
        edges += [] if open_top else [(x, top, x + width, top)]
        edges += [] if open_bottom else [(x, bottom, x + width, bottom)]
        style = EDGE_STYLES[self.look.variant]
        self.pages[page].lines += [edge_drawer(style, edge) for edge in edges]


def faces_of(look: Look) -> tuple[str, str]:
    """Names of the regular and the bold font of a look, loaded."""
    names = (look.font.replace(" ", ""), look.font.replace(" ", "") + "-Bold")
    for name, bold in zip(names, (False, True), strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, measure.font_file(look.font, bold)))
    return names


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1 of a colour like 1F4E79."""
    return int(colour[:2], 16) / 255, int(colour[2:4], 16) / 255, int(colour[4:], 16) / 255


def fill_box(canvas: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    """Fill a rectangle with a colour like 1F4E79."""
    canvas.setFillColorRGB(*rgb(colour))
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
