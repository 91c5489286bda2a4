"""The output folder: files appear in it whole or not at all.

A file is written beside its place under a name that begins with ``.tmp-``, flushed to disk and renamed. A run
that was killed leaves at most such a file; `Folder.sweep` removes them when the next run begins. Names are
checked: nothing outside of the folder can be written.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..schema.errors import OutputError

TEMPORARY = ".tmp-"
PARTS = ".parts"


@dataclass(frozen=True, slots=True)
class Folder:
    """A local folder that takes files atomically."""

    root: Path

    def path(self, name: str) -> Path:
        """Where the file of that name (with ``/`` for sub-folders) lies.

        Raises:
            ValueError: the name leads out of the folder.
        """
        parts = name.split("/")
        if any(part in {"", ".", ".."} or "\0" in part or os.sep in part for part in parts):
            raise ValueError(f"not a name inside the output folder: {name!r}")
        return self.root.joinpath(*parts)

    def create(self) -> None:
        """Make the folder and its ``decrees`` and see that both can be written.

        Raises:
            OutputError: they cannot.
        """
        with self._explained("decrees"):
            (self.root / "decrees").mkdir(parents=True, exist_ok=True)
            probe = self.root / f"{TEMPORARY}{secrets.token_hex(8)}"
            probe.touch()
            probe.unlink()

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file to write to, which takes its place when the block ends well and vanishes when it does not.

        Raises:
            OutputError: the disk is full, the folder is read-only and the like.
        """
        target = self.path(name)
        temporary = target.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
        try:
            with self._explained(name):
                target.parent.mkdir(parents=True, exist_ok=True)
                with temporary.open("wb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    def write(self, name: str, data: bytes) -> None:
        """Put a whole file in its place.

        Raises:
            OutputError: the disk is full, the folder is read-only and the like.
        """
        with self.writing(name) as file:
            file.write(data)

    def read(self, name: str) -> bytes:
        """A file's content."""
        return self.path(name).read_bytes()

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        self.path(name).unlink(missing_ok=True)

    def names(self, folder: str) -> Iterator[str]:
        """Names of the finished files in a sub-folder, in no order."""
        with os.scandir(self.root / folder) as entries:
            yield from (entry.name for entry in entries if not entry.name.startswith(TEMPORARY))

    def sweep(self) -> None:
        """Remove what a killed run left half-written."""
        for folder in (self.root, self.root / "decrees"):
            for left in folder.glob(f"{TEMPORARY}*"):
                left.unlink(missing_ok=True)
        shutil.rmtree(self.root / PARTS, ignore_errors=True)

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"cannot be written ({error.strerror or error})",
                file=str(self.root / name),
                remedy="Free space or permissions there and run the same command again: it goes on",
            ) from error
