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
from iki.batch.database import views
from iki.batch.outcome import STATUSES
from iki.cli.doctor import PARTS
from iki.cli.evaluate import FIGURES
from iki.cli.language import FILE, language, say, texts_of, translated
from iki.cli.main import app, run
from iki.cli.summary import REMEDIES
from iki.schema.column_words import FILE as COLUMN_WORDS
from iki.schema.column_words import in_indonesian
from iki.schema.messages import in_language
from iki.schema.tables import TABLES
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
    sentences |= {part.purpose for part in PARTS} | set(FIGURES.values())
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
        ({"LANG": "id_ID.UTF-8", "IKI_LANG": "en"}, "en"),
        ({"IKI_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "id_ID.UTF-8"}, "id"),
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
    assert "tidak ada ledger di situ. Sebutkan folder --out" in capsys.readouterr().err


def test_numbers_are_written_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKI_LANG", "id")
    assert say("{count} [count:page|pages]", count=12345) == "12.345 halaman"
    monkeypatch.setenv("IKI_LANG", "en")
    assert say("{count} [count:page|pages]", count=12345) == "12,345 pages"


# English that neither the data nor an option's name can bring in.
ENGLISH = re.compile(
    r"\b(?:the|of|and|this|with|is|are|not|no|give|there|use|missing|such|invalid|input should|error|try)\b",
    re.I,
)
WRONG = (
    ("convert",),
    ("convert", "x"),
    ("convert", "x", "--out"),
    ("convert", "x", "--out", "y", "--lagn", "z"),
    ("convert", "x", "--out", "y", "--jobs", "0"),
    ("convert", "x", "--out", "y", "--jobs", "abc"),
    ("convert", "x", "--out", "y", "--timeout", "0"),
    ("convert", "x", "--out", "y", "--timeout", "lama"),
    ("convert", "x", "--out", "y", "--ocr", "mungkin"),
    ("convert", "x", "--out", "y", "--format", "foo"),
    ("convert", "x", "--out", "y", "--ocr-lang", "xyz"),
    ("convert", "x", "--out", "y", "--lang", "eng"),
    ("convert", "x", "--out", "y", "--scheduler", "a"),
    ("convert", "x", "--out", "y"),
    ("convrt",),
    ("doctor", "x"),
    ("blocks", "x", "--pages", "0"),
    ("match",),
    ("match", "a", "--vocabulary", "none.csv"),
    ("match", "--file", "none.txt"),
    ("export",),
    ("export", "x", "--profile", "a", "--out", "b"),
    ("evaluate", "a", "b"),
    ("review", "x"),
    ("report", "x"),
    ("status", "x"),
    ("--config", "none.toml", "schema"),
)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_reported_in_indonesian(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IKI_LANG", "id")
    assert iki(*arguments) == 2
    said = re.sub(r"--\S+|gagal \(\w+\)", "", capsys.readouterr().err)  # statuses are identifiers
    assert said
    assert not ENGLISH.findall(said), said


def test_what_is_wrong_stands_after_how_the_command_is_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for lang in ("id", "en"):
        monkeypatch.setenv("IKI_LANG", lang)
        iki("convert")
        said.append(capsys.readouterr().err.splitlines())
    assert said == [
        [
            "Pemakaian: iki convert [OPSI] MASUKAN...",
            "Bantuan: iki convert -h",
            "",
            "iki: 'MASUKAN...' belum disebutkan.",
        ],
        [
            "Usage: iki convert [OPTIONS] INPUT...",
            "Try 'iki convert -h' for help.",
            "",
            "iki: Missing argument 'INPUT...'.",
        ],
    ]


def test_doctor_match_blocks_and_evaluate_speak_indonesian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IKI_LANG", "id")
    iki("doctor")
    said = re.sub(r"https?://\S*|--\S+", "", capsys.readouterr().out)
    assert "membaca lapisan teks" in said
    assert "checksum sesuai terbitannya" in said
    assert not ENGLISH.findall(said), said
    assert iki("blocks", SMALL, "--pages", "1") == 0
    assert capsys.readouterr().out.startswith("== halaman 1 dari ")
    assert (
        iki("convert", SMALL, "--engine", "serial", "--no-report", "--quiet", "--out", tmp_path / "out") == 0
    )
    assert iki("evaluate", ROOT / "samples" / "decrees", tmp_path / "out") == 0
    assert "dokumen acuan" in capsys.readouterr().out
    assert iki("export", "--list") == 0
    assert "buku kerja" in capsys.readouterr().out


def test_a_remedy_is_translated_with_and_without_a_place() -> None:
    for place in ("", "a: b.pdf: ", "a.pdf, page 3: "):
        said, lang = in_language(f"{place}no names given. Name some, or a list with --file", "id")
        assert said.endswith("tidak ada nama yang diberikan. Sebutkan namanya, atau daftarnya dengan --file")
        assert lang == "id"
    assert in_language("x: the list cannot be read ([Errno 13] Permission denied: 'x')", "id")[0] == (
        "x: daftar tidak dapat dibaca (tidak ada izin)"
    )


def test_every_column_table_and_view_is_explained_in_indonesian() -> None:
    meanings = [table.description for table in TABLES]
    meanings += [column.description for table in TABLES for column in table.columns]
    meanings += [meaning for _, meaning, _ in views()]
    same = {meaning for meaning in meanings if in_indonesian(meaning) == meaning}
    assert {meaning for meaning in same if re.search(r"[a-z] [a-z]", meaning)} == set()
    assert "sumber_data" in in_indonesian("who read sumber_data: text, ocr or human")
    with COLUMN_WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            pattern = re.escape(row["english"]).replace(r"\{field\}", r"\w+")
            assert any(re.fullmatch(pattern, meaning) for meaning in meanings), row


@pytest.mark.parametrize(
    ("variables", "options", "expected"),
    [
        ({"IKI_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "id_ID.UTF-8"}, (), "id"),
        ({"IKI_LANG": "id"}, ("--lang", "en"), "en"),
    ],
)
def test_the_report_is_in_the_users_language(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    options: tuple[str, ...],
    expected: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert iki("convert", SMALL, "--engine", "serial", "--out", tmp_path, *options) == 0
    assert {"en": "results: ", "id": "hasil: "}[expected] in capsys.readouterr().err
    assert f'<html lang="{expected}">' in (tmp_path / "report.html").read_text("utf-8")


def test_the_report_is_written_again_in_another_language_only_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_again = ("convert", SMALL, "--engine", "serial", "--out", tmp_path)
    report = tmp_path / "report.html"
    assert iki(*run_again, "--lang", "id") == 0
    monkeypatch.setenv("IKI_LANG", "en")
    assert iki(*run_again) == 0
    assert '<html lang="id">' in report.read_text("utf-8")
    assert iki(*run_again, "--lang", "en") == 0
    assert '<html lang="en">' in report.read_text("utf-8")
