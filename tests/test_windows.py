"""What Windows lacks is not needed: POSIX modules, process groups, UTF-8 consoles, slashes in paths."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest
from iki.batch import locks
from iki.batch.corrected_folder import add_corrections, read_corrections
from iki.batch.inputs import _name
from iki.batch.output_folder import LocalFolder
from iki.review.corrections import Correction
from iki.schema.errors import UsageError

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
SMALL = SAMPLES / "sheet-stacked.pdf"
INPUTS = (SMALL, SAMPLES / "drawn-gaps.pdf")
# Taken away in every process that the tests start.
TAKEN_AWAY = """
import os, select, sys
import psutil  # on Linux it needs them itself
for name in ("fcntl", "resource", "termios"):
    sys.modules[name] = None
for module, name in ((os, "killpg"), (os, "sync"), (select, "poll")):
    if hasattr(module, name):
        delattr(module, name)
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment whose processes have no POSIX modules and a console that knows little."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(TAKEN_AWAY, "utf-8")
    paths = [str(tmp_path / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "cp1252"}


def iki(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "iki.cli.main", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the same inputs with all modules; the same whichever engine is chosen."""
    out = tmp_path_factory.mktemp("plain") / "out"
    assert iki(dict(os.environ), "convert", *INPUTS, "--out", out, "--no-report").returncode == 0
    return out


@pytest.mark.parametrize("engine", [("--engine", "serial"), ("--jobs", "2")])
def test_conversion_without_posix_modules(
    bare: dict[str, str], tmp_path: Path, plain: Path, engine: tuple[str, str]
) -> None:
    ended = iki(bare, "convert", *INPUTS, "--out", tmp_path / "out", *engine)
    assert ended.returncode == 0, ended.stderr.decode()
    for name in ("table.csv", "gaps.csv", "decrees/sheet-stacked.json"):
        assert (tmp_path / "out" / name).read_bytes() == (plain / name).read_bytes(), name
    assert (tmp_path / "out" / "report.html").exists()
    assert not (tmp_path / "out" / locks.LOCK_FILE).exists()
    assert b"another run" not in iki(bare, "status", tmp_path / "out").stderr


def test_spawned_workers_are_stopped_at_their_limits(bare: dict[str, str], tmp_path: Path) -> None:
    program = (
        "import time\n"
        "from iki.batch.engines import Limits, Lost\n"
        "from iki.batch.local_engine import LocalEngine\n"
        "if __name__ == '__main__':\n"
        "    engine = LocalEngine(1, Limits(5.0, None))\n"
        "    (result,) = [r for _, r in engine.run(time.sleep, [30])]\n"
        "    assert isinstance(result, Lost) and result.status == 'timeout', result\n"
        "    (result,) = [r for _, r in engine.run(abs, [-3])]\n"
        "    assert result == 3, result\n"
        "    engine.close()\n"
    )
    script = tmp_path / "limits.py"
    script.write_text(program, "utf-8")
    ended = subprocess.run(
        [sys.executable, str(script)], env=bare, capture_output=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr.decode()


def test_data_on_stdout_is_utf8_on_any_console(bare: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("code,name\nX-1,Pengolah Σ Data\n", "utf-8")
    ended = iki(bare, "match", "Pengolah Σ Data", "--vocabulary", tmp_path / "own.csv")
    assert ended.returncode == 0, ended.stderr.decode()
    assert "Pengolah Σ Data" in ended.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("path", "name"),
    [("arsip\\2023\\a b.pdf", "arsip/2023/a b.pdf"), ("a.pdf", "a.pdf")],
)
def test_backslashes_part_names(path: str, name: str) -> None:
    assert str(_name(cast(Path, PureWindowsPath(path)))) == name


def test_a_lock_file_holds_a_folder_and_a_dead_ones_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    folder = LocalFolder(tmp_path)
    with folder.alone():
        assert folder.is_held()
        with pytest.raises(UsageError, match="another run"), folder.alone():
            pass
    assert not folder.is_held()
    (tmp_path / locks.LOCK_FILE).write_text("999999999 1.0", "ascii")
    with folder.alone():
        assert folder.is_held()
    assert not (tmp_path / locks.LOCK_FILE).exists()


def test_corrections_are_appended_under_a_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    path = tmp_path / "corrections.jsonl"
    for number in range(3):
        add_corrections(path, [Correction(id=str(number), sha256="0" * 64, action="dismiss")])
    assert [c.id for c in read_corrections(path)] == ["0", "1", "2"]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
