"""How a large archive goes: throughput against a single process's, scaling, the parent's memory, a resumed run.

Makes COUNT different text decrees out of the samples, each for places of its own (`variants`). Converts them with
``iki convert`` once for each number of jobs and measures from outside. Run for example:

    python bench/archive.py --count 400 --jobs 1,2

What a core can do is measured on the same files, in processes that do nothing but convert and write the records:
one alone, and as many at a time as there are jobs, for cores share memory and caches. A machine that others work on
too is faster in one minute than in the next. So the run is halted every half a minute, and what these processes do
just then is measured (`Probe`); the time that takes does not count. ``--count 20000 --jobs 2`` takes about a quarter
of an hour on two cores; it needs 4 GB of disk, in the folder for temporary files or in ``--folder``.
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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

import psutil
from iki.batch.convert_one import ConvertOptions, convert_one
from iki.batch.tasks import to_json
from variants import Varied

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
LOOK_SECONDS = 0.1
PROBE_FILES, WARM_FILES = 34, 17
PROBE_SECONDS = 30.0


def make_archive(folder: Path, count: int) -> None:
    """Write ``count`` decrees in folders of a thousand."""
    samples = [Varied(path) for path in sorted(SAMPLES.glob("*.pdf"))]
    for number in range(count):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(samples[number % len(samples)].variant(number) + b"\n%% %d\n" % number)


Rate = tuple[float, float]
"""Seconds, and seconds of processor time, a page."""


class Probe:
    """Processes that only convert and write records, without ledger, repeats or tables: ``jobs`` of them."""

    def __init__(self, archive: Path, jobs: int) -> None:
        files = sorted(archive.rglob("*.pdf"))
        self._lots = cycle([files[at : at + PROBE_FILES] for at in range(0, len(files), PROBE_FILES)])
        self._jobs = jobs
        self._pool = ProcessPoolExecutor(jobs, get_context("spawn"), warm_up, (next(self._lots),))
        self.one: list[Rate] = []
        self.together: list[Rate] = []
        self._measure(jobs)

    def take(self) -> None:
        """Measure one of them alone, and all at the same time."""
        self.one += self._measure(1)
        self.together += self._measure(self._jobs)

    def _measure(self, processes: int) -> list[Rate]:
        """Convert other files than before, so that nothing is known from them."""
        return list(self._pool.map(only_convert, [next(self._lots) for _ in range(processes)]))

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown()


def pages_per_second(rates: Sequence[Rate]) -> float:
    """On average over the time of the run."""
    return statistics.mean(1 / wall for wall, _ in rates)


def warm_up(files: Sequence[Path]) -> None:
    """Load what converting needs, and keep it from the collector, as workers do."""
    only_convert(files[:WARM_FILES])
    gc.freeze()


def only_convert(files: Sequence[Path]) -> Rate:
    """Convert the files here and now."""
    with tempfile.TemporaryDirectory(prefix="alone-", dir=files[0].parents[2]) as out:
        began, before, pages = time.perf_counter(), time.process_time(), 0
        for path in files:
            outcome = convert_one(path, path.name, ConvertOptions())
            for number, decree in enumerate(outcome.decrees):
                Path(out, f"{path.stem}-{number}.json").write_bytes(to_json(decree))
            pages += outcome.pages
        return (time.perf_counter() - began) / pages, (time.process_time() - before) / pages


@dataclass(frozen=True)
class Run:
    """Figures of one run of ``iki convert``: seconds of processor time of all its processes, the parent's memory in
    MB over time, and by the clock when it began and ended and when it was halted.
    """

    processor: float
    memory: list[float]
    began: float
    ended: float
    halts: list[tuple[float, float]]

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.between(self.began, self.ended)

    def between(self, start: float, end: float) -> float:
        """Seconds from one time to another that it was not halted."""
        halted = sum(max(0.0, min(end, b) - max(start, a)) for a, b in self.halts)
        return end - start - halted


def convert(archive: Path, out: Path, jobs: int, probe: Probe | None = None) -> Run:
    """Convert the archive with ``jobs`` workers; in between, take the probe again and again."""
    command = [sys.executable, "-m", "iki.cli.main", "convert", str(archive), "--out", str(out)]
    before, memory, halts = processor_seconds(), [], []
    began = due = time.time()
    process = subprocess.Popen([*command, "--no-report", "--quiet", "--jobs", str(jobs)])
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.Error):
            memory.append(watched.memory_info().rss / 1e6)
        time.sleep(LOOK_SECONDS)
        if probe and time.time() >= due + PROBE_SECONDS:
            halt = time.time()
            with suppress(psutil.Error), halted(watched):
                probe.take()
            due = time.time()
            halts.append((halt, due))
    if process.returncode:
        sys.exit(f"iki convert ended with {process.returncode}")
    return Run(processor_seconds() - before, memory, began, time.time(), halts)


@contextmanager
def halted(process: psutil.Process) -> Iterator[None]:
    """Halt a process, and all that it has started, for as long as the block lasts."""
    process.suspend()
    started = process.children(recursive=True)
    for each in started:
        each.suspend()
    try:
        yield
    finally:
        for each in [*started, process]:
            each.resume()


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


def measure(archive: Path, out: Path, count: int, jobs: int, show: Callable[[str, str], None]) -> float:
    """Convert with ``jobs`` workers, show the figures, and return pages a second."""
    probe = Probe(archive, jobs)
    probe.take()
    run = convert(archive, out, jobs, probe)
    probe.take()
    probe.close()
    done = read_ledger(out)
    resumed = convert(archive, out, jobs)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    rate, third = done.pages / run.seconds, max(1, len(run.memory) // 3)
    working = run.between(done.first, done.last)
    one, together = pages_per_second(probe.one), pages_per_second(probe.together)
    processor = statistics.mean(processor for _, processor in probe.together)
    show(f"{jobs} jobs", f"{rate:.1f} pages/s: {done.pages:,} pages in {run.seconds:,.0f} s")
    show("  a process that only converts, alone", f"{one:.1f} pages/s, measured {len(probe.one)} times")
    show("  per core, of that", f"{rate / jobs / one:.0%}")
    show(f"  such processes, {jobs} at a time", f"{together:.1f} pages/s each")
    show("  per core, of these", f"{rate / jobs / together:.0%}")
    show("  the same, between first and last result", f"{done.pages / working / jobs / together:.0%}")
    show("  processor time", f"{1000 * run.processor / done.pages:.1f} ms a page, all in all")
    show("  of processes that only convert", f"{1000 * processor:.1f} ms a page")
    busy = done.busy / jobs - (done.last - done.first - working)
    show("  workers busy in between", f"{busy / working:.0%} of the time")
    show("  until the first result", f"{run.between(run.began, done.first):.1f} s")
    end = run.between(done.last, run.ended)
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
        rates: dict[int, float] = {}
        for jobs in map(int, arguments.jobs.split(",")):
            rates[jobs] = measure(archive, out, arguments.count, jobs, show)
            shutil.rmtree(out)
    least = min(rates)
    for jobs in sorted(rates.keys() - {least}):
        show(f"{jobs} jobs against {least}", f"{rates[jobs] / rates[least]:.2f} times")


if __name__ == "__main__":
    main()
