"""Tables' rulings completed: each edge of the grid votes with the ink it has and with its neighbours.

The crossings of rulings give the columns' and rows' places. Between two crossings a ruling is there or is
not; a share of ink decides, a lower share where the ruling goes on at both ends, and the frame is always
closed. What belongs to no grid (bars of fractions, underlines) passes unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from ...schema.connected_groups import connected_groups
from .connected_components import Mask
from .edge_ink import (
    CLEAR,
    FRAME_POINTS,
    HALF,
    MEETING_POINTS,
    PIECE_POINTS,
    SAME_POINTS,
    TRACE,
    WHOLE,
    bears_print,
    has_print_beside,
    in_the_clear,
    is_column,
    is_corridor,
    is_crossed,
    is_found,
    is_one_text,
    is_print,
    print_around,
    print_runs,
    share_of,
    shares_of,
)
from .fraction_bars import LONGEST_BAR, TOUCH_POINTS, bars_between, bars_in_cells, is_bar, whole_bar
from .grid_lines import closed, inked_columns, places_of, reached, with_corridors, with_spanning_rows
from .repair_steps import ALL_STEPS, GridSteps
from .row_rulings import whole_rows
from .ruling_finder import Rule, Runs

ATTACH_POINTS, BESIDE_POINTS = 28.0, 75.0
"""How near rulings come that belong to one table, and that are the frame of a table beside them."""

PARTS_POINTS = 60.0
"""How far parts of one worn ruling lie from each other in one table."""

WIDEST_COLUMN, COMMON_ROWS = 200.0, 2
"""Width in points of a column of which wear has left no ruling across, and rows that what is left at both sides share.
"""

HOLED = 0.85
"""Inked share of the edges that are there, below which a line is worn."""

WORD_INK = 6.0
"""Square points of ink that a short word has at least: two or three letters of small print."""

DOUBLE_POINTS, TITLE_POINTS, TITLE_INK, COMMON_COLUMNS = 6.0, 24.0, 40.0, 2
"""Height of what lies between two halves of one ruling, and of a row with one line of print at most, its least ink in
square points, and columns that the rows above and below it share at least.
"""

WORN_SHARE = 0.15
"""Inked share from which an edge of a worn table is there."""

ENOUGH, SOME = 0.16, 0.07
"""Inked share from which an edge is there by itself, and between two that are there."""

SOUND_SHARE, FRAMED_SHARE, FRAMELESS = 0.93, 0.6, 0.25
"""Part of a sound table's edges without holes; of its rows with a frame; and a frame's ink where there is none."""

STRAY_OF = 4
"""Of so many inner columns one may seem to be inked where there is no frame."""

FAINT_FRAME = 0.2
"""Inked share of both sides together where there is no frame, but a letter's stem at the one."""

BESIDE_PRINT = 60.0
"""How far from a ruling print may stand that is in the cells beside it."""

SOLID, FRAME_SHARE = 0.8, 0.2
"""Inked shares of an edge that print may cross, and of a frame that is there."""

NARROW_POINTS = 60.0
"""A column of numbers, or of targets, is no wider."""

LEVELS = 4
"""Rulings across a table whose head has two levels above a first row."""
STUB_POINTS, STUB_INK = 12, 0.5
"""Length in points, and inked share, from which what sticks out beyond the outermost crossing is a line's end."""

MANY_COLUMNS = 4
"""Of so many neighbouring rulings wear leaves a trace of some."""

TORN_COLUMNS = 3
"""So many vertical rulings at least that end at one height are a torn row's."""

TALL_POINTS, TALL_SOLID = 20.0, 0.65
"""Length of an edge from which no letter's stem runs along most of it, and the inked share for that."""


def complete(
    rules: Sequence[Rule], runs_h: Runs, runs_v: Runs, ink: Mask, scale: float, steps: GridSteps = ALL_STEPS
) -> list[Rule]:
    """The rulings with those of tables repaired; vertical ones that belong to no table are no rulings.

    ``runs_h`` and ``runs_v`` are what `ruling_finder.find_rules` gave, ``ink`` the page's print.
    """
    bars = bars_in_cells(rules, scale)
    # longer ones are rows of tables without vertical rulings
    long = [bar[0] for bar in bars if bar[0].length > LONGEST_BAR * scale]
    bars = [bar for bar in bars if bar[0] not in long]
    inner = {*long, *(piece for bar in bars for piece in bar)}
    tables, loose = _tables([rule for rule in rules if rule not in inner], ink, scale)
    found, completed = set(rules), []
    for table in tables:
        table += [rule for rule in loose if _stands_beside(rule, table, scale)]
        completed += _completed(table, runs_h, runs_v, ink, scale, steps)
    loose += long + [rule for rule in completed if rule in found]
    level = [rule for rule in loose if rule.axis == "h"]
    out = whole_rows(level, runs_h, ink, scale) if steps.whole_rows else level
    out += [rule for rule in completed if rule not in found]
    walls = [rule for rule in out if rule.axis == "v"]
    return out + [whole_bar(bar, walls, runs_h, scale) for bar in bars]


def _stands_beside(rule: Rule, table: Sequence[Rule], scale: float) -> bool:
    """Whether a vertical ruling is the rest of a table's frame: it stands at its side, within its height."""
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


def _tables(rules: Sequence[Rule], ink: Mask, scale: float) -> tuple[list[list[Rule]], list[Rule]]:
    """Groups of rulings that hang together through crossings, and those that cross nothing."""
    slack, along, apart = ATTACH_POINTS * scale, SAME_POINTS * scale, PARTS_POINTS * scale

    def meet(a: Rule, b: Rule) -> bool:
        if a.axis != b.axis:
            return _crosses(a, b, slack)
        near = abs(a.pos - b.pos) <= along and max(a.start, b.start) - min(a.end, b.end) <= apart
        return near and not _are_closed(a, b, rules, scale)

    numbered = ((i, j) for i, a in enumerate(rules) for j, b in enumerate(rules[:i]) if meet(a, b))
    groups = connected_groups(len(rules), numbered)
    tables, loose = [], []
    for group in ([rules[i] for i in numbers] for numbers in groups):
        horizontal = sum(rule.axis == "h" for rule in group)
        if (horizontal >= 2 and len(group) - horizontal >= 2) or _is_torn(group, scale):
            tables.append(group)
        else:
            loose.extend(group)
    return _side_by_side(tables, ink, scale), loose


def _side_by_side(tables: list[list[Rule]], ink: Mask, scale: float) -> list[list[Rule]]:
    """The tables, those put together that stand beside each other, have level rows, and print or hardly any
    room between them: a column that wear has left no ruling across.
    """
    out: list[list[Rule]] = []
    for table in sorted(tables, key=lambda rules: min(rule.start for rule in rules if rule.axis == "h")):
        for other in out:
            gap = min(r.start for r in table if r.axis == "h") - max(r.end for r in other if r.axis == "h")
            rows, others = (places_of([r for r in t if r.axis == "h"], scale) for t in (table, other))
            level = [r for r in rows if any(abs(r.pos - o.pos) <= SAME_POINTS * scale for o in others)]
            if gap > WIDEST_COLUMN * scale or len(level) < COMMON_ROWS:
                continue
            if gap <= ATTACH_POINTS * scale or _has_print_between(other, table, level, ink, scale):
                other.extend(table)
                break
        else:
            out.append(list(table))
    return out


def _are_closed(a: Rule, b: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether each of two collinear rulings ends at one that crosses it: both are of tables with a side there."""
    first, second = sorted((a, b), key=lambda rule: rule.start)
    near = ATTACH_POINTS * scale
    if second.start - first.end <= near:
        return False
    ends = ((first, first.end), (second, second.start))
    return all(
        any(
            _crosses(rule, o, MEETING_POINTS * scale) and abs(o.pos - end) <= SAME_POINTS * scale
            for o in rules
        )
        for rule, end in ends
    )


def _has_print_between(
    left: Sequence[Rule], right: Sequence[Rule], level: Sequence[Rule], ink: Mask, scale: float
) -> bool:
    """Whether a word's ink or more stands between two tables, at the heights of the rows that they share."""
    near = TOUCH_POINTS * scale
    top, bottom = min(rule.pos for rule in level), max(rule.pos for rule in level)
    x0 = max(rule.end if rule.axis == "h" else rule.pos for rule in left)
    x1 = min(rule.start if rule.axis == "h" else rule.pos for rule in right)
    part = ink[round(top + near) : round(bottom - near), round(x0 + near) : round(x1 - near)]
    return bool(np.count_nonzero(part) >= WORD_INK * scale * scale)


def _is_torn(group: Sequence[Rule], scale: float) -> bool:
    """Whether vertical rulings end together away from the only horizontal one: a row that the page's end has torn."""
    upright = [rule for rule in group if rule.axis == "v"]
    across = [rule for rule in group if rule.axis == "h"]
    if not across or len(upright) < TORN_COLUMNS:
        return False
    near, line = MEETING_POINTS * scale, across[0].pos
    for ends in (sorted(r.start for r in upright), sorted((r.end for r in upright), reverse=True)):
        if sum(abs(end - ends[0]) <= near for end in ends) >= TORN_COLUMNS and abs(ends[0] - line) > near:
            return True
    return False


def _completed(
    table: list[Rule], runs_h: Runs, runs_v: Runs, ink: Mask, scale: float, steps: GridSteps
) -> list[Rule]:
    horizontal = [rule for rule in table if rule.axis == "h"]
    vertical = [rule for rule in table if rule.axis == "v"]
    rows, columns = places_of(horizontal, scale), places_of(vertical, scale)
    if steps.stray_sides:
        rows, columns = reached(rows, columns, scale), reached(columns, rows, scale)
    along = [r.pos for r in rows]
    parted = steps.stacked and len(rows) > 1
    parts = _stacked(shares_of(columns, along, runs_v, scale), columns, along, ink, scale) if parted else []
    if parted and parts != [(0, len(along) - 1)]:
        inside = [(along[first], along[last]) for first, last in parts]
        slack = SAME_POINTS * scale
        out = [rule for rule in horizontal if not any(a - slack <= rule.pos <= b + slack for a, b in inside)]
        for first, last in parts:
            top = along[first] if first else -inf  # what the page's ends tear is part of the outermost ones
            bottom = along[last] if last + 1 < len(along) else inf
            part = _between_places(table, top, bottom, scale)
            if sum(rule.axis == "v" for rule in part) >= 2:
                out += _completed(part, runs_h, runs_v, ink, scale, steps)
            else:
                out += [rule for rule in part if rule.axis == "h"]
        return out
    if steps.closed_sides:
        rows, columns = closed(rows, columns, ink, scale), closed(columns, rows, ink.T, scale)
    if steps.stray_columns:
        columns = inked_columns(columns, [r.pos for r in rows], vertical, runs_v, ink.T, scale)
    if steps.spanning_rows:
        rows = with_spanning_rows(rows, columns, runs_v, ink.T, scale)
    across, along = [c.pos for c in columns], [r.pos for r in rows]
    of_rows, of_columns = shares_of(rows, across, runs_h, scale), shares_of(columns, along, runs_v, scale)
    sound = _is_sound(of_rows, of_columns)
    wider = columns
    if steps.corridors:
        wider = with_corridors(columns, rows, ink, runs_h, runs_v, scale, sound=sound)
    if len(wider) > len(columns):
        columns, across = wider, [c.pos for c in wider]
        of_rows, of_columns = shares_of(rows, across, runs_h, scale), shares_of(columns, along, runs_v, scale)
        sound = _is_sound(of_rows, of_columns)
    strangers = _strangers(of_columns, sound) if steps.strangers else [set() for _ in columns]
    headed = _under_one_head(of_rows) if steps.headed else set()
    spanned = _spanned(columns, along, of_columns, runs_v, ink.T, scale) if steps.spanned else []
    wear = _Wear(sound, strangers, headed, spanned)
    out = _edges(columns, along, of_columns, vertical, runs_v, ink.T, scale, wear)
    wear = replace(wear, whole=_around_titles(along, columns, out))
    return out + _edges(rows, across, of_rows, horizontal, runs_h, ink, scale, wear)


def _around_titles(along: Sequence[float], columns: Sequence[Rule], upright: Sequence[Rule]) -> set[int]:
    """The rows' lines, counted from 0, above and below a row that no column divides: its one cell is as long."""
    inner = [rule for rule in upright if columns[0].pos < rule.pos < columns[-1].pos]
    out: set[int] = set()
    for row, (top, bottom) in enumerate(pairwise(along)):
        if inner and not any(rule.start < (top + bottom) / 2 < rule.end for rule in inner):
            out |= {row, row + 1}
    return out


def _stacked(
    of_columns: Sequence[Sequence[float]],
    columns: Sequence[Rule],
    along: Sequence[float],
    ink: Mask,
    scale: float,
) -> list[tuple[int, int]]:
    """From which row place to which each of several tables reaches that stand above each other.

    Between two of them there is a row where not even the frame has ink, though elsewhere it has. What columns seem
    to have there are letters' stems. Such rows at an end are another table's, which has horizontal rulings only.
    """
    count = len(of_columns[0]) if of_columns else 0
    inner = of_columns[1:-1]
    frame = [max(of_columns[0][row], of_columns[-1][row]) for row in range(count)]
    most = [max(shares[row] for shares in of_columns) for row in range(count)]
    if sum(share >= HALF for share in frame) >= FRAMED_SHARE * count:
        faint = [(of_columns[0][row] + of_columns[-1][row]) / 2 < FAINT_FRAME for row in range(count)]
        stray = len(inner) // STRAY_OF  # sides of stamps
        apart = [
            faint[row] and frame[row] < HALF and sum(s[row] >= HALF for s in inner) <= stray
            for row in range(count)
        ]
    elif any(share >= HALF for share in frame) and all(share >= HALF or share < TRACE for share in frame):
        apart = [frame[row] < TRACE and all(s[row] < HALF for s in inner) for row in range(count)]
    else:  # a worn frame; where not a trace is left of any column, there was none
        told = not any(TRACE <= share < FRAMELESS for share in most)
        apart = [told and share < TRACE for share in most]
    bare = [row for row in range(count) if all(shares[row] < HALF for shares in inner)]
    titled = {row for row in bare if _is_title(columns, along[row : row + 2], ink, scale)}
    parts, first = [], 0
    for row in range(count + 1):
        above, below = row - 1, row + 1
        while above in titled:
            above -= 1
        while below in titled:
            below += 1
        if row in titled and above >= 0 and below < count and _have_same_columns(inner, above, below):
            continue
        if row == count or apart[row]:
            if row > first:
                parts.append((first, row))
            first = row + 1
    return parts


def _is_title(columns: Sequence[Rule], sides: Sequence[float], ink: Mask, scale: float) -> bool:
    """Whether what lies between two rows' lines is half of a double ruling, or low and has print: one line of it."""
    height = sides[1] - sides[0]
    if height < DOUBLE_POINTS * scale or height > TITLE_POINTS * scale:
        return height < DOUBLE_POINTS * scale
    near = round(TOUCH_POINTS * scale)
    top, bottom = round(sides[0]) + near, round(sides[1]) - near
    part = ink[top:bottom, round(columns[0].pos) + near : round(columns[-1].pos) - near]
    return bool(np.count_nonzero(part) >= TITLE_INK * scale * scale)


def _have_same_columns(inner: Sequence[Sequence[float]], above: int, below: int) -> bool:
    """Whether two rows have the same inner columns, so that a low row between them is a title across one table."""
    pairs = [sorted((shares[above], shares[below])) for shares in inner]
    differ = any(less < TRACE and more >= HALF for less, more in pairs)
    return not differ and sum(less >= HALF for less, _ in pairs) >= COMMON_COLUMNS


def _between_places(table: Sequence[Rule], top: float, bottom: float, scale: float) -> list[Rule]:
    """The rulings of a table between two heights; vertical ones are cut off there."""
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
    the rows, by column (both counted from 0), that have other columns: another table's above or below. ``headed`` are
    the columns that may begin below a head of several columns. ``spanned`` are by row the columns that a cell spans.
    ``whole`` are the rows' lines that go from side to side.
    """

    sound: bool
    strangers: list[set[int]]
    headed: set[int]
    spanned: list[set[int]]
    whole: set[int] = field(default_factory=set)


def _is_sound(of_rows: Sequence[Sequence[float]], of_columns: Sequence[Sequence[float]]) -> bool:
    """Whether nearly all edges with ink are drawn without holes; letters' stems are no edges of rows."""
    there = [share for line in of_rows for share in line if share >= TRACE]
    there += [share for line in of_columns for share in line if share >= HALF]
    return bool(there) and sum(share >= WHOLE for share in there) >= SOUND_SHARE * len(there)


def _strangers(of_columns: Sequence[Sequence[float]], sound: bool) -> list[set[int]]:
    """For each column the indices of the rows that belong to another table: their inner columns are others.

    Such a row has no inked column in common with any of the rows in which this column is inked.
    """
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


def _spanned(
    columns: Sequence[Rule],
    along: Sequence[float],
    of_columns: Sequence[Sequence[float]],
    runs: Runs,
    ink: Mask,
    scale: float,
) -> list[set[int]]:
    """For each row the numbers of neighbouring column rulings that a merged cell has no ink of, except letters' stems.

    One run of words stands in their place. Wear does not take several rulings wholly away; so they must be many, or the
    words run over one of them.
    """
    out: list[set[int]] = []
    inner = range(1, len(columns) - 1)
    for row, (top, bottom) in enumerate(pairwise(along)):
        shares = [of_columns[column][row] for column in inner]
        if (
            len(shares) > 1
            and max(shares) < HALF
            and 2 * sum(share < TRACE for share in shares) >= len(shares)
        ):
            between = [columns[column].pos for column in inner]
            words = print_runs((columns[0].pos, columns[-1].pos), between, top, bottom, ink, runs, scale)
            over = any(a < pos < b for a, b in words for pos in between)
            if is_one_text(words, between) and (over or len(shares) >= MANY_COLUMNS):
                out.append(set(inner))
                continue
        gone: list[list[int]] = []
        for column in range(1, len(columns) - 1):
            share, line = of_columns[column][row], columns[column]
            if share < TRACE or (share < HALF and is_crossed(line, top, bottom, ink, runs, scale)):
                if gone and gone[-1][-1] == column - 1:
                    gone[-1].append(column)
                else:
                    gone.append([column])
        found: set[int] = set()
        for group in gone:
            if len(group) == 1:
                continue
            sides, between = (
                (columns[group[0] - 1].pos, columns[group[-1] + 1].pos),
                [columns[at].pos for at in group],
            )
            words = print_runs(sides, between, top, bottom, ink, runs, scale)
            over = any(a < pos < b for a, b in words for pos in between)
            if is_one_text(words, between) and (over or len(group) >= MANY_COLUMNS):
                found.update(group)
        out.append(found)
    return out


def _under_one_head(of_rows: Sequence[Sequence[float]]) -> set[int]:
    """The columns, counted from 0, that separate the lower of two levels of heads.

    The ruling between the levels runs on both sides of them, and is missing under the heads of a single column.
    """
    if len(of_rows) < LEVELS:
        return set()
    between = of_rows[1]
    if not any(share < TRACE for share in between):
        return set()
    return {i + 1 for i, (a, b) in enumerate(pairwise(between)) if min(a, b) >= HALF}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or a column of a grid, and what each of its edges shows, from one crossing to the next.

    ``shares`` are inked, ``found`` has a ruling, ``crossed`` has print across. ``around`` are the places of the lines
    before and after. A ``frame`` is closed in any case; of a ``worn`` line, an edge may be gone altogether.
    """

    rule: Rule
    edges: list[tuple[float, float]]
    shares: list[float]
    found: list[bool]
    crossed: list[bool]
    around: tuple[float, float]
    frame: bool
    worn: bool


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
    out: list[Rule] = []
    last, edges = len(lines) - 1, list(pairwise(stops))
    for index, (rule, shares) in enumerate(zip(lines, of_lines, strict=True)):
        found = [is_found(rule, start, end, pieces, scale) for start, end in edges]
        crossed = [
            (
                is_crossed(rule, start, end, ink, runs, scale)
                and not (there and bears_print(rule, start, end, ink, runs, scale))
            )
            or (rule.axis == "h" and share >= TRACE and is_print(rule, start, end, ink, runs, scale))
            for there, share, (start, end) in zip(found, shares, edges, strict=True)
        ]
        around = lines[max(0, index - 1)].pos, lines[min(index + 1, last)].pos
        outer = index in (0, last)
        frame = rule.solid == 0.0 or (outer and sum(shares) >= FRAME_SHARE * len(shares))
        line = _Line(rule, edges, shares, found, crossed, around, frame, _is_worn(shares))
        present = _inked(line, wear, scale)
        inked = runs.along(rule, scale)
        if rule.axis == "h" and index in wear.whole and 2 * sum(present) >= len(present):
            present = [True] * len(present)
        elif rule.axis == "h":
            present, bars = _of_row(line, present, inked, pieces, runs, ink, scale)
            out += bars
        elif frame or is_column(shares, edges, scale, wear.sound):
            spanned = {row for row, across in enumerate(wear.spanned) if index in across}
            present = _of_column(
                line, present, wear.strangers[index], spanned, runs, ink, scale, sound=wear.sound
            )
            if index in wear.headed and shares[0] < ENOUGH and not frame:
                present[0] = _parts_heads(line, runs, ink, scale)
        else:
            continue
        out += _joined_edges(rule, stops, present)
        out += _stubs(rule, stops, inked, scale)
    return out


def _inked(line: _Line, wear: _Wear, scale: float) -> list[bool]:
    """Which edges have ink enough, and more where print crosses them; all of a frame."""
    if line.frame:
        return [True] * len(line.edges)
    enough = HALF if wear.sound and line.rule.axis == "v" else WORN_SHARE if line.worn else ENOUGH
    return [
        there and (share >= (SOLID if end - start < TALL_POINTS * scale else TALL_SOLID) or not over)
        for there, share, over, (start, end) in zip(
            _present(line.shares, enough), line.shares, line.crossed, line.edges, strict=True
        )
    ]


def _of_column(
    line: _Line,
    present: list[bool],
    strangers: set[int],
    spanned: set[int],
    runs: Runs,
    ink: Mask,
    scale: float,
    *,
    sound: bool,
) -> list[bool]:
    """Which edges a column has: it goes through unless print crosses it, but not through another table's rows."""
    out = list(present)
    long = sum(line.shares) >= 0.5 * len(line.shares)
    for i, (start, end) in enumerate(line.edges):
        if not any(out):
            break
        if i in spanned:
            out[i] = False
            continue
        if i in strangers:
            out[i] = line.shares[i] >= HALF
            continue
        reach = BESIDE_PRINT * scale
        if i == 0:  # a head over both columns is print across the line, or a word on each side of it
            reach = max(reach, *(abs(pos - line.rule.pos) for pos in line.around))
        beside = has_print_beside(line.rule, start, end, ink, reach, scale)
        beside = beside and (i > 0 or is_corridor(line.rule, start, end, ink, runs, scale))
        trace, amid = line.shares[i] >= TRACE, any(out[:i]) and any(out[i + 1 :])
        if sound:
            through = (amid and trace) or (i == 0 and beside)
        else:
            through = line.worn or trace or (i > 0 and long) or beside or amid
        if i == 0 and not through:  # no print says that a cell spans both columns
            around = print_around(line.rule, start, end, *line.around, ink, scale)
            through = any(out) and not any(around)
        out[i] = out[i] or (through and not line.crossed[i])
    return out


def _parts_heads(line: _Line, runs: Runs, ink: Mask, scale: float) -> bool:
    """Whether two heads stand beside each other over a column that shows hardly any ink there."""
    start, end = line.edges[0]
    both = all(print_around(line.rule, start, end, *line.around, ink, scale))
    return both and is_corridor(line.rule, start, end, ink, runs, scale)


def _of_row(
    line: _Line,
    present: list[bool],
    inked: NDArray[np.bool_],
    pieces: Sequence[Rule],
    runs: Runs,
    ink: Mask,
    scale: float,
) -> tuple[list[bool], list[Rule]]:
    """Which edges a row has, and the bars of fractions that stand on its line."""
    if line.frame:
        return present, []
    clear = [
        share >= SOME and in_the_clear(line.rule, start, end, ink, runs, scale)
        for share, (start, end) in zip(line.shares, line.edges, strict=True)
    ]
    out, bars = _going_on(line, present, clear, ink, scale), []
    for i, (start, end) in enumerate(line.edges):
        others = any(out[:i]) or any(out[i + 1 :])
        if line.shares[i] < SOME or (clear[i] and others):
            continue
        company = any(out[max(0, i - 1) : i]) or any(out[i + 1 : i + 2])
        alone = not (clear[i] or others)
        if is_bar(inked, start, end, line.crossed[i], company, alone, scale):
            out[i] = False
            bars += bars_between(line.rule, start, end, pieces, scale)
    return out, bars


def _going_on(
    line: _Line, present: Sequence[bool], clear: Sequence[bool], ink: Mask, scale: float
) -> list[bool]:
    """Which edges a row has, of those that have ink enough (``present``): found ones, those between two, and traces
    beside them that are ``clear`` of print.

    The numbers in an outer column have the row of the cell beside them, which their own ruling hardly shows.
    """
    edges, between = line.edges, _between(present)
    kept = [there and (any_ or mid) for there, any_, mid in zip(present, line.found, between, strict=True)]
    out = [
        there or (trace and True in kept[max(0, i - 1) : i + 2])
        for i, (there, trace) in enumerate(zip(kept, clear, strict=True))
    ]
    for i, inner in ((0, 1), (len(edges) - 1, len(edges) - 2)):
        narrow = len(edges) > 2 and edges[i][1] - edges[i][0] <= NARROW_POINTS * scale
        if narrow and not out[i] and out[inner] and not line.crossed[i]:
            out[i] = all(print_around(line.rule, *edges[i], *line.around, ink, scale))
    return out


def _between(present: Sequence[bool]) -> list[bool]:
    """For each edge whether an edge that is there lies on each side of it."""
    last = len(present) - 1
    return [0 < i < last and present[i - 1] and present[i + 1] for i in range(len(present))]


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
    return bool(there) and sum(there) < HOLED * len(there)


def _present(shares: list[float], enough: float) -> list[bool]:
    """For each edge whether it is there: it has enough ink, or some ink between two edges that are there."""
    present = [share >= enough for share in shares]
    last = len(shares) - 1
    for i, share in enumerate(shares):
        left, right = i == 0 or present[i - 1], i == last or present[i + 1]
        if not present[i] and share >= SOME and left and right:
            present[i] = True
    return present


def _stubs(line: Rule, stops: list[float], inked: NDArray[np.bool_], scale: float) -> list[Rule]:
    """The parts of a line beyond its outermost crossings, if they are long enough to mean something."""
    out = []
    for start, end in ((line.start, stops[0]), (stops[-1], line.end)):
        if end - start > STUB_POINTS * scale and share_of(inked, start, end) > STUB_INK:
            out.append(replace(line, start=start, end=end))
    return out
