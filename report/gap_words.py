"""What each gap code means to people: its meaning, what to do, its typical cause, and what was expected.

English meaning and remedy stand in `schema.gaps.GAP_KINDS`, the rest in ``translations/report.*.json``. Both feed the
report, the desk and ``docs/gaps.md``.
A code without an entry there falls back to the English words, so that a new code never breaks a report.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..schema.gaps import GAP_KINDS, GapCode, Severity
from .report_words import TRANSLATIONS


@dataclass(frozen=True, slots=True)
class Explained:
    """A gap code in one language."""

    code: str
    severity: Severity
    meaning: str
    remedy: str
    cause: str
    expected: str


def explained(code: GapCode | str, lang: str) -> Explained:
    """What the code (or its text, as templates have it) means, in Indonesian or English."""
    code = GapCode(code)
    kind = GAP_KINDS[code]
    translated = TRANSLATIONS["id"]["gaps"].get(code.value)
    words = translated if lang == "id" and translated else TRANSLATIONS["en"]["gaps"].get(code.value, {})
    return Explained(
        code,
        kind.severity,
        words.get("meaning", kind.meaning),
        words.get("remedy", kind.remedy),
        words.get("cause", ""),
        words.get("expected", ""),
    )
