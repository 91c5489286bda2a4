"""Speed and memory on text PDFs, side by side with other readers of tables, all in one run on one core.

    python bench/throughput.py [--files FOLDER] [--rounds 3] [--pages 200,1000,2000] [--peers PYTHON] [--json FILE]

Every contestant reads the same PDFs in a process of its own that is pinned to one core (where the system can
do that; elsewhere use its own means) and may use one thread:

- *iki*: the whole way from file to JSON and rows of the tables; also by stage;
- *pdfplumber*: ``extract_tables()`` of every page, nothing else;
- *camelot lattice*: ``read_pdf(flavor="lattice")`` of every page, nothing else;
- *tablers*, *pdf-inspector* (both in Rust): ``find_tables()`` of every page, ``process_pdf()`` of every file. They are
  no part of the development environment: ``--peers`` names an interpreter in whose environment they are installed.

A contestant that is not installed is left out. How many letters and digits it found within tables (pdf-inspector: on
the pages) is shown beside its speed. Imports are not counted, the best of the rounds is. What counts
is the time that the processor spent, so that other work on the machine does not disturb; on an idle machine it
is the time by the clock, which is shown too. Then documents of growing length, made of the samples' pages, go
through ``iki convert``: its largest process must not grow with them. ``--pages ""`` leaves that out,
``--without camelot`` a contestant.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
GOALS = {"pages_per_second": 73.0, "times_pdfplumber": 4.5, "peak_mb": 350.0}
NEEDS = {"iki": "iki", "pdfplumber": "pdfplumber", "camelot": "camelot"}
PEERS = ("tablers", "pdf-inspector")
LOOK_SECONDS = 0.05
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
MB = 1e6
Json = dict[str, Any]
Texts = list[str | None]


# ---- contestants: each does all files once and tells what it did -------------------------------------------


def _iki() -> Callable[[Sequence[Path]], Json]:
    import iki.extract.document_reader as reading  # noqa: PLC0415 - a contestant loads its own libraries only
    from iki.batch.tasks import to_json  # noqa: PLC0415
    from iki.extract import pdfium  # noqa: PLC0415
    from iki.normalize.decree_builder import build_decrees  # noqa: PLC0415
    from iki.schema.garbage_collection import collect_seldom  # noqa: PLC0415
    from iki.schema.tables import flatten  # noqa: PLC0415

    spent: defaultdict[str, float] = defaultdict(float)

    def timed(stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return call(*args, **kwargs)
            finally:
                spent[stage] += time.process_time() - began

        return run

    collect_seldom()  # as a worker of `iki convert` does
    pdfium.read_page = timed("text and rulings", pdfium.read_page)
    module: Any = reading
    module.lay_out = timed("layout", module.lay_out)
    read = timed("read", reading.read_document)
    build = timed("normalise", build_decrees)
    write = timed("JSON and tables", lambda decree: (to_json(decree), flatten(decree, "d")))

    def run(files: Sequence[Path]) -> Json:
        spent.clear()
        pages: list[Any] = []
        for path in files:
            document = read(path, name=path.name)
            pages += document.pages
            for decree in build(document):
                write(decree)
        spent["open, second readers"] = spent["read"] - spent["text and rulings"] - spent["layout"]
        del spent["read"]
        tables = [block for page in pages for block in page.blocks if block.kind == "table"]
        stages = {k: round(v, 4) for k, v in sorted(spent.items(), key=lambda item: -item[1])}
        return {
            "pages": len(pages),
            "tables": len(tables),
            "texts": [t.text for t in tables],
            "stages": stages,
        }

    return run


def _pdfplumber() -> Callable[[Sequence[Path]], Json]:
    import pdfplumber  # noqa: PLC0415

    def run(files: Sequence[Path]) -> Json:
        pages = 0
        tables: list[list[Texts]] = []
        for path in files:
            with pdfplumber.open(path) as pdf:
                for page in pdf.pages:
                    tables += page.extract_tables()
                    pages += 1
                    page.close()
        texts = [text for table in tables for row in table for text in row]
        return {"pages": pages, "tables": len(tables), "texts": texts}

    return run


def _camelot() -> Callable[[Sequence[Path]], Json]:
    import camelot  # noqa: PLC0415
    import pypdfium2  # noqa: PLC0415

    def run(files: Sequence[Path]) -> Json:
        pages = 0
        tables: list[Any] = []
        for path in files:
            with pypdfium2.PdfDocument(path) as pdf:
                pages += len(pdf)
            tables += camelot.read_pdf(  # type: ignore[attr-defined]
                str(path), pages="all", flavor="lattice", suppress_stdout=True
            )
        texts = [text for table in tables for row in table.data for text in row]
        return {"pages": pages, "tables": len(tables), "texts": texts}

    return run


def _tablers() -> Callable[[Sequence[Path]], Json]:
    from tablers import Document, find_tables  # noqa: PLC0415

    def run(files: Sequence[Path]) -> Json:
        pages = 0
        tables: list[Any] = []
        for path in files:
            with Document(str(path)) as document:
                for page in document.pages():
                    tables += find_tables(page, extract_text=True)
                    pages += 1
        texts = [cell.text for table in tables for cell in table.cells]
        return {"pages": pages, "tables": len(tables), "texts": texts}

    return run


def _pdf_inspector() -> Callable[[Sequence[Path]], Json]:
    from pdf_inspector import process_pdf  # noqa: PLC0415

    def run(files: Sequence[Path]) -> Json:
        results = [process_pdf(str(path)) for path in files]
        return {"pages": sum(r.page_count for r in results), "texts": [r.markdown for r in results]}

    return run


CONTESTANTS = {
    "iki": _iki,
    "pdfplumber": _pdfplumber,
    "camelot": _camelot,
    "tablers": _tablers,
    "pdf-inspector": _pdf_inspector,
}


def contest(name: str, files: Sequence[Path], rounds: int) -> Json:
    """One contestant, in this process: the best of the rounds, and the process's peak memory."""
    run = CONTESTANTS[name]()
    run(files[:1])
    best: Json = {}
    for _ in range(rounds):
        began, clock = time.process_time(), time.perf_counter()
        result = run(files)
        result["seconds"] = round(time.process_time() - began, 3)
        result["seconds_by_the_clock"] = round(time.perf_counter() - clock, 3)
        result["letters"] = sum(c.isalnum() for text in result.pop("texts") for c in text or "")
        if not best or result["seconds"] < best["seconds"]:
            best = result
    best["pages_per_second"] = round(best["pages"] / best["seconds"], 1)
    best["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB, 1)
    return best


# ---- the processes -----------------------------------------------------------------------------------------


def pin() -> bool:
    """Keep this process and its children on one core; ``False`` where the system has no means for it."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def in_own_process(name: str, files: Sequence[Path], rounds: int, python: str = sys.executable) -> Json:
    """The figures of one reader, measured in a process of its own."""
    command = [python, __file__, "--contest", name, "--rounds", str(rounds), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def long_document(files: Sequence[Path], pages: int, path: Path) -> None:
    """Write a PDF of ``pages`` pages, the files' pages over and over, to ``path``."""
    import pikepdf  # noqa: PLC0415 - only this part needs it

    with pikepdf.new() as out:
        while len(out.pages) < pages:
            for file in files:
                with pikepdf.open(file) as pdf:
                    out.pages.extend(pdf.pages[: pages - len(out.pages)])
        out.save(path)


def memory_of(document: Path, folder: Path) -> Json:
    """Peak memory in MB of ``iki convert`` with one worker: its largest process, and all together."""
    import psutil  # noqa: PLC0415 - only this part needs it

    command = [sys.executable, "-m", "iki.cli.main", "convert", str(document), "--out", str(folder)]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--jobs", "1", "--no-report", "--quiet"])
    watched = psutil.Process(process.pid)
    largest = together = 0.0
    while process.poll() is None:
        sizes = []
        for each in _family(watched):
            try:
                sizes.append(each.memory_info().rss / MB)
            except psutil.Error:
                continue
        largest, together = max([largest, *sizes]), max(together, sum(sizes))
        time.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - began
    return {
        "exit_status": process.returncode,
        "seconds": round(seconds, 1),
        "largest_process_mb": round(largest, 1),
        "all_processes_mb": round(together, 1),
    }


def _family(process: Any) -> list[Any]:
    import psutil  # noqa: PLC0415 - as above

    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def cpu() -> str:
    """The processor's name as the system gives it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def main() -> int:
    """Measure the program and its peers on the same files; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=Path, default=SAMPLES, help="a folder of text PDFs")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--pages", default="200,1000,2000", help="lengths of the documents for the memory check"
    )
    parser.add_argument("--without", action="append", default=[], choices=["pdfplumber", "camelot"])
    parser.add_argument("--peers", help="an interpreter that has tablers and pdf-inspector")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--contest", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    pinned = pin()
    os.environ.update(dict.fromkeys(THREADS, "1"))  # for the contestants' processes
    if args.contest:
        print(json.dumps(contest(args.contest, args.paths, args.rounds)))
        return 0
    files = sorted(args.files.glob("*.pdf"))
    report: Json = {
        "machine": {
            "cpu": cpu(),
            "cores": os.cpu_count(),
            "pinned": pinned,
            "python": platform.python_version(),
        },
        "files": len(files),
        "contestants": {},
        "memory": {},
    }
    for name, module in NEEDS.items():
        if name in args.without or importlib.util.find_spec(module) is None:
            continue
        report["contestants"][name] = in_own_process(name, files, args.rounds)
        show(name, report["contestants"][name], report["contestants"]["iki"])
    for name in PEERS if args.peers else ():
        report["contestants"][name] = in_own_process(name, files, args.rounds, args.peers)
        show(name, report["contestants"][name], report["contestants"]["iki"])
    stages = report["contestants"]["iki"].get("stages", {})
    for stage, seconds in stages.items():
        share = seconds / sum(stages.values())
        print(
            f"  {stage:20}{seconds * 1000 / report['contestants']['iki']['pages']:8.2f} ms a page {share:6.0%}"
        )
    with tempfile.TemporaryDirectory() as temporary:
        for pages in (int(text) for text in args.pages.split(",") if text.strip()):
            document = Path(temporary) / f"{pages}.pdf"
            long_document(files, pages, document)
            found = memory_of(document, Path(temporary) / f"out-{pages}")
            report["memory"][pages] = found
            print(
                f"{pages:6} pages in one file: {found['largest_process_mb']:7.1f} MB largest process, "
                f"{found['all_processes_mb']:7.1f} MB all, {pages / found['seconds']:6.1f} pages/s with the start"
            )
    report["goals"] = goals(report)
    for goal, (value, wanted, reached) in report["goals"].items():
        print(f"{goal:20}{value:8.1f}  goal {wanted:6.1f}  {'reached' if reached else 'MISSED'}")
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return 0


def show(name: str, figures: Json, first: Json) -> None:
    """Print the figures of one reader beside those of the first."""
    if "failed" in figures:
        print(f"{name:14} failed: {figures['failed']}")
        return
    ratio = first["pages_per_second"] / figures["pages_per_second"]
    print(
        f"{name:14}{figures['pages']:5} pages {figures['seconds']:8.2f} s (clock "
        f"{figures['seconds_by_the_clock']:.2f}) {figures['pages_per_second']:8.1f} pages/s "
        f"{figures['peak_mb']:7.1f} MB {figures['letters']:7} letters"
        + ("" if name == "iki" else f"   iki is {ratio:.1f} times as fast")
    )


def goals(report: Json) -> dict[str, tuple[float, float, bool]]:
    """Each goal that could be measured: the figure, what is wanted, and whether it is reached."""
    own, other = report["contestants"]["iki"], report["contestants"].get("pdfplumber", {})
    found = {"pages_per_second": own["pages_per_second"]}
    if "pages_per_second" in other:
        found["times_pdfplumber"] = round(own["pages_per_second"] / other["pages_per_second"], 2)
    peaks = [own["peak_mb"], *(m["largest_process_mb"] for m in report["memory"].values())]
    found["peak_mb"] = max(peaks)
    return {
        name: (value, GOALS[name], value <= GOALS[name] if name == "peak_mb" else value >= GOALS[name])
        for name, value in found.items()
    }


if __name__ == "__main__":
    sys.exit(main())
