"""Which brackets of a name say nothing new: they repeat it, in full or abbreviated, or name a place.

Any other one qualifies the post and stays (Pengolah Data (Pelayanan Perizinan)).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from ..name_tokens import Token, abbreviates, proper_name, words
from .printed_name import Key, content, single_words
from .vocabulary import Index

_LONGEST_ACRONYM = 6
"""Letters of an acronym of which only the first two need begin words (ADB)."""


def resolve_acronym(
    index: Index, main: list[Token], brackets: list[list[Token]]
) -> tuple[list[Token], list[list[Token]]]:
    """A field that is only its bracket's acronym gives way to it: ``Kasi PSDA (Pengelolaan ...)``."""
    rank = index.rank_of(main)
    if rank is None or len(main) != rank[1] + 1 or not brackets:
        return main, brackets
    texts = [t.text for t in brackets[0]]
    if len(texts) > 1 and not index.lexicon.knows(main[-1].text) and abbreviates(main[-1].text, texts):
        return [*main[:-1], *brackets[0]], brackets[1:]
    return main, brackets


def is_redundant(
    index: Index,
    raw: Sequence[Token],
    bracket: Sequence[Token],
    main: Sequence[Token],
    office: str | None,
) -> bool:
    """Whether a bracket, as printed and with its abbreviations expanded, can go."""
    said = content(bracket)
    acting = single_words("acting")
    if not said or said[0] in acting or said[0] in single_words("territory", "region"):
        return True
    if set(said) <= set(content(main)) or said == proper_name(office):
        return True
    if len(raw) != 1:
        return False
    rank = index.rank_of(main)
    told = set(content(main[rank[1] :] if rank else main))
    if told and told <= set(said):
        return True
    return any(_stands_for(index, raw[0].text, part) for part in _parts(index, main))


def _parts(index: Index, main: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What an acronym may stand for: the field or the whole name, with or without the functional level."""
    rank = index.rank_of(main)
    level = index.level_of(main)
    for end in {len(main), len(main) - level[1] if level else len(main)}:
        yield main[:end]
        if rank and rank[1] < end:
            yield main[rank[1] : end]


def _stands_for(index: Index, acronym: str, part: Sequence[Token]) -> bool:
    if any(OSA.distance(acronym, i) <= 1 for i in _initials(part) if len(i) > 2):
        return True
    if abbreviates(acronym, [t.text for t in part]):
        return True
    new = not index.lexicon.knows(acronym) and 2 < len(acronym) <= _LONGEST_ACRONYM
    return new and _begins_words(acronym, content(part))


def _begins_words(acronym: str, said: Key) -> bool:
    """Whether the first letters begin the first words, and the others follow in their order: A, D, dataBase."""
    if len(said) < 2 or acronym[:2] != said[0][0] + said[1][0]:
        return False
    rest = iter("".join(said[1:])[1:])
    return all(letter in rest for letter in acronym[2:])


def _initials(tokens: Sequence[Token]) -> tuple[str, str]:
    """The first letters of all words, and of those that count."""
    return "".join(w[0] for w in words(tokens)), "".join(w[0] for w in content(tokens))
