"""Printed lines of a cell become running text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.running_text import Piece, paragraphs, raw_of, text_fields, text_of, text_value
from iki.schema.blocks import Line
from iki.schema.geometry import Box
from printed import line, lines, page, width_of, wrapped

VOCABULARY = [
    "jumlah",
    "laporan",
    "tepat",
    "waktu",
    "persentase",
    "warga",
    "desa",
    "yang",
    "terlayani",
    "mutu",
]
sentence = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=14).map(" ".join)
X0, X1, PAD = 100.0, 260.0, 4.0
MARKS = ["- ", "• ", "1. ", "a. ", "b) "]


def piece(texts: list[str], number: int = 1, *, centred: bool = False) -> Piece:
    """A cell's print between `X0` and `X1`."""
    made = lines(texts, X0 + PAD, 100)
    if centred:
        made = [line(ln.text, X0 + (X1 - X0 - width_of(ln.text)) / 2, ln.box.top) for ln in made]
    return Piece(page(number=number), made, X0, X1, Box(X0, 98, X1, 100 + 12.0 * len(texts)))


def broken(text: str) -> list[str]:
    return wrapped(text, X1 - X0 - 2 * PAD)


@given(sentence)
def test_wrapped_lines_are_joined(text: str) -> None:
    assert paragraphs(piece(broken(text))) == [text]


@given(sentence)
def test_centred_lines_are_joined_too(text: str) -> None:
    assert paragraphs(piece(broken(text), centred=True)) == [text]


@given(st.lists(sentence, min_size=1, max_size=4), st.sampled_from(MARKS))
def test_list_items_stay_apart(items: list[str], mark: str) -> None:
    marked = [mark + item for item in items]
    assert paragraphs(piece([part for item in marked for part in broken(item)])) == marked


def test_a_line_broken_on_purpose_begins_a_paragraph() -> None:
    assert paragraphs(piece(["Renstra", "Renja", "DPA"])) == ["Renstra", "Renja", "DPA"]


@pytest.mark.parametrize("hyphen", ["-", "\u00ad"])
def test_a_word_that_a_hyphen_breaks_reads_on_whatever_room_is_left(hyphen: str) -> None:
    assert paragraphs(piece([f"Masyara{hyphen}", "kat"])) == ["Masyarakat"]
    assert paragraphs(piece(["mutu -", "desa"])) == ["mutu -", "desa"]


def test_a_minus_within_a_formula_is_no_mark() -> None:
    assert paragraphs(piece(["jumlah laporan yang masuk desa", "- 5% dari jumlah seluruhnya"])) == [
        "jumlah laporan yang masuk desa - 5% dari jumlah seluruhnya"
    ]


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (["pelaksanaan peraturan undang-", "undang tentang kecamatan"], "peraturan undang-undang tentang"),
        (["penyelenggaraan lembaga-", "lembaga yang ada di desa"], "lembaga-lembaga yang"),
        (["jumlah usulan masyarakat e-", "musrenbang yang diterima"], "e-musrenbang yang"),
        (["jumlah kegiatan yang dilak-", "sanakan oleh kecamatan ini"], "dilaksanakan oleh"),
        (["jumlah kegiatan yang dilak\u00ad", "sanakan oleh kecamatan ini"], "dilaksanakan oleh"),
    ],
)
def test_hyphens_at_a_lines_end(printed: list[str], text: str) -> None:
    assert text in text_of([piece(printed)])


def test_fractions_stand_on_lines_of_their_own() -> None:
    made = piece(["jumlah laporan tepat waktu", "(a) / (b) x 100%", "dihitung tiap semester saja"])
    made.lines[1] = replace(made.lines[1], fraction=True)
    assert paragraphs(made) == [
        "jumlah laporan tepat waktu",
        "(a) / (b) x 100%",
        "dihitung tiap semester saja",
    ]


@given(sentence, sentence)
def test_a_part_over_the_page_break_reads_on(before: str, after: str) -> None:
    assert text_of([piece(broken(before)), piece(broken(after), 2)]) == f"{before} {after}"


def test_a_mark_after_the_page_break_starts_over() -> None:
    assert text_of([piece(["- Renstra"]), piece(["- Renja"], 2)]) == "- Renstra\n- Renja"


def test_justified_blanks_are_squeezed() -> None:
    made = piece(["x"])
    made.lines = [Line(made.lines[0].words, made.lines[0].box, "jumlah   laporan  tepat")]
    assert text_of([made]) == "jumlah laporan tepat"


def test_places_confidence_and_engine() -> None:
    first, second = piece(["jumlah laporan"]), piece(["tepat waktu"], 2)
    words = second.lines[0].words
    second.lines[0] = replace(
        second.lines[0], words=(replace(words[0], confidence=0.7, engine="ocr", raw="tcpat"), *words[1:])
    )
    value = text_value([first, second], text_of([first, second]), 0.5)
    assert value.text == "jumlah laporan tepat waktu"
    assert (value.page, value.bbox) == (1, first.box.rounded())
    assert [(p.page, p.bbox) for p in value.continued] == [(2, second.box.rounded())]
    assert value.confidence == pytest.approx(0.35)  # of the least certain word, and of the layout
    assert value.engine == "ocr"
    assert value.raw == "jumlah laporan tcpat waktu"


def test_nothing_printed() -> None:
    assert text_of([]) == ""
    fields = text_fields([], "", 1.0)
    assert (fields["confidence"], fields["engine"], fields["raw"]) == (1.0, "text", None)
    assert raw_of(line("x").words) is None
    assert text_value([], "", 1.0).page is None


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("Data kepega", "waian", "Data kepegawaian"),
        ("Buku lapora", "n", "Buku laporan"),
        ("Jumlah laporan", "kegiatan", "Jumlah laporan kegiatan"),
        ("Jumlah lapora", "Kegiatan", "Jumlah lapora Kegiatan"),
    ],
)
def test_a_word_that_a_pages_end_tears_is_one(before: str, after: str, whole: str) -> None:
    pieces = [Piece.of_lines(page(number=n), lines([text]), X0, X1) for n, text in ((1, before), (2, after))]
    assert text_of(pieces) == whole
