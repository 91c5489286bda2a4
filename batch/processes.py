"""Worker processes as the system has them: started with one end of a pipe, and killed with all that they started.

Where there are process groups (POSIX) a worker is a fresh interpreter that leads one, so that it and its children are
killed as one and Ctrl-C does not reach it. Elsewhere (Windows) it is a process that `multiprocessing` spawns, and its
children are looked up one by one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

import psutil

from .worker import spawned

HAS_GROUPS = hasattr(os, "killpg")
# One thread a worker: the workers share the processors.
SINGLE = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Process(Protocol):
    """A worker process."""

    @property
    def pid(self) -> int:
        """The process number."""

    def wait(self, seconds: float) -> None:
        """Wait for its end, ``seconds`` at most."""

    def kill(self) -> int:
        """End it and all that it started; returns its exit status, as `describe` takes it."""


def start(theirs: Connection[Any, Any]) -> Process:
    """Start a worker that listens at this end of a pipe, which is closed here."""
    process: Process = GroupProcess(theirs) if HAS_GROUPS else SpawnedProcess(theirs)
    theirs.close()
    return process


def describe(status: int) -> str:
    """How a worker ended, in words."""
    if status < 0:
        with suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"


class GroupProcess:
    """A fresh interpreter that leads a process group."""

    def __init__(self, theirs: Connection[Any, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "iki.batch.worker", str(theirs.fileno()), str(os.getpid())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            process_group=0,
            env=SINGLE | dict(os.environ),
        )

    @property
    def pid(self) -> int:
        """See `Process.pid`."""
        return self._process.pid

    def wait(self, seconds: float) -> None:
        """See `Process.wait`."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)

    def kill(self) -> int:
        """See `Process.kill`."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        return self._process.wait()


class SpawnedProcess:
    """A process that `multiprocessing` spawns."""

    def __init__(self, theirs: Connection[Any, Any]) -> None:
        for name, value in SINGLE.items():
            os.environ.setdefault(name, value)
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=spawned, args=(theirs, os.getpid()), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """See `Process.pid`."""
        return self._process.pid or 0

    def wait(self, seconds: float) -> None:
        """See `Process.wait`."""
        self._process.join(seconds)

    def kill(self) -> int:
        """See `Process.kill`."""
        with suppress(psutil.Error):
            for child in psutil.Process(self.pid).children(recursive=True):
                with suppress(psutil.Error):
                    child.kill()
        self._process.kill()
        self._process.join()
        return self._process.exitcode or 0
