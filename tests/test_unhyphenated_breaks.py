"""Words that a narrow column breaks are one word; words that merely fill a line are two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from iki.extract.unhyphenated_breaks import mark_broken
from iki.schema.geometry import Box
from iki.schema.text import join_wrapped
from printed import lines, width_of


def joined(texts: list[str], width: float) -> str:
    printed = lines(texts, x=51)
    mark_broken(printed, Box(50, 90, 50 + width, 200))
    out = ""
    for line in printed:
        out = join_wrapped(out, line.text)
    return out


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["pemerintaha", "n kelurahan"], "pemerintahan kelurahan"),
        (["Terpantauny", "a"], "Terpantaunya"),
        (["administras", "i;"], "administrasi;"),
        (["adminis", "trasi umum"], "administrasi umum"),
        (["kelurahan", "desa"], "kelurahan desa"),
        (["kelurahan", "dan desa"], "kelurahan dan desa"),
        (["yang diangkut ke", "tempat lain"], "yang diangkut ke tempat lain"),
        (["lanjut ke", "jenjang tinggi"], "lanjut ke jenjang tinggi"),
        (["JUMLAH", "n"], "JUMLAH n"),
        (["usulan desa", "a"], "usulan desa a"),
        (["jumlah zzkop", "x 100%"], "jumlah zzkop x 100%"),
        (["golongan zzkop", "v"], "golongan zzkop v"),
        (["jumlah zzkop", "i"], "jumlah zzkop i"),
    ],
)
def test_pieces_that_fill_their_line(texts: list[str], whole: str) -> None:
    assert joined(texts, width_of(texts[0]) + 4) == whole


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["Lap", "ora", "n"], "Laporan"),
        (["Rek", "ap", "daft", "ar", "hadi", "r"], "Rekap daftar hadir"),
        (["surat", "pertang", "gungja", "waban"], "surat pertanggungjawaban"),
        (["dok", "ume", "n"], "dokumen"),
        (["mutu", "data", "desa"], "mutu data desa"),
    ],
)
def test_words_in_many_pieces(texts: list[str], whole: str) -> None:
    """Each piece fills its line from side to side."""
    printed = lines(texts, x=51)
    for line in printed:
        (only,) = line.words
        filled = replace(only, box=only.box._replace(x1=78))
        line.words, line.box = (filled,), filled.box
    mark_broken(printed, Box(50, 90, 80, 300))
    out = ""
    for line in printed:
        out = join_wrapped(out, line.text)
    assert out == whole


def test_a_line_with_room_ends_with_its_word() -> None:
    assert joined(["pemerintaha", "n kelurahan"], 150) == "pemerintaha n kelurahan"


def test_unknown_pieces_are_one_word_in_a_column_of_few_letters_only() -> None:
    pieces = ["xyl", "ozo", "qua"]
    assert joined(pieces, width_of("xylo") - 2) == "xylozoqua"
    assert joined(["kebun xyl", "ozo qua"], width_of("kebun xyl") + 3) == "kebun xyl ozo qua"
