"""Recognition engines that tests need: RapidOCR comes with the program, so a test fails without it.

Tesseract is a system package. A test that needs it is skipped where it is missing, but fails in continuous integration
(``IKI_CI=1``), where it has to be there.
"""

from __future__ import annotations

import os

import pytest
from iki.extract.scan.engine import EngineName, LineEngine
from iki.extract.scan.installed_engines import available_engines
from iki.extract.scan.options import ScanOptions


def required(name: EngineName) -> LineEngine:
    """The engine of that name."""
    engines = available_engines(ScanOptions(engine=name))
    if not engines and name == "tesseract" and not os.environ.get("IKI_CI"):
        pytest.skip("Tesseract is not installed")
    assert engines, f"{name} is not installed"
    return engines[0]
