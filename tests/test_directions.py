"""Each direction is read by itself: notes, watermarks, turned heads, sideways pages, two pages on a sheet."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence

import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent
from iki.normalize.reading_order import flow_of
from iki.schema.blocks import Document, Page
from iki.schema.gaps import GapCode
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "DejaVuSans.ttf"
KEYS = (
    "1. Jabatan : Kepala Bidang Perikanan",
    "2. Tugas : menyusun rencana bidang",
    "3. Fungsi : a. penyusunan",
)
NOTE = "Dokumen ini ditandatangani secara elektronik"


def read(paint: Callable[[Canvas], None], size: tuple[float, float] = (595, 842)) -> PageContent:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=True)
    canvas.setFont("Helvetica", 10)
    paint(canvas)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        return pdfium.read_page(document, 0)


def lines_of(page: Page) -> list[str]:
    """The lines that are no furniture, in reading order."""
    flow = flow_of(Document("contoh.pdf", "0" * 64, 1, [page]))
    return [item.line.text for item in flow.items if hasattr(item, "line")]


def turned_text(canvas: Canvas, text: str, x: float, y: float, angle: float, size: float = 10) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(angle)
    canvas.setFont("Helvetica", size)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def keys(canvas: Canvas, x: float = 80, y: float = 760, texts: Sequence[str] = KEYS) -> None:
    for i, text in enumerate(texts):
        canvas.drawString(x, y - 15 * i, text)


@pytest.mark.parametrize(
    ("angle", "x", "y", "size"),
    [(90, 30, 600, 8), (-90, 570, 770, 8), (45, 150, 500, 60), (30, 90, 560, 48), (180, 400, 30, 9)],
)
def test_text_in_another_direction_is_kept_out_of_the_lines(
    angle: float, x: float, y: float, size: float
) -> None:
    def paint(canvas: Canvas) -> None:
        keys(canvas)
        turned_text(canvas, NOTE if size < 20 else "SALINAN", x, y, angle, size)

    content = read(paint)
    page = lay_out(content)
    assert lines_of(page) == list(KEYS)
    (beside,) = [block for block in page.blocks if block.turned]
    assert beside.text == (NOTE if size < 20 else "SALINAN")
    assert not content.gaps


def test_a_sideways_page_with_an_upright_foot_is_read_sideways() -> None:
    def paint(canvas: Canvas) -> None:
        for i, text in enumerate(KEYS):
            turned_text(canvas, text, 80 + 15 * i, 100, 90)
        canvas.drawString(80, 20, "Lampiran II")

    page = lay_out(read(paint))
    assert page.rotation == 90
    assert lines_of(page) == list(KEYS)


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("lean", [-2.5, -0.4, 0.8, 4.0])
def test_a_page_that_leans_is_read_straight(lean: float, turn: int) -> None:
    """Its boxes lie where the words are shown."""
    heads, row = ("NO", "SASARAN", "SUMBER DATA"), ("1.", "Meningkatnya hasil tangkapan", "Data kapal")
    xs, ys = [90, 130, 330, 480], [500, 540, 580]

    def paint(canvas: Canvas) -> None:
        canvas.translate(297, 421)
        canvas.rotate(turn + lean)
        canvas.translate(-297, -421)
        keys(canvas)
        canvas.grid(xs, ys)
        for texts, y in ((heads, 555), (row, 515)):
            for x, text in zip(xs, texts, strict=False):
                canvas.drawString(x + 5, y, text)

    page = lay_out(read(paint))
    assert (page.rotation, round(page.skew, 2)) == (turn, -lean)
    (table,) = [block for block in page.blocks if block.kind == "table"]
    assert [cell.text for cell in table.cells] == [*heads, *row]
    shown = page.shown(table.cells[-1].lines[0].box)
    angle = math.radians(turn + lean)
    x, y = 83.0, 97.0  # from the middle of the page: in the middle of the last text
    x, y = 297 + x * math.cos(angle) - y * math.sin(angle), 421 + x * math.sin(angle) + y * math.cos(angle)
    assert shown.grown(2).holds(x, 842 - y)


def test_a_page_of_which_a_part_leans_is_left() -> None:
    def paint(canvas: Canvas) -> None:
        keys(canvas)
        turned_text(canvas, NOTE, 80, 600, 2)

    page = lay_out(read(paint))
    assert page.skew == 0
    assert lines_of(page)[: len(KEYS)] == list(KEYS)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_letters_of_a_negative_size_are_read_as_they_stand(angle: int) -> None:
    """Their matrix turns them by half a turn, and their size by another."""

    def paint(canvas: Canvas) -> None:
        canvas.translate(297, 421)
        canvas.rotate(angle)
        font = canvas._doc.getInternalFontName("Helvetica")
        for i, text in enumerate(KEYS):
            canvas._code.append(f"BT {font} -10 Tf -1 0 0 -1 -200 {150 - 15 * i} Tm ({text}) Tj ET")

    page = lay_out(read(paint))
    assert page.rotation == angle
    assert lines_of(page) == list(KEYS)


@pytest.mark.parametrize(
    ("mark", "printed"),
    [("\u200b", "pelayanan"), ("\u00ad", "pela-yanan"), ("\u200d", "pelayanan"), ("\ufeff", "pelayanan")],
)
def test_marks_without_ink_part_no_words(mark: str, printed: str) -> None:
    pdfmetrics.registerFont(TTFont("Marks", FONT))

    def paint(canvas: Canvas) -> None:
        canvas.setFont("Marks", 10)
        canvas.drawString(72, 700, f"mutu pela{mark}yanan")

    assert [word.text for word in read(paint).words] == ["mutu", printed]


def test_turned_heads_are_the_text_of_their_cells() -> None:
    heads = ("NOMOR URUT", "SASARAN KINERJA", "TARGET")

    def paint(canvas: Canvas) -> None:
        canvas.grid([60, 100, 300, 340], [600, 640, 740])
        for i, head in enumerate(heads):
            first, *rest = head.split()
            turned_text(canvas, first, 75 + (0, 110, 240)[i], 650, 90)
            if rest:
                turned_text(canvas, rest[0], 90 + (0, 110, 240)[i], 650, 90)
        for x, text in ((65, "1."), (105, "Meningkatnya hasil tangkapan nelayan"), (305, "90")):
            canvas.drawString(x, 615, text)

    (table,) = [block for block in lay_out(read(paint)).blocks if block.kind == "table"]
    assert [cell.text for cell in table.cells] == [*heads, "1.", "Meningkatnya hasil tangkapan nelayan", "90"]


@pytest.mark.parametrize("angle", [90, 270])
@pytest.mark.parametrize("names", [("GIZI", "FARMASI"), ("RAWAT JALAN", "GAWAT DARURAT"), ("A", "UNIT B")])
def test_turned_names_above_each_other_stay_in_their_cells(angle: int, names: tuple[str, str]) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.grid([60, 100, 300], [500, 620, 740])
        for y, name in zip((630, 510), names, strict=True):
            turned_text(canvas, name, 82, y if angle == 90 else y + 100, angle)
            canvas.drawString(110, y + 40, "Meningkatnya hasil tangkapan nelayan")

    (table,) = [block for block in lay_out(read(paint)).blocks if block.kind == "table"]
    assert [cell.text for cell in table.cells if cell.col == 0] == list(names)


def test_a_page_that_is_largely_turned_says_so() -> None:
    def paint(canvas: Canvas) -> None:
        keys(canvas)
        for i in range(2):
            turned_text(canvas, NOTE, 400 + 15 * i, 300, 90)

    assert [gap.code for gap in lay_out(read(paint)).gaps] == [GapCode.UNPLACED_TEXT]


OTHERS = (
    "1. Jabatan : Kepala Bidang Budi Daya",
    "2. Tugas : membina kelompok budi daya",
    "3. Fungsi : a. pembinaan",
)


@pytest.mark.parametrize("shift", [0, 7])
def test_two_pages_of_a_sheet_are_read_one_after_the_other(shift: float) -> None:
    def paint(canvas: Canvas) -> None:
        keys(canvas, 40, 540)
        keys(canvas, 460, 540 - shift, OTHERS)

    assert lines_of(lay_out(read(paint, (842, 595)))) == [*KEYS, *OTHERS]


def test_a_sheet_with_its_text_on_the_left_and_a_table_on_the_right_is_two_pages() -> None:
    def paint(canvas: Canvas) -> None:
        keys(canvas, 40, 540)
        canvas.grid([460, 520, 640, 760], [420, 450, 480, 500])
        for i in range(15):
            canvas.drawString(465 + 100 * (i % 3), 430 + 25 * (i // 5), "data")

    page = lay_out(read(paint, (842, 595)))
    assert [block.kind for block in page.blocks][-1] == "table"
    assert lines_of(page)[: len(KEYS)] == list(KEYS)


def test_a_wide_page_of_one_form_stays_one_page() -> None:
    def paint(canvas: Canvas) -> None:
        for i, (key, value) in enumerate(
            (("Jabatan", "Kepala Bidang"), ("Tugas", "menyusun"), ("Unit", "Dinas"))
        ):
            canvas.drawString(40, 540 - 15 * i, f"{i + 1}. {key} satu dua tiga empat")
            canvas.drawString(500, 540 - 15 * i, f": {value} lima enam tujuh delapan")

    assert lines_of(lay_out(read(paint, (842, 595))))[0].startswith("1. Jabatan satu dua tiga empat : Kepala")
