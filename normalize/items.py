"""Lines of a keyed section become list items.

Where lines begin with list marks, each mark begins an item, lines without one go on with it, and a mark of
another kind further in is a point below the item (kept in it, on a line of its own). Where no line has a mark,
an item ends where the line was broken on purpose or with a semicolon. A lone dash says that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..schema.blocks import Line, Page, Word
from ..schema.geometry import bounding_box
from ..schema.models import TextValue
from ..schema.text import Mark, join_wrapped, list_mark, squeeze
from .textflow import Piece, first_word_width, text_value

INDENT = 6.0  # points: further in than this is a point below
_EMPTY = {"-", "–", "—", "--", "nihil", "tidak ada", "-."}


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and the page it stands on."""

    page: Page
    line: Line


@dataclass(slots=True)
class _Item:
    text: str
    lines: list[PlacedLine] = field(default_factory=list)


def line_of(words: Sequence[Word]) -> Line:
    """A line of these words."""
    return Line(tuple(words), bounding_box(w.box for w in words), " ".join(w.text for w in words))


def items_of(lines: Sequence[PlacedLine]) -> list[TextValue]:
    """The section's items with their places; empty where it prints only a dash."""
    lines = [p for p in lines if p.line.text.strip()]
    if not lines or " ".join(p.line.text for p in lines).strip().casefold() in _EMPTY:
        return []
    marks = [list_mark(p.line.text) for p in lines]
    items = _marked(lines, marks) if any(marks) else _unmarked(lines)
    return [_value(item) for item in items if item.text.strip(" -–—•")]


def _marked(lines: Sequence[PlacedLine], marks: Sequence[Mark | None]) -> list[_Item]:
    """Items by their marks; ``kind`` and ``x`` are those of the list's first mark."""
    kind, x = next((m.kind, p.line.box.x0) for p, m in zip(lines, marks, strict=True) if m is not None)
    items: list[_Item] = []
    for placed, mark in zip(lines, marks, strict=True):
        line = placed.line
        below = mark is not None and mark.kind != kind and line.box.x0 > x + INDENT
        if mark is not None and not (below and items) and line.box.x0 <= x + 3 * INDENT:
            items.append(_Item(mark.rest, [placed]))
        elif not items:
            items.append(_Item(line.text, [placed]))
        else:
            text = items[-1].text
            items[-1].text = f"{text}\n{line.text}" if below else join_wrapped(text, line.text)
            items[-1].lines.append(placed)
    return items


def _unmarked(lines: Sequence[PlacedLine]) -> list[_Item]:
    right = max(p.line.box.x1 for p in lines)
    items: list[_Item] = []
    previous: Line | None = None
    for placed in lines:
        line = placed.line
        ends = previous is not None and (
            previous.text.rstrip().endswith(";")
            or right - previous.box.x1 > first_word_width(line) + 0.35 * max(line.size, 6.0) + 4.0
        )
        if items and not ends:
            items[-1].text = join_wrapped(items[-1].text, line.text)
            items[-1].lines.append(placed)
        else:
            items.append(_Item(line.text, [placed]))
        previous = line
    return items


def _value(item: _Item) -> TextValue:
    pieces: list[Piece] = []
    for placed in item.lines:
        if pieces and pieces[-1].page is placed.page:
            pieces[-1].lines.append(placed.line)
            pieces[-1].box = pieces[-1].box.union(placed.line.box)
        else:
            box = placed.line.box
            pieces.append(Piece(placed.page, [placed.line], box.x0, box.x1, box))
    return text_value(pieces, squeeze(item.text))
