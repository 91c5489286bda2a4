"""What the program says about its own work: ``-v`` on stderr, ``--debug`` in a folder."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from iki.batch.engines import Limits
from iki.batch.local_engine import LocalEngine
from iki.cli.logs import show_log
from iki.extract import debug_folder, pdfium
from iki.schema.errors import OutputError
from iki.schema.geometry import Box
from iki.schema.log_place import PROGRAM, Place, in_hand
from PIL import Image
from test_cli import SMALL, convert, iki


@pytest.fixture(autouse=True)
def silent_after() -> Iterator[None]:
    yield
    show_log(0)
    logging.getLogger(PROGRAM).setLevel(logging.NOTSET)


def place() -> str:
    record = logging.LogRecord(PROGRAM, logging.INFO, __file__, 1, "text", (), None)
    assert Place().filter(record)
    return str(record.__dict__["place"])


def test_every_record_has_the_file_and_current_page() -> None:
    assert place() == ""
    with in_hand(file="arsip/a.pdf"):
        with in_hand(page=3):
            assert place() == "arsip/a.pdf, page 3: "
            with in_hand(file="b.pdf"):
                assert place() == "b.pdf: "
        assert place() == "arsip/a.pdf: "


def test_a_page_that_fails_leaves_no_current_page() -> None:
    with pytest.raises(ValueError, match="x"), in_hand(file="a.pdf"), in_hand(page=1):
        raise ValueError("x")
    assert place() == ""


def test_v_names_files_and_vv_pages_and_without_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    convert(SMALL, "--out", tmp_path / "a")
    assert "INFO" not in capsys.readouterr().err
    convert(SMALL, "--out", tmp_path / "b", "-v")
    said = capsys.readouterr().err
    assert "INFO sheet-stacked.pdf: ok: 3 pages, 1 decrees" in said
    assert "page 1" not in said
    convert(SMALL, "--out", tmp_path / "c", "-vv")
    assert "DEBUG sheet-stacked.pdf, page 1: text, " in capsys.readouterr().err


def test_what_workers_log_is_said_by_the_parent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("convert", SMALL, "--out", tmp_path, "--no-report", "--jobs", "1", "-vv") == 0
    said = capsys.readouterr().err
    assert "DEBUG sheet-stacked.pdf, page 3: text, " in said
    assert "INFO sheet-stacked.pdf: ok: 3 pages" in said


def noisy(task: str) -> str:
    try:
        raise ValueError(task)
    except ValueError:
        logging.getLogger(f"{PROGRAM}.test").info("it is %s", task, exc_info=True)
    return task


def test_a_workers_traceback_comes_with_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    show_log(1)
    with closing(LocalEngine(1, Limits(60, None))) as engine:
        assert list(engine.run(noisy, ["late"])) == [("late", "late")]
    said = capsys.readouterr().err
    assert "INFO it is late" in said
    assert "ValueError: late" in said


def test_debug_leaves_pictures_times_and_the_log_and_changes_nothing(tmp_path: Path) -> None:
    convert(SMALL, "--out", tmp_path / "plain")
    convert(SMALL, "--out", tmp_path / "out", "--debug", tmp_path / "debug")
    record = Path("decrees", "sheet-stacked.json")
    assert (tmp_path / "out" / record).read_bytes() == (tmp_path / "plain" / record).read_bytes()
    folder = tmp_path / "debug" / "sheet-stacked"
    with Image.open(folder / "page-0001-5-blocks.png") as picture:
        assert min(picture.size) > 500
    stages = [json.loads(line) for line in (folder / "times.jsonl").read_text("utf-8").splitlines()]
    assert [line["page"] for line in stages if line["stage"] == "page"] == [1, 2, 3]
    assert {"read", "build", "write"} <= {line["stage"] for line in stages}
    assert "page 2: text, " in (folder / "log.txt").read_text("utf-8")


def test_debug_of_a_scanned_page_shows_its_stages(tmp_path: Path) -> None:
    picture = tmp_path / "surat.png"
    page = Image.new("L", (600, 800), 255)
    page.paste(0, (100, 100, 500, 103))
    page.save(picture, dpi=(100, 100))
    iki("blocks", picture, "--debug", tmp_path / "debug")
    stages = {path.name for path in (tmp_path / "debug" / "surat").glob("*.png")}
    names = ("1-straight", "2-rulings", "3-without-rulings", "4-lines", "5-blocks")
    assert stages == {f"page-0001-{name}.png" for name in names}


def test_debug_keeps_the_traceback_of_what_broke_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object, **named: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(pdfium, "read_page", broken)
    convert(SMALL, "--out", tmp_path / "out", "--debug", tmp_path / "debug")
    log = (tmp_path / "debug" / "sheet-stacked" / "log.txt").read_text("utf-8")
    assert "page 1: the page could not be read" in log
    assert "Traceback (most recent call last)" in log
    assert "RuntimeError: a bug" in log


def test_outlines_are_drawn_whichever_way_a_box_lies(tmp_path: Path) -> None:
    white = np.full((20, 20), 255, np.uint8)
    with debug_folder.recorded(tmp_path, "a"):
        debug_folder.picture(7, "x", white, [("red", [Box(15, 15, 5, 5)])])
    with Image.open(tmp_path / "a" / "page-0007-x.png") as drawn:
        assert drawn.getpixel((5, 5)) == (255, 0, 0)
        assert drawn.getpixel((1, 1)) == (255, 255, 255)


def test_a_debug_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="--debug"), debug_folder.recorded(tmp_path / "file", "a"):
        pass
