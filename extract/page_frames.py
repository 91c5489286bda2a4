"""From a page's own coordinates to the page as displayed, and from a page turned for reading back to it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2 as pdfium

from ..schema.geometry import Box, bounding_box
from .vector_paths import Point


def crop_of(page: pdfium.PdfPage) -> Box:
    """The part of the page that is displayed, in its own coordinates (y upwards)."""
    box, media = Box(*page.get_cropbox()), Box(*page.get_mediabox())
    crop = Box(
        max(box.x0, media.x0),
        max(box.top, media.top),
        min(box.x1, media.x1),
        min(box.bottom, media.bottom),
    )
    return crop if crop.width > 0 and crop.height > 0 else media


def frame(box: Box, rotation: int) -> tuple[float, float, Callable[[float, float], Point]]:
    """The way from user space (origin bottom left) to a page shown turned clockwise by ``rotation`` degrees.

    ``box`` is the crop box as (x0, y0, x1, y1) with y upwards. Returns width and height as shown, and the
    function that maps a point.
    """
    x0, y0, x1, y1 = box
    match rotation % 360:
        case 90:
            return y1 - y0, x1 - x0, lambda x, y: (y - y0, x - x0)
        case 180:
            return x1 - x0, y1 - y0, lambda x, y: (x1 - x, y - y0)
        case 270:
            return y1 - y0, x1 - x0, lambda x, y: (y1 - y, x1 - x)
        case _:
            return x1 - x0, y1 - y0, lambda x, y: (x - x0, y1 - y)


def straightened(
    to_frame: Callable[[Any, Any], tuple[Any, Any]], width: float, height: float, skew: float
) -> Callable[[Any, Any], tuple[Any, Any]]:
    """The way into a frame that is turned around its middle, so that text that falls by ``skew`` degrees is level."""
    turned = _turned_by(width, height, -skew)
    return lambda x, y: turned(*to_frame(x, y))


def _turned_by(width: float, height: float, degrees: float) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Turns points of a page of that size around its middle, clockwise as shown."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    cx, cy = width / 2, height / 2
    return lambda x, y: (
        cx + cos * (x - cx) - sin * (y - cy),
        cy + sin * (x - cx) + cos * (y - cy),
    )


def unturned(width: float, height: float, turn: int, skew: float = 0.0) -> Callable[[Box], Box]:
    """Maps a box of a page that was turned clockwise by ``turn`` for reading back to the page as displayed.

    ``width`` and ``height`` are those of the turned page, which was `straightened` by ``skew`` degrees. The map can be
    pickled, as pages must be.
    """
    return (
        partial(_leaned_back, width, height, turn, skew)
        if skew
        else partial(_turned_back, width, height, turn)
    )


def _leaned_back(width: float, height: float, turn: int, skew: float, box: Box) -> Box:
    turned = _turned_by(width, height, skew)
    corners = [turned(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
    return _turned_back(width, height, turn, bounding_box(Box(x, y, x, y) for x, y in corners))


def _turned_back(width: float, height: float, turn: int, box: Box) -> Box:
    x0, top, x1, bottom = box
    match turn % 360:
        case 90:
            return Box(top, width - x1, bottom, width - x0)
        case 180:
            return Box(width - x1, height - bottom, width - x0, height - top)
        case 270:
            return Box(height - bottom, x0, height - top, x1)
        case _:
            return box
