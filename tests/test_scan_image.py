from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from iki.extract.scan.image import frame_sizes, load_frames, page_image
from iki.schema.errors import DamagedError, TooLargeError
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


def test_limits_hold_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    Image.fromarray(picture()).save(path)
    with pytest.raises(TooLargeError):
        list(load_frames(path, max_pixels=1000))
    with pytest.raises(TooLargeError):
        page_image(pdf_of(picture())[0], max_pixels=1000)


def test_tiff_pages_and_their_sizes(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    pages = [Image.fromarray(picture()), Image.fromarray(picture()).convert("1")]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(50, 50))
    frames = list(load_frames(path))
    assert [frame.image.shape for frame in frames] == [(390, 300)] * 2
    assert [(round(f.width), round(f.height)) for f in frames] == [
        tuple(map(round, s)) for s in frame_sizes(path)
    ]


def test_what_is_no_picture_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "page.jpg"
    path.write_bytes(b"\xff\xd8\xff no picture")
    with pytest.raises(DamagedError):
        list(load_frames(path))
