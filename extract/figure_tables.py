"""Tables of figures without a full grid: statistics, budgets, price lists.

Lines of data (`figure_lines`) that leave the same corridors and stand close make up a table; each of them is a row, for
figures alone never wrap. What stands between them is the rest of a label or a row of its own. Above them stands the
head (`figure_heads`), whose texts may span columns. Prose set in columns, tables of contents and what charts are
labelled with are none: their figures line up with nothing, or stand at text that goes on.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ..schema.blocks import Block, Cell, Word
from ..schema.geometry import Box
from .anchored_rows import grouped
from .figure_heads import PERIOD, head_cells, head_start
from .figure_lines import (
    CORRIDOR,
    LEAST_MARKS,
    LEAST_SIZE,
    MARK,
    PURE,
    TYPED,
    Atom,
    FigureTable,
    Row,
    Span,
    find_marks,
    is_ordinal,
    may_be_figure,
    may_lead,
    merged,
)
from .figure_rows import BodyRow, body_rows, row_cells
from .page_content import Fill, Ruling
from .printed_lists import LEAST_PAGES, are_equations, are_pages, is_page
from .ruling_merge import cluster
from .text_lines import group_lines

FAR = 2.6  # of a line's height: white space that separates two tables
MOST_COMPARED = 20  # lines of data above one are asked whether it closes their corridors
WIDE_WHITE = 1.2  # of a line's height: a note and a title set apart from each other as much part two tables
SET_APART = 1.35  # of a line's height: so far from a table stands a running head; a blank line is lower
SURE_ROWS = 3  # lines of data whose columns are believed; fewer may be a head's, whose texts stand closer
MIN_ALIKE = 3  # texts beside each other that a running head does not have
MOST_BETWEEN = 4  # lines between two rows of data: a label or a note that wraps has no more
DATA_SHARE = (
    0.5  # of a table's lines: so many hold data at least; tables of texts are read by their paragraphs
)
ALIGNED = 0.55  # of a column's figures: so many share an edge or a middle
SAME_PLACE = 1.6  # points: places within which texts are aligned
ACROSS = 0.7  # of the table's width: rules as long part rows
DRAWN = 0.8  # of the rows are split by rules where rows are drawn
SHADED = 0.6  # of a table whose cells are shaded one by one
SET_OFF = 0.8  # of a line's height: white space beside what separates two tables
SEVERAL = 0.2  # of the shaded rows have several lines, where shading tells the rows
WHOLE = 0.95  # of the table's width: a group's title is shaded over as much in one piece
LEAST_TEXTS = (
    2  # texts below figures that make their column one of texts; a single one may head another table
)
LEAST_BESIDE = 2  # names in the middle beside several rows
FILLED = 0.5  # of the places in lines of data hold something
MOSTLY = 0.5  # of the columns hold figures, where drawn rows are split
WALL = 2.0  # points: texts may reach so far over a drawn column's edge
OUTLIERS = 6  # rows to one that may run over a corridor


class Figures(NamedTuple):
    """A table of figures with its own words; ``texts_below``: it looks like the first rows of a table of texts."""

    block: Block
    words: list[Word]
    texts_below: bool = False


def figure_tables(
    columns: Sequence[Sequence[Row]],
    rules: Sequence[Ruling],
    fills: Sequence[Fill] = (),
    walls: Sequence[float] = (),
) -> list[Figures]:
    """The tables of figures among the lines of each column of a page, each with its own words.

    ``walls`` are drawn columns' edges.
    """
    out: list[Figures] = []
    for rows in columns:
        find_marks(rows)
        start = 0
        for run in _data_runs(rows):
            table = _table(rows, run, rules, walls)
            if table is None:
                continue
            table.cuts = _drawn_rows(table, rules, fills)
            if table.cuts and len(table.figure_columns) < len(table.columns) - 1:
                continue  # paragraphs between drawn edges are read by those (`unruled`)
            if walls and len(table.figure_columns) < MOSTLY * len(table.columns):
                continue
            found = _block(table, rules, fills, start)
            if found is None:
                continue
            if not _is_named(table, found[0]):
                continue
            start = table.data[-1] + 1 + len(table.beside)
            out.append(Figures(*found, texts_below=_goes_on_in_texts(table)))
    return out


def may_have_columns(words: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether enough figures stand beside each other, on two lines at least, for a table of figures with drawn columns.

    This rules out tables of texts, whose only figures are the numbers of rows and columns and those within formulas,
    before their words are joined to lines. ``xs`` are the columns' sides. A figure close behind a word of text goes on
    with that; a row's number in the first column is no data.
    """
    spans: list[Span] = []
    heights: list[float] = []
    marks: list[str] = []
    for before, word in zip([None, *words], words, strict=False):
        text, (x0, top, x1, bottom) = word.text, word.box
        is_figure = may_be_figure(text)
        if not (is_figure or len(text) <= MARK) or (before is not None and _reads_on(before, word)):
            continue
        if not is_figure:
            marks.append(text)
            continue
        spans.append((x1, x0))
        if x1 > xs[1] or not is_ordinal(text):
            heights.append((top + bottom) / 2)
    found, reach = 0, -math.inf
    for x1, x0 in sorted(spans):
        if x0 >= reach - WALL:
            found, reach = found + 1, x1
    if found < MOSTLY * len(xs):
        return False
    is_marked = any(count >= LEAST_MARKS for count in Counter(marks).values())
    return is_marked or (bool(heights) and max(heights) - min(heights) > SAME_PLACE)


def _reads_on(before: Word, word: Word) -> bool:
    """Whether a word stands so close behind one of text, on the same line, that both are one text."""
    (_, top, end, bottom), (start, other_top, _, other_bottom) = before.box, word.box
    near = TYPED * max(min(before.size, word.size), LEAST_SIZE)
    return (
        top == other_top and bottom == other_bottom and 0 <= start - end <= near and not may_lead(before.text)
    )


def _data_runs(rows: Sequence[Row]) -> list[list[int]]:
    """Lines of data, by place, that stand close to each other and leave the same corridors."""
    runs: list[list[int]] = []
    blocks: list[Span] = []
    strays: list[int] = []
    for i, row in enumerate(rows):
        if not row.is_data and not (runs and row.holds_blanks):
            continue
        spans = [a.span for a in row.atoms]
        corridor = CORRIDOR * row.height
        if runs and not _is_parted(rows, (strays or runs[-1]), i, blocks):
            joined = merged([*blocks, *spans], corridor)
            lost = 0
            if _columns_hit(blocks, joined) < len(blocks):
                last = [[a.span for a in rows[k].atoms] for k in runs[-1][-MOST_COMPARED:]]
                lost = max(_columns_hit(own, blocks) - _columns_hit(own, joined) for own in last)
            unsure = len(runs[-1]) < SURE_ROWS
            if not lost and not (unsure and len(merged(spans, corridor)) > _columns_hit(spans, joined)):
                runs[-1] += [*strays, i]
                strays, blocks = [], joined
                continue
            if lost == 1 and len(blocks) > 2 and len(runs[-1]) > 1 and not strays:
                strays = [i]
                continue
        runs += [[stray] for stray in strays]
        strays = []
        runs.append([i])
        blocks = merged(spans, corridor)
    if runs and strays:
        runs[-1] += strays
    return runs


def _columns_hit(spans: Sequence[Span], columns: Sequence[Span]) -> int:
    """In how many of the columns spans lie that were put together into these."""
    return len({next(i for i, (_, b) in enumerate(columns) if x0 <= b) for x0, _ in spans})


def _is_parted(rows: Sequence[Row], run: Sequence[int], below: int, blocks: Sequence[Span]) -> bool:
    """Whether what stands between the last line of data and the next one separates two tables."""
    above = run[-1]
    if below - above - 1 > MOST_BETWEEN or (len(run) == 1 and _is_running(rows, above, below)):
        return True
    wide = 0
    for i in range(above + 1, below + 1):
        white = rows[i].top - rows[i - 1].bottom
        if white > FAR * rows[i].height:
            return True
        if i == below:
            continue
        if white > WIDE_WHITE * rows[i].height:
            wide += 1
        over = [a for a in rows[i].atoms if len(blocks) > 1 and a.x0 > blocks[0][1] and not a.is_figure]
        first = rows[i].atoms[0]
        across = len(blocks) > 2 and first.x0 < blocks[0][1] and first.x1 > blocks[1][0] + rows[i].height
        if (len(over) > 1 or across) and white > SET_OFF * rows[i].height:
            return True
    return wide > 1


def _is_running(rows: Sequence[Row], alone: int, below: int) -> bool:
    """Whether a lone line with a number, set apart from what is below, is no first row but a page's running head."""
    row, white = rows[alone], rows[alone + 1].top - rows[alone].bottom
    return white > SET_APART * row.height and len(row.atoms) < max(len(rows[below].atoms), MIN_ALIKE)


def _table(
    rows: Sequence[Row], run: Sequence[int], rules: Sequence[Ruling], walls: Sequence[float]
) -> FigureTable | None:
    """The table that lines of data make up, if they do."""
    data = list(run)
    every = data[-1] - data[0] + 1
    if len(data) < 2 or (len(data) == 2 and every > 2):
        return None
    em = statistics.median(rows[i].height for i in data)
    columns = _columns([rows[i] for i in data], CORRIDOR * em, walls)
    if len(data) > 2 and all(PERIOD.match(a.text) or not a.is_figure for a in rows[data[0]].atoms):
        own = _columns([rows[i] for i in data[1:]], CORRIDOR * em, walls)
        if len(own) < len(columns):  # a head's years in the middle between columns are no columns
            data, columns = data[1:], own
    table = FigureTable(list(rows), data, columns, em, walls)
    table = _with_names_beside(table)
    columns = table.columns
    if len(columns) < 2 or not _holds_figures(table, rules):
        return None
    labels = sum(_is_label(table, rows[i]) for i in range(data[0], data[-1]))
    if len(data) < DATA_SHARE * (every - (labels if len(columns) > 2 else 0)):
        return None
    return table


def _with_names_beside(table: FigureTable) -> FigureTable:
    """The table with the names that stand in the middle beside several rows apart from its lines."""
    first = table.columns[0]
    left = first[0] - CORRIDOR * table.em
    between = [i for i in range(table.data[0], table.data[-1]) if i not in table.data]
    outside = [i for i in between if all(a.x1 < left for a in table.rows[i].atoms)]
    if outside:
        spans = [a.span for i in outside for a in table.rows[i].atoms]
        columns = [(min(a for a, _ in spans), max(b for _, b in spans)), *table.columns]
    else:
        columns = list(table.columns)
        outside = (
            [i for i in between if all(a.x1 < columns[1][0] for a in table.rows[i].atoms)]
            if columns[1:]
            else []
        )
        named = sum(table.column_of(table.rows[i].atoms[0]) == 0 for i in table.data)
        second = sum(any(table.column_of(a) == 1 for a in table.rows[i].atoms) for i in table.data)
        if 2 * named >= len(table.data) or second < len(table.data) or 1 in table.figure_columns:
            return table
    if len(outside) < LEAST_BESIDE or len(outside) < len(between):
        return table
    kept = [i for i in range(len(table.rows)) if i not in outside]
    data = [kept.index(i) for i in table.data]
    beside = [table.rows[i] for i in outside]
    return replace(table, rows=[table.rows[i] for i in kept], data=data, columns=columns, beside=beside)


def _names_beside(
    table: FigureTable, body: Sequence[BodyRow], cells: list[Cell], first: int
) -> list[Cell] | None:
    """The cells with the names as cells beside the rows in whose middle they stand; None where they do not."""
    held = {cell.row: cell for cell in cells if cell.col == 0 and cell.row >= first and cell.col_span == 1}
    own = [line for cell in held.values() for line in cell.lines]
    names = sorted([*own, *(row.line for row in table.beside)], key=lambda ln: ln.box.cy)
    lines = [group_lines(w for _, atom in row.atoms for w in atom.words)[0] for row in body]
    groups = grouped(lines, names)
    if groups is None or len(held) < len(body):
        return None
    out = [cell for cell in cells if cell is not held.get(cell.row)]
    row = first
    for name, group in zip(names, groups, strict=True):
        last = row + len(group) - 1
        box = Box(held[row].box.x0, held[row].box.top, held[row].box.x1, held[last].box.bottom)
        out.append(Cell(row, 0, len(group), 1, box, [name]))
        row = last + 1
    return out


def _goes_on_in_texts(table: FigureTable) -> bool:
    """Whether the lines below keep the columns and hold many texts where figures stood: it may be a table of texts."""
    held: dict[int, list[Atom]] = {c: list(atoms) for c, atoms in table.figure_columns.items() if c}
    texts: dict[int, int] = dict.fromkeys(held, 0)
    for above, row in pairwise(table.rows[table.data[-1] :]):
        columns = [table.columns_under(atom) for atom in row.atoms]
        keeps = all(len(under) == 1 for under in columns) and len({c.start for c in columns}) == len(columns)
        if row.top - above.bottom > FAR * row.height or not keeps:
            break
        for atom, (c,) in zip(row.atoms, columns, strict=True):
            if len(row.atoms) > 1 and c in held:
                held[c].append(atom)
                texts[c] += not atom.is_figure
    return any(
        texts[c] >= LEAST_TEXTS and sum(a.is_figure for a in atoms) < PURE * len(atoms)
        for c, atoms in held.items()
    )


def _is_named(table: FigureTable, block: Block) -> bool:
    """Whether texts name the rows or the columns; an axis of a chart has none."""
    by_column = table.by_column
    if set(by_column) - set(table.figure_columns):
        return True
    return sum(c.isalpha() for cell in block.cells if cell.row == 0 for c in cell.text) >= len(table.columns)


def _drawn_rows(table: FigureTable, rules: Sequence[Ruling], fills: Sequence[Fill]) -> list[float]:
    """The heights of rules or of shading's edges where these separate the rows, some of which have several lines."""
    first, last = table.rows[table.data[0]], table.rows[table.data[-1]]
    every = table.data[-1] - table.data[0] + 1
    if len(table.data) == every:
        return []
    band = Box(table.columns[0][0], first.top, table.columns[-1][1], last.bottom)
    wide = [r for r in rules if first.top - 1 < r.pos and r.length >= ACROSS * band.width]
    inner = cluster([r.pos for r in wide if r.pos < last.top + 1], SAME_PLACE)
    if len(inner) >= DRAWN * (len(table.data) - 1):
        return cluster([r.pos for r in wide], SAME_PLACE)
    heights = [table.rows[i].line.box.cy for i in range(table.data[0], table.data[-1] + 1)]
    inside = [(f, sum(f.box.top < y < f.box.bottom for y in heights)) for f in fills]
    held = [(f, count) for f, count in inside if 0 < count < every / 2]
    shaded = sum(f.box.intersection_area(band) for f in fills if f.box.width < ACROSS * band.width)
    several = sum(count > 1 for _, count in held) > SEVERAL * len(held)
    edges = [y for f, _ in held for y in (f.box.top, f.box.bottom)]
    return cluster(edges, SAME_PLACE) if several or shaded > SHADED * band.area else []


def _is_label(table: FigureTable, row: Row) -> bool:
    """Whether a line holds nothing but a label, or a part of one."""
    return len(row.atoms) == 1 and row.atoms[0].x1 < table.columns[1][0]


def _columns(rows: Sequence[Row], corridor: float, walls: Sequence[float]) -> list[Span]:
    """Columns between the corridors through the lines of data, a few of which may run over one."""
    spans = [[a.span for a in row.atoms] for row in rows]
    best = merged([s for line in spans for s in line], corridor, walls)
    for _ in range(len(rows) // OUTLIERS):
        without = [
            (merged([s for j, line in enumerate(spans) if j != i for s in line], corridor, walls), i)
            for i in range(len(spans))
        ]
        more, at = max(without, key=lambda found: len(found[0]))
        if len(more) <= len(best):
            break
        best = more
        del spans[at]
    return best


def _holds_figures(table: FigureTable, rules: Sequence[Ruling]) -> bool:
    """Whether columns of figures line up, and the lines are no table of contents."""
    by_column = table.by_column
    figures = table.figure_columns
    filled = sum(len({table.column_of(a) for a in table.rows[i].atoms}) for i in table.data)
    if filled < FILLED * len(table.data) * len(table.columns):
        return False
    aligned = [c for c, atoms in figures.items() if len(atoms) > 1 and _are_aligned(atoms)]
    last = len(table.columns) - 1
    if last in figures and set(figures) <= {0, last} and _is_contents(table, figures[last], rules):
        return False
    if last == 1:
        return (
            len(table.data) > 2
            and 1 in aligned
            and 0 in by_column
            and not are_equations([a.text for a in figures[1]])
        )
    return bool(aligned) and 2 * len(aligned) >= len(figures)


def _are_aligned(atoms: Sequence[Atom]) -> bool:
    for places in ([a.x1 for a in atoms], [a.x0 for a in atoms], [a.cx for a in atoms]):
        near = max(sum(abs(x - y) <= SAME_PLACE for y in places) for x in places)
        if near >= ALIGNED * len(places):
            return True
    return False


def _is_contents(table: FigureTable, numbers: Sequence[Atom], rules: Sequence[Ruling]) -> bool:
    """Whether this is a table of contents: page numbers that never fall, and dots lead to them or no head is above."""
    if not are_pages([a.text for a in numbers]):
        return False
    lines = [table.rows[i].line.text for i in table.data]
    if 2 * sum(".." in text or ". ." in text for text in lines) > len(lines):
        return True
    _, head = head_start(table, rules, 0)
    last = len(table.columns) - 1
    over = [a.text for i in head for a in table.rows[i].atoms if table.column_of(a) == last]
    pages = [*over, *(a.text for a in numbers)]
    return len(numbers) >= LEAST_PAGES and all(map(is_page, over)) and are_pages(pages)


def _block(
    table: FigureTable, rules: Sequence[Ruling], fills: Sequence[Fill], start: int
) -> tuple[Block, list[Word]] | None:
    """The table as a block with its words; None where names beside its rows belong to none of them."""
    first = head_start(table, rules, start)
    body_from, head = first
    body = body_rows(table, body_from)
    xs = _edges(
        table, [a for i in head for a in table.rows[i].atoms] + [a for row in body for _, a in row.atoms]
    )
    edges = [
        Ruling("h", f.box.bottom, f.box.x0, f.box.x1) for f in fills
    ]  # a shaded cell's text spans its columns
    head_ys, cells = head_cells(table, head, [*rules, *edges], xs)
    ys = [*head_ys[:-1]] if head else []
    tops = [row.top for row in body]
    first_y = head_ys[-1] if head else tops[0] - 1
    body_ys = [first_y]
    for above, below in pairwise(body):
        body_ys.append((above.bottom + below.top) / 2)
    body_ys.append(body[-1].bottom + 1)
    ys += body_ys
    offset = len(head_ys) - 1 if head else 0
    across = _rows_across(table, body, body_ys, fills)
    for r, row in enumerate(body):
        if r in across:
            row.atoms = [(range(len(table.columns)), row.atoms[0][1])]
        cells += row_cells(row, r + offset, xs, body_ys[r], body_ys[r + 1])
    if table.beside:
        named = _names_beside(table, body, cells, offset)
        if named is None:
            return None
        cells = named
    cells.sort(key=lambda c: (c.row, c.col))
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    words = [w for cell in cells for line in cell.lines for w in line.words]
    return Block("table", box, cells=cells, ruled=False), words


def _rows_across(
    table: FigureTable, body: Sequence[BodyRow], ys: Sequence[float], fills: Sequence[Fill]
) -> set[int]:
    """The rows of one text in one shade over the whole width, where nothing but such rows is so shaded."""
    left, right = table.columns[0][0], table.columns[-1][1]
    wide = [f.box for f in fills if min(f.box.x1, right) - max(f.box.x0, left) >= WHOLE * (right - left)]
    shaded = {r for r, row in enumerate(body) for b in wide if b.top < (row.top + row.bottom) / 2 < b.bottom}
    alone = all(len(body[r].atoms) == 1 and body[r].atoms[0][0].start == 0 for r in shaded)
    single = all(sum(b.top < (row.top + row.bottom) / 2 < b.bottom for row in body) <= 1 for b in wide)
    return shaded if alone and single else set()


def _edges(table: FigureTable, texts: Sequence[Atom]) -> list[float]:
    """Column positions: in the middle of each corridor, the outer ones around everything."""
    inner = [(a[1] + b[0]) / 2 for a, b in zip(table.columns, table.columns[1:], strict=False)]
    left = min([table.columns[0][0], *(a.x0 for a in texts)])
    right = max([table.columns[-1][1], *(a.x1 for a in texts)])
    return [left - 2, *inner, right + 2]
