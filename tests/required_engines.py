"""Recognition engines that tests need: the models come with the program, so a test fails without them.

Tesseract is a system package. A test that needs it is skipped where it is missing, but fails in continuous integration
(``IKI_CI=1``), where it has to be there.
"""

from __future__ import annotations

import os

import pytest
from iki.extract.scan.engine import LineEngine
from iki.extract.scan.installed_engines import available_engines
from iki.extract.scan.scan_options import ScanOptions


def required(name: str) -> LineEngine:
    """The engine of that name."""
    found = [engine for engine in available_engines(ScanOptions()) if engine.name == name]
    if not found and name == "tesseract" and not os.environ.get("IKI_CI"):
        pytest.skip("Tesseract is not installed")
    assert found, f"{name} is not installed"
    return found[0]
