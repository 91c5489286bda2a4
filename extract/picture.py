"""A picture of a page (PNG, JPEG, TIFF) as a PDF, so that scans have one way in.

The pixels are kept as they are, in grey where the picture is grey. Transparency becomes white paper, 16 bits
become 8, and a camera's orientation mark is obeyed. pikepdf and Pillow are imported when a picture comes.
"""

from __future__ import annotations

import io
import warnings
import zlib
from pathlib import Path
from typing import Any

from ..schema.errors import DamagedError, TooLargeError, UnsupportedError

PICTURE_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
A4_INCHES = 11.69


def picture_to_pdf(path: Path, *, name: str, max_pages: int, max_pixels: int) -> bytes:
    """A PDF with one page a frame, as large as the picture says it was on paper.

    Raises:
        IkiError: the subclass that says why the picture cannot be read.
    """
    import pikepdf  # noqa: PLC0415 - see the module's docstring
    from PIL import Image, ImageSequence, UnidentifiedImageError  # noqa: PLC0415 - see above

    out = io.BytesIO()
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path) as image, pikepdf.new() as pdf:
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
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


def _add_frame(pdf: Any, frame: Any) -> None:
    """Append a page that is wholly covered by the frame, losslessly."""
    import pikepdf  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    dpi = _frame_dpi(frame)
    upright = _on_white(_eight_bits(ImageOps.exif_transpose(frame)))
    grey = upright.mode in ("1", "L")
    flat = upright.convert("L" if grey else "RGB")
    width, height = flat.width * 72 / dpi, flat.height * 72 / dpi
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


def _frame_dpi(frame: Any) -> float:
    """The picture's own resolution, or the one that makes its long side that of A4 where it tells none."""
    told = frame.info.get("dpi", (0, 0))[0]
    if 70 < told <= 1200:
        return float(told)
    return float(max(frame.size)) / A4_INCHES
