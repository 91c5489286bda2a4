"""The probability that a word is right, from what is known of its reading.

Engines' certainties are no probabilities, and a word that two engines agree on is worth more than one of
them being sure. A logistic curve over a few plain facts turns them into one; its weights are fitted on
scans of sample decrees with known text (``bench/scan.py --fit``) and lie beside this module.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from ...schema.known_words import is_known
from .arbitration import Case, Chosen

CASES: tuple[Case, ...] = ("alone", "quick", "agreed", "strong", "weak")
FEATURES = (
    *CASES,
    *(f"certainty of {case}" for case in CASES),
    "known",
    "short",
    "digits",
    "odd",
)
UNSURE, SURE = 0.0005, 0.9995  # engines' certainty is limited to these, for its logarithm is taken
FEW_SIGNS = 0.6  # share of letters and digits among a word's characters below which it is mostly signs
STEEP = 30.0  # sums beyond this are 0 or 1 for all purposes
LOWEST, HIGHEST = 0.01, 0.998


def features(word: Chosen) -> list[float]:
    """The inputs of the curve for a word, in the order of `FEATURES`."""
    sure = min(SURE, max(UNSURE, word.least))
    certainty = math.log(sure / (1 - sure))
    letters = sum(c.isalpha() for c in word.text)
    digits = sum(c.isdigit() for c in word.text)
    return [
        *(1.0 if word.case == case else 0.0 for case in CASES),
        *(certainty if word.case == case else 0.0 for case in CASES),
        float(is_known(word.text)),
        float(len(word.text) <= 2),
        float(digits > 0),
        float(letters + digits < FEW_SIGNS * len(word.text)),
    ]


def probability(word: Chosen) -> float:
    """How likely the word is right."""
    return curve(features(word), _weights())


def curve(values: Sequence[float], weights: Sequence[float]) -> float:
    """The logistic curve, limited so that it never reaches 0 or 1."""
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return min(HIGHEST, max(LOWEST, 1.0 / (1.0 + math.exp(-max(-STEEP, min(STEEP, total))))))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    text = files(__package__).joinpath("confidence.json").read_text(encoding="utf-8")
    stored: dict[str, float] = json.loads(text)
    return tuple(stored[name] for name in FEATURES)
