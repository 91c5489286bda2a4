"""The packages know each other in one direction only, as docs/architecture.md draws it: no two import each other."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS: dict[str, frozenset[str]] = {
    "schema": frozenset(),
    "extract": frozenset({"schema"}),
    "normalize": frozenset({"schema"}),
    "review": frozenset({"schema", "normalize"}),
    "batch": frozenset({"schema", "extract", "normalize", "review"}),
    "report": frozenset({"schema", "extract", "normalize", "batch"}),
    "review.desk": frozenset({"schema", "normalize", "batch", "report", "review"}),
    "cli": frozenset({"schema", "extract", "normalize", "batch", "report", "review.desk"}),
    "api": frozenset({"schema", "extract", "batch"}),
}
"""The packages that each package may import, besides itself. What is named here within another stands apart from it."""


def layer_of(module: list[str]) -> str:
    """The layer that a module's name below `iki` belongs to: its first two parts where they are one, else the first."""
    return next((name for name in (".".join(module[:2]),) if name in LAYERS), module[0])


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
                yield node.lineno, layer_of(parts[1:])


@pytest.mark.parametrize("package", LAYERS)
def test_imports_go_down_only(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {other}"
        for path in sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
        if layer_of([*path.relative_to(ROOT).parent.parts]) == package
        for line, other in imported_packages(path)
        if other != package and other not in LAYERS[package]
    ]
    assert wrong == []


def test_no_layer_is_above_and_below_another() -> None:
    above = [(one, other) for one, below in LAYERS.items() for other in below if one in LAYERS[other]]
    assert above == []


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
        "    from ...review.desk.desk_state import Desk\n"
        "    from ...review import desk\n"
        "    from ...review.corrections import Correction\n"
    )
    found = [name for _, name in sorted(imported_packages(path))]
    lower = ["normalize", "schema", "extract", "extract", "batch"]
    assert found == ["cli", "batch", "report", *lower, "review.desk", "review.desk", "review"]


def test_every_package_has_its_layer() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == {name.split(".")[0] for name in LAYERS}


def test_a_files_name_stands_for_one_module() -> None:
    """Only commands, which are named as they are typed, may share a name with what they show."""
    packages = (
        path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"cli", "tests"}
    )
    names = Counter(path.name for package in packages for path in package.rglob("*.py"))
    assert [name for name, count in names.items() if count > 1 and name != "__init__.py"] == []
