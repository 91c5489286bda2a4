"""A line of print with the page it stands on: what the normaliser reads in the order of print."""

from __future__ import annotations

from dataclasses import dataclass

from ..schema.blocks import Line, Page


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and the page it stands on."""

    page: Page
    line: Line
