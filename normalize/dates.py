"""Indonesian dates become ISO dates.

Decisions: day, month's name and year, or numbers in the order day, month, year (year first only as ISO),
or numerals spelled out ("lima Januari dua ribu dua puluh tiga").
Months may be misread by a letter or two as long as only one month comes near, and letters that OCR takes
for digits are put right in days and years. Two-digit years and Roman months are not read: both are
ambiguous beside decree numbers. A date that is not on the calendar, or far from any decree's time, is none.
A range of years (2021-2026, 2013 s.d. 2018) is a period and gives no single year.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import chain

from rapidfuzz.distance import Levenshtein

FIRST_YEAR, LAST_YEAR = 1945, 2100
_MONTHS: dict[str, int] = {
    "januari": 1,
    "februari": 2,
    "pebruari": 2,
    "maret": 3,
    "april": 4,
    "mei": 5,
    "juni": 6,
    "juli": 7,
    "agustus": 8,
    "september": 9,
    "oktober": 10,
    "november": 11,
    "nopember": 11,
    "desember": 12,
}
_SHORT: dict[str, int] = {
    "jan": 1,
    "feb": 2,
    "peb": 2,
    "mar": 3,
    "mrt": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "agu": 8,
    "agt": 8,
    "ags": 8,
    "agust": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "nov": 11,
    "nop": 11,
    "des": 12,
}
DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
_NAMED = re.compile(
    r"(?<![\w./])(?P<d>[0-9OolI|]{1,2})\s*[-./,]?\s*(?P<m>[^\W\d_][\w|]{2,10})\s*[-./,]{0,2}\s*(?P<y>[12I|l][\dOolSB]{3})(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<d>\d{1,2})\s*(?P<s>[-./])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<y>\d{4})(?![\w/-])"
)
_PERIOD = re.compile(
    r"(?<![\d/.-])(?P<first>(?:19|20)\d\d)\s*(?:[-–—−]|s\s*[./]?\s*d\b\.?|sampai(?:\s+dengan)?|hingga)\s*"
    r"(?:tahun\s+)?(?P<last>(?:19|20)\d\d)(?![\d/.-]\d|\d)",
    re.I,
)
_NUMBER_WORDS: dict[str, int] = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
    "seribu": 1000,
}
_TIMES: dict[str, int] = {"puluh": 10, "ratus": 100, "ribu": 1000}
_NUMBERS = rf"(?:(?:{'|'.join([*_NUMBER_WORDS, 'belas', *_TIMES])})\b[\s-]*)"
_IN_WORDS = re.compile(
    rf"\b(?P<d>{_NUMBERS}{{1,3}})(?:bulan\s+)?(?P<m>{'|'.join(_MONTHS)})\s+(?:tahun\s+)?(?P<y>{_NUMBERS}{{2,8}})",
    re.I,
)
TEN = 10
LONGEST_PERIOD = 30  # years: the longest plans run for twenty
SHORT_MONTH = 5  # letters: the name of such a month may have one wrong, a longer one two
_ISO = re.compile(r"(?<![\w./-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w/-])")


def parse_date(text: str) -> str | None:
    """The first date in the text as ``YYYY-MM-DD``, ``None`` where there is no valid one.

    >>> parse_date("pada tanggal 5 Pebruari 2023")
    '2023-02-05'
    """
    found = [(m.start(), _named(m)) for m in _NAMED.finditer(text)]
    found += [
        (m.start(), _valid(m["y"], int(m["m"]), m["d"])) for r in (_NUMERIC, _ISO) for m in r.finditer(text)
    ]
    found += [(m.start(), _in_words(m)) for m in _IN_WORDS.finditer(text)]
    return next((iso for _, iso in sorted(found, key=lambda f: f[0]) if iso is not None), None)


def impossible_date(text: str) -> str | None:
    """What the text prints as a date, but is on no calendar; ``None`` where it prints none, or a valid one.

    >>> impossible_date("Sukamaju, 30 Februari 2023")
    '30 Februari 2023'
    """
    if parse_date(text) is not None:
        return None
    named = (m[0] for m in _NAMED.finditer(text) if month_number(m["m"]) is not None)
    numeric = (m[0] for r in (_NUMERIC, _ISO) for m in r.finditer(text))
    return next(chain(named, numeric), None)


def date_span(text: str) -> tuple[int, int] | None:
    """Where the first valid date of the text stands: its start and end."""
    found = [
        (m.span(), parse_date(m[0])) for r in (_NAMED, _NUMERIC, _ISO, _IN_WORDS) for m in r.finditer(text)
    ]
    return min((span for span, iso in found if iso is not None), default=None)


def period_in(text: str) -> str | None:
    """The first range of years in the text as ``YYYY-YYYY``.

    >>> period_in("RENSTRA TAHUN 2021 s.d. 2026")
    '2021-2026'
    """
    for match in _PERIOD.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if 0 < last - first <= LONGEST_PERIOD:
            return f"{first}-{last}"
    return None


def without_periods(text: str) -> str:
    """The text without its ranges of years."""
    return _PERIOD.sub(" ", text)


def open_year(text: str) -> int | None:
    """The year at the end of a date whose day or month is left open: "Sukamaju,      2016"."""
    found = re.search(r"(?<![\d/-])((?:19|20)\d\d)\W*$", without_periods(text))
    return int(found[1]) if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR else None


def month_number(name: str) -> int | None:
    """The month that a word names, 1 to 12; misread letters are forgiven in names that are written out."""
    word = name.casefold().strip(".,").translate(str.maketrans("01|", "oll"))
    if word in _MONTHS or word in _SHORT:
        return _MONTHS.get(word) or _SHORT[word]
    near: dict[int, int] = {}
    for full, month in _MONTHS.items():
        distance = Levenshtein.distance(word, full)
        if distance <= (1 if len(full) <= SHORT_MONTH else 2):
            near[month] = min(distance, near.get(month, distance))
    best = sorted(near.items(), key=lambda item: item[1])
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _named(match: re.Match[str]) -> str | None:
    month = month_number(match["m"])
    return (
        None if month is None else _valid(match["y"].translate(DIGITS), month, match["d"].translate(DIGITS))
    )


def _in_words(match: re.Match[str]) -> str | None:
    return _valid(
        str(number_of_words(match["y"])), _MONTHS[match["m"].casefold()], str(number_of_words(match["d"]))
    )


def number_of_words(text: str) -> int:
    """The number that Indonesian numerals spell; other words do not count.

    >>> number_of_words("dua ribu dua puluh tiga")
    2023
    """
    total = part = digit = 0  # what is read, what stands before "ribu", and what stands before "puluh"
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word == "ribu":
            total, part, digit = total + max(part + digit, 1) * _TIMES[word], 0, 0
        elif word == "belas":
            part, digit = part + digit + TEN, 0
        elif word in _TIMES:
            part, digit = part + max(digit, 1) * _TIMES[word], 0
        elif (value := _NUMBER_WORDS.get(word, 0)) < TEN:
            digit = value or digit
        else:
            part += value
    return total + part + digit


def _valid(year: str, month: int, day: str) -> str | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
