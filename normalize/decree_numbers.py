"""The number of a decree: where it ends, what is inside it, and when two readings are of one number.

Decisions: a number ends where a place, a date or another head begins. Two readings are one number where their
parts agree except for a letter or two of a scan, or where one leaves a part blank that the other has filled in
by hand, or breaks off. Digits make numbers: where they differ the numbers differ, unless the reading is
doubtful or shapes were confused (0 and O, 1 and l, a stroke and 1).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

from .dates import date_span

MAX_LENGTH = 60  # characters: longer than any number
NEAR_LETTERS = 2  # letters of a number that a scan may misread
WHOLE = 8  # letters and digits: a shorter number is too short to be compared without its strokes
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_NUMBER_YEAR = re.compile(rf"(?:[/\-.\s]|TAHUN\s*){_YEAR}\s*$|TAHUN\s*{_YEAR}", re.I)
_NEXT_HEAD = re.compile(r"\b(?:tanggal|tentang|perihal|hal|sifat|lampiran|kepada|ditetapkan)\b", re.I)
_SHAPES = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "!": "1", "s": "5", "b": "8", "z": "2"})
_NUMBER_WORDS = frozenset(["tahun", "nomor", "no", "kep", "sk"])


def number_in(text: str) -> str | None:
    """A decree's number as printed, blanks squeezed; ``None`` where the print leaves it blank.

    >>> number_in("188.4/    /35.07.99/2023")
    '188.4/ /35.07.99/2023'
    """
    number = " ".join(_NEXT_HEAD.split(text)[0].split()).strip(" :;,-–=")
    number = re.sub(r"[._…]{3,}", " ", number)
    number = _before_place(" ".join(number.split()))
    if len(number) > MAX_LENGTH or not re.search(
        r"\d", re.sub(rf"(?:TAHUN\s*)?\b{_YEAR}\b", "", number, flags=re.I)
    ):
        return None
    return number


def _before_place(text: str) -> str:
    """The text up to where a date, or the place before it, begins."""
    span = date_span(text)
    if (
        span is not None
        and span[0] > 0
        and re.search(r"[\s,]$", text[: span[0]])
        and "/" not in text[slice(*span)]
    ):
        text = text[: span[0]].rstrip(" ,")
    words = text.split()
    for n in range(1, len(words)):
        if _leaves(words, n):
            return " ".join(words[:n]).strip(" ,;:")
    return text.strip(" ,;:")


def _leaves(words: list[str], n: int) -> bool:
    """Whether the number ends before this word, because no part with a slash comes after it."""
    word = words[n].strip(",.;:")
    if (
        not word.isalpha()
        or len(word) < 3
        or word.casefold() in _NUMBER_WORDS
        or words[n - 1].endswith(("/", "-", "."))
    ):
        return False
    return not any("/" in later for later in words[n : n + 3])


def classification_of(nomor: str | None) -> str | None:
    """The classification code with which a number begins: 188.4 of "188.4/12/99.07.27/2023"."""
    match = re.match(r"(\d{3}(?:\.\d{1,3})*)\s*/", nomor or "")
    return match[1] if match else None


def year_of_number(nomor: str) -> int | None:
    """The year in which a number says that it was given."""
    match = _NUMBER_YEAR.search(nomor)
    return int(match[0].rstrip()[-4:]) if match else None


def same_number(a: str | None, b: str | None, *, doubtful: bool = False) -> bool:
    """Whether two printed numbers are readings of one; ``doubtful`` where either was read with low confidence.

    >>> same_number("061/Kep.04/perenc/diskominfo", "061 /Kep.O4 / Perenc / diskominto")
    True
    >>> same_number("188.4/17/2023", "188.4/18/2023")
    False
    """
    if a is None or b is None:
        return False
    left, right = _number_parts(a), _number_parts(b)
    whole_left, whole_right = "".join(left), "".join(right)
    if not whole_left or not whole_right or whole_left == whole_right:
        return whole_left == whole_right and bool(whole_left)
    if len(left) == len(right) or min(len(left), len(right)) > 1:
        pairs = list(zip_longest(left, right))
        filled = [(x, y) for x, y in pairs if x and y]
        blanks = [(x, y) for x, y in pairs if x == "" or y == ""]
        if len(filled) > 1 and len(blanks) <= 1 and all(_near(x, y, doubtful=doubtful) for x, y in filled):
            return True
    if len(left) == len(right) or min(len(whole_left), len(whole_right)) < WHOLE:
        return False
    return _near(whole_left, whole_right, doubtful=doubtful, strokes=True)


def _number_parts(number: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", number).casefold()
    return [re.sub(r"[\W_]", "", part).translate(_SHAPES) for part in re.split(r"[/\\]", plain)]


def _near(a: str, b: str, *, doubtful: bool, strokes: bool = False) -> bool:
    """Whether two texts differ in a letter or two at most.

    Digits must agree, all but one where ``doubtful``; with ``strokes`` a 1 may be a stroke between parts.
    """
    if a == b:
        return True
    edits = Levenshtein.editops(a, b)
    if len(edits) > (NEAR_LETTERS if min(len(a), len(b)) > NEAR_LETTERS + 1 else 1):
        return False
    changed = [
        (a[e.src_pos] if e.tag != "insert" else "") + (b[e.dest_pos] if e.tag != "delete" else "")
        for e in edits
    ]
    digits = sum(letters.isdigit() and not (strokes and letters == "1") for letters in changed)
    return digits <= (1 if doubtful else 0)
