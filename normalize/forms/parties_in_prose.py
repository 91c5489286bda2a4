"""Parties of an agreement named in running text: "… X, selaku Kepala Bidang Y, selanjutnya disebut PIHAK PERTAMA".

Where a paragraph calls somebody a party, the words before say who it is: a post behind a word such as "selaku" (or,
where both parties are called in one paragraph, behind a comma), and before it the person. These become labels and
parties, as if they had been printed in lines of their own; the paragraph stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...schema.blocks import Word
from .elements import Element, Role, role_of
from .labels import Label, LabelKind
from .names_of_posts import names_post

NEAR = 0.9  # of a line's height: white space between the lines of one paragraph
NAME_WORDS = 10  # of a person's name with its degrees

_CALLED = re.compile(
    r"\b(?:disebut|dinamakan)\s+(?:(?:sebagai|selaku|juga)\s+)*[\"'“”(]*PIHAK\s+(?:PERTAMA|KESATU|KEDUA|II?)\b",
    re.I,
)
_AS = re.compile(
    r"\b(?:selaku|sebagai|(?:dengan\s+|dalam\s+)?jabatan(?:nya)?(?:\s+(?:selaku|sebagai))?|menjabat(?:\s+sebagai)?)\s*:?\s+",
    re.I,
)
_COMMA = re.compile(r",\s+")
_POST_ENDS = re.compile(
    r"[\s,;]*(?:[(;]|\.\s|(?:\b(?:untuk|yang|dan|serta)\s*)?(?:(?:selanjutnya|bertindak|berkedudukan|beralamat|disebut)\b"
    r"|dalam\s+\w+\s+ini\b|$)|\b(?:atasan|NIP|pangkat|PIHAK)\b)",
    re.I,
)
_NUMBER = re.compile(r"NIP\b|\d{8,}", re.I)
_SPEAKER = re.compile(r"(?:saya|kami|nama|antara)\W*", re.I)  # before a name, where a sentence begins with it


@dataclass(frozen=True, slots=True)
class _Party:
    """Who a paragraph calls a party: the words of the post and of the person, if one is named."""

    role: Role
    post: tuple[Word, ...]
    person: tuple[Word, ...]


def with_parties(elements: Sequence[Element]) -> list[Element]:
    """The elements, with labels and parties behind each paragraph that names parties."""
    out: list[Element] = []
    for paragraph in _paragraphs(elements):
        parties = _parties_of(paragraph)
        out += [replace(e, kind="line", role=None) if parties and e.kind == "party" else e for e in paragraph]
        for party in parties:
            last = paragraph[-1]
            said: tuple[tuple[LabelKind, tuple[Word, ...]], ...] = (
                ("person", party.person),
                ("jabatan", party.post),
            )
            for kind, words in said:
                if words:
                    out.append(replace(last, kind="label", role=None, label=_label(kind, words)))
            out.append(replace(last, kind="party", role=party.role))
    return out


def _label(kind: LabelKind, words: tuple[Word, ...]) -> Label:
    return Label(kind, words, words[0].box.x0, None, colon=True)


def _paragraphs(elements: Sequence[Element]) -> Iterator[list[Element]]:
    """Plain lines and parties below each other, line upon line; any other element alone."""
    paragraph: list[Element] = []
    for element, below in pairwise([*elements, None]):
        assert element is not None
        paragraph.append(element)
        if below is None or not _goes_on(element, below):
            yield paragraph
            paragraph = []


def _goes_on(element: Element, below: Element) -> bool:
    if element.line is None or below.line is None or element.page is not below.page:
        return False
    if not {element.kind, below.kind} <= {"line", "party"}:
        return False
    upper, lower = element.line.line.box, below.line.line.box
    return -NEAR * upper.height < lower.top - upper.bottom < NEAR * upper.height


def _parties_of(paragraph: Sequence[Element]) -> list[_Party]:
    """The parties that the paragraph names with their posts."""
    words = [word for element in paragraph if element.line is not None for word in element.line.line.words]
    text = " ".join([word.text for word in words])
    if "pihak" not in text.casefold():
        return []
    called = list(_CALLED.finditer(text))
    starts = [0, *(match.end() for match in called)]
    out: list[_Party] = []
    for start, match in zip(starts, called, strict=False):
        role = role_of(match[0])
        post = _post_in(text, start, match.start(), commas=len(called) > 1)
        if role is None or post is None or any(role == party.role for party in out):
            continue
        at, behind, end = post
        out.append(_Party(role, _words_in(words, behind, end), _person_before(_words_in(words, start, at))))
    return out


def _post_in(text: str, start: int, end: int, *, commas: bool) -> tuple[int, int, int] | None:
    """Where the words that lead to a post begin, and where the post begins and ends."""
    for leads in (_AS, *([_COMMA] if commas else [])):
        for match in leads.finditer(text, start, end):
            if names_post(text[match.end() : end]):
                ends = _POST_ENDS.search(text, match.end(), end)
                return match.start(), match.end(), ends.start() if ends is not None else end
    return None


def _words_in(words: Sequence[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words that stand between two places of the text that they make, without punctuation at its end."""
    out: list[Word] = []
    at = 0
    for word in words:
        if start <= at < end:
            out.append(word)
        at += len(word.text) + 1
    return _without_comma(out)


def _without_comma(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without punctuation behind the last one."""
    if not words:
        return ()
    last = replace(words[-1], text=words[-1].text.rstrip(",;:"))
    return (*words[:-1], last) if last.text else tuple(words[:-1])


def _person_before(words: Sequence[Word]) -> tuple[Word, ...]:
    """The name with which the words end: as far back as words begin with capitals, without a number."""
    out: list[Word] = []
    for word in reversed(words):
        if _NUMBER.match(word.text) or not any(c.isalnum() for c in word.text):
            out.clear()
            continue
        if not word.text[:1].isupper() or word.text.endswith(":") or _SPEAKER.fullmatch(word.text):
            break
        out.insert(0, word)
    return _without_comma(out) if len(out) <= NAME_WORDS else ()
