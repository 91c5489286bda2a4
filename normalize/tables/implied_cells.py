"""Cells that are drawn empty and go on with the cell above, as any reader takes them.

Only the sasaran (with the number before it) goes on, only in a row that has an indicator and no number of its own,
and only from the row above in the same table. The value is marked as implied; nothing else is ever implied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from ...schema.models import Row
from .page_breaks import LogicalRow


def imply(rows: Sequence[Row], printed: Sequence[LogicalRow], implied: Callable[[int], None]) -> int:
    """Fill empty cells of sasaran with the value above where that is implied; returns how many were filled.

    ``rows`` are changed in place; ``printed`` holds the printed row of each. ``implied`` is called with the index of
    each row that was filled.
    """
    count = 0
    for index, ((above, row), print_) in enumerate(zip(pairwise(rows), printed[1:], strict=True), 1):
        cell = print_.cells.get("sasaran")
        if cell is None or not cell.is_empty or cell.inked or not row.indikator.text:
            continue
        own_number = row.no is not None and row.no != above.no
        if own_number or print_.group is not None or not above.sasaran.text:
            continue
        row.sasaran = above.sasaran.model_copy(update={"inherited": True, "implied": True})
        row.no = above.no if row.no is None else row.no
        implied(index)
        count += 1
    return count
