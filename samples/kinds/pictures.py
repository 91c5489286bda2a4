"""Emblems, charts and frames: what isn't text on a page."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from .elements import Chart

if TYPE_CHECKING:
    from .printer import Page

Op = Callable[[Canvas], None]
COLOURS = ("#1F7A3D", "#1F4E79", "#B8860B", "#8B1A1A", "#4B4B4B")
FRAME_INSET = 28.0


def draw_emblem(ops: list[Op], x: float, y: float, height: float, seed: int) -> None:
    """Draw a shield with a star and waves."""
    rng = random.Random(seed)
    ground, field = rng.sample(COLOURS, 2)

    def draw(canvas: Canvas) -> None:
        wide = height * 0.8
        left = x + (height - wide) / 2
        canvas.saveState()
        path = canvas.beginPath()
        path.moveTo(left, y + height)
        path.lineTo(left + wide, y + height)
        path.lineTo(left + wide, y + height * 0.4)
        path.curveTo(left + wide, y + height * 0.15, left + wide * 0.6, y, left + wide / 2, y)
        path.curveTo(left + wide * 0.4, y, left, y + height * 0.15, left, y + height * 0.4)
        path.close()
        canvas.setFillColor(ground)
        canvas.setLineWidth(1.2)
        canvas.drawPath(path, stroke=1, fill=1)
        canvas.setFillColor("#F4D03F")
        canvas.circle(left + wide / 2, y + height * 0.66, height * 0.15, stroke=1, fill=1)
        canvas.setFillColor(field)
        canvas.rect(left + wide * 0.18, y + height * 0.28, wide * 0.64, height * 0.12, stroke=1, fill=1)
        canvas.setStrokeColor("#FFFFFF")
        for at in range(3):
            low = y + height * (0.31 + 0.03 * at)
            canvas.line(left + wide * 0.22, low, left + wide * 0.78, low)
        canvas.restoreState()

    ops.append(draw)


def draw_chart(page: Page, chart: Chart, box: tuple[float, float, float], faces: tuple[str, str]) -> None:
    """Draw a bar chart below `box` (x, top, room)."""
    x, top, room = box
    most = max(value for _, value in chart.bars) or 1.0

    def draw(canvas: Canvas) -> None:
        canvas.setFont(faces[True], 10)
        canvas.setFillColor("#000000")
        canvas.drawCentredString(x + room / 2, top - 12, chart.title)
        floor, step = top - chart.height + 16, room * 0.8 / len(chart.bars)
        canvas.setLineWidth(0.6)
        canvas.line(x + room * 0.1, floor, x + room * 0.9, floor)
        canvas.setFont(faces[False], 8)
        for at, (label, value) in enumerate(chart.bars):
            left, high = x + room * 0.1 + at * step, (chart.height - 50) * value / most
            canvas.setFillColor("#4472C4")
            canvas.rect(left + step * 0.2, floor, step * 0.6, high, stroke=0, fill=1)
            canvas.setFillColor("#000000")
            canvas.drawCentredString(left + step / 2, floor - 10, label)
            canvas.drawCentredString(left + step / 2, floor + high + 3, f"{value:.2f}".replace(".", ","))

    page.text.append(draw)


def draw_border(ops: list[Op], size: tuple[float, float], rounded: bool) -> None:
    """Draw a double frame inside the page's edge."""

    def draw(canvas: Canvas) -> None:
        for inset, thick in ((FRAME_INSET, 2.0), (FRAME_INSET + 4, 0.6)):
            canvas.setLineWidth(thick)
            canvas.roundRect(
                inset, inset, size[0] - 2 * inset, size[1] - 2 * inset, 40 if rounded else 0.1, fill=0
            )

    ops.append(draw)
