"""Rows of a table that has rules between its columns only: told by white space that runs through all columns.

A drawn row stacks several rows where white corridors, wider than between wrapped lines, run through all of its cells,
texts of several columns begin level below each of them, and no text reads on below it while most end although the next
word had room (one at least, where the white is as wide as an empty line); between two such rows also where texts end
that happen to fill their lines, if the white is as wide. A
cell of paragraphs has such white space too, but the cells beside it do not have it at the same heights. Where fewer
than `LEAST_COLUMNS` columns have text between two corridors, what stands there goes on with the nearer row.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

from ..schema.blocks import Cell, Line
from .unruled_columns import Span, corridors_between

LEAST_COLUMNS = 3  # columns that have text in every row
WIDER, MORE = 1.5, 1.2  # times, and points more than the white between wrapped lines, a corridor has at least
LEVEL = 2.5  # points: texts that begin, or have their middles, within these stand level
USUAL = 0.15  # of the white spaces between lines are narrower than the usual one between wrapped lines
MOST = 0.5  # of the texts beside each other
SPACE = 0.3  # of the font size: between two words
STEP = 0.8  # of the lower height: lines that follow each other are this far apart at least
MOST_PADDING = 6.0  # points: the most that a cell keeps free at each side
LEAST_SIZE = 5.0  # points: a smaller font size, or none, is not believed
AS_MUCH = 0.8  # of the white between rows
BLANK = 0.6  # of the height of lines: white like an empty line; beside a fraction it is hardly half as wide


def aligned_rows(cells: Sequence[tuple[Cell, Sequence[Line]]]) -> list[list[float]]:
    """For each cell of a drawn row the heights in points at which it is cut, as it stacks several rows.

    ``cells`` stand from left to right, each with its lines from top to bottom. A text in the first columns may stand
    beside several rows: it reads on over a cut, or nothing stands below it although the rows go on.
    """
    cuts: list[tuple[float, int]] = []  # with the first cell that is cut
    for first in range(max(len(cells) - LEAST_COLUMNS + 1, 0)):
        new = [c for c in _between_all(cells[first:]) if not any(c[0] < y < c[1] for y, _ in cuts)]
        cuts += [(_middle(corridor), first) for corridor in new]
    if not cuts:
        return [[] for _ in cells]
    cuts.sort()
    heights = [y for y, _ in cuts]
    lead = max(range(len(cells)), key=lambda i: (_slots_filled(cells[i][1], heights), len(cells[i][1])))
    out = []
    for index, (_, lines) in enumerate(cells):
        own = [y for y, first in cuts if first <= index]
        out.append([y for y in own if index >= lead or _begins_below(lines, y, own)])
    return out


def _slots_filled(lines: Sequence[Line], cuts: Sequence[float]) -> int:
    """The number of slots between cuts in which a column has text."""
    return len({sum(ln.box.cy > y for y in cuts) for ln in lines})


def _begins_below(lines: Sequence[Line], y: float, cuts: Sequence[float]) -> bool:
    """Whether a column has text in the slot below a cut, or none above it."""
    end = min((cut for cut in cuts if cut > y), default=math.inf)
    return any(y < ln.box.cy < end for ln in lines) or not any(ln.box.cy < y for ln in lines)


def _between_all(cells: Sequence[tuple[Cell, Sequence[Line]]]) -> list[Span]:
    """Top and bottom of each white space between rows: it runs through all filled cells of a row as drawn."""
    filled = [lines for _, lines in cells if lines]
    if len(filled) < LEAST_COLUMNS:
        return []
    reaches = [(box[1], box[3]) for lines in filled for box in [ln.box for ln in lines]]
    corridors = corridors_between(reaches, _least_corridor(filled))
    if not corridors:
        return []
    ends = {c: _ends_texts(_middle(c), cells) for c in corridors}
    blank = BLANK * statistics.median(bottom - top for top, bottom in reaches)
    sure = [
        (a, b)
        for (a, b), share in ends.items()
        if share >= MOST or (share > 0 and b - a >= blank) or (share >= 0 and _begin_anew(b, filled))
    ]
    as_much = AS_MUCH * statistics.median(b - a for a, b in sure) if len(sure) > 1 else math.inf
    kept = [c for c, share in ends.items() if c in sure or (share >= 0 and c[1] - c[0] >= as_much)]
    kept = _between_rows(kept, filled)
    slots = _slots([_middle(c) for c in kept], filled)
    return kept if all(_is_level(slot) for slot in slots if len(slot) > 1) else []


def _begin_anew(y: float, columns: Sequence[Sequence[Line]]) -> bool:
    """Whether several columns go on level below a height, after white as high as a line: they waited for the longest
    text of the row above, which has no such white below it.
    """
    waited, longest = 0, False
    for lines in columns:
        above = [ln.box.bottom for ln in lines if ln.box.cy < y]
        below = [ln.box for ln in lines if ln.box.cy > y]
        if above and below:
            has_waited = below[0].top - above[-1] >= below[0].height
            waited += has_waited and below[0].top - y <= LEVEL
            longest |= not has_waited
    return longest and waited >= LEAST_COLUMNS


def _ends_texts(y: float, cells: Sequence[tuple[Cell, Sequence[Line]]]) -> float:
    """The share of texts above and below a height that end there, as the next word would have had room.

    Negative where one of them reads on: its next line begins in lower case, and others of its lines do not.
    """
    ends: list[bool] = []
    for cell, lines in cells:
        above = [ln for ln in lines if ln.box.cy < y]
        below = [ln for ln in lines if ln.box.cy > y]
        if above and below:
            ends.append(has_room(cell, lines, above[-1], below[0]))
            if below[0].text[:1].islower() and not all(ln.text[:1].islower() for ln in lines):
                return -1.0
    return sum(ends) / len(ends) if ends else 0.0


def _least_corridor(columns: Sequence[Sequence[Line]]) -> float:
    """The least height, in points, of white space that separates rows."""
    whites = sorted(
        [
            top - bottom
            for lines in columns
            for (_, above, _, bottom), (_, top, _, below) in pairwise([ln.box for ln in lines])
            if (top + below) / 2 - (above + bottom) / 2 > STEP * min(bottom - above, below - top)
        ]
    )
    usual = max(whites[int(USUAL * len(whites))], 0.0) if whites else 0.0
    return max(WIDER * usual, usual + MORE)


def _slots(cuts: Sequence[float], columns: Sequence[Sequence[Line]]) -> list[list[list[Line]]]:
    """For each slot between two cuts the lines of every column that has text in it."""
    edges = [float("-inf"), *cuts, float("inf")]
    slots = []
    for top, bottom in pairwise(edges):
        inside = [[ln for ln in lines if top < ln.box.cy < bottom] for lines in columns]
        slots.append([lines for lines in inside if lines])
    return slots


def _between_rows(corridors: Sequence[Span], columns: Sequence[Sequence[Line]]) -> list[Span]:
    """The corridors with a row on both sides.

    What has text in fewer columns goes on with the row to which the white is narrower. One text alone above the first
    row, with as much white below it as other rows have, is the rest of the last row of the page before.
    """
    kept = list(corridors)
    while kept:
        slots = _slots([_middle(c) for c in kept], columns)
        short = [i for i, slot in enumerate(slots) if len(slot) < max(LEAST_COLUMNS, len(columns) / 2)]
        if short[:1] == [0] and len(slots[0]) == 1 and _is_rest(kept):
            short = short[1:]
        if not short:
            break
        beside = [c for c in (short[0] - 1, short[0]) if 0 <= c < len(kept)]
        kept.pop(min(beside, key=lambda c: kept[c][1] - kept[c][0]))
    return kept


def _middle(corridor: Span) -> float:
    return (corridor[0] + corridor[1]) / 2


def _is_rest(corridors: Sequence[Span]) -> bool:
    """Whether there is as much white below the first text as between rows."""
    first, *others = (b - a for a, b in corridors)
    return bool(others) and first >= AS_MUCH * statistics.median(others)


def _is_level(slot: Sequence[Sequence[Line]]) -> bool:
    """Whether the texts of two columns begin at one height, or have their middles there."""
    tops = sorted(lines[0].box.top for lines in slot)
    middles = sorted((lines[0].box.top + lines[-1].box.bottom) / 2 for lines in slot)
    return any(b - a <= LEVEL for places in (tops, middles) for a, b in pairwise(places))


def has_room(cell: Cell, lines: Sequence[Line], above: Line, below: Line) -> bool:
    """Whether a line of a cell had room for the first word of the next one. ``lines`` are all of the cell's."""
    pad = min(ln.box.x0 for ln in lines) - cell.box.x0
    room = cell.box.width - 2 * min(max(pad, 1.0), MOST_PADDING)
    return above.box.width + below.words[0].box.width + SPACE * max(above.size, LEAST_SIZE) < room
