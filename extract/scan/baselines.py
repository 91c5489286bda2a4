"""What shows a page's bend: baselines of text lines, their margins, and pieces of rulings along and across."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .connected_components import chain_pieces, find_bodies, find_pieces, letter_height
from .dewarp import Trace

Mask = NDArray[np.uint8]

RUN_POINTS = 14.0
LETTERS_HIGH, WORDS_APART = (0.6, 2.2), 2.5
"""Heights of letters, and white between words of a line, in heights of the usual letter."""

THIN_POINTS, LEAST_RUNS = 3.2, 1.5
"""Greatest thickness of a ruling, and its least length in runs."""

MIN_LETTERS = 6

MARGIN_LINES, ENOUGH_LINES, MARGIN_STEP = 4, 10, 0.15
"""Least number of lines that show a margin, and all margins, and how far apart two of them begin, in letters' heights.
"""

MARGIN_SLANTS = np.linspace(-0.025, 0.025, 51)
MORE_IN_LINE = 3
"""Slants of margins that are tried, and how many more lines must begin in line with others at one than at none."""

MARGIN_WEIGHT = 4.0
"""A line begins but once, while a ruling's points say the same many times."""


def text_traces(ink: Mask, scale: float) -> tuple[list[Trace], list[Trace]]:
    """Baselines of the lines of text, and the margins along which lines begin; ``scale`` is pixels per point."""
    pieces = find_pieces(ink)
    height = letter_height(pieces, scale)
    sound = (
        (pieces.heights > LETTERS_HIGH[0] * height)
        & (pieces.heights < LETTERS_HIGH[1] * height)
        & (pieces.widths < 14 * height)
    )
    chains = chain_pieces(pieces, np.flatnonzero(sound), height, np.empty((0, 3)), WORDS_APART * height)
    traces, starts = [], []
    for chain in chains:
        boxes = pieces.boxes[chain.members].astype(np.float64)
        starts.append((float(boxes[0, 3]), float(boxes[0, 0])))
        if len(chain.members) >= MIN_LETTERS and chain.x1 - chain.x0 >= 10 * height:
            traces.append(Trace((boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]))
    return traces, _margins(starts, height)


def _margins(starts: list[tuple[float, float]], height: float) -> list[Trace]:
    """Margins in the places (y, x) where lines begin, at the slant at which most of these are in line with others."""
    if len(starts) < MARGIN_LINES:
        return []
    y, x = np.array(starts).T
    near = max(1.0, MARGIN_STEP * height)

    def in_line(slant: float) -> int:
        return int(np.count_nonzero(np.diff(np.sort(x - slant * y)) <= near))

    best = max(MARGIN_SLANTS.tolist(), key=lambda slant: (in_line(slant), -abs(slant)))
    if in_line(best) < in_line(0.0) + MORE_IN_LINE:
        best = 0.0
    order = np.argsort(x - best * y)
    groups = np.split(order, np.flatnonzero(np.diff((x - best * y)[order]) > near) + 1)
    margins = [group for group in groups if len(group) >= MARGIN_LINES]
    if sum(map(len, margins)) < ENOUGH_LINES:
        return []
    return [Trace(x[group], y[group], MARGIN_WEIGHT) for group in margins]


def doubled(traces: list[Trace]) -> list[Trace]:
    """Traces of a page of half the size, in its full size."""
    return [Trace(trace.x * 2 + 0.5, trace.y * 2 + 0.5, trace.weight) for trace in traces]


def ruling_traces(ink: Mask, scale: float, vertical: bool) -> list[Trace]:
    """Centre lines of pieces of horizontal (or vertical) rulings, sampled every few pixels."""
    mask = np.asarray(cv2.transpose(ink), dtype=np.uint8) if vertical else ink
    run = max(5, round(RUN_POINTS * scale))
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    runs = cv2.dilate(runs, np.ones((3, 1), np.uint8))
    traces = []
    margin = round(6 * scale)
    for (x0, y0, x1, y1), body in find_bodies(np.asarray(runs, dtype=np.uint8)):
        thin = np.count_nonzero(body) / (x1 - x0) <= THIN_POINTS * scale + 3
        edge = y0 < margin or x0 < margin or y1 > mask.shape[0] - margin or x1 > mask.shape[1] - margin
        if not thin or edge or x1 - x0 < LEAST_RUNS * run:
            continue
        columns = np.arange(2, x1 - x0 - 2, 3)
        part = body[:, columns]
        amount = part.sum(axis=0)
        centre = y0 + (part * np.arange(y1 - y0)[:, None]).sum(axis=0) / np.maximum(1, amount)
        along = x0 + columns.astype(np.float64)
        traces.append(Trace(centre, along, 2.0) if vertical else Trace(along, centre, 2.0))
    return traces
