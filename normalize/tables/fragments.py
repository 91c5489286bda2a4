"""One printed table becomes a fragment: its columns and its body rows, page by page.

The header row is found, not assumed to be the first: a form may stand in the same grid above it. A repeated
header and the row of column numbers are no body rows. A scanned header that cannot be read whole is recognised by
one of the same document that can. A cell belongs to the column that holds its middle; cells side by side in one
column (list mark and text in a spreadsheet) are one group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from rapidfuzz import fuzz

from ...schema.blocks import Block, Cell, Page
from ...schema.models import FIELDS
from ...schema.text import ROMAN_NUMBERS, list_mark
from .code_columns import with_code_columns
from .formula_column import with_formula_by_content
from .header_mapping import WEAK, Column, claim, is_indicator_table, map_columns
from .numbered_rows import with_numbered_rows

HEADER_DEPTH = 40  # rows from the top in which a header is looked for
SAME_X = 6.0  # points: how far columns of a table may shift from page to page
SCAN_RATIO, SCAN_SHIFT = 0.05, 40.0  # how far a scanned page may differ in scale, and points to the side
LIKE = 50.0  # rapidfuzz ratio, on average over its columns, of a bad reading of a header
_TWO_DIGITS = re.compile(r"\d\d")
_ROW_NUMBER = re.compile(r"\(?\d{1,3}[.)]?")
LONGEST_HEAD = 75  # characters: a longer text heads no column
_FIGURES = re.compile(r"[\W\d]*\d[\W\d]*")
_NUMBER_ALONE = re.compile(
    r"\W*(?:\d{1,2}|[IVXivx]{1,5}|[A-Za-z])\W*"
)  # of a group of rows, in a cell of its own
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
HEAD_WORDS = 9  # words: a longer head is a sentence of the body
PLAIN_CLAIM = 5.0  # weight of a keyword that is not one of several fields' headers
MEASURES = frozenset(("formulasi", "sumber_data"))  # columns that tell how an indicator is measured
Group = tuple[Cell, ...]
_Filled = tuple[Cell, str]  # a cell with its text
Header = tuple[str, ...]


@dataclass(slots=True)
class Fragment:
    """The part of an indicator table that stands on one page.

    ``rows`` hold per column field the group of cells that covers the row; ``above`` are the cells over the
    header, ``across`` cells that span most columns and belong to none. ``groups`` gives the text of rows across the
    table by the index in ``rows`` of what follows them (beyond the last one where that stands on the next page),
    ``group_cells`` the cell of each that is printed as one cell, ``origins`` page and cell, by a cell's id, of what was
    printed on another sheet; ``is_card`` where its columns were printed as rows (`cards`): their sides say nothing.
    """

    page: Page
    block: Block
    columns: list[Column]
    has_header: bool
    rows: list[dict[str, Group]] = field(default_factory=list)
    above: list[Cell] = field(default_factory=list)
    across: list[Cell] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)
    group_cells: dict[int, Cell] = field(default_factory=dict)
    origins: Mapping[int, tuple[Page, Cell]] = field(default_factory=dict)
    is_card: bool = False

    @property
    def last_page(self) -> int:
        """The number of the last page on which any part of it stands."""
        others = (self.origins[id(c)][0].number for c in self.block.cells if id(c) in self.origins)
        return max([self.page.number, *others])


def cell_text(cells: Sequence[Cell]) -> str:
    """The cells' text in one line, for matching only."""
    return " ".join([line.text for cell in cells for line in cell.lines]).strip()


def whole_header(page: Page, block: Block) -> Header | None:
    """The texts of the table's header row, if it is a scanned one that names all fields."""
    fragment = with_header(page, block) if page.kind != "text" else None
    if fragment is None or not _is_whole(fragment.columns):
        return None
    return tuple(c.header for c in fragment.columns)


def with_header(
    page: Page,
    block: Block,
    known: Sequence[Header] = (),
    origins: Mapping[int, tuple[Page, Cell]] = MappingProxyType({}),
) -> Fragment | None:
    """The fragment of a table that prints a form's header row, ``None`` where it prints none.

    ``known`` are header rows of the same document, by which a scanned one that cannot be read whole is recognised.
    """
    starts = sorted({cell.row for cell in block.cells})[:HEADER_DEPTH]
    for row in starts:
        header = _header_at(block, row, known, scanned=page.kind != "text")
        if header is None:
            continue
        columns, body = header
        columns = with_code_columns(with_formula_by_content(columns, block, body), block, body)
        if not origins:
            block = with_numbered_rows(block, columns, body)
        fragment = Fragment(page, block, columns, has_header=True, origins=origins)
        fragment.above = [c for c in block.cells if c.row + c.row_span <= row and c.lines]
        _fill(fragment, body)
        return fragment
    return None


def without_header(
    page: Page,
    block: Block,
    columns: Sequence[Column],
    *,
    begun: bool = True,
    origins: Mapping[int, tuple[Page, Cell]] = MappingProxyType({}),
) -> Fragment | None:
    """The fragment of a table that goes on under ``columns`` of the page before, if its rulings fit.

    Where nothing was drawn, as many columns fit if only the header stood there (not ``begun``) or they lie in place.
    """
    columns = on_page(columns, page, block)
    edges = sorted({c.box.x0 for c in block.cells} | {c.box.x1 for c in block.cells})
    if not block.ruled and len(edges) == len(columns) + 1 and (not begun or _in_place(edges, columns)):
        columns = [replace(c, x0=x0, x1=x1) for c, (x0, x1) in zip(columns, pairwise(edges), strict=True)]
    wanted = [columns[0].x0, *(c.x1 for c in columns)]
    hits = sum(1 for x in wanted if any(abs(x - e) <= SAME_X for e in edges))
    if hits < max(2, len(wanted) - 1) and not _is_rest(edges, wanted):
        return None
    if not origins:
        block = with_numbered_rows(block, columns, 0)
    columns, first = (None if begun else _rest_of_head(block, columns)) or (columns, 0)
    fragment = Fragment(page, block, list(columns), has_header=False, origins=origins)
    _fill(fragment, first)
    return fragment


def _rest_of_head(block: Block, columns: Sequence[Column]) -> tuple[list[Column], int] | None:
    """The columns under their whole heads and the first body row, where a page's end tore the head.

    Below it stands a row of short texts without number, and then the first row.
    """
    first = min((cell.row for cell in block.cells), default=0)
    top = [cell for cell in block.cells if cell.row == first and cell.lines]
    end = max((cell.row + cell.row_span for cell in top), default=first)
    number = next((column for column in columns if column.field == "no"), None)
    if number is None or not top or any(len(cell_text([cell])) > HEAD_CHARS for cell in top):
        return None
    numbers = [c for c in block.cells if c.row in (first, end) and number.x0 <= c.box.cx <= number.x1]
    texts = [cell_text([c]).strip("(). ") for c in sorted(numbers, key=lambda c: c.row)]
    if texts != ["", "1"]:
        return None
    heads = [
        (" ".join([c.header, *(cell_text([t]) for t in top if c.x0 <= t.box.cx <= c.x1)]), c.x0, c.x1)
        for c in columns
    ]
    return map_columns(heads), end


def _in_place(edges: Sequence[float], columns: Sequence[Column]) -> bool:
    """Whether as many inferred columns lie where those before do: each with its middle within its own."""
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    return len(columns) >= MANY and all(c.x0 <= x <= c.x1 for c, x in zip(columns, middles, strict=True))


def _is_rest(edges: Sequence[float], wanted: Sequence[float]) -> bool:
    """Whether a table draws only some of the columns: those left or right of merged cells without a side."""
    known = [e for e in edges if any(abs(e - x) <= SAME_X for x in wanted)]
    return len(known) == len(edges) >= REST_EDGES


COVERED = 0.6  # of a column's width: a cell that covers more spans it
LEVEL = 0.3  # of a line's height: lines whose middles differ by less stand at one height
RUNS_ON = 0.6  # of the size: words of one line stand no further apart
MANY = 5  # columns from which as many on the next page are no chance
REST_EDGES = 4  # edges of columns from which a part of a table is recognised
HEAD_CHARS = 40  # characters: a longer cell of a first row is text
HEAD_CLAIMS = 2  # cells whose words head a column, from which a table's first row is a head


def is_other_head(block: Block) -> bool:
    """Whether the table begins with a head of its own: short cells, most of which head a column, none a number."""
    first = min((cell.row for cell in block.cells), default=0)
    texts = [text for cell in block.cells if cell.row == first and (text := cell_text([cell]))]
    if len(texts) < 2 or any(len(text) > HEAD_CHARS or _TWO_DIGITS.search(text) for text in texts):
        return False
    claims = [text for text in texts if claim(text)[1] >= PLAIN_CLAIM or _NAMES_OTHER.match(text)]
    return len(claims) >= max(HEAD_CLAIMS, len(texts) - 1)


_NAMES_OTHER = re.compile(r"^\W*(?:PROGRAM|KEGIATAN|SUB\s*KEGIATAN|URAIAN|NAMA|NIP)\b", re.I)


def on_page(columns: Sequence[Column], page: Page, block: Block) -> list[Column]:
    """The columns of the page before as they lie on this one: scans come out a little larger or smaller, and
    elsewhere on the sheet.
    """
    width = columns[-1].x1 - columns[0].x0
    if page.kind != "scan" or not columns or width <= 0:
        return list(columns)
    ratio, shift = block.box.width / width, block.box.x0 - columns[0].x0
    if abs(ratio - 1) > SCAN_RATIO or abs(shift) > SCAN_SHIFT:
        return list(columns)
    start = columns[0].x0
    return [
        replace(c, x0=block.box.x0 + ratio * (c.x0 - start), x1=block.box.x0 + ratio * (c.x1 - start))
        for c in columns
    ]


def _header_at(
    block: Block, row: int, known: Sequence[Header], *, scanned: bool
) -> tuple[list[Column], int] | None:
    """Columns and first body row, if the cells that start at ``row`` are a form's header."""
    top = [c for c in block.cells if c.row == row]
    filled = [c for c in top if c.lines]
    if len(filled) < 2 or sum(len(cell_text([c])) for c in filled) > 70 * len(filled):
        return None
    long = any(len(cell_text([c])) > HEAD_CHARS for c in filled)
    if (long or not scanned) and _ROW_NUMBER.fullmatch(cell_text(filled[:1])):
        return None  # a row of the table that happens to use the words of headers
    end = _header_end(block, top)
    leaves: list[tuple[str, float, float]] = []
    for cell in sorted(top, key=lambda c: c.col):
        under = [
            c
            for c in block.cells
            if cell.row + cell.row_span <= c.row
            and c.row + c.row_span <= end  # what goes on below the header is data
            and cell.col <= c.col < cell.col + cell.col_span
        ]
        for leaf in sorted(under, key=lambda c: c.col) or [cell]:
            text = cell_text([cell]) if leaf is cell else f"{cell_text([cell])} {cell_text([leaf])}"
            leaves.append((text, leaf.box.x0, leaf.box.x1))
    columns = map_columns(leaves)
    if scanned and not _is_whole(columns) and (alike := _like(columns, known)):
        columns = map_columns([(text, c.x0, c.x1) for text, c in zip(alike, columns, strict=True)])
    if scanned:
        columns = _with_indikator(columns)
    if not is_indicator_table(columns) or _mostly_prose(columns) or _holds_data(columns):
        return None
    if _strong_claims(columns) < (1 if scanned else 2):
        return None
    return columns, end


def _header_end(block: Block, top: Sequence[Cell]) -> int:
    """The first row below the header: where a cell heads several columns, the row of theirs belongs to it."""
    end = max(c.row + c.row_span for c in top)
    wide = [c for c in top if c.col_span > 1 and c.lines and c.row + c.row_span == end]
    below = [c for c in block.cells if c.row == end]
    if not wide or not below or len(wide) == len([c for c in top if c.lines]):
        return end
    under = [c for c in below if any(w.col <= c.col < w.col + w.col_span for w in wide)]
    beside = [c for c in below if not any(c is u for u in under)]
    heads = [c for c in under if c.lines and claim(cell_text([c]))[1] > 0]
    if len(under) < 2 or len(heads) < len(under) - 1 or any(c.lines for c in beside):
        return end
    return max(end, *(c.row + c.row_span for c in under))


def _is_whole(columns: Sequence[Column]) -> bool:
    """Whether the columns name all fields."""
    return set(FIELDS) <= {column.field for column in columns}


def _like(columns: Sequence[Column], known: Sequence[Header]) -> Header | None:
    """The known header that these headers are a bad reading of; None if one of them names another field."""
    for header in known:
        if len(header) != len(columns):
            continue
        claims = [
            (claim(column.header), claim(text)[0]) for column, text in zip(columns, header, strict=True)
        ]
        if any(weight >= PLAIN_CLAIM and mine != theirs for (mine, weight), theirs in claims):
            continue
        scores = [fuzz.ratio(c.header, text) for c, text in zip(columns, header, strict=True)]
        if sum(scores) >= LIKE * len(scores):
            return header
    return None


def _with_indikator(columns: Sequence[Column]) -> list[Column]:
    """The columns; if none is headed as indikator, one without a head between sasaran and formulasi becomes it."""
    fields = [column.field for column in columns]
    out = list(columns)
    if "indikator" not in fields and {"sasaran", "formulasi", "sumber_data"} <= set(fields):
        at = fields.index("sasaran") + 1
        if fields.index("formulasi") == at + 1 and not claim(columns[at].header)[0]:
            out[at] = replace(columns[at], field="indikator")
    return out


def _mostly_prose(columns: Sequence[Column]) -> bool:
    """Whether the would-be header reads like a body row: keywords within sentences."""
    return sum(1 for c in columns if len(c.header.split()) > HEAD_WORDS) > len(columns) / 2


def _strong_claims(columns: Sequence[Column]) -> int:
    """How many columns say clearly what they hold; 0 where none of these is one of the four fields."""
    claims = [name for name, weight in (claim(column.header) for column in columns) if weight > WEAK]
    return len(claims) if set(claims) & set(FIELDS) else 0


def _holds_data(columns: Sequence[Column]) -> bool:
    """Whether the would-be header holds figures, or names its fields only in long texts."""
    figures = [c for c in columns if _FIGURES.fullmatch(c.header) and not _YEAR.search(c.header)]
    named = [c for c in columns if c.field in FIELDS and len(c.header) <= LONGEST_HEAD]
    return len(figures) > 1 or len(named) < 2


def _fill(fragment: Fragment, first: int) -> None:
    cells = [c for c in fragment.block.cells if c.row + c.row_span > first]
    last = max((c.row + c.row_span for c in cells), default=first)
    by_row: list[list[Cell]] = [[] for _ in range(first, last)]
    for cell in cells:
        for row in range(max(cell.row, first), cell.row + cell.row_span):
            by_row[row - first].append(cell)
    headers = {c.header.casefold() for c in fragment.columns}
    numbers: set[int] = set()  # cells that number the columns, also where they were read with what is below
    for whole_row in by_row:
        covering = [cell for cell in whole_row if id(cell) not in numbers]
        filled = [(c, cell_text([c])) for c in covering if c.lines]
        if _is_number_row(filled, fragment.columns):
            numbers.update(id(cell) for cell, _ in filled)
            continue
        if not covering or _repeats_header(filled, headers):
            continue
        if (group := _group_of(filled, fragment)) is not None:
            text, whole = group
            fragment.groups[len(fragment.rows)] = text
            if whole is not None:
                fragment.group_cells[len(fragment.rows)] = whole
            continue
        groups: dict[str, list[Cell]] = {}
        for cell in covering:
            column = _column_of(cell, fragment)
            if column is not None:
                groups.setdefault(column.field, []).append(cell)
        fragment.rows.append(
            {name: tuple(sorted(group, key=lambda c: c.box.x0)) for name, group in groups.items()}
        )


def _group_of(filled: Sequence[_Filled], fragment: Fragment) -> tuple[str, Cell | None] | None:
    """The text of a row across the table, and its cell if it is one over most columns, beside no more than a number."""
    if (text := _across_sides([c for c, _ in filled])) is not None:
        return text, None
    long = [c for c, text in filled if len(text) > len("VIII.")]
    if len(long) != 1 or len(filled) > 2 or any(c.row_span > 1 for c, _ in filled):
        return None
    columns = fragment.columns
    cell = long[0]
    spanned = _spanned(cell, columns)
    if len(spanned) < 3 and len(spanned) < len(columns) - 1:
        return None
    if cell not in fragment.across:
        fragment.across.append(cell)
    if len(filled) == 1:
        cell = _last_title(cell)
        return cell_text([cell]), cell
    if any(_NUMBER_ALONE.fullmatch(text) for _, text in filled):
        return cell_text([cell]), cell
    return " ".join(text for _, text in filled), cell


def _last_title(cell: Cell) -> Cell:
    """The cell with its last title only, where the ruling between two is gone: it has a number.

    A title's first line has the number; what stands above is another one, of a larger group.
    """
    marked = [at for at, line in enumerate(cell.lines) if at and list_mark(line.text) is not None]
    return replace(cell, lines=cell.lines[marked[-1] :]) if marked else cell


def _across_sides(cells: Sequence[Cell]) -> str | None:
    """The text of one line that runs over the sides of inferred columns."""
    if not 2 <= len(cells) <= 4 or any(len(c.lines) != 1 or c.row_span > 1 for c in cells):
        return None
    lines = sorted((c.lines[0] for c in cells), key=lambda line: line.box.x0)
    for left, right in pairwise(lines):
        level = abs(left.box.cy - right.box.cy) < LEVEL * left.box.height
        if not level or right.box.x0 - left.box.x1 > RUNS_ON * left.em:
            return None
    return " ".join(line.text for line in lines)


def _spanned(cell: Cell, columns: Sequence[Column]) -> list[Column]:
    """The columns of which the cell covers most."""
    x0, _, x1, _ = cell.box
    return [
        c
        for c in columns
        if (x1 if x1 < c.x1 else c.x1) - (x0 if x0 > c.x0 else c.x0) > COVERED * (c.x1 - c.x0)
    ]


def _column_of(cell: Cell, fragment: Fragment) -> Column | None:
    """The column that holds the cell; a cell across most columns is noted and belongs to none."""
    columns = fragment.columns
    spanned = _spanned(cell, columns)
    if len(spanned) >= 3 or (len(spanned) == len(columns) and len(columns) > 1):
        if cell.lines and cell not in fragment.across:
            fragment.across.append(cell)
        return None
    if spanned:
        return spanned[0] if len(spanned) == 1 else _where_text_starts(cell, spanned)
    middle = cell.box.cx
    inside = [c for c in columns if c.x0 - 2 <= middle <= c.x1 + 2]
    if inside:
        return inside[0]
    return min(columns, key=lambda c: min(abs(c.x0 - middle), abs(c.x1 - middle)))


def _where_text_starts(cell: Cell, spanned: Sequence[Column]) -> Column:
    if not cell.lines:
        return spanned[0]
    x = min(line.box.x0 for line in cell.lines)
    return next((c for c in spanned if c.x0 - 2 <= x < c.x1), spanned[0])


NUMBER_CHARACTERS = 6  # the most that a cell among the columns' numbers has
_NUMBER = re.compile(r"^[\W_]*(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[\W_]*(?:=.{1,12})?$")


def _is_number_row(filled: Sequence[_Filled], columns: Sequence[Column]) -> bool:
    """Whether the row only numbers the columns: (1) (2) (3) … or a b c; some may be left out.

    Where cells of it go on below, all columns must be numbered, from 1 on. A cell over several columns, as a scan may
    have it, has several numbers.
    """
    texts = [part for cell, text in filled for part in (text.split() if cell.col_span > 1 else [text])]
    if len(texts) < max(2, (len(columns) + 1) // 2):
        return False
    if any(c.row_span > 1 for c, _ in filled):
        counted = [re.sub(r"[\W_]", "", text) for text in texts]
        return len(texts) == len(columns) and counted == [str(n + 1) for n in range(len(columns))]
    hits = [t for t in texts if _NUMBER.match(t)]
    misses = [t for t in texts if not _NUMBER.match(t)]
    if len(misses) > (1 if len(texts) > 3 else 0) or any(len(t) > NUMBER_CHARACTERS for t in misses):
        return False
    bare = [re.sub(r"\W.*", "", re.sub(r"^[\W_]+", "", t)).lower() for t in hits]
    if len(set(bare)) != len(bare):
        return False
    romans = [ROMAN_NUMBERS.get(t.upper(), 0) for t in bare]
    return sorted(bare, key=lambda t: (len(t), t)) == bare or (all(romans) and sorted(romans) == romans)


def _repeats_header(filled: Sequence[_Filled], headers: set[str]) -> bool:
    """Whether a body row is the header once more."""
    return len(filled) >= 2 and all(text.casefold() in headers for _, text in filled)
