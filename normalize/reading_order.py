"""A document's lines and tables in reading order, without running heads, feet and page numbers.

Running headers, footers and page numbers stand in the margins and repeat from page to page. They are set
aside so that lists and tables go on over page breaks as if there were none; so is text in another direction
than the page's (a note along the margin, a watermark).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..schema.blocks import Block, Cell, Document, Line, Page
from ..schema.text import PAGE_NUMBER
from .forms.labels import find_label
from .forms.lists import PlacedLine
from .forms.names_of_posts import name_kind
from .forms.titles import is_heading_line, title_of
from .split_sheets import Sheets, split_sheets

MARGIN = 0.1  # of the sheet's longer side, at top and bottom, where furniture stands
_PAGE_NUMBER = re.compile(PAGE_NUMBER, re.I)
_DIGITS = re.compile(r"\d+")
_CONTENT = re.compile(
    r"INDIKATOR|KINERJA|JABATAN|TUGAS|FUNGSI|LAMPIRAN|KEPUTUSAN|NOMOR|TENTANG|SASARAN", re.I
)
# Of the pages that a running line stands on, the second if it reads like content.
RUNNING = 20  # characters from which a line's beginning tells that it is a running one
_HEADING = 5  # lines under a title in which a name is looked for
_SHARE, _SHARE_OF_CONTENT = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table block and the page it stands on.

    ``origins`` gives, by the id of a cell that was printed on another sheet, its page and the cell there.
    """

    page: Page
    block: Block
    origins: Mapping[int, tuple[Page, Cell]] = field(default_factory=dict)


FlowItem = PlacedLine | PlacedTable


@dataclass(slots=True)
class Flow:
    """Lines and tables in reading order, and the running lines that were set aside."""

    items: list[FlowItem]
    furniture: list[PlacedLine]


def flow_of(document: Document) -> Flow:
    """The document's content in reading order."""
    repeated = _repeated(document.pages)
    flow = Flow([], [])
    sheets = split_sheets(document)
    for page in document.pages:
        for item in _items(page, sheets):
            if isinstance(item, PlacedLine) and (item.line.turn or _is_furniture(page, item.line, repeated)):
                flow.furniture.append(item)
            else:
                flow.items.append(item)
    return flow


def _items(page: Page, sheets: Sheets) -> Iterator[FlowItem]:
    for block in page.blocks:
        if id(block) in sheets.taken:
            continue
        if block.kind == "table":
            merged = sheets.merged.get(id(block))
            yield PlacedTable(page, block) if merged is None else PlacedTable(page, merged, sheets.origins)
        else:
            for line in block.lines:
                if id(line) not in sheets.taken:
                    yield PlacedLine(page, sheets.lines.get(id(line), line))


def _signature(page: Page, line: Line) -> str:
    """The line without its numbers, and whether it stands in the page's upper or lower half."""
    half = "^" if line.box.cy < page.height / 2 else "_"
    return half + _DIGITS.sub("#", line.text.casefold())


def _in_margin(page: Page, line: Line) -> bool:
    """Whether the line stands in the page's margin; one that reads like a heading, also if it is the first.

    What stands below a form's key is the form's.
    """
    margin = MARGIN * max(page.width, page.height)
    _, top, _, bottom = line.box
    if top > page.height - margin:
        return True
    if bottom < margin:
        return not _is_below_key(page, line)
    if any(b.box[1] + 1 < top and b.kind != "image" and not b.turned for b in page.blocks):
        return False
    return _CONTENT.search(line.text) is not None


def _is_below_key(page: Page, line: Line) -> bool:
    return any(
        other.box.bottom <= line.box.cy and find_label(other) is not None
        for block in page.blocks
        if block.kind != "table" and block.box.top < line.box.top
        for other in block.lines
    )


def _repeated(pages: Sequence[Page]) -> frozenset[str]:
    """Margin lines (numbers aside) that stand on at least three pages (both of two) and on half of them.

    What reads like a form's own heading must stand on nearly all: headings repeat too, where forms begin; but nothing
    stands below a page's last line for which it could be a heading: two pages are enough for a title there.
    """
    counts: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    for page in pages:
        last = max((ln for b in page.blocks for ln in b.lines if not ln.turn), key=_bottom, default=None)
        if last is not None and _in_margin(page, last) and title_of(last.text) is not None:
            feet[_signature(page, last)] += 1
        texts = {
            _signature(page, line)
            for block in page.blocks
            if block.kind != "table"
            for line in block.lines
            if _in_margin(page, line) and find_label(line) is None
        }
        counts.update(texts)
    repeated = frozenset(
        text for text, n in counts.items() if n >= max(min(3, len(pages)), 2, _share(text) * len(pages))
    )
    return (repeated - _titles(pages, repeated)) | {text for text, n in feet.items() if n > 1}


def _bottom(line: Line) -> float:
    return line.box.bottom


def _titles(pages: Sequence[Page], repeated: frozenset[str]) -> frozenset[str]:
    """Repeated lines that are no running headers: titles under which other posts or units stand on other pages."""
    below: dict[str, set[str]] = {}
    for page in pages:
        lines = [line for block in page.blocks if block.kind != "table" for line in block.lines]
        for index, line in enumerate(lines):
            text = _signature(page, line)
            if text in repeated and title_of(line.text) is not None:
                heading = takewhile(
                    lambda ln: is_heading_line(ln.text) and title_of(ln.text) is None,
                    lines[index + 1 : index + 1 + _HEADING],
                )
                names = [
                    other.text
                    for other in heading
                    if _signature(page, other) not in repeated and name_kind(other.text) is not None
                ]
                below.setdefault(text, set()).update(names)
    return frozenset(text for text, names in below.items() if len(names) > 1)


def _share(text: str) -> float:
    return _SHARE_OF_CONTENT if _CONTENT.search(text) else _SHARE


def _is_furniture(page: Page, line: Line, repeated: frozenset[str]) -> bool:
    if not _in_margin(page, line):
        return False
    text = _signature(page, line)
    if text in repeated:
        return True
    if any(_is_part(text, other) for other in repeated - _lines_of(page)):
        return True
    return _PAGE_NUMBER.match(line.text) is not None


def _lines_of(page: Page) -> frozenset[str]:
    """The page's lines: a running one that stands there in full does so once."""
    return frozenset(_signature(page, ln) for b in page.blocks if b.kind != "table" for ln in b.lines)


def _is_part(text: str, other: str) -> bool:
    """Whether a running line is printed without (or with) what follows it elsewhere, such as the page's number."""
    return min(len(text), len(other)) >= RUNNING and (text.startswith(other) or other.startswith(text))
