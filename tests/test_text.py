"""Wrapped lines, hyphens at a line's end, list marks, squeezed blanks."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.schema.text import ROMAN, ROMAN_NUMBERS, SOFT_HYPHEN, ends_open, join_wrapped, list_mark, squeeze

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
prose = st.text(LETTERS + "0123456789 -/(),.;:%", max_size=30).map(str.strip)
plain_word = st.text(LETTERS, min_size=1, max_size=12)


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


@given(prose, prose)
def test_joining_never_loses_or_doubles_a_letter(before: str, after: str) -> None:
    assert letters(join_wrapped(before, after)) == letters(before) + letters(after)


@given(prose)
def test_joining_with_nothing_changes_nothing(text: str) -> None:
    assert join_wrapped(text, "") == text
    assert join_wrapped("", text) == text


@given(plain_word, plain_word)
def test_words_are_joined_by_one_space(before: str, after: str) -> None:
    assert join_wrapped(before, after) == f"{before} {after}"


@given(plain_word, plain_word)
def test_a_soft_hyphen_goes_with_the_break(before: str, after: str) -> None:
    assert join_wrapped(before + SOFT_HYPHEN, after) == before + after


@given(plain_word.map(str.lower))
def test_reduplication_keeps_its_hyphen(word: str) -> None:
    assert join_wrapped(f"{word}-", word) == f"{word}-{word}"


@given(plain_word, plain_word)
def test_a_capital_after_the_hyphen_keeps_it(before: str, after: str) -> None:
    assert join_wrapped(f"{before}-", after.capitalize()) == f"{before}-{after.capitalize()}"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("peraturan perundang-", "undangan", "peraturan perundang-undangan"),
        ("lembaga-", "lembaga terkait", "lembaga-lembaga terkait"),
        ("undang-", "undang", "undang-undang"),
        ("tugas-", "tugasnya", "tugas-tugasnya"),
        ("sayur-", "mayur", "sayur-mayur"),
        ("aplikasi e-", "musrenbang", "aplikasi e-musrenbang"),
        ("non-", "fisik", "non-fisik"),
        ("ASN-", "nya", "ASN-nya"),
        ("tahun 2023-", "2024", "tahun 2023-2024"),
        ("n-", "1", "n-1"),
        ("sasaran/", "kinerja", "sasaran/kinerja"),
        ("melak-", "sanakan rapat", "melaksanakan rapat"),
        ("keca-", "matan", "kecamatan"),
        ("pengen-", "dalian", "pengendalian"),
        ("desa se-keca-", "matan", "desa se-kecamatan"),
        ("aplikasi e-mus-", "renbang", "aplikasi e-musrenbang"),
        ("jumlah -", "jumlah", "jumlah - jumlah"),
        ("a,", "b", "a, b"),
    ],
)
def test_hyphens_stay_where_they_belong_to_the_word(before: str, after: str, joined: str) -> None:
    assert join_wrapped(before, after) == joined


# ---- list marks --------------------------------------------------------------------------------------------

MARKS = ["-", "–", "•", "·", "▪", "a.", "b)", "(c)", "1.", "2)", "(3)", "12.", "i.", "iv)", "(ii)", "A."]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("rest", ["menyusun rencana", "Melaksanakan tugas"])
def test_marks_are_set_apart_from_the_text(mark: str, rest: str) -> None:
    found = list_mark(f"{mark} {rest}")
    assert found is not None
    assert found.rest == rest
    assert found.text == mark


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("- x", "bullet"),
        ("• x", "bullet"),
        ("1. x", "number"),
        ("(12) x", "number"),
        ("a. x", "letter"),
        ("B. x", "capital"),
        ("ii. x", "roman"),
        ("IV) x", "roman"),
        ("i. x", "letter"),
    ],
)
def test_kinds_of_marks(text: str, kind: str) -> None:
    found = list_mark(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Menyusun rencana",
        "1.000 orang",
        "12,5 %",
        "2023 dan 2024",
        "e-musrenbang",
        "a",
        "ASN. x",
        "dan. lain",
        "(jumlah desa) x 100%",
        "-5%",
        "",
    ],
)
def test_text_without_a_mark(text: str) -> None:
    assert list_mark(text) is None


def test_a_bullet_glued_to_its_word_is_a_mark() -> None:
    found = list_mark("-Menyusun")
    assert found is not None
    assert found.rest == "Menyusun"


@given(prose)
def test_a_mark_loses_nothing_of_the_line(text: str) -> None:
    found = list_mark(text)
    if found is not None:
        assert "".join(text.split()) == "".join((found.text + found.rest).split())


# ---- open ends, blanks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["menyusun,", "rencana dan", "(Jumlah", "per-", "sesuai dengan ", "A &"])
def test_open_ends(text: str) -> None:
    assert ends_open(text) == (text != "(Jumlah")


@pytest.mark.parametrize("text", ["selesai.", "rapat", "Kecamatan", "tandan"])
def test_closed_ends(text: str) -> None:
    assert not ends_open(text)


@given(st.text("ab \n\t\u00ad", max_size=30))
def test_squeezing_is_idempotent_and_keeps_letters(text: str) -> None:
    once = squeeze(text)
    assert squeeze(once) == once
    assert letters(once) == letters(text)
    assert "  " not in once
    assert SOFT_HYPHEN not in once
    assert all(part == part.strip() != "" for part in once.split("\n") if once)


def test_squeezing_keeps_lines_apart() -> None:
    assert squeeze(" a   b \n\n  c") == "a b\nc"


@pytest.mark.parametrize("word", ["-dibagi-", "\u2013dikali-", "(-dikurangi-"])
def test_a_word_between_dashes_is_no_broken_one(word: str) -> None:
    assert join_wrapped(f"jumlah aduan {word}", "jumlah warga") == f"jumlah aduan {word} jumlah warga"


@pytest.mark.parametrize(("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XII", 12)])
def test_roman_numbers(text: str, value: int) -> None:
    assert ROMAN.fullmatch(text)
    assert ROMAN_NUMBERS[text] == value


@pytest.mark.parametrize("text", ["IIII", "XV", "VIX", "", "iv"])
def test_no_roman_numbers_of_names(text: str) -> None:
    assert ROMAN.fullmatch(text) is None
