"""What nobody can see on a page is no text; what is merely shaded, marked or light is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.document_reader import read_document
from iki.extract.page_content import PageContent
from iki.schema.gaps import GapCode
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
SHOWN = "Persentase kapal terdata"


def draw(paint: Callable[[Canvas], None]) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setFont("Helvetica", 10)
    paint(canvas)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def read(paint: Callable[[Canvas], None], **options: Any) -> PageContent:
    with pypdfium2.PdfDocument(draw(paint)) as document:
        return pdfium.read_page(document, 0, **options)


def text(content: PageContent) -> str:
    return " ".join(word.text for word in content.words)


def patched(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "rencana lama dinas")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(70, 695, 200, 16, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 700, SHOWN)


def patched_round(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "target lama")
    canvas.setFillColorRGB(0.9, 0.95, 1)
    canvas.roundRect(60, 690, 150, 26, 6, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 640, SHOWN)


def patched_by_picture(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "nomor lama")
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 10), "white")), 60, 690, 160, 30)
    canvas.drawString(72, 640, SHOWN)


def white_on_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 700, "isi di sini")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 680, SHOWN)


def blue_on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.3, 0.7)
    canvas.rect(60, 690, 200, 24, stroke=0, fill=1)
    canvas.drawString(72, 700, "kata kunci")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 660, SHOWN)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 700, "teks tembus pandang")
    canvas.setFillAlpha(1)
    canvas.drawString(72, 680, SHOWN)


def clipping(canvas: Canvas, text: str, y: float = 700) -> None:
    """Text that paints nothing itself: what is painted next shows in the shape of its letters."""
    drawn = canvas.beginText(72, y)
    drawn.setTextRenderMode(7)
    drawn.textOut(text)
    canvas.drawText(drawn)


def clipping_nothing(canvas: Canvas) -> None:
    canvas.drawString(72, 680, SHOWN)
    canvas.saveState()
    clipping(canvas, "lapisan tanpa cat")
    canvas.restoreState()


def clipping_below_a_band(canvas: Canvas) -> None:
    canvas.saveState()
    clipping(canvas, "lapisan di bawah pita", 640)
    canvas.restoreState()
    canvas.setFillColorRGB(0.8, 0.9, 0.8)
    canvas.rect(60, 630, 300, 40, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 680, SHOWN)


@pytest.mark.parametrize(
    "paint",
    [
        patched,
        patched_round,
        patched_by_picture,
        white_on_white,
        blue_on_blue,
        transparent,
        clipping_nothing,
        clipping_below_a_band,
    ],
)
def test_text_that_nobody_can_see_is_left_out_and_said(paint: Callable[[Canvas], None]) -> None:
    content = read(paint)
    assert text(content) == SHOWN
    assert [gap.code for gap in content.gaps] == [GapCode.HIDDEN_TEXT]


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.4)
    canvas.rect(60, 690, 200, 24, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 700, SHOWN)


def painted_through(canvas: Canvas) -> None:
    for i, word in enumerate(SHOWN.split()):
        canvas.saveState()
        clipping(canvas, word, 700 - 20 * i)
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(60, 695 - 20 * i, 200, 16, stroke=0, fill=1)
        canvas.restoreState()


def painted_through_at_once(canvas: Canvas) -> None:
    canvas.saveState()
    clipping(canvas, SHOWN)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.restoreState()


def pictured_through(canvas: Canvas) -> None:
    canvas.saveState()
    clipping(canvas, SHOWN)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 10), "navy")), 60, 690, 300, 30)
    canvas.restoreState()


def on_shaded_cell(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)
    canvas.rect(60, 690, 200, 24, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 700, SHOWN)


def marked_later(canvas: Canvas) -> None:
    canvas.drawString(72, 700, SHOWN)
    canvas.setFillAlpha(0.4)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(60, 690, 200, 24, stroke=0, fill=1)


def light_grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.85, 0.85, 0.85)
    canvas.drawString(72, 700, SHOWN)


def white_in_a_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 10), "navy")), 60, 690, 200, 30)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 700, SHOWN)


THROUGH = (painted_through, painted_through_at_once, pictured_through)


@pytest.mark.parametrize("paint", THROUGH)
def test_what_is_painted_through_letters_is_their_ink(paint: Callable[[Canvas], None]) -> None:
    assert not read(paint).fills


@pytest.mark.parametrize(
    "paint",
    [white_on_dark, on_shaded_cell, marked_later, light_grey, white_in_a_picture, *THROUGH],
)
def test_text_that_can_be_seen_stays(paint: Callable[[Canvas], None]) -> None:
    content = read(paint)
    assert text(content) == SHOWN
    assert not content.gaps


def test_a_patch_over_half_a_line_takes_half_of_it() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Jumlah laporan")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(72 + canvas.stringWidth("Jumlah ", "Helvetica", 10), 690, 200, 24, stroke=0, fill=1)

    assert text(read(paint)) == "Jumlah"


def test_text_under_a_picture_of_the_page_is_a_hidden_layer() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "rnutu layanan")
        canvas.drawImage(ImageReader(Image.new("L", (60, 84), 255)), 0, 0, WIDTH, HEIGHT)

    content = read(paint)
    assert not content.words
    assert [word.text for word in content.hidden_words] == ["rnutu", "layanan"]


def layered(*, on: bool, packed: bool = False) -> bytes:
    """A page with a line in a layer, over the line that is always shown."""

    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, SHOWN)

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(draw(paint))) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Konsep")))
        shown = pikepdf.Array([layer])
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=shown, D=pikepdf.Dictionary({"/ON" if on else "/OFF": shown, "/Order": shown})
        )
        page = pdf.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(K1=layer)
        page.contents_add(b"/OC /K1 BDC BT /F1 10 Tf 80 702 Td (KONSEP LAMA) Tj ET EMC")
        modes = pikepdf.ObjectStreamMode
        pdf.save(out, object_stream_mode=modes.generate if packed else modes.disable)
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("on", [False, True])
def test_a_layer_that_is_off_is_no_print(tmp_path: Path, *, on: bool, packed: bool) -> None:
    path = tmp_path / "berlapis.pdf"
    path.write_bytes(layered(on=on, packed=packed))
    (page,) = read_document(path, name=path.name).pages
    found = " ".join(block.text for block in page.blocks)
    assert ("KONSEP" in found) == on
    assert "kapal" in found
