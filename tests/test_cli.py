"""The command line as a user meets it: exit status, what goes to stdout, what to stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from iki.batch.convert_one import Stopwatch, _outcome
from iki.batch.output_folder import LocalFolder
from iki.batch.remote_folder import file_system
from iki.batch.tasks import LONG_PAGES, to_json
from iki.cli.main import app, run
from iki.cli.page_list import parse_pages
from iki.normalize.repeated_decrees import describe
from iki.schema.blocks import Document, Page
from iki.schema.errors import UsageError
from iki.schema.gaps import GapCode
from iki.schema.jsonschema import decree_schema
from iki.schema.models import Decree, GapRecord, Source
from typer.main import get_command

COMMANDS: Any = get_command(app)
SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
SMALL = SAMPLES / "sheet-stacked.pdf"


def iki(*arguments: str | Path) -> int:
    """Run a command in this process; returns its exit status."""
    with pytest.raises(SystemExit) as ending:
        run([str(argument) for argument in arguments])
    return int(ending.value.code or 0)


def convert(*arguments: str | Path) -> int:
    return iki("convert", "--engine", "serial", "--no-report", *arguments)


def test_convert_gives_records_that_the_schema_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(SMALL, "--out", tmp_path) == 0
    record = json.loads((tmp_path / "decrees" / "sheet-stacked.json").read_bytes())
    jsonschema.validate(record, decree_schema())
    assert record["positions"]
    output = capsys.readouterr()
    assert output.out == ""
    assert "1 ok: converted" in output.err
    assert f"results: {tmp_path}" in output.err


def test_one_bad_input_makes_the_status_1_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_text("no PDF")
    assert convert(SMALL, bad, "--out", tmp_path / "out") == 1
    assert (tmp_path / "out" / "decrees" / "sheet-stacked.json").exists()
    error = capsys.readouterr().err
    assert "failed (not_pdf): bad.pdf: the file is not a PDF; it is plain text. Fetch the PDF itself" in error


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_an_input_that_is_not_there_is_named(
    quiet: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(SMALL, tmp_path / "lost.pdf", "--out", tmp_path / "out", *quiet) == 1
    assert "lost.pdf: there is no such file or folder" in capsys.readouterr().err
    assert convert("http://127.0.0.1:9/x.pdf", "--out", tmp_path / "other") == 2
    assert "x.pdf: cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("convert", str(SMALL)), "--out"),
        (("convert", "--out", "x"), "INPUT"),
        (("convert", "nowhere.pdf", "--out", "{tmp}/x"), "nothing to convert"),
        (("convert", str(SMALL), "--out", "{tmp}/x", "--format", "docx"), "knows no docx"),
        (("convert", str(SMALL), "--out", "{tmp}/x", "--jobs", "0"), "--jobs"),
        (("convert", str(SMALL), "--out", "{tmp}/x", "--ocr-lang", "eng+xyz"), "'xyz' here; "),
        (("convert", str(SMALL), "--out", "{tmp}/x", "--vocabulary", "{tmp}/none.csv"), "none.csv"),
        (("convert", str(SMALL), "--out", "{tmp}/x", "--regions", "{tmp}/none.csv"), "none.csv"),
        (("blocks", str(SMALL), "--pages", "3-1"), "not a list of pages"),
        (("blocks", str(SMALL), "--pages", "99"), "the document has 3 pages"),
        (("blocks", str(SMALL), "--ocr-lang", "xyz"), "'xyz' here; "),
        (("convert", str(SMALL), "--out", str(SMALL)), "is not a folder. Give another --out"),
        (("status", "{tmp}"), "no ledger"),
        (("report", "{tmp}"), "no decrees"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_usage_is_2_and_says_what(
    arguments: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert iki(*(argument.replace("{tmp}", str(tmp_path)) for argument in arguments)) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("command", [(), *((name,) for name in sorted(COMMANDS.commands))], ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert iki(*command, "--help") == 0
    output = capsys.readouterr().out
    assert "Usage" in output
    assert "Example" in output


@pytest.mark.parametrize(
    ("begins", "ends"), [("", "\n"), ("", "\n\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")], ids=repr
)
@pytest.mark.parametrize("name", ["one.pdf", "one\x0btwo\u2028three.pdf"], ids=ascii)
def test_inputs_come_from_stdin(
    begins: str, ends: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list, also from Windows. A line's end is a line feed: names may hold what else some take for one."""
    file = tmp_path / name
    shutil.copy(SMALL, file)
    given = begins + ends.join([str(file), str(SAMPLES / "drawn-gaps.pdf"), ""])
    monkeypatch.setattr("sys.stdin", io.StringIO(given, newline=""))
    assert convert("-", "--out", tmp_path / "out") == 0
    assert len(list((tmp_path / "out" / "decrees").iterdir())) == 2


def test_files_of_a_folder_that_are_passed_over_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "arsip"
    folder.mkdir()
    shutil.copy(SMALL, folder)
    (folder / "IMG_01.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
    assert convert(folder, "--out", tmp_path / "out") == 0
    assert "1 passed over: a HEIC or AVIF picture" in capsys.readouterr().err


def test_own_positions_win(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("code,name,group,field,aliases\nX-1,Inspektur,lainnya,pengawasan,\n")
    assert convert(SMALL, "--out", tmp_path / "out", "--vocabulary", own) == 0
    record = json.loads((tmp_path / "out" / "decrees" / "sheet-stacked.json").read_bytes())
    found = {position["jabatan"]: position["canonical"] for position in record["positions"]}
    assert found["Inspektur"]["code"] == "X-1"


def test_names_outside_the_vocabulary_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads((SAMPLES / "sheet-stacked.truth.json").read_bytes())
    out, own = tmp_path / "out", tmp_path / "own.csv"
    (out / "decrees").mkdir(parents=True)
    decree = {
        "source": {"file": "a.pdf", "sha256": "0" * 64, "pages": 1, "page_kinds": ["text"]},
        "decree": {"unit_kerja": record["decree"]["unit_kerja"]},
        "positions": [
            {"jabatan": name, "pages": [1], "canonical": None}
            for name in ("Kasi Ternak Unggas", "Tanggal", "KASI TERNAK UNGGAS")
        ],
    }
    (out / "decrees" / "a.json").write_text(json.dumps(decree), encoding="utf-8")
    assert iki("match", "--unmatched", out) == 0
    listed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["name"], row["count"], row["spellings"]) for row in listed] == [
        ("Kepala Seksi Ternak Unggas", "2", "Kasi Ternak Unggas; KASI TERNAK UNGGAS"),
        ("tanggal", "1", "Tanggal"),
    ]
    own.write_text("code,name,group,field,aliases\nX-1,Kepala Seksi Ternak Unggas,kepala_seksi,,\n")
    assert iki("match", "--unmatched", out, "--vocabulary", own, "--json") == 0
    assert [group["name"] for group in json.loads(capsys.readouterr().out)] == ["tanggal"]
    assert iki("match", "--unmatched", tmp_path) == 2
    assert iki("match", "Camat", "--unmatched", out) == 2


def test_the_log_has_a_line_per_input(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    assert convert(SMALL, tmp_path / "nowhere.pdf", "--out", tmp_path / "out", "--log-json", log) == 1
    (line,) = [json.loads(line) for line in log.read_text().splitlines()]
    assert (line["name"], line["status"], line["outputs"]) == (
        SMALL.name,
        "ok",
        ["decrees/sheet-stacked.json"],
    )


def test_status_tells_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"")
    convert(SMALL, bad, "--out", tmp_path / "out")
    capsys.readouterr()
    assert iki("status", tmp_path / "out") == 0
    output = capsys.readouterr()
    assert "empty\tbad.pdf: the file has 0 bytes" in output.out
    assert "1 ok" in output.err
    iki("status", "--failed", tmp_path / "out")
    assert capsys.readouterr().out == "bad.pdf\n"


def test_status_says_whether_a_run_is_going_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    convert(SMALL, "--out", tmp_path)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE inputs SET status = NULL")
    capsys.readouterr()
    iki("status", tmp_path)
    assert "not done yet; run the same command again" in capsys.readouterr().err
    with LocalFolder(tmp_path).alone():
        iki("status", tmp_path)
    assert "a run is going on" in capsys.readouterr().err


def test_another_document_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gap = GapRecord(code=GapCode.NO_FORM, severity="info", message="no form")
    letter = Decree(source=Source(file="a.pdf", sha256="0" * 64, pages=1, page_kinds=["text"]), gaps=[gap])
    document = Document("a.pdf", "0" * 64, 1, [Page(number=1, width=595.0, height=842.0)])
    assert _outcome(document, Counter(gap.code for gap in letter.gaps), Stopwatch()).status == "ok"
    convert(SMALL, "--out", tmp_path)
    record = tmp_path / "decrees" / "sheet-stacked.json"
    record.write_bytes(to_json(letter))
    with sqlite3.connect(tmp_path / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE decrees SET other = ?", (describe(letter).is_another_document,))
    capsys.readouterr()
    assert iki("status", tmp_path) == 0
    assert "1 is another document: it holds no form" in capsys.readouterr().err
    assert iki("report", tmp_path, "--lang", "en") == 0
    report = (tmp_path / "report.html").read_text("utf-8")
    assert "1 other document holds no form" in report
    assert "0 decrees hold 0 positions" in report


def test_iki_alone_begins_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert iki() == 0
    assert capsys.readouterr().out.startswith("Example:  iki convert")


def test_hints_name_what_can_be_installed(capsys: pytest.CaptureFixture[str]) -> None:
    iki("doctor")
    assert "iki-decrees[" not in capsys.readouterr().out
    with pytest.raises(UsageError, match="pip install fsspec"):
        file_system("nosuchkind://host/x")


def test_blocks_as_json_has_the_agreed_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("blocks", SMALL, "--json", "--pages", "1") == 0
    document = json.loads(capsys.readouterr().out)
    (page,) = document["pages"]
    assert set(page) >= {"number", "width", "height", "kind", "rotation", "skew", "blocks"}
    table = next(block for block in page["blocks"] if block["kind"] == "table")
    assert set(table["cells"][0]) >= {"row", "col", "row_span", "col_span", "bbox", "text", "confidence"}


def test_blocks_for_people_shows_cells(capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("blocks", SMALL, "--pages", "1") == 0
    output = capsys.readouterr().out
    assert output.startswith("== page 1 of ")
    assert "-- table [" in output
    assert "    0,0" in output


def test_blocks_of_a_bad_file_is_an_error_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_text("<html>")
    assert iki("blocks", bad) == 1
    assert f"iki: {bad}: the file is not a PDF; it is a web page" in capsys.readouterr().err


def test_schema_is_json_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("schema") == 0
    assert json.loads(capsys.readouterr().out) == decree_schema()


def test_doctor_knows_the_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("doctor") == 0
    output = capsys.readouterr().out
    assert "pypdfium2" in output
    assert "tesseract" in output
    assert "engine ppocr-tiny" in output
    assert "BROKEN" not in output


@pytest.mark.parametrize(
    ("text", "pages"), [("1", [1]), ("1-3,5", [1, 2, 3, 5]), (" 2 - 3 , 2", [2, 3]), ("10,9", [9, 10])]
)
def test_page_lists(text: str, pages: list[int]) -> None:
    assert parse_pages(text) == pages


@pytest.mark.parametrize("text", ["", "0", "a", "1-", "-1", "3-1", "1,,2", "1-999999999"])
def test_page_lists_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="like 1-3,5"):
        parse_pages(text)


def test_start_is_fast() -> None:
    """In seconds of the processor, which do not grow where others use the machine, too."""
    times = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "iki.cli.main", "--help"], check=True, capture_output=True)
        after = os.times()
        times.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    assert 0 < min(times) < 0.6  # about 0.15 s


def test_help_loads_nothing_heavy() -> None:
    program = "import sys, iki.cli.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert not {"pandas", "numpy", "pydantic", "pypdfium2", "rich.console", "cv2"} & set(loaded.split())


@pytest.fixture
def minds_ctrl_c() -> Iterator[None]:
    """Lets processes that a test starts mind SIGINT, also where the tests run in the background, which ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def slow_pdf(path: Path) -> None:
    """Write a document that keeps a worker busy for seconds, but is not read in parts."""
    with pikepdf.open(SMALL) as small, pikepdf.new() as many:
        for _ in range(LONG_PAGES // len(small.pages)):
            many.pages.extend(small.pages)
        many.save(path)


@pytest.mark.usefixtures("minds_ctrl_c")
def test_ctrl_c_stops_and_the_next_run_goes_on(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for number in range(12):
        data = SMALL.read_bytes() + b"\n" * number
        (inputs / f"{number}.pdf").write_bytes(data)
    slow_pdf(inputs / "!slow.pdf")  # the run is not over before it is interrupted
    out = tmp_path / "out"
    command = [sys.executable, "-m", "iki.cli.main", "convert", str(inputs), "--out", str(out), "--no-report"]
    process = subprocess.Popen(
        [*command, "--jobs", "2"], stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    while not (out / "decrees").is_dir() or not any((out / "decrees").glob("*.json")):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "run the same command again" in error
    assert not (out / "decrees" / "!slow.json").exists()
    (inputs / "!slow.pdf").unlink()
    assert convert(inputs, "--out", out) == 0
    assert convert(inputs, "--out", tmp_path / "fresh") == 0
    for path in sorted((tmp_path / "fresh").rglob("*.*")):
        if path.is_file() and not path.name.startswith("ledger"):
            assert path.read_bytes() == (out / path.relative_to(tmp_path / "fresh")).read_bytes()
    shutil.rmtree(inputs)


def test_the_report_is_there_and_of_these_data(tmp_path: Path) -> None:
    """Also where an earlier run was cut off before it, or was told to leave it out."""
    out = tmp_path / "out"
    report = out / "report.html"
    command = ("convert", "--engine", "serial", SMALL, "--out", out)
    assert iki(*command) == 0
    first = report.read_bytes()
    assert iki(*command, SAMPLES / "drawn-gaps.pdf", "--no-report") == 0
    assert not report.exists()
    assert iki(*command) == 0
    assert report.read_bytes() != first


def test_a_report_that_cannot_be_written_costs_no_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iki.cli.report.sys.executable", "/bin/false")
    assert iki("convert", "--engine", "serial", SMALL, "--out", tmp_path) == 1
    assert (tmp_path / "indicators.csv").exists()
    error = capsys.readouterr().err
    assert "1 ok: converted" in error
    assert f"The data are complete. Write it again: iki report {tmp_path}" in error


def test_excel_with_indonesian_settings_and_deleted_inputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, out = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "out"
    shutil.copy(SMALL, first)
    shutil.copy(SAMPLES / "word-ruled-rows.pdf", second)
    assert convert(first, second, "--out", out, "--csv-delimiter", "semicolon") == 0
    assert (out / "decrees.csv").read_bytes().startswith(b"\xef\xbb\xbfdecree_id;file;")
    first.unlink()
    capsys.readouterr()
    assert convert(second, "--out", out) == 0
    assert "1 input of an earlier run is not there any more: a.pdf" in capsys.readouterr().err
    assert iki("status", out) == 0
    assert "deleted or moved\ta.pdf" in capsys.readouterr().out
    assert convert(second, "--out", out, "--drop-deleted") == 0
    assert "1 left out: their files were deleted or moved" in capsys.readouterr().err
    assert [path.name for path in (out / "decrees").iterdir()] == ["b.json"]


DAMAGED = (b"{broken", b"", b'{"form": "iki"}', b"\xff\xfe")
ADDS_ONE = ("convert", str(SMALL), "{other}", "--engine", "serial", "--no-report", "--out", "{out}")


@pytest.mark.parametrize(
    ("command", "content"),
    [
        *((ADDS_ONE, content) for content in DAMAGED),
        *((("report", "{out}"), content) for content in DAMAGED),
        (("export", "{out}", "--profile", "wp-eval-sakip", "--out", "{out}/x.csv"), DAMAGED[0]),
        (("match", "--unmatched", "{out}"), DAMAGED[1]),
        (("review", "{out}", "--export", "{out}/truth"), DAMAGED[2]),
    ],
)
def test_a_damaged_record_is_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, command: tuple[str, ...]
) -> None:
    """Whatever the damage and the command; all of them read records in one place."""
    out = tmp_path / "out"
    assert convert(SMALL, "--out", out) == 0
    record = out / "decrees" / "sheet-stacked.json"
    whole = record.read_bytes()
    record.write_bytes(content)
    capsys.readouterr()
    other = SAMPLES / "drawn-gaps.pdf"
    assert iki(*(part.format(out=out, other=other) for part in command)) == 1
    said = capsys.readouterr().err
    assert f"iki: {record}: the file is not a valid record (damaged). Remove it and run" in said
    record.unlink()
    assert convert(SMALL, "--out", out) == 0
    assert record.read_bytes() == whole


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000, b""])
def test_a_damaged_ledger_is_moved_away_and_only_then_said_to_be_at_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "decrees").mkdir()
    (tmp_path / "ledger.sqlite").write_bytes(content)
    assert iki("status", tmp_path) == 1
    said = capsys.readouterr().err
    assert "the ledger is damaged. Move ledger.sqlite away and convert again" in said
    assert "no run is going on" not in said


@pytest.mark.parametrize("again", [("sheet-stacked",), ("sheet-stacked", "drawn-gaps"), ()])
def test_tables_report_and_exports_hold_the_same_records_after_the_ledger_was_moved_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], again: tuple[str, ...]
) -> None:
    names = ("sheet-stacked", "drawn-gaps", "browser-two-decrees")
    inputs, out = {name: SAMPLES / f"{name}.pdf" for name in names}, tmp_path / "out"
    assert convert(*inputs.values(), "--out", out) == 0
    if again:
        (out / "ledger.sqlite").unlink()
    capsys.readouterr()
    given = [inputs[name] for name in again or names]
    assert iki("convert", "--engine", "serial", *given, "--out", out, "--json") == 0
    said = capsys.readouterr()
    strays = json.loads(said.out)["unknown_records"]
    assert len(strays) == {1: 3, 2: 2, 0: 0}[len(again)]
    assert ("of no input that the ledger knows" in said.err) is bool(again)
    with (out / "decrees.csv").open(encoding="utf-8", newline="") as lines:
        of_table = {row["decree_id"] for row in csv.DictReader(lines)}
    assert len(of_table) == 4 - len(strays)
    report = (out / "report.html").read_text("utf-8")
    assert set(re.findall(r"<summary><h4>([^<]+)</h4>", report)) == of_table
    assert iki("report", out) == 0
    assert ("left out of tables and report" in capsys.readouterr().err) is bool(again)
