"""The lines after a form's table become place, date and signatures.

Decisions: wide white space parts a line into segments and segments above one another are a column, so that
two signatures side by side are read each for itself. Down a column come place and date, post, name, rank
and NIP. A block ends with its NIP, or where another place, date or acknowledgement ("Mengetahui") begins.
Post and name are told apart by the room left for signing, else the last line is the name. A block counts
only with evidence: a NIP, a rank, a word for a post, or a place and date above it; notes and running text
are handed back as leftover.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from ..schema.blocks import Line, Page, Word
from ..schema.geometry import Box, bounding_box
from ..schema.models import Signature
from .dates import DIGITS, month_number, parse_date
from .forms.lists import PlacedLine, line_of

WIDE = 2.5  # of the font size: white space that parts two columns
ROOM = 1.9  # of the lines' usual distance: room that is left for signing
LONG = 90  # characters: longer than any post or name in one line
_NIP_DIGITS = range(8, 22)

_NIP = re.compile(r"^\W*(?:N\s?\.?\s?[IlL1|]\s?\.?\s?P(?:PPK|PK)?|NI\s?PPPK|NRP|NIK)\b\W*(?P<rest>.*)$", re.I)
_BARE_NIP = re.compile(r"^\W*(?:19|20)\d{6}\s*(?:19|20)\d{4}\s*[12]\s*\d{3}\W*$")
_RANK = re.compile(
    r"^(?:pangkat\s*(?:/\s*gol\w*\.?(?:\s*ruang)?)?\s*[:.]?\s*)?"
    r"(?P<rank>(?:pembina|penata|pengatur|juru)(?:\s+(?:utama|muda|madya)){0,2}(?:\s*,?\s*(?:tk|tkt|tingkat)\.?\s*[I1l])?)"
    r"\W*(?:gol\w*\.?(?:\s*ruang)?\W*)?(?:[IVlL1]{1,3}\s*[/.]\s*[a-e])?\W*$",
    re.I,
)
_PLACED = re.compile(r"^\W*(?:ditetapkan|dibuat|dikeluarkan|disahkan)\s+di\s*:?\s*(?P<place>.+?)\W*$", re.I)
_DATED = re.compile(r"^\W*(?:pada\s+)?tanggal\b\s*:?\s*(?P<date>.*)$", re.I)
_PLACE_DATE = re.compile(
    r"^\W*(?P<place>[^\W\d_][^,:;\d]{1,40}?)\s*[,.]\s*(?P<date>(?:tanggal\s)?[\s\d.…_/-]*\S*.*)$"
)
_SEEN = re.compile(
    r"^\W*(?:mengetahui|menyetujui|disetujui(?: oleh)?|diketahui(?: oleh)?|mengesahkan|disahkan oleh)\b\W*",
    re.I,
)
_NOTE = re.compile(r"^\W*(?:catatan|keterangan|ket|tembusan|salinan|paraf|sumber|note|nb)\b\s*[.:;]?", re.I)
_SIGN = re.compile(
    r"^\W*(?:ttd|t\.t\.d|tanda tangan|cap(?: dan|/)? ?ttd|materai|ditandatangani secara .*)\W*$", re.I
)
_POST = re.compile(
    r"^\W*(?:(?:a\.?\s?n|u\.?\s?b|plt|plh|pj|p\.?j|pjs)\b\W*\s*)*"
    r"(?P<post>camat|sekretaris|sekcam|kepala|ka\.|kasi\w*|kasub\w*|kabid|kabag|lurah|sekda|direktur|wakil|ketua|"
    r"inspektur|bupati|wali\s?kota|gubernur|irban|koordinator|bendahara|pejabat|atasan|yang dinilai|"
    r"penilai|pegawai|pihak)",
    re.I,
)
_NOTHING = re.compile(r"^[\W_]*$")


@dataclass(slots=True)
class SignatureBlock:
    """Place, date and signatures below a form; ``leftover`` are the lines that are none of it."""

    place: str | None = None
    date: str | None = None
    signatures: list[Signature] = field(default_factory=list)
    leftover: list[PlacedLine] = field(default_factory=list)


@dataclass(slots=True)
class _Segment:
    page: Page
    line: Line
    order: int

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def box(self) -> Box:
        return self.line.box


@dataclass(slots=True)
class _Block:
    """One signature as far as it is read."""

    lines: list[_Segment] = field(default_factory=list)
    names: list[_Segment] = field(default_factory=list)
    rank: str | None = None
    nip: str | None = None
    ended: bool = False
    dated: bool = False


def read_signatures(lines: Sequence[PlacedLine]) -> SignatureBlock:
    """Who signed, where and when, from the lines after a table."""
    out = SignatureBlock()
    left: list[_Segment] = []
    segments = [s for n, placed in enumerate(lines) for s in _segments(placed, n)]
    found: list[tuple[_Segment, Signature]] = []
    for column in _columns(segments):
        reader = _ColumnReader(out, left)
        for segment in column:
            reader.take(segment)
        found += reader.close()
    found.sort(key=lambda f: (f[0].page.number, f[0].order, f[0].box.x0))
    out.signatures = [signature for _, signature in found]
    left.sort(key=lambda s: (s.order, s.box.x0))
    out.leftover = [PlacedLine(s.page, s.line) for s in left]
    return out


# ---- segments and columns ------------------------------------------------------------------------


def _segments(placed: PlacedLine, order: int) -> list[_Segment]:
    """The line's parts between wide white space; a label and its value stay together."""
    groups: list[list[Word]] = []
    for word in placed.line.words:
        if groups and not _parts(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    if len(groups) == 1:
        return [_Segment(placed.page, placed.line, order)]
    return [_Segment(placed.page, line_of(group), order) for group in groups]


def _parts(before: Sequence[Word], word: Word) -> bool:
    last = before[-1]
    gap = word.box.x0 - last.box.x1
    if gap <= WIDE * max(last.size, word.size, 6.0):
        return False
    text = " ".join(w.text for w in before)
    if last.text.endswith((":", ",")) and gap < 12 * max(last.size, 6.0):
        return parse_date(text) is not None or (last.text.endswith(",") and not _starts_date(word.text))
    return not (word.text.startswith(":") or (_NIP.match(text) and word.text[0].isdigit()))


def _starts_date(word: str) -> bool:
    return word.isdigit() or month_number(word) is not None


def _columns(segments: Sequence[_Segment]) -> list[list[_Segment]]:
    """Segments by column from left to right, each column in reading order."""
    columns: list[tuple[Box, list[_Segment]]] = []
    for segment in sorted(segments, key=lambda s: (s.box.width, s.order)):
        best = max(range(len(columns)), key=lambda i: columns[i][0].overlap_x(segment.box), default=None)
        if best is not None:
            box, members = columns[best]
            if box.overlap_x(segment.box) > 0.3 * min(box.width, segment.box.width):
                members.append(segment)
                if segment.box.width < 0.5 * segment.page.width:
                    columns[best] = (box.union(segment.box), members)
                continue
        columns.append((segment.box, [segment]))
    columns.sort(key=lambda c: c[0].x0)
    return [sorted(members, key=lambda s: (s.page.number, s.order)) for _, members in columns]


# ---- reading a column ----------------------------------------------------------------------------


class _ColumnReader:
    """Reads one column from top to bottom."""

    def __init__(self, out: SignatureBlock, left: list[_Segment]) -> None:
        self.out = out
        self.left = left
        self.block = _Block()
        self.done: list[_Block] = []
        self.in_note = False

    def take(self, segment: _Segment) -> None:
        """Read the column's next segment."""
        text = segment.text
        if self._place_or_date(segment) or self._acknowledges(text):
            self.in_note = False
            return
        if _NOTE.match(text) or self.in_note:
            self.in_note = not _POST.match(text) or not text.rstrip(" ,").isupper()
            if self.in_note:
                self.left.append(segment)
                return
        nip = nip_of(text)
        rank = _RANK.match(text)
        if nip is not None:
            self._begin_if(self.block.nip is not None)
            self.block.nip, self.block.ended = nip, True
            self.block.lines.append(segment)
        elif rank is not None and (self.block.names or self.block.ended):
            self.block.rank = rank["rank"].strip()
            self.block.lines.append(segment)
        elif _is_prose(text):
            self.left.append(segment)
        elif _NOTHING.match(text) or _SIGN.match(text):
            self.block.lines.append(segment)
        else:
            self._begin_if(self.block.ended or self.block.rank is not None)
            self.block.names.append(segment)
            self.block.lines.append(segment)

    def _begin_if(self, ended: bool) -> None:
        if ended:
            self.done.append(self.block)
            self.block = _Block()

    def _place_or_date(self, segment: _Segment) -> bool:
        read = place_and_date(segment.text)
        if read is None:
            return False
        self._begin_if(bool(self.block.names))
        place, date = read
        self.out.place = self.out.place or place
        self.out.date = self.out.date or date
        self.block.dated = True
        return True

    def _acknowledges(self, text: str) -> bool:
        match = _SEEN.match(text)
        if match is None or len(text) - match.end() > 3:
            return False
        self._begin_if(bool(self.block.names))
        self.block.dated = True
        return True

    def close(self) -> list[tuple[_Segment, Signature]]:
        """The column's signatures; blocks without evidence become leftover."""
        self.done.append(self.block)
        out = []
        for block in self.done:
            signature = _signature(block)
            if signature is not None:
                out.append((block.lines[0], signature))
            else:
                self.left += [s for s in block.lines if not _NOTHING.match(s.text)]
        return out


def place_and_date(text: str) -> tuple[str | None, str | None] | None:
    """Place and date of signing where the line prints them: "Sukamaju, 5 Januari 2023"."""
    if match := _PLACED.match(text):
        place, *rest = re.split(
            r"\s*,?\s*\b(?:pada\s+)?tanggal\b\s*:?|\s*,\s*(?=\d)", match["place"], maxsplit=1, flags=re.I
        )
        return place.strip(" ,."), parse_date(rest[0]) if rest else None
    if match := _DATED.match(text):
        return None, parse_date(match["date"])
    match = _PLACE_DATE.match(text)
    if match is None:
        return None
    date = parse_date(match["date"])
    if date is None and not _blank_date(match["date"]):
        return None
    return match["place"].strip(), date


def _blank_date(text: str) -> bool:
    """Whether the day is left to be written in by hand: only month and year, or a year, are printed."""
    words = re.findall(r"[^\W_]+", text)
    if not words or not re.fullmatch(r"(?:19|20)\d\d", words[-1]) or len(words) > 3:
        return False
    return all(w.isdigit() or month_number(w) is not None or w.casefold() == "tanggal" for w in words)


def nip_of(text: str) -> str | None:
    """The digits of a printed NIP, empty where only the label is printed, ``None`` where it is no NIP."""
    match = _NIP.match(text)
    if match is None:
        return re.sub(r"\D", "", text) if _BARE_NIP.match(text) else None
    rest = match["rest"].translate(DIGITS)
    digits = re.sub(r"\D", "", rest)
    if re.search(r"[^\W\d_]{3,}", match["rest"]) or (digits and len(digits) not in _NIP_DIGITS):
        return None
    return digits


def _is_prose(text: str) -> bool:
    return len(text) > LONG or (text.endswith((".", ";")) and len(text.split()) > 8 and not text.isupper())


# ---- from a block to a signature -----------------------------------------------------------------


def _signature(block: _Block) -> Signature | None:
    names = block.names
    if not names:
        return None
    post, name = _post_and_name(block)
    jabatan = " ".join(s.text for s in post).strip(" ,;:") or None
    evident = bool(block.nip is not None or block.rank or (jabatan and _is_post(jabatan)))
    if not evident and not (block.dated and len(names) > 1):
        return None
    page = names[-1].page
    box = bounding_box(s.box for s in block.lines if s.page is page)
    return Signature(
        jabatan=jabatan,
        nama=_bare_name(" ".join(s.text for s in name)),
        pangkat=block.rank,
        nip=block.nip or None,
        page=page.number,
        bbox=page.shown(box).rounded(),
    )


def _post_and_name(block: _Block) -> tuple[list[_Segment], list[_Segment]]:
    names = block.names
    if len(names) == 1:
        alone = _is_post(names[0].text) and not block.nip
        return (names, []) if alone else ([], names)
    split = _room_before(block)
    if split is None:
        last_is_post = names[-1].text.endswith(",") or (
            not block.nip and block.rank is None and _is_post(names[-1].text)
        )
        split = len(names) if last_is_post else len(names) - 1
    return names[:split], names[split:]


def _room_before(block: _Block) -> int | None:
    """Index of the first line below the room for signing, where one gap stands out."""
    lines = [s for s in block.lines if not _NOTHING.match(s.text) and not _SIGN.match(s.text)]
    gaps = [(b.box.top - a.box.top, b) for a, b in pairwise(lines) if a.page is b.page]
    if not gaps:
        return None
    widest, below = max(gaps, key=lambda g: g[0])
    usual = max(below.line.size, 6.0) * 1.25
    others = sorted(g for g, s in gaps if s is not below)
    if others:
        usual = max(usual, others[len(others) // 2])
    index = next((i for i, s in enumerate(block.names) if s is below), 0)
    return index if index and widest > ROOM * usual else None


def _is_post(text: str) -> bool:
    if _POST.match(text):
        return True
    first = re.sub(r"\W", "", text.split(maxsplit=1)[0]).upper() if text.split() else ""
    return len(first) >= 5 and any(
        fuzz.ratio(first, word) >= 80
        for word in ("CAMAT", "KEPALA", "LURAH", "SEKRETARIS", "DIREKTUR", "INSPEKTUR")
    )


def _bare_name(text: str) -> str | None:
    bare = re.sub(r"^(?:nama\s*:)?[\s(_.…]+|[\s)_…]+$", "", " ".join(text.split()), flags=re.I).strip(" ,")
    return bare if re.search(r"[^\W\d_]{2,}", bare) else None
