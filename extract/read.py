"""From an input file to pages of raw blocks: the extract package's front door.

Each page is read by the engine that its evidence asks for, and laid out. One page that fails becomes a gap;
the others are read. A table that runs on over a page break without a header of its own takes its columns
from the page before (`carry`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
import pypdfium2.raw as pdfium_c

from ..schema.blocks import Document, Page
from ..schema.errors import DamagedError, IkiError, TooLargeError
from ..schema.gaps import Gap, GapCode
from . import pdfium
from .agreement import with_agreed_columns
from .content import UNMAPPED, PageContent
from .layout import columns_to_carry, lay_out, with_grids
from .second_opinion import camelot_grids, looks_tabular
from .source import Source, SourceLimits, check_page_size, open_source

if TYPE_CHECKING:
    from .scan.options import ScanOptions

TextEngine = Literal["pdfium", "pdfplumber"]
OcrMode = Literal["auto", "always", "never"]
OcrEngine = Literal["auto", "rapidocr", "tesseract"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: engine of the text layer, when to use OCR, and the limits of a file."""

    text_engine: TextEngine = "pdfium"
    ocr: OcrMode = "auto"
    ocr_engine: OcrEngine = "auto"
    languages: str = "eng"
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
        return read_source(source, name=name, pages=pages, options=options)


def read_source(
    source: Source, *, name: str, pages: Sequence[int] | None = None, options: ReadOptions = _DEFAULTS
) -> Document:
    """As `read_document`, of a file that is open."""
    wanted = range(1, source.page_count + 1) if pages is None else pages
    reader = _Reader(source, options, name)
    out = reader.pages([number for number in wanted if 1 <= number <= source.page_count])
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
        self.scans: dict[int, tuple[PageContent, list[float] | None]] = {}

    def pages(self, numbers: Sequence[int]) -> list[Page]:
        """Some pages; tables of scanned ones have the columns that wear has left in the others."""
        pages = [self.page(number) for number in numbers]
        scans = [
            (at, page, *self.scans[page.number]) for at, page in enumerate(pages) if page.number in self.scans
        ]
        for index, content in with_agreed_columns([(page, content) for _, page, content, _ in scans]):
            at, page, _, carried = scans[index]
            pages[at] = lay_out(content, carried)
            pages[at].displayed = page.displayed
        return pages

    def page(self, number: int) -> Page:
        """One page; what goes wrong with it is its gap."""
        try:
            width, height = self.source.pdf.get_page_size(number - 1)
            check_page_size(width, height, self.options.limits, name=self.name, page=number)
            content = self._content(number)
            page = self._second_opinion(lay_out(content, self.carried))
            page.displayed = (width, height)
            if page.kind == "scan":
                self.scans[number] = content, self.carried
            self.carried = columns_to_carry(page)
            return page
        except TooLargeError as error:
            return _failed(number, GapCode.PAGE_TOO_LARGE, str(error))
        except IkiError as error:
            return _failed(number, GapCode.PAGE_FAILED, str(error))
        except Exception as error:  # libraries raise many kinds on odd pages; one must not cost the others
            what = f"{type(error).__name__}: {str(error)[:200].strip()}"
            return _failed(number, GapCode.PAGE_FAILED, f"page {number} could not be read ({what})")

    def _content(self, number: int) -> PageContent:
        """The page's content by the text layer, or from its picture where the evidence asks for that."""
        content = self._text_layer(number)
        if self.options.ocr == "auto" and _is_plain_text(content):
            return content
        from .scan.route import COVERED, covered_share, route  # noqa: PLC0415 - only pages with pictures need it

        if route(content, self.options.ocr) == "scan":
            return self._scan(number, content)
        if content.unmapped > UNMAPPED:
            message = "the page's font does not say which characters it prints"
            content.gaps.append(Gap(GapCode.UNMAPPED_FONT, message, number))
        if not content.words and content.images and self.options.ocr == "never":
            _use_hidden(content, "the page is a picture and OCR is switched off")
        if covered_share(content) >= COVERED:
            content.kind = "mixed"
        return content

    def _second_opinion(self, page: Page) -> Page:
        """The page, with tables by camelot where its text looks like one that was not found."""
        if page.kind != "text" or page.rotation or not looks_tabular(page.blocks):
            return page
        return with_grids(page, camelot_grids(self.source.path_or_bytes, page.number, page.height))

    def _text_layer(self, number: int) -> PageContent:
        """The page's text layer by the engine asked for, or by pdfplumber where PDFium's reading is broken."""
        if self.options.text_engine == "pdfplumber":
            return plumber_page(self.source.path_or_bytes, number - 1)
        content = pdfium.read_page(self.source.pdf, number - 1, has_layers=self.source.has_layers)
        broken = content.unmapped > UNMAPPED or not (content.words or content.images or content.hidden_words)
        if not broken or not _has_text(self.source.pdf, number - 1):
            return content
        try:
            other = plumber_page(self.source.path_or_bytes, number - 1)
        except DamagedError:
            return content
        return other if len(other.words) > len(content.words) and other.unmapped < UNMAPPED else content

    def _scan(self, number: int, layer: PageContent) -> PageContent:
        """The page read from its picture; its invisible text stands in where no engine is installed."""
        from .scan.image import page_image  # noqa: PLC0415 - OpenCV and the engines load slowly
        from .scan.read import available_engines, read_scan  # noqa: PLC0415

        options = self._scan_options()
        if layer.hidden_words and not available_engines(options):
            layer.kind = "scan"
            _use_hidden(layer, "no OCR engine is installed")
            return layer
        page = self.source.pdf[number - 1]
        try:
            width, height = page.get_size()
            image, dpi = page_image(page, options.max_pixels)
        finally:
            page.close()
        return read_scan(
            image,
            number=number,
            width=width,
            height=height,
            dpi=dpi,
            options=options,
            hidden_words=layer.hidden_words,
        )

    def _scan_options(self) -> ScanOptions:
        from .scan.options import ScanOptions  # noqa: PLC0415

        return ScanOptions(self.options.ocr_engine, self.options.languages, self.options.limits.max_pixels)


def plumber_page(source: Path | bytes, index: int) -> PageContent:
    """The page by pdfplumber, which is imported only when it is asked."""
    from .plumber import read_page  # noqa: PLC0415

    return read_page(source, index)


def _has_text(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Whether the page draws any text at all."""
    page = document[index]
    try:
        return any(True for _ in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=4))
    finally:
        page.close()


def _is_plain_text(content: PageContent) -> bool:
    """Whether nothing on the page asks for OCR: visible, mapped text and no picture."""
    return bool(content.words) and not content.images and content.unmapped <= UNMAPPED


def _use_hidden(content: PageContent, why: str) -> None:
    """Take a page's invisible text for want of better, and say so."""
    content.words, content.hidden_words = content.hidden_words, []
    message = f"{why}: " + ("its invisible text was taken" if content.words else "nothing could be read")
    content.gaps.append(Gap(GapCode.NO_OCR_ENGINE, message, content.number))


def _failed(number: int, code: GapCode, message: str) -> Page:
    return Page(number=number, width=0.0, height=0.0, gaps=[Gap(code, message, page=number)])
