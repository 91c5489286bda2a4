"""Which forms a document really holds, and of what kind: claimed only with evidence.

A form of indicators names how they are measured: its table has a column of formulas or of sources of data. No
agreement, work plan, action plan or report has one; an agreement is recognised by its two parties, its
annex by whose it is and its programmes or two signers. Labels alone (a job
description, a regulation) make no form unless the document holds forms of the same kind anyway. An agreement in the
annex of a document that holds forms of indicators is not claimed beside them. What is left over claims nothing, so
that a document that is something else comes out as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..schema.models import FIELDS, FormKind
from .forms.form_names import FormName, name_of
from .forms.printed_form import PARTIES, Form
from .forms.titles import heading_name
from .signatures import SignatureBlock
from .tables.fragments import MEASURES

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A form that is claimed: its kind and its name, if it has one."""

    form: Form
    block: SignatureBlock
    kind: FormKind
    name: FormName | None


def claims_of(forms: Sequence[Form], blocks: Sequence[SignatureBlock]) -> list[Claim]:
    """The forms among these that the document really holds; ``blocks`` are their signatures."""
    judged = [
        (form, block, kind_of(form, block), name_of(form, block.signatures))
        for form, block in zip(forms, blocks, strict=True)
    ]
    kinds = {kind for _, _, kind, _ in judged} - {"other", None}
    out = []
    for form, block, own, name in judged:
        kind = own
        if kind is None and _is_bare_form(form) and kinds & {"iki", "iku"}:
            kind = "iki" if name is None or name.post else "iku"
        if kind in (None, "other"):
            continue
        if kind == "iki" and name is not None and not name.post:
            kind = "iku"
        out.append(Claim(form, block, kind, name))
    if any(claim.kind != "pk" for claim in out):
        return [claim for claim in out if claim.kind != "pk"]
    return out


def kind_of(form: Form, block: SignatureBlock) -> FormKind | None:
    """The kind of a form by what it holds and who signs it; ``None`` where only its neighbours can tell."""
    title = form.heading.title.kind if form.heading is not None else None
    fields = {column.field for table in form.tables for column in table.columns}
    rows = any(table.rows for table in form.tables)
    agreed = is_agreement(form)
    if title == "pk" or agreed:
        return (
            "pk" if (rows or form.programs) and (form.names or agreed or _is_annex(form, block)) else "other"
        )
    if rows and fields & MEASURES and (_says_what(form) or set(FIELDS) <= fields):
        return "iki"
    labelled = bool(form.names) and _has_duties(form)
    if title in ("iki", "iku") and labelled:
        return "iki"
    if form.captions and labelled and rows:
        return "iki"
    return None if labelled and not rows else "other"


def _is_annex(form: Form, block: SignatureBlock) -> bool:
    """Whether the form is an agreement's annex alone: its heading names the post; it lists programmes, or two sign."""
    heading = form.heading
    if heading is None or not form.tables or heading_name(heading.texts) is None:
        return False
    return bool(form.programs) or sum(bool(s.nip) for s in block.signatures) == PARTIES


def _says_what(form: Form) -> bool:
    """Whether a title, a caption or labels around the table say that it is a form."""
    titled = any(h.title.kind in ("iki", "iku") for h in form.headings)
    return bool(form.names or form.sections or titled)


def is_agreement(form: Form) -> bool:
    """Whether two parties make the form an agreement."""
    if form.parties:
        return True
    signed = " ".join(placed.line.text for placed in form.after).upper()
    return all(
        any(f"PIHAK {word}" in signed for word in words) for words in (("PERTAMA", "KESATU"), ("KEDUA",))
    )


def _is_bare_form(form: Form) -> bool:
    """Whether labels name a form whose table is missing."""
    return bool(form.names) and _has_duties(form) and not form.tables


def _has_duties(form: Form) -> bool:
    """Whether Tugas or Fungsi stand there, and not only dots to be filled in."""
    lines = [placed.line.text for section in form.sections.values() for placed in section]
    return bool(form.sections) and (not lines or any(_WORD.search(text) for text in lines))


def document_form(claims: Sequence[Claim]) -> FormKind:
    """The document's kind: the first of ``iki``, ``iku`` and ``pk`` that it holds."""
    held = {claim.kind for claim in claims}
    order: tuple[FormKind, ...] = ("iki", "iku", "pk")
    return next((kind for kind in order if kind in held), "other")
