"""Forms show what their box and their transparency let through; drawing under a patch or beyond a clip is none."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.document_reader import read_document
from iki.extract.page_content import PageContent
from iki.schema.blocks import Block
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
SHOWN, HIDDEN = "Jumlah kolam", "catatan lama"


def page_of(content: str, **parts: Callable[[pikepdf.Pdf], pikepdf.Object]) -> PageContent:
    """A page with a content stream; ``parts`` make its resources, by kind and name (``XObject_A``)."""
    made = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(WIDTH, HEIGHT))
        resources = Dictionary(Font=fonts(), XObject=Dictionary(), ExtGState=Dictionary())
        for key, make in parts.items():
            kind, name = key.split("_")
            resources[f"/{kind}"][f"/{name}"] = make(file)
        file.pages[0].Resources = resources
        file.pages[0].Contents = file.make_stream(content.encode())
        file.save(made)
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        return pdfium.read_page(document, 0)


def fonts() -> Dictionary:
    return Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def text_at(text: str, x: float, y: float) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET "


def form(content: str, box: tuple[float, ...], **more: object) -> Callable[[pikepdf.Pdf], pikepdf.Object]:
    def make(file: pikepdf.Pdf) -> pikepdf.Object:
        return file.make_stream(
            content.encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array(box),
            Resources=Dictionary(Font=fonts()),
            **more,
        )

    return make


def text_of(content: PageContent) -> str:
    return " ".join(word.text for word in content.words)


BOTH = text_at(SHOWN, 72, 700) + text_at(HIDDEN, 72, 300)
GROUP = Dictionary(S=Name.Transparency)


@pytest.mark.parametrize(
    "scale", ["1 0 0 1 0 0 cm", "1 0 0 1 20 -40 cm", ".5 0 0 .5 0 300 cm"], ids=["as it is", "moved", "small"]
)
def test_a_form_shows_what_its_box_holds(scale: str) -> None:
    content = page_of(f"q {scale} /A Do Q", XObject_A=form(BOTH, (0, 600, WIDTH, HEIGHT)))
    assert text_of(content) == SHOWN


def test_a_form_within_a_form_shows_what_both_boxes_hold() -> None:
    def outer(file: pikepdf.Pdf) -> pikepdf.Object:
        made = form("/B Do", (0, 0, WIDTH, HEIGHT))(file)
        made.Resources.XObject = Dictionary(B=form(BOTH, (0, 600, WIDTH, HEIGHT))(file))
        return made

    assert text_of(page_of("/A Do", XObject_A=outer)) == SHOWN


def clear(_: pikepdf.Pdf) -> pikepdf.Object:
    return Dictionary(ca=0, CA=0)


def masked(file: pikepdf.Pdf) -> pikepdf.Object:
    black = form(
        "0 g 0 0 600 850 re f", (0, 0, 600, 850), Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    )
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=black(file)))


@pytest.mark.parametrize("state", [clear, masked])
def test_what_a_group_lets_nothing_of_through_is_not_seen(
    state: Callable[[pikepdf.Pdf], pikepdf.Object],
) -> None:
    content = page_of(
        text_at(SHOWN, 72, 700) + "q /G gs /A Do Q",
        XObject_A=form(text_at(HIDDEN, 72, 600), (0, 0, WIDTH, HEIGHT), Group=GROUP),
        ExtGState_G=state,
    )
    assert text_of(content) == SHOWN


def test_a_mask_hides_text_that_is_in_no_form() -> None:
    content = page_of(
        text_at(SHOWN, 72, 700) + "q /G gs " + text_at(HIDDEN, 72, 600) + "Q", ExtGState_G=masked
    )
    assert text_of(content) == SHOWN


def test_text_in_a_plain_group_is_seen() -> None:
    grouped = form(text_at(HIDDEN, 72, 600), (0, 0, WIDTH, HEIGHT), Group=GROUP)
    content = page_of(text_at(SHOWN, 72, 700) + "/A Do", XObject_A=grouped)
    assert text_of(content) == f"{SHOWN} {HIDDEN}"


# ---- drawing -------------------------------------------------------------------------------------------------

LEFT, TOP, WIDE, HIGH, COLUMNS = 60.0, 760.0, 120.0, 36.0, 3


def row(canvas: Canvas, number: int, top: float, high: float = HIGH, lines: int = 2) -> None:
    for column in range(COLUMNS):
        x = LEFT + column * WIDE
        canvas.rect(x, top - high, WIDE, high)
        for line in range(lines):
            canvas.drawString(x + 4, top - 12 - 12 * line, f"baris {number} {'abc'[column]}{line + 1}")


def table_of(tmp_path: Path, draw: Callable[[Canvas], None]) -> Block:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    page = read_document(path, name=path.name).pages[0]
    return next(block for block in page.blocks if block.kind == "table")


def rows_of(table: Block) -> list[str]:
    rows = range(max(cell.row for cell in table.cells) + 1)
    return [" | ".join(cell.text for cell in table.cells if cell.row == row) for row in rows]


def expected(number: int, lines: int = 2) -> str:
    return " | ".join("\n".join(f"baris {number} {c}{line + 1}" for line in range(lines)) for c in "abc")


@pytest.mark.parametrize("shift", [0.0, 14.0, 21.0])
def test_rulings_under_a_white_page_are_none(tmp_path: Path, shift: float) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(4):
            row(canvas, number + 7, TOP - shift - 40 * number, 40)
        canvas.setFillGray(1)
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.setFillGray(0)
        for number in range(2):
            row(canvas, number, TOP - HIGH * number)

    assert rows_of(table_of(tmp_path, draw)) == [expected(0), expected(1)]


def test_rulings_under_a_white_patch_of_a_page_are_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 0, TOP)
        row(canvas, 1, TOP - HIGH)
        canvas.line(LEFT, TOP - HIGH - 18, LEFT + COLUMNS * WIDE, TOP - HIGH - 18)
        canvas.setFillGray(1)
        canvas.rect(LEFT - 4, TOP - 2 * HIGH + 2, COLUMNS * WIDE + 8, HIGH - 4, stroke=0, fill=1)
        canvas.setFillGray(0)
        for column, letter in enumerate("abc"):
            canvas.drawString(LEFT + column * WIDE + 4, TOP - HIGH - 21, f"baris 1 {letter}1")

    assert rows_of(table_of(tmp_path, draw)) == [expected(0), expected(1, 1)]


@pytest.mark.parametrize("how", ["see-through", "multiplied"])
def test_rulings_show_through_a_patch_that_hides_nothing(tmp_path: Path, how: str) -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 0, TOP)
        row(canvas, 1, TOP - HIGH)
        if how == "multiplied":
            canvas.setBlendMode("Multiply")
        canvas.setFillColorRGB(1, 1, 1, alpha=0.2 if how == "see-through" else 1)
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)

    assert rows_of(table_of(tmp_path, draw)) == [expected(0), expected(1)]


@pytest.mark.parametrize("high", [18.0, 20.0, 22.0])
def test_a_row_that_is_clipped_ends_at_its_clip(tmp_path: Path, high: float) -> None:
    """A row that is too low for its texts, with the next one right below: the border beyond the clip is none."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 0, TOP)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(LEFT - 1, TOP - HIGH - high, COLUMNS * WIDE + 2, high + 1)
        canvas.clipPath(clip, stroke=0)
        row(canvas, 1, TOP - HIGH)
        canvas.restoreState()
        canvas.line(LEFT, TOP - HIGH - high, LEFT + COLUMNS * WIDE, TOP - HIGH - high)
        row(canvas, 2, TOP - HIGH - high)

    assert rows_of(table_of(tmp_path, draw)) == [expected(0), expected(1), expected(2)]
