"""The word-processor way: a docx with real merged cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from . import measure
from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .look import Look
from .model import Cell, Fraction, Line, around, line_text

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
MATH_SIZE = 12.0
NO_BREAK = "\u00a0"
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def write(document: Document, look: Look, path: Path) -> Path:
    """Write the document as a docx."""
    _Writer(document, look).doc.save(str(path))
    return path


class _Writer:
    def __init__(self, document: Document, look: Look) -> None:
        self.look = look
        self.doc = new_document()
        self._style()
        self._page(document.running)
        self.pending_break = False
        for element in document.elements:
            self._element(element)

    def _style(self) -> None:
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = self.look.font, Pt(self.look.size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), self.look.font)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "id-ID")
        style.element.get_or_add_rPr().append(language)

    def _page(self, running: str) -> None:
        section, look = self.doc.sections[0], self.look
        section.orientation = WD_ORIENT.LANDSCAPE if look.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Pt(side) for side in look.page)
        section.left_margin = section.right_margin = Pt(look.margin)
        section.top_margin = section.bottom_margin = Pt(max(look.margin, 46))
        section.header_distance = section.footer_distance = Pt(24)
        if running:
            paragraph = section.header.paragraphs[0]
            paragraph.alignment = ALIGN["right"]
            paragraph.add_run(running).font.size = Pt(8)
        if look.footer:
            self._footer(section.footer.paragraphs[0])

    def _footer(self, paragraph: Any) -> None:
        paragraph.alignment = ALIGN["center" if self.look.seed % 2 else "right"]
        for piece in {
            "n": ["PAGE"],
            "- n -": ["- ", "PAGE", " -"],
            "Halaman n dari N": ["Halaman ", "PAGE", " dari ", "NUMPAGES"],
        }[self.look.footer]:
            if piece.isupper():
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), piece)
                field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
                paragraph._p.append(field)
            else:
                paragraph.add_run(piece)

    def _paragraph(self, holder: Any = None, first: bool = False) -> Any:
        paragraph = holder.paragraphs[0] if first else (holder or self.doc).add_paragraph()
        if self.pending_break and holder is None:
            paragraph.paragraph_format.page_break_before = True
            self.pending_break = False
        return paragraph

    def _element(self, element: Element) -> None:
        match element:
            case Text():
                self._text(element)
            case Rule():
                _border(self._paragraph(), "bottom", "thinThickSmallGap", 18)
                self._gap(6)
            case NewPage():
                self.pending_break = True
            case Start():
                if not self.look.heading_each or not self.pending_break:
                    self._gap(3)
            case Keyed():
                self._keyed(element)
                self._gap(6)
            case Table():
                self._table(element)
                self._gap(8)
            case Sign():
                self._sign(element)

    def _gap(self, size: float) -> None:
        paragraph = self._paragraph()
        paragraph.paragraph_format.line_spacing = Pt(size)
        paragraph.add_run("").font.size = Pt(2)

    def _text(self, text: Text) -> None:
        paragraph = self._paragraph()
        paragraph.alignment = ALIGN[text.align]
        paragraph.paragraph_format.space_after = Pt(text.after)
        paragraph.paragraph_format.left_indent = Pt(text.indent)
        paragraph.paragraph_format.keep_with_next = text.bold
        run = paragraph.add_run(text.text)
        run.bold, run.underline, run.font.size = text.bold, text.underline, Pt(self.look.size * text.scale)

    # labelled entries

    def _keyed(self, keyed: Keyed) -> None:
        if keyed.style in ("columns", "boxed"):
            self._keyed_table(keyed)
            return
        for entry in keyed.entries:
            (self._keyed_tabs if keyed.style == "tabs" else self._keyed_block)(entry, keyed)

    def _keyed_table(self, keyed: Keyed) -> None:
        boxed = keyed.style == "boxed"
        label = 20 + max(
            measure.width(entry.label, self.look.font, self.look.size, True) for entry in keyed.entries
        )
        number = 22.0 if any(entry.number for entry in keyed.entries) else 0.0
        widths = (
            [label + number, self.look.room - label - number]
            if boxed
            else [number or 1.0, label, 12.0, self.look.room - number - label - 12]
        )
        widths = widths if number or boxed else widths[1:]
        if self.pending_break:
            self._gap(2)
        table = _new_table(self.doc, len(keyed.entries), widths, boxed)
        for row, entry in zip(table.rows, keyed.entries, strict=True):
            heads = (
                [f"{entry.number} {entry.label}".strip()]
                if boxed
                else [entry.number, entry.label, entry.colon]
            )
            heads = heads if number or boxed else heads[1:]
            for cell, text in zip(row.cells, heads, strict=False):
                cell.paragraphs[0].add_run(text).bold = keyed.bold
            self._items(row.cells[-1], entry)

    def _items(self, cell: Any, entry: Entry) -> None:
        for at, (mark, text) in enumerate(entry.items):
            self._item(self._paragraph(cell, not at), mark, text, 0, self._hang(entry))

    def _hang(self, entry: Entry) -> float:
        return entry.hang(self.look.font, self.look.size)

    def _item(self, paragraph: Any, mark: str, text: str, indent: float, hang: float) -> None:
        style = paragraph.paragraph_format
        style.left_indent, style.first_line_indent = Pt(indent + hang), Pt(-hang)
        if mark:
            style.tab_stops.add_tab_stop(Pt(indent + hang))
        else:
            style.space_after = Pt(3)
        paragraph.alignment = ALIGN["justify" if self.look.justify else "left"]
        paragraph.add_run(f"{mark}\t{text}" if mark else text)

    def _keyed_tabs(self, entry: Entry, keyed: Keyed) -> None:
        start, colon = (24.0 if entry.number else 0.0), 110.0
        for at, (mark, text) in enumerate(entry.items or (("", ""),)):
            paragraph = self._paragraph()
            hang = self._hang(entry)
            style = paragraph.paragraph_format
            left = colon + 12 + hang
            style.left_indent, style.first_line_indent = Pt(left), Pt(-left if not at else -hang)
            for stop in (start, colon, colon + 12, left):
                style.tab_stops.add_tab_stop(Pt(stop))
            paragraph.alignment = ALIGN["justify" if self.look.justify else "left"]
            head = (
                f"{entry.number}\t{entry.label}\t{entry.colon}\t"
                if entry.number
                else (f"{entry.label}\t{entry.colon}\t")
            )
            if not at:
                paragraph.add_run(head).bold = keyed.bold
            paragraph.add_run(f"{mark}\t{text}" if mark else text)

    def _keyed_block(self, entry: Entry, keyed: Keyed) -> None:
        head = f"{entry.number} {entry.label} {entry.colon}".strip()
        paragraph = self._paragraph()
        if keyed.style == "runin" and len(entry.items) == 1 and not entry.items[0][0]:
            head = head if entry.colon else f"{head} :"
            paragraph.add_run(f"{head} ").bold = keyed.bold
            paragraph.add_run(entry.items[0][1])
            paragraph.paragraph_format.space_after = Pt(3)
            return
        paragraph.add_run(head).bold = keyed.bold
        paragraph.paragraph_format.keep_with_next = True
        for mark, text in entry.items:
            self._item(self._paragraph(), mark, text, 18, self._hang(entry))

    # tables

    def _table(self, table: Table) -> None:
        grid = _new_table(self.doc, 1 + bool(table.numbers) + len(table.body), list(table.widths), True)
        _table_borders(grid, self.look.variant)
        self._head(grid, table)
        for at, line in enumerate(table.body, 1 + bool(table.numbers)):
            if not self.look.split_rows:
                _flag(grid.rows[at], "w:cantSplit")
            for column, box in enumerate(line):
                if box:
                    self._box(grid, at, column, box, table)

    def _head(self, grid: Any, table: Table) -> None:
        for column, text in enumerate(table.headers):
            cell = grid.rows[0].cells[column]
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].alignment = ALIGN["center"]
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = self.look.header_bold, Pt(table.size)
            if self.look.header_fill:
                _shade(cell, self.look.header_fill)
                run.font.color.rgb = RGBColor(255, 255, 255) if self.look.header_fill == "1F4E79" else None
        for column, text in enumerate(table.numbers):
            paragraph = grid.rows[1].cells[column].paragraphs[0]
            paragraph.alignment = ALIGN["center"]
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run(text).font.size = Pt(table.size)
        for row in grid.rows[: 1 + bool(table.numbers)]:
            _flag(row, "w:cantSplit")
            if self.look.repeat_header:
                _flag(row, "w:tblHeader")

    def _box(self, grid: Any, at: int, column: int, box: Box, table: Table) -> None:
        cell = grid.cell(at, column)
        if box.span > 1:
            cell = cell.merge(grid.cell(at + box.span - 1, column))
        if self.look.middle:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _Filler(self.look, cell, table.widths[column] - 12, table.size, table.keys[column] == "no").fill(
            box.cell
        )

    # signatures

    def _sign(self, sign: Sign) -> None:
        half = self.look.room / 2
        table = _new_table(self.doc, 1, [half, half], False)
        _flag(table.rows[0], "w:cantSplit")
        cells = table.rows[0].cells[-len(sign.signatures) :]
        for at, (cell, signature) in enumerate(zip(cells, sign.signatures, strict=True)):
            lines = sign.lines(at)
            for number, text in enumerate(lines):
                paragraph = self._paragraph(cell, not number)
                paragraph.alignment = ALIGN["center"]
                paragraph.paragraph_format.keep_with_next = True
                paragraph.add_run(text).underline = bool(text) and text == signature.nama


class _Filler:
    """Fills one cell with its lines and fractions."""

    def __init__(self, look: Look, cell: Any, room: float, size: float, centred: bool) -> None:
        self.look, self.cell, self.room, self.size = look, cell, room, size
        self.align = "center" if centred else "justify" if look.justify else "left"
        self.used = False

    def fill(self, lines: Cell) -> None:
        for line in lines:
            if len(line) == 1 and isinstance(line[0], str):
                self._plain(line[0])
            else:
                self._mixed(line)
        if not lines:
            self._new()

    def _new(self) -> Any:
        paragraph = self.cell.add_paragraph() if self.used else self.cell.paragraphs[0]
        self.used = True
        paragraph.alignment = ALIGN[self.align]
        return paragraph

    def _run(self, paragraph: Any, text: str) -> Any:
        run = paragraph.add_run(text)
        run.font.size = Pt(self.size)
        return run

    def _plain(self, text: str) -> None:
        paragraph = self._new()
        mark = text.split(" ", 1)[0]
        if self.look.hanging and " " in text and (mark == "-" or mark[1:] in (".", ")")):
            hang = measure.width(mark + " ", self.look.font, self.size) + 3
            paragraph.paragraph_format.left_indent = Pt(hang)
            paragraph.paragraph_format.first_line_indent = Pt(-hang)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(hang))
            text = text.replace(" ", "\t", 1)
        self._run(paragraph, text)

    def _mixed(self, line: Line) -> None:
        fractions = [part for part in line if isinstance(part, Fraction)]
        style = self.look.fraction
        if style == "inline":
            self._plain(line_text(line))
        elif style == "omml" or len(fractions) > 1:
            self._omml(line)
        elif style == "nested":
            self._nested(line)
        elif style == "underline" and self._width(fractions[0].num) < self.room * 0.75:
            self._stacked(line, underline=True)
        else:
            self._stacked(line, underline=False)

    def _width(self, text: str) -> float:
        return measure.width(text, self.look.font, self.size)

    def _omml(self, line: Line) -> None:
        paragraph = self._new()
        paragraph.alignment = ALIGN["left"]
        count = sum(isinstance(part, Fraction) for part in line)
        rest = sum(self._width(part + " ") for part in line if isinstance(part, str))
        room = max((self.room - rest - 6 if rest < self.room * 0.5 else self.room) / count * 0.92, 50.0)
        for part in line:
            if isinstance(part, str):
                self._run(paragraph, f" {part.replace(' ', NO_BREAK) if len(part) < 14 else part} ")
            else:
                sides = [
                    _math_lines(
                        measure.wrap(text.replace("\u00ad", ""), room, "Liberation Serif", MATH_SIZE),
                        self.size,
                    )
                    for text in (part.num, part.den)
                ]
                paragraph._p.append(
                    parse_xml(
                        f"<m:oMath {MATH} {nsdecls('w')}>"
                        f"<m:f><m:num>{sides[0]}</m:num><m:den>{sides[1]}</m:den></m:f></m:oMath>"
                    )
                )

    def _nested(self, line: Line) -> None:
        before, fraction, after = around(line)
        rest = self._width(after) + 14 if after else 0.0
        if (before and self._width(before) > self.room * 0.2) or rest > self.room * 0.4:
            self._stacked(line, underline=False)
            return
        first = self._width(before) + 10 if before else 0.0
        widths = [width for width in (first, self.room - first - rest, rest) if width]
        if not self.used:
            self._run(self._new(), "").font.size = Pt(1)
            self.cell.paragraphs[0].paragraph_format.line_spacing = Pt(2)
        table = _new_table(self.cell, 2, widths, False)
        for row in table.rows:
            _flag(row, "w:cantSplit")
        middle = 1 if before else 0
        texts = (
            (middle, fraction.num, fraction.den),
            *(((0, before, None),) if before else ()),
            *(((len(widths) - 1, after, None),) if after else ()),
        )
        for column, top, bottom in texts:
            upper, lower = table.cell(0, column), table.cell(1, column)
            if bottom is None:
                upper = upper.merge(lower)
                upper.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            else:
                self._centred(lower.paragraphs[0], bottom)
                _cell_border(upper, "bottom")
            self._centred(upper.paragraphs[0], top)
            upper.paragraphs[0].paragraph_format.keep_with_next = True
        tail = self.cell.add_paragraph()
        tail.paragraph_format.line_spacing = Pt(3)

    def _centred(self, paragraph: Any, text: str) -> None:
        paragraph.alignment = ALIGN["center"]
        self._run(paragraph, text)

    def _stacked(self, line: Line, underline: bool) -> None:
        before, fraction, after = around(line)
        if before:
            self._plain(before)
        top, bottom = self._new(), self._new()
        top.alignment = bottom.alignment = ALIGN["left" if underline else "center"]
        top.paragraph_format.keep_with_next = True
        run = self._run(top, fraction.num)
        self._run(bottom, fraction.den)
        if underline:
            run.underline = True
        else:
            _border(top, "bottom", "single", 6)
        if after and underline:
            self._run(top, f"  {after}")
        elif after:
            self._plain(after)


def _math_lines(lines: list[str], size: float) -> str:
    runs = [
        "<m:r><m:rPr><m:nor/></m:rPr><w:rPr><w:rFonts w:ascii='Liberation Serif' w:hAnsi='Liberation Serif'/>"
        f"<w:sz w:val='{round(size * 2)}'/></w:rPr><m:t>{_escape(text)}</m:t></m:r>"
        for text in lines
    ]
    if len(runs) == 1:
        return runs[0]
    return "<m:eqArr>" + "".join(f"<m:e>{run}</m:e>" for run in runs) + "</m:eqArr>"


def _escape(text: str) -> str:
    return text.replace("\u00ad", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _new_table(holder: Any, rows: int, widths: list[float], ruled: bool) -> Any:
    table = holder.add_table(rows, len(widths))
    if ruled:
        table.style = "Table Grid"
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)
    return table


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>'))


def _border(paragraph: Any, side: str, kind: str, size: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="1" w:color="000000"/></w:pBdr>'
        )
    )


def _cell_border(cell: Any, side: str) -> None:
    cell._tc.get_or_add_tcPr().append(
        parse_xml(
            f'<w:tcBorders {nsdecls("w")}><w:{side} w:val="single" w:sz="6" w:color="000000"/></w:tcBorders>'
        )
    )


def _table_borders(table: Any, variant: str) -> None:
    if variant == "grid":
        return
    kinds = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), "single")
    if variant == "double":
        kinds |= dict.fromkeys(("top", "left", "bottom", "right"), "double")
    else:
        kinds |= dict.fromkeys(("left", "right", "insideV"), "nil")
    sides = "".join(f'<w:{side} w:val="{kind}" w:sz="4" w:color="000000"/>' for side, kind in kinds.items())
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))
