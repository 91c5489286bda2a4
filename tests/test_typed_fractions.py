"""Fractions typed as running text: underlined numerators, rows of dashes, factors that wrap."""

from __future__ import annotations

import pytest
from iki.extract.page_content import Ruling
from iki.extract.stacked_fractions import lines_with_fractions
from iki.schema.blocks import Line, Word
from printed import LEADING, SIZE, lines, width_of

X, TOP = 50.0, 100.0


def under(row: int, text: str, before: str = "") -> Ruling:
    """The underline of ``text`` in a row of the cell, behind ``before``."""
    start = X + (width_of(f"{before} ") if before else 0.0)
    return Ruling("h", TOP + row * LEADING * SIZE + 1.05 * SIZE, start, start + width_of(text))


def read(texts: list[str], *rulings: Ruling) -> list[str]:
    words: list[Word] = [word for line in lines(texts, X, TOP) for word in line.words]
    found: list[Line] = lines_with_fractions(words, rulings)
    assert sorted(map(id, words)) == sorted(id(word) for line in found for word in line.words)
    return [line.text for line in found]


WHOLE = "(Jumlah surat yang selesai diproses) / (Jumlah seluruh surat) x 100%"
TWO = ["Jumlah surat yang selesai", "diproses x 100%", "Jumlah seluruh surat"]


def test_an_underlined_numerator_over_two_lines() -> None:
    assert read(TWO, under(0, TWO[0]), under(1, "diproses")) == [WHOLE]


@pytest.mark.parametrize(("first", "second"), [(" x", "100%"), ("", "x 100%")])
def test_a_factor_that_wraps(first: str, second: str) -> None:
    texts = [f"Jumlah surat selesai{first}", second, "Jumlah seluruh surat"]
    assert read(texts, under(0, "Jumlah surat selesai")) == [
        "(Jumlah surat selesai) / (Jumlah seluruh surat) x 100%"
    ]


def test_a_factor_behind_the_denominator() -> None:
    texts = ["Jumlah surat selesai", "Jumlah seluruh surat x 100%"]
    assert read(texts, under(0, texts[0])) == ["(Jumlah surat selesai) / (Jumlah seluruh surat) x 100%"]


def test_what_stands_before_an_underlined_numerator() -> None:
    texts = ["Persentase = Surat selesai x 100%", "Surat masuk"]
    assert read(texts, under(0, "Surat selesai", "Persentase =")) == [
        "Persentase = (Surat selesai) / (Surat masuk) x 100%"
    ]


@pytest.mark.parametrize("bar", ["--------------------", "____________", "————————", "══════════"])
@pytest.mark.parametrize("factor", [" x 100%", ""])
def test_a_row_of_dashes_is_a_bar(bar: str, factor: str) -> None:
    texts = ["Jumlah surat selesai", f"{bar}{factor}", f"Jumlah seluruh surat{'' if factor else ' x 100%'}"]
    assert read(texts) == ["(Jumlah surat selesai) / (Jumlah seluruh surat) x 100%"]


def test_two_fractions_below_each_other() -> None:
    texts = ["Surat selesai", "------ x 100%", "Surat masuk", "Rapat dihadiri", "------ x 100%", "Rapat"]
    first, second = read(texts)
    assert second == "(Rapat dihadiri) / (Rapat) x 100%"
    assert first == "(Surat selesai) / (Surat masuk) x 100%"


def test_statements_around_a_fraction_are_no_part_of_it() -> None:
    texts = ["Rumus :", *TWO, "Keterangan : dalam setahun"]
    assert read(texts, under(1, TWO[0]), under(2, "diproses")) == ["Rumus :", WHOLE, texts[-1]]


@pytest.mark.parametrize(
    ("texts", "underlined"),
    [
        (["Rumus :", "Jumlah surat / jumlah seluruh surat x 100%"], "Rumus :"),
        (["Cara menghitung", "Jumlah surat dibagi seluruh surat x 100%"], "Cara menghitung"),
        (["Surat selesai", "---- lihat lampiran", "Surat masuk"], ""),
        (["------", "Surat masuk"], ""),
        (["Surat masuk", "------"], ""),
    ],
)
def test_what_is_no_fraction(texts: list[str], underlined: str) -> None:
    assert read(texts, *([under(0, underlined)] if underlined else [])) == texts


def test_a_numerator_that_begins_above_what_stands_before_it() -> None:
    indent = " " * round(width_of("Deviasi = ") / width_of(" "))
    texts = [f"{indent}Realisasi -", "Deviasi = Rencana x 100%", "Rencana"]
    assert read(texts, under(1, "Rencana", "Deviasi =")) == [
        "Deviasi = (Realisasi - Rencana) / (Rencana) x 100%"
    ]
