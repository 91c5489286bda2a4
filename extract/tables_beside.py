"""Two tables beside each other, told apart by their captions, or their rules or shading, which all stop at the white
between them.

Captions that stand beside each other begin with the same word and a number each: "Tabel 3. … Tabel 4. …".

A table's own rules and shaded rows may stop between its columns, too. But then one side holds a single column, or
nothing that names rows: each of two tables has names and something beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from ..schema.blocks import Line, Word
from ..schema.geometry import Box
from .figure_lines import Row, row_of
from .page_content import Fill, Ruling
from .text_lines import group_lines
from .unruled_columns import segments

SAME = 2.0  # points: edges of the same strip, and ends of strips below each other, lie within this
LEAST_WORDS = 3  # of a caption, with its number
LEAST_STRIPS = 2  # heights at which the same two strips stand beside each other
LEAST_WIDE = 0.12  # of the width of all lines: narrower strips are no table's
SEVERAL = 0.5  # of the lines beside each other hold more than one text on either side

_NUMBER = re.compile(r"^\d+(?:[.-]\d+)*[.:]?$")


def white_between_tables(
    words: Sequence[Word], rules: Sequence[Ruling], fills: Sequence[Fill]
) -> tuple[float, float, float] | None:
    """The middle of the white between two tables, and the heights between which nothing stands across it."""
    strips = _strips(rules, fills)
    pairs: dict[tuple[int, ...], list[tuple[Box, Box]]] = {}
    for _, level in groupby(strips, key=lambda box: round(box.top / SAME)):
        for left, right in pairwise(sorted(level)):
            ends = (left.x0, left.x1, right.x0, right.x1)
            pairs.setdefault(tuple(round(x / SAME) for x in ends), []).append((left, right))
    for found in pairs.values():
        if len(found) < LEAST_STRIPS:
            continue
        left, right = found[0]
        top, bottom = min(a.top for a, _ in found), max(a.bottom for a, _ in found)
        x = (left.x1 + right.x0) / 2
        across = [box for box in (*(w.box for w in words), *strips) if box.x0 < x < box.x1]
        low = max((box.bottom for box in across if box.cy < top), default=0.0)
        high = min((box.top for box in across if box.cy > bottom), default=float("inf"))
        level_words = [w for w in words if top <= w.box.cy <= bottom]
        if any(low < box.cy < high for box in across) or not _are_tables(level_words, left, right):
            continue
        return x, low, high
    return None


def white_below_captions(lines: Sequence[Line]) -> tuple[float, float, float] | None:
    """A place left of the second of two captions on one line, and the heights between which nothing stands across."""
    for line in lines:
        parts = segments(line)
        if len(parts) != 2 or min(map(len, parts)) < LEAST_WORDS:
            continue
        (name, number), (other, other_number) = [[w.text.casefold() for w in part[:2]] for part in parts]
        both = _NUMBER.match(number) and _NUMBER.match(other_number)
        if name != other or not name.isalpha() or not both or number == other_number:
            continue
        x, top = parts[1][0].box.x0 - SAME, line.box.top
        below = [w.box for other in lines for w in other.words if w.box.cy > line.box.bottom]
        end = min((box.cy for box in below if box.x0 < x < box.x1), default=float("inf"))
        sides = [[box for box in below if box.cy < end and (box.cx < x) == left] for left in (True, False)]
        if all(sides):
            return x, top, min(end, max(box.bottom for side in sides for box in side))
    return None


def _strips(rules: Sequence[Ruling], fills: Sequence[Fill]) -> list[Box]:
    """Horizontal rules and shaded rows from top to bottom, what adjoins at one height as one."""
    shapes = [r.band() for r in rules if r.axis == "h"] + [f.box for f in fills]
    out: list[Box] = []
    shapes.sort(key=lambda box: (round(box.top / SAME), round(box.bottom / SAME), box.x0))
    for box in shapes:
        last = out[-1] if out else None
        level = last is not None and max(abs(last.top - box.top), abs(last.bottom - box.bottom)) <= SAME
        if last is not None and level and -SAME <= box.x0 - last.x1 <= SAME:
            out[-1] = last.union(box)
        else:
            out.append(box)
    return sorted(out, key=lambda box: (round(box.top / SAME), box.x0))


def _are_tables(words: Sequence[Word], left: Box, right: Box) -> bool:
    """Whether texts stand beside each other within both strips, under names, and none stands out to the left."""
    lines = group_lines(words)
    if not lines or any(w.box.cx < left.x0 - SAME for w in words):
        return False
    width = max(ln.box.x1 for ln in lines) - min(ln.box.x0 for ln in lines)
    if min(left.width, right.width) < LEAST_WIDE * width:
        return False
    return all(_is_table(_within(words, strip)) for strip in (left, right))


def _within(words: Sequence[Word], strip: Box) -> list[Row]:
    lines: list[Line] = group_lines([w for w in words if strip.x0 - SAME <= w.box.cx <= strip.x1 + SAME])
    return [row_of(line) for line in lines]


def _is_table(rows: Sequence[Row]) -> bool:
    if not rows or sum(len(row.atoms) > 1 for row in rows) < SEVERAL * len(rows):
        return False
    start = min(row.atoms[0].x0 for row in rows)
    names = [row.atoms[0] for row in rows if row.atoms[0].x0 <= start + row.height]
    return 2 * sum(not atom.is_figure for atom in names) > len(names)
