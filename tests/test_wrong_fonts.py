"""Fonts whose table of characters says other letters than they print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from iki.extract.document_reader import read_document
from iki.extract.page_content import PageContent
from iki.extract.wrong_fonts import is_doubtful
from iki.schema.blocks import Page, Word
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

Change = Callable[[int], int]

LINES = (
    "Meningkatnya kualitas pelayanan publik",
    "Persentase laporan yang selesai tepat waktu",
    "Jumlah kegiatan pembinaan kelurahan",
    "penyusunan rencana kerja bidang pemerintahan",
)
NOTE = ("Keputusan ini berlaku sejak tanggal ditetapkan", "dan dilaksanakan dengan penuh tanggung jawab")


def shifted(code: int) -> int:
    return code - 29 if code > 61 else code + 200


def exchanged(code: int) -> int:
    return {ord("g"): ord("q"), ord("k"): ord("h"), ord("a"): ord("o")}.get(code, code)


def nothing(code: int) -> int:
    return 0xFFFD


def right(code: int) -> int:
    return code


def pdf(path: Path, change: Change) -> Path:
    """A page of two fonts; the first one's table says ``change`` of what it prints."""
    try:
        pdfmetrics.registerFont(TTFont("Print", "DejaVuSans.ttf"))
    except TTFError:
        pytest.skip("DejaVu Sans is not installed")
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Print", 11)
    for index, line in enumerate(LINES):
        canvas.drawString(60, 700 - 20 * index, line)
    canvas.setFont("Helvetica", 11)
    for index, line in enumerate(NOTE):
        canvas.drawString(60, 500 - 20 * index, line)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        for font in file.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                table = font.ToUnicode.read_bytes()
                font.ToUnicode = file.make_stream(
                    re.sub(rb"(?<=> <)([0-9A-F]{4})(?=>)", lambda m: b"%04X" % change(int(m[1], 16)), table)
                )
        file.save(path)
    return path


def read(path: Path) -> Page:
    return read_document(path, name=path.name).pages[0]


def text(page: Page) -> str:
    return " ".join(" ".join(block.text.split()) for block in page.blocks)


@pytest.mark.parametrize("change", [shifted, exchanged, nothing])
def test_a_font_that_says_other_letters_is_read_by_ocr(tmp_path: Path, change: Change) -> None:
    page = read(pdf(tmp_path / "a.pdf", change))
    assert text(page) == " ".join((*LINES, *NOTE))
    assert GapCode.UNMAPPED_FONT in [gap.code for gap in page.gaps]
    engines = {word.text: word.engine for b in page.blocks for line in b.lines for word in line.words}
    assert engines["Persentase"] == "ocr"
    assert (
        change is nothing or engines["Keputusan"] == "text"
    )  # a page without most of its text is read as a scan


def test_a_font_that_says_what_it_prints_is_believed(tmp_path: Path) -> None:
    page = read(pdf(tmp_path / "a.pdf", right))
    assert text(page) == " ".join((*LINES, *NOTE))
    assert not page.gaps


def page_of(words: str) -> PageContent:
    return PageContent(1, 595, 842, words=[Word(w, Box(0, 0, 40, 10), 10) for w in words.split()])


@pytest.mark.parametrize(
    ("words", "doubtful"),
    [
        ("Jumlah laporan kegiatan pembinaan kelurahan yang selesai tepat waktu", False),
        ("Kepala Seksi Pelayanan Umum SUTRISNO WIBOWO NIP 197803122002122004", False),
        ("0HQLQJNDWQ\\D PXWX SHOD\\DQDQ SXEOLN NHFDPDWDQ", True),
        ("Jumlah berhas yanq selesai tepat wahtu dibaqi jumlah berhas masuh", True),
        ("Renstra", False),
    ],
)
def test_words_that_no_language_has_are_doubtful(words: str, doubtful: bool) -> None:
    assert is_doubtful(page_of(words)) == doubtful
