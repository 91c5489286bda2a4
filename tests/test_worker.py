"""What a worker answers to each way in which a task can end, and that it hangs up with its parent."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import pytest
from iki.batch.worker import serve
from iki.schema.errors import UsageError
from iki.schema.log_place import PROGRAM

Ask = Callable[[Callable[[str], object], str], list[tuple[str, object]]]


def shouted(text: str) -> str:
    """A task that is done, and says so in the log."""
    logging.getLogger(f"{PROGRAM}.test").warning("shouting %s", text)
    return text.upper()


def no_memory(text: str) -> str:
    raise MemoryError(text)


def no_use(text: str) -> str:
    raise UsageError(text)


def a_fault(text: str) -> str:
    raise ZeroDivisionError(text)


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Gives a worker a task; returns its messages up to the result. The worker runs in a thread."""
    logger = logging.getLogger(PROGRAM)
    handlers, level = list(logger.handlers), logger.level
    pipe: tuple[Connection[Any, Any], Connection[Any, Any]] = multiprocessing.Pipe()
    ours, theirs = pipe
    thread = threading.Thread(target=serve, args=(theirs,))
    thread.start()
    ours.send((list(sys.path), None, logging.WARNING))

    def send(work: Callable[[str], object], task: str) -> list[tuple[str, object]]:
        ours.send((work, task))
        messages = [ours.recv()]
        while messages[-1][0] in {"begun", "log"}:
            messages.append(ours.recv())
        return messages

    yield send
    ours.close()
    thread.join(10)
    assert not thread.is_alive()
    logger.handlers[:] = handlers
    logger.setLevel(level)
    gc.unfreeze()


def test_a_result_comes_after_the_begin_and_the_log(ask: Ask) -> None:
    begun, (kind, record), done = ask(shouted, "kinerja")
    assert begun == ("begun", None)
    assert kind == "log"
    assert isinstance(record, logging.LogRecord)
    assert record.getMessage() == "shouting kinerja"
    assert done == ("done", "KINERJA")


def test_a_worker_goes_on_after_every_fault_of_a_task(ask: Ask) -> None:
    assert ask(no_memory, "")[-1] == ("out_of_memory", "memory ran out")
    assert ask(a_fault, "by zero")[-1] == ("crashed", "ZeroDivisionError: by zero")
    (kind, error) = ask(no_use, "wrong")[-1]
    assert kind == "raised"
    assert isinstance(error, UsageError)
    assert [kind for kind, _ in ask(shouted, "x")] == ["log", "done"]  # it begins once only
