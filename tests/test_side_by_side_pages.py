"""Two pages printed side by side on one sheet, under a running head and beside a line that separates them."""

from __future__ import annotations

import pytest
from iki.extract.page_content import PageContent, Ruling
from iki.extract.side_by_side_pages import pages_of_sheet
from iki.schema.blocks import Word
from printed import grid_rulings, words

WIDTH, HEIGHT = 842.0, 595.0


def half(x: float, post: str) -> tuple[list[Word], list[Ruling]]:
    printed = ["INDIKATOR KINERJA INDIVIDU", f"Jabatan : {post}", "Tugas : Memimpin urusan desa"]
    found = [w for n, text in enumerate(printed) for w in words(text, x, 80 + 16 * n)]
    found += words("Sasaran Indikator", x, 150) + words("Meningkatnya mutu laporan", x, 170)
    return found, grid_rulings([x - 4, x + 150, x + 330], [145, 165, 200])


def sheet(*further: Word, rulings: tuple[Ruling, ...] = ()) -> PageContent:
    left, right = half(40, "Camat Elok"), half(460, "Sekretaris Camat")
    return PageContent(
        number=1,
        width=WIDTH,
        height=HEIGHT,
        words=[*left[0], *right[0], *further],
        rulings=[*left[1], *right[1], *rulings],
    )


@pytest.mark.parametrize("top", [20.0, 570.0])
@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_head_or_foot_of_the_whole_sheet_goes_with_the_left_page(top: float, *, is_ruled: bool) -> None:
    head = words("RSUD ELOK RAYA KABUPATEN BUKIT ASRI", 300, top)
    line = (Ruling("h", top + 14, 30, WIDTH - 30, 1.0),) if is_ruled else ()
    pages = pages_of_sheet(sheet(*head, rulings=line))
    assert len(pages) == 2
    assert [sum(w.text == "ELOK" for w in page.words) for page in pages] == [1, 0]
    assert all("Jabatan" in [w.text for w in page.words] for page in pages)


@pytest.mark.parametrize("x", [418.0, 425.0])
def test_a_line_down_the_middle_separates_the_pages(x: float) -> None:
    assert len(pages_of_sheet(sheet(rulings=(Ruling("v", x, 60, 560, 0.5),)))) == 2


@pytest.mark.parametrize("y", [100.0, 300.0, 500.0])
def test_what_crosses_the_middle_of_the_body_makes_it_one_page(y: float) -> None:
    assert len(pages_of_sheet(sheet(*words("KEPALA DINAS PERKEBUNAN KOPI ELOK RAYA", 300, y)))) == 1
    assert len(pages_of_sheet(sheet(rulings=(Ruling("h", y, 40, 800, 0.5),)))) == 1
