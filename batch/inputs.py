"""Finding the inputs: files, folders, globs, archives and lists, each with a key, a name and a fingerprint.

The *key* says where the input is (an absolute path, with ``!member`` for a file inside a ZIP archive) and is
what the ledger knows it by. The *name* is what records and messages call it: the path as given where that is
relative, otherwise from the last part of what was given, so that the output does not depend on where a folder
lies. Symbolic links that lead out of a folder, pipes and devices are refused, each by name; what lies in a folder or
an archive and is neither a PDF nor a picture is passed over, and its name given to the caller.

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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..extract.file_kinds import other_kind
from ..extract.office_to_pdf import SUFFIXES as OFFICE_SUFFIXES
from ..extract.picture_to_pdf import is_picture
from ..schema.errors import DamagedError, EncryptedError, IkiError, MissingFileError, TooLargeError
from .remote_folder import fetch, find_files, is_url

SUFFIXES = (
    ".pdf",
    ".png",
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".tif",
    ".tiff",
    ".bmp",
    ".webp",
    ".jp2",
    ".j2k",
    ".jpx",
    *OFFICE_SUFFIXES,
)
ARCHIVE_SUFFIX = ".zip"
MEMBER = re.compile(r"!(\d+(?:\.\d+)*):")
NESTED, NESTED_BYTES = 3, 1 << 30  # how deep archives in archives are opened, and how large one may be
HEAD_BYTES = 4096
LEDGER = "ledger.sqlite"  # a folder that holds one is an output of ours
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


Skipped = Callable[[str, str], None]
"""Called with the name of a file that is passed over, and the reason."""


def find_inputs(given: Iterable[str], skipped: Skipped = lambda name, why: None) -> Iterator[Input]:
    """Every input that the given paths and globs stand for, as they are found."""
    for text in given:
        if is_url(text):
            yield from _from_url(text)
            continue
        matches = [text] if os.path.lexists(text) else sorted(glob.glob(text, recursive=True))
        if not matches:
            yield Input(_key(text), clean(text), refused=("missing", "there is no such file or folder"))
        for match in matches:
            yield from _from_path(Path(match), skipped)


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
        source = _path(key[: member.start()])
        for depth, index in enumerate(member.group(1).split(".")):
            target = Path(folder, f"member{depth}")
            _extract(source, int(index), target, name, max_bytes)
            source = target
        yield source


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


def is_there(key: str) -> bool:
    """Whether a local input's file, or the archive that it lies in, is there."""
    if _path(key).exists():
        return True
    member = MEMBER.search(key)
    return member is not None and _path(key[: member.start()]).exists()


def clean(text: str) -> str:
    """The text without what cannot be encoded (file names of another encoding)."""
    return os.fsencode(text).decode("utf-8", "replace")


def _from_path(path: Path, skipped: Skipped) -> Iterator[Input]:
    name = _name(path)
    if path.is_dir():
        yield from _from_folder(path, name, skipped)
    else:
        yield from _from_file(path, name, skipped)


def _name(path: Path) -> PurePosixPath:
    """The path as given if it is relative and stays below; otherwise its last part."""
    pure = PurePosixPath(path.as_posix())
    if path.is_absolute() or ".." in pure.parts or not pure.parts:
        return PurePosixPath(path.resolve().name)
    return pure


def _from_folder(root: Path, name: PurePosixPath, skipped: Skipped) -> Iterator[Input]:
    """All PDFs, page images, office documents and archives below, in no promised order."""
    real = root.resolve()
    for folder, folders, files in os.walk(root, followlinks=False):
        below = PurePosixPath(Path(folder).relative_to(root).as_posix())
        folders[:] = [entry for entry in folders if not entry.startswith(".")]
        for file in files:
            path = Path(folder, file)
            if _is_meant(file, (*SUFFIXES, ARCHIVE_SUFFIX)):
                yield from _from_file(path, name / below / file, skipped, inside=real)
            elif not file.startswith(".") and LEDGER not in files and path.is_file():
                head = _head(path)
                if "." not in file and (head.startswith(b"%PDF-") or is_picture(head)):
                    yield from _from_file(path, name / below / file, skipped, inside=real)
                else:
                    skipped(clean(str(name / below / file)), _what_it_is(head))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def _what_it_is(head: bytes) -> str:
    """Why a file is passed over."""
    return (other_kind(head) if head else "an empty file") or "neither a PDF nor a picture"


def _is_meant(file: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a file that was found is to be read: by its suffix, and not a Mac's or Word's shadow of another."""
    return file.lower().endswith(suffixes) and not file.startswith(("._", "~$", ".~lock."))


def _from_file(
    path: Path, name: PurePosixPath, skipped: Skipped, inside: Path | None = None
) -> Iterator[Input]:
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
        yield from _from_archive(path, key, clean(str(name)), info, skipped)
    else:
        yield Input(key, label, info.st_size, info.st_mtime_ns)


def _from_archive(
    path: Path, key: str, name: str, info: os.stat_result, skipped: Skipped, outer: str = ""
) -> Iterator[Input]:
    """The PDFs and page images of a ZIP archive, and of those in it; ``outer`` are the places of those around it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = f"the archive is damaged ({error})"
        yield Input(key, name, info.st_size, info.st_mtime_ns, refused=("damaged", what))
        return
    for index, member in enumerate(members):
        inner = clean(member.filename)
        label, place = f"{name}/{inner}", f"{outer}{index}"
        own_key = f"{key.partition('!')[0] if outer else key}!{place}:{inner}"
        file = PurePosixPath(inner).name
        if member.is_dir() or file.startswith("."):
            continue
        if _is_meant(file, SUFFIXES):
            yield Input(own_key, label, member.file_size, info.st_mtime_ns ^ member.CRC)
        elif not file.lower().endswith(ARCHIVE_SUFFIX):
            skipped(label, "neither a PDF nor a picture")
        elif place.count(".") + 1 >= NESTED:
            skipped(label, "an archive too deep within others")
        else:
            with tempfile.TemporaryDirectory(prefix="iki-") as folder:
                target = Path(folder, "member")
                try:
                    _extract(path, index, target, label, NESTED_BYTES)
                except IkiError as error:
                    size, changed = member.file_size, info.st_mtime_ns ^ member.CRC
                    yield Input(own_key, label, size, changed, refused=(error.status, error.what))
                    continue
                yield from _from_archive(target, own_key, label, info, skipped, f"{place}.")
