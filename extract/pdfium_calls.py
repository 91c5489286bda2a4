"""PDFium's questions about many characters or objects of a page at a time.

A page has thousands of them, and ctypes spends more on checking and wrapping arguments than PDFium on its answer.
Here functions take their arguments as they are (so only what this module declares may be handed in), loops run within
`map`, and answers are written into arrays that are kept. Numbers come as PDFium holds them (single precision, in points
of user space: origin bottom left, y upwards), led to double precision without loss.

Source: PDFium's public headers fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from ctypes import c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import numpy as np
import pypdfium2.raw as pdf
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
AT_ONCE = 1024  # questions for whose answers there is room


class Handle(c_void_p):
    """What stands for a page, a text page, an object, a segment or a clipping path of PDFium."""

    @property
    def address(self) -> int:
        """What distinguishes it from others; 0 where it stands for nothing."""
        return self.value or 0


def handle_of(pointer: Any) -> Handle:
    """The handle of what a pointer of pypdfium2 points to, or of an address."""
    return Handle(pointer if isinstance(pointer, int) else ctypes.cast(pointer, c_void_p).value)


def _plain(function: Any, result: Any) -> Callable[..., Any]:
    """A function of PDFium that takes handles, other pointers and small whole numbers without looking at them."""
    return ctypes.PYFUNCTYPE(result)(handle_of(function).address)


unicode_of = _plain(pdf.FPDFText_GetUnicode, c_uint)
has_map_error = _plain(pdf.FPDFText_HasUnicodeMapError, c_int)
text_object_of = _plain(pdf.FPDFText_GetTextObject, Handle)
count_chars = _plain(pdf.FPDFText_CountChars, c_int)
_char_angle = _plain(pdf.FPDFText_GetCharAngle, c_float)
_text = _plain(pdf.FPDFText_GetText, c_int)
_font_info = _plain(pdf.FPDFText_GetFontInfo, c_ulong)
_font_size = _plain(pdf.FPDFText_GetFontSize, ctypes.c_double)
_ink_box = _plain(pdf.FPDFText_GetCharBox, c_int)
_loose_box = _plain(pdf.FPDFText_GetLooseCharBox, c_int)
_char_matrix = _plain(pdf.FPDFText_GetMatrix, c_int)
_origin = _plain(pdf.FPDFText_GetCharOrigin, c_int)

kind_of = _plain(pdf.FPDFPageObj_GetType, c_int)
render_mode_of = _plain(pdf.FPDFTextObj_GetTextRenderMode, c_int)
font_of = _plain(pdf.FPDFTextObj_GetFont, Handle)
has_transparency = _plain(pdf.FPDFPageObj_HasTransparency, c_int)
count_segments = _plain(pdf.FPDFPath_CountSegments, c_int)
count_marks = _plain(pdf.FPDFPageObj_CountMarks, c_int)
set_active = _plain(pdf.FPDFPageObj_SetIsActive, c_int)
clip_path_of = _plain(pdf.FPDFPageObj_GetClipPath, Handle)
count_clip_paths = _plain(pdf.FPDFClipPath_CountPaths, c_int)
count_clip_segments = _plain(pdf.FPDFClipPath_CountPathSegments, c_int)
clip_segment_of = _plain(pdf.FPDFClipPath_GetPathSegment, Handle)
_count_objects = _plain(pdf.FPDFPage_CountObjects, c_int)
_count_in_form = _plain(pdf.FPDFFormObj_CountObjects, c_int)
_object_of_page = _plain(pdf.FPDFPage_GetObject, Handle)
_object_of_form = _plain(pdf.FPDFFormObj_GetObject, Handle)
_mark_of = _plain(pdf.FPDFPageObj_GetMark, Handle)
_name_of_mark = _plain(pdf.FPDFPageObjMark_GetName, c_int)
_fill_color = _plain(pdf.FPDFPageObj_GetFillColor, c_int)
_stroke_color = _plain(pdf.FPDFPageObj_GetStrokeColor, c_int)
_stroke_width = _plain(pdf.FPDFPageObj_GetStrokeWidth, c_int)
_matrix = _plain(pdf.FPDFPageObj_GetMatrix, c_int)
_bounds = _plain(pdf.FPDFPageObj_GetBounds, c_int)
_draw_mode = _plain(pdf.FPDFPath_GetDrawMode, c_int)
_segment_of = _plain(pdf.FPDFPath_GetPathSegment, Handle)
_segment_kind = _plain(pdf.FPDFPathSegment_GetType, c_int)
_segment_closes = _plain(pdf.FPDFPathSegment_GetClose, c_int)
_segment_point = _plain(pdf.FPDFPathSegment_GetPoint, c_int)


class _Room(threading.local):
    """Room for the answers to many questions, a row each, and the pointers to it, which take long to make.

    A function of PDFium writes a row (``apart`` is false), or its columns by a pointer each.
    """

    def __init__(self, kind: type[np.generic], columns: int, *, apart: bool) -> None:
        self.kind, self.columns, self.apart = np.dtype(kind), columns, apart
        self.array: NDArray[Any] = np.zeros((0, columns), kind)
        self.pointers: list[list[c_void_p]] = []

    def ask(self, function: Callable[..., Any], *about: Sequence[Any]) -> tuple[NDArray[Any], Flags]:
        """The answers of a function, and where it says that it has one; ``about`` are its first arguments."""
        count = len(about[-1])
        if count > AT_ONCE:
            starts = range(0, count, AT_ONCE)
            parts = [self.ask(function, *(some[i : i + AT_ONCE] for some in about)) for i in starts]
            return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
        if not len(self.array):
            self._make()
        room = self.array[:count]
        room[:] = 0
        told = np.array(list(map(function, *about, *self.pointers)), dtype=np.bool_)
        return room.copy(), told

    def _make(self) -> None:
        self.array = np.zeros((AT_ONCE, self.columns), self.kind)
        first, step = self.array.ctypes.data, self.array.strides[0]
        columns = range(first, first + step, self.kind.itemsize if self.apart else step)
        self.pointers = [list(map(c_void_p, range(at, at + AT_ONCE * step, step))) for at in columns]


_BOX, _MATRIX = _Room(np.float32, 4, apart=False), _Room(np.float32, 6, apart=False)
_SIDES, _PRECISE_SIDES = _Room(np.float32, 4, apart=True), _Room(np.float64, 4, apart=True)
_POINT, _PRECISE_POINT = _Room(np.float32, 2, apart=True), _Room(np.float64, 2, apart=True)
_COLOR, _WIDTH, _MODES = (
    _Room(np.uint32, 4, apart=True),
    _Room(np.float32, 1, apart=True),
    _Room(np.int32, 2, apart=True),
)


# ---- characters ------------------------------------------------------------------------------------------------

FIRST_SURROGATE, LAST_SURROGATE = 0xD800, 0xDFFF  # halves of characters that take two UTF-16 codes
FIRST_NO_CHARACTER = 0xFFFE  # PDFium writes it for what has no code


def codes_of(textpage: Handle, count: int) -> Whole:
    """The codes of the first ``count`` characters.

    They are asked one by one only where PDFium's text leaves some out; a hyphen at a line's end reads otherwise there.
    """
    text = np.zeros(count + 1, np.uint16)
    written = _text(textpage, 0, count, c_void_p(text.ctypes.data))
    codes = text[:count].astype(np.int64)
    if written == count + 1 and codes.max(initial=0) < FIRST_SURROGATE:  # as on nearly all pages
        return codes
    if written != count + 1 or ((codes >= FIRST_SURROGATE) & (codes <= LAST_SURROGATE)).any():
        return np.array(list(map(unicode_of, [textpage] * count, range(count))), dtype=np.int64)
    for i in np.flatnonzero(codes >= FIRST_NO_CHARACTER).tolist():
        codes[i] = unicode_of(textpage, i)
    return codes


def loose_boxes(textpage: Handle, numbers: Sequence[int]) -> tuple[Floats, Flags]:
    """Left, top, right and bottom of some characters, and for which of them PDFium gave one."""
    boxes, told = _BOX.ask(_loose_box, [textpage] * len(numbers), numbers)
    return boxes.astype(np.float64), told


def ink_box(textpage: Handle, i: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character's ink; zeros where there is none."""
    boxes, told = _PRECISE_SIDES.ask(_ink_box, [textpage], [i])
    left, right, bottom, top = boxes[0].tolist() if told[0] else (0.0, 0.0, 0.0, 0.0)
    return left, right, bottom, top


def font_name(textpage: Handle, i: int, most: int) -> str:
    """The name of a character's font; "" where none is given, or one of more than ``most`` bytes."""
    name, flags = ctypes.create_string_buffer(most), c_int()
    length = _font_info(textpage, i, name, c_ulong(most), ctypes.byref(flags))
    return name.value.decode("utf-8", "replace") if 0 < length <= most else ""


def char_matrices(textpage: Handle, numbers: Sequence[int]) -> tuple[Floats, Flags]:
    """The matrices (a to f) of some characters, and for which of them PDFium gave one."""
    matrices, told = _MATRIX.ask(_char_matrix, [textpage] * len(numbers), numbers)
    return matrices.astype(np.float64), told


def char_angles(textpage: Handle, numbers: Sequence[int]) -> list[float]:
    """The clockwise angles in radians of some characters, before their font sizes; below 0 where none is given."""
    return list(map(_char_angle, [textpage] * len(numbers), numbers))


def font_sizes(textpage: Handle, numbers: Sequence[int]) -> Floats:
    """The font sizes of some characters, before their matrices."""
    return np.array(list(map(_font_size, [textpage] * len(numbers), numbers)), dtype=np.float64)


def origins(textpage: Handle, numbers: Sequence[int]) -> tuple[Floats, Flags]:
    """Where some characters stand on their baseline (x, y), and for which of them PDFium gave one."""
    return _PRECISE_POINT.ask(_origin, [textpage] * len(numbers), numbers)


# ---- objects ---------------------------------------------------------------------------------------------------


def objects_of_page(page: Handle, most: int) -> list[Handle]:
    """The page's own objects in the order of painting, ``most`` of them."""
    count = max(0, min(_count_objects(page), most))
    return list(map(_object_of_page, [page] * count, range(count)))


def objects_of_form(form: Handle, most: int) -> list[Handle]:
    """The objects of a form in the order of painting, ``most`` of them."""
    return [_object_of_form(form, c_ulong(i)) for i in range(min(_count_in_form(form), most))]


def name_of_mark(thing: Handle, number: int, units: int) -> str | None:
    """The name of the marked content that an object is in; ``None`` if longer than ``units`` UTF-16 units."""
    name, length = (ctypes.c_uint16 * units)(), c_ulong()
    mark = _mark_of(thing, c_ulong(number))
    if not _name_of_mark(mark, name, c_ulong(ctypes.sizeof(name)), ctypes.byref(length)):
        return None
    return bytes(name)[: max(0, length.value - 2)].decode("utf-16-le", "replace")


def colors_of(objects: Sequence[Handle], *, stroke: bool) -> tuple[Whole, Whole]:
    """Colours (0xRRGGBB) and opacities (0 to 255) of some objects; opaque black where PDFium cannot tell."""
    colors, told = _COLOR.ask(_stroke_color if stroke else _fill_color, objects)
    red, green, blue, alpha = colors.astype(np.int64).T
    return np.where(told, (red << 16) | (green << 8) | blue, 0), np.where(told, alpha, 255)


def matrices_of(objects: Sequence[Handle]) -> Floats:
    """The objects' own matrices (a to f); the identity where there is none."""
    matrices, told = _MATRIX.ask(_matrix, objects)
    matrices[~told] = (1, 0, 0, 1, 0, 0)
    return matrices.astype(np.float64)


def bounds_of(objects: Sequence[Handle]) -> Floats:
    """Left, bottom, right and top of some objects in the coordinates of what holds them."""
    return _SIDES.ask(_bounds, objects)[0].astype(np.float64)


def draw_modes(paths: Sequence[Handle]) -> tuple[Flags, Flags]:
    """Which paths are filled, and which are stroked."""
    modes, told = _MODES.ask(_draw_mode, paths)
    return (modes[:, 0] != 0) & told, (modes[:, 1] != 0) & told


def stroke_widths(paths: Sequence[Handle]) -> Floats:
    """The widths of the paths' strokes, before their matrices."""
    return _WIDTH.ask(_stroke_width, paths)[0][:, 0].astype(np.float64)


def segments_of(paths: Sequence[Handle], counts: Sequence[int]) -> list[Handle]:
    """The segments of all paths in one list, path by path; ``counts`` are their numbers of segments."""
    owners = [path for path, count in zip(paths, counts, strict=True) for _ in range(count)]
    return list(map(_segment_of, owners, [i for count in counts for i in range(count)]))


def points_of(segments: Sequence[Handle]) -> tuple[Floats, Flags]:
    """Where some segments lead (x, y), and for which of them PDFium gave one."""
    points, told = _POINT.ask(_segment_point, segments)
    return points.astype(np.float64), told


def begins_of(segments: Sequence[Handle]) -> Flags:
    """Which segments begin a subpath."""
    begins = [kind == pdf.FPDF_SEGMENT_MOVETO for kind in map(_segment_kind, segments)]
    return np.array(begins, dtype=np.bool_)


def closes_of(segments: Sequence[Handle]) -> Flags:
    """Which segments close their subpath."""
    return np.array(list(map(_segment_closes, segments)), dtype=np.bool_)
