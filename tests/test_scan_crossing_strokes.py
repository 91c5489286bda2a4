"""Words that a pen's stroke or the picture's edge takes letters of are doubted; the others of the line are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from iki.extract.scan import scan_reader as reader
from iki.schema.geometry import Box
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from required_engines import required

DPI = 200.0
LINES = ("Jumlah laporan yang disusun tepat waktu", "Nilai survei kepuasan masyarakat", "Daftar hadir rapat")


def sheet() -> NDArray[np.uint8]:
    picture = Image.new("L", (1100, 700), 255)
    for number in range(9):
        place = (120, 80 + 60 * number)
        ImageDraw.Draw(picture).text(place, LINES[number % 3], 0, ImageFont.load_default(32))
    return np.asarray(picture).copy()


def doubted(image: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    monkeypatch.setattr(reader, "available_engines", lambda options: [required("ppocr-tiny")])
    height, width = image.shape[0] * 72 / DPI, image.shape[1] * 72 / DPI
    content = reader.read_scan(image, number=1, width=width, height=height, dpi=DPI)
    assert len(content.words) > 30
    return [word.box for word in content.words if word.confidence <= 0.5]


def test_print_alone_is_not_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doubted(sheet(), monkeypatch) == []


@pytest.mark.parametrize(
    "stroke",
    [[(380, 250), (440, 330), (400, 400), (470, 170)], [(150, 270), (260, 180), (300, 330), (210, 280)]],
)
def test_words_beside_a_pens_stroke_are_doubted(
    stroke: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    image = sheet()
    cv2.polylines(image, [np.array(stroke)], isClosed=False, color=0, thickness=4, lineType=cv2.LINE_AA)
    found = doubted(image, monkeypatch)
    assert len(found) >= 2
    xs, ys = ([value * 72 / DPI for value in axis] for axis in zip(*stroke, strict=True))
    near = Box(min(xs), min(ys), max(xs), max(ys)).grown(20.0)
    assert all(near.intersection_area(box) > 0 for box in found)
