"""Tables that rulings do not enclose: shaded cells, horizontal rules only, or white space alone.

A region is found from its strongest evidence: a group of shaded cells, rules of equal length above each
other, or lines of text that leave the same white corridors. Its columns lie between the corridors (or the
shading's edges). Each column is then cut into cells of its own, so that a cell beside three others simply
spans three rows:

- hard cuts come from shading and rules that reach over the column;
- soft cuts come from the text: the column with the most chunks (lines closer than a row's padding) tells the
  rows, and a chunk in another column belongs to the rows that it is aligned with, at their tops or middles.

Columns left of the leading one span until their next chunk (a merged sasaran); right of it, a missing chunk
is an empty cell unless most of the column is missing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..schema.blocks import Cell, Line, Word
from ..schema.geometry import Box, bounding_box
from ..schema.text import list_mark
from .content import Fill, Ruling
from .grid import Grid
from .lines import group_lines
from .rulings import cluster, covered

SEGMENT = 0.75  # of the font size: white space that may part two columns
HEAD = 0.1  # of the page's height: where running headers stand
APART = 1.2  # of a line's height: a running header stands farther from what is below it
CLOSE_STEP, WIDE_STEP = (
    1.25,
    1.8,
)  # of the least distance between two lines: what is alike, and what is no wrap
FAR = 2.5  # of a line's height: white space that ends a table without rules
FAR_BELOW_HEAD = 4.0  # the same below its head, where the columns' numbers may have been too faint to be read
OUTSIDE = 40.0  # points: how far a header may reach beyond a column that is empty below it
TIGHT = 0.42  # of the font size: white space that may part two columns where rules support it
CORRIDOR = 3.0  # points: the least width of a white corridor between columns
MIN_COLUMNS = 3
HEADER_LINES = 5  # a column's header has fewer, with its number
NUMBER = 4  # characters: a column's number, such as (12)
EDGE_SNAP = 2.0
STRIDE = 8.0  # points: how far a text must reach over a column position on both sides to break the column
SAME_TABLE = 90.0  # points: unshaded rows between two shaded ones of a table are no higher than this
Span = tuple[float, float]
_COLUMN_NUMBER = re.compile(r"^[(\[]?(\d|[a-zA-Z])[)\].]?$")


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


def unruled_grids(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    fills: Sequence[Fill],
    page: Box,
    carried: Sequence[float] | None = None,
    obstacles: Sequence[Box] = (),
) -> list[Grid]:
    """Grids of tables among the page's ``lines``.

    ``rules`` are horizontal rulings that belong to no ruled grid, ``carried`` the column positions of a table
    that may go on from the page before, ``obstacles`` the ruled tables' outlines.
    """
    taken: list[Region] = []
    for region in _seeds(lines, rules, fills, page, carried, obstacles):
        if not any(r.top < region.bottom and region.top < r.bottom for r in taken):
            taken.append(region)
    return [grid for region in taken if (grid := _grid_of(region)) is not None]


# ---- regions -----------------------------------------------------------------------------------------------


def _seeds(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    fills: Sequence[Fill],
    page: Box,
    carried: Sequence[float] | None,
    obstacles: Sequence[Box],
) -> list[Region]:
    """Regions by falling strength of their evidence."""
    ruled = [part for group in rule_groups(rules, page) for part in _tables(group, lines, obstacles)]
    found = [_shaded(group, lines, rules, ruled) for group in fill_groups(fills, lines, page)]
    of_rules = [_of_rules(part, lines, fills, rules) for part in ruled]
    if carried is not None:
        going_on = _carried(lines, rules, fills, carried, page, obstacles)
        if going_on and not any(region and _holds(region, going_on) for region in of_rules):
            found.append(going_on)
    found += of_rules
    found += _anchored(lines, rules, fills)
    return [region for region in found if region is not None and len(region.xs) > MIN_COLUMNS - 1]


def _holds(region: Region, going_on: Region) -> bool:
    """Whether a region with as many columns holds all of one that was taken for the rest of a table, and more rows."""
    rows_more = going_on.top - region.top > -EDGE_SNAP and region.bottom - going_on.bottom > FAR * EDGE_SNAP
    return rows_more and len(region.xs) >= len(going_on.xs)


def fill_groups(fills: Sequence[Fill], lines: Sequence[Line], page: Box) -> list[list[Fill]]:
    """Groups of filled rectangles that adjoin like cells: at least two columns.

    ``lines`` between two groups of the same columns may part them.
    """
    cells = [
        f
        for f in fills
        if f.box.width >= 8 and f.box.height >= 6 and f.box.area < 0.35 * page.area and f.box.x0 > page.x0 - 1
    ]
    groups: list[list[Fill]] = []
    for item in sorted(cells, key=lambda f: (f.box.top, f.box.x0)):
        near = [g for g in groups if any(_adjoin(item.box, other.box) for other in g)]
        merged = [item, *(f for g in near for f in g)]
        groups = [g for g in groups if g not in near] + [merged]
    groups = _with_same_columns(groups, lines)
    return [
        g for g in groups if len(g) >= MIN_COLUMNS and len(cluster((f.box.x0 for f in g), EDGE_SNAP)) >= 2
    ]


def _with_same_columns(groups: Sequence[list[Fill]], lines: Sequence[Line]) -> list[list[Fill]]:
    """Groups that stand above each other on the same columns, as header and striped rows do, become one."""
    out: list[list[Fill]] = []
    for group in sorted(groups, key=lambda g: min(f.box.top for f in g)):
        if out:
            last = out[-1]
            bottom, top = max(f.box.bottom for f in last), min(f.box.top for f in group)
            edges = {x for f in last for x in (f.box.x0, f.box.x1)}
            own = {x for f in group for x in (f.box.x0, f.box.x1)}
            shared = all(any(abs(x - e) <= EDGE_SNAP for e in edges) for x in own)
            between = [ln for ln in lines if bottom < ln.box.cy < top]
            around = [(x - STRIDE, x + STRIDE) for x in sorted(edges)]
            if top - bottom <= SAME_TABLE and shared and not any(_strides(ln, around) for ln in between):
                last.extend(group)
                continue
        out.append(list(group))
    return out


def _adjoin(a: Box, b: Box) -> bool:
    """Whether two boxes share (most of) an edge or corner region without lying over each other."""
    grown = a.grown(EDGE_SNAP)
    return grown.intersection_area(b) > 0 and a.intersection_area(b) < 0.5 * min(a.area, b.area)


def rule_groups(rules: Sequence[Ruling], page: Box) -> list[list[Ruling]]:
    """Groups of horizontal rules with a common extent that at least two of them have in full."""
    wide = [r for r in rules if r.axis == "h" and r.length >= 0.25 * page.width]
    groups: list[list[Ruling]] = []
    for rule in sorted(wide, key=lambda r: (-r.length, r.pos)):
        for group in groups:
            if abs(group[0].start - rule.start) <= 4 and abs(group[0].end - rule.end) <= 4:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [sorted(group, key=lambda r: r.pos) for group in groups if len(group) >= 2]


def _tables(group: Sequence[Ruling], lines: Sequence[Line], obstacles: Sequence[Box]) -> list[list[Ruling]]:
    """Rules of one extent, parted where what stands between two of them does not keep to the columns.

    Two tables of a page often have rules of the same extent; a heading or a form stands between them.
    """
    start, end = min(r.start for r in group), max(r.end for r in group)
    parts: list[list[Ruling]] = [[group[0]]]
    inside: list[Line] = []
    for rule in group[1:]:
        above = parts[-1][-1].pos
        slot = [ln for ln in lines if above <= ln.box.cy <= rule.pos and start - 4 <= ln.box.cx <= end + 4]
        blocked = any(above - 2 <= o.top and o.bottom <= rule.pos + 2 for o in obstacles)
        if blocked or _parts_tables(inside, slot, rule.pos - above):
            parts.append([rule])
            inside = []
        else:
            parts[-1].append(rule)
            inside += slot
    return [part for part in parts if len(part) >= 2]


def _parts_tables(inside: Sequence[Line], slot: Sequence[Line], height: float) -> bool:
    """Whether the lines between two rules are no rows of the table above them."""
    if not slot:
        return height > SAME_TABLE
    if len(inside) < 3:
        alone = sum(1 for line in slot if texts_beside(line) <= 1)
        return len(slot) >= 4 and (len(_gaps(slot)) < 2 or 2 * alone >= len(slot))
    corridors = _gaps(inside)
    starts = [box.x0 for line in inside for box in segment_boxes(line)]
    return any(
        texts_beside(line) == 1 and _strides(line, corridors) and not _starts_at(line, starts)
        for line in slot
    )


def _starts_at(line: Line, starts: Sequence[float]) -> bool:
    """Whether a segment of the line begins where texts of the table begin: then it goes on with a cell."""
    return any(abs(box.x0 - x) <= 2.5 for box in segment_boxes(line) for x in starts)


def _strides(line: Line, corridors: Sequence[Span]) -> bool:
    """Whether a text of the line runs from one side of a white corridor to the other."""
    return any(box.x0 < a + 1 and box.x1 > b - 1 for box in segment_boxes(line) for a, b in corridors)


def _shaded(
    group: Sequence[Fill], lines: Sequence[Line], rules: Sequence[Ruling], ruled: Sequence[Sequence[Ruling]]
) -> Region | None:
    """The region of shaded cells, down to the last rule of the same table or the last line that fits."""
    box = bounding_box(f.box for f in group)
    closed = False
    for part in ruled:
        same = abs(part[0].start - box.x0) <= 4 and abs(part[0].end - box.x1) <= 4
        if same and part[0].pos <= box.bottom + 4 and part[-1].pos > box.bottom:
            box = Box(box.x0, min(box.top, part[0].pos), box.x1, part[-1].pos)
            closed = True
    xs = cluster((x for f in group for x in (f.box.x0, f.box.x1)), EDGE_SNAP)
    if len(xs) < 3:
        return None
    if closed:
        box = Box(
            box.x0, box.top, box.x1, _down_rules(lines, rules, xs, box.bottom, partial(_any_breaks, xs))
        )
    inside = [ln for ln in lines if box.top - 2 <= ln.box.cy <= box.bottom + 2 and ln.box.overlap_x(box) > 0]
    if not inside:
        return None
    below = [] if closed else _grow(lines, xs, box.bottom, inside)
    every = inside + below
    bottom = max([box.bottom, *(ln.box.bottom for ln in below)])
    return _region(every, xs, box.top, bottom, group, rules)


def _of_rules(
    group: Sequence[Ruling], lines: Sequence[Line], fills: Sequence[Fill], rules: Sequence[Ruling]
) -> Region | None:
    """The region of rules of one extent, with the columns of its head row where white space shows fewer."""
    region, headed = _between_rules(group, lines, fills, rules), _under_head(group, lines, fills, rules)
    if headed is not None and len(group) == 2:
        return headed
    if headed is None or (region is not None and len(region.xs) >= len(headed.xs)):
        return region
    return headed


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
    head = _lines_within(lines, start, end, top, under)
    heads: list[Span] = []
    for a, b in sorted((box.x0, box.x1) for line in head for box in segment_boxes(line)):
        if heads and a < heads[-1][1]:
            heads[-1] = heads[-1][0], max(b, heads[-1][1])
        else:
            heads.append((a, b))
    alone = len(group) == 2
    below = _following(lines, start, end, under) if alone else _lines_within(lines, start, end, under, bottom)
    if below:
        heads = _as_numbered(heads, below[0])
    if len(heads) < MIN_COLUMNS or not below:
        return None
    ends = [x for r in rules if top - 1 <= r.pos <= bottom + 1 for x in (r.start, r.end)]
    if not alone:
        xs = _columns_under(heads, below, start, end, ends)
        if xs is None:
            return None
        bottom = _down_rules(lines, rules, xs, bottom, partial(_any_breaks, xs))
        return _region(_lines_within(lines, start, end, top, bottom), xs, top, bottom, fills, rules)
    best: list[float] = []
    grown: list[Line] = []
    for count in range(len(below), 0, -1):  # the last of the lines that follow may be those of the next form
        xs = _columns_under(heads, below[:count], start, end, ends)
        kept = _grow(lines, xs, under, head) if xs is not None else []
        if xs is not None and len(kept) > len(grown):
            best, grown = xs, kept
        if len(grown) >= count:
            break
    if not _has_row(grown, best):
        return None
    return _region([*head, *grown], best, top, max(ln.box.bottom for ln in grown) + 2, fills, rules)


def _columns_under(
    heads: Sequence[Span], lines: Sequence[Line], start: float, end: float, ends: Sequence[float]
) -> list[float] | None:
    """The column positions under a head row, if there is one between any two of its texts."""
    inner = [_column_start(lines, a[1], b[0], ends) for a, b in itertools.pairwise(heads)]
    xs = [start, *(x for x in inner if x is not None), end]
    return xs if len(xs) == len(heads) + 1 else None


def _as_numbered(heads: list[Span], below: Line) -> list[Span]:
    """The head row's texts, those above one number of a column put together; a stamp may have parted them."""
    numbers = [word.box.cx for word in below.words]
    if not MIN_COLUMNS <= len(numbers) < len(heads) or not _counts([word.text for word in below.words]):
        return heads
    out: dict[float, Span] = {}
    for a, b in heads:
        nearest = min(numbers, key=lambda x: abs(x - (a + b) / 2))
        out[nearest] = min(a, out[nearest][0]) if nearest in out else a, b
    return list(out.values())


def _following(lines: Sequence[Line], start: float, end: float, top: float) -> list[Line]:
    """Lines below a height, between two places, until the white space is as wide as between two tables."""
    out: list[Line] = []
    for line in _lines_within(lines, start, end, top, float("inf")):
        far = FAR if out else FAR_BELOW_HEAD
        if line.box.top - (out[-1].box.bottom if out else top) > far * max(line.box.height, 6.0):
            break
        out.append(line)
    return out


def _column_start(lines: Sequence[Line], left: float, right: float, ends: Sequence[float]) -> float | None:
    """Where between two places a column begins; None where words stand across everywhere."""
    words = [word.box for line in lines for word in line.words]
    texts = [box for line in lines for box in segment_boxes(line)]
    drawn = [x for x in ends if left <= x <= right]
    starts = [box.x0 - 1.0 for box in words if left - 1 <= box.x0 <= right + 1]
    best: tuple[int, float] | None = None
    for x in [*drawn, *starts, (left + right) / 2]:
        if any(_is_across(box, x) for box in words):
            continue
        support = sum(abs(start - x) <= 1.5 for start in starts) + 2 * sum(abs(y - x) <= 2.0 for y in drawn)
        support -= sum(_is_across(box, x) for box in texts)
        if best is None or support > best[0]:
            best = support, x
    return best[1] if best else None


def _is_across(box: Box, x: float) -> bool:
    return box.x0 + 1 < x < box.x1 - 1


def _between_rules(
    group: Sequence[Ruling], lines: Sequence[Line], fills: Sequence[Fill], rules: Sequence[Ruling]
) -> Region | None:
    """The region between rules of one extent; shorter rules within it part rows beside spanning cells."""
    start, end = min(r.start for r in group), max(r.end for r in group)
    top, bottom = group[0].pos, group[-1].pos
    first = _lines_within(lines, start, end, top, bottom)
    if not first:
        return None
    xs = _columns(first, start, end, [])
    if len(xs) < 3:
        return None
    bottom = _down_rules(lines, rules, (start, end), bottom, _KeepsCorridors(first).breaks)
    inside = _lines_within(lines, start, end, top, bottom)
    own = [r for r in rules if top - 1 <= r.pos <= bottom + 1 and r.start >= start - 4 and r.end <= end + 4]
    ends = [x for r in own for x in (r.start, r.end) if start + 8 < x < end - 8]
    xs = _columns(inside, start, end, ends)
    if len(xs) < 3:
        return None
    head = _header_above(lines, xs, top)
    if head:
        top = min(ln.box.top for ln in head) - 2
        xs = _columns([*head, *inside], start, end, ends)
    return _region([*head, *inside], xs, top, bottom, fills, own)


def _lines_within(lines: Sequence[Line], x0: float, x1: float, top: float, bottom: float) -> list[Line]:
    return [ln for ln in lines if top <= ln.box.cy <= bottom and x0 - 4 <= ln.box.cx <= x1 + 4]


def _carried(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    fills: Sequence[Fill],
    xs: Sequence[float],
    page: Box,
    obstacles: Sequence[Box],
) -> Region | None:
    """A table that goes on at the page's top, with no ruled one above it, under the columns of the page before.

    Its outer edges stood where text ended there, so they may move out here.
    """
    first, last = xs[0], xs[-1]
    xs = [max(first - OUTSIDE, 0.0), *xs[1:-1], min(last + OUTSIDE, page.x1)]
    body = [
        ln
        for i, ln in enumerate(lines)
        if not (ln.box.bottom < HEAD * page.height and _is_running(ln, xs, lines[i + 1 :]))
    ]
    if not body:
        return None
    top = body[0].box.top - 2
    if any(box.top < top for box in obstacles):
        return None
    ruled_to = _down_rules(body, rules, xs, top, partial(_any_breaks, xs))
    found = (
        [ln for ln in body if ln.box.cy < ruled_to]
        if ruled_to > top
        else _grow(body, xs, -1.0, [], first=True)
    )
    if not _has_row(found, xs):
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
    used = _used(line, xs)
    if _breaks_columns(line, xs) or not used or not below:
        return True
    if len(used) > 1:
        return False
    column = min(used)
    starts = [
        box.x0 for ln in below for box in segment_boxes(ln) if xs[column] - 2 <= box.x0 < xs[column + 1]
    ]
    return below[0].box.top - line.box.bottom > APART * line.box.height or not _starts_at(line, starts)


def _anchored(lines: Sequence[Line], rules: Sequence[Ruling], fills: Sequence[Fill]) -> list[Region]:
    """Regions that begin with a line of three or more segments and keep its corridors."""
    out: list[Region] = []
    index = 0
    while index < len(lines):
        region, after = _from_anchor(lines, index, rules, fills)
        if region is None:
            index += 1
        else:
            out.append(region)
            index = after
    return out


def _from_anchor(
    lines: Sequence[Line], index: int, rules: Sequence[Ruling], fills: Sequence[Fill]
) -> tuple[Region | None, int]:
    if texts_beside(lines[index]) < MIN_COLUMNS:
        return None, index
    rows = [lines[index]]
    gaps = _gaps(rows)
    end = index + 1
    while end < len(lines):
        line = lines[end]
        step = line.box.top - lines[end - 1].box.bottom
        if step > 3.5 * max(line.box.height, 6.0):
            break
        fewer = _gaps([*rows, line])
        if len(fewer) < max(MIN_COLUMNS - 1, len(gaps) - (1 if len(rows) < 3 else 0)):
            break
        rows.append(line)
        gaps = fewer
        end += 1
    if len(rows) < 3 or len(gaps) < MIN_COLUMNS - 1:
        return None, index
    multi = sum(1 for ln in rows if texts_beside(ln) >= 2)
    if multi < 0.5 * len(rows):
        return None, index
    box = bounding_box(ln.box for ln in rows)
    xs = _columns(rows, box.x0 - 2, box.x1 + 2, [])
    head = _header_above(lines, xs, rows[0].box.top)
    every = [*head, *rows]
    box = bounding_box(ln.box for ln in every)
    xs[0], xs[-1] = min(xs[0], box.x0 - 2), max(xs[-1], box.x1 + 2)
    return _region(every, xs, box.top - 2, box.bottom + 2, fills, rules), end


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
        r for r in rules if top - 3 <= r.pos <= bottom + 3 and r.start >= box.x0 - 6 and r.end <= box.x1 + 6
    ]
    own = [r for r in inside if _columns_ruled(r, rules, xs) >= 2]
    return Region(
        sorted(lines, key=lambda ln: ln.box.cy),
        list(xs),
        top,
        bottom,
        [f for f in fills if f.box.intersection_area(box) > 0.8 * f.box.area],
        own,
        [r for r in inside if r not in own],
    )


def _columns_ruled(rule: Ruling, rules: Sequence[Ruling], xs: Sequence[float]) -> int:
    """How many columns rules cut at the rule's height; a fraction's bar keeps to a single column."""
    level = [(r.start, r.end) for r in rules if abs(r.pos - rule.pos) <= 1.5]
    return sum(1 for a, b in itertools.pairwise(xs) if covered(level, a, b) > 0.6 * (b - a))


# ---- columns -----------------------------------------------------------------------------------------------


def segments(line: Line, wide: float = SEGMENT) -> list[list[Word]]:
    """The line's words, parted at white space wider than ``wide`` times the font size."""
    out: list[list[Word]] = []
    for word in line.words:
        if out:
            last = out[-1][-1]
            apart = word.box.x0 - last.box.x1 > wide * max(last.size, word.size, 4.0)
            if not apart or word.text == ":":
                out[-1].append(word)
                continue
        out.append([word])
    return out


def segment_boxes(line: Line, wide: float = SEGMENT) -> list[Box]:
    """The boxes of the line's segments: their own spaces are no corridors."""
    return [bounding_box(w.box for w in seg) for seg in segments(line, wide)]


def texts_beside(line: Line) -> int:
    """How many texts stand side by side on the line; list marks, colons and keys before a colon do not count."""
    parts = [" ".join(w.text for w in seg) for seg in segments(line)]
    return sum(1 for text in parts if list_mark(f"{text} x") is None and not text.endswith(":"))


def _gaps(lines: Sequence[Line], wide: float = SEGMENT) -> list[Span]:
    """White corridors through all lines, between the first and the last word."""
    spans = sorted((box.x0, box.x1) for ln in lines for box in segment_boxes(ln, wide))
    gaps: list[Span] = []
    reach = spans[0][1]
    for start, end in spans[1:]:
        if start - reach >= CORRIDOR:
            gaps.append((reach, start))
        reach = max(reach, end)
    return gaps


def column_gaps(lines: Sequence[Line]) -> list[float]:
    """Middles of the white corridors through all lines, without those that only set list marks apart."""
    box = bounding_box(ln.box for ln in lines)
    return _columns(lines, box.x0 - 1, box.x1 + 1, [])[1:-1]


def _columns(lines: Sequence[Line], start: float, end: float, ends: Sequence[float]) -> list[float]:
    """Column positions: in the middle of each corridor, or where a rule ends in it."""
    inner = []
    for a, b in _gaps(lines):
        drawn = [x for x in ends if a - 1 <= x <= b + 1]
        inner.append(drawn[0] if drawn else (a + b) / 2)
    xs = [start, *[x for x in inner if start + 3 < x < end - 3], end]
    return _without_mark_columns(xs, lines)


def _without_mark_columns(xs: list[float], lines: Sequence[Line]) -> list[float]:
    """Columns that hold nothing but list marks belong to the text at their right."""
    out = xs[:1]
    for a, b in itertools.pairwise(xs):
        texts = [w.text for ln in lines for w in ln.words if a <= w.box.cx < b]
        if b < xs[-1] and all(t == ":" or list_mark(f"{t} x") is not None for t in texts):
            continue
        out.append(b)
    return out


def _used(line: Line, xs: Sequence[float]) -> set[int]:
    return {i for w in line.words for i in range(len(xs) - 1) if xs[i] <= w.box.cx < xs[i + 1]}


def _has_row(lines: Sequence[Line], xs: Sequence[float]) -> bool:
    """Whether a line has text in as many columns as a table has at least."""
    return any(len(_used(line, xs)) >= MIN_COLUMNS for line in lines)


def _crosses(line: Line, xs: Sequence[float], outside: float = 4.0) -> bool:
    """Whether the line's text runs over a column position, or further than ``outside`` beyond the columns."""
    if _breaks_columns(line, xs, outside):
        return True
    return any(box.x0 + 2 < x < box.x1 - 2 for box in segment_boxes(line) for x in xs[1:-1])


def _breaks_columns(line: Line, xs: Sequence[float], outside: float = 4.0) -> bool:
    """Whether a word of the line stands on a column position or further than ``outside`` beyond the columns."""
    if line.box.x1 > xs[-1] + outside or line.box.x0 < xs[0] - outside:
        return True
    return any(_is_across(w.box, x) for w in line.words for x in xs[1:-1])


def _grow(
    lines: Sequence[Line], xs: Sequence[float], bottom: float, inside: Sequence[Line], *, first: bool = False
) -> list[Line]:
    """Lines below ``bottom`` that keep to the columns, until one does not or the white space is too wide."""
    known = set(map(id, inside))
    out: list[Line] = []
    edge = bottom
    row_gaps: list[float] = []
    for line in lines:
        if line.box.cy <= bottom or id(line) in known:
            continue
        gap, height = line.box.top - edge, max(line.box.height, 6.0)
        if out or not first:
            limit = max(1.2 * height, 1.6 * max(row_gaps)) if len(row_gaps) > 2 else FAR * height
            if gap > limit:
                break
            if gap > 0.5 * height:
                row_gaps.append(gap)
        if _crosses(line, xs):
            break
        out.append(line)
        edge = line.box.bottom
    return out


def _down_rules(
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
        fits = rule.start >= xs[0] - 4 and rule.end <= xs[-1] + 4 and rule.length >= 0.25 * width
        if rule.pos <= bottom + 2 or not fits:
            continue
        between = [ln for ln in lines if bottom < ln.box.cy < rule.pos]
        if not between or rule.pos - bottom > 2 * SAME_TABLE or breaks(between):
            break
        bottom = rule.pos
    return bottom


def _any_breaks(xs: Sequence[float], lines: Sequence[Line]) -> bool:
    return any(_breaks_columns(line, xs) for line in lines)


class _KeepsCorridors:
    """Follows how the corridors between columns narrow, line by line, where the columns are not drawn."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.count = len(_gaps(lines))

    def breaks(self, lines: Sequence[Line]) -> bool:
        """Whether these lines close a corridor; if they do not, they count for the next ones."""
        if len(_gaps([*self.lines, *lines], TIGHT)) < self.count:
            return True
        self.lines.extend(lines)
        return False


def _header_above(lines: Sequence[Line], xs: Sequence[float], top: float) -> list[Line]:
    """Lines close above ``top`` that keep to the columns and fill at least two of them together."""
    out: list[Line] = []
    edge = top
    for line in sorted((ln for ln in lines if ln.box.cy < top), key=lambda ln: -ln.box.cy):
        limit = (1.4 if not out else 0.45) * max(line.box.height, 6.0)
        beside = line.box.x0 > xs[-1] or line.box.x1 < xs[0]
        if edge - line.box.bottom > limit or beside or _crosses(line, xs, OUTSIDE) or len(out) >= 4:
            break
        out.append(line)
        edge = line.box.top
    used = {c for ln in out for c in _used(ln, xs)}
    return sorted(out, key=lambda ln: ln.box.cy) if len(used) >= 2 else []


# ---- cells -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Chunk:
    """Lines of one column that stand together."""

    top: float
    bottom: float
    lines: int = 1
    letters: int = 0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _grid_of(region: Region) -> Grid | None:
    xs = region.xs
    n_cols = len(xs) - 1
    per_column = _lines_by_column(region)
    hard = [_hard_cuts(region, c) for c in range(n_cols)]
    cuts = _with_soft_cuts(region, per_column, hard)
    ys = _snapped_ys([y for column in cuts for y in column], region)
    if len(ys) < 2 or (len(ys) == 2 and not (region.fills and all(per_column))):
        return None  # a single row is a table's header at the page's end, if it is shaded and full
    cells: list[Cell] = []
    for c in range(n_cols):
        mine = sorted({_nearest(y, ys) for y in cuts[c]} | {0, len(ys) - 1})
        for a, b in itertools.pairwise(mine):
            cells.append(Cell(a, c, b - a, 1, Box(xs[c], ys[a], xs[c + 1], ys[b])))
    cells = _with_wide_fills(cells, region)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(xs, ys, cells)


def _with_wide_fills(cells: list[Cell], region: Region) -> list[Cell]:
    """Cells under one shaded rectangle that reaches over several columns become one."""
    for shade in region.fills:
        under = [c for c in cells if shade.box.intersection_area(c.box) > 0.8 * c.box.area]
        same_rows = len({(c.row, c.row_span) for c in under}) == 1
        if len(under) > 1 and same_rows and len(under) < len(region.xs) - 1:
            first = min(under, key=lambda c: c.col)
            box = bounding_box(c.box for c in under)
            merged = Cell(first.row, first.col, first.row_span, len(under), box)
            cells = [c for c in cells if c not in under] + [merged]
    return cells


def _lines_by_column(region: Region) -> list[list[Line]]:
    xs = region.xs
    words: list[list[Word]] = [[] for _ in range(len(xs) - 1)]
    for line in region.lines:
        for word in line.words:
            x = min(max(word.box.cx, xs[0]), xs[-1] - 0.01)
            words[next(i for i in range(len(xs) - 1) if x < xs[i + 1])].append(word)
    return [group_lines(w) for w in words]


def _hard_cuts(region: Region, column: int) -> list[float]:
    """Heights at which shading or a rule cuts the column."""
    x0, x1 = region.xs[column], region.xs[column + 1]
    heights = [r.pos for r in region.rules]
    pieces = [(r.pos, r.start, r.end) for r in region.rules]
    for shade in region.fills:
        for y in (shade.box.top, shade.box.bottom):
            heights.append(y)
            pieces.append((y, shade.box.x0, shade.box.x1))
    out = []
    for y in cluster(heights, EDGE_SNAP):
        over = [(a, b) for pos, a, b in pieces if abs(pos - y) <= EDGE_SNAP]
        if covered(over, x0, x1) >= 0.6 * (x1 - x0):
            out.append(y)
    return [region.top, *(y for y in out if region.top + 3 < y < region.bottom - 3), region.bottom]


def _is_filled(region: Region, column: int, top: float, bottom: float) -> bool:
    box = Box(region.xs[column], top, region.xs[column + 1], bottom)
    return any(f.box.intersection_area(box) > 0.8 * box.area for f in region.fills)


def _with_soft_cuts(
    region: Region, per_column: Sequence[Sequence[Line]], hard: Sequence[Sequence[float]]
) -> list[list[float]]:
    """All cuts of each column: the hard ones, and in slots that no shading closes those that the text tells."""
    cuts = [list(column) for column in hard]
    full = [y for y in hard[0] if all(any(abs(y - z) <= EDGE_SNAP for z in column) for column in hard)]
    drawn_rows = _rows_are_drawn(region, per_column, hard)
    for top, bottom in itertools.pairwise(full):
        open_columns = [
            c
            for c in range(len(hard))
            if not _is_filled(region, c, top, bottom) and not _is_cut(hard[c], top, bottom)
        ]
        if drawn_rows or len(open_columns) < 2:
            continue
        lines = {c: [ln for ln in per_column[c] if top <= ln.box.cy <= bottom] for c in open_columns}
        headed = region.headed and top <= region.top + EDGE_SNAP and not region.fills
        for column, heights in _soft_cuts(
            lines, region.bars, headed=headed, carried=not region.headed
        ).items():
            cuts[column].extend(heights)
    _cut_partly_open(region, per_column, hard, cuts)
    return [sorted(column) for column in cuts]


def _is_cut(cuts: Sequence[float], top: float, bottom: float) -> bool:
    return any(top + EDGE_SNAP < y < bottom - EDGE_SNAP for y in cuts)


def _cut_partly_open(
    region: Region,
    per_column: Sequence[Sequence[Line]],
    hard: Sequence[Sequence[float]],
    cuts: list[list[float]],
) -> None:
    """Where some columns are cut by shading and others are not: unshaded chunks end at their neighbours' cuts."""
    if not region.fills:
        return
    heights = cluster([y for column in hard for y in column], EDGE_SNAP)
    for column, lines in enumerate(per_column):
        chunks = _chunks(lines, _leading([lines]))
        for above, below in itertools.pairwise(chunks):
            if any(above.bottom - 2 <= y <= below.top + 2 for y in cuts[column]):
                continue
            between = [y for y in heights if above.bottom - 2 <= y <= below.top + 2]
            if between:
                cuts[column].append(between[-1])


def _rows_are_drawn(
    region: Region, per_column: Sequence[Sequence[Line]], hard: Sequence[Sequence[float]]
) -> bool:
    """Whether rules part the rows: most slots of the fullest column hold one chunk of text."""
    if not region.rules:
        return False
    leading = _leading(per_column)
    lead = max(range(len(hard)), key=lambda c: len(hard[c]))
    slots = [
        _chunks([ln for ln in per_column[lead] if a <= ln.box.cy <= b], leading)
        for a, b in itertools.pairwise(hard[lead])
    ]
    filled = [chunks for chunks in slots if chunks]
    return len(filled) >= 3 and sum(1 for chunks in filled if len(chunks) == 1) >= 0.6 * len(filled)


def _soft_cuts(
    columns: dict[int, list[Line]],
    bars: Sequence[Ruling],
    *,
    headed: bool,
    carried: bool,
    leading: float | None = None,
) -> dict[int, list[float]]:
    """Cuts of a band without drawn rows, by column; ``bars`` of fractions hold their lines together.

    ``headed`` when the band begins with the table's header; ``carried`` when it goes on from the page before, where
    the text of a column that is empty here may stand. The columns' numbers are a row of their own, however close.
    """
    leading = _leading(list(columns.values())) if leading is None else leading
    if counted := _column_numbers(columns, headed=headed):
        rest = {c: [ln for ln in lines if ln.box.cy > counted[c].box.bottom] for c, lines in columns.items()}
        below = [line.box.top for lines in rest.values() for line in lines]
        above = [
            ln.box.bottom for c, lines in columns.items() for ln in lines if ln.box.cy < counted[c].box.top
        ]
        top, bottom = (
            min(ln.box.top for ln in counted.values()),
            max(ln.box.bottom for ln in counted.values()),
        )
        edges = [(max(above) + top) / 2] if above else []
        edges += [(bottom + min(below)) / 2] if below else []
        inner = _soft_cuts(rest, bars, headed=False, carried=carried, leading=leading) if below else {}
        return {c: [*edges, *inner.get(c, [])] for c in columns}
    chunks = {c: _chunks(lines, leading, bars) for c, lines in columns.items()}
    chunks = {c: found for c, found in chunks.items() if found}
    if not chunks:
        return {}
    lead = _leading_column(chunks)
    rows = chunks[lead]
    if len(rows) < 2:
        return {}
    cuts = [_cut_between(a, b, chunks) for a, b in itertools.pairwise(rows)]
    edges = [min(k.top for found in chunks.values() for k in found) - 1, *cuts]
    edges.append(max(k.bottom for found in chunks.values() for k in found) + 1)
    tops = _aligned_at_tops(chunks, lead)
    full = len(chunks) == len(columns) and all(found[0].bottom <= cuts[0] for found in chunks.values())
    numbers = full and all(found[0].letters <= NUMBER for found in chunks.values())
    out: dict[int, list[float]] = {}
    for c in columns:
        if c == lead:
            out[c] = cuts
        else:
            spans = c < lead or (carried and c not in chunks)
            out[c] = _cuts_of(chunks.get(c, []), edges, tops=tops, spans=spans)
            if (numbers or (full and headed)) and edges[1] not in out[c]:
                out[c] = [edges[1], *out[c]]  # a header or column numbers are never part of a spanning cell
    return out


def _column_numbers(columns: dict[int, list[Line]], *, headed: bool) -> dict[int, Line]:
    """The line that numbers each column, (1) (2) (3) or a b c: the first ones, or those below the header's."""
    depth = HEADER_LINES if headed else 1
    out: dict[int, Line] = {}
    for c, lines in columns.items():
        number = next((ln for ln in lines[:depth] if _COLUMN_NUMBER.match(ln.text.strip())), None)
        if number is None:
            return {}
        out[c] = number
    heights = [line.box.cy for line in out.values()]
    level = max(heights) - min(heights) <= min(line.box.height for line in out.values()) / 2
    texts = [line.text.strip() for _, line in sorted(out.items())]
    return out if level and len(out) >= MIN_COLUMNS and _counts(texts) else {}


def _counts(texts: Sequence[str]) -> bool:
    """Whether texts count from the first number or letter on."""
    bare = [match[1] for text in texts if (match := _COLUMN_NUMBER.match(text))]
    return len(bare) == len(texts) and bare == sorted(bare) and bare[0] in ("1", "a", "A")


def _leading_column(chunks: dict[int, list[_Chunk]]) -> int:
    """The column whose chunks are the rows: the one with most, unless it alone has twice as many as the next.

    Such a column holds spaced paragraphs, not rows.
    """
    ranked = sorted(chunks, key=lambda c: (-len(chunks[c]), -sum(k.lines for k in chunks[c])))
    if len(ranked) > 1 and len(chunks[ranked[0]]) >= 2 * len(chunks[ranked[1]]) >= 4:
        return ranked[1]
    return ranked[0]


def _cut_between(above: _Chunk, below: _Chunk, chunks: dict[int, list[_Chunk]]) -> float:
    """A height between two rows that cuts as few chunks as possible: in the middle of the widest free gap."""
    low, high = above.bottom, below.top
    for found in chunks.values():
        for k in found:
            inside = low < k.bottom < high and k.top < low + (high - low) / 2
            if inside:
                low = k.bottom
            if low < k.top < high and k.bottom > high:
                high = k.top
    return (low + high) / 2 if high > low else (above.bottom + below.top) / 2


def _aligned_at_tops(chunks: dict[int, list[_Chunk]], lead: int) -> bool:
    """Whether chunks of other columns begin level with the leading column's, rather than centre on them."""
    tops = middles = 0
    for c, found in chunks.items():
        if c == lead:
            continue
        for k in found:
            tops += any(abs(k.top - o.top) <= 2.0 for o in chunks[lead])
            middles += any(abs(k.middle - o.middle) <= 2.0 and abs(k.top - o.top) > 2.0 for o in chunks[lead])
    return tops >= middles


def _cuts_of(found: Sequence[_Chunk], edges: Sequence[float], *, tops: bool, spans: bool) -> list[float]:
    """The cuts of a column whose chunks stand beside the rows between ``edges``."""
    n_rows = len(edges) - 1
    if not found:
        return [] if spans else list(edges[1:-1])
    owners = _owners_at_tops(found, edges) if tops else _owners_at_middles(found, edges)
    if not spans and len(set(owners)) > n_rows / 2:
        return list(edges[1:-1])
    return [edges[row] for row in sorted(set(owners)) if row > 0]


def _row_of(y: float, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, sum(1 for e in edges[1:-1] if e <= y)))


def _owners_at_tops(found: Sequence[_Chunk], edges: Sequence[float]) -> list[int]:
    """For each chunk the first row that it belongs to: the row in which it begins."""
    return [_row_of(k.top + 1, edges) for k in found]


def _owners_at_middles(found: Sequence[_Chunk], edges: Sequence[float]) -> list[int]:
    """For each chunk the first row of the group of rows that it is centred on (least total offset)."""
    n_rows, n = len(edges) - 1, len(found)
    if n > n_rows:
        return _owners_at_tops(found, edges)
    infinite = float("inf")
    best = [[infinite] * (n_rows + 1) for _ in range(n + 1)]
    back = [[0] * (n_rows + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for k in range(1, n + 1):
        for end in range(k, n_rows + 1):
            for start in range(k - 1, end):
                if best[k - 1][start] == infinite:
                    continue
                offset = abs(found[k - 1].middle - (edges[start] + edges[end]) / 2)
                cost = best[k - 1][start] + offset
                if cost < best[k][end]:
                    best[k][end], back[k][end] = cost, start
    owners, end = [], n_rows
    for k in range(n, 0, -1):
        end = back[k][end]
        owners.append(end)
    return owners[::-1]


def _leading(columns: Sequence[Sequence[Line]]) -> float:
    """The usual distance between two wrapped lines: the least that occurs twice, unless there are much lesser ones."""
    steps = sorted(
        b.box.cy - a.box.cy
        for lines in columns
        for a, b in itertools.pairwise(lines)
        if b.box.cy - a.box.cy > 0.8 * min(a.box.height, b.box.height)
    )
    if not steps:
        return 0.0
    twice = next((a for a, b in itertools.pairwise(steps) if b - a <= 0.5), steps[0])
    return twice if twice <= WIDE_STEP * steps[0] else max(s for s in steps if s <= CLOSE_STEP * steps[0])


def _chunks(lines: Sequence[Line], leading: float, bars: Sequence[Ruling] = ()) -> list[_Chunk]:
    """Lines that stand together: a wrapped line's distance apart, or above and below a fraction's bar."""
    out: list[_Chunk] = []
    previous: Line | None = None
    for line in lines:
        step = 0.0 if previous is None else line.box.cy - previous.box.cy
        close = step <= leading + 0.22 * max(line.box.height, 5.0)
        if out and (close or (previous is not None and _stacked_at_bar(previous, line, bars))):
            out[-1].bottom = max(out[-1].bottom, line.box.bottom)
            out[-1].lines += 1
            out[-1].letters += len(line.text)
        else:
            out.append(_Chunk(line.box.top, line.box.bottom, letters=len(line.text)))
        previous = line
    return out


def _stacked_at_bar(above: Line, below: Line, bars: Sequence[Ruling]) -> bool:
    """Whether a fraction's bar lies between two lines, or beside one of them."""
    box = above.box.union(below.box)
    return any(
        above.box.cy - 2 <= bar.pos <= below.box.cy + 2
        and bar.start < box.x1
        and bar.end > box.x0 - 2
        and below.box.cy - above.box.cy < 3 * max(above.box.height, 6.0)
        for bar in bars
    )


def _snapped_ys(values: Sequence[float], region: Region) -> list[float]:
    ys = cluster(values, EDGE_SNAP)
    return [y for y in ys if region.top - 1 <= y <= region.bottom + 1]


def _nearest(value: float, positions: Sequence[float]) -> int:
    return min(range(len(positions)), key=lambda i: abs(positions[i] - value))
