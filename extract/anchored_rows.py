"""Rows told by a column of one-line texts of one shape, where nothing but their order separates the texts beside them.

Numbers of rows, times, dates and figures never wrap, so each is a row. Texts beside them may wrap with no white space
between two rows: they are split into as many groups, each of which stands level with its number, at the top, in the
middle or at the foot, all alike. It is believed only where every column can be parted so and one height lies between
each two rows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ..schema.blocks import Line
from .figure_lines import is_number

LEAST_ROWS = 3
ALIKE = 0.9  # of the texts have one shape
OFF = 0.25  # of a line's height: so far from level stands a group of lines at most
OVERLAP = 0.35  # of a line's height: print set tight reaches into the next line
MOST_LINES = 12  # of a text
LEAST_BESIDE = (
    2  # columns beside the first, from which texts level with each other on every line are no wraps
)
APART = 0.7  # of a line's height: so much white between two rows; within a text it is less
_DIGITS = re.compile(r"\d+")


def anchored_cuts(columns: Mapping[int, Sequence[Line]], *, tops: bool = False) -> list[float]:
    """The heights between the rows of a band; none where no column tells them or the others do not agree.

    ``columns`` hold each its lines from top to bottom. The first row may be the head's. ``tops`` says that texts begin
    level with the numbers, rather than having their middles there.
    """
    filled = [lines for lines in columns.values() if lines]
    able = [lines for lines in filled if are_anchors(lines)]
    rows = max(map(len, able), default=0)
    if len(filled) < 2 or rows < LEAST_ROWS:
        return []
    tried = (_cuts_at(anchors, filled, tops=tops) for anchors in able if len(anchors) == rows)
    return next((cuts for cuts in tried if cuts), [])


def _cuts_at(anchors: Sequence[Line], columns: Sequence[Sequence[Line]], *, tops: bool) -> list[float]:
    """The heights between the rows that these anchors tell; none where a column does not agree."""
    wrapping = [lines for lines in columns if len(lines) > len(anchors)]
    level = all(_has_line_at(anchor, lines) for lines in wrapping for anchor in anchors)
    if level != tops:
        return []
    groups = [(_begun if tops else grouped)(lines, anchors) for lines in columns]
    if any(group is None for group in groups):
        return []
    cuts = []
    height = min(ln.box.height for ln in anchors)
    for row, _ in pairwise(range(len(anchors))):
        above = [ln.box.bottom for group in groups if group for ln in group[row]]
        below = [ln.box.top for group in groups if group for ln in group[row + 1]]
        low, high = max(above), min(below)
        if low - high > OVERLAP * height:
            return []
        cuts.append((low + high) / 2)
    return cuts


def cuts_of_full_lines(columns: Mapping[int, Sequence[Line]]) -> list[float]:
    """The heights between a band's lines where each is a row: far apart, and with a text in every column."""
    first, *others = columns.values()
    if len(others) < LEAST_BESIDE or len(first) < LEAST_ROWS or any(len(o) != len(first) for o in others):
        return []
    cuts = []
    for above, below in pairwise(zip(first, *others, strict=True)):
        low, high = max(ln.box.bottom for ln in above), min(ln.box.top for ln in below)
        if high - low < APART * max(ln.box.height for ln in above):
            return []
        cuts.append((low + high) / 2)
    return cuts


def _begun(lines: Sequence[Line], anchors: Sequence[Line]) -> list[list[Line]] | None:
    """The lines split where one stands level with an anchor."""
    out: list[list[Line]] = [[] for _ in anchors]
    for line in lines:
        at = sum(anchor.box.cy <= line.box.cy + OFF * line.box.height for anchor in anchors) - 1
        if at < 0:
            return None
        out[at].append(line)
    return out


def _has_line_at(anchor: Line, lines: Sequence[Line]) -> bool:
    return any(abs(line.box.cy - anchor.box.cy) <= OFF * anchor.box.height for line in lines)


def are_anchors(lines: Sequence[Line]) -> bool:
    """Whether the texts, perhaps except the first, are figures or all of one shape with digits."""
    texts = [line.text.strip() for line in lines]
    shapes = Counter(_DIGITS.sub("0", text) for text in texts)
    shape, count = shapes.most_common(1)[0]
    if all(is_number(text) for text in texts[1:]):
        return True
    return "0" in shape and count >= min(ALIKE * len(texts), len(texts) - 1)


def grouped(lines: Sequence[Line], anchors: Sequence[Line]) -> list[list[Line]] | None:
    """The lines split into one group for each anchor; None where they do not stand level with these.

    Numbers of rows stand at the tops of rows in the middle of which the anchors stand: one a row, perhaps without head.
    """
    level = _nearest(lines, anchors) if len(lines) < len(anchors) else _best(lines, anchors)
    if level is None and len(anchors) - len(lines) in (0, 1) and are_anchors(lines):
        return [[] for _ in anchors[len(lines) :]] + [[line] for line in lines]
    return level


def _nearest(lines: Sequence[Line], anchors: Sequence[Line]) -> list[list[Line]] | None:
    """Each line in the group of the anchor with which it stands level; None where one stands level with none."""
    out: list[list[Line]] = [[] for _ in anchors]
    for line in lines:
        nearest = min(range(len(anchors)), key=lambda i: abs(anchors[i].box.cy - line.box.cy))
        if abs(anchors[nearest].box.cy - line.box.cy) > anchors[nearest].box.height / 2:
            return None
        out[nearest].append(line)
    return out


def _best(lines: Sequence[Line], anchors: Sequence[Line]) -> list[list[Line]] | None:
    """The groups of lines that have their middles at the anchors; None where there are none."""
    cost, ends = _parted(lines, anchors, OFF * min(ln.box.height for ln in anchors))
    return [list(lines[a:b]) for a, b in pairwise([0, *ends])] if cost < math.inf else None


def _parted(lines: Sequence[Line], anchors: Sequence[Line], limit: float) -> tuple[float, list[int]]:
    """The best split of the lines into a group per anchor: its distance from level in points, and each group's end."""
    n, m = len(lines), len(anchors)
    best = [0.0] + [math.inf] * n
    back: list[list[int]] = []
    for anchor in anchors:
        new, came = [math.inf] * (n + 1), [0] * (n + 1)
        for end in range(1, n + 1):
            for start in range(max(0, end - MOST_LINES), end):
                off = abs((lines[start].box.cy + lines[end - 1].box.cy) / 2 - anchor.box.cy)
                if off <= limit and best[start] + off < new[end]:
                    new[end], came[end] = best[start] + off, start
        best = new
        back.append(came)
    ends, end = [], n
    for row in range(m - 1, -1, -1):
        ends.append(end)
        end = back[row][end]
    return best[n], ends[::-1]
