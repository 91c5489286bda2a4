"""Reviewed decrees as truth files: what `iki evaluate` compares other output with.

Only documents that have nothing left in the queue are written: truth with open questions would be none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container
from pathlib import Path, PurePosixPath
from typing import Any

from ...schema.models import FIELDS, Decree, Position
from ..evaluation import SUFFIX
from ..output_reader import decrees


def export_truth(out_dir: Path, folder: Path, still_open: Container[str]) -> tuple[list[str], list[str]]:
    """Write a truth file for every fully reviewed input; returns the inputs written and those left out."""
    by_input: dict[str, list[Decree]] = defaultdict(list)
    left = set()
    for decree_id, decree in decrees(out_dir):
        stem = PurePosixPath(decree.source.file).stem
        by_input[stem].append(decree)
        if decree_id in still_open:
            left.add(stem)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for stem, found in by_input.items():
        if stem not in left:
            text = json.dumps(_truth(stem, found), ensure_ascii=False, indent=1)
            (folder / f"{stem}{SUFFIX}").write_text(text + "\n", "utf-8")
            written.append(stem)
    return written, sorted(left)


def _truth(stem: str, found: list[Decree]) -> dict[str, Any]:
    return {
        "source": {"id": stem, "pdf": PurePosixPath(found[0].source.file).name},
        "decree": found[0].decree.model_dump(),
        "positions": [_position(position) for decree in found for position in decree.positions],
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "jabatan": position.jabatan,
        "jabatan_canonical": position.canonical.name if position.canonical else None,
        "tugas": [value.text for value in position.tugas],
        "fungsi": [value.text for value in position.fungsi],
        "rows": [
            {"no": row.no} | {name: getattr(row, name).text for name in FIELDS} for row in position.rows
        ],
    }
