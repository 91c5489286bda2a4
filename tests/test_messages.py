"""Every message of a gap or an error has its Indonesian sentence, as is looked for in the code itself."""

from __future__ import annotations

import ast
import csv
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import decree
from iki.report.report_words import Words
from iki.schema import errors
from iki.schema.errors import IkiError
from iki.schema.messages import FILE, counted, in_language, translated
from iki.schema.tables import flatten, table

ROOT = Path(__file__).parent.parent
PACKAGES = ("extract", "normalize", "batch", "report", "review", "cli", "api")
ANY = "3"  # stands for whatever a message names
# Calls that make a gap, and which of their arguments is the message; classes of errors take it first.
MAKERS = {"Gap": 1, "_gap": 1, "_gap_at": 1, "_failed": 2, "_record": 1}
ERRORS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, IkiError)
}
# What callers give for arguments that become part of a message.
ARGUMENTS = {
    "why": ["the page is a picture and OCR is switched off"],
    "reason": [
        "no engine could read",
        "was not read: OCR is switched off",
        "was not read: no OCR engine is installed",
    ],
}
NOT_SAID = {"str(error)", "message", "code", "gap.message", "kind", "value"}  # messages made elsewhere


class Sentences(ast.NodeVisitor):
    """Gathers what the messages of one module may say."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: set[str] = set()
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        self.constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value.value, str)
        }
        for function in self.functions.values():
            self._function(function)

    def _function(self, function: ast.FunctionDef) -> None:
        known: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                known.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            at = 0 if name in ERRORS else MAKERS.get(name)
            said = node.args[at] if at is not None and len(node.args) > at else None
            said = said or next(
                (k.value for k in node.keywords if k.arg == "message" and name == "GapRecord"), None
            )
            remedy = next((k.value for k in node.keywords if k.arg == "remedy" and name in ERRORS), None)
            for expression in filter(None, (said, remedy)):
                if ast.unparse(expression) not in NOT_SAID or ast.unparse(expression) in known:
                    self.found.update(self._texts(expression, known))

    def _texts(self, node: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
        """The texts that an expression may give."""
        if isinstance(node, ast.Constant):
            yield str(node.value)
        elif isinstance(node, ast.IfExp):
            yield from self._texts(node.body, known)
            yield from self._texts(node.orelse, known)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for left, right in itertools.product(
                self._texts(node.left, known), self._texts(node.right, known)
            ):
                yield left + right
        elif isinstance(node, ast.JoinedStr):
            parts = [
                list(self._texts(part.value, known))
                if isinstance(part, ast.FormattedValue)
                else [str(part.value)]
                for part in node.values
                if isinstance(part, ast.FormattedValue | ast.Constant)
            ]
            yield from map("".join, itertools.product(*parts))
        elif isinstance(node, ast.Name) and node.id in known:
            for value in known[node.id]:
                yield from self._texts(
                    value, {name: values for name, values in known.items() if name != node.id}
                )
        elif isinstance(node, ast.Name) and node.id in ARGUMENTS:
            yield from ARGUMENTS[node.id]
        elif isinstance(node, ast.Name) and node.id in self.constants:
            yield self.constants[node.id]
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self.functions
        ):
            for inner in ast.walk(self.functions[node.func.id]):
                if (
                    isinstance(inner, ast.Return)
                    and inner.value is not None
                    and ast.unparse(inner.value) != "None"
                ):
                    yield from self._texts(inner.value, {})
        else:
            yield ANY


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_every_message_in_the_code_has_its_indonesian_sentence() -> None:
    said = {
        (text, path.relative_to(ROOT).as_posix())
        for path in modules()
        for text in Sentences(ast.parse(path.read_text("utf-8"))).found
        if re.search(r"[a-z]{3}", text)
    }
    assert len(said) > 90
    missing = sorted(where for where in said if translated(where[0]) is None)
    assert missing == [], "add a line to schema/messages.csv"


def test_the_catalogue_is_whole() -> None:
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["english"] for row in rows}) == len(rows)
    for row in rows:
        assert row["indonesian"], row
        assert set(re.findall(r"\{\w+\}", row["indonesian"])) == set(
            re.findall(r"\{\w+\}", row["english"])
        ), row


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        (
            "the cell sumber_data was read with confidence 0.06",
            "isi sel sumber data terbaca dengan keyakinan 0,06",
        ),
        ("tahun was read with confidence 0.50", "tahun terbaca dengan keyakinan 0,50"),
        ("the document gives no kabupaten_kota", "dokumen tidak menyebut kabupaten/kota"),
        (
            "text of the form that found no place: page 3 has no print",
            "teks formulir yang tidak mendapat tempat: page 3 has no print",
        ),
        (
            "the file holds attachments, scripts; nothing of it was run or opened",
            "berkas memuat lampiran, skrip; tidak ada yang dijalankan atau dibuka",
        ),
        (
            "arsip/a.pdf, page 3: the page measures 20,000 x 90 points, the limit is 14,400. "
            "Check the file in a viewer, or raise --max-points",
            "arsip/a.pdf, halaman 3: ukuran halaman 20.000 x 90 titik, batasnya 14.400. "
            "Periksa berkasnya dengan penampil PDF, atau naikkan --max-points",
        ),
        (
            "page 4 could not be read: stopped after 30 s",
            "halaman 4 tidak dapat dibaca: dihentikan setelah 30 detik",
        ),
    ],
)
def test_sentences(english: str, indonesian: str) -> None:
    assert translated(english) == indonesian


def test_what_the_catalogue_does_not_know_stays_as_it_is() -> None:
    assert in_language("something else", "id") == ("something else", "en")
    assert in_language("page 3 has no print", "en") == ("page 3 has no print", "en")
    assert Words("id").message("page 3 has no print") == ("halaman 3 kosong", "id")


def test_the_table_of_gaps_says_it_in_both_languages() -> None:
    one = decree()
    one.gaps[1].message = "the form names no position"
    header = table("gaps").header
    row = dict(zip(header, flatten(one, "d")["gaps"][1], strict=True))
    assert (row["message"], row["pesan"]) == (
        "the form names no position",
        "formulir tidak menyebut nama jabatan",
    )


@pytest.mark.parametrize(
    ("message", "english"),
    [
        (
            "x ([Errno 2] No such file or directory: 'a b.csv'). Do it",
            "x (there is no such file or folder). Do it",
        ),
        ("x ([Errno 13] Permission denied: 'it.csv')", "x (Permission denied)"),
        (
            "Invalid value for '--ocr': Value error, 'x' is not one of 'a'.",
            "Invalid value for '--ocr': 'x' is not one of 'a'.",
        ),
        ("Invalid value: Input should be greater than or equal to 1", "Invalid value: it must be at least 1"),
        ("Invalid value: Input should be less than or equal to 9", "Invalid value: it must be at most 9"),
    ],
)
def test_english_messages_are_free_of_what_is_meant_for_programmers(message: str, english: str) -> None:
    assert in_language(message, "en") == (english, "en")


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 page waits"), (2, "2 pages wait"), ("1.5", "1.5 pages wait")]
)
def test_words_follow_their_number(count: object, said: str) -> None:
    text = "{n} [n:page waits|pages wait]"
    assert counted(text, {"n": count}).format(n=count) == said
