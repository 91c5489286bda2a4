"""Vector paths become rulings and shading."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract import vector_paths
from iki.extract.vector_paths import MAX_RULING_WIDTH, Path, PathCollector, is_rectangle, lightness
from iki.schema.geometry import Box

BLACK, WHITE, GREY = 0x000000, 0xFFFFFF, 0xD9D9D9
coordinate = st.floats(0, 800)
extent = st.floats(5, 500)
Points = list[tuple[float, float]]


def rectangle(x0: float, top: float, x1: float, bottom: float) -> Points:
    return [(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)]


def collect(
    *points: Points, fill: int | None = None, stroke: int | None = None, width: float = 0.5
) -> PathCollector:
    collector = PathCollector()
    collector.add(Path(list(points), vector_paths.extent(chain(*points)), fill, stroke, width))
    return collector


@given(coordinate, coordinate, extent, st.booleans(), st.floats(0.1, MAX_RULING_WIDTH))
def test_a_stroked_line_is_a_ruling(x: float, y: float, length: float, flip: bool, width: float) -> None:
    ends = [(x, y), (x + length, y)]
    (h,) = collect(ends[::-1] if flip else ends, stroke=BLACK, width=width).rulings
    assert (h.axis, h.pos, h.start, h.end, h.width) == ("h", y, x, x + length, width)
    (v,) = collect([(x, y), (x, y + length)], stroke=BLACK, width=width).rulings
    assert (v.axis, v.pos, v.start, v.end) == ("v", x, y, y + length)


@given(coordinate, coordinate, extent, st.floats(0.2, MAX_RULING_WIDTH - 0.01))
def test_a_thin_filled_rectangle_is_the_same_ruling(x: float, y: float, length: float, width: float) -> None:
    found = collect(rectangle(x, y, x + length, y + width), fill=BLACK)
    assert found.fills == []
    (ruling,) = found.rulings
    assert ruling.axis == "h"
    assert ruling.pos == pytest.approx(y + width / 2)
    assert (ruling.start, ruling.end) == pytest.approx((x, x + length))
    assert ruling.width == pytest.approx(width, abs=0.1)
    (upright,) = collect(rectangle(x, y, x + width, y + length), fill=BLACK).rulings
    assert upright.axis == "v"


@given(coordinate, coordinate, extent, extent)
def test_a_stroked_rectangle_gives_its_four_edges(x: float, y: float, w: float, h: float) -> None:
    found = collect(rectangle(x, y, x + w, y + h), stroke=BLACK)
    assert sorted((r.axis, r.pos) for r in found.rulings) == sorted(
        [("h", y), ("h", y + h), ("v", x), ("v", x + w)]
    )


@given(coordinate, coordinate, extent, extent, st.sampled_from([BLACK, WHITE, GREY, 0xDDEBF7]))
def test_a_filled_rectangle_is_shading_whatever_its_colour(
    x: float, y: float, w: float, h: float, color: int
) -> None:
    found = collect(rectangle(x, y, x + w, y + h), fill=color)
    assert found.rulings == []
    (shade,) = found.fills
    assert shade.box == Box(x, y, x + w, y + h)
    assert shade.color == color
    assert 0 <= shade.grey <= 1


def test_white_lines_print_nothing() -> None:
    assert collect([(0, 0), (100, 0)], stroke=WHITE).rulings == []
    assert collect(rectangle(0, 0, 100, 1), fill=WHITE).rulings == []


def test_slanted_lines_and_curves_are_no_rulings() -> None:
    assert collect([(0, 0), (100, 5)], stroke=BLACK).rulings == []
    circle = [(10.0, 0.0), (17.0, 3.0), (20.0, 10.0), (17.0, 17.0), (10.0, 20.0), (3.0, 17.0), (0.0, 10.0)]
    found = collect(circle, fill=BLACK)
    assert found.rulings == []
    assert found.fills == []


def test_a_line_that_drifts_by_a_hair_is_a_ruling() -> None:
    (ruling,) = collect([(0, 100), (300, 100.4)], stroke=BLACK).rulings
    assert ruling.axis == "h"
    assert ruling.pos == pytest.approx(100.2)


def test_a_very_thick_stroke_is_a_band_of_shading() -> None:
    found = collect([(0, 100), (300, 100)], stroke=GREY, width=20)
    assert found.rulings == []
    assert found.fills[0].box == Box(0, 90, 300, 110)


def test_subpaths_are_taken_one_by_one() -> None:
    found = collect([(0, 0), (50, 0)], [(0, 20), (50, 20)], [(3, 3)], stroke=BLACK)
    assert [r.pos for r in found.rulings] == [0, 20]


def test_fill_and_stroke_both_count() -> None:
    found = collect(rectangle(0, 0, 100, 40), fill=GREY, stroke=BLACK)
    assert len(found.rulings) == 4
    assert len(found.fills) == 1


@given(coordinate, coordinate, extent, extent, st.integers(0, 3), st.booleans())
def test_rectangles_are_known_from_any_corner(
    x: float, y: float, w: float, h: float, first: int, closed: bool
) -> None:
    corners = rectangle(x, y, x + w, y + h)[:4]
    corners = corners[first:] + corners[:first]
    assert is_rectangle([*corners, corners[0]] if closed else corners)


@pytest.mark.parametrize(
    "points",
    [
        [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)],
        [(0.0, 0.0), (10.0, 2.0), (10.0, 10.0), (0.0, 10.0)],
        [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 10.0), (5.0, 5.0), (0.0, 5.0)],
    ],
)
def test_other_shapes_are_no_rectangles(points: Points) -> None:
    assert not is_rectangle(points)


def test_lightness() -> None:
    assert lightness(BLACK) == 0
    assert lightness(WHITE) == pytest.approx(1)
    assert lightness(0x0000FF) < lightness(0xFF0000) < lightness(0x00FF00)
