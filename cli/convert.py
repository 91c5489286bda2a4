"""``iki convert``: the main job."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schema.errors import OutputError, UsageError
from .language import Lang, say
from .logs import Debug, Verbose

if TYPE_CHECKING:
    from ..batch.engines import Engine, Limits
    from ..batch.run import BatchOptions
    from ..batch.table_files import Format


class Ocr(StrEnum):
    """When to read pages by OCR."""

    auto = "auto"
    always = "always"
    never = "never"


class OcrEngine(StrEnum):
    """What recognises print on pictures."""

    auto = "auto"
    ppocr = "ppocr"
    tesseract = "tesseract"


class Delimiter(StrEnum):
    """What separates the columns of CSV files."""

    comma = "comma"
    semicolon = "semicolon"


class EngineName(StrEnum):
    """Who does the work."""

    local = "local"
    serial = "serial"
    dask = "dask"


BYTE_ORDER = "\ufeff"
DEFAULT_LANGUAGES = "eng"
LEAST_TIMEOUT = 0.1  # seconds
LIMITS = "Limits per input"
WORK = "How to work"


def convert(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="PDFs, page images (PNG, JPEG, TIFF, BMP, WebP, JPEG 2000), Word and Excel documents (through "
            "LibreOffice), ZIP archives, folders (searched recursively) or quoted globs; - reads a list of them from "
            "stdin, one per line.",
            show_default=False,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder for the results, or a URL.", show_default=False
        ),
    ],
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="LIST",
            help="Any of json, csv, parquet, xlsx, sqlite, separated by commas. A table too long for a sheet of Excel "
            "(1,048,576 rows) goes on in further sheets.",
        ),
    ] = "json,csv",
    spreadsheet_safe: Annotated[
        bool,
        typer.Option(
            "--spreadsheet-safe",
            help="CSV for Excel: marked as UTF-8, and ' before texts that a spreadsheet would run as a formula or "
            "reshape (NIP, region codes).",
        ),
    ] = False,
    csv_delimiter: Annotated[
        Delimiter,
        typer.Option(
            help="What separates the columns of CSV; semicolon also writes decimal commas, as Excel with Indonesian "
            "settings expects it."
        ),
    ] = Delimiter.comma,
    ocr: Annotated[
        Ocr,
        typer.Option(
            help="When to read pages by OCR: where their text layer is not good enough, always, or never."
        ),
    ] = Ocr.auto,
    ocr_engine: Annotated[
        OcrEngine, typer.Option(help="What reads pictures: both engines where both are installed, or one.")
    ] = OcrEngine.auto,
    ocr_lang: Annotated[
        str, typer.Option(metavar="CODES", help="Tesseract's languages, like eng or eng+ind.")
    ] = DEFAULT_LANGUAGES,
    lang: Lang = None,
    vocabulary: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV", help="Your own positions: code, name, group, field, aliases.", show_default=False
        ),
    ] = None,
    regions: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Your own regions by code and name, in place of the official lists; they also complete places.",
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="NUMBER",
            min=1,
            help="Worker processes.",
            show_default="one per core",
            rich_help_panel=WORK,
        ),
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            help="local: worker processes on this machine; dask: a Dask cluster; serial: in this process, "
            "without limits of time and memory.",
            rich_help_panel=WORK,
        ),
    ] = EngineName.local,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Scheduler of --engine dask, like tcp://host:8786; without it a local cluster.",
            show_default=False,
            rich_help_panel=WORK,
        ),
    ] = None,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Try inputs again that failed before.", rich_help_panel=WORK),
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Convert all inputs again.", rich_help_panel=WORK)
    ] = False,
    drop_deleted: Annotated[
        bool,
        typer.Option(
            "--drop-deleted",
            help="Leave out decrees of earlier inputs whose files were deleted or moved.",
            rich_help_panel=WORK,
        ),
    ] = False,
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", min=LEAST_TIMEOUT, help="Time for one input.", rich_help_panel=LIMITS
        ),
    ] = 900,
    max_memory: Annotated[
        int, typer.Option(metavar="MB", min=64, help="Memory for one input.", rich_help_panel=LIMITS)
    ] = 2048,
    max_bytes: Annotated[
        int,
        typer.Option(metavar="MB", min=1, help="Size of one file, also unpacked.", rich_help_panel=LIMITS),
    ] = 1024,
    max_pages: Annotated[
        int, typer.Option(metavar="NUMBER", min=1, help="Pages of one file.", rich_help_panel=LIMITS)
    ] = 10_000,
    max_points: Annotated[
        float,
        typer.Option(metavar="POINTS", min=72, help="Width or height of a page.", rich_help_panel=LIMITS),
    ] = 14_400,
    max_pixels: Annotated[
        int,
        typer.Option(metavar="NUMBER", min=10_000, help="Pixels of a page image.", rich_help_panel=LIMITS),
    ] = 120_000_000,
    log_json: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Append a line of JSON for every finished input.", show_default=False
        ),
    ] = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Leave out report.html.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the run's summary as JSON on stdout when it is done.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show only what failed.")] = False,
    verbose: Verbose = 0,
    debug: Debug = None,
) -> None:
    """Convert decrees into JSON and tables.

    Results go to DIR: decrees/NAME.json, table.csv (all in one) and eight further CSV tables with
    datapackage.json, report.html, and
    ledger.sqlite, which remembers what was done. Run the same command again at any time: only new, changed
    and interrupted inputs are done. Exit status: 0 all converted, 1 some failed, 2 wrong usage.

    Examples:

      iki convert decrees/ --out out

      iki convert "archive/**/*.pdf" --out out --format json,csv,xlsx --jobs 8

      find /data -name "*.pdf" | iki convert - --out out
    """
    from ..batch.convert_one import ConvertOptions  # noqa: PLC0415 - slow to import, see main
    from ..batch.engines import Limits  # noqa: PLC0415
    from ..batch.run import BatchOptions  # noqa: PLC0415
    from ..batch.table_files import CsvStyle  # noqa: PLC0415
    from ..extract.document_reader import ReadOptions  # noqa: PLC0415
    from ..extract.source import SourceLimits  # noqa: PLC0415

    limits = SourceLimits(
        max_bytes=max_bytes << 20, max_pages=max_pages, max_points=max_points, max_pixels=max_pixels
    )
    check_languages(ocr_lang)
    read = ReadOptions(ocr=ocr.value, ocr_engine=ocr_engine.value, languages=ocr_lang, limits=limits)
    options = BatchOptions(
        convert=ConvertOptions(read, vocabulary, regions),
        formats=_formats(formats),
        csv=CsvStyle(spreadsheet_safe, csv_delimiter is Delimiter.semicolon),
        drop_deleted=drop_deleted,
        fresh=fresh,
        retry_failed=retry_failed,
        debug=debug.absolute() if debug else None,
    )
    chosen = _engine(engine, jobs or os.cpu_count() or 1, Limits(timeout, max_memory << 20), scheduler)
    try:
        saying = _Saying(report=not no_report, report_in=lang, quiet=quiet, as_json=as_json)
        status = _run(_listed(inputs), out, chosen, options, log_json, saying)
    except KeyboardInterrupt:
        typer.echo(f"iki: {say('interrupted; run the same command again to go on')}", err=True)
        status = 130
    raise typer.Exit(status)


@dataclass(frozen=True, slots=True)
class _Saying:
    """How a run reports: to people or as JSON, and how much; ``report_in`` is the language that was asked for."""

    report: bool
    report_in: str | None
    quiet: bool
    as_json: bool


def _run(
    inputs: Iterable[str],
    out: str,
    engine: Engine,
    options: BatchOptions,
    log_json: Path | None,
    saying: _Saying,
) -> int:
    """Run the batch and say how it went; returns the exit status."""
    from ..batch.corrected_folder import ignored_lines  # noqa: PLC0415
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415
    from ..batch.output_names import CORRECTIONS  # noqa: PLC0415
    from ..batch.remote_folder import folder_at  # noqa: PLC0415
    from ..batch.run import run_batch  # noqa: PLC0415
    from .progress import progress  # noqa: PLC0415
    from .report import is_due, write_apart  # noqa: PLC0415
    from .summary import print_ignored, print_summary, summary_json  # noqa: PLC0415

    folder = folder_at(out)
    trouble: OutputError | None = None
    with progress(quiet=saying.quiet, log_json=log_json) as listener:
        with closing(engine):
            summary = run_batch(inputs, folder, engine, options, listener)
        if saying.report and isinstance(folder, LocalFolder) and is_due(folder.root, saying.report_in):
            listener.stage("writing the report")
            try:
                write_apart(folder.root)
            except OutputError as error:
                trouble = error
    print_summary(out, summary, quiet=saying.quiet)
    print_ignored(ignored_lines(folder), CORRECTIONS)
    if saying.as_json:
        typer.echo(summary_json(out, summary))
    if trouble is not None:
        raise trouble
    return 1 if summary.failed else 0


def _listed(inputs: list[str]) -> Iterator[str]:
    """The inputs, with ``-`` replaced by the lines of stdin; a list from Windows has a mark first, and other ends."""
    for text in inputs:
        if text == "-":
            lines = (
                line.removesuffix("\n").removesuffix("\r").removeprefix(BYTE_ORDER) for line in sys.stdin
            )
            yield from (line for line in lines if line.strip())
        else:
            yield text


def check_languages(lang: str) -> None:
    """See that Tesseract has the languages, unless they are the default ones.

    Raises:
        UsageError: it has not.
    """
    if lang == DEFAULT_LANGUAGES:
        return
    from ..extract.scan.tesseract_engine import installed_languages  # noqa: PLC0415 - asks a program

    there = installed_languages()
    if unknown := [code for code in lang.split("+") if code not in there]:
        has = f"it has {', '.join(there)}" if there else "Tesseract itself is not to be found"
        raise UsageError(
            f"--ocr-lang: Tesseract has no language {', '.join(map(repr, unknown))} here; {has}",
            remedy="Install more (Debian: apt install tesseract-ocr-ind), or leave out --ocr-lang",
        )


def _formats(text: str) -> tuple[Format, ...]:
    from ..batch.table_files import FORMATS  # noqa: PLC0415

    asked = [word.strip().lower() for word in text.split(",") if word.strip()]
    if unknown := [word for word in asked if word not in FORMATS]:
        raise UsageError(f"--format knows no {', '.join(unknown)}", remedy=f"Use any of {', '.join(FORMATS)}")
    _need(asked, "parquet", "pyarrow")
    _need(asked, "xlsx", "openpyxl")
    return tuple(kind for kind in FORMATS if kind in asked)


def _need(asked: list[str], kind: str, package: str) -> None:
    import importlib.util  # noqa: PLC0415

    if kind in asked and importlib.util.find_spec(package) is None:
        raise UsageError(f"--format {kind} needs {package}", remedy=f"Install it: pip install {package}")


def _engine(name: EngineName, jobs: int, limits: Limits, scheduler: str | None) -> Engine:
    from ..batch.engines import SerialEngine  # noqa: PLC0415

    if scheduler is not None and name is not EngineName.dask:
        raise UsageError("--scheduler goes with --engine dask", remedy="Add --engine dask, or leave it out")
    if name is EngineName.serial:
        return SerialEngine()
    if name is EngineName.dask:
        from ..batch.dask_engine import DaskEngine  # noqa: PLC0415

        return DaskEngine(scheduler, jobs, limits)
    from ..batch.local_engine import LocalEngine  # noqa: PLC0415

    return LocalEngine(jobs, limits)
