"""Work that goes wrong on purpose, for tests of engines. Importable by worker processes."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Iterator

from iki.batch.engines import Engine
from iki.schema.errors import OutputError


def misbehave(task: str) -> str:
    """Do what the task says: ``say X``, ``kill``, ``exit``, ``raise``, ``fatal``, ``hang`` or ``eat``."""
    verb, _, rest = task.partition(" ")
    if verb == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if verb == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if verb == "exit":
        os._exit(3)
    if verb == "raise":
        raise ValueError("a bug")
    if verb == "fatal":
        raise OutputError("cannot be written")
    if verb == "hang":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        time.sleep(600)
    if verb == "eat":
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1 << 20) * 4))
            time.sleep(0.002)
    if verb == "print":
        print("noise that must not reach the results")
    return f"{rest} by {os.getpid()}"


def follow_up(engine: Engine) -> list[str]:
    """Have two tasks done, two of each one's result, one after the other; returns the tasks as they ended."""
    ready, seen = deque(["say a", "say b"]), list[str]()
    out: set[str] = set()

    def tasks() -> Iterator[str | None]:
        while ready or out:
            task = ready.popleft() if ready else None
            out.update([task] if task else [])
            yield task

    for task, _ in engine.run(misbehave, tasks()):
        out.remove(task)
        seen.append(task)
        _, name, *before = task.split()
        number = int(before[0]) if before else 0
        if number < 2:
            ready.append(f"say {name} {number + 1}")
    return seen
