"""The same decree in two inputs: of equal bytes, or scanned or typeset again.

Equal bytes are read once and recorded for each. Only files of equal size are compared, by SHA-256, while the run
is planned. Of equal ones the first in the order of names is the original (one that was done before comes first
of all); the others wait until it is done and get a copy of its records, with their own file name and a gap that
says so. Where the original failed, they failed too.

The same decree in other bytes is found when all is read (`mark_repeats`): one pass over the records in the
order of the inputs' names, with a small descriptor of each in memory. The later one gets a gap that names the
earlier one; otherwise the records stay as they are. What people corrected plays no part in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..normalize.duplicates import Originals, describe
from ..schema.errors import IkiError
from ..schema.gaps import GAP_KINDS, GapCode
from ..schema.models import Decree, GapRecord
from .folder import Folder
from .inputs import opened
from .ledger import Entry, Ledger
from .names import as_read, decree_files
from .outcome import Outcome
from .tasks import to_json


def mark_duplicates(ledger: Ledger, max_bytes: int) -> None:
    """Find the duplicates among the inputs that are to be done."""
    for group in ledger.equal_sizes():
        originals: dict[str, Entry] = {}
        for entry in sorted(group, key=lambda entry: entry.status is None):
            digest = entry.sha256 if entry.status else _sha256(entry, max_bytes)
            if digest is None:
                continue
            original = originals.setdefault(digest, entry)
            if original is not entry and entry.status is None:
                ledger.set_twin(entry.key, original.key)


def copied_duplicates(ledger: Ledger, folder: Folder) -> Iterator[tuple[str, Outcome]]:
    """Give each duplicate the records of its original."""
    for entry in ledger.duplicates():
        original = ledger.entry(entry.twin or entry.key)
        if not original.outputs:
            error = original.error.replace(original.name, entry.name)
            yield entry.key, Outcome(original.status or "crashed", error=error, sha256=original.sha256 or "")
            continue
        files = decree_files(entry.output, len(original.outputs))
        for source, target in zip(original.outputs, files, strict=True):
            copy = as_read(source)
            decree = Decree.model_validate_json(folder.read(copy if folder.exists(copy) else source))
            folder.remove(as_read(target))
            folder.write(target, to_json(_copy(decree, entry, original)))
        yield entry.key, Outcome("duplicate", sha256=original.sha256 or "", pages=0, outputs=files)


def _copy(decree: Decree, entry: Entry, original: Entry) -> Decree:
    decree.source.file = entry.name
    message = f"{PurePosixPath(entry.name).name} has the same content as {original.name}"
    decree.gaps = [*_own_gaps(decree), _gap(message)]
    return decree


def mark_repeats(ledger: Ledger, folder: Folder) -> None:
    """Find the decrees that repeat an earlier one in other bytes; tell it in their gaps and the ledger."""
    originals = Originals()
    repeats: dict[str, str] = {}
    for entry in ledger.entries("outputs != '[]' AND twin IS NULL"):
        for record in entry.outputs:
            files = [file for file in (as_read(record), record) if folder.exists(file)]
            decrees = [Decree.model_validate_json(folder.read(file)) for file in files]
            original = originals.repeated_by(describe(decrees[0]))
            message = _message(entry.name, original.file) if original else None
            if original:
                repeats[record] = original.file
            for file, decree in zip(files, decrees, strict=True):
                gaps = [*_own_gaps(decree), *([_gap(message)] if message else [])]
                if gaps != decree.gaps:
                    decree.gaps = gaps
                    folder.write(file, to_json(decree))
    ledger.set_repeats(repeats)


def _message(file: str, original: str) -> str:
    name = PurePosixPath(file).name
    return f"{name} holds this decree twice" if file == original else f"{name} holds the decree of {original}"


def _own_gaps(decree: Decree) -> list[GapRecord]:
    """Those that do not come from other inputs."""
    return [gap for gap in decree.gaps if gap.code is not GapCode.DUPLICATE_DECREE]


def _gap(message: str) -> GapRecord:
    code = GapCode.DUPLICATE_DECREE
    return GapRecord(code=code, severity=GAP_KINDS[code].severity, message=message)


def _sha256(entry: Entry, max_bytes: int) -> str | None:
    """The hash of an input's content; ``None`` where it cannot be read, which its conversion will tell."""
    try:
        with opened(entry.key, entry.name, max_bytes) as path, path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, IkiError):
        return None
