"""One pass over a page's objects: its paths, its pictures, and what is to be known of its texts.

Objects come in the order in which they are painted, those within forms in their form's place. All points are
led into the frame of the page as it is read (points, origin top left). PDFium is asked for many objects at a time
(`pdfium_calls`).

Source: PDFium's public header fpdf_edit.h.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from . import pdfium_calls as calls
from .page_frames import crop_of, frame
from .painted_over import Patch, without_painted_over
from .pdfium_calls import Flags, Floats, Handle, Whole, handle_of
from .vector_paths import PAPER, Path, PathCollector, Point, extent, within

MAX_PATH_SEGMENTS = 200_000
MAX_OBJECTS = 300_000
MAX_COVER_SEGMENTS = 200  # of a filled path: what has more is a drawing, no patch
OPAQUE = 255  # alpha of a colour through which nothing shows
MIN_COVER = 3.0  # points: what is thinner covers no letters
MAX_DEPTH = 8  # of forms within forms
INVISIBLE, STROKED, CLIPPING = 3, (1, 5), 7  # text render modes
Matrix = tuple[float, float, float, float, float, float]
ToFrame = Callable[[Any, Any], tuple[Any, Any]]
"""Leads x and y of user space into a frame: numbers or arrays of them."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Walked:
    """A page's objects in the order of painting, column by column.

    ``kinds`` PDFium's types, ``matrices`` those of the forms around them, ``depths``
    how deep in forms they are, ``places`` the numbers of the page's own objects that they are or that hold them,
    ``veiled`` those in forms that are transparent or masked. ``is_flat`` says that the page has no forms.
    """

    handles: list[Handle] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    veiled: set[int] = field(default_factory=set)
    is_flat: bool = False

    def of_kind(self, kind: int) -> list[int]:
        """The numbers of the objects of a kind."""
        return [i for i, each in enumerate(self.kinds) if each == kind] if kind in self.kinds else []

    def picked(self, numbers: Iterable[int]) -> list[Handle]:
        """Some of the objects."""
        return list(map(self.handles.__getitem__, numbers))

    def bounds(self, numbers: Sequence[int], to_frame: ToFrame) -> Floats:
        """The boxes (x0, top, x1, bottom) of some of the objects in the frame."""
        left, bottom, right, top = calls.bounds_of(self.picked(numbers)).T + 0.0  # never a negative zero
        if self.is_flat:  # two corners have all sides
            ax, ay = to_frame(left, bottom)
            bx, by = to_frame(right, top)
            sides = [np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)]
            return np.stack(sides, axis=1)
        matrices = np.array([self.matrices[i] for i in numbers]).reshape(-1, 6).T
        corners = [(left, bottom), (right, top), (left, top), (right, bottom)]
        points = [to_frame(*apply(matrices, x, y)) for x, y in corners]
        xs, ys = np.array([x for x, _ in points]), np.array([y for _, y in points])
        return np.stack([xs.min(0), ys.min(0), xs.max(0), ys.max(0)], axis=1)


@dataclass(slots=True)
class Texts:
    """A page's text objects, column by column.

    ``numbers`` are those among the page's objects: the order of painting. ``colours`` are what paints them (0xRRGGBB),
    ``alphas`` how opaque that is (0 to 255).
    """

    walked: Walked
    to_frame: ToFrame
    numbers: Whole
    modes: Whole
    colours: Whole
    alphas: Whole
    _boxes: Floats | None = None

    @property
    def boxes(self) -> Floats:
        """The boxes of all texts, a row each, in the frame of the page as it is read; they are asked once."""
        if self._boxes is None:
            self._boxes = self.walked.bounds(self.numbers.tolist(), self.to_frame)
        return self._boxes

    @property
    def in_form(self) -> Flags:
        """For each text object whether it belongs to a form."""
        return np.array(self.walked.depths, dtype=np.int64)[self.numbers] > 0

    @property
    def is_hidden(self) -> Flags:
        """For each text object whether it is painted in no way at all, as the text layer of a scan is."""
        return np.equal(self.modes, INVISIBLE)

    def handle(self, at: int) -> Handle:
        """A text object by its place in the columns."""
        return self.walked.handles[int(self.numbers[at])]


class Cover(NamedTuple):
    """What may cover text that was painted before it: a filled shape or a picture, and its place in the order."""

    box: Box
    order: int
    colour: int
    is_picture: bool


@dataclass(slots=True)
class PageObjects:
    """What reading needs to know of a page's objects; ``clips`` are what some texts and paths are clipped to."""

    walked: Walked
    texts: Texts
    clips: dict[int, Box]
    paths: PathCollector = field(default_factory=PathCollector)
    images: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def read_objects(
    page: pdfium.PdfPage, number: int, to_frame: ToFrame, first_note: int = MAX_OBJECTS
) -> PageObjects:
    """Walks over the page's objects and those of its forms; too many path segments end it with a gap.

    The page's own objects from ``first_note`` on are appearances of fields and notes, whose frames rule no table.
    """
    walked = walk(page)
    drawn = walked.of_kind(pdf.FPDF_PAGEOBJ_PATH)
    segments = list(map(calls.count_segments, walked.picked(drawn)))
    last = len(walked.handles)
    gaps = []
    within = (np.maximum(segments, 0).cumsum() <= MAX_PATH_SEGMENTS).tolist()
    if not all(within):
        last = drawn[within.index(False)]
        drawn, segments = list(compress(drawn, within)), list(compress(segments, within))
        message = f"drawing stopped at {MAX_PATH_SEGMENTS} path segments: rulings may be missing"
        gaps.append(Gap(GapCode.PAGE_TOO_LARGE, message, number))
    texts = walked.of_kind(pdf.FPDF_PAGEOBJ_TEXT)
    clips = clip_boxes(walked, texts + drawn, to_frame)
    out = PageObjects(walked, _texts(walked, [i for i in texts if i < last], to_frame), clips, gaps=gaps)
    marks: list[tuple[int, Box | Path]] = list(_paths(walked, drawn, segments, to_frame))
    for kind in (pdf.FPDF_PAGEOBJ_SHADING, pdf.FPDF_PAGEOBJ_IMAGE):
        painted = [i for i in walked.of_kind(kind) if i < last]
        if painted:
            boxes = walked.bounds(painted, to_frame).tolist()
            marks += [(i, Box(*box)) for i, box in zip(painted, boxes, strict=True)]
            marks.sort(key=lambda mark: mark[0])
    letters = _clipping_texts(out.texts)
    for order, mark in marks:
        if isinstance(mark, Path):
            is_ink = bool(letters) and _shows_letters(mark, order, letters)
            is_note = walked.places[order] >= first_note
            _add_path(out, mark, order, clips.get(order), is_ink=is_ink, is_note=is_note)
            continue
        is_picture = walked.kinds[order] == pdf.FPDF_PAGEOBJ_IMAGE
        out.covers.append(Cover(mark, order, 0, is_picture))
        if is_picture:
            out.images.append(mark)
    without_painted_over(out.paths, out.patches, lambda order: _is_opaque(walked.handles[order]))
    return out


def _is_opaque(handle: Handle) -> bool:
    """Whether a filled path hides all that is below it."""
    return not calls.has_transparency(handle) and calls.colors_of([handle], stroke=False)[1][0] == OPAQUE


def _clipping_texts(texts: Texts) -> list[tuple[int, Box]]:
    """The texts that only clip what is painted after them: their places in the order of painting, and boxes."""
    places = np.flatnonzero(texts.modes == CLIPPING).tolist()
    return [(int(texts.numbers[at]), Box(*texts.boxes[at].tolist())) for at in places]


def _shows_letters(path: Path, order: int, clips: Sequence[tuple[int, Box]]) -> bool:
    """Whether a filled path is what shows the letters of texts that clip it: ink of letters rather than shading."""
    if path.fill is None or not any(number < order for number, _ in clips):
        return False
    box = path.box
    return any(number < order and box.holds(text.cx, text.cy) for number, text in clips)


def _add_path(
    out: PageObjects, path: Path, order: int, clip: Box | None, *, is_ink: bool, is_note: bool
) -> None:
    """Add a path to the page's drawing, as far as its ``clip`` shows it, and as what may cover texts.

    What draws a note or a field rules nothing, but may be writing; what shows letters (``is_ink``) is neither.
    """
    if path.fill is None and clip is None and not is_note:  # as most
        out.paths.add(path)
        return
    apart = is_note or clip is not None
    drawing = PathCollector() if apart else out.paths
    fills, before = len(drawing.fills), out.paths.counts() if path.fill == PAPER else {}
    if not is_ink:
        drawing.add(path)
    if clip is not None:
        drawing.cut(clip)
    if is_note:
        out.paths.marks += drawing.marks
    elif apart:
        out.paths.extend(drawing)
    if path.fill is None or path.segments > MAX_COVER_SEGMENTS:
        return
    own = [fill.box for fill in drawing.fills[fills:]]
    shapes = own
    if not own and min(path.box.width, path.box.height) > MIN_COVER and (shown := within(path.box, clip)):
        shapes = [shown]  # no rectangle, but it could cover letters
    out.covers += [Cover(box, order, path.fill, False) for box in shapes]
    if any(before.values()) and not is_note:
        out.patches += [Patch(box, order, before) for box in own]


def _texts(walked: Walked, numbers: Sequence[int], to_frame: ToFrame) -> Texts:
    """The text objects of these numbers."""
    handles = walked.picked(numbers)
    modes = np.array(list(map(calls.render_mode_of, handles)), dtype=np.int64)
    colours, alphas = calls.colors_of(handles, stroke=False)
    outlined = ((modes == STROKED[0]) | (modes == STROKED[1])).nonzero()[0]
    if len(outlined):
        colours[outlined], alphas[outlined] = calls.colors_of([handles[i] for i in outlined], stroke=True)
    return Texts(walked, to_frame, np.array(numbers, dtype=np.int64), modes, colours, alphas)


def clip_boxes(walked: Walked, numbers: Sequence[int], to_frame: ToFrame) -> dict[int, Box]:
    """The extent of the clipping paths together, in the frame, of those of the objects that are clipped by some.

    PDFium forgets the clipping rectangle of an object that lies wholly within it, so what is left of these may cut.
    """
    paths = list(map(calls.clip_path_of, walked.picked(numbers)))
    of_each = list(map(calls.count_clip_paths, paths))
    if max(of_each, default=0) <= 0:  # as on most pages
        return {}
    each = zip(numbers, paths, of_each, strict=True)
    pieces = [(i, path, k) for i, path, count in each for k in range(count)]
    counts = [max(0, calls.count_clip_segments(path, k)) for _, path, k in pieces]
    pieces = [piece for piece, count in zip(pieces, counts, strict=True) if count]
    counts = [count for count in counts if count]
    if not pieces:
        return {}
    segments = [
        calls.clip_segment_of(path, k, at)
        for (_, path, k), count in zip(pieces, counts, strict=True)
        for at in range(count)
    ]
    points, told = calls.points_of(segments)
    points[~told] = np.nan
    matrices = np.array([walked.matrices[i] for i, _, _ in pieces]).repeat(counts, axis=0).T
    xs, ys = to_frame(*apply(matrices, points[:, 0], points[:, 1]))
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    low = (np.fmin.reduceat(side, firsts).tolist() for side in (xs, ys))
    high = (np.fmax.reduceat(side, firsts).tolist() for side in (xs, ys))
    out: dict[int, Box] = {}
    for (i, _, _), *sides in zip(pieces, *low, *high, strict=True):
        box = Box(*sides)
        if all(map(math.isfinite, box)):
            out[i] = out[i].intersection(box) if i in out else box
    return out


def walk(page: pdfium.PdfPage) -> Walked:
    """The page's objects, those of forms in their form's place; forms that are too deep as objects of their own."""
    own = calls.objects_of_page(handle_of(page.raw), MAX_OBJECTS)
    kinds = list(map(calls.kind_of, own))
    if pdf.FPDF_PAGEOBJ_FORM not in kinds:
        count = len(own)
        return Walked(own, kinds, [IDENTITY] * count, [0] * count, list(range(count)), is_flat=True)
    out = Walked()
    budget = MAX_OBJECTS
    stack = [(own[i], kinds[i], IDENTITY, 0, i, False) for i in range(len(own) - 1, -1, -1)]
    while stack and budget > 0:
        handle, kind, matrix, depth, place, veiled = stack.pop()
        budget -= 1
        if kind == pdf.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = times(matrix_of(handle), matrix)
            children = calls.objects_of_form(handle, MAX_OBJECTS)
            veiled = veiled or bool(calls.has_transparency(handle))
            stack += [
                (child, calls.kind_of(child), inner, depth + 1, place, veiled) for child in reversed(children)
            ]
            continue
        if veiled:
            out.veiled.add(len(out.handles))
        out.handles.append(handle)
        out.kinds.append(kind)
        out.matrices.append(matrix)
        out.depths.append(depth)
        out.places.append(place)
    return out


def text_boxes(page: pdfium.PdfPage, turn: int) -> Iterator[tuple[Handle, Box]]:
    """Handle and box of every text object of a page that is turned clockwise by ``turn`` for reading."""
    _, _, to_frame = frame(crop_of(page), int(page.get_rotation()) + turn)
    walked = walk(page)
    texts = walked.of_kind(pdf.FPDF_PAGEOBJ_TEXT)
    if texts:
        for i, box in zip(texts, walked.bounds(texts, to_frame).tolist(), strict=True):
            yield walked.handles[i], Box(*box)


def _paths(
    walked: Walked, numbers: Sequence[int], counts: Sequence[int], to_frame: ToFrame
) -> Iterator[tuple[int, Path]]:
    """The paths that paint something, with their object numbers; ``counts`` are their numbers of segments."""
    filled, stroked = calls.draw_modes(walked.picked(numbers))
    painted = (filled | stroked).nonzero()[0].tolist()
    if not painted:
        return
    numbers, counts = [numbers[i] for i in painted], [counts[i] for i in painted]
    handles = walked.picked(numbers)
    fills = _colours(handles, filled[painted], stroke=False)
    strokes = _colours(handles, stroked[painted], stroke=True)
    own = calls.matrices_of(handles)
    for at, i in enumerate([] if walked.is_flat else numbers):
        if walked.matrices[i] is not IDENTITY:
            own[at] = times(own[at].tolist(), walked.matrices[i])
    segments = calls.segments_of(handles, counts)
    points, told = calls.points_of(segments)
    repeated = own.repeat(np.maximum(counts, 0), axis=0).T
    xs, ys = to_frame(*apply(repeated, points[:, 0], points[:, 1]))
    every = list(zip(xs.tolist(), ys.tolist(), strict=True))
    ends = np.maximum(counts, 0).cumsum()
    begins = calls.begins_of(segments)
    closes = _closes(segments, begins, ends)
    plain = _plain(begins, closes, told, ends).tolist()
    a, b, c, d, _, _ = own.T
    scales = np.sqrt(np.abs(a * d - b * c))
    widths = np.where(scales == 0, 1.0, scales)
    lines = stroked[painted].nonzero()[0]
    widths[lines] *= calls.stroke_widths([handles[i] for i in lines.tolist()])
    begin, close, told_of = begins.tolist(), closes.tolist(), told.tolist()
    boxes = _extents(xs, ys, ends)
    first = 0
    each = zip(numbers, counts, ends.tolist(), plain, boxes, fills, strokes, widths.tolist(), strict=True)
    for number, count, after, is_plain, box, fill, stroke, width in each:
        piece = every[first:after]
        if fill is None and stroke is None:
            pass
        elif is_plain:
            subpaths = [[*piece, piece[0]] if close[after - 1] else piece]
            yield number, Path(subpaths, box, fill, stroke, width, count)
        else:
            its = slice(first, after)
            subpaths = _subpaths(piece, begin[its], close[its], told_of[its])
            if subpaths:
                yield number, Path(subpaths, extent(chain(*subpaths)), fill, stroke, width, count)
        first = after


def _extents(xs: Floats, ys: Floats, ends: Whole) -> list[Box]:
    """The boxes around all points of each path; ``ends`` are the places behind their last ones."""
    firsts = np.concatenate([[0], ends[:-1]])
    sides = np.zeros((4, len(ends)))
    drawn = ends > firsts
    at = firsts[drawn]
    for k, (fold, side) in enumerate(
        [(np.minimum, xs), (np.minimum, ys), (np.maximum, xs), (np.maximum, ys)] if len(at) else []
    ):
        sides[k, drawn] = fold.reduceat(side, at)
    return list(map(Box, *sides.tolist()))


def _colours(handles: Sequence[Handle], asked: Flags, *, stroke: bool) -> list[int | None]:
    """The colours of those paths that are asked for; ``None`` where they are transparent."""
    out: list[int | None] = [None] * len(handles)
    places = asked.nonzero()[0].tolist()
    if not places:
        return out
    colours, alphas = calls.colors_of([handles[i] for i in places], stroke=stroke)
    for i, colour, alpha in zip(places, colours.tolist(), alphas.tolist(), strict=True):
        out[i] = colour if alpha else None
    return out


def _closes(segments: Sequence[Handle], begins: Flags, ends: Whole) -> Flags:
    """Which segments close their subpath; asked of the last ones of subpaths alone. ``ends`` as in `_plain`."""
    is_last = np.append(begins[1:], True)
    is_last[ends[ends > 0] - 1] = True
    out = np.zeros(len(segments), np.bool_)
    last = is_last[: len(segments)].nonzero()[0]
    out[last] = calls.closes_of([segments[i] for i in last.tolist()])
    return out


def _plain(begins: Flags, closes: Flags, told: Flags, ends: Whole) -> Flags:
    """Which paths are one piece, as lines and rectangles are: only their first segment begins one, and only their last
    may close it. ``ends`` are the places behind their last segments.
    """
    firsts = np.concatenate([[0], ends[:-1]])
    is_any = ends > firsts
    begins, closes = begins.copy(), closes.copy()
    begins[firsts[is_any]] = closes[ends[is_any] - 1] = False
    odd = np.concatenate([[0], (begins | closes | ~told).cumsum()])
    is_even: Flags = odd[firsts] == odd[ends]
    return is_any & is_even


def _subpaths(
    points: Sequence[Point], begins: Sequence[bool], closes: Sequence[bool], told: Sequence[bool]
) -> list[list[Point]]:
    """The points of each subpath, as far as they were ``told``."""
    out: list[list[Point]] = []
    for point, begin, close, is_told in zip(points, begins, closes, told, strict=True):
        if not is_told:
            continue
        if begin or not out:
            out.append([point])
        else:
            out[-1].append(point)
        if close:
            out[-1].append(out[-1][0])
    return out


def matrix_of(handle: Handle) -> Matrix:
    """The object's own matrix."""
    a, b, c, d, e, f = calls.matrices_of([handle])[0].tolist()
    return a, b, c, d, e, f


def times(first: Matrix, then: Matrix) -> Matrix:
    """The product of two PDF matrices: the effect of one after the other."""
    if then is IDENTITY or then == IDENTITY:
        return first
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


def apply(matrix: Any, x: Any, y: Any) -> tuple[Any, Any]:
    """The point (x, y) transformed by a PDF matrix (a, b, c, d, e, f).

    Also for arrays: many points by one matrix, or each by its own (six rows of numbers).
    """
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
