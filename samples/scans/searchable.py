"""Searchable scans as some scanners write them: their reading in visible letters, the page's picture over it."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Picture = NDArray[np.uint8]
MISREAD = (("rn", "m"), ("l", "1"), ("O", "0"), ("S", "5"), ("e", "c"), ("ii", "u"), ("g", "q"))
MISREAD_SHARE = 0.04
"""Of the lines' words that the scanner misreads."""
FACE = "Helvetica"
JPEG_QUALITY = 70


def save(source: Path, pages: Sequence[Picture], target: Path, seed: int) -> None:
    """Write the pictures over what a scanner would have read from the printed pages of `source`."""
    lines = [list(found) for found in _lines(source)]
    sizes = _sizes(source)
    rng = random.Random(f"{source.stem}/{seed}")
    canvas = Canvas(str(target), invariant=1, pageCompression=1)
    for picture, found, (wide, high) in zip(pages, lines, sizes, strict=True):
        canvas.setPageSize((wide, high))
        for text, (left, bottom, right, top) in found:
            _write(canvas, _misread(text, rng), (left, bottom, right - left, top - bottom))
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "JPEG", quality=JPEG_QUALITY)
        canvas.drawImage(ImageReader(io.BytesIO(buffer.getvalue())), 0, 0, wide, high)
        canvas.showPage()
    canvas.save()


def _write(canvas: Canvas, text: str, box: tuple[float, float, float, float]) -> None:
    left, bottom, wide, high = box
    size = max(high, 4.0)
    natural = canvas.stringWidth(text, FACE, size) or 1.0
    line = canvas.beginText(left, bottom)
    line.setFont(FACE, size)
    line.setHorizScale(100 * wide / natural)
    line.textOut(text)
    canvas.drawText(line)


def _misread(text: str, rng: random.Random) -> str:
    words = []
    for word in text.split():
        right, wrong = rng.choice(MISREAD)
        words.append(word.replace(right, wrong) if rng.random() < MISREAD_SHARE else word)
    return " ".join(words)


def _lines(source: Path) -> Iterator[Iterator[tuple[str, tuple[float, float, float, float]]]]:
    pdf = pypdfium2.PdfDocument(source)
    for page in pdf:
        yield _page_lines(page)


def _page_lines(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    text = page.get_textpage()
    for at in range(text.count_rects()):
        box = text.get_rect(at)
        shown = text.get_text_bounded(*box).strip()
        if shown:
            yield shown.replace("\r\n", " "), box


def _sizes(source: Path) -> list[tuple[float, float]]:
    pdf = pypdfium2.PdfDocument(source)
    try:
        return [page.get_size() for page in pdf]
    finally:
        pdf.close()
