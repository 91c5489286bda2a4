"""``iki evaluate``: figures of an output folder against hand-made truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import UsageError
from .language import say

# What the figures mean; their names stay those of --json.
FIGURES = {
    "positions_f1": "positions found and none too many (F1)",
    "rows_f1": "rows found and none too many (F1)",
    "rows_perfect": "rows with all cells right",
    "cells_exact_f1": "cells right to the letter (F1)",
    "cells_close_f1": "cells right except for slips (F1)",
    "cer": "wrong letters of all (character error rate)",
    "items_f1": "duties and functions right (F1)",
    "canonical": "positions with the right canonical name",
    "canonical_wrong": "positions with a wrong canonical name",
    "decree": "number, date, office and places right",
}


def evaluate(
    truth: Annotated[Path, typer.Argument(metavar="TRUTH", help="Folder of NAME.truth.json files.")],
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of iki convert.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Compare converted decrees with truth: what was found and how much of it is right, by field and kind of page.

    Truth is a folder of the right values, one file NAME.truth.json a document, as `iki review --export` writes them.

    Example:  iki evaluate samples/decrees out
    """
    from ..report.evaluation import Evaluation  # noqa: PLC0415 - slow to import, see main
    from ..report.evaluation import evaluate as compare  # noqa: PLC0415

    if not truth.is_dir():
        raise UsageError("is not a folder", file=str(truth), remedy="Give the folder of the truth files")
    if not (folder / "decrees").is_dir():
        raise UsageError("no decrees are there", file=str(folder), remedy="Run `iki convert ... --out` first")
    figures: Evaluation = compare(truth, folder)
    if as_json:
        typer.echo(json.dumps(figures.to_json(), ensure_ascii=False, indent=1))
        return
    told = "{count} truth [count:document|documents], {missing} without output"
    typer.echo(say(told, count=figures.documents, missing=len(figures.missing)))
    for name in figures.missing:
        typer.echo(say("  no output: {name}", name=name))
    for name, value in figures.overall.items():
        digits = 0 if name == "canonical_wrong" else 4
        typer.echo(f"{name:16} {value:8.{digits}f}  {say(FIGURES[name])}")
    typer.echo("")
    heads = (say("exact F1"), say("close F1"), say("wrong letters"))
    widths = [max(9, len(head)) for head in heads]
    right = " ".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    typer.echo(f"{say('field'):12} {say('kind of page'):13} {say('cells'):>7} {right}")
    for row in figures.fields:
        values = (row.exact_f1, row.close_f1, row.cer)
        right = " ".join(f"{value:{width}.4f}" for value, width in zip(values, widths, strict=True))
        typer.echo(f"{say(row.field):12} {say(row.kind):13} {row.truth:7} {right}")
