"""The packages know each other in one direction only, as docs/architecture.md draws it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS: dict[str, frozenset[str]] = {
    "schema": frozenset(),
    "extract": frozenset({"schema"}),
    "normalize": frozenset({"schema"}),
    "batch": frozenset({"schema", "extract", "normalize"}),
    "report": frozenset({"schema", "extract", "normalize", "batch"}),
    "cli": frozenset({"schema", "extract", "normalize", "batch", "report"}),
    "api": frozenset({"schema", "extract", "batch"}),
}
"""The packages that each package may import, besides itself."""


def imported_packages(path: Path) -> Iterator[tuple[int, str]]:
    """Line and package of every import of the project's own modules, also of those inside functions."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = ("iki", *package)[: len(package) + 2 - node.level] if node.level else ()
            module = [*above, *(node.module or "").split(".")]
            names = [".".join([*module, alias.name]) for alias in node.names]
        else:
            continue
        for name in names:
            parts = [part for part in name.split(".") if part]
            if parts[0] == "iki" and len(parts) > 1:
                yield node.lineno, parts[1]


@pytest.mark.parametrize("package", LAYERS)
def test_imports_go_down_only(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {other}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, other in imported_packages(path)
        if other != package and other not in LAYERS[package]
    ]
    assert wrong == []


def test_the_report_does_not_know_the_desk() -> None:
    """`report.review` is built on the report, not the other way round."""
    imported = re.compile(r"^\s*(?:from|import)\s.*\breview\b", re.M)
    assert [p.name for p in (ROOT / "report").glob("*.py") if imported.search(p.read_text("utf-8"))] == []


def test_the_walk_sees_every_kind_of_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "extract" / "scan" / "line.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "import iki.cli.main\n"
        "from iki.batch import run\n"
        "from iki import report\n"
        "from ...normalize.dates import parse_date\n"
        "from ... import schema\n"
        "from ..content import PageContent\n"
        "from . import image\n"
        "import numpy\n"
        "def late():\n"
        "    from ...batch import run\n"
    )
    found = [name for _, name in sorted(imported_packages(path))]
    assert found == ["cli", "batch", "report", "normalize", "schema", "extract", "extract", "batch"]


def test_every_package_has_its_layer() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(LAYERS)
