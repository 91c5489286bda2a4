"""Small marks on scans: faint dashes of lists, fractions' bars, stamps cut by rulings."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from iki.extract.page_content import Ruling
from iki.extract.scan.print_lines import bars_over_text, find_lines, with_faint_dashes
from iki.extract.scan.ruling_finder import Rule
from iki.extract.stacked_fractions import lines_with_fractions
from iki.normalize.tables.fragments import on_page
from iki.normalize.tables.header_mapping import Column
from iki.schema.blocks import Block, Page, Word
from iki.schema.geometry import Box

SCALE = 200 / 72


def sheet(lines: int = 6) -> np.ndarray:
    page = np.full((900, 1100), 255, np.uint8)
    for index in range(lines):
        text = "Menyusun rencana kegiatan"
        cv2.putText(page, text, (200, 140 + 60 * index), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    return page


def marks(page: np.ndarray) -> int:
    layout = find_lines((page < 185).astype(np.uint8), [], SCALE)
    return sum(line.sign == "-" for line in with_faint_dashes(layout, page).lines)


def test_faint_dashes_at_one_place_are_marks_of_a_list() -> None:
    page = sheet()
    for index in (1, 3, 4):
        page[131 + 60 * index : 134 + 60 * index, 172:182] = 195
    assert marks(page) == 3


def test_one_faint_stroke_is_no_mark() -> None:
    page = sheet()
    page[191:194, 172:182] = 195
    assert marks(page) == 0


def word(text: str, x0: float, x1: float, top: float, engine: str = "ocr") -> Word:
    return Word(text, Box(x0, top, x1, top + 10), 9.0, 0.9, "ocr" if engine == "ocr" else "text")


def test_bar_that_reaches_into_a_factor_ends_before_it() -> None:
    words = [
        word("Jumlah", 20, 50, 10),
        word("hadir", 53, 80, 10),
        word("-x", 94, 104, 17),
        word("100%", 107, 127, 17),
        word("Jumlah", 20, 50, 24),
        word("undangan", 53, 90, 24),
    ]
    found = lines_with_fractions(words, [Ruling("h", 22.0, 18.0, 103.0)])
    assert [line.text for line in found] == ["(Jumlah hadir) / (Jumlah undangan) x 100%"]


def test_stamp_that_a_ruling_cut_into_arcs_is_seen() -> None:
    page = sheet()
    cv2.circle(page, (700, 640), 140, 0, 3)
    for y in (560, 640, 720):
        page[y - 4 : y + 4] = 255
    page[:, 696:704] = 255
    stamps = find_lines((page < 185).astype(np.uint8), [], SCALE).stamps
    assert any(x0 < 600 and x1 > 800 and top < 520 and bottom > 760 for x0, top, x1, bottom in stamps)


def test_columns_follow_a_scanned_page_of_another_scale() -> None:
    columns = [Column("sasaran", 55, 275, "SASARAN"), Column("indikator", 275, 885, "INDIKATOR")]
    block = Block("table", Box(61, 50, 874, 190))
    fitted = on_page(columns, Page(2, 900, 600, kind="scan"), block)
    assert [(round(c.x0), round(c.x1)) for c in fitted] == [(61, 276), (276, 874)]
    assert on_page(columns, Page(2, 900, 600), block) == columns


@pytest.mark.parametrize(("size", "left"), [(3, 150), (3, 140), (3, 120)])
def test_round_marks_far_before_their_lines_are_marks_of_a_list(size: int, left: int) -> None:
    page = sheet()
    cv2.putText(page, "Fungsi :", (20, 90), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    for index in (0, 2, 3):
        cv2.circle(page, (left, 130 + 60 * index), size, 0, -1)
    bullets = [line.sign for line in find_lines((page < 185).astype(np.uint8), [], SCALE).lines if line.sign]
    assert bullets.count("•") == 3


@pytest.mark.parametrize("indexes", [(2,), (0, 1, 2)])
def test_a_speck_and_the_dots_of_colons_are_none(indexes: tuple[int, ...]) -> None:
    page = sheet()
    for index in indexes:
        cv2.circle(page, (150, 136 + 60 * index), 3, 0, -1)
        if len(indexes) > 1:
            cv2.circle(page, (150, 124 + 60 * index), 3, 0, -1)
    signs = [line.sign for line in find_lines((page < 185).astype(np.uint8), [], SCALE).lines if line.sign]
    assert "•" not in signs


@pytest.mark.parametrize(
    "words", [("ditimban", "di", "osyandu"), ("bin", "a", "emuda"), ("ruan", "untuk", "asar")]
)
def test_letters_that_chain_with_a_broken_off_loop_go_back_to_their_line(words: tuple[str, str, str]) -> None:
    """A g whose loop is torn off stands before a word and a p: loop and p make no line of their own."""
    page = np.full((300, 1100), 255, np.uint8)

    def put(text: str, x: int) -> int:
        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_COMPLEX, 0.8, 2)
        cv2.putText(page, text, (x, 140), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
        return x + wide + 4

    x = put(f"Cakupan balita yang {words[0]}", 100)
    cv2.ellipse(page, (x + 6, 133), (6, 5), 0, 0, 360, 0, 2)
    cv2.ellipse(page, (x + 6, 147), (7, 3), 0, 0, 360, 0, 2)
    x = put(words[1], x + 26) + 10
    cv2.line(page, (x, 127), (x, 150), 0, 2)
    cv2.ellipse(page, (x + 6, 134), (5, 6), 0, 0, 360, 0, 2)
    put(words[2], x + 16)
    assert len(find_lines((page < 185).astype(np.uint8), [], SCALE).lines) == 1


@pytest.mark.parametrize("end", [300, 330, 360])
def test_a_worn_bar_is_as_long_as_the_print_under_it_and_an_underline_is_not(end: int) -> None:
    page = np.full((400, 900), 255, np.uint8)
    for text, x, y in (("hadir", 210, 150), ("Jumlah seluruh pegawai", 110, 190)):
        cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2, cv2.LINE_AA)
    layout = find_lines((page < 185).astype(np.uint8), [], SCALE)
    word, below = layout.lines
    (bar,) = bars_over_text([Rule("h", 162.0, 105.0, float(end), 2.0)], layout)
    assert bar.end >= below.x1 - 2
    (underline,) = bars_over_text([Rule("h", 162.0, float(word.x0), float(word.x1), 2.0)], layout)
    assert underline.end == word.x1
