"""Finding the inputs: files, folders, globs, archives and lists, each with a key, a name and a fingerprint.

The *key* says where the input is (an absolute path, with ``!member`` for a file inside a ZIP archive) and is
what the ledger knows it by. The *name* is what records and messages call it: the path as given where that is
relative, otherwise from the last part of what was given, so that the output does not depend on where a folder
lies. Symbolic links that lead out of a folder, pipes and devices are refused, each by name.

`opened` is the way back from a key to a file, in whatever process the work is done.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..extract.office import SUFFIXES as OFFICE_SUFFIXES
from ..schema.errors import DamagedError, EncryptedError, MissingFileError, TooLargeError
from .remote import fetch, find_files, is_url

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", *OFFICE_SUFFIXES)
ARCHIVE_SUFFIX = ".zip"
MEMBER = re.compile(r"!(\d+):")
BYTES = "bytes:"
COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """One input. ``refused`` is a status and a reason where it is not even to be opened."""

    key: str
    name: str
    size: int = 0
    mtime_ns: int = 0
    refused: tuple[str, str] | None = None


def find_inputs(given: Iterable[str]) -> Iterator[Input]:
    """Every input that the given paths and globs stand for, as they are found."""
    for text in given:
        if is_url(text):
            yield from _from_url(text)
            continue
        matches = [text] if os.path.lexists(text) else sorted(glob.glob(text, recursive=True))
        if not matches:
            yield Input(_key(text), clean(text), refused=("missing", "there is no such file or folder"))
        for match in matches:
            yield from _from_path(Path(match))


@contextmanager
def opened(key: str, name: str, max_bytes: int) -> Iterator[Path]:
    """The input of that key as a local file, for as long as the block lasts.

    Raises:
        IkiError: it is gone, damaged, or inflates beyond ``max_bytes``.
    """
    if is_url(key):
        with tempfile.TemporaryDirectory(prefix="iki-") as folder:
            target = Path(folder, "input")
            fetch(key, target, name, max_bytes)
            yield target
        return
    path = _path(key)
    member = MEMBER.search(key)
    if member is None or path.exists():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="iki-") as folder:
        target = Path(folder, "member")
        _extract(_path(key[: member.start()]), int(member.group(1)), target, name, max_bytes)
        yield target


def _extract(archive_path: Path, index: int, target: Path, name: str, max_bytes: int) -> None:
    """Copy one member of an archive to a file, counting the bytes that really come out."""
    try:
        with zipfile.ZipFile(archive_path) as archive, target.open("wb") as out:
            member = archive.infolist()[index]
            if member.flag_bits & 1:
                raise EncryptedError("the archive is encrypted", file=name, remedy="Unpack it first")
            with archive.open(member) as packed:
                while chunk := packed.read(COPY_BYTES):
                    if out.tell() + len(chunk) > max_bytes:
                        raise TooLargeError(f"unpacks to more than {max_bytes:,} bytes", file=name)
                    out.write(chunk)
    except FileNotFoundError:
        raise MissingFileError("the archive is not there any more", file=name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, IndexError, NotImplementedError) as error:
        raise DamagedError(f"the archive is damaged ({error})", file=name, remedy="Fetch it again") from error


def _from_url(url: str) -> Iterator[Input]:
    """The PDFs and page images at a URL; archives there are not looked into."""
    try:
        for file in find_files(url):
            if _is_meant(PurePosixPath(file.name).name, SUFFIXES):
                yield Input(file.url, file.name, file.size, file.mark)
    except MissingFileError as error:
        yield Input(url, url, refused=("missing", error.what))


def _key(path: str | Path) -> str:
    """The absolute path as text; in another spelling where the path is no valid text."""
    text = os.path.abspath(path)
    raw = os.fsencode(text)
    try:
        raw.decode()
    except UnicodeDecodeError:
        return BYTES + urllib.parse.quote_from_bytes(raw)
    return text


def _path(key: str) -> Path:
    if key.startswith(BYTES):
        return Path(os.fsdecode(urllib.parse.unquote_to_bytes(key.removeprefix(BYTES))))
    return Path(key)


def clean(text: str) -> str:
    """The text without what cannot be encoded (file names of another encoding)."""
    return os.fsencode(text).decode("utf-8", "replace")


def _from_path(path: Path) -> Iterator[Input]:
    name = _name(path)
    if path.is_dir():
        yield from _from_folder(path, name)
    else:
        yield from _from_file(path, name)


def _name(path: Path) -> PurePosixPath:
    """The path as given if it is relative and stays below; otherwise its last part."""
    pure = PurePosixPath(path.as_posix())
    if path.is_absolute() or ".." in pure.parts or not pure.parts:
        return PurePosixPath(path.resolve().name)
    return pure


def _from_folder(root: Path, name: PurePosixPath) -> Iterator[Input]:
    """All PDFs, page images, office documents and archives below, in no promised order."""
    real = root.resolve()
    for folder, folders, files in os.walk(root, followlinks=False):
        below = PurePosixPath(Path(folder).relative_to(root).as_posix())
        folders[:] = [entry for entry in folders if not entry.startswith(".")]
        for file in files:
            if _is_meant(file, (*SUFFIXES, ARCHIVE_SUFFIX)):
                yield from _from_file(Path(folder, file), name / below / file, inside=real)


def _is_meant(file: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a file that was found is to be read: by its suffix, and not a Mac's or Word's shadow of another."""
    return file.lower().endswith(suffixes) and not file.startswith(("._", "~$", ".~lock."))


def _from_file(path: Path, name: PurePosixPath, inside: Path | None = None) -> Iterator[Input]:
    key, label = _key(path), clean(str(name))
    try:
        if inside is not None and path.is_symlink() and not path.resolve().is_relative_to(inside):
            yield Input(key, label, refused=("unsupported", "a symbolic link that leads out of the folder"))
            return
        info = path.stat()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Input(key, label, refused=("missing", f"the file cannot be read ({reason})"))
        return
    if not stat.S_ISREG(info.st_mode):
        yield Input(key, label, refused=("unsupported", "no regular file but a pipe, socket or device"))
    elif path.name.lower().endswith(ARCHIVE_SUFFIX):
        yield from _from_archive(path, key, name, info)
    else:
        yield Input(key, label, info.st_size, info.st_mtime_ns)


def _from_archive(path: Path, key: str, name: PurePosixPath, info: os.stat_result) -> Iterator[Input]:
    """The PDFs and page images of a ZIP archive; archives inside of archives are not opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = f"the archive is damaged ({error})"
        yield Input(key, clean(str(name)), info.st_size, info.st_mtime_ns, refused=("damaged", what))
        return
    for index, member in enumerate(members):
        inner = clean(member.filename)
        if not member.is_dir() and _is_meant(PurePosixPath(inner).name, SUFFIXES):
            label, changed = f"{clean(str(name))}/{inner}", info.st_mtime_ns ^ member.CRC
            yield Input(f"{key}!{index}:{inner}", label, member.file_size, changed)
