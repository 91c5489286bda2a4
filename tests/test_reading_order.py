"""Reading order without running headers, footers and page numbers."""

from __future__ import annotations

import pytest
from iki.normalize.line_joining import line_of
from iki.normalize.placed_line import PlacedLine
from iki.normalize.reading_order import PlacedTable, flow_of
from iki.schema.blocks import Block, Page
from iki.schema.geometry import bounding_box
from printed import document, lines, page, table, text

TOP, BOTTOM = 30.0, 760.0


def content(*pages: Page) -> list[str]:
    items = flow_of(document(*pages)).items
    return [i.line.text for i in items if isinstance(i, PlacedLine)]


def aside(*pages: Page) -> list[str]:
    return [placed.line.text for placed in flow_of(document(*pages)).furniture]


def numbered(n: int, *extra: tuple[str, float]) -> Page:
    """A page with a line of its own, and further lines at given heights."""
    blocks = [text(f"baris {'abcdefghij'[n]} di badan", top=300)]
    return page(*blocks, *(text(t, top=y) for t, y in extra), number=n + 1)


def test_lines_and_tables_in_reading_order() -> None:
    block = table([["a", "b"], ["c", "d"]], top=200)
    items = flow_of(document(page(text("di bawah", top=500), block, text("di atas", top=100)))).items
    assert isinstance(items[1], PlacedTable)
    assert [i.line.text for i in items if isinstance(i, PlacedLine)] == ["di atas", "di bawah"]


@pytest.mark.parametrize("height", [TOP, BOTTOM])
def test_a_line_in_the_margin_of_every_page_is_set_aside(height: float) -> None:
    pages = [numbered(n, ("Pemerintah Kabupaten Contoh", height)) for n in range(4)]
    assert aside(*pages) == ["Pemerintah Kabupaten Contoh"] * 4
    assert len(content(*pages)) == 4


def test_running_lines_may_count_the_pages() -> None:
    pages = [numbered(n, (f"Lembaran ke {n + 1} arsip", BOTTOM)) for n in range(4)]
    assert len(aside(*pages)) == 4


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "Halaman {}", "Hal. {} dari 4", "{} / 4", "({})", "Page {} of 4", "hal {}"]
)
def test_page_numbers_are_set_aside(number: str) -> None:
    pages = [numbered(n, (number.format(n + 1), BOTTOM)) for n in range(2)]
    assert aside(*pages) == [number.format(n + 1) for n in range(2)]


def test_what_stands_on_one_page_stays() -> None:
    pages = [numbered(n) for n in range(3)] + [numbered(3, ("Ditetapkan di Contoh", BOTTOM))]
    assert "Ditetapkan di Contoh" in content(*pages)
    assert aside(*pages) == []


def test_what_repeats_in_the_middle_stays() -> None:
    pages = [numbered(n, ("baris yang sama", 400)) for n in range(4)]
    assert content(*pages).count("baris yang sama") == 4


def test_keys_at_the_top_of_every_page_stay() -> None:
    pages = [numbered(n, ("1. Jabatan : Camat", 60)) for n in range(4)]
    assert content(*pages).count("1. Jabatan : Camat") == 4


def test_headings_at_the_top_of_some_pages_stay() -> None:
    pages = [numbered(n, *([("INDIKATOR KINERJA INDIVIDU", 60.0)] if n % 2 else [])) for n in range(6)]
    assert content(*pages).count("INDIKATOR KINERJA INDIVIDU") == 3


def test_a_number_in_the_text_stays() -> None:
    assert "2023" in content(numbered(0, ("2023", 400)))


def test_nothing_is_lost() -> None:
    pages = [numbered(n, ("Pemerintah Contoh", TOP), (f"{n + 1}", BOTTOM)) for n in range(5)]
    printed = [line.text for p in pages for block in p.blocks for line in block.lines]
    assert sorted(content(*pages) + aside(*pages)) == sorted(printed)


def test_a_forms_value_at_the_top_of_a_page_stays_though_it_repeats() -> None:
    first = numbered(1, ("1. Jabatan :", 40), ("Kepala Badan", 55))
    second = numbered(2, ("KEPALA BADAN", 50))
    assert "Kepala Badan" in content(first, second)


# ---- titles that run along the foot, and sheets on their side ------------------------------------------------

FEET = ["RENCANA STRATEGIS DINAS PERKEBUNAN", "INDIKATOR KINERJA UTAMA", "LAPORAN KINERJA TAHUN 2031"]


@pytest.mark.parametrize("title", FEET)
def test_a_title_at_the_foot_of_two_pages_is_set_aside(title: str) -> None:
    pages = [numbered(n, *([(title, BOTTOM)] if n in (1, 4) else [])) for n in range(6)]
    assert aside(*pages) == [title, title]


@pytest.mark.parametrize("title", FEET)
@pytest.mark.parametrize("number", [" 2", " 17", " 2 3"])
def test_a_title_at_the_foot_that_the_page_s_number_follows_from_the_second_on(
    title: str, number: str
) -> None:
    pages = [numbered(1, (title, BOTTOM)), numbered(2, (title + number, BOTTOM))]
    assert aside(*pages) == [title, title + number]


@pytest.mark.parametrize("title", FEET)
def test_a_title_at_one_foot_or_above_other_lines_stays(title: str) -> None:
    once = [numbered(n, *([(title, BOTTOM)] if n == 1 else [])) for n in range(6)]
    assert content(*once).count(title) == 1
    names = {1: "Kepala Seksi Benih", 4: "Kepala Seksi Kopi"}
    headed = [numbered(n, *([(title, 730.0), (names[n], BOTTOM)] if n in names else [])) for n in range(6)]
    assert content(*headed).count(title) == 2


@pytest.mark.parametrize("line", ["Lampiran naskah dinas", "Pemerintah Kabupaten Contoh", "Catatan kaki"])
def test_other_lines_at_the_foot_of_two_pages_of_many_stay(line: str) -> None:
    pages = [numbered(n, *([(line, BOTTOM)] if n in (1, 4) else [])) for n in range(6)]
    assert content(*pages).count(line) == 2


@pytest.mark.parametrize(
    ("width", "height", "top", "furniture"),
    [
        (842.0, 595.0, 70.0, True),  # a tenth of the longer side
        (842.0, 595.0, 505.0, False),
        (842.0, 595.0, 515.0, True),
        (842.0, 595.0, 80.0, False),
        (595.0, 842.0, 70.0, True),
        (595.0, 842.0, 750.0, False),
    ],
)
def test_margins_are_those_of_the_sheet_however_it_lies(
    width: float, height: float, top: float, furniture: bool
) -> None:
    pages = [
        page(
            text(f"baris {name} di badan", top=300),
            text("Arsip kantor", top=top),
            number=n,
            width=width,
            height=height,
        )
        for n, name in enumerate("abcd", 1)
    ]
    assert aside(*pages) == (["Arsip kantor"] * 4 if furniture else [])


@pytest.mark.parametrize(
    "running", ["RENCANA STRATEGIS DINAS PERKEBUNAN", "LAPORAN KINERJA", "RENCANA KERJA"]
)
def test_names_below_a_second_title_are_not_of_the_running_one(running: str) -> None:
    posts = ["KEPALA SEKSI BENIH", "KEPALA SEKSI KOPI", "KEPALA SEKSI TEH", "KEPALA SEKSI PASAR"]
    pages = [
        numbered(n, (running, 20), ("INDIKATOR KINERJA INDIVIDU", 40), (post, 56))
        for n, post in enumerate(posts)
    ]
    assert aside(*pages) == [running] * 4


@pytest.mark.parametrize(
    "foot", ["Persentase ...", "persentase desa …", "- Persentase . . .", "Persentase/..."]
)
def test_a_catchword_is_set_aside(foot: str) -> None:
    pages = (
        page(text("memimpin kecamatan", top=300), text(foot, top=740)),
        page(table([["2.", "Mutu", "Persentase desa yang tertib", "Jumlah desa", "BPS"]]), number=2),
    )
    assert aside(*pages) == [foot]


@pytest.mark.parametrize("foot", ["Persentase", "Proporsi ..."])
def test_what_the_next_page_does_not_go_on_with_is_no_catchword(foot: str) -> None:
    pages = (
        page(text("memimpin kecamatan", top=300), text(foot, top=740)),
        page(table([["2.", "Mutu", "Persentase desa yang tertib", "Jumlah desa", "BPS"]]), number=2),
    )
    assert aside(*pages) == []


def test_dots_within_a_page_are_no_catchword_s() -> None:
    pages = (
        page(text("Persentase ...", top=300), text("memimpin kecamatan", top=740)),
        page(text("Persentase desa", top=300), number=2),
    )
    assert aside(*pages) == []


def test_a_title_above_boxes_that_name_other_posts_is_no_running_head() -> None:
    posts = ["Camat", "Sekretaris", "Kepala Seksi Pelayanan"]
    pages = [
        page(
            text("INDIKATOR KINERJA INDIVIDU", "KECAMATAN CONTOH", top=40),
            table([["JABATAN", post], ["TUGAS", "memimpin"]], top=90, xs=(50, 150, 400)),
            number=n,
        )
        for n, post in enumerate(posts, 1)
    ]
    assert "INDIKATOR KINERJA INDIVIDU" not in aside(*pages)


@pytest.mark.parametrize("ends_signed", [True, False])
def test_a_title_that_stands_only_below_signatures_is_no_running_head(*, ends_signed: bool) -> None:
    foot = (
        ["Ratna Contoh", "NIP 19750101 200003 1 001"] if ends_signed else ["dan seterusnya", "lihat di sana"]
    )
    row = ["1.", "Mutu", "Persentase desa", "Jumlah desa", "BPS"]
    pages = [
        page(
            text("INDIKATOR KINERJA INDIVIDU", "DINAS SOSIAL", top=40),
            table([row], top=200),
            text(*foot, top=500),
            number=n,
        )
        for n in range(1, 4)
    ]
    kept = {"INDIKATOR KINERJA INDIVIDU", "DINAS SOSIAL"} - set(aside(*pages))
    assert bool(kept) == ends_signed


def test_a_title_below_signatures_side_by_side_is_no_running_head() -> None:
    left, right = ["Ratna Contoh", "NIP 19750101 200003 1 001"], ["Bima Asri", "NIP 19800202 200604 2 002"]
    signed = [
        line_of([*a.words, *b.words])
        for a, b in zip(lines(left, 50, 500), lines(right, 350, 500), strict=True)
    ]
    row = ["1.", "Mutu", "Persentase desa", "Jumlah desa", "BPS"]
    pages = [
        page(
            text("INDIKATOR KINERJA INDIVIDU", "DINAS SOSIAL", top=40),
            table([row], top=200),
            Block("text", bounding_box(ln.box for ln in signed), lines=signed),
            number=n,
        )
        for n in range(1, 4)
    ]
    assert aside(*pages) == []


def test_a_running_title_above_forms_that_begin_further_down_is_one() -> None:
    running = "Indikator Kinerja Individu Dinas Perhubungan"
    pages = [
        page(text(running, top=30), text("1. menyusun rencana;", f"Jabatan : {post}", top=80), number=n)
        for n, post in enumerate(["Camat", "Sekretaris", "Kepala Seksi Pelayanan"], 1)
    ]
    assert aside(*pages) == [running] * 3


@pytest.mark.parametrize(
    "title", ["INDIKATOR KINERJA INDIVIDU", "INDIKATOR KINERJA INDIVIDU ESELON III", "PENETAPAN IKI"]
)
@pytest.mark.parametrize("office", ["DINAS PERKEBUNAN", "KECAMATAN ELOK RAYA", "BADAN PANGAN"])
def test_an_office_below_the_post_of_every_heading_is_no_running_line(title: str, office: str) -> None:
    posts = ["KEPALA SEKSI BENIH", "SEKRETARIS", "KEPALA SEKSI PASAR"]
    area = "KABUPATEN AWAN JAYA"
    pages = [numbered(n, (title, 20), (post, 32), (office, 44), (area, 56)) for n, post in enumerate(posts)]
    assert aside(*pages) == []


@pytest.mark.parametrize("office", ["DINAS PERKEBUNAN", "KECAMATAN ELOK RAYA", "BADAN PANGAN"])
def test_an_office_below_titles_that_differ_is_no_running_line(office: str) -> None:
    titles = [f"INDIKATOR KINERJA INDIVIDU ESELON {level}" for level in ("III", "III", "IV")]
    assert aside(*(numbered(n, (title, 20), (office, 32)) for n, title in enumerate(titles))) == []


@pytest.mark.parametrize("office", ["DINAS PERKEBUNAN", "KECAMATAN ELOK RAYA", "BADAN PANGAN"])
def test_an_office_above_titles_that_differ_is_a_running_line(office: str) -> None:
    titles = [f"INDIKATOR KINERJA INDIVIDU {post}" for post in ("SEKRETARIS", "BENDAHARA", "ARSIPARIS")]
    pages = [numbered(n, (office, 20), (title, 32)) for n, title in enumerate(titles)]
    assert aside(*pages) == [office] * 3
