"""Numbers have a name that says what they are, in which unit and why; ruff sees to those with a point in comparisons.

Ruff's rule (PLR2004) lets whole numbers pass, because two columns or three rows need no name. Greater ones do.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("schema", "extract", "normalize", "batch", "report", "review", "cli", "api")
COUNTED = 4
"""The greatest count that needs no name: of sides, corners, fields of a row."""
PLAIN = (0.0, 0.5, 1.0, 2.0, 72.0, 100.0)
"""Fractions that need no name: none, half, all, double, points in an inch, percent."""


def bare_numbers(path: Path) -> list[str]:
    """Whole numbers above `COUNTED` in the comparisons of a module."""
    compared = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Compare)
    ]
    sides = [side for node in compared for side in (node.left, *node.comparators)]
    return [
        f"{path.relative_to(ROOT)}:{side.lineno} {side.value}"
        for side in sides
        if isinstance(side, ast.Constant) and type(side.value) is int and side.value > COUNTED
    ]


def bare_fractions(path: Path) -> list[str]:
    """Floats of a module, other than `PLAIN` ones, that stand in no assignment of a module or class."""
    tree = ast.parse(path.read_text("utf-8"))
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    assigned = [node for body in bodies for node in body if isinstance(node, ast.Assign | ast.AnnAssign)]
    named = {id(part) for node in assigned for part in ast.walk(node)}
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) is float
        if node.value not in PLAIN and id(node) not in named
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_fractions_are_named(package: str) -> None:
    assert [bare for path in sorted((ROOT / package).rglob("*.py")) for bare in bare_fractions(path)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_numbers_are_named(package: str) -> None:
    paths = sorted((ROOT / package).rglob("*.py"))
    assert paths
    assert [bare for path in paths for bare in bare_numbers(path)] == []
