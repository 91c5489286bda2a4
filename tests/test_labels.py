"""Lines that begin with Jabatan, Tugas or Fungsi, in their many prints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.forms.labels import find_label, is_label
from iki.schema.blocks import Line, Word
from iki.schema.geometry import Box, bounding_box
from printed import line, word

NUMBERS = ["I, ", "l. ", "1; ", "", "1. ", "1 ", "(1) ", "1) ", "I. ", "II. ", "a. ", "A. ", "3. "]
KEYS = {
    "jabatan": ["Jabatan", "JABATAN", "Nama Jabatan", "jabatan"],
    "tugas": [
        "Tugas",
        "TUGAS",
        "Tugas Pokok",
        "Uraian Tugas",
        "URAIAN TUGAS",
        "Rincian Tugas",
        "Tugas Jabatan",
        "Ringkasan Tugas",
        "Ikhtisar Tugas Jabatan",
    ],
    "fungsi": ["Fungsi", "FUNGSI", "Fungsi Jabatan", "Ringkasan Fungsi"],
}
key_kinds = st.sampled_from([(kind, text) for kind, texts in KEYS.items() for text in texts])
values = st.lists(
    st.sampled_from(["Camat", "Sekretaris", "menyusun", "rencana", "kerja", "Kasi", "(Umum)", "dan"]),
    max_size=5,
)


def value_of(text_line: Line) -> str | None:
    key = find_label(text_line)
    return None if key is None else " ".join(w.text for w in key.value)


@given(key_kinds, st.sampled_from(NUMBERS), st.sampled_from([" : ", ": ", " :", ":"]), values)
def test_key_colon_value(kind: tuple[str, str], number: str, colon: str, value: list[str]) -> None:
    text = " ".join(value)
    found = find_label(line(f"{number}{kind[1]}{colon}{text}"))
    assert found is not None
    assert found.kind == kind[0]
    assert found.colon
    assert " ".join(w.text for w in found.value) == text
    assert (found.value_x is None) == (not text)


@given(key_kinds.filter(lambda kind: kind[1][0].isupper()), st.sampled_from(NUMBERS))
def test_a_key_alone_on_its_line(kind: tuple[str, str], number: str) -> None:
    found = find_label(line(f"{number}{kind[1]}"))
    assert found is not None
    assert found.kind == kind[0]
    assert found.value == ()
    assert not found.colon


@given(key_kinds.filter(lambda kind: kind[1][0].isupper()), values.filter(bool))
def test_wide_white_space_sets_the_value_apart(kind: tuple[str, str], value: list[str]) -> None:
    left = line(kind[1])
    right = line(" ".join(value), x=left.box.x1 + 30)
    found = find_label(
        Line((*left.words, *right.words), left.box.union(right.box), f"{left.text} {right.text}")
    )
    assert found is not None
    assert found.value == right.words
    assert found.value_x == right.box.x0


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1 : Jabatan : Camat", "jabatan", "Camat"),
        ("1. Jabatan :Camat", "jabatan", "Camat"),
        ("Jabatan:Camat", "jabatan", "Camat"),
        ("JABATAN : KASI TRANTIB", "jabatan", "KASI TRANTIB"),
        ("2. Tugas Pokok dan Fungsi :", "tugas", ""),
        ("Jabatn : Camat", "jabatan", "Camat"),
        ("Jabatan ; Camat", "jabatan", "Camat"),
        ("III. Fungsi : -", "fungsi", "-"),
        ("Tugas : menyusun : membuat", "tugas", "menyusun : membuat"),
    ],
)
def test_prints(text: str, kind: str, value: str) -> None:
    found = find_label(line(text))
    assert found is not None
    assert found.kind == kind
    assert value_of(line(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "Tugas lain yang diberikan oleh pimpinan",
        "- Tugas lain yang diberikan oleh Camat",
        "a. Tugas tambahan dari atasan;",
        "Jabatan yang kosong diisi oleh pelaksana",
        "Fungsi pengawasan dilaksanakan oleh Inspektorat",
        "melaksanakan tugas",
        "uraian kegiatan : satu",
        "Camat : Budi",
        "1.",
        ":",
        "Nama Budi",
        "Penugasan : umum",
    ],
)
def test_lines_that_are_no_keys(text: str) -> None:
    assert find_label(line(text)) is None


@pytest.mark.parametrize(
    "text", ["Unit Kerja : Kecamatan Contoh", "Nama : Budi", "NIP : 1", "Ikhtisar Jabatan : x"]
)
def test_other_keys_need_their_colon(text: str) -> None:
    found = find_label(line(text))
    assert found is not None
    assert found.kind in ("other", "person", "office")
    assert find_label(line(text.replace(" :", ""))) is None


def test_an_empty_line_is_no_key() -> None:
    made = word("x", 0, 0)
    assert find_label(Line((), bounding_box([made.box]), "")) is None


def test_where_label_and_value_begin() -> None:
    found = find_label(line("1. Jabatan : Camat", x=70))
    assert found is not None
    assert found.label_x == 70
    assert found.value_x == found.value[0].box.x0


def of_scan(text: str) -> Line:
    printed = line(text)
    return replace(printed, words=tuple(replace(w, engine="ocr") for w in printed.words))


@pytest.mark.parametrize("text", ["I. Jabatan -", "I. Jabatan · Camat", "1 Jabatan ' Camat"])
def test_a_misread_colon_is_one_on_scans_only(text: str) -> None:
    key = find_label(of_scan(text))
    assert key is not None
    assert key.kind == "jabatan"
    assert " ".join(w.text for w in key.value) in ("", "Camat")


def test_a_hyphen_between_doubled_words_is_no_colon() -> None:
    assert find_label(of_scan("tugas - tugas lain yang diberikan")) is None


@pytest.mark.parametrize("number", ["II I.", "I I I.", "I I."])
def test_a_roman_number_that_came_apart(number: str) -> None:
    key = find_label(line(f"{number} Fungsi :"))
    assert key is not None
    assert key.kind == "fungsi"


# ---- joint labels ------------------------------------------------------------------------------------------

JOINT = [
    ("Unit Kerja/Jabatan", "jabatan"),
    ("Jabatan/Unit Kerja", "jabatan"),
    ("Nama Unit/Unit Kerja", "unit"),
    ("Tugas/Fungsi", "tugas"),
    ("Satuan Kerja / Nama Jabatan", "jabatan"),
]


@pytest.mark.parametrize(("label", "kind"), JOINT)
@pytest.mark.parametrize("number", ["", "1. ", "b. "])
def test_joint_labels_are_of_the_kind_that_says_most(label: str, kind: str, number: str) -> None:
    found = find_label(line(f"{number}{label} : Kepala Seksi Benih"))
    assert found is not None
    assert (found.kind, " ".join(w.text for w in found.value)) == (kind, "Kepala Seksi Benih")
    assert is_label(f"{number}{label}") == kind


@pytest.mark.parametrize(
    "text",
    ["Unit Kerja/Alamat", "Lokasi/Jabatan", "Jabatan/Seksi Benih", "Tugas/yang lain", "Kopi/Teh"],
)
def test_labels_joined_with_other_words_are_none(text: str) -> None:
    assert is_label(text) is None


# ---- labels without a colon --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["1. TUGAS a. menyusun rencana", "II. Fungsi 1) menyusun rencana", "b. Tugas Pokok - menyusun rencana"],
)
def test_a_list_s_first_mark_sets_a_numbered_label_apart(text: str) -> None:
    found = find_label(line(text))
    assert found is not None
    assert [w.text for w in found.value][1:] == ["menyusun", "rencana"]


def test_capitals_set_a_numbered_label_apart_from_a_sentence() -> None:
    found = find_label(line("I. TUGAS Memimpin, membina dan mengendalikan"))
    assert found is not None
    assert [w.text for w in found.value] == ["Memimpin,", "membina", "dan", "mengendalikan"]


@pytest.mark.parametrize(
    "text",
    [
        "Tugas a. menyusun rencana",  # no number
        "1. TUGAS LAIN YANG DIBERIKAN",
        "1. Tugas Memimpin rapat",
        "2. FUNGSI memimpin rapat",
        "1. Tugas b. menyusun rencana",  # not the first mark
    ],
)
def test_what_sets_no_label_apart(text: str) -> None:
    assert find_label(line(text)) is None


@pytest.mark.parametrize(("text", "is_one"), [("tugas", False), ("fungsi jabatan", False), ("Tugas", True)])
def test_a_scans_line_in_small_letters_is_no_label(text: str, is_one: bool) -> None:
    """It ends the sentence above; letters whose capitals only differ in size tell nothing."""
    words = tuple(
        Word(part, Box(60.0 + 40 * i, 100, 95.0 + 40 * i, 110), 9.0, 0.9, "ocr")
        for i, part in enumerate(text.split())
    )
    line = Line(words, bounding_box(w.box for w in words), text)
    assert (find_label(line) is not None) == is_one


@pytest.mark.parametrize("text", ["tugas;", "fungsi;", "jabatan;"])
def test_the_end_of_an_item_in_a_scan_is_no_label(text: str) -> None:
    printed = line(text)
    read = replace(printed, words=tuple(replace(w, engine="ocr") for w in printed.words))
    assert find_label(read) is None
    capital = line(text.capitalize())
    assert (
        find_label(replace(capital, words=tuple(replace(w, engine="ocr") for w in capital.words))) is not None
    )
