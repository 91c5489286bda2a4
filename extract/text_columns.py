"""Columns of running text on a page, told apart so that a table in one of them is read by itself.

A column of text is a run of lines below each other that begin at one place and mostly end at another; what stands
beside it on the same lines is none of it.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from ..schema.blocks import Word
from ..schema.geometry import Box
from .figure_lines import Atom, Row, row_of, usual_space
from .page_content import Fill, Ruling
from .tables_beside import white_below_captions, white_between_tables
from .text_lines import KnownLines, group_lines

LINES = 8  # a column of running text has as many below each other; cells have fewer
WORDS = 4  # a line of it has as many
SAME_START = 2.0  # points: lines of one column begin within this
FULL = 0.8  # of the column's width: most of its lines are as long
MOST_SHORT = 0.35  # of the lines: the last ones of paragraphs are shorter
CLOSE = 0.8  # of the lines of running text follow the one before closely
READS_ON = (
    0.2  # of the lines begin in lower case at least, as a sentence goes on; cells below each other hardly do
)
SEVERAL = 2  # words of a line of running text, on the average, even in a narrow column
SET = 0.7  # of the lines of a column set to both sides reach from one to the other
WIDER = 1.4  # times as long as usual are lines of another text
STEP = 2.0  # of a line's height: so near below a text stand a table's shaded rows
NEXT = 2.8  # of a line's height: lines of running text follow within this, over a paragraph's last words
INDENT = 2.5  # of a line's height: how far a paragraph's first line begins behind the others
RULES_ACROSS = 3  # so many rules over a gutter are a table's
BESIDE = 20.0  # points: rules and shaded bands across a gutter reach as far on each side
GUTTER = 0.8  # of a line's height: the least white space between two columns of text


def text_columns(
    words: Sequence[Word],
    rules: Sequence[Ruling] = (),
    bands: Sequence[Box] = (),
    fills: Sequence[Fill] = (),
    known: KnownLines | None = None,
) -> list[list[Row]]:
    """The lines of each column of a page set in columns, those of all the words together where it is not.

    Two tables that captions name, or rules or ``fills`` draw, beside each other stand in columns, too.
    What horizontal ``rules`` cross again and again, or one of the shaded ``bands`` (outlines of tables' shaded rows)
    right above or below, is no gutter but a long cell's side.
    """
    lines = known.of(words) if known else group_lines(words)
    space = usual_space(lines)
    rows = [row_of(line, space) for line in lines]
    cut = _gutter(words, rows, rules, bands) or white_below_captions(lines)
    cut = cut or white_between_tables(words, rules, fills)
    if cut is None:
        return [rows]
    x, top, bottom = cut
    inside = [w for w in words if top <= w.box.cy <= bottom]
    parts = [
        [w for w in words if w.box.cy < top],
        [w for w in inside if w.box.cx < x],
        [w for w in inside if w.box.cx >= x],
        [w for w in words if w.box.cy > bottom],
    ]
    out: list[list[Row]] = []
    for part in parts:
        if part:
            out += text_columns(part, rules, bands, fills) if len(part) < len(words) else [rows]
    return out


def are_prose(words: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether every column between the positions ``xs`` holds justified text, which a table's columns never all do."""
    for left, right in pairwise(xs):
        lines = group_lines([w for w in words if left <= w.box.cx < right])
        if len(lines) < LINES:
            return False
        starts, ends = ([getattr(ln.box, side) for ln in lines] for side in ("x0", "x1"))
        both = (
            abs(a - statistics.median(starts)) <= SAME_START and max(ends) - b <= SAME_START
            for a, b in zip(starts, ends, strict=True)
        )
        if sum(both) < SET * len(lines):
            return False
    return True


def read_on(texts: Sequence[str]) -> bool:
    """Whether texts taken for rows are lines of running text: of several words, and most begin in lower case."""
    filled = [text for text in texts if text]
    words = sum(len(text.split()) for text in filled)
    lower = sum(text[:1].islower() for text in filled)
    return words > SEVERAL * len(filled) and 2 * lower > len(filled)


def _gutter(
    words: Sequence[Word], rows: Sequence[Row], rules: Sequence[Ruling], bands: Sequence[Box]
) -> tuple[float, float, float] | None:
    """A place beside a column of text, and the heights between which no word stands across it."""
    atoms = [
        (row, atom)
        for row in rows
        for atom in row.atoms
        if len(atom.words) >= WORDS and len(atom.text.split()) >= WORDS
    ]
    if len(atoms) < LINES:
        return None
    for run in _column_runs(atoms):
        height = statistics.median(row.height for row, _ in run)
        left = statistics.median(a.x0 for _, a in run)
        right = max(a.x1 for _, a in run)
        top, bottom = run[0][0].top, run[-1][0].bottom
        for x, is_left in ((left - GUTTER * height / 2, True), (right + GUTTER * height / 2, False)):
            level = [w for w in words if top <= w.box.cy <= bottom]
            beside = [w for w in level if (w.box.x1 < x if is_left else w.box.x0 > x)]
            if len({round(w.box.cy / height) for w in beside}) < LINES / 2:
                continue
            shaded = [box for box in bands if box.x0 < x - BESIDE and box.x1 > x + BESIDE]
            if any(box.top - STEP * height < bottom and top < box.bottom + STEP * height for box in shaded):
                continue
            across = [w.box for w in words if w.box.x0 < x < w.box.x1] + shaded
            low = max((box.bottom for box in across if box.cy < top), default=0.0)
            high = min((box.top for box in across if box.cy > bottom), default=float("inf"))
            if not any(low < box.cy < high for box in across) and not _is_ruled(x, low, high, rules):
                return x, low, high
    return None


def _is_ruled(x: float, low: float, high: float, rules: Sequence[Ruling]) -> bool:
    """Whether rules cross a place between two heights as often as those between a table's rows."""
    over = [r for r in rules if r.axis == "h" and r.start < x - BESIDE and r.end > x + BESIDE]
    return sum(low < r.pos < high for r in over) >= RULES_ACROSS


def _column_runs(atoms: Sequence[tuple[Row, Atom]]) -> list[list[tuple[Row, Atom]]]:
    """Runs of lines that make up a column of text, the longest first."""
    groups: list[list[tuple[Row, Atom]]] = []
    for row, atom in atoms:
        for group in groups:
            last, other = group[-1]
            near = row.top - last.top <= NEXT * max(row.height, last.height)
            if near and row is not last and _follows(group, other, atom, row.height):
                group.append((row, atom))
                break
        else:
            groups.append([(row, atom)])
    groups = [_without_headings(_without_wider(group)) for group in groups]
    return sorted((g for g in groups if len(g) >= LINES and _is_prose(g)), key=len, reverse=True)


def _follows(group: Sequence[tuple[Row, Atom]], above: Atom, atom: Atom, height: float) -> bool:
    """Whether a line begins where the one above it or the column does; a paragraph's first line is indented."""
    if abs(above.x0 - atom.x0) <= SAME_START:
        return True
    indent = atom.x0 - min(a.x0 for _, a in group)
    is_full = abs(atom.x1 - max(a.x1 for _, a in group)) <= SAME_START
    return abs(indent) <= SAME_START or (0 < indent <= INDENT * height and is_full)


def _without_wider(group: list[tuple[Row, Atom]]) -> list[tuple[Row, Atom]]:
    """The lines without those of a heading or a text over several columns that begins at the same place."""
    width = statistics.median(a.x1 - a.x0 for _, a in group)
    return [(row, a) for row, a in group if a.x1 - a.x0 <= WIDER * width]


def _without_headings(group: list[tuple[Row, Atom]]) -> list[tuple[Row, Atom]]:
    """The lines without those at either end that white sets apart from the others."""
    near = [_is_close(a, b) for (a, _), (b, _) in pairwise(group)]
    if True not in near:
        return group[:1]
    return group[near.index(True) : len(group) - near[::-1].index(True)]


def _is_close(above: Row, below: Row) -> bool:
    return below.top - above.bottom < above.height


def _is_prose(group: Sequence[tuple[Row, Atom]]) -> bool:
    left = min(a.x0 for _, a in group)
    right = max(a.x1 for _, a in group)
    short = sum(a.x1 - left < FULL * (right - left) for _, a in group)
    close = sum(_is_close(a, b) for (a, _), (b, _) in pairwise(group))
    reads_on = sum(a.text[:1].islower() or a.text.isupper() for _, a in group) >= READS_ON * len(group)
    return reads_on and short <= MOST_SHORT * len(group) and close >= CLOSE * (len(group) - 1)
