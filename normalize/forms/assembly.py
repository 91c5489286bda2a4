"""Typed lines and tables become forms, one per post, unit or agreement.

A title ends the form before it, unless it only captions the table that is still to come; a label that names a post
or unit begins a form; Tugas and Fungsi open their lists, which end where the print moves on (a caption, a head, a
party, a place and date, a chapter, a table that is no list); an indicator table ends them, and what follows a table
is its signature part until the next title or label. A table under a page break goes on with the one before. In an
agreement both parties are named before the table: the first is the form's, the other its superior. Lines that
belong to no form are kept as front matter, each with the form before which it stands; those between a heading and the
table that it entitles are the form's, though nothing says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...schema.blocks import Block, Page
from ...schema.gaps import Gap
from ...schema.models import Program
from ...schema.text import ends_open, list_mark, squeeze
from ..line_joining import line_of
from ..reading_order import FlowItem, PlacedTable
from ..signatures import nip_of, place_and_date
from ..tables.fragments import MEASURES, SAME_X, Fragment, cell_text, is_other_head, on_page, without_header
from ..tables.page_breaks import Table
from ..tables.programs import is_programs_head, programs_of_table
from .elements import Element, Role, box_lines, elements_of, lines_of_block
from .labels import NAMING, Label, LabelKind
from .lists import PlacedLine
from .titles import Title, goes_on, heading_name, is_heading_line, title_of, without_short_form

WRAP_SLACK = 8.0  # points: how far left of its value a wrapped name's line may begin
NAME_LINES = 4  # a name has no more
NAME_STEP = 2.4  # of a line's height from line to line: a larger step down ends a name
CAPTION_CHARACTERS = 70  # a caption has no more
CAPTION_STEP = 0.8  # of a line's height: white space above a caption
SAME_COLUMNS = 5  # columns from which equal sides are no chance
LOOK_AHEAD = 40  # elements that may stand between a title and what it entitles
PARTIES = 2  # of an agreement
SAME_SIDES = 12.0  # points: how far a column's sides may shift over a page break
SIGNED_CHARACTERS = 60  # a line with the place and date of signing has fewer
HEADING_LINES = 8  # lines under a title that may belong to its heading

_CAPTION = re.compile(r"^\W*(?:tabel|daftar)\b|^\W*indikator\s+kinerja\b", re.I)
_ROLE_LINE = re.compile(r"\bPIHAK\s+(?:PERTAMA|KESATU|KEDUA)\b", re.I)


@dataclass(slots=True)
class Named:
    """A name that a label gives: its lines, the label's kind and, in an agreement, the party's role."""

    kind: LabelKind
    lines: list[PlacedLine] = field(default_factory=list)
    value_x: float | None = None
    role: Role | None = None


@dataclass(slots=True)
class Heading:
    """A title with the lines below it that belong to its heading; without a title, the lines above a form's labels.

    ``beyond`` are the lines between it and the form that it heads.
    """

    title: Title
    page: Page
    lines: list[PlacedLine] = field(default_factory=list)
    beyond: list[PlacedLine] = field(default_factory=list)
    is_open: bool = True

    @property
    def texts(self) -> list[str]:
        """The text behind the title on its line, then the lines below it."""
        return [self.title.rest, *(placed.line.text for placed in self.lines)]

    def takes(self, text: str) -> bool:
        """Whether a line below may belong to the heading."""
        if len(self.lines) >= HEADING_LINES:
            return False
        return is_heading_line(text) or goes_on(self.texts[-1], text)


@dataclass(slots=True)
class Form:
    """One form as printed."""

    page: Page
    heading: Heading | None = None
    captions: list[Heading] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    person: str | None = None
    sections: dict[str, list[PlacedLine]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    after: list[PlacedLine] = field(default_factory=list)
    unplaced: list[PlacedLine] = field(default_factory=list)
    other_tables: list[PlacedTable] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)

    @property
    def jabatan(self) -> list[PlacedLine]:
        """The lines of the name that a label gives to the form, a post's before a unit's; empty without one."""
        for kind in ("jabatan", "unit"):
            for named in self.names:
                if named.kind == kind and named.role != "second" and named.lines:
                    return named.lines
        return []

    @property
    def headings(self) -> list[Heading]:
        """The form's heading and the captions of its tables, in this order."""
        return [*([self.heading] if self.heading is not None else []), *self.captions]

    @property
    def only_lacks_name(self) -> bool:
        """Whether a name may still come: none was found yet, and no table."""
        return not any(n.kind in ("jabatan", "unit") for n in self.names) and not self.tables

    @property
    def parties(self) -> set[Role]:
        """The roles of an agreement that were named."""
        return {named.role for named in self.names if named.role is not None}


@dataclass(slots=True)
class Forms:
    """All forms of a document; ``front`` holds for each form index the loose lines before it."""

    forms: list[Form] = field(default_factory=list)
    front: list[tuple[int, PlacedLine]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def forms_of(items: Sequence[FlowItem]) -> Forms:
    """The forms that the flow prints, also those that will turn out to claim nothing."""
    reader = _Assembly(elements_of(items))
    reader.run()
    return reader.out


def is_heading(text: str) -> bool:
    """Whether the line is a form's title (misread letters are forgiven)."""
    title = title_of(text)
    return title is not None and title.kind in ("iki", "iku")


class _State(NamedTuple):
    form: Form | None
    section: LabelKind | None
    open_table: Table | None
    heading: Heading | None


class _Assembly:
    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements
        self.out = Forms()
        self.form: Form | None = None
        self.section: LabelKind | None = None  # the label whose value is being read
        self.label_x = 0.0  # where that label begins
        self.heading: Heading | None = None
        self.person_value: PlacedLine | None = None  # that name, as long as its line may go on below
        self.person: str | None = None  # whom a label named before the form began
        self.open_table: Table | None = None
        self.page = 0  # where the flow has come to
        # what a title at a page's top has ended: it may be a running header
        self.suspended: _State | None = None

    def run(self) -> None:
        """Take all elements."""
        for index, element in enumerate(self.elements):
            self._take(index, element)
            self.page = element.page.number

    def _take(self, index: int, element: Element) -> None:
        if element.kind in ("indicators", "programs", "table"):
            self._any_table(element)
            return
        placed = element.line
        assert placed is not None
        if element.kind == "title" and element.title is not None and not self._hangs(placed):
            self._title(index, placed, element.title)
            return
        if self.suspended is not None:
            if element.kind == "line" and list_mark(placed.line.text) is not None:
                self._resume()  # a running header stood between two items
            self.suspended = None
        if element.kind == "label" and element.label is not None and self._accepts(index, element.label):
            self._label(placed, element.label)
        elif element.kind == "line" and self._names_next(index, placed):
            self._entitle(placed)
        elif element.kind == "party":
            self._party(placed, element.role)
        elif element.kind in ("head", "chapter") and not self._goes_on_within(placed):
            self._moves_on(placed, ends=element.kind == "chapter")
        else:
            self._line(placed)

    # ---- titles --------------------------------------------------------------------------------------

    def _title(self, index: int, placed: PlacedLine, title: Title) -> None:
        form = self.form
        fresh = Heading(title, placed.page)
        if form is not None and not form.tables and self._is_caption(index, form):
            form.captions.append(fresh)
            self.heading = fresh
            self.section = None
            return
        suspended = _State(self.form, self.section, self.open_table, self.heading)
        self._end_form()
        self.suspended = suspended if placed.page.number != self.page else None
        self.heading = fresh
        self._loose(placed)

    def _names_next(self, index: int, placed: PlacedLine) -> bool:
        """Whether the line alone entitles the table right below it, which counts from one: with another's name."""
        form, heading = self.form, self.heading
        if form is None and heading is not None and heading.is_open and heading.takes(placed.line.text):
            return False  # it is the heading's
        entitled = form.heading if form is not None else heading
        is_agreement = (form is not None and form.parties) or (entitled and entitled.title.kind == "pk")
        first = heading_name([without_short_form(placed.line.text)])
        is_named = form is not None and not form.tables and (form.names or form.sections)
        if first is None or is_agreement or is_named:
            return False
        texts, fragment = self._lines_to_table(index, first.text)
        if fragment is None or not fragment.has_header or not _counts_from_one(fragment):
            return False
        named = heading_name(entitled.texts) if entitled is not None else None
        whole = heading_name(texts)
        return whole is not None and (named is None or named.text.casefold() != whole.text.casefold())

    def _lines_to_table(self, index: int, name: str) -> tuple[list[str], Fragment | None]:
        """A name with the lines on its page that go on with it, and the table right below them, if it is there."""
        texts, page = [name], self.elements[index].page
        for element in self.elements[index + 1 : index + 1 + NAME_LINES]:
            if element.page is not page:
                break
            if element.fragment is not None:
                return texts, element.fragment
            if (
                element.kind != "line"
                or element.line is None
                or not goes_on(texts[-1], element.line.line.text)
            ):
                break
            texts.append(element.line.line.text)
        return texts, None

    def _entitle(self, placed: PlacedLine) -> None:
        """Open a form for a name above a table, under the title of the forms before."""
        kind = self.heading.title.kind if self.heading is not None else None
        if kind is None and self.form is not None and self.form.heading is not None:
            kind = self.form.heading.title.kind
        title = Title(kind or "other", without_short_form(placed.line.text))
        if self.form is not None:
            self._end_form()
        self.heading = Heading(title, placed.page)
        self._loose(placed)

    def _is_caption(self, index: int, form: Form) -> bool:
        """Whether the title only entitles the table of the form that is being read."""
        if not (form.names or form.sections):
            return False
        nearest = self._next_structure(index, form)
        return nearest is not None and nearest.kind in ("indicators", "table")

    def _next_structure(self, index: int, form: Form | None = None) -> Element | None:
        """What comes next of tables and labels after the element; not what an annex repeats of the form's parties."""
        for element in self.elements[index + 1 : index + 1 + LOOK_AHEAD]:
            names = element.label_kind in NAMING or element.label_kind in ("tugas", "fungsi")
            repeats = form is not None and element.label is not None and _repeats_party(form, element.label)
            if (element.kind in ("indicators", "programs", "table") or names) and not repeats:
                return element
        return None

    # ---- labels --------------------------------------------------------------------------------------

    def _accepts(self, index: int, label: Label) -> bool:
        """Whether a label means what it says here: below a table some only belong to a signature."""
        form = self.form
        if label.kind == "other":
            return form is not None and not form.tables
        if label.kind == "person":
            return form is None or not form.tables or self._leads_to_form(index)
        if label.kind == "office" and form is not None and form.tables:
            return self._leads_to_form(index)
        return True

    def _leads_to_form(self, index: int) -> bool:
        """Whether labels of a form or its table follow right below."""
        nearest = self._next_structure(index)
        return nearest is not None and nearest.kind in ("label", "indicators")

    def _label(self, placed: PlacedLine, label: Label) -> None:
        if self.form is not None and not self.form.tables and _repeats_party(self.form, label):
            self._close_heading()
            self.section = None
            self._loose(placed)
            return
        value = [PlacedLine(placed.page, line_of(label.value))] if label.value else []
        if label.kind == "person":
            self._person(placed, value)
            return
        form = self.form
        if label.kind in NAMING:
            form = self._naming_form(placed.page, label.kind)
            form.names.append(Named(label.kind, value, label.value_x))
        elif label.kind == "other":
            self.section = "other"
            self._loose(placed)
            return
        else:
            if form is None or (form.tables and label.kind in form.sections):
                self._end_form()
                form = self._open(placed.page)
            form.sections.setdefault(label.kind, []).extend(value)
        self._close_heading()
        self.open_table = None
        self.section = label.kind
        self.label_x = label.label_x
        form.pages.add(placed.page.number)

    def _naming_form(self, page: Page, kind: LabelKind) -> Form:
        """The form that a naming label belongs to: the one being read, or a new one."""
        form = self.form
        if form is None or form.tables or self._is_named(form, kind):
            self._end_form()
            return self._open(page)
        return form

    def _is_named(self, form: Form, kind: LabelKind) -> bool:
        """Whether another name of the kind would be one too many: an agreement has two."""
        same = [named for named in form.names if named.kind == kind]
        if kind == "office":
            return False
        if form.parties or (form.heading is not None and form.heading.title.kind == "pk"):
            return len(same) >= PARTIES or len(form.parties) == PARTIES
        if kind == "jabatan" and not same and any(n.kind == "unit" for n in form.names):
            return bool(form.sections)
        return bool(same) or (kind == "unit" and bool(form.sections))

    def _person(self, placed: PlacedLine, value: Sequence[PlacedLine]) -> None:
        """Give a person's name to the post named below it, or to the one just named."""
        name = " ".join(p.line.text for p in value).strip() or None
        form = self.form
        if form is not None and form.tables:
            self._end_form()
        elif form is not None and form.names and form.person is None and not form.parties:
            form.person = name
        self.person = name
        self.person_value = value[-1] if value else None
        self.section = None
        self._loose(placed)

    def _person_goes_on(self, placed: PlacedLine) -> bool:
        """Whether a line below a person's name holds the degrees that its line had no room for; then it is taken."""
        value = self.person_value
        self.person_value = None
        if (
            value is None
            or self.person is None
            or not self.person.endswith(",")
            or value.page is not placed.page
        ):
            return False
        aligned = abs(placed.line.box.x0 - value.line.box.x0) <= SAME_X
        if not aligned or _is_apart(value, placed):
            return False
        whole = f"{self.person} {placed.line.text}"
        if self.form is not None and self.form.person == self.person:
            self.form.person = whole
        self.person = whole
        self._loose(placed)
        return True

    def _party(self, placed: PlacedLine, role: Role | None) -> None:
        """Make the name that was read last this party's."""
        self.section = None
        form = self.form
        if form is not None and form.names and not form.tables and role is not None:
            if form.names[-1].role is None:
                form.names[-1].role = role
            return
        self._after_or_loose(placed)

    # ---- lines ---------------------------------------------------------------------------------------

    def _line(self, placed: PlacedLine) -> None:
        if self._person_goes_on(placed):
            return
        heading = self.heading
        if heading is not None and heading.is_open:
            near = placed.page is heading.page or (
                not heading.lines and placed.page.number == heading.page.number + 1
            )
            if near and heading.takes(placed.line.text):
                heading.lines.append(placed)
                self._loose(placed)
                return
            heading.is_open = False
        form = self.form
        if form is None:
            self._loose(placed)
            if heading is not None:
                heading.beyond.append(placed)
        elif form.tables or form.programs:
            form.after.append(placed)
            self.section = None
        elif self.section in NAMING:
            self._name_goes_on(form, placed)
        elif self.section in form.sections and not _is_signed(placed.line.text):
            form.sections[self.section].append(placed)
            form.pages.add(placed.page.number)
        else:
            self.section = None
            form.unplaced.append(placed)

    def _goes_on_within(self, placed: PlacedLine) -> bool:
        """Whether a line that reads like a decree's head is a list's wrapped line: "… penegakan / Peraturan Desa"."""
        lines = self.form.sections.get(self.section or "", []) if self.form is not None else []
        if not lines or lines[-1].page is not placed.page or placed.line.text.isupper():
            return False
        before = lines[-1].line
        near = placed.line.box.top - before.box.bottom < CAPTION_STEP * before.box.height
        return near and before.text.rstrip()[-1:] not in ".;:"

    def _hangs(self, placed: PlacedLine) -> bool:
        """Whether a line that reads like a title is a list's wrapped line: it stands under an item's text."""
        if not self._goes_on_within(placed) or self.form is None:
            return False
        lines = self.form.sections[self.section or ""]
        before = lines[-1].line
        marked = list_mark(before.text) is not None and len(before.words) > 1
        under = before.words[1 if marked else 0].box.x0
        if abs(placed.line.box.x0 - under) > SAME_X:
            return False
        same = [other.line.box for other in lines if other.page is placed.page]
        hanging = self.label_x + SAME_X < under or any(box.x0 < placed.line.box.x0 - SAME_X for box in same)
        full = before.box.x1 + placed.line.words[0].box.width >= max(box.x1 for box in same)
        return hanging or (full and len(same) > 1)

    def _name_goes_on(self, form: Form, placed: PlacedLine) -> None:
        """Add a line below a name to it, unless the print has moved on."""
        named = form.names[-1]
        line = placed.line
        wraps = named.value_x is None or line.box.x0 >= named.value_x - WRAP_SLACK
        if named.lines and (named.lines[-1].page is not placed.page or _is_apart(named.lines[-1], placed)):
            wraps = False
        text = line.text
        if not wraps or len(named.lines) >= NAME_LINES or _ROLE_LINE.search(text) or _is_signed(text):
            self.section = None
            form.unplaced.append(placed)
            return
        named.lines.append(placed)
        named.value_x = named.value_x or line.box.x0

    def _moves_on(self, placed: PlacedLine, *, ends: bool) -> None:
        """End the current list at a decree's head or a chapter, and the form if it has a table."""
        if self.form is not None and (ends or self.form.tables):
            self._end_form()
        self.section = None
        self.heading = None
        self._loose(placed)

    def _after_or_loose(self, placed: PlacedLine) -> None:
        if self.form is not None and (self.form.tables or self.form.programs):
            self.form.after.append(placed)
        elif self.form is not None:
            self.form.unplaced.append(placed)
        else:
            self._loose(placed)

    # ---- tables --------------------------------------------------------------------------------------

    def _any_table(self, element: Element) -> None:
        item, fragment = element.table, element.fragment
        assert item is not None
        self._resume_for(fragment, item)
        self._close_heading()
        if fragment is not None:
            self._indicators(fragment)
        elif element.kind == "programs":
            self._programs(item)
        elif not self._goes_on(item):
            self._other_table(item)

    def _indicators(self, fragment: Fragment) -> None:
        form = self.form or self._table_less() or self._open(fragment.page)
        table = self.open_table
        if table is not None and _begins_anew(form, table, fragment):
            form, table = self._open_anew(fragment.page), None
        if table is not None and _follows(table, fragment):
            table.add(fragment, goes_on=True)
        else:
            if form.tables and self._is_another(form.tables[-1], fragment):
                form = self._open_anew(fragment.page)
            table = Table(fragment.columns)
            table.add(fragment, goes_on=False)
            form.tables.append(table)
        form.pages.add(fragment.page.number)
        self.open_table = table
        self._drop_caption(form, fragment)
        self.section = None

    def _drop_caption(self, form: Form, fragment: Fragment) -> None:
        """Take the line right above the table out of the list before it, if it stands apart as a caption does."""
        lines = form.sections.get(self.section or "", [])
        if len(lines) < 2 or lines[-1].page is not fragment.page:
            return
        last, before = lines[-1].line, lines[-2].line
        text = last.text
        if list_mark(text) is not None or not text[:1].isupper() or len(text) > CAPTION_CHARACTERS:
            return
        apart = (
            lines[-2].page is lines[-1].page
            and last.box.top - before.box.bottom > CAPTION_STEP * last.box.height
        )
        if _CAPTION.match(text) or (apart and not ends_open(before.text) and text.rstrip()[-1:] not in ";."):
            lines.pop()

    def _table_less(self) -> Form | None:
        """The form before, where only its table is missing and no other title or label came since."""
        last = self.out.forms[-1] if self.out.forms else None
        if last is None or last.tables or self.heading is not None or not (last.names and last.sections):
            return None
        self.form = last
        return last

    def _is_another(self, table: Table, fragment: Fragment) -> bool:
        """Whether a further table is another form's: under a title of its own, far off, or of other columns."""
        form, heading = self.form, self.heading
        if form is not None and heading is not None and heading.page is fragment.page:
            entitled_before = any(heading is other for other in form.headings)
            if not entitled_before:
                return True
        if fragment.page.number > table.fragments[-1].last_page + 1:
            return True
        measures = [
            bool({c.field for c in columns} & MEASURES) for columns in (table.columns, fragment.columns)
        ]
        return measures[0] != measures[1]

    def _open_anew(self, page: Page) -> Form:
        heading = self.heading
        self._end_form()
        self.heading = heading
        return self._open(page)

    def _programs(self, item: PlacedTable) -> None:
        form = self.form
        programs = programs_of_table(item.page, item.block)
        if form is None or not programs:
            self._other_table(item, may_list_programs=False)
            return
        form.programs.extend(programs)
        form.pages.add(item.page.number)
        self.open_table = None
        self.section = None

    def _goes_on(self, item: PlacedTable) -> bool:
        """Whether the table goes on with the indicator table before it; then it is taken."""
        table = self.open_table
        if table is None or self.form is None:
            return False
        last = table.fragments[-1]
        if item.page.number not in (last.page.number, last.page.number + 1, last.last_page + 1):
            return False
        same = _same_columns(table, item)
        if is_other_head(item.block) and not same:
            return False
        fragment = without_header(
            item.page, item.block, table.columns, begun=bool(table.rows), origins=item.origins
        )
        if fragment is None:
            return False
        table.add(fragment, goes_on=_follows(table, fragment))
        self.form.pages.add(fragment.page.number)
        return True

    def _other_table(self, item: PlacedTable, *, may_list_programs: bool = True) -> None:
        """Take a table without indicators: the rest of a list over a page break, lines in a grid, or something else."""
        form = self.form
        if (
            form is not None
            and not form.tables
            and self.section in ("tugas", "fungsi")
            and _is_list(item.block)
        ):
            for placed in box_lines(item.page, item.block.cells):
                self._line(placed)
            return
        if not item.block.ruled:
            lines = lines_of_block(item.page, item.block)
            headed = may_list_programs and any(is_programs_head(p.line.text) for p in lines[:3])
            if form is not None and form.tables and headed:
                self._programs(item)
                return
            for placed in lines:
                self._line(placed)
            return
        self.open_table = None
        self.section = None
        if form is not None:
            form.other_tables.append(item)

    # ---- forms ---------------------------------------------------------------------------------------

    def _open(self, page: Page) -> Form:
        if self.form is None or not self.form.only_lacks_name:
            self.form = Form(page, heading=self.heading or self._lines_above(page), person=self.person)
            self.person = None
            if self.heading is not None:
                self.form.unplaced.extend(self.heading.beyond)
                self.heading.beyond = []
            self.out.forms.append(self.form)
        return self.form

    def _lines_above(self, page: Page) -> Heading | None:
        """The lines right above a form that has no title, as far as they read like a heading."""
        lines: list[PlacedLine] = []
        for index, placed in reversed(self.out.front):
            same = placed.page is page and index == len(self.out.forms)
            if not same or not is_heading_line(placed.line.text) or len(lines) >= HEADING_LINES:
                break
            lines.insert(0, placed)
        return Heading(Title("other", ""), page, lines, is_open=False) if lines else None

    def _end_form(self) -> None:
        if self.form is not None:
            self.heading = None  # what it entitled is complete
        self.form = None
        self.section = None
        self.open_table = None

    def _close_heading(self) -> None:
        if self.heading is not None:
            self.heading.is_open = False

    def _resume(self) -> None:
        """Go on with what a running header seemed to end."""
        if self.suspended is not None:
            self.form, self.section, self.open_table, self.heading = self.suspended
        self.suspended = None

    def _resume_for(self, fragment: Fragment | None, placed: PlacedTable) -> None:
        """Go on with the form before a running header if the table right below goes on with it."""
        if self.suspended is None:
            return
        form, _, table, _ = self.suspended
        if table is not None:
            part = fragment or without_header(placed.page, placed.block, table.columns)
            goes_on = part is not None and _follows(table, part) and not self._begins_form(form, fragment)
        else:
            goes_on = fragment is not None and form is not None and bool(form.sections) and not form.tables
        if goes_on:
            self._resume()
        self.suspended = None

    def _begins_form(self, form: Form | None, fragment: Fragment | None) -> bool:
        """Whether a title at a page's top heads a form of its own: it names another, or the one before is signed."""
        if form is None or fragment is None or not fragment.has_header:
            return False
        signed = any(_is_signed(p.line.text) for p in form.after)
        found = [heading_name(h.texts) for h in (form.heading, self.heading) if h is not None]
        names = [name.text.casefold() for name in found if name is not None]
        same = len(names) < 2 or names[0].startswith(names[1]) or names[1].startswith(names[0])
        return signed or not same

    def _loose(self, placed: PlacedLine) -> None:
        self.out.front.append((len(self.out.forms), placed))


def _repeats_party(form: Form, label: Label) -> bool:
    """Whether an agreement's annex says once more whose it is, or of which office."""
    if len(form.parties) < PARTIES:
        return False
    value = squeeze(" ".join(word.text for word in label.value)).casefold()
    first = next((named for named in form.names if named.role == "first"), None)
    post = (
        squeeze(" ".join(placed.line.text for placed in first.lines)).casefold() if first is not None else ""
    )
    if label.kind == "person":
        return bool(value) and value == (form.person or "").casefold()
    return label.kind in ("office", "unit") or (label.kind == "jabatan" and bool(value) and value == post)


def _is_apart(last: PlacedLine, placed: PlacedLine) -> bool:
    """Whether the step down from a name's line is too large for a wrapped one."""
    height = max(last.line.box.height, placed.line.box.height)
    return placed.line.box.cy - last.line.box.cy > NAME_STEP * height


def _is_signed(text: str) -> bool:
    """Whether a place and date of signing, a party or a NIP stands in the line."""
    if place_and_date(text) is not None and len(text) < SIGNED_CHARACTERS:
        return True
    return nip_of(text) is not None or re.match(r"^\W*PIHAK\s+(?:PERTAMA|KESATU|KEDUA)\b", text) is not None


def _is_list(block: Block) -> bool:
    """Whether a bordered block goes on with a list: at most a column of marks, one of texts, and no more."""
    texts = {cell.col for cell in block.cells if len(cell.text) > len("(iii)") + 1}
    return len(texts) <= 1


def _same_columns(table: Table, item: PlacedTable) -> bool:
    """Whether the table draws every column of the one before."""
    columns = on_page(table.columns, item.page, item.block)
    edges = {c.box.x0 for c in item.block.cells} | {c.box.x1 for c in item.block.cells}
    wanted = {columns[0].x0, *(c.x1 for c in columns)}
    return len(columns) >= SAME_COLUMNS and all(any(abs(x - e) <= SAME_X for e in edges) for x in wanted)


def _counts_from_one(fragment: Fragment) -> bool:
    """Whether the table's first number is one, or it has no numbers."""
    texts = [cell_text(row.get("no", ())).strip("(). ") for row in fragment.rows]
    return next((text for text in texts if text), "1") in ("1", "a", "A", "I")


def _begins_anew(form: Form, table: Table, fragment: Fragment) -> bool:
    """Whether a table prints its head and counts from one again below the signature of the one before."""
    if not fragment.has_header or not fragment.rows or not table.rows:
        return False
    first = cell_text(fragment.rows[0].get("no", ())).strip("(). ")
    counts_on = len(table.rows) > 1 and first not in ("", "1")
    return not counts_on and any(nip_of(placed.line.text) is not None for placed in form.after)


def _follows(table: Table, fragment: Fragment) -> bool:
    """Whether the fragment is the table's next part over a page break, with the same columns."""
    last = table.fragments[-1]
    after = (last.page.number + 1, last.last_page + 1)
    if fragment.page.number not in after or len(fragment.columns) != len(table.columns):
        return False
    return all(
        abs(a.x0 - b.x0) <= SAME_SIDES and abs(a.x1 - b.x1) <= SAME_SIDES
        for a, b in zip(on_page(table.columns, fragment.page, fragment.block), fragment.columns, strict=True)
    )
