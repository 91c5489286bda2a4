"""The same decree in two inputs: of equal bytes, or scanned or typeset again.

Equal bytes are read once and recorded for each. Only files of equal size are compared, by SHA-256, while the run
is planned. Of equal ones the first in the order of names is the original (one that was done before comes first
of all); the others wait until it is done and get a copy of its records, with their own file name and a gap that
says so. Where the original failed, they failed too.

The same decree in other bytes is found when all is read (`lots`): one pass over the descriptors that the ledger
keeps of all records, in the order of the inputs' names. The later one gets a gap that names the earlier one, and its
id in ``duplicate_of`` (`MarkingTask`); otherwise the records stay as they are. Records without rows are never taken for
repeats. What people corrected plays no part in it. The pass is the parent's, and a lot of records goes on to the
workers as soon as it is known which of them repeat others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..normalize.repeat_index import Originals
from ..schema.errors import IkiError
from ..schema.gaps import GAP_KINDS, GapCode
from ..schema.models import Decree, GapRecord
from .engines import Engine
from .inputs import opened
from .ledger import Entry, Ledger
from .outcome import Outcome
from .output_folder import Folder
from .output_names import as_read, decree_files
from .tasks import in_lots, read_record, results, to_json

LOT, FEW = 50, 20


def mark_duplicates(ledger: Ledger, engine: Engine, max_bytes: int) -> None:
    """Find the duplicates among the inputs that are to be done."""
    lots = in_lots(ledger.plan.of_equal_sizes(), FEW)
    for digests in results(engine, (Hashing(lot, max_bytes) for lot in lots)):
        ledger.plan.set_sha256(digests)
    ledger.plan.set_twins()


@dataclass(frozen=True, slots=True)
class Hashing:
    """A task: compute the SHA-256 of some inputs."""

    entries: tuple[Entry, ...]
    max_bytes: int

    def run(self) -> list[tuple[str, str]]:
        """Key and hash of each input; unreadable inputs are left out, their conversion will report them."""
        found = ((entry.key, content_of(entry.key, entry.name, self.max_bytes)) for entry in self.entries)
        return [(key, digest) for key, digest in found if digest is not None]


def content_of(key: str, name: str, max_bytes: int) -> str | None:
    """The SHA-256 of an input, ``None`` where it cannot be read."""
    with suppress(OSError, IkiError), opened(key, name, max_bytes) as path, path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return None


def copied_duplicates(ledger: Ledger, folder: Folder) -> Iterator[tuple[Entry, Outcome]]:
    """Give each duplicate the records of its original."""
    for entry in ledger.plan.duplicates():
        original = ledger.entry(entry.twin or entry.key)
        if not original.outputs:
            error = original.error.replace(original.name, entry.name)
            yield entry, Outcome(original.status or "crashed", error=error, sha256=original.sha256 or "")
            continue
        files = decree_files(entry.output, len(original.outputs))
        for source, target in zip(original.outputs, files, strict=True):
            copy = as_read(source)
            record = copy if folder.exists(copy) else source
            decree = read_record(folder, record)
            folder.remove(as_read(target))
            folder.write(target, to_json(_copy(decree, entry, original, source)), lasting=False)
        yield entry, Outcome("duplicate", sha256=original.sha256 or "", pages=0, outputs=files)


def _copy(decree: Decree, entry: Entry, original: Entry, record: str) -> Decree:
    decree.source.file = entry.name
    decree.duplicate_of = _decree_id(record)
    message = f"{PurePosixPath(entry.name).name} has the same content as {original.name}"
    decree.gaps = [*_own_gaps(decree), _gap(message)]
    return decree


Lot = tuple[tuple[str, ...], "MarkingTask"]
"""A batch of record files, and the update of their duplicate marks to be made before the tables use them."""


def lots(ledger: Ledger, folder: Folder) -> Iterator[Lot]:
    """All records in batches, in the order of the inputs' names; outdated duplicate marks are found on the way."""
    originals = Originals() if ledger.repeats.outdated() else None
    for entries in in_lots(ledger.with_decrees(), LOT):
        if originals:
            ledger.repeats.compare(entries, originals.repeated_by)
        unmarked = tuple(
            RepeatMark(file, _message(name, of), _decree_id(record)) if of and record else RepeatMark(file)
            for file, name, of, record in ledger.repeats.unmarked(entries)
        )
        yield tuple(file for entry in entries for file in entry.outputs), MarkingTask(folder, unmarked)
    if originals:
        ledger.repeats.all_compared()


def mark_repeats(ledger: Ledger, folder: Folder, engine: Engine) -> None:
    """Update the duplicate marks in all record files."""
    if ledger.repeats.outdated() or ledger.repeats.is_any_unmarked():
        for _ in results(engine, (marking for _, marking in lots(ledger, folder))):
            pass
        all_marked(ledger, folder)


def all_marked(ledger: Ledger, folder: Folder) -> None:
    """Note in the ledger that the duplicate marks in all record files are up to date."""
    folder.settle()
    ledger.repeats.all_marked()


@dataclass(frozen=True, slots=True)
class RepeatMark:
    """The duplicate mark of one record: message of its gap and id of the decree it repeats, None for neither."""

    file: str
    message: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class MarkingTask:
    """A task: set the duplicate marks of some records, replacing earlier ones."""

    folder: Folder
    records: tuple[RepeatMark, ...]

    def run(self) -> None:
        """Update the records, and the uncorrected copies that are kept of corrected ones."""
        self.marked()

    def marked(self) -> dict[str, Decree]:
        """Do what `run` does; returns the updated records by file."""
        marked = {}
        for it in self.records:
            for file in filter(self.folder.exists, (as_read(it.file), it.file)):
                marked[file] = decree = read_record(self.folder, file)
                gaps = [*_own_gaps(decree), *([_gap(it.message)] if it.message else [])]
                if gaps != decree.gaps or it.duplicate_of != decree.duplicate_of:
                    decree.gaps, decree.duplicate_of = gaps, it.duplicate_of
                    self.folder.write(file, to_json(decree), lasting=file != it.file)
        return marked


def _message(file: str, original: str) -> str:
    name = PurePosixPath(file).name
    return f"{name} holds this decree twice" if file == original else f"{name} holds the decree of {original}"


def _decree_id(record: str) -> str:
    return PurePosixPath(record).name.removesuffix(".json")


def _own_gaps(decree: Decree) -> list[GapRecord]:
    """The gaps that do not depend on other inputs."""
    return [gap for gap in decree.gaps if gap.code is not GapCode.DUPLICATE_DECREE]


def _gap(message: str) -> GapRecord:
    code = GapCode.DUPLICATE_DECREE
    return GapRecord(code=code, severity=GAP_KINDS[code].severity, message=message)
