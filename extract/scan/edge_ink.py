"""What the ink along a line and the print beside it say: whether a ruling is there.

A line is a place where a ruling may run; its edges are the stretches between two crossings. Everything is told for one
axis; for vertical lines the masks are transposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .connected_components import Mask
from .ruling_finder import Rule, Runs

CORRIDOR_POINTS, FRAME_POINTS = 9.0, 20.0
"""Least width of a white corridor between columns, and least length of what is left of a frame."""

SAME_POINTS = 3.5
"""What lies so close together is one line."""

MEETING_POINTS = 10.0
"""How far apart rulings end that end at one place."""

HALF, CLEAR, WHOLE = 0.5, 0.75, 0.85
"""Inked shares of an edge from which it is rather there than not, there beyond doubt, and without holes."""

CLEAR_POINTS, FAR_POINTS, MOST_PRINT = 2.2, 30.0, 0.02
"""How close to a line no print may stand, and how far off there must be some, in points; and the inked share up to
which it is none.
"""

OF_LINE_POINTS = 1.5
"""How far beside a line its own ink lies."""

WORN_COLUMN = 0.18
"""Inked share of the height of a worn table's column."""

CLOSE_FROM, CLOSE_TO = 0.7, 1.1
"""Points beside a line from which on, and over which, print is close to it."""

TRACE = 0.04
"""Inked share of a trace."""

ROW_POINTS = 10.0
"""A row of print is no lower."""

WORN_WHOLE = 0.6
"""Inked share of a whole edge of a worn table."""

PIECE_POINTS, CROSSING_POINTS = 6.0, 1.6
"""Least length of a piece of a ruling, and of print that crosses one."""

END_POINTS = 1.2
"""What of an edge's end is covered by the ruling that it meets, a double one at most."""

DOUBLE_END = 2.0
"""How far from an edge's end the lower half of a double ruling there reaches, which is no print."""

LETTER_POINTS, LETTERS_POINTS, BARE_SHARE = 3.0, 8.0, 0.2
"""How far aside of letters ink is theirs, how much of a line they stand at, and the share of it at least that is bare
of them, where they may be all that is inked.
"""

WORD_SPACE, LINE_WHITE, LINE_HALF = 3.5, 0.8, 0.6
"""Widest white between two words, least white between two lines of print, and half of what a single ruling is wide."""

TAILS_SHARE = 0.3
"""Most print below a ruling against that above it where letters stand on it: the tails of some."""
GATHERED = 0.4
"""Share of the places within 8 points that are inked where an inked one is no stray spot."""

BESIDE_STEM, ABOVE_LETTERS = 5.0, 2.0
"""How near to a stem the next letter stands, and how far a stem rises above small letters."""

STEMS_SHARE, BETWEEN_SHARE = 0.1, 0.35
"""Least inked share of a row of stems beside print, and its most between the lines against that."""


def shares_of(lines: Sequence[Rule], stops: list[float], runs: Runs, scale: float) -> list[list[float]]:
    """For each line the inked share of its edges between the stops, without their ends, where other rulings cross."""
    ends = END_POINTS * scale
    edges = [(start + ends, end - ends) for start, end in pairwise(stops)]
    return [
        [share_of(inked, a, b) for a, b in edges] for inked in (runs.along(line, scale) for line in lines)
    ]


def is_stems(
    line: Rule,
    inked: NDArray[np.bool_],
    stops: Sequence[float],
    print_only: NDArray[np.bool_],
    scale: float,
) -> bool:
    """Whether a column is made of the stems of letters that begin lines of print: between the lines it has no ink.

    Rows in which it has none at all do not count: a cell spans the columns there.
    """
    low, high = round(stops[0]) + 2, round(stops[-1]) - 1
    near, far, middle = round(line.width / 2 + 0.5 * scale), round(BESIDE_STEM * scale), round(line.pos)
    beside = print_only[middle + near : middle + far, low:high].any(axis=0)
    beside |= print_only[max(0, middle - far) : max(0, middle - near), low:high].any(axis=0)
    room = round(ABOVE_LETTERS * scale)
    if high - low <= 2 * room:
        return False  # lower than a line of print
    lines = np.convolve(beside, np.ones(2 * room + 1), mode="same") > 0
    bare = np.zeros(high - low, dtype=bool)
    for start, end in pairwise(stops):
        bare[max(0, round(start) - low) : max(0, round(end) - low)] = share_of(inked, start, end) < TRACE
    there, between = inked[low:high][lines & ~bare], inked[low:high][~lines & ~bare]
    least = FRAME_POINTS * scale
    if len(there) < least or len(between) < least:
        return False
    return bool(there.mean() >= STEMS_SHARE and between.mean() < BETWEEN_SHARE * there.mean())


def is_found(line: Rule, start: float, end: float, pieces: Sequence[Rule], scale: float) -> bool:
    """Whether a piece of ruling was found on the line between two columns; letters' feet give none."""
    near = [piece for piece in pieces if abs(piece.pos - line.pos) <= SAME_POINTS * scale]
    return any(min(end, piece.end) - max(start, piece.start) >= PIECE_POINTS * scale for piece in near)


def in_the_clear(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether no print stands close to the line between two columns, but some above it and some below."""
    low, high = round(start + 3 * scale), round(end - 3 * scale)
    middle, near, clear, far = (round(v) for v in (line.pos, scale, CLEAR_POINTS * scale, FAR_POINTS * scale))
    if high <= low or middle - clear < 0:
        return False
    least = 6 * scale * scale
    for close, wide in (
        (slice(middle - clear, middle - near), slice(max(0, middle - far), middle - clear)),
        (slice(middle + near, middle + clear), slice(middle + clear, middle + far)),
    ):
        inked = (ink[close, low:high] > 0) & (runs.mask[close, low:high] == 0)
        if np.count_nonzero(inked) > MOST_PRINT * inked.size or np.count_nonzero(ink[wide, low:high]) < least:
            return False
    return True


def is_corridor(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether a white corridor, wider than a space between words, runs along the line between two places."""
    low, high = round(start + 2 * scale), round(end - 2 * scale)
    middle, reach = round(line.pos), round(CORRIDOR_POINTS * scale)
    if high <= low:
        return False
    rows = slice(max(0, middle - reach), middle + reach)
    print_only = (ink[rows, low:high] > 0) & (runs.mask[rows, low:high] == 0)
    inked = print_only.sum(axis=1)
    rest = max(0, middle - rows.start - round(OF_LINE_POINTS * scale))
    of_line = inked[rest : middle - rows.start + round(OF_LINE_POINTS * scale)]
    of_line[of_line <= 2 * CROSSING_POINTS * scale] = 0  # what is left of the line itself
    print_at = np.flatnonzero(inked) + rows.start
    before = max((int(at) for at in print_at if at < middle), default=rows.start)
    after = min((int(at) for at in print_at if at >= middle), default=rows.stop)
    return after - before > CORRIDOR_POINTS * scale


def is_column(shares: list[float], edges: list[tuple[float, float]], scale: float, sound: bool) -> bool:
    """Whether a line has ink enough for a column's ruling: a whole edge, or a good part of a worn table's height."""
    least = ROW_POINTS * scale
    lengths = [end - start for start, end in edges]
    total = sum(share * length for share, length in zip(shares, lengths, strict=True))
    if not sound and total >= WORN_COLUMN * sum(lengths):
        return True
    whole = WHOLE if sound else WORN_WHOLE
    return any(share >= whole and length >= least for share, length in zip(shares, lengths, strict=True))


def has_print_beside(line: Rule, start: float, end: float, ink: Mask, reach: float, scale: float) -> bool:
    """Whether print stands on both sides of a line between two places, as in two cells of a row."""
    low, high = round(start) + 2, round(end) - 1
    middle, near, far = round(line.pos), round(3 * scale), round(reach)
    left = ink[max(0, middle - far) : max(0, middle - near), low:high]
    right = ink[middle + near : middle + far, low:high]
    least = 12 * scale * scale
    return bool(np.count_nonzero(left) > least and np.count_nonzero(right) > least)


def print_around(
    line: Rule, start: float, end: float, before: float, after: float, ink: Mask, scale: float
) -> tuple[bool, bool]:
    """Whether print stands between two places on each side of a line, as far as the lines ``before`` and ``after``."""
    low, high, clear = round(start + 3 * scale), round(end - 3 * scale), round(2 * scale)
    middle = round(line.pos)
    above = ink[round(before) + clear : middle - clear, low:high]
    below = ink[middle + clear : round(after) - clear, low:high]
    least = 2 * scale * scale
    return bool(np.count_nonzero(above) > least), bool(np.count_nonzero(below) > least)


def gathered(inked: NDArray[np.bool_], start: float, end: float, scale: float) -> NDArray[np.intp]:
    """The inked places of a line between two columns, without stray specks."""
    low, high = round(start) + 2, round(end) - 1
    window = max(3, round(8 * scale))
    part = inked[low:high]
    if len(part) < window:
        return np.empty(0, dtype=np.intp)
    near = np.convolve(part, np.ones(window) / window, mode="same") >= GATHERED
    return np.flatnonzero(part & near) + low


def is_crossed(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether print goes over the line between two places, as it does in a cell that spans the columns."""
    if line.axis == "v":
        return _is_within_words(line, start, end, ink, runs, scale)
    before, after = _close_print(line, start, end, ink, runs, scale)
    return bool(np.count_nonzero(before & after) >= CROSSING_POINTS * scale)


def _is_within_words(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether a line of print has no more white at a vertical line than there is between two words.

    It must go on to both sides, for what is left of a double ruling looks like letters, too.
    """
    low, high = round(start + DOUBLE_END * scale), round(end - DOUBLE_END * scale)
    middle, reach = round(line.pos), round(WORD_SPACE * scale)
    near = round(min(line.width / 2, LINE_HALF * scale) + CLOSE_FROM * scale)
    own = max(near, round(line.width / 2 + 0.5 * scale))
    wide = own + reach
    if high <= low or middle - wide < 0 or middle + wide >= len(ink):
        return False
    print_only = ink[middle - wide : middle + wide, low:high] > 0
    drawn = runs.mask[middle - own : middle + own, low:high] > 0
    if drawn.any(axis=0).mean() >= HALF:
        print_only[wide - own : wide + own] &= ~drawn
        print_only[wide - near : wide + near] = False
    else:  # letters' stems, and what is left of a ruling
        print_only[wide - near : wide + near] &= ~drawn[own - near : own + near]
    before, after = print_only[:wide][::-1], print_only[wide:]
    for top, bottom in stretches(np.asarray(print_only.any(axis=0)), LINE_WHITE * scale):
        sides = [np.flatnonzero(side[:, top:bottom].any(axis=1)) for side in (before, after)]
        if bottom - top < CROSSING_POINTS * scale or not all(map(len, sides)):
            continue
        if sides[0][0] + sides[1][0] <= reach and min(sides[0][-1], sides[1][-1]) > own:
            return True
    return False


def stretches(inked: NDArray[np.bool_], white: float) -> list[tuple[int, int]]:
    """Start and end (pixels, end exclusive) of each stretch of ink; gaps of at most ``white`` pixels do not end one."""
    places = np.flatnonzero(inked)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > white)
    firsts, lasts = [0, *(breaks + 1)], [*breaks, len(places) - 1]
    return [(int(places[a]), int(places[b]) + 1) for a, b in zip(firsts, lasts, strict=True)]


def print_runs(
    sides: tuple[float, float],
    between: Sequence[float],
    start: float,
    end: float,
    ink: Mask,
    runs: Runs,
    scale: float,
) -> list[tuple[int, int]]:
    """Start and end of each stretch of print between two vertical lines, cut at white corridors between columns.

    Of the lines ``between`` the two only what is left is no print.
    """
    clear, near = round(2 * scale), round(SAME_POINTS * scale)
    left, top = round(sides[0]) + clear, round(start) + near
    part = slice(left, round(sides[1]) - clear), slice(top, round(end) - near)
    print_only = ink[part] > 0
    for line in between:
        low = max(0, round(line) - clear - left)
        high = max(low, min(len(print_only), round(line) + clear - left))
        print_only[low:high] &= runs.mask[low + left : high + left, part[1]] == 0
    covered = print_only.sum(axis=1) >= 2
    return [(a + left, b + left) for a, b in stretches(covered, CORRIDOR_POINTS * scale)]


def is_one_text(words: Sequence[tuple[int, int]], lines: Sequence[float]) -> bool:
    """Whether the runs of words are one text: there are some, and no vertical line stands between two of them."""
    return bool(words) and not any(a[1] <= line <= b[0] for a, b in pairwise(words) for line in lines)


def bears_print(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether print stands on a horizontal line, so that only the tails of few letters go over it."""
    above, below = _close_print(line, start, end, ink, runs, scale)
    return line.axis == "h" and bool(np.count_nonzero(below) < TAILS_SHARE * np.count_nonzero(above))


def is_print(line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float) -> bool:
    """Whether a horizontal line has ink between two places only where print stands beside it, so that this is its."""
    above, below = _close_print(line, start, end, ink, runs, scale)
    letter = np.ones(2 * round(LETTER_POINTS * scale) + 1)
    bare = np.convolve(above | below, letter, mode="same") == 0
    if np.count_nonzero(bare) < BARE_SHARE * len(bare) or np.count_nonzero(~bare) < LETTERS_POINTS * scale:
        return False
    return bool(runs.along(line, scale)[round(start) + 2 : round(end) - 1][bare].mean() < TRACE)


def _close_print(
    line: Rule, start: float, end: float, ink: Mask, runs: Runs, scale: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each place along a line, between two of them, whether print lies close on one side and on the other."""
    low, high = round(start) + 2, round(end) - 1
    near = round(line.width / 2 + CLOSE_FROM * scale)
    reach = near + max(2, round(CLOSE_TO * scale))
    middle = round(line.pos - 0.5)
    if high <= low or middle - reach < 0 or middle + reach >= len(ink):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    sides = []
    for rows in (slice(middle - reach, middle - near), slice(middle + near + 1, middle + reach + 1)):
        print_only = (ink[rows, low:high] > 0) & (runs.mask[rows, low:high] == 0)
        sides.append(np.asarray(print_only.any(axis=0)))
    return sides[0], sides[1]


def share_of(inked: NDArray[np.bool_], start: float, end: float) -> float:
    """The inked share between two places, without what lies close to them."""
    part = inked[round(start) + 2 : max(0, round(end) - 1)]
    return float(part.mean()) if len(part) else 0.0
