"""A bar between two lines becomes a fraction.

A stacked fraction is a short horizontal ruling with text above and below it: the lines above that stay within the bar's
extent are the numerator, those below the denominator; what stands beside the bar at its height comes before or after.
It becomes one `Line` that reads ``before (numerator) / (denominator) after``. An underline differs from a bar in
having nothing below it, or repeating under the next line. Fractions typed as running text are looked for first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..schema.blocks import Line, Word
from ..schema.geometry import Box, bounding_box
from .page_content import Ruling
from .text_lines import LEAST_HEIGHT, KnownLines, from_top, group_lines, joined_text
from .typed_fractions import ABOVE, BELOW, DIVIDED, STATEMENT, may_be_typed, typed_fractions

WORD_GAP, SPACE = 0.6, 0.38  # of the line's height: at most so wide is the space within running text
NEAR_BAR = 2.2  # of the line's height: how far from its bar a numerator or denominator may stand
NEAR_LINE = 0.45  # of the line's height: how far apart the lines of a numerator may stand
UNDER = 1.5  # points: how far a bar reaches under an operator
WIDER = 3.0  # points: white space between two lines of fractions that tells which of them they belong to
LEVEL = 4.0  # points: bars no farther apart in height stand at one
EXACT = 1.5  # points: an underline ends where its words do, give or take
FACTOR_LEVEL = 0.8  # of a factor's height: how far its middle may lie from the bar
SAME_LEVEL = 0.3  # of a line's height: how far middles of words of one line lie apart
OVER_BAR = 0.6  # of a word's width: a numerator's words lie over the bar with as much
CENTRED = 0.15  # of the bar's length: how far the middle of a numerator's line may lie from the bar's
NEXT_BAR = 1.6  # of a line's height: how far above an underline that of the line before is
TYPED_SPACE = 0.25  # of a line's height: the space at a line's end that is underlined with it
UNDERLINE = 3.0  # points: how far below its words the underline of the next line lies
LEAST_PRINT = 4.0  # points: a line or word counts as high as this at least
FLUSH = 3.0  # points: how far a bar may begin right of the lines
_FACTOR = re.compile(r"^[x×X*]?\s*(?:\d[\d.,]*\s*[%‰]?|%)(?:\s*[+\-–])?$|^[x×X*]$")
_OPENS_FACTOR = re.compile(r"^[-–—_]?[x×X*]")
_DASHES = frozenset("-–—_")
_OPERATOR = re.compile(r"^[x×X*=+:%\d]")
_Stacks = tuple[list[Word], list[Word]]  # what stands above and below a bar


def lines_with_fractions(
    words: Sequence[Word], bars: Sequence[Ruling], known: KnownLines | None = None
) -> list[Line]:
    """The lines of a cell whose ``bars`` (short horizontal rulings inside it) may be fraction bars."""
    lines = known.of(words) if known else group_lines(words)
    if not bars and not may_be_typed(words):
        return lines
    out, rest, bars = typed_fractions(lines, bars)
    rest, bars = _clear_of_factors(rest, bars)
    found = _fraction_bars(rest, bars)
    real = [bar for bar, _ in found]
    known_stacks = {id(bar): stacks for bar, stacks in found} if len(real) == len(bars) else {}
    for level in _levels(real):
        fraction, used = _fraction(rest, level, real, known_stacks)
        if fraction is not None:
            out.append(fraction)
            taken = set(map(id, used))
            rest = [w for w in rest if id(w) not in taken]
            known_stacks = {}
    out.extend(group_lines(rest))
    out.sort(key=from_top)
    return out


def _height(printed: Word | Line) -> float:
    """The height by which distances are measured, in points: of font or box, whichever is more."""
    return max(printed.size, printed.box.height, LEAST_PRINT)


def _clear_of_factors(words: Sequence[Word], bars: Sequence[Ruling]) -> tuple[list[Word], list[Ruling]]:
    """The words and bars, with bars that reach into a factor beside them ended before it.

    They end under its operator; in a scan, where a dash between the two is what is left of such a bar, anywhere in it.
    """
    rest, clipped = list(words), list(bars)
    for line in group_lines(words):
        for first, word in enumerate(line.words):
            factor = _factor_from(line.words[first:])
            if not factor or _OPENS_FACTOR.match(word.text) is None:
                continue
            height = _height(word)
            end = max(w.box.x1 for w in factor)
            for i, bar in enumerate(clipped):
                level = abs(word.box.cy - bar.pos) <= FACTOR_LEVEL * height
                if not level or word.box.cx <= (bar.start + bar.end) / 2 or bar.end > end + height:
                    continue
                under = word.box.x0 + UNDER <= bar.end <= _second(factor).box.x0
                if word.engine == "text" and not under:
                    continue
                before = line.words[first - 1] if first else None
                if (
                    before is not None
                    and word.box.x0 - before.box.x1 <= 2 * height
                    and before.text in _DASHES
                ):
                    rest = [w for w in rest if w is not before]
                clipped[i] = bar._replace(end=min(bar.end, word.box.x0 - 1.0))
                rest = [_without_dash(w) if w is word else w for w in rest]
    return rest, clipped


def _factor_from(words: Sequence[Word]) -> list[Word]:
    """The words up to the line's end if they read as a factor."""
    text = " ".join(w.text for w in words)
    return list(words) if _FACTOR.match(text.lstrip("-–—_ ").rstrip(" .,;")) else []


def _second(words: Sequence[Word]) -> Word:
    """The second word, or the only one."""
    return words[1] if len(words) > 1 else words[0]


def _without_dash(word: Word) -> Word:
    """The word without what a bar left before it."""
    text = word.text.lstrip("-–—_")
    return replace(word, text=text, raw=word.raw or word.text) if text != word.text and text else word


def _levels(bars: Sequence[Ruling]) -> list[list[Ruling]]:
    """Bars at one height, from left to right; heights from top to bottom."""
    levels: list[list[Ruling]] = []
    for bar in sorted(bars, key=lambda b: (b.pos, b.start)):
        if levels and bar.pos - levels[-1][0].pos <= LEVEL:
            levels[-1].append(bar)
        else:
            levels.append([bar])
    return [sorted(level, key=lambda b: b.start) for level in levels]


def _fraction_bars(words: Sequence[Word], bars: Sequence[Ruling]) -> list[tuple[Ruling, _Stacks]]:
    """The bars that have text close above and close below, and are no underlines of running text, with that text."""
    found = []
    for bar in bars:
        above = _stack(words, bar, bars, up=True)
        below = _stack(words, bar, bars, up=False) if above else []
        if below and not _is_underline(words, above, below, bar, bars):
            found.append((bar, (above, below)))
    return found


def _is_underline(
    words: Sequence[Word],
    above: Sequence[Word],
    below: Sequence[Word],
    bar: Ruling,
    bars: Sequence[Ruling],
) -> bool:
    """Whether the bar underlines running text: a web address, a heading, or one of several underlined lines."""
    if any("@" in w.text or "www." in w.text or "://" in w.text for w in above):
        return True
    if not _hugs(bar, above, TYPED_SPACE):
        return False
    heading = group_lines(above)[-1].text.endswith(":")
    divided = DIVIDED.search(" ".join(line.text for line in group_lines(below)))
    if _hugs(bar, above) and (heading or divided):
        return True
    if any(_underlines(b, words) for b in bars if 0 < bar.pos - b.pos <= NEXT_BAR * _height(above[0])):
        return True
    low = max(w.box.bottom for w in below)
    return any(bar.pos < b.pos <= low + UNDERLINE and _hugs(b, below) for b in bars if b is not bar)


def _underlines(bar: Ruling, words: Sequence[Word]) -> bool:
    """Whether the bar is as long as the words right above it."""
    own = [w for w in words if _inside(w, bar) and w.box.cy < bar.pos <= w.box.bottom + UNDERLINE]
    return bool(own) and _hugs(bar, own, TYPED_SPACE)


def _hugs(bar: Ruling, words: Sequence[Word], after: float = 0.0) -> bool:
    """Whether the bar is exactly as long as the words, or reaches over a space ``after`` them, in line heights."""
    box = bounding_box(w.box for w in words)
    space = after * max(map(_height, words))
    return abs(box.x0 - bar.start) <= EXACT and -EXACT <= bar.end - box.x1 <= EXACT + space


def _inside(word: Word, bar: Ruling) -> bool:
    """Whether the word's middle lies over the bar and most of the word does."""
    x0, _, x1, _ = word.box
    if not bar.start <= (x0 + x1) / 2 <= bar.end:
        return False
    return min(x1, bar.end) - max(x0, bar.start) >= OVER_BAR * (x1 - x0)


def _stack(words: Sequence[Word], bar: Ruling, bars: Sequence[Ruling], *, up: bool) -> list[Word]:
    """The words of the lines above (or below) the bar, as far as they belong to the fraction.

    The stack ends at white space, at another bar, and at a line that runs on beyond the bar (running text). Where
    the bar is an underline, drawn as long as the numerator, or begins with the lines and ends at a factor, the
    denominator may be longer.
    """
    side = [w for w in words if ((w.box[1] + w.box[3]) / 2 < bar.pos) == up]
    hugged = _is_hugged(words, bar)
    out = _stacked(side, bar, bars, up=up, longer=hugged and not up, space=SPACE if hugged else WORD_GAP)
    if not out and not up and (factor := _factor_at_end(words, bar)):
        side = [w for w in side if not any(w is f for f in factor)]
        out = _stacked(side, bar, bars, up=up, longer=True, space=SPACE)
    return _own_share(out, bar, bars, up=up)


def _stacked(
    side: Sequence[Word], bar: Ruling, bars: Sequence[Ruling], *, up: bool, longer: bool, space: float
) -> list[Word]:
    """The words on one side of the bar, line by line; lines that are ``longer`` than it may belong to them."""
    over = [w for w in side if _inside(w, bar) or (longer and w.box.top > bar.pos - 2.0)]
    lines = sorted(group_lines(over), key=lambda line: abs(line.box.cy - bar.pos))
    beyond = [w for w in side if not _inside(w, bar)]
    out: list[Word] = []
    edge = bar.pos
    for line in lines:
        height = _height(line)
        distance = (edge - line.box.bottom) if up else (line.box.top - edge)
        if distance > (NEAR_LINE if out else NEAR_BAR) * height:
            break
        if (
            out
            and _FACTOR.match(line.text)
            and abs(line.box.cx - (bar.start + bar.end) / 2) > CENTRED * bar.length
        ):
            break  # "x 100%" wrapped to the cell's edge
        if out and (line.text.endswith((":", "=")) if up else STATEMENT.match(line.text)):
            break  # "Rumus :", "N =", "Keterangan : …"
        between = any(
            b is not bar
            and b.start < bar.end
            and b.end > bar.start
            and _lies_between(b.pos, edge, line.box.cy)
            for b in bars
        )
        if between or (not longer and _runs_on(line, beyond, bar, space)):
            break
        if up and out and _ends_text(line, side, bar, out):
            break
        out.extend(line.words)
        edge = line.box.top if up else line.box.bottom
    return out


def _ends_text(line: Line, side: Sequence[Word], bar: Ruling, below: Sequence[Word]) -> bool:
    """Whether a line above a numerator is the last one of the text before it.

    It begins where the line above it does, which runs on beyond the bar, and is not centred as the ``below`` lines are.
    """
    middle = (bar.start + bar.end) / 2
    if abs(line.box.cx - middle) <= EXACT:
        return False
    if any(abs(other.box.cx - middle) > EXACT for other in group_lines(below)):
        return False
    above = group_lines(w for w in side if w.box.cy < line.box.top)
    if not above or line.box.top - above[-1].box.bottom > NEAR_LINE * _height(line):
        return False
    start = min((w.box.x0 for w in above[-1].words if w.box.x0 >= bar.start - EXACT), default=bar.start)
    return abs(start - line.box.x0) <= EXACT and above[-1].box.x1 > bar.end + EXACT


def _factor_at_end(words: Sequence[Word], bar: Ruling) -> list[Word]:
    """The factor before which a bar ends that begins where the lines do; none where the bar is set otherwise."""
    if bar.start > min((w.box.x0 for w in words), default=bar.start) + FLUSH:
        return []
    beside = [w for w in words if w.box.x0 >= bar.end - 2 and _at_bar(w, [bar])]
    for line in group_lines(beside):
        if _OPENS_FACTOR.match(line.text) and _FACTOR.match(line.text):
            return list(line.words)
    return []


def _is_hugged(words: Sequence[Word], bar: Ruling) -> bool:
    """Whether the bar is the underline of the words right above it."""
    above = [
        w
        for w in words
        if _inside(w, bar)
        and w.box.cy < bar.pos
        and -ABOVE * w.box.height <= bar.pos - w.box.bottom <= BELOW * w.box.height
    ]
    return bool(above) and _hugs(bar, group_lines(above)[-1].words)


def _runs_on(line: Line, beyond: Sequence[Word], bar: Ruling, space: float) -> bool:
    """Whether words beyond the bar go on with the line: a mere space away, and no operator."""
    height = _height(line)
    return any(
        abs(w.box.cy - line.box.cy) < SAME_LEVEL * height
        and _adjoins(w, line.words, space * height)
        and not (w.box.x0 >= bar.end - 2 and _OPERATOR.match(w.text))
        for w in beyond
    )


def _own_share(words: list[Word], bar: Ruling, bars: Sequence[Ruling], *, up: bool) -> list[Word]:
    """The words, without those of the next fraction above or below: split at the widest gap, or at another margin."""
    others = [b for b in bars if b is not bar and b.start < bar.end and b.end > bar.start]
    others = [b for b in others if (b.pos < bar.pos) == up]
    if not others or not words:
        return words
    other = min(others, key=lambda b: abs(b.pos - bar.pos))
    lines = group_lines(w for w in words if _lies_between(w.box.cy, bar.pos, other.pos))
    if len(lines) < 2 or abs(lines[-1 if not up else 0].box.cy - other.pos) > NEAR_BAR * lines[0].box.height:
        return words
    middle = (len(lines) - 1) / 2
    cut = max(
        range(len(lines) - 1),
        key=lambda i: (
            round((lines[i + 1].box.top - lines[i].box.bottom) / WIDER),
            abs(lines[i + 1].box.x0 - lines[i].box.x0) > FLUSH,
            -abs(i + 0.5 - middle),
        ),
    )
    mine = lines[cut + 1 :] if up else lines[: cut + 1]
    return [w for line in mine for w in line.words]


def _lies_between(value: float, a: float, b: float) -> bool:
    return min(a, b) < value < max(a, b)


def _adjoins(word: Word, others: Sequence[Word], space: float) -> bool:
    """Whether the word stands no further than ``space`` away from one of the others."""
    return any(
        -1.0 <= word.box.x0 - o.box.x1 < space or -1.0 <= o.box.x0 - word.box.x1 < space for o in others
    )


def _fraction(
    words: Sequence[Word],
    level: Sequence[Ruling],
    bars: Sequence[Ruling],
    known: Mapping[int, _Stacks],
) -> tuple[Line | None, list[Word]]:
    """The fractions whose bars stand at one height, with the text before, between and after them.

    ``known`` are what stands above and below some bars, by their ids, as far as that was found before.
    """
    parts: list[tuple[float, str]] = []
    used: list[Word] = []
    for bar in level:
        above, below = known.get(id(bar)) or (
            _stack(words, bar, bars, up=True),
            _stack(words, bar, bars, up=False),
        )
        if not above or not below:
            continue
        used.extend(above + below)
        text = f"{_bracketed(above)} / {_bracketed(below)}"
        parts.append((bar.start, text))
    if not used:
        return None, []
    taken = set(map(id, used))
    box = bounding_box(w.box for w in used)
    centred = _factors_beside(words, level[-1], box) | _opening_beside(words, level[0], box)
    beside = [
        w
        for w in words
        if id(w) not in taken
        and box.top - 1 <= w.box.cy <= box.bottom + 1
        and (_at_bar(w, level) or id(w) in centred)
    ]
    for line in group_lines(beside):
        for run in _runs(line, level):
            parts.append((run[0].box.x0, " ".join(w.text for w in run)))
    used.extend(beside)
    text = " ".join(t for _, t in sorted(parts, key=lambda p: p[0]))
    factor = _factor_below(words, used)
    if factor is not None:
        used.extend(factor.words)
        text = f"{text} {factor.text}"
    everything = sorted(used, key=lambda w: (w.box.cy, w.box.x0))
    return Line(tuple(everything), bounding_box(w.box for w in used), text, fraction=True), used


def _factor_below(words: Sequence[Word], used: Sequence[Word]) -> Line | None:
    """A line such as "x 100%" directly below a fraction, which its cell was too narrow to hold beside it."""
    taken = set(map(id, used))
    box = bounding_box(w.box for w in used)
    below = [w for w in words if id(w) not in taken and w.box.cy > box.bottom - 2]
    lines = group_lines(below)[:1]
    if lines and lines[0].box.top - box.bottom <= lines[0].box.height and _FACTOR.match(lines[0].text):
        return lines[0]
    return None


def _at_bar(word: Word, level: Sequence[Ruling]) -> bool:
    """Whether the word stands beside the bar at its height (within a line)."""
    return abs(word.box.cy - level[0].pos) <= max(word.box.height, LEAST_HEIGHT)


def _factors_beside(words: Sequence[Word], bar: Ruling, box: Box) -> set[int]:
    """Ids of words right of a tall fraction that read as its factor, wherever its cell centred them."""
    right = [w for w in words if w.box.x0 >= bar.end - 2 and box.top <= w.box.cy <= box.bottom]
    return {id(w) for line in group_lines(right) if _FACTOR.match(line.text) for w in line.words}


def _opening_beside(words: Sequence[Word], bar: Ruling, box: Box) -> set[int]:
    """Ids of the words of the one line left of a tall fraction, "1." or "P =", wherever its cell centred it."""
    left = group_lines(w for w in words if w.box.x1 <= bar.start + 2 and box.top <= w.box.cy <= box.bottom)
    return {id(w) for w in left[0].words} if len(left) == 1 else set()


def _runs(line: Line, level: Sequence[Ruling]) -> list[list[Word]]:
    """The line's words, split where a bar lies between them."""
    runs: list[list[Word]] = []
    for word in line.words:
        if runs and not any(runs[-1][-1].box.cx < bar.start + 1 < word.box.cx for bar in level):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _bracketed(words: Sequence[Word]) -> str:
    return f"({joined_text(group_lines(words))})"
