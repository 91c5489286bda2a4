"""Titles of forms and of other documents, and the names under them."""

from __future__ import annotations

import pytest
from iki.normalize.forms.names_of_posts import bare_name, is_part, name_kind
from iki.normalize.forms.titles import heading_name, is_heading_line, title_of


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("INDIKATOR KINERJA INDIVIDU", "iki", ""),
        ("Indikator Kinerja Utama :", "iku", ""),
        ("4. Indikator Kinerja Utama", "iku", ""),
        ("I N D I K A T O R   K I N E R J A   U T A M A", "iku", ""),
        ("INDIKATOR KINERJA INDIVIDU (IKI) KEPALA BAGIAN UMUM", "iki", "KEPALA BAGIAN UMUM"),
        ("PERJANJIAN KINERJA TAHUN 2031", "pk", "TAHUN 2031"),
        ("Tabel 7. Penetapan Indikator Kinerja Utama (IKU) Dinas Perkebunan,", "iku", "Dinas Perkebunan,"),
        ("PENETAPAN INDIKATOR KINERJA UTAMA", "iku", ""),
        ("RENCANA AKSI TAHUN 2031", "other", "TAHUN 2031"),
        ("INDlKATOR KINERJA INDlVIDU", "iki", ""),
    ],
)
def test_titles(text: str, kind: str, rest: str) -> None:
    found = title_of(text)
    assert found is not None
    assert (found.kind, found.rest.strip(" :")) == (kind, rest)


@pytest.mark.parametrize(
    "text",
    [
        "menyusun indikator kinerja utama dinas;",
        "Indikator Kinerja Utama sebagaimana dimaksud pada diktum kesatu adalah ukuran keberhasilan kantor",
        "PENGARUH INDIKATOR KINERJA UTAMA TERHADAP AKUNTABILITAS",
        "Evaluasi atas indikator kinerja individu pegawai negeri",
        "",
    ],
)
def test_sentences_are_no_titles(text: str) -> None:
    assert title_of(text) is None


@pytest.mark.parametrize(
    ("lines", "name", "post"),
    [
        (["", "DINAS PERKEBUNAN PROVINSI AWAN JAYA", "TAHUN 2031"], "DINAS PERKEBUNAN PROVINSI AWAN JAYA", False),
        (["", "DINAS PERKEBUNAN", "BALAI BENIH KOPI", "KEPALA SEKSI PRODUKSI"], "KEPALA SEKSI PRODUKSI", True),
        (["KEPALA BADAN KEPEGAWAIAN DAN PENGEMBANGAN", "SUMBER DAYA MANUSIA"],
         "KEPALA BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA", True),
        (["Dinas Koperasi dan Usaha Mikro,", "Kecil dan Menengah Provinsi Awan Jaya."],
         "Dinas Koperasi dan Usaha Mikro Kecil dan Menengah Provinsi Awan Jaya", False),
        (["", "SEKRETARIS DPRD", "PERIODE 2031-2036"], "SEKRETARIS DPRD", True),
    ],
)  # fmt: skip
def test_names_under_a_title(lines: list[str], name: str, post: bool) -> None:
    found = heading_name(lines)
    assert found is not None
    assert (found.text.replace(",", ""), found.post) == (name.replace(",", ""), post)


def test_a_title_alone_names_nothing() -> None:
    assert heading_name(["", "TAHUN 2031"]) is None
    assert heading_name(["ORGANISASI PERANGKAT DAERAH"]) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kepala Seksi Pelayanan", "post"),
        ("Plt. Kasubbag Umum", "post"),
        ("I. KEPALA DINAS", "post"),
        ("Pengelola Data", "post"),
        ("Bidang Produksi", "unit"),
        ("D I N A S  PERKEBUNAN", "unit"),
        ("Meningkatnya mutu layanan", None),
        ("", None),
    ],
)
def test_posts_and_units_by_their_first_word(text: str, kind: str | None) -> None:
    assert name_kind(text) == kind


def test_parts_of_offices() -> None:
    assert is_part("Bidang Produksi")
    assert not is_part("Dinas Perkebunan")
    assert bare_name("II. KEPALA BIDANG X") == "KEPALA BIDANG X"


@pytest.mark.parametrize("text", ["TAHUN 2031", "Provinsi Awan Jaya", "(IKU)", "KEPALA DINAS"])
def test_lines_of_a_heading(text: str) -> None:
    assert is_heading_line(text)


@pytest.mark.parametrize("text", ["Jalan Melati Nomor 5", "menyusun rencana;", "Nama :"])
def test_lines_that_end_a_heading(text: str) -> None:
    assert not is_heading_line(text)
