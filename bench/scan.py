"""The scan reader measured: words found, time against Tesseract alone, calibration of its probabilities.

    python bench/scan.py [--pages 2] [--every 1] [--levels clean,office,bad,fax] [--seed 1] [--engine auto]
                         [--fit]

Scans are made from the samples (``samples/scans/damage.py``), so the printed words of each page are known. A
read word is right if the page prints it, as often as it was read. ``--fit`` draws the curve of
``extract/scan/confidence.json`` anew, on another seed than the one that is measured afterwards.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "samples"))

from iki.extract.pdfium import read_page  # noqa: E402
from iki.extract.scan import read as reader  # noqa: E402
from iki.extract.scan.choose import Chosen  # noqa: E402
from iki.extract.scan.confidence import FEATURES, features  # noqa: E402
from iki.extract.scan.options import ScanOptions  # noqa: E402
from scans import damage  # noqa: E402

WEIGHTS = HERE.parent / "extract" / "scan" / "confidence.json"


@dataclass
class Tally:
    """What was measured over some pages."""

    printed: int = 0
    read: int = 0
    right: int = 0
    seconds: float = 0.0
    tesseract: float = 0.0
    pages: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One row of the table."""
        pages = max(1, self.pages)
        return (
            f"{name:8} {self.pages:5} {self.right / max(1, self.printed):8.4f} "
            f"{self.right / max(1, self.read):9.4f} {self.seconds / pages:7.2f} "
            f"{self.tesseract / pages:9.2f} {calibration_error(self.sure):8.4f}"
        )


def calibration_error(sure: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Mean distance between stated and true share of right words over bins of equal size."""
    ordered = sorted(sure)
    size = max(1, math.ceil(len(ordered) / bins))
    off = 0.0
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        stated = sum(p for p, _ in part) / len(part)
        off += abs(stated - sum(ok for _, ok in part) / len(part)) * len(part)
    return off / max(1, len(ordered))


@dataclass(frozen=True)
class Sampling:
    """Which scans are made: the first ``count`` pages of every ``every``-th sample, with a seed."""

    count: int
    every: int
    seed: int


def pages(level: str, sampling: Sampling) -> Iterator[tuple[NDArray[np.uint8], float, Counter[str]]]:
    """Scans of samples with the words that they print."""
    for source in sorted(damage.DECREES.glob("*.pdf"))[:: sampling.every]:
        document = pypdfium2.PdfDocument(source)
        for number, (image, dpi) in enumerate(damage.scanned(source, level, sampling.seed)):
            if number >= sampling.count:
                break
            yield image, dpi, Counter(word.text for word in read_page(document, number).words)


def graded(texts: Sequence[str], printed: Counter[str]) -> list[bool]:
    """Which of the read words the page prints."""
    left = Counter(printed)
    out = []
    for text in texts:
        out.append(left[text] > 0)
        left[text] -= 1
    return out


def tesseract_seconds(image: NDArray[np.uint8], dpi: float) -> float:
    """Processor time of the ``tesseract`` command alone on a page."""
    if shutil.which("tesseract") is None:
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        cv2.imwrite(str(path), image)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            ["tesseract", str(path), "stdout", "--dpi", str(round(dpi)), "-l", "eng"],
            capture_output=True,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(level: str, sampling: Sampling, options: ScanOptions) -> Tally:
    tally = Tally()
    for image, dpi, printed in pages(level, sampling):
        tally.tesseract += tesseract_seconds(image, dpi)
        start = time.process_time()
        height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
        content = reader.read_scan(image, number=1, width=width, height=height, dpi=dpi, options=options)
        tally.seconds += time.process_time() - start
        right = graded([word.text for word in content.words], printed)
        tally.pages += 1
        tally.printed += sum(printed.values())
        tally.read += len(right)
        tally.right += sum(right)
        tally.sure += [(word.confidence, ok) for word, ok in zip(content.words, right, strict=True)]
    return tally


def fit(levels: Sequence[str], sampling: Sampling) -> None:
    """Fit the weights to readings by both engines together and by one alone, and store them."""
    rows: list[list[float]] = []
    right: list[bool] = []
    for level in levels:
        for image, dpi, printed in pages(level, sampling):
            for engine in ("auto", "rapidocr"):
                chosen = readings(image, dpi, ScanOptions(engine=engine))
                rows += [features(word) for word in chosen]
                right += graded([word.text for word in chosen], printed)
    weights = logistic(np.array(rows), np.array(right, dtype=np.float64))
    stored = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(f"fitted on {len(rows)} words")


def readings(image: NDArray[np.uint8], dpi: float, options: ScanOptions) -> list[Chosen]:
    """The chosen readings of a page before they become words."""
    found: list[Chosen] = []
    module: Any = reader
    original = module.probability

    def noted(word: Chosen) -> float:
        found.append(word)
        return 0.5

    module.probability = noted
    try:
        height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
        reader.read_scan(image, number=1, width=width, height=height, dpi=dpi, options=options)
    finally:
        module.probability = original
    return found


def logistic(rows: NDArray[np.float64], right: NDArray[np.float64], rounds: int = 30) -> NDArray[np.float64]:
    """Weights of greatest likelihood, held back a little."""
    weights = np.zeros(rows.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chance - right) + 0.5 * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + 0.5 * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description="The scan reader measured")
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--levels", default=",".join(damage.LEVELS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    levels = given.levels.split(",")
    if given.fit:
        fit(levels, Sampling(given.pages, given.every, given.seed + 1000))
    sampling = Sampling(given.pages, given.every, given.seed)
    print("level    pages   recall precision  s/page tesseract  cal.err")
    for level in levels:
        print(measure(level, sampling, ScanOptions(engine=given.engine)).line(level), flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
