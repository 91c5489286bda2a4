"""Lines side by side: wide white space separates them into segments, segments above one another are a column.

A label and its value stay together, and so does a date whose day was left open between place and year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..schema.blocks import LEAST_SIZE, Line, Page, Word
from ..schema.geometry import Box
from .dates import month_number, parse_date
from .line_joining import line_of
from .placed_line import PlacedLine
from .signature_lines import nip_of, place_and_date

WIDE = 2.5  # of the font size: white space that separates two columns
NEAR = 12.0  # of the font size: white space between a label or place and its value
SAME_COLUMN = 0.3  # of the narrower one's width: segments that overlap by more stand in one column
OPEN = 40.0  # of the font size: white space left for the day, between a place and its year


@dataclass(slots=True)
class Segment:
    """A piece of a line, and its line's number in the order of print."""

    page: Page
    line: Line
    order: int
    text: str = ""

    def __post_init__(self) -> None:
        self.text = self.text or self.line.text.strip()

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.line.box

    @property
    def recognised(self) -> bool:
        """Whether OCR read it."""
        return any(word.engine != "text" for word in self.line.words)


def segments_of(placed: PlacedLine, order: int) -> list[Segment]:
    """The line's parts between wide white space; a label and its value stay together."""
    groups: list[list[Word]] = []
    for word in placed.line.words:
        if groups and not _separates(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    if len(groups) == 1:
        return [Segment(placed.page, placed.line, order)]
    return [Segment(placed.page, line_of(group), order) for group in groups]


def _separates(before: Sequence[Word], word: Word) -> bool:
    last = before[-1]
    gap = word.box[0] - last.box[2]
    if gap <= WIDE * max(last.size, word.size, LEAST_SIZE):
        return False
    text = " ".join(w.text for w in before)
    if _leaves_day_open(text, word.text) and gap < OPEN * last.em:
        return False
    if last.text.endswith(",") and gap < NEAR * last.em and not re.search(r"\w", word.text):
        return False
    if last.text.endswith((":", ",")) and gap < NEAR * last.em:
        return parse_date(text) is not None or (last.text.endswith(",") and not _starts_date(word.text))
    return not (word.text.startswith(":") or (nip_of(text) is not None and word.text[0].isdigit()))


def _leaves_day_open(before: str, word: str) -> bool:
    """Whether the word is the year, or the month, of a date whose day was left open."""
    if not re.match(r"(?:(?:19|20)\d\d\W*$)", word) and month_number(word) is None:
        return False
    return place_and_date(f"{before} {word if word[0].isdigit() else word + ' 2000'}") is not None


def _starts_date(word: str) -> bool:
    return word.isdigit() or month_number(word) is not None


def columns_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments by column from left to right, each column in reading order."""
    columns: list[tuple[Box, list[Segment]]] = []
    for segment in sorted(segments, key=lambda s: (s.box.width, s.order)):
        best = max(range(len(columns)), key=lambda i: columns[i][0].overlap_x(segment.box), default=None)
        if best is not None:
            box, members = columns[best]
            if box.overlap_x(segment.box) > SAME_COLUMN * min(box.width, segment.box.width):
                members.append(segment)
                if segment.box.width < 0.5 * segment.page.width:
                    columns[best] = (box.union(segment.box), members)
                continue
        columns.append((segment.box, [segment]))
    columns.sort(key=lambda c: c[0].x0)
    return [sorted(members, key=lambda s: (s.page.number, s.order)) for _, members in columns]
