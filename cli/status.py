"""``iki status``: what the ledger of an output folder knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schema.errors import UsageError
from ..schema.messages import in_language
from .language import language, say

if TYPE_CHECKING:
    from ..batch.ledger import Ledger


def _json(ledger: Ledger, *, running: bool) -> str:
    from ..batch.deleted_inputs import gone_inputs  # noqa: PLC0415 - see main
    from ..batch.outcome import DONE  # noqa: PLC0415

    return json.dumps(
        {
            "running": running,
            "inputs": dict(sorted(ledger.counts().items())),
            "decrees": ledger.decree_count(),
            "repeats": ledger.repeats.count(),
            "other_documents": ledger.other_documents(),
            "failed": [
                {"name": entry.name, "status": entry.status, "error": entry.error}
                for entry in ledger.done()
                if entry.status not in DONE
            ],
            "passed_over": [
                {"name": name, "why": why} for name, why in json.loads(ledger.fact("skipped") or "[]")
            ],
            "deleted": [entry.name for entry in gone_inputs(ledger)],
        },
        ensure_ascii=False,
        indent=1,
    )


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of iki convert.")],
    failed: Annotated[bool, typer.Option("--failed", help="Print only the names of failed inputs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what was converted and what failed, also while it runs.

    Example:  iki status out
    """
    from ..batch.deleted_inputs import gone_inputs  # noqa: PLC0415
    from ..batch.ledger import FILE, Ledger  # noqa: PLC0415
    from ..batch.outcome import DONE  # noqa: PLC0415
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415 - see main
    from .summary import print_counts, print_others, print_repeats, reason  # noqa: PLC0415

    path = folder / FILE
    if not path.is_file():
        raise UsageError(
            "no ledger is there", file=str(path), remedy="Give the --out folder of `iki convert`"
        )
    with Ledger(path, "read") as ledger:
        if as_json:
            typer.echo(_json(ledger, running=LocalFolder(folder).is_held()))
            return
        if not failed:
            running, counts = LocalFolder(folder).is_held(), ledger.counts()
            typer.echo(say("a run is going on" if running else "no run is going on"), err=True)
            print_counts(counts, running=running)
            print_repeats(ledger.repeats.count())
            print_others(ledger.other_documents())
        for entry in ledger.done():
            if entry.status not in DONE:
                error = in_language(entry.error, language())[0]
                typer.echo(entry.name if failed else f"{entry.status}\t{error or entry.name}")
        if not failed:
            for name, why in json.loads(ledger.fact("skipped") or "[]"):
                typer.echo(say("passed over\t{name}: {why}", name=name, why=reason(why)))
            for entry in gone_inputs(ledger):
                stay = "deleted or moved\t{name}: its decrees stay (convert with --drop-deleted)"
                typer.echo(say(stay, name=entry.name))
