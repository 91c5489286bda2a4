"""The ledger on its own: SQL stands nowhere else, and a file that is none is an error that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from iki.batch.inputs import Input
from iki.batch.ledger import FILE, Ledger
from iki.batch.outcome import Outcome
from iki.schema.errors import OutputError

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "batch", "cli", "extract", "normalize", "report", "review", "schema")


def test_sql_stands_in_the_ledgers_modules_only() -> None:
    statement = re.compile(r"\b(FROM|INTO|UPDATE|JOIN|EXISTS) (inputs|facts|decrees|unsettled)\b")
    users = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if statement.search(path.read_text("utf-8"))
    }
    assert {name for name in users if not name.startswith("batch/ledger")} == set()
    assert "batch/ledger_store.py" in users


def test_what_is_recorded_is_read_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / FILE) as ledger:
        given = [Input(f"/a/{name}.pdf", f"a/{name}.pdf", 5, 1) for name in ("y", "x")]
        assert ledger.plan.begin(given, made_by="me", fresh=False, retry_failed=False) == 2
        assert [entry.name for entry in ledger.plan.todo()] == ["a/x.pdf", "a/y.pdf"]
        ledger.record(
            "/a/x.pdf", Outcome("ok", pages=3, outputs=["decrees/x.json"], milliseconds={"read": 7.5}), "me"
        )
        ledger.record("/a/y.pdf", Outcome("damaged", error="a/y.pdf: broken"), "me")
        assert list(ledger.plan.todo()) == []
    with Ledger(tmp_path / FILE, "read at rest") as ledger:
        first, second = ledger.attempts()
        assert (first.status, first.pages, first.milliseconds) == ("ok", 3, {"read": 7.5})
        assert (second.status, second.error, second.outputs) == ("damaged", "a/y.pdf: broken", ())
        assert [entry.outputs for entry in ledger.with_decrees()] == [("decrees/x.json",)]
        assert [entry.name for entry in ledger.done()] == ["a/x.pdf", "a/y.pdf"]
        assert ledger.decree_count() == 1
        with pytest.raises(KeyError):
            ledger.entry("/a/z.pdf")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("use", ["write", "read", "read at rest"])
def test_a_file_that_is_no_ledger_is_an_error_with_a_remedy(use: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    said = r"the ledger is damaged\. Move ledger\.sqlite away"
    with pytest.raises(OutputError, match=said), Ledger(tmp_path / FILE, use) as ledger:  # type: ignore[arg-type]
        list(ledger.entries())


def test_a_block_that_fails_writes_nothing(tmp_path: Path) -> None:
    def cut_off() -> object:
        yield Input("/a/x.pdf", "a/x.pdf", 5, 1)
        raise KeyboardInterrupt

    with Ledger(tmp_path / FILE) as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.plan.begin(cut_off(), made_by="me", fresh=False, retry_failed=False)  # type: ignore[arg-type]
        assert list(ledger.entries()) == []
        assert ledger.fact("run") is None


@pytest.mark.parametrize("turned", [False, True])
def test_names_that_several_inputs_have_depend_on_their_contents_alone(turned: bool, tmp_path: Path) -> None:
    given = [Input(f"/{folder}/x.pdf", f"{folder}/x.pdf", 5, 1) for folder in ("a", "b")]
    given.append(Input("/a/y.pdf", "a/y.pdf", 5, 1))
    contents = {"/a/x.pdf": "1" * 64, "/b/x.pdf": "2" * 64}
    if turned:  # the same two files, each in the other's folder
        contents = {"/a/x.pdf": "2" * 64, "/b/x.pdf": "1" * 64}
    with Ledger(tmp_path / FILE) as ledger:
        ledger.plan.begin(
            given, made_by="me", fresh=False, retry_failed=False, content=lambda key, _: contents.get(key)
        )
        outputs = {contents.get(entry.key, ""): entry.output for entry in ledger.plan.todo()}
    assert outputs == {"1" * 64: "x~11111111", "2" * 64: "x~22222222", "": "y"}
