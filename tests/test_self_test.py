"""`iki doctor` and what it finds out: engines that do not load or read nothing, and models that are damaged."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from iki.cli.doctor import PARTS
from iki.extract import self_test
from iki.extract.scan import engine_models, installed_engines
from iki.extract.scan.engine import Reading, ReadWord
from iki.extract.self_test import Check, known_page, model_checks
from required_engines import required
from test_cli import iki

ROOT = Path(__file__).parent.parent


class Blank:
    """An engine that makes nothing out."""

    name = "ppocr-small"

    def read(self, lines: Sequence[np.ndarray], thorough: bool = False) -> list[Reading]:
        return [Reading((), self.name) for _ in lines]


def by_name() -> dict[str, Check]:
    return {check.name: check for check in self_test.self_test()}


def test_the_known_page_is_a_sound_pdf() -> None:
    with pikepdf.open(io.BytesIO(known_page())) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 1


def test_every_engine_of_the_core_reads_the_test_line() -> None:
    required("tesseract")
    found = by_name()
    for name in ("pdfium", "pdfplumber", "camelot", "pikepdf", "ppocr-small", "ppocr-tiny", "tesseract"):
        assert found[f"engine {name}"].state == "works", found[f"engine {name}"]


def test_an_engine_that_does_not_load_makes_the_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise RuntimeError("a library is missing")

    monkeypatch.setattr(installed_engines, "large_engine", broken)
    assert iki("doctor") == 1
    [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("BROKEN")]
    assert "engine ppocr-small" in line
    assert "cannot be loaded (RuntimeError: a library is missing)" in line


def test_an_engine_that_reads_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed_engines, "large_engine", Blank)
    assert by_name()["engine ppocr-small"].state == "fails"


def test_a_slip_is_no_fault_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slipping(Blank):
        def read(self, lines: Sequence[np.ndarray], thorough: bool = False) -> list[Reading]:
            words = self_test.TEST_LINE.replace("l", "1", 1).split()
            return [
                Reading(tuple(ReadWord(word, 0, 9, 0.9, 0.9) for word in words), self.name) for _ in lines
            ]

    monkeypatch.setattr(installed_engines, "large_engine", Slipping)
    assert by_name()["engine ppocr-small"].state == "works"


def test_an_engine_that_is_not_installed_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed_engines, "tesseract_engine", lambda languages: None)
    assert by_name()["engine tesseract"].state == "absent"


def test_a_model_that_changed_since_it_was_installed_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = next(model for model in engine_models.engine_models() if model.packaged)
    damaged = replace(model, path=tmp_path / model.path.name)
    damaged.path.write_bytes(model.path.read_bytes()[:-1])
    for given, state in ((model, "works"), (damaged, "fails")):
        monkeypatch.setattr(engine_models, "engine_models", lambda given=given: [given])
        [check] = model_checks()
        assert check.state == state
    assert "damaged" in check.detail


def test_another_model_of_tesseract_is_reported_but_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "eng.traineddata"
    path.write_bytes(b"trained elsewhere")
    model = engine_models.Model(path, engine_models.kept_checksums()[path.name], packaged=False)
    monkeypatch.setattr(engine_models, "engine_models", lambda: [model])
    [check] = model_checks()
    assert (check.name, check.state) == ("model eng.traineddata", "works")
    assert "another model" in check.detail


def test_every_package_and_model_has_its_licence_listed() -> None:
    listed = set(re.findall(r"`([\w.-]+)`", (ROOT / "docs" / "licences.md").read_text("utf-8")))
    assert {part.package for part in PARTS} <= listed
    assert set(engine_models.kept_checksums()) <= listed


def test_every_declared_package_is_a_part_and_every_part_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [
        package
        for name, packages in project["optional-dependencies"].items()
        if name not in ("dev", "all")
        for package in packages
    ]
    core = {package.split(">=")[0] for package in project["dependencies"]}
    optional = {package.split(">=")[0] for package in extras}
    assert {part.package for part in PARTS if part.needed} == core
    assert {part.package for part in PARTS if not part.needed} == optional
