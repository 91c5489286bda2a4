"""What a document is: claimed only with evidence, and named where its print names it."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.schema.blocks import Page
from iki.schema.gaps import GapCode
from iki.schema.models import Decree
from printed import document, page, table, text

FULL = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
ROW = ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"]
TARGETS = ["NO", "SASARAN", "INDIKATOR KINERJA", "TARGET", "SATUAN"]
TARGET_ROW = ["1.", "Meningkatnya mutu", "Persentase laporan", "90", "persen"]


def build(*pages: Page) -> Decree:
    (decree,) = build_decrees(document(*pages))
    return decree


def names(decree: Decree) -> list[tuple[str | None, str | None]]:
    return [(p.jabatan, p.jabatan_from) for p in decree.positions]


@pytest.mark.parametrize("title", ["INDIKATOR KINERJA UTAMA", "INDIKATOR KINERJA INDIVIDU"])
@pytest.mark.parametrize(
    ("label", "name", "form"),
    [
        ("Jabatan", "Kepala Bidang Kopi", "iki"),
        ("Nama Unit", "Kepala Seksi Benih", "iki"),
        ("Nama Organisasi", "Dinas Perkebunan", "iku"),
        ("NamaUnit", "Bidang Kopi", "iku"),
        ("Nama Sub Bagian", "Sub Bagian Umum", "iku"),
    ],
)
def test_labels_name_posts_and_units(title: str, label: str, name: str, form: str) -> None:
    head = text(title, f"1. {label} : {name}", "2. Tugas : memimpin", "3. Fungsi :", "a. membina.")
    decree = build(page(head, table([FULL, ROW])))
    assert decree.form == form
    assert names(decree) == [(name, "key")]
    assert (decree.positions[0].canonical is None) == (form == "iku")


def test_a_label_over_two_lines() -> None:
    head = text("INDIKATOR KINERJA UTAMA", "Nama Sub", "Bidang/Bagian : Bagian Umum", "Tugas : memimpin")
    assert names(build(page(head, table([FULL, ROW])))) == [("Bagian Umum", "key")]


def test_a_post_in_the_heading() -> None:
    head = text("INDIKATOR KINERJA INDIVIDU", "SEKRETARIS DPRD", "TAHUN 2031")
    decree = build(page(head, table([FULL, ROW])))
    assert decree.form == "iki"
    assert names(decree) == [("SEKRETARIS DPRD", "heading")]


def test_lines_above_the_labels_name_the_unit() -> None:
    head = text("BADAN PENYULUHAN KOPI", "PROVINSI AWAN JAYA", "TUGAS : memimpin", "FUNGSI : a. membina.")
    caption = text("INDIKATOR KINERJA UTAMA", top=160)
    decree = build(page(head, caption, table([FULL, ROW])))
    assert names(decree) == [("BADAN PENYULUHAN KOPI PROVINSI AWAN JAYA", "heading")]
    assert [v.text for v in decree.positions[0].fungsi] == ["membina."]


def test_a_caption_between_labels_and_table_opens_no_form() -> None:
    head = text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Camat", "Tugas : memimpin", "Fungsi : a. membina.")
    decree = build(page(head, text("4. INDIKATOR KINERJA UTAMA", top=170), table([FULL, ROW])))
    (position,) = decree.positions
    assert position.jabatan == "Camat"
    assert [v.text for v in position.fungsi] == ["membina."]
    assert len(position.rows) == 1


@pytest.mark.parametrize(
    "head",
    [
        text("RENCANA KINERJA TAHUNAN", "DINAS PERKEBUNAN", "TAHUN 2031"),
        text("RENCANA AKSI DINAS PERKEBUNAN TAHUN 2031"),
        text("Sasaran dan target tahun 2031 adalah sebagai berikut:"),
    ],
)
def test_targets_alone_are_no_form(head) -> None:  # type: ignore[no-untyped-def]
    decree = build(page(head, table([TARGETS, TARGET_ROW])))
    assert decree.form == "other"
    assert decree.positions == []
    assert [g.code for g in decree.gaps if g.code is GapCode.NO_FORM] == [GapCode.NO_FORM]


@pytest.mark.parametrize(
    "lines",
    [
        ("URAIAN TUGAS JABATAN", "Jabatan : Kepala Seksi Benih", "Tugas : memimpin", "Fungsi : a. membina."),
        ("Pasal 7", "Jabatan Fungsional adalah kedudukan yang menunjukkan tugas.", "Tugas lain diatur kemudian."),
        ("Kepada Yth. Kepala Dinas", "Dengan hormat, bersama ini kami sampaikan laporan."),
    ],
)  # fmt: skip
def test_labels_alone_are_no_form(lines: tuple[str, ...]) -> None:
    decree = build(page(text(*lines)))
    assert (decree.form, decree.positions) == ("other", [])


def test_sources_of_money_are_no_sources_of_data() -> None:
    head = ["NO", "SASARAN", "INDIKATOR KINERJA", "PAGU", "SUMBER DANA"]
    decree = build(page(text("RENCANA KERJA"), table([head, ["1", "a", "b", "1.000.000", "APBD"]])))
    assert decree.form == "other"


def test_an_agreement_in_a_forms_annex_is_not_claimed() -> None:
    form = page(text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Camat"), table([FULL, ROW]))
    annex = page(
        text("PERJANJIAN KINERJA", "Jabatan : Camat", "selanjutnya disebut PIHAK PERTAMA", "Jabatan : Bupati",
             "selanjutnya disebut PIHAK KEDUA"), table([TARGETS, TARGET_ROW]), number=2,
    )  # fmt: skip
    decree = build(form, annex)
    assert decree.form == "iki"
    assert names(decree) == [("Camat", "key")]


def test_drawn_empty_cells_go_on() -> None:
    rows = [
        FULL,
        ROW,
        ["", "", "Jumlah rapat", "Jumlah", "Notula"],
        ["2.", "", "Jumlah desa", "Jumlah", "Data"],
    ]
    decree = build(page(text("INDIKATOR KINERJA INDIVIDU", "Jabatan : Camat"), table(rows)))
    first, second, third = decree.positions[0].rows
    assert (first.sasaran.implied, second.sasaran.implied, third.sasaran.implied) == (False, True, False)
    assert second.sasaran.text == "Meningkatnya mutu"
    assert second.sasaran.inherited
    assert third.sasaran.text == ""
    assert sum(g.code is GapCode.IMPLIED_VALUES for g in decree.gaps) == 1
    assert [(g.row) for g in decree.gaps if g.code is GapCode.MISSING_SASARAN] == [2]


@pytest.mark.parametrize("dots", ["................", "________", "… … …"])
def test_a_blank_form_to_be_filled_in_claims_nothing(dots: str) -> None:
    blank = ["1", dots, dots, dots, dots]
    head = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
    lines = ["INDIKATOR KINERJA INDIVIDU", f"Jabatan : {dots}", f"Tugas : {dots}", f"Fungsi : 1. {dots}"]
    (decree,) = build_decrees(document(page(text(*lines), table([head, blank, ["2", *blank[1:]]]))))
    assert (decree.form, decree.positions) == ("other", [])


def test_a_blank_row_among_others_is_no_row() -> None:
    head = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
    rows = [["1", "Mutu", "Persentase", "Jumlah", "BPS"], ["2", "....", "....", "....", "...."]]
    lines = ["INDIKATOR KINERJA INDIVIDU", "Jabatan : Camat", "Tugas : memimpin kecamatan"]
    (decree,) = build_decrees(document(page(text(*lines), table([head, *rows]))))
    assert [row.no for row in decree.positions[0].rows] == [1]
