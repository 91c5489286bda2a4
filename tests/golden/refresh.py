"""The expected records of the samples, short enough to read in a diff.

    python -m tests.golden.refresh [NAME...]

writes ``tests/golden/NAME.json`` again for the named samples, or for all. Look at the difference before
committing it: every changed line is a change of what users get. Boxes, confidences and messages are left out;
other tests hold those.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from iki.extract.document_reader import read_document
from iki.normalize.decree_builder import build_decrees
from iki.schema.models import CellValue, Decree, GapRecord, Position, Row

GOLDEN = Path(__file__).parent
SAMPLES = GOLDEN.parent.parent / "samples" / "decrees"


def names() -> list[str]:
    """The samples' names."""
    return sorted(path.stem for path in SAMPLES.glob("*.pdf"))


def convert(name: str) -> list[Decree]:
    """The decrees of a sample."""
    return build_decrees(read_document(SAMPLES / f"{name}.pdf", name=f"{name}.pdf"))


def record(decrees: list[Decree]) -> str:
    """The decrees as text: JSON with one line per value."""
    return json.dumps([_decree(d) for d in decrees], ensure_ascii=False, indent=1) + "\n"


def _decree(decree: Decree) -> dict[str, Any]:
    return {
        "pages": decree.source.pages,
        "decree": {k: v for k, v in decree.decree.model_dump(mode="json").items() if v is not None},
        "positions": [_position(p) for p in decree.positions],
        "gaps": [_gap(g) for g in decree.gaps],
    }


def _position(position: Position) -> dict[str, Any]:
    out: dict[str, Any] = {
        "jabatan": position.jabatan,
        "canonical": position.canonical and position.canonical.name,
        "pages": " ".join(map(str, position.pages)),
        "tugas": [_at(v.page, v.text) for v in position.tugas],
        "fungsi": [_at(v.page, v.text) for v in position.fungsi],
        "rows": [_row(r) for r in position.rows],
    }
    if position.place or position.date:
        out["place_date"] = f"{position.place}, {position.date}"
    if position.signatures:
        out["signatures"] = [
            " | ".join(str(v) for v in (s.jabatan, s.nama, s.pangkat, s.nip)) for s in position.signatures
        ]
    return out


def _row(row: Row) -> dict[str, Any]:
    out: dict[str, Any] = {
        "no": row.no,
        "sasaran": _cell(row.sasaran),
        "indikator": _cell(row.indikator),
        "formulasi": _cell(row.formulasi),
        "sumber_data": _cell(row.sumber_data),
    }
    if row.formulasi.formula is not None:
        parts = row.formulasi.formula.model_dump(exclude_none=True)
        out["formula"] = " | ".join(f"{k}: {v}" for k, v in parts.items())
    if row.sumber_data.items:
        out["items"] = " | ".join(row.sumber_data.items)
    out.update({f"extra {name}": _cell(cell) for name, cell in row.extra.items()})
    return out


def _cell(cell: CellValue) -> str:
    mark = " ^" if cell.inherited else ""
    more = "".join(f" +p{part.page}" for part in cell.continued)
    return f"{_at(cell.page, cell.text)}{more}{mark}"


def _at(page: int | None, text: str) -> str:
    return f"p{page}: {text}" if page is not None else text


def _gap(gap: GapRecord) -> str:
    return f"{gap.code} p{gap.page} position {gap.position} row {gap.row} {gap.field}"


def main(wanted: list[str]) -> None:
    """Write the records again."""
    for name in wanted or names():
        path = GOLDEN / f"{name}.json"
        text = record(convert(name))
        changed = not path.exists() or path.read_text("utf-8") != text
        path.write_text(text, "utf-8")
        print(f"{'changed' if changed else 'as before':10}{name}")


if __name__ == "__main__":
    main(sys.argv[1:])
