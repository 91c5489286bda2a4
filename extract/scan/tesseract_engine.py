"""Tesseract, in the process through tesserocr, else by pytesseract with all lines of a page in one call.

A process costs more than reading a line, so pytesseract is given a list of pictures. ``eng`` is the language of
choice: the Indonesian model has no % = + < > in its character set. One thread only, because with more the
pages that are read in parallel slow each other down many times over.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import io
import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .engine import LineEngine, Reading, ReadWord

log = logging.getLogger(__name__)

TIMEOUT = 120.0
"""Seconds for all lines of a page."""

LINE_MODE = 7
TALLEST = 60
"""Taller pictures are scaled down: the network sees 36 rows anyway."""

BORDER = 8
TSV_COLUMNS, TSV_WORD = 12, "5"
"""Columns of a row of Tesseract's table, and the level of a row that holds a word."""


@lru_cache(maxsize=4)
def tesseract_engine(languages: str = "eng") -> LineEngine | None:
    """The engine for the languages (``eng+ind``), as far as they are installed; None without Tesseract."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    folder, installed = _installed()
    wanted = "+".join(language for language in languages.split("+") if language in installed)
    if not wanted:
        return None
    if importlib.util.find_spec("tesserocr") is not None:
        try:
            return TesserocrEngine(folder, wanted)
        except (ImportError, OSError, RuntimeError) as error:
            log.warning(
                "tesserocr cannot be loaded (%s); the command tesseract is called in its place", error
            )
    return CommandEngine(wanted) if shutil.which("tesseract") else None


def installed_languages() -> tuple[str, ...]:
    """The languages that Tesseract has here; none without Tesseract."""
    return tuple(language for language in _installed()[1] if language != "osd")


def installed_models() -> tuple[Path, ...]:
    """The files of Tesseract's languages here; none without Tesseract."""
    folder, _ = _installed()
    paths = (Path(folder) / f"{language}.traineddata" for language in installed_languages())
    return tuple(path for path in paths if path.is_file())


@lru_cache(maxsize=1)
def _installed() -> tuple[str, tuple[str, ...]]:
    """The folder of models and the languages in it."""
    command = shutil.which("tesseract")
    if command:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            run = subprocess.run(
                [command, "--list-langs"],
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            lines = (run.stdout + run.stderr).decode(errors="replace").splitlines()
            place = re.search(r'"([^"]+)"', lines[0]) if lines else None
            if place:
                return place.group(1), tuple(line.strip() for line in lines[1:] if line.strip())
    folder = Path(os.environ.get("TESSDATA_PREFIX", ""))
    if folder.is_dir():
        return str(folder), tuple(sorted(path.stem for path in folder.glob("*.traineddata")))
    return "", ()


class TesserocrEngine:
    """A `LineEngine` in the process."""

    name = "tesseract"

    def __init__(self, folder: str, languages: str) -> None:
        import tesserocr  # noqa: PLC0415 - optional

        self._level = tesserocr.RIL.WORD
        self._iterate = tesserocr.iterate_level
        self._api: Any = tesserocr.PyTessBaseAPI(path=folder, lang=languages, psm=LINE_MODE)

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """One reading per picture; there is only one depth.

        Raises:
            RuntimeError: Tesseract gave up.
        """
        return [Reading(self._words(line), self.name) for line in lines]

    def _words(self, line: NDArray[np.uint8]) -> tuple[ReadWord, ...]:
        picture, scale = _prepared(line)
        height, width = picture.shape
        self._api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(300)
        if not self._api.Recognize():
            raise RuntimeError("Recognize() gave up")
        out = []
        for word in self._iterate(self._api.GetIterator(), self._level):
            if word.Empty(self._level):
                continue
            text = word.GetUTF8Text(self._level)
            box = word.BoundingBox(self._level)
            if text and text.strip() and box:
                out.append(_word(text.strip(), box[0], box[2], word.Confidence(self._level), scale))
        return tuple(out)


class CommandEngine:
    """A `LineEngine` over the ``tesseract`` command, which pytesseract calls."""

    name = "tesseract"

    def __init__(self, languages: str) -> None:
        self._languages = languages

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """One reading per picture, all in one process.

        Raises:
            RuntimeError: the process failed or took too long.
            OSError: it could not be started, or left nothing.
            ValueError: its table holds no numbers where these belong.
        """
        words: list[list[ReadWord]] = [[] for _ in lines]
        with tempfile.TemporaryDirectory(prefix="iki-") as folder:
            scales = []
            paths = []
            for number, line in enumerate(lines):
                picture, scale = _prepared(line)
                scales.append(scale)
                paths.append(str(Path(folder) / f"{number}.png"))
                cv2.imwrite(paths[-1], picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            listing = Path(folder) / "lines.txt"
            listing.write_text("\n".join(paths), encoding="utf-8")
            for page, word in self._rows(listing):
                if 0 <= page < len(words):
                    words[page].append(_word(word[0], word[1], word[2], word[3], scales[page]))
        return [Reading(tuple(found), self.name) for found in words]

    def _rows(self, listing: Path) -> list[tuple[int, tuple[str, int, int, float]]]:
        """Number of the picture and text, left, right and certainty of every word."""
        import pytesseract  # noqa: PLC0415 - it brings pandas in, which most runs can spare

        config = f"-c tessedit_create_tsv=1 --psm {LINE_MODE}"
        answer = pytesseract.run_and_get_output(
            str(listing), "tsv", self._languages, config, timeout=TIMEOUT, return_bytes=True
        )
        text = answer.decode(errors="replace")
        out = []
        for row in csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) == TSV_COLUMNS and row[0] == TSV_WORD and row[11].strip():
                left, width = int(row[6]), int(row[8])
                out.append((int(row[1]) - 1, (row[11].strip(), left, left + width, float(row[10]))))
        return out


def _prepared(line: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """The picture with a white border, scaled down where it is tall, and the scale."""
    scale = min(1.0, TALLEST / line.shape[0])
    if scale < 1:
        size = (max(1, round(line.shape[1] * scale)), max(1, round(line.shape[0] * scale)))
        line = np.asarray(cv2.resize(line, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.pad(line, BORDER, constant_values=255), scale


def _word(text: str, x0: int, x1: int, confidence: float, scale: float) -> ReadWord:
    sure = min(1.0, max(0.0, confidence / 100.0))
    return ReadWord(text, (x0 - BORDER) / scale, (x1 - BORDER) / scale, sure, sure)
