"""The regions of a page that tables without rulings take up, with their columns.

A region is found from its strongest evidence: a group of shaded cells, rules of equal length above each
other, or lines of text that leave the same white corridors. A table may also go on from the page before, under the
columns that it had there. A region's columns lie between the corridors, or the shading's edges, or under the texts
of its head where that shows more of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ..schema.blocks import Line
from ..schema.geometry import Box, bounding_box
from ..schema.text import PAGE_NUMBER
from .group_titles import LEFT
from .page_content import Fill, Ruling
from .printed_lists import are_contents, are_entries
from .ruling_merge import cluster, covered
from .shaded_bands import rows_above, with_columns_beside
from .text_columns import are_prose
from .text_lines import LEAST_HEIGHT
from .unruled_columns import (
    MIN_COLUMNS,
    Span,
    breaks_columns,
    columns,
    columns_used,
    corridors_between,
    has_row,
    is_justified,
    segment_boxes,
    segment_spans,
    segments,
    starts_at,
    texts_beside,
    with_narrow_columns,
)
from .unruled_groups import EDGE_SNAP, fill_groups, rule_groups, tables
from .unruled_head import (
    OUTSIDE,
    are_numbers,
    as_numbered,
    columns_under,
    header_above,
    with_heads,
)
from .unruled_reach import (
    FAR,
    LEAST_RULE,
    SAME_END,
    KeepsCorridors,
    any_breaks,
    down_rules,
    following,
    grow,
    is_note,
    lines_within,
)

SHADED = 0.8  # of a filled rectangle: as much lies within the region whose shading it is
NEXT_LINE = 3.5  # of a line's height: a larger step is no next line
LEVEL, CUT = (
    1.5,
    0.6,
)  # points: rules at one height lie within this; and the share of a column that they cut at least
IN_MIDDLE = 3.0  # points: how far the middle of a title in a table's middle may lie from the table's
HEAD = 0.1  # of the page's height: where running headers stand
FULL_LINES = (
    0.33  # of a table's lines: so many hold texts beside each other at least; those of a fraction do not
)
_PAGE_NUMBER = re.compile(PAGE_NUMBER, re.I)
HEAD_LINES = 3  # of a table's head: not each of them has a text in every column
APART = 1.2  # of a line's height: a running header stands farther from what is below it

_NUMBER_MARKS = " .()"  # around a lone number, which may be one of a table's last row


@dataclass(slots=True)
class Region:
    """A table without a full grid: its lines, its column positions, and the drawn evidence in it."""

    lines: list[Line]
    xs: list[float]
    top: float
    bottom: float
    fills: list[Fill] = field(default_factory=list)
    rules: list[Ruling] = field(default_factory=list)
    bars: list[Ruling] = field(default_factory=list)
    headed: bool = True  # whether its first row is a header; not where it goes on from the page before


def seeds(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    fills: Sequence[Fill],
    page: Box,
    carried: Sequence[float] | None,
    obstacles: Sequence[Box],
) -> list[Region]:
    """Regions by falling strength of their evidence."""
    groups = rule_groups(rules, page)
    parts = [(part, group) for group in groups for part in tables(group, lines, obstacles, rules)]
    ruled = [part for part, _ in parts]
    bands = fill_groups(fills, lines, page)
    shaded = [_shaded(group, bands, lines, rules, ruled, carried) for group in bands]
    found = [
        _with_open_row(region, lines, rules, page) if region and region.rules else region
        for region in shaded
        if not any(region and other and _is_within(region, other) for other in shaded)
    ]
    of_rules = [
        _with_open_row(
            _as_before(_of_rules(part, lines, fills, _above_next(part, group, rules)), carried),
            lines,
            rules,
            page,
        )
        for part, group in parts
    ]
    if carried is not None:
        going_on = _carried(lines, rules, fills, carried, page, obstacles)
        if going_on:
            found.append(going_on)
    found += of_rules
    found += _anchored(lines, rules, fills)
    return [region for region in found if region is not None and len(region.xs) > MIN_COLUMNS - 1]


def _above_next(part: Sequence[Ruling], group: Sequence[Ruling], rules: Sequence[Ruling]) -> list[Ruling]:
    """The rules above the next table of a group: none of the others go on with this one."""
    following = min((rule.pos for rule in group if rule.pos > part[-1].pos), default=float("inf"))
    return [rule for rule in rules if rule.pos < following]


def _is_within(region: Region, other: Region) -> bool:
    """Whether another region is the same table with more lines, found from other bands of it."""
    own, more = set(map(id, region.lines)), set(map(id, other.lines))
    return own < more and len(region.xs) == len(other.xs)


def _shaded(
    group: Sequence[Fill],
    bands: Sequence[Sequence[Fill]],
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    ruled: Sequence[Sequence[Ruling]],
    carried: Sequence[float] | None,
) -> Region | None:
    """The region of shaded cells, from the rows above to the last rule, or the last line that fits.

    Those above may be other ``bands`` of the same table, but not if both begin with one head.
    """
    box = bounding_box(f.box for f in group)
    closed = False
    for part in ruled:
        same = max(abs(part[0].start - box.x0), abs(part[0].end - box.x1)) <= SAME_END
        if same and part[0].pos <= box.bottom + 4 and part[-1].pos > box.bottom:
            box = Box(box.x0, min(box.top, part[0].pos), box.x1, part[-1].pos)
            closed = True
    xs = cluster((x for f in group for x in (f.box.x0, f.box.x1)), EDGE_SNAP)
    if len(xs) < 3:
        return None
    if closed:
        box = Box(box.x0, box.top, box.x1, down_rules(lines, rules, xs, box.bottom, partial(any_breaks, xs)))
    if carried is not None and not closed and (wide := with_columns_beside(xs, [], carried)) != xs:
        xs = wide  # those at the sides are never shaded here
        box = Box(xs[0], box.top, xs[-1], box.bottom)
    inside = [ln for ln in lines if box.top - 2 <= ln.box.cy <= box.bottom + 2 and ln.box.overlap_x(box) > 0]
    if not inside:
        return None
    above = [] if closed else rows_above(lines, xs, box.top)
    if above and above[0].text == inside[0].text:
        above = []
    shading = list(group)
    if above:
        xs = with_columns_beside(xs, [*above, *inside], carried)
        shading += [
            f
            for other in bands
            for f in other
            if any(f.box.holds(w.box.cx, w.box.cy) for ln in above for w in ln.words)
        ]
        tops = [line.box.top - 2 for line in above] + [f.box.top for f in shading]
        box = Box(xs[0], min(tops), xs[-1], box.bottom)
    below = [] if closed else grow(lines, xs, box.bottom, inside)
    every = above + inside + below
    bottom = max([box.bottom, *(ln.box.bottom for ln in below)])
    return _region(every, xs, box.top, bottom, shading, rules)


def _of_rules(
    group: Sequence[Ruling], lines: Sequence[Line], fills: Sequence[Fill], rules: Sequence[Ruling]
) -> Region | None:
    """The region of rules of one extent, with the columns of its head row where white space shows fewer."""
    region, headed = _between_rules(group, lines, fills, rules), _under_head(group, lines, fills, rules)
    if headed is not None and len(group) == 2:
        return headed
    if region is None or (headed is not None and len(region.xs) < len(headed.xs)):
        return headed
    xs = with_heads(region.lines, region.xs, group[1].pos)
    return region if xs == region.xs else _region(region.lines, xs, region.top, region.bottom, fills, rules)


def _with_open_row(
    region: Region | None, lines: Sequence[Line], rules: Sequence[Ruling], page: Box
) -> Region | None:
    """The region with its last row, where that begins below the last rule and goes on on the next page.

    It is no text below the table, nor another one: it keeps to the columns, texts in it stand side by side, no long
    rule lies above or in it, and it ends the page.
    """
    if region is None:
        return None
    below = [ln for ln in lines if ln.box.cy > region.bottom]
    row: list[Line] = []
    for line in below:
        far = APART if row else FAR
        if line.box.top - (row[-1].box.bottom if row else region.bottom) > far * max(
            line.box.height, LEAST_HEIGHT
        ):
            break
        row.append(line)
    if not row or any(ln.box.bottom < page.bottom - HEAD * page.height for ln in below[len(row) :]):
        return region
    if len(columns_used(row[0], region.xs)) < MIN_COLUMNS or any_breaks(region.xs, row):
        return region
    foot = max(ln.box.bottom for ln in row)
    wide = LEAST_RULE * (region.xs[-1] - region.xs[0])
    if any(region.bottom + SAME_END < r.pos < foot and r.length >= wide for r in rules):
        return region
    return replace(region, lines=[*region.lines, *row], bottom=foot + 2)


def _as_before(region: Region | None, carried: Sequence[float] | None) -> Region | None:
    """The region with the columns of the page before, if it has no more columns, the same sides, and rows that fit.

    A line of one text may run across them.
    """
    if region is None or carried is None or len(carried) < len(region.xs):
        return region
    sides = max(abs(region.xs[0] - carried[0]), abs(region.xs[-1] - carried[-1]))
    rows = [ln for ln in region.lines if texts_beside(ln) > 1]
    if sides > SAME_END or not has_row(rows, carried) or any_breaks(carried, rows):
        return region
    return replace(region, xs=list(carried))


def _under_head(
    group: Sequence[Ruling], lines: Sequence[Line], fills: Sequence[Fill], rules: Sequence[Ruling]
) -> Region | None:
    """The region between rules of one extent whose columns stand close together, as justified texts do.

    The head row's texts tell how many columns there are. Between two of them the column begins where most texts
    begin, or where rules end, with no word across. Where only the head has rules, the lines below it belong to the
    table as long as they keep to its columns.
    """
    start, end = min(r.start for r in group), max(r.end for r in group)
    top, under, bottom = group[0].pos, group[1].pos, group[-1].pos
    head = lines_within(lines, start, end, top, under)
    heads: list[Span] = []
    for a, b in sorted((box.x0, box.x1) for line in head for box in segment_boxes(line)):
        if heads and a < heads[-1][1]:
            heads[-1] = heads[-1][0], max(b, heads[-1][1])
        else:
            heads.append((a, b))
    alone = len(group) == 2
    below = following(lines, start, end, under) if alone else lines_within(lines, start, end, under, bottom)
    if below:
        heads = as_numbered(heads, below[0])
    if len(heads) < MIN_COLUMNS or not below:
        return None
    ends = [x for r in rules if top - 1 <= r.pos <= bottom + 1 for x in (r.start, r.end)]
    if not alone:
        xs = columns_under(heads, _without_titles(below, group, start, end), start, end, ends)
        if xs is None:
            return None
        bottom = down_rules(lines, rules, xs, bottom, partial(any_breaks, xs))
        return _region(lines_within(lines, start, end, top, bottom), xs, top, bottom, fills, rules)
    best: list[float] = []
    grown: list[Line] = []
    for count in range(len(below), 0, -1):  # the last of the lines that follow may be those of the next form
        xs = columns_under(heads, below[:count], start, end, ends)
        kept = grow(lines, xs, under, head) if xs is not None else []
        if xs is not None and len(kept) > len(grown):
            best, grown = xs, kept
        if len(grown) >= count:
            break
    if not has_row(grown, best):
        return None
    return _region([*head, *grown], best, top, max(ln.box.bottom for ln in grown) + 2, fills, rules)


def _between_rules(
    group: Sequence[Ruling], lines: Sequence[Line], fills: Sequence[Fill], rules: Sequence[Ruling]
) -> Region | None:
    """The region between rules of one extent; shorter rules within it separate rows beside spanning cells."""
    start, end = min(r.start for r in group), max(r.end for r in group)
    top, bottom = group[0].pos, group[-1].pos
    first = lines_within(lines, start, end, top, bottom)
    if not first:
        return None
    xs = columns(_without_titles(first, group, start, end), start, end, [])
    if len(xs) < 3:
        return None
    bottom = down_rules(lines, rules, (start, end), bottom, KeepsCorridors(first).breaks)
    inside = lines_within(lines, start, end, top, bottom)
    own = [
        r
        for r in rules
        if top - 1 <= r.pos <= bottom + 1 and r.start >= start - SAME_END and r.end <= end + SAME_END
    ]
    ends = [x for r in own for x in (r.start, r.end) if start + 8 < x < end - 8]
    beside = _without_titles(inside, group, start, end)
    xs = columns(beside, start, end, ends)
    if len(xs) < 3:
        return None
    head = header_above(lines, xs, top)
    if head:
        top = min(ln.box.top for ln in head) - 2
        xs = columns([*head, *beside], start, end, ends)
    under = group[0].pos if head else group[1].pos
    heads = [ln for ln in (*head, *beside) if ln.box.cy < under]
    xs = with_narrow_columns(xs, heads, [ln for ln in beside if ln.box.cy > under], _edges(own, start, end))
    return _region([*head, *inside], xs, top, bottom, fills, own)


def _edges(rules: Sequence[Ruling], start: float, end: float) -> list[float]:
    """Where several rules begin, or end, that run from there to the table's side."""
    inner = [r.start for r in rules if abs(r.end - end) <= SAME_END and r.start > start + SAME_END]
    inner += [r.end for r in rules if abs(r.start - start) <= SAME_END and r.end < end - SAME_END]
    return [x for x in cluster(inner, EDGE_SNAP) if sum(abs(x - y) <= EDGE_SNAP for y in inner) > 1]


def _without_titles(lines: Sequence[Line], rules: Sequence[Ruling], start: float, end: float) -> list[Line]:
    """The lines without the titles of groups of rows: alone between two rules, one text, left or in the middle."""
    titles: set[int] = set()
    for above, below in itertools.pairwise(rules):
        own = [ln for ln in lines if above.pos < ln.box.cy < below.pos]
        if len(own) != 1 or len(segment_boxes(own[0])) != 1:
            continue
        if own[0].box.x0 - start <= LEFT or abs(own[0].box.cx - (start + end) / 2) <= IN_MIDDLE:
            titles.add(id(own[0]))
    return [ln for ln in lines if id(ln) not in titles] or list(lines)


def _carried(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    fills: Sequence[Fill],
    xs: Sequence[float],
    page: Box,
    obstacles: Sequence[Box],
) -> Region | None:
    """A table that goes on at the page's top, above the ruled ones, under the columns of the page before.

    Its outer edges stood where text ended there, so they may move out here.
    """
    first, last = xs[0], xs[-1]
    xs = [max(first - OUTSIDE, 0.0), *xs[1:-1], min(last + OUTSIDE, page.x1)]
    end = min((box.top for box in obstacles), default=page.bottom)
    body = [
        ln
        for i, ln in enumerate(lines)
        if ln.box.cy < end
        if not (ln.box.bottom < HEAD * page.height and _is_running(ln, xs, lines[i + 1 :]))
        and not (ln.box.bottom > page.bottom - HEAD * page.height and _PAGE_NUMBER.match(ln.text))
    ]
    if not body:
        return None
    top = body[0].box.top - 2
    ruled_to = down_rules(body, rules, xs, top, partial(any_breaks, xs))
    found = (
        [ln for ln in body if ln.box.cy < ruled_to]
        if ruled_to > top
        else grow(body, xs, -1.0, [], first=True)
    )
    if not has_row(found, xs):
        return None
    xs[0] = min(first, *(ln.box.x0 - 2 for ln in found))
    xs[-1] = max(last, *(ln.box.x1 + 2 for ln in found))
    region = _region(
        found,
        xs,
        min(ln.box.top for ln in found) - 2,
        max(ln.box.bottom for ln in found) + 2,
        fills,
        rules,
    )
    region.headed = False
    return region


def _is_running(line: Line, xs: Sequence[float], below: Sequence[Line]) -> bool:
    """Whether a line at the page's top is a running header rather than a row of columns ``xs``.

    The rest of a single cell begins where its column's texts begin, and the next line is near.
    """
    used = columns_used(line, xs)
    if breaks_columns(line, xs) or not used or not below:
        return True
    if len(used) > 1:
        return False
    column = min(used)
    starts = [
        box.x0 for ln in below for box in segment_boxes(ln) if xs[column] - 2 <= box.x0 < xs[column + 1]
    ]
    return below[0].box.top - line.box.bottom > APART * line.box.height or not starts_at(line, starts)


def _anchored(lines: Sequence[Line], rules: Sequence[Ruling], fills: Sequence[Fill]) -> list[Region]:
    """Regions that begin with a line of three or more segments and keep its corridors."""
    out: list[Region] = []
    index = 0
    while index < len(lines):
        region, after = _from_anchor(lines, index, rules, fills)
        if region is not None:
            out.append(region)
        index = max(after, index + 1)
    return out


def _from_anchor(
    lines: Sequence[Line], index: int, rules: Sequence[Ruling], fills: Sequence[Fill]
) -> tuple[Region | None, int]:
    """The region that begins with a line, if one does, and the place of the first line that it or a list leaves."""
    first = lines[index]
    if len(first.words) < MIN_COLUMNS or len(segments(first)) < MIN_COLUMNS:
        return None, index
    if texts_beside(first) < MIN_COLUMNS or is_justified(first):
        return None, index
    rows = [lines[index]]
    spans = segment_spans(lines[index])
    gaps = corridors_between(spans)
    kept = gaps  # what stands beside a fraction separates its column for a line or two
    end = index + 1
    while end < len(lines):
        line = lines[end]
        step = line.box.top - lines[end - 1].box.bottom
        far = step > NEXT_LINE * max(line.box.height, LEAST_HEIGHT)
        if far or is_note(line, first.box.x0, [ln.size for ln in rows]) or _is_page_number(lines, end):
            break
        spans = [*spans, *segment_spans(line)]
        fewer = corridors_between(spans)
        left = [(a, b) for a, b in kept if any(start < b and a < stop for start, stop in fewer)]
        lost = [gap for gap in kept if gap not in left]
        if len(left) < MIN_COLUMNS - 1 or len(lost) > (1 if len(rows) < 3 else 0):
            break
        rows.append(line)
        gaps, kept = fewer, fewer if len(rows) <= HEAD_LINES else left
        end += 1
    if len(rows) < 2 or len(gaps) < MIN_COLUMNS - 1:
        return None, index
    multi = sum(1 for ln in rows if texts_beside(ln) >= 2)
    if multi < FULL_LINES * len(rows) or not any(c.isalpha() for line in rows for c in line.text):
        return None, index  # texts of a fraction, or the marks along a chart's axis
    box = bounding_box(ln.box for ln in rows)
    xs = columns(rows, box.x0 - 2, box.x1 + 2, [])
    words = [w for row in rows for w in row.words]
    if are_prose(words, xs):
        return None, index
    if are_entries(words, xs):
        return None, end
    xs = with_heads(rows, xs, rows[0].box.bottom)
    head = header_above(lines, xs, rows[0].box.top)
    headed = {column for line in head for column in columns_used(line, xs)}
    if are_contents([w for row in (*head, *rows) for w in row.words], xs):
        return None, end
    if len(rows) < 3 and len(headed) < len(xs) - 1 and not are_numbers(rows[-1]):
        return None, index
    every = [*head, *rows]
    box = bounding_box(ln.box for ln in every)
    xs[0], xs[-1] = min(xs[0], box.x0 - 2), max(xs[-1], box.x1 + 2)
    return _region(every, xs, box.top - 2, box.bottom + 2, fills, rules), end


def _is_page_number(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the page's last, of one text, and counts the pages: "4 / 9", "Halaman 4"."""
    line = lines[at]
    alone = at == len(lines) - 1 and len(segment_boxes(line)) == 1
    return alone and bool(_PAGE_NUMBER.match(line.text)) and not line.text.strip(_NUMBER_MARKS).isalnum()


def _region(
    lines: Sequence[Line],
    xs: Sequence[float],
    top: float,
    bottom: float,
    fills: Sequence[Fill],
    rules: Sequence[Ruling],
) -> Region:
    box = Box(xs[0], top, xs[-1], bottom)
    inside = [
        r
        for r in rules
        if top - 3 <= r.pos <= bottom + 3 and r.start >= box.x0 - SAME_END and r.end <= box.x1 + SAME_END
    ]
    own = [r for r in inside if _columns_ruled(r, rules, xs) >= 2 or _fills_column(r, xs)]
    return Region(
        sorted(lines, key=lambda ln: ln.box.cy),
        list(xs),
        top,
        bottom,
        [f for f in fills if f.box.intersection_area(box) > SHADED * f.box.area],
        own,
        [r for r in inside if r not in own],
    )


def _fills_column(rule: Ruling, xs: Sequence[float]) -> bool:
    """Whether a rule runs from a column position to the table's side; a fraction's bar leaves white beside it."""
    on = [any(abs(x - y) <= EDGE_SNAP for y in xs) for x in (rule.start, rule.end)]
    return all(on) and (abs(rule.start - xs[0]) <= EDGE_SNAP or abs(rule.end - xs[-1]) <= EDGE_SNAP)


def _columns_ruled(rule: Ruling, rules: Sequence[Ruling], xs: Sequence[float]) -> int:
    """How many columns rules cut at the rule's height; a fraction's bar keeps to a single column."""
    level = [(r.start, r.end) for r in rules if abs(r.pos - rule.pos) <= LEVEL]
    return sum(1 for a, b in itertools.pairwise(xs) if covered(level, a, b) > CUT * (b - a))
