"""The sources of a sumber_data cell one by one.

Decisions
- Lines and semicolons always separate; list marks are dropped; notes (Catatan: ...) and "dan lain-lain" are
  no source.
- A note ends the cell's sources, also inside a line. What a colon lists tells what is in the source before it.
- A comma separates, except inside brackets, inside numbers and inside a name. A name goes on over its
  commas where it begins like a unit, a post or a kind of document and ends in a conjunction: "Subbagian
  Umum, Kepegawaian dan Aset".
- A kind of paper that begins with a capital behind a word in small letters begins another source, where a line broke
  before it: "Aplikasi persuratan Buku agenda".
- "dan" separates only before a further source that says itself what it is (Dinas ..., Seluruh Desa, Laporan
  ...), or at the end of a list of commas. Two bare words that share what follows stay together: "Kabid
  dan Kasubid Badan".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from ..schema.text import BULLET, ENUMERATOR
from .title_case import SMALL_WORDS
from .vocabulary_files import rows_of

_MARK = re.compile(rf"^\s*(?:o\s+|{BULLET}|\(?{ENUMERATOR}\s*(?=[^\W\d_]))\s*")
_NOTE = re.compile(r"^\W*(?:catatan|ket(?:erangan)?|nb|n\.b|note)\s*[.:;]", re.I)
_AND = re.compile(r"\s+(?:dan|serta|&)\s+", re.I)
_NOTE_INSIDE = re.compile(r"\s\W*(?:catatan|keterangan|nb|n\.b|note)\s*:.*$", re.I)
_LISTED = re.compile(r"\w:\s")
_ELSE = re.compile(
    r"(?:,|\bdan|\bserta|&)?\s*\b(?:dll|dsb|dst|lain\s?-?\s?lain(?:nya)?|sebagainya|seterusnya)\b\.?\s*$",
    re.I,
)
_COMMA = re.compile(r"\s*(?:,(?!\d)|(?<!\d),)\s*")
_INLINE_MARK = re.compile(r"(?:(?<=\s)|^)(?:\d{1,2}[.)]\s+)(?=[^\W\d_])")
_TWO_WORD_OPEN = frozenset(["sub bagian", "sub bidang", "sub bag", "sub bid", "sub seksi"])
_NAME_WORDS = 6  # words: a longer part between commas is no part of an office's name


@dataclass(frozen=True, slots=True)
class _Words:
    """First words of sources: all, those that begin longer names, those also met inside names, and kinds of papers."""

    heads: frozenset[str]
    opening: frozenset[str]
    shared: frozenset[str]
    papers: frozenset[str]


def _load() -> _Words:
    rows = rows_of("sources.csv")
    return _Words(
        heads=frozenset(r["word"] for r in rows),
        opening=frozenset(r["word"] for r in rows if r["kind"] == "open"),
        shared=frozenset(r["word"] for r in rows if r["shared"]),
        papers=frozenset(r["word"] for r in rows if r["paper"]),
    )


_WORDS = _load()


def split_sources(text: str) -> list[str]:
    """The sources that a cell's text lists."""
    out: list[str] = []
    for line in unicodedata.normalize("NFC", text).splitlines():
        if _NOTE.match(line):
            break
        noted = _NOTE_INSIDE.search(line)
        for piece in _split_at_marks(line[: noted.start()] if noted else line):
            out += [piece] if _LISTED.search(piece) else _by_lines(piece)
        if noted:
            break
    return [item for item in (_clean(i) for i in out) if item]


def _split_at_marks(line: str) -> list[str]:
    """The line's parts at semicolons and at list marks inside the line."""
    line = _MARK.sub("", line, count=1)
    marks = list(_INLINE_MARK.finditer(line))
    if marks:
        ends = [m.start() for m in marks] + [len(line)]
        starts = [0] + [m.end() for m in marks]
        parts = [line[a:b] for a, b in zip(starts, ends, strict=True)]
    else:
        parts = [line]
    return [p for part in parts for p in _outside(part, re.compile(r"\s*;\s*"))]


def _outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """The text split at a separator outside brackets."""
    out: list[str] = []
    start = 0
    for match in separator.finditer(text):
        if text.count("(", 0, match.start()) <= text.count(")", 0, match.start()):
            out.append(text[start : match.start()])
            start = match.end()
    return [*out, text[start:]]


def _by_lines(text: str) -> list[str]:
    """Items between commas, cut where a further paper begins."""
    words = text.split(" ")
    starts = [0, *(i for i in range(2, len(words)) if _begins_paper(words[i - 1], words[i])), len(words)]
    return [item for a, b in pairwise(starts) for item in _by_commas(" ".join(words[a:b]))]


def _begins_paper(before: str, word: str) -> bool:
    """Whether a word names a kind of paper anew: with a capital, behind a word in small letters that joins nothing."""
    named = word.casefold() in _WORDS.papers and word[:1].isupper() and not word.isupper()
    return named and before.isalpha() and before.islower() and before not in SMALL_WORDS


def _by_commas(text: str) -> list[str]:
    """Items between commas, names with commas whole, and items after a last "dan"."""
    text = _ELSE.sub("", text).strip(" ,")
    segments = [s for s in _outside(text, _COMMA) if s]
    items: list[str] = []
    i = 0
    while i < len(segments):
        end = _name_end(segments, i)
        items.append(", ".join(segments[i : end + 1]))
        i = end + 1
    listed = len(items) > 1
    return [part for n, item in enumerate(items) for part in _by_and(item, listed and n == len(items) - 1)]


def _name_end(segments: list[str], i: int) -> int:
    """The last segment of the name that begins in this one."""
    if not _opens(segments[i]) or _AND.search(segments[i]):
        return i
    for j in range(i + 1, len(segments)):
        if _is_head(segments[j]) or len(segments[j].split()) > _NAME_WORDS:
            return i
        conjunction = _AND.search(segments[j])
        if conjunction:
            rest = segments[j][conjunction.end() :]
            return i if _begins_source(rest, capitals=segments[i].isupper()) else j
        if segments[j].isupper() and not segments[i].isupper():
            return i
    return i


def _first(text: str) -> str:
    found = re.match(r"[^\W_]+", text.strip())
    return found[0].casefold() if found else ""


def _opens(text: str) -> bool:
    """Whether the text begins a name that may hold commas."""
    two = " ".join(text.casefold().split()[:2])
    return _first(text) in _WORDS.opening or two in _TWO_WORD_OPEN


def _is_head(text: str) -> bool:
    return _first(text) in _WORDS.heads or _opens(text)


def _begins_source(text: str, *, capitals: bool = False) -> bool:
    """Whether what follows a "dan" is a source by itself; within ``capitals`` no acronym stands out."""
    if not capitals and re.fullmatch(r"[A-Z][A-Z0-9-]{2,}", text.strip()):
        return True
    if not _is_head(text) or text.casefold().strip() in _WORDS.opening | _TWO_WORD_OPEN:
        return False
    return _first(text) not in _WORDS.shared or (_opens(text) and len(text.split()) > 1)


def _by_and(item: str, ends_list: bool) -> list[str]:
    """The item's parts at each "dan" that separates sources."""
    out: list[str] = []
    rest = item
    at = 0
    while match := _AND.search(rest, at):
        left, right = rest[: match.start()], rest[match.end() :]
        inside = left.count("(") > left.count(")")
        if (
            not inside
            and _complete(left, right, ends_list)
            and (_begins_source(right, capitals=item.isupper()) or _ends(rest, match, ends_list))
        ):
            out.append(left)
            rest, at = right, 0
        else:
            at = match.end()
    return [*out, rest]


def _complete(left: str, right: str, ends_list: bool) -> bool:
    """Whether the text left of a "dan" is a source by itself, not a word that shares the name at the right."""
    if len(left.split()) > 1 and not left.casefold().startswith("dari "):
        return True
    if len(left.split()) > 2:
        return True
    return ends_list or (not _opens(left) and _is_head(left) and len(right.split()) == 1)


def _ends(text: str, match: re.Match[str], ends_list: bool) -> bool:
    """Whether this "dan" stands before the last item of a list."""
    return (
        ends_list
        and not _opens(text)
        and not _AND.search(text, match.end())
        and not _AND.search(text[: match.start()])
    )


def _clean(item: str) -> str:
    item = re.sub(r"^(?:dan|serta|&)\s+", "", item.strip(), flags=re.I)
    item = " ".join(_MARK.sub("", item, count=1).split())
    return item.strip(" ,;:").removesuffix(".").strip()
