"""Names of output files: from the input's name, safe on every file system, never twice.

An input ``a/Bontang Barat.pdf`` becomes ``Bontang Barat``. Where a run is given several inputs of that name, each gets
a suffix made from its content (``Bontang Barat~1f3a9c02``), so that a name depends neither on the order of the inputs
nor on their folders; so does one of that name in a later run. Copies of one content, and what cannot be read, get a
suffix made from their paths.
``~`` cannot occur in a name itself. Further decrees of one input are ``NAME~2``, ``NAME~3``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from pathlib import PurePosixPath

REPORT = "report.html"
REPORT_FILES = "report_files"  # beside the report, where its documents are many
CORRECTIONS = "corrections.jsonl"
LONGEST = 150
# Windows keeps these for devices.
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def stem(name: str) -> str:
    """A safe file name without suffix for an input of this name."""
    text = unicodedata.normalize("NFC", PurePosixPath(name.rstrip("/")).name)
    text = re.sub(r"\.[A-Za-z]{3,4}$", "", text)
    kept = "".join("_" if _unsafe(char) else char for char in text)
    kept = kept.strip(" .").lstrip("-") or "decree"
    if RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    while len(kept.encode()) > LONGEST:
        kept = kept[:-1]
    return kept.rstrip(" .")


def slot(name: str) -> str:
    """The name as case-insensitive and Unicode-normalising file systems compare it."""
    return unicodedata.normalize("NFC", name.casefold())


def free_name(name: str, taken: Container[str], content: str | None = None) -> str:
    """The output name for an input of this name; ``taken`` holds the slots that are gone.

    ``content`` is the SHA-256 of an input whose name others have, too.
    """
    wanted = stem(name)
    candidate, attempt = f"{wanted}~{content[:8]}" if content else wanted, 0
    while slot(candidate) in taken:
        digest = hashlib.sha256(f"{name}\0{attempt}".encode()).hexdigest()[:8]
        candidate, attempt = f"{wanted}~{digest}", attempt + 1
    return candidate


def decree_files(output: str, count: int) -> list[str]:
    """The files in ``decrees/`` for an input with this many decrees."""
    return [f"decrees/{output}.json" if n == 1 else f"decrees/{output}~{n}.json" for n in range(1, count + 1)]


def as_read(record: str) -> str:
    """Where the reading of ``decrees/NAME.json`` is kept while corrections by people change it."""
    return f"as_read/{record.removeprefix('decrees/').removesuffix('.json')}.record"


def _unsafe(char: str) -> bool:
    return char in '~/\\:*?"<>|' or (unicodedata.category(char)[0] in "CZ" and char != " ")
