"""Rulings of a straight page: found in the image, repaired, and taken out before the text is read.

A ruling is a thin ridge of ink, long against its width, light on both sides. Strong pieces seed it, faint
ink on the same line carries it on, so fading and a worn drum do not end it. Gaps are closed where little is
missing; what a gap means between cells is left to `worn_grids`, which knows the crossing rulings.

One implementation looks for horizontal rulings; vertical ones are found in the transposed picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from .connected_components import find_bodies
from .illumination import Grey

Mask = NDArray[np.uint8]
Axis = Literal["h", "v"]

SEED_POINTS = 7.0
"""Shortest run that is taken for a piece of a ruling; no letter's bar is as long."""

LETTER_POINTS = 12.0
"""No stroke of a letter in running text is longer; shorter pieces must stand well clear of other ink."""

LONG_POINTS = 40.0
"""Longest run of joined letters that looks like a ruling; only their feet form longer ones."""

LENGTH_POINTS = 14.0
"""Shortest ruling by itself; the bars of fractions are longer."""

EDGE_POINTS = 7.0
"""What lies so near to the picture's edge is the sheet's edge."""

COMPANY_POINTS = 26.0
"""Length that shorter pieces must have together on one line to count as a broken ruling."""

WIDEST_POINTS = 4.0
TWIN_WHITE, TWIN_SHARE = 2.2, 0.2
"""Widest white between the two lines of a double ruling, and the share of its length that both are left of at least."""

GAP_POINTS = 5.0
RUN_POINTS = 4.0
"""Ink that carries a ruling on runs along it for so far at least; strokes of letters don't."""

STRONG, FAINT, PLAIN = 38, 22, 128
"""Darkness (0 to 255) of a seed and of what carries it on, above the darkness beside it, and of what is no shadow."""

ALONG_POINTS, ALONG_PIXELS = 0.35, 1.0
"""How far beside half of its width a ruling's ink may lie, in points, and in pixels at least."""

SAME_LINE_POINTS, JOINED_POINTS = 1.2, 0.6
"""How far short pieces lie apart across one line, and collinear ones, beside a quarter of their widths."""

NEAR_POINTS, NEAR_PIXELS, FAR_POINTS, FAR_SHORT, SIDE_POINTS = 0.5, 1.5, 0.6, 2.0, 1.2
"""White beside a ruling is looked for from this distance on, in points and in pixels at least, over this width: for a
long one, for a short one, and for its open sides.
"""

ERASED_POINTS, CROSSING_POINTS = 0.3, 0.9
"""How far beside half of its width a ruling is wiped, and how far beside that ink must go on where a letter crosses."""

STREAK_EDGE, STREAK_REACH = 12.0, 6.0
"""Points from the picture's edge in which a faint line begins that dirt drew out, and across which it drifts."""

STREAK_SHARE = 0.97
"""What runs along so much of the page is dirt that a scanner drew out."""
UPRIGHT_FREE, LEVEL_FREE, LONG_FREE, SHORT_FREE, OTHER_FREE = 0.55, 0.8, 0.35, 0.85, 0.6
"""Shares of a ruling's length that are free of ink at its fuller side: of a vertical, a level, a long and a short one
(this at both sides); and at its other side. Print stands close to long rulings, joined feet of letters are short."""

EVEN = 0.4
"""Least darkness of a long level ruling's lightest tenth, as a share of its usual one: between feet of letters it is
lighter.
"""

FAINTEST, ALONE, LINE_ROWS, BESIDE_POINTS, SHRUNK_ALONG = 5.0, 3.0, 3, 2.5, 4
"""Mean darkness of the faintest ruling along `LONG_POINTS`, and how many times that beside it, at this distance; the
pixels across over which it is taken, and how many along are one.
"""

CLEAR = 90
"""Darkness (0 to 255) of what is no ink beside a ruling."""

CARRIED = 0.5
"""Share of the places along which faint ink carries a ruling on."""

CROSSED = 0.6
"""Share of the rows beside a ruling that a letter's stroke inks where it goes on beyond it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling in pixels: centre ``pos`` across, ``start`` to ``end`` along, ``width`` across.

    ``solid`` is the share of its length that is inked.
    """

    axis: Axis
    pos: float
    start: float
    end: float
    width: float
    solid: float = 1.0

    @property
    def length(self) -> float:
        """Extent along in pixels."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Runs:
    """Ink that runs along an axis (``mask``), with the page's darkness; transposed for the vertical axis."""

    mask: Mask
    dark: Grey

    def along(self, rule: Rule, scale: float) -> NDArray[np.bool_]:
        """Where the ruling is inked, at every place along the whole page, with paper above or below it."""
        slack = rule.width / 2 + max(ALONG_PIXELS, ALONG_POINTS * scale)
        low = max(0, round(rule.pos - slack))
        high = min(self.mask.shape[0], max(low + 1, round(rule.pos + slack)))
        return np.asarray(self.mask[low:high].any(axis=0) & _open_sides(rule, self.dark, scale))


def find_rules(levelled: Grey, axis: Axis, scale: float) -> tuple[list[Rule], Runs]:
    """Rulings of one axis on a straight page, and the ink that runs along that axis.

    ``scale`` is pixels per point.
    """
    dark = 255 - (levelled if axis == "h" else np.asarray(cv2.transpose(levelled), dtype=np.uint8))
    ridge = _ridge(dark, scale)
    faint = _faint(ridge, scale)
    runs = Runs(np.bitwise_or(_runs(ridge, scale), faint), dark)
    seeds = [*_seeds(_strong(ridge), dark, axis, scale), *_seeds(faint, dark, axis, scale)]
    carried = [_carried(rule, runs, scale) for rule in _merged(seeds, scale)]
    margin = EDGE_POINTS * scale
    inside = [
        rule
        for rule in carried
        if margin < rule.pos < dark.shape[0] - margin and rule.length < STREAK_SHARE * dark.shape[1]
    ]
    rules = _merged(inside, scale)
    kept = [rule for rule in rules if rule.length >= LENGTH_POINTS * scale or _in_company(rule, rules, scale)]
    return kept, runs


def _runs(ridge: Grey, scale: float) -> Mask:
    run = round(RUN_POINTS * scale)
    faint = cv2.morphologyEx((ridge > FAINT).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    return np.asarray(cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((1, run), np.uint8)), dtype=np.uint8)


def _faint(ridge: Grey, scale: float) -> Mask:
    """Where ink too faint to be seen at one place runs on for so long, with nothing beside it, that it is a ruling."""
    height, width = ridge.shape
    small = cv2.resize(ridge, (max(1, width // SHRUNK_ALONG), height), interpolation=cv2.INTER_AREA)
    along = max(1, round(LONG_POINTS * scale / SHRUNK_ALONG))
    mean = cv2.blur(small.astype(np.float32), (along, LINE_ROWS), borderType=cv2.BORDER_CONSTANT)
    off = round(BESIDE_POINTS * scale)
    beside = np.zeros_like(mean)
    beside[off:] = mean[:-off]
    beside[:-off] = cv2.max(beside[:-off], mean[off:])
    ridge_of_mean = mean >= cv2.dilate(mean, np.ones((LINE_ROWS, 1), np.uint8))
    line = ((mean >= FAINTEST) & (mean >= ALONE * beside) & ridge_of_mean).astype(np.uint8)
    if not line.any():
        return np.zeros_like(ridge)
    tall = cv2.dilate(line, np.ones((LINE_ROWS, 1), np.uint8))
    wide = cv2.resize(tall, (width, height), interpolation=cv2.INTER_NEAREST)
    ink = cv2.morphologyEx(
        (ridge >= FAINTEST).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((LINE_ROWS, round(scale)), np.uint8)
    )
    along_line = np.ones((1, round(LETTER_POINTS * scale)), np.uint8)
    found = cv2.morphologyEx(cv2.bitwise_and(ink, wide), cv2.MORPH_OPEN, along_line)
    edge, reach = round(STREAK_EDGE * scale), 2 * round(STREAK_REACH * scale) + 1
    ends = np.concatenate([found[:, :edge], found[:, -edge:]], axis=1)
    streaks = cv2.dilate(np.asarray(cv2.reduce(ends, 1, cv2.REDUCE_MAX)), np.ones((reach, 1), np.uint8))
    found[np.asarray(streaks).ravel() > 0] = 0
    return np.asarray(found, dtype=np.uint8)


def _in_company(rule: Rule, rules: list[Rule], scale: float) -> bool:
    """Whether a short piece lies on one line with others, so that they are one broken ruling."""
    same = [other for other in rules if abs(other.pos - rule.pos) <= SAME_LINE_POINTS * scale]
    longest = max(other.length for other in same)
    return longest >= LETTER_POINTS * scale and sum(other.length for other in same) >= COMPANY_POINTS * scale


def _ridge(dark: Grey, scale: float) -> Grey:
    """Darkness above what is left when everything thinner than a ruling is wiped out."""
    widest = round(WIDEST_POINTS * scale) | 1
    base = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((widest, 1), np.uint8))
    return np.asarray(cv2.subtract(dark, base), dtype=np.uint8)


def _strong(ridge: Grey) -> Mask:
    dark = (ridge > STRONG).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8)), dtype=np.uint8)


def _seeds(ink: Mask, dark: Grey, axis: Axis, scale: float) -> list[Rule]:
    """The pieces of rulings in a mask of ``ink``, on a page of this darkness."""
    along = np.ones((1, round(SEED_POINTS * scale)), np.uint8)
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, along)
    filled = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((round(TWIN_WHITE * scale) + 1, 1), np.uint8))
    between_lines = cv2.subtract(filled, ink)  # the white in a double ruling
    white = cv2.morphologyEx(between_lines, cv2.MORPH_OPEN, along)
    joined = cv2.dilate(cv2.bitwise_or(runs, white), np.ones((5, 3), np.uint8))
    rules = []
    for (x0, y0, x1, y1), outline in find_bodies(np.asarray(joined, dtype=np.uint8)):
        here = slice(y0, y1), slice(x0, x1)
        body, between = outline & (runs[here] > 0), outline & (white[here] > 0)
        twin = np.asarray(between.any(axis=0))
        if twin.sum() >= TWIN_SHARE * len(twin):
            body = np.where(twin, body | between, False)
        rows = _sums(body, 1)
        width = _thickness(body)
        if width > WIDEST_POINTS * scale or x1 - x0 < 3 * width:
            continue
        pos = y0 + float(rows @ np.arange(0.5, len(rows))) / int(rows.sum())
        rule = Rule(axis, pos, float(x0 + 1), float(x1 - 1), width)
        if _stands_free(rule, dark, scale):
            rules.append(rule)
    return rules


def _thickness(body: NDArray[np.bool_]) -> float:
    """How many rows of ink a ruling has at most of its columns."""
    per_column = np.sort(_sums(body, 0))
    inside = per_column[np.searchsorted(per_column, 1) :]
    return float(inside[(len(inside) - 1) // 2] + inside[len(inside) // 2]) / 2


def _sums(body: NDArray[np.bool_], axis: Literal[0, 1]) -> NDArray[np.int32]:
    """How much of each column (axis 0) or row (axis 1) is inked; quicker than numpy on what is so small."""
    sums = cv2.reduce(body.view(np.uint8), axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return np.asarray(sums, dtype=np.int32).ravel()


def _stands_free(rule: Rule, dark: Grey, scale: float) -> bool:
    """Whether a run of ink has paper above or below nearly everywhere, as a ruling has.

    Joined feet of letters are a run too, but have letters above them. No part of letters runs far down the page, so a
    long dark vertical run may have print close by.
    """
    start, end = round(rule.start), round(rule.end)
    short = rule.length < LETTER_POINTS * scale
    near = rule.width / 2 + max(NEAR_PIXELS, NEAR_POINTS * scale)
    far = near + max(1.0, (FAR_SHORT if short else FAR_POINTS) * scale)
    above = _clear(dark, rule.pos - 0.5 - far, rule.pos - 0.5 - near, start, end)
    below = _clear(dark, rule.pos - 0.5 + near, rule.pos - 0.5 + far, start, end)
    if short:
        return min(above, below) >= SHORT_FREE
    lightest, usual = _darkness(rule, dark)
    long_enough = rule.length >= LONG_POINTS * scale
    if long_enough and rule.axis == "v" and usual >= PLAIN:
        return True
    level = rule.axis == "h" and (not long_enough or lightest < EVEN * usual)
    least = LEVEL_FREE if level else LONG_FREE if long_enough else UPRIGHT_FREE
    return min(above, below) >= least and max(above, below) >= OTHER_FREE


def _darkness(rule: Rule, dark: Grey) -> tuple[float, float]:
    """How dark a ruling is along its lightest tenth, and along half of it."""
    reach = rule.width / 2 + 1
    band = dark[
        max(0, round(rule.pos - reach)) : round(rule.pos + reach), round(rule.start) : round(rule.end)
    ]
    lightest, usual = np.percentile(band.max(axis=0), (10, 50))
    return float(lightest), float(usual)


def _clear(dark: Grey, low: float, high: float, start: int, end: int) -> float:
    """Share of the columns from ``start`` to ``end`` without ink between two rows."""
    first, last = max(0, round(low)), min(dark.shape[0], round(high) + 1)
    if first >= last:
        return 0.0
    part = dark[first:last, start:end]
    if not part.size:
        return 0.0
    darkest = np.asarray(cv2.reduce(part, 0, cv2.REDUCE_MAX))
    return float(np.count_nonzero(darkest < CLEAR)) / darkest.size


def _merged(rules: list[Rule], scale: float, gap: float = GAP_POINTS) -> list[Rule]:
    """Collinear pieces joined over small gaps; a gap may be as long as what it joins, up to a few points
    more.
    """
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.start, r.pos)):
        for index in range(len(out) - 1, -1, -1):
            other = out[index]
            near = abs(other.pos - rule.pos) <= JOINED_POINTS * scale + (other.width + rule.width) / 4
            if near and rule.start - other.end <= gap * scale and rule.end > other.start:
                out[index] = _joined(other, rule)
                break
        else:
            out.append(rule)
    return out


def _joined(a: Rule, b: Rule) -> Rule:
    total = a.length + b.length
    inked = a.solid * a.length + b.solid * b.length
    start, end = min(a.start, b.start), max(a.end, b.end)
    return replace(
        a,
        pos=(a.pos * a.length + b.pos * b.length) / total,
        start=start,
        end=end,
        width=(a.width * a.length + b.width * b.length) / total,
        solid=min(1.0, inked / (end - start)),
    )


def _carried(rule: Rule, runs: Runs, scale: float) -> Rule:
    """The ruling carried on along faint ink to both sides, where that has paper above it or below."""
    inked = runs.along(rule, scale)
    window = max(3, round(4 * scale))
    good = np.convolve(inked, np.ones(window) / window, mode="same") >= CARRIED
    start, end = round(rule.start), round(rule.end)
    while start > 0 and good[start - 1]:
        start -= 1
    while end < len(good) and good[end]:
        end += 1
    solid = float(inked[start:end].mean()) if end > start else 0.0
    return replace(rule, start=float(start), end=float(end), solid=solid)


def _open_sides(rule: Rule, dark: Grey, scale: float) -> NDArray[np.bool_]:
    near = rule.width / 2 + max(NEAR_PIXELS, NEAR_POINTS * scale)
    free = np.zeros(dark.shape[1], dtype=bool)
    for low, high in ((-near - SIDE_POINTS * scale, -near), (near, near + SIDE_POINTS * scale)):
        first, last = max(0, round(rule.pos - 0.5 + low)), min(len(dark), round(rule.pos - 0.5 + high) + 1)
        if first < last:
            free |= dark[first:last].max(axis=0) < CLEAR
    return free


def erase_rules(levelled: Grey, rules: list[Rule], scale: float, threshold: int) -> Grey:
    """The page without its rulings; strokes of letters that cross one stay.

    A column of a horizontal ruling is wiped unless ink goes on above or below it, as it does where a letter stands
    on it. No letter stands on a vertical one: there ink must go on to both sides.
    """
    out = levelled.copy()
    for axis in ("h", "v"):
        view = out if axis == "h" else out.T
        source = view.copy()
        for rule in rules:
            if rule.axis == axis:
                _erase(view, source, rule, scale, threshold)
    return out


def _erase(
    view: NDArray[np.uint8], source: NDArray[np.uint8], rule: Rule, scale: float, threshold: int
) -> None:
    half = rule.width / 2 + max(1.0, ERASED_POINTS * scale)
    low, high = max(0, int(rule.pos - half)), min(view.shape[0], int(np.ceil(rule.pos + half)))
    start, end = max(0, int(rule.start) - 2), min(view.shape[1], int(rule.end) + 3)
    reach = max(2, round(CROSSING_POINTS * scale))
    band = source[low:high, start:end]
    above = source[max(0, low - reach) : low, start:end]
    below = source[high : high + reach, start:end]
    sides = [(side < threshold).mean(axis=0) > CROSSED for side in (above, below) if len(side)]
    together = np.logical_or if rule.axis == "h" else np.logical_and
    crossing = together.reduce(sides) if sides else np.zeros(end - start, dtype=bool)
    wide = cv2.dilate(crossing.astype(np.uint8)[None, :], np.ones((1, 3), np.uint8))[0] > 0
    keep = wide & crossing
    view[low:high, start:end] = np.where(keep[None, :], band, 255)
