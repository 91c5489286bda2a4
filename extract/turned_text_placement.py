"""Puts turned text into a laid-out page: into the cell that holds it, or into blocks of its own.

A turned line that lies within one cell is that cell's text (a head turned to save width), read in its own
direction. All other turned text (a note along the margin, a watermark across the page) becomes blocks of its
own behind those of the page, one for each direction, and is never joined into the lines that it crosses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..schema.blocks import Block, Cell, Line, Page, Word
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import bounding_box
from ..schema.text import join_wrapped
from .page_frames import unturned
from .text_lines import group_lines

INSIDE = 0.8  # of a turned line's area that lies in the cell that it belongs to
MUCH = 0.3  # of a page's letters, turned and outside of cells, that are more than a note


def place_turned(page: Page, words: Sequence[Word]) -> None:
    """Give the turned words to the cells in which they stand, and the others blocks of their own."""
    by_turn: dict[int, list[Word]] = {}
    for word in words:
        by_turn.setdefault(word.turn, []).append(word)
    beside = 0
    cells = [cell for block in page.blocks if block.kind == "table" for cell in block.cells]
    for turn, own in sorted(by_turn.items()):
        lines = [
            line for words_there in _by_cell(cells, own) for line in _turned_lines(page, words_there, turn)
        ]
        rest = list(lines)
        if turn % 90 == 0:
            held: dict[int, list[Line]] = {}
            for line in lines:
                at = _cell_of(cells, line)
                if at is not None:
                    held.setdefault(at, []).append(line)
                    rest.remove(line)
            for at, found in held.items():
                cells[at].lines.append(_as_one_line(found))
                cells[at].inked = False
            beside += _count_letters(rest)
        if rest:
            page.blocks.append(Block("text", bounding_box(line.box for line in rest), lines=rest))
    total = _count_letters(line for block in page.blocks for line in _all_lines(block))
    if beside > MUCH * total:
        message = (
            "much of the page's text runs in another direction than the rest and was not read as its form"
        )
        page.gaps.append(Gap(GapCode.UNPLACED_TEXT, message, page.number))


def _by_cell(cells: Sequence[Cell], words: Sequence[Word]) -> list[list[Word]]:
    """The words by the cell in which they have their middle, those in none last: no line goes on in another cell."""
    out: dict[int, list[Word]] = {}
    for word in words:
        x, y = word.box.cx, word.box.cy
        at = next((i for i, cell in enumerate(cells) if cell.box.holds(x, y)), len(cells))
        out.setdefault(at, []).append(word)
    return [out[at] for at in sorted(out)]


def _turned_lines(page: Page, words: Sequence[Word], turn: int) -> list[Line]:
    """The words in lines, in their own direction; slanted ones as one line."""
    if turn % 90:
        return [Line(tuple(words), bounding_box(w.box for w in words), " ".join(w.text for w in words))]
    to_read = unturned(page.width, page.height, turn)
    of: dict[int, Word] = {}
    upright = []
    for word in words:
        read = replace(word, box=to_read(word.box))
        of[id(read)] = word
        upright.append(read)
    lines = []
    for line in group_lines(upright):
        own = tuple(of[id(word)] for word in line.words)
        lines.append(Line(own, bounding_box(w.box for w in own), line.text))
    return lines


def _cell_of(cells: Sequence[Cell], line: Line) -> int | None:
    for i, cell in enumerate(cells):
        if cell.box.intersection_area(line.box) >= INSIDE * line.box.area:
            return i
    return None


def _as_one_line(lines: Sequence[Line]) -> Line:
    """Turned lines of a cell as one, so that what reads cells from top to bottom finds them in order."""
    text = ""
    for line in lines:
        text = join_wrapped(text, line.text)
    words = tuple(word for line in lines for word in line.words)
    return Line(words, bounding_box(word.box for word in words), text)


def _all_lines(block: Block) -> Iterable[Line]:
    yield from block.lines
    for cell in block.cells:
        yield from cell.lines


def _count_letters(lines: Iterable[Line]) -> int:
    return sum(len(word.text) for line in lines for word in line.words)
