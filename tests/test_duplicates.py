"""The same decree twice."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.batch.ledger_rows import packed, unpacked
from iki.normalize.repeat_index import Originals
from iki.normalize.repeated_decrees import Descriptor, fingerprint, same_decree

ROWS = [f"Persentase pelayanan administrasi nomor {n} yang selesai tepat waktu di kantor" for n in range(30)]
OCR = [row.replace("Persentase", "Persentose").replace("kantor", "kant0r") for row in ROWS]
OTHER = [f"Jumlah bibit tanaman hortikultura kelompok {n} bagi petani binaan" for n in range(30)]


def decree(file: str, rows: list[str] = ROWS, office: str | None = "Kecamatan Cemara", year: int | None = 2023,
           positions: tuple[str, ...] = ("Camat", "Sekretaris Kecamatan")) -> Descriptor:  # fmt: skip
    return Descriptor(file, office, year, positions, fingerprint(rows))


def repeats(decrees: list[Descriptor]) -> list[tuple[str, str]]:
    originals = Originals()
    return [(d.file, o.file) for d in decrees if (o := originals.repeated_by(d))]


def test_rescan_is_recognised() -> None:
    again = decree("b", OCR, positions=("Camat", "Sekretarls Kecamatan"))
    assert repeats([decree("a"), again]) == [("b", "a")]


def test_every_copy_points_to_the_first() -> None:
    assert repeats([decree(f) for f in "abc"]) == [("b", "a"), ("c", "a")]


def test_other_office_year_rows_or_positions_are_other_decrees() -> None:
    first = decree("a")
    others = [
        decree("b", office="Kecamatan Sukamaju"),
        decree("c", year=2024),
        decree("d", OTHER),
        decree("e", positions=("Lurah", "Kepala Seksi Pemerintahan")),
        decree("f", positions=(*first.positions, *(f"Kepala Bidang {n}" for n in "ABC"))),
    ]
    for other in others:
        assert repeats([first, other]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kecamatan Bontang Barat", "Kecamatan Bontang Utara", False),
        ("Kelurahan Sidomulyo", "Kelurahan Sidomukti", False),
        ("Puskesmas Sukamaju I", "Puskesmas Sukamaju II", False),
        ("Kecamatan Bontang Barat", "KECAMATAN BONTANG-BARAT", True),
        ("Kecamatan Bontang Barat", "Kecamatan Bontanq Barat", True),
        ("Kecamatan Bontang Barat", "KecamatanBontang Barat", True),
        ("Kecamatan Bontang Barat", "-", True),
    ],
)
def test_offices_that_copy_each_other_are_distinguished(one: str, other: str, same: bool) -> None:
    assert bool(repeats([decree("a", office=one), decree("b", office=other)])) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("80", "85", "10"), ("90", "95", "15"), False),
        (("80", "85", "10"), ("80", "85", "12"), False),
        (("80", "85", "10"), ("80", "85", "10"), True),
        (("80", "85", "10", "4", "25"), ("80", "85", "10", "4", "26"), True),  # one misread
        (("80", "85", "10"), (), False),
        ((), (), True),
    ],
)
def test_decrees_with_other_targets_are_two(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    first, second = replace(decree("a"), figures=one), replace(decree("b"), figures=other)
    assert bool(repeats([first, second])) is same
    assert unpacked("b", second.record, *packed(second)).figures == other


def test_offices_of_one_name_in_two_regencies_are_two() -> None:
    here, there = (
        replace(decree(f), kabupaten_kota=region)
        for f, region in (("a", "Kabupaten Gowa"), ("b", "Kabupaten Bone"))
    )
    assert repeats([here, there]) == []
    assert repeats([here, replace(there, kabupaten_kota=None)]) == [("b", "a")]


def test_an_office_that_every_regency_has_needs_the_same_rows_or_region() -> None:
    half = [*ROWS, OTHER[0]]
    first, second = decree("a", office="Dinas Kesehatan"), decree("b", half, office="Dinas Kesehatan")
    assert repeats([first, second]) == []
    assert repeats([replace(d, kabupaten_kota="Kota Batu") for d in (first, second)]) == [("b", "a")]
    assert repeats([first, replace(first, file="b")]) == [("b", "a")]


def test_office_missing_on_one_side_needs_the_same_rows() -> None:
    assert repeats([decree("a"), decree("b", office=None)])
    assert repeats([decree("a", office=None), decree("b")])
    assert not repeats([decree("a"), decree("b", OTHER, office=None)])


@pytest.mark.parametrize("office", ["Kecamatan Cemara", None])
def test_posts_without_rows_are_no_duplicate(office: str | None) -> None:
    posts = tuple(f"Kepala Seksi {n}" for n in range(8))
    assert repeats([decree(f, [], office=office, positions=posts) for f in "ab"]) == []


def test_nothing_read_is_no_duplicate() -> None:
    assert repeats([Descriptor("a"), Descriptor("b")]) == []


@pytest.mark.parametrize("office", [None, "Inspektorat"])
def test_a_rescan_is_found_among_very_many_with_half_its_rows(office: str | None) -> None:
    own = [
        [hashlib.sha256(f"{number} {row}".encode()).hexdigest() for row in range(10)] for number in range(300)
    ]
    decrees = [decree(str(n), [*ROWS, *rows], office=office, year=None) for n, rows in enumerate(own)]
    again = decree("again", [*OCR[:2], *ROWS[2:], *own[222]], office=office)
    assert repeats([*decrees, again]) == [("again", "222")]


def test_a_repeat_is_found_by_the_little_that_not_all_have_copied() -> None:
    copied = [decree(str(n), office=None, year=3000 + n) for n in range(1100)]
    own = decree("own", [*ROWS, *OTHER[:1]], office=None)
    assert repeats([*copied, own, replace(own, file="again")]) == [("again", "own")]


OFFICES = (None, "-", "Kecamatan Cemara", "Kecamatan Cemora", "Dinas Kesehatan", "Kecamatan Sukamaju")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(OFFICES), st.sampled_from((None, 2023, 2024)), st.sampled_from((ROWS, OCR, OTHER))
        ),
        max_size=10,
    )
)
def test_looking_at_similar_offices_only_misses_nothing(given_: list[tuple[str, int, list[str]]]) -> None:
    decrees = [
        decree(str(n), rows, office=office, year=year) for n, (office, year, rows) in enumerate(given_)
    ]
    originals: list[Descriptor] = []
    expected = []
    for each in decrees:
        first = next((o for o in originals if same_decree(o, each)), None)
        if first:
            expected.append((each.file, first.file))
        else:
            originals.append(each)
    assert repeats(decrees) == expected
