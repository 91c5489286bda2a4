"""Round stamps: found, kept out of the grid, and wiped from under the print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iki.extract.scan.ruling_finder import Rule, find_rules
from iki.extract.scan.stamps import (
    Ring,
    boxes,
    find_rings,
    may_be_stamps,
    without_rings,
    without_strokes,
)

SCALE = 200 / 72
RING = Ring(500.0, 400.0, 115.0)


def sheet() -> np.ndarray:
    return np.full((900, 1000), 255, np.uint8)


def stamp(page: np.ndarray, ring: Ring = RING, shape: float = 1.0) -> np.ndarray:
    middle = (round(ring.x), round(ring.y))
    for share in (1.0, 0.65):
        axes = (round(share * ring.radius), round(share * ring.radius * shape))
        cv2.ellipse(page, middle, axes, 0, 0, 360, 40, 3, cv2.LINE_AA)
    return page


def write(page: np.ndarray, text: str, x: int, y: int) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)


def test_a_stamps_rings_are_found_where_they_are() -> None:
    rings = find_rings(stamp(sheet()), SCALE)
    assert any(abs(r.x - 500) < 6 and abs(r.y - 400) < 6 and abs(r.radius - 115) < 6 for r in rings)
    assert boxes(rings).shape == (len(rings), 4)


def test_print_and_tables_have_no_rings() -> None:
    page = sheet()
    for y in range(100, 800, 50):
        write(page, "Jumlah laporan kegiatan 100 % (8)", 120, y)
    cv2.rectangle(page, (90, 60), (900, 820), 0, 3)
    assert find_rings(page, SCALE) == []
    assert boxes([]).shape == (0, 4)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(st.floats(0.94, 1.06), st.floats(-5, 5), st.floats(-5, 5))
def test_rings_are_wiped_though_they_lie_a_little_off(shape: float, x: float, y: float) -> None:
    page = stamp(sheet(), shape=shape)
    wiped = without_rings(page, [Ring(RING.x + x, RING.y + y, RING.radius)], SCALE)
    inked = np.count_nonzero(page < 128)
    assert np.count_nonzero(wiped < 128) < 0.1 * inked


def test_print_that_a_ring_crosses_stays() -> None:
    plain = sheet()
    for y in (330, 400, 470):
        write(plain, "Persentase laporan tepat waktu", 300, y)
    stamped = stamp(plain.copy())
    wiped = without_rings(stamped, [RING], SCALE)
    kept = np.count_nonzero((wiped < 128) & (plain < 128)) / np.count_nonzero(plain < 128)
    left = np.count_nonzero((wiped < 128) & (plain > 200)) / np.count_nonzero((stamped < 128) & (plain > 200))
    assert kept > 0.97
    assert left < 0.35


def test_without_a_ring_nothing_is_wiped() -> None:
    page = sheet()
    write(page, "Sumber data", 450, 405)
    assert np.array_equal(without_rings(page, [RING], SCALE), page)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (Rule("v", 425.0, 380.0, 440.0, 3.0), False),  # the left side of the inner ring
        (Rule("h", 285.0, 470.0, 530.0, 3.0), False),  # the top of the outer one
        (Rule("h", 400.0, 520.0, 600.0, 3.0), True),  # a fraction's bar
        (Rule("v", 425.0, 380.0, 520.0, 3.0), True),  # too long
        (Rule("v", 900.0, 380.0, 440.0, 3.0), True),  # elsewhere
    ],
)
def test_strokes_of_a_stamp_are_no_rulings(rule: Rule, kept: bool) -> None:
    assert without_strokes([rule], [RING], SCALE) == ([rule] if kept else [])


def test_what_goes_on_along_its_line_is_a_ruling() -> None:
    pieces = [Rule("v", 425.0, 380.0, 440.0, 3.0), Rule("v", 426.0, 600.0, 660.0, 3.0)]
    assert without_strokes(pieces, [RING], SCALE) == pieces
    assert not may_be_stamps(pieces, SCALE)


def test_the_sides_of_a_stamp_are_seen_as_what_they_may_be() -> None:
    vertical, _ = find_rules(stamp(sheet()), "v", SCALE)
    assert may_be_stamps(vertical, SCALE)


def test_a_stroke_of_the_outer_ring_is_recognised_by_the_inner_one() -> None:
    inner = Ring(500.0, 400.0, 72.0)
    outer = Rule("v", 500 + 72 * 1.6, 365.0, 435.0, 3.0)
    bar = Rule("h", 400 + 72 * 1.6, 300.0, 420.0, 3.0)
    assert without_strokes([outer, bar], [inner], SCALE) == [bar]


@pytest.mark.parametrize(("line", "broader", "share"), [(3, 5, 0.25), (5, 5, 0.01), (5, 6, 0.01)])
def test_a_ring_is_wiped_that_is_broad_or_broader_at_a_place(line: int, broader: int, share: float) -> None:
    page = sheet()
    cv2.circle(page, (500, 400), 115, 60, line, cv2.LINE_AA)
    cv2.ellipse(page, (500, 400), (115, 115), 0, 40, 140, 60, broader, cv2.LINE_AA)
    left = np.count_nonzero(without_rings(page, [RING], SCALE) < 128)
    assert left < share * np.count_nonzero(page < 128)


@pytest.mark.parametrize(
    ("text", "y"), [("KABUPATEN GADING", 481), ("tidak terjadi", 345), ("Sumber Data", 300)]
)
def test_print_darker_than_the_ring_over_it_stays_whole(text: str, y: int) -> None:
    plain = sheet()
    write(plain, text, 400, y)
    grey = sheet()
    for share in (1.0, 0.65):
        cv2.circle(grey, (500, 400), round(share * 115), 85, 3, cv2.LINE_AA)
    wiped = without_rings(np.minimum(plain, grey), [RING], SCALE)
    assert np.count_nonzero((wiped < 60) & (plain < 30)) > 0.995 * np.count_nonzero(plain < 30)
    assert np.count_nonzero(wiped[(plain > 250) & (grey < 128)] < 128) < 0.4 * np.count_nonzero(grey < 128)
