"""Print that a page's text layer lacks: pictures of text, letters drawn as shapes, typed words on scans."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from iki.extract.document_reader import ReadOptions, read_document
from iki.schema.blocks import Page
from iki.schema.gaps import GapCode
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]
DPI = 200
FONT = "DejaVuSans.ttf"

FORM = (
    "Jabatan : Kepala Seksi Pelayanan",
    "Tugas : menyusun laporan kegiatan seksi",
    "Fungsi : pelaksanaan pelayanan umum",
    "pembinaan kelurahan dan desa",
    "penyusunan rencana kerja tahunan",
)


def font(points: float) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(FONT, round(points * DPI / 72))
    except OSError:
        pytest.skip(f"{FONT} is not installed")


def picture(
    lines: tuple[str, ...],
    width: float,
    height: float,
    *,
    size: float = 11,
    left: float = 4,
    above: float = 4,
) -> Image.Image:
    """Lines of print on white paper, of that size in points."""
    image = Image.new("RGB", (round(width * DPI / 72), round(height * DPI / 72)), "white")
    pen = ImageDraw.Draw(image)
    for index, line in enumerate(lines):
        top = (above + 1.5 * size * index) * DPI / 72
        pen.text((left * DPI / 72, top), line, "black", font(size))
    return image


def emblem() -> Image.Image:
    """Arms with a word in them, in colours."""
    image = Image.new("RGB", (240, 280), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 230, 270), "darkgreen", "gold", 8)
    pen.polygon([(120, 40), (60, 200), (180, 200)], "red")
    pen.text((70, 210), "BERSATU", "white", font(9))
    return image


def pdf(path: Path, draw: Draw) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return path


def put(canvas: Canvas, image: Image.Image, x: float, y: float, width: float, height: float) -> None:
    canvas.drawImage(ImageReader(image), x, y, width, height)


def read(path: Path, ocr: str = "auto") -> Page:
    return read_document(path, name=path.name, options=ReadOptions(ocr=ocr)).pages[0]  # type: ignore[arg-type]


def text(page: Page) -> str:
    return " ".join(" ".join(block.text.split()) for block in page.blocks)


def codes(page: Page) -> list[GapCode]:
    return [gap.code for gap in page.gaps]


def heading(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    for index in range(6):
        canvas.drawString(
            60, 780 - 16 * index, f"Bagian {index + 1} dari keputusan tentang indikator kinerja"
        )


def table(canvas: Canvas) -> None:
    for x in (60, 300, 540):
        canvas.line(x, 500, x, 600)
    for y in (500, 550, 600):
        canvas.line(60, y, 540, y)
    canvas.drawString(70, 580, "Jumlah laporan")
    canvas.drawString(70, 530, "Jumlah kegiatan")


@pytest.mark.parametrize(
    ("lines", "width"),
    [
        (("jumlah laporan selesai", "dibagi jumlah laporan"), 200),
        (("laporan", "kegiatan"), 60),
        (("Buku register",), 100),
    ],
)
def test_a_cell_that_is_a_picture_is_read_in_its_place(
    tmp_path: Path, lines: tuple[str, ...], width: int
) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        table(canvas)
        put(canvas, picture(lines, width, 40), 310, 555, width, 40)

    page = read(pdf(tmp_path / "a.pdf", draw))
    (block,) = [b for b in page.blocks if b.kind == "table"]
    cell = next(c for c in block.cells if (c.row, c.col) == (0, 1))
    assert " ".join(cell.text.split()) == " ".join(lines)
    assert {word.engine for line in cell.lines for word in line.words} == {"ocr"}
    assert not page.gaps


@pytest.mark.parametrize("width", [60, 120, 200])
def test_a_cell_with_a_picture_that_nobody_can_read_is_not_empty(tmp_path: Path, width: int) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        table(canvas)
        image = Image.new("RGB", (3 * width, 90), "white")
        points = [(10 + 7 * i, 45 + (-1) ** i * (10 + 5 * i % 30)) for i in range(3 * width // 8)]
        ImageDraw.Draw(image).line(points, "black", 4)
        put(canvas, image, 310, 560, width, 30)

    page = read(pdf(tmp_path / "a.pdf", draw))
    (block,) = [b for b in page.blocks if b.kind == "table"]
    empty = {(c.row, c.col): c.inked for c in block.cells if not c.lines}
    assert empty == {(0, 1): True, (1, 1): False}


def test_a_ruled_table_that_is_a_picture_is_a_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        image = picture(("Sasaran", "", "Tertib data"), 400, 80)
        pen, unit = ImageDraw.Draw(image), DPI / 72
        pen.text((210 * unit, 4 * unit), "Indikator", "black", font(11))
        pen.text((210 * unit, 37 * unit), "Jumlah data yang tertib", "black", font(11))
        for y in (1, 28, 78):
            pen.line((1 * unit, y * unit, 398 * unit, y * unit), "black", 3)
        for x in (1, 200, 398):
            pen.line((x * unit, 1 * unit, x * unit, 78 * unit), "black", 3)
        put(canvas, image, 80, 500, 400, 80)

    page = read(pdf(tmp_path / "a.pdf", draw))
    (block,) = [b for b in page.blocks if b.kind == "table"]
    assert [c.text for c in sorted(block.cells, key=lambda c: (c.row, c.col))] == [
        "Sasaran",
        "Indikator",
        "Tertib data",
        "Jumlah data yang tertib",
    ]


def outline(canvas: Canvas, words: str, x: float, y: float) -> None:
    """Words as filled polygons, traced from their picture."""
    fine = 8.0
    image = Image.new("L", (round(12 * len(words) * fine), round(24 * fine)), 0)
    face = ImageFont.truetype(FONT, round(11 * fine))
    ImageDraw.Draw(image).text((0, 0), words, 255, face)
    contours, _ = cv2.findContours(np.array(image), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    path = canvas.beginPath()
    for contour in contours:
        points = [(x + px / fine, y - py / fine) for px, py in contour[:, 0]]
        if len(points) < 3:
            continue
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


@pytest.mark.parametrize(
    "lines", [("Terlaksananya pembinaan kelurahan", "Jumlah kelurahan yang dibina"), ("Laporan",)]
)
def test_letters_drawn_as_shapes_are_read(tmp_path: Path, lines: tuple[str, ...]) -> None:
    font(11)

    def draw(canvas: Canvas) -> None:
        heading(canvas)
        for index, line in enumerate(lines):
            outline(canvas, line, 60, 620 - 20 * index)

    assert " ".join(lines) in text(read(pdf(tmp_path / "a.pdf", draw)))


@pytest.mark.parametrize("kind", ["arms", "signature", "photograph"])
def test_pictures_without_print_give_no_words_and_no_gap(tmp_path: Path, kind: str) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        if kind == "arms":
            put(canvas, emblem(), 60, 600, 60, 70)
        elif kind == "signature":
            image = Image.new("RGB", (500, 200), "white")
            points = [(20 + 12 * i, 100 + (-1) ** i * (20 + 3 * i % 40)) for i in range(35)]
            ImageDraw.Draw(image).line(points, "navy", 5)
            put(canvas, image, 350, 300, 160, 64)
        else:
            put(
                canvas,
                Image.effect_mandelbrot((500, 300), (-2, -1, 1, 1), 60).convert("RGB"),
                60,
                300,
                300,
                180,
            )

    page = read(pdf(tmp_path / "a.pdf", draw))
    words = [w for b in page.blocks for line in b.lines for w in line.words]
    assert {word.engine for word in words} == {"text"}
    assert not page.gaps


def test_print_in_a_picture_that_is_not_read_is_a_gap_with_its_box(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        put(canvas, picture(FORM, 300, 100), 60, 500, 300, 100)

    page = read(pdf(tmp_path / "a.pdf", draw), ocr="never")
    (gap,) = page.gaps
    assert gap.code == GapCode.UNREAD_INK
    assert "switched off" in gap.message
    assert gap.box is not None
    assert 55 < gap.box.x0 < gap.box.x1 < 365
    assert A4[1] - 605 < gap.box.top < gap.box.bottom < A4[1] - 495


FOOT = "Dokumen ini telah ditandatangani secara elektronik dengan sertifikat yang diterbitkan balai"


@pytest.mark.parametrize("typed", ["Agenda 12/IV", FOOT, f"{FOOT}. {FOOT}"])
def test_a_scan_with_typed_words_is_read_and_keeps_them(tmp_path: Path, typed: str) -> None:
    def draw(canvas: Canvas) -> None:
        scan = picture(FORM, A4[0], A4[1], left=70, above=80)
        put(canvas, scan, 0, 0, *A4)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60, 30, typed)

    page = read(pdf(tmp_path / "a.pdf", draw))
    assert page.kind == "scan"
    for line in FORM:
        assert line in text(page)
    words = [w for b in page.blocks for line in b.lines for w in line.words if w.engine == "text"]
    assert " ".join(w.text for w in words) == typed
    assert all(abs(w.box.bottom - (A4[1] - 30)) < 4 for w in words)


def test_text_typed_over_a_background_stays_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        paper = Image.new("RGB", (800, 1130), (250, 250, 240))
        ImageDraw.Draw(paper).ellipse((200, 350, 600, 750), outline=(225, 235, 225), width=30)
        put(canvas, paper, 0, 0, *A4)
        heading(canvas)

    page = read(pdf(tmp_path / "a.pdf", draw))
    assert page.kind == "mixed"
    assert {w.engine for b in page.blocks for line in b.lines for w in line.words} == {"text"}


def test_text_under_a_picture_of_the_page_is_hidden_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        put(canvas, picture(FORM, A4[0], A4[1], left=70, above=80), 0, 0, *A4)

    page = read(pdf(tmp_path / "a.pdf", draw))
    assert page.kind == "scan"
    assert GapCode.HIDDEN_TEXT in codes(page)
    assert "keputusan" not in text(page)


def test_text_under_a_transparent_picture_is_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        heading(canvas)
        mark = Image.new("RGBA", (600, 850), (0, 0, 0, 0))
        ImageDraw.Draw(mark).ellipse((100, 100, 500, 500), outline=(0, 120, 0, 60), width=12)
        data = io.BytesIO()
        mark.save(data, "PNG")
        canvas.drawImage(ImageReader(io.BytesIO(data.getvalue())), 0, 0, *A4, mask="auto")

    page = read(pdf(tmp_path / "a.pdf", draw))
    assert text(page).count("keputusan") == 6
    assert GapCode.HIDDEN_TEXT not in codes(page)


@pytest.mark.parametrize("words", [(), ("Agenda 4",)])
def test_a_scan_is_said_to_be_unread_because_ocr_is_off(tmp_path: Path, words: tuple[str, ...]) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, picture(FORM, A4[0], A4[1], left=70, above=80), 0, 0, *A4)
        for word in words:
            canvas.drawString(60, 30, word)

    page = read(pdf(tmp_path / "a.pdf", draw), ocr="never")
    (gap,) = page.gaps
    assert gap.code == (GapCode.UNREAD_INK if words else GapCode.OCR_OFF)
    assert "switched off" in gap.message


def test_a_page_whose_reading_needs_too_much_memory_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*args: object, **options: object) -> None:
        raise MemoryError("unable to allocate")

    monkeypatch.setattr("iki.extract.document_reader.lay_out", no_room)
    with pytest.raises(MemoryError):
        read(pdf(tmp_path / "a.pdf", heading))


def test_a_scan_on_a_page_pixel_by_point_is_read(tmp_path: Path) -> None:
    scan = picture(FORM, A4[0], A4[1], left=70, above=80)
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=scan.size)
    put(canvas, scan, 0, 0, *scan.size)
    canvas.save()
    page = read(tmp_path / "a.pdf")
    for line in FORM:
        assert line in text(page)
    assert page.shown_size == pytest.approx(scan.size, abs=1)
    first = page.shown(page.blocks[0].lines[0].box)
    unit = DPI / 72
    assert first.x0 == pytest.approx(70 * unit, abs=5 * unit)
    assert first.top == pytest.approx(80 * unit, abs=8 * unit)
