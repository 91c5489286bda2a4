"""What the one flat table needs of more than a single row: keys and groups of indicators, names of sources.

Keys and names depend on the row and its decree alone and are made by the workers. Groups depend on all indicators:
they are made once all rows are known, and written into the rows on a second way through. What is held meanwhile are
the different keys, up to `MOST_KEYS`; an archive with more has groups for these only, every other key stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..normalize.forms.names_of_posts import name_kind
from ..normalize.indicators import Grouped, group_indicators, indicator_key
from ..normalize.source_names import canonical_source, canonical_sources, own_words
from ..schema.flat import Record, Value
from ..schema.known_words import is_known
from ..schema.models import Decree
from ..schema.tables import table

FLAT, SOURCES = "table", "sources"
MOST_KEYS = 200_000  # different keys: some 60 MB, grouped within minutes
_AT = {name: at for at, name in enumerate(table(FLAT).header)}
_OF_SOURCE = {name: at for at, name in enumerate(table(SOURCES).header)}


def with_keys(decree: Decree, records: Sequence[Record]) -> list[Record]:
    """A decree's flat rows with the key of each indicator and the names of its sources."""
    meta = decree.decree
    own = (meta.unit_kerja, meta.kecamatan, meta.kabupaten_kota, meta.provinsi)
    rows = [row for position in decree.positions for row in position.rows]
    out = []
    for row, record in zip(rows, records, strict=True):
        values = list(record)
        _set(values, "indicator_key", indicator_key(row.indikator.text, own) or None)
        _set(values, "sumber_data_entities", "; ".join(canonical_sources(row.sumber_data.items, own)))
        out.append(tuple(values))
    return out


def with_names(decree: Decree, records: Sequence[Record]) -> list[Record]:
    """A decree's rows of the table of sources with the name and kind of each; what a row names twice stands once."""
    meta = decree.decree
    own = own_words((meta.unit_kerja, meta.kecamatan, meta.kabupaten_kota, meta.provinsi))
    seen: set[tuple[Value, str]] = set()
    out = []
    for record in records:
        name = canonical_source(str(record[_OF_SOURCE["text"]]), own)
        if not name or (record[_OF_SOURCE["row_id"]], name) in seen:
            continue
        seen.add((record[_OF_SOURCE["row_id"]], name))
        values = list(record)
        values[_OF_SOURCE["name"]], values[_OF_SOURCE["kind"]] = name, name_kind(name)
        out.append(tuple(values))
    return out


class Keys:
    """Counts the keys of an archive's indicators; a decree that was given before counts no second time."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, counts: Counter[str]) -> None:
        """Take some rows' keys, in the order of the decrees."""
        for key, count in counts.items():
            if key in self._counts or len(self._counts) < MOST_KEYS:
                self._counts[key] += count

    def groups(self) -> dict[str, Grouped]:
        """The group of every key."""
        return group_indicators(self._counts, is_known)


def counted(records: Sequence[Record]) -> Counter[str]:
    """How many rows have each key; rows of repeated decrees do not count, but their keys are there."""
    counts: Counter[str] = Counter()
    for record in records:
        if key := record[_AT["indicator_key"]]:
            counts[str(key)] += record[_AT["duplicate_of"]] is None
    return counts


def with_groups(records: Sequence[Record], groups: dict[str, Grouped]) -> list[Record]:
    """Rows with the group of each indicator; a key without one stands alone."""
    out = []
    for record in records:
        values = list(record)
        if key := record[_AT["indicator_key"]]:
            found = groups.get(str(key)) or Grouped(str(key), 100.0)
            _set(values, "indicator_group", found.group)
            _set(values, "indicator_group_score", found.score)
        out.append(tuple(values))
    return out


def _set(values: list[Value], name: str, value: Value) -> None:
    values[_AT[name]] = value
