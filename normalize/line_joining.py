"""Lines made of words or of other lines: what stands at one height, in one cell or in neighbours, is one line."""

from __future__ import annotations

from collections.abc import Sequence

from ..schema.blocks import Line, Word
from ..schema.geometry import bounding_box

SAME_HEIGHT = 0.6  # of the lower line's height: lines that overlap by more stand at one height


def line_of(words: Sequence[Word]) -> Line:
    """A line of these words, in the order given."""
    return Line(tuple(words), bounding_box(w.box for w in words), " ".join(w.text for w in words))


def side_by_side(lines: Sequence[Line]) -> list[Line]:
    """Lines of neighbouring cells from top to bottom, those at one height joined to one line from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.box.cy, item.box.x0)):
        if rows and not line.fraction:
            last = rows[-1]
            overlap = min(last[0].box.bottom, line.box.bottom) - max(last[0].box.top, line.box.top)
            if overlap > SAME_HEIGHT * min(last[0].box.height, line.box.height) and not last[0].fraction:
                last.append(line)
                continue
        rows.append([line])
    return [row[0] if len(row) == 1 else _joined(row) for row in rows]


def _joined(row: Sequence[Line]) -> Line:
    parts = sorted(row, key=lambda line: line.box.x0)
    words = tuple(word for line in parts for word in line.words)
    return Line(words, bounding_box(line.box for line in parts), " ".join(line.text for line in parts))
