"""A batch from inputs to tables: plan, work, tabulate; each step can be cut off anywhere and done again.

The plan is written to the ledger before any work begins, so output names depend on the inputs alone. Work
that the ledger knows as done is not done again. The tables are made last, from the finished decrees, in the
order of the inputs' names; before that, decrees given twice are found and people's corrections applied.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath
from typing import Protocol

from ..schema.errors import UsageError
from ..schema.tables import TABLES
from .convert_one import ConvertOptions
from .duplicates import copied_duplicates, mark_duplicates, mark_repeats
from .engines import Engine, Lost
from .folder import Folder
from .inputs import Input, find_inputs
from .ledger import FILE, Entry, Ledger
from .names import as_read
from .outcome import DONE, Outcome
from .table_files import WORKBOOK, Format, write_tables
from .tasks import LONG, Assembly, Conversion, work
from .versions import versions


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to run a batch."""

    convert: ConvertOptions = field(default_factory=ConvertOptions)
    formats: Sequence[Format] = ("json", "csv")
    spreadsheet_safe: bool = False
    fresh: bool = False
    retry_failed: bool = False


@dataclass(slots=True)
class Summary:
    """What a run did: inputs by status, inputs tried and pages read in this run, whether tables changed.

    ``repeats`` are the decrees of the folder that hold an earlier input's decree in other bytes.
    """

    counts: Counter[str] = field(default_factory=Counter)
    converted: int = 0
    pages: int = 0
    seconds: float = 0.0
    changed: bool = False
    repeats: int = 0

    @property
    def failed(self) -> int:
        """Number of inputs of this run that gave no records."""
        return sum(count for status, count in self.counts.items() if status not in DONE)


class Listener(Protocol):
    """Hears how a batch goes on."""

    def begin(self, given: int, todo: int) -> None:
        """So many inputs were given, so many are to be done."""

    def done(self, entry: Entry, outcome: Outcome) -> None:
        """An input was finished."""

    def stage(self, text: str) -> None:
        """Another part of the work begins."""


Correct = Callable[[Folder], str]
"""Applies people's corrections to the records; returns a text that differs where these do."""


def run_batch(
    given: Iterable[str],
    folder: Folder,
    engine: Engine,
    options: BatchOptions,
    listener: Listener,
    correct: Correct = lambda _: "",
) -> Summary:
    """Convert all inputs that are not done yet and bring the tables up to date.

    Raises:
        UsageError: there is nothing to convert, or another run works in the folder.
        OutputError: the folder cannot be written.
    """
    began = time.monotonic()
    options.convert.check()
    folder.create()
    with folder.alone(), folder.local_copy(FILE) as copy, Ledger(copy) as ledger:
        folder.sweep()
        summary = Summary()
        made_by = f"{options.convert.identity()} {json.dumps(versions(), sort_keys=True)}"
        ledger.forget_lost({f"decrees/{name}" for name in folder.names("decrees")})
        count = ledger.begin(
            _some(given), made_by=made_by, fresh=options.fresh, retry_failed=options.retry_failed
        )
        mark_duplicates(ledger, options.convert.read.limits.max_bytes)
        listener.begin(count, ledger.counts(this_run=True)["waiting"])
        for key, outcome in chain(
            _converted(ledger, folder, engine, options.convert), copied_duplicates(ledger, folder)
        ):
            for stale in ledger.record(key, outcome, made_by):
                folder.remove(stale)
                folder.remove(as_read(stale))
            summary.converted += 1
            summary.pages += outcome.pages
            folder.keep(FILE, copy)
            listener.done(ledger.entry(key), outcome)
        folder.sweep()
        if ledger.repeats_outdated():
            listener.stage("looking for decrees given twice")
            mark_repeats(ledger, folder)
        summary.repeats = len(ledger.repeats())
        summary.changed = _tabulate(ledger, folder, options, listener, correct(folder))
        summary.counts = ledger.counts(this_run=True)
    summary.seconds = time.monotonic() - began
    return summary


def _some(given: Iterable[str]) -> Iterator[Input]:
    """The inputs, if there is at least one."""
    found = False
    asked = list(given)
    for item in find_inputs(asked):
        found = found or item.refused is None or item.refused[0] != "missing"
        yield item
    if not found:
        raise UsageError(
            f"nothing to convert: no PDF, page image or ZIP archive in {', '.join(asked) or 'the list'}",
            remedy="Give files, folders or globs that exist",
        )


def _converted(
    ledger: Ledger, folder: Folder, engine: Engine, options: ConvertOptions
) -> Iterator[tuple[str, Outcome]]:
    """Every input that is to be done, by key, with how it ended; long ones last, in parts."""
    tasks = (Conversion(entry.key, entry.name, entry.output, folder, options) for entry in ledger.todo())
    long: dict[Conversion, int] = {}
    with closing(engine.run(work, tasks)) as results:
        for task, result in results:
            if isinstance(result, Outcome) and result.status == LONG:
                long[task] = result.pages
            else:
                yield task.key, _outcome(task, result)
    if long:
        with closing(engine.run(work, list(_assemblies(engine, long)))) as results:
            for assembly, result in results:
                yield assembly.whole.key, _outcome(assembly.whole, result)


def _assemblies(engine: Engine, long: dict[Conversion, int]) -> Iterator[Assembly]:
    """Read the parts of all long inputs."""
    lost: dict[Conversion, dict[int, str]] = {task: {} for task in long}
    parts = (part for task, pages in long.items() for part in task.parts(pages))
    with closing(engine.run(work, parts)) as results:
        for part, result in results:
            if isinstance(result, Lost):
                lost[part.whole][part.first] = result.reason
            elif not result.done:
                lost[part.whole][part.first] = result.error
    for task, pages in long.items():
        yield Assembly(task, tuple(task.parts(pages)), lost[task])


def _outcome(task: Conversion, result: Outcome | Lost) -> Outcome:
    if isinstance(result, Lost):
        return Outcome(result.status, error=f"{task.name}: {result.reason}")
    return result


def _tabulate(
    ledger: Ledger, folder: Folder, options: BatchOptions, listener: Listener, corrections: str
) -> bool:
    """Write the tables unless they are up to date; returns whether so."""
    wanted = json.dumps(
        [ledger.fact("revision"), list(options.formats), options.spreadsheet_safe, corrections]
    )
    if ledger.fact("tables") == wanted and all(folder.exists(name) for name in _files(options.formats)):
        return False
    listener.stage("writing tables")
    write_tables(folder, _decree_ids(ledger), options.formats, spreadsheet_safe=options.spreadsheet_safe)
    ledger.set_fact("tables", wanted)
    return True


def _files(formats: Sequence[Format]) -> Iterator[str]:
    for kind in formats:
        if kind == "xlsx":
            yield WORKBOOK
        elif kind != "json":
            yield from (f"{table.name}.{kind}" for table in TABLES)


def _decree_ids(ledger: Ledger) -> Iterator[str]:
    for entry in ledger.entries("outputs != '[]'"):
        yield from (PurePosixPath(output).name.removesuffix(".json") for output in entry.outputs)
