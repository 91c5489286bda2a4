"""Tables for a whole office: their rows belong to the posts that they name.

A post is named in a row across the table ("I. KEPALA DINAS") above its rows, or in a column of its own (JABATAN,
beside NAMA and NIP). Each name is a position with the rows below or beside it, also those of a further table that
names none. Rows above the first name are the form's own. A form whose label names its post is of that post alone:
rows across its table only group rows, unless one names this post, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..forms.labels import is_label
from ..forms.names_of_posts import bare_name, name_kind
from ..signature_lines import number_on
from .header_mapping import Column
from .page_breaks import LogicalRow, Table

LONGEST_NAME = 120  # characters
JOINING = 5  # letters of the words that stand in small letters within names (dan, pada, serta)


@dataclass(slots=True)
class Part:
    """The rows of one post of an office, table by table; ``person`` is its holder where a column names one.

    ``name`` is ``None`` where the rows are the form's own.
    """

    name: str | None
    tables: list[Table] = field(default_factory=list)
    person: str | None = None

    def add(self, table: Table, row: LogicalRow) -> None:
        """Take a row of a table."""
        if not self.tables or self.tables[-1].columns is not table.columns:
            self.tables.append(Table(table.columns))
        self.tables[-1].rows.append(row)

    @property
    def pages(self) -> set[int]:
        """The numbers of the pages its rows stand on."""
        return {row.page.number for table in self.tables for row in table.rows}


def parts_of(tables: Sequence[Table], post: str | None = None) -> list[Part] | None:
    """The tables' rows by post, ``None`` where they are of one post alone; ``post`` is whose form it says it is."""
    parts: list[Part] = []
    grouped = {name for table in tables for row in table.rows if (name := names_of_group(row.group))}
    are_posts = post is None or post.casefold() in map(str.casefold, grouped)
    for table in tables:
        column = _labelled(table.columns, "jabatan") or _units(table)
        person = _labelled(table.columns, "person")
        for row in table.rows:
            name = names_of_group(row.group) if are_posts else None
            if column is not None:
                name = row.text(column.field).replace("\n", " ").strip() or name
            if not parts or (name and name != parts[-1].name):
                who = _holder(row.text(person.field)) if name and person is not None else ""
                parts.append(Part(name or None, person=who or None))
            parts[-1].add(table, row)
    return parts if any(part.name for part in parts) else None


def _units(table: Table) -> Column | None:
    """The column whose rows are of units: it is headed so, stands before the sasaran, and names nothing else."""
    column = next(iter(table.columns), None)
    if column is None or not column.is_extra or is_label(column.header) not in ("office", "unit"):
        return None
    names = [text for row in table.rows if (text := row.text(column.field).strip())]
    return column if names and all(name_kind(bare_name(text)) == "unit" for text in names) else None


def _holder(text: str) -> str:
    """The person's name in a cell that may go on with a number."""
    first = text.split("\n", maxsplit=1)[0].strip()
    number = number_on(first)
    return number.before if number is not None else first


def _labelled(columns: Sequence[Column], kind: str) -> Column | None:
    return next((c for c in columns if c.is_extra and is_label(c.header) == kind), None)


def names_of_group(text: str | None) -> str | None:
    """The post or unit that a row across the table names."""
    if not text or len(text) > LONGEST_NAME or _is_sentence(text):
        return None
    name = bare_name(text)
    return name if name_kind(name) is not None else None


def _is_sentence(text: str) -> bool:
    """Whether words in small letters go on behind capitalised ones: "Kepala Seksi menyampaikan laporan"."""
    words = [word for word in bare_name(text).split() if word.isalpha()]
    small = any(word.islower() and len(word) > JOINING for word in words)
    return small and any(word[0].isupper() for word in words[1:])
