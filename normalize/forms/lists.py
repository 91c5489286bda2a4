"""Lines of a keyed section become list items.

Where lines begin with list marks, each mark begins an item, lines without one go on with it, and a mark of
another kind further in is a point below the item (kept in it, on a line of its own). Where no line has a mark,
an item ends where the line was broken on purpose, with a semicolon, or with a full stop if none stands within a
line. A lone dash says that there is none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from ...schema.blocks import Line, Page
from ...schema.models import TextValue
from ...schema.text import Mark, ends_item, ends_open, ends_with_semicolon, join_wrapped, list_mark, squeeze
from ..layout_confidence import LIST_ITEM
from ..line_joining import line_of
from ..placed_line import PlacedLine
from ..running_text import Piece, first_word_width, text_value
from .detached_list_marks import item_starts
from .inline_list_items import with_marks_first

TITLE_LETTERS, TITLE_SHARE = 3, 0.6  # words longer than this count; more capitals are title case
SAME_START = 2.5  # points: items of a list begin at one place
APART = 0.35  # of the size: white space behind a number in a column of its own
EVEN = 0.3  # of the size: steps from line to line that differ by less are even
INDENT = 6.0  # points: further in than this is a point below
STOPS = 2  # full stops at lines' ends from which they end items
NEXT_WORD, MORE = (
    0.35,
    4.0,
)  # of the size, and points: room beyond the next word's width that was left on purpose
WIDE_STEP = 0.22  # of the size: a step down that is larger than between wrapped lines by this ends an item
MOST_LEADING = 1.7  # of the size: the largest step between wrapped lines
NARROW = 0.1  # of the page's width: a section that ends further left of the page's text is a narrow column
LEAST_MOVED = 3  # marks of a column that may stand beside other lines than their items'
_MISREAD_MARK = re.compile(r"\(?(?:(?P<letter>[a-z])|(?P<number>\d{1,2}))[,;:']")
_STOP_WITHIN = re.compile(r"[^\W\d_]{3,}\.\s+\w")
_EMPTY = {"-", "–", "—", "--", "nihil", "tidak ada", "-."}


@dataclass(slots=True)
class _Item:
    text: str
    lines: list[PlacedLine] = field(default_factory=list)


def items_of(lines: Sequence[PlacedLine]) -> list[TextValue]:
    """The section's items with their places; empty where it prints only a dash."""
    lines = [p for p in lines if p.line.text.strip()]
    if not lines or " ".join(p.line.text for p in lines).strip().casefold() in _EMPTY:
        return []
    lines, moved = with_marks_first(lines)
    marks: Sequence[Mark | None] = _bare_numbers(lines) or [list_mark(p.line.text) for p in lines]
    marks = _with_bare_letters(lines, _with_misread(lines, marks))
    lines, marks = _with_marks_at_items(lines, marks)
    items = _marked(lines, marks, moved) if any(marks) else _unmarked(lines)
    return [_value(item) for item in items if item.text.strip(" -–—•")]


def _first_word(line: Line, kind: str) -> Mark:
    """The line's first word as a mark of a kind."""
    text = line.words[0].text
    return Mark(text, kind, line.text[len(text) :].lstrip())


def _bare_numbers(lines: Sequence[PlacedLine]) -> list[Mark | None] | None:
    """Marks that are numbers without any punctuation: 1, 2, 3 … in a column of their own.

    They stand apart from their items, or the items begin below one another.
    """
    marks: list[Mark | None] = []
    starts: list[tuple[float, float]] = []
    for placed in lines:
        words = placed.line.words
        mark = None
        if len(words) > 1 and words[0].text == str(len(starts) + 1) and words[1].text[:1].isalpha():
            gap = (words[1].box.x0 - words[0].box.x1) / words[0].em
            starts.append((words[1].box.x0, gap))
            mark = _first_word(placed.line, "number")
        elif list_mark(placed.line.text) is not None:
            return None
        marks.append(mark)
    if len(starts) < 2 or marks[0] is None:
        return None
    apart = all(gap > APART for _, gap in starts)
    level = len(starts) > 2 and max(x for x, _ in starts) - min(x for x, _ in starts) < SAME_START
    return marks if apart or level else None


def _with_misread(lines: Sequence[PlacedLine], marks: Sequence[Mark | None]) -> Sequence[Mark | None]:
    """The marks of a scanned list, including those whose full stop was read as a comma or the like."""
    kinds = {mark.kind for mark in marks if mark is not None}
    out: list[Mark | None] = []
    for placed, mark in zip(lines, marks, strict=True):
        words = placed.line.words
        match = _MISREAD_MARK.fullmatch(words[0].text) if len(words) > 1 and mark is None else None
        kind = match.lastgroup if match is not None and words[0].engine != "text" else None
        if kind in kinds and kind is not None:
            out.append(_first_word(placed.line, kind))
        else:
            out.append(mark)
    return out


def _with_bare_letters(lines: Sequence[PlacedLine], marks: Sequence[Mark | None]) -> Sequence[Mark | None]:
    """The marks, with letters that go on a, b, c … below one another and lost their punctuation in print or OCR."""
    if any(mark is not None and mark.kind != "letter" for mark in marks):
        return marks
    out: list[Mark | None] = []
    starts: list[float] = []
    for placed, mark in zip(lines, marks, strict=True):
        words, start = placed.line.words, placed.line.box.x0
        is_next = len(words) > 1 and words[0].text.casefold() == chr(ord("a") + len(starts))
        found = mark
        if mark is None and is_next and all(abs(start - x) <= INDENT for x in starts):
            found = _first_word(placed.line, "letter")
        if found is not None:
            starts.append(start)
        out.append(found)
    return out if len(starts) > 1 else marks


def _with_marks_at_items(
    lines: Sequence[PlacedLine], marks: Sequence[Mark | None]
) -> tuple[Sequence[PlacedLine], Sequence[Mark | None]]:
    """The lines and their marks, those of a column of marks moved to the items that they belong to.

    Such a column stands beside the first lines, however these wrap. Punctuation must say the same as all else: these
    may be items of one line with one below that wraps.
    """
    count = sum(mark is not None for mark in marks)
    if count < LEAST_MOVED or None in marks[:count] or any(len(p.line.words) < 2 for p in lines[:count]):
        return lines, marks
    texts = [line_of(p.line.words[1:]) for p in lines[:count]] + [p.line for p in lines[count:]]
    starts = item_starts(texts, [line_of(p.line.words[:1]) for p in lines[:count]])
    ended = [0, *(i for i in range(1, len(texts)) if ends_item(texts[i - 1].text))]
    if starts != ended or starts == list(range(count)):
        return lines, marks
    given = dict(zip(starts, (mark for mark in marks if mark is not None), strict=True))
    moved = [given[i]._replace(rest=texts[i].text) if i in given else None for i in range(len(texts))]
    return [PlacedLine(p.page, text) for p, text in zip(lines, texts, strict=True)], moved


def _marked(lines: Sequence[PlacedLine], marks: Sequence[Mark | None], moved: Container[int]) -> list[_Item]:
    """Items by their marks; ``kind`` and ``x`` are those of the list's first mark.

    ``moved`` are the ids of lines that begin an item further in.
    """
    kind, x = next((m.kind, p.line.box.x0) for p, m in zip(lines, marks, strict=True) if m is not None)
    items: list[_Item] = []
    for placed, mark in zip(lines, marks, strict=True):
        line = placed.line
        below = mark is not None and not _alike(mark.kind, kind) and line.box.x0 > x + INDENT
        near = line.box.x0 <= x + 3 * INDENT and not (below and items)
        if mark is not None and (near or id(placed) in moved):
            items.append(_Item(mark.rest, [placed]))
        elif not items:
            items.append(_Item(line.text, [placed]))
        else:
            text = items[-1].text
            items[-1].text = f"{text}\n{line.text}" if below else join_wrapped(text, line.text)
            items[-1].lines.append(placed)
    return items


def _alike(kind: str, other: str) -> bool:
    """Whether two kinds of marks may belong to one list: "i." is a letter and a Roman number."""
    return kind == other or {kind, other} <= {"letter", "roman"}


def _unmarked(lines: Sequence[PlacedLine]) -> list[_Item]:
    ends = _Ends(lines)
    items: list[_Item] = []
    for previous, placed in zip([None, *lines], lines, strict=False):
        if previous is None or ends.between(previous, placed):
            items.append(_Item(placed.line.text, [placed]))
        else:
            items[-1].text = join_wrapped(items[-1].text, placed.line.text)
            items[-1].lines.append(placed)
    return items


def _is_unfinished(text: str) -> bool:
    """Whether a line ends with a word that another one must follow."""
    return ends_open(text) and text.rstrip()[-1:].isalpha()


class _Ends:
    """Where unmarked items end: by punctuation, by white space below, or by room that was left on the line.

    Room is measured to the section's own right edge, for a line that begins a sentence to the page's: unless
    the section is a narrow column, whose wrapped lines would all seem to leave room. Where items that end with a
    semicolon are followed by capitals, no line in lower case begins one.
    """

    def __init__(self, lines: Sequence[PlacedLine]) -> None:
        self.right = max(p.line.box.x1 for p in lines)
        self.leading = _leading(lines)
        page = lines[0].page
        self.page_right = _text_right(page)
        wraps = any(p.line.text[:1].islower() for p in lines)
        self.wide = not wraps or self.right >= self.page_right - NARROW * page.width
        self.capitals_tell = not _in_title_case(lines)
        texts = [p.line.text.rstrip() for p in lines]
        stops = sum(text.endswith(".") for text in texts)
        after = [b.line.text for a, b in itertools.pairwise(lines) if ends_with_semicolon(a.line.text)]
        self.begin_large = len(after) >= STOPS and all(text[:1].isupper() for text in after)
        self.stops_tell = stops >= STOPS and not any(_STOP_WITHIN.search(text) for text in texts)

    def between(self, previous: PlacedLine, placed: PlacedLine) -> bool:
        """Whether an item ends with the previous line."""
        before, line = previous.line, placed.line
        size = line.em
        if ends_with_semicolon(before.text) or (self.stops_tell and before.text.rstrip().endswith(".")):
            return True
        if (self.begin_large and line.text[:1].islower()) or _is_unfinished(before.text):
            return False
        needed = first_word_width(line) + NEXT_WORD * size + MORE
        if self.right - before.box.x1 > needed:
            return True
        begins = self.capitals_tell and line.text[:1].isupper() and not ends_open(before.text)
        if self.wide and begins and self.page_right - before.box.x1 > needed:
            return True
        return previous.page is placed.page and line.box.cy - before.box.cy > self.leading + WIDE_STEP * size


def _in_title_case(lines: Sequence[PlacedLine]) -> bool:
    """Whether most long words begin with a capital, so that one at a line's start begins nothing."""
    words = [
        w.text for p in lines for w in p.line.words if len(w.text) > TITLE_LETTERS and w.text[0].isalpha()
    ]
    return sum(word[0].isupper() for word in words) > TITLE_SHARE * len(words)


def _text_right(page: Page) -> float:
    """Where the page's text ends at the right: the furthest edge of its tables and lines."""
    return max((b.box.x1 for b in page.blocks if b.kind != "image" and not b.turned), default=page.width)


def _leading(lines: Sequence[PlacedLine]) -> float:
    """The least distance between two lines of one page: that of wrapped lines, if there are any."""
    steps = [
        b.line.box.cy - a.line.box.cy
        for a, b in itertools.pairwise(lines)
        if a.page is b.page and b.line.box.cy > a.line.box.cy
    ]
    if not steps:
        return 0.0
    size = lines[0].line.em
    if len(steps) > 1 and max(steps) - min(steps) < EVEN * size:
        return max(steps)  # set evenly, however wide: white space parts nothing
    # single-line items alone show no wrapped line: then the least step is the items' own
    return min(*steps, MOST_LEADING * size)


def _value(item: _Item) -> TextValue:
    pieces: list[Piece] = []
    for placed in item.lines:
        if pieces and pieces[-1].page is placed.page:
            pieces[-1].lines.append(placed.line)
            pieces[-1].box = pieces[-1].box.union(placed.line.box)
        else:
            box = placed.line.box
            pieces.append(Piece(placed.page, [placed.line], box.x0, box.x1, box))
    return text_value(pieces, squeeze(item.text), LIST_ITEM)
