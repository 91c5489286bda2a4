"""A cell is called empty only if print shows nothing in it: drawn numbers, ticks and patches are ink."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from iki.extract.document_reader import read_document
from iki.schema.blocks import Block, Page
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, WIDE, HIGH = 60.0, 760.0, 120.0, 30.0
ROWS, COLUMNS = 3, 4
TEXTS = ("Luas lahan", "Jumlah benih", "Laporan panen")
Paint = Callable[[Canvas, float, float], None]


def table(canvas: Canvas, paint: Paint) -> None:
    """Three rows whose last column has no text, but what ``paint`` draws in its middle cell (given its corner)."""
    canvas.setFont("Helvetica", 10)
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = LEFT + column * WIDE, TOP - (row + 1) * HIGH
            canvas.rect(x, y, WIDE, HIGH)
            if column < len(TEXTS):
                canvas.drawString(x + 4, y + 12, f"{TEXTS[column]} {row + 1}")
            elif row == 1:
                canvas.saveState()
                paint(canvas, x, y)
                canvas.restoreState()


def read(tmp_path: Path, draw: Callable[[Canvas], None]) -> Page:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return read_document(path, name=path.name).pages[0]


def inked(page: Page) -> list[tuple[int, int]]:
    return [(cell.row, cell.col) for cell in the_table(page).cells if cell.inked]


def the_table(page: Page) -> Block:
    return next(block for block in page.blocks if block.kind == "table")


def tick(canvas: Canvas, x: float, y: float) -> None:
    canvas.lines([(x + 50, y + 15, x + 54, y + 10), (x + 54, y + 10, x + 64, y + 22)])


def handwriting(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeColorRGB(0.1, 0.1, 0.7)
    canvas.bezier(x + 30, y + 8, x + 50, y + 40, x + 10, y + 30, x + 45, y + 10)


def shapes(canvas: Canvas, x: float, y: float) -> None:
    """Three letters as drawings: fewer than make a word that is read."""
    for at in range(3):
        path = canvas.beginPath()
        path.moveTo(x + 20 + 8 * at, y + 10)
        for step in ((2, 4), (0, 8), (5, 8), (5, 0), (3, 3), (2, 1)):
            path.lineTo(x + 20 + 8 * at + step[0], y + 10 + step[1])
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def small_picture(canvas: Canvas, x: float, y: float) -> None:
    image = Image.new("RGB", (60, 44), "white")
    ImageDraw.Draw(image).ellipse((8, 6, 50, 38), outline="black", width=6)
    canvas.drawImage(ImageReader(image), x + 10, y + 8, 15, 11)


def patch(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 4, y + 6, WIDE - 8, HIGH - 12, stroke=0, fill=1)


def whole_patch(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y, WIDE, HIGH, stroke=0, fill=1)


@pytest.mark.parametrize("paint", [tick, handwriting, shapes, small_picture, patch, whole_patch])
def test_a_drawing_in_a_cell_is_ink(tmp_path: Path, paint: Paint) -> None:
    assert inked(read(tmp_path, lambda canvas: table(canvas, paint))) == [(1, 3)]


def white_tick(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.circle(x + 40, y + 15, 6, stroke=0, fill=1)


def pale_mark(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColorRGB(0.85, 0.88, 0.9)
    canvas.circle(x + 40, y + 15, 6, stroke=0, fill=1)


def covered_tick(canvas: Canvas, x: float, y: float) -> None:
    tick(canvas, x, y)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(x + 2, y + 2, WIDE - 4, HIGH - 4, stroke=0, fill=1)


def line_through_rows(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x + 10, y - HIGH + 4, x + WIDE - 10, y + 2 * HIGH - 4)


def shaded(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColorRGB(0.6, 0.6, 0.6)
    canvas.rect(x, y, WIDE, HIGH, stroke=0, fill=1)


@pytest.mark.parametrize("paint", [white_tick, pale_mark, covered_tick, line_through_rows, shaded])
def test_what_no_print_shows_in_a_cell_is_none(tmp_path: Path, paint: Paint) -> None:
    assert inked(read(tmp_path, lambda canvas: table(canvas, paint))) == []


def test_a_dark_row_is_shading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, lambda *_: None)
        for row, texts in ((3, False), (4, True)):
            for column in range(COLUMNS):
                x, y = LEFT + column * WIDE, TOP - (row + 1) * HIGH
                canvas.rect(x, y, WIDE, HIGH, stroke=1, fill=not texts)
                if texts:
                    canvas.drawString(x + 4, y + 12, "Jumlah")

    assert inked(read(tmp_path, draw)) == []


@pytest.mark.parametrize("kind", ["Ink", "Line", "Polygon"])
def test_drawings_of_notes_are_ink(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    table(canvas, lambda *_: None)
    canvas.save()
    x, y = LEFT + 3 * WIDE, TOP - 2 * HIGH
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        shape = file.make_stream(
            b"1 w 4 4 m 12 20 l 20 6 l S",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 24, 24],
        )
        file.pages[0].Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name("/" + kind),
                    Rect=[x + 10, y + 2, x + 34, y + 26],
                    F=4,
                    AP=pikepdf.Dictionary(N=shape),
                )
            ]
        )
        file.save(path)
    assert inked(read_document(path, name=path.name).pages[0]) == [(1, 3)]


def black(canvas: Canvas) -> None:
    canvas.setFillGray(0)


def blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.2, 0.6)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)


@pytest.mark.parametrize(("colour", "doubted"), [(black, True), (blue, True), (white, False)])
def test_words_beside_covered_ones_are_doubted(
    tmp_path: Path, colour: Callable[[Canvas], None], doubted: bool
) -> None:
    def paint(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x + 4, y + 18, "Persentase panen")
        canvas.drawString(x + 4, y + 6, "yang dijual")
        colour(canvas)
        canvas.rect(x + 2, y + 15, WIDE - 4, 12, stroke=0, fill=1)

    page = read(tmp_path, lambda canvas: table(canvas, paint))
    cell = next(cell for cell in the_table(page).cells if cell.lines and (cell.row, cell.col) == (1, 3))
    assert cell.text == "yang dijual"
    assert (cell.confidence < 0.8) == doubted
    assert [gap.box for gap in page.gaps if gap.code == "hidden-text"] != [None]


def test_words_over_a_dark_patch_replace_those_below(tmp_path: Path) -> None:
    def paint(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x + 4, y + 12, "rencana lama")
        canvas.rect(x + 2, y + 4, WIDE - 4, 22, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(x + 4, y + 12, "rencana baru")

    page = read(tmp_path, lambda canvas: table(canvas, paint))
    cell = next(cell for cell in the_table(page).cells if (cell.row, cell.col) == (1, 3))
    assert cell.text == "rencana baru"
    assert cell.confidence > 0.8
