"""Reading engines that crash, hang or answer nonsense: what becomes of the input, and that nothing else is harmed.

The engines are doubles, once as a command ``tesseract`` and once as a module ``tesserocr`` inside the worker.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

SAMPLE = Path(__file__).parent.parent / "samples" / "decrees" / "sheet-stacked.pdf"
TIMEOUT = 8
PATIENT = 120  # seconds for what ends by itself, also on a machine that is busy
MARK = "1234.567"  # how long the double sleeps: to know its process among others

COMMAND = f"""#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List of available languages in "/nowhere/" (1):\\neng\\n'; exit; fi
case $IKI_DOUBLE in
crash) kill -SEGV $$ ;;
hang) exec sleep {MARK} ;;
nonsense) printf '5\\t1\\t1\\t1\\t1\\t1\\t9\\t9\\t90\\t20\\t95.0\\tcaf\\351\\377\\n5\\tx\\n\\377\\376\\n' > "$2.tsv" ;;
garbled) printf '5\\t1\\t1\\t1\\t1\\t1\\tx\\ty\\tz\\t20\\t\\377\\tword\\n' > "$2.tsv" ;;
esac
"""

MODULE = f"""
import os, signal, time
class RIL: WORD = 0
class PyTessBaseAPI:
    def __init__(self, **given): pass
    def SetImageBytes(self, *given): pass
    def SetSourceResolution(self, dpi): pass
    def GetIterator(self): return [self]
    def Empty(self, level): return False
    def BoundingBox(self, level): return (9, 9, 90, 29)
    def Confidence(self, level): return 95.0
    def GetUTF8Text(self, level): return b"caf\\xe9\\xff".decode()
    def Recognize(self):
        if os.environ["IKI_DOUBLE"] == "crash": os.kill(os.getpid(), signal.SIGSEGV)
        if os.environ["IKI_DOUBLE"] == "hang": time.sleep({MARK})
        return True
def iterate_level(iterator, level): return iterator
"""


@dataclass(frozen=True)
class Ended:
    """How a run ended: statuses and errors by input, and the output folder."""

    statuses: dict[str, str]
    errors: dict[str, str]
    out: Path
    returncode: int
    stderr: str


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of some print and a decree with text."""
    folder = tmp_path_factory.mktemp("doubles") / "arsip"
    folder.mkdir()
    picture = Image.new("L", (1240, 1754), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(40)
    for number, text in enumerate(
        ("INDIKATOR KINERJA INDIVIDU", "Jabatan : Kasi Trantib", "Tugas : Melayani")
    ):
        draw.text((150, 200 + 90 * number), text, 0, font)
    picture.save(folder / "scan.png", dpi=(150, 150))
    (folder / "text.pdf").write_bytes(SAMPLE.read_bytes())
    return folder


def run(inputs: Path, tmp_path: Path, kind: str, double: str) -> Ended:
    """Convert with the double as the only reading engine."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "tesseract").write_text(COMMAND)
    (tmp_path / "bin" / "tesseract").chmod(0o755)
    module = MODULE if kind == "module" else "raise ImportError('hidden')"
    (tmp_path / "bin" / "tesserocr.py").write_text(module)
    environment = os.environ | {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "bin"), os.environ.get("PYTHONPATH", "")]),
        "IKI_DOUBLE": double,
    }
    arguments = ["convert", str(inputs), "--out", str(tmp_path / "out"), "--no-report", "--jobs", "2"]
    arguments += ["--ocr-engine", "tesseract", "--timeout", str(TIMEOUT if double == "hang" else PATIENT)]
    command = [sys.executable, "-m", "iki.cli.main", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    with sqlite3.connect(tmp_path / "out" / "ledger.sqlite") as ledger:
        rows = ledger.execute("SELECT name, status, error FROM inputs").fetchall()
    statuses = {Path(name).name: status for name, status, _ in rows}
    errors = {Path(name).name: error for name, _, error in rows}
    assert statuses["text.pdf"] == "ok"
    assert "Traceback" not in ended.stderr
    return Ended(statuses, errors, tmp_path / "out", ended.returncode, ended.stderr)


def sleeping() -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if MARK in (process.info["cmdline"] or []):
            found.append(process)
    return found


@pytest.mark.parametrize("kind", ["command", "module"])
def test_an_engine_that_hangs_is_stopped_with_its_process(inputs: Path, tmp_path: Path, kind: str) -> None:
    began = time.monotonic()
    ended = run(inputs, tmp_path, kind, "hang")
    assert time.monotonic() - began < float(MARK) / 10
    assert ended.statuses["scan.png"] == "timeout"
    assert ended.errors["scan.png"].endswith(f"stopped after {TIMEOUT} s")
    assert ended.returncode == 1
    assert not sleeping()


def test_an_engine_that_crashes_inside_the_worker_costs_its_input(inputs: Path, tmp_path: Path) -> None:
    ended = run(inputs, tmp_path, "module", "crash")
    assert ended.statuses["scan.png"] == "crashed"
    assert "SIGSEGV" in ended.errors["scan.png"]


def test_what_a_command_could_not_read_is_reported_as_gaps(inputs: Path, tmp_path: Path) -> None:
    ended = run(inputs, tmp_path, "command", "nonsense")
    assert ended.statuses["scan.png"] == "partial"
    record = json.loads((ended.out / "decrees" / "scan.json").read_bytes())
    told = {gap["code"] for gap in record["gaps"]} & {"illegible-page", "unreadable"}
    assert told
    assert all(code in (ended.out / "gaps.csv").read_text("utf-8") for code in told)


@pytest.mark.parametrize(
    ("kind", "double", "reason"),
    [
        ("module", "nonsense", "UnicodeDecodeError"),
        ("command", "garbled", "ValueError"),
        ("command", "crash", "Error"),
    ],
)
def test_an_engine_that_fails_is_named_with_the_reason(
    inputs: Path, tmp_path: Path, kind: str, double: str, reason: str
) -> None:
    ended = run(inputs, tmp_path, kind, double)
    assert ended.statuses["scan.png"] == "engine_failed"
    error = ended.errors["scan.png"]
    assert error.startswith("arsip/scan.png: the reading engine tesseract failed")
    assert reason in error
    assert error in ended.stderr
    assert "iki doctor" in ended.stderr
