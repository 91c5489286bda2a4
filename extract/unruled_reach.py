"""Where a table without rulings ends: which lines and rules below its beginning still belong to it.

Lines belong to it as long as they keep to its columns and no wide white space separates them; rules, as long as the
lines between them do not break its columns.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Sequence

from ..schema.blocks import Line
from ..schema.text import PAGE_NUMBER_MARKED
from .page_content import Ruling
from .text_lines import LEAST_HEIGHT
from .unruled_columns import breaks_columns, crosses, segment_boxes, white_corridors

FAR = 2.5  # of a line's height: white space that ends a table without rules
FAR_BELOW_HEAD = 4.0  # the same below its head, where the columns' numbers may have been too faint to be read
TIGHT = 0.42  # of the font size: white space that may separate two columns where rules support it
SMALLER = 0.92  # times the size of a table's print: notes below it are set smaller
SAME_END = 6.0  # points: how far apart the ends of a table's rules are where a page is bent
_PAGE_NUMBER = re.compile(PAGE_NUMBER_MARKED, re.I)
NEAR_ROW, NEAR_ROWS = (
    1.2,
    1.6,
)  # of a line's height, and times the widest white between rows: no row is farther off
LEAST_RULE = 0.25  # of the table's width: a shorter rule does not go on with it
SAME_TABLE = 90.0  # points: unshaded rows between two shaded ones of a table are no higher than this


def lines_within(lines: Sequence[Line], x0: float, x1: float, top: float, bottom: float) -> list[Line]:
    """Lines whose middles lie between two places and two heights."""
    return [ln for ln in lines if top <= ln.box.cy <= bottom and x0 - 4 <= ln.box.cx <= x1 + 4]


def following(lines: Sequence[Line], start: float, end: float, top: float) -> list[Line]:
    """Lines below a height, between two places, until the white space is as wide as between two tables."""
    out: list[Line] = []
    for line in lines_within(lines, start, end, top, float("inf")):
        far = FAR if out else FAR_BELOW_HEAD
        if line.box.top - (out[-1].box.bottom if out else top) > far * max(line.box.height, LEAST_HEIGHT):
            break
        out.append(line)
    return out


def grow(
    lines: Sequence[Line], xs: Sequence[float], bottom: float, inside: Sequence[Line], *, first: bool = False
) -> list[Line]:
    """Lines below ``bottom`` that keep to the columns, until one does not or the white space is too wide."""
    known = set(map(id, inside))
    sizes = [line.size for line in inside]
    out: list[Line] = []
    edge = bottom
    row_gaps: list[float] = []
    for line in lines:
        if line.box.cy <= bottom or id(line) in known:
            continue
        if _PAGE_NUMBER.match(line.text) and len(line.words) < len(xs) - 1:
            break
        gap, height = line.box.top - edge, max(line.box.height, LEAST_HEIGHT)
        if out or not first:
            limit = max(NEAR_ROW * height, NEAR_ROWS * max(row_gaps)) if len(row_gaps) > 2 else FAR * height
            if gap > limit:
                break
            if gap > 0.5 * height:
                row_gaps.append(gap)
        if crosses(line, xs) or is_note(line, xs[0], sizes):
            break
        out.append(line)
        edge = line.box.bottom
    return out


def is_note(line: Line, left: float, sizes: Sequence[float]) -> bool:
    """Whether a line of one text at a table's left is set smaller than the table: a note or a source below it."""
    if not sizes or line.size >= SMALLER * statistics.median(sizes):
        return False
    return len(segment_boxes(line)) == 1 and line.box.x0 < left + SAME_END


def down_rules(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    xs: Sequence[float],
    bottom: float,
    breaks: Callable[[Sequence[Line]], bool],
) -> float:
    """The lowest rule under ``bottom`` that goes on with the table.

    Such rules may be shorter than the table, where a cell at its side spans the rows; ``breaks`` tells of the
    lines between two of them whether they break the table's columns.
    """
    width = xs[-1] - xs[0]
    for rule in sorted(rules, key=lambda r: r.pos):
        fits = (
            rule.start >= xs[0] - SAME_END
            and rule.end <= xs[-1] + SAME_END
            and rule.length >= LEAST_RULE * width
        )
        if rule.pos <= bottom + 2 or not fits:
            continue
        between = [ln for ln in lines if bottom < ln.box.cy < rule.pos]
        if not between or rule.pos - bottom > 2 * SAME_TABLE or breaks(between):
            break
        bottom = rule.pos
    return bottom


def any_breaks(xs: Sequence[float], lines: Sequence[Line]) -> bool:
    """Whether one of the lines breaks the columns ``xs``."""
    return any(breaks_columns(line, xs) for line in lines)


class KeepsCorridors:
    """Follows how the corridors between columns narrow, line by line, where the columns are not drawn."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.count = len(white_corridors(lines))

    def breaks(self, lines: Sequence[Line]) -> bool:
        """Whether these lines close a corridor; if they do not, they count for the next ones."""
        if len(white_corridors([*self.lines, *lines], TIGHT)) < self.count:
            return True
        self.lines.extend(lines)
        return False
