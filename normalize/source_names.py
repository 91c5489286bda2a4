"""One name for each source of data, however it is printed.

A source that the table of names knows gets its name there (LAKIP, Laporan Kinerja: LKjIP), also after a word that only
says that it is a paper (dokumen, data). Others are written out and cased as names of posts are: "Subbag. Umum & Kepeg."
is "Subbagian Umum dan Kepegawaian". The office's own name after a source adds nothing and goes; the names of others
stay. Nothing is guessed: a source that no rule fits keeps its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from ..schema.known_words import is_known
from .name_tokens import Expander, Token, render, tokenise
from .title_case import LONGEST_ACRONYM
from .vocabulary_files import rows_of, words_in

_PAPERS = frozenset({"dokumen", "data", "buku", "file", "berkas", "naskah"})
_JOINING = frozenset(
    {"se", "di", "pada", "dari", "dan", "oleh"}
)  # what an office's name leaves open when it goes
_EVERYWHERE = (("se", "kecamatan"), ("se-kecamatan",), ("sekecamatan",), ("di", "kecamatan"))


def canonical_sources(items: Iterable[str], own_names: Iterable[str | None] = ()) -> list[str]:
    """The sources under their canonical names, each once, in the order of print."""
    own = own_words(own_names)
    found = (canonical_source(item, own) for item in items)
    return list(dict.fromkeys(name for name in found if name))


def own_words(own_names: Iterable[str | None]) -> tuple[tuple[str, ...], ...]:
    """Names of an office and of where it is as words, the longest first."""
    names = sorted({tuple(t.text for t in tokenise(name)) for name in own_names if name}, key=len)
    return tuple(names[::-1])


def canonical_source(item: str, own_names: Sequence[tuple[str, ...]] = ()) -> str:
    """The canonical name of one source; ``own_names`` are those of its office, as words, the longest first."""
    known = _known()
    tokens = [token for token in tokenise(item.split(":", maxsplit=1)[0]) if token.text != "-"]
    if (name := known.get(_texts(tokens))) is not None:
        return name
    tokens = _expander().expand(_short_forms(tokens))
    if len(tokens) > 1 and tokens[0].text == "dari":
        tokens = tokens[1:]
    while True:
        texts = _texts(tokens)
        name = known.get(texts) or (known.get(texts[1:]) if texts and texts[0] in _PAPERS else None)
        if name is not None:
            return name
        ending = next((end for end in (*own_names, *_EVERYWHERE) if _ends_with(texts, end)), None)
        if ending is None:
            return render(tokens, words_in("acronyms.txt"))
        tokens = tokens[: len(tokens) - len(ending)]
        while len(tokens) > 1 and tokens[-1].text in _JOINING:
            tokens = tokens[:-1]


def _short_forms(tokens: Sequence[Token]) -> list[Token]:
    """The words of a source; of one in capitals throughout, which are short forms: none is a word, all are short."""
    parts = [part for token in tokens for part in token.text.split("-")]
    short = all(len(part) <= LONGEST_ACRONYM and not is_known(part) for part in parts)
    if not short or any(token.caps is not None for token in tokens):
        return list(tokens)
    return [token._replace(caps=True) for token in tokens]


def _texts(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens)


def _ends_with(words: tuple[str, ...], ending: tuple[str, ...]) -> bool:
    return len(words) > len(ending) and words[-len(ending) :] == ending


@cache
def _known() -> dict[tuple[str, ...], str]:
    return {_texts(tokenise(row["printed"])): row["name"] for row in _name_table() if not row["inside"]}


def _name_table() -> tuple[dict[str, str], ...]:
    """The table of names; those that count ``inside`` of longer ones are short forms like any other."""
    return rows_of("source_names.csv")


@cache
def _expander() -> Expander:
    table = {row["short"]: row["long"] for row in rows_of("abbreviations.csv") if "@" not in row["short"]}
    table |= {row["printed"]: row["name"] for row in _name_table() if row["inside"]}
    return Expander({(short, None): long for short, long in table.items()})
