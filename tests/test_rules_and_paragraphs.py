"""Tables whose rows horizontal rules separate, with long paragraphs and figures in their cells."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent, Ruling
from iki.extract.text_columns import text_columns
from iki.schema.blocks import Block, Word
from iki.schema.geometry import Box
from printed import LEADING, SIZE, words, wrapped
from reportlab.pdfgen.canvas import Canvas

STEP = LEADING * SIZE
TOP, PAD = 90.0, 4.0
LONG = (
    "Menghitung rapat warga yang selesai pada tahun berjalan menurut pedoman teknis yang ditetapkan oleh "
    "kantor pusat sedangkan pemutakhiran catatan dilakukan melalui pertemuan berkala bersama pengurus lingkungan "
    "dan hasilnya dituangkan dalam berita acara yang ditandatangani oleh seluruh anggota tim pelaksana kegiatan "
    "sehingga dapat dipakai sebagai bahan perencanaan tahun berikutnya oleh setiap bidang yang berkepentingan"
)


def ruled_rows(rows: list[list[str]], edges: list[float]) -> tuple[list[Word], list[Ruling]]:
    """The rows' words, set in columns between the edges, and the rules above, between and below them."""
    out: list[Word] = []
    y = TOP
    rules = [Ruling("h", y, edges[0], edges[-1], 0.7)]
    for row in rows:
        height = 0.0
        for text, left, right in zip(row, edges, edges[1:], strict=False):
            for i, line in enumerate(wrapped(text, right - left - 2 * PAD)):
                out += words(line, left + PAD, y + PAD + i * STEP)
                height = max(height, (i + 1) * STEP)
        y += height + 2 * PAD
        rules.append(Ruling("h", y, edges[0], edges[-1], 0.7))
    return out, rules


def table_of(rows: list[list[str]], edges: list[float]) -> Block:
    printed, rules = ruled_rows(rows, edges)
    (table,) = (
        b
        for b in lay_out(PageContent(1, 595.0, 842.0, words=printed, rulings=rules)).blocks
        if b.kind == "table"
    )
    return table


def grid_of(table: Block) -> list[list[str]]:
    columns = 1 + max(c.col for c in table.cells)
    out = [[""] * columns for _ in range(1 + max(c.row for c in table.cells))]
    for cell in table.cells:
        out[cell.row][cell.col] = " ".join(cell.text.split())
    return out


@pytest.mark.parametrize(
    ("edges", "place"),
    [
        ([40.0, 150.0, 290.0, 460.0, 555.0], 2),
        ([40.0, 130.0, 250.0, 350.0, 555.0], 3),
        ([40.0, 210.0, 330.0, 450.0, 555.0], 0),
    ],
)
def test_a_long_paragraph_in_a_cell_is_no_column_of_running_text(edges: list[float], place: int) -> None:
    rows = [["SASARAN", "INDIKATOR", "CARA MENGHITUNG", "SUMBER DATA"]]
    short = "Jumlah rapat warga yang selesai menurut buku tamu"
    for number in range(3):
        rows.append([LONG[: 160 + 9 * number] if i == place else short for i in range(4)])
    assert grid_of(table_of(rows, edges)) == [[text.strip() for text in row] for row in rows]


@pytest.mark.parametrize("figures", [["95", "96", "97"], ["1.200", "1.300", "1.400"], ["87,5", "88,5", "90"]])
@pytest.mark.parametrize("edges", [[40.0, 70.0, 230.0, 400.0, 450.0, 500.0, 555.0]])
def test_figures_below_a_head_belong_to_the_rows_that_rules_part(
    figures: list[str], edges: list[float]
) -> None:
    rows = [
        ["NO", "INDIKATOR", "FORMULASI", "2019", "2020", "2021"],
        ["-1-", "-2-", "-3-", "-4-", "-5-", "-6-"],
    ]
    for number, what in enumerate(("rapat warga", "taman kota", "pasar desa", "jalan lingkungan"), 1):
        rows.append(
            [
                f"{number}.",
                f"Persentase {what} yang terawat baik",
                f"Jumlah {what} dibagi seluruhnya",
                *figures,
            ]
        )
    assert grid_of(table_of(rows, edges)) == rows


@pytest.mark.parametrize(
    "heights", [[100.0, 190.0, 300.0], [80.0, 140.0, 200.0, 260.0], [60.0, 90.0, 250.0, 320.0]]
)
def test_rules_over_a_gutter_make_it_a_tables(heights: list[float]) -> None:
    printed = [
        word
        for i, (a, b) in enumerate(zip(wrapped(LONG, 200.0), wrapped(LONG[40:], 200.0), strict=False))
        for word in (*words(a, 50.0, 110.0 + i * STEP), *words(b, 300.0, 110.0 + i * STEP))
    ]
    assert len(text_columns(printed)) == 2
    assert len(text_columns(printed, [Ruling("h", y, 45.0, 520.0, 0.7) for y in heights])) == 1
    assert len(text_columns(printed, [Ruling("h", y, 45.0, 260.0, 0.7) for y in heights])) == 2


@pytest.mark.parametrize(
    ("head", "second"),
    [
        (["No", "Sasaran", "Indikator Kinerja", "Cara Penghitungan", "Sumber"], "Data"),
        (["No", "Tujuan", "Ukuran", "Rumus", "Sumber"], "Bukti"),
        (["No", "Sasaran Kerja", "Indikator", "Formula", "Sumber Data"], ""),
    ],
)
def test_a_head_over_the_first_rule_is_the_table_s_although_two_columns_stand_close(
    head: list[str], second: str
) -> None:
    xs = [52.5, 74.7, 254.9, 449.9, 728.9]
    rows = [
        [
            "1.",
            "Meningkatnya kemandirian",
            "Persentase kelompok tani hutan yang",
            "Jumlah kelompok naik kelas",
            "Simluh",
        ],
        [
            "2.",
            "Bertambahnya luas hutan rakyat",
            "Luas hutan rakyat yang ditanami",
            "Hasil ukur lahan",
            "Peta",
        ],
        [
            "3.",
            "Tersedianya materi penyuluhan",
            "Jumlah materi yang disusun",
            "Hitung materi",
            "Arsip materi",
        ],
    ]
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(842, 595), invariant=True)
    canvas.setFont("Times-Bold", 12)
    for x, text in zip(xs, head, strict=True):
        canvas.drawString(x, 415, text)
    canvas.drawString(xs[-1], 401.5, second)
    canvas.setFont("Times-Roman", 12)
    for i, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            canvas.drawString(x, 382 - 18.7 * i, text)
    for i in range(4):
        canvas.line(48.8, 395.5 - 18.7 * i, 794.2, 395.5 - 18.7 * i)
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        blocks = lay_out(pdfium.read_page(document, 0)).blocks
    (table,) = (block for block in blocks if block.kind == "table")
    assert grid_of(table) == [[*head[:-1], f"{head[-1]} {second}".strip()], *rows]


@pytest.mark.parametrize("edge", [260.0, 280.0, 320.0])
def test_shaded_rows_over_a_gutter_make_it_a_tables(edge: float) -> None:
    """A long cell above or below a shaded row is no column of text; one far from it is."""
    printed = [
        word
        for i, (a, b) in enumerate(zip(wrapped(LONG, 200.0), wrapped(LONG[40:], 200.0), strict=False))
        for word in (*words(a, 50.0, 110.0 + i * STEP), *words(b, 300.0, 110.0 + i * STEP))
    ]
    bottom = max(w.box.bottom for w in printed)
    assert len(text_columns(printed, [], [Box(45.0, 90.0, 520.0, 105.0)])) == 1
    assert len(text_columns(printed, [], [Box(45.0, bottom + 5, 520.0, bottom + 20)])) == 1
    assert len(text_columns(printed, [], [Box(45.0, 30.0, 520.0, 45.0)])) == 2
    assert len(text_columns(printed, [], [Box(45.0, 90.0, edge - 25, 105.0)])) == 2


@pytest.mark.parametrize("indent", [0.0, 10.0, 20.0])
@pytest.mark.parametrize("lines_each", [6, 7])
def test_paragraphs_below_each_other_are_one_column_of_text(indent: float, lines_each: int) -> None:
    """Their first lines are indented or not, their last ones short, and a heading stands over them."""
    text = [*wrapped(LONG, 200.0), *wrapped(LONG.lower()[30:], 200.0)][:20]
    printed = words("Catatan rapat warga tahun ini", 50.0, 86.0) + words(
        "Dari bulan ke bulan saja", 50.0, 370.0
    )
    for i, line in enumerate(text):
        place = i % lines_each
        shown = " ".join(line.split()[:2]) if place == lines_each - 1 else line
        own = words(shown, 50.0 + (indent if place == 0 else 0.0), 110.0 + i * STEP)
        printed += [
            replace(w, box=w.box._replace(x1=250.0)) if w is own[-1] and shown == line else w for w in own
        ]
    for i, figure in enumerate(("12", "8", "31", "40", "7", "19")):
        printed += words(f"Warga {i}", 300.0, 112.0 + i * 1.5 * STEP) + words(
            figure, 400.0, 112.0 + i * 1.5 * STEP
        )
    parts = text_columns(printed)
    beside = [{a.x0 < 280 for row in part for a in row.atoms} for part in parts]
    assert {True} in beside
    assert {False} in beside
