"""How often a text is right where every word of it was read right: the share that layout alone gets wrong.

Measured against truth on some 180 decrees typeset in random looks (about 27,000 cells and items, exact after
normalising case, white space and list marks); a word's own confidence, from OCR, multiplies with it.
"""

from __future__ import annotations

DRAWN_CELL = 0.997
INFERRED_CELL = 0.990
FRACTION = 0.970
LIST_ITEM = 0.994


def of_cell(*, drawn: bool, fraction: bool) -> float:
    """The share of cells that are right: in a drawn or an inferred grid, with or without a stacked fraction."""
    if fraction:
        return FRACTION
    return DRAWN_CELL if drawn else INFERRED_CELL
