"""The heads of a decree: letterhead, "KEPUTUSAN … NOMOR … TENTANG …", annex heads and the forms' titles.

Decisions: a head begins with one of its key words at a line's start and takes in the lines below it, so
that wrapped officials and subjects are read whole. What is cited (Menimbang, Mengingat) is kept apart: its
numbers and dates are other decrees'. Key words may be misread by a letter; in small letters they count only
within a head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from rapidfuzz import fuzz

from .forms.assembly import is_heading
from .forms.lists import PlacedLine
from .offices import office_at_start, office_of_official
from .signatures import SignatureBlock, nip_of, place_and_date, read_signatures

Label = Literal[
    "keputusan", "nomor", "tanggal", "tentang", "cited", "menetapkan", "diktum", "heading", "unit", "other"
]

_LABELS: tuple[tuple[str, Label], ...] = (
    ("LAMPIRAN", "keputusan"),
    ("KEPUTUSAN", "keputusan"),
    ("SALINAN", "keputusan"),
    ("PERATURAN", "keputusan"),
    ("NOMOR", "nomor"),
    ("TANGGAL", "tanggal"),
    ("TENTANG", "tentang"),
    ("MENIMBANG", "cited"),
    ("MENGINGAT", "cited"),
    ("MEMPERHATIKAN", "cited"),
    ("MEMUTUSKAN", "other"),
    ("MENETAPKAN", "menetapkan"),
    ("PERTAMA", "diktum"),
    ("KESATU", "diktum"),
    ("KEDUA", "diktum"),
    ("KETIGA", "diktum"),
    ("KEEMPAT", "diktum"),
    ("KELIMA", "diktum"),
    ("KEENAM", "diktum"),
    ("TEMBUSAN", "other"),
    ("DENGAN RAHMAT", "other"),
)
_UNIT = re.compile(
    r"^\W*(?:\d{1,2}[.)]?\s*)?(?:unit\s+(?:kerja|organisasi)|instansi|skpd|opd|perangkat daerah|satuan kerja)"
    r"(?:\s*/\s*\w+)*\s*:\s*(?P<value>\S.*)$",
    re.I,
)
_INLINE = re.compile(
    r"\b(?:(?P<nomor>NOMOR|No\s*[.:])|(?P<tanggal>TANGGAL)|(?P<tentang>TENTANG))\b\s*[:.]?", re.I
)
_ANNEX = re.compile(
    r"^\W*(?:(?:SALINAN|LAMPIRAN)\b\W*(?:[IVX\d]{1,4}\b)?\W*)*(?:SURAT\s+)?(?:KEPUTUSAN|PERATURAN)?\b\W*",
    re.I,
)
_TITLE_LINE = re.compile(
    r"^\W*(?:tahun|periode|pada|di\s+lingkungan|lingkup|kabupaten|kab\.|kota|provinsi|pemerintah|jabatan)\b",
    re.I,
)
_HEADING = re.compile(r"^\W*INDIKATOR\s+KINERJA\s+INDIVIDU\b", re.I)
_AFTER_HEADING = re.compile(r"^.*?\bINDIVIDU\b\W*(?:IKI\b\W*)?", re.I)
MAX_SUBJECT_LINES = 6
GAP = 2.6  # of a line's height: white space that ends a head


@dataclass(slots=True)
class Heads:
    """What the heads say, each kind in the order of print."""

    numbers: list[str] = field(default_factory=list)
    officials: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    letterhead: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    signatures: list[SignatureBlock] = field(default_factory=list)


def read_heads(lines: Sequence[PlacedLine]) -> Heads:
    """The heads among a decree's loose lines."""
    reader = _HeadReader()
    for placed in lines:
        reader.line(placed)
    reader.close()
    return reader.out


def label_of(text: str, *, in_head: bool) -> tuple[Label, str] | None:
    """The key word at a line's start and the text behind it."""
    if match := _UNIT.match(text):
        return "unit", match["value"].strip()
    return _key_word(text, in_head=in_head) or (("heading", text) if _is_heading(text) else None)


def _is_heading(text: str) -> bool:
    """Whether the line is a form's heading, alone or with the office behind it."""
    return is_heading(text) or _HEADING.match(text) is not None


def _key_word(text: str, *, in_head: bool) -> tuple[Label, str] | None:
    word = re.match(r"^\W*([^\W_]+)", text)
    if word is None:
        return None
    rest = text[word.end() :]
    if word[1].casefold() == "surat" and re.match(r"\s+keputusan\b", rest, re.I):
        return "keputusan", text
    if word[1].casefold() == "no" and re.match(r"\s*[.:]+\s*\S*\d\S*/", rest) and in_head:
        return "nomor", rest.lstrip(" .:")
    for name, label in _LABELS:
        parts = name.split()
        if len(parts) > 1:
            if text.upper().strip().startswith(name):
                return label, text
            continue
        colon = re.match(r"\s*[:;]", rest) is not None
        if not _reads(word[1], name) or not (word[1].isupper() or in_head or colon):
            continue
        if label == "diktum" and not colon:
            continue
        return label, (text if label == "keputusan" else rest.lstrip(" :.;"))
    return None


def _reads(word: str, name: str) -> bool:
    upper = word.upper().replace("0", "O").replace("1", "I")
    return upper == name or (
        len(upper) >= 5 and abs(len(upper) - len(name)) < 2 and fuzz.ratio(upper, name) >= 85
    )


class _HeadReader:
    def __init__(self) -> None:
        self.out = Heads()
        self.state: Label | None = None
        self.text: list[str] = []
        self.last: PlacedLine | None = None
        self.signed: list[PlacedLine] = []

    def line(self, placed: PlacedLine) -> None:
        """Take the next line."""
        text = placed.line.text.strip()
        if self._breaks(placed):
            self._flush()
        self.last = placed
        label = label_of(text, in_head=self.state in {"keputusan", "nomor", "tanggal", "tentang"})
        if label is not None and label[0] == "heading" and self.state == "tentang" and not any(self.text):
            self.text.append(text)
        elif label is not None and not (
            self.state == "cited" and label[0] in {"nomor", "tanggal", "tentang"}
        ):
            self._flush()
            self._begin(*label)
        elif self.signed:
            self.signed.append(placed)
        elif place_and_date(text) is not None and self.state not in {
            "cited",
            "tentang",
            "keputusan",
            "menetapkan",
        }:
            self._flush()
            self.signed.append(placed)
        else:
            self._go_on(text)

    def _breaks(self, placed: PlacedLine) -> bool:
        """Whether the line stands apart from the one before: on another page, or below white space."""
        last = self.last
        if last is None or (self.state == "cited" and not self.signed):
            return False
        if last.page is not placed.page:
            return True
        apart = placed.line.box.top - last.line.box.bottom
        return bool(self.text) and not self.signed and apart > GAP * max(last.line.box.height, 8.0)

    def _begin(self, label: Label, rest: str) -> None:
        self.state = label
        if label == "unit":
            self.out.units.append(rest)
            self.state = None
        elif label == "heading":
            self.text = [_AFTER_HEADING.sub("", rest)] if _AFTER_HEADING.match(rest) else []
        elif label not in {"other", "diktum"}:
            self.text = [rest] if rest else []

    def _go_on(self, text: str) -> None:
        state = self.state
        if state is None:
            self._loose(text)
        elif state == "heading":
            if _is_title(text) and len(self.text) < MAX_SUBJECT_LINES:
                self.text.append(text)
            else:
                self._flush()
        elif state in {"tentang", "keputusan", "menetapkan"}:
            self._wrapped(text)
        elif state == "nomor":
            self._after_number(text)
        elif state == "cited":
            self.text.append(text)
        elif state == "tanggal":
            self._flush()
            self._loose(text)

    def _wrapped(self, text: str) -> None:
        """A further line of an official's or a subject's name."""
        before = " ".join(self.text)
        stops = text.endswith(",") and office_of_official(text.rstrip(" ,")) is not None
        small = before.isupper() and not text.isupper()
        if stops or (small and self.state != "keputusan") or len(self.text) >= MAX_SUBJECT_LINES:
            self._flush()
            self._loose(text)
        else:
            self.text.append(text)

    def _after_number(self, text: str) -> None:
        if self.text and self.text[-1].rstrip().endswith(("/", "-")) and re.match(r"^[\w./-]+$", text):
            self.text[-1] += text
        else:
            self._flush()
            self._loose(text)

    def _loose(self, text: str) -> None:
        """A line outside every head: a letterhead's, or the post above a decree's preamble."""
        post = text.rstrip(" ,")
        if text.endswith(",") and office_of_official(post) is not None:
            self.out.officials.append(post)
        elif text.isupper() or _is_title(text):
            self.out.letterhead.append(text)

    def _flush(self) -> None:
        """The head that was being read is complete."""
        if self.signed:
            block = read_signatures(self.signed)
            self.out.signatures.append(block)
            self.signed = []
        text = " ".join(" ".join(self.text).split())
        state, self.state, self.text = self.state, None, []
        if not text:
            return
        if state == "cited":
            self.out.cited.append(text)
        elif state == "heading":
            self.out.titles.append(text)
        elif state is not None:
            self._parts(state, text)

    def _parts(self, state: Label, text: str) -> None:
        """A head's text by the key words that stand in it on the same line."""
        if state == "tentang":
            self.out.subjects.append(text)
            return
        at = 0
        for match in _INLINE.finditer(text):
            self._part(state, text[at : match.start()])
            at, state = match.end(), cast(Label, match.lastgroup)
            if match["tentang"]:
                break
        self._part(state, text[at:])

    def _part(self, kind: Label, text: str) -> None:
        text = text.strip(" :;,")
        if not text:
            return
        if kind == "nomor":
            self.out.numbers.append(text)
        elif kind == "tanggal":
            self.out.dates.append(text)
        elif kind == "tentang":
            self.out.subjects.append(text)
        elif kind in {"keputusan", "menetapkan"}:
            official = _ANNEX.sub("", text).strip(" :;,")
            if official:
                self.out.officials.append(official)

    def close(self) -> None:
        """There are no more lines."""
        self._flush()


def _is_title(text: str) -> bool:
    """Whether the line may stand in a title: capitals, or the name of an office, an area or a year."""
    if nip_of(text) is not None or len(text) > 110 or len(text.split()) > 14:
        return False
    return text.isupper() or bool(_TITLE_LINE.match(text)) or office_at_start(text) is not None
