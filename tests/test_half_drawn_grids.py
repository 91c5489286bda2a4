"""Grids of which half is drawn: verticals broken off around a row across the table, and lines made of dots."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent, Ruling
from iki.schema.blocks import Block, Word
from printed import words
from reportlab.pdfgen.canvas import Canvas

HEAD, BODY = 24.0, 60.0  # points: heights of a head or group row, and of a body row
TOP = 80.0


def across(name: str, xs: Sequence[float], top: float) -> list[Word]:
    """A group's name in the middle of the table, over the inner verticals' places."""
    width = 5.0 * len(name)
    return words(name, (xs[0] + xs[-1] - width) / 2, top + 6)


def broken_off(xs: Sequence[float], groups: Sequence[str], *, outer: bool, whole: bool) -> PageContent:
    """A table with a ruled head, group rows that no vertical crosses, and body rows with verticals only."""
    printed: list[Word] = []
    for i, x in enumerate(xs[:-1]):
        printed += words(f"Kepala{i}", x + 4, TOP + 6)
    rulings = [Ruling("h", y, xs[0], xs[-1]) for y in (TOP, TOP + HEAD)]
    inner = xs[1:-1]
    y = TOP + HEAD
    rulings += [Ruling("v", x, TOP, y) for x in inner]
    for number, group in enumerate(groups):
        printed += across(group, xs, y)
        y += HEAD
        for i, x in enumerate(xs[:-1]):
            printed += words(f"isi{number}{i}", x + 4, y + 6)
        rulings += [Ruling("v", x, y, y + BODY) for x in inner]
        y += BODY
    if outer:
        rulings += [Ruling("v", x, TOP, y) for x in (xs[0], xs[-1])]
    if whole:
        rulings.append(Ruling("h", y, xs[0], xs[-1]))
    return PageContent(1, 842, 595, words=printed, rulings=rulings)


def the_table(content: PageContent) -> Block:
    (table,) = [b for b in lay_out(content).blocks if b.kind == "table"]
    return table


def spans(table: Block) -> list[tuple[int, int, str]]:
    return [(c.row, c.col_span, " ".join(line.text for line in c.lines)) for c in table.cells]


@pytest.mark.parametrize(
    ("xs", "groups", "outer", "whole"),
    [
        ((50, 210, 400, 560, 790), ("Kepala Seksi Kebersihan Kota", "Kepala Seksi Taman"), True, False),
        ((60, 240, 420, 700), ("Sekretariat Kecamatan Lama", "Seksi Pemerintahan"), False, True),
        (
            (50, 300, 640),
            ("Bidang Pasar dan Perdagangan", "Bidang Industri Kecil", "Sekretariat"),
            True,
            True,
        ),
        ((40, 90, 250, 420, 600, 700, 800), ("Subbagian Keuangan dan Aset Daerah",), True, True),
    ],
)
def test_verticals_that_break_off_together_part_a_row_across_the_table(
    xs: tuple[float, ...], groups: tuple[str, ...], *, outer: bool, whole: bool
) -> None:
    columns = len(xs) - 1
    expected = [(0, 1, f"Kepala{i}") for i in range(columns)]
    for number, group in enumerate(groups):
        expected.append((1 + 2 * number, columns, group))
        expected += [(2 + 2 * number, 1, f"isi{number}{i}") for i in range(columns)]
    assert spans(the_table(broken_off(xs, groups, outer=outer, whole=whole))) == expected


@pytest.mark.parametrize("gap", [1.0, 4.0, 7.0])
def test_a_break_in_the_ink_splits_no_row(gap: float) -> None:
    xs = (50.0, 210.0, 400.0, 560.0)
    rulings = [Ruling("h", y, 50, 560) for y in (80, 104, 200)]
    rulings += [Ruling("v", x, a, b) for x in xs[1:-1] for a, b in ((80, 150), (150 + gap, 200))]
    rulings += [Ruling("v", x, 80, 200) for x in (50, 560)]
    printed = [w for x in xs[:-1] for w in [*words("Judul", x + 4, 86), *words("isi", x + 4, 120)]]
    assert max(c.row for c in the_table(PageContent(1, 842, 595, words=printed, rulings=rulings)).cells) == 1


def square(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.rect(x - size / 2, y - size / 2, size, size, stroke=0, fill=1)


def disc(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.circle(x, y, size / 2, stroke=0, fill=1)


def tick(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.setLineWidth(size)
    canvas.line(x - size / 2, y, x + size / 2, y)


def ring(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.setLineWidth(size / 3)
    canvas.rect(x - size / 3, y - size / 3, size / 1.5, size / 1.5, stroke=1, fill=0)


Dot = Callable[[Canvas, float, float, float], None]


def drawn(paint: Callable[[Canvas], None]) -> PageContent:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 9)
    paint(canvas)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        return pdfium.read_page(document, 0)


@pytest.mark.parametrize("dot", [square, disc, tick, ring])
@pytest.mark.parametrize(("size", "pitch"), [(0.7, 1.41), (0.97, 2.3), (1.3, 2.9)])
def test_dots_of_any_shape_are_the_lines_of_a_grid(dot: Dot, size: float, pitch: float) -> None:
    xs, ys = (57.3, 168.1, 306.7, 487.9), (700.2, 672.9, 611.4, 560.6)

    def paint(canvas: Canvas) -> None:
        for row, y in enumerate(ys[:-1]):
            for col, x in enumerate(xs[:-1]):
                canvas.drawString(x + 5, y - 14, f"isi{row}{col}")
        for start, end, at, level in [
            *((xs[0], xs[-1], y, True) for y in ys),
            *((ys[-1], ys[0], x, False) for x in xs),
        ]:
            for i in range(int((end - start) / pitch) + 1):
                along = start + i * pitch
                dot(canvas, *((along, at) if level else (at, along)), size)

    table = the_table(drawn(paint))
    assert spans(table) == [(row, 1, f"isi{row}{col}") for row in range(3) for col in range(3)]
