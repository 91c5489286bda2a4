"""A page's picture: as it is embedded, turned as displayed, within limits, of a plausible size of paper."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from iki.extract.scan.page_image import page_image, paper_factor
from iki.schema.errors import TooLargeError
from PIL import Image


def picture() -> np.ndarray:
    image = np.full((390, 300), 255, np.uint8)
    image[10:40, 10:60] = 0
    return image


def pdf_of(image: np.ndarray, rotation: int = 0) -> pypdfium2.PdfDocument:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PDF", resolution=100.0)
    document = pypdfium2.PdfDocument(buffer.getvalue())
    document[0].set_rotation(rotation)
    return document


def test_an_embedded_page_keeps_its_pixels() -> None:
    image, dpi = page_image(pdf_of(picture())[0])
    assert image.shape == (390, 300)
    assert dpi == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize(("rotation", "corner"), [(90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))])
def test_a_turned_page_comes_as_displayed(rotation: int, corner: tuple[int, int]) -> None:
    image, _ = page_image(pdf_of(picture(), rotation)[0])
    near = (
        image[20:35, 20:35]
        if corner == (0, 0)
        else image[
            slice(20, 35) if corner[0] == 0 else slice(-35, -20),
            slice(20, 35) if corner[1] == 0 else slice(-35, -20),
        ]
    )
    assert near.mean() < 60


def test_limits_hold_before_decoding() -> None:
    with pytest.raises(TooLargeError):
        page_image(pdf_of(picture())[0], max_pixels=1000)


@pytest.mark.parametrize(
    ("width", "height", "dpi", "long_side"),
    [
        (2480.0, 3508.0, 72.0, 11.69),  # A4 at 300 dpi put on a page pixel by point
        (1700.0, 2600.0, 72.0, 13.0),  # folio at 200 dpi
        (210.0, 297.0, 850.0, 11.69),  # millimetres taken for points
    ],
)
def test_pages_of_impossible_size_are_taken_for_the_likeliest_paper(
    width: float, height: float, dpi: float, long_side: float
) -> None:
    factor = paper_factor(width, height, dpi)
    assert max(width, height) / 72 / factor == pytest.approx(long_side, abs=0.01)


@pytest.mark.parametrize(
    ("width", "height", "dpi"), [(595, 842, 200), (842, 1191, 72), (1684, 2384, 200), (300, 420, 200)]
)
def test_pages_that_can_be_keep_their_size(width: float, height: float, dpi: float) -> None:
    assert paper_factor(width, height, dpi) == 1.0
