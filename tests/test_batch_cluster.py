"""The Dask engine: the same results as here, and workers that may die."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from iki.batch.engines import Limits, Lost
from iki.batch.output_folder import LocalFolder
from iki.batch.remote_folder import RemoteFolder
from iki.batch.run import BatchOptions, run_batch
from iki.schema.errors import OutputError, UsageError
from test_batch import SAMPLES, Heard, content, convert
from workers import follow_up, misbehave

pytest.importorskip("distributed")

from iki.batch.dask_engine import DaskEngine


@pytest.fixture(scope="module")
def engine() -> Iterator[DaskEngine]:
    engine = DaskEngine(None, 2, Limits(seconds=30, memory_bytes=1 << 30))
    yield engine
    engine.close()


def test_every_task_comes_back_once_and_broken_ones_are_lost(engine: DaskEngine) -> None:
    tasks = [*(f"say {n}" for n in range(12)), "kill", "raise"]
    results = dict(engine.run(misbehave, tasks))
    assert sorted(results) == sorted(tasks)
    lost = {task: result.status for task, result in results.items() if isinstance(result, Lost)}
    assert lost == {"kill": "crashed", "raise": "crashed"}


def test_tasks_may_come_of_results(engine: DaskEngine) -> None:
    assert sorted(follow_up(engine)) == ["say a", "say a 1", "say a 2", "say b", "say b 1", "say b 2"]


def test_an_error_of_the_program_ends_the_run(engine: DaskEngine) -> None:
    with pytest.raises(OutputError):
        list(engine.run(misbehave, ["fatal", "say a"]))


def test_the_same_bytes_though_a_worker_is_killed(engine: DaskEngine, tmp_path: Path) -> None:
    inputs = [str(path) for path in sorted(SAMPLES.glob("*.pdf"))]
    convert(inputs, tmp_path / "serial")

    def kill_one() -> None:
        time.sleep(1.0)
        nannies = psutil.Process().children()
        workers = [
            child for nanny in nannies for child in [nanny] if "spawn_main" in " ".join(nanny.cmdline())
        ]
        workers[0].kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    summary = run_batch(inputs, LocalFolder(tmp_path / "dask"), engine, BatchOptions(), Heard())
    killer.join()
    assert summary.failed == 0
    assert content(tmp_path / "dask") == content(tmp_path / "serial")


def test_nothing_is_shared_but_urls(engine: DaskEngine, tmp_path: Path) -> None:
    (tmp_path / "arsip").mkdir()
    for name in ("drawn-gaps", "sheet-stacked", "browser-two-decrees"):
        shutil.copy(SAMPLES / f"{name}.pdf", tmp_path / "arsip")
    (tmp_path / "arsip" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    convert([tmp_path / "arsip"], tmp_path / "serial")
    out = RemoteFolder(f"file://{tmp_path}/dask")
    summary = run_batch([f"file://{tmp_path}/arsip"], out, engine, BatchOptions(), Heard())
    assert dict(summary.counts) == {"ok": 3, "damaged": 1}
    assert content(tmp_path / "dask") == content(tmp_path / "serial")


def test_a_missing_scheduler_is_reported() -> None:
    with pytest.raises(UsageError, match="no Dask scheduler"):
        DaskEngine("nonsense://x", 1, Limits())
