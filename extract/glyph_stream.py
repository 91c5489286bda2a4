"""A page's letters in the order of the stream, column by column, with the white space between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .pdfium_calls import Flags, Floats


class Glyph(NamedTuple):
    """One character and its box: origin to advance wide, ascent to descent high; y down."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class GlyphStream:
    """Letters and white space: ``chars`` is "" where white space stood, whose box means nothing.

    Boxes are those of `Glyph`, each side a column; ``is_letter`` says where letters stand.
    """

    chars: list[str]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    is_letter: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.is_letter = np.fromiter(map(bool, self.chars), np.bool_, len(self.chars))

    def __len__(self) -> int:
        return len(self.chars)

    def letters(self, first: int, last: int) -> list[Glyph]:
        """The letters from ``first`` to before ``last``."""
        some = slice(first, last)
        boxes = (column[some].tolist() for column in (self.x0, self.top, self.x1, self.bottom))
        return list(map(Glyph, self.chars[some], *boxes))

    def letter(self, at: int) -> Glyph:
        """One letter."""
        return Glyph(
            self.chars[at],
            float(self.x0[at]),
            float(self.top[at]),
            float(self.x1[at]),
            float(self.bottom[at]),
        )

    def picked(self, numbers: Sequence[int]) -> GlyphStream:
        """Some of the letters and white space, by their numbers."""
        at = np.array(numbers, dtype=np.int64)
        boxes = (column[at] for column in (self.x0, self.top, self.x1, self.bottom))
        return GlyphStream([self.chars[i] for i in numbers], *boxes)


def stream_of(glyphs: Iterable[Glyph | None]) -> GlyphStream:
    """A stream made of letters, with ``None`` for white space between them."""
    every = list(glyphs)
    boxes = np.array([(0.0, 0.0, 0.0, 0.0) if g is None else g[1:] for g in every], dtype=np.float64)
    return GlyphStream(["" if g is None else g.char for g in every], *boxes.reshape(len(every), 4).T)
