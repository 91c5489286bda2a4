"""Messages of gaps and errors in Indonesian: a catalogue of sentences in ``messages.csv``.

Records and the command line speak English. A line of the catalogue is such a sentence, with names in braces for what
changes, and the same in Indonesian. Some names say how what stands there is written: ``{field}`` without underscores,
``{confidence}`` and ``{least}`` with a comma, numbers (``{count}`` and the like) with points between thousands,
``{parts}``, ``{cause}`` and ``{message}`` are translated themselves, if the catalogue has them. A message that no line
fits stays as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from .text import REMEMBERED

FILE = Path(__file__).parent / "messages.csv"
LANGUAGES = ("id", "en")  # of messages, report and desk
_NAME = re.compile(r"\{(\w+)\}")
_PAGE = re.compile(r"\bpage (\d+): $")
_STOP = re.compile(r"\. (?=[A-Z`-])")
_SYSTEM_ERROR = re.compile(r"\[(?:Errno|WinError) \d+\] ([^:]+)(?:: .*)?", re.DOTALL)
_COUNTED = re.compile(r"\[(\w+):([^|\]]+)\|([^\]]+)\]")
_PLAIN = (
    (re.compile(r"\[(?:Errno|WinError) \d+\] ([^:()]+)(?:: (?:'[^']*'|\"[^\"]*\"))?"), r"\1"),
    (re.compile(r"\bNo such file or directory\b"), "there is no such file or folder"),
    (re.compile(r"\bValue error, "), ""),
    (re.compile(r"\bInput should be greater than or equal to "), "it must be at least "),
    (re.compile(r"\bInput should be less than or equal to "), "it must be at most "),
    (
        re.compile(r"\bInput should be a valid integer, unable to parse string as an integer"),
        "it must be a whole number",
    ),
    (
        re.compile(r"\bInput should be a valid number, unable to parse string as a number"),
        "it must be a number",
    ),
)
_NUMBERS = frozenset({"count", "total", "limit", "width", "height", "number", "confidence", "least"})
_DIGITS = r"\d[\d,.]*"
_SPECIAL = {"kabupaten_kota": "kabupaten/kota"}


@lru_cache(maxsize=REMEMBERED)
def translated(message: str) -> str | None:
    """The message in Indonesian; ``None`` where the catalogue has no such sentence."""
    return _with_remedy(message) or _sentence(message) or _with_place(message)


def in_language(message: str, lang: str) -> tuple[str, str]:
    """A message as readers of a language get it, and the language that it is in then (``id`` or ``en``)."""
    found = translated(message) if lang == "id" else None
    return (plain(message), "en") if found is None else (found, "id")


@lru_cache(maxsize=REMEMBERED)
def plain(message: str) -> str:
    """The message without what libraries and the system write for programmers."""
    for pattern, said in _PLAIN:
        message = pattern.sub(said, message)
    return message


def counted(text: str, values: Mapping[str, object]) -> str:
    """An English sentence with the right one of two words at each place like ``[count:page|pages]``.

    >>> counted("{count} [count:page|pages] of [files:one file|files]", {"count": 2, "files": 1})
    '{count} pages of one file'
    """
    return _COUNTED.sub(lambda place: place[2] if str(values[place[1]]) == "1" else place[3], text)


def _sentence(message: str) -> str | None:
    exact, patterns = _catalogue()
    if message in exact:
        return exact[message]
    for pattern, sentence in patterns:
        if match := pattern.fullmatch(message):
            return _filled(sentence, match.groupdict())
    return None


def _filled(sentence: str, values: dict[str, str]) -> str:
    return _NAME.sub(lambda name: _WRITTEN.get(name[1], str)(values[name[1]]), sentence)


def _with_remedy(message: str) -> str | None:
    """An error's text with what to do, as `errors.IkiError` joins them ("F.pdf, page 3: what. Remedy")."""
    for where, rest in (("", message), *_places(message)):
        for stop in _STOP.finditer(rest):
            what, remedy = _sentence(rest[: stop.start()]), _sentence(rest[stop.end() :])
            if what and remedy:
                return f"{where}{what}. {remedy}"
    return None


def _with_place(message: str) -> str | None:
    """An error's text with the place, but no remedy ("F.pdf, page 3: what")."""
    return next((where + what for where, rest in _places(message) if (what := _sentence(rest))), None)


def _places(message: str) -> Iterator[tuple[str, str]]:
    """Where an error's text may be split into place and rest; a file's name may hold a colon."""
    for colon in list(re.finditer(r": ", message))[:2]:
        yield _PAGE.sub(r"halaman \1: ", message[: colon.end()]), message[colon.end() :]


@cache
def _catalogue() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Sentences without names, and patterns of the others: those that say most come first."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [(row["english"], row["indonesian"]) for row in csv.DictReader(lines)]
    exact = {english: indonesian for english, indonesian in rows if not _NAME.search(english)}
    others = sorted(
        (row for row in rows if row[0] not in exact), key=lambda row: (-len(_NAME.sub("", row[0])), row[0])
    )
    return exact, [(_pattern(english), indonesian) for english, indonesian in others]


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    text = "".join(
        f"(?P<{part}>{_DIGITS if part in _NUMBERS else '.+?'})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
    return re.compile(text, re.DOTALL)


def _field(value: str) -> str:
    return _SPECIAL.get(value, value.replace("_", " "))


def _number(value: str) -> str:
    return value.replace(",", ".")


def _confidence(value: str) -> str:
    return value.replace(".", ",")


def _cause(value: str) -> str:
    """What a library or the system says; the system's number and the file's name, told elsewhere, are left out."""
    bare = _SYSTEM_ERROR.sub(r"\1", value)
    return translated(bare) or value


def _parts(value: str) -> str:
    return _sentence(value) or ", ".join(_sentence(part) or part for part in value.split(", "))


def _message(value: str) -> str:
    return translated(value) or value


_WRITTEN: dict[str, Callable[[str], str]] = {
    "field": _field,
    "confidence": _confidence,
    "least": _confidence,
    "cause": _cause,
    "parts": _parts,
    "message": _message,
    **dict.fromkeys(("count", "total", "limit", "width", "height"), _number),
}
