"""Golden cells: tables of the samples are worn into scans, and every cell must come out as it is printed.

The levels stand for an even page off the glass, one from an office's scanner (worn rulings, uneven light, skew, a
stamp), and a bad one (curl, bleed-through, blur, fold).
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pypdfium2
import pytest
from iki.extract.layout import lay_out
from iki.extract.page_content import PageContent
from iki.extract.pdfium import read_page
from iki.extract.scan import scan_reader as reader

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "samples"))

from scans import damage  # noqa: E402

Cell = tuple[int, int, int, int, str]
SIGNS = str.maketrans({"×": "x"})


def cells(content: PageContent) -> list[list[Cell]]:
    """By table, each cell's row, column, spans and text in one line."""
    return [
        [
            (c.row, c.col, c.row_span, c.col_span, " ".join(c.text.translate(SIGNS).split()))
            for c in block.cells
        ]
        for block in lay_out(content).blocks
        if block.kind == "table"
    ]


@pytest.mark.parametrize(
    ("sample", "level", "page", "count", "one"),
    [
        (
            "browser-rowspans",
            "clean",
            1,
            20,
            (2, 3, 1, 1, "(Surat yang didisposisi pada hari diterima) / (Seluruh surat masuk) x 100%"),
        ),
        ("word-ruled-rows", "office", 1, 15, (3, 3, 1, 1, "Laporan keuangan BLUD")),
        ("drawn-gaps", "office", 0, 40, (3, 3, 1, 1, "(∑ desa tepat waktu) / (∑ desa se-Kecamatan) x 100%")),
        ("drawn-gaps", "bad", 0, 40, (3, 3, 1, 1, "(∑ desa tepat waktu) / (∑ desa se-Kecamatan) x 100%")),
    ],
)
def test_every_cell_of_a_scanned_table_is_as_printed(
    sample: str, level: str, page: int, count: int, one: Cell
) -> None:
    source = damage.DECREES / f"{sample}.pdf"
    printed = cells(read_page(pypdfium2.PdfDocument(source), page))
    image, dpi = next(itertools.islice(damage.scanned(source, level, 1), page, None))
    height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
    read = cells(reader.read_scan(image, number=1, width=width, height=height, dpi=dpi))
    assert sum(map(len, read)) == count
    assert one in itertools.chain(*read)
    assert read == printed
