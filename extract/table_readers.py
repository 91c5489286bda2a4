"""Other libraries' readings of a table's words: pdfplumber's table finder and camelot's *stream* parser.

Both get the words that our own layout had, not the file: what is asked is where the columns and rows are, a scan's
words have no file to be read again from, and a page parsed again by pdfminer costs ten times what the finding does.
Neither gets anything of our grid. pdfplumber looks for left, right and middle edges that texts share, camelot for
the number of texts that most lines have; both take every line of text for a row.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from ..schema.blocks import Word
from ..schema.geometry import bounding_box

log = logging.getLogger(__name__)

Reading = list[list[str]]  # rows of cells' texts; those of a column stand below each other

TEXT_GAP = 0.6  # of the words' usual height: words further apart are two texts beside each other
SHARED_EDGES = 2  # texts that must share an edge to make a column; tables of decrees have few rows
LINE_SHIFT = 3.0  # points by which the words of a line may differ in height (pdfplumber's own default)


_SIDES = itemgetter("x0", "top", "x1", "bottom")
Point = tuple[float, float]
_Placed = tuple[float, float, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Chars:
    """As much of a pdfplumber page as its table finder looks at; every word stands as one character."""

    chars: list[dict[str, Any]]
    bbox: tuple[float, float, float, float]
    edges: list[dict[str, Any]] = field(default_factory=list)

    def extract_words(self, **settings: Any) -> list[dict[str, Any]]:
        """The texts of the page: words that stand close beside each other."""
        from pdfplumber.utils.text import extract_words  # noqa: PLC0415

        return list(extract_words(self.chars, **settings))


def _texts(words: Sequence[Word], width: float, height: float) -> _Chars:
    chars = [
        {
            "text": word.text,
            "x0": word.box.x0,
            "x1": word.box.x1,
            "top": word.box.top,
            "bottom": word.box.bottom,
            "doctop": word.box.top,
            "width": word.box.width,
            "height": word.box.height,
            "size": word.box.height,
            "upright": True,
        }
        for word in words
    ]
    return _Chars(chars, (0.0, 0.0, width, height))


def _gap(words: Sequence[Word]) -> float:
    heights = sorted(word.box.height for word in words)
    return TEXT_GAP * heights[len(heights) // 2]


def _tables(page: _Chars, settings: dict[str, Any]) -> list[Any]:
    """The tables of pdfplumber's finder, step by step: one of its steps takes longer than all others together."""
    from pdfplumber.table import (  # noqa: PLC0415 - seldom needed
        Table,
        TableFinder,
        TableSettings,
        cells_to_tables,
        edges_to_intersections,
    )

    finder: Any = TableFinder.__new__(TableFinder)
    finder.page, finder.settings = page, TableSettings.resolve(settings)
    near = finder.settings.intersection_x_tolerance, finder.settings.intersection_y_tolerance
    cells = cells_between(edges_to_intersections(finder.get_edges(), *near))
    found: Any = page
    return [Table(found, group) for group in cells_to_tables(cells)]


def cells_between(
    crossings: Mapping[Point, Mapping[str, list[Any]]],
) -> list[tuple[float, float, float, float]]:
    """The smallest cells between points where edges cross: the same as pdfplumber's ``intersections_to_cells``.

    ``crossings`` holds for each point (x, y) the vertical and the horizontal edges ("v", "h") that meet there.
    """
    points = sorted(crossings)
    edges = {
        point: tuple(set(map(_SIDES, meeting[axis])) for axis in ("v", "h"))
        for point, meeting in crossings.items()
    }
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    for point in points:
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)

    def joined(one: Point, other: Point, axis: int) -> bool:
        return not edges[one][axis].isdisjoint(edges[other][axis])

    def cell(point: Point) -> tuple[float, float, float, float] | None:
        column, row = columns[point[0]], rows[point[1]]
        right = row[row.index(point) + 1 :]
        for under in column[column.index(point) + 1 :] if right else []:
            if not joined(point, under, 0):
                continue
            for beside in right:
                if not joined(point, beside, 1):
                    continue
                corner = beside[0], under[1]
                if corner in edges and joined(corner, beside, 0) and joined(corner, under, 1):
                    return (*point, *corner)
        return None

    return [found for point in points if (found := cell(point)) is not None]


def texts_of_cells(rows: Sequence[Any], chars: Sequence[Mapping[str, Any]]) -> Reading:
    """The texts of a table's cells: pdfplumber's ``Table.extract`` except for white space, in a fifth of its time.

    ``rows`` have a ``bbox`` and ``cells`` (boxes, ``None`` for one that is not there). A text belongs to the cell that
    holds its middle; texts whose tops lie within `LINE_SHIFT` from one to the next are of one line.
    """
    placed = [((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2, c) for c in chars]

    def inside(some: Sequence[_Placed], box: Sequence[float]) -> list[_Placed]:
        x0, top, x1, bottom = box
        return [one for one in some if x0 <= one[0] < x1 and top <= one[1] < bottom]

    out: Reading = []
    for row in rows:
        own = inside(placed, row.bbox)
        out.append([_lines_of([c for _, _, c in inside(own, cell)]) if cell else "" for cell in row.cells])
    return out


def _lines_of(chars: Sequence[Mapping[str, Any]]) -> str:
    """The text of what stands in a cell, line by line."""
    lines: list[list[Mapping[str, Any]]] = []
    for char in sorted(chars, key=itemgetter("top")):
        if lines and char["top"] - lines[-1][-1]["top"] <= LINE_SHIFT:
            lines[-1].append(char)
        else:
            lines.append([char])
    return "\n".join(" ".join(c["text"] for c in sorted(line, key=itemgetter("x0"))) for line in lines)


def plumber_reading(words: Sequence[Word], width: float, height: float) -> Reading | None:
    """The largest table that pdfplumber makes of the words by their edges; None where it sees none.

    ``width`` and ``height`` are the page's, in points.
    """
    settings = {
        "vertical_strategy": "text",
        "horizontal_strategy": "text",
        "min_words_vertical": SHARED_EDGES,
        "text_x_tolerance": _gap(words),
        "text_y_tolerance": LINE_SHIFT,
    }
    try:
        page = _texts(words, width, height)
        tables = _tables(page, settings)
        if not tables:
            return None
        largest = max(tables, key=lambda table: len(table.cells))
        return texts_of_cells(largest.rows, page.chars)
    except MemoryError:
        raise
    except Exception:  # its failures are no failures of ours
        log.info("pdfplumber could not look for a table", exc_info=True)
        return None


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A text as camelot's parsers take it from playa: y upwards."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    def get_text(self) -> str:
        """The text; camelot asks for it by this name."""
        return self.text


def camelot_reading(words: Sequence[Word], width: float, height: float) -> Reading | None:
    """The table that camelot's stream parser makes of the words; None where it sees none."""
    box = bounding_box(word.box for word in words)
    area = f"{box.x0 - 1},{height - box.top + 1},{box.x1 + 1},{height - box.bottom - 1}"
    try:
        from camelot.parsers.stream import Stream  # noqa: PLC0415 - loads pandas

        texts = _texts(words, width, height).extract_words(x_tolerance=_gap(words), y_tolerance=LINE_SHIFT)
        lines = [
            _TextLine(t["text"], t["x0"], height - t["bottom"], t["x1"], height - t["top"]) for t in texts
        ]
        make: Any = Stream
        parser = make(table_areas=[area])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser.prepare_page_parse("", None, (width, height), 1, [], lines, [], "", {})
            tables = parser.extract_tables()
    except MemoryError:
        raise
    except Exception:
        log.info("camelot could not look for a table", exc_info=True)
        return None
    return [[str(text) for text in row] for row in tables[0].data] if tables else None
