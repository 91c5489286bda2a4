"""Tables' rulings completed: each edge of the grid votes with the ink it has and with its neighbours.

The crossings of rulings give the columns' and rows' places. Between two crossings a ruling is there or is
not; a share of ink decides, a lower share where the ruling goes on at both ends, and the frame is always
closed. What belongs to no grid (bars of fractions, underlines) passes unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from .evidence import (
    CLEAR,
    FRAME_POINTS,
    HALF,
    PIECE_POINTS,
    SAME_POINTS,
    TRACE,
    WHOLE,
    bears_print,
    gathered,
    has_print_around,
    has_print_beside,
    in_the_clear,
    is_column,
    is_corridor,
    is_crossed,
    is_found,
    share_of,
    shares_of,
)
from .pieces import Mask
from .places import closed, inked_columns, places_of, reached, with_corridors
from .rows import WORN_GAP, whole_rows
from .rulings import Rule, Runs

WHITE_POINTS, BAR_LEVEL_POINTS = 1.2, 1.2
"""White that a bar leaves at both ends at least where it nearly touches, and how far its pieces lie apart in height."""

TOUCH_POINTS, ATTACH_POINTS, BESIDE_POINTS = 2.5, 28.0, 75.0
"""How near rulings come that touch, that belong to one table, and that are the frame of a table beside them."""

WORN_SHARE = 0.15
"""Inked share from which an edge of a worn table is there."""

ENOUGH, SOME = 0.16, 0.07
"""Inked share from which an edge is there by itself, and between two that are there."""

SOUND_SHARE, FRAMED_SHARE, FRAMELESS = 0.93, 0.6, 0.25
"""Part of a sound table's edges without holes; of its rows with a frame; and a frame's ink where there is none."""

BESIDE_PRINT = 60.0
"""How far from a ruling print may stand that is in the cells beside it."""

SOLID, FRAME_SHARE = 0.8, 0.2
"""Inked shares of an edge that print may cross, and of a frame that is there."""

NARROW_POINTS = 60.0
"""A column of numbers, or of targets, is no wider."""

TALL_POINTS, TALL_SOLID = 20.0, 0.65
"""Length of an edge from which no letter's stem runs along most of it, and the inked share for that."""

BAR_WHITE = 4.0
"""What a bar leaves free at one end at least where no other cell has a ruling on its line."""

BAR_REACH, BAR_GAP, LONGEST_BAR = 60.0, 12.0, 260.0
"""How far from its seed a fraction's bar ends, the widest gap in it, and the length of one in pieces at most."""


def complete(rules: Sequence[Rule], runs_h: Runs, runs_v: Runs, ink: Mask, scale: float) -> list[Rule]:
    """The rulings with those of tables mended; vertical ones that belong to no table are no rulings.

    ``runs_h`` and ``runs_v`` are what `rulings.find_rules` gave, ``ink`` the page's print.
    """
    bars = _bars_in_cells(rules, scale)
    # longer ones are rows of tables without vertical rulings
    long = [bar[0] for bar in bars if bar[0].length > LONGEST_BAR * scale]
    bars = [bar for bar in bars if bar[0] not in long]
    inner = {*long, *(piece for bar in bars for piece in bar)}
    tables, loose = _tables([rule for rule in rules if rule not in inner], scale)
    found, completed = set(rules), []
    for table in tables:
        table += [rule for rule in loose if _stands_beside(rule, table, scale)]
        completed += _completed(table, runs_h, runs_v, ink, scale)
    loose += long + [rule for rule in completed if rule in found]
    out = whole_rows([rule for rule in loose if rule.axis == "h"], runs_h, ink, scale)
    out += [rule for rule in completed if rule not in found]
    walls = [rule for rule in out if rule.axis == "v"]
    return out + [_whole_bar(bar, walls, runs_h, scale) for bar in bars]


def _whole_bar(pieces: Sequence[Rule], walls: Sequence[Rule], runs: Runs, scale: float) -> Rule:
    """A fraction's bar with its worn ends, within its cell."""
    first, last = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
    bar = replace(max(pieces, key=lambda piece: piece.length), start=first, end=last)
    beside = [wall.pos for wall in walls if wall.start <= bar.pos <= wall.end]
    left = max((x for x in beside if x <= bar.start + 1), default=bar.start - BAR_REACH * scale)
    right = min((x for x in beside if x >= bar.end - 1), default=bar.end + BAR_REACH * scale)
    inked = np.flatnonzero(runs.along(bar, scale))
    near = inked[(inked > left + TOUCH_POINTS * scale) & (inked < right - TOUCH_POINTS * scale)]
    start, end = bar.start, bar.end
    for x in near[near < start][::-1]:
        if start - x > BAR_GAP * scale:
            break
        start = float(x)
    for x in near[near > end]:
        if x - end > BAR_GAP * scale:
            break
        end = float(x)
    return replace(bar, start=start, end=end)


def _bars_in_cells(rules: Sequence[Rule], scale: float) -> list[list[Rule]]:
    """The bars of fractions, each in its pieces: horizontal rulings with no mate on their line outside of their cell.

    A bar touches no vertical ruling; where it nearly does, it leaves white at both ends.
    """
    walls = [rule for rule in rules if rule.axis == "v"]
    level = [rule for rule in rules if rule.axis == "h"]
    touch, white = TOUCH_POINTS * scale, WHITE_POINTS * scale
    out: list[list[Rule]] = []
    for rule in level:
        if any(rule in bar for bar in out):
            continue
        near = [wall.pos for wall in walls if wall.start - touch <= rule.pos <= wall.end + touch]
        middle = (rule.start + rule.end) / 2
        left = max((x for x in near if x < middle), default=-inf)
        right = min((x for x in near if x > middle), default=inf)
        bar = [other for other in level if abs(other.pos - rule.pos) <= BAR_LEVEL_POINTS * scale]
        start, end = min(piece.start for piece in bar), max(piece.end for piece in bar)
        before, after = start - left, right - end
        whole = len(bar) == 1 or (end - start <= LONGEST_BAR * scale and (near or _is_close(bar, scale)))
        if whole and min(before, after) > (white if max(before, after) <= touch else touch):
            out.append(bar)
    return out


def _is_close(pieces: Sequence[Rule], scale: float) -> bool:
    """Whether no gap between pieces of one line is wider than wear makes it."""
    ordered = sorted(pieces, key=lambda piece: piece.start)
    return all(b.start - a.end <= WORN_GAP * scale for a, b in pairwise(ordered))


def _stands_beside(rule: Rule, table: Sequence[Rule], scale: float) -> bool:
    """Whether a vertical ruling stands within a table's height at its side: what is left of its frame."""
    if rule.axis == "h" or rule.length < FRAME_POINTS * scale:
        return False
    across = [other for other in table if other.axis == "h"]
    upright = [other.pos for other in table if other.axis == "v"]
    top, bottom = min(o.pos for o in across), max(o.pos for o in across)
    slack, reach = TOUCH_POINTS * scale, BESIDE_POINTS * scale
    if rule.start < top - slack or rule.end > bottom + slack:
        return False
    sticking_out = 10 * scale
    if rule.pos > max(upright):
        edge = max(o.end for o in across)
        return edge > max(upright) + sticking_out and rule.pos <= edge + reach
    if rule.pos < min(upright):
        edge = min(o.start for o in across)
        return edge < min(upright) - sticking_out and rule.pos >= edge - reach
    return True


def _crosses(a: Rule, b: Rule, slack: float) -> bool:
    """Whether a horizontal and a vertical ruling meet, or nearly."""
    if a.axis == b.axis:
        return False
    return (a.start - slack <= b.pos <= a.end + slack) and (b.start - slack <= a.pos <= b.end + slack)


def _tables(rules: Sequence[Rule], scale: float) -> tuple[list[list[Rule]], list[Rule]]:
    """Groups of rulings that hang together through crossings, and those that cross nothing."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    slack = ATTACH_POINTS * scale
    for i, a in enumerate(rules):
        for j in range(i):
            b = rules[j]
            collinear = a.axis == b.axis and abs(a.pos - b.pos) <= SAME_POINTS * scale
            near = max(a.start, b.start) - min(a.end, b.end) <= 60 * scale
            if _crosses(a, b, slack) or (collinear and near):
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    tables, loose = [], []
    for group in groups.values():
        horizontal = sum(rule.axis == "h" for rule in group)
        if horizontal >= 2 and len(group) - horizontal >= 2:
            tables.append(group)
        else:
            loose.extend(group)
    return tables, loose


def _completed(table: list[Rule], runs_h: Runs, runs_v: Runs, ink: Mask, scale: float) -> list[Rule]:
    horizontal = [rule for rule in table if rule.axis == "h"]
    vertical = [rule for rule in table if rule.axis == "v"]
    rows, columns = places_of(horizontal, scale), places_of(vertical, scale)
    rows, columns = reached(rows, columns, scale), reached(columns, rows, scale)
    along = [r.pos for r in rows]
    parts = _stacked(shares_of(columns, along, runs_v, scale))
    if parts != [(0, len(along) - 1)]:
        inside = [(along[first], along[last]) for first, last in parts]
        slack = SAME_POINTS * scale
        out = [rule for rule in horizontal if not any(a - slack <= rule.pos <= b + slack for a, b in inside)]
        for first, last in parts:
            part = _between_places(table, along[first], along[last], scale)
            if sum(rule.axis == "v" for rule in part) >= 2:
                out += _completed(part, runs_h, runs_v, ink, scale)
            else:
                out += [rule for rule in part if rule.axis == "h"]
        return out
    rows, columns = closed(rows, columns, ink, scale), closed(columns, rows, ink.T, scale)
    columns = inked_columns(columns, [r.pos for r in rows], vertical, runs_v, ink.T, scale)
    across, along = [c.pos for c in columns], [r.pos for r in rows]
    of_rows, of_columns = shares_of(rows, across, runs_h, scale), shares_of(columns, along, runs_v, scale)
    sound = _is_sound(of_rows, of_columns)
    wider = with_corridors(columns, rows, ink, runs_h, runs_v, scale, sound=sound)
    if len(wider) > len(columns):
        columns, across = wider, [c.pos for c in wider]
        of_rows, of_columns = shares_of(rows, across, runs_h, scale), shares_of(columns, along, runs_v, scale)
        sound = _is_sound(of_rows, of_columns)
    wear = _Wear(sound, _strangers(of_columns, sound))
    out = _edges(rows, across, of_rows, horizontal, runs_h, ink, scale, wear)
    out += _edges(columns, along, of_columns, vertical, runs_v, ink.T, scale, wear)
    return out


def _stacked(of_columns: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """From which row place to which each of several tables reaches that stand above each other.

    Between two of them there is a row where not even the frame has ink, though elsewhere it has. What columns seem
    to have there are letters' stems. Such rows at an end are another table's, which has but horizontal rulings.
    """
    count = len(of_columns[0]) if of_columns else 0
    inner = of_columns[1:-1]
    frame = [max(of_columns[0][row], of_columns[-1][row]) for row in range(count)]
    most = [max(shares[row] for shares in of_columns) for row in range(count)]
    if sum(share >= HALF for share in frame) >= FRAMED_SHARE * count:
        apart = [frame[row] < FRAMELESS and all(s[row] < HALF for s in inner) for row in range(count)]
    else:  # a worn frame; where not a trace is left of any column, there was none
        told = not any(TRACE <= share < FRAMELESS for share in most)
        apart = [told and share < TRACE for share in most]
    parts, first = [], 0
    for row in range(count + 1):
        if row == count or apart[row]:
            if row > first:
                parts.append((first, row))
            first = row + 1
    return parts


def _between_places(table: Sequence[Rule], top: float, bottom: float, scale: float) -> list[Rule]:
    """What of a table's rulings lies between two heights; vertical ones are cut off there."""
    slack = SAME_POINTS * scale
    out = [rule for rule in table if rule.axis == "h" and top - slack <= rule.pos <= bottom + slack]
    for rule in table:
        start, end = max(rule.start, top), min(rule.end, bottom)
        if rule.axis == "v" and end - start >= PIECE_POINTS * scale:
            out.append(replace(rule, start=start, end=end))
    return out


@dataclass(frozen=True, slots=True)
class _Wear:
    """What a table as a whole says of an edge that has little ink.

    A ``sound`` table shows all its rulings, so little ink is a letter's stem or a stamp's. ``strangers`` are
    the rows, by column (both counted from 0), that have other columns: another table's above or below.
    """

    sound: bool
    strangers: list[set[int]]


def _is_sound(of_rows: Sequence[Sequence[float]], of_columns: Sequence[Sequence[float]]) -> bool:
    """Whether hardly an edge of those that are there has holes; letters' stems do not look like rows."""
    there = [share for line in of_rows for share in line if share >= TRACE]
    there += [share for line in of_columns for share in line if share >= HALF]
    return bool(there) and sum(share >= WHOLE for share in there) >= SOUND_SHARE * len(there)


def _strangers(of_columns: Sequence[Sequence[float]], sound: bool) -> list[set[int]]:
    """By column the rows that have none of the inner columns which those rows have where it is inked itself."""
    rows = range(len(of_columns[0]) if of_columns else 0)
    inner = range(1, len(of_columns) - 1)
    there = CLEAR if sound else HALF
    inked = [{column for column in inner if of_columns[column][row] >= there} for row in rows]
    out: list[set[int]] = [set() for _ in of_columns]
    for column in inner:
        own = [inked[row] for row in rows if column in inked[row]]
        if len(own) >= 2:
            mates = set().union(*own)
            out[column] = {row for row in rows if inked[row] and not inked[row] & mates}
    return out


def _edges(
    lines: list[Rule],
    stops: list[float],
    of_lines: Sequence[list[float]],
    pieces: Sequence[Rule],
    runs: Runs,
    ink: Mask,
    scale: float,
    wear: _Wear,
) -> list[Rule]:
    """Every line cut at the stops into edges, the present ones joined again.

    ``of_lines`` are the edges' inked shares, ``pieces`` the rulings as found. A worn column goes through unless
    print crosses it; a row may end at a merged cell. What stops short of its cell's side, or runs into print, is
    the bar of a fraction.
    """
    out = []
    for index, line in enumerate(lines):
        inked = runs.along(line, scale)
        edges = list(pairwise(stops))
        shares = of_lines[index]
        found = [is_found(line, start, end, pieces, scale) for start, end in edges]
        crossed = [
            is_crossed(line, start, end, ink, runs, scale)
            and not (there and bears_print(line, start, end, ink, runs, scale))
            for there, (start, end) in zip(found, edges, strict=True)
        ]
        clear = [False] * len(edges)
        worn = _is_worn(shares)
        outer = index in (0, len(lines) - 1)
        frame = line.solid == 0.0 or (outer and sum(shares) >= FRAME_SHARE * len(shares))
        enough = HALF if wear.sound and line.axis == "v" else WORN_SHARE if worn else ENOUGH
        present = [True] * len(shares) if frame else _present(shares, enough)
        if not frame:
            present = [
                there and (share >= (SOLID if b - a < TALL_POINTS * scale else TALL_SOLID) or not over)
                for there, share, over, (a, b) in zip(present, shares, crossed, edges, strict=True)
            ]
        if line.axis == "h" and not frame:
            clear = [
                share >= SOME and in_the_clear(line, start, end, ink, runs, scale)
                for share, (start, end) in zip(shares, edges, strict=True)
            ]
            around = lines[max(0, index - 1)].pos, lines[min(index + 1, len(lines) - 1)].pos
            present = _of_row(line, edges, present, found, clear, crossed, ink, around, scale)
        if line.axis == "v" and not frame and not is_column(shares, edges, scale, wear.sound):
            continue
        for i, (start, end) in enumerate(edges):
            if line.axis == "v" and any(present):
                if i in wear.strangers[index]:
                    present[i] = shares[i] >= HALF
                    continue
                long = i > 0 and sum(shares) >= 0.5 * len(shares)
                reach = BESIDE_PRINT * scale
                if i == 0:  # a head over both columns is print across the line, or a word on each side of it
                    reach = max(
                        reach, *(abs(other.pos - line.pos) for other in lines[max(0, index - 1) : index + 2])
                    )
                beside = has_print_beside(line, start, end, ink, reach, scale)
                beside = beside and (i > 0 or is_corridor(line, start, end, ink, runs, scale))
                amid = any(present[:i]) and any(present[i + 1 :])
                if wear.sound:
                    through = (amid and shares[i] >= TRACE) or (i == 0 and beside)
                else:
                    through = worn or shares[i] >= TRACE or long or beside or amid
                present[i] = present[i] or (through and not crossed[i])
            elif line.axis == "h" and shares[i] >= SOME and not frame:
                others = any(present[:i]) or any(present[i + 1 :])
                company = any(present[max(0, i - 1) : i]) or any(present[i + 1 : i + 2])
                alone = not (clear[i] or others)
                if not (clear[i] and others) and _is_bar(
                    inked, start, end, crossed[i], company, alone, scale
                ):
                    present[i] = False
                    out += _bars(line, start, end, pieces, scale)
        out += _joined_edges(line, stops, present)
        out += _stubs(line, stops, inked, scale)
    return out


def _of_row(
    line: Rule,
    edges: Sequence[tuple[float, float]],
    present: Sequence[bool],
    found: Sequence[bool],
    clear: Sequence[bool],
    crossed: Sequence[bool],
    ink: Mask,
    around: tuple[float, float],
    scale: float,
) -> list[bool]:
    """Which edges a row has, of those that have ink enough (``present``): found ones, those between two, and traces
    beside them that are ``clear`` of print.

    The numbers in an outer column have the row of the cell beside them, which their own ruling hardly shows; ``around``
    are the places of the rows above and below.
    """
    between = _between(present)
    kept = [there and (any_ or mid) for there, any_, mid in zip(present, found, between, strict=True)]
    out = [
        there or (trace and True in kept[max(0, i - 1) : i + 2])
        for i, (there, trace) in enumerate(zip(kept, clear, strict=True))
    ]
    for i, inner in ((0, 1), (len(edges) - 1, len(edges) - 2)):
        narrow = len(edges) > 2 and edges[i][1] - edges[i][0] <= NARROW_POINTS * scale
        if narrow and not out[i] and out[inner] and not crossed[i]:
            out[i] = has_print_around(line, *edges[i], *around, ink, scale)
    return out


def _between(present: Sequence[bool]) -> list[bool]:
    """Which edges have one that is there on each side."""
    last = len(present) - 1
    return [0 < i < last and present[i - 1] and present[i + 1] for i in range(len(present))]


def _is_bar(
    inked: NDArray[np.bool_],
    start: float,
    end: float,
    crossed: bool,
    company: bool,
    alone: bool,
    scale: float,
) -> bool:
    """Whether the ink between two columns ends well before one of them, and is a bar and no worn ruling.

    Print that crosses the line says so, or that the cells beside it have no ruling there. Where it is
    ``alone`` on its line, with print close to it, it need end but a little before.
    """
    places = gathered(inked, start, end, scale)
    if not len(places):
        return False
    length = end - start
    least = BAR_WHITE * scale if alone else max(9 * scale, 0.12 * length)
    short = max(places[0] - start, end - places[-1]) > least
    return bool(short and (crossed or not company))


def _bars(line: Rule, start: float, end: float, pieces: Sequence[Rule], scale: float) -> list[Rule]:
    """The found pieces on a line between two columns as one ruling of their own."""
    near = [
        piece
        for piece in pieces
        if abs(piece.pos - line.pos) <= SAME_POINTS * scale
        and piece.end > start + 2
        and piece.start < end - 2
    ]
    if not near:
        return []
    first, last = min(piece.start for piece in near), max(piece.end for piece in near)
    return [replace(line, start=max(first, start), end=min(last, end))]


def _joined_edges(line: Rule, stops: list[float], present: list[bool]) -> list[Rule]:
    out, first = [], None
    for place, there in enumerate([*present, False]):
        if there and first is None:
            first = place
        if not there and first is not None:
            out.append(replace(line, start=stops[first], end=stops[place]))
            first = None
    return out


def _is_worn(shares: list[float]) -> bool:
    """Whether even the edges that are there have holes, so that a missing one may be worn away altogether."""
    there = [share for share in shares if share >= WORN_SHARE]
    return bool(there) and sum(there) < 0.85 * len(there)


def _present(shares: list[float], enough: float) -> list[bool]:
    """Enough ink, or some ink between two edges that are there."""
    present = [share >= enough for share in shares]
    last = len(shares) - 1
    for i, share in enumerate(shares):
        left, right = i == 0 or present[i - 1], i == last or present[i + 1]
        if not present[i] and share >= SOME and left and right:
            present[i] = True
    return present


def _stubs(line: Rule, stops: list[float], inked: NDArray[np.bool_], scale: float) -> list[Rule]:
    """What of the line sticks out beyond the outermost crossings, if it is long enough to mean something."""
    out = []
    for start, end in ((line.start, stops[0]), (stops[-1], line.end)):
        if end - start > 12 * scale and share_of(inked, start, end) > 0.5:
            out.append(replace(line, start=start, end=end))
    return out
