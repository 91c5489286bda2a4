"""Corrections of an output folder: ``corrections.jsonl``, and the decrees with them applied.

``decrees/NAME.json`` always holds the corrected record. What the machine read is kept beside it in
``as_read/NAME.record`` for as long as there are corrections, so that each can be undone without reading the
document again. The copy is made before the record is changed and gone before a new reading is written: at any
moment, the machine's reading is the copy if there is one and the record itself if there is none.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from ..review.apply_corrections import apply_all
from ..review.corrections import Correction, active, conflicts, merged
from .locks import waiting_for
from .output_folder import Folder
from .output_names import CORRECTIONS, as_read
from .tasks import from_json, to_json


@dataclass(slots=True)
class Read:
    """What a file of corrections holds, and the numbers of its lines that are no correction."""

    corrections: list[Correction] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: corrections taken over, their lines that were ignored, and places of which two say different
    things.
    """

    taken: int
    ignored: list[int]
    disputed: list[list[Correction]]


def parse_corrections(data: bytes) -> Read:
    """The corrections in a file's content; lines that are none (a write that was cut off) are noted."""
    out = Read()
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            out.corrections.append(Correction.model_validate_json(line))
        except ValidationError:
            out.ignored.append(number)
    return out


def read_corrections(path: Path) -> list[Correction]:
    """All corrections of a file, none if it is not there."""
    return parse_corrections(path.read_bytes()).corrections if path.is_file() else []


def ignored_lines(folder: Folder) -> list[int]:
    """Lines of the folder's corrections that are none."""
    return parse_corrections(folder.read(CORRECTIONS)).ignored if folder.exists(CORRECTIONS) else []


def add_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Append corrections, each whole, whoever else appends at the same time."""
    text = "".join(c.model_dump_json(exclude_none=True) + "\n" for c in corrections)
    with waiting_for(path), path.open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                text = "\n" + text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def merge_files(ours: Path, theirs: Path) -> Merged:
    """Take over another reviewer's corrections."""
    before, given = read_corrections(ours), parse_corrections(theirs.read_bytes())
    both = merged(before, given.corrections)
    add_corrections(ours, both[len(before) :])
    return Merged(len(both) - len(before), given.ignored, conflicts(both))


def correct_folder(folder: Folder) -> str:
    """Bring every decree of the folder up to date with its corrections.

    Returns a short text that differs where the corrections do, and is empty where there are none.
    """
    if not folder.exists(CORRECTIONS):
        return ""
    corrections = active(parse_corrections(folder.read(CORRECTIONS)).corrections)
    by_document = grouped(corrections)
    for name in sorted(folder.names("decrees")):
        if name.endswith(".json"):
            correct_decree(folder, name.removesuffix(".json"), by_document)
    said = "".join(c.model_dump_json(exclude_none=True) for c in corrections)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def grouped(corrections: Iterable[Correction]) -> Mapping[str, Sequence[Correction]]:
    """The corrections by their document's hash."""
    out: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        out[correction.sha256].append(correction)
    return out


def correct_decree(folder: Folder, decree_id: str, by_document: Mapping[str, Sequence[Correction]]) -> None:
    """Bring one decree up to date; a file that is so already is not written."""
    record = f"decrees/{decree_id}.json"
    copy = as_read(record)
    copied = folder.exists(copy)
    reading = folder.read(copy if copied else record)
    if not copied and not any(sha256.encode() in reading for sha256 in by_document):
        return
    decree = from_json(reading, f"{folder}/{copy if copied else record}")
    corrections = by_document.get(decree.source.sha256, ())
    if not corrections:
        folder.write(record, reading)
        folder.remove(copy)
        return
    if not copied:
        folder.write(copy, reading)
    corrected = to_json(apply_all(decree, corrections).decree)
    if folder.read(record) != corrected:
        folder.write(record, corrected)
