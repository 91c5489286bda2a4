"""Open tables of printed reports, set by Typst, and what is found of their cells.

    pip install typst
    python bench/typeset_tables.py [--seed 1] [--count 4] [--kinds census,energy] [--keep DIR] [--image]

A third hand beside `bench/open_tables.py` and `bench/printed_tables.py`: a typesetter breaks the lines, and the kinds
are those of reports (`typeset_pages`). Cells are compared by adjacency, as `open_tables` does it. ``--image`` reads
pictures of the pages (200 dpi, grey) in their place; their texts are compared nearly, for a wrong letter is no wrong
cell.
"""

from __future__ import annotations

import argparse
import io
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
from iki.extract.document_reader import ReadOptions, read_document
from iki.schema.blocks import Block
from open_tables import Counts, Relation, added, bare, print_by_kind, relations
from typeset_pages import KINDS, NONE, SETTINGS, Table, make

NEAR = 0.75  # of two texts' letters are alike, where pictures are read
DASHES = ("-", "–", "—")  # differ in width alone
DPI = 200
_LEADER = re.compile(r"(?:\s*[.…]){3,}\s*")


def cleaned(text: str) -> str:
    """The text without leaders."""
    text = _LEADER.sub(" ", text).strip(" .")
    return "" if set(text) <= set(".- –:") and ".." in text else text


def table_relations(table: Table) -> list[Counter[Relation]]:
    """The relations of a drawn table, by both readings of texts at a head's foot."""
    return [
        relations((*place[:4], cleaned(place[4])) for place in table.places(low=low)) for low in (True, False)
    ]


def block_relations(block: Block, known: Sequence[str] = ()) -> Counter[Relation]:
    """The relations of a found table; texts that are nearly a drawn one are it."""
    names: dict[str, str] = {}

    def nearly(text: str) -> str:
        mine = bare(text)
        if not known or mine in known:
            return text
        if mine in DASHES:
            return next((dash for dash in DASHES if dash in known), text)
        if mine not in names:
            best = max(known, key=lambda k: SequenceMatcher(None, mine, k).ratio())
            names[mine] = best if SequenceMatcher(None, mine, best).ratio() >= NEAR else text
        return names[mine]

    return relations(
        (c.row, c.col, c.row_span, c.col_span, nearly(cleaned(c.text.replace(":", " ")))) for c in block.cells
    )


def score(tables: Sequence[Table], blocks: Sequence[Block], *, near: bool) -> tuple[int, int, int]:
    """Relations found rightly, drawn, and found."""
    right = drawn = 0
    known = sorted({bare(cleaned(p[4])) for t in tables for p in t.places(low=True)}) if near else []
    found = [block_relations(b, known) for b in blocks]
    free = list(range(len(found)))
    for table in tables:
        ways = table_relations(table)
        best = (
            max(
                ((way & found[i]).total() / max(1, way.total()), (way & found[i]).total(), i, w)
                for w, way in enumerate(ways)
                for i in free
            )
            if free
            else (0.0, 0, -1, 0)
        )
        drawn += ways[best[3]].total()
        if best[1]:
            right += best[1]
            free.remove(best[2])
    return right, drawn, sum(f.total() for f in found)


def as_pictures(data: bytes) -> bytes:
    """The pages as grey pictures in a PDF."""
    pictures = [page.render(scale=DPI / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=85)
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw documents, read them, and print by kind how many relations were found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=[*KINDS, *SETTINGS, *NONE])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--image", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)

        def measured(kind: str, seed: int) -> Counts:
            data, tables = make(kind, seed)
            path = keep / f"{kind}-{seed}.pdf"
            path.write_bytes(as_pictures(data) if options.image else data)
            how = ReadOptions() if options.image else ReadOptions(ocr="never")
            one: Counts = (0, 0, 0)
            for i, page in enumerate(read_document(path, name=path.name, options=how).pages):
                own = tables[i] if i < len(tables) else []
                found = [b for b in page.blocks if b.kind == "table"]
                one = added(one, score(own, found, near=options.image))
            return one

        print_by_kind(options.kinds, range(options.seed, options.seed + options.count), measured)


if __name__ == "__main__":
    main()
