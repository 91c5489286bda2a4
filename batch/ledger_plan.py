"""Planning a run in the ledger: which inputs are to be done, what they are called, and which are duplicates.

Plans of any size stay on disk: temporary tables hold what was found, and SQL compares it with what is known.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from .inputs import Input, clean
from .ledger_rows import Entry, entries
from .ledger_store import THIS_RUN, Store
from .outcome import ACCIDENTS, DONE
from .output_names import free_name, slot


def size_class(size: int) -> int:
    """Inputs of one class differ in size by less than a factor of two."""
    return size.bit_length()


class Plan:
    """The part of a ledger that says what is to be done."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(
        self,
        inputs: Iterable[Input],
        *,
        made_by: str,
        fresh: bool,
        retry_failed: bool,
        content: Callable[[str, str], str | None] = lambda key, name: None,
    ) -> int:
        """Take up the inputs of a run and mark what is to be done; returns the number of inputs given.

        ``content`` gives the SHA-256 of an input by key and name, ``None`` where it cannot be read; it is asked where
        several inputs have one name.
        To be done are new and changed inputs, accidents, and what was made with other options or versions;
        with ``retry_failed`` all failed ones, with ``fresh`` all.
        """
        store = self._store
        with store.writing():
            run = int(store.fact("run") or 0) + 1
            store.set_fact("run", str(run))
            store.do("CREATE TEMP TABLE found (key TEXT PRIMARY KEY, name, size, mtime_ns, status, error)")
            store.do_each(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?, ?)",
                ((i.key, i.name, i.size, i.mtime_ns, *(i.refused or (None, ""))) for i in inputs),
            )
            self._add_new(run, content)
            store.do(
                "UPDATE inputs SET status = NULL WHERE run = ? AND (made_by IS NOT ? OR ? OR status IN "
                f"({_quoted(ACCIDENTS)}) OR (? AND status NOT IN ({_quoted(DONE)})))",
                run,
                made_by,
                fresh,
                retry_failed,
            )
            store.do(
                "UPDATE inputs SET status = f.status, error = inputs.name || ': ' || f.error, made_by = ?, "
                "outputs = '[]' FROM found f WHERE f.key = inputs.key AND f.status IS NOT NULL",
                made_by,
            )
            store.do("DELETE FROM decrees WHERE input IN (SELECT key FROM found WHERE status IS NOT NULL)")
            store.do("DROP TABLE found")
            store.do(
                "UPDATE inputs SET status = NULL WHERE twin IN (SELECT key FROM inputs WHERE status IS NULL)"
            )
            store.do("UPDATE inputs SET twin = NULL, sha256 = NULL WHERE status IS NULL")
        return store.number("SELECT count(*) FROM inputs WHERE run = ?", run)

    def _add_new(self, run: int, content: Callable[[str, str], str | None]) -> None:
        """Give each new input its output name, in the order of names, and see which known ones changed."""
        store = self._store
        store.do(
            "CREATE TEMP TABLE new AS SELECT f.key, f.name, f.size, f.mtime_ns, slot_of(f.name) AS wanted "
            "FROM found f LEFT JOIN inputs i USING (key) WHERE i.key IS NULL ORDER BY f.name, f.key"
        )
        taken = _Taken(store)
        for key, name, size, mtime_ns, shared in store.stream(
            "SELECT key, name, size, mtime_ns, count(*) OVER (PARTITION BY wanted) > 1 OR EXISTS "
            "(SELECT 1 FROM inputs WHERE slot = wanted) FROM new ORDER BY new.rowid"
        ):
            output = free_name(name, taken, content(key, name) if shared else None)
            store.do(
                "INSERT INTO inputs (key, name, output, slot, size, mtime_ns, run) VALUES (?, ?, ?, ?, ?, ?, ?)",
                key,
                name,
                output,
                slot(output),
                size,
                mtime_ns,
                run,
            )
        store.do("DROP TABLE new")
        store.do(
            "UPDATE inputs SET run = ?, size = f.size, mtime_ns = f.mtime_ns, status = CASE "
            "WHEN inputs.size = f.size AND inputs.mtime_ns = f.mtime_ns THEN inputs.status END "
            "FROM found f WHERE f.key = inputs.key",
            run,
        )

    def forget_lost(self, present: Iterable[str]) -> None:
        """Mark as not done whatever claims files that are not ``present`` any more; `strays` remembers these."""
        with self._store.writing():
            self._store.do("CREATE TEMP TABLE present (file TEXT PRIMARY KEY) WITHOUT ROWID")
            self._store.do_each(
                "INSERT OR IGNORE INTO present VALUES (?)", ((clean(file),) for file in present)
            )
            self._store.do(
                "UPDATE inputs SET status = NULL WHERE status IS NOT NULL AND EXISTS (SELECT 1 FROM "
                "json_each(outputs) WHERE value NOT IN (SELECT file FROM present))"
            )

    def strays(self) -> list[str]:
        """Files that were present when the run began (`forget_lost`) and that no input claims now."""
        query = "SELECT file FROM present WHERE file NOT IN (SELECT value FROM inputs, json_each(outputs)) ORDER BY 1"
        return [file for (file,) in self._store.rows(query)]

    def forget_broken(self, whole: Callable[[str], bool]) -> None:
        """Mark as not done whatever claims files that a loss of power broke: that are not ``whole``."""
        rows = self._store.rows(
            "SELECT key, outputs FROM inputs JOIN unsettled USING (key) WHERE status IS NOT NULL"
        )
        broken = [(key,) for key, outputs in rows if not all(map(whole, json.loads(outputs)))]
        with self._store.writing():
            self._store.do_each("UPDATE inputs SET status = NULL WHERE key = ?", broken)

    def of_equal_sizes(self) -> Iterator[Entry]:
        """The inputs of this run that are to be done and have the size of another one, of this run or done before."""
        yield from entries(
            self._store,
            f"status IS NULL AND {THIS_RUN} AND size > 0 AND EXISTS (SELECT 1 FROM inputs other WHERE "
            f"other.size = inputs.size AND other.key != inputs.key AND ({THIS_RUN} OR other.status IS NOT NULL))",
        )

    def set_sha256(self, digests: Iterable[tuple[str, str]]) -> None:
        """Write down the SHA-256 of some inputs, given by key, before they are done."""
        with self._store.writing():
            self._store.do_each("UPDATE inputs SET sha256 = ?2 WHERE key = ?1", digests)

    def set_twins(self) -> None:
        """Mark the inputs that are to be done as duplicates of the first one with the same SHA-256: one that was done
        before, or else by name.
        """
        self._store.do(
            "UPDATE inputs SET twin = first FROM (SELECT key AS own, first_value(key) OVER "
            "(PARTITION BY sha256 ORDER BY status IS NULL, name, key) AS first FROM inputs WHERE sha256 IN "
            f"(SELECT sha256 FROM inputs WHERE status IS NULL) AND ({THIS_RUN} OR status IS NOT NULL)) "
            "WHERE key = own AND key != first AND status IS NULL"
        )

    def todo(self) -> Iterator[Entry]:
        """The inputs of this run that are not done, in the order of their names."""
        yield from entries(self._store, f"status IS NULL AND twin IS NULL AND {THIS_RUN}")

    def duplicates(self) -> Iterator[Entry]:
        """The inputs of this run that wait for their original."""
        yield from entries(self._store, f"status IS NULL AND twin IS NOT NULL AND {THIS_RUN}")

    def waiting(self) -> Counter[int]:
        """Number of inputs that are to be read by `size_class`."""
        found: Counter[int] = Counter()
        for size, count in self._store.rows(
            f"SELECT size, count(*) FROM inputs WHERE status IS NULL AND twin IS NULL AND {THIS_RUN} GROUP BY size"
        ):
            found[size_class(size)] += count
        return found


class _Taken:
    """The output names that are taken, as a container that asks the ledger instead of holding them all."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, name: object) -> bool:
        return self._store.exists("SELECT 1 FROM inputs WHERE slot = ?", name)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))
