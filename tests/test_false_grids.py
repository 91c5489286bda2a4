"""Labels beside a chart's bars are no table, not even where only one of the bars lies among them."""

from __future__ import annotations

import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import Fill, PageContent
from iki.schema.geometry import Box
from printed import words

NAMES = ["Kapal", "Perahu", "Rakit", "Lainnya"]


@pytest.mark.parametrize("lengths", [(300, 210, 150, 120), (80, 310, 150, 240), (330, 200, 90, 60)])
def test_the_last_bar_above_its_scale_and_the_next_charts_legend(lengths: tuple[int, ...]) -> None:
    printed, fills = [], []
    for i, (name, length) in enumerate(zip(NAMES, lengths, strict=True)):
        y = 120.0 + 17 * i
        printed += words(name, 70.0, y) + words(f"{length}.5", 125.0 + length, y)
        fills.append(Fill(Box(120.0, y, 120.0 + length, y + 10), 0.4))
    for k in range(5):
        printed += words(str(90 * k), 118.0 + 90 * k, 188.0)
    printed += (
        words("Gambar 2. Per bulan", 70.0, 212.0) + words("2022", 130.0, 232.0) + words("2023", 220.0, 232.0)
    )
    page = lay_out(PageContent(1, 595.0, 842.0, words=printed, fills=fills))
    assert [b for b in page.blocks if b.kind == "table"] == []
