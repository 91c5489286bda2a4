"""Splits a sheet on which two pages are printed side by side.

A sheet is taken for that where nothing crosses a strip down its middle, and where both halves say that they are
pages: they print the same labels (both have their "Jabatan :", both their "SASARAN"), or one has a ruled table
of its own beside the other's text. A page of one form has its table across the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..schema.blocks import Word
from ..schema.geometry import Box
from .page_content import PageContent, Ruling
from .text_lines import group_lines

WIDE = 1.2  # width over height from which a sheet may hold two pages
MIDDLE = (0.42, 0.58)  # of the sheet's width: where the strip between two pages lies
GUTTER = 10.0  # points: how wide the strip is at least
FEW_WORDS = 15  # a half with fewer is no page
SHARED_LABELS = 2
TABLE_RULINGS = 3  # in each direction
BACKGROUND = 0.9  # of the sheet's width: a shading as wide is its ground
LONGEST_LABEL = 4  # words
_LABEL = re.compile(r"^\W*(?:\d{1,2}|[a-zA-Z])?[.)]?\s*([A-Za-z][^:]{2,40}?)\s*:")


def pages_of_sheet(content: PageContent) -> list[PageContent]:
    """The contents of the sheet's two pages, left before right, in the sheet's frame; or the content alone."""
    if content.width < WIDE * content.height or len(content.words) < 2 * FEW_WORDS:
        return [content]
    middle = _gutter(content)
    if middle is None:
        return [content]
    halves = [_half(content, Box(0, 0, middle, content.height), first=True)]
    halves.append(_half(content, Box(middle, 0, content.width, content.height), first=False))
    return halves if _are_pages(*halves) else [content]


def _gutter(content: PageContent) -> float | None:
    """The middle of the widest strip down the sheet's middle that nothing crosses; ``None`` without any."""
    low, high = (share * content.width for share in MIDDLE)
    spans = [(word.box.x0, word.box.x1) for word in content.words]
    spans += [(r.start, r.end) if r.axis == "h" else (r.pos, r.pos) for r in content.rulings]
    boxes = [fill.box for fill in content.fills] + content.images
    spans += [(box.x0, box.x1) for box in boxes if box.width < BACKGROUND * content.width]
    reach, best = low, (0.0, 0.0)
    for start, end in sorted((a, b) for a, b in spans if b > low and a < high):
        if start - reach > best[1] - best[0]:
            best = (reach, start)
        reach = max(reach, end)
    if high - reach > best[1] - best[0]:
        best = (reach, high)
    return sum(best) / 2 if best[1] - best[0] >= GUTTER else None


def _half(content: PageContent, box: Box, *, first: bool) -> PageContent:
    def inside(x: float) -> bool:
        return box.x0 <= x < box.x1

    return replace(
        content,
        words=[w for w in content.words if inside(w.box.cx)],
        turned_words=[w for w in content.turned_words if inside(w.box.cx)],
        rulings=[r for r in content.rulings if inside((r.start + r.end) / 2 if r.axis == "h" else r.pos)],
        fills=[f for f in content.fills if inside(f.box.cx)],
        images=[i for i in content.images if inside(i.cx)],
        hidden_words=[w for w in content.hidden_words if inside(w.box.cx)],
        gaps=list(content.gaps) if first else [],
    )


def _are_pages(left: PageContent, right: PageContent) -> bool:
    if min(len(left.words), len(right.words)) < FEW_WORDS:
        return False
    if len(_labels(left.words) & _labels(right.words)) >= SHARED_LABELS:
        return True
    return _has_table(left.rulings) or _has_table(right.rulings)


def _labels(words: Sequence[Word]) -> set[str]:
    """The words in capitals and the labels before colons of one half of a sheet."""
    found = {w.text.strip(".:,") for w in words if len(w.text) > 3 and w.text.isupper()}
    for line in group_lines(words):
        label = _LABEL.match(line.text)
        if label and len(label[1].split()) <= LONGEST_LABEL:
            found.add(label[1].casefold())
    return found


def _has_table(rulings: Sequence[Ruling]) -> bool:
    return all(len({round(r.pos) for r in rulings if r.axis == axis}) >= TABLE_RULINGS for axis in ("h", "v"))
