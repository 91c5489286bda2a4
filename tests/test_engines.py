"""Both text-layer engines read the samples alike: the same words on every page, the same cells in every table.

Two things only PDFium can tell are left out: text that is invisible and text that is clipped away.
"""

from collections import Counter
from pathlib import Path

import pytest
from iki.extract.document_reader import ReadOptions, read_document
from iki.schema.blocks import Page

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
UNSEEN_BY_PDFPLUMBER = {"drawn-hidden-layer.pdf": {1, 2, 3, 4}, "sheet-stacked.pdf": {2}}
FILES = sorted(SAMPLES.glob("*.pdf"))


def words(page: Page) -> Counter[str]:
    lines = [ln for b in page.blocks for ln in (*b.lines, *(x for c in b.cells for x in c.lines))]
    return Counter(w.text for ln in lines for w in ln.words)


def cells(page: Page) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for b in page.blocks for c in b.cells]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_engines_agree(path: Path) -> None:
    ours = read_document(path, name=path.name)
    reference = read_document(path, name=path.name, options=ReadOptions(text_engine="pdfplumber"))
    for mine, other in zip(ours.pages, reference.pages, strict=True):
        if mine.number in UNSEEN_BY_PDFPLUMBER.get(path.name, ()):
            continue
        assert words(mine) == words(other), f"page {mine.number}"
        assert cells(mine) == cells(other), f"page {mine.number}"
