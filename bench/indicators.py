"""How right and how fast indicators are grouped.

    python bench/indicators.py

Precision (of the pairs that the program takes for the same, how many are) and recall on two sets of pairs labelled by
hand: the first was at hand while the rules were made, the second was labelled before it was tried. Time is that of
grouping 5,000 to 20,000 different indicators: those of the samples, worded, misspelled and mixed at random, so that as
many are nearly equal as in an archive of offices that copy each other.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from iki.normalize.indicators import group_indicators, indicator_key
from iki.normalize.vocabulary_files import words_in
from iki.schema.known_words import is_known

ROOT = Path(__file__).parent.parent
SETS = ("indicator_pairs.csv", "indicator_pairs_2.csv")
SIZES = (5_000, 10_000, 20_000)
# Shares of the invented keys in which something is changed.
OTHER_WORD, OPENING, FURTHER_WORD, SLIP = 0.6, 0.5, 0.5, 0.2
OPENINGS = (
    "jumlah",
    "persentase",
    "prosentase",
    "tingkat",
    "nilai",
    "cakupan",
    "terlaksananya",
    "tersedianya",
)


def pairs(name: str) -> list[tuple[str, str, bool]]:
    """Keys of the pairs of a set, and whether they are the same."""
    with (ROOT / "tests" / "data" / name).open(encoding="utf-8", newline="") as file:
        return [
            (
                indicator_key(row["first"], row["first_office"].split("|")),
                indicator_key(row["second"], row["second_office"].split("|")),
                row["same"] == "1",
            )
            for row in csv.DictReader(file)
        ]


def figures(name: str) -> tuple[int, float, float]:
    """How many pairs a set has, precision and recall."""
    labelled = pairs(name)
    groups = group_indicators(Counter(key for a, b, _ in labelled for key in (a, b)), is_known)
    said = [(groups[a].group == groups[b].group, same) for a, b, same in labelled]
    right = sum(together and same for together, same in said)
    return (
        len(labelled),
        right / max(sum(together for together, _ in said), 1),
        right / sum(same for _, same in said),
    )


def sample_indicators() -> list[str]:
    """The indicators of the samples."""
    texts = []
    for path in sorted((ROOT / "samples").rglob("content/*.json")):
        for position in json.loads(path.read_text("utf-8"))["positions"]:
            texts += [row["indikator"] for row in position["rows"] if isinstance(row["indikator"], str)]
    return texts


def invented(count: int, seed: int) -> Iterator[str]:
    """``count`` different keys: sample indicators in other words, with slips, and mixed with other words."""
    dice = random.Random(seed)
    texts = sample_indicators()
    words = sorted(words_in("words.txt"))
    made: set[str] = set()
    while len(made) < count:
        parts = dice.choice(texts).split()
        if dice.random() < OTHER_WORD:
            parts[dice.randrange(len(parts))] = dice.choice(words)
        if dice.random() < OPENING:
            parts = [dice.choice(OPENINGS), *parts]
        if dice.random() < FURTHER_WORD:
            parts += [dice.choice(words)]
        if dice.random() < SLIP:
            at = dice.randrange(len(parts))
            letter = dice.randrange(len(parts[at]))
            parts[at] = parts[at][:letter] + dice.choice("acelnort") + parts[at][letter + 1 :]
        key = indicator_key(" ".join(parts))
        if key and key not in made:
            made.add(key)
            yield key


def main() -> int:
    """Print the figures."""
    print(f"{'pairs':24} {'number':>7} {'precision':>10} {'recall':>8}")
    for name in SETS:
        number, precision, recall = figures(name)
        print(f"{name:24} {number:7} {precision:10.3f} {recall:8.3f}")
    print(f"\n{'different indicators':>20} {'groups':>8} {'seconds':>8}")
    for size in SIZES:
        dice = random.Random(size)
        counts = {key: dice.choice((1, 1, 1, 2, 5, 40)) for key in invented(size, 7)}
        began = time.perf_counter()
        groups = group_indicators(counts, is_known)
        seconds = time.perf_counter() - began
        print(f"{size:20,} {len({g.group for g in groups.values()}):8,} {seconds:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
