"""Canonical positions: which post a printed name means.

Steps, each named in the result: ``exact`` (the official name, whatever its case and punctuation), ``alias``
(a known other name, or the official one after expanding abbreviations and dropping place names and
redundant brackets), ``fuzzy`` (the same after repairing damaged words), ``composed`` (a known rank with a
field of work outside the vocabulary, in official form; the code is the rank's, or that of the entry that a
bracket qualifies).

Decisions
- A rank is only ever recognised by its own names; all comparison happens within one rank, so ranks never
  cross.
- Known words are never changed, so near misses (Umum dan Kepegawaian, Umum dan Keuangan) stay apart; and no
  word of the field is added or left out.
- The office decides what a bare "Sekretaris" or "Kepala" is (aliases ``Sekretaris@kecamatan``).
- After a closed rank (Camat, Lurah, Kepala Puskesmas, ...) stands a place, which is dropped; after an open
  one its field of work, of which only units, offices and places at the end are dropped. The name of an
  institution that is part of the post stays (Kepala Dinas Kesehatan).
- An acting officer (Plt., Plh., Pj.) holds the post itself.
- A sentence, or a field with damaged words that nothing repairs, is no position: no match, with the
  runners-up.

The modules: `entries` (the rows), `vocabulary` (their index), `printed_name` (a printed name taken apart),
`place_endings`, `brackets` (what of it goes), `position_match` (the steps), `compose` (the last one).
"""

from __future__ import annotations

from .entries import Entry, read_entries
from .position_match import COMPOSED_THRESHOLD, FUZZY_THRESHOLD, MatchResult, Vocabulary
from .unmatched import UnmatchedGroup, unmatched_groups

__all__ = [
    "COMPOSED_THRESHOLD",
    "FUZZY_THRESHOLD",
    "Entry",
    "MatchResult",
    "UnmatchedGroup",
    "Vocabulary",
    "read_entries",
    "unmatched_groups",
]
