"""Raw blocks: what is printed where on a page, before anybody asks what it means.

``extract`` makes these from text PDFs and from scans alike, ``normalize`` reads them. All boxes are in points,
origin top left (see `geometry`), of the page *upright*: turned so that its text reads from left to right, and
straightened where it is a skewed scan. `Page.shown` maps a box to the page as displayed, which is what every
output holds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .gaps import Gap, GapCode
from .geometry import Box

PageKind = Literal["text", "scan", "mixed"]
BlockKind = Literal["heading", "text", "list", "table", "signature", "image"]
AGREED, UNSETTLED, DIFFERED = 1.0, 0.5, 0.0  # what other readers say of a table (`Block.agreement`)
Engine = Literal["text", "ocr", "human"]
LEAST_SIZE = 6.0  # points: a smaller size, or none, is not believed where white space is measured by it


@dataclass(slots=True)
class Word:
    """Characters without white space between them, on one baseline.

    ``box`` is as high as the font's line (ascent to descent), not as the glyphs' ink. ``confidence`` is the
    reader's probability that ``text`` is right; ``raw`` the reader's own reading where another was chosen. ``clip``
    is given where a text is longer than its cell, so that print cuts the word off, or that it flows over the cell's
    side: the box that is its cell's.
    ``turn`` is how far the word is turned clockwise against the page's text, in degrees.
    """

    text: str
    box: Box
    size: float = 0.0
    confidence: float = 1.0
    engine: Engine = "text"
    raw: str | None = None
    clip: Box | None = None
    turn: int = 0

    @property
    def em(self) -> float:
        """Font size in points by which white space is measured, at least `LEAST_SIZE`."""
        return max(self.size, LEAST_SIZE)

    @property
    def place(self) -> tuple[float, float]:
        """A point of the cell that the word belongs to: its middle, or what is next to it of its ``clip``."""
        x0, top, x1, bottom = self.box
        if self.clip is None:
            return (x0 + x1) / 2, (top + bottom) / 2
        left, high, right, low = self.clip.grown(-1)
        return max(left, min((x0 + x1) / 2, right)), max(high, min((top + bottom) / 2, low))


@dataclass(slots=True)
class Line:
    """Words side by side, from left to right, as printed.

    ``text`` is the words joined by spaces, except where the line stands for a stacked fraction (`fraction`):
    then it reads ``before (numerator) / (denominator) after``.
    """

    words: tuple[Word, ...]
    box: Box
    text: str
    fraction: bool = False

    @property
    def size(self) -> float:
        """Font size of the line's first word in points."""
        return self.words[0].size if self.words else 0.0

    @property
    def em(self) -> float:
        """Font size in points by which white space is measured, at least `LEAST_SIZE`."""
        return max(self.size, LEAST_SIZE)

    @property
    def turn(self) -> int:
        """How far the line is turned clockwise against the page's text, in degrees."""
        return self.words[0].turn if self.words else 0

    @property
    def confidence(self) -> float:
        """The least of its words' confidences."""
        return min((w.confidence for w in self.words), default=1.0)


@dataclass(slots=True)
class Cell:
    """A table cell at ``row``/``col`` (0-based) that covers ``row_span`` x ``col_span`` grid places.

    ``open_top``/``open_bottom``: no ruling closes the cell there, so it may go on over the page break.
    ``inked``: there is ink in it although no text was read (scans, and pictures on other pages).
    """

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    lines: list[Line] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False
    inked: bool = False

    @property
    def text(self) -> str:
        """The cell's lines as printed, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """The least of its lines' confidences, 1.0 when empty."""
        return min((line.confidence for line in self.lines), default=1.0)

    def to_json(self, shown: Callable[[Box], Box]) -> dict[str, Any]:
        """The cell as ``iki blocks --json`` writes it; ``shown`` maps boxes to the page as displayed."""
        return {
            "row": self.row,
            "col": self.col,
            "row_span": self.row_span,
            "col_span": self.col_span,
            "bbox": shown(self.box).rounded(),
            "text": self.text,
            "confidence": round(self.confidence, 4),
        }


@dataclass(slots=True)
class Block:
    """A coherent piece of a page. ``lines`` for text kinds, ``cells`` for tables.

    ``ruled`` says whether the table's grid was drawn (rulings or shaded cells) or inferred from the text. Of one
    that was inferred ``agreement`` says whether other readers find its cells again (`AGREED`), find others
    (`DIFFERED`), or neither clearly, and ``second_reader`` who they are; None where none was asked.
    """

    kind: BlockKind
    box: Box
    lines: list[Line] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    ruled: bool = True
    agreement: float | None = None
    second_reader: str | None = None

    @property
    def text(self) -> str:
        """The block's lines, one below the other; a table's cells in reading order."""
        if self.kind == "table":
            return "\n".join(cell.text for cell in self.cells if cell.lines)
        return "\n".join(line.text for line in self.lines)

    @property
    def turned(self) -> bool:
        """Whether it is text in another direction than the page's."""
        return bool(self.lines) and self.lines[0].turn != 0

    def to_json(self, shown: Callable[[Box], Box]) -> dict[str, Any]:
        """The block as ``iki blocks --json`` writes it; ``shown`` maps boxes to the page as displayed."""
        return {
            "kind": self.kind,
            "bbox": shown(self.box).rounded(),
            "text": self.text,
            "cells": [cell.to_json(shown) for cell in self.cells],
        }


@dataclass(slots=True)
class Page:
    """One page: its upright size in points, how it was read, and its blocks from top to bottom.

    ``rotation`` is how far (clockwise degrees) the page's content was turned to be read, ``skew`` the angle
    in degrees by which a scan was straightened, ``to_display`` undoes both; ``displayed`` is the size of
    the page as displayed, where it differs. ``gaps`` holds what could not be read. ``follows`` is the number of the
    page that a reader turns over from: the one before, or the one before blank ones.
    """

    number: int
    width: float
    height: float
    kind: PageKind = "text"
    rotation: int = 0
    skew: float = 0.0
    blocks: list[Block] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    to_display: Callable[[Box], Box] | None = None
    displayed: tuple[float, float] | None = None
    follows: int = -1

    def __post_init__(self) -> None:
        if self.follows < 0:
            self.follows = self.number - 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.blocks and all(gap.code is GapCode.BLANK_PAGE for gap in self.gaps)

    def shown(self, box: Box) -> Box:
        """The box on the page as displayed."""
        return box if self.to_display is None else self.to_display(box)

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        if self.displayed is not None:
            return self.displayed
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)

    def to_json(self) -> dict[str, Any]:
        """The page as ``iki blocks --json`` writes it."""
        width, height = self.shown_size
        return {
            "number": self.number,
            "width": round(width, 2),
            "height": round(height, 2),
            "kind": self.kind,
            "rotation": self.rotation,
            "skew": round(self.skew, 3),
            "blocks": [block.to_json(self.shown) for block in self.blocks],
        }


def pass_over_blank(pages: Sequence[Page]) -> None:
    """Let each page follow the last one before it that is not blank, as the empty backs of sheets are."""
    blank = {page.number for page in pages if page.is_blank}
    for page in pages:
        while page.follows in blank:
            page.follows -= 1


def share_equal(pages: Sequence[Page]) -> None:
    """Let words and lines of the pages that hold the same text or number share it, as far as that is kept long.

    Words of a line stand level and columns begin at one place: of the pages of a long document, which are all kept
    while its decrees are built, this spares a quarter of the memory. Pages that come from a file share
    nothing by themselves.
    """
    known: dict[float, float] = {}
    same = known.setdefault
    for page in pages:
        for block in page.blocks:
            for line in [*block.lines, *(line for cell in block.cells for line in cell.lines)]:
                line.box = Box(*map(same, line.box, line.box))
                for word in line.words:
                    word.text, word.size = sys.intern(word.text), same(word.size, word.size)
                    word.box = Box(*map(same, word.box, word.box))


@dataclass(slots=True)
class Document:
    """A whole input file as pages of raw blocks. ``pages`` may be a part of the file's ``page_count`` pages."""

    file: str
    sha256: str
    page_count: int
    pages: Sequence[Page]
    gaps: list[Gap] = field(default_factory=list)
    repaired: bool = False

    def to_json(self) -> dict[str, Any]:
        """The document as ``iki blocks --json`` writes it."""
        return {"file": self.file, "pages": [page.to_json() for page in self.pages]}
