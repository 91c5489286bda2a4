"""How long the report and the desk take with many documents.

    python bench/report.py [--documents 200] [--browser]

Copies of the converted samples stand for an archive: each under its own name and hash, so that pages of the
originals only are drawn, and of an office of its own. Prints seconds to build the report, its size, milliseconds
per page of the desk, and with ``--browser`` (needs playwright and chromium) how long the report takes to open.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from iki.batch.convert_one import ConvertOptions
from iki.batch.engines import SerialEngine
from iki.batch.output_folder import LocalFolder
from iki.batch.run import BatchOptions, Listener, run_batch
from iki.report.report_builder import build_report
from iki.review.desk.desk_app import create_app
from iki.review.desk.desk_state import Desk

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
HOST = "http://127.0.0.1:5000"
LOOKS = 50


def archive(out: Path, documents: int) -> int:
    """Fill an output folder with ``documents`` records; returns the number of indicator rows."""
    run_batch(
        [str(SAMPLES)], LocalFolder(out), SerialEngine(), BatchOptions(convert=ConvertOptions()), Listener()
    )
    originals = sorted((out / "decrees").glob("*.json"))
    texts = [path.read_text("utf-8") for path in originals]
    for number in range(documents - len(originals)):
        record = json.loads(texts[number % len(texts)])
        sha256 = record["source"]["sha256"]
        record["source"]["sha256"] = hashlib.sha256(f"{sha256}{number}".encode()).hexdigest()
        record["decree"] |= {
            "unit_kerja": f"Kecamatan {number}",
            "kabupaten_kota": f"Kabupaten {number % 500}",
        }
        for position in record["positions"]:
            position["jabatan"] = f"{position['jabatan']} {number % 2000}"
        copy = out / "decrees" / f"copy-{number:05d}.json"
        copy.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    found = (json.loads(path.read_bytes()) for path in (out / "decrees").glob("*.json"))
    return sum(len(position["rows"]) for decree in found for position in decree["positions"])


def desk_milliseconds(out: Path) -> list[float]:
    """Of some looks the middle and the slowest, and the slowest save, in milliseconds.

    The first look, which makes the templates ready, does not count.
    """
    desk = Desk(out)
    desk.make_ready()
    client = create_app(desk, "bench").test_client()
    looks, saves = [], []
    for _ in range(min(LOOKS, len(desk.queue))):
        item = desk.queue.after(None)
        assert item is not None
        start = time.perf_counter()
        html = client.get(f"/bench/item/{item.key}", base_url=HOST).get_data(as_text=True)
        looks.append(time.perf_counter() - start)
        found = re.search(r'name="seen" value="(\w+)"', html)
        assert found is not None
        start = time.perf_counter()
        form = {"seen": found[1], "action": "dismiss"}
        client.post(f"/bench/item/{item.key}", base_url=HOST, data=form)
        saves.append(time.perf_counter() - start)
    return [1000 * seconds for seconds in (statistics.median(looks[1:]), max(looks[1:]), max(saves))]


def opening_milliseconds(report: Path) -> float:
    """How long a browser takes until it has loaded the report."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only on demand

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(report.as_uri())
        milliseconds: float = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        browser.close()
    return milliseconds


def main() -> None:
    """Build a report of many documents; print its time, size and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--browser", action="store_true", help="measure how long the report takes to open")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="iki-bench-") as folder:
        out = Path(folder) / "out"
        rows = archive(out, options.documents)
        start = time.perf_counter()
        report = build_report(out)
        print(f"{options.documents} documents, {rows} rows")
        print(f"report built in {time.perf_counter() - start:.1f} s, {report.stat().st_size / 1e6:.1f} MB")
        if options.browser:
            print(f"opened in {opening_milliseconds(report):.0f} ms")
        look, slowest, save = desk_milliseconds(out)
        print(f"desk: a look {look:.0f} ms, the slowest {slowest:.0f} ms, the slowest save {save:.0f} ms")


if __name__ == "__main__":
    main()
