"""Gap codes: the closed list of what can be missing or doubtful, with meaning and severity.

Nothing is lost silently: what the program could not read, place or map becomes a `Gap`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from .geometry import Box

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class GapKind:
    """What a gap code stands for."""

    severity: Severity
    meaning: str
    remedy: str


class GapCode(StrEnum):
    """Every code that a gap can carry; `GAP_KINDS` says what each means."""

    MISSING_JABATAN = "missing-jabatan"
    MISSING_TABLE = "missing-table"
    MISSING_TUGAS = "missing-tugas"
    MISSING_SASARAN = "missing-sasaran"
    MISSING_INDIKATOR = "missing-indikator"
    MISSING_FORMULASI = "missing-formulasi"
    MISSING_SUMBER_DATA = "missing-sumber-data"
    MISSING_COLUMN = "missing-column"
    MISSING_METADATA = "missing-metadata"
    NO_POSITIONS = "no-positions"
    NO_FORM = "no-form"
    IMPLIED_VALUES = "implied-values"
    UNREAD_INK = "unread-ink"
    UNMAPPED_TABLE = "unmapped-table"
    UNPLACED_TEXT = "unplaced-text"
    UNKEPT_KEYS = "unkept-keys"
    INFERRED_GRID = "inferred-grid"
    CONFLICTING_METADATA = "conflicting-metadata"
    UNMATCHED_POSITION = "unmatched-position"
    LOW_CONFIDENCE = "low-confidence"
    UNREADABLE = "unreadable"
    EMPTY_BUT_INKED = "empty-but-inked"
    ILLEGIBLE_PAGE = "illegible-page"
    BLANK_PAGE = "blank-page"
    UNMAPPED_FONT = "unmapped-font"
    NO_OCR_ENGINE = "no-ocr-engine"
    ENGINE_FAILED = "engine-failed"
    ENGINE_REPLACED = "engine-replaced"
    OCR_OFF = "ocr-off"
    HIDDEN_TEXT = "hidden-text"
    PAGE_FAILED = "page-failed"
    PAGE_TOO_LARGE = "page-too-large"
    REPAIRED_FILE = "repaired-file"
    DUPLICATE_DECREE = "duplicate-decree"
    ACTIVE_CONTENT = "active-content"


def _kind(severity: Severity, meaning: str, remedy: str) -> GapKind:
    return GapKind(severity, meaning, remedy)


GAP_KINDS: dict[GapCode, GapKind] = {
    GapCode.MISSING_JABATAN: _kind(
        "error", "a form names no position", "look at the page: the name may be on the page before"
    ),
    GapCode.MISSING_TABLE: _kind(
        "warning", "a position has no indicator table", "look whether the page after it is missing"
    ),
    GapCode.MISSING_TUGAS: _kind("info", "a position lists no duties", "usually so in the document"),
    GapCode.MISSING_SASARAN: _kind("warning", "a row has no sasaran", "compare with the picture of the cell"),
    GapCode.MISSING_INDIKATOR: _kind(
        "error", "a row has no indikator", "compare with the picture of the cell"
    ),
    GapCode.MISSING_FORMULASI: _kind("warning", "a row has no formulasi", "usually empty in the document"),
    GapCode.MISSING_SUMBER_DATA: _kind(
        "warning", "a row has no sumber data", "usually empty in the document"
    ),
    GapCode.MISSING_COLUMN: _kind(
        "warning",
        "a table prints no column for one of the four fields",
        "nothing to do if the document has none",
    ),
    GapCode.MISSING_METADATA: _kind(
        "info",
        "no number, date, year, office or region was found in the decree",
        "add it at the correction desk if known",
    ),
    GapCode.NO_POSITIONS: _kind(
        "error", "no form of a position was found in the file", "check that the file is an IKI decree"
    ),
    GapCode.NO_FORM: _kind(
        "info", "the file holds no form of indicators", "nothing to do if it is another document"
    ),
    GapCode.IMPLIED_VALUES: _kind(
        "info", "cells drawn empty were taken to go on with the cell above", "compare with the page"
    ),
    GapCode.UNREAD_INK: _kind("warning", "marks on a page that were not read", "read it at its box"),
    GapCode.UNMAPPED_TABLE: _kind(
        "warning", "a table's columns are none of a form's", "check whether it belongs to a position"
    ),
    GapCode.UNPLACED_TEXT: _kind(
        "warning", "printed text found no place in the record", "look at the page and fill it in if needed"
    ),
    GapCode.UNKEPT_KEYS: _kind(
        "info", "a form prints keys for which a record has no field", "read them on the page if you need them"
    ),
    GapCode.INFERRED_GRID: _kind(
        "info", "a table without rulings: its cells were inferred from the text", "compare rows with the page"
    ),
    GapCode.CONFLICTING_METADATA: _kind(
        "warning", "the document says two different things", "decide which one holds"
    ),
    GapCode.UNMATCHED_POSITION: _kind(
        "warning", "no canonical position fits the printed name", "add it with --vocabulary"
    ),
    GapCode.LOW_CONFIDENCE: _kind(
        "warning", "a cell, a number or a signature was read with low confidence", "compare with its picture"
    ),
    GapCode.UNREADABLE: _kind("error", "print that no engine could read", "type it from the picture"),
    GapCode.EMPTY_BUT_INKED: _kind("warning", "a cell has ink but gave no text", "compare with its picture"),
    GapCode.ILLEGIBLE_PAGE: _kind("error", "a page gave next to no text", "scan it again if you can"),
    GapCode.BLANK_PAGE: _kind("info", "a page has no print", "check that nothing is lost there"),
    GapCode.UNMAPPED_FONT: _kind(
        "warning",
        "a font's table gives no characters, or others than it prints; the message says what was done",
        "compare with the page",
    ),
    GapCode.NO_OCR_ENGINE: _kind(
        "error", "a scanned page could not be read: no OCR engine is installed", "run `iki doctor`"
    ),
    GapCode.ENGINE_FAILED: _kind(
        "error",
        "a scanned page could not be read: the reading engine failed",
        "run `iki doctor`, then convert again with --retry-failed",
    ),
    GapCode.ENGINE_REPLACED: _kind(
        "warning",
        "a reading engine failed on the page; the message says what was read in its place",
        "run `iki doctor`, then convert again with --fresh",
    ),
    GapCode.OCR_OFF: _kind(
        "error", "a scanned page was not read: OCR is switched off", "convert it with --ocr auto"
    ),
    GapCode.HIDDEN_TEXT: _kind(
        "info", "a page carries invisible text; the message says how much of it was used", "nothing to do"
    ),
    GapCode.PAGE_FAILED: _kind("error", "a page could not be read", "open it in a viewer; repair the file"),
    GapCode.PAGE_TOO_LARGE: _kind("error", "a page's size is beyond the limits", "check the file"),
    GapCode.REPAIRED_FILE: _kind("info", "the file was damaged and read after a repair", "check its pages"),
    GapCode.DUPLICATE_DECREE: _kind(
        "info", "the same decree also appears in another input", "drop one if you like"
    ),
    GapCode.ACTIVE_CONTENT: _kind(
        "info", "the file holds scripts, attachments or links; none was run or followed", "nothing to do"
    ),
}


@dataclass(slots=True)
class Gap:
    """Something missing or doubtful. ``position`` and ``row`` are 0-based indices into the decree's record.

    ``page`` is 1-based, ``box`` in points on that page; ``field`` names the record's field.
    """

    code: GapCode
    message: str
    page: int | None = None
    box: Box | None = None
    position: int | None = None
    row: int | None = None
    field: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the gap's code in `GAP_KINDS`."""
        return GAP_KINDS[self.code].severity
