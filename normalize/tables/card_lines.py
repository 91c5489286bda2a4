"""Cards that no sides enclose: lines of a key, a colon or wide white space, and a value, which may wrap below itself.

Such lines, one below the other over pages, become a table of keys and values where they make up cards (`cards`); other
labels and their values stay lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...schema.blocks import Block, Cell, Line, Page, Word
from ...schema.geometry import Box, bounding_box
from ..forms.labels import NAMING, WIDE, find_label
from ..line_joining import line_of
from ..placed_line import PlacedLine
from ..reading_order import FlowItem, PlacedTable
from .cards import KEY_CHARACTERS, card_fragment
from .header_mapping import leading_claim

SAME_START = 6.0  # points: keys begin at one place, and so do values
HANGS = 14.0  # points: how far left of its value a wrapped line may begin, as it does below the colon
STEP = 2.0  # of a line's height: a value's next line is no further below


@dataclass(slots=True)
class _Keyed:
    """A key's line with the lines of its value; ``value_x`` is where that begins (points)."""

    page: Page
    key: Line
    value: list[PlacedLine]
    value_x: float
    last: PlacedLine


@dataclass(slots=True)
class _Run:
    """Lines in a row, as keys with their values, and the items that they were."""

    keyed: list[_Keyed] = field(default_factory=list)
    items: list[FlowItem] = field(default_factory=list)


def with_cards_of_lines(items: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow, in which lines that are cards are tables of them."""
    out: list[FlowItem] = []
    run = _Run()
    for item in items:
        if isinstance(item, PlacedLine) and _takes(run, item):
            run.items.append(item)
            continue
        is_first = not run.items  # then it has been asked
        out += _settled(run)
        run = _Run()
        if isinstance(item, PlacedLine) and not is_first and _takes(run, item):
            run.items.append(item)
        else:
            out.append(item)
    return out + _settled(run)


def _takes(run: _Run, placed: PlacedLine) -> bool:
    """Whether the line goes on with the run, as a key with its value or as a value's wrapped line; then it is taken."""
    last = run.keyed[-1] if run.keyed else None
    if last is not None and placed.page.number > last.last.page.number + 1:
        return False
    found = _parts(placed.line, last.value_x if last is not None else None)
    if found is not None:
        label = find_label(placed.line)
        found = found if label is None or label.kind not in NAMING else None
    if found is not None and (last is None or abs(placed.line.box.x0 - last.key.box.x0) <= SAME_START):
        if last is None and not leading_claim(" ".join([w.text for w in found[0]]))[0]:
            return False
        key, value = line_of(found[0]), _value_of(placed.line, found[1])
        lines = [PlacedLine(placed.page, value)] if value is not None else []
        x = value.box.x0 if value is not None else (last.value_x if last is not None else key.box.x1)
        run.keyed.append(_Keyed(placed.page, key, lines, x, placed))
        return True
    if last is None or placed.line.box.x0 < last.value_x - HANGS or not last.value:
        return False
    same = placed.page is last.last.page
    if same and placed.line.box.top - last.last.line.box.top > STEP * placed.line.box.height:
        return False
    last.value.append(placed)
    last.last = placed
    return True


_Parts = tuple[Sequence[Word], Sequence[Word]]


def _parts(line: Line, value_x: float | None) -> _Parts | None:
    """The words of a line's key and those of its value.

    They are parted by a colon, or by wide white space where values of the run begin.
    """
    words = line.words
    for index, word in enumerate(words):
        text = word.text
        if text[:1] == ":" and index:
            bare = text.lstrip(":")
            first = (Word(bare, word.box, word.size, word.confidence, word.engine, word.raw),) if bare else ()
            return _as_parts(words[:index], (*first, *words[index + 1 :]))
        if text[-1:] == ":":
            bare = text.rstrip(":")
            end = Word(bare, word.box, word.size, word.confidence, word.engine, word.raw)
            return _as_parts((*words[:index], end), words[index + 1 :])
        if index + 1 == len(words) or words[index + 1].text[:1] == ":":
            continue
        start = words[index + 1].box[0]
        far = start - word.box[2] > WIDE * word.em
        if far and (value_x is None or abs(start - value_x) <= SAME_START):
            return _as_parts(words[: index + 1], words[index + 1 :])
    return None


def _as_parts(key: Sequence[Word], value: Sequence[Word]) -> _Parts | None:
    length = sum([len(word.text) for word in key]) + len(key) - 1
    return (key, value) if length <= KEY_CHARACTERS else None


def _value_of(line: Line, words: Sequence[Word]) -> Line | None:
    """The line of a value, which is part of a ``line``."""
    if not words:
        return None
    said = line_of(words)
    if line.fraction and ":" in line.text:
        said = Line(said.words, said.box, line.text.split(":", 1)[1].strip(), fraction=True)
    return said


def _settled(run: _Run) -> list[FlowItem]:
    """The run as a table of cards, if it is one; else its items."""
    if len(run.keyed) < 2:
        return run.items
    page = run.keyed[0].page
    cells: list[Cell] = []
    origins: dict[int, tuple[Page, Cell]] = {}
    for row, keyed in enumerate(run.keyed):
        cells.append(Cell(row, 0, 1, 1, keyed.key.box, [keyed.key]))
        for on in dict.fromkeys(placed.page.number for placed in keyed.value):
            lines = [placed for placed in keyed.value if placed.page.number == on]
            box = bounding_box(placed.line.box for placed in lines)
            cells.append(Cell(row, 1, 1, 1, box, [placed.line for placed in lines]))
            if lines[0].page is not page:
                origins[id(cells[-1])] = (lines[0].page, cells[-1])
    own = [cell.box for cell in cells if id(cell) not in origins]
    block = Block("table", bounding_box(own) if own else Box(0, 0, 0, 0), cells=cells, ruled=False)
    if card_fragment(page, block, origins) is None:
        return run.items
    return [PlacedTable(page, block, origins)]
