"""Inputs of earlier runs whose files are not there any more: reported, and left out on request.

An output folder gathers what several commands gave, so that an input which a run is not given may still be wanted. One
whose file was deleted or moved is another thing: its decrees stay in the tables, and somebody should know.
"""

from __future__ import annotations

from collections.abc import Iterator

from .inputs import is_there
from .ledger import Entry, Ledger
from .output_folder import Folder
from .output_names import as_read
from .remote_folder import is_url


def gone_inputs(ledger: Ledger) -> Iterator[Entry]:
    """Inputs that this run was not given, that gave decrees, and whose local file is not there."""
    for entry in ledger.of_earlier_runs():
        if not is_url(entry.key) and not is_there(entry.key):
            yield entry


def forget_gone(ledger: Ledger, folder: Folder) -> list[str]:
    """Take the decrees of such inputs out of the folder; returns the inputs' names."""
    gone = list(gone_inputs(ledger))
    for entry in gone:
        for record in entry.outputs:
            folder.remove(record)
            folder.remove(as_read(record))
    ledger.forget(entry.key for entry in gone)
    return [entry.name for entry in gone]
