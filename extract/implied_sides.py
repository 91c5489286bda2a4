"""Sides of cells that no horizontal draws, but that the verticals tell by ending together.

A table whose columns are drawn and whose rows are not breaks its verticals off where a row reaches over all
columns (a group's name, often shaded), and begins them again below it. Where two verticals or more begin or end at
one height, a cell's side lies there, as far as the next verticals on either hand that go on past it. The only
inner vertical of a table tells it alone if it is drawn on both sides of the gap. In a table's first row, verticals
that begin together tell sides, each of them for the columns beside it: heads over some columns are printed so.

The pieces between two such rows touch no horizontal; they belong to the table in whose columns they stand.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .page_content import Ruling
from .ruling_merge import cluster

SAME_HEIGHT = 3.0  # points: verticals that end nearer to each other than this end at one height
SAME_COLUMN = 3.0  # points: pieces of one vertical are not farther apart
NEAR_SIDE = 6.0  # points: a vertical that ends this near to a horizontal was meant to reach it
TOGETHER = 2  # verticals that tell a side
LEAST = 8.0  # points: a low line of print; shorter pieces are brackets or ticks, shorter gaps are breaks in the ink
Span = tuple[float, float]


def with_loose_verticals(groups: Sequence[Sequence[Ruling]], rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Groups of connected rulings as whole tables, each with the verticals that stand loose in its columns."""
    tied = {r for group in groups for r in group}
    loose = [r for r in rulings if r.axis == "v" and r not in tied and r.length >= LEAST]
    tables: list[list[Ruling]] = []
    for group in sorted(groups, key=lambda g: min(r.pos for r in g if r.axis == "h")):
        above = next((table for table in reversed(tables) if _goes_on(table, group)), None)
        if above is None:
            tables.append(list(group))
        else:
            above.extend(group)
    return [[*table, *(r for r in loose if _stands_in(r, table))] for table in tables]


def _goes_on(above: Sequence[Ruling], below: Sequence[Ruling]) -> bool:
    """Whether a group of rulings goes on with the one above: its top is open, extent and columns are the same."""
    hs, vs = ([r for r in below if r.axis == axis] for axis in "hv")
    begins = min(v.start for v in vs)
    if begins > min(h.pos for h in hs) - LEAST or begins < max(v.end for v in above if v.axis == "v"):
        return False
    columns = [r.pos for r in above if r.axis == "v"]
    apart = max(abs(a - b) for a, b in zip(_extent(above), _extent(below), strict=True))
    return apart <= NEAR_SIDE and all(any(abs(v.pos - x) <= SAME_COLUMN for x in columns) for v in vs)


def _extent(group: Sequence[Ruling]) -> Span:
    """Left and right end of the extent that a group's horizontal rulings cover together."""
    hs = [r for r in group if r.axis == "h"]
    return min(h.start for h in hs), max(h.end for h in hs)


def _stands_in(piece: Ruling, group: Sequence[Ruling]) -> bool:
    """Whether a piece of a vertical goes on with a column's side of the group, within its height."""
    verticals = [r for r in group if r.axis == "v"]
    top, bottom = min(v.start for v in verticals), max(v.end for v in verticals)
    inside = top - SAME_HEIGHT <= piece.start and piece.end <= bottom + SAME_HEIGHT
    return inside and any(abs(v.pos - piece.pos) <= SAME_COLUMN for v in verticals)


def implied_sides(rulings: Sequence[Ruling]) -> list[Ruling]:
    """The horizontal sides of cells that are not drawn, but shown by verticals of the group that end together."""
    hs = [r for r in rulings if r.axis == "h"]
    vs = [r for r in rulings if r.axis == "v"]
    if not hs or not vs:
        return []
    left = min([*(h.start for h in hs), *(v.pos for v in vs)])
    right = max([*(h.end for h in hs), *(v.pos for v in vs)])
    columns = {x: _drawn(x, vs) for x in cluster((v.pos for v in vs), SAME_COLUMN)}
    spans = [span for column in columns.values() for span in column]
    if not spans:
        return []
    top, bottom = min(a for a, _ in spans), max(b for _, b in spans)
    inner = [x for x in columns if left + SAME_COLUMN < x < right - SAME_COLUMN]
    under = min(
        (h.pos for h in hs if top + NEAR_SIDE < h.pos and h.length >= right - left - SAME_COLUMN), default=top
    )
    out: list[Ruling] = []
    for y in cluster((y for span in spans for y in span), SAME_HEIGHT):
        if y <= top + NEAR_SIDE or y >= bottom - NEAR_SIDE:
            continue
        ending = [x for x in inner if _ends_at(y, columns[x]) and not _reaches(x, y, hs)]
        starting = [
            x for x in ending if y < under and len(columns[x]) == 1 and columns[x][0][0] > top + LEAST
        ]
        past = [x for x, column in columns.items() if any(a + LEAST < y < b - LEAST for a, b in column)]
        for start, end in itertools.pairwise(sorted({left, *past, right})):
            between = [x for x in ending if start < x < end]
            alone = len(inner) == 1 and any(len(columns[x]) >= TOGETHER for x in between)
            headed = len(starting) >= TOGETHER and set(between) <= set(starting)
            if between and (alone or len(between) >= TOGETHER or headed):
                out.append(Ruling("h", y, start, end))
    return out


def _drawn(x: float, vs: Sequence[Ruling]) -> list[Span]:
    """Top and bottom of each stretch in which a column's side is drawn, short breaks in the ink closed."""
    out: list[Span] = []
    for a, b in sorted((v.start, v.end) for v in vs if abs(v.pos - x) <= SAME_COLUMN):
        if out and a - out[-1][1] < LEAST:
            out[-1] = out[-1][0], max(b, out[-1][1])
        else:
            out.append((a, b))
    return [(a, b) for a, b in out if b - a >= LEAST]


def _ends_at(y: float, column: Sequence[Span]) -> bool:
    """Whether a column's side begins or ends at a height, with white on the other side of it."""
    return any(min(abs(a - y), abs(b - y)) <= SAME_HEIGHT for a, b in column)


def _reaches(x: float, y: float, hs: Sequence[Ruling]) -> bool:
    """Whether a horizontal is drawn where a vertical ends, or near to it."""
    return any(abs(h.pos - y) <= NEAR_SIDE and h.start - SAME_COLUMN <= x <= h.end + SAME_COLUMN for h in hs)
