"""Blocks become decrees, and what is missing becomes a gap with page and box."""

from __future__ import annotations

import pytest
from iki.normalize import layout_confidence as confidence
from iki.normalize.decree_builder import build_decrees
from iki.schema.blocks import AGREED, DIFFERED, UNSETTLED, Block, Page
from iki.schema.gaps import Gap, GapCode
from iki.schema.geometry import Box
from iki.schema.models import Decree, GapRecord
from printed import document, page, table, text

HEADING = "INDIKATOR KINERJA INDIVIDU"
HEADER = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
ONE = ["1.", "Meningkatnya mutu", "Persentase laporan", "(a) / (b) x 100%", "Renstra, DPA"]
TWO = ["2.", "Meningkatnya akses", "Jumlah rapat", "Jumlah rapat setahun", "Notula"]


def form(name: str = "Camat", *, top: float = 100.0) -> Block:
    return text(
        HEADING,
        f"1. Jabatan : {name}",
        "2. Tugas : memimpin kecamatan",
        "3. Fungsi :",
        "a. membina.",
        top=top,
    )


def build(*pages: Page) -> Decree:
    (decree,) = build_decrees(document(*pages))
    return decree


def gaps(decree: Decree, code: GapCode) -> list[GapRecord]:
    return [gap for gap in decree.gaps if gap.code == code]


def test_a_form_becomes_a_position() -> None:
    decree = build(page(form(), table([HEADER, ONE, TWO])))
    (position,) = decree.positions
    assert position.jabatan == "Camat"
    assert position.pages == [1]
    assert [v.text for v in position.tugas] == ["memimpin kecamatan"]
    assert [v.text for v in position.fungsi] == ["membina."]
    first, second = position.rows
    assert (first.no, second.no) == (1, 2)
    assert first.sasaran.text == "Meningkatnya mutu"
    assert first.formulasi.formula is not None
    assert first.formulasi.formula.kind == "ratio"
    assert first.sumber_data.items == ["Renstra", "DPA"]
    assert first.indikator.page == 1
    assert first.indikator.bbox == [200, 260, 330, 320]
    assert not first.sasaran.inherited


def test_the_source_is_reported() -> None:
    decree = build(page(form(), table([HEADER, ONE])), page(number=2))
    assert decree.source.file == "contoh.pdf"
    assert decree.source.pages == 2
    assert decree.source.page_kinds == ["text", "text"]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("blank", [1, 2])
def test_a_table_goes_on_over_blank_backs_of_sheets(blank: int, *, repeated: bool) -> None:
    rest = table([HEADER, TWO] if repeated else [TWO], top=60)
    backs = [page(number=2 + k) for k in range(blank)]
    decree = build(page(form(), table([HEADER, ONE])), *backs, page(rest, number=2 + blank))
    (position,) = decree.positions
    assert [row.no for row in position.rows] == [1, 2]
    assert [gap.code for gap in decree.gaps].count(GapCode.BLANK_PAGE) == blank


def test_a_table_after_other_print_does_not_go_on() -> None:
    between = page(text("Halaman ini memuat surat lain kepada camat."), number=2)
    decree = build(page(form(), table([HEADER, ONE])), between, page(table([TWO], top=60), number=3))
    assert [row.no for row in decree.positions[0].rows] == [1]


def test_merged_cells_are_inherited_from_the_second_row_on() -> None:
    decree = build(page(form(), table([HEADER, ONE, ["2.", None, "Jumlah rapat", "Jumlah", None]])))
    first, second = decree.positions[0].rows
    assert second.sasaran.text == first.sasaran.text
    assert (first.sasaran.inherited, second.sasaran.inherited) == (False, True)
    assert (first.sumber_data.inherited, second.sumber_data.inherited) == (False, True)
    assert not second.indikator.inherited


def test_two_tables_number_their_rows_on() -> None:
    decree = build(
        page(form(), table([HEADER, ONE], top=200), table([HEADER, ["", "", "Jumlah", "x", "y"]], top=400))
    )
    assert len(decree.positions[0].rows) == 2
    assert [(g.position, g.row) for g in gaps(decree, GapCode.MISSING_SASARAN)] == [(0, 1)]


def test_further_columns_are_kept_apart() -> None:
    header = ["SASARAN", "INDIKATOR", "FORMULASI", "SUMBER DATA", "TARGET"]
    decree = build(page(form(), table([header, ["a", "b", "c", "d", "12 bulan"]])))
    (row,) = decree.positions[0].rows
    assert row.no is None
    assert {name: cell.text for name, cell in row.extra.items()} == {"target": "12 bulan"}


@pytest.mark.parametrize(
    ("printed", "number"),
    [("1", 1), ("1.", 1), ("(2)", 2), ("a.", "a."), ("", None), ("1.1", "1.1"), ("12)", 12)],
)
def test_row_numbers(printed: str, number: int | str | None) -> None:
    decree = build(page(form(), table([HEADER, [printed, *ONE[1:]]])))
    assert decree.positions[0].rows[0].no == number


# ---- gaps --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "code", "field"),
    [
        (1, GapCode.MISSING_SASARAN, "sasaran"),
        (2, GapCode.MISSING_INDIKATOR, "indikator"),
        (3, GapCode.MISSING_FORMULASI, "formulasi"),
        (4, GapCode.MISSING_SUMBER_DATA, "sumber_data"),
    ],
)
def test_an_empty_cell_is_a_gap_at_its_box(column: int, code: GapCode, field: str) -> None:
    empty = list(TWO)
    empty[column] = ""
    decree = build(page(form(), table([HEADER, ONE, empty])))
    (gap,) = gaps(decree, code)
    assert (gap.page, gap.position, gap.row, gap.field) == (1, 0, 1, field)
    xs = (50, 80, 200, 330, 460, 560)
    assert gap.bbox == [xs[column], 320, xs[column + 1], 380]


def test_a_column_that_is_not_printed_is_one_gap() -> None:
    decree = build(page(form(), table([HEADER[1:4], ONE[1:4], TWO[1:4]])))
    (gap,) = gaps(decree, GapCode.MISSING_COLUMN)
    assert (gap.field, gap.page) == ("sumber_data", 1)
    assert gaps(decree, GapCode.MISSING_SUMBER_DATA) == []
    assert decree.positions[0].rows[0].sumber_data.page is None


def test_a_form_without_a_table() -> None:
    (gap,) = gaps(build(page(form())), GapCode.MISSING_TABLE)
    assert (gap.page, gap.position) == (1, 0)


def test_a_form_without_a_name() -> None:
    decree = build(page(text(HEADING, "1. Jabatan :", "2. Tugas : memimpin"), table([HEADER, ONE])))
    assert decree.positions[0].jabatan is None
    (gap,) = gaps(decree, GapCode.MISSING_JABATAN)
    assert gap.severity == "error"


def test_no_forms_at_all() -> None:
    decree = build(page(text("Surat edaran tentang rapat")))
    assert decree.positions == []
    assert decree.form == "other"
    assert len(gaps(decree, GapCode.NO_FORM)) == 1


def test_a_table_whose_grid_was_inferred() -> None:
    decree = build(page(form(), table([HEADER, ONE], ruled=False)))
    (gap,) = gaps(decree, GapCode.INFERRED_GRID)
    assert gap.severity == "info"
    assert gap.bbox == [50, 200, 560, 320]


@pytest.mark.parametrize(
    ("agreement", "says", "sure"),
    [
        (AGREED, "pdfplumber reads the same cells", confidence.AGREED_CELL),
        (UNSETTLED, "pdfplumber reads some of them otherwise", confidence.DOUBTED_CELL),
        (DIFFERED, "pdfplumber reads other cells", confidence.DOUBTED_CELL),
    ],
)
def test_an_inferred_grid_says_what_other_readers_see(agreement: float, says: str, sure: float) -> None:
    inferred = table([HEADER, ONE], ruled=False)
    inferred.agreement, inferred.second_reader = agreement, "pdfplumber"
    decree = build(page(form(), inferred))
    (gap,) = gaps(decree, GapCode.INFERRED_GRID)
    assert gap.message.endswith("; " + says)
    assert decree.positions[0].rows[0].indikator.confidence == sure


def test_gaps_of_pages_and_of_the_file_are_passed_on() -> None:
    broken = Page(2, 0, 0, gaps=[Gap(GapCode.PAGE_FAILED, "page 2 could not be read", page=2)])
    made = document(page(form(), table([HEADER, ONE])), broken)
    made.gaps.append(Gap(GapCode.REPAIRED_FILE, "the file was damaged"))
    (decree,) = build_decrees(made)
    assert [g.page for g in gaps(decree, GapCode.PAGE_FAILED)] == [2]
    assert len(gaps(decree, GapCode.REPAIRED_FILE)) == 1


def test_an_unknown_post_is_a_gap_not_a_guess() -> None:
    decree = build(page(form("Zxqw Brtk"), table([HEADER, ONE])))
    assert decree.positions[0].canonical is None
    assert len(gaps(decree, GapCode.UNMATCHED_POSITION)) == 1


def test_text_across_the_columns_is_reported() -> None:
    decree = build(page(form(), table([HEADER, ["PROGRAM PELAYANAN", ">", ">", ">", ">"], ONE])))
    (gap,) = gaps(decree, GapCode.UNPLACED_TEXT)
    assert "PROGRAM PELAYANAN" in gap.message


def test_boxes_are_those_of_the_page_as_displayed() -> None:
    turned = page(form(), table([HEADER, ["1.", "", *ONE[2:]]]))
    turned.to_display = lambda box: Box(box.x0 + 1000, box.top, box.x1 + 1000, box.bottom)
    decree = build(turned)
    assert decree.positions[0].rows[0].indikator.bbox == [1200, 260, 1330, 320]
    assert gaps(decree, GapCode.MISSING_SASARAN)[0].bbox == [1080, 260, 1200, 320]


# ---- several decrees ---------------------------------------------------------------------------------------


def front(number: str, on: int) -> Page:
    return page(text("KEPUTUSAN CAMAT CONTOH", f"NOMOR : {number}", "TENTANG", HEADING), number=on)


def test_another_number_begins_another_decree() -> None:
    made = build_decrees(
        document(
            front("800/1/2023", 1),
            page(form("Camat"), table([HEADER, ONE]), number=2),
            page(form("Sekretaris Kecamatan"), table([HEADER, TWO]), number=3),
            front("800/7/2024", 4),
            page(form("Lurah"), table([HEADER, ONE]), number=5),
        )
    )
    assert [d.decree.nomor for d in made] == ["800/1/2023", "800/7/2024"]
    assert [[p.jabatan for p in d.positions] for d in made] == [["Camat", "Sekretaris Kecamatan"], ["Lurah"]]
    assert all(gap.position in (None, 0, 1) for d in made for gap in d.gaps)


def test_the_same_number_again_is_the_same_decree() -> None:
    made = build_decrees(
        document(
            front("800/1/2023", 1),
            page(form("Camat"), table([HEADER, ONE]), number=2),
            front("800 / 1 / 2023", 3),
            page(form("Lurah"), table([HEADER, ONE]), number=4),
        )
    )
    assert len(made) == 1
    assert len(made[0].positions) == 2


@pytest.mark.parametrize("further", [["KECAMATAN ELOK"], ["KECAMATAN ELOK", "TAHUN 2031"]])
def test_a_heading_that_is_printed_again_is_no_lost_text(further: list[str]) -> None:
    names = ["Camat", "Sekretaris Kecamatan"]
    running = text(f"{HEADING} KECAMATAN ELOK", top=25)
    pages = []
    for number, name in enumerate(names, 1):
        keys = text(HEADING, *further, "1. Jabatan", f"   {name}", "2. Tugas", "   memimpin", top=60)
        pages.append(page(running, keys, table([HEADER, ONE], top=200), number=number))
    decree = build(*pages)
    assert [p.jabatan for p in decree.positions] == names
    assert gaps(decree, GapCode.UNPLACED_TEXT) == []


def test_other_text_below_a_table_is_told() -> None:
    decree = build(page(form(), table([HEADER, ONE], top=200), text("Berlaku untuk semua pasar", top=400)))
    assert len(gaps(decree, GapCode.UNPLACED_TEXT)) == 1
