"""Rulings of scans that nothing crosses: worn rows of tables without vertical rulings, and dashed ones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.scan.dashed_rulings import open_bands, with_whole_dashes
from iki.extract.scan.illumination import INK
from iki.extract.scan.print_lines import find_lines
from iki.extract.scan.ruling_finder import Rule, find_rules
from iki.extract.scan.worn_grids import complete

SCALE = 200 / 72
LEFT, RIGHT = 100, 1000


def sheet() -> np.ndarray:
    return np.full((1400, 1100), 255, np.uint8)


def write(page: np.ndarray, text: str, x: int, y: int, size: float = 0.7) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_COMPLEX, size, 0, 2, cv2.LINE_AA)


def level_table(*, worn: bool) -> np.ndarray:
    """Rows of three columns between level rulings; the worn ones begin, end and break elsewhere each."""
    page = sheet()
    for index, y in enumerate((300, 370, 470, 570)):
        cv2.line(page, (LEFT, y), (RIGHT, y), 0, 3)
        if worn:
            for x in range(LEFT + 40 + 60 * index, RIGHT - 60, 210):
                page[y - 4 : y + 5, x : x + 70] = 255
    page[566:575, 910:] = 255 if worn else page[566:575, 910:]
    for y in (345, 430, 530):
        write(page, "Sasaran", 120, y)
        write(page, "Jumlah dokumen", 400, y)
        write(page, "Register", 760, y)
    return page


def rows(page: np.ndarray) -> list[tuple[float, float, float]]:
    h, runs_h = find_rules(page, "h", SCALE)
    v, runs_v = find_rules(page, "v", SCALE)
    done = complete([*h, *v], runs_h, runs_v, (page < INK).astype(np.uint8), SCALE)
    return sorted((round(r.pos, -1), round(r.start, -1), round(r.end, -1)) for r in done if r.axis == "h")


@pytest.mark.parametrize("worn", [False, True])
def test_rows_reach_from_side_to_side(worn: bool) -> None:
    assert rows(level_table(worn=worn)) == [(y, LEFT, RIGHT) for y in (300, 370, 470, 570)]


def test_a_row_ends_beside_a_merged_cell() -> None:
    page = level_table(worn=False)
    page[380:560, 110:390] = 255
    write(page, "Tertib dan tepat", 120, 466)
    page[468:473, LEFT:390] = 255
    assert (470, 390, RIGHT) in rows(page)


def test_short_print_between_two_rows_is_kept() -> None:
    page = level_table(worn=False)
    write(page, "9", 640, 412)
    rules = [Rule("h", float(y), float(LEFT), float(RIGHT), 3.0) for y in (300, 370, 470, 570)]
    clean = page.copy()
    for y in (300, 370, 470, 570):
        clean[y - 3 : y + 4] = 255
    lines = find_lines((clean < INK).astype(np.uint8), rules, SCALE).lines
    assert any(630 < line.x0 < 670 and len(line.members) == 1 for line in lines)


def dashed(page: np.ndarray, y: int, dash: int, white: int) -> None:
    for x in range(LEFT, RIGHT, dash + white):
        cv2.line(page, (x, y), (min(x + dash, RIGHT), y), 0, 2)


@given(dash=st.integers(6, 18), white=st.integers(4, 10), turned=st.booleans())
def test_dashed_rulings_become_whole(dash: int, white: int, turned: bool) -> None:
    page = sheet()
    for y in (300, 400):
        dashed(page, y, dash, white)
    write(page, "Jumlah laporan kegiatan", 120, 360)
    print_only = page[320:385].copy()
    whole = with_whole_dashes(np.ascontiguousarray(page.T) if turned else page, [], SCALE)
    whole = whole.T if turned else whole
    for y in (300, 400):
        assert (whole[y, LEFT + dash : RIGHT - dash - white] == 0).all()
    assert (whole[320:385] == print_only).all()


def test_print_alone_has_no_dashed_rulings() -> None:
    page = sheet()
    for y in range(100, 1300, 40):
        write(page, "tahun - tahun, undang-undang dan e-musrenbang = 100 %", 110, y)
    assert with_whole_dashes(page, [], SCALE) is page


def test_dashed_rulings_are_looked_for_where_whole_ones_are_few() -> None:
    bars = [Rule("h", float(y), 100.0, 900.0, 3.0) for y in range(9)]
    walls = [Rule("v", float(x), 200.0, 900.0, 3.0) for x in (100, 500, 800)]
    in_pieces = [Rule("v", 500.0, float(y), y + 130.0, 3.0) for y in range(100, 900, 200)]
    high = len(sheet())
    assert open_bands(sheet(), [*bars, walls[0]], SCALE) == [(0, high)]
    assert open_bands(sheet(), [*bars, walls[0], *in_pieces], SCALE) == [(0, high)]
    assert open_bands(sheet(), walls, SCALE) == [(0, 200), (900, high)]


def test_a_worn_bar_beside_a_letter_is_no_dashed_ruling() -> None:
    page = sheet()
    for start, end in ((100, 280), (300, 470), (490, 498)):
        page[400:403, start:end] = 0
    assert with_whole_dashes(page, [], SCALE) is page


@pytest.mark.parametrize(("step", "stem"), [(11, 4), (12, 5), (14, 6)])
def test_feet_of_letters_are_no_rulings(step: int, stem: int) -> None:
    """A row of serifs that run into each other is dark where letters stand and light between them."""
    page = sheet()
    for y in (300, 400, 500):
        page[y - 1 : y + 1, 104:600] = 205
        for x in range(104, 600, step):
            page[y - 1 : y + 1, x : x + step - 4] = 40
            page[y - 16 : y - 1, x + 1 : x + 1 + stem] = 0
    assert find_rules(page, "h", SCALE)[0] == []
    assert with_whole_dashes(page, [], SCALE) is page


@pytest.mark.parametrize(("top", "bottom"), [(500, 560), (700, 800), (900, 1000)])
def test_short_dashed_columns_run_from_row_to_row(top: int, bottom: int) -> None:
    page = sheet()
    for y in (top, bottom):
        dashed(page, y, 10, 6)
    for x in (300, 600):
        for y in range(top, bottom, 16):
            cv2.line(page, (x, y), (x, min(y + 10, bottom)), 0, 2)
    whole = with_whole_dashes(page, [], SCALE)
    for x in (300, 600):
        assert (whole[top + 12 : bottom - 12, x] == 0).all()


@pytest.mark.parametrize("start", [160, 180, 230])
def test_a_short_dashed_piece_goes_on_with_a_ruling_that_was_found(start: int) -> None:
    page = sheet()
    for x in range(LEFT, start, 12):
        page[400:402, x : x + 7] = 0
    page[400:402, start + 20 : 800] = 0
    known = [Rule("h", 401.0, start + 20.0, 800.0, 2.0)]
    assert with_whole_dashes(page, [], SCALE) is page
    assert (with_whole_dashes(page, known, SCALE)[400, LEFT + 12 : start - 12] == 0).all()


@pytest.mark.parametrize("y", [470, 480, 490])
def test_print_at_the_edge_of_a_table_is_not_cut(y: int) -> None:
    """Where three whole columns end, a line of print is looked at whole."""
    page = sheet()
    walls = [Rule("v", float(x), 100.0, float(y), 3.0) for x in (100, 500, 900)]
    write(page, "Pelaksanaan dan pembinaan perencanaan", 120, y + 2)
    assert with_whole_dashes(page, walls, SCALE) is page


@pytest.mark.parametrize("shift", range(0, 20, 3))
def test_print_that_a_bands_edge_cuts_makes_no_dashes(shift: int) -> None:
    page = sheet()
    end = 470
    walls = [Rule("v", float(x), 100.0, float(end), 3.0) for x in (100, 500, 900)]
    edge = end - round(12 * SCALE)
    write(page, "Proporsi surat keterangan yang diterbitkan", 120, edge + shift)
    assert with_whole_dashes(page, walls, SCALE) is page
