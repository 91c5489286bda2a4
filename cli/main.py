"""The command ``iki``: its commands, and what every one of them has in common.

Commands import what they need when they run, so that help comes at once. Exit status: 0 all went well, 1 some
inputs failed or the command could not do its work, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from ..schema.errors import IkiError, UsageError
from ..schema.messages import in_language
from .config import FILE, defaults
from .language import TyperUsageError, choose, language, said_of_usage, say, speak

log = logging.getLogger(__name__)

app = typer.Typer(
    name="iki",
    help=(
        "Turns Indonesian decrees of individual performance indicators (Indikator Kinerja Individu) "
        "into data.\n\n"
        "Example:  iki convert decrees/ --out out/"
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# Command, module and function; each module stands for one command.
COMMANDS = (
    ("convert", "convert", "convert"),
    ("status", "status", "status"),
    ("blocks", "blocks", "blocks"),
    ("report", "report", "report"),
    ("evaluate", "evaluate", "evaluate"),
    ("review", "review", "review"),
    ("export", "export", "export"),
    ("match", "match", "match"),
    ("schema", "schema", "schema"),
    ("doctor", "doctor", "doctor"),
)


def _register() -> None:
    for command, module, function in COMMANDS:
        app.command(command)(getattr(importlib.import_module(f".{module}", __package__), function))


_register()


FIRST_WORDS = {
    "en": """Example:  iki convert decrees/ --out out/
Then:     iki review out/        look at what is doubtful, in the browser
""",
    "id": """Contoh:   iki convert arsip/ --out hasil/
Lalu:     iki review hasil/      periksa yang meragukan, di peramban
""",
}


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True),
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Options from this file instead of iki.toml here; see the users' guide.",
            show_default=False,
        ),
    ] = None,
) -> None:
    if version:
        import importlib.metadata  # noqa: PLC0415 - only for this option

        typer.echo(importlib.metadata.version("iki-decrees"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(f"{FIRST_WORDS[language()]}\n{context.get_help()}")
        return
    group = context.command
    assert isinstance(group, TyperGroup)
    context.default_map = defaults(group, context, config)
    if context.default_map.get(context.invoked_subcommand):
        told = say(
            "options of [{command}] from {file}", command=context.invoked_subcommand, file=config or FILE
        )
        print(told, file=sys.stderr)


def run(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors become a sentence on stderr and an exit status."""
    _speak_unicode()
    choose(None)
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' complaints become gaps, not noise
    try:
        status = _command().main(arguments, prog_name="iki", standalone_mode=False)
    except TyperUsageError as error:
        sys.stderr.write(said_of_usage(error, language()))
        sys.exit(2)
    except IkiError as error:
        log.debug("the command ended here", exc_info=True)
        _fail(str(error), 2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    finally:
        choose(None)
    sys.exit(status if isinstance(status, int) else 0)


def _command() -> TyperGroup:
    """The command with all its parts, in the user's language."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    speak(group, language())
    return group


def _speak_unicode() -> None:
    """Data goes out as UTF-8, also where the system's own encoding cannot say all (cp1252 on Windows)."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "replace")):
        encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
        if isinstance(stream, io.TextIOWrapper) and encoding != "utf8":
            stream.reconfigure(encoding="utf-8", errors=errors)


def _fail(message: str, status: int) -> None:
    print(f"iki: {in_language(message, language())[0]}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    run()
