"""The glyphs of a page's text layer in stream order, sorted by whether they are printed, invisible or turned.

Two calls a character, straight through ctypes: a page has thousands of them. A glyph takes the top and the bottom
of its run's line, asked once where the run begins and again where its baseline moves.

Source: PDFium's public header fpdf_text.h.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from ctypes import byref
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdf

from ..schema.geometry import Box
from .characters import line_box, odd_character
from .page_objects import INVISIBLE, ToFrame, address_of
from .spacing import close_at_raised_letters
from .unicode_repair import UNKNOWN
from .visibility import Unseen
from .words import Glyph

WHITE = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u202f\u3000"))
_LINE_END = frozenset(b"\r\n")
_HYPHEN_AT_LINE_END = 2  # what PDFium returns for a hyphen that it believes breaks a word
_LAST_PLAIN = 0xDFFF  # codes beyond are of the private use area, or may be no characters


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in stream order, ``None`` where white space stood.

    ``hidden`` are those of invisible text (an OCR layer), ``turned`` the numbers of characters that are not
    upright, ``unseen`` counts what nobody can see, ``unmapped`` is the share without a character.
    """

    visible: list[Glyph | None] = field(default_factory=list)
    hidden: list[Glyph | None] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    unseen: int = 0
    unmapped: float = 0.0


def read_glyphs(
    textpage: Any,
    count: int,
    to_frame: ToFrame,
    *,
    left: float | None,
    any_hidden: bool,
    unseen: Unseen | None,
    cut: Mapping[int, Box],
) -> Glyphs:
    """The first ``count`` glyphs of a text page in the frame that ``to_frame`` leads to.

    ``left`` is the left side of the page's crop box where the frame is no turn of the page, else None.
    ``any_hidden`` says that some text is invisible; ``cut`` are the clips of texts that are cut off at a side, by
    the address of the text.
    """
    out = Glyphs()
    visible, hidden, turned = out.visible, out.hidden, out.turned
    ask_each = any_hidden or unseen is not None or bool(cut)
    rect = pdf.FS_RECTF()
    ref = byref(rect)
    unicode_of, loose_box = pdf.FPDFText_GetUnicode, pdf.FPDFText_GetLooseCharBox
    map_error, new = pdf.FPDFText_HasUnicodeMapError, tuple.__new__
    unmapped = mapped = 0
    breaks: list[int] = []
    last_owner = 0
    size = top = bottom = 0.0
    foot = math.inf  # where the last glyph of the run stood, to see a change of baseline
    for i in range(count):
        code = unicode_of(textpage, i)
        if code in WHITE:
            if code in _LINE_END:
                breaks.append(len(visible))
            visible.append(None)
            if ask_each:
                hidden.append(None)
            foot = math.inf
            continue
        if not loose_box(textpage, i, ref):
            continue
        starts = abs(rect.bottom - foot) > 0.3 * size
        if code == _HYPHEN_AT_LINE_END:
            char = "-"
        elif 32 <= code <= _LAST_PLAIN:
            char = chr(code)
            if starts and map_error(textpage, i) == 1:
                unmapped += 1
        else:
            odd = odd_character(textpage, i, code)
            if odd is None:
                visible.append(None)
                continue
            char = odd
            unmapped += char == UNKNOWN
            if not char:
                continue
        mapped += 1
        if starts:
            before = top
            size, top, bottom = line_box(textpage, i, to_frame)
            foot = rect.bottom
            if 0 < abs(top - before) < size:
                breaks.append(len(visible) - 1)
        into = visible
        if ask_each:
            place, owner = _place_of(textpage, i, rect, to_frame, unseen, cut, out)
            if place is None or (owner != last_owner and (owner in cut or last_owner in cut)):
                visible.append(None)
            last_owner = owner
            if place is None:
                continue
            into = place
        if not size:
            visible.append(None)
            if into is visible:
                turned.append(i)
                continue
        if left is not None and size:
            box = (char, rect.left - left, top, rect.right - left, bottom)
        else:
            ax, ay = to_frame(rect.left, rect.top)
            bx, by = to_frame(rect.right, rect.bottom)
            high = (top, bottom) if size else (min(ay, by), max(ay, by))
            box = (char, min(ax, bx), high[0], max(ax, bx), high[1])
        into.append(new(Glyph, box))
    close_at_raised_letters(visible, breaks)
    out.unmapped = unmapped / mapped if mapped else 0.0
    return out


def _place_of(
    textpage: Any,
    i: int,
    rect: Any,
    to_frame: ToFrame,
    unseen: Unseen | None,
    cut: Mapping[int, Box],
    out: Glyphs,
) -> tuple[list[Glyph | None] | None, int]:
    """Where the glyph of a character belongs, and the address of its text.

    That is with the visible or the invisible ones; ``None`` if nobody sees it.
    """
    obj = pdf.FPDFText_GetTextObject(textpage, i)
    if not obj:
        return out.visible, 0
    address = address_of(obj)
    if pdf.FPDFTextObj_GetTextRenderMode(obj) == INVISIBLE:
        return out.hidden, address
    clip = cut.get(address)
    if clip is not None:
        x, _ = to_frame((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)
        if not clip.x0 <= x <= clip.x1:
            return None, address
    if unseen is None or unseen.shows(address, rect.left, rect.bottom, rect.right, rect.top):
        return out.visible, address
    if address in unseen.under_picture:
        return out.hidden, address
    out.unseen += 1
    return None, address
