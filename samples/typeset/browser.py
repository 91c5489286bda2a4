"""The browser way: HTML printed to PDF by Chromium."""

from __future__ import annotations

import html
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .flow import Box, Document, Element, Entry, Keyed, NewPage, Rule, Sign, Start, Table, Text
from .look import Look
from .measure import width
from .model import Cell, Line, Part, has_fraction, line_text

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
FOOTERS = {
    "n": "counter(page)",
    "- n -": "'- ' counter(page) ' -'",
    "Halaman n dari N": "'Halaman ' counter(page) ' dari ' counter(pages)",
}


def render(document: Document, look: Look, out: Path) -> None:
    """Print the document to the PDF `out`."""
    with tempfile.TemporaryDirectory(prefix="samples-browser-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(_page(document, look), "utf-8")
        subprocess.run(
            ["chromium", *FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=180,
        )


def _page(document: Document, look: Look) -> str:
    body = "\n".join(_element(element, look) for element in document.elements)
    return (
        f"<!doctype html><html lang='id'><head><meta charset='utf-8'><title>IKI</title><style>"
        f"{_style(document, look)}</style></head><body>{body}</body></html>"
    )


def _style(document: Document, look: Look) -> str:
    wide, high = look.page
    footer = (
        f"@bottom-center {{content: {FOOTERS[look.footer]}; font: 9pt '{look.font}'}}" if look.footer else ""
    )
    head = (
        f"@top-right {{content: '{document.running}'; font: 8pt '{look.font}'}}" if document.running else ""
    )
    return "\n".join(
        (
            f"@page {{size: {wide}pt {high}pt; margin: {look.margin}pt; {footer} {head}}}",
            f"body {{font: {look.size}pt '{look.font}'; margin: 0 1pt; line-height: 1.2; hyphens: manual}}",
            f"p {{margin: 0 0 2pt; text-align: {'justify' if look.justify else 'left'}}}",
            ".new {break-after: page}",
            "table {border-collapse: collapse; width: 100%}",
            "table.keyed {margin-bottom: 8pt} .keyed td {vertical-align: top; padding: 1pt 4pt 1pt 0}",
            ".boxed td {border: 0.75pt solid black; padding: 3pt 5pt}",
            ".item {display: flex}",
            ".item > b {font-weight: normal; flex: 0 0 auto; min-width: 1.6em; padding-right: 4pt}",
            ".item > p {flex: 1 1 0}",
            ".runin {margin: 0 0 4pt} .below {margin: 0 0 6pt}",
            ".frac {display: inline-block; vertical-align: middle; text-align: center}",
            ".short {white-space: nowrap} p.left {text-align: left}",
            ".frac > span {display: block; padding: 0 2pt}",
            ".frac > span:first-child {border-bottom: 0.8pt solid black}",
            "table.nested {display: inline-table; width: auto; vertical-align: middle}",
            "table.nested td {border: 0 !important; padding: 0 2pt !important; text-align: center;"
            " background: none !important}",
            "table.nested tr:first-child td {border-bottom: 1px solid black !important}",
            ".rule {border-bottom: 3px double black; margin: 3pt 0 10pt}",
            ".sign {display: flex; justify-content: space-between; margin: 14pt 0; break-inside: avoid}",
            ".sign > div {width: 45%; text-align: center} .space {height: 42pt}",
            _table_style(look),
        )
    )


def _table_style(look: Look) -> str:
    size = f"{look.table_size}pt"
    lines = {
        "grid": "border: 0.75pt solid black",
        "horizontal": "border-top: 0.75pt solid #333; border-bottom: 0.75pt solid #333",
        "zebra": "border: 0",
        "none": "border: 0",
    }[look.variant]
    cell = f"padding: {'3pt 5pt' if look.ruled else '5pt 5pt'}; {lines}"
    align = "middle" if look.middle else "top"
    fill = look.header_fill or ("DDDDDD" if look.variant == "zebra" else "")
    colour = f"background: #{fill}; color: {'white' if fill == '1F4E79' else 'black'}" if fill else ""
    rules = [
        f".iki {{font-size: {size}; table-layout: fixed; margin-bottom: 10pt}}",
        f".iki td, .iki th {{{cell}; vertical-align: {align}; overflow-wrap: anywhere}}",
        f".iki th {{{colour}; font-weight: {'bold' if look.header_bold else 'normal'}; text-align: center;"
        " vertical-align: middle; overflow-wrap: normal}",
        ".iki .numbers td {text-align: center; font-style: italic} .no {text-align: center}",
        f".iki thead {{display: {'table-header-group' if look.repeat_header else 'table-row-group'}}}",
        f".iki tr {{break-inside: {'auto' if look.split_rows else 'avoid'}}}",
    ]
    if look.variant == "zebra":
        rules.append(
            ".iki tbody tr:nth-child(odd) td {background: #EEF3FA} .iki tbody td {background: white}"
        )
    if look.hanging:
        rules.append(".iki p.mark {padding-left: 1em; text-indent: -1em}")
    return "\n".join(rules)


def _element(element: Element, look: Look) -> str:
    match element:
        case Text():
            return _text(element)
        case Rule():
            return "<div class='rule'></div>"
        case NewPage():
            return "<div class='new'></div>"
        case Start():
            return ""
        case Keyed():
            return _keyed(element)
        case Table():
            return _table(element, look)
        case Sign():
            return _sign(element)


def _text(text: Text) -> str:
    style = (
        f"text-align:{text.align};margin:0 0 {text.after}pt {text.indent}pt;font-size:{text.scale}em;"
        f"font-weight:{'bold' if text.bold else 'normal'};"
        f"text-decoration:{'underline' if text.underline else 'none'}"
    )
    return f"<p style='{style}'>{html.escape(text.text)}</p>"


def _keyed(keyed: Keyed) -> str:
    if keyed.style in ("columns", "tabs", "boxed"):
        kind = "keyed boxed" if keyed.style == "boxed" else "keyed"
        return f"<table class='{kind}'>{''.join(_entry_row(entry, keyed) for entry in keyed.entries)}</table>"
    return "".join(_entry_block(entry, keyed) for entry in keyed.entries)


def _label(entry: Entry, keyed: Keyed) -> str:
    text = html.escape(entry.label)
    return f"<b>{text}</b>" if keyed.bold else text


def _entry_row(entry: Entry, keyed: Keyed) -> str:
    number = f"<td style='width:2em'>{entry.number}</td>" if entry.number else ""
    if keyed.style == "boxed":
        head = f"<td style='width:22%'>{entry.number} {_label(entry, keyed)}</td>"
        return f"<tr>{head}<td>{_items(entry)}</td></tr>"
    return (
        f"<tr>{number}<td style='width:6.5em'>{_label(entry, keyed)}</td>"
        f"<td style='width:1em'>{entry.colon}</td><td>{_items(entry)}</td></tr>"
    )


def _entry_block(entry: Entry, keyed: Keyed) -> str:
    head = f"{entry.number} {_label(entry, keyed)}"
    if keyed.style == "runin" and len(entry.items) == 1 and not entry.items[0][0]:
        return f"<p class='runin'>{head} {entry.colon or ':'} {html.escape(entry.items[0][1])}</p>"
    return f"<p>{head} {entry.colon}</p><div class='below' style='margin-left:1.6em'>{_items(entry)}</div>"


def _items(entry: Entry) -> str:
    return "".join(
        f"<div class='item'><b>{mark}</b><p>{html.escape(text)}</p></div>"
        if mark
        else f"<p>{html.escape(text)}</p>"
        for mark, text in entry.items
    )


def _table(table: Table, look: Look) -> str:
    columns = "".join(f"<col style='width:{width_:.1f}pt'>" for width_ in table.widths)
    head = "<tr>" + "".join(f"<th>{html.escape(text)}</th>" for text in table.headers) + "</tr>"
    if table.numbers:
        head += "<tr class='numbers'>" + "".join(f"<td>{text}</td>" for text in table.numbers) + "</tr>"
    rows = "".join(f"<tr>{''.join(_cells(table, line, look))}</tr>" for line in table.body)
    size = f"font-size:{table.size}pt"
    return (
        f"<table class='iki' style='{size}'><colgroup>{columns}</colgroup><thead>{head}</thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _cells(table: Table, line: tuple[Box | None, ...], look: Look) -> Iterator[str]:
    for key, room, box in zip(table.keys, table.widths, line, strict=True):
        if box:
            span = f" rowspan='{box.span}'" if box.span > 1 else ""
            kind = " class='no'" if key == "no" else ""
            yield f"<td{span}{kind}>{_cell(box.cell, look, room, table.size)}</td>"


def _cell(cell: Cell, look: Look, room: float, size: float) -> str:
    return "".join(_line(line, look, room, size) for line in cell)


def _line(line: Line, look: Look, room: float, size: float) -> str:
    first = line[0] if isinstance(line[0], str) else ""
    kind = " class='mark'" if first[:2] == "- " or first[1:3] in (". ", ") ") else ""
    if not has_fraction((line,)):
        return f"<p{kind}>{html.escape(line_text(line))}</p>"
    beside = max(width(part, look.font, size) for part in (*line, "") if isinstance(part, str)) + 8
    room = max(room - 12 - (beside if beside < room * 0.45 else 0), 40.0)
    return f"<p class='left'>{' '.join(_part(part, look, room, size) for part in line)}</p>"


def _part(part: Part, look: Look, room: float, size: float) -> str:
    if isinstance(part, str):
        return f"<span class='short'>{html.escape(part)}</span>" if len(part) < 14 else html.escape(part)
    num, den = html.escape(part.num), html.escape(part.den)
    fits = max(width(text, look.font, size) for text in (part.num, part.den)) < room
    if look.fraction == "math" and fits:
        return f"<math displaystyle='true'><mfrac><mtext>{num}</mtext><mtext>{den}</mtext></mfrac></math>"
    if look.fraction == "nested":
        rows = f"<tr><td>{num}</td></tr><tr><td>{den}</td></tr>"
        return f"<table class='nested' style='max-width:{room:.0f}pt'>{rows}</table>"
    return f"<span class='frac' style='max-width:{room:.0f}pt'><span>{num}</span><span>{den}</span></span>"


def _sign(sign: Sign) -> str:
    blocks = [f"<div>{_signature(sign, at)}</div>" for at in range(len(sign.signatures))]
    if len(blocks) == 1:
        blocks.insert(0, "<div></div>")
    return f"<div class='sign'>{''.join(blocks)}</div>"


def _signature(sign: Sign, at: int) -> str:
    signature = sign.signatures[at]
    last = at == len(sign.signatures) - 1
    above = sign.place_date if last else tuple(" " for _ in sign.place_date)
    lines = [
        *(html.escape(line) or "&nbsp;" for line in above),
        html.escape(signature.jabatan),
        "<div class='space'></div>",
    ]
    lines += [f"<u>{html.escape(signature.nama)}</u>"] if signature.nama else []
    lines += [html.escape(signature.pangkat)] if signature.pangkat else []
    lines += [f"NIP. {signature.nip}"] if signature.nip else []
    return "".join(
        line if line.startswith("<div") else f"<p style='text-align:center'>{line}&nbsp;</p>"
        for line in lines
    )
