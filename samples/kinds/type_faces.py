"""Type faces for drawing, their widths, and the line breaks that follow."""

from __future__ import annotations

import subprocess
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from typeset.measure import font_file

FAMILIES = (
    "Liberation Sans",
    "Liberation Sans",
    "Liberation Serif",
    "Liberation Serif",
    "Carlito",
    "Caladea",
    "DejaVu Sans Condensed",
    "DejaVu Serif Condensed",
)
STANDARD = {"Helvetica": ("Helvetica", "Helvetica-Bold"), "Times-Roman": ("Times-Roman", "Times-Bold")}


@cache
def faces(family: str) -> tuple[str, str]:
    """The regular and the bold face, ready for drawing; one that isn't there gives way to Helvetica."""
    if family in STANDARD:
        return STANDARD[family]
    names = (family.replace(" ", ""), family.replace(" ", "") + "-Bold")
    try:
        for name, bold in zip(names, (False, True), strict=True):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, font_file(family, bold)))
    except (TTFError, OSError, subprocess.CalledProcessError):
        return STANDARD["Helvetica"]
    return names


@cache
def width(text: str, face: str, size: float) -> float:
    """Width in points."""
    return float(pdfmetrics.stringWidth(text, face, size))


def longest_word(text: str, face: str, size: float) -> float:
    """Width of the widest word."""
    return max((width(piece, face, size) for word in text.split() for piece in pieces(word)), default=0.0)


def pieces(word: str) -> list[str]:
    """A word cut behind its hyphens, where a line may end."""
    found, start = [], 0
    for at, char in enumerate(word[:-1]):
        if char == "-" and at > 0 and word[at - 1].isalnum() and word[at + 1].isalnum():
            found.append(word[start : at + 1])
            start = at + 1
    return [*found, word[start:]]


@cache
def wrap(text: str, room: float, face: str, size: float) -> list[str]:
    """Lines no wider than `room`; a word that is wider than that breaks anywhere."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        for number, piece in enumerate(pieces(word)):
            joined = f"{current} {piece}" if current and not number else current + piece
            if width(joined, face, size) <= room:
                current = joined
                continue
            if current:
                lines.append(current)
            current = piece
            while width(current, face, size) > room and len(current) > 1:
                cut = len(current) - 1
                while cut > 1 and width(current[:cut], face, size) > room:
                    cut -= 1
                lines.append(current[:cut])
                current = current[cut:]
    return [*lines, current] if current or not lines else lines
