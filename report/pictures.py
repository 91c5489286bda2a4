"""Pictures of pages and spots, drawn from the source files, within a budget.

A page is rendered once and gives its thumbnail and all crops of its gaps. Rendering costs time and pictures
cost bytes, so both are limited: pages with the gaps that gain most come first, scans count more than text
because they take longer. What depends on nothing but the output folder and the sources stays the same from
run to run. Only files that the conversion went through are opened, and only if their content is still the
same.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from ..batch.inputs import opened
from ..extract.source import SourceLimits, check_page_size, open_source
from ..schema.errors import IkiError
from ..schema.models import Decree
from .output_reader import RunInput

SCALE = 1.5
CROP_WIDTH = 460
CROP_HEIGHT = 320
CROP_MARGIN = 26.0
LEAST_CROP = (220.0, 60.0)
THUMB_WIDTH = 300
OUTLINE = (190, 30, 30)
LIMITS = SourceLimits()


@dataclass(slots=True)
class Budget:
    """What may still be spent: seconds of rendering as units (a text page is 1), bytes inside the report."""

    units: int = 220
    bytes: int = 4_000_000

    def spend(self, units: int) -> bool:
        """Spend units; False, and nothing is spent, if fewer are left."""
        if units > self.units:
            return False
        self.units -= units
        return True


UNITS = {"text": 1, "mixed": 4, "scan": 4}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be cut out of a page."""

    name: str
    page: int
    bbox: Sequence[float] | None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for a page: ``src`` is a data address, or the name of a file in the folder beside the "
    "report."""

    src: str
    width: int
    height: int

    def source(self, base: str) -> str:
        """What an ``img`` refers to, on a page from which the folder lies at ``base``."""
        return self.src if self.src.startswith("data:") else f"{base}{self.src}"


@dataclass(slots=True)
class DocumentPictures:
    """The pictures of one document: thumbnails by page, crops by spot, page sizes in points by page."""

    pages: dict[int, Picture] = field(default_factory=dict)
    crops: dict[str, Picture] = field(default_factory=dict)
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)


class Store:
    """Where pictures go: into the report while its budget lasts, else into the folder beside it."""

    def __init__(self, folder: Path, budget: Budget) -> None:
        self._folder = folder
        self._budget = budget
        self.written: set[str] = set()

    def put(self, image: Image.Image, name: str, *, photo: bool, inline: bool) -> Picture:
        """Keep an image and say where it is."""
        data, suffix = _encoded(image, photo=photo)
        size = len(data) * 4 // 3
        if inline and size <= self._budget.bytes:
            self._budget.bytes -= size
            kind = "jpeg" if suffix == "jpg" else "png"
            return Picture(
                f"data:image/{kind};base64,{base64.b64encode(data).decode()}", image.width, image.height
            )
        file = f"{name}.{suffix}"
        self._folder.mkdir(exist_ok=True)
        (self._folder / file).write_bytes(data)
        self.written.add(file)
        return Picture(file, image.width, image.height)


def draw(
    source: RunInput,
    decree: Decree,
    pages: Sequence[int],
    spots: Sequence[Spot],
    slug: str,
    store: Store,
    *,
    inline: bool,
) -> DocumentPictures:
    """Thumbnails of some pages of a decree and crops of spots on them; nothing where its source is gone.

    ``inline`` asks for thumbnails inside the report; crops always go there while there is room.
    """
    out = DocumentPictures()
    kinds = decree.source.page_kinds
    try:
        with _pdf(source, decree.source.sha256) as pdf:
            for number in pages:
                if not 1 <= number <= len(pdf):
                    continue
                image, size = _rendered(pdf, number)
                photo = number <= len(kinds) and kinds[number - 1] != "text"
                out.sizes[number] = size
                thumb = image.reduce(max(1, round(image.width / THUMB_WIDTH)))
                out.pages[number] = store.put(thumb, f"{slug}-p{number}", photo=photo, inline=inline)
                for spot in spots:
                    if spot.page == number and spot.bbox is None:
                        out.crops[spot.name] = out.pages[number]
                    elif spot.page == number and spot.bbox is not None:
                        crop = cut(image, spot.bbox, SCALE)
                        out.crops[spot.name] = store.put(
                            crop, f"{slug}-{spot.name}", photo=photo, inline=True
                        )
    except (IkiError, OSError, pypdfium2.PdfiumError, ValueError):
        return out
    return out


@contextmanager
def _pdf(source: RunInput, sha256: str) -> Iterator[pypdfium2.PdfDocument]:
    """The source as a PDF.

    Raises:
        IkiError: it is gone or cannot be opened.
        ValueError: it is not the file that was converted.
    """
    with (
        opened(source.key, source.name, LIMITS.max_bytes) as path,
        open_source(path, LIMITS, name=source.name) as found,
    ):
        if found.sha256 != sha256:
            raise ValueError("the source has changed")
        if found.pdf.get_formtype():
            found.pdf.init_forms()  # before any page is opened: filled fields are print too
        yield found.pdf


@contextmanager
def source_page(source: RunInput, sha256: str, number: int) -> Iterator[pypdfium2.PdfPage]:
    """One page of a source, for as long as the block lasts.

    Raises:
        IkiError: the source is gone or cannot be opened.
        ValueError: it is not the file that was converted, or has no such page.
    """
    with _pdf(source, sha256) as pdf:
        if not 1 <= number <= len(pdf):
            raise ValueError("no such page")
        page = pdf[number - 1]
        try:
            width, height = page.get_size()
            check_page_size(width, height, LIMITS)
            yield page
        finally:
            page.close()


def _rendered(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Image.Image, tuple[float, float]]:
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        check_page_size(width, height, LIMITS)
        image = page.render(scale=SCALE).to_pil().convert("RGB")
    finally:
        page.close()
    return image, (width, height)


def cut(image: Image.Image, bbox: Sequence[float], scale: float) -> Image.Image:
    """The part of a page's picture around a box, with the box outlined."""
    x0, top, x1, bottom = bbox
    wide = max(CROP_MARGIN, (LEAST_CROP[0] - (x1 - x0)) / 2)
    high = max(CROP_MARGIN, (LEAST_CROP[1] - (bottom - top)) / 2)
    left = max(0, round((x0 - wide) * scale))
    upper = max(0, round((top - high) * scale))
    right = min(image.width, round((x1 + wide) * scale))
    lower = min(image.height, round((bottom + high) * scale))
    if right - left < 2 or lower - upper < 2:
        left, upper, right, lower = 0, 0, image.width, image.height
    crop = image.crop((left, upper, right, lower))
    outline = [x0 * scale - left, top * scale - upper, x1 * scale - left, bottom * scale - upper]
    if outline[2] > outline[0] and outline[3] > outline[1]:
        ImageDraw.Draw(crop).rectangle([round(v) for v in outline], outline=OUTLINE, width=2)
    if crop.width > CROP_WIDTH or crop.height > CROP_HEIGHT:
        crop.thumbnail((CROP_WIDTH, CROP_HEIGHT), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return crop


def _encoded(image: Image.Image, *, photo: bool) -> tuple[bytes, str]:
    """A scan as JPEG; print as PNG of few colours, which is smaller and sharp."""
    out = io.BytesIO()
    if photo:
        image.save(out, "JPEG", quality=58)
        return out.getvalue(), "jpg"
    image.quantize(16, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", compress_level=6
    )
    return out.getvalue(), "png"
