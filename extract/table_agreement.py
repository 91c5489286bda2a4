"""Whether another library's reading of a table agrees with ours: cell by cell, by their texts alone.

The other readers (`table_readers`) take every line of text for a row. So a cell of ours is *found again* where its
text, letters and digits alone, is that of one or more whole cells that stand below each other in one column of
theirs. The share of our filled cells that are decides. What it tells: whether a text was put into the right column
and no cell was cut within a line. What it cannot tell: whether we joined two rows.

How the thresholds were set (pdfplumber's reading; "right" = read exactly as drawn):

- 330 tables of figures (bench/open_tables.py, seeds 11 to 18 of every kind): wholly right were 267 of the 290 found
  again in full, 11 of 31 with a share from 0.9 to 1, none of the 9 below 0.9. So where cells hold one line, only
  all of them is agreement.
- 136 tables without rulings in decrees (the samples, 101 invented documents, 60 random looks), where texts wrap and
  edges of paragraphs look like columns: right were 242 of 243 cells where 0.9 or more are found again, 724 of 740
  elsewhere. So where cells wrap, 0.9 is enough. (One more document, whose words were read without spaces, is left out.)
- Below 0.75 the difference is too large for wrapped lines alone: none of the 3 such tables of figures was right,
  though 267 of 269 such cells of the decrees were. Then camelot is asked as well, whose import costs as much as
  fifty tables; if it finds our cells again, nothing is said. Nearer by it would be asked about every third table.

Gaps of 0.45 to 0.8 of the letters' height between two texts, and 2 to 4 texts that must share an edge, moved the
share of right tables on either side by less than 0.02 and 0.12; 0.6 and 2 told them apart best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from ..schema.blocks import Block
from .table_readers import Reading, camelot_reading, plumber_reading

Verdict = Literal["agree", "differ", "unknown"]

MIN_CELLS = 6  # filled cells: fewer agree or differ by chance
MAX_WORDS = 2000  # of a table: more cost the readers seconds
WRAPPED = 0.25  # of the filled cells: a table in which more have several lines is one of wrapped texts
AGREE, AGREE_WRAPPED = 1.0, 0.9  # share of cells found again from which a reading agrees
DIFFER = 0.75  # share below which it differs

_Column = tuple[str, set[int]]


class Agreement(NamedTuple):
    """What the other readers say of a table: the verdict, the share of our cells found again, and by whom."""

    verdict: Verdict
    share: float
    reader: str


def judge(table: Block, reading: Reading | None) -> tuple[Verdict, float]:
    """The verdict on whether a reading agrees with the table, and the share of its filled cells found again."""
    filled = [(cell, text) for cell in table.cells if (text := bare(cell.text))]
    if reading is None or len(filled) < MIN_CELLS:
        return "unknown", 0.0
    columns = [_column(texts) for texts in zip_longest(*reading, fillvalue="")]
    found = sum(any(_holds(column, text) for column in columns) for _, text in filled)
    share = found / len(filled)
    wrapped = sum(len(cell.lines) > 1 for cell, _ in filled) > WRAPPED * len(filled)
    if share >= (AGREE_WRAPPED if wrapped else AGREE):
        return "agree", share
    return ("differ" if share < DIFFER else "unknown"), share


def ask_others(table: Block, width: float, height: float) -> Agreement | None:
    """What pdfplumber says of the table, and camelot where that differs; None where there is too little or too much.

    ``width`` and ``height`` are the page's, in points.
    """
    words = [word for cell in table.cells for line in cell.lines for word in line.words]
    if len(words) > MAX_WORDS or sum(bool(cell.lines) for cell in table.cells) < MIN_CELLS:
        return None
    return settled(
        table, lambda: plumber_reading(words, width, height), lambda: camelot_reading(words, width, height)
    )


def settled(
    table: Block, first: Callable[[], Reading | None], second: Callable[[], Reading | None]
) -> Agreement | None:
    """The first reader's word, unless it differs: then the second one's, and nothing where they contradict."""
    reading = first()
    verdict, share = judge(table, reading)
    if reading is not None and verdict != "differ":
        return Agreement(verdict, share, "pdfplumber")
    other = second()
    said, other_share = judge(table, other)
    if reading is None:
        return Agreement(said, other_share, "camelot") if other is not None else None
    if said == "agree" or other is None:
        return Agreement("unknown", share, "pdfplumber")
    return Agreement("differ", max(share, other_share), "pdfplumber and camelot")


def bare(text: str) -> str:
    """Letters and digits alone, in lower case; the signs where there is nothing else."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return letters or "".join(text.split())


def _column(texts: Sequence[str]) -> _Column:
    """The texts of a column one after the other, and the places between two of them."""
    whole, places = "", {0}
    for text in texts:
        whole += bare(text)
        places.add(len(whole))
    return whole, places


def _holds(column: _Column, text: str) -> bool:
    whole, places = column
    at = whole.find(text)
    while at >= 0:
        if at in places and at + len(text) in places:
            return True
        at = whole.find(text, at + 1)
    return False
