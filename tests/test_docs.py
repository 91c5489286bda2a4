"""Docs that hold: names, layers and data files, generated pages, both languages alike, examples in docstrings."""

import doctest
import importlib
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from iki.cli.main import app
from iki.schema.tables import TABLES
from test_import_layers import LAYERS
from typer.main import get_command

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import generate  # noqa: E402

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
SOURCES = sorted(path for name in LAYERS for path in (ROOT / name).rglob("*.py"))
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


@pytest.mark.parametrize("path", [p for p in SOURCES if ">>> " in p.read_text("utf-8")], ids=str)
def test_examples_in_docstrings_hold(path: Path) -> None:
    module = importlib.import_module(".".join(["iki", *path.relative_to(ROOT).with_suffix("").parts]))
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


def test_the_layers_are_those_that_are_checked() -> None:
    drawn = {
        package: frozenset(re.findall(r"`([\w.]+)`", known))
        for package, known in re.findall(r"^\| `([\w.]+)` \| [^|]+ \|([^|]*)\|$", PAGE, re.M)
        if package in LAYERS
    }
    assert drawn == LAYERS


def test_every_file_of_words_is_documented() -> None:
    files = {path.name for path in (ROOT / "normalize" / "vocabulary").iterdir()}
    assert {file for file in files if f"`{file}`" not in PAGE} == set()


@pytest.mark.parametrize("page", ["README.md", "README.id.md"])
def test_the_readme_lists_every_table(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert {f"{table.name}.csv" for table in TABLES} <= set(re.findall(r"`(\w+\.csv)`", text))


@pytest.mark.parametrize("page", generate.PAGES, ids=lambda page: page.name)
def test_pages_are_as_the_program_makes_them(page: Path) -> None:
    assert page.read_text("utf-8") == generate.PAGES[page](), "run: python docs/generate.py"


def test_the_pages_list_every_command_and_option() -> None:
    group: Any = get_command(app)
    commands = group.commands
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    sections = {part.split("\n", 1)[0]: part for part in page.split("\n## ")[1:]}
    assert set(sections) == set(commands)
    for name, command in commands.items():
        options = {option for given in command.params for option in given.opts if option.startswith("-")}
        assert options - {"--help", "-h"} <= set(re.findall(r"-{1,2}[a-z][a-z-]*", sections[name])), name


def test_every_text_of_the_help_is_translated() -> None:
    assert generate.untranslated() == []


def test_a_text_without_translation_is_an_error() -> None:
    with pytest.raises(generate.UntranslatedError, match="no such text"):
        generate.say("no such text", "id")


def test_only_one_place_is_made_again() -> None:
    text = f"before\n{generate.BEGIN}\nold\n{generate.END}\nafter"
    assert generate.between_marks(text, "new") == f"before\n{generate.BEGIN}\nnew\n{generate.END}\nafter"
    with pytest.raises(ValueError, match="0 places"):
        generate.between_marks("nothing", "new")


@pytest.mark.parametrize(
    "pages",
    [
        ("README.md", "README.id.md"),
        ("docs/guide.md", "docs/panduan.md"),
        ("docs/commands.md", "docs/perintah.md"),
        ("docs/columns.md", "docs/kolom.md"),
        ("docs/questions.md", "docs/pertanyaan.md"),
    ],
)
def test_both_languages_tell_the_same(pages: tuple[str, str]) -> None:
    english, indonesian = (outline((ROOT / page).read_text("utf-8")) for page in pages)
    assert english == indonesian


def outline(text: str) -> list[str]:
    """Headings by their level, rows of tables, and blocks of code, in the order of the text."""
    lines = re.sub(r"^```.*?^```", "```", text, flags=re.M | re.S).splitlines()
    marks = (re.match(r"#+(?= )|\||```", line.strip()) for line in lines)
    return [mark[0] for mark in marks if mark is not None]


@pytest.mark.parametrize("page", ["README.md", "README.id.md"])
def test_the_readme_says_how_to_call_the_program_after_the_first_command(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    first = text.index("sh scripts/demo.sh")
    after = text[text.index("```", first) :][:400]
    assert ". .venv/bin/activate" in after
    assert r"scripts\demo.ps1" in after
    assert (ROOT / "scripts" / "demo.ps1").is_file()


def test_hints_name_packages_that_the_extras_have() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = {
        re.split(r"[\[>=<]", one)[0]
        for names in (project["dependencies"], *project["optional-dependencies"].values())
        for one in names
    }
    hinted: set[str] = set()
    for folder in ("cli", "batch", "report", "review", "extract", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            for said in re.findall(r"pip install ([a-z][\w .-]*)", path.read_text("utf-8")):
                hinted |= set(said.split())
    assert {"flask", "pyarrow"} & hinted
    assert hinted - known == set()
