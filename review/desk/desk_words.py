"""The desk's wording in Indonesian and English, from ``translations/desk.*.json``; see `report_words`."""

from __future__ import annotations

from pathlib import Path

from ...report.report_words import in_both, translations

DESK_TEXTS = in_both(translations(Path(__file__).parent / "translations", "desk"))
