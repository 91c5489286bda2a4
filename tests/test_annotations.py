"""Fields, typed notes and stamps are read where they stand; links and pop-ups are not."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from iki.extract import pdfium
from iki.extract.annotations import lay_out_text
from iki.extract.page_content import PageContent
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

LABEL = "Nama Jabatan :"
VALUE = "Kepala Seksi Perikanan Tangkap"


def page_with(*notes: dict[str, Any], form: dict[str, Any] | None = None, turn: int = 0) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 742, LABEL)
    canvas.showPage()
    canvas.save()
    out = io.BytesIO()
    with pikepdf.open(made) as pdf:
        made_notes = []
        for note in notes:
            keys = {key: value for key, value in note.items() if key != "shows"}
            if "shows" in note:
                keys["AP"] = appearance(pdf, *note["shows"])
            made_notes.append(pdf.make_indirect(Dictionary(Type=Name.Annot, **keys)))
        pdf.pages[0].Annots = Array(made_notes)
        if turn:
            pdf.pages[0].Rotate = turn
        if form is not None:
            font = Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
            pdf.Root.AcroForm = Dictionary(
                Fields=Array(made_notes),
                DA=String("/Helv 9 Tf 0 g"),
                DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font))),
                **form,
            )
        pdf.save(out)
    return out.getvalue()


def appearance(pdf: pikepdf.Pdf, text: str, width: float, height: float) -> Dictionary:
    stream = pdf.make_stream(f"BT /F 9 Tf 2 4 Td ({text}) Tj ET".encode())
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    stream.Resources = Dictionary(Font=Dictionary(F=font))
    return Dictionary(N=stream)


def read(data: bytes) -> PageContent:
    with pypdfium2.PdfDocument(data) as document:
        return pdfium.read_page(document, 0)


def text(content: PageContent) -> str:
    words = sorted(content.words, key=lambda w: (round(w.box.bottom / 8), w.box.x0))
    return " ".join(word.text for word in words)


def field(value: str, box: tuple[float, ...] = (150, 736, 400, 752), flags: int = 0) -> dict[str, Any]:
    return {
        "Subtype": Name.Widget,
        "FT": Name.Tx,
        "T": String("isian"),
        "V": String(value),
        "Rect": Array(box),
        "F": 4,
        "Ff": flags,
        "DA": String("/Helv 9 Tf 0 g"),
    }


@pytest.mark.parametrize("form", [{"NeedAppearances": True}, {}])
def test_a_field_without_an_appearance_shows_its_value(form: dict[str, Any]) -> None:
    assert text(read(page_with(field(VALUE), form=form))) == f"{LABEL} {VALUE}"


def test_a_field_of_several_lines_is_wrapped_in_its_box() -> None:
    value = "Persentase kapal yang terdata dan berizin sesuai ketentuan di wilayah laut"
    content = read(page_with(field(value, (72, 600, 200, 700), 1 << 12), form={}))
    mine = [word for word in content.words if word.box.top > 140]
    assert " ".join(word.text for word in mine) == value
    assert all(word.box.x1 <= 201 for word in mine)


def test_a_signature_shows_what_its_appearance_says() -> None:
    shown = "Ditandatangani oleh Sari Melati"
    box = Array([150, 736, 350, 752])
    sign = {"Subtype": Name.Widget, "FT": Name.Sig, "T": String("ttd"), "Rect": box, "F": 4}
    content = read(page_with(sign | {"shows": (shown, 200, 16)}, form={"SigFlags": 3}))
    assert text(content) == f"{LABEL} {shown}"


def test_frames_of_fields_rule_no_table() -> None:
    framed = field(VALUE) | {"MK": Dictionary(BC=Array([0, 0, 0])), "BS": Dictionary(W=1, S=Name.S)}
    content = read(page_with(framed, form={}))
    assert VALUE.split(maxsplit=1)[0] in text(content)
    assert not content.rulings


@pytest.mark.parametrize("turn", [0, 90])
def test_a_typed_note_is_read_with_and_without_appearance(turn: int) -> None:
    note = {
        "Subtype": Name.FreeText,
        "Rect": Array([150, 736, 400, 752]),
        "Contents": String(VALUE),
        "DA": String("/Helv 9 Tf"),
        "F": 4,
    }
    drawn = read(page_with(note | {"shows": (VALUE, 250, 16)}, turn=turn))
    plain = read(page_with(note, turn=turn))
    assert text(drawn) == text(plain) == f"{LABEL} {VALUE}"


@pytest.mark.parametrize("flags", [2, 32])
def test_hidden_notes_are_no_print(flags: int) -> None:
    box = Array([150, 736, 400, 752])
    note = {"Subtype": Name.FreeText, "Rect": box, "Contents": String(VALUE), "F": flags}
    drawn = note | {"shows": (VALUE, 250, 16)}
    stamp = drawn | {"Subtype": Name.Stamp}
    for notes in ([note], [drawn], [stamp, drawn], [stamp, drawn | {"F": 4}]):
        seen = notes[-1]["F"] == 4
        assert text(read(page_with(*notes))) == (f"{LABEL} {VALUE}" if seen else LABEL)


def test_links_and_comments_are_no_print() -> None:
    link = {"Subtype": Name.Link, "Rect": Array([72, 736, 140, 752]), "Contents": String("tautan")}
    comment = {"Subtype": Name.Text, "Rect": Array([300, 736, 320, 752]), "Contents": String("periksa lagi")}
    assert text(read(page_with(link, comment))) == LABEL


def test_a_note_is_wrapped_at_its_side() -> None:
    words = lay_out_text("Data kapal\nLaporan bulanan seksi", Box(10, 20, 75, 90), 10.0)
    lines: dict[float, list[str]] = {}
    for word in words:
        lines.setdefault(word.box.top, []).append(word.text)
    assert list(lines.values()) == [["Data", "kapal"], ["Laporan"], ["bulanan", "seksi"]]


STAMP = {"Subtype": Name.Stamp, "F": 4, "shows": ("SALINAN SAH", 120, 16)}


@pytest.mark.parametrize("box", [[80, 738, 200, 754], [130, 734, 250, 750], [60, 730, 180, 746]])
def test_a_stamp_over_print_is_left_out_and_said(box: list[int]) -> None:
    content = read(page_with(STAMP | {"Rect": Array(box)}))
    assert text(content) == LABEL
    (gap,) = content.gaps
    assert gap.code is GapCode.UNPLACED_TEXT
    assert gap.box is not None
    assert gap.box.holds((box[0] + box[2]) / 2, 842 - (box[1] + box[3]) / 2)


@pytest.mark.parametrize("box", [[200, 738, 320, 754], [80, 600, 200, 616]])
def test_a_stamp_beside_print_is_read(box: list[int]) -> None:
    content = read(page_with(STAMP | {"Rect": Array(box)}))
    assert text(content) == f"{LABEL} SALINAN SAH"
    assert not content.gaps


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize(("x0", "x1", "left"), [(72, 100, "Jabatan :"), (103, 139, "Nama :"), (72, 150, "")])
def test_words_that_a_note_strikes_out_are_left_out_and_said(x0: int, x1: int, left: str, turn: int) -> None:
    quad = Array([x0, 750, x1, 750, x0, 740, x1, 740])
    note = {"Subtype": Name.StrikeOut, "Rect": Array([x0, 740, x1, 750]), "QuadPoints": quad, "F": 4}
    content = read(page_with(note, turn=turn))
    assert text(content) == left
    assert [gap.code for gap in content.gaps] == [GapCode.UNPLACED_TEXT]
    assert text(read(page_with(note | {"F": 2}, turn=turn))) == LABEL
