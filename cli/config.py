"""Options from a file: ``iki.toml`` in the folder where the program is called, or the one that ``--config`` names.

A table of the file is a command, its keys are the command's options without the dashes in front:

    [convert]
    format = "json,csv,sqlite"
    spreadsheet-safe = true
    jobs = 4

What is said on the command line comes first. A key that no option has is an error, for it would do nothing.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from ..schema.errors import UsageError

FILE = Path("iki.toml")


def defaults(group: TyperGroup, context: typer.Context, path: Path | None) -> dict[str, dict[str, Any]]:
    """What the file says, as click's map of defaults; empty if no file was named and none is there.

    Raises:
        UsageError: the file cannot be read, or names commands, options or values that do not exist.
    """
    file = path or FILE
    if path is None and not file.is_file():
        return {}
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"the options cannot be read ({error.strerror or error})", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise UsageError("the options cannot be read (it is not UTF-8 text)", file=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        what = f"line {line[1]} is not valid TOML" if line else "its last line is not valid TOML"
        raise UsageError(f"the options cannot be read ({what})", file=str(file)) from error
    return {command: _options(group, context, command, given, file) for command, given in said.items()}


def _options(
    group: TyperGroup, context: typer.Context, name: str, given: object, file: Path
) -> dict[str, Any]:
    command = group.get_command(context, name)
    if command is None or not isinstance(given, dict):
        known = ", ".join(f"[{each}]" for each in group.list_commands(context))
        raise UsageError(f"[{name}] is not a command", file=str(file), remedy=f"There are {known}")
    options = {
        long.removeprefix("--"): option
        for option in command.params
        if isinstance(option, TyperOption) and option.name != "help"
        for long in option.opts
        if long.startswith("--")
    }
    out = {}
    for key, value in given.items():
        option = options.get(key)
        if option is None or option.name is None:
            raise UsageError(
                f"[{name}] has no option {key!r}", file=str(file), remedy=f"There are {', '.join(options)}"
            )
        wanted = bool if option.is_flag else (str, int, float)
        if not isinstance(value, wanted) or (not option.is_flag and isinstance(value, bool)):
            kind = "true or false" if option.is_flag else "a text or a number"
            raise UsageError(f"[{name}] {key} is {value!r}", file=str(file), remedy=f"Give {kind}")
        out[option.name] = value
    return out
