"""Columns that wear has run together are split where the document's other tables have them, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.column_consensus import with_agreed_columns
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent, Ruling
from iki.schema.blocks import Page, Word
from iki.schema.geometry import Box

EDGES = [50.0, 80.0, 200.0, 320.0, 460.0, 550.0]
LEVELS = [100.0, 130.0, 160.0, 190.0]


def word(text: str, x: float, y: float, width: float = 40.0) -> Word:
    return Word(text, Box(x, y, x + width, y + 9), 10.0)


def scan(
    number: int, edges: Sequence[float], words: Sequence[Word], levels: Sequence[float] = LEVELS
) -> tuple[Page, PageContent]:
    rulings = [Ruling("h", y, edges[0], edges[-1]) for y in levels]
    rulings += [Ruling("v", x, levels[0], levels[-1]) for x in edges]
    content = PageContent(number, 612, 792, kind="scan", words=list(words), rulings=rulings)
    return lay_out(content), content


def filled(edges: Sequence[float] = EDGES) -> list[Word]:
    """A word in every cell."""
    return [word("teks", x + 4, y + 8, 20) for y in LEVELS[:-1] for x in edges[:-1]]


def parted(scans: Sequence[tuple[Page, PageContent]]) -> dict[int, int]:
    """How many columns the tables have on those pages that changed, by index."""
    changed = {at: lay_out(content) for at, content in with_agreed_columns(scans)}
    return {at: max(c.col + c.col_span for b in page.blocks for c in b.cells) for at, page in changed.items()}


def without(at: int, edges: Sequence[float] = EDGES) -> list[float]:
    return [edge for number, edge in enumerate(edges) if number != at]


def test_a_column_that_two_other_tables_have_is_split() -> None:
    scans = [scan(1, EDGES, filled()), scan(2, without(2), filled()), scan(3, EDGES, filled())]
    assert parted(scans) == {1: 5}


@given(st.integers(1, 4), st.floats(-5, 5), st.floats(-8, 8))
def test_sides_may_shift_and_widths_may_differ_a_little(at: int, shift: float, wider: float) -> None:
    own = [edge + shift for edge in EDGES]
    own[2] += wider
    words = [word("teks", x + 10, y + 8, 12) for y in LEVELS[:-1] for x in own[:-1]]
    scans = [scan(1, EDGES, filled()), scan(2, without(at, own), words), scan(3, EDGES, filled())]
    assert parted(scans) == {1: 5}


def test_one_table_alone_does_not_tell_another_one() -> None:
    assert parted([scan(1, EDGES, filled()), scan(2, without(2), filled())]) == {}


def test_the_most_decide() -> None:
    scans = [scan(n, EDGES if n < 3 else without(2), filled()) for n in range(1, 6)]
    assert parted(scans) == {}


def test_words_across_an_edge_keep_the_columns_together() -> None:
    across = [word("panjang", 130, y + 8, 140) for y in LEVELS[:-1]]
    scans = [scan(1, EDGES, filled()), scan(2, without(2), across), scan(3, EDGES, filled())]
    assert parted(scans) == {}


def test_a_merged_cell_stays_merged() -> None:
    words = [w for w in filled() if w.box.top > 130] + [word("panjang", 100, 108, 180)]
    scans = [scan(1, EDGES, filled()), scan(2, without(2), words), scan(3, EDGES, filled())]
    ((at, content),) = with_agreed_columns(scans)
    (table,) = (block for block in lay_out(content).blocks if block.kind == "table")
    assert at == 1
    assert next(cell for cell in table.cells if cell.text == "panjang").col_span == 2
    assert sum(cell.row > 0 and cell.text == "teks" for cell in table.cells) == 10


def test_tables_of_other_sides_or_of_two_columns_are_left_alone() -> None:
    other = [50.0, 80.0, 200.0, 460.0, 500.0]
    keys = [50.0, 200.0, 550.0]
    full = [scan(n, EDGES, filled()) for n in (1, 2, 3)]
    assert parted([*full, scan(4, other, filled(other)), scan(5, keys, filled(keys))]) == {}


def test_a_ruling_that_the_head_spans_and_no_other_table_has_goes() -> None:
    words = [w for w in filled() if not (w.box.top < 130 and w.box.x0 == 204)]
    false = Ruling("v", 260.0, 130.0, 190.0)
    _, content = scan(2, EDGES, [*words, word("rumus", 240, 108)])
    content.rulings.append(false)
    scans = [scan(1, EDGES, filled()), (lay_out(content), content), scan(3, EDGES, filled())]
    assert parted(scans) == {1: 5}
    assert all(false not in changed.rulings for _, changed in with_agreed_columns(scans))


def test_a_column_with_a_head_of_its_own_stays() -> None:
    more = sorted([*EDGES, 260.0])
    scans = [scan(1, EDGES, filled()), scan(2, more, filled(more)), scan(3, EDGES, filled())]
    assert parted(scans) == {}


def test_a_column_without_a_word_that_no_other_table_has_goes() -> None:
    more = sorted([*EDGES, 420.0])
    scans = [scan(1, EDGES, filled()), scan(2, more, filled()), scan(3, EDGES, filled())]
    assert parted(scans) == {1: 5}


def open_scan(number: int, words: Sequence[Word]) -> tuple[Page, PageContent]:
    """A page with a table that only rulings across and white space make."""
    rulings = [Ruling("h", y, EDGES[0], EDGES[-1]) for y in LEVELS]
    content = PageContent(number, 612, 792, kind="scan", words=list(words), rulings=rulings)
    return lay_out(content), content


def run_together(at: int, text: str, sure: float = 0.3) -> list[Word]:
    """A word in every cell; in one row those on both sides of an edge (counted from 0) are one word of the reader's."""
    beside = [w for w in filled() if w.box.top < 160 or w.box.x0 not in (EDGES[at - 1] + 4, EDGES[at] + 4)]
    box = Box(EDGES[at - 1] + 4, 168.0, EDGES[at] + 44, 177.0)
    return [*beside, Word(text, box, 10.0, sure, "ocr")]


@pytest.mark.parametrize(
    ("at", "text"), [(2, "dibagLjlP"), (3, "disabilitasAM10%"), (4, "pendampirgAMarenstra")]
)
def test_words_run_together_over_an_open_tables_edge_are_parted(at: int, text: str) -> None:
    scans = [open_scan(1, filled()), open_scan(2, run_together(at, text)), open_scan(3, filled())]
    assert max(c.col + c.col_span for b in scans[1][0].blocks for c in b.cells) == len(EDGES) - 2
    assert parted(scans) == {1: len(EDGES) - 1}
    ((_, content),) = with_agreed_columns(scans)
    assert text in "".join(word.text for word in content.words)


@pytest.mark.parametrize(("text", "sure"), [("keterangan", 0.3), ("Xyzzyqq", 0.95)])
def test_what_is_a_word_or_surely_read_is_not_parted(text: str, sure: float) -> None:
    scans = [open_scan(1, filled()), open_scan(2, run_together(3, text, sure)), open_scan(3, filled())]
    assert parted(scans) == {}
