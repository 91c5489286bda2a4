"""What a page is made of, free of any way of printing: paragraphs, grids of cells, signatures, pictures.

A document is a sequence of elements and the setup of its pages; the truth is written from the very same lines that
are printed, so that print and truth can't differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from typeset.model import Fraction

Part = str | Fraction


@dataclass(frozen=True)
class Line:
    """A paragraph of a cell or of a list, with the mark that hangs before it."""

    parts: tuple[Part, ...]
    mark: str = ""
    bold: bool = False
    align: str = ""

    @property
    def text(self) -> str:
        """As the truth writes it, with its mark."""
        body = " ".join(
            part if isinstance(part, str) else f"({part.num}) / ({part.den})" for part in self.parts
        )
        return f"{self.mark} {body}".strip()


def line(text: str, mark: str = "", *, bold: bool = False, align: str = "") -> Line:
    """A line of plain text."""
    return Line((text,), mark, bold, align)


@dataclass(frozen=True)
class Cell:
    """A cell of a grid; the places that it covers beside its first hold None in the grid's rows."""

    lines: tuple[Line, ...] = ()
    rows: int = 1
    columns: int = 1
    align: str = "left"
    middle: bool = False
    bold: bool = False
    fill: str = ""
    color: str = "000000"
    turned: bool = False
    open_top: bool = False
    open_bottom: bool = False

    @property
    def text(self) -> str:
        """As the truth writes it."""
        return "\n".join(item.text for item in self.lines if item.text)


def cell(*texts: str, **options: Any) -> Cell:
    """A cell of plain lines."""
    return Cell(tuple(line(text) for text in texts if text), **options)


Cells = tuple[Cell | None, ...]


@dataclass(frozen=True)
class Rules:
    """How the lines of a grid are drawn.

    `kind`: grid, columns (none between rows), rows (none between columns), none, zebra.
    `stroke`: solid, pieces, rects, dashed, dots, double.
    """

    kind: str = "grid"
    stroke: str = "solid"
    width: float = 0.6
    color: str = "000000"


NO_RULES = Rules("none")
PLAIN_RULES = Rules()


@dataclass(frozen=True)
class Grid:
    """A table: widths as shares of the room, header rows and body rows.

    `tear` lets a row break over a page's end, `repeat` prints the header again on each page, `fit` widens columns
    to their longest word.
    """

    widths: tuple[float, ...]
    body: tuple[Cells, ...]
    head: tuple[Cells, ...] = ()
    rules: Rules = PLAIN_RULES
    size: float = 0.0
    repeat: bool = True
    tear: bool = True
    fit: bool = True
    open_tears: bool = False
    justify: bool = False
    pad: float = 4.0
    indent: float = 0.0
    after: float = 10.0


@dataclass(frozen=True)
class Para:
    """A paragraph; `mark` hangs in front of it."""

    text: str
    align: str = "left"
    bold: bool = False
    scale: float = 1.0
    indent: float = 0.0
    first: float = 0.0
    mark: str = ""
    hang: float = 18.0
    after: float = 3.0
    underline: bool = False
    keep: float = 0.0
    color: str = "000000"
    leader: str = ""


@dataclass(frozen=True)
class Gap:
    """White space, in lines."""

    lines: float = 1.0


@dataclass(frozen=True)
class NewPage:
    """A page break; `turned` makes the following pages landscape (True) or portrait (False)."""

    turned: bool | None = None


@dataclass(frozen=True)
class Bar:
    """A rule across the page."""

    thick: float = 1.4
    double: bool = False


@dataclass(frozen=True)
class Emblem:
    """A coat of arms of no real place."""

    height: float = 54.0
    align: str = "center"
    seed: int = 0


@dataclass(frozen=True)
class Chart:
    """A bar chart."""

    title: str
    bars: tuple[tuple[str, float], ...]
    height: float = 150.0


@dataclass(frozen=True)
class Border:
    """A frame around the whole page."""

    round: bool = False


@dataclass(frozen=True)
class Signatory:
    """One signature: lines above the name, the name, lines below."""

    above: tuple[str, ...]
    name: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sign:
    """Signatures side by side; one alone stands on the right."""

    blocks: tuple[Signatory, ...]
    room: float = 3.4
    bold: bool = False
    underline: bool = True


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet wider than its paper: the columns from `split` on are printed on further sheets.

    The title stands in the middle of the whole width, so that it is cut in two; `clip` leaves the hidden half in
    the PDF behind a clip, as some programs do. `over` prints the two halves of a sheet one after the other.
    """

    title: tuple[str, ...]
    keys: Grid | None
    grid: Grid
    split: int
    sign: Sign | None = None
    clip: bool = False
    over: bool = False


Element = Para | Grid | Gap | NewPage | Bar | Emblem | Chart | Border | Sign | Sheet


@dataclass(frozen=True)
class Setup:
    """Paper, type and what stands on every page."""

    size: tuple[float, float] = (595.3, 841.9)
    margins: tuple[float, float, float, float] = (60.0, 56.0, 60.0, 56.0)
    """Left, top, right, bottom, in points."""
    font: str = "Liberation Sans"
    points: float = 11.0
    lead: float = 1.22
    justify: bool = False
    running: str = ""
    foot: str = ""
    number: str = ""
    """"", "n", "- n -", "n / N", "Halaman n dari N", "Page n"."""
    number_at: str = "center"
    """center, right, left or top."""
    first_number: int = 1
    number_first_page: bool = True
    catchwords: bool = False
    stamp: str = ""
    tricks: frozenset[str] = frozenset()
    """fake-bold, words (each word drawn alone), clip (spreadsheet titles clipped instead of cut)."""


@dataclass
class Document:
    """What is printed, and what a reader knows of it."""

    setup: Setup
    elements: list[Element] = field(default_factory=list)
    truth: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)

    def add(self, *elements: Element) -> None:
        """Print these next."""
        self.elements.extend(elements)

    def say(self, texts: Sequence[str], **options: Any) -> None:
        """Print plain paragraphs."""
        self.elements.extend(Para(text, **options) for text in texts)
