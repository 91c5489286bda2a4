"""Indicators in tables of their own, whose left column holds the keys: one row for each card."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.normalize.line_joining import line_of
from iki.normalize.tables.header_mapping import leading_claim
from iki.schema.blocks import Block, Page
from iki.schema.geometry import bounding_box
from iki.schema.models import Decree
from printed import document, line, page, table, text, words, wrapped

XS = (50, 200, 560)
Rows = list[list[str | Sequence[str] | None]]


def build(*pages: Page) -> Decree:
    (decree,) = build_decrees(document(*pages))
    return decree


def card(n: int, **more: str) -> Rows:
    rows: Rows = [
        ["Sasaran Strategis", f"Meningkatnya panen {n}"],
        ["Indikator Kinerja Utama", f"Produksi kopi {n}"],
        ["Definisi Operasional", f"Kopi kering {n}"],
        ["Formula Perhitungan", f"Jumlah {n}"],
        ["Sumber Data", "Register kebun; Laporan panen"],
    ]
    return rows + [[key.replace("_", " ").capitalize(), value] for key, value in more.items()]


def stacked(*cards: Rows, top: float = 160.0, height: float = 20.0, **options: bool) -> list[Block]:
    out = []
    for rows in cards:
        out.append(table(rows, XS, top, height, **options))
        top += height * len(rows) + 20
    return out


def test_each_card_is_a_row_of_its_unit() -> None:
    title = text("KAMUS INDIKATOR KINERJA UTAMA", "DINAS PERKEBUNAN KOTA AWAN JAYA", "TAHUN 2031")
    decree = build(page(title, *stacked(card(1, satuan="Ton"), card(2, polaritas="Maximize"))))
    assert decree.form == "iku"
    (position,) = decree.positions
    assert position.jabatan == "DINAS PERKEBUNAN KOTA AWAN JAYA"
    assert [(r.sasaran.text, r.indikator.text, r.formulasi.text) for r in position.rows] == [
        (f"Meningkatnya panen {n}", f"Produksi kopi {n}", f"Jumlah {n}") for n in (1, 2)
    ]
    assert position.rows[0].sumber_data.items == ["Register kebun", "Laporan panen"]
    assert [{k: v.text for k, v in r.extra.items()} for r in position.rows] == [
        {"definisi_operasional": "Kopi kering 1", "satuan": "Ton"},
        {"definisi_operasional": "Kopi kering 2", "polaritas": "Maximize"},
    ]


def test_cards_below_a_post_are_its_own() -> None:
    """Numbers and colons in columns of their own, other words, cards without white between them."""
    xs = (50, 75, 190, 205, 560)

    def rows(n: int) -> Rows:
        return [
            ["1.", "Nama Indikator", ":", f"Angka hunian {n}"],
            ["2.", "Tujuan Indikator", ":", "Menjaga mutu"],
            ["3.", "Cara Menghitung", ":", f"Hari rawat {n} dibagi tempat tidur"],
            ["4.", "Asal Data", ":", "Rekam medik"],
            ["5.", "Frekuensi Pengukuran", ":", "Triwulan"],
        ]

    title = text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Kepala Bidang Rawat Inap")
    other = text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Kepala Seksi Gizi")
    decree = build(
        page(title, table([*rows(1), *rows(2)], xs, 160, 20)),
        page(other, table(rows(3), xs, 160, 20), number=2),
    )
    assert decree.form == "iki"
    assert [(p.jabatan, len(p.rows)) for p in decree.positions] == [
        ("Kepala Bidang Rawat Inap", 2),
        ("Kepala Seksi Gizi", 1),
    ]
    row = decree.positions[0].rows[1]
    assert (row.indikator.text, row.sumber_data.text) == ("Angka hunian 2", "Rekam medik")
    assert row.formulasi.text == "Hari rawat 2 dibagi tempat tidur"
    assert {k: v.text for k, v in row.extra.items()} == {
        "tujuan_indikator": "Menjaga mutu",
        "frekuensi_pengukuran": "Triwulan",
    }


def test_several_columns_of_values_are_as_many_rows() -> None:
    rows: Rows = [
        ["Sasaran", "Meningkatnya panen", ">"],
        ["Indikator", "Produksi kopi", "Produksi teh"],
        ["Rumus", "Jumlah kopi", "Jumlah teh"],
        ["Sumber data", "Register", ">"],
        ["Target 2031", "90 ton", "70 ton"],
    ]
    title = text("MANUAL INDIKATOR KINERJA UTAMA", "BIDANG TANAMAN TAHUNAN")
    (position,) = build(page(title, table(rows, (50, 200, 380, 560), 160, 20))).positions
    assert [(r.indikator.text, r.formulasi.text, r.extra["target_2031"].text) for r in position.rows] == [
        ("Produksi kopi", "Jumlah kopi", "90 ton"),
        ("Produksi teh", "Jumlah teh", "70 ton"),
    ]
    assert [(r.sasaran.text, r.sasaran.inherited) for r in position.rows] == [
        ("Meningkatnya panen", False),
        ("Meningkatnya panen", True),
    ]


def test_keys_in_two_columns() -> None:
    rows: Rows = [
        ["Indikator Kinerja Utama", ">", "Produksi kopi"],
        ["Deskripsi", "Definisi", "Kopi kering"],
        [None, "Formula", "Jumlah kopi"],
        ["Target", "Triwulan I", "40 ton"],
        [None, "Triwulan II", "90 ton"],
        ["Jenis Indikator", ">", "Hasil"],
    ]
    title = text("MANUAL INDIKATOR KINERJA UTAMA", "BIDANG TANAMAN TAHUNAN")
    (position,) = build(page(title, table(rows, (50, 120, 200, 560), 160, 20))).positions
    (row,) = position.rows
    assert (row.indikator.text, row.formulasi.text) == ("Produksi kopi", "Jumlah kopi")
    assert {k: v.text for k, v in row.extra.items()} == {
        "definisi": "Kopi kering",
        "target_triwulan_i": "40 ton",
        "target_triwulan_ii": "90 ton",
        "jenis_indikator": "Hasil",
    }


@pytest.mark.parametrize("torn", [1, 2, 3, 4])
def test_a_card_torn_by_a_page_is_one_row(torn: int) -> None:
    whole = [*card(1), *card(2, satuan="Ton")]
    title = text("KAMUS INDIKATOR KINERJA UTAMA", "DINAS PERKEBUNAN", top=60)
    (position,) = build(
        page(title, table(whole[: 5 + torn], XS, 160, 20)),
        page(table([*whole[5 + torn :], *card(3)], XS, 60, 20), number=2),
    ).positions
    assert [r.indikator.text for r in position.rows] == [f"Produksi kopi {n}" for n in (1, 2, 3)]
    row = position.rows[1]
    assert (row.sasaran.text, row.formulasi.text, row.extra["satuan"].text) == (
        "Meningkatnya panen 2",
        "Jumlah 2",
        "Ton",
    )
    assert row.sumber_data.page == 2


def test_a_value_torn_by_a_page_reads_on() -> None:
    title = text("KAMUS INDIKATOR KINERJA UTAMA", "DINAS PERKEBUNAN", top=60)
    above: Rows = [*card(1)[:3], ["Formula Perhitungan", "Jumlah kopi kering dibagi"]]
    below: Rows = [["", "luas kebun yang dipanen"], card(1)[4]]
    (position,) = build(
        page(title, table(above, XS, 160, 20)), page(table(below, XS, 60, 20), number=2)
    ).positions
    (row,) = position.rows
    assert row.formulasi.text == "Jumlah kopi kering dibagi luas kebun yang dipanen"
    assert row.sumber_data.page == 2


@pytest.mark.parametrize("name", ["DINAS PERKEBUNAN", "KEPALA BIDANG KOPI"])
def test_cards_under_titles_that_repeat_are_of_one_form(name: str) -> None:
    def one(n: int) -> Page:
        title = text("MANUAL INDIKATOR KINERJA UTAMA", name, top=130)
        signed = text("Awan Jaya, 3 April 2031", "Kepala,", "Arjuna", "NIP 19800101 200501 1 001", top=500)
        return page(text(f"Lembar {n}", top=60), title, *stacked(card(n)), signed, number=n)

    (position,) = build(one(1), one(2), one(3)).positions
    assert [r.indikator.text for r in position.rows] == [f"Produksi kopi {n}" for n in (1, 2, 3)]
    assert position.pages == [1, 2, 3]


def test_a_key_that_names_a_post_divides_the_cards() -> None:
    title = text("KAMUS INDIKATOR KINERJA INDIVIDU", "DINAS PERKEBUNAN")
    cards: list[Rows] = [
        [["Nama Jabatan", post], *card(n)]
        for n, post in enumerate(["Kepala Bidang Kopi", "Kepala Bidang Kopi", "Kepala Seksi Benih"])
    ]
    decree = build(page(title, *stacked(*cards)))
    assert [(p.jabatan, len(p.rows)) for p in decree.positions] == [
        ("Kepala Bidang Kopi", 2),
        ("Kepala Seksi Benih", 1),
    ]


BOXES: list[Rows] = [
    [
        ["Nama Jabatan", "Kepala Bidang Kopi"],
        ["Tugas", "Memimpin bidang kopi"],
        ["Fungsi", "Penyusunan formula pupuk dan sumber data kebun"],
        ["Hasil Kerja", "Laporan indikator kinerja"],
    ],
    [
        ["Unit Organisasi", "Dinas Perkebunan"],
        ["Tujuan", "Meningkatnya panen"],
        ["Sasaran", "Meningkatnya mutu kopi"],
        ["Sumber Dana", "APBD"],
        ["Penanggung Jawab", "Kepala Bidang Kopi"],
    ],
    [
        ["Indikator", "Target"],
        ["Produksi kopi", "90 ton"],
        ["Sumber data yang valid", "10 dokumen"],
        ["Persentase penghitungan panen", "100 %"],
    ],
    [["Indikator Kinerja", "....."], ["Formula", "....."], ["Sumber Data", "....."]],
]


@pytest.mark.parametrize("rows", BOXES)
def test_boxes_without_an_indicator_are_no_cards(rows: Rows) -> None:
    decree = build(page(text("INFORMASI JABATAN", "DINAS PERKEBUNAN"), *stacked(rows)))
    assert not [row for position in decree.positions for row in position.rows]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Indikator Kinerja Utama", "indikator"),
        ("Nama IKU", "indikator"),
        ("Jenis Indikator", "extra"),
        ("Kode Indikator", ""),
        ("Rumus Indikator", "formulasi"),
        ("Periode Pengukuran", "extra"),
        ("Frekuensi Pengukuran", ""),
        ("Formulasl", "formulasi"),
    ],
)
def test_the_first_words_say_what_a_key_is(header: str, field: str) -> None:
    assert leading_claim(header)[0] == field


def lined(rows: Rows, separator: str, top: float = 160.0) -> Block:
    """Keys and values of a card as lines, values wrapped below themselves."""
    made = []
    for row in rows:
        first, *others = wrapped(str(row[1]), 150)
        made.append(line(f"{row[0]}", 60, top))
        made[-1] = line_of([*made[-1].words, *words(f"{separator} {first}".strip(), 200, top)])
        for other in others:
            top += 12
            made.append(line(other, 205 if separator else 200, top))
        top += 14
    return Block("text", bounding_box(ln.box for ln in made), lines=made)


@pytest.mark.parametrize("separator", [":", ""])
def test_cards_in_lines_without_sides(separator: str) -> None:
    rows: Rows = [
        ["Sasaran", "Meningkatnya panen kopi di seluruh kebun rakyat"],
        ["Indikator Kinerja", "Produksi kopi"],
        ["Definisi", "Kopi kering yang ditimbang di gudang koperasi kebun"],
        ["Formula", "Jumlah kopi kering"],
        ["Sumber Data", "Register"],
    ]
    title = text("INDIKATOR KINERJA UTAMA", "DINAS PERKEBUNAN", top=60)
    caption = text("Indikator 2", x=60, top=310)
    (position,) = build(page(title, lined(rows, separator), caption, lined(rows, separator, 330))).positions
    assert [
        (r.sasaran.text, r.indikator.text, r.formulasi.text, r.sumber_data.text) for r in position.rows
    ] == [
        ("Meningkatnya panen kopi di seluruh kebun rakyat", "Produksi kopi", "Jumlah kopi kering", "Register")
    ] * 2


def test_a_card_in_lines_goes_on_over_a_page() -> None:
    title = text("INDIKATOR KINERJA UTAMA", "DINAS PERKEBUNAN", top=60)
    pages = [page(title, lined(card(1)[:3], ":")), page(lined(card(1)[3:], ":", 60), number=2)]
    (position,) = build(*pages).positions
    (row,) = position.rows
    assert (row.indikator.text, row.formulasi.text, row.formulasi.page) == ("Produksi kopi 1", "Jumlah 1", 2)


def test_labels_of_a_form_in_lines_are_no_card() -> None:
    rows: Rows = [
        ["Nama Jabatan", "Kepala Seksi Benih"],
        ["Tujuan", "Meningkatnya mutu benih"],
        ["Sasaran", "Petani kopi"],
        ["Sumber Dana", "APBD"],
    ]
    decree = build(page(text("INFORMASI JABATAN", top=60), lined(rows, ":")))
    assert not [row for position in decree.positions for row in position.rows]
