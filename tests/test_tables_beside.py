"""Two tables beside each other: under captions of their own, or with rules or shading that stop between them."""

from __future__ import annotations

from dataclasses import replace

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


@pytest.mark.parametrize(
    ("first", "second"), [("Tabel 3. Alat", "Tabel 4. Bahan"), ("Table 2-1: Tools", "Table 2-2: Seeds")]
)
@pytest.mark.parametrize("lower", [0.0, 0.5, 1.0])
def test_captions_beside_each_other_part_two_tables(first: str, second: str, lower: float) -> None:
    """Without a rule or shading, whether or not their rows are level."""
    left, right = printed([HEAD, *LEFT], *SIDES[0]), printed([HEAD, *RIGHT], *SIDES[1])
    right = [
        replace(w, box=Box(w.box.x0, w.box.top + lower * STEP, w.box.x1, w.box.bottom + lower * STEP))
        for w in right
    ]
    above = words(f"{first} terbaik", 53.0, TOP - STEP) + words(f"{second} terbaik", 293.0, TOP - STEP)
    page = lay_out(PageContent(1, 595.0, 842.0, words=[*above, *left, *right]))
    assert [rows_of(b) for b in page.blocks if b.kind == "table"] == [[HEAD, *LEFT], [HEAD, *RIGHT]]


@pytest.mark.parametrize(
    "texts", [("Tabel alat", "Tabel bahan"), ("Tabel 3. Alat", "Gambar 4. Bahan"), ("Baris 3", "Baris 4")]
)
def test_other_texts_above_the_columns_of_a_table_part_none(texts: tuple[str, str]) -> None:
    own = printed([HEAD, *LEFT], *SIDES[0]) + printed([HEAD, *LEFT], *SIDES[1])
    above = words(texts[0], 53.0, TOP - STEP) + words(texts[1], 293.0, TOP - STEP)
    page = lay_out(PageContent(1, 595.0, 842.0, words=[*above, *own]))
    (found,) = [b for b in page.blocks if b.kind == "table"]
    assert max(c.col + c.col_span for c in found.cells) == 6
