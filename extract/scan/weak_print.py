"""Print that is weaker than a page's black: in colour, in pencil, or where the toner ran out.

A page is read by its black. Its lightest channel and one threshold keep stamps, highlighters and what shines through
from the other side out of it, and print in colour or in pale grey with them. That print is looked for in the darkest
channel, away from the black: what stands in lines there is read once by an engine, and lines that hold a known word
are print. They are made as dark as the rest, and so are figures beside them and long strokes of their kind, which are
rulings; from then on they are print as any. Where no line holds a known word, pale ink is the other side's and is
left; what is as dark as print and in lines, or pale beside print that was read, is ink that nobody could read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from ...schema.geometry import Box
from .arbitration import has_known_word
from .engine import LineEngine, Reading
from .illumination import INK, WEAK, Grey, with_core
from .print_lines import BORDER, Layout, TextLine, cut, find_lines
from .reading_gaps import is_print, line_box
from .stamps import boxes, find_rings
from .straight_page import StraightPage

DARK_CORE = 160
"""Grey level of ink's darker parts up to which it is as strong as print: what shines through is paler."""

CORE_SHARE = 25
"""Percentile of the ink's grey levels that tells how dark its strokes are; the lighter ones are their edges."""

LONG_STROKE = 150.0
"""Points from which a straight thing of weak ink is a ruling or a frame; signatures and stamps are shorter."""

SEEN = 0.3
"""Share of a stroke's ink that is black print's, too, from which the stroke is seen without its colour."""

SURE_SHORT = 0.8
"""Certainty of the least sure letter from which a short text is print."""

LARGEST_LETTER = 2.2
"""Side of the largest letter or mark beside a line, in heights of the usual one."""

LEAST_WIDE, LEAST_HIGH = 1.0, 0.7
"""Width and height of unread ink in heights of the usual letter: what is less is part of a ruling or a speck."""


class WeakPrint(NamedTuple):
    """The page with its weak print as dark as the rest; ink that nobody could read, and of that lines that are print
    for certain, in points.
    """

    page: StraightPage
    ink: list[Box]
    unread: list[Box]


def with_weak_print(page: StraightPage, engine: LineEngine) -> WeakPrint:
    """The page with its weak print restored, as far as ``engine`` reads words in it."""
    weak = page.weak()
    if weak is None:
        return WeakPrint(page, [], [])
    layout = find_lines((weak < WEAK).astype(np.uint8), [], page.scale)
    rings = boxes(find_rings(weak, page.scale))
    layout = replace(layout, stamps=np.concatenate([layout.stamps, rings]))
    lines = [line for line in layout.lines if not layout.on_stamp(line)]
    cores = [_core(weak, line) for line in lines]
    dark = weak.copy()
    for line, core in zip(lines, cores, strict=True):
        rows = slice(line.top, line.bottom)
        dark[rows] = np.minimum(dark[rows], with_core(weak[rows], core))
    texts = [(line, core) for line, core in zip(lines, cores, strict=True) if not line.sign]
    readings = engine.read([cut(dark, layout, line, BORDER) for line, _ in texts])
    proven = any(has_known_word(reading.words) for reading in readings)
    are_print = [proven and _is_text(reading) for reading in readings]
    kept = [line for line in lines if proven and line.sign]
    kept += [line for (line, _), is_kept in zip(texts, are_print, strict=True) if is_kept]
    drawn = _drawn(dark, page.grey, layout, kept, page.scale)
    rest = [
        line
        for (line, core), is_kept in zip(texts, are_print, strict=True)
        if not is_kept and (proven or core <= DARK_CORE) and _is_large(line, layout.height)
    ]
    return WeakPrint(
        page if drawn is None else replace(page, grey=np.minimum(page.grey, drawn)),
        [line_box(line, page.scale) for line in rest],
        [line_box(line, page.scale) for line in rest if is_print(line, layout)],
    )


def _is_large(line: TextLine, height: float) -> bool:
    """Whether ink is more than a part of a ruling or a speck, where letters are as high as that."""
    return line.x1 - line.x0 >= LEAST_WIDE * height and line.bottom - line.top >= LEAST_HIGH * height


def _core(weak: Grey, line: TextLine) -> float:
    """Grey level of a line's darker parts."""
    part = weak[line.top : line.bottom, line.x0 : line.x1]
    return float(np.percentile(part[part < WEAK], CORE_SHARE))


def _drawn(dark: Grey, black: Grey, layout: Layout, lines: Sequence[TextLine], scale: float) -> Grey | None:
    """These lines with what stands beside them, and strokes as dark as print that are long and hardly seen in the
    ``black`` print, on white; None where there are none.
    """
    pieces = layout.pieces
    kept = np.zeros(len(pieces.boxes) + 1, dtype=bool)
    middles = (pieces.boxes[:, 1] + pieces.boxes[:, 3]) / 2
    small = np.maximum(pieces.heights, pieces.widths) <= LARGEST_LETTER * layout.height
    for line in lines:
        kept[1:][line.members] = True
        kept[1:] |= small & (middles > line.top) & (middles < line.bottom)
    long = np.maximum(pieces.widths, pieces.heights) >= LONG_STROKE * scale
    for index in np.flatnonzero(long):
        x0, top, x1, bottom = pieces.boxes[index]
        own = pieces.labels[top:bottom, x0:x1] == index + 1
        is_dark = np.percentile(dark[top:bottom, x0:x1][own], CORE_SHARE) <= DARK_CORE
        kept[index + 1] = is_dark and (black[top:bottom, x0:x1][own] < INK).mean() < SEEN
    if not kept.any():
        return None
    near = cv2.dilate(kept[pieces.labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(near > 0, dark, np.uint8(255))


def _is_text(reading: Reading) -> bool:
    """Whether a line beside weak print is print, too: it has a known word, or was read for certain."""
    if has_known_word(reading.words):
        return True
    signs = [word for word in reading.words if any(c.isalnum() for c in word.text)]
    return bool(signs) and min(word.least for word in signs) >= SURE_SHORT
