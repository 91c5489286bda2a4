"""Boxes, and the way between a turned page and the page as displayed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.page_frames import frame, unturned
from iki.schema.geometry import Box, bounding_box

number = st.floats(-2000, 2000, allow_nan=False).map(lambda v: round(v, 3))
turns = st.sampled_from([0, 90, 180, 270])


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    xs, ys = sorted([draw(number), draw(number)]), sorted([draw(number), draw(number)])
    return Box(xs[0], ys[0], xs[1], ys[1])


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 <= inner.x0
        and outer.top <= inner.top
        and outer.x1 >= inner.x1
        and outer.bottom >= inner.bottom
    )


@given(boxes(), boxes())
def test_union_is_the_smallest_box_around_both(a: Box, b: Box) -> None:
    union = a.union(b)
    assert union == b.union(a)
    assert holds(union, a)
    assert holds(union, b)
    assert set(union) <= {*a, *b}


@given(boxes(), boxes())
def test_overlap_is_symmetric_and_no_larger_than_either(a: Box, b: Box) -> None:
    assert a.overlap_x(b) == b.overlap_x(a)
    assert a.overlap_y(b) == b.overlap_y(a)
    assert a.intersection_area(b) == b.intersection_area(a)
    assert 0 <= a.overlap_x(b) <= min(a.width, b.width)
    assert 0 <= a.overlap_y(b) <= min(a.height, b.height)


@given(boxes())
def test_a_box_overlaps_itself_wholly(box: Box) -> None:
    assert box.intersection_area(box) == pytest.approx(box.area)
    assert box.holds(box.cx, box.cy)


@given(boxes(), boxes())
def test_boxes_apart_do_not_overlap(a: Box, b: Box) -> None:
    moved = Box(a.x1 + 1 + b.width - b.width, b.top, a.x1 + 1 + b.width, b.bottom)
    assert a.overlap_x(moved) == 0
    assert a.intersection_area(moved) == 0


@given(st.lists(boxes(), min_size=1, max_size=8))
def test_bounding_box_holds_all(many: list[Box]) -> None:
    assert all(holds(bounding_box(many), box) for box in many)
    assert bounding_box(many) == bounding_box(reversed(many))


def test_no_boxes_have_no_bounding_box() -> None:
    with pytest.raises(ValueError, match="no boxes"):
        bounding_box([])


@given(boxes(), st.floats(0, 50))
def test_slack_reaches_as_far_as_growing(box: Box, by: float) -> None:
    grown = box.grown(by)
    assert holds(grown, box)
    assert box.holds(grown.x0, grown.top, slack=by + 1e-6)
    assert not box.holds(grown.x1 + 1, box.cy, slack=by)


def test_boxes_are_rounded_for_output() -> None:
    assert Box(1.23456, 2, 3.999, 4.005).rounded(1) == [1.2, 2.0, 4.0, 4.0]


# ---- turned pages ------------------------------------------------------------------------------------------

crops = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.floats(-100, 100),
    st.floats(-100, 100),
    st.floats(50, 900),
    st.floats(50, 900),
)
share = st.floats(0, 1)


@given(crops, turns, share, share)
def test_points_of_the_crop_box_land_on_the_page(crop: Box, turn: int, u: float, v: float) -> None:
    width, height, to_frame = frame(crop, turn)
    x, y = to_frame(crop.x0 + u * crop.width, crop.top + v * crop.height)
    assert -1e-6 <= x <= width + 1e-6
    assert -1e-6 <= y <= height + 1e-6
    assert {round(width, 6), round(height, 6)} == {round(crop.width, 6), round(crop.height, 6)}


@given(crops, turns, turns, share, share, share, share)
def test_turning_back_leads_to_the_page_as_displayed(
    crop: Box, shown: int, turn: int, u: float, v: float, w: float, z: float
) -> None:
    """A box read on a page turned further is the same box that the displayed page would have given."""
    width, height, to_turned = frame(crop, shown + turn)
    _, _, to_shown = frame(crop, shown)

    def mapped(to: object, *shares: float) -> Box:
        a, b, c, d = shares
        points = [
            to(crop.x0 + a * crop.width, crop.top + b * crop.height),  # type: ignore[operator]
            to(crop.x0 + c * crop.width, crop.top + d * crop.height),  # type: ignore[operator]
        ]
        xs, ys = sorted(p[0] for p in points), sorted(p[1] for p in points)
        return Box(xs[0], ys[0], xs[1], ys[1])

    back = unturned(width, height, turn)(mapped(to_turned, u, v, w, z))
    assert tuple(back) == pytest.approx(tuple(mapped(to_shown, u, v, w, z)), abs=1e-6)


@given(crops, turns)
def test_four_turns_are_none(crop: Box, turn: int) -> None:
    assert frame(crop, turn)[:2] == frame(crop, turn + 360)[:2]
    box = Box(1, 2, 3, 4)
    width, height, _ = frame(crop, turn)
    there = unturned(width, height, turn)(box)
    assert tuple(
        unturned(height, width, -turn)(there) if turn % 180 else unturned(width, height, -turn)(there)
    ) == (pytest.approx(tuple(box)))
