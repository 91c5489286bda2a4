"""The ink audit: print on a page of text that its text layer does not explain.

A table, a cell or a formula may be a picture, letters may have been turned into drawings, a scan may carry a few
typed words. The page is rendered without the text objects that gave words; what is inked then and has the shape of
print is read by OCR in its place, and its words join those of the text layer before the page is laid out. Lines of
print that no engine reads become gaps with their box. Pages without pictures and without shapes of the size of
letters are not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from ..schema.blocks import Word
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box, bounding_box
from .page_content import PageContent, Ruling

if TYPE_CHECKING:
    from .scan.engine import LineEngine
    from .scan.unexplained_print import Residue

LEAST_PICTURE = (16.0, 5.0)
"""Width and height in points from which a picture may hold print: one short word."""

STRIPES_APART = 3.0
"""Points between pictures that are stripes or tiles of one."""

LEAST_OUTLINES = 6
"""Shapes of the size of letters from which they may be print: a short word. Arrows and bullets are fewer."""

OUTLINE_MARGIN, FONT_MARGIN = 4.0, 2.0
MOST_PICTURES = 300
"""Pictures of a page that are looked at, the largest first; more are dots and stripes of patterns."""

EMBLEM_SIDE, EMBLEM_SHAPE = 130.0, 1.6
"""Longest side in points, and ratio of the sides, up to which a picture may be arms, a seal or a code."""

STEM_POINTS = 30.0
"""Length of a ruling up to which it may be the stem or bar of a drawn letter."""

SAME_RULING = 3.0
COVERED_WORD = 0.5
"""Share of a word's box that typed words take, from which OCR has read these once more."""
LEAST_AREA, HAIR = 0.1, 0.01
"""Square points that an empty box counts as, and points by which one without a width is grown."""

LEAST_SIDE = 0.5
"""Points: what is narrower or lower is no place where print could stand."""

LOOK_DPI = 110.0
"""Resolution at which lines of print can be recognised by their shape."""

PRINT_LINES = 2
"""Lines of print from which the picture of a page is more than a background."""


MOST_REMEMBERED, REMEMBERED = 1_000_000, 16
"""Values of a picture that is remembered, at most, and how many are: logos and seals of some 2 inches."""


class Part(NamedTuple):
    """A part of the page that may hold unexplained print.

    ``drawn``: of shapes and no picture; ``told``: of letters in a font whose table of characters is wrong.
    """

    box: Box
    drawn: bool
    told: bool = False

    @property
    def is_emblem(self) -> bool:
        """Whether it is as small and square as coats of arms, seals and QR codes are."""
        long, short = max(self.box.width, self.box.height), min(self.box.width, self.box.height)
        return not self.drawn and not self.told and long <= EMBLEM_SIDE and long <= EMBLEM_SHAPE * short


class KnownResidues:
    """What parts of a document's pages held, so that a logo on every page is read once. Only small parts are kept."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[int, ...], bytes], Residue] = {}

    def of(self, image: NDArray[np.uint8], read: Callable[[], Residue]) -> Residue:
        """What ``read`` gives for a part, or what it gave before for an equal picture of the same shape."""
        if image.size > MOST_REMEMBERED:
            return read()
        key = (image.shape, hashlib.sha256(image.tobytes()).digest())
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = read()
        return self._known[key]


def parts_of(content: PageContent) -> list[Part]:
    """The parts of the page with pictures or drawn letters, those that belong together as one."""
    page = Box(0.0, 0.0, content.width, content.height)
    least_wide, least_high = LEAST_PICTURE
    pictures = [box for box in (_within(box, page) for box in content.images) if box]
    if len(pictures) > MOST_PICTURES:
        pictures = sorted(pictures, key=lambda box: -box.area)[:MOST_PICTURES]
    groups = [Part(box, drawn=False) for box in _merged_near(pictures, STRIPES_APART)]
    groups = [part for part in groups if part.box.width >= least_wide and part.box.height >= least_high]
    outlines = [box for box in (_within(box, page) for box in content.outlines) if box]
    if len(outlines) >= LEAST_OUTLINES:
        drawn = _within(bounding_box(outlines).grown(OUTLINE_MARGIN), page) or page
        inside = [part for part in groups if part.box.intersection_area(drawn) > 0]
        groups = [part for part in groups if part not in inside]
        groups.append(Part(bounding_box([drawn, *(part.box for part in inside)]), drawn=True))
    return groups


def lines_in_picture(page: Any, content: PageContent) -> tuple[int, int]:
    """How many lines of print the page's picture holds beside the typed words, and under them."""
    from .scan.page_image import hide_text  # noqa: PLC0415 - as below
    from .scan.unexplained_print import print_lines  # noqa: PLC0415 - OpenCV loads slowly

    whole = Box(0.0, 0.0, content.width, content.height)
    hide_text(page)
    picture = rendered(page, content, whole, LOOK_DPI, grey=True)
    lines = print_lines(picture, LOOK_DPI)
    under = sum(_is_under(line, content.words) for line in lines)
    if len(lines) < PRINT_LINES:  # it may lie on its side
        return len(print_lines(np.ascontiguousarray(np.rot90(picture)), LOOK_DPI)), under
    return len(lines) - under, under


def take_from_wrong_fonts(page: Any, content: PageContent, engines: Sequence[LineEngine]) -> list[Part]:
    """Drop the words of fonts whose table of characters is wrong; the parts of the page where their print is.

    All other text objects are switched off.
    """
    from .scan.page_image import hide_text  # noqa: PLC0415 - as above
    from .scan.unexplained_print import RESIDUE_DPI  # noqa: PLC0415 - as above
    from .wrong_fonts import condemned_objects, without_condemned  # noqa: PLC0415 - seldom needed

    whole = Box(0.0, 0.0, content.width, content.height)
    picture = cache(partial(rendered, page, content, whole, RESIDUE_DPI, grey=True))
    condemned = condemned_objects(page, content, picture, RESIDUE_DPI / 72.0, engines)
    hide_text(page, but=condemned.objects)
    boxes = [box for box in (_within(box, whole) for box in condemned.boxes) if box]
    if not boxes:
        return []
    kept = without_condemned(content.words, condemned)
    content.words = kept
    box = bounding_box(boxes)
    return [Part(_within(box.grown(FONT_MARGIN), whole) or box, drawn=False, told=True)]


def add_unexplained(
    page: Any,
    content: PageContent,
    parts: Sequence[Part],
    engines: Sequence[LineEngine],
    reason: str,
    known: KnownResidues,
) -> None:
    """Read what the text layer does not explain in some parts, and add it to the page's content.

    The page's text objects that explain their ink are switched off before. ``reason`` says why print cannot be read
    where there are no ``engines``; ``known`` are the parts that these engines have read before.
    """
    from .scan.unexplained_print import RESIDUE_DPI, read_residue  # noqa: PLC0415 - as above

    finders = []
    for part in parts:
        image = rendered(page, content, part.box, RESIDUE_DPI, grey=part.drawn or part.told)
        residue = known.of(image, partial(read_residue, image, engines, emblem=part.is_emblem))
        _add(content, part, residue, "no engine could read" if engines else reason)
        finders.append((part.box, residue.has_ink))

    def has_ink(box: Box) -> bool:
        return any(
            find(Box(box.x0 - own.x0, box.top - own.top, box.x1 - own.x0, box.bottom - own.top))
            for own, find in finders
            if own.intersection_area(box) > 0
        )

    content.has_ink = has_ink
    content.marks = [
        mark for mark in content.marks if not any(part.box.holds(mark.cx, mark.cy) for part in parts)
    ]


def _add(content: PageContent, part: Part, residue: Residue, reason: str) -> None:
    from .scan.unexplained_print import moved, shifted  # noqa: PLC0415 - as above

    x, y = part.box.x0, part.box.top
    typed = list(content.words)
    words = [moved(word, x, y) for word in residue.words]
    content.words += [word for word in words if not _is_under(word.box, typed)]
    if part.told and words:
        what = "a font's table gives other characters than are printed, or none"
        message = f"{what}: {len(words)} words were read by OCR"
        content.gaps.append(Gap(GapCode.UNMAPPED_FONT, message, content.number, _shown(content, part.box)))
    if part.drawn:
        content.rulings = [r for r in content.rulings if r.length > STEM_POINTS or not _lies_in(r, part.box)]
    rulings = [_moved_ruling(r, *((y, x) if r.axis == "h" else (x, y))) for r in residue.rulings]
    content.rulings += [r for r in rulings if not any(_is_same(r, other) for other in content.rulings)]
    content.fills += [f._replace(box=shifted(f.box, x, y)) for f in residue.fills]
    if residue.unread:
        count = len(residue.unread)
        lines = "a line" if count == 1 else f"{count} lines"
        kind = "in an unmapped font" if part.told else "drawn as shapes" if part.drawn else "in a picture"
        box = shifted(bounding_box(residue.unread), x, y)
        message = f"{lines} of print {kind} that {reason}"
        content.gaps.append(Gap(GapCode.UNREAD_INK, message, content.number, _shown(content, box)))


def _shown(content: PageContent, box: Box) -> Box:
    """The box on the page as displayed."""
    return content.to_display(box) if content.to_display else box


def _moved_ruling(ruling: Ruling, across: float, along: float) -> Ruling:
    """The ruling moved across and along its direction, in points."""
    return ruling._replace(pos=ruling.pos + across, start=ruling.start + along, end=ruling.end + along)


def rendered(page: Any, content: PageContent, box: Box, dpi: float, *, grey: bool) -> NDArray[np.uint8]:
    """A part of the upright page as a picture; annotations are no part of it."""
    scale = dpi / 72.0
    bitmap: pypdfium2.PdfBitmap = page.render(
        scale=scale,
        rotation=content.rotation % 360,
        crop=(
            max(0.0, box.x0),
            max(0.0, content.height - box.bottom),
            max(0.0, content.width - box.x1),
            max(0.0, box.top),
        ),
        grayscale=grey,
        rev_byteorder=not grey,
        may_draw_forms=False,
        draw_annots=False,
    )
    try:
        array = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    return array.reshape(array.shape[:2]) if grey else np.ascontiguousarray(array[:, :, :3])


def _within(box: Box, page: Box) -> Box | None:
    inside = box.intersection(page)
    return inside if min(inside.width, inside.height) > LEAST_SIDE else None


def _merged_near(boxes: Sequence[Box], apart: float) -> list[Box]:
    """The boxes, with those that lie at most ``apart`` points from each other merged into one."""
    groups: list[Box] = []
    for box in boxes:
        merged = box
        while near := [g for g in groups if g.grown(apart).intersection_area(merged.grown(HAIR)) > 0]:
            groups = [g for g in groups if g not in near]
            merged = bounding_box([merged, *near])
        groups.append(merged)
    return groups


def _is_under(box: Box, words: Sequence[Word]) -> bool:
    """Whether typed words take most of a place."""
    return sum(box.intersection_area(word.box) for word in words) >= COVERED_WORD * max(LEAST_AREA, box.area)


def _lies_in(ruling: Ruling, box: Box) -> bool:
    middle = (ruling.start + ruling.end) / 2
    x, y = (middle, ruling.pos) if ruling.axis == "h" else (ruling.pos, middle)
    return box.holds(x, y)


def _is_same(one: Ruling, other: Ruling) -> bool:
    near = one.axis == other.axis and abs(one.pos - other.pos) <= SAME_RULING
    common = min(one.end, other.end) - max(one.start, other.start)
    return near and common >= COVERED_WORD * one.length
