"""Figures of an output folder against a folder of hand-made truth (``NAME.truth.json``), by `scoring`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..schema.errors import UsageError
from .output_reader import decrees
from .scoring import Score, compare

SUFFIX = ".truth.json"


@dataclass(slots=True)
class Evaluation(Score):
    """The score of an output folder, the number of truth files, and the names of those without output."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        fields = [
            asdict(f) | {"exact_f1": f.exact_f1, "close_f1": f.close_f1, "cer": f.cer} for f in self.fields
        ]
        bins = [{"confidence": c, "right": r, "cells": n} for c, r, n in self.reliability]
        return {
            "documents": self.documents,
            "missing": self.missing,
            "overall": self.overall,
            "fields": fields,
            "calibration": bins,
        }


def evaluate(truth: Path, out_dir: Path) -> Evaluation:
    """Compare an output folder with truth.

    Raises:
        UsageError: there is no truth, or it cannot be read.
    """
    out = Evaluation()
    wanted = dict(_truths(truth))
    if not wanted:
        raise UsageError(
            f"no *{SUFFIX} is there", file=str(truth), remedy="Give the folder of the truth files"
        )
    given: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _, decree in decrees(out_dir):
        stem = PurePosixPath(decree.source.file).stem
        if stem in wanted:
            given[stem].append(decree.model_dump(mode="json"))
    for name, expected in wanted.items():
        out.documents += 1
        if name not in given:
            out.missing.append(name)
        out.add(compare(expected, given[name]))
    return out


def _truths(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        try:
            content = json.loads(path.read_text("utf-8"))
            positions = content["positions"]
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"is not a truth file ({error})", file=str(path), remedy="Mend or remove it"
            ) from None
        if isinstance(positions, list):
            yield path.name.removesuffix(SUFFIX), content
