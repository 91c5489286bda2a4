"""How a large archive goes: throughput against a single document's, the parent's memory, and a resumed run.

Makes COUNT different text decrees out of the samples (each with a comment of its own, so that no two are
duplicates), converts them with ``iki convert`` and measures from outside. Run for example:

    python bench/archive.py --count 2000 --jobs 2

``--count 20000`` takes about half an hour on two cores and 3 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from iki.batch.convert_one import ConvertOptions, convert_one

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
LOOK_SECONDS = 0.5


def make_archive(folder: Path, count: int) -> None:
    """Write ``count`` decrees in folders of a thousand."""
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))]
    for number in range(count):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(samples[number % len(samples)] + b"\n%% %d\n" % number)


def convert(archive: Path, out: Path, jobs: int) -> tuple[float, list[float]]:
    """Seconds that a run took, and the parent's memory in MB over time."""
    command = [
        sys.executable,
        "-m",
        "iki.cli.main",
        "convert",
        str(archive),
        "--out",
        str(out),
        "--no-report",
    ]
    began, memory = time.perf_counter(), []
    process = subprocess.Popen([*command, "--quiet", "--jobs", str(jobs)])
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            memory.append(watched.memory_info().rss / 1e6)
        except psutil.Error:
            break
        time.sleep(LOOK_SECONDS)
    process.wait()
    return time.perf_counter() - began, memory


def read_ledger(out: Path) -> tuple[int, float]:
    """Pages, and the seconds that workers spent on reading and building."""
    with sqlite3.connect(out / "ledger.sqlite") as ledger:
        rows = ledger.execute("SELECT pages, milliseconds FROM inputs").fetchall()
    return sum(pages for pages, _ in rows), sum(sum(json.loads(ms).values()) for _, ms in rows) / 1000


def single(repeats: int = 5) -> float:
    """Pages per second of one process on the samples, without files, ledger or tables; best of some."""
    speeds = []
    for _ in range(repeats):
        began = time.perf_counter()
        pages = sum(
            convert_one(path, path.name, ConvertOptions()).pages for path in sorted(SAMPLES.glob("*.pdf"))
        )
        speeds.append(pages / (time.perf_counter() - began))
    return max(speeds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    reference = single()
    with tempfile.TemporaryDirectory(prefix="iki-bench-") as folder:
        archive, out = Path(folder, "archive"), Path(folder, "out")
        make_archive(archive, arguments.count)
        seconds, memory = convert(archive, out, arguments.jobs)
        pages, busy = read_ledger(out)
        resumed, _ = convert(archive, out, arguments.jobs)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    third = max(1, len(memory) // 3)
    rate = pages / seconds
    figures = {
        "one process, nothing else": f"{reference:.1f} pages/s",
        f"{arguments.count:,} files, {arguments.jobs} jobs": f"{rate:.1f} pages/s, {seconds:,.0f} s",
        "of a core's own speed": f"{rate / arguments.jobs / reference:.0%}",
        "workers busy": f"{busy / seconds / arguments.jobs:.0%} of the time",
        "parent's memory in the first third": f"{statistics.median(memory[:third]):.0f} MB",
        "parent's memory in the last third": f"{statistics.median(memory[-third:]):.0f} MB",
        "parent's memory at most": f"{max(memory):.0f} MB",
        "run again when finished": f"{resumed:.1f} s",
        "output": f"{size / arguments.count / 1000:.0f} kB a decree",
    }
    for name, figure in figures.items():
        print(f"{name:40}{figure}")


if __name__ == "__main__":
    main()
