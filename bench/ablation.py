"""What each step of repairing worn tables is worth: cells found with all steps, and without each of them.

    python bench/ablation.py --source FOLDER [--levels office,bad] [--seed 1] [--steps NAME,...] [--verbose]

The grids that a text PDF draws are the truth (`samples/make.py` makes such PDFs); its pages are worn as by
`samples/scans/damage.py`, but neither turned nor bent, so that a cell can be told by its place. No print is read. A
cell is found where one overlaps it by `SAME`; F1 over all cells of the pages that draw some.
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np
import pypdfium2
from iki.extract.layout import ruled_grids
from iki.extract.page_content import Ruling
from iki.extract.pdfium import read_page
from iki.extract.ruling_merge import merge_rulings
from iki.extract.scan.repair_steps import ALL_STEPS, GridSteps
from iki.extract.scan.scan_reader import rulings_of
from iki.extract.scan.straight_page import StraightPage, straighten
from iki.schema.geometry import Box

sys.path.insert(0, str(Path(__file__).parent.parent / "samples"))

from scans import damage

NAMED = 0.97  # F1 of a page below which --verbose names it
SAME = 0.8
"""Least share of the larger of two cells that both cover, which are one."""

LEAST_CELLS = 6
"""Cells that a page draws at least to be counted."""


@dataclass
class Count:
    """Cells that are drawn, found, and both; pages on which all are."""

    drawn: int = 0
    found: int = 0
    both: int = 0
    pages: list[float] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 over all cells."""
        return 2 * self.both / max(1, self.drawn + self.found)


def main() -> None:
    """Print a table of steps and what is lost without each."""
    parser = argparse.ArgumentParser(description="What each step of repairing worn tables is worth")
    parser.add_argument("--source", type=Path, action="append", required=True)
    parser.add_argument("--levels", default="office,bad")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", default=",".join(each.name for each in fields(GridSteps)))
    parser.add_argument("--verbose", action="store_true", help="name the pages that are not whole")
    given = parser.parse_args()
    levels = given.levels.split(",")
    ways = {"all steps": ALL_STEPS}
    ways |= {
        f"without {name}": replace(ALL_STEPS, **{name: False}) for name in given.steps.split(",") if name
    }
    counts = {(way, level): Count() for way in ways for level in levels}
    began = time.process_time()
    for folder in given.source:
        for source in sorted(folder.glob("*.pdf")):
            for level in levels:
                for number, printed, picture, dpi in worn_pages(source, level, given.seed):
                    pages: dict[bool, StraightPage] = {}
                    for way, steps in ways.items():
                        fielded = steps.shaded_fields
                        if fielded not in pages:
                            pages[fielded] = straighten(picture, dpi, turns=0, steps=steps)
                        f1 = add(counts[way, level], printed, cells(rulings_of(pages[fielded], steps)))
                        if given.verbose and f1 < NAMED:
                            print(f"{way}: {source.stem} page {number} {level} {f1:.3f}")
    for way in ways:
        row = []
        for level in levels:
            count, whole = counts[way, level], counts["all steps", level]
            lost = "" if way == "all steps" else f" ({count.f1 - whole.f1:+.4f})"
            perfect = sum(f1 == 1.0 for f1 in count.pages) / max(1, len(count.pages))
            row.append(f"{level} {count.f1:.4f}{lost} whole pages {perfect:.3f}")
        print(f"{way:24s} " + "   ".join(row))
    print(f"{len(counts['all steps', levels[0]].pages)} pages a level, {time.process_time() - began:.0f} s")


def worn_pages(source: Path, level: str, seed: int) -> Iterator[tuple[int, list[Box], damage.Picture, float]]:
    """The pages that draw tables: number, drawn cells, the worn picture and its dots per inch."""
    document = pypdfium2.PdfDocument(source)
    dpi = damage.resolution(source, level, seed)
    for number in range(len(document)):
        printed = cells(read_page(document, number).rulings)
        if len(printed) < LEAST_CELLS:
            continue
        rng = np.random.default_rng(zlib.crc32(f"{source.stem} {level} {number} {seed}".encode()))
        page = document[number].render(scale=dpi / 72, rev_byteorder=True).to_numpy()
        sheet = np.array(page[:, :, :3], dtype=np.uint8)
        yield number + 1, printed, damage.worn(sheet, level, rng, dpi, flat=True), dpi


def cells(rulings: Sequence[Ruling]) -> list[Box]:
    """The cells of the grids that rulings draw."""
    grids, _ = ruled_grids(merge_rulings(rulings))
    return [cell.box for grid in grids if len(grid.cells) > 3 for cell in grid.cells]


def add(count: Count, drawn: Sequence[Box], found: Sequence[Box]) -> float:
    """Count a page, and give its F1."""
    left = list(found)
    for box in drawn:
        twin = next(
            (o for o in left if box.intersection_area(o) >= SAME * max(box.area, o.area)),
            None,
        )
        if twin is not None:
            left.remove(twin)
    both = len(found) - len(left)
    count.drawn, count.found, count.both = (
        count.drawn + len(drawn),
        count.found + len(found),
        count.both + both,
    )
    count.pages.append(2 * both / max(1, len(drawn) + len(found)))
    return count.pages[-1]


if __name__ == "__main__":
    main()
