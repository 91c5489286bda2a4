"""``iki doctor`` tells engines that read from those that are absent, broken or blind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from iki.cli import doctor_engines
from iki.cli.doctor_engines import LINE, engine_checks
from iki.extract.scan import ppocr, tesseract
from iki.extract.scan.engine import Reading, ReadWord
from iki.schema.errors import EngineUnavailableError


@dataclass
class Double:
    answer: Callable[[], str]
    name: str = "double"

    def read(self, lines: list[object], thorough: bool = False) -> list[Reading]:
        return [Reading((ReadWord(self.answer(), 0, 9, 0.9, 0.9),), self.name) for _ in lines]


def failing() -> str:
    raise EngineUnavailableError("the model file is damaged", remedy="Install the package anew")


def crashing() -> str:
    raise ValueError("no such input")


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        (lambda: LINE, "ok", "reads every line"),
        (lambda: "Jum1ah", "BROKEN", "read 'Jum1ah'"),
        (lambda: LINE.replace("l", "I", 1), "ok", "reads every line"),
        (failing, "BROKEN", "the model file is damaged. Install the package anew"),
        (crashing, "BROKEN", "ValueError: no such input"),
        (None, "absent", "reads every line"),
    ],
)
def test_what_is_said_of_an_engine(
    answer: Callable[[], str] | None, status: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ppocr, "quick_engine", lambda: None if answer is None else Double(answer))
    monkeypatch.setattr(ppocr, "rapid_engine", lambda: None)
    monkeypatch.setattr(tesseract, "tesseract_engine", lambda: None)
    first, *others = engine_checks()
    assert (first.status, first.failed) == (status, status == "BROKEN")
    assert text in first.text
    assert [other.status for other in others] == ["absent", "absent"]


def test_the_sample_line_is_dark_print_on_white() -> None:
    picture = doctor_engines.sample_line()
    assert picture.max() == 255
    assert picture.min() < 60
    assert 0.02 < (picture < 128).mean() < 0.5
