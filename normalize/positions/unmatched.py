"""Printed names outside the vocabulary, for whoever extends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..name_tokens import tokenise, words
from .position_match import Vocabulary


@dataclass(frozen=True, slots=True)
class UnmatchedGroup:
    """A name outside the vocabulary: how often and how it was printed, and the nearest entry."""

    name: str
    count: int
    spellings: tuple[str, ...]
    nearest: str | None


def unmatched_groups(names: Iterable[tuple[str, str | None]], vocabulary: Vocabulary) -> list[UnmatchedGroup]:
    """The names that no entry fits, the most frequent first, spellings of one name together.

    Takes printed names with their offices. Composed names count as unmatched: an entry would serve better.
    """
    groups: dict[str, Counter[str]] = {}
    nearest: dict[str, str | None] = {}
    for printed, office in names:
        result = vocabulary.match(printed, office)
        found = result.canonical
        if found is not None and found.method != "composed":
            continue
        label = found.name if found else " ".join(words(tokenise(printed)))
        groups.setdefault(label, Counter())[printed] += 1
        if label not in nearest:
            nearest[label] = next((c.name for c in result.candidates), None)
    out = [UnmatchedGroup(label, c.total(), tuple(s for s, _ in c.most_common()), nearest[label])
           for label, c in groups.items()]  # fmt: skip
    return sorted(out, key=lambda g: (-g.count, g.name))
