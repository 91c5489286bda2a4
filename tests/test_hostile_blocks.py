"""Raw blocks that mean harm: whatever a reader hands on, decrees can be built of it, written and read again.

``python bench/fuzz.py --what blocks`` tries many more; what it found is kept here.
"""

from __future__ import annotations

import math

import pytest
from hostile.blocks import checked_decrees, hostile_document
from hypothesis import given, settings
from hypothesis import strategies as st
from iki.normalize.tables.page_breaks import reads_on_score
from iki.schema.blocks import Block
from iki.schema.geometry import Box
from printed import document, page, table, text

HEAD = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
ROW = ["1", "Pelayanan", "Persentase surat selesai", "Surat selesai / surat masuk x 100%", "Buku agenda"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_decrees_are_built_of_anything(seed: int) -> None:
    checked_decrees(hostile_document(seed))


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ANY_TEXT, min_size=5, max_size=5), max_size=6), st.lists(ANY_TEXT, max_size=6))
def test_any_characters_may_stand_in_a_form(cells: list[list[str]], above: list[str]) -> None:
    blocks = [text(above_text, top=80.0 + 14 * n) for n, above_text in enumerate(above) if above_text.split()]
    heading = text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Kasi Trantib", top=30.0)
    checked_decrees(document(page(heading, *blocks, table([HEAD, *cells]))))


KEYS = st.sampled_from(["Sasaran", "Indikator", "Formula", "Sumber Data", "Target", "", "1.", ":"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.lists(KEYS | ANY_TEXT, min_size=3, max_size=3), min_size=1, max_size=9), max_size=3)
)
def test_cards_of_any_keys_on_any_pages(tables: list[list[list[str]]]) -> None:
    pages = [page(table(rows), number=n) for n, rows in enumerate(tables, 1)]
    checked_decrees(document(*pages))


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf, 3e38])
def test_boxes_without_finite_numbers_can_be_written(broken: float) -> None:
    block = table([HEAD, ROW])
    for cell in block.cells[5:]:
        cell.box = Box(cell.box.x0, cell.box.top, broken, cell.box.bottom)
        for line in cell.lines:
            line.box = Box(broken, line.box.top, line.box.x1, broken)
    checked_decrees(document(page(text("Jabatan : Kasi Trantib"), block)))


def test_a_heading_in_a_picture_alone_is_no_margin() -> None:
    picture = text("Jabatan : Kasi Trantib")
    checked_decrees(document(page(Block("image", picture.box, lines=picture.lines))))


@pytest.mark.parametrize(("before", "after"), [("", "x"), ("x", " "), (" ", "")])
def test_a_text_of_blanks_neither_reads_on_nor_starts_over(before: str, after: str) -> None:
    assert reads_on_score(before, after) == 0.0
