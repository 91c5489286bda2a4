"""Who does the work: the boundary between a batch and the processes that carry it.

An engine takes tasks when it has room for them and returns each with its result, in any order. A task whose
worker was lost (killed, out of memory, too slow) comes back as `Lost`; the others are not touched. The serial
engine is the twin that runs in the process itself: the same results, easy to debug, but nothing to kill.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use: seconds of wall time, and bytes of memory (``None``: no limit)."""

    seconds: float | None = 900.0
    memory_bytes: int | None = 2 << 30


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands for the result of a task whose worker was lost: status and reason."""

    status: Literal["timeout", "out_of_memory", "crashed"]
    reason: str


class Engine(Protocol):
    """Carries out tasks."""

    def run(
        self, work: Callable[[T], R], tasks: Iterable[T | None]
    ) -> Generator[tuple[T, R | Lost], None, None]:
        """Do all tasks and yield each with its result as soon as it is there.

        ``None`` among the tasks says that there is nothing to do until the caller has seen another result.

        ``work`` is a function of a module that workers can import. It answers for a task's own faults in its
        result; an `IkiError` that it raises ends the run. Closing the iterator stops the work.
        """

    def close(self) -> None:
        """Let go of processes and connections."""


class SerialEngine:
    """Runs every task in this process, one after the other; limits are not enforced."""

    def run(
        self, work: Callable[[T], R], tasks: Iterable[T | None]
    ) -> Generator[tuple[T, R | Lost], None, None]:
        """See `Engine.run`."""
        for task in tasks:
            if task is not None:
                yield task, work(task)

    def close(self) -> None:
        """See `Engine.close`: there is nothing to let go of."""
