"""Repairs the characters that a font's Unicode mapping gives, so that they are the letters that a reader sees.

Ligatures are taken apart, also those that Calibri's map gives as letters of other alphabets. Mathematical
italics, letterlike signs and full-width forms become plain letters (NFKC). Codes of the private use area are
read by the tables of the two symbol fonts (``symbol_fonts.json``), by the font's name where it is given. A
letter without a character (U+FFFD), or a capital O after a small letter, may be a ligature: it is, where one
makes a word that is known of one that is not. An O that begins a word is a capital as any. What stays unknown
stays in the text as U+FFFD, to be doubted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

UNKNOWN = "\ufffd"
PRIVATE_USE = range(0xE000, 0xF900)
SOFT_HYPHEN = "\u00ad"
_LIGATURES = ("ti", "tt", "fi", "ff", "fl", "ft", "ffi", "tf", "fj")
"""What fonts join, the likeliest first."""

_MISTAKEN_LIGATURE = re.compile("[a-z]O|\ufffd[a-z]|[a-z]\ufffd")
"""Where a letter may stand for a ligature: a capital after a small letter, an unknown letter beside one."""

_PLAIN = (  # code points whose compatibility form is what print shows
    *range(0xFB00, 0xFB07),  # ligatures
    *range(0x1D400, 0x1D800),  # mathematical letters and digits
    *(0x210A, 0x210B, 0x210C, 0x210D, 0x210E, 0x210F, 0x2110, 0x2111, 0x2112, 0x2113, 0x2115),
    *(0x2119, 0x211A, 0x211B, 0x211C, 0x211D, 0x2124, 0x2128, 0x212C, 0x212D, 0x212F, 0x2130, 0x2131),
    *(0x2133, 0x2134, 0x2139, 0x2145, 0x2146, 0x2147, 0x2148, 0x2149),
    *range(0xFF01, 0xFF5F),  # full-width forms
)
_LOOKS_LIKE = {
    "\u2010": "-",
    "\u2011": "-",
    "\uf02d": "-",
    "\u019f": "ti",  # Calibri's ligatures under the letters that its map gives
    "\u01a9": "tt",
    "\u210f": "h",
}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "▪"}
"""What these codes are in practice, in fonts that do not say which they are."""


@lru_cache(maxsize=1)
def _symbols() -> dict[str, dict[str, str]]:
    data = json.loads(files(__package__).joinpath("symbol_fonts.json").read_text(encoding="utf-8"))
    return {font: {chr(int(code, 16)): sign for code, sign in table.items()} for font, table in data.items()}


@lru_cache(maxsize=1)
def _as_printed() -> dict[int, str]:
    plain = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in _PLAIN}
    return str.maketrans(_symbols()["symbol"] | plain | _LOOKS_LIKE | _BULLETS)


def private_sign(code: int, font: str) -> str:
    """The sign of a private-use code in a font of that name; the code itself where the name says nothing."""
    char = chr(code)
    name = font.casefold()
    table = "wingdings" if "wingding" in name else "symbol" if "symbol" in name else ""
    return _symbols()[table].get(char, char) if table else char


def as_printed(text: str) -> str:
    """A word's text as a reader sees it; a soft hyphen is kept at the word's end only, and is a hyphen within it.

    A letter and its accent are one. Halves of surrogate pairs are joined; a lone one, which no file could hold,
    becomes U+FFFD.
    """
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = unicodedata.normalize("NFC", text).translate(_as_printed())
        ends_soft = text.endswith(SOFT_HYPHEN)
        text = text.removesuffix(SOFT_HYPHEN).replace(SOFT_HYPHEN, "-") + (SOFT_HYPHEN if ends_soft else "")
    elif "O" not in text or text.isupper():
        return text
    return _with_ligatures(text)


def _with_ligatures(text: str) -> str:
    if not _MISTAKEN_LIGATURE.search(text) or text.count(UNKNOWN) > len(text) / 2:
        return text
    from ..schema.known_words import is_known  # noqa: PLC0415 - few pages need the list of words

    if is_known(text):
        return text
    stands_for = UNKNOWN if UNKNOWN in text else "(?<=[a-z])O"
    found = [whole for part in _LIGATURES if is_known(whole := re.sub(stands_for, part, text))]
    return found[0] if found else text
