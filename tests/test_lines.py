"""Words become lines, and bars with text above and below become fractions."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.page_content import Ruling
from iki.extract.stacked_fractions import lines_with_fractions
from iki.extract.text_lines import group_lines
from iki.schema.blocks import Line, Word
from printed import LEADING, SIZE, width_of, words, wrapped

VOCABULARY = [
    "jumlah",
    "desa",
    "yang",
    "tepat",
    "waktu",
    "seluruh",
    "laporan",
    "rencana",
    "warga",
    "kelurahan",
    "dokumen",
    "selesai",
    "kegiatan",
]
phrase = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(" ".join)
STEP = LEADING * SIZE


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def ink(words: list[Word]) -> Counter[tuple[str, float, float]]:
    return Counter((w.text, w.box.x0, w.box.top) for w in words)


# ---- lines -------------------------------------------------------------------------------------------------


@given(st.lists(phrase, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_words_drawn_in_any_order_come_back_as_lines(parts: list[str], rng: random.Random) -> None:
    drawn = [w for i, part in enumerate(parts) for w in words(part, 50, 100 + i * STEP)]
    rng.shuffle(drawn)
    assert texts(group_lines(drawn)) == parts


@given(st.lists(phrase, min_size=1, max_size=6), st.floats(-1.5, 1.5))
def test_a_baseline_a_hair_off_is_the_same_line(parts: list[str], off: float) -> None:
    drawn: list[Word] = []
    for i, part in enumerate(parts):
        drawn += words(part, 50, 100 + i * STEP)
        drawn += words("mutu", 400, 100 + i * STEP + off)
    assert texts(group_lines(drawn)) == [f"{part} mutu" for part in parts]


@given(st.lists(st.tuples(phrase, st.floats(0, 400), st.floats(0, 600), st.floats(5, 20)), max_size=10))
def test_no_word_is_lost_or_doubled(items: list[tuple[str, float, float, float]]) -> None:
    drawn = [w for text, x, y, size in items for w in words(text, x, y, size)]
    found = group_lines(drawn)
    assert ink([w for line in found for w in line.words]) == ink(drawn)
    for line in found:
        assert list(line.words) == sorted(line.words, key=lambda w: (w.box.x0, w.box.x1))
        assert line.text == " ".join(w.text for w in line.words)


def test_a_small_index_stays_on_its_line() -> None:
    drawn = [
        *words("luas km", 50, 100),
        *words("2", 50 + width_of("luas km"), 98, size=6),
        *words("desa", 140, 100),
    ]
    assert texts(group_lines(drawn)) == ["luas km 2 desa"]


# ---- fractions ---------------------------------------------------------------------------------------------


def stacked(
    numerator: list[str],
    denominator: list[str],
    x: float = 100.0,
    bar_y: float = 200.0,
    pad: float = 2.0,
    gap: float = 1.5,
) -> tuple[list[Word], Ruling]:
    """A fraction with its lines centred over a bar as long as the longest of them."""
    width = max(width_of(t) for t in numerator + denominator) + 2 * pad
    drawn: list[Word] = []
    for i, text in enumerate(reversed(numerator)):
        top = bar_y - gap - 1.02 * SIZE - i * STEP
        drawn += words(text, x + (width - width_of(text)) / 2, top)
    for i, text in enumerate(denominator):
        drawn += words(text, x + (width - width_of(text)) / 2, bar_y + gap + i * STEP)
    return drawn, Ruling("h", bar_y, x, x + width)


def beside(text: str, x: float, bar_y: float = 200.0) -> list[Word]:
    """Words at the height of the bar."""
    return words(text, x, bar_y - 0.51 * SIZE)


def read(drawn: list[Word], *bars: Ruling) -> list[str]:
    found = lines_with_fractions(drawn, list(bars))
    assert ink([w for line in found for w in line.words]) == ink(drawn)
    return texts(found)


many_lines = st.lists(phrase, min_size=1, max_size=3)


@given(phrase, phrase)
def test_one_over_one_line(numerator: str, denominator: str) -> None:
    drawn, bar = stacked([numerator], [denominator])
    assert read(drawn, bar) == [f"({numerator}) / ({denominator})"]


@given(many_lines, many_lines, st.floats(0.5, 4), st.floats(0, 6))
def test_several_lines_above_and_below(
    numerator: list[str], denominator: list[str], gap: float, pad: float
) -> None:
    drawn, bar = stacked(numerator, denominator, gap=gap, pad=pad)
    assert read(drawn, bar) == [f"({' '.join(numerator)}) / ({' '.join(denominator)})"]


@given(many_lines, many_lines, st.sampled_from(["x 100%", "x 100", "X 100 %", "× 100 ‰", "x 1.000", "%"]))
def test_a_factor_after_the_bar(numerator: list[str], denominator: list[str], factor: str) -> None:
    drawn, bar = stacked(numerator, denominator)
    assert read(drawn + beside(factor, bar.end + 3), bar) == [
        f"({' '.join(numerator)}) / ({' '.join(denominator)}) {factor}"
    ]


@given(
    many_lines,
    many_lines,
    st.sampled_from(["x nilai penimbang", "+ jumlah desa", "orang", "dikali bobot"]),
    st.floats(0.3, 4),
    st.floats(-2, 2),
)
def test_words_after_the_bar(
    numerator: list[str], denominator: list[str], after: str, pad: float, off: float
) -> None:
    drawn, bar = stacked(numerator, denominator, pad=pad)
    assert read(drawn + beside(after, bar.end + 4, 200 + off), bar) == [
        f"({' '.join(numerator)}) / ({' '.join(denominator)}) {after}"
    ]


@given(many_lines, many_lines)
def test_a_factor_centred_beside_the_whole_fraction(numerator: list[str], denominator: list[str]) -> None:
    """Where a spreadsheet puts it: at the middle of the fraction's height, not at its bar."""
    drawn, bar = stacked(numerator, denominator)
    middle = 200 + (len(denominator) - len(numerator)) * STEP / 2
    assert read(drawn + beside("x 100%", bar.end + 6, middle), bar) == [
        f"({' '.join(numerator)}) / ({' '.join(denominator)}) x 100%"
    ]


@given(many_lines, many_lines, st.sampled_from(["Persentase =", "P =", "Nilai :", "Deviasi ="]))
def test_text_before_the_bar(numerator: list[str], denominator: list[str], before: str) -> None:
    drawn, bar = stacked(numerator, denominator, x=150)
    assert read(drawn + beside(before, 147 - width_of(before)) + beside("x 100%", bar.end + 3), bar) == [
        f"{before} ({' '.join(numerator)}) / ({' '.join(denominator)}) x 100%"
    ]


@given(phrase, phrase, phrase, phrase, st.sampled_from(["+", "-", "x", "dan"]))
def test_two_fractions_side_by_side(a: str, b: str, c: str, d: str, sign: str) -> None:
    first, one = stacked([a], [b], x=60)
    second, two = stacked([c], [d], x=one.end + 20)
    between = beside(sign, one.end + 7)
    assert read(first + between + second, one, two) == [f"({a}) / ({b}) {sign} ({c}) / ({d})"]


@given(phrase, phrase, phrase, phrase, st.floats(6, 30))
def test_two_fractions_one_below_the_other(a: str, b: str, c: str, d: str, apart: float) -> None:
    first, one = stacked([a], [b])
    second, two = stacked([c], [d], bar_y=200 + 2 * (1.02 * SIZE + 1.5) + apart)
    assert read(first + second, one, two) == [f"({a}) / ({b})", f"({c}) / ({d})"]


@given(phrase, phrase, st.lists(phrase, min_size=1, max_size=3))
def test_running_text_above_and_below_stays_apart(numerator: str, denominator: str, prose: list[str]) -> None:
    drawn, bar = stacked([numerator], [denominator], x=120)
    above = [w for i, t in enumerate(prose) for w in words(t, 60, 200 - 60 - (len(prose) - i) * STEP)]
    below = [w for i, t in enumerate(prose) for w in words(t, 60, 250 + i * STEP)]
    assert read(above + drawn + below, bar) == [*prose, f"({numerator}) / ({denominator})", *prose]


def test_a_hyphen_at_a_line_of_the_numerator() -> None:
    drawn, bar = stacked(["jumlah lembaga-", "lembaga aktif"], ["jumlah lembaga"])
    assert read(drawn, bar) == ["(jumlah lembaga-lembaga aktif) / (jumlah lembaga)"]


@given(phrase)
def test_an_underline_is_no_bar(text: str) -> None:
    drawn = words(text)
    rule = Ruling("h", 100 + 1.02 * SIZE, 50, 50 + width_of(text))
    assert read(drawn, rule) == [text]


def test_underlined_lines_below_each_other_are_no_fraction() -> None:
    upper, lower = "data laporan warga", "data laporan warga"
    drawn = words(upper) + words(lower, top=100 + STEP)
    rules = [Ruling("h", 100 + 10.5 + i * STEP, 50, 50 + width_of(upper)) for i in range(2)]
    assert read(drawn, *rules) == [upper, lower]


@pytest.mark.parametrize("space", [0.0, 2.5])
@pytest.mark.parametrize("indent", [0, 80])
@pytest.mark.parametrize("last", [True, False])
def test_running_text_underlined_over_lines_is_no_fraction(space: float, indent: int, *, last: bool) -> None:
    """As insertions are marked: with the spaces at the lines' ends, whose last underline may lie on the cell's side."""
    texts = ["Hasil ukur", "lahan yang ditanami warga", "dalam hektare"]
    xs = [50 + indent, 50, 50]
    drawn = [
        w for i, (t, x) in enumerate(zip(texts, xs, strict=True)) for w in words(t, x=x, top=100 + i * STEP)
    ]
    rules = [
        Ruling("h", 100 + 10.5 + i * STEP, x, x + width_of(t) + space)
        for i, (t, x) in enumerate(zip(texts, xs, strict=True))
    ]
    assert read(drawn, *(rules if last else rules[:-1])) == texts


def test_a_web_address_is_underlined_not_divided() -> None:
    drawn = words("www.contoh.go.id") + words("laman resmi", top=100 + STEP)
    assert read(drawn, Ruling("h", 111, 50, 50 + width_of("www.contoh.go.id"))) == [
        "www.contoh.go.id",
        "laman resmi",
    ]


@given(st.lists(phrase, min_size=1, max_size=6), st.floats(50, 300), st.floats(90, 200), st.floats(5, 200))
def test_whatever_the_bar_no_word_is_lost(parts: list[str], x: float, y: float, length: float) -> None:
    drawn = [w for i, t in enumerate(parts) for w in words(t, 60, 100 + i * STEP)]
    found = lines_with_fractions(drawn, [Ruling("h", y, x, x + length)])
    assert ink([w for line in found for w in line.words]) == ink(drawn)


def test_without_bars_lines_are_lines() -> None:
    text = "jumlah desa yang tepat waktu dibagi jumlah seluruh desa"
    drawn = [w for i, t in enumerate(wrapped(text, 120)) for w in words(t, 50, 100 + i * STEP)]
    found = lines_with_fractions(drawn, [])
    assert " ".join(texts(found)) == text
    assert not any(line.fraction for line in found)


@pytest.mark.parametrize("fraction", [True, False])
def test_fractions_are_distinguished_from_lines(fraction: bool) -> None:
    drawn, bar = stacked(["jumlah desa"], ["seluruh desa"])
    (first, *_) = lines_with_fractions(drawn, [bar] if fraction else [])
    assert first.fraction == fraction


@pytest.mark.parametrize(
    ("above", "below"), [("Kebun terawat", "Seluruh kebun"), ("Rapat", "Jadwal rapat"), ("A", "B")]
)
def test_a_bar_that_ends_under_the_operator_leaves_it_to_the_factor(above: str, below: str) -> None:
    operator = 60.0 + width_of(above) + 8
    printed = [*words(above, 60, 100), *words("x", operator, 100), *words("100%", operator + 12, 100)]
    printed += words(below, 60, 114)
    bar = Ruling("h", 112.5, 58.0, operator + 4)
    assert texts(lines_with_fractions(printed, [bar])) == [f"({above}) / ({below}) x 100%"]


def test_a_bar_drawn_from_the_margin_to_the_factor_may_be_shorter_than_the_line_below() -> None:
    printed = [*words("Petani dilatih", 60, 100), *words("x 100%", 140, 100)]
    printed += words("Seluruh petani binaan", 60, 114)
    bar = Ruling("h", 112.5, 58.0, 138.0)
    assert texts(lines_with_fractions(printed, [bar])) == [
        "(Petani dilatih) / (Seluruh petani binaan) x 100%"
    ]
    assert len(lines_with_fractions(printed, [bar._replace(start=100.0)])) > 1  # set otherwise: no fraction


# ---- fractions of many lines -----------------------------------------------------------------------------------


@pytest.mark.parametrize("opening", ["1.", "P =", "Capaian ="])
@pytest.mark.parametrize("lines_above", [3, 5])
def test_what_opens_a_high_fraction_stands_at_its_middle(opening: str, lines_above: int) -> None:
    numerator = ["jumlah desa", "yang laporannya", "tepat waktu", "dan lengkap", "tahun ini"][:lines_above]
    drawn, bar = stacked(numerator, ["seluruh desa"], x=160.0)
    middle = (drawn[0].box.cy + 200.0 - lines_above * STEP) / 2
    drawn += [*words(opening, 100.0, middle), *words("x 100%", bar.end + 6, middle)]
    assert read(drawn, bar) == [f"{opening} ({' '.join(numerator)}) / (seluruh desa) x 100%"]


@pytest.mark.parametrize("lines_left", [2, 3])
def test_several_lines_left_of_a_fraction_do_not_open_it(lines_left: int) -> None:
    drawn, bar = stacked(["jumlah desa", "yang tepat", "waktu dan", "lengkap"], ["seluruh desa"], x=160.0)
    for i in range(lines_left):
        drawn += words("kios", 100.0, 200.0 - 4 * STEP + i * STEP)
    assert not any(text.startswith("kios (") for text in read(drawn, bar))


@pytest.mark.parametrize("indent", [0.0, 9.0])
def test_the_end_of_a_text_above_a_numerator_is_no_part_of_it(indent: float) -> None:
    numerator = ["jumlah warga", "yang dilayani", "tepat waktu"]
    drawn, bar = stacked(numerator, ["seluruh warga"], x=110.0)
    top = min(w.box.top for w in drawn) - 2 * STEP
    drawn += words("Banyaknya rapat koordinasi", 110.0 + indent, top)
    drawn += words("desa setahun", 110.0 + indent, top + STEP)
    found = read(drawn, bar)
    assert found[-1] == f"({' '.join(numerator)}) / (seluruh warga)"
    assert found[:-1] == ["Banyaknya rapat koordinasi", "desa setahun"]


@pytest.mark.parametrize("opening", ["N =", "PK =", "Capaian ="])
@pytest.mark.parametrize("numerator", [["jumlah desa yang tertib"], ["jumlah desa yang", "tertib arsip"]])
def test_what_a_fraction_equals_stands_above_it(opening: str, numerator: list[str]) -> None:
    drawn, bar = stacked([opening, *numerator], ["jumlah seluruh desa"])
    assert read(drawn, bar) == [opening, f"({' '.join(numerator)}) / (jumlah seluruh desa)"]
