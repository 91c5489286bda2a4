"""The same indicator in other words: keys, and groups measured on pairs labelled by hand."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from iki.normalize.indicators import group_indicators, indicator_key
from iki.schema.known_words import is_known

DATA = Path(__file__).parent / "data"
# The second set was labelled before it was tried, and nothing was changed for its sake.
SETS = ("indicator_pairs.csv", "indicator_pairs_2.csv")
LEAST_PRECISION = 0.97
LEAST_RECALL = 0.8


def key(text: str, office: str) -> str:
    return indicator_key(text, [name for name in office.split("|") if name])


def pairs(name: str = SETS[0]) -> list[tuple[str, str, bool, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [
            (
                key(row["first"], row["first_office"]),
                key(row["second"], row["second_office"]),
                row["same"] == "1",
                f"{row['first']} | {row['second']}",
            )
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(("name", "number"), list(zip(SETS, (200, 80), strict=True)))
def test_groups_are_right_on_labelled_pairs(name: str, number: int) -> None:
    labelled = pairs(name)
    assert len(labelled) >= number
    counts = Counter(key for first, second, _, _ in labelled for key in (first, second))
    groups = group_indicators(counts, is_known)
    said = [(groups[a].group == groups[b].group, same, text) for a, b, same, text in labelled]
    taken = [(same, text) for together, same, text in said if together]
    wrong = [text for same, text in taken if not same]
    found = sum(same for same, _ in taken) / sum(same for _, same, _ in said)
    assert 1 - len(wrong) / len(taken) >= LEAST_PRECISION, wrong
    assert found >= LEAST_RECALL, [text for together, same, text in said if same and not together]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("1) Prosentase  Kehadiran Pegawai", [], "persentase kehadiran pegawai"),
        ("Nilai SAKIP Dinas Perikanan", ["Dinas Perikanan"], "nilai sakip dinas"),
        ("Jumlah warga Kecamatan Maju", ["Kecamatan Maju", "Maju"], "jumlah warga kecamatan"),
        ("Jumlah desa maju", ["Maju"], "jumlah desa"),
        ("Jumlah pegawai maju", ["Maju"], "jumlah pegawai maju"),
        ("Realisasi PBB Tahun Anggaran 2023", [], "realisasi pbb"),
        ("- Jumlah\n- Laporan", [], "jumlah laporan"),
        ("Indeks Kepuasan Masyarakat (IKM)", [], "ikm"),
        ("…", [], ""),
        ("2024", [], ""),
    ],
)
def test_keys(text: str, names: list[str], expected: str) -> None:
    assert indicator_key(text, names) == expected


def test_a_group_is_named_by_its_commonest_wording_and_scored() -> None:
    counts = {"persentase kehadiran pegawai kantor": 5, "persentase kehadirn pegawai kantor": 1}
    groups = group_indicators(counts, is_known)
    assert {g.group for g in groups.values()} == {"persentase kehadiran pegawai kantor"}
    assert groups["persentase kehadiran pegawai kantor"].score == 100
    assert 90 < groups["persentase kehadirn pegawai kantor"].score < 100


def test_groups_do_not_depend_on_order() -> None:
    counts = Counter(key for first, second, _, _ in pairs() for key in (first, second))
    turned = dict(sorted(counts.items(), reverse=True))
    assert group_indicators(counts) == group_indicators(turned)
