"""Cards of one post or unit are one form, also where each stands under a title, or names whose it is, of its own."""

from __future__ import annotations

from .printed_form import Form, Forms
from .titles import heading_name
from .wrapped_lines import is_signed


def join_card_forms(found: Forms) -> None:
    """Make forms one that follow each other, hold cards alone and do not name two posts or units."""
    index = 1
    while index < len(found.forms):
        before, form = found.forms[index - 1], found.forms[index]
        if not _goes_on(before, form):
            index += 1
            continue
        before.tables += form.tables
        before.after += form.after
        before.programs += form.programs
        before.unplaced += form.unplaced
        before.other_tables += form.other_tables
        before.pages |= form.pages
        del found.forms[index]
        found.front = [(n - 1 if n > index else n, placed) for n, placed in found.front]


def _goes_on(before: Form, form: Form) -> bool:
    """Whether a form of cards is of the one before: both name the same, or nothing stands between that ends that."""
    if not (_is_of_cards(before) and _is_of_cards(form)) or form.sections:
        return False
    names = _name_of(before), _name_of(form)
    if names[0] and names[1]:
        return names[0] == names[1]
    return not names[1] and not any(is_signed(placed.line.text) for placed in before.after)


def _is_of_cards(form: Form) -> bool:
    return bool(form.tables) and all(f.is_card for table in form.tables for f in table.fragments)


def _name_of(form: Form) -> str:
    """The name that the form's labels give, else its heading, in small letters; empty without one."""
    labelled = " ".join(placed.line.text for placed in form.jabatan)
    if labelled or form.heading is None:
        return labelled.casefold()
    named = heading_name(form.heading.texts)
    return named.text.casefold() if named is not None else ""
