"""Writes the answers into ``docs/questions.md`` and ``docs/pertanyaan.md``: what their code gives on the small archive.

    python docs/make_questions.py

Every question has a block of Python that leaves a data frame ``answer`` and a block of SQL that gives the same rows. A
test compares both, and the pages with what this makes.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from iki.batch.engines import SerialEngine
from iki.batch.output_folder import LocalFolder
from iki.batch.run import BatchOptions, Listener, run_batch

PAGES = (Path(__file__).with_name("questions.md"), Path(__file__).with_name("pertanyaan.md"))
ROOT = Path(__file__).parent.parent
ARCHIVE = "samples/archive/decrees"
WIDEST = 34  # characters of a column that are shown
_BLOCK = re.compile(r"```(python|sql|text)\n(.*?)```\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the two blocks of a question give, as rows of texts."""

    frame: pd.DataFrame
    rows: list[tuple[Any, ...]]


def convert(out: Path) -> None:
    """Convert the small archive as the page says."""
    options = BatchOptions(formats=("json", "csv", "sqlite"))
    with contextlib.chdir(ROOT):
        run_batch([ARCHIVE], LocalFolder(out.resolve()), SerialEngine(), options, Listener())


def answers(page: str, out: Path) -> Iterator[Answer]:
    """The answers of the page's code, in order; ``out`` is the folder that it calls "out"."""
    known: dict[str, Any] = {}
    with closing(sqlite3.connect(out / "tables.sqlite")) as database:
        for kind, code in _BLOCK.findall(page):
            if kind == "python":
                exec(code.replace('"out"', repr(str(out))), known)
            elif kind == "sql":
                yield Answer(known["answer"], database.execute(code).fetchall())


def shown(frame: pd.DataFrame) -> str:
    """A data frame as the page shows it."""
    short = frame.map(lambda value: "" if pd.isna(value) else _short(str(value)))
    widths = [max(map(len, [name, *short[name]])) for name in frame.columns]
    lines = [list(frame.columns), *short.to_numpy().tolist()]
    return "".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def filled(page: str, out: Path) -> str:
    """The page with its answers written again."""
    given = (shown(answer.frame) for answer in answers(page, out))
    return _BLOCK.sub(lambda m: f"```text\n{next(given)}```\n" if m[1] == "text" else m[0], page)


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="iki-") as folder:
        convert(Path(folder))
        for path in PAGES:
            path.write_text(filled(path.read_text("utf-8"), Path(folder)), "utf-8")
