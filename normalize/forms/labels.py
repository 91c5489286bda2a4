"""The keys of a form: lines that begin with Jabatan, Tugas or Fungsi.

They are printed in many ways: "1. Jabatan : X", "1 : Jabatan", "I. JABATAN", "Jabatan" alone with the text
below. A line is a key when, after an optional number, it begins with one of the key words (misread letters
are forgiven) and the rest is set apart: by a colon, by the line's end, or by wide white space. So "Tugas
lain yang diberikan …" is no key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from ...schema.blocks import Line, Word

KeyKind = Literal["jabatan", "tugas", "fungsi", "other"]
FUZZY = 84.0
WIDE = 1.1  # of the font size: white space that sets a value apart from its key
_WORDS: dict[tuple[str, ...], KeyKind] = {
    ("NAMA", "JABATAN"): "jabatan",
    ("JABATAN",): "jabatan",
    ("TUGAS", "POKOK", "DAN", "FUNGSI"): "tugas",
    ("TUGAS", "DAN", "FUNGSI"): "tugas",
    ("TUGAS", "POKOK"): "tugas",
    ("URAIAN", "TUGAS"): "tugas",
    ("RINCIAN", "TUGAS"): "tugas",
    ("TUGAS", "JABATAN"): "tugas",
    ("IKHTISAR", "JABATAN"): "other",
    ("IKHTISAR", "TUGAS"): "tugas",
    ("TUGAS",): "tugas",
    ("FUNGSI", "JABATAN"): "fungsi",
    ("FUNGSI",): "fungsi",
    ("UNIT", "KERJA"): "other",
    ("UNIT", "ORGANISASI"): "other",
    ("INSTANSI",): "other",
    ("NAMA",): "other",
    ("NIP",): "other",
    ("PANGKAT",): "other",
    ("GOLONGAN",): "other",
    ("TUJUAN",): "other",
    ("SASARAN",): "other",
    ("INDIKATOR", "KINERJA"): "other",
}
_NUMBER = re.compile(r"^[(\[]?(?:\d{1,2}|[ivxlIVX1|]{1,5}|[a-zA-Z])[.,;:)\]]*$")  # as scans are misread, too
_ROMAN, _ROMAN_END = re.compile(r"^[IVX]{1,4}$"), re.compile(r"^[IVX]{1,4}[.,;:)]*$")
_LIKE_COLON = frozenset("-–·•.'*")
_PUNCT = re.compile(r"[^\w]+")
_GLUED = re.compile(r"(?<=[A-Za-z]{4}):(?=.)")  # a colon between key and value without any space


class Key(NamedTuple):
    """A key line: what it keys, its value's words on the same line, and where label and value begin (points).

    ``value_x`` is ``None`` where the line has no value; ``colon`` tells whether a colon was printed.
    """

    kind: KeyKind
    value: tuple[Word, ...]
    label_x: float
    value_x: float | None
    colon: bool


def find_key(line: Line) -> Key | None:
    """The key with which the line begins, if it is a key line."""
    words = line.words
    start = _after_number(words)
    tokens = [_PUNCT.sub("", _GLUED.split(w.text)[0]).upper() for w in words[start : start + 4]]
    if not tokens:
        return None
    for parts, kind in _WORDS.items():
        if len(tokens) < len(parts) or not all(_same(t, p) for t, p in zip(tokens, parts, strict=False)):
            continue
        end = start + len(parts)
        last = words[end - 1]
        glued = last.text.rstrip().endswith((":", ";"))
        tail = re.search(r":(.+)$", last.text)
        rest = words[end:]
        colon = glued or tail is not None
        while rest and rest[0].text in (":", ";", ".", ":.", "：", "-:"):
            colon, rest = True, rest[1:]
        if not colon and rest and _is_misread_colon(rest, last):
            colon, rest = True, rest[1:]
        if not colon and rest and rest[0].text.startswith(":"):
            colon = True
        apart = not rest or rest[0].box.x0 - last.box.x1 > WIDE * max(last.size, 6.0)
        if not colon and not apart:
            continue
        if kind == "other" and not colon:
            continue
        value = _unglued(rest, tail.group(1) if tail else None, last)
        return Key(kind, value, words[0].box.x0, value[0].box.x0 if value else None, colon)
    return None


def _is_misread_colon(rest: Sequence[Word], key: Word) -> bool:
    """Whether a scan's colon was read as a dash or dot; in "tugas - tugas lain" it is a hyphen."""
    if rest[0].engine != "ocr" or rest[0].text not in _LIKE_COLON:
        return False
    return len(rest) == 1 or not _same(_PUNCT.sub("", rest[1].text).upper(), _PUNCT.sub("", key.text).upper())


def _after_number(words: Sequence[Word]) -> int:
    """Index of the first word after an item number such as "1.", "1 :" or "I.".

    A scan's Roman number may have come apart: "I I I.".
    """
    index = 0
    if len(words) > 1 and _NUMBER.match(words[0].text):
        index = 1
        while (
            len(words) > index + 1
            and _ROMAN.match(words[index - 1].text)
            and _ROMAN_END.match(words[index].text)
        ):
            index += 1
        if len(words) > 2 and words[1].text in (":", ".", ")", "-"):
            index = 2
    elif words and re.match(r"^(?:\d{1,2}|[IVX]{1,4})[.):]\w{4,}", words[0].text):
        return 0
    return index


def _same(token: str, word: str) -> bool:
    token = re.sub(r"^(?:\d{1,2}|[IVX]{1,4}(?=[A-Z]{5}))", "", token) if token != word else token
    if token == word:
        return True
    return len(word) >= 5 and len(token) >= 5 and fuzz.ratio(token, word) >= FUZZY


def _unglued(rest: Sequence[Word], tail: str | None, last: Word) -> tuple[Word, ...]:
    """The value's words, without a colon glued to the first."""
    out = list(rest)
    if out and out[0].text.startswith(":"):
        first = out[0]
        out[0] = Word(first.text[1:], first.box, first.size, first.confidence, first.engine, first.raw)
    if tail:
        out.insert(0, Word(tail, last.box, last.size, last.confidence, last.engine, last.raw))
    return tuple(w for w in out if w.text)
