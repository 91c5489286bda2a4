"""From an input file to pages of raw blocks: the extract package's front door.

Each page is read by the engine that its evidence asks for, and laid out. One page that fails becomes a gap; the others are read. A table that runs on over a page break without a
header of its own takes its columns from the page before (`carry`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pypdfium2

from ..schema.blocks import Document, Page
from ..schema.errors import IkiError, TooLargeError
from ..schema.gaps import Gap, GapCode
from . import pdfium
from .content import PageContent
from .layout import columns_to_carry, lay_out
from .source import Source, SourceLimits, check_page_size, open_source

TextEngine = Literal["pdfium", "pdfplumber"]
OcrMode = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: engine of the text layer, when to use OCR, and the limits of a file."""

    text_engine: TextEngine = "pdfium"
    ocr: OcrMode = "auto"
    limits: SourceLimits = field(default_factory=SourceLimits)


_DEFAULTS = ReadOptions()


def read_document(
    path: Path, *, name: str, pages: Sequence[int] | None = None, options: ReadOptions = _DEFAULTS
) -> Document:
    """All pages (or the 1-based ``pages``) of a PDF or a page image as raw blocks.

    Raises:
        IkiError: the file cannot be read at all; the subclass says why.
    """
    with open_source(path, options.limits, name=name) as source:
        wanted = range(1, source.page_count + 1) if pages is None else pages
        reader = _Reader(source, options, name)
        out = [reader.page(number) for number in wanted if 1 <= number <= source.page_count]
        return Document(
            file=name,
            sha256=source.sha256,
            page_count=source.page_count,
            pages=out,
            gaps=list(_file_gaps(source)),
            repaired=source.repaired,
        )


def _file_gaps(source: Source) -> Iterable[Gap]:
    if source.repaired:
        yield Gap(GapCode.REPAIRED_FILE, "the file was damaged and was read after a repair")
    if source.active_content:
        found = ", ".join(source.active_content)
        yield Gap(GapCode.ACTIVE_CONTENT, f"the file holds {found}; nothing of it was run or opened")


class _Reader:
    """Reads the pages of one open source, one after the other."""

    def __init__(self, source: Source, options: ReadOptions, name: str) -> None:
        self.source = source
        self.options = options
        self.name = name
        self.carried: list[float] | None = None

    def page(self, number: int) -> Page:
        """One page; what goes wrong with it is its gap."""
        try:
            width, height = self.source.pdf.get_page_size(number - 1)
            check_page_size(width, height, self.options.limits, name=self.name, page=number)
            page = lay_out(self._content(number), self.carried)
            self.carried = columns_to_carry(page)
            return page
        except TooLargeError as error:
            return _failed(number, GapCode.PAGE_TOO_LARGE, str(error))
        except IkiError as error:
            return _failed(number, GapCode.PAGE_FAILED, str(error))
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
            return _failed(number, GapCode.PAGE_FAILED, f"page {number} could not be read: {error}")

    def _content(self, number: int) -> PageContent:
        return pdfium.read_page(self.source.pdf, number - 1)


def _failed(number: int, code: GapCode, message: str) -> Page:
    return Page(number=number, width=0.0, height=0.0, gaps=[Gap(code, message, page=number)])
