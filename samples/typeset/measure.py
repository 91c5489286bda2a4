"""Widths of text in the fonts of this machine, and the line breaks that follow from them."""

from __future__ import annotations

import subprocess
from functools import cache

from PIL import ImageFont

_EM = 200


@cache
def font_file(family: str, bold: bool = False) -> str:
    """The file that fontconfig would take."""
    pattern = f"{family}:bold" if bold else family
    return subprocess.run(
        ["fc-match", "-f", "%{file}", pattern], capture_output=True, text=True, check=True
    ).stdout


@cache
def _font(family: str, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(family, bold), _EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def width(text: str, family: str, size: float, bold: bool = False) -> float:
    """Width in points."""
    return float(_font(family, bold).getlength(text.replace("\u00ad", ""))) * size / _EM


def longest_word(text: str, family: str, size: float, bold: bool = False) -> float:
    """Width of the widest word."""
    words = text.replace("\u00ad", "").split()
    return max((width(word, family, size, bold) for word in words), default=0.0)


def wrap(text: str, room: float, family: str, size: float, bold: bool = False) -> list[str]:
    """Break text into lines no wider than `room`, at spaces."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if current and width(longer, family, size, bold) > room:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current] if current else lines
