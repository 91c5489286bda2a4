"""The heads of a decree: letterhead, "KEPUTUSAN … NOMOR … TENTANG …", annex heads and the forms' titles.

Decisions: a head begins with one of its key words at a line's start and takes in the lines below it, so
that wrapped officials and subjects are read whole. What is cited (Menimbang, Mengingat) is kept apart: its
numbers and dates are other decrees', and the number of a letter that sends the decree is the letter's ("Nomor, Sifat,
Lampiran, Hal"). The decree's own signature begins with its place and date, or is found
by the NIP at its end. How surely numbers and dates were read is kept with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from ..schema.blocks import Word
from .decree_head_labels import Label, label_of
from .forms.titles import Title, head_title_of
from .office_names import goes_on, office_at_start, office_of_official
from .placed_line import PlacedLine
from .running_text import plain_text
from .signature_lines import is_prose, number_on
from .signatures import SignatureBlock, nip_of, place_and_date, read_signatures

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
MAX_SUBJECT_LINES = 6
GAP = 2.6  # of a line's height: white space that ends a head
LEAST_HEIGHT = 8.0  # points: a line counts as high as this at least
TITLE_LENGTH = 110  # characters of a title's line
TITLE_WORDS = 14
TITLE_LETTERS = 4  # of a line in a title, and of its words that begin with a capital
LETTER_LINES = 4  # from a letter's number to what it is about
SIGNED_LINES = 8  # lines from a signature's post to its NIP
_NAMES_DECREE = re.compile(r"\b(?:keputusan|peraturan)\b", re.I)
_BEFORE_CITED: dict[Label, re.Pattern[str]] = {
    "keputusan": re.compile(r"\b(?:atas|dari|terhadap)\W*$", re.I),
    "nomor": _NAMES_DECREE,
    "tentang": _NAMES_DECREE,
    "heading": re.compile(r"\b(?:keputusan|peraturan)\b.*\btentang\W*$", re.I),
}
"""What a subject ends in or holds before a key word that belongs to the decree it names."""
_KEYED = re.compile(r"^\W*\w+\s*:")  # a key of the head itself: "NOMOR : 45"
_PAGE_TAIL = re.compile(
    r"(?<![/.\-])\s+(?:[-–—|]\s*)?(?:hal(?:aman)?\b\W*)?\d{1,3}(?:\s*(?:dari|/)\s*\d{1,3})?\s*[-–—]?\s*$",
    re.I,
)
"""A page's number at the end of a running line: "- 3 -", "Halaman 3 dari 12"."""
_YEAR_ALONE = re.compile(r"^\W*(?:19|20)\d\d\W*$")
_IN_HEAD = frozenset(["keputusan", "nomor", "tanggal", "tentang"])
_PROSE = frozenset(["cited", "menetapkan", "diktum"])  # running text, in which only capitals are a title
_NO_PLACE = frozenset(["cited", "tentang", "keputusan", "menetapkan"])  # heads with dates of their own


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
    kinds: list[Title] = field(default_factory=list)
    signatures: list[SignatureBlock] = field(default_factory=list)
    certainty: dict[str, float] = field(
        default_factory=dict
    )  # of numbers and dates: the words' least confidence


def read_heads(lines: Sequence[PlacedLine]) -> Heads:
    """The heads among a decree's loose lines."""
    reader = _HeadReader()
    for placed in lines:
        reader.line(placed)
    reader.close()
    return reader.out


def read_running_heads(texts: Iterable[str]) -> Heads:
    """The numbers and dates of an annex's head that stands on every page: running lines, page after page.

    >>> read_running_heads([f"Lampiran Keputusan Lurah X Nomor 141/9/2020 - {page} -" for page in "12"]).numbers
    ['141/9/2020']
    """
    reader = _HeadReader()
    in_head = False
    for text in _without_page_numbers(texts):
        label = label_of(text, in_head=in_head)
        in_head = label is not None and (label[0] == "keputusan" or (in_head and label[0] in _IN_HEAD))
        if label is not None and in_head:
            reader.running(*label)
    return reader.out


def _without_page_numbers(texts: Iterable[str]) -> list[str]:
    """The running lines, each once, without numbers at their ends by which lines differ from page to page."""
    lines = list(dict.fromkeys(texts))
    bare = [_PAGE_TAIL.sub("", text) for text in lines]
    times = Counter(bare)
    return list(dict.fromkeys(b if times[b] > 1 else text for text, b in zip(lines, bare, strict=True)))


class _HeadReader:
    def __init__(self) -> None:
        self.out = Heads()
        self.state: Label | None = None
        self.text: list[str] = []
        self.words: list[Word] = []
        self.last: PlacedLine | None = None
        self.before: PlacedLine | None = None
        self.loose: PlacedLine | None = None  # the last line of the letterhead
        self.since_number = 0  # lines
        self.signed: list[PlacedLine] = []
        self.passed: list[PlacedLine] = []

    def line(self, placed: PlacedLine) -> None:
        """Take the next line."""
        text = plain_text(placed.line)
        self.since_number += 1
        if self._breaks(placed):
            self._flush()
        self.before, self.last = self.last, placed
        label = label_of(text, in_head=self.state in _IN_HEAD)
        if label is not None and label[0] == "heading" and self.state in _PROSE and not text.isupper():
            label = None
        if label is not None and self._cites(label[0], text):
            label = None
        if label is not None and label[0] == "heading" and self.state == "tentang" and not any(self.text):
            self.text.append(text)
        elif label is not None and not (
            self.state == "cited" and label[0] in {"nomor", "tanggal", "tentang"}
        ):
            self._flush()
            self._begin(*label)
        elif self.signed:
            self.signed.append(placed)
        elif self._begins_signature(text):
            self._flush()
            self.signed.append(placed)
        elif self.state in {None, "diktum", "other"} and self._ends_signature(placed, text):
            return
        else:
            self._go_on(text)
        self.words += placed.line.words

    def _cites(self, label: Label, text: str) -> bool:
        """Whether a key word belongs to the decree that a subject names ("Perubahan atas Keputusan … tentang …")."""
        before = _BEFORE_CITED.get(label) if self.state == "tentang" else None
        return (
            before is not None and before.search(" ".join(self.text)) is not None and not _KEYED.match(text)
        )

    def _begins_signature(self, text: str) -> bool:
        """Whether a signature begins with the line: "Ditetapkan di", or a place and date that belong to no head."""
        placed = place_and_date(text)
        return placed is not None and (
            self.state not in _NO_PLACE or text.lstrip().startswith(("Ditetapkan", "DITETAPKAN"))
        )

    def _ends_signature(self, placed: PlacedLine, text: str) -> bool:
        """Whether the line is the NIP below lines of post and name that no place and date stands above."""
        number = number_on(text)
        if number is None or not number.digits:
            near = bool(self.passed) and self.passed[-1].page is placed.page
            prose = is_prose(text) or any(c.isdigit() for c in text)
            self.passed = [] if prose else [*(self.passed if near else []), placed][-SIGNED_LINES:]
            return False
        block = read_signatures([*self.passed, placed])
        self.passed = []
        if not block.signatures:
            return False
        self.out.signatures.append(block)
        return True

    def _breaks(self, placed: PlacedLine) -> bool:
        """Whether the line stands apart from the one before: on another page, or below white space."""
        last = self.last
        if last is None or (self.state == "cited" and not self.signed):
            return False
        if last.page is not placed.page:
            return True
        apart = placed.line.box.top - last.line.box.bottom
        return bool(self.text) and not self.signed and apart > GAP * max(last.line.box.height, LEAST_HEIGHT)

    def _begin(self, label: Label, rest: str) -> None:
        self.state = label
        if label == "nomor":
            self.since_number = 0
        if label == "unit":
            self.out.units.append(rest)
            self.state = None
        elif label == "letter":
            if self.since_number <= LETTER_LINES and self.out.numbers:
                self.out.numbers.pop()
            self.state = None
        elif label == "heading":
            title = head_title_of(rest)
            self.text = [title.rest] if title is not None and title.rest else []
            if title is not None:
                self.out.kinds.append(title)
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
        """Take a further line of an official's or a subject's name, or end the head if it is none."""
        before = " ".join(self.text)
        comma = text.endswith(",") and self.state != "keputusan"  # there the name of an office goes on
        stops = comma and office_of_official(text.rstrip(" ,")) is not None
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
        """Take a line outside every head: a letterhead's, or the post above a decree's preamble."""
        post = text.rstrip(" ,")
        if text.endswith(",") and office_of_official(post) is not None:
            self.out.officials.append(post)
        elif _is_title(text):
            follows = self.loose is not None and self.loose is self.before
            if follows and goes_on(self.out.letterhead[-1], text):
                self.out.letterhead[-1] += f" {text}"
            else:
                self.out.letterhead.append(text)
            self.loose = self.last

    def _flush(self) -> None:
        """Store the head that was being read; it is complete."""
        if self.signed:
            block = read_signatures(self.signed)
            self.out.signatures.append(block)
            self.signed = []
        text = " ".join(" ".join(self.text).split())
        state, self.state, self.text = self.state, None, []
        if text and state == "cited":
            self.out.cited.append(text)
        elif text and state == "heading":
            self.out.titles.append(text)
        elif text and state is not None:
            self._parts(state, text)
        self.words = []

    def _parts(self, state: Label, text: str) -> None:
        """Store a head's text, cut at the key words that follow on the same line."""
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
        if kind in {"nomor", "tanggal"}:
            (self.out.numbers if kind == "nomor" else self.out.dates).append(text)
            read = [
                w.confidence for w in self.words if w.text.strip(" :;,.") and w.text.strip(" :;,.") in text
            ]
            self.out.certainty[text] = min(read, default=1.0)
        elif kind == "tentang":
            self.out.subjects.append(text)
        elif kind in {"keputusan", "menetapkan"}:
            official = _ANNEX.sub("", text).strip(" :;,")
            if official:
                self.out.officials.append(official)

    def running(self, label: Label, text: str) -> None:
        """Store a running line of a head."""
        if text:
            self._parts(label, text)

    def close(self) -> None:
        """Store what is still being read, as there are no more lines."""
        self._flush()


def _is_title(text: str) -> bool:
    """Whether the line may stand in a title: capitals, or the name of an office, an area or a year."""
    letters = sum(c.isalpha() for c in text)
    others = len(re.sub(r"\s|\b(?:19|20)\d\d\b", "", text)) - letters
    if letters < TITLE_LETTERS or letters < others or is_prose(text):
        return bool(_YEAR_ALONE.match(text))
    if nip_of(text) is not None or len(text) > TITLE_LENGTH or len(text.split()) > TITLE_WORDS:
        return False
    if text.isupper():
        return True
    large = [word[0].isupper() for word in re.findall(r"[^\W\d_]+", text) if len(word) >= TITLE_LETTERS]
    return all(large) and (bool(_TITLE_LINE.match(text)) or office_at_start(text) is not None)
