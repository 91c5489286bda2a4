"""Worn grids of many kinds drawn by hand: double and dotted rulings, rows that one cell spans, rows torn by the page's
end.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import cv2
import numpy as np
import pytest
from iki.extract.scan.dashed_rulings import with_whole_dashes
from iki.extract.scan.edge_ink import is_crossed
from iki.extract.scan.illumination import INK
from iki.extract.scan.ruling_finder import Rule, find_rules
from iki.extract.scan.shaded_heads import head_fields
from iki.extract.scan.worn_grids import complete

SCALE = 200 / 72
XS, YS = (100, 170, 420, 700, 860, 1000), (300, 370, 420, 470, 600, 720)


def sheet() -> np.ndarray:
    return np.full((1400, 1100), 255, np.uint8)


def write(page: np.ndarray, text: str, x: int, y: int, size: float = 0.7) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_COMPLEX, size, 0, 2, cv2.LINE_AA)


def draw(page: np.ndarray, axis: str, at: int, start: int, end: int, apart: int = 0) -> None:
    """Draw a ruling; with ``double``, two parallel lines that many pixels apart."""
    for pos in (at, at + apart) if apart else (at,):
        ends = ((start, pos), (end, pos)) if axis == "h" else ((pos, start), (pos, end))
        cv2.line(page, *ends, 0, 2)


def wear(page: np.ndarray, axis: str, at: int, start: int, end: int, step: int) -> None:
    """A third of a ruling gone, piece by piece."""
    for place in range(start + step // 2, end - step // 3, step):
        if axis == "h":
            page[at - 4 : at + 12, place : place + step // 3] = 255
        else:
            page[place : place + step // 3, at - 4 : at + 12] = 255


def completed(page: np.ndarray) -> list[Rule]:
    h, runs_h = find_rules(page, "h", SCALE)
    v, runs_v = find_rules(page, "v", SCALE)
    return complete([*h, *v], runs_h, runs_v, (page < INK).astype(np.uint8), SCALE)


def columns_at(rules: list[Rule], y: int) -> list[int]:
    return sorted(round(r.pos / 10) * 10 for r in rules if r.axis == "v" and r.start < y < r.end)


def grid(apart: int = 0, spanned: tuple[int, ...] = ()) -> np.ndarray:
    """A table of five columns; in the ``spanned`` rows it has none of the inner rulings."""
    page = sheet()
    for y in YS:
        draw(page, "h", y, XS[0], XS[-1], apart)
        wear(page, "h", y, XS[0], XS[-1], 130)
    for x in XS:
        for row, (top, bottom) in enumerate(pairwise(YS)):
            if x in (XS[0], XS[-1]) or row not in spanned:
                draw(page, "v", x, top, bottom, apart)
                if row > 2:
                    wear(page, "v", x, top + 10, bottom, 60)
    for row, y in enumerate(YS[:-1]):
        if row not in spanned:
            for x in XS[:-1]:
                write(page, "abc", x + 14, y + 34, 0.6)
    return page


@pytest.mark.parametrize("apart", [0, 4, 6])
def test_single_and_double_rulings_come_back_where_a_third_is_worn(apart: int) -> None:
    done = completed(grid(apart))
    rows = sorted({round(r.pos, -1) for r in done if r.axis == "h"})
    assert len(rows) == len(YS)
    for y in (335, 395, 535, 660):
        assert len(columns_at(done, y)) == len(XS)


@pytest.mark.parametrize("apart", [0, 6])
@pytest.mark.parametrize(("text", "x"), [("ESELON III", 480), ("1. KEPALA BIDANG", 110)])
def test_a_row_of_one_cell_gets_no_columns_from_its_letters(apart: int, text: str, x: int) -> None:
    page = grid(apart, spanned=(1, 2))
    write(page, text, x, 402, 0.7)
    write(page, text, x, 452, 0.7)
    done = completed(page)
    for y in (395, 445):
        assert len(columns_at(done, y)) == 2, y
    for y in (335, 535, 660):
        assert len(columns_at(done, y)) == len(XS)


def test_column_numbers_between_worn_rulings_keep_their_columns() -> None:
    page = grid(spanned=(1,))
    for number, x in enumerate(XS[:-1]):
        write(page, f"-{number + 1}-", x + 14, 402, 0.6)
    assert len(columns_at(completed(page), 395)) == len(XS)


@pytest.mark.parametrize("end", ["top", "bottom"])
def test_a_row_that_the_page_tears_keeps_its_columns(end: str) -> None:
    page = sheet()
    draw(page, "h", 260 if end == "top" else 100, XS[0], XS[-1])
    for x in XS:
        draw(page, "v", x, 100, 260)
        write(page, "abc", x + 14, 150, 0.6)
    assert len(columns_at(completed(page), 180)) == len(XS)


def test_underlined_words_with_a_stem_or_two_are_no_torn_row() -> None:
    page = sheet()
    draw(page, "h", 400, 300, 600)
    for x in (320, 500):
        draw(page, "v", x, 340, 400)
    assert not [rule for rule in completed(page) if rule.axis == "v"]


@pytest.mark.parametrize("grey", [0, 100, 160, 225, 240])
def test_dashes_may_be_faint(grey: int) -> None:
    page = sheet()
    for x in range(100, 1000, 14):
        page[500:502, x : x + 8] = grey
    whole = with_whole_dashes(page, [], SCALE)
    assert (whole[500:502, 120:980] == 0).all()


@pytest.mark.parametrize("dash", [5, 8, 12])
def test_dashes_that_even_light_bleached_here_and_there_are_one_ruling(dash: int) -> None:
    page = sheet()
    for x in range(100, 1000, dash + 6):
        page[500:502, x : x + dash] = 200 + 42 * (x // 300) % 43
    whole = with_whole_dashes(page, [], SCALE)
    assert (whole[500:502, 120:980] == 0).all()


def test_dots_a_pixel_apart_are_a_whole_ruling() -> None:
    page = sheet()
    page[500:502, 100:1000] = 0
    page[500:502, 102:1000:3] = 255
    (rule,), _ = find_rules(page, "h", SCALE)
    assert rule.length > 880
    assert rule.solid > 0.95


@pytest.mark.parametrize(
    ("x", "apart", "crossed"), [(240, 0, True), (308, 0, False), (240, 7, True), (318, 7, False)]
)
def test_print_runs_over_a_line_or_stands_beside_it(x: int, apart: int, crossed: bool) -> None:
    page = sheet()
    draw(page, "v", 300, 100, 600, apart)
    page[380:420, 290:330] = 255  # worn away there
    write(page, "KEPALA BIDANG", x, 410, 0.7)
    _, runs = find_rules(page, "v", SCALE)
    line = Rule("v", 300 + apart / 2, 100, 600, 2.0 + apart)
    ink = (page < INK).astype(np.uint8).T
    assert is_crossed(line, 370, 430, ink, runs, SCALE) is crossed


def test_a_fractions_bar_ends_before_the_equals_sign() -> None:
    page = sheet()
    for y in (500, 700):
        draw(page, "h", y, 100, 1000)
    for x in (100, 1000):
        draw(page, "v", x, 500, 700)
    write(page, "Jumlah laporan", 420, 590)
    write(page, "Jumlah seluruhnya", 400, 640)
    draw(page, "h", 604, 400, 640)
    for y in (596, 604):
        draw(page, "h", y, 366, 384)
    bars = [rule for rule in completed(page) if rule.axis == "h" and 590 < rule.pos < 620]
    assert [(round(bar.start, -1), round(bar.end, -1)) for bar in bars] == [(400, 640)]


def test_the_last_row_of_the_lower_table_may_be_torn() -> None:
    page = sheet()
    for top, xs in ((200, (100, 160, 400, 1000)), (400, XS)):
        for y in (top, top + 60, top + 120):
            draw(page, "h", y, 100, 1000)
        for x in xs:
            draw(page, "v", x, top, top + (120 if top == 200 else 220))
    for x in XS[:-1]:
        write(page, "abc", x + 14, 560, 0.6)
    assert len(columns_at(completed(page), 570)) == len(XS)


def test_columns_close_to_each_other_are_no_error() -> None:
    page = grid(spanned=(1,))
    for x in (106, 112, 118, 124):
        draw(page, "v", x, 300, 370)
    write(page, "ESELON III", 480, 402)
    assert completed(page)


def test_columns_that_break_off_together_around_words_tell_a_row() -> None:
    page = sheet()
    for y in (300, 360, 900):
        draw(page, "h", y, XS[0], XS[-1])
    for x in XS:
        inner = XS[0] < x < XS[-1]
        for top, bottom in ((300, 600), (650, 900)) if inner else ((300, 900),):
            draw(page, "v", x, top, bottom)
    write(page, "a. KEPALA BIDANG    UMUM", 110, 634)
    done = completed(page)
    assert len(columns_at(done, 625)) == 2
    assert len(columns_at(done, 500)) == len(columns_at(done, 800)) == len(XS)
    rows = sorted({round(r.pos, -1) for r in done if r.axis == "h"})
    assert rows == [300, 360, 600, 650, 900]


def test_columns_that_break_off_together_around_nothing_are_worn() -> None:
    page = grid()
    page[500:540, 110:990] = 255
    assert len(columns_at(completed(page), 520)) == len(XS)


def test_a_head_above_a_row_of_one_cell_keeps_its_columns() -> None:
    rules = [Rule("h", y, 100, 1000, 2) for y in (300, 370, 420, 470, 600)]
    rules += [Rule("v", x, 300, 600, 2) for x in (100, 1000)]
    for x in XS[1:-1]:
        rules += [Rule("v", x, 300, 370, 2), Rule("v", x, 470, 600, 2)]
    kept, fields = head_fields(rules, SCALE)
    assert not fields
    assert kept == rules


@pytest.mark.parametrize(("row", "text"), [(1, "Kepala Seksi Umum"), (2, "c. Bidang Air"), (1, "ESELON IV")])
def test_a_title_across_a_table_whose_frame_is_worn_away_beside_it_is_a_row_of_it(
    row: int, text: str
) -> None:
    page = grid(spanned=(row,))
    top, bottom = YS[row], YS[row + 1]
    for x in (XS[0], XS[-1]):
        page[top + 4 : bottom - 4, x - 4 : x + 5] = 255
    write(page, text, 440, bottom - 16)
    done = completed(page)
    middle = (top + bottom) // 2
    assert columns_at(done, middle) == [XS[0], XS[-1]]
    assert len(columns_at(done, YS[row - 1] + 30)) == len(XS)


@pytest.mark.parametrize("texts", [("ESELON III", "a. SEKRETARIS"), ("Bidang Air", "2. Kepala Seksi Sungai")])
def test_two_titles_across_a_table_whose_frame_is_worn_away_beside_them_are_rows_of_it(
    texts: tuple[str, str],
) -> None:
    page = grid(spanned=(1, 2))
    for x in (XS[0], XS[-1]):
        page[374:416, x - 4 : x + 5] = 255
    for at, text in enumerate(texts):
        write(page, text, 440, 404 + 50 * at)
    done = completed(page)
    assert len(columns_at(done, 330)) == len(columns_at(done, 520)) == len(XS)
    assert columns_at(done, 395) == [XS[0], XS[-1]]


@pytest.mark.parametrize("text", ["d. KEPALA SEKSI BINA MARGA", "Kepala Subbagian Umum", "g. Bendahara"])
@pytest.mark.parametrize("end", [150, 160])
def test_the_lines_around_a_row_of_one_cell_go_from_side_to_side(text: str, end: int) -> None:
    page = grid(spanned=(1,))
    write(page, text, 440, 402)
    page[366:376, XS[0] + 2 : end] = 255
    page[416:426, XS[0] + 2 : end] = 255
    level = [r for r in completed(page) if r.axis == "h" and abs(r.pos - 370) < 6]
    assert min(r.start for r in level) < XS[0] + 8
    assert columns_at(completed(page), 395) == [XS[0], XS[-1]]


@pytest.mark.parametrize("letter", ["g. Pengemudi", "l. Juru Bayar", "b. Bendahara"])
def test_the_stem_of_a_titles_first_letter_is_no_column(letter: str) -> None:
    page = grid(spanned=(1,))
    write(page, letter, XS[2] - 5, 402, 0.6)
    assert columns_at(completed(page), 395) == [XS[0], XS[-1]]


@pytest.mark.parametrize("column", [1, 2, 3])
def test_parts_of_a_table_are_one_where_a_column_has_no_rows_between_them(column: int) -> None:
    page = grid()
    left, right = XS[column], XS[column + 1]
    for y in YS:
        page[y - 4 : y + 12, left + 6 : right - 6] = 255
    done = completed(page)
    for y in (335, 535, 660):
        assert len(columns_at(done, y)) == len(XS)


@pytest.mark.parametrize("word", ["penelitian", "pembangunan", "ketertiban"])
def test_print_of_a_merged_cell_is_no_row(word: str) -> None:
    """Rows go on at both sides of a cell, and a line of its print stands where they do."""
    page = sheet()
    xs, ys = (100, 170, 500, 900), (300, 360, 430, 520)
    for x in xs:
        draw(page, "v", x, ys[0], ys[-1])
    for y in (ys[0], ys[-1]):
        draw(page, "h", y, xs[0], xs[-1])
    for y in ys[1:-1]:
        draw(page, "h", y, xs[0], xs[1])
        draw(page, "h", y, xs[2], xs[3])
    write(page, "Meningkatnya", 180, 340)
    write(page, word, 180, ys[1] + 14)
    for top in ys[:-1]:
        write(page, "abc", 120, top + 36, 0.6)
        write(page, "Jumlah surat", 520, top + 36)
    wear(page, "h", ys[1], xs[0], xs[-1], 130)
    wear(page, "v", xs[1], ys[0], ys[-1], 60)
    merged = [r for r in completed(page) if r.axis == "h" and abs(r.pos - ys[1]) < 8]
    assert not any(r.start < 300 < r.end for r in merged)


@pytest.mark.parametrize(("apart", "gap"), [(7, 60), (8, 60), (7, 90)])
def test_the_crossing_of_double_rulings_is_no_print(apart: int, gap: int) -> None:
    page = grid(apart)
    for x in XS[1:-1]:
        page[YS[3] + apart + 6 : YS[3] + gap, x - 4 : x + apart + 5] = 255
    assert len(columns_at(completed(page), 535)) == len(XS)


@pytest.mark.parametrize("axis", ["h", "v"])
@pytest.mark.parametrize("grey", [220, 232, 238])
def test_a_faint_ruling_is_found_by_its_length(axis: Literal["h", "v"], grey: int) -> None:
    page = sheet()
    view = page if axis == "h" else page.T
    noise = np.random.default_rng(1).normal(0, 6, (3, 700))
    view[400:403, 150:850] = np.clip(grey + noise, 0, 255)
    for y in range(460, 640, 40):
        write(page, "Persentase laporan yang selesai", 480, y)
    found, runs = find_rules(page, axis, SCALE)
    (line,) = (rule for rule in found if abs(rule.pos - 401.5) < 2)
    assert line.start < 170
    assert line.end > 830
    assert runs.along(line, SCALE)[200:800].mean() > 0.8


@pytest.mark.parametrize("grey", [220, 232])
def test_short_faint_strokes_and_shades_are_no_rulings(grey: int) -> None:
    page = sheet()
    page[400:403, 150:180] = grey
    page[500:560, 150:850] = grey
    page[700:703, 150:850] = 252
    assert find_rules(page, "h", SCALE)[0] == []


@pytest.mark.parametrize("drift", [-8, 0, 8])
def test_faint_streaks_that_begin_at_the_pages_edge_are_no_rulings(drift: int) -> None:
    page = sheet()
    height = len(page)
    for y in range(height):
        x = 500 + round(drift * y / height)
        page[y, x : x + 3] = 225
    assert find_rules(page, "v", SCALE)[0] == []


@pytest.mark.parametrize(("white", "worded"), [(110, False), (250, False), (250, True)])
def test_tables_beside_each_other_are_two_unless_print_stands_between(white: int, worded: bool) -> None:
    page = sheet()
    edges = (60, 200, 400), (400 + white, 520 + white, 640 + white)
    for xs in edges:
        for y in (300, 370, 470):
            draw(page, "h", y, xs[0], xs[-1])
        for x in xs:
            draw(page, "v", x, 300, 470)
        for x in xs[:-1]:
            write(page, "mutu", x + 14, 350, 0.6)
            write(page, "desa", x + 14, 430, 0.6)
    if worded:
        write(page, "Laporan", 440, 350)
        write(page, "bulanan", 440, 430)
    across = [r for r in completed(page) if r.axis == "h" and r.start < 420 and r.end > 400 + white - 20]
    assert bool(across) == worded


@pytest.mark.parametrize("dash", [13, 16, 20])
def test_what_wear_and_specks_left_of_a_column_is_one(dash: int) -> None:
    page = grid()
    page[YS[0] : YS[-1], XS[1] - 3 : XS[1] + 4] = 255
    for y in range(YS[0], YS[-1] - dash, 36):
        page[y : y + dash, XS[1] : XS[1] + 2] = 0
    for above, below in pairwise(YS):
        write(page, "1", XS[0] + 20, (above + below) // 2 + 8, 0.6)
        write(page, "mutu", XS[1] + 20, (above + below) // 2 + 8, 0.6)
    page[330:333, XS[1] - 6 : XS[1] - 3] = 0  # specks
    page[650:653, XS[1] + 8 : XS[1] + 11] = 0
    assert len(columns_at(completed(page), 395)) == len(XS)


@pytest.mark.parametrize("at", [420, 700, 860])
def test_a_stroke_of_a_stamp_between_two_tables_does_not_join_them(at: int) -> None:
    page = sheet()
    for ys in ((100, 160, 220, 280), (300, 370, 440, 510)):
        for y in ys:
            draw(page, "h", y, XS[0], XS[-1])
        for x in XS:
            draw(page, "v", x, ys[0], ys[-1])
        for y in ys[:-1]:
            for x in XS[:-1]:
                write(page, "desa", x + 14, y + 40, 0.6)
    draw(page, "v", at, 260, 320)
    assert columns_at(completed(page), 290) in ([], [at])
