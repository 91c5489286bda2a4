"""Contents, indexes and numbered equations stand in columns and are no tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent
from iki.schema.blocks import Block, Word
from printed import LEADING, SIZE, width_of, words

TOP, STEP = 120.0, LEADING * SIZE


def tables_of(printed: list[Word]) -> list[Block]:
    return [b for b in lay_out(PageContent(1, 595.0, 842.0, words=printed)).blocks if b.kind == "table"]


def lines_with(
    rows: Sequence[tuple[str, ...]], starts: tuple[float, ...], right: float | None = None
) -> list[Word]:
    """Rows of texts that begin at some places; the last one ends at ``right`` if that is given."""
    out: list[Word] = []
    for i, row in enumerate(rows):
        for k, (text, x) in enumerate(zip(row, starts, strict=True)):
            at = right - width_of(text) if right is not None and k == len(row) - 1 else x
            out += words(text, at, TOP + i * STEP) if text else []
    return out


CHAPTERS = [
    ("1", "Boats and crews", "1"),
    ("1.1", "How boats are counted", "3"),
    ("1.2", "Crews by age", "9"),
    ("2", "Catches", "15"),
    ("2.1", "Weight of catches", "16"),
    ("2.2", "Prices on the quay", "24"),
    ("3", "Harbours", "31"),
]


@pytest.mark.parametrize("first", [None, ("", "Preface", "vii"), ("", "Summary", "1")])
@pytest.mark.parametrize("indent", [60.0, 75.0])
def test_contents_without_dots(first: tuple[str, ...] | None, indent: float) -> None:
    rows = [first, *CHAPTERS] if first else CHAPTERS
    assert tables_of(lines_with(rows, (60.0, indent + 20, 0.0), 500.0)) == []


def test_figures_that_rise_under_a_head_are_a_table() -> None:
    rows = [("No", "Work", "Days"), *CHAPTERS]
    (table,) = tables_of(lines_with(rows, (60.0, 95.0, 0.0), 500.0))
    assert table.cells[-1].text == "31"


@pytest.mark.parametrize("sign", ["({})", "(2.{})", "(A.{})"])
def test_numbers_of_equations(sign: str) -> None:
    rows = [
        (f"{name} = a + b / 2", sign.format(i))
        for i, name in enumerate("PQRS", 1)
        if "A" not in sign or i < 4
    ]
    assert tables_of(lines_with(rows, (80.0, 0.0), 500.0)) == []


def test_figures_in_brackets_that_do_not_count_are_a_table() -> None:
    rows = [("Coal", "(1.2)"), ("Gas", "(0.7)"), ("Wind", "(0.9)"), ("Water", "(3.1)")]
    assert len(tables_of(lines_with(rows, (80.0, 0.0), 300.0))) == 1


@pytest.mark.parametrize("columns", [3, 4])
def test_an_index(columns: int) -> None:
    topics = [
        "anchor",
        "boat",
        "crew",
        "dock",
        "eel",
        "fleet",
        "gale",
        "harbour",
        "ice",
        "jetty",
        "keel",
        "lamp",
    ]
    rows = [
        tuple(
            f"{topics[(i * columns + k) % 12]}, {3 + i * k}" + (", 71-72" if i % 3 else "")
            for k in range(columns)
        )
        for i in range(9)
    ]
    assert tables_of(lines_with(rows, tuple(60.0 + 130 * k for k in range(columns)))) == []
