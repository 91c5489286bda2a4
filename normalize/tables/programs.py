"""Programmes of a performance agreement with their budgets: a table, or lines set in columns.

A table of programmes is recognised by its header: a programme or an activity, and money; or without one by a column of
money beside texts that begin so. Every amount of money is a programme's; the text left of it, from its own line down
to the next amount's, is the programme's name, what stands right of it the remark. So rows that were not ruled come out
as well as ruled ones. A sum ("Jumlah", "Total") is no programme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...schema.blocks import Block, Line, Page, Word
from ...schema.geometry import Box, bounding_box
from ...schema.models import Program
from ...schema.text import ROMAN, join_wrapped, list_mark
from ..placed_line import PlacedLine

BELOW = 1.6  # of a line's height: white space below the last programme
BESIDE = 2.0  # points: texts end, or begin, so far from the amounts at least
HEAD_CHARACTERS = 40  # a cell of the header has no more
HEADER_ROWS = 3  # rows from the top in which the header is looked for

_NAME = re.compile(r"\b(?:PROGRAM|KEGIATAN|SUB\s*KEGIATAN)\b", re.I)
_BEGINS = re.compile(r"^\W*(?:\d+\W*)?(?:PROGRAM|KEGIATAN|SUB\s*KEGIATAN)\b", re.I)
_MONEY_HEAD = re.compile(r"\b(?:ANGGARAN|PAGU|DANA|BIAYA)\b|\bJUMLAH\s*\(?\s*RP", re.I)
_INDICATOR = re.compile(r"\b(?:INDIKATOR|SASARAN|TARGET)\b", re.I)
_AMOUNT = re.compile(r"^\(?(?:Rp\.?)?\s*\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?:,?-+)?\)?[.;]?$", re.I)
_RUPIAH = re.compile(r"^Rp\.?:?$", re.I)
_SUM = re.compile(r"^\W*(?:JUMLAH|TOTAL|SUB\s*TOTAL)\b", re.I)
_NUMBER = re.compile(r"^\(?(\d{1,3})[.)]?$")


def is_programs(block: Block) -> bool:
    """Whether the table's header names programmes and money in cells of their own, and no indicators.

    Or whether, without a header, most rows are a programme and its money.
    """
    rows = sorted({cell.row for cell in block.cells})
    if not any(_AMOUNT.match(word.text) for c in block.cells for line in c.lines for word in line.words):
        return False
    for row in rows[:HEADER_ROWS]:
        texts = [" ".join(line.text for line in c.lines) for c in block.cells if c.row == row and c.lines]
        if all(len(text) <= HEAD_CHARACTERS for text in texts) and is_programs_head(" ".join(texts)):
            return True
    return _lists_programs(block)


def _lists_programs(block: Block) -> bool:
    """Whether most rows, from the first one on, hold a text that begins as a programme's name and an amount."""
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(" ".join(line.text for line in cell.lines))
    named = [any(map(_BEGINS.match, texts)) for texts in rows.values()]
    paid = [any(map(_AMOUNT.match, texts)) for texts in rows.values()]
    both = [n and p for n, p in zip(named, paid, strict=True)]
    return bool(both) and both[0] and 2 * sum(both) > len(both)


def is_programs_head(text: str) -> bool:
    """Whether a line heads programmes with their budgets."""
    return bool(_NAME.search(text) and _MONEY_HEAD.search(text) and not _INDICATOR.search(text))


@dataclass(slots=True)
class _Entry:
    amount: Line
    page: Page
    texts: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)


def programs_of_table(page: Page, block: Block) -> list[Program]:
    """The programmes of a table of them: a row each, where each amount has one of its own and no row goes without."""
    rows: dict[int, list[Word]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).extend(word for line in cell.lines for word in line.words)
    filled = [rows[row] for row in sorted(rows) if rows[row]]
    paid = [[w for w in words if _AMOUNT.match(w.text)] for words in filled]
    first = next((i for i, amounts in enumerate(paid) if amounts), len(paid))
    if first == len(paid) or any(len(amounts) != 1 for amounts in paid[first:]):
        return programs_of_lines(PlacedLine(page, line) for cell in block.cells for line in cell.lines)
    x0, x1 = _beside([amounts[0] for amounts in paid[first:]])
    found = [
        _program(page, _rows(words), amounts[0], x0, x1, is_last=False)
        for words, amounts in zip(filled[first:], paid[first:], strict=True)
    ]
    return [program for program in found if program is not None]


def _beside(amounts: Sequence[Word]) -> tuple[float, float]:
    """The places left of all amounts and right of them."""
    return min(w.box.x0 for w in amounts) - BESIDE, max(w.box.x1 for w in amounts) + BESIDE


def programs_of_lines(lines: Iterable[PlacedLine]) -> list[Program]:
    """The programmes that lines on one page print, in whatever pieces the lines come."""
    placed = list(lines)
    if not placed:
        return []
    page = placed[0].page
    words = [word for p in placed for word in p.line.words]
    rows = _rows(words)
    head = next((i for i, row in enumerate(rows) if is_programs_head(" ".join(w.text for w in row))), -1)
    rows = rows[head + 1 :]
    amounts = [(i, word) for i, row in enumerate(rows) for word in row if _AMOUNT.match(word.text)]
    if not amounts:
        return []
    x0, x1 = _beside([word for _, word in amounts])
    starts = [i for i, _ in amounts]
    starts_low = _stand_at_bottom(rows, starts, x0)
    out: list[Program] = []
    for at, (index, amount) in enumerate(amounts):
        if starts_low:
            first, last = (starts[at - 1] + 1 if at else 0), index + 1
        else:
            first, last = index, (starts[at + 1] if at + 1 < len(amounts) else len(rows))
        program = _program(page, rows[first:last], amount, x0, x1, is_last=at + 1 == len(amounts))
        if program is not None:
            out.append(program)
    return out


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words by height, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.cy, w.box.x0)):
        if rows and abs(word.box.cy - rows[-1][0].box.cy) < 0.5 * max(word.box.height, 1.0):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box.x0) for row in rows]


def _stand_at_bottom(rows: Sequence[Sequence[Word]], starts: Sequence[int], x0: float) -> bool:
    """Whether amounts stand beside the last line of their programme: text comes before the first of them."""
    before = [row for row in rows[: starts[0]] if any(w.box.x1 <= x0 for w in row)]
    texts = [w.text for row in rows[starts[0] : starts[0] + 1] for w in row if w.box.x1 <= x0]
    begins = bool(texts) and (_NUMBER.match(texts[0]) is not None or list_mark(texts[0]) is not None)
    return bool(before) and not begins


def _program(
    page: Page, rows: Sequence[Sequence[Word]], amount: Word, x0: float, x1: float, *, is_last: bool
) -> Program | None:
    name, remark, used = "", "", [amount]
    no: str | int | None = None
    previous: Box | None = None
    for row in rows:
        left = [w for w in row if w.box.x1 <= x0 and not _RUPIAH.match(w.text)]
        right = [w for w in row if w.box.x0 >= x1 - 4]
        if is_last and previous is not None and row[0].box.top - previous.bottom > BELOW * previous.height:
            break
        if not name and left and (match := _NUMBER.match(left[0].text)):
            no, left = int(match[1]), left[1:]
        elif (not name and left and list_mark(left[0].text) is not None) or (
            not name and len(left) > 1 and ROMAN.fullmatch(left[0].text)
        ):
            no, left = left[0].text, left[1:]
        name = join_wrapped(name, " ".join(w.text for w in left))
        remark = join_wrapped(remark, " ".join(w.text for w in right))
        used += [*left, *right]
        previous = bounding_box(w.box for w in row)
    if not re.search(r"[^\W\d_]{3,}", name) or _SUM.match(name):
        return None
    box = page.shown(bounding_box(w.box for w in used))
    return Program(
        no=no,
        program=name.strip(" .:"),
        anggaran=money(amount.text),
        keterangan=remark.strip() or None,
        page=page.number,
        bbox=box.rounded(),
        confidence=round(min(w.confidence for w in used), 4),
    )


def money(text: str) -> int | None:
    """Whole rupiah of a printed amount.

    >>> money("Rp1.107.000.000,00")
    1107000000
    """
    bare = re.sub(r"(?i)rp\.?|[()\s;]", "", text).rstrip("-").rstrip(",.")
    match = re.fullmatch(r"(\d{1,3}(?:[.,]?\d{3})*)(?:[.,]\d{1,2})?", bare)
    return int(re.sub(r"\D", "", match[1])) if match else None
