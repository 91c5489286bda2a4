"""Indonesian dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.dates import month_number, parse_date

NAMES = [
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    [
        "JANUARI",
        "PEBRUARI",
        "MARET",
        "APRIL",
        "MEI",
        "JUNI",
        "JULI",
        "AGUSTUS",
        "SEPTEMBER",
        "OKTOBER",
        "NOPEMBER",
        "DESEMBER",
    ],
]
DAYS = st.dates(date(1945, 1, 1), date(2100, 12, 31))


@given(
    DAYS,
    st.sampled_from(NAMES),
    st.sampled_from(["{} {} {}", "tanggal {:02} {} {}.", "Muara Elok, {}  {}  {}"]),
)
def test_written_dates_come_back(day: date, names: list[str], form: str) -> None:
    assert parse_date(form.format(day.day, names[day.month - 1], day.year)) == day.isoformat()


@given(DAYS, st.sampled_from(["-", "/", "."]))
def test_numeric_dates_come_back(day: date, mark: str) -> None:
    assert parse_date(f"pada tanggal {day.day:02}{mark}{day.month:02}{mark}{day.year}") == day.isoformat()


@given(DAYS)
def test_iso_dates_come_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()


@given(st.text(max_size=60))
def test_any_text_gives_a_valid_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or date.fromisoformat(found).isoformat() == found


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("5 Januarl 2023", "2023-01-05"),
        ("O5 Agustu5 2O23", "2023-08-05"),
        ("l2 Septernber 2024", "2024-09-12"),
        ("3Desember2022", "2022-12-03"),
        ("17 Agt. 2021", "2021-08-17"),
        ("2 Jull 2023", "2023-07-02"),
        ("31 April 2023 diubah 1 Mei 2023", "2023-05-01"),
    ],
)
def test_misread_and_odd_dates(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30 Februari 2023",
        "31-04-2023",
        "5 I 2023",
        "05-01-23",
        "Januari 2023",
        "NIP. 19701231 199503 1 002",
        "800/12.05/35.99/2023",
        "5 Jalan 2023",
        "12 Tahun 2023",
    ],
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_a_month_between_two_names_is_none() -> None:
    assert month_number("junl") == 6
    assert month_number("jumi") is None


def spelled(number: int) -> str:
    """A number below 10,000 in Indonesian words."""
    digits = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    for value, one, name in ((1000, "seribu", "ribu"), (100, "seratus", "ratus")):
        if number >= value:
            head = one if number < 2 * value else f"{digits[number // value]} {name}"
            return f"{head} {spelled(number % value)}".strip()
    if number >= 20:
        return f"{digits[number // 10]} puluh {digits[number % 10]}".strip()
    if number > 11:
        return f"{digits[number - 10]} belas"
    return [*digits, "sepuluh", "sebelas"][number]


@given(DAYS, st.sampled_from(["tanggal {} bulan {} tahun {}", "Muara Elok, {} {} {}", "{}  {}\n{}."]))
def test_dates_in_words_come_back(day: date, form: str) -> None:
    text = form.format(spelled(day.day), NAMES[0][day.month - 1], spelled(day.year))
    assert parse_date(text) == day.isoformat()
    assert parse_date(text.upper()) == day.isoformat()


@pytest.mark.parametrize(
    "text", ["dua Januari", "tiga laporan Maret dua ribu", "tiga puluh dua Mei dua ribu dua"]
)
def test_numerals_without_a_whole_date_are_none(text: str) -> None:
    assert parse_date(text) is None
