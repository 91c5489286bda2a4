"""What of a decree's texts speaks of its office and its areas, and with what weight.

Decisions: a form's own key counts most, then captions, subject and official, then titles and letterhead,
then signatures, positions and running feet; duties and cells count last. A text that is printed again and
again counts a few times at most. Of what is cited only the government's own regulations speak of it: a law of
the state names other areas. An agreement's title may name a part of an office (Seksi X): it is the unit then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .areas import area_of_key
from .decree_heads import Heads
from .forms.titles import head_title_of
from .office_names import (
    goes_on,
    office_at_start,
    office_in,
    office_of_official,
    office_within,
    part_at_start,
)
from .placed_line import PlacedLine
from .signatures import SignatureBlock

# Weights of a mention by where it stands; an office's are its own where they differ from an area's.
LETTERHEAD, OFFICIAL, TITLE, SIGNED, POSITION, CITED, BODY = 6.0, 6.0, 5.0, 5.0, 4.0, 2.0, 1.0
OFFICE_KEY, OFFICE_LETTERHEAD, OFFICE_SIGNED = 10.0, 5.0, 4.0
RUNNING = 1.5  # times `EXPLICIT`: a running title that names the office of all forms
STRONG = 3.0  # weight of a single mention that needs no second one
EXPLICIT = 8.0  # weight of a key, a caption or a subject that names the office
MOST_MENTIONS = 2  # times that one text counts
_LARGE = re.compile(r"(?:dinas|badan|inspektorat|rsu|rumah sakit|sekretariat|satuan|satpol|kantor|bap)", re.I)
DISTRICT_POST = re.compile(
    r"^\W*(?:(?:plt|plh|pjs?)\b\W*)?(?:camat\b|sekcam\b|sekretaris\s+(?:kecamatan|camat)\b)", re.I
)
OTHER_POST = re.compile(
    r"^\W*(?:(?:plt|plh|pjs?)\b\W*)?(?:kepala\s+(?P<kind>dinas|badan|bidang|puskesmas|upt\w*|kantor)|kabid|lurah|direktur|inspektur)\b",
    re.I,
)
_HEAD_POSTS = {
    "dinas": re.compile(r"^\W*(?:kepala|sekretaris)\s+dinas\b", re.I),
    "badan": re.compile(r"^\W*(?:kepala|sekretaris)\s+badan\b", re.I),
    "inspektorat": re.compile(r"^\W*inspektur(?:\s+(?:daerah|pembantu))?\b", re.I),
    "kecamatan": DISTRICT_POST,
    "rsud": re.compile(r"^\W*(?:wakil\s+)?direktur\b", re.I),
    "puskesmas": re.compile(r"^\W*kepala\s+(?:upt\w*\s+)?puskesmas\b", re.I),
    "kelurahan": re.compile(r"^\W*(?:lurah|seklur|sekretaris\s+(?:kelurahan|lurah))\b", re.I),
}
_STATE_LAW = re.compile(
    r"\b(?:undang\W*undang|peraturan\s+(?:pemerintah|presiden|menteri)|(?:keputusan|instruksi)\s+(?:presiden|menteri)"
    r"|lembaran\s+negara)\b",
    re.I,
)


@dataclass(slots=True)
class MetadataTexts:
    """Everything of a decree that may speak of it.

    ``keyed_units`` are the values of keys that name the office (Unit Kerja, Nama Organisasi, SKPD …),
    ``keyed_areas`` the lines of the forms that are a key and an area ("Kabupaten : X"), ``captions`` the titles and
    captions of the forms' tables, ``superiors`` the other parties of agreements.
    """

    front: Sequence[PlacedLine] = ()
    jabatan: Sequence[str] = ()
    signatures: Sequence[SignatureBlock] = ()
    body: Sequence[str] = ()
    furniture: Sequence[str] = ()
    keyed_units: Sequence[str] = ()
    keyed_areas: Sequence[str] = ()
    captions: Sequence[str] = ()
    superiors: Sequence[str] = ()


class Evidence(NamedTuple):
    """A text that may name areas; ``head`` where it is no running text.

    ``own`` where it is printed of the decree itself, not of its content.
    """

    text: str
    weight: float
    head: bool = True
    own: bool = True


class Mention(NamedTuple):
    """An office that is named, with the weight of the place; ``head`` in a key, caption, title or letterhead."""

    office: str
    weight: float
    head: bool

    @property
    def explicit(self) -> bool:
        """Whether the form or decree says whose it is: by a key, a caption or its subject."""
        return self.head and self.weight >= EXPLICIT


def evidence_in(heads: Heads, below: Heads, texts: MetadataTexts) -> Iterator[Evidence]:
    """All texts that may name areas."""
    posts = [s.jabatan for b in (*heads.signatures, *texts.signatures) for s in b.signatures if s.jabatan]
    sources: tuple[tuple[Iterable[str], float, bool, bool], ...] = (
        (texts.keyed_units, EXPLICIT, True, True),
        (filter(None, map(area_of_key, texts.keyed_areas)), EXPLICIT, True, True),
        (captions_of(texts), EXPLICIT, True, True),
        (heads.subjects, EXPLICIT, True, True),
        (heads.officials, EXPLICIT, True, True),
        (heads.letterhead, LETTERHEAD, True, True),
        (heads.titles, TITLE, True, True),
        (heads.units, TITLE, True, True),
        (posts, SIGNED, True, True),
        (texts.superiors, SIGNED, True, True),
        ((*below.letterhead, *below.titles), STRONG, True, True),
        (texts.furniture, STRONG, True, True),
        (texts.jabatan, POSITION, True, False),
        ([own for text in heads.cited for own in own_citations(text)], CITED, False, False),
    )
    for found, weight, head, own in sources:
        for text, count in Counter(found).items():
            yield Evidence(text, weight * min(count, MOST_MENTIONS), head, own)
    unplaced = [placed.line.text for block in texts.signatures for placed in block.leftover]
    for text in (*texts.body, *unplaced):
        for line in text.split("\n"):
            yield Evidence(line, BODY, head=False, own=False)


def captions_of(texts: MetadataTexts) -> list[str]:
    """The captions, and the running lines where a form's title is one."""
    return [*texts.captions, *running_titles(texts)]


def running_titles(texts: MetadataTexts) -> list[str]:
    """The running lines that are titles: where one is a form's, it and offices' names, else these in capitals alone.

    They stand on every page; names on two lines are put together.
    """
    running: list[str] = []
    for text in texts.furniture:
        if running and goes_on(running[-1], text):
            running[-1] += f" {text}"
        else:
            running.append(text)
    titles = {text for text in running if head_title_of(text) is not None}
    return [
        text
        for text in running
        if text in titles or ((titles or text.isupper()) and office_at_start(text) is not None)
    ]


def own_citations(cited: str) -> Iterator[str]:
    """The parts of a preamble that speak of the government itself: its reasons and its own regulations."""
    for item in re.split(r";|(?<=[.\s])\d{1,2}\s?[.)](?=\s*[A-Z])", cited):
        own = _STATE_LAW.split(item)[0].strip()
        if re.search(r"[^\W\d_]{3,}", own):
            yield own


def offices_in(heads: Heads, below: Heads, texts: MetadataTexts) -> Iterator[Mention]:
    """The offices that keys, heads, signatures and positions name."""
    letterhead = [office for line in heads.letterhead if (office := _office_of_line(line))]
    loose = [office for line in (*below.letterhead, *below.titles) if (office := _office_of_line(line))]
    blocks = (*heads.signatures, *texts.signatures)
    signed = [office for b in blocks if (office := _office_of_block(b))]
    within = [
        *texts.jabatan,
        *(s.jabatan for b in blocks for s in b.signatures if s.jabatan),
        *texts.superiors,
    ]
    sources: tuple[tuple[Iterable[str | None], float, bool], ...] = (
        (map(_office_of_key, texts.keyed_units), OFFICE_KEY, True),
        (map(office_in, running_titles(texts)), RUNNING * EXPLICIT, True),  # of all forms
        (map(office_in, texts.captions), EXPLICIT, True),
        (map(office_in, heads.subjects), EXPLICIT, True),
        (map(office_of_official, heads.officials), OFFICIAL, True),
        (map(office_at_start, heads.units), OFFICIAL, True),
        (map(office_in, heads.titles), TITLE, True),
        (letterhead[-1:], OFFICE_LETTERHEAD, True),
        (signed, OFFICE_SIGNED, False),
        (loose, STRONG, False),
        (map(office_in, texts.furniture), STRONG, False),
        (of_positions(texts.jabatan), STRONG, False),
        (map(office_within, within), STRONG, False),
        (map(office_of_official, texts.superiors), BODY, False),
    )
    for found, weight, head in sources:
        for office, count in Counter(found).items():
            if office is not None:
                for _ in range(min(count, MOST_MENTIONS)):
                    yield Mention(office, weight, head)


def parts_in(heads: Heads, texts: MetadataTexts) -> set[str]:
    """The parts of offices (Bidang, Seksi, Bagian …) that keys, captions and titles name."""
    lines = (*texts.keyed_units, *captions_of(texts), *heads.units, *heads.titles)
    behind = [title.rest for line in lines if (title := head_title_of(line)) is not None]
    found = (part_at_start(re.sub(r"(?i)^\W*tahun\W*\d{4}\W*", "", line)) for line in (*lines, *behind))
    return {part for part in found if part is not None}


def _office_of_key(value: str) -> str | None:
    return office_at_start(value) or office_of_official(value) or office_within(value)


def _office_of_line(line: str) -> str | None:
    return office_at_start(line) or office_of_official(re.sub(r"(?i)^\W*kantor\s+", "", line))


def _office_of_block(block: SignatureBlock) -> str | None:
    """The office of the last who signs: the head signs last, or at the right."""
    offices = [office_of_official(s.jabatan) for s in block.signatures if s.jabatan]
    return offices[-1] if offices else None


def kind_of_positions(posts: Sequence[str]) -> str | None:
    """The kind of office that has such positions: where there is a Camat, a Lurah is only part of it."""
    for kind, pattern in _HEAD_POSTS.items():
        if any(map(pattern.match, posts)):
            return kind
    return None


def of_positions(posts: Sequence[str]) -> list[str]:
    """The offices that positions name; parts of an office don't count where its own posts are listed."""
    offices = [office for post in posts if (office := office_of_official(post)) is not None]
    large = [office for office in offices if _LARGE.match(office)]
    districts = [office for office in offices if office.startswith("Kecamatan ")]
    heads = any(DISTRICT_POST.match(p) for p in posts) or any(
        m["kind"] and m["kind"].casefold() in {"dinas", "badan"} for p in posts if (m := OTHER_POST.match(p))
    )
    return large or districts or ([] if heads else offices)
