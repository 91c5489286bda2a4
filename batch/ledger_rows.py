"""What the ledger knows of one input and of one decree, as rows of its tables and as typed values."""

from __future__ import annotations

import dataclasses
import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..normalize.repeated_decrees import Descriptor
from .ledger_store import Store

LOT = 500  # entries in memory at a time


@dataclass(frozen=True, slots=True)
class Entry:
    """One input as the ledger knows it."""

    key: str
    name: str
    output: str
    size: int
    status: str | None = None
    sha256: str | None = None
    attempts: int = 0
    pages: int = 0
    error: str = ""
    twin: str | None = None
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """How the last attempt at an input went; ``made_by`` are the options and versions it was made with."""

    key: str
    name: str
    status: str | None
    pages: int
    milliseconds: dict[str, float]
    outputs: tuple[str, ...]
    error: str
    made_by: str | None


_COLUMNS = tuple(field.name for field in dataclasses.fields(Entry))
_ENTRY = ", ".join(_COLUMNS)


def entries(store: Store, where: str = "1") -> Iterator[Entry]:
    """Entries in the order of their names, some at a time; ``where`` is a condition in SQL on the table of inputs."""
    last: tuple[str, str] = ("", "")
    query = (
        f"SELECT {_ENTRY} FROM inputs WHERE ({where}) AND (name, key) > (?, ?) ORDER BY name, key LIMIT {LOT}"
    )
    while rows := store.rows(query, *last):
        yield from map(_entry, rows)
        last = rows[-1][1], rows[-1][0]


def entry(store: Store, key: str) -> Entry:
    """What is known of one input.

    Raises:
        KeyError: nothing is.
    """
    for row in store.rows(f"SELECT {_ENTRY} FROM inputs WHERE key = ?", key):
        return _entry(row)
    raise KeyError(key)


def attempts(store: Store) -> Iterator[Attempt]:
    """The last attempts at all inputs, in the order of their names."""
    columns = "key, name, status, pages, milliseconds, outputs, error, made_by"
    for row in store.stream(f"SELECT {columns} FROM inputs ORDER BY name, key"):
        key, name, status, pages, milliseconds, outputs, error, made_by = row
        times = json.loads(milliseconds)
        yield Attempt(key, name, status, pages, times, tuple(json.loads(outputs)), error, made_by)


def _entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Entry(**values | {"outputs": tuple(json.loads(values["outputs"]))})


def packed(descriptor: Descriptor) -> tuple[str, bytes]:
    """What the table keeps of a descriptor; the file's name stands in the table of inputs."""
    about = (
        descriptor.unit_kerja,
        descriptor.tahun,
        descriptor.positions,
        descriptor.kabupaten_kota,
        *descriptor.figures,
    )
    return json.dumps(about, ensure_ascii=False), array("Q", descriptor.fingerprint).tobytes()


def unpacked(name: str, file: str, about: str, fingerprint: bytes) -> Descriptor:
    """The descriptor of a decree in a file, of the input of that name."""
    office, year, positions, regency, *figures = json.loads(about)
    rows = array("Q", fingerprint)
    return Descriptor(name, office, year, tuple(positions), rows, regency, file, figures=tuple(figures))
