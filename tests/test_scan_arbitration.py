"""Which reading of a line is believed, how words lie on their ink, and which pages are read from their picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from iki.extract.page_content import PageContent
from iki.extract.scan.arbitration import Chosen, read_lines
from iki.extract.scan.engine import Reading, ReadWord
from iki.extract.scan.page_route import Mode, layer_quality, route
from iki.extract.scan.word_boxes import laid
from iki.extract.scan.word_probability import probability
from iki.schema.blocks import Word
from iki.schema.geometry import Box
from iki.schema.known_words import is_known
from numpy.typing import NDArray

LINE = np.full((30, 400), 255, np.uint8)


class Fake:
    """An engine that reads what it is told, however wide the picture."""

    def __init__(self, name: str, *words: tuple[str, float, float, float]) -> None:
        self.name = name
        self.words = [ReadWord(text, x0, x1, sure, sure) for text, x0, x1, sure in words]
        self.asked = 0

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        self.asked += len(lines)
        return [Reading(tuple(self.words), self.name) for _ in lines]


def test_known_words_that_the_quick_engine_is_sure_of_are_believed() -> None:
    quick = Fake("tesseract", ("jumlah", 0, 90, 0.95), ("laporan", 100, 200, 0.93))
    strong = Fake("ppocr-small")
    words = read_lines([strong, quick], [LINE])[0]
    assert [w.text for w in words] == ["jumlah", "laporan"]
    assert strong.asked == 0


def test_of_two_readings_the_likelier_is_chosen_and_the_other_kept() -> None:
    quick = Fake("tesseract", ("laporan", 0, 100, 0.8))
    strong = Fake("ppocr-small", ("lapoian", 0, 100, 0.7))
    word = read_lines([strong, quick], [LINE])[0][0]
    assert (word.text, word.case, word.raw) == ("laporan", "weak", "lapoian")


def test_nothing_is_read_that_no_engine_offered() -> None:
    quick = Fake("tesseract", ("lap0ian", 0, 100, 0.3))
    strong = Fake("ppocr-small", ("lapoian", 0, 100, 0.9))
    assert [w.text for w in read_lines([strong, quick], [LINE])[0]] == ["lapoian"]


def test_a_third_engine_that_agrees_with_the_quick_one_outvotes_an_unsure_strong_one() -> None:
    quick = Fake("ppocr-tiny", ("Drs.", 0, 60, 0.76), ("laporan", 100, 200, 0.99))
    strong = Fake("ppocr-small", ("Dr$.", 0, 60, 0.82), ("laporan", 100, 200, 0.99))
    third = Fake("tesseract", ("Drs.", 0, 60, 0.4), ("laporan", 100, 200, 0.9))
    words = read_lines([strong, quick, third], [LINE])[0]
    assert [(w.text, w.case, w.raw) for w in words] == [
        ("Drs.", "agreed", "Dr$."),
        ("laporan", "agreed", None),
    ]
    assert third.asked == 1
    without = read_lines([strong, quick], [LINE])[0]
    assert [w.text for w in without] == ["Dr$.", "laporan"]


def test_a_third_engine_is_not_asked_where_the_strong_one_is_sure_or_read_a_word() -> None:
    third = Fake("tesseract", ("Jumiah", 0, 60, 0.9))
    for sure in (("Jumlah", 0, 60, 0.6), ("Jumlab", 0, 60, 0.99)):
        words = read_lines(
            [Fake("ppocr-small", sure), Fake("ppocr-tiny", ("Jumiah", 0, 60, 0.8)), third], [LINE]
        )[0]
        assert [w.text for w in words] == [sure[0]]
    assert third.asked == 0


def test_a_third_engine_that_agrees_with_nobody_changes_nothing() -> None:
    quick, strong = Fake("ppocr-tiny", ("xqz", 0, 60, 0.8)), Fake("ppocr-small", ("xqy", 0, 60, 0.8))
    for third in (Fake("tesseract", ("xqw", 0, 60, 0.9)), Fake("tesseract")):
        assert [w.text for w in read_lines([strong, quick, third], [LINE])[0]] == ["xqy"]


def test_agreement_makes_a_word_likelier() -> None:
    lonely = Chosen("laporan", 0, 100, "strong", 0.9, 0.9)
    agreed = Chosen("laporan", 0, 100, "agreed", 0.9, 0.9)
    assert 0 < probability(lonely) < probability(agreed) < 1


@pytest.mark.parametrize(
    "word",
    ["melaksanakan", "penyelenggaraan", "ketertiban", "Pemberdayaan", "UTAMA", "undang-undang,", "(Renja)"],
)
def test_forms_of_known_roots_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", ["penyelengpataan", "kEgiatan", "240", "-", "Jumiah"])
def test_misreadings_and_numbers_are_not(word: str) -> None:
    assert not is_known(word)


def test_a_lost_space_comes_back_where_ink_shows_it() -> None:
    places = tuple(float(5 + 10 * i) for i in range(11))
    word = Chosen(
        "seluruhdesa", 0, 125, "strong", 0.9, 0.9, None, tuple(p + (15 if p > 70 else 0) for p in places)
    )
    words = laid([word], np.array([[20.0, 22.0], [72.0, 88.0]]), 0, 125, 15)
    assert [w.text for w in words] == ["seluruh", "desa"]
    assert words[1].x0 == 88.0


def page(words: int = 0, hidden: int = 0, image: bool = False, unmapped: float = 0.0) -> PageContent:
    made = [Word("laporan", Box(50, 20 + 12 * i, 90, 30 + 12 * i), 10) for i in range(max(words, hidden))]
    return PageContent(
        number=1,
        width=600,
        height=900,
        words=made[:words],
        hidden_words=made[:hidden],
        images=[Box(0, 0, 600, 900)] if image else [],
        unmapped=unmapped,
    )


@pytest.mark.parametrize(
    ("content", "mode", "way"),
    [
        (page(words=60), "auto", "text"),
        (page(), "auto", "text"),
        (page(image=True), "auto", "scan"),
        (page(image=True, hidden=60), "auto", "scan"),
        (page(image=True, words=3), "auto", "scan"),
        (page(image=True, words=60), "auto", "look"),  # its ink is to decide
        (page(words=60, unmapped=0.6), "auto", "scan"),
        (page(image=True), "never", "text"),
        (page(words=60), "always", "scan"),
    ],
)
def test_pages_are_routed_on_evidence(content: PageContent, mode: Mode, way: str) -> None:
    assert route(content, mode) == way


def test_a_layer_of_words_is_better_than_one_of_scraps() -> None:
    good = page(words=40).words
    bad = [Word("lqporxn", word.box, 10) for word in good]
    assert layer_quality(good) > 0.9
    assert layer_quality(bad) < 0.2


@pytest.mark.parametrize(
    ("before", "after", "white", "texts"),
    [
        ("draf/", "konsep", 2.0, ["draf/konsep"]),
        ("draf/", "konsep", 6.0, ["draf/", "konsep"]),  # a space is there
        ("(", "n)", 2.0, ["(n)"]),
        ("laporan", "disusun", 2.0, ["laporan", "disusun"]),  # letters that touch nearly: the engine knows
        ("x", "(jumlah", 2.0, ["x", "(jumlah"]),
        ("jumlah", "/", 2.0, ["jumlah", "/"]),
    ],
)
def test_a_word_split_at_a_sign_is_one_unless_there_is_white(
    before: str, after: str, white: float, texts: list[str]
) -> None:
    words = [Chosen(before, 0, 50, "quick", 0.99, 0.99), Chosen(after, 50 + white, 120, "quick", 0.9, 0.8)]
    placed = laid(words, np.array([[50.0, 50.0 + white]]), 0, 120, 20)
    assert [w.text for w in placed] == texts
    assert placed[-1].least == 0.8


def test_a_number_with_a_wide_one_is_not_split() -> None:
    word = Chosen("100%", 0, 60, "quick", 0.9, 0.9, None, (5.0, 28.0, 42.0, 55.0))
    assert [w.text for w in laid([word], np.array([[8.0, 22.0]]), 0, 60, 20)] == ["100%"]


def test_a_narrow_word_seen_side_by_side_is_one_word() -> None:
    quick = Fake("ppocr-tiny", ("Tahun", 0, 50, 0.6), ("-", 60, 64, 0.99))
    strong = Fake("ppocr-small", ("Tahun", 0, 50, 0.99), ("-", 66, 70, 0.99))
    words = read_lines([strong, quick], [LINE])[0]
    assert [w.text for w in words] == ["Tahun", "-"]


def test_a_full_stop_is_doubted_more_than_the_word_before_it() -> None:
    quick = Fake("ppocr-tiny", ("laporan.", 0, 90, 0.95))
    strong = Fake("ppocr-small", ("laporan,", 0, 90, 0.99))
    assert [w.text for w in read_lines([strong, quick], [LINE])[0]] == ["laporan,"]
    unstopped = Fake("ppocr-tiny", ("laporan", 0, 90, 0.95))
    assert [w.text for w in read_lines([strong, unstopped], [LINE])[0]] == ["laporan"]


def spelled(*words: tuple[str, float]) -> tuple[ReadWord, ...]:
    """Words of letters ten pixels apart, each from a place on, that the engine is sure of."""
    return tuple(
        ReadWord(
            text, at, at + 10 * len(text), 0.999, 0.999, tuple(at + 5 + 10 * i for i in range(len(text)))
        )
        for text, at in words
    )


def inked(*spans: tuple[int, int]) -> NDArray[np.uint8]:
    picture = np.full((40, 400), 255, np.uint8)
    for start, end in spans:
        picture[10:30, start:end] = 0
    return picture


@pytest.mark.parametrize(
    ("words", "spans", "again"),
    [
        ((("laporan", 0.0), ("desa", 85.0)), ((0, 70), (85, 125)), 0),
        ((("laporandesa", 0.0),), ((0, 68), (82, 110)), 1),  # white as wide as a space inside
        ((("laporan", 0.0), ("desa", 70.0)), ((0, 110),), 1),  # no white between two words
    ],
)
def test_words_whose_spaces_are_not_the_inks_are_read_again(
    words: tuple[tuple[str, float], ...], spans: tuple[tuple[int, int], ...], again: int
) -> None:
    quick, strong = Fake("ppocr-tiny"), Fake("ppocr-small", ("laporan", 0, 68, 0.99), ("desa", 82, 110, 0.99))
    quick.words = list(spelled(*words))
    read = read_lines([strong, quick], [inked(*spans)])[0]
    assert strong.asked == again
    assert [word.text for word in read] == ["laporan", "desa"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [("100°o", "100%"), ('72,5"o.', "72,5%."), ("90º0", "90%"), ("25°", "25°"), ("30°C", "30°C"), ("o", "o")],
)
def test_the_rings_of_a_percent_sign_are_one(read: str, meant: str) -> None:
    (word,) = read_lines(
        [Fake("ppocr-small", (read, 0, 60, 0.6)), Fake("ppocr-tiny", (read, 0, 60, 0.6))], [LINE]
    )[0]
    assert (word.text, word.raw) == (meant, read if read != meant else None)
