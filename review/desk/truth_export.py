"""Reviewed decrees as truth files: what `iki evaluate` compares other output with.

Only documents that a person went through are written: with nothing left in the queue, and with something that the
person said of them, if only that all is right. What nobody looked at is the program's own reading, and no truth.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ...batch.corrected_folder import read_corrections
from ...batch.output_names import CORRECTIONS
from ...report.evaluation import SUFFIX
from ...report.output_reader import decrees
from ...schema.models import FIELDS, Decree, Position
from ..corrections import active


@dataclass(slots=True)
class Exported:
    """Names of inputs: those written as truth, those with open questions, those that nobody ever looked at, and those
    that only repeat what another one holds.
    """

    written: list[str] = field(default_factory=list)
    still_open: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)


def export_truth(
    out_dir: Path, folder: Path, still_open: Container[str], *, unreviewed: bool = False
) -> Exported:
    """Write a truth file for every input that a person went through; ``unreviewed`` also writes those without open
    questions that nobody looked at. ``still_open`` holds the decrees with open questions.
    """
    by_input: dict[str, list[Decree]] = defaultdict(list)
    left = set()
    for decree_id, decree in decrees(out_dir):
        stem = PurePosixPath(decree.source.file).stem
        by_input[stem].append(decree)
        if decree_id in still_open:
            left.add(stem)
    seen = {correction.sha256 for correction in active(read_corrections(out_dir / CORRECTIONS))}
    out = Exported()
    for stem, found in by_input.items():
        if all(decree.duplicate_of is not None for decree in found):
            out.copies.append(stem)
        elif stem in left:
            out.still_open.append(stem)
        elif unreviewed or found[0].source.sha256 in seen:
            out.written.append(stem)
        else:
            out.unseen.append(stem)
    folder.mkdir(parents=True, exist_ok=True)
    for stem in out.written:
        text = json.dumps(_truth(stem, by_input[stem]), ensure_ascii=False, indent=1)
        (folder / f"{stem}{SUFFIX}").write_text(text + "\n", "utf-8")
    return out


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
