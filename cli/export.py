"""``iki export``: an output folder as another system takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import OutputError, UsageError
from .language import language, say

NAMED = 3  # keys of values that are too long


def export(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Output folder of iki convert.", show_default=False)
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The other system: a name from --list, or a file NAME.toml.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write.", show_default=False)
    ] = None,
    office: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only decrees of this office: its whole name, capitals do not matter.",
            show_default=False,
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Only decrees of this year.", show_default=False)
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="A value that only your system knows, such as id_skpd=12; may be repeated.",
            show_default=False,
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the profiles.")] = False,
) -> None:
    """Write the decrees of a folder for another system, such as an e-SAKIP.

    Each decree counts once, with its corrections. What the other system cannot take is reported on stderr.

    Examples:

      iki export --list

      iki export out --profile wp-eval-sakip --office "Dinas Kelautan dan Perikanan" --set id_skpd=12 --out iku.csv
    """
    from ..batch.export_profiles import load_profile, profile_names  # noqa: PLC0415
    from ..batch.profile_export import Choice, offices  # noqa: PLC0415 - slow to import, see main
    from ..batch.profile_export import export as exported  # noqa: PLC0415

    if listed:
        for name in profile_names():
            known = load_profile(name)
            sets = f"; --set {', '.join(known.settings)}" if known.settings else ""
            typer.echo(f"{name:18}{known.format:6}{getattr(known.meaning, language())}{sets}")
        return
    if folder is None or profile is None or out is None:
        raise UsageError("export needs DIR, --profile and --out", remedy="See: iki export --help")
    if not (folder / "decrees").is_dir():
        raise UsageError("no decrees are there", file=str(folder), remedy="Run `iki convert ... --out` first")
    made = exported(folder, load_profile(profile), _pairs(settings or []), Choice(office, year))
    if not sum(made.lines.values()):
        there = ", ".join(offices(folder, NAMED))
        raise UsageError(
            "there is nothing to export",
            file=str(folder),
            remedy=f"Offices there are {there}; decrees.csv lists all, with years and forms"
            if office and there
            else "See decrees.csv for offices, years and forms",
        )
    try:
        out.write_bytes(made.content)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", file=str(out)) from error
    for sheet, count in made.lines.items():
        _count(count, say("lines in {sheet}", sheet=sheet))
    for name, count in made.lacking.items():
        _count(count, say("rows left out: they have no {name}", name=name))
    for name, limit, keys in _by_column(made.too_long):
        some = ", ".join(keys[:NAMED]) + (" ..." if len(keys) > NAMED else "")
        told = "longer than the {limit} characters that {name} holds there: {keys}"
        _count(len(keys), say(told, limit=limit, name=name, keys=some))
    typer.echo(str(out))


def _count(count: int, text: str) -> None:
    typer.echo(f"{say('{count}', count=count):>7} {text}", err=True)


def _by_column(too_long: list[tuple[str, int, str]]) -> list[tuple[str, int, list[str]]]:
    found: dict[tuple[str, int], list[str]] = {}
    for name, limit, key in too_long:
        found.setdefault((name, limit), []).append(key)
    return [(*column, keys) for column, keys in found.items()]


def _pairs(settings: list[str]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    if wrong := next((name for name, equals, _ in pairs if not equals or not name), None):
        raise UsageError(f"--set {wrong!r} has no value", remedy="Write it as NAME=VALUE")
    return {name.strip(): value for name, _, value in pairs}
