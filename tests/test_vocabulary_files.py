"""The files of words hold what their readers expect: no line twice, no unknown kind, nothing half filled in."""

from collections import Counter
from typing import get_args

import pytest
from iki.normalize.forms.labels import LabelKind
from iki.normalize.forms.names_of_posts import is_part, name_kind
from iki.normalize.forms.titles import TitleKind, head_title_of, title_of
from iki.normalize.signature_lines import is_post, words_of
from iki.normalize.vocabulary_files import DATA, rows_of, words_in
from iki.schema.text import letters_of


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_rows_are_whole(path: object) -> None:
    rows = rows_of(path.name)  # type: ignore[attr-defined]
    assert rows
    for row in rows:
        assert None not in row, row
        assert next(iter(row.values())).strip(), row
        assert all(value == value.strip() for value in row.values()), row


@pytest.mark.parametrize(
    ("file", "keys"),
    [
        ("titles.csv", ("title",)),
        ("labels.csv", ("label",)),
        ("headers.csv", ("words",)),
        ("rank_words.csv", ("word",)),
        ("signature_words.csv", ("word", "role")),
        ("name_words.csv", ("word", "role")),
        ("area_words.csv", ("word", "role")),
    ],
)
def test_no_word_stands_twice(file: str, keys: tuple[str, ...]) -> None:
    counts = Counter(tuple(row[key].casefold() for key in keys) for row in rows_of(file))
    assert [words for words, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("file", ["words.txt", "field_words.txt", "acronyms.txt", "title_openings.txt"])
def test_lists_have_one_word_a_place(file: str) -> None:
    words = (DATA / file).read_text("utf-8").casefold().split()
    assert len(words) == len(set(words)) == len(words_in(file))


def test_kinds_are_those_of_the_code() -> None:
    assert {row["kind"] for row in rows_of("titles.csv")} <= set(get_args(TitleKind))
    assert {row["kind"] for row in rows_of("labels.csv")} <= set(get_args(LabelKind))
    assert {row["names"] for row in rows_of("rank_words.csv")} == {"post", "unit", "part", "alone"}
    assert {row["signs"] for row in rows_of("rank_words.csv")} == {"yes", ""}


def test_every_title_is_read_by_both_readers() -> None:
    for row in rows_of("titles.csv"):
        found = title_of(row["title"])
        assert found is not None, row
        assert found.kind == row["kind"]
        for wording in filter(None, [row["subject"] and row["title"], *row["head_wordings"].split(";")]):
            head = head_title_of(f"2. {wording.title()}")
            assert head is not None, wording
            assert (head.kind, head.subject, head.rest) == (row["kind"], row["subject"], "")
            assert letters_of(row["title"])[:8] in letters_of(wording)


def test_words_of_ranks_tell_names_and_signatures() -> None:
    for row in rows_of("rank_words.csv"):
        text = f"{row['word']} rekaan"
        assert name_kind(text) == ("post" if row["names"] == "post" else "unit"), row
        assert is_part(text) == (row["names"] == "part"), row
        if row["signs"]:
            assert row["word"] in words_of("post")
            assert is_post(text)
