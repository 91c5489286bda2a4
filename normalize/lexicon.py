"""Known words, and the repair of words that an OCR engine or a typist damaged.

Decisions: a known word is never changed, so that two official words (Kepegawaian, Keuangan) cannot turn
into each other. An unknown word becomes a known one only if that is the single nearest one, if it begins
alike, and if both do not merely differ in a prefix or suffix (pengelola, pengelolaan). Short words are
repaired only where letters and digits of one shape were confused. Words may also have been joined or torn
apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .names import DATA, MARKS, SMALL_WORDS, Token

_SHAPES = str.maketrans(
    {"1": "i", "l": "i", "|": "i", "!": "i", "0": "o", "5": "s", "8": "b", "6": "g", "9": "g", "q": "g"}
)
_SUFFIXES = ("an", "kan", "i", "nya", "wan", "wati", "s")
_SHORTEST = 5


def shape(word: str) -> str:
    """The word with letters that look alike made equal."""
    return word.translate(_SHAPES).replace("rn", "m").replace("vv", "w").replace("ii", "n")


def allowed_edits(length: int) -> int:
    """How many letters of a word may be wrong."""
    return 0 if length < _SHORTEST else 1 if length < 8 else 2 if length < 13 else 3


class Lexicon:
    """A set of known words that repairs unknown ones."""

    def __init__(self, known: Iterable[str], whole: Iterable[str] = ()) -> None:
        """``whole`` are further known words, but nothing is repaired to them (short forms, acronyms)."""
        self.words = frozenset(w for w in known if w.isalpha() or "-" in w)
        self.known = self.words | frozenset(whole) | SMALL_WORDS
        self._targets = sorted(w for w in self.words if len(w) >= _SHORTEST)
        shapes: dict[str, set[str]] = {}
        for word in self.known:
            shapes.setdefault(shape(word), set()).add(word)
        self._shapes = {key: min(ws) for key, ws in shapes.items() if len(ws) == 1 and len(key) >= 3}
        self.repair = lru_cache(maxsize=1 << 16)(self._repair)

    @staticmethod
    def load_words() -> set[str]:
        """The words of government that no vocabulary entry need hold."""
        return set((DATA / "words.txt").read_text("utf-8").split())

    def knows(self, word: str) -> bool:
        """Whether the word is known, a mark or a number."""
        return word in self.known or word in MARKS or word.isdigit()

    def _repair(self, word: str) -> tuple[str, float] | None:
        """The known word that was meant and the cost in letters."""
        twin = self._shapes.get(shape(word))
        if twin is not None:
            return twin, 0.5
        limit = allowed_edits(len(word))
        if not limit:
            return None
        found = process.extract(
            word, self._targets, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=4
        )
        near = [(w, d) for w, d, _ in found if not _inflected(word, w) and shape(w)[0] == shape(word)[0]]
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return None
        return near[0][0], float(near[0][1])

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
        if after and (not self.knows(token.text) or not self.knows(after)):
            joined = token.text + after
            if joined in self.words and len(joined) >= _SHORTEST:
                return [Token(joined)], 2, 0.5
        if self.knows(token.text):
            return [token], 1, 0.0
        if token.caps and len(token.text) < 8 and token.text.isalpha():
            return [token], 1, 0.0
        parts = self.split(token.text)
        if parts:
            return [Token(p) for p in parts], 1, 0.5
        fixed = self.repair(token.text)
        return ([Token(fixed[0])], 1, fixed[1]) if fixed else ([token], 1, 0.0)

    def split(self, word: str) -> list[str] | None:
        """The known words that were printed as one, at the fewest."""
        if len(word) < 8:
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


def _inflected(a: str, b: str) -> bool:
    """Whether one word is the other with a suffix more."""
    short, long = sorted((a, b), key=len)
    return any(long == short + s for s in _SUFFIXES)
