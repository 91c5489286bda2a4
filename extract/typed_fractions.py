"""Fractions that are typed as running text: a numerator underlined, or over a row of dashes.

Whoever has no stacked fraction at hand underlines the numerator and goes on typing, or types a row of dashes for a bar,
so the text wraps where the cell ends: the numerator over several lines, "x 100%" behind it, behind the dashes, behind
the denominator, alone on the next line, or parted between two. Told by the factor: a line of dashes is a bar, and
underlined words are a numerator where a factor follows them that no line is under. Without a factor an underline may be
a heading's; of one line, with its factor on it or other lines above, it may be the bar of a stacked fraction: both are
left to whoever looks for bars. Numerator and denominator are one paragraph each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..schema.blocks import Line, Word
from ..schema.geometry import bounding_box
from .page_content import Ruling
from .text_lines import joined_text, make_line

FACTOR = re.compile(r"^[x×X*]\s*\d[\d.,]*\s*[%‰]?$")
SIGN = re.compile(r"^[x×X*]$")
DASHES = re.compile(r"^(?:[-–—]{4,}|[_=─━═]{4,})$")
STATEMENT = re.compile(r"^(?:\S+\s+){0,2}\S*[:=](?:\s|$)")  # "Keterangan : …", "A = …"
DIVIDED = re.compile(r"\s/\s|[÷=]|\bdibagi\b", re.I)  # what has its own fraction is no denominator
ABOVE, BELOW = 0.4, 0.15  # of a word's height: how far its underline may lie above and below its box's bottom
PAST = 0.45  # of a word's height: how far an underline goes on under the blank behind it
LEFT_OF = 1.0  # of a word's height: how far before its first word no underline begins, blanks and all
BEGINS = 1.5  # points: how far inside its word an underline may begin
NEAR = 0.6  # of a line's height: white space between two lines of one paragraph
SPACE = 0.25  # of a line's height: a blank
FLUSH = 3.0  # points: how far lines of one numerator may begin apart
FACTOR_WORDS = 3  # "x", "100", "%"


class TypedFractions(NamedTuple):
    """Fractions found, and the words and rulings that are no part of any."""

    fractions: list[Line]
    words: list[Word]
    rulings: list[Ruling]


class _Cell(NamedTuple):
    """The lines of a cell that are no part of a fraction yet, the rulings, and how far lines reach to the right."""

    lines: Sequence[Line]
    rulings: Sequence[Ruling]
    right: float


class _Found(NamedTuple):
    text: str
    words: list[Word]
    end: int  # index of the line behind it


class _Run(NamedTuple):
    before: str  # "Persentase ="
    numerator: str
    factor: str
    words: list[Word]  # of all three
    end: int  # index of the line behind them
    plain: bool  # whether it may as well be the bar of a stacked fraction


def may_be_typed(words: Sequence[Word]) -> bool:
    """Whether any word is a row of dashes."""
    return any(word.text[:1] in "-–—_=─━═" and DASHES.match(word.text) is not None for word in words)


def typed_fractions(lines: Sequence[Line], rulings: Sequence[Ruling]) -> TypedFractions:
    """The fractions among a cell's lines (from top to bottom); ``rulings`` may underline some."""
    right = max((line.box.x1 for line in lines), default=0.0)
    found: list[Line] = []
    index = free = 0  # the line that is looked at, and the first below the fraction before
    while index < len(lines):
        cell = _Cell(lines[free:], rulings, right)
        one = _dashed(cell, index - free) or _underlined(cell, index - free)
        if one is None:
            index += 1
            continue
        found.append(Line(tuple(one.words), bounding_box(w.box for w in one.words), one.text, fraction=True))
        index = free = free + one.end
    used = [word for line in found for word in line.words]
    taken = set(map(id, used))
    return TypedFractions(
        found,
        [word for line in lines for word in line.words if id(word) not in taken],
        [ruling for ruling in rulings if not any(_is_under(ruling, word) for word in used)],
    )


# ---- rows of dashes ----------------------------------------------------------------------------------


def _dashed(cell: _Cell, index: int) -> _Found | None:
    """The fraction whose bar is a row of dashes on the line, with nothing behind it but a factor."""
    lines = cell.lines
    words = lines[index].words
    at = next((i for i, word in enumerate(words) if DASHES.match(word.text)), None)
    if at is None:
        return None
    before = " ".join(word.text for word in words[:at])
    factor = " ".join(word.text for word in words[at + 1 :])
    end = index + 1
    if SIGN.match(factor) and end < len(lines) and FACTOR.match(f"{factor} {lines[end].text}"):
        factor = f"{factor} {lines[end].text}"
        end += 1
    if (before and not before.endswith("=")) or (factor and not FACTOR.match(factor)):
        return None
    above: list[Line] = []
    for line in reversed(lines[:index]):
        if not _follows(line, (above or [lines[index]])[0]) or STATEMENT.match(line.text):
            break
        if above and _begins(line, above[0], cell.right):
            break
        above.insert(0, line)
    below = _paragraph(cell, end)
    if not above or not below:
        return None
    denominator = joined_text(below)
    if not factor:
        denominator, factor = _without_factor(below)
    text = f"{before} ({joined_text(above)}) / ({denominator}) {factor}".strip()
    used = [word for line in (*above, *lines[index:end], *below) for word in line.words]
    return _Found(text, used, end + len(below))


# ---- underlined numerators -----------------------------------------------------------------------------


def _underlined(cell: _Cell, index: int) -> _Found | None:
    """The fraction whose underlined numerator begins on the line."""
    run = _run(cell.lines, index, cell.rulings) if cell.rulings else None
    if run is None:
        return None
    below = _paragraph(cell, run.end)
    denominator, factor = joined_text(below), run.factor
    if not factor:
        denominator, factor = _without_factor(below)
        if DIVIDED.search(denominator) or run.numerator.endswith(":"):
            return None
    elif run.plain:
        return None
    if not denominator or not factor:
        return None
    words = [*run.words, *(word for line in below for word in line.words)]
    text = f"{run.before} ({run.numerator}) / ({denominator}) {factor}".strip()
    return _Found(text, words, run.end + len(below))


def _run(lines: Sequence[Line], start: int, rulings: Sequence[Ruling]) -> _Run | None:
    """The underlined words from a line on, over several lines, and the factor behind them, if there is one."""
    numerator: list[Line] = []
    words: list[Word] = []
    tail: list[Word] = []
    before = ""
    end = start
    for line in lines[start:]:
        first, last = _underlined_words(line, rulings)
        opening = " ".join(word.text for word in line.words[:first])
        if first == last or (numerator and (opening or not _follows(numerator[-1], line))):
            break
        if (opening and not opening.endswith("=")) or _is_bar_over(line.words[first], rulings):
            return None
        before = before or opening
        end += 1
        numerator.append(make_line(line.words[first:last]))
        words.extend(line.words)
        tail = list(line.words[last:])
        if tail:
            break
    if not numerator:
        return None
    if before:  # behind it a numerator may begin further up
        for line in reversed(lines[:start]):
            if line.box.x0 < numerator[0].box.x0 - FLUSH or not _follows(line, numerator[0]):
                break
            numerator.insert(0, line)
            words[:0] = line.words
    text = " ".join(word.text for word in tail)
    if not FACTOR.match(text) and end < len(lines) and _follows(lines[end - 1], lines[end]):
        longer = f"{text} {lines[end].text}".strip()
        if (not text or SIGN.match(text)) and FACTOR.match(longer):
            text = longer
            words.extend(lines[end].words)
            end += 1
    if text and not FACTOR.match(text):
        return None
    lower = start > 0 and _follows(lines[start - 1], lines[start])
    plain = not before and len(numerator) == 1 and (end == start + 1 or lower)
    return _Run(before, joined_text(numerator), text, words, end, plain)


def _underlined_words(line: Line, rulings: Sequence[Ruling]) -> tuple[int, int]:
    """Indices of the first underlined word and of the first after them; (0, 0) if there are several such runs."""
    under = [any(_is_under(ruling, word) for ruling in rulings) for word in line.words]
    if True not in under:
        return 0, 0
    first = under.index(True)
    last = under.index(False, first) if False in under[first:] else len(under)
    return (0, 0) if any(under[last:]) else (first, last)


def _is_under(ruling: Ruling, word: Word) -> bool:
    """Whether the ruling is drawn right under the word."""
    height = word.box.height
    level = -ABOVE * height <= ruling.pos - word.box.bottom <= BELOW * height
    return level and ruling.start <= word.box.x0 + BEGINS and word.box.x1 <= ruling.end + PAST * height


def _is_bar_over(first: Word, rulings: Sequence[Ruling]) -> bool:
    """Whether what is drawn under the first word begins well before it: a bar, over which words are centred."""
    before = LEFT_OF * first.box.height
    return all(ruling.start < first.box.x0 - before for ruling in rulings if _is_under(ruling, first))


# ---- paragraphs ----------------------------------------------------------------------------------------


def _paragraph(cell: _Cell, start: int) -> list[Line]:
    """The plain lines from line ``start`` on that are one paragraph: each goes on because the one before is full."""
    lines, rulings, right = cell
    out: list[Line] = []
    for index, line in enumerate(lines[start:], start + 1):
        first, last = _underlined_words(line, rulings)
        if first != last or may_be_typed(line.words):
            break
        if out and index < len(lines) and may_be_typed(lines[index].words):
            break  # the next numerator
        if out and (
            not _follows(out[-1], line) or _begins(out[-1], line, right) or STATEMENT.match(line.text)
        ):
            break
        out.append(line)
    return out


def _begins(before: Line, line: Line, right: float) -> bool:
    """Whether a line begins a paragraph: with a capital, though its first word had room behind the line before."""
    first = line.words[0]
    room = right - before.box.x1 - SPACE * line.box.height
    return first.text[:1].isupper() and first.box.width < room


def _without_factor(lines: Sequence[Line]) -> tuple[str, str]:
    """The lines' text without the factor at its end, and the factor, empty where there is none."""
    words = [word.text for line in lines for word in line.words]
    for count in range(FACTOR_WORDS, 0, -1):
        factor = " ".join(words[-count:])
        if len(words) > count and FACTOR.match(factor):
            return joined_text(lines)[: -len(factor)].rstrip(), factor
    return joined_text(lines), ""


def _follows(above: Line, line: Line) -> bool:
    """Whether a line stands right below another."""
    return line.box.top - above.box.bottom <= NEAR * max(line.box.height, above.box.height)
