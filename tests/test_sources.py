"""Sources of data one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.sources import split_sources


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Renstra, Renja, DPA", ["Renstra", "Renja", "DPA"]),
        ("Renstra; Laporan Keuangan;", ["Renstra", "Laporan Keuangan"]),
        ("Renstra, Renja dan DPA", ["Renstra", "Renja", "DPA"]),
        ("- Seksi Pelayanan\n- Seluruh Desa", ["Seksi Pelayanan", "Seluruh Desa"]),
        ("1. Buku register 2. Laporan bulanan", ["Buku register", "Laporan bulanan"]),
        ("a. Renstra\nb. Renja", ["Renstra", "Renja"]),
        ("Dinas Pemuda dan Olah Raga", ["Dinas Pemuda dan Olah Raga"]),
        ("Dinas Sosial dan Seluruh Desa", ["Dinas Sosial", "Seluruh Desa"]),
        (
            "Dinas Perhubungan, Bappeda, Dinas Pemuda dan Olah Raga dan Seluruh Kelurahan",
            ["Dinas Perhubungan", "Bappeda", "Dinas Pemuda dan Olah Raga", "Seluruh Kelurahan"],
        ),
        ("Subag Umum, Kepegawaian, Keuangan dan Aset", ["Subag Umum, Kepegawaian, Keuangan dan Aset"]),
        (
            "Sub Bagian Perencanaan, Evaluasi dan Pelaporan, Sub Bagian Keuangan",
            ["Sub Bagian Perencanaan, Evaluasi dan Pelaporan", "Sub Bagian Keuangan"],
        ),
        ("Dari Kabid dan Kasubid Badan", ["Dari Kabid dan Kasubid Badan"]),
        ("Seksi Pemberdayaan Masyarakat dan Desa", ["Seksi Pemberdayaan Masyarakat dan Desa"]),
        ("Seksi Umum dan Seksi Trantib", ["Seksi Umum", "Seksi Trantib"]),
        ("Data Puskesmas (LB1, LB3, LB4), SIMPUS", ["Data Puskesmas (LB1, LB3, LB4)", "SIMPUS"]),
        ("Daftar hadir, notulen, dll", ["Daftar hadir", "notulen"]),
        ("BPS, Bappeda, dan OPD terkait", ["BPS", "Bappeda", "OPD terkait"]),
        ("Nilai 3,5 dari survei", ["Nilai 3,5 dari survei"]),
        ("Desa/Kelurahan", ["Desa/Kelurahan"]),
        ("Laporan Keuangan\nCatatan : diisi tiap bulan, oleh bendahara", ["Laporan Keuangan"]),
        ("Keterangan: diisi bendahara", []),
        (" - ", []),
    ],
)
def test_split(text: str, items: list[str]) -> None:
    assert split_sources(text) == items


@given(st.text(max_size=120))
def test_items_are_parts_of_the_text(text: str) -> None:
    squeezed = "".join(text.split())
    for item in split_sources(text):
        assert item.strip() == item != ""
        if text.isascii():
            assert "".join(item.split()).replace(",", "") in squeezed.replace(",", "")


@given(
    st.lists(st.sampled_from(["Renstra", "Renja", "DPA", "LKIP", "Bappeda", "BPS"]), min_size=1, max_size=6)
)
def test_lists_come_apart_however_separated(items: list[str]) -> None:
    for separator in (", ", ";", "\n", "\n- "):
        assert split_sources(separator.join(items)) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Aplikasi antrean Buku tamu", ["Aplikasi antrean", "Buku tamu"]),
        (
            "Data petani Berita acara panen Laporan bulanan",
            ["Data petani", "Berita acara panen", "Laporan bulanan"],
        ),
        ("Dokumen Laporan panen", ["Dokumen Laporan panen"]),
        ("Berita acara dari Buku induk", ["Berita acara dari Buku induk"]),
        ("Buku Register Data Petani", ["Buku Register Data Petani"]),
        ("Laporan kegiatan Seksi Kopi", ["Laporan kegiatan Seksi Kopi"]),
    ],
)
def test_a_paper_with_a_capital_behind_small_letters_is_another_source(text: str, items: list[str]) -> None:
    assert split_sources(text) == items
