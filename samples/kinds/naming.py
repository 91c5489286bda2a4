"""The block that names a post or unit with its Tugas and Fungsi, in the ways in which offices lay it out."""

from __future__ import annotations

from dataclasses import dataclass

from .content import Author
from .elements import NO_RULES, PLAIN_RULES, Cell, Cells, Element, Gap, Grid, Line, Para, Rules, cell, line

MARKS = ("{}.", "{}.", "a.", "a.", "a)", "{})", "({})", "-", "•", "", "i.", "{}")
KEY_WAYS = {"capitals": 0.25, "spaced": 0.32, "glued": 0.42, "plain": 1.0}  # cumulated shares
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


@dataclass(frozen=True)
class KeyStyle:
    """How keys and their values are set."""

    layout: str
    """columns, box, box-cells (numbers in ruled cells of their own), below, runin."""
    name: str
    duty: str
    function: str
    number: str
    """"", "{}.", "{})", "R." (Roman), "a.", "{}"."""
    colon: str = ":"
    bold: bool = False
    bold_value: bool = False
    mark: str = "{}."
    apart: bool = False
    """List numbers in a column of their own."""
    drift: bool = False
    """All numbers in one cell and all items in the next, so that they don't stand side by side."""
    wrapped: bool = False
    """Keys wrap over two lines."""
    order: tuple[str, ...] = ("name", "duty", "function")
    rules: Rules = PLAIN_RULES


def choose_keys(author: Author, names: list[str], duties: list[str], functions: list[str]) -> KeyStyle:
    """A style at random."""
    pick, chance = author.pick, author.chance
    keys: list[str] = [pick(names), pick(duties), pick(functions)]
    (way,) = author.rng.choices(list(KEY_WAYS), cum_weights=list(KEY_WAYS.values()))
    if way == "capitals":
        keys = [key.upper() for key in keys]
    elif way == "spaced":
        keys = [spaced(key) if " " not in key else key.upper() for key in keys]
    elif way == "glued":
        keys = [key.replace(" ", "") for key in keys]
    layout = pick(("columns",) * 5 + ("box", "box", "box-cells", "below", "runin"))
    return KeyStyle(
        layout,
        keys[0],
        keys[1],
        keys[2],
        number=pick(("", "", "{}.", "{}.", "{})", "R.", "a.", "{}")),
        colon=pick((":", ":", ":", ":", "")) if layout not in ("below", "runin") else ":",
        bold=chance(0.3),
        bold_value=chance(0.25),
        mark=pick(MARKS),
        apart=chance(0.15),
        drift=chance(0.2),
        wrapped=chance(0.12),
        rules=Rules("grid", pick(("solid", "solid", "rects", "dots")), pick((0.4, 0.6, 0.9))),
    )


def spaced(text: str) -> str:
    """Letter-spaced capitals: J A B A T A N."""
    return " ".join(text.upper())


def numbered(style: str, at: int) -> str:
    """The number of the at-th key (from 1)."""
    if style == "R.":
        return f"{ROMAN[at - 1].upper()}."
    if style == "a.":
        return f"{chr(96 + at)}."
    return style.format(at) if style else ""


def mark_of(style: str, at: int) -> str:
    """The mark of the at-th item (from 1)."""
    if style.startswith("a"):
        return chr(96 + at) + style[1:]
    if style == "i.":
        return f"{ROMAN[at - 1]}."
    return style.format(at) if "{}" in style else style


def items(texts: list[str], mark: str) -> tuple[Line, ...]:
    """List items with their marks; a single one has none."""
    if len(texts) == 1:
        return (line(texts[0]),)
    return tuple(line(text, mark_of(mark, at)) for at, text in enumerate(texts, 1))


@dataclass(frozen=True)
class Entry:
    """A key and its value; `texts` is a list where it has several."""

    key: str
    texts: list[str]
    bold: bool = False
    none: str = ""
    """What is printed where there is nothing: a dash."""


def name_block(style: KeyStyle, entries: list[Entry], points: float) -> list[Element]:
    """The block as elements."""
    if style.layout in ("below", "runin"):
        return [element for at, entry in enumerate(entries, 1) for element in _free(style, entry, at)]
    ruled = style.layout in ("box", "box-cells")
    own = style.layout == "box-cells" or (style.apart and style.layout == "columns")
    body: list[Cells] = []
    for at, entry in enumerate(entries, 1):
        body += _rows(style, entry, at, own)
    keys = max(len(entry.key) for entry in entries) * points * 0.62 + 12
    number = 22.0 if style.number else 0.0
    widths = [number] if style.number else []
    keys = min(keys * 0.62, 90.0) if style.wrapped else min(keys, 150.0)
    widths += [keys] + ([12.0] if style.colon else []) + ([24.0] if own else [])
    widths.append(470.0 - sum(widths))
    grid = Grid(
        tuple(widths),
        tuple(body),
        rules=style.rules if ruled else NO_RULES,
        pad=4.0 if ruled else 2.0,
        justify=style.bold_value,
        tear=True,
    )
    return [grid]


def _rows(style: KeyStyle, entry: Entry, at: int, own: bool) -> list[Cells]:
    """The rows of one entry: one, or one for each item where numbers have a column of their own."""
    values = items(entry.texts, style.mark) if entry.texts else ((line(entry.none),) if entry.none else ())
    bold = entry.bold and style.bold_value
    many = own and len(values) > 1
    if many and style.drift and all(text.endswith((";", ".", " dan")) for text in entry.texts):
        marks = Cell(tuple(line(part.mark) for part in values))
        texts = Cell(tuple(line(str(part.parts[0])) for part in values))
        return [(*_front(style, entry, at, 1), marks, texts)]
    if not many:
        value = Cell(values, bold=bold, columns=2 if own else 1)
        return [(*_front(style, entry, at, 1), value, *([None] if own else []))]
    align = "left" if style.layout == "columns" else "center"
    rows = [(cell(part.mark, align=align), Cell((line(str(part.parts[0])),))) for part in values]
    found: list[Cells] = []
    for number, pair in enumerate(rows):
        front = _front(style, entry, at, len(rows))
        found.append((*(front if not number else [None] * len(front)), *pair))
    return found


def _front(style: KeyStyle, entry: Entry, at: int, rows: int) -> list[Cell]:
    front = [cell(numbered(style.number, at), rows=rows)] if style.number else []
    front.append(cell(entry.key, rows=rows, bold=style.bold))
    if style.colon:
        front.append(cell(style.colon, rows=rows))
    return front


def _free(style: KeyStyle, entry: Entry, at: int) -> list[Element]:
    """Key and value as running lines."""
    number = numbered(style.number, at)
    head = f"{number} {entry.key}".strip()
    values = items(entry.texts, style.mark) if entry.texts else ((line(entry.none),) if entry.none else ())
    if style.layout == "runin" and len(values) == 1:
        return [Para(f"{head} : {values[0].text}", after=4)]
    found: list[Element] = [Para(f"{head} {style.colon}".strip(), bold=style.bold, keep=40)]
    indent = 18.0 if style.number else 8.0
    found += [Para(str(part.parts[0]), mark=part.mark, indent=indent) for part in values]
    return [*found, Gap(0.3)]
