"""Variants of a PDF that differ in the names of places, for archives of any size.

A place's letters are replaced where they are printed by others of the same font and of about the same width, the
same way all over the document. So a variant is the decree of another office, with the rows of the first, as offices
copy them from each other. The page contents are stored unpacked, once; a variant is a copy with other bytes in some
places, which costs next to nothing.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from iki.batch.convert_one import ConvertOptions, convert_one

ALIKE = ("bdghknpu", "aeo", "csrvxyz", "mw")
KINDS = frozenset(["kecamatan", "kelurahan", "kabupaten", "kota", "upt", "puskesmas", "rsud"])
NAMED = re.compile(r"(?i)(kecamatan|kelurahan|upt|rsud)\b")
FONT = rb"/(?P<font>[^\s/<>()\[\]]+)\s+[\d.]+\s+Tf"
HEX, LITERAL = rb"<(?P<hex>[0-9A-Fa-f]+)>", rb"\((?P<literal>(?:\\.|[^\\()])*)\)"
TOKEN = re.compile(b"|".join([FONT, HEX, LITERAL]), re.DOTALL)
BYTE = re.compile(rb"\\[0-7]{1,3}|\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Codes:
    """Characters of a font by their code, codes by their character, and hexadecimal digits in a code."""

    chars: dict[int, str]
    codes: dict[str, int]
    digits: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A printed character: where its code stands in the file, and how (``digits``: 0 for a plain byte)."""

    at: int
    char: str
    codes: Codes
    digits: int


class Varied:
    """A PDF that can be had for other places."""

    def __init__(self, path: Path) -> None:
        contents: list[tuple[bytes, dict[bytes, Codes]]] = []
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                page.contents_coalesce()
                content = page.Contents.read_bytes()
                page.Contents = pdf.make_stream(content)
                fonts: Any = page.Resources.get("/Font", {})
                contents.append((content, {name[1:].encode(): _codes(font) for name, font in fonts.items()}))
            packed = io.BytesIO()
            pdf.save(packed, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        self._data = packed.getvalue()
        pages = [list(self._letters(content, fonts)) for content, fonts in contents]
        self._places = {place: list(_printed(place, pages)) for place in sorted(_places(path))}

    def variant(self, number: int) -> bytes:
        """The file with other names of places, the same for the same number."""
        data = bytearray(self._data)
        for place, letters in self._places.items():
            swapped = _swapped(f"{number} {place}", letters)
            for letter in letters:
                code = letter.codes.codes[_cased(swapped.get(letter.char.lower(), letter.char), letter.char)]
                written = f"{code:0{letter.digits}X}".encode() if letter.digits else bytes([code])
                data[letter.at : letter.at + len(written)] = written
        return bytes(data)

    def _letters(self, content: bytes, fonts: dict[bytes, Codes]) -> Iterator[Letter]:
        """The printed characters but blanks, in the order of the content."""
        start, codes = self._data.index(content), Codes({}, {}, 2)
        for token in TOKEN.finditer(content):
            if token["font"] is not None:
                codes = fonts[token["font"]]
            elif token["hex"] is not None:
                for at in range(token.start("hex"), token.end("hex"), codes.digits):
                    char = codes.chars.get(int(content[at : at + codes.digits], 16), "")
                    if char.strip():
                        yield Letter(start + at, char, codes, codes.digits)
            else:
                for piece in BYTE.finditer(token["literal"]):
                    char = codes.chars.get(piece[0][0], "") if len(piece[0]) == 1 else "?"
                    if char.strip():
                        yield Letter(start + token.start("literal") + piece.start(), char, codes, 0)


def _places(path: Path) -> set[str]:
    """The words that are names of places in what the document says of itself."""
    names: list[str | None] = []
    for decree in convert_one(path, path.name, ConvertOptions()).decrees:
        meta = decree.decree
        names += [meta.kecamatan, meta.kabupaten_kota]
        names += [meta.unit_kerja] if NAMED.match(meta.unit_kerja or "") else []
    return {word for name in names for word in re.findall(r"\w{4,}", (name or "").lower())} - KINDS


def _printed(place: str, pages: list[list[Letter]]) -> Iterator[Letter]:
    """The letters of a place wherever it is printed."""
    for letters in pages:
        text = "".join(letter.char.lower()[0] for letter in letters)
        for found in re.finditer(re.escape(place), text):
            yield from letters[found.start() : found.end()]


def _swapped(seed: str, letters: list[Letter]) -> dict[str, str]:
    """Other letters for some, of those that every font has in which the place is printed."""
    fonts = {(id(letter.codes), letter.char.isupper()): letter for letter in letters}.values()
    shuffle, out = random.Random(seed).sample, dict[str, str]()
    for alike in ALIKE:
        usable = [char for char in alike if all(_cased(char, f.char) in f.codes.codes for f in fonts)]
        out.update(zip(usable, shuffle(usable, len(usable)), strict=True))
    return out


def _cased(char: str, like: str) -> str:
    return char.upper() if like.isupper() else char


def _codes(font: Any) -> Codes:
    return _read_map(font.ToUnicode.read_bytes())


@cache
def _read_map(cmap: bytes) -> Codes:
    """What a font's ToUnicode map tells; ligatures are left out."""
    chars: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, char in re.findall(rb"<(\w+)>\s*<(\w{4})>", block):
            chars[int(code, 16)] = chr(int(char, 16))
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, char in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w{4})>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                chars[code] = chr(int(char, 16) + code - int(first, 16))
    space = re.search(rb"begincodespacerange\s*<(\w+)>", cmap)
    return Codes(chars, {char: code for code, char in chars.items()}, len(space[1]) if space else 2)
