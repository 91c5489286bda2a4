"""The steps by which a worn table's rulings are repaired; each can be left out to measure what it is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridSteps:
    """Which steps are taken; all of them unless `bench/ablation.py` asks what one is worth."""

    shaded_fields: bool = True
    """Shaded fields are made white, and their outlines rulings."""
    dashes: bool = True
    """Dashed rulings are drawn through."""
    stray_sides: bool = True
    """Outer lines that hardly anything runs up to are no sides."""
    stacked: bool = True
    """Tables above each other are separated."""
    closed_sides: bool = True
    """A side is added where rulings run out to one place."""
    stray_columns: bool = True
    """Strokes that print crosses are no columns."""
    spanning_rows: bool = True
    """Rows are added where the columns break off together around words."""
    corridors: bool = True
    """A column is added in a white corridor."""
    spanned: bool = True
    """A row without inner rulings whose print is one run of words is one cell."""
    strangers: bool = True
    """Columns do not go on through rows that have other ones."""
    headed: bool = True
    """Columns may begin below a head of several columns."""
    whole_rows: bool = True
    """Gaps are closed in rulings that nothing crosses."""
    shaded_heads: bool = True
    """Vertical rulings of a shaded head alone are its fields."""


ALL_STEPS = GridSteps()
