"""Pages that look like a table without one found are shown to camelot; others are not."""

from pathlib import Path

from iki.extract.document_reader import read_document
from iki.extract.layout import with_grids
from iki.extract.second_opinion import camelot_grids, looks_tabular
from iki.extract.text_lines import make_line
from iki.schema.blocks import Block, Page, Word
from iki.schema.geometry import Box, bounding_box

SAMPLE = Path(__file__).parent.parent / "samples" / "decrees" / "browser-no-rules.pdf"


def row(y: float, *texts: str) -> Block:
    words = [Word(t, Box(60 + 150 * i, y, 110 + 150 * i, y + 10), size=10) for i, t in enumerate(texts)]
    line = make_line(words)
    return Block("text", bounding_box([line.box]), lines=[line])


def test_rows_side_by_side_look_tabular() -> None:
    assert looks_tabular([row(100 + 12 * i, "satu", "dua", "tiga") for i in range(4)])


def test_prose_and_found_tables_do_not() -> None:
    assert not looks_tabular([row(100 + 12 * i, "satu", "dua") for i in range(9)])
    found = Block("table", Box(0, 0, 9, 9))
    assert not looks_tabular([found, *(row(100 + 12 * i, "satu", "dua", "tiga") for i in range(6))])


def test_camelot_reads_a_table_without_rules_and_no_word_gets_lost() -> None:
    document = read_document(SAMPLE, name=SAMPLE.name, pages=[1])
    page = document.pages[0]
    words = [w for b in page.blocks for c in b.cells for ln in c.lines for w in ln.words]
    words += [w for b in page.blocks for ln in b.lines for w in ln.words]
    bare = Page(1, page.width, page.height)
    line = make_line(words)
    bare.blocks = [Block("text", line.box, lines=[line])]
    grids = camelot_grids(SAMPLE, 1, page.height)
    assert grids
    again = with_grids(bare, grids)
    assert any(b.kind == "table" for b in again.blocks)
    after = [w for b in again.blocks for c in b.cells for ln in c.lines for w in ln.words]
    after += [w for b in again.blocks for ln in b.lines for w in ln.words]
    assert sorted(w.text for w in after) == sorted(w.text for w in words)


def test_camelots_failures_are_none_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    assert camelot_grids(broken, 1, 800.0) == []
