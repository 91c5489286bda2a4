"""The files of models that the engines load, with the checksums that they were published with."""

from __future__ import annotations

import csv
import hashlib
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
    known = kept_checksums()
    yield from (Model(path, known.get(path.name), packaged=False) for path in installed_models())


def kept_checksums() -> dict[str, str]:
    """Checksums by file name of the models that the program was measured with."""
    with CHECKSUMS.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["sha256"] for row in csv.DictReader(file)}
