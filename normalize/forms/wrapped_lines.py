"""Whether a line goes on with the one before: with a list's item, a name, or as the caption of what comes below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...schema.text import Mark, ends_open, list_mark
from ..placed_line import PlacedLine
from ..signatures import nip_of, place_and_date
from ..tables.fragments import SAME_X
from .look_ahead import NAME_LINES
from .printed_form import Named

WRAP_SLACK = 8.0  # points: how far left of its value a wrapped name's line may begin
NAME_STEP = 2.4  # of a line's height from line to line: a larger step down ends a name
CAPTION_CHARACTERS = 70  # a caption has no more
CAPTION_STEP = 0.8  # of a line's height: white space above a caption
SIGNED_CHARACTERS = 60  # a line with the place and date of signing has fewer

_CAPTION = re.compile(r"^\W*(?:tabel|daftar)\b|^\W*indikator\s+kinerja\b", re.I)
_ROLE_LINE = re.compile(r"\bPIHAK\s+(?:PERTAMA|KESATU|KEDUA)\b", re.I)


def wraps_within(lines: Sequence[PlacedLine], placed: PlacedLine) -> bool:
    """Whether a line that reads like a decree's head is a list's wrapped line: "… penegakan / Peraturan Desa".

    ``lines`` are the list's lines so far.
    """
    if not lines or lines[-1].page is not placed.page or placed.line.text.isupper():
        return False
    before = lines[-1].line
    near = placed.line.box.top - before.box.bottom < CAPTION_STEP * before.box.height
    return near and before.text.rstrip()[-1:] not in ".;:"


def hangs(lines: Sequence[PlacedLine], placed: PlacedLine, label_x: float) -> bool:
    """Whether a line that reads like a title is a list's wrapped line: it stands under an item's text.

    ``lines`` are the list's lines so far, ``label_x`` is where its label begins (points).
    """
    if not wraps_within(lines, placed):
        return False
    before = lines[-1].line
    marked = list_mark(before.text) is not None and len(before.words) > 1
    under = before.words[1 if marked else 0].box.x0
    if abs(placed.line.box.x0 - under) > SAME_X:
        return False
    same = [other.line.box for other in lines if other.page is placed.page]
    hanging = label_x + SAME_X < under or any(box.x0 < placed.line.box.x0 - SAME_X for box in same)
    full = before.box.x1 + placed.line.words[0].box.width >= max(box.x1 for box in same)
    return hanging or (full and len(same) > 1)


def ends_with_caption(lines: Sequence[PlacedLine]) -> bool:
    """Whether a list's last line stands apart from it, as the caption of the table right below does."""
    if len(lines) < 2:
        return False
    last, before = lines[-1].line, lines[-2].line
    mark = list_mark(last.text)
    text = last.text if mark is None else mark.rest
    if not text[:1].isupper() or len(text) > CAPTION_CHARACTERS:
        return False
    if mark is not None:
        return _CAPTION.match(text) is not None and not _marks_alike(lines[:-1], mark)
    apart = (
        lines[-2].page is lines[-1].page and last.box.top - before.box.bottom > CAPTION_STEP * last.box.height
    )
    if _CAPTION.match(text) is not None:
        return True
    return apart and not ends_open(before.text) and text.rstrip()[-1:] not in ";."


def _marks_alike(lines: Sequence[PlacedLine], mark: Mark) -> bool:
    """Whether items of a list are marked as a line below it is; "C." goes on with "A. Tugas", not with "a. …"."""
    marks = (list_mark(placed.line.text) for placed in lines)
    styles = {(m.kind, m.text.isupper(), m.text[-1:]) for m in marks if m is not None}
    return (mark.kind, mark.text.isupper(), mark.text[-1:]) in styles


def goes_on_with_name(named: Named, placed: PlacedLine) -> bool:
    """Whether a line below a name is its wrapped line."""
    line = placed.line
    if named.value_x is not None and line.box.x0 < named.value_x - WRAP_SLACK:
        return False
    if named.lines and (named.lines[-1].page is not placed.page or is_apart(named.lines[-1], placed)):
        return False
    return not (len(named.lines) >= NAME_LINES or _ROLE_LINE.search(line.text) or is_signed(line.text))


def is_apart(last: PlacedLine, placed: PlacedLine) -> bool:
    """Whether the step down from a name's line is too large for a wrapped one."""
    height = max(last.line.box.height, placed.line.box.height)
    return placed.line.box.cy - last.line.box.cy > NAME_STEP * height


def is_signed(text: str) -> bool:
    """Whether a place and date of signing, a party or a NIP stands in the line."""
    if place_and_date(text) is not None and len(text) < SIGNED_CHARACTERS:
        return True
    return nip_of(text) is not None or re.match(r"^\W*PIHAK\s+(?:PERTAMA|KESATU|KEDUA)\b", text) is not None
