"""What looks like a grid and is no table: lines and bars of a chart, frames in a picture, a form's blanks.

A table names its columns or its rows: hardly a chart's grid does. In most columns of a table something stands that is
no wider; the lines of a chart's scale are far more than the texts that happen to lie between them. What OCR finds in a
picture on a page of text is trusted less, for bars look like rulings and shading like letters: there a table has two
rows and columns at least (three rows where nothing draws them), names all its columns, one perhaps apart, and
most of its places are filled. Pages read as a whole from their picture are not asked: what stands in a worn form's
cells may not be read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from ..schema.blocks import Cell, Word
from ..schema.geometry import Box
from .page_content import Fill, Ruling
from .ruled_grid import Grid

LEAST_CELLS = 5  # the lines behind a chart have as many between them
NAMED = 0.34
"""Of the first row and column: as few are filled where a legend stands between lines side to side."""
FILLED, OWN = 0.34, 0.5
"""Of the cells, and of the columns, that hold something of their own: a chart has fewer."""
LEAST, LEAST_OPEN = 2, 3  # rows of a table in a picture; where no lines draw it
LEAST_BARS, SAME, OUTSIDE = 3, 1.0, 6.0
"""Bars of a chart; points that alike ones differ, and reach out of its lines."""
SUNK = 0.12  # of a line's height: so far a line's foot reaches below a rule on which it stands
FOOT = 0.35  # of a line's height: lines to be written on run along its foot, those of a scale at its middle
FULL = 0.6  # of the places of a table in a picture


def is_chart(grid: Grid, words: Sequence[Word], fills: Sequence[Fill] = ()) -> bool:
    """Whether the grid on a page of text is no table: nothing is in it, or what a chart or a picture has."""
    filled = [grid.cells[i] for i in _filled([c.box for c in grid.cells], [w.place for w in words])]
    if len(filled) < FULL * len(grid.cells) and has_bars(fills, grid.box, words):
        return True
    if is_in_picture(words):
        return not is_whole(grid.cells, filled, LEAST)
    if len(grid.cells) < len(grid.xs) - 1:
        return True  # lines of a scale that part nothing
    if len(grid.cells) < LEAST_CELLS:
        return not filled
    named = [c for c in grid.cells if 0 in (c.row, c.col)]
    names = [c for c in filled if 0 in (c.row, c.col)]
    own = {c.col for c in filled if c.col_span == 1}
    is_scale = len(grid.ys) > LEAST_OPEN  # a row torn by the page's end may be as empty
    if is_scale and len(filled) <= FILLED * len(grid.cells) and len(own) < OWN * (len(grid.xs) - 1):
        return True
    return len(names) <= (len(named) * NAMED if len(grid.xs) == 2 else 0)


def _filled(boxes: Sequence[Box], points: Sequence[tuple[float, float]]) -> list[int]:
    """The boxes that hold a point, by number; only those points (x, y) are asked that are as high as the box."""
    places = sorted([(y, x) for x, y in points])
    heights = [y for y, _ in places]
    out = []
    for i, (x0, top, x1, bottom) in enumerate(boxes):
        for _, x in places[bisect_left(heights, top) : bisect_right(heights, bottom)]:
            if x0 <= x <= x1:
                out.append(i)
                break
    return out


def has_bars(fills: Sequence[Fill], box: Box, words: Sequence[Word]) -> bool:
    """Whether a chart's bars stand in a grid."""
    inside = [f for f in fills if near_bar(f, box)]
    return len(without_bars(inside, words)) < len(inside)


def near_bar(bar: Fill, box: Box) -> bool:
    """Whether a bar stands in a grid, or hardly outside of it."""
    return box.grown(OUTSIDE).holds(bar.box.cx, bar.box.cy)


def without_bars(fills: Sequence[Fill], words: Sequence[Word]) -> list[Fill]:
    """The shading without bars: they stand apart on one line, or begin at one, differ in length, and hold no names."""
    if len(fills) < LEAST_BARS:
        return list(fills)
    lettered = [w.place for w in words if w.text.isalpha() or any(map(str.isalpha, w.text))]
    named = set(_filled([f.box for f in fills], lettered))
    bare = [i for i in range(len(fills)) if i not in named]
    upright = [(fills[i].box.bottom, fills[i].box.x0, fills[i].box.x1, fills[i].box.top) for i in bare]
    lying = [(fills[i].box.x0, fills[i].box.top, fills[i].box.bottom, fills[i].box.x1) for i in bare]
    bars = {bare[i] for i in _bars(upright) | _bars(lying)}
    return [f for i, f in enumerate(fills) if i not in bars]


def _bars(shapes: Sequence[tuple[float, float, float, float]]) -> set[int]:
    """The indices of the shapes, given as (foot, one side, other side, end), that are bars of a chart."""
    alike: dict[tuple[int, int], list[int]] = {}
    for i, (foot, start, end, _) in enumerate(shapes):
        alike.setdefault((round(foot / SAME), round((end - start) / SAME)), []).append(i)
    out: set[int] = set()
    for places in alike.values():
        bars = sorted((shapes[i] for i in places), key=lambda b: b[1])
        apart = all(b[1] - a[2] > SAME for a, b in pairwise(bars))
        if len(bars) >= LEAST_BARS and apart and len({round(b[3] / SAME) for b in bars}) > len(bars) / 2:
            out.update(places)
    return out


def blanks(rules: Sequence[Ruling], words: Sequence[Word]) -> list[Ruling]:
    """The horizontal rules to be written on: each begins at a word's foot behind it, and nothing stands above it."""
    found: list[Ruling] = []
    for rule in rules:
        low, high = rule.start - SAME, rule.start + SAME
        near = [w for w in words if low <= w.box[2] + w.box[3] - w.box[1] and w.box[2] <= high]
        if any(_is_before(w, rule) for w in near) and not any(_is_on(w, rule) for w in words):
            found.append(rule)
    return found


def is_form(grid: Grid, to_fill: Sequence[Ruling]) -> bool:
    """Whether what white space alone sets apart is a form: there are as many blanks as rows."""
    inside = [r for r in to_fill if grid.box.holds(r.start, r.pos)]
    return len(inside) >= len(grid.ys) - 1


def _is_before(word: Word, rule: Ruling) -> bool:
    box = word.box
    at_foot = box.bottom - FOOT * box.height < rule.pos <= box.bottom + 2 * SAME
    return at_foot and -SAME <= rule.start - box.x1 <= box.height


def _is_on(word: Word, rule: Ruling) -> bool:
    box = word.box
    above = -SUNK * box.height <= rule.pos - box.bottom <= box.height
    return above and rule.start <= box.cx <= rule.end


def is_in_picture(words: Sequence[Word]) -> bool:
    """Whether most of the words were read in a picture."""
    return 2 * sum(w.engine == "ocr" for w in words) > len(words)


def is_whole(cells: Sequence[Cell], filled: Sequence[Cell], least: int) -> bool:
    """Whether a table has ``least`` rows, names its columns, and most of its cells are among the filled ones."""
    columns = max(c.col + c.col_span for c in cells)
    rows = max(c.row + c.row_span for c in cells)
    head = [c for c in cells if c.row == 0]
    names = sum(c.row == 0 for c in filled)
    named = names >= max(len(head) - 1, min(len(head), 2))
    return columns > 1 and rows >= least and named and len(filled) >= FULL * len(cells)
