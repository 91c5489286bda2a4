"""The door of the scan reader: one page's picture in, its words and rulings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ...schema.blocks import Word
from ...schema.gaps import Gap, GapCode
from ...schema.geometry import Box
from ...schema.known_words import is_known
from .. import debug_folder
from ..page_content import Fill, PageContent, Ruling
from .arbitration import Chosen, has_known_word, read_lines
from .crossing_strokes import CrossingStrokes
from .dashed_rulings import with_whole_dashes
from .engine import LineEngine, Reading
from .engine_failures import failure_gaps, with_working
from .hidden_text import Layer
from .illumination import INK
from .installed_engines import available_engines
from .orientation import CLEAR_HEAD
from .print_lines import (
    BORDER,
    Layout,
    TextLine,
    bars_over_text,
    cut,
    cut_left,
    find_lines,
    with_faint_dashes,
)
from .reading_gaps import INSET_POINTS, ink_finder, reading_gaps, unread_gaps
from .repair_steps import ALL_STEPS, GridSteps
from .ruling_finder import Rule, Runs, erase_rules, find_rules
from .scan_options import ScanOptions
from .shaded_heads import head_fields
from .stamps import Ring, boxes, find_rings, may_be_stamps, without_rings, without_strokes
from .straight_page import StraightPage, straighten, turned_over
from .typed_words import add_typed
from .weak_print import WeakPrint, with_weak_print
from .word_boxes import ink_gaps, laid, led_by_dash
from .word_probability import probability
from .worn_grids import complete

HEAD_GREY = 0.5
SURE = 0.9
"""Probability of its least sure letter from which a word under a stamp is believed to be print."""
SIGN_SURE = 0.9
"""Confidence of a colon or dash that its shape alone shows."""

ASCENT, DESCENT = 0.9, 0.22
"""How far a word's box reaches above and below its base, in sizes of the print."""

PROBES, PROBED_WORDS, PROBED_SHARE = 4, 4, 0.5
"""How many lines says whether a page stands on its head; how many longer words they must hold, and what share of these
must be known, to need no look from the other side: print upside down gives hardly any.
"""

GIBBERISH_WORDS, GIBBERISH_SHARE = 10, 0.3
SCRAP_LETTERS, SCRAP_SURE, SCRAP_SINGLE, SCRAP_NUMBER = 6, 0.6, 0.8, 0.35


def read_scan(
    image: NDArray[np.uint8],
    *,
    number: int,
    width: float,
    height: float,
    dpi: float,
    options: ScanOptions | None = None,
    hidden_words: Sequence[Word] = (),
    typed: PageContent | None = None,
) -> PageContent:
    """What is printed on a page's picture, in points of the page made upright and straight.

    ``width`` and ``height`` are the page's as displayed, in points; ``hidden_words`` its invisible text, which is
    kept where it proves right; ``typed`` what is typed on the picture: its words stand where they are, and nothing
    read in their place does. An engine that fails is left out, with a gap (`engine-replaced`, or `engine-failed` where
    no other one is there).
    """
    engines = available_engines(options or ScanOptions())

    def attempt(working: list[LineEngine]) -> PageContent:
        return _read_with(working, image, number, dpi, hidden_words, typed)

    content, errors = with_working(engines, attempt)
    if errors and len(errors) == len(engines):
        content.gaps = [gap for gap in content.gaps if gap.code is not GapCode.NO_OCR_ENGINE]
        content.gaps += failure_gaps(errors, number)
    else:
        failed = {error.engine for error in errors}
        others = " and ".join(engine.name for engine in engines if engine.name not in failed)
        content.gaps += failure_gaps(errors, number, instead=f"{others} alone read the page")
    return content


def _read_with(
    engines: list[LineEngine],
    image: NDArray[np.uint8],
    number: int,
    dpi: float,
    hidden_words: Sequence[Word],
    typed: PageContent | None,
) -> PageContent:
    """Read a scanned page with these engines; without any, find only its rulings.

    Raises:
        EngineFailedError: one of the engines failed.
    """
    page = straighten(image, dpi)
    found = None
    if engines and page.head < CLEAR_HEAD:
        found = layout_of(page)
        if _is_overhead(engines[:2][-1], found[1], found[2]):
            page, found = turned_over(page), None
    weak = with_weak_print(page, engines[:2][-1]) if engines else WeakPrint(page, [], [])
    if found is None or weak.page is not page:
        page, found = weak.page, layout_of(weak.page)
    rules, clean, layout = found
    lines, kept = words_by_line(engines, clean, layout, page, hidden_words) if engines else ([], 0)
    if _is_gibberish(lines):  # the letters' shapes can deceive: look whether it reads the other way up
        other = turned_over(page)
        turned = layout_of(other)
        turned_lines, _ = words_by_line(engines, turned[1], turned[2], other)
        if _known_words(turned_lines) > _known_words(lines):
            page, lines, kept, (rules, clean, layout) = other, turned_lines, 0, turned
    if debug_folder.wanted():
        _show(number, page, rules, clean, layout)
    rules, fields = head_fields(rules, page.scale)
    content = PageContent(
        number=number,
        width=page.straightening.width / page.scale,
        height=page.straightening.height / page.scale,
        kind="scan",
        rotation=page.turns * 90,
        skew=page.slant,
        words=[word for _, words in lines for word in words],
        rulings=[_ruling(rule, page.scale) for rule in rules],
        fills=[Fill(Box(*(v / page.scale for v in box)), HEAD_GREY) for box in fields],
        to_display=partial(page.straightening.box_to_picture, scale=page.scale),
    )
    if typed is not None:
        add_typed(content, typed, page.straightening, page.scale)
    if hidden_words:
        content.gaps.append(Gap(GapCode.HIDDEN_TEXT, _fate(kept, len(lines)), number))
    if not engines:
        message = "the page is a picture and no OCR engine is installed"
        content.gaps.append(Gap(GapCode.NO_OCR_ENGINE, message, page=number))
        return content
    black = ink_finder(layout, page.scale)
    content.has_ink = lambda box: (
        black(box) or any(box.holds(ink.cx, ink.cy, -INSET_POINTS) for ink in weak.ink)
    )
    gaps = reading_gaps(lines, layout, ink_of(clean), number, page.scale)
    words = [word.box for word in content.words]
    unread = [box for box in weak.unread if not any(box.intersection_area(word) > 0 for word in words)]
    for gap in gaps + unread_gaps(unread, number):
        if typed is not None and gap.code is not GapCode.UNREADABLE:
            continue  # there is print on the page: the typed words
        box = content.to_display(gap.box) if gap.box and content.to_display else gap.box
        content.gaps.append(replace(gap, box=box))
    return content


def _show(
    number: int, page: StraightPage, rules: Sequence[Rule], clean: NDArray[np.uint8], layout: Layout
) -> None:
    """Save the stages of a page as pictures."""
    drawn = [
        Box(rule.start, rule.pos, rule.end, rule.pos)
        if rule.axis == "h"
        else Box(rule.pos, rule.start, rule.pos, rule.end)
        for rule in rules
    ]
    lines = [Box(line.x0, line.top, line.x1, line.bottom) for line in layout.lines]
    stamps = [Box(*map(float, stamp)) for stamp in layout.stamps]
    debug_folder.picture(number, "1-straight", page.grey)
    debug_folder.picture(number, "2-rulings", page.grey, [("red", drawn)])
    debug_folder.picture(number, "3-without-rulings", clean)
    debug_folder.picture(number, "4-lines", clean, [("blue", lines), ("orange", stamps)])


def rulings_of(page: StraightPage, steps: GridSteps = ALL_STEPS) -> list[Ruling]:
    """The page's rulings, repaired, in points of the straight page."""
    rules, _, _ = layout_of(page, steps)
    if steps.shaded_heads:
        rules, _ = head_fields(rules, page.scale)
    return [_ruling(rule, page.scale) for rule in rules]


def layout_of(
    page: StraightPage, steps: GridSteps = ALL_STEPS
) -> tuple[list[Rule], NDArray[np.uint8], Layout]:
    """The page's rulings, its picture without them, and the lines of print in that; stamps' rings are wiped first."""
    grey, scale = page.grey, page.scale
    traced = _rules_of_both_axes(grey, scale)
    if steps.dashes:
        whole = with_whole_dashes(grey, traced[0], scale)
        if whole is not grey:
            grey, traced = whole, _rules_of_both_axes(whole, scale)
    rings = find_rings(grey, scale) if may_be_stamps(traced[0], scale) else []
    rules, clean, layout = _mended(grey, traced, rings, scale, steps)
    if len(layout.stamps) and not rings and (rings := find_rings(grey, scale)):
        rules, clean, layout = _mended(grey, traced, rings, scale, steps)
    layout = replace(layout, stamps=np.concatenate([layout.stamps, boxes(rings)]))
    layout = with_faint_dashes(layout, clean)
    return bars_over_text(rules, layout), clean, layout


def _mended(
    grey: NDArray[np.uint8],
    traced: tuple[list[Rule], Runs, Runs],
    rings: Sequence[Ring],
    scale: float,
    steps: GridSteps,
) -> tuple[list[Rule], NDArray[np.uint8], Layout]:
    """The rulings completed, without stamps; the picture without both; the lines of print in that."""
    if rings:
        grey = without_rings(grey, rings, scale)
        traced = _rules_of_both_axes(grey, scale)
    found, runs_h, runs_v = traced
    rules = complete(without_strokes(found, rings, scale), runs_h, runs_v, ink_of(grey), scale, steps)
    clean = erase_rules(grey, rules, scale, INK)
    return rules, clean, find_lines(ink_of(clean), rules, scale)


def _rules_of_both_axes(grey: NDArray[np.uint8], scale: float) -> tuple[list[Rule], Runs, Runs]:
    """The rulings in a picture, and the ink that runs along the horizontal and along the vertical axis."""
    horizontal, runs_h = find_rules(grey, "h", scale)
    vertical, runs_v = find_rules(grey, "v", scale)
    return [*horizontal, *vertical], runs_h, runs_v


def ink_of(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mask of ink on a straight page: dark print on white."""
    return (grey < INK).astype(np.uint8)


def _is_overhead(engine: LineEngine, clean: NDArray[np.uint8], layout: Layout) -> bool:
    """Whether the engine reads no words in some lines, and more surely reads them upside down."""
    longest = sorted(layout.lines, key=lambda line: line.x0 - line.x1)
    middling = [line for line in longest if line.x1 - line.x0 < 40 * layout.height][:PROBES]
    pictures = [cut(clean, layout, line, BORDER) for line in middling]
    upright = engine.read(pictures)
    long = [word.text for reading in upright for word in reading.words if len(word.text) > 3]
    if len(long) >= PROBED_WORDS and sum(map(is_known, long)) >= PROBED_SHARE * len(long):
        return False
    turned = engine.read([np.ascontiguousarray(np.rot90(picture, 2)) for picture in pictures])
    return sum(_evidence(reading) for reading in turned) > sum(_evidence(reading) for reading in upright)


def _known_words(lines: list[tuple[TextLine, list[Word]]]) -> int:
    return sum(is_known(word.text) for _, words in lines for word in words if len(word.text) > 3)


def _is_gibberish(lines: list[tuple[TextLine, list[Word]]]) -> bool:
    """Whether hardly any word of the page is a known one, as where print was read upside down."""
    long = sum(len(word.text) > 3 for _, words in lines for word in words)
    return long >= GIBBERISH_WORDS and _known_words(lines) < GIBBERISH_SHARE * long


def _evidence(reading: Reading) -> float:
    """How well an engine reads the lines: known words count most, for print upside down gives letters but no words."""
    known = sum(is_known(word.text) for word in reading.words if len(word.text) > 3)
    return reading.mean + known / max(1, len(reading.words))


def _fate(kept: int, lines: int) -> str:
    """What became of a page's invisible text."""
    if not kept:
        return "the page's invisible text was not used: it was read again"
    return f"the page's invisible text was kept for {kept} of {lines} lines, where it proved right"


def words_by_line(
    engines: list[LineEngine],
    clean: NDArray[np.uint8],
    layout: Layout,
    page: StraightPage,
    hidden_words: Sequence[Word] = (),
) -> tuple[list[tuple[TextLine, list[Word]]], int]:
    """Every line with its words, and how many lines have them from the page's invisible text."""
    scale = page.scale
    lines = [line for line in layout.lines if not line.sign]
    layer = Layer(lines, hidden_words, page)
    readings = _read(engines, clean, layout, lines, layer.probes())
    kept = layer.kept() if readings and layer.proves(readings) else {}
    kept = {index: words for index, words in kept.items() if index not in readings}
    rest = [index for index in range(len(lines)) if index not in readings and index not in kept]
    readings |= _read(engines, clean, layout, lines, rest)
    strokes = CrossingStrokes(layout)
    out: list[tuple[TextLine, list[Word]]] = []
    for index, line in enumerate(lines):
        chosen = kept[index] if index in kept else readings[index]
        if layout.on_stamp(line) and not has_known_word(chosen):
            chosen = [word for word in chosen if _is_print(word)]
        placed = [] if _is_scrap(line, chosen) else _placed(line, chosen, layout, scale)
        placed = strokes.doubted(placed, line, scale)
        out.append((line, [word for word in placed if not _is_stamped(word, line, layout, scale)]))
    for line in layout.lines:
        if line.sign:
            size = layout.em(line) / scale
            out.append((line, [_word(line.sign, line.x0, line.x1, line.base, SIGN_SURE, size, scale)]))
    return out, len(kept)


def _read(
    engines: list[LineEngine],
    clean: NDArray[np.uint8],
    layout: Layout,
    lines: Sequence[TextLine],
    chosen: Sequence[int],
) -> dict[int, list[Chosen]]:
    """The words of the chosen lines, with their places on the page."""
    if not chosen:
        return {}
    pictures = [cut(clean, layout, lines[index], BORDER) for index in chosen]
    return {
        index: [_moved(word, cut_left(layout, lines[index], BORDER)) for word in words]
        for index, words in zip(chosen, read_lines(engines, pictures), strict=True)
    }


def _moved(word: Chosen, by: float) -> Chosen:
    places = tuple(place + by for place in word.places)
    return replace(word, x0=word.x0 + by, x1=word.x1 + by, places=places)


def _word(text: str, x0: float, x1: float, base: float, sure: float, size: float, scale: float) -> Word:
    box = Box(x0 / scale, base / scale - ASCENT * size, x1 / scale, base / scale + DESCENT * size)
    return Word(text, box, size, sure, "ocr")


def _is_print(word: Chosen) -> bool:
    """Whether a word under a stamp is the print's: a known one, or read without doubt; scraps are the
    stamp's.
    """
    return is_known(word.text) or (len(word.text) > 1 and (word.least >= SURE or word.case == "agreed"))


def _is_stamped(word: Word, line: TextLine, layout: Layout, scale: float) -> bool:
    """Whether a word is a round stamp's own: in capitals in the middle of it."""
    return word.text.isupper() and layout.in_stamp(word.box.x0 * scale, word.box.x1 * scale, line.base)


def _is_scrap(line: TextLine, chosen: list[Chosen]) -> bool:
    """Whether a line is a blot that the engines made a few letters of."""
    letters = sum(len(word.text) for word in chosen)
    if letters > SCRAP_LETTERS or any(is_known(word.text) for word in chosen):
        return False
    sure = max((word.least for word in chosen), default=0.0)
    if len(line.members) > 1 and any(c.isdigit() for word in chosen for c in word.text):
        return sure < SCRAP_NUMBER
    return sure < (SCRAP_SURE if len(line.members) > 1 else SCRAP_SINGLE)


def _placed(line: TextLine, chosen: list[Chosen], layout: Layout, scale: float) -> list[Word]:
    boxes = layout.pieces.boxes[line.members]
    gaps = ink_gaps(boxes)
    words = laid(chosen, gaps, line.x0, line.x1, layout.height)
    words = led_by_dash(words, boxes, layout.height)
    size = layout.em(line) / scale
    return [
        replace(_word(word.text, word.x0, word.x1, line.base, probability(word), size, scale), raw=word.raw)
        for word in words
    ]


def _ruling(rule: Rule, scale: float) -> Ruling:
    return Ruling(rule.axis, rule.pos / scale, rule.start / scale, rule.end / scale, rule.width / scale)
