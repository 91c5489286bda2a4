"""Two tables beside each other are two where their rules or shading stop at the white between them."""

from __future__ import annotations

import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import Fill, PageContent, Ruling
from iki.schema.blocks import Block, Word
from iki.schema.geometry import Box
from printed import LEADING, SIZE, width_of, words

TOP, STEP = 120.0, 1.3 * LEADING * SIZE
SIDES = ((50.0, 270.0), (290.0, 510.0))
"""Left and right ends of the two tables."""
HEAD = ["Item", "Pack", "Price"]
LEFT = [
    ["Rope", "each", "3.20"],
    ["Bucket", "box", "4.10"],
    ["Lantern", "each", "12.00"],
    ["Nails", "kg", "2.40"],
]
RIGHT = [["Spade", "each", "14.50"], ["Fork", "each", "9.75"], ["Hoe", "pair", "8.00"]]


def printed(rows: list[list[str]], x0: float, x1: float) -> list[Word]:
    out: list[Word] = []
    for i, (name, pack, price) in enumerate(rows):
        y = TOP + i * STEP
        out += words(name, x0 + 3, y) + words(pack, x0 + 90, y)
        out += words(price, x1 - 3 - width_of(price), y)
    return out


def tables_of(fills: list[Fill], rules: list[Ruling]) -> list[Block]:
    own = [w for rows, ends in zip((LEFT, RIGHT), SIDES, strict=True) for w in printed([HEAD, *rows], *ends)]
    page = lay_out(PageContent(1, 595.0, 842.0, words=own, rulings=rules, fills=fills))
    return [b for b in page.blocks if b.kind == "table"]


def rows_of(table: Block) -> list[list[str]]:
    out: list[list[str]] = [[] for _ in range(max(c.row for c in table.cells) + 1)]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        out[cell.row].append(cell.text)
    return out


def shaded_rows(cuts: tuple[float, ...]) -> list[Fill]:
    """The head and every second row of each table shaded, in pieces between the ``cuts`` (of the table's width)."""
    return [
        Fill(Box(x0 + a * (x1 - x0), TOP + i * STEP - 3, x0 + b * (x1 - x0), TOP + (i + 1) * STEP - 3), 0.8)
        for x0, x1 in SIDES
        for i in (0, 2)
        for a, b in zip((0.0, *cuts), (*cuts, 1.0), strict=True)
    ]


def rules_at(rows: tuple[int, ...]) -> list[Ruling]:
    return [Ruling("h", TOP + i * STEP - 3, x0, x1) for i in rows for x0, x1 in SIDES]


@pytest.mark.parametrize(
    ("fills", "rules"),
    [
        (shaded_rows((0.35, 0.7)), []),
        (shaded_rows(()), []),
        ([], rules_at((0, 1, 5))),
        ([], rules_at((0, 1))),
    ],
)
def test_what_draws_each_table_parts_them(fills: list[Fill], rules: list[Ruling]) -> None:
    assert [rows_of(table) for table in tables_of(fills, rules)] == [[HEAD, *LEFT], [HEAD, *RIGHT]]


@pytest.mark.parametrize("rules", [[], [Ruling("h", TOP + i * STEP - 3, 50.0, 510.0) for i in (0, 1, 5)]])
def test_white_alone_or_rules_across_part_none(rules: list[Ruling]) -> None:
    assert len(tables_of([], rules)) == 1


def test_rules_under_each_group_of_a_tables_columns_part_none() -> None:
    names = [
        w
        for i, name in enumerate(("Region", "North", "South", "East"))
        for w in words(name, 50, TOP + i * STEP)
    ]
    figures = [
        w
        for i in range(4)
        for x in (170, 240, 340, 410)
        for w in words(str(2020 + x // 70) if not i else str(11 * i + x), x, TOP + i * STEP)
    ]
    rules = [Ruling("h", TOP + i * STEP - 3, a, b) for i in (0, 1, 4) for a, b in ((165, 290), (335, 460))]
    page = lay_out(PageContent(1, 595.0, 842.0, words=names + figures, rulings=rules))
    (table,) = [b for b in page.blocks if b.kind == "table"]
    assert rows_of(table)[1] == ["North", "181", "251", "351", "421"]
