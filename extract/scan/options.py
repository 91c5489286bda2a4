"""What a user can say about reading scans."""

from __future__ import annotations

from dataclasses import dataclass

from .engine import EngineName
from .image import MAX_PIXELS


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """``engine``: `auto` reads with RapidOCR and asks Tesseract in doubt; ``languages`` are Tesseract's."""

    engine: EngineName = "auto"
    languages: str = "eng"
    max_pixels: int = MAX_PIXELS
