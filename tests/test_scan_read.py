"""A scanned page as a whole: its words, what happens without an engine, and pages that stand on their head."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from iki.extract.pdfium import read_page
from iki.extract.scan import scan_reader as reader
from iki.extract.scan.engine import Reading, ReadWord
from iki.extract.scan.straight_page import straighten
from ocr_cache import FOLDER, CachedEngine
from required_engines import required

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "samples"))

from scans import damage  # noqa: E402

SAMPLE = ROOT / "samples" / "decrees" / "word-long-table.pdf"


@pytest.mark.parametrize(("level", "least"), [("clean", 0.97), ("office", 0.95), ("bad", 0.85), ("fax", 0.8)])
def test_printed_words_are_read(level: str, least: float, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = CachedEngine(required("ppocr-small"), f"{SAMPLE.stem}-{level}")
    monkeypatch.setattr(reader, "available_engines", lambda options: [cached])
    image, dpi = next(iter(damage.scanned(SAMPLE, level, 1)))
    height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
    content = reader.read_scan(image, number=1, width=width, height=height, dpi=dpi)
    cached.save()
    printed = Counter(word.text for word in read_page(pypdfium2.PdfDocument(SAMPLE), 0).words)
    read = Counter(word.text for word in content.words)
    assert sum((printed & read).values()) >= least * sum(printed.values())
    assert content.kind == "scan"
    assert content.to_display is not None
    for word in content.words:
        box = content.to_display(word.box)
        assert box.x0 > -20
        assert box.x1 < width + 20
        assert 0 < word.confidence < 1


def test_kept_recognitions_are_of_engines_that_are_there() -> None:
    """Else they are of no use, and every test of scans reads with the engine itself."""
    assert {path.name.split(".")[-2] for path in FOLDER.glob("*.json")} == {required("ppocr-small").name}


@cache
def laid_out() -> tuple[Any, Any]:
    """The sample's first page without its rulings, and where its lines lie."""
    image, dpi = next(iter(damage.scanned(SAMPLE, "clean", 1)))
    _, clean, layout = reader.layout_of(straighten(image, dpi))
    return clean, layout


class Scripted:
    """An engine that gives one answer a call to every picture, and counts its calls."""

    name = "scripted"

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.calls = 0

    def read(self, lines: Sequence[np.ndarray], thorough: bool = False) -> list[Reading]:
        self.calls += 1
        words = tuple(ReadWord(text, 0, 9, 0.9, 0.9) for text in self.answers[self.calls - 1].split())
        return [Reading(words, self.name) for _ in lines]


@pytest.mark.parametrize(
    ("answers", "overhead", "calls"),
    [
        (("Jumlah laporan kegiatan",), False, 1),  # words: no look from the other side
        (("uejode| yejwnf uejei6ay", "Jumlah laporan kegiatan"), True, 2),
        (("xwqz zzkq wvvx", "xwqz zzkq wvvx"), False, 2),
    ],
)
def test_a_page_is_turned_over_where_its_lines_hold_words_only_then(
    answers: tuple[str, ...], overhead: bool, calls: int
) -> None:
    engine = Scripted(*answers)
    assert reader._is_overhead(engine, *laid_out()) is overhead
    assert engine.calls == calls
