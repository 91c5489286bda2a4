"""An output folder as the report reads it: decrees one at a time, and how the run went.

Decrees are streamed in the order of their ids, so that memory does not grow with their number. The ledger is
read only as far as it is there: a folder that was copied without it still gives a report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..batch.ledger import FILE, Ledger
from ..batch.records import decree_in, record_files
from ..schema.errors import OutputError
from ..schema.models import Decree


@dataclass(frozen=True, slots=True)
class RunInput:
    """One input of the run: where it lies (``key``), how it ended and what it cost."""

    key: str
    name: str
    status: str
    pages: int = 0
    milliseconds: dict[str, float] = field(default_factory=dict)
    error: str = ""


@dataclass(slots=True)
class Run:
    """All inputs that the ledger knows, and which of them gave a decree."""

    inputs: list[RunInput] = field(default_factory=list)
    by_decree: dict[str, RunInput] = field(default_factory=dict)
    version: str = ""


def decree_ids(out_dir: Path) -> list[str]:
    """Ids of all decrees of the folder, in order."""
    return [path.name.removesuffix(".json") for path in record_files(out_dir)]


def read_decree(out_dir: Path, decree_id: str) -> Decree:
    """One decree of the folder."""
    return decree_in(out_dir / "decrees" / f"{decree_id}.json")


def decrees(out_dir: Path) -> Iterator[tuple[str, Decree]]:
    """All decrees of the folder with their ids, one in memory at a time."""
    for decree_id in decree_ids(out_dir):
        yield decree_id, read_decree(out_dir, decree_id)


def read_run(out_dir: Path) -> Run:
    """What the ledger holds; an empty run where there is none or it cannot be read."""
    run = Run()
    path = out_dir / FILE
    if not path.is_file():
        return run
    try:
        with Ledger(path, "read at rest") as ledger:
            attempts = list(ledger.attempts())
    except OutputError:
        return run
    for it in attempts:
        entry = RunInput(it.key, it.name, it.status or "waiting", it.pages, it.milliseconds, it.error)
        run.inputs.append(entry)
        run.version = run.version or _version(it.made_by)
        for output in it.outputs:
            run.by_decree[PurePosixPath(output).name.removesuffix(".json")] = entry
    return run


def _version(made_by: str | None) -> str:
    """The program's version in what the ledger says of an attempt: options, then versions as JSON."""
    try:
        return str(json.loads((made_by or "").partition(" ")[2]).get("iki-decrees", ""))
    except ValueError:
        return ""
