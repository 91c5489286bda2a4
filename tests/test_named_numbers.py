"""Numbers in comparisons have a name that says what they are, in which unit and why; ruff sees to those with a point.

Ruff's rule (PLR2004) lets whole numbers pass, because two columns or three rows need no name. Greater ones do.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COUNTED = 4
"""The greatest number that says itself: so many sides, corners, fields of a row."""
STILL_BARE = {
    "extract/scan/print_lines.py",
    "extract/unruled_groups.py",
    "normalize/forms/assembly.py",
    "normalize/forms/titles.py",
    "normalize/tables/fragments.py",
    "normalize/tables/header_mapping.py",
}


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


@pytest.mark.parametrize("package", ["schema", "extract", "normalize", "batch", "report", "cli", "api"])
def test_numbers_are_named(package: str) -> None:
    paths = [p for p in sorted((ROOT / package).rglob("*.py")) if str(p.relative_to(ROOT)) not in STILL_BARE]
    assert paths
    assert [bare for path in paths for bare in bare_numbers(path)] == []


@pytest.mark.parametrize("name", sorted(STILL_BARE))
def test_modules_without_bare_numbers_are_taken_off_the_list(name: str) -> None:
    assert bare_numbers(ROOT / name)
