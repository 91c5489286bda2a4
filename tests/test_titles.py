"""Titles of forms and of other documents, and the names under them."""

from __future__ import annotations

import pytest
from iki.normalize.forms.names_of_posts import bare_name, is_part, name_kind
from iki.normalize.forms.titles import goes_on, heading_name, is_heading_line, title_of, wants_rest


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


# ---- names behind a title, and areas over two lines ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("INDIKATOR KINERJA UTAMA Dinas Perkebunan dan Ketahanan Pangan Kabupaten Awan Jaya", "iku",
         "Dinas Perkebunan dan Ketahanan Pangan Kabupaten Awan Jaya"),
        ("INDIKATOR KINERJA INDIVIDU Kepala Bidang Penyuluhan dan Pengembangan Usaha Kopi", "iki",
         "Kepala Bidang Penyuluhan dan Pengembangan Usaha Kopi"),
        ("PERJANJIAN KINERJA Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "pk",
         "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
    ],
)  # fmt: skip
def test_a_title_in_capitals_may_be_followed_by_a_long_name(text: str, kind: str, name: str) -> None:
    found = title_of(text)
    assert found is not None
    assert (found.kind, found.rest) == (kind, name)
    named = heading_name([found.rest])
    assert named is not None
    assert named.text == name


@pytest.mark.parametrize(
    "text",
    [
        "INDIKATOR KINERJA UTAMA ditetapkan untuk mengukur keberhasilan semua perangkat daerah",
        "Indikator Kinerja Utama Dinas Perkebunan dan Ketahanan Pangan Kabupaten Awan Jaya",
        "PERJANJIAN KINERJA yang disepakati bersama merupakan dasar bagi penilaian setiap tahun",
        "LAMPIRAN INDIKATOR KINERJA INDIVIDU menurut hasil rapat seluruh kepala seksi dan bidang",
    ],
)
def test_long_lines_without_capitals_or_a_name_are_no_titles(text: str) -> None:
    assert title_of(text) is None


AREAS = [
    (["", "DINAS PERKEBUNAN KABUPATEN", "AWAN JAYA TAHUN 2031"], "DINAS PERKEBUNAN KABUPATEN AWAN JAYA"),
    (["", "Dinas Perkebunan Kabupaten Awan", "Jaya Tahun 2031"], "Dinas Perkebunan Kabupaten Awan Jaya"),
    (["", "Kepala Badan Kepegawaian Provinsi Selatan", "Raya"], "Kepala Badan Kepegawaian Provinsi Selatan Raya"),
    (["", "Kantor Kecamatan", "Mekarsari"], "Kantor Kecamatan Mekarsari"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name"), AREAS)
def test_an_areas_name_over_two_lines(lines: list[str], name: str) -> None:
    found = heading_name(lines)
    assert found is not None
    assert found.text == name
    assert goes_on(lines[1], lines[2])


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Dinas Perkebunan Kabupaten Awan", "tahun 2031 sebagai berikut"),
        ("Dinas Perkebunan Kabupaten Awan", "Jalan Melati Nomor 5 Telepon 123"),
        ("Dinas Perkebunan", "Jaya Tahun 2031"),
        ("KEPALA SEKSI BENIH", "Jaya"),
    ],
)
def test_other_lines_are_no_rest_of_an_area(above: str, below: str) -> None:
    assert not goes_on(above, below)
    found = heading_name(["", above, below])
    assert found is not None
    assert found.text == above


@pytest.mark.parametrize("text", ["DINAS PERKEBUNAN KABUPATEN", "Kantor Kecamatan", "BADAN KEPEGAWAIAN DAN"])
def test_lines_that_want_their_rest(text: str) -> None:
    assert wants_rest(text)
    assert not wants_rest(f"{text} AWAN")


# ---- grades --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "grade",
    [
        "Penata", "Penata Tk. I", "Penata Tk.I", "Penata Muda", "Penata Muda Tingkat I", "PENATA TK. I",
        "Pembina Utama Muda", "Pembina, Tk. I", "Pengatur Muda Tk. I", "Juru Muda",
    ],
)  # fmt: skip
def test_a_grade_is_no_post(grade: str) -> None:
    assert name_kind(grade) is None


@pytest.mark.parametrize(
    "post",
    ["Penata Kelola Perkebunan", "Penata Layanan Operasional", "Penata Laporan Keuangan", "Penata Ruang"],
)
def test_posts_that_begin_as_grades_do_are_posts(post: str) -> None:
    assert name_kind(post) == "post"


@pytest.mark.parametrize(
    "rest", ["Daya Manusia Kabupaten Contoh Indah", "Daya Manusia Kota Contoh Tahun 2023"]
)
def test_a_line_that_brings_a_unit_s_name_to_its_area_goes_on(rest: str) -> None:
    above = "Badan Kepegawaian dan Pengembangan Sumber"
    assert goes_on(above, rest)
    name = heading_name([above, rest])
    assert name is not None
    assert name.text == f"{above} {rest.removesuffix(' Tahun 2023')}"


@pytest.mark.parametrize(
    ("above", "text"),
    [
        ("Dinas Sosial Kabupaten Contoh", "Rencana Kota Indah"),  # the area stands there already
        ("Dinas Sosial", "disusun oleh kabupaten contoh"),
        ("Dinas Sosial", "Kecamatan di Kabupaten Contoh"),  # a unit of its own
        ("Tujuan dan manfaat", "Daya Manusia Kabupaten Contoh"),
    ],
)
def test_lines_that_bring_no_area_to_a_unit_s_name(above: str, text: str) -> None:
    assert not goes_on(above, text)
