"""Tables ruled by a typewriter's strokes and dashes are tables; dashes and strokes elsewhere are text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent
from iki.extract.typed_rulings import typed_rulings
from iki.schema.blocks import Block, Word
from iki.schema.geometry import Box

STEP, PITCH, HEIGHT = 5.0, 11.0, 9.0


def typed(*texts: str, top: float = 100.0) -> list[Word]:
    """The words of lines in which every character is equally wide."""
    return [
        Word(m[0], Box(50 + STEP * m.start(), y, 50 + STEP * m.end(), y + HEIGHT), HEIGHT)
        for y, text in ((top + PITCH * i, text) for i, text in enumerate(texts))
        for m in re.finditer(r"\S+", text)
    ]


def table_of(words: Sequence[Word]) -> Block:
    page = lay_out(PageContent(1, 595.0, 842.0, words=list(words)))
    (table,) = [block for block in page.blocks if block.kind == "table"]
    return table


CROSSES = (
    "+----+----------------------+----------------+",
    "| NO | INDIKATOR            | SUMBER DATA    |",
    "+----+----------------------+----------------+",
    "| 1. | Persentase jalan     | Survei         |",
    "|    | kabupaten yang baik  |                |",
    "+----+----------------------+----------------+",
    "| 2. | Jumlah jembatan      | Berita acara   |",
    "+----+----------------------+----------------+",
)
BOXES = tuple(line.translate(str.maketrans("+-|", "┼─│")) for line in CROSSES)
DASHES = tuple(line.replace("+", "=").replace("-", "=") for line in CROSSES)
CELLS = ["NO", "INDIKATOR", "SUMBER DATA", "1.", "Persentase jalan kabupaten yang baik", "Survei", "2."]


@pytest.mark.parametrize("lines", [CROSSES, BOXES, DASHES])
def test_typed_rules_are_rulings(lines: Sequence[str]) -> None:
    table = table_of(typed(*lines))
    assert table.ruled
    texts = [" ".join(cell.text.split()) for cell in table.cells]
    assert texts == [*CELLS, "Jumlah jembatan", "Berita acara"]


def test_strokes_may_touch_the_words_beside_them() -> None:
    touching = [line.replace("| Survei         |", "|Survei          |") for line in CROSSES]
    assert touching != list(CROSSES)
    assert [" ".join(cell.text.split()) for cell in table_of(typed(*touching)).cells][:7] == CELLS


@pytest.mark.parametrize(
    "lines",
    [
        ("Jabatan : ----------------", "Tugas   : ----------------"),
        ("Bagian A | Bagian B | Bagian C", "lanjutan | lanjutan | lanjutan"),
        ("| catatan satu", "| catatan dua", "| catatan tiga", "--------------"),
        ("a | b | c", "d | e | f", "g | h | i"),
    ],
)
def test_other_dashes_and_strokes_are_text(lines: Sequence[str]) -> None:
    words = typed(*lines)
    assert typed_rulings(words) == (words, [])


def test_what_follows_the_table_stays() -> None:
    words = typed(*CROSSES, "", "Nama ------------ | NIP -----")
    texts, rulings = typed_rulings(words)
    assert rulings
    assert [w.text for w in texts if w.box.top > 190] == ["Nama", "NIP", "------------", "|", "-----"]
