"""The rows of a table of figures: each line of data is one, and what stands between them goes on with one or is a row.

Figures alone never wrap. A line of labels goes on with the row above where it begins in lower case or stands closer to
it than rows do; it begins the row below where that one goes on in lower case or has no label of its own. Other lines
are rows, such as the title of a group.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..schema.blocks import Cell, Word
from ..schema.geometry import Box
from .anchored_rows import anchored_cuts
from .figure_lines import Atom, FigureTable, Row, begins_item
from .text_lines import group_lines

NEARER = 0.3  # of the font size: a line as far from the row below counts as nearer to the one above
CLOSER = 0.12  # of the font size: lines of one row are closer by this than rows
SPACE = 0.25  # of a line's height: a blank
INDENT, SAME_START = (
    3.0,
    1.0,
)  # points: labels below a group's title begin farther right; lines of one text alike
CLOSING = (")", "]")  # begin no text: they close a figure's brackets that had no room on its line


@dataclass(slots=True)
class BodyRow:
    """A row of the table: the atoms of each column, or of several."""

    atoms: list[tuple[range, Atom]] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0


def row_cells(row: BodyRow, r: int, xs: Sequence[float], top: float, bottom: float) -> list[Cell]:
    """The row's cells, empty ones too."""
    held: dict[range, list[Word]] = {}
    for over, atom in row.atoms:
        key = next((k for k in held if k.start < over.stop and over.start < k.stop), None)
        words = held.pop(key) if key is not None else []
        both = over if key is None else range(min(key.start, over.start), max(key.stop, over.stop))
        held[both] = [*words, *atom.words]
    taken = {c for over in held for c in over}
    for c in range(len(xs) - 1):
        if c not in taken:
            held[range(c, c + 1)] = []
    return [
        Cell(r, over.start, 1, len(over), Box(xs[over.start], top, xs[over.stop], bottom), group_lines(words))
        for over, words in held.items()
    ]


def body_rows(table: FigureTable, start: int, end: int | None = None) -> list[BodyRow]:
    """The rows from the first line below the head to the last that goes on with the last line of data."""
    texts = _text_columns(table)
    end = _end(table, texts) if end is None else end
    out: list[BodyRow] = []
    for _, places in groupby(range(start, end), key=lambda i: _slot(table, i)):
        slot = list(places)
        if table.cuts and sum(i in table.data for i in slot) == 1:
            out.append(_row([table.rows[i] for i in slot], table, single=True))
        else:
            out += _rows_by_labels(table, slot[0], slot[-1] + 1, texts)
    return out


def _slot(table: FigureTable, i: int) -> int:
    """How many of the drawn edges of rows lie above a line."""
    return sum(cut < table.rows[i].line.box.cy for cut in table.cuts)


def _rows_by_labels(table: FigureTable, start: int, end: int, texts: set[int]) -> list[BodyRow]:
    """The rows of lines that nothing drawn separates."""
    data = set(table.data)
    if rows := _rows_at_middles(table, start, end):
        return rows
    out: list[BodyRow] = []
    waiting: list[Row] = []
    for i in range(start, end):
        row = table.rows[i]
        is_data = i in data
        place = "data" if is_data else _belongs(table, i, texts, data, end)
        if is_data:
            if waiting and not _goes_on(table, row, waiting):
                out.append(_row(waiting, table, single=len(waiting) > 1))
                waiting = []
            out.append(_row([*waiting, row], table, single=True))
            waiting = []
        elif place == "below" or (place == "above" and waiting):
            waiting.append(row)
        elif place == "above" and out:
            _add(out[-1], row, table, single=True)
        else:
            if waiting:
                out.append(_row(waiting, table, single=len(waiting) > 1))
                waiting = []
            out.append(_row([row], table, single=False))
            if table.is_centred(row):
                out[-1].atoms = [(range(len(table.columns)), row.atoms[0])]
    if waiting:
        out.append(_row(waiting, table, single=len(waiting) > 1))
    return out


def _rows_at_middles(table: FigureTable, start: int, end: int) -> list[BodyRow]:
    """The rows where each has its figures in the middle of its texts' lines; none where they do not all."""
    rows = table.rows[start:end]
    if all(row.is_data for row in rows):
        return []
    words: dict[int, list[Word]] = {}
    for row in rows:
        for atom in row.atoms:
            words.setdefault(table.column_of(atom), []).extend(atom.words)
    cuts = anchored_cuts({c: group_lines(own) for c, own in words.items()})
    if not cuts:
        return []
    slots = [sum(y < row.line.box.cy for y in cuts) for row in rows]
    return [
        _row([row for row, slot in zip(rows, slots, strict=True) if slot == k], table, single=True)
        for k in range(len(cuts) + 1)
        if k in slots
    ]


def _goes_on(table: FigureTable, row: Row, above: Sequence[Row]) -> bool:
    """Whether a line of data may go on with the texts above it: its label begins in lower case, or only one has any."""
    first = row.atoms[0]
    labelled = any(table.column_of(a) == 0 for line in above for a in line.atoms)
    return not labelled or table.column_of(first) != 0 or first.text[:1].islower()


def _row(parts: Sequence[Row], table: FigureTable, *, single: bool) -> BodyRow:
    out = BodyRow()
    for part in parts:
        _add(out, part, table, single=single)
    return out


def _add(body: BodyRow, row: Row, table: FigureTable, *, single: bool) -> None:
    body.top = min(body.top, row.top) if body.atoms else row.top
    body.bottom = max(body.bottom, row.bottom)
    for atom in row.atoms:
        at = table.column_of(atom)
        body.atoms.append((range(at, at + 1) if single else table.columns_under(atom), atom))


def _text_columns(table: FigureTable) -> set[int]:
    """The columns that hold texts rather than figures."""
    texts: Counter[int] = Counter()
    for i in table.data:
        for atom in table.rows[i].atoms:
            texts[table.column_of(atom)] += -1 if atom.is_figure else 1
    return {c for c, balance in texts.items() if balance >= 0} | {0}


def _belongs(table: FigureTable, i: int, texts: set[int], data: set[int], end: int) -> str:
    """Where a line without data belongs: to the row ``above``, to the row ``below``, or to its ``own``."""
    row = table.rows[i]
    columns = {table.column_of(atom) for atom in row.atoms}
    if any(atom.text[:1] in CLOSING for atom in row.atoms):
        return "above"
    if not columns <= texts:
        return "own"
    above = table.rows[max(i - 1, 0)]
    below = table.rows[i + 1] if i + 1 < end else None
    if begins_item(row):
        return "below" if i + 1 in data and not begins_item(table.rows[i + 1]) else "own"
    up = row.top - above.bottom
    down = below.top - row.bottom if below is not None else float("inf")
    if columns != {0} and 0 not in columns:
        return "above" if up <= down + NEARER * table.em else "below"
    begins = row.atoms[0].text[:1]
    if begins.islower() and up < table.em:
        return "above"
    if below is not None and down < table.em:
        first = below.atoms[0] if below.atoms else None
        label = first is not None and table.column_of(first) == 0
        if first is not None and label and first.text[:1].islower():
            return "below"
        if i + 1 in data and not label and len(texts) == 1:
            return "below"
    pitch = _pitch(table)
    last = above.atoms[0]
    is_full = table.column_of(last) == 0 and last.x1 + _first_width(row) > _label_limit(table)
    own = row.atoms[0].x0
    indented = (
        own > table.columns[0][0] + INDENT and own > last.x0 - SAME_START
    )  # titles of groups begin farther left
    if is_full and (indented or row.top - above.top < pitch - CLOSER * table.em):
        return "above"
    return "own"


def _pitch(table: FigureTable) -> float:
    """The usual distance between two rows of data that stand next to each other."""
    steps = [
        table.rows[b].top - table.rows[a].top
        for a, b in zip(table.data, table.data[1:], strict=False)
        if b == a + 1
    ]
    return statistics.median(steps) if steps else 0.0


def _first_width(row: Row) -> float:
    return row.atoms[0].words[0].box.width + SPACE * row.height


def _label_limit(table: FigureTable) -> float:
    return table.columns[0][1]


def _end(table: FigureTable, texts: set[int]) -> int:
    """The line after the table's last: texts that go on below the last line of data belong to it."""
    end = table.data[-1] + 1
    while end < len(table.rows):
        row = table.rows[end]
        white = row.top - table.rows[end - 1].bottom
        drawn = any(table.rows[end - 1].bottom - 1 < cut < row.top + 1 for cut in table.cuts)
        goes_on = white <= 0.5 * table.em and all(_goes_on_in_column(table, a, texts) for a in row.atoms)
        if drawn or not (goes_on or (white <= _widest_white(table) and _fills_columns(table, row))):
            break
        end += 1
    return end


def _widest_white(table: FigureTable) -> float:
    """The widest white between a line of data and the line above it."""
    return max((table.rows[i].top - table.rows[i - 1].bottom for i in table.data[1:]), default=0.0)


def _fills_columns(table: FigureTable, row: Row) -> bool:
    """Whether a line has one text in each column: a row of words alone below those with figures."""
    held = [table.columns_under(atom) for atom in row.atoms]
    alone = all(len(over) == 1 for over in held)
    return alone and len(held) == len(table.columns) > 2 and len(set(held)) == len(held)


def _goes_on_in_column(table: FigureTable, atom: Atom, texts: set[int]) -> bool:
    """Whether a text below the last line of data goes on with one in its column."""
    c = table.column_of(atom)
    last = table.columns[c + 1][0] if c + 1 < len(table.columns) else table.columns[c][1] + table.em
    inside = table.columns[c][0] - 1 <= atom.x0 and atom.x1 < last
    return c in texts and inside and (atom.text[:1].islower() or c > 0)
