"""Whether a word is Indonesian print as decrees use it: roots of administration with their affixes.

It only judges readings that an engine offers: a known word is likelier right than an unknown one. It never
makes a reading. Word forms are not listed but taken apart (mem-berdaya-kan, pe-nyusun-an, ke-tertib-an), so
a short list of roots knows most of what a decree prints.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

SUFFIXES = ("", "nya", "lah", "kah", "pun", "kan", "an", "i", "kannya", "annya", "inya", "isasi", "an-nya")
PREFIXES = [
    "ber",
    "be",
    "bel",
    "ter",
    "te",
    "per",
    "pe",
    "pel",
    "di",
    "ke",
    "se",
    "me",
    "mem",
    "men",
    "meng",
    "meny",
    "menge",
    "pem",
    "pen",
    "peng",
    "peny",
    "penge",
    "memper",
    "diper",
    "keber",
    "kese",
    "keter",
    "ketidak",
    "berke",
    "pember",
    "penyel",
    "member",
    "menyel",
    "diber",
    "seke",
    "non",
    "pra",
    "pasca",
    "antar",
    "multi",
    "sub",
    "swa",
    "tidak",
    "terpen",
    "terpe",
    "teper",
    "terse",
    "dipe",
    "mempe",
    "menye",
    "perse",
    "penyeder",
]
SOFTENED = {
    "mem": "p",
    "pem": "p",
    "men": "t",
    "pen": "t",
    "meng": "k",
    "peng": "k",
    "meny": "s",
    "peny": "s",
    "terpen": "t",
}
"""Prefixes that swallow a root's first letter."""

SHORTEST_ROOT = 3  # letters: shorter ones would make nearly any word a known one
EDGES = "\"'“”‘’()[]{}<>.,;:!?*•–—-/"
PARTS = re.compile(r"[-/&+.,()]")


@lru_cache(maxsize=1)
def _roots() -> frozenset[str]:
    return frozenset(files(__package__).joinpath("roots.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether every part of the word is known; numbers and marks are not judged and count as unknown."""
    parts = [part for part in PARTS.split(word.strip(EDGES)) if part]
    return bool(parts) and all(_part_known(part) for part in parts)


def _part_known(part: str) -> bool:
    if not part.isalpha() or not _has_usual_case(part):
        return False
    return _form_known(part.casefold())


def _has_usual_case(part: str) -> bool:
    """Whether a word is all small, all capital, or begins with its only capital; others are misread, or rare."""
    return part.islower() or part.isupper() or (part[0].isupper() and part[1:].islower())


def _form_known(form: str) -> bool:
    roots = _roots()
    if form in roots:
        return True
    for suffix in SUFFIXES:
        if not form.endswith(suffix) or len(form) - len(suffix) < SHORTEST_ROOT:
            continue
        stem = form[: len(form) - len(suffix)] if suffix else form
        if stem in roots:
            return True
        for prefix in PREFIXES:
            if not stem.startswith(prefix):
                continue
            rest = stem[len(prefix) :]
            if len(rest) >= SHORTEST_ROOT and (rest in roots or SOFTENED.get(prefix, "#") + rest in roots):
                return True
    return False
