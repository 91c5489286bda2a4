"""Tables ruled by a typewriter's strokes and dashes are tables; dashes and strokes elsewhere are text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent, Ruling
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


WALLS = [Ruling("v", x, 100.0, 190.0) for x in (50.0, 100.0, 200.0, 300.0)]


def dashes(sign: str, top: float, *spans: tuple[float, float]) -> list[Word]:
    return [Word(sign * int((b - a) / STEP), Box(a, top, b, top + HEIGHT), HEIGHT) for a, b in spans]


@pytest.mark.parametrize("sign", ["_", "-", "="])
@pytest.mark.parametrize("spans", [[(50, 300)], [(52, 99), (101, 199), (201, 299)]])
def test_typed_rows_between_drawn_verticals_are_rulings(sign: str, spans: list[tuple[float, float]]) -> None:
    rows = [dashes(sign, top, *spans) for top in (92.0, 120.0, 150.0, 181.0)]
    texts, rulings = typed_rulings([w for row in rows for w in row] + typed("NO", top=105), WALLS)
    assert [w.text for w in texts] == ["NO"]
    assert [(r.axis, r.start, r.end) for r in rulings] == [("h", 50, 300)] * 4
    assert all(abs(r.pos - y) < HEIGHT for r, y in zip(rulings, (96, 124, 154, 185), strict=True))


@pytest.mark.parametrize("spans", [[(201, 299)], [(52, 99), (101, 150)]])
def test_lines_to_write_on_in_a_cell_are_text(spans: list[tuple[float, float]]) -> None:
    words = [w for top in (110.0, 130.0, 150.0) for w in dashes("_", top, *spans)]
    assert typed_rulings(words, WALLS) == (words, [])


RULE = "-" * 46
LEDGER = (
    "GOODS                      INWARD      OUTWARD",
    "Grain and flour             485.6        261.0",
    "Timber                      232.3        358.1",
    "Salt                         94.1          8.3",
    "TOTAL                       812.0        627.4",
)


@pytest.mark.parametrize("dashes", [RULE, RULE.replace("-", "="), RULE.replace("-", "–")])
def test_lines_of_dashes_that_are_alike_close_a_table(dashes: str) -> None:
    head, *rows, total = LEDGER
    words = typed(
        "The goods of the quarter are set out below.", "", dashes, head, dashes, *rows, dashes, total, dashes
    )
    table = table_of(words)
    assert table.cells[0].text == "GOODS"
    assert table.cells[-1].text == "627.4"
    assert not any(set(cell.text) & set(dashes) for cell in table.cells)


@pytest.mark.parametrize("dashes", [RULE, "-" * 24 + "   " + "-" * 19])
def test_a_line_of_dashes_rules_in_pieces_too(dashes: str) -> None:
    texts, rulings = typed_rulings(typed(dashes, *LEDGER, dashes))
    assert "".join(w.text for w in texts) == "".join("".join(LEDGER).split())
    assert len(rulings) == 2 * len(dashes.split())


@pytest.mark.parametrize(
    "lines",
    [
        (RULE, "Grain", RULE[:20]),
        (RULE, "Grain"),
        ("_" * 30, "", "_" * 30),
    ],
)
def test_other_lines_of_dashes_are_text(lines: Sequence[str]) -> None:
    words = typed(*lines)
    assert typed_rulings(words) == (words, [])


def test_names_of_two_words_are_one_text_in_a_typed_table() -> None:
    rows = (
        "Harbour dues      184.50",
        "Pilotage           61.00",
        "Crane hire         22.75",
        "Water and light     1.40",
    )
    table = table_of(typed(RULE[:24], *rows, RULE[:24]))
    assert [c.text for c in table.cells if c.col == 0] == [
        "Harbour dues",
        "Pilotage",
        "Crane hire",
        "Water and light",
    ]
