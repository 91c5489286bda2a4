"""The default text-layer engine: PDFium's raw character and path API.

Two calls a character and one pass over the page's objects, through ctypes, without pypdfium2's helper
objects: that is what makes it 15 to 20 times faster than pdfminer. Words end at white space, at PDFium's
own generated spaces and where the geometry jumps; doubled glyphs (fake bold) are dropped. A page whose text
runs sideways is read in the direction of its text, and ``to_display`` leads back; text in other directions is
kept apart (`turned`). What nobody can see is left out (`visibility`), what fields and notes show is read as the
rest (`annotations`).

Source: PDFium's public headers fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from ctypes import byref
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from ..schema.blocks import Word
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from .annotations import Notes, with_annotations
from .characters import line_box, odd_character
from .clipping import (
    MARGIN,
    ClippedText,
    any_crossed,
    any_cut,
    any_in_margin,
    any_overlap,
    clipped_texts,
    cut_at_sides,
    with_clips,
)
from .content import PageContent, Ruling
from .page_frames import crop_of, frame, unturned
from .page_objects import INVISIBLE, PageObjects, address_of, bounds, read_objects
from .spacing import close_at_raised_letters, spaced_words
from .strikes import without_struck
from .turned import Frame, read_turned
from .unicode_repair import UNKNOWN
from .visibility import Unseen, find_unseen
from .words import Glyph, drop_doubles, words_of

MAX_CHARS = 600_000
_WHITE = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u202f\u3000"))
_UNCUT: Mapping[int, Box] = {}
_LINE_END = frozenset(b"\r\n")
_HYPHEN_AT_LINE_END = 2  # what PDFium returns for a hyphen that it believes breaks a word
_LAST_PLAIN = 0xDFFF  # codes beyond are of the private use area, or may be no characters


def read_page(document: pdfium.PdfDocument, index: int, *, has_layers: bool = False) -> PageContent:
    """What is printed on page ``index`` (0-based). The page is closed again before this returns.

    ``has_layers`` says that the document has layers (optional content), which may be switched off.

    Raises:
        pypdfium2.PdfiumError: PDFium cannot load the page.
    """
    page, notes = with_annotations(document, index)
    try:
        return _PageReader(page, index + 1, has_layers=has_layers).read(notes)
    finally:
        page.close()


def _swallowed_twins(
    visible: list[Word], hidden: list[Word], texts: Sequence[tuple[Box, bool]]
) -> tuple[list[Word], list[Word]]:
    """Visible and hidden words, with those put right that PDFium took for repetitions of hidden text.

    Where visible text repeats invisible text on the same spot, PDFium gives the first alone. A hidden word
    under a visible text object, with no visible word there, is therefore visible. ``texts`` are the boxes of the
    text objects, each with whether it is invisible.
    """
    printed = [box for box, is_hidden in texts if not is_hidden]
    if not hidden or not printed:
        return visible, hidden
    still_hidden: list[Word] = []
    found: list[Word] = []
    for word in hidden:
        under = any(box.intersection_area(word.box) > 0.5 * word.box.area for box in printed)
        shown = any(w.box.intersection_area(word.box) > 0.3 * word.box.area for w in visible)
        (found if under and not shown else still_hidden).append(word)
    return visible + found, still_hidden


@dataclass(slots=True)
class _Glyphs:
    """The glyphs of a page in stream order, ``None`` where white space stood.

    ``hidden`` are those of invisible text (an OCR layer), ``turned`` the numbers of characters that are not
    upright, ``unseen`` counts what nobody can see, ``unmapped`` is the share without a character.
    """

    visible: list[Glyph | None] = field(default_factory=list)
    hidden: list[Glyph | None] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    unseen: int = 0
    unmapped: float = 0.0


class _PageReader:
    """Reads one page; holds its handles and the way into the displayed frame."""

    def __init__(self, page: pdfium.PdfPage, number: int, *, has_layers: bool) -> None:
        self.page = page
        self.number = number
        self.has_layers = has_layers
        self.gaps: list[Gap] = []
        self.crop = crop_of(page)
        self.rotation = int(page.get_rotation())

    def read(self, notes: Notes) -> PageContent:
        """The page's content; the ``notes`` have been made part of it, but for their words without appearance."""
        textpage = pdf.FPDFText_LoadPage(self.page.raw)
        try:
            return self._read(textpage, notes)
        finally:
            pdf.FPDFText_ClosePage(textpage)

    def _read(self, textpage: Any, notes: Notes) -> PageContent:
        count = min(pdf.FPDFText_CountChars(textpage), MAX_CHARS)
        turn = self._turn_of_text(textpage, count)
        self.turn = turn
        width, height, self.to_frame = frame(self.crop, self.rotation + turn)
        self.is_straight = (self.rotation + turn) % 360 == 0
        objects = read_objects(self.page, self.number, self.to_frame, notes.first)
        self.gaps += objects.gaps
        rulings = objects.paths.all_rulings()
        unseen = find_unseen(
            self.page,
            objects,
            self.to_frame,
            frame(self.crop, self.rotation)[2],
            has_layers=self.has_layers,
            area=width * height,
        )
        self.under_picture = unseen.under_picture if unseen else frozenset()
        any_hidden = any(t.is_hidden for t in objects.texts)
        glyphs = self._glyphs(textpage, count, any_hidden, unseen)
        words, hidden_words = self._words(glyphs, objects)
        clipped: list[ClippedText] | None = None
        if any_crossed(words, rulings) or any_overlap(words):
            clipped = clipped_texts(self.page, self.to_frame)
            cut = cut_at_sides(clipped)
            if cut:
                glyphs = self._glyphs(textpage, count, any_hidden, unseen, cut)
                words, hidden_words = self._words(glyphs, objects)
                message = f"{len(cut)} texts are cut off at the side of their cell, in print as here"
                self.gaps.append(Gap(GapCode.LOW_CONFIDENCE, message, self.number))
        is_struck = any_cut(words, rulings)
        if is_struck:
            words, rulings, struck = without_struck(words, rulings)
            if struck:
                message = "struck through in print and left out: " + " ".join(word.text for word in struck)
                self.gaps.append(Gap(GapCode.UNPLACED_TEXT, message, self.number))
        if is_struck or any_in_margin(words, height) or any_overlap(words):
            clipped = clipped_texts(self.page, self.to_frame) if clipped is None else clipped
            words = with_clips(words, clipped, rulings, (1 - MARGIN) * height)
        others = read_turned(textpage, glyphs.turned, self.rotation + turn, self._frame_of, rulings)
        words += [word for word in others if not word.turn]
        if notes.words:
            shown_width, shown_height = self.page.get_size()
            into_frame = unturned(shown_width, shown_height, -turn)
            words += [replace(word, box=into_frame(word.box)) for word in notes.words]
        if glyphs.unseen:
            message = f"{glyphs.unseen} letters that nobody can see on the page were left out"
            self.gaps.append(Gap(GapCode.HIDDEN_TEXT, message, self.number))
        return PageContent(
            number=self.number,
            width=width,
            height=height,
            rotation=turn,
            words=[w for w in words if _on_paper(w.box, width, height)],
            turned_words=[w for w in others if w.turn and _on_paper(w.box, width, height)],
            rulings=[r for r in rulings if _on_page(r, width, height)],
            fills=objects.paths.fills,
            images=objects.images,
            outlines=objects.paths.outlines,
            hidden_words=hidden_words,
            unmapped=glyphs.unmapped,
            gaps=self.gaps,
            to_display=unturned(width, height, turn) if turn else None,
        )

    def _words(self, glyphs: _Glyphs, objects: PageObjects) -> tuple[list[Word], list[Word]]:
        """The words that are printed, and those that are invisible."""
        rulings = objects.paths.rulings
        visible = spaced_words(drop_doubles(words_of(glyphs.visible, rulings)), rulings)
        if not any(glyphs.hidden):
            return visible, []
        hidden = drop_doubles(words_of(glyphs.hidden))
        return _swallowed_twins(visible, hidden, self._boxes(objects))

    # ---- text ---------------------------------------------------------------------------------------------

    def _turn_of_text(self, textpage: Any, count: int) -> int:
        """How far the page must be turned clockwise (beyond its /Rotate) so that most of its text is upright."""
        step = max(1, count // 64)
        turns: Counter[int] = Counter()
        for i in range(0, count, step):
            if pdf.FPDFText_GetUnicode(textpage, i) in _WHITE:
                continue
            angle = pdf.FPDFText_GetCharAngle(textpage, i)
            if angle >= 0:
                turns[round(math.degrees(angle) / 90) * 90 % 360] += 1
        if not turns:
            return 0
        angle, _ = turns.most_common(1)[0]
        return -(angle + self.rotation) % 360  # PDFium measures the angle clockwise, as /Rotate does

    def _glyphs(
        self,
        textpage: Any,
        count: int,
        any_hidden: bool,
        unseen: Unseen | None,
        cut: Mapping[int, Box] = _UNCUT,
    ) -> _Glyphs:
        """The page's glyphs, sorted by whether they are printed, invisible or turned."""
        if count >= MAX_CHARS:
            message = f"only the first {MAX_CHARS} characters were read"
            self.gaps.append(Gap(GapCode.PAGE_TOO_LARGE, message, self.number))
        out = _Glyphs()
        visible, hidden, turned = out.visible, out.hidden, out.turned
        ask_each = any_hidden or unseen is not None or bool(cut)
        rect = pdf.FS_RECTF()
        ref = byref(rect)
        unicode_of, loose_box = pdf.FPDFText_GetUnicode, pdf.FPDFText_GetLooseCharBox
        map_error, new = pdf.FPDFText_HasUnicodeMapError, tuple.__new__
        to_frame, is_straight = self.to_frame, self.is_straight
        dx = self.crop.x0
        unmapped = mapped = 0
        breaks: list[int] = []
        last_owner = 0
        size = top = bottom = 0.0
        foot = math.inf  # where the last glyph of the run stood, to see a change of baseline
        for i in range(count):
            code = unicode_of(textpage, i)
            if code in _WHITE:
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
                place, owner = self._place_of(textpage, i, rect, unseen, cut, out)
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
            if is_straight and size:
                box = (char, rect.left - dx, top, rect.right - dx, bottom)
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
        self, textpage: Any, i: int, rect: Any, unseen: Unseen | None, cut: Mapping[int, Box], out: _Glyphs
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
            x, _ = self.to_frame((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)
            if not clip.x0 <= x <= clip.x1:
                return None, address
        if unseen is None or unseen.shows(address, rect.left, rect.bottom, rect.right, rect.top):
            return out.visible, address
        if address in unseen.under_picture:
            return out.hidden, address
        out.unseen += 1
        return None, address

    def _boxes(self, objects: PageObjects) -> list[tuple[Box, bool]]:
        """The boxes of the text objects, each with whether it is invisible."""
        return [
            (bounds(t.handle, t.matrix, self.to_frame), t.is_hidden or t.address in self.under_picture)
            for t in objects.texts
        ]

    def _frame_of(self, turn: int) -> Frame:
        """For text turned clockwise by ``turn`` on the page as it is read: into its frame, and boxes back."""
        width, height, to_frame = frame(self.crop, self.rotation + self.turn - turn)
        return to_frame, unturned(width, height, -turn)


def _on_paper(box: Box, width: float, height: float) -> bool:
    return box[0] < width and box[2] > 0 and box[1] < height and box[3] > 0


def _on_page(ruling: Ruling, width: float, height: float) -> bool:
    across, along = (height, width) if ruling.axis == "h" else (width, height)
    return -1 <= ruling.pos <= across + 1 and ruling.end >= 0 and ruling.start <= along
