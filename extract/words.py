"""Glyphs become words.

White space in the stream ends a word, and so does a jump: another baseline, a gap wider than a quarter of the
line's height, or a step back. Glyphs printed twice on one spot (fake bold) count once. Ligatures are taken
apart (NFKC); soft hyphens stay only at a word's end, where print shows them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..schema.blocks import Word
from ..schema.geometry import Box
from .content import Ruling

GAP = 0.28  # of the glyph's height: wider is a space that nobody typed
BACK = 0.9  # of the glyph's height: a step back that starts a new word
ASCENT, DESCENT = 0.8, 0.22  # of the font size: how far a line reaches above and below its baseline
SOFT_HYPHEN = "\u00ad"
_LIGATURES = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
_KEEP = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "▪"}
)


class Glyph(NamedTuple):
    """One character and its box: origin to advance wide, ascent to descent high; y down."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float


def words_of(glyphs: Iterable[Glyph | None], walls: Sequence[Ruling] = ()) -> list[Word]:
    """Words of a glyph stream in which ``None`` stands for white space.

    ``walls`` are vertical rulings: a word does not run through one (text that fills its cell to the edge).
    """
    words: list[Word] = []
    run: list[Glyph] = []
    between = _Walls(walls)
    for glyph in glyphs:
        if glyph is None:
            _flush(run, words)
            continue
        if run and (_is_jump(run[-1], glyph) or between.part(run[-1], glyph)):
            if _is_double(run, glyph):
                continue
            _flush(run, words)
        run.append(glyph)
    _flush(run, words)
    return words


class _Walls:
    """Vertical rulings by position, to ask whether one stands between two glyphs."""

    def __init__(self, walls: Sequence[Ruling]) -> None:
        self.walls = sorted((w for w in walls if w.axis == "v"), key=lambda w: w.pos)
        self.xs = [w.pos for w in self.walls]

    def part(self, last: Glyph, glyph: Glyph) -> bool:
        """Whether a wall stands between the two."""
        first = bisect_left(self.xs, last.x1 - 1.0)
        if first == len(self.xs) or self.xs[first] > glyph.x0 + 1.0:
            return False
        middle = (glyph.top + glyph.bottom) / 2
        return any(
            w.start <= middle <= w.end and last.x0 < w.pos < glyph.x1
            for w in self.walls[first : bisect_right(self.xs, glyph.x0 + 1.0)]
        )


def _is_jump(last: Glyph, glyph: Glyph) -> bool:
    height = max(last.bottom - last.top, 1.0)
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    if overlap < 0.4 * min(height, max(glyph.bottom - glyph.top, 0.1)):
        return True
    gap = glyph.x0 - last.x1
    if gap > GAP * height or gap < -BACK * height:
        return True
    # the same letter again on the same spot
    return last.char == glyph.char and abs(glyph.x0 - last.x0) < 0.5 * (last.x1 - last.x0)


def _is_double(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether the glyph was printed before within the run, at the same spot."""
    return any(
        g.char == glyph.char
        and abs(g.x0 - glyph.x0) < 0.3 * max(g.x1 - g.x0, 0.5)
        and abs(g.top - glyph.top) < 0.15 * max(g.bottom - g.top, 1.0)
        for g in run[-3:]
    )


def _flush(run: list[Glyph], words: list[Word]) -> None:
    if not run:
        return
    text = "".join(_LIGATURES.get(g.char, g.char) for g in run).translate(_KEEP)
    ends_soft = text.endswith(SOFT_HYPHEN)
    text = text.replace(SOFT_HYPHEN, "") + (SOFT_HYPHEN if ends_soft else "")
    if text:
        x0, x1 = min(g.x0 for g in run), max(g.x1 for g in run)
        top, bottom = min(g.top for g in run), max(g.bottom for g in run)
        words.append(Word(text, Box(x0, top, x1, bottom), size=bottom - top))
    run.clear()


def drop_doubles(words: list[Word]) -> list[Word]:
    """The words without those that print the same text again on the same spot (fake bold by string)."""
    seen: dict[tuple[str, int, int], Word] = {}
    out: list[Word] = []
    for word in words:
        reach = 0.25 * max(word.size, 1.0)
        column, row = int(word.box.x0 // 4), int(word.box.top // 4)
        twin = next(
            (
                other
                for dx in (-1, 0, 1)
                for dy in (-1, 0, 1)
                if (other := seen.get((word.text, column + dx, row + dy))) is not None
                and abs(other.box.x0 - word.box.x0) < reach
                and abs(other.box.top - word.box.top) < reach
            ),
            None,
        )
        if twin is None:
            seen[word.text, column, row] = word
            out.append(word)
    return out
