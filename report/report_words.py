"""The report's wording in Indonesian and English, and numbers as each language writes them.

The texts are in ``translations/report.*.json``, by key. `Words` is what templates get as ``t``.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from ..batch.outcome import STATUSES
from ..schema.messages import LANGUAGES, counted, in_language

ROUNDED_DOWN = 0.5  # shares above this are rounded down, so that only all of them is 100 %
ROUNDING = 1e-9  # added before rounding down, for shares such as 0.29 that floats hold a little too small
OPTION = re.compile(r"((?:iki \w+ )?--[a-z][a-z-]*)")
WHOLE_FROM = 10  # values, from which gains are shown without decimals


def translations(folder: Path, name: str) -> dict[str, dict[str, Any]]:
    """By language, what the files ``NAME.id.json`` and ``NAME.en.json`` of a folder hold."""
    return {lang: json.loads((folder / f"{name}.{lang}.json").read_text("utf-8")) for lang in LANGUAGES}


def in_both(translated: Mapping[str, dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """By key, the texts in the order of `LANGUAGES`; a key that one language lacks is an error."""
    first, second = (translated[lang]["texts"] for lang in LANGUAGES)
    if first.keys() != second.keys():
        raise KeyError(f"texts of one language only: {sorted(first.keys() ^ second.keys())}")
    return {key: (text, second[key]) for key, text in first.items()}


TRANSLATIONS = translations(Path(__file__).parent / "translations", "report")
TEXTS = in_both(TRANSLATIONS)
STATUS_WORDS: dict[str, str] = TRANSLATIONS["id"]["statuses"]
"""The meaning of each status of the ledger; in English it stands in `batch.outcome.STATUSES`."""


class Words:
    """Texts and numbers in one language."""

    def __init__(self, lang: str, texts: Mapping[str, tuple[str, str]] = TEXTS) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no such language: {lang!r}")
        self.lang = lang
        self._texts = texts
        self._at = LANGUAGES.index(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key; numbers among the values are written as the language does."""
        text = self._texts[key][self._at]
        if self.lang == "en":
            text = counted(text, values)
        said = {
            name: self.number(value) if isinstance(value, (int, float)) else value
            for name, value in values.items()
        }
        return text.format(**said)

    def marked(self, key: str) -> Markup:
        """The text of that key as HTML, with names of options as code, which does not break at a hyphen."""
        return Markup(OPTION.sub(r"<code>\1</code>", str(escape(self(key)))))

    def message(self, text: str) -> tuple[str, str]:
        """A gap's or an error's message as the reader gets it, and the language that it is in."""
        return in_language(text, self.lang)

    def knows(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self._texts

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's separators."""
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "id" else text

    def moment(self, when: str | None) -> str:
        """A time kept in UTC as the clock here shows it, to the minute."""
        if not when:
            return "–"
        return f"{datetime.datetime.fromisoformat(when).astimezone():%Y-%m-%d %H:%M}"

    def gain(self, values: float) -> str:
        """About how many values become complete or certain."""
        if values < 1:
            return self("gain_little")
        return self("gain_of", n=self.number(values, 1 if values < WHOLE_FROM else 0))

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A share in percent; 100 only where it is all, 0 only where it is none."""
        if share is None:
            return "–"
        step = float(10**-digits)
        hundredths = math.floor(share * 100 / step + ROUNDING) * step if share > ROUNDED_DOWN else share * 100
        if share > 0 and hundredths < step:
            hundredths = step
        text = self.number(hundredths, 0 if share in {0.0, 1.0} else digits)
        return f"{text}%"

    def probability(self, value: float | None) -> str:
        """A probability with three digits, never rounded up to certainty."""
        if value is None:
            return "–"
        return self.number(1.0, 0) if value == 1.0 else self.number(math.floor(value * 1000) / 1000, 3)

    def status(self, status: str) -> str:
        """What a status of the ledger means."""
        if self.lang == "id":
            return STATUS_WORDS.get(status, status)
        return STATUSES.get(status, status.replace("_", " "))
