"""The lines after a form's table become place, date and signatures.

Decisions: wide white space splits a line into segments and segments above one another are a column, so that
two signatures side by side are read each for itself. Down a column come place and date, party, post, name,
rank and NIP. A block ends with its NIP, at a page's end, or where another place, date, party or
acknowledgement ("Mengetahui") begins; a post at a page's foot goes on with the name on the next page. Post
and name are distinguished by the room left for signing, else the last line is the name if it reads like one.
Only PIHAK … above a name is no post. A block counts only with evidence: a NIP, a rank, a party, a word for a
post, or a place and date above it. The head of an annex, chapters, feet, notes, running text and scraps of
stamps are handed back as leftover.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from ..schema.models import Signature
from .dates import impossible_date, open_year
from .placed_line import PlacedLine
from .signature_columns import Segment, columns_of, segments_of
from .signature_lines import (
    Number,
    is_amount,
    is_grade,
    is_head,
    is_nothing,
    is_page_number,
    is_post,
    is_prose,
    is_signed_mark,
    nip_of,
    number_on,
    party_of,
    place_and_date,
    rank_of,
    words_of,
)
from .signature_parts import Block, FoundSignature, joined_blocks, signature_of

__all__ = ["SignatureBlock", "nip_of", "place_and_date", "read_signatures", "signature_gaps"]

APART = 2.6  # of a line's height: white space that ends a post or name
LEAST_HEIGHT = 8.0  # points: a line counts as high as this at least
FOOT = 0.95  # of the page's height: below it stand running feet
SCRAP = 0.5  # confidence: a short piece read with less is a scrap of a stamp or of handwriting
SCRAP_LETTERS = 8

_SEEN = re.compile(
    r"^\W*(?:mengetahui|menyetujui|disetujui(?: oleh)?|diketahui(?: oleh)?|mengesahkan|disahkan oleh)\b\W*",
    re.I,
)
_NOTE = re.compile(r"^\W*(?:catatan|keterangan|ket|tembusan|salinan|paraf|sumber|note|nb)\b\s*[.:;]?", re.I)


@dataclass(slots=True)
class SignatureBlock:
    """Place, date and signatures below a form; ``leftover`` are the lines that are none of it.

    ``year`` is the date's, also where its day was left open. ``parties`` holds, for each signature, the party
    of an agreement as which it signs ("PIHAK KEDUA") or ``None``; ``doubts`` what is doubtful of a signature,
    by its index. ``impossible`` is a printed date that is on no calendar.
    """

    place: str | None = None
    date: str | None = None
    year: int | None = None
    signatures: list[Signature] = field(default_factory=list)
    leftover: list[PlacedLine] = field(default_factory=list)
    parties: list[str | None] = field(default_factory=list)
    doubts: dict[int, str] = field(default_factory=dict)
    date_confidence: float = 1.0
    impossible: str | None = None


def read_signatures(lines: Sequence[PlacedLine]) -> SignatureBlock:
    """Who signed, where and when, from the lines after a table."""
    out = SignatureBlock()
    left: list[Segment] = []
    segments = [s for n, placed in enumerate(lines) for s in segments_of(placed, n)]
    found: list[FoundSignature] = []
    for column in columns_of(segments):
        reader = _ColumnReader(out, left)
        for segment in column:
            reader.take(segment)
        found += reader.close()
    found.sort(key=lambda f: (f.first.page.number, f.first.order, f.first.box.x0))
    out.signatures = [f.signature for f in found]
    out.parties = [f.party for f in found]
    out.doubts = {n: f.doubt for n, f in enumerate(found) if f.doubt is not None}
    out.leftover = _leftover(lines, segments, left)
    return out


def _leftover(
    lines: Sequence[PlacedLine], segments: Sequence[Segment], left: Sequence[Segment]
) -> list[PlacedLine]:
    """The lines of which nothing was taken, whole, and the pieces left of others, in the order of print."""
    pieces = Counter(s.order for s in segments)
    lost = Counter(s.order for s in left)
    out: list[PlacedLine] = []
    done = -1
    for segment in sorted(left, key=lambda s: (s.order, s.box.x0)):
        if lost[segment.order] < pieces[segment.order]:
            out.append(PlacedLine(segment.page, segment.line))
        elif segment.order != done:
            out.append(lines[segment.order])
        done = segment.order
    return out


def signature_gaps(block: SignatureBlock, position: int | None = None) -> list[Gap]:
    """A gap for each signature that was read doubtfully; ``position`` is its form's index in the record."""
    gaps = []
    for index, message in block.doubts.items():
        signature = block.signatures[index]
        box = Box(*signature.bbox) if signature.bbox else None
        gaps.append(
            Gap(GapCode.LOW_CONFIDENCE, message, signature.page, box, position=position, field="signatures")
        )
    return gaps


# ---- reading a column ----------------------------------------------------------------------------


class _ColumnReader:
    """Reads one column from top to bottom."""

    def __init__(self, out: SignatureBlock, left: list[Segment]) -> None:
        self.out = out
        self.left = left
        self.block = Block()
        self.done: list[Block] = []
        self.in_note = False
        self.head: Segment | None = None  # the last line of a head that is passed over

    def take(self, segment: Segment) -> None:
        """Read the column's next segment."""
        text = segment.text
        self._begin_if(self.block.page is not None and self.block.page is not segment.page)
        if self._passes(segment):
            self.left.append(segment)
            return
        if self._place_or_date(segment) or self._acknowledges(text) or self._party(segment):
            self.in_note = False
            return
        if _NOTE.match(text) or self.in_note:
            self.in_note = not (is_post(text) and text.rstrip(" ,").isupper())
            if self.in_note:
                self.left.append(segment)
                return
        number = number_on(text)
        rank = rank_of(text)
        if number is not None:
            self._number(segment, number)
        elif rank is not None and (self.block.names or self.block.party or self.block.ended):
            self.block.rank = self.block.rank or rank
            self.block.lines.append(segment)
        elif is_grade(text) and self.block.complete:
            self.block.lines.append(segment)
        elif is_prose(text) or is_amount(text) or _is_scrap(segment):
            self.left.append(segment)
        elif is_nothing(text) or is_signed_mark(text):
            self.block.lines.append(segment)
        else:
            self._name(segment)

    def _name(self, segment: Segment) -> None:
        """Add a line of a post or a name to the current signature, or begin the next one with it."""
        self._begin_if(self.block.complete or self._starts_post(segment))
        self.block.names.append(segment)
        self.block.lines.append(segment)

    def _starts_post(self, segment: Segment) -> bool:
        """Whether a post begins here, apart from lines above that are no post, such as a list or a caption."""
        above = self.block.names
        if not above or self.block.party or not is_post(segment.text) or _close(above[-1], segment):
            return False
        return not any(is_post(s.text) for s in above)

    def _number(self, segment: Segment, number: Number) -> None:
        """Add a line with a NIP, alone or behind a rank or a name, to the current signature."""
        rank = rank_of(number.before)
        self._begin_if(self.block.number is not None)
        if rank is not None:
            self.block.rank = rank
        elif re.search(r"\w{2}", number.before):
            self._name(replace(segment, text=number.before))
            self.block.lines.pop()
        self.block.number, self.block.ended = number, True
        self.block.lines.append(segment)

    def _begin_if(self, ended: bool) -> None:
        if ended:
            self.done.append(self.block)
            self.block = Block()

    def _passes(self, segment: Segment) -> bool:
        """Whether the line belongs to a head or foot, which no signature does."""
        text = segment.text
        goes_on = self.block.names and not self.block.complete and _close(self.block.lines[-1], segment)
        if is_head(text) and not goes_on:
            self.head = segment
            return True
        if self.head is not None:
            placed = place_and_date(text)
            if _close(self.head, segment) and (placed is None or placed[0] is None):
                self.head = segment
                return True
            self.head = None
        foot = segment.box.top > FOOT * segment.page.height
        return is_page_number(text) or (foot and number_on(text) is None and rank_of(text) is None)

    def _place_or_date(self, segment: Segment) -> bool:
        read = place_and_date(segment.text)
        if read is None:
            return False
        self._begin_if(bool(self.block.names))
        place, date = read
        self.out.place = self.out.place or place
        if self.out.date is None and self.out.year is None:
            self.out.date = date
            self.out.year = int(date[:4]) if date else open_year(segment.text)
            self.out.impossible = impossible_date(segment.text)
            if self.out.year is not None:
                self.out.date_confidence = segment.line.confidence
        self.block.dated = True
        return True

    def _acknowledges(self, text: str) -> bool:
        match = _SEEN.match(text)
        if match is None or len(text) - match.end() > 3:
            return False
        self._begin_if(bool(self.block.names))
        self.block.dated = True
        return True

    def _party(self, segment: Segment) -> bool:
        read = party_of(segment.text)
        if read is None:
            return False
        listed = bool(self.block.names) and not any(is_post(s.text) for s in self.block.names)
        self._begin_if(self.block.party is not None or self.block.complete or listed)
        self.block.party, post = read
        self.block.lines.append(segment)
        if post:
            self.block.names.append(replace(segment, text=post))
        return True

    def close(self) -> list[FoundSignature]:
        """The column's signatures; blocks without evidence become leftover."""
        out = []
        for block in joined_blocks([*self.done, self.block]):
            found = signature_of(block, self.left)
            if found is not None:
                out.append(found)
            else:
                self.left += [s for s in block.lines if not is_nothing(s.text)]
        return out


def _close(above: Segment, below: Segment) -> bool:
    """Whether the lower line follows the upper one without white space between."""
    apart = below.box.top - above.box.bottom
    return above.page is below.page and apart <= APART * max(above.box.height, LEAST_HEIGHT)


def _is_scrap(segment: Segment) -> bool:
    """Whether the piece is too short, or read too badly, to be a part of a post or name."""
    text = segment.text
    letters = sum(c.isalpha() for c in text)
    if letters == 0 or text.casefold().strip(" .,") in words_of("part"):
        return False
    if letters < 3 or (segment.recognised and letters < 4):
        return True
    return letters < SCRAP_LETTERS and segment.line.confidence < SCRAP and not is_post(text)
