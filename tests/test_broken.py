"""Words that a narrow column breaks are one word; words that merely fill a line are two."""

from __future__ import annotations

import pytest
from iki.extract.broken import mark_broken
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
        (["JUMLAH", "n"], "JUMLAH n"),
        (["usulan desa", "a"], "usulan desa a"),
    ],
)
def test_pieces_that_fill_their_line(texts: list[str], whole: str) -> None:
    assert joined(texts, width_of(texts[0]) + 4) == whole


def test_a_line_with_room_ends_with_its_word() -> None:
    assert joined(["pemerintaha", "n kelurahan"], 150) == "pemerintaha n kelurahan"
