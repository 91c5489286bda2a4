"""The places of a table's rows and columns: rulings on one line taken together, strays left out, lost ones added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .connected_components import Mask
from .edge_ink import (
    CORRIDOR_POINTS,
    FRAME_POINTS,
    HALF,
    MEETING_POINTS,
    ROW_POINTS,
    SAME_POINTS,
    is_column,
    is_crossed,
    is_found,
    is_one_text,
    is_stems,
    print_runs,
    share_of,
    stretches,
)
from .ruling_finder import Rule, Runs

OUTSIDE_POINTS = 12.0
"""A side of the frame that is added lies at least so far outside."""

UP_TO_POINTS = 8.0
"""So near to a line a ruling runs up to it, and one that goes so far beyond the others is not theirs."""

LEAST_SIDE = 0.4
"""Share of the table's extent that a side, or a ruling that shows where the sides are, is long at least."""

CLEAR_SIDE = 3
"""So many rulings end at a table's side at least where it is clear."""

BESIDE_TRACE, TRACE_POINTS, TRACED = 2.5, 1.6, 0.15
"""White on each side of a ruling's traces, the width of these, and their inked share."""

SPECKED = 0.015
"""Share of a table's height that specks, and no print, may ink beside what is left of a ruling."""

LEAST_BROKEN, STEMS_AMONG, STEM_POINTS = 2, 0.25, 7.0
"""Inner columns at least that break off together, the share of them that letters' stems may seem to carry on, and the
length of a stem, over which all may.
"""

TOUCH_PRINT, CUT_PRINT, END_OFF = 1.5, 4.0, 4.0
"""Points beside a column that its ruling inks, the print that a row cuts which is none, and how far from where columns
end a row is looked for that cuts none.
"""


def places_of(rules: Sequence[Rule], scale: float) -> list[Rule]:
    """The rulings with those at one place joined to one that spans them all."""
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


def inked_columns(
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
        shares = [share_of(inked, start, end) for start, end in edges]
        found = any(is_found(line, start, end, pieces, scale) for start, end in edges)
        frame = index in (0, len(columns) - 1) or line.solid == 0.0 or not shares
        crossed = sum(is_crossed(line, start, end, ink, runs, scale) for start, end in edges)
        clear = sum(share for share in shares if share >= HALF)
        if not frame and (
            (crossed >= 2 and crossed > clear) or is_stems(line, inked, stops, print_only, scale)
        ):
            continue
        if frame or (found and is_column(shares, edges, scale, sound=False)):
            out.append(line)
    return out


def reached(lines: list[Rule], across: Sequence[Rule], scale: float) -> list[Rule]:
    """The lines without outer ones that are no table's side: short strokes that hardly anything across runs up to, and
    streaks that nothing does and that go beyond the other lines, or beside a line at which several end.
    """
    out = list(lines)
    while len(out) > 2:
        extent = max(line.end for line in out) - min(line.start for line in out)
        for end in (0, -1):
            line = out[end]
            up_to = [
                r for r in across if _spans(r, line, scale) and sum(_spans(r, o, scale) for o in out) > 2
            ]
            others = [o for o in out if o is not line]
            beyond = min(o.start for o in others) - line.start, line.end - max(o.end for o in others)
            near, inner = UP_TO_POINTS * scale, out[1 if end == 0 else -2].pos
            stops = sum(abs((r.start if end == 0 else r.end) - inner) <= near for r in across)
            streak = not up_to and (max(beyond) > near or stops >= CLEAR_SIDE)
            if streak or (line.length < LEAST_SIDE * extent and len(up_to) < 2):
                out.pop(end)
                break
        else:
            break
    return out


def _spans(across: Rule, line: Rule, scale: float) -> bool:
    """Whether a ruling reaches, or nearly reaches, the place of a ruling that crosses its direction."""
    near = UP_TO_POINTS * scale
    return across.start - line.pos <= near and line.pos - across.end <= near


def closed(lines: list[Rule], across: list[Rule], ink: Mask, scale: float) -> list[Rule]:
    """The lines with a side of the frame added where two lines across run out to one place and nothing is
    left.
    """
    out = list(lines)
    if not lines or not across:
        return out
    span = (across[0].pos, across[-1].pos)
    extent = lines[-1].pos - lines[0].pos
    runs = [rule for rule in across if rule.length > max(FRAME_POINTS * scale, LEAST_SIDE * extent)]
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


def with_spanning_rows(
    rows: list[Rule], columns: Sequence[Rule], runs: Runs, ink: Mask, scale: float
) -> list[Rule]:
    """The rows with those added that no ruling parts from the others, but the columns that break off there together.

    What stands in the gap must be one run of words over a column's place, and none may be cut: wear makes gaps, too.
    ``runs`` and ``ink`` are those of the vertical axis.
    """
    inner = [column.pos for column in columns[1:-1]]
    if len(inner) < LEAST_BROKEN:
        return rows
    sides = columns[0].pos, columns[-1].pos
    drawn = [runs.along(column, scale) for column in columns[1:-1]]
    gone = np.sum(drawn, axis=0) <= STEMS_AMONG * len(inner)
    out = [rows[0]]
    for above, below in pairwise(rows):
        low = round(above.pos) + 1
        for a, b in stretches(gone[low : round(below.pos)], STEM_POINTS * scale):
            top, bottom = low + a, low + b
            if bottom - top < ROW_POINTS * scale:
                continue
            reach = ROW_POINTS * scale
            broken = [
                pos
                for pos, along in zip(inner, drawn, strict=True)
                if max(share_of(along, top - reach, top), share_of(along, bottom, bottom + reach)) >= HALF
            ]
            words = print_runs(sides, inner, top, bottom, ink, runs, scale)
            over = any(first < pos < last for first, last in words for pos in broken)
            if len(broken) < LEAST_BROKEN or not over or not is_one_text(words, inner):
                continue
            for place in (top, bottom):
                clear = OUTSIDE_POINTS * scale
                apart = place - out[-1].pos > clear / 2 and below.pos - place > clear / 2
                uncut = _uncut(place, sides, inner, ink, scale) if apart else None
                if uncut is not None:
                    out.append(Rule("h", float(uncut), sides[0], sides[1], above.width, 0.0))
        out.append(below)
    return out


def _uncut(
    place: int, sides: tuple[float, float], inner: Sequence[float], ink: Mask, scale: float
) -> int | None:
    """The height nearest to a place at which a row goes through no print; dashed columns do not end exactly there."""
    for off in range(round(END_OFF * scale) + 1):
        for at in (place - off, place + off):
            if 0 < at < ink.shape[1] and not _cuts_print(at, sides, inner, ink, scale):
                return at
    return None


def _cuts_print(
    place: int, sides: tuple[float, float], inner: Sequence[float], ink: Mask, scale: float
) -> bool:
    """Whether a row at a height would go through print between a table's sides, beside its columns."""
    inked = np.asarray(ink[:, max(0, place - 1) : place + 2].any(axis=1), dtype=np.bool_)
    near = round(TOUCH_PRINT * scale)
    for pos in (*inner, *sides):
        inked[max(0, round(pos) - near) : round(pos) + near] = False
    return bool(np.count_nonzero(inked[round(sides[0]) : round(sides[1])]) > CUT_PRINT * scale)


def with_corridors(
    columns: list[Rule], rows: list[Rule], ink: Mask, runs_h: Runs, runs_v: Runs, scale: float, *, sound: bool
) -> list[Rule]:
    """The columns with one added where hardly more is left of its ruling than a white corridor down the table.

    Print must stand on both sides of it in the head row and in another one, so neither a list's indent nor
    the gap before a factor counts. Two narrower corridors with traces of the ruling between them do as well, and
    nothing else does in a ``sound`` table. A table that has only its sides is the framed head of one without columns.
    """
    if len(rows) < 3 or len(columns) < 3:
        return columns
    print_only = (ink > 0) & (runs_h.mask == 0)
    bands = [
        print_only[round(a.pos) + 3 : max(round(a.pos) + 4, round(b.pos) - 2)].any(axis=0)
        for a, b in pairwise(rows)
    ]
    covered = np.any(bands, axis=0)
    span = (rows[0].pos, rows[-1].pos)
    printed = print_only[round(span[0]) : round(span[1])].mean(axis=0) > SPECKED
    upright = runs_v.mask[:, round(span[0]) : round(span[1])].mean(axis=1)
    out = [columns[0]]
    for left, right in pairwise(columns):
        start, end = round(left.pos + 3 * scale), round(right.pos - 3 * scale)
        white = _corridors(covered, start, end, BESIDE_TRACE * scale)
        found = [(a, b) for a, b in white if b - a > CORRIDOR_POINTS * scale and not sound]
        for before, after in pairwise(_corridors(printed, start, end, BESIDE_TRACE * scale)):
            a, b = before[1], after[0]
            if b - a <= TRACE_POINTS * scale and upright[a:b].max() >= TRACED:
                found = [(a, b), *(f for f in found if f[1] <= before[0] or f[0] >= after[1])]
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
    """The nearest place, going outwards, at which a line along the span meets no print."""
    rows = ink[:, round(span[0]) + 3 : max(round(span[0]) + 4, round(span[1]) - 2)].sum(axis=1)
    room = max(2, round(2 * scale))
    for at in range(round(place), round(place) + step * round(40 * scale), step):
        window = rows[max(0, at - room) : at + room]
        if len(window) and window.max() <= 2 * scale:
            return float(at)
    return place
