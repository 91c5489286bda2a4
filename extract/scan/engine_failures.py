"""Engines that fail: which one and why is reported, the others go on, and nothing is taken for unreadable print.

An engine may be installed and yet not load (a damaged model), break off (its process dies, hangs or finds no memory)
or answer without sense. Each is an `EngineFailedError` that names the engine. A page on which that happens is read
again without the engine, and has a gap that says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...schema.errors import EngineFailedError
from ...schema.gaps import Gap, GapCode
from .engine import LineEngine, Reading

T = TypeVar("T")
log = logging.getLogger(__name__)

REMEDY = "Run `iki doctor`: it loads every engine and lets it read a line"
REASON_LENGTH = 200  # characters of a library's own message that are passed on


def failure(engine: str, what: str, cause: Exception) -> EngineFailedError:
    """The error that says that an engine ``what`` (like "cannot be loaded"), because of a library's exception."""
    reason = " ".join(f"{type(cause).__name__}: {cause}".split())[:REASON_LENGTH]
    return EngineFailedError(f"the reading engine {engine} {what} ({reason})", engine=engine, remedy=REMEDY)


@dataclass(frozen=True, slots=True)
class CheckedEngine:
    """A `LineEngine` before another one: whatever that raises becomes an `EngineFailedError`."""

    engine: LineEngine

    @property
    def name(self) -> str:
        """See `LineEngine.name`."""
        return self.engine.name

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """See `LineEngine.read`.

        Raises:
            EngineFailedError: the engine failed, or did not answer for every line.
        """
        try:
            readings = self.engine.read(lines, thorough)
        except (
            MemoryError,
            EngineFailedError,
        ):  # the whole input's, to be tried again with more; told already
            raise
        except Exception as error:  # libraries and processes fail in many ways
            raise failure(self.name, "failed", error) from error
        if len(readings) != len(lines):
            counted = ValueError(f"{len(readings)} answers for {len(lines)} lines")
            raise failure(self.name, "failed", counted)
        return readings


@dataclass(frozen=True, slots=True)
class BrokenEngine:
    """Stands for an engine that is installed but cannot be loaded: asked to read, it raises the error."""

    error: EngineFailedError

    @property
    def name(self) -> str:
        """See `LineEngine.name`."""
        return self.error.engine

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """See `LineEngine.read`.

        Raises:
            EngineFailedError: always, where there is anything to read.
        """
        if lines:
            raise self.error
        return []


def with_working(
    engines: Sequence[LineEngine], attempt: Callable[[list[LineEngine]], T]
) -> tuple[T, list[EngineFailedError]]:
    """What the attempt gives with those of the engines that work, and the errors of the others.

    The attempt is made again without each engine that fails, in the end with none; so it must leave nothing behind.
    """
    left = list(engines)
    errors: list[EngineFailedError] = []
    while True:
        try:
            return attempt(left), errors
        except EngineFailedError as error:
            if all(engine.name != error.engine for engine in left):
                raise
            log.warning("%s", error, exc_info=log.isEnabledFor(logging.DEBUG))
            errors.append(error)
            left = [engine for engine in left if engine.name != error.engine]


def failure_gaps(errors: Sequence[EngineFailedError], page: int, *, instead: str | None = None) -> list[Gap]:
    """A page's gaps for its failed engines; ``instead`` says what was read in their place, None for nothing."""
    code = GapCode.ENGINE_REPLACED if instead else GapCode.ENGINE_FAILED
    return [Gap(code, f"{error.what}: {instead or 'the page was not read'}", page) for error in errors]
