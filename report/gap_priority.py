"""What fixing a gap gains: about how many values of the data become usable or certain.

One rough, explainable number per gap puts report and desk into the same order. A gap of a whole page or form
counts the cells that such a page or form holds elsewhere in the same decree; a gap of a cell counts that
cell; what is usually so in the document counts next to nothing. So does print that found no place: most of it is a
title, a note or a stamp. Of a document without a form nothing is gained.
"""

from __future__ import annotations

from ..schema.gaps import GapCode
from ..schema.models import FIELDS, Decree, GapRecord

ROWS_PER_POSITION = 4.0
CELLS_PER_PAGE = 12.0

# One cell or name, certain once somebody looked.
CELL = {
    GapCode.MISSING_INDIKATOR: 1.0,
    GapCode.EMPTY_BUT_INKED: 1.0,
    GapCode.UNREADABLE: 1.0,
    GapCode.UNMATCHED_POSITION: 1.0,
    GapCode.CONFLICTING_METADATA: 1.0,
    GapCode.MISSING_METADATA: 0.5,
    GapCode.MISSING_SASARAN: 0.3,
    GapCode.MISSING_FORMULASI: 0.2,
    GapCode.MISSING_SUMBER_DATA: 0.2,
    GapCode.MISSING_TUGAS: 0.1,
    GapCode.UNPLACED_TEXT: 0.1,
}
FORM = frozenset({GapCode.MISSING_TABLE, GapCode.MISSING_JABATAN, GapCode.UNMAPPED_TABLE})
PAGE = frozenset(
    {
        GapCode.ILLEGIBLE_PAGE,
        GapCode.PAGE_FAILED,
        GapCode.PAGE_TOO_LARGE,
        GapCode.NO_OCR_ENGINE,
        GapCode.ENGINE_FAILED,
        GapCode.OCR_OFF,
    }
)
# Gaps that cost cells which are not even counted as empty ones.
LOSING = PAGE | {GapCode.NO_POSITIONS, GapCode.MISSING_TABLE, GapCode.UNMAPPED_TABLE}
# The share of a form's or page's cells that such a gap puts in doubt.
DOUBT = {GapCode.INFERRED_GRID: 0.05, GapCode.MISSING_COLUMN: 0.05, GapCode.UNMAPPED_FONT: 0.5}


def gain(gap: GapRecord, decree: Decree) -> float:
    """About how many values fixing this gap of the decree gains."""
    if decree.is_another_document and gap.code is GapCode.MISSING_METADATA:
        return 0.0
    rows = sum(len(position.rows) for position in decree.positions)
    form = rows / len(decree.positions) if rows else ROWS_PER_POSITION
    cells = form * len(FIELDS)
    if gap.code is GapCode.NO_POSITIONS:
        return CELLS_PER_PAGE * max(1, decree.source.pages)
    if gap.code in PAGE:
        return rows * len(FIELDS) / max(1, decree.source.pages) if rows else CELLS_PER_PAGE
    if gap.code in FORM:
        return cells
    if gap.code in DOUBT:
        return cells * DOUBT[gap.code]
    if gap.code is GapCode.LOW_CONFIDENCE:
        return 1.0 - _confidence(gap, decree)
    return CELL.get(gap.code, 0.0)


def _confidence(gap: GapRecord, decree: Decree) -> float:
    """The doubtful cell's confidence, 0.5 where it is unknown."""
    if gap.position is None or gap.row is None or gap.field not in FIELDS:
        return 0.5
    try:
        cell = getattr(decree.positions[gap.position].rows[gap.row], gap.field)
    except IndexError:
        return 0.5
    return float(cell.confidence)
