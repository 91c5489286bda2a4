"""The samples from PDF to records: against their truth, and against what was expected before."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from golden.refresh import GOLDEN, SAMPLES, convert, names, record
from iki.extract import pdfium
from iki.extract.document_reader import read_document
from iki.extract.layout import columns_to_carry, lay_out
from iki.extract.source import open_source
from iki.report.scoring import Score, align, compare, level
from iki.schema.blocks import Page, Word
from iki.schema.models import FIELDS, Decree

decrees_of = cache(convert)
FLOORS = {
    "positions_f1": 1.0,
    "rows_f1": 0.99,
    "rows_perfect": 0.965,
    "cells_exact_f1": 0.988,
    "cells_close_f1": 0.99,
    "items_f1": 0.995,
    "canonical": 1.0,
    "decree": 0.985,
}
CEILINGS = {"cer": 0.004, "canonical_wrong": 0}


def truth_of(name: str) -> dict[str, Any]:
    return dict(json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8")))


@cache
def score_of(name: str) -> Score:
    return compare(truth_of(name), [decree.model_dump(mode="json") for decree in decrees_of(name)])


@cache
def all_figures() -> dict[str, float]:
    score = Score()
    for name in names():
        score.add(score_of(name))
    return score.overall


@pytest.mark.parametrize("name", names())
def test_records_are_as_expected(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    expected = path.read_text("utf-8").splitlines()
    found = record(decrees_of(name)).splitlines()
    difference = list(difflib.unified_diff(expected, found, "expected", "found", n=2, lineterm=""))
    hint = f"If the change is right: python -m tests.golden.refresh {name}"
    assert not difference, "\n".join([f"{path.name} differs.", *difference[:80], hint])


def test_every_sample_has_an_expected_record() -> None:
    assert names()
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == names()


def test_every_figure_has_a_floor_or_a_ceiling() -> None:
    assert set(all_figures()) == {*FLOORS, *CEILINGS}


@pytest.mark.parametrize("figure", FLOORS)
def test_figures_over_all_samples_hold_their_floor(figure: str) -> None:
    assert all_figures()[figure] >= FLOORS[figure], all_figures()


@pytest.mark.parametrize("figure", CEILINGS)
def test_errors_over_all_samples_stay_below_their_ceiling(figure: str) -> None:
    assert all_figures()[figure] <= CEILINGS[figure], all_figures()


@pytest.mark.parametrize("name", names())
def test_no_position_and_no_duty_is_missed(name: str) -> None:
    found = score_of(name).overall
    assert found["positions_f1"] == 1.0
    assert found["items_f1"] >= 0.97


def test_a_file_with_two_decrees_gives_two_records() -> None:
    first, second = decrees_of("browser-two-decrees")
    want = truth_of("browser-two-decrees")["decrees"]
    assert [first.decree.nomor, second.decree.nomor] == [part["decree"]["nomor"] for part in want]
    assert [len(first.positions), len(second.positions)] == [5, 4]
    assert first.source == second.source
    for decree in (first, second):
        assert all(gap.position is None or gap.position < len(decree.positions) for gap in decree.gaps)


@pytest.mark.parametrize("name", names())
def test_every_text_tells_a_place_on_its_page(name: str) -> None:
    document = read_document(SAMPLES / f"{name}.pdf", name=name)
    sizes = {page.number: page.shown_size for page in document.pages}
    for decree in decrees_of(name):
        for value in _values(decree):
            if value["page"] is None:
                assert value["text"] == ""
                continue
            places = [(value["page"], value["bbox"]), *((p["page"], p["bbox"]) for p in value["continued"])]
            for page, (x0, top, x1, bottom) in places:
                width, height = sizes[page]
                assert -1 <= x0 < x1 <= width + 1
                assert -1 <= top < bottom <= height + 1
            assert 0 < value["confidence"] <= 1


def _values(decree: Decree) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for position in decree.model_dump(mode="json")["positions"]:
        out += position["tugas"] + position["fungsi"]
        for row in position["rows"]:
            out += [row[name] for name in FIELDS] + list(row["extra"].values())
    return out


# ---- conservation ------------------------------------------------------------------------------------------


def print_of(words: list[Word]) -> Counter[tuple[str, tuple[float, ...]]]:
    return Counter((word.text, tuple(word.box)) for word in words)


def words_in(page: Page) -> list[Word]:
    lines = [line for block in page.blocks for line in block.lines]
    lines += [line for block in page.blocks for cell in block.cells for line in cell.lines]
    return [word for line in lines for word in line.words]


@pytest.mark.parametrize("name", names())
def test_every_word_lands_in_one_line_of_one_block(name: str) -> None:
    carried: list[float] | None = None
    total = 0
    with open_source(SAMPLES / f"{name}.pdf") as source:
        for index in range(source.page_count):
            content = pdfium.read_page(source.pdf, index)
            before = print_of(content.words)
            page = lay_out(content, carried)
            carried = columns_to_carry(page)
            assert print_of(words_in(page)) == before, f"page {index + 1}"
            total += len(content.words)
    assert total > 100


@pytest.mark.parametrize("name", names())
def test_every_word_of_a_line_is_in_its_text(name: str) -> None:
    for page in read_document(SAMPLES / f"{name}.pdf", name=name).pages:
        for block in page.blocks:
            for line in [*block.lines, *(line for cell in block.cells for line in cell.lines)]:
                letters = Counter(c for word in line.words for c in word.text if c.isalnum())
                assert Counter(c for c in line.text if c.isalnum()) == letters


@pytest.mark.parametrize("name", names())
def test_cells_of_a_table_do_not_overlap(name: str) -> None:
    for page in read_document(SAMPLES / f"{name}.pdf", name=name).pages:
        for block in page.blocks:
            places = Counter(
                (row, col)
                for cell in block.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            )
            assert max(places.values(), default=1) == 1


def test_samples_are_files_of_this_folder() -> None:
    assert all(Path(SAMPLES / f"{name}.truth.json").exists() for name in names())


# ---- the scorer itself -------------------------------------------------------------------------------------


def test_a_truth_scored_against_itself_is_perfect() -> None:
    truth = truth_of("word-front-matter")
    decree = {
        "decree": truth["decree"],
        "positions": [{**p, "canonical": {"name": p["jabatan_canonical"]}} for p in truth["positions"]],
    }
    best = compare(truth, [decree]).overall
    assert best == dict.fromkeys(FLOORS, 1.0) | dict.fromkeys(CEILINGS, 0.0)


def test_what_is_missing_or_doubled_costs() -> None:
    truth = truth_of("browser-zebra")
    nothing = compare(truth, []).overall
    assert {nothing[name] for name in ("positions_f1", "rows_f1", "cells_exact_f1", "decree")} == {0.0}
    doubled = {"decree": truth["decree"], "positions": truth["positions"] * 2}
    assert compare(truth, [doubled]).overall["rows_f1"] == pytest.approx(2 / 3)


def test_a_changed_letter_is_close_but_not_exact() -> None:
    truth = truth_of("browser-zebra")
    decree = json.loads(json.dumps(truth))
    row = next(r for p in decree["positions"] for r in p["rows"] if len(r["indikator"]) > 25)
    row["indikator"] = row["indikator"][:-1] + "z"
    found = compare(truth, [decree]).overall
    assert found["cells_close_f1"] == 1 > found["cells_exact_f1"]
    assert found["rows_perfect"] < 1 == found["rows_f1"]
    assert found["cer"] > 0


def test_each_decree_of_a_file_has_its_metadata_compared() -> None:
    truth = truth_of("browser-two-decrees")
    first, last = truth["decrees"][0]["positions"][1], len(truth["positions"])
    parts = [
        {"decree": part["decree"], "positions": truth["positions"][begin:end]}
        for part, begin, end in zip(truth["decrees"], (0, first), (first, last), strict=True)
    ]
    assert compare(truth, parts).overall["decree"] == 1.0
    parts[1] = parts[1] | {"decree": parts[1]["decree"] | {"nomor": "0/0/0"}}
    assert compare(truth, parts).overall["decree"] < 1.0


def test_scores_add_up() -> None:
    whole = Score()
    for name in ("browser-zebra", "word-front-matter"):
        whole.add(score_of(name))
    assert whole.cells.truth == sum(figures.truth for figures in whole.by_field.values())
    assert whole.counts["positions_truth"] == sum(
        len(truth_of(name)["positions"]) for name in ("browser-zebra", "word-front-matter")
    )
    assert sum(count for _, _, count in whole.reliability) == sum(count for _, _, count in whole.bins)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("a) menyusun\nb) membuat", "menyusun membuat"),
        ("- Renstra;", "renstra"),
        ("Σ desa × 100%", "∑ desa x 100%"),
        ("1. Rapat", "(1) rapat"),
        ({"text": "DPA"}, "dpa"),
    ],
)
def test_texts_that_count_as_equal(a: object, b: object) -> None:
    assert level(a) == level(b)


def test_pairs_keep_their_order() -> None:
    assert align("abc", "xbca", lambda a, b: float(a == b)) == [(1, 1, 1.0), (2, 2, 1.0)]
