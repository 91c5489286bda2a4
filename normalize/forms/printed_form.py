"""A form as it is printed: its heading, the names that labels give it, its lists, tables and the lines after them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...schema.blocks import Page
from ...schema.gaps import Gap
from ...schema.models import Program
from ...schema.text import squeeze
from ..placed_line import PlacedLine
from ..reading_order import PlacedTable
from ..tables.page_breaks import Table
from .elements import Role
from .labels import Label, LabelKind
from .titles import Title, goes_on, is_heading_line

PARTIES = 2  # of an agreement
HEADING_LINES = 8  # lines under a title that may belong to its heading


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
    """One form as printed; ``keys`` are the lines of known keys for which a record has no field."""

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
    keys: list[PlacedLine] = field(default_factory=list)
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

    def is_named(self, kind: LabelKind) -> bool:
        """Whether another name of this kind would be one too many: an agreement has two."""
        same = [named for named in self.names if named.kind == kind]
        if kind == "office":
            return False
        if self.parties or (self.heading is not None and self.heading.title.kind == "pk"):
            return len(same) >= PARTIES or len(self.parties) == PARTIES
        if kind == "jabatan" and not same and any(n.kind == "unit" for n in self.names):
            return bool(self.sections)
        return bool(same) or (kind == "unit" and bool(self.sections))

    def repeats_party(self, label: Label) -> bool:
        """Whether a label of an agreement's annex says once more whose it is, or of which office."""
        if len(self.parties) < PARTIES:
            return False
        value = squeeze(" ".join(word.text for word in label.value)).casefold()
        first = next((named for named in self.names if named.role == "first"), None)
        lines = first.lines if first is not None else []
        post = squeeze(" ".join(placed.line.text for placed in lines)).casefold()
        if label.kind == "person":
            return bool(value) and value == (self.person or "").casefold()
        return label.kind in ("office", "unit") or (label.kind == "jabatan" and bool(value) and value == post)


@dataclass(slots=True)
class Forms:
    """All forms of a document; ``front`` holds for each form index the loose lines before it."""

    forms: list[Form] = field(default_factory=list)
    front: list[tuple[int, PlacedLine]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
