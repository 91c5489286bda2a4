"""Gaps that hang on how a file is made rather than on what it says, each with an input that causes it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from iki.extract.document_reader import ReadOptions, read_document
from iki.extract.scan import scan_reader as read
from iki.extract.scan.engine import Reading
from iki.normalize.decree_builder import build_decrees
from iki.schema.blocks import Document
from iki.schema.gaps import GapCode

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"


def codes(document: Document) -> set[GapCode]:
    return {gap.code for decree in build_decrees(document) for gap in decree.gaps}


def test_a_font_that_says_not_what_it_prints(tmp_path: Path) -> None:
    path = tmp_path / "huruf.pdf"
    with pikepdf.open(SAMPLES / "browser-rowspans.pdf") as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]
        pdf.save(path)
    document = read_document(path, name=path.name, options=ReadOptions(ocr="never"))
    assert GapCode.UNMAPPED_FONT in codes(document)


def test_scripts_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "aktif.pdf"
    with pikepdf.open(SAMPLES / "word-ruled-rows.pdf") as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(path)
    assert GapCode.ACTIVE_CONTENT in codes(read_document(path, name=path.name))


class BlankEngine:
    """An engine that makes nothing out."""

    name = "blank"

    def read(self, lines: Sequence[np.ndarray], thorough: bool = False) -> list[Reading]:
        return [Reading((), self.name) for _ in lines]


def test_invisible_text_over_a_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "lapis.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 400))
        grey = pdf.make_stream(bytes([200]) * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        grey.Width, grey.Height, grey.BitsPerComponent, grey.ColorSpace = 10, 10, 8, pikepdf.Name.DeviceGray
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im0=grey), Font=pikepdf.Dictionary(F1=font)
        )
        content = b"q 300 0 0 400 0 0 cm /Im0 Do Q BT /F1 12 Tf 3 Tr 40 300 Td (Jabatan Camat) Tj ET"
        page.Contents = pdf.make_stream(content)
        pdf.save(path)

    monkeypatch.setattr(read, "available_engines", lambda options: [BlankEngine()])
    assert GapCode.HIDDEN_TEXT in codes(read_document(path, name=path.name))


def test_ink_in_a_cell_that_gave_no_text() -> None:
    path = SAMPLES / "word-ruled-rows.pdf"
    document = read_document(path, name=path.name)
    table = next(b for p in document.pages for b in p.blocks if b.kind == "table" and len(b.cells) > 8)
    last = max((c for c in table.cells if c.lines), key=lambda c: (c.row, c.col))
    last.lines, last.inked = [], True
    assert GapCode.EMPTY_BUT_INKED in codes(document)


def test_a_form_without_duties() -> None:
    path = SAMPLES / "word-ruled-rows.pdf"
    document = read_document(path, name=path.name)
    for page in document.pages:
        for block in page.blocks:
            block.lines = [line for line in block.lines if "tugas" not in line.text.casefold()]
    assert GapCode.MISSING_TUGAS in codes(document)
