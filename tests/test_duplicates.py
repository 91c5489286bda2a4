"""The same decree twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.duplicates import Descriptor, Duplicate, find_duplicates, fingerprint

ROWS = [f"Persentase pelayanan administrasi nomor {n} yang selesai tepat waktu di kantor" for n in range(30)]
OCR = [row.replace("Persentase", "Persentose").replace("kantor", "kant0r") for row in ROWS]
OTHER = [f"Jumlah bibit tanaman hortikultura kelompok {n} bagi petani binaan" for n in range(30)]


def decree(file: str, sha: str, rows: list[str], office: str | None = "Dinas Cemara", year: int | None = 2023,
           positions: tuple[str, ...] = ("Kepala Dinas", "Sekretaris")) -> Descriptor:  # fmt: skip
    return Descriptor(file, sha, office, year, positions, fingerprint(rows))


def test_same_bytes() -> None:
    found = find_duplicates([decree("a", "1", ROWS), decree("b", "1", ROWS)])
    assert found == [Duplicate("b", "a", "same-bytes")]


def test_rescan_is_recognised() -> None:
    again = decree("b", "2", OCR, positions=("Kepa1a Dinas", "Sekretaris"))
    assert find_duplicates([decree("a", "1", ROWS), again]) == [Duplicate("b", "a", "same-decree")]


def test_every_copy_points_to_the_first() -> None:
    copies = [decree(f, f, ROWS) for f in "abc"]
    assert [(d.file, d.original) for d in find_duplicates(copies)] == [("b", "a"), ("c", "a")]


def test_other_office_year_rows_or_positions_are_other_decrees() -> None:
    first = decree("a", "1", ROWS)
    others = [
        decree("b", "2", ROWS, office="Kecamatan Sukamaju"),
        decree("c", "3", ROWS, year=2024),
        decree("d", "4", OTHER),
        decree("e", "5", ROWS, positions=("Camat", "Kepala Seksi Pemerintahan")),
    ]
    for other in others:
        assert find_duplicates([first, other]) == []


def test_office_missing_on_one_side_needs_the_same_rows() -> None:
    first = decree("a", "1", ROWS)
    assert find_duplicates([first, decree("b", "2", ROWS, office=None)])
    assert not find_duplicates([first, decree("b", "2", OTHER, office=None)])


def test_nothing_read_is_no_duplicate() -> None:
    empty = [Descriptor("a", "1"), Descriptor("b", "2")]
    assert find_duplicates(empty) == []


@given(st.lists(st.sampled_from("12345"), max_size=8))
def test_each_input_is_original_or_duplicate(hashes: list[str]) -> None:
    decrees = [Descriptor(str(i), sha) for i, sha in enumerate(hashes)]
    assert len(find_duplicates(decrees)) == len(hashes) - len(set(hashes))
