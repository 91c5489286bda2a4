"""What the desk knows of one output folder: its decrees, the queue of doubtful places, corrections, pictures.

Every correction is appended to ``corrections.jsonl`` and applied to its document at once; nothing else is kept.
Everything in a decree can be opened, whether it is in the queue or not, by a key that stays the same.
"""

from __future__ import annotations

import datetime
import io
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pypdfium2
from rapidfuzz import fuzz, process

from ...batch.corrected_folder import (
    add_corrections,
    correct_decree,
    correct_folder,
    grouped,
    read_corrections,
)
from ...batch.output_folder import LocalFolder
from ...batch.output_names import CORRECTIONS, REPORT
from ...normalize.decree_builder import builtin_vocabulary
from ...normalize.positions import Entry, Vocabulary
from ...report.output_reader import decrees, read_decree, read_run
from ...report.pictures import source_page
from ...schema.errors import IkiError
from ...schema.models import FIELDS, Canonical, Decree
from ..corrections import METADATA, Correction, active, same_place
from .desk_queue import Item, Queue, anchor, places

T = TypeVar("T")
PICTURE_SCALE = 1.8
PICTURES_KEPT = 32
LOT = 200
NAMES_OFFERED = 20
LEAST_LIKENESS = 60.0  # of a name that is offered; the vocabulary's own matching is far stricter


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What the list of documents says of a decree."""

    decree_id: str
    office: str | None
    year: int | None
    form: str
    positions: int
    rows: int
    duplicate_of: str | None

    @property
    def searched(self) -> str:
        """What a person may look for it by."""
        return f"{self.decree_id} {self.office or ''} {self.year or ''} {self.form}".casefold()


class Desk:
    """What the desk knows of one output folder. Its methods may be called from many threads."""

    def __init__(self, out_dir: Path, who: str | None = None, vocabulary: Path | None = None) -> None:
        """``vocabulary`` holds the user's own positions, as for the conversion."""
        self.out_dir = out_dir
        self.who = who
        self._own_positions = vocabulary
        self._decree_of: dict[str, str] = {}
        self.file = out_dir / CORRECTIONS
        self.lock = threading.RLock()
        self.queue = Queue()
        self._folder = LocalFolder(out_dir)
        self._run = read_run(out_dir)
        self._documents: dict[str, list[str]] = defaultdict(list)
        self._lines: dict[str, DocumentLine] = {}
        self._sizes: dict[tuple[str, int], tuple[float, float] | None] = {}
        self._pictures: dict[tuple[str, int], bytes | None] = {}
        self._seen: tuple[int, int] | None = None
        self.corrections: list[Correction] = []
        self.refresh()
        if not len(self.queue):
            self._fill()

    def refresh(self) -> None:
        """Take up corrections that came from elsewhere: another desk, a merge."""
        stat = self.file.stat() if self.file.exists() else None
        seen = (stat.st_size, stat.st_mtime_ns) if stat else None
        if seen != self._seen:
            self._seen = seen
            self.corrections = read_corrections(self.file)
            correct_folder(self._folder)
            self._fill()

    def _fill(self) -> None:
        self._documents.clear()
        self._lines.clear()
        self.queue = Queue()
        found = []
        for decree_id, decree in decrees(self.out_dir):
            self._documents[decree.source.sha256].append(decree_id)
            self._lines[decree_id] = _line(decree_id, decree)
            found.append((decree_id, decree))
            if len(found) == LOT:
                self.queue.fill(iter(found))
                found.clear()
        self.queue.fill(iter(found))
        self._decree_of |= {item.key: item.decree_id for item in self.queue.first(len(self.queue))}

    @property
    def has_report(self) -> bool:
        """Whether the report is written."""
        return (self.out_dir / REPORT).is_file()

    def decree_ids(self) -> list[str]:
        """Ids of all decrees."""
        return sorted(self._lines)

    def documents(self, wanted: str = "") -> list[DocumentLine]:
        """All decrees by name, or those in whose name, office or year all words of a text stand."""
        words = wanted.casefold().split()
        lines = (self._lines[name] for name in sorted(self._lines))
        return [line for line in lines if all(word in line.searched for word in words)]

    def places(self, decree_id: str) -> list[Item]:
        """Everything in a decree that can be opened, as printed."""
        found = places(decree_id, read_decree(self.out_dir, decree_id))
        self._decree_of |= {item.key: decree_id for item in found}
        return found

    def item(self, key: str) -> Item | None:
        """The place of that key, if it is still there: in the queue, or anywhere in its decree."""
        item = self.queue.get(key)
        if item is not None or key not in self._decree_of:
            return item
        return next((own for own in self.places(self._decree_of[key]) if own.key == key), None)

    def place(self, decree_id: str, position: int, row: int) -> Item | None:
        """What can be opened at indices of a decree: the row, else the position, else the decree itself."""
        if decree_id not in self.decree_ids():
            return None
        found = {(item.kind, item.position, item.row): item for item in self.places(decree_id)}
        return (
            found.get(("row", position, row))
            or found.get(("position", position, -1))
            or found.get(("document", -1, -1))
        )

    def neighbours(self, item: Item) -> tuple[Item | None, Item | None]:
        """What stands in the decree before and after a place."""
        found = self.places(item.decree_id)
        at = next(n for n, own in enumerate(found) if own.key == item.key)
        return (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary with the user's own positions."""
        return Vocabulary.load(self._own_positions) if self._own_positions else builtin_vocabulary()

    def make_ready(self) -> None:
        """Load what the first page would have to wait for."""
        self.names_like("camat")

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.name.casefold(): entry for entry in self.vocabulary.entries if entry.rank != "suffix"}

    def named(self, name: str) -> Canonical | None:
        """The vocabulary's position of just that name, or one that its rules make of it."""
        entry = self._entries.get(" ".join(name.split()).casefold())
        if entry is not None:
            return entry.canonical(100.0, "exact")
        found = self.vocabulary.match(name).canonical
        return found if found and found.name.casefold() == name.casefold() else None

    def names_like(self, text: str) -> list[str]:
        """Names of the vocabulary for what was typed: those with all of its words first, then those that are alike."""
        words = text.casefold().split()
        holding = [e.name for key, e in self._entries.items() if words and all(word in key for word in words)]
        found = self.vocabulary.match(text) if words else None
        meant = [c.name for c in (found.canonical, *found.candidates) if c] if found else []
        alike = process.extract(
            text.casefold(), self._entries, scorer=fuzz.token_set_ratio, processor=_entry_name,
            score_cutoff=LEAST_LIKENESS, limit=NAMES_OFFERED,
        ) if words else []  # fmt: skip
        names = [*sorted(holding, key=len), *meant, *(entry.name for entry, _, _ in alike)]
        return list(dict.fromkeys(names))[:NAMES_OFFERED]

    def decree(self, item: Item) -> Decree:
        """The item's decree as it is now."""
        return read_decree(self.out_dir, item.decree_id)

    def add(self, given: list[Correction]) -> None:
        """Keep corrections and apply them to their documents."""
        if not given:
            return
        act = secrets.token_hex(8)
        given = [c if c.action == "undo" else c.model_copy(update={"act": act}) for c in given]
        add_corrections(self.file, given)
        stat = self.file.stat()
        self._seen = (stat.st_size, stat.st_mtime_ns)
        self.corrections += given
        by_document = grouped(active(self.corrections))
        touched = {c.sha256 for c in given}
        for sha256 in touched:
            for decree_id in self._documents[sha256]:
                correct_decree(self._folder, decree_id, {sha256: by_document.get(sha256, ())})
                decree = read_decree(self.out_dir, decree_id)
                self._lines[decree_id] = _line(decree_id, decree)
                self.queue.replace(decree_id, decree)

    def correction(self, decree: Decree, action: str, **said: Any) -> Correction:
        """A new correction of a document, signed."""
        return Correction.model_validate(
            {
                "id": secrets.token_hex(8),
                "sha256": decree.source.sha256,
                "action": action,
                "who": self.who,
                "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                **said,
            }
        )

    def undo(self, identity: str) -> Correction | None:
        """Take back a correction and those saved with it; returns it, or nothing if it does not stand."""
        undone = {c.undoes for c in self.corrections}
        found = next((c for c in self.corrections if c.id == identity and c.id not in undone), None)
        if found is None or found.action == "undo":
            return None
        together = [c for c in self.corrections if c is found or (c.act and c.act == found.act)]
        self.add(
            [
                Correction(id=secrets.token_hex(8), sha256=c.sha256, action="undo", undoes=c.id, who=self.who)
                for c in together
                if c.id not in undone
            ]
        )
        return found

    def standing(self) -> list[Correction]:
        """Corrections that were not taken back, the latest first."""
        undone = {c.undoes for c in self.corrections}
        return [c for c in reversed(self.corrections) if c.action != "undo" and c.id not in undone]

    def near(self, correction: Correction) -> Item | None:
        """The place that a correction speaks of, whether it is in the queue or not."""
        for decree_id in self._documents.get(correction.sha256, ()):
            decree, found = read_decree(self.out_dir, decree_id), self.places(decree_id)
            if correction.action == "confirm" or (correction.field in METADATA and correction.page is None):
                return found[0]
            kind = "row" if _is_of_a_row(correction) else "position"
            best = max(
                (item for item in found if item.kind == kind),
                key=lambda item: _likeness(correction, decree, item),
                default=None,
            )
            if best is not None and _likeness(correction, decree, best) > 0:
                return best
            of_page = [item for item in found if item.page == correction.page]
            if of_page:
                return of_page[0]
        return None

    def decrees_of(self, sha256: str) -> list[str]:
        """Ids of the decrees of a document."""
        return self._documents.get(sha256, [])

    def names_of(self, sha256: str) -> str:
        """The same as text."""
        return ", ".join(self.decrees_of(sha256))

    def page_size(self, decree_id: str, sha256: str, number: int) -> tuple[float, float] | None:
        """A page's width and height in points; ``None`` where its source is gone."""
        place = (sha256, number)
        if place not in self._sizes:
            with self.lock:
                self._sizes[place] = self._from_page(decree_id, sha256, number, _size)
        return self._sizes[place]

    def picture(self, decree_id: str, sha256: str, number: int) -> bytes | None:
        """A page as a JPEG; ``None`` where its source is gone. The last ones are remembered."""
        place = (sha256, number)
        with self.lock:
            if place not in self._pictures:
                while len(self._pictures) >= PICTURES_KEPT:
                    del self._pictures[next(iter(self._pictures))]
                self._pictures[place] = self._from_page(decree_id, sha256, number, _jpeg)
            return self._pictures[place]

    def _from_page(
        self, decree_id: str, sha256: str, number: int, take: Callable[[pypdfium2.PdfPage], T]
    ) -> T | None:
        source = self._run.by_decree.get(decree_id)
        if source is None:
            return None
        try:
            with source_page(source, sha256, number) as page:
                return take(page)
        except (IkiError, OSError, ValueError, pypdfium2.PdfiumError):
            return None


def _line(decree_id: str, decree: Decree) -> DocumentLine:
    rows = sum(len(position.rows) for position in decree.positions)
    meta = decree.decree
    return DocumentLine(
        decree_id,
        meta.unit_kerja,
        meta.tahun,
        decree.form,
        len(decree.positions),
        rows,
        decree.duplicate_of,
    )


def _entry_name(of: Entry | str) -> str:
    return of if isinstance(of, str) else of.name.casefold()


def _is_of_a_row(correction: Correction) -> bool:
    return correction.field in FIELDS or (correction.field is None and correction.action != "dismiss")


def _likeness(correction: Correction, decree: Decree, item: Item) -> float:
    """How much the places of a correction and of an item overlap, from 0 to 1.

    The item's place is that of its cells (of the corrected field, if it is one), and of its anchor.
    """
    position = decree.positions[item.position]
    if correction.page is None:
        return float(
            (correction.position, correction.row) == (item.position, item.row if item.row >= 0 else None)
        )
    boxes: list[tuple[int | None, Sequence[float] | None]] = []
    if item.kind == "row":
        row = position.rows[item.row]
        named = correction.field if correction.field in FIELDS else None
        boxes = [
            (c.page, c.bbox) for n in FIELDS if named in {n, None} and not (c := getattr(row, n)).inherited
        ]
    else:
        boxes = [(value.page, value.bbox) for value in (*position.tugas, *position.fungsi)]
        boxes += [(signature.page, signature.bbox) for signature in position.signatures]
    if (own := anchor(decree, item.kind, item.position, item.row)) is not None:
        boxes.append((own.page, own.bbox))
    return max(
        (same_place(box, correction.bbox) for page, box in boxes if page == correction.page), default=0.0
    )


def _size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    return width, height


def _jpeg(page: pypdfium2.PdfPage) -> bytes:
    out = io.BytesIO()
    image = page.render(scale=PICTURE_SCALE).to_pil().convert("RGB")
    image.save(out, "JPEG", quality=75)
    return out.getvalue()
