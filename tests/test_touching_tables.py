"""Two tables in one printed grid are two; a head that is repeated or has a second row begins no other table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from iki.normalize.tables.touching_tables import tables_of
from iki.schema.blocks import Block
from printed import table

XS = (50, 80, 200, 330, 460, 560)
HEAD = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
BODY = ["1.", "Meningkatnya mutu kios", "Persentase kios bersih", "Kios bersih dibagi kios", "Buku pasar"]
OTHERS = [
    (
        [["NO", "PROGRAM / KEGIATAN", "ANGGARAN (Rp)"], ["1.", "Program Pasar", "96.000.000"]],
        (50, 80, 400, 560),
    ),
    ([["NO", "NAMA", "NIP", "JABATAN"], ["1.", "Sari", "19810417", "Juru Pasar"]], (50, 80, 250, 400, 560)),
    (
        [["PROGRAM", "ANGGARAN", "KETERANGAN"], ["Pengelolaan Pasar", "96.000.000", "APBD"]],
        (50, 300, 430, 560),
    ),
]


def below(first: Block, second: Block) -> Block:
    """Both tables as one block."""
    rows = max(cell.row + cell.row_span for cell in first.cells)
    moved = [replace(cell, row=cell.row + rows) for cell in second.cells]
    return replace(first, box=first.box.union(second.box), cells=[*first.cells, *moved])


@pytest.mark.parametrize(("rows", "xs"), OTHERS)
def test_a_table_with_a_head_and_columns_of_its_own_is_one_of_its_own(
    rows: list[list[str]], xs: tuple[float, ...]
) -> None:
    first, second = table([HEAD, BODY, BODY], XS), table(rows, xs, top=380)
    parts = tables_of(below(first, second))
    assert [part.text for part in parts] == [first.text, second.text]
    assert [part.box for part in parts] == [first.box, second.box]


def test_a_repeated_head_begins_no_other_table() -> None:
    both = below(table([HEAD, BODY], XS), table([HEAD, BODY], XS, top=320))
    assert tables_of(both) == [both]


def test_the_second_row_of_a_head_begins_no_other_table() -> None:
    head = ["NO", "SASARAN", "URAIAN", ">", "SUMBER DATA"]
    whole = table([head, [None, None, "PROGRAM", "KEGIATAN", None], BODY], XS)
    assert tables_of(whole) == [whole]


def test_what_stands_above_the_only_head_stays() -> None:
    both = below(table([["Jabatan", "Kepala Unit Pasar"]], (50, 200, 560)), table([HEAD, BODY], XS, top=260))
    assert tables_of(both) == [both]
