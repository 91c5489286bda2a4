"""Sasaran printed across the table, above their indicators."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.schema.models import Position
from printed import document, page, table, text

HEAD = ["NO", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
FIRST = ["1.1", "Persentase laporan", "Jumlah laporan", "Register"]
SECOND = ["1.2", "Jumlah rapat", "Banyaknya rapat", "Notula"]


def across(label: str) -> list[str]:
    return [label, ">", ">", ">"]


def read(*parts: list[list[str]]) -> Position:
    pages = [
        page(*([text("INDIKATOR KINERJA INDIVIDU", "CAMAT CONTOH")] if n == 1 else []), table(rows), number=n)
        for n, rows in enumerate(parts, 1)
    ]
    (decree,) = build_decrees(document(*pages))
    (position,) = decree.positions
    return position


def sasaran(position: Position) -> list[tuple[str, bool]]:
    return [(row.sasaran.text, row.sasaran.inherited) for row in position.rows]


@pytest.mark.parametrize("label", ["Sasaran 1 : ", "SASARAN : ", "Sasaran Strategis 2: ", ""])
def test_a_row_across_is_the_sasaran_of_the_rows_below(label: str) -> None:
    rows = [HEAD, across(f"{label}Meningkatnya mutu"), FIRST, SECOND, across("Terwujudnya tertib arsip"), FIRST]
    assert sasaran(read(rows)) == [
        ("Meningkatnya mutu", False),
        ("Meningkatnya mutu", True),
        ("Terwujudnya tertib arsip", False),
    ]


def test_a_sasaran_across_at_a_page_s_end_belongs_to_the_next_page() -> None:
    rows = [HEAD, across("Meningkatnya mutu"), FIRST]
    position = read([*rows, across("Terwujudnya tertib arsip")], [HEAD, SECOND])
    assert [text for text, _ in sasaran(position)] == ["Meningkatnya mutu", "Terwujudnya tertib arsip"]
    assert position.rows[1].sasaran.page == 1


def test_a_joint_head_says_that_rows_across_are_sasaran() -> None:
    head = ["NO", "SASARAN / INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
    rows = [head, ["A", "Mutu laporan", ">", ">"], FIRST, SECOND]
    assert sasaran(read(rows)) == [("Mutu laporan", False), ("Mutu laporan", True)]


@pytest.mark.parametrize("title", ["KELOMPOK UMUM", "Urusan wajib"])
def test_other_titles_of_groups_are_no_sasaran(title: str) -> None:
    position = read([HEAD, across(title), FIRST])
    assert sasaran(position) == [("", False)]
