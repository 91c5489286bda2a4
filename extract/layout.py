"""A page's content becomes blocks: tables with cells, and the text between them.

Ruled tables first (`grid`), then what only shading, horizontal rules or white space set apart (`unruled`).
Every word goes into exactly one cell or one text line: a word belongs to the cell that holds its place,
words in no table become lines, lines become blocks. So nothing can get lost here.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..schema.blocks import Block, BlockKind, Cell, Line, Page, Word
from ..schema.geometry import Box, bounding_box
from ..schema.text import PAGE_NUMBER, list_mark
from .false_grids import (
    LEAST_OPEN,
    blanks,
    has_bars,
    is_chart,
    is_form,
    is_in_picture,
    is_whole,
    near_bar,
    without_bars,
)
from .figure_tables import Figures, figure_tables, may_have_columns
from .group_titles import with_group_titles
from .implied_sides import implied_sides, with_loose_verticals
from .page_content import Fill, PageContent, Ruling
from .ruled_grid import SNAP, Grid, build_grid, components, split_bars
from .ruling_merge import merge_rulings
from .side_by_side_pages import pages_of_sheet
from .split_by_text import refined, with_rows_apart
from .stacked_fractions import lines_with_fractions
from .text_columns import are_prose, read_on, text_columns
from .text_lines import KnownLines, group_lines
from .turned_text_placement import place_turned
from .typed_rulings import typed_rulings
from .unhyphenated_breaks import mark_broken
from .unruled import unruled_grids
from .unruled_groups import fill_groups

PARAGRAPH_GAP = 0.9  # of the line's height: wider white space separates two blocks
LEAST_NESTED = 2  # rows and columns of a table in a cell of another, at least
MAX_RULINGS = 4000
BODY_ROWS = 3  # a table of fewer rows may be only a head and the numbers of its columns
GOES_ON = 12.0  # points: a row; so far below a table of figures ends the shading of a longer table
OWN_WORDS = 0.7  # of a grid's words: tables of figures that have as many take the grid's place
COARSE = 1.5  # times as many rows as the grid have they at least
WIDE = 5  # columns of a table that are all it has, although the texts in a line of it look like more
FOOT, WITHIN, LEAST_HIGH = (
    0.92,
    0.9,
    4.0,
)  # of the page's height; of a grid within another; points, of a line's height
HALF_COVERED = 0.5
"""Confidence of words beside which others of their cell are covered: as likely as not they are not its value."""
HEADING_LINES = 6  # a block of capitals with more lines is text
HEADING_CAPITALS = 0.8  # of a heading's letters are capitals
PARTING, OUTSIDE, ROWS_BEYOND = 0.7, 6.0, 2
"""Of a table's width that rules between its rows have; points that texts reach out; rows of it that are no figures'."""

PAPER = (
    0.995  # lightness of fills as white as paper: where all of a page's are and make no cells, none shades
)
NUMBER_FOOT = 0.8  # of the page's height: a page's number may stand higher than other lines of a foot
_PAGE_NUMBER = re.compile(PAGE_NUMBER, re.I)
_NIP = re.compile(r"\bN\s?I\s?P\b|\b\d{8}\s?\d{6}\s?\d\s?\d{3}\b")


def lay_out(content: PageContent, carried: Sequence[float] | None = None) -> Page:
    """Blocks of one page from top to bottom; of two pages on one sheet, the left page's before the right one's.

    ``carried`` are the column positions of a table without rulings at the end of the page before, which may
    go on here.
    """
    page = _empty_page(content)
    for part in pages_of_sheet(content):
        if page.blocks:
            carried = columns_to_carry(page)
        page.blocks += _blocks(part, carried)
    if content.turned_words:
        place_turned(page, content.turned_words)
    return page


def _empty_page(content: PageContent) -> Page:
    return Page(
        number=content.number,
        width=content.width,
        height=content.height,
        kind=content.kind,
        rotation=content.rotation,
        skew=content.skew,
        gaps=list(content.gaps),
        to_display=content.to_display,
    )


def _blocks(content: PageContent, carried: Sequence[float] | None) -> list[Block]:
    """The blocks of a page, or of one of the pages of a sheet, from top to bottom."""
    printed, typed = typed_rulings(content.words, content.rulings)
    content = replace(content, words=printed) if typed else content
    rulings = merge_rulings([*content.rulings, *typed])
    if len(rulings) > MAX_RULINGS:
        rulings = sorted(rulings, key=lambda r: -r.length)[:MAX_RULINGS]
    grids, bars = ruled_grids(rulings)
    to_fill = blanks(bars, content.words)
    bars = [r for r in bars if r not in to_fill]
    tables, kept, words, labels = _drawn_tables(content, grids, rulings, bars)
    outline = Box(0, 0, content.width, content.height)
    obstacles = [grid.box for grid in kept]
    shading = without_bars(content.fills, content.words)
    plain = set(map(id, shading))
    charts = [f for f in content.fills if id(f) not in plain]
    known = KnownLines()
    bands = fill_groups(shading, known.of(words), outline) if shading else []
    if not bands and all(f.grey >= PAPER for f in shading):
        shading = []
    shaded = [bounding_box(f.box for f in band) for band in bands]
    parts = text_columns(words, bars, shaded, shading, known)
    fills = [f for f in shading if not any(box.holds(f.box.cx, f.box.cy) for box in obstacles)]
    figures = figure_tables(parts, bars, shading)
    if content.kind != "scan":
        figures = [f for f in figures if not _is_of_chart(content, charts, f.block, f.words)]
    if figures:
        lines = known.of(words)
        asked = bars or bands or any(f.texts_below for f in figures)
        grids = unruled_grids(lines, bars, fills, outline, carried, obstacles) if asked else []
        for figure in _kept_figures(figures, grids, bands, bars, words):
            tables.append(figure.block)
            words = _without(words, figure.words)
        parts = text_columns(words, bars, shaded, shading)
    drawn = len(tables)
    inferred = [
        grid
        for part in parts
        for own in [[row.line for row in part]]
        for grid in with_group_titles(unruled_grids(own, bars, fills, outline, carried, obstacles), own)
    ]
    for grid in inferred:
        inside, rest = _parted(words, grid.box)
        known = KnownLines()
        block = _table(with_rows_apart(grid, inside, known), inside, bars, known, ruled=False)
        if is_form(grid, to_fill) or (
            content.kind != "scan" and _is_of_chart(content, charts, block, inside)
        ):
            continue
        tables.append(block)
        words = rest
    words += labels
    whole = len(parts) == 1 and len(tables) == drawn and not labels
    blocks = tables + text_blocks([row.line for row in parts[0]] if whole else group_lines(words))
    blocks += [Block("image", box) for box in content.images]
    return sorted(blocks, key=lambda b: (b.box.top, b.box.x0))


def _kept_figures(
    figures: Sequence[Figures],
    grids: Sequence[Grid],
    bands: Sequence[Sequence[Fill]],
    bars: Sequence[Ruling],
    words: Sequence[Word],
) -> list[Figures]:
    """The tables of figures that are not a part of one among ``grids``, and share no words."""
    between = [g for g in grids if len({_columns(f.block) for f in figures if _holds(g, f.block)}) < 2]
    whole = [grid.box for grid in grids if grid.wraps_between_rules]
    kept: list[Figures] = []
    taken: set[int] = set()
    for figure in figures:
        block = figure.block
        within = (
            (figure.texts_below and any(_goes_on_in_texts(block, grid) for grid in grids))
            or _goes_on_in_bands(block, bands)
            or any(
                _goes_on(block, grid, bars)
                or _is_headed(block, grid, bands)
                or _is_framed(block, grid, bars, words)
                for grid in between
            )
            or any(box.intersection_area(block.box) > 0 for box in whole)
        )
        own = set(map(id, figure.words))
        if not within and not own & taken:
            kept.append(figure)
            taken |= own
            words = _without(words, figure.words)
    return kept


def _is_of_chart(content: PageContent, bars: Sequence[Fill], block: Block, words: Sequence[Word]) -> bool:
    """Whether a table without a grid is only the labels of a chart; ``bars`` are those of the page's charts."""
    if any(near_bar(bar, block.box) for bar in bars) or has_bars(content.fills, block.box, words):
        return True
    return is_in_picture(words) and not is_whole(block.cells, [c for c in block.cells if c.text], LEAST_OPEN)


def _goes_on_in_bands(block: Block, bands: Sequence[Sequence[Fill]]) -> bool:
    """Whether a table of figures is only the first rows of one with shaded bands that goes on below it."""
    for group in bands:
        shading = bounding_box(f.box for f in group)
        if shading.top < block.box.bottom and shading.bottom > block.box.bottom + GOES_ON:
            return True
    return False


def _is_headed(block: Block, grid: Grid, bands: Sequence[Sequence[Fill]]) -> bool:
    """Whether a table of figures is only the first rows of one whose head shows its columns by shading."""
    if not _holds(grid, block) or grid.box.bottom <= block.box.bottom + GOES_ON:
        return False
    for group in bands:
        shading = bounding_box(f.box for f in group)
        if len(group) == len(grid.xs) - 1 and abs(shading.top - grid.box.top) <= OUTSIDE:
            return True
    return False


def _goes_on_in_texts(block: Block, grid: Grid) -> bool:
    """Whether a grid takes in the foot of a table of figures and two rows below it."""
    return grid.box.top < block.box.bottom < grid.box.bottom - GOES_ON


def _holds(grid: Grid, block: Block) -> bool:
    """Whether a table of figures lies within a grid; two of different columns make up none."""
    return grid.box.grown(OUTSIDE).intersection_area(block.box) >= block.box.area


def _goes_on(block: Block, grid: Grid, rules: Sequence[Ruling]) -> bool:
    """Whether a table of figures is only the first or the last rows of one whose rows are separated by rules."""
    box, parting = grid.box, [r for r in rules if r.length >= PARTING * grid.box.width]
    if not _holds(grid, block) or len(grid.xs) - 1 < min(_columns(block), WIDE):
        return False
    beyond = [r for r in parting if box.top < r.pos < box.bottom + OUTSIDE]
    beyond = [r for r in beyond if not block.box.top - OUTSIDE <= r.pos <= block.box.bottom + OUTSIDE]
    return len(beyond) >= ROWS_BEYOND


def _is_framed(block: Block, grid: Grid, rules: Sequence[Ruling], words: Sequence[Word]) -> bool:
    """Whether a table of figures leaves out rows of a grid that a rule closes: texts beside each other below it."""
    box, columns = grid.box, len(grid.xs) - 1
    closed = any(
        abs(r.pos - box.bottom) <= OUTSIDE and r.length >= PARTING * box.width for r in rules if r.axis == "h"
    )
    if not closed or not _holds(grid, block) or columns < _columns(block):
        return False
    below = group_lines([w for w in words if box.holds(w.box.cx, w.box.cy) and w.box.cy > block.box.bottom])
    return any(len({bisect(grid.xs, word.box.cx) for word in line.words}) > columns / 2 for line in below)


def _figures_inside(
    grid: Grid, words: Sequence[Word], rulings: Sequence[Ruling], fills: Sequence[Fill]
) -> list[Figures] | None:
    """The tables of figures within a grid that is only their frame, or lacks the lines between their rows."""
    if len(words) < BODY_ROWS * (len(grid.ys) - 1) or not may_have_columns(words, grid.xs):
        return None
    rules = [r for r in rulings if r.axis == "h"]
    found = figure_tables(text_columns(words, rules), rules, fills, grid.xs)
    rows = sum(_rows(figures.block) for figures in found)
    inside = sum(len(figures.words) for figures in found)
    columns = max((_columns(figures.block) for figures in found), default=0)
    if columns < len(grid.xs) or (len(grid.xs) > 2 and inside < OWN_WORDS * len(words)):
        return None  # columns that are all drawn are kept; only their rows are split (`split_by_text`)
    return found if rows > COARSE * (len(grid.ys) - 1) else None


def _drawn_tables(
    content: PageContent, grids: Sequence[Grid], rulings: Sequence[Ruling], bars: Sequence[Ruling]
) -> tuple[list[Block], list[Grid], list[Word], list[Word]]:
    """The tables of drawn grids, the grids that are some, the words outside of them, and those that label charts."""
    labels: list[Word] = []
    words = list(content.words)
    outside: list[Word] = []
    tables: list[Block] = []
    kept: list[Grid] = []
    for grid in grids:
        inside, beyond = _parted(words, grid.box)
        if content.kind == "text":
            reach = _reach(grid, rulings)
            reached, rest = (inside, beyond) if reach == grid.box else _parted(words, reach)
            figures = _figures_inside(grid, reached, rulings, content.fills)
            if figures is not None:
                tables += [found.block for found in figures]
                outside += _without(reached, [w for found in figures for w in found.words])
                words = rest
                continue
        words = beyond
        if content.kind != "scan" and is_chart(grid, inside, content.fills):
            if len(grid.xs) > 2 or len(grid.cells) > 1:
                labels += inside
            else:
                outside += inside
            continue
        known = KnownLines()
        parted = refined(grid, inside, known)
        tables.append(_table(parted, inside, bars, known, has_ink=content.has_ink, covered=content.covered))
        kept.append(grid)
    return tables, kept, words + outside, labels


def _reach(grid: Grid, rulings: Sequence[Ruling]) -> Box:
    """The grid's outline with what its verticals run on to beyond the last horizontal."""
    box = grid.box
    for r in rulings:
        if r.axis == "h" or (r.start >= box.top and r.end <= box.bottom):
            continue
        if box.holds(r.pos, (max(r.start, box.top) + min(r.end, box.bottom)) / 2, SNAP):
            box = box.union(Box(box.x0, r.start, box.x1, r.end))
    return box


def _without(words: Sequence[Word], own: Sequence[Word]) -> list[Word]:
    taken = set(map(id, own))
    return [w for w in words if id(w) not in taken]


def with_grids(page: Page, grids: Sequence[Grid]) -> Page:
    """The page with further tables, inferred elsewhere, made of the words of its text blocks."""
    words = [
        w for b in page.blocks if b.kind != "table" and not b.turned for line in b.lines for w in line.words
    ]
    kept = [b for b in page.blocks if b.kind in ("table", "image") or b.turned]
    for grid in grids:
        inside, rest = _parted(words, grid.box)
        if not inside or are_prose(inside, grid.xs):
            continue
        table = _table(grid, inside, [], KnownLines(), ruled=False)
        if not read_on([cell.text for cell in table.cells]):
            kept.append(table)
            words = rest
    page.blocks = sorted(kept + text_blocks(group_lines(words)), key=lambda b: (b.box.top, b.box.x0))
    return page


def columns_to_carry(page: Page) -> list[float] | None:
    """Column positions of a table without rulings that ends the page, for the page after it.

    Where hardly more than its head is there, those of a longer one above it that has as many are surer.
    """
    body = (b for b in reversed(page.blocks) if b.kind != "image" and not b.turned)
    last = next((b for b in body if not _is_footer(page, b)), None)
    if last is None or last.kind != "table" or last.ruled:
        return None
    alike = [b for b in page.blocks if b.kind == "table" and not b.ruled and _columns(b) == _columns(last)]
    surest = last if _rows(last) >= BODY_ROWS else max(alike, key=_rows)
    return sorted({c.box.x0 for c in surest.cells} | {c.box.x1 for c in surest.cells})


def _columns(table: Block) -> int:
    return max(c.col + c.col_span for c in table.cells)


def _rows(table: Block) -> int:
    return max(c.row + c.row_span for c in table.cells)


def _is_footer(page: Page, block: Block) -> bool:
    numbers_page = len(block.lines) == 1 and _PAGE_NUMBER.match(block.lines[0].text)
    return block.box.top > (NUMBER_FOOT if numbers_page else FOOT) * page.height


def ruled_grids(rulings: Sequence[Ruling]) -> tuple[list[Grid], list[Ruling]]:
    """The grids that rulings draw, and the horizontal rulings that are no part of a grid.

    Of a grid within another it is a table only where it lies in one cell: then it comes first, to take its own words.
    """
    grids: list[tuple[Grid, list[Ruling]]] = []
    for group in with_loose_verticals(components(rulings), rulings):
        kept, _ = split_bars(group)
        grid = build_grid([*kept, *implied_sides(kept)])
        if grid is not None:
            grids.append((grid, kept))
    grids.sort(key=lambda g: -g[0].box.area)
    outer: list[tuple[Grid, list[Ruling]]] = []
    nested: list[tuple[Grid, list[Ruling]]] = []
    for grid, kept in grids:
        around = [o for o, _ in outer if o.box.grown(1).intersection_area(grid.box) >= WITHIN * grid.box.area]
        if not around:
            outer.append((grid, kept))
        elif all(_is_nested(grid, o) for o in around):
            nested.append((grid, kept))
    used = {r for _, kept in outer + nested for r in kept}
    bars = [r for r in rulings if r.axis == "h" and r not in used]
    in_order = [sorted((g for g, _ in some), key=lambda g: (g.box.top, g.box.x0)) for some in (nested, outer)]
    return in_order[0] + in_order[1], bars


def _is_nested(grid: Grid, outer: Grid) -> bool:
    """Whether a grid of several rows and columns lies in one cell of another, clear of its sides."""
    if len(grid.xs) <= LEAST_NESTED or len(grid.ys) <= LEAST_NESTED:
        return False
    x0, top, x1, bottom = grid.box
    return any(
        cell.box.x0 < x0 and cell.box.top < top and x1 < cell.box.x1 and bottom < cell.box.bottom
        for cell in outer.cells
    )


def _parted(words: Iterable[Word], box: Box) -> tuple[list[Word], list[Word]]:
    inside: list[Word] = []
    outside: list[Word] = []
    x0, top, x1, bottom = box
    for word in words:
        if word.clip is None:  # the middle is its place
            left, high, right, low = word.box
            x, y = (left + right) / 2, (high + low) / 2
        else:
            x, y = word.place
        if x0 <= x <= x1 and top <= y <= bottom:
            inside.append(word)
        else:
            outside.append(word)
    return inside, outside


def _table(
    grid: Grid,
    words: Sequence[Word],
    bars: Sequence[Ruling],
    known: KnownLines,
    *,
    ruled: bool = True,
    has_ink: Callable[[Box], bool] | None = None,
    covered: Sequence[Box] = (),
) -> Block:
    """The table block: each word goes to the cell that holds its place, or else to the nearest cell.

    The words of a cell in which letters are ``covered`` are not all of it.
    """
    by_cell: dict[int, list[Word]] = {}
    last = 0
    for word in words:
        last = _cell_of(grid.cells, word, last)
        by_cell.setdefault(last, []).append(word)
    for i, cell in enumerate(grid.cells):
        own = by_cell.get(i, [])
        is_covered = any(cell.box.holds(letter.cx, letter.cy) for letter in covered)
        if is_covered:
            own = [replace(word, confidence=min(word.confidence, HALF_COVERED)) for word in own]
        if own:
            inside = [b for b in bars if _is_inside(b, cell.box)]
            cell.lines = lines_with_fractions(own, inside, known)
            mark_broken(cell.lines, cell.box)
        else:
            cell.inked = is_covered or (has_ink is not None and has_ink(cell.box))
    return Block("table", grid.box, cells=grid.cells, ruled=ruled)


def _cell_of(cells: Sequence[Cell], word: Word, last: int) -> int:
    """The number of the word's cell; most often it is the ``last`` word's, and cells share no more than their sides."""
    x, y = word.place
    x0, top, x1, bottom = cells[last].box
    if x0 < x < x1 and top < y < bottom:
        return last
    for i, cell in enumerate(cells):
        x0, top, x1, bottom = cell.box
        if x0 <= x <= x1 and top <= y <= bottom:
            return i
    return min(range(len(cells)), key=lambda i: _distance(cells[i].box, x, y))


def _distance(box: Box, x: float, y: float) -> float:
    dx = max(box.x0 - x, 0.0, x - box.x1)
    dy = max(box.top - y, 0.0, y - box.bottom)
    return dx * dx + dy * dy


def _is_inside(bar: Ruling, box: Box) -> bool:
    return (
        box.top + 2 < bar.pos < box.bottom - 2
        and bar.start >= box.x0 - 3
        and bar.end <= box.x1 + 3
        and bar.length >= 4
    )


# ---- text between the tables -------------------------------------------------------------------------


def text_blocks(lines: Sequence[Line]) -> list[Block]:
    """Lines (top to bottom) as blocks, split at white space that is wider than the lines' own."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            last = groups[-1][-1]
            gap = line.box.top - last.box.bottom
            if gap <= PARAGRAPH_GAP * max(min(line.box.height, last.box.height), LEAST_HIGH):
                groups[-1].append(line)
                continue
        groups.append([line])
    return [Block(_kind(g), bounding_box(line.box for line in g), lines=g) for g in groups]


def _kind(lines: Sequence[Line]) -> BlockKind:
    text = "\n".join(line.text for line in lines)
    if _NIP.search(text):
        return "signature"
    marked = sum(1 for line in lines if list_mark(line.text))
    if marked >= max(1, len(lines) // 4):
        return "list"
    letters = [c for c in text if c.isalpha()] if len(lines) <= HEADING_LINES else []
    if letters and sum(map(str.isupper, letters)) >= HEADING_CAPITALS * len(letters):
        return "heading"
    return "text"
