"""A page's content before it is laid out: words, rulings, shading and images, from whatever engine.

Text-layer engines and the scan reader all end here; everything after works on this alone and cannot tell them
apart. Coordinates are points, origin top left, of the page upright. For text pages that is the page as
displayed; a scan that was turned or straightened carries in ``to_display`` how to get back, and in ``has_ink``
whether there is print-like ink within a box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..schema.blocks import PageKind, Word
from ..schema.gaps import Gap
from ..schema.geometry import Box

UNMAPPED = 0.15  # share of characters without a Unicode value from which a text layer is no good


class Ruling(NamedTuple):
    """A straight horizontal or vertical line: at ``pos`` across, from ``start`` to ``end`` along.

    A horizontal one has its y in ``pos`` and its x range in ``start``/``end``; ``width`` is its thickness.
    """

    axis: Literal["h", "v"]
    pos: float
    start: float
    end: float
    width: float = 0.5

    @property
    def length(self) -> float:
        """Extent along the line in points."""
        return self.end - self.start

    def band(self, beside: float = 0.0) -> Box:
        """The box of the line, whatever its width, as far as ``beside`` on each side of it."""
        low, high = self.pos - beside, self.pos + beside
        return (
            Box(self.start, low, self.end, high) if self.axis == "h" else Box(low, self.start, high, self.end)
        )


class Fill(NamedTuple):
    """A filled rectangle that is no ruling: shading. ``grey`` is its lightness, 0 black to 1 white.

    ``color`` (0xRRGGBB) distinguishes shades of the same lightness.
    """

    box: Box
    grey: float
    color: int = 0


@dataclass(slots=True)
class PageContent:
    """What is printed on one page, as plain typed geometry.

    ``turned_words`` are those in other directions (`Word.turn`), ``hidden_words`` is invisible text (an OCR layer),
    ``outlines`` are filled shapes of the size of letters: print that was turned into drawings; ``marks`` are pictures
    and all shapes that may be writing. ``covered`` are letters that something dark or a picture hides. ``unmapped`` is
    the share of characters without a Unicode value, ``width``/``height`` the size of the upright page in points.
    """

    number: int
    width: float
    height: float
    kind: PageKind = "text"
    rotation: int = 0
    skew: float = 0.0
    words: list[Word] = field(default_factory=list)
    turned_words: list[Word] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    outlines: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    covered: list[Box] = field(default_factory=list)
    hidden_words: list[Word] = field(default_factory=list)
    unmapped: float = 0.0
    gaps: list[Gap] = field(default_factory=list)
    to_display: Callable[[Box], Box] | None = None
    has_ink: Callable[[Box], bool] | None = None
