"""Documents of all kinds from a seed: which kinds, how many of each, and writing them with their truth."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import printer, web
from .agreements import make_agreement
from .content import Author
from .elements import Document
from .forms import make_form
from .others import make_other
from .report import make_report_with_form

KINDS: dict[str, Callable[[Author], Document]] = {
    "iki": lambda author: make_form(author, "iki"),
    "iku": lambda author: make_form(author, "iku"),
    "pk": make_agreement,
    "other": make_other,
    "report": make_report_with_form,
}
WEB_SHARE = 0.25
"""Share of documents that a browser prints where both ways are asked for."""
SHARES = {"iki": 10, "iku": 5, "pk": 5, "other": 6, "report": 2}


def plan(count: int, seed: int, kinds: Sequence[str]) -> list[str]:
    """The kind of each document."""
    rng = random.Random(f"plan/{seed}")
    weights = [SHARES[kind] for kind in kinds]
    return rng.choices(list(kinds), weights, k=count)


def compose(kind: str, seed: int, at: int) -> Document:
    """One document; the same seed gives the same one."""
    return KINDS[kind](Author(random.Random(f"{seed}/{at}/{kind}")))


def choose_way(document: Document, rng: random.Random, ways: Sequence[str]) -> str:
    """The way in which the document is made: ``drawn``, or printed by a ``browser``."""
    by_browser = rng.random() < (WEB_SHARE if "drawn" in ways else 1.0)
    return "browser" if "browser" in ways and by_browser and web.can_print(document) else "drawn"


def make(
    count: int, seed: int, out: Path, kinds: Sequence[str] = (), ways: Sequence[str] = ("drawn",)
) -> list[Path]:
    """Write `count` documents with their truth."""
    out.mkdir(parents=True, exist_ok=True)
    found = []
    rng = random.Random(f"ways/{seed}")
    for at, kind in enumerate(plan(count, seed, kinds or list(KINDS))):
        document = compose(kind, seed, at)
        path = out / f"{kind}-{seed}-{at:03d}.pdf"
        way = choose_way(document, rng, ways)
        (web if way == "browser" else printer).render(document, path)
        truth = {"source": {"file": path.name, "seed": seed, "way": way, "choices": document.choices}}
        text = json.dumps(truth | document.truth, ensure_ascii=False, indent=1)
        path.with_suffix(".truth.json").write_text(text + "\n", "utf-8")
        print(path.name, file=sys.stderr)
        found.append(path)
    return found
