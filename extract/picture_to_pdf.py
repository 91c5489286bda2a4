"""A picture of a page (PNG, JPEG, TIFF, BMP, WebP, JPEG 2000) as a PDF, so that scans have one way in.

The pixels are kept as they are, in grey where the picture is grey. Transparency becomes white paper, 16 bits
become 8, and a camera's orientation mark is obeyed. What a file says of its resolution is believed where it makes
a paper that offices use: cameras and programs write 72 or 96 without having measured anything. Only a TIFF's frames
are pages; what other formats hold besides their first picture are previews and movement.

pikepdf and Pillow are imported when a picture comes.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..schema.errors import DamagedError, TooLargeError, UnsupportedError

PICTURE_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",
    b"\xff\x4f\xff\x51",
)

A4 = 1.414
PAPERS = {1.294: 11.0, A4: 11.69, 1.529: 13.0, 1.571: 13.0, 1.647: 14.0}
"""Papers of offices by the ratio of their sides (Letter, A4, two kinds of folio, Legal): the long side in inches."""

SAME_RATIO = 0.025  # of it: scanners cut a little off
SHORTEST, LONGEST = 7.0, 17.0  # inches, long side of a page: A5 is 8.3, A3 16.5
ASSUMED_DPI = (72, 96)  # what programs write that know nothing
NEAR_PAPER = 0.02
PAPER_SIDES = (8.27, 9.84, 11.0, 11.69, 13.0, 14.0, 16.54)  # inches, long sides of A5, B5, Letter to A3
LEAST_DPI, MOST_DPI = 50, 1200
UNEQUAL = 2.5  # ratio of the axes' resolutions; a coarse fax has 2.1
REDUCED = 254  # TIFF tag whose lowest bit marks a frame that is a preview of another


def is_picture(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a picture that can be read, whatever its name."""
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    bitmap = head[:2] == b"BM" and head[6:10] == b"\0\0\0\0"
    return head.startswith(PICTURE_MAGIC) or webp or bitmap


def likely_long_side(width: float, height: float) -> float:
    """The long side in inches of the paper that has most likely the proportions of a picture."""
    long, short = max(width, height), max(1.0, min(width, height))
    ratio = min(PAPERS, key=lambda known: abs(known - long / short))
    return PAPERS[ratio] if abs(ratio - long / short) <= SAME_RATIO * ratio else PAPERS[A4]


def picture_to_pdf(path: Path, *, name: str, max_pages: int, max_pixels: int) -> bytes:
    """A PDF with one page a frame, as large as the picture says it was on paper.

    Raises:
        IkiError: the subclass that says why the picture cannot be read.
    """
    import pikepdf  # noqa: PLC0415 - see the module's docstring
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - see above

    out = io.BytesIO()
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path) as image, pikepdf.new() as pdf:
            for number, frame in enumerate(_pages(image), 1):
                if number > max_pages:
                    raise TooLargeError(f"the picture has more than {max_pages:,} pages", file=name)
                if frame.width * frame.height > max_pixels:
                    raise TooLargeError(
                        f"the picture has {frame.width:,} x {frame.height:,} pixels, "
                        f"the limit is {max_pixels:,} in all",
                        file=name,
                        page=number,
                        remedy="Scan it at 300 dpi, or raise --max-pixels",
                    )
                _add_frame(pdf, frame)
            pdf.save(out)
    except Image.DecompressionBombError as error:
        raise TooLargeError(f"the picture is too large ({error})", file=name) from error
    except UnidentifiedImageError as error:
        raise UnsupportedError(f"the picture cannot be read ({error})", file=name) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedError(f"the picture is damaged ({error})", file=name, remedy="Scan it again") from error
    return out.getvalue()


def _pages(image: Any) -> Iterator[Any]:
    """The picture's frames without previews."""
    from PIL import ImageSequence  # noqa: PLC0415 - see the module's docstring

    if image.format != "TIFF":
        yield image
        return
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number == 0 or not int(getattr(frame, "tag_v2", {}).get(REDUCED, 0)) & 1:
            yield frame


def _add_frame(pdf: Any, frame: Any) -> None:
    """Append a page that is wholly covered by the frame, losslessly."""
    import pikepdf  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    across, along = _frame_dpi(frame)
    upright = _on_white(_eight_bits(ImageOps.exif_transpose(frame)))
    if (upright.width > upright.height) != (frame.width > frame.height):
        across, along = along, across
    grey = upright.mode in ("1", "L")
    flat = upright.convert("L" if grey else "RGB")
    width, height = flat.width * 72 / across, flat.height * 72 / along
    picture = pikepdf.Stream(
        pdf,
        zlib.compress(flat.tobytes(), 1),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=flat.width,
        Height=flat.height,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.Contents = pdf.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do Q".encode())


def _eight_bits(frame: Any) -> Any:
    """The frame with 16 or 32 bits of grey reduced to 8."""
    return frame.point(lambda value: value * (1 / 256)).convert("L") if frame.mode.startswith("I") else frame


def _on_white(frame: Any) -> Any:
    """The frame without transparency, on white paper."""
    from PIL import Image  # noqa: PLC0415 - as above

    if "A" not in frame.mode and "transparency" not in frame.info:
        return frame
    rgba = frame.convert("RGBA")
    paper = Image.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    return paper.convert("RGB")


def _frame_dpi(frame: Any) -> tuple[float, float]:
    """The picture's resolution across and along: its own where that can be, or what makes it a likely paper."""
    told = frame.info.get("dpi") or (0, 0)
    across, along = float(told[0] or 0), float(told[1] or told[0] or 0)
    if min(across, along) >= LEAST_DPI and max(across, along) <= min(MOST_DPI, UNEQUAL * min(across, along)):
        long = max(frame.width / across, frame.height / along)
        measured = round(across) not in ASSUMED_DPI or any(
            abs(long - side) <= NEAR_PAPER * side for side in PAPER_SIDES
        )
        if measured and SHORTEST <= long <= LONGEST:
            return across, along
    dpi = max(frame.size) / likely_long_side(*frame.size)
    return dpi, dpi
