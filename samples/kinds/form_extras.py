"""Small things that some offices add to their forms."""

from __future__ import annotations

from .elements import Element, Grid, Para, cell
from .offices import Post


def ended(texts: list[str], end: str) -> list[str]:
    """Items that have no marks end with a sign, or nobody could tell them apart."""
    return [text if text.endswith((".", ";", "dan")) or len(texts) == 1 else text + end for text in texts]


def scale() -> list[Element]:
    """The scale of marks that some offices print below their tables."""
    rows = (("91 - 100", "Sangat Baik"), ("76 - 90", "Baik"), ("61 - 75", "Cukup"), ("< 60", "Kurang"))
    head = (tuple(cell(text, bold=True, align="center") for text in ("Nilai", "Kriteria")),)
    grid = Grid((1.0, 2.0, 4.0)[:2], tuple(tuple(cell(text) for text in row) for row in rows), head, size=9.0)
    return [Para("Kriteria penilaian :", after=2), grid]


def level(post: Post) -> str:
    """The rank under which a post stands."""
    return {"chief": "ESELON II", "secretary": "ESELON III", "bidang": "ESELON III"}.get(
        post.level, "ESELON IV" if post.level != "staff" else "PELAKSANA"
    )
