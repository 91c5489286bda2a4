"""The files of models that the engines load, with the checksums that they were published with."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import ppocr
from .tesseract_engine import installed_models

CHECKSUMS = Path(__file__).with_name("model_checksums.csv")


@dataclass(frozen=True, slots=True)
class Model:
    """A file that an engine loads, and the SHA-256 it should have, as far as known.

    Another checksum is a fault where the file came with a package (``packaged``); else it is just another model.
    """

    path: Path
    published: str | None
    packaged: bool

    def checksum(self) -> str:
        """The file's SHA-256 in hexadecimal."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def engine_models() -> Iterator[Model]:
    """The models of all installed engines."""
    folder = Path(__file__).parent / ppocr.MODELS
    for line in (folder / ppocr.CHECKSUMS).read_text("utf-8").splitlines():
        checksum, name = line.split()
        yield Model(folder / name, checksum, packaged=True)
    if (path := ppocr.rapidocr_model()) is not None:
        yield Model(path, wheel_checksum("rapidocr", path), packaged=True)
    known = kept_checksums()
    yield from (Model(path, known.get(path.name), packaged=False) for path in installed_models())


def wheel_checksum(package: str, path: Path) -> str | None:
    """The SHA-256 of a package's file as its wheel lists it, in hexadecimal; None where it lists none."""
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == path.name and file.hash is not None and file.hash.mode == "sha256":
            value = file.hash.value
            return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).hex()
    return None


def kept_checksums() -> dict[str, str]:
    """Checksums by file name of the models that the program was measured with."""
    with CHECKSUMS.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["sha256"] for row in csv.DictReader(file)}
