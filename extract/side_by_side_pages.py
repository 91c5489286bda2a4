"""Splits a sheet on which two pages are printed side by side.

A sheet is taken for that where nothing crosses a strip down its middle, and where both halves say that they are
pages: they print the same labels (both have their "Jabatan :", both their "SASARAN"), or one has a ruled table
of its own beside the other's text. A page of one form has its table across the middle. A running head or foot of the
whole sheet may cross the strip; it goes with the left page. A line down the strip separates the pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..schema.blocks import Word
from ..schema.geometry import Box
from .page_content import PageContent, Ruling
from .text_lines import group_lines
from .unruled_columns import segment_boxes

WIDE = 1.2  # width over height from which a sheet may hold two pages
EDGE = 0.09  # of the sheet's height, at top and bottom, where a head or foot of the whole sheet stands
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
    shared = _of_sheet(content)
    taken = set(map(id, shared))
    body = replace(
        content,
        words=[word for word in content.words if id(word) not in taken],
        rulings=[r for r in content.rulings if not (r.axis == "h" and _at_edge(content, r.pos))],
    )
    middle = _gutter(body)
    if middle is None:
        return [content]
    left = _half(body, Box(0, 0, middle, content.height), first=True)
    right = _half(body, Box(middle, 0, content.width, content.height), first=False)
    if not _are_pages(left, right):
        return [content]
    return [replace(left, words=[*shared, *left.words]), right]


def _at_edge(content: PageContent, y: float) -> bool:
    return not EDGE * content.height < y < (1 - EDGE) * content.height


def _of_sheet(content: PageContent) -> list[Word]:
    """The words of a running head or foot that stands across the middle of the sheet."""
    lines = group_lines([word for word in content.words if _at_edge(content, word.box.cy)])
    return [
        word
        for line in lines
        for part in segment_boxes(line)
        if part.x0 < content.width / 2 < part.x1
        for word in line.words
        if part.x0 <= word.box.cx <= part.x1
    ]


def _gutter(content: PageContent) -> float | None:
    """The middle of the widest strip down the sheet's middle that nothing crosses; ``None`` without any."""
    low, high = (share * content.width for share in MIDDLE)
    spans = [(word.box.x0, word.box.x1) for word in content.words]
    spans += [(r.start, r.end) for r in content.rulings if r.axis == "h"]
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
