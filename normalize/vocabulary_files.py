"""The files of words in ``vocabulary/``: what print says, kept as data so that a new wording needs no code.

Each file is read once. ``docs/architecture.md`` says which file holds what.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "vocabulary"


@cache
def rows_of(file: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file, by the names of its columns."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def words_in(file: str) -> frozenset[str]:
    """The words of a text file, in small letters."""
    return frozenset((DATA / file).read_text("utf-8").casefold().split())


@cache
def words_with(file: str, column: str, value: str) -> frozenset[str]:
    """The words of a CSV file whose column holds the value."""
    return frozenset(row["word"] for row in rows_of(file) if row[column] == value)
