"""Small marks on scans: faint dashes of lists, fractions' bars, stamps cut by rulings."""

from __future__ import annotations

import cv2
import numpy as np
from iki.extract.page_content import Ruling
from iki.extract.scan.print_lines import find_lines, with_faint_dashes
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
