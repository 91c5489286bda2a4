"""The front door of reading: pages asked for, engines compared, errors that say why."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from iki.extract.document_reader import ReadOptions, read_document
from iki.extract.source import SourceLimits
from iki.schema.blocks import Document
from iki.schema.errors import EmptyFileError, EncryptedError, MissingFileError, NotAPdfError, TooLargeError
from iki.schema.gaps import GapCode

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.pdf"))
SAMPLE = SAMPLES / "browser-zebra.pdf"
# pdfplumber tells neither invisible text nor text that is cut off by a clipping path
ONE_ENGINE_ONLY = {"drawn-hidden-layer", "sheet-stacked"}


def read(path: Path, **options: object) -> Document:
    return read_document(path, name=path.name, options=ReadOptions(**options))  # type: ignore[arg-type]


def print_of(document: Document) -> list[Counter[str]]:
    """The words of every page."""
    pages = []
    for page in document.pages:
        found = [line for block in page.blocks for line in block.lines]
        found += [line for block in page.blocks for cell in block.cells for line in cell.lines]
        pages.append(Counter(word.text for line in found for word in line.words))
    return pages


def cells_of(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    """Place, spans and text of every table's cells."""
    return [
        [(c.row, c.col, c.row_span, c.col_span, " ".join(c.text.split())) for c in block.cells]
        for page in document.pages
        for block in page.blocks
        if block.kind == "table"
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ONE_ENGINE_ONLY])
def test_both_engines_read_the_same_words_and_cells(name: str) -> None:
    path = SAMPLES / f"{name}.pdf"
    fast, reference = read(path), read(path, text_engine="pdfplumber")
    assert print_of(fast) == print_of(reference)
    assert cells_of(fast) == cells_of(reference)


def test_the_file_is_reported() -> None:
    document = read(SAMPLE)
    assert document.sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert document.page_count == len(document.pages)
    assert [page.number for page in document.pages] == list(range(1, document.page_count + 1))
    assert not document.repaired


def test_only_the_pages_asked_for_are_read() -> None:
    document = read_document(SAMPLE, name="x.pdf", pages=[3, 1, 99])
    assert [page.number for page in document.pages] == [3, 1]
    assert document.page_count == 3


def test_reading_twice_gives_the_same() -> None:
    assert read(SAMPLE).to_json() == read(SAMPLE).to_json()


def test_the_json_of_blocks_has_boxes_on_the_page() -> None:
    for page in read(SAMPLES / "drawn-rotated-cropped.pdf").to_json()["pages"]:
        for block in page["blocks"]:
            for x0, top, x1, bottom in [block["bbox"], *(cell["bbox"] for cell in block["cells"])]:
                assert -2 <= x0 <= x1 <= page["width"] + 2
                assert -2 <= top <= bottom <= page["height"] + 2


# ---- bad input ---------------------------------------------------------------------------------------------


def test_a_file_without_bytes(tmp_path: Path) -> None:
    path = tmp_path / "kosong.pdf"
    path.write_bytes(b"")
    with pytest.raises(EmptyFileError, match="0 bytes"):
        read(path)


def test_text_named_pdf(tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    path.write_text("Surat edaran")
    with pytest.raises(NotAPdfError, match="plain text"):
        read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read(tmp_path / "tiada.pdf")


@pytest.mark.parametrize("password", ["", "rahasia"])
def test_encrypted_files(tmp_path: Path, password: str) -> None:
    path = tmp_path / "kunci.pdf"
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user=password, owner="pemilik"))
    if password:
        with pytest.raises(EncryptedError, match="password"):
            read(path)
    else:
        assert print_of(read(path)) == print_of(read(SAMPLE))


def test_junk_before_the_header_is_repaired(tmp_path: Path) -> None:
    path = tmp_path / "sampah.pdf"
    path.write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + SAMPLE.read_bytes())
    document = read(path)
    assert document.repaired
    assert GapCode.REPAIRED_FILE in {gap.code for gap in document.gaps}
    assert print_of(document) == print_of(read(SAMPLE))


def test_a_huge_page_is_a_gap_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.pdf"
    with pikepdf.open(SAMPLE) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 200_000, 200_000])
        if "/CropBox" in pdf.pages[0]:
            del pdf.pages[0].CropBox
        pdf.save(path)
    document = read(path)
    assert [gap.code for gap in document.pages[0].gaps] == [GapCode.PAGE_TOO_LARGE]
    assert document.pages[0].blocks == []
    assert print_of(document)[1:] == print_of(read(SAMPLE))[1:]


def test_more_pages_than_the_limit() -> None:
    with pytest.raises(TooLargeError, match="pages"):
        read(SAMPLE, limits=SourceLimits(max_pages=1))
