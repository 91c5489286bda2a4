"""Even light: a photographed or scanned page becomes darkness of print on white paper.

Every channel is divided by its own paper colour, taken from a closing of a small copy: the paper is what is
brightest within a few lines' height. Dark edges and the shadow of a fold are paper too by that measure, so
they vanish instead of becoming ink. Coloured ink (stamps, signatures) is bright in one channel at least,
print is dark in all: the lightest channel shows print through a stamp.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

SMALL_DPI = 50.0
"""Resolution of the copy that the paper is measured on."""

PAPER_WINDOW = 0.34
"""Side in inches of the window within which some paper must show."""


class Tone(NamedTuple):
    """Levels of a page of even light: below ``ink`` is certainly print, above ``paper`` certainly none."""

    ink: int
    paper: int

    @property
    def threshold(self) -> int:
        """What divides print from paper."""
        return (self.ink + self.paper) // 2


def even_light(image: NDArray[np.uint8], dpi: float) -> Grey:
    """The page as grey on white (255), uneven light, paper colour and coloured ink taken out."""
    if image.ndim == 2:
        return _level(image, dpi)
    if _is_grey(image):
        return _level(np.ascontiguousarray(image[:, :, 1]), dpi)
    out: Grey | None = None
    for channel in range(3):
        levelled = _level(np.ascontiguousarray(image[:, :, channel]), dpi)
        out = levelled if out is None else np.maximum(out, levelled)
    assert out is not None
    return out


def _is_grey(image: NDArray[np.uint8]) -> bool:
    sample = image[::7, ::7, :3].astype(np.int16)
    spread = sample.max(axis=2) - sample.min(axis=2)
    return bool(np.count_nonzero(spread > 24) < 0.0005 * spread.size)


def _level(channel: Grey, dpi: float) -> Grey:
    height, width = channel.shape
    scale = min(1.0, SMALL_DPI / dpi)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(channel, size, interpolation=cv2.INTER_AREA)
    window = max(3, round(PAPER_WINDOW * SMALL_DPI) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window, window))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    paper = cv2.GaussianBlur(paper, (0, 0), window / 4, borderType=cv2.BORDER_REPLICATE)
    paper = np.maximum(paper, 24)
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(channel, full, scale=255.0), dtype=np.uint8)


def tone(levelled: Grey) -> Tone:
    """Where print ends and paper begins on a page of even light.

    Otsu's threshold divides the dark pixels; what bleeds through from the other side lies in the upper part
    of the span, so the certain-paper level stays well below white.
    """
    sample = levelled[::3, ::3]
    dark = sample[sample < 200]
    if dark.size < 50:
        return Tone(90, 200)
    histogram = np.bincount(dark, minlength=200).astype(np.float64)
    core = float(np.searchsorted(np.cumsum(histogram) / dark.size, 0.25))
    ink = int(min(140.0, max(40.0, core + 25)))
    return Tone(ink, int(min(215.0, max(ink + 60.0, core + 0.72 * (255 - core)))))


def is_bilevel(levelled: Grey) -> bool:
    """Whether the page was scanned in black and white."""
    sample = levelled[::3, ::3]
    between = int(np.count_nonzero((sample > 50) & (sample < 205)))
    black = int(np.count_nonzero(sample <= 50))
    return between < 0.05 * max(1, black)


def stretched(levelled: Grey, levels: Tone) -> Grey:
    """Contrast pulled apart so that what bleeds through turns white; print keeps its soft edges."""
    low = max(0, levels.ink - 60)
    table = (np.arange(256, dtype=np.float64) - low) * 255.0 / max(1, levels.paper - low)
    return np.asarray(cv2.LUT(levelled, np.clip(table, 0, 255).astype(np.uint8)), dtype=np.uint8)
