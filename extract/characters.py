"""What PDFium says of one character: its text, the box of its line, its direction.

Characters are asked by their number in a text page. Boxes are in the frame that is handed in.

Source: PDFium's public header fpdf_text.h.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from . import pdfium_calls as calls
from .glyph_words import ASCENT, DESCENT
from .page_objects import ToFrame
from .pdfium_calls import Floats, Handle
from .unicode_repair import PRIVATE_USE, SOFT_HYPHEN, UNKNOWN, private_sign

MAX_CODE = 0x10FFFF
NO_INK = 0.05  # points: a letter that is less high has none
NARROWEST_SPACE = 0.08  # of the height of a line: what is narrower separates no words
SMALLEST, LARGEST = 2.0, 200.0  # points: font sizes beyond are misunderstood
UPRIGHT = 0.2  # rise over run up to which text counts as upright
HALF_TURN = 180.0  # degrees: text with a negative font size stands on its head
FONT_NAME_BYTES = 128
FIRST_PRINTABLE = 32  # codes below are control characters
_NO_CHARACTER = frozenset((0, 0xFFFD, 0xFFFE))
MARKS = frozenset((0x00AD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
"""Codes of marks of which print shows nothing, or a hyphen: soft hyphen, spaces and joiners without width."""


def odd_character(textpage: Handle, i: int, code: int) -> str | None:
    """The text of a character without a code, or with one that may mislead; `UNKNOWN` if nothing says what it is.

    ``None`` is white space: a character that leaves a space without ink, whatever its code. One without ink and
    without width is no text at all (""), nor is a mark (`MARKS`), except a soft hyphen that is printed.
    """
    if code in MARKS:
        width, height = _ink(textpage, i)
        if height > NO_INK:
            return SOFT_HYPHEN if code == ord(SOFT_HYPHEN) else ""
        return None if _is_space(textpage, i, width) else ""
    if code < FIRST_PRINTABLE or code in _NO_CHARACTER or code > MAX_CODE:
        width, height = _ink(textpage, i)
        if height > NO_INK:
            return UNKNOWN
        return None if _is_space(textpage, i, width) else ""
    return (
        private_sign(code, calls.font_name(textpage, i, FONT_NAME_BYTES))
        if code in PRIVATE_USE
        else chr(code)
    )


def _ink(textpage: Handle, i: int) -> tuple[float, float]:
    """Width and height of a letter's ink; the width of one without ink is that of its space."""
    left, right, bottom, top = calls.ink_box(textpage, i)
    sides = abs(right - left), abs(top - bottom)
    return max(sides), min(sides)


def _is_space(textpage: Handle, i: int, width: float) -> bool:
    """Whether a character without ink is wide enough to part words."""
    return width > max(NO_INK, NARROWEST_SPACE * _loose_height(textpage, i))


def _loose_height(textpage: Handle, i: int) -> float:
    boxes, _ = calls.loose_boxes(textpage, [i])
    _, top, _, bottom = boxes[0].tolist()
    return float(abs(top - bottom))


def line_boxes(textpage: Handle, numbers: Sequence[int], to_frame: ToFrame) -> tuple[Floats, Floats, Floats]:
    """Font sizes, and tops and bottoms of the lines' boxes, at some characters; size 0 where one is not upright."""
    matrices, told = calls.char_matrices(textpage, numbers)
    origins, placed = calls.origins(textpage, numbers)
    sizes = np.where(told & placed, _upright_sizes(textpage, numbers, matrices, to_frame), 0.0)
    _, baselines = to_frame(origins[:, 0], origins[:, 1])
    is_upright = sizes > 0
    tops = np.where(is_upright, baselines - ASCENT * sizes, 0.0)
    return sizes, tops, np.where(is_upright, baselines + DESCENT * sizes, 0.0)


def line_box(textpage: Handle, i: int, to_frame: ToFrame) -> tuple[float, float, float]:
    """Font size, and top and bottom of the line's box, at a character; size 0 where it is not upright."""
    size, top, bottom = line_boxes(textpage, [i], to_frame)
    return float(size[0]), float(top[0]), float(bottom[0])


def _upright_sizes(textpage: Handle, numbers: Sequence[int], matrices: Floats, to_frame: ToFrame) -> Floats:
    """Font sizes in points as printed; 0 where text is not upright or the size is implausible.

    A negative font size turns letters by half a turn; their matrix turns most such text back again.
    """
    sizes = calls.font_sizes(textpage, numbers)
    a, b, c, d, _, _ = matrices.T * np.where(sizes < 0, -1.0, 1.0)
    sizes = np.abs(sizes)
    x0, y0 = to_frame(0.0, 0.0)
    x1, y1 = to_frame(a, b)
    leans = (np.abs(y1 - y0) > UPRIGHT * np.abs(x1 - x0)) | (x1 <= x0)
    sizes *= np.sqrt(np.abs(a * d - b * c))
    return np.where(~leans & (sizes >= SMALLEST) & (sizes <= LARGEST), sizes, 0.0)


def angles_of(textpage: Handle, numbers: Sequence[int]) -> list[float]:
    """The clockwise angles of some characters' text in degrees, before the page is turned."""
    half_turns = np.where(calls.font_sizes(textpage, numbers) < 0, HALF_TURN, 0.0).tolist()
    angles = calls.char_angles(textpage, numbers)
    return [math.degrees(max(0.0, angle)) + half for angle, half in zip(angles, half_turns, strict=True)]
