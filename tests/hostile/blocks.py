"""Raw blocks that mean harm: those of the samples, damaged at random, for what builds decrees of them.

A reader of broken or hostile pages may hand on anything that has the form of blocks: texts of any characters
and length, boxes of any numbers, cells that lie over each other, pages out of order. The same seed gives the
same document. `checked_decrees` sees that what is built of one is sound and can be written.
"""

from __future__ import annotations

import copy
import functools
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from iki.batch.table_files import CsvStyle, csv_lines
from iki.batch.tasks import to_json
from iki.extract.document_reader import read_document
from iki.normalize.decree_builder import build_decrees
from iki.normalize.repeated_decrees import describe
from iki.schema.blocks import Block, Cell, Document, Line, Page, Word
from iki.schema.geometry import Box
from iki.schema.models import Decree
from iki.schema.tables import TABLES, flatten

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples" / "decrees").glob("*.pdf"))
TEXTS = (
    "", " ", "\n", "\0", "\u202e", "\ufffd", "\u00ad", "\u0301", "😀", "=", "-", "--", "(", ")", "()",
    "((((", "/", ":", ";", "1", "1.", "0", "99999999999999999999", "-1", "a.", "a)", "(1)", "IV", "x 100%", "%",
    "½", "²", "١", "Ⅳ", "NO", "NO.", "SASARAN", "INDIKATOR KINERJA INDIVIDU", "Jabatan", "Jabatan :", "Tugas",
    "Fungsi", "Fungsi : 1.", "FORMULASI", "SUMBER DATA", "Ditetapkan di", "pada tanggal 31 Februari 2023",
    "NIP. 19700101 199001 1 001", "NIP", "KEPUTUSAN", "NOMOR", "TENTANG", "LAMPIRAN", "Tahun 0000", "Camat",
    "<script>alert(1)</script>", "A" * 5000, "( " * 500, "1. " * 500, "kata " * 500, "/ x " * 300, "; " * 500,
)  # fmt: skip
NUMBERS = (0.0, -1.0, 1e9, -1e9, 1e-9, 3e38, float("inf"), float("-inf"), float("nan"))


def hostile_document(seed: int) -> Document:
    """The document of that seed."""
    source = random.Random(seed)
    document = copy.deepcopy(source.choice(_read()))
    pages = list(document.pages)
    for _ in range(source.choice((1, 3, 10, 50))):
        if pages:
            source.choice(DAMAGES)(pages, source)
    document.pages = pages
    document.page_count = max(document.page_count, len(pages)) if source.random() < 0.9 else 0
    return document


def checked_decrees(document: Document) -> list[Decree]:
    """The document's decrees, after writing and reading them in every form.

    Raises:
        AssertionError: one does not read as it was written.
    """
    decrees = build_decrees(document)
    assert decrees, "a document gives at least one decree, if only to hold its gaps"
    for decree in decrees:
        written = to_json(decree)
        assert to_json(Decree.model_validate_json(written)) == written
        describe(decree)
        rows = flatten(decree, "x")
        for table in TABLES:
            csv_lines(table, rows[table.name], CsvStyle(safe=True))
            keys = [row[0] for row in rows[table.name]]
            assert len(set(keys)) == len(keys), f"keys of {table.name} come twice"
    return decrees


@functools.cache
def _read() -> Sequence[Document]:
    return [read_document(path, name=path.name) for path in SAMPLES]


def _pages(pages: list[Page], source: random.Random) -> None:
    """A page goes, comes twice, or changes places."""
    place = source.randrange(len(pages))
    match source.randrange(4):
        case 0:
            del pages[place]
        case 1:
            pages.insert(place, copy.deepcopy(pages[place]))
        case 2:
            source.shuffle(pages)
        case _:
            pages[place].number = source.choice((0, -1, 1, 10**9))


def _page(pages: list[Page], source: random.Random) -> None:
    """A page's size, turn and kind."""
    page = source.choice(pages)
    page.width, page.height = source.choice(NUMBERS), source.choice(NUMBERS)
    page.rotation = source.choice((0, 90, 180, 270, 45))
    page.kind = source.choice(("text", "scan", "mixed"))


def _blocks(pages: list[Page], source: random.Random) -> None:
    """A block goes, comes twice, changes places or kind."""
    blocks = source.choice(pages).blocks
    if not blocks:
        return
    place = source.randrange(len(blocks))
    match source.randrange(4):
        case 0:
            del blocks[place]
        case 1:
            blocks.insert(place, copy.deepcopy(source.choice(blocks)))
        case 2:
            source.shuffle(blocks)
        case _:
            blocks[place].kind = source.choice(("heading", "text", "list", "table", "signature", "image"))


def _cells(pages: list[Page], source: random.Random) -> None:
    """A table's cells go, come twice, move over each other."""
    block = _block(pages, source)
    if block is None or not block.cells:
        return
    place = source.randrange(len(block.cells))
    cell = block.cells[place]
    match source.randrange(6):
        case 0:
            del block.cells[place]
        case 1:
            block.cells.append(copy.deepcopy(cell))
        case 2:
            cell.row, cell.col = source.choice((0, 1, 7, 300)), source.choice((0, 1, 4, 60))
        case 3:
            cell.row_span, cell.col_span = source.choice((1, 2, 9, 300)), source.choice((1, 2, 9, 60))
        case 4:
            source.shuffle(block.cells)
        case _:
            cell.open_top, cell.open_bottom, cell.inked = (source.random() < 0.5 for _ in range(3))


def _lines(pages: list[Page], source: random.Random) -> None:
    """Lines of a block or cell go, come twice, or come from elsewhere."""
    block, other = _block(pages, source), _block(pages, source)
    if block is None or other is None:
        return
    lines, others = _lines_of(block, source), _lines_of(other, source)
    match source.randrange(4):
        case 0:
            del lines[: source.randrange(1, 4)]
        case 1:
            lines.extend(copy.deepcopy(lines[:20]))
        case 2:
            lines[0:0] = copy.deepcopy(others[:20])
        case _:
            source.shuffle(lines)


def _text(pages: list[Page], source: random.Random) -> None:
    """A line reads something else."""
    block = _block(pages, source)
    lines = _lines_of(block, source) if block else []
    if not lines:
        return
    line = source.choice(lines)
    text = source.choice((*TEXTS, source.choice(TEXTS) + line.text, line.text + source.choice(TEXTS)))
    words = tuple(Word(part, line.box, line.size, source.random()) for part in text.split(" "))
    lines[lines.index(line)] = Line(
        words if source.random() < 0.9 else (), line.box, text, source.random() < 0.1
    )


def _boxes(pages: list[Page], source: random.Random) -> None:
    """A box has other numbers."""
    block = _block(pages, source)
    if block is None:
        return
    owners: list[Block | Cell | Line] = [block, *block.cells, *_lines_of(block, source)]
    owner = source.choice(owners)
    corners = [owner.box.x0, owner.box.top, owner.box.x1, owner.box.bottom]
    corners[source.randrange(4)] = source.choice(NUMBERS)
    if source.random() < 0.2:
        source.shuffle(corners)
    owner.box = Box(*corners)


DAMAGES: tuple[Callable[[list[Page], random.Random], None], ...] = (
    _pages, _page, _blocks, _blocks, _cells, _cells, _lines, _lines, _text, _text, _text, _boxes, _boxes,
)  # fmt: skip


def _block(pages: list[Page], source: random.Random) -> Block | None:
    blocks = source.choice(pages).blocks
    return source.choice(blocks) if blocks else None


def _lines_of(block: Block, source: random.Random) -> list[Line]:
    return source.choice(block.cells).lines if block.cells and source.random() < 0.8 else block.lines
