"""``iki report``: the quality report of an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import UsageError


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of iki convert.")],
    lang: Annotated[str, typer.Option(help="Language of the report: id or en.")] = "id",
    truth: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of NAME.truth.json files to compare with.")
    ] = None,
) -> None:
    """Write report.html again: what was read, how sure it is, what is missing.

    Example:  iki report out
    """
    if not (folder / "decrees").is_dir():
        raise UsageError("no decrees are there", file=str(folder), remedy="Run `iki convert ... --out` first")
    if lang not in ("id", "en"):
        raise UsageError(f"--lang {lang!r} is no language of the report", remedy="Use id or en")
    typer.echo(write_report(folder, lang, truth))


def write_report(folder: Path, lang: str = "id", truth: Path | None = None) -> Path:
    """Write the report and return where it is."""
    from ..report.build import build_report  # noqa: PLC0415 - slow to import, see main

    return build_report(folder, lang, truth)
