"""The boundary to recognition engines: pictures of lines in, words with places and probabilities out.

An engine says itself whether it is there. Everything that differs between engines stays behind this: models,
processes, units of confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

EngineName = Literal["auto", "tesseract", "ppocr"]


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word from ``x0`` to ``x1`` (pixels of the line's picture).

    ``mean`` and ``least`` are the engine's own certainty (0 to 1) over its characters, ``places`` the
    characters' middles where the engine tells them.
    """

    text: str
    x0: float
    x1: float
    mean: float
    least: float
    places: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read on one line."""

    words: tuple[ReadWord, ...]
    engine: str

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def least(self) -> float:
        """Certainty of the weakest character, 0 where nothing was read."""
        return min((word.least for word in self.words), default=0.0)

    @property
    def mean(self) -> float:
        """Mean certainty of the characters, 0 where nothing was read."""
        total = sum(len(word.text) for word in self.words)
        return sum(word.mean * len(word.text) for word in self.words) / total if total else 0.0


class LineEngine(Protocol):
    """Reads pictures of single lines: dark print on white, cut close."""

    @property
    def name(self) -> str:
        """Name as in the options."""
        ...

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """One reading per picture. ``thorough`` spends more time on each."""
        ...
