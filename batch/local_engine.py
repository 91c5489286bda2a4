"""Workers on this machine: one process each, watched, and killed where they go beyond their limits.

A timeout that holds needs a process to kill: native code cannot be interrupted from within. So the parent
looks at every busy worker ten times a second, at the clock and at its memory, and kills its whole process
group. Its task is lost and a new worker takes its place; the others do not notice. A worker that has grown
fat over many tasks is replaced between two of them.

A worker is given its next task as soon as its result is there, before the caller deals with that: a processor that
waits, be it for a millisecond, is slower for a while. It is given no more than that one, so that the results of no
worker pile up unseen.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Pipe, wait
from typing import Any, Literal, TypeVar, cast

import psutil

from ..schema.log_place import PROGRAM
from .engines import Limits, Lost
from .processes import describe, start

T = TypeVar("T")
R = TypeVar("R")

LOOK_SECONDS = 0.1
FAT = 0.5
NEARLY = 0.7
DEATH_SECONDS = 1.0


class _Worker:
    """One worker process and the task that it is working on."""

    def __init__(self, limits: Limits) -> None:
        self.connection, theirs = Pipe()
        self.process = start(theirs)
        self._watched = psutil.Process(self.process.pid)
        self.limits = limits
        self.started = 0.0
        self.task: Any = None
        self.seen = 0
        with suppress(BrokenPipeError):
            level = logging.getLogger(PROGRAM).getEffectiveLevel()
            self.connection.send((sys.path, limits.memory_bytes, level))

    def give(self, work: Callable[..., object], task: object) -> None:
        """Hand over a task; a worker that is gone is noticed when its result is asked for."""
        self.task = task
        self.started = time.monotonic()
        self.seen = 0
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send((work, task))

    def excess(self) -> Lost | None:
        """The exceeded limit of the current task as a loss, None while it keeps to its limits."""
        limits = self.limits
        if limits.seconds is not None and time.monotonic() - self.started > limits.seconds:
            return Lost("timeout", f"stopped after {limits.seconds:g} s")
        self.seen = max(self.seen, self.memory())
        if limits.memory_bytes is not None and self.seen > limits.memory_bytes:
            return Lost("out_of_memory", f"stopped at {limits.memory_bytes >> 20:,} MB of memory")
        return None

    def memory(self) -> int:
        """Bytes of memory that the process occupies."""
        with suppress(psutil.Error):
            return int(self._watched.memory_info().rss)
        return 0

    def end(self) -> int:
        """Kill the process and all that it started; returns its exit status."""
        status = self.process.kill()
        self.connection.close()
        return status


class LocalEngine:
    """Runs tasks in ``jobs`` processes, which stay for further runs until `close`."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        self.jobs = jobs
        self.limits = limits
        self.workers: list[_Worker] = []
        self._looked = 0.0

    def run(
        self, work: Callable[[T], R], tasks: Iterable[T | None]
    ) -> Generator[tuple[T, R | Lost], None, None]:
        """See `Engine.run`."""
        try:
            yield from cast("Iterator[tuple[T, R | Lost]]", self._run(work, iter(tasks)))
        finally:
            for worker in self._busy():
                self._drop(worker)

    def close(self) -> None:
        """See `Engine.close`."""
        for worker in list(self.workers):
            self._drop(worker)

    def _run(self, work: Callable[..., object], tasks: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        """Every task with its result; the worker has its next task before the caller deals with the result."""
        self._hand_out(work, tasks)
        while busy := self._busy():
            for worker, result in self._results(busy):
                task, worker.task = worker.task, None
                self._slim(worker)
                self._hand_out(work, tasks)
                yield task, result if isinstance(result, Lost) else result[0]
            self._hand_out(work, tasks)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.task is not None]

    def _hand_out(self, work: Callable[..., object], tasks: Iterator[Any]) -> None:
        """Give tasks to workers without one, and to new ones while there are fewer than ``jobs``."""
        while len(self._busy()) < self.jobs and (task := next(tasks, None)) is not None:
            idle = next((worker for worker in self.workers if worker.task is None), None)
            if idle is None:
                idle = _Worker(self.limits)
                self.workers.append(idle)
            idle.give(work, task)

    def _results(self, busy: list[_Worker]) -> Iterator[tuple[_Worker, tuple[object] | Lost]]:
        """What has come in, or gone wrong, within a moment."""
        heard = wait([worker.connection for worker in busy], LOOK_SECONDS)
        for worker in busy:
            if worker.connection in heard and (result := self._receive(worker)) is not None:
                yield worker, result
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        for worker in self._busy():
            if not worker.connection.poll() and (excess := worker.excess()) is not None:
                self._drop(worker)
                yield worker, excess

    def _receive(self, worker: _Worker) -> tuple[object] | Lost | None:
        """The task's result, or ``None`` where the worker only says that it has begun, or logs something."""
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            return self._death(worker)
        if kind == "begun":
            worker.started = time.monotonic()
            return None
        if kind == "log":
            logging.getLogger(value.name).handle(value)
            return None
        if kind == "raised":
            raise value
        if kind == "done":
            return (value,)
        return Lost(cast("Literal['out_of_memory', 'crashed']", kind), value)

    def _slim(self, worker: _Worker) -> None:
        limit = self.limits.memory_bytes
        if limit is None or worker.seen <= FAT * limit or worker not in self.workers:
            return
        if worker.memory() > FAT * limit:
            self._drop(worker)

    def _death(self, worker: _Worker) -> Lost:
        """Why a worker died: out of memory if it was near its limit (native code then aborts), else a crash."""
        worker.process.wait(DEATH_SECONDS)
        code, limit = self._drop(worker), self.limits.memory_bytes
        if limit is not None and worker.seen > NEARLY * limit:
            return Lost("out_of_memory", f"the worker ended at about {worker.seen >> 20:,} MB of memory")
        return Lost("crashed", f"the worker {describe(code)}")

    def _drop(self, worker: _Worker) -> int:
        self.workers.remove(worker)
        return worker.end()
