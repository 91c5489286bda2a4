"""The signature that an inferred table took for its last rows.

A table without rules ends where white space says so, and the place and date below it, or the post that signs, may
stand no farther off than a row. What ends the table is recognised by its content: from a row on that prints nothing
but a place and date of signing, or the post of whoever signs below, nothing is data any more. Drawn tables are left as
they are drawn, except a spreadsheet's printed grid: there an empty row comes before the place and date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...schema.blocks import Block, Line
from ...schema.geometry import bounding_box
from ..signature_lines import is_post, place_and_date, tells_signer

LAST_ROWS = 8  # a signature that became rows has no more
SIDE_BY_SIDE = 2  # who sign side by side
NEXT_LINES = 6  # below a post that signs, within which a rank or a number follows


def split_signature(block: Block, below: Sequence[Line]) -> tuple[Block, list[Line]]:
    """The table without its rows of signature, and their lines from top to bottom.

    ``below`` are the lines below it on its page.
    """
    starts = sorted({cell.row for cell in block.cells if cell.lines})
    signed = any(tells_signer(line.text) for line in below[:NEXT_LINES])
    cut = None
    for row in reversed(starts[1:][-LAST_ROWS:]):
        cells = [cell for cell in block.cells if cell.row == row and cell.lines]
        if len(cells) > SIDE_BY_SIDE:
            break
        if _signs([line for cell in cells for line in cell.lines], signed=signed and not block.ruled):
            cut = row
    if cut is None or (block.ruled and not _is_empty(block, cut - 1)):
        return block, []
    kept = [
        replace(cell, row_span=min(cell.row_span, cut - cell.row)) for cell in block.cells if cell.row < cut
    ]
    taken = [line for cell in block.cells if cell.row >= cut for line in cell.lines]
    box = bounding_box(cell.box for cell in kept if cell.row + cell.row_span <= cut and cell.lines)
    return replace(block, cells=kept, box=box), sorted(taken, key=lambda line: (line.box.cy, line.box.x0))


def _is_empty(block: Block, row: int) -> bool:
    """Whether nothing is printed in a row of the table."""
    return not any(cell.lines for cell in block.cells if cell.row <= row < cell.row + cell.row_span)


def _signs(lines: Sequence[Line], *, signed: bool) -> bool:
    """Whether a signature begins with these lines; ``signed`` where somebody's rank or number stands below."""
    first = lines[0].text
    if place_and_date(first) is not None and len(lines) <= 2 * SIDE_BY_SIDE:
        return True
    return signed and is_post(first) and lines[-1].text.rstrip().endswith(",")
