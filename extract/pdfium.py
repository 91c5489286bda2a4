"""The default text-layer engine: PDFium's raw character and path API.

Two calls a character and one pass over the page's objects, through ctypes, without pypdfium2's helper
objects: that is what makes it 15 to 20 times faster than pdfminer. Words end at white space, at PDFium's
own generated spaces and where the geometry jumps; doubled glyphs (fake bold) are dropped. A page whose text
runs sideways is read in the direction of its text, and ``to_display`` leads back.

Source: PDFium's public headers fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_double, c_float, c_int, c_uint, c_void_p, cast
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from ..schema.blocks import Word
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from .content import PageContent, Ruling
from .paths import Path, PathCollector, Point
from .words import ASCENT, DESCENT, Glyph, drop_doubles, words_of

MAX_PATH_SEGMENTS = 200_000
MAX_CHARS = 200_000
MAX_OBJECTS = 300_000
_WHITE = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u202f\u3000"))
_NO_CHARACTER = frozenset((0, 0xFFFD, 0xFFFE))
SAME_BASELINE = 0.5  # points
CUT = 0.3  # of a word's height, above and below a ruling that runs through its middle
_HYPHEN_AT_LINE_END = 2  # what PDFium returns for a hyphen that it believes breaks a word
_INVISIBLE = 3  # text render mode
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """What is printed on page ``index`` (0-based). The page is closed again before this returns.

    Raises:
        pypdfium2.PdfiumError: PDFium cannot load the page.
    """
    page = document[index]
    try:
        return _PageReader(page, index + 1).read()
    finally:
        page.close()


def frame(box: Box, rotation: int) -> tuple[float, float, Callable[[float, float], Point]]:
    """The way from user space (origin bottom left) to a page shown turned clockwise by ``rotation`` degrees.

    ``box`` is the crop box as (x0, y0, x1, y1) with y upwards. Returns width and height as shown, and the
    function that maps a point.
    """
    x0, y0, x1, y1 = box
    match rotation % 360:
        case 90:
            return y1 - y0, x1 - x0, lambda x, y: (y - y0, x - x0)
        case 180:
            return x1 - x0, y1 - y0, lambda x, y: (x1 - x, y - y0)
        case 270:
            return y1 - y0, x1 - x0, lambda x, y: (y1 - y, x1 - x)
        case _:
            return x1 - x0, y1 - y0, lambda x, y: (x - x0, y1 - y)


def unturned(width: float, height: float, turn: int) -> Callable[[Box], Box]:
    """Maps a box of a page that was turned clockwise by ``turn`` for reading back to the page as displayed.

    ``width`` and ``height`` are those of the turned page. The map can be pickled, as pages must be.
    """
    return partial(_turned_back, width, height, turn)


def _turned_back(width: float, height: float, turn: int, box: Box) -> Box:
    x0, top, x1, bottom = box
    match turn % 360:
        case 90:
            return Box(top, width - x1, bottom, width - x0)
        case 180:
            return Box(width - x1, height - bottom, width - x0, height - top)
        case 270:
            return Box(height - bottom, x0, height - top, x1)
        case _:
            return box


def text_objects(page: pdfium.PdfPage, content: PageContent) -> Iterator[tuple[Any, Box]]:
    """Handle and place of every text object of a page that is open, in the frame of its ``content``."""
    reader = _PageReader(page, content.number)
    *_, reader.to_frame = frame(reader.crop, reader.rotation + content.rotation)
    for obj, matrix in reader.walk():
        if pdf.FPDFPageObj_GetType(obj) == pdf.FPDF_PAGEOBJ_TEXT:
            yield obj, reader.bounds(obj, matrix)


class _TextObject(NamedTuple):
    """Where a text object stands and whether it is invisible."""

    box: Box
    is_hidden: bool


class _ClippedText(NamedTuple):
    """Where a text object stands, the box that it is clipped to, and the height of its baseline."""

    box: Box
    clip: Box
    baseline: float

    def holds(self, word: Word) -> bool:
        """Whether the word is of this text."""
        baseline = word.box.bottom - word.size * DESCENT / (ASCENT + DESCENT)
        inside = self.box.x0 - 1 <= word.box.cx <= self.box.x1 + 1
        return inside and abs(baseline - self.baseline) <= SAME_BASELINE

    @property
    def is_seen(self) -> bool:
        """Whether its middle is printed."""
        return self.clip.holds(self.box.cx, self.box.cy, 1.0)


def _with_clips(
    words: list[Word], clipped: Sequence[_ClippedText], rulings: Sequence[Ruling], foot: float
) -> list[Word]:
    """The words without those that are printed elsewhere, where they are not clipped off; the others with the box that
    they are clipped to.

    Spreadsheets clip a text to its cell. One that is too long for a row goes on below it, out of sight, or above it,
    too, where it is centred, and is the cell's all the same. But the text of a cell that spans pages is printed anew on
    each page, clipped to what is there: what lies beyond the last thing on a page (but for its ``foot``), or above
    the cell alone, is on another page.
    """
    if not clipped:
        return words
    owners = [next((text for text in clipped if text.holds(word)), None) for word in words]
    seen = [word.box.bottom for word, text in zip(words, owners, strict=True) if text is None or text.is_seen]
    drawn = [ruling.pos for ruling in rulings if ruling.axis == "h"]
    last = max((y for y in [*seen, *drawn] if y < foot), default=0.0)
    goes_on = {text.clip for text in clipped if text.box.cy > text.clip.bottom < last - 1}
    return [
        word if text is None else replace(word, clip=text.clip)
        for word, text in zip(words, owners, strict=True)
        if text is None or text.is_seen or text.clip in goes_on
    ]


def _swallowed_twins(
    visible: list[Word], hidden: list[Word], texts: Sequence[_TextObject]
) -> tuple[list[Word], list[Word]]:
    """Visible and hidden words, with those put right that PDFium took for repetitions of hidden text.

    Where visible text repeats invisible text on the same spot, PDFium gives the first alone. A hidden word
    under a visible text object, with no visible word there, is therefore visible.
    """
    printed = [t.box for t in texts if not t.is_hidden]
    if not hidden or not printed:
        return visible, hidden
    still_hidden: list[Word] = []
    found: list[Word] = []
    for word in hidden:
        under = any(box.intersection_area(word.box) > 0.5 * word.box.area for box in printed)
        shown = any(w.box.intersection_area(word.box) > 0.3 * word.box.area for w in visible)
        (found if under and not shown else still_hidden).append(word)
    return visible + found, still_hidden


class _PageReader:
    """Reads one page; holds its handles and the way into the displayed frame."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self.page = page
        self.number = number
        self.gaps: list[Gap] = []
        box = Box(*page.get_cropbox())
        media = Box(*page.get_mediabox())
        crop = Box(
            max(box.x0, media.x0),
            max(box.top, media.top),
            min(box.x1, media.x1),
            min(box.bottom, media.bottom),
        )
        self.crop = crop if crop.width > 0 and crop.height > 0 else media
        self.rotation = int(page.get_rotation())
        self.lost_glyphs = 0
        self.covered: set[int] = set()  # text objects under a picture of the page

    def read(self) -> PageContent:
        textpage = pdf.FPDFText_LoadPage(self.page.raw)
        try:
            return self._read(textpage)
        finally:
            pdf.FPDFText_ClosePage(textpage)

    def _read(self, textpage: Any) -> PageContent:
        count = min(pdf.FPDFText_CountChars(textpage), MAX_CHARS)
        turn = self._turn_of_text(textpage, count)
        width, height, self.to_frame = frame(self.crop, self.rotation + turn)
        self.size = (width, height)
        self.is_straight = (self.rotation + turn) % 360 == 0
        collector = PathCollector()
        images: list[Box] = []
        texts: list[_TextObject] = []
        self._objects(collector, images, texts)
        visible, hidden, unmapped = self._glyphs(textpage, count, any(t.is_hidden for t in texts))
        words, hidden_words = _swallowed_twins(
            drop_doubles(words_of(visible, collector.rulings)), drop_doubles(words_of(hidden)), texts
        )
        if _any_in_margin(words, height) or any_overlap(words) or any_cut(words, collector.rulings):
            words = _with_clips(words, self._clipped(), collector.rulings, (1 - MARGIN) * height)
        content = PageContent(
            number=self.number,
            width=width,
            height=height,
            rotation=turn,
            words=[w for w in words if _on_paper(w.box, width, height)],
            rulings=[r for r in collector.rulings if _on_page(r, width, height)],
            fills=collector.fills,
            images=images,
            outlines=collector.outlines,
            hidden_words=hidden_words,
            unmapped=unmapped,
            lost_glyphs=self.lost_glyphs,
            gaps=self.gaps,
            to_display=unturned(width, height, turn) if turn else None,
        )
        return content

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
        self, textpage: Any, count: int, any_hidden: bool
    ) -> tuple[list[Glyph | None], list[Glyph | None], float]:
        """Visible and hidden glyphs in stream order, ``None`` where white space stood, and the unmapped share."""
        if count >= MAX_CHARS:
            self.gaps.append(
                Gap(GapCode.PAGE_TOO_LARGE, f"only the first {MAX_CHARS} characters were read", self.number)
            )
        visible: list[Glyph | None] = []
        hidden: list[Glyph | None] = []
        rect = pdf.FS_RECTF()
        ref = byref(rect)
        unicode_of, loose_box = pdf.FPDFText_GetUnicode, pdf.FPDFText_GetLooseCharBox
        map_error, new = pdf.FPDFText_HasUnicodeMapError, tuple.__new__
        to_frame, is_straight = self.to_frame, self.is_straight
        dx, dy = self.crop.x0, self.crop.bottom
        unmapped = mapped = 0
        size = top = bottom = 0.0
        foot = math.inf  # where the last glyph of the run stood, to see a change of baseline
        for i in range(count):
            code = unicode_of(textpage, i)
            if code in _WHITE:
                visible.append(None)
                if any_hidden:
                    hidden.append(None)
                foot = math.inf
                continue
            if not loose_box(textpage, i, ref):
                continue
            starts = abs(rect.bottom - foot) > 0.3 * size
            if code == _HYPHEN_AT_LINE_END:
                code = 0x2D
            elif code < 32 or code in _NO_CHARACTER or (starts and map_error(textpage, i) == 1):
                unmapped += 1
                if code < 32 or code in _NO_CHARACTER:
                    self.lost_glyphs += 1
                    continue
            mapped += 1
            if starts:
                size, top, bottom = self._line_box(textpage, i)
                foot = rect.bottom
            if is_straight:
                x0, x1 = rect.left - dx, rect.right - dx
                box = (
                    (chr(code), x0, top, x1, bottom)
                    if size
                    else (chr(code), x0, dy - rect.top, x1, dy - rect.bottom)
                )
            else:
                ax, ay = to_frame(rect.left, rect.top)
                bx, by = to_frame(rect.right, rect.bottom)
                high = (top, bottom) if size else (min(ay, by), max(ay, by))
                box = (chr(code), min(ax, bx), high[0], max(ax, bx), high[1])
            into = hidden if any_hidden and self._is_hidden(textpage, i) else visible
            into.append(new(Glyph, box))
        total = unmapped + mapped
        return visible, hidden, unmapped / total if total else 0.0

    def _line_box(self, textpage: Any, i: int) -> tuple[float, float, float]:
        """Font size, and top and bottom of the line's box, at a character; size 0 where it is not upright."""
        size = self._upright_size(textpage, i)
        x, y = c_double(), c_double()
        if not size or not pdf.FPDFText_GetCharOrigin(textpage, i, byref(x), byref(y)):
            return 0.0, 0.0, 0.0
        _, baseline = self.to_frame(x.value, y.value)
        return size, baseline - ASCENT * size, baseline + DESCENT * size

    def _upright_size(self, textpage: Any, i: int) -> float:
        """The font size in points as printed; 0 where the text is not upright or the size is implausible."""
        m = pdf.FS_MATRIX()
        if not pdf.FPDFText_GetMatrix(textpage, i, byref(m)):
            return 0.0
        x0, y0 = self.to_frame(0.0, 0.0)
        x1, y1 = self.to_frame(m.a, m.b)
        if abs(y1 - y0) > 0.2 * abs(x1 - x0) or x1 <= x0:
            return 0.0
        size = float(pdf.FPDFText_GetFontSize(textpage, i)) * math.sqrt(abs(m.a * m.d - m.b * m.c))
        return size if 2.0 <= size <= 200.0 else 0.0

    def _is_hidden(self, textpage: Any, i: int) -> bool:
        obj = pdf.FPDFText_GetTextObject(textpage, i)
        return bool(obj) and self._is_unseen(obj)

    def _is_unseen(self, obj: Any) -> bool:
        """Whether a text object is drawn invisibly, or lies under a picture of the whole page."""
        invisible = pdf.FPDFTextObj_GetTextRenderMode(obj) == _INVISIBLE
        return invisible or (bool(self.covered) and address_of(obj) in self.covered)

    # ---- page objects --------------------------------------------------------------------------------

    def _objects(self, collector: PathCollector, images: list[Box], texts: list[_TextObject]) -> None:
        """Walks over the page's objects and those of its forms.

        ``texts`` stays empty unless the page has hidden text: then visible and hidden text objects are in it.
        """
        seen: list[tuple[Any, Matrix]] = []
        left = MAX_PATH_SEGMENTS
        for obj, matrix in self.walk():
            kind = pdf.FPDFPageObj_GetType(obj)
            if kind == pdf.FPDF_PAGEOBJ_PATH:
                segments = pdf.FPDFPath_CountSegments(obj)
                left -= max(segments, 0)
                if left < 0:
                    self.gaps.append(
                        Gap(
                            GapCode.PAGE_TOO_LARGE,
                            f"drawing stopped at {MAX_PATH_SEGMENTS} path segments: rulings may be missing",
                            self.number,
                        )
                    )
                    return
                path = self._path(obj, segments, matrix)
                if path is not None:
                    collector.add(path)
            elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
                images.append(self.bounds(obj, matrix))
                if seen and is_page_picture(self.page, obj, images[-1], self.size):
                    self.covered.update(address_of(text) for text, _ in seen)
            elif kind == pdf.FPDF_PAGEOBJ_TEXT:
                seen.append((obj, matrix))
        modes = [self._is_unseen(obj) for obj, _ in seen]
        if any(modes):
            texts.extend(
                _TextObject(self.bounds(obj, matrix), hidden)
                for (obj, matrix), hidden in zip(seen, modes, strict=True)
            )

    def _clipped(self) -> list[_ClippedText]:
        """The text objects that a clipping path cuts."""
        found = []
        for obj, matrix in self.walk():
            if pdf.FPDFPageObj_GetType(obj) != pdf.FPDF_PAGEOBJ_TEXT:
                continue
            clip = self._clip_box(obj, matrix)
            if clip is not None:
                *_, x, y = _times(_matrix_of(obj), matrix)
                found.append(_ClippedText(self.bounds(obj, matrix), clip, self.to_frame(x, y)[1]))
        return found

    def _clip_box(self, obj: Any, matrix: Matrix) -> Box | None:
        """The extent of the object's clipping paths together, ``None`` without any."""
        path = pdf.FPDFPageObj_GetClipPath(obj)
        count = pdf.FPDFClipPath_CountPaths(path) if path else 0
        out: Box | None = None
        x, y = c_float(), c_float()
        for i in range(max(count, 0)):
            points = []
            for k in range(pdf.FPDFClipPath_CountPathSegments(path, i)):
                if pdf.FPDFPathSegment_GetPoint(
                    pdf.FPDFClipPath_GetPathSegment(path, i, k), byref(x), byref(y)
                ):
                    points.append(self.to_frame(*_apply(matrix, x.value, y.value)))
            if not points:
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = Box(min(xs), min(ys), max(xs), max(ys))
            out = (
                box
                if out is None
                else Box(
                    max(out.x0, box.x0),
                    max(out.top, box.top),
                    min(out.x1, box.x1),
                    min(out.bottom, box.bottom),
                )
            )
        return out

    def walk(self) -> Iterator[tuple[Any, Matrix]]:
        """The page's objects and those of its forms as painted, each with the way from its own frame."""
        raw = self.page.raw
        budget = MAX_OBJECTS
        stack = [
            (pdf.FPDFPage_GetObject(raw, i), _IDENTITY, 0)
            for i in range(min(pdf.FPDFPage_CountObjects(raw), MAX_OBJECTS) - 1, -1, -1)
        ]
        while stack and budget > 0:
            obj, matrix, depth = stack.pop()
            budget -= 1
            if pdf.FPDFPageObj_GetType(obj) == pdf.FPDF_PAGEOBJ_FORM and depth < 8:
                inner = _times(_matrix_of(obj), matrix)
                children = min(pdf.FPDFFormObj_CountObjects(obj), MAX_OBJECTS)
                stack.extend(
                    (pdf.FPDFFormObj_GetObject(obj, i), inner, depth + 1) for i in range(children - 1, -1, -1)
                )
            else:
                yield obj, matrix

    def bounds(self, obj: Any, matrix: Matrix) -> Box:
        """Where an object stands on the page as read."""
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        pdf.FPDFPageObj_GetBounds(obj, byref(left), byref(bottom), byref(right), byref(top))
        corners = [
            self.to_frame(*_apply(matrix, x, y))
            for x, y in (
                (left.value, bottom.value),
                (right.value, top.value),
                (left.value, top.value),
                (right.value, bottom.value),
            )
        ]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _path(self, obj: Any, segments: int, matrix: Matrix) -> Path | None:
        fill_mode, stroke = c_int(), c_int()
        if not pdf.FPDFPath_GetDrawMode(obj, byref(fill_mode), byref(stroke)):
            return None
        filled, stroked = fill_mode.value != 0, bool(stroke.value)
        if not filled and not stroked:
            return None
        fill_color = _color(pdf.FPDFPageObj_GetFillColor, obj) if filled else None
        stroke_color = _color(pdf.FPDFPageObj_GetStrokeColor, obj) if stroked else None
        if fill_color is None and stroke_color is None:
            return None
        own = _times(_matrix_of(obj), matrix)
        width = c_float()
        pdf.FPDFPageObj_GetStrokeWidth(obj, byref(width))
        scale = math.sqrt(abs(own[0] * own[3] - own[1] * own[2])) or 1.0
        return Path(
            subpaths=self._subpaths(obj, segments, own),
            fill=fill_color,
            stroke=stroke_color,
            width=width.value * scale,
        )

    def _subpaths(self, obj: Any, segments: int, matrix: Matrix) -> list[list[Point]]:
        out: list[list[Point]] = []
        x, y = c_float(), c_float()
        rx, ry = byref(x), byref(y)
        a, b, c, d, e, f = matrix
        get, point_of = pdf.FPDFPath_GetPathSegment, pdf.FPDFPathSegment_GetPoint
        type_of, close_of = pdf.FPDFPathSegment_GetType, pdf.FPDFPathSegment_GetClose
        for i in range(segments):
            segment = get(obj, i)
            if not point_of(segment, rx, ry):
                continue
            px, py = x.value, y.value
            point = self.to_frame(a * px + c * py + e, b * px + d * py + f)
            if type_of(segment) == pdf.FPDF_SEGMENT_MOVETO or not out:
                out.append([point])
            else:
                out[-1].append(point)
            if close_of(segment):
                out[-1].append(out[-1][0])
        return out


MARGIN = 0.05  # of the page's height: text further out is seldom printed on purpose


def _any_in_margin(words: Sequence[Word], height: float) -> bool:
    return any(w.box.cy < MARGIN * height or w.box.cy > (1 - MARGIN) * height for w in words)


def any_overlap(words: Sequence[Word]) -> bool:
    """Whether two words are printed over each other."""
    if len(words) < 2:
        return False
    boxes = np.array([w.box for w in words])
    x0, top, x1, bottom = boxes.T
    wide = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    high = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    deep = (wide > 2.0) & (high > 0.5 * (bottom - top))
    np.fill_diagonal(deep, False)
    return bool(deep.any())


def any_cut(words: Sequence[Word], rulings: Sequence[Ruling]) -> bool:
    """Whether a horizontal ruling runs through a word's middle."""
    level = [(ruling.pos, ruling.start, ruling.end) for ruling in rulings if ruling.axis == "h"]
    if not words or not level:
        return False
    x0, top, x1, bottom = np.array([w.box for w in words]).T[:, :, None]
    pos, start, end = np.array(level).T
    high = CUT * (bottom - top)
    across = (start <= x0) & (end >= x1)
    return bool((across & (top + high < pos) & (pos < bottom - high)).any())


PAGE_SHARE = 0.8  # of the page's sides, from which a picture is one of the page: scans may leave a margin
OPAQUE = 0.9  # least share of a picture's own pixels that hide what is under them


def is_page_picture(page: pdfium.PdfPage, image: Any, box: Box, size: tuple[float, float]) -> bool:
    """Whether an image covers the page so that nothing painted before it can be seen.

    ``box`` is its place on the page of that ``size``. Scanners' programs paint the text that they recognised
    first and the scan over it; a watermark or a letterhead that is painted last is transparent.
    """
    width, height = size
    inside = Box(max(0.0, box.x0), max(0.0, box.top), min(width, box.x1), min(height, box.bottom))
    if inside.width < PAGE_SHARE * width or inside.height < PAGE_SHARE * height:
        return False
    if pdf.FPDFPageObj_HasTransparency(image):
        return False
    bitmap = pdf.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, image)
    if not bitmap:
        return False
    pixels = pdfium.PdfBitmap.from_raw(bitmap).to_numpy()  # freed with the object
    return pixels.ndim < 3 or pixels.shape[2] < 4 or float((pixels[:, :, 3] > 0).mean()) >= OPAQUE


def address_of(obj: Any) -> int:
    """What tells one of PDFium's handles from another."""
    return int(cast(obj, c_void_p).value or 0)


def _color(getter: Any, obj: Any) -> int | None:
    """The colour as 0xRRGGBB, ``None`` where it is transparent or cannot be told."""
    r, g, b, a = c_uint(), c_uint(), c_uint(), c_uint()
    if not getter(obj, byref(r), byref(g), byref(b), byref(a)):
        return 0
    return None if a.value == 0 else (r.value << 16) | (g.value << 8) | b.value


def _matrix_of(obj: Any) -> Matrix:
    m = pdf.FS_MATRIX()
    if not pdf.FPDFPageObj_GetMatrix(obj, byref(m)):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    if then == _IDENTITY:
        return first
    return (
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _on_paper(box: Box, width: float, height: float) -> bool:
    return box[0] < width and box[2] > 0 and box[1] < height and box[3] > 0


def _on_page(ruling: Ruling, width: float, height: float) -> bool:
    across, along = (height, width) if ruling.axis == "h" else (width, height)
    return -1 <= ruling.pos <= across + 1 and ruling.end >= 0 and ruling.start <= along
