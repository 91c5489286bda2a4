"""PDFium's questions asked many at a time give what they give one by one."""

from __future__ import annotations

import io
from ctypes import byref, c_double, c_float, c_uint
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdf
import pytest
from iki.extract import pdfium_calls as calls
from reportlab.pdfgen.canvas import Canvas

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
LINES, LETTERS = 60, 50  # more letters than there is room for at a time


def a_full_page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    for line in range(LINES):
        canvas.setFillColorRGB(line / LINES, 0, 1)
        canvas.drawString(40, 820 - 12 * line, "kinerja100" * (LETTERS // 10))
        canvas.rect(40, 818 - 12 * line, 300, 1.5 + line / 10, stroke=line % 2, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def document() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(a_full_page())


def test_characters(document: pypdfium2.PdfDocument) -> None:
    page = document[0]
    textpage = pdf.FPDFText_LoadPage(page.raw)
    handle = calls.handle_of(textpage)
    count = calls.count_chars(handle)
    assert count > LINES * LETTERS > calls.AT_ONCE
    rect, x, y = pdf.FS_RECTF(), c_double(), c_double()
    boxes, told = calls.loose_boxes(handle, range(count))
    places, placed = calls.origins(handle, range(count))
    sizes = calls.font_sizes(handle, range(count))
    for i in range(count):
        assert bool(pdf.FPDFText_GetLooseCharBox(textpage, i, byref(rect))) == told[i]
        if told[i]:
            assert boxes[i].tolist() == [rect.left, rect.top, rect.right, rect.bottom]
        assert bool(pdf.FPDFText_GetCharOrigin(textpage, i, byref(x), byref(y))) == placed[i]
        assert places[i].tolist() == [x.value, y.value]
        assert sizes[i] == pdf.FPDFText_GetFontSize(textpage, i)
    pdf.FPDFText_ClosePage(textpage)
    page.close()


def test_characters_that_do_not_exist_are_not_reported(document: pypdfium2.PdfDocument) -> None:
    page = document[0]
    textpage = pdf.FPDFText_LoadPage(page.raw)
    boxes, told = calls.loose_boxes(calls.handle_of(textpage), [0, 10**6])
    assert told.tolist() == [True, False]
    assert boxes[1].tolist() == [0, 0, 0, 0]
    pdf.FPDFText_ClosePage(textpage)
    page.close()


@pytest.mark.parametrize("name", ["writer-hyphenated", "drawn-gaps", "browser-rowspans"])
def test_codes_are_those_of_each_character(name: str) -> None:
    """At once from the page's text, where a hyphen at a line's end has another code."""
    with pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf") as document:
        for page in document:
            textpage = pdf.FPDFText_LoadPage(page.raw)
            count = pdf.FPDFText_CountChars(textpage)
            one_by_one = [pdf.FPDFText_GetUnicode(textpage, i) for i in range(count)]
            assert calls.codes_of(calls.handle_of(textpage), count).tolist() == one_by_one
            pdf.FPDFText_ClosePage(textpage)
            page.close()


def test_objects(document: pypdfium2.PdfDocument) -> None:
    page = document[0]
    handles = calls.objects_of_page(calls.handle_of(page.raw), 10**6)
    own = [pdf.FPDFPage_GetObject(page.raw, i) for i in range(pdf.FPDFPage_CountObjects(page.raw))]
    assert [handle.address for handle in handles] == [calls.handle_of(obj).address for obj in own]
    colours, alphas = calls.colors_of(handles, stroke=False)
    bounds = calls.bounds_of(handles)
    r, g, b, a = (c_uint() for _ in range(4))
    sides = [c_float() for _ in range(4)]
    for i, obj in enumerate(own):
        assert pdf.FPDFPageObj_GetFillColor(obj, byref(r), byref(g), byref(b), byref(a))
        assert colours[i] == (r.value << 16) | (g.value << 8) | b.value
        assert alphas[i] == a.value
        assert pdf.FPDFPageObj_GetBounds(obj, *map(byref, sides))
        assert bounds[i].tolist() == [side.value for side in sides]
    paths = [handle for handle in handles if calls.kind_of(handle) == pdf.FPDF_PAGEOBJ_PATH]
    filled, stroked = calls.draw_modes(paths)
    assert filled.all()
    assert stroked.tolist() == [line % 2 == 1 for line in range(LINES)]
    counts = [calls.count_segments(path) for path in paths]
    segments = calls.segments_of(paths, counts)
    assert len(segments) == sum(counts)
    assert sum(calls.begins_of(segments)) == LINES
    assert calls.points_of(segments)[1].all()
    page.close()


def test_no_objects_at_all() -> None:
    assert calls.bounds_of([]).shape == (0, 4)
    assert calls.colors_of([], stroke=True)[0].shape == (0,)
    assert calls.matrices_of([]).shape == (0, 6)
