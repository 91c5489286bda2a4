"""A scan's invisible text: kept where it proves right, else read again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from iki.extract.pdfium import read_page
from iki.extract.scan import scan_reader as reader
from iki.extract.scan.dewarp import Straightening
from iki.extract.scan.engine import Reading
from iki.extract.scan.hidden_text import Layer
from iki.extract.scan.print_lines import TextLine
from iki.extract.scan.straight_page import StraightPage
from iki.schema.blocks import Word
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box
from numpy.typing import NDArray
from ocr_cache import CachedEngine
from required_engines import required

SAMPLE = Path(__file__).parent.parent / "samples" / "decrees" / "word-long-table.pdf"
DPI = 200.0


class CountingEngine:
    """An engine that counts the pictures it is given to read in haste."""

    def __init__(self, engine: CachedEngine) -> None:
        self.name = engine.name
        self._engine = engine
        self.count = 0

    def read(self, lines: Sequence[NDArray[np.uint8]], thorough: bool = False) -> list[Reading]:
        self.count += 0 if thorough else len(lines)
        return self._engine.read(lines, thorough)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> CountingEngine:
    found = required("ppocr-small")
    cached = CachedEngine(found, f"{SAMPLE.stem}-layer")
    counting = CountingEngine(cached)
    monkeypatch.setattr(reader, "available_engines", lambda options: [counting])
    return counting


def printed() -> tuple[np.ndarray, float, float, list[Word]]:
    document = pypdfium2.PdfDocument(SAMPLE)
    page = document[0]
    picture = page.render(scale=DPI / 72, grayscale=True).to_numpy()
    return np.array(picture).reshape(picture.shape[:2]), *page.get_size(), list(read_page(document, 0).words)


def read(words: Sequence[Word]) -> tuple[Counter[str], str]:
    image, width, height, _ = printed()
    content = reader.read_scan(image, number=1, width=width, height=height, dpi=DPI, hidden_words=words)
    messages = [gap.message for gap in content.gaps if gap.code == GapCode.HIDDEN_TEXT]
    return Counter(word.text for word in content.words), " ".join(messages)


def test_a_right_layer_spares_the_engines(engine: CountingEngine) -> None:
    *_, words = printed()
    read([])
    all_lines, engine.count = engine.count, 0
    found, message = read(words)
    engine._engine.save()
    assert "was kept for" in message
    assert engine.count < 0.75 * all_lines
    truth = Counter(word.text for word in words)
    assert sum((truth & found).values()) >= 0.97 * sum(truth.values())


def test_a_layer_with_wrong_words_is_read_again(engine: CountingEngine) -> None:
    source = random.Random(3)
    *_, words = printed()
    wrong = [
        replace(word, text=word.text.replace("a", "o").replace("e", "c")) if source.random() < 0.15 else word
        for word in words
    ]
    assert sum(a.text != b.text for a, b in zip(words, wrong, strict=True)) >= 10
    found, message = read(wrong)
    assert "read again" in message
    assert found == read([])[0]


def test_a_line_with_a_word_that_is_none_is_read(engine: CountingEngine) -> None:
    *_, words = printed()
    spoilt = next(i for i, word in enumerate(words) if len(word.text) > 8 and word.text.isalpha())
    right = words[spoilt].text
    words[spoilt] = replace(words[spoilt], text="qxzvkwj")
    found, message = read(words)
    assert "was kept for" in message
    assert found["qxzvkwj"] == 0
    assert found[right] >= 1


@pytest.mark.parametrize("leading", [9.0, 10.0, 11.0])
def test_a_word_between_two_close_lines_belongs_to_the_nearer(leading: float) -> None:
    scale = DPI / 72
    white = np.full((1400, 1100), 255, np.uint8)
    flat = Straightening(1100, 1400, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    page = StraightPage(white, scale, 0, 0.0, 1.0, flat, white)
    lines, words = list[TextLine](), list[Word]()
    texts = ["Meningkatnya pelayanan", "laporan kegiatan", "pelayanan"]
    for i, text in enumerate(texts):
        top, parts = 100 + leading * i, text.split()
        x0, y0, x1, y1 = (round(v * scale) for v in (50, top, 150, top + 7))
        lines.append(TextLine([], x0, y0, x1, y1, float(y1)))
        wide = 100 / len(parts)
        words += [
            Word(part, Box(50 + wide * n, top + 1.5, 48 + wide * (n + 1), top + 8.5), 8.0, 0.9, "ocr")
            for n, part in enumerate(parts)
        ]
    kept = Layer(lines, words, page).kept()
    assert [" ".join(word.text for word in kept[index]) for index in range(3)] == texts
