"""A document's lines and tables in reading order, without running heads, feet and page numbers.

Running headers, footers and page numbers stand in the margins and repeat from page to page. They are set
aside so that lists and tables go on over page breaks as if there were none; so are catchwords ("Persentase …" at a
page's foot, where the next page goes on with that word) and text in another direction than the page's (a note along
the margin, a watermark).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..schema.blocks import Block, Cell, Document, Line, Page
from ..schema.text import PAGE_NUMBER
from .forms.labels import NAMING, find_label, is_label
from .forms.names_of_posts import name_kind
from .forms.titles import is_heading_line, title_of
from .placed_line import PlacedLine
from .signature_columns import segments_of
from .signature_lines import tells_signer
from .split_sheets import Sheets, split_sheets
from .tables.fragments import cell_text

MARGIN = 0.1  # of the sheet's longer side, at top and bottom, where furniture stands
_PAGE_NUMBER = re.compile(PAGE_NUMBER, re.I)
_DIGITS = re.compile(r"\d+")
_CATCHWORD = re.compile(r"^\W*(?P<words>[^\W_](?:.{0,40}[^\W_])?)[\s,/-]*(?:\.{2,}|…|\.\s\.\s*\.)[\s.…/]*$")
_CONTENT = re.compile(
    r"INDIKATOR|KINERJA|JABATAN|TUGAS|FUNGSI|LAMPIRAN|KEPUTUSAN|NOMOR|TENTANG|SASARAN", re.I
)
# Of the pages that a running line stands on, the second if it reads like content.
RUNNING = 20  # characters from which a line's beginning tells that it is a running one
LEAST_PAGES = 3  # of a longer document that a running line stands on
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
    for page, following in zip(document.pages, [*document.pages[1:], None], strict=False):
        for item in _items(page, sheets):
            if isinstance(item, PlacedLine) and (
                item.line.turn
                or _is_furniture(page, item.line, repeated)
                or _is_catchword(page, item.line, following)
            ):
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
    """The line without its numbers, and whether it stands in the page's upper or lower half.

    Numbers at its end are left out: a page's may stand behind a running line, and on the first page seldom does.
    """
    half = "^" if line.box.cy < page.height / 2 else "_"
    return half + _DIGITS.sub("#", line.text.casefold()).rstrip(" #")


def _in_margin(page: Page, line: Line) -> bool:
    """Whether the line stands in the page's top or bottom margin.

    Below a form's label nothing does. A line that reads like a running title counts also lower, if it is the first.
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

    What reads like a form's own heading must stand on nearly all from its first page to its last (an annex's running
    head stands on no page of the decree before it): headings repeat too, where forms begin; but nothing stands below
    a page's last line for which it could be a heading: two pages are enough for a title there.
    """
    counts: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    reach: dict[str, tuple[int, int]] = {}
    for index, page in enumerate(pages):
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
        for text in texts:
            reach[text] = (reach.get(text, (index,))[0], index)
    repeated = frozenset(
        text
        for text, n in counts.items()
        if n >= max(min(LEAST_PAGES, len(pages)), 2, _share(text) * _pages_of(text, reach[text], len(pages)))
    )
    return (repeated - _titles(pages, repeated)) | {text for text, n in feet.items() if n > 1}


def _pages_of(text: str, reach: tuple[int, int], pages: int) -> int:
    """Of how many pages a running line must stand on a share; for content: those from its first page to its last."""
    return reach[1] - reach[0] + 1 if _CONTENT.search(text) else pages


def _bottom(line: Line) -> float:
    return line.box.bottom


def _titles(pages: Sequence[Page], repeated: frozenset[str]) -> frozenset[str]:
    """Repeated lines that are no running headers, for forms begin at them.

    They are titles under which other posts or units stand on other pages, and titles that stand only where the page
    before ends with a signature; both with the lines of their headings, such as the office below the post. So are the
    headings' lines below titles that do not repeat (they name the post or its level), on most pages where they stand.
    """
    below: dict[str, set[str]] = {}
    headings: dict[str, set[str]] = {}
    signed: dict[str, list[bool]] = {}
    stood: Counter[str] = Counter()
    headed: Counter[str] = Counter()
    for before, page in zip([None, *pages], pages, strict=False):
        lines = [line for block in page.blocks if block.kind != "table" for line in block.lines]
        for index, line in enumerate(lines):
            text = _signature(page, line)
            stood[text] += 1
            title = title_of(line.text)
            if title is not None and text not in repeated and title.kind != "other":
                headed.update(_signature(page, other) for other in _heading_below(lines, index))
            if text in repeated and title is not None:
                heading = _heading_below(lines, index)
                names = [
                    other.text
                    for other in heading
                    if _signature(page, other) not in repeated and name_kind(other.text) is not None
                ]
                labelled = _labelled_below(page, line)
                below.setdefault(text, set()).update([*names, *([labelled] if labelled else [])])
                headings.setdefault(text, {text}).update(_signature(page, other) for other in heading)
                if before is not None:
                    signed.setdefault(text, []).append(_ends_signed(before))
    heads = {text for text, ends in signed.items() if all(ends)}
    named = {text for text, names in below.items() if len(names) > 1}
    of_headings = {text for text, n in headed.items() if n > _SHARE * stood[text]}
    return frozenset(of_headings | {line for text in heads | named for line in headings[text]})


def _heading_below(lines: Sequence[Line], index: int) -> list[Line]:
    """The lines right below a title that belong to its heading."""
    following = lines[index + 1 : index + 1 + _HEADING]
    return list(takewhile(lambda ln: is_heading_line(ln.text) and title_of(ln.text) is None, following))


def _ends_signed(page: Page) -> bool:
    """Whether a signature stands below the page's last table."""
    bottom = max((block.box.bottom for block in page.blocks if block.kind == "table"), default=0.0)
    lines = [line for block in page.blocks if block.box.top > bottom - 1 for line in block.lines]
    return any(tells_signer(part.text) for line in lines for part in segments_of(PlacedLine(page, line), 0))


def _labelled_below(page: Page, title: Line) -> str | None:
    """The name that a label gives right below a title and its heading, in a line or in a box's first row."""
    for block in page.blocks:
        if block.box.bottom <= title.box.bottom or block.turned:
            continue
        if block.kind == "table":
            first = sorted((c for c in block.cells if c.row == 0 and c.lines), key=lambda c: c.col)
            is_box = len(first) > 1 and is_label(cell_text(first[:1])) in NAMING
            return first[-1].text if is_box else None
        for line in block.lines:
            label = find_label(line) if line.box.top > title.box.top else None
            if label is not None:
                named = label.kind in NAMING and label.value
                return " ".join(word.text for word in label.value) if named else None
            if line.box.top > title.box.top and (title_of(line.text) or not is_heading_line(line.text)):
                return None
    return None


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


def _is_catchword(page: Page, line: Line, following: Page | None) -> bool:
    """Whether the line at a page's foot only repeats, before dots, the words with which the next page begins."""
    match = _CATCHWORD.match(line.text)
    if match is None or following is None or line.box.bottom < max(b.box.bottom for b in page.blocks):
        return False
    words = match["words"].casefold()
    return any(
        other.text.casefold().startswith(words)
        for block in following.blocks
        for other in (*block.lines, *(ln for cell in block.cells for ln in cell.lines))
    )


def _lines_of(page: Page) -> frozenset[str]:
    """The page's lines outside tables, each once, as `_signature` gives them."""
    return frozenset(_signature(page, ln) for b in page.blocks if b.kind != "table" for ln in b.lines)


def _is_part(text: str, other: str) -> bool:
    """Whether two running lines differ only in what follows one of them, such as the page's number."""
    return min(len(text), len(other)) >= RUNNING and (text.startswith(other) or other.startswith(text))
