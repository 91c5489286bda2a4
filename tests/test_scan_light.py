"""Negatives, faded print and paper printed in dots become dark print on white; other pictures stay as they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from iki.extract.scan.illumination import darkened, even_light, positive, tone, undithered

DPI = 200.0
PRINT = (slice(100, 760), slice(190, 900))


def sheet(*, ink: int = 20, paper: int = 245, noise: float = 4.0) -> np.ndarray:
    page = np.full((900, 1100), paper, np.uint8)
    for index in range(12):
        text = "Menyusun rencana kegiatan"
        cv2.putText(page, text, (200, 140 + 50 * index), cv2.FONT_HERSHEY_COMPLEX, 0.8, ink, 2, cv2.LINE_AA)
    grain = np.random.default_rng(1).normal(0, noise, page.shape)
    return (page + grain).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(("ink", "paper"), [(20, 245), (60, 200), (90, 255)])
def test_a_negative_becomes_print_on_paper(ink: int, paper: int) -> None:
    page = sheet(ink=ink, paper=paper)
    assert (positive(255 - page, DPI) == page).all()
    assert positive(page, DPI) is page


def test_a_coloured_negative_is_turned_in_all_channels() -> None:
    page = np.dstack([sheet(paper=level) for level in (245, 225, 235)])
    assert (positive(255 - page, DPI) == page).all()


@pytest.mark.parametrize("share", [0.3, 0.45])
def test_a_sheet_on_a_dark_desk_is_no_negative(share: float) -> None:
    desk = np.full((900, 1100), 25, np.uint8)
    sheet_ = sheet()[: int(900 * share**0.5), : int(1100 * share**0.5)]
    desk[: len(sheet_), : sheet_.shape[1]] = sheet_
    assert positive(desk, DPI) is desk


@pytest.mark.parametrize("ink", [160, 178, 190])
def test_print_that_has_faded_is_darkened(ink: int) -> None:
    levelled = even_light(sheet(ink=ink, noise=3.0), DPI).lightest
    out = darkened(levelled)
    assert tone(out).ink < tone(levelled).ink
    assert np.percentile(out[PRINT], 1) < 90
    assert np.percentile(out, 90) > 220


@pytest.mark.parametrize("ink", [10, 60, 110])
def test_print_that_has_not_faded_stays(ink: int) -> None:
    levelled = even_light(sheet(ink=ink), DPI).lightest
    assert darkened(levelled) is levelled


@pytest.mark.parametrize("paper", [215, 230, 240])
def test_paper_of_dots_is_grey_again(paper: int) -> None:
    """Of dots that a copier scatters where it means grey."""
    grey = sheet(paper=paper)
    chance = np.random.default_rng(2).uniform(0, 255, grey.shape)
    dotted = np.where((grey > chance) | (grey > 250), 255, 0).astype(np.uint8)
    out = undithered(dotted)
    blank = out[820:, :100]
    assert blank.std() < 0.6 * dotted[820:, :100].std()


@pytest.mark.parametrize("grain", [0.0, 0.002])
def test_clean_black_and_white_stays(grain: float) -> None:
    page = np.where(sheet() > 128, 255, 0).astype(np.uint8)
    page[np.random.default_rng(3).uniform(size=page.shape) < grain] = 0
    assert undithered(page) is page
