"""The scan reader beside the bare ``tesseract`` command and RapidOCR: words found, processor time, calibration.

    python bench/scan.py [--pages 2] [--every 1] [--levels clean,office,bad,fax] [--seed 1] [--engine auto]
                         [--without rapidocr] [--source FOLDER] [--fit]

Scans are made from the samples (``samples/scans/damage.py``), so the printed words of each page are known. A
read word is right if the page prints it, as often as it was read. All contestants get the same pictures in one run,
with one thread each; their time is that of this process and of the commands that it calls, without loading models.
The others give lines of text; the scan reader gives tables' rulings, places and probabilities besides.

``--source`` takes scanned PDFs instead, of which only the time is measured. ``--fit`` draws the curve of
``extract/scan/confidence.json`` again, on another seed than the one that is measured afterwards.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
from iki.extract.scan import scan_reader as reader  # noqa: E402
from iki.extract.scan.arbitration import Chosen  # noqa: E402
from iki.extract.scan.engine import EngineName  # noqa: E402
from iki.extract.scan.installed_engines import available_engines  # noqa: E402
from iki.extract.scan.page_image import page_image  # noqa: E402
from iki.extract.scan.scan_options import ScanOptions  # noqa: E402
from iki.extract.scan.word_probability import FEATURES, features  # noqa: E402
from scans import damage  # noqa: E402

WEIGHTS = HERE.parent / "extract" / "scan" / "confidence.json"

ENGINES: tuple[EngineName, ...] = ("auto", "ppocr")
"""Whose readings confidence is fitted to."""


@dataclass
class Tally:
    """What was measured of one contestant over some pages."""

    printed: int = 0
    read: int = 0
    right: int = 0
    seconds: float = 0.0
    pages: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, texts: Sequence[str], printed: Counter[str] | None, seconds: float) -> list[bool]:
        """One page more; which of its words are right, where it is known what is printed."""
        right = graded(texts, printed) if printed is not None else []
        self.pages += 1
        self.printed += sum(printed.values()) if printed is not None else 0
        self.read += len(right)
        self.right += sum(right)
        self.seconds += seconds
        return right

    def line(self, level: str, name: str, bare: Tally) -> str:
        """One row of the table; ``bare`` is Tesseract's, by which times are divided."""
        row = f"{level:8}{name:10}{self.pages:5}"
        if self.printed:
            row += f"{self.right / self.printed:9.4f}{self.right / max(1, self.read):10.4f}"
        else:
            row += f"{'':19}"
        row += f"{self.seconds / max(1, self.pages):8.2f}"
        row += f"{self.seconds / bare.seconds:8.2f}" if bare.seconds else f"{'':8}"
        return row + (f"{calibration_error(self.sure):9.4f}" if self.sure else "")


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
    source: Path | None = None


Page = tuple[NDArray[np.uint8], float, Counter[str]]


def real_pages(sampling: Sampling) -> Iterator[tuple[NDArray[np.uint8], float, None]]:
    """Pages of the source's PDFs, of which it is not known what they print."""
    for source in sorted((sampling.source or Path()).glob("*.pdf"))[:: sampling.every]:
        document = pypdfium2.PdfDocument(source)
        for number in range(min(sampling.count, len(document))):
            yield *page_image(document[number]), None


def pages(level: str, sampling: Sampling) -> Iterator[Page]:
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


def processor_time() -> float:
    """Seconds of this process and of those that it called and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


Reader = Callable[[NDArray[np.uint8], float], list[tuple[str, float | None]]]
"""Takes a picture and its dots per inch, gives words with the stated chance of being right, if any is stated."""


def ours(options: ScanOptions) -> Reader:
    """A reader of pictures by the program with some options."""

    def read(image: NDArray[np.uint8], dpi: float) -> list[tuple[str, float | None]]:
        height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
        content = reader.read_scan(image, number=1, width=width, height=height, dpi=dpi, options=options)
        return [(word.text, word.confidence) for word in content.words]

    return read


def bare_tesseract(image: NDArray[np.uint8], dpi: float) -> list[tuple[str, float | None]]:
    """The ``tesseract`` command alone on a page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        cv2.imwrite(str(path), image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        run = subprocess.run(
            ["tesseract", str(path), "stdout", "--dpi", str(round(dpi)), "-l", "eng"],
            capture_output=True,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return [(word, None) for word in run.stdout.decode(errors="replace").split()]


def rapidocr_alone() -> Reader:
    """RapidOCR as it comes: it finds lines, turns and reads them."""
    # a contestant that may be left out: pip install rapidocr
    from rapidocr import RapidOCR  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={**threads, "Global.log_level": "error"})

    def read(image: NDArray[np.uint8], dpi: float) -> list[tuple[str, float | None]]:
        found: Any = engine(image)
        return [(word, None) for text in found.txts or () for word in text.split()]

    return read


def measure(level: str, sampling: Sampling, contestants: dict[str, Reader]) -> dict[str, Tally]:
    """Every contestant on every page, one after the other."""
    tallies = {name: Tally() for name in contestants}
    sources = real_pages(sampling) if sampling.source else pages(level, sampling)
    for image, dpi, printed in sources:
        for name, read in contestants.items():
            start = processor_time()
            words = read(image, dpi)
            right = tallies[name].add([text for text, _ in words], printed, processor_time() - start)
            if right:
                stated = zip(words, right, strict=True)
                tallies[name].sure += [(sure, ok) for (_, sure), ok in stated if sure is not None]
    return tallies


def fit(levels: Sequence[str], sampling: Sampling) -> None:
    """Fit the weights to readings by both engines together and by one alone, and store them."""
    rows: list[list[float]] = []
    right: list[bool] = []
    for level in levels:
        for image, dpi, printed in pages(level, sampling):
            for engine in ENGINES:
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


def warm_up(contestants: dict[str, Reader]) -> None:
    """Load every model and library before anything is timed."""
    for engine in available_engines(ScanOptions()):
        engine.read([np.full((48, 96), 255, np.uint8)])
    image, dpi = next(iter(damage.scanned(sorted(damage.DECREES.glob("*.pdf"))[0], "bad", 1)))
    for read in contestants.values():
        read(image, dpi)


def main() -> None:
    """Read damaged samples, and print errors and times by level of damage."""
    parser = argparse.ArgumentParser(description="The scan reader measured")
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--levels", default=",".join(damage.LEVELS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--without", default="", help="contestants to leave out: tesseract, rapidocr")
    parser.add_argument("--source", type=Path, help="a folder of scanned PDFs to time")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    levels = given.levels.split(",")
    if given.fit:
        fit(levels, Sampling(given.pages, given.every, given.seed + 1000))
    contestants: dict[str, Reader] = {"iki": ours(ScanOptions(engine=given.engine))}
    if "tesseract" not in given.without and shutil.which("tesseract"):
        contestants["tesseract"] = bare_tesseract
    if "rapidocr" not in given.without and importlib.util.find_spec("rapidocr"):
        contestants["rapidocr"] = rapidocr_alone()
    warm_up(contestants)
    sampling = Sampling(given.pages, given.every, given.seed, given.source)
    print("level   reader    pages   recall precision  s/page  x bare  cal.err")
    for level in ["real"] if given.source else levels:
        tallies = measure(level, sampling, contestants)
        for name, tally in tallies.items():
            print(tally.line(level, name, tallies.get("tesseract", Tally())), flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
