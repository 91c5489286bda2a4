"""One name for a source of data, however it is printed."""

from __future__ import annotations

import pytest
from iki.normalize.source_names import canonical_sources
from iki.normalize.sources import split_sources

OWN = ["Kecamatan Sumbermaju", "Kabupaten Telaga", None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Subag Umum, Kepegawaian dan Keuangan", ["Subbagian Umum, Kepegawaian dan Keuangan"]),
        ("SUB BAGIAN UMUM, KEPEGAWAIAN DAN KEUANGAN", ["Subbagian Umum, Kepegawaian dan Keuangan"]),
        ("Subbag. Umum, Kepegawaian & Keuangan", ["Subbagian Umum, Kepegawaian dan Keuangan"]),
        ("Renstra, LKIP, IKU", ["Renstra", "LKjIP", "IKU"]),
        ("RENSTRA, LAKIP DAN IKU", ["Renstra", "LKjIP", "IKU"]),
        ("Dokumen Renstra; Laporan Kinerja", ["Renstra", "LKjIP"]),
        ("Rencana Strategis\nRenstra", ["Renstra"]),
        ("Seluruh Desa se Kecamatan", ["Seluruh Desa"]),
        ("Seluruh desa se-Kecamatan", ["Seluruh Desa"]),
        ("Kasi Pemerintahan Kec. Sumbermaju", ["Kepala Seksi Pemerintahan"]),
        ("Seksi Pemerintahan Kecamatan Lubuk Rusa", ["Seksi Pemerintahan Kecamatan Lubuk Rusa"]),
        ("Kecamatan Sumbermaju", ["Kecamatan Sumbermaju"]),
        ("Data desa se Kecamatan Sumbermaju", ["Data Desa"]),
        ("Laporan dari Kecamatan Sumbermaju", ["Laporan"]),
        ("Dari Kepala Seksi", ["Kepala Seksi"]),
        ("Absensi", ["Daftar Hadir"]),
        ("LPLPO; RBA\nBKU", ["LPLPO", "RBA", "BKU"]),
        ("KUA-PPAS", ["KUA-PPAS"]),
        ("LAPORAN BULANAN", ["Laporan Bulanan"]),
        ("BUKU", ["Buku"]),
        ("Arsip sekretariat: rencana, laporan dan bukti dukung", ["Arsip Sekretariat"]),
        ("Subbagian Umum Catatan: dihitung tiap bulan", ["Subbagian Umum"]),
        ("", []),
    ],
)
def test_sources_have_one_name(text: str, names: list[str]) -> None:
    assert canonical_sources(split_sources(text), OWN) == names
