"""Glyphs become words.

White space in the stream ends a word, and so does a jump: another baseline, a gap wider than a quarter of the
line's height, or a step back. Glyphs printed twice on one spot (fake bold) count once; but a double letter of
a ligature stands on one spot, too, and is told from fake bold by the word's other letters, which stand there
once. What the characters look like is asked of `unicode_repair`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..schema.blocks import Word
from ..schema.geometry import Box
from .content import Ruling
from .unicode_repair import UNKNOWN, as_printed

GAP = 0.28  # of the glyph's height: wider is a space that nobody typed
BACK = 0.9  # of the glyph's height: a step back that starts a new word
ASCENT, DESCENT = 0.8, 0.22  # of the font size: how far a line reaches above and below its baseline
BOLD_SPOTS = 0.6  # of a word's places with a letter twice: fewer are ligatures, not fake bold
DOUBTED = 0.2  # the confidence of a word with a letter that no map names


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
    twice: list[tuple[int, Glyph]] = []  # letters that stand where the run has one, and their places in it
    between = _Walls(walls)
    for glyph in glyphs:
        if glyph is None:
            _flush(run, twice, words)
            continue
        if run and (_is_jump(run[-1], glyph) or between.part(run[-1], glyph)):
            if _is_double(run, glyph):
                twice.append((len(run), glyph))
                continue
            _flush(run, twice, words)
        run.append(glyph)
    _flush(run, twice, words)
    return words


class _Walls:
    """Vertical rulings by position, to ask whether one stands between two glyphs.

    Remembers the free span around the last glyph, since nearly all glyphs stand where no ruling is near.
    """

    def __init__(self, walls: Sequence[Ruling]) -> None:
        self.walls = sorted((w for w in walls if w.axis == "v"), key=lambda w: w.pos)
        self.xs = [w.pos for w in self.walls]
        self.low, self.high = (0.0, 0.0) if self.xs else (-math.inf, math.inf)

    def part(self, last: Glyph, glyph: Glyph) -> bool:
        """Whether a wall stands between the two."""
        left, right = last[3] - 1.0, glyph[1] + 1.0
        if self.low < left and right < self.high:
            return False
        first = bisect_left(self.xs, left)
        self.low = self.xs[first - 1] if first else -math.inf
        self.high = self.xs[first] if first < len(self.xs) else math.inf
        if self.high > right:
            return False
        middle = (glyph.top + glyph.bottom) / 2
        return any(
            w.start <= middle <= w.end and last.x0 < w.pos < glyph.x1
            for w in self.walls[first : bisect_right(self.xs, right)]
        )


def _is_jump(last: Glyph, glyph: Glyph) -> bool:
    _, last_x0, last_top, last_x1, last_bottom = last
    _, x0, top, _, bottom = glyph
    height = max(last_bottom - last_top, 1.0)
    if top != last_top:
        overlap = min(last_bottom, bottom) - max(last_top, top)
        if overlap < 0.4 * min(height, max(bottom - top, 0.1)):
            return True
    gap = x0 - last_x1
    if gap > GAP * height or gap < -BACK * height:
        return True
    # the same letter again on the same spot
    return gap < 0 and last[0] == glyph[0] and abs(x0 - last_x0) < 0.5 * (last_x1 - last_x0)


def _is_double(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether the glyph was printed before within the run, at the same spot."""
    return any(
        g.char == glyph.char
        and abs(g.x0 - glyph.x0) < 0.3 * max(g.x1 - g.x0, 0.5)
        and abs(g.top - glyph.top) < 0.15 * max(g.bottom - g.top, 1.0)
        for g in run[-3:]
    )


def _with_ligature_letters(run: Sequence[Glyph], twice: Sequence[tuple[int, Glyph]]) -> list[Glyph]:
    """The run with its double letters, where they are parts of a ligature rather than fake bold."""
    spots = {glyph.x0 for glyph in run}
    if len({glyph.x0 for _, glyph in twice}) > BOLD_SPOTS * len(spots):
        return list(run)
    out = list(run)
    for at, glyph in reversed(twice):
        if any(glyph == other for other in run[:at][-2:]):
            out.insert(at, glyph)
    return out


def _flush(run: list[Glyph], twice: list[tuple[int, Glyph]], words: list[Word]) -> None:
    if not run:
        return
    glyphs = _with_ligature_letters(run, twice) if twice else run
    text = as_printed("".join([g[0] for g in glyphs]))
    if text:
        x0, x1 = min([g[1] for g in run]), max([g[3] for g in run])
        top, bottom = min([g[2] for g in run]), max([g[4] for g in run])
        confidence = DOUBTED if UNKNOWN in text else 1.0
        words.append(Word(text, Box(x0, top, x1, bottom), size=bottom - top, confidence=confidence))
    run.clear()
    twice.clear()


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
