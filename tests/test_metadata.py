"""Number, date, year, subject, office and areas of a decree."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.areas import Vote, areas_in
from iki.normalize.decree_heads import read_heads
from iki.normalize.metadata import MetadataResult, MetadataTexts, find_metadata, number_in
from iki.normalize.office_names import office_in, office_of_official
from iki.normalize.placed_line import PlacedLine
from iki.normalize.signatures import SignatureBlock, read_signatures
from iki.normalize.title_case import office_in_title_case
from iki.schema.blocks import Line, Page, Word
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box, bounding_box

PAGE = Page(number=1, width=600.0, height=800.0)


def lines(text: str, page: Page = PAGE) -> list[PlacedLine]:
    """The text's lines as printed one below the other; an empty line is white space."""
    out = []
    for n, row in enumerate(text.strip().split("\n")):
        words, x, top = [], 60.0, 40.0 + 14.0 * n
        for word in row.split():
            words.append(Word(word, Box(x, top, x + 5.0 * len(word), top + 12.0), 10.0))
            x += 5.0 * len(word) + 2.5
        if words:
            box = bounding_box(w.box for w in words)
            out.append(PlacedLine(page, Line(tuple(words), box, " ".join(w.text for w in words))))
    return out


def find(
    front: str = "",
    jabatan: Sequence[str] = (),
    signed: str = "",
    body: Sequence[str] = (),
    running: str = "",
) -> MetadataResult:
    signatures = [read_signatures(lines(signed))] if signed else [SignatureBlock()]
    return find_metadata(
        MetadataTexts(lines(front) if front else [], jabatan, signatures, body, [running] if running else [])
    )


def conflicts(result: MetadataResult) -> list[str | None]:
    return [gap.field for gap in result.gaps if gap.code is GapCode.CONFLICTING_METADATA]


FULL = """
PEMERINTAH KABUPATEN TANAH ELOK
KECAMATAN MUARA ELOK
Jalan Melati Nomor 9 Telepon 555010

KEPUTUSAN CAMAT MUARA ELOK
NOMOR : 188.45/17/99.98.07/2024

TENTANG

INDIKATOR KINERJA INDIVIDU DI LINGKUNGAN KECAMATAN MUARA
ELOK KABUPATEN TANAH ELOK
TAHUN 2024

CAMAT MUARA ELOK,

Menimbang : a. bahwa untuk mengukur kinerja pegawai perlu
ditetapkan indikator kinerja individu;
Mengingat : 1. Undang-Undang
Nomor 99 Tahun 2014 tentang Pemerintahan;
2. Peraturan Daerah Kabupaten Tanah Elok
NOMOR 5 TAHUN 2016 TENTANG PERANGKAT DAERAH;
MEMUTUSKAN :
Menetapkan : KEPUTUSAN CAMAT TENTANG INDIKATOR KINERJA
INDIVIDU.
KESATU : Menetapkan indikator sebagaimana terlampir.
Ditetapkan di Muara Elok
pada tanggal 15 Januari 2024
CAMAT MUARA ELOK,


BIMA SETA
NIP. 19710101 199503 1 904
"""


def test_a_whole_front() -> None:
    result = find(FULL, ["Camat", "Sekretaris Kecamatan"])
    found = result.metadata
    assert found.nomor == "188.45/17/99.98.07/2024"
    assert (found.tanggal, found.tahun) == ("2024-01-15", 2024)
    assert found.tentang == "Indikator Kinerja Individu"
    assert (found.unit_kerja, found.kecamatan) == ("Kecamatan Muara Elok", "Muara Elok")
    assert (found.kabupaten_kota, found.provinsi) == ("Kabupaten Tanah Elok", None)
    assert (found.nomor_klasifikasi, found.kode_wilayah) == ("188.45", "99.98.07")
    assert (found.jenis_unit, found.tahun_dari) == ("kecamatan", "nomor")
    assert not result.gaps


def test_what_the_front_cites_is_kept_apart() -> None:
    heads = read_heads(lines(FULL))
    assert heads.numbers == ["188.45/17/99.98.07/2024"]
    assert "Nomor 99 Tahun 2014" in " ".join(heads.cited)
    assert [s.nama for block in heads.signatures for s in block.signatures] == ["BIMA SETA"]


OFFICES = [
    ("KEPALA DINAS KELAUTAN DAN PERIKANAN", "Dinas Kelautan dan Perikanan", ["Kepala Dinas", "Kabid"]),
    ("KEPALA BADAN KEPEGAWAIAN DAN\nPENGEMBANGAN SUMBER DAYA MANUSIA",
     "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", ["Kepala Badan"]),
    ("INSPEKTUR DAERAH", "Inspektorat Daerah", ["Inspektur Daerah", "Inspektur Pembantu I"]),
    ("DIREKTUR RSUD KANIGARA", "RSUD Kanigara", ["Direktur", "Kepala Bagian Tata Usaha"]),
    ("LURAH PASIR ELOK", "Kelurahan Pasir Elok", ["Lurah Pasir Elok", "Sekretaris Kelurahan"]),
    ("KEPALA UPTD PUSKESMAS RAWA ELOK", "UPTD Puskesmas Rawa Elok", ["Kepala UPTD Puskesmas", "Bidan"]),
    ("KEPALA SATUAN POLISI PAMONG PRAJA", "Satuan Polisi Pamong Praja", ["Kepala Satuan"]),
    ("CAMAT MUARA ELOK BARAT", "Kecamatan Muara Elok Barat", ["Camat", "Lurah Tepi"]),
]  # fmt: skip


@pytest.mark.parametrize(("official", "office", "posts"), OFFICES)
def test_other_offices(official: str, office: str, posts: list[str]) -> None:
    front = f"""
LAMPIRAN I : KEPUTUSAN {official}
KABUPATEN TANAH ELOK
NOMOR : 060/12/2023
TANGGAL : 3 Pebruari 2023
"""
    body = ["Jumlah nelayan di Kecamatan Sukamaju", "Laporan Kecamatan Sukamaju", "Data Kecamatan Sukamaju"]
    found = find(front, posts, body=body).metadata
    assert (found.nomor, found.tanggal, found.tahun) == ("060/12/2023", "2023-02-03", 2023)
    assert (found.unit_kerja, found.kabupaten_kota) == (office, "Kabupaten Tanah Elok")
    district = office.startswith("Kecamatan")
    assert found.kecamatan == ("Muara Elok Barat" if district else None) or office.startswith("Kelurahan")


def test_letterhead_names_the_parent_before_the_office() -> None:
    found = find(
        "PEMERINTAH KOTA ELOK\nDINAS KESEHATAN\nUPT PUSKESMAS RAWA\nINDIKATOR KINERJA INDIVIDU"
    ).metadata
    assert (found.unit_kerja, found.kabupaten_kota) == ("UPT Puskesmas Rawa", "Kota Elok")


def test_titles_units_signatures_positions_and_body() -> None:
    titled = find("INDIKATOR KINERJA INDIVIDU\nDINAS SOSIAL KOTA ELOK\nTAHUN 2022").metadata
    assert (titled.tahun, titled.tahun_dari) == (2022, "judul")
    assert find(running="IKI Tahun 2021").metadata.tahun_dari == "kaki"
    long = "INDIKATOR KINERJA INDIVIDU (IKI) BADAN PERENCANAAN, RISET DAN INOVASI DAERAH"
    assert find(long).metadata.unit_kerja == "Badan Perencanaan, Riset dan Inovasi Daerah"
    assert find("1. Unit Kerja : Dinas Sosial").metadata.unit_kerja == "Dinas Sosial"
    assert (
        find(signed="Elok, 5 Mei 2023\nCAMAT SARI ELOK\n\n\n\nBIMA SETA").metadata.unit_kerja
        == "Kecamatan Sari Elok"
    )
    assert find(jabatan=["Kepala Dinas Sosial", "Kepala UPT Panti"]).metadata.unit_kerja == "Dinas Sosial"
    assert find(running="IKI Badan Pendapatan Daerah").metadata.unit_kerja == "Badan Pendapatan Daerah"
    body = [
        "Seluruh desa se Kecamatan Sari Elok",
        "Aparatur Kecamatan Sari Elok yang hadir\nWarga Kecamatan Sari Elok",
    ]
    found = find(
        jabatan=["Camat", "Lurah Tepi"], body=[*body, "Pemerintah Kota Elok", "Warga Kota Elok"]
    ).metadata
    assert (found.unit_kerja, found.kecamatan, found.kabupaten_kota) == (
        "Kecamatan Sari Elok",
        "Sari Elok",
        "Kota Elok",
    )


def test_a_government_counts_more_than_a_mention() -> None:
    assert find(body=["Laporan kepada Pemerintah Kota Elok"]).metadata.kabupaten_kota == "Kota Elok"
    assert find(body=["Warga Kota Elok"]).metadata.kabupaten_kota is None
    assert find(body=["Peraturan Bupati Elok", "Pemerintah Kota Sari"]).metadata.kabupaten_kota is None


def test_positions_decide_between_an_office_and_its_parent() -> None:
    front = "KECAMATAN SARI ELOK\nKELURAHAN TEPI ELOK\nINDIKATOR KINERJA INDIVIDU"
    signed = "Mengetahui,\nCAMAT SARI ELOK\n\n\n\nBIMA SETA"
    found = find(front, ["LURAH", "SEKRETARIS KELURAHAN"], signed).metadata
    assert (found.unit_kerja, found.jenis_unit) == ("Kelurahan Tepi Elok", "kelurahan")
    assert found.kecamatan == "Sari Elok"


def test_a_subject_of_its_own() -> None:
    front = "TENTANG\nPENETAPAN INDIKATOR KINERJA INDIVIDU PEGAWAI\nRSUD KANIGARA TAHUN 2023"
    found = find(front).metadata
    assert (found.tentang, found.unit_kerja) == (
        "Penetapan Indikator Kinerja Individu Pegawai",
        "RSUD Kanigara",
    )


def test_little_evidence_gives_nothing() -> None:
    result = find(
        jabatan=["Camat"], body=["Kecamatan Sehat", "Forum Kota Layak Anak", "Warga Kecamatan Sari"]
    )
    assert result.metadata.model_dump(exclude_none=True) == {}
    assert {gap.field for gap in result.gaps} == {"nomor", "tanggal", "tahun", "unit_kerja", "kabupaten_kota"}


def test_contradictions_are_reported() -> None:
    result = find(
        "KEPUTUSAN CAMAT SARI\nNOMOR : 1/2/2023\nTENTANG\nINDIKATOR KINERJA INDIVIDU TAHUN 2024\n"
        "LAMPIRAN KEPUTUSAN CAMAT SARI\nNOMOR : 1/3/2023\nTANGGAL : 3 Mei 2023"
    )
    assert conflicts(result) == ["nomor", "tahun"]
    assert (result.metadata.nomor, result.metadata.tahun) == ("1/2/2023", 2023)
    result = find(body=["Kecamatan Sari", "Kecamatan Muara"] * 3, jabatan=["Camat"])
    assert result.metadata.kecamatan is None
    assert conflicts(result) == ["kecamatan"]


def test_misread_key_words_and_names() -> None:
    front = "KEPUTUSAM CAMAT SARI ELOK\nN0MOR : 188/4/2023\nTENTAMG\nINDIKATOR KINERJA INDIVlDU"
    front += "\nKECAMATAN SARI ELOX"
    found = find(front, signed="CAMAT SARI ELOK").metadata
    assert (found.nomor, found.unit_kerja) == ("188/4/2023", "Kecamatan Sari Elok")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("188.4/    /99.07.27/2023", "188.4/ /99.07.27/2023"),
        ("12 TAHUN 2023", "12 TAHUN 2023"),
        ("TAHUN 2023", None),
        ("   /2023", None),
        ("800/......../2023 TANGGAL 3 Mei 2023", "800/ /2023"),
        ("", None),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("KECAMATAN KOTA BARU KABUPATEN LIMA ELOK", ["kecamatan Kota Baru", "kabupaten Lima Elok"]),
        ("KECAMATAN SARI KOTA ELOK", ["kecamatan Sari", "kota Elok"]),
        ("CAMAT SARI KOTA", ["kecamatan Sari Kota"]),
        ("KELURAHAN TEPI II KECAMATAN SARI", ["kelurahan Tepi II", "kecamatan Sari"]),
        ("Peraturan Wali Kota Elok Raya tentang", ["kota Elok Raya"]),
        ("KABUPATEN ELOK BAGIAN TIMUR TAHUN 2031", ["kabupaten Elok Bagian Timur"]),
        ("KABUPATEN ELOK BAGIAN UMUM", ["kabupaten Elok"]),
        ("Pemerintah Kabupaten/Kota dan Kecamatan", []),
        ("camat sari", []),
    ],
)
def test_areas(text: str, areas: list[str]) -> None:
    assert [f"{a.kind} {a.name}" for a in areas_in(text, head=True)] == areas


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("PEMERINTAH KABUPATEN AWAN JAYA KEPALA DINAS PERKEBUNAN", ["kabupaten Awan Jaya"]),
        ("KECAMATAN MEKARSARI SEKRETARIS KECAMATAN", ["kecamatan Mekarsari"]),
        ("Kelurahan Sukamaju Lurah", ["kelurahan Sukamaju"]),
        ("KABUPATEN AWAN JAYA BENDAHARA", ["kabupaten Awan Jaya"]),
        ("KECAMATAN MEKARSARI PENGELOLA DATA", ["kecamatan Mekarsari"]),
        ("KELURAHAN SUKAMAJU ANALIS ARSIP", ["kelurahan Sukamaju"]),
        ("KECAMATAN GURU SARI", ["kecamatan Guru Sari"]),
        ("Kabupaten Penata Batu", ["kabupaten Penata Batu"]),
        ("KOTA AWAN SARI", ["kota Awan Sari"]),
    ],
)
def test_an_areas_name_ends_where_the_name_of_a_post_begins(text: str, areas: list[str]) -> None:
    """But it may begin with a word that posts begin with."""
    assert [f"{a.kind} {a.name}" for a in areas_in(text, head=True)][:1] == areas


@pytest.mark.parametrize(
    "text",
    ["Forum Kota Sehat", "tingkat Kecamatan Tahun 2023", "Aparatur Kecamatan yang hadir",
     "Dinas Tata Kota Elok", "di Kecamatan, Sari", "Rencana Kerja Kecamatan Sesuai Pagu"],
)  # fmt: skip
def test_running_text_that_names_no_area(text: str) -> None:
    assert not list(areas_in(text))


def test_votes_count_variants_as_one() -> None:
    vote = Vote()
    for name, weight in (("Muara Elok", 3.0), ("Muara", 1.0), ("Muara E1ok", 1.0), ("Sari", 2.0)):
        vote.add(name, weight)
    assert vote.ranked() == [("Muara Elok", 5.0), ("Sari", 2.0)]


def test_offices_and_officials() -> None:
    assert office_in("PUSKESMAS RAWA DINAS KESEHATAN KOTA ELOK") == "Puskesmas Rawa"
    assert office_in("DINAS PERMUKIMAN DAN TATA KOTA KOTA ELOK") == "Dinas Permukiman dan Tata Kota"
    assert office_in("PUSKESMAS RAWA KOTA") == "Puskesmas Rawa Kota"
    assert office_in("UPT Puskesmas Rawa Kota Kabupaten Tanah Elok") == "UPT Puskesmas Rawa Kota"
    assert office_in("PUSKESMAS RAWA KOTA ELOK") == "Puskesmas Rawa"
    assert office_in("perjalanan dinas luar daerah") is None
    assert office_of_official("a.n. BUPATI TANAH ELOK CAMAT SARI") == "Kecamatan Sari"
    assert office_of_official("Plt. Kepala Dinas Sosial Kabupaten Tanah Elok") == "Dinas Sosial"
    assert office_of_official("Kepala Seksi Dinas Sosial") is None
    assert office_in_title_case("RSUD dr. KANIGARA DAN DPMPTSP") == "RSUD dr. Kanigara dan DPMPTSP"


@given(
    st.lists(
        st.sampled_from([*FULL.split("\n"), "LAMPIRAN", "TENTANG :", "NOMOR", "12/2023", "x"]), max_size=25
    )
)
def test_any_order_of_lines_gives_valid_metadata(rows: list[str]) -> None:
    found = find("\n".join(rows)).metadata
    assert (found.tahun is None) == (found.tahun_dari is None)
    assert found.kecamatan is None or found.kecamatan.startswith("Muara")
    assert (found.unit_kerja is None) == (found.jenis_unit is None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DINAS SOSIAL KOTA RIMBA JATI RIMBA JATI TAHUN 2031", "Rimba Jati"),
        ("KABUPATEN AWAN RAYA AWAN RAYA, 2031", "Awan Raya"),
        ("KOTA BUKIT TERANG BUKIT TERANG", "Bukit Terang"),
    ],
)
def test_a_name_ends_where_it_is_printed_again(text: str, name: str) -> None:
    assert next(iter(areas_in(text, head=True))).name == name


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("BADAN KETAHANAN KOPI DAERAH PROVINSI AWAN", "Badan Ketahanan Kopi"),
        ("DINAS PERKEBUNAN DAERAH KABUPATEN AWAN", "Dinas Perkebunan"),
        ("BADAN KEPEGAWAIAN DAERAH PROVINSI AWAN", "Badan Kepegawaian Daerah"),
        ("BADAN PENDAPATAN DAERAH KOTA AWAN", "Badan Pendapatan Daerah"),
        ("DINAS PERKEBUNAN DAERAH", "Dinas Perkebunan Daerah"),
    ],
)
def test_the_word_daerah_before_a_government_is_the_governments(text: str, office: str) -> None:
    assert office_in(text) == office


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PEMERINTAH KOTA ADM. TELUK UTARA", "Adm. Teluk Utara"),
        ("Suku Dinas Sosial Kota Adm. Muara Barat", "Adm. Muara Barat"),
        ("Kabupaten Kep. Tanjung Elok", "Kep. Tanjung Elok"),
        ("Kabupaten Muara Elok. Laporan Kinerja", "Muara Elok"),
        ("KABUPATEN MUARA ELOK IKI 2031", "Muara Elok"),
    ],
)
def test_a_shortened_word_within_an_areas_name_does_not_end_it(text: str, name: str) -> None:
    assert [area.name for area in areas_in(text, head=True)] == [name]


@pytest.mark.parametrize("above", ["Kementerian Urusan Laut RI – Kantor Wilayah Teluk", "Laporan Tahunan"])
def test_a_running_line_beside_the_running_title_names_an_office_only_where_it_begins_with_one(
    above: str,
) -> None:
    titled = MetadataTexts(
        furniture=[above, "Indikator Kinerja Individu Tahun 2031"], captions=["BALAI BENIH IKAN"]
    )
    assert find_metadata(titled).metadata.unit_kerja == "Balai Benih Ikan"


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("LEMBAGA PEMASYARAKATAN KELAS IIB TELUK ELOK", "Lembaga Pemasyarakatan Kelas IIB Teluk Elok"),
        ("Kepala Rumah Tahanan Negara Kelas I Muara", "Rumah Tahanan Negara Kelas I Muara"),
        ("STASIUN METEOROLOGI KELAS III RAWA ELOK", "Stasiun Meteorologi Kelas III Rawa Elok"),
        ("Poltekkes Teluk Elok Tahun 2031", "Poltekkes Teluk Elok"),
        ("BAGIAN-BAGIAN PADA SEKRETARIAT DAERAH KABUPATEN ELOK", "Sekretariat Daerah"),
        ("Bagian Umum Sekretariat Daerah", "Bagian Umum Sekretariat Daerah"),
    ],
)
def test_offices_of_ministries(text: str, office: str) -> None:
    assert office_in(text) == office


@pytest.mark.parametrize("date", ["31 Februari 2023", "31-04-2023", "30 Pebruari 2023"])
@pytest.mark.parametrize("where", ["signed", "front"])
def test_a_date_on_no_calendar_is_told(date: str, where: str) -> None:
    signed, front = (
        f"Muara Elok, {date}\nCAMAT",
        f"LAMPIRAN KEPUTUSAN CAMAT ELOK\nNOMOR : 4/2023\nTANGGAL : {date}",
    )
    result = find(signed=signed) if where == "signed" else find(front)
    assert result.metadata.tanggal is None
    said = [gap.message for gap in result.gaps if gap.field == "tanggal"]
    assert said == [f"the date printed is on no calendar: {date}"]


@pytest.mark.parametrize(
    "lines_of_subject",
    [
        ["PERUBAHAN ATAS KEPUTUSAN CAMAT ELOK NOMOR 3 TAHUN 2020", "TENTANG INDIKATOR KINERJA INDIVIDU"],
        ["PERUBAHAN ATAS KEPUTUSAN CAMAT ELOK", "NOMOR 3 TAHUN 2020 TENTANG", "INDIKATOR KINERJA INDIVIDU"],
        ["PERUBAHAN ATAS", "KEPUTUSAN CAMAT ELOK NOMOR 3 TAHUN 2020 TENTANG INDIKATOR KINERJA INDIVIDU"],
    ],
)
def test_a_subject_that_names_another_decree_stays_whole(lines_of_subject: list[str]) -> None:
    result = find("\n".join(["KEPUTUSAN CAMAT ELOK", "NOMOR 7 TAHUN 2024", "TENTANG", *lines_of_subject]))
    assert (result.metadata.nomor, result.metadata.tahun) == ("7 TAHUN 2024", 2024)
    assert result.metadata.tentang is not None
    assert result.metadata.tentang.casefold() == " ".join(lines_of_subject).casefold()
    assert conflicts(result) == []
