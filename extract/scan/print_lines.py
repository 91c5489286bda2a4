"""Lines of print on a straight page without its rulings: what is cut out for the engines.

Pieces of ink chain into lines, never across a ruling. What is no print is left aside first: the sheet's
edge, punch holes, signatures, specks. Dots, commas and dashes are too small to lead a line and join the one
they stand in. Each line knows its pieces, so that its picture can be cut without the lines above and below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from .connected_components import Chain, Mask, Pieces, chain_pieces, find_pieces, letter_height
from .ruling_finder import Rule

ASCENDER_TO_DESCENDER = 0.92
"""Part of an em."""

CAPITALS = 0.73
"""Part of an em that capitals and ascenders reach over the base."""

EVEN, MOSTLY_EVEN = 0.8, 0.6
"""Figures and capitals are as high as their line, or nearly; as great a part of a line of them is, points and commas
apart.
"""

SIZED_LETTERS, SMALLEST, LARGEST, SMALL_LETTERS = 4, 0.75, 1.7, 1.2
"""Letters that tell a line's size, which lies within these parts of the page's usual one, and how high, against the
usual letter, print without capitals and ascenders is.
"""

GAP = 3.2
"""Widest gap within a cut, in heights (half an em); a wider one begins a new cut on the same line."""


TOUCH_SHARE = 0.8
"""How near to a wall a bar that was made longer ends at most, in heights of letters."""

WORD_GAP = 1.5
"""Widest white between two words over a bar, in heights; more lies between columns."""

BEYOND = 0.5
"""How far beyond the print over it a bar reaches at least that is no underline, in heights."""

HOST, MORE_PIECES, LETTER_WIDE = 3, 2, 1.6
"""Pieces of a line that takes up others, at least; how many times as many as these; their width at most, in heights."""

COLON = 1.5
"""How far apart the dots of a colon are at most, in heights."""

BULLET, BULLET_FILLED, BULLET_REACH, BULLET_RISE = (0.25, 0.8), 0.55, 8.0, (0.2, 1.2)
"""How wide and tall a list's round mark is, the share of its box that is ink, how far before its line it stands at most
and how far above that one's base its middle is; lengths in heights.
"""

ROW_OF_SHORT, SHORT_LETTERS = 4, 3
"""So many short texts, of so many letters at most, on one level are the numbers of a table's columns."""

ALIGNED, IN_COLUMN = 0.3, 3
"""How far ends of texts of one column lie apart at most, in heights, and how many longer ones tell a column."""

LONG_ROW, ROW_HEIGHTS, FAR_BESIDE = 30.0, 25.0, 30.0
"""Least length of a ruling between rows, the greatest distance between two, and from a short text to one beside it, in
heights.
"""

EDGE_POINTS, REST_POINTS = 12.0, 2.5
"""So near to the picture's edge there is no sign, and so near to a ruling no dash."""

STAMP_WORD, ROUND, MIDDLE = (0.25, 0.8), 1.3, 0.15
"""Width of a stamp's own word in the stamp's, how much longer than the other a side of a round stamp is at most, and
how far from its middle the word stands.
"""

OTHER_SIZE = 0.04
"""Share by which the measured size of print must differ from the assumed one to be taken instead."""

LETTER_HIGH, SMALL_HIGH = (0.5, 2.6), 0.55
"""Height of a piece that leads a line, and of one that may be a dot or a dash."""

SPECK_SIDE, SPECK_LONG, TALLEST, WIDEST = 0.13, 0.15, 3.2, 40
"""Side of a square with a speck's ink, its longer side, and the greatest height and width of print, in heights."""

ASIDE, ABOVE, BELOW = 0.2, 1.7, 0.7
"""How far beside, above and below the base of its line a broken-off part of a letter lies, in heights."""

OVERLAP, WORD_AWAY, HIGH_ENOUGH, COMMON, SAME_BASE = 0.5, 0.9, 0.7, 0.65, 0.45
"""Two parts of a line lie no farther over each other, and apart, than these heights; the lower one is as high, they
share that part of it, and their bases differ by no more.
"""

DASH_WIDE, DASH_FLAT, LONG_DASH, LONG_FLAT = 0.3, 1.5, 0.5, 1.3
"""Width of a dash in heights, how many times wider than high it is; the same of a long one, which may be thicker."""

DASH_ROOM, MARK_ROOM = 1.8, 0.8
"""How far from a letter a dash, and another mark, of its line stands, in heights."""

MARK_ABOVE, MARK_BELOW, MARK_LEVEL = 1.75, 0.5, 0.6
"""How far above and below its line's base a mark stands, and where it does most likely, in heights."""

ROW_LEVEL = 0.25
"""How far bases of short texts in a row differ, in heights."""

SOUND_HIGH, LETTER_STEP = (0.7, 2.3), 0.9
"""Height of a line that is no scratch, and the width of a letter that runs into the next, in heights."""

LONE_HIGH, LONE_WIDE, LEAST_INK = (0.6, 2.2), 0.5, 4
"""Height (in heights) and least width (in points) of a lone letter; and the least ink of a line, in square points."""

COLON_LEVEL, COLON_RISE, COLON_ASIDE = 0.35, (0.4, 1.1), 0.2
"""How far a colon's lower dot stands from a line's base, its upper one above that, and beside it, in heights."""

LONE_DASH, LONE_FLAT, DASH_THICK = (0.3, 2), 1.6, 0.35
"""Width of a dash that stands alone in heights, how many times wider than high it is, and its least height (points)."""

MARKS_APART, MARKS_BELOW = 0.4, 0.3
"""How far list marks below one another begin apart, in heights: dashes, and bullets."""

FIRST_APART, FIRST_FLAT, FIRST_WIDE = 0.3, 1.5, 1.2
"""White behind a dash that begins a line, how many times wider than high it is, and its greatest width, in heights."""

FAINT_WHITE, FAINT_ABOVE, FAINT_BELOW = 0.2, 1.1, 0.2
"""White between a faint dash and its line, and where it is looked for above and below the line's base, in heights."""

FAINT_WIDE, FAINT_FLAT, FAINT_HIGH, FAINT_FILLED, FAINT_LEVEL = (0.3, 1.2), 1.4, 0.45, 0.6, (0.2, 0.7)
"""Width of a faint dash, how many times wider than high it is, its greatest height, the share of its box that has ink,
and its middle above the line's base, in heights.
"""

OVER_BAR, BAR_NEAR = 0.3, 2.2
"""Share of the shorter one that a line and a fraction's bar have in common, and how far apart they are, in heights."""

BORDER = 3
"""White in pixels around the picture of a line."""

CUT_WHITE = 0.18
"""White that a cut takes in around its line, in heights."""

LONG_LINE, SIZED_LINE = 5, 8
"""Letters of a line that is no scratch, and pieces of one whose height tells the size of print."""

RING_SIDES, RING_FILLED, RING_SHAPE = (25, 45, 160), 0.35, (0.7, 1.4)
"""Points: least short side, least and greatest long side of a stamp's ring; the share of its box that has less ink; and
its width against its height.
"""

ARC_SIDES, ARC_FILLED, ARCS, ARCS_APART = (4, 12, 110), 0.34, 4, 45
"""The same of an arc of a ring that rulings cut, how many make one, and how far apart they lie at most, in points."""

SCRATCH_FILLED, DASH_FILLED = 0.15, 0.6
"""Share of its box that has less ink where a lone piece is a scratch, and more where it is a dash."""

FAINT, DARKEST, FAINT_REACH = 222, 205, 2.4
"""Grey below which a pixel may be a faint dash, which its darkest pixel must reach, and how far before its line
(in heights) it stands at most.
"""


@dataclass(slots=True)
class TextLine:
    """A line of print in pixels with its pieces (indices); ``base`` is where its letters stand.

    ``sign`` is what it says where its shape alone tells: a lone colon or dash, too little for an engine.
    """

    members: list[int]
    x0: int
    top: int
    x1: int
    bottom: int
    base: float
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """All lines of a page, its pieces, and the typical height of a letter in pixels.

    ``stamps`` are the places (x0, top, x1, bottom) of round stamps, where what is read may be theirs.
    """

    lines: list[TextLine]
    pieces: Pieces
    height: float
    stamps: NDArray[np.int32]

    def em(self, line: TextLine) -> float:
        """Size of a line's print in pixels: from its capitals where it has enough letters and some, else the page's."""
        usual = 2.0 * self.height
        small_letters = line.base - line.top <= SMALL_LETTERS * self.height
        if line.sign or len(line.members) < SIZED_LETTERS or small_letters:
            return usual
        return min(LARGEST * usual, max(SMALLEST * usual, (line.base - line.top) / CAPITALS))

    def in_stamp(self, x0: float, x1: float, base: float) -> bool:
        """Whether a word stands in the very middle of a round stamp, where the stamp's own word stands."""
        boxes = self.stamps
        wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        aside = np.abs((boxes[:, 0] + boxes[:, 2]) / 2 - (x0 + x1) / 2)
        off = np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - (base - 0.5 * self.height))
        fits = (x1 - x0 >= STAMP_WORD[0] * wide) & (x1 - x0 <= STAMP_WORD[1] * wide)
        round_one = (wide <= ROUND * tall) & (tall <= ROUND * wide)
        return bool((fits & round_one & (aside <= MIDDLE * wide) & (off <= MIDDLE * tall)).any())

    def on_stamp(self, line: TextLine) -> bool:
        """Whether a stamp lies under or over the line."""
        boxes = self.stamps
        across = (boxes[:, 0] < line.x1) & (boxes[:, 2] > line.x0)
        return bool((across & (boxes[:, 1] < line.bottom) & (boxes[:, 3] > line.top)).any())


def find_lines(ink: Mask, rules: list[Rule], scale: float) -> Layout:
    """Lines of print in a mask of ink, from top to bottom; ``scale`` is pixels per point."""
    pieces = find_pieces(ink)
    height = letter_height(pieces, scale)
    walls = np.array([[r.pos, r.start, r.end] for r in rules if r.axis == "v"]).reshape(-1, 3)
    letters, lines = _chained(pieces, height, walls, ink.shape)
    measured = _half_em(lines, pieces)
    if measured and abs(measured - height) > OTHER_SIZE * height:
        height = measured
        letters, lines = _chained(pieces, height, walls, ink.shape)
    tall = pieces.heights
    lines = _absorbed(_rejoined(lines, pieces, walls, height), pieces, height)
    print_like = _print_like(pieces, height, ink.shape)
    small = np.flatnonzero(print_like & ~letters & (tall < SMALL_HIGH * height))
    free = _take_small(lines, pieces, small, height)
    lines = _without_noise(lines, rules, height)
    lines = [line for line in lines if _is_text(line, pieces, height, scale)]
    place = _Places([line for line in lines if _letters(line, height) >= LONG_LINE], rules, height)
    signs = _colons(lines, pieces, free, height) + _dashes(pieces, free, height, scale)
    signs += _bullets(lines, signs, pieces, print_like, height)
    signs = [sign for sign in signs if not _is_rest(sign, rules, ink.shape, scale)]
    lines += [sign for sign in signs if place.is_for_print(sign)]
    lines.sort(key=lambda line: (line.base, line.x0))
    return Layout(lines, pieces, height, _stamps(pieces, scale))


def _chained(
    pieces: Pieces, height: float, walls: NDArray[np.float64], shape: tuple[int, ...]
) -> tuple[NDArray[np.bool_], list[TextLine]]:
    """Which pieces are as large as letters, and the lines that they make."""
    tall = pieces.heights
    letters = (
        _print_like(pieces, height, shape)
        & (tall >= LETTER_HIGH[0] * height)
        & (tall <= LETTER_HIGH[1] * height)
    )
    chains = chain_pieces(pieces, np.flatnonzero(letters), height, walls, GAP * height)
    return letters, [_line(chain, pieces) for chain in chains]


def _half_em(lines: list[TextLine], pieces: Pieces) -> float:
    """Half the size of the usual print: lines of some length reach from ascender to descender, figures less far."""
    long = [line for line in lines if len(line.members) >= SIZED_LINE]
    if not long:
        return 0.0
    extents = np.array([line.bottom - line.top for line in long])
    even = [
        np.mean(pieces.heights[line.members] > EVEN * extent) > MOSTLY_EVEN
        for line, extent in zip(long, extents, strict=True)
    ]
    if 2 * sum(even) > len(long):
        extents = extents * np.where(even, ASCENDER_TO_DESCENDER / CAPITALS, 1.0)
    return 0.5 * float(np.median(extents)) / ASCENDER_TO_DESCENDER


def _stamps(pieces: Pieces, scale: float) -> NDArray[np.int32]:
    """Boxes of large thin roundish drawings: rings of stamps, or the greater part of one."""
    tall, wide = pieces.heights / scale, pieces.widths / scale
    filled = pieces.ink / np.maximum(1, pieces.heights * pieces.widths)
    long, short = np.maximum(tall, wide), np.minimum(tall, wide)
    narrow, least, most = RING_SIDES
    ring = (long >= least) & (short >= narrow) & (long <= most) & (filled < RING_FILLED)
    narrow, least, most = ARC_SIDES
    arc = (long >= least) & (short >= narrow) & (long <= most) & (filled < ARC_FILLED) & ~ring
    whole = _rings_of_arcs(pieces.boxes[arc], scale)
    return np.concatenate([pieces.boxes[ring], whole]).astype(np.int32)


def _rings_of_arcs(arcs: NDArray[np.int32], scale: float) -> NDArray[np.int32]:
    """Boxes of rings that rulings have cut into arcs: arcs near each other that make up something round."""
    groups: list[list[NDArray[np.int32]]] = []
    for arc in arcs:
        near = [group for group in groups if any(_aside(arc, other) <= ARCS_APART * scale for other in group)]
        groups = [group for group in groups if not any(group is other for other in near)]
        groups.append([arc, *(other for group in near for other in group)])
    out = []
    for group in groups:
        boxes = np.array(group)
        box = [*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]
        wide, tall = (box[2] - box[0]) / scale, (box[3] - box[1]) / scale
        _, least, most = RING_SIDES
        is_round = RING_SHAPE[0] <= wide / tall <= RING_SHAPE[1]
        if len(group) >= ARCS and min(wide, tall) >= least and max(wide, tall) <= most and is_round:
            out.append(box)
    return np.array(out, dtype=np.int32).reshape(-1, 4)


def _aside(a: NDArray[np.int32], b: NDArray[np.int32]) -> float:
    """White between two boxes, in the direction where there is more of it."""
    return float(max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3]))


def _print_like(pieces: Pieces, height: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Pieces that can be letters or marks: no specks, nothing of the sheet's edge, no large drawing."""
    boxes, tall, wide = pieces.boxes, pieces.heights, pieces.widths
    margin = 2
    edge = (boxes[:, 0] < margin) | (boxes[:, 1] < margin)
    edge |= (boxes[:, 2] > shape[1] - margin) | (boxes[:, 3] > shape[0] - margin)
    speck = (pieces.ink < (SPECK_SIDE * height) ** 2) | (np.maximum(tall, wide) < SPECK_LONG * height)
    return ~edge & ~speck & (tall <= TALLEST * height) & (wide <= WIDEST * height)


def _line(chain: Chain, pieces: Pieces) -> TextLine:
    boxes = pieces.boxes[chain.members]
    base = float(np.median(boxes[:, 3]))
    return TextLine(
        list(chain.members),
        int(boxes[:, 0].min()),
        int(boxes[:, 1].min()),
        int(boxes[:, 2].max()),
        int(boxes[:, 3].max()),
        base,
    )


def _absorbed(lines: list[TextLine], pieces: Pieces, height: float) -> list[TextLine]:
    """Broken-off parts of letters (the loop of a g, a bar of a t), and letters that chained with these, given back to
    the line in which they stand: one with more pieces, at whose height all of them are.
    """
    if not lines:
        return lines
    frame = np.array([[line.x0, line.base, line.x1, len(line.members)] for line in lines])
    x0, base, x1, count = frame.T
    out = []
    for index in np.argsort(count, kind="stable"):
        line = lines[index]
        boxes = pieces.boxes[line.members]
        middle_x, middle_y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
        inside = (count >= HOST) & (count >= MORE_PIECES * count[index])
        inside &= (x0 - ASIDE * height <= middle_x) & (middle_x <= x1 + ASIDE * height)
        inside &= (line.top >= base - ABOVE * height) & (line.bottom <= base + BELOW * height)
        if (boxes[:, 2] - boxes[:, 0]).max() > LETTER_WIDE * height or not inside.any():
            out.append(line)
            continue
        off = np.where(inside, np.abs(base - 0.5 * height - middle_y), np.inf)
        _take(lines[int(np.argmin(off))], line.members, pieces)
    return out


def _rejoined(
    lines: list[TextLine], pieces: Pieces, walls: NDArray[np.float64], height: float
) -> list[TextLine]:
    """Lines put together again that a broken or kerned letter split: side by side on one level, a word's space
    away at most, with no vertical ruling between them.
    """
    out: list[TextLine] = []
    for line in sorted(lines, key=lambda each: each.x0):
        for other in out:
            gap = line.x0 - other.x1
            if not -OVERLAP * height <= gap <= WORD_AWAY * height:
                continue
            common = min(line.bottom, other.bottom) - max(line.top, other.top)
            lower = min(line.bottom - line.top, other.bottom - other.top)
            level = lower >= HIGH_ENOUGH * height and common >= COMMON * lower
            level = level and abs(line.base - other.base) <= SAME_BASE * height
            if level:
                between = (walls[:, 0] > other.x1 - 1) & (walls[:, 0] < line.x0 + 1)
                middle = (line.top + line.bottom) / 2
                if not (between & (walls[:, 1] < middle) & (walls[:, 2] > middle)).any():
                    more = len(line.members) > len(other.members)
                    other.base = line.base if more else other.base
                    _take(other, line.members, pieces)
                    break
        else:
            out.append(line)
    return out


def _take(line: TextLine, members: list[int], pieces: Pieces) -> None:
    boxes = pieces.boxes[members]
    line.members.extend(members)
    line.x0, line.top = min(line.x0, int(boxes[:, 0].min())), min(line.top, int(boxes[:, 1].min()))
    line.x1, line.bottom = max(line.x1, int(boxes[:, 2].max())), max(line.bottom, int(boxes[:, 3].max()))


def _take_small(
    lines: list[TextLine], pieces: Pieces, small: NDArray[np.intp], height: float
) -> NDArray[np.intp]:
    """Dots, commas, hyphens and quotes join the line in which they stand near a letter; the others come back.

    Marks stand close to letters, specks anywhere.
    """
    if not lines or not len(small):
        return small
    boxes = pieces.boxes
    frame = np.array([[line.x0, line.base, line.x1] for line in lines])
    letters = [boxes[line.members] for line in lines]
    free = []
    for index in small:
        x0, y0, x1, y1 = (int(v) for v in boxes[index])
        middle_y = (y0 + y1) / 2
        wide, tall = x1 - x0, y1 - y0
        flat = LONG_FLAT if wide >= LONG_DASH * height else DASH_FLAT
        dash = wide >= DASH_WIDE * height and wide >= flat * tall
        room = (DASH_ROOM if dash else MARK_ROOM) * height
        above = frame[:, 1] - middle_y
        near = (above <= MARK_ABOVE * height) & (above >= -MARK_BELOW * height)
        near &= (frame[:, 0] - x1 <= room) & (x0 - frame[:, 2] <= room)
        best, best_off = -1, np.inf
        for place in np.flatnonzero(near):
            others = letters[place]
            aside = int(np.maximum(np.maximum(others[:, 0] - x1, x0 - others[:, 2]), 0).min())
            off = aside + abs(above[place] - MARK_LEVEL * height)
            if aside <= room and off < best_off:
                best, best_off = int(place), off
        if best < 0:
            free.append(int(index))
        else:
            _take(lines[best], [int(index)], pieces)
    return np.array(free, dtype=np.intp)


def _without_noise(lines: list[TextLine], rules: list[Rule], height: float) -> list[TextLine]:
    """Lines without scratches: what has only a letter or two must stand in a table, on a line with more, in a row of
    such, or in a column of longer ones.
    """
    long = [line for line in lines if _letters(line, height) >= LONG_LINE]
    if not long:
        return lines
    place = _Places(long, rules, height)
    short = np.array([line.base for line in lines if _is_short(line, height)])
    out = []
    for line in lines:
        letters = _letters(line, height)
        in_row = (
            _is_short(line, height) and np.sum(np.abs(short - line.base) < ROW_LEVEL * height) >= ROW_OF_SHORT
        )
        if letters >= LONG_LINE or (
            _is_sound(line, height)
            and (in_row or place.is_for_print(line) or (letters >= 3 and place.among_columns(line)))
        ):
            out.append(line)
    return out


def _is_short(line: TextLine, height: float) -> bool:
    """Whether a line may be a column's number: (1), 2., a."""
    narrow = len(line.members) <= SHORT_LETTERS and line.x1 - line.x0 <= SHORT_LETTERS * height
    return narrow and _is_sound(line, height)


def _is_sound(line: TextLine, height: float) -> bool:
    return bool(SOUND_HIGH[0] * height <= line.bottom - line.top <= SOUND_HIGH[1] * height)


def _letters(line: TextLine, height: float) -> float:
    """About how many letters a line has; where letters run together its width tells."""
    return max(len(line.members), (line.x1 - line.x0) / (LETTER_STEP * height))


class _Places:
    """Where print is to be expected: beside lines of some length, and in cells."""

    def __init__(self, long: list[TextLine], rules: list[Rule], height: float) -> None:
        self._height = height
        self._frame = np.array([[line.x0, line.base, line.x1] for line in long]).reshape(-1, 3)
        self._walls = [rule for rule in rules if rule.axis == "v"]
        self._rows = [rule for rule in rules if rule.axis == "h" and rule.length >= LONG_ROW * height]

    def among_columns(self, line: TextLine) -> bool:
        """Whether the line stands between the leftmost and the rightmost print."""
        if not len(self._frame):
            return False
        slack = 4 * self._height
        return bool(line.x1 >= self._frame[:, 0].min() - slack and line.x0 <= self._frame[:, 2].max() + slack)

    def is_for_print(self, line: TextLine) -> bool:
        """Whether a cell or a column of figures holds the line, or it stands among columns beside a longer one."""
        if self.in_cell(line) or (self.among_columns(line) and self.beside_print(line)):
            return True
        return self.in_column(line)

    def in_column(self, line: TextLine) -> bool:
        """Whether the line ends where several longer ones above or below it do, and stands level with a longer one."""
        ends, bases = np.abs(self._frame[:, 2] - line.x1), np.abs(self._frame[:, 1] - line.base)
        same = (ends < ALIGNED * self._height) & (bases < ROW_HEIGHTS * self._height)
        return bool(np.count_nonzero(same) >= IN_COLUMN and (bases < ROW_LEVEL * self._height).any())

    def beside_print(self, line: TextLine) -> bool:
        """Whether a longer line stands on the same level near by."""
        height = self._height
        aside = np.maximum(self._frame[:, 0] - line.x1, line.x0 - self._frame[:, 2])
        level = np.abs(self._frame[:, 1] - line.base) < 0.5 * height
        return bool((level & (aside < FAR_BESIDE * height)).any())

    def in_cell(self, line: TextLine) -> bool:
        """Whether there is a vertical ruling on each side of the line, or a row's ruling above it and below."""
        walls = [wall for wall in self._walls if wall.start < line.base < wall.end]
        if any(wall.pos < line.x0 for wall in walls) and any(wall.pos > line.x1 for wall in walls):
            return True
        rows = [row for row in self._rows if row.start <= line.x0 and line.x1 <= row.end]
        far = ROW_HEIGHTS * self._height
        above = any(0 < line.base - row.pos <= far for row in rows)
        return above and any(0 < row.pos - line.base <= far for row in rows)


def _is_text(line: TextLine, pieces: Pieces, height: float, scale: float) -> bool:
    """Whether a line is more than a lone scratch or blot: some ink, of letters' size, not too thin for its height."""
    ink = int(pieces.ink[line.members].sum())
    tall = line.bottom - line.top
    if len(line.members) == 1:
        box = pieces.boxes[line.members[0]]
        filled = ink / max(1, (box[2] - box[0]) * (box[3] - box[1]))
        sized = LONE_HIGH[0] * height <= tall <= LONE_HIGH[1] * height
        return bool(sized and filled > SCRATCH_FILLED and box[2] - box[0] >= LONE_WIDE * scale)
    return ink >= LEAST_INK * scale * scale


def _colons(lines: list[TextLine], pieces: Pieces, free: NDArray[np.intp], height: float) -> list[TextLine]:
    """Two dots, one above the other, on the level of a line: the colon of a key list, far from any letter."""
    boxes = pieces.boxes
    bases = np.array([line.base for line in lines])
    dots = [int(i) for i in free if max(pieces.heights[i], pieces.widths[i]) <= 0.5 * height]
    out = []
    low, high = COLON_RISE
    for lower in dots:
        if not len(bases) or np.abs(bases - boxes[lower, 3]).min() > COLON_LEVEL * height:
            continue
        for upper in dots:
            rise = int(boxes[lower, 3] - boxes[upper, 3])
            aside = abs(int(boxes[lower, 0] + boxes[lower, 2] - boxes[upper, 0] - boxes[upper, 2])) / 2
            if low * height <= rise <= high * height and aside <= COLON_ASIDE * height:
                both = boxes[[lower, upper]]
                x0, top, x1 = int(both[:, 0].min()), int(both[:, 1].min()), int(both[:, 2].max())
                base = int(boxes[lower, 3])
                out.append(TextLine([lower, upper], x0, top, x1, base, float(base), ":"))
                break
    return out


def _dashes(pieces: Pieces, free: NDArray[np.intp], height: float, scale: float) -> list[TextLine]:
    """Dashes that stand alone, as where a cell is left open or a list mark stands far from its text."""
    out = []
    for index in free:
        x0, y0, x1, y1 = (int(v) for v in pieces.boxes[index])
        filled = pieces.ink[index] / max(1, (x1 - x0) * (y1 - y0))
        long = LONE_DASH[0] * height <= x1 - x0 <= LONE_DASH[1] * height and x1 - x0 >= LONE_FLAT * (y1 - y0)
        if long and filled > DASH_FILLED and y1 - y0 >= DASH_THICK * scale:
            base = (y0 + y1) / 2 + 0.5 * height
            out.append(TextLine([int(index)], x0, y0, x1, y1, base, "-"))
    return out


def _bullets(
    lines: list[TextLine], signs: list[TextLine], pieces: Pieces, print_like: NDArray[np.bool_], height: float
) -> list[TextLine]:
    """Round or square marks that stand before lines of print, too far off to belong to them: several, one below the
    other, as a single one may be a speck.
    """
    if not lines:
        return []
    wide, tall = pieces.widths, pieces.heights
    low, high = (share * height for share in BULLET)
    alike = print_like & (np.minimum(wide, tall) >= low) & (np.maximum(wide, tall) <= high)
    alike &= (pieces.ink >= BULLET_FILLED * wide * tall) & (
        np.maximum(wide, tall) <= ROUND * np.minimum(wide, tall)
    )
    alike[[index for line in [*lines, *signs] for index in line.members]] = False
    long = [line for line in lines if _letters(line, height) >= LONG_LINE]
    frame = np.array([[line.x0, line.base] for line in long]).reshape(-1, 2)
    marks = pieces.boxes[alike]
    found = []
    for index in np.flatnonzero(alike):
        x0, y0, x1, y1 = (int(v) for v in pieces.boxes[index])
        apart = np.abs(marks[:, 1] - y0)[np.abs(marks[:, 0] - x0) <= MARKS_BELOW * height]
        if ((apart > 0) & (apart <= COLON * height)).any():
            continue
        rise = frame[:, 1] - (y0 + y1) / 2
        level = (rise >= BULLET_RISE[0] * height) & (rise <= BULLET_RISE[1] * height)
        beside = np.flatnonzero(level & (frame[:, 0] > x1) & (frame[:, 0] - x1 <= BULLET_REACH * height))
        if len(beside):
            found.append(TextLine([int(index)], x0, y0, x1, y1, float(frame[beside[0], 1]), "•"))
    return [
        mark for mark in found if sum(abs(mark.x0 - other.x0) <= MARKS_BELOW * height for other in found) > 1
    ]


def with_faint_dashes(layout: Layout, page: NDArray[np.uint8]) -> Layout:
    """The layout with dashes before lines that are too faint or thin to count as ink by themselves.

    Several lines must have theirs at one place, as the marks of a list do; a single one may be a speck.
    """
    height = layout.height
    found = [
        (line, dash)
        for line in layout.lines
        if not line.sign
        and _letters(line, height) >= LONG_LINE
        and (dash := _dash_before(line, layout, page))
    ]
    edges = [line.x0 for line in layout.lines if line.sign == "-" or _starts_with_dash(line, layout)]
    dashes = []
    for line, (x0, top, x1, bottom) in found:
        marks = [left for _, (left, *_) in found] + edges
        if sum(abs(x0 - left) <= MARKS_APART * height for left in marks) >= 2:
            dashes.append(TextLine([], x0, top, x1, bottom, line.base, "-"))
    lines = sorted([*layout.lines, *dashes], key=lambda line: (line.base, line.x0))
    return replace(layout, lines=lines)


def _starts_with_dash(line: TextLine, layout: Layout) -> bool:
    boxes = layout.pieces.boxes[line.members]
    x0, top, x1, bottom = (int(v) for v in boxes[int(np.argmin(boxes[:, 0]))])
    others = boxes[boxes[:, 0] > x0]
    apart = not len(others) or int(others[:, 0].min()) - x1 >= FIRST_APART * layout.height
    return bool(apart and x1 - x0 >= FIRST_FLAT * (bottom - top) and x1 - x0 <= FIRST_WIDE * layout.height)


def _dash_before(line: TextLine, layout: Layout, page: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
    """Where a lone faint dash stands before the line, if one does."""
    height = layout.height
    right = line.x0 - round(FAINT_WHITE * height)
    left = max(0, line.x0 - round(FAINT_REACH * height))
    top, bottom = max(0, round(line.base - FAINT_ABOVE * height)), round(line.base + FAINT_BELOW * height)
    if right - left < 3 or any(
        other is not line
        and other.x1 > left
        and other.x0 < right
        and other.top < bottom
        and other.bottom > top
        for other in layout.lines
    ):
        return None
    faint = (page[top:bottom, left:right] < FAINT).astype(np.uint8)
    if not faint.any():
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    marks = [[int(v) for v in row] for row in stats[1:]]
    dashes = [mark for mark in marks if _is_dash(mark, line.base - top, height)]
    if len(dashes) != 1 or sum(mark[4] for mark in marks) > 2 * dashes[0][4]:
        return None
    x, y, wide, tall, _ = dashes[0]
    if int(page[top + y : top + y + tall, left + x : left + x + wide].min()) > DARKEST:
        return None
    return left + x, top + y, left + x + wide, top + y + tall


def _is_dash(mark: Sequence[int], base: float, height: float) -> bool:
    """Whether a component (x, y, width, height, area) has a dash's shape and place above a line's base."""
    _, y, wide, tall, area = mark
    (least, most), (low, high) = FAINT_WIDE, FAINT_LEVEL
    shape = (
        least * height <= wide <= most * height and wide >= FAINT_FLAT * tall and tall <= FAINT_HIGH * height
    )
    level = low * height <= base - y - tall / 2 <= high * height
    return shape and level and area >= FAINT_FILLED * wide * tall


def _is_rest(sign: TextLine, rules: list[Rule], shape: tuple[int, ...], scale: float) -> bool:
    """Whether a sign is what a worn ruling or the sheet's edge has left."""
    edge = EDGE_POINTS * scale
    if sign.top < edge or sign.bottom > shape[0] - edge or sign.x0 < edge or sign.x1 > shape[1] - edge:
        return True
    near, beyond = REST_POINTS * scale, 8 * REST_POINTS * scale
    middle = (sign.top + sign.bottom) / 2
    return sign.sign == "-" and any(
        rule.axis == "h"
        and abs(rule.pos - middle) <= near
        and rule.start - beyond <= sign.x0
        and sign.x1 <= rule.end + beyond
        for rule in rules
    )


def bars_over_text(rules: list[Rule], layout: Layout) -> list[Rule]:
    """The rulings, with worn bars of fractions as long as what stands over them, or under what is no underline.

    A bar touches one vertical ruling at most; what stands beside it on its own level is no part of the fraction.
    """
    walls = [rule for rule in rules if rule.axis == "v"]
    out = []
    for rule in rules:
        ends = [
            any(wall.start - 2 <= rule.pos <= wall.end + 2 and low <= wall.pos <= high for wall in walls)
            for low, high in (
                (rule.start - 4, rule.start + 4),
                (rule.start + 4, rule.end - 4),
                (rule.end - 4, rule.end + 4),
            )
        ]
        touching = ends[1] or (ends[0] and ends[2])
        out.append(rule if rule.axis == "v" or touching else _over_text(rule, walls, layout))
    return out


def _over_text(bar: Rule, walls: list[Rule], layout: Layout) -> Rule:
    height = layout.height
    level = [wall.pos for wall in walls if wall.start <= bar.pos <= wall.end]
    left = max((x for x in level if x < bar.start), default=0.0)
    right = min((x for x in level if x > bar.end), default=float("inf"))
    over, under = [], []
    for line in layout.lines:
        common = min(line.x1, bar.end) - max(line.x0, bar.start)
        if common < OVER_BAR * min(line.x1 - line.x0, bar.length) or line.x0 < left or line.x1 > right:
            continue
        middle = line.base - 0.5 * height
        if 0 < bar.pos - middle < BAR_NEAR * height and line.base < bar.pos + 0.5 * height:
            over.append(line)
        elif 0 < middle - bar.pos < BAR_NEAR * height:
            under.append(line)
    if not over or not under:
        return bar
    nearest = max(over, key=lambda line: line.base)
    is_underline = bar.start > nearest.x0 - BEYOND * height and bar.end < nearest.x1 + BEYOND * height
    print_beside = over if is_underline else [*over, *under]
    boxes = np.concatenate([layout.pieces.boxes[line.members] for line in print_beside])
    start, end = bar.start, bar.end
    for x0, x1 in sorted(((float(box[0]), float(box[2])) for box in boxes), reverse=True):
        start = min(start, x0) if x1 >= start - WORD_GAP * height and x0 < end else start
    for x0, x1 in sorted((float(box[0]), float(box[2])) for box in boxes):
        end = max(end, x1) if x0 <= end + WORD_GAP * height and x1 > start else end
    touch = TOUCH_SHARE * height  # up to a wall it would be taken for a row's ruling
    return replace(
        bar,
        start=start if start > left + touch else bar.start,
        end=end if end < right - touch else bar.end,
    )


def cut_left(layout: Layout, line: TextLine, border: int) -> int:
    """Where a line's cut begins on the page."""
    return max(0, line.x0 - _cut_reach(layout)) - border


def _cut_reach(layout: Layout) -> int:
    """White that a cut takes in around its line."""
    return max(2, round(CUT_WHITE * layout.height))


def cut(page: NDArray[np.uint8], layout: Layout, line: TextLine, border: int) -> NDArray[np.uint8]:
    """The line's picture on white, without pieces of other lines, with a white border."""
    reach = _cut_reach(layout)
    y0, y1 = max(0, line.top - reach), min(page.shape[0], line.bottom + reach)
    x0, x1 = max(0, line.x0 - reach), min(page.shape[1], line.x1 + reach)
    labels = layout.pieces.labels[y0:y1, x0:x1]
    own = np.zeros(len(layout.pieces.boxes) + 1, dtype=bool)
    own[0] = True
    own[np.array(line.members) + 1] = True
    foreign = ~own[labels]
    out = np.full((y1 - y0 + 2 * border, x1 - x0 + 2 * border), 255, dtype=np.uint8)
    body = page[y0:y1, x0:x1].copy()
    if foreign.any():
        body[cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    out[border : border + body.shape[0], border : border + body.shape[1]] = body
    return out
