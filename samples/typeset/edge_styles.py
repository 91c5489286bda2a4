"""Ways to draw one edge of a cell: whole, in pieces, dashed, double, as a filled box, or with gaps at its ends."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

Edge = tuple[float, float, float, float]


def edge_drawer(style: Callable[[Canvas, Edge], None], edge: Edge) -> Callable[[Canvas], None]:
    """A function that draws the edge in the style on a canvas."""
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


EDGE_STYLES = {
    "plain": _plain,
    "pieces": _pieces,
    "dashed": _dashed,
    "double": _double,
    "rects": _rects,
    "gaps": _gaps,
}
