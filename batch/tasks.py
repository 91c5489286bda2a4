"""The unit of work that goes to a worker: fetch one input, convert it, put its decrees in their place.

The worker writes the files itself, atomically, and sends back only what the ledger keeps, so that records do
not pass through the parent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..schema.errors import IkiError
from ..schema.models import Decree
from .convert_one import ConvertOptions, convert_one
from .folder import Folder
from .inputs import opened
from .names import decree_files
from .outcome import Outcome


@dataclass(frozen=True, slots=True)
class Task:
    """One input to convert: where it is, what it is called, and where its decrees go."""

    key: str
    name: str
    output: str
    folder: Path
    options: ConvertOptions


def work(task: Task) -> Outcome:
    """Convert the task's input and write its decrees.

    Raises:
        OutputError: the output folder cannot be written.
    """
    try:
        with opened(task.key, task.name, task.options.read.limits.max_bytes) as path:
            outcome = convert_one(path, task.name, task.options)
    except IkiError as error:
        return Outcome(error.status, error=str(error))
    outcome.outputs = decree_files(task.output, len(outcome.decrees))
    for file, decree in zip(outcome.outputs, outcome.decrees, strict=True):
        Folder(task.folder).write(file, to_json(decree))
    outcome.decrees = []
    return outcome


def to_json(decree: Decree) -> bytes:
    """The decree as it is written to ``decrees/``."""
    return decree.model_dump_json(indent=1).encode() + b"\n"
