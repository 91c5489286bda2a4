"""How a large archive goes: throughput against a single process's, scaling, the parent's memory, a resumed run.

Makes COUNT different text decrees out of the samples, each for places of its own (`variants`). Converts them with
``iki convert`` once for each number of jobs and measures from outside. Run for example:

    python bench/archive.py --count 400 --jobs 1,2

What a core can do is measured on the same files, in processes that do nothing but convert and write the records:
one alone, and as many at a time as there are jobs, for cores share memory and caches. ``--count 20000 --jobs 2``
takes about a quarter of an hour on two cores; it needs 4 GB of disk, in the folder for temporary files or in
``--folder``.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psutil
from iki.batch.convert_one import ConvertOptions, convert_one
from iki.batch.tasks import to_json
from variants import Varied

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
LOOK_SECONDS = 0.1
FILES_ALONE = 102


def make_archive(folder: Path, count: int) -> None:
    """Write ``count`` decrees in folders of a thousand."""
    samples = [Varied(path) for path in sorted(SAMPLES.glob("*.pdf"))]
    for number in range(count):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(samples[number % len(samples)].variant(number) + b"\n%% %d\n" % number)


@dataclass(frozen=True)
class Run:
    """Figures of one run of ``iki convert``: seconds, seconds of processor time of all its processes, and the
    parent's memory in MB over time.
    """

    seconds: float
    processor: float
    memory: list[float]
    began: float
    ended: float


def convert(archive: Path, out: Path, jobs: int) -> Run:
    """Convert the archive with so many jobs."""
    command = [sys.executable, "-m", "iki.cli.main", "convert", str(archive), "--out", str(out)]
    before, memory = processor_seconds(), []
    began, clock = time.time(), time.perf_counter()
    process = subprocess.Popen([*command, "--no-report", "--quiet", "--jobs", str(jobs)])
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.Error):
            memory.append(watched.memory_info().rss / 1e6)
        time.sleep(LOOK_SECONDS)
    if process.returncode:
        sys.exit(f"iki convert ended with {process.returncode}")
    seconds = time.perf_counter() - clock
    return Run(seconds, processor_seconds() - before, memory, began, time.time())


def processor_seconds() -> float:
    """Of all processes that this one has started and waited for, and of those that they had."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Done:
    """What the ledger tells: pages, seconds of workers' time, when the first and the last input was finished."""

    pages: int
    busy: float
    first: float
    last: float


def read_ledger(out: Path) -> Done:
    """Add up what was done."""
    with sqlite3.connect(out / "ledger.sqlite") as ledger:
        rows = ledger.execute("SELECT pages, milliseconds, finished FROM inputs").fetchall()
    pages, milliseconds, finished = zip(*rows, strict=True)
    busy = sum(sum(json.loads(stages).values()) for stages in milliseconds) / 1000
    return Done(sum(pages), busy, min(finished), max(finished))


def alone(files: Sequence[Path]) -> tuple[float, float]:
    """Seconds, and seconds of processor time, a page of this process, without ledger, repeats or tables."""
    with tempfile.TemporaryDirectory(prefix="alone-", dir=files[0].parents[2]) as out:

        def convert_and_write(path: Path) -> int:
            outcome = convert_one(path, path.name, ConvertOptions())
            for number, decree in enumerate(outcome.decrees):
                Path(out, f"{path.stem}-{number}.json").write_bytes(to_json(decree))
            return outcome.pages

        for path in files[:17]:
            convert_and_write(path)
        gc.freeze()
        began, before = time.perf_counter(), time.process_time()
        pages = sum(map(convert_and_write, files))
        return (time.perf_counter() - began) / pages, (time.process_time() - before) / pages


def at_once(archive: Path, processes: int) -> tuple[float, float]:
    """The same of some processes that convert at the same time, on average."""
    files = sorted(archive.rglob("*.pdf"))[:FILES_ALONE]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        wall, processor = zip(*pool.map(alone, [files] * processes), strict=True)
    return statistics.mean(wall), statistics.mean(processor)


def measure(archive: Path, out: Path, count: int, jobs: int, show: Callable[[str, str], None]) -> float:
    """Convert with so many jobs, show the figures, and return pages a second."""
    before = at_once(archive, jobs)
    run = convert(archive, out, jobs)
    wall, processor = map(statistics.mean, zip(before, at_once(archive, jobs), strict=True))
    done = read_ledger(out)
    resumed = convert(archive, out, jobs)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    rate, third = done.pages / run.seconds, max(1, len(run.memory) // 3)
    working = done.last - done.first
    show(f"{jobs} jobs", f"{rate:.1f} pages/s: {done.pages:,} pages in {run.seconds:,.0f} s")
    show("  processes that only convert", f"{1 / wall:.1f} pages/s each, {jobs} at a time")
    show("  of what so many can do", f"{rate / jobs * wall:.0%}")
    show("  the same, between first and last result", f"{done.pages / working / jobs * wall:.0%}")
    show("  processor time", f"{1000 * run.processor / done.pages:.1f} ms a page, all in all")
    show("  of processes that only convert", f"{1000 * processor:.1f} ms a page")
    show("  workers busy in between", f"{done.busy / working / jobs:.0%} of the time")
    show("  until the first result", f"{done.first - run.began:.1f} s")
    end = run.ended - done.last
    show("  end: repeats, tables", f"{end:.1f} s, {1000 * end / count:.2f} ms a decree")
    show("  parent's memory", f"{statistics.median(run.memory[:third]):.0f} MB in the first third")
    show("", f"{statistics.median(run.memory[-third:]):.0f} MB in the last, at most {max(run.memory):.0f} MB")
    show("  run again when finished", f"{resumed.seconds:.1f} s")
    show("  output", f"{size / count / 1000:.0f} kB a decree")
    return rate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--jobs", default="1,2", help="numbers of jobs, by commas")
    parser.add_argument("--folder", type=Path, help="where to keep the files while it measures")
    arguments = parser.parse_args()

    def show(name: str, figure: str) -> None:
        print(f"{name:44}{figure}", flush=True)

    with tempfile.TemporaryDirectory(prefix="iki-bench-", dir=arguments.folder) as folder:
        archive, out = Path(folder, "archive"), Path(folder, "out")
        make_archive(archive, arguments.count)
        show(f"{arguments.count:,} files", "")
        one, _ = at_once(archive, 1)
        show("one process alone", f"{1 / one:.1f} pages/s")
        rates: dict[int, float] = {}
        for jobs in map(int, arguments.jobs.split(",")):
            rates[jobs] = measure(archive, out, arguments.count, jobs, show)
            show("  of the process alone, per core", f"{rates[jobs] / jobs * one:.0%}")
            shutil.rmtree(out)
    least = min(rates)
    for jobs in sorted(rates.keys() - {least}):
        show(f"{jobs} jobs against {least}", f"{rates[jobs] / rates[least]:.2f} times")


if __name__ == "__main__":
    main()
