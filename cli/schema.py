"""``iki schema``: the JSON Schema of a decree."""

from __future__ import annotations

import json

import typer


def schema() -> None:
    """Print the JSON Schema of the files in decrees/.

    Example:  iki schema > decree.schema.json
    """
    from ..schema.jsonschema import decree_schema  # noqa: PLC0415 - slow to import, see main

    typer.echo(json.dumps(decree_schema(), ensure_ascii=False, indent=1))
