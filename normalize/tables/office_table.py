"""One table for a whole office: its rows belong to the posts that it names.

A post is named in a row across the table ("I. KEPALA DINAS") above its rows, or in a column of its own (JABATAN,
beside NAMA and NIP). Each name is a position with the rows below or beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..forms.labels import is_label
from ..forms.names_of_posts import bare_name, name_kind
from .header_mapping import Column
from .page_breaks import LogicalRow, Table

LONGEST_NAME = 120  # characters


@dataclass(slots=True)
class Part:
    """The rows of one post of an office's table; ``person`` is its holder where a column names one."""

    name: str
    rows: list[LogicalRow] = field(default_factory=list)
    person: str | None = None


def parts_of(table: Table) -> list[Part] | None:
    """The table's rows by post, ``None`` where it is of one post alone."""
    column = _labelled(table.columns, "jabatan")
    return (_by_column(table, column) if column is not None else None) or _by_group(table)


def _labelled(columns: Sequence[Column], kind: str) -> Column | None:
    return next((c for c in columns if c.is_extra and is_label(c.header) == kind), None)


def _by_column(table: Table, column: Column) -> list[Part] | None:
    person = _labelled(table.columns, "person")
    parts: list[Part] = []
    for row in table.rows:
        name = row.text(column.field).replace("\n", " ").strip()
        if name and (not parts or parts[-1].name != name):
            who = row.text(person.field).split("\n")[0].strip() if person is not None else ""
            parts.append(Part(name, person=who or None))
        if not parts:
            return None
        parts[-1].rows.append(row)
    return parts or None


def _by_group(table: Table) -> list[Part] | None:
    parts: list[Part] = []
    for row in table.rows:
        name = names_of_group(row.group)
        if name is not None:
            parts.append(Part(name))
        if not parts:
            return None
        parts[-1].rows.append(row)
    return parts or None


def names_of_group(text: str | None) -> str | None:
    """The post or unit that a row across the table names."""
    if not text or len(text) > LONGEST_NAME:
        return None
    name = bare_name(text)
    return name if name_kind(name) is not None else None
