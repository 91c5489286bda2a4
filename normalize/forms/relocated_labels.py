"""Labels that do not stand at the beginning of a line above their value are put there.

A label may wrap onto a second line; it may stand in the middle beside a value of several lines, as spreadsheets and
browsers set it; it may begin within the paragraph of the label before ("… masyarakat kampung. FUNGSI : a) …"); or a
sentence may say what a label does ("Kepala Seksi mempunyai tugas …", "Untuk melaksanakan tugas …, menyelenggarakan
fungsi : …"). Two parties may stand side by side, each with its labels. After this a label's line comes first, and its
value follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ...schema.blocks import Line, Word
from ...schema.geometry import Box, bounding_box
from ...schema.text import list_mark
from ..line_joining import line_of
from ..placed_line import PlacedLine
from .labels import LISTS, find_label, inline_label, join_wrapped_labels
from .lists import INDENT
from .names_of_posts import name_kind

SAME_X, LEAST_ROWS = 3.0, 2  # points that columns of labels begin apart, and lines of a block of them
BESIDE = 1.5  # of the font size: white space before the second of two labels on a line
LONGEST_LEAD = 4  # lines of the sentence before functions
_HAS, _FOR, _DOES = {"mempunyai", "memiliki"}, {"untuk", "dalam"}, {"melaksanakan", "menyelenggarakan"}
FIRST_MARKS = {"1", "a", "i"}
MIDDLE = 0.35  # of a line's height: so near its value's middle a label stands that is centred beside it
WITHIN = 0.9  # of a line's height: the most white between the lines of a value
ROUND, MORE = 1.3, 1.0  # times that white, and points more than it, the least around a value


def labels_in_place(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, each label at the beginning of one and before all of its value."""
    with_colons = _with_colons(_with_colons_of_values(_beside_apart(lines)))
    return join_wrapped_labels(_inline_apart(_centred_first(_sentences_as_labels(with_colons))))


# ---- labels side by side ----------------------------------------------------------------------------------


class _Second(NamedTuple):
    """Where the second of two labels on a line begins, and whether both values stand below their labels."""

    x: float
    is_above: bool


def _beside_apart(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, of a block with labels in two columns the left column's first."""
    out: list[PlacedLine] = []
    index = 0
    while index < len(lines):
        second = _second_label(lines[index].line)
        block = _side_by_side(lines[index:], second) if second is not None else []
        if second is None or len(block) < LEAST_ROWS:
            out += block or [lines[index]]
            index += len(block) or 1
            continue
        index += len(block)
        for is_left in (True, False):
            for placed in block:
                words = [w for w in placed.line.words if (w.box.x0 < second.x - SAME_X) == is_left]
                if words:
                    out.append(PlacedLine(placed.page, line_of(words)))
    return out


def _side_by_side(lines: Sequence[PlacedLine], second: _Second) -> list[PlacedLine]:
    """The first of the lines, as far as they stand in two columns; the first one begins with both labels.

    Where the values stand below their labels, a line may stand in one column alone.
    """
    x, start = second.x - SAME_X, lines[0].line.box.x0 - SAME_X
    out: list[PlacedLine] = []
    for placed in lines:
        line = placed.line
        crosses = any(w.box.x0 < x < w.box.x1 for w in line.words)
        another = _second_label(line)
        in_one = second.is_above and line.box.x0 >= start and (line.box.x1 < x or line.box.x0 >= x)
        if placed.page is not lines[0].page or crosses:
            break
        if another is None and not in_one and not _is_beside(line, second.x):
            break
        if another is not None and another.is_above and out:
            break  # the next two
        out.append(placed)
    return out


def _second_label(line: Line) -> _Second | None:
    """The label that begins behind wide white space on a line that begins with a label; both have a value, or none."""
    first = find_label(line) if line.text.count(":") > 1 else None
    if first is None or not first.colon:
        return None
    words = line.words
    for at in range(1, len(words)):
        if words[at].box.x0 - words[at - 1].box.x1 > BESIDE * words[at].em:
            other = find_label(line_of(words[at:]))
            alone = bool(first.value) and first.value[0] is words[at]
            if other is not None and other.colon and alone != bool(other.value):
                return _Second(words[at].box.x0, alone)
    return None


def _is_beside(line: Line, x: float) -> bool:
    """Whether a line has words on both sides of a place with wide white space between."""
    left = [w.box.x1 for w in line.words if w.box.x0 < x - SAME_X]
    right = [w.box.x0 for w in line.words if w.box.x0 >= x - SAME_X]
    return bool(left and right) and min(right) - max(left) > line.words[0].em


# ---- sentences -------------------------------------------------------------------------------------------


def _sentences_as_labels(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, with a label for each beginning of a sentence that says that duties or functions follow."""
    out: list[PlacedLine] = []
    index = 0
    while index < len(lines):
        placed = lines[index]
        duty = _duty_at(placed.line.words)
        reach, at = (0, duty) if duty is not None else _function_at(lines, index)
        if at is None:
            out.append(placed)
            index += 1
            continue
        lead = [w for p in lines[index : index + reach] for w in p.line.words]
        words = lines[index + reach].line.words
        lead += words[:at]
        kind = "Tugas" if duty is not None else "Fungsi"
        label = replace(lead[-1], text=f"{kind}:", box=bounding_box(w.box for w in lead))
        out.append(PlacedLine(lines[index + reach].page, line_of([label, *words[at:]])))
        index += reach + 1
    return out


def _duty_at(words: Sequence[Word]) -> int | None:
    """Index of the duty's first word in "POST OR UNIT mempunyai tugas (pokok) DUTY"; ``None`` for other sentences."""
    if _HAS.isdisjoint([word.text.casefold() for word in words]):
        return None
    texts = [word.text.casefold().strip(",:") for word in words]
    for at in range(1, len(texts) - 2):
        if texts[at] in _HAS and texts[at + 1] == "tugas":
            begin = at + (3 if texts[at + 2] == "pokok" else 2)
            names = name_kind(" ".join(word.text for word in words[:at])) is not None
            return begin if names and begin < len(words) else None
    return None


def _function_at(lines: Sequence[PlacedLine], index: int) -> tuple[int, int | None]:
    """Lines further, and the word there, at which functions begin behind "Untuk melaksanakan tugas … fungsi :"."""
    first = [word.text.casefold() for word in lines[index].line.words[:3]]
    if len(first) < 3 or first[0] not in _FOR or first[1] not in _DOES or first[2] != "tugas":
        return 0, None
    for reach, placed in enumerate(lines[index : index + LONGEST_LEAD]):
        words = placed.line.words
        for at, word in enumerate(words):
            behind = words[at + 1].text if at + 1 < len(words) else ""
            if word.text.casefold().rstrip(":") == "fungsi" and (
                word.text[-1:] == ":" or behind[:1] in (":", "")
            ):
                return reach, at + (2 if behind.startswith(":") else 1)
    return 0, None


def _with_colons(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, with a colon for the full stop behind a list's label that is alone on its line above a first mark."""
    out: list[PlacedLine] = []
    for placed, below in pairwise([*lines, None]):
        assert placed is not None
        words = placed.line.words
        is_alone = len(words) == 1 and words[0].text[:1].isupper() and words[0].text[-1:] == "."
        is_above = is_alone and below is not None and below.page is placed.page
        if is_above and below is not None and list_mark(below.line.text) is not None:
            label = line_of([replace(words[0], text=f"{words[0].text[:-1]}:")])
            found = find_label(label)
            if found is not None and found.kind in LISTS:
                out.append(PlacedLine(placed.page, label))
                continue
        out.append(placed)
    return out


def _with_colons_of_values(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, each label with the colon that begins the first line of a value in whose middle it stands."""
    out = list(lines)
    for index, (placed, below) in enumerate(pairwise(lines)):
        first, value = placed.line.words[:1], placed.line.words[1:]
        if not value or first[0].text != ":" or below.page is not placed.page or ":" in below.line.text:
            continue
        colon = first[0]
        box = below.line.box
        if not below.line.words or box.x1 > colon.box.x0 or box.cy - placed.line.box.cy > box.height:
            continue
        behind = replace(
            colon, box=Box(box.x1, box.top, min(colon.box.x0, box.x1 + colon.box.width), box.bottom)
        )
        label = line_of([*below.line.words, behind])
        if find_label(label) is not None:
            out[index : index + 2] = [
                PlacedLine(p.page, ln) for p, ln in ((placed, line_of(value)), (below, label))
            ]
    return out


# ---- labels within a paragraph -----------------------------------------------------------------------


def _inline_apart(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines, cut before a label of a list in capitals that follows a sentence of another one."""
    out: list[PlacedLine] = []
    for index, placed in enumerate(lines):
        at = inline_label(placed.line) if ":" in placed.line.text else None
        if at is not None:
            labels = (
                found for p in reversed(lines[: index + 1]) if (found := find_label(p.line)) is not None
            )
            nearest = next(labels, None)
            at = at if nearest is not None and nearest.kind in LISTS else None
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
    return PlacedLine(placed.page, line_of(_label_words(placed.line, value))), rest


def _label_words(line: Line, value: Sequence[Word]) -> list[Word]:
    """The line's words without those of the label's value."""
    return [word for word in line.words if not any(word is other for other in value)]


def _lines_beside(lines: Sequence[PlacedLine], index: int) -> int:
    """How many lines of a label's value stand above it, as many as below: 0 where it is not set in the middle."""
    line = lines[index].line
    label = find_label(line) if ":" in line.text else None
    if label is None or not label.colon or _begins_list(label.value):
        return 0
    side = max(word.box.x1 for word in _label_words(line, label.value))
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
            _white(*sorted((lines[at], edge), key=_top))
            for at, edge in beyond
            if 0 <= at < len(lines) and lines[at].page is lines[index].page
        ]
        if all(white > max(ROUND * max(whites), max(whites) + MORE) for white in around):
            return count
    return 0


def _begins_list(value: Sequence[Word]) -> bool:
    """Whether a value begins with the first mark of a numbered list, so that none of it stands above."""
    mark = list_mark(" ".join(word.text for word in value[:2])) if value else None
    return mark is not None and mark.text.strip("().").casefold() in FIRST_MARKS


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
