"""Tables that rulings do not enclose: shaded cells, horizontal rules only, or white space alone.

Regions of such tables first (`unruled_regions`), by falling strength of their evidence: where two overlap, the
stronger one is kept. Each of them then becomes a grid (`unruled_cells`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..schema.blocks import Line
from ..schema.geometry import Box
from .page_content import Fill, Ruling
from .ruled_grid import Grid
from .unruled_cells import grid_of
from .unruled_regions import Region, seeds


def unruled_grids(
    lines: Sequence[Line],
    rules: Sequence[Ruling],
    fills: Sequence[Fill],
    page: Box,
    carried: Sequence[float] | None = None,
    obstacles: Sequence[Box] = (),
) -> list[Grid]:
    """Grids of tables among the page's ``lines``.

    ``rules`` are horizontal rulings that belong to no ruled grid, ``carried`` the column positions of a table
    that may go on from the page before, ``obstacles`` the ruled tables' outlines.
    """
    taken: list[Region] = []
    grids: list[Grid] = []
    for region in seeds(lines, rules, fills, page, carried, obstacles):
        if not any(r.top < region.bottom and region.top < r.bottom for r in taken):
            grid = grid_of(region)
            if grid is not None:  # what makes no grid stands in no weaker region's way
                taken.append(region)
                grids.append(grid)
    return grids
