"""The output folder: files appear in it whole or not at all, and never outside of it.

`Folder` says what a batch needs of an output; `LocalFolder` is a folder of this machine (`remote_folder` has the one
at a URL). A local file is written beside its place under a name that begins with ``.tmp-``, flushed to disk
and renamed. A run that was killed leaves at most such a file; `sweep` removes them when the next run begins.

Flushing takes milliseconds, so that very many small files are not flushed one by one but all at once, now and then
(`Folder.settle`). Only a loss of power can harm them before.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..schema.errors import OutputError, UsageError
from .locks import held

TEMPORARY = ".tmp-"
PARTS = ".parts"
FREE_SPACE = "Free space or permissions there and run the same command again: it goes on"


class Folder(ABC):
    """Takes files atomically. Names have ``/`` for sub-folders; all are below the folder."""

    @abstractmethod
    def create(self) -> None:
        """Make the folder and its ``decrees`` and see that both can be written.

        Raises:
            OutputError: they cannot.
        """

    @abstractmethod
    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file to write to, which takes its place when the block ends well and vanishes when it does not.

        Raises:
            OutputError: the disk is full, the folder is read-only and the like.
        """

    @abstractmethod
    def write(self, name: str, data: bytes, *, lasting: bool = True) -> None:
        """Put a whole file in its place; one that need not be ``lasting`` is whole after a loss of power only if
        `settle` was called before.

        Raises:
            OutputError: the disk is full, the folder is read-only and the like.
        """

    @abstractmethod
    def settle(self) -> None:
        """Flush all files written so far to disk, so that they survive a loss of power.

        Raises:
            OutputError: the disk is broken and the like.
        """

    @abstractmethod
    def read(self, name: str) -> bytes:
        """A file's content."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file if it is there."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Whether the file is there."""

    @abstractmethod
    def names(self, folder: str) -> Iterator[str]:
        """Names of the finished files in a sub-folder, in no order."""

    @abstractmethod
    def sweep(self) -> None:
        """Remove what a killed run left half-done."""

    @abstractmethod
    def local_copy(self, name: str) -> AbstractContextManager[Path]:
        """A file that is worked on in place, for as long as the block lasts."""

    @abstractmethod
    def keep(self, name: str, copy: Path) -> None:
        """Store the present state of a local copy; called often, it may act only now and then."""

    @abstractmethod
    def alone(self) -> AbstractContextManager[None]:
        """Lock the folder while the block lasts, so that no two runs write to it at once.

        Raises:
            UsageError: another run holds it.
        """

    @staticmethod
    def checked(name: str) -> str:
        """Return the name if it leads to a place inside the folder.

        Raises:
            ValueError: it leads out.
        """
        if any(part in {"", ".", ".."} or "\0" in part or "\\" in part for part in name.split("/")):
            raise ValueError(f"not a name inside the output folder: {name!r}")
        return name


@dataclass(frozen=True, slots=True)
class LocalFolder(Folder):
    """A folder of this machine."""

    root: Path

    def __str__(self) -> str:
        return str(self.root)

    def path(self, name: str) -> Path:
        """Where the file of that name lies.

        Raises:
            ValueError: the name leads out of the folder.
        """
        return self.root.joinpath(*self.checked(name).split("/"))

    def create(self) -> None:
        """See `Folder.create`."""
        if self.root.exists() and not self.root.is_dir():
            raise UsageError("is not a folder", file=str(self.root), remedy="Give another --out")
        with self._explained("decrees"):
            (self.root / "decrees").mkdir(parents=True, exist_ok=True)
            probe = self.root / f"{TEMPORARY}{secrets.token_hex(8)}"
            probe.touch()
            probe.unlink()

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """See `Folder.writing`."""
        return self._writing(name, lasting=True)

    def write(self, name: str, data: bytes, *, lasting: bool = True) -> None:
        """See `Folder.write`."""
        with self._writing(name, lasting=lasting) as file:
            file.write(data)

    def settle(self) -> None:
        """See `Folder.settle`: flushes the file system, for which alone it takes no longer than for one file."""
        with self._explained(""):
            _flush(self.root)

    @contextmanager
    def _writing(self, name: str, *, lasting: bool) -> Iterator[BinaryIO]:
        target = self.path(name)
        temporary = target.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
        try:
            with self._explained(name):
                target.parent.mkdir(parents=True, exist_ok=True)
                with temporary.open("wb") as file:
                    yield file
                    if lasting:
                        file.flush()
                        os.fsync(file.fileno())
                temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes:
        """See `Folder.read`."""
        return self.path(name).read_bytes()

    def remove(self, name: str) -> None:
        """See `Folder.remove`."""
        self.path(name).unlink(missing_ok=True)

    def exists(self, name: str) -> bool:
        """See `Folder.exists`."""
        return self.path(name).exists()

    def names(self, folder: str) -> Iterator[str]:
        """See `Folder.names`."""
        with os.scandir(self.path(folder)) as entries:
            yield from (entry.name for entry in entries if not entry.name.startswith(TEMPORARY))

    def sweep(self) -> None:
        """See `Folder.sweep`."""
        for folder in (self.root, self.root / "decrees"):
            for left in folder.glob(f"{TEMPORARY}*"):
                left.unlink(missing_ok=True)
        shutil.rmtree(self.root / PARTS, ignore_errors=True)

    @contextmanager
    def local_copy(self, name: str) -> Iterator[Path]:
        """See `Folder.local_copy`: the file itself."""
        yield self.path(name)

    def keep(self, name: str, copy: Path) -> None:
        """See `Folder.keep`: it is the file itself, there is nothing to do."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See `Folder.alone`; the system lets go of the folder when a run dies."""
        with held(self.root) as got:
            if not got:
                raise UsageError(
                    "another run is writing there",
                    file=str(self.root),
                    remedy="Wait for it (`iki status` shows it), or give another --out",
                )
            yield

    def is_held(self) -> bool:
        """Whether a run works in the folder at this moment."""
        with held(self.root) as got:
            return not got

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = f"cannot be written ({error.strerror or error})"
            raise OutputError(what, file=str(self.root / name), remedy=FREE_SPACE) from error


def _flush(folder: Path) -> None:
    """Flush the file system of a folder, or all where there is no call for one.

    Windows has neither; there the ledger's own flushing must do, and a record that a loss of power broke is found by
    the next run.
    """
    if not hasattr(os, "sync"):
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if not hasattr(library, "syncfs"):
            os.sync()
        elif library.syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(handle)
