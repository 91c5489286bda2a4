"""How well printed names are matched, and where the thresholds come from.

    python bench/positions.py [LABELLED.csv]

The labelled names (``tests/data/positions_labelled.csv``: printed, office, canonical; empty means: no
position) are split in two halves by a hash of the name. Thresholds are chosen on the first half, with damaged
copies of its names added; the second half then tells precision (of the matches, how many are right) and
recall (of the positions, how many are matched right). Damage is what OCR does: letters of like shape, lost,
swapped letters, added spaces. A damaged name may well go without a match, but should not get a wrong one, and
never one of another rank.
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from iki.normalize.positions import (
    COMPOSED_THRESHOLD,
    FUZZY_THRESHOLD,
    Vocabulary,
    read_entries,
)
from iki.normalize.vocabulary_files import DATA

LABELLED = Path(__file__).parent.parent / "tests" / "data" / "positions_labelled.csv"
LIKE = {
    **{
        "l": "1I",
        "i": "l1",
        "I": "l1",
        "O": "0",
        "o": "0a",
        "S": "5",
        "s": "5",
        "e": "c",
        "a": "o",
        "g": "q",
    },
    **{"E": "F", "B": "8", "t": "l", "G": "6", "h": "b", "n": "r", "u": "v"},
}
DAMAGE = {"misread": 0.6, "lost": 0.7, "doubled": 0.8, "split": 0.9, "swapped": 1.0}  # cumulated shares
COPIES = 4
INDIFFERENT = 0.005


class Label(NamedTuple):
    """A printed name and what it means."""

    printed: str
    office: str | None
    canonical: str | None


class Figures(NamedTuple):
    """What came of matching."""

    right: int
    wrong: int
    missed: int
    rank_crossed: int

    @property
    def precision(self) -> float:
        """Share of the matches that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the positions that were matched right."""
        return self.right / max(1, self.right + self.missed)


def read_labels(path: Path) -> list[Label]:
    """The labelled names of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Label(r["printed"], r["office"] or None, r["canonical"] or None) for r in csv.DictReader(file)
        ]


def in_first_half(label: Label) -> bool:
    """Whether a name belongs to the half on which thresholds are chosen; by its hash, so always the same."""
    return hashlib.sha256(label.printed.encode()).digest()[0] % 2 == 0


def damaged(text: str, rng: random.Random) -> str:
    """The text with one thing that OCR does to it."""
    at = rng.randrange(len(text))
    (kind,) = rng.choices(list(DAMAGE), cum_weights=list(DAMAGE.values()))
    alike = [i for i, c in enumerate(text) if c in LIKE]
    if kind == "misread" and alike:
        at = rng.choice(alike)
        return text[:at] + rng.choice(LIKE[text[at]]) + text[at + 1 :]
    if kind in ("misread", "lost"):
        return text[:at] + text[at + 1 :]
    if kind == "doubled":
        return text[:at] + text[at] + text[at:]
    if kind == "split":
        return text[:at] + " " + text[at:]
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def with_damage(labels: Iterable[Label], seed: int) -> list[Label]:
    """Damaged copies of the positions among the labels."""
    rng = random.Random(seed)
    return [label._replace(printed=damaged(label.printed, rng))
            for label in labels if label.canonical for _ in range(COPIES)]  # fmt: skip


def measure(vocabulary: Vocabulary, labels: Sequence[Label]) -> Figures:
    """How many names get the right position, a wrong one, none, or one of another group."""
    right = wrong = missed = crossed = 0
    groups = {e.name: e.group for e in vocabulary.entries}
    for label in labels:
        found = vocabulary.match(label.printed, label.office).canonical
        if found is None:
            missed += label.canonical is not None
        elif found.name == label.canonical:
            right += 1
        else:
            wrong += 1
            group = groups.get(label.canonical or "")
            crossed += group is not None and group != found.group
    return Figures(right, wrong, missed, crossed)


def choose(labels: Sequence[Label]) -> float:
    """The threshold of fuzzy matches with the most right less twice wrong; of about equal ones the highest.

    That of composed names is shown only: a known rank always gives a name unless its field is damaged.
    """
    entries = read_entries(DATA / "positions.csv")
    values: dict[float, float] = {}
    for fuzzy in (80.0, 82.0, 84.0, 86.0, 88.0, 90.0, 92.0):
        figures = measure(Vocabulary(entries, fuzzy, COMPOSED_THRESHOLD), labels)
        values[fuzzy] = figures.right - 2.0 * figures.wrong
        print(f"  fuzzy {fuzzy:.0f}     {_line(figures)}")
    for composed in (60.0, 70.0, 80.0, 90.0):
        figures = measure(Vocabulary(entries, FUZZY_THRESHOLD, composed), labels)
        print(f"  composed {composed:.0f}  {_line(figures)}")
    return max(t for t, value in values.items() if value >= (1 - INDIFFERENT) * max(values.values()))


def speed(vocabulary: Vocabulary, labels: Sequence[Label], count: int = 10_000) -> float:
    """Seconds of one core for matching ``count`` different names, most of them damaged."""
    rng = random.Random(5)
    names: dict[str, None] = {}
    while len(names) < count:
        names[damaged(rng.choice(labels).printed, rng)] = None
    start = time.process_time()
    for name in names:
        vocabulary.match(name)
    return time.process_time() - start


def _line(f: Figures) -> str:
    return (
        f"precision {f.precision:.4f} recall {f.recall:.4f} right {f.right} wrong {f.wrong} "
        f"missed {f.missed} rank crossed {f.rank_crossed}"
    )


def main() -> None:
    """Print the figures of both halves of the labelled names, as printed and damaged."""
    labels = read_labels(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELLED)
    first = [label for label in labels if in_first_half(label)]
    second = [label for label in labels if not in_first_half(label)]
    print(f"{len(labels)} labelled names, {len(first)} to choose thresholds on:")
    fuzzy = choose(first + with_damage(first, 1))
    print(
        f"chosen: fuzzy {fuzzy:.0f}; in use: fuzzy {FUZZY_THRESHOLD:.0f}, composed {COMPOSED_THRESHOLD:.0f}"
    )
    vocabulary = Vocabulary.load()
    print(f"vocabulary: {len(vocabulary.entries)} entries")
    print(f"all names       {_line(measure(vocabulary, labels))}")
    print(f"held-out half   {_line(measure(vocabulary, second))}")
    print(f"  its damage    {_line(measure(vocabulary, with_damage(second, 2)))}")
    print(f"10,000 names    {speed(Vocabulary.load(), labels):.2f} s")


if __name__ == "__main__":
    main()
