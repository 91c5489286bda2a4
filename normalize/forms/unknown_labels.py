"""Keys of a form that no label is known for: a line of the same shape as its labels ends the list before it.

The shape is where the line begins, its number, and where its colon stands: "4. Wewenang : …" below "3. Tugas : …" is a
key, however its words read, and so is "Hasil Kerja : …" whose colon stands below those of the labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...schema.blocks import Line, Word
from ...schema.text import list_mark
from ..placed_line import PlacedLine

KEY_WORDS = 5  # words of a key at most, with its number
BESIDE = 1.5  # of the font size: white space before a key beside another's value
SAME_X = 4.0  # points: keys begin below one another, and so do their colons


class KeyShape(NamedTuple):
    """Where a key begins, its number, and where its colon stands, if that is apart from its words (points)."""

    x: float
    number: int | None
    colon_x: float | None


def key_of(text: str) -> tuple[str, str]:
    """A key without its number and colon, and its value."""
    mark = list_mark(text)
    key, _, value = (mark.rest if mark is not None else text).partition(":")
    return key.strip(), value.strip()


def shape_of(line: Line) -> KeyShape | None:
    """The shape of a line that has a colon behind a few words, the first with a capital."""
    words = line.words[: KEY_WORDS + 1]
    at = next((i for i, word in enumerate(words) if word.text.endswith(":")), None)
    key, _ = key_of(line.text)
    if at is None or not key[:1].isupper():
        return None
    colon_x = words[at].box.x0 if words[at].text == ":" else None
    return KeyShape(line.box.x0, _number(line), colon_x)


def until_next_key(words: Sequence[Word]) -> Sequence[Word]:
    """A value's words up to a further key beside it: capitalised words and a colon behind wide white space."""
    for at in range(1, len(words)):
        is_apart = words[at].box.x0 - words[at - 1].box.x1 > BESIDE * words[at].em
        behind = words[at : at + KEY_WORDS]
        if is_apart and words[at].text[:1].isupper() and any(word.text.endswith(":") for word in behind):
            return words[:at]
    return words


def is_next_key(line: Line, last: KeyShape, items: Sequence[PlacedLine]) -> bool:
    """Whether a line is the key after one of that shape; ``items`` are the list's lines between both."""
    shape = shape_of(line)
    if shape is None or abs(shape.x - last.x) > SAME_X:
        return False
    aligned = (
        shape.colon_x is not None and last.colon_x is not None and abs(shape.colon_x - last.colon_x) <= SAME_X
    )
    if shape.number is None or last.number is None:
        return aligned and shape.number == last.number
    counted = (_number(p.line) for p in items if abs(p.line.box.x0 - shape.x) <= SAME_X)
    return shape.number == last.number + 1 and (aligned or shape.number - 1 not in counted)


def _number(line: Line) -> int | None:
    """The number with which a line begins."""
    mark = list_mark(line.text)
    number = mark.text.strip("(). ") if mark is not None and mark.kind == "number" else ""
    return int(number) if number.isdecimal() else None
