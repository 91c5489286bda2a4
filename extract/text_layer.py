"""The text layer of a page by the engine asked for, and by pdfplumber where PDFium's reading of it is broken."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

import pypdfium2
import pypdfium2.raw as pdfium_c

from ..schema.errors import DamagedError
from . import pdfium
from .page_content import UNMAPPED, PageContent
from .source import Source

log = logging.getLogger(__name__)

TextEngine = Literal["pdfium", "pdfplumber"]


def read_text_layer(source: Source, number: int, engine: TextEngine) -> PageContent:
    """The content of page ``number`` (1-based), in points of the page as displayed.

    Raises:
        DamagedError: pdfplumber was asked for and cannot read the page.
        pypdfium2.PdfiumError: PDFium cannot load the page.
    """
    if engine == "pdfplumber":
        return plumber_page(source.path_or_bytes, number - 1)
    content = pdfium.read_page(source.pdf, number - 1, has_layers=source.has_layers)
    broken = content.unmapped > UNMAPPED or not (content.words or content.images or content.hidden_words)
    if not broken or not _has_text(source.pdf, number - 1):
        return content
    try:
        other = plumber_page(source.path_or_bytes, number - 1)
    except DamagedError as error:
        log.info("PDFium reads the text layer badly, and %s", error.what)
        return content
    log.debug("PDFium reads the text layer badly; pdfplumber reads %d words", len(other.words))
    return other if len(other.words) > len(content.words) and other.unmapped < UNMAPPED else content


def plumber_page(source: Path | bytes, index: int) -> PageContent:
    """The page by pdfplumber, which is imported only when it is asked."""
    from .pdfplumber_engine import read_page  # noqa: PLC0415

    return read_page(source, index)


def _has_text(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Whether the page draws any text at all."""
    page = document[index]
    try:
        return any(True for _ in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=4))
    finally:
        page.close()
