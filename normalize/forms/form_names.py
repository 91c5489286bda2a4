"""What a form is of: the name that its label, heading, caption or signature gives, and where it was printed.

A label that names a post goes before everything; then a post that a unit's label names ("Nama Unit : Kepala Bidang
X"), a post in the heading, a unit by its label or heading, the office, and last the post that signed below. In an
agreement the first party's name counts, else the heading's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ...schema.models import NameSource, Signature
from ...schema.text import join_wrapped, squeeze
from ..office_names import office_of_official, without_government
from .names_of_posts import bare_name, is_part, names_post, names_unit
from .printed_form import Form, Named
from .titles import HeadingName, heading_name

SURE = 0.2  # confidence below which a signature names nothing
SAME_UNIT = 88.0  # rapidfuzz partial ratio from which a post names the unit that it heads
_HEAD_OF = re.compile(r"^\W*KEPALA\s+", re.I)
_LEVEL = re.compile(r"^ESELON\b[\s.]*[IVX]*[\s.]*[ab]?\W*$", re.I)
_RULES = re.compile(r"^\W*(?:(?:plt|plh|p\.?js?)\b\W*)*(?:WAKIL\s+)?(?:BUPATI|WALI\s*KOTA|GUBERNUR)\b", re.I)


@dataclass(frozen=True, slots=True)
class FormName:
    """A form's name as printed, where it was found, and whether it is a post's (else a unit's)."""

    text: str
    source: NameSource
    post: bool


def name_of(form: Form, signatures: Sequence[Signature] = ()) -> FormName | None:
    """The form's name, ``None`` where the print gives none."""
    first = [named for named in form.names if named.role != "second" and _text(named)]
    for kind, wants_post in (("jabatan", False), ("unit", True), ("office", True)):
        for named in first:
            if named.kind == kind and (not wants_post or names_post(_text(named))):
                return FormName(
                    _text(named), "key", (kind == "jabatan" and not _is_unit(named)) or wants_post
                )
    found = _named_in_headings(form, levels=not _signed_posts(signatures))
    for name in found:
        if name.post:
            return FormName(name.text, "heading", True)
    for named in first:
        if named.kind == "unit":
            return FormName(_text(named), "key", False)
    offices = [text for named in first if named.kind == "office" and (text := _text(named))]
    post = _signer_within(signatures, found[0].text) if found else None
    if post is not None and not offices:
        return FormName(post, "signature", True)
    if found and not first and any(h.title.kind == "iki" for h in form.headings):
        heads = {bare_name(text) for text in _signed_posts(signatures) if _heads_itself(text, found[0].text)}
        if len(heads) == 1:
            return FormName(heads.pop(), "signature", True)  # an individual's form, of who heads the unit
    if found:
        said = next((text for text in offices if _says_same(text, found[0].text)), None)
        return FormName(said or found[0].text, "key" if said else "heading", False)
    if offices:
        return FormName(offices[0], "key", False)
    signed = next((s.jabatan for s in signatures if s.jabatan and names_post(s.jabatan)), None)
    if signed is None:
        return None
    unit = without_government(_HEAD_OF.sub("", signed))
    if _is_of_unit(form) and names_unit(unit):
        return FormName(unit, "signature", False)
    return FormName(signed, "signature", True)


def _named_in_headings(form: Form, *, levels: bool) -> list[HeadingName]:
    """The names in the form's heading and captions; names of levels of posts (Eselon III) only with ``levels``."""
    found = [name for h in form.headings if (name := heading_name(h.texts)) is not None]
    return found if levels else [name for name in found if not _LEVEL.match(name.text)]


def _says_same(office: str, heading: str) -> bool:
    """Whether a label names the unit of the heading, which may go on with its government, or a part of it."""
    return heading.casefold().startswith(office.casefold()) or (is_part(office) and not is_part(heading))


def _signer_within(signatures: Sequence[Signature], unit: str) -> str | None:
    """The post of the only signer who is not the head of the unit; None where none or several are."""
    within = [bare_name(post) for post in _signed_posts(signatures) if not _heads(post, unit)]
    return within[0] if len(within) == 1 else None


def _signed_posts(signatures: Sequence[Signature]) -> list[str]:
    """The posts of who signed, as far as they were read surely; "Kepala" alone, as under a stamp, is none."""
    posts = [s.jabatan for s in signatures if s.jabatan and names_post(s.jabatan) and s.confidence >= SURE]
    return [post for post in posts if bare_name(post).casefold() != "kepala"]


def _heads(post: str, unit: str) -> bool:
    """Whether the post heads the unit, or an office above it that it names."""
    if office_of_official(post) is not None or _RULES.match(post):
        return True
    return _heads_itself(post, unit)


def _heads_itself(post: str, unit: str) -> bool:
    """Whether the post heads the unit itself: it names this unit, or no unit at all."""
    core = _core(office_of_official(post) or post).strip(" -.,")
    return not core or fuzz.partial_ratio(core, _core(unit)) >= SAME_UNIT


def _core(name: str) -> str:
    """What a post or unit is called without its rank and its government."""
    return without_government(_HEAD_OF.sub("", name)).casefold()


def _is_of_unit(form: Form) -> bool:
    """Whether the form says that it is a unit's: by its title or an empty label."""
    return any(h.title.kind == "iku" for h in form.headings) or any(
        named.kind == "unit" for named in form.names
    )


def superior_of(form: Form) -> str | None:
    """The other party of an agreement."""
    return next((_text(n) for n in form.names if n.role == "second" and _text(n)), None)


def captions_of(form: Form) -> list[str]:
    """The texts of the form's heading and captions that may name its office, each in one line."""
    return [" ".join(filter(None, h.texts)) for h in form.headings if any(h.texts)]


def offices_of(form: Form) -> list[str]:
    """The offices and units that the form's own labels name."""
    return [text for n in form.names if n.kind in ("office", "unit") and (text := _text(n))]


def _text(named: Named) -> str:
    text = ""
    for placed in named.lines:
        text = join_wrapped(text, placed.line.text)
    return bare_name(squeeze(text)) if text else ""


def _is_unit(named: Named) -> bool:
    return names_unit(_text(named)) and not names_post(_text(named))
