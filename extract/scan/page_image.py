"""Pictures to read: a PDF page's own embedded image, or a rendering of it.

An embedded image that alone fills its page is taken at its own resolution, so that nothing is resampled
twice. Everything else (several images, a crop, a slant, a stencil) is rendered, which respects whatever the
PDF says. Sizes are checked before anything is decoded: a few bytes can announce a picture that fills the
memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from ...schema.errors import TooLargeError
from ..pdfium_calls import handle_of
from ..picture_to_pdf import LONGEST, SHORTEST, likely_long_side

Picture = NDArray[np.uint8]

MAX_PIXELS = 120_000_000
"""A3 at 600 dpi has 70 million."""

RENDER_DPI = 250.0
MIN_DPI = 100.0
MAX_DPI = 400.0
FILLS, LEVEL, LEAST_AREA = 0.006, 1e-3, 0.15
"""How far an image's sides may lie from the page's, as a share of its longer side; how far its rows may be off level,
as a share of its scale; and the least share of the page of an image whose resolution counts.
"""

SQUEEZED = 0.02
"""Share by which a picture's resolutions across and along may differ: rounded sizes differ by less."""


def page_image(
    page: pdfium.PdfPage, max_pixels: int = MAX_PIXELS, *, typed: bool = False
) -> tuple[Picture, float]:
    """The page as displayed, as a picture, with its resolution in dots per inch.

    ``typed``: words are typed on the page, which are known and left out of the picture.

    Raises:
        TooLargeError: the picture would have more than ``max_pixels`` pixels.
    """
    images = list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    for image in images:
        pixel_width, pixel_height = image.get_px_size()
        _check_pixels(pixel_width, pixel_height, max_pixels)
    if len(images) == 1:
        turns = _quarter_turns(page, images[0])
        if turns is not None:
            picture = _embedded(images[0])
            if picture is not None:
                upright = np.ascontiguousarray(np.rot90(picture, -turns))
                return upright, upright.shape[1] * 72.0 / page.get_width()
    if typed:
        hide_text(page)
    dpi = _render_dpi(page, images)
    width, height = page.get_size()
    _check_pixels(round(width * dpi / 72), round(height * dpi / 72), max_pixels)
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, may_draw_forms=False)
    try:
        return _rgb(bitmap), dpi
    finally:
        bitmap.close()


LARGE_DPI, SMALL_DPI = 100.0, 450.0
"""Resolutions that no scanner has at a page larger than A3, and at one smaller than A5."""


def paper_factor(width: float, height: float, dpi: float) -> float:
    """How many times larger a page says it is than the paper that its picture was taken of.

    Programs put a scan's pixels on a page at 72 dots per inch, or on one of any size. ``width`` and ``height`` are in
    points.
    """
    long = max(width, height) / 72.0
    if (long > LONGEST and dpi < LARGE_DPI) or (long < SHORTEST and dpi > SMALL_DPI):
        return long / likely_long_side(width, height)
    return 1.0


def hide_text(page: pdfium.PdfPage, but: Sequence[Any] = ()) -> None:
    """Switch off the page's text objects for as long as it is open: a rendering shows what they don't explain.

    ``but``: handles of those that stay.
    """
    kept = {handle.address for handle in but}
    for text in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=8):
        if handle_of(text.raw).address not in kept:
            pdfium_c.FPDFPageObj_SetIsActive(text.raw, False)


def _check_pixels(
    width: int, height: int, limit: int, *, file: str | None = None, page: int | None = None
) -> None:
    if width * height > limit:
        raise TooLargeError(
            f"a picture of {width} x {height} pixels is beyond the limit of {limit} pixels",
            file=file,
            page=page,
            remedy="Scan it at a lower resolution, 300 dpi are plenty",
        )


def _quarter_turns(page: pdfium.PdfPage, image: pdfium.PdfImage) -> int | None:
    """Clockwise quarter turns that bring the image's rows to those of the page as displayed.

    None where the image does not fill the page, is mirrored, slanted, masked or squeezed.
    """
    a, b, c, d = image.get_matrix().get()[:4]
    if _is_masked(image):
        return None
    left, bottom, right, top = image.get_bounds()
    box = page.get_cropbox()
    slack = FILLS * max(box[2] - box[0], box[3] - box[1])
    if max(abs(left - box[0]), abs(bottom - box[1]), abs(right - box[2]), abs(top - box[3])) > slack:
        return None
    tiny = LEVEL * max(abs(a), abs(b), abs(c), abs(d))
    if abs(b) <= tiny and abs(c) <= tiny and a * d > 0:
        own = 0 if a > 0 else 2
    elif abs(a) <= tiny and abs(d) <= tiny and b * c < 0:
        own = 3 if b > 0 else 1
    else:
        return None
    width, height = image.get_px_size()
    across, along = (abs(a), abs(d)) if own in (0, 2) else (abs(b), abs(c))
    if abs((width / across) / (height / along) - 1) > SQUEEZED:
        return None
    return int(own + page.get_rotation() // 90) % 4


def _is_masked(image: pdfium.PdfImage) -> bool:
    metadata = image.get_metadata()
    stencil = metadata.bits_per_pixel == 1 and metadata.colorspace == pdfium_c.FPDF_COLORSPACE_UNKNOWN
    return bool(stencil or pdfium_c.FPDFPageObj_HasTransparency(image))


def _embedded(image: pdfium.PdfImage) -> Picture | None:
    try:
        return _rgb(image.get_bitmap())
    except pdfium.PdfiumError:
        return None


def _rgb(bitmap: pdfium.PdfBitmap) -> Picture:
    """Grey (H, W) or RGB (H, W, 3), copied out of the bitmap's own memory."""
    array = bitmap.to_numpy()
    if array.ndim == 2 or array.shape[2] == 1:
        return np.array(array.reshape(array.shape[0], array.shape[1]), dtype=np.uint8)
    import cv2  # noqa: PLC0415 - loads slowly, and pages of text need this module, too

    order = {
        (3, False): cv2.COLOR_BGR2RGB,
        (4, False): cv2.COLOR_BGRA2RGB,
        (4, True): cv2.COLOR_RGBA2RGB,
    }.get((array.shape[2], bool(bitmap.rev_byteorder)))
    return np.array(
        array if order is None else cv2.cvtColor(array, order), dtype=np.uint8, copy=order is None
    )


def _render_dpi(page: pdfium.PdfPage, images: list[pdfium.PdfImage]) -> float:
    """The resolution of the page's largest image, within reason."""
    area = page.get_width() * page.get_height()
    best, dpi = LEAST_AREA * area, RENDER_DPI
    for image in images:
        left, bottom, right, top = image.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered > best:
            pixels = image.get_px_size()
            best, dpi = covered, 72.0 * (pixels[0] * pixels[1] / covered) ** 0.5
    return float(min(MAX_DPI, max(MIN_DPI, dpi)))
