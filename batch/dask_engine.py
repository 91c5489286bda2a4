"""Workers on many machines, through Dask: an existing cluster, or a local one for trying it out.

Each task runs in a child process of the Dask worker that got it (`local_engine` does that), so that the limits of
time and memory hold there too and a crash costs one task, not the worker. A Dask worker that dies has its
tasks given to another; a task that killed several is lost. Only as many tasks are handed out at a time as
keep the workers busy.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, TypeVar

from ..schema.errors import IkiError, UsageError
from .engines import Limits, Lost
from .local_engine import LocalEngine

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
_here = threading.local()


class DaskEngine:
    """Runs tasks on a Dask cluster; without an address on one of ``jobs`` processes here."""

    def __init__(self, address: str | None, jobs: int, limits: Limits) -> None:
        self.limits = limits
        self._client = _connect(address, jobs)

    def run(
        self, work: Callable[[T], R], tasks: Iterable[T | None]
    ) -> Generator[tuple[T, R | Lost], None, None]:
        """See `Engine.run`."""
        source, ahead = iter(tasks), AHEAD * self._threads()
        given: dict[str, tuple[Any, T]] = {}

        def hand_out(task: T) -> Any:
            future = self._client.submit(_limited, work, task, self.limits, pure=False)
            given[future.key] = future, task
            return future

        def more() -> Iterator[Any]:
            while len(given) < ahead and (task := next(source, None)) is not None:
                yield hand_out(task)

        waiting = _distributed().as_completed(list(more()))
        try:
            for future in waiting:
                _, task = given.pop(future.key)
                result = _result(future)
                future.release()
                yield task, result
                waiting.update(list(more()))
        finally:
            self._client.cancel([future for future, _ in given.values()])

    def close(self) -> None:
        """See `Engine.close`: let go of the cluster, and ends it if it was made here."""
        self._client.close()
        if self._client.cluster is not None:
            self._client.cluster.close()

    def _threads(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)


def _connect(address: str | None, jobs: int) -> Any:
    distributed = _distributed()
    if address is None:
        return distributed.Client(
            distributed.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        )
    try:
        return distributed.Client(address, timeout=20)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers ({error})",
            file=address,
            remedy="Give --scheduler like tcp://host:8786",
        ) from error


def _distributed() -> Any:
    """The package, which is an extra and slow to import.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise UsageError(
            "--engine dask needs dask.distributed", remedy="Install it: pip install distributed fsspec"
        ) from error


def _limited(work: Callable[[T], R], task: T, limits: Limits) -> R | Lost:
    """Carry out a task in a child process of this thread, which stays for the next task."""
    engine = getattr(_here, "engine", None)
    if engine is None or engine.limits != limits:
        engine = _here.engine = LocalEngine(1, limits)
    (result,) = [result for _, result in engine.run(work, [task])]
    return result


def _result(future: Any) -> Any:
    """What came of a task; an error of ours is raised, the death of its workers is the task's loss."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, IkiError):
        raise error
    return Lost("crashed", f"its workers died ({type(error).__name__})")
