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


EDGE_DPI, EDGE_DARK, MOST_EDGE = 72.0, 0.5, 0.4
"""Resolution at which the sheet's surroundings are looked for, lightness below which they lie, and the largest part
of the picture that they can be.
"""

MARGIN_SHARE = (0.015, 0.04)
"""From where to where of the width nothing is printed at either side."""
LEAST_RIM = 8
"""Pixels of the picture's edge that are dark where anything reaches it."""

LIT = 120
"""Grey level: usual levels of a row below this are no paper, and tell no fold."""

COLOUR_SPREAD, COLOUR_SHARE = 24, 0.0005
"""Levels between the channels of a pixel that is coloured, and the share of such from which a page is: a stamp's."""

INK = 185
"""Grey level on a page of stretched contrast: darker pixels are ink."""

WEAK = 222
"""Grey level on a page of even light: what is lighter is paper, or its grain."""

FULL_BLACK, BLACK_REACH = 110, 2.0
"""Grey level on a page of stretched contrast that strokes of usual print reach, and points around such that belong to
them: soft edges.
"""

COLOURED = 60
"""Levels between the lightest and the darkest channel from which ink is coloured and no black one's edge."""

LEAST_WEAK = 6.0
"""Square points of weak ink from which a page is looked at: a short word in pencil has as many."""

INK_LIMIT = 200
"""Grey level on a page of even light: lighter pixels are paper."""

FEWEST_DARK = 50
"""Dark pixels of the sample, below which a page is blank and has the usual levels."""

CORE_SHARE = 0.25
"""Share of the dark pixels that are surely print: the darkest."""

INK_RANGE, PAPER_LEVEL, MOST_PAPER, LEAST_SPAN = (40.0, 140.0), 0.72, 215.0, 60.0
"""Lightness that is surely print lies within these; paper begins so far from print towards white, at most there, and at
least so far above print.
"""

GREYS = 0.05
"""Greys between black and white, as a share of the black: a bilevel page has fewer."""

BLACK, WHITE = 50, 205
"""Grey levels: up to the one, and from the other on, pixels of a page in black and white lie; few lie between."""

FOLD_POINTS, FOLD_DARK, DARKEST_FOLD = 14.0, 0.93, 0.35
"""How broad a fold's shadow is at most; from what lightness, against the rows about it, it is one; how dark it is."""

STREAK_POINTS = 1.5
"""How broad a black streak is at most that dirt on the glass leaves: letters can be told on across it."""
SPECK, SPECK_INK, SPECK_WHITE = 1.8, 3.0, 4.5
"""How broad a speck is at most, its ink in square points at most, and the white around it in points."""

MANY_SPECKS = 60
"""So many specks at least are a page full of them: marks of lists, dots of stamps are fewer."""

MARKS, MARKS_APART, MARK_REACH = 2, 0.7, 25.0
"""Of more specks than so many one is below the other, within so many points: they are the marks of a list; and how far
in front of a line its mark may stand.
"""

NEGATIVE, BROAD_DPI = 80, 20.0
"""Grey level: where half of the picture is darker, and what is light is thin, it is a negative (white on black);
and the resolution at which lines of print are not light any more.
"""

FADED, RESTORED = 130, 60
"""Grey levels: print that is lighter than the one on even light has faded; it is darkened to the other."""

DITHERED_DOT = 1.2
"""Pixels: how broadly the dots of such grey are blurred."""

SPECKS = 0.3
"""Of the black pixels of a picture in black and white, those that stand alone; grey paper is printed in such dots."""


class Tone(NamedTuple):
    """Levels of a page of even light: below ``ink`` is certainly print, above ``paper`` certainly none."""

    ink: int
    paper: int

    @property
    def threshold(self) -> int:
        """What divides print from paper."""
        return (self.ink + self.paper) // 2


class EvenLight(NamedTuple):
    """A page as grey on white (255), uneven light and paper colour taken out: its lightest channel, in which coloured
    ink is hardly seen, and its darkest one; of a page without colours both are the same.
    """

    lightest: Grey
    darkest: Grey


def even_light(image: NDArray[np.uint8], dpi: float) -> EvenLight:
    """The page on white paper in even light."""
    if image.ndim == 2 or _is_grey(image):
        grey = _level(image if image.ndim == 2 else np.ascontiguousarray(image[:, :, 1]), dpi)
        return EvenLight(grey, grey)
    levelled = [_level(np.ascontiguousarray(image[:, :, channel]), dpi) for channel in range(3)]
    return EvenLight(np.maximum.reduce(levelled), np.minimum.reduce(levelled))


def one_channel(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One channel of a picture whose three channels are equal, as of most grey pages; other pictures unchanged."""
    if image.ndim == 2:
        return image
    for some in (image[::7, ::7], image):
        red, green, blue = (some[:, :, channel] for channel in range(3))
        if not np.array_equal(red, green) or not np.array_equal(green, blue):
            return image
    return np.ascontiguousarray(green)


def positive(image: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture, of a negative with black and white changed.

    A sheet on a dark desk has broad light places, a negative only thin ones.
    """
    small = shrunk(image if image.ndim == 2 else image[:, :, 1], min(1.0, BROAD_DPI / dpi))
    middle, light = np.percentile(small, (50, 95))
    return np.subtract(255, image, dtype=np.uint8) if middle < NEGATIVE and light < LIT else image


def undithered(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture in black and white whose paper is made of dots: with the grey that they mean; others unchanged."""
    if not is_bilevel(image):
        return image
    sample = np.ascontiguousarray(image if image.ndim == 2 else image[:, :, 1])
    black = sample < INK_LIMIT
    alone = black & (cv2.medianBlur(sample, 3) >= INK_LIMIT)
    if np.count_nonzero(alone) <= SPECKS * np.count_nonzero(black):
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), DITHERED_DOT), dtype=np.uint8)


def darkened(levelled: Grey) -> Grey:
    """A page of even light; print that has faded all over it is as dark as others'."""
    core = _core(levelled)
    if core is None or core <= FADED:
        return levelled
    return with_core(levelled, core)


def with_core(levelled: Grey, core: float) -> Grey:
    """A page of even light whose print's darker parts have the grey level ``core``, made as dark as usual print."""
    table = 255 - (255 - np.arange(256)) * (255 - RESTORED) / max(1.0, 255 - core)
    return np.asarray(cv2.LUT(levelled, np.clip(table, 0, 255).astype(np.uint8)), dtype=np.uint8)


def shrunk(grey: Grey, scale: float) -> Grey:
    """A copy of the picture, made smaller by this factor."""
    size = (max(8, round(grey.shape[1] * scale)), max(8, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def without_surroundings(image: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture with white in place of the dark that lies around the sheet or a copier's lid left at its edges.

    That is what is dark, thicker than a ruling and reaches the picture's edge; a table that was cut off there is
    thinner.
    """
    grey = image if image.ndim == 2 else image[:, :, 1]
    scale = min(1.0, EDGE_DPI / dpi)
    small = shrunk(grey, scale)
    dark = (small < EDGE_DARK * np.percentile(small, 90)).astype(np.uint8)
    rim = np.zeros_like(dark)
    rim[:2], rim[-2:], rim[:, :2], rim[:, -2:] = dark[:2], dark[-2:], dark[:, :2], dark[:, -2:]
    if np.count_nonzero(rim) < LEAST_RIM:
        return image
    thick = cv2.morphologyEx(
        cv2.copyMakeBorder(dark, 4, 4, 4, 4, cv2.BORDER_REPLICATE), cv2.MORPH_OPEN, np.ones((3, 3))
    )
    _, labels = cv2.connectedComponents(thick[4:-4, 4:-4], connectivity=8)
    reaching = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    mask = np.isin(labels, reaching[reaching > 0]).astype(np.uint8)
    if not mask.any() or mask.mean() > MOST_EDGE:
        return image
    grown = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    out = image.copy()
    out[cv2.resize(grown, grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = int(
        np.percentile(small, 90)
    )
    return out


def without_folds(image: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture without darkness that runs across all of it: folds, and streaks of a dirty scanner.

    Rows (and columns) that are darker than those near them in both margins and at their lightest in between are
    lifted by that much; no ruling of a table reaches into the margins. Where thin ones are so dark that nothing shows
    through, what stands on both sides goes on across them.
    """
    out = image
    grey = image if image.ndim == 2 else image[:, :, 1]
    for axis in (0, 1):
        gain = _gain(grey if axis == 0 else grey.T, dpi)
        if gain is None:
            continue
        out = out.copy() if out is image else out
        lines = np.flatnonzero(gain < 1)
        view = out if axis == 0 else out.swapaxes(0, 1)
        factor = gain[lines].reshape(-1, *[1] * (image.ndim - 1))
        view[lines] = np.clip(view[lines] / factor, 0, 255).astype(np.uint8)
        black = np.flatnonzero(gain <= DARKEST_FOLD)
        for streak in np.split(black, np.flatnonzero(np.diff(black) > 1) + 1):
            if 0 < len(streak) <= STREAK_POINTS * dpi / 72 and streak[0] > 0 and streak[-1] < len(view) - 1:
                view[streak] = view[streak[0] - 1] / 2 + view[streak[-1] + 1] / 2
    return out


def without_specks(grey: Grey, scale: float) -> Grey:
    """A page of ``scale`` pixels a point without the specks that stand alone, if it is full of them.

    A full stop has letters beside it, a dotted ruling the next dots, a colon one dot above the other, and a list its
    marks below each other.
    """
    ink = (grey < INK).astype(np.uint8)
    reach = 2 * round(SPECK_WHITE * scale) + 1
    near = cv2.boxFilter(ink, cv2.CV_16U, (reach, reach), normalize=False, borderType=cv2.BORDER_CONSTANT)
    alone = ((near <= SPECK_INK * scale * scale) & (ink > 0)).astype(np.uint8)
    if np.count_nonzero(alone) < MANY_SPECKS:
        return grey
    _, _, boxes, _ = cv2.connectedComponentsWithStats(alone)
    specks = [box for box in boxes[1:] if max(box[2:4]) <= SPECK * scale and not _is_in_line(box, ink, scale)]
    lefts = np.array([box[0] for box in specks])
    specks = [box for box in specks if np.count_nonzero(abs(lefts - box[0]) <= MARKS_APART * scale) <= MARKS]
    if len(specks) < MANY_SPECKS:
        return grey
    out = grey.copy()
    for x, y, width, height, _ in specks:
        out[max(0, y - 1) : y + height + 1, max(0, x - 1) : x + width + 1] = 255
    return out


def _is_in_line(box: NDArray[np.int32], ink: NDArray[np.uint8], scale: float) -> bool:
    """Whether other ink stands level with a speck or right above or below it (x, y, width, height, ink), or a line
    begins behind it, as behind a list's mark.
    """
    x, y, width, height, area = box
    white, reach = round(SPECK_WHITE * scale), round(MARK_REACH * scale)
    if (
        ink[y : y + height, x + width : x + width + reach].any()
        and not ink[y : y + height, max(0, x - reach) : x].any()
    ):
        return True
    upright = ink[max(0, y - white) : y + height + white, x : x + width]
    level = ink[y : y + height, max(0, x - white) : x + width + white]
    return bool(np.count_nonzero(upright) + np.count_nonzero(level) > 2 * area)


def _gain(view: Grey, dpi: float) -> NDArray[np.float64] | None:
    """For each row its lightness as a share of that of the rows around it; None where no row is darker all across."""
    height, width = view.shape
    margin, rest = round(width * MARGIN_SHARE[0]), round(width * MARGIN_SHARE[1])
    reach = round(FOLD_POINTS * dpi / 72) | 1
    parts = (view[:, margin:rest:2], view[:, width - rest : width - margin : 2], view[:, ::8])
    darker = []
    for part, share in zip(parts, (50, 50, 80), strict=True):
        level = np.percentile(part, share, axis=1)
        padded = np.pad(level, reach, mode="edge")
        usual = np.maximum(padded[:height], padded[2 * reach :])  # so far above, and so far below
        darker.append(np.where(usual > LIT, level / np.maximum(1, usual), 1.0))
    least = np.maximum.reduce(darker)  # a dark field across most of the page counts for no fold
    fold = (least < FOLD_DARK).astype(np.uint8)
    if not fold.any():
        return None
    near = cv2.dilate(fold[:, None], np.ones((round(2 * dpi / 72) | 1, 1), np.uint8))[:, 0] > 0
    return np.where(near, np.clip(least, DARKEST_FOLD, 1.0), 1.0)


def _is_grey(image: NDArray[np.uint8]) -> bool:
    sample = image[::7, ::7, :3].astype(np.int16)
    spread = sample.max(axis=2) - sample.min(axis=2)
    return bool(np.count_nonzero(spread > COLOUR_SPREAD) < COLOUR_SHARE * spread.size)


def _level(channel: Grey, dpi: float) -> Grey:
    height, width = channel.shape
    scale = min(1.0, SMALL_DPI / dpi)
    small = shrunk(channel, scale)
    window = max(3, round(PAPER_WINDOW * SMALL_DPI) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window, window))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    paper = cv2.GaussianBlur(paper, (0, 0), window / 4, borderType=cv2.BORDER_REPLICATE)
    paper = np.maximum(paper, 24)
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(channel, full, scale=255), dtype=np.uint8)


def tone(levelled: Grey) -> Tone:
    """Where print ends and paper begins on a page of even light.

    Otsu's threshold divides the dark pixels; what bleeds through from the other side lies in the upper part
    of the span, so the certain-paper level stays well below white.
    """
    core = _core(levelled)
    if core is None:
        return Tone(90, INK_LIMIT)
    ink = int(min(INK_RANGE[1], max(INK_RANGE[0], core + 25)))
    return Tone(ink, int(min(MOST_PAPER, max(ink + LEAST_SPAN, core + PAPER_LEVEL * (255 - core)))))


def _core(levelled: Grey) -> float | None:
    """The grey level of print's darker parts on a page of even light; ``None`` where it is blank."""
    sample = levelled[::3, ::3]
    dark = sample[sample < INK_LIMIT]
    if dark.size < FEWEST_DARK:
        return None
    histogram = np.bincount(dark, minlength=INK_LIMIT).astype(np.float64)
    return float(np.searchsorted(np.cumsum(histogram) / dark.size, CORE_SHARE))


def is_bilevel(image: NDArray[np.uint8]) -> bool:
    """Whether a page, grey or colour, was scanned in black and white."""
    sample = image[::3, ::3] if image.ndim == 2 else image[::3, ::3, 1]
    between = int(np.count_nonzero((sample > BLACK) & (sample < WHITE)))
    black = int(np.count_nonzero(sample <= BLACK))
    return between < GREYS * max(1, black)


def stretched(levelled: Grey, levels: Tone) -> Grey:
    """Contrast pulled apart so that what bleeds through turns white; print keeps its soft edges."""
    low = max(0, levels.ink - 60)
    table = (np.arange(256, dtype=np.float64) - low) * 255 / max(1, levels.paper - low)
    return np.asarray(cv2.LUT(levelled, np.clip(table, 0, 255).astype(np.uint8)), dtype=np.uint8)


def weak_ink(light: EvenLight, black: Grey, dpi: float) -> Grey | None:
    """The darkest channel of a page without its black print; None where hardly anything is left.

    ``black`` is the page as it is read, dark print on white, of the same size.
    """
    scale = dpi / 72
    reach = 2 * round(BLACK_REACH * scale) + 1
    own = cv2.erode(black, np.ones((reach, reach), np.uint8)) >= FULL_BLACK
    if light.lightest is not light.darkest:
        own |= cv2.subtract(light.lightest, light.darkest) >= COLOURED
    weak = np.where(own, light.darkest, np.uint8(255))
    inked = cv2.erode((weak < WEAK).astype(np.uint8), np.ones((2, 2), np.uint8))  # no grain of the paper
    return weak if np.count_nonzero(inked) >= LEAST_WEAK * scale**2 else None
