"""Known words, and the repair of words that an OCR engine or a typist damaged.

Decisions: a known word is never changed, so that two official words (Kepegawaian, Keuangan) cannot turn
into each other; nor is one that is made of a known root and affixes (pem-budaya-an). An unknown word becomes
a known one only if that is the single nearest one, if it begins alike, if both do not merely differ in a
prefix or suffix (pengelola, pengelolaan), and if the difference is damage: letters that look alike, or a
letter lost, doubled or swapped. Another letter in its place makes another word (makro, mikro). Short words
are repaired only where letters and digits of one shape were confused. Words may also have been joined or
torn apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from ..schema.known_words import is_known
from .name_tokens import MARKS, Token
from .title_case import SMALL_WORDS
from .vocabulary_files import words_in

_LOOKS_LIKE = {
    "1": "i",
    "l": "i",
    "|": "i",
    "!": "i",
    "0": "o",
    "5": "s",
    "8": "b",
    "6": "g",
    "9": "g",
    "q": "g",
    "u": "n",
}
_SHAPES = str.maketrans(_LOOKS_LIKE)
_NO_LETTERS = str.maketrans({c: like for c, like in _LOOKS_LIKE.items() if c not in "lu"})
"""Digits and marks, and q, which no word of government has: always another letter, misread."""
_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        "ec",
        "ao",
        "nr",
        "tl",
        "hb",
        "nm",
        "il",
        "ef",
        "pr",
        "uv",
        "un",
        "ij",
        "lj",
        "ft",
        "co",
        "4a",
        "ae",
    )
)
_ALIKE_SHAPES = _ALIKE | {frozenset(c.translate(_SHAPES) for c in pair) for pair in _ALIKE}
_ALIKE_SHAPES |= {frozenset(pair) for pair in _LOOKS_LIKE.items()}
_ROMAN_LIKE = re.compile(r"(?!\d+$)[il1]{2,3}")
_SUFFIXES = ("an", "kan", "i", "nya", "wan", "wati", "s")
_SHORTEST = 4
NEIGHBOURS = 8
"""Known words that one unknown word is compared with closely: more have never been as near."""
ONE_LETTER = 0.5
"""Cost of one letter that looks like the right one."""
_MIDDLING, _LONG = 7, 13
"""Letters from which a word may lack or have one too many, and two: shorter ones would become others (koran,
korban; perladangan, persidangan)."""
_FOR_BOTH = 9
"""Letters from which a word may have both a letter moved and others replaced (perantau, peranan)."""
_DOUBLED = re.compile(r"(.)\1+")
_SHORT_FORM = 6
_TWO_EDITS, _THREE_EDITS = 8, 13
"""Letters from which two, and three, of a word may be wrong."""
_LONGEST_ACRONYM = 7
"""Letters of a word in capitals that may be a short form that nobody lists."""
_LEAST_JOINED = 7
"""Letters of the shortest two words that may have been printed as one."""


def shape(word: str) -> str:
    """The word with letters that look alike made equal."""
    word = word.replace("cl", "d").replace("rn", "m").replace("vv", "w")
    return word.translate(_SHAPES).replace("ii", "n")


def allowed_edits(length: int) -> int:
    """How many letters of a word may be wrong."""
    return 0 if length < _SHORTEST else 1 if length < _TWO_EDITS else 2 if length < _THREE_EDITS else 3


def damage(printed: str, meant: str) -> float:
    """How much a word is damaged: edited letters, those that look alike at half price."""
    same = sum(
        op.tag == "replace" and frozenset((printed[op.src_pos], meant[op.dest_pos])) in _ALIKE
        for op in Levenshtein.editops(printed, meant)
    )
    plain = OSA.distance(printed, meant) - same / 2
    return min(plain, OSA.distance(shape(printed), shape(meant)) + 0.5)


@lru_cache(maxsize=1 << 14)
def is_damage(printed: str, meant: str, *, expected: bool = False) -> bool:
    """Whether letters that look alike, or were lost, added or swapped, can be all that separates two words.

    ``expected``: the words around make this one likely, so that a short one may lack a letter too.
    """
    if OSA.distance(printed, meant) == 1 and sorted(printed) == sorted(meant):
        return True
    if _DOUBLED.sub(r"\1", printed) == _DOUBLED.sub(r"\1", meant):
        return True
    most = _may_move(len(meant))
    if expected and len(printed) >= _SHORTEST:
        most = max(1, most)
    return _only_moved(printed.translate(_NO_LETTERS), meant, most) or _only_moved(
        shape(printed), shape(meant), 0
    )


def _only_moved(printed: str, meant: str, most: int) -> bool:
    """Whether each replaced letter looks like its replacement, and at most ``most`` letters are missing or added."""
    moved: list[str] = []
    replaced = 0
    for op in Levenshtein.editops(printed, meant):
        if op.tag != "replace":
            moved.append(op.tag)
        elif frozenset((printed[op.src_pos], meant[op.dest_pos])) in _ALIKE_SHAPES:
            replaced += 1
        else:
            return False
    if replaced and moved and len(meant) < _FOR_BOTH:
        return False
    return len(set(moved)) < 2 and len(moved) <= most


def _may_move(length: int) -> int:
    """How many letters may be inserted into a word of ``length`` letters to repair it, or deleted from it."""
    return 0 if length < _MIDDLING else 1 if length < _LONG else 2


class Lexicon:
    """A set of known words that repairs unknown ones."""

    def __init__(self, known: Iterable[str], whole: Iterable[str] = (), rigid: Iterable[str] = ()) -> None:
        """``whole`` are further known words: short forms, to which only long ones are repaired.

        ``rigid`` are the words of ranks.
        """
        self.words = frozenset(w for w in known if w.isalpha() or "-" in w)
        self.known = self.words | frozenset(whole) | SMALL_WORDS
        self._rigid = frozenset(rigid)
        short_forms = {w for w in whole if w.isalnum()} | SMALL_WORDS
        self._short_forms = sorted(w for w in short_forms if len(w) >= _SHORTEST)
        long_forms = {w for w in self._short_forms if len(w) >= _SHORT_FORM and w.isalpha()}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted({w for w in self.words if len(w) >= _SHORTEST} | long_forms):
            self._by_length.setdefault(len(word), []).append(word)
        self._target_shapes = sorted({shape(w) for ws in self._by_length.values() for w in ws})
        shapes: dict[str, set[str]] = {}
        for word in self.known:
            shapes.setdefault(shape(word), set()).add(word)
        self._shapes = {key: min(ws) for key, ws in shapes.items() if len(ws) == 1 and len(key) >= 3}
        self.repair = lru_cache(maxsize=1 << 16)(self._repair)
        self._of_length = lru_cache(maxsize=128)(self._targets)
        self.is_derived = lru_cache(maxsize=1 << 16)(self._is_derived)

    @staticmethod
    def load_words() -> set[str]:
        """The words of government that no vocabulary entry need hold."""
        return set(words_in("words.txt"))

    @staticmethod
    def load_field_words() -> set[str]:
        """Further words of fields of work, which may be places' names as well (mawar, jawa, sungai)."""
        return set(words_in("field_words.txt"))

    def knows(self, word: str) -> bool:
        """Whether the word is known, made of a known root, a mark or a number."""
        return word in self.known or word in MARKS or word.isdigit() or self.is_derived(word)

    def _is_derived(self, word: str) -> bool:
        """Whether a long word is a root of administration with the affixes of a noun.

        It is none where a listed word differs in shape by one letter only (kesehalan, kesehatan).
        """
        if len(word) <= _SHORT_FORM or not word.isalpha() or not is_known(word):
            return False
        if word.endswith("i") and not word.endswith("asi"):
            return False
        return not any(damage(word, w) <= ONE_LETTER for w in self._within(word, 1))

    def _repair(self, word: str) -> tuple[str, float] | None:
        """The known word that was meant and the cost in letters."""
        key = shape(word)
        twin = self._shapes.get(key)
        if twin is not None and (len(twin) == len(word) or len(key) >= _SHORTEST):
            rivals = (w for w in self._within(word, 1) if w != twin and damage(word, w) <= ONE_LETTER)
            return None if any(rivals) else (twin, 0.5)
        limit = allowed_edits(len(word))
        if not limit:
            return None
        found = self._within(word, limit)
        near = sorted(
            (damage(word, w), w)
            for w in found
            if not _inflected(word, w) and _begin_alike(word, w) and is_damage(word, w)
        )
        if not near or (len(near) > 1 and near[0][0] == near[1][0]):
            return None
        price, meant = near[0]
        if len(word) <= _SHORTEST + 1 and (len(found) > 1 or (len(word) == _SHORTEST and price > ONE_LETTER)):
            return None
        return (meant, price) if price <= limit and self._certain(word, meant) else None

    def _within(self, word: str, limit: int) -> list[str]:
        """The known words at most ``limit`` edits away from the word."""
        targets = self._of_length(len(word), limit)
        found = process.extract(word, targets, scorer=OSA.distance, score_cutoff=limit, limit=NEIGHBOURS)
        return [w for w, _, _ in found]

    def _targets(self, length: int, limit: int) -> list[str]:
        """The words to repair to whose length differs by no more than the limit."""
        return [w for n in range(length - limit, length + limit + 1) for w in self._by_length.get(n, ())]

    def _certain(self, word: str, meant: str) -> bool:
        """Whether no other rank is about as near: a damaged rank is none rather than another one."""
        if meant not in self._rigid:
            return True
        price = OSA.distance(word, meant)
        return not process.extractOne(
            word,
            self._rigid - {meant},
            scorer=OSA.distance,
            score_cutoff=price,
        )

    def near(self, word: str) -> bool:
        """Whether an unknown word is so near to known ones that it is one of them, damaged."""
        found = self._within(word, max(1, allowed_edits(len(word))))
        if any(not _inflected(word, w) and is_damage(word, w) for w in found):
            return True
        if self.near_short_form(word):
            return True
        key = shape(word)
        alike = process.extract(
            key, self._target_shapes, scorer=OSA.distance, score_cutoff=1, limit=NEIGHBOURS
        )
        return len(word) > _SHORTEST and any(len(s) == len(key) and is_damage(key, s) for s, _, _ in alike)

    def near_short_form(self, word: str) -> bool:
        """Whether an unknown word is one letter away from a short form."""
        return process.extractOne(word, self._short_forms, scorer=OSA.distance, score_cutoff=1) is not None

    def repair_all(self, tokens: Sequence[Token]) -> tuple[list[Token], float]:
        """The tokens with unknown ones repaired, and the cost of that in letters."""
        out: list[Token] = []
        cost = 0.0
        i = 0
        while i < len(tokens):
            fixed, used, price = self._at(tokens, i)
            out += fixed
            cost += price
            i += used
        return out, cost

    def _at(self, tokens: Sequence[Token], i: int) -> tuple[list[Token], int, float]:
        token = tokens[i]
        after = tokens[i + 1].text if i + 1 < len(tokens) else ""
        joined = token.text + after
        if after and joined in self.known and self._torn(token.text, after):
            return [Token(joined)], 2, 0.5
        if after and (not self.knows(token.text) or not self.knows(after)):
            if (parts := self.split(joined)) and len(parts) == 2:
                return [Token(p) for p in parts], 2, 1.0
            both = not self.knows(token.text) and not self.knows(after) and after not in MARKS
            fixed = self.repair(joined) if both and joined.isalpha() else None
            if fixed and fixed[1] <= 1:
                return [Token(fixed[0])], 2, fixed[1] + 0.5
        if self.knows(token.text):
            return [token], 1, 0.0
        if token.caps and len(token.text) <= _LONGEST_ACRONYM and token.text.isalpha():
            return [token], 1, 0.0
        if _ROMAN_LIKE.fullmatch(token.text):
            return [Token("i" * len(token.text))], 1, 0.5
        parts = self.split(token.text)
        if parts:
            return [Token(p) for p in parts], 1, 0.5
        fixed = self.repair(token.text)
        return ([Token(fixed[0])], 1, fixed[1]) if fixed else ([token], 1, 0.0)

    def _torn(self, word: str, after: str) -> bool:
        """Whether two words that make a known one are its pieces rather than words themselves."""
        if len(word + after) < _SHORTEST:
            return False
        scrap = len(word) <= 2 and word not in SMALL_WORDS - {"ke"} and word + after in self.words
        return scrap or not {word, after} <= self.known

    def split(self, word: str) -> list[str] | None:
        """The known words that were printed without spaces between them; as few words as possible."""
        if len(word) < _LEAST_JOINED:
            return None
        if "-" in word:
            parts = word.split("-")
            return parts if all(p in self.known for p in parts) else None
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(3, len(word) + 1):
            for start in range(max(0, end - 20), end - 2):
                head = best[start]
                if head is None or word[start:end] not in self.known:
                    continue
                old = best[end]
                if old is None or len(head) + 1 < len(old):
                    best[end] = [*head, word[start:end]]
        found = best[-1]
        return found if found and all(len(p) > 3 or p == "dan" for p in found) else None


def _begin_alike(a: str, b: str) -> bool:
    first = shape(a)[0], shape(b)[0]
    if first[0] == first[1] or frozenset(first) in _ALIKE:
        return True
    return a[:2] in {b[1:3], b[1::-1]} or b[:2] == a[1:3]


def _inflected(a: str, b: str) -> bool:
    """Whether one word is the other with a suffix."""
    short, long = sorted((a, b), key=len)
    return any(long == short + s for s in _SUFFIXES)
