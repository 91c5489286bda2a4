"""RapidOCR's recogniser: the model that comes inside its wheel, run by onnxruntime on one core.

Only the model file is used, not the package's own pipeline: our lines are cut already, and this way nothing
is imported that could go and fetch another model. Characters come with their place, so words get boxes.

The network's time goes by the picture's width. Print is wider than it needs to be read, so a first look is
squeezed to so many pixels a character; a thorough one keeps the proportions.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .alphabet import Narrowed, columns, model_characters, narrow
from .engine import Reading, ReadWord

HEIGHT = 48
STEP = 8
"""Pixels of width per place of the output."""

PIXELS_PER_STROKE = 10.0
LEAST_SQUEEZE = 0.55
MODELS = ("latin_*rec*.onnx", "en_*rec*.onnx", "*rec*.onnx")


def model_path() -> Path | None:
    """The recogniser inside the installed wheel; None where it or onnxruntime is missing."""
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    spec = importlib.util.find_spec("rapidocr")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for pattern in MODELS:
            found = sorted((Path(folder) / "models").glob(pattern))
            if found:
                return found[-1]
    return None


@lru_cache(maxsize=1)
def rapid_engine() -> RapidEngine | None:
    """The engine, loaded once a process; None where it is not installed.

    Raises:
        Exception: onnxruntime cannot load the model; of which kind is its own affair.
    """
    path = model_path()
    return RapidEngine(path) if path is not None else None


class RapidEngine:
    """A `LineEngine` over the bundled recogniser."""

    name = "rapidocr"

    def __init__(self, path: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - optional

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        model = path.read_bytes()
        characters = model_characters(model)
        self._narrowed: Narrowed | None = narrow(model, characters)
        self._columns, self._letters = columns([*characters, " "])
        ready = self._narrowed.model if self._narrowed is not None else model
        self._session: Any = onnxruntime.InferenceSession(ready, options, providers=providers)
        self._input = self._session.get_inputs()[0].name

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """One reading per picture."""
        return [self._read_line(line, thorough) for line in lines]

    def _read_line(self, line: NDArray[np.uint8], thorough: bool) -> Reading:
        height, width = line.shape
        squeeze = 1.0 if thorough else _squeeze(line)
        wide = max(2 * STEP, round(width * HEIGHT / height * squeeze))
        smaller = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
        scaled = cv2.resize(line, (wide, HEIGHT), interpolation=smaller)
        tensor = np.repeat((scaled.astype(np.float32) / 127.5 - 1.0)[None, None], 3, axis=1)
        scores = self._scores(tensor)
        return Reading(_words(scores, self._letters, width), self.name)

    def _scores(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability of every letter at every place."""
        if self._narrowed is None:
            out = self._session.run(None, {self._input: tensor})[0][0][:, self._columns]
            return np.asarray(out / np.maximum(1e-9, out.sum(axis=1, keepdims=True)), dtype=np.float32)
        narrowed = self._narrowed
        features = self._session.run([narrowed.features], {self._input: tensor})[0][0]
        raw = features @ narrowed.weights + narrowed.bias
        raw = np.exp(raw - raw.max(axis=1, keepdims=True))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True), dtype=np.float32)


def _squeeze(line: NDArray[np.uint8]) -> float:
    """How far the picture can be narrowed: letters' strokes are counted along the line's densest rows."""
    ink = line < 128
    rows = ink.sum(axis=1)
    densest = np.argsort(rows)[-max(3, len(rows) // 4) :]
    strokes = float(np.median((ink[densest, 1:] & ~ink[densest, :-1]).sum(axis=1)))
    inked = float(np.count_nonzero(ink.any(axis=0)))
    pitch = inked * HEIGHT / line.shape[0] / max(1.0, strokes)
    return float(min(1.0, max(LEAST_SQUEEZE, PIXELS_PER_STROKE / max(1.0, pitch))))


def _words(scores: NDArray[np.float32], letters: tuple[str, ...], width: int) -> tuple[ReadWord, ...]:
    """The likeliest path: equal neighbours are one letter, blanks part them, spaces end words."""
    best = scores.argmax(axis=1)
    sure = scores.max(axis=1)
    places = len(best)
    out: list[ReadWord] = []
    chances: list[float] = []
    middles: list[float] = []
    text, start, end = "", 0, 0

    def finish() -> None:
        nonlocal text, chances, middles
        if text:
            scale = width / places
            mean = float(np.mean(chances))
            at = tuple((middle + 0.5) * scale for middle in middles)
            out.append(ReadWord(text, start * scale, (end + 1) * scale, mean, float(min(chances)), at))
        text, chances, middles = "", [], []

    previous = ""
    for place in range(places):
        letter = letters[best[place]]
        if letter == " ":
            finish()
        elif letter and letter != previous:
            if not text:
                start = place
            text += letter
            chances.append(float(sure[place]))
            middles.append(float(place))
            end = place
        elif letter:
            end = place
            chances[-1] = max(chances[-1], float(sure[place]))
            middles[-1] += 0.5
        previous = letter
    finish()
    return tuple(out)
