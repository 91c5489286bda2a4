"""Tables whose rules are typed: strokes, dashes and crosses of a typewriter or of a line printer become rulings.

Upright strokes that stand below each other line by line are a vertical ruling, a row of dashes from one of them to
another is a horizontal one; crosses are parts of both. Typed rows of dashes may also lie between drawn verticals, over
all columns, or close a table above and below: lines of nothing else that begin and end at the same places. Other dashes
are punctuation, or a line to write on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..schema.blocks import Word
from ..schema.geometry import Box, bounding_box
from .page_content import Ruling

LEAST_STROKES = 3  # below each other, that make a ruling
LEAST_RULES = 2  # vertical rulings of a table
LEAST_DASHES = 4  # in a row, that make a ruling
SAME_X = 0.3  # of the letter's height: strokes of one ruling stand above each other
NEXT_LINE = 2.6  # of the letter's height: from one line to the next, and over one that rules
MEETS = 1.0  # of the letter's height: how near dashes come to the strokes that they join
ACROSS = 0.9  # of a table's width that dashes between drawn verticals cover
FOOT = 0.12  # of the letter's height: an underscore above the line's lower side
_UPRIGHT = "|¦│┃║"
_CROSSES = "+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬"
_LEVEL = "-=_—–─━═"
_DASHES = frozenset(_LEVEL) - {"_"}
_ALL = frozenset(_UPRIGHT + _CROSSES + _LEVEL)
_SIGNS = re.compile(rf"[{re.escape(_UPRIGHT + _CROSSES + _LEVEL)}]+")
_EDGES = re.compile(rf"^([{re.escape(_UPRIGHT)}]*)(.*?)([{re.escape(_UPRIGHT)}]*)$")


@dataclass(slots=True)
class _Sign:
    """Typed signs: a stroke, a cross, or a row of dashes with its crosses, and what they are printed in."""

    text: str
    box: Box

    def places(self, signs: str) -> Iterator[float]:
        """The middles of some of the signs, all being equally wide."""
        step = self.box.width / len(self.text)
        return (self.box.x0 + (i + 0.5) * step for i, sign in enumerate(self.text) if sign in signs)


def typed_rulings(words: Sequence[Word], drawn: Sequence[Ruling] = ()) -> tuple[list[Word], list[Ruling]]:
    """The words without those that only rule a table, and the rulings that they print beside those ``drawn``."""
    texts: list[Word] = []
    signs: list[tuple[Word, _Sign]] = []
    if _ALL.isdisjoint([w.text[0] for w in words]) and set(_UPRIGHT).isdisjoint([w.text[-1] for w in words]):
        return list(words), []  # as on most pages
    for word in words:
        if word.text[0] not in _ALL and word.text[-1] not in _UPRIGHT:
            texts.append(word)
            continue
        for part in _parts(word):
            if _SIGNS.fullmatch(part.text):
                signs.append((part, _Sign(part.text, part.box)))
            else:
                texts.append(part)
    if not signs:
        return list(words), []
    rules = _verticals([sign for _, sign in signs])
    if len(rules) < LEAST_RULES:
        walls = [ruling for ruling in drawn if ruling.axis == "v"]
        rows = _rows_between([sign for _, sign in signs], walls) if len(walls) > LEAST_RULES else {}
        rows = rows or _closing_lines(words, [sign for _, sign in signs])
        kept = [word for word, sign in signs if id(sign) not in rows]
        return ([*texts, *kept], list(dict.fromkeys(rows.values()))) if rows else (list(words), [])
    level = [h for _, sign in signs if (h := _horizontal(sign, rules)) is not None]
    if not level:
        return list(words), []
    kept = [word for word, sign in signs if not _rules(sign, [*rules, *level])]
    reach = MEETS * max(sign.box.height for _, sign in signs)
    return [*texts, *kept], [*(_extended(rule, level, reach) for rule in rules), *level]


def _extended(rule: Ruling, level: Sequence[Ruling], reach: float) -> Ruling:
    """A vertical ruling that goes up and down to the horizontal ones within its ``reach``."""
    met = [h.pos for h in level if h.start <= rule.pos <= h.end]
    near = [y for y in met if rule.start - reach <= y <= rule.end + reach]
    return rule._replace(start=min([rule.start, *near]), end=max([rule.end, *near]))


def _parts(word: Word) -> Iterator[Word]:
    """The word without the strokes that stand at its ends, and those strokes."""
    match = _EDGES.match(word.text)
    assert match is not None
    step = word.box.width / max(len(word.text), 1)
    for group in (1, 2, 3):
        if match[group]:
            first, last = match.span(group)
            box = word.box._replace(x0=word.box.x0 + first * step, x1=word.box.x0 + last * step)
            yield word if match[group] == word.text else replace(word, text=match[group], box=box)


def _verticals(signs: Sequence[_Sign]) -> list[Ruling]:
    """The rulings of strokes and crosses below each other; a cross ends a ruling in its middle."""
    marks = [(x, s.box, False) for s in signs for x in s.places(_UPRIGHT)]
    marks += [(x, s.box, True) for s in signs for x in s.places(_CROSSES)]
    columns: list[list[tuple[float, Box, bool]]] = []
    for mark in sorted(marks, key=lambda m: m[0]):
        if columns and mark[0] - columns[-1][0][0] <= SAME_X * mark[1].height:
            columns[-1].append(mark)
        else:
            columns.append([mark])
    return [rule for column in columns for rule in _runs(column)]


def _runs(column: list[tuple[float, Box, bool]]) -> Iterator[Ruling]:
    column.sort(key=lambda mark: mark[1].cy)
    run: list[tuple[float, Box, bool]] = []
    for mark in [*column, None]:
        if mark is not None and (not run or mark[1].cy - run[-1][1].cy <= NEXT_LINE * mark[1].height):
            run.append(mark)
            continue
        if len(run) >= LEAST_STROKES:
            (x, first, begins), (_, last, ends) = run[0], run[-1]
            yield Ruling("v", x, first.cy if begins else first.top, last.cy if ends else last.bottom)
        run = [mark] if mark is not None else []


def _horizontal(sign: _Sign, rules: Sequence[Ruling]) -> Ruling | None:
    """The ruling of a row of dashes that joins two verticals."""
    if sum(sign.text.count(dash) for dash in _LEVEL) < LEAST_DASHES:
        return None
    reach = MEETS * sign.box.height
    met = [
        r.pos
        for r in rules
        if sign.box.x0 - reach <= r.pos <= sign.box.x1 + reach
        and r.start - reach <= sign.box.cy <= r.end + reach
    ]
    return Ruling("h", sign.box.cy, min(met), max(met)) if len(met) >= LEAST_RULES else None


def _rows_between(signs: Sequence[_Sign], walls: Sequence[Ruling]) -> dict[int, Ruling]:
    """By the ids of their signs, the horizontal rulings that rows of dashes make between drawn verticals.

    Each runs over several columns, from the first to the last of the verticals at its height.
    """
    rows: dict[int, list[_Sign]] = {}
    for sign in signs:
        if set(sign.text) <= set(_LEVEL):
            rows.setdefault(round(sign.box.cy / sign.box.height), []).append(sign)
    out: dict[int, Ruling] = {}
    for row in rows.values():
        y = min(_height(sign) for sign in row)
        reach = MEETS * row[0].box.height
        sides = {round(r.pos) for r in walls if r.start - reach <= y <= r.end + reach}
        if len(sides) <= LEAST_RULES:
            continue
        left, right = min(sides), max(sides)
        if sum(min(s.box.x1, right) - max(s.box.x0, left) for s in row) >= ACROSS * (right - left):
            out.update((id(sign), Ruling("h", y, left, right)) for sign in row)
    return out if len(set(out.values())) >= LEAST_RULES else {}


def _closing_lines(words: Sequence[Word], signs: Sequence[_Sign]) -> dict[int, Ruling]:
    """By the ids of their signs, the rulings of lines that hold dashes alone, where several are alike.

    They begin and end at the same places, as those above and below a table do. Underscores are to be written on.
    """
    dashes = [s for s in signs if set(s.text) <= _DASHES and len(s.text) >= LEAST_DASHES]
    lines: list[list[_Sign]] = []
    for sign in sorted(dashes, key=lambda s: s.box.cy):
        if lines and sign.box.cy - lines[-1][0].box.cy <= SAME_X * sign.box.height:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    alike: list[list[list[_Sign]]] = []
    for line in lines:
        box = bounding_box(sign.box for sign in line)
        if sum(box.top < word.box.cy < box.bottom for word in words) > len(line):
            continue  # beside a text
        for group in alike:
            other, near = bounding_box(sign.box for sign in group[0]), SAME_X * box.height
            if abs(other.x0 - box.x0) <= near and abs(other.x1 - box.x1) <= near:
                group.append(line)
                break
        else:
            alike.append([line])
    return {
        id(s): Ruling("h", s.box.cy, s.box.x0, s.box.x1)
        for group in alike
        if len(group) >= LEAST_RULES
        for line in group
        for s in line
    }


def _height(sign: _Sign) -> float:
    """Where a row of dashes is printed: at the foot of its line, or in the middle."""
    return sign.box.bottom - FOOT * sign.box.height if set(sign.text) == {"_"} else sign.box.cy


def _rules(sign: _Sign, rules: Sequence[Ruling]) -> bool:
    """Whether signs are part of a ruling."""
    for r in rules:
        if r.axis == "h" and r.pos == sign.box.cy and r.start <= sign.box.cx <= r.end:
            return True
        if r.axis == "v" and sign.box.x0 <= r.pos <= sign.box.x1 and r.start <= sign.box.cy <= r.end:
            return True
    return False
