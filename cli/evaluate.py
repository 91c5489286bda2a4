"""``iki evaluate``: figures of an output folder against hand-made truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import UsageError


def evaluate(
    truth: Annotated[Path, typer.Argument(metavar="TRUTH", help="Folder of NAME.truth.json files.")],
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of iki convert.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Compare converted decrees with truth: what was found, what of it is right, by field and kind of page.

    Example:  iki evaluate samples/decrees out
    """
    from ..report.evaluation import Evaluation  # noqa: PLC0415 - slow to import, see main
    from ..report.evaluation import evaluate as compare  # noqa: PLC0415

    for path in (truth, folder / "decrees"):
        if not path.is_dir():
            raise UsageError("is no folder", file=str(path), remedy="Give TRUTH and OUT as folders")
    figures: Evaluation = compare(truth, folder)
    if as_json:
        typer.echo(json.dumps(figures.to_json(), ensure_ascii=False, indent=1))
        return
    typer.echo(f"{figures.documents} truth documents, {len(figures.missing)} without output")
    for name in figures.missing:
        typer.echo(f"  no output: {name}")
    for name, value in figures.overall.items():
        digits = 0 if name == "canonical_wrong" else 4
        typer.echo(f"{name:16} {value:8.{digits}f}")
    typer.echo("")
    typer.echo(f"{'field':12} {'page':8} {'cells':>7} {'exact F1':>9} {'close F1':>9} {'cer':>8}")
    for row in figures.fields:
        typer.echo(
            f"{row.field:12} {row.kind:8} {row.truth:7} "
            f"{row.exact_f1:9.4f} {row.close_f1:9.4f} {row.cer:8.4f}"
        )
