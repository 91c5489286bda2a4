"""A page's picture made straight: light, turn, slant and bend taken out, at one working resolution."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from .light import Grey, even_light, stretched, tone
from .traces import ruling_traces, text_traces
from .upright import find_upright
from .warp import Straightening, fit_bend, turning

LOW_DPI, HIGH_DPI = 200.0, 250.0
"""Working resolution: less is scaled up so that strokes are wide enough to tell apart, more costs only
time.
"""

INK = 140
"""Below this, ink, on a page of stretched contrast."""


@dataclass(frozen=True, slots=True)
class StraightPage:
    """The straight picture: dark print on white; ``scale`` is its pixels per point.

    ``turns`` are clockwise quarter turns, ``slant`` degrees clockwise, ``head`` the evidence for its being
    upright (see `upright`).
    """

    grey: Grey
    scale: float
    turns: int
    slant: float
    head: float
    straightening: Straightening


def straighten(image: NDArray[np.uint8], dpi: float) -> StraightPage:
    """The page's picture made straight."""
    levelled = even_light(image, dpi)
    levels = tone(levelled)
    upright = find_upright(levelled, dpi, levels.threshold)
    working = min(HIGH_DPI, max(LOW_DPI, dpi))
    print_only = _scaled(stretched(levelled, levels), working / dpi)
    return _straight(print_only, working / 72.0, upright.turns, upright.slant, upright.head)


def turned_over(page: StraightPage, image: NDArray[np.uint8], dpi: float) -> StraightPage:
    """The same page the other way up."""
    levelled = even_light(image, dpi)
    print_only = _scaled(stretched(levelled, tone(levelled)), page.scale * 72.0 / dpi)
    return _straight(print_only, page.scale, (page.turns + 2) % 4, page.slant, -page.head)


def _straight(print_only: Grey, scale: float, turns: int, slant: float, head: float) -> StraightPage:
    turn = turning((print_only.shape[0], print_only.shape[1]), turns, slant)
    ink = (turn.apply(print_only) < INK).astype(np.uint8)
    level = text_traces(ink, scale) + ruling_traces(ink, scale, vertical=False)
    bend = fit_bend(turn.width, turn.height, level, ruling_traces(ink, scale, vertical=True))
    straightening = replace(turn, bend=bend)
    return StraightPage(straightening.apply(print_only), scale, turns, slant, head, straightening)


def _scaled(picture: Grey, factor: float) -> Grey:
    if abs(factor - 1) < 0.01:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
