"""Tesseract by its command and in the process: the same words at the same places, and what either does on a failure."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from iki.extract.scan import tesseract_engine as module
from iki.extract.scan.engine import Reading
from iki.extract.scan.tesseract_engine import CommandEngine, TesserocrEngine, tesseract_engine
from numpy.typing import NDArray
from required_engines import required


def line(text: str, scale: float) -> NDArray[np.uint8]:
    """A picture of a line of print, its capitals some 22 pixels high at scale 1."""
    (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_COMPLEX, scale, 2)
    out = np.full((height + below + 12, width + 20), 255, np.uint8)
    cv2.putText(out, text, (10, height + 6), cv2.FONT_HERSHEY_COMPLEX, scale, 0, 2, cv2.LINE_AA)
    return out


LINES = [line("Buku tamu", 1.0), line("Rencana kerja", 3.0)]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Without Tesseract these tests are left out; no engine that a test chose is kept for the others."""
    required("tesseract")
    yield
    for kept in (module.tesseract_engine, module._installed):
        kept.cache_clear()


def texts(readings: list[Reading]) -> list[list[str]]:
    return [[word.text for word in reading.words] for reading in readings]


def test_the_command_reads_all_lines_each_at_its_place() -> None:
    readings = CommandEngine("eng").read(LINES)
    assert texts(readings) == [["Buku", "tamu"], ["Rencana", "kerja"]]
    first, second = readings[0].words
    assert 5 < first.x0 < first.x1 <= second.x0 < second.x1 < LINES[0].shape[1]
    assert (
        readings[1].words[-1].x1 > 0.9 * LINES[1].shape[1]
    )  # a tall line is read reduced, its places are not


@pytest.mark.skipif(importlib.util.find_spec("tesserocr") is None, reason="tesserocr is not installed")
def test_the_command_and_the_library_agree() -> None:
    folder, _ = module._installed()
    assert texts(TesserocrEngine(folder, "eng").read(LINES)) == texts(CommandEngine("eng").read(LINES))


def test_languages_that_are_not_installed_are_left_out() -> None:
    assert tesseract_engine("xyz") is None
    assert tesseract_engine("xyz+eng") is not None


def test_where_the_library_cannot_be_loaded_the_command_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tesserocr.py").write_text("raise ImportError('libtesseract.so.5 is missing')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tesserocr", raising=False)
    tesseract_engine.cache_clear()
    assert isinstance(tesseract_engine("eng"), CommandEngine)


def test_models_are_found_without_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("eng", "osd"):
        (tmp_path / f"{name}.traineddata").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    module._installed.cache_clear()
    assert module.installed_languages() == ("eng",)
    assert module.installed_models() == (tmp_path / "eng.traineddata",)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "nowhere"))
    module._installed.cache_clear()
    assert module.installed_languages() == ()
