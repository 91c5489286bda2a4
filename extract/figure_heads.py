"""The head of a table of figures: which lines it has, and which columns its texts stand over.

Going up from the first line of data, the head's lines hold texts over the columns of figures; a rule over them, wide
white space or a title ends it. A text over several columns spans them, as does what a rule below it underlines. Lines
of a text that wraps within its column are one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import comb

from ..schema.blocks import Cell, Word
from ..schema.geometry import Box
from .figure_lines import Atom, FigureTable, Row
from .page_content import Ruling
from .text_lines import group_lines

MOST_LINES = 9  # of a head
WHITE = 1.4  # of the height of the lines of data: wider white space ends the head
WRAP = 0.6  # of a line's height: white space within a text that wraps is less
NEXT = 0.8  # of the font size: a line below that stands closer goes on
LABELLED = 0.6  # of the lines: as many have a label where the first column holds labels
UNDERLINED = 0.6  # of a line's height: a rule so near below a text underlines it
HALF = 0.25  # of a line's height: lines that overlap by more are none below each other
INDENT = 4.0  # of the font size: how far before its group's labels the group's title may begin
MOST_PERIODS = 2  # lines of years or numbers of columns; more are the table's own figures
LEAST_GROUPS, LEAST_IN_GROUP = 2, 3  # of columns that texts without a rule below stand over; columns in each
WIDER, TYPED = (
    1.8,
    0.28,
)  # times a text's own least space is white between two; a typed space, of the font size
MIDDLE = (
    2.0  # of the font size: so far from the middle of its columns stands a text over figures set to one side
)
WIDE = 0.6  # of the table's width: rules over the whole table are as long
MOST_WAYS = (
    5000  # to part columns into groups that are tried; heads of more columns have a rule for each group
)
PERIOD = re.compile(
    r"^(?:\(?[a-z0-9]{1,2}\)?|(?:1[89]|20)\d\d(?:[-–/]\d{2,4})?[a-z*]?|\d\d/\d\d|\d{1,3}(?:[-–]\d{1,3}|\+))$"
)
"""A year, two of them, or the number of a column; a class from one number to another, or upwards of one."""


def head_start(table: FigureTable, rules: Sequence[Ruling], least: int) -> tuple[int, list[int]]:
    """The place of the first line below the head, and the head's lines; none lies before ``least``."""
    first = table.data[0]
    head: list[int] = []
    periods = 0
    while periods < len(table.data) and _is_period_line(table, table.data[periods]):
        periods += 1
    while periods <= MOST_PERIODS and first in table.data[:periods] and len(table.data) - periods > 1:
        head.append(first)
        first += 1
        while first not in table.data:
            head.append(first)
            first += 1
    top = table.data[0]
    weak: list[int] = []
    strong = [*head]
    place = top
    while place > least and top - place < MOST_LINES:
        place -= 1
        row, below = table.rows[place], table.rows[place + 1]
        ruled = _ruled_between(row, below, table, rules)
        if (_white(row, below, ruled) > WHITE * table.em or (ruled and strong and place + 1 < top)) and not (
            ruled and strong and _stands_over(table, row, below)
        ):
            break
        if _stands_over(table, row, below):
            strong = [*range(place, top), *head]
            weak = []
        elif _is_label(table, row):
            weak.append(place)
        elif strong or not table.is_centred(row):  # the first panel's title stands between head and rows
            break
    if not strong:
        body = first
        while weak and body - 1 in weak and _is_near(table, body - 1):
            body -= 1
        return body, []
    begin = min(strong)
    titles = first
    last = max([begin, *(i for i in head if i in table.data)])
    while titles - 1 > last and _names_rows(table, table.rows[titles - 1]):
        titles -= 1
    titles = _below_rule(table, rules, max(begin, last) + 1, titles)
    while titles - 1 > max(begin, last) and _reaches_into(table, titles - 1):
        titles -= 1
    return titles, list(range(begin, titles))


def _below_rule(table: FigureTable, rules: Sequence[Ruling], least: int, end: int) -> int:
    """The first of the last lines before ``end`` that are rows, as a rule under the whole head parts them from it."""
    for place in range(end - 1, least - 1, -1):
        if table.column_of(table.rows[place].atoms[0]) != 0:
            break
        if _ruled_between(table.rows[place - 1], table.rows[place], table, rules, whole=True):
            return place
    return end


def _reaches_into(table: FigureTable, place: int) -> bool:
    """Whether a line holds texts in whose middle the figures of the line below stand, a half line lower."""
    row, figures = table.rows[place], table.figure_columns
    overlap = row.bottom - table.rows[place + 1].top
    return overlap > HALF * row.height and not any(table.column_of(a) in figures for a in row.atoms)


def _is_near(table: FigureTable, place: int) -> bool:
    return table.rows[place + 1].top - table.rows[place].bottom < NEXT * table.em


def _is_period_line(table: FigureTable, place: int) -> bool:
    """Whether a line of data holds nothing but the years or numbers of columns."""
    atoms = table.rows[place].atoms
    over = [a for a in atoms if table.column_of(a) != 0]
    if not all(PERIOD.match(a.text) or not a.is_figure for a in over):
        return False
    others = [table.rows[i] for i in table.data if i != place]
    figures = table.figure_columns
    if any(not a.is_figure and table.column_of(a) in figures for a in over):
        return True
    labelled = sum(table.column_of(row.atoms[0]) == 0 for row in others) > LABELLED * len(others)
    return labelled and (len(over) == len(atoms) or not atoms[0].is_figure)


def _stands_over(table: FigureTable, row: Row, below: Row | None = None) -> bool:
    """Whether a line holds texts over columns of figures, rather than a title; ``below`` is the next line."""
    left = table.columns[1][0]
    if any(a.x0 < table.columns[0][1] and a.x1 > left + table.em for a in row.atoms):
        return False
    over = [atom for atom in row.atoms if atom.x1 > left]
    if not over or over[-1].x0 > table.columns[-1][1] + 2 * table.em:
        return False
    if len(row.atoms) > 1 or len(table.columns) == 2:
        return len(row.atoms) > 1 or row.atoms[0].x0 > table.columns[0][1]
    whole = (table.columns[0][0] + table.columns[-1][1]) / 2
    figures = (left + table.columns[-1][1]) / 2
    centred = abs(row.atoms[0].cx - whole) < min(abs(row.atoms[0].cx - figures), table.em)
    over_one = table.columns_under(row.atoms[0])
    if len(over_one) == 1 and below is not None:  # the first line of a column's head
        under = [a for a in below.atoms if table.columns_under(a) == over_one]
        centred = centred and not any(not a.is_figure for a in under)
    return not centred and row.atoms[0].x0 > table.columns[0][1] - table.em


def _is_label(table: FigureTable, row: Row) -> bool:
    """Whether a line holds nothing but a text in the labels' column."""
    return (
        len(row.atoms) == 1
        and table.columns[0][0] - INDENT * table.em <= row.atoms[0].x0 < table.columns[0][1]
        and (row.atoms[0].x1 <= table.columns[1][0] + table.em)
    )


def _names_rows(table: FigureTable, row: Row) -> bool:
    """Whether a line is the title of the rows below it."""
    return _is_label(table, row) or (table.is_centred(row) and not _stands_over(table, row))


def _ruled_between(
    above: Row, below: Row, table: FigureTable, rules: Sequence[Ruling], *, whole: bool = False
) -> list[float]:
    """The heights of rules over the table's width, the labels' column too if ``whole``, between two lines."""
    width = table.columns[-1][1] - table.columns[0][0]
    return [
        r.pos
        for r in rules
        if above.line.box.cy < r.pos < below.line.box.cy
        and min(r.end, table.columns[-1][1]) - max(r.start, table.columns[0][0]) >= WIDE * width
        and not (whole and r.start > table.columns[0][0] + table.em)
    ]


def _white(above: Row, below: Row, ruled: Sequence[float]) -> float:
    """The widest white between two lines, or between one of them and a rule."""
    return max(b - a for a, b in pairwise(sorted([above.bottom, *ruled, below.top])))


def head_cells(
    table: FigureTable, head: Sequence[int], rules: Sequence[Ruling], xs: Sequence[float]
) -> tuple[list[float], list[Cell]]:
    """The heights of the head's rows and its cells."""
    if not head:
        return [], []
    rows = [_apart(table, table.rows[i]) for i in head]
    below = table.rows[head[-1] + 1]
    ys = [rows[0].top - 1, *((a.bottom + b.top) / 2 for a, b in pairwise(rows))]
    ys.append((rows[-1].bottom + below.top) / 2)
    parts: list[_Part] = []
    for level, row in enumerate(rows):
        following = rows[level + 1] if level + 1 < len(rows) else None
        for atom, over in zip(row.atoms, _ranges(table, row, following, rules), strict=True):
            _place(parts, level, over, atom, rows, rules)
    return _compressed(parts, ys, xs)


def _apart(table: FigureTable, row: Row) -> Row:
    """The head's line, texts parted at white that is wider than their own spaces and lies between two columns."""
    between = [(a[1], b[0]) for a, b in pairwise(table.columns)]
    atoms: list[Atom] = []
    for atom in row.atoms:
        whites = [b.box.x0 - a.box.x1 for a, b in pairwise(atom.words)]
        least = WIDER * min([*whites, TYPED * table.em])
        words = [atom.words[0]]
        for (a, b), white in zip(pairwise(atom.words), whites, strict=True):
            if white > least and any(b.box.x0 > x0 and a.box.x1 < x1 for x0, x1 in between):
                atoms.append(_atom(words))
                words = []
            words.append(b)
        atoms.append(_atom(words) if len(words) < len(atom.words) else atom)
    return Row(row.line, atoms)


def _atom(words: Sequence[Word]) -> Atom:
    return Atom(list(words), words[0].box.x0, words[-1].box.x1, " ".join(w.text for w in words))


class _Part:
    """A cell of the head: the columns and lines it has."""

    def __init__(self, level: int, over: range, atom: Atom) -> None:
        self.first = self.last = level
        self.over = over
        self.atoms = [atom]


def _ranges(table: FigureTable, row: Row, following: Row | None, rules: Sequence[Ruling]) -> list[range]:
    """The columns that each of a head line's texts stands over; ``following`` is the line below, if it has one."""
    out: list[range] = []
    width = table.columns[-1][1] - table.columns[0][0]
    for atom in row.atoms:
        over = table.columns_under(atom)
        under = [
            r
            for r in rules
            if row.line.box.cy < r.pos < row.bottom + UNDERLINED * row.height
            and [a for a in row.atoms if r.start <= a.x0 + 2 and r.end >= a.x1 - 2] == [atom]
            and (r.length < WIDE * width or r.start > table.columns[0][1])
        ]
        if under:
            rule = min(under, key=lambda r: r.length)
            ruled = [c for c, (a, b) in enumerate(table.columns) if rule.start < (a + b) / 2 < rule.end]
            if ruled:
                over = range(ruled[0], ruled[-1] + 1)
        out.append(over)
    if shared := _shared_out(table, row):
        return shared
    for i, over in _over_one_rule(table, row, rules).items():
        out[i] = over
    for i, over in enumerate(out):
        two = _between_two(table, row.atoms[i], over, following) if following else over
        if not any(two.start < o.stop and o.start < two.stop for j, o in enumerate(out) if j != i):
            out[i] = two
    grown = True
    while grown:
        grown = False
        for i, over in enumerate(out):
            if len(over) < 2:
                continue
            wider = range(over.start - 1, over.stop + 1)
            free = wider.start > 0 and wider.stop <= len(table.columns)
            taken = any(o.start < wider.stop and wider.start < o.stop for j, o in enumerate(out) if j != i)
            if free and not taken and _off(table, row.atoms[i], wider) <= 0.5 * table.em:
                out[i], grown = wider, True
    for i in range(1, len(out)):
        if out[i].start < out[i - 1].stop and out[i].stop > out[i - 1].stop:
            out[i] = range(out[i - 1].stop, out[i].stop)
    return out


def _shared_out(table: FigureTable, row: Row) -> list[range]:
    """Equal groups of columns in whose middles the line's texts stand; a text over the labels may stand before them."""
    stub = int(table.column_of(row.atoms[0]) == 0)
    texts, columns = row.atoms[stub:], len(table.columns) - 1
    if len(texts) < LEAST_GROUPS or columns % len(texts) or columns // len(texts) < LEAST_IN_GROUP:
        return []
    each = columns // len(texts)
    groups = [range(1 + i * each, 1 + (i + 1) * each) for i in range(len(texts))]
    if any(_off(table, a, over) > table.em for a, over in zip(texts, groups, strict=True)):
        return []
    return [range(1)] * stub + groups


def _over_one_rule(table: FigureTable, row: Row, rules: Sequence[Ruling]) -> dict[int, range]:
    """The columns of texts side by side above one rule that runs over more columns: they stand in their middles."""
    out: dict[int, range] = {}
    for rule in rules:
        if not row.line.box.cy < rule.pos < row.bottom + UNDERLINED * row.height:
            continue
        columns = [c for c, (a, b) in enumerate(table.columns) if rule.start < (a + b) / 2 < rule.end]
        texts = [i for i, a in enumerate(row.atoms) if rule.start - 2 <= a.x0 and a.x1 <= rule.end + 2]
        if not 1 < len(texts) < len(columns) or columns[0] == 0:
            continue
        if comb(len(columns) - 1, len(texts) - 1) > MOST_WAYS:
            continue
        ways = []
        for cuts in combinations(range(1, len(columns)), len(texts) - 1):
            groups = [range(columns[a], columns[b - 1] + 1) for a, b in pairwise([0, *cuts, len(columns)])]
            ways.append(([_off(table, row.atoms[i], g) for i, g in zip(texts, groups, strict=True)], groups))
        near = [way for way in ways if max(way[0]) <= MIDDLE * table.em]
        if near:  # groups of as many columns each, or else those in whose middles the texts stand best
            _, groups = min(near, key=lambda way: (len({len(g) for g in way[1]}) > 1, sum(way[0])))
            out |= dict(zip(texts, groups, strict=True))
    return out


def _between_two(table: FigureTable, atom: Atom, over: range, following: Row) -> range:
    """The columns of two texts in the following line between which a text stands, or else those that it stands over.

    Its middle lies in the white beside the column below it, in the middle of both columns and their texts.
    """
    x0, x1 = table.columns[over.start][0], table.columns[over.stop - 1][1]
    if len(over) > 1 or x0 <= atom.cx <= x1:
        return over
    two = range(over.start, over.stop + 1) if atom.cx > x1 else range(over.start - 1, over.stop)
    texts = [a for a in following.atoms if table.column_of(a) in two]
    if two.start < 1 or two.stop > len(table.columns) or {table.column_of(a) for a in texts} != set(two):
        return over
    left = min(table.columns[two.start][0], *(a.x0 for a in texts))
    right = max(table.columns[two.stop - 1][1], *(a.x1 for a in texts))
    return two if abs(atom.cx - (left + right) / 2) <= 0.5 * table.em else over


def _off(table: FigureTable, atom: Atom, over: range) -> float:
    return abs(atom.cx - (table.columns[over.start][0] + table.columns[over.stop - 1][1]) / 2)


def _place(
    parts: list[_Part], level: int, over: range, atom: Atom, rows: Sequence[Row], rules: Sequence[Ruling]
) -> None:
    """Puts a text to the part that it goes on with, or makes a new one of it."""
    mine = [p for p in parts if p.over.start < over.stop and over.start < p.over.stop]
    last = max(mine, key=lambda p: p.last, default=None)
    if last is not None:
        white = rows[level].top - rows[last.last].bottom
        x0, x1 = min(a.x0 for a in last.atoms), max(a.x1 for a in last.atoms)
        parted = any(
            rows[last.last].line.box.cy < r.pos < rows[level].line.box.cy and r.start < x1 and r.end > x0
            for r in rules
        )
        units = _is_unit_line(rows[level]) or _is_unit_line(rows[last.last])
        same = (last.over == over and not units) or last.last == level
        if same and not parted and (white <= WRAP * rows[level].height or last.last == level):
            last.atoms.append(atom)
            last.last = level
            return
    parts.append(_Part(level, over, atom))


def _is_unit_line(row: Row) -> bool:
    """Whether a line of the head holds nothing but bracketed units or numbers of columns."""
    return len(row.atoms) > 1 and all(a.text[:1] == "(" and a.text[-1:] == ")" for a in row.atoms)


def _compressed(parts: list[_Part], ys: list[float], xs: Sequence[float]) -> tuple[list[float], list[Cell]]:
    """The parts as cells, each reaching up to what stands above it, the lowest down to the body."""
    depth = len(ys) - 1
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for i, part in enumerate(parts):
        above = [p.last + 1 for p in parts if p.last < part.first and set(p.over) & set(part.over)]
        starts[i] = max(above, default=0)
        ends[i] = part.last + 1
    for i, part in enumerate(parts):
        if not any(p.first > part.last and set(p.over) & set(part.over) for p in parts):
            ends[i] = depth
    used = sorted({0, depth, *starts.values(), *ends.values()})
    row_at = {level: r for r, level in enumerate(used)}
    cells = []
    for i, part in enumerate(parts):
        box = Box(xs[part.over.start], ys[starts[i]], xs[part.over.stop], ys[ends[i]])
        row, span = row_at[starts[i]], row_at[ends[i]] - row_at[starts[i]]
        lines = group_lines(w for a in part.atoms for w in a.words)
        cells.append(Cell(row, part.over.start, span, len(part.over), box, lines))
    taken = {
        (r, c)
        for cell in cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.col, cell.col + cell.col_span)
    }
    for r, (a, b) in enumerate(pairwise(used)):
        for c in range(len(xs) - 1):
            if (r, c) not in taken:
                cells.append(Cell(r, c, 1, 1, Box(xs[c], ys[a], xs[c + 1], ys[b])))
    return [ys[level] for level in used], cells
