"""The flow of lines and tables becomes forms, one per position.

A small state machine: a heading ends the form before it, the key Jabatan begins a form, Tugas and Fungsi open
their sections, an indicator table ends them, and what follows a table is its signature part until the next
heading or key. A table under a page break goes on with the one before. A form printed inside a bordered table
is read row by row as if it were lines. Lines that belong to no form are kept as front matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz

from ...schema.blocks import Block, Cell, Line, Page
from ...schema.gaps import Gap, GapCode
from ...schema.text import list_mark
from ..reading_order import FlowItem, PlacedTable
from ..tables.fragments import (
    Fragment,
    Header,
    on_page,
    side_by_side,
    whole_header,
    with_header,
    without_header,
)
from ..tables.page_breaks import Table
from .labels import Key, find_key
from .lists import PlacedLine, line_of

_HEAD = re.compile(
    r"^\W*(?:LAMPIRAN|SALINAN|(?:SURAT )?KEPUTUSAN|PERATURAN|NOMOR|MEMUTUSKAN|MENIMBANG|MENGINGAT)\b"
)
_HEADING = "INDIKATOR KINERJA INDIVIDU"
WRAP_SLACK = 8.0  # points: how far left of its value a wrapped jabatan line may begin


@dataclass(slots=True)
class Form:
    """One position's form as printed."""

    page: Page
    jabatan: list[PlacedLine] = field(default_factory=list)
    sections: dict[str, list[PlacedLine]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    after: list[PlacedLine] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)

    @property
    def only_lacks_name(self) -> bool:
        """Whether a position's name may still come: none was found yet, and no table."""
        return not self.jabatan and not self.tables


@dataclass(slots=True)
class Forms:
    """All forms of a document; ``front`` holds for each form index the loose lines before it."""

    forms: list[Form] = field(default_factory=list)
    front: list[tuple[int, PlacedLine]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def forms_of(items: Sequence[FlowItem]) -> Forms:
    """The forms that the flow prints."""
    tables = [item for item in items if isinstance(item, PlacedTable)]
    headers = Counter(header for t in tables if (header := whole_header(t.page, t.block)))
    reader = _FormReader([header for header, _ in headers.most_common()])
    for item in items:
        if isinstance(item, PlacedTable):
            reader.table(item)
        else:
            reader.line(item)
        reader.page = item.page.number
    return reader.out


def is_heading(text: str) -> bool:
    """Whether the line is a form's heading (misread letters are forgiven)."""
    bare = " ".join(re.findall(r"[^\W\d_]+", text.upper()))
    if len(bare) > 2.2 * len(_HEADING) or len(bare) < 0.7 * len(_HEADING):
        return False
    return _HEADING in bare or fuzz.partial_ratio(bare, _HEADING) >= 88


class _State(NamedTuple):
    form: Form | None
    section: str | None
    value_x: float | None
    open_table: Table | None


class _FormReader:
    def __init__(self, headers: Sequence[Header]) -> None:
        self.out = Forms()
        self.headers = headers
        self.form: Form | None = None
        self.section: str | None = None  # the key whose value is being read
        self.value_x: float | None = None
        self.open_table: Table | None = None
        self.page = 0  # where the flow has come to
        # what a heading at a page's top has ended: it may be a running header
        self.suspended: _State | None = None

    # ---- lines ---------------------------------------------------------------------------------------

    def line(self, placed: PlacedLine) -> None:
        """Take the next line of the flow."""
        text = placed.line.text
        if is_heading(text):
            suspended = self._state()
            self._end_form()
            self.suspended = suspended if placed.page.number != self.page else None
            self._loose(placed)
            return
        if self.suspended is not None:
            if list_mark(text) is not None:
                self._resume()  # a running header stood between two items
            self.suspended = None
        if _HEAD.match(text.upper()) and (self.form is None or self.form.tables):
            self._end_form()
        key = find_key(placed.line)
        if key is not None and self._accepts(key):
            self._key(placed, key)
        elif self.form is None:
            self._loose(placed)
        elif self.form.tables:
            self.form.after.append(placed)
            self.section = None
        else:
            self._value(placed)

    def _accepts(self, key: Key) -> bool:
        if key.kind == "other":
            return self.form is not None and not self.form.tables
        return True

    def _key(self, placed: PlacedLine, key: Key) -> None:
        form = self.form
        if key.kind == "jabatan":
            if form is not None and not form.only_lacks_name:
                self._end_form()
            form = self._open(placed.page)
        elif form is None or (form.tables and key.kind in form.sections):
            self._end_form()
            form = self._open(placed.page)
        self.open_table = None
        self.section = key.kind
        self.value_x = key.value_x
        form.pages.add(placed.page.number)
        value = [PlacedLine(placed.page, line_of(key.value))] if key.value else []
        if key.kind == "jabatan":
            form.jabatan.extend(value)
        elif key.kind != "other":
            form.sections.setdefault(key.kind, []).extend(value)
        else:
            self._loose(placed)

    def _value(self, placed: PlacedLine) -> None:
        form = self.form
        if form is None:
            return
        if self.section == "jabatan":
            wraps = self.value_x is None or placed.line.box.x0 >= self.value_x - WRAP_SLACK
            if wraps and len(form.jabatan) < 4:
                form.jabatan.append(placed)
                self.value_x = self.value_x or placed.line.box.x0
            else:
                self._loose(placed)
        elif self.section in form.sections:
            form.sections[self.section].append(placed)
            form.pages.add(placed.page.number)
        else:
            self._loose(placed)

    # ---- tables --------------------------------------------------------------------------------------

    def table(self, placed: PlacedTable) -> None:
        """Take the next table of the flow."""
        fragment = with_header(placed.page, placed.block, self.headers)
        self._resume_for(fragment, placed)
        if fragment is not None:
            for line in rows_as_lines(placed.page, fragment.above):
                self.line(line)
            self._indicators(fragment)
            return
        if self.open_table is not None:
            table = self.open_table
            fragment = without_header(placed.page, placed.block, table.columns, begun=bool(table.rows))
            if fragment is not None:
                self._go_on(fragment)
                return
        lines = list(rows_as_lines(placed.page, placed.block.cells))
        is_form = any(find_key(p.line) or is_heading(p.line.text) for p in lines) or self._in_list()
        if placed.block.ruled and lines and not is_form:
            self._unmapped(placed.page, placed.block)
            return
        for line in lines:
            self.line(line)

    def _in_list(self) -> bool:
        """Whether a bordered list of duties goes on over a page break."""
        return self.form is not None and self.section in ("tugas", "fungsi") and not self.form.tables

    def _indicators(self, fragment: Fragment) -> None:
        form = self.form or self._open(fragment.page)
        table = self.open_table
        if table is not None and _follows(table, fragment):
            table.add(fragment, goes_on=True)
        else:
            table = Table(fragment.columns)
            table.add(fragment, goes_on=False)
            form.tables.append(table)
        form.pages.add(fragment.page.number)
        self.open_table = table
        self.section = None

    def _go_on(self, fragment: Fragment) -> None:
        if self.open_table is None or self.form is None:
            return
        self.open_table.add(fragment, goes_on=_follows(self.open_table, fragment))
        self.form.pages.add(fragment.page.number)

    def _unmapped(self, page: Page, block: Block) -> None:
        text = " ".join(block.text.split())
        self.out.gaps.append(
            Gap(
                GapCode.UNMAPPED_TABLE,
                f"a table's columns are none of a form's; it begins: {text[:120]}",
                page.number,
                page.shown(block.box),
            )
        )

    # ---- forms ---------------------------------------------------------------------------------------

    def _open(self, page: Page) -> Form:
        if self.form is None or not self.form.only_lacks_name:
            self.form = Form(page)
            self.out.forms.append(self.form)
        return self.form

    def _end_form(self) -> None:
        self.form = None
        self.section = None
        self.open_table = None

    def _state(self) -> _State:
        return _State(self.form, self.section, self.value_x, self.open_table)

    def _resume(self) -> None:
        """Go on with what a running header seemed to end."""
        if self.suspended is not None:
            self.form, self.section, self.value_x, self.open_table = self.suspended
        self.suspended = None

    def _resume_for(self, fragment: Fragment | None, placed: PlacedTable) -> None:
        """Go on with the form before a running header if the table right below goes on with it."""
        if self.suspended is None:
            return
        form, _, _, table = self.suspended
        if table is not None:
            part = fragment or without_header(placed.page, placed.block, table.columns)
            goes_on = part is not None and _follows(table, part)
        else:
            goes_on = fragment is not None and form is not None and bool(form.sections) and not form.tables
        if goes_on:
            self._resume()
        self.suspended = None

    def _loose(self, placed: PlacedLine) -> None:
        self.out.front.append((len(self.out.forms), placed))


def _follows(table: Table, fragment: Fragment) -> bool:
    """Whether the fragment is the table's next part over a page break, with the same columns."""
    last = table.fragments[-1]
    if fragment.page.number != last.page.number + 1 or len(fragment.columns) != len(table.columns):
        return False
    return all(
        abs(a.x0 - b.x0) <= 12 and abs(a.x1 - b.x1) <= 12
        for a, b in zip(on_page(table.columns, fragment.page, fragment.block), fragment.columns, strict=True)
    )


def rows_as_lines(page: Page, cells: Sequence[Cell]) -> Iterator[PlacedLine]:
    """Cells read row by row as if they were lines: the labels before the first line of the row's long cell."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    for _, row in sorted(rows.items()):
        row.sort(key=lambda c: c.col)
        tall = [c for c in row if len(c.lines) > 1]
        if len(tall) == 1 and len(row) > 1:
            yield from (PlacedLine(page, line) for line in _labelled(row, tall[0]))
        else:
            yield from (PlacedLine(page, line) for line in side_by_side([ln for c in row for ln in c.lines]))


def _labelled(row: Sequence[Cell], tall: Cell) -> Iterator[Line]:
    words = [w for c in row if c is not tall and c.col < tall.col for ln in c.lines for w in ln.words]
    behind = [w for c in row if c is not tall and c.col > tall.col for ln in c.lines for w in ln.words]
    yield line_of([*words, *tall.lines[0].words, *behind])
    yield from tall.lines[1:]
