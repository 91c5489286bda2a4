"""Merges pieces of rulings into whole rulings.

Pieces of one line (drawn cell by cell, dashed, with hair gaps) are merged where they lie at one position,
within a tolerance that follows their thickness, and where the gap along the line is a hair or a dash. Two
parallel lines of a double border stay two here: the grid's positions swallow them (see `ruled_grid`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from .page_content import Ruling

HAIR = 2.0  # points: a gap in a line that is no gap
ASIDE = 0.6  # points: how far pieces of one line lie apart across it, beside half of their thickness
LEAST_LENGTH = 0.01  # points: for two pieces without a length
DASH = 12.0  # points: pieces up to this length are dashes
DASH_GAP = 6.0  # points: the gap between dashes
_PLACE, _ENDS = attrgetter("pos", "start"), attrgetter("start", "end")


def merge_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """One ruling for every line, sorted by axis, position and start."""
    out: list[Ruling] = []
    for axis in ("h", "v"):
        pieces = sorted((r for r in rulings if r.axis == axis), key=_PLACE)
        for group in _by_position(pieces):
            out.extend(_along(group))
    return out


def _by_position(pieces: Sequence[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for piece in pieces:
        if groups:
            last = groups[-1]
            tolerance = ASIDE + (last[-1].width + piece.width) / 4
            if piece.pos - last[-1].pos <= tolerance and piece.pos - last[0].pos <= 2 * tolerance:
                last.append(piece)
                continue
        groups.append([piece])
    return groups


def _along(group: list[Ruling]) -> list[Ruling]:
    out: list[Ruling] = []
    if len(group) == 1:
        return group
    for piece in sorted(group, key=_ENDS):
        if out:
            last = out[-1]
            gap = piece.start - last.end
            both_dashes = piece.length <= DASH and gap <= DASH_GAP
            if gap <= HAIR or both_dashes:
                out[-1] = _one_ruling(last, piece)
                continue
        out.append(piece)
    return out


def _one_ruling(a: Ruling, b: Ruling) -> Ruling:
    axis, pos, start, end, width = a
    _, other_pos, other_start, other_end, other_width = b
    length, other_length = end - start, other_end - other_start
    middle = (pos * length + other_pos * other_length) / max(length + other_length, LEAST_LENGTH)
    first = start if start < other_start else other_start
    last = end if end > other_end else other_end
    return Ruling(axis, middle, first, last, width if width > other_width else other_width)


def covered(pieces: Iterable[tuple[float, float]], start: float, end: float) -> float:
    """Length of ``start``..``end`` that the pieces cover together; overlaps count once."""
    total, reach = 0.0, start
    for a, b in sorted(pieces):
        begun, ended = max(a, reach), min(b, end)
        if ended > begun:
            total += ended - begun
            reach = ended
    return total


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Centres of groups of values of which neighbours lie within ``tolerance``; ascending.

    A group never grows beyond twice the tolerance.
    """
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance and value - groups[-1][0] <= 2 * tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]
