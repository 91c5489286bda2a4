"""Recognitions kept beside the tests: made by the real engine, read back while the picture is the same.

    IKI_REFRESH_OCR=1 pytest tests/test_scan_read.py     read everything again and keep it

A picture that is not kept is read by the engine itself, so another version of a library only costs time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from iki.extract.scan.engine import LineEngine, Reading, ReadWord
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "data" / "ocr_cache"


class CachedEngine:
    """A `LineEngine` before another one; `save` keeps what was read where that is wanted."""

    def __init__(self, engine: LineEngine, page: str) -> None:
        self.name = engine.name
        self._engine = engine
        self._path = FOLDER / f"{page}.{engine.name}.json"
        self._refresh = os.environ.get("IKI_REFRESH_OCR") == "1"
        kept = self._path.exists() and not self._refresh
        self._kept: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8")) if kept else {}

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """The readings that are kept; what is new is read and, on a refresh, kept."""
        return [self._one(line, thorough) for line in lines]

    def _one(self, line: NDArray[np.uint8], thorough: bool) -> Reading:
        head = f"{line.shape}{thorough}".encode()
        key = hashlib.sha256(head + np.ascontiguousarray(line).tobytes()).hexdigest()[:24]
        if key not in self._kept:
            reading = self._engine.read([line], thorough)[0]
            words = [[w.text, w.x0, w.x1, w.mean, w.least, list(w.places)] for w in reading.words]
            self._kept[key] = json.loads(json.dumps(words))
        words = self._kept[key]
        return Reading(
            tuple(ReadWord(t, a, b, m, least, tuple(p)) for t, a, b, m, least, p in words), self.name
        )

    def save(self) -> None:
        """Write what was read again, if this is a refresh."""
        if self._refresh:
            rounded = {key: self._kept[key] for key in sorted(self._kept)}
            FOLDER.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(rounded, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
