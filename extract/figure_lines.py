"""Lines of data: what a line of a table of figures holds, and the columns that such lines leave between them.

A line's words make up atoms: texts, and figures that stand apart. A line is one of data when a figure stands beside
another atom. Columns lie between the white corridors through the lines of data alone: heads, titles of groups and
notes may run over them.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..schema.blocks import Line, Word

SPACE = 0.4
"""Of the font size: white space that separates a text from a figure; a typed space is 0.28 at most."""
LONG = 5  # letters of a figure that needs brackets; numbers of columns have fewer
TYPED = 0.36  # of the font size: a typed space between a figure and its share or error in brackets
BRACKET = 0.33  # of the font size: the width of a bracket, which hangs out of a column of figures
WIDER = 1.5  # times the usual space: words of one text stand no farther apart
WIDE_SPACE = 0.75  # of the font size: white space in a justified line is no wider
CORRIDOR = 0.34  # of the font size: the least width of a corridor, some 3 points in print of 9
SIGN_REACH = 8.0  # of the font size: how far before its figure a currency's sign stands
PURE = 0.7  # of what stands in a column of figures is figures
DOT = 0.26  # of the font size: the width of a leader's dot
FIGURE = re.compile(
    r"^[(\[<>~*]*[-+–—−±]?\s?(?:[$€£¥]|[A-Z]{1,2}\$|Rp\.?|US\$)?\s?[-+–—−]?"
    r"\d[\d.,:'/–\-\s]*(?:\s?[%‰°])?[)\]]*\s?(?:[a-z*†‡]{1,2}|\(?[a-z\d]\)|\d/)?"
    r"(?:\s?(?:±\s?\d[\d.,]*|\([-+–−±<]?\d(?:[\d.,%/–−\-\s]|to)*\)))?$"
)
NO_FIGURE = re.compile(r"^(?:[-–—−*†]{1,3}|\.{1,3}|…|\(?[Xx]\)|\(?n\.?/?[ad]\.?\)?|[:•0])$", re.IGNORECASE)
_BEFORE_FIGURE = re.compile(r"[(\[<>~*]*[-+–—−±]?(?:[$€£¥]|[A-Z]{1,2}\$|Rp\.?|US\$)?[-+–—−]?")
_SIGN = re.compile(r"^\(?(?:[$€£¥]|Rp\.?|US\$)$")
_THOUSANDS = re.compile(r"^\d{3}(?:[.,]\d+)?[)%]*$")
_BEFORE_THOUSANDS = re.compile(r"^[(+\-–−$€]*\d{1,3}(?: \d{3})*$")
_AFTER_FIGURE = re.compile(r"^(?:%|‰|\)|\*{1,3}|[a-z†‡]|\(?[a-z\d]\)|\d/)$")
_SHARE = re.compile(r"^\([-+–−±<]?\d[\d.,%/–−-]*\)?$")
_NOTHING = "..."  # what dots in a figure's place say
_MARK = re.compile(r"^(?:\d{1,2}[.)]|\(\d{1,2}\))$")
_ORDINAL = re.compile(r"^\(?\d{1,2}[.)]?$")
_ITEM = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)](?:\s|$)")
_LEADER = re.compile(r"(?:\.{3,}|…+|_{3,}|(?:\. ?){3,}|·{3,})$")
_DOTS = frozenset(".…·_")
_LEADER_ENDS = _DOTS | {" ", "\n"}
_DIGIT = re.compile(r"\d")
_ODD = re.compile(r"\d|(?:^|\s)(?::|\.(?:\s|$))|[.…·_]{3}|…")
"""What makes a line more than texts: digits, a colon before a value, dots that lead to a figure."""
Span = tuple[float, float]
MARK, LEAST_MARKS = 3, 3  # letters of a mark at most; times that it stands on a page
LEAST_HIGH = 4.0  # points: a line counts as high as this at least
SLACK = 0.25  # of the font size: how far a text may reach into a column that it does not stand over
LEAST_TYPED, SAME_PITCH, MOST_TYPED = 3, 0.03, 0.9
"""Letters of a word, and words, that tell a typewriter's pitch; share that it differs; share of words that have it."""
REMEMBERED = 4096  # texts of which it is remembered whether they are figures
LEAST_SIZE = 4.0  # points: a smaller font size is misread, and would make every space a wide one


@dataclass(slots=True)
class Atom:
    """Words of one line that belong together; ``x0``/``x1`` leave out the dots of a leader."""

    words: list[Word]
    x0: float
    x1: float
    text: str
    is_mark: bool = False  # a cross, a tick, a short answer that stands beside labels again and again

    @property
    def cx(self) -> float:
        """Its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def span(self) -> Span:
        """Its sides, without brackets around a figure or marks behind it: they hang into the white between columns."""
        if (marks := len(self.text) - len(self.text.rstrip("*"))) and self.is_number:
            return self.x0, self.x1 - min(marks * BRACKET * self.words[0].box.height, (self.x1 - self.x0) / 2)
        if self.text[:1] == "(" and self.text[-1:] == ")" and len(self.text) > LONG and self.is_number:
            hang = BRACKET * min(self.words[0].box.height, (self.x1 - self.x0) / 2)
            return self.x0 + hang, self.x1 - hang
        return self.x0, self.x1

    @property
    def is_figure(self) -> bool:
        """Whether the atom is a figure, or what stands in a figure's place."""
        return self.is_mark or is_number(self.text) or NO_FIGURE.match(self.text) is not None

    @property
    def is_number(self) -> bool:
        """Whether the atom is a figure with digits."""
        return is_number(self.text)


@dataclass(slots=True)
class Row:
    """A line of print with its atoms."""

    line: Line
    atoms: list[Atom]

    @property
    def top(self) -> float:
        """The line's upper edge."""
        return self.line.box.top

    @property
    def bottom(self) -> float:
        """The line's lower edge."""
        return self.line.box.bottom

    @property
    def height(self) -> float:
        """The line's height in points."""
        return max(self.line.box.height, LEAST_HIGH)

    @property
    def is_data(self) -> bool:
        """Whether the line holds data: a number (that is no list mark) beside another text; "label: value" is none."""
        if len(self.atoms) < 2:
            return False
        if any(a.is_mark for a in self.atoms) and self.holds_blanks:
            return True
        if not any(has_digits(a.text) for a in self.atoms):
            return False
        if any(a.text.endswith(":") for a in self.atoms):
            return False
        first, *others = self.atoms
        if any(a.is_number and not _MARK.match(a.text) for a in others):
            return True
        return len(others) > 1 and first.is_number and not _ORDINAL.match(first.text)

    @property
    def holds_blanks(self) -> bool:
        """Whether beside a text stands nothing but what fills a figure's place; such a line goes on with others."""
        return (
            len(self.atoms) > 1 and all(a.is_figure for a in self.atoms[1:]) and not self.atoms[0].is_figure
        )


def usual_space(lines: Sequence[Line]) -> float:
    """The usual space between words, of the font size, where it is wider than in print; 0 elsewhere.

    Boxes around ink alone, of words that were read in a picture, leave wider spaces between them, each page's as its
    print and its size were. A typewriter's space is as wide as each of its letters.
    """
    if pitch := _typed_pitch(lines):
        return pitch
    spaces = [
        (b.box[0] - a.box[2]) / max(a.size, LEAST_SIZE)
        for line in lines
        for a, b in pairwise(line.words)
        if a.engine == "ocr"
    ]
    spaces = [space for space in spaces if 0 < space < 1]
    return statistics.median(spaces) if spaces else 0.0


def _typed_pitch(lines: Sequence[Line]) -> float:
    """How wide every letter and space is, of the font size, where nearly all words are typed; 0 in other print."""
    words = [w for line in lines for w in line.words if w.engine != "ocr" and len(w.text) >= LEAST_TYPED]
    if len(words) < LEAST_TYPED:
        return 0.0
    pitches = [
        (w.box[2] - w.box[0]) / len(w.text) / (w.size if w.size > LEAST_SIZE else LEAST_SIZE) for w in words
    ]
    usual = statistics.median(pitches)
    near = SAME_PITCH * usual
    alike = len([pitch for pitch in pitches if abs(pitch - usual) <= near])
    if alike < MOST_TYPED * len(words):  # as in most print
        return 0.0
    whites = [(b.box.x0 - a.box.x1) / b.em for line in lines for a, b in pairwise(line.words)]
    wide = sum(white >= (1 - SAME_PITCH) * usual for white in whites)
    return usual if wide >= MOST_TYPED * len(whites) else 0.0


def row_of(line: Line, space: float = 0.0) -> Row:
    """The line with its atoms; ``space`` is the usual one between words, of the font size, where that is known."""
    words = line.words
    em = _middle([w.size if w.size > LEAST_SIZE else LEAST_SIZE for w in words])
    least = min(WIDER * space, WIDE_SPACE) * em
    texts = [w.text for w in words]
    whites = [b[0] - a[2] for a, b in pairwise([w.box for w in words])]
    if _ODD.search(line.text) is None:
        return Row(line, _texts_apart(words, texts, max(_near(whites, em), least)))
    numbers = [has_digits(text) and is_number(text) for text in texts]
    near = max(
        _near([w for w, a, b in zip(whites, numbers, numbers[1:], strict=False) if not (a or b)], em), least
    )
    lone_dots = texts.count(".") > 2
    atoms: list[Atom] = []
    last: Atom | None = None
    any_digit = is_cut = False  # whether a digit was met, and whether a leader was cut off the last word
    leader_end = 0.0  # of the last leader, which stands at a text or in a figure's place
    for word, printed in zip(words, texts, strict=True):
        text, (start, _, end, _) = printed, word.box
        if text[-1:] in _LEADER_ENDS:
            text, end = _without_leader(word, em)
        if not text or (lone_dots and text == "."):
            if last is None or ((is_cut or last.is_figure) and start - leader_end > SPACE * em):
                last = Atom([word], start, word.box.x1 if last else start, _NOTHING if last else "")
                atoms.append(last)
            else:
                last.words.append(word)
                last.x1 = word.box.x1 if last.text == _NOTHING else last.x1
            is_cut, leader_end = True, word.box.x1
            continue
        any_digit = any_digit or has_digits(text)
        if last is not None and last.words[-1].text and _joins(last, start, text, near, em, least, any_digit):
            last.words.append(word)
            last.x1, last.text = max(last.x1, end), f"{last.text} {text}".strip()
        else:
            last = Atom([word], start, end, text)
            atoms.append(last)
        leader_end = word.box.x1
        is_cut = end < leader_end
    return Row(line, atoms)


def find_marks(rows: Sequence[Row]) -> None:
    """Notes which short texts beside others are marks: they stand so again and again."""
    beside = [a for row in rows for a in row.atoms[1:] if len(a.text) <= MARK and not has_digits(a.text)]
    counts = Counter(a.text for a in beside)
    for atom in beside:
        atom.is_mark = counts[atom.text] >= LEAST_MARKS


def _texts_apart(words: Sequence[Word], texts: Sequence[str], near: float) -> list[Atom]:
    """The atoms of a line without figures, leaders and colons: white space alone separates them."""
    atoms: list[Atom] = []
    first, x0, x1 = 0, words[0].box[0], -math.inf
    for i, word in enumerate(words):
        start, _, end, _ = word.box
        if i and start - x1 > near:
            atoms.append(Atom(list(words[first:i]), x0, x1, " ".join(texts[first:i])))
            first, x0, x1 = i, start, end
        elif end > x1:
            x1 = end
    atoms.append(Atom(list(words[first:]), x0, x1, " ".join(texts[first:])))
    return atoms


def _near(whites: Sequence[float], em: float) -> float:
    """How far words of a text stand apart at most, by the white between words that are no figures."""
    spaces = [white for white in whites if white < em]
    return min(max(SPACE * em, WIDER * _middle(spaces) if len(spaces) > 2 else 0.0), WIDE_SPACE * em)


def _middle(values: Sequence[float]) -> float:
    """The median; of print in one size, which nearly all lines are, without sorting."""
    first = values[0]
    return first if values.count(first) == len(values) else statistics.median(values)


@lru_cache(maxsize=REMEMBERED)
def has_digits(text: str) -> bool:
    """Whether a digit stands in a text, without which it is no number."""
    return not text.isalpha() and _DIGIT.search(text) is not None


@lru_cache(maxsize=REMEMBERED)
def is_number(text: str) -> bool:
    """Whether a text is a figure with digits."""
    return FIGURE.match(text) is not None


@lru_cache(maxsize=REMEMBERED)
def may_be_figure(word: str) -> bool:
    """Whether a word can be a figure, or a part of one, or what stands in its place."""
    return has_digits(word) or NO_FIGURE.match(_LEADER.sub("", word)) is not None


@lru_cache(maxsize=REMEMBERED)
def may_lead(word: str) -> bool:
    """Whether a word may be (a part of) a figure, or stand close before one, so that this is no part of a text."""
    return may_be_figure(word) or _BEFORE_FIGURE.fullmatch(word) is not None


def is_ordinal(text: str) -> bool:
    """Whether a text is the number of a row or of an item."""
    return _ORDINAL.match(text) is not None


def begins_item(row: Row) -> bool:
    """Whether a line begins with an item's number or mark."""
    return bool(row.atoms) and _ITEM.match(row.atoms[0].text) is not None


def _without_leader(word: Word, em: float) -> tuple[str, float]:
    """The word's text and right edge without the dots of a leader."""
    if set(word.text) <= _DOTS and len(word.text) > 2:
        return "", word.box.x0
    if match := _LEADER.search(word.text):
        dots = len(match[0])
        return word.text[: match.start()], max(word.box.x1 - dots * DOT * em, word.box.x0 + 1)
    return word.text, word.box.x1


def _joins(
    last: Atom, start: float, text: str, near: float, em: float, least: float, any_digit: bool
) -> bool:
    """Whether a word that begins at ``start`` goes on with the atom before it.

    ``any_digit`` says that digits stand in one of them, perhaps; ``least`` is how near words stand in any case.
    """
    white = start - last.x1
    if text[:1] == ":":
        return True
    if not any_digit:
        return white <= near
    before = last.text
    number, after_number = is_number(text), is_number(before)
    if number and _SIGN.match(before):
        return white <= SIGN_REACH * em
    if after_number and _AFTER_FIGURE.match(text):
        return white <= (WIDE_SPACE if text != "%" else SIGN_REACH / 4) * em
    if after_number and _SHARE.match(text) and not before.startswith("("):
        return white <= max(TYPED * em, least)
    if "(" in before and before.count("(") > before.count(")") and before[:1] != "(":
        return white <= max(near, TYPED * em)
    if after_number and number and before[-1:] in ".,":
        return white <= max(least, TYPED * em)  # a figure that fell into two
    if number and last.is_figure:
        return white <= near and bool(_THOUSANDS.match(text) and _BEFORE_THOUSANDS.match(before))
    if after_number and not number and len(before) > 3:
        return white <= max(SPACE * em, least)
    return white <= near


def merged(spans: Sequence[Span], corridor: float, walls: Sequence[float] = ()) -> list[Span]:
    """The spans put together where less than a corridor lies between them and no wall."""
    out: list[Span] = []
    for a, b in sorted(spans):
        walled = bool(out) and any(out[-1][1] - 1 <= wall <= a + 1 for wall in walls)
        if out and a - out[-1][1] < corridor and not walled:
            out[-1] = out[-1][0], max(b, out[-1][1])
        else:
            out.append((a, b))
    return out


@dataclass(slots=True)
class FigureTable:
    """The columns and rows of one table, as places in the list of lines."""

    rows: list[Row]
    data: list[int]
    columns: list[Span]
    em: float
    walls: Sequence[float] = ()
    beside: Sequence[Row] = ()  # names in the middle beside several rows, which are none of the lines
    cuts: Sequence[float] = ()  # heights of rules or shading's edges where these separate the rows

    def column_of(self, atom: Atom) -> int:
        """The column that the atom stands in: where most of it lies, or the nearest."""
        overlaps = [min(atom.x1, b) - max(atom.x0, a) for a, b in self.columns]
        return max(range(len(overlaps)), key=lambda i: overlaps[i])

    @property
    def by_column(self) -> dict[int, list[Atom]]:
        """What the lines of data hold in each column."""
        out: dict[int, list[Atom]] = {}
        for i in self.data:
            for atom in self.rows[i].atoms:
                out.setdefault(self.column_of(atom), []).append(atom)
        return out

    @property
    def figure_columns(self) -> dict[int, list[Atom]]:
        """The columns that hold figures, with what they hold."""
        return {
            c: atoms
            for c, atoms in self.by_column.items()
            if sum(a.is_figure for a in atoms) >= PURE * len(atoms)
        }

    def is_centred(self, row: Row) -> bool:
        """Whether a line is one text in the middle of the table, as the title of a panel is."""
        left, right = self.columns[0][0], self.columns[-1][1]
        first = row.atoms[0]
        centred = abs(first.cx - (left + right) / 2) <= self.em and first.x0 > left + 2 * self.em
        return len(row.atoms) == 1 and centred

    def columns_under(self, atom: Atom) -> range:
        """The columns that the atom stands over."""
        slack = SLACK * self.em
        over = [i for i, (a, b) in enumerate(self.columns) if atom.x0 < b - slack and atom.x1 > a + slack]
        return range(over[0], over[-1] + 1) if over else range(at := self.column_of(atom), at + 1)
