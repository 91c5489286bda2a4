"""``iki match``: the canonical position of printed names, with the runners-up.

On a terminal the answer is a table; into a pipe or file it is CSV with one line per name, or JSON with
``--json``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schema.errors import UsageError
from .language import say

if TYPE_CHECKING:
    from ..normalize.positions import MatchResult, UnmatchedGroup, Vocabulary

COLUMNS = ("printed", "canonical", "code", "group", "field", "score", "method", "candidates")
UNMATCHED_COLUMNS = ("name", "count", "spellings", "nearest")


def match(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Printed names of positions.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            "-f",
            metavar="FILE",
            show_default=False,
            help="A text file of names, or a CSV with columns jabatan, unit_kerja.",
        ),
    ] = None,
    office: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            help='The office, like "Kecamatan Lawang"; decides a bare "Sekretaris".',
        ),
    ] = None,
    vocabulary: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            show_default=False,
            help="A CSV with your own positions: code, name, group, field, aliases.",
        ),
    ] = None,
    unmatched: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="List the names in an output folder that are outside the vocabulary, the most frequent first.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find the canonical position of printed names.

    Examples:

      iki match "Kasi Trantib" "Sekretaris" --office "Kecamatan Lawang"

      iki match --file names.csv > matched.csv

      iki match --unmatched out --vocabulary mine.csv
    """
    from ..normalize.positions import Vocabulary  # noqa: PLC0415 - slow to import, see main

    if unmatched is not None:
        if names or file is not None:
            raise UsageError("--unmatched goes without names", remedy="Leave out either")
        _print_unmatched(unmatched, Vocabulary.load(vocabulary), as_json=as_json)
        return
    wanted = [(name, office) for name in names or []]
    if file is not None:
        wanted += _read(file, office)
    if not wanted:
        raise UsageError("no names given", remedy="Name some, or a list with --file")
    known = Vocabulary.load(vocabulary)
    results = [known.match(name, where) for name, where in wanted]
    if as_json:
        sys.stdout.write(json.dumps([_record(r) for r in results], ensure_ascii=False, indent=1) + "\n")
    elif sys.stdout.isatty():
        _show(results)
    else:
        _write(results)


def _print_unmatched(folder: Path, vocabulary: Vocabulary, *, as_json: bool) -> None:
    """Print the names without an entry in the vocabulary, spellings of one name together."""
    from ..normalize.positions import unmatched_groups  # noqa: PLC0415 - see main

    groups = unmatched_groups(_outside(folder), vocabulary)
    if as_json:
        records = [asdict(group) for group in groups]
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    elif sys.stdout.isatty():
        _show_unmatched(groups)
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(UNMATCHED_COLUMNS)
        for group in groups:
            writer.writerow([group.name, group.count, "; ".join(group.spellings), group.nearest or ""])


def _outside(folder: Path) -> Iterator[tuple[str, str | None]]:
    """The printed names of an output folder's positions without an entry, with their offices."""
    from ..batch.records import decree_in, record_files  # noqa: PLC0415 - see main

    files = record_files(folder)
    if not files:
        raise UsageError("no decrees are there", file=str(folder), remedy="Run `iki convert ... --out` first")
    for path in files:
        decree = decree_in(path)
        for position in decree.positions:
            found = position.canonical
            if position.jabatan and (found is None or found.method == "composed"):
                yield position.jabatan, decree.decree.unit_kerja


def _read(path: Path, office: str | None) -> list[tuple[str, str | None]]:
    """The names of a list: lines of text, or the column ``jabatan``, ``name`` or the first one of a CSV."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the list cannot be read ({error})", file=str(path)) from error
    if path.suffix.casefold() not in {".csv", ".tsv"}:
        return [(line.strip(), office) for line in text.splitlines() if line.strip()]
    rows = [r for r in csv.reader(text.splitlines(), delimiter="\t" if path.suffix == ".tsv" else ",") if r]
    header = [h.strip().casefold() for h in rows[0]] if rows else []
    column = next((header.index(h) for h in ("jabatan", "printed", "name", "nama") if h in header), None)
    where = header.index("unit_kerja") if "unit_kerja" in header else None
    out: list[tuple[str, str | None]] = []
    for row in rows if column is None else rows[1:]:
        at = column or 0
        if at < len(row) and row[at].strip():
            out.append(
                (row[at], row[where] if where is not None and where < len(row) and row[where] else office)
            )
    return out


def _record(result: MatchResult) -> dict[str, object]:
    found = result.canonical
    return {
        "printed": result.printed,
        "canonical": found.model_dump() if found else None,
        "candidates": [c.model_dump(include={"name", "code", "score"}) for c in result.candidates],
    }


def _write(results: Sequence[MatchResult]) -> None:
    """Print CSV; runners-up only where there is no match, for then they are looked at."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results:
        found = result.canonical
        if found is None:
            runners_up = "; ".join(c.name for c in result.candidates)
            writer.writerow([result.printed, *[""] * 6, runners_up])
        else:
            kind = (found.code, found.group, found.field)
            writer.writerow([result.printed, found.name, *kind, found.score, found.method, ""])


def _show_unmatched(groups: Sequence[UnmatchedGroup]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.table import Table  # noqa: PLC0415

    table = Table(say("name"), say("count"), say("spellings"), say("nearest"))
    for group in groups:
        table.add_row(group.name, str(group.count), "\n".join(group.spellings), group.nearest or "-")
    Console().print(table)


def _show(results: Sequence[MatchResult]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.table import Table  # noqa: PLC0415

    table = Table(
        say("printed"), say("canonical"), say("code"), say("score"), say("method"), say("runners-up")
    )
    for result in results:
        found = result.canonical
        others = "\n".join(f"{c.name} ({c.score:.0f})" for c in result.candidates[:3])
        if found is None:
            table.add_row(result.printed, "-", "", "", "", others)
        else:
            table.add_row(result.printed, found.name, found.code, f"{found.score:.1f}", found.method, others)
    Console().print(table)
