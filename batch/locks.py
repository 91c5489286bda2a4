"""Locks between processes, on every system that Python runs on.

Where there is ``fcntl`` the system itself holds the lock and lets go of it when a process dies. Elsewhere (Windows) a
small file holds the number and the start of the process that made it; one whose process is gone counts for nothing.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

fcntl: Any = importlib.import_module("fcntl") if importlib.util.find_spec("fcntl") else None
LOCK_FILE = ".lock"
LOOK_SECONDS = 0.02


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Try to hold a folder for as long as the block lasts; gives whether it is held, or another process has it."""
    if fcntl is None:
        with _held_by_file(folder / LOCK_FILE) as got:
            yield got
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        with suppress(OSError):
            os.close(handle)


@contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """Hold a file for as long as the block lasts, and wait until no other process does."""
    if fcntl is not None:
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    while True:
        with _held_by_file(path.with_name(f"{path.name}{LOCK_FILE}")) as got:
            if got:
                yield
                return
        time.sleep(LOOK_SECONDS)


@contextmanager
def _held_by_file(path: Path) -> Iterator[bool]:
    """Hold a folder by a file that only one process can make."""
    got = _made(path) or (_is_stale(path) and _made(path))
    try:
        yield got
    finally:
        if got:
            with suppress(OSError):
                path.unlink()


def _made(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{os.getpid()} {psutil.Process().create_time()}")
    return True


def _is_stale(path: Path) -> bool:
    """Whether the process that made the file is gone; then the file goes too."""
    with suppress(OSError):
        said = path.read_text("ascii")
        number, _, began = said.partition(" ")
        try:
            if psutil.Process(int(number)).create_time() == float(began):
                return False
        except (ValueError, psutil.Error):
            if not said:  # its maker is about to write
                return False
        with suppress(FileNotFoundError):
            path.unlink()
        return True
    return True
