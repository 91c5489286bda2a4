"""How a table stands to the one before it: its next part, a new beginning, or the rest of a list."""

from __future__ import annotations

from ...schema.blocks import Block
from ..reading_order import PlacedTable
from ..signatures import nip_of
from ..tables.fragments import SAME_X, Fragment, cell_text, on_page
from ..tables.page_breaks import Table
from .printed_form import Form

SAME_COLUMNS = 5  # columns from which equal sides are no chance
SAME_SIDES = 12.0  # points: how far a column's sides may shift over a page break


def is_list(block: Block) -> bool:
    """Whether a bordered block goes on with a list: at most a column of marks, one of texts, and no more."""
    texts = {cell.col for cell in block.cells if len(cell.text) > len("(iii)") + 1}
    return len(texts) <= 1


def draws_same_columns(table: Table, item: PlacedTable) -> bool:
    """Whether the table draws every column of the one before."""
    columns = on_page(table.columns, item.page, item.block)
    edges = {c.box.x0 for c in item.block.cells} | {c.box.x1 for c in item.block.cells}
    wanted = {columns[0].x0, *(c.x1 for c in columns)}
    return len(columns) >= SAME_COLUMNS and all(any(abs(x - e) <= SAME_X for e in edges) for x in wanted)


def counts_from_one(fragment: Fragment) -> bool:
    """Whether the table's first number is one, or it has no numbers."""
    return _first_number(fragment) in ("", "1", "a", "A", "I")


def _first_number(fragment: Fragment) -> str:
    """The first number in the table's rows as printed, without its marks."""
    texts = (cell_text(row.get("no", ())).strip("(). ") for row in fragment.rows)
    return next(filter(None, texts), "")


def counts_on(table: Table, fragment: Fragment) -> bool:
    """Whether the table's first number is the next one behind those of the table before, or neither has numbers."""
    before = [int(no) for row in table.rows if (no := row.text("no").strip("(). ")).isdecimal()]
    first = _first_number(fragment)
    if not before or not first.isdecimal():
        return not before and not first
    return int(first) == before[-1] + 1


def starts_over(form: Form, table: Table, fragment: Fragment) -> bool:
    """Whether a table prints its head and counts from one again below the signature of the one before."""
    if not fragment.has_header or not fragment.rows or not table.rows:
        return False
    first = cell_text(fragment.rows[0].get("no", ())).strip("(). ")
    counts_on = len(table.rows) > 1 and first not in ("", "1")
    return not counts_on and any(nip_of(placed.line.text) is not None for placed in form.after)


def follows(table: Table, fragment: Fragment) -> bool:
    """Whether the fragment is the table's next part over a page break, with the same columns."""
    last = table.fragments[-1]
    if last.is_card or fragment.is_card:
        return False  # its columns have no sides
    after = (last.page.number, last.last_page)
    if fragment.page.follows not in after or len(fragment.columns) != len(table.columns):
        return False
    return all(
        abs(a.x0 - b.x0) <= SAME_SIDES and abs(a.x1 - b.x1) <= SAME_SIDES
        for a, b in zip(on_page(table.columns, fragment.page, fragment.block), fragment.columns, strict=True)
    )
