"""A worker: a fresh interpreter that takes tasks over a pipe and sends results back.

Started by `processes` as ``python -m iki.batch.worker FD PARENT``, leader of its own process group: it and all
that it started can be killed as one and Ctrl-C does not reach it (the parent decides). Where there are no groups it is
spawned by `multiprocessing`. It caps its own memory
as a second line of defence and ends as soon as the parent is gone. The program's own log goes to the parent over the
same pipe. What libraries log is dropped: what matters of it comes back as a gap or an error. What they print goes to
stderr.
"""

from __future__ import annotations

import gc
import importlib.util
import logging
import os
import select
import signal
import sys
import threading
import time
from contextlib import suppress
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from typing import Any

import psutil

from ..schema.errors import IkiError
from ..schema.garbage_collection import collect_seldom
from ..schema.log_place import PROGRAM, Place

resource: Any = importlib.import_module("resource") if importlib.util.find_spec("resource") else None

# Above the limit that the parent watches: the kernel refuses what comes between two looks of the parent.
HEADROOM = 1.25
LOOK_MILLISECONDS = 500


def serve(connection: Connection[Any, Any]) -> None:
    """Take the set-up, then tasks, until the parent hangs up.

    A task's message names its function; unpickling the first one imports the function's module, and only then that
    task's time begins.
    """
    sys.path[:], memory_bytes, log_level = connection.recv()
    _send_log(connection, log_level)
    if memory_bytes:
        _cap_memory(int(memory_bytes * HEADROOM))
    settled = False
    while True:
        try:
            work, task = connection.recv()
        except EOFError:
            return
        if not settled:
            connection.send(("begun", None))
        try:
            message: tuple[str, object] = ("done", work(task))
        except MemoryError:
            message = ("out_of_memory", "memory ran out")
        except IkiError as error:  # no worker could go on: for the parent to raise
            message = ("raised", error)
        except Exception as error:  # a fault of the work itself: this task is lost, the worker is not
            message = ("crashed", f"{type(error).__name__}: {error}")
        connection.send(message)
        if not settled:  # what was loaded by now stays: the collector need not look at it again and again
            settled = True
            gc.freeze()
            collect_seldom()


class _ToParent(QueueHandler):
    """A log handler that sends records to the parent process; `QueueHandler` makes them fit for pickling."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        nothing: Any = None
        super().__init__(nothing)
        self._connection = connection

    def enqueue(self, record: logging.LogRecord) -> None:
        """See `QueueHandler.enqueue`."""
        self._connection.send(("log", record))


def _send_log(connection: Connection[Any, Any], level: int) -> None:
    """Send the program's own messages of the level and above to the parent, with the current file and page."""
    handler = _ToParent(connection)
    handler.addFilter(Place())
    handler.setLevel(level)
    logger = logging.getLogger(PROGRAM)
    logger.setLevel(level)
    logger.addHandler(handler)


def _cap_memory(limit: int) -> None:
    if sys.platform == "linux" and resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _end_with(parent: int, connection: int) -> None:
    """End this process group at once when the parent is gone: its end of the pipe is closed, or it is another one."""
    hung_up = select.poll()
    hung_up.register(connection, 0)
    while os.getppid() == parent and not hung_up.poll(LOOK_MILLISECONDS):
        pass
    os.killpg(0, signal.SIGKILL)


def _end_after(parent: int) -> None:
    """End this process when the parent is gone, where there is no group and nothing to poll."""
    with suppress(psutil.Error):
        watched = psutil.Process(parent)
        while watched.is_running():
            time.sleep(LOOK_MILLISECONDS / 1000)
    os._exit(1)


def spawned(connection: Connection[Any, Any], parent: int) -> None:
    """Entry point of a worker that `multiprocessing` spawns; Ctrl-C is the parent's to deal with."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    with suppress(ConnectionError):
        serve(connection)


def main() -> None:
    """Entry point of a worker process."""
    os.dup2(2, 1)
    logging.getLogger().addHandler(logging.NullHandler())
    connection, parent = map(int, sys.argv[1:])
    threading.Thread(target=_end_with, args=(parent, connection), daemon=True).start()
    with suppress(ConnectionError):  # the parent was killed in the middle of a message
        serve(Connection(connection))


if __name__ == "__main__":
    main()
