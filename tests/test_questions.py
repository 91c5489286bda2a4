"""The ten questions: every block of the pages runs, Python and SQL give the same, and the answers are those shown."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from iki.batch.database import views

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = ("questions.md", "pertanyaan.md")


@pytest.fixture(name="maker", scope="module")
def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_questions", DOCS / "make_questions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its data classes look for their types
    spec.loader.exec_module(module)
    return module


@pytest.fixture(name="out", scope="module")
def _out(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("questions") / "out"
    maker.convert(out)
    return out


def plain(rows: list[tuple[object, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple("" if pd.isna(value) else str(value) for value in row) for row in rows)


def test_python_and_sql_answer_all_ten_alike(maker: ModuleType, out: Path) -> None:
    answers = list(maker.answers((DOCS / "questions.md").read_text("utf-8"), out))
    assert len(answers) == 10
    for answer in answers:
        assert len(answer.frame)
        assert plain(list(answer.frame.itertuples(index=False, name=None))) == plain(answer.rows)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_show_what_the_code_gives(maker: ModuleType, out: Path, name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    assert page == maker.filled(page, out), "run: python docs/make_questions.py"


def test_both_languages_ask_and_run_the_same() -> None:
    english, indonesian = (
        re.findall(r"```.*?```|^#+ \d+", (DOCS / name).read_text("utf-8"), re.M | re.S) for name in PAGES
    )
    assert english == indonesian


def test_what_a_person_counts_in_the_archive_is_what_the_answers_say(maker: ModuleType, out: Path) -> None:
    """Some answers, counted by hand in samples/archive/content."""
    (attendance, shared, sourceless, common, covered, _, changed, *_, signed) = (
        answer.frame for answer in maker.answers((DOCS / "questions.md").read_text("utf-8"), out)
    )
    assert len(attendance) == 5
    assert set(shared["post"]) == {"Sekretaris Kecamatan", "Sekretaris Dinas"}
    assert set(sourceless["indikator"]) == {"Jumlah monografi yang dimutakhirkan"}
    assert set(common["post"]) == {"Camat", "Sekretaris Kecamatan", "Kepala Seksi Pemerintahan"}
    assert covered["decrees"].sum() == 5
    assert changed["change"].tolist().count("new") == changed["change"].tolist().count("gone") == 2
    assert len(signed) == 5
    assert signed["nip"].str.len().eq(18).all()


def test_texts_stay_as_they_are_and_the_dictionary_tells_every_column(out: Path) -> None:
    with closing(sqlite3.connect(out / "tables.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT DISTINCT typeof(nip) FROM signatures").fetchall() == [("text",)]
        names = database.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')")
        for name, kind in names.fetchall():
            if name != "dictionary":
                told = database.execute('SELECT meaning FROM dictionary WHERE "table" = ?', (name,))
                assert all(meaning for (meaning,) in told.fetchall()), name
                assert kind == "table" or name in {view for view, _, _ in views()}
        told = database.execute(
            "SELECT \"table\", \"column\" FROM dictionary WHERE type NOT IN ('table', 'view')"
        )
        for name, column in told.fetchall():
            database.execute(f'SELECT "{column}" FROM "{name}" LIMIT 1')


def test_every_view_is_explained() -> None:
    made = re.findall(r"^CREATE VIEW (\w+)", (ROOT / "batch" / "views.sql").read_text("utf-8"), re.M)
    assert [name for name, _, _ in views()] == made
    assert len(made) >= 10
