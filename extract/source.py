"""Opening an input file: what it really is, whether it can be read, and a repair where it is damaged.

The content decides, not the name. pdfium opens what it can. Where it cannot, or where the file betrays that
its end is missing or its table of objects points nowhere, qpdf (through pikepdf) writes the file again in
memory, and that is taken unless pdfium alone sees more pages. A page image becomes a PDF (see `picture_to_pdf`), and so
does an office document (see `office_to_pdf`), so that everything after sees PDFs only. Nothing in a file is run or
followed; scripts and such are counted.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c

from ..schema.errors import (
    DamagedError,
    EmptyFileError,
    EncryptedError,
    IkiError,
    MissingFileError,
    TooLargeError,
)
from .file_kinds import not_a_pdf
from .office_to_pdf import office_kind, office_to_pdf
from .picture_to_pdf import is_picture, picture_to_pdf

log = logging.getLogger(__name__)

HEAD_BYTES = 1 << 20
TAIL_BYTES = 4096
CHUNK_BYTES = 1 << 20
UNLOCK = "Remove the password (`qpdf --decrypt --password=... IN OUT`) and convert again"
FETCH = "Fetch it again, or print it to a new PDF"
PASSWORD_ERRORS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)

# Names that a file cannot do without if it is to act; only counted, never followed.
PORTFOLIO = b"/Collection"
ACTIVE_NAMES = {
    b"/JavaScript": "scripts",
    b"/EmbeddedFile": "attachments",
    b"/Launch": "launch actions",
    PORTFOLIO: "a portfolio of documents (save them one by one to convert them)",
}
XFA_FORMS = {
    pdfium_c.FORMTYPE_XFA_FULL: "an XFA form (only Adobe's programs show it: print it to a new PDF)",
    pdfium_c.FORMTYPE_XFA_FOREGROUND: "an XFA form",
}

LAYERS, CATALOG = b"/OCProperties", b"/Catalog"


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Beyond these a file or a page is refused rather than read.

    ``max_points`` is a page's width or height (14,400 is what PDF viewers allow), ``max_pixels`` the size of
    a page image, ``max_inflated`` how many bytes a repair may make of a file.
    """

    max_bytes: int = 1 << 30
    max_pages: int = 10_000
    max_points: float = 14_400.0
    max_pixels: int = 120_000_000
    max_inflated: int = 1 << 30


@dataclass(slots=True)
class Source:
    """An open input. ``path_or_bytes`` is what another engine is to open: the repaired bytes where repaired.

    ``active_content`` names what the file holds that could act: scripts, attachments, launch actions.
    ``has_layers`` says that parts of its pages may be switched off. ``stamp`` is that of the file as it was opened.
    """

    pdf: pypdfium2.PdfDocument
    path_or_bytes: Path | bytes
    sha256: str
    page_count: int
    repaired: bool
    active_content: tuple[str, ...]
    is_picture: bool = False
    has_layers: bool = False
    stamp: tuple[int, ...] | None = None

    def renew(self) -> None:
        """Open the document again, so that PDFium lets go of what it read of it: some 50 kB a page.

        A file that is no longer the one that was opened is read on as it is.
        """
        if _stamp(self.path_or_bytes) != self.stamp:
            return
        try:
            pdf, pages, _ = _try_pdfium(self.path_or_bytes, "")
        except EncryptedError:
            return
        if pdf is not None and pages == self.page_count:
            pdf, self.pdf = self.pdf, pdf
        if pdf is not None:
            pdf.close()


@dataclass(frozen=True, slots=True)
class _Scan:
    """What one pass over the file's bytes shows: hash, size, both ends, active content."""

    sha256: str
    size: int
    head: bytes
    tail: bytes
    active: frozenset[bytes]
    names: frozenset[bytes]


@contextmanager
def open_source(
    path: Path, limits: SourceLimits | None = None, *, name: str | None = None
) -> Iterator[Source]:
    """Open a PDF, a page image or an office document for reading; ``name`` is how messages call it.

    Raises:
        IkiError: the subclass that says why it cannot be read.
    """
    limits = limits or SourceLimits()
    name = name or path.name
    scan = _scan(path, limits, name)
    if is_picture(scan.head):
        source = _open_picture(path, scan, limits, name)
    elif kind := office_kind(path, scan.head, name):
        source = _open_office(path, kind, scan, limits, name)
    else:
        source = _open_pdf(path, scan, limits, name)
    try:
        yield source
    finally:
        source.pdf.close()


def check_page_size(
    width: float, height: float, limits: SourceLimits, *, name: str | None = None, page: int | None = None
) -> None:
    """Refuse a page that is beyond the limits, or that has no size, before it is opened.

    Raises:
        TooLargeError: it is larger than ``limits.max_points`` in one direction.
        DamagedError: its size is zero or no number.
    """
    if not (width > 0 and height > 0):
        raise DamagedError(f"the page has no size ({width:g} x {height:g} points)", file=name, page=page)
    if max(width, height) > limits.max_points:
        raise TooLargeError(
            f"the page measures {width:,.0f} x {height:,.0f} points, the limit is {limits.max_points:,.0f}",
            file=name,
            page=page,
            remedy="Check the file in a viewer, or raise --max-points",
        )


def _scan(path: Path, limits: SourceLimits, name: str) -> _Scan:
    """Read the file once: hash, size, both ends, and which names of active content stand in it."""
    digest = hashlib.sha256()
    head, last, size = b"", b"", 0
    active: set[bytes] = set()
    names: set[bytes] = set()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                if size > limits.max_bytes:
                    raise TooLargeError(
                        f"the file has more than {limits.max_bytes:,} bytes",
                        file=name,
                        remedy="Split it, or raise --max-bytes",
                    )
                digest.update(chunk)
                if not head:
                    head = chunk[:HEAD_BYTES]
                window = last[-16:] + chunk
                active.update(mark for mark in ACTIVE_NAMES if mark in window)
                names.update(name for name in (LAYERS, CATALOG) if name in window)
                last = (last + chunk)[-TAIL_BYTES:]
    except FileNotFoundError:
        raise MissingFileError(
            "the file is not there",
            file=name,
            remedy="Check the name and the folder; it may have been moved or deleted",
        ) from None
    except OSError as error:
        raise MissingFileError(
            f"the file cannot be read ({error.strerror or error})", file=name, remedy="Check its permissions"
        ) from error
    if not size:
        raise EmptyFileError(
            "the file has 0 bytes", file=name, remedy="Fetch it again from where it came from"
        )
    return _Scan(digest.hexdigest(), size, head, last, frozenset(active), frozenset(names))


def _open_pdf(path: Path, scan: _Scan, limits: SourceLimits, name: str) -> Source:
    start = scan.head.find(b"%PDF-")
    if start < 0:
        raise not_a_pdf(scan.head, name)
    junk = start > 0
    original: Path | bytes = path.absolute() if not junk else path.read_bytes()[start:]
    pdf, pages, failure = _try_pdfium(original, name)
    if pdf is not None and 0 < pages <= limits.max_pages and _looks_whole(path, scan, start):
        return _source(pdf, original, scan, repaired=junk)
    fixed = _rewrite(original, limits, name)
    fixed_pdf, fixed_pages, _ = _try_pdfium(fixed, name) if fixed else (None, 0, None)
    if fixed and fixed_pdf is not None and (fixed_pages >= pages or pages > limits.max_pages):
        if pdf is not None:
            pdf.close()
        pdf, original, pages = fixed_pdf, fixed, fixed_pages
    elif fixed_pdf is not None:
        fixed_pdf.close()
    if pdf is None:
        raise failure or DamagedError("the file cannot be opened", file=name)
    _check_page_count(pdf, pages, limits, name)
    return _source(pdf, original, scan, repaired=True)


def _check_page_count(pdf: pypdfium2.PdfDocument, pages: int, limits: SourceLimits, name: str) -> None:
    """Close and refuse a document of too many pages.

    Raises:
        TooLargeError: it has more than ``limits.max_pages``.
    """
    if pages > limits.max_pages:
        pdf.close()
        raise TooLargeError(
            f"the file has {pages:,} pages, the limit is {limits.max_pages:,}",
            file=name,
            remedy="Split it, or raise --max-pages",
        )


def _source(pdf: pypdfium2.PdfDocument, original: Path | bytes, scan: _Scan, *, repaired: bool) -> Source:
    return Source(
        pdf,
        original,
        scan.sha256,
        len(pdf),
        repaired,
        _active_content(pdf, scan),
        has_layers=_has_layers(original, scan),
        stamp=_stamp(original),
    )


def _stamp(original: Path | bytes) -> tuple[int, ...] | None:
    """A value that changes when a file is replaced or written to; ``None`` for bytes, which cannot change."""
    if isinstance(original, bytes):
        return None
    try:
        found = original.stat()
    except OSError:
        return (-1,)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _has_layers(original: Path | bytes, scan: _Scan) -> bool:
    """Whether the document has layers (optional content). Where its catalog is packed, qpdf unpacks it."""
    if LAYERS in scan.names or CATALOG in scan.names:
        return LAYERS in scan.names
    import pikepdf  # noqa: PLC0415 - few files pack their catalog, and it is slow to import

    try:
        with pikepdf.open(
            io.BytesIO(original) if isinstance(original, bytes) else original, suppress_warnings=True
        ) as pdf:
            return LAYERS.decode() in pdf.Root
    except (
        Exception
    ):  # as in `_rewrite`: where qpdf cannot read it, texts are asked for their layers one by one
        return True


def _try_pdfium(data: Path | bytes, name: str) -> tuple[pypdfium2.PdfDocument | None, int, IkiError | None]:
    """The document and its page count, or what is wrong with it.

    The raw call tells a file that cannot be loaded from one without pages; for the latter, the helper class
    reports the reason of some earlier failure.

    Raises:
        EncryptedError: it needs a password, which no repair can spare.
    """
    if isinstance(data, bytes):
        handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
    else:
        handle = pdfium_c.FPDF_LoadDocument(os.fsencode(data) + b"\0", None)
    if not handle:
        if pdfium_c.FPDF_GetLastError() in PASSWORD_ERRORS:
            raise EncryptedError("the file opens with a password only", file=name, remedy=UNLOCK)
        return None, 0, DamagedError("the file is damaged beyond repair", file=name, remedy=FETCH)
    pages = pdfium_c.FPDF_GetPageCount(handle)
    if pages < 1:
        pdfium_c.FPDF_CloseDocument(handle)
        return None, 0, EmptyFileError("the file has no pages", file=name, remedy=FETCH)
    return pypdfium2.PdfDocument(handle), pages, None


def _looks_whole(path: Path, scan: _Scan, start: int) -> bool:
    """Whether the file ends as it should and its last pointer leads to a table of objects.

    pdfium silently rebuilds a damaged table, which may lose pages; this is how we know that it did.
    """
    pointers = re.findall(rb"startxref\s+(\d{1,15})", scan.tail)
    offset = int(pointers[-1]) if pointers else 0
    if not 0 < offset < scan.size:
        return False
    with path.open("rb") as file:
        file.seek(offset + start)
        return re.match(rb"\s*(xref|\d+\s+\d+\s+obj)", file.read(64)) is not None


def _rewrite(data: Path | bytes, limits: SourceLimits, name: str) -> bytes | None:
    """The file rewritten by qpdf; ``None`` where qpdf gives up or finds more than the limits allow."""
    import pikepdf  # noqa: PLC0415 - only damaged files need it, and it is slow to import

    try:
        with pikepdf.open(
            io.BytesIO(data) if isinstance(data, bytes) else data, suppress_warnings=True
        ) as pdf:
            if not 0 < len(pdf.pages) <= limits.max_pages:
                return None
            out = io.BytesIO()
            pdf.save(out, compress_streams=True)
    except pikepdf.PasswordError:
        raise EncryptedError(
            "the file opens with a password only", file=name, remedy="Remove it first"
        ) from None
    except Exception:  # qpdf and its binding raise many kinds on hostile files; each means "no repair"
        log.info("qpdf cannot repair the file", exc_info=True)
        return None
    written = out.getvalue()
    return written if len(written) <= limits.max_inflated else None


def _active_content(pdf: pypdfium2.PdfDocument, scan: _Scan) -> tuple[str, ...]:
    found = {ACTIVE_NAMES[mark] for mark in scan.active}
    if pdfium_c.FPDFDoc_GetJavaScriptActionCount(pdf) > 0:
        found.add("scripts")
    if pdfium_c.FPDFDoc_GetAttachmentCount(pdf) > 0:
        found.add("attachments")
    if "attachments" not in found:
        found.discard(ACTIVE_NAMES[PORTFOLIO])
    if (form := XFA_FORMS.get(pdfium_c.FPDF_GetFormType(pdf))) is not None:
        found.add(form)
    return tuple(sorted(found))


def _open_office(path: Path, kind: str, scan: _Scan, limits: SourceLimits, name: str) -> Source:
    data = office_to_pdf(path, kind, sha256=scan.sha256, name=name, max_bytes=limits.max_bytes)
    pdf, pages, failure = _try_pdfium(data, name)
    if pdf is None:
        raise failure or DamagedError("the document cannot be opened", file=name)
    _check_page_count(pdf, pages, limits, name)
    return _source(pdf, data, scan, repaired=False)


def _open_picture(path: Path, scan: _Scan, limits: SourceLimits, name: str) -> Source:
    data = picture_to_pdf(path, name=name, max_pages=limits.max_pages, max_pixels=limits.max_pixels)
    pdf = pypdfium2.PdfDocument(data)
    return Source(pdf, data, scan.sha256, len(pdf), repaired=False, active_content=(), is_picture=True)
