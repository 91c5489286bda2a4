"""What docs/architecture.md names is there: modules, functions, layers, data files."""

import importlib
import re
from pathlib import Path

import pytest
from test_import_layers import LAYERS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
NAMES = sorted(set(re.findall(rf"`((?:{'|'.join(LAYERS)})(?!\.html)(?:\.\w+)+)`", PAGE)))


@pytest.mark.parametrize("name", NAMES)
def test_every_name_exists(name: str) -> None:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(["iki", *parts[:end]]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[end:]:
            found = getattr(found, attribute)
        return
    pytest.fail(f"{name} is no module")


def test_the_layers_are_those_that_are_checked() -> None:
    drawn = {
        package: frozenset(re.findall(r"`(\w+)`", known))
        for package, known in re.findall(r"^\| `(\w+)` \| [^|]+ \|([^|]*)\|$", PAGE, re.M)
        if package in LAYERS
    }
    assert drawn == LAYERS


def test_every_file_of_words_is_told() -> None:
    files = {path.name for path in (ROOT / "normalize" / "vocabulary").iterdir()}
    assert {file for file in files if f"`{file}`" not in PAGE} == set()
