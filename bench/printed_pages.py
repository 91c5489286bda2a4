"""HTML of pages with one table of a kind and prose around it, or with none, in random looks."""

from __future__ import annotations

import html
import random

from printed_kinds import KINDS, Pen, Table

NONE = ["prose", "columns", "outline", "letter", "sources", "chart", "glossary"]


def table_html(table: Table, pen: Pen) -> str:
    """The table as HTML, in a random look."""
    rng = pen.rng
    thick, thin = "1.2pt solid #000", "0.5pt solid #000"
    size = rng.choice([8, 9, 10])
    columns = max(c + s for _, c, _, s, _ in table.places())
    rest = (100 - sum(table.widths)) / max(1, columns - len(table.widths))
    width = rng.choice([100, 100, 85])
    pad, middle = rng.choice([2, 3, 4]), pen.chance(0.4)
    out = [
        f'<table style="border-collapse:collapse;width:{width}%;font-size:{size}pt" cellspacing="0" cellpadding="{pad}" width="{width}%">'
    ]
    places = iter(table.places())
    group = rng.choice(["#e8e8e8", "#dde8f4"])
    for r, row in enumerate(table.rows):
        out.append("<tr>")
        for cell in row:
            _, c, _, _, _ = next(places)
            style = [
                f"padding:{table.space / 2}pt 4pt",
                f"text-align:{cell.align}",
                f"vertical-align:{'bottom' if r < table.head else 'middle' if middle else 'top'}",
            ]
            if cell.indent:
                style.append(f"padding-left:{4 + 9 * cell.indent}pt")
            lined = table.ruled != "none"
            if lined and r == 0:
                style.append(f"border-top:{thick}")
            ends = r + cell.rows
            if lined and ends in (table.head, len(table.rows)):
                style.append(f"border-bottom:{thin if ends == table.head else thick}")
            first, last = table.over.get(ends, (0, 0))
            if (table.ruled == "rows" and r >= table.head) or first <= c < last:
                style.append(f"border-bottom:{thin}")
            shade = f' bgcolor="{group}"' if r in table.shaded else ""
            given = (
                f' width="{table.widths[c] if c < len(table.widths) else rest:.0f}%"'
                if cell.cols == 1
                else ""
            )
            text = html.escape(cell.text) or "&nbsp;"
            if any(c.isdigit() for c in text) and len(text) < 24:
                text = text.replace(" ", "&nbsp;")
            text = f"<b>{text}</b>" if cell.bold else text
            out.append(
                f'<td rowspan="{cell.rows}" colspan="{cell.cols}"{shade}{given} valign="{"bottom" if r < table.head else "middle" if middle else "top"}" style="{";".join(style)}">{text}</td>'
            )
        out.append("</tr>")
    return "\n".join([*out, "</table>"])


def without_table(kind: str, pen: Pen) -> str:
    """The HTML of a page of a kind that has no table on it."""
    rng = pen.rng

    def text(count: int) -> str:
        return " ".join(pen.sentence(6, 16) for _ in range(count))

    match kind:
        case "columns":
            return (
                f'<div style="columns:{rng.choice([2, 3])};text-align:justify">'
                + "".join(f"<p>{text(5)}</p>" for _ in range(9))
                + "</div>"
            )
        case "outline":
            return (
                "<ol>"
                + "".join(
                    f"<li>{pen.phrase(2, 6)}<ol type='a'>"
                    + "".join(f"<li>{text(1)}</li>" for _ in range(rng.randint(2, 4)))
                    + "</ol></li>"
                    for _ in range(5)
                )
                + "</ol>"
            )
        case "letter":
            keys = ["Nomor", "Lampiran", "Perihal", "Sifat"]
            return (
                "".join(f"<p style='margin:0'>{k} : {pen.phrase(1, 4)}</p>" for k in keys)
                + f"<p>{text(6)}</p><p>{text(5)}</p><p align='right'>Sukamaju, 3 Mei 2024<br><br><br>Arya Wiguna</p>"
            )
        case "sources":
            return "".join(
                f"<p style='margin:2pt 0 2pt 24pt;text-indent:-24pt'>[{i + 1}] {rng.choice('ABCD')}. Wiguna, “{pen.phrase(5, 12)},” vol. {rng.randint(1, 40)}, no. {rng.randint(1, 9)}, pp. {rng.randint(1, 90)}–{rng.randint(91, 200)}, {rng.randint(1990, 2024)}.</p>"
                for i in range(14)
            )
        case "chart":
            bars = "".join(
                f'<rect x="{60 + 50 * i}" y="{200 - h}" width="30" height="{h}" fill="#69c"/><text x="{62 + 50 * i}" y="216" font-size="9">{2015 + i}</text><text x="{62 + 50 * i}" y="{196 - h}" font-size="9">{h / 2:.1f}</text>'
                for i, h in enumerate(rng.randint(20, 170) for _ in range(6))
            )
            lines = "".join(
                f'<line x1="50" x2="370" y1="{200 - 40 * i}" y2="{200 - 40 * i}" stroke="#bbb" stroke-width="0.5"/><text x="20" y="{203 - 40 * i}" font-size="9">{20 * i}</text>'
                for i in range(5)
            )
            return f'<p>{text(3)}</p><svg width="420" height="240">{lines}{bars}</svg><p>{text(5)}</p>'
        case "glossary":
            return "".join(
                f"<p style='margin:3pt 0'><b>{pen.phrase(1, 2)}</b> — {text(1)}</p>" for _ in range(14)
            )
    return "".join(f"<p style='text-align:justify'>{text(rng.randint(3, 8))}</p>" for _ in range(6))


def page_html(kind: str, seed: int) -> tuple[str, Table | None]:
    """The HTML of a page of a kind, and the table on it if there is one."""
    rng = random.Random(f"{kind} {seed}")
    pen = Pen(rng)
    font = rng.choice(["Liberation Serif", "Liberation Sans", "Carlito", "Caladea"])
    if kind in NONE:
        return f'<div style="font-family:{font};font-size:10pt">{without_table(kind, pen)}</div>', None
    table = KINDS[kind](pen)
    before = "".join(
        f"<p style='text-align:justify'>{' '.join(pen.sentence(6, 15) for _ in range(3))}</p>"
        for _ in range(rng.randint(0, 2))
    )
    title = f"<p><b>{pen.pick('Tabel', 'Table')} {rng.randint(1, 9)}.{rng.randint(1, 20)} {pen.phrase(3, 7)}, {rng.randint(2010, 2024)}</b></p>"
    note = rng.choice(
        ["", f"<p style='font-size:8pt'>{pen.pick('Sumber', 'Source')}: {pen.phrase(3, 6)}</p>"]
    )
    after = (
        f"<p style='text-align:justify'>{' '.join(pen.sentence(6, 15) for _ in range(rng.randint(0, 5)))}</p>"
    )
    return (
        f'<div style="font-family:{font};font-size:10pt">{before}{title}{table_html(table, pen)}{note}{after}</div>',
        table,
    )
