"""The truth file of a typeset decree, and the pages on which each position was printed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2

from .flow import Document
from .look import Look
from .model import Decree

META = ("nomor", "tanggal", "tahun", "tentang", "unit_kerja", "kecamatan", "kabupaten_kota", "provinsi")
Pages = list[tuple[int, int]]


def write(
    path: Path, parts: Sequence[tuple[Decree, Document]], look: Look, pages: Pages | None = None
) -> None:
    """Write NAME.truth.json beside NAME.pdf; with several decrees in the file, `decrees` tells them apart."""
    texts = page_texts(path)
    pages = pages or find_pages(parts, texts)
    metas: list[dict[str, Any]] = []
    positions: list[dict[str, Any]] = []
    ranges: list[list[int]] = []
    for decree, document in parts:
        first = len(positions)
        positions += [
            _position(decree, document, at, pages[first + at]) for at in range(len(decree.positions))
        ]
        metas.append({key: document.printed.get(key) for key in META})
        ranges.append([first + 1, len(positions)])
    truth: dict[str, Any] = {
        "source": {
            "id": "+".join(decree.name for decree, _ in parts),
            "pdf": path.name,
            "style": look.way,
            "base": look.way,
            "seed": look.seed,
            "n_pages": len(texts),
            "look": look.as_dict(),
        },
        "decree": metas[0],
        "positions": positions,
    }
    if len(parts) > 1:
        truth["decrees"] = [
            {"decree": meta, "positions": span} for meta, span in zip(metas, ranges, strict=True)
        ]
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    path.with_suffix(".truth.json").write_text(text + "\n", "utf-8")


def _position(decree: Decree, document: Document, at: int, pages: tuple[int, int]) -> dict[str, Any]:
    position, (place_date, signatures) = decree.positions[at], document.signed[at]
    return {
        "jabatan": position.jabatan,
        "jabatan_canonical": position.canonical,
        "tugas": list(position.tugas),
        "fungsi": list(position.fungsi),
        "rows": document.rows[at],
        "place_date": place_date,
        "signatures": [asdict(signature) for signature in signatures],
        "pages": list(pages),
    }


def page_texts(path: Path) -> list[str]:
    """The letters and digits of each page."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [letters(page.get_textpage().get_text_bounded()) for page in pdf]
    finally:
        pdf.close()


def letters(text: str) -> str:
    """Only the letters and digits, without case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def find_pages(parts: Sequence[tuple[Decree, Document]], texts: list[str]) -> Pages:
    """First and last page of each position, in order, by where its texts stand."""
    positions = [
        (position, document.rows[at])
        for decree, document in parts
        for at, position in enumerate(decree.positions)
    ]
    starts, page = [], 0
    for position, _ in positions:
        name = letters(position.jabatan)
        probes = [("jabatan" + name), name + "tugas", name]
        if position.tugas:
            duty = letters(position.tugas[0])[:40]
            hits = [at for at in range(page, len(texts)) if duty in texts[at] and name in texts[at]]
        else:
            hits = []
        for probe in probes:
            hits = hits or [at for at in range(page, len(texts)) if probe in texts[at]]
        page = hits[0] if hits else page
        starts.append(page)
    ends = []
    for at, (position, rows) in enumerate(positions):
        limit = starts[at + 1] if at + 1 < len(starts) else len(texts) - 1
        ends.append(_last_page(position.tugas + position.fungsi, rows, texts, starts[at], limit))
    return [(start + 1, end + 1) for start, end in zip(starts, ends, strict=True)]


def _last_page(
    items: Sequence[str], rows: list[dict[str, Any]], texts: list[str], start: int, limit: int
) -> int:
    if rows:
        ends = [
            part for key in ("indikator", "formulasi") for part in re.split(r"\) / \(|\) x", rows[-1][key])
        ]
    else:
        ends = list(items[-1:])
    probes = [letters(end)[-18:] for end in ends]
    hits = [at for at in range(start, limit + 1) for probe in probes if len(probe) > 6 and probe in texts[at]]
    return max(hits, default=start)
