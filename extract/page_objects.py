"""One pass over a page's objects: its paths, its pictures, and what is to be known of its texts.

Objects come in the order in which they are painted, those within forms in their form's place. All points are
led into the frame of the page as it is read (points, origin top left).

Source: PDFium's public header fpdf_edit.h.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box, bounding_box
from .page_frames import crop_of, frame
from .paths import Path, PathCollector, Point

MAX_PATH_SEGMENTS = 200_000
MAX_OBJECTS = 300_000
MAX_COVER_SEGMENTS = 200  # of a filled path: what has more is a drawing, no patch
MIN_COVER = 3.0  # points: what is thinner covers no letters
MAX_DEPTH = 8  # of forms within forms
INVISIBLE, STROKED, CLIPPING = 3, (1, 5), 7  # text render modes
OPAQUE = 255
Matrix = tuple[float, float, float, float, float, float]
ToFrame = Callable[[float, float], Point]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_R, _G, _B, _A = c_uint(), c_uint(), c_uint(), c_uint()
_R_REF, _G_REF, _B_REF, _A_REF = byref(_R), byref(_G), byref(_B), byref(_A)


class TextObject(NamedTuple):
    """A text object: how it is reached, its place in the order of painting, and how it looks.

    ``colour`` is what paints it (0xRRGGBB), ``alpha`` how opaque that is (0 to 255), ``in_form`` whether it
    belongs to a form.
    """

    handle: Any
    matrix: Matrix
    order: int
    mode: int
    colour: int
    alpha: int
    in_form: bool

    @property
    def is_hidden(self) -> bool:
        """Whether it is painted in no way at all, as the text layer of a scan is."""
        return self.mode == INVISIBLE

    @property
    def address(self) -> int:
        """What tells the object from others of its page."""
        return address_of(self.handle)


class Cover(NamedTuple):
    """What may cover text that was painted before it: a filled shape or a picture, and its place in the order."""

    box: Box
    order: int
    colour: int
    is_picture: bool


@dataclass(slots=True)
class PageObjects:
    """What a page's objects are, as far as reading needs it."""

    paths: PathCollector = field(default_factory=PathCollector)
    images: list[Box] = field(default_factory=list)
    texts: list[TextObject] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def read_objects(
    page: pdfium.PdfPage, number: int, to_frame: ToFrame, first_note: int = MAX_OBJECTS
) -> PageObjects:
    """Walks over the page's objects and those of its forms; too many path segments end it with a gap.

    The page's own objects from ``first_note`` on are appearances of fields and notes, whose frames rule no table.
    """
    out = PageObjects()
    left = MAX_PATH_SEGMENTS
    for order, (obj, matrix, depth, place) in enumerate(walk(page)):
        kind = pdf.FPDFPageObj_GetType(obj)
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            segments = pdf.FPDFPath_CountSegments(obj)
            left -= max(segments, 0)
            if left < 0:
                message = f"drawing stopped at {MAX_PATH_SEGMENTS} path segments: rulings may be missing"
                out.gaps.append(Gap(GapCode.PAGE_TOO_LARGE, message, number))
                return out
            path = _path(obj, segments, matrix, to_frame)
            if path is None:
                continue
            fills = len(out.paths.fills)
            if place < first_note:
                out.paths.add(path)
            if path.fill is not None and segments <= MAX_COVER_SEGMENTS:
                shapes = [fill.box for fill in out.paths.fills[fills:]] or list(_shapes(path))
                out.covers += [Cover(box, order, path.fill, False) for box in shapes]
        elif kind == pdf.FPDF_PAGEOBJ_SHADING:
            out.covers.append(Cover(bounds(obj, matrix, to_frame), order, 0, False))
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
            box = bounds(obj, matrix, to_frame)
            out.images.append(box)
            out.covers.append(Cover(box, order, 0, True))
        elif kind == pdf.FPDF_PAGEOBJ_TEXT:
            out.texts.append(_text(obj, matrix, order, depth))
    return out


def _shapes(path: Path) -> Iterator[Box]:
    """The extent of a filled path that is no rectangle, where it could cover letters."""
    points = [point for part in path.subpaths for point in part]
    if points:
        box = bounding_box(Box(x, y, x, y) for x, y in points)
        if min(box.width, box.height) > MIN_COVER:
            yield box


def address_of(handle: Any) -> int:
    """The address of an object of a page, to know it again; 0 of none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _text(obj: Any, matrix: Matrix, order: int, depth: int) -> TextObject:
    mode = pdf.FPDFTextObj_GetTextRenderMode(obj)
    getter = pdf.FPDFPageObj_GetStrokeColor if mode in STROKED else pdf.FPDFPageObj_GetFillColor
    r, g, b, a = _R, _G, _B, _A
    if not getter(obj, _R_REF, _G_REF, _B_REF, _A_REF):
        return TextObject(obj, matrix, order, mode, 0, OPAQUE, depth > 0)
    return TextObject(
        obj, matrix, order, mode, (r.value << 16) | (g.value << 8) | b.value, a.value, depth > 0
    )


def clip_box(obj: Any, matrix: Matrix, to_frame: ToFrame) -> Box | None:
    """The extent of the object's clipping paths together, ``None`` without any."""
    path = pdf.FPDFPageObj_GetClipPath(obj)
    count = pdf.FPDFClipPath_CountPaths(path) if path else 0
    out: Box | None = None
    x, y = c_float(), c_float()
    for i in range(max(count, 0)):
        points = []
        for k in range(pdf.FPDFClipPath_CountPathSegments(path, i)):
            if pdf.FPDFPathSegment_GetPoint(pdf.FPDFClipPath_GetPathSegment(path, i, k), byref(x), byref(y)):
                points.append(to_frame(*apply(matrix, x.value, y.value)))
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


def walk(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix, int, int]]:
    """The page's objects in the order of painting.

    Each comes with its matrix, how deep in forms it is, and the number of the page's own object that it is or
    that holds it.
    """
    raw = page.raw
    budget = MAX_OBJECTS
    stack = [
        (pdf.FPDFPage_GetObject(raw, i), IDENTITY, 0, i)
        for i in range(min(pdf.FPDFPage_CountObjects(raw), MAX_OBJECTS) - 1, -1, -1)
    ]
    while stack and budget > 0:
        obj, matrix, depth, place = stack.pop()
        budget -= 1
        if pdf.FPDFPageObj_GetType(obj) == pdf.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = times(matrix_of(obj), matrix)
            children = min(pdf.FPDFFormObj_CountObjects(obj), MAX_OBJECTS)
            stack.extend(
                (pdf.FPDFFormObj_GetObject(obj, i), inner, depth + 1, place)
                for i in range(children - 1, -1, -1)
            )
        else:
            yield obj, matrix, depth, place


def text_boxes(page: pdfium.PdfPage, turn: int) -> Iterator[tuple[Any, Box]]:
    """Handle and box of every text object of a page that is turned clockwise by ``turn`` for reading."""
    _, _, to_frame = frame(crop_of(page), int(page.get_rotation()) + turn)
    for obj, matrix, *_ in walk(page):
        if pdf.FPDFPageObj_GetType(obj) == pdf.FPDF_PAGEOBJ_TEXT:
            yield obj, bounds(obj, matrix, to_frame)


def bounds(obj: Any, matrix: Matrix, to_frame: ToFrame) -> Box:
    """The box of an object in the frame."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdf.FPDFPageObj_GetBounds(obj, byref(left), byref(bottom), byref(right), byref(top))
    corners = [
        to_frame(*apply(matrix, x, y))
        for x, y in (
            (left.value, bottom.value),
            (right.value, top.value),
            (left.value, top.value),
            (right.value, bottom.value),
        )
    ]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _path(obj: Any, segments: int, matrix: Matrix, to_frame: ToFrame) -> Path | None:
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
    own = times(matrix_of(obj), matrix)
    width = c_float()
    pdf.FPDFPageObj_GetStrokeWidth(obj, byref(width))
    scale = math.sqrt(abs(own[0] * own[3] - own[1] * own[2])) or 1.0
    return Path(
        subpaths=_subpaths(obj, segments, own, to_frame),
        fill=fill_color,
        stroke=stroke_color,
        width=width.value * scale,
    )


def _subpaths(obj: Any, segments: int, matrix: Matrix, to_frame: ToFrame) -> list[list[Point]]:
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
        point = to_frame(a * px + c * py + e, b * px + d * py + f)
        if type_of(segment) == pdf.FPDF_SEGMENT_MOVETO or not out:
            out.append([point])
        else:
            out[-1].append(point)
        if close_of(segment):
            out[-1].append(out[-1][0])
    return out


def _color(getter: Any, obj: Any) -> int | None:
    """The colour as 0xRRGGBB, ``None`` where it is transparent or cannot be told."""
    r, g, b, a = c_uint(), c_uint(), c_uint(), c_uint()
    if not getter(obj, byref(r), byref(g), byref(b), byref(a)):
        return 0
    return None if a.value == 0 else (r.value << 16) | (g.value << 8) | b.value


def matrix_of(obj: Any) -> Matrix:
    """The object's own matrix."""
    m = pdf.FS_MATRIX()
    if not pdf.FPDFPageObj_GetMatrix(obj, byref(m)):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after the other."""
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    if then == IDENTITY:
        return first
    return (
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """The point where the matrix leads it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
