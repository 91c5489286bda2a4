"""What could not be read of a scan becomes a gap: pages, lines, cells with ink, engines that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent
from iki.extract.scan import scan_reader as reader
from iki.extract.scan.engine import LineEngine, Reading, ReadWord
from iki.schema.gaps import GapCode
from required_engines import required

Picture = np.ndarray
DPI = 200.0


@dataclass
class Blind:
    """An engine that reads the same of every line, or nothing; of lines wider than ``wide`` nothing."""

    text: str = ""
    sure: float = 0.95
    wide: float = float("inf")
    name: str = "blind"

    def read(self, lines: Sequence[Picture], thorough: bool = False) -> list[Reading]:
        return [Reading(self._words(line), self.name) for line in lines]

    def _words(self, line: Picture) -> tuple[ReadWord, ...]:
        if not self.text or line.shape[1] > self.wide:
            return ()
        return (ReadWord(self.text, 0.0, float(line.shape[1]), self.sure, self.sure),)


def page(*, text: bool = True, table: bool = False) -> Picture:
    out = np.full((1400, 1100), 255, np.uint8)
    for index in range(12 if text else 0):
        words = "Jumlah laporan" if index % 2 else "Jumlah laporan kegiatan yang disusun"
        cv2.putText(out, words, (120, 140 + 44 * index), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    if table:
        for y in (800, 900, 1000):
            cv2.line(out, (100, y), (1000, y), 0, 3)
        for x in (100, 500, 1000):
            cv2.line(out, (x, 800), (x, 1000), 0, 3)
        for x, y in ((130, 860), (530, 860), (130, 960)):
            cv2.putText(out, "Tertib data", (x, y), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    return out


def read(image: Picture, engines: list[LineEngine], monkeypatch: pytest.MonkeyPatch) -> PageContent:
    monkeypatch.setattr(reader, "available_engines", lambda options: engines)
    height, width = image.shape[0] * 72 / DPI, image.shape[1] * 72 / DPI
    return reader.read_scan(image, number=2, width=width, height=height, dpi=DPI)


def test_page_of_which_no_line_gave_a_word_is_illegible(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(), [Blind()], monkeypatch)
    assert [(gap.code, gap.page) for gap in content.gaps] == [(GapCode.ILLEGIBLE_PAGE, 2)]


def test_page_of_scraps_is_illegible(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(), [Blind("xkwqvvzz", 0.1)], monkeypatch)
    assert [gap.code for gap in content.gaps] == [GapCode.ILLEGIBLE_PAGE]


def test_blank_page_is_no_illegible_one(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(text=False), [Blind()], monkeypatch)
    assert [gap.code for gap in content.gaps] == [GapCode.BLANK_PAGE]


def test_picture_without_lines_is_illegible(monkeypatch: pytest.MonkeyPatch) -> None:
    image = page(text=False)
    cv2.circle(image, (550, 700), 200, 0, -1)
    content = read(image, [Blind()], monkeypatch)
    assert [gap.code for gap in content.gaps] == [GapCode.ILLEGIBLE_PAGE]


def test_line_that_gave_nothing_among_others_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(), [Blind("laporan", wide=400)], monkeypatch)
    assert {gap.code for gap in content.gaps} == {GapCode.UNREADABLE}
    assert len(content.gaps) == 6
    for gap in content.gaps:
        assert gap.box is not None
        assert gap.box.width > 100
        assert 40 < gap.box.top < 240


def test_read_page_has_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(page(table=True), [Blind("laporan")], monkeypatch).gaps == []


def test_cell_with_ink_but_no_text_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(table=True), [Blind("laporan")], monkeypatch)
    content.words = [word for word in content.words if word.box.x0 < 180]
    table = next(block for block in lay_out(content).blocks if block.kind == "table")
    found = {(cell.row, cell.col): (bool(cell.lines), cell.inked) for cell in table.cells}
    assert found == {
        (0, 0): (True, False),
        (0, 1): (False, True),
        (1, 0): (True, False),
        (1, 1): (False, False),
    }


@pytest.mark.parametrize("name", ["ppocr-small", "ppocr-tiny", "tesseract"])
def test_one_engine_alone_reads_a_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "available_engines", lambda options: [required(name)])
    image = page()
    content = reader.read_scan(image, number=1, width=396, height=504, dpi=DPI)
    text = " ".join(word.text for word in content.words)
    assert text.count("laporan") >= 10
    assert content.gaps == []


def test_without_an_engine_a_scan_is_one_clear_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(table=True), [], monkeypatch)
    assert [gap.code for gap in content.gaps] == [GapCode.NO_OCR_ENGINE]
    assert content.has_ink is None
    assert content.words == []
    assert content.rulings
