"""A batch as a whole: what is done, what is not done again, and that nothing depends on how it was done."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TypeAlias

import pytest
from iki.batch.convert_one import ConvertOptions
from iki.batch.engines import Engine, Limits, Lost, R, SerialEngine, T
from iki.batch.ledger import FILE, Entry, Ledger
from iki.batch.ledger_repeats import Repeats
from iki.batch.ledger_store import Store
from iki.batch.local_engine import LocalEngine
from iki.batch.outcome import Outcome
from iki.batch.output_folder import LocalFolder
from iki.batch.run import BatchOptions, Listener, Summary, run_batch
from iki.batch.table_files import Format
from iki.schema.errors import OutputError, UsageError

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
SMALL = SAMPLES / "sheet-stacked.pdf"
OTHER = SAMPLES / "word-ruled-rows.pdf"
Results: TypeAlias = Generator[tuple[T, R | Lost], None, None]


class Heard(Listener):
    """Notes what a batch says."""

    def __init__(self) -> None:
        self.todo = -1
        self.statuses: dict[str, str] = {}
        self.errors: dict[str, str] = {}

    def begin(self, given: int, todo: int, waiting: object) -> None:
        self.todo = todo

    def done(self, entry: Entry, outcome: Outcome) -> None:
        self.statuses[entry.name] = outcome.status
        self.errors[entry.name] = outcome.error


def convert(
    inputs: list[Path] | list[str],
    out: Path,
    engine: Engine | None = None,
    options: BatchOptions | None = None,
) -> tuple[Summary, Heard]:
    heard = Heard()
    with closing(engine or SerialEngine()) as chosen:
        summary = run_batch(map(str, inputs), LocalFolder(out), chosen, options or BatchOptions(), heard)
    return summary, heard


def content(out: Path) -> dict[str, bytes]:
    """Every file of an output folder except for the ledger, which keeps times."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(FILE)
    }


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Good and bad files, some of them of the same name or the same content."""
    root = tmp_path / "arsip"
    for folder in ("a", "b"):
        (root / folder).mkdir(parents=True)
    shutil.copy(SMALL, root / "a" / "x.pdf")
    shutil.copy(OTHER, root / "b" / "x.pdf")
    shutil.copy(SMALL, root / "b" / "copy.pdf")
    (root / "b" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (root / "b" / "empty.pdf").write_bytes(b"")
    (root / "b" / "text.pdf").write_text("no PDF")
    return root


X = f"x~{hashlib.sha256(SMALL.read_bytes()).hexdigest()[:8]}"  # another input has its name
STATUSES = {
    "arsip/a/x.pdf": "ok",
    "arsip/b/x.pdf": "ok",
    "arsip/b/copy.pdf": "duplicate",
    "arsip/b/broken.pdf": "damaged",
    "arsip/b/empty.pdf": "empty",
    "arsip/b/text.pdf": "not_pdf",
}


def test_every_input_ends_in_its_status(archive: Path, tmp_path: Path) -> None:
    summary, heard = convert([archive], tmp_path / "out")
    assert heard.statuses == STATUSES
    assert (summary.failed, summary.converted) == (3, 6)
    for name, error in heard.errors.items():
        assert not error or error.startswith(f"{name}: ")


def test_names_that_clash_are_both_kept(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    files = sorted(path.name for path in (tmp_path / "out" / "decrees").iterdir())
    assert len(files) == 3
    sources = [
        json.loads((tmp_path / "out" / "decrees" / name).read_bytes())["source"]["file"] for name in files
    ]
    assert sorted(sources) == ["arsip/a/x.pdf", "arsip/b/copy.pdf", "arsip/b/x.pdf"]
    assert sum(name.startswith("x~") for name in files) == 2  # a suffix each, made from its content


def test_a_duplicate_has_the_records_of_its_original(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    one, copy = (json.loads((tmp_path / "out" / "decrees" / f"{n}.json").read_bytes()) for n in (X, "copy"))
    assert copy["positions"] == one["positions"]
    assert copy["gaps"][-1]["code"] == "duplicate-decree"
    assert copy["gaps"][:-1] == one["gaps"]


@pytest.fixture
def rescanned(archive: Path) -> Path:
    """The archive with one decree in other bytes, of a later name, and a copy of that."""
    again = SMALL.read_bytes() + b"\n% written again\n"
    for name in ("y.pdf", "z.pdf"):
        (archive / "b" / name).write_bytes(again)
    return archive


def gaps(out: Path, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((out / "decrees" / f"{name}.json").read_bytes())["gaps"]
    return found


def test_a_decree_in_other_bytes_is_reported_and_kept(rescanned: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary, heard = convert([rescanned], out)
    assert heard.statuses["arsip/b/y.pdf"] == "ok"
    assert summary.repeats == 1
    assert gaps(out, "y")[:-1] == gaps(out, X)
    assert gaps(out, "y")[-1]["message"] == "y.pdf holds the decree of arsip/a/x.pdf"
    assert [g["message"] for g in gaps(out, "z") if g["code"] == "duplicate-decree"] == [
        "z.pdf has the same content as arsip/b/y.pdf"
    ]
    with (out / "gaps.csv").open(encoding="utf-8", newline="") as file:
        told = [row for row in csv.DictReader(file) if row["code"] == "duplicate-decree"]
    assert sorted((row["decree_id"], row["severity"]) for row in told) == [
        ("copy", "info"),
        ("y", "info"),
        ("z", "info"),
    ]
    for name in ("decrees", "table"):
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            repeated = {row["decree_id"]: row["duplicate_of"] for row in csv.DictReader(file)}
        assert {own: of for own, of in repeated.items() if of} == {"copy": X, "y": X, "z": "y"}
    with Ledger(out / FILE, "read") as ledger:
        assert ledger.repeats.count() == 1


def test_decrees_given_twice_are_reported_the_same_however_they_came(rescanned: Path, tmp_path: Path) -> None:
    convert([rescanned], tmp_path / "once")
    convert([rescanned], tmp_path / "workers", LocalEngine(3, Limits()))
    once = content(tmp_path / "once")
    assert content(tmp_path / "workers") == once
    summary, _ = convert([rescanned], tmp_path / "once")
    assert (summary.changed, summary.repeats) == (False, 1)
    assert content(tmp_path / "once") == once


def test_what_is_noted_of_a_decree_follows_the_inputs(rescanned: Path, tmp_path: Path) -> None:
    out, late = tmp_path / "out", tmp_path / "x.pdf"
    shutil.move(rescanned / "a" / "x.pdf", late)
    (rescanned / "b" / "copy.pdf").unlink()
    summary, _ = convert([rescanned], out)
    assert summary.repeats == 0
    shutil.move(late, rescanned / "a" / "x.pdf")
    summary, _ = convert([rescanned], out)
    assert summary.repeats == 1
    assert gaps(out, "y")[-1]["code"] == "duplicate-decree"
    shutil.copy(OTHER, rescanned / "a" / "x.pdf")
    summary, _ = convert([rescanned], out)
    assert summary.repeats == 0
    assert all(gap["code"] != "duplicate-decree" for gap in gaps(out, "y"))
    assert json.loads((out / "decrees" / "y.json").read_bytes())["duplicate_of"] is None


@pytest.mark.parametrize("jobs", [1, 3])
def test_workers_give_the_same_bytes_as_the_serial_twin(archive: Path, tmp_path: Path, jobs: int) -> None:
    convert([archive], tmp_path / "serial")
    convert([archive], tmp_path / "local", LocalEngine(jobs, Limits()))
    assert content(tmp_path / "local") == content(tmp_path / "serial")


def test_a_finished_run_is_not_done_again(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    before = content(tmp_path / "out")
    summary, heard = convert([archive], tmp_path / "out")
    assert (heard.todo, summary.converted, summary.changed, summary.failed) == (0, 0, False, 3)
    assert content(tmp_path / "out") == before


def test_only_new_changed_and_lost_inputs_are_done(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    shutil.copy(SAMPLES / "drawn-gaps.pdf", archive / "new.pdf")
    shutil.copy(SAMPLES / "drawn-gaps.pdf", archive / "b" / "text.pdf")
    (tmp_path / "out" / "decrees" / "copy.json").unlink()
    _, heard = convert([archive], tmp_path / "out")
    assert heard.statuses == {
        "arsip/new.pdf": "duplicate",
        "arsip/b/text.pdf": "ok",
        "arsip/b/copy.pdf": "duplicate",
    }
    convert([archive], tmp_path / "fresh")
    assert content(tmp_path / "out") == content(tmp_path / "fresh")


def test_a_touched_file_of_the_same_content_gives_the_same(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    before = content(tmp_path / "out")
    os.utime(archive / "b" / "x.pdf", (1, 1))
    _, heard = convert([archive], tmp_path / "out")
    assert heard.statuses == {"arsip/b/x.pdf": "ok"}
    assert content(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (BatchOptions(retry_failed=True), 3),
        (BatchOptions(fresh=True), 6),
        (
            BatchOptions(convert=replace(ConvertOptions(), read=replace(ConvertOptions().read, ocr="never"))),
            6,
        ),
        (BatchOptions(formats=("json",)), 0),
    ],
)
def test_what_options_call_for_again(
    archive: Path, tmp_path: Path, options: BatchOptions, expected: int
) -> None:
    convert([archive], tmp_path / "out")
    _, heard = convert([archive], tmp_path / "out", options=options)
    assert heard.todo == expected


def test_records_that_a_loss_of_power_broke_are_made_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "settled", lambda _: None)  # never sure that all is on the disk
    convert([archive], tmp_path / "out")
    monkeypatch.undo()
    before = content(tmp_path / "out")
    (tmp_path / "out" / "decrees" / f"{X}.json").write_bytes(b"")
    _, heard = convert([archive], tmp_path / "out")
    assert heard.statuses == {"arsip/a/x.pdf": "ok", "arsip/b/copy.pdf": "duplicate"}
    assert content(tmp_path / "out") == before
    assert convert([archive], tmp_path / "out")[1].todo == 0


def test_another_version_does_all_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert([archive], tmp_path / "out")
    monkeypatch.setattr("iki.batch.run.versions", lambda: {"iki-decrees": "other"})
    assert convert([archive], tmp_path / "out")[1].todo == 6


def test_accidents_are_tried_again(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / FILE) as ledger:
        ledger.execute("UPDATE inputs SET status = 'timeout' WHERE name = 'arsip/b/empty.pdf'")
    assert convert([archive], tmp_path / "out")[1].statuses == {"arsip/b/empty.pdf": "empty"}


def test_fewer_decrees_than_before_leave_no_stale_file(tmp_path: Path) -> None:
    source = tmp_path / "two.pdf"
    shutil.copy(SAMPLES / "browser-two-decrees.pdf", source)
    convert([source], tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out/decrees").iterdir()) == ["two.json", "two~2.json"]
    shutil.copy(SMALL, source)
    convert([source], tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out/decrees").iterdir()) == ["two.json"]


def test_results_of_two_commands_gather_in_one_folder(archive: Path, tmp_path: Path) -> None:
    convert([archive / "a"], tmp_path / "out")
    convert([archive / "b" / "x.pdf"], tmp_path / "out")
    assert len(list((tmp_path / "out" / "decrees").iterdir())) == 2
    assert (tmp_path / "out" / "decrees.csv").read_text().count("\n") == 3


def test_leftovers_of_a_killed_run_are_swept(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "decrees").mkdir(parents=True)
    (out / "decrees" / ".tmp-1").write_text("half")
    (out / ".tmp-2").write_text("half")
    (out / ".parts" / "x").mkdir(parents=True)
    convert([archive], out)
    assert not list(out.rglob(".*"))


@pytest.mark.parametrize("name", ["word-front-matter", "word-long-table", "drawn-rotated-cropped"])
def test_long_documents_are_read_in_parts_with_the_same_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    convert([SAMPLES / f"{name}.pdf"], tmp_path / "whole")
    monkeypatch.setattr("iki.batch.tasks.LONG_PAGES", 1)
    monkeypatch.setattr("iki.batch.tasks.PART_PAGES", 1)
    monkeypatch.setattr("iki.batch.tasks.LEAD_IN", 1)
    summary, _ = convert([SAMPLES / f"{name}.pdf"], tmp_path / "parts")
    assert summary.pages > 1
    assert content(tmp_path / "parts") == content(tmp_path / "whole")


class LosesParts(SerialEngine):
    """Loses every reading of pages from the third on."""

    def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
        for task, result in super().run(work, tasks):
            yield task, Lost("timeout", "stopped after 1 s") if getattr(task, "first", 0) >= 3 else result


def test_pages_of_a_lost_part_become_gaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iki.batch.tasks.LONG_PAGES", 2)
    monkeypatch.setattr("iki.batch.tasks.PART_PAGES", 2)
    _, heard = convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "out", LosesParts())
    assert list(heard.statuses.values()) == ["partial"]
    record = json.loads((tmp_path / "out/decrees/word-front-matter.json").read_bytes())
    lost = [gap["page"] for gap in record["gaps"] if gap["code"] == "page-failed"]
    assert lost == list(range(3, record["source"]["pages"] + 1))


class CrashesOnce(SerialEngine):
    """Loses the second reading of pages the first time."""

    lost = False

    def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
        for task, result in super().run(work, tasks):
            crash = getattr(task, "first", 0) == 3 and not self.lost
            self.lost = self.lost or crash
            yield task, Lost("crashed", "the worker was ended by SIGKILL") if crash else result


def test_a_part_whose_worker_was_killed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "whole")
    monkeypatch.setattr("iki.batch.tasks.LONG_PAGES", 2)
    monkeypatch.setattr("iki.batch.tasks.PART_PAGES", 2)
    engine = CrashesOnce()
    convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "out", engine)
    assert engine.lost
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_a_long_document_of_which_nothing_could_be_read_keeps_its_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LosesAll(SerialEngine):
        def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
            for task, result in super().run(work, tasks):
                yield task, Lost("timeout", "stopped after 1 s") if hasattr(task, "first") else result

    monkeypatch.setattr("iki.batch.tasks.LONG_PAGES", 2)
    _, heard = convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "out", LosesAll())
    assert heard.statuses == {"word-front-matter.pdf": "timeout"}
    assert convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "out")[1].todo == 1


def test_long_documents_are_finished_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iki.batch.tasks.LONG_PAGES", 1)
    monkeypatch.setattr("iki.batch.tasks.PART_PAGES", 1)
    order: list[str] = []

    class Noting(SerialEngine):
        def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
            for task, result in super().run(work, tasks):
                order.append(f"{type(task).__name__} {getattr(getattr(task, 'whole', task), 'name', '')}")
                yield task, result

    names = ("drawn-gaps", "word-front-matter", "word-long-table")
    convert([SAMPLES / f"{name}.pdf" for name in names], tmp_path / "out", Noting())
    assembled = [order.index(f"Assembly {name}.pdf") for name in names[1:]]
    assert order.index("Conversion word-long-table.pdf") > assembled[0]
    assert not (tmp_path / "out" / ".parts").exists()


def test_a_part_that_cannot_be_written_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iki.batch.tasks.LONG_PAGES", 1)
    write = LocalFolder.write

    def full(folder: LocalFolder, name: str, data: bytes, *, lasting: bool = True) -> None:
        if name.startswith(".parts"):
            raise OutputError("cannot be written (no space left)")
        write(folder, name, data, lasting=lasting)

    monkeypatch.setattr(LocalFolder, "write", full)
    with pytest.raises(OutputError, match="no space"):
        convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "out")
    monkeypatch.undo()
    convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "out")
    convert([SAMPLES / "word-front-matter.pdf"], tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_records_that_were_deleted_do_not_stop_a_run_on_other_inputs(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert([archive / "a"], out)
    (out / "decrees" / "x.json").unlink()
    summary, _ = convert([archive / "b" / "x.pdf"], out)
    assert dict(summary.counts) == {"ok": 1}
    assert (out / "decrees.csv").read_text().count("\n") == 2
    assert convert([archive / "a"], out)[1].todo == 1
    assert (out / "decrees.csv").read_text().count("\n") == 3


def test_an_input_that_is_gone_is_no_longer_what_others_repeat(rescanned: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (rescanned / "b" / "copy.pdf").unlink()
    inputs = [rescanned / "a" / "x.pdf", rescanned / "b" / "y.pdf"]
    assert convert(inputs, out)[0].repeats == 1
    inputs[0].unlink()
    os.utime(inputs[1], (1, 1))
    summary, _ = convert(inputs, out)
    assert dict(summary.counts) == {"missing": 1, "ok": 1}
    assert summary.repeats == 0


class LosesEnds(SerialEngine):
    """Loses everything that is neither conversion nor part of one."""

    def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
        for task in tasks:
            if task is None:
                continue
            if type(task).__name__ in {"MarkingTask", "Tabulation"}:
                yield task, Lost("crashed", "the worker was ended by SIGKILL")
            else:
                yield task, work(task)


def test_tables_are_whole_though_every_worker_is_lost_with_its_piece(rescanned: Path, tmp_path: Path) -> None:
    convert([rescanned], tmp_path / "once")
    convert([rescanned], tmp_path / "lost", LosesEnds())
    assert content(tmp_path / "lost") == content(tmp_path / "once")


class Shuffling(SerialEngine):
    """Gives results in another order: does all that there is to do before the first of them."""

    def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
        while now := list(takewhile(lambda task: task is not None, tasks)):
            yield from reversed(list(super().run(work, now)))


@pytest.mark.parametrize("formats", [("json", "csv"), ("json", "csv", "parquet", "xlsx"), ("json", "xlsx")])
def test_tables_do_not_depend_on_the_order_in_which_their_pieces_are_made(
    rescanned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formats: tuple[Format, ...]
) -> None:
    if "parquet" in formats:
        pytest.importorskip("pyarrow")
    convert([rescanned], tmp_path / "once", options=BatchOptions(formats=formats))
    monkeypatch.setattr("iki.batch.duplicates.LOT", 1)
    convert([rescanned], tmp_path / "pieces", Shuffling(), BatchOptions(formats=formats))
    assert content(tmp_path / "pieces") == content(tmp_path / "once")


def killed_after_telling(rescanned: Path, out: Path) -> None:
    """A run that ends after a record was marked as a repeat, before the ledger knows that it was marked."""

    def killed(_: Repeats) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Repeats, "all_marked", killed)
        with pytest.raises(KeyboardInterrupt):
            convert([rescanned], out)


def test_what_a_killed_run_noted_of_a_decree_is_taken_back(rescanned: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    killed_after_telling(rescanned, out)
    assert gaps(out, "y")[-1]["code"] == "duplicate-decree"
    shutil.copy(OTHER, rescanned / "a" / "x.pdf")
    (rescanned / "b" / "copy.pdf").unlink()
    convert([rescanned], out)
    assert all(gap["code"] != "duplicate-decree" for gap in gaps(out, "y"))


def test_a_record_that_was_reported_and_lost_with_the_power_is_made_again(
    rescanned: Path, tmp_path: Path
) -> None:
    convert([rescanned], tmp_path / "whole")
    out = tmp_path / "out"
    killed_after_telling(rescanned, out)
    (out / "decrees" / "y.json").write_bytes(b"")
    assert convert([rescanned], out)[0].converted == 2  # it, and the copy for an input of equal bytes
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.parametrize(
    ("step", "done"),
    [("compare", 2), ("unmarked", 1), ("unmarked", 3), ("all_compared", 0), ("all_marked", 0)],
)
def test_a_run_cut_off_while_it_looks_for_repeats_is_gone_on_with(
    rescanned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, done: int
) -> None:
    convert([rescanned], tmp_path / "whole")
    monkeypatch.setattr("iki.batch.duplicates.LOT", 1)
    going_on, whole = iter(range(done)), getattr(Repeats, step)

    def cut_off(*given: object) -> object:
        if next(going_on, None) is None:
            raise KeyboardInterrupt
        return whole(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Repeats, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            convert([rescanned], tmp_path / "out")
    assert not (tmp_path / "out" / "gaps.csv").exists() or step == "all_marked"
    convert([rescanned], tmp_path / "out")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_nothing_to_convert_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    for given in ([tmp_path / "void"], [tmp_path / "nowhere"], []):
        with pytest.raises(UsageError, match="nothing to convert"):
            convert(given, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_input_does_not_stop_the_others(archive: Path, tmp_path: Path) -> None:
    summary, _ = convert([archive / "a", tmp_path / "nowhere.pdf"], tmp_path / "out")
    assert dict(summary.counts) == {"ok": 1, "missing": 1}
    assert summary.failed == 1


def test_an_input_that_vanishes_is_reported_and_tried_again(archive: Path, tmp_path: Path) -> None:
    class Vanishing(SerialEngine):
        def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
            shutil.rmtree(archive / "a", ignore_errors=True)
            yield from super().run(work, tasks)

    summary, heard = convert([archive / "a", archive / "b" / "x.pdf"], tmp_path / "out", Vanishing())
    assert heard.statuses == {"a/x.pdf": "missing", "x.pdf": "ok"}
    assert summary.failed == 1
    assert convert([archive / "b" / "x.pdf"], tmp_path / "out")[1].todo == 0


def test_two_runs_do_not_write_one_folder(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    class Nested(SerialEngine):
        def run(self, work: Callable[[T], R], tasks: Iterable[T | None]) -> Results[T, R]:
            with pytest.raises(UsageError, match="another run"):
                convert([archive], out)
            yield from super().run(work, tasks)

    assert convert([archive], out, Nested())[0].converted == 6


def test_an_output_that_cannot_be_written_is_reported(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError, match="cannot be written"):
        convert([archive], tmp_path / "file" / "out")


def test_the_ledger_knows_what_was_done(archive: Path, tmp_path: Path) -> None:
    convert([archive], tmp_path / "out")
    with Ledger(tmp_path / "out" / FILE, "read") as ledger:
        entries = {entry.name: entry for entry in ledger.entries()}
        assert ledger.counts()["ok"] == 2
    assert {name: entry.status for name, entry in entries.items()} == STATUSES
    done = entries["arsip/a/x.pdf"]
    assert (done.attempts, done.outputs, len(done.sha256 or "")) == (1, (f"decrees/{X}.json",), 64)
    assert done.pages > 0


def test_a_ledger_of_another_layout_is_started_over(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with sqlite3.connect(tmp_path / "out" / FILE) as ledger:
        ledger.execute("CREATE TABLE inputs (path TEXT)")
        ledger.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        ledger.execute("INSERT INTO facts VALUES ('layout', '1')")
    assert convert([archive], tmp_path / "out")[1].statuses == STATUSES
    assert convert([archive], tmp_path / "out")[1].todo == 0


def test_other_formats_leave_no_stale_files(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    convert([SMALL], out, options=BatchOptions(formats=("json", "csv", "xlsx", "sqlite", "parquet")))
    assert (out / "tables.xlsx").exists()
    (out / "mine.csv").write_text("x")
    convert([SMALL], out, options=BatchOptions(formats=("json", "sqlite")))
    assert {p.name for p in out.iterdir()} == {"decrees", "ledger.sqlite", "tables.sqlite", "mine.csv"}
    convert([SMALL], out)
    assert not (out / "tables.sqlite").exists()
    assert (out / "datapackage.json").exists()


@pytest.mark.parametrize("name", ["decrees.csv", "report.html", "datapackage.json", "decrees/mine.json"])
def test_files_of_others_are_not_overwritten(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    (out / "decrees").mkdir(parents=True)
    (out / name).write_text("{}")
    with pytest.raises(UsageError, match=f"would overwrite: {name}. Give another --out"):
        convert([SMALL], out)
    assert (out / name).read_text() == "{}"
    assert not (out / "ledger.sqlite").exists()


def test_a_folder_whose_ledger_was_deleted_is_still_ours(tmp_path: Path) -> None:
    for formats in (("json",), ("json", "csv")):
        out = tmp_path / "-".join(formats)
        convert([SMALL], out, options=BatchOptions(formats=formats))
        (out / "ledger.sqlite").unlink()
        assert convert([SMALL], out)[0].converted == 1


def test_what_was_deleted_says_so_and_is_left_out_on_request(archive: Path, tmp_path: Path) -> None:
    out, copy = tmp_path / "out", archive / "copy.pdf"
    first = sorted(archive.rglob("x.pdf"))[0]
    shutil.copy(first, copy)
    convert([archive], out)
    before = len((out / "decrees.csv").read_text().splitlines())
    first.unlink()
    other = archive / "b" / "empty.pdf"
    summary, _ = convert([other], out)
    assert len(summary.gone) == 1
    assert summary.gone[0].endswith("x.pdf")
    assert len((out / "decrees.csv").read_text().splitlines()) == before
    summary, _ = convert([other], out, options=BatchOptions(drop_deleted=True))
    assert (summary.gone, len(summary.dropped)) == ([], 1)
    rows = list(csv.DictReader((out / "decrees.csv").read_text().splitlines()))
    assert len(rows) == before - 2
    assert not any(row["file"] == summary.dropped[0] for row in rows)
    ids = {row["decree_id"] for row in rows}
    assert {row["duplicate_of"] for row in rows} - {""} <= ids
    assert {path.stem for path in (out / "decrees").iterdir()} == ids
