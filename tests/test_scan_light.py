"""Negatives, faded print, paper printed in dots, streaks and specks become dark print on white; other pictures stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from iki.extract.scan.illumination import (
    darkened,
    even_light,
    positive,
    tone,
    undithered,
    without_folds,
    without_specks,
)

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


@pytest.mark.parametrize("broad", [1, 2, 4])
@pytest.mark.parametrize("turned", [False, True])
def test_print_goes_on_across_a_black_streak(broad: int, turned: bool) -> None:
    page = np.where(sheet(noise=0) < 128, np.uint8(0), np.uint8(255))
    dirty = page.copy()
    dirty[:, 451 : 451 + broad] = 0
    if turned:
        page, dirty = np.ascontiguousarray(page.T), np.ascontiguousarray(dirty.T)
    differs = (without_folds(dirty, DPI) < 128) != (page < 128)
    assert np.count_nonzero(differs) < 0.1 * broad * 900


def test_a_ruling_that_ends_at_the_margins_is_no_streak() -> None:
    page = sheet()
    page[60:840, 450:453] = 0
    assert without_folds(page, DPI) is page


def speckled(count: int, broad: int) -> np.ndarray:
    page = sheet(noise=0)
    rng = np.random.default_rng(count)
    for y, x in zip(rng.integers(20, 880, count), rng.integers(20, 1080, count), strict=True):
        page[y : y + broad, x : x + broad] = 0
    return page


@pytest.mark.parametrize("broad", [2, 3, 4])
def test_specks_that_stand_alone_on_a_page_full_of_them_go(broad: int) -> None:
    page = speckled(200, broad)
    clean = without_specks(page, DPI / 72)
    beside = np.ones(page.shape, bool)
    beside[PRINT] = False
    assert (clean[beside] == 0).sum() < 0.45 * (page[beside] == 0).sum()
    assert (clean[sheet(noise=0) < 128] < 128).all()


def test_a_few_dots_stay_and_so_do_colons_and_dotted_rulings() -> None:
    few = speckled(8, 3)
    assert without_specks(few, DPI / 72) is few
    page = speckled(200, 3)
    for y in (830, 840):
        page[y : y + 3, 100:103] = 0  # a colon
    page[870:872, 100:1000:6] = page[870:872, 101:1000:6] = 0
    clean = without_specks(page, DPI / 72)
    assert (clean[830:833, 100:103] == 0).all()
    assert (clean[870:872, 100:1000:6] == 0).all()


@pytest.mark.parametrize("specks", [0, 150])
def test_marks_of_a_list_are_no_specks(specks: int) -> None:
    page = speckled(specks, 3)
    for y in range(30, 870, 24):
        page[y : y + 4, 120:124] = 0
    clean = without_specks(page, DPI / 72)
    assert (clean[34:870:24, 120:124] < 128).mean() == (page[34:870:24, 120:124] < 128).mean()


@pytest.mark.parametrize("off", [0, 3, -4])
def test_a_mark_in_front_of_a_line_is_no_speck(off: int) -> None:
    page = speckled(150, 3)
    for row in range(12):
        page[128 + 50 * row : 140 + 50 * row, 90:199] = 255
        page[132 + 50 * row : 136 + 50 * row, 160 + off * (row % 5) : 164 + off * (row % 5)] = 0
    clean = without_specks(page, DPI / 72)
    assert all((clean[132 + 50 * row, 160 + off * (row % 5)] == 0) for row in range(12))
