"""What the next elements say about the current one: what a title entitles, and whether a label opens a form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from ..placed_line import PlacedLine
from ..tables.fragments import Fragment
from .elements import Element
from .labels import NAMING
from .printed_form import Form
from .titles import goes_on

LOOK_AHEAD = 40  # elements that may stand between a title and what it entitles
NAME_LINES = 4  # a name has no more


def next_structure(elements: Sequence[Element], index: int, form: Form | None = None) -> Element | None:
    """The next table, or label of a name or list, after the element; None where none is near.

    Passed over is what an annex of an agreement repeats of the ``form``'s parties.
    """
    for element in elements[index + 1 : index + 1 + LOOK_AHEAD]:
        names = element.label_kind in NAMING or element.label_kind in ("tugas", "fungsi")
        repeats = form is not None and element.label is not None and form.repeats_party(element.label)
        if (element.kind in ("indicators", "programs", "table") or names) and not repeats:
            return element
    return None


def leads_to_form(elements: Sequence[Element], index: int) -> bool:
    """Whether labels of a form or its table follow right below the element."""
    nearest = next_structure(elements, index)
    return nearest is not None and nearest.kind in ("label", "indicators")


def lines_below(elements: Sequence[Element], index: int) -> list[PlacedLine]:
    """The lines between an element and the next title, label or table."""
    plain = takewhile(lambda element: element.kind in ("line", "party"), islice(elements, index + 1, None))
    return [element.line for element in plain if element.line is not None]


def lines_to_table(elements: Sequence[Element], index: int, name: str) -> tuple[list[str], Fragment | None]:
    """A name with the lines on its page that go on with it, and the table right below them, if it is there."""
    texts, page = [name], elements[index].page
    for element in elements[index + 1 : index + 1 + NAME_LINES]:
        if element.page is not page:
            break
        if element.fragment is not None:
            return texts, element.fragment
        if element.kind != "line" or element.line is None or not goes_on(texts[-1], element.line.line.text):
            break
        texts.append(element.line.line.text)
    return texts, None
