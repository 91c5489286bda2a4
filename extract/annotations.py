"""Form fields, typed notes and stamps as print: what they show becomes part of the page before it is read.

A page that has some is flattened in memory: PDFium paints their appearances into the page, so that its text,
and every picture of it, holds them. Fields without an appearance get one from their value first. A typed note
(FreeText) without an appearance, which viewers lay out from its text, is laid out here, roughly. Links,
pop-ups and marks for comments are no print, nor is what is hidden; nothing of a field's scripts is run.

Source: PDFium's public headers fpdf_annot.h, fpdf_flatten.h.
"""

from __future__ import annotations

import re
from ctypes import byref, c_ushort, sizeof
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from ..schema.blocks import Word
from ..schema.geometry import Box
from .glyph_words import ASCENT, DESCENT
from .page_frames import frame
from .page_objects import MAX_OBJECTS

MAX_ANNOTATIONS = 10_000  # looked at on a page
MAX_TEXT_UNITS = 20_000  # of UTF-16 taken from a note
FONT_SIZE = 12.0  # points: where a note does not say its own
LEADING = 1.2  # of the font size
LETTER, SPACE = 0.5, 0.27  # of the font size: the usual width of a letter and of a space
PADDING = 2.0  # points between a note's side and its text
HIDDEN_FLAGS = 0b100010  # hidden, or not to be viewed
_SIZE = re.compile(r"([\d.]+)\s+Tf")
_PRINTED = frozenset((pdf.FPDF_ANNOT_WIDGET, pdf.FPDF_ANNOT_FREETEXT, pdf.FPDF_ANNOT_STAMP))


class Notes(NamedTuple):
    """What became of a page's fields and notes.

    ``first`` is the number of the page's first object that is an appearance; ``words`` are those of typed notes
    without one, on the page as displayed.
    """

    first: int = MAX_OBJECTS
    words: tuple[Word, ...] = ()


def with_annotations(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, Notes]:
    """Page ``index`` (0-based) with its fields, notes and stamps painted into it. The caller closes it."""
    page = document[index]
    count = pdf.FPDFPage_GetAnnotCount(page.raw)
    if count <= 0 or not any(_kinds(page, count)):
        return page, Notes()
    if document.formenv is None:
        page.close()
        document.init_forms()  # makes appearances of fields that have none, as pages are loaded
        page = document[index]
    _remove_hidden(page, count)
    words = tuple(_typed(page, min(pdf.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)))
    first = pdf.FPDFPage_CountObjects(page.raw)
    if pdf.FPDFPage_Flatten(page.raw, pdf.FLAT_NORMALDISPLAY) == pdf.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, Notes(first, words)


def _kinds(page: pdfium.PdfPage, count: int) -> list[bool]:
    """For each annotation whether it is of a kind that counts as print."""
    out = []
    for i in range(min(count, MAX_ANNOTATIONS)):
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        out.append(bool(note) and pdf.FPDFAnnot_GetSubtype(note) in _PRINTED)
        if note:
            pdf.FPDFPage_CloseAnnot(note)
    return out


def _remove_hidden(page: pdfium.PdfPage, count: int) -> None:
    """Take away, in memory, what viewers do not show; PDFium would paint notes that are not to be viewed."""
    for i in reversed(range(min(count, MAX_ANNOTATIONS))):
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        if not note:
            continue
        is_hidden = pdf.FPDFAnnot_GetFlags(note) & HIDDEN_FLAGS
        pdf.FPDFPage_CloseAnnot(note)
        if is_hidden:
            pdf.FPDFPage_RemoveAnnot(page.raw, i)


def _typed(page: pdfium.PdfPage, count: int) -> list[Word]:
    """The words of typed notes that have no appearance."""
    out: list[Word] = []
    for i in range(count):
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        if not note:
            continue
        try:
            if pdf.FPDFAnnot_GetSubtype(note) == pdf.FPDF_ANNOT_FREETEXT and not pdf.FPDFAnnot_HasKey(
                note, b"AP"
            ):
                out += _laid_out(page, note)
        finally:
            pdf.FPDFPage_CloseAnnot(note)
    return out


def _laid_out(page: pdfium.PdfPage, note: Any) -> list[Word]:
    rect = pdf.FS_RECTF()
    if not pdf.FPDFAnnot_GetRect(note, byref(rect)):
        return []
    _, _, to_display = frame(Box(*page.get_cropbox()), page.get_rotation())
    ax, ay = to_display(rect.left, rect.top)
    bx, by = to_display(rect.right, rect.bottom)
    said = _SIZE.search(_string(note, b"DA"))
    size = float(said[1]) if said and float(said[1]) > 0 else FONT_SIZE
    box = Box(min(ax, bx) + PADDING, min(ay, by) + PADDING, max(ax, bx) - PADDING, max(ay, by))
    return lay_out_text(_string(note, b"Contents"), box, size)


def lay_out_text(text: str, box: Box, size: float) -> list[Word]:
    """The words of a text from the top left of a box, wrapped at its right side, in a type of usual width."""
    words: list[Word] = []
    baseline = box.top + ASCENT * size
    for paragraph in re.split(r"\r\n|\r|\n", text):
        x = box.x0
        for part in paragraph.split():
            width = LETTER * size * len(part)
            if x > box.x0 and x + width > box.x1:
                x, baseline = box.x0, baseline + LEADING * size
            high, low = baseline - ASCENT * size, baseline + DESCENT * size
            words.append(Word(part, Box(x, high, x + width, low), size=low - high))
            x += width + SPACE * size
        baseline += LEADING * size
    return words


def _string(note: Any, key: bytes) -> str:
    """A text of the annotation; "" where it has none."""
    length = pdf.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length <= 2 * MAX_TEXT_UNITS:
        return ""
    buffer = (c_ushort * (length // 2))()
    pdf.FPDFAnnot_GetStringValue(note, key, buffer, sizeof(buffer))
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
