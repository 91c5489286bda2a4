"""Engines: every task comes back once, and a task that goes wrong costs no other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from iki.batch.engines import Engine, Limits, Lost, SerialEngine
from iki.batch.local_engine import LocalEngine
from iki.schema.errors import OutputError
from workers import follow_up, misbehave

ENGINES: list[LocalEngine] = []


@pytest.fixture(autouse=True)
def _no_worker_stays() -> Iterator[None]:
    yield
    while ENGINES:
        ENGINES.pop().close()


def local(jobs: int = 2, seconds: float | None = 30, megabytes: int | None = 512) -> LocalEngine:
    ENGINES.append(LocalEngine(jobs, Limits(seconds, megabytes and megabytes << 20)))
    return ENGINES[-1]


@pytest.mark.parametrize("make", [SerialEngine, lambda: local(1), lambda: local(3)])
def test_every_task_comes_back_once(make: Callable[[], Engine]) -> None:
    tasks = [f"say {n}" for n in range(20)]
    results = dict(make().run(misbehave, tasks))
    assert sorted(results) == sorted(tasks)
    assert all(str(results[f"say {n}"]).startswith(f"{n} by") for n in range(20))


def test_work_happens_in_other_processes() -> None:
    results = [str(result) for _, result in local(2).run(misbehave, [f"say {n}" for n in range(12)])]
    workers = {result.rsplit(" ", 1)[1] for result in results}
    assert str(os.getpid()) not in workers
    assert 1 <= len(workers) <= 2


@pytest.mark.parametrize(
    ("task", "status", "reason"),
    [
        ("kill", "crashed", "SIGKILL"),
        ("segfault", "crashed", "SIGSEGV"),
        ("exit", "crashed", "status 3"),
        ("raise", "crashed", "ValueError: a bug"),
    ],
)
def test_a_broken_task_is_lost_and_the_others_are_done(task: str, status: str, reason: str) -> None:
    tasks = ["say a", task, "say b", f"{task} again", "say c", "say d"]
    results = dict(local(2).run(misbehave, tasks))
    assert len(results) == len(tasks)
    for name, result in results.items():
        if name.startswith("say"):
            assert isinstance(result, str)
        else:
            assert isinstance(result, Lost)
            assert (result.status, reason in result.reason) == (status, True)


def test_a_timeout_holds_within_two_seconds() -> None:
    began = time.monotonic()
    results = dict(local(2, seconds=1.0).run(misbehave, ["hang", "say a", "say b"]))
    assert time.monotonic() - began < 1.0 + 2.0 + 3.0  # the limit, its overshoot, the start of two workers
    lost = results["hang"]
    assert isinstance(lost, Lost)
    assert lost.status == "timeout"
    assert isinstance(results["say b"], str)


def test_memory_is_capped() -> None:
    results = dict(local(2, megabytes=256).run(misbehave, ["eat", "say a", "eat more", "say b"]))
    for task in ("eat", "eat more"):
        lost = results[task]
        assert isinstance(lost, Lost)
        assert lost.status == "out_of_memory"
    assert isinstance(results["say a"], str)


def test_what_libraries_print_does_not_disturb_results() -> None:
    assert len(list(local(1).run(misbehave, ["print x", "print y"]))) == 2


@pytest.mark.parametrize("make", [SerialEngine, lambda: local(1)])
def test_an_error_of_the_program_ends_the_run(make: Callable[[], Engine]) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        list(make().run(misbehave, ["fatal", "say a"]))


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        for n in range(1000):
            taken.append(n)
            yield f"say {n}"

    results = local(2).run(misbehave, endless())
    next(results)
    assert len(taken) <= 6
    results.close()


def test_a_worker_has_its_next_task_while_a_result_is_dealt_with() -> None:
    engine = local(1)
    results = engine.run(misbehave, ["say a", "say b"])
    assert next(results)[0] == "say a"
    assert [worker.task for worker in engine.workers] == ["say b"]
    assert [task for task, _ in results] == ["say b"]


def test_what_was_done_in_time_counts_though_it_is_seen_late() -> None:
    results = local(2, seconds=1.0).run(misbehave, [f"say {n}" for n in range(4)])
    next(results)
    time.sleep(1.2)
    assert [result for _, result in results if isinstance(result, Lost)] == []


@pytest.mark.parametrize("make", [SerialEngine, lambda: local(1), lambda: local(3)])
def test_tasks_may_come_of_results(make: Callable[[], Engine]) -> None:
    seen = follow_up(make())
    assert sorted(seen) == ["say a", "say a 1", "say a 2", "say b", "say b 1", "say b 2"]


def test_no_worker_is_started_without_a_task() -> None:
    engine = local(3)
    assert len(list(engine.run(misbehave, ["say a"]))) == 1
    assert len(engine.workers) == 1


def test_workers_stay_for_the_next_run_and_busy_ones_are_stopped() -> None:
    engine = local(2)
    first = {str(result).rsplit(" ", 1)[1] for _, result in engine.run(misbehave, ["say a", "say b"])}
    second = {str(result).rsplit(" ", 1)[1] for _, result in engine.run(misbehave, ["say c", "say d"])}
    assert second <= first
    results = engine.run(misbehave, ["say e", "hang"])
    next(results)
    results.close()
    assert all(worker.task is None for worker in engine.workers)
    engine.close()


def test_workers_end_when_the_engine_is_closed() -> None:
    engine = local(2)
    results = engine.run(misbehave, (f"say {n}" for n in range(1000)))
    next(results)
    workers = [psutil.Process(worker.process.pid) for worker in engine.workers]
    assert len(workers) == 2
    results.close()
    engine.close()
    assert not [worker for worker in workers if worker.is_running()]


def test_workers_end_when_the_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "from iki.batch.local_engine import LocalEngine; from iki.batch.engines import Limits\n"
        "from workers import misbehave\n"
        "import itertools\n"
        "for task, result in LocalEngine(1, Limits()).run(misbehave, itertools.chain(['say x'], ['hang'])):\n"
        "    print(result, flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert parent.stdout is not None
    worker = psutil.Process(int(parent.stdout.readline().rsplit(" ", 1)[1]))
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    worker.wait(timeout=5)
    assert not worker.is_running()
