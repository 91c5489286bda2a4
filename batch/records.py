"""The records of an output folder: what tables, report, desk and exports are made of.

These are the records that the ledger knows. Others, left over from a ledger that was moved away, belong to no input
that could be asked for; they count nowhere and are named. A folder without a ledger (a copy) has all that lie there.
"""

from __future__ import annotations

from pathlib import Path

from ..schema.errors import OutputError
from ..schema.models import Decree
from .ledger import FILE, Ledger
from .tasks import from_json


def record_files(out_dir: Path) -> list[Path]:
    """The files of all records, in the order of their names."""
    return _found(out_dir)[0]


def decree_in(file: Path) -> Decree:
    """The decree in one of these files, which `from_json` judges."""
    return from_json(file.read_bytes(), str(file))


def stray_records(out_dir: Path) -> list[str]:
    """Names of the files in ``decrees/`` that the ledger does not know."""
    return [path.name for path in _found(out_dir)[1]]


def _found(out_dir: Path) -> tuple[list[Path], list[Path]]:
    """Records that the ledger knows, and those that it does not."""
    files = sorted((out_dir / "decrees").glob("[!.]*.json"), key=lambda path: path.name)
    known = _known(out_dir / FILE)
    if known is None:
        return files, []
    return [path for path in files if path.name in known], [path for path in files if path.name not in known]


def _known(ledger: Path) -> frozenset[str] | None:
    """File names of the records that a ledger knows, ``None`` where there is none that can be read."""
    if not ledger.is_file():
        return None
    try:
        with Ledger(ledger, "read at rest") as opened:
            return frozenset(name.removeprefix("decrees/") for name in opened.records())
    except OutputError:
        return None
