"""The glyphs of a page's text layer in stream order, sorted by whether they are printed, invisible or turned.

PDFium is asked for all characters at a time (`pdfium_calls`). A glyph takes the top and the bottom of its run's line,
asked once where the run begins and again where its baseline moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..schema.geometry import Box
from . import pdfium_calls as calls
from .characters import MARKS, line_boxes, odd_character
from .glyph_stream import GlyphStream
from .page_objects import INVISIBLE, ToFrame
from .pdfium_calls import Flags, Floats, Handle, Whole
from .spacing import close_at_raised_letters
from .unicode_repair import UNKNOWN
from .visibility import Letter, Unseen

WHITE = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000"))
_IS_WHITE = np.isin(np.arange(max(WHITE) + 2), sorted(WHITE))  # by code; none beyond is
_RETURN, _FEED = 13, 10
_HYPHEN_AT_LINE_END = 2  # what PDFium returns for a hyphen that it believes breaks a word
_LAST_PLAIN = 0xDFFF  # codes beyond are of the private use area, or may be no characters
_FIRST_PLAIN = 32  # the space; codes before are control characters
_MOVED = 0.3  # of the font size: what moves up or down by more stands on another baseline
_NOT_PLAIN = [*range(_FIRST_PLAIN), *MARKS, _LAST_PLAIN + 1]
_IS_PLAIN = ~np.isin(np.arange(_LAST_PLAIN + 2), _NOT_PLAIN)  # by code; none beyond is
_VISIBLE, _HIDDEN, _NOWHERE, _OVER = 0, 1, 2, 3


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in stream order, with the white space between them.

    ``hidden`` are those of invisible text (an OCR layer), ``overflowing`` those of each text that flows over a ruling,
    with what of its line is its cell's, ``turned`` the numbers of characters that are not
    upright, ``unseen`` are those that nobody can see, ``unmapped`` is the share without a character.
    """

    visible: GlyphStream
    hidden: GlyphStream | None = None
    overflowing: list[tuple[GlyphStream, Box]] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    unseen: list[Letter] = field(default_factory=list)
    unmapped: float = 0.0


def read_glyphs(
    chars: Characters,
    to_frame: ToFrame,
    *,
    is_straight: bool,
    any_hidden: bool,
    unseen: Unseen | None,
    cut: Mapping[int, Box],
    over: Mapping[int, Box],
) -> Glyphs:
    """The glyphs of a text page's characters in the frame that ``to_frame`` leads to.

    ``is_straight`` says that the frame is no turn of the page, ``any_hidden`` that some text is invisible; ``cut`` are
    the clips of texts that are cut off at a side, by the address of the text, ``over`` what is their cell's of those
    that flow over a ruling.
    """
    lines = _Lines(chars, to_frame)
    count = len(chars.codes)
    place, blanks = np.zeros(count, np.int64), chars.is_blank.astype(np.int64)
    out_unseen: list[Letter] = []
    ask_each = any_hidden or unseen is not None or bool(cut or over)
    owners: dict[int, list[int]] = {}
    if ask_each:
        places = _Places(chars, to_frame, unseen, cut, over)
        owners = places.overflowing
        place, out_unseen = places.place, places.unseen
        blanks += places.blanks
    is_turned = chars.is_glyph & (lines.size == 0)
    blanks += is_turned & (place != _NOWHERE)
    shown = chars.is_glyph & (place == _VISIBLE) & ~is_turned
    boxes = _boxes(chars.boxes, lines, to_frame, is_straight=is_straight)
    stream, first = _stream(chars.texts, boxes, blanks, shown)
    breaks = np.concatenate([first[chars.is_line_end], first[lines.moved] - 1])
    hidden = None
    if ask_each and (place == _HIDDEN).any():
        is_hidden = chars.is_glyph & (place == _HIDDEN)
        hidden, _ = _stream(chars.texts, boxes, chars.is_white.astype(np.int64), is_hidden)
    overflowing = []
    for owner, own in owners.items():
        is_own = np.zeros(count, np.bool_)
        is_own[own] = True
        whites = chars.is_white.astype(np.int64)
        overflowing.append((_stream(chars.texts, boxes, whites, is_own)[0], over[owner]))
    return Glyphs(
        close_at_raised_letters(stream, np.sort(breaks).tolist()),
        hidden,
        overflowing,
        (is_turned & (place == _VISIBLE)).nonzero()[0].tolist(),
        out_unseen,
        chars.unmapped(lines.begins),
    )


class Characters:
    """All characters of a text page: their texts and boxes, and which of them are glyphs and which white space.

    ``is_white`` goes by the code, ``is_blank`` is white space of any code.
    """

    def __init__(self, textpage: Handle, codes: Whole) -> None:
        self.textpage = textpage
        self.codes = codes
        self.is_white = _IS_WHITE[np.minimum(codes, len(_IS_WHITE) - 1)]
        self.is_line_end = (codes == _RETURN) | (codes == _FEED)
        self.is_glyph = ~self.is_white
        glyphs = self.is_glyph.nonzero()[0]
        self.boxes = np.zeros((len(codes), 4))
        self.boxes[glyphs], self.is_glyph[glyphs] = calls.loose_boxes(textpage, glyphs.tolist())
        self.is_blank = self.is_white.copy()
        self.is_plain = _IS_PLAIN[np.minimum(codes, len(_IS_PLAIN) - 1)]
        self.unknown = 0
        plain = np.where(self.is_plain, codes, _FIRST_PLAIN).astype("<u4")
        self.texts = list(plain.tobytes().decode("utf-32-le", "surrogatepass"))
        for i in (self.is_glyph & ~self.is_plain).nonzero()[0].tolist():
            self._read_odd(i, int(codes[i]))

    def _read_odd(self, i: int, code: int) -> None:
        char = "-" if code == _HYPHEN_AT_LINE_END else odd_character(self.textpage, i, code)
        self.unknown += char == UNKNOWN
        self.is_blank[i] = char is None
        self.is_glyph[i] = bool(char)
        self.texts[i] = char or ""

    def unmapped(self, begins: Flags) -> float:
        """The share of glyphs without a character; of runs only the letter that ``begins`` them is asked."""
        asked = (begins & self.is_plain).nonzero()[0].tolist()
        missing = list(map(calls.has_map_error, [self.textpage] * len(asked), asked)).count(1)
        glyphs = int(self.is_glyph.sum())
        return (missing + self.unknown) / glyphs if glyphs else 0.0


class _Lines:
    """Of each glyph the font size (0 where it is not upright), and the top and the bottom of its line.

    ``begins`` are those that begin a run, ``moved`` those of them whose line is near that of the run before, but
    another.
    """

    def __init__(self, chars: Characters, to_frame: ToFrame) -> None:
        count = len(chars.codes)
        self.begins = np.zeros(count, np.bool_)
        self.moved = np.zeros(count, np.bool_)
        self.size, self.top, self.bottom = np.zeros((3, count))
        glyphs = chars.is_glyph.nonzero()[0]
        if not len(glyphs):
            return
        white_before = chars.is_white.cumsum()[glyphs]
        begins = np.ones(len(glyphs), np.bool_)
        begins[1:] = white_before[1:] != white_before[:-1]
        run = begins.cumsum() - 1
        feet = chars.boxes[glyphs, 3]
        heads = chars.boxes[glyphs, 1]
        first = begins.nonzero()[0]
        is_other = np.ones(
            len(first), np.bool_
        )  # not as the run before: runs of one line and font are asked once
        is_other[1:] = (np.diff(feet[first]) != 0) | (np.diff(heads[first]) != 0)
        asked = glyphs[first[is_other]].tolist()
        values = np.array(line_boxes(chars.textpage, asked, to_frame))[:, (is_other.cumsum() - 1)[run]]
        moves = np.abs(feet - feet[begins][run]) > _MOVED * values[0]
        if moves.any():
            is_moving = np.zeros(int(run[-1]) + 1, np.bool_)
            is_moving[run[moves]] = True
            places = is_moving[run].nonzero()[0]
            own = np.array(line_boxes(chars.textpage, glyphs[places].tolist(), to_frame))
            _follow(places, feet[places].tolist(), own, begins, values)
        self.begins[glyphs] = begins
        self.size[glyphs], self.top[glyphs], self.bottom[glyphs] = values
        size, top = values[0][begins], values[1][begins]
        step = np.abs(top)
        step[1:] = np.abs(top[1:] - top[:-1])
        self.moved[glyphs[begins]] = (step > 0) & (step < size)


def _follow(places: Whole, feet: Sequence[float], own: Floats, begins: Flags, values: Floats) -> None:
    """Begin a new run at each of the ``places`` where the baseline moves; ``values`` gets the line boxes of the runs.

    ``feet`` are the baselines at the places, ``own`` their line boxes, in points.
    """
    line, foot = own[:, 0], feet[0]
    for k, (at, y) in enumerate(zip(places.tolist(), feet, strict=True)):
        if begins[at] or abs(y - foot) > _MOVED * line[0]:
            line, foot = own[:, k], y
            begins[at] = True
        values[:, at] = line


class _Places:
    """Where the glyphs belong: with the visible or the invisible ones, or nowhere if nobody sees them.

    ``blanks`` counts the white space that they leave before them.
    """

    def __init__(
        self,
        chars: Characters,
        to_frame: ToFrame,
        unseen: Unseen | None,
        cut: Mapping[int, Box],
        over: Mapping[int, Box],
    ) -> None:
        count = len(chars.codes)
        self.to_frame, self.seen, self.cut = to_frame, unseen, cut
        self.place, self.blanks = np.zeros((2, count), np.int64)
        self.unseen: list[Letter] = []
        self.overflowing: dict[int, list[int]] = {}
        whole: dict[int, int | None] = {0: _VISIBLE}
        last = 0
        for i in chars.is_glyph.nonzero()[0].tolist():
            text = calls.text_object_of(chars.textpage, i)
            owner = text.address
            if owner not in whole:
                whole[owner] = self._place_of_all(text)
            place = whole[owner]
            if place is None:
                place = self._place_of(owner, chars.boxes[i])
            if place == _VISIBLE and owner in over:
                place = _OVER
                self.overflowing.setdefault(owner, []).append(i)
            if place:
                self.place[i] = place
            self.blanks[i] = place in (_NOWHERE, _OVER) or (owner != last and (owner in cut or last in cut))
            last = owner

    def _place_of_all(self, text: Handle) -> int | None:
        """Where all characters of a text belong; None where each is judged by itself."""
        if calls.render_mode_of(text) == INVISIBLE:
            return _HIDDEN
        is_suspected = self.seen is not None and text.address in self.seen.changes
        return None if is_suspected or text.address in self.cut else _VISIBLE

    def _place_of(self, owner: int, box: Floats) -> int:
        """Where a character of a text belongs, by its own box in user space."""
        left, top, right, bottom = box.tolist()
        clip = self.cut.get(owner)
        if clip is not None:
            x, _ = self.to_frame((left + right) / 2, (top + bottom) / 2)
            if not clip.x0 <= x <= clip.x1:
                return _NOWHERE
        if self.seen is None or self.seen.shows(owner, left, bottom, right, top):
            return _VISIBLE
        if owner in self.seen.under_picture:
            return _HIDDEN
        ax, ay = self.to_frame(left, top)
        bx, by = self.to_frame(right, bottom)
        place = Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        self.unseen.append(Letter(place, self.seen.orders[owner]))
        return _NOWHERE


def _boxes(boxes: Floats, lines: _Lines, to_frame: ToFrame, *, is_straight: bool) -> Floats:
    """Sides of the glyphs in the frame (x0, top, x1, bottom as rows): as high as their line where that is known."""
    ax, ay = to_frame(boxes[:, 0], boxes[:, 1])
    bx, by = to_frame(boxes[:, 2], boxes[:, 3])
    is_upright = lines.size > 0
    x0, x1 = np.minimum(ax, bx), np.maximum(ax, bx)
    if is_straight:
        x0, x1 = np.where(is_upright, ax, x0), np.where(is_upright, bx, x1)
    top = np.where(is_upright, lines.top, np.minimum(ay, by))
    return np.array([x0, top, x1, np.where(is_upright, lines.bottom, np.maximum(ay, by))])


def _stream(texts: list[str], boxes: Floats, blanks: Whole, shown: Flags) -> tuple[GlyphStream, Whole]:
    """The glyphs of some characters: before each its ``blanks`` (a count); the letter itself only where ``shown``.

    Also the index in that stream at which each character's part begins.
    """
    lengths = blanks + shown
    if (lengths == 1).all():
        chars = list(texts)
        for i in blanks.nonzero()[0].tolist():
            chars[i] = ""
        return GlyphStream(chars, *boxes), np.arange(len(lengths))
    ends = lengths.cumsum()
    owner = np.arange(len(lengths)).repeat(lengths)
    is_letter = np.zeros(len(owner), np.bool_)
    is_letter[ends[shown] - 1] = True
    chars = [texts[i] if letter else "" for i, letter in zip(owner.tolist(), is_letter.tolist(), strict=True)]
    return GlyphStream(chars, *boxes[:, owner]), ends - lengths
