"""How long a batch will still take: from the sizes of what waits and the pages and kinds of what was read.

Pages of one kind cost about the same, a scanned one a hundred times a text one, so what is left is estimated
as pages by kind. A waiting input is taken to hold the pages that inputs of its size held so far; of a long one
that is being read in parts, the pages are known. Where no input of a size was seen yet, the nearest size tells,
in proportion. A page's cost is that of the kind's pages so far; until there are some, a guess of the same order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

# Milliseconds of one core.
GUESSES = {"text": 14.0, "mixed": 1200.0, "scan": 1200.0}


@dataclass(slots=True)
class _Seen:
    """Inputs of one size, and their pages by kind."""

    inputs: int = 0
    pages: Counter[str] = field(default_factory=Counter)


class Forecast:
    """Estimates the remaining work from the inputs done so far."""

    def __init__(self, waiting: Mapping[int, int]) -> None:
        self._waiting = Counter(waiting)
        self._seen: defaultdict[int, _Seen] = defaultdict(_Seen)
        self._long: dict[str, int] = {}
        self._pages: Counter[str] = Counter()
        self._cost: defaultdict[str, float] = defaultdict(float)
        self._other_cost = 0.0
        self._inputs = 0

    def long(self, key: str, size: int, pages: int) -> None:
        """Note that a waiting input of that size class has ``pages`` pages; its parts count from now on."""
        self._waiting[size] -= 1
        self._long[key] = pages

    def part(self, key: str, kinds: Mapping[str, int], milliseconds: Mapping[str, float]) -> None:
        """Note that some pages of such a long input were read."""
        self._long[key] -= sum(kinds.values())
        self._learn(kinds, milliseconds)

    def done(self, key: str, size: int, kinds: Mapping[str, int], milliseconds: Mapping[str, float]) -> None:
        """Note a finished input of that size class, with its pages by kind and its processor time by stage."""
        self._inputs += 1
        self._seen[size].inputs += 1
        self._seen[size].pages.update(kinds)
        if self._long.pop(key, None) is None:
            self._waiting[size] -= 1
            self._learn(kinds, milliseconds)

    def seconds_done(self) -> float:
        """The work done, as seconds of one core."""
        return (sum(self._cost.values()) + self._other_cost) / 1000

    def seconds_left(self) -> float:
        """The work left, as seconds of one core."""
        left: defaultdict[str, float] = defaultdict(float)
        for size, count in self._waiting.items():
            near = min(self._seen, key=lambda seen: (abs(seen - size), seen), default=None)
            if near is not None and count > 0:
                scale = count * 2.0 ** (size - near) / self._seen[near].inputs
                for kind, pages in self._seen[near].pages.items():
                    left[kind] += scale * pages
        known, seen = sum(pages for pages in self._long.values() if pages > 0), self._pages.total()
        for kind, pages in self._pages.items():
            left[kind] += known * pages / seen
        cost = sum(pages * self._cost_of(kind) for kind, pages in left.items())
        other = self._other_cost / max(1, self._inputs) * max(0, self._waiting.total())
        return (cost + other) / 1000

    def _learn(self, kinds: Mapping[str, int], milliseconds: Mapping[str, float]) -> None:
        """Update the mean time of a page of each kind from the time that some pages took together."""
        spent = sum(milliseconds.values())
        expected = {kind: pages * self._cost_of(kind) for kind, pages in kinds.items() if pages}
        if not expected:
            self._other_cost += spent
        for kind, share in expected.items():
            self._cost[kind] += spent * share / sum(expected.values())
            self._pages[kind] += kinds[kind]

    def _cost_of(self, kind: str) -> float:
        pages = self._pages[kind]
        return self._cost[kind] / pages if pages else GUESSES.get(kind, GUESSES["scan"])
