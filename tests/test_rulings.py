"""Pieces of lines become whole lines; positions become groups."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.page_content import Ruling
from iki.extract.ruling_merge import HAIR, cluster, covered, merge_rulings

axes = st.sampled_from(["h", "v"])
spans = st.tuples(st.floats(0, 500), st.floats(1, 200)).map(lambda t: (t[0], t[0] + t[1]))
# pieces of lines that stand a few points apart, each piece drawn a hair off its line
pieces = st.builds(
    lambda axis, line, off, span, width: Ruling(axis, 7 * line + off, span[0], span[1], width),
    axes,
    st.integers(0, 4),
    st.floats(-0.3, 0.3),
    spans,
    st.floats(0.1, 2),
)


def cut(line: Ruling, at: list[float], gap: float, jitter: random.Random) -> list[Ruling]:
    """The line drawn in pieces: split at shares of its length, each piece a hair off across."""
    xs = sorted({line.start, line.end, *(line.start + s * line.length for s in at)})
    return [
        Ruling(
            line.axis, line.pos + jitter.uniform(-0.2, 0.2), a, b - (gap if b < line.end else 0), line.width
        )
        for a, b in pairwise(xs)
        if b - a > gap
    ]


@given(st.lists(pieces, max_size=12))
def test_merging_is_idempotent(many: list[Ruling]) -> None:
    once = merge_rulings(many)
    assert merge_rulings(once) == once


@given(st.lists(pieces, max_size=12))
def test_merging_loses_no_piece(many: list[Ruling]) -> None:
    merged = merge_rulings(many)
    for piece in many:
        assert any(
            m.axis == piece.axis
            and m.start <= piece.start + 1e-6
            and m.end >= piece.end - 1e-6
            and abs(m.pos - piece.pos) <= 0.6
            for m in merged
        )


@given(st.lists(pieces, max_size=12), st.randoms(use_true_random=False))
def test_order_of_drawing_does_not_matter(many: list[Ruling], rng: random.Random) -> None:
    shuffled = rng.sample(many, len(many))
    found, wanted = merge_rulings(shuffled), merge_rulings(many)
    assert [(r.axis, r.start, r.end, r.width) for r in found] == [
        (r.axis, r.start, r.end, r.width) for r in wanted
    ]
    assert [r.pos for r in found] == pytest.approx([r.pos for r in wanted])


@given(
    axes,
    st.floats(10, 700),
    st.floats(80, 500),
    st.lists(st.floats(0.1, 0.9), max_size=5),
    st.floats(0, HAIR),
    st.randoms(use_true_random=False),
)
def test_a_line_in_pieces_is_one_line(
    axis: str, pos: float, length: float, at: list[float], gap: float, rng: random.Random
) -> None:
    line = Ruling(axis, pos, 40, 40 + length, 0.5)  # type: ignore[arg-type]
    drawn = cut(line, at, gap, rng)
    rng.shuffle(drawn)
    if max((b.start - a.end for a, b in pairwise(sorted(drawn, key=lambda r: r.start))), default=0) > HAIR:
        return
    (merged,) = merge_rulings(drawn)
    assert merged.pos == pytest.approx(pos, abs=0.25)
    assert (merged.start, merged.end) == pytest.approx((40, 40 + length), abs=gap + 1e-6)


@given(st.floats(2, 10), st.floats(1, 5), st.integers(3, 40))
def test_dashes_are_one_line(dash: float, gap: float, n: int) -> None:
    drawn = [Ruling("h", 100, 50 + i * (dash + gap), 50 + i * (dash + gap) + dash) for i in range(n)]
    (line,) = merge_rulings(drawn)
    assert line.start == 50
    assert line.end == pytest.approx(drawn[-1].end)


def test_long_pieces_with_a_real_gap_stay_apart() -> None:
    parts = [Ruling("h", 100, 50, 150), Ruling("h", 100, 158, 300)]
    assert merge_rulings(parts) == parts


def test_the_lines_of_a_double_border_stay_two() -> None:
    assert len(merge_rulings([Ruling("h", 100, 50, 300), Ruling("h", 102, 50, 300)])) == 2


def test_lines_across_and_along_never_merge() -> None:
    assert len(merge_rulings([Ruling("h", 100, 50, 150), Ruling("v", 100, 50, 150)])) == 2


# ---- coverage and clusters ---------------------------------------------------------------------------------


@given(st.lists(spans, max_size=8), spans)
def test_coverage_counts_overlaps_once(parts: list[tuple[float, float]], over: tuple[float, float]) -> None:
    start, end = over
    share = covered(parts, start, end)
    assert 0 <= share <= end - start + 1e-6
    assert covered(parts + parts, start, end) == pytest.approx(share)
    steps = 400
    hits = sum(
        any(a <= start + (i + 0.5) * (end - start) / steps <= b for a, b in parts) for i in range(steps)
    )
    assert share == pytest.approx(hits * (end - start) / steps, abs=(end - start) * 0.05)


@given(st.lists(st.floats(0, 500), max_size=20), st.floats(0.5, 5))
def test_clusters_are_ascending_and_near_their_values(values: list[float], tolerance: float) -> None:
    centres = cluster(values, tolerance)
    assert centres == sorted(centres)
    for value in values:
        assert min(abs(value - c) for c in centres) <= 2 * tolerance
    assert len(centres) <= len(values)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=15, unique=True))
def test_values_apart_are_clusters_of_their_own(values: list[int]) -> None:
    apart = sorted(float(v * 10) for v in values)
    assert cluster(apart, 3.0) == apart
    assert cluster([v + d for v in apart for d in (-1.0, 0.0, 1.0)], 3.0) == pytest.approx(apart)
