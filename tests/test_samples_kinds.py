"""The invented documents: the same for the same seed, of every kind, and printing what their truth says."""

from __future__ import annotations

import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "samples"))

from kinds import make_kinds, printer, web
from kinds.elements import Document, Sheet
from scans import searchable

SEED = 77
EACH = 6
MANY = 100
KINDS = tuple(make_kinds.KINDS)


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def texts_of(position: dict[str, Any]) -> Iterator[str]:
    yield position["jabatan"]
    yield from position["tugas"] + position["fungsi"]
    for row in position["rows"]:
        yield from (row[key] for key in ("sasaran", "indikator", "formulasi", "sumber_data"))
        yield from row["extra"].values()
    for program in position.get("programs", []):
        yield program["program"]


def pages_of(path: Path | bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in pdf]
    finally:
        pdf.close()


@cache
def documents(kind: str, count: int = EACH) -> list[Document]:
    return [make_kinds.compose(kind, SEED, at) for at in range(count)]


@cache
def printed(kind: str) -> list[bytes]:
    """The PDFs of a kind's documents."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{at}.pdf" for at in range(EACH)]
        for document, path in zip(documents(kind), paths, strict=True):
            printer.render(document, path)
        return [path.read_bytes() for path in paths]


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_truth_is_printed(kind: str) -> None:
    for at, document in enumerate(documents(kind)):
        whole = letters("".join(pages_of(printed(kind)[at])))
        for position in document.truth["positions"]:
            for text in texts_of(position):
                words = [letters(word) for word in re.split(r"[\s/()-]+", text)]
                missing = [word for word in words if word not in whole]
                assert not missing, f"{kind} {at}: {text}"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_printed_beyond_the_paper(kind: str) -> None:
    for document, data in zip(documents(kind), printed(kind), strict=True):
        pdf = pypdfium2.PdfDocument(data)
        for page in pdf:
            wide, high = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                inside = left >= -1 and bottom >= -1 and right <= wide + 1 and top <= high + 1
                assert inside or "clip" in document.setup.tricks, text.get_text_bounded(
                    left, bottom, right, top
                )
        pdf.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    again = make_kinds.compose(kind, SEED, EACH - 1)
    printer.render(again, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == printed(kind)[-1]
    assert json.dumps(again.truth) == json.dumps(documents(kind)[-1].truth)


def test_other_documents_claim_nothing() -> None:
    found = documents("other", MANY)
    assert all(item.truth["form"] == "other" and not item.truth["positions"] for item in found)
    assert len({item.truth["kind"] for item in found}) >= 10


def test_agreements_have_targets_and_superiors_but_no_formulas() -> None:
    for item in documents("pk", MANY // 3):
        assert item.truth["form"] == "pk"
        for position in item.truth["positions"]:
            assert position["superior"]["jabatan"]
            for row in position["rows"]:
                assert not row["formulasi"]
                assert not row["sumber_data"]
                assert any(key.startswith("target") for key in row["extra"])


def test_forms_of_posts_have_canonical_names_and_those_of_units_none() -> None:
    for item in documents("iki", 40):
        assert all(position["jabatan_canonical"] for position in item.truth["positions"])
    for kind in ("iku", "report"):
        for item in documents(kind, 20):
            assert all(position["jabatan_canonical"] is None for position in item.truth["positions"])


def test_every_way_of_naming_and_drawing_occurs() -> None:
    found = documents("iki", MANY)
    seen: dict[str, Counter[str]] = {}
    for item in found:
        for key in ("way", "layout", "sasaran", "rules"):
            seen.setdefault(key, Counter())[item.choices[key]] += 1
    assert set(seen["way"]) == {"key", "heading", "rows", "column", "signature"}
    assert set(seen["layout"]) == {"columns", "box", "box-cells", "below", "runin"}
    assert set(seen["sasaran"]) == {"merged", "empty", "repeated", "listed"}
    assert set(seen["rules"]) == {"grid", "columns", "rows", "zebra"}
    assert any(isinstance(element, Sheet) for item in found for element in item.elements)


def test_empty_cells_are_filled_from_above_only_where_the_truth_says_so() -> None:
    for item in documents("iki", MANY):
        for position in item.truth["positions"]:
            empty = any(not row["sasaran"] for row in position["rows"])
            drawn_empty = "sasaran" in position["fill_down"]
            if "sasaran" in item.choices["columns"]:
                assert not empty or drawn_empty
            else:
                assert not drawn_empty


def test_a_plan_holds_every_kind() -> None:
    assert set(make_kinds.plan(MANY, SEED, KINDS)) == set(KINDS)
    assert make_kinds.plan(MANY, SEED, KINDS) == make_kinds.plan(MANY, SEED, KINDS)
    assert set(make_kinds.plan(MANY, SEED, ("pk",))) == {"pk"}


def test_a_document_is_written_with_its_truth(tmp_path: Path) -> None:
    (path,) = make_kinds.make(1, SEED, tmp_path, ("iku",))
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    assert truth["form"] == "iku"
    assert truth["source"]["way"] == "drawn"
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_for_a_browser_holds_the_same_words(kind: str) -> None:
    for document in documents(kind):
        if not web.can_print(document):
            continue
        whole = letters(re.sub(r"<style>.*?</style>|<[^>]+>|&nbsp;", " ", web.page(document), flags=re.S))
        for position in document.truth["positions"]:
            for text in texts_of(position):
                words = [letters(word) for word in re.split(r"[\s/()-]+", text)]
                assert not [word for word in words if word not in whole], text


def test_a_searchable_scan_reads_like_the_print_below_its_pictures(tmp_path: Path) -> None:
    printed, scan = tmp_path / "printed.pdf", tmp_path / "scan.pdf"
    printer.render(make_kinds.compose("pk", SEED, 1), printed)
    pages = pages_of(printed)
    picture = np.full((1100, 800, 3), 255, np.uint8)
    searchable.save(printed, [picture] * len(pages), scan, SEED)
    read = pages_of(scan)
    assert len(read) == len(pages)
    words = {letters(word) for word in " ".join(pages).split()}
    found = {letters(word) for word in " ".join(read).split()}
    assert len(words & found) > 0.8 * len(words)
    assert np.asarray(pypdfium2.PdfDocument(scan)[0].render().to_numpy()).min() > 240
