"""PDFium's questions about many characters or objects of a page at a time.

A page has thousands of them, and ctypes spends more on making a pointer object of each handle than PDFium on its
answer. Here a handle is its address, loops run within `map`, and answers are written straight into numpy arrays.
Numbers come as PDFium holds them (single precision, in points of user space: origin bottom left, y upwards), led to
double precision without loss.

Source: PDFium's public headers fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from ctypes import c_float, c_int, c_uint, c_void_p
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdf
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


def address_of(handle: Any) -> int:
    """The address of what a handle stands for, to know it again; 0 of none."""
    return handle if isinstance(handle, int) else ctypes.cast(handle, c_void_p).value or 0


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of PDFium that takes and gives addresses as numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


_P, _I = c_void_p, c_int
unicode_of = _plain(pdf.FPDFText_GetUnicode, c_uint, _P, _I)
has_map_error = _plain(pdf.FPDFText_HasUnicodeMapError, _I, _P, _I)
text_object_of = _plain(pdf.FPDFText_GetTextObject, _P, _P, _I)
count_chars = _plain(pdf.FPDFText_CountChars, _I, _P)
angle_of_char = _plain(pdf.FPDFText_GetCharAngle, c_float, _P, _I)
_font_size = _plain(pdf.FPDFText_GetFontSize, ctypes.c_double, _P, _I)
_loose_box = _plain(pdf.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_char_matrix = _plain(pdf.FPDFText_GetMatrix, _I, _P, _I, _P)
_ink_box = _plain(pdf.FPDFText_GetCharBox, _I, _P, _I, _P, _P, _P, _P)
font_info = _plain(pdf.FPDFText_GetFontInfo, ctypes.c_ulong, _P, _I, _P, ctypes.c_ulong, _P)
_origin = _plain(pdf.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)

kind_of = _plain(pdf.FPDFPageObj_GetType, _I, _P)
render_mode_of = _plain(pdf.FPDFTextObj_GetTextRenderMode, _I, _P)
font_of = _plain(pdf.FPDFTextObj_GetFont, _P, _P)
count_objects = _plain(pdf.FPDFPage_CountObjects, _I, _P)
count_in_form = _plain(pdf.FPDFFormObj_CountObjects, _I, _P)
count_segments = _plain(pdf.FPDFPath_CountSegments, _I, _P)
count_marks = _plain(pdf.FPDFPageObj_CountMarks, _I, _P)
mark_of = _plain(pdf.FPDFPageObj_GetMark, _P, _P, ctypes.c_ulong)
name_of_mark = _plain(pdf.FPDFPageObjMark_GetName, _I, _P, _P, ctypes.c_ulong, _P)
set_active = _plain(pdf.FPDFPageObj_SetIsActive, _I, _P, _I)
clip_path_of = _plain(pdf.FPDFPageObj_GetClipPath, _P, _P)
count_clip_paths = _plain(pdf.FPDFClipPath_CountPaths, _I, _P)
count_clip_segments = _plain(pdf.FPDFClipPath_CountPathSegments, _I, _P, _I)
clip_segment_of = _plain(pdf.FPDFClipPath_GetPathSegment, _P, _P, _I, _I)
_object_of_page = _plain(pdf.FPDFPage_GetObject, _P, _P, _I)
_object_of_form = _plain(pdf.FPDFFormObj_GetObject, _P, _P, ctypes.c_ulong)
_fill_color = _plain(pdf.FPDFPageObj_GetFillColor, _I, _P, _P, _P, _P, _P)
_stroke_color = _plain(pdf.FPDFPageObj_GetStrokeColor, _I, _P, _P, _P, _P, _P)
_stroke_width = _plain(pdf.FPDFPageObj_GetStrokeWidth, _I, _P, _P)
_matrix = _plain(pdf.FPDFPageObj_GetMatrix, _I, _P, _P)
_bounds = _plain(pdf.FPDFPageObj_GetBounds, _I, _P, _P, _P, _P, _P)
_draw_mode = _plain(pdf.FPDFPath_GetDrawMode, _I, _P, _P, _P)
_segment_of = _plain(pdf.FPDFPath_GetPathSegment, _P, _P, _I)
_segment_kind = _plain(pdf.FPDFPathSegment_GetType, _I, _P)
_segment_closes = _plain(pdf.FPDFPathSegment_GetClose, _I, _P)
_segment_point = _plain(pdf.FPDFPathSegment_GetPoint, _I, _P, _P, _P)


def _told(answers: Sequence[int] | map[int]) -> Flags:
    return np.array(list(answers), dtype=np.bool_)


def _columns(array: NDArray[Any]) -> list[range]:
    """The addresses of each column of an array, from its first row to its last."""
    rows, columns = array.shape
    if not rows:
        return [range(0)] * columns
    first, step = array.ctypes.data, array.strides[0]
    return [
        range(at, at + rows * step, step)
        for at in range(first, first + columns * array.itemsize, array.itemsize)
    ]


# ---- characters ------------------------------------------------------------------------------------------------


def codes_of(textpage: int, count: int) -> Whole:
    """The codes of the first ``count`` characters."""
    return np.array(list(map(unicode_of, repeat(textpage), range(count))), dtype=np.int64)


def loose_boxes(textpage: int, numbers: Sequence[int]) -> tuple[Floats, Flags]:
    """Left, top, right and bottom of some characters, zeros for those of which PDFium did not tell it."""
    out = np.zeros((len(numbers), 4), np.float32)
    told = _told(map(_loose_box, repeat(textpage), numbers, _columns(out)[0]))
    return out.astype(np.float64), told


def ink_box(textpage: int, i: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character's ink; zeros where there is none."""
    out = np.zeros((1, 4), np.float64)
    if not _ink_box(textpage, i, *(column[0] for column in _columns(out))):
        return 0.0, 0.0, 0.0, 0.0
    left, right, bottom, top = out[0].tolist()
    return left, right, bottom, top


def char_matrices(textpage: int, numbers: Sequence[int]) -> tuple[Floats, Flags]:
    """The matrices (a to f) of some characters, and for which of them PDFium told it."""
    out = np.zeros((len(numbers), 6), np.float32)
    told = _told(map(_char_matrix, repeat(textpage), numbers, _columns(out)[0]))
    return out.astype(np.float64), told


def font_sizes(textpage: int, numbers: Sequence[int]) -> Floats:
    """The font sizes of some characters, before their matrices."""
    return np.array(list(map(_font_size, repeat(textpage), numbers)), dtype=np.float64)


def origins(textpage: int, numbers: Sequence[int]) -> tuple[Floats, Flags]:
    """Where some characters stand on their baseline (x, y), and for which of them PDFium told it."""
    out = np.zeros((len(numbers), 2), np.float64)
    told = _told(map(_origin, repeat(textpage), numbers, *_columns(out)))
    return out, told


# ---- objects ---------------------------------------------------------------------------------------------------


def objects_of_page(page: int, most: int) -> list[int]:
    """The page's own objects in the order of painting, ``most`` of them."""
    return list(map(_object_of_page, repeat(page), range(min(count_objects(page), most))))


def objects_of_form(form: int, most: int) -> list[int]:
    """The objects of a form in the order of painting, ``most`` of them."""
    return list(map(_object_of_form, repeat(form), range(min(count_in_form(form), most))))


def colors_of(objects: Sequence[int], *, stroke: bool) -> tuple[Whole, Whole]:
    """Colours (0xRRGGBB) and opacities (0 to 255) of some objects; opaque black where PDFium cannot tell."""
    out = np.zeros((len(objects), 4), np.uint32)
    told = _told(map(_stroke_color if stroke else _fill_color, objects, *_columns(out)))
    red, green, blue, alpha = out.astype(np.int64).T
    return np.where(told, (red << 16) | (green << 8) | blue, 0), np.where(told, alpha, 255)


def matrices_of(objects: Sequence[int]) -> Floats:
    """The objects' own matrices (a to f); the identity where there is none."""
    out = np.zeros((len(objects), 6), np.float32)
    told = _told(map(_matrix, objects, _columns(out)[0]))
    out[~told] = (1, 0, 0, 1, 0, 0)
    return out.astype(np.float64)


def bounds_of(objects: Sequence[int]) -> Floats:
    """Left, bottom, right and top of some objects in the coordinates of what holds them."""
    out = np.zeros((len(objects), 4), np.float32)
    list(map(_bounds, objects, *_columns(out)))
    return out.astype(np.float64)


def draw_modes(paths: Sequence[int]) -> tuple[Flags, Flags]:
    """Which paths are filled, and which are stroked."""
    out = np.zeros((len(paths), 2), np.int32)
    told = _told(map(_draw_mode, paths, *_columns(out)))
    filled, stroked = (out != 0).T
    return filled & told, stroked & told


def stroke_widths(paths: Sequence[int]) -> Floats:
    """The widths of the paths' strokes, before their matrices."""
    out = np.zeros((len(paths), 1), np.float32)
    list(map(_stroke_width, paths, _columns(out)[0]))
    return out[:, 0].astype(np.float64)


def segments_of(paths: Sequence[int], counts: Sequence[int]) -> list[int]:
    """The segments of some paths, one path's after the other's; each path has so many."""
    owners = (path for path, count in zip(paths, counts, strict=True) for _ in range(count))
    return list(map(_segment_of, owners, (i for count in counts for i in range(count))))


def points_of(segments: Sequence[int]) -> tuple[Floats, Flags]:
    """Where some segments lead (x, y), and for which of them PDFium told it."""
    out = np.zeros((len(segments), 2), np.float32)
    told = _told(map(_segment_point, segments, *_columns(out)))
    return out.astype(np.float64), told


def begins_of(segments: Sequence[int]) -> list[bool]:
    """Which segments begin a subpath."""
    return [kind == pdf.FPDF_SEGMENT_MOVETO for kind in map(_segment_kind, segments)]


def closes_of(segments: Sequence[int]) -> list[int]:
    """Which segments close their subpath."""
    return list(map(_segment_closes, segments))
