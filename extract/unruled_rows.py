"""Where each column of a table without rulings is cut into cells.

- hard cuts come from shading and rules that reach over the column;
- soft cuts come from the text: the column with the most chunks (lines closer than a row's padding) tells the
  rows, and a chunk in another column belongs to the rows that it is aligned with, at their tops or middles.

Columns left of the leading one span until their next chunk (a merged sasaran); right of it, a missing chunk
is an empty cell unless most of the column is missing.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from ..schema.blocks import Line
from ..schema.geometry import Box
from .anchored_rows import anchored_cuts, cuts_of_full_lines
from .page_content import Ruling
from .ruling_merge import cluster, covered
from .shaded_bands import at_band, parts_all
from .text_lines import LEAST_HEIGHT
from .unruled_columns import MIN_COLUMNS, columns_used
from .unruled_groups import EDGE_SNAP
from .unruled_head import are_numbers, column_numbers
from .unruled_regions import Region

# Of the least distance between two lines: what is alike, and what is no wrap.
CLOSE_STEP, WIDE_STEP = 1.25, 1.8
LEAST_LEADING = (
    5.0  # points: a line counts as high as this at least, where the distance of wrapped lines is measured
)
STEP = 0.8  # of the lower height: lines that follow each other are this far apart at least
CUT, SHADED, ONE_CHUNK = (
    0.6,
    0.8,
    0.6,
)  # shares: of a column that a rule cuts, of a box that lies in shading, of slots
LEVEL = 2.0  # points: chunks of two columns that begin, or have their middles, within this are level
TWICE = 0.5  # points: distances of lines that differ by no more are the same
SLACK, JITTER = (
    0.22,
    0.5,
)  # of a line's height, and points: how much further apart two lines may be than usual
_OPERATOR = re.compile(r"^(?:[x×*÷:]\s*\(?\d|[=+×÷])", re.I)  # nothing begins with one
HEAD_LINES = 12  # of a head at most, as lines of its cells stand at different heights
NUMBER = 4  # characters: a column's number, such as (12)
WHITER = 0.5  # points: so much wider is white between rows than between the lines of each of their texts


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


def hard_cuts(region: Region, column: int) -> list[float]:
    """Heights at which shading or a rule cuts the column."""
    x0, x1 = region.xs[column], region.xs[column + 1]
    numbers = _around_numbers(region) if region.fills else []
    heights = [r.pos for r in region.rules]
    pieces = [(r.pos, r.start, r.end) for r in region.rules]
    for shade in region.fills:
        for y in (shade.box.top, shade.box.bottom):
            heights.append(y)
            pieces.append((y, shade.box.x0, shade.box.x1))
    out = []
    for y in cluster(heights, EDGE_SNAP):
        over = [(a, b) for pos, a, b in pieces if abs(pos - y) <= EDGE_SNAP]
        if covered(over, x0, x1) >= CUT * (x1 - x0):
            out.append(y)
    out += [y for y in numbers if all(abs(y - z) > EDGE_SNAP for z in out)]
    return [region.top, *(y for y in sorted(out) if region.top + 3 < y < region.bottom - 3), region.bottom]


def _around_numbers(region: Region) -> list[float]:
    """The heights above and below the columns' numbers, (1) (2) (3): they are a row, shaded or not."""
    lines = sorted(region.lines, key=lambda ln: ln.box.cy)
    at = next((i for i, ln in enumerate(lines[:HEAD_LINES]) if are_numbers(ln)), None)
    if at is None or len(columns_used(lines[at], region.xs)) < len(region.xs) - 1:
        return []
    box, above, below = lines[at].box, lines[:at], lines[at + 1 :]
    out = [(max(ln.box.bottom for ln in above) + box.top) / 2] if above else []
    return out + ([(box.bottom + min(ln.box.top for ln in below)) / 2] if below else [])


def with_soft_cuts(
    region: Region, per_column: Sequence[Sequence[Line]], hard: Sequence[Sequence[float]]
) -> list[list[float]]:
    """All cuts of each column: the hard ones, and in slots that no shading closes those that the text tells."""
    cuts = [list(column) for column in hard]
    full = [y for y in hard[0] if all(any(abs(y - z) <= EDGE_SNAP for z in column) for column in hard)]
    drawn_rows = rows_are_drawn(region, per_column, hard)
    bands_only = bool(region.fills) and not region.rules
    banded = sorted({y for column in hard for y in column}) if bands_only else []
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
        beyond = [[ln for ln in own if not top <= ln.box.cy <= bottom] for own in per_column]
        leading = _leading(list(lines.values()), region.bars, beyond)
        for column, heights in _soft_cuts(
            lines, region.bars, headed=headed, carried=not region.headed, leading=leading
        ).items():
            cuts[column].extend(at_band(y, lines[column], banded) for y in heights)
    if bands_only:
        _cut_between_bands(region, per_column, hard, full, cuts)
    _cut_partly_open(region, per_column, hard, cuts)
    return [sorted(column) for column in cuts]


def _cut_between_bands(
    region: Region,
    per_column: Sequence[Sequence[Line]],
    hard: Sequence[Sequence[float]],
    full: Sequence[float],
    cuts: list[list[float]],
) -> None:
    """Cut what is unshaded above, between and below bands that do not reach over all columns."""
    whole = set(itertools.pairwise(full))
    slots: dict[tuple[float, float], list[int]] = {}
    for column, heights in enumerate(hard):
        for slot in itertools.pairwise(heights):
            if slot not in whole and not _is_filled(region, column, *slot):
                slots.setdefault(slot, []).append(column)
    for (top, bottom), columns in slots.items():
        if len(columns) >= MIN_COLUMNS:
            lines = {c: [ln for ln in per_column[c] if top <= ln.box.cy <= bottom] for c in columns}
            found = _soft_cuts(lines, region.bars, headed=False, carried=not region.headed)
            beside = {y for c, column in enumerate(cuts) if c not in columns for y in column}
            white = [y for y in beside if top < y < bottom and parts_all(y, lines.values())]
            for column in columns:
                cuts[column].extend(found.get(column) or white)


def _is_filled(region: Region, column: int, top: float, bottom: float) -> bool:
    box = Box(region.xs[column], top, region.xs[column + 1], bottom)
    least = SHADED * box.area
    return any(f.box.intersection_area(box) > least for f in region.fills)


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
        chunks = _chunks(lines, _leading([lines], region.bars))
        for above, below in itertools.pairwise(chunks):
            if any(above.bottom - 2 <= y <= below.top + 2 for y in cuts[column]):
                continue
            between = [y for y in heights if above.bottom - 2 <= y <= below.top + 2]
            if between:
                cuts[column].append(between[-1])


def rows_are_drawn(
    region: Region, per_column: Sequence[Sequence[Line]], hard: Sequence[Sequence[float]]
) -> bool:
    """Whether rules separate the rows: most slots of the fullest column hold one chunk of text."""
    if not region.rules:
        return False
    leading = _leading(per_column, region.bars)
    lead = max(range(len(hard)), key=lambda c: len(hard[c]))
    slots = [
        _chunks([ln for ln in per_column[lead] if a <= ln.box.cy <= b], leading)
        for a, b in itertools.pairwise(hard[lead])
    ]
    filled = [chunks for chunks in slots if chunks]
    return len(filled) >= 3 and sum(1 for chunks in filled if len(chunks) == 1) >= ONE_CHUNK * len(filled)


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
    leading = _leading(list(columns.values()), bars) if leading is None else leading
    if counted := column_numbers(columns, headed=headed):
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
    anchored = anchored_cuts(columns) or cuts_of_full_lines(columns)
    if anchored and _rows_of_whites(chunks) <= len(anchored) + 1:
        return dict.fromkeys(columns, anchored)
    if not chunks:
        return {}
    lead = _leading_column(chunks)
    rows = chunks[lead]
    if len(begun := anchored_cuts(columns, tops=True)) > len(rows) - 1:
        return dict.fromkeys(columns, begun)
    if len(rows) < 2:
        return {}
    cuts = [_cut_between(a, b, chunks) for a, b in itertools.pairwise(rows)]
    edges = [min(k.top for found in chunks.values() for k in found) - 1, *cuts]
    edges.append(max(k.bottom for found in chunks.values() for k in found) + 1)
    tops = _aligned_at_tops(chunks, lead)
    full = len(chunks) == len(columns) and all(found[0].bottom <= cuts[0] for found in chunks.values())
    numbers = full and all(found[0].letters <= NUMBER for found in chunks.values())
    out: dict[int, list[float]] = {}
    for c, own in columns.items():
        if c == lead or _has_white_at(cuts, own):
            out[c] = cuts
        else:
            spans = c < lead or (carried and c not in chunks)
            out[c] = _cuts_of(chunks.get(c, []), edges, tops=tops, spans=spans)
            if (numbers or (full and headed)) and edges[1] not in out[c]:
                out[c] = [edges[1], *out[c]]  # a header or column numbers are never part of a spanning cell
    return out


def _has_white_at(cuts: Sequence[float], lines: Sequence[Line]) -> bool:
    """Whether a column's lines stand farther apart at all of the cuts than elsewhere."""
    at_cuts: list[float] = []
    elsewhere: list[float] = []
    for above, below in itertools.pairwise(lines):
        inside = any(above.box.cy < y < below.box.cy for y in cuts)
        (at_cuts if inside else elsewhere).append(below.box.top - above.box.bottom)
    return len(at_cuts) == len(cuts) and bool(elsewhere) and min(at_cuts) > max(elsewhere) + WHITER


def _rows_of_whites(chunks: dict[int, list[_Chunk]]) -> int:
    """How many rows white through all columns tells."""
    rows, bottom = 0, -float("inf")
    for chunk in sorted((k for found in chunks.values() for k in found), key=lambda k: k.top):
        rows += chunk.top > bottom
        bottom = max(bottom, chunk.bottom)
    return rows


def _leading_column(chunks: dict[int, list[_Chunk]]) -> int:
    """The column whose chunks are the rows: the one with most, unless it alone has twice as many as the next.

    Such a column holds spaced paragraphs, not rows.
    """
    ranked = sorted(chunks, key=lambda c: (-len(chunks[c]), -sum(k.lines for k in chunks[c])))
    if len(ranked) > 1 and len(chunks[ranked[0]]) >= 2 * len(chunks[ranked[1]]) >= 4:
        return ranked[1]
    return ranked[0]


def _cut_between(above: _Chunk, below: _Chunk, chunks: dict[int, list[_Chunk]]) -> float:
    """The y at which two rows are cut: where it crosses as few columns' chunks of lines as possible."""
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
            tops += any(abs(k.top - o.top) <= LEVEL for o in chunks[lead])
            middles += any(
                abs(k.middle - o.middle) <= LEVEL and abs(k.top - o.top) > LEVEL for o in chunks[lead]
            )
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


def _distance(above: Line, below: Line) -> float:
    """From line to line: by their feet, for a scanned line without tall letters is low; by their heads, where a factor
    stands a little below one; or by their middles, where one is a fraction.
    """
    (_, top, _, bottom), (_, other_top, _, other_bottom) = above.box, below.box
    middles = (other_top + other_bottom) / 2 - (top + bottom) / 2
    return min(other_bottom - bottom, other_top - top, middles)


def _steps(columns: Sequence[Sequence[Line]], bars: Sequence[Ruling]) -> list[float]:
    """The distances from line to line within columns, the least first; not those of print side by side.

    A factor stands beside a fraction's lines, and never above or below one; so does what is level with its bar.
    """
    beside = {id(ln) for lines in columns for ln in lines if any(_is_level(ln.box, bar) for bar in bars)}
    return sorted(
        _distance(a, b)
        for lines in columns
        for a, b in itertools.pairwise(lines)
        if id(a) not in beside
        and id(b) not in beside
        and a.box.overlap_x(b.box) > 0
        and _distance(a, b) > STEP * min(a.box.height, b.box.height)
    )


def _is_level(box: Box, bar: Ruling) -> bool:
    """Whether a fraction's bar runs through the height of a line, within its sides."""
    return box.top < bar.pos < box.bottom and bar.start < box.x1 and bar.end > box.x0


def _leading(
    columns: Sequence[Sequence[Line]], bars: Sequence[Ruling], others: Sequence[Sequence[Line]] = ()
) -> float:
    """The usual distance between two wrapped lines: the least that occurs twice, unless there are much lesser ones.

    It may occur once, and again in the ``others``, beyond the band, as in a table's head.
    """
    steps = _steps(columns, bars)
    if not steps:
        return 0.0
    again = any(abs(step - steps[0]) <= TWICE for step in _steps(others, bars))
    twice = next((a for a, b in itertools.pairwise(steps) if b - a <= TWICE), steps[0])
    twice = steps[0] if again else twice
    usual = twice if twice <= WIDE_STEP * steps[0] else max(s for s in steps if s <= CLOSE_STEP * steps[0])
    limit = usual + SLACK * statistics.median(
        max(line.box.height, LEAST_LEADING) for lines in columns for line in lines
    )
    nearly = [step for step in steps if limit < step <= limit + JITTER]
    beyond = [step for step in steps if step > limit + JITTER]
    if nearly and (
        not beyond or beyond[0] >= CLOSE_STEP * nearly[-1]
    ):  # wraps that were not measured quite alike
        usual += nearly[-1] - limit
    return usual


def _chunks(lines: Sequence[Line], leading: float, bars: Sequence[Ruling] = ()) -> list[_Chunk]:
    """Lines that stand together: a wrapped line's distance apart, around a fraction's bar, or from an operator on."""
    out: list[_Chunk] = []
    previous: Line | None = None
    for line in lines:
        step = 0.0 if previous is None else _distance(previous, line)
        close = step <= leading + SLACK * max(line.box.height, LEAST_LEADING)
        if out and (close or _OPERATOR.match(line.text) or _is_stacked(previous, line, bars)):
            out[-1].bottom = max(out[-1].bottom, line.box.bottom)
            out[-1].lines += 1
            out[-1].letters += len(line.text)
        else:
            out.append(_Chunk(line.box.top, line.box.bottom, letters=len(line.text)))
        previous = line
    return out


def _is_stacked(above: Line | None, below: Line, bars: Sequence[Ruling]) -> bool:
    """Whether a fraction's bar lies between two lines, or beside one of them."""
    if above is None:
        return False
    box = above.box.union(below.box)
    return any(
        above.box.cy - 2 <= bar.pos <= below.box.cy + 2
        and bar.start < box.x1
        and bar.end > box.x0 - 2
        and below.box.cy - above.box.cy < 3 * max(above.box.height, LEAST_HEIGHT)
        for bar in bars
    )
