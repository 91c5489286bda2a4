"""Metadata of the kinds of documents that offices print: forms of units, agreements, scans, reports."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from iki.normalize.dates import open_year, period_in
from iki.normalize.decree_heads import read_heads
from iki.normalize.decree_numbers import number_in, same_number
from iki.normalize.forms.titles import head_title_of
from iki.normalize.metadata import MetadataResult, MetadataTexts, find_metadata
from iki.normalize.metadata_evidence import own_citations
from iki.normalize.office_names import office_in, office_of_official, office_within, part_at_start
from iki.normalize.placed_line import PlacedLine
from iki.normalize.running_text import plain_text
from iki.normalize.signatures import read_signatures
from iki.schema.blocks import Line, Page, Word
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box, bounding_box

PAGE = Page(number=1, width=600.0, height=1600.0)


def lines(text: str, confidence: float = 1.0) -> list[PlacedLine]:
    """The text's lines one below the other; more than one blank is wide white space, an empty line a gap."""
    out = []
    for n, row in enumerate(text.strip("\n").split("\n")):
        words, at = [], 0
        for word in row.split():
            at = row.index(word, at)
            x, top = 40.0 + 5.0 * at, 40.0 + 14.0 * n
            box = Box(x, top, x + 5.0 * len(word), top + 12.0)
            words.append(Word(word, box, 10.0, confidence, "text" if confidence == 1 else "ocr"))
            at += len(word)
        if words:
            box = bounding_box(w.box for w in words)
            out.append(PlacedLine(PAGE, Line(tuple(words), box, " ".join(w.text for w in words))))
    return out


def find(front: str = "", *signed: str, confidence: float = 1.0, **texts: Sequence[str]) -> MetadataResult:
    return find_metadata(
        MetadataTexts(
            front=lines(front, confidence),
            signatures=[read_signatures(lines(text)) for text in signed],
            **texts,
        )
    )


def gaps(result: MetadataResult, code: GapCode) -> list[str | None]:
    return [gap.field for gap in result.gaps if gap.code is code]


# ---- the office ----------------------------------------------------------------------------------

SIGNED = """
KEPALA BADAN PANGAN DAERAH
PROVINSI ELOK RAYA



BIMA SETA
"""


@pytest.mark.parametrize(
    ("texts", "office"),
    [
        ({"keyed_units": ["Badan Pangan"]}, "Badan Pangan"),
        ({"keyed_units": ["DINAS KELAUTAN PROVINSI ELOK RAYA"]}, "Dinas Kelautan"),
        ({"captions": ["INDIKATOR KINERJA UTAMA DINAS SOSIAL PROVINSI ELOK RAYA TAHUN 2017"]}, "Dinas Sosial"),
        ({"captions": ["Tabel 3. Penetapan Indikator Kinerja Utama (IKU) Dinas Koperasi dan Usaha Provinsi Elok"]},
         "Dinas Koperasi dan Usaha"),
        ({"furniture": ["INDIKATOR KINERJA UTAMA", "DINAS PERIKANAN KABUPATEN TANAH ELOK"]}, "Dinas Perikanan"),
    ],
)  # fmt: skip
def test_key_and_caption_come_before_signature_and_duties(texts: dict[str, list[str]], office: str) -> None:
    body = [
        "Membina UPTD Rumah Potong Ternak",
        "Melaporkan kegiatan UPTD Rumah Potong Ternak",
        "Balai Benih Elok",
    ]
    assert find("", SIGNED, confidence=1.0, body=body, **texts).metadata.unit_kerja == office


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("SMP NEGERI 2 MUARA ELOK KABUPATEN TANAH ELOK", "SMP Negeri 2 Muara Elok"),
        ("SDN 3 RAWA KECAMATAN SARI", "SDN 3 Rawa"),
        ("SEKOLAH DASAR NEGERI 1 TEPI, KOTA ELOK", "Sekolah Dasar Negeri 1 Tepi"),
        ("KELURAHAN PASIR ELOK KECAMATAN SARI", "Kelurahan Pasir Elok"),
        ("BAGIAN HUKUM SEKRETARIAT DAERAH KABUPATEN TANAH ELOK", "Bagian Hukum Sekretariat Daerah"),
        ("SEKRETARIAT DPRD KOTA ELOK", "Sekretariat DPRD"),
        ("RSUD KANIGARA PROVINSI ELOK RAYA", "RSUD Kanigara"),
        ("BADAN PENGELOLA KEUANGAN DAERAH KOTA ELOK", "Badan Pengelola Keuangan Daerah"),
        ("CABANG DINAS PENDIDIKAN WILAYAH II PROVINSI ELOK RAYA", "Cabang Dinas Pendidikan Wilayah II"),
        ("BALAI BENIH IKAN PROVINSI ELOK RAYA", "Balai Benih Ikan"),
        ("DINAS DINAS KESEHATAN PROPINSI ELOK RAYA", "Dinas Kesehatan"),
    ],
)
def test_offices_without_their_government(text: str, office: str) -> None:
    assert office_in(text) == office
    assert find(f"INDIKATOR KINERJA UTAMA\n{text}\nTAHUN 2019").metadata.unit_kerja == office


@pytest.mark.parametrize(
    ("post", "office"),
    [
        ("KEPALA DINAS PETERNAKAN PROVINSI ELOK RAYA", "Dinas Peternakan"),
        ("Direktur RSUD Kanigara", "RSUD Kanigara"),
        ("Camat Muara Elok", "Kecamatan Muara Elok"),
        ("Kepala SMP Negeri 1 Sari", "SMP Negeri 1 Sari"),
        ("Sekretaris DPRD", "Sekretariat DPRD"),
    ],
)
def test_posts_that_head_an_office_name_it(post: str, office: str) -> None:
    assert office_of_official(post) == office


def test_an_office_within_a_posts_title() -> None:
    assert office_within("KEPALA BIDANG PEMUDA PADA DINAS OLAHRAGA PROVINSI ELOK RAYA") == "Dinas Olahraga"
    assert office_within("Kepala Seksi Anak Dinas Sosial") == "Dinas Sosial"
    assert office_within("Kepala Seksi Pengawasan Badan Usaha") is None
    found = find(jabatan=["Kepala Bidang Pemuda pada Dinas Olahraga"]).metadata
    assert found.unit_kerja == "Dinas Olahraga"


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("SEKSI DRAINASE DAN AIR BERSIH", "Seksi Drainase dan Air Bersih"),
        ("BIDANG PRASARANA", "Bidang Prasarana"),
        ("Sub Bagian Umum pada Dinas Sosial", "Sub Bagian Umum"),
    ],
)
def test_an_agreement_of_a_part_of_an_office(unit: str, name: str) -> None:
    assert part_at_start(unit) == name
    if "Dinas" not in unit:
        signed = "KEPALA BIDANG PERMUKIMAN\nDINAS PERUMAHAN PROVINSI ELOK RAYA\n\n\n\nBIMA SETA"
        assert find(f"PERJANJIAN KINERJA TAHUN 2017\n{unit}", signed).metadata.unit_kerja == name
        individual = find(f"INDIKATOR KINERJA INDIVIDU\n{unit}", "CAMAT SARI ELOK\n\n\n\nBIMA SETA")
        assert individual.metadata.unit_kerja == "Kecamatan Sari Elok"


# ---- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("INDIKATOR KINERJA UTAMA (IKU)", "iku", ""),
        ("INDIKATORKINERJA UTAMA DINAS SOSIAL", "iku", "DINAS SOSIAL"),
        ("4. Indikator Kinerja Utama", "iku", ""),
        ("Tabel 2.1. Penetapan Indikator Kinerja Utama (IKU) Badan Pangan", "iku", "Badan Pangan"),
        ("PERJANJIAN KINERJA TAHUN 2017", "pk", "TAHUN 2017"),
        ("PERNYATAAN PERJANJIAN KINERJA", "pk", ""),
        ("INDlKATOR KINERJA INDIVlDU", "iki", ""),
        ("INDIKATOR KINERJA INDIVIDU DINAS SOSIAL", "iki", "DINAS SOSIAL"),
    ],
)
def test_titles(text: str, kind: str, rest: str) -> None:
    title = head_title_of(text)
    assert title is not None
    assert (title.kind, title.rest) == (kind, rest)


@pytest.mark.parametrize(
    "text",
    ["Penyusunan perjanjian kinerja", "indikator kinerja utama", "Indikator kinerja individu disusun setiap tahun",
     "Perjanjian kinerja antara kepala dinas dengan bupati", "INDIKATOR KINERJA KEGIATAN"],
)  # fmt: skip
def test_running_text_is_no_title(text: str) -> None:
    assert head_title_of(text) is None


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("P E M E R I N T A H   K O T A   E L O K", "PEMERINTAH KOTA ELOK"),
        ("T E N T A N G", "TENTANG"),
        ("M E M U T U S K A N :", "MEMUTUSKAN:"),
        ("DINAS SOSIAL A", "DINAS SOSIAL A"),
    ],
)
def test_letter_spaced_lines(printed: str, text: str) -> None:
    assert plain_text(lines(printed)[0].line) == text


# ---- year, period and date -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "signed", "year", "source"),
    [
        ("", "Sukamaju,                2016\nKEPALA DINAS SOSIAL\n\n\n\nBIMA SETA", 2016, "tanggal"),
        ("", "Sukamaju, ………………… 2018\nKEPALA DINAS SOSIAL\n\n\n\nBIMA SETA", 2018, "tanggal"),
        ("", "Sukamaju,     Januari 2020\nCAMAT SARI\n\n\n\nBIMA SETA", 2020, "tanggal"),
        ("PERJANJIAN KINERJA\nTAHUN ANGGARAN 2017", "", 2017, "judul"),
        ("INDIKATOR KINERJA UTAMA\nDINAS SOSIAL\nTAHUN 2018", "", 2018, "judul"),
    ],
)
def test_years(front: str, signed: str, year: int, source: str) -> None:
    found = find(front, *([signed] if signed else [])).metadata
    assert (found.tahun, found.tahun_dari, found.tanggal) == (year, source, None)


def test_the_year_of_a_running_foot() -> None:
    found = find(furniture=["LKIP Dinas Sosial Provinsi Elok Raya Tahun 2016"]).metadata
    assert (found.tahun, found.tahun_dari) == (2016, "kaki")


@pytest.mark.parametrize(
    "front",
    [
        "INDIKATOR KINERJA UTAMA\nDINAS SOSIAL\nTAHUN 2013-2018",
        "INDIKATOR KINERJA UTAMA\nDINAS SOSIAL TAHUN 2013 – 2018",
        "INDIKATOR KINERJA UTAMA\nDINAS SOSIAL\nPERIODE 2013 s.d. 2018",
    ],
)
def test_a_range_of_years_is_the_period(front: str) -> None:
    found = find(front).metadata
    assert (found.periode, found.tahun) == ("2013-2018", None)


@pytest.mark.parametrize(
    ("text", "period"),
    [("2021-2026", "2021-2026"), ("TAHUN 2021 s/d 2026", "2021-2026"), ("2005 sampai dengan 2025", "2005-2025"),
     ("2023", None), ("188/2013-2018/x", None), ("2018-2013", None), ("Telp. 2013-2018-55", None)],
)  # fmt: skip
def test_periods(text: str, period: str | None) -> None:
    assert period_in(text) == period


def test_open_years() -> None:
    assert [open_year(t) for t in ("Elok,    2016", "Januari 2020", "2013-2018", "Elok")] == [
        2016,
        2020,
        None,
        None,
    ]


PREAMBLE = """
KEPUTUSAN CAMAT SARI ELOK
NOMOR : 188/4/2021
TENTANG
INDIKATOR KINERJA INDIVIDU
CAMAT SARI ELOK,
Menimbang : a. bahwa sesuai Surat Bupati Tanah Elok
tanggal 3 Mei 2019
perlu ditetapkan Penetapan
Indikator Kinerja Individu di lingkungan kecamatan;
Mengingat : 1. Undang-Undang Nomor 12 Tahun 1956
tentang Pembentukan Daerah dalam Lingkungan Provinsi Jauh Tengah;
2. Peraturan Pemerintah tanggal 1 Juni 2008 tentang Provinsi Jauh Barat;
MEMUTUSKAN :
Menetapkan :
KESATU : Menetapkan indikator sebagaimana terlampir.
Ditetapkan di : Sari Elok
Pada tanggal  :   12 Februari 2021
CAMAT SARI ELOK


BIMA SETA
NIP. 19710101 199503 1 904
"""


def test_the_decrees_own_date_and_areas() -> None:
    result = find(PREAMBLE)
    assert (result.metadata.tanggal, result.metadata.tahun) == ("2021-02-12", 2021)
    assert (result.metadata.provinsi, result.metadata.kabupaten_kota) == (None, "Kabupaten Tanah Elok")
    assert [s.nama for block in result.signatures for s in block.signatures] == ["BIMA SETA"]


def test_the_decrees_own_signature_may_be_doubtful() -> None:
    result = find(PREAMBLE.replace("199503 1 904", "199503 1 90"))
    assert result.signatures[0].signatures[0].confidence == 0.5
    assert gaps(result, GapCode.LOW_CONFIDENCE) == ["signatures"]


def test_a_signature_without_place_is_found_by_its_number() -> None:
    front = PREAMBLE.replace("Ditetapkan di : Sari Elok\nPada tanggal  :   12 Februari 2021\n", "")
    result = find(front)
    assert result.metadata.tanggal is None
    assert [(s.jabatan, s.nama) for b in result.signatures for s in b.signatures] == [
        ("CAMAT SARI ELOK", "BIMA SETA")
    ]


def test_own_regulations_speak_of_the_government() -> None:
    cited = (
        "1. Undang-Undang Nomor 8 Tahun 1956 tentang Daerah dalam Provinsi Jauh; 2. Peraturan Daerah Kabupaten "
        "Tanah Elok Nomor 5; 3. Peraturan Bupati Tanah Elok Nomor 7; 4. Peraturan Menteri tentang Kota Layak"
    )
    assert list(own_citations(cited)) == [
        "Peraturan Daerah Kabupaten Tanah Elok Nomor 5", "Peraturan Bupati Tanah Elok Nomor 7"
    ]  # fmt: skip


# ---- areas ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "superiors", "regency", "province"),
    [
        ("P E M E R I N T A H   P R O V I N S I   E L O K\nDINAS SOSIAL", [], None, "Elok"),
        ("PERJANJIAN KINERJA\nDINAS SOSIAL", ["GUBERNUR ELOK RAYA"], None, "Elok Raya"),
        ("PERJANJIAN KINERJA\nDINAS SOSIAL", ["BUPATI TANAH ELOK"], "Kabupaten Tanah Elok", None),
        ("PERJANJIAN KINERJA\nDINAS SOSIAL", ["WALI KOTA ELOK"], "Kota Elok", None),
    ],
)
def test_governments(front: str, superiors: list[str], regency: str | None, province: str | None) -> None:
    body = ["Pembinaan di Kota Jauh dan Kabupaten Dekat", "Laporan Pemerintah Kota Jauh"]
    found = find(front, superiors=superiors, body=body if province else []).metadata
    assert (found.kabupaten_kota, found.provinsi) == (regency, province)


# ---- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("061/Kep.04/perenc/diskominfo Sukamaju, 12 Januari 2017", "061/Kep.04/perenc/diskominfo"),
        ("050/123/Pangan Elok, Maret 2016", "050/123/Pangan"),
        ("060/12/2023 Sukamaju, 2023", "060/12/2023"),
        ("12 TAHUN 2023 BUPATI ELOK", "12 TAHUN 2023"),
        ("188.45/ 12 /KEC. SARI /2023", "188.45/ 12 /KEC. SARI /2023"),
        ("HK.03.01/I/12/2022 5 Mei 2022", "HK.03.01/I/12/2022"),
        ("KEP. 12/2023 Lampiran : 1 berkas", "KEP. 12/2023"),
    ],
)
def test_a_number_ends_where_the_place_begins(text: str, number: str) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("061/Kep.04/perenc/kominfo", "061 /Kep.O4 / Perenc / kominto", True),
        ("188.4/ /99.07/2023", "188.4/12/99.07/2023", True),
        ("188.4/17/KEC/2023", "188.4/171KEC/2023", True),
        ("061/Kep.04/perenc", "061/Kep.04/perenc/kominfo", True),
        ("188.4/1/2023", "188.4/11/2023", False),
        ("188.4/17/2023", "188.4/17/2022", False),
        ("12 TAHUN 2023", "13 TAHUN 2023", False),
        (None, "12 TAHUN 2023", False),
    ],
)
def test_readings_of_one_number(a: str | None, b: str | None, same: bool) -> None:
    assert same_number(a, b) is same_number(b, a) is same


def test_a_doubtful_reading_may_differ_in_a_digit() -> None:
    assert same_number("188.4/17/KEC/2023", "188.4/11/KEC/2023", doubtful=True)
    assert not same_number("188.4/17/KEC/2023", "188.4/32/KEC/2023", doubtful=True)


HANDWRITTEN = "KEPUTUSAN CAMAT SARI ELOK\nNOMOR : 188/Kep.{}/{}/2021\nTENTANG\nINDIKATOR KINERJA INDIVIDU"


def test_three_readings_are_one_number() -> None:
    front = "\n\n\n\n".join(HANDWRITTEN.format(*n) for n in (("04", "sari"), ("O4", "sarl"), ("04", "sari")))
    result = find(front)
    assert result.metadata.nomor == "188/Kep.04/sari/2021"
    assert "nomor" not in gaps(result, GapCode.CONFLICTING_METADATA)


def test_what_was_read_with_low_confidence_is_doubtful() -> None:
    front = HANDWRITTEN.format("04", "sari") + "\n\n\n\nLAMPIRAN\nTANGGAL : 3 Mei 2021"
    assert gaps(find(front, confidence=0.97), GapCode.LOW_CONFIDENCE) == []
    result = find(front, confidence=0.5)
    assert result.metadata.nomor == "188/Kep.04/sari/2021"
    assert gaps(result, GapCode.LOW_CONFIDENCE) == ["nomor", "tanggal"]


def test_heads_of_prose_are_no_letterhead() -> None:
    prose = (
        "Pada belanja pegawai terjadi sisa\nProvinsi yang terdapat sisa\n14.355.990 P-APBD\nA |\nDINAS SOSIAL"
    )
    assert read_heads(lines(prose)).letterhead == ["DINAS SOSIAL"]


@pytest.mark.parametrize(
    "head",
    [
        "Lampiran Keputusan Kepala Dinas Sosial Provinsi Elok Raya\nNomor - 061/Kep.7/2017\nTanggal :      2017",
        "LAMPIRAN II KEPUTUSAN KEPALA DINAS SOSIAL\nNOMOR : 061/Kep.7/2017\nTANGGAL :       Maret 2017",
        "Lampiran I : Surat Keputusan Kepala Dinas Sosial\nNomor : 061/Kep.7/2017\nTanggal : ......... 2017",
    ],
)
def test_the_head_of_an_annex(head: str) -> None:
    found = find(f"{head}\n\n\n\nINDIKATOR KINERJA UTAMA").metadata
    assert (found.nomor, found.tanggal, found.tahun) == ("061/Kep.7/2017", None, 2017)
    assert found.unit_kerja == "Dinas Sosial"


@pytest.mark.parametrize("confidence", [0.4, 0.95])
def test_a_year_written_by_hand_is_doubtful(confidence: float) -> None:
    signed = lines("Sukamaju,             2019\nCAMAT SARI\n\n\n\nBIMA SETA", confidence)
    result = find_metadata(MetadataTexts(signatures=[read_signatures(signed)]))
    assert result.metadata.tahun == 2019
    assert gaps(result, GapCode.LOW_CONFIDENCE) == (["tahun"] if confidence < 0.8 else [])


@pytest.mark.parametrize(
    ("first", "second", "office"),
    [
        (
            "BADAN PEMBERDAYAAN WARGA",
            "DAN PEMERINTAHAN DESA",
            "Badan Pemberdayaan Warga dan Pemerintahan Desa",
        ),
        ("DINAS PERUMAHAN, PERMUKIMAN DAN", "PERTANAHAN", "Dinas Perumahan, Permukiman dan Pertanahan"),
        ("DINAS KOPERASI, USAHA KECIL,", "DAN PERDAGANGAN", "Dinas Koperasi, Usaha Kecil, dan Perdagangan"),
    ],
)
def test_an_office_on_two_lines(first: str, second: str, office: str) -> None:
    letterhead = f"PEMERINTAH KABUPATEN TANAH ELOK\n{first}\n{second}\nJalan Melati Nomor 9 Telepon 555010"
    assert find(letterhead).metadata.unit_kerja == office
    assert find(furniture=["INDIKATOR KINERJA UTAMA", first, second]).metadata.unit_kerja == office
    assert find(f"INDIKATOR KINERJA UTAMA\n{first}\n{second}").metadata.unit_kerja == office


@pytest.mark.parametrize("short", ["Dinas KUKM", "Dinas Koperasi dan UKM", "Dinas Usaha Kecil"])
def test_a_caption_decides_before_running_feet(short: str) -> None:
    captions = ["Tabel 3. Indikator Kinerja Utama Dinas Koperasi, Usaha Kecil dan Menengah Kota Elok"]
    found = find(
        captions=captions, furniture=[f"LKIP {short} Kota Elok Tahun 2016", f"{short} Kota Elok"] * 3
    )
    assert found.metadata.unit_kerja == "Dinas Koperasi, Usaha Kecil dan Menengah"
    assert gaps(found, GapCode.CONFLICTING_METADATA) == []


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah"),
        ("DINAS KUKM", "Dinas Koperasi, Usaha Kecil dan Menengah"),
        ("BPBD", "Badan Penanggulangan Bencana Daerah"),
    ],
)
def test_a_short_form_is_the_office_written_out(short: str, long: str) -> None:
    found = find(
        captions=[f"PERJANJIAN KINERJA TAHUN 2016 KEPALA {short}"], jabatan=[f"KEPALA {long.upper()}"]
    )
    assert found.metadata.unit_kerja == long


@pytest.mark.parametrize("post", ["KEPALA SEKSI PROMOSI", "SEKRETARIS", "CAMAT SARI"])
def test_an_office_ends_where_a_post_begins(post: str) -> None:
    assert office_in(f"BALAI BENIH IKAN ELOK {post}") == "Balai Benih Ikan Elok"


def test_what_stands_on_every_page_decides_before_single_captions() -> None:
    captions = ["BALAI BENIH IKAN KEPALA SEKSI PROMOSI", "BALAI BENIH IKAN KEPALA SEKSI UMUM"]
    running = ["PERJANJIAN KINERJA TAHUN 2016", "DINAS PERIKANAN PROVINSI ELOK RAYA"] * 3
    assert find(captions=captions, furniture=running).metadata.unit_kerja == "Dinas Perikanan"


def test_a_running_head_that_names_an_office_is_a_title() -> None:
    captions = ["TAHUN 2016 KEPALA BALAI BENIH IKAN", "TAHUN 2016 BALAI BENIH IKAN KEPALA SEKSI UMUM"]
    running = ["DINAS PERIKANAN PROVINSI ELOK RAYA"] * 3
    assert find(captions=captions, furniture=running).metadata.unit_kerja == "Dinas Perikanan"


# ---- keys that name areas, and letters that send a decree ------------------------------------------------


@pytest.mark.parametrize(
    ("key", "regency"),
    [
        ("Kabupaten : Elok Raya", "Kabupaten Elok Raya"),
        ("KOTA : BUKIT ASRI", "Kota Bukit Asri"),
        ("Kabupaten/Kota : Kota Bukit Asri", "Kota Bukit Asri"),
    ],
)
def test_a_key_names_the_area(key: str, regency: str) -> None:
    assert find(keyed_areas=[key]).metadata.kabupaten_kota == regency
    assert find(f"DINAS PANGAN\n{key}").metadata.kabupaten_kota == regency


@pytest.mark.parametrize("key", ["Kabupaten sebagai sumber data", "Periode : 2018 - 2023", "Kota : 12"])
def test_other_lines_of_a_form_name_no_area(key: str) -> None:
    assert find(keyed_areas=[key]).metadata.kabupaten_kota is None


LETTERS = [
    "Nomor : 800/112/Bangda\nLampiran : 1 (satu) berkas\nPerihal : Penyampaian Indikator",
    "Nomor : 061/77/Org\nSifat : Biasa\nLampiran : -\nHal : Dokumen Kinerja",
    "NOMOR : 5/Set/2019\nHAL : Laporan",
]


@pytest.mark.parametrize("letter", LETTERS)
def test_the_number_of_a_letter_is_no_decree_s(letter: str) -> None:
    assert find(letter).metadata.nomor is None
    decree = "KEPUTUSAN KEPALA BADAN\nNOMOR : 188/9/2019\nTENTANG\nINDIKATOR KINERJA"
    found = find(f"{letter}\n\n\n\n{decree}")
    assert found.metadata.nomor == "188/9/2019"
    assert GapCode.CONFLICTING_METADATA not in [gap.code for gap in found.gaps]


@pytest.mark.parametrize("office", ["DINAS PERTANIAN, PANGAN", "BADAN PENDAPATAN, KEUANGAN"])
def test_an_office_s_name_goes_on_behind_a_comma_in_a_decree_s_head(office: str) -> None:
    first, last = office.rsplit(" ", 1)
    found = find(f"LAMPIRAN I\nKEPUTUSAN KEPALA {first}\n{last} DAN ASET\nNOMOR : 5/2024")
    assert found.metadata.unit_kerja is not None
    assert found.metadata.unit_kerja.upper() == f"{office} DAN ASET"


@pytest.mark.parametrize("label", ["Nomor", ".NOMOR", "nomor"])
def test_a_number_whose_colon_a_scan_lost_is_the_decree_s(label: str) -> None:
    number = f"{label}426/15/DISPORA/2020"
    found = find(f"Lampiran Keputusan Kepala Dinas\n{number}\nTanggal6 Januari 2020", confidence=0.9)
    assert found.metadata.nomor == "426/15/DISPORA/2020"
    assert found.metadata.tanggal == "2020-01-06"


# ---- an annex's head on every page -----------------------------------------------------------------------

PAGES = ("1", "2", "3")


@pytest.mark.parametrize("tail", [" - {} -", " Halaman {}", "", " | {} / 3", " hal. {} dari 3"])
@pytest.mark.parametrize("number", ["141/09/VII.21/2020", "12 TAHUN 2020", "800/ 5 /KEC/2020"])
def test_the_number_of_an_annex_that_stands_on_every_page(tail: str, number: str) -> None:
    running = [f"Lampiran Keputusan Lurah Elok Nomor {number}{tail.format(page)}" for page in PAGES]
    found = find(furniture=running).metadata
    assert (found.nomor, found.tahun) == (number, 2020)


def test_the_head_of_an_annex_on_every_page_may_have_several_lines() -> None:
    running = ["LAMPIRAN KEPUTUSAN CAMAT ELOK", "NOMOR : 188/5/2031", "TANGGAL : 5 Januari 2031"] * 3
    found = find(furniture=running).metadata
    assert (found.nomor, found.tanggal) == ("188/5/2031", "2031-01-05")


@pytest.mark.parametrize(
    "running",
    [
        "NOMOR : 188/5/2031",
        "Rencana Strategis menurut Peraturan Bupati Nomor 5 Tahun 2031",
        "Jalan Melati Nomor 9",
    ],
)
def test_a_running_line_that_is_no_annex_s_gives_no_number(running: str) -> None:
    assert find(furniture=[running] * 3).metadata.nomor is None


def test_the_decree_s_own_head_counts_before_running_lines() -> None:
    head = "KEPUTUSAN CAMAT ELOK\nNOMOR : 188/7/2031"
    assert (
        find(head, furniture=["Lampiran Keputusan Camat Elok Nomor 188/5/2030"]).metadata.nomor
        == "188/7/2031"
    )


@pytest.mark.parametrize(
    ("signed", "titled"), [("20 Desember 2030", 2031), ("2 Januari 2031", 2030), ("5 Mei 2031", 2031)]
)
def test_the_title_says_the_year_where_only_the_forms_are_dated(signed: str, titled: int) -> None:
    captions = [f"INDIKATOR KINERJA INDIVIDU TAHUN {titled}"]
    below = f"Elok, {signed}\nCAMAT ELOK\n\n\nRatna Contoh\nNIP. 19750101 200003 1 001"
    assert find("", below, captions=captions).metadata.tahun == titled
    decreed = f"KEPUTUSAN CAMAT ELOK\nTANGGAL : {signed}"
    assert find(decreed, captions=captions).metadata.tahun == int(signed[-4:])


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("PENETAPAN INDIKATOR KINERJA INDIVIDU", "Penetapan Indikator Kinerja Individu"),
        ("INDIKATQR KINERJA INDIVIDU", "Indikator Kinerja Individu"),
        ("INDIKATOR KINERJA INDIVIDUAL", "Indikator Kinerja Individu"),
    ],
)
def test_a_subject_stays_as_printed_where_it_begins_with_another_word(subject: str, said: str) -> None:
    assert find(f"KEPUTUSAN CAMAT ELOK\nNOMOR : 5/2031\nTENTANG\n{subject}").metadata.tentang == said


@pytest.mark.parametrize("word", ["PENETAPAN", "FORMULIR"])
def test_a_title_says_the_subject_also_with_a_word_before_it(word: str) -> None:
    assert find(f"{word} INDIKATOR KINERJA INDIVIDU").metadata.tentang == "Indikator Kinerja Individu"


@pytest.mark.parametrize("mark", ["SALINAN", "( SALINAN )", "S A L I N A N"])
@pytest.mark.parametrize(
    "street", ["Jalan Samudra Nomor 4 Muara Elok", "Jl. Melati No. 17", "JALAN MELATI NOMOR 9"]
)
def test_the_number_of_a_street_below_the_mark_of_a_copy_is_no_decree_s(mark: str, street: str) -> None:
    above = f"{mark}\nPEMERINTAH KABUPATEN ELOK\nDINAS PERIKANAN\n{street}\n\n"
    found = find(f"{above}KEPUTUSAN KEPALA DINAS PERIKANAN\nNOMOR 188/21/2031")
    assert found.metadata.nomor == "188/21/2031"
    assert "nomor" not in gaps(found, GapCode.CONFLICTING_METADATA)
    assert found.metadata.unit_kerja == "Dinas Perikanan"
