"""The scorer: how far decrees agree with hand-made truth. `iki evaluate`, the tests and the benchmarks all use it.

Both sides are plain data as in JSON: a truth, and the decrees of one input, which are taken together. Texts are
compared without case, list marks, punctuation and white space. Positions, rows and list items are paired in order, by
the pairing with the largest total similarity, so that a lost one does not spoil those after it.

- *positions*: a printed post that is at least `SAME_NAME` similar to the truth's;
- *rows*: a row whose cells are on average at least `SAME_ROW` similar; ``rows_perfect`` those with all cells equal;
- *cells*: the four fields; ``exact`` when equal, ``close`` from `CLOSE` on, as F1 over both sides' filled cells;
- *cer*: edits by truth characters over the cells of paired rows;
- *items*: duties and functions, from `CLOSE` on, as F1;
- *canonical*: share of the truth's posts with the right canonical name, ``canonical_wrong`` how many got another one;
- *decree*: share of the truth's filled metadata that is right; of an input of several decrees of each, where both sides
  have as many, else of the first.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rapidfuzz.distance import Levenshtein

from ..schema.models import FIELDS
from ..schema.text import BULLET, ENUMERATOR
from .statistics import EDGES

METADATA = ("nomor", "tahun", "unit_kerja", "kecamatan", "kabupaten_kota")
SAME_POSITION, SAME_NAME, SAME_ROW, PAIRED_ROW, CLOSE, SAME_FACT = 0.5, 0.85, 0.80, 0.4, 0.95, 0.97
NAME_SHARE = 0.6  # of two positions' likeness: their names'; the rest is their indicators'
LOST = "missing"
_MARK = re.compile(rf"(?:^|(?<=\s))(?:{BULLET}|\(?{ENUMERATOR}(?=\s))\s*")
Json = Mapping[str, Any]
T = TypeVar("T")
U = TypeVar("U")


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
class Score:
    """Counts of one input or of many against their truth, and the figures that they make.

    ``by_field`` is by field and kind of page; ``bins`` hold for each class of confidence the sum of the confidences,
    the number of right cells, and of all.
    """

    counts: Counter[str] = field(default_factory=Counter)
    cells: FieldFigures = field(default_factory=lambda: FieldFigures("all", "all"))
    by_field: dict[tuple[str, str], FieldFigures] = field(default_factory=dict)
    bins: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0, 0.0] for _ in range(len(EDGES) + 1)])

    def add(self, other: Score) -> None:
        """Add the counts of another one."""
        self.counts.update(other.counts)
        self.cells.add(other.cells)
        for key, figures in other.by_field.items():
            self.by_field.setdefault(key, FieldFigures(*key)).add(figures)
        for own, more in zip(self.bins, other.bins, strict=True):
            own[:] = [a + b for a, b in zip(own, more, strict=True)]

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


def compare(truth: Json, decrees: Sequence[Json]) -> Score:
    """The score of the decrees of one input against its truth."""
    comparison = _Comparison(truth, decrees)
    comparison.run()
    return comparison.score


class _Comparison:
    """One truth against the decrees of its input."""

    def __init__(self, truth: Json, found: Sequence[Json]) -> None:
        self.score = Score()
        self._truth = truth
        self._found = found
        self._kinds: Sequence[str] = found[0].get("source", {}).get("page_kinds", ()) if found else ()
        self._usual = Counter(self._kinds).most_common(1)[0][0] if self._kinds else "text" if found else LOST

    def run(self) -> None:
        wanted: Sequence[Json] = self._truth["positions"]
        given: list[Json] = [position for decree in self._found for position in decree["positions"]]
        count = self.score.counts
        count["positions_truth"] += len(wanted)
        count["positions_found"] += len(given)
        pairs = {i: j for i, j, _ in align(wanted, given, _position_weight)}
        for i, want in enumerate(wanted):
            self._position(want, given[pairs[i]] if i in pairs else None)
        for j, position in enumerate(given):
            if j not in pairs.values():
                self._rows([], position.get("rows", ()))
                count["items_found"] += sum(
                    len(_filled(position.get(kind, ()))) for kind in ("tugas", "fungsi")
                )
        self._facts()

    def _position(self, want: Json, got: Json | None) -> None:
        count = self.score.counts
        if got is not None and similar(level(want["jabatan"]), level(got.get("jabatan"))) >= SAME_NAME:
            count["positions_hit"] += 1
        got = got or {}
        expected = _same_post(want.get("jabatan_canonical"))
        canonical = _same_post((got.get("canonical") or {}).get("name"))
        count["canonical_hit"] += expected == canonical
        count["canonical_wrong"] += bool(canonical) and expected != canonical
        self._rows(want.get("rows", ()), got.get("rows", ()))
        for kind in ("tugas", "fungsi"):
            texts, read = _filled(want.get(kind, ())), _filled(got.get(kind, ()))
            count["items_truth"] += len(texts)
            count["items_found"] += len(read)
            count["items_hit"] += len(align(texts, read, lambda a, b: float(similar(a, b) >= CLOSE)))

    def _rows(self, wanted: Sequence[Json], given: Sequence[Json]) -> None:
        count = self.score.counts
        want = [[level(row.get(name)) for name in FIELDS] for row in wanted]
        got = [[level(row.get(name)) for name in FIELDS] for row in given]
        count["rows_truth"] += len(want)
        count["rows_found"] += len(got)
        pairs = {}
        for i, j, weight in align(want, got, _row_weight):
            pairs[i] = j
            count["rows_hit"] += weight >= SAME_ROW
            count["rows_perfect"] += want[i] == got[j]
        for i, texts in enumerate(want):
            row = given[pairs[i]] if i in pairs else {}
            for at, name in enumerate(FIELDS):
                read = got[pairs[i]][at] if i in pairs else ""
                self._cell(name, texts[at], read, row.get(name), paired=i in pairs)
        for j, row in enumerate(given):
            if j not in pairs.values():
                for at, name in enumerate(FIELDS):
                    self._cell(name, "", got[j][at], row.get(name), paired=False)

    def _cell(self, name: str, want: str, got: str, cell: object, *, paired: bool) -> None:
        """Count a cell of the truth, of the output, or both."""
        told = cell if isinstance(cell, Mapping) else {}
        page = told.get("page")
        kind = self._kinds[page - 1] if page and page <= len(self._kinds) else self._usual
        figures = FieldFigures(name, kind, truth=bool(want), found=bool(got))
        if want and paired:
            figures.exact = want == got
            figures.close = similar(want, got) >= CLOSE
            figures.edits = Levenshtein.distance(want, got)
            figures.characters = len(want)
        self.score.by_field.setdefault((name, kind), FieldFigures(name, kind)).add(figures)
        self.score.cells.add(figures)
        if "confidence" in told and got and not told.get("inherited"):
            counted = self.score.bins[bisect_right(EDGES, told["confidence"])]
            counted[0] += told["confidence"]
            counted[1] += want == got
            counted[2] += 1

    def _facts(self) -> None:
        """Compare metadata: decree by decree if truth and output hold as many decrees, else of the first one only."""
        wanted = [part["decree"] for part in self._truth.get("decrees") or ()]
        if len(wanted) < 2 or len(wanted) != len(self._found):
            wanted = [self._truth.get("decree") or {}]
        for at, facts in enumerate(wanted):
            found = self._found[at].get("decree") or {} if self._found else {}
            for name in METADATA:
                if want := level(facts.get(name)):
                    self.score.counts["facts_truth"] += 1
                    self.score.counts["facts_hit"] += similar(want, level(found.get(name))) >= SAME_FACT


def level(value: object) -> str:
    """The text normalised for comparison: case, list marks, punctuation and white space removed."""
    if isinstance(value, Mapping):
        return level(value.get("text"))
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


def _filled(values: Sequence[object]) -> list[str]:
    return [text for text in map(level, values) if text]


def _position_weight(want: Json, got: Json) -> float:
    name = similar(level(want["jabatan"]), level(got.get("jabatan")))
    a, b = (" ".join(level(row.get("indikator")) for row in one.get("rows", ()))[:400] for one in (want, got))
    total = NAME_SHARE * name + (1 - NAME_SHARE) * (similar(a, b) if a or b else 1.0)
    return total if total >= SAME_POSITION else 0.0


def _row_weight(want: list[str], got: list[str]) -> float:
    pairs = [(a, b) for a, b in zip(want, got, strict=True) if a or b]
    total = sum(similar(a, b) for a, b in pairs) / len(pairs) if pairs else 1.0
    return total if total >= PAIRED_ROW else 0.0


def _same_post(name: str | None) -> str:
    """Spellings of one post that count as equal: Sub Bagian, and Ketertiban with or without Umum."""
    text = re.sub(r"\bsub bagian\b", "subbagian", level(name))
    return re.sub(r"\bketertiban umum\b", "ketertiban", text)
