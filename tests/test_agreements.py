"""Performance agreements: parties, targets and programmes."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.normalize.tables.programs import is_programs, money, programs_of_table
from iki.schema.blocks import Page
from iki.schema.models import Decree
from printed import document, line, page, table, text

HEAD = ["NO", "SASARAN", "INDIKATOR KINERJA", "TARGET"]
PROGRAMS = ["PROGRAM", "ANGGARAN", "KETERANGAN"]


def build(*pages: Page) -> Decree:
    (decree,) = build_decrees(document(*pages))
    return decree


def parties(first: str, second: str, top: float = 100.0) -> list:  # type: ignore[type-arg]
    return [
        text(
            "PERJANJIAN KINERJA TAHUN 2031",
            "Nama : Arjuna Wibisana",
            f"Jabatan : {first}",
            "selanjutnya disebut PIHAK PERTAMA",
            "Nama : Larasati Kirana",
            f"Jabatan : {second}",
            "selaku atasan PIHAK PERTAMA, selanjutnya disebut PIHAK KEDUA",
            "PIHAK PERTAMA berjanji akan mewujudkan target kinerja.",
            top=top,
        )
    ]


def test_the_first_party_is_the_position() -> None:
    annex = page(
        text("PERJANJIAN KINERJA TAHUN 2031", "DINAS PERKEBUNAN"),
        table([HEAD, ["1.", "Meningkatnya panen", "Produksi kopi", "90 ton"]]),
        table(
            [PROGRAMS, ["1. Program Penyuluhan", "1.250.000.000", "APBD"]], top=400, xs=(50, 300, 420, 560)
        ),
        number=2,
    )
    decree = build(page(*parties("Kepala Dinas Perkebunan", "Gubernur Awan Jaya")), annex)
    assert decree.form == "pk"
    (position,) = decree.positions
    assert position.jabatan == "Kepala Dinas Perkebunan"
    assert position.superior == "Gubernur Awan Jaya"
    assert position.nama == "Arjuna Wibisana"
    assert [row.extra["target"].text for row in position.rows] == ["90 ton"]
    (program,) = position.programs
    assert (program.program, program.anggaran, program.keterangan) == (
        "Program Penyuluhan",
        1250000000,
        "APBD",
    )
    assert program.page == 2
    assert program.bbox is not None


def test_many_posts_in_one_file() -> None:
    pages = []
    for n, (first, second) in enumerate(
        [("Kepala Bidang Kopi", "Kepala Dinas"), ("Kasi Benih", "Kepala Bidang Kopi")]
    ):
        pages.append(page(*parties(first, second), number=2 * n + 1))
        rows = [HEAD, ["1.", "Meningkatnya panen", f"Produksi {n}", "90 ton"]]
        pages.append(page(text("PERJANJIAN KINERJA TAHUN 2031"), table(rows), number=2 * n + 2))
    decree = build(*pages)
    assert [p.jabatan for p in decree.positions] == ["Kepala Bidang Kopi", "Kasi Benih"]
    assert [[r.indikator.text for r in p.rows] for p in decree.positions] == [["Produksi 0"], ["Produksi 1"]]


def test_posts_in_the_annexes_headings() -> None:
    pages = [
        page(
            text("PERJANJIAN KINERJA TAHUN 2031", "DINAS PERKEBUNAN PROVINSI AWAN JAYA", name, top=40),
            table([HEAD, ["1.", "Meningkatnya panen", "Produksi kopi", "90 ton"]]),
            text("PIHAK KEDUA                    PIHAK KESATU", top=500),
            number=n,
        )
        for n, name in enumerate(["KEPALA BALAI BENIH", "KEPALA SEKSI PROMOSI", "KEPALA SEKSI BENIH"], 1)
    ]
    decree = build(*pages)
    assert decree.form == "pk"
    assert [p.jabatan for p in decree.positions] == [
        "KEPALA BALAI BENIH",
        "KEPALA SEKSI PROMOSI",
        "KEPALA SEKSI BENIH",
    ]


@pytest.mark.parametrize(
    "numbers", [["NIP. 19800101 200501 1 001"], ["NIP 198001012005011001", "NIP 197002022000012002"]]
)
def test_an_annex_alone_is_one_where_two_sign_it(numbers: list[str]) -> None:
    """Their numbers stand on one line, or one below the other; one signer makes no agreement."""
    beside = numbers if len(numbers) > 1 else [f"{numbers[0]}              NIP. 19700202 200001 2 002"]
    names = "RATNA WIJAYA, S.E.                      Drs. BUDI SANTOSO"
    for signed, form in ((beside, "pk"), (numbers[:1], "other")):
        lines = [names, *signed] if len(signed) == 1 else [names[:20], signed[0], names[40:], signed[1]]
        found = build(
            page(
                text("PERJANJIAN KINERJA TAHUN 2031", "DINAS PERKEBUNAN", "KEPALA BALAI BENIH", top=40),
                table([HEAD, ["1.", "Meningkatnya panen", "Produksi kopi", "90 ton"]]),
                text(*lines, top=500),
            )
        )
        assert found.form == form


def test_several_indicators_in_one_drawn_row() -> None:
    row = [
        "1.",
        "Meningkatnya panen",
        ["1) Produksi kopi", "2) Produksi teh", "3) Luas kebun"],
        ["90 ton", "80 ton", "7 ha"],
    ]
    annex = page(text("PERJANJIAN KINERJA TAHUN 2031"), table([HEAD, row]), number=2)
    decree = build(page(*parties("Kepala Dinas Perkebunan", "Bupati")), annex)
    rows = decree.positions[0].rows
    assert [r.indikator.text for r in rows] == ["1) Produksi kopi", "2) Produksi teh", "3) Luas kebun"]
    assert [r.extra["target"].text for r in rows] == ["90 ton", "80 ton", "7 ha"]
    assert {r.sasaran.text for r in rows} == {"Meningkatnya panen"}


def test_points_of_one_indicator_stay_in_its_row() -> None:
    row = ["1.", "Meningkatnya panen", ["Produksi :", "- kopi", "- teh"], ["", "90 ton", "80 ton"]]
    annex = page(text("PERJANJIAN KINERJA TAHUN 2031"), table([HEAD, row]), number=2)
    decree = build(page(*parties("Kepala Dinas Perkebunan", "Bupati")), annex)
    assert len(decree.positions[0].rows) == 1


def test_programmes_without_rules() -> None:
    lines = [
        "Program                              Anggaran            Keterangan",
        "1. Program Penyuluhan Kebun          Rp 350.000.000,00   APBD",
        "2. Program Perbaikan Jalan           Rp 1.250.000.000,00 APBN",
        "Jumlah                               Rp 1.600.000.000,00",
    ]
    annex = page(
        text("PERJANJIAN KINERJA TAHUN 2031"),
        table([HEAD, ["1.", "Meningkatnya panen", "Produksi kopi", "90 ton"]]),
        text(*lines, top=420),
        number=2,
    )
    programs = build(page(*parties("Kepala Dinas", "Bupati")), annex).positions[0].programs
    assert [p.anggaran for p in programs] == [350000000, 1250000000]
    assert [p.no for p in programs] == [1, 2]


@pytest.mark.parametrize("amount", ["Rp -", "(terlampir)", "350 juta"])
def test_a_head_of_programmes_without_amounts_that_can_be_read(amount: str) -> None:
    listed = table(
        [PROGRAMS, ["1. Program Penyuluhan", amount, "APBD"]], top=400, xs=(50, 300, 420, 560), ruled=False
    )
    annex = page(
        text("PERJANJIAN KINERJA TAHUN 2031"),
        table([HEAD, ["1.", "Meningkatnya panen", "Produksi kopi", "90 ton"]]),
        listed,
        number=2,
    )
    (position,) = build(page(*parties("Kepala Dinas", "Bupati")), annex).positions
    assert len(position.rows) == 1
    assert position.programs == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("177.792.500", 177792500),
        ("450.000.000,-", 450000000),
        ("1.660453.975", 1660453975),
    ],
)
def test_amounts(printed: str, value: int) -> None:
    assert money(printed) == value


@pytest.mark.parametrize("printed", ["", "abc", "12,5 persen"])
def test_what_is_no_amount(printed: str) -> None:
    assert money(printed) is None


# ---- programmes without a header ---------------------------------------------------------------------------

BARE = [
    [
        ["1", "PROGRAM PENYULUHAN KOPI", "Rp. 1.250.000.000", "APBD"],
        ["2", "PROGRAM PEMASARAN HASIL", "Rp. 300.000.000", "APBD"],
    ],
    [
        ["1.", "Kegiatan Penyediaan Benih", "45.500.000", ""],
        ["2.", "Sub Kegiatan Penyuluhan Petani", "12.000.000,00", ""],
        ["", "JUMLAH", "57.500.000", ""],
    ],
    [["", "Program Penataan Pasar", "900.000.000", "DAK"], ["", "Kegiatan Retribusi", "1.000.000", "PAD"]],
]
PLACES = (50, 80, 300, 420, 560)


@pytest.mark.parametrize("rows", BARE)
def test_programmes_without_a_header(rows: list[list[str]]) -> None:
    block = table(rows, xs=PLACES, height=30)
    assert is_programs(block)
    found = programs_of_table(page(block), block)
    assert [p.anggaran for p in found] == [money(row[2]) for row in rows if row[1] != "JUMLAH"]


@pytest.mark.parametrize(
    "names",
    [
        [
            ["Program Penyuluhan", "dan Pembinaan", "Kebun"],
            ["Program Pemasaran"],
            ["Program Perbaikan", "Jalan"],
        ],
        [
            ["Kegiatan Rapat", "Kerja"],
            ["Kegiatan Pembinaan", "Kelompok", "Tani"],
            ["Kegiatan Benih", "Unggul"],
        ],
        [["Program A", "Besar", "Sekali"], ["Program B", "Kecil", "Sekali"], ["Program C"]],
    ],
)
def test_amounts_in_the_middle_of_their_rows(names: list[list[str]]) -> None:
    """A row of the table is a programme, however high in it the amount stands; a row without one is no programme."""
    rows = [[f"{i}", name, f"{i}.250.000", "APBD"] for i, name in enumerate(names, 1)]
    block = table([["NO", "PROGRAM", "ANGGARAN", "SUMBER"], *rows], xs=PLACES, height=40)
    for c in block.cells:
        if c.row and c.col > 1:
            c.lines = [line(ln.text, ln.box.x0, ln.box.top + 13) for ln in c.lines]
    found = programs_of_table(page(block), block)
    assert [p.program for p in found] == [" ".join(name) for name in names]
    assert [(p.no, p.anggaran) for p in found] == [(i, i * 1_000_000 + 250_000) for i in range(1, 4)]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "Program Penyuluhan", "12 bulan", "APBD"], ["2", "Program Benih", "4 kali", "APBD"]],
        [
            ["1", "Meningkatnya panen", "1.250.000", "ton"],
            *[[n, f"Program Benih {n}", "300.000", "ton"] for n in "234"],
        ],
        [
            ["1", "Program Benih", "300.000", ""],
            ["2", "Produksi", "1.250.000", ""],
            ["3", "Luas", "9.000", ""],
        ],
    ],
)
def test_rows_without_money_or_programmes_list_none(rows: list[list[str]]) -> None:
    """Neither do those of which the first, or half, name none."""
    assert not is_programs(table(rows, xs=PLACES, height=30))


PROSE = [
    (
        "Dalam rangka mewujudkan pemerintahan yang baik, kami yang bertanda tangan di bawah ini",
        "Dra. ARJUNA WIBISANA, M.Si., selaku Kepala Bagian Tata",
        "Usaha, untuk selanjutnya disebut PIHAK PERTAMA, dan H. LARASATI KIRANA, S.E.,",
        "selaku Kepala Kantor Wilayah Awan Jaya, atasan langsung PIHAK PERTAMA,",
        "untuk selanjutnya disebut PIHAK KEDUA.",
    ),
    (
        "Perjanjian ini dibuat antara Dra. ARJUNA WIBISANA, M.Si., jabatan Kepala Bagian Tata Usaha,",
        "yang dalam hal ini bertindak untuk dirinya (selanjutnya disebut PIHAK KESATU) dengan",
        "H. LARASATI KIRANA, S.E., jabatan Kepala Kantor Wilayah Awan Jaya (selanjutnya disebut PIHAK KEDUA).",
    ),
    (
        "Saya, Dra. ARJUNA WIBISANA, M.Si., NIP 198001012005011001, Kepala Bagian Tata Usaha, yang",
        'selanjutnya disebut "PIHAK PERTAMA", berjanji kepada H. LARASATI KIRANA, S.E., Kepala',
        'Kantor Wilayah Awan Jaya, yang selanjutnya disebut sebagai "PIHAK KEDUA", hal berikut.',
    ),
]


@pytest.mark.parametrize("prose", PROSE)
def test_parties_in_running_prose(prose: tuple[str, ...]) -> None:
    front = page(
        text("PERJANJIAN KINERJA TAHUN 2031", top=60),
        text(*prose, top=100),
        text("PIHAK PERTAMA berjanji mewujudkan target, PIHAK KEDUA akan membina.", top=200),
        text("Awan Jaya, 9 Januari 2031", "PIHAK KEDUA,          PIHAK PERTAMA,", top=240),
    )
    annex = page(
        text("Lampiran Perjanjian Kinerja Kepala Bagian Tata Usaha", top=60),
        table([HEAD, ["1.", "Meningkatnya mutu", "Nilai anggaran", "91"]], top=120),
        number=2,
    )
    decree = build(front, annex)
    (position,) = decree.positions
    assert (decree.form, position.jabatan) == ("pk", "Kepala Bagian Tata Usaha")
    assert position.superior == "Kepala Kantor Wilayah Awan Jaya"
    assert position.nama == "Dra. ARJUNA WIBISANA, M.Si."
    assert (position.date, decree.decree.tanggal) == ("2031-01-09", "2031-01-09")


def test_prose_that_calls_no_post_a_party_names_none() -> None:
    front = page(
        *parties("Kepala Seksi Benih", "Kepala Dinas Perkebunan"),
        text("PIHAK PERTAMA selaku pelaksana, sebagai Kepala Bidang lain, melapor.", top=300),
    )
    annex = page(table([HEAD, ["1.", "Meningkatnya panen", "Produksi", "9"]]), number=2)
    (position,) = build(front, annex).positions
    assert (position.jabatan, position.superior) == ("Kepala Seksi Benih", "Kepala Dinas Perkebunan")


CODES = [("SP.1", "SP.1.1", "SP.1.2"), ("1.1", "1.1.1", "1.1.2"), ("SK-1", "IK-1", "IK-2")]


@pytest.mark.parametrize("codes", CODES)
def test_codes_beside_their_texts_under_one_head(codes: tuple[str, str, str]) -> None:
    rows: list[list[str | None]] = [
        ["SASARAN PROGRAM", ">", "INDIKATOR KINERJA", ">", "TARGET"],
        [codes[0], "Meningkatnya mutu", codes[1], "Nilai anggaran", "91"],
        [None, None, codes[2], "Indeks kepuasan", "80"],
    ]
    annex = page(
        text("PERJANJIAN KINERJA TAHUN 2031"), table(rows, xs=(50, 90, 250, 300, 480, 560)), number=2
    )
    (position,) = build(page(*parties("Kepala Dinas Perkebunan", "Bupati")), annex).positions
    assert [(r.no, r.sasaran.text, r.indikator.text) for r in position.rows] == [
        (codes[0], "Meningkatnya mutu", "Nilai anggaran"),
        (codes[0], "Meningkatnya mutu", "Indeks kepuasan"),
    ]
    assert [r.extra["kode_indikator"].text for r in position.rows] == list(codes[1:])


def test_marks_of_a_list_stay_with_their_text() -> None:
    rows = [
        ["SASARAN PROGRAM", "INDIKATOR KINERJA", ">", "TARGET"],
        ["Meningkatnya mutu", "1.", "Nilai anggaran", "91"],
        ["Meningkatnya peran", "2.", "Indeks kepuasan", "80"],
    ]
    annex = page(text("PERJANJIAN KINERJA TAHUN 2031"), table(rows, xs=(50, 250, 300, 480, 560)), number=2)
    (position,) = build(page(*parties("Kepala Dinas Perkebunan", "Bupati")), annex).positions
    assert [r.indikator.text for r in position.rows] == ["1. Nilai anggaran", "2. Indeks kepuasan"]


@pytest.mark.parametrize(
    "head", [["Kegiatan", "Anggaran"], ["Program", "Pagu Dana"], ["Sub Kegiatan", "Anggaran (Rp)"]]
)
def test_an_inferred_table_that_takes_in_the_next_head_ends_above_it(head: list[str]) -> None:
    rows = [
        ["SASARAN", "INDIKATOR KINERJA", "TARGET"],
        ["Meningkatnya panen", "Produksi kopi", "90 ton"],
        ["", "Produksi teh", "80 ton"],
        [*head, ""],
    ]
    block = table(rows, xs=(50, 200, 400, 560), height=30, ruled=False)
    money = text("Penyuluhan kebun                              Rp 350.000.000", top=340)
    annex = page(text("PERJANJIAN KINERJA TAHUN 2031"), block, money, number=2)
    (position,) = build(page(*parties("Kepala Dinas Perkebunan", "Bupati")), annex).positions
    assert [row.indikator.text for row in position.rows] == ["Produksi kopi", "Produksi teh"]
