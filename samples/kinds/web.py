"""The browser way: the same elements as HTML, printed to PDF by Chromium."""

from __future__ import annotations

import html
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from typeset.browser import FLAGS
from typeset.model import Fraction

from .elements import (
    Bar,
    Border,
    Cell,
    Chart,
    Document,
    Element,
    Emblem,
    Gap,
    Grid,
    Line,
    NewPage,
    Para,
    Setup,
    Sheet,
    Sign,
)

NUMBERS = {
    "n": "counter(page)",
    "- n -": "'- ' counter(page) ' -'",
    "n / N": "counter(page) ' / ' counter(pages)",
    "Halaman n dari N": "'Halaman ' counter(page) ' dari ' counter(pages)",
    "Page n": "'Page ' counter(page)",
}
PLACES = {"center": "bottom-center", "right": "bottom-right", "left": "bottom-left", "top": "top-center"}
STROKES = {"dashed": "dashed", "dots": "dotted", "double": "double"}
TIMEOUT_S = 240


def can_print(document: Document) -> bool:
    """Whether a browser can print it; spreadsheets cut over sheets it can't."""
    return not any(isinstance(element, Sheet) for element in document.elements)


def render(document: Document, out: Path) -> None:
    """Print a document."""
    with tempfile.TemporaryDirectory(prefix="samples-web-") as folder:
        source = Path(folder) / "page.html"
        source.write_text(page(document), "utf-8")
        subprocess.run(
            [
                "chromium",
                *FLAGS,
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={out}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=TIMEOUT_S,
        )


def page(document: Document) -> str:
    """The document as one HTML page."""
    shown = [
        element
        for element, before in zip(document.elements, [NewPage(), *document.elements], strict=False)
        if not (isinstance(element, NewPage) and isinstance(before, NewPage))
    ]
    body = "\n".join(_element(element, document.setup) for element in shown)
    return (
        f"<!doctype html><html lang='id'><head><meta charset='utf-8'><title>dokumen</title><style>"
        f"{_style(document.setup)}</style></head><body>{body}</body></html>"
    )


def _style(setup: Setup) -> str:
    (wide, high), (left, top, right, bottom) = setup.size, setup.margins
    boxes = []
    font = f"font: 9pt '{setup.font}'"
    place = PLACES[setup.number_at]
    if setup.foot:
        boxes.append(f"@bottom-left {{content: '{setup.foot}'; white-space: nowrap; {font}}}")
        place = "bottom-right"
    if setup.running:
        boxes.append(f"@top-left {{content: '{setup.running}'; white-space: nowrap; {font}}}")
        place = "top-right" if setup.number_at == "top" else place
    if setup.number:
        boxes.append(f"@{place} {{content: {NUMBERS[setup.number]}; {font}}}")
    if setup.stamp:
        boxes.append(f"@top-right {{content: '{setup.stamp}'; font: bold 12pt '{setup.font}'}}")
    align = "justify" if setup.justify else "left"
    return f"""
        @page {{size: {wide}pt {high}pt; margin: {top}pt {right}pt {bottom}pt {left}pt; {" ".join(boxes)}}}
        body {{font: {setup.points}pt '{setup.font}'; margin: 0; line-height: {setup.lead}}}
        p {{margin: 0 0 3pt; text-align: {align}; overflow-wrap: break-word}}
        .new {{break-after: page}} .keep {{break-after: avoid}}
        .mark {{display: flex}} .mark > b {{flex: 0 0 auto; min-width: 1.5em; padding-right: 3pt; font-weight: inherit}}
        .mark > span {{flex: 1 1 0}}
        table {{border-collapse: collapse; table-layout: fixed; width: 100%}}
        td, th {{vertical-align: top; overflow-wrap: anywhere; font-weight: normal}}
        td p, th p {{margin: 0}} th {{vertical-align: middle}}
        .frac {{display: inline-block; vertical-align: middle; text-align: center; max-width: 75%}}
        .frac > span {{display: block; padding: 0 2pt}} .frac > span:first-child {{border-bottom: 0.75pt solid black}}
        .row {{display: flex; align-items: center; gap: 4pt}}
        .sign {{display: flex; justify-content: space-between; break-inside: avoid; margin: 10pt 0}}
        .sign > div {{width: 48%; display: flex; flex-direction: column; justify-content: flex-end}}
        .sign p {{text-align: center; margin: 0}}
        .leader {{display: flex}} .leader i {{flex: 1; border-bottom: 1pt dotted black; margin: 0 4pt 3pt}}
    """


def _element(element: Element, setup: Setup) -> str:
    match element:
        case Para():
            return _para(element)
        case Grid():
            return _grid(element, setup)
        case Gap():
            return f"<div style='height:{element.lines * setup.points * setup.lead:.1f}pt'></div>"
        case NewPage():
            return "<div class='new'></div>"
        case Bar():
            style = "3pt double" if element.double else f"{element.thick}pt solid"
            return f"<div style='border-bottom:{style} black;margin:2pt 0 10pt'></div>"
        case Emblem():
            return _emblem(element)
        case Chart():
            return _chart(element)
        case Border():
            return ""  # a browser prints no frame into the margins
        case Sign():
            return _sign(element)
        case Sheet():
            raise ValueError("a browser prints no spreadsheet")


def _para(para: Para) -> str:
    align = "" if para.align == "left" else f"text-align:{para.align};"
    style = (
        f"{align}margin:0 0 {para.after}pt {para.indent}pt;font-size:{para.scale}em;color:#{para.color};"
        f"text-indent:{para.first}pt;font-weight:{'bold' if para.bold else 'normal'};"
        f"text-decoration:{'underline' if para.underline else 'none'}"
    )
    text = html.escape(para.text)
    kind = "keep" if para.keep else ""
    if para.leader:
        return (
            f"<div class='leader' style='{style}'><span>{text}</span><i></i><span>{para.leader}</span></div>"
        )
    if para.mark:
        mark = html.escape(para.mark)
        return f"<div class='mark {kind}' style='{style}'><b>{mark}</b><span>{text}</span></div>"
    return f"<p class='{kind}' style='{style}'>{text}</p>"


def _grid(grid: Grid, setup: Setup) -> str:
    total = sum(grid.widths)
    columns = "".join(f"<col style='width:{100 * width / total:.2f}%'>" for width in grid.widths)
    head = "".join(f"<tr>{''.join(_cells(cells, grid, 'th', 1))}</tr>" for cells in grid.head)
    body = "".join(f"<tr>{''.join(_cells(cells, grid, 'td', at))}</tr>" for at, cells in enumerate(grid.body))
    size = grid.size or setup.points
    group = "thead" if grid.repeat else "tbody"
    inside = "auto" if grid.tear else "avoid"
    align = "text-align:justify;" if grid.justify else "text-align:left;"
    outer = _border(grid) if grid.rules.kind == "columns" else "0"
    layout = "auto" if grid.fit and total < 50 else "fixed"
    return (
        f"<table style='font-size:{size}pt;margin:0 0 {grid.after}pt {grid.indent}pt;{align}border:{outer};"
        f"table-layout:{layout};--inside:{inside}'>"
        f"<colgroup>{columns}</colgroup><{group}>{head}</{group}><tbody>{body}</tbody></table>"
    ).replace("<tr>", f"<tr style='break-inside:{inside}'>")


def _border(grid: Grid) -> str:
    rules = grid.rules
    stroke = STROKES.get(rules.stroke, "solid")
    width = 2.2 if stroke == "double" else max(rules.width, 0.5)
    return f"{width}pt {stroke} #{rules.color}"


def _cells(cells: tuple[Cell | None, ...], grid: Grid, tag: str, row: int) -> Iterator[str]:
    for cell in cells:
        if cell is None:
            continue
        spans = (f" rowspan='{cell.rows}'" if cell.rows > 1 else "") + (
            f" colspan='{cell.columns}'" if cell.columns > 1 else ""
        )
        content = "".join(_line(item, cell) for item in cell.lines) or "&nbsp;"
        yield f"<{tag}{spans} style='{_cell_style(cell, grid, tag, row)}'>{content}</{tag}>"


def _cell_style(cell: Cell, grid: Grid, tag: str, row: int) -> str:
    kind, line = grid.rules.kind, _border(grid)
    if tag == "th" and kind == "columns":
        kind = "grid"
    sides = {
        "left": kind in ("grid", "columns"),
        "right": kind in ("grid", "columns"),
        "top": kind in ("grid", "rows") and not cell.open_top,
        "bottom": kind in ("grid", "rows") and not cell.open_bottom,
    }
    styles = [f"border-{side}:{line if shown else '0'}" for side, shown in sides.items()]
    fill = cell.fill or ("EEF2F7" if kind == "zebra" and tag == "td" and row % 2 else "")
    styles += [f"background:#{fill}"] if fill else []
    styles += [f"padding:{grid.pad * 0.6:.1f}pt {grid.pad}pt", f"color:#{cell.color}"]
    styles += ["vertical-align:middle"] if cell.middle or tag == "th" else []
    styles += [f"text-align:{cell.align}"] if cell.align != "left" else []
    styles += ["font-weight:bold"] if cell.bold else []
    styles += ["writing-mode:vertical-rl;transform:rotate(180deg)"] if cell.turned else []
    return ";".join(styles)


def _line(item: Line, cell: Cell) -> str:
    align = item.align or ("inherit" if cell.align == "left" else cell.align)
    bold = "font-weight:bold;" if item.bold else ""
    if any(isinstance(part, Fraction) for part in item.parts):
        parts = "".join(_part(part) for part in (item.mark, *item.parts) if part)
        return f"<div class='row'>{parts}</div>"
    text = html.escape(" ".join(str(part) for part in item.parts))
    if item.mark:
        mark = html.escape(item.mark)
        return f"<div class='mark' style='text-align:{align};{bold}'><b>{mark}</b><span>{text}</span></div>"
    return f"<p style='text-align:{align};{bold}'>{text}</p>"


def _part(part: str | Fraction) -> str:
    if isinstance(part, str):
        return f"<span style='white-space:nowrap'>{html.escape(part)}</span>"
    return (
        f"<span class='frac'><span>{html.escape(part.num)}</span><span>{html.escape(part.den)}</span></span>"
    )


def _sign(sign: Sign) -> str:
    weight = "bold" if sign.bold else "normal"
    line = "underline" if sign.underline else "none"
    blocks = []
    deepest = max(len(block.above) for block in sign.blocks)
    for block in sign.blocks:
        shown = ["&nbsp;"] * (deepest - len(block.above))
        shown += [html.escape(text) or "&nbsp;" for text in block.above]
        above = "".join(f"<p style='font-weight:{weight}'>{text}</p>" for text in shown)
        name = f"<p style='text-decoration:{line};font-weight:{weight}'>{html.escape(block.name)}</p>"
        below = "".join(f"<p>{html.escape(text)}</p>" for text in block.below)
        blocks.append(f"<div>{above}<div style='height:{sign.room}em'></div>{name}{below}</div>")
    if len(blocks) == 1:
        blocks.insert(0, "<div></div>")
    return f"<div class='sign' style='align-items:flex-start'>{''.join(blocks)}</div>"


def _emblem(emblem: Emblem) -> str:
    place = "float:left;margin:0" if emblem.align == "left" else "display:block;margin:0 auto 10pt"
    hue = emblem.seed * 37 % 360
    return (
        f"<svg style='{place};height:{emblem.height}pt;width:{emblem.height * 0.8}pt' viewBox='0 0 80 100'>"
        f"<path d='M2 2H78V60Q78 85 40 98Q2 85 2 60Z' fill='hsl({hue} 60% 35%)' stroke='black'/>"
        "<circle cx='40' cy='36' r='15' fill='gold' stroke='black'/><rect x='15' y='62' width='50' height='11' "
        f"fill='hsl({(hue + 140) % 360} 60% 40%)' stroke='black'/></svg>"
    )


def _chart(chart: Chart) -> str:
    most = max(value for _, value in chart.bars) or 1.0
    step = 300 / len(chart.bars)
    bars = "".join(
        f"<rect x='{20 + at * step}' y='{130 - 100 * value / most:.1f}' width='{step * 0.6}' "
        f"height='{100 * value / most:.1f}' fill='#4472C4'/>"
        f"<text x='{20 + at * step}' y='145' font-size='9'>{html.escape(label)}</text>"
        f"<text x='{20 + at * step}' y='{126 - 100 * value / most:.1f}' font-size='9'>{value:.1f}</text>"
        for at, (label, value) in enumerate(chart.bars)
    )
    return (
        f"<p style='text-align:center;font-weight:bold'>{html.escape(chart.title)}</p>"
        "<svg style='display:block;margin:0 auto 12pt' width='340pt' height='160pt' "
        f"viewBox='0 0 340 160'>{bars}</svg>"
    )
