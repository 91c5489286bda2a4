"""What a form is of: the name that its label, heading, caption or signature gives, and where it was printed.

A label that names a post goes before everything; then a post that a unit's label names ("Nama Unit : Kepala Bidang
X"), a post in the heading or alone above the table, a unit by its label, a post that signed within the unit of the
heading, that unit, the office, the unit above a title, and last the post that signed below. In an
agreement the first party's name counts, else the heading's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ...schema.blocks import Line, Page
from ...schema.models import NameSource, Signature
from ...schema.text import join_wrapped, squeeze
from ..name_tokens import ACTING
from ..office_names import office_of_official, without_government
from ..placed_line import PlacedLine
from ..signature_columns import segments_of
from .names_of_posts import bare_name, is_part, names_level, names_post, names_unit
from .printed_form import Form, Named
from .titles import HeadingName, heading_name, is_heading_line, title_of, without_short_form

RUNNING = 0.1  # of the sheet's longer side: the upper margin
BARE = frozenset(("kepala", "ketua", "sekretaris"))  # ranks that many units have, which alone name no post
LETTERHEAD_LINES = 5  # lines above a title among which a letterhead names the unit
SURE = 0.2  # confidence below which a signature names nothing
SAME_UNIT = 88.0  # rapidfuzz partial ratio from which a post names the unit that it heads
_HEAD_OF = re.compile(rf"^\W*{ACTING}KEPALA\s+", re.I)
_RULES = re.compile(r"^\W*(?:(?:plt|plh|p\.?js?)\b\W*)*(?:WAKIL\s+)?(?:BUPATI|WALI\s*KOTA|GUBERNUR)\b", re.I)


@dataclass(frozen=True, slots=True)
class FormName:
    """A form's name as printed, where it was found, and whether it is a post's (else a unit's)."""

    text: str
    source: NameSource
    post: bool


def name_of(form: Form, signatures: Sequence[Signature] = ()) -> FormName | None:
    """The form's name, ``None`` where the print gives none."""
    return next((name for place in _PLACES if (name := place(form, signatures)) is not None), None)


def _labelled_post(form: Form, _: Sequence[Signature]) -> FormName | None:
    """What a label of a post names, or the post that another label names."""
    for kind, wants_post in (("jabatan", False), ("unit", True), ("office", True)):
        for named in _first_party(form):
            text = _text(named)
            if named.kind == kind and (not wants_post or names_post(text)):
                return FormName(text, "key", (kind == "jabatan" and not _is_unit(named)) or wants_post)
    return None


def _post_in_heading(form: Form, _: Sequence[Signature]) -> FormName | None:
    return next(
        (FormName(name.text, "heading", True) for name in _named_in_headings(form) if name.post), None
    )


def _post_alone(form: Form, _: Sequence[Signature]) -> FormName | None:
    """The post on a line of its own above the form's table, or behind the title in the page's running head."""
    if _first_party(form):
        return None
    above = [p.line.text for p in form.unplaced if p.page is form.page and is_heading_line(p.line.text)]
    posts = [bare_name(text) for text in above if names_post(text)]
    running = [name for line in _running_lines(form) if (name := _behind_title(line)) is not None]
    return next((FormName(name, "heading", True) for name in (posts if len(posts) == 1 else running)), None)


def _labelled_unit(form: Form, _: Sequence[Signature]) -> FormName | None:
    units = (_text(named) for named in _first_party(form) if named.kind == "unit")
    return next((FormName(text, "key", False) for text in units), None)


def _post_within_unit(form: Form, signatures: Sequence[Signature]) -> FormName | None:
    """Who signed, where the heading names but the unit that the post is in; or that heads it, of a person's form."""
    found = _named_in_headings(form)
    if not found:
        return None
    unit = found[0].text
    individual = any(h.title.kind == "iki" for h in form.headings)
    post = _signer_within(signatures, unit, BARE - {"sekretaris"} if individual else BARE)
    if post is not None and not _offices(form):
        return FormName(post, "signature", True)
    if not _first_party(form) and individual:
        heads = {bare_name(text) for text in _signed_posts(signatures) if _heads_itself(text, unit)}
        if len(heads) == 1:
            return FormName(heads.pop(), "signature", True)
    return None


def _unit_in_heading(form: Form, _: Sequence[Signature]) -> FormName | None:
    """The unit of the heading; one that says of which level posts are ("ESELON III") is of a post in that unit."""
    found = _named_in_headings(form)
    if not found or any(names_level(text) for h in form.headings for text in h.texts):
        return None
    said = next((text for text in _offices(form) if _says_same(text, found[0].text)), None)
    return FormName(said or found[0].text, "key" if said else "heading", False)


def _labelled_office(form: Form, _: Sequence[Signature]) -> FormName | None:
    return next((FormName(text, "key", False) for text in _offices(form)), None)


def _unit_above_title(form: Form, _: Sequence[Signature]) -> FormName | None:
    """The unit that a line little above the title of a unit's indicators names: its letterhead."""
    heading = form.heading
    if heading is None or heading.title.kind != "iku":
        return None
    lines = _upright_lines(heading.page)
    titles = (title_of(line.text) for line in lines)
    at = next((i for i, title in enumerate(titles) if title is not None and title.kind == "iku"), 0)
    above = [line.text for line in reversed(lines[max(0, at - LETTERHEAD_LINES) : at])]
    units = (bare_name(text) for text in above if is_heading_line(text) and names_unit(text))
    return next((FormName(unit, "heading", False) for unit in units), None)


def _signer(form: Form, signatures: Sequence[Signature]) -> FormName | None:
    signed = next((s.jabatan for s in signatures if s.jabatan and names_post(s.jabatan)), None)
    if signed is None:
        return None
    unit = without_government(_HEAD_OF.sub("", signed))
    if _is_of_unit(form) and names_unit(unit):
        return FormName(unit, "signature", False)
    return FormName(signed, "signature", True)


_PLACES = (
    _labelled_post,
    _post_in_heading,
    _post_alone,
    _labelled_unit,
    _post_within_unit,
    _unit_in_heading,
    _labelled_office,
    _unit_above_title,
    _signer,
)
"""Where a name is looked for, the surest place first."""


def _first_party(form: Form) -> list[Named]:
    """What the form's labels name, in an agreement those of the first party."""
    return [named for named in form.names if named.role != "second" and _text(named)]


def _offices(form: Form) -> list[str]:
    """The offices that the form's labels name."""
    return [text for named in _first_party(form) if named.kind == "office" and (text := _text(named))]


def _named_in_headings(form: Form) -> list[HeadingName]:
    """What the form's heading and captions name."""
    return [name for h in form.headings if (name := heading_name(h.texts)) is not None]


def _upright_lines(page: Page) -> list[Line]:
    """The page's upright lines outside of tables, in the order of its blocks."""
    blocks = [block for block in page.blocks if block.kind != "table" and not block.turned]
    return [line for block in blocks for line in block.lines]


def _running_lines(form: Form) -> list[PlacedLine]:
    """The lines in the upper margin of the page on which the form begins."""
    page = form.page
    edge = RUNNING * max(page.width, page.height)
    return [PlacedLine(page, line) for line in _upright_lines(page) if line.box.bottom < edge]


def _behind_title(placed: PlacedLine) -> str | None:
    """The post that a running line names behind a title or its short form ("IKI Kepala Bidang X    Halaman 2")."""
    text = next((segment.text for segment in segments_of(placed, 0)), "")
    title = title_of(text)
    named = title.rest if title is not None and title.kind != "other" else without_short_form(text)
    return bare_name(named) if named != text and names_post(named) else None


def _says_same(office: str, heading: str) -> bool:
    """Whether a label names the unit of the heading, which may go on with its government, or a part of it."""
    return heading.casefold().startswith(office.casefold()) or (is_part(office) and not is_part(heading))


def _signer_within(signatures: Sequence[Signature], unit: str, bare: frozenset[str]) -> str | None:
    """The post of the only signer who is not the head of the unit; None where none or several are."""
    within = [bare_name(post) for post in _signed_posts(signatures, bare) if not _heads(post, unit)]
    return within[0] if len(within) == 1 else None


def _signed_posts(signatures: Sequence[Signature], bare: frozenset[str] = BARE) -> list[str]:
    """The posts of who signed, as far as they were read surely; ``bare`` ranks alone, as under a stamp, say not which.

    A unit has but one secretary: of an individual's form that rank alone names the post.
    """
    posts = [s.jabatan for s in signatures if s.jabatan and names_post(s.jabatan) and s.confidence >= SURE]
    return [post for post in posts if bare_name(post).casefold() not in bare]


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
    texts = ([text for text in h.texts if text and not names_level(text)] for h in form.headings)
    return [" ".join(lines) for lines in texts if lines]


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
