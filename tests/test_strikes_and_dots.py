"""Lines that are no rules: words struck through and underlined; dots that are; texts cut off by their cell."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.extract import pdfium
from iki.extract.clipped_words import any_crossed, any_cut, any_overlap, boxes_of
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent, Ruling
from iki.extract.struck_words import without_struck
from iki.extract.vector_paths import dotted_rulings
from iki.schema.blocks import Word
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box
from printed import words
from reportlab.pdfgen.canvas import Canvas


def read(paint: Callable[[Canvas], None]) -> PageContent:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 10)
    canvas.setLineWidth(0.6)
    paint(canvas)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        return pdfium.read_page(document, 0)


def text(content: PageContent) -> str:
    return " ".join(word.text for word in content.words)


@pytest.mark.parametrize("whole", [True, False])
def test_struck_words_are_left_out_and_named(*, whole: bool) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Laporan bulanan semester")
        for part, before in (("Laporan bulanan", ""),) if whole else (("bulanan", "Laporan "),):
            x = 72 + canvas.stringWidth(before, "Helvetica", 10)
            canvas.line(x, 703, x + canvas.stringWidth(part, "Helvetica", 10), 703)

    content = read(paint)
    assert text(content) == ("semester" if whole else "Laporan semester")
    assert not content.rulings
    assert [gap.code for gap in content.gaps] == [GapCode.UNPLACED_TEXT]
    assert "bulanan" in content.gaps[0].message


def test_underlined_words_and_words_under_a_tables_ruling_stay() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Sari Melati")
        canvas.line(72, 698.5, 72 + canvas.stringWidth("Sari Melati", "Helvetica", 10), 698.5)
        canvas.drawString(202, 600, "Persentase kapal")
        canvas.line(200, 603, 290, 603)
        canvas.line(200, 580, 200, 620)
        canvas.line(290, 580, 290, 620)

    content = read(paint)
    assert text(content) == "Sari Melati Persentase kapal"
    assert not content.gaps


@pytest.mark.parametrize("share", [0.55, 0.7, 1.0])
@pytest.mark.parametrize("lean", [0, 6, 9])
def test_what_is_written_over_struck_words_stays(share: float, lean: int) -> None:
    """The line ends within the last word; the correction runs over it, or leans over it."""

    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Jumlah kapal terdata")
        first = canvas.stringWidth("Jumlah kapal ", "Helvetica", 10)
        last = canvas.stringWidth("terdata", "Helvetica", 10)
        canvas.line(72, 703, 72 + first + share * last, 703)
        canvas.saveState()
        canvas.translate(84, 698 - lean)
        canvas.rotate(lean)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(0, 9 if not lean else 0, "Luas")
        canvas.drawString(30, 9 if not lean else 0, "kolam")
        canvas.restoreState()

    content = read(paint)
    assert sorted(word.text for word in content.words) == ["Luas", "kolam"]
    assert not content.rulings


def test_a_fraction_bar_strikes_nothing() -> None:
    stack = [*words("Jumlah kapal", 60, 100), *words("Jumlah nelayan", 60, 116)]
    kept, rulings, struck = without_struck(stack, [Ruling("h", 113, 58, 132)])
    assert (kept, len(rulings), struck) == (stack, 1, [])


def paint_dots(canvas: Canvas, shape: str) -> None:
    def dot(x: float, y: float) -> None:
        if shape == "circle":
            canvas.circle(x, y, 0.6, stroke=0, fill=1)
        elif shape == "square":
            canvas.rect(x - 0.5, y - 0.5, 1, 1, stroke=0, fill=1)
        else:
            canvas.circle(x, y, 0.5, stroke=1, fill=0)

    for y in (600, 650, 700):
        for i in range(121):
            dot(60 + 3 * i, y)
    for x in (60, 180, 300, 420):
        for i in range(51):
            dot(x, 600 + 2 * i)


@pytest.mark.parametrize("shape", ["circle", "square", "ring"])
def test_rows_of_dots_rule_a_table(shape: str) -> None:
    def paint(canvas: Canvas) -> None:
        paint_dots(canvas, shape)
        for i in range(6):
            canvas.drawString(70 + 120 * (i % 3), 670 - 50 * (i // 3), f"sel{i}")

    (table,) = [block for block in lay_out(read(paint)).blocks if block.kind == "table"]
    assert [cell.text for cell in table.cells] == [f"sel{i}" for i in range(6)]
    assert table.ruled


def test_a_few_dots_are_no_ruling() -> None:
    assert not dotted_rulings([Box(60 + 3 * i, 100, 61 + 3 * i, 101) for i in range(5)])
    assert not dotted_rulings([Box(60 + 30 * i, 100, 61 + 30 * i, 101) for i in range(20)])


def paint_cut(canvas: Canvas, texts: tuple[str, ...]) -> None:
    canvas.grid([60, 160, 260, 360], [690, 710])
    for i, words_of_cell in enumerate(texts):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(60 + 100 * i, 690, 100, 20)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(62 + 100 * i, 697, words_of_cell)
        canvas.restoreState()


def test_a_text_cut_off_by_its_cell_gives_what_is_printed() -> None:
    whole = "Meningkatnya hasil tangkapan nelayan di seluruh wilayah"
    content = read(lambda canvas: paint_cut(canvas, (whole, "Persentase", "Data kapal")))
    (table,) = lay_out(content).blocks
    first, *others = [cell.text for cell in table.cells]
    assert whole.startswith(first)
    assert 15 < len(first) < 30
    assert others == ["Persentase", "Data kapal"]
    assert GapCode.LOW_CONFIDENCE in [gap.code for gap in content.gaps]


def test_texts_that_fit_their_cells_are_not_doubted() -> None:
    content = read(lambda canvas: paint_cut(canvas, ("Hasil", "Persentase", "Data kapal")))
    assert text(content) == "Hasil Persentase Data kapal"
    assert not content.gaps


boxes = st.builds(
    lambda x, y, w, h: Word("kata", Box(x, y, x + w, y + h), h),
    st.floats(0, 500),
    st.floats(0, 700),
    st.floats(3, 80),
    st.floats(4, 20),
)


@given(st.lists(boxes, max_size=40))
def test_overlaps_are_found_as_by_comparing_all_pairs(found: list[Word]) -> None:
    def over(a: Box, b: Box) -> bool:
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.bottom, b.bottom) - max(a.top, b.top)
        return wide > 2.0 and high > 0.5 * min(a.height, b.height)

    pairs = ((a.box, b.box) for i, a in enumerate(found) for b in found[:i])
    assert any_overlap(boxes_of(found)) == any(over(a, b) for a, b in pairs)


def test_very_many_words_need_little_memory() -> None:
    place = range(30_000)
    many = [Word("x", Box(x, y, x + 3, y + 4), 4) for x, y in ((i % 150 * 4, i // 150 * 5) for i in place)]
    lines = [Ruling("h", 5.0 * i - 0.5, 0, 600) for i in range(200)]
    lines += [Ruling("v", 4.0 * i - 0.5, 0, 1000) for i in range(150)]
    assert not any_overlap(boxes_of(many))
    assert not any_cut(boxes_of(many), lines)
    assert not any_crossed(boxes_of(many), lines)
