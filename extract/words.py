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
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ..schema.blocks import Word
from ..schema.geometry import Box
from .content import Ruling
from .spacing import narrow_spaces
from .unicode_repair import UNKNOWN, as_printed

GAP = 0.28  # of the glyph's height: wider is a space that nobody typed
BACK = 0.9  # of the glyph's height: a step back that starts a new word
ASCENT, DESCENT = 0.8, 0.22  # of the font size: how far a line reaches above and below its baseline
BOLD_SPOTS = 0.6  # of a word's places with a letter twice: fewer are ligatures, not fake bold
LONG = 10  # letters without a space from which words may be glued together
GLUED, FEW_GLUED = (
    0.25,
    3,
)  # share and number of the long ones with narrow gaps: then a page has narrow spaces
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
    stream = list(glyphs)
    maker = _WordMaker()
    maker.read(stream, walls)
    if maker.glued < max(FEW_GLUED, GLUED * maker.long):
        return maker.words
    parting = _WordMaker(part=True)
    parting.read(stream, walls)
    return parting.words


@dataclass(slots=True)
class _WordMaker:
    """Gathers letters to runs and makes words of these; ``part`` takes those apart that are glued together.

    ``twice`` are letters that stand where the run has the same, with their places in it; ``long`` counts long
    runs, ``glued`` those of them with narrow spaces.
    """

    part: bool = False
    words: list[Word] = field(default_factory=list)
    run: list[Glyph] = field(default_factory=list)
    twice: list[tuple[int, Glyph]] = field(default_factory=list)
    long: int = 0
    glued: int = 0

    def read(self, glyphs: Sequence[Glyph | None], walls: Sequence[Ruling]) -> None:
        run, flush, between = self.run, self.flush, _Walls(walls)
        for glyph in glyphs:
            if glyph is None:
                flush()
                continue
            if run and (_is_jump(run[-1], glyph) or between.part(run[-1], glyph)):
                if _is_double(run, glyph):
                    self.twice.append((len(run), glyph))
                    continue
                flush()
            run.append(glyph)
        flush()

    def flush(self) -> None:
        """Make words of the run and empty it."""
        run = self.run
        if not run:
            return
        glyphs = _with_ligature_letters(run, self.twice) if self.twice else run
        starts = narrow_spaces(glyphs) if self.part or len(run) >= LONG else ()
        if len(run) >= LONG:
            self.long += 1
            self.glued += bool(starts)
        if self.part and starts:
            for first, last in pairwise([0, *starts, len(glyphs)]):
                self._add(glyphs[first:last])
        else:
            self._add(glyphs)
        run.clear()
        self.twice.clear()

    def _add(self, glyphs: Sequence[Glyph]) -> None:
        text = as_printed("".join([g[0] for g in glyphs]))
        if text:
            x0, x1 = min([g[1] for g in glyphs]), max([g[3] for g in glyphs])
            top, bottom = min([g[2] for g in glyphs]), max([g[4] for g in glyphs])
            confidence = DOUBTED if UNKNOWN in text else 1.0
            self.words.append(Word(text, Box(x0, top, x1, bottom), size=bottom - top, confidence=confidence))


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
    if gap > GAP * height or (gap < -BACK * height and x0 != last_x0):
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
