"""A batch from inputs to tables: plan, work, tabulate; each step can be cut off anywhere and done again.

The plan is written to the ledger before any work begins, so output names depend on the inputs alone. Work
that the ledger knows as done is not done again. A long input is read in parts by all workers as soon as it is
met, so that few are half done when a run is killed. The tables are made last, from the finished decrees, in
the order of the inputs' names; on the way there decrees given twice are found. People's corrections, where there
are any, are applied before, and to records that say already what they repeat.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from ..schema.errors import UsageError
from .convert_one import ConvertOptions
from .corrected_folder import correct_folder
from .deleted_inputs import forget_gone, gone_inputs
from .duplicates import all_marked, content_of, copied_duplicates, lots, mark_duplicates, mark_repeats
from .engines import Engine, Lost
from .inputs import Input, find_inputs
from .ledger import FILE, Entry, Ledger
from .outcome import DONE, LONG, Outcome
from .output_files import refuse_foreign, remove_stale, table_files
from .output_folder import Folder
from .output_names import CORRECTIONS, REPORT, as_read
from .table_files import CSV, CsvStyle, Format, write_tables
from .tasks import Assembly, Conversion, PartReading, work
from .versions import versions

log = logging.getLogger(__name__)

FEW = 10
MOST_SKIPPED = 10_000  # names of files passed over that the ledger keeps
SETTLE_SECONDS = 5.0
SETTLE_SHARE = 200


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to run a batch; ``debug`` is a folder for stages' pictures, times and tracebacks of each input."""

    convert: ConvertOptions = field(default_factory=ConvertOptions)
    formats: Sequence[Format] = ("json", "csv")
    csv: CsvStyle = CSV
    drop_deleted: bool = False
    fresh: bool = False
    retry_failed: bool = False
    debug: Path | None = None


@dataclass(slots=True)
class Summary:
    """What a run did: inputs by status, inputs tried and pages read in this run, whether tables changed.

    ``decrees`` are all of the folder, ``repeats`` those that hold an earlier input's decree in other bytes, ``others``
    documents without forms. ``gone`` are inputs of earlier runs whose files are not there any more and whose decrees
    stay, ``dropped`` those whose decrees were taken out. ``skipped`` are names of files in folders that are no
    inputs, and why. ``strays`` are records of no input that the ledger knows; they are in no table.
    """

    counts: Counter[str] = field(default_factory=Counter)
    converted: int = 0
    pages: int = 0
    seconds: float = 0.0
    changed: bool = False
    decrees: int = 0
    repeats: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    others: int = 0
    gone: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Number of inputs of this run that gave no records."""
        return sum(count for status, count in self.counts.items() if status not in DONE)


class Listener:
    """Receives a batch's progress. This base class does nothing; subclasses override what they need."""

    def begin(self, given: int, todo: int, waiting: Counter[int]) -> None:
        """Called when the plan is made: how many inputs are given, how many to do, and these by `size_class`."""

    def long(self, entry: Entry, pages: int) -> None:
        """Called when an input turns out to be long (``pages``), so that it will be read in parts."""

    def part(self, entry: Entry, part: Outcome) -> None:
        """Called when a part of a long input was read."""

    def done(self, entry: Entry, outcome: Outcome) -> None:
        """Called when an input was finished."""

    def refused(self, item: Input) -> None:
        """Called for an input that cannot even be opened: it does not exist, or is no regular file."""

    def stage(self, text: str) -> None:
        """Called when the next part of the work begins; ``text`` says which."""


_Task = Conversion | PartReading | Assembly


def run_batch(
    given: Iterable[str],
    folder: Folder,
    engine: Engine,
    options: BatchOptions,
    listener: Listener,
) -> Summary:
    """Convert all inputs that are not done yet, apply people's corrections and bring the tables up to date.

    Raises:
        UsageError: there is nothing to convert, or another run works in the folder.
        OutputError: the folder cannot be written.
    """
    began = time.monotonic()
    options.convert.check()
    summary = Summary()
    inputs = _some(given, summary.skipped, listener)
    folder.create()
    refuse_foreign(folder)
    with folder.alone(), folder.local_copy(FILE) as copy, Ledger(copy) as ledger:
        folder.sweep()
        made_by = f"{options.convert.identity()} {json.dumps(versions(), sort_keys=True)}"
        ledger.plan.forget_lost(f"decrees/{name}" for name in folder.names("decrees"))
        ledger.plan.forget_broken(lambda file: _whole(folder.read(file)))
        count = ledger.plan.begin(
            inputs,
            made_by=made_by,
            fresh=options.fresh,
            retry_failed=options.retry_failed,
            content=lambda key, name: content_of(key, name, options.convert.read.limits.max_bytes),
        )
        ledger.set_fact("skipped", json.dumps(sorted(summary.skipped)[:MOST_SKIPPED]))
        summary.gone = [entry.name for entry in gone_inputs(ledger)]
        if options.drop_deleted:
            summary.dropped, summary.gone = forget_gone(ledger, folder), []
        mark_duplicates(ledger, engine, options.convert.read.limits.max_bytes)
        listener.begin(count, ledger.counts(this_run=True)["waiting"], ledger.plan.waiting())
        log.debug("%d inputs given, made by %s", count, made_by)
        settle = _Settling(ledger, folder)
        for entry, outcome in chain(
            _Conversions(ledger, folder, options, listener).done_by(engine),
            copied_duplicates(ledger, folder),
        ):
            for stale in set(entry.outputs) - set(outcome.outputs):
                folder.remove(stale)
                folder.remove(as_read(stale))
            ledger.record(entry.key, outcome, made_by)
            settle.now_and_then()
            summary.converted += 1
            summary.pages += outcome.pages
            folder.keep(FILE, copy)
            listener.done(entry, outcome)
        settle.now()
        corrections = ""
        if folder.exists(CORRECTIONS):
            mark_repeats(ledger, folder, engine)
            corrections = correct_folder(folder)
        summary.changed = _tabulate(ledger, folder, engine, options, listener, corrections)
        summary.decrees, summary.repeats = ledger.decree_count(), ledger.repeats.count()
        summary.others = ledger.other_documents()
        summary.strays = [
            file for file in ledger.plan.strays() if file.endswith(".json") and folder.exists(file)
        ]
        folder.sweep()
        summary.counts = ledger.counts(this_run=True)
    summary.seconds = time.monotonic() - began
    return summary


def _some(given: Iterable[str], skipped: list[tuple[str, str]], listener: Listener) -> Iterator[Input]:
    """The inputs; what was passed over is put down in ``skipped``. Looks for the first one at once.

    Raises:
        UsageError: there is none.
    """
    asked: list[str] = []

    def noted() -> Iterator[str]:
        for text in given:
            if len(asked) < FEW:
                asked.append(text)
            yield text

    def found() -> Iterator[Input]:
        for item in find_inputs(noted(), lambda name, why: skipped.append((name, why))):
            if item.refused is not None:
                listener.refused(item)
            yield item

    items, first = found(), []
    for item in items:
        first.append(item)
        if item.refused is None or item.refused[0] != "missing":
            return chain(first, items)
    raise UsageError(
        f"nothing to convert: no PDF, page image, document or ZIP archive in {', '.join(asked) or 'the list'}",
        remedy="Give files, folders or globs that exist",
    )


class _Settling:
    """Flushes what was written every few seconds; less often where that takes long, for no worker is served then."""

    def __init__(self, ledger: Ledger, folder: Folder) -> None:
        self._ledger = ledger
        self._folder = folder
        self._due = 0.0

    def now_and_then(self) -> None:
        """Flush if it is time."""
        if time.monotonic() >= self._due:
            self.now()

    def now(self) -> None:
        """Flush."""
        began = time.monotonic()
        self._folder.settle()
        self._ledger.settled()
        ended = time.monotonic()
        self._due = ended + max(SETTLE_SECONDS, SETTLE_SHARE * (ended - began))


def _whole(record: bytes) -> bool:
    """Whether a record's file is complete, as it was written."""
    try:
        json.loads(record)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class _Reading:
    """A long input that is being read in parts: those still out, those lost, and the time by stage."""

    parts: tuple[PartReading, ...]
    out: set[int]
    lost: dict[int, tuple[str, str]] = field(default_factory=dict)
    again: set[int] = field(default_factory=set)
    milliseconds: Counter[str] = field(default_factory=Counter)


class _Conversions:
    """All conversions of a run; splits long inputs into parts and assembles them again."""

    def __init__(self, ledger: Ledger, folder: Folder, options: BatchOptions, listener: Listener) -> None:
        self._listener = listener
        self._new = (self._taken(entry, folder, options) for entry in ledger.plan.todo())
        self._taken_up: dict[str, Entry] = {}
        self._first: deque[PartReading | Assembly] = deque()
        self._long: dict[str, _Reading] = {}
        self._out = 0

    def done_by(self, engine: Engine) -> Iterator[tuple[Entry, Outcome]]:
        """Every input that is to be done, with how it ended."""
        results: Generator[tuple[_Task, Outcome | Lost], None, None] = engine.run(work, self._tasks())
        with closing(results):
            for task, result in results:
                self._out -= 1
                yield from self._ended(task, result)

    def _tasks(self) -> Iterator[_Task | None]:
        """The tasks in order; ``None`` while further tasks depend on results that are still awaited."""
        while (task := self._first.popleft() if self._first else next(self._new, None)) or self._out:
            self._out += task is not None
            yield task

    def _taken(self, entry: Entry, folder: Folder, options: BatchOptions) -> Conversion:
        self._taken_up[entry.key] = entry
        return Conversion(entry.key, entry.name, entry.output, folder, options.convert, options.debug)

    def _ended(self, task: _Task, result: Outcome | Lost) -> Iterator[tuple[Entry, Outcome]]:
        if isinstance(task, PartReading):
            self._note(task, result)
        elif isinstance(task, Conversion) and isinstance(result, Outcome) and result.status == LONG:
            self._take_apart(task, result.pages)
        else:
            whole = task if isinstance(task, Conversion) else task.whole
            yield self._taken_up.pop(whole.key), _outcome(whole, result)

    def _take_apart(self, task: Conversion, pages: int) -> None:
        parts = tuple(task.parts(pages))
        self._long[task.key] = _Reading(parts, {part.first for part in parts})
        self._first.extend(parts)
        self._listener.long(self._taken_up[task.key], pages)

    def _note(self, part: PartReading, result: Outcome | Lost) -> None:
        """Note a part's end; after the last one the whole is put together. What crashed is tried once more."""
        whole, reading = part.whole, self._long[part.whole.key]
        outcome = _outcome(whole, result)
        if outcome.status == "crashed" and part.first not in reading.again:
            reading.again.add(part.first)
            self._first.append(part)
            return
        if not outcome.done:
            reading.lost[part.first] = outcome.status, outcome.error.removeprefix(f"{whole.name}: ")
        reading.out.remove(part.first)
        reading.milliseconds.update(outcome.milliseconds)
        self._listener.part(self._taken_up[whole.key], outcome)
        if not reading.out:
            del self._long[whole.key]
            self._first.appendleft(Assembly(whole, reading.parts, reading.lost, reading.milliseconds))


def _outcome(task: Conversion, result: Outcome | Lost) -> Outcome:
    if isinstance(result, Lost):
        log.warning("%s: its worker was lost (%s: %s)", task.name, result.status, result.reason)
        return Outcome(result.status, error=f"{task.name}: {result.reason}")
    return result


def _tabulate(
    ledger: Ledger,
    folder: Folder,
    engine: Engine,
    options: BatchOptions,
    listener: Listener,
    corrections: str,
) -> bool:
    """Write the tables unless they are up to date; returns whether they were written. An old report is removed."""
    csv = [options.csv.safe, options.csv.semicolon]
    wanted = json.dumps([ledger.fact("revision"), list(options.formats), csv, corrections])
    files = list(table_files(options.formats))
    earlier = ledger.fact("tables")
    if earlier == wanted and all(map(folder.exists, files)):
        return False
    twice = "looking for decrees given twice, " if ledger.repeats.outdated() else ""
    listener.stage(f"{twice}writing tables")
    folder.remove(REPORT)
    if files:
        write_tables(folder, lots(ledger, folder), options.formats, engine, options.csv)
        all_marked(ledger, folder)
    else:
        mark_repeats(ledger, folder, engine)
    if stale := remove_stale(folder, json.loads(earlier)[1] if earlier else [], options.formats):
        listener.stage(f"removing what an earlier run wrote in another --format: {', '.join(stale)}")
    ledger.set_fact("tables", wanted)
    return True
