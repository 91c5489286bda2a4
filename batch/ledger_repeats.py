"""Decrees that stand in several inputs, as the ledger keeps them: what each repeats, and whether its file says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..normalize.repeated_decrees import Descriptor
from .ledger_rows import Entry, unpacked
from .ledger_store import Store


class Repeats:
    """The part of a ledger that says which decrees repeat others."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def outdated(self) -> bool:
        """Whether anything was recorded since `compare`."""
        return self._store.fact("repeats_of") != str(self._store.fact("revision"))

    def compare(
        self, entries: Iterable[Entry], repeated_by: Callable[[Descriptor], Descriptor | None]
    ) -> None:
        """Write down of every decree of these inputs of which input it holds the decree, if of any; copies of an equal
        input hold none.
        """
        with self._store.writing():
            for entry in entries:
                for file, *about in self._store.rows(
                    "SELECT file, about, fingerprint FROM decrees WHERE input = ? ORDER BY number", entry.key
                ):
                    first = repeated_by(unpacked(entry.name, file, *about))
                    self._store.do(
                        "UPDATE decrees SET repeats = ?2, original = ?3, unmarked = 1 WHERE file = ?1 AND "
                        "(repeats, original) IS NOT (?2, ?3)",
                        file,
                        first.file if first else None,
                        first.record if first else None,
                    )

    def all_compared(self) -> None:
        """Note that `compare` was called for all inputs since the last change."""
        self._store.set_fact("repeats_of", str(self._store.fact("revision")))

    def is_any_unmarked(self) -> bool:
        """Whether any record file still has an outdated duplicate mark."""
        return self._store.exists("SELECT 1 FROM decrees WHERE unmarked LIMIT 1")

    def unmarked(self, entries: Iterable[Entry]) -> list[tuple[str, str, str | None, str | None]]:
        """Files of these inputs that do not say yet which decree they hold again, with their own input's name, and that
        decree's input and file. They will be written again.
        """
        out: list[tuple[str, str, str | None, str | None]] = []
        with self._store.writing():
            for entry in entries:
                rows = self._store.rows(
                    "SELECT file, repeats, original FROM decrees WHERE input = ? AND unmarked ORDER BY number",
                    entry.key,
                )
                out += [(file, entry.name, name, original) for file, name, original in rows]
                if rows:
                    self._store.do("INSERT OR IGNORE INTO unsettled VALUES (?)", entry.key)
        return out

    def all_marked(self) -> None:
        """Note that the duplicate marks in all record files are up to date and flushed to disk."""
        with self._store.writing():
            self._store.do("UPDATE decrees SET unmarked = 0 WHERE unmarked")
            self._store.settled()

    def count(self) -> int:
        """Number of decrees that hold an earlier input's decree in other bytes."""
        return self._store.number(
            "SELECT count(*) FROM decrees d JOIN inputs i ON i.key = d.input "
            "WHERE d.repeats IS NOT NULL AND i.status IS NOT NULL"
        )
