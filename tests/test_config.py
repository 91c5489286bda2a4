"""Options from iki.toml, summaries as JSON, and completion of commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from iki.cli.config import defaults
from iki.cli.main import app, run
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "samples" / "decrees" / "sheet-stacked.pdf"


def iki(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ending:
        run([str(argument) for argument in arguments])
    return int(ending.value.code or 0)


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


OPTIONS = """
[convert]
format = "json,sqlite"
no-report = true
engine = "serial"
"""


def test_options_are_taken_from_the_file_and_the_summary_is_json(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "iki.toml").write_text(OPTIONS, "utf-8")
    assert iki("convert", SMALL, "--out", "out", "--json") == 0
    said = capsys.readouterr()
    assert "options of [convert] from iki.toml" in said.err
    summary = json.loads(said.out)
    assert (summary["inputs"], summary["decrees"], summary["failed"]) == ({"ok": 1}, 1, 0)
    assert {path.name for path in (here / "out").iterdir()} == {"decrees", "ledger.sqlite", "tables.sqlite"}
    assert iki("status", "out", "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["running"], status["inputs"], status["deleted"]) == (False, {"ok": 1}, [])


def test_the_command_line_comes_first_and_another_file_may_be_named(here: Path) -> None:
    (here / "iki.toml").write_text("[convert]\nformat = 'nothing'", "utf-8")
    (here / "mine.toml").write_text(OPTIONS, "utf-8")
    assert iki("--config", "mine.toml", "convert", SMALL, "--out", "out", "--format", "json") == 0
    assert {path.name for path in (here / "out").iterdir()} == {"decrees", "ledger.sqlite"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[convert]\nformats = 'json'", r"\[convert\] has no option 'formats'. There are out, format"),
        ("[conver]\njobs = 1", r"\[conver\] is not a command. There are \[convert\]"),
        ("convert = 1", r"\[convert\] is not a command"),
        ("[convert]\nquiet = 'yes'", r"\[convert\] quiet is 'yes'. Give true or false"),
        ("[convert]\njobs = true", r"\[convert\] jobs is True. Give a text or a number"),
        ("[convert", r"the options cannot be read \((line 1|its last line) is not valid TOML\)"),
        ("[convert]\n\njobs = = 2", r"the options cannot be read \(line 3 is not valid TOML\)"),
        ("[convert]\njobs = '", r"the options cannot be read \((line 2|its last line) is not valid TOML\)"),
    ],
)
def test_what_would_do_nothing_is_an_error(
    here: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (here / "iki.toml").write_text(text, "utf-8")
    assert iki("convert", SMALL, "--out", "out") == 2
    assert re.search(f"iki.toml: {said}", capsys.readouterr().err)


def test_a_file_that_is_named_must_be_there(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("--config", "none.toml", "convert", SMALL, "--out", "out") == 2
    assert (
        "none.toml: the options cannot be read (there is no such file or folder)" in capsys.readouterr().err
    )


@pytest.mark.parametrize("page", ["guide.md", "panduan.md"])
def test_the_guides_example_is_understood(tmp_path: Path, page: str) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    path = tmp_path / "iki.toml"
    path.write_text(example, "utf-8")
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    found = defaults(group, Context(group), path)
    assert len(found["convert"]) == len(tomllib.loads(example)["convert"])


def test_a_shell_can_complete_commands(tmp_path: Path) -> None:
    script = tmp_path / "iki"
    script.write_text(f"#!{sys.executable}\nfrom iki.cli.main import run\nrun()\n", "utf-8")
    asked = {"_IKI_COMPLETE": "complete_bash", "COMP_WORDS": "iki con", "COMP_CWORD": "1"}
    ended = subprocess.run(
        [sys.executable, str(script)], env=os.environ | asked, check=False, capture_output=True, text=True
    )
    assert ended.stdout.split() == ["convert"]
