"""Glyphs become words.

White space in the stream ends a word, and so does a jump: another baseline, a gap wider than a quarter of the
line's height, or a step back. Glyphs printed twice on one spot (fake bold) count once; but a double letter of
a ligature stands on one spot, too, and is distinguished from fake bold by the word's other letters, which stand there
once. What the characters look like is asked of `unicode_repair`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..schema.blocks import Word
from ..schema.geometry import Box
from .glyph_stream import Glyph, GlyphStream, stream_of
from .page_content import Ruling
from .pdfium_calls import Flags, Floats
from .spacing import NARROW_SPACE, SAME_LINE, narrow_spaces
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
SCATTERED, FEW_SCATTERED = 0.5, 20  # share and number of words of one letter: then the stream has no words
ON_LINE, LEAST_HIGH = (
    0.4,
    0.1,
)  # of the lower height two letters of one line overlap; points: the least height
SAME_X, SAME_TOP = 0.3, 0.15  # of a letter's width and height: one printed twice stands so near
LEAST_WIDE, LEAST_TALL = 0.5, 1.0  # points: a letter counts as wide and as high as this at least
SAME_SPOT = 0.25  # of the font size: words printed twice stand so near
REACH = 1.0  # points that a letter may reach beyond a wall beside it
DOUBTED = 0.2  # the confidence of a word with a letter that no map names


def words_of(glyphs: GlyphStream | Iterable[Glyph | None], walls: Sequence[Ruling] = ()) -> list[Word]:
    """Words of a glyph stream in which ``None`` stands for white space.

    ``walls`` are vertical rulings: a word does not run through one (text that fills its cell to the edge).
    """
    stream = glyphs if isinstance(glyphs, GlyphStream) else stream_of(glyphs)
    runs = _Runs(stream, walls)
    long = [run for run in runs.runs if run.letters >= LONG]
    glued = sum(bool(runs.spaces(run)) for run in long)
    words: list[Word] = []
    if glued < max(FEW_GLUED, GLUED * len(long)):
        return [word for run in runs.runs if (word := _word(run)) is not None]
    for run in runs.runs:
        starts = runs.spaces(run)
        letters = runs.letters(run) if starts else ()
        parts = [_run_of(letters[a:b]) for a, b in pairwise([0, *starts, len(letters)])] if starts else [run]
        words += [word for part in parts if (word := _word(part)) is not None]
    return words


def words_in_place(stream: GlyphStream, walls: Sequence[Ruling] = ()) -> list[Word]:
    """Words of a stream; of one that draws letters in any order, the words that they make as they stand on the page."""
    words = words_of(stream, walls)
    lone = _lone(words)
    if lone < max(FEW_SCATTERED, SCATTERED * len(words)):
        return words
    placed = words_of(_in_lines(stream), walls)
    return placed if _lone(placed) < lone else words


def _lone(words: Sequence[Word]) -> int:
    return sum([len(word.text) == 1 for word in words])


def _in_lines(stream: GlyphStream) -> GlyphStream:
    """The letters line by line and from left to right, without white space."""
    letters = stream.is_letter.nonzero()[0]
    by_foot = letters[np.argsort(stream.bottom[letters], kind="stable")]
    feet = stream.bottom[by_foot]
    steps = np.diff(feet, prepend=feet[:1])
    line = (steps > SAME_LINE * np.median(feet - stream.top[by_foot])).cumsum()
    return stream.picked(by_foot[np.lexsort((stream.x0[by_foot], line))].tolist())


class _Run(NamedTuple):
    """Letters that belong together: their text, the box around them, and their number.

    ``first`` is the place of the first in the stream; ``glyphs`` are the letters themselves where they are not those
    that follow there, and more than ``letters`` where a ligature has double letters.
    ``widest`` is the widest gap between two.
    """

    text: str
    box: Box
    letters: int
    first: int
    widest: float
    glyphs: Sequence[Glyph] | None = None


def _run_of(glyphs: Sequence[Glyph], twice: Sequence[tuple[int, Glyph]] = ()) -> _Run:
    """The run made of these letters; ``twice`` are letters printed again on the same spots (see `_split`)."""
    count = len(glyphs)
    if twice:
        glyphs = _with_ligature_letters(glyphs, twice)
    _, x0, top, x1, bottom = zip(*glyphs, strict=True)
    box = Box(min(x0), min(top), max(x1), max(bottom))
    return _Run("".join([g[0] for g in glyphs]), box, count, -1, math.inf, glyphs)


def _word(run: _Run) -> Word | None:
    """The word that a run prints; ``None`` where that is nothing."""
    text, box = as_printed(run.text), run.box
    return Word(text, box, box[3] - box[1], DOUBTED if UNKNOWN in text else 1.0) if text else None


class _Runs:
    """Gathers letters into runs, which end at white space, jumps and walls."""

    def __init__(self, stream: GlyphStream, walls: Sequence[Ruling]) -> None:
        self.stream = stream
        self.walls = _Walls(walls)
        self.runs: list[_Run] = []
        is_letter = stream.is_letter
        begins = is_letter.copy()
        begins[1:] &= ~is_letter[:-1]
        first = begins.nonzero()[0]
        if not len(first):
            return
        last = is_letter.copy()
        last[:-1] &= ~is_letter[1:]
        ends = last.nonzero()[0] + 1
        parted, gaps = self._parted(is_letter)
        letters = is_letter.nonzero()[0]
        begins_at = letters.searchsorted(first)  # among the letters alone

        def folded(function: np.ufunc, column: Floats | Flags) -> list[float]:
            out: list[float] = function.reduceat(column[letters], begins_at).tolist()
            return out

        minimum, maximum = np.minimum, np.maximum
        boxes = map(
            Box,
            folded(minimum, stream.x0),
            folded(minimum, stream.top),
            folded(maximum, stream.x1),
            folded(maximum, stream.bottom),
        )
        every = zip(
            first.tolist(),
            ends.tolist(),
            boxes,
            folded(np.logical_or, parted),
            folded(maximum, gaps),
            strict=True,
        )
        chars, runs = stream.chars, self.runs
        for start, end, box, is_parted, widest in every:
            if is_parted:
                runs.extend(self._split(stream.letters(start, end)))
            else:
                runs.append(_Run("".join(chars[start:end]), box, end - start, start, widest))

    def letters(self, run: _Run) -> Sequence[Glyph]:
        """The letters of a run."""
        return self.stream.letters(run.first, run.first + run.letters) if run.glyphs is None else run.glyphs

    def spaces(self, run: _Run) -> list[int]:
        """Where a run is to be split at narrow spaces (`narrow_spaces`)."""
        if run.glyphs is None:
            height = float(self.stream.bottom[run.first] - self.stream.top[run.first])
            if run.widest < NARROW_SPACE * max(height, 1.0):
                return []
        return narrow_spaces(self.letters(run))

    def _parted(self, is_letter: Flags) -> tuple[Flags, Floats]:
        """The places at which a letter may begin a new run, and the gap before each letter that follows another."""
        stream = self.stream
        parted = np.zeros(len(stream), np.bool_)
        gaps = np.full(len(stream), -math.inf)
        at = (is_letter[1:] & is_letter[:-1]).nonzero()[0] + 1
        last_x0, last_top, last_x1, last_bottom = (
            column[at - 1] for column in (stream.x0, stream.top, stream.x1, stream.bottom)
        )
        x0, top, bottom = (column[at] for column in (stream.x0, stream.top, stream.bottom))
        height = np.maximum(last_bottom - last_top, 1.0)
        gap = x0 - last_x1
        gaps[at] = gap
        overlap = np.minimum(last_bottom, bottom) - np.maximum(last_top, top)
        jumps = (top != last_top) & (
            overlap < ON_LINE * np.minimum(height, np.maximum(bottom - top, LEAST_HIGH))
        )
        jumps |= (gap > GAP * height) | ((gap < -BACK * height) & (x0 != last_x0))
        step = np.abs(x0 - last_x0)
        for i in (~jumps & (gap < 0) & (step < 0.5 * (last_x1 - last_x0))).nonzero()[0].tolist():
            jumps[i] = stream.chars[at[i]] == stream.chars[at[i] - 1]
        for i in (self.walls.near(last_x1, x0) & ~jumps).nonzero()[0].tolist():
            jumps[i] = self.walls.part(stream.letter(at[i] - 1), stream.letter(at[i]))
        parted[at] = jumps
        return parted, gaps

    def _split(self, glyphs: Sequence[Glyph]) -> Iterator[_Run]:
        """Runs of letters without white space between them; what is printed twice on one spot counts once."""
        run: list[Glyph] = []
        twice: list[tuple[int, Glyph]] = []
        for glyph in glyphs:
            if run and (_is_jump(run[-1], glyph) or self.walls.part(run[-1], glyph)):
                if _is_double(run, glyph):
                    twice.append((len(run), glyph))
                    continue
                yield _run_of(run, twice)
                run, twice = [], []
            run.append(glyph)
        yield _run_of(run, twice)


class _Walls:
    """Vertical rulings by position, to ask whether one stands between two glyphs."""

    def __init__(self, walls: Sequence[Ruling]) -> None:
        self.walls = sorted((w for w in walls if w.axis == "v"), key=lambda w: w.pos)
        self.xs = [w.pos for w in self.walls]

    def near(self, left: Floats, right: Floats) -> Flags:
        """Where a wall may stand between letters that end on the ``left`` and begin on the ``right``."""
        places = np.array(self.xs, dtype=np.float64)
        return np.less(places.searchsorted(left - REACH), places.searchsorted(right + REACH, side="right"))

    def part(self, last: Glyph, glyph: Glyph) -> bool:
        """Whether a wall stands between the two."""
        middle = (glyph.top + glyph.bottom) / 2
        near = slice(bisect_left(self.xs, last[3] - REACH), bisect_right(self.xs, glyph[1] + REACH))
        return any(w.start <= middle <= w.end and last.x0 < w.pos < glyph.x1 for w in self.walls[near])


def _is_jump(last: Glyph, glyph: Glyph) -> bool:
    _, last_x0, last_top, last_x1, last_bottom = last
    _, x0, top, _, bottom = glyph
    height = max(last_bottom - last_top, 1.0)
    if top != last_top:
        overlap = min(last_bottom, bottom) - max(last_top, top)
        if overlap < ON_LINE * min(height, max(bottom - top, LEAST_HIGH)):
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
        and abs(g.x0 - glyph.x0) < SAME_X * max(g.x1 - g.x0, LEAST_WIDE)
        and abs(g.top - glyph.top) < SAME_TOP * max(g.bottom - g.top, LEAST_TALL)
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
    seen: dict[str, list[tuple[float, float]]] = {}  # of each text the tops and left sides, in order
    out: list[Word] = []
    for word in words:
        x0, top, _, _ = word.box
        places = seen.get(word.text)
        if places is None:
            seen[word.text] = [(top, x0)]
            out.append(word)
            continue
        reach = SAME_SPOT * max(word.size, LEAST_TALL)
        first, last = (
            bisect_right(places, (top - reach, math.inf)),
            bisect_left(places, (top + reach, -math.inf)),
        )
        if first == last or not any(abs(x - x0) < reach for _, x in places[first:last]):
            insort(places, (top, x0))
            out.append(word)
    return out
