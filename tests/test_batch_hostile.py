"""Files that mean harm: each ends in the right status within its limits, and harms nothing else."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile.make import FILES, SAMPLE, Hostile, make_all

TIMEOUT = 20
MEMORY_MB = 600
OVERSHOOT_MB = 200

RUNNER = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(status)
"""


@dataclass(frozen=True)
class Done:
    """What a batch of all files did: its exit status, memory and messages, and the ledger's rows by name."""

    folder: Path
    out: Path
    expected: dict[str, tuple[str, ...]]
    status: int
    peak_mb: int
    seconds: float
    stderr: str
    rows: dict[str, list[str]]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """All files converted in one batch, among them good ones."""
    folder = tmp_path_factory.mktemp("hostile")
    inputs, out = folder / "arsip", folder / "out"
    expected = make_all(inputs)
    for number in range(5):
        (inputs / f"good-{number}.pdf").write_bytes(SAMPLE.read_bytes() + b"\n%% %d" % number)
    os.mkfifo(inputs / "pipe.pdf")
    (inputs / "password.pdf").symlink_to("/etc/passwd")
    (inputs / "device.pdf").symlink_to("/dev/zero")
    arguments = ["convert", str(inputs), "--out", str(out), "--no-report", "--jobs", "2"]
    limits = ["--timeout", str(TIMEOUT), "--max-memory", str(MEMORY_MB), "--max-bytes", "64"]
    command = [sys.executable, "-c", RUNNER, sys.executable, "-m", "iki.cli.main", *arguments, *limits]
    began = time.monotonic()
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    with sqlite3.connect(out / "ledger.sqlite") as ledger:
        rows = ledger.execute("SELECT name, status, error, outputs FROM inputs").fetchall()
    return Done(
        folder=folder,
        out=out,
        expected=expected,
        status=ended.returncode,
        peak_mb=int(ended.stdout),
        seconds=time.monotonic() - began,
        stderr=ended.stderr,
        rows={name.removeprefix("arsip/"): row for name, *row in rows},
    )


def test_there_are_enough_of_them() -> None:
    assert len({file.name for file in FILES}) >= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: ascii(file.name)[1:40])
def test_each_ends_in_a_right_status(file: Hostile, done: Done) -> None:
    rows = done.rows
    key = next(name for name in rows if name == file.name or name.startswith(f"{file.name}/"))
    status, error, _ = rows[key]
    assert status in file.statuses, error


def test_the_good_ones_are_unharmed(done: Done) -> None:
    assert done.status == 1
    assert {done.rows[f"good-{number}.pdf"][0] for number in range(5)} == {"ok"}


def test_pipes_devices_and_links_that_lead_out_are_refused(done: Done) -> None:
    for name in ("pipe.pdf", "password.pdf", "device.pdf"):
        assert done.rows[name][0] == "unsupported"


def test_memory_stays_within_the_cap(done: Done) -> None:
    assert done.peak_mb <= MEMORY_MB + OVERSHOOT_MB


def test_every_input_is_reported_by_name_and_reason(done: Done) -> None:
    for name, (status, error, outputs) in done.rows.items():
        assert (outputs != "[]") == (status in {"ok", "partial", "repaired", "duplicate"})
        assert error == "" or name in error


def test_nothing_appears_outside_of_the_output(done: Done) -> None:
    assert {path.name for path in done.folder.iterdir()} == {"arsip", "out"}
    assert not Path("/tmp/slipped.pdf").exists()
    names = [path.name for path in (done.out / "decrees").iterdir()]
    assert all(name.endswith(".json") and name.isprintable() for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_tables_can_be_read(done: Done) -> None:
    with (done.out / "decrees.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(list((done.out / "decrees").iterdir()))
