"""The writer way: a flat OpenDocument text, hyphenated, with formula objects or bordered tables."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack
from xml.sax.saxutils import escape, quoteattr

from . import measure
from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .look import Look
from .model import Cell, Fraction, Line, around, line_text

NAMES = {
    "office": "office:1.0",
    "style": "style:1.0",
    "text": "text:1.0",
    "table": "table:1.0",
    "fo": "xsl-fo-compatible:1.0",
    "svg": "svg-compatible:1.0",
    "draw": "drawing:1.0",
}
FOOTERS = {"": "", "n": "{n}", "- n -": "- {n} -", "Halaman n dari N": "Halaman {n} dari {N}"}
RULES = {"grid": "0.5pt solid #000000", "thick": "1.25pt solid #000000", "horizontal": "0.5pt solid #000000"}


def write(document: Document, look: Look, path: Path) -> Path:
    """Write the document as an fodt."""
    path.write_text(_Writer(document, look).xml(), "utf-8")
    return path


class _Options(TypedDict, total=False):
    """How a paragraph is set; lengths are in points, ``stops`` are those of tabs."""

    bold: bool
    underline: bool
    align: str
    left: float
    hang: float
    after: float
    border: bool
    keep: bool
    stops: tuple[float, ...]


class _Writer:
    def __init__(self, document: Document, look: Look) -> None:
        self.document, self.look = document, look
        self.styles: dict[str, str] = {}
        self.breaking = False
        self.body = "".join(self._element(element) for element in document.elements)

    # styles

    def _style(self, family: str, properties: str) -> str:
        key = f"{family}|{properties}"
        return self.styles.setdefault(key, f"S{len(self.styles) + 1}")

    def _paragraph_style(self, size: float, **options: Unpack[_Options]) -> str:
        align, stops = options.get("align", "left"), options.get("stops", ())
        left, hang, after = options.get("left", 0), options.get("hang", 0), options.get("after", 0)
        tabs = "".join(f"<style:tab-stop style:position='{stop:.1f}pt'/>" for stop in stops)
        broken = " fo:break-before='page'" if self.breaking else ""
        self.breaking = False
        kept = " fo:keep-with-next='always'" if options.get("keep") else ""
        line = (
            " fo:border-bottom='0.6pt solid #000000' fo:padding-bottom='1pt'" if options.get("border") else ""
        )
        last = " fo:text-align-last='start'" if align == "justify" else ""
        return self._style(
            "paragraph",
            (
                f"<style:paragraph-properties fo:text-align='{align}'{last} fo:margin-left='{left:.1f}pt'"
                f" fo:text-indent='{-hang:.1f}pt' fo:margin-bottom='{after:.1f}pt' fo:margin-top='0pt'"
                f"{broken}{kept}{line}>"
                f"<style:tab-stops>{tabs}</style:tab-stops></style:paragraph-properties>"
                f"<style:text-properties style:font-name={quoteattr(self.look.font)} fo:font-size='{size}pt'"
                f" fo:font-weight='{'bold' if options.get('bold') else 'normal'}'"
                f" style:text-underline-style='{'solid' if options.get('underline') else 'none'}'/>"
            ),
        )

    def _p(self, text: str, size: float = 0, **options: Unpack[_Options]) -> str:
        style = self._paragraph_style(size or self.look.size, **options)
        return f"<text:p text:style-name='{style}'>{_tabs(text)}</text:p>"

    # elements

    def _element(self, element: Element) -> str:
        match element:
            case Text():
                return self._p(
                    element.text,
                    self.look.size * element.scale,
                    bold=element.bold,
                    underline=element.underline,
                    align=element.align,
                    left=element.indent,
                    after=element.after,
                    keep=element.bold,
                )
            case Rule():
                return self._p("", 3, border=True, after=8)
            case NewPage():
                self.breaking = True
                return ""
            case Start():
                return "" if self.breaking else self._p("", 5)
            case Keyed():
                return self._keyed(element) + self._p("", 5)
            case Table():
                return self._table(element) + self._p("", 7)
            case Sign():
                return self._sign(element)

    def _keyed(self, keyed: Keyed) -> str:
        if keyed.style in ("columns", "boxed"):
            return self._keyed_table(keyed)
        return "".join(self._entry(entry, keyed) for entry in keyed.entries)

    def _keyed_table(self, keyed: Keyed) -> str:
        size, boxed = self.look.size, keyed.style == "boxed"
        lead = self._p("", 2) if self.breaking else ""
        label = 18 + max(measure.width(entry.label, self.look.font, size, True) for entry in keyed.entries)
        number = 24.0 if any(entry.number for entry in keyed.entries) else 4.0
        widths = [number, label, 12.0] if not boxed else [number + label]
        widths.append(self.look.room - sum(widths))
        rows = []
        for entry in keyed.entries:
            heads = (
                [f"{entry.number} {entry.label}".strip()]
                if boxed
                else [entry.number, entry.label, entry.colon]
            )
            cells = [self._p(text, size, bold=keyed.bold) for text in heads]
            cells.append(
                "".join(self._item(mark, text, 0, self._hang(entry)) for mark, text in entry.items)
                or self._p("", size)
            )
            style = self._cell_style("0.5pt solid #000000" if boxed else "none")
            rows.append(
                "<table:table-row>" + "".join(_td(cell, style) for cell in cells) + "</table:table-row>"
            )
        return lead + self._table_xml(widths, "".join(rows))

    def _hang(self, entry: Entry) -> float:
        return entry.hang(self.look.font, self.look.size)

    def _item(self, mark: str, text: str, left: float, hang: float) -> str:
        align = "justify" if self.look.justify else "left"
        if not mark:
            return self._p(text, left=left, align=align, after=3)
        return self._p(f"{mark}\t{text}", left=left + hang, hang=hang, align=align, stops=(0.0,))

    def _entry(self, entry: Entry, keyed: Keyed) -> str:
        head = f"{entry.number} {entry.label}".strip()
        if keyed.style == "runin" and len(entry.items) == 1 and not entry.items[0][0]:
            return self._p(f"{head} : {entry.items[0][1]}", after=3)
        if keyed.style == "tabs" and entry.items and not entry.items[0][0]:
            first = self._p(
                f"{head}\t{entry.colon}\t{entry.items[0][1]}", left=124, hang=124, stops=(-14.0, 0.0)
            )
            return first + "".join(
                self._item(mark, text, 124, self._hang(entry)) for mark, text in entry.items[1:]
            )
        title = self._p(f"{head} {entry.colon}", bold=keyed.bold, keep=True)
        return title + "".join(self._item(mark, text, 18, self._hang(entry)) for mark, text in entry.items)

    def _table_xml(self, widths: list[float], rows: str, *, inner: bool = False) -> str:
        columns = "".join(
            f"<table:table-column table:style-name='{self._column(width)}'/>" for width in widths
        )
        align = "center" if inner else "left"
        style = self._style(
            "table",
            f"<style:table-properties style:width='{sum(widths):.1f}pt' table:align='{align}'"
            " style:may-break-between-rows='true'/>",
        )
        name = f"T{len(self.styles)}"
        return f"<table:table table:name='{name}' table:style-name='{style}'>{columns}{rows}</table:table>"

    def _column(self, width: float) -> str:
        return self._style(
            "table-column", f"<style:table-column-properties style:column-width='{width:.1f}pt'/>"
        )

    def _cell_style(
        self, rule: str, *, middle: bool = False, fill: str = "", sides: str = "all", padding: float = 3
    ) -> str:
        borders = {
            "all": f"fo:border='{rule}'",
            "bottom": f"fo:border='none' fo:border-bottom='{rule}'",
            "rows": f"fo:border='none' fo:border-bottom='{rule}' fo:border-top='{rule}'",
        }[sides]
        ground = f" fo:background-color='#{fill}'" if fill else ""
        return self._style(
            "table-cell",
            f"<style:table-cell-properties {borders} fo:padding='{padding}pt'"
            f" style:vertical-align='{'middle' if middle else 'top'}'{ground}/>",
        )

    # indicator tables

    def _table(self, table: Table) -> str:
        look, rule = self.look, RULES[self.look.variant]
        sides = "rows" if look.variant == "horizontal" else "all"
        head_style = self._cell_style(rule, middle=True, fill=look.header_fill, sides=sides)
        plain_style = self._cell_style(rule, sides=sides)
        body_style = self._cell_style(rule, middle=look.middle, sides=sides)
        whole = self._style("table-row", "<style:table-row-properties fo:keep-together='always'/>")
        white = look.header_fill == "1F4E79"
        texts = [
            self._white(text, table.size)
            if white
            else self._p(text, table.size, bold=look.header_bold, align="center", keep=True)
            for text in table.headers
        ]
        head = _tr([_td(text, head_style) for text in texts], whole)
        if table.numbers:
            head += _tr(
                [
                    _td(self._p(text, table.size, align="center", keep=True), plain_style)
                    for text in table.numbers
                ],
                whole,
            )
        if look.repeat_header:
            head = f"<table:table-header-rows>{head}</table:table-header-rows>"
        row_style = self._style(
            "table-row",
            f"<style:table-row-properties fo:keep-together='{'auto' if look.split_rows else 'always'}'/>",
        )
        rows = "".join(
            _tr(
                [
                    self._box(box, key, width, table, body_style)
                    for box, key, width in zip(line, table.keys, table.widths, strict=True)
                ],
                row_style,
            )
            for line in table.body
        )
        return self._table_xml(list(table.widths), head + rows)

    def _white(self, text: str, size: float) -> str:
        style = self._style("text", "<style:text-properties fo:color='#FFFFFF' fo:font-weight='bold'/>")
        paragraph = self._paragraph_style(size, align="center", keep=True)
        return (
            f"<text:p text:style-name='{paragraph}'><text:span text:style-name='{style}'>{escape(text)}"
            "</text:span></text:p>"
        )

    def _box(self, box: Box | None, key: str, width: float, table: Table, style: str) -> str:
        if box is None:
            return "<table:covered-table-cell/>"
        content = self._cell(box.cell, width - 8, table.size, "center" if key == "no" else "")
        span = f" table:number-rows-spanned='{box.span}'" if box.span > 1 else ""
        return _td(content, style, span)

    def _cell(self, cell: Cell, room: float, size: float, align: str) -> str:
        align = align or ("justify" if self.look.justify else "left")
        return "".join(self._line(line, room, size, align) for line in cell) or self._p("", size)

    def _line(self, line: Line, room: float, size: float, align: str) -> str:
        fractions = [part for part in line if isinstance(part, Fraction)]
        if not fractions:
            return self._p(line_text(line), size, align=align)
        if self.look.fraction == "formula":
            return self._formulas(line, room, size)
        if len(fractions) > 1:
            return "".join(self._line(part, room, size, align) for part in _apart(line))
        nested = self.look.fraction == "nested"
        return self._nested(line, room, size) if nested else self._stacked(line, room, size)

    def _formulas(self, line: Line, room: float, size: float) -> str:
        rest = sum(measure.width(part, self.look.font, size) + 6 for part in line if isinstance(part, str))
        count = sum(isinstance(part, Fraction) for part in line)
        own = max((room - rest if rest < room / 2 else room) / count * 0.85, 50.0)
        style = self._paragraph_style(size)
        pieces = [
            escape(f" {part} ") if isinstance(part, str) else self._formula(part, own, size) for part in line
        ]
        return f"<text:p text:style-name='{style}'>{''.join(pieces)}</text:p>"

    def _formula(self, fraction: Fraction, room: float, size: float) -> str:
        sides = []
        high, wide = 8.0, 0.0
        for text in (fraction.num, fraction.den):
            lines = measure.wrap(text.replace("\u00ad", ""), room, "Liberation Serif", size)
            rows = "".join(f"<mtr><mtd><mtext>{escape(line)}</mtext></mtd></mtr>" for line in lines)
            sides.append(
                f"<mtable>{rows}</mtable>" if len(lines) > 1 else f"<mtext>{escape(lines[0])}</mtext>"
            )
            high += len(lines) * size * 1.35
            wide = max(wide, *(measure.width(line, "Liberation Serif", size) for line in lines))
        frame = self._style(
            "graphic",
            "<style:graphic-properties style:vertical-pos='middle' style:vertical-rel='line'"
            " style:horizontal-pos='from-left' draw:ole-draw-aspect='1'/>",
        )
        return (
            f"<draw:frame draw:style-name='{frame}' text:anchor-type='as-char' svg:width='{wide + 6:.1f}pt'"
            f" svg:height='{high:.1f}pt'><draw:object><math xmlns='http://www.w3.org/1998/Math/MathML'"
            f" display='block'><semantics><mstyle fontsize='{size}pt'><mfrac>"
            f"{sides[0]}{sides[1]}</mfrac></mstyle></semantics></math></draw:object></draw:frame>"
        )

    def _nested(self, line: Line, room: float, size: float) -> str:
        before, fraction, after = around(line)
        rest = measure.width(after, self.look.font, size) + 12 if after else 0.0
        if rest > room * 0.4 or before:
            return self._stacked(line, room, size)
        wide = max(measure.width(text, self.look.font, size) for text in (fraction.num, fraction.den)) + 10
        widths = [min(wide, room - rest), *([rest] if rest else [])]
        upper = self._cell_style("0.6pt solid #000000", sides="bottom", padding=1)
        plain = self._cell_style("none", middle=True, padding=1)
        top = _td(self._p(fraction.num, size, align="center"), upper)
        bottom = _td(self._p(fraction.den, size, align="center"), plain)
        tail = _td(self._p(after, size), plain, " table:number-rows-spanned='2'") if after else ""
        covered = "<table:covered-table-cell/>" if after else ""
        return self._table_xml(widths, _tr([top, tail]) + _tr([bottom, covered]), inner=True) + self._p("", 2)

    def _stacked(self, line: Line, room: float, size: float) -> str:
        before, fraction, after = around(line)
        flat = (
            self.look.fraction == "underline"
            and measure.width(fraction.num, self.look.font, size) < room * 0.7
        )
        lines = [self._p(before, size)] if before else []
        if flat:
            under = self._style(
                "text",
                "<style:text-properties style:text-underline-style='solid'"
                " style:text-underline-width='auto' style:text-underline-color='font-color'/>",
            )
            style = self._paragraph_style(size)
            lines.append(
                f"<text:p text:style-name='{style}'><text:span text:style-name='{under}'>"
                f"{escape(fraction.num)}</text:span>  {escape(after)}</text:p>"
            )
            return "".join([*lines, self._p(fraction.den, size)])
        lines += [
            self._p(fraction.num, size, align="center", border=True),
            self._p(fraction.den, size, align="center"),
        ]
        return "".join([*lines, self._p(after, size)] if after else lines)

    # signatures

    def _sign(self, sign: Sign) -> str:
        lead = self._p("", 4)
        cells = [self._signature(sign, at) for at in range(len(sign.signatures))]
        cells = cells if len(cells) > 1 else [self._p(""), *cells]
        plain = self._cell_style("none")
        row = self._style("table-row", "<style:table-row-properties fo:keep-together='always'/>")
        half = self.look.room / 2
        return (
            lead
            + self._table_xml([half, half], _tr([_td(cell, plain) for cell in cells], row))
            + self._p("", 4)
        )

    def _signature(self, sign: Sign, at: int) -> str:
        signature = sign.signatures[at]
        lines = sign.lines(at)
        return "".join(
            self._p(text, align="center", underline=bool(text) and text == signature.nama) for text in lines
        )

    # the file

    def xml(self) -> str:
        """The whole document."""
        look = self.look
        wide, high = look.page
        spaces = " ".join(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{rest}"' for name, rest in NAMES.items()
        )
        fields = {
            "n": "<text:page-number text:select-page='current'>1</text:page-number>",
            "N": "<text:page-count>1</text:page-count>",
        }
        base = (
            f"<style:text-properties style:font-name={quoteattr(look.font)} fo:font-size='{look.size}pt'"
            " fo:language='id' fo:country='ID' fo:hyphenate='true'/>"
        )
        footer = self._furniture("footer", "center", FOOTERS[look.footer].format(**fields))
        header = self._furniture("header", "end", escape(self.document.running))
        automatic = "".join(
            f"<style:style style:name='{name}' style:family='{key.split('|', 1)[0]}'"
            f"{_parent(key)}>{key.split('|', 1)[1]}</style:style>"
            for key, name in self.styles.items()
        )
        margin = f"{look.margin}pt"
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} office:version="1.3"'
            ' office:mimetype="application/vnd.oasis.opendocument.text">'
            f"<office:font-face-decls><style:font-face style:name={quoteattr(look.font)}"
            f" svg:font-family={quoteattr(look.font)}/></office:font-face-decls>"
            f"<office:styles><style:default-style style:family='paragraph'>{base}</style:default-style>"
            "<style:style style:name='Standard' style:family='paragraph'/></office:styles>"
            f"<office:automatic-styles>{automatic}<style:page-layout style:name='PL'>"
            f"<style:page-layout-properties fo:page-width='{wide}pt' fo:page-height='{high}pt'"
            f" style:print-orientation='{'landscape' if look.landscape else 'portrait'}'"
            f" fo:margin-left='{margin}' fo:margin-right='{margin}'"
            f" fo:margin-top='{margin}' fo:margin-bottom='{margin}'/>"
            "</style:page-layout></office:automatic-styles>"
            "<office:master-styles><style:master-page style:name='Standard' style:page-layout-name='PL'>"
            f"{header}{footer}</style:master-page></office:master-styles>"
            f"<office:body><office:text>{self.body}</office:text></office:body></office:document>"
        )

    def _furniture(self, kind: str, align: str, content: str) -> str:
        if not content:
            return ""
        style = self._paragraph_style(8.5, align=align)
        return f"<style:{kind}><text:p text:style-name='{style}'>{content}</text:p></style:{kind}>"


def _parent(key: str) -> str:
    return " style:parent-style-name='Standard'" if key.startswith("paragraph|") else ""


def _tabs(text: str) -> str:
    return escape(text).replace("\t", "<text:tab/>")


def _td(content: str, style: str, span: str = "") -> str:
    return f"<table:table-cell table:style-name='{style}'{span}>{content}</table:table-cell>"


def _tr(cells: list[str], style: str = "") -> str:
    named = f" table:style-name='{style}'" if style else ""
    return f"<table:table-row{named}>{''.join(cells)}</table:table-row>"


def _apart(line: Line) -> list[Line]:
    lines: list[Line] = []
    for part in line:
        if isinstance(part, Fraction) or not lines:
            lines.append((part,))
        else:
            lines[-1] = (*lines[-1], part)
    return lines
