"""``iki blocks``: what stands where on the pages of a file, before anybody asks what it means."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schema.errors import UsageError
from ..schema.messages import in_language
from .convert import Ocr, OcrEngine, check_languages
from .language import language, say
from .logs import Debug, Verbose
from .page_list import parse_pages

if TYPE_CHECKING:
    from ..schema.blocks import Block, Document, Page

INDENT = "    "


def blocks(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF or a page image.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON with boxes and cells.")] = False,
    pages: Annotated[
        str, typer.Option(metavar="LIST", help="Pages to read, like 1-3,5.", show_default="all")
    ] = "",
    ocr: Annotated[
        Ocr, typer.Option(help="When to read pages by OCR: where needed, always, or never.")
    ] = Ocr.auto,
    ocr_engine: Annotated[
        OcrEngine, typer.Option(help="What reads pictures: both engines, or one.")
    ] = OcrEngine.auto,
    ocr_lang: Annotated[
        str, typer.Option(metavar="CODES", help="Tesseract's languages, like eng or eng+ind.")
    ] = "eng",
    verbose: Verbose = 0,
    debug: Debug = None,
) -> None:
    """Show the raw layer of a file: pages, headings, lists, tables with their cells, signatures.

    Examples:

      iki blocks decree.pdf --pages 3

      iki blocks decree.pdf --json > blocks.json
    """
    from ..extract.debug_folder import recorded  # noqa: PLC0415 - slow to import, see main
    from ..extract.document_reader import ReadOptions, read_document  # noqa: PLC0415

    wanted = parse_pages(pages) if pages else None
    check_languages(ocr_lang)
    options = ReadOptions(ocr=ocr.value, ocr_engine=ocr_engine.value, languages=ocr_lang)
    with recorded(debug, file.stem):
        document = read_document(file, name=str(file), pages=wanted, options=options)
    if wanted and not document.pages:
        raise UsageError(
            f"--pages {pages}: the document has {document.page_count} pages",
            remedy="Ask for pages that there are",
        )
    if as_json:
        json.dump(document.to_json(), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        for line in dump(document):
            typer.echo(line)
    for gap in [*document.gaps, *(gap for page in document.pages for gap in page.gaps)]:
        where = say(", page {page}", page=gap.page) if gap.page else ""
        message = in_language(gap.message, language())[0]
        typer.echo(f"{say(gap.severity)}: {file}{where}: {message}", err=True)


def dump(document: Document) -> Iterator[str]:
    """The document for people: a line per page and block, cells with their places and spans."""
    for page in document.pages:
        yield _page_line(page, document.page_count)
        for block in page.blocks:
            yield from _block_lines(block)


def _page_line(page: Page, of: int) -> str:
    turned = say(", turned by {angle}°", angle=page.rotation) if page.rotation else ""
    size = f"{page.width:.0f} x {page.height:.0f}"
    told = say(
        "page {page} of {of}: {size} points, {kind}", page=page.number, of=of, size=size, kind=page.kind
    )
    return f"== {told}{turned}"


def _block_lines(block: Block) -> Iterator[str]:
    box = " ".join(f"{value:.0f}" for value in block.box)
    if block.kind != "table":
        yield f"-- {say(block.kind)} [{box}]"
        yield from (INDENT + line.text for line in block.lines)
        return
    rows = max((cell.row + cell.row_span for cell in block.cells), default=0)
    columns = max((cell.col + cell.col_span for cell in block.cells), default=0)
    told = "table [{box}] {rows} rows, {columns} columns"
    unruled = "" if block.ruled else say(", without rulings")
    yield f"-- {say(told, box=box, rows=rows, columns=columns)}{unruled}"
    for cell in block.cells:
        span = f" ({cell.row_span}x{cell.col_span})" if cell.row_span * cell.col_span > 1 else ""
        yield f"{INDENT}{cell.row},{cell.col}{span}: {' | '.join(line.text for line in cell.lines)}"
