"""Print in a part of a page that its text layer does not explain: a picture of a table, letters drawn as shapes.

Such a part is cut from a rendering of the page, so it is upright and straight; what a whole scan needs for that
is left out. Its coloured ink counts as print, except in small square pictures, which are arms, seals and
portraits as a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...schema.blocks import Word
from ...schema.geometry import Box
from ...schema.known_words import is_known
from ..page_content import Fill, Ruling
from .connected_components import Mask
from .dewarp import turning
from .engine import LineEngine
from .illumination import Grey, even_light, stretched, tone
from .print_lines import Layout, TextLine
from .reading_gaps import INSET_POINTS, PLAUSIBLE, ink_finder, is_print, is_read, line_box
from .scan_reader import HEAD_GREY, ink_of, layout_of, words_by_line
from .shaded_fields import without_panels
from .shaded_heads import head_fields
from .straight_page import StraightPage

RESIDUE_DPI = 200.0
"""Resolution at which scans are read, too."""

GREY_OF_COLOURS = np.array([0.299, 0.587, 0.114])
"""Weights of red, green and blue (Rec. 601)."""

MARGIN_POINTS = 12.0
"""White put around the part: what touches a picture's edge is taken for the sheet's."""

LEAST_INK = 6.0
"""Ink in square points from which a place is not empty: a letter of 10 points has as much."""

SURE_MARKS = 0.8
"""Confidence from which words are print although their line is too short to be judged by its shape."""

HATCHED, ALIKE = 5, 0.08
"""Pieces in a row that are no letters where neither widths nor heights differ by more than that part."""

SHORT_WORD, LONG_WORD = 3, 4
"""Letters of a word that a line must have at least, and of one that proves by itself that there is text."""

EMBLEM_LINES = 3
"""Lines of print from which a small square picture is more than arms, a seal or a code."""

EMBLEM_PRINT = 7.0
"""Size in points of print that one line proves: the words in arms and around seals are smaller."""


@dataclass(frozen=True, slots=True)
class Residue:
    """What a part of a page holds, in points from its own top left corner.

    ``unread`` are lines that are print by their shape of which no engine made words.
    """

    words: list[Word]
    rulings: list[Ruling]
    fills: list[Fill]
    unread: list[Box]
    has_ink: Callable[[Box], bool]


def read_residue(image: NDArray[np.uint8], engines: Sequence[LineEngine], *, emblem: bool = False) -> Residue:
    """The print of a picture of `RESIDUE_DPI` that is upright and straight.

    ``emblem``: it is as small and square as arms and seals are; scraps of letters in it are no print.
    """
    scale = RESIDUE_DPI / 72.0
    page = _page(image, scale, coloured=not emblem)
    rules, clean, layout = layout_of(page)
    layout = _without_hatching(layout)
    believed = not emblem or any(is_print(line, layout) for line in layout.lines)
    lines = _lines(engines, clean, layout, page) if believed else []
    if emblem and not _is_more_than_emblem(lines, layout, scale):
        lines = []
    if not _is_text(lines, layout):
        lines = [(line, words) for line, words in lines if is_print(line, layout)]
        rules = []
    rules, fields = head_fields(rules, scale)
    by = -MARGIN_POINTS
    has_ink, dark = ink_finder(layout, scale), _dark_finder(ink_of(clean), scale)
    return Residue(
        words=[
            moved(word, by, by) for line, words in lines if _is_print(line, words, layout) for word in words
        ],
        rulings=[
            Ruling(
                rule.axis,
                rule.pos / scale + by,
                rule.start / scale + by,
                rule.end / scale + by,
                rule.width / scale,
            )
            for rule in rules
        ],
        fills=[Fill(shifted(Box(*(v / scale for v in field)), by, by), HEAD_GREY) for field in fields],
        unread=[_box(line, scale) for line, words in lines if is_print(line, layout) and not is_read(words)],
        has_ink=lambda box: has_ink(shifted(box, -by, -by)) or dark(shifted(box, -by, -by)),
    )


def _lines(
    engines: Sequence[LineEngine], clean: Grey, layout: Layout, page: StraightPage
) -> list[tuple[TextLine, list[Word]]]:
    """Every line with its words, where there is one that may be print by its shape."""
    if not any(len(line.members) >= SHORT_WORD for line in layout.lines):
        return []
    if not engines:
        return [(line, []) for line in layout.lines]
    lines = words_by_line(list(engines), clean, layout, page)[0]
    read = sum(any(c.isalnum() for word in words for c in word.text) for _, words in lines)
    signs = sum(bool(line.sign) for line, _ in lines)
    return [(line, words) for line, words in lines if not line.sign or signs <= read]


def _dark_finder(ink: Mask, scale: float) -> Callable[[Box], bool]:
    """A function that says whether a box (points) holds as much ink as a letter has, printed or written by hand."""

    def is_dark(box: Box) -> bool:
        x0, top, x1, bottom = (max(0, round(v * scale)) for v in box.grown(-INSET_POINTS))
        return bool(ink[top:bottom, x0:x1].sum() >= LEAST_INK * scale * scale)

    return is_dark


def _without_hatching(layout: Layout) -> Layout:
    """The lines without rows of like pieces: the pattern that fills a chart's bars, or dots."""
    return replace(layout, lines=[line for line in layout.lines if not _is_hatching(line, layout)])


def _is_hatching(line: TextLine, layout: Layout) -> bool:
    if len(line.members) < HATCHED:
        return False
    sizes = (layout.pieces.widths[line.members], layout.pieces.heights[line.members])
    return all(float(size.std()) < ALIKE * float(size.mean()) for size in sizes)


def _is_more_than_emblem(
    lines: Sequence[tuple[TextLine, Sequence[Word]]], layout: Layout, scale: float
) -> bool:
    """Whether a small square picture is print: it has lines enough, or one of running text's size, all words known."""
    read = [(line, words) for line, words in lines if is_print(line, layout) and is_read(words)]
    return len(read) >= EMBLEM_LINES or any(
        layout.em(line) / scale >= EMBLEM_PRINT and all(is_known(word.text) for word in words)
        for line, words in read
    )


def _is_text(lines: Sequence[tuple[TextLine, Sequence[Word]]], layout: Layout) -> bool:
    """Whether a part holds text for certain: a word beyond doubt. Scraps of a signature or a seal make none."""
    return any(
        is_known(word.text) and len(word.text) >= LONG_WORD and word.confidence >= PLAUSIBLE
        for _, words in lines
        for word in words
    ) or any(is_print(line, layout) and is_read(words) for line, words in lines)


def shifted(box: Box, right: float, down: float) -> Box:
    """The box moved right and down, in points."""
    return Box(box.x0 + right, box.top + down, box.x1 + right, box.bottom + down)


def moved(word: Word, right: float, down: float) -> Word:
    """The word moved right and down, in points."""
    return replace(word, box=shifted(word.box, right, down))


def print_lines(grey: Grey, dpi: float) -> list[Box]:
    """Places of the lines that are print by their shape, in points; nothing is read for that."""
    layout = _without_hatching(layout_of(_page(grey, dpi / 72.0, coloured=True))[2])
    return [_box(line, dpi / 72.0) for line in layout.lines if is_print(line, layout)]


def _page(image: NDArray[np.uint8], scale: float, *, coloured: bool) -> StraightPage:
    """The picture on white, its light made even, as a page that needs no straightening."""
    dpi = scale * 72.0
    image = without_panels(image, dpi)
    if coloured and image.ndim == 3:
        image = np.asarray(image @ GREY_OF_COLOURS, dtype=np.uint8)
    levelled = even_light(image, dpi).lightest
    grey = np.pad(stretched(levelled, tone(levelled)), round(MARGIN_POINTS * scale), constant_values=255)
    return StraightPage(grey, scale, 0, 0.0, 1.0, turning((grey.shape[0], grey.shape[1]), 0, 0.0), grey)


def _is_print(line: TextLine, words: Sequence[Word], layout: Layout) -> bool:
    """Whether a line's words may be believed: by its shape, or because each of them is beyond doubt."""
    if line.sign:
        return True
    if is_print(line, layout):
        return is_read(words) and any(c.isalnum() for word in words for c in word.text)
    if not any(c.isalnum() for word in words for c in word.text):
        return False
    known = any(is_known(word.text) for word in words)
    return bool(words) and (known or min(word.confidence for word in words) >= SURE_MARKS)


def _box(line: TextLine, scale: float) -> Box:
    by = -MARGIN_POINTS
    return shifted(line_box(line, scale), by, by)
