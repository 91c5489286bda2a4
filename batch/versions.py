"""Versions of the program and its engines: when one of them changes, earlier results are outdated."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from pathlib import Path

PACKAGES = ("extract", "normalize", "schema")
ENGINES = (
    "pypdfium2",
    "pdfplumber",
    "pdfminer.six",
    "pikepdf",
    "camelot-py",
    "rapidfuzz",
    "onnxruntime",
    "pytesseract",
    "tesserocr",
)


@functools.cache
def versions() -> dict[str, str]:
    """Versions of the program and of the installed engines that records depend on."""
    found = {"iki-decrees": f"{_version('iki-decrees')}+{code_digest()}"}
    return found | {name: version for name in ENGINES if (version := _version(name))}


@functools.cache
def code_digest() -> str:
    """A short hash of the code and data that make records; it changes when a checkout does."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*")):
            if file.suffix in {".py", ".csv", ".gz", ".json", ".txt"}:
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""
