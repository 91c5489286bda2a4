"""The positions of the vocabulary, as its CSV lists them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from ...schema.errors import UsageError
from ...schema.models import Canonical, Method


@dataclass(frozen=True, slots=True)
class Entry:
    """A position of the vocabulary; ``rank``: open, strict, closed, level or suffix for a rank alone."""

    code: str
    name: str
    group: str
    field: str | None
    aliases: tuple[str, ...] = ()
    source: str | None = None
    rank: str | None = None

    def canonical(self, score: float, method: Method) -> Canonical:
        """The entry as a result."""
        return Canonical(
            name=self.name,
            code=self.code,
            group=self.group,
            field=self.field,
            score=round(score, 1),
            method=method,
        )


def read_entries(path: Path) -> list[Entry]:
    """The entries of a CSV: code, name, group, field, aliases (``;`` between them), source, rank.

    Raises:
        UsageError: the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"the vocabulary cannot be read ({error})", file=str(path)) from error
    if rows and not {"code", "name"} <= rows[0].keys():
        raise UsageError("the vocabulary lacks a column", file=str(path), remedy="It needs code and name")
    return [_entry(row) for row in rows if row.get("name")]


def _entry(row: dict[str, str | None]) -> Entry:
    aliases = tuple(a.strip() for a in (row.get("aliases") or "").split(";") if a.strip())
    return Entry(
        code=row.get("code") or "",
        name=" ".join((row.get("name") or "").split()),
        group=row.get("group") or "",
        field=row.get("field") or None,
        aliases=aliases,
        source=row.get("source") or None,
        rank=row.get("rank") or None,
    )
