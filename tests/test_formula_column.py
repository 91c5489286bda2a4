"""Which column holds the formulas where the header leaves it open: told by the cells."""

from __future__ import annotations

import pytest
from iki.normalize.tables.fragments import with_header
from printed import page, table

FORMULAS = [
    ["Jumlah surat dijawab dibagi surat masuk", "Banyaknya tamu dilayani setiap bulan"],
    ["(Desa tertib : semua desa) x 100%", "Kios terisi dibanding seluruh kios"],
    ["Luas terawat dikali seratus persen", "Jumlah kebun rakyat"],
]
SENTENCES = ["Menunjukkan mutu layanan kantor", "Menunjukkan minat warga desa"]


def fields(heads: tuple[str, str], first: list[str], second: list[str]) -> list[str]:
    """The fields of two columns beside an indicator and its source."""
    rows = [
        [f"{n}.", f"Indikator {n}", a, b, "Register"]
        for n, (a, b) in enumerate(zip(first, second, strict=True), 1)
    ]
    block = table([["NO", "INDIKATOR KINERJA", *heads, "SUMBER DATA"], *rows])
    fragment = with_header(page(block), block)
    assert fragment is not None
    return [c.field for c in fragment.columns][2:4]


@pytest.mark.parametrize("formulas", FORMULAS)
@pytest.mark.parametrize(
    ("head", "own"),
    [
        ("DEFINISI OPERASIONAL", "definisi_operasional"),
        ("ALASAN", "alasan"),
        ("PENJELASAN", "penjelasan"),
    ],
)
def test_formulas_stand_where_most_cells_hold_some(formulas: list[str], head: str, own: str) -> None:
    assert fields((head, "URAIAN"), SENTENCES, formulas) == [own, "formulasi"]
    assert fields(("URAIAN", head), formulas, SENTENCES) == ["formulasi", own]


@pytest.mark.parametrize("formulas", FORMULAS)
def test_a_sure_header_counts_more_than_the_cells(formulas: list[str]) -> None:
    assert fields(("FORMULASI", "URAIAN"), SENTENCES, formulas) == ["formulasi", "uraian"]


@pytest.mark.parametrize("formulas", FORMULAS)
def test_columns_of_other_fields_hold_no_formulas(formulas: list[str]) -> None:
    """What a header names surely, such as a target, stays that."""
    assert fields(("PENJELASAN", "TARGET"), SENTENCES, formulas) == ["formulasi", "target"]


@pytest.mark.parametrize("formulas", FORMULAS)
def test_one_formula_or_few_more_change_nothing(formulas: list[str]) -> None:
    assert fields(("PENJELASAN", "URAIAN"), SENTENCES, [formulas[0], SENTENCES[0]])[0] == "formulasi"
    mixed = [formulas[0], SENTENCES[0], formulas[1]]
    assert fields(("PENJELASAN", "URAIAN"), mixed, [*formulas, formulas[0]])[0] == "formulasi"
    assert fields(("PENJELASAN", "URAIAN"), SENTENCES, SENTENCES) == ["formulasi", "uraian"]


def test_the_column_that_lost_the_formulas_gets_a_name_of_its_own() -> None:
    block = table(
        [
            ["INDIKATOR", "PENJELASAN", "URAIAN", "SUMBER DATA"],
            ["Indikator 1", SENTENCES[0], FORMULAS[0][0], "Register"],
            ["Indikator 2", SENTENCES[1], FORMULAS[0][1], "Notula"],
        ]
    )
    fragment = with_header(page(block), block)
    assert fragment is not None
    assert [c.field for c in fragment.columns] == ["indikator", "penjelasan", "formulasi", "sumber_data"]
