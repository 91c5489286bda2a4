"""Dashes before items, which recognisers overlook: put back by the ink; and words typed on a scan, put in place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from iki.extract.page_content import PageContent, Ruling
from iki.extract.scan.arbitration import Chosen
from iki.extract.scan.dewarp import Straightening
from iki.extract.scan.typed_words import add_typed
from iki.extract.scan.word_boxes import led_by_dash
from iki.schema.blocks import Word
from iki.schema.geometry import Box
from numpy.typing import NDArray

HEIGHT = 20.0
DASH = (0, 10, 10, 13)
LETTERS = ((30, 2, 40, 20), (42, 8, 52, 20), (54, 2, 64, 20), (66, 8, 76, 20))


def pieces(*boxes: tuple[int, int, int, int]) -> NDArray[np.int32]:
    """Boxes of the pieces of ink of a line."""
    return np.array(boxes, dtype=np.int32)


def read(*words: tuple[str, float, float]) -> list[Chosen]:
    """Words of a line as an engine read them."""
    return [Chosen(text, x0, x1, "quick", 0.9, 0.9) for text, x0, x1 in words]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("Renja", 30.0, 76.0)], ["-", "Renja"]),  # overlooked
        ([("-Renja", 0.0, 76.0)], ["-Renja"]),  # seen, without a space
        ([("~", 0.0, 9.0), ("Renja", 30.0, 76.0)], ["-", "Renja"]),  # taken for another sign
        ([("_Renja", 0.0, 76.0)], ["-", "Renja"]),  # taken for a sign of the word
        ([(":", 0.0, 9.0), ("Renja", 30.0, 76.0)], [":", "Renja"]),  # a label's colon is none
        ([], []),
    ],
)
def test_a_lone_stroke_before_a_line_is_a_dash(
    words: Sequence[tuple[str, float, float]], expected: list[str]
) -> None:
    led = led_by_dash(read(*words), pieces(DASH, *LETTERS), HEIGHT)
    assert [word.text for word in led] == expected


@pytest.mark.parametrize(
    "stroke",
    [
        (0, 18, 10, 21),  # on the base line: an underline
        (0, 10, 4, 13),  # a dot
        (0, 2, 10, 18),  # a letter's height
        (20, 10, 28, 13),  # too near to the word
    ],
)
def test_other_strokes_are_none(stroke: tuple[int, int, int, int]) -> None:
    words = read(("Renja", 30.0, 76.0))
    assert led_by_dash(words, pieces(stroke, *LETTERS), HEIGHT) == words


def test_without_letters_nothing_is_led() -> None:
    words = read(("...", 0.0, 30.0))
    assert led_by_dash(words, pieces(DASH), HEIGHT) == words


def turned_by(degrees: float) -> Straightening:
    """The affine map that straightens a picture of 600 x 800 pixels which is slanted by ``degrees``."""
    turn = np.deg2rad(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0]])
    return Straightening(600, 800, matrix)


def test_typed_words_and_rulings_are_straightened_with_the_page_and_replace_what_was_read_of_them() -> None:
    read_there, elsewhere = Word("Rapct", Box(101, 51, 140, 61), 10), Word("Nomor", Box(10, 5, 50, 15), 10)
    page = PageContent(1, 300, 400, words=[read_there, elsewhere])
    rules = [Ruling("h", 70.0, 100.0, 200.0), Ruling("v", 100.0, 40.0, 70.0)]
    typed = PageContent(1, 300, 400, words=[Word("Rapat", Box(100, 50, 140, 60), 10)], rulings=rules)
    add_typed(page, typed, turned_by(0.0), 2.0)
    assert [word.text for word in page.words] == ["Nomor", "Rapat"]
    assert page.words[1].box == pytest.approx(Box(100, 50, 140, 60))
    assert page.rulings == rules


def test_a_rulings_place_follows_the_slant() -> None:
    page = PageContent(1, 300, 400)
    typed = PageContent(1, 300, 400, rulings=[Ruling("h", 0.0, 100.0, 200.0), Ruling("v", 100.0, 0.0, 50.0)])
    add_typed(page, typed, turned_by(1.0), 1.0)
    level, upright = page.rulings
    assert level.pos == pytest.approx(-150 * np.sin(np.deg2rad(1.0)), abs=0.2)
    assert upright.pos == pytest.approx(100 + 25 * np.sin(np.deg2rad(1.0)), abs=0.2)
