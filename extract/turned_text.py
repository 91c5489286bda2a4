"""Text in other directions than the page's: notes along a margin, turned heads, slanted watermarks.

Each direction is read in a frame of its own, in which it is upright, by the same rules as all text. Its words
come back in the page's frame, with ``turn`` saying how far they are turned clockwise against it; ``size`` stays
the height of their line. Slanted words (a watermark) have the box around all their letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..schema.blocks import Word
from ..schema.geometry import Box, bounding_box
from . import pdfium_calls as calls
from .characters import angles_of, line_boxes, odd_character
from .glyph_stream import Glyph
from .glyph_words import drop_doubles, words_of
from .page_content import Ruling
from .page_objects import ToFrame
from .pdfium_calls import Handle
from .unicode_repair import as_printed

LEANING = 12  # degrees that text may lean and still be read along the page's side
Frame = tuple[ToFrame, Callable[[Box], Box]]


def read_turned(
    textpage: Handle,
    numbers: Sequence[int],
    page_turn: int,
    frame_of: Callable[[int], Frame],
    rulings: Sequence[Ruling],
) -> list[Word]:
    """The words of the characters with these ascending numbers, each with its ``turn`` (0 for upright ones).

    ``page_turn`` is how far the page is shown turned clockwise; ``frame_of`` gives, for a text's turn against
    it, the way into the frame in which that text is upright, and the way of boxes from there to the page's.
    ``rulings`` part upright words (of a size that is not believed) as they part all others.
    """
    by_turn: dict[int, list[int]] = {}
    for i, angle in zip(numbers, angles_of(textpage, numbers) if numbers else (), strict=True):
        by_turn.setdefault(round(angle + page_turn) % 360, []).append(i)
    quarters: dict[int, list[int]] = {}
    out: list[Word] = []
    for turn, found in by_turn.items():
        quarter = round(turn / 90) * 90
        if abs(turn - quarter) <= LEANING:
            quarters.setdefault(quarter % 360, []).extend(found)
        else:
            out += _slanted(textpage, found, turn, frame_of(0)[0])
    for turn, found in quarters.items():
        to_frame, back = frame_of(turn)
        words = drop_doubles(words_of(_glyphs(textpage, sorted(found), to_frame), () if turn else rulings))
        out += [replace(word, box=back(word.box), turn=turn) for word in words]
    return out


def _glyphs(textpage: Handle, numbers: Sequence[int], to_frame: ToFrame) -> list[Glyph | None]:
    """The characters in a frame in which they are upright, ``None`` where the text was interrupted."""
    out: list[Glyph | None] = []
    last = -1
    lines = zip(*(column.tolist() for column in line_boxes(textpage, numbers, to_frame)), strict=True)
    for i, (size, top, bottom) in zip(numbers, lines, strict=True):
        if i != last + 1:
            out.append(None)
        last = i
        char, box = _character(textpage, i, to_frame)
        if char:
            out.append(Glyph(char, box.x0, top, box.x1, bottom) if size else Glyph(char, *box))
        else:
            out.append(None)
    return out


def _slanted(textpage: Handle, numbers: Sequence[int], turn: int, to_frame: ToFrame) -> list[Word]:
    words: list[Word] = []
    run: list[tuple[str, Box]] = []
    last = -1
    for i in [*numbers, -1]:
        if run and i != last + 1:
            text = as_printed("".join(char for char, _ in run))
            size = min(max(box.width, box.height) for _, box in run)
            words.append(Word(text, bounding_box(box for _, box in run), size=size, turn=turn))
            run = []
        last = i
        if i >= 0:
            char, box = _character(textpage, i, to_frame)
            if char:
                run.append((char, box))
    return words


def _character(textpage: Handle, i: int, to_frame: ToFrame) -> tuple[str, Box]:
    """The text of a character and its box in the frame; "" where it is none."""
    boxes, told = calls.loose_boxes(textpage, [i])
    if not told[0]:
        return "", Box(0, 0, 0, 0)
    left, top, right, bottom = boxes[0].tolist()
    ax, ay = to_frame(left, top)
    bx, by = to_frame(right, bottom)
    char = odd_character(textpage, i, calls.unicode_of(textpage, i)) or ""
    return char, Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
