"""A sasaran that is printed across the table, above its indicators, instead of in a column.

Only where the table has no column for it, or leaves that empty: then a row across the table is the sasaran of the rows
below it, up to the next one, if it says so ("Sasaran 1 : …", also past rows of programmes), if the indicators' column
is headed for both ("Sasaran / Indikator Kinerja"), or if it begins as outcomes do, with a word such as Meningkatnya.
Names of posts and other titles stay what they are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...schema.blocks import Cell
from ..line_joining import line_of
from .office_table import names_of_group
from .page_breaks import LogicalCell, Table, logical_cell

LABEL_WORDS = 6  # of the label before a sasaran: "Sasaran", "Strategis", its number, a colon

_LABEL = re.compile(r"^\W*sasaran\b", re.I)
_OUTCOME = re.compile(r"^\W*(?:\w{1,3}[.)]\s*)?[^\W\d_]{4,}nya\b", re.I)


def give_sasaran(table: Table) -> None:
    """Give the rows below rows across the table these as their sasaran, and count them as placed."""
    named = any(column.field == "sasaran" for column in table.columns)
    if named and not all(row.is_empty("sasaran") for row in table.rows):
        return
    if _give_labelled(table):
        return
    heads = [column.header for column in table.columns if column.field == "indikator"]
    joint = any("sasaran" in head.casefold() for head in heads)
    current: LogicalCell | None = None
    for row in table.rows:
        if row.group is not None:
            current = None
        if row.group_from is not None and names_of_group(row.group) is None:
            fragment, cell = row.group_from
            text = " ".join(line.text for line in cell.lines)
            if joint or named or _LABEL.match(text) or _OUTCOME.match(text):
                current = _without_label(logical_cell(fragment, (cell,)))
                fragment.across = [other for other in fragment.across if other is not cell]
        if current is not None:
            row.cells["sasaran"] = current


def _give_labelled(table: Table) -> bool:
    """Give the rows the last row across above them that says that it is a sasaran, past other rows across.

    Whether there is any: "Sasaran 1 : …" above "Program …" above the rows.
    """
    found = [
        (fragment, cell)
        for fragment in table.fragments
        for cell in fragment.across
        if cell.lines and (_is_labelled(cell) or _OUTCOME.match(cell.lines[0].text))
    ]
    if not any(_is_labelled(cell) for _, cell in found):
        return False
    cells = {id(cell): _without_label(logical_cell(fragment, (cell,))) for fragment, cell in found}
    for row in table.rows:
        mine = row.cells.get("indikator")
        place = (row.page.number, mine.pieces[0].box.top if mine is not None and mine.pieces else 0.0)
        above = [cell for fragment, cell in found if (fragment.page.number, cell.box.top) < place]
        if above:
            row.cells["sasaran"] = cells[id(above[-1])]
    for fragment, cell in found:
        fragment.across = [other for other in fragment.across if other is not cell]
    return True


def _is_labelled(cell: Cell) -> bool:
    """Whether the cell says itself that it is a sasaran ("Sasaran 1 : …")."""
    return bool(cell.lines) and _LABEL.match(cell.lines[0].text) is not None and ":" in cell.lines[0].text


def _without_label(cell: LogicalCell) -> LogicalCell:
    """The cell without "Sasaran 1 :" before its text."""
    piece = cell.pieces[0]
    words = piece.lines[0].words
    if not _LABEL.match(words[0].text):
        return cell
    end = next((i for i, word in enumerate(words[:LABEL_WORDS], 1) if word.text.endswith(":")), 0)
    if not end or (end == len(words) and len(piece.lines) == 1):
        return cell
    first = [line_of(words[end:])] if words[end:] else []
    return replace(cell, pieces=[replace(piece, lines=[*first, *piece.lines[1:]]), *cell.pieces[1:]])
