"""What is said while a batch runs: how far it is, and how long it will still take."""

from __future__ import annotations

import io
import json
import random
from collections import Counter

import pytest
from iki.batch.ledger import Entry, size_class
from iki.batch.outcome import Outcome
from iki.cli.forecast import Forecast
from iki.cli.progress import Progress, duration

TEXT, SCAN = 14.0, 1300.0


def text(key: int, pages: int = 5) -> tuple[Entry, Outcome]:
    entry = Entry(f"/a/{key}.pdf", f"a/{key}.pdf", str(key), 20_000 * pages)
    return entry, Outcome("ok", pages=pages, kinds={"text": pages}, milliseconds={"read": TEXT * pages})


def scan(key: int, pages: int = 8) -> tuple[Entry, Outcome]:
    entry = Entry(f"/a/{key}.pdf", f"a/{key}.pdf", str(key), 300_000 * pages)
    return entry, Outcome("ok", pages=pages, kinds={"scan": pages}, milliseconds={"read": SCAN * pages})


def work(files: list[tuple[Entry, Outcome]]) -> float:
    return sum(sum(outcome.milliseconds.values()) for _, outcome in files) / 1000


def forecast(files: list[tuple[Entry, Outcome]], done: int) -> Forecast:
    """The forecast after the first ``done`` of the files."""
    made = Forecast(Counter(size_class(entry.size) for entry, _ in files))
    for entry, outcome in files[:done]:
        made.done(entry.key, size_class(entry.size), outcome.kinds, outcome.milliseconds)
    return made


def test_scans_that_come_last_are_foreseen() -> None:
    files = [text(n, pages=3 + n % 5) for n in range(190)]
    files[20:20] = [scan(200), scan(201, 6)]
    files += [scan(300 + n, pages=5 + n % 6) for n in range(40)]
    made, rest = forecast(files, 100), work(files[100:])
    assert made.seconds_done() == pytest.approx(work(files[:100]))
    assert made.seconds_left() == pytest.approx(rest, rel=0.2)
    assert work(files[:100]) / 100 * 132 < rest / 3  # what the mean time of an input would say


@pytest.mark.parametrize("done", [30, 100, 400, 799])
def test_a_mixed_archive_is_foreseen_from_early_on(done: int) -> None:
    source = random.Random(done)
    files = [scan(n) if source.random() < 0.3 else text(n) for n in range(800)]
    assert forecast(files, done).seconds_left() == pytest.approx(work(files[done:]), rel=0.05, abs=0.1)


def test_sizes_that_were_not_seen_yet_are_guessed_in_proportion() -> None:
    files = [*(text(n, pages=4) for n in range(10)), text(10, pages=64)]
    assert forecast(files, 10).seconds_left() == pytest.approx(work(files[10:]), rel=0.01)


def test_pages_of_a_long_document_are_known_and_go_down() -> None:
    files = [text(n) for n in range(20)]
    made = Forecast(Counter({size_class(files[0][0].size): 20, 30: 1}))
    for entry, outcome in files:
        made.done(entry.key, size_class(entry.size), outcome.kinds, outcome.milliseconds)
    made.long("/a/long.pdf", 30, 2000)
    assert made.seconds_left() == pytest.approx(2000 * TEXT / 1000)
    for part in range(20):
        made.part("/a/long.pdf", {"text": 100}, {"read": 100 * TEXT})
        assert made.seconds_left() == pytest.approx((1900 - 100 * part) * TEXT / 1000)
    made.done("/a/long.pdf", 30, {"text": 2000}, {"read": 2000 * TEXT, "build": 900})
    assert made.seconds_left() == 0


def test_inputs_that_fail_cost_time_too() -> None:
    broken = [
        (Entry(f"/{n}", str(n), str(n), 900), Outcome("damaged", milliseconds={"read": 50.0}))
        for n in range(40)
    ]
    assert forecast(broken, 10).seconds_left() == pytest.approx(30 * 0.05)


def test_progress_estimates_once_it_has_seen_some(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("iki.cli.progress.time.monotonic", lambda: clock[0])
    log = io.StringIO()
    progress = Progress(quiet=False, log=log, live=None)
    files = [text(n) for n in range(10)]
    progress.begin(12, 10, Counter({size_class(files[0][0].size): 10}))
    assert "10 to convert, 2 done before" in capsys.readouterr().err
    assert progress.line().startswith("0/10 files, 0 pages")
    assert "left" not in progress.line()
    for entry, outcome in files[:4]:
        clock[0] += 10
        progress.done(entry, outcome)
    progress.done(files[4][0], Outcome("damaged", error="a/4.pdf: damaged"))
    assert progress.line() == "5/10 files, 20 pages, 0.5 pages/s, 1 failed, about 40 s left"
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "3/10 files, 15 pages, 0.5 pages/s, 0 failed, about 70 s left",
        "failed (damaged): a/4.pdf: damaged",
    ]
    records = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [record["status"] for record in records] == ["ok"] * 4 + ["damaged"]
    assert records[0]["pages"] == 5


def test_pages_of_a_long_document_are_counted_once() -> None:
    progress = Progress(quiet=True, log=None, live=None)
    entry, whole = text(1, pages=300)
    progress.begin(1, 1, Counter({size_class(entry.size): 1}))
    progress.long(entry, 300)
    for _ in range(3):
        progress.part(entry, text(1, pages=100)[1])
    assert "300 pages" in progress.line()
    progress.done(entry, whole)
    assert progress.line().startswith("1/1 files, 300 pages")


@pytest.mark.parametrize(
    ("seconds", "told"), [(5.0, "5 s"), (89.0, "89 s"), (600.0, "10 min"), (12_000.0, "3 h 20 min")]
)
def test_durations_for_people(seconds: float, told: str) -> None:
    assert duration(seconds) == told
