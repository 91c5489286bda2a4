"""Spaced letters, narrow gaps, raised letters; and letters that are what they look like."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract import pdfium
from iki.extract.glyph_stream import Glyph
from iki.extract.glyph_words import words_of
from iki.extract.page_content import Ruling
from iki.extract.spacing import spaced_words
from iki.extract.unicode_repair import as_printed, private_sign
from iki.schema.blocks import Word
from iki.schema.geometry import Box
from reportlab.pdfgen.canvas import Canvas

HEIGHT = 10.0
capitals = st.text("ABDEGIKLMNOPRSTU", min_size=4, max_size=10)


def letters(text: str, space: float, x: float = 50.0, top: float = 100.0) -> list[Word]:
    """Words of one letter each, ``space`` apart; a blank is as wide as a letter's half and spaced as well."""
    out = []
    for char in text:
        if char != " ":
            out.append(Word(char, Box(x, top, x + 5, top + HEIGHT), HEIGHT))
            x += 5
        else:
            x += 2.5
        x += space
    return out


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in words]


@given(st.lists(capitals, min_size=1, max_size=3), st.floats(2.0, 5.0))
def test_spaced_letters_are_words(parts: list[str], space: float) -> None:
    assert texts(spaced_words(letters(" ".join(parts), space))) == parts


def test_a_short_spaced_word_is_known_by_the_long_ones() -> None:
    stream = letters("NO", 3.0) + letters("SASARAN", 3.0, x=150) + letters("TARGET :", 3.0, x=300)
    assert texts(spaced_words(stream)) == ["NO", "SASARAN", "TARGET", ":"]
    assert texts(spaced_words(letters("NO", 3.0))) == ["N", "O"]


def test_spaced_letters_are_not_joined_across_a_ruling() -> None:
    stream = letters("NO", 4.5) + letters("SASARAN", 4.5, x=71)
    wall = Ruling("v", 68, 90, 130)
    assert texts(spaced_words(stream, [wall])) == ["NO", "SASARAN"]
    assert texts(spaced_words(stream)) == ["NOSASARAN"]


@pytest.mark.parametrize("text", ["A+B/C*D", "AxBxC", "12345"])
def test_formulas_and_numbers_stay_apart(text: str) -> None:
    assert texts(spaced_words(letters(text, 2.5))) == list(text)


def run(text: str, space: float, jitter: float = 0.0) -> list[Glyph | None]:
    """A stream without white space, in which a blank is only a gap."""
    out: list[Glyph | None] = []
    x = 50.0
    for i, char in enumerate(text):
        if char == " ":
            x += space
            continue
        out.append(Glyph(char, x, 100, x + 5, 100 + HEIGHT))
        x += 5 + jitter * (i % 3)
    return out


TEXT = ["Jumlah", "kapal", "yang", "terdata", "dan", "berizin", "di", "wilayah", "laut", "selama", "setahun"]


@pytest.mark.parametrize("space", [0.9, 1.2, 1.8, 2.5])
def test_narrow_gaps_part_words_where_a_page_is_printed_so(space: float) -> None:
    line = run(" ".join(TEXT), space)
    assert texts(words_of([*line, None, *line, None, *line])) == TEXT * 3


def test_uneven_letters_are_not_split() -> None:
    line = run("pengembangankelembagaan", 0.0, jitter=0.4)
    assert texts(words_of([*line, None, *line, None, *line])) == ["pengembangankelembagaan"] * 3


def test_a_single_odd_gap_is_no_narrow_space() -> None:
    line = run("bersertifi kat", 0.9)
    plain = run("kepemimpinannya", 0.0)
    assert texts(words_of([*line, None, *plain, None, *plain]))[0] == "bersertifikat"


def test_letters_of_a_ligature_on_one_spot_are_kept() -> None:
    spot = [Glyph(c, 55, 100, 64.7, 110) for c in "ffi"]
    stream = [Glyph("e", 50, 100, 55, 110), *spot, Glyph("c", 64.7, 100, 69, 110)]
    assert texts(words_of(stream)) == ["effic"]


def test_letters_printed_twice_one_by_one_are_bold() -> None:
    stream = [Glyph(c, 50 + 5 * i, 100, 55 + 5 * i, 110) for i, c in enumerate("ttaff") for _ in range(2)]
    assert texts(words_of(stream)) == ["ttaff"]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("\U0001d43d\U0001d462\U0001d45a\U0001d459\U0001d44e\u210e", "Jumlah"),
        ("\ud835\udc65", "x"),
        ("pela\u019fhan", "pelatihan"),
        ("pela\ufffdhan", "pelatihan"),
        ("pelaOhan", "pelatihan"),
        ("\uf0e5", "∑"),
        ("\uf0b3", "≥"),
        ("\uff11\uff10\uff10\uff05", "100%"),
        ("sekreOOO", "sekreOOO"),
        ("Otonomi", "Otonomi"),
        ("Om", "Om"),
        ("(Om)", "(Om)"),
        ("OrganisaOs", "OrganisaOs"),
        ("DINAS", "DINAS"),
        ("m²", "m²"),
        ("\ufffd\ufffd", "\ufffd\ufffd"),
    ],
)
def test_letters_are_what_they_look_like(raw: str, seen: str) -> None:
    assert as_printed(raw) == seen


def test_the_font_says_what_a_private_code_is() -> None:
    assert private_sign(0xF0FC, "ABCDEF+Wingdings") == "✓"
    assert private_sign(0xF0A7, "Symbol") == "♣"
    assert private_sign(0xF0A7, "Calibri") == "\uf0a7"


def read(paint: Callable[[Canvas], None]) -> list[str]:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 10)
    paint(canvas)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        return [word.text for word in pdfium.read_page(document, 0).words]


@pytest.mark.parametrize("rise", [4.0, -2.0])
def test_a_raised_letter_belongs_to_its_word(rise: float) -> None:
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        for part, up, size in (("luas (m", 0.0, 10), ("2", rise, 6), (") taman", 0.0, 10)):
            text.setFont("Helvetica", size)
            text.setRise(up)
            text.textOut(part)
        canvas.drawText(text)

    assert read(paint) == ["luas", "(m2)", "taman"]


@pytest.mark.parametrize("space", [2.0, 3.0, 4.5])
def test_a_heading_with_spaced_letters(space: float) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "SASARAN KEGIATAN", charSpace=space)
        canvas.drawString(72, 680, "Meningkatnya hasil tangkapan")

    assert read(paint) == ["SASARAN", "KEGIATAN", "Meningkatnya", "hasil", "tangkapan"]
