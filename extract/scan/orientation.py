"""Which way is up: whether a page lies on its side, how far it is slanted, whether it stands on its head.

All from ink alone. Lines of text and rulings give a row profile that is sharpest when it runs along them,
which tells the slant, and text alone (long runs taken out, they are as sharp across) which of the two axes
the lines run along; where that is unclear, letters are taller than wide. Latin print has more ink above the
small letters than below them, which tells the head from the feet; `scan_reader` asks an engine where that is
not clear.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .connected_components import find_pieces
from .illumination import Grey

Mask = NDArray[np.uint8]

MASK_DPI = 150.0
MARGIN = 0.02
"""Share of the page along its edges where there is no print, but often the edge of the sheet."""

FAINTER = 0.35
"""Share of the way from the threshold to white within which ink counts on a smaller copy, whose strokes are paler."""

LONGEST_RUN, LEAST_SIDE, MOST_SIDE = 0.35, 0.03, 0.4
"""In inches: longer runs of ink are rulings; a letter's long side is at least, its short side at most as long."""

LEAST_SPREAD = 1e-6
"""So that evidence that is all alike is not divided by nothing."""

COARSE_STEP, FINE_STEP = 0.4, 0.1
"""Degrees from one slant that is tried to the next: over all of them, then around the best."""

MAX_SLANT = 5.0
"""Degrees to either side that a sheet can lie askew in a feeder."""

STRIP = 16
"""Pixels of width within which slant is not noticed."""

UNCLEAR_STRIPES = (0.5, 2.0)
"""Times as sharp along the rows as along the columns are stripes that do not tell for certain which way lines run."""

LEAST_LETTERS, CLEAR_SHAPE, SURE_SHAPES = 200, 0.25, 20.0
"""Letters whose shapes tell it, the mean logarithm of their height against their width by which they do, and the
standard errors of that: letters that run together are as wide as words.
"""

CLEAR_HEAD = 2.5
"""From this many standard errors on, the letters' asymmetry needs no engine's word."""
MUCH_SMALLER = 0.6
"""Scale below which pixels are averaged rather than interpolated, which would skip some."""

LINE_ROWS = (8, 40)
"""Rows at 150 dpi that a line of letters has: 4 to 19 points."""

LINE_INK = 60
"""Inked pixels of a strip below which a line's shape says nothing."""

LEAST_LINES = 8
"""Lines from which their ink tells where the head is."""


class Uprightness(NamedTuple):
    """How to turn a page: clockwise quarter ``turns`` first, then ``slant`` degrees clockwise.

    ``head`` is the evidence for these turns against those that put it upside down, negative if against.
    """

    turns: int
    slant: float
    head: float


def find_upright(levelled: Grey, dpi: float, threshold: int) -> Uprightness:
    """The turns and the slant that make the page's lines level and its letters stand upright."""
    letters = text_mask(levelled, dpi, threshold)
    turns = 3 if _lies_on_side(letters) else 0
    letters = _quarter(letters, turns)
    slant = _slant(letters)
    head = head_evidence(_level(letters, slant))
    if head < 0:
        turns, head = (turns + 2) % 4, -head
    return Uprightness(turns, slant, head)


def text_mask(levelled: Grey, dpi: float, threshold: int) -> Mask:
    """Ink (1) at `MASK_DPI` without long runs, big patches, specks and margins: what is left is mostly
    letters.
    """
    scale = min(1.0, MASK_DPI / dpi)
    small: NDArray[np.uint8] = levelled
    if scale < 1:
        how = cv2.INTER_AREA if scale < MUCH_SMALLER else cv2.INTER_LINEAR
        shrunk = cv2.resize(levelled, None, fx=scale, fy=scale, interpolation=how)
        small = np.asarray(shrunk, dtype=np.uint8)
    limit = threshold + (0 if scale == 1 else (255 - threshold) * FAINTER)
    ink = (small < limit).astype(np.uint8)
    margin = round(MARGIN * max(ink.shape))
    ink[:margin] = ink[-margin:] = 0
    ink[:, :margin] = ink[:, -margin:] = 0
    run = round(LONGEST_RUN * MASK_DPI)
    for size in ((run, 1), (1, run)):
        runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8))
        ink = ink & ~np.asarray(runs, dtype=np.uint8)
    pieces = find_pieces(ink)
    long, short = np.maximum(pieces.heights, pieces.widths), np.minimum(pieces.heights, pieces.widths)
    keep = (long >= LEAST_SIDE * MASK_DPI) & (short <= MOST_SIDE * MASK_DPI) & (long <= 7 * short)
    return np.concatenate(([0], keep)).astype(np.uint8)[pieces.labels]


def _lies_on_side(letters: Mask) -> bool:
    """Whether the lines run along the page's columns: by their stripes, or by the letters' shapes.

    Figures in columns of their own make stripes both ways; but they are taller than wide, as most letters are.
    """
    stripes = _stripes(letters) / max(LEAST_SPREAD, _stripes(_quarter(letters, 3)))
    if UNCLEAR_STRIPES[0] < stripes < UNCLEAR_STRIPES[1]:
        pieces = find_pieces(letters)
        shapes = np.log(np.asarray(pieces.heights, np.float64) / np.asarray(pieces.widths, np.float64))
        if len(shapes) >= LEAST_LETTERS and abs(shapes.mean()) >= CLEAR_SHAPE:
            sure = SURE_SHAPES * max(LEAST_SPREAD, float(shapes.std())) / np.sqrt(len(shapes))
            if abs(shapes.mean()) >= sure:
                return bool(shapes.mean() < 0)
    return stripes < 1


def _quarter(mask: Mask, turns: int) -> Mask:
    return np.ascontiguousarray(np.rot90(mask, -turns))


def _strips(mask: Mask) -> NDArray[np.float64]:
    """Ink by row of every strip of `STRIP` columns, shape (rows, strips)."""
    height, width = mask.shape
    padded = mask if width % STRIP == 0 else np.pad(mask, ((0, 0), (0, -width % STRIP)))
    return np.asarray(padded.reshape(height, -1, STRIP).sum(axis=2, dtype=np.float64))


def _profile_sharpness(strips: NDArray[np.float64], width: int, degrees: float) -> float:
    """Sum of squared steps of the row profile of a mask sheared by the angle, relative to its ink."""
    profile = _sheared_profile(strips, np.tan(np.deg2rad(degrees)), width)
    total = profile.sum()
    return float(np.square(np.diff(profile)).sum() / max(1.0, total))


def _sheared_profile(strips: NDArray[np.float64], slope: float, width: int) -> NDArray[np.float64]:
    """Ink by row of a mask ``width`` pixels wide, after shifting each vertical strip to undo the slope."""
    height = len(strips)
    room = int(abs(slope) * width) + 2
    out = np.zeros(height + 2 * room)
    for index, ink in enumerate(strips.T):
        shift = round(slope * ((index + 0.5) * STRIP - width / 2))
        out[room - shift : room - shift + height] += ink
    return out


def _sharpest(mask: Mask, reach: float, step: float = 0.5, centre: float = 0.0) -> tuple[float, float]:
    angles = centre + np.arange(-reach, reach + step / 2, step)
    strips = _strips(mask)
    scores = [_profile_sharpness(strips, mask.shape[1], float(angle)) for angle in angles]
    best = int(np.argmax(scores))
    return float(angles[best]), scores[best]


def _slant(letters: Mask) -> float:
    """Degrees by which lines run downwards to the right, to a twentieth or so."""
    half = cv2.resize(letters, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST)
    angle, _ = _sharpest(np.asarray(half, dtype=np.uint8), MAX_SLANT, COARSE_STEP)
    return _sharpest(letters, COARSE_STEP, FINE_STEP, angle)[0]


def _level(mask: Mask, degrees: float) -> Mask:
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(mask, matrix, (width, height), flags=cv2.INTER_NEAREST), dtype=np.uint8)


def _stripes(mask: Mask) -> float:
    """How far the ink of half-inch columns is gathered into some of their rows, as it is along lines of text.

    The columns are so narrow that neither slant nor curl blurs the lines in them.
    """
    columns = _column_profiles(mask, round(MASK_DPI / 2))
    return float(np.square(columns).sum() / max(1.0, columns.sum()))


def _column_profiles(mask: Mask, width: int) -> NDArray[np.float64]:
    height, columns = mask.shape[0], mask.shape[1] // width
    cut = mask[:, : columns * width].reshape(height, columns, width)
    return np.asarray(cut.sum(axis=2, dtype=np.float64))


def head_evidence(text: Mask) -> float:
    """Standard errors by which the lines' ink leans upwards; above 0 the page stands on its feet.

    Within a line the small letters make a dense band; what sticks out above it (capitals, b d f h k l t,
    dots) is more than what hangs below (g j p q y), so the distribution of ink over the line's rows is
    skewed.
    """
    profiles = _column_profiles(text, 75)
    evidence = []
    for column in profiles.T:
        edges = np.flatnonzero(np.diff(np.concatenate(([0], (column > 0).astype(np.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            ink = column[start:end]
            total = ink.sum()
            if not LINE_ROWS[0] <= end - start <= LINE_ROWS[1] or total < LINE_INK:
                continue
            rows = np.arange(end - start) - (ink * np.arange(end - start)).sum() / total
            spread = np.sqrt((ink * rows**2).sum() / total)
            evidence.append(-(ink * rows**3).sum() / total / spread**3)
    if len(evidence) < LEAST_LINES:
        return 0.0
    values = np.array(evidence)
    return float(values.mean() / max(LEAST_SPREAD, values.std()) * np.sqrt(len(values)))
