"""A scan made upright and straight, its light evened, and its rulings found, repaired and told from bars and stems."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.scan.baselines import doubled, text_traces
from iki.extract.scan.connected_components import find_bodies, find_pieces
from iki.extract.scan.dewarp import Bend, Trace, fit_bend, turning
from iki.extract.scan.edge_ink import bears_print, is_crossed, is_stems
from iki.extract.scan.illumination import INK, even_light, is_bilevel, one_channel, tone
from iki.extract.scan.print_lines import bars_over_text, find_lines
from iki.extract.scan.ruling_finder import Rule, erase_rules, find_rules
from iki.extract.scan.shaded_heads import head_fields
from iki.extract.scan.straight_page import straighten, turned_over
from iki.extract.scan.worn_grids import complete
from iki.schema.geometry import Box

SCALE = 200 / 72
WORDS = "Jumlah laporan kegiatan yang disusun tepat waktu"


def sheet(height: int = 1400, width: int = 1100) -> np.ndarray:
    return np.full((height, width), 255, np.uint8)


def write(page: np.ndarray, text: str, x: int, y: int, size: float = 0.8) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_COMPLEX, size, 0, 2, cv2.LINE_AA)


def form() -> np.ndarray:
    page = sheet()
    for index in range(14):
        write(page, WORDS, 120, 140 + 44 * index)
    for y in (800, 870, 1000, 1130):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for x in (100, 420, 1000):
        cv2.line(page, (x, 800), (x, 1130), 0, 3)
    write(page, "Sasaran", 120, 845)
    write(page, "Indikator kinerja", 450, 845)
    write(page, "Tertib", 120, 930)
    write(page, "Jumlah dokumen", 450, 930)
    write(page, "Jumlah laporan", 450, 1060)
    return page


def completed(page: np.ndarray) -> list[Rule]:
    h, runs_h = find_rules(page, "h", SCALE)
    v, runs_v = find_rules(page, "v", SCALE)
    return complete([*h, *v], runs_h, runs_v, (page < INK).astype(np.uint8), SCALE)


def rulings(page: np.ndarray) -> tuple[list[int], list[int]]:
    done = completed(page)
    rows = sorted({round(r.pos / 10) * 10 for r in done if r.axis == "h"})
    columns = sorted({round(r.pos / 10) * 10 for r in done if r.axis == "v"})
    return rows, columns


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("slant", [0.0, 2.3, -1.4])
def test_turned_and_slanted_pages_are_made_upright(turns: int, slant: float) -> None:
    page = form()
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -slant, 1.0)
    slanted = cv2.warpAffine(page, matrix, (width, height), borderValue=255)
    straight = straighten(np.ascontiguousarray(np.rot90(slanted, turns)), 200.0)
    assert straight.turns == turns
    assert straight.slant == pytest.approx(slant, abs=0.35)
    assert straight.grey.shape == page.shape


def test_a_page_is_turned_over_without_being_cleaned_again() -> None:
    straight = straighten(form(), 200.0)
    other = turned_over(straight)
    assert other.turns == 2
    assert np.mean(np.abs(np.rot90(other.grey, 2).astype(int) - straight.grey) > 60) < 0.01
    assert np.array_equal(turned_over(other).grey, straight.grey)


def test_three_equal_channels_are_one() -> None:
    page = form()
    coloured = np.dstack([page] * 3)
    assert np.array_equal(one_channel(coloured), page)
    coloured[5, 5] = 200, 255, 255  # a single dot, between those that are looked at first
    assert one_channel(coloured) is coloured
    assert one_channel(page) is page


def test_boxes_find_their_way_back_to_the_page_as_displayed() -> None:
    page = turning((1400, 1100), 1, 0.0)
    box = page.box_to_picture(Box(10, 20, 110, 40), SCALE)
    assert box.width == pytest.approx(20, abs=0.5)
    assert box.height == pytest.approx(100, abs=0.5)


def test_a_bend_is_found_from_lines_that_should_be_level() -> None:
    x = np.linspace(50, 950, 40)
    traces = [Trace(x, y + 12 * (2 * x / 1000 - 1) ** 2) for y in (100.0, 300.0, 500.0, 700.0)]
    bend = fit_bend(1000, 800, traces, [])
    _, middle = bend.at(np.array([500.0]), np.array([400.0]))
    _, side = bend.at(np.array([950.0]), np.array([400.0]))
    assert side[0] - middle[0] == pytest.approx(12 * 0.81, abs=0.5)


@given(
    size=st.tuples(st.integers(150, 250), st.integers(150, 250)),
    turns=st.integers(0, 3),
    slant=st.floats(-3, 3),
    down=st.lists(st.floats(-6, 6), min_size=6, max_size=6),
)
def test_every_pixel_comes_from_where_the_straightening_says(
    size: tuple[int, int], turns: int, slant: float, down: list[float]
) -> None:
    height, width = size
    turn = turning(size, turns, slant)
    bend = Bend(turn.width, turn.height, np.array(down), np.zeros(4))
    way = replace(turn, bend=bend)
    rows, columns = np.mgrid[: turn.height, : turn.width].astype(np.float64)
    at_x, at_y = way.to_picture(columns.ravel(), rows.ravel())
    ramp = np.tile(np.arange(width, dtype=np.uint8), (height, 1))
    inside = (at_x > 2) & (at_x < width - 3) & (at_y > 2) & (at_y < height - 3)
    assert np.abs(way.apply(ramp).ravel()[inside] - at_x[inside]).max(initial=0.0) < 1.1


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(1, 12)] * 2), max_size=8))
def test_bodies_are_the_pieces_of_a_mask(boxes: list[tuple[int, int, int, int]]) -> None:
    mask = np.zeros((60, 60), np.uint8)
    for x, y, wide, tall in boxes:
        mask[y : y + tall, x : x + wide] = 1
    pieces = find_pieces(mask)
    bodies = dict(find_bodies(mask))
    outer = {tuple(box) for box in pieces.boxes.tolist()} & set(bodies)
    for index, box in enumerate(map(tuple, pieces.boxes.tolist())):
        x0, y0, x1, y1 = box
        if box in outer:
            assert not ((pieces.labels[y0:y1, x0:x1] == index + 1) & ~bodies[box]).any()
        else:  # it lies within another's hole
            assert any(o[0] <= x0 and o[1] <= y0 and o[2] >= x1 and o[3] >= y1 for o in outer)


def test_uneven_light_is_taken_out_and_coloured_ink_made_faint() -> None:
    page = np.repeat(form()[:, :, None], 3, axis=2).astype(np.float32)
    cv2.circle(page, (800, 1200), 90, (200.0, 60.0, 60.0), 6)
    shade = np.linspace(1.0, 0.5, page.shape[1], dtype=np.float32)[None, :, None]
    levelled = even_light((page * shade).astype(np.uint8), 200.0).lightest
    assert levelled[60:90, 50:1050].min() > 240
    assert levelled[1200, 886:894].min() > 150
    assert levelled[800, 300] < tone(levelled).threshold
    assert not is_bilevel(levelled)
    assert is_bilevel(np.where(levelled < 128, 0, 255).astype(np.uint8))


def test_a_sound_grid_is_read_as_drawn() -> None:
    assert rulings(form()) == ([800, 870, 1000, 1130], [100, 420, 1000])


def test_worn_rulings_are_repaired() -> None:
    page = form()
    for x in range(140, 980, 90):
        page[860:880, x : x + 40] = 255
        page[1120:1140, x + 20 : x + 55] = 255
    page[880:990, 410:430] = 255
    page[800:980, 985:1015] = 255
    assert rulings(page) == ([800, 870, 1000, 1130], [100, 420, 1000])


def test_no_row_is_drawn_through_a_merged_cell() -> None:
    page = form()
    page[990:1010, 110:410] = 255
    write(page, "administrasi", 120, 1004)
    done = completed(page)
    assert not [r for r in done if r.axis == "h" and abs(r.pos - 1000) < 8 and r.start < 300]


def test_the_bar_of_a_fraction_is_no_row() -> None:
    page = form()
    cv2.line(page, (470, 1085), (760, 1085), 0, 2)
    write(page, "x 100%", 800, 1095)
    done = completed(page)
    bars = [r for r in done if r.axis == "h" and abs(r.pos - 1085) < 4]
    assert [(round(b.start, -1), round(b.end, -1)) for b in bars] == [(470, 760)]


def test_lines_do_not_cross_cells_and_rulings_are_wiped() -> None:
    page = form()
    h, runs_h = find_rules(page, "h", SCALE)
    v, runs_v = find_rules(page, "v", SCALE)
    rules = complete([*h, *v], runs_h, runs_v, (page < INK).astype(np.uint8), SCALE)
    clean = erase_rules(page, rules, SCALE, INK)
    assert clean[800, 200:400].min() == 255
    layout = find_lines((clean < INK).astype(np.uint8), rules, SCALE)
    assert len(layout.lines) == 19
    assert not [line for line in layout.lines if line.top > 780 and line.x0 < 415 < line.x1]


def stacked(gap: int) -> np.ndarray:
    """A form of two columns above a table of four, ``gap`` pixels apart; the same frame."""
    page = sheet()
    top = 300
    for y in (top, top + 80, top + 200):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for x in (100, 320, 1000):
        cv2.line(page, (x, top), (x, top + 200), 0, 3)
    for index, text in enumerate((WORDS, "pembinaan desa", "Kasi Pemerintahan")):
        write(page, text, 340, top + 50 + 55 * index, 0.7)
    under = top + 200 + gap
    for y in (under, under + 70, under + 150, under + 230, under + 310):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for x in (100, 180, 450, 720, 1000):
        cv2.line(page, (x, under), (x, under + 310), 0, 3)
    for row in range(4):
        for x in (190, 460, 730):
            write(page, "Jumlah desa", x, under + 45 + 78 * row, 0.6)
    return page


@pytest.mark.parametrize("gap", [0, 24, 60])
def test_tables_above_each_other_keep_their_own_columns(gap: int) -> None:
    page = stacked(gap)
    done = completed(page)
    upper, lower = 300 + 140, 300 + 200 + gap + 190

    def at(y: int) -> list[int]:
        return sorted({round(r.pos / 10) * 10 for r in done if r.axis == "v" and r.start < y < r.end})

    assert at(upper) == [100, 320, 1000]
    assert at(lower) == [100, 180, 450, 720, 1000]


@pytest.mark.parametrize("apart", [4, 5, 6, 7, 8, 10])
def test_a_double_ruling_is_found_and_bold_print_is_none(apart: int) -> None:
    page = sheet()
    for y in (500, 500 + apart):
        cv2.line(page, (100, y), (1000, y), 0, 2)
    write(page, WORDS, 120, 480, 0.9)
    rules, _ = find_rules(page, "h", SCALE)
    assert any(abs(rule.pos - 500 - apart / 2) <= apart and rule.length > 850 for rule in rules)
    assert not [rule for rule in rules if rule.pos < 490]


def test_letters_beside_a_vertical_ruling_keep_no_rest_of_it() -> None:
    page = sheet()
    cv2.line(page, (300, 200), (300, 600), 0, 3)
    write(page, "laporan", 305, 400)
    rules, _ = find_rules(page, "v", SCALE)
    clean = erase_rules(page, rules, SCALE, INK)
    assert clean[210:360, 296:303].min() == 255
    assert clean[385:402, 296:301].min() == 255


def test_a_shaded_heads_walls_become_fields_where_the_rows_have_none() -> None:
    level = [Rule("h", y, 100, 1000, 3) for y in (300, 360, 460, 560)]
    walls = [Rule("v", x, 300, 360, 3) for x in (100, 400, 700, 1000)]
    kept, fields = head_fields([*level, *walls], SCALE)
    assert kept == level
    assert [tuple(box) for box in fields] == [
        (100, 300, 400, 360),
        (400, 300, 700, 360),
        (700, 300, 1000, 360),
    ]
    body = [Rule("v", x, 360, 560, 3) for x in (100, 400, 700, 1000)]
    assert head_fields([*level, *walls, *body], SCALE) == ([*level, *walls, *body], [])


def test_a_ruling_with_print_close_on_both_sides_is_found() -> None:
    page = sheet()
    cv2.line(page, (500, 300), (500, 700), 0, 2)
    for y in range(330, 700, 26):
        write(page, "administrasi", 310, y)
        write(page, "Jumlah", 502, y)
    vertical, _ = find_rules(page, "v", SCALE)
    assert any(abs(rule.pos - 501) < 3 and rule.length > 380 for rule in vertical)


def test_a_streak_along_the_whole_page_is_no_ruling() -> None:
    page = form()
    cv2.line(page, (1050, 0), (1050, 1399), 60, 3)
    vertical, _ = find_rules(page, "v", SCALE)
    assert sorted({round(rule.pos / 10) * 10 for rule in vertical}) == [100, 420, 1000]


@pytest.mark.parametrize(("worn_at_lines", "stems"), [(False, True), (True, False)])
def test_ink_that_ends_where_lines_of_print_end_is_letters_stems(worn_at_lines: bool, stems: bool) -> None:
    height, x = 400, 60
    print_only = np.zeros((120, height), bool)  # by x and y
    inked = np.zeros(height, bool)
    for top in range(20, 380, 40):
        print_only[x + 6 : x + 80, top : top + 14] = True
        inked[top + 26 : top + 38 if worn_at_lines else top + 26] = True
        inked[top : top + 14] = True
    assert is_stems(Rule("v", x, 0.0, height, 3.0), inked, [0.0, height], print_only, SCALE) is stems


def test_traces_of_a_ruling_in_a_narrow_white_corridor_are_a_column() -> None:
    page = form()
    for y in (845, 930, 1060):
        write(page, "Register desa", 750, y)
    plain = rulings(page)
    for top in (806, 880, 905, 955, 980, 1010, 1090, 1110):
        cv2.line(page, (730, top), (730, top + 12), 0, 2)
    assert rulings(page) == (plain[0], [100, 420, 730, 1000])


def test_rows_below_a_form_that_have_only_level_rulings_stay_outside_it() -> None:
    page = form()
    for y in (1160, 1230, 1300):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    done = completed(page)
    assert max(rule.end for rule in done if rule.axis == "v") == pytest.approx(1130, abs=4)
    assert {round(rule.pos, -1) for rule in done if rule.axis == "h"} >= {1160, 1230, 1300}


def test_a_heads_columns_are_split_though_its_words_stand_far_from_the_rulings() -> None:
    page = sheet()
    for y in (300, 370, 500, 630):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for x in (100, 1000):
        cv2.line(page, (x, 300), (x, 630), 0, 3)
    cv2.line(page, (560, 370), (560, 630), 0, 3)
    write(page, "Sasaran", 120, 345)
    write(page, "Indikator", 580, 345)
    for y in (440, 570):
        write(page, "Meningkatnya mutu layanan", 120, y)
        write(page, "Jumlah dokumen", 580, y)
    done = completed(page)
    (inner,) = [rule for rule in done if rule.axis == "v" and 540 < rule.pos < 580]
    assert inner.start == pytest.approx(300, abs=4)


def test_a_single_number_in_a_cell_is_a_line() -> None:
    page = sheet()
    for x in (100, 180, 1000):
        cv2.line(page, (x, 300), (x, 560), 0, 3)
    for y in (300, 430, 560):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for number, y in (("8", 350), ("9", 480)):
        write(page, number, 130, y)
        write(page, "Jumlah laporan yang disusun", 330, y)
    h, _ = find_rules(page, "h", SCALE)
    v, _ = find_rules(page, "v", SCALE)
    clean = erase_rules(page, [*h, *v], SCALE, INK)
    lines = find_lines((clean < INK).astype(np.uint8), [*h, *v], SCALE).lines
    assert sorted(round(line.base, -1) for line in lines if line.x1 < 180) == [350, 480]


def test_a_bar_that_nearly_touches_both_sides_is_no_row() -> None:
    page = form()
    for start, end in ((425, 560), (580, 995)):  # in two pieces
        cv2.line(page, (start, 1085), (end, 1085), 0, 2)
    page[1075:1095, 995:999] = 255
    done = completed(page)
    (bar,) = [r for r in done if r.axis == "h" and abs(r.pos - 1085) < 4]
    assert bar.start > 422
    assert bar.end < 998


@pytest.mark.parametrize(("x", "top", "bottom"), [(60, 500, 1100), (30, 810, 1120)])
def test_a_streak_beside_a_table_is_no_side_of_it(x: int, top: int, bottom: int) -> None:
    page = form()
    cv2.line(page, (x, top), (x, bottom), 60, 2)
    assert rulings(page)[1] == [100, 420, 1000]


def test_a_corridor_separates_the_columns_of_worn_tables_only() -> None:
    page = form()
    for y in (845, 930, 1060):
        write(page, "Register desa", 750, y)
    assert rulings(page)[1] == [100, 420, 1000]


def test_a_bar_reaches_over_its_own_words_only() -> None:
    page = sheet()
    write(page, "Meningkatnya mutu", 290, 308, 0.6)
    write(page, "Usulan yang sah", 480, 308, 0.6)
    write(page, "Usulan", 520, 340, 0.6)
    bar = Rule("h", 318.0, 500.0, 640.0, 2.0)
    layout = find_lines((page < INK).astype(np.uint8), [], SCALE)
    (whole,) = bars_over_text([bar], layout)
    assert 440 < whole.start <= 485
    assert whole.end == 640


def test_a_low_table_above_another_one_is_no_head() -> None:
    def table(top: float, bottom: float) -> list[Rule]:
        level = [Rule("h", y, 100.0, 2000.0, 3.0) for y in (top, (top + bottom) / 2, bottom)]
        return level + [Rule("v", x, top, bottom, 3.0) for x in (100.0, 700.0, 1400.0, 2000.0)]

    rules = table(200.0, 200.0 + 60 * SCALE) + table(200.0 + 140 * SCALE, 200.0 + 300 * SCALE)
    assert head_fields(rules, SCALE) == (rules, [])


@pytest.mark.parametrize("shift", [-20.0, 14.0])
def test_the_margins_of_text_tell_the_slant_where_no_ruling_does(shift: float) -> None:
    page = sheet()
    for index in range(24):
        write(page, WORDS, 120 if index % 4 else 170, 140 + 46 * index)
    height, width = page.shape
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    sheared = cv2.remap(page, columns + np.float32(shift) * (2 * rows / height - 1), rows, cv2.INTER_LINEAR)
    ink = (cv2.resize(sheared, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) < 200).astype(np.uint8)
    level, margins = text_traces(ink, SCALE / 2)
    bend = fit_bend(width, height, doubled(level), [], doubled(margins))
    top, _ = bend.at(np.array([120.0]), np.array([0.0]))
    foot, _ = bend.at(np.array([120.0]), np.array([float(height)]))
    assert foot[0] - top[0] == pytest.approx(-2 * shift, abs=5)


def test_short_rulings_do_not_tell_how_a_page_is_bent() -> None:
    y = np.arange(200.0, 280.0, 3.0)
    walls = [Trace(x + 0.02 * (y - 240), y, 2.0) for x in (100.0, 500.0, 900.0)]
    margin = np.linspace(100.0, 1300.0, 30)
    bend = fit_bend(1100, 1400, [], walls, [Trace(np.full(30, 120.0), margin, 4.0)])
    right, _ = bend.at(np.array([500.0]), np.array([1400.0]))
    assert abs(right[0] - 500) < 2


def test_a_keyed_form_above_level_rulings_is_no_head() -> None:
    level = [Rule("h", y, 100, 1000, 3) for y in (200, 240, 280, 340, 420, 500)]
    walls = [Rule("v", x, 200, 280, 3) for x in (100, 300, 1000)]
    assert head_fields([*level, *walls], SCALE) == ([*level, *walls], [])


def test_a_head_is_recognised_by_a_row_that_a_merged_cell_splits() -> None:
    level = [Rule("h", y, 100, 1000, 3) for y in (300, 360, 560)]
    parted = [Rule("h", 460, 100, 220, 3), Rule("h", 460, 500, 1000, 3)]
    walls = [Rule("v", x, 300, 360, 3) for x in (100, 220, 500, 1000)]
    kept, fields = head_fields([*level, *parted, *walls], SCALE)
    assert kept == [*level, *parted]
    assert len(fields) == 3


@pytest.mark.parametrize(("base", "stands"), [(930, True), (960, False), (945, False)])
def test_print_stands_on_a_ruling_or_hangs_below_it_or_crosses_it(base: int, stands: bool) -> None:
    page = sheet()
    write(page, "gagap payung juga pagi", 450, base, 1.5)
    cv2.line(page, (420, 935), (640, 935), 0, 2)
    _, runs = find_rules(page, "h", SCALE)
    line, ink = Rule("h", 935.5, 420.0, 1000.0, 2.0), (page < INK).astype(np.uint8)
    assert is_crossed(line, 420, 1000, ink, runs, SCALE)
    assert bears_print(line, 420, 1000, ink, runs, SCALE) is stands


def test_letters_that_hang_below_a_row_are_no_ruling_of_a_merged_cell() -> None:
    page = form()
    page[996:1005, 425:995] = 255
    write(page, "susunan menu acara warga semua sumur", 440, 1016)
    done = completed(page)
    assert not any(r.axis == "h" and abs(r.pos - 1000) < 6 and r.start < 430 and r.end > 600 for r in done)


def test_a_piece_amid_a_cells_clear_line_is_a_row_where_other_cells_have_it() -> None:
    page = form()
    cv2.line(page, (700, 800), (700, 1130), 0, 3)
    page[860:1125, 705:995] = 255
    for y in (930, 1060):
        write(page, "Register", 740, y)
    page[996:1005, 430:560] = 255
    page[996:1005, 640:995] = 255
    cv2.line(page, (700, 1000), (1000, 1000), 0, 3)
    page[860:1125, 105:415] = 255
    write(page, "Tertib", 120, 1000)
    done = completed(page)
    (row,) = [r for r in done if r.axis == "h" and abs(r.pos - 1000) < 6 and r.start < 500]
    assert row.start == pytest.approx(420, abs=4)
    assert row.end == pytest.approx(1000, abs=4)


def test_a_bar_from_the_wall_to_a_factor_is_no_row() -> None:
    page = form()
    page[996:1005, 425:995] = 255
    page[996:1005, 105:415] = 255
    page[870:1125, 425:995] = 255
    write(page, "Jumlah dokumen terbit", 450, 995)
    write(page, "Jumlah dokumen wajib", 450, 1024)
    write(page, "x", 975, 1010, 0.6)
    cv2.line(page, (420, 1001), (960, 1001), 0, 3)
    done = completed(page)
    assert not any(r.axis == "h" and abs(r.pos - 1001) < 6 and r.end > 990 for r in done)


def test_worn_rows_reach_a_column_of_numbers() -> None:
    page = form()
    cv2.line(page, (180, 800), (180, 1130), 0, 3)
    for top, bottom in ((875, 995), (1005, 1125)):
        page[top:bottom, 105:415] = 255
        cv2.line(page, (180, top), (180, bottom), 0, 3)
    for number, y in enumerate((930, 1060), 1):
        write(page, f"{number}.", 125, y)
        write(page, "Tertib", 200, y)
    page[996:1005, 105:178] = 255
    done = completed(page)
    assert any(r.axis == "h" and abs(r.pos - 1000) < 4 and r.start <= 104 for r in done)


def test_a_bar_that_would_reach_a_wall_is_made_no_longer() -> None:
    page = sheet()
    write(page, "Usulan yang sah", 480, 308, 0.6)
    write(page, "x 100", 690, 308, 0.6)
    write(page, "Usulan", 520, 340, 0.6)
    walls = [Rule("v", x, 250.0, 400.0, 3.0) for x in (450.0, 762.0)]
    bar = Rule("h", 318.0, 500.0, 676.0, 2.0)
    layout = find_lines((page < INK).astype(np.uint8), walls, SCALE)
    whole = next(r for r in bars_over_text([bar, *walls], layout) if r.axis == "h")
    assert whole.end == 676


def test_pieces_of_a_bar_outside_of_cells_are_one_bar() -> None:
    page = sheet()
    write(page, "Jumlah laporan", 300, 490)
    write(page, "Jumlah desa", 320, 540)
    for start, end in ((300, 370), (420, 520)):
        cv2.line(page, (start, 505), (end, 505), 0, 2)
    (bar,) = completed(page)
    assert bar.start <= 302
    assert bar.end >= 518


def test_worn_tables_above_each_other_are_split_where_no_column_goes_on() -> None:
    page = stacked(24)
    for y in (320, 400, 450, 560, 640, 700, 760):
        page[y : y + 34, 98:103] = 255
        page[y : y + 30, 998:1003] = 255
    walls = [r for r in completed(page) if r.axis == "v" and abs(r.pos - 320) < 5]
    assert walls
    assert all(wall.end < 530 for wall in walls)


def heads_of_two_levels(walls: list[int], under: tuple[int, int], words: list[tuple[str, int]]) -> np.ndarray:
    """A worn table whose head has a second level between two of its columns; the upper level holds the words."""
    page = sheet()
    for y in (300, 420, 560, 700):
        cv2.line(page, (walls[0], y), (walls[-1], y), 0, 3)
    cv2.line(page, (walls[under[0]], 360), (walls[under[1]], 360), 0, 3)
    for index, x in enumerate(walls):
        top = 360 if under[0] < index < under[1] else 300
        for y in range(top, 700, 40):
            cv2.line(page, (x, y), (x, min(700, y + 26)), 0, 3)
    for y in (420, 560):
        for left in walls[:-1]:
            write(page, "12", left + 30, y + 60)
    for word, x in words:
        write(page, word, x, 340, 0.6)
    for left in walls[under[0] : under[1]]:
        write(page, "20", left + 25, 400, 0.6)
    return page


@pytest.mark.parametrize(
    ("walls", "under", "words", "through"),
    [
        ([100, 500, 600, 700, 800, 900], (1, 5), [("TARGET", 655)], []),
        ([100, 400, 600, 800], (1, 3), [("CAPAIAN", 545)], []),
        ([100, 300, 500, 700, 900], (0, 3), [("UKURAN", 340)], []),
        ([100, 500, 600, 700, 800, 900], (1, 5), [("TARGET", 550), ("HASIL", 770)], [700]),
    ],
)
def test_a_head_over_several_columns_is_not_cut_by_their_rulings(
    walls: list[int], under: tuple[int, int], words: list[tuple[str, int]], through: list[int]
) -> None:
    done = completed(heads_of_two_levels(walls, under, words))
    inner = walls[under[0] + 1 : under[1]]
    cut = sorted({round(r.pos / 10) * 10 for r in done if r.axis == "v" and r.start < 330} & set(inner))
    assert cut == through


@pytest.mark.parametrize("walls", [[100, 150, 400, 1000], [100, 330, 1000], [100, 145, 330, 360, 1000]])
def test_a_box_above_level_rulings_lends_them_no_columns(walls: list[int]) -> None:
    page = sheet()
    for y in (200, 330, 400, 470, 540, 640, 740, 840):
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for x in walls:
        cv2.line(page, (x, 200), (x, 330), 0, 3)
    write(page, "Tugas", walls[-2] + 30, 270)
    for y in (445, 515, 600, 700, 800):
        for x in (110, 330, 560, 800):
            write(page, "illih hillil", x, y, 0.6)
    done = [r for r in completed(page) if r.axis == "v"]
    assert max(r.end for r in done) <= 345


def test_a_table_lower_than_a_line_of_print_has_no_stems() -> None:
    ink = np.ones((60, 10), np.bool_)
    assert not is_stems(Rule("v", 30.0, 0.0, 10.0, 3.0), np.ones(10, np.bool_), [0.0, 10.0], ink, SCALE)


def figures(rows: int, columns: int, digits: int) -> np.ndarray:
    """A page of figures in columns, close below each other."""
    page = sheet(1400, 1400)
    for row in range(rows):
        for column in range(columns):
            number = str((row * 7919 + column * 104729 + 12345) % 10**digits).zfill(digits)
            for place, digit in enumerate(number):
                at = (100 + column * 1200 // columns + place * 14, 140 + row * 1150 // rows)
                cv2.putText(page, digit, at, cv2.FONT_HERSHEY_SIMPLEX, 0.55, 0, 1, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("quarter", [0, 1, 3])
@pytest.mark.parametrize(("rows", "columns", "digits"), [(48, 6, 5), (40, 8, 4), (52, 5, 6), (44, 7, 3)])
def test_a_page_of_figures_in_columns_is_not_laid_on_its_side(
    quarter: int, rows: int, columns: int, digits: int
) -> None:
    """Columns of figures make stripes as sharp as lines do; but figures are taller than wide."""
    page = np.ascontiguousarray(np.rot90(figures(rows, columns, digits), quarter))
    assert straighten(page, 200.0).turns % 2 == quarter % 2


@pytest.mark.parametrize("spanned", [[0], [0, 4], [0, 3, 6]])
def test_a_ruling_that_print_touches_is_no_stems_beside_rows_that_span_it(spanned: list[int]) -> None:
    """Rows that the ruling does not run through say nothing of what it is made of."""
    height, row, x = 700, 100, 60
    stops = [float(y) for y in range(0, height + 1, row)]
    inked, print_only = np.zeros(height, dtype=bool), np.zeros((120, height), dtype=bool)
    for index in range(height // row):
        if index not in spanned:
            inked[index * row : (index + 1) * row] = True
            print_only[x - 8 : x - 4, index * row + 40 : index * row + 60] = True
    assert not is_stems(Rule("v", float(x), 0.0, float(height), 3.0), inked, stops, print_only, SCALE)
    only_letters = inked & print_only.any(axis=0)
    assert is_stems(Rule("v", float(x), 0.0, float(height), 3.0), only_letters, stops, print_only, SCALE)


@pytest.mark.parametrize("short", ["5", "84", "71"])
@pytest.mark.parametrize("far", [700, 900])
def test_a_short_figure_in_a_column_of_longer_ones_is_a_line(short: str, far: int) -> None:
    """However far its row's label stands; beside its column it may be a speck."""
    page = sheet(1400, 1500)
    ends = 100 + far + 300
    for index, text in enumerate(["1684", "2970", short, "1120", "3271", "5990"]):
        write(page, "Jumlah laporan", 100, 200 + 50 * index)
        (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_COMPLEX, 0.8, 2)
        write(page, text, ends - width, 200 + 50 * index)
    ink = (page < INK).astype(np.uint8)
    right = [line for line in find_lines(ink, [], SCALE).lines if line.x0 > far]
    assert len(right) == 6
    aside = page.copy()
    write(aside, "7", ends - 120, 200 + 50 * 2 + 25)
    lines = find_lines((aside < INK).astype(np.uint8), [], SCALE).lines
    assert len([line for line in lines if line.x0 > far]) == 6


@pytest.mark.parametrize("at", [520, 600, 700])
def test_a_stamps_side_through_half_of_the_rows_is_no_column_where_print_runs_across_the_others(
    at: int,
) -> None:
    page = sheet()
    ys = (300, 360, 420, 480, 560)
    for y in ys:
        cv2.line(page, (100, y), (1000, y), 0, 3)
    for x in (100, 400, 1000):
        cv2.line(page, (x, ys[0]), (x, ys[-1]), 0, 3)
    for top, text in zip(ys, ("", "", "Konsumsi beras per kapita", "Persentase pangan segar"), strict=False):
        write(page, "Sasaran", 120, top + 40)
        write(page, text, 420, top + 40)
    cv2.line(page, (at, 322), (at, 408), 0, 3)
    columns = sorted({round(r.pos) for r in completed(page) if r.axis == "v"})
    assert [round(pos / 10) for pos in columns] == [10, 40, 100]
