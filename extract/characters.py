"""What PDFium says of one character: its text, the box of its line, its direction.

Characters are asked by their number in a text page. Boxes are in the frame that is handed in.

Source: PDFium's public header fpdf_text.h.
"""

from __future__ import annotations

import math
from ctypes import byref, c_double, c_int, create_string_buffer
from typing import Any

import pypdfium2.raw as pdf

from .page_objects import ToFrame
from .unicode_repair import PRIVATE_USE, UNKNOWN, private_sign
from .words import ASCENT, DESCENT

MAX_CODE = 0x10FFFF
NO_INK = 0.05  # points: a letter that is less high has none
NARROWEST_SPACE = 0.08  # of the height of a line: what is narrower parts no words
SMALLEST, LARGEST = 2.0, 200.0  # points: font sizes beyond are misunderstood
UPRIGHT = 0.2  # rise over run up to which text counts as upright
FONT_NAME_BYTES = 128
_NO_CHARACTER = frozenset((0, 0xFFFD, 0xFFFE))


def odd_character(textpage: Any, i: int, code: int) -> str | None:
    """The text of a character whose code is none, or may mislead: `UNKNOWN` if nothing says what it is.

    ``None`` is white space: a character that leaves a space without ink, whatever its code. One without ink and
    without width is no text at all ("").
    """
    if code < 32 or code in _NO_CHARACTER or code > MAX_CODE:
        width, height = _ink(textpage, i)
        if height > NO_INK:
            return UNKNOWN
        return None if width > NARROWEST_SPACE * _loose_height(textpage, i) else ""
    return private_sign(code, font_name(textpage, i)) if code in PRIVATE_USE else chr(code)


def _ink(textpage: Any, i: int) -> tuple[float, float]:
    """Width and height of a letter's ink; the width of one without ink is that of its space."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if not pdf.FPDFText_GetCharBox(textpage, i, byref(left), byref(right), byref(bottom), byref(top)):
        return 0.0, 0.0
    sides = abs(right.value - left.value), abs(top.value - bottom.value)
    return max(sides), min(sides)


def _loose_height(textpage: Any, i: int) -> float:
    rect = pdf.FS_RECTF()
    if not pdf.FPDFText_GetLooseCharBox(textpage, i, byref(rect)):
        return 0.0
    return float(abs(rect.top - rect.bottom))


def font_name(textpage: Any, i: int) -> str:
    """The name of the character's font, "" where none is told."""
    name, flags = create_string_buffer(FONT_NAME_BYTES), c_int()
    length = pdf.FPDFText_GetFontInfo(textpage, i, name, FONT_NAME_BYTES, byref(flags))
    return name.value.decode("utf-8", "replace") if 0 < length <= FONT_NAME_BYTES else ""


def line_box(textpage: Any, i: int, to_frame: ToFrame) -> tuple[float, float, float]:
    """Font size, and top and bottom of the line's box, at a character; size 0 where it is not upright."""
    size = _upright_size(textpage, i, to_frame)
    x, y = c_double(), c_double()
    if not size or not pdf.FPDFText_GetCharOrigin(textpage, i, byref(x), byref(y)):
        return 0.0, 0.0, 0.0
    _, baseline = to_frame(x.value, y.value)
    return size, baseline - ASCENT * size, baseline + DESCENT * size


def _upright_size(textpage: Any, i: int, to_frame: ToFrame) -> float:
    """The font size in points as printed; 0 where the text is not upright or the size is implausible."""
    m = pdf.FS_MATRIX()
    if not pdf.FPDFText_GetMatrix(textpage, i, byref(m)):
        return 0.0
    x0, y0 = to_frame(0.0, 0.0)
    x1, y1 = to_frame(m.a, m.b)
    if abs(y1 - y0) > UPRIGHT * abs(x1 - x0) or x1 <= x0:
        return 0.0
    size = float(pdf.FPDFText_GetFontSize(textpage, i)) * math.sqrt(abs(m.a * m.d - m.b * m.c))
    return size if SMALLEST <= size <= LARGEST else 0.0


def angle_of(textpage: Any, i: int) -> float:
    """The clockwise angle of the character's text in degrees, before the page is turned."""
    return math.degrees(max(0.0, float(pdf.FPDFText_GetCharAngle(textpage, i))))
