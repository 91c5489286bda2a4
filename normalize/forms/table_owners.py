"""Whose a table is that stands below another form's signature: the signature below it tells."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from ...schema.text import letters_of
from ..placed_line import PlacedLine
from ..signatures import read_signatures
from .form_names import name_of
from .printed_form import Form

SAME_POST = 92.0  # rapidfuzz ratio of the letters from which two prints name one post


def signers(lines: Sequence[PlacedLine]) -> list[str]:
    """The posts whose holders sign in the lines."""
    return [s.jabatan for s in read_signatures(lines).signatures if s.jabatan and s.nama]


def is_holder(form: Form, posts: Sequence[str]) -> bool:
    """Whether one of the posts is the form's."""
    name = name_of(form)
    return name is not None and name.post and any(names_same_post(post, name.text) for post in posts)


def names_same_post(post: str, other: str) -> bool:
    """Whether two prints name one post; either may go on with its office."""
    a, b = letters_of(post), letters_of(other)
    return a.startswith(b) or b.startswith(a) or fuzz.ratio(a, b) >= SAME_POST
