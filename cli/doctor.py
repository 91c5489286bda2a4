"""``iki doctor``: what is installed, what is missing and how to get it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass

import typer

from ..schema.messages import in_language
from .language import language, say

NAME_WIDTH = 34
"""Characters of the column of names: as the longest one, a model's file of characters."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the installation: a Python package, what it is for, and whether it is required."""

    package: str
    purpose: str
    needed: bool = True
    remedy: str = ""


PARTS = (
    Part("pypdfium2", "reads text layers and renders pages"),
    Part("pdfplumber", "second opinion on text layers"),
    Part("pdfminer.six", "parses PDFs for pdfplumber"),
    Part("camelot-py", "second opinion on tables without rulings"),
    Part("pikepdf", "repairs damaged files"),
    Part("pillow", "opens page images"),
    Part("numpy", "pictures and places of words as arrays"),
    Part("pydantic", "records"),
    Part("pandas", "tables"),
    Part("rapidfuzz", "matches names"),
    Part("opencv-python-headless", "straightens scans"),
    Part("onnxruntime", "runs the models that read scans"),
    Part("protobuf", "reads these models' files"),
    Part("pytesseract", "calls Tesseract"),
    Part(
        "tesserocr",
        "Tesseract without a process of its own",
        needed=False,
        remedy="pip install tesserocr",
    ),
    Part("jinja2", "quality report"),
    Part("typer", "the command line"),
    Part("rich", "the line of progress, tables of the terminal"),
    Part("psutil", "watches the memory of workers"),
    Part("pyarrow", "--format parquet", needed=False, remedy="pip install pyarrow"),
    Part("openpyxl", "--format xlsx"),
    Part("flask", "iki review", needed=False),
    Part("fsspec", "inputs and outputs at URLs", needed=False),
    Part("aiohttp", "inputs at https:// addresses", needed=False),
    Part("requests", "inputs at webhdfs:// addresses", needed=False),
    Part("distributed", "--engine dask", needed=False),
)
TESSERACT_REMEDY = {
    "Darwin": "brew install tesseract",
    "Windows": "winget install UB-Mannheim.TesseractOCR",
    "Linux": "sudo apt-get install tesseract-ocr tesseract-ocr-ind",
}


def doctor() -> None:
    """Show what is installed and whether it works, what is missing and how to get it.

    Every reading engine is loaded and reads a test line, and the files of models are compared with their checksums.
    Exit status: 0 everything needed is there and works, 1 something is missing or fails.

    Example:  iki doctor
    """
    _line("ok", "Python", platform.python_version(), sys.executable)
    complete = True
    for part in PARTS:
        version = _version(part.package)
        complete = complete and (version is not None or not part.needed)
        remedy = part.remedy or f"pip install {part.package}"
        status = "ok" if version else "MISSING" if part.needed else "absent"
        _line(status, part.package, version or "", say(part.purpose) + ("" if version else _get_it(remedy)))
    _tesseract()
    _libreoffice()
    complete = _self_test() and complete
    _line("ok", "cores", str(os.cpu_count()), say("worker processes by default"))
    raise typer.Exit(0 if complete else 1)


def _self_test() -> bool:
    """Let every engine read; returns whether none that is installed fails."""
    from ..extract.self_test import self_test  # noqa: PLC0415 - see main

    works = True
    for check in self_test():
        works = works and check.state != "fails"
        _line(
            {"works": "ok", "fails": "BROKEN", "absent": "absent"}[check.state],
            check.name,
            "",
            in_language(check.detail, language())[0],
        )
    return works


def _line(status: str, name: str, version: str, text: str) -> None:
    typer.echo(f"{say(status):10}{name:{NAME_WIDTH}} {version:14}{text}")


def _get_it(remedy: str) -> str:
    return say("; get it: {remedy}", remedy=remedy)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _libreoffice() -> None:
    """Print whether LibreOffice is there, which turns Word and Excel documents into PDFs."""
    from ..extract.office_to_pdf import REMEDY, find_program, has_part  # noqa: PLC0415 - see main

    program = find_program()
    for text, kind in (("Word documents", "docx"), ("Excel documents", "xlsx")):
        there = program is not None and has_part(program, kind)
        _line(
            "ok" if there else "absent",
            "libreoffice",
            "",
            say(text) if there else f"{say(text)}; {in_language(REMEDY, language())[0]}",
        )


def _tesseract() -> None:
    """Print whether the OCR program Tesseract is there, and with which languages."""
    program = shutil.which("tesseract")
    remedy = TESSERACT_REMEDY.get(platform.system(), "https://tesseract-ocr.github.io")
    if program is None:
        _line("absent", "tesseract", "", say("OCR of scans") + _get_it(remedy))
        return
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    languages = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    words = version.stdout.split() or ["", "?"]
    known = [line for line in languages.stdout.splitlines()[1:] if line != "osd"]
    _line(
        "ok" if known else "absent",
        "tesseract",
        words[1],
        say("OCR of scans in {languages}", languages=", ".join(known) or say("no language")),
    )
