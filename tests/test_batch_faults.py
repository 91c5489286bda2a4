"""Faults put in on purpose: whatever is killed or refused, a rerun ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from iki.batch.ledger import Ledger

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
KILLS = int(os.environ.get("IKI_TEST_KILLS", "6"))
JOBS = 2
FILES = 14
COPIES = 2  # of each content, which is read once: what is lost of one is lost of both
UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
"""For processes that may not write: coverage, where it is measured, could not write its file either."""


def command(inputs: Path, out: Path, *more: str) -> list[str]:
    arguments = ["convert", str(inputs), "--out", str(out), "--no-report", "--jobs", str(JOBS), *more]
    return [sys.executable, "-m", "iki.cli.main", *arguments]


def content(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith("ledger.sqlite")
    }


def run(inputs: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(inputs, out, *more), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "arsip"
    folder.mkdir()
    small = [SAMPLES / f"{name}.pdf" for name in ("sheet-stacked", "word-ruled-rows", "drawn-gaps")]
    for number in range(FILES):
        data = small[number % 3].read_bytes()
        (folder / f"{number:02d}.pdf").write_bytes(data + b"\n%% %d" % (number % (FILES // COPIES)))
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path) -> dict[str, bytes]:
    out = inputs.parent / "undisturbed"
    assert run(inputs, out).returncode == 0
    return content(out)


def attempts(out: Path) -> list[int]:
    with sqlite3.connect(out / "ledger.sqlite") as ledger:
        return [count for (count,) in ledger.execute("SELECT attempts FROM inputs")]


def unrecorded(out: Path) -> set[str]:
    """Records whose input the ledger does not know as done: they will be made again."""
    made = {f"decrees/{path.name}" for path in (out / "decrees").glob("*.json")}
    if not (out / "ledger.sqlite").exists():
        return made
    with Ledger(out / "ledger.sqlite") as ledger:
        done = ledger.done()
        return made - {file for entry in done for file in entry.outputs}


def test_the_parent_killed_at_random_moments(
    inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Every kill hits a run at work: one that was faster is compared, and another one begun."""
    source, kills, tries = random.Random(20), 0, 0
    out = tmp_path / "0"
    while kills < KILLS:
        process = subprocess.Popen(command(inputs, out), stderr=subprocess.DEVNULL, start_new_session=True)
        with suppress(subprocess.TimeoutExpired):
            process.wait(source.uniform(0.2, 1.6))
        tries += 1
        if process.poll() is None:
            process.kill()
            kills += 1
            assert len(unrecorded(out)) <= JOBS
        else:
            assert process.returncode == 0
            assert content(out) == undisturbed
            out = tmp_path / str(tries)
        process.wait()
    assert run(inputs, out).returncode == 0
    assert content(out) == undisturbed
    assert set(attempts(out)) == {1}


def test_workers_killed_at_random_moments(
    inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out, source = tmp_path / "out", random.Random(21)
    process = subprocess.Popen(command(inputs, out), stderr=subprocess.PIPE, text=True)
    killed = 0
    while process.poll() is None and killed < 4:
        time.sleep(source.uniform(0.1, 0.4))
        for worker in psutil.Process(process.pid).children()[:1]:
            worker.kill()
            killed += 1
    _, error = process.communicate()
    assert killed
    lost = error.count("failed (crashed)")
    assert process.returncode == (1 if lost else 0)
    assert lost <= COPIES * killed
    assert run(inputs, out).returncode == 0
    assert content(out) == undisturbed


def test_a_file_that_cannot_be_written_ends_the_run_with_a_word(
    inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ended = subprocess.run(
        command(inputs, out),
        capture_output=True,
        text=True,
        check=False,
        env=UNMEASURED,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )
    assert ended.returncode == 1
    assert "Free space or permissions there" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not [path for path in (out / "decrees").iterdir() if path.suffix != ".json"]
    assert run(inputs, out).returncode == 0
    assert content(out) == undisturbed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("no permission to mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _without_repeats(record: bytes) -> dict[str, object]:
    """A record without what the end of a run adds: that the decree also appears in another input."""
    decree: dict[str, object] = json.loads(record)
    gaps = decree["gaps"]
    assert isinstance(gaps, list)
    return decree | {"duplicate_of": None, "gaps": [gap for gap in gaps if gap["code"] != "duplicate-decree"]}


def test_a_full_disk(inputs: Path, undisturbed: dict[str, bytes], small_disk: Path) -> None:
    out = small_disk / "out"
    ended = run(inputs, out)
    assert ended.returncode == 1
    assert "Free space" in ended.stderr
    assert "Traceback" not in ended.stderr
    for path in (out / "decrees").glob("*.json"):
        assert _without_repeats(path.read_bytes()) == _without_repeats(undisturbed[f"decrees/{path.name}"])
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    assert run(inputs, out).returncode == 0
    assert content(out) == undisturbed


def test_an_output_where_nothing_can_be_made(inputs: Path) -> None:
    ended = run(inputs, Path("/proc/iki-out"))
    assert ended.returncode == 1
    assert "/proc/iki-out" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_process_is_left_behind(inputs: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(command(inputs, tmp_path / "out"), stderr=subprocess.DEVNULL)
    workers: list[psutil.Process] = []
    while process.poll() is None and len(workers) < 2:
        workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    gone, alive = psutil.wait_procs(workers, timeout=30)
    assert len(gone) == 2
    assert not alive
