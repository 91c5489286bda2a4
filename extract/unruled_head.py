"""The head of a table without rulings: its lines, the columns that it names, and the columns' numbers.

Where texts stand so close together that they leave no corridors, the head's texts tell how many columns there are.
The lines below the head tell where each column begins. Numbers of the columns, (1) (2) (3) or a b c, show which of
the head's texts stand over the same column.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ..schema.blocks import Line
from .text_lines import LEAST_HEIGHT
from .unruled_columns import (
    MIN_COLUMNS,
    Span,
    columns_of,
    columns_used,
    crosses,
    is_across,
    segment_boxes,
)

OUTSIDE = 40.0  # points: how far a header may reach beyond a column that is empty below it
ABOVE_TABLE, WITHIN_HEAD = (
    1.4,
    0.45,
)  # of a line's height: white above the table or its numbers, and within its header
SAME_START, SAME_END = (
    1.5,
    2.0,
)  # points: texts that begin, and rules that end, at a column's position lie within these
HEADER_LINES = 5  # a column's header has fewer, with its number
_COLUMN_NUMBER = re.compile(r"^[(\[]?(\d|[a-zA-Z])[)\].]?$")


def header_above(lines: Sequence[Line], xs: Sequence[float], top: float) -> list[Line]:
    """Lines close above ``top`` that keep to the columns and fill at least two of them together."""
    out: list[Line] = []
    edge = top
    for line in sorted((ln for ln in lines if ln.box.cy < top), key=lambda ln: -ln.box.cy):
        numbers = out and _counts([word.text for word in out[-1].words])
        limit = (ABOVE_TABLE if not out or numbers else WITHIN_HEAD) * max(line.box.height, LEAST_HEIGHT)
        beside = line.box.x0 > xs[-1] or line.box.x1 < xs[0]
        if edge - line.box.bottom > limit or beside or crosses(line, xs, OUTSIDE) or len(out) >= 4:
            break
        out.append(line)
        edge = line.box.top
    used = {c for ln in out for c in columns_used(ln, xs)}
    return sorted(out, key=lambda ln: ln.box.cy) if len(used) >= 2 else []


def columns_under(
    heads: Sequence[Span], lines: Sequence[Line], start: float, end: float, ends: Sequence[float]
) -> list[float] | None:
    """The column positions under a head row, if there is one between any two of its texts."""
    inner = [_column_start(lines, a[1], b[0], ends) for a, b in itertools.pairwise(heads)]
    xs = [start, *(x for x in inner if x is not None), end]
    return xs if len(xs) == len(heads) + 1 else None


def _column_start(lines: Sequence[Line], left: float, right: float, ends: Sequence[float]) -> float | None:
    """Where between two places a column begins; None where words stand across everywhere."""
    words = [word.box for line in lines for word in line.words]
    texts = [box for line in lines for box in segment_boxes(line)]
    drawn = [x for x in ends if left <= x <= right]
    starts = [box.x0 - 1.0 for box in words if left - 1 <= box.x0 <= right + 1]
    best: tuple[int, float] | None = None
    for x in [*drawn, *starts, (left + right) / 2]:
        if any(x0 + 1 < x < x1 - 1 for x0, _, x1, _ in words):  # as `is_across` says
            continue
        support = sum(abs(start - x) <= SAME_START for start in starts) + 2 * sum(
            abs(y - x) <= SAME_END for y in drawn
        )
        support -= sum(is_across(box, x) for box in texts)
        if best is None or support > best[0]:
            best = support, x
    return best[1] if best else None


def with_heads(lines: Sequence[Line], xs: Sequence[float], under: float) -> list[float]:
    """The columns, a head put together with what stands beside its column; ``under`` is the head's foot.

    A wide column's head may stand so far from the texts below it that white space lies between. What has no head
    and no number where the others are numbered stands in the column at its left, as a factor stands beside a fraction.
    """
    head: set[int] = set()
    body: set[int] = set()
    numbered: set[int] = set()
    for line in lines:
        texts = [word for word in line.words if not _COLUMN_NUMBER.match(word.text)]
        if line.box.cy > under and not numbered and are_numbers(line):
            numbered = columns_used(line, xs)
        (head if line.box.cy < under else body).update(columns_of(texts, xs))
    only_head, only_body = head - body, body - head
    without = {c for c in only_body - numbered if numbered and not only_head & {c - 1, c + 1}}
    joined = {_beside(lines, xs, c, only_body, under) for c in only_head}
    return [x for c, x in enumerate(xs) if c not in joined and not (c > 0 and c in without)]


def _beside(lines: Sequence[Line], xs: Sequence[float], c: int, only_body: set[int], under: float) -> int:
    """The position that separates a head from the nearer text below it at one of its sides; -1 where there is none."""
    near: dict[int, float] = {}
    head = [w for ln in lines if ln.box.cy < under for w in ln.words if xs[c] <= w.box.cx < xs[c + 1]]
    for side, at in ((c - 1, c), (c + 1, c + 1)):
        if side in only_body:
            body = [
                w
                for ln in lines
                if ln.box.cy > under
                for w in ln.words
                if xs[side] <= w.box.cx < xs[side + 1]
            ]
            near[at] = (
                min(w.box.x0 for w in head) - max(w.box.x1 for w in body)
                if side < c
                else min(w.box.x0 for w in body) - max(w.box.x1 for w in head)
            )
    return min(near, key=lambda at: near[at], default=-1)


def as_numbered(heads: list[Span], below: Line) -> list[Span]:
    """The head row's texts, those above one number of a column put together; a stamp may have split them."""
    numbers = [word.box.cx for word in below.words]
    if not MIN_COLUMNS <= len(numbers) < len(heads) or not _counts([word.text for word in below.words]):
        return heads
    out: dict[float, Span] = {}
    for a, b in heads:
        nearest = min(numbers, key=lambda x: abs(x - (a + b) / 2))
        out[nearest] = min(a, out[nearest][0]) if nearest in out else a, b
    return list(out.values())


def column_numbers(columns: dict[int, list[Line]], *, headed: bool) -> dict[int, Line]:
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


def are_numbers(line: Line) -> bool:
    """Whether a line is the numbers of a table's columns, and none of them is missing."""
    texts = [word.text for word in line.words]
    if len(texts) < MIN_COLUMNS or not _counts(texts):
        return False
    bare = [match[1].lower() for text in texts if (match := _COLUMN_NUMBER.match(text))]
    return all(ord(b) - ord(a) == 1 for a, b in itertools.pairwise(bare))


def _counts(texts: Sequence[str]) -> bool:
    """Whether texts count from the first number or letter on."""
    bare = [match[1] for text in texts if (match := _COLUMN_NUMBER.match(text))]
    return len(bare) == len(texts) and bare == sorted(bare) and bare[0] in ("1", "a", "A")
