"""Lists that stand in columns and are no tables: contents, an index, numbered equations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from ..schema.blocks import Word
from .text_lines import group_lines

RISING = 0.8  # of the numbers of a table of contents are page numbers that never fall
LEAST_PAGES = 6  # numbers without a head that never fall; fewer may do so by chance
_ROMAN = re.compile(r"^[ivxlc]+$")
_NUMBERED = re.compile(r"^(?:\d{1,2}\.?)*\D+$")
_EQUATION = re.compile(r"^\((?:\d+\.)*(\d+)\)$")
_ENTRY = re.compile(r"^[^\d,]+(?:, \d+(?:[-–]\d+)?)+[,.]?$")


def are_pages(texts: Sequence[str]) -> bool:
    """Whether texts below each other are page numbers: most are numbers that never fall, after roman ones perhaps."""
    roman = sum(1 for _ in takewhile(_ROMAN.match, texts))
    values = [int(text) for text in texts[roman:] if text.isdecimal()]
    return values == sorted(values) and len(values) > RISING * (len(texts) - roman)


def is_page(text: str) -> bool:
    """Whether a text may be the number of a page."""
    return text.isdecimal() or _ROMAN.match(text) is not None


def are_contents(words: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether columns, with what would be their head, hold contents: chapters' numbers, titles, pages."""
    titles = group_lines([w for w in words if w.box.cx < xs[-2]])
    pages = [ln.text for ln in group_lines([w for w in words if w.box.cx >= xs[-2]])]
    return (
        len(titles) == len(pages) >= LEAST_PAGES
        and all(map(is_page, pages))
        and are_pages(pages)
        and all(_NUMBERED.match("".join(ln.text.split())) for ln in titles)
    )


def are_equations(numbers: Sequence[str]) -> bool:
    """Whether what stands at the side of some lines are the numbers of equations: in brackets, each one more."""
    found = [_EQUATION.match(text) for text in numbers]
    values = [int(match[1]) for match in found if match]
    return len(values) == len(found) and all(b - a == 1 for a, b in pairwise(values))


def are_entries(words: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether the columns between some places all hold an index: most lines are words, a comma, and page numbers."""
    for left, right in pairwise(xs):
        lines = group_lines([w for w in words if left <= w.box.cx < right])
        if sum(bool(_ENTRY.match(ln.text)) for ln in lines) <= len(lines) / 2:
            return False
    return True
