"""Groups of shaded cells and of horizontal rules that stand for one table each.

Shaded cells adjoin each other, or stand on the same columns as header and striped rows do. Rules are equally long
and lie above each other; what stands between two of them separates them into two tables if it does not keep to the
columns.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence

from ..schema.blocks import Line
from ..schema.geometry import Box
from .page_content import Fill, Ruling
from .ruling_merge import cluster
from .shaded_bands import keeps_rows
from .unruled_columns import MIN_COLUMNS, segment_boxes, starts_at, strides, texts_beside, white_corridors
from .unruled_reach import SAME_END, SAME_TABLE

EDGE_SNAP = 2.0
LEAST_RULE = 0.25  # of the page's width: rules between rows are as long at least
LEAST_WIDE, LEAST_HIGH = 8.0, 6.0  # points: a smaller shaded rectangle is no cell
LARGEST = 0.35  # of the page: a larger shaded rectangle is no cell
SHORTER = 0.2  # of a table's width: shorter rules in it are bars
ROW = 3.0  # of a line's height: a row of one line between two rules is no higher
FORM_LINES = 2  # of a form, at least; they stand right above the next head, and begin at the left
WHITE_BELOW = 40.0  # points: white space below the first rows of a table that separates it from the next one
STRIDE = 8.0  # points: how far a text must reach over a column position on both sides to break the column


def fill_groups(fills: Sequence[Fill], lines: Sequence[Line], page: Box) -> list[list[Fill]]:
    """Groups of filled rectangles that adjoin like cells: at least two columns.

    ``lines`` between two groups of the same columns may separate them.
    """
    cells = [
        f
        for f in fills
        if f.box.width >= LEAST_WIDE
        and f.box.height >= LEAST_HIGH
        and f.box.area < LARGEST * page.area
        and f.box.x0 > page.x0 - 1
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
        for last in reversed(out):
            bottom, top = max(f.box.bottom for f in last), min(f.box.top for f in group)
            edges = {x for f in last for x in (f.box.x0, f.box.x1)}
            own = {x for f in group for x in (f.box.x0, f.box.x1)}
            shared = _are_among(own, edges) or _are_among(edges, own)
            between = [ln for ln in lines if bottom < ln.box.cy < top]
            edges |= own
            around = [(x - STRIDE, x + STRIDE) for x in sorted(edges)]
            near = top - bottom <= SAME_TABLE and not any(strides(ln, around) for ln in between)
            if shared and (near or keeps_rows(between, cluster(edges, EDGE_SNAP), bottom, top)):
                last.extend(group)
                break
        else:
            out.append(list(group))
    return out


def _are_among(some: Iterable[float], places: Iterable[float]) -> bool:
    return all(any(abs(x - place) <= EDGE_SNAP for place in places) for x in some)


def _adjoin(a: Box, b: Box) -> bool:
    """Whether two boxes share (most of) an edge or corner region without lying over each other."""
    if b.x0 - a.x1 >= EDGE_SNAP or a.x0 - b.x1 >= EDGE_SNAP:
        return False
    grown = a.grown(EDGE_SNAP)
    return grown.intersection_area(b) > 0 and a.intersection_area(b) < 0.5 * min(a.area, b.area)


def rule_groups(rules: Sequence[Ruling], page: Box) -> list[list[Ruling]]:
    """Groups of horizontal rules with a common extent that at least two of them have in full."""
    wide = [r for r in rules if r.axis == "h" and r.length >= LEAST_RULE * page.width]
    groups: list[list[Ruling]] = []
    for rule in sorted(wide, key=lambda r: (-r.length, r.pos)):
        for group in groups:
            if max(abs(group[0].start - rule.start), abs(group[0].end - rule.end)) <= SAME_END:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [sorted(group, key=lambda r: r.pos) for group in groups if len(group) >= 2]


def tables(
    group: Sequence[Ruling], lines: Sequence[Line], obstacles: Sequence[Box], rules: Sequence[Ruling] = ()
) -> list[list[Ruling]]:
    """Rules of one extent, split where what stands between two of them does not keep to the columns.

    Two tables of a page often have rules of the same extent; a heading or a form stands between them. But shorter ones
    of ``rules`` that reach one side separate rows beside a cell that spans them.
    """
    start, end = min(r.start for r in group), max(r.end for r in group)
    beside = _beside_spanning(rules, start, end)
    parts: list[list[Ruling]] = [[group[0]]]
    inside: list[Line] = []
    for rule in group[1:]:
        above = parts[-1][-1].pos
        slot = [ln for ln in lines if above <= ln.box.cy <= rule.pos and start - 4 <= ln.box.cx <= end + 4]
        blocked = any(above - 2 <= o.top and o.bottom <= rule.pos + 2 for o in obstacles)
        spanned = any(above < y < rule.pos for y in beside)
        below = [] if slot or spanned else [ln for ln in lines if rule.pos < ln.box.cy < group[-1].pos]
        if (
            blocked
            or (not spanned and _parts_tables(inside, slot, above, rule.pos))
            or _begins_another(inside, below)
        ):
            parts.append([rule])
            inside = []
        else:
            parts[-1].append(rule)
            inside += slot
    return [part for part in parts if len(part) >= 2]


def _begins_another(inside: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether lines below a slot without text are no rows of the table above it.

    They begin with the first word of its head, or have other columns: they close a white corridor.
    """
    if not inside or not below:
        return False
    if below[0].words[0].text.casefold() == inside[0].words[0].text.casefold():
        return True
    return len(white_corridors([*inside, *below])) < len(white_corridors(inside))


def _beside_spanning(rules: Sequence[Ruling], start: float, end: float) -> list[float]:
    """Heights of rules that reach only one of the table's two sides, as rows beside a spanning cell have them.

    A fraction's bar reaches neither side.
    """
    return [
        r.pos
        for r in rules
        if r.axis == "h"
        and r.length >= SHORTER * (end - start)
        and (abs(r.end - end) <= EDGE_SNAP) != (abs(r.start - start) <= EDGE_SNAP)
    ]


def _parts_tables(inside: Sequence[Line], slot: Sequence[Line], above: float, below: float) -> bool:
    """Whether the lines between two rules are no rows of the table above them."""
    if not slot:
        return below - above > SAME_TABLE
    if len(slot) == 1 and below - above <= ROW * slot[0].box.height:
        return False  # a row across the table
    if not inside and all(texts_beside(line) <= 1 for line in slot):
        return True  # a title below the rule of a running head: no head of a table is one text
    rows = [box for line in slot if texts_beside(line) > 1 for box in segment_boxes(line)]
    if len(inside) < 3:
        if below - max(line.box.bottom for line in slot) > WHITE_BELOW:
            return True
        beside = [box.x0 for box in rows]
        alone = [
            texts_beside(line) <= 1 and not starts_at(line, beside) and not _is_below(line.box, rows)
            for line in slot
        ]
        left = statistics.median(beside) if beside else math.inf
        form = all(
            a and ln.box.x0 < left for a, ln in zip(alone[-FORM_LINES:], slot[-FORM_LINES:], strict=True)
        )
        few = len(white_corridors(slot)) < 2
        return len(slot) >= 4 and (few or form or 2 * sum(alone) >= len(slot))
    corridors = white_corridors(inside)
    starts = [box.x0 for line in inside for box in segment_boxes(line)]
    return any(
        texts_beside(line) <= 1
        and strides(line, corridors)
        and not starts_at(line, starts)
        and not _is_below(line.box, rows)
        for line in slot
    )


def _is_below(box: Box, texts: Sequence[Box]) -> bool:
    """Whether a line stands below one of several texts beside each other, and hardly farther out than that: it goes on
    with it.
    """
    return any(
        text.cy < box.cy and text.x0 - STRIDE <= box.x0 and box.x1 <= text.x1 + STRIDE for text in texts
    )
