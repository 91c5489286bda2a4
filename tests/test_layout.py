"""A page's content becomes blocks, and no word is lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iki.extract.layout import columns_to_carry, lay_out, text_blocks
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.schema.blocks import Page, Word
from iki.schema.geometry import Box
from printed import LEADING, SIZE, grid_rulings, lines, words

WIDTH, HEIGHT = 600.0, 800.0
STEP = LEADING * SIZE
VOCABULARY = ["laporan", "Jumlah", "desa", "1.", "a.", "-", ":", "NIP", "x", "100%", "RENCANA", "(", "tepat-"]

printed = st.lists(
    st.tuples(st.sampled_from(VOCABULARY), st.floats(-20, 590), st.floats(-20, 790), st.floats(5, 16)),
    max_size=40,
)
drawn_lines = st.lists(
    st.builds(
        lambda axis, pos, start, length, width: Ruling(axis, pos, start, start + length, width),
        st.sampled_from(["h", "v"]),
        st.sampled_from([50.0, 150.0, 151.0, 300.0, 420.0, 560.0]),
        st.sampled_from([40.0, 50.0, 150.0, 300.0]),
        st.floats(5, 500),
        st.floats(0.2, 2),
    ),
    max_size=16,
)
shading = st.lists(
    st.builds(
        lambda x, y, w, h: Fill(Box(x, y, x + w, y + h), 0.9),
        st.sampled_from([50.0, 200.0, 350.0]),
        st.sampled_from([50.0, 70.0, 90.0, 300.0]),
        st.sampled_from([100.0, 150.0]),
        st.floats(10, 60),
    ),
    max_size=10,
)


def ink(found: list[Word]) -> Counter[tuple[str, tuple[float, ...]]]:
    return Counter((w.text, tuple(w.box)) for w in found)


def words_in(page: Page) -> list[Word]:
    found = [line for block in page.blocks for line in block.lines]
    found += [line for block in page.blocks for cell in block.cells for line in cell.lines]
    return [word for line in found for word in line.words]


@settings(max_examples=200)
@given(printed, drawn_lines, shading, st.one_of(st.none(), st.just([50.0, 200.0, 350.0, 500.0])))
def test_every_word_lands_in_exactly_one_line(
    items: list[tuple[str, float, float, float]],
    rulings: list[Ruling],
    fills: list[Fill],
    carried: list[float] | None,
) -> None:
    drawn = [w for text, x, y, size in items for w in words(text, x, y, size)]
    content = PageContent(1, WIDTH, HEIGHT, words=drawn, rulings=rulings, fills=fills)
    page = lay_out(content, carried)
    assert ink(words_in(page)) == ink(drawn)
    columns_to_carry(page)


def table_page(extra: list[Word] | None = None) -> Page:
    """Two rows of three cells between two lines of text."""
    xs, ys = [50.0, 150.0, 300.0, 500.0], [200.0, 240.0, 300.0]
    drawn = [
        w
        for r, top in enumerate(ys[:-1])
        for c, x in enumerate(xs[:-1])
        for w in words(f"sel {r} {c}", x + 4, top + 4)
    ]
    drawn += words("Judul di atas", 50, 100) + words("Teks di bawah", 50, 400) + (extra or [])
    return lay_out(PageContent(1, WIDTH, HEIGHT, words=drawn, rulings=grid_rulings(xs, ys)))


def test_blocks_come_from_top_to_bottom() -> None:
    assert [b.kind for b in table_page().blocks] == ["text", "table", "text"]


def test_words_go_to_the_cell_that_holds_them() -> None:
    table = table_page().blocks[1]
    assert table.ruled
    assert {(c.row, c.col): c.text for c in table.cells} == {
        (r, c): f"sel {r} {c}" for r in range(2) for c in range(3)
    }


@pytest.mark.parametrize(("x", "inside"), [(485.0, True), (491.0, False)])
def test_a_word_over_the_tables_edge_goes_where_its_middle_lies(x: float, inside: bool) -> None:
    page = table_page(words("luar", x, 260))
    table = next(b for b in page.blocks if b.kind == "table")
    assert ("luar" in next(c for c in table.cells if (c.row, c.col) == (1, 2)).text) == inside
    assert any(line.text == "luar" for b in page.blocks for line in b.lines) != inside


def test_images_are_blocks() -> None:
    page = lay_out(PageContent(1, WIDTH, HEIGHT, images=[Box(10, 10, 60, 60)]))
    assert [(b.kind, b.box) for b in page.blocks] == [("image", Box(10, 10, 60, 60))]


def test_what_the_content_tells_is_kept() -> None:
    page = lay_out(PageContent(7, WIDTH, HEIGHT, kind="mixed", rotation=90, skew=0.5))
    assert (page.number, page.kind, page.rotation, page.skew) == (7, "mixed", 90, 0.5)
    assert page.blocks == []


# ---- text between tables -----------------------------------------------------------------------------------


def test_wide_white_space_separates_blocks() -> None:
    made = [*lines(["satu dua", "tiga empat"], top=100), *lines(["lima"], top=100 + 5 * STEP)]
    assert [b.text for b in text_blocks(made)] == ["satu dua\ntiga empat", "lima"]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["INDIKATOR KINERJA INDIVIDU"], "heading"),
        (["KEPUTUSAN CAMAT CONTOH", "NOMOR 800/1/2023"], "heading"),
        (["a. menyusun rencana;", "b. membina desa."], "list"),
        (["- menyusun", "rencana kerja"], "list"),
        (["Budi Santoso", "NIP. 19700101 199001 1 001"], "signature"),
        (["Dalam rangka pelaksanaan tugas,", "perlu ditetapkan indikator."], "text"),
    ],
)
def test_kinds_of_blocks(texts: list[str], kind: str) -> None:
    (block,) = text_blocks(lines(texts))
    assert block.kind == kind


def test_no_lines_are_no_blocks() -> None:
    assert text_blocks([]) == []


def test_ruled_tables_carry_no_columns() -> None:
    assert columns_to_carry(table_page()) is None
    assert columns_to_carry(lay_out(PageContent(1, WIDTH, HEIGHT))) is None


# ---- a table in a cell of another ----------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows"), [(3, 3), (4, 2), (5, 6)])
def test_a_table_in_a_cell_of_another_is_one_of_its_own(columns: int, rows: int) -> None:
    outer_xs, outer_ys = [50.0, 160.0, 560.0], [80.0, 100.0, 140.0, 400.0]
    xs = [60.0 + i * 480.0 / columns for i in range(columns + 1)]
    ys = [170.0 + i * 30.0 for i in range(rows + 1)]
    rulings = [r for r in grid_rulings(outer_xs, outer_ys) if not (r.axis == "v" and r.pos == outer_xs[1])]
    rulings.append(Ruling("v", outer_xs[1], 80.0, 140.0, 0.5))
    printed = [
        *words("JABATAN", 55, 85),
        *words("Camat", 165, 85),
        *words("TUGAS", 55, 110),
        *words("a. rapat", 165, 110),
    ]
    printed += words("URAIAN :", 55, 150)
    for r, y in enumerate(ys[:-1]):
        for c, x in enumerate(xs[:-1]):
            printed += words(f"r{r}c{c}", x + 5, y + 8)
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=printed, rulings=[*rulings, *grid_rulings(xs, ys)]))
    outer, inner = [b for b in page.blocks if b.kind == "table"]
    assert [c.text for c in outer.cells] == ["JABATAN", "Camat", "TUGAS", "a. rapat", "URAIAN :"]
    assert [c.text for c in inner.cells] == [f"r{r}c{c}" for r in range(rows) for c in range(columns)]


def test_a_frame_around_words_in_a_cell_is_no_table() -> None:
    frame = grid_rulings([200.0, 300.0], [110.0, 130.0])
    rulings = [*grid_rulings([50.0, 160.0, 560.0], [80.0, 100.0, 140.0]), *frame]
    printed = [
        *words("JABATAN", 55, 85),
        *words("Camat", 165, 85),
        *words("TUGAS", 55, 110),
        *words("rapat", 205, 115),
    ]
    page = lay_out(PageContent(1, WIDTH, HEIGHT, words=printed, rulings=rulings))
    (table,) = [b for b in page.blocks if b.kind == "table"]
    assert [c.text for c in table.cells] == ["JABATAN", "Camat", "TUGAS", "rapat"]
