"""The default engine on small PDFs drawn here: turned, cropped, hidden, doubled, shaded."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent
from iki.schema.geometry import Box
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
TEXT = "Jabatan : Camat Contoh"


def draw(paint: Callable[[Canvas], None], *, turn: int = 0, crop: tuple[float, ...] | None = None) -> bytes:
    """A page of A4 as PDF; ``turn`` and ``crop`` are set as /Rotate and /CropBox."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setFont("Helvetica", 10)
    paint(canvas)
    canvas.showPage()
    canvas.save()
    out = io.BytesIO()
    with pikepdf.open(made) as pdf:
        if turn:
            pdf.pages[0].Rotate = turn
        if crop:
            pdf.pages[0].CropBox = pikepdf.Array([pikepdf.Object.parse(str(v).encode()) for v in crop])
        pdf.save(out)
    return out.getvalue()


def read(paint: Callable[[Canvas], None], **options: Any) -> PageContent:
    with pypdfium2.PdfDocument(draw(paint, **options)) as document:
        return pdfium.read_page(document, 0)


def texts(content: PageContent) -> list[str]:
    return [word.text for word in content.words]


def a_line(canvas: Canvas) -> None:
    canvas.drawString(72, HEIGHT - 100, TEXT)


def test_words_with_their_boxes() -> None:
    content = read(a_line)
    assert texts(content) == TEXT.split()
    first = content.words[0]
    assert first.box.x0 == pytest.approx(72, abs=1)
    assert first.box.top == pytest.approx(100 - 8, abs=0.5)
    assert first.box.bottom == pytest.approx(100 + 2.2, abs=0.5)
    assert first.size == pytest.approx(10.2, abs=0.1)
    assert (content.width, content.height) == (WIDTH, HEIGHT)
    assert content.unmapped == 0
    assert content.to_display is None


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_with_rotate_reads_as_displayed(turn: int) -> None:
    """The content is drawn so that it is upright once the page is turned."""

    def upright(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        canvas.drawString(-100, 50, TEXT)
        canvas.line(-100, 40, 100, 40)

    content = read(upright, turn=turn)
    shown = (HEIGHT, WIDTH) if turn % 180 else (WIDTH, HEIGHT)
    assert (content.width, content.height) == pytest.approx(shown)
    assert texts(content) == TEXT.split()
    assert content.rotation == 0
    first = content.words[0].box
    assert (first.x0, first.cy) == pytest.approx((shown[0] / 2 - 100, shown[1] / 2 - 53), abs=2)
    (rule,) = content.rulings
    assert rule.axis == "h"
    assert rule.pos == pytest.approx(shown[1] / 2 - 40)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_runs_sideways_is_read_upright_and_mapped_back(turn: int) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        canvas.drawString(-100, 50, TEXT)

    content = read(sideways)
    assert texts(content) == TEXT.split()
    assert content.rotation % 360 != 0
    boxes = [w.box for w in content.words]
    assert all(a.x1 <= b.x0 for a, b in pairwise(boxes))
    assert content.to_display is not None
    back = content.to_display(boxes[0])
    middle = {90: (-53, 100), 180: (100, 53), 270: (53, -100)}[turn]
    expected = (WIDTH / 2 + middle[0], HEIGHT / 2 + middle[1])
    assert back.holds(*expected, slack=25)
    assert Box(0, 0, WIDTH, HEIGHT).intersection_area(back) == pytest.approx(back.area)


def test_a_crop_box_moves_the_origin_and_hides_what_lies_outside() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "dalam")
        canvas.drawString(10, 10, "luar")

    content = read(paint, crop=(50, 100, 550, 800))
    assert (content.width, content.height) == (500, 700)
    assert texts(content) == ["dalam"]
    assert content.words[0].box.x0 == pytest.approx(50, abs=1)
    assert content.words[0].box.cy == pytest.approx(97, abs=2)


def test_invisible_text_is_kept_apart() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "tampak")
        hidden = canvas.beginText(72, 600)
        hidden.setTextRenderMode(3)
        hidden.textOut("tersembunyi")
        canvas.drawText(hidden)

    content = read(paint)
    assert texts(content) == ["tampak"]
    assert [w.text for w in content.hidden_words] == ["tersembunyi"]


@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_fake_bold_counts_once(shift: float) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, TEXT)
        canvas.drawString(72 + shift, 700, TEXT)

    assert sorted(texts(read(paint))) == sorted(TEXT.split())


def test_rulings_and_shading() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        canvas.line(50, 700, 300, 700)
        canvas.rect(50, 600, 200, 0.8, stroke=0, fill=1)
        canvas.setFillGray(0.8)
        canvas.rect(50, 400, 200, 50, stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.line(50, 300, 300, 300)

    content = read(paint)
    assert [(r.axis, round(r.pos), round(r.start), round(r.end)) for r in content.rulings] == [
        ("h", 142, 50, 300),
        ("h", 242, 50, 250),
    ]
    (shade,) = content.fills
    assert tuple(shade.box) == pytest.approx((50, 392, 250, 442), abs=0.1)
    assert shade.grey == pytest.approx(0.8, abs=0.01)


def test_paths_within_forms_are_where_the_form_puts_them() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.beginForm("kotak")
        canvas.line(0, 0, 100, 0)
        canvas.endForm()
        canvas.translate(200, 500)
        canvas.scale(2, 1)
        canvas.doForm("kotak")

    (rule,) = read(paint).rulings
    assert (rule.pos, rule.start, rule.end) == pytest.approx((342, 200, 400))


def test_the_scale_of_the_page_is_that_of_the_text() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.scale(2, 2)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(50, 350, "besar")

    (word,) = read(paint).words
    assert word.size == pytest.approx(12.24, abs=0.1)


def test_an_empty_page_has_nothing() -> None:
    content = read(lambda canvas: None)
    assert (content.words, content.rulings, content.fills, content.images) == ([], [], [], [])
    assert (content.width, content.height) == (WIDTH, HEIGHT)


def sheet_of_two_rows(canvas: Canvas) -> None:
    """Two rows of a spreadsheet, 16 points high; the upper one's text of three lines is clipped to its cell."""
    top = 600
    for y in (top, top - 16, top - 32):
        canvas.line(100, y, 300, y)
    for x in (100, 300):
        canvas.line(x, top, x, top - 32)
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(100, top - 16, 200, 16)
    canvas.clipPath(clip, stroke=0)
    for number, text in enumerate(("Penyediaan barang", "cetakan dan", "penggandaan")):
        canvas.drawString(102, top - 11 - 12 * number, text)
    canvas.restoreState()
    canvas.drawString(102, top - 27, "Konsumsi rapat")
    canvas.drawString(100, 400, "Mengetahui")


def cells_of(paint: Callable[[Canvas], None]) -> list[str]:
    (table,) = (block for block in lay_out(read(paint)).blocks if block.kind == "table")
    return [cell.text.replace("\n", " ") for cell in table.cells]


def test_a_text_that_is_too_long_for_its_row_is_its_cells() -> None:
    assert cells_of(sheet_of_two_rows) == ["Penyediaan barang cetakan dan penggandaan", "Konsumsi rapat"]


def test_a_text_clipped_at_the_end_of_a_page_goes_on_elsewhere() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(100, 588, 200, 12)
        canvas.clipPath(clip, stroke=0)
        for number, text in enumerate(("tertib", "administrasi", "kantor")):
            canvas.drawString(102, 591 - 12 * number, text)
        canvas.restoreState()
        for y in (600, 588):
            canvas.line(100, y, 300, y)
        canvas.drawString(102, 30, "1")

    assert texts(read(paint)) == ["tertib", "1"]
