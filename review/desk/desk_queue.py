"""The desk's queue: every place that somebody should look at, errors and those that gain most first.

An item is a row, a position or a document with all that is doubtful about it. It is named by document hash,
page and box, so that an address in one tab still means the same after a correction in another.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ...report.statistics import DOUBTFUL, GapLine, gap_lines
from ...schema.gaps import GAP_KINDS, GapCode
from ...schema.models import FIELDS, Decree, GapRecord, Row, TextValue
from ..apply_corrections import placed, row_values

Kind = Literal["row", "position", "document"]
Order = tuple[int, float, str, int, int, str]


LEFT_OVER = frozenset({GapCode.UNPLACED_TEXT, GapCode.UNREAD_INK})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is in the queue."""

    code: GapCode
    message: str
    field: str | None
    page: int | None
    bbox: list[float] | None


@dataclass(slots=True)
class Item:
    """A place to look at: indices into the decree as it is now, its page and box, and why.

    ``aside`` where the document holds no form: nobody needs to look.
    """

    kind: Kind
    decree_id: str
    position: int
    row: int
    page: int | None
    bbox: list[float] | None
    key: str
    gain: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    aside: bool = False

    def reasons_by_code(self) -> list[tuple[GapCode, list[Reason]]]:
        """The reasons, those of one kind together."""
        found: dict[GapCode, list[Reason]] = {}
        for reason in self.reasons:
            found.setdefault(reason.code, []).append(reason)
        return list(found.items())

    @property
    def order(self) -> Order:
        """Sorts errors first and what may be a stamp's noise last, then by gain, then as printed."""
        return self.rank, -round(self.gain, 3), self.decree_id, self.position, self.row, self.key

    @property
    def rank(self) -> int:
        """0 with an error, 2 where only print is left over that found no place, 3 if it is `aside`, else 1."""
        if self.aside:
            return 3
        codes = {reason.code for reason in self.reasons}
        if any(GAP_KINDS[code].severity == "error" for code in codes):
            return 0
        return 2 if codes <= LEFT_OVER else 1


class Queue:
    """All items in order, found by key; a document's items can be replaced.

    Decrees that only repeat another one ask nothing; ``copies`` are those.
    """

    def __init__(self) -> None:
        self._orders: list[Order] = []
        self._items: dict[str, Item] = {}
        self._by_decree: dict[str, list[Item]] = {}
        self.copies: set[str] = set()

    def __len__(self) -> int:
        return len(self._orders)

    def fill(self, decrees: Iterator[tuple[str, Decree]]) -> None:
        """Add the items of many decrees at once."""
        for decree_id, decree in decrees:
            self._items.update((item.key, item) for item in self._asked(decree_id, decree))
        self._orders = sorted(item.order for item in self._items.values())

    def replace(self, decree_id: str, decree: Decree) -> None:
        """Replace the items of one decree."""
        for item in self._by_decree.pop(decree_id, []):
            if self._items.pop(item.key, None) is not None:
                del self._orders[bisect_right(self._orders, item.order) - 1]
        for item in self._asked(decree_id, decree):
            self._items[item.key] = item
            insort(self._orders, item.order)

    def _asked(self, decree_id: str, decree: Decree) -> list[Item]:
        """What is asked about a decree, noted as its own."""
        self.copies.discard(decree_id)
        if decree.duplicate_of is not None:
            self.copies.add(decree_id)
        found = [] if decree_id in self.copies else items(decree_id, decree)
        self._by_decree[decree_id] = found
        return found

    def get(self, key: str) -> Item | None:
        """The item of that key, if it still is in the queue."""
        return self._items.get(key)

    def after(self, order: Order | None) -> Item | None:
        """The first item that comes after; the first of all for ``None`` and after the last."""
        if not self._orders:
            return None
        at = 0 if order is None else bisect_right(self._orders, order)
        return self._items[self._orders[at % len(self._orders)][-1]]

    def before(self, order: Order) -> Item | None:
        """The last item that comes before; the last of all before the first."""
        if not self._orders:
            return None
        at = bisect_right(self._orders, order) - 1
        if at >= 0 and self._orders[at] == order:
            at -= 1
        return self._items[self._orders[at][-1]]

    def place(self, item: Item) -> int:
        """The item's number in the queue, from 1."""
        return bisect_right(self._orders, item.order)

    def of(self, decree_id: str) -> list[Item]:
        """The items of a decree."""
        return self._by_decree.get(decree_id, [])

    def open_documents(self) -> set[str]:
        """Decrees that still have items."""
        return {decree_id for decree_id, found in self._by_decree.items() if found}

    def first(self, count: int) -> list[Item]:
        """The first items of the queue."""
        return [self._items[order[-1]] for order in self._orders[:count]]


def items(decree_id: str, decree: Decree) -> list[Item]:
    """The decree's items for review: gaps that a person can close, and doubtful cells without a gap."""
    found: dict[tuple[Kind, int, int], Item] = {}

    def item(kind: Kind, position: int, row: int) -> Item:
        known = found.get((kind, position, row))
        if known is None:
            known = found[kind, position, row] = _item(decree_id, decree, kind, position, row)
        return known

    for line in gap_lines(decree_id, decree):
        if line.gap.severity == "info" and line.gap.code is not GapCode.MISSING_METADATA:
            continue
        own = item(*_target(line, decree))
        own.gain += line.gain
        own.reasons.append(_reason(line.gap))
    for at, position in enumerate(decree.positions):
        for number, row in enumerate(position.rows):
            for name in _doubtful(row):
                own = item("row", at, number)
                if all(reason.field != name for reason in own.reasons):
                    cell: TextValue = getattr(row, name)
                    own.gain += 1.0 - cell.confidence
                    message = f"read with confidence {cell.confidence:.2f}"
                    own.reasons.append(Reason(GapCode.LOW_CONFIDENCE, message, name, cell.page, cell.bbox))
    for own in found.values():
        shown = next((reason for reason in own.reasons if reason.page), None)
        if shown is not None and (own.kind != "row" or own.bbox is None):
            own.page, own.bbox = shown.page, shown.bbox
    return list(found.values())


def places(decree_id: str, decree: Decree) -> list[Item]:
    """Everything in a decree that can be opened, as printed: the decree itself, its positions, their rows."""
    asked = {(item.kind, item.position, item.row): item for item in items(decree_id, decree)}
    wanted: list[tuple[Kind, int, int]] = [("document", -1, -1)]
    for at, position in enumerate(decree.positions):
        wanted += [("position", at, -1), *(("row", at, number) for number in range(len(position.rows)))]
    return [asked.get(place) or _item(decree_id, decree, *place) for place in wanted]


def anchor(decree: Decree, kind: Kind, position: int, row: int) -> TextValue | None:
    """The value whose page and box identify the item."""
    if kind == "document":
        return None
    own = decree.positions[position]
    if kind == "row":
        return next(row_values(own.rows[row]), None)
    return next(placed(own), None)


def _item(decree_id: str, decree: Decree, kind: Kind, position: int, row: int) -> Item:
    value = anchor(decree, kind, position, row)
    page, bbox = (value.page, value.bbox) if value else (None, None)
    shown = page or _first_page(decree, position)
    name = f"{decree_id}/{decree.source.sha256}/{kind}/{page}/{bbox}"
    if value is None:
        name += f"/{position}/{row}"
    key = hashlib.sha256(name.encode()).hexdigest()[:16]
    return Item(kind, decree_id, position, row, shown, bbox, key, aside=decree.is_another_document)


def _first_page(decree: Decree, position: int) -> int | None:
    """The page to show of what has no place of its own: where its position or the decree begins."""
    own = decree.positions[position].pages if position >= 0 else []
    return min(own, default=1 if decree.source.pages else None)


def _target(line: GapLine, decree: Decree) -> tuple[Kind, int, int]:
    gap = line.gap
    if gap.position is None or not 0 <= gap.position < len(decree.positions):
        return "document", -1, -1
    if gap.row is None or not 0 <= gap.row < len(decree.positions[gap.position].rows):
        return "position", gap.position, -1
    return "row", gap.position, gap.row


def _reason(gap: GapRecord) -> Reason:
    return Reason(gap.code, gap.message, gap.field, gap.page, gap.bbox)


def _doubtful(row: Row) -> Iterator[str]:
    for name in FIELDS:
        cell = getattr(row, name)
        if cell.text and not cell.inherited and cell.confidence < DOUBTFUL and cell.engine != "human":
            yield name
