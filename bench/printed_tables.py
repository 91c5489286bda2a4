"""Open tables as programs print them: of kinds that offices publish, set by a browser and by LibreOffice.

    python bench/printed_tables.py [--seed 1] [--count 4] [--kinds accounts,budget] [--ways browser,writer] [--keep DIR]

`bench/open_tables.py` draws each text at a place of its own choosing; here two layout engines choose. Each kind is
one of reports, budgets, price lists, statements, papers and plans, in Indonesian or English, with rules in the head
only, between groups, between rows, stripes, or none. A page holds one table with prose around it, or none at all (the
last kinds). Cells are compared by adjacency, as `open_tables` does it.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from iki.extract.document_reader import ReadOptions, read_document
from iki.schema.blocks import Block
from open_tables import WHOLE, f1, found_relations, relations
from printed_kinds import KINDS
from printed_pages import NONE, page_html

MARK = "§"  # before the number of each page's text
PAGE = "@page {size: A4; margin: 2cm} "


def printed(pages: Sequence[str], way: str, folder: Path) -> Path:
    """One PDF with a page for each text, by a browser or by LibreOffice."""
    body = "".join(
        f'<p style="page-break-before:{"always" if i else "auto"}">{MARK}{i}</p>{page}'
        for i, page in enumerate(pages)
    )
    source = folder / f"{way}.html"
    source.write_text(
        f'<!doctype html><html><head><meta charset="utf-8"><style>{PAGE}</style></head><body>{body}</body></html>'
    )
    target = folder / f"{way}.pdf"
    if way == "browser":
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            str(source),
        ]
    else:
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(folder),
            str(source),
        ]
    subprocess.run(command, check=True, capture_output=True)
    return target


def main(arguments: Sequence[str] | None = None) -> None:
    """Print pages by a browser, read them, and print by kind how many relations were found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--kinds", type=lambda t: t.split(","), default=[*KINDS, *NONE])
    parser.add_argument("--ways", type=lambda t: t.split(","), default=["browser", "writer"])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    names = [
        (kind, seed) for kind in options.kinds for seed in range(options.seed, options.seed + options.count)
    ]
    made = [page_html(*name) for name in names]
    sums: dict[str, list[int]] = {}
    worst: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for way in options.ways:
            path = printed([page for page, _ in made], way, folder)
            by_text: dict[int, list[Block]] = {}
            at = 0
            for page in read_document(path, name=path.name, options=ReadOptions(ocr="never")).pages:
                words = [w.text for b in page.blocks for line in b.lines for w in line.words]
                at = next((int(w[1:]) for w in words if w[:1] == MARK and w[1:].isdigit()), at)
                by_text.setdefault(at, []).extend(b for b in page.blocks if b.kind == "table")
            for i, ((kind, seed), (_, table)) in enumerate(zip(names, made, strict=True)):
                drawn = relations(table.places()) if table else relations([])
                found = [found_relations(b) for b in by_text.get(i, [])]
                right = max(((drawn & one).total() for one in found), default=0)
                one = [right, drawn.total(), sum(f.total() for f in found)]
                for key in (f"{way} {kind}", "all"):
                    sums[key] = [a + b for a, b in zip(sums.get(key, [0, 0, 0]), one, strict=True)]
                if f1(*one) < WHOLE:
                    worst.append((f1(*one), f"{way} {kind} {seed} text {i}"))
    for key, one in sums.items():
        print(f"{key:22} F1 {f1(*one):.3f}  right {one[0]:5}  drawn {one[1]:5}  found {one[2]:5}")
    for value, name in sorted(worst)[:25]:
        print(f"  {value:.2f} {name}")


if __name__ == "__main__":
    main()
