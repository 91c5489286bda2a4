"""Names outside the vocabulary, put together: a known rank with a field of work in official form.

Also a functional post known by its level alone (Pembina Teknis X Ahli Muda), and an entry with a bracket
that qualifies it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ...schema.models import Canonical
from ..name_tokens import MARKS, Token, render, tokenise, words
from ..title_case import SMALL_WORDS
from .place_endings import is_place
from .printed_name import STAFF, Reading, single_words
from .vocabulary import Index

_BEST = 95.0
"""Score of a composed name of known words only; with unknown ones down to this share of it:"""
_UNKNOWN_SHARE = 0.7
_LONGEST_FIELD = 16
"""Words and marks of a field of work: a longer one is a sentence."""
_LONGEST_TITLE = 6
"""Words before a functional level."""
_SHORTEST_WORD = 4
_NEEDS_VOWEL = 6
"""Letters above which a word without vowels is no acronym."""
_UNSPEAKABLE = re.compile(r"[^aeiou\W\d_]{5}|[aeiou]{4}|(.)\1\1")
"""What no Indonesian word has: five consonants or four vowels in a row, a letter thrice."""


def compose(index: Index, reading: Reading, kind: str | None, least: float) -> Canonical | None:
    """The name in official form with the code of its rank, its functional level, or its entry without brackets."""
    rank = index.rank_of(reading.main)
    if rank is None:
        return _compose_level(index, reading)
    entry, length = rank
    field = reading.main[length:]
    if entry.rank == "closed":
        if not reading.brackets or not is_place(field, index.ranks):
            return None
        field = ()
    base = index.lookup(Reading((*reading.main[:length], *field), ()), kind) if reading.brackets else None
    if entry.rank == "strict" and not all(index.lexicon.knows(w) for w in words(field)):
        return None
    if not _is_field(index, field) or not all(_is_field(index, b) for b in reading.brackets):
        return None
    score = _score(index, reading)
    if score < least:
        return None
    anchor = base or entry
    level = index.level_of(reading.main)
    coded = level[0] if level and base is None and anchor.group in STAFF else anchor
    named = Reading((*tokenise(anchor.name), *(() if base else field)), reading.brackets)
    return Canonical(
        name=render(named.tokens, index.acronyms),
        code=coded.code,
        group=coded.group,
        field=anchor.field or index.field_of(field),
        score=score,
        method="composed",
    )


def _compose_level(index: Index, reading: Reading) -> Canonical | None:
    level = index.level_of(reading.main)
    if level is None:
        return None
    entry, length = level
    title = len(reading.main) - length
    known = index.lexicon.knows(reading.main[0].text)
    if not 0 < title <= _LONGEST_TITLE or not known or not _is_field(index, reading.main):
        return None
    name = render(reading.tokens, index.acronyms)
    score = _score(index, reading)
    return Canonical(name=name, code=entry.code, group=entry.group, score=score, method="composed")


def _score(index: Index, reading: Reading) -> float:
    key = [w for w in reading.key if w not in MARKS]
    known = sum(index.lexicon.knows(w) for w in key) / max(1, len(key))
    share = _UNKNOWN_SHARE + (1 - _UNKNOWN_SHARE) * known
    return round(_BEST * share * (1 - reading.cost / max(1, reading.letters)), 1)


def _is_field(index: Index, tokens: Sequence[Token]) -> bool:
    """Whether this can be a field of work: a short phrase of whole words."""
    texts = [t.text for t in tokens]
    if len(texts) > _LONGEST_FIELD or any(t in single_words("sentence") for t in texts):
        return False
    if texts and (texts[-1] in SMALL_WORDS | {",", "-", "/"} or texts[0] in {"dan", ",", "/"}):
        return False
    if any(_is_damaged_level(index, a, b) for a, b in pairwise(texts)):
        return False
    return not any(_is_damaged(index, t) for t in tokens)


def _is_damaged_level(index: Index, word: str, after: str) -> bool:
    """Whether two words look like a functional level of which one is damaged."""
    levels = {key[1] for key in index.suffixes if len(key) > 1 and key[0] == "ahli"}
    if word == "ahli":
        return after not in levels and not index.lexicon.knows(after)
    return after in levels and not index.lexicon.knows(word)


def _is_damaged(index: Index, token: Token) -> bool:
    """Whether a token is a misread word: beyond repair, or so close to a known word that it means that one."""
    word = token.text
    lexicon = index.lexicon
    if lexicon.knows(word):
        return False
    if token.caps:
        return len(word) >= _SHORTEST_WORD and lexicon.near_short_form(word)
    if any(c.isdigit() for c in word):
        return not word.isdigit()
    vowel = re.search(r"[aeiou]", word)
    if len(word) < _SHORTEST_WORD:
        return len(word) == 1 or token.caps is False or vowel is not None
    if (len(word) > _NEEDS_VOWEL and vowel is None) or _UNSPEAKABLE.search(word):
        return True
    return lexicon.near(word)
