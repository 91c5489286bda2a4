"""Drawn grids that leave out lines which the text tells: numbers, or figures, of several rows in one cell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract.layout import ruled_grids
from iki.extract.page_content import Ruling
from iki.extract.ruled_grid import Grid
from iki.extract.ruling_merge import merge_rulings
from iki.extract.split_by_text import numbers_apart, part_rows, refined
from iki.extract.text_lines import KnownLines, group_lines
from iki.schema.blocks import Word
from printed import width_of, words

XS = [50.0, 80.0, 200.0, 400.0]


def grid(ys: Sequence[float]) -> Grid:
    """A column of numbers without a ruling between its rows, beside two columns with all of them."""
    rulings = [Ruling("v", x, ys[0], ys[-1]) for x in XS]
    rulings += [Ruling("h", y, XS[1], XS[-1]) for y in ys[1:-1]]
    rulings += [Ruling("h", y, XS[0], XS[-1]) for y in (ys[0], ys[-1])]
    (found,), _ = ruled_grids(merge_rulings(rulings))
    return found


def numbers(parted: Grid) -> list[tuple[int, int]]:
    return sorted((cell.row, cell.row_span) for cell in parted.cells if cell.col == 0)


@given(st.lists(st.integers(20, 60), min_size=2, max_size=8), st.integers(1, 80))
def test_every_row_gets_its_number(heights: list[int], first: int) -> None:
    ys = [100.0]
    for height in heights:
        ys.append(ys[-1] + height)
    printed = [w for n, y in enumerate(ys[:-1]) for w in words(f"{first + n}.", 54.0, y + 3)]
    assert numbers(numbers_apart(grid(ys), printed)) == [(row, 1) for row in range(len(heights))]


def test_a_number_keeps_the_rows_before_the_next_one() -> None:
    printed = [*words("1)", 54.0, 103.0), *words("2)", 54.0, 163.0)]
    assert numbers(numbers_apart(grid([100.0, 130.0, 160.0, 190.0]), printed)) == [(0, 2), (2, 1)]


def test_other_text_and_numbers_that_do_not_count_stay_together() -> None:
    whole = [(0, 3)]
    for texts in (("1.", "3."), ("1.", "dan"), ("Tertib", "warga")):
        printed = [w for n, text in enumerate(texts) for w in words(text, 54.0, 103.0 + 30 * n)]
        assert numbers(numbers_apart(grid([100.0, 130.0, 160.0, 190.0]), printed)) == whole


# ---- rows of figures ---------------------------------------------------------------------------------------

FIGURES = (["125", "250", "310", "440"], ["150", "205", "350", "480"])


def rows_of(columns: Sequence[Sequence[str]]) -> list[list[str]]:
    """What every column of a drawn row holds once its rows are parted; an empty text leaves a line free."""
    xs = [50.0 + 110 * n for n in range(len(columns) + 1)]
    bottom = 106.0 + 14 * max(map(len, columns))
    rulings = [Ruling("v", x, 100, bottom) for x in xs]
    rulings += [Ruling("h", y, xs[0], xs[-1]) for y in (100.0, bottom)]
    (whole,), _ = ruled_grids(merge_rulings(rulings))
    printed = [
        w
        for x, texts in zip(xs, columns, strict=False)
        for i, t in enumerate(texts)
        for w in words(t, x + 4, 103 + 14 * i)
    ]
    parted = part_rows(whole, printed, KnownLines())
    out: list[list[str]] = [[] for _ in columns]
    for cell in parted.cells:
        inside = [w for w in printed if cell.box.holds(w.box.cx, w.box.cy)]
        out[cell.col].append(" ".join(line.text for line in group_lines(inside)))
    return out


@pytest.mark.parametrize(
    "goal",
    [
        ["Meningkatnya mutu", "layanan surat"],
        ["Tertibnya pasar dan", "Terminal kecamatan"],
        ["Terjaganya jalan", "desa yang mantap", "sepanjang tahun"],
    ],
)
@pytest.mark.parametrize("names", [["Kopi", "Teh", "Padi", "Jagung"], ["Arjuna", "Bima", "Citra", "Dewi"]])
def test_a_text_beside_rows_of_figures_is_not_cut(goal: list[str], names: list[str]) -> None:
    assert rows_of([goal, names, *FIGURES]) == [[" ".join(goal)], names, *FIGURES]


@pytest.mark.parametrize(
    "texts",
    [
        ["Kopi", "Teh", "Padi", "Jagung"],
        ["Surat masuk", "Surat keluar", "Arsip", "Notula"],
        ["bibit kopi", "pupuk", "alat", "obat"],
    ],
)
def test_texts_beside_rows_of_figures_are_cut_with_them(texts: list[str]) -> None:
    """As many as there are rows, or each the beginning of one."""
    assert rows_of([texts, ["ton", "ton", "buah", "buah"], *FIGURES])[0] == texts


@pytest.mark.parametrize(
    ("groups", "items"),
    [
        (["Surat", "", "Paket", ""], ["- masuk", "- keluar", "- biasa", "- kilat"]),
        (["Jalan", "", "Jembatan", ""], ["- mantap", "- rusak", "- baik", "- putus"]),
        (["Kebun", "", "", "Sawah"], ["- kopi", "- teh", "- karet", "- padi"]),
    ],
)
def test_a_list_in_a_cell_goes_on_beside_figures(groups: list[str], items: list[str]) -> None:
    """No row begins with a further item of its list."""
    starts = [i for i, group in enumerate(groups) if group]
    parts = [slice(a, b) for a, b in zip(starts, [*starts[1:], 4], strict=True)]
    found = rows_of([groups, items, *FIGURES])
    assert found == [
        [" ".join(filter(None, col[part])) for part in parts] for col in (groups, items, *FIGURES)
    ]


@pytest.mark.parametrize("mark", ["-", "•"])
def test_items_in_the_first_column_are_rows(mark: str) -> None:
    items = [f"{mark} {name}" for name in ("kopi", "teh", "karet", "padi")]
    assert rows_of([items, ["ton", "", "", ""], *FIGURES])[0] == items


@pytest.mark.parametrize("mark", ["", "{}. ", "{}) "])
def test_texts_without_bullets_in_a_further_column_are_rows(mark: str) -> None:
    items = [mark.format(n) + name for n, name in enumerate(["Kopi", "Teh", "Karet", "Padi"], 1)]
    assert rows_of([["Kebun", "", "Sawah", ""], items, *FIGURES])[1] == items


@pytest.mark.parametrize("names", [("Kopi", "Teh"), ("Surat masuk", "Surat keluar"), ("Arjuna", "Bima")])
def test_texts_that_begin_a_row_here_and_there_are_cut_there(names: tuple[str, str]) -> None:
    first = rows_of([[names[0], "", names[1], ""], ["ton", "ton", "buah", "buah"], *FIGURES])[0]
    assert [name for name in first if name] == list(names)


# ---- columns that no rule parts ----------------------------------------------------------------------------

FRAMED = [
    [["No", "Kinerja Utama", "Indikator", "Rumus"], ["1", "Mutu layanan", "Persentase", "U/S x 100%"]],
    [["Sasaran", "Indikator", "Cara hitung", "Sumber"], ["Mutu pasar", "Jumlah kios", "Kios", "Buku"]],
    [["No", "Sasaran", "Indikator", "Data"], ["1", "Tertib arsip", "Jumlah arsip", "Register"]],
]


@pytest.mark.parametrize("rows", FRAMED)
@pytest.mark.parametrize("alone", [3, 6])
def test_a_framed_table_is_parted_where_its_head_fills_every_column(
    rows: list[list[str]], alone: int
) -> None:
    """However many lines of one cell stand alone."""
    places, ys, printed = (54.0, 112.0, 236.0, 360.0), [100.0], list[Word]()
    for texts in [*rows, rows[1], rows[1]]:
        for x, cell in zip(places, texts, strict=True):
            printed += words(cell, x, ys[-1] + 3)
        further = alone if len(ys) > 1 else 0
        for line in range(further):
            printed += words("tepat waktu", places[3], ys[-1] + 3 + 14 * (line + 1))
        ys.append(ys[-1] + 20 + 14 * further)
    rulings = [Ruling("h", y, 50.0, 480.0) for y in ys] + [
        Ruling("v", x, ys[0], ys[-1]) for x in (50.0, 480.0)
    ]
    (whole,), _ = ruled_grids(merge_rulings(rulings))
    assert len(refined(whole, printed, KnownLines()).xs) == 5
    prose = [
        w
        for i, y in enumerate(ys[:-1])
        for w in words("Jumlah laporan yang disusun kantor desa", 54.0, y + 3 + i)
    ]
    assert len(refined(whole, prose, KnownLines()).xs) == 2


HEADS = [("RUMUS", "SUMBER DATA"), ("FORMULASI|PERHITUNGAN", "SUMBER|DATA"), ("TARGET", "SATUAN")]


def headed_grid(*, lower: bool) -> Grid:
    """A head over two columns, below it another one without the rule between its parts, and rows with all rules."""
    xs, ys = [50.0, 170.0, 290.0, 410.0], [100.0, 120.0, 150.0, 180.0, 210.0]
    rulings = [Ruling("v", x, ys[0], ys[-1]) for x in (xs[0], xs[1], xs[3])]
    rulings += [Ruling("v", xs[2], ys[2], ys[-1])]
    rulings += [Ruling("h", y, xs[0], xs[-1]) for y in (ys[0], *ys[2:])]
    rulings += [Ruling("h", ys[1], xs[1], xs[-1])] if lower else []
    (found,), _ = ruled_grids(merge_rulings(rulings))
    return found


@pytest.mark.parametrize("heads", HEADS)
def test_the_lower_of_two_heads_over_columns_is_split(heads: tuple[str, str]) -> None:
    printed = [*words("SASARAN", 54, 110), *words("PENJELASAN", 265, 104)]
    for x, text in zip((174, 300), heads, strict=True):
        for i, part in enumerate(text.split("|")):
            printed += words(part, x, 123 + 12 * i)
    for y in (153, 183):
        for x in (54, 174, 294):
            printed += words("laporan", x, y)
    parted = refined(headed_grid(lower=True), printed, KnownLines())
    assert [(c.col, c.col_span) for c in parted.cells if c.box.top == 120.0] == [(1, 1), (2, 1)]
    whole = refined(headed_grid(lower=False), printed, KnownLines())
    assert (1, 2) in [(c.col, c.col_span) for c in whole.cells]
    across = [*printed, *words("PERHITUNGAN DAN SUMBER", 240, 138)]
    assert (1, 2) in [
        (c.col, c.col_span) for c in refined(headed_grid(lower=True), across, KnownLines()).cells if c.row
    ]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("apart", [40.0, 4.0])
def test_a_head_that_wear_or_a_stamp_joined_is_split_at_wide_white(
    heads: tuple[str, str], apart: float
) -> None:
    printed = words("SASARAN", 54, 110)
    for text, side in zip(heads, (-1, 1), strict=True):
        for i, part in enumerate(text.split("|")):
            x = 290 + apart / 2 if side > 0 else 290 - apart / 2 - width_of(part)
            printed += words(part, x, 105 + 12 * i + (6 if side > 0 else 0))
    for y in (153, 183):
        for x in (54, 174, 294):
            printed += words("laporan", x, y)
    grid = refined(headed_grid(lower=False), printed, KnownLines())
    assert ((1, 2) in [(c.col, c.col_span) for c in grid.cells]) == (apart < 10)
