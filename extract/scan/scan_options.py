"""What a user can say about reading scans."""

from __future__ import annotations

from dataclasses import dataclass

from .engine import EngineName
from .page_image import MAX_PIXELS


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """``engine``: `auto` reads with a quick recogniser, in doubt with a larger one and Tesseract; ``languages`` are
    Tesseract's.
    """

    engine: EngineName = "auto"
    languages: str = "eng"
    max_pixels: int = MAX_PIXELS
