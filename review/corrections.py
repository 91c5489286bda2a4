"""Corrections by people, and how they are applied to a decree.

A correction is keyed by the document's hash, page and box, not by row numbers, so that it survives a new run
and a new version of the program whose boxes lie slightly elsewhere. Corrections are only ever added; undoing
one is a correction too. `apply_corrections` does what they say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..schema.gaps import GapCode
from ..schema.geometry import Box
from ..schema.models import BBox, Canonical, Metadata

Action = Literal["set", "accept", "empty", "merge", "split", "insert", "remove", "dismiss", "confirm", "undo"]
SIGNATURE = ("jabatan", "nama", "pangkat", "nip")
SIGNED = "signature."  # begins the names of a signature's fields
LISTS = ("tugas", "fungsi")
NAMES = ("jabatan", "canonical")
METADATA = tuple(Metadata.model_fields)
# Boxes that share this much of what they cover together are the same place.
SAME_PLACE = 0.5
THIN = 0.001  # points: no printed box is so low
# Gaps that are closed once a person has said what stands in the cell.
OF_A_CELL = frozenset(
    {
        GapCode.MISSING_SASARAN,
        GapCode.MISSING_INDIKATOR,
        GapCode.MISSING_FORMULASI,
        GapCode.MISSING_SUMBER_DATA,
        GapCode.LOW_CONFIDENCE,
        GapCode.UNREADABLE,
        GapCode.EMPTY_BUT_INKED,
    }
)
OF_A_NAME = frozenset({GapCode.MISSING_JABATAN, GapCode.UNMATCHED_POSITION})
OF_METADATA = frozenset({GapCode.MISSING_METADATA, GapCode.CONFLICTING_METADATA})


class Correction(BaseModel):
    """What a person decided about one place.

    ``set`` gives a field its text, ``accept`` says that it is right, ``empty`` that nothing is printed;
    ``merge`` joins a row to the one above, ``split`` separates it (``parts``: upper and lower text by field);
    ``insert`` adds a row below the place, or a duty, a function (``field``: tugas, fungsi) or a signature (``field``:
    signature) to the position there, with ``texts`` by field; ``remove`` takes such a one away; ``dismiss`` says that
    the gap ``code`` there needs nothing; ``confirm`` says that somebody went through the whole document; ``undo`` takes
    back the correction ``undoes``.
    Corrections of one ``act`` were saved together. Names of positions and duties are fields like others; those of
    signatures begin with ``signature.``. Metadata has neither page nor box; a position without any place is given by
    its number, ``position``, from 0, and a row, duty or signature in it by ``row``. ``named`` is the vocabulary's entry
    that was chosen. Keys that a later version adds are kept.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str
    sha256: str
    action: Action
    page: int | None = None
    bbox: BBox | None = None
    field: str | None = None
    value: str | None = None
    was: str | None = None
    parts: dict[str, tuple[str, str]] | None = None
    texts: dict[str, str] | None = None
    position: int | None = None
    row: int | None = None
    named: Canonical | None = None
    code: str | None = None
    undoes: str | None = None
    act: str | None = None
    who: str | None = None
    when: str | None = None

    @property
    def place(self) -> tuple[object, ...]:
        """Key of the corrected value; equal for two corrections of the same one."""
        box = tuple(round(value, _digits(self.bbox)) for value in self.bbox) if self.bbox else None
        said = self.action if self.action in {"merge", "split", "dismiss", "remove", "confirm"} else "value"
        own = self.id if self.action == "insert" else (self.position, self.row)
        return self.sha256, self.page, box, self.field, said, self.code, own

    @property
    def says(self) -> tuple[object, ...]:
        """What it says, apart from who said it and when."""
        texts = tuple(sorted((self.texts or {}).items()))
        return self.action, self.value, tuple(sorted((self.parts or {}).items())), texts


def active(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections in force: neither undone nor replaced by a later one of the same place."""
    given = list(corrections)
    undone = {c.undoes for c in given if c.action == "undo"}
    last: dict[tuple[object, ...], Correction] = {}
    for correction in given:
        if correction.action != "undo" and correction.id not in undone:
            last.pop(correction.place, None)
            last[correction.place] = correction
    return list(last.values())


def merged(ours: Sequence[Correction], theirs: Sequence[Correction]) -> list[Correction]:
    """Both reviewers' corrections, each once; theirs come after ours."""
    known = {c.id for c in ours}
    return [*ours, *(c for c in theirs if c.id not in known)]


def conflicts(corrections: Iterable[Correction]) -> list[list[Correction]]:
    """Places of which different people say different things, with what each said last."""
    given = list(corrections)
    undone = {c.undoes for c in given if c.action == "undo"}
    places: dict[tuple[object, ...], dict[str, Correction]] = {}
    for correction in given:
        if correction.action != "undo" and correction.id not in undone:
            places.setdefault(correction.place, {})[correction.who or ""] = correction
    return [list(said.values()) for said in places.values() if len({c.says for c in said.values()}) > 1]


def same_place(a: Sequence[float] | None, b: Sequence[float] | None) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    if a is None or b is None:
        return 0.0
    first, second = Box(*a), Box(*b)
    common = first.intersection_area(second)
    whole = first.area + second.area - common
    return common / whole if whole > 0 else float(list(a) == list(b))


def below(bbox: Sequence[float] | None, identity: str) -> list[float] | None:
    """A place of its own for what a person adds: a line too thin to see, below a box, always the same for one id."""
    if bbox is None:
        return None
    x0, _, x1, bottom = bbox
    top = round(bottom + int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % 1000 / 1000, 3)
    return [x0, top, x1, round(top + THIN / 2, 4)]


def is_added(bbox: Sequence[float] | None) -> bool:
    """Whether the place is one of `below`."""
    return bbox is not None and bbox[3] - bbox[1] < THIN


def _digits(bbox: Sequence[float]) -> int | None:
    """Digits for rounding boxes in comparisons: whole points (None), 4 for the thin boxes of added values."""
    return 4 if is_added(bbox) else None
