"""Text that flows over a ruling is its cell's; a row that is drawn in one go is parted by its rulings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from iki.extract.document_reader import read_document
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE = "Helvetica", 10.0
LEFT, TOP, HIGH = 60.0, 760.0, 30.0
LONG = "Persentase kelengkapan berkas peternak"
Draw = Callable[[Canvas], None]


def rows(tmp_path: Path, columns: list[float], draw: Draw, count: int = 1) -> list[list[str]]:
    path = tmp_path / "sheet.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
    canvas.setFont(FONT, SIZE)
    for row in range(count + 1):
        x = LEFT
        for width in columns:
            canvas.rect(x, TOP - (row + 1) * HIGH, width, HIGH)
            if not row:
                canvas.drawString(x + 2, TOP - 18, "Isi")
            x += width
    draw(canvas)
    canvas.save()
    table = next(b for b in read_document(path, name=path.name).pages[0].blocks if b.kind == "table")
    return [
        [" ".join(c.text.split()) for c in sorted(table.cells, key=lambda c: c.col) if c.row == row + 1]
        for row in range(count)
    ]


def base(row: int = 1) -> float:
    return TOP - row * HIGH - 18


@pytest.mark.parametrize("shift", [0.0, 3.0, 5.5, 8.0, 20.0])
def test_text_flows_into_the_empty_cell_beside_its_own(tmp_path: Path, shift: float) -> None:
    """Wherever the ruling runs: through a letter, between two, or in a space."""
    wide = [100 + shift, 140, 80]
    got = rows(tmp_path, wide, lambda canvas: canvas.drawString(LEFT + 4, base(), LONG))
    assert got == [[LONG, "", ""]]


@pytest.mark.parametrize("below", ["Jumlah berkas lengkap", "Hitung"])
def test_text_flows_over_the_text_of_the_cell_beside(tmp_path: Path, below: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 4, base(), LONG)
        canvas.drawString(LEFT + 124, base(), below)

    assert rows(tmp_path, [120, 140, 80], draw) == [[LONG, below, ""]]


@pytest.mark.parametrize("width", [16.0, 18.0, 20.5, 22.5])
def test_a_number_is_wider_than_its_column(tmp_path: Path, width: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 3, base(), "101.")
        canvas.drawString(LEFT + width + 4, base(), "Tertib arsip")

    assert rows(tmp_path, [width, 140, 80], draw) == [["101.", "Tertib arsip", ""]]


def test_text_flows_out_on_the_left(tmp_path: Path) -> None:
    got = rows(tmp_path, [140, 80, 80], lambda canvas: canvas.drawRightString(LEFT + 217, base(), LONG))
    assert got == [["", LONG, ""]]


@pytest.mark.parametrize("off", [0.0, 4.0, -7.0])
def test_text_flows_out_on_both_sides(tmp_path: Path, off: float) -> None:
    middle = LEFT + 180 + off
    got = rows(tmp_path, [140, 80, 140], lambda canvas: canvas.drawCentredString(middle, base(), LONG))
    assert got == [["", LONG, ""]]


@pytest.mark.parametrize(
    "texts",
    [("Arsip rapi", "Jumlah arsip", "Buku"), ("1.", "Tertib", "12"), ("52", "14", "64"), ("7", "8", "9")],
)
@pytest.mark.parametrize("wide", [9, 60])
def test_a_row_in_one_go_is_parted_by_its_rulings(tmp_path: Path, texts: tuple[str, ...], wide: int) -> None:
    columns = [stringWidth(text, FONT, SIZE) + wide for text in texts]

    def draw(canvas: Canvas) -> None:
        pieces = []
        for text, width in zip(texts, columns, strict=True):
            space = width - stringWidth(text, FONT, SIZE)
            pieces.append(f"({text}) {-1000 * space / SIZE:.1f}")
        text = canvas.beginText(LEFT + 4, base())
        text._code.append(f"[{' '.join(pieces)}] TJ")
        canvas.drawText(text)

    assert rows(tmp_path, columns, draw) == [list(texts)]


@pytest.mark.parametrize("angle", [30, 45, -35, 80])
@pytest.mark.parametrize("mark", ["SALINAN", "DRAF", "CONTOH SAJA"])
def test_a_slanted_watermark_over_rulings_is_no_cell_s(tmp_path: Path, angle: int, mark: str) -> None:
    texts = ["Laporan", "Register", "Notula"]

    def draw(canvas: Canvas) -> None:
        for n, text in enumerate(texts):
            canvas.drawString(LEFT + 4 + 120 * n, base(), text)
        canvas.saveState()
        canvas.translate(LEFT + 60, base() - 40 if angle > 0 else base() + 40)
        canvas.rotate(angle)
        canvas.setFont(FONT, 40)
        canvas.drawString(0, 0, mark)
        canvas.restoreState()

    assert rows(tmp_path, [120, 120, 120], draw) == [texts]
