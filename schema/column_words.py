"""What the columns, tables and views mean in Indonesian: sentences in ``column_words.csv``, as in `messages`.

A sentence that is the same for each of the four fields stands there once, with ``{field}`` for its name.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from .models import FIELDS

FILE = Path(__file__).parent / "column_words.csv"


def in_indonesian(meaning: str) -> str:
    """The meaning of a column, table or view in Indonesian; as it is where the file lacks it (a test sees to that)."""
    known = _sentences()
    if meaning in known:
        return known[meaning]
    for field in FIELDS:
        if field in meaning and (found := known.get(meaning.replace(field, "{field}"))):
            return found.replace("{field}", field)
    return meaning


@cache
def _sentences() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["english"]: row["indonesian"] for row in csv.DictReader(lines)}
