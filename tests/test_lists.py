"""Lines of a keyed section become list items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.forms.lists import items_of
from iki.normalize.line_joining import line_of
from iki.normalize.placed_line import PlacedLine
from printed import lines, page, placed, text, wrapped

MARKS: dict[str, Callable[[int], str]] = {
    "-": lambda i: "-",
    "•": lambda i: "•",
    "1.": lambda i: f"{i + 1}.",
    "1)": lambda i: f"{i + 1})",
    "(1)": lambda i: f"({i + 1})",
    "a.": lambda i: f"{'abcdefghjklm'[i]}.",
    "a)": lambda i: f"{'abcdefghjklm'[i]})",
    "i.": lambda i: f"{('i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii')[i]}.",
}
VOCABULARY = [
    "menyusun",
    "rencana",
    "kegiatan",
    "melaksanakan",
    "pembinaan",
    "warga",
    "desa",
    "dan",
    "laporan",
]
sentence = st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=18).map(" ".join)
PAGE = page(text("x" * 100, x=50, top=700))  # the page's text is 500 points wide


def read(texts: list[str], **place: float) -> list[str]:
    return [item.text for item in items_of(placed(texts, PAGE, **place))]


@pytest.mark.parametrize("mark", MARKS)
@given(items=st.lists(sentence, min_size=1, max_size=8))
def test_marked_items_come_back(mark: str, items: list[str]) -> None:
    """Wrapped with a hanging indent, as word processors set them."""
    printed: list[str] = []
    for i, item in enumerate(items):
        first, *rest = wrapped(item, 300)
        printed += [f"{MARKS[mark](i)} {first}", *(f"    {part}" for part in rest)]
    assert read(printed) == items


@pytest.mark.parametrize("mark", MARKS)
def test_wrapped_lines_under_the_mark(mark: str) -> None:
    """Without a hanging indent."""
    printed = [f"{MARKS[mark](0)} menyusun rencana", "kegiatan dan laporan", f"{MARKS[mark](1)} membina desa"]
    assert read(printed) == ["menyusun rencana kegiatan dan laporan", "membina desa"]


@given(st.lists(sentence.map(lambda s: s + ";"), min_size=1, max_size=6))
def test_unmarked_items_end_at_a_semicolon(items: list[str]) -> None:
    printed = [part for item in items for part in wrapped(item, 300)]
    assert read(printed) == items


def test_unmarked_items_end_where_room_was_left() -> None:
    printed = [
        "Menyusun rencana",
        "Melaksanakan pembinaan warga desa dan kelurahan di wilayah",
        "Membuat laporan",
    ]
    assert read(printed) == printed


def test_unmarked_items_apart_by_white_space() -> None:
    first = lines(["Menyusun rencana kegiatan dan laporan", "pembinaan warga desa serta kelurahan"], 100, 100)
    second = lines(
        ["Melaksanakan pembinaan warga desa dan", "laporan kegiatan kelurahan dan desanya"], 100, 130
    )
    found = items_of([PlacedLine(PAGE, ln) for ln in [*first, *second]])
    assert len(found) == 2
    assert found[1].text.startswith("Melaksanakan")


def test_nested_points_stay_in_their_item() -> None:
    printed = [
        "1. Menyusun rencana:",
        "      a. kegiatan",
        "      b. anggaran",
        "2. Membina desa:",
        "      - warga",
    ]
    assert read(printed) == ["Menyusun rencana:\na. kegiatan\nb. anggaran", "Membina desa:\n- warga"]


def test_a_wrapped_line_of_a_nested_point_goes_on_with_it() -> None:
    printed = ["a. Menyusun:", "        1) rencana kegiatan", "            tahunan", "b. Membina"]
    assert read(printed) == ["Menyusun:\n1) rencana kegiatan tahunan", "Membina"]


def test_an_introduction_before_the_first_mark() -> None:
    found = read(["Membantu Camat dalam:", "a. menyusun rencana;", "b. membina desa."])
    assert found[-2:] == ["menyusun rencana;", "membina desa."]
    assert found[0].startswith("Membantu Camat")


@pytest.mark.parametrize("printed", [[], ["-"], ["–"], ["nihil"], ["Tidak ada"], ["  "], ["--"]])
def test_nothing_is_no_item(printed: list[str]) -> None:
    assert read([p for p in printed if p.strip()]) == []


def test_hyphens_at_a_lines_end() -> None:
    printed = ["- membina lembaga-", "    lembaga desa;", "- melak-", "    sanakan tugas"]
    assert read(printed) == ["membina lembaga-lembaga desa;", "melaksanakan tugas"]


def test_a_number_within_the_text_is_no_mark() -> None:
    printed = ["1. menyusun laporan tahun", "    2023 dan rencana tahun", "    2024", "2. membina"]
    assert read(printed) == ["menyusun laporan tahun 2023 dan rencana tahun 2024", "membina"]


def test_an_item_over_a_page_break_is_one_item_in_two_places() -> None:
    first, second = page(text("x" * 100, top=700)), page(text("x" * 100, top=700), number=2)
    found = items_of(
        [
            *placed(["a. menyusun rencana", "b. membina desa dan"], first, top=680),
            *placed(["    kelurahan di wilayah", "c. melapor"], second, top=60),
        ]
    )
    assert [item.text for item in found] == [
        "menyusun rencana",
        "membina desa dan kelurahan di wilayah",
        "melapor",
    ]
    broken = found[1]
    assert broken.page == 1
    assert [part.page for part in broken.continued] == [2]
    assert found[2].page == 2


@given(st.lists(sentence, min_size=1, max_size=6), st.booleans())
def test_no_letter_is_lost(items: list[str], marked: bool) -> None:
    printed = [
        part for i, item in enumerate(items) for part in wrapped(f"{i + 1}. {item}" if marked else item, 250)
    ]
    found = read(printed)
    letters = Counter(c for item in items for c in item if c.isalpha())
    assert Counter(c for item in found for c in item if c.isalpha()) == letters


# ---- full stops --------------------------------------------------------------------------------------------


@given(st.lists(sentence.map(lambda s: s + "."), min_size=2, max_size=6))
def test_unmarked_items_end_at_full_stops(items: list[str]) -> None:
    printed = [part for item in items for part in wrapped(item, 300)]
    assert read(printed) == items


FULL = [
    ["menyusun rencana kegiatan dan laporan tahunan", "desa. membina warga kelurahan dan kelompok"],
    ["melaksanakan pembinaan warga serta kelompok", "tani. melaksanakan rapat koordinasi bersama"],
    ["mengelola arsip kantor serta surat menyurat", "lurah. mengelola barang milik daerah kelurahan"],
]  # fmt: skip


@pytest.mark.parametrize("lines_before", FULL)
def test_a_full_stop_at_a_lines_end_is_a_sentences_where_others_stand_within_lines(
    lines_before: list[str],
) -> None:
    printed = [
        *lines_before,
        "dan menyampaikan hasilnya kepada pimpinanxx.",
        "serta mengarsipkannyax setiap bulan.",
    ]
    assert len(read(printed)) == 1


@pytest.mark.parametrize(
    "printed",
    [
        [
            "membantu camat dalam memimpin kecamatan dan",
            "pembinaan warga serta kelompok bersama kab.",
            "lain",
        ],
        [
            "menyusun laporan kegiatan dan rencana tahunan",
            "membina desa serta kelurahan bersama para ka.",
            "dan",
        ],
        [
            "mengelola surat masuk dan keluar serta arsip",
            "kantor lurah bersama petugas kelurahan dsb.",
            "juga",
        ],
    ],
)
def test_one_full_stop_ends_no_item(printed: list[str]) -> None:
    assert len(read(printed)) == 1


@pytest.mark.parametrize("misread", ["d,", "a;", "a,"])
def test_a_misread_mark_of_a_scanned_list_is_one(misread: str) -> None:
    printed = [f"{misread} menyusun rencana kebun;", "b. membina petani;", "c. melapor."]
    scanned = [
        PlacedLine(p.page, line_of([replace(w, engine="ocr") for w in p.line.words])) for p in placed(printed)
    ]
    assert items_of(scanned)[0].text == "menyusun rencana kebun;"
    assert items_of(placed(printed))[0].text != "menyusun rencana kebun;"


@pytest.mark.parametrize(
    "printed",
    [
        ["a menyusun rencana kebun;", "b membina petani;"],
        ["a. menyusun rencana kebun;", "b membina petani di", "lereng utara;", "C melapor."],
        ["a menyusun rencana kebun;", "b. membina petani;", "c melapor."],
    ],
)
def test_letters_that_go_on_below_one_another_are_marks_without_their_points(printed: list[str]) -> None:
    found = [item.text for item in items_of(placed(printed))]
    assert len(found) == sum(len(text.split()[0].strip(".")) == 1 for text in printed)
    assert found[:2] == [
        "menyusun rencana kebun;",
        "membina petani di lereng utara;" if len(printed) == 4 else "membina petani;",
    ]


def test_a_lone_letter_is_no_mark() -> None:
    assert read(["a menyusun rencana kebun", "dan membina petani;"])[0].startswith("a menyusun")


@pytest.mark.parametrize("kind", ["Menyusun", "menyusun"])
def test_items_end_at_semicolons_also_before_a_connector(kind: str) -> None:
    printed = [f"{kind} rencana kebun;", f"{kind} laporan; dan", f"{kind} arsip panen."]
    assert [item.text for item in items_of(placed(printed))] == printed


def test_a_line_in_lower_case_begins_no_item_where_items_begin_in_capitals() -> None:
    printed = ["Menyusun rencana", "kebun kopi;", "Membina petani di", "lereng utara;", "Melaporkan panen."]
    whole = ["Menyusun rencana kebun kopi;", "Membina petani di lereng utara;", "Melaporkan panen."]
    assert [item.text for item in items_of(placed(printed))] == whole


def test_marks_of_a_column_go_to_the_items_they_belong_to() -> None:
    printed = ["- Menyusun rencana", "- kebun kopi.", "- Membina petani.", "Melaporkan", "panen."]
    assert [item.text for item in items_of(placed(printed))] == [
        "Menyusun rencana kebun kopi.",
        "Membina petani.",
        "Melaporkan panen.",
    ]
