"""Print made by hand: words, lines, cells and pages as a reader would hand them on.

The type is imaginary: every letter is half as wide as the size, a space a quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from iki.extract.page_content import Ruling
from iki.normalize.placed_line import PlacedLine
from iki.schema.blocks import Block, Cell, Document, Line, Page, Word
from iki.schema.geometry import Box, bounding_box

SIZE = 10.0
HEIGHT = 1.02  # of the size
LEADING = 1.2  # of the size
LETTER, SPACE = 0.5, 0.25


def width_of(text: str, size: float = SIZE) -> float:
    """The width of a text in points, all letters being equally wide."""
    return size * sum(SPACE if c == " " else LETTER for c in text)


def word(text: str, x: float, top: float, size: float = SIZE) -> Word:
    """A word that begins at a point."""
    return Word(text, Box(x, top, x + width_of(text, size), top + HEIGHT * size), size)


def words(text: str, x: float = 50.0, top: float = 100.0, size: float = SIZE) -> list[Word]:
    """The words of one printed line."""
    out = []
    for part in text.split(" "):
        if part:
            out.append(word(part, x, top, size))
        x += width_of(part, size) + SPACE * size
    return out


def line(text: str, x: float = 50.0, top: float = 100.0, size: float = SIZE) -> Line:
    """A printed line that begins at a point."""
    made = tuple(words(text, x, top, size))
    return Line(made, bounding_box(w.box for w in made), " ".join(w.text for w in made))


def lines(
    texts: Iterable[str], x: float = 50.0, top: float = 100.0, step: float = LEADING * SIZE
) -> list[Line]:
    """Lines one below the other; each text may begin with blanks, which indent it."""
    out = []
    for i, text in enumerate(texts):
        indent = len(text) - len(text.lstrip())
        out.append(line(text.strip(), x + indent * SPACE * SIZE, top + i * step))
    return out


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """The text broken into lines no wider than ``width`` (a word that is wider stands alone)."""
    out: list[str] = []
    for part in text.split():
        if out and width_of(f"{out[-1]} {part}", size) <= width:
            out[-1] += f" {part}"
        else:
            out.append(part)
    return out


def cell(
    text: str | Sequence[str], row: int, col: int, box: Box, row_span: int = 1, col_span: int = 1
) -> Cell:
    """A cell with its text wrapped to its width; a sequence of texts: lines broken on purpose."""
    texts = [text] if isinstance(text, str) else text
    broken = [part for t in texts for part in wrapped(t, box.width - 8)]
    made = lines(broken, box.x0 + 4, box.top + 3)
    return Cell(row, col, row_span, col_span, box, made)


def table(
    rows: Sequence[Sequence[str | Sequence[str] | None]],
    xs: Sequence[float] = (50, 80, 200, 330, 460, 560),
    top: float = 200.0,
    height: float = 60.0,
    *,
    ruled: bool = True,
) -> Block:
    """A table block; ``None`` goes on with the cell above it, ``">"`` with the cell at its left."""
    columns = xs[: len(rows[0]) + 1]
    ys = [top + i * height for i in range(len(rows) + 1)]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None or text == ">":
                continue
            row_span = 1
            while r + row_span < len(rows) and rows[r + row_span][c] is None:
                row_span += 1
            col_span = 1
            while c + col_span < len(row) and row[c + col_span] == ">":
                col_span += 1
            box = Box(columns[c], ys[r], columns[c + col_span], ys[r + row_span])
            cells.append(cell(text, r, c, box, row_span, col_span))
    return Block("table", Box(columns[0], ys[0], columns[-1], ys[-1]), cells=cells, ruled=ruled)


def text(*texts: str, x: float = 50.0, top: float = 100.0) -> Block:
    """A block of lines of text, one below the other."""
    made = lines(texts, x, top)
    return Block("text", bounding_box(ln.box for ln in made), lines=made)


def page(*blocks: Block, number: int = 1, width: float = 612.0, height: float = 792.0) -> Page:
    """A page of blocks, from top to bottom."""
    return Page(number, width, height, blocks=sorted(blocks, key=lambda b: b.box.top))


def document(*pages: Page, file: str = "contoh.pdf") -> Document:
    """A document of pages."""
    return Document(file, "0" * 64, len(pages), pages)


def placed(
    texts: Sequence[str], on: Page | None = None, x: float = 100.0, top: float = 100.0
) -> list[PlacedLine]:
    """Lines of a section on a page (one as wide as its text if none is given)."""
    made = lines(texts, x, top)
    return [PlacedLine(on or page(), ln) for ln in made]


def grid_rulings(xs: Sequence[float], ys: Sequence[float], width: float = 0.5) -> list[Ruling]:
    """The rulings of a full grid, drawn cell by cell."""
    out = [Ruling("h", y, a, b, width) for y in ys for a, b in pairwise(xs)]
    return out + [Ruling("v", x, a, b, width) for x in xs for a, b in pairwise(ys)]
