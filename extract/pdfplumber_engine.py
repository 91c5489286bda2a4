"""The reference text-layer engine: pdfplumber (pdfminer.six).

Slower than PDFium by a factor of ten and more, and independent of it: it is asked where PDFium's reading of a
page is broken, and the tests hold both against each other. Both end in the same words and rulings, built by
the same code (`glyph_words`, `vector_paths`). pdfplumber does not tell invisible text from visible.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

import pdfplumber

from ..schema.errors import DamagedError
from ..schema.geometry import Box
from .glyph_stream import Glyph
from .glyph_words import ASCENT, DESCENT, drop_doubles, words_of
from .page_content import PageContent
from .unicode_repair import UNKNOWN
from .vector_paths import Path, PathCollector, extent

_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\ufffe]+")


def read_page(source: FilePath | bytes, index: int) -> PageContent:
    """What is printed on page ``index`` (0-based), in points of the page as displayed.

    Raises:
        DamagedError: pdfminer cannot parse the file or the page.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with pdfplumber.open(stream) as document:
            page = document.pages[index]
            try:
                return _content(page, index + 1)
            finally:
                page.close()
    except Exception as error:  # pdfminer raises many kinds on damaged files, assertions among them
        raise DamagedError(
            f"pdfplumber cannot read it ({type(error).__name__}: {str(error)[:200]})",
            page=index + 1,
            remedy="Use the engine pdfium",
        ) from error


def _content(page: Any, number: int) -> PageContent:
    media, crop = Box(*map(float, page.mediabox)), Box(*map(float, page.cropbox))  # y upwards in both
    left, top = crop.x0, media.bottom - crop.bottom
    glyphs, unmapped = _glyphs(page.chars, media.bottom, left, top)
    collector = PathCollector()
    for path in _paths(page, left, top):
        collector.add(path)
    rulings = collector.all_rulings()
    width, height = crop.width, crop.height
    outline = Box(0, 0, width, height)
    return PageContent(
        number=number,
        width=width,
        height=height,
        words=[w for w in drop_doubles(words_of(glyphs, rulings)) if w.box.intersection_area(outline) > 0],
        rulings=rulings,
        fills=collector.fills,
        images=[_shifted(image, left, top) for image in page.images],
        unmapped=unmapped,
    )


def _shifted(item: Mapping[str, Any], left: float, top: float) -> Box:
    return Box(item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)


def _glyphs(
    chars: Sequence[Mapping[str, Any]], page_top: float, left: float, top: float
) -> tuple[list[Glyph | None], float]:
    out: list[Glyph | None] = []
    unmapped = 0
    for char in chars:
        text = char["text"]
        if _UNMAPPED.fullmatch(text):
            unmapped += 1
            text = UNKNOWN
        if not text.strip() or text < " ":  # a space whose code has no character
            out.append(None)
            continue
        box = _shifted(char, left, top)
        if char["upright"]:
            baseline = page_top - float(char["matrix"][5]) - top
            size = float(char["size"])
            out.append(Glyph(text, box.x0, baseline - ASCENT * size, box.x1, baseline + DESCENT * size))
        else:
            out.append(Glyph(text, *box))
    total = len(chars)
    return out, unmapped / total if total else 0.0


def _paths(page: Any, left: float, top: float) -> Iterator[Path]:
    for kind in ("lines", "rects", "curves"):
        for item in getattr(page, kind):
            points = [(float(x) - left, float(y) - top) for x, y in item["pts"]]
            if kind == "rects" and len(points) == 4:
                points.append(points[0])
            yield Path(
                subpaths=[points],
                box=extent(points),
                fill=_color(item.get("non_stroking_color")) if item.get("fill") else None,
                stroke=_color(item.get("stroking_color")) if item.get("stroke") else None,
                width=float(item.get("linewidth") or 0.0),
            )


def _color(value: object) -> int:
    """Grey, RGB or CMYK components from 0 to 1 as 0xRRGGBB; black where they are unknown."""
    parts = list(value) if isinstance(value, (list, tuple)) else [value]
    numbers = [float(p) for p in parts if isinstance(p, (int, float))]
    if len(numbers) == 4:
        black = 1 - numbers[3]
        numbers = [(1 - n) * black for n in numbers[:3]]
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) != 3:
        return 0
    red, green, blue = (round(255 * min(max(n, 0.0), 1.0)) for n in numbers)
    return (red << 16) | (green << 8) | blue
