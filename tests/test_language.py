"""The command line in Indonesian: every text of the help and of a run has its translation."""

from __future__ import annotations

import ast
import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from iki.batch.outcome import STATUSES
from iki.cli.language import FILE, language, say, texts_of, translated
from iki.cli.main import app, run
from iki.cli.summary import REMEDIES
from typer.core import TyperGroup
from typer.main import get_command

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "samples" / "decrees" / "sheet-stacked.pdf"


def group() -> TyperGroup:
    made = get_command(app)
    assert isinstance(made, TyperGroup)
    return made


def iki(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ending:
        run([str(argument) for argument in arguments])
    return int(ending.value.code or 0)


def said_in_the_code() -> set[str]:
    """What `say` is given, also by a name that the same function assigns, and both where it is one of two texts."""
    found: set[str] = set()
    for path in sorted((ROOT / "cli").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                    found.update(_texts(node.args[0], named))
    return found - {"{count}"}


def _texts(given: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    for part in ast.walk(given):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Name) and part.id in named:
            yield from _texts(named[part.id], {})


def test_every_text_of_the_help_is_translated() -> None:
    texts = texts_of(group())
    assert len(texts) > 80
    assert [text for text in texts if translated(text) is None] == [], "add a line to cli/translations.csv"


def test_every_sentence_of_a_run_is_translated() -> None:
    sentences = said_in_the_code() | set(STATUSES.values()) | set(REMEDIES.values())
    assert len(sentences) > 45
    assert [text for text in sorted(sentences) if translated(text) is None] == []


def test_the_translations_keep_what_is_filled_in() -> None:
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["english"] for row in rows}) == len(rows)
    for row in rows:
        english, indonesian = (set(re.findall(r"\{\w+\}|--[\w-]+", row[name])) for name in row)
        assert english == indonesian, row


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "IKI_LANG": "id"}, "id"),
        ({"IKI_LANG": "idle"}, "en"),
    ],
)
def test_the_systems_language_counts_and_can_be_overruled(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("IKI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


@pytest.mark.parametrize("command", ["", "convert", "export", "review", "status"])
def test_help_is_indonesian_throughout(command: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "iki.cli.main", *([command] if command else []), "--help"],
        env=os.environ | {"IKI_LANG": "id"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Pemakaian:" in ended.stdout
    assert "Opsi:" in ended.stdout
    words = set(re.findall(r"[a-z]+", re.sub(r"\s(?:iki|find) .*|--\S+|<[^>]*>|\S+/\S*", " ", ended.stdout)))
    assert not words & {
        "the",
        "of",
        "and",
        "this",
        "with",
        "what",
        "show",
        "print",
        "only",
        "default",
        "required",
    }


def test_a_run_and_its_errors_speak_indonesian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IKI_LANG", "id")
    (tmp_path / "bad.pdf").write_text("no PDF", "utf-8")
    options = ("--engine", "serial", "--no-report", "--out", tmp_path / "out")
    assert iki("convert", SMALL, tmp_path / "bad.pdf", *options) == 1
    said = capsys.readouterr().err
    assert "1 ok: berhasil diubah" in said
    assert "gagal (not_pdf): bad.pdf: berkas ini bukan PDF, melainkan teks biasa. Ambil PDF-nya" in said
    assert "mencari keputusan yang diberikan dua kali, menulis tabel" in said
    assert iki("status", tmp_path / "none") == 2
    assert "tidak ada ledger di situ. Sebutkan map --out" in capsys.readouterr().err


def test_numbers_are_written_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKI_LANG", "id")
    assert say("{count} pages", count=12345) == "12.345 halaman"
    monkeypatch.setenv("IKI_LANG", "en")
    assert say("{count} pages", count=12345) == "12,345 pages"
