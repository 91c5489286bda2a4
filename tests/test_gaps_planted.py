"""Gaps planted into the samples are found, and clean samples raise no false alarms.

Each plant takes something away from the pages as read (a cell's text, a table, a page, a name) and asks for a
gap at that place. An alarm on a clean sample is false where the truth says that something stands there; its
share is of the places that were looked at: cells of the four fields, positions and duties.
"""

from __future__ import annotations

import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from iki.extract.document_reader import read_document
from iki.normalize.decree_builder import build_decrees
from iki.report.scoring import level, similar
from iki.review.corrections import same_place
from iki.schema.blocks import Block, Cell, Document, Line
from iki.schema.gaps import GapCode
from iki.schema.geometry import Box
from iki.schema.models import FIELDS, CellValue, Decree, GapRecord, Position

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.pdf"))
MISSING = {name: GapCode(f"missing-{name.replace('_', '-')}") for name in FIELDS}
LEAST_RECALL, MOST_FALSE = 0.95, 0.05
EVERY = 5
TURNS = 2  # a document's chosen cells are emptied in so many lots


@cache
def _document(name: str) -> bytes:
    found = read_document(SAMPLES / f"{name}.pdf", name=f"{name}.pdf")
    found.pages = list(found.pages)
    return pickle.dumps(found)


def document(name: str) -> Document:
    """The sample as read, new at every call and free to be spoilt; pickle copies much quicker than deepcopy."""
    found: Document = pickle.loads(_document(name))
    return found


@cache
def clean(name: str) -> list[Decree]:
    return build_decrees(document(name))


def gaps(decrees: list[Decree]) -> list[GapRecord]:
    return [gap for decree in decrees for gap in decree.gaps]


def own_cells(name: str) -> Iterator[tuple[str, CellValue]]:
    """Cells that hold a text of their own and span one row, by field."""
    for decree in clean(name):
        for position in decree.positions:
            spans = Counter(
                (field, str(getattr(row, field).bbox)) for row in position.rows for field in FIELDS
            )
            for row in position.rows:
                for field in FIELDS:
                    cell = getattr(row, field)
                    if cell.text and cell.bbox and not cell.continued and spans[field, str(cell.bbox)] == 1:
                        yield field, cell


def raw_cell(within: Document, value: CellValue) -> Cell | None:
    """The raw cell that a record's cell was made of."""
    page = within.pages[(value.page or 1) - 1]
    cells = [cell for block in page.blocks for cell in block.cells if cell.lines]
    near = max(cells, key=lambda cell: same_place(value.bbox, page.shown(cell.box)), default=None)
    return near if near and same_place(value.bbox, page.shown(near.box)) > 0.9 else None


def test_emptied_cells() -> None:
    """Each in a document of which few other cells are emptied, so that its table stays what it is."""
    planted = found = 0
    lost: list[str] = []
    for name, turn in product(NAMES, range(TURNS)):
        spoilt = document(name)
        emptied = []
        for field, value in list(own_cells(name))[::EVERY][turn::TURNS]:
            cell = raw_cell(spoilt, value)
            if cell is not None:
                emptied.append((cell, field, value))
        for cell, _, _ in emptied:
            cell.lines = []
        alarms = gaps(build_decrees(spoilt)) if emptied else []
        for _, field, value in emptied:
            planted += 1
            if any(
                gap.code is MISSING[field]
                and gap.page == value.page
                and same_place(gap.bbox, value.bbox) > 0.5
                for gap in alarms
            ):
                found += 1
            else:
                lost.append(f"{name} page {value.page} {field}: {value.text[:40]}")
    assert planted >= 100
    assert found / planted >= LEAST_RECALL, "\n".join(lost)


def test_cells_read_badly() -> None:
    planted = found = 0
    for name in NAMES:
        spoilt = document(name)
        doubted = []
        for field, value in list(own_cells(name))[:: EVERY * 2]:
            cell = raw_cell(spoilt, value)
            if cell is None:
                continue
            for line in cell.lines:
                for word in line.words:
                    word.confidence = 0.3
            doubted.append((field, value))
        alarms = gaps(build_decrees(spoilt))
        planted += len(doubted)
        found += sum(
            any(
                gap.code is GapCode.LOW_CONFIDENCE and gap.field == field and gap.bbox == value.bbox
                for gap in alarms
            )
            for field, value in doubted
        )
        assert sum(gap.code is GapCode.LOW_CONFIDENCE for gap in alarms) - len(doubted) <= _low(name)
    assert planted >= 50
    assert found / planted >= LEAST_RECALL


def _low(name: str) -> int:
    return sum(gap.code is GapCode.LOW_CONFIDENCE for gap in gaps(clean(name)))


def test_cut_tables() -> None:
    """Every other position of a document loses its tables at once."""
    planted = found = 0
    lost: list[str] = []
    for name, turn in product(NAMES, range(2)):
        cut = [
            (position, boxes)
            for decree in clean(name)
            for position in decree.positions[turn::2]
            if (boxes := _boxes(position))
        ]
        if not cut:
            continue
        spoilt = document(name)
        for page in spoilt.pages:
            inside = [Box(*box) for _, boxes in cut for number, box in boxes if number == page.number]
            page.blocks = [
                block
                for block in page.blocks
                if block.kind != "table"
                or not any(page.shown(block.box).intersection_area(box) > 0 for box in inside)
            ]
        alarms = gaps(build_decrees(spoilt))
        wanted = {GapCode.MISSING_TABLE, GapCode.NO_POSITIONS, GapCode.UNMAPPED_TABLE}
        told = Counter(gap.code in wanted for gap in alarms)[True]
        assert told >= len(cut) or any(gap.code is GapCode.NO_POSITIONS for gap in alarms), name
        for position, _ in cut:
            planted += 1
            codes = {
                gap.code for gap in alarms if gap.page in position.pages or gap.code is GapCode.NO_POSITIONS
            }
            if codes & wanted:
                found += 1
            else:
                lost.append(f"{name}: {position.jabatan}")
    assert planted >= 50
    assert found / planted >= LEAST_RECALL, "\n".join(lost)


def _boxes(position: Position) -> list[tuple[int | None, list[float]]]:
    cells = [getattr(row, field) for row in position.rows for field in FIELDS]
    return [(cell.page, cell.bbox) for cell in cells if cell.bbox]


def lines(within: Document) -> Iterator[Line]:
    for page in within.pages:
        for block in page.blocks:
            yield from _lines(block)


def _lines(block: Block) -> Iterator[Line]:
    yield from block.lines
    for cell in block.cells:
        yield from cell.lines


def test_unknown_positions() -> None:
    """A name that is none at all becomes a gap and never a wrong match; every other name of a document at once."""
    planted = found = 0
    lost: list[str] = []
    for name, turn in product(NAMES, range(2)):
        spoilt = document(name)
        nonsense: dict[str, str] = {}
        printed_names = sorted({p.jabatan for decree in clean(name) for p in decree.positions if p.jabatan})
        for number, printed in enumerate(printed_names[turn::2]):
            count = len(printed.split())
            word = f"Wrqozk{chr(ord('a') + number)}"
            for line in lines(spoilt):
                if [word.text for word in line.words[-count:]] == printed.split():
                    for one in line.words[-count:]:
                        one.text = word
                    line.text = line.text.rstrip().removesuffix(printed) + " ".join([word] * count)
                    nonsense[word] = printed
        alarms = gaps(build_decrees(spoilt)) if nonsense else []
        for word, printed in nonsense.items():
            planted += 1
            if any(gap.code is GapCode.UNMATCHED_POSITION and word in gap.message for gap in alarms):
                found += 1
            else:
                lost.append(f"{name}: {printed}")
    assert planted >= 30
    assert found / planted >= LEAST_RECALL, "\n".join(lost)


def test_blanked_pages() -> None:
    planted = found = 0
    lost: list[str] = []
    for name in NAMES:
        for at in range(len(document(name).pages)):
            spoilt = document(name)
            spoilt.pages[at].blocks = []
            planted += 1
            if any(gap.page == at + 1 for gap in gaps(build_decrees(spoilt))):
                found += 1
            else:
                lost.append(f"{name} page {at + 1}")
    assert found / planted >= LEAST_RECALL, "\n".join(lost)


@cache
def false_alarms() -> tuple[Counter[str], int]:
    """Alarms that the truth does not bear out, by code, and the number of places looked at."""
    wrong: Counter[str] = Counter()
    places = 0
    for name in NAMES:
        truth = json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))
        empty = _empty_in_print(truth)
        for decree in clean(name):
            for position in decree.positions:
                places += 1 + len(FIELDS) * len(position.rows) + len(position.tugas) + len(position.fungsi)
            for gap in decree.gaps:
                if gap.severity != "info" and not _borne_out(gap, decree, empty):
                    wrong[gap.code.value] += 1
    return wrong, places


def _empty_in_print(truth: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    """For each position of the truth: which fields of which rows are empty, and whether it has a table."""
    out: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for position in truth["positions"]:
        own = out[level(position["jabatan"])]
        if not position["rows"]:
            own.add(("rows", ""))
        for row in position["rows"]:
            own.update((field, level(row.get("indikator"))) for field in FIELDS if not level(row.get(field)))
    return out


def _borne_out(gap: GapRecord, decree: Decree, empty: dict[str, set[tuple[str, str]]]) -> bool:
    if gap.position is None:
        return False
    position = decree.positions[gap.position]
    key = max(empty, key=lambda name: similar(name, level(position.jabatan)))
    if gap.code is GapCode.MISSING_TABLE:
        return ("rows", "") in empty[key]
    if gap.row is not None and gap.code in MISSING.values():
        indicator = level(position.rows[gap.row].indikator.text)
        return any(field == gap.field and similar(text, indicator) > 0.8 for field, text in empty[key])
    return gap.code is GapCode.MISSING_COLUMN


def test_false_alarms_on_clean_samples() -> None:
    wrong, places = false_alarms()
    assert wrong.total() / places <= MOST_FALSE, wrong


def test_gaps_that_print_leaves_are_all_found() -> None:
    """Cells and tables that the samples leave empty on purpose."""
    wanted = found = 0
    for name in NAMES:
        truth = json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))
        alarms = gaps(clean(name))
        for code, field in ((MISSING[field], field) for field in FIELDS):
            empty = sum(not row.get(field) for p in truth["positions"] for row in p["rows"])
            wanted += empty
            found += min(empty, sum(gap.code is code for gap in alarms))
    assert wanted >= 10
    assert found / wanted >= LEAST_RECALL
