"""Glyphs become words: spaces, jumps, doubled print, ligatures, soft hyphens."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.glyph_stream import Glyph, stream_of
from iki.extract.glyph_words import drop_doubles, words_in_place, words_of
from iki.schema.blocks import Word
from iki.schema.geometry import Box

SIZE = 10.0
ADVANCE = 5.0
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-()/,."
plain_word = st.text(LETTERS, min_size=1, max_size=10)


def run(text: str, x: float = 50.0, top: float = 100.0, size: float = SIZE) -> list[Glyph | None]:
    """Glyphs of a text on one baseline; a blank is white space in the stream, "_" a gap without one."""
    out: list[Glyph | None] = []
    advance = ADVANCE * size / SIZE
    for char in text:
        if char == " ":
            out.append(None)
        elif char != "_":
            out.append(Glyph(char, x, top, x + advance, top + size))
        x += advance
    return out


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in words]


@given(st.lists(plain_word, min_size=1, max_size=6))
def test_white_space_ends_words(parts: list[str]) -> None:
    found = words_of(run(" ".join(parts)))
    assert texts(found) == parts


@given(st.lists(plain_word, min_size=1, max_size=6))
def test_a_wide_gap_ends_words_too(parts: list[str]) -> None:
    assert texts(words_of(run("_".join(parts)))) == parts


@given(st.lists(plain_word, min_size=1, max_size=5), st.integers(1, 4))
def test_repeated_and_leading_white_space_makes_no_words(parts: list[str], blanks: int) -> None:
    gap = " " * blanks
    assert texts(words_of(run(gap + gap.join(parts) + gap))) == parts


@given(plain_word, plain_word)
def test_another_line_begins_another_word(above: str, below: str) -> None:
    stream = run(above, x=300) + run(below, x=300, top=112)
    assert texts(words_of(stream)) == [above, below]


def test_a_step_back_begins_another_word() -> None:
    assert texts(words_of(run("kanan", x=200) + run("kiri", x=50))) == ["kanan", "kiri"]


@given(plain_word, st.floats(10, 500), st.floats(10, 700), st.floats(4, 40))
def test_a_word_is_as_wide_as_its_glyphs_and_as_high_as_its_line(
    text: str, x: float, top: float, size: float
) -> None:
    (word,) = words_of(run(text, x, top, size))
    assert tuple(word.box) == pytest.approx((x, top, x + len(text) * size / 2, top + size))
    assert word.size == pytest.approx(size)


def test_kerning_does_not_part_a_word() -> None:
    stream = [Glyph("A", 50, 100, 57, 110), Glyph("V", 55.4, 100, 62, 110), Glyph("A", 60.3, 100, 67, 110)]
    assert texts(words_of(stream)) == ["AVA"]


def test_letter_spacing_below_a_space_does_not_part_a_word() -> None:
    stream = [Glyph(c, 50 + i * 7, 100, 55 + i * 7, 110) for i, c in enumerate("JABATAN")]
    assert texts(words_of(stream)) == ["JABATAN"]


def test_a_raised_digit_stays_with_its_word() -> None:
    stream = [*run("km"), Glyph("2", 60.0, 97, 63.0, 104)]
    assert texts(words_of(stream)) == ["km2"]


# ---- doubled print -----------------------------------------------------------------------------------------


@given(st.text("abcdefghij", min_size=1, max_size=8), st.floats(0.1, 0.6))
def test_letters_printed_twice_one_after_the_other_count_once(text: str, shift: float) -> None:
    """Fake bold by letter: each glyph again, a hair to the right."""
    stream: list[Glyph | None] = []
    for glyph in run(text):
        assert glyph is not None
        stream += [glyph, glyph._replace(x0=glyph.x0 + shift, x1=glyph.x1 + shift)]
    assert texts(drop_doubles(words_of(stream))) == [text]


@given(st.lists(plain_word, min_size=1, max_size=5), st.floats(0.0, 0.8))
def test_lines_printed_twice_count_once(parts: list[str], shift: float) -> None:
    """Fake bold by string: the line again, a hair to the right."""
    stream = [*run(" ".join(parts)), None, *run(" ".join(parts), x=50 + shift)]
    assert texts(drop_doubles(words_of(stream))) == parts


@given(plain_word)
def test_doubles_elsewhere_are_no_doubles(text: str) -> None:
    below = [*run(text, top=112), None, *run(text, x=400), None, *run(text)]
    assert texts(drop_doubles(words_of(below))) == [text] * 3


def test_a_word_with_double_letters_keeps_them() -> None:
    assert texts(drop_doubles(words_of(run("maaf saat 100 lll")))) == ["maaf", "saat", "100", "lll"]


@given(st.lists(st.tuples(plain_word, st.floats(0, 500), st.floats(0, 700)), max_size=12))
def test_dropping_doubles_is_idempotent_and_keeps_order(items: list[tuple[str, float, float]]) -> None:
    words = [Word(t, Box(x, y, x + 20, y + 10), 10) for t, x, y in items]
    once = drop_doubles(words)
    assert drop_doubles(once) == once
    assert [w for w in words if w in once] == words or len(once) < len(words)
    assert {w.text for w in once} == {w.text for w in words}


# ---- characters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("\ufb01siensi", "fisiensi"),
        ("e\ufb00ektif", "effektif"),
        ("\ufb03", "ffi"),
        ("kon\ufb02ik", "konflik"),
        ("non\u2011fisik", "non-fisik"),
        ("e\u2010lapor", "e-lapor"),
        ("\uf0b7", "•"),
        ("100%", "100%"),
        ("≥", "≥"),
        ("∑", "∑"),
        ("m²", "m²"),
        ("cafe\u0301", "café"),
    ],
)
def test_characters_are_read_as_meant(printed: str, text: str) -> None:
    assert texts(words_of(run(printed))) == [text]


def test_printed_soft_hyphens_stay_at_a_words_end_only_and_are_hyphens_within() -> None:
    assert texts(words_of(run("undang\u00adundang"))) == ["undang-undang"]
    assert texts(words_of(run("melak\u00ad"))) == ["melak\u00ad"]
    assert texts(words_of(run("e\u00admusren\u00ad"))) == ["e-musren\u00ad"]


LINES = ("Meningkatnya kemantapan jalan", "Persentase aduan yang ditangani", "Buku aduan masyarakat")


@pytest.mark.parametrize("order", ["backwards", "by letter", "by column", "shuffled"])
def test_letters_drawn_in_any_order_make_the_words_that_they_print(order: str) -> None:
    letters = [g for i, line in enumerate(LINES) for g in run(line, top=100.0 + 14 * i) if g]
    if order == "shuffled":
        random.Random(5).shuffle(letters)
    elif order == "by letter":
        letters.sort(key=lambda g: g.char)
    elif order == "by column":
        letters.sort(key=lambda g: (g.x0, -g.top))
    else:
        letters.reverse()
    stream = stream_of(part for letter in letters for part in (letter, None))
    assert texts(words_in_place(stream)) == " ".join(LINES).split()


def test_words_of_one_letter_stay_in_the_order_of_the_stream() -> None:
    columns = [run(" ".join("abcdefghijkl"), x=300), run(" ".join("mnopqrstuvwx"), x=50)]
    stream = stream_of(glyph for column in columns for glyph in column)
    assert "".join(texts(words_in_place(stream))) == "abcdefghijklmnopqrstuvwx"


def test_nothing_gives_no_words() -> None:
    assert words_of([]) == []
    assert words_of([None, None]) == []
