"""How right the records are, beside what pdfplumber and camelot give in an analyst's hands.

    python bench/accuracy.py [--truth FOLDER] [--verbose] [--json FILE]

FOLDER (the samples if not given) holds ``NAME.pdf`` with ``NAME.truth.json``. The analyst's script takes the
tables of a library, knows a table by keywords in its header, fills merged cells downwards, starts a position at
each line that begins with "Jabatan" and takes the lines after "Tugas" and "Fungsi" as list items. It has no
rules for page breaks, fractions, typos or unruled tables: that is what the figures are to show. `iki.report.scoring`
defines the figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from iki.report.scoring import Score, compare

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "decrees"
SHOWN = (
    "positions_f1",
    "rows_f1",
    "rows_perfect",
    "cells_exact_f1",
    "cells_close_f1",
    "cer",
    "items_f1",
    "decree",
)
KEYWORDS = {
    "sumber_data": ("SUMBER",),
    "formulasi": ("FORMULA", "PENJELASAN", "PERHITUNGAN", "RUMUS"),
    "indikator": ("INDIKATOR",),
    "sasaran": ("SASARAN", "KINERJA", "TUJUAN"),
}
_KEY = re.compile(r"^\W*(?:(?:\d{1,2}|[A-Z]|[IVX]{1,3})\b\W*)?(jabatan|tugas|fungsi)\b\W*(.*)$", re.I)
_MARK = re.compile(r"^\s*(?:[-•]|\(?(?:\d{1,2}|[a-z])[.)])")
Json = dict[str, Any]
Table = list[list[str]]
PageTables = Sequence[Sequence[Table]]  # by page


def _iki(path: Path) -> list[Json]:
    from iki.extract.document_reader import read_document  # noqa: PLC0415 - a contestant loads its own libraries only
    from iki.normalize.decree_builder import build_decrees  # noqa: PLC0415

    return [d.model_dump(mode="json") for d in build_decrees(read_document(path, name=path.name))]


def _pdfplumber(path: Path) -> list[Json]:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(path) as pdf:
        pages = [page.dedupe_chars() for page in pdf.pages]
        tables = [page.extract_tables() for page in pages]
        texts = [page.extract_text() or "" for page in pages]
    return [by_keywords([[_clean(t) for t in page] for page in tables], texts)]


def _camelot(path: Path) -> list[Json]:
    import camelot  # noqa: PLC0415
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(path) as pdf:
        texts = [page.dedupe_chars().extract_text() or "" for page in pdf.pages]
    pages: list[list[Table]] = [[] for _ in texts]
    for table in camelot.read_pdf(  # type: ignore[attr-defined]
        str(path), pages="all", flavor="lattice", suppress_stdout=True
    ):
        pages[table.page - 1].append(_clean(table.df.values.tolist()))
    return [by_keywords(pages, texts)]


CONTESTANTS: dict[str, tuple[str, Callable[[Path], list[Json]]]] = {
    "iki": ("iki", _iki),
    "pdfplumber": ("pdfplumber", _pdfplumber),
    "camelot": ("camelot", _camelot),
}


# ---- the analyst's script ----------------------------------------------------------------------------------


def _clean(table: Sequence[Sequence[Any]]) -> Table:
    return [["" if cell is None else str(cell) for cell in row] for row in table]


def by_keywords(pages: PageTables, texts: Sequence[str]) -> Json:
    """Positions out of the pages' tables and text."""
    positions: list[Json] = []
    columns: dict[str, int] = {}
    width = 0
    for tables, text in zip(pages, texts, strict=True):
        fresh = list(_forms(text))
        before, positions = positions, positions + fresh
        begun = 0
        for table in tables:
            header, found = _header(table)
            if found:
                columns, width = found, len(table[0])
                begun += 1
            elif not columns or not table or len(table[0]) != width:
                continue
            # the n-th header of the page belongs to the n-th form that begins on it; what has no header goes on
            place = len(before) + min(begun, len(fresh)) - 1 if begun else len(before) - 1
            if positions:
                positions[max(place, 0)]["rows"] += _rows(table[header:], columns)
    return {"decree": _metadata(texts), "positions": positions}


def _forms(text: str) -> Iterator[Json]:
    form: Json | None = None
    section = ""
    for line in text.splitlines():
        key = _KEY.match(line)
        if key is not None:
            section = key.group(1).lower()
            if section == "jabatan":
                if form is not None:
                    yield form
                form = {"jabatan": key.group(2).strip(), "tugas": [], "fungsi": [], "rows": []}
            elif form is not None and key.group(2).strip():
                form[section].append(key.group(2).strip())
        elif form is not None and section == "jabatan" and not form["jabatan"]:
            form["jabatan"] = line.strip()
        elif re.search(r"SASARAN|INDIKATOR", line.upper()):
            section = ""
        elif form is not None and section in ("tugas", "fungsi"):
            items = form[section]
            if not items or _MARK.match(line):
                items.append(line)
            else:
                items[-1] += " " + line
    if form is not None:
        yield form


def _header(table: Table) -> tuple[int, dict[str, int]]:
    """The first row of the body and the column of each field, by the first row that reads like a header."""
    for number, row in enumerate(table[:8]):
        found: dict[str, int] = {}
        texts = [" ".join(cell.upper().split()) for cell in row]
        for field, words in KEYWORDS.items():
            for i, text in enumerate(texts):
                if i not in found.values() and len(text) < 60 and any(word in text for word in words):
                    found[field] = i
                    break
        if "indikator" in found and len(found) > 2:
            return number + 1, found
    return 0, {}


def _rows(body: Table, columns: dict[str, int]) -> list[Json]:
    """A row for every one with an indicator; merged cells (sasaran, sumber data) are filled downwards."""
    out: list[Json] = []
    for cells in body:
        row = {field: " ".join(cells[i].split()) for field, i in columns.items() if i < len(cells)}
        if all(re.fullmatch(r"\W*\w{0,2}\W*", text) for text in row.values()):
            continue
        for field in ("sasaran", "sumber_data"):
            if out and not row.get(field):
                row[field] = out[-1].get(field, "")
        out.append(row)
    return out


def _metadata(texts: Sequence[str]) -> Json:
    text = "\n".join(texts)
    number = re.search(r"^\W*nomor\s*:?\s*(\S+)", text, re.I | re.M)
    year = re.search(r"\b20[12]\d\b", text)
    place = re.search(r"\bkecamatan\s+((?:[A-Z]\w+\s?){1,2})", text, re.I)
    regency = re.search(r"\b((?:kabupaten|kota)\s+(?:[A-Z]\w+\s?){1,2})", text, re.I)
    return {
        "nomor": number and number.group(1),
        "tahun": year and int(year.group()),
        "kecamatan": place and place.group(1).strip(),
        "unit_kerja": place and f"Kecamatan {place.group(1).strip()}",
        "kabupaten_kota": regency and regency.group(1).strip(),
    }


# ---- the comparison ----------------------------------------------------------------------------------------


def score(convert: Callable[[Path], list[Json]], pdfs: Sequence[Path]) -> dict[str, Score]:
    """Scores by file."""
    return {
        path.stem: compare(json.loads(path.with_suffix(".truth.json").read_text("utf-8")), convert(path))
        for path in pdfs
    }


def main() -> int:
    """Convert, compare with the truth, and print the figures; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--truth", type=Path, default=SAMPLES)
    parser.add_argument("--verbose", action="store_true", help="a line for every file")
    parser.add_argument("--json", type=Path, help="write the figures there")
    args = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pdfs = [p for p in sorted(args.truth.glob("*.pdf")) if p.with_suffix(".truth.json").exists()]
    report: Json = {}
    print(" " * 28 + " ".join(f"{name:>14}" for name in SHOWN))
    for name, (module, convert) in CONTESTANTS.items():
        if importlib.util.find_spec(module) is None:
            continue
        scores = score(convert, pdfs)
        total = Score()
        for one in scores.values():
            total.add(one)
        report[name] = {"all": total.overall, **{file: one.overall for file, one in scores.items()}}
        for file, found in report[name].items():
            if file == "all" or args.verbose:
                label = name if file == "all" else f"  {file}"
                print(f"{label:28}" + " ".join(f"{found[figure]:14.3f}" for figure in SHOWN))
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
