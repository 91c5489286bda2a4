"""``iki report``: the quality report of an output folder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import OutputError, UsageError
from .language import Lang, language

IN_LANGUAGE = re.compile(rb'<html lang="(\w+)">')
HEAD_BYTES = 4096
"""Where the report says its language."""


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of iki convert.")],
    lang: Lang = None,
    truth: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of NAME.truth.json files to compare with.")
    ] = None,
) -> None:
    """Write report.html again: what was read, how sure it is, what is missing.

    Example:  iki report out
    """
    if not (folder / "decrees").is_dir():
        raise UsageError("no decrees are there", file=str(folder), remedy="Run `iki convert ... --out` first")
    typer.echo(write_report(folder, lang or language(), truth))


def write_report(folder: Path, lang: str, truth: Path | None = None) -> Path:
    """Bring the records up to date with their corrections, write the report and return where it is."""
    from ..batch.corrected_folder import correct_folder, ignored_lines  # noqa: PLC0415
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415 - slow to import, see main
    from ..batch.output_names import CORRECTIONS  # noqa: PLC0415
    from ..batch.records import stray_records  # noqa: PLC0415
    from ..report.report_builder import build_report  # noqa: PLC0415
    from .summary import print_ignored, print_strays  # noqa: PLC0415

    print_ignored(ignored_lines(LocalFolder(folder)), CORRECTIONS)
    print_strays([f"decrees/{name}" for name in stray_records(folder)])
    correct_folder(LocalFolder(folder))
    return build_report(folder, lang, truth)


def is_due(folder: Path, lang: str | None) -> bool:
    """Whether the report is to be written: it is not there, or not in the language that was asked for."""
    from ..batch.output_names import REPORT  # noqa: PLC0415

    if not (folder / REPORT).is_file():
        return True
    with (folder / REPORT).open("rb") as file:
        found = IN_LANGUAGE.search(file.read(HEAD_BYTES))
    return lang is not None and found is not None and found[1].decode() != lang


def write_apart(folder: Path) -> None:
    """Write the report in the user's language, in a process of its own, which takes its memory with it when it ends.

    Raises:
        OutputError: it could not be written.
    """
    command = [sys.executable, "-m", "iki.cli.main", "report", "--lang", language(), "--", str(folder)]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or [f"its process ended with status {ended.returncode}"]
        raise OutputError(
            f"the report could not be written ({said[-1].removeprefix('iki: ')})",
            file=str(folder),
            remedy=f"The data are complete. Write it again: iki report {folder}",
        )
