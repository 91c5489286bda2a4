"""Print in colour or in pale grey is read as black print is; what shines through, stamps and highlighters are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from iki.extract.page_content import PageContent
from iki.extract.scan import scan_reader as reader
from iki.extract.scan.straight_page import straighten
from iki.extract.scan.weak_print import with_weak_print
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from required_engines import required

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]
DPI = 200.0
BLACK, PALE = (20, 20, 20), (190, 190, 185)
PAPER = (250, 249, 245)
ROWS = ("Jumlah laporan kegiatan", "Nilai survei kepuasan", "Daftar hadir rapat")
TOP, STEP = 200, 150


def page(*inks: Colour, text: bool = True) -> Picture:
    """A black heading and foot, and a black ruled table of one column whose rows are printed in these colours."""
    sheet = Image.new("RGB", (1100, 1000), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(34)
    draw.text((120, 90), "Indikator kinerja individu", BLACK, font)
    draw.text((120, 900), "Ditetapkan oleh kepala dinas", BLACK, font)
    for number, ink in enumerate(inks):
        top = TOP + STEP * number
        draw.rectangle((100, top, 1000, top + STEP), outline=BLACK, width=3)
        if text:
            draw.text((130, top + 50), f"{number + 1}", ink, font)
            draw.text((230, top + 50), ROWS[number], ink, font)
    grain = np.random.default_rng(3).normal(0, 2.0, (1000, 1100, 1))
    soft = cv2.GaussianBlur(np.asarray(sheet), (0, 0), 0.8)
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


def read(image: Picture, monkeypatch: pytest.MonkeyPatch) -> PageContent:
    monkeypatch.setattr(reader, "available_engines", lambda options: [required("ppocr-tiny")])
    height, width = image.shape[0] * 72 / DPI, image.shape[1] * 72 / DPI
    return reader.read_scan(image, number=2, width=width, height=height, dpi=DPI)


def texts(content: PageContent) -> list[str]:
    return " ".join(word.text for word in content.words).split()


@pytest.mark.parametrize(
    "inks",
    [
        ((0, 112, 192), (192, 0, 0), (0, 176, 80)),
        ((112, 48, 160), (31, 73, 125), (227, 108, 10)),
        ((150, 150, 150), (190, 190, 190), BLACK),
        ((120, 120, 125), (40, 80, 220), (165, 160, 160)),
    ],
)
def test_rows_in_other_ink_are_read(inks: tuple[Colour, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    content = read(page(*inks), monkeypatch)
    wanted = ["Indikator", "kinerja", "individu"]
    for number, row in enumerate(ROWS, start=1):
        wanted += [str(number), *row.split()]
    assert sorted(texts(content)) == sorted([*wanted, *["Ditetapkan", "oleh", "kepala", "dinas"]])
    assert not content.gaps


@pytest.mark.parametrize("ink", [(0, 90, 200), (180, 180, 180)])
def test_ink_of_which_nobody_makes_a_word_is_told(ink: Colour, monkeypatch: pytest.MonkeyPatch) -> None:
    image = page(ink, BLACK)
    image[TOP + 5 : TOP + STEP - 5, 200:990] = PAPER
    for index in range(14):
        x = 230 + 40 * index
        cv2.rectangle(image, (x, TOP + 50), (x + 24, TOP + 50 + 26 + index % 3), ink, 5)
    image[TOP + 5 : TOP + 40, 230:600] = page((0, 90, 200))[TOP + 50 : TOP + 85, 230:600]
    content = read(image, monkeypatch)
    (gap,) = [gap for gap in content.gaps if gap.code is GapCode.UNREADABLE]
    assert gap.box is not None
    assert abs(gap.box.top * DPI / 72 - (TOP + 50)) < 8
    assert content.has_ink is not None
    assert content.has_ink(Box(76.0, 86.0, 356.0, 104.0))


@pytest.mark.parametrize("level", [205, 225])
def test_the_other_side_that_shines_through_is_no_print(level: int, monkeypatch: pytest.MonkeyPatch) -> None:
    image = page(BLACK, BLACK, BLACK, text=False)
    back = Image.new("L", (1100, 1000), 255)
    for line in range(8):
        text = "Laporan hasil survei kepuasan masyarakat"
        ImageDraw.Draw(back).text((150, 210 + 56 * line), text, level, ImageFont.load_default(34))
    shining = cv2.GaussianBlur(np.asarray(back)[:, ::-1], (0, 0), 1.5)
    image = np.minimum(image, shining[:, :, None])
    content = read(image, monkeypatch)
    assert texts(content) == ["Indikator", "kinerja", "individu", "Ditetapkan", "oleh", "kepala", "dinas"]
    assert not content.gaps
    assert content.has_ink is not None
    assert not content.has_ink(Box(40.0, 80.0, 356.0, 120.0))


def test_a_coloured_stamp_and_a_highlighter_are_no_print(monkeypatch: pytest.MonkeyPatch) -> None:
    image = page(BLACK, BLACK, BLACK)
    image[TOP + 40 : TOP + 100, 220:700] = np.minimum(image[TOP + 40 : TOP + 100, 220:700], (255, 250, 90))
    plain = texts(read(image, monkeypatch))
    for radius in (90, 80):
        cv2.circle(image, (820, 830), radius, (120, 60, 190), 3, cv2.LINE_AA)
    cv2.putText(image, "DINAS", (765, 840), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (120, 60, 190), 3, cv2.LINE_AA)
    assert texts(read(image, monkeypatch)) == plain


def test_a_ring_does_not_darken_the_grey_rulings_that_it_touches() -> None:
    image = page(BLACK, BLACK)
    cv2.line(image, (100, 700), (1000, 700), (120, 120, 120), 3)
    cv2.circle(image, (820, 700), 90, (120, 60, 190), 3, cv2.LINE_AA)
    straight = straighten(image, DPI)
    assert straight.weak_only is not None
    assert with_weak_print(straight, required("ppocr-tiny")).page is straight


def test_a_page_in_black_alone_is_not_looked_at_twice() -> None:
    assert straighten(page(BLACK, BLACK), DPI).weak_only is None
    assert straighten(page(BLACK, (0, 112, 192)), DPI).weak_only is not None
    assert straighten(page(BLACK, PALE), DPI).weak_only is not None
