"""Words typed on a scan: a signing service's foot, an agenda stamp, the values of a form that was scanned blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...schema.geometry import Box
from ..page_content import PageContent, Ruling
from .dewarp import Straightening

OVERLAP = 0.5
"""Share of a read word's box that typed words take where it is only a reading of them."""


def add_typed(content: PageContent, typed: PageContent, straightening: Straightening, scale: float) -> None:
    """Put typed words and drawn rulings on a page that was read from its picture.

    ``typed`` is the text layer of the page as displayed, ``straightening`` what made its picture straight.
    """

    def straight(box: Box) -> Box:
        shown = typed.to_display(box) if typed.to_display else box
        return straightening.box_from_picture(shown, scale)

    words = [replace(word, box=straight(word.box)) for word in typed.words]
    content.words = [
        word
        for word in content.words
        if sum(word.box.intersection_area(other.box) for other in words) < OVERLAP * word.box.area
    ]
    content.words += words
    if content.rotation == typed.rotation:
        content.rulings += [_straightened(ruling, straight) for ruling in typed.rulings]


def _straightened(ruling: Ruling, straight: Callable[[Box], Box]) -> Ruling:
    box = straight(ruling.band())
    if ruling.axis == "h":
        return ruling._replace(pos=box.cy, start=box.x0, end=box.x1)
    return ruling._replace(pos=box.cx, start=box.top, end=box.bottom)
