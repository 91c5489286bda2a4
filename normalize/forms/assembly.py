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

from collections.abc import Sequence
from typing import NamedTuple

from ...schema.blocks import Page
from ...schema.text import list_mark
from ..line_joining import line_of
from ..placed_line import PlacedLine
from ..reading_order import FlowItem, PlacedTable
from ..tables.fragments import MEASURES, SAME_X, Fragment, is_other_head, without_header
from ..tables.page_breaks import Table
from ..tables.programs import is_programs_head, programs_of_table
from .card_forms import join_card_forms
from .elements import Element, Role, box_lines, elements_of, lines_of_block
from .labels import LISTS, NAMING, Label, LabelKind
from .look_ahead import leads_to_form, lines_below, lines_to_table, next_structure
from .parties_in_prose import with_parties
from .printed_form import HEADING_LINES, Form, Forms, Heading, Named
from .table_owners import is_holder, names_same_post, signers
from .table_sequence import counts_from_one, counts_on, draws_same_columns, follows, is_list, starts_over
from .titles import Title, heading_name, is_heading_line, title_of, without_short_form
from .unknown_labels import KeyShape, is_next_key, shape_of, until_next_key
from .wrapped_lines import ends_with_caption, goes_on_with_name, hangs, is_apart, is_signed, wraps_within


def forms_of(items: Sequence[FlowItem]) -> Forms:
    """The forms that the flow prints, also those that will turn out to claim nothing."""
    reader = _Assembly(with_parties(elements_of(items)))
    reader.run()
    join_card_forms(reader.out)
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
        self.key: KeyShape | None = None  # how the last of the form's keys stands there
        self.keys: list[PlacedLine] = []  # keys without a field above the form's first label
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
            self._any_table(index, element)
            return
        placed = element.line
        assert placed is not None
        if (
            element.kind == "title"
            and element.title is not None
            and not hangs(self._list_lines(), placed, self.label_x)
        ):
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
        elif element.kind in ("head", "chapter") and not wraps_within(self._list_lines(), placed):
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
        self.keys = []
        self.suspended = suspended if placed.page.number != self.page else None
        self.heading = fresh
        self._loose(placed)

    def _names_next(self, index: int, placed: PlacedLine) -> bool:
        """Whether the line begins another form: it names a post, and the table right below it is numbered from 1."""
        form, heading = self.form, self.heading
        if form is None and heading is not None and heading.is_open and heading.takes(placed.line.text):
            return False  # it is the heading's
        entitled = form.heading if form is not None else heading
        is_agreement = (form is not None and form.parties) or (entitled and entitled.title.kind == "pk")
        first = heading_name([without_short_form(placed.line.text)])
        is_named = form is not None and not form.tables and (form.names or form.sections)
        if first is None or is_agreement or is_named:
            return False
        if form is not None and form.tables and first.post and self._list_follows(index):
            return True
        texts, fragment = lines_to_table(self.elements, index, first.text)
        if fragment is None or not fragment.has_header or not counts_from_one(fragment):
            return False
        named = heading_name(entitled.texts) if entitled is not None else None
        whole = heading_name(texts)
        return whole is not None and (named is None or named.text.casefold() != whole.text.casefold())

    def _list_follows(self, index: int) -> bool:
        """Whether the label of a list stands right below the line."""
        below = self.elements[index + 1 : index + 2]
        return bool(below) and below[0].label_kind in LISTS and below[0].page is self.elements[index].page

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
        nearest = next_structure(self.elements, index, form)
        return nearest is not None and nearest.kind in ("indicators", "table")

    # ---- labels --------------------------------------------------------------------------------------

    def _accepts(self, index: int, label: Label) -> bool:
        """Whether a label means what it says here: below a table some only belong to a signature."""
        form = self.form
        if label.kind == "other":
            return form is None or not form.tables
        if label.kind == "person":
            return form is None or not form.tables or leads_to_form(self.elements, index)
        if label.kind == "office" and form is not None and form.tables:
            return leads_to_form(self.elements, index)
        return True

    def _label(self, placed: PlacedLine, label: Label) -> None:
        self.key = shape_of(placed.line)
        if self.form is not None and not self.form.tables and self.form.repeats_party(label):
            self._close_heading()
            self.section = None
            self._loose(placed)
            return
        words = until_next_key(label.value) if label.kind == "person" else label.value
        value = [PlacedLine(placed.page, line_of(words))] if words else []
        if len(words) < len(label.value):
            self.keys.append(PlacedLine(placed.page, line_of(label.value[len(words) :])))
        if label.kind == "person":
            self._person(placed, value)
            return
        form = self.form
        if label.kind in NAMING:
            form = self._naming_form(placed.page, label.kind)
            form.names.append(Named(label.kind, value, label.value_x))
        elif label.kind == "other":
            self.section = "other"
            (self.keys if form is None else form.keys).append(placed)
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
        if form is None or form.tables or form.is_named(kind):
            self._end_form()
            return self._open(page)
        return form

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
        if not aligned or is_apart(value, placed):
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
        elif self.key is not None and is_next_key(placed.line, self.key, self._list_lines()):
            self.key = shape_of(placed.line)
            self.section = None
            form.unplaced.append(placed)
        elif self.section in form.sections and not is_signed(placed.line.text):
            form.sections[self.section].append(placed)
            form.pages.add(placed.page.number)
        else:
            self.section = None
            form.unplaced.append(placed)

    def _name_goes_on(self, form: Form, placed: PlacedLine) -> None:
        """Add a line below a name to it, unless the print has moved on."""
        named = form.names[-1]
        if not goes_on_with_name(named, placed):
            self.section = None
            form.unplaced.append(placed)
            return
        named.lines.append(placed)
        named.value_x = named.value_x or placed.line.box.x0

    def _moves_on(self, placed: PlacedLine, *, ends: bool) -> None:
        """End the current list at a decree's head or a chapter, and the form if it has a table.

        An annex's number below the title that entitles it ends nothing.
        """
        heading = self.heading
        if self.form is None and heading is not None and _numbers_annex(heading, placed):
            heading.is_open = False
            self._loose(placed)
            return
        if self.form is not None and (ends or self.form.tables):
            self._end_form()
        self.section = None
        self.heading = None
        self._loose(placed)

    def _list_lines(self) -> list[PlacedLine]:
        """The lines so far of the list that is being read; none where it is no list."""
        return self.form.sections.get(self.section or "", []) if self.form is not None else []

    def _after_or_loose(self, placed: PlacedLine) -> None:
        if self.form is not None and (self.form.tables or self.form.programs):
            self.form.after.append(placed)
        elif self.form is not None:
            self.form.unplaced.append(placed)
        else:
            self._loose(placed)

    # ---- tables --------------------------------------------------------------------------------------

    def _any_table(self, index: int, element: Element) -> None:
        item, fragment = element.table, element.fragment
        assert item is not None
        self._resume_for(fragment, item)
        self._close_heading()
        owner = self._owner_below(index, fragment, item)
        if owner is not None:
            self.form, self.open_table = owner, owner.tables[-1]
        if fragment is not None:
            self._indicators(fragment, is_owned=owner is not None)
        elif element.kind == "programs":
            self._programs(item)
        elif not self._goes_on(item, is_owned=owner is not None) and not self._lacks_head(item):
            self._other_table(item)

    def _owner_below(self, index: int, fragment: Fragment | None, item: PlacedTable) -> Form | None:
        """The form of whose post the holder signs below a table that goes on with one; maybe one without head.

        ``None`` where nothing tells that it is another's than the one being read, and where the pages follow.
        """
        form, table = self.form, self.open_table
        if form is None or table is None:
            return None
        below = signers(lines_below(self.elements, index))
        if not below:
            return None  # as where a table goes on over pages
        signed = signers(form.after)
        if any(names_same_post(post, mine) for post in below for mine in signed):
            return None
        part = fragment or self._part(item, table)
        if part is None or (part.has_header and counts_from_one(part)) or part.is_card:
            return None
        if not signed and follows(table, part):
            return None
        for other in reversed(self.out.forms):
            if other.tables and is_holder(other, below) and counts_on(other.tables[-1], part):
                return other
        if not signed:
            return None
        self._end_form()
        return self._open_with(part)

    def _open_with(self, part: Fragment) -> Form:
        """A form that begins with a table's later part."""
        form = self._open(part.page)
        form.tables.append(Table(part.columns))
        return form

    @staticmethod
    def _part(item: PlacedTable, table: Table) -> Fragment | None:
        """The table as the next part of the one before; ``None`` where it is none."""
        if is_other_head(item.block) and not draws_same_columns(table, item):
            return None
        begun = bool(table.rows)
        return without_header(item.page, item.block, table.columns, begun=begun, origins=item.origins)

    def _indicators(self, fragment: Fragment, *, is_owned: bool) -> None:
        form = self.form or self._table_less() or self._open(fragment.page)
        table = self.open_table
        if table is not None and starts_over(form, table, fragment):
            form, table = self._open_anew(fragment.page), None
        if table is not None and (is_owned or follows(table, fragment)):
            self._add(form, table, fragment)
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

    def _add(self, form: Form, table: Table, fragment: Fragment) -> None:
        """Go on with a form's table; lines before this part that sign nothing are none of the form's end."""
        if not table.rows:
            table.columns = fragment.columns  # of a head that the page's end tore, they are now known whole
        table.add(fragment, goes_on=bool(table.fragments) and follows(table, fragment))
        form.pages.add(fragment.page.number)
        if form.after and not signers(form.after):
            form.unplaced += form.after
            form.after = []

    def _drop_caption(self, form: Form, fragment: Fragment) -> None:
        """Take the line right above the table out of the list before it, if it stands apart as a caption does."""
        lines = form.sections.get(self.section or "", [])
        if lines and lines[-1].page is fragment.page and ends_with_caption(lines):
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
        if fragment.page.follows > table.fragments[-1].last_page:
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

    def _goes_on(self, item: PlacedTable, *, is_owned: bool) -> bool:
        """Whether the table goes on with the indicator table before it; then it is taken."""
        table = self.open_table
        if table is None or self.form is None:
            return False
        last = table.fragments[-1] if table.fragments else None
        near = last is None or item.page.number == last.page.number
        near = near or (last is not None and item.page.follows in (last.page.number, last.last_page))
        if (last is not None and last.is_card) or not (near or is_owned):
            return False
        fragment = self._part(item, table)
        if fragment is None:
            return False
        self._add(self.form, table, fragment)
        return True

    def _lacks_head(self, item: PlacedTable) -> bool:
        """Whether the table is a form's that prints the head only above the form before; then it is taken."""
        form = self.form
        before = next((f.tables[-1] for f in reversed(self.out.forms) if f.tables), None)
        if form is None or form.tables or not (form.names and form.sections) or before is None:
            return False
        part = self._part(item, before) if draws_same_columns(before, item) else None
        if part is None or not counts_from_one(part):
            return False
        form.tables.append(Table(before.columns))
        self._add(form, form.tables[-1], part)
        self.open_table, self.section = form.tables[-1], None
        return True

    def _other_table(self, item: PlacedTable, *, may_list_programs: bool = True) -> None:
        """Take a table without indicators: the rest of a list over a page break, lines in a grid, or something else."""
        form = self.form
        if (
            form is not None
            and not form.tables
            and self.section in ("tugas", "fungsi")
            and is_list(item.block)
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
            self.form.keys = [placed for placed in self.keys if placed.page is page]
            self.keys = []
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
        self.key = None
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
            goes_on = part is not None and follows(table, part) and not self._begins_form(form, fragment)
        else:
            goes_on = fragment is not None and form is not None and bool(form.sections) and not form.tables
        if goes_on:
            self._resume()
        self.suspended = None

    def _begins_form(self, form: Form | None, fragment: Fragment | None) -> bool:
        """Whether a title at a page's top heads a form of its own: it names another, or the one before is signed."""
        if form is None or fragment is None or not fragment.has_header:
            return False
        signed = any(is_signed(p.line.text) for p in form.after)
        found = [heading_name(h.texts) for h in (form.heading, self.heading) if h is not None]
        names = [name.text.casefold() for name in found if name is not None]
        same = len(names) < 2 or names[0].startswith(names[1]) or names[1].startswith(names[0])
        return signed or not same

    def _loose(self, placed: PlacedLine) -> None:
        self.out.front.append((len(self.out.forms), placed))


def _numbers_annex(heading: Heading, placed: PlacedLine) -> bool:
    """Whether a line is the number below the title that an annex has in its own head."""
    below = heading.page is placed.page and not heading.beyond
    return below and heading.title.kind != "other" and placed.line.text.upper().startswith("NOMOR")
