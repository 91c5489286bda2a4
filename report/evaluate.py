"""Figures against hand-made truth: how much was found and is right, by field and kind of page.

Truth files are named ``NAME.truth.json``; the decrees of an input NAME are taken together. Texts are compared
after case, list marks, punctuation and white space are levelled. Positions and rows are paired in order, so
that a lost one does not spoil those after it. ``exact`` counts equal cells, ``close`` those at least 0.95
similar, both as F1 over the non-empty cells of both sides; ``cer`` is edits per character of paired cells.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from rapidfuzz.distance import Levenshtein

from ..schema.errors import UsageError
from ..schema.models import FIELDS, CellValue, Decree, Position, Row
from ..schema.text import BULLET, ENUMERATOR
from .load import decrees
from .survey import EDGES

SUFFIX = ".truth.json"
METADATA = ("nomor", "tahun", "unit_kerja", "kecamatan", "kabupaten_kota")
SAME_POSITION, SAME_NAME, SAME_ROW, PAIRED_ROW, CLOSE, SAME_FACT = 0.5, 0.85, 0.80, 0.4, 0.95, 0.97
LOST = "missing"
_MARK = re.compile(rf"(?:^|(?<=\s))(?:{BULLET}|\(?{ENUMERATOR}(?=\s))\s*")
T = TypeVar("T")


@dataclass(slots=True)
class FieldFigures:
    """Cells of one field on pages of one kind."""

    field: str
    kind: str
    truth: int = 0
    found: int = 0
    exact: int = 0
    close: int = 0
    edits: int = 0
    characters: int = 0

    def add(self, other: FieldFigures) -> None:
        """Add the counts of another one."""
        for name in ("truth", "found", "exact", "close", "edits", "characters"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def exact_f1(self) -> float:
        """F1 of equal cells."""
        return f1(self.exact, self.truth, self.found)

    @property
    def close_f1(self) -> float:
        """F1 of nearly equal cells."""
        return f1(self.close, self.truth, self.found)

    @property
    def exact_share(self) -> float:
        """Share of the truth's cells that are equal in the output, 0 to 1."""
        return self.exact / self.truth if self.truth else 1.0

    @property
    def cer(self) -> float:
        """Edits per character."""
        return self.edits / self.characters if self.characters else 0.0


@dataclass(slots=True)
class Evaluation:
    """All figures of an output folder against a folder of truth."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    cells: FieldFigures = field(default_factory=lambda: FieldFigures("all", "all"))
    by_field: dict[tuple[str, str], FieldFigures] = field(default_factory=dict)
    bins: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0, 0.0] for _ in range(len(EDGES) + 1)])

    @property
    def fields(self) -> list[FieldFigures]:
        """Figures by field and kind of page, in the order of the fields."""
        order = (*FIELDS, "all")
        own = sorted(self.by_field.values(), key=lambda f: (order.index(f.field), f.kind))
        return [*own, self.cells]

    @property
    def reliability(self) -> list[tuple[float, float, int]]:
        """Mean confidence, share right and number of cells for each class of confidence that occurs."""
        return [(said / n, right / n, int(n)) for said, right, n in self.bins if n]

    @property
    def overall(self) -> dict[str, float]:
        """The figures of the whole comparison."""
        n = self.counts
        return {
            "positions_f1": f1(n["positions_hit"], n["positions_truth"], n["positions_found"]),
            "rows_f1": f1(n["rows_hit"], n["rows_truth"], n["rows_found"]),
            "rows_perfect": _share(n["rows_perfect"], n["rows_truth"]),
            "cells_exact_f1": self.cells.exact_f1,
            "cells_close_f1": self.cells.close_f1,
            "cer": self.cells.cer,
            "items_f1": f1(n["items_hit"], n["items_truth"], n["items_found"]),
            "canonical": _share(n["canonical_hit"], n["positions_truth"]),
            "canonical_wrong": float(n["canonical_wrong"]),
            "decree": _share(n["facts_hit"], n["facts_truth"]),
        }

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
    given: dict[str, list[Decree]] = defaultdict(list)
    for _, decree in decrees(out_dir):
        stem = PurePosixPath(decree.source.file).stem
        if stem in wanted:
            given[stem].append(decree)
    for name, expected in wanted.items():
        out.documents += 1
        if name not in given:
            out.missing.append(name)
        _Comparison(expected, given[name], out).run()
    return out


def _truths(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        try:
            content = json.loads(path.read_text("utf-8"))
            positions = content["positions"]
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"is no truth file ({error})", file=str(path), remedy="Mend or remove it"
            ) from None
        if isinstance(positions, list):
            yield path.name.removesuffix(SUFFIX), content


class _Comparison:
    """One truth file against the decrees of its input."""

    def __init__(self, truth: dict[str, Any], found: Sequence[Decree], out: Evaluation) -> None:
        self._truth = truth
        self._found = found
        self._out = out
        self._kinds = found[0].source.page_kinds if found else []
        self._usual = Counter(self._kinds).most_common(1)[0][0] if self._kinds else "text" if found else LOST

    def run(self) -> None:
        wanted: list[dict[str, Any]] = self._truth["positions"]
        given = [position for decree in self._found for position in decree.positions]
        count = self._out.counts
        count["positions_truth"] += len(wanted)
        count["positions_found"] += len(given)
        pairs = {i: j for i, j, _ in align(wanted, given, _position_weight)}
        for i, want in enumerate(wanted):
            self._position(want, given[pairs[i]] if i in pairs else None)
        for j, position in enumerate(given):
            if j not in pairs.values():
                self._rows([], position.rows)
                count["items_found"] += len(position.tugas) + len(position.fungsi)
        self._facts()

    def _position(self, want: dict[str, Any], got: Position | None) -> None:
        count = self._out.counts
        if got is not None and similar(level(want["jabatan"]), level(got.jabatan)) >= SAME_NAME:
            count["positions_hit"] += 1
        expected = _same_post(want.get("jabatan_canonical"))
        canonical = _same_post(got.canonical.name) if got and got.canonical else ""
        count["canonical_hit"] += expected == canonical
        count["canonical_wrong"] += bool(canonical) and expected != canonical
        self._rows(want["rows"], got.rows if got else [])
        for kind in ("tugas", "fungsi"):
            texts = [text for text in map(level, want.get(kind, [])) if text]
            values = getattr(got, kind) if got else []
            read = [text for text in (level(value.text) for value in values) if text]
            count["items_truth"] += len(texts)
            count["items_found"] += len(read)
            count["items_hit"] += len(align(texts, read, lambda a, b: float(similar(a, b) >= CLOSE)))

    def _rows(self, wanted: Sequence[dict[str, Any]], given: Sequence[Row]) -> None:
        count = self._out.counts
        want = [[level(row.get(name)) for name in FIELDS] for row in wanted]
        got = [[level(getattr(row, name).text) for name in FIELDS] for row in given]
        count["rows_truth"] += len(want)
        count["rows_found"] += len(got)
        paired = set()
        pairs = {}
        for i, j, weight in align(want, got, _row_weight):
            pairs[i] = j
            paired.add(j)
            count["rows_hit"] += weight >= SAME_ROW
            count["rows_perfect"] += want[i] == got[j]
        for i, texts in enumerate(want):
            row = given[pairs[i]] if i in pairs else None
            for at, name in enumerate(FIELDS):
                read = got[pairs[i]][at] if i in pairs else ""
                self._cell(name, texts[at], read, getattr(row, name) if row else None, paired=i in pairs)
        for j, row in enumerate(given):
            if j not in paired:
                for at, name in enumerate(FIELDS):
                    self._cell(name, "", got[j][at], getattr(row, name), paired=False)

    def _cell(self, name: str, want: str, got: str, cell: CellValue | None, *, paired: bool) -> None:
        """Count a cell of the truth, of the output, or both."""
        kind = self._usual
        if cell is not None and cell.page and cell.page <= len(self._kinds):
            kind = self._kinds[cell.page - 1]
        figures = FieldFigures(name, kind, truth=bool(want), found=bool(got))
        if want and paired:
            figures.exact = want == got
            figures.close = similar(want, got) >= CLOSE
            figures.edits = Levenshtein.distance(want, got)
            figures.characters = len(want)
        self._out.by_field.setdefault((name, kind), FieldFigures(name, kind)).add(figures)
        self._out.cells.add(figures)
        if cell is not None and got and not cell.inherited:
            counted = self._out.bins[bisect_right(EDGES, cell.confidence)]
            counted[0] += cell.confidence
            counted[1] += want == got
            counted[2] += 1

    def _facts(self) -> None:
        """Metadata; of an input of several decrees that of the first, as the truth gives it."""
        for name in METADATA:
            want = level((self._truth.get("decree") or {}).get(name))
            if want:
                got = level(getattr(self._found[0].decree, name)) if self._found else ""
                self._out.counts["facts_truth"] += 1
                self._out.counts["facts_hit"] += similar(want, got) >= SAME_FACT


def level(value: object) -> str:
    """The text normalised for comparison: case, list marks, punctuation and white space removed."""
    text = "" if value is None else str(value)
    text = unicodedata.normalize("NFKC", text).casefold().replace("σ", "∑").replace("×", "x")
    text = "\n".join(_MARK.sub(" ", line) for line in text.splitlines())
    return " ".join(re.sub(r"[^\w%∑=<>]+", " ", text).split())


def similar(a: str, b: str) -> float:
    """1.0 for equal texts; spacing counts half as much as letters."""
    if a == b:
        return 1.0
    spaced = Levenshtein.normalized_similarity(a, b)
    return 0.5 * spaced + 0.5 * Levenshtein.normalized_similarity(a.replace(" ", ""), b.replace(" ", ""))


U = TypeVar("U")


def align(
    left: Sequence[T], right: Sequence[U], weight: Callable[[T, U], float]
) -> list[tuple[int, int, float]]:
    """Order-preserving pairing of two sequences with the largest total weight."""
    weights = [[weight(a, b) for b in right] for a in left]
    rows, columns = len(left), len(right)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + weights[i][j])
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if weights[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            pairs.append((i, j, weights[i][j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def f1(hit: float, truth: float, found: float) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * hit / (truth + found) if truth + found else 1.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _position_weight(want: dict[str, Any], got: Position) -> float:
    name = similar(level(want["jabatan"]), level(got.jabatan))
    a = " ".join(level(row.get("indikator")) for row in want["rows"])[:400]
    b = " ".join(level(row.indikator.text) for row in got.rows)[:400]
    total = 0.6 * name + 0.4 * (similar(a, b) if a or b else 1.0)
    return total if total >= SAME_POSITION else 0.0


def _row_weight(want: list[str], got: list[str]) -> float:
    pairs = [(a, b) for a, b in zip(want, got, strict=True) if a or b]
    total = sum(similar(a, b) for a, b in pairs) / len(pairs) if pairs else 1.0
    return total if total >= PAIRED_ROW else 0.0


def _same_post(name: str | None) -> str:
    """Spellings of one post that count as equal: Sub Bagian, and Ketertiban with or without Umum."""
    text = re.sub(r"\bsub bagian\b", "subbagian", level(name))
    return re.sub(r"\bketertiban umum\b", "ketertiban", text)
