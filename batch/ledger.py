"""The ledger: what was done with each input, in one SQLite file inside the output folder.

It is the batch's memory. The parent alone writes it, one transaction per finished input and only after the
input's files are in place, so that a run killed at any moment does at most the inputs in work again. Files may
be lost with the power until all are flushed to disk now and then; of which this is so is written down too, and
the next run looks at these (`Plan.forget_broken`).

SQL stands in the modules ``ledger_*`` and here, and nowhere else: the file and its tables (`ledger_store`), rows as
typed values (`ledger_rows`), what is to be done (`ledger_plan`), what repeats what (`ledger_repeats`).
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from .ledger_plan import Plan, size_class
from .ledger_repeats import Repeats
from .ledger_rows import Attempt, Entry, attempts, entries, entry, packed
from .ledger_store import THIS_RUN, Store, Use
from .outcome import Outcome

__all__ = ["FILE", "Attempt", "Entry", "Ledger", "size_class"]

FILE = "ledger.sqlite"
REVISE = "INSERT INTO facts VALUES ('revision', 1) ON CONFLICT DO UPDATE SET value = value + 1"


class Ledger:
    """An open ledger. Only one process at a time may hold it for writing; `iki status` reads beside it.

    Used as a context manager, it turns troubles of SQLite into an `OutputError`.
    """

    def __init__(self, path: Path, use: Use = "write") -> None:
        self._store = Store(path, use)
        self.plan = Plan(self._store)
        self.repeats = Repeats(self._store)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()
        if isinstance(value, sqlite3.Error):
            raise self._store.trouble(value) from value

    def record(self, key: str, outcome: Outcome, made_by: str) -> None:
        """Write down how an input ended; its files may not be flushed to disk yet."""
        store = self._store
        with store.writing():
            store.do(
                "UPDATE inputs SET status = ?, made_by = ?, sha256 = ?, attempts = attempts + 1, pages = ?, "
                "kinds = ?, gaps = ?, milliseconds = ?, outputs = ?, error = ?, finished = ? WHERE key = ?",
                outcome.status,
                made_by,
                outcome.sha256 or None,
                outcome.pages,
                json.dumps(outcome.kinds, sort_keys=True),
                json.dumps(outcome.gaps, sort_keys=True),
                json.dumps(outcome.milliseconds),
                json.dumps(outcome.outputs),
                outcome.error,
                time.time(),
                key,
            )
            store.do("INSERT OR IGNORE INTO unsettled VALUES (?)", key)
            store.do("DELETE FROM decrees WHERE input = ?", key)
            described = zip(outcome.outputs, outcome.descriptors, strict=False)
            store.do_each(
                "INSERT INTO decrees (file, input, number, about, fingerprint, other) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (file, key, number, *packed(descriptor), descriptor.is_another_document)
                    for number, (file, descriptor) in enumerate(described)
                ),
            )
            store.do(REVISE)

    def settled(self) -> None:
        """Note that all files recorded so far are flushed to disk."""
        self._store.settled()

    def of_earlier_runs(self) -> Iterator[Entry]:
        """Inputs that this run was not given and that gave decrees."""
        return entries(self._store, f"NOT ({THIS_RUN}) AND status IS NOT NULL AND outputs != '[]'")

    def forget(self, keys: Iterable[str]) -> None:
        """Take some inputs out of the ledger; copies of what they gave are to be made again in this run, from their own
        files.
        """
        store = self._store
        with store.writing():
            run = self.fact("run")
            for key in keys:
                store.do("UPDATE inputs SET status = NULL, twin = NULL, run = ? WHERE twin = ?", run, key)
                store.do("DELETE FROM decrees WHERE input = ?", key)
                store.do("DELETE FROM inputs WHERE key = ?", key)
                store.do(REVISE)

    def entry(self, key: str) -> Entry:
        """What is known of one input.

        Raises:
            KeyError: nothing is.
        """
        return entry(self._store, key)

    def entries(self) -> Iterator[Entry]:
        """All inputs in the order of their names, a few hundred in memory at a time."""
        return entries(self._store)

    def done(self) -> Iterator[Entry]:
        """The inputs that were finished, whether converted or failed, in the ledger's order."""
        return entries(self._store, "status IS NOT NULL")

    def with_decrees(self) -> Iterator[Entry]:
        """The inputs that gave decrees, in the ledger's order."""
        return entries(self._store, "status IS NOT NULL AND outputs != '[]'")

    def records(self) -> list[str]:
        """Files of all records that inputs gave."""
        query = "SELECT value FROM inputs, json_each(outputs) WHERE status IS NOT NULL"
        return [file for (file,) in self._store.rows(query)]

    def attempts(self) -> Iterator[Attempt]:
        """How the last attempts went, in the order of the inputs' names."""
        return attempts(self._store)

    def counts(self, *, this_run: bool = False) -> Counter[str]:
        """Number of inputs by status; ``waiting`` are those not done."""
        where = f"WHERE {THIS_RUN}" if this_run else ""
        query = f"SELECT coalesce(status, 'waiting'), count(*) FROM inputs {where} GROUP BY 1"
        return Counter(dict(self._store.rows(query)))

    def other_documents(self) -> int:
        """Number of documents without forms, copies of equal inputs apart."""
        return self._store.number(
            "SELECT count(*) FROM decrees d JOIN inputs i ON i.key = d.input "
            "WHERE d.other AND i.status IS NOT NULL"
        )

    def decree_count(self) -> int:
        """Number of decrees in the folder."""
        return self._store.number(
            "SELECT coalesce(sum(json_array_length(outputs)), 0) FROM inputs WHERE status IS NOT NULL"
        )

    def fact(self, name: str) -> str | None:
        """A remembered fact about the folder."""
        return self._store.fact(name)

    def set_fact(self, name: str, value: str) -> None:
        """Remember a fact about the folder."""
        self._store.set_fact(name, value)
