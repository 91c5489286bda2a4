"""Which files of the output folder are ours: those of each format, those of an earlier run, and those that are not.

Nothing that somebody else put there is overwritten: a folder without a ledger that holds files of these names, which
are not an earlier run's, is refused. What an earlier run wrote in formats that are not asked for any more is
removed, for it would grow stale beside newer tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..schema.datapackage import NAME
from ..schema.errors import UsageError
from ..schema.tables import TABLES
from .ledger import FILE
from .output_folder import Folder
from .output_names import REPORT
from .table_files import BESIDE_CSV, FORMATS, PACKAGE, SINGLE, Format

FEW = 5  # names that an error tells
OF_A_RECORD = b'"schema_version"'


def table_files(formats: Iterable[Format]) -> Iterator[str]:
    """The files that the tables are written to in these formats."""
    for kind in formats:
        if kind in SINGLE:
            yield SINGLE[kind]
        elif kind != "json":
            yield from (f"{table.name}.{kind}" for table in TABLES)
        if kind == "csv":
            yield from BESIDE_CSV


def remove_stale(folder: Folder, earlier: Sequence[Format], formats: Sequence[Format]) -> list[str]:
    """Remove what an earlier run wrote in formats that are not asked for now; returns the names of what was there."""
    wanted = set(table_files(formats))
    stale = [name for name in table_files(earlier) if name not in wanted and folder.exists(name)]
    for name in stale:
        folder.remove(name)
    return stale


def refuse_foreign(folder: Folder) -> None:
    """See that a run overwrites nothing but files of earlier runs.

    Raises:
        UsageError: the folder has no ledger, and holds files of others that have the names of ours.
    """
    if folder.exists(FILE):
        return
    records = [f"decrees/{name}" for name in sorted(folder.names("decrees")) if name.endswith(".json")]
    tables = [name for name in (*table_files(FORMATS), REPORT) if folder.exists(name)]
    if tables and PACKAGE in tables and f'"name": "{NAME}"'.encode() in folder.read(PACKAGE):
        tables = []
    if tables and records and OF_A_RECORD in folder.read(records[0]):
        tables = []
    foreign = [*tables, *(name for name in records[:1] if OF_A_RECORD not in folder.read(name))]
    if foreign:
        more = " ..." if len(foreign) > FEW else ""
        raise UsageError(
            f"holds files that iki did not write and would overwrite: {', '.join(foreign[:FEW])}{more}",
            file=str(folder),
            remedy="Give another --out, or move them away",
        )
