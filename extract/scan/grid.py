"""Tables' rulings completed: each edge of the grid votes with the ink it has and with its neighbours.

The crossings of rulings give the columns' and rows' places. Between two crossings a ruling is there or is
not; a share of ink decides, a lower share where the ruling goes on at both ends, and the frame is always
closed. What belongs to no grid (bars of fractions, underlines) passes unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...schema.geometry import Box
from .pieces import Mask
from .rulings import Rule, Runs

TOUCH_POINTS = 2.5
ATTACH_POINTS = 28.0
CORRIDOR_POINTS = 9.0
BESIDE_TRACE, TRACE_POINTS, TRACED = 2.5, 1.6, 0.15
"""White on each side of a ruling's traces, the width of these, and their inked share."""

MEETING_POINTS, OUTSIDE_POINTS = 10.0, 12.0
FRAME_POINTS, BESIDE_POINTS = 20.0, 75.0
SAME_POINTS = 3.5
ENOUGH, SOME = 0.16, 0.07
"""Inked share from which an edge is there by itself, and between two that are there."""

HALF, CLEAR, WHOLE = 0.5, 0.75, 0.85
"""Inked shares of an edge from which it is rather there than not, there beyond doubt, and without holes."""

SOUND_SHARE, FRAMED_SHARE, FRAMELESS = 0.93, 0.6, 0.25
"""Part of a sound table's edges without holes; of its rows with a frame; and a frame's ink where there is none."""

BESIDE_PRINT = 60.0
"""How far from a ruling print may stand that is in the cells beside it."""

ROW_POINTS = 10.0
"""A row of print is no lower."""

WORN_SHARE, WORN_WHOLE = 0.15, 0.6
TRACE = 0.04
PIECE_POINTS = 6.0
SOLID = 0.8
FRAME_SHARE = 0.2
CROSSING_POINTS = 1.6
LONG_ROW, WORN_GAP, WIDE_GAP = 150.0, 40.0, 90.0
"""Length from which a ruling is a row's, and the widest gap that wear makes in it anywhere, or where print leaves room
for a ruling.
"""

LOWEST_HEAD, HIGHEST_HEAD, NEXT_ROW = 7.0, 75.0, 110.0
"""Least and greatest height of a head row, and how far below it the first row ends at most."""

BESIDE_STEM, ABOVE_LETTERS = 5.0, 2.0
"""How near to a stem the next letter stands, and how far a stem rises above small letters."""

STEMS_SHARE, BETWEEN_SHARE = 0.1, 0.35
"""Least inked share of a row of stems beside print, and its most between the lines against that."""

BAR_REACH, BAR_GAP = 60.0, 12.0


def complete(rules: Sequence[Rule], runs_h: Runs, runs_v: Runs, ink: Mask, scale: float) -> list[Rule]:
    """The rulings with those of tables mended; vertical ones that belong to no table are no rulings.

    ``runs_h`` and ``runs_v`` are what `rulings.find_rules` gave, ``ink`` the page's print.
    """
    inner = [rule for rule in rules if _inside_a_cell(rule, rules, scale)]
    tables, loose = _tables([rule for rule in rules if rule not in inner], scale)
    found, completed = set(rules), []
    for table in tables:
        table += [rule for rule in loose if _stands_beside(rule, table, scale)]
        completed += _completed(table, runs_h, runs_v, ink, scale)
    loose += [rule for rule in completed if rule in found]
    out = _whole_rows([rule for rule in loose if rule.axis == "h"], runs_h, ink, scale)
    out += [rule for rule in completed if rule not in found]
    walls = [rule for rule in out if rule.axis == "v"]
    return out + [_whole_bar(rule, walls, runs_h, scale) for rule in inner]


def head_fields(rules: Sequence[Rule], scale: float) -> tuple[list[Rule], list[Box]]:
    """The rulings without vertical ones that stand in a head row only, and that row's fields instead, in pixels.

    A shaded head shows its columns, the rows below it have but horizontal rulings: what is a table by itself
    otherwise is the head of theirs. A head that is one field without columns gives none, but its upper and lower edge.
    """
    level = [rule for rule in rules if rule.axis == "h"]
    walls = [rule for rule in rules if rule.axis == "v"]
    near, gone, fields = SAME_POINTS * scale, [], []
    for first in walls:
        if first in gone or not LOWEST_HEAD * scale <= first.length <= HIGHEST_HEAD * scale:
            continue
        band = [
            w
            for w in walls
            if w not in gone and abs(w.start - first.start) <= near and w.end - first.end <= near
        ]
        bottom = max(w.end for w in band)
        left, right = min(w.pos for w in band), max(w.pos for w in band)
        below = [
            r
            for r in level
            if bottom + near < r.pos <= bottom + NEXT_ROW * scale
            and min(r.end, right) - max(r.start, left) >= HALF * (right - left)
        ]
        others = [w for w in walls if w not in band and left - near <= w.pos <= right + near]
        if len(band) == 2 and not below and right - left >= LONG_ROW * scale:
            sides = [
                r
                for r in level
                if first.start - near <= r.pos <= bottom + near and r.end > left and r.start < right
            ]
            if len(sides) == 2 and not any(
                w.end > first.start - near and w.start < bottom + near for w in others
            ):
                gone += band
            continue
        if len(band) < 2 or not below:
            continue
        lowest = max(r.pos for r in below)
        if any(w.end > first.start + near and w.start < lowest for w in others):
            continue
        gone += band
        if len(band) == 2:
            continue
        heights = [
            r.pos
            for r in level
            if first.start - near <= r.pos <= bottom + near and r.end - r.start >= HALF * (right - left)
        ]
        heights = sorted({first.start, *heights, bottom})
        rows = [(a, b) for a, b in pairwise(heights) if b - a >= LOWEST_HEAD * scale]
        columns = sorted(w.pos for w in band)
        fields += [Box(x0, a, x1, b) for a, b in rows for x0, x1 in pairwise(columns)]
    return [rule for rule in rules if rule not in gone], fields


def _whole_rows(rules: Sequence[Rule], runs: Runs, ink: Mask, scale: float) -> list[Rule]:
    """Horizontal rulings of tables without vertical ones, with the gaps closed that wear has left in them.

    Where rulings of several rows begin and end together, pieces on one row that reach both ends and carry ink along
    a fair part of the way are one ruling; a gap as wide as a cell, without a trace, stays where print runs over it.
    """
    rows = _places(rules, scale)
    ends = MEETING_POINTS * scale
    out = []
    for row in rows:
        mates = [
            other
            for other in rows
            if other is not row and abs(other.start - row.start) <= ends and abs(other.end - row.end) <= ends
        ]
        pieces = sorted(
            (rule for rule in rules if abs(rule.pos - row.pos) <= SAME_POINTS * scale), key=lambda r: r.start
        )
        if len(pieces) < 2 or not mates or row.length < LONG_ROW * scale:
            out += pieces
            continue
        inked = runs.along(row, scale)
        joined = [replace(pieces[0], pos=row.pos)]
        for piece in pieces[1:]:
            last = joined[-1]
            gap = piece.start - last.end
            traced = gap <= WORN_GAP * scale or _share(inked, last.end, piece.start) >= TRACE
            narrow = gap <= WIDE_GAP * scale and not _crossed(row, last.end, piece.start, ink, runs, scale)
            if traced or narrow:
                joined[-1] = replace(last, end=max(last.end, piece.end))
            else:
                joined.append(replace(piece, pos=row.pos))
        start, end = min(m.start for m in [row, *mates]), max(m.end for m in [row, *mates])
        joined[0] = replace(joined[0], start=min(start, joined[0].start))
        joined[-1] = replace(joined[-1], end=max(end, joined[-1].end))
        out += joined
    return out


def _whole_bar(bar: Rule, walls: Sequence[Rule], runs: Runs, scale: float) -> Rule:
    """A fraction's bar with its worn ends, within its cell."""
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


def _inside_a_cell(rule: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether a horizontal ruling touches no vertical one and has no mate on its line: the bar of a
    fraction.
    """
    if rule.axis == "v":
        return False
    if any(_crosses(rule, other, TOUCH_POINTS * scale) for other in rules):
        return False
    near = [o for o in rules if o is not rule and o.axis == "h" and abs(o.pos - rule.pos) <= 1.2 * scale]
    return not near


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


def _places(rules: Sequence[Rule], scale: float) -> list[Rule]:
    """One ruling per place across, spanning all that lie there."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.pos):
        if out and rule.pos - out[-1].pos <= SAME_POINTS * scale:
            last = out[-1]
            total = last.length + rule.length
            out[-1] = replace(
                last,
                pos=(last.pos * last.length + rule.pos * rule.length) / total,
                start=min(last.start, rule.start),
                end=max(last.end, rule.end),
                width=max(last.width, rule.width),
            )
        else:
            out.append(rule)
    return out


def _completed(table: list[Rule], runs_h: Runs, runs_v: Runs, ink: Mask, scale: float) -> list[Rule]:
    horizontal = [rule for rule in table if rule.axis == "h"]
    vertical = [rule for rule in table if rule.axis == "v"]
    rows, columns = _places(horizontal, scale), _places(vertical, scale)
    rows, columns = _reached(rows, columns, scale), _reached(columns, rows, scale)
    along = [r.pos for r in rows]
    parts = _stacked(_shares(columns, along, runs_v, scale))
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
    rows, columns = _closed(rows, columns, ink, scale), _closed(columns, rows, ink.T, scale)
    columns = _inked_columns(columns, [r.pos for r in rows], vertical, runs_v, ink.T, scale)
    columns = _with_corridors(columns, rows, ink, runs_h, runs_v, scale)
    across, along = [c.pos for c in columns], [r.pos for r in rows]
    of_rows, of_columns = _shares(rows, across, runs_h, scale), _shares(columns, along, runs_v, scale)
    sound = _is_sound(of_rows, of_columns)
    wear = _Wear(sound, _strangers(of_columns, sound))
    out = _edges(rows, across, of_rows, horizontal, runs_h, ink, scale, wear)
    out += _edges(columns, along, of_columns, vertical, runs_v, ink.T, scale, wear)
    return out


def _stacked(of_columns: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """From which row place to which each of several tables reaches that stand above each other.

    Between two of them there is a row where not even the frame has ink, though elsewhere it has. What columns seem
    to have there are letters' stems. Rows at an end that have no more ink than that in any column are another
    table's, which has but horizontal rulings.
    """
    count = len(of_columns[0]) if of_columns else 0
    frame = [max(of_columns[0][row], of_columns[-1][row]) for row in range(count)]
    inner = of_columns[1:-1]
    if sum(share >= HALF for share in frame) < FRAMED_SHARE * count:
        return [(0, count)]
    parts, first = [], 0
    for row in range(count + 1):
        if row == count or (frame[row] < FRAMELESS and all(shares[row] < HALF for shares in inner)):
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


def _shares(lines: Sequence[Rule], stops: list[float], runs: Runs, scale: float) -> list[list[float]]:
    """The inked share of every line's edges."""
    edges = list(pairwise(stops))
    return [[_share(inked, a, b) for a, b in edges] for inked in (runs.along(line, scale) for line in lines)]


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


def _inked_columns(
    columns: list[Rule], stops: list[float], pieces: Sequence[Rule], runs: Runs, ink: Mask, scale: float
) -> list[Rule]:
    """The columns without inner ones that are a stray stroke, such as a side of a stamp, and no ruling.

    Print runs across such a one in row after row; across a ruling only in cells that span it.

    ``pieces`` are the rulings as found; what only stems of letters carry through the table has none in it.
    """
    edges = list(pairwise(stops))
    print_only = (ink > 0) & (runs.mask == 0)
    out = []
    for index, line in enumerate(columns):
        inked = runs.along(line, scale)
        shares = [_share(inked, start, end) for start, end in edges]
        found = any(_found(line, start, end, pieces, scale) for start, end in edges)
        frame = index in (0, len(columns) - 1) or line.solid == 0.0 or not shares
        crossed = sum(_crossed(line, start, end, ink, runs, scale) for start, end in edges)
        clear = sum(share >= HALF for share in shares)
        if not frame and (
            (crossed >= 2 and crossed > clear) or is_stems(line, inked, stops, print_only, scale)
        ):
            continue
        if frame or (found and _is_column(shares, edges, scale, sound=False)):
            out.append(line)
    return out


def is_stems(
    line: Rule,
    inked: NDArray[np.bool_],
    stops: Sequence[float],
    print_only: NDArray[np.bool_],
    scale: float,
) -> bool:
    """Whether a column is made of the stems of letters that begin lines of print: between the lines it has no ink."""
    low, high = round(stops[0]) + 2, round(stops[-1]) - 1
    near, far, middle = round(line.width / 2 + 0.5 * scale), round(BESIDE_STEM * scale), round(line.pos)
    beside = print_only[middle + near : middle + far, low:high].any(axis=0)
    beside |= print_only[max(0, middle - far) : max(0, middle - near), low:high].any(axis=0)
    room = round(ABOVE_LETTERS * scale)
    lines = np.convolve(beside, np.ones(2 * room + 1), mode="same") > 0
    there, between = inked[low:high][lines], inked[low:high][~lines]
    least = FRAME_POINTS * scale
    if len(there) < least or len(between) < least:
        return False
    return bool(there.mean() >= STEMS_SHARE and between.mean() < BETWEEN_SHARE * there.mean())


def _reached(lines: list[Rule], across: Sequence[Rule], scale: float) -> list[Rule]:
    """The lines without outer ones that are short and that nothing across runs up to: strokes beside a table."""
    out = list(lines)
    while len(out) > 2:
        extent = max(line.end for line in out) - min(line.start for line in out)
        for end in (0, -1):
            line = out[end]
            up_to = [
                r for r in across if _spans(r, line, scale) and sum(_spans(r, o, scale) for o in out) > 2
            ]
            if line.length < 0.4 * extent and len(up_to) < 2:
                out.pop(end)
                break
        else:
            break
    return out


def _spans(across: Rule, line: Rule, scale: float) -> bool:
    """Whether a ruling runs up to the place of one across, or nearly."""
    return across.start - line.pos <= 8 * scale and line.pos - across.end <= 8 * scale


def _closed(lines: list[Rule], across: list[Rule], ink: Mask, scale: float) -> list[Rule]:
    """The lines with a side of the frame added where two lines across run out to one place and nothing is
    left.
    """
    out = list(lines)
    if not lines or not across:
        return out
    span = (across[0].pos, across[-1].pos)
    extent = lines[-1].pos - lines[0].pos
    runs = [rule for rule in across if rule.length > max(FRAME_POINTS * scale, 0.4 * extent)]
    starts, ends = sorted(rule.start for rule in runs), sorted((rule.end for rule in runs), reverse=True)
    if len(runs) >= 2 and starts[1] - starts[0] <= MEETING_POINTS * scale:
        place = _clear_of_print(starts[0], -1, span, ink, scale)
        if lines[0].pos - starts[0] > OUTSIDE_POINTS * scale:
            out.insert(0, replace(lines[0], pos=place, start=span[0], end=span[1], solid=0.0))
    if len(runs) >= 2 and ends[0] - ends[1] <= MEETING_POINTS * scale:
        place = _clear_of_print(ends[0], 1, span, ink, scale)
        if ends[0] - lines[-1].pos > OUTSIDE_POINTS * scale:
            out.append(replace(lines[-1], pos=place, start=span[0], end=span[1], solid=0.0))
    return out


def _with_corridors(
    columns: list[Rule], rows: list[Rule], ink: Mask, runs_h: Runs, runs_v: Runs, scale: float
) -> list[Rule]:
    """The columns with one added where hardly more is left of its ruling than a white corridor down the table.

    Print must stand on both sides of it in the head row and in another one, so neither a list's indent nor
    the gap before a factor counts. Two narrower corridors with traces of the ruling between them do as well.
    """
    if len(rows) < 3 or len(columns) < 2:
        return columns
    print_only = (ink > 0) & (runs_h.mask == 0)
    bands = [
        print_only[round(a.pos) + 3 : max(round(a.pos) + 4, round(b.pos) - 2)].any(axis=0)
        for a, b in pairwise(rows)
    ]
    covered = np.any(bands, axis=0)
    span = (rows[0].pos, rows[-1].pos)
    upright = runs_v.mask[:, round(span[0]) : round(span[1])].mean(axis=1)
    out = [columns[0]]
    for left, right in pairwise(columns):
        start, end = round(left.pos + 3 * scale), round(right.pos - 3 * scale)
        white = _corridors(covered, start, end, BESIDE_TRACE * scale)
        found = [(a, b) for a, b in white if b - a > CORRIDOR_POINTS * scale]
        for before, after in pairwise(white):
            a, b = before[1], after[0]
            if b - a <= TRACE_POINTS * scale and upright[a:b].max() >= TRACED:
                found = [(a, b), *(corridor for corridor in found if corridor not in (before, after))]
        for a, b in sorted(found):
            sides = [band[start:a].any() and band[b:end].any() for band in bands]
            if sides[0] and any(sides[1:]):
                out.append(Rule("v", (a + b) / 2, span[0], span[1], left.width, 0.0))
        out.append(right)
    return out


def _corridors(covered: NDArray[np.bool_], start: int, end: int, least: float) -> list[tuple[int, int]]:
    """White stretches of some width between print."""
    print_at = np.flatnonzero(covered[start:end]) + start
    return [(int(a) + 1, int(b)) for a, b in pairwise(print_at) if b - a > least]


def _clear_of_print(place: float, step: int, span: tuple[float, float], ink: Mask, scale: float) -> float:
    """The nearest place outwards from where a line along the span meets no print."""
    rows = ink[:, round(span[0]) + 3 : max(round(span[0]) + 4, round(span[1]) - 2)].sum(axis=1)
    room = max(2, round(2 * scale))
    for at in range(round(place), round(place) + step * round(40 * scale), step):
        window = rows[max(0, at - room) : at + room]
        if len(window) and window.max() <= 2 * scale:
            return float(at)
    return place


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
        crossed = [_crossed(line, start, end, ink, runs, scale) for start, end in edges]
        worn = _is_worn(shares)
        outer = index in (0, len(lines) - 1)
        frame = line.solid == 0.0 or (outer and sum(shares) >= FRAME_SHARE * len(shares))
        enough = HALF if wear.sound and line.axis == "v" else WORN_SHARE if worn else ENOUGH
        present = [True] * len(shares) if frame else _present(shares, enough)
        if not frame:
            present = [
                there and (share >= SOLID or not over)
                for there, share, over in zip(present, shares, crossed, strict=True)
            ]
        if line.axis == "h" and not frame:
            found = [_found(line, start, end, pieces, scale) for start, end in edges]
            between = _between(present)
            present = [
                there and (any_ or mid) for there, any_, mid in zip(present, found, between, strict=True)
            ]
            traced = [
                share >= SOME and _in_the_clear(line, start, end, ink, runs, scale)
                for share, (start, end) in zip(shares, edges, strict=True)
            ]
            present = [
                there or (trace and True in present[max(0, i - 1) : i + 2])
                for i, (there, trace) in enumerate(zip(present, traced, strict=True))
            ]
        if line.axis == "v" and not frame and not _is_column(shares, edges, scale, wear.sound):
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
                beside = _print_beside(line, start, end, ink, reach, scale)
                if i == 0:
                    beside = beside and _is_corridor(line, start, end, ink, runs, scale)
                amid = any(present[:i]) and any(present[i + 1 :])
                if wear.sound:
                    through = (amid and shares[i] >= TRACE) or (i == 0 and beside)
                else:
                    through = worn or shares[i] >= TRACE or long or beside or amid
                present[i] = present[i] or (through and not crossed[i])
            elif line.axis == "h" and shares[i] >= SOME and not frame:
                company = any(present[max(0, i - 1) : i]) or any(present[i + 1 : i + 2])
                if _is_bar(inked, start, end, crossed[i], company, scale):
                    present[i] = False
                    out += _bars(line, start, end, pieces, scale)
        out += _joined_edges(line, stops, present)
        out += _stubs(line, stops, inked, scale)
    return out


def _found(line: Rule, start: float, end: float, pieces: Sequence[Rule], scale: float) -> bool:
    """Whether a piece of ruling was found on the line between two columns; letters' feet give none."""
    near = [piece for piece in pieces if abs(piece.pos - line.pos) <= SAME_POINTS * scale]
    return any(min(end, piece.end) - max(start, piece.start) >= PIECE_POINTS * scale for piece in near)


def _in_the_clear(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether no print stands close to the line between two columns, but some above it and some below."""
    low, high = round(start + 3 * scale), round(end - 3 * scale)
    middle, near, clear, far = (round(v) for v in (line.pos, scale, 2.2 * scale, 30 * scale))
    if high <= low or middle - clear < 0:
        return False
    least = 6 * scale * scale
    for close, wide in (
        (slice(middle - clear, middle - near), slice(max(0, middle - far), middle - clear)),
        (slice(middle + near, middle + clear), slice(middle + clear, middle + far)),
    ):
        inked = (ink[close, low:high] > 0) & (runs.mask[close, low:high] == 0)
        if np.count_nonzero(inked) > 0.02 * inked.size or np.count_nonzero(ink[wide, low:high]) < least:
            return False
    return True


def _is_corridor(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether a white corridor, wider than a space between words, runs along the line between two places."""
    low, high = round(start + 2 * scale), round(end - 2 * scale)
    middle, reach = round(line.pos), round(CORRIDOR_POINTS * scale)
    if high <= low:
        return False
    rows = slice(max(0, middle - reach), middle + reach)
    print_only = (ink[rows, low:high] > 0) & (runs.mask[rows, low:high] == 0)
    inked = print_only.sum(axis=1)
    rest = max(0, middle - rows.start - round(1.5 * scale))
    of_line = inked[rest : middle - rows.start + round(1.5 * scale)]
    of_line[of_line <= 2 * CROSSING_POINTS * scale] = 0  # what is left of the line itself
    print_at = np.flatnonzero(inked) + rows.start
    before = max((int(at) for at in print_at if at < middle), default=rows.start)
    after = min((int(at) for at in print_at if at >= middle), default=rows.stop)
    return after - before > CORRIDOR_POINTS * scale


def _between(present: list[bool]) -> list[bool]:
    """Which edges have one that is there on each side."""
    last = len(present) - 1
    return [0 < i < last and present[i - 1] and present[i + 1] for i in range(len(present))]


def _is_column(shares: list[float], edges: list[tuple[float, float]], scale: float, sound: bool) -> bool:
    """Whether ink makes it a column's ruling: a whole edge of it, or a fair part of a worn table's height."""
    least = ROW_POINTS * scale
    lengths = [end - start for start, end in edges]
    total = sum(share * length for share, length in zip(shares, lengths, strict=True))
    if not sound and total >= 0.18 * sum(lengths):
        return True
    whole = WHOLE if sound else WORN_WHOLE
    return any(share >= whole and length >= least for share, length in zip(shares, lengths, strict=True))


def _print_beside(line: Rule, start: float, end: float, ink: Mask, reach: float, scale: float) -> bool:
    """Whether print stands on both sides of a line between two places, as in two cells of a row."""
    low, high = round(start) + 2, round(end) - 1
    middle, near, far = round(line.pos), round(3 * scale), round(reach)
    left = ink[max(0, middle - far) : max(0, middle - near), low:high]
    right = ink[middle + near : middle + far, low:high]
    least = 12 * scale * scale
    return bool(np.count_nonzero(left) > least and np.count_nonzero(right) > least)


def _is_bar(
    inked: NDArray[np.bool_], start: float, end: float, crossed: bool, company: bool, scale: float
) -> bool:
    """Whether the ink between two columns ends well before one of them, and is a bar and no worn ruling.

    Print that crosses the line says so, or that the cells beside it have no ruling there.
    """
    places = _gathered(inked, start, end, scale)
    if not len(places):
        return False
    length = end - start
    short = max(places[0] - start, end - places[-1]) > max(9 * scale, 0.12 * length)
    return bool(short and (crossed or not company))


def _gathered(inked: NDArray[np.bool_], start: float, end: float, scale: float) -> NDArray[np.intp]:
    """Inked places between two columns, without stray ones."""
    low, high = round(start) + 2, round(end) - 1
    window = max(3, round(8 * scale))
    part = inked[low:high]
    if len(part) < window:
        return np.empty(0, dtype=np.intp)
    near = np.convolve(part, np.ones(window) / window, mode="same") >= 0.4
    return np.flatnonzero(part & near) + low


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


def _crossed(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether print goes over the line between two places, as it does in a cell that spans the columns."""
    return _straddling(line, start, end, ink, runs, scale) >= CROSSING_POINTS * scale


def _straddling(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> int:
    """Number of places between the two where print lies close on both sides of the line."""
    low, high = round(start) + 2, round(end) - 1
    near = round(line.width / 2 + 0.7 * scale)
    reach = near + max(2, round(1.1 * scale))
    middle = round(line.pos - 0.5)
    if high <= low or middle - reach < 0 or middle + reach >= len(ink):
        return 0
    sides = []
    for rows in (slice(middle - reach, middle - near), slice(middle + near + 1, middle + reach + 1)):
        print_only = (ink[rows, low:high] > 0) & (runs.mask[rows, low:high] == 0)
        sides.append(print_only.any(axis=0))
    return int(np.count_nonzero(sides[0] & sides[1]))


def _share(inked: NDArray[np.bool_], start: float, end: float) -> float:
    part = inked[round(start) + 2 : max(0, round(end) - 1)]
    return float(part.mean()) if len(part) else 0.0


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
        if end - start > 12 * scale and _share(inked, start, end) > 0.5:
            out.append(replace(line, start=start, end=end))
    return out
