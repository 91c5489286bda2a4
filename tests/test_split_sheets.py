"""Sheets of a spreadsheet that is wider than its page."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.schema.blocks import Block, Page
from iki.schema.models import Position
from printed import document, page, table, text

HEAD = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI"]
ROWS = [[f"{n}.", "Meningkatnya mutu", f"Persentase laporan {n}", f"Jumlah laporan {n}"] for n in (1, 2, 3)]
SOURCES = [["SUMBER DATA"], ["Register"], ["Notula"], ["Renstra"]]
TARGETS = [["TARGET"], ["80"], ["90"], ["100"]]


def title() -> Block:
    return text("INDIKATOR KINERJA INDIVIDU", "CAMAT CONTOH")


def read(*pages: Page) -> Position:
    (decree,) = build_decrees(document(*pages))
    assert [gap.code.value for gap in decree.gaps if "table" in gap.code.value] == []
    (position,) = decree.positions
    return position


def test_one_column_on_the_next_sheet() -> None:
    position = read(page(title(), table([HEAD, *ROWS])), page(table(SOURCES), number=2))
    assert [row.sumber_data.text for row in position.rows] == ["Register", "Notula", "Renstra"]
    assert [row.sumber_data.page for row in position.rows] == [2, 2, 2]
    assert [row.indikator.page for row in position.rows] == [1, 1, 1]


def test_three_sheets() -> None:
    pages = [
        page(title(), table([HEAD, *ROWS])),
        page(table(SOURCES), number=2),
        page(table(TARGETS), number=3),
    ]
    position = read(*pages)
    assert [row.extra["target"].text for row in position.rows] == ["80", "90", "100"]
    assert [row.extra["target"].page for row in position.rows] == [3, 3, 3]
    assert [row.sumber_data.text for row in position.rows] == ["Register", "Notula", "Renstra"]


@pytest.mark.parametrize(
    "words",
    [("Dokumen anggaran", "Hasil sasaran"), ("Target", "Sumber rumus"), ("Sasaran", "Data indikator")],
)
def test_rows_that_go_on_without_heads_may_hold_the_words_of_heads(words: tuple[str, str]) -> None:
    long = "Jumlah laporan yang disusun dibagi jumlah laporan yang direncanakan dikali seratus persen"
    sources = [["FORMULASI", "SUMBER DATA"], *([f"Jumlah laporan {n}", "Register"] for n in (1, 2, 3))]
    left = [row[:3] for row in ROWS]
    printed = [*words, "Notula"]
    right = [[long, word] for word in printed]
    pages = [
        page(title(), table([HEAD[:3], *left])),
        page(table([[f"{n}.", *row[1:]] for n, row in enumerate(left, 4)]), number=2),
        page(table(sources), number=3),
        page(table(right), number=4),
    ]
    position = read(*pages)
    assert [row.formulasi.text for row in position.rows[3:]] == [long] * 3
    assert [row.sumber_data.text for row in position.rows[3:]] == printed


def test_a_sasaran_that_spans_rows_of_the_other_sheets() -> None:
    left: list[list[str | None]] = [
        ["NO", "SASARAN"],
        ["1.", "Meningkatnya mutu"],
        [None, None],
        ["2.", "Meningkatnya akses"],
    ]
    right = [["INDIKATOR KINERJA", "FORMULASI"], *(row[2:] for row in ROWS)]
    pages = [page(title(), table(left)), page(table(right), number=2), page(table(SOURCES), number=3)]
    position = read(*pages)
    assert [(row.no, row.sasaran.text, row.sasaran.inherited) for row in position.rows] == [
        (1, "Meningkatnya mutu", False),
        (1, "Meningkatnya mutu", True),
        (2, "Meningkatnya akses", False),
    ]
    assert [row.sumber_data.text for row in position.rows] == ["Register", "Notula", "Renstra"]


def test_a_table_of_other_heights_joins_nothing() -> None:
    other = table(SOURCES, height=45.0)
    (decree,) = build_decrees(document(page(title(), table([HEAD, *ROWS])), page(other, number=2)))
    assert [row.sumber_data.text for row in decree.positions[0].rows] == ["", "", ""]
    assert any(gap.code.value == "unmapped-table" for gap in decree.gaps)


def test_a_table_that_has_the_same_columns_joins_nothing() -> None:
    again = [HEAD, *([f"{n}.", *row[1:]] for n, row in enumerate(ROWS, 4))]
    position = read(page(title(), table([HEAD, *ROWS])), page(table(again), number=2))
    assert [row.no for row in position.rows] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "first",
    [
        ("Indeks Kepuasan Masyarakat", "Mengukur mutu layanan", "Nilai hasil survei", "Laporan SKM"),
        ("Rasio sasaran", "Alasan rumus", "Target dibagi sasaran", "Data indikator"),
        ("Indikator mutu", "Formula mutu", "Rumus mutu", "Sumber mutu"),
    ],
)
def test_the_first_row_below_a_whole_head_heads_nothing(first: tuple[str, str, str, str]) -> None:
    left = [
        ["SASARAN", "INDIKATOR KINERJA", "ALASAN"],
        ["Mutu", *first[:2]],
        ["Akses", "Jumlah rapat", "Penting"],
    ]
    right = [["CARA PENGUKURAN", "SUMBER DATA"], [*first[2:]], ["Rapat dihitung", "Notula"]]
    position = read(page(title(), table(left)), page(table(right), number=2))
    assert [row.formulasi.text for row in position.rows] == [first[2], "Rapat dihitung"]
    assert [row.sumber_data.text for row in position.rows] == [first[3], "Notula"]
