"""The labels of a form: lines that begin with Jabatan, Nama Unit, Tugas, Fungsi and the like.

They are printed in many ways: "1. Jabatan : X", "1 : Jabatan", "I. JABATAN", "TugasPokok :", "J a b a t a n",
"Jabatan" alone with the text below. A line begins with a label when, after an optional number, its letters are
those of a known label, or of two with a stroke between them, up to the end of a word (misread letters are forgiven) and
the rest is set apart: by a
colon, by the line's end, by wide white space, or, behind a number, by a list's first mark or the change from capitals
to small letters ("I. TUGAS Memimpin …"). So "Tugas lain yang diberikan …" is no label. Letters are
compared without the blanks between them, so that glued and letter-spaced prints need no rules of their own.
Which labels there are, and what each names, is data (``vocabulary/labels.csv``): ``jabatan`` names a post, ``unit``
what the form is of, ``office`` the office to which it belongs, ``person`` who holds the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ...schema.blocks import Line, Word
from ...schema.geometry import bounding_box
from ...schema.known_words import is_known
from ...schema.text import REMEMBERED, letters_of, list_mark
from ..line_joining import line_of
from ..placed_line import PlacedLine
from ..vocabulary_files import rows_of
from .names_of_posts import names_unit

LabelKind = Literal["jabatan", "unit", "office", "tugas", "fungsi", "person", "other"]
NAMING: frozenset[LabelKind] = frozenset(("jabatan", "unit", "office"))
LISTS: frozenset[LabelKind] = frozenset(("tugas", "fungsi"))

FUZZY = 84.0  # rapidfuzz ratio from which misread letters still make the label
MISTYPED = 1  # letters of a label in a text layer
FUZZY_LETTERS = 5  # shorter labels must be read exactly
WIDE = 1.1  # of the font size: white space that sets a value apart from its label
LONGEST_WORDS = 24  # of a letter-spaced label
TRANSLATION_WORDS = 2  # of a label in another language behind it
SAME_X = 4.0  # points: a wrapped label's lines begin at one place

_NUMBER = re.compile(r"^[(\[]?(?:\d{1,2}|[ivxlIVX1|]{1,5}|[a-zA-Z])[.,;:)\]]*$")  # as scans are misread, too
_ROMAN, _ROMAN_END = re.compile(r"^[IVX]{1,4}$"), re.compile(r"^[IVX]{1,4}[.,;:)]*$")
_GLUED_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.):]+|[IVX]{1,4}[.):]|[A-Za-z][.)])(?=\w{4})")
_GLUED_NUMERAL = re.compile(r"^[IVX]{1,4}(?=[A-Z]{5})")
_LIKE_COLON = frozenset("-–·•.,'*")
_LIKE_CAPITALS = frozenset("ckopsuvwxz")
_COLONS = frozenset((":", ";", ".", ":.", "：", "-:", "::"))
_FIRST_MARK = re.compile(r"\(?[1aA][.)]+|[-–•▪·]")  # and a word behind it
_PUNCT = re.compile(r"[^\w]+")
_GLUED = re.compile(r"(?<=[A-Za-z]{4}):(?=.)")  # a colon between label and value without any space


class Label(NamedTuple):
    """A label line: what it labels, its value's words on the same line, and where label and value begin (points).

    ``value_x`` is ``None`` where the line has no value; ``colon`` says whether a colon was printed.
    """

    kind: LabelKind
    value: tuple[Word, ...]
    label_x: float
    value_x: float | None
    colon: bool
    text: str = ""


@cache
def _labels() -> dict[str, tuple[LabelKind, str]]:
    """Kind and wording of every label by its letters, the longest first."""
    rows = [(row["label"], cast(LabelKind, row["kind"])) for row in rows_of("labels.csv")]
    rows.sort(key=lambda row: -len(letters_of(row[0])))
    return {letters_of(label): (kind, label) for label, kind in rows}


@cache
def _of_name() -> re.Pattern[str]:
    """The letters of "Nama" with any of the words that go with it: "Nama Organisasi Unit"."""
    words = {w for _, label in _labels().values() if label.startswith("NAMA ") for w in label.split()[1:]}
    return re.compile(f"NAMA(?:{'|'.join(sorted(words, key=len, reverse=True))})+")


@cache
def _first_letters() -> frozenset[str]:
    return frozenset(letters[0] for letters in _labels())


@cache
def _longest() -> int:
    return max(map(len, _labels()))


def find_label(line: Line) -> Label | None:
    """The label with which the line begins, if it is a label line."""
    words = line.words
    start = _after_number(words)
    if start < len(words) and not _may_begin(words[start].text):
        return None
    for end, kind, text in _candidates(words, start):
        last = words[end - 1]
        misread = last.engine != "text" and not words[start].text[:1].islower()  # "tugas;" ends an item
        glued = last.text.rstrip().endswith((":", ";") if misread else ":")
        tail = re.search(r":(.+)$", last.text) if ":" in last.text else None
        rest = words[end:]
        colon = glued or tail is not None
        while rest and rest[0].text in _COLONS:
            colon, rest = True, rest[1:]
        if not colon and rest and _is_misread_colon(rest, last):
            colon, rest = True, rest[1:]
        if not colon and rest and rest[0].text.startswith(":"):
            colon = True
        apart = not rest or rest[0].box.x0 - last.box.x1 > WIDE * last.em
        if not colon and kind in LISTS and start == 0 and end == 1 and _opens_sentence(last, rest):
            value = _unglued(rest, None, last)
            return Label(kind, value, words[0].box.x0, value[0].box.x0 if value else None, True, text)
        if not colon and _is_wrapped(words, start, last):
            continue
        apart = apart or (kind in LISTS and start > 0 and _begins_list(words[start:end], rest))
        numbered = kind == "other" and start > 0 and not rest and line.text.isupper()
        if not colon and not numbered and (not apart or kind in ("other", "person")):
            continue
        if kind == "office" and not colon and not (rest and (start > 0 or names_unit(rest[0].text))):
            continue  # "Unit Organisasi" alone heads many things
        value = _unglued(rest, tail.group(1) if tail else None, last)
        return Label(kind, value, words[0].box.x0, value[0].box.x0 if value else None, colon, text)
    return None


def _begins_list(label: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Whether a list begins behind the label: with its first mark, or with a sentence below a label in capitals."""
    if len(rest) < 2:
        return False
    sentence = rest[0].text[:1].isupper() and rest[0].text[1:].rstrip(",").islower()
    capitals = all(word.text.isupper() for word in label)
    return (capitals and sentence) or _FIRST_MARK.fullmatch(rest[0].text) is not None


def _opens_sentence(label: Word, rest: Sequence[Word]) -> bool:
    """Whether a full stop sets the label apart from what begins behind it ("Tugas. Melaksanakan …")."""
    begins = bool(rest) and (rest[0].text[:1].isupper() or list_mark(f"{rest[0].text} ") is not None)
    return label.text.endswith(".") and label.text[:1].isupper() and begins


def inline_label(line: Line) -> int | None:
    """Index of the word within the line that is a list's label in capitals before a colon, behind a sentence's end."""
    words = line.words
    for index in range(1, len(words)):
        word, behind = words[index].text, words[index + 1].text if index + 1 < len(words) else ""
        known = _labels().get(letters_of(word)) if word.isupper() else None
        if known is None or known[0] not in LISTS or words[index - 1].text[-1:] not in ".;:":
            continue
        mark = list_mark(" ".join(w.text for w in words[:index]))
        is_number = mark is not None and not mark.rest  # the label's own: "II. TUGAS :"
        if not is_number and (word.endswith(":") or behind.startswith(":")):
            return index
    return None


def _is_wrapped(words: Sequence[Word], start: int, last: Word) -> bool:
    """Whether the words look like the end of a sentence from the line above: small letters, or a full stop.

    In a scan, marks are not sure, nor is the case of letters whose capitals only differ in size.
    """
    first, recognised = words[0].text[:1], last.engine != "text"
    small = start == 0 and first.islower() and not (recognised and first in _LIKE_CAPITALS)
    return small or (not recognised and last.text.rstrip()[-1:] in ";,.")


@lru_cache(maxsize=REMEMBERED)
def is_label(text: str) -> LabelKind | None:
    """The kind of label that a cell's whole text is."""
    bare = _GLUED_NUMBER.sub("", re.sub(r"^\W*(?:\d{1,2}|[IVX]{1,4}|[a-z])[.):]\s*", "", text))
    found = _known(letters_of(bare)) or _joint(bare)
    return found[0] if found is not None else None


def _candidates(words: Sequence[Word], start: int) -> Iterator[tuple[int, LabelKind, str]]:
    """Ends (exclusive) of the words that make up a label, the longest label first."""
    found: list[tuple[int, LabelKind, str]] = []
    letters = ""
    has_stroke = False
    for end in range(start + 1, min(len(words), start + LONGEST_WORDS) + 1):
        if letters and _stands_apart(words[end - 2], words[end - 1]):
            break
        word = words[end - 1].text
        letters += _letters_of_word(word, is_first=not letters)
        if not letters:
            continue
        if letters[0] not in _first_letters() or len(letters) > _longest() + 2:
            break
        has_stroke = has_stroke or "/" in word
        known = _known(letters, misread=words[start].engine != "text")
        if known is None and has_stroke:
            known = _joint(" ".join([w.text for w in words[start:end]]))
        if known is not None:
            found.append((end, *known))
        if ":" in word:
            break
    yield from reversed(found)


@lru_cache(maxsize=REMEMBERED)
def _letters_of_word(text: str, *, is_first: bool) -> str:
    """The letters of a word up to a colon, without a number that is glued to it."""
    word = _GLUED_NUMBER.sub("", _GLUED.split(text)[0]).upper()
    return letters_of(_GLUED_NUMERAL.sub("", word) if is_first else word)


@lru_cache(maxsize=REMEMBERED)
def _may_begin(text: str) -> bool:
    """Whether a label may begin with a word: with its first letter, or behind a word without letters."""
    letters = _letters_of_word(text, is_first=True)
    return not letters or letters[0] in _first_letters()


def _stands_apart(before: Word, word: Word) -> bool:
    """Whether wide white space separates two words that are no single letters of a spaced label."""
    if word.box[0] - before.box[2] <= WIDE * before.em:
        return False
    return len(before.text) != 1 and len(word.text) != 1


@lru_cache(maxsize=REMEMBERED)
def _known(letters: str, *, misread: bool = True) -> tuple[LabelKind, str] | None:
    """The label that these letters are, or a misreading of; without ``misread`` a letter of them may be mistyped."""
    labels = _labels()
    if letters in labels:
        return labels[letters]
    if _of_name().fullmatch(letters):
        return ("jabatan" if "JABATAN" in letters else "unit"), letters
    if len(letters) < FUZZY_LETTERS:
        return None
    best: tuple[LabelKind, str] | None = None
    best_score = FUZZY
    for known in _as_long_as(len(letters)):
        if not misread and Levenshtein.distance(letters, known, score_cutoff=MISTYPED) > MISTYPED:
            continue
        score = fuzz.ratio(letters, known, score_cutoff=best_score)
        if score >= best_score:
            best, best_score = labels[known], score
    return best


@cache
def _as_long_as(count: int) -> tuple[str, ...]:
    """The labels whose letters may be misread as so many, the longest first."""
    return tuple(known for known in _labels() if len(known) >= FUZZY_LETTERS and abs(len(known) - count) <= 2)


_STRONGEST: tuple[LabelKind, ...] = ("jabatan", "unit", "office", "person", "tugas", "fungsi", "other")


def _joint(text: str) -> tuple[LabelKind, str] | None:
    """The label that is several in one, separated by strokes ("Unit Kerja/Jabatan"): of the kind that says most.

    Behind a label's stroke the same may stand in another language ("Jabatan/Position"): not all of its words are known.
    """
    parts = text.split("/")
    if len(parts) < 2:
        return None
    found = [_labels().get(letters_of(part)) for part in parts]
    known = [label for label in found if label is not None]
    words = parts[1].split()
    foreign = len(words) <= TRANSLATION_WORDS and not all(map(is_known, words))
    translated = found[0] is not None and len(parts) == 2 and foreign
    if len(known) < len(parts) and not translated:
        return None
    return min(known, key=lambda label: _STRONGEST.index(label[0]))


def _is_misread_colon(rest: Sequence[Word], label: Word) -> bool:
    """Whether a scan's colon was read as a dash or dot; in "tugas - tugas lain" it is a hyphen."""
    if rest[0].engine != "ocr" or rest[0].text not in _LIKE_COLON:
        return False
    if len(rest) == 1:
        return True
    after, before = _PUNCT.sub("", rest[1].text).upper(), _PUNCT.sub("", label.text).upper()
    return after != before and not (len(after) >= FUZZY_LETTERS and fuzz.ratio(after, before) >= FUZZY)


def _after_number(words: Sequence[Word]) -> int:
    """Index of the first word after an item number such as "1.", "1 :" or "I.".

    A scan's Roman number may have come apart: "I I I.". A letter that begins a letter-spaced word is no number.
    """
    index = 0
    if len(words) > 1 and _NUMBER.match(words[0].text) and not _is_letter_spaced(words):
        index = 1
        while (
            len(words) > index + 1
            and _ROMAN.match(words[index - 1].text)
            and _ROMAN_END.match(words[index].text)
        ):
            index += 1
        if len(words) > 2 and words[1].text in (":", ".", ")", "-"):
            index = 2
    return index


def _is_letter_spaced(words: Sequence[Word]) -> bool:
    return len(words) > 4 and all(len(w.text) == 1 and w.text.isalpha() for w in words[:5])


def _unglued(rest: Sequence[Word], tail: str | None, last: Word) -> tuple[Word, ...]:
    """The value's words, without a colon glued to the first."""
    out = list(rest)
    if out and out[0].text.startswith(":"):
        first = out[0]
        out[0] = Word(first.text[1:], first.box, first.size, first.confidence, first.engine, first.raw)
    if tail:
        out.insert(0, Word(tail, last.box, last.size, last.confidence, last.engine, last.raw))
    return tuple(w for w in out if w.text)


# ---- labels over two lines ---------------------------------------------------------------------------


def join_wrapped_labels(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines with labels that wrap onto a second line in one: "Nama Sub" over "Bidang/Bagian : X"."""
    out: list[PlacedLine] = []
    done = False
    parts = [_label_part(placed.line) for placed in lines]
    for index, (placed, below) in enumerate(pairwise([*lines, None])):
        if done or placed is None:
            done = False
            continue
        joined = _joined_label(placed, below, parts[index], parts[index + 1]) if below is not None else None
        out.extend(joined or [placed])
        done = joined is not None
    return out


def _joined_label(
    placed: PlacedLine, below: PlacedLine, upper_parts: _LabelPart, lower_parts: _LabelPart
) -> list[PlacedLine] | None:
    """Label and value of the first line with the label's rest below; the rest of the second line below it."""
    if placed.page is not below.page or not placed.line.words or not below.line.words:
        return None
    (first, first_rest), (second, second_rest) = upper_parts, lower_parts
    if not first or not second or abs(_text_start(first) - _text_start(second)) > SAME_X:
        return None
    colons = [bool(rest) and rest[0].text.startswith(":") for rest in (first_rest, second_rest)]
    if all(colons) or below.line.box.top - placed.line.box.bottom > placed.line.box.height:
        return None
    start = _after_number(first)
    upper, lower = (
        letters_of("".join(w.text for w in first[start:])),
        letters_of("".join(w.text for w in second)),
    )
    known = _labels().get(upper + lower)
    if known is None or known[0] == "other" or (lower in _labels() and upper in _labels() and second_rest):
        return None
    colon = next((rest[0] for rest, has in zip((first_rest, second_rest), colons, strict=True) if has), None)
    values = [rest[1:] if has else rest for rest, has in zip((first_rest, second_rest), colons, strict=True)]
    label = [*first, *second]
    words = [*label, *([colon] if colon else []), *(values[0] or values[1])]
    out = [PlacedLine(placed.page, line_of(words))]
    if values[0] and values[1]:
        out.append(PlacedLine(below.page, line_of(values[1])))
    return out


def _text_start(words: Sequence[Word]) -> float:
    index = _after_number(words)
    return words[min(index, len(words) - 1)].box.x0


_LabelPart = tuple[tuple[Word, ...], tuple[Word, ...]]


def _label_part(line: Line) -> _LabelPart:
    """The line's words before its colon or first wide white space, and the words from there on."""
    words = line.words
    start = _after_number(words)
    for index in range(start, len(words)):
        word = words[index]
        if word.text.startswith(":"):
            return words[:index], words[index:]
        if word.text.endswith(":"):
            bare = Word(word.text.rstrip(":"), word.box, word.size, word.confidence, word.engine, word.raw)
            colon = Word(":", word.box, word.size, word.confidence, word.engine)
            return (*words[:index], bare), (colon, *words[index + 1 :])
        if index > start and word.box.x0 - words[index - 1].box.x1 > WIDE * word.em:
            return words[:index], words[index:]
    return words, ()


def with_colon(label: Line) -> Line:
    """The line with a colon at its end: a cell's side sets its label apart as a colon would."""
    last = label.words[-1]
    if last.text.rstrip().endswith(":"):
        return label
    side = bounding_box([last.box])
    words = (*label.words, Word(":", side, last.size, last.confidence, last.engine))
    return Line(words, label.box, f"{label.text} :")
