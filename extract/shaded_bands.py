"""Tables of which only every second row is shaded: what stands around the shading belongs to them.

The edges of shaded cells are columns' positions. Lines above that keep to them, near enough to be rows of one
table, are its head and its unshaded rows. Where such lines, and those beside the shading, hold texts to the left or
right of it, the table has columns there that are never shaded: numbers, or a cell beside several rows. They lie
between the white corridors of those texts, or where the table's part on the page before has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..schema.blocks import Line
from ..schema.geometry import bounding_box
from .text_lines import LEAST_HEIGHT, group_lines
from .unruled_columns import MIN_COLUMNS, breaks_columns, columns, columns_used, texts_beside
from .unruled_reach import FAR

SAME_PLACE = 4.0  # points: how far a carried column's position may lie from a shaded cell's edge
SAME_HEIGHT = 2.0  # points: a band's edge may lie this far within a line beside it
MARGIN = 2.0  # points: from a text at the table's side to its outline
LEFT = 15.0  # points from the shading's side: a title in the middle heads a table of its own
BEYOND = 1000.0  # points: wider than what may stand beside the shading


def rows_above(lines: Sequence[Line], xs: Sequence[float], top: float) -> list[Line]:
    """The lines above ``top`` that go on with the columns ``xs``, upwards until the white space is too wide.

    None where no line fills as many columns as a table has at least: then it is text that happens to fit them.
    """
    out: list[Line] = []
    edge = top
    for line in sorted((ln for ln in lines if ln.box.cy < top), key=lambda ln: -ln.box.cy):
        far = edge - line.box.bottom > FAR * max(line.box.height, LEAST_HEIGHT)
        opens_group = texts_beside(line) <= 1 and line.box.x0 - xs[0] <= LEFT
        if far or (not opens_group and breaks_columns(line, [xs[0], *xs, xs[-1]], BEYOND)):
            break  # a line of one text may run across the columns from the left: it opens a group of rows
        out.append(line)
        edge = line.box.top
    wide = [xs[0], *xs, xs[-1]]
    while out and (len(_used(out[-1], xs)) < 2 or breaks_columns(out[-1], wide, BEYOND)):
        out.pop()  # a title above the head
    rows = [line for line in out if texts_beside(line) > 1]
    return out[::-1] if any(len(_used(line, xs)) >= MIN_COLUMNS for line in rows) else []


def _used(line: Line, xs: Sequence[float]) -> set[int]:
    return columns_used(line, xs)


def keeps_rows(lines: Sequence[Line], xs: Sequence[float], top: float, bottom: float) -> bool:
    """Whether the lines between two shaded bands are unshaded rows in the same columns, without a gap."""
    if not any(len(_used(line, xs)) >= MIN_COLUMNS for line in lines):
        return False
    edge = top
    for line in sorted(lines, key=lambda ln: ln.box.cy):
        if line.box.top - edge > FAR * max(line.box.height, LEAST_HEIGHT) or breaks_columns(line, xs):
            return False
        edge = max(edge, line.box.bottom)
    return bottom - edge <= FAR * max(line.box.height for line in lines)


def with_columns_beside(
    xs: Sequence[float], lines: Sequence[Line], carried: Sequence[float] | None
) -> list[float]:
    """The columns of shaded cells, with those of texts beside them; ``carried`` are the page before's."""
    if carried is not None and len(carried) > len(xs) and all(_is_near(x, carried) for x in xs):
        near = {min(carried, key=lambda c: abs(c - x)): x for x in xs}
        return [near.get(c, c) for c in carried]
    return [*_beside(lines, -BEYOND, xs[0]), *xs, *_beside(lines, xs[-1], xs[-1] + BEYOND)]


def _is_near(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - place) <= SAME_PLACE for place in places)


def _beside(lines: Sequence[Line], start: float, end: float) -> list[float]:
    """Column positions of the texts between two places: the outer one at their edge, the inner one at the shading."""
    own = group_lines(w for line in lines for w in line.words if start <= w.box.cx < end)
    if not own:
        return []
    box = bounding_box(line.box for line in own)
    if start < 0:
        return columns(own, box.x0 - MARGIN, end, [])[:-1]
    return columns(own, start, box.x1 + MARGIN, [])[1:]


def at_band(y: float, lines: Sequence[Line], heights: Sequence[float]) -> float:
    """The height of a cut between two lines; if a band's edge lies between them, the last such edge."""
    above = max((ln.box.bottom for ln in lines if ln.box.cy < y), default=y)
    below = min((ln.box.top for ln in lines if ln.box.cy > y), default=y)
    return max((edge for edge in heights if above - SAME_HEIGHT <= edge <= below + SAME_HEIGHT), default=y)


def parts_all(y: float, columns: Iterable[Sequence[Line]]) -> bool:
    """Whether a height lies between lines in each of some columns: the side of a cell beside them goes on there."""
    return all(
        any(ln.box.cy < y for ln in lines)
        and any(ln.box.cy > y for ln in lines)
        and not any(ln.box.top + 1 < y < ln.box.bottom - 1 for ln in lines)
        for lines in columns
    )
