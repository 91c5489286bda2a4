"""Inputs and outputs at a URL (s3://, gs://, https:// and what else fsspec knows).

fsspec is an extra: it is imported when a URL is met. An object store puts a file in its place whole or not at
all, which is what `RemoteFolder` relies on. SQLite needs a real file, so the ledger of such a folder is a
local copy, which is uploaded every minute and at the end.
"""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from ..schema.errors import MissingFileError, OutputError, TooLargeError, UsageError
from .output_folder import FREE_SPACE, PARTS, Folder, LocalFolder

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
FILE_URL = "file://"
COPY_BYTES = 1 << 20
UPLOAD_SECONDS = 60.0


def is_url(text: str) -> bool:
    """Whether the text is a URL rather than a path."""
    return URL.match(text) is not None


def folder_at(text: str) -> Folder:
    """The output folder of that path or URL; ``file://`` is a path, for there files can be put in place whole."""
    if is_url(text) and not text.startswith(FILE_URL):
        return RemoteFolder(text.rstrip("/"))
    return LocalFolder(Path(text.removeprefix(FILE_URL)))


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it.

    Raises:
        UsageError: fsspec, or what it needs for this kind of URL, is not installed.
    """
    try:
        import fsspec.core  # noqa: PLC0415 - an extra

        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"cannot be reached ({error})", file=url, remedy=f"Install it: pip install {_needed(url)}"
        ) from error
    return system, str(path)


def _needed(url: str) -> str:
    """The packages that reach URLs of this kind."""
    further = {"http": "aiohttp requests", "https": "aiohttp requests", "s3": "s3fs", "gs": "gcsfs"}
    return f"fsspec {further.get(url.partition('://')[0].lower(), '')}".strip()


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at a URL: ``name`` is its path from what was given on, ``mark`` changes with its content."""

    url: str
    name: str
    size: int
    mark: int


def find_files(url: str) -> Iterator[RemoteFile]:
    """The files that a URL stands for: one, those of a glob, or all below a folder.

    Raises:
        MissingFileError: there is none.
    """
    system, path = file_system(url)
    try:
        if magic := re.search(r"[*?\[]", path):
            found, root = system.glob(path, detail=True), path[: magic.start()].rpartition("/")[0]
        elif system.isdir(path):
            found, root = system.find(path, detail=True), str(PurePosixPath(path).parent)
        else:
            found, root = {path: system.info(path)}, str(PurePosixPath(path).parent)
    except OSError as error:
        raise MissingFileError(f"cannot be reached ({error})", file=url) from error
    for name, info in sorted(found.items()):
        if info.get("type") == "file":
            below = name.removeprefix(root).lstrip("/")
            yield RemoteFile(system.unstrip_protocol(name), below, int(info.get("size") or 0), _mark(info))


def fetch(url: str, target: Path, name: str, max_bytes: int) -> None:
    """Copy a file at a URL to a local one.

    Raises:
        MissingFileError: it is not there any more.
        TooLargeError: it has more than ``max_bytes``.
    """
    system, path = file_system(url)
    try:
        with system.open(path, "rb") as source, target.open("wb") as out:
            while chunk := source.read(COPY_BYTES):
                if out.tell() + len(chunk) > max_bytes:
                    raise TooLargeError(f"the file has more than {max_bytes:,} bytes", file=name)
                out.write(chunk)
    except OSError as error:
        raise MissingFileError(f"the file cannot be fetched ({error})", file=name) from error


def _mark(info: dict[str, Any]) -> int:
    """A number for a file's version, made from the etag, checksum or time that the store gives."""
    told = [
        str(info.get(key))
        for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "updated", "created")
    ]
    return int.from_bytes(hashlib.sha256("\0".join(told).encode()).digest()[:6])


@dataclass(frozen=True, slots=True)
class RemoteFolder(Folder):
    """A folder at a URL."""

    url: str
    uploaded: list[float] = field(default_factory=lambda: [0.0], compare=False)

    def __str__(self) -> str:
        return self.url

    def create(self) -> None:
        """See `Folder.create`."""
        system, root = file_system(self.url)
        with self._explained(""):
            system.makedirs(f"{root}/decrees", exist_ok=True)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """See `Folder.writing`; the file is held in memory until it is complete."""
        held = io.BytesIO()
        yield held
        self.write(name, held.getvalue())

    def settle(self) -> None:
        """See `Folder.settle`: what a store has taken lasts."""

    def write(self, name: str, data: bytes, *, lasting: bool = True) -> None:
        """See `Folder.write`."""
        system, path = self._at(name)
        with self._explained(name):
            try:
                system.pipe_file(path, data)
            except FileNotFoundError:  # a store with real folders
                system.makedirs(path.rpartition("/")[0], exist_ok=True)
                system.pipe_file(path, data)

    def read(self, name: str) -> bytes:
        """See `Folder.read`."""
        system, path = self._at(name)
        return bytes(system.cat_file(path))

    def remove(self, name: str) -> None:
        """See `Folder.remove`."""
        system, path = self._at(name)
        if system.exists(path):
            system.rm_file(path)

    def exists(self, name: str) -> bool:
        """See `Folder.exists`."""
        system, path = self._at(name)
        return bool(system.exists(path))

    def names(self, folder: str) -> Iterator[str]:
        """See `Folder.names`."""
        system, path = self._at(folder)
        system.invalidate_cache()
        if system.isdir(path):
            yield from (PurePosixPath(name).name for name in system.ls(path, detail=False))

    def sweep(self) -> None:
        """See `Folder.sweep`; only parts of long documents can be left, for files come whole."""
        system, root = file_system(self.url)
        if system.exists(f"{root}/{PARTS}"):
            system.rm(f"{root}/{PARTS}", recursive=True)

    @contextmanager
    def local_copy(self, name: str) -> Iterator[Path]:
        """See `Folder.local_copy`; the copy is uploaded when the block ends."""
        with tempfile.TemporaryDirectory(prefix="iki-") as folder:
            path = Path(folder, name)
            if self.exists(name):
                path.write_bytes(self.read(name))
            try:
                yield path
            finally:
                self.write(name, path.read_bytes())

    def keep(self, name: str, copy: Path) -> None:
        """See `Folder.keep`."""
        if time.monotonic() - self.uploaded[0] > UPLOAD_SECONDS:
            self.uploaded[0] = time.monotonic()
            with closing(sqlite3.connect(copy)) as database:
                self.write(name, database.serialize())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See `Folder.alone`: a store knows no locks, so this is left to the user."""
        yield

    def _at(self, name: str) -> tuple[Any, str]:
        system, root = file_system(self.url)
        return system, f"{root}/{self.checked(name)}"

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = f"cannot be written ({error})"
            raise OutputError(what, file=f"{self.url}/{name}", remedy=FREE_SPACE) from error
