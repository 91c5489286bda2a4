"""Printed lines become running text: wrapped lines are joined, list items and paragraphs kept apart.

A line break is a wrap when the next line's first word would not have fitted on the line; where it would have,
somebody broke the line on purpose. A list mark at a line's start always begins a new paragraph. Hyphens at a
line's end follow `schema.text.join_wrapped`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..schema.blocks import Cell, Line, Page, Word
from ..schema.geometry import Box, bounding_box
from ..schema.known_words import EDGES, is_known
from ..schema.models import Part, TextValue
from ..schema.text import SOFT_HYPHEN, breaks_word, join_wrapped, list_mark, squeeze

_SINGLE = 0.7  # share of single letters among the words of a letter-spaced line
_LEAST_GAP = 0.1  # of the size: the usual gap between letters counts as this at least
_WORD_GAP = 1.6  # of the usual gap: white space between the words of a letter-spaced line
NEXT_WORD, MORE = (
    0.35,
    2.0,
)  # of the size, and points: room beyond the next word's width that was left on purpose
PADDING = 6.0  # points: the most that a cell keeps free at its right side beyond its left padding
CENTRED = 3.0  # points: a line whose margins differ by less is centred
LEAST_INDENT = 4.0  # points: beyond the padding, that a centred line keeps free at its left
SPACED_LETTERS = 5  # words of a letter-spaced line at least


@dataclass(slots=True)
class Piece:
    """Lines on one page that print (a part of) one text, with the extent that was free for them."""

    page: Page
    lines: list[Line]
    x0: float
    x1: float
    box: Box

    @classmethod
    def of_cell(cls, page: Page, cell: Cell) -> Piece:
        """The piece that a table cell prints."""
        return cls(page, cell.lines, cell.box.x0, cell.box.x1, cell.box)

    @classmethod
    def of_lines(cls, page: Page, lines: list[Line], x0: float, x1: float) -> Piece:
        """The piece that lines between ``x0`` and ``x1`` print."""
        return cls(page, lines, x0, x1, bounding_box(line.box for line in lines))


def paragraphs(piece: Piece) -> list[str]:
    """The piece's paragraphs and list items, each with its wrapped lines joined."""
    out: list[str] = []
    previous: Line | None = None
    for line in piece.lines:
        if previous is not None and not _starts_anew(previous, line, piece):
            out[-1] = join_wrapped(out[-1], line.text)
        else:
            out.append(line.text)
        previous = line
    return out


_MINUS_AT_END = re.compile(r"(?<![^\W\d_])[^\W\d_]-$")  # behind a letter that stands for a year: "tahun n-"


def _starts_anew(previous: Line, line: Line, piece: Piece) -> bool:
    if line.fraction or previous.fraction:
        return True
    mark = list_mark(line.text)
    if mark is not None and mark.kind == "number" and _MINUS_AT_END.search(previous.text):
        return False  # "PAD tahun n-" over "1) x 100%"
    if mark is not None and not (mark.kind == "bullet" and _reads_on(previous, mark.rest)):
        return True
    if breaks_word(previous.text, line.text):
        return False
    return _room_after(previous, piece) > first_word_width(line) + NEXT_WORD * line.em + MORE


def _reads_on(previous: Line, rest: str) -> bool:
    """Whether a dash at a line's start is a minus or a dash within running text rather than a list mark."""
    return bool(rest[:1]) and not rest[:1].isalpha() and not list_mark(previous.text)


def _room_after(line: Line, piece: Piece) -> float:
    """Free width on the line: at its right, or on both sides where it is centred."""
    left = line.box.x0 - piece.x0
    right = piece.x1 - line.box.x1
    pad = min(max(min(other.box.x0 - piece.x0 for other in piece.lines), 0.0), PADDING)
    if abs(left - right) < CENTRED and left > pad + LEAST_INDENT:
        return left + right - 2 * pad
    return right - pad


def first_word_width(line: Line) -> float:
    """Width in points of the word that would have had to fit on the line before."""
    words = line.words
    if not words:
        return 0.0
    if len(words) > 1 and list_mark(f"{words[0].text} {words[1].text}"):
        return words[1].box.x1 - words[0].box.x0
    return words[0].box.width


def text_of(pieces: Sequence[Piece]) -> str:
    """The text of all pieces, one after the other, as one cell: a part over a page break reads on.

    A piece reads on from the one before unless it begins with a list mark.
    """
    paras: list[str] = []
    for piece in pieces:
        fresh = paragraphs(piece)
        if paras and fresh and list_mark(fresh[0]) is None and not piece.lines[0].fraction:
            torn = SOFT_HYPHEN if _is_torn(paras[-1], fresh[0]) else ""
            paras[-1] = join_wrapped(paras[-1] + torn, fresh.pop(0))
        paras.extend(fresh)
    return squeeze("\n".join(paras))


def _is_torn(before: str, after: str) -> bool:
    """Whether a page's end stands within a word: neither piece of it is one, both together are."""
    head, tail = before.split()[-1:], after.split()[:1]
    if not head or not tail or not tail[0][:1].islower():
        return False
    pieces = head[0].rpartition(SOFT_HYPHEN)[2].strip(EDGES), tail[0].strip(EDGES)
    return not any(map(is_known, pieces)) and is_known("".join(pieces))


def raw_of(words: Sequence[Word]) -> str | None:
    """The engine's own reading of the words, where another was chosen for any of them."""
    raw = [w.raw for w in words]
    if raw.count(None) == len(raw):
        return None
    return " ".join([w.text if w.raw is None else w.raw for w in words])


def text_value(pieces: Sequence[Piece], text: str, layout: float) -> TextValue:
    """The record of a text with its places on the pages as displayed (see `text_fields`)."""
    return TextValue(**text_fields(pieces, text, layout))


def text_fields(pieces: Sequence[Piece], text: str, layout: float) -> dict[str, Any]:
    """What the record of a text holds, by the names of `TextValue`.

    ``layout`` is the probability that the text is whole and in its place, given that its words are right.
    """
    words = [word for piece in pieces for line in piece.lines for word in line.words]
    recognised = [word for word in words if word.engine != "text"]
    places = [Part(page=p.page.number, bbox=p.page.shown(p.box).rounded()) for p in pieces]
    return {
        "text": text,
        "page": places[0].page if places else None,
        "bbox": places[0].bbox if places else None,
        "confidence": round(min([w.confidence for w in words], default=1.0) * layout, 4),
        "engine": recognised[0].engine if recognised else "text",
        "raw": raw_of(words),
        "continued": places[1:],
    }


def plain_text(line: Line) -> str:
    """The line's text, with letter-spaced words put together: "P E M E R I N T A H" is PEMERINTAH."""
    words = line.words
    if len(words) < SPACED_LETTERS or sum(
        len(w.text) == 1 and w.text.isalpha() for w in words
    ) < _SINGLE * len(words):
        return line.text.strip()
    gaps = [right.box.x0 - left.box.x1 for left, right in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 2]
    text = words[0].text
    for word, gap in zip(words[1:], gaps, strict=True):
        text += (" " if gap > _WORD_GAP * max(usual, _LEAST_GAP * word.size) else "") + word.text
    return text
