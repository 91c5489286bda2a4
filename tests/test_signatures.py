"""Places, dates and signatures below a form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.placed_line import PlacedLine
from iki.normalize.signature_lines import is_name, is_post, party_of, rank_of
from iki.normalize.signatures import (
    SignatureBlock,
    nip_of,
    place_and_date,
    read_signatures,
    signature_gaps,
)
from iki.schema.blocks import Line, Page, Word
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box, bounding_box

SIZE = 10.0
PAGE = Page(number=4, width=600.0, height=800.0)


def line(top: float, *parts: tuple[float, str]) -> PlacedLine:
    """A line of texts at x positions; a letter is half as wide as the font is high."""
    words = []
    for start, text in parts:
        x = start
        for word in text.split():
            width = 5.0 * len(word)
            words.append(Word(word, Box(x, top, x + width, top + 1.2 * SIZE), SIZE))
            x += width + 2.5
    return PlacedLine(
        PAGE, Line(tuple(words), bounding_box(w.box for w in words), " ".join(w.text for w in words))
    )


def block(*texts: str, x: float = 350.0, room_before: int = -1) -> list[PlacedLine]:
    """Lines one below the other, with room for signing before one of them."""
    lines, top = [], 500.0
    for n, text in enumerate(texts):
        top += 60.0 if n == room_before else 14.0
        lines.append(line(top, (x, text)))
    return lines


def only(found: SignatureBlock) -> tuple[str | None, str | None, str | None, str | None]:
    (signature,) = found.signatures
    return signature.jabatan, signature.nama, signature.pangkat, signature.nip


def test_the_usual_block() -> None:
    found = read_signatures(
        block(
            "Muara Elok, 5 Januari 2023",
            "CAMAT MUARA ELOK,",
            "Drs. SEKAR WIRAJATI, M.Si",
            "Pembina Tk. I",
            "NIP. 19700101 199503 2 901",
            room_before=2,
        )
    )
    assert (found.place, found.date) == ("Muara Elok", "2023-01-05")
    assert only(found) == (
        "CAMAT MUARA ELOK",
        "Drs. SEKAR WIRAJATI, M.Si",
        "Pembina Tk. I",
        "197001011995032901",
    )
    assert found.signatures[0].page == 4
    assert found.signatures[0].bbox == [350.0, 528.0, 470.0, 628.0]
    assert not found.leftover


def test_decided_in_two_lines_and_a_post_of_two_lines() -> None:
    found = read_signatures(
        block(
            "Ditetapkan di : Muara Elok",
            "pada tanggal : 9 Pebruari 2024",
            "a.n. BUPATI TANAH ELOK",
            "KEPALA DINAS PERTANIAN",
            "DAN PANGAN,",
            "ttd",
            "Ir. LARAS PUSPA",
            "NIP 19690101 199403 2 902",
            room_before=6,
        )
    )
    assert (found.place, found.date) == ("Muara Elok", "2024-02-09")
    assert only(found) == (
        "a.n. BUPATI TANAH ELOK KEPALA DINAS PERTANIAN DAN PANGAN",
        "Ir. LARAS PUSPA",
        None,
        "196901011994032902",
    )


def test_two_blocks_side_by_side() -> None:
    lines = [
        line(500, (60, "Mengetahui,"), (360, "Muara Elok, 5 Maret 2023")),
        line(514, (60, "CAMAT MUARA ELOK"), (360, "KASI PEMERINTAHAN")),
        line(574, (60, "SEKAR WIRAJATI, S.H."), (360, "BAYU LAKSANA, S.E.")),
        line(588, (60, "Pembina"), (360, "Penata Muda Tk. I (III/b)")),
        line(602, (60, "NIP. 19700101 199503 2 901"), (360, "NIP. 19800101 200503 1 903")),
    ]
    found = read_signatures(lines)
    assert [(s.jabatan, s.nama, s.pangkat, s.nip) for s in found.signatures] == [
        ("CAMAT MUARA ELOK", "SEKAR WIRAJATI, S.H.", "Pembina", "197001011995032901"),
        ("KASI PEMERINTAHAN", "BAYU LAKSANA, S.E.", "Penata Muda Tk. I", "198001012005031903"),
    ]
    assert (found.place, found.date) == ("Muara Elok", "2023-03-05")
    assert not found.leftover


def test_blocks_below_each_other() -> None:
    found = read_signatures(
        [
            *block("LURAH TELUK", "AGNI SARI", "NIP. 19700101 199503 2 901", room_before=1),
            *[
                line(700 + 14 * n, (350, text))
                for n, text in enumerate(
                    ["Mengetahui,", "CAMAT TELUK", "BIMA SETA", "NIP. 19710101 199503 1 904"]
                )
            ],
        ]
    )
    assert [s.jabatan for s in found.signatures] == ["LURAH TELUK", "CAMAT TELUK"]
    assert [s.nama for s in found.signatures] == ["AGNI SARI", "BIMA SETA"]


def test_a_post_alone_and_a_name_without_nip() -> None:
    assert only(read_signatures(block("CAMAT MUARA ELOK"))) == ("CAMAT MUARA ELOK", None, None, None)
    found = read_signatures(block("CAMAT MUARA ELOK,", "( SEKAR WIRAJATI )", room_before=1))
    assert only(found) == ("CAMAT MUARA ELOK", "SEKAR WIRAJATI", None, None)
    found = read_signatures(block("LURAH ELOK", "(....................)", "NIP. ................"))
    assert only(found) == ("LURAH ELOK", None, None, None)


def test_notes_and_prose_are_left_over() -> None:
    note = block("Catatan: angka sementara", "dapat berubah pada akhir tahun", x=60)
    prose = block(
        "Indikator ini menjadi dasar penilaian kinerja pegawai pada akhir tahun anggaran berjalan.", x=60
    )
    lines = [*prose, *block("CAMAT ELOK", "BIMA SETA", "NIP. 19710101 199503 1 904", room_before=1), *note]
    found = read_signatures(lines)
    assert only(found) == ("CAMAT ELOK", "BIMA SETA", None, "197101011995031904")
    assert [p.line.text for p in found.leftover] == [p.line.text for p in [*prose, *note]]


def test_no_lines_and_no_signature() -> None:
    assert read_signatures([]) == SignatureBlock()
    stray = block("sebagaimana tersebut di atas")
    assert read_signatures(stray).leftover == stray


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("Sukamaju, 5 Januari 2023", "Sukamaju", "2023-01-05"),
        ("Sukamaju,    Januari 2023", "Sukamaju", None),
        ("Sukamaju, tanggal 05-01-2023", "Sukamaju", "2023-01-05"),
        ("Ditetapkan di Sukamaju pada tanggal 2 Mei 2023", "Sukamaju", "2023-05-02"),
        ("Ditetapkan di Sukamaju", "Sukamaju", None),
        ("Pada tanggal : 2 Mei 2023", None, "2023-05-02"),
    ],
)
def test_place_and_date(text: str, place: str | None, date: str | None) -> None:
    assert place_and_date(text) == (place, date)


@pytest.mark.parametrize(
    "text", ["BAYU LAKSANA, S.E.", "CAMAT ELOK,", "Laporan, data tahun 2023 yang lengkap", ""]
)
def test_no_place_and_date(text: str) -> None:
    assert place_and_date(text) is None


@pytest.mark.parametrize(
    ("text", "nip"),
    [
        ("NIP. 19700101 199503 2 901", "197001011995032901"),
        ("N I P : 197001011995032901", "197001011995032901"),
        ("NlP. 197OO1O1 199503 2 901", "197001011995032901"),
        ("NIPPPK. 198001012023211001", "198001012023211001"),
        ("NIP.", ""),
        ("19700101 199503 2 901", "197001011995032901"),
        ("NIP dan nama pegawai", None),
        ("Nipah 12", None),
    ],
)
def test_nip(text: str, nip: str | None) -> None:
    assert nip_of(text) == nip


@given(st.lists(st.text("ABCDEabc NIP.:19,5()-_", min_size=1, max_size=30).filter(str.strip), max_size=8))
def test_no_word_is_lost(texts: list[str]) -> None:
    lines = block(*texts)
    found = read_signatures(lines)
    if not found.signatures and found.place is None and found.date is None:
        kept = "".join(p.line.text for p in found.leftover)
        lost = [
            t
            for t in texts
            if any(c.isalpha() for c in t) and "".join(t.split())[:3] not in "".join(kept.split())
        ]
        assert not lost


# ---- what offices print beside the usual block ---------------------------------------------------


def scanned(placed: PlacedLine, confidence: float) -> PlacedLine:
    """The line as OCR read it."""
    words = tuple(Word(w.text, w.box, w.size, confidence=confidence, engine="ocr") for w in placed.line.words)
    return PlacedLine(placed.page, Line(words, placed.line.box, placed.line.text))


@pytest.mark.parametrize(
    ("text", "rank", "nip"),
    [
        ("Pembina Tk. I, NIP 19750301 200003 1 901", "Pembina Tk. I", "197503012000031901"),
        ("Penata Tk.I (III/d) Nip. 198001012005031903", "Penata Tk.I", "198001012005031903"),
        ("Pembina Utama Muda / NIP. 19690101 199403 2 902", "Pembina Utama Muda", "196901011994032902"),
        ("Pembina Tk.INIP. 19700301 199503 1 902", "Pembina Tk.I", "197003011995031902"),
        ("PenataNIP 198001012005031903", "Penata", "198001012005031903"),
        ("Pengatur Muda Tingkat I - 19900101 201503 2 905", "Pengatur Muda Tingkat I", "199001012015032905"),
    ],
)
def test_rank_and_nip_on_one_line(text: str, rank: str, nip: str) -> None:
    found = read_signatures(block("KASI PEMERINTAHAN", "BAYU LAKSANA, S.E.", text, room_before=1))
    assert only(found) == ("KASI PEMERINTAHAN", "BAYU LAKSANA, S.E.", rank, nip)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("Pembina Tk. I / IV b", "Pembina Tk. I"),
        ("Penata Tk.I (III/d)", "Penata Tk.I"),
        ("Pembina Utama Madya", "Pembina Utama Madya"),
        ("Pembina Tk.", "Pembina Tk."),
        ("Pembina Tingkat 1", "Pembina Tingkat 1"),
        ("Pangkat/Gol. Ruang : Penata Muda, III/a", "Penata Muda"),
        ("Pembna Utama Muda", "Pembna Utama Muda"),
        ("PenataTk.I", "PenataTk.I"),
        ("Pembinaan desa", None),
        ("Pembinaan", None),
        ("Penataan", None),
        ("Penata laksana", None),
        ("Juru bayar", None),
    ],
)
def test_ranks(text: str, rank: str | None) -> None:
    assert rank_of(text) == rank


def test_a_grade_on_a_line_of_its_own_is_no_name() -> None:
    found = read_signatures(
        block(
            "LURAH TELUK",
            "AGNI SARI, S.Sos",
            "Penata",
            "(III/c)",
            "NIP. 19700101 199503 2 901",
            room_before=1,
        )
    )
    assert only(found) == ("LURAH TELUK", "AGNI SARI, S.Sos", "Penata", "197001011995032901")


@pytest.mark.parametrize(
    "number", ["NIP. 1970010119950329", "NIP. 19700101 199503 2 9011", "NIP : 131 900 901"]
)
def test_a_number_that_lost_digits_is_kept_and_doubtful(number: str) -> None:
    found = read_signatures(block("LURAH TELUK", "AGNI SARI", number, room_before=1))
    assert found.signatures[0].nip == "".join(c for c in number if c.isdigit())
    assert found.signatures[0].confidence == 0.5
    (gap,) = signature_gaps(found, 2)
    assert (gap.code, gap.field, gap.page, gap.position) == (GapCode.LOW_CONFIDENCE, "signatures", 4, 2)
    assert "digits" in gap.message


def test_numbers_of_soldiers_have_their_own_length() -> None:
    found = read_signatures(block("DANRAMIL TELUK", "BIMA SETA", "NRP. 21990901", room_before=1))
    assert (found.signatures[0].nip, found.signatures[0].confidence) == ("21990901", 1.0)
    assert not signature_gaps(found)


def test_confidence_is_that_of_the_words() -> None:
    lines = block("LURAH TELUK", "AGNI SARI", "NIP. 19700101 199503 2 901", room_before=1)
    sure = read_signatures([scanned(p, 0.97) for p in lines])
    unsure = read_signatures([*lines[:1], scanned(lines[1], 0.6), lines[2]])
    assert (sure.signatures[0].confidence, signature_gaps(sure)) == (0.97, [])
    assert unsure.signatures[0].confidence == 0.6
    assert "0.60" in signature_gaps(unsure)[0].message


def party(rows: list[tuple[str, str]], place: str = "Muara Elok, 3 Januari 2022") -> SignatureBlock:
    lines, top = [line(500, (360, place))], 514.0
    for n, (left, right) in enumerate(rows):
        top += 60 if n == len(rows) - 3 else 14
        lines.append(line(top, *[(x, text) for x, text in ((60, left), (360, right)) if text]))
    return read_signatures(lines)


PEOPLE = [
    ("SEKAR WIRAJATI, S.H.", "BAYU LAKSANA, S.E."),
    ("Pembina", "Penata Tk. I"),
    ("NIP. 19700101 199503 2 901", "NIP. 19800101 200503 1 903"),
]


@pytest.mark.parametrize(
    ("heads", "posts", "parties"),
    [
        ([("PIHAK KEDUA,", "PIHAK KESATU,")], [None, None], ["PIHAK KEDUA", "PIHAK KESATU"]),
        ([("Pihak Kedua", "Pihak Pertama"), ("BUPATI ELOK", "KEPALA BAPPEDA")],
         ["BUPATI ELOK", "KEPALA BAPPEDA"], ["PIHAK KEDUA", "PIHAK PERTAMA"]),
        ([("PIHAK KEDUA", "PIHAK KESATU"), ("GUBERNUR ELOK RAYA", "KEPALA DINAS SOSIAL"), ("", "PROVINSI ELOK RAYA")],
         ["GUBERNUR ELOK RAYA", "KEPALA DINAS SOSIAL PROVINSI ELOK RAYA"], ["PIHAK KEDUA", "PIHAK KESATU"]),
        ([("PIHAK KE-2", "PIHAK KE-1")], [None, None], ["PIHAK KE-2", "PIHAK KE-1"]),
    ],
)  # fmt: skip
def test_two_parties(heads: list[tuple[str, str]], posts: list[str | None], parties: list[str]) -> None:
    found = party([*heads, *PEOPLE])
    assert [s.jabatan for s in found.signatures] == posts
    assert [s.nama for s in found.signatures] == ["SEKAR WIRAJATI, S.H.", "BAYU LAKSANA, S.E."]
    assert [s.pangkat for s in found.signatures] == ["Pembina", "Penata Tk. I"]
    assert found.parties == parties
    assert (found.place, found.date, found.leftover) == ("Muara Elok", "2022-01-03", [])


def test_what_a_party_does_is_no_signature() -> None:
    prose = block("PIHAK KEDUA akan melakukan supervisi yang diperlukan", x=60)
    assert read_signatures(prose).leftover == prose


@pytest.mark.parametrize(
    ("parts", "year"),
    [
        (((300, "Muara Elok,"), (520, "2016")), 2016),
        (((300, "Elok,"), (400, "Januari"), (520, "2020")), 2020),
        (((300, "Sukamaju, 6 Januari"), (540, "2019")), 2019),
        (((300, "Sukamaju, ………………… 2018"),), 2018),
        (((300, "Pada tanggal :"), (450, "2017")), 2017),
    ],
)
def test_open_dates_give_a_year(parts: tuple[tuple[float, str], ...], year: int) -> None:
    lines = [
        line(500, *parts),
        *block("CAMAT ELOK", "BIMA SETA", "NIP. 19710101 199503 1 904", room_before=1),
    ]
    found = read_signatures(lines)
    assert found.year == year
    assert only(found)[:2] == ("CAMAT ELOK", "BIMA SETA")


@pytest.mark.parametrize(
    "lines",
    [
        ["KEPALA DINAS OLAHRAGA", "PROVINSI ELOK RAYA", "Pembina Utama Muda"],
        ["KEPALA", "BADAN PEMBERDAYAAN MASYARAKAT", "DAN PEMERINTAHAN DESA", "Pembina"],
        ["KEPALA BIDANG PRODUKSI", "Pembina Tk. I"],
        ["CAMAT ELOK", "KABUPATEN TANAH ELOK", "Pembina"],
    ],
)
def test_a_post_without_a_name_stays_a_post(lines: list[str]) -> None:
    found = read_signatures(block(*lines, room_before=len(lines) - 1))
    assert only(found) == (" ".join(lines[:-1]), None, lines[-1], None)


@pytest.mark.parametrize("scrap", ["AT", "RI", "o .", "WA T"])
def test_scraps_of_stamps_are_no_names(scrap: str) -> None:
    lines = block("CAMAT ELOK", scrap, "BIMA SETA, S.Sos", "NIP. 19710101 199503 1 904", room_before=2)
    lines[1] = scanned(lines[1], 0.4)
    found = read_signatures(lines)
    assert only(found) == ("CAMAT ELOK", "BIMA SETA, S.Sos", None, "197101011995031904")
    assert [p.line.text for p in found.leftover] == [scrap]
    alone = read_signatures([line(500, (350, "CAMAT ELOK")), scanned(line(540, (350, scrap)), 0.4)])
    assert only(alone) == ("CAMAT ELOK", None, None, None)


@pytest.mark.parametrize(
    "foot",
    [
        "12",
        "Halaman 3 dari 9",
        "LKIP Dinas Sosial 2016 | 34",
        "34 | Laporan Kinerja",
        "BAB IV PENUTUP",
        "4.1 Capaian Kinerja",
    ],
)
def test_feet_and_chapters_are_no_signatures(foot: str) -> None:
    signed = block("LURAH TELUK", "AGNI SARI", "NIP. 19700101 199503 2 901", room_before=1)
    found = read_signatures([*signed, line(720, (350, foot))])
    assert only(found) == ("LURAH TELUK", "AGNI SARI", None, "197001011995032901")
    assert [p.line.text for p in found.leftover] == [foot]


@pytest.mark.parametrize(
    "head",
    [
        ["LAMPIRAN II : KEPUTUSAN CAMAT MUARA ELOK", "NOMOR : 188/7/2023", "TANGGAL : 3 Mei 2023"],
        ["KEPUTUSAN KEPALA DINAS SOSIAL", "KABUPATEN TANAH ELOK", "NOMOR : 060/12/2023", "TENTANG"],
        ["INDIKATOR KINERJA UTAMA", "DINAS SOSIAL KABUPATEN TANAH ELOK", "TAHUN 2023"],
    ],
)
def test_the_head_of_the_next_page_is_no_signature(head: list[str]) -> None:
    after = Page(number=5, width=600.0, height=800.0)
    next_page = [PlacedLine(after, line(60 + 14 * n, (200, text)).line) for n, text in enumerate(head)]
    signed = block(
        "Elok, 2 Mei 2023", "LURAH TELUK", "AGNI SARI", "NIP. 19700101 199503 2 901", room_before=2
    )
    found = read_signatures([*signed, *next_page])
    assert only(found) == ("LURAH TELUK", "AGNI SARI", None, "197001011995032901")
    assert found.date == "2023-05-02"
    assert [p.line.text for p in found.leftover] == head


def test_a_post_at_the_foot_goes_on_with_the_name_on_the_next_page() -> None:
    after = Page(number=5, width=600.0, height=800.0)
    rest = [PlacedLine(after, line(60 + 14 * n, (350, text)).line)
            for n, text in enumerate(["AGNI SARI", "NIP. 19700101 199503 2 901"])]  # fmt: skip
    found = read_signatures([*block("Elok, 2 Mei 2023", "LURAH TELUK"), *rest])
    assert only(found) == ("LURAH TELUK", "AGNI SARI", None, "197001011995032901")
    assert found.signatures[0].page == 5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Drs. H. BIMA SETA, M.Si", True),
        ("KEMALA SARI", True),
        ("dr. LARAS PUSPA, Sp.A", True),
        ("Ida", True),
        ("apt. SARI WIRATI, S.Farm", True),
        ("drg. BAYU", True),
        ("AT", False),
        ("KEPALA SEKSI PEMERINTAHAN", False),
        ("PROVINSI ELOK RAYA", False),
        ("sebagaimana mestinya", False),
        ("Data yang dihimpun dari laporan", False),
        ("Program Pengembangan Sistem Pelaporan Capaian Kinerja dan Keuangan Tahun Berjalan", False),
    ],
)
def test_names(text: str, name: bool) -> None:
    assert is_name(text) is name


@pytest.mark.parametrize(
    "listed",
    [
        ["Program Penataan Ruang", "Program Pengembangan Data", "Program Sarana"],
        ["Kegiatan", "Pelatihan petugas", "Penyuluhan warga"],
        ["1.945.900.000 APBD", "Rp 390.000.000", "Jumlah Rp 2.335.900.000"],
    ],
)
def test_a_list_above_a_post_is_no_part_of_it(listed: list[str]) -> None:
    signed = ["KEPALA DINAS SOSIAL", "BIMA SETA", "NIP. 19710101 199503 1 904"]
    lines = [line(300 + 14 * n, (350, text)) for n, text in enumerate(listed)]
    found = read_signatures([*lines, *block(*signed, room_before=1)])
    assert only(found) == ("KEPALA DINAS SOSIAL", "BIMA SETA", None, "197101011995031904")
    assert [p.line.text for p in found.leftover] == listed


@pytest.mark.parametrize("text", ["PIHAK KEDUA,", "P1HAK KESATU", "Pihak Ke-2", "PIHAK PERTAMA", "PIHAK II"])
def test_parties(text: str) -> None:
    assert party_of(text) is not None


@pytest.mark.parametrize("text", ["PIHAK KEDUA akan membina", "PIHAK KETIGA", "PIHAK LAIN", "PIHAKNYA"])
def test_no_parties(text: str) -> None:
    assert party_of(text) is None


def test_a_list_above_two_parties() -> None:
    listed = [line(300, (60, "Sarana Produksi (APBD)")), line(314, (60, "Pangan Asal Ternak (APBD)"))]
    found = read_signatures([*listed, line(360, (60, "PIHAK KEDUA"), (360, "PIHAK KESATU")),
                             *[line(430 + 14 * n, (60, a), (360, b)) for n, (a, b) in enumerate(PEOPLE)]])  # fmt: skip
    assert [(s.jabatan, s.nama) for s in found.signatures] == [
        (None, "SEKAR WIRAJATI, S.H."),
        (None, "BAYU LAKSANA, S.E."),
    ]
    assert found.leftover == listed


def test_a_line_that_nothing_was_taken_of_is_left_whole() -> None:
    row = line(300, (60, "1. Program Sosial"), (250, "Rp 178.500.000"), (450, "APBD"))
    assert read_signatures([row]).leftover == [row]


def test_a_misread_grade_of_rank() -> None:
    assert [rank_of(t) for t in ("Pembina Tk. |", "Pembina Tk. l", "Penata Tk.I / III d")] == [
        "Pembina Tk. I",
        "Pembina Tk. I",
        "Penata Tk.I",
    ]


@pytest.mark.parametrize("text", ["PEJABAT PENGAWAS", "Pejabat Administrator", "PEJABAT ESELON III"])
def test_a_level_of_posts_is_no_post_that_signs(text: str) -> None:
    assert not is_post(text)
    assert is_post("Pejabat Penilai")
