"""Soft hyphens at the syllables of Indonesian words."""

from __future__ import annotations

import re

SOFT = "\u00ad"
_BREAK = re.compile(
    r"(?<=[aiueo])(?=(?:ng|ny|sy|kh|[b-df-hj-np-tv-z])[aiueo])"
    r"|(?<=[aiueo]n)(?=[b-df-hj-np-tv-xz][aiueo])(?!g|y)"
    r"|(?<=[aiueo][mrlkst])(?=[b-df-gj-np-tv-z][aiueo])"
    r"|(?<=[aiueo]ng)(?=[b-df-hj-np-tv-z][aiueo])",
    re.I,
)


def soften(text: str) -> str:
    """Put soft hyphens into the long words of a text."""
    return re.sub(r"[A-Za-z]{8,}", lambda word: _word(word.group()), text)


def _word(word: str) -> str:
    cuts = [found.start() for found in _BREAK.finditer(word) if 2 < found.start() < len(word) - 2]
    return "".join(SOFT + char if at in cuts else char for at, char in enumerate(word))
