"""``iki report``: the quality report of an output folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import OutputError, UsageError


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of iki convert.")],
    lang: Annotated[str, typer.Option(metavar="id|en", help="Language of the report: id or en.")] = "id",
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
    """Bring the records up to date with their corrections, write the report and return where it is."""
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415 - slow to import, see main
    from ..report.report_builder import build_report  # noqa: PLC0415
    from ..report.review.corrected_folder import correct_folder  # noqa: PLC0415

    correct_folder(LocalFolder(folder))
    return build_report(folder, lang, truth)


def write_apart(folder: Path) -> None:
    """Write the report in a process of its own, which takes its memory with it when it ends.

    Raises:
        OutputError: it could not be written.
    """
    command = [sys.executable, "-m", "iki.cli.main", "report", "--", str(folder)]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or [f"its process ended with status {ended.returncode}"]
        raise OutputError(
            f"the report could not be written ({said[-1].removeprefix('iki: ')})",
            file=str(folder),
            remedy=f"The data are complete. Write it again: iki report {folder}",
        )
