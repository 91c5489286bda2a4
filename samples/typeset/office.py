"""Office files to PDF: one LibreOffice call for all of them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import sheet, word, writer
from .flow import Document
from .look import Look


def write(document: Document, look: Look, stem: Path) -> Path:
    """Write the document as the office file of its way."""
    if look.way == "sheet":
        return sheet.write(document, look, stem.with_name(stem.name + ".xlsx"))
    if look.way == "writer":
        return writer.write(document, look, stem.with_name(stem.name + ".fodt"))
    return word.write(document, look, stem.with_name(stem.name + ".docx"))


def convert(files: Sequence[Path], out: Path, work: Path) -> None:
    """Convert office files to PDFs of the same name in `out`."""
    if files:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{work}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(out),
                *(str(file) for file in files),
            ],
            check=True,
            capture_output=True,
            timeout=120 + 30 * len(files),
        )
