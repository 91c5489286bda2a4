"""A printed name on its way through the steps: taken apart, without what stands around it.

The words that do this are data: ``name_words.csv`` with columns word, role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..name_tokens import MARKS, Token, tokenise, words
from ..title_case import SMALL_WORDS
from ..vocabulary_files import rows_of

Key = tuple[str, ...]

STAFF = frozenset(["pelaksana", "fungsional"])
"""Groups of posts that lead no unit."""

_GRADE = re.compile(
    r"(?:juru|pengatur|penata|pembina)(?: utama)?(?: (?:muda|madya))?(?: (?:tingkat|tk) (?:i|1))?"
    r"(?: [(/]? ?(?:i{1,3}|iv) ?/? ?[a-e] ?\)?)?"
)


@lru_cache(maxsize=1)
def name_words() -> dict[str, frozenset[Key]]:
    """The phrases of each role: what may stand before, after and within a post's name."""
    found: dict[str, set[Key]] = {}
    for row in rows_of("name_words.csv"):
        found.setdefault(row["role"], set()).add(tuple(t.text for t in tokenise(row["word"])))
    return {role: frozenset(phrases) for role, phrases in found.items()}


@lru_cache(maxsize=64)
def single_words(*roles: str) -> frozenset[str]:
    """The words that have one of these roles in names of posts, of those that are not phrases."""
    table = name_words()
    return frozenset(phrase[0] for role in roles for phrase in table.get(role, ()) if len(phrase) == 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A name's main part, its brackets, the office that it names itself, and what its repair cost."""

    main: tuple[Token, ...]
    brackets: tuple[tuple[Token, ...], ...]
    cost: float = 0.0
    office: str | None = None

    @property
    def key(self) -> Key:
        """The name as a key for comparisons."""
        return words(self.tokens)

    @property
    def tokens(self) -> list[Token]:
        """The name with its brackets behind it."""
        out = list(self.main)
        for bracket in self.brackets:
            out += [Token("("), *bracket, Token(")")]
        return out

    @property
    def letters(self) -> int:
        """How long the name is, in letters."""
        return sum(len(t.text) for t in self.tokens)


def strip(tokens: list[Token]) -> list[Token]:
    """The name without list marks, labels, acting prefixes, a second office (selaku ...), a year."""
    second = single_words("as")
    end = next((i for i, t in enumerate(tokens) if t.text in second and i), len(tokens))
    out = tokens[:end]
    if len(out) > 2 and out[-2].text == "tahun" and out[-1].text.isdigit():
        out = out[:-2]
    while used := _lead(out):
        out = out[used:]
    while out and out[-1].text in {",", "/", "-", "("}:
        out = out[:-1]
    return out


def _lead(tokens: Sequence[Token]) -> int:
    """Number of leading tokens that are not part of the name."""
    texts = tuple(t.text for t in tokens)
    table = name_words()
    for phrase in (*table["label"], *table["acting"]):
        if texts[: len(phrase)] == phrase and len(texts) > len(phrase):
            return len(phrase)
    if len(texts) > 1 and (texts[0].isdigit() or texts[0] in {",", "/", "-", ")"}):
        return 1
    return 2 if len(texts) > 2 and len(texts[0]) == 1 and texts[1] == ")" else 0


def take_brackets(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The name without its brackets, and what they hold."""
    main: list[Token] = []
    brackets: list[list[Token]] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.text == "(":
            inside = []
            brackets.append(inside)
        elif token.text == ")":
            inside = None
        else:
            (main if inside is None else inside).append(token)
    return main, [b for b in brackets if b]


def content(tokens: Sequence[Token]) -> Key:
    """The words without conjunctions and marks."""
    return tuple(t.text for t in tokens if t.text not in SMALL_WORDS and t.text not in MARKS)


def is_grade(tokens: Sequence[Token]) -> bool:
    """Whether this is a civil servant's grade (Penata Muda Tk. I), which begins like some posts."""
    return bool(_GRADE.fullmatch(" ".join(t.text for t in tokens if t.text != ",")))


def without_conjunctions(key: Key) -> Key:
    """The key without "dan" and "serta", which print leaves out at will."""
    return tuple(w for w in key if w not in {"dan", "serta"})
