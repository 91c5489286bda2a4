"""Finds the text of a page that nobody can see: covered, in the colour of its ground, transparent, switched off.

Few texts are suspected: those that something was painted over later, those in the colour of the ground below,
those with next to no opacity, and those in a layer. Only a page with such texts is
rendered, once with and once without them: where that makes no difference, nobody sees them. So nothing is
taken for invisible on the word of the file alone. Texts that lie over each other are judged one after the
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ctypes import byref, c_ulong, c_ushort, sizeof
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdf
from numpy.typing import NDArray

from ..schema.geometry import Box
from .page_objects import CLIPPING, Cover, PageObjects, TextObject, ToFrame, bounds

PAPER = 0xFFFFFF
ALIKE = 48  # of 255, summed over the three colours: a text and a ground that differ by less
FAINT = 26  # of 255: an opacity below a tenth
DIFFERENCE = 14  # of 255: a change of a pixel that an eye could notice
SHARPNESS = 1.6  # pixels to a point: a full stop is one pixel at least
MAX_PIXELS = 6_000_000  # of the rendered page
ROUNDS = 4  # of judging texts that lie over each other
INSET = 0.12  # of a letter's width: left out at either side, where its neighbours reach in
NAME_UNITS = 32  # of UTF-16: longer names of marked content are none that matter here
AT_ONCE = 64  # texts compared with the covers at a time, so that a page of very many needs little memory
PAGE_WIDE = 0.5  # of the page's area: a picture from that size on is the page


@dataclass(frozen=True, slots=True)
class Unseen:
    """The suspected texts of a page by address, and for each the pixels that it changes."""

    changes: dict[int, NDArray[np.int32]]
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
        high, wide = change.shape[0] - 1, change.shape[1] - 1
        c0, r0 = int((x0 + inset) * self.scale), int((y0 + inset) * self.scale)
        c1, r1 = int((x1 - inset) * self.scale) + 1, int((y1 - inset) * self.scale) + 1
        c0, r0, c1, r1 = max(0, c0), max(0, r0), min(wide, c1), min(high, r1)
        if c0 >= c1 or r0 >= r1:
            return True
        return bool(change[r1, c1] - change[r0, c1] - change[r1, c0] + change[r0, c0])


def find_unseen(
    page: pdfium.PdfPage,
    objects: PageObjects,
    to_frame: ToFrame,
    to_pixels: ToFrame,
    *,
    has_layers: bool,
    area: float,
) -> Unseen | None:
    """What suspected texts change on the page; ``None`` where none is suspected.

    ``to_frame`` leads to the frame in which ``objects`` are, ``to_pixels`` to the page as displayed.
    """
    suspects = _suspects(objects, to_frame, has_layers=has_layers)
    if not suspects:
        return None
    scale = min(SHARPNESS, (MAX_PIXELS / max(area, 1.0)) ** 0.5)
    changes = _changes(page, suspects, to_pixels, scale)
    wide = [c for c in objects.covers if c.is_picture and c.box.area >= PAGE_WIDE * area]
    under = frozenset(
        text.address
        for text, box in suspects
        if any(cover.order > text.order and cover.box.holds(box.cx, box.cy) for cover in wide)
    )
    return Unseen(changes, under, scale, to_pixels)


def _changes(
    page: pdfium.PdfPage, suspects: Sequence[tuple[TextObject, Box]], to_pixels: ToFrame, scale: float
) -> dict[int, NDArray[np.int32]]:
    """For each suspect by address, the pixels that change without it, as an integral image.

    Where texts lie over each other, all are taken away at once first: what changes nothing then is not seen, and
    only the others need be judged one after the other.
    """
    whole = _picture(page, scale)
    rounds = _rounds(suspects)
    changes: dict[int, NDArray[np.int32]] = {}
    if len(rounds) > 1:
        change = _change(page, whole, suspects, scale)
        changes.update((text.address, change) for text, _ in suspects)
        rounds = _rounds([s for s in suspects if _is_changed(change, s[0], to_pixels, scale)])
    for texts in rounds:
        change = _change(page, whole, texts, scale)
        changes.update((text.address, change) for text, _ in texts)
    return changes


def _is_changed(change: NDArray[np.int32], text: TextObject, to_pixels: ToFrame, scale: float) -> bool:
    box = bounds(text.handle, text.matrix, to_pixels).grown(1.0)
    high, wide = change.shape[0] - 1, change.shape[1] - 1
    c0, c1 = (min(wide, max(0, int(x * scale))) for x in (box.x0, box.x1))
    r0, r1 = (min(high, max(0, int(y * scale))) for y in (box.top, box.bottom))
    return bool(change[r1, c1] - change[r0, c1] - change[r1, c0] + change[r0, c0])


def _change(
    page: pdfium.PdfPage, whole: NDArray[np.int16], texts: Sequence[tuple[TextObject, Box]], scale: float
) -> NDArray[np.int32]:
    """The pixels of the ``whole`` page that change without some texts."""
    for text, _ in texts:
        pdf.FPDFPageObj_SetIsActive(text.handle, False)
    try:
        return _summed(whole, _picture(page, scale))
    finally:
        for text, _ in texts:
            pdf.FPDFPageObj_SetIsActive(text.handle, True)


def _picture(page: pdfium.PdfPage, scale: float) -> NDArray[np.int16]:
    image: NDArray[np.uint8] = page.render(scale=scale, may_draw_forms=False).to_numpy()
    return np.asarray(image[:, :, :3], dtype=np.int16)


def _summed(a: NDArray[np.int16], b: NDArray[np.int16]) -> NDArray[np.int32]:
    """The integral image of the pixels that differ: entry (r, c) counts those above and left of it."""
    by_colour = np.abs(a - b)
    most = np.maximum(np.maximum(by_colour[:, :, 0], by_colour[:, :, 1]), by_colour[:, :, 2])
    differs = most >= DIFFERENCE
    out = np.zeros((a.shape[0] + 1, a.shape[1] + 1), np.int32)
    out[1:, 1:] = differs.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    return out


def _rounds(suspects: Sequence[tuple[TextObject, Box]]) -> list[list[tuple[TextObject, Box]]]:
    """The suspects in groups without overlap; what finds no place in the last is judged with all of them alone."""
    rounds: list[list[tuple[TextObject, Box]]] = []
    boxes: list[NDArray[np.float64]] = []
    for text, box in suspects:
        own = np.array(box)
        for i, taken in enumerate(boxes):
            apart = (taken[:, 0] >= box.x1) | (taken[:, 2] <= box.x0)
            apart |= (taken[:, 1] >= box.bottom) | (taken[:, 3] <= box.top)
            if apart.all():
                rounds[i].append((text, box))
                boxes[i] = np.vstack([taken, own])
                break
        else:
            if len(rounds) < ROUNDS:
                rounds.append([(text, box)])
                boxes.append(own[None, :])
    return rounds


# ---- suspicion -------------------------------------------------------------------------------------------


def _suspects(objects: PageObjects, to_frame: ToFrame, *, has_layers: bool) -> list[tuple[TextObject, Box]]:
    """The texts that may not be seen, with their boxes, without those that say themselves that they are hidden."""
    texts = [text for text in objects.texts if not text.is_hidden]
    if not texts:
        return []
    doubted = {text.address for text in texts if _is_doubted(text, has_layers=has_layers)}
    later = [cover for cover in objects.covers if cover.order > texts[0].order]
    last = max((cover.order for cover in later), default=-1)
    colours = {cover.colour for cover in objects.covers if not cover.is_picture} | {PAPER}
    printed = {text.colour for text in texts}
    alike = {shade for shade in printed if any(_alike(shade, colour) for colour in colours)}
    boxed = [
        (text, bounds(text.handle, text.matrix, to_frame))
        for text in texts
        if text.order < last or text.colour in alike or (doubted and text.address in doubted)
    ]
    doubted |= _covered([(text, box) for text, box in boxed if text.order < last], later)
    doubted |= {
        text.address
        for text, box in boxed
        if text.colour in alike and _alike(text.colour, _ground(text, box, objects.covers))
    }
    return [(text, box) for text, box in boxed if text.address in doubted]


def _is_doubted(text: TextObject, *, has_layers: bool) -> bool:
    if text.mode == CLIPPING or text.alpha <= FAINT:
        return True
    return has_layers and (text.in_form or _is_in_layer(text))


def _ground(text: TextObject, box: Box, covers: Sequence[Cover]) -> int:
    """The colour under the middle of a text: of what was last painted there before it, or of the paper.

    What is in a picture there is not known: it may have any colour, the text's own, too.
    """
    x, y = box.cx, box.cy
    for cover in reversed(covers):
        if cover.order < text.order and cover.box.holds(x, y):
            return text.colour if cover.is_picture else cover.colour
    return PAPER


def _covered(texts: Sequence[tuple[TextObject, Box]], covers: Sequence[Cover]) -> set[int]:
    """Addresses of the texts over which a cover was painted after them."""
    if not texts or not covers:
        return set()
    x0, top, x1, bottom = np.array([cover.box for cover in covers]).T
    order = np.array([cover.order for cover in covers])
    found: set[int] = set()
    for first in range(0, len(texts), AT_ONCE):
        some = texts[first : first + AT_ONCE]
        left, high, right, low = np.array([box for _, box in some]).T[:, :, None]
        over = (order > np.array([text.order for text, _ in some])[:, None]) & (x0 < right) & (x1 > left)
        over &= (top < low) & (bottom > high)
        found.update(some[int(i)][0].address for i in np.flatnonzero(over.any(axis=1)))
    return found


def _alike(a: int, b: int) -> bool:
    return sum(abs((a >> shift & 255) - (b >> shift & 255)) for shift in (0, 8, 16)) < ALIKE


def _is_in_layer(text: TextObject) -> bool:
    return any(name == "OC" for name in _marks(text))


def _marks(text: TextObject) -> Iterable[str]:
    """The names of the marked content in which a text stands, each up to ``NAME_UNITS`` letters."""
    for i in range(max(0, pdf.FPDFPageObj_CountMarks(text.handle))):
        name, length = (c_ushort * NAME_UNITS)(), c_ulong()
        mark = pdf.FPDFPageObj_GetMark(text.handle, i)
        if pdf.FPDFPageObjMark_GetName(mark, name, sizeof(name), byref(length)):
            yield bytes(name)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
