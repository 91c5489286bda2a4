"""A page's picture made straight: light, turn, slant and bend taken out, at one working resolution."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from .baselines import doubled, ruling_traces, text_traces
from .dewarp import Straightening, fit_bend, turning
from .illumination import (
    Grey,
    darkened,
    even_light,
    is_bilevel,
    one_channel,
    positive,
    stretched,
    tone,
    undithered,
    weak_ink,
    without_folds,
    without_specks,
    without_surroundings,
)
from .orientation import find_upright
from .repair_steps import ALL_STEPS, GridSteps
from .shaded_fields import without_panels

WORKING_DPI = 200.0
"""Working resolution: less is scaled up so that strokes are wide enough to tell apart, more costs only time."""

HALF_INK, FAINT_INK = 200, 225
"""Grey levels below which there is ink at half the resolution, for letters and for faint rulings."""


SOFTENING = 0.7
"""Blur in pixels for black-and-white scans: recognisers are trained on soft edges."""
SAME_SCALE = 0.01
"""Share by which a picture's resolution may differ from the working one: scaling it would only blur it."""


@dataclass(frozen=True, slots=True)
class StraightPage:
    """The straight picture: dark print on white; ``scale`` is its pixels per point.

    ``turns`` are clockwise quarter turns, ``slant`` degrees clockwise, ``head`` the evidence for its being
    upright (see `orientation`). ``print_only`` is the picture of even light before it was turned,
    ``weak_only`` its ink that is weaker than its black, None where there is hardly any.
    """

    grey: Grey
    scale: float
    turns: int
    slant: float
    head: float
    straightening: Straightening
    print_only: Grey
    weak_only: Grey | None = None

    def weak(self) -> Grey | None:
        """The page's ink that is weaker than its black, made straight (see `weak_print`); None without any."""
        return None if self.weak_only is None else self.straightening.apply(self.weak_only)


def straighten(
    image: NDArray[np.uint8], dpi: float, *, turns: int | None = None, steps: GridSteps = ALL_STEPS
) -> StraightPage:
    """The page's picture made straight; ``turns`` (clockwise quarters) overrules what its ink says."""
    image = undithered(positive(one_channel(image), dpi))
    bilevel = is_bilevel(image)
    if dpi > WORKING_DPI:
        image, dpi = _scaled(image, WORKING_DPI / dpi), WORKING_DPI
    image = without_folds(without_surroundings(image, dpi), dpi)
    if steps.shaded_fields:
        image = without_panels(image, dpi)
    light = even_light(image, dpi)
    levelled = darkened(light.lightest)
    levels = tone(levelled)
    upright = find_upright(levelled, dpi, levels.threshold)
    if turns is None:
        turns = upright.turns
    black = stretched(levelled, levels)
    weak = None if bilevel else weak_ink(light, black, dpi)
    print_only = _scaled(black, WORKING_DPI / dpi)
    if bilevel:
        print_only = np.asarray(cv2.GaussianBlur(print_only, (0, 0), SOFTENING), dtype=np.uint8)
    print_only = without_specks(print_only, WORKING_DPI / 72)
    weak = None if weak is None else _scaled(weak, WORKING_DPI / dpi)
    return _straight(print_only, weak, WORKING_DPI / 72.0, turns, upright.slant, upright.head)


def turned_over(page: StraightPage) -> StraightPage:
    """The page with its foot at the top: what was cleaned of it need not be cleaned again."""
    turns = (page.turns + 2) % 4
    return _straight(page.print_only, page.weak_only, page.scale, turns, page.slant, page.head)


def _straight(
    print_only: Grey, weak_only: Grey | None, scale: float, turns: int, slant: float, head: float
) -> StraightPage:
    turn = turning((print_only.shape[0], print_only.shape[1]), turns, slant)
    small = _scaled(print_only, 0.5)
    half = turning((small.shape[0], small.shape[1]), turns, slant).apply(small)
    ink, faint = (half < HALF_INK).astype(np.uint8), (half < FAINT_INK).astype(np.uint8)
    level, margins = text_traces(ink, scale / 2)
    level += ruling_traces(faint, scale / 2, vertical=False)
    plumb = ruling_traces(faint, scale / 2, vertical=True)
    bend = fit_bend(turn.width, turn.height, doubled(level), doubled(plumb), doubled(margins))
    straightening = replace(turn, bend=bend)
    straight = straightening.apply(print_only)
    return StraightPage(straight, scale, turns, slant, head, straightening, print_only, weak_only)


def _scaled(picture: Grey, factor: float) -> Grey:
    if abs(factor - 1) < SAME_SCALE:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
