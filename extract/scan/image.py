"""Pictures to read: a PDF page's own embedded image, a rendering of it, or the frames of an image file.

An embedded image that alone fills its page is taken at its own resolution, so that nothing is resampled
twice. Everything else (several images, a crop, a slant, a stencil) is rendered, which respects whatever the
PDF says. Sizes are checked before anything is decoded: a few bytes can announce a picture that fills the
memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from ...schema.errors import DamagedError, TooLargeError
from ..page_objects import address_of

Picture = NDArray[np.uint8]

MAX_PIXELS = 120_000_000
"""A3 at 600 dpi has 70 million."""

RENDER_DPI = 250.0
MIN_DPI = 100.0
MAX_DPI = 400.0
DEFAULT_DPI = 200.0
LONG_SIDES = (11.0, 11.69, 13.0, 14.0)
"""Long sides in inches of the papers that decrees are printed on: Letter, A4, F4, Legal."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One page of an image file with its resolution and its size in points."""

    image: Picture
    dpi: float
    width: float
    height: float


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


def hide_text(page: pdfium.PdfPage, but: Sequence[Any] = ()) -> None:
    """Switch off the page's text objects for as long as it is open: a rendering shows what they don't explain.

    ``but``: handles of those that stay.
    """
    kept = {address_of(handle) for handle in but}
    for text in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=8):
        if address_of(text.raw) not in kept:
            pdfium_c.FPDFPageObj_SetIsActive(text.raw, False)


def load_frames(path: Path, max_pixels: int = MAX_PIXELS) -> Iterator[Frame]:
    """The pages of a PNG, JPEG or TIFF file, one after the other.

    Raises:
        DamagedError: the file is no picture or breaks off.
        TooLargeError: a page has more than ``max_pixels`` pixels.
    """
    try:
        with Image.open(path) as source:
            for number in range(getattr(source, "n_frames", 1)):
                source.seek(number)
                _check_pixels(*source.size, max_pixels, file=str(path), page=number + 1)
                yield _frame(source)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise DamagedError("the picture cannot be decoded", file=str(path)) from error


def frame_sizes(path: Path, max_pixels: int = MAX_PIXELS) -> list[tuple[float, float]]:
    """Width and height in points of every page of an image file, without decoding any.

    Raises:
        DamagedError: the file is no picture.
        TooLargeError: a page has more than ``max_pixels`` pixels.
    """
    sizes = []
    try:
        with Image.open(path) as source:
            for number in range(getattr(source, "n_frames", 1)):
                source.seek(number)
                _check_pixels(*source.size, max_pixels, file=str(path), page=number + 1)
                width, height = source.size
                if source.getexif().get(0x0112, 1) in (5, 6, 7, 8):
                    width, height = height, width
                dpi = _file_dpi(source)
                sizes.append((width * 72.0 / dpi, height * 72.0 / dpi))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise DamagedError("the picture cannot be decoded", file=str(path)) from error
    return sizes


def _frame(source: Image.Image) -> Frame:
    dpi = _file_dpi(source)
    picture = ImageOps.exif_transpose(source)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        array = _eight_bits(np.asarray(picture, dtype=np.float64))
    else:
        array = np.array(picture.convert("L" if picture.mode in ("1", "L") else "RGB"), dtype=np.uint8)
    return Frame(array, dpi, array.shape[1] * 72.0 / dpi, array.shape[0] * 72.0 / dpi)


def _eight_bits(values: NDArray[np.float64]) -> Picture:
    top = float(values.max(initial=0.0))
    return np.clip(values * (255.0 / top if top > 255 else 1.0), 0, 255).astype(np.uint8)


def _file_dpi(source: Image.Image) -> float:
    """What the file says if it can be so, else what makes the long side that of the likeliest paper."""
    stated = source.info.get("dpi")
    long_side = max(source.size)
    if stated:
        dpi = float(stated[0])
        if 72 < dpi <= 1200 and 7 <= long_side / dpi <= 18:
            return dpi
    for dpi in (150.0, 200.0, 250.0, 300.0, 400.0, 600.0):
        if any(abs(long_side / dpi - side) < 0.12 for side in LONG_SIDES):
            return dpi
    return max(72.0, long_side / 12.5)


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
    slack = 0.006 * max(box[2] - box[0], box[3] - box[1])
    if max(abs(left - box[0]), abs(bottom - box[1]), abs(right - box[2]), abs(top - box[3])) > slack:
        return None
    tiny = 1e-3 * max(abs(a), abs(b), abs(c), abs(d))
    if abs(b) <= tiny and abs(c) <= tiny and a * d > 0:
        own = 0 if a > 0 else 2
    elif abs(a) <= tiny and abs(d) <= tiny and b * c < 0:
        own = 3 if b > 0 else 1
    else:
        return None
    width, height = image.get_px_size()
    across, along = (abs(a), abs(d)) if own in (0, 2) else (abs(b), abs(c))
    if abs((width / across) / (height / along) - 1) > 0.02:
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
    colours = array[:, :, :3] if bitmap.rev_byteorder else array[:, :, 2::-1]
    return np.array(colours, dtype=np.uint8)


def _render_dpi(page: pdfium.PdfPage, images: list[pdfium.PdfImage]) -> float:
    """The resolution of the page's largest image, within reason."""
    area = page.get_width() * page.get_height()
    best, dpi = 0.15 * area, RENDER_DPI
    for image in images:
        left, bottom, right, top = image.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered > best:
            pixels = image.get_px_size()
            best, dpi = covered, 72.0 * (pixels[0] * pixels[1] / covered) ** 0.5
    return float(min(MAX_DPI, max(MIN_DPI, dpi)))
