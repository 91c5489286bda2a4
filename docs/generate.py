"""Writes what the documentation takes from the program, so that it never says anything else than that does.

    python docs/generate.py

Made as a whole are ``gaps.md`` (gap codes), ``columns.md`` and ``kolom.md`` (columns of the tables), ``commands.md``
and ``perintah.md`` (commands with their options). In the README of both languages the table of commands between two
marks is made. English comes from the program's own help, Indonesian from ``cli/translations.csv``, which has to know
every text of the help, and ``schema/column_words.csv``.
A test compares the pages with what this makes.
"""

from __future__ import annotations

import csv
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from pathlib import Path
from typing import get_args

from iki.batch.outcome import STATUSES
from iki.cli.main import app
from iki.report.gap_words import explained
from iki.schema.column_words import in_indonesian
from iki.schema.gaps import GapCode
from iki.schema.tables import TABLES
from typer.models import ArgumentInfo, OptionInfo

DOCS = Path(__file__).parent
ROOT = DOCS.parent
VALUES = {str: "TEXT", int: "NUMBER", float: "NUMBER", Path: "FILE"}
BEGIN, END = "<!-- made by docs/generate.py -->", "<!-- end -->"

GAPS_HEAD = """\
# Gap codes

What the program could not read, place or map becomes a *gap*: a line of `gaps.csv`, an entry of `gaps` in the
decree's JSON, and a row of the report with a picture of the spot. `error` means that something is lost,
`warning` that somebody should look, `info` that it is good to know. This page is made by `docs/generate.py`.
"""
COLUMNS_HEAD = {
    "en": """\
# Columns

The tables that `iki convert` writes, each as CSV and, where asked for, as Parquet and a sheet of the workbook. The
first column of a table is its key; the others that end in `_id` lead to the table of that name. Columns of the type
`array` or `object` hold JSON; **bold** ones are never empty. `datapackage.json` says the same for programs. This page
is made by `docs/generate.py`. Versi Indonesia: [kolom.md](kolom.md).
""",
    "id": """\
# Kolom

Tabel yang ditulis `iki convert`, masing-masing sebagai CSV dan, bila diminta, sebagai Parquet dan lembar buku kerja.
Kolom pertama sebuah tabel adalah kuncinya; kolom lain yang berakhiran `_id` menuju tabel bernama itu. Kolom berjenis
`array` atau `object` berisi JSON; yang **tebal** tidak pernah kosong. `datapackage.json` memuat hal yang sama untuk
program lain. Halaman ini dibuat oleh `docs/generate.py`. English version: [columns.md](columns.md).
""",
}
COLUMNS_OF_PAGE = {"en": ("column", "type", "holds"), "id": ("kolom", "jenis", "isinya")}
COMMANDS_HEAD = {
    "en": """\
# Commands

Every command with its options, as `--help` says them too. This page is made by `docs/generate.py`.
Versi Indonesia: [perintah.md](perintah.md).
""",
    "id": """\
# Perintah

Setiap perintah dengan opsinya, seperti yang disebut `--help`. Halaman ini dibuat oleh `docs/generate.py`.
English version: [commands.md](commands.md).
""",
}


class UntranslatedError(KeyError):
    """A text of the program's help has no line in ``cli/translations.csv``."""


@cache
def _translations() -> dict[str, str]:
    with (ROOT / "cli" / "translations.csv").open(encoding="utf-8", newline="") as file:
        return {row["english"]: row["indonesian"] for row in csv.DictReader(file)}


def say(text: str, lang: str) -> str:
    """The text in a language.

    Raises:
        UntranslatedError: it has no translation.
    """
    if lang == "en":
        return text
    if text not in _translations():
        raise UntranslatedError(text)
    return _translations()[text]


def untranslated() -> list[str]:
    """All texts of the program's help that have no translation."""
    texts = [text for one in commands() for text in (one.summary, *(given.help for given in one.given))]
    texts += [given.info.metavar or "" for one in commands() for given in one.given]
    return [text for text in dict.fromkeys(texts) if text and text not in _translations()]


def gaps_page() -> str:
    """Every gap code with its meaning, cause and remedy in both languages."""
    parts = [GAPS_HEAD]
    for code in GapCode:
        english, indonesian = explained(code, "en"), explained(code, "id")
        lines = [
            f"## {code.value}",
            "",
            f"*{english.severity}* — {english.meaning} ({indonesian.meaning}).",
            "",
            f"- **Typical cause:** {english.cause}",
            f"- **What to do:** {english.remedy}.",
            f"- **Sebab yang lazim:** {indonesian.cause}",
            f"- **Langkah:** {indonesian.remedy}.",
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def columns_page(lang: str) -> str:
    """Every table with its columns."""
    parts = [COLUMNS_HEAD[lang]]
    said = in_indonesian if lang == "id" else str
    for table in TABLES:
        rows = [
            (
                f"**`{column.name}`**" if column.required else f"`{column.name}`",
                column.type,
                said(column.description),
            )
            for column in table.columns
        ]
        lines = [
            f"## {table.name}.csv",
            "",
            said(table.description),
            "",
            *_table(COLUMNS_OF_PAGE[lang], rows),
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def commands_page(lang: str) -> str:
    """Every command with its arguments and options."""
    parts = [COMMANDS_HEAD[lang]]
    head = (say("option", lang), say("means", lang), say("default", lang))
    for command in commands():
        rows = [
            (f"`{given.typed(lang)}`", say(given.help, lang), given.shown_default(lang))
            for given in command.given
        ]
        lines = [f"## {command.name}", "", f"{say(command.summary, lang)}.", "", f"    {command.usage(lang)}"]
        lines += ["", *_table(head, rows)] if rows else []
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def commands_table(lang: str) -> str:
    """The commands in a line each."""
    rows = [(f"`{command.usage(lang)}`", say(command.summary, lang)) for command in commands()]
    return "\n".join(_table((say("command", lang), say("does", lang)), rows))


@dataclass(frozen=True, slots=True)
class Given:
    """An argument or option of a command: its declaration for Typer, its type, and its default."""

    name: str
    info: OptionInfo | ArgumentInfo
    kind: type
    default: object

    @property
    def required(self) -> bool:
        """Whether the command does nothing without it."""
        return self.default is inspect.Parameter.empty

    @property
    def help(self) -> str:
        """What it means, in English."""
        return " ".join((self.info.help or "").split()).removesuffix(".")

    def typed(self, lang: str, *, short: bool = False) -> str:
        """How it is typed; ``short`` leaves out an option's second name."""
        value = say(self.info.metavar, lang) if self.info.metavar else ""
        if isinstance(self.info, ArgumentInfo):
            return value if self.required or not short else f"[{value}]"
        names = [
            name for name in (self.info.default, *(self.info.param_decls or ())) if isinstance(name, str)
        ]
        names = names or [f"--{self.name.replace('_', '-')}"]
        if not value and self.kind is not bool and not self.info.count:
            if issubclass(self.kind, Enum):
                value = "|".join(one.value for one in self.kind)
            else:
                value = say(VALUES[self.kind], lang)
        return f"{names[0] if short else ', '.join(names)} {value}".strip()

    def shown_default(self, lang: str) -> str:
        """What holds where it is not given."""
        if self.required:
            return say("required", lang)
        if isinstance(self.info.show_default, str):
            return say(self.info.show_default, lang)
        if (
            not self.info.show_default
            or self.default in (None, "")
            or self.default is False
            or isinstance(self.default, list)
        ):
            return ""
        return f"`{self.default}`"


@dataclass(frozen=True, slots=True)
class Command:
    """A command, with name, texts and parameters taken from its function."""

    name: str
    summary: str
    given: tuple[Given, ...]

    def usage(self, lang: str) -> str:
        """The command with its arguments and what else it needs."""
        needed = [one for one in self.given if one.required or isinstance(one.info, ArgumentInfo)]
        return " ".join(["iki", self.name, *(one.typed(lang, short=True) for one in needed)])


def commands() -> Iterator[Command]:
    """The program's commands, in the order of its help."""
    for registered in app.registered_commands:
        function = registered.callback
        assert registered.name is not None
        assert function is not None
        summary = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split()).removesuffix(".")
        parameters = inspect.signature(function, eval_str=True).parameters.values()
        yield Command(registered.name, summary, tuple(map(_given, parameters)))


def _given(parameter: inspect.Parameter) -> Given:
    kind, info = get_args(parameter.annotation)
    named = [one for one in (get_args(kind) or (kind,)) if one is not type(None)]
    return Given(parameter.name, info, named[0], parameter.default)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield "|" + "---|" * len(head)
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    """A row of a table; a bar inside a cell would end it."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def between_marks(text: str, made: str) -> str:
    """The text with what stands between the two marks replaced.

    Raises:
        ValueError: it has not just one such place.
    """
    new, count = re.subn(rf"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{made}\n{END}", text, flags=re.S)
    if count != 1:
        raise ValueError(f"{count} places between {BEGIN} and {END}, where one is wanted")
    return new


def statuses_table(lang: str) -> str:
    """The words in which runs, ledger and report say how an input ended."""
    head = (say("word", lang), say("means", lang))
    rows = [(f"`{status}`", say(meaning, lang)) for status, meaning in STATUSES.items()]
    return "\n".join(_table(head, rows))


def _guide(lang: str, path: Path) -> str:
    return between_marks(path.read_text("utf-8"), statuses_table(lang))


def _readme(lang: str, path: Path) -> str:
    return between_marks(path.read_text("utf-8"), commands_table(lang))


PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "gaps.md": gaps_page,
    DOCS / "columns.md": partial(columns_page, "en"),
    DOCS / "kolom.md": partial(columns_page, "id"),
    DOCS / "commands.md": partial(commands_page, "en"),
    DOCS / "perintah.md": partial(commands_page, "id"),
    ROOT / "README.md": partial(_readme, "en", ROOT / "README.md"),
    DOCS / "guide.md": partial(_guide, "en", DOCS / "guide.md"),
    DOCS / "panduan.md": partial(_guide, "id", DOCS / "panduan.md"),
    ROOT / "README.id.md": partial(_readme, "id", ROOT / "README.id.md"),
}
"""Every page that is made, as a whole or in part, and what makes its text."""


if __name__ == "__main__":
    if missing := untranslated():
        sys.exit("cli/translations.csv has no line for:\n" + "\n".join(missing))
    for page, make in PAGES.items():
        page.write_text(make(), "utf-8")
