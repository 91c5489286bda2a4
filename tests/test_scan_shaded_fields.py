"""Shaded fields, the sheet's surroundings and folds, before print is looked for."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from iki.extract.scan.illumination import without_folds, without_surroundings
from iki.extract.scan.shaded_fields import find_panels, paper_of, without_panels
from numpy.typing import NDArray

DPI = 200.0


def page(paper: int = 240) -> NDArray[np.uint8]:
    out = np.full((1400, 1100), paper, np.uint8)
    for y in range(700, 1300, 60):
        cv2.putText(
            out, "Jumlah laporan kegiatan", (150, y), cv2.FONT_HERSHEY_COMPLEX, 0.8, 20, 2, cv2.LINE_AA
        )
    return out


def head(out: NDArray[np.uint8], ground: int, ink: int, slant: float = 0.0) -> NDArray[np.uint8]:
    cv2.rectangle(out, (150, 400), (950, 460), ground, -1)
    cv2.putText(out, "SASARAN KINERJA", (200, 440), cv2.FONT_HERSHEY_COMPLEX, 0.8, ink, 2, cv2.LINE_AA)
    matrix = cv2.getRotationMatrix2D((550, 700), slant, 1.0)
    return np.asarray(cv2.warpAffine(out, matrix, (1100, 1400), borderValue=240), dtype=np.uint8)


def reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at one pixel a point, at which fields are looked for."""
    small = cv2.resize(picture, None, fx=72 / DPI, fy=72 / DPI, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def inside(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image[412:448, 180:900]


@pytest.mark.parametrize(("ground", "ink"), [(40, 250), (110, 255), (170, 10)])
def test_print_in_a_field_becomes_dark_on_light(ground: int, ink: int) -> None:
    whitened = without_panels(head(page(), ground, ink), DPI)
    part = inside(whitened)
    assert np.median(part) > 200
    assert (part < 90).mean() > 0.02


@pytest.mark.parametrize("slant", [-2.5, 0.0, 1.5])
@pytest.mark.parametrize("turns", [0, 1])
def test_fields_are_found_at_any_slant_and_turn(slant: float, turns: int) -> None:
    turned = np.ascontiguousarray(np.rot90(head(page(), 40, 250, slant), turns))
    small = reduced(turned)
    panels = find_panels(small, paper_of(small))
    assert len(panels) == 1
    assert panels[0].turned
    _, _, width, height = cv2.boundingRect(panels[0].outline)
    assert max(width, height) == pytest.approx(800 * 72 / DPI, abs=8)


def test_bold_print_and_pictures_at_the_edge_are_no_fields() -> None:
    out = page()
    cv2.putText(out, "INDIKATOR KINERJA", (100, 300), cv2.FONT_HERSHEY_TRIPLEX, 2.0, 0, 9, cv2.LINE_AA)
    cv2.rectangle(out, (0, 0), (1100, 60), 30, -1)
    small = reduced(out)
    assert find_panels(small, paper_of(small)) == []
    assert without_panels(out, DPI) is out


@pytest.mark.parametrize("side", ["left", "right", "top"])
@pytest.mark.parametrize("depth", [0.25, 0.4])
def test_a_shadow_that_fades_into_the_paper_is_no_field(side: str, depth: float) -> None:
    out = page().astype(np.float64)
    reach = np.clip((np.arange(out.shape[1] if side != "top" else out.shape[0]) - 20) / 260, 0, 1)
    light = 1 - depth * (1 - reach) ** 2
    light[:20] = 1.0
    if side == "right":
        light = light[::-1]
    shade = np.broadcast_to(light[:, None] if side == "top" else light[None, :], out.shape)
    out[30:-30, 30:-30] *= shade[30:-30, 30:-30]
    picture = out.astype(np.uint8)
    assert without_panels(picture, DPI) is picture


def test_the_dark_around_a_sheet_turns_light_and_a_cut_off_table_stays() -> None:
    out = page()
    cv2.fillPoly(out, [np.array([(0, 0), (60, 0), (0, 1400)])], 40)
    cv2.line(out, (600, 650), (1099, 650), 0, 3)
    cleaned = without_surroundings(out, DPI)
    assert cleaned[100:300, :40].min() > 200
    assert cleaned[648:653, 700:1090].min() < 60


@pytest.mark.parametrize("colour", [False, True])
def test_a_fold_across_the_page_is_lifted_and_a_tables_rulings_are_not(colour: bool) -> None:
    out = page()
    cv2.line(out, (100, 650), (1000, 650), 0, 3)
    shadow = 1 - 0.35 * np.exp(-(((np.arange(1400) - 560) / 5.0) ** 2))
    folded = (out * shadow[:, None]).astype(np.uint8)
    image = np.repeat(folded[:, :, None], 3, axis=2) if colour else folded
    lifted = without_folds(image, DPI)
    grey = lifted[:, :, 1] if colour else lifted
    assert grey[545:575, 300:800].min() > 215
    assert grey[648:653, 200:900].max() < 120


def test_a_field_ends_above_print_that_touches_it() -> None:
    out = head(page(), 190, 10)
    cv2.putText(out, "Meningkatnya mutu", (152, 478), cv2.FONT_HERSHEY_COMPLEX, 0.7, 10, 2, cv2.LINE_AA)
    small = reduced(out)
    (panel,) = find_panels(small, paper_of(small))
    _, top, _, height = cv2.boundingRect(panel.outline)
    assert (top + height) * DPI / 72 == pytest.approx(460, abs=6)
    assert not panel.turned


@pytest.mark.parametrize("ruled", [False, True])
def test_an_outline_is_drawn_where_there_is_none(ruled: bool) -> None:
    out = head(page(), 190, 10)
    if ruled:
        cv2.rectangle(out, (150, 400), (950, 460), 0, 2)
    small = reduced(out)
    assert [panel.ruled for panel in find_panels(small, paper_of(small))] == [ruled]
    edge = without_panels(out, DPI)[392:408, 200:900].min(axis=0)
    assert (edge < 60).mean() > 0.95


def test_a_dark_streak_with_rounded_ends_is_no_field() -> None:
    out = page()
    cv2.ellipse(out, (550, 430), (420, 60), 0, 0, 360, 150, -1)
    small = reduced(out)
    assert find_panels(small, paper_of(small)) == []


def test_dark_rulings_in_a_dark_head_stay_dark() -> None:
    out = head(page(), 90, 250)
    for x in (500, 720):
        cv2.line(out, (x, 400), (x, 460), 5, 3)
    whitened = inside(without_panels(out, DPI))
    assert whitened[:, [500 - 180, 720 - 180]].max() < 110
    assert np.median(whitened) > 200


def test_a_faint_head_is_found_whole_where_its_shade_comes_near_to_the_papers() -> None:
    out = np.full((1400, 1100), 240, np.uint8)
    out[400:460, 150:950] = np.linspace(214, 223, 800).astype(np.uint8)
    cv2.putText(out, "SASARAN KINERJA", (200, 440), cv2.FONT_HERSHEY_COMPLEX, 0.8, 10, 2, cv2.LINE_AA)
    small = reduced(out)
    (panel,) = find_panels(small, paper_of(small))
    assert cv2.boundingRect(panel.outline)[2] == pytest.approx(800 * 72 / DPI, abs=8)


def test_a_fold_across_a_dark_head_is_lifted_by_its_margins() -> None:
    out = page()
    cv2.rectangle(out, (150, 530), (1000, 610), 60, -1)
    shadow = 1 - 0.3 * np.exp(-(((np.arange(1400) - 570) / 5.0) ** 2))
    lifted = without_folds((out * shadow[:, None]).astype(np.uint8), DPI)
    assert np.ptp(lifted[540:600, 200:900].mean(axis=1)) < 12


def test_a_slanted_head_of_dense_print_is_found_whole() -> None:
    out = np.full((1400, 1100), 240, np.uint8)
    cv2.rectangle(out, (80, 660), (1020, 712), 60, -1)
    for x, text in ((100, "NO"), (230, "SASARAN UTAMA"), (560, "INDIKATOR KINERJA")):
        cv2.putText(out, text, (x, 695), cv2.FONT_HERSHEY_TRIPLEX, 0.8, 250, 2, cv2.LINE_AA)
    matrix = cv2.getRotationMatrix2D((550, 700), 3.0, 1.0)
    slanted = cv2.warpAffine(out, matrix, (1100, 1400), borderValue=240)
    turned = np.ascontiguousarray(np.rot90(np.asarray(slanted, dtype=np.uint8)))
    small = reduced(turned)
    (panel,) = find_panels(small, paper_of(small))
    assert cv2.boundingRect(panel.outline)[3] == pytest.approx(940 * 72 / DPI, abs=12)


@pytest.mark.parametrize(("ground", "ruling"), [(160, 100), (150, 100), (200, 120)])
def test_rulings_in_a_shaded_head_stay_as_dark_as_elsewhere(ground: int, ruling: int) -> None:
    shaded = head(page(), ground, 10)
    cv2.rectangle(shaded, (150, 400), (950, 460), ruling, 3)
    cv2.line(shaded, (600, 400), (600, 460), ruling, 3)
    out = without_panels(shaded, DPI)
    assert np.median(out[412:448, 700:900]) > 200
    assert np.median(out[412:448, 600]) < ruling + 25


@pytest.mark.parametrize("dirt", [(4, 900, 40, 1300), (4, 60, 36, 380), (1050, 100, 1090, 500)])
def test_a_field_on_a_page_that_lies_on_its_side_is_found_beside_dirt(
    dirt: tuple[int, int, int, int],
) -> None:
    turned = np.ascontiguousarray(np.rot90(head(page(), 40, 250)))
    x0, y0, x1, y1 = dirt
    turned[y0:y1, x0 + 8 : x1] = 190
    small = reduced(turned)
    assert any(panel.turned for panel in find_panels(small, paper_of(small)))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("wide", [30, 60])
def test_a_dark_strip_that_print_runs_across_is_no_field(wide: int, turned: bool) -> None:
    """A fold's shadow ends abruptly, too, but lines of print go through it."""
    out = page()
    out[40:1360, 400 : 400 + wide] = (out[40:1360, 400 : 400 + wide] * 0.8).astype(np.uint8)
    small = reduced(np.ascontiguousarray(np.rot90(out)) if turned else out)
    assert find_panels(small, paper_of(small)) == []
    bare = np.full_like(out, 240)
    bare[40:1360, 400 : 400 + wide] = 192
    small = reduced(np.ascontiguousarray(np.rot90(bare)) if turned else bare)
    assert len(find_panels(small, paper_of(small))) == 1
