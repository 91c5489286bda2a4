"""Help and what runs tell, in the user's language: that of ``--lang``, ``IKI_LANG`` or the system, else English.

``translations.csv`` holds the texts of the help, without the full stop at their end. Examples and names of options and
commands stay as they are typed. A text that the file lacks stays English; a test sees that none does.
"""

from __future__ import annotations

import csv
import inspect
import io
import os
import re
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from ..schema.errors import UsageError
from ..schema.messages import LANGUAGES, counted, in_language

# What typer raises for a wrong command line. It has no public name of its own, and its module depends on the version.
TyperUsageError: type[Exception] = typer.BadParameter.__mro__[1]
FILE = Path(__file__).parent / "translations.csv"
_chosen: ContextVar[str | None] = ContextVar("chosen", default=None)
VARIABLES = ("IKI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
# What typer itself writes around the texts.
LABELS = (
    (re.compile(r"^Usage:", re.M), "Pemakaian:"),
    (re.compile(r"^Options:$", re.M), "Opsi:"),
    (re.compile(r"^Arguments:$", re.M), "Argumen:"),
    (re.compile(r"^Commands:$", re.M), "Perintah:"),
    (re.compile(r"\[default:"), "[bawaan:"),
    (re.compile(r"\[required\]"), "[wajib]"),
    (re.compile(r"Show this message and exit\."), "Menampilkan bantuan ini lalu selesai."),
    (re.compile(r"^Try '(.+)' for help\.$", re.M), r"Bantuan: \1"),
    (re.compile(r"\[OPTIONS\]"), "[OPSI]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "PERINTAH [ARGUMEN]..."),
)
# Newer versions write {DIR}, {INPUT...}... and [NAME...]... in the line of usage.
NEEDED = re.compile(r"\{([A-Z]+)(?:(\.\.\.)\}\.\.\.|\})")
MANY = re.compile(r"\[([A-Z]+)\.\.\.\]\.\.\.")
_EXAMPLE = re.compile(r"^Example:(?=\s)")


def choose(lang: str | None) -> str | None:
    """Speak this language from now on; ``None`` leaves it to the user's environment.

    Raises:
        UsageError: it is none of the program's languages.
    """
    if lang not in (None, *LANGUAGES):
        raise UsageError(
            f"--lang {lang!r} is no language of the program",
            remedy="Use id or en; Tesseract's languages are given by --ocr-lang",
        )
    _chosen.set(lang)
    return lang


Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="id|en",
        callback=choose,
        help="Language of messages, report and desk: id or en.",
        show_default="as IKI_LANG or the system says",
    ),
]


def language() -> Literal["id", "en"]:
    """The user's language: the one chosen, else ``IKI_LANG``, else that of the system's messages."""
    if (chosen := _chosen.get()) is not None:
        return "id" if chosen == "id" else "en"
    said = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    return "id" if re.match(r"id(?:_|\.|-|$)", said, re.I) else "en"


def translated(text: str) -> str | None:
    """A text of the help in Indonesian, if the file has it."""
    bare = " ".join(text.split())
    return _texts().get(bare) or _texts().get(bare.removesuffix(".")) or _texts().get(text)


def speak(group: TyperGroup, lang: str) -> None:
    """Put the help of all commands into the language, without what only programmers read."""
    for command in (group, *group.commands.values()):
        _relabel(command, lang)
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                setattr(parameter, "display_type", lambda ctx: "")  # noqa: B010 - newer typer shows a Python type there
        if lang == "en":
            continue
        command.help = _paragraphs(command.help)
        if command.short_help:
            command.short_help = _said(command.short_help)
        for parameter in command.params:
            _put(parameter, "help")
            _put(parameter, "metavar")
            _put(parameter, "show_default")
            _put(parameter, "rich_help_panel")


def said_of_usage(error: Any, lang: str) -> str:
    """What is wrong with a command line that typer refused, after how the command is used."""
    said = io.StringIO()
    error.show(said)
    around, mark, what = said.getvalue().rpartition("Error: ")
    if not mark:
        return said.getvalue()
    return f"{_relabelled(around, lang)}iki: {in_language(what.strip(), lang)[0]}\n"


def texts_of(group: TyperGroup) -> list[str]:
    """All texts of the help that are to be translated."""
    out = []
    for command in (group, *group.commands.values()):
        out += [part for part in _parts(command.help) if not _is_as_typed(part)]
        for parameter in command.params:
            values = (
                getattr(parameter, name, None)
                for name in ("help", "metavar", "show_default", "rich_help_panel")
            )
            out += [value for value in values if isinstance(value, str) and value]
    return list(dict.fromkeys(out))


def say(text: str, **values: object) -> str:
    """A sentence of the command line in the user's language; numbers among the values are written as it does."""
    lang = language()
    said = (_texts().get(text) if lang == "id" else None) or counted(text, values)
    return said.format(**{name: _number(value, lang) for name, value in values.items()})


def _number(value: object, lang: str) -> object:
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    return f"{value:,}".replace(",", "." if lang == "id" else ",")


@cache
def _texts() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["english"]: row["indonesian"] for row in csv.DictReader(lines)}


def _said(text: str) -> str:
    found = translated(text)
    if found is None:
        return text
    return f"{found}." if text.rstrip().endswith(".") and not found.endswith(".") else found


def _put(parameter: Any, name: str) -> None:
    """Translate a text of an option or argument in its place."""
    value = getattr(parameter, name, None)
    if isinstance(value, str):
        setattr(parameter, name, _said(value))


def _parts(text: str | None) -> list[str]:
    return inspect.cleandoc(text or "").split("\n\n")


def _is_as_typed(part: str) -> bool:
    """Whether a paragraph is a command as one types it, alone or after the word "Example"."""
    return not part.strip() or _EXAMPLE.match(part) is not None or part.lstrip().startswith(("iki ", "find "))


def _paragraphs(text: str | None) -> str | None:
    if text is None:
        return None
    return "\n\n".join(
        _EXAMPLE.sub("Contoh:", part) if _is_as_typed(part) else _said(part) for part in _parts(text)
    )


def _relabel(command: Any, lang: str) -> None:
    """Translate what typer writes around the texts, and correct it where needed."""
    given = command.get_help

    command.get_help = lambda context: _relabelled(given(context), lang)


def _relabelled(text: str, lang: str) -> str:
    text = MANY.sub(r"[\1...]", NEEDED.sub(r"\1\2", text))
    if lang == "en":
        return text
    for label, indonesian in LABELS:
        text = label.sub(indonesian, text)
    return text
