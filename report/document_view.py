"""A document as the report shows it: pages with boxes drawn over, tables, gaps; and names for deep links."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..schema.models import FIELDS, Decree, TextValue
from .pictures import DocumentPictures, Picture
from .statistics import DOUBTFUL, GapLine

LONGEST = 80
MARGIN = 36.0
A4 = (595.0, 842.0)
"""Points: the short and the long side of a page."""
LONGEST_TITLE = 120
"""Characters of a text that a mark on the page's picture shows."""


def slug(text: str) -> str:
    """A name for links and files made from an id: safe characters only, unique per id."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", text)
    if safe == text and len(text) <= LONGEST:
        return text
    return f"{safe[:LONGEST]}~{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def document_slug(decree_id: str) -> str:
    """The deep link of a document."""
    return f"doc-{slug(decree_id)}"


def gap_slug(gap_id: str) -> str:
    """The deep link of a gap."""
    decree_id, _, number = gap_id.rpartition("/")
    return f"gap-{slug(decree_id)}-{number}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A box drawn over a page: ``kind`` is its class in the style sheet."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(slots=True)
class PageView:
    """A page: its size in points, its picture if there is one, and the boxes over it."""

    number: int
    width: float
    height: float
    picture: Picture | None
    marks: list[Mark] = field(default_factory=list)


def page_views(
    decree: Decree,
    gaps: list[GapLine],
    pictures: DocumentPictures,
    told: Callable[[str], str] = str,
) -> list[PageView]:
    """Every page of the decree that holds something; ``told`` puts gaps' messages into the reader's language."""
    marks: dict[int, list[Mark]] = {}
    for page, mark in _marks(decree, gaps, told):
        marks.setdefault(page, []).append(mark)
    views = []
    for number in sorted({*marks, *pictures.pages, *(p for pos in decree.positions for p in pos.pages)}):
        own = marks.get(number, [])
        width, height = pictures.sizes.get(number) or _extent(own)
        views.append(PageView(number, width, height, pictures.pages.get(number), own))
    return views


def _extent(marks: list[Mark]) -> tuple[float, float]:
    """A page's size where its source is gone: A4, or what the boxes need."""
    right = max((mark.x + mark.width for mark in marks), default=0.0) + MARGIN
    bottom = max((mark.y + mark.height for mark in marks), default=0.0) + MARGIN
    short, long = A4
    landscape = right > short
    return max(right, long if landscape else short), max(bottom, short if landscape else long)


def _marks(decree: Decree, gaps: list[GapLine], told: Callable[[str], str]) -> Iterator[tuple[int, Mark]]:
    for position in decree.positions:
        for value in (*position.tugas, *position.fungsi):
            yield from _value_marks(value, "item")
        for row in position.rows:
            for name in FIELDS:
                cell = getattr(row, name)
                if not cell.inherited:
                    yield from _value_marks(cell, "cell")
        for signature in position.signatures:
            if signature.page and signature.bbox:
                yield signature.page, _mark("sign", signature.bbox, signature.nama or "")
    for line in gaps:
        if line.gap.page and line.gap.bbox:
            yield line.gap.page, _mark("gap", line.gap.bbox, told(line.gap.message))


def _value_marks(value: TextValue, kind: str) -> Iterator[tuple[int, Mark]]:
    if value.engine == "human":
        kind = "human"
    elif value.text and value.confidence < DOUBTFUL:
        kind = "doubt"
    if value.page and value.bbox:
        yield value.page, _mark(kind, value.bbox, value.text)
    for part in value.continued:
        yield part.page, _mark(kind, part.bbox, "")


def _mark(kind: str, bbox: list[float], text: str) -> Mark:
    x0, top, x1, bottom = bbox
    short = text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…"
    return Mark(kind, round(x0, 1), round(top, 1), round(x1 - x0, 1), round(bottom - top, 1), short)
