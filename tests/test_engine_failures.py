"""Engines that are installed and fail: the error names them, the page is read without them, and says so."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from iki.extract.document_reader import read_document
from iki.extract.page_content import PageContent
from iki.extract.scan import installed_engines
from iki.extract.scan import scan_reader as reader
from iki.extract.scan.engine import LineEngine, Reading, ReadWord
from iki.extract.scan.engine_failures import CheckedEngine, with_working
from iki.extract.scan.ppocr import PpocrEngine
from iki.extract.scan.scan_options import ScanOptions
from iki.schema.errors import EngineFailedError
from iki.schema.gaps import GapCode

Picture = np.ndarray
DPI = 200.0


@dataclass
class Sound:
    """Reads the same word of every line."""

    name: str = "ppocr-small"

    def read(self, lines: Sequence[Picture], thorough: bool = False) -> list[Reading]:
        return [
            Reading((ReadWord("laporan", 0.0, float(line.shape[1]), 0.97, 0.97),), self.name)
            for line in lines
        ]


@dataclass
class Failing:
    """Raises."""

    error: Exception
    name: str = "tesseract"

    def read(self, lines: Sequence[Picture], thorough: bool = False) -> list[Reading]:
        raise self.error


@dataclass
class Curt:
    """Answers for no line."""

    name: str = "tesseract"

    def read(self, lines: Sequence[Picture], thorough: bool = False) -> list[Reading]:
        return []


def printed() -> Picture:
    out = np.full((1400, 1100), 255, np.uint8)
    for index in range(12):
        place = (120, 140 + 44 * index)
        cv2.putText(out, "Jumlah laporan kegiatan", place, cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    return out


def read(engines: list[LineEngine], monkeypatch: pytest.MonkeyPatch) -> PageContent:
    checked = [CheckedEngine(engine) for engine in engines]
    monkeypatch.setattr(reader, "available_engines", lambda options: checked)
    return reader.read_scan(printed(), number=3, width=396, height=504, dpi=DPI)


def test_an_error_names_its_engine_and_goes_through_a_pipe() -> None:
    error = EngineFailedError("it failed", engine="tesseract", file="a.pdf", page=2, remedy="Mend it")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, EngineFailedError)
    assert (again.engine, str(again)) == ("tesseract", "a.pdf, page 2: it failed. Mend it")


@pytest.mark.parametrize("broken", [Failing(OSError("gone")), Failing(ValueError("no number")), Curt()])
def test_whatever_goes_wrong_in_an_engine_is_its_failure(broken: LineEngine) -> None:
    with pytest.raises(EngineFailedError, match="the reading engine tesseract failed"):
        CheckedEngine(broken).read([printed()])


def test_memory_that_runs_out_is_the_inputs_affair() -> None:
    with pytest.raises(MemoryError):
        CheckedEngine(Failing(MemoryError())).read([printed()])


def test_the_other_engine_reads_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read([Sound(), Failing(RuntimeError("it hung"))], monkeypatch)
    assert {word.text for word in content.words} == {"laporan"}
    [gap] = content.gaps
    assert (gap.code, gap.page) == (GapCode.ENGINE_REPLACED, 3)
    assert "tesseract failed (RuntimeError: it hung): ppocr-small alone read the page" in gap.message


def test_a_page_that_no_engine_reads_is_not_called_illegible(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read([Failing(OSError("x"), "ppocr-small"), Failing(OSError("y"))], monkeypatch)
    assert content.words == []
    assert [gap.code for gap in content.gaps] == [GapCode.ENGINE_FAILED] * 2
    assert [gap.message.split()[3] for gap in content.gaps] == ["tesseract", "ppocr-small"]


def test_an_error_of_an_engine_that_was_not_given_goes_on() -> None:
    def attempt(engines: list[LineEngine]) -> None:
        raise EngineFailedError("it failed", engine="another")

    with pytest.raises(EngineFailedError):
        with_working([Sound()], attempt)


def test_a_model_that_does_not_load_is_reported_when_it_is_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "rec.onnx"
    model.write_bytes(b"no model")
    broken = PpocrEngine("ppocr-small", lambda: (model.read_bytes(), None))
    monkeypatch.setattr(installed_engines, "large_engine", lambda: broken)
    [engine] = installed_engines.available_engines(ScanOptions(engine="ppocr"))
    assert engine.name == "ppocr-small"
    with pytest.raises(EngineFailedError, match="ppocr-small failed"):
        engine.read([printed()])


def test_invisible_text_stands_in_where_all_engines_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lapis.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(396, 504))
        image = pdf.make_stream(printed().tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.Width, image.Height, image.BitsPerComponent = 1100, 1400, 8
        image.ColorSpace = pikepdf.Name.DeviceGray
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im0=image), Font=pikepdf.Dictionary(F1=font)
        )
        page.Contents = pdf.make_stream(
            b"q 396 0 0 504 0 0 cm /Im0 Do Q BT /F1 12 Tf 3 Tr 40 300 Td (Camat) Tj ET"
        )
        pdf.save(path)
    failing: list[LineEngine] = [CheckedEngine(Failing(OSError("x")))]
    monkeypatch.setattr(reader, "available_engines", lambda options: failing)
    [read_page] = read_document(path, name=path.name).pages
    assert [line.text for block in read_page.blocks for line in block.lines] == ["Camat"]
    assert [gap.code for gap in read_page.gaps] == [GapCode.ENGINE_REPLACED]


def test_a_failure_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="iki"):
        read([Sound(), Failing(RuntimeError("it hung"))], monkeypatch)
    assert "the reading engine tesseract failed (RuntimeError: it hung)" in caplog.text
