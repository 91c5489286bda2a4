"""The model files that the package carries: whole, under their licence, and able to read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from iki.extract.scan import ppocr
from iki.extract.scan.recogniser_head import columns, model_characters, narrow
from iki.schema.errors import EngineUnavailableError
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(ppocr.__file__).parent / ppocr.MODELS
TEXT = "Jumlah laporan kegiatan 2024 (25%)"


def line(text: str) -> np.ndarray:
    picture = Image.new("L", (40 + 18 * len(text), 56), 255)
    ImageDraw.Draw(picture).text((12, 6), text, 0, ImageFont.load_default(34))
    array = np.asarray(picture)
    columns = np.flatnonzero((array < 128).any(axis=0))
    return np.ascontiguousarray(array[:, max(0, columns[0] - 4) : columns[-1] + 5])


def test_the_quick_recogniser_reads_lines_of_any_width_in_one_call() -> None:
    engine = ppocr.quick_engine()
    assert engine is not None
    readings = engine.read([line(TEXT), line("Camat"), np.full((40, 10), 255, np.uint8)])
    assert [reading.text for reading in readings] == [TEXT, "Camat", ""]
    words = readings[0].words
    assert [word.x0 for word in words] == sorted(word.x0 for word in words)
    assert all(word.least > 0.5 and len(word.places) == len(word.text) for word in words)
    assert engine.read([]) == []


def test_the_signs_of_formulas_are_in_its_alphabet() -> None:
    characters = ppocr.bundled(ppocr.QUICK_CHARACTERS).decode("utf-8").split("\n")
    assert set("%=×÷≥≤√•+<>/()") <= set(characters)
    assert not any(character.endswith("\r") for character in characters)


def test_the_large_recogniser_without_its_last_layer_gives_the_same_scores() -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    model = ppocr.bundled(ppocr.LARGE_MODEL)
    characters = model_characters(model)
    narrowed = narrow(model, characters)
    assert narrowed is not None
    picture = np.random.default_rng(1).random((1, 3, 48, 160), dtype=np.float32)

    def answer(file: bytes) -> NDArray[np.float32]:
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        (given,) = session.run(None, {session.get_inputs()[0].name: picture})
        return np.asarray(given[0], dtype=np.float32)

    wanted, letters = columns([*characters, " "])
    assert letters == narrowed.letters
    whole = answer(model)[:, wanted]
    scores = np.exp(answer(narrowed.model) @ narrowed.weights + narrowed.bias)
    shares = scores / scores.sum(axis=1, keepdims=True)
    assert np.abs(shares - whole / whole.sum(axis=1, keepdims=True)).max() < 1e-4


@pytest.mark.parametrize("characters", [["a", "b"], []])
def test_a_model_that_is_built_otherwise_is_run_whole(characters: list[str]) -> None:
    assert narrow(ppocr.bundled(ppocr.LARGE_MODEL), characters) is None


def test_every_file_of_the_models_is_named_with_source_and_licence() -> None:
    source = (FOLDER / "SOURCE.txt").read_text("utf-8")
    assert "Apache License, Version 2.0" in source
    assert "Apache License" in (FOLDER / "LICENSE.txt").read_text("utf-8")
    listed = {row.split()[1] for row in (FOLDER / ppocr.CHECKSUMS).read_text("utf-8").splitlines()}
    assert listed == {ppocr.QUICK_MODEL, ppocr.QUICK_CHARACTERS, ppocr.LARGE_MODEL}
    assert all(name in source for name in listed)


@pytest.mark.parametrize(
    ("harm", "message"), [("cut", "is damaged"), ("gone", "cannot be read"), ("unlisted", "is damaged")]
)
def test_a_model_that_is_not_the_right_one_is_refused(
    harm: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ppocr.MODELS
    folder.mkdir()
    for file in FOLDER.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    if harm == "cut":
        (folder / ppocr.QUICK_MODEL).write_bytes((FOLDER / ppocr.QUICK_MODEL).read_bytes()[:-1])
    elif harm == "gone":
        (folder / ppocr.QUICK_MODEL).unlink()
    else:
        (folder / ppocr.CHECKSUMS).write_text("")
    monkeypatch.setattr(ppocr, "files", lambda package: tmp_path)
    with pytest.raises(EngineUnavailableError, match=message) as caught:
        ppocr.bundled(ppocr.QUICK_MODEL)
    assert "pip install" in str(caught.value)
