"""The default text-layer engine: PDFium's raw character and path API.

All characters and objects of a page are asked at a time (`pdfium_calls`), and letters become words in numpy
(`glyphs`, `words`): that is what makes it some 30 times faster than pdfminer. Words end at white space, at PDFium's
own generated spaces and where the geometry jumps; doubled glyphs (fake bold) are dropped. A page whose text
runs sideways is read in the direction of its text, and ``to_display`` leads back; text in other directions is
kept apart (`turned_text`). What nobody can see is left out (`visibility`), what fields and notes show is read as the
rest (`annotations`).

Source: PDFium's public headers fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from ..schema.blocks import Word
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box, bounding_box
from . import pdfium_calls as calls
from .annotations import Notes, with_annotations
from .characters import angles_of
from .clipped_words import (
    MARGIN,
    any_crossed,
    any_cut,
    any_overlap,
    boxes_of,
    clipped_texts,
    common_areas,
    cut_at_sides,
    with_clips,
)
from .glyph_words import drop_doubles, words_in_place, words_of
from .glyphs import WHITE, Characters, Glyphs, read_glyphs
from .overflowing_text import overflowing
from .page_content import PageContent, Ruling
from .page_frames import crop_of, frame, straightened, unturned
from .page_objects import PageObjects, Texts, ToFrame, read_objects
from .pdfium_calls import Floats, Handle, Whole, handle_of
from .spacing import spaced_words
from .struck_words import without_struck
from .turned_text import Frame, read_turned
from .visibility import Unseen, find_unseen, hidden_by_ink

SAME_SPOT = 0.3  # of a hidden word's box: a visible word that covers more stands on the same spot
MAX_CHARS = 600_000
LEAST_LEAN, MOST_LEAN = (
    0.03,
    5.0,
)  # degrees by which a page leans that is straightened; by less its rules are level
SAME_LEAN, ALL_LEAN = (
    0.05,
    0.9,
)  # degrees by which its texts may differ, and the share of them that lean alike
_UNCUT: Mapping[int, Box] = {}


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
    visible: list[Word], hidden: list[Word], printed: Floats
) -> tuple[list[Word], list[Word]]:
    """Visible and hidden words, with those put right that PDFium took for repetitions of hidden text.

    Where visible text repeats invisible text on the same spot, PDFium gives the first alone. A hidden word
    under a visible text object, with no visible word there, is therefore visible. ``printed`` are the boxes of the
    visible text objects, a row each.
    """
    if not hidden or not len(printed):
        return visible, hidden
    shown = boxes_of(visible)
    still_hidden: list[Word] = []
    found: list[Word] = []
    for word in hidden:
        area = word.box.area
        under = (common_areas(printed, word.box) > 0.5 * area).any()
        is_twin = under and not (common_areas(shown, word.box) > SAME_SPOT * area).any()
        (found if is_twin else still_hidden).append(word)
    return visible + found, still_hidden


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
        """The page's content; the ``notes`` have been made part of it, except their words that are not shown."""
        textpage = pdf.FPDFText_LoadPage(self.page.raw)
        try:
            return self._read(handle_of(textpage), notes)
        finally:
            pdf.FPDFText_ClosePage(textpage)

    def _read(self, textpage: Handle, notes: Notes) -> PageContent:
        count = max(0, min(calls.count_chars(textpage), MAX_CHARS))
        codes = calls.codes_of(textpage, count)
        turn, skew = self._turn_of_text(textpage, codes)
        self.turn = turn
        width, height, self.to_frame = frame(self.crop, self.rotation + turn)
        if skew:
            self.to_frame = straightened(self.to_frame, width, height, skew)
        self.is_straight = (self.rotation + turn) % 360 == 0 and not skew
        objects = read_objects(self.page, self.number, self.to_frame, notes.first)
        self.gaps += objects.gaps
        rulings = objects.paths.all_rulings()
        unseen = find_unseen(
            self.page,
            objects,
            frame(self.crop, self.rotation)[2],
            has_layers=self.has_layers,
            area=width * height,
        )
        self.under_picture = unseen.under_picture if unseen else frozenset()
        any_hidden = bool(objects.texts.is_hidden.any())
        chars = Characters(textpage, codes)
        self.over = overflowing(chars, objects.texts, rulings, self.to_frame)
        glyphs = self._glyphs(chars, any_hidden, unseen)
        words, hidden_words = self._words(glyphs, objects)
        boxes = boxes_of(words)
        clipped = clipped_texts(objects, self.to_frame)
        if clipped and (any_overlap(boxes) or any_crossed(boxes, rulings)):
            cut = cut_at_sides(clipped)
            if cut:
                glyphs = self._glyphs(chars, any_hidden, unseen, cut)
                words, hidden_words = self._words(glyphs, objects)
                boxes = boxes_of(words)
                message = f"{len(cut)} texts are cut off at the side of their cell, in the document as here"
                self.gaps.append(Gap(GapCode.LOW_CONFIDENCE, message, self.number))
        if any_cut(boxes, rulings) or notes.struck:
            words, rulings, struck = without_struck(
                words, rulings, [_led(box, self.to_frame) for box in notes.struck]
            )
            if struck:
                message = "struck through in the document and left out: " + " ".join(
                    word.text for word in struck
                )
                self.gaps.append(Gap(GapCode.UNPLACED_TEXT, message, self.number))
        words = with_clips(words, clipped, rulings, (1 - MARGIN) * height)
        others = read_turned(textpage, glyphs.turned, self.rotation + turn, self._frame_of, rulings)
        words += [word for word in others if not word.turn]
        if notes.words:
            shown_width, shown_height = self.page.get_size()
            into_frame = unturned(shown_width, shown_height, -turn)
            words += [replace(word, box=into_frame(word.box)) for word in notes.words]
        self.gaps += [self._of_stamp(box) for box in notes.stamps]
        to_display = unturned(width, height, turn, skew) if turn or skew else None
        self.gaps += _unseen_gaps(glyphs, self.number, to_display)
        return PageContent(
            number=self.number,
            width=width,
            height=height,
            rotation=turn,
            skew=skew,
            words=_on_paper(words, width, height),
            turned_words=_on_paper([w for w in others if w.turn], width, height),
            rulings=[r for r in rulings if _on_page(r, width, height)],
            fills=objects.paths.fills,
            images=objects.images,
            outlines=objects.paths.outlines,
            covered=hidden_by_ink(glyphs.unseen, objects.covers, words, width * height),
            marks=objects.paths.marks + objects.images,
            hidden_words=hidden_words,
            unmapped=glyphs.unmapped,
            gaps=self.gaps,
            to_display=to_display,
        )

    def _words(self, glyphs: Glyphs, objects: PageObjects) -> tuple[list[Word], list[Word]]:
        """The words that are printed, and those that are invisible."""
        rulings = objects.paths.rulings
        visible = spaced_words(drop_doubles(words_in_place(glyphs.visible, rulings)), rulings)
        for stream, home in glyphs.overflowing:
            visible += [replace(word, clip=home) for word in drop_doubles(words_of(stream))]
        if glyphs.hidden is None:
            return visible, []
        hidden = drop_doubles(words_of(glyphs.hidden))
        return _swallowed_twins(visible, hidden, self._printed(objects.texts))

    def _of_stamp(self, box: Box) -> Gap:
        message = "a stamp lies over print; what it says was left out"
        shown = _led(box, frame(self.crop, self.rotation)[2])
        return Gap(GapCode.UNPLACED_TEXT, message, self.number, box=shown)

    # ---- text ---------------------------------------------------------------------------------------------

    def _turn_of_text(self, textpage: Handle, codes: Whole) -> tuple[int, float]:
        """How far the page must be turned clockwise (beyond its /Rotate) so that most of its text is upright.

        And by how many degrees that text still falls to the right: more than 0 where the whole page leans.
        """
        step = max(1, len(codes) // 64)
        turns: dict[int, list[float]] = {}
        asked = [i * step for i, code in enumerate(codes[::step].tolist()) if code not in WHITE]
        angles = angles_of(textpage, asked)
        if not any(angles):  # as on most pages
            return -self.rotation % 360 if angles else 0, 0.0
        for angle in angles:
            quarter = round(angle / 90) * 90
            turns.setdefault(quarter % 360, []).append(angle - quarter)
        angle, leans = max(turns.items(), key=lambda turn: len(turn[1]))
        skew = median(leans)
        alike = sum(abs(lean - skew) <= SAME_LEAN for lean in leans)
        leaning = LEAST_LEAN <= abs(skew) <= MOST_LEAN and alike >= ALL_LEAN * sum(map(len, turns.values()))
        return -(
            angle + self.rotation
        ) % 360, skew if leaning else 0.0  # PDFium measures clockwise, as /Rotate does

    def _glyphs(
        self,
        chars: Characters,
        any_hidden: bool,
        unseen: Unseen | None,
        cut: Mapping[int, Box] = _UNCUT,
    ) -> Glyphs:
        """The page's glyphs, sorted by whether they are printed, invisible or turned."""
        if len(chars.codes) >= MAX_CHARS:
            message = f"only the first {MAX_CHARS} characters were read"
            self.gaps.append(Gap(GapCode.PAGE_TOO_LARGE, message, self.number))
        return read_glyphs(
            chars,
            self.to_frame,
            is_straight=self.is_straight,
            any_hidden=any_hidden,
            unseen=unseen,
            cut=cut,
            over=self.over,
        )

    def _printed(self, texts: Texts) -> Floats:
        """The boxes of the text objects that are visible."""
        places = np.flatnonzero(~texts.is_hidden)
        if self.under_picture:
            is_under = [texts.handle(at).address in self.under_picture for at in places.tolist()]
            places = places[~np.array(is_under, dtype=np.bool_)]
        return texts.boxes[places]

    def _frame_of(self, turn: int) -> Frame:
        """For text turned clockwise by ``turn`` on the page as it is read: into its frame, and boxes back."""
        width, height, to_frame = frame(self.crop, self.rotation + self.turn - turn)
        return to_frame, unturned(width, height, -turn)


def _unseen_gaps(glyphs: Glyphs, number: int, to_display: Callable[[Box], Box] | None) -> list[Gap]:
    """What is to be told of the letters of a page that nobody can see."""
    if not glyphs.unseen:
        return []
    place = bounding_box(letter.box for letter in glyphs.unseen)
    message = f"{len(glyphs.unseen)} letters that nobody can see on the page were left out"
    return [Gap(GapCode.HIDDEN_TEXT, message, number, to_display(place) if to_display else place)]


def _led(box: Box, to_frame: ToFrame) -> Box:
    """A box of user space in a frame."""
    ax, ay = to_frame(box.x0, box.top)
    bx, by = to_frame(box.x1, box.bottom)
    return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _on_paper(words: Sequence[Word], width: float, height: float) -> list[Word]:
    return [
        word
        for word in words
        if (box := word.box)[0] < width and box[2] > 0 and box[1] < height and box[3] > 0
    ]


def _on_page(ruling: Ruling, width: float, height: float) -> bool:
    across, along = (height, width) if ruling.axis == "h" else (width, height)
    return -1 <= ruling.pos <= across + 1 and ruling.end >= 0 and ruling.start <= along
