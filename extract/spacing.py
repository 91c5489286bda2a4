"""Words whose spaces are unusual: letters spaced out, gaps too narrow for a space, raised letters.

Spaced letters (S A S A R A N) come as words of one letter; they are one word where the spaces between them are
alike and smaller than those around. How wide that space is, in letter heights, is learnt from the long ones of
a page, so that a short one (N O) is known, too. Text that marks no spaces but leaves narrow gaps is split where
the gaps between its letters are of two kinds. A raised or lowered letter belongs to the word that it touches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from ..schema.blocks import Word
from ..schema.geometry import bounding_box

if TYPE_CHECKING:
    from .glyph_stream import Glyph, GlyphStream
    from .page_content import Ruling

SPACED = 4  # letters in a row from which they are taken for a spaced word
WIDEST_SPACE = 2.2  # of the line's height: what stands further apart belongs to another cell
WORD_SPACE = 1.6  # of the space between letters: a wider one separates two words
UNEVEN = 0.45  # of the usual space between letters: how far kerning may change it
MOST_LETTERS = 2  # of a part of a spaced text; kerning may bring two together
MOST_SINGLE = 0.8  # of the words of a spaced text: so many are single letters, at least
WITHIN_WORDS = 0.8  # of a spaced text's gaps: the narrower ones, which lie within words
BESIDE = 0.4  # of the lower letter's height: two letters of one word overlap by as much
NARROW_SPACE = 0.07  # of the line's height: a gap that is that much wider than the usual one separates words
EVEN = 0.03  # of the line's height: the gaps within words differ by no more
TOUCHING = 0.08  # of the line's height: letters so near are of one word
MOST_WHITE = 4  # characters of white space that an engine adds at most
ABUTTING = 0.02  # of the line's height: letters of one line that leave no gap at all
SAME_LINE = 0.12  # of the line's height
OTHER_SIZE = 0.08  # of the line's height: tops or feet that differ by more are of another size or raised
_MARKS = frozenset(".,;:()-&")
_CLOSING = frozenset(".,;:)]}%!?'\"")
_OPENING = frozenset("([{")


def spaced_words(words: Sequence[Word], rulings: Sequence[Ruling] = ()) -> list[Word]:
    """The words in the order of the stream, with spaced letters joined to words, but not across a ruling."""
    lone = [i for i, word in enumerate(words) if len(word.text) == 1 and _is_single(word)]
    if not any(a + 1 == b for a, b in pairwise(lone)):
        return list(words)
    runs = _spaced_runs(words, [ruling for ruling in rulings if ruling.axis == "v"])
    spaces = [space for run in runs if (space := _letter_space(run)) is not None]
    if not spaces:
        return list(words)
    out: list[Word] = []
    for run in runs:
        space = _letter_space(run)
        if space is None and len(run) > 1 and all(_is_single(w) for w in run):
            wide = [gap / run[0].size for gap in _gaps(run)]
            if all(any(abs(gap - s) <= UNEVEN * s for s in spaces) for gap in wide):
                space = min(spaces, key=lambda s: abs(s - wide[0]))
        out += run if space is None else _words_of_run(run, space * run[0].size)
    return out


def _is_single(word: Word) -> bool:
    return len(word.text) == 1 and (word.text.isalpha() or word.text in _MARKS)


def _spaced_runs(words: Sequence[Word], walls: Sequence[Ruling]) -> list[list[Word]]:
    """The words in groups of neighbours of a line that may be a spaced text, all others alone."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else word
        if (
            runs
            and max(len(word.text), len(last.text)) <= MOST_LETTERS
            and _are_beside(last, word)
            and not any(last.box.cx < w.pos < word.box.cx and w.start <= word.box.cy <= w.end for w in walls)
        ):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _are_beside(a: Word, b: Word) -> bool:
    height = max(a.size, 1.0)
    level = (
        abs(a.box.bottom - b.box.bottom) <= SAME_LINE * height and abs(a.size - b.size) <= SAME_LINE * height
    )
    return level and 0 < b.box.x0 - a.box.x1 <= WIDEST_SPACE * height


def _gaps(run: Sequence[Word]) -> list[float]:
    return [b.box.x0 - a.box.x1 for a, b in pairwise(run)]


def _letter_space(run: Sequence[Word]) -> float | None:
    """The space between the letters of a spaced text, in its line's height; ``None`` if the run is none."""
    singles = [word for word in run if _is_single(word)]
    if sum(word.text.isalpha() for word in singles) < SPACED or len(singles) < MOST_SINGLE * len(run):
        return None
    gaps = sorted(_gaps(run))
    usual = median(gaps[: max(SPACED - 1, round(WITHIN_WORDS * len(gaps)))])
    even = [gap for gap in gaps if abs(gap - usual) <= UNEVEN * usual]
    if len(even) < len(gaps) / 2:
        return None
    parts = [word.text for word in _words_of_run(run, usual)]
    longest = max(map(len, parts))
    return usual / run[0].size if longest >= SPACED and all(_sound_case(part) for part in parts) else None


def _sound_case(text: str) -> bool:
    letters = "".join(c for c in text if c.isalpha())
    return not letters or letters.isupper() or letters[1:].islower() or len(letters) == 1


def _words_of_run(run: Sequence[Word], space: float) -> list[Word]:
    groups = [[run[0]]]
    for before, word in pairwise(run):
        if word.box.x0 - before.box.x1 > WORD_SPACE * space:
            groups.append([word])
        else:
            groups[-1].append(word)
    return [_one(group) for group in groups]


def _one(words: Sequence[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    return replace(
        words[0],
        text="".join(word.text for word in words),
        box=bounding_box(word.box for word in words),
        confidence=min(word.confidence for word in words),
    )


def close_at_raised_letters(stream: GlyphStream, breaks: Sequence[int]) -> GlyphStream:
    """The stream without white space (its ascending places are ``breaks``) before letters that touch the word before.

    An engine adds some where the baseline changes, as after a raised letter.
    """
    near = _near_letters(stream, breaks)
    if not near:
        return stream
    chars = stream.chars
    kept = list(range(len(chars)))
    for at in reversed(near):
        if not 0 <= at < len(kept) or chars[kept[at]]:
            continue
        first, last = at, at + 1
        while 0 < first > at - MOST_WHITE and not chars[kept[first - 1]]:
            first -= 1
        while last < min(len(kept), at + MOST_WHITE) and not chars[kept[last]]:
            last += 1
        if first and last < len(kept):
            before, after = kept[first - 1], kept[last]
            if chars[before] and chars[after] and _is_one_word(stream.letter(before), stream.letter(after)):
                del kept[first:last]
    return stream if len(kept) == len(chars) else stream.picked(kept)


def _near_letters(stream: GlyphStream, places: Sequence[int]) -> list[int]:
    """The places where the next letter is as near to the last one as those of one word are, however they stand."""
    count = len(stream)
    at = np.array([place for place in places if 0 <= place < count], dtype=np.int64)
    letters = stream.is_letter.nonzero()[0]
    next_ = letters.searchsorted(at)
    is_between = (next_ > 0) & (next_ < len(letters)) & ~stream.is_letter[at]
    at, next_ = at[is_between], next_[is_between]
    last, after = letters[next_ - 1], letters[next_]
    heights = stream.bottom - stream.top
    near = TOUCHING * np.maximum(heights[last], heights[after])
    return [int(i) for i in at[np.abs(stream.x0[after] - stream.x1[last]) <= near]]


def _is_one_word(a: Glyph, b: Glyph) -> bool:
    """Whether the second letter touches the first: closely, or near enough if one is raised, lowered or smaller."""
    height = max(a.bottom - a.top, b.bottom - b.top)
    is_level = max(abs(a.top - b.top), abs(a.bottom - b.bottom)) <= OTHER_SIZE * height
    if abs(b.x0 - a.x1) > (ABUTTING if is_level else TOUCHING) * height:
        return False
    return min(a.bottom, b.bottom) - max(a.top, b.top) >= BESIDE * min(a.bottom - a.top, b.bottom - b.top)


def narrow_spaces(run: Sequence[Glyph]) -> list[int]:
    """Where a run of letters without white space is to be split: the places of the letters that begin a word."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(run)]
    if not gaps:
        return []
    height = max(run[0].bottom - run[0].top, 1.0)
    widest = max(gaps)
    if widest < NARROW_SPACE * height:
        return []
    usual = median(gaps)
    wide = max(usual, 0.0) + NARROW_SPACE * height
    if widest < wide:
        return []
    if any(usual + EVEN * height < gap < wide for gap in gaps):
        return []
    return [
        i + 1
        for i, gap in enumerate(gaps)
        if gap >= wide and run[i + 1].char not in _CLOSING and run[i].char not in _OPENING
    ]
