"""From an input file to pages of raw blocks: the extract package's front door.

Each page is read by the engine that its evidence asks for, and laid out. One page that fails becomes a gap;
the others are read. A table that runs on over a page break without a header of its own takes its columns
from the page before (`carry`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from ..schema.blocks import AGREED, DIFFERED, UNSETTLED, Document, Page
from ..schema.errors import IkiError, TooLargeError
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from ..schema.log_place import in_hand
from . import debug_folder
from .cell_ink import cell_ink
from .column_consensus import with_agreed_columns
from .ink_audit import (
    PRINT_LINES,
    KnownResidues,
    Part,
    add_unexplained,
    lines_in_picture,
    parts_of,
    rendered,
    take_from_wrong_fonts,
)
from .layout import columns_to_carry, lay_out, with_grids
from .page_content import UNMAPPED, PageContent
from .scanned_page import read_scanned, use_hidden
from .second_opinion import camelot_grids, looks_tabular
from .source import Source, SourceLimits, check_page_size, open_source
from .text_layer import TextEngine, read_text_layer
from .wrong_fonts import is_doubtful

if TYPE_CHECKING:
    from .scan.engine import LineEngine
    from .scan.page_route import Way
    from .scan.scan_options import ScanOptions

log = logging.getLogger(__name__)

OcrMode = Literal["auto", "always", "never"]
OcrEngine = Literal["auto", "ppocr", "tesseract"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: engine of the text layer, when to use OCR, and the limits of a file."""

    text_engine: TextEngine = "pdfium"
    ocr: OcrMode = "auto"
    ocr_engine: OcrEngine = "auto"
    languages: str = "eng"
    limits: SourceLimits = field(default_factory=SourceLimits)


_DEFAULTS = ReadOptions()
FONT_TRIALS = 3
"""Pages of doubtful words whose fonts are acquitted, after which a document's words are believed: they are foreign."""

TABLES_ASKED = 3
"""Tables without rulings, from a reading's first page on, that other readers are asked about: counted rather than
timed, so that the result is the same everywhere. Each costs some 0.02 s."""
RENEWED = 200  # pages after which the document is opened again, which takes as long as reading one or two
SHOWN_DPI = 100.0  # of the pictures for `debug_folder`
AUDITED = ("words", "rulings", "fills", "gaps")  # of a page's content, what the ink audit changes
_WEIGHT = {"agree": AGREED, "unknown": UNSETTLED, "differ": DIFFERED}


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
    """Read the given pages (1-based; all if None) of a file that is open already."""
    wanted = range(1, source.page_count + 1) if pages is None else pages
    reader = _Reader(source, options, name)
    with in_hand(file=name):
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
        self.untried = FONT_TRIALS  # trials of doubtful fonts that found nothing, before they are believed
        self.unasked = TABLES_ASKED
        self.scans: dict[int, tuple[PageContent, list[float] | None]] = {}
        self.residues: dict[tuple[str, ...], KnownResidues] = {}  # by the names of the engines that work

    def pages(self, numbers: Sequence[int]) -> list[Page]:
        """The pages of these numbers; columns that wear has spoilt in a scanned table are taken from the others."""
        pages = []
        for count, number in enumerate(numbers):
            if count and count % RENEWED == 0:
                self.source.renew()
            pages.append(self.page(number))
        scans = [
            (at, page, *self.scans[page.number]) for at, page in enumerate(pages) if page.number in self.scans
        ]
        agreed = dict(with_agreed_columns([(page, content) for _, page, content, _ in scans]))
        renewed: dict[int, list[float] | None] = {}  # by its number, what a page now carries to the next
        for index, (at, page, content, carried) in enumerate(scans):
            now = renewed.get(page.number - 1, carried)
            if index in agreed or now != carried:
                pages[at] = lay_out(agreed.get(index, content), now)
                pages[at].displayed = page.displayed
                renewed[page.number] = columns_to_carry(pages[at])
        for page in pages:
            self._ask_others(page)
            if debug_folder.wanted():
                self._show(page)
        return pages

    def _show(self, page: Page) -> None:
        """Save the page as displayed with the blocks and cells that were made of it."""
        blocks = [page.shown(block.box) for block in page.blocks]
        cells = [page.shown(cell.box) for block in page.blocks for cell in block.cells]
        with self._open(page.number) as drawn:
            image = drawn.render(scale=SHOWN_DPI / 72.0).to_numpy()[:, :, ::-1]
        scaled = [
            [Box(*(value * SHOWN_DPI / 72.0 for value in box)) for box in boxes] for boxes in (blocks, cells)
        ]
        outlines = (("red", scaled[1]), ("blue", scaled[0]))
        debug_folder.picture(page.number, "5-blocks", np.ascontiguousarray(image), outlines)

    def page(self, number: int) -> Page:
        """One page; an error becomes a gap of the page."""
        began = time.perf_counter()
        with in_hand(page=number):
            page = self._page(number)
            milliseconds = 1000 * (time.perf_counter() - began)
            log.debug("%s, %d blocks, %.0f ms", page.kind, len(page.blocks), milliseconds)
            for gap in page.gaps:
                log.info("%s: %s", gap.code.value, gap.message)
            debug_folder.took("page", milliseconds, page=number)
        return page

    def _page(self, number: int) -> Page:
        """The page of this number (1-based), without the log and times that `page` adds."""
        try:
            width, height = self.source.pdf.get_page_size(number - 1)
            check_page_size(width, height, self.options.limits, name=self.name, page=number)
            content = self._content(number)
            if content.kind != "scan":
                content.has_ink = cell_ink(content, partial(self._upright, number, content))
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
        except MemoryError:  # the whole input's, to be tried again with more
            raise
        except Exception as error:  # libraries raise many kinds on odd pages; one must not cost the others
            log.warning("the page could not be read", exc_info=True)
            what = f"{type(error).__name__}: {str(error)[:200].strip()}"
            return _failed(number, GapCode.PAGE_FAILED, f"page {number} could not be read ({what})")

    def _content(self, number: int) -> PageContent:
        """The page's content by the text layer, or from its picture where the evidence asks for that."""
        content = read_text_layer(self.source, number, self.options.text_engine)
        if (
            self.options.ocr == "auto"
            and _is_plain_text(content)
            and not (self.untried and is_doubtful(content))
        ):
            return content
        from .scan.page_route import COVERED, covered_share, route  # noqa: PLC0415 - only pages with pictures need it

        way = route(content, self.options.ocr)
        is_background = False
        if way == "look":
            way, is_background = self._looked_at(number, content)
        if way == "scan":
            scan = self._scan(number, content)
            if content.unmapped > UNMAPPED:
                message = "the page's fonts map hardly a character to Unicode: the page was read by OCR"
                scan.gaps.append(Gap(GapCode.UNMAPPED_FONT, message, number))
            return scan
        if content.unmapped > UNMAPPED:
            message = "the page's fonts have no usable mapping to Unicode: its text may be wrong"
            content.gaps.append(Gap(GapCode.UNMAPPED_FONT, message, number))
        if not content.words and (content.images or content.outlines) and self.options.ocr == "never":
            use_hidden(content, "the page is a picture and OCR is switched off", GapCode.OCR_OFF)
        elif content.words:
            self._audit(number, content, [] if is_background else parts_of(content))
        if covered_share(content) >= COVERED:
            content.kind = "mixed"
        return content

    def _looked_at(self, number: int, content: PageContent) -> tuple[Way, bool]:
        """How a page with text over a picture is to be read (``text`` or ``scan``), and whether the picture is only a
        background.

        Print in the picture beside the words makes it a scan on which words were typed. Where most print lies under the
        words, these are some program's reading of the scan and are taken as its hidden text.
        """
        with self._open(number) as page:
            beside, under = lines_in_picture(page, content)
        if under >= PRINT_LINES and under > beside:
            content.hidden_words, content.words = content.words, []
            return "scan", False
        if beside < PRINT_LINES:
            return "text", True
        typed_lines = len({round(word.box.bottom) for word in content.words})
        return ("text" if content.rulings and typed_lines > beside else "scan"), False

    def _audit(self, number: int, content: PageContent, parts: Sequence[Part]) -> None:
        """Add what is printed on the page beside its text layer, or otherwise than that says."""
        doubtful = self.options.ocr == "auto" and self.untried > 0 and is_doubtful(content)
        if not parts and not doubtful:
            return
        from .scan.engine_failures import failure_gaps, with_working  # noqa: PLC0415
        from .scan.installed_engines import available_engines  # noqa: PLC0415

        never = self.options.ocr == "never"
        engines = [] if never else available_engines(self._scan_options())
        reason = "was not read: OCR is switched off" if never else "was not read: no OCR engine is installed"
        before = {name: list(getattr(content, name)) for name in AUDITED}

        def attempt(working: list[LineEngine]) -> None:
            for name, items in before.items():
                setattr(content, name, list(items))
            why = "was not read: the OCR engine failed" if engines and not working else reason
            self._audit_with(number, content, parts, working, why, doubtful=doubtful)

        _, errors = with_working(engines, attempt)
        left = "without it" if len(errors) < len(engines) else "by no engine"
        instead = f"print outside the text layer was read {left}"
        content.gaps += failure_gaps(errors, number, instead=instead)

    def _audit_with(
        self,
        number: int,
        content: PageContent,
        parts: Sequence[Part],
        engines: list[LineEngine],
        reason: str,
        *,
        doubtful: bool,
    ) -> None:
        """Add the print that the text layer lacks, read by these engines.

        With ``doubtful`` the fonts are tried too: words whose font shows other letters than its text are read again.

        Raises:
            EngineFailedError: one of the engines failed; the content may be changed in part.
        """
        from .scan.page_image import hide_text  # noqa: PLC0415

        with self._open(number) as page:
            if doubtful and engines:
                wrong = take_from_wrong_fonts(page, content, engines)
                self.untried -= not wrong
                parts = [*parts, *wrong]
            else:
                hide_text(page)
            known = self.residues.setdefault(tuple(engine.name for engine in engines), KnownResidues())
            add_unexplained(page, content, parts, engines, reason, known)

    def _upright(self, number: int, content: PageContent, scale: float) -> NDArray[np.uint8]:
        """The page upright in grey, in so many pixels to a point."""
        with self._open(number) as page:
            return rendered(
                page, content, Box(0.0, 0.0, content.width, content.height), 72.0 * scale, grey=True
            )

    @contextmanager
    def _open(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        page = self.source.pdf[number - 1]
        try:
            yield page
        finally:
            page.close()

    def _second_opinion(self, page: Page) -> Page:
        """The page, with tables by camelot where its text looks like one that was not found."""
        if page.kind != "text" or page.rotation or not looks_tabular(page.blocks):
            return page
        return with_grids(page, camelot_grids(self.source.path_or_bytes, page.number, page.height))

    def _ask_others(self, page: Page) -> None:
        """Have other libraries read the page's tables without rulings, up to a number of them a document."""
        for block in page.blocks:
            if block.kind != "table" or block.ruled or not self.unasked:
                continue
            from .table_agreement import ask_others  # noqa: PLC0415 - loads pdfminer

            said = ask_others(block, page.width, page.height)
            if said is not None:
                self.unasked -= 1
                block.agreement, block.second_reader = _WEIGHT[said.verdict], said.reader

    def _scan(self, number: int, layer: PageContent) -> PageContent:
        """The page read from its picture."""
        typed = bool(layer.words) and layer.unmapped <= UNMAPPED and self.options.ocr == "auto"
        with self._open(number) as page:
            return read_scanned(page, layer, self._scan_options(), has_typed_words=typed)

    def _scan_options(self) -> ScanOptions:
        from .scan.scan_options import ScanOptions  # noqa: PLC0415

        return ScanOptions(self.options.ocr_engine, self.options.languages, self.options.limits.max_pixels)


def _is_plain_text(content: PageContent) -> bool:
    """Whether nothing on the page asks for OCR: visible, mapped text and no picture."""
    drawn = content.images or content.outlines
    return bool(content.words) and not drawn and content.unmapped <= UNMAPPED


def _failed(number: int, code: GapCode, message: str) -> Page:
    return Page(number=number, width=0.0, height=0.0, gaps=[Gap(code, message, page=number)])
