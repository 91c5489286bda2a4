"""Form fields, typed notes, drawings and stamps as print: what they show becomes part of the page before it is read.

A page that has some is flattened in memory: PDFium paints their appearances into the page, so that its text,
and every picture of it, holds them. Fields without an appearance get one from their value first. A typed note
(FreeText) without an appearance, which viewers lay out from its text, is laid out here, roughly. A stamp that lies
over print is a mark on it, and what notes strike out is told. Links, pop-ups and marks for comments are no print, nor
is what is hidden; nothing of a field's scripts is run.

Source: PDFium's public headers fpdf_annot.h, fpdf_flatten.h.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
STAMP_EDGE = 2.0  # points: print that reaches no further into a stamp only touches it
_PRINT = (pdf.FPDF_PAGEOBJ_TEXT, pdf.FPDF_PAGEOBJ_PATH)
_SIZE = re.compile(r"([\d.]+)\s+Tf")
_DRAWN = ("INK", "LINE", "SQUARE", "CIRCLE", "POLYGON", "POLYLINE")
"""Kinds of annotations that are drawings on the page, as by the pen of a tablet."""
_PRINTED = frozenset(getattr(pdf, f"FPDF_ANNOT_{kind}") for kind in ("WIDGET", "FREETEXT", "STAMP", *_DRAWN))


class Notes(NamedTuple):
    """What became of a page's fields and notes.

    ``first`` is the number of the page's first object that is an appearance; ``words`` are those of typed notes
    without one, on the page as displayed. ``struck`` are the places that notes strike out, ``stamps`` those of stamps
    that lie over print and were left out, both in user space.
    """

    first: int = MAX_OBJECTS
    words: tuple[Word, ...] = ()
    struck: tuple[Box, ...] = ()
    stamps: tuple[Box, ...] = ()


def with_annotations(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, Notes]:
    """Page ``index`` (0-based) with its fields, notes, drawings and stamps painted into it. The caller closes it."""
    page = document[index]
    kinds = _kinds(page)
    if not kinds:
        return page, Notes()
    struck = tuple(_struck(page, kinds))
    if not _PRINTED & set(kinds):
        return page, Notes(struck=struck)
    if document.formenv is None:
        page.close()
        document.init_forms()  # makes appearances of fields that have none, as pages are loaded
        page = document[index]
    _remove_hidden(page)
    stamps = tuple(_remove_stamps_over_print(page))
    words = tuple(_typed(page))
    first = pdf.FPDFPage_CountObjects(page.raw)
    if pdf.FPDFPage_Flatten(page.raw, pdf.FLAT_NORMALDISPLAY) == pdf.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, Notes(first, words, struck, stamps)


def _kinds(page: pdfium.PdfPage) -> list[int]:
    """The kind of each annotation (-1 of one that cannot be read)."""
    out = []
    for i in range(min(pdf.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)):
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        out.append(pdf.FPDFAnnot_GetSubtype(note) if note else -1)
        if note:
            pdf.FPDFPage_CloseAnnot(note)
    return out


def _struck(page: pdfium.PdfPage, kinds: Sequence[int]) -> Iterator[Box]:
    """The places that are struck out, in user space."""
    for i, kind in enumerate(kinds):
        if kind != pdf.FPDF_ANNOT_STRIKEOUT:
            continue
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        quad = pdf.FS_QUADPOINTSF()
        if not pdf.FPDFAnnot_GetFlags(note) & HIDDEN_FLAGS:
            for k in range(pdf.FPDFAnnot_CountAttachmentPoints(note)):
                if pdf.FPDFAnnot_GetAttachmentPoints(note, k, byref(quad)):
                    xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                    yield Box(min(xs), min(ys), max(xs), max(ys))
        pdf.FPDFPage_CloseAnnot(note)


def _remove_hidden(page: pdfium.PdfPage) -> None:
    """Take away, in memory, what viewers do not show; PDFium would paint notes that are not to be viewed."""
    for i in reversed(range(len(_kinds(page)))):
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        if not note:
            continue
        is_hidden = pdf.FPDFAnnot_GetFlags(note) & HIDDEN_FLAGS
        pdf.FPDFPage_CloseAnnot(note)
        if is_hidden:
            pdf.FPDFPage_RemoveAnnot(page.raw, i)


def _remove_stamps_over_print(page: pdfium.PdfPage) -> Iterator[Box]:
    """Take away, in memory, stamps that lie over print; their places in user space."""
    stamps = [i for i, kind in enumerate(_kinds(page)) if kind == pdf.FPDF_ANNOT_STAMP]
    if not stamps:
        return
    print_ = [Box(*item.get_bounds()) for item in page.get_objects(_PRINT, max_depth=1)]
    for i in reversed(stamps):
        note = pdf.FPDFPage_GetAnnot(page.raw, i)
        rect = pdf.FS_RECTF()
        told = pdf.FPDFAnnot_GetRect(note, byref(rect))
        pdf.FPDFPage_CloseAnnot(note)
        stamp = Box(rect.left, rect.bottom, rect.right, rect.top)
        if told and any(_crosses(box, stamp) for box in print_):
            pdf.FPDFPage_RemoveAnnot(page.raw, i)
            yield stamp


def _crosses(box: Box, stamp: Box) -> bool:
    """Whether print, or a side of a frame, reaches into a stamp; a frame around it does not."""
    inner = stamp.grown(-min(STAMP_EDGE, stamp.width / 3, stamp.height / 3))
    apart = box.x0 >= inner.x1 or box.x1 <= inner.x0 or box.top >= inner.bottom or box.bottom <= inner.top
    around = box.x0 <= inner.x0 and box.x1 >= inner.x1 and box.top <= inner.top and box.bottom >= inner.bottom
    return not apart and not around


def _typed(page: pdfium.PdfPage) -> list[Word]:
    """The words of typed notes that have no appearance."""
    out: list[Word] = []
    for i in range(len(_kinds(page))):
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
