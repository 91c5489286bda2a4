"""Finds the text of a page that nobody can see: covered, in the colour of its ground, transparent, switched off.

Few texts are suspected: those that something was painted over later, those in the colour of the ground below,
those with next to no opacity or behind a mask, those that reach beyond their form, and those in a layer. Only a page
with such texts is rendered, once with and once without them: where that makes no difference, nobody sees them. So
nothing is taken for invisible on the word of the file alone. Texts that lie over each other are judged one after the
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ..schema.blocks import Word
from ..schema.geometry import Box
from . import pdfium_calls as calls
from .page_objects import CLIPPING, Cover, PageObjects, Texts, ToFrame
from .pdfium_calls import Flags, Handle
from .vector_paths import DARK, PAPER, lightness, within

Picture = NDArray[np.uint8]
ALIKE = 48  # of 255, summed over the three colours: a text and a ground that differ by less
FAINT = 26  # of 255: an opacity below a tenth
DIFFERENCE = 14  # of 255: a change of a pixel that an eye could notice
SHARPNESS = 1.6  # pixels to a point: a full stop is one pixel at least
MAX_PIXELS = 6_000_000  # of the rendered page
ROUNDS = 4  # of judging texts that lie over each other
INSET = 0.12  # of a letter's width: left out at either side, where its neighbours reach in
NAME_UNITS = 32  # of UTF-16: longer names of marked content are none that matter here
PAIRS_AT_ONCE = 65_536  # of texts and covers compared: a page of very many needs little memory
MOST_INK = 0.75  # of the box of a text: letters cover less, a patch more
PAGE_WIDE = 0.5  # of the page's area: a picture from that size on is the page


class Suspect(NamedTuple):
    """A text that may not be seen: its place among the page's texts, and in the order of painting.

    ``box`` is in the frame of the page as it is read. ``ink`` is what is painted through a text that only clips.
    ``veiled``: only a form around it may hide it, or its own transparency.
    """

    at: int
    handle: Handle
    order: int
    box: Box
    ink: Handle | None = None
    veiled: bool = False

    @property
    def address(self) -> int:
        """What distinguishes the text object from others."""
        return self.handle.address


class Letter(NamedTuple):
    """The place of a letter that nobody sees, and when its text was painted: the number of that object."""

    box: Box
    order: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """The suspected texts of a page by address, and for each the pixels (rows, columns) that it changes.

    ``orders`` are their places in the order of painting.
    """

    changes: dict[int, Flags]
    orders: dict[int, int]
    under_picture: frozenset[int]
    scale: float
    to_pixels: ToFrame

    def shows(self, address: int, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a letter (in user space) of a text is seen; letters of texts that are not suspected are."""
        change = self.changes.get(address)
        if change is None:
            return True
        ax, ay = self.to_pixels(left, bottom)
        bx, by = self.to_pixels(right, top)
        x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        inset = INSET * min(x1 - x0, y1 - y0)
        c0, r0 = max(0, int((x0 + inset) * self.scale)), max(0, int((y0 + inset) * self.scale))
        c1, r1 = int((x1 - inset) * self.scale) + 1, int((y1 - inset) * self.scale) + 1
        letter = change[r0 : max(r0, r1), c0 : max(c0, c1)]
        return letter.size == 0 or bool(letter.any())


def find_unseen(
    page: pdfium.PdfPage,
    objects: PageObjects,
    to_pixels: ToFrame,
    *,
    has_layers: bool,
    area: float,
) -> Unseen | None:
    """What suspected texts change on the page; ``None`` where none is suspected.

    ``to_pixels`` leads to the page as displayed.
    """
    suspects = _suspects(objects, has_layers=has_layers)
    if not suspects:
        return None
    scale = min(SHARPNESS, (MAX_PIXELS / max(area, 1.0)) ** 0.5)
    changes = _changes(page, objects.texts, suspects, to_pixels, scale)
    wide = [c for c in objects.covers if c.is_picture and c.box.area >= PAGE_WIDE * area]
    under = frozenset(
        text.address
        for text in suspects
        if any(cover.order > text.order and cover.box.holds(text.box.cx, text.box.cy) for cover in wide)
    )
    return Unseen(changes, {text.address: text.order for text in suspects}, under, scale, to_pixels)


def hidden_by_ink(
    letters: Sequence[Letter], covers: Sequence[Cover], words: Sequence[Word], area: float
) -> list[Box]:
    """The unseen letters that lie under something dark or a picture, rather than under a patch of the ground's colour.

    Where ``words`` are printed over them, these take their place. A picture of the size of the page (``area``) is the
    page.
    """
    out = []
    for box, order in letters:
        over = (c for c in covers if c.order > order and c.box.holds(box.cx, box.cy))
        last = max(over, key=lambda cover: cover.order, default=None)
        if last is None or (last.is_picture and last.box.area >= PAGE_WIDE * area):
            continue
        is_dark = last.is_picture or lightness(last.colour) < DARK
        if is_dark and not any(word.box.holds(box.cx, box.cy) for word in words):
            out.append(box)
    return out


def _changes(
    page: pdfium.PdfPage, texts: Texts, suspects: Sequence[Suspect], to_pixels: ToFrame, scale: float
) -> dict[int, Flags]:
    """For each suspect by address, the pixels that change without it.

    Those that are only veiled do not hide each other: they are judged all at once.
    Where texts lie over each other, all are taken away at once first: what changes nothing then is not seen, and
    only the others need be judged one after the other.
    """
    whole = _picture(page, scale)
    shown = texts.walked.bounds([text.order for text in suspects], to_pixels).tolist()
    boxes = {text.address: Box(*box) for text, box in zip(suspects, shown, strict=True)}
    changes: dict[int, Flags] = {}
    veiled = [text for text in suspects if text.veiled]
    if veiled:
        change = _change(page, whole, veiled, scale)
        changes.update((text.address, change) for text in veiled)
    suspects = [text for text in suspects if not text.veiled]
    rounds = _rounds(suspects)
    if len(rounds) > 1:
        change = _change(page, whole, suspects, scale)
        changes.update((text.address, change) for text in suspects)
        rounds = _rounds([t for t in suspects if _changed_share(change, boxes[t.address].grown(1.0), scale)])
    for some in rounds:
        change = _change(page, whole, some, scale)
        for text in some:
            is_patch = text.ink and _changed_share(change, boxes[text.address], scale) > MOST_INK
            changes[text.address] = np.zeros_like(change) if is_patch else change
    return changes


def _changed_share(change: Flags, shown: Box, scale: float) -> float:
    """The share of the pixels within a box of the page as displayed that change."""
    x0, top, x1, bottom = (max(0, int(side * scale)) for side in shown)
    part = change[top:bottom, x0:x1]
    return float(part.mean()) if part.size else 0.0


def _change(page: pdfium.PdfPage, whole: Picture, texts: Sequence[Suspect], scale: float) -> Flags:
    """The pixels of the ``whole`` page that change without some texts, and without what is painted through them."""
    handles = [handle for text in texts for handle in (text.handle, text.ink) if handle]
    for handle in handles:
        calls.set_active(handle, 0)
    try:
        other = _picture(page, scale)
    finally:
        for handle in handles:
            calls.set_active(handle, 1)
    rows = np.flatnonzero((whole != other).reshape(len(whole), -1).any(axis=1))
    out = np.zeros(whole.shape[:2], np.bool_)
    if len(rows):
        some = slice(rows[0], rows[-1] + 1)
        changed = np.maximum(whole[some], other[some]) - np.minimum(whole[some], other[some]) >= DIFFERENCE
        out[some] = changed[:, :, 0] | changed[:, :, 1] | changed[:, :, 2]
    return out


def _picture(page: pdfium.PdfPage, scale: float) -> Picture:
    """The page as displayed, its colours a channel each (and at times one more, which is always the same)."""
    image: Picture = page.render(scale=scale, may_draw_forms=False).to_numpy()
    return image


def _rounds(suspects: Sequence[Suspect]) -> list[list[Suspect]]:
    """The suspects in groups whose boxes do not overlap; those that fit into no group make the last one together."""
    rounds: list[list[Suspect]] = []
    boxes: list[NDArray[np.float64]] = []
    for text in suspects:
        box, own = text.box, np.array(text.box)
        for i, taken in enumerate(boxes):
            apart = (taken[:, 0] >= box.x1) | (taken[:, 2] <= box.x0)
            apart |= (taken[:, 1] >= box.bottom) | (taken[:, 3] <= box.top)
            if apart.all():
                rounds[i].append(text)
                boxes[i] = np.vstack([taken, own])
                break
        else:
            if len(rounds) < ROUNDS:
                rounds.append([text])
                boxes.append(own[None, :])
    return rounds


# ---- suspicion -------------------------------------------------------------------------------------------


def _suspects(objects: PageObjects, *, has_layers: bool) -> list[Suspect]:
    """The texts that may not be seen, without those that say themselves that they are hidden."""
    texts = objects.texts
    judged = ~texts.is_hidden
    if not judged.any():
        return []
    doubted = judged & ((texts.modes == CLIPPING) | (texts.alphas <= FAINT))
    veiled = judged & _may_be_veiled(objects)
    if has_layers:
        doubted |= judged & texts.in_form
        for at in np.flatnonzero(judged & ~doubted).tolist():
            doubted[at] = _is_in_layer(texts.handle(at))
    first = int(texts.numbers[judged][0])
    later = [cover for cover in objects.covers if cover.order > first]
    last = max((cover.order for cover in later), default=-1)
    colours = {cover.colour for cover in objects.covers if not cover.is_picture} | {PAPER}
    printed = set(texts.colours[judged].tolist())
    alike = [shade for shade in printed if any(_alike(shade, colour) for colour in colours)]
    is_alike = np.zeros_like(judged)
    for shade in alike:
        is_alike |= judged & (texts.colours == shade)
    is_before = judged & (texts.numbers < last)
    asked = (is_before | is_alike | doubted | veiled).nonzero()[0]
    if not len(asked):
        return []
    orders = np.where(is_before[asked], texts.numbers[asked], last)
    doubted[asked] |= _covered(texts.boxes[asked], orders, later)
    doubtful = (doubted | is_alike | veiled).nonzero()[0]
    out = []
    for place, box in zip(doubtful.tolist(), texts.boxes[doubtful].tolist(), strict=True):
        suspect = Suspect(place, texts.handle(place), int(texts.numbers[place]), Box(*box))
        if texts.modes[place] == CLIPPING:
            suspect = suspect._replace(ink=_painted_through(suspect, objects))
        colour = int(texts.colours[place])
        if doubted[place] or (is_alike[place] and _is_on_its_like(colour, suspect, objects.covers)):
            out.append(suspect)
        elif veiled[place]:
            out.append(suspect._replace(veiled=True))
    return out


def _may_be_veiled(objects: PageObjects) -> Flags:
    """Which texts are transparent or masked, or in a form that is, or lie beyond the box of their form.

    A form has no box of its own here: it is what its texts that reach beyond it are clipped to. A cell of a
    spreadsheet clips its text alike, but is only a part of the form.
    """
    walked, texts, clips = objects.walked, objects.texts, objects.clips
    numbers = texts.numbers.tolist()
    out = np.array(list(map(calls.has_transparency, walked.picked(numbers))), dtype=np.bool_)
    if not texts.in_form.any():
        return out
    cut = [(at, i) for at, i in enumerate(numbers) if walked.depths[i] and i in clips]
    forms: dict[int, Box] = {}
    for _, i in cut:
        form = id(walked.matrices[i])
        forms[form] = forms[form].union(clips[i]) if form in forms else clips[i]
    for at, i in cut:
        box = Box(*texts.boxes[at].tolist())
        out[at] |= within(box, forms[id(walked.matrices[i])]) != box
    return out | np.array([i in walked.veiled for i in numbers], dtype=np.bool_)


def _painted_through(text: Suspect, objects: PageObjects) -> Handle | None:
    """What is painted next over a text that only clips, and so shows its letters."""
    over = (c for c in objects.covers if c.order > text.order and c.box.holds(text.box.cx, text.box.cy))
    first = min(over, key=lambda cover: cover.order, default=None)
    return objects.walked.handles[first.order] if first else None


def _is_on_its_like(colour: int, text: Suspect, covers: Sequence[Cover]) -> bool:
    """Whether a text has the colour under its middle: of what was last painted there before it, or of the paper.

    What is in a picture there is not known: it may have any colour, the text's own, too.
    """
    x, y = text.box.cx, text.box.cy
    for cover in reversed(covers):
        if cover.order < text.order and cover.box.holds(x, y):
            return cover.is_picture or _alike(colour, cover.colour)
    return _alike(colour, PAPER)


def _covered(boxes: NDArray[np.float64], orders: NDArray[np.int64], covers: Sequence[Cover]) -> Flags:
    """For each text whether a cover was painted over it later, by boxes and places in the order of painting."""
    out = np.zeros(len(boxes), np.bool_)
    if not covers:
        return out
    x0, top, x1, bottom = np.array([cover.box for cover in covers]).T
    order = np.array([cover.order for cover in covers])
    step = max(1, PAIRS_AT_ONCE // len(covers))
    for first in range(0, len(boxes), step):
        some = slice(first, first + step)
        left, high, right, low = boxes[some].T[:, :, None]
        over = (order > orders[some, None]) & (x0 < right) & (x1 > left)
        over &= (top < low) & (bottom > high)
        out[some] = over.any(axis=1)
    return out


def _alike(a: int, b: int) -> bool:
    return sum(abs((a >> shift & 255) - (b >> shift & 255)) for shift in (0, 8, 16)) < ALIKE


def _is_in_layer(handle: Handle) -> bool:
    return any(
        calls.name_of_mark(handle, i, NAME_UNITS) == "OC" for i in range(max(0, calls.count_marks(handle)))
    )
