"""A spreadsheet's own headings, which it prints on demand: A, B, C over the columns and 1, 2, 3 beside the rows.

They frame whatever stands on the sheet and are no part of it.
"""

from __future__ import annotations

import string
from dataclasses import replace
from itertools import pairwise

from ...schema.blocks import Block
from ...schema.geometry import bounding_box
from .fragments import cell_text

LEAST_COLUMNS, LEAST_ROWS = 3, 3  # letters and numbers in a row that are no chance


def without_headings(block: Block) -> Block:
    """The table without the letters of its columns and the numbers of its rows, if both frame it."""
    first_row = min((cell.row for cell in block.cells), default=0)
    first_column = min((cell.col for cell in block.cells), default=0)
    letters = [cell_text([c]) for c in block.cells if c.row == first_row and c.col > first_column]
    numbers = [cell_text([c]) for c in block.cells if c.col == first_column and c.row > first_row]
    if not _are_letters(letters) or not _number_on(numbers):
        return block
    kept = [cell for cell in block.cells if cell.row > first_row and cell.col > first_column]
    return replace(block, cells=kept, box=bounding_box(cell.box for cell in kept)) if kept else block


def _are_letters(texts: list[str]) -> bool:
    """Whether the texts are letters of the alphabet that follow each other."""
    single = all(len(text) == 1 for text in texts)
    return len(texts) >= LEAST_COLUMNS and single and "".join(texts) in string.ascii_uppercase


def _number_on(texts: list[str]) -> bool:
    """Whether the texts are numbers that grow; those of hidden rows are left out."""
    if len(texts) < LEAST_ROWS or not all(text.isascii() and text.isdigit() for text in texts):
        return False
    return all(int(a) < int(b) for a, b in pairwise(texts))
