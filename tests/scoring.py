"""How far a converted decree agrees with its truth: found positions, rows, cells, list items and metadata.

Texts are compared without what print may choose freely: case, list marks, punctuation and white space.
Positions, rows and items are paired in order, by the pairing with the largest total similarity.

- *positions*: a printed post that is at least 0.85 similar to the truth's;
- *rows*: a row whose cells are on average at least 0.80 similar;
- *cells*: the four fields; ``exact`` when equal, ``close`` from 0.95 on, as F1 over both sides' filled cells;
- *cer*: edits by truth characters over the cells of paired rows;
- *items*: duties and functions, from 0.95 on, as F1;
- *canonical*: share of the truth's posts with the right canonical name, ``canonical_wrong`` how many got
  another one;
- *decree*: share of the truth's filled metadata that is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from rapidfuzz.distance import Levenshtein

T = TypeVar("T")
Json = dict[str, Any]
FIELDS = ("sasaran", "indikator", "formulasi", "sumber_data")
METADATA = ("nomor", "tahun", "unit_kerja", "kecamatan", "kabupaten_kota")
_MARK = re.compile(r"(?:^|(?<=\s))(?:[-–—•·▪●*]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))\s*", re.IGNORECASE)
_LIKE = str.maketrans({"σ": "∑", "×": "x"})


class Figures(NamedTuple):
    """The figures of one decree or of many, 0 to 1; ``canonical_wrong`` is a count."""

    positions_f1: float
    rows_f1: float
    rows_perfect: float
    cells_exact_f1: float
    cells_close_f1: float
    cer: float
    items_f1: float
    canonical: float
    canonical_wrong: int
    decree: float


def plain(value: Any) -> str:
    """The text of a cell, item or number without case, list marks, punctuation and white space."""
    text = unicodedata.normalize("NFKC", _text(value)).casefold().translate(_LIKE)
    unmarked = " ".join(_MARK.sub(" ", line) for line in text.splitlines())
    return " ".join(re.sub(r"[^\w%∑=<>]+", " ", unmarked).split())


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("text"))
    return "" if value is None else str(value)


def likeness(a: str, b: str) -> float:
    """1.0 for equal texts; half of it disregards spaces."""
    if a == b:
        return 1.0
    spaced = Levenshtein.normalized_similarity(a, b)
    closed = Levenshtein.normalized_similarity(a.replace(" ", ""), b.replace(" ", ""))
    return 0.5 * (spaced + closed)


def paired(
    left: Sequence[T], right: Sequence[T], weight: Callable[[T, T], float]
) -> list[tuple[int, int, float]]:
    """Index pairs in order with the largest total weight; pairs without weight are left out."""
    weights = [[weight(a, b) for b in right] for a in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], weights[i][j] + best[i + 1][j + 1])
    pairs: list[tuple[int, int, float]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if weights[i][j] > 0 and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j, weights[i][j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def truths_of(truth: Json) -> list[Json]:
    """The truth of a file by decree: one, or the several that the file holds one after the other."""
    parts = truth.get("decrees")
    if not parts:
        return [truth]
    return [
        {
            "decree": part["decree"],
            "positions": truth["positions"][part["positions"][0] - 1 : part["positions"][1]],
        }
        for part in parts
    ]


def tally(truths: Sequence[Json], decrees: Sequence[Json]) -> Counter[str]:
    """Counts for one file: its decrees against their truths, in order; what one side lacks is missed."""
    counts: Counter[str] = Counter()
    for i in range(max(len(truths), len(decrees))):
        truth = truths[i] if i < len(truths) else {}
        decree = decrees[i] if i < len(decrees) else {}
        counts.update(_decree(truth, decree))
    return counts


def figures(counts: Counter[str]) -> Figures:
    """The figures that the counts make."""

    def f1(name: str, kind: str = "") -> float:
        total = counts[f"{name}_truth"] + counts[f"{name}_found"]
        return 2 * counts[f"{name}_{kind or 'hit'}"] / total if total else 1.0

    def share(hit: str, of: str) -> float:
        return counts[hit] / counts[of] if counts[of] else 1.0

    return Figures(
        positions_f1=f1("positions"),
        rows_f1=f1("rows"),
        rows_perfect=share("rows_perfect", "rows_truth"),
        cells_exact_f1=f1("cells", "exact"),
        cells_close_f1=f1("cells", "close"),
        cer=counts["edits"] / max(1, counts["characters"]),
        items_f1=f1("items"),
        canonical=share("canonical_hit", "positions_truth"),
        canonical_wrong=counts["canonical_wrong"],
        decree=share("metadata_hit", "metadata_truth"),
    )


def _decree(truth: Json, decree: Json) -> Counter[str]:
    counts: Counter[str] = Counter()
    wanted: list[Json] = truth.get("positions", [])
    found: list[Json] = decree.get("positions", [])
    counts["positions_truth"], counts["positions_found"] = len(wanted), len(found)
    partner = {i: j for i, j, _ in paired(wanted, found, _position_weight)}
    for i, want in enumerate(wanted):
        got = found[partner[i]] if i in partner else {}
        post = plain(want["jabatan"])
        counts["positions_hit"] += i in partner and likeness(post, plain(got.get("jabatan"))) >= 0.85
        right, name = _post(want.get("jabatan_canonical")), _post((got.get("canonical") or {}).get("name"))
        counts["canonical_hit"] += right == name
        counts["canonical_wrong"] += bool(name) and right != name
        counts.update(_position(want, got))
    for j, got in enumerate(found):
        if j not in partner.values():
            counts.update(_position({}, got))
    for key in METADATA:
        want_value = plain(truth.get("decree", {}).get(key))
        if want_value:
            counts["metadata_truth"] += 1
            counts["metadata_hit"] += likeness(want_value, plain(decree.get("decree", {}).get(key))) >= 0.97
    return counts


def _position_weight(want: Json, got: Json) -> float:
    def body(position: Json) -> str:
        return " ".join(plain(row.get("indikator")) for row in position.get("rows", []))[:400]

    name = likeness(plain(want["jabatan"]), plain(got.get("jabatan")))
    total = 0.6 * name + 0.4 * likeness(body(want), body(got))
    return total if total >= 0.5 else 0.0


def _position(want: Json, got: Json) -> Counter[str]:
    counts = _rows(want.get("rows", []), got.get("rows", []))
    for kind in ("tugas", "fungsi"):
        a, b = _filled(want.get(kind, [])), _filled(got.get(kind, []))
        counts["items_truth"] += len(a)
        counts["items_found"] += len(b)
        counts["items_hit"] += len(paired(a, b, lambda x, y: float(likeness(x, y) >= 0.95)))
    return counts


def _filled(values: Iterable[Any]) -> list[str]:
    return [text for text in map(plain, values) if text]


def _rows(wanted: Sequence[Json], found: Sequence[Json]) -> Counter[str]:
    a = [[plain(row.get(name)) for name in FIELDS] for row in wanted]
    b = [[plain(row.get(name)) for name in FIELDS] for row in found]
    counts = Counter(
        rows_truth=len(a),
        rows_found=len(b),
        cells_truth=sum(bool(text) for row in a for text in row),
        cells_found=sum(bool(text) for row in b for text in row),
    )
    for i, j, weight in paired(a, b, _row_weight):
        counts["rows_hit"] += weight >= 0.80
        counts["rows_perfect"] += a[i] == b[j]
        for x, y in zip(a[i], b[j], strict=True):
            if x:
                counts["cells_exact"] += x == y
                counts["cells_close"] += likeness(x, y) >= 0.95
                counts["edits"] += Levenshtein.distance(x, y)
                counts["characters"] += len(x)
    return counts


def _row_weight(a: Sequence[str], b: Sequence[str]) -> float:
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x or y]
    total = sum(likeness(x, y) for x, y in pairs) / len(pairs) if pairs else 1.0
    return total if total >= 0.4 else 0.0


def _post(name: str | None) -> str:
    """Spellings of one post that count as equal."""
    text = re.sub(r"\bsub bagian\b", "subbagian", plain(name))
    return re.sub(r"\bketertiban umum\b", "ketertiban", text)
