"""The content of a decree as plain data, and reading it from a content file or a truth file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FIELDS = ("sasaran", "indikator", "formulasi", "sumber_data")
MERGEABLE = ("sasaran", "sumber_data", "penanggung_jawab")
SAME_AS_ABOVE = "^"


@dataclass(frozen=True)
class Fraction:
    """A numerator over a denominator."""

    num: str
    den: str


Part = str | Fraction
Line = tuple[Part, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """An indicator row; `merged` names the cells that continue the one above."""

    cells: Mapping[str, Cell]
    merged: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Signature:
    """Who signs."""

    jabatan: str
    nama: str | None = None
    pangkat: str | None = None
    nip: str | None = None


@dataclass(frozen=True)
class Position:
    """The form of one position."""

    jabatan: str
    canonical: str
    tugas: tuple[str, ...]
    fungsi: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Decree:
    """A decree: its metadata, what stands before the forms, the forms and the signatures."""

    name: str
    meta: Mapping[str, Any]
    front: Mapping[str, Any]
    place: str | None
    date: str | None
    signatures: tuple[Signature, ...]
    positions: tuple[Position, ...]
    extra: tuple[str, ...] = field(default=())


def part_text(part: Part) -> str:
    """A part as the truth writes it."""
    return part if isinstance(part, str) else f"({part.num}) / ({part.den})"


def line_text(line: Line) -> str:
    """A line as the truth writes it."""
    return " ".join(part_text(part) for part in line)


def cell_text(cell: Cell) -> str:
    """A cell as the truth writes it."""
    return "\n".join(line_text(line) for line in cell)


def around(line: Line) -> tuple[str, Fraction, str]:
    """The first fraction of a line, with the texts before and after it."""
    at = next(number for number, part in enumerate(line) if isinstance(part, Fraction))
    fraction = line[at]
    assert isinstance(fraction, Fraction)
    return line_text(line[:at]), fraction, line_text(line[at + 1 :])


def has_fraction(cell: Cell) -> bool:
    """Whether a stacked fraction stands in the cell."""
    return any(isinstance(part, Fraction) for line in cell for part in line)


def load(path: Path) -> list[Decree]:
    """Read a content file, a truth file, or every one of a folder."""
    if path.is_dir():
        return [decree for file in sorted(path.glob("*.json")) for decree in load(file)]
    raw = json.loads(path.read_text("utf-8"))
    name = path.name.removesuffix(".json").removesuffix(".truth")
    return [_decree(name, raw)]


def _decree(name: str, raw: Mapping[str, Any]) -> Decree:
    positions = tuple(_position(item) for item in raw["positions"])
    signed = [item for item in raw["positions"] if item.get("signatures")]
    signatures = raw.get("signatures") or (signed[-1]["signatures"] if signed else [])
    place_dates = [item["place_date"] for item in raw["positions"] if item.get("place_date")]
    place, date = raw.get("place"), raw.get("date")
    if place is None and place_dates and "," in place_dates[-1]:
        place, date = (text.strip() for text in place_dates[-1].rsplit(",", 1))
    keys = {key for position in positions for row in position.rows for key in row.cells}
    extra = tuple(sorted(keys - set(FIELDS)))
    return Decree(
        name,
        raw["decree"],
        raw.get("front", {}),
        place,
        date,
        tuple(_signature(item) for item in signatures),
        positions,
        extra,
    )


def _signature(raw: Mapping[str, Any]) -> Signature:
    return Signature(raw["jabatan"], raw.get("nama"), raw.get("pangkat"), raw.get("nip"))


def _position(raw: Mapping[str, Any]) -> Position:
    return Position(
        raw["jabatan"],
        raw["jabatan_canonical"],
        tuple(raw["tugas"]),
        tuple(raw["fungsi"]),
        tuple(_rows(raw["rows"])),
    )


def _rows(raws: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    above: dict[str, Cell] = {}
    marked = any(SAME_AS_ABOVE in raw.values() for raw in raws)
    for raw in raws:
        values = {key: raw.get(key, "") for key in FIELDS} | dict(raw.get("extra") or {})
        same = {key for key, value in values.items() if value == SAME_AS_ABOVE}
        cells = {key: above[key] if key in same else _cell(value) for key, value in values.items()}
        if not marked:
            same = {key for key in MERGEABLE if cells.get(key) and cells[key] == above.get(key)}
        yield Row(cells, frozenset(same))
        above = cells


def _cell(raw: Any) -> Cell:
    lines = raw.split("\n") if isinstance(raw, str) else raw
    return tuple(_line(line) for line in lines if line)


def _line(raw: Any) -> Line:
    if isinstance(raw, str):
        return parse_fractions(raw)
    return tuple(part if isinstance(part, str) else Fraction(part["num"], part["den"]) for part in raw)


def parse_fractions(text: str) -> Line:
    """Split `before (a) / (b) after` into parts; brackets may be nested."""
    parts: list[Part] = []
    rest = text
    while (found := _find_fraction(rest)) is not None:
        start, fraction, end = found
        before = rest[:start].strip()
        if before:
            parts.append(before)
        parts.append(fraction)
        rest = rest[end:].strip()
    if rest:
        parts.append(rest)
    return tuple(parts)


def _find_fraction(text: str) -> tuple[int, Fraction, int] | None:
    for middle in re.finditer(r"\)\s*/\s*\(", text):
        start = _partner(text, middle.start(), -1)
        end = _partner(text, middle.end() - 1, 1)
        if start is not None and end is not None:
            num, den = text[start + 1 : middle.start()], text[middle.end() : end]
            return start, Fraction(num.strip(), den.strip()), end + 1
    return None


def _partner(text: str, at: int, step: int) -> int | None:
    depth = 0
    while 0 <= at < len(text):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += step
    return None
