"""PP-OCR's recognisers of lines, run by onnxruntime on one core: a small quick one, and a larger, surer one.

Both, "tiny" and "small", lie in ``models`` beside this module, with their licence and checksums, so that a page is
read the same on every machine and nothing is fetched. Our lines are cut already: a package with a pipeline of its own
would bring little but its models. Characters come with their place, so words get boxes.

A network's time goes by the picture's width. Print is wider than the larger one needs to read it, so its first look
is squeezed to so many pixels a character; a thorough one keeps the proportions, as the quick one always does.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schema.errors import EngineUnavailableError
from .engine import Reading, ReadWord
from .recogniser_head import Narrowed, columns, model_characters, narrow

HEIGHT = 48
"""Pixels of height that the networks take."""

STEP = 8
"""Pixels of width per place of the output."""

HALF_WHITE = 127.5  # grey levels are brought to -1 to 1
LEAST_SUM = 1e-9  # so that scores that are all zero are not divided by nothing
PIXELS_PER_STROKE = 10.0
LEAST_SQUEEZE = 0.55
DARK = 128  # grey level: darker pixels of a line are ink

MODELS = "models"
QUICK_MODEL, QUICK_CHARACTERS = "ppocrv6_tiny_rec.onnx", "ppocrv6_tiny_characters.txt"
LARGE_MODEL = "ppocrv6_small_rec.onnx"
CHECKSUMS = "sha256.txt"
REMEDY = "Reinstall the package: pip install --force-reinstall iki-decrees"


def bundled(name: str) -> bytes:
    """A file of the models, whose checksum has been compared.

    Raises:
        EngineUnavailableError: it is missing, or not the file that belongs there.
    """
    folder = files(__package__).joinpath(MODELS)
    try:
        listed = folder.joinpath(CHECKSUMS).read_text("utf-8").split()
        data = folder.joinpath(name).read_bytes()
    except OSError as error:
        raise EngineUnavailableError(
            f"the model file {name} cannot be read: {error}", remedy=REMEDY
        ) from error
    wanted = dict(zip(listed[1::2], listed[::2], strict=True))
    if hashlib.sha256(data).hexdigest() != wanted.get(name):
        raise EngineUnavailableError(
            f"the model file {name} is damaged: its SHA-256 is another one", remedy=REMEDY
        )
    return data


@lru_cache(maxsize=1)
def large_engine() -> PpocrEngine | None:
    """The larger recogniser, one a process; None without onnxruntime."""
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    return PpocrEngine("ppocr-small", lambda: (bundled(LARGE_MODEL), None), squeezes=True)


@lru_cache(maxsize=1)
def quick_engine() -> PpocrEngine | None:
    """The quick recogniser, one a process; None without onnxruntime."""
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    return PpocrEngine("ppocr-tiny", lambda: (bundled(QUICK_MODEL), bundled(QUICK_CHARACTERS)))


@dataclass(frozen=True, slots=True)
class _Network:
    """A loaded model: its session, its last layer if that is computed here, and what it can tell apart."""

    session: Any
    narrowed: Narrowed | None
    columns: list[int]
    letters: tuple[str, ...]


class PpocrEngine:
    """A `LineEngine` over one recogniser, which is loaded when it is first asked.

    ``load`` gives the model's bytes and, where these don't tell, its characters, one a line in UTF-8. It
    ``squeezes`` wide print for a first look.
    """

    def __init__(
        self, name: str, load: Callable[[], tuple[bytes, bytes | None]], *, squeezes: bool = False
    ) -> None:
        self.name = name
        self._load = load
        self._squeezes = squeezes

    @cached_property
    def _network(self) -> _Network:
        import onnxruntime  # noqa: PLC0415 - loads slowly

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # it keeps the widest line's memory, and is no quicker
        model, listed = self._load()
        characters = model_characters(model) if listed is None else _listed(listed)
        narrowed = narrow(model, characters)
        wanted, letters = columns([*characters, " "])
        session = onnxruntime.InferenceSession(
            narrowed.model if narrowed is not None else model, options, providers=["CPUExecutionProvider"]
        )
        return _Network(session, narrowed, wanted, letters)

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        """One reading per picture."""
        if not lines:
            return []
        network = self._network
        raw = [_answer(network, _tensor(line, thorough or not self._squeezes)) for line in lines]
        scores = np.split(
            _probabilities(network, np.concatenate(raw)), np.cumsum([len(part) for part in raw])[:-1]
        )
        return [
            Reading(_words(part, network.letters, line.shape[1]), self.name)
            for part, line in zip(scores, lines, strict=True)
        ]


def _listed(characters: bytes) -> list[str]:
    return characters.decode("utf-8").removesuffix("\n").split("\n")


def _tensor(line: NDArray[np.uint8], whole: bool) -> NDArray[np.float32]:
    """The network's input, shape (1, 3, `HEIGHT`, width); narrowed unless it is wanted ``whole``."""
    height, width = line.shape
    squeeze = 1.0 if whole else _squeeze(line)
    wide = max(2 * STEP, round(width * HEIGHT / height * squeeze))
    smaller = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(line, (wide, HEIGHT), interpolation=smaller)
    return np.repeat((scaled.astype(np.float32) / HALF_WHITE - 1.0)[None, None], 3, axis=1)


def _answer(network: _Network, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the network says of every place of a line: features for the last layer, or the wanted letters' scores."""
    inputs = {network.session.get_inputs()[0].name: tensor}
    if network.narrowed is None:
        return np.asarray(network.session.run(None, inputs)[0][0][:, network.columns], dtype=np.float32)
    return np.asarray(network.session.run([network.narrowed.features], inputs)[0][0], dtype=np.float32)


def _probabilities(network: _Network, answers: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probability of every letter at every place, shape (places, letters)."""
    if network.narrowed is None:
        return np.asarray(
            answers / np.maximum(LEAST_SUM, answers.sum(axis=1, keepdims=True)), dtype=np.float32
        )
    raw = answers @ network.narrowed.weights + network.narrowed.bias
    raw = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(raw / raw.sum(axis=1, keepdims=True), dtype=np.float32)


def _squeeze(line: NDArray[np.uint8]) -> float:
    """How far the picture can be narrowed: letters' strokes are counted along the line's densest rows."""
    ink = line < DARK
    rows = ink.sum(axis=1)
    densest = np.argsort(rows)[-max(3, len(rows) // 4) :]
    strokes = float(np.median((ink[densest, 1:] & ~ink[densest, :-1]).sum(axis=1)))
    inked = float(np.count_nonzero(ink.any(axis=0)))
    pitch = inked * HEIGHT / line.shape[0] / max(1.0, strokes)
    return float(min(1.0, max(LEAST_SQUEEZE, PIXELS_PER_STROKE / max(1.0, pitch))))


def _words(scores: NDArray[np.float32], letters: tuple[str, ...], width: int) -> tuple[ReadWord, ...]:
    """The likeliest path: equal neighbours are one letter, blanks separate them, spaces end words."""
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
