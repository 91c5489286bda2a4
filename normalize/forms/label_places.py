"""Labels that do not stand at the beginning of a line above their value are put there.

A label may wrap onto a second line; it may stand in the middle beside a value of several lines, as spreadsheets and
browsers set it; or it may begin within the paragraph of the label before ("… masyarakat kampung. FUNGSI : a) …"). After
this a label's line comes first, and its value follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...schema.blocks import Word
from ...schema.text import list_mark
from ..line_joining import line_of
from ..placed_line import PlacedLine
from .labels import LISTS, find_label, inline_label, join_wrapped_labels
from .lists import INDENT

MIDDLE = 0.35  # of a line's height: so near its value's middle a label stands that is centred beside it
WITHIN = 0.9  # of a line's height: the most white between the lines of a value
ROUND, MORE = 1.3, 1.0  # times that white, and points more than it, the least around a value


def labels_in_place(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, each label at the beginning of one and before all of its value."""
    return join_wrapped_labels(_inline_apart(_centred_first(_with_colons(lines))))


def _with_colons(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, with a colon for the full stop behind a list's label that is alone on its line above a first mark."""
    out: list[PlacedLine] = []
    for placed, below in pairwise([*lines, None]):
        assert placed is not None
        words = placed.line.words
        mark = list_mark(below.line.text) if below is not None and below.page is placed.page else None
        if mark is not None and len(words) == 1 and words[0].text[:1].isupper() and words[0].text[-1:] == ".":
            label = line_of([replace(words[0], text=f"{words[0].text[:-1]}:")])
            found = find_label(label)
            if found is not None and found.kind in LISTS:
                out.append(PlacedLine(placed.page, label))
                continue
        out.append(placed)
    return out


# ---- labels within a paragraph -----------------------------------------------------------------------


def _inline_apart(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, cut before a label of a list in capitals that follows a sentence of another one."""
    out: list[PlacedLine] = []
    is_list = False
    for placed in lines:
        label = find_label(placed.line)
        is_list = label.kind in LISTS if label is not None else is_list
        at = inline_label(placed.line) if is_list else None
        if at is None:
            out.append(placed)
        else:
            words = placed.line.words
            out += [PlacedLine(placed.page, line_of(part)) for part in (words[:at], words[at:])]
    return out


# ---- labels in the middle beside their value -----------------------------------------------------------


def _centred_first(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, with each label that stands in the middle beside its value before the first line of that."""
    out = list(lines)
    index = 0
    while index < len(out):
        reach = _lines_beside(out, index)
        if reach:
            label, value = _label_and_value(out[index])
            out[index - reach : index + 1] = [label, *out[index - reach : index], *value]
            index += reach
        index += 1
    return out


def _label_and_value(placed: PlacedLine) -> tuple[PlacedLine, list[PlacedLine]]:
    """The label's words as a line, and its value on the same line as another."""
    label = find_label(placed.line)
    value: Sequence[Word] = label.value if label is not None else ()
    rest = [PlacedLine(placed.page, line_of(value))] if value else []
    own = [word for word in placed.line.words if not any(word is other for other in value)]
    return PlacedLine(placed.page, line_of(own)), rest


def _lines_beside(lines: Sequence[PlacedLine], index: int) -> int:
    """How many lines of a label's value stand above it, as many as below: 0 where it is not set in the middle."""
    label = find_label(lines[index].line)
    if label is None or not label.colon:
        return 0
    line = lines[index].line
    own = [word for word in line.words if not any(word is other for other in label.value)]
    side = max(word.box.x1 for word in own)
    above, below = (_run(lines, index, step, side, label.value_x) for step in (-1, 1))
    for count in range(min(len(above), len(below)), 0, -1):
        top, bottom = above[count - 1].line.box.top, below[count - 1].line.box.bottom
        if abs((top + bottom) / 2 - line.box.cy) > MIDDLE * line.box.height:
            continue
        group = [*reversed(above[:count]), *([lines[index]] if label.value else []), *below[:count]]
        whites = [b.line.box.top - a.line.box.bottom for a, b in pairwise(group)]
        if max(whites) > WITHIN * line.box.height:
            continue
        beyond = [(index - count - 1, group[0]), (index + count + 1, group[-1])]
        around = [
            abs(_white(*sorted((lines[at], edge), key=_top)))
            for at, edge in beyond
            if 0 <= at < len(lines) and lines[at].page is lines[index].page
        ]
        if all(white > max(ROUND * max(whites), max(whites) + MORE) for white in around):
            return count
    return 0


def _top(placed: PlacedLine) -> float:
    return placed.line.box.top


def _white(above: PlacedLine, below: PlacedLine) -> float:
    return below.line.box.top - above.line.box.bottom


def _run(
    lines: Sequence[PlacedLine], index: int, step: int, side: float, value_x: float | None
) -> list[PlacedLine]:
    """The lines above or below a label, from it on, that stand where its value does and are no labels."""
    out: list[PlacedLine] = []
    at = index + step
    while 0 <= at < len(lines) and lines[at].page is lines[index].page:
        line = lines[at].line
        start = value_x if value_x is not None else (out[0].line.box.x0 if out else line.box.x0)
        if line.box.x0 < side or abs(line.box.x0 - start) > INDENT or find_label(line) is not None:
            break
        out.append(lines[at])
        at += step
    return out
