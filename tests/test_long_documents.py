"""What is done for documents of many pages: the PDF is opened again, words share what is equal, the collector rests."""

from __future__ import annotations

import gc
import pickle
from pathlib import Path

import pytest
from iki.batch.convert_one import ConvertOptions, convert_one
from iki.extract import document_reader
from iki.extract.document_reader import ReadOptions, read_document
from iki.extract.source import Source
from iki.schema.blocks import share_equal
from iki.schema.garbage_collection import ALLOCATIONS, collect_seldom, collecting_seldom
from iki.schema.models import Decree

SAMPLE = Path(__file__).parent.parent / "samples" / "decrees" / "sheet-stacked.pdf"
TWO = SAMPLE.with_name("browser-two-decrees.pdf")


def test_a_document_that_is_opened_again_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_document(SAMPLE, name="x.pdf").to_json()
    renewed: list[Source] = []
    renew = Source.renew

    def counted(source: Source) -> None:
        renewed.append(source)
        renew(source)

    monkeypatch.setattr(document_reader, "RENEWED", 1)
    monkeypatch.setattr(Source, "renew", counted)
    assert read_document(SAMPLE, name="x.pdf").to_json() == whole
    assert len(renewed) == len(whole["pages"]) - 1


def test_pages_from_a_file_share_what_is_equal() -> None:
    document = read_document(SAMPLE, name="x.pdf")
    pages = pickle.loads(pickle.dumps(document)).pages
    share_equal(pages)
    assert [page.to_json() for page in pages] == document.to_json()["pages"]
    words = [
        word
        for page in pages
        for block in page.blocks
        for line in [*block.lines, *(line for cell in block.cells for line in cell.lines)]
        for word in line.words
    ]
    assert len({id(word.text) for word in words}) == len({word.text for word in words}) < len(words)
    numbers = [number for word in words for number in (*word.box, word.size)]
    assert len(set(map(id, numbers))) == len(set(numbers)) < len(numbers) / 2


def test_decrees_are_handed_on_as_they_are_built_and_not_kept() -> None:
    taken: list[Decree] = []
    options = ConvertOptions(ReadOptions())
    outcome = convert_one(TWO, "x.pdf", options, take=taken.append)
    kept = convert_one(TWO, "x.pdf", options)
    assert not outcome.decrees
    assert len(taken) == 2
    assert taken == kept.decrees
    assert outcome.gaps == kept.gaps


def test_the_collector_looks_seldom_only_while_a_document_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr("iki.batch.convert_one.read_source", lambda *_, **__: seen.append(gc.get_threshold()))
    before = gc.get_threshold()
    convert_one(SAMPLE, "x.pdf", ConvertOptions(ReadOptions()))
    assert seen[0][0] >= ALLOCATIONS
    assert gc.get_threshold() == before


@pytest.mark.parametrize("own", [0, 10 * ALLOCATIONS])
def test_a_collector_that_looks_more_seldom_already_is_left_alone(own: int) -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(own, 7, 7)
        collect_seldom()
        assert gc.get_threshold() == (own, 7, 7)
        with collecting_seldom():
            assert gc.get_threshold() == (own, 7, 7)
    finally:
        gc.set_threshold(*before)
