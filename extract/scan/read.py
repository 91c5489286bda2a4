"""The door of the scan reader: one page's picture in, its words and rulings out."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from ...schema.blocks import Word
from ...schema.gaps import Gap, GapCode
from ...schema.geometry import Box
from ..content import PageContent, Ruling
from .engine import LineEngine, Reading
from .grid import complete
from .lines import Layout, TextLine, cut, find_lines
from .options import ScanOptions
from .rapid import rapid_engine
from .rulings import Rule, erase_rules, find_rules
from .straight import INK, StraightPage, straighten, turned_over
from .tesseract import tesseract_engine
from .upright import CLEAR_HEAD

BORDER = 3
DOUBT = 0.85
PROBES = 4


def read_scan(
    image: NDArray[np.uint8],
    *,
    number: int,
    width: float,
    height: float,
    dpi: float,
    options: ScanOptions | None = None,
) -> PageContent:
    """What is printed on a page's picture, in points of the page made upright and straight.

    ``width`` and ``height`` are the page's as displayed, in points.
    """
    options = options or ScanOptions()
    engines = available_engines(options)
    page = straighten(image, dpi)
    rules, clean, layout = _layout(page)
    if engines and abs(page.head) < CLEAR_HEAD:
        over = turned_over(page, image, dpi)
        over_parts = _layout(over)
        if _probe(engines[0], over_parts[1], over_parts[2]) > _probe(engines[0], clean, layout):
            page, (rules, clean, layout) = over, over_parts
    words = _words(engines, clean, layout, page.scale) if engines else []
    content = PageContent(
        number=number,
        width=page.straightening.width / page.scale,
        height=page.straightening.height / page.scale,
        kind="scan",
        rotation=page.turns * 90,
        skew=page.slant,
        words=words,
        rulings=[_ruling(rule, page.scale) for rule in rules],
        to_display=partial(page.straightening.box_to_picture, scale=page.scale),
    )
    if not engines:
        message = "the page is a picture and no OCR engine is installed"
        content.gaps.append(Gap(GapCode.NO_OCR_ENGINE, message, page=number))
    return content


def available_engines(options: ScanOptions) -> list[LineEngine]:
    """The engines that the options allow and that are installed, the leading one first."""
    rapid = rapid_engine() if options.engine in ("auto", "rapidocr") else None
    tesseract = tesseract_engine(options.languages) if options.engine in ("auto", "tesseract") else None
    return [engine for engine in (rapid, tesseract) if engine is not None]


def _layout(page: StraightPage) -> tuple[list[Rule], NDArray[np.uint8], Layout]:
    horizontal, runs_h = find_rules(page.grey, "h", page.scale)
    vertical, runs_v = find_rules(page.grey, "v", page.scale)
    rules = complete([*horizontal, *vertical], runs_h, runs_v, page.scale)
    clean = erase_rules(page.grey, rules, page.scale, INK)
    return rules, clean, find_lines((clean < INK).astype(np.uint8), rules, page.scale)


def _probe(engine: LineEngine, clean: NDArray[np.uint8], layout: Layout) -> float:
    """How surely the engine reads some of the longest lines."""
    longest = sorted(layout.lines, key=lambda line: line.x0 - line.x1)[:PROBES]
    readings = engine.read([cut(clean, layout, line, BORDER) for line in longest])
    return float(np.mean([reading.mean for reading in readings])) if readings else 0.0


def _words(engines: list[LineEngine], clean: NDArray[np.uint8], layout: Layout, scale: float) -> list[Word]:
    pictures = [cut(clean, layout, line, BORDER) for line in layout.lines]
    readings = engines[0].read(pictures)
    doubtful = [i for i, reading in enumerate(readings) if reading.least < DOUBT]
    for i, again in zip(
        doubtful, engines[0].read([pictures[i] for i in doubtful], thorough=True), strict=True
    ):
        if again.mean >= readings[i].mean:
            readings[i] = again
    words: list[Word] = []
    for line, reading in zip(layout.lines, readings, strict=True):
        words.extend(_placed(line, reading, layout, scale))
    return words


def _placed(line: TextLine, reading: Reading, layout: Layout, scale: float) -> list[Word]:
    reach = max(2, round(0.18 * layout.height))
    left = max(0, line.x0 - reach) - BORDER
    size = layout.height * 1.45 / scale
    top, bottom = line.base / scale - 0.9 * size, line.base / scale + 0.22 * size
    return [
        Word(
            word.text,
            Box((left + word.x0) / scale, top, (left + word.x1) / scale, bottom),
            size,
            word.least,
            "ocr",
        )
        for word in reading.words
    ]


def _ruling(rule: Rule, scale: float) -> Ruling:
    return Ruling(rule.axis, rule.pos / scale, rule.start / scale, rule.end / scale, rule.width / scale)
