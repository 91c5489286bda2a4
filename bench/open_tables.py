"""Open tables measured: tables of many kinds without a full grid, drawn at random, and what is found of their cells.

    python bench/open_tables.py [--seed 1] [--count 6] [--kinds plain,zebra] [--keep DIR] [--all]

Each kind is a habit of print (rules only in the head, stripes, dollar signs set apart, labels that wrap, two tables a
page, ...); what a table holds, its widths, sizes and white space are drawn anew from the seed. Found cells are
compared with drawn ones by adjacency: each cell with its nearest right and lower neighbours, as (text, text,
direction), letters and digits alone. The last kinds draw pages without a table; what is found there costs
precision. ``--keep`` writes the pages that are not read whole.
"""

from __future__ import annotations

import argparse
import io
import itertools
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from iki.extract.document_reader import ReadOptions, read_document
from iki.schema.blocks import Block
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

Counts = tuple[int, int, int]
"""Relations found rightly, drawn, and found."""

WHOLE, WORST = 0.999, 6  # F1 from which a document is read whole; worst seeds of a kind that are named
WIDTH, HEIGHT = 595.0, 842.0
MONTHS = [
    "January",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "October",
    "November",
    "December",
    "Q1",
    "Q2",
]
NOUNS = [
    "output",
    "housing",
    "energy",
    "transport",
    "credit",
    "income",
    "health",
    "exports",
    "imports",
    "labour",
    "water",
    "grain",
    "mining",
    "services",
    "schools",
    "roads",
    "forest",
    "fishing",
    "research",
    "steel",
    "paper",
    "textiles",
    "furniture",
    "machinery",
    "clothing",
]
PLACES = [
    "Austria",
    "Belgium",
    "Denmark",
    "Finland",
    "Greece",
    "Ireland",
    "Latvia",
    "Malta",
    "Norway",
    "Poland",
    "Portugal",
    "Spain",
    "Sweden",
    "Ohio",
    "Texas",
    "Nevada",
    "Maine",
    "Oregon",
    "Kansas",
    "Utah",
    "Bandung",
    "Malang",
    "Bogor",
    "Solo",
]
JOINS = ["of", "and", "in", "for", "by", "under", "with", "other"]
Relation = tuple[str, str, str]


@dataclass(frozen=True)
class Text:
    """A drawn cell: its place in the table, its lines, and where they stand in the column."""

    row: int
    col: int
    lines: tuple[str, ...]
    align: str = "left"
    row_span: int = 1
    col_span: int = 1
    indent: float = 0.0
    bold: bool = False
    low: bool = False  # stands at the foot of its row
    sign: str = ""  # a currency's sign at the column's left


@dataclass
class Table:
    """Cells and what is drawn around them; rows are counted from the head's first one."""

    cells: list[Text] = field(default_factory=list)
    head_rows: int = 1
    rows: int = 0
    cols: int = 0
    rules: set[int] = field(default_factory=set)  # rows above which a rule runs
    spanner_rules: bool = False
    shaded: set[int] = field(default_factory=set)
    white_above: dict[int, float] = field(default_factory=dict)
    leaders: bool = False
    verticals: bool = False
    box: bool = False


@dataclass(frozen=True)
class Style:
    """How a table is set."""

    size: float
    leading: float
    row_gap: float
    gap: float
    serif: bool

    def font(self, *, bold: bool) -> str:
        """The font's name."""
        family = ("Times-Roman", "Times-Bold") if self.serif else ("Helvetica", "Helvetica-Bold")
        return family[bold]

    def width(self, text: str, *, bold: bool = False) -> float:
        """The text's width in points."""
        return float(stringWidth(text, self.font(bold=bold), self.size))


# ---- what tables hold ---------------------------------------------------------------------------------


def label(rng: random.Random, words: int | None = None) -> str:
    """A made-up label of some words."""
    count = words or rng.choice([1, 1, 2, 3])
    out = [rng.choice(PLACES) if rng.random() < 0.3 else rng.choice(NOUNS).capitalize()]
    for _ in range(count - 1):
        out += [rng.choice(JOINS), rng.choice(NOUNS)] if rng.random() < 0.5 else [rng.choice(NOUNS)]
    return " ".join(out)


def number_format(rng: random.Random) -> Callable[[], str]:
    """A function that draws numbers of one column, all written alike."""
    kind = rng.choice(
        ["int", "thousands", "spaced", "dots", "decimal", "percent", "signed", "brackets", "year"]
    )
    big = rng.choice([999, 99_999, 9_999_999])

    def draw() -> str:
        value = rng.randint(1, big)
        if rng.random() < 0.06:
            return rng.choice(["-", "n/a", "..", "–", "(X)", "NA", ""])
        match kind:
            case "thousands":
                return f"{value:,}"
            case "spaced":
                return f"{value:,}".replace(",", " ")
            case "dots":
                return f"{value:,}".replace(",", ".")
            case "decimal":
                return f"{value % 1000 / 10:.1f}"
            case "percent":
                return f"{value % 1000 / 10:.1f}%"
            case "signed":
                return rng.choice(["", "-", "+"]) + f"{value % 100 / 10:.1f}"
            case "brackets":
                return f"({value:,})" if rng.random() < 0.3 else f"{value:,}"
            case "year":
                return str(rng.randint(1980, 2020))
        return str(value % 10_000)

    return draw


def head_text(rng: random.Random) -> str:
    """What may stand above a column of numbers."""
    return rng.choice(
        [
            str(rng.randint(1990, 2015)),
            rng.choice(NOUNS).capitalize(),
            f"{rng.choice(NOUNS).capitalize()} {rng.choice(NOUNS)}",
            f"{rng.choice(['Share', 'Change', 'Number'])} {rng.choice(['(%)', 'of ' + rng.choice(NOUNS), 'in 2004'])}",
            f"{rng.choice(['Jan', 'Feb', 'Mar', 'Q1', 'Q2'])} {rng.randint(1990, 2015)}",
        ]
    )


def wrapped(text: str, style: Style, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text that is broken to a width in points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and style.width(longer, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def statistics(rng: random.Random, style: Style, **kind: bool) -> Table:
    """A column of labels and columns of figures, with what the kind asks for."""
    columns = 1 if kind.get("two") else rng.randint(2, 7)
    if kind.get("wide"):
        columns = rng.randint(9, 13)
    table = Table(cols=columns + 1)
    spans = bool(kind.get("spans")) and columns >= 4
    bold = rng.random() < 0.5
    row = 0
    if spans:
        left = 1
        while left <= columns:
            span = min(rng.choice([2, 2, 3]), columns - left + 1)
            span += columns - left - span == 0
            text = head_text(rng)
            table.cells.append(Text(0, left, (text,), "centre", col_span=span, bold=bold))
            left += span
        row = 1
    room = 55.0 if columns > 4 else 80.0
    for col in range(1, columns + 1):
        lines = wrapped(head_text(rng), style, room if rng.random() < 0.5 else 200.0, bold=bold)
        if kind.get("deep"):
            lines = wrapped(f"{head_text(rng)} {label(rng, 3)}", style, 40.0, bold=bold)
        align = rng.choice(["right", "right", "centre"])
        table.cells.append(Text(row, col, lines, align, bold=bold, low=not kind.get("high")))
    if rng.random() < 0.7:
        table.cells.append(Text(row, 0, (label(rng, 1),), bold=bold, low=True))
    row += 1
    if kind.get("units"):
        unit: Callable[[int], str] = rng.choice(
            [lambda c: f"({c})", lambda _: rng.choice(["(%)", "(1,000)", "(million)"])]
        )
        table.cells += [Text(row, col, (unit(col),), "right") for col in range(1, columns + 1)]
        row += 1
    table.head_rows = row
    formats = [number_format(rng) for _ in range(columns)]
    one = number_format(rng)
    same = rng.random() < 0.4
    align = "left" if kind.get("left") else "right"
    groups = rng.choice([1, 2, 3]) if kind.get("groups") else 1
    per_group = rng.randint(2, 6) if groups > 1 else rng.randint(4, 16)
    for group in range(groups):
        if groups > 1 and kind.get("panels"):
            title = f"Panel {'ABC'[group]}. {label(rng, 3)}"
            table.cells.append(Text(row, 0, (title,), "centre", col_span=columns + 1))
            row += 1
        elif groups > 1:
            table.cells.append(Text(row, 0, (label(rng, 2),), bold=True))
            if group:
                table.white_above[row] = rng.choice([0.0, 0.6, 1.0]) * style.size
                if kind.get("group_rules"):
                    table.rules.add(row)
            row += 1
        for line in range(per_group):
            lines = (label(rng),)
            hang = 0.0
            if kind.get("wrapped") and rng.random() < 0.35:
                lines = wrapped(label(rng, 7), style, 100.0)
                hang = rng.choice([0.0, 8.0])
            total = line == per_group - 1 and rng.random() < 0.5
            if total:
                lines = ("Total",)
            indent = rng.choice([0.0, 8.0]) if groups > 1 else 0.0
            if kind.get("years") and not total:
                lines = (
                    rng.choice([str(1980 + row), f"{1980 + row}-{(81 + row) % 100:02}", MONTHS[row % 12]]),
                )
            table.cells.append(
                Text(row, 0, lines, indent=indent + (1000 * hang if hang else 0.0), bold=total)
            )
            for col in range(1, columns + 1):
                text = one() if same else formats[col - 1]()
                if kind.get("words") and col % 2:
                    text = rng.choice(["Yes", "No", "Low", "High", "X"])
                if kind.get("remarks") and col == columns:
                    text = label(rng, rng.choice([1, 2, 4]))
                if kind.get("marks") and text and rng.random() < 0.2:
                    text += rng.choice(["*", "**", " a", "(b)", " r"])
                if kind.get("holes") and rng.random() < 0.25:
                    text = ""
                if text:
                    sign = "$" if kind.get("dollars") and (line == 0 or total) and text[0].isdigit() else ""
                    table.cells.append(
                        Text(row, col, (text,), align, bold=total, low=bool(kind.get("low")), sign=sign)
                    )
            row += 1
            if kind.get("errors"):
                table.cells += [
                    Text(row, col, (f"({rng.randint(0, 99) / 10:.1f})",), "right")
                    for col in range(1, columns + 1)
                ]
                row += 1
        if kind.get("blanks"):
            table.white_above.update(dict.fromkeys(range(table.head_rows + 5, row, 5), style.size))
    table.rows = row
    table.leaders = bool(kind.get("leaders"))
    return table


def prices(rng: random.Random, style: Style) -> Table:
    """Code, article (wrapped), unit, price."""
    table = Table(cols=4, rows=1)
    for col, text in enumerate(["Code", "Article", "Unit", "Price"]):
        table.cells.append(Text(0, col, (text,), "right" if col == 3 else "left", bold=True))
    draw: Callable[[], str] = rng.choice(
        [lambda: f"{rng.randint(1, 900)}.{rng.randint(0, 99):02}", lambda: f"Rp {rng.randint(1, 900)}.000"]
    )
    for row in range(1, rng.randint(6, 14)):
        table.cells += [
            Text(row, 0, (f"{rng.choice('ABCX')}-{rng.randint(100, 999)}",)),
            Text(row, 1, wrapped(label(rng, rng.choice([2, 3, 8])), style, 150.0)),
            Text(row, 2, (rng.choice(["each", "kg", "box", "m2", "litre"]),)),
            Text(row, 3, (draw(),), "right"),
        ]
        table.rows = row + 1
    return table


def schedule(rng: random.Random, style: Style) -> Table:
    """Days or times and what happens then."""
    table = Table(cols=rng.randint(3, 5))
    for col in range(table.cols):
        table.cells.append(Text(0, col, (["Time", "Event", "Room", "Lead", "Notes"][col],), bold=True))
    hour = 8
    for row in range(1, rng.randint(5, 11)):
        table.cells.append(Text(row, 0, (f"{hour:02}:{rng.choice(['00', '30'])}",)))
        for col in range(1, table.cols):
            table.cells.append(Text(row, col, (label(rng, 2),)))
        hour += 1
        table.rows = row + 1
    return table


def described(rng: random.Random, style: Style) -> Table:
    """Texts that wrap in two of three columns; white space parts the rows."""
    table = Table(cols=3)
    for col, text in enumerate(["Measure", "Purpose", "Budget"]):
        table.cells.append(Text(0, col, (text,), bold=True))
    for row in range(1, rng.randint(4, 8)):
        table.cells += [
            Text(row, 0, wrapped(label(rng, rng.randint(3, 6)), style, 110.0)),
            Text(row, 1, wrapped(label(rng, rng.randint(6, 14)), style, 170.0)),
            Text(row, 2, (f"{rng.randint(10, 900)},000",), "right"),
        ]
        table.white_above[row] = 0.6 * style.size
        table.rows = row + 1
    return table


# ---- how they are drawn --------------------------------------------------------------------------------


def text_width(cell: Text, style: Style) -> float:
    """The width in points that a cell needs, with its indent and currency sign."""
    indent, hang = cell.indent % 1000, cell.indent // 1000
    sign = style.width(cell.sign) + 6 if cell.sign else 0.0
    widths = [style.width(text, bold=cell.bold) for text in cell.lines]
    return indent + sign + max(w + (hang if i else 0.0) for i, w in enumerate(widths))


def column_places(table: Table, style: Style, room: float) -> list[tuple[float, float]]:
    """Left and right of each column, from 0 on."""
    widths = [8.0] * table.cols
    for cell in sorted(table.cells, key=lambda c: c.col_span):
        need = text_width(cell, style)
        own = slice(cell.col, cell.col + cell.col_span)
        have = sum(widths[own]) + style.gap * (cell.col_span - 1)
        if need > have:
            widths[own] = [w + (need - have) / cell.col_span for w in widths[own]]
    if table.leaders:
        widths[0] += 40.0
    spare = max(0.0, room - sum(widths) - style.gap * (table.cols - 1))
    places = []
    x = 0.0
    gap = style.gap + min(spare / table.cols, 30.0) * 0.5
    for width in widths:
        places.append((x, x + width))
        x += width + gap
    return places


def draw(canvas: Canvas, table: Table, style: Style, x0: float, top: float, room: float) -> float:
    """Draws the table below ``top`` (from the page's top); returns where it ends."""
    places = column_places(table, style, room)
    right = x0 + places[-1][1]
    step = style.leading * style.size
    y = top
    tops = []
    deep = [max((len(c.lines) for c in table.cells if c.row == r), default=1) for r in range(table.rows)]
    for row in range(table.rows):
        y += table.white_above.get(row, 0.0)
        tops.append(y)
        y += deep[row] * step + style.row_gap
    tops.append(y)
    canvas.setLineWidth(0.6)
    for row in table.shaded:
        canvas.setFillGray(0.9)
        canvas.rect(
            x0 - 3, HEIGHT - tops[row + 1], right - x0 + 6, tops[row + 1] - tops[row], stroke=0, fill=1
        )
        canvas.setFillGray(0)
    for row in table.rules:
        canvas.line(x0 - 3, HEIGHT - tops[row], right + 3, HEIGHT - tops[row])
    middles = [x0 + (a[1] + b[0]) / 2 for a, b in itertools.pairwise(places)]
    if table.verticals:
        for x in middles:
            canvas.line(x, HEIGHT - tops[table.head_rows - 1], x, HEIGHT - tops[-1])
    if table.box:
        canvas.rect(x0 - 3, HEIGHT - tops[-1], right - x0 + 6, tops[-1] - tops[0])
    for cell in table.cells:
        left, end = x0 + places[cell.col][0], x0 + places[cell.col + cell.col_span - 1][1]
        if table.spanner_rules and cell.col_span > 1:
            canvas.line(left, HEIGHT - tops[cell.row + 1] + 1, end, HEIGHT - tops[cell.row + 1] + 1)
        indent, hang = cell.indent % 1000, cell.indent // 1000
        extra = (deep[cell.row] - len(cell.lines)) * step if cell.low else 0.0
        canvas.setFont(style.font(bold=cell.bold), style.size)
        for i, text in enumerate(cell.lines):
            base = HEIGHT - (tops[cell.row] + extra + i * step + style.row_gap / 2 + 0.82 * style.size)
            if cell.align == "right":
                canvas.drawRightString(end, base, text)
            elif cell.align == "centre":
                canvas.drawCentredString((left + end) / 2, base, text)
            else:
                canvas.drawString(left + indent + (hang if i else 0.0), base, text)
            if cell.sign:
                canvas.drawString(left, base, cell.sign)
        if table.leaders and cell.col == 0 and cell.row >= table.head_rows:
            begin = left + indent + style.width(cell.lines[-1], bold=cell.bold) + 2
            dots = max(0, int((end - begin) / style.width(".")))
            canvas.drawRightString(end, base, "." * dots)
    return tops[-1]


def prose(
    canvas: Canvas, rng: random.Random, style: Style, x0: float, top: float, width: float, lines: int
) -> float:
    """Draw lines of running text; returns where they end, in points from the top."""
    canvas.setFont(style.font(bold=False), style.size)
    text = " ".join(
        f"{label(rng, 9)} {rng.choice(['rose by', 'was'])} {rng.randint(2, 99)} percent in {rng.randint(1990, 2015)}."
        for _ in range(lines)
    )
    broken = wrapped(text, style, width)[:lines]
    for i, line in enumerate(broken):
        canvas.drawString(x0, HEIGHT - top - (i + 1) * 1.2 * style.size, line)
    return top + lines * 1.2 * style.size


def draw_style(rng: random.Random) -> Style:
    """A random look: font size, leading, room between rows and columns."""
    size = rng.choice([7.0, 8.0, 9.0, 10.0])
    return Style(
        size,
        rng.choice([1.12, 1.2]),
        rng.choice([0.0, 0.0, 2.0, 4.0]),
        rng.choice([5.0, 9.0, 16.0]),
        rng.random() < 0.5,
    )


def roomy(style: Style) -> Style:
    """The style with at least so much room that wrapped texts of neighbours stay apart."""
    return replace(style, row_gap=max(style.row_gap, 2.0), gap=max(style.gap, 9.0))


KINDS: dict[str, dict[str, bool]] = {
    "errors": {"errors": True},
    "marks": {"marks": True},
    "units": {"units": True},
    "panels": {"groups": True, "panels": True},
    "words": {"words": True},
    "remarks": {"remarks": True},
    "years": {"years": True},
    "wide": {"wide": True},
    "deep-head": {"deep": True},
    "high-head": {"deep": True, "high": True},
    "tight": {},
    "mixed": {},
    "rules-wrapped": {"wrapped": True},
    "zebra-wrapped": {"wrapped": True},
    "plain": {},
    "booktabs": {},
    "head-rules": {},
    "row-rules": {},
    "zebra": {},
    "spans": {"spans": True},
    "spans-ruled": {"spans": True},
    "groups": {"groups": True},
    "group-rules": {"groups": True, "group_rules": True},
    "blank-lines": {"blanks": True},
    "leaders": {"leaders": True},
    "dollars": {"dollars": True},
    "holes": {"holes": True},
    "wrapped": {"wrapped": True},
    "wrapped-low": {"wrapped": True, "low": True},
    "left": {"left": True},
    "two-columns": {"two": True},
    "two-columns-leaders": {"two": True, "leaders": True},
    "verticals": {},
    "boxed": {},
    "page-frame": {},
    "text-column": {},
    "two-a-page": {},
    "side-by-side": {},
    "prices": {},
    "schedule": {},
    "described": {},
}
NONE = ["columns-of-prose", "list", "contents", "chart", "form"]


def make(kind: str, seed: int) -> tuple[bytes, list[Table]]:
    """One page of a kind, and its tables."""
    rng = random.Random(f"{kind} {seed}")
    style = draw_style(rng)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True)
    tables: list[Table] = []
    if kind in NONE:
        without_table(kind, canvas, rng, style)
        canvas.save()
        return out.getvalue(), tables
    above = 0 if kind == "text-column" else rng.randint(0, 6)
    if kind == "tight":
        style = replace(style, gap=4.0, size=rng.choice([7.0, 8.0]), row_gap=0.0)
    y = prose(canvas, rng, replace(style, size=10.0), 60, 60, 470, above) + rng.choice([14.0, 30.0])
    x0 = 60.0
    if kind == "text-column":
        body = replace(style, size=9.0)
        prose(canvas, rng, body, 60, 60, 225, 55)
        y = prose(canvas, rng, body, 312, 60, 225, rng.randint(4, 20)) + 16
        x0 = 312.0
    for _ in range(2 if kind in ("two-a-page", "side-by-side") else 1):
        table = one_table(kind, rng, style)
        places = column_places(table, style, 0.0)
        limit = 225.0 if kind in ("text-column", "side-by-side") else 480.0
        while places[-1][1] > limit:
            style = replace(style, size=max(style.size - 1, 6.0), gap=max(5.0, style.gap - 3))
            table = one_table("two-columns" if limit < 300 else kind, rng, style)
            places = column_places(table, style, 0.0)
        canvas.setFont(style.font(bold=True), style.size + 1)
        title = f"Table {rng.randint(1, 20)}. {label(rng, 3)}, {rng.randint(1990, 2015)}"
        canvas.drawString(x0, HEIGHT - y, title)
        tables.append(table)
        end = draw(canvas, table, style, x0, y + rng.choice([6.0, 12.0]), 225.0 if limit < 300 else 470.0)
        canvas.setFont(style.font(bold=False), style.size - 1)
        if rng.random() < 0.6:
            canvas.drawString(
                x0,
                HEIGHT - end - 12,
                f"Source: {label(rng, 5 if limit > 300 else 2)}, {rng.randint(1990, 2015)}.",
            )
        if kind == "side-by-side":
            x0 = 320.0
        else:
            y = end + rng.choice([40.0, 60.0])
    if kind not in ("text-column", "side-by-side") and y < 640:
        prose(canvas, rng, replace(style, size=10.0), 60, y, 470, 5)
    if kind == "page-frame":
        canvas.rect(40, 30, WIDTH - 80, HEIGHT - 60)
    canvas.save()
    return out.getvalue(), tables


def one_table(kind: str, rng: random.Random, style: Style) -> Table:
    """A random table of a kind."""
    if kind == "prices":
        table = prices(rng, roomy(style))
    elif kind == "schedule":
        table = schedule(rng, style)
    elif kind == "described":
        table = described(rng, style)
    else:
        flags = KINDS[kind]
        if kind == "mixed":
            every = sorted({flag for one in KINDS.values() for flag in one} - {"two", "errors", "high"})
            flags = dict.fromkeys(rng.sample(every, rng.randint(2, 6)), True)
        table = statistics(rng, style, **flags)
    foot = {0, table.head_rows, table.rows}
    if kind in ("booktabs", "spans-ruled", "group-rules"):
        table.rules |= foot
        table.spanner_rules = kind == "spans-ruled"
    elif kind == "head-rules":
        table.rules |= {0, table.head_rows}
    elif kind in ("row-rules", "rules-wrapped"):
        table.rules |= set(range(table.rows + 1))
    elif kind in ("zebra", "zebra-wrapped"):
        table.shaded = set(range(table.head_rows + rng.randint(0, 1), table.rows, 2))
    elif kind in ("verticals", "boxed"):
        table.box = True
        table.rules |= {table.head_rows}
        table.verticals = kind == "verticals"
    elif rng.random() < 0.6:
        table.rules |= rng.choice([foot, {0, table.head_rows}, {table.head_rows}])
    return table


def without_table(kind: str, canvas: Canvas, rng: random.Random, style: Style) -> None:
    """Draw a page of a kind that has no table on it."""
    if kind == "columns-of-prose":
        count = rng.choice([2, 3])
        width = 480 / count - 16
        for i in range(count):
            prose(canvas, rng, style, 60 + i * (width + 16), 60, width, 50)
    elif kind == "list":
        for i in range(12):
            canvas.setFont(style.font(bold=False), style.size)
            for k, text in enumerate(wrapped(label(rng, rng.randint(3, 20)), style, 420)):
                canvas.drawString(90, 760 - i * 36 - k * 1.2 * style.size, text)
            canvas.drawString(70, 760 - i * 36, f"{i + 1}.")
    elif kind == "contents":
        page = 1
        for i in range(20):
            canvas.setFont(style.font(bold=False), style.size)
            text = f"{i + 1}. {label(rng, 4)}"
            canvas.drawString(
                70, 760 - i * 16, text + " " + "." * int((420 - style.width(text)) / style.width("."))
            )
            canvas.drawRightString(520, 760 - i * 16, str(page))
            page += rng.randint(0, 6)
    elif kind == "chart":
        canvas.setFont(style.font(bold=False), 8)
        for i in range(6):
            canvas.drawRightString(95, 500 + i * 30, str(i * 20))
            canvas.drawCentredString(130 + i * 60, 480, str(2000 + i))
            height = rng.uniform(20, 150)
            canvas.setFillGray(0.6)
            canvas.rect(115 + i * 60, 500, 30, height, fill=1)
            canvas.setFillGray(0)
            if rng.random() < 0.8:
                canvas.drawCentredString(130 + i * 60, 503 + height, f"{height / 1.5:.1f}")
        prose(canvas, rng, replace(style, size=10.0), 60, 420, 470, 8)
    else:
        for i, key in enumerate(["Name", "Number", "Date", "Office", "Amount", "Subject"]):
            canvas.setFont(style.font(bold=False), style.size)
            canvas.drawString(70, 760 - i * 16, key)
            canvas.drawString(150, 760 - i * 16, f": {label(rng, 3) if i % 2 == 0 else rng.randint(3, 9999)}")
        prose(canvas, rng, replace(style, size=10.0), 60, 200, 470, 12)


# ---- how found ones are compared -------------------------------------------------------------------------


def bare(text: str) -> str:
    """The text without leaders, white space and signs that readers write differently."""
    return re.sub(r"\.{2,}|[^0-9a-z%$.,+()/–-]+", "", text.casefold())


Place = tuple[int, int, int, int, str]


def relations(cells: Iterable[Place]) -> Counter[Relation]:
    """Each cell (row, column, spans, text) with its nearest neighbours at the right and below."""
    every = [cell for cell in cells if bare(cell[4])]
    grid: dict[tuple[int, int], int] = {}
    for i, (row, col, row_span, col_span, _) in enumerate(every):
        for r in range(row, row + row_span):
            for c in range(col, col + col_span):
                grid.setdefault((r, c), i)
    if not grid:
        return Counter()
    rows, cols = max(r for r, _ in grid) + 1, max(c for _, c in grid) + 1
    found = set()
    for (r, c), i in grid.items():
        right = next((j for k in range(c + 1, cols) if (j := grid.get((r, k))) is not None and j != i), None)
        below = next((j for k in range(r + 1, rows) if (j := grid.get((k, c))) is not None and j != i), None)
        found |= {(i, j, d) for j, d in ((right, "h"), (below, "v")) if j is not None}
    return Counter((bare(every[i][4]), bare(every[j][4]), d) for i, j, d in found)


def drawn_relations(table: Table) -> Counter[Relation]:
    """The relations between neighbours of a table's cells as they were drawn."""
    return relations(
        (c.row, c.col, c.row_span, c.col_span, f"{c.sign} {' '.join(c.lines)}") for c in table.cells
    )


def found_relations(block: Block) -> Counter[Relation]:
    """The relations between neighbours of a table's cells as they were read."""
    return relations((c.row, c.col, c.row_span, c.col_span, c.text) for c in block.cells)


def score(tables: Sequence[Table], blocks: Sequence[Block]) -> tuple[int, int, int]:
    """Relations found rightly, drawn, and found."""
    drawn = [drawn_relations(table) for table in tables]
    found = [found_relations(block) for block in blocks]
    right = 0
    free = list(range(len(found)))
    for table in drawn:
        best = max(free, key=lambda i: (table & found[i]).total(), default=None)
        if best is not None and table & found[best]:
            right += (table & found[best]).total()
            free.remove(best)
    return right, sum(t.total() for t in drawn), sum(f.total() for f in found)


def f1(right: int, drawn: int, found: int) -> float:
    """The harmonic mean of precision and recall; 1 where nothing was drawn and nothing found."""
    return 2 * right / (drawn + found) if drawn + found else 1.0


def print_by_kind(kinds: Sequence[str], seeds: Sequence[int], measured: Callable[[str, int], Counts]) -> None:
    """Print what is ``measured`` of every kind and seed, by kind with its worst seeds, and of all together."""
    total: Counts = (0, 0, 0)
    for kind in kinds:
        sums: Counts = (0, 0, 0)
        worst: list[tuple[float, int]] = []
        for seed in seeds:
            one = measured(kind, seed)
            sums = added(sums, one)
            if f1(*one) < WHOLE:
                worst.append((f1(*one), seed))
        total = added(total, sums)
        detail = " ".join(f"{seed}:{value:.2f}" for value, seed in sorted(worst)[:WORST])
        print(f"{kind:22} F1 {f1(*sums):.3f}  relations {sums[1]:5}  found {sums[2]:5}  {detail}", flush=True)
    recall, precision = total[0] / max(1, total[1]), total[0] / max(1, total[2])
    print(f"{'all':22} F1 {f1(*total):.3f}  recall {recall:.3f}  precision {precision:.3f}")


def added(some: Counts, others: Counts) -> Counts:
    """The sums of two counts of relations."""
    return some[0] + others[0], some[1] + others[1], some[2] + others[2]


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw pages, read them, and print by kind how many relations were found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=[*KINDS, *NONE])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)

        def measured(kind: str, seed: int) -> Counts:
            data, tables = make(kind, seed)
            path = keep / f"{kind}-{seed}.pdf"
            path.write_bytes(data)
            pages = read_document(path, name=path.name, options=ReadOptions(ocr="never")).pages
            return score(tables, [b for page in pages for b in page.blocks if b.kind == "table"])

        print_by_kind(options.kinds, range(options.seed, options.seed + options.count), measured)


if __name__ == "__main__":
    main()
