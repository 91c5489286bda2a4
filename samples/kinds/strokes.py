"""The lines of a grid as office programs leave them in a PDF: strokes, thin rectangles, pieces, dashes, squares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from .elements import Rules

Op = Callable[[Canvas], None]
Edge = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    """A cell's frame, from its left and top edge."""

    x: float
    top: float
    width: float
    height: float
    open_top: bool = False
    open_bottom: bool = False


def filled(box: Box, color: str) -> Op:
    """A coloured ground."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(f"#{color}")
        canvas.rect(box.x, box.top - box.height, box.width, box.height, stroke=0, fill=1)

    return draw


def frame(box: Box, rules: Rules, kind: str) -> Op:
    """The lines around a cell."""
    right, bottom = box.x + box.width, box.top - box.height
    edges: list[Edge] = []
    if kind in ("grid", "columns"):
        edges += [(box.x, bottom, box.x, box.top), (right, bottom, right, box.top)]
    if kind in ("grid", "columns", "rows"):
        edges += [] if box.open_top else [(box.x, box.top, right, box.top)]
        edges += [] if box.open_bottom else [(box.x, bottom, right, bottom)]

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(rules.width)
        canvas.setStrokeColor(f"#{rules.color}")
        canvas.setFillColor(f"#{rules.color}")
        for edge in edges:
            STROKES[rules.stroke](canvas, edge, rules.width)

    return draw


def _solid(canvas: Canvas, edge: Edge, _: float) -> None:
    canvas.line(*edge)


def _rects(canvas: Canvas, edge: Edge, width: float) -> None:
    x0, y0, x1, y1 = edge
    half = width / 2
    canvas.rect(x0 - half, y0 - half, x1 - x0 + width, y1 - y0 + width, stroke=0, fill=1)


def _pieces(canvas: Canvas, edge: Edge, width: float) -> None:
    x0, y0, x1, y1 = edge
    count = max(int((x1 - x0 + y1 - y0) / 23), 1)
    for at in range(count):
        a, b = at / count, (at + 1) / count
        canvas.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)


def _dashed(canvas: Canvas, edge: Edge, _: float) -> None:
    canvas.setDash(3, 2)
    canvas.line(*edge)
    canvas.setDash()


def _dots(canvas: Canvas, edge: Edge, width: float) -> None:
    x0, y0, x1, y1 = edge
    side = max(width, 0.5)
    count = int((x1 - x0 + y1 - y0) / (2 * side))
    for at in range(count):
        share = at / max(count, 1)
        canvas.rect(
            x0 + (x1 - x0) * share - side / 2,
            y0 + (y1 - y0) * share - side / 2,
            side,
            side,
            stroke=0,
            fill=1,
        )


def _double(canvas: Canvas, edge: Edge, _: float) -> None:
    x0, y0, x1, y1 = edge
    dx, dy = (0.9, 0.0) if x0 == x1 else (0.0, 0.9)
    canvas.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy)
    canvas.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


STROKES = {
    "solid": _solid,
    "rects": _rects,
    "pieces": _pieces,
    "dashed": _dashed,
    "dots": _dots,
    "double": _double,
}
