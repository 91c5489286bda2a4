"""Which forms belong to one decree, and which rows of an office's table to one post.

A file may hold several decrees: a new one begins where a decree's head prints another number than the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..schema.gaps import Gap
from .document_kind import Claim
from .forms.form_names import FormName
from .forms.names_of_posts import names_post, names_unit
from .forms.printed_form import Form, Forms
from .metadata import number_in, same_number
from .placed_line import PlacedLine
from .signatures import SignatureBlock
from .tables.office_table import parts_of


@dataclass(slots=True)
class DecreePart:
    """One decree's forms; ``front`` holds for each of them the loose lines before it.

    ``unclaimed`` are the forms of a document that claims none: what they say of its office still counts.
    """

    claims: list[Claim]
    front: list[tuple[int, PlacedLine]]
    gaps: list[Gap]
    unclaimed: Sequence[Form] = ()


def decree_parts(found: Forms, claims: Sequence[Claim]) -> Iterator[DecreePart]:
    """The claimed forms, divided where a new decree's number is printed."""
    claimed = {id(claim.form) for claim in claims}
    before = [0]
    for form in found.forms:
        before.append(before[-1] + (id(form) in claimed))
    front = [(before[index], placed) for index, placed in found.front]
    starts = [0]
    number: str | None = None
    for index, placed in front:
        match = re.match(r"^\W*NOMOR\s*[:.]?\s*(\S.*)$", placed.line.text, re.I)
        if match is None or not re.search(r"\d", match.group(1)):
            continue
        fresh = number_in(match.group(1)) or match.group(1)
        other = number is not None and not same_number(fresh, number)
        if other and starts[-1] < index < len(claims):
            starts.append(index)
        number = fresh
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else len(claims) + 1
        yield DecreePart(
            list(claims[start:end]),
            [(n - start, p) for n, p in front if start <= n < end],
            found.gaps if i == 0 else [],
            () if claims else found.forms,
        )


def by_post(claim: Claim) -> list[Claim]:
    """The claim itself, or one for each post where its tables are for all posts of an office."""
    form = claim.form
    own = (
        claim.name.text if claim.name is not None and claim.name.post and claim.name.source == "key" else None
    )
    parts = parts_of(form.tables, own) if claim.kind != "pk" else None
    if parts is None:
        return [claim]
    parts[0].tables[0].fragments = [fragment for table in form.tables for fragment in table.fragments]
    out: list[Claim] = []
    for part in parts:
        first, last = part is parts[0], part is parts[-1]
        piece = replace(
            form,
            tables=part.tables,
            person=part.person,
            sections=form.sections if first else {},
            after=form.after if last else [],
            unplaced=form.unplaced if first else [],
            other_tables=form.other_tables if first else [],
            pages=part.pages,
        )
        block = claim.block if last else SignatureBlock()
        if part.name is None:
            out.append(Claim(piece, block, claim.kind, claim.name))
            continue
        name = FormName(part.name, "table", names_post(part.name) or not names_unit(part.name))
        out.append(Claim(piece, block, "iki" if name.post else "iku", name))
    return out
