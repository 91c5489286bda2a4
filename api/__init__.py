"""iki from Python: convert a file into typed records, read an output folder into data frames.

``convert`` reads one file in this process, without the ledger, the limits of time and memory and the resuming of
``iki convert``; for archives use that. Records are those of ``decrees/NAME.json`` (`iki.schema.models`).
``read_tables`` gives the tables of an output folder with the types that `iki.schema.tables` describes: identifiers and
codes are text, what is empty is missing.
"""

from __future__ import annotations

import codecs
import sqlite3
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..batch.convert_one import ConvertOptions, convert_one
from ..batch.table_files import FORMULA_STARTS, RESHAPED, SINGLE
from ..extract.document_reader import ReadOptions
from ..schema.errors import IkiError, UsageError
from ..schema.models import Decree
from ..schema.tables import PANDAS_TYPES, TABLES, Table, frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ConversionError", "convert", "read_tables"]


class ConversionError(IkiError):
    """A file gave no records; ``outcome`` is the status that the ledger would keep (encrypted, damaged, ...)."""

    outcome = "failed"

    def __str__(self) -> str:
        return self.what


def convert(
    path: str | PathLike[str],
    *,
    ocr: Literal["auto", "always", "never"] = "auto",
    vocabulary: str | PathLike[str] | None = None,
    regions: str | PathLike[str] | None = None,
) -> list[Decree]:
    """The decrees of one PDF, page image, Word or Excel document.

    Raises:
        ConversionError: the file cannot be read; its text says why and what to do.
        UsageError: the vocabulary or the regions cannot be read.
    """
    given = Path(path)
    if given.is_dir():
        raise UsageError("is a folder", file=str(given), remedy="Convert it with `iki convert DIR --out OUT`")
    options = ConvertOptions(
        ReadOptions(ocr=ocr), Path(vocabulary) if vocabulary else None, Path(regions) if regions else None
    )
    options.check()
    outcome = convert_one(given, given.name, options)
    if not outcome.done:
        error = ConversionError(outcome.error or outcome.status)
        error.outcome = outcome.status
        raise error
    return outcome.decrees


def read_tables(folder: str | PathLike[str]) -> dict[str, pd.DataFrame]:
    """The tables of an output folder of ``iki convert`` by name, ``table`` (all in one) first.

    CSV files are read, Parquet or the SQLite file where there are none; what ``--spreadsheet-safe`` put before texts
    is taken away again.

    Raises:
        UsageError: there are no tables.
    """
    root = Path(folder)
    if not any((root / name).is_file() for name in ("decrees.csv", "decrees.parquet", SINGLE["sqlite"])):
        raise UsageError("no tables are there", file=str(root), remedy="Run `iki convert ... --out` first")
    return {of.name: _read(root, of) for of in TABLES}


def _read(root: Path, of: Table) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - slow to import

    path = root / f"{of.name}.csv"
    if not path.is_file() and not path.with_suffix(".parquet").is_file():
        return _from_database(root / SINGLE["sqlite"], of)
    if not path.is_file():
        whole = pd.read_parquet(path.with_suffix(".parquet"), dtype_backend="numpy_nullable")
        texts = [column.name for column in of.columns if PANDAS_TYPES[column.type] == "string"]
        whole[texts] = whole[texts].replace("", pd.NA)
        return whole
    types = {column.name: PANDAS_TYPES[column.type] for column in of.columns}
    with path.open("rb") as file:
        semicolon = b";" in file.readline()
    read = pd.read_csv(
        path,
        sep=";" if semicolon else ",",
        decimal="," if semicolon else ".",
        dtype=types,
        keep_default_na=False,
        na_values={name: [""] for name in types},
        encoding="utf-8-sig",
    )
    with path.open("rb") as file:
        guarded = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    if guarded:
        for column in of.columns:
            if column.type == "string":
                read[column.name] = read[column.name].map(_unguarded, na_action="ignore").astype("string")
    return read


def _from_database(path: Path, of: Table) -> pd.DataFrame:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(f'SELECT * FROM "{of.name}"').fetchall()
    return frame(of, [tuple(None if value == "" else value for value in row) for row in rows])


def _unguarded(text: str) -> str:
    """A text as it was before ``--spreadsheet-safe``."""
    rest = text[1:]
    return rest if text[:1] == "'" and (rest.startswith(FORMULA_STARTS) or RESHAPED.fullmatch(rest)) else text
