"""Whether the engines work here: each is loaded and reads a page that was made for it, and models are checked.

A package that is installed may still not load (a system library is missing) or read nothing (a model was cut off while
it was fetched). So each engine is given a small page with a known line and a known table, as a PDF or as its picture,
and must give these back. Models are compared with the checksums that they were published with
(`scan.engine_models`).
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

TEST_LINE = "Indikator Kinerja Individu"
TEST_TABLE = tuple((f"Sasaran {n}", f"Indikator {n}", f"Sumber {n}") for n in range(1, 6))
DPI = 200.0
ALIKE = 90.0
"""Likeness (0 to 100) from which what is read is the test line: a slip is no fault of the installation."""

MARGIN = 4  # pixels of white around the line
DARK = 128  # grey level: darker pixels are the line's print

State = Literal["works", "fails", "absent"]


@dataclass(frozen=True, slots=True)
class Check:
    """The result of testing one engine or model. ``detail`` says what it read, or what went wrong and what to do."""

    name: str
    state: State
    detail: str


def self_test(languages: str = "eng") -> Iterator[Check]:
    """All checks, one after the other; none raises. ``languages`` are Tesseract's, like ``eng+ind``."""
    page = known_page()
    yield _reads("pdfium", lambda: _by_pdfium(page))
    yield _reads("pdfplumber", lambda: _by_pdfplumber(page))
    yield _reads("camelot", lambda: _by_camelot(page), wanted=" ".join(TEST_TABLE[0]))
    yield _reads("pikepdf", lambda: _by_pdfium(_rewritten(page)))
    yield from _recognisers(page, languages)
    yield from model_checks()


def known_page() -> bytes:
    """A PDF of one page with `TEST_LINE` above `TEST_TABLE`, in a font that every viewer has."""
    texts = [(72, 760, TEST_LINE)]
    texts += [
        (72 + 150 * column, 700 - 24 * row, text)
        for row, cells in enumerate(TEST_TABLE)
        for column, text in enumerate(cells)
    ]
    drawn = "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
    )
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{out}{head}startxref\n{len(out)}\n%%EOF\n".encode("ascii")


def model_checks() -> Iterator[Check]:
    """Every model that the engines use, compared with its checksum."""
    from .scan.engine_models import engine_models  # noqa: PLC0415 - OpenCV loads slowly

    for model in engine_models():
        name, found = f"model {model.path.name}", model.checksum()
        if found == model.published:
            yield Check(name, "works", f"checksum as published ({found[:12]})")
        elif model.packaged and model.published is not None:
            wanted = model.published[:12]
            detail = f"damaged: its checksum is {found[:12]}, not {wanted}; install its package again"
            yield Check(name, "fails", detail)
        else:
            detail = f"another model than those measured ({found[:12]}); confidence may be off"
            yield Check(name, "works", detail)


def _reads(name: str, read: Callable[[], str], wanted: str = TEST_LINE) -> Check:
    began, name = time.perf_counter(), f"engine {name}"
    try:
        text = read()
    except ImportError as error:
        return Check(name, "absent", str(error))
    except Exception as error:  # libraries fail in many ways, and each is what we want to know
        return Check(name, "fails", f"{type(error).__name__}: {error}")
    if fuzz.partial_ratio(wanted.casefold(), " ".join(text.split()).casefold()) < ALIKE:
        return Check(name, "fails", f"reads {text[:80]!r} where {wanted!r} is printed")
    return Check(name, "works", f"reads a test line in {time.perf_counter() - began:.2f} s")


def _by_pdfium(page: bytes) -> str:
    import pypdfium2  # noqa: PLC0415 - part of the test

    from .pdfium import read_page  # noqa: PLC0415

    pdf = pypdfium2.PdfDocument(page)
    try:
        return " ".join(word.text for word in read_page(pdf, 0).words)
    finally:
        pdf.close()


def _by_pdfplumber(page: bytes) -> str:
    from .pdfplumber_engine import read_page  # noqa: PLC0415 - part of the test

    return " ".join(word.text for word in read_page(page, 0).words)


def _by_camelot(page: bytes) -> str:
    import camelot  # noqa: PLC0415 - part of the test

    tables = camelot.read_pdf(  # type: ignore[attr-defined]
        io.BytesIO(page), pages="1", flavor="network", suppress_stdout=True
    )
    return " ".join(text for table in tables for row in table.data for text in row)


def _rewritten(page: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 - part of the test

    with pikepdf.open(io.BytesIO(page)) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _recognisers(page: bytes, languages: str) -> Iterator[Check]:
    try:
        from .scan.engine import LineEngine  # noqa: PLC0415 - part of the test
        from .scan.installed_engines import available_engines  # noqa: PLC0415
        from .scan.scan_options import ScanOptions  # noqa: PLC0415

        picture = _line_picture(page)
    except Exception as error:  # as in `_reads`
        yield Check("engine for scans", "fails", f"{type(error).__name__}: {error}")
        return

    def read(engine: LineEngine) -> str:
        return engine.read([picture], thorough=True)[0].text

    engines = available_engines(ScanOptions(languages=languages))
    for engine in engines:
        yield _reads(engine.name, lambda engine=engine: read(engine))  # type: ignore[misc]
    for name in sorted({"ppocr-small", "ppocr-tiny", "tesseract"} - {engine.name for engine in engines}):
        yield Check(f"engine {name}", "absent", "it is not installed")


def _line_picture(page: bytes) -> NDArray[np.uint8]:
    """The test line as a picture: dark print on white, cut close."""
    import pypdfium2  # noqa: PLC0415 - part of the test

    pdf = pypdfium2.PdfDocument(page)
    try:
        rendered = pdf[0].render(scale=DPI / 72, grayscale=True).to_numpy()
    finally:
        pdf.close()
    grey = np.array(rendered, np.uint8).reshape(rendered.shape[:2])
    top = grey[: round(100 * DPI / 72)]  # the line stands in the page's upper 100 points, the table below
    rows, columns = np.nonzero(top < DARK)
    cut = top[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return np.pad(cut, MARGIN, constant_values=255)
