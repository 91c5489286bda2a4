"""An output folder as the report reads it: decrees one at a time, and how the run went.

Decrees are streamed in the order of their ids, so that memory does not grow with their number. The ledger is
read with plain SQL and only as far as it is there: a folder that was copied without it still gives a report.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..schema.models import Decree

LEDGER = "ledger.sqlite"
COLUMNS = "key, name, status, pages, milliseconds, outputs, error, made_by"


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
    return sorted(path.name.removesuffix(".json") for path in (out_dir / "decrees").glob("[!.]*.json"))


def read_decree(out_dir: Path, decree_id: str) -> Decree:
    """One decree of the folder."""
    return Decree.model_validate_json((out_dir / "decrees" / f"{decree_id}.json").read_bytes())


def decrees(out_dir: Path) -> Iterator[tuple[str, Decree]]:
    """All decrees of the folder with their ids, one in memory at a time."""
    for decree_id in decree_ids(out_dir):
        yield decree_id, read_decree(out_dir, decree_id)


def read_run(out_dir: Path) -> Run:
    """What the ledger tells; an empty run where there is none or it cannot be read."""
    run = Run()
    path = out_dir / LEDGER
    if not path.is_file():
        return run
    try:
        # At rest nothing is locked and reading leaves no files behind; during a run its log stands beside.
        how = "mode=ro" if path.with_name(f"{LEDGER}-wal").exists() else "mode=ro&immutable=1"
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=10)) as db:
            rows = db.execute(f"SELECT {COLUMNS} FROM inputs ORDER BY name, key").fetchall()
    except sqlite3.Error:
        return run
    for key, name, status, pages, milliseconds, outputs, error, made_by in rows:
        entry = RunInput(key, name, status or "waiting", pages, json.loads(milliseconds), error)
        run.inputs.append(entry)
        run.version = run.version or _version(made_by)
        for output in json.loads(outputs):
            run.by_decree[PurePosixPath(output).name.removesuffix(".json")] = entry
    return run


def _version(made_by: str | None) -> str:
    """The program's version in what the ledger says of an attempt: options, then versions as JSON."""
    try:
        return str(json.loads((made_by or "").partition(" ")[2]).get("iki-decrees", ""))
    except ValueError:
        return ""
